#include "analyzer/change/inner.h"

#include "analyzer/change/synonyms.h"
#include "base/map.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- gathering -------------------------------------------------------------------------------------------- */

static bool joins(const struct view *view, const struct flow *flow)
{
	return view->claim_on[flow->claim] && flow->from.kind == END_STEP && flow->to.kind == END_STEP &&
	    flow->from.number != NONE && flow->to.number != NONE && flow->kind != FLOW_DATA &&
	    flow->kind != FLOW_ASSOCIATION;
}

static void count_neighbours(struct step_side *side, struct arena *arena)
{
	struct span flows = image_flows_of(side->view->image, side->container);
	const struct flow *all = image_flows(side->view->image);
	uint32_t *fill = ARENA_ARRAY(arena, uint32_t, 2 * side->count + 2);

	side->succ = ARENA_ARRAY(arena, struct span, side->count + 1);
	side->pred = ARENA_ARRAY(arena, struct span, side->count + 1);
	side->next = ARENA_ARRAY(arena, uint32_t, 2 * flows.count + 1);
	for (unsigned pass = 0; pass < 2; pass++) {
		for (uint32_t i = flows.first; i < flows.first + flows.count; i++) {
			if (!joins(side->view, &all[i]))
				continue;
			uint32_t from = side_index(side, all[i].from.number), to = side_index(side, all[i].to.number);
			if (from == NONE || to == NONE)
				continue;
			if (!pass) {
				side->succ[from].count++;
				side->pred[to].count++;
			} else {
				side->next[side->succ[from].first + fill[2 * from]++] = to;
				side->next[side->pred[to].first + fill[2 * to + 1]++] = from;
			}
		}
		uint32_t at = 0;
		for (uint32_t i = 0; !pass && i < side->count; i++) {
			side->succ[i].first = at;
			at += side->succ[i].count;
			side->pred[i].first = at;
			at += side->pred[i].count;
		}
	}
}

void steps_gather(struct step_side *out, struct arena *arena, const struct config *config, const struct view *view,
    uint32_t container)
{
	struct span span = view ? image_steps_of(view->image, container) : (struct span){ 0 };

	*out = (struct step_side){ .view = view, .container = container, .first = span.first, .span = span.count };
	out->steps = ARENA_ARRAY(arena, uint32_t, span.count + 1);
	out->words = ARENA_ARRAY(arena, struct words, span.count + 1);
	out->teams = ARENA_ARRAY(arena, team_id, span.count + 1);
	out->partner = ARENA_ARRAY(arena, uint32_t, span.count + 1);
	out->confidence = ARENA_ARRAY(arena, enum confidence, span.count + 1);
	out->taken = ARENA_ARRAY(arena, bool, span.count + 1);
	out->index_of = ARENA_ARRAY(arena, uint32_t, span.count + 1);
	for (uint32_t i = 0; i < span.count; i++) {
		const struct step *step = &image_steps(view->image)[span.first + i];
		out->index_of[i] = NONE;
		if (!view->claim_on[step->claim])
			continue;
		uint32_t index = out->count++;
		out->index_of[i] = index;
		out->steps[index] = span.first + i;
		out->partner[index] = NONE;
		out->words[index] = synonyms_n2(config, arena, image_text(view->image, step->n1));
		out->teams[index] = view_step_team(view, span.first + i);
	}
	if (view)
		count_neighbours(out, arena);
}

/* --- pairing by keys ------------------------------------------------------------------------------------------ */

static void join_pair(struct step_side *old, uint32_t i, struct step_side *new, uint32_t j, enum confidence confidence)
{
	old->partner[i] = j;
	new->partner[j] = i;
	old->confidence[i] = new->confidence[j] = confidence;
}

typedef uint64_t (*key_maker)(const struct step_side *side, uint32_t index);

static uint64_t key_of_id(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	return step->strong_id ? str_hash(side_text(side, step->id)) | 1 : 0;
}

static uint64_t key_of_weak_id(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	return !step->strong_id && step->id.size ? str_hash(side_text(side, step->id)) | 1 : 0;
}

static uint64_t key_of_name(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	return step->n1.size ? hash_mix(str_hash(side_text(side, step->n1)), step->kind + 1u) | 1 : 0;
}

