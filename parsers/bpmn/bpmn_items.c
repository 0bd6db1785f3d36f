/* The elements that others refer to, by their ids. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"
#include "model/names.h"

#include <stdlib.h>

enum { RAW_LABEL = 4 * LIMIT_LABEL_BYTES, DUPLICATES_TOLD = 20, CLIPPED = 200, TWINS_SEEN = 16 };

/* --- names ---------------------------------------------------------------------------------------------- */

str bpmn_n0(struct bpmn *b, str raw)
{
	return name_n0(b->arena, str_sub(raw, 0, RAW_LABEL), MARKUP_HTML | MARKUP_ESCAPES);
}

str bpmn_clip(str text)
{
	size_t end = text.size < CLIPPED ? text.size : CLIPPED;

	while (end < text.size && end && (text.at[end] & 0xc0) == 0x80)
		end--;
	return str_sub(text, 0, end);
}

str bpmn_name(struct bpmn *b, const struct xml_element *element)
{
	return bpmn_n0(b, xml_attribute(element, "name"));
}

str bpmn_expression(struct bpmn *b, const struct xml_element *element)
{
	return element ? name_n0(b->arena, str_sub(xml_text(b->arena, element), 0, RAW_LABEL), MARKUP_PLAIN) : STR("");
}

const struct xml_element *bpmn_child(const struct xml_element *element, uint16_t word)
{
	for (const struct xml_element *child = element->first; child; child = child->next)
		if (child->name->word == word)
			return child;
	return NULL;
}

/* --- collecting --------------------------------------------------------------------------------------------- */

struct bpmn_item *bpmn_item_of(const struct bpmn *b, const struct xml_element *element)
{
	return element && element->mark ? &b->items.items[element->mark] : NULL;
}

static uint32_t scope_around(const struct bpmn *b, const struct xml_element *element)
{
	for (const struct xml_element *at = element->parent; at; at = at->parent)
		if (at->mark && bpmn_is_scope(at->name->word))
			return at->mark;
	(void)b;
	return 0;
}

static uint8_t lanes_around(const struct xml_element *lane)
{
	uint8_t depth = 0;

	for (const struct xml_element *at = lane->parent; at && !bpmn_is_scope(at->name->word); at = at->parent)
		if (at->name->word == BPMN_LANE)
			depth++;
	return depth;
}

static bool is_good_scope(const struct xml_element *element)
{
	return element && element->mark && bpmn_is_scope(element->name->word);
}

/* A lane stands in a set of lanes of a process, a subprocess or another lane. */
static bool is_lane_set(const struct xml_element *set)
{
	const struct xml_element *owner = set->parent;

	if (!owner || !owner->mark)
		return false;
	return set->name->word == BPMN_LANE_SET
	    ? bpmn_is_scope(owner->name->word)
	    : set->name->word == BPMN_CHILD_LANE_SET && owner->name->word == BPMN_LANE;
}

/* Nodes stand directly in a process or subprocess; anything else of that name is a vendor's matter. */
static bool stands_right(const struct xml_element *element, enum bpmn_class class)
{
	const struct xml_element *around = element->parent;
	uint16_t word = element->name->word;

	if (!around)
		return false;
	if (word == BPMN_DATA_INPUT || word == BPMN_DATA_OUTPUT) /* those of an activity are its form, not a step */
		return around->name->word == BPMN_IO_SPECIFICATION && is_good_scope(around->parent) &&
		    around->parent->name->word == BPMN_PROCESS;
	if (class == CLASS_ACTIVITY || class == CLASS_EVENT || class == CLASS_GATEWAY || class == CLASS_DATA)
		return is_good_scope(around);
	if (word == BPMN_LANE)
		return is_lane_set(around);
	if (word == BPMN_PARTICIPANT)
		return around->name->word == BPMN_COLLABORATION;
	if (class == CLASS_GLOBAL)
		return around->name->word == BPMN_DEFINITIONS;
	return true;
}

static void add_item(struct bpmn *b, struct xml_element *element, enum bpmn_class class)
{
	uint32_t scope = scope_around(b, element);
	struct bpmn_item item = {
		.at = element,
		.id = str_trim(xml_attribute(element, "id")),
		.scope = scope,
		.step = NONE,
		.team = NONE,
		.word = element->name->word,
		.class = (uint8_t) class,
	};

	if (scope && b->items.items[scope].word != BPMN_PROCESS)
		item.level = (uint8_t)(b->items.items[scope].level + 1);
	if (item.word == BPMN_LANE)
		item.depth = lanes_around(element);
	b->processes += class == CLASS_PROCESS;
	element->mark = b->items.count;
	LIST_PUSH(b->arena, &b->items, item);
}

/* --- ids ---------------------------------------------------------------------------------------------------------- */

struct keyed {
	str id;
	uint32_t number;
};

static int by_id_and_order(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	int order = str_cmp(a->id, b->id);

	return order ? order : a->number < b->number ? -1 : 1;
}

/* What becomes records of one kind; the same id for a pool and its process harms nobody. */
static int family_of(const struct bpmn_item *item)
{
	switch (item->class) {
	case CLASS_ACTIVITY:
	case CLASS_GLOBAL:
	case CLASS_EVENT:
	case CLASS_GATEWAY:
	case CLASS_DATA: return 1;
	case CLASS_TEAM: return 2;
	case CLASS_FLOW: return 3;
	case CLASS_PROCESS: return 4;
	default: return 0;
	}
}

