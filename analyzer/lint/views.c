/*
 * Two descriptions of one process that disagree: about who does a step, about the order, about whether there is one.
 *
 * A description is a drawing, or the steps that a page tells in its text. Two of them are of one process if they stand
 * in one document or in related ones (one process name, one file stem, a link between them), share at least three steps
 * and most steps of the smaller one. Only steps that both tell are compared; a step that one leaves out counts where
 * the other joins its neighbours directly.
 */

#include "analyzer/graph/paths.h"
#include "analyzer/graph/same.h"
#include "analyzer/lint/lint_inner.h"
#include "base/text.h"

#include <stdlib.h>

enum {
	STEPS_LEAST = 3,
	STEPS_MOST = 300,
	SHARED_LEAST = 3,
	TELLERS_MOST = 6,
	PAIRS_MOST = 5000,
	PAIR_TOLD_MOST = 10,
	WORK_MOST = 20000000
};

struct told_step {
	uint32_t number; /* in the image */
	str name;
	struct words words;
	uint32_t match; /* index in the other description, NONE; of the pair in hand */
};

struct description {
	const struct linted *document;
	uint32_t container;
	struct told_step *steps;
	uint32_t count;
	uint32_t *index_of; /* number in the image minus first -> index, NONE */
	uint32_t first, span;
};

struct comparing {
	struct linting *l;
	LIST_OF(struct description) all;
	uint32_t work;               /* done so far; at WORK_MOST nothing further is compared */
	struct map pairs;            /* of descriptions -> shared names */
	LIST_OF(uint64_t) pair_list; /* keys of pairs, in order */
	struct {                     /* the pair in hand */
		const struct description *a, *b;
		unsigned told;
	} now;
};

/* --- descriptions ------------------------------------------------------------------------------------------------- */

static bool is_told(const struct linted *document, const struct step *step)
{
	return step->kind == STEP_ACTIVITY && step->name.size && !step->schedule && step->within == NONE &&
	    document->view->claim_on[step->claim];
}

static void describe(struct comparing *c, const struct linted *document, uint32_t container)
{
	struct arena *arena = c->l->arena;
	const struct image *image = document->image;
	struct span span = image_steps_of(image, container);
	uint32_t count = 0;

	for (uint32_t i = span.first; i < span.first + span.count; i++)
		count += is_told(document, &image_steps(image)[i]);
	if (count < STEPS_LEAST || count > STEPS_MOST || image_containers(image)[container].ordered ||
	    image_containers(image)[container].technical)
		return;
	struct description *d = LIST_ADD(arena, &c->all);
	*d = (struct description){ document, container, ARENA_ARRAY(arena, struct told_step, count), 0,
		ARENA_ARRAY(arena, uint32_t, span.count), span.first, span.count };
	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct step *step = &image_steps(image)[i];
		d->index_of[i - span.first] = NONE;
		if (!is_told(document, step))
			continue;
		d->index_of[i - span.first] = d->count;
		d->steps[d->count++] = (struct told_step){
			.number = i,
			.name = image_text(image, step->name),
			.words = text_n2(arena, image_text(image, step->n1)),
			.match = NONE,
		};
	}
}

/* --- which are of one process --------------------------------------------------------------------------------------
 */

struct telling { /* of a name */
	uint32_t who[TELLERS_MOST];
	uint32_t count;
};

static void count_pair(struct comparing *c, uint32_t a, uint32_t b)
{
	uint64_t key = ((uint64_t)a << 32 | b) + 1;
	if (a == b || c->pair_list.count >= PAIRS_MOST)
		return;
	uint32_t *shared = map_add(&c->pairs, key);
	if (!(*shared)++)
		LIST_PUSH(c->l->arena, &c->pair_list, key);
}

static void find_pairs(struct comparing *c)
{
	struct map names = { 0 };
	LIST_OF(struct telling) tellers = { 0 };

	for (uint32_t d = 0; d < c->all.count; d++)
		for (uint32_t i = 0; i < c->all.items[d].count; i++) {
			const struct told_step *step = &c->all.items[d].steps[i];
			if (step->words.count < 2)
				continue;
			uint32_t *number = map_add(&names, words_hash(step->words) | 1);
			if (!*number) {
				LIST_ADD(c->l->arena, &tellers);
				*number = tellers.count;
			}
			struct telling *telling = &tellers.items[*number - 1];
			for (uint32_t k = 0; k < telling->count; k++)
				count_pair(c, telling->who[k], d);
			if (telling->count < TELLERS_MOST && (!telling->count || telling->who[telling->count - 1] != d))
				telling->who[telling->count++] = d;
		}
	map_release(&names);
}

