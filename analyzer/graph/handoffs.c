#include "analyzer/graph/handoffs.h"

#include <stdlib.h>

bool flow_hands_on(const struct flow *flow)
{
	return flow->kind == FLOW_SEQUENCE || flow->kind == FLOW_MESSAGE || flow->kind == FLOW_ESCALATION;
}

/* A walk over the nodes of one container: its steps, then its teams. */
struct walk {
	const struct view *view;
	struct span steps, teams, flows;
	uint32_t *first, *out; /* flows that leave node i: out[first[i]] .. */
	uint32_t *seen, *queue, *entered;
	uint32_t budget; /* steps of the walk that are left: a gateway between thousands of tasks would take for ever */
};

static uint32_t node_of(const struct walk *w, struct end end)
{
	if (end.number == NONE)
		return NONE;
	return end.kind == END_STEP ? end.number - w->steps.first : w->steps.count + end.number - w->teams.first;
}

static bool is_stop(const struct walk *w, uint32_t node)
{
	return node >= w->steps.count || image_steps(w->view->image)[w->steps.first + node].kind == STEP_ACTIVITY;
}

static struct end end_of(const struct walk *w, uint32_t node)
{
	return node < w->steps.count ? end_step(w->steps.first + node)
	                             : end_team(w->teams.first + node - w->steps.count);
}

static bool counts(const struct walk *w, const struct flow *flow)
{
	return flow_hands_on(flow) && w->view->claim_on[flow->claim] && flow->from.number != NONE &&
	    flow->to.number != NONE;
}

static void join(struct walk *w, struct arena *arena)
{
	const struct flow *flows = image_flows(w->view->image) + w->flows.first;
	uint32_t nodes = w->steps.count + w->teams.count;

	w->first = ARENA_ARRAY(arena, uint32_t, nodes + 2);
	w->out = ARENA_ARRAY(arena, uint32_t, w->flows.count + 1);
	w->seen = ARENA_ARRAY(arena, uint32_t, nodes + 1);
	w->queue = ARENA_ARRAY(arena, uint32_t, nodes + 1);
	w->entered = ARENA_ARRAY(arena, uint32_t, nodes + 1);
	for (uint32_t i = 0; i < w->flows.count; i++)
		if (counts(w, &flows[i]))
			w->first[node_of(w, flows[i].from) + 2]++;
	for (uint32_t i = 2; i < nodes + 2; i++)
		w->first[i] += w->first[i - 1];
	for (uint32_t i = 0; i < w->flows.count; i++)
		if (counts(w, &flows[i]))
			w->out[w->first[node_of(w, flows[i].from) + 1]++] = i;
}

/* --- sides, as records show them ------------------------------------------------------------------------ */

static bool is_shown_team(const struct view *view, uint32_t team)
{
	const struct team *it = &image_teams(view->image)[team];
	return it->kind != TEAM_GROUP || (it->claim && view->claim_on[it->claim]);
}

static uint32_t record_of(const struct view *view, struct end end)
{
	uint32_t team = end.kind == END_TEAM ? end.number : image_steps(view->image)[end.number].team;

	if (end.kind == END_TEAM && !is_shown_team(view, team))
		return NONE; /* an arrow to a group is no arrow to the lane around it */
	while (team != NONE && !is_shown_team(view, team))
		team = image_teams(view->image)[team].parent;
	return team;
}

static str key_of(const struct view *view, uint32_t team)
{
	const struct team *it = &image_teams(view->image)[team];
	str key = image_text(view->image, it->key);

	return key.size ? key : image_text(view->image, it->id);
}

/* In a sequence diagram work passes between boxes where both ends stand in one. */
static bool sides_of(const struct view *view, const struct container *container, struct handoff *handoff)
{
	uint32_t from = record_of(view, handoff->from), to = record_of(view, handoff->to);

	if (from == NONE || to == NONE)
		return false;
	const struct team *teams = image_teams(view->image);
	bool boxed = container->ordered && teams[from].parent != NONE && teams[to].parent != NONE;
	if (boxed) {
		from = teams[from].parent;
		to = teams[to].parent;
	}
	if (from == to)
		return false;
	handoff->from_team = key_of(view, from);
	handoff->to_team = key_of(view, to);
	bool same_key = str_eq(handoff->from_team, handoff->to_team);
	bool generic = teams[from].generic && teams[from].parent != teams[to].parent;
	return !same_key || generic;
}

static int by_ends(const void *a, const void *b)
{
	const struct handoff *left = a, *right = b;

	if (left->from.kind != right->from.kind)
		return left->from.kind < right->from.kind ? -1 : 1;
	if (left->from.number != right->from.number)
		return left->from.number < right->from.number ? -1 : 1;
	if (left->to.kind != right->to.kind)
		return left->to.kind < right->to.kind ? -1 : 1;
	return left->to.number < right->to.number ? -1 : left->to.number > right->to.number;
}

enum { HANDOFFS_MAX = 100000 };

void handoffs_shown(struct handoff_list *out, struct arena *arena, const struct view *view, uint32_t container)
{
	struct walk w = {
		.view = view,
		.steps = image_steps_of(view->image, container),
		.teams = image_teams_of(view->image, container),
		.flows = image_flows_of(view->image, container),
	};
	const struct flow *flows = image_flows(view->image) + w.flows.first;
	uint32_t nodes = w.steps.count + w.teams.count;
	const struct container *it = &image_containers(view->image)[container];

	w.budget = 4u << 20;
	join(&w, arena);
	for (uint32_t start = 0; start < nodes; start++) {
		if (!is_stop(&w, start))
			continue;
		uint32_t head = 0, tail = 0;
		w.queue[tail++] = start;
		while (head < tail) {
			uint32_t at = w.queue[head++];
			for (uint32_t e = w.first[at]; e < w.first[at + 1]; e++) {
				uint32_t to = node_of(&w, flows[w.out[e]].to);
				uint32_t entered = at == start ? w.out[e] + w.flows.first : w.entered[at];
				if (w.seen[to] == start + 1 || !w.budget)
					continue;
				w.budget--;
				w.seen[to] = start + 1;
				w.entered[to] = entered;
				if (!is_stop(&w, to)) {
					w.queue[tail++] = to;
					continue;
				}
				struct handoff handoff = { end_of(&w, start), end_of(&w, to), entered, STR(""),
					STR("") };
				if (to != start && out->list.count < HANDOFFS_MAX && sides_of(view, it, &handoff))
					LIST_PUSH(arena, &out->list, handoff);
			}
		}
	}
	if (out->list.count > 1)
		qsort(out->list.items, out->list.count, sizeof *out->list.items, by_ends);
}
