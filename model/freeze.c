#include "base/limits.h"
#include "model/builder.h"
#include "model/canonical.h"
#include "model/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Freezing: places get their sections, records are sorted by container, steps get their successors,
 * and all of it is copied into one block. */

static void settle_place(const struct builder *b, struct place *place)
{
	if (place->section != NONE)
		return;
	if (!place->line) {
		*place = (struct place){ NONE, 0 };
		return;
	}
	uint32_t low = 0, high = b->sections.count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (b->sections.items[middle].first_line <= place->line)
			low = middle;
		else
			high = middle;
	}
	uint32_t first = b->sections.items[low].first_line;
	*place = (struct place){ low, place->line > first ? place->line - first : 0 };
}

static void settle_places(struct builder *b)
{
	if (!b->sections.count)
		*LIST_ADD(b->arena, &b->sections) = (struct section){ .first_line = 1, .parent = NONE };
	for (uint32_t i = 0; i < b->containers.count; i++)
		settle_place(b, &b->containers.items[i].place);
	for (uint32_t i = 0; i < b->teams.count; i++)
		settle_place(b, &b->teams.items[i].place);
	for (uint32_t i = 0; i < b->steps.count; i++)
		settle_place(b, &b->steps.items[i].place);
	for (uint32_t i = 0; i < b->flows.count; i++)
		settle_place(b, &b->flows.items[i].place);
	for (uint32_t i = 0; i < b->contracts.count; i++)
		settle_place(b, &b->contracts.items[i].place);
	for (uint32_t i = 0; i < b->links.count; i++)
		settle_place(b, &b->links.items[i].place);
	for (uint32_t i = 0; i < b->prose.count; i++)
		settle_place(b, &b->prose.items[i].place);
	for (uint32_t i = 0; i < b->opaque.count; i++)
		settle_place(b, &b->opaque.items[i].place);
	for (uint32_t i = 0; i < b->notes.count; i++)
		settle_place(b, &b->notes.items[i].place);
	for (uint32_t i = 0; i < b->said.count; i++)
		settle_place(b, &b->said.items[i].place);
}

/* --- by container ---------------------------------------------------------------------------------------- */

/* A stable counting sort of count records by the container at offset; where[old] is the new number. */
static uint32_t *sort_by_container(
    struct arena *arena, void *records, uint32_t count, size_t size, size_t offset, uint32_t containers)
{
	uint32_t *where = ARENA_ARRAY(arena, uint32_t, count + 1), *next = ARENA_ARRAY(arena, uint32_t, containers + 1);
	char *from = records, *copy;

	if (!count)
		return where;
	for (uint32_t i = 0; i < count; i++)
		next[*(uint32_t *)(void *)(from + i * size + offset) + 1]++;
	for (uint32_t i = 0; i < containers; i++)
		next[i + 1] += next[i];
	for (uint32_t i = 0; i < count; i++)
		where[i] = next[*(uint32_t *)(void *)(from + i * size + offset)]++;
	copy = arena_alloc(arena, count * size);
	memcpy(copy, from, count * size);
	for (uint32_t i = 0; i < count; i++)
		memcpy(from + where[i] * size, copy + i * size, size);
	return where;
}

#define SORT(field, type)                                                                \
	sort_by_container(b->arena, b->field.items, b->field.count, sizeof(struct type), \
	    offsetof(struct type, container), b->containers.count)

static void remap(uint32_t *number, const uint32_t *where)
{
	if (*number != NONE)
		*number = where[*number];
}

static void group_by_container(struct builder *b)
{
	uint32_t *teams = SORT(teams, team), *steps = SORT(steps, step);

	SORT(flows, flow);
	SORT(contracts, contract);
	SORT(links, link);
	SORT(prose, prose);
	SORT(opaque, opaque);
	SORT(notes, note);
	for (uint32_t i = 0; i < b->teams.count; i++)
		remap(&b->teams.items[i].parent, teams);
	for (uint32_t i = 0; i < b->parts.count; i++)
		remap(&b->parts.items[i], teams);
	for (uint32_t i = 0; i < b->performers.count; i++)
		remap(&b->performers.items[i], teams);
	for (uint32_t i = 0; i < b->said.count; i++)
		remap(&b->said.items[i].team, teams);
	for (uint32_t i = 0; i < b->steps.count; i++) {
		remap(&b->steps.items[i].team, teams);
		remap(&b->steps.items[i].host, steps);
		remap(&b->steps.items[i].within, steps);
	}
	for (uint32_t i = 0; i < b->flows.count; i++) {
		struct flow *flow = &b->flows.items[i];
		remap(&flow->from.number, flow->from.kind == END_STEP ? steps : teams);
		remap(&flow->to.number, flow->to.kind == END_STEP ? steps : teams);
	}
	for (uint32_t i = 0; i < b->contracts.count; i++) {
		remap(&b->contracts.items[i].provider, teams);
		remap(&b->contracts.items[i].consumer, teams);
		remap(&b->contracts.items[i].step, steps);
	}
	for (uint32_t i = 0; i < b->links.count; i++)
		remap(&b->links.items[i].step, steps);
}