/* The name without what stands in a parenthesis behind it: "Code freeze (23:59 PDT)". */
static uint64_t key_of_core_name(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	str name = side_text(side, step->n1);
	ptrdiff_t open = str_ends(name, STR(")")) ? str_rfind_char(name, '(') : STR_NONE;

	if (open > 0)
		name = str_trim_right(str_sub(name, 0, (size_t)open));
	return name.size ? hash_mix(str_hash(name), step->kind + 1u) | 1 : 0;
}

/* Letters and digits alone: "1.230-alpha.1 released" and "1.23.0-alpha.1 released". */
static uint64_t key_of_letters(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	str name = side_text(side, step->n1);

	return name.size < 8 ? 0 : hash_mix(hash_of_letters(name), step->kind + 1u) | 1;
}

/* "Step 3: ..." as a heading: the third one, whatever it is called. */
static uint64_t key_of_heading(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);

	return step->rule != 11 || !step->type.size ? 0 : str_hash(side_text(side, step->type)) | 1;
}

static uint64_t key_of_name_and_team(const struct step_side *side, uint32_t index)
{
	uint64_t name = key_of_name(side, index);
	return name ? hash_mix(name, side->teams[index] + 1u) | 1 : 0;
}

/* Chains of equal keys: the first free index per key, and the next one of the same key. */
struct chains {
	struct map heads;
	uint32_t *next, *tails;
};

static void chain(struct chains *out, struct arena *arena, const struct step_side *side, key_maker key)
{
	*out = (struct chains){ .next = ARENA_ARRAY(arena, uint32_t, side->count + 1) };
	for (uint32_t i = side->count; i-- > 0;) {
		uint64_t of = side->partner[i] == NONE ? key(side, i) : 0;
		if (!of)
			continue;
		uint32_t *head = map_add(&out->heads, of);
		out->next[i] = *head;
		*head = i + 1;
	}
}

static uint32_t chain_length(const struct chains *chains, uint64_t key)
{
	const uint32_t *head = map_find(&chains->heads, key);
	uint32_t count = 0;

	for (uint32_t at = head ? *head : 0; at && count < 1000; at = chains->next[at - 1])
		count++;
	return count;
}

static str neighbour_name(const struct step_side *side, struct span span)
{
	return span.count ? side_text(side, side_step(side, side->next[span.first])->n1) : STR("");
}

/* Of several candidates with equal keys: the one with the same neighbours, else none yet. */
static bool same_neighbours(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	return str_eq(neighbour_name(old, old->pred[i]), neighbour_name(new, new->pred[j])) &&
	    str_eq(neighbour_name(old, old->succ[i]), neighbour_name(new, new->succ[j]));
}

static void pair_by_key(struct step_side *old, struct step_side *new, struct arena *arena, key_maker key,
    enum confidence confidence, bool (*allowed)(const struct step_side *, uint32_t, const struct step_side *, uint32_t))
{
	struct chains old_chains, new_chains;

	chain(&old_chains, arena, old, key);
	chain(&new_chains, arena, new, key);
	/* first round: unique keys, or equal neighbours; second round: what is left in order, where counts are equal or
	 * more than one stands on a side */
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t i = 0; i < old->count; i++) {
			uint64_t of = old->partner[i] == NONE ? key(old, i) : 0;
			uint32_t *head = of ? map_find(&new_chains.heads, of) : NULL;
			if (!head)
				continue;
			bool unique = chain_length(&old_chains, of) == 1 && chain_length(&new_chains, of) == 1;
			unsigned tries = 0;
			for (uint32_t at = *head; at && tries < 1000; at = new_chains.next[at - 1], tries++) {
				uint32_t j = at - 1;
				if (new->partner[j] != NONE || (allowed && !allowed(old, i, new, j)))
					continue;
				if (!unique && round == 0 && !same_neighbours(old, i, new, j))
					continue;
				join_pair(old, i, new, j, confidence);
				break;
			}
		}
	map_release(&old_chains.heads);
	map_release(&new_chains.heads);
}

/* --- pairing by likeness ---------------------------------------------------------------------------------------- */