static void tell_twin(struct bpmn *b, struct bpmn_item *item, unsigned *told)
{
	if ((*told)++ >= DUPLICATES_TOLD)
		return;
	builder_note(
	    b->out, "duplicate-id", item->at->line, "the id '%.*s' is used twice", STR_ARG(bpmn_clip(item->id)));
}

/* Counts, for each item, those of its family and id that come before. */
static void count_twins(struct bpmn *b, const struct keyed *keyed)
{
	unsigned told = 0;

	for (uint32_t i = 0, end; i < b->id_count; i = end) {
		uint16_t before[5] = { 0 };
		for (end = i; end < b->id_count && str_eq(keyed[end].id, keyed[i].id); end++) {
			struct bpmn_item *item = &b->items.items[keyed[end].number];
			int family = family_of(item);
			item->twin = family ? before[family] : 0;
			if (item->twin)
				tell_twin(b, item, &told);
			if (before[family] < UINT16_MAX)
				before[family]++;
		}
	}
}

static void sort_ids(struct bpmn *b)
{
	struct keyed *keyed = ARENA_ARRAY(b->arena, struct keyed, b->items.count + 1);

	for (uint32_t i = 1; i < b->items.count; i++)
		if (b->items.items[i].id.size)
			keyed[b->id_count++] = (struct keyed){ b->items.items[i].id, i };
	qsort(keyed, b->id_count, sizeof *keyed, by_id_and_order);
	b->by_id = ARENA_ARRAY(b->arena, uint32_t, b->id_count + 1);
	for (uint32_t i = 0; i < b->id_count; i++)
		b->by_id[i] = keyed[i].number;
	count_twins(b, keyed);
}

void bpmn_take_items(struct bpmn *b)
{
	struct xml_element *at = b->xml.root;

	LIST_ADD(b->arena, &b->items);
	while (at) {
		enum bpmn_class class = bpmn_class_of(at->name->word);
		if (class != CLASS_PART && stands_right(at, class))
			add_item(b, at, class);
		bool closed = at->name->word == BPMN_EXTENSION_ELEMENTS || at->name->word == BPMN_EXTENSION ||
		    class == CLASS_FOREIGN;
		at = closed ? xml_over(b->xml.root, at) : xml_next(b->xml.root, at);
	}
	sort_ids(b);
}

/* Of several items with one id the first of the wanted kind, else the first. */
static struct bpmn_item *find_exactly(const struct bpmn *b, str id, unsigned wanted)
{
	uint32_t low = 0, high = b->id_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (str_cmp(b->items.items[b->by_id[middle]].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	struct bpmn_item *first = NULL;
	for (uint32_t i = low; i < b->id_count && i < low + TWINS_SEEN; i++) {
		struct bpmn_item *item = &b->items.items[b->by_id[i]];
		if (!str_eq(item->id, id))
			break;
		if (wanted >> item->class & 1)
			return item;
		first = first ? first : item;
	}
	return first;
}

str bpmn_bare(str reference)
{
	str id = str_trim(reference);
	struct str_cut cut = str_rcut(id, ':');

	return cut.found && cut.tail.size ? cut.tail : id;
}

struct bpmn_item *bpmn_find(const struct bpmn *b, str reference, unsigned wanted)
{
	str id = str_trim(reference), bare = bpmn_bare(id);

	if (!id.size)
		return NULL;
	struct bpmn_item *item = find_exactly(b, id, wanted);
	return item || bare.size == id.size ? item : find_exactly(b, bare, wanted);
}

/* Records want ids of their own: those of elements without one, and of the second of two, are made up. */
str bpmn_unique_id(struct bpmn *b, const struct bpmn_item *item)
{
	if (!item->id.size) {
		str name = bpmn_name(b, item->at);
		return name.size ? name : item->at->name->local;
	}
	return item->twin ? arena_printf(b->arena, "%.*s~%u", STR_ARG(item->id), item->twin + 1) : item->id;
}

/* --- places ----------------------------------------------------------------------------------------------------------
 */

uint32_t bpmn_process_of(const struct bpmn *b, const struct bpmn_item *item)
{
	uint32_t number = item->class == CLASS_PROCESS ? item->at->mark : item->scope;

	while (number && b->items.items[number].class != CLASS_PROCESS)
		number = b->items.items[number].scope;
	return number;
}

void bpmn_enter(struct bpmn *b, const struct bpmn_item *item)
{
	if (!b->whole_file)
		return;
	uint32_t process = item ? bpmn_process_of(b, item) : 0;
	b->out->section = process ? b->items.items[process].section : 0;
}

void bpmn_attr(struct bpmn *b, struct span *attrs, const char *key, str value)
{
	if (!value.size)
		return;
	for (uint32_t i = attrs->first; i < attrs->first + attrs->count; i++) {
		struct attr *attr = &b->out->attrs.items[i];
		str old = builder_str(b->out, attr->value);
		if (!str_eq(builder_str(b->out, attr->key), str_of(key)))
			continue;
		if (old.size + value.size < LIMIT_LABEL_BYTES && !str_eq(old, value)) {
			struct text joined =
			    builder_text(b->out, arena_printf(b->arena, "%.*s / %.*s", STR_ARG(old), STR_ARG(value)));
			b->out->attrs.items[i].value = joined;
		}
		return;
	}
	builder_attr(b->out, attrs, str_of(key), value);
}

bool bpmn_room(struct bpmn *b)
{
	if (b->full)
		return false;
	if (b->out->steps.count + b->out->flows.count + b->out->teams.count + b->out->contracts.count < LIMIT_RECORDS)
		return true;
	b->full = true;
	builder_note(b->out, "too-complex", 0, "%s", LIMIT_SAYS(RECORDS));
	return false;
}
