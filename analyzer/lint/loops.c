/*
 * Ways on which work goes round between teams: strongly connected steps (after Tarjan, without recursion), of which at
 * least two belong to different known teams.
 */

#include "analyzer/lint/lint_inner.h"

struct looping {
	struct linting *l;
	const struct linted *document;
	uint32_t count;
	uint32_t *index, *low, *next, *stack, *calls, *part; /* per step; index 0: not seen yet; part 0: none yet */
	uint32_t seen, stacked, parts;
	bool *on_stack;
};

static bool is_way(const struct looping *g, uint32_t step)
{
	const struct step *it = &image_steps(g->document->image)[step];
	return it->kind == STEP_ACTIVITY && g->document->view->claim_on[it->claim];
}

static void enter(struct looping *g, uint32_t step, uint32_t *depth)
{
	g->index[step] = g->low[step] = ++g->seen;
	g->stack[g->stacked++] = step;
	g->on_stack[step] = true;
	g->calls[(*depth)++] = step;
}

static void leave(struct looping *g, uint32_t step)
{
	if (g->low[step] != g->index[step])
		return;
	g->parts++;
	for (uint32_t top = NONE; top != step;) {
		top = g->stack[--g->stacked];
		g->on_stack[top] = false;
		g->part[top] = g->parts;
	}
}

static void walk_from(struct looping *g, uint32_t start)
{
	const struct image *image = g->document->image;
	uint32_t depth = 0;

	enter(g, start, &depth);
	while (depth) {
		uint32_t step = g->calls[depth - 1];
		struct span succ = image_succ(image)[step];
		if (g->next[step] < succ.count) {
			uint32_t to = image_next(image)[succ.first + g->next[step]++];
			if (!is_way(g, to))
				continue;
			if (!g->index[to])
				enter(g, to, &depth);
			else if (g->on_stack[to] && g->index[to] < g->low[step])
				g->low[step] = g->index[to];
			continue;
		}
		depth--;
		if (depth && g->low[step] < g->low[g->calls[depth - 1]])
			g->low[g->calls[depth - 1]] = g->low[step];
		leave(g, step);
	}
}

/* --- telling ------------------------------------------------------------------------------------------------------ */

/* The shortest way back to the first step of the part: previous[] leads from its end to its beginning. */
static uint32_t way_round(struct looping *g, uint32_t first, uint32_t *previous, uint32_t *queue)
{
	const struct image *image = g->document->image;
	uint32_t head = 0, tail = 0;

	for (uint32_t i = 0; i < g->count; i++)
		if (g->part[i] == g->part[first])
			previous[i] = NONE;
	queue[tail++] = first;
	while (head < tail) {
		uint32_t step = queue[head++];
		struct span succ = image_succ(image)[step];
		for (uint32_t i = 0; i < succ.count; i++) {
			uint32_t to = image_next(image)[succ.first + i];
			if (to == first)
				return step;
			if (g->part[to] != g->part[first] || previous[to] != NONE)
				continue;
			previous[to] = step;
			queue[tail++] = to;
		}
	}
	return first;
}

static str step_name(const struct looping *g, uint32_t step)
{
	str name = image_text(g->document->image, image_steps(g->document->image)[step].name);
	return name.size ? name : STR("a step without a name");
}

static void tell(struct looping *g, uint32_t first, const uint32_t *previous, uint32_t last)
{
	enum { SHOWN = 5, TEAMS_SAID = 8 };
	const struct image *image = g->document->image;
	const struct step *step = &image_steps(image)[first];
	uint32_t shown[SHOWN + 1], count = 0, length = 0;

	for (uint32_t at = last; at != NONE; at = at == first ? NONE : previous[at], length++)
		if (count < SHOWN + 1)
			shown[count++] = at;
	struct defect *d = lint_add(g->l, RULE_HANDOFF_LOOP, g->document, image_line(image, step->place));
	if (!d)
		return;
	str way = step_name(g, first);
	if (length <= SHOWN)
		for (uint32_t i = count - 1; i-- > 0;)
			way = arena_printf(g->l->arena, "%.*s, %.*s", STR_ARG(way), STR_ARG(step_name(g, shown[i])));
	else
		way = arena_printf(
		    g->l->arena, "%.*s, ... %u steps ..., %.*s", STR_ARG(way), length - 2, STR_ARG(step_name(g, last)));
	d->element.kind = "flow";
	d->element.name = step_name(g, first);
	d->detail = way;
	str teams = STR("");
	team_id said[TEAMS_SAID];
	unsigned said_count = 0;
	for (uint32_t i = 0; i < g->count; i++) {
		team_id team = g->part[i] == g->part[first] ? view_step_team(g->document->view, i) : 0;
		bool known = !team || said_count == TEAMS_SAID;
		for (unsigned k = 0; k < said_count && !known; k++)
			known = said[k] == team;
		if (known)
			continue;
		said[said_count++] = team;
		lint_concerns(g->l, d, team);
		teams = arena_printf(g->l->arena, "%.*s%s%.*s", STR_ARG(teams), teams.size ? ", " : "",
		    STR_ARG(lint_team_name(g->l, team)));
	}
	d->message = arena_printf(g->l->arena, "Work goes round between teams (%.*s): %.*s, and back to %.*s",
	    STR_ARG(teams), STR_ARG(way), STR_ARG(step_name(g, first)));
}

static bool crosses_teams(const struct looping *g, uint32_t first)
{
	team_id team = 0;

	for (uint32_t i = first; i < g->count; i++) {
		team_id other = g->part[i] == g->part[first] ? view_step_team(g->document->view, i) : 0;
		if (other && team && other != team)
			return true;
		team = other ? other : team;
	}
	return false;
}

enum { LOOPS_MAX = 100 }; /* of a document, that are looked at */

static void look_at_document(struct looping *g)
{
	struct arena *arena = g->l->arena;
	uint32_t **lists[] = { &g->index, &g->low, &g->next, &g->stack, &g->calls, &g->part };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		*lists[i] = ARENA_ARRAY(arena, uint32_t, g->count + 1);
	g->on_stack = ARENA_ARRAY(arena, bool, g->count + 1);
	for (uint32_t i = 0; i < g->count; i++)
		if (!g->index[i] && is_way(g, i))
			walk_from(g, i);
	uint32_t *sizes = ARENA_ARRAY(arena, uint32_t, g->parts + 1);
	for (uint32_t i = 0; i < g->count; i++)
		sizes[g->part[i]]++;
	uint32_t told = 0;
	for (uint32_t i = 0; i < g->count && told < LOOPS_MAX; i++) {
		if (!g->part[i] || sizes[g->part[i]] < 2)
			continue;
		sizes[g->part[i]] = 0; /* each once, at its first step */
		told++;
		if (crosses_teams(g, i))
			tell(g, i, g->low, way_round(g, i, g->low, g->stack));
	}
}

void lint_loops(struct linting *l)
{
	for (uint32_t i = 0; i < l->documents.count; i++) {
		struct looping g = { .l = l, .document = &l->documents.items[i] };
		g.count = g.document->image->steps.count;
		if (g.count > 1)
			look_at_document(&g);
	}
}