/* Shared neighbours over all, told apart by direction, through what is paired so far. */
static double neighbours_alike(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	uint32_t shared = 0, total = 0;
	const struct span old_spans[2] = { old->pred[i], old->succ[i] }, new_spans[2] = { new->pred[j], new->succ[j] };

	for (unsigned way = 0; way < 2; way++) {
		uint32_t here = 0;
		for (uint32_t a = 0; a < old_spans[way].count && a < 50; a++) {
			uint32_t partner = old->partner[old->next[old_spans[way].first + a]];
			for (uint32_t b = 0; partner != NONE && b < new_spans[way].count && b < 50; b++)
				if (new->next[new_spans[way].first + b] == partner) {
					here++;
					break;
				}
		}
		shared += here;
		total += old_spans[way].count + new_spans[way].count - here;
	}
	return total ? (double)shared / total : 0;
}

static bool is_contradicted(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	if (!old->words[i].count && !new->words[j].count)
		return false;
	return words_dice(old->words[i], new->words[j]) < 0.2 && old->teams[i] != new->teams[j] &&
	    neighbours_alike(old, i, new, j) <= 0;
}

static bool weak_id_allowed(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	return words_dice(old->words[i], new->words[j]) >= 0.5 || neighbours_alike(old, i, new, j) >= 0.5;
}

uint64_t digits_hash(str text)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < text.size; i++)
		if (byte_is_digit(text.at[i]))
			hash = hash_mix(hash, (uint64_t)(unsigned char)text.at[i]);
		else if (i && byte_is_digit(text.at[i - 1]))
			hash = hash_mix(hash, 1);
	return hash;
}

/* A row of a schedule or a cell of a matrix has no neighbours to ask. */
static bool are_alone(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	return !old->pred[i].count && !old->succ[i].count && !new->pred[j].count && !new->succ[j].count;
}

/* alpha.1 is another release than alpha.4, however alike they read. */
static bool numbers_differ(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	uint64_t left = digits_hash(side_text(old, side_step(old, i)->n1));
	uint64_t right = digits_hash(side_text(new, side_step(new, j)->n1));

	return left && right && left != right;
}

/* Rows of a schedule for the same day and team: one that was numbered anew, or that took in another. */
static bool same_slot(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	str day = side_text(old, side_step(old, i)->when.text);

	return side_step(old, i)->schedule && side_step(new, j)->schedule && day.size &&
	    str_eq(day, side_text(new, side_step(new, j)->when.text)) && old->teams[i] == new->teams[j];
}

static double likeness(const struct step_side *old, uint32_t i, const struct step_side *new, uint32_t j)
{
	const struct step *a = side_step(old, i), *b = side_step(new, j);
	double dice = old->words[i].count || new->words[j].count ? words_dice(old->words[i], new->words[j]) : 0;
	double jaccard = neighbours_alike(old, i, new, j);

	if (a->kind != b->kind || (dice < 0.25 && jaccard < 0.999))
		return 0;
	if (are_alone(old, i, new, j)) {
		bool slot = same_slot(old, i, new, j);
		if (!slot && numbers_differ(old, i, new, j))
			return 0;
		jaccard = slot ? 1 : dice;
	}
	return 0.45 * dice + 0.35 * jaccard + 0.10 * (old->teams[i] == new->teams[j]) + 0.10 * (a->kind == b->kind);
}

enum { LIKENESS_CALLS = 400000, LIKENESS_ROUNDS = 6 };

struct rated {
	double score;
	uint32_t i, j;
};

static int by_score(const void *a, const void *b)
{
	const struct rated *left = a, *right = b;

	if (left->score > right->score || left->score < right->score)
		return left->score > right->score ? -1 : 1;
	if (left->i != right->i)
		return left->i < right->i ? -1 : 1;
	return left->j < right->j ? -1 : left->j > right->j;
}

/* Has no partner, and one is looked for. */
static bool is_open(const struct step_side *side, uint32_t index)
{
	return side->partner[index] == NONE && !side->taken[index];
}

static unsigned free_steps(const struct step_side *side)
{
	unsigned count = 0;

	for (uint32_t i = 0; i < side->count; i++)
		count += is_open(side, i);
	return count;
}

