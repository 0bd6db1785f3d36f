#include "analyzer/change/inner.h"

#include "base/text.h"

#include <stdlib.h>

/* Steps that became two, two that became one, and obligations that changed in the text of a step. */

/* --- split and merged ------------------------------------------------------------------------------------------ */

static bool is_free(const struct container_pair *cp, enum side side, uint32_t index)
{
	return cp->side[side].partner[index] == NONE && !cp->side[side].taken[index] &&
	    side_step(&cp->side[side], index)->kind == STEP_ACTIVITY;
}

/* The neighbours of a (on its side) are those of b on the other one, through what is paired. */
static bool same_ends(const struct step_side *one, struct span of, const struct step_side *two, struct span other)
{
	if (!of.count && !other.count)
		return true;
	for (uint32_t i = 0; i < of.count; i++)
		for (uint32_t k = 0; k < other.count; k++)
			if (one->partner[one->next[of.first + i]] == two->next[other.first + k])
				return true;
	return false;
}

static int by_value(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return left < right ? -1 : left > right;
}

static struct words joined(struct arena *arena, struct words a, struct words b)
{
	struct words both = { ARENA_ARRAY(arena, uint64_t, a.count + b.count + 1), 0 };

	for (uint32_t i = 0; i < a.count; i++)
		both.items[both.count++] = a.items[i];
	for (uint32_t i = 0; i < b.count; i++)
		both.items[both.count++] = b.items[i];
	qsort(both.items, both.count, sizeof *both.items, by_value);
	return both;
}

/* The one step of a side and the two adjacent ones of the other that together say the same in its place. */
static bool find_two(
    struct comparison *c, struct container_pair *cp, enum side single, uint32_t one, uint32_t *first, uint32_t *second)
{
	enum side other = single == BEFORE ? AFTER : BEFORE;
	const struct step_side *a = &cp->side[single], *b = &cp->side[other];

	for (uint32_t j = 0; j < b->count; j++) {
		if (!is_free(cp, other, j) || b->teams[j] != a->teams[one])
			continue;
		for (uint32_t k = 0; k < b->succ[j].count; k++) {
			uint32_t next = b->next[b->succ[j].first + k];
			if (next == j || !is_free(cp, other, next) || b->teams[next] != b->teams[j])
				continue;
			if (words_dice(a->words[one], joined(c->arena, b->words[j], b->words[next])) < 0.5 ||
			    !same_ends(a, a->pred[one], b, b->pred[j]) || !same_ends(a, a->succ[one], b, b->succ[next]))
				continue;
			*first = j;
			*second = next;
			return true;
		}
	}
	return false;
}

static void say_shape(
    struct comparison *c, struct container_pair *cp, enum side single, uint32_t one, uint32_t first, uint32_t second)
{
	enum side other = single == BEFORE ? AFTER : BEFORE;
	const struct step_side *a = &cp->side[single], *b = &cp->side[other];
	uint32_t told = single == BEFORE ? first : one;
	struct difference *d = difference_add(c, single == BEFORE ? RULE_STEP_SPLIT : RULE_STEP_MERGED, cp->pair, AFTER,
	    side_step(&cp->side[AFTER], told)->place);
	str pair = arena_printf(
	    c->arena, "%.*s and %.*s", STR_ARG(step_words(c, b, first)), STR_ARG(step_words(c, b, second)));

	difference_about_step(c, d, &cp->side[AFTER], told);
	d->field = "whole";
	difference_owner(d, a->teams[one]);
	d->performer = a->teams[one];
	*(single == BEFORE ? &d->old : &d->now) = side_text(a, side_step(a, one)->name);
	*(single == BEFORE ? &d->now : &d->old) = pair;
	d->message = single == BEFORE
	    ? arena_printf(c->arena, "%.*s became two steps, %.*s", STR_ARG(step_words(c, a, one)), STR_ARG(pair))
	    : arena_printf(c->arena, "%.*s are one step now, %.*s", STR_ARG(pair), STR_ARG(step_words(c, a, one)));
	seed_downstream(c, d, cp, AFTER, single == BEFORE ? second : one, false);
	seed_upstream(c, d, cp, AFTER, told);
	cp->moved[single][one] = cp->elsewhere[single][one] = cp->side[single].taken[one] = true;
	cp->moved[other][first] = cp->elsewhere[other][first] = cp->side[other].taken[first] = true;
	cp->moved[other][second] = cp->elsewhere[other][second] = cp->side[other].taken[second] = true;
}

void compare_shapes(struct comparison *c, struct container_pair *cp)
{
	uint32_t first, second;

	for (int single = BEFORE; single <= AFTER; single++)
		for (uint32_t i = 0; i < cp->side[single].count; i++)
			if (is_free(cp, (enum side)single, i) && cp->side[single].words[i].count &&
			    find_two(c, cp, (enum side)single, i, &first, &second))
				say_shape(c, cp, (enum side)single, i, first, second);
}

/* --- obligations -------------------------------------------------------------------------------------------------- */

/* Must, shall, required 3; should 2; may, can, optional 1; no modal 0. */
int modal_rank(str n1)
{
	static const struct {
		const char *word;
		int rank;
	} modals[] = { { "must", 3 }, { "shall", 3 }, { "required", 3 }, { "mandatory", 3 }, { "should", 2 },
		{ "may", 1 }, { "can", 1 }, { "optional", 1 }, { "optionally", 1 } };
	str rest = n1, word;
	int strongest = 0;

	while (str_next_word(&rest, " \t,.;:()[]\"'/", &word))
		for (size_t i = 0; i < sizeof modals / sizeof *modals; i++)
			if (str_eq(word, str_of(modals[i].word)) && modals[i].rank > strongest)
				strongest = modals[i].rank;
	return strongest;
}