/* How work is done today beside how it shall be: they differ on purpose. */
static bool is_of_another_time(str words)
{
	static const char *const times[] = { "as-is", "to-be", "current", "future", "target", "before", "after", "old",
		"new", "proposed", "proposal", "today", "tomorrow", "draft", "alternative", "option", "variant", "v1",
		"v2" };
	str word;

	if (str_ifind(words, STR("as is")) != STR_NONE || str_ifind(words, STR("to be")) != STR_NONE)
		return true;
	while (str_next_word(&words, " /._(),:;\"'", &word))
		for (size_t i = 0; i < sizeof times / sizeof *times; i++)
			if (str_ieq(word, str_of(times[i])))
				return true;
	return false;
}

/* By its own title, the heading that it stands below, the name of the file. */
static bool may_differ(const struct description *d)
{
	const struct image *image = d->document->image;
	const struct container *container = &image_containers(image)[d->container];
	uint32_t section = d->container ? container->place.section : NONE;

	if (is_of_another_time(d->document->name) || is_of_another_time(image_text(image, container->title)))
		return true;
	for (unsigned hops = 0; section < image->sections.count && hops < 8; hops++) {
		if (is_of_another_time(image_text(image, image_sections(image)[section].title)))
			return true;
		section = image_sections(image)[section].parent;
	}
	return false;
}

/* A page with more than two of them tells of variants. */
static bool are_the_two_of_a_page(const struct comparing *c, const struct description *a, const struct description *b)
{
	uint32_t count = 0;

	if (a->document != b->document)
		return false;
	for (const struct description *d = c->all.items; d < c->all.items + c->all.count; d++)
		count += d->document == a->document;
	return count == 2;
}

static bool are_comparable(struct comparing *c, const struct description *a, const struct description *b)
{
	if (!a->document->active || !b->document->active || may_differ(a) || may_differ(b))
		return false;
	if (a->document == b->document)
		return are_the_two_of_a_page(c, a, b);
	return !same_are_copies(c->l->graph, a->document->path, b->document->path) &&
	    same_are_related(c->l->graph, a->document->path, b->document->path);
}

/* By its name, and not only by a link: two processes that are much alike may link to each other. */
static bool are_one_process(const struct description *a, const struct description *b)
{
	str left = a->document->name, right = b->document->name;

	if (a->document == b->document ||
	    (str_eq(path_folder(left), path_folder(right)) && str_eq(path_stem(left), path_stem(right))))
		return true;
	const struct container *one = &image_containers(a->document->image)[0],
	                       *other = &image_containers(b->document->image)[0];
	str names[2][2] = { { image_text(a->document->image, one->process),
		                image_text(a->document->image, one->title) },
		{ image_text(b->document->image, other->process), image_text(b->document->image, other->title) } };
	for (unsigned i = 0; i < 2; i++)
		for (unsigned k = 0; k < 2; k++)
			if (names[0][i].size && str_ieq(names[0][i], names[1][k]))
				return true;
	return false;
}

/* The only step of the other description with nearly that name. */
static uint32_t match_of(const struct told_step *step, const struct description *other)
{
	uint32_t found = NONE;
	double best = 0.8;

	for (uint32_t i = 0; i < other->count; i++) {
		double alike = words_dice(step->words, other->steps[i].words);
		if (alike < best || (alike == best && found == NONE && alike < 0.8))
			continue;
		if (alike == best && found != NONE)
			return NONE;
		best = alike;
		found = i;
	}
	return found;
}

static unsigned match_steps(const struct description *a, const struct description *b)
{
	unsigned matched = 0;

	for (uint32_t i = 0; i < b->count; i++)
		b->steps[i].match = b->steps[i].words.count >= 2 ? match_of(&b->steps[i], a) : NONE;
	for (uint32_t i = 0; i < a->count; i++) {
		uint32_t k = a->steps[i].words.count >= 2 ? match_of(&a->steps[i], b) : NONE;
		a->steps[i].match = k != NONE && b->steps[k].match == i ? k : NONE;
		matched += a->steps[i].match != NONE;
	}
	for (uint32_t i = 0; i < b->count; i++)
		if (b->steps[i].match != NONE && a->steps[b->steps[i].match].match != i)
			b->steps[i].match = NONE;
	return matched;
}

/* --- telling -------------------------------------------------------------------------------------------------------
 */

static uint32_t line_of(const struct description *d, uint32_t step)
{
	return image_line(d->document->image, image_steps(d->document->image)[d->steps[step].number].place);
}

