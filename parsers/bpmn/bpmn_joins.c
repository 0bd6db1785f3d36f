/* What events imply without a drawn arrow: a link event goes on at the one of its name, and who throws a message,
 * signal or escalation reaches whoever catches it in this file, unless one of the two has an explicit message flow. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

struct mouth {          /* an event or task that throws or catches something */
	str key;        /* what: "messageRef\0id", N1 of the name of a link */
	uint32_t scope; /* links: the process */
	uint32_t item;
	bool throws;
};

struct mouths {
	LIST_OF(struct mouth) all;
};

static bool throws(uint16_t word)
{
	return word == BPMN_END_EVENT || word == BPMN_THROW_EVENT || word == BPMN_SEND_TASK;
}

static void add_mouth(struct bpmn *b, struct mouths *mouths, uint32_t item, uint32_t scope, str key)
{
	LIST_PUSH(b->arena, &mouths->all, ((struct mouth){ key, scope, item, throws(b->items.items[item].word) }));
}

static int by_key(const void *left, const void *right)
{
	const struct mouth *a = left, *b = right;
	int order = str_cmp(a->key, b->key);

	if (order)
		return order;
	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	if (a->throws != b->throws)
		return a->throws ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

/* --- one pair ------------------------------------------------------------------------------------------------ */

static void join(struct bpmn *b, uint32_t from, uint32_t to, enum flow_kind kind)
{
	const struct bpmn_item *start = &b->items.items[from], *end = &b->items.items[to];

	if (from == to || start->step == NONE || end->step == NONE || !bpmn_room(b))
		return;
	if (kind == FLOW_MESSAGE && (start->messaged || end->messaged))
		return;
	bpmn_enter(b, start);
	str id =
	    arena_printf(b->arena, "%.*s to %.*s", STR_ARG(bpmn_unique_id(b, start)), STR_ARG(bpmn_unique_id(b, end)));
	uint32_t flow = builder_flow(b->out, id, end_step(start->step), end_step(end->step), kind, start->at->line);
	b->out->flows.items[flow].strong_id = false;
}

struct pair {
	uint32_t from, to;
};

static int by_ends(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to < b->to ? -1 : a->to > b->to;
}

typedef LIST_OF(struct pair) pair_list;

/* The pairs of throws and catches that share a key; as many as there may be records. */
static void pair_up(struct bpmn *b, struct mouths *mouths, pair_list *out)
{
	struct mouth *all = mouths->all.items;
	uint32_t count = mouths->all.count;

	if (count)
		qsort(all, count, sizeof *all, by_key);
	for (uint32_t first = 0, end; first < count; first = end) {
		for (end = first;
		     end < count && str_eq(all[end].key, all[first].key) && all[end].scope == all[first].scope;)
			end++;
		uint32_t middle = first;
		while (middle < end && all[middle].throws)
			middle++;
		for (uint32_t i = first; i < middle; i++)
			for (uint32_t k = middle; k < end; k++) {
				if (b->out->flows.count + out->count >= LIMIT_RECORDS) {
					bpmn_room(b);
					return;
				}
				LIST_PUSH(b->arena, out, ((struct pair){ all[i].item, all[k].item }));
			}
	}
}

static void join_pairs(struct bpmn *b, pair_list *pairs, enum flow_kind kind)
{
	if (pairs->count)
		qsort(pairs->items, pairs->count, sizeof *pairs->items, by_ends);
	for (uint32_t i = 0; i < pairs->count; i++)
		if (!i || by_ends(&pairs->items[i], &pairs->items[i - 1]))
			join(b, pairs->items[i].from, pairs->items[i].to, kind);
}

/* --- messages, signals, escalations -------------------------------------------------------------------------- */

static const char *reference_of(uint16_t word)
{
	switch (word) {
	case BPMN_MESSAGE_DEFINITION: return "messageRef";
	case BPMN_SIGNAL_DEFINITION: return "signalRef";
	case BPMN_ESCALATION_DEFINITION: return "escalationRef";
	default: return NULL;
	}
}

static void add_thrown(struct bpmn *b, struct mouths *mouths, uint32_t item, const char *kind, str reference)
{
	reference = bpmn_bare(reference);
	if (reference.size)
		add_mouth(b, mouths, item, 0, arena_printf(b->arena, "%s %.*s", kind, STR_ARG(reference)));
}

static void gather_thrown(struct bpmn *b, struct mouths *mouths, uint32_t number)
{
	const struct bpmn_item *item = &b->items.items[number];

	if (item->word == BPMN_SEND_TASK || item->word == BPMN_RECEIVE_TASK)
		add_thrown(b, mouths, number, "messageRef", xml_attribute(item->at, "messageRef"));
	if (item->class != CLASS_EVENT)
		return;
	for (const struct xml_element *child = item->at->first; child; child = child->next) {
		const struct xml_element *definition = bpmn_definition(b, child);
		const char *kind = definition ? reference_of(definition->name->word) : NULL;
		if (kind)
			add_thrown(b, mouths, number, kind, xml_attribute(definition, kind));
	}
}

/* --- links -------------------------------------------------------------------------------------------------------- */

static const struct xml_element *link_of(const struct bpmn *b, const struct bpmn_item *item)
{
	for (const struct xml_element *child = item->at->first; child && item->class == CLASS_EVENT;
	     child = child->next) {
		const struct xml_element *definition = bpmn_definition(b, child);
		if (definition && definition->name->word == BPMN_LINK_DEFINITION)
			return definition;
	}
	return NULL;
}

/* Links pair by the name of their definition; those that stay alone, by their own. */
static void join_links(struct bpmn *b)
{
	bool *joined = ARENA_ARRAY(b->arena, bool, b->items.count + 1);

	for (unsigned round = 0; round < 2; round++) {
		struct mouths mouths = { 0 };
		pair_list pairs = { 0 };
		for (uint32_t i = 1; i < b->items.count; i++) {
			const struct bpmn_item *item = &b->items.items[i];
			const struct xml_element *link = joined[i] ? NULL : link_of(b, item);
			str name = !link ? STR("") : text_n1(b->arena, bpmn_name(b, round ? item->at : link));
			if (name.size)
				add_mouth(b, &mouths, i, bpmn_process_of(b, item), name);
		}
		pair_up(b, &mouths, &pairs);
		for (uint32_t i = 0; i < pairs.count; i++)
			joined[pairs.items[i].from] = joined[pairs.items[i].to] = true;
		join_pairs(b, &pairs, FLOW_SEQUENCE);
	}
}

void bpmn_join_events(struct bpmn *b)
{
	struct mouths mouths = { 0 };
	pair_list pairs = { 0 };

	join_links(b);
	for (uint32_t i = 1; i < b->items.count; i++)
		gather_thrown(b, &mouths, i);
	pair_up(b, &mouths, &pairs);
	join_pairs(b, &pairs, FLOW_MESSAGE);
}
