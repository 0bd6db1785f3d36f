#include "analyzer/graph/handoffs.h"
#include "analyzer/survey/survey_inner.h"

#include <stdlib.h>

/* Bounds on a hostile document: steps that are looked through from one step, later messages that a machine passes on,
 * flows that are looked at in all. */
enum { LOOK_THROUGH_MAX = 1000, LATER_MESSAGES_MAX = 2000, LOOKS_MAX = 500000 };

struct looking { /* through one container */
	struct survey_walk *walk;
	const struct surveyed *document;
	struct span flows;
	uint32_t *first, *out; /* flows that leave step i of the image: out[first[i]] .. */
	uint32_t *seen;        /* step -> start + 1 */
	uint32_t *entered;     /* step -> the flow that the way to it began with */
	struct span steps;     /* of the container */
	uint32_t looks;
};

static bool is_here(const struct looking *l, struct end end)
{
	return end.number != NONE && (end.kind == END_TEAM || end.number - l->steps.first < l->steps.count);
}

static bool hands_on(const struct looking *l, const struct flow *flow)
{
	return flow_hands_on(flow) && l->document->view->claim_on[flow->claim] && is_here(l, flow->from) &&
	    is_here(l, flow->to);
}

/* --- sides ----------------------------------------------------------------------------------------------- */

static uint32_t record_of(const struct view *view, struct end end)
{
	return end.kind == END_TEAM ? end.number : image_steps(view->image)[end.number].team;
}

static bool stands_within(const struct view *view, uint32_t record, team_id team)
{
	const struct team *teams = image_teams(view->image);

	for (unsigned hops = 0; record != NONE && hops < 64; hops++, record = teams[record].parent)
		if (view->team[record] == team)
			return true;
	return false;
}

/* A lane and its own pool are one team. */
static bool are_one(const struct view *view, struct end from, team_id from_team, struct end to, team_id to_team)
{
	return from_team == to_team || stands_within(view, record_of(view, from), to_team) ||
	    stands_within(view, record_of(view, to), from_team);
}

static uint32_t node_of_end(const struct looking *l, struct end end, team_id team)
{
	uint32_t step = end.kind == END_STEP ? l->document->steps[end.number] : NONE;
	return step != NONE ? step : survey_team_node(l->walk, team);
}

static str words_of(const struct image *image, const struct flow *flow)
{
	str label = image_text(image, flow->label);
	return label.size ? label : image_text(image, flow->condition);
}

static void add_handoff(
    struct looking *l, struct end from, team_id from_team, struct end to, team_id to_team, uint32_t flow)
{
	const struct image *image = l->document->view->image;
	struct survey_handoff handoff = {
		.from_team = survey_team_node(l->walk, from_team),
		.to_team = survey_team_node(l->walk, to_team),
		.from = node_of_end(l, from, from_team),
		.to = node_of_end(l, to, to_team),
		.kind = EDGE_FLOW,
		.label = words_of(image, &image_flows(image)[flow]),
		.path = graph_path_text(l->walk->graph, l->document->path),
		.line = image_line(image, image_flows(image)[flow].place),
	};
	if (handoff.from_team != NONE && handoff.to_team != NONE)
		LIST_PUSH(l->walk->arena, &l->walk->out->handoffs, handoff);
}

/* --- messages: a diagram whose order has a meaning -------------------------------------------------------------------
 */

/* A message to a machine goes on with what that machine sends later. */
static void follow_messages(struct looking *l, uint32_t number, team_id team)
{
	const struct view *view = l->document->view;
	const struct flow *flows = image_flows(view->image), *start = &flows[number];
	uint32_t end = l->flows.first + l->flows.count;
	struct map reached = { 0 };

	*map_add(&reached, start->to.number + 1u) = number + 1;
	if (end - number > LATER_MESSAGES_MAX)
		end = number + LATER_MESSAGES_MAX;
	for (uint32_t i = number + 1; i < end && l->looks < LOOKS_MAX; i++, l->looks++) {
		const struct flow *flow = &flows[i];
		if (!hands_on(l, flow) || flow->cancelled || flow->from.kind != END_TEAM || flow->to.kind != END_TEAM)
			continue;
		const uint32_t *by = map_find(&reached, flow->from.number + 1u);
		if (!by || flow_branches_exclude(flows[*by - 1].branch, flow->branch))
			continue;
		team_id to = survey_end_team(view, flow->to);
		if (!to)
			*map_add(&reached, flow->to.number + 1u) = i + 1;
		else if (!are_one(view, start->from, team, flow->to, to))
			add_handoff(l, start->from, team, flow->to, to, i);
	}
	map_release(&reached);
}