static void pair_by_likeness(struct step_side *old, struct step_side *new, struct arena *arena)
{
	for (unsigned round = 0; round < LIKENESS_ROUNDS; round++) {
		LIST_OF(struct rated) found = { 0 };
		bool paired = false;
		if ((uint64_t)free_steps(old) * free_steps(new) > LIKENESS_CALLS)
			return;
		for (uint32_t i = 0; i < old->count; i++)
			for (uint32_t j = 0; is_open(old, i) && j < new->count; j++) {
				if (!is_open(new, j))
					continue;
				struct rated rated = { likeness(old, i, new, j), i, j };
				if (rated.score >= 0.60)
					LIST_PUSH(arena, &found, rated);
			}
		if (found.count > 1)
			qsort(found.items, found.count, sizeof *found.items, by_score);
		for (uint32_t k = 0; k < found.count; k++) {
			const struct rated *it = &found.items[k];
			if (old->partner[it->i] != NONE || new->partner[it->j] != NONE)
				continue;
			join_pair(old, it->i, new, it->j, it->score >= 0.75 ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM);
			paired = true;
		}
		if (!paired)
			return;
	}
}

/* One step without a partner on each side, between the same paired neighbours, of one team. */
static void pair_by_position(struct step_side *old, struct step_side *new)
{
	for (uint32_t i = 0; i < old->count; i++) {
		if (!is_open(old, i) || side_step(old, i)->kind != STEP_ACTIVITY)
			continue;
		uint32_t before = i ? old->partner[i - 1] : NONE;
		uint32_t after = i + 1 < old->count ? old->partner[i + 1] : NONE;
		bool first = i == 0, last = i + 1 == old->count;
		if ((!first && before == NONE) || (!last && after == NONE) || (first && last))
			continue;
		uint32_t j = first ? 0 : before + 1;
		if (j >= new->count || !is_open(new, j) || (!last && after != j + 1) || (last && j + 1 != new->count))
			continue;
		if (side_step(new, j)->kind == STEP_ACTIVITY && old->teams[i] == new->teams[j] &&
		    side_step(old, i)->rule == side_step(new, j)->rule &&
		    !(are_alone(old, i, new, j) && numbers_differ(old, i, new, j)))
			join_pair(old, i, new, j, CONFIDENCE_LOW);
	}
}

static unsigned shared_keys(const struct step_side *old, const struct step_side *new, key_maker key, unsigned *of)
{
	struct map keys = { 0 };
	unsigned shared = 0;

	*of = 0;
	for (uint32_t j = 0; j < new->count; j++)
		if (key(new, j))
			*map_add(&keys, key(new, j)) = 1;
	for (uint32_t i = 0; i < old->count; i++) {
		uint64_t one = key(old, i);
		*of += one != 0;
		shared += one && map_find(&keys, one) != NULL;
	}
	map_release(&keys);
	return shared;
}

static bool ids_were_regenerated(const struct step_side *old, const struct step_side *new)
{
	unsigned ids, names, same_ids = shared_keys(old, new, key_of_id, &ids);
	unsigned same_names = shared_keys(old, new, key_of_name, &names);

	return ids >= 3 && names >= 2 && same_ids * 10 < ids * 3 && same_names * 2 >= names;
}

bool steps_pair(struct step_side *old, struct step_side *new, struct arena *arena)
{
	bool regenerated = ids_were_regenerated(old, new);

	if (!old->count || !new->count)
		return false;
	if (!regenerated) {
		pair_by_key(old, new, arena, key_of_id, CONFIDENCE_HIGH, NULL);
		for (uint32_t i = 0; i < old->count; i++)
			if (old->partner[i] != NONE && is_contradicted(old, i, new, old->partner[i])) {
				new->partner[old->partner[i]] = NONE;
				old->partner[i] = NONE;
			}
	}
	pair_by_key(old, new, arena, key_of_name_and_team, CONFIDENCE_HIGH, NULL);
	pair_by_key(old, new, arena, key_of_name, CONFIDENCE_HIGH, NULL);
	pair_by_key(old, new, arena, key_of_core_name, CONFIDENCE_HIGH, NULL);
	pair_by_key(old, new, arena, key_of_letters, CONFIDENCE_HIGH, NULL);
	pair_by_key(old, new, arena, key_of_weak_id, CONFIDENCE_HIGH, weak_id_allowed);
	return regenerated;
}

void steps_pair_rest(struct step_side *old, struct step_side *new, struct arena *arena)
{
	if (!old->count || !new->count)
		return;
	pair_by_likeness(old, new, arena);
	pair_by_key(old, new, arena, key_of_heading, CONFIDENCE_HIGH, NULL);
	pair_by_position(old, new);
}