static struct defect *tell(struct comparing *c, const struct description *at, uint32_t step,
    const struct description *other, uint32_t other_step, const char *field)
{
	if (c->now.told++ >= PAIR_TOLD_MOST)
		return NULL;
	struct defect *d = lint_add(c->l, RULE_VIEWS_DIVERGE, at->document, line_of(at, step));
	if (!d)
		return NULL;
	d->element.kind = "step";
	d->element.name = at->steps[step].name;
	d->field = field;
	lint_place(c->l, d, other->document->name, line_of(other, other_step));
	return d;
}

/* --- who -----------------------------------------------------------------------------------------------------------
 */

enum { PERFORMERS_MOST = 8 };

static unsigned performers(struct comparing *c, const struct description *d, uint32_t index, team_id *out)
{
	const struct view *view = d->document->view;
	const struct step *step = &image_steps(view->image)[d->steps[index].number];
	unsigned count = 0;

	out[count] = view_step_lane(view, d->steps[index].number);
	count += out[count] && registry_team_kind(&c->l->graph->registry, out[count]) != TEAM_SYSTEM;
	for (uint32_t i = 0; i < step->with.count && count < PERFORMERS_MOST; i++) {
		out[count] = view_team(view, image_performers(view->image)[step->with.first + i]);
		count += out[count] != 0;
	}
	return count;
}

static bool is_part_of(const struct registry *registry, team_id a, team_id b)
{
	return registry->entries[a].parent == b || registry->entries[b].parent == a;
}

/* A lane and its pool may stand for each other. */
static bool share_a_pool(const struct view *view, team_id a, team_id b)
{
	const struct team *teams = image_teams(view->image);

	for (uint32_t i = 0; i < view->image->teams.count; i++)
		if (view->team[i] == a || view->team[i] == b)
			for (uint32_t up = teams[i].parent, hops = 0; up != NONE && hops < 64;
			     up = teams[up].parent, hops++)
				if (view->team[up] == (view->team[i] == a ? b : a))
					return true;
	return false;
}

static void compare_teams(struct comparing *c, uint32_t i)
{
	const struct description *a = c->now.a, *b = c->now.b;
	uint32_t k = a->steps[i].match;
	team_id mine[PERFORMERS_MOST + 1], theirs[PERFORMERS_MOST + 1];
	unsigned count = performers(c, a, i, mine), other = performers(c, b, k, theirs);

	for (unsigned x = 0; x < count; x++)
		for (unsigned y = 0; y < other; y++)
			if (mine[x] == theirs[y] || is_part_of(&c->l->graph->registry, mine[x], theirs[y]) ||
			    share_a_pool(a->document->view, mine[x], theirs[y]) ||
			    share_a_pool(b->document->view, mine[x], theirs[y]))
				return;
	struct defect *d = count && other ? tell(c, a, i, b, k, "team") : NULL;
	if (!d)
		return;
	d->detail = arena_printf(
	    c->l->arena, "%.*s / %.*s", STR_ARG(lint_team_key(c->l, mine[0])), STR_ARG(lint_team_key(c->l, theirs[0])));
	d->message = arena_printf(c->l->arena, "'%.*s' is done by %.*s here, and by %.*s in the other description",
	    STR_ARG(a->steps[i].name), STR_ARG(lint_team_name(c->l, mine[0])),
	    STR_ARG(lint_team_name(c->l, theirs[0])));
	lint_concerns(c->l, d, mine[0]);
	lint_concerns(c->l, d, theirs[0]);
}

/* --- order and existence -------------------------------------------------------------------------------------------
 */

static uint32_t next_count(const struct description *d, uint32_t index)
{
	return image_succ(d->document->image)[d->steps[index].number].count;
}

/* The i-th step that follows directly, as an index; NONE: it is none of the description. */
static uint32_t next_of(const struct description *d, uint32_t index, uint32_t i)
{
	const struct image *image = d->document->image;
	uint32_t step = image_next(image)[image_succ(image)[d->steps[index].number].first + i];

	return step - d->first < d->span ? d->index_of[step - d->first] : NONE;
}

static bool follows(const struct description *d, uint32_t a, uint32_t b)
{
	for (uint32_t i = 0; i < next_count(d, a); i++)
		if (next_of(d, a, i) == b)
			return true;
	return false;
}