static void look_at_messages(struct looking *l)
{
	const struct view *view = l->document->view;

	for (uint32_t i = l->flows.first; i < l->flows.first + l->flows.count; i++) {
		const struct flow *flow = &image_flows(view->image)[i];
		if (!hands_on(l, flow))
			continue;
		team_id from = survey_end_team(view, flow->from), to = survey_end_team(view, flow->to);
		if (from && to && !are_one(view, flow->from, from, flow->to, to))
			add_handoff(l, flow->from, from, flow->to, to, i);
		else if (from && !to && flow->to.kind == END_TEAM && !flow->cancelled)
			follow_messages(l, i, from);
	}
}

/* --- steps ----------------------------------------------------------------------------------------------- */

static void join_steps(struct looking *l)
{
	struct span steps = l->steps;
	const struct view *view = l->document->view;
	const struct flow *flows = image_flows(view->image);

	l->first = ARENA_ARRAY(l->walk->arena, uint32_t, steps.count + 2);
	l->out = ARENA_ARRAY(l->walk->arena, uint32_t, l->flows.count + 1);
	l->seen = ARENA_ARRAY(l->walk->arena, uint32_t, steps.count + 1);
	l->entered = ARENA_ARRAY(l->walk->arena, uint32_t, steps.count + 1);
	for (uint32_t i = l->flows.first; i < l->flows.first + l->flows.count; i++)
		if (hands_on(l, &flows[i]) && flows[i].from.kind == END_STEP)
			l->first[flows[i].from.number - l->steps.first + 2]++;
	for (uint32_t i = 2; i < steps.count + 2; i++)
		l->first[i] += l->first[i - 1];
	for (uint32_t i = l->flows.first; i < l->flows.first + l->flows.count; i++)
		if (hands_on(l, &flows[i]) && flows[i].from.kind == END_STEP)
			l->out[l->first[flows[i].from.number - l->steps.first + 1]++] = i;
}

/* The team that a way comes to at this end; 0: it leads through, or ends at somebody who is no team. */
static team_id arrives_at(const struct view *view, struct end to)
{
	if (to.kind == END_STEP && image_steps(view->image)[to.number].kind != STEP_ACTIVITY)
		return 0;
	return survey_end_team(view, to);
}

/* Arrives by a flow: adds a handoff, or puts the step into the queue; returns how many stand there now. */
static uint32_t arrive(struct looking *l, struct end from, team_id team, uint32_t number, uint32_t began,
    uint32_t *queue, uint32_t waiting)
{
	const struct view *view = l->document->view;
	struct end to = image_flows(view->image)[number].to;
	team_id other = arrives_at(view, to);

	if (other) {
		if (!are_one(view, from, team, to, other))
			add_handoff(l, from, team, to, other, began);
		return waiting;
	}
	if (to.kind != END_STEP || waiting == LOOK_THROUGH_MAX)
		return waiting;
	l->entered[to.number - l->steps.first] = began;
	queue[waiting] = to.number;
	return waiting + 1;
}

static void look_from(struct looking *l, uint32_t start, team_id team)
{
	const struct view *view = l->document->view;
	const struct flow *flows = image_flows(view->image);
	uint32_t queue[LOOK_THROUGH_MAX], head = 0, waiting = 1;

	queue[0] = start;
	while (head < waiting) {
		uint32_t at = queue[head++];
		for (uint32_t e = l->first[at - l->steps.first];
		     e < l->first[at - l->steps.first + 1] && l->looks < LOOKS_MAX; e++, l->looks++) {
			struct end to = flows[l->out[e]].to;
			uint32_t *seen = to.kind == END_STEP ? &l->seen[to.number - l->steps.first] : NULL;
			if (seen && *seen == start + 1)
				continue;
			if (seen)
				*seen = start + 1;
			uint32_t began = at == start ? l->out[e] : l->entered[at - l->steps.first];
			waiting = arrive(l, end_step(start), team, l->out[e], began, queue, waiting);
		}
	}
}