static void fill_names(struct builder *b)
{
	for (uint32_t i = 0; i < b->steps.count; i++) {
		struct step *step = &b->steps.items[i];
		if (!step->n1.size && step->name.size)
			step->n1 = builder_text(b, text_n1(b->arena, builder_str(b, step->name)));
	}
	for (uint32_t i = 0; i < b->contracts.count; i++) {
		struct contract *contract = &b->contracts.items[i];
		if (!contract->what_n1.size && contract->what.size)
			contract->what_n1 = builder_text(b, text_n1(b->arena, builder_str(b, contract->what)));
	}
	for (uint32_t i = 0; i < b->teams.count; i++) {
		struct team *team = &b->teams.items[i];
		team->generic = team_is_generic(builder_str(b, team->key));
	}
}

/* --- successors ------------------------------------------------------------------------------------------- */

struct adjacency {
	uint32_t *first, *to; /* flows out of step i: to[first[i]] .. to[first[i + 1]] */
};

struct successors {
	struct span *of;
	LIST_OF(uint32_t) next;
};

static bool leads_on(const struct flow *flow)
{
	return flow->from.kind == END_STEP && flow->to.kind == END_STEP && flow->from.number != NONE &&
	    flow->to.number != NONE &&
	    (flow->kind == FLOW_SEQUENCE || flow->kind == FLOW_MESSAGE || flow->kind == FLOW_ESCALATION);
}

static struct adjacency join_steps(struct builder *b, bool backwards)
{
	struct adjacency joined = { ARENA_ARRAY(b->arena, uint32_t, b->steps.count + 2),
		ARENA_ARRAY(b->arena, uint32_t, b->flows.count + 1) };

	for (uint32_t i = 0; i < b->flows.count; i++) {
		const struct flow *flow = &b->flows.items[i];
		if (leads_on(flow))
			joined.first[(backwards ? flow->to.number : flow->from.number) + 2]++;
	}
	for (uint32_t i = 2; i < b->steps.count + 2; i++)
		joined.first[i] += joined.first[i - 1];
	for (uint32_t i = 0; i < b->flows.count; i++) {
		const struct flow *flow = &b->flows.items[i];
		if (leads_on(flow))
			joined.to[joined.first[(backwards ? flow->to.number : flow->from.number) + 1]++] =
			    backwards ? flow->from.number : flow->to.number;
	}
	return joined;
}

/* From each activity to the activities behind any number of gateways, events and data nodes. */
static bool contract_steps(struct builder *b, struct successors *out, bool backwards, uint32_t *budget)
{
	struct adjacency joined = join_steps(b, backwards);
	uint32_t *seen = ARENA_ARRAY(b->arena, uint32_t, b->steps.count + 1);
	uint32_t *queue = ARENA_ARRAY(b->arena, uint32_t, b->steps.count + 1);

	out->of = ARENA_ARRAY(b->arena, struct span, b->steps.count + 1);
	for (uint32_t i = 0; i < b->steps.count; i++) {
		out->of[i].first = out->next.count;
		uint32_t head = 0, tail = 0;
		queue[tail++] = i;
		while (head < tail) {
			uint32_t at = queue[head++];
			for (uint32_t e = joined.first[at]; e < joined.first[at + 1]; e++) {
				uint32_t to = joined.to[e];
				if (!*budget)
					return false;
				--*budget;
				if (seen[to] == i + 1)
					continue;
				seen[to] = i + 1;
				if (b->steps.items[to].kind == STEP_ACTIVITY)
					LIST_PUSH(b->arena, &out->next, to);
				else
					queue[tail++] = to;
			}
		}
		out->of[i].count = out->next.count - out->of[i].first;
	}
	return true;
}