static bool leads_to(struct comparing *c, struct arena *arena, const struct description *d, uint32_t from, uint32_t to)
{
	bool *seen = ARENA_ARRAY(arena, bool, d->count + 1);
	uint32_t *queue = ARENA_ARRAY(arena, uint32_t, d->count + 1), head = 0, tail = 0;

	queue[tail++] = from;
	while (head < tail) {
		uint32_t at = queue[head++];
		for (uint32_t i = 0; i < next_count(d, at); i++, c->work++) {
			uint32_t next = next_of(d, at, i);
			if (next == to)
				return true;
			if (next == NONE || seen[next])
				continue;
			seen[next] = true;
			queue[tail++] = next;
		}
	}
	return false;
}

/* a, then b here; b, and only then a, there. */
static void compare_order(struct comparing *c, uint32_t i)
{
	const struct description *a = c->now.a, *b = c->now.b;
	struct arena scratch = { 0 };

	for (uint32_t n = 0; n < next_count(a, i) && c->work < WORK_MOST; n++) {
		uint32_t next = next_of(a, i, n);
		if (next == NONE || next == i || a->steps[next].match == NONE)
			continue;
		uint32_t first = a->steps[i].match, second = a->steps[next].match;
		if (!leads_to(c, &scratch, b, second, first) || leads_to(c, &scratch, b, first, second) ||
		    leads_to(c, &scratch, a, next, i))
			continue;
		struct defect *d = tell(c, a, i, b, second, "order");
		if (!d)
			break;
		d->detail = a->steps[next].name;
		d->message =
		    arena_printf(c->l->arena, "'%.*s' comes before '%.*s' here, and after it in the other description",
		        STR_ARG(a->steps[i].name), STR_ARG(a->steps[next].name));
	}
	arena_release(&scratch);
}

/* has: x stands between p and s; lacks: p is followed by s directly. */
static void compare_existence(struct comparing *c, const struct description *has, const struct description *lacks)
{
	for (uint32_t p = 0; p < has->count; p++) {
		if (has->steps[p].match == NONE)
			continue;
		for (uint32_t n = 0; n < next_count(has, p) && c->work < WORK_MOST; n++) {
			uint32_t x = next_of(has, p, n);
			if (x == NONE || has->steps[x].match != NONE)
				continue;
			for (uint32_t m = 0; m < next_count(has, x); m++) {
				uint32_t s = next_of(has, x, m);
				c->work += 1 + next_count(has, p);
				if (s == NONE || has->steps[s].match == NONE || s == p || follows(has, p, s) ||
				    !follows(lacks, has->steps[p].match, has->steps[s].match))
					continue;
				struct defect *d = tell(c, lacks, has->steps[p].match, has, x, "whole");
				if (!d)
					return;
				d->element.name = has->steps[x].name;
				d->message = arena_printf(c->l->arena,
				    "'%.*s' is missing between '%.*s' and '%.*s' here; the other description has it",
				    STR_ARG(has->steps[x].name), STR_ARG(lacks->steps[has->steps[p].match].name),
				    STR_ARG(lacks->steps[has->steps[s].match].name));
				break;
			}
		}
	}
}

static void compare(struct comparing *c, const struct description *a, const struct description *b)
{
	c->work += 2 * a->count * b->count;
	unsigned matched = match_steps(a, b), smaller = a->count < b->count ? a->count : b->count,
	         larger = a->count < b->count ? b->count : a->count;

	if (matched < SHARED_LEAST || matched * 10 < smaller * 6)
		return;
	c->now.a = a;
	c->now.b = b;
	c->now.told = 0;
	for (uint32_t i = 0; i < a->count; i++)
		if (a->steps[i].match != NONE) {
			compare_teams(c, i);
			compare_order(c, i);
		}
	if (matched * 4 < larger * 3 || !are_one_process(a, b)) /* one of them is a summary, or another process */
		return;
	compare_existence(c, a, b);
	compare_existence(c, b, a);
}

static int by_pair(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return left < right ? -1 : left > right;
}

void lint_views(struct linting *l)
{
	struct comparing c = { .l = l };

	for (uint32_t i = 0; i < l->documents.count; i++)
		for (uint32_t k = 0; k < l->documents.items[i].image->containers.count; k++)
			describe(&c, &l->documents.items[i], k);
	find_pairs(&c);
	if (c.pair_list.count)
		qsort(c.pair_list.items, c.pair_list.count, sizeof *c.pair_list.items, by_pair);
	for (uint32_t i = 0; i < c.pair_list.count; i++) {
		uint64_t key = c.pair_list.items[i] - 1;
		const struct description *a = &c.all.items[key >> 32], *b = &c.all.items[(uint32_t)key];
		if (c.work < WORK_MOST && *map_find(&c.pairs, key + 1) >= 2 && are_comparable(&c, a, b))
			compare(&c, a, b);
	}
	map_release(&c.pairs);
}