/* A message that comes from a team itself, such as a customer's. */
static void look_from_team(struct looking *l, uint32_t number)
{
	const struct view *view = l->document->view;
	const struct flow *flow = &image_flows(view->image)[number];
	team_id team = survey_end_team(view, flow->from), to = arrives_at(view, flow->to);

	if (!team)
		return;
	if (to && !are_one(view, flow->from, team, flow->to, to))
		add_handoff(l, flow->from, team, flow->to, to, number);
	if (to || flow->to.kind != END_STEP)
		return;
	/* through events and decisions to the first step behind */
	for (uint32_t e = l->first[flow->to.number - l->steps.first];
	     e < l->first[flow->to.number - l->steps.first + 1] && l->looks < LOOKS_MAX; e++, l->looks++) {
		struct end next = image_flows(view->image)[l->out[e]].to;
		to = arrives_at(view, next);
		if (to && !are_one(view, flow->from, team, next, to))
			add_handoff(l, flow->from, team, next, to, number);
	}
}

static void look_at_steps(struct looking *l)
{
	struct span steps = l->steps;
	const struct view *view = l->document->view;

	join_steps(l);
	for (uint32_t i = steps.first; i < steps.first + steps.count; i++) {
		team_id team = image_steps(view->image)[i].kind == STEP_ACTIVITY && l->document->steps[i] != NONE
		    ? view_step_team(view, i)
		    : 0;
		if (team)
			look_from(l, i, team);
	}
	for (uint32_t i = l->flows.first; i < l->flows.first + l->flows.count; i++)
		if (image_flows(view->image)[i].from.kind == END_TEAM && hands_on(l, &image_flows(view->image)[i]))
			look_from_team(l, i);
}

/* --- calls ----------------------------------------------------------------------------------------------- */

static void add_call_handoffs(struct survey_walk *walk)
{
	struct survey *out = walk->out;

	for (uint32_t i = 0; i < out->edges.count; i++) {
		const struct survey_edge *edge = &out->edges.items[i];
		const struct survey_node *from = &out->nodes.items[edge->from], *to = &out->nodes.items[edge->to];
		if (edge->kind != EDGE_CALL || from->team == NONE || to->team == NONE || from->team == to->team)
			continue;
		struct survey_handoff handoff = { from->team, to->team, edge->from, edge->to, EDGE_CALL, edge->label,
			edge->path, edge->line };
		LIST_PUSH(walk->arena, &out->handoffs, handoff);
	}
}

/* --- all of them ----------------------------------------------------------------------------------------- */

static int by_teams_and_place(const void *a, const void *b)
{
	const struct survey_handoff *left = a, *right = b;

	if (left->from_team != right->from_team)
		return left->from_team < right->from_team ? -1 : 1;
	if (left->to_team != right->to_team)
		return left->to_team < right->to_team ? -1 : 1;
	int order = str_cmp(left->path, right->path);
	if (order)
		return order;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	if (left->to != right->to)
		return left->to < right->to ? -1 : 1;
	return str_cmp(left->label, right->label);
}

void survey_handoffs(struct survey_walk *walk)
{
	for (uint32_t d = 0; d < walk->documents.count; d++) {
		const struct surveyed *document = &walk->documents.items[d];
		const struct image *image = document->view->image;
		for (uint32_t c = 0; c < image->containers.count; c++) {
			struct looking l = {
				.walk = walk,
				.document = document,
				.flows = image_flows_of(image, c),
				.steps = image_steps_of(image, c),
			};
			if (image_containers(image)[c].ordered)
				look_at_messages(&l);
			else if (l.flows.count)
				look_at_steps(&l);
		}
	}
	add_call_handoffs(walk);
	if (walk->out->handoffs.count)
		qsort(walk->out->handoffs.items, walk->out->handoffs.count, sizeof *walk->out->handoffs.items,
		    by_teams_and_place);
}