/* --- the block --------------------------------------------------------------------------------------------- */

struct layout {
	size_t size;
};

static struct span take_room(struct layout *layout, size_t size, uint32_t count)
{
	layout->size = (layout->size + 7) / 8 * 8;
	struct span span = { (uint32_t)layout->size, count };
	layout->size += size * count;
	return span;
}

/* What lies between the records and the next ones is zero, so that equal images are equal byte by byte. */
static void copy_into(struct image *image, struct span span, const void *records, size_t size)
{
	size_t end = span.first + size * span.count, next = (end + 7) / 8 * 8;

	if (span.count)
		memcpy((char *)image + span.first, records, size * span.count);
	memset((char *)image + end, 0, (next < image->size ? next : image->size) - end);
}

/* clang-format off */
#define EACH_ARRAY(DO) \
	DO(containers) DO(teams) DO(steps) DO(flows) DO(contracts) DO(links) DO(sections) DO(prose) \
	DO(opaque) DO(notes) DO(claims) DO(attrs) DO(performers) DO(parts) DO(keys) DO(said)
/* clang-format on */

static struct image *copy_block(struct builder *b, const struct successors *succ, const struct successors *pred)
{
	struct image plan = { .version = 1, .partial = b->partial };
	struct layout layout = { sizeof plan };
	bool joined = succ->of != NULL;

#define PLAN(field) plan.field = take_room(&layout, sizeof *b->field.items, b->field.count);
	EACH_ARRAY(PLAN)
#undef PLAN
	plan.succ = take_room(&layout, sizeof(struct span), joined ? b->steps.count : 0);
	plan.pred = take_room(&layout, sizeof(struct span), joined ? b->steps.count : 0);
	plan.next = take_room(&layout, sizeof(uint32_t), succ->next.count + pred->next.count);
	plan.pool = take_room(&layout, 1, b->pool.count);
	plan.size = (uint32_t)layout.size;

	struct image *image = malloc(layout.size);
	if (!image) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	*image = plan;
#define COPY(field) copy_into(image, plan.field, b->field.items, sizeof *b->field.items);
	EACH_ARRAY(COPY)
#undef COPY
	if (joined) {
		struct span back = { plan.next.first + succ->next.count * (uint32_t)sizeof(uint32_t),
			pred->next.count };
		copy_into(image, plan.succ, succ->of, sizeof(struct span));
		copy_into(image, plan.pred, pred->of, sizeof(struct span));
		copy_into(
		    image, (struct span){ plan.next.first, succ->next.count }, succ->next.items, sizeof(uint32_t));
		copy_into(image, back, pred->next.items, sizeof(uint32_t));
		struct span *of = (struct span *)(void *)((char *)image + plan.pred.first);
		for (uint32_t i = 0; i < plan.pred.count; i++)
			of[i].first += succ->next.count;
	}
	copy_into(image, plan.pool, b->pool.items, 1);
	return image;
}

static void settle(struct builder *b, struct arena *scratch)
{
	b->arena = scratch;
	settle_places(b);
	if (b->containers.count > 1)
		group_by_container(b);
	fill_names(b);
}

struct image *builder_freeze_part(struct builder *b, struct arena *scratch)
{
	struct successors none = { 0 };

	settle(b, scratch);
	return copy_block(b, &none, &none);
}

struct image *builder_freeze(struct builder *b, struct arena *scratch)
{
	struct successors succ = { 0 }, pred = { 0 };
	uint32_t budget = 40 * LIMIT_RECORDS;

	settle(b, scratch);
	if (!contract_steps(b, &succ, false, &budget) || !contract_steps(b, &pred, true, &budget)) {
		builder_note(b, "too-complex", 0, "%s", LIMIT_SAYS(RECORDS));
		b->notes.items[b->notes.count - 1].place = (struct place){ NONE, 0 };
		b->notes.items[b->notes.count - 1].container = b->containers.count - 1;
		b->partial = true;
		succ = pred = (struct successors){ 0 };
		succ.of = ARENA_ARRAY(scratch, struct span, b->steps.count + 1);
		pred.of = succ.of;
	}
	struct image *image = copy_block(b, &succ, &pred);
	image->link_sum = canonical_links(image);
	image->canonical = canonical_hash(image, scratch);
	return image;
}
