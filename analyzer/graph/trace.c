#include "analyzer/graph/trace.h"

#include "analyzer/graph/handoffs.h"
#include "analyzer/graph/same.h"
#include "base/map.h"

#include <string.h>

enum { VISITS_MAX = 20000 };

/* A state of the search: at a step, or at a flow that ended at a team (a message of a sequence diagram). */
struct visit {
	path_id path;
	struct end at;
	uint32_t flow; /* that led here, or NONE */
	uint32_t from; /* number of the visit before, or NONE */
	team_id team;  /* last known team on the path */
	unsigned distance, hops;
	enum edge edge;
	bool low, joined; /* the last hop was a `same` */
	bool called;      /* the path went through a call */
	bool ends;
	uint32_t line;
	str file;
};

struct search {
	struct graph *graph;
	struct arena *arena;
	struct reach *out;
	const struct seed *seed;
	bool before;
	LIST_OF(struct visit) visits;
	LIST_OF(uint32_t) now, later; /* this distance, the next one */
	struct map seen;
	struct same same;
};

static struct view *view_of(struct search *s, path_id path)
{
	return graph_view(s->graph, path);
}

/* --- names ---------------------------------------------------------------------------------------------------- */

static str end_name(struct search *s, path_id path, struct end end)
{
	struct view *view = view_of(s, path);

	if (!view || end.number == NONE)
		return STR("");
	if (end.kind == END_TEAM)
		return image_text(view->image, image_teams(view->image)[end.number].name);
	const struct step *step = &image_steps(view->image)[end.number];
	str name = image_text(view->image, step->name);
	return name.size ? name : step->kind == STEP_GATEWAY ? STR("a decision") : STR("a step without a name");
}

static uint32_t line_of(struct search *s, path_id path, struct end end, uint32_t flow)
{
	struct view *view = view_of(s, path);

	if (!view)
		return 0;
	if (flow != NONE)
		return image_line(view->image, image_flows(view->image)[flow].place);
	if (end.number == NONE)
		return 0;
	return image_line(view->image,
	    end.kind == END_TEAM ? image_teams(view->image)[end.number].place
	                         : image_steps(view->image)[end.number].place);
}

/* --- teams ---------------------------------------------------------------------------------------------------- */

static bool contains(const struct image *image, uint32_t outer, uint32_t inner)
{
	for (unsigned hops = 0; inner != NONE && hops < 64; hops++) {
		if (inner == outer)
			return true;
		inner = image_teams(image)[inner].parent;
	}
	return false;
}

/* A lane and its own pool are one team for counting boundaries. */
static bool lane_and_pool(const struct view *view, team_id a, team_id b)
{
	const struct team *teams = image_teams(view->image);

	for (uint32_t i = 0; i < view->image->teams.count; i++) {
		if (view->team[i] != a && view->team[i] != b)
			continue;
		uint32_t up = teams[i].parent;
		team_id other = view->team[i] == a ? b : a;
		for (unsigned hops = 0; up != NONE && hops < 64; hops++, up = teams[up].parent)
			if (view->team[up] == other && contains(view->image, up, i) &&
			    !image_containers(view->image)[teams[i].container].ordered)
				return true;
	}
	return false;
}

static bool is_boundary(struct search *s, path_id path, team_id from, team_id to)
{
	struct view *view = view_of(s, path);

	return from && to && from != to && !(view && lane_and_pool(view, from, to));
}

static team_id boxed_team(const struct view *view, struct end end)
{
	const struct team *teams = image_teams(view->image);
	team_id team;

	if (end.kind == END_TEAM && end.number != NONE &&
	    image_containers(view->image)[teams[end.number].container].ordered)
		while (teams[end.number].parent != NONE)
			end.number = teams[end.number].parent;
	view_end_team(view, end, &team);
	return team;
}

/* --- the queue ------------------------------------------------------------------------------------------------- */

static uint64_t state_key(path_id path, struct end at, uint32_t flow, bool joined)
{
	uint64_t node = at.kind == END_TEAM ? hash_mix(flow + 7u, 3) : at.number;
	return hash_mix(hash_mix(path, node), (unsigned)at.kind + 2u * joined) | 1;
}

static void push(struct search *s, struct visit visit)
{
	if (s->visits.count >= VISITS_MAX)
		return;
	struct view *view = view_of(s, visit.path);
	if (!view)
		return;
	team_id team = boxed_team(view, visit.at);
	bool activity = visit.at.kind == END_TEAM || image_steps(view->image)[visit.at.number].kind == STEP_ACTIVITY;
	if (!activity) /* gateways, events and data are transparent, whatever lane they stand in */
		team = 0;
	else if (!team)
		s->out->unknown = true;
	unsigned distance = visit.distance;
	if (is_boundary(s, visit.path, visit.team, team) || (!visit.team && team))
		distance++;
	if (!s->seed->far && distance > 1)
		return;
	visit.team = team ? team : visit.team;
	bool later = distance > visit.distance;
	visit.distance = distance;
	visit.line = line_of(s, visit.path, visit.at, visit.flow);
	visit.file = graph_path_text(s->graph, visit.path);
	LIST_PUSH(s->arena, &s->visits, visit);
	if (later)
		LIST_PUSH(s->arena, &s->later, s->visits.count - 1);
	else
		LIST_PUSH(s->arena, &s->now, s->visits.count - 1);
}

/* --- what is found ------------------------------------------------------------------------------------------------ */

static str hop_origin(struct search *s, const struct visit *v)
{
	if (v->from != NONE)
		return end_name(s, s->visits.items[v->from].path, s->visits.items[v->from].at);
	if (s->seed->from != NONE)
		return end_name(s, s->seed->path, end_step(s->seed->from));
	return registry_team_name(&s->graph->registry, s->seed->team);
}

static void make_path(struct search *s, uint32_t number, struct reached *out)
{
	unsigned count = 0;

	for (uint32_t at = number; at != NONE; at = s->visits.items[at].from)
		count++;
	out->path = ARENA_ARRAY(s->arena, struct hop, count + 1);
	out->path_count = count;
	for (uint32_t at = number; at != NONE; at = s->visits.items[at].from) {
		const struct visit *v = &s->visits.items[at];
		struct view *view = view_of(s, v->path);
		team_id team = view ? boxed_team(view, v->at) : 0;
		str to =
		    v->at.kind == END_TEAM && v->flow != NONE && view && image_flows(view->image)[v->flow].label.size
		    ? image_text(view->image, image_flows(view->image)[v->flow].label)
		    : end_name(s, v->path, v->at);
		out->path[--count] = (struct hop){
			.edge = v->edge,
			.from = hop_origin(s, v),
			.to = to,
			.team = registry_team_key(&s->graph->registry, team ? team : v->team),
			.file = v->file,
			.line = v->line,
			.before = s->before,
		};
	}
}

static bool inferred_team(struct search *s, const struct visit *v, team_id team)
{
	struct view *view = view_of(s, v->path);

	if (!view || !view->owners.inferred || v->at.kind == END_TEAM)
		return false;
	return !view_step_lane(view, v->at.number) && view_owner(view) == team;
}

static void found_team(struct search *s, uint32_t number)
{
	const struct visit *v = &s->visits.items[number];
	struct view *view = view_of(s, v->path);
	team_id team = view ? boxed_team(view, v->at) : 0;
	bool activity =
	    v->at.kind == END_TEAM || (view && image_steps(view->image)[v->at.number].kind == STEP_ACTIVITY);

	if (!team || !activity || team == s->seed->team || v->distance == 0)
		return;
	for (uint32_t i = 0; i < s->out->list.count; i++)
		if (s->out->list.items[i].team == team && s->out->list.items[i].role == ROLE_DOWNSTREAM &&
		    s->out->list.items[i].distance <= v->distance && !s->out->list.items[i].low)
			return;
	struct reached one = { .team = team,
		.role = ROLE_DOWNSTREAM,
		.distance = v->distance,
		.low = v->low,
		.inferred = inferred_team(s, v, team) };
	make_path(s, number, &one);
	reach_add(s->out, s->arena, &one);
}

static bool is_nearer(const struct reached *a, const struct reached *b)
{
	if (a->low != b->low)
		return !a->low;
	if (a->distance != b->distance)
		return a->distance < b->distance;
	if (a->path_count != b->path_count)
		return a->path_count < b->path_count;
	const struct hop *x = a->path_count ? &a->path[a->path_count - 1] : NULL,
	                 *y = b->path_count ? &b->path[b->path_count - 1] : NULL;
	if (!x || !y)
		return x && !y;
	if (x->before != y->before)
		return !x->before;
	int order = str_cmp(x->file, y->file);
	return order ? order < 0 : x->line < y->line;
}

void reach_add(struct reach *out, struct arena *arena, const struct reached *one)
{
	for (uint32_t i = 0; i < out->list.count; i++) {
		struct reached *old = &out->list.items[i];
		if (old->team != one->team)
			continue;
		if (one->role == ROLE_REFERRER && old->role != ROLE_REFERRER)
			return;
		if (old->role == ROLE_REFERRER && one->role != ROLE_REFERRER) {
			*old = *one;
			return;
		}
		if (is_nearer(one, old))
			*old = *one;
		return;
	}
	LIST_PUSH(arena, &out->list, *one);
}

/* --- edges ---------------------------------------------------------------------------------------------------------
 */

static void follow(struct search *s, uint32_t number, struct end to, uint32_t flow, enum edge edge)
{
	const struct visit *v = &s->visits.items[number];

	if (to.number == NONE)
		return;
	push(s,
	    (struct visit){ .path = v->path,
	        .at = to,
	        .flow = flow,
	        .from = number,
	        .team = v->team,
	        .distance = v->distance,
	        .hops = v->hops + 1,
	        .edge = edge,
	        .low = v->low,
	        .called = v->called });
}

static void follow_flows(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct view *view = view_of(s, v.path);
	const struct step *step = &image_steps(view->image)[v.at.number];
	struct span span = image_flows_of(view->image, step->container);
	const struct flow *flows = image_flows(view->image);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct flow *flow = &flows[i];
		if (!view->claim_on[flow->claim])
			continue;
		bool out = flow->from.kind == END_STEP && flow->from.number == v.at.number;
		bool in = flow->to.kind == END_STEP && flow->to.number == v.at.number;
		if (out && (flow_hands_on(flow) || flow->kind == FLOW_RETURN))
			follow(s, number, flow->to, i, EDGE_FLOW);
		else if (in && flow->kind == FLOW_DEPENDENCY) { /* what depends on this step */
			follow(s, number, flow->from, i, EDGE_DEPENDENCY);
			if (s->visits.count && s->visits.items[s->visits.count - 1].edge == EDGE_DEPENDENCY)
				s->visits.items[s->visits.count - 1].ends = true;
		}
	}
}

/* Later messages of the same diagram whose sender has received by then. */
static void follow_messages(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct view *view = view_of(s, v.path);
	const struct flow *flows = image_flows(view->image);

	if (v.flow == NONE || !image_containers(view->image)[flows[v.flow].container].ordered)
		return;
	struct span span = image_flows_of(view->image, flows[v.flow].container);
	for (uint32_t i = v.flow + 1; i < span.first + span.count; i++) {
		const struct flow *flow = &flows[i];
		if (flow->from.kind != END_TEAM || flow->from.number != v.at.number || flow->to.kind != END_TEAM ||
		    flow->kind == FLOW_DEPENDENCY || !view->claim_on[flow->claim] || flow->cancelled ||
		    flow_branches_exclude(flows[v.flow].branch, flow->branch))
			continue;
		follow(s, number, flow->to, i, EDGE_FLOW);
	}
}

static void follow_same(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct same_step found[SAME_MAX];

	if (v.joined)
		return;
	unsigned count = same_steps(&s->same, v.path, v.at.number, found);
	for (unsigned i = 0; i < count; i++)
		push(s,
		    (struct visit){ .path = found[i].node.path,
		        .at = end_step(found[i].node.number),
		        .flow = NONE,
		        .from = number,
		        .team = v.team,
		        .distance = v.distance,
		        .hops = v.hops + 1,
		        .edge = EDGE_SAME,
		        .low = v.low || !found[i].written,
		        .joined = true });
}

/* A contract that this step is the source of: its other party hears of it, and the path ends there. */
static void follow_contracts(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct view *view = view_of(s, v.path);
	const struct contract *contracts = image_contracts(view->image);

	for (uint32_t i = 0; i < view->image->contracts.count; i++) {
		if (contracts[i].step != v.at.number || contracts[i].consumer == NONE ||
		    !view->claim_on[contracts[i].claim])
			continue;
		follow(s, number, end_team(contracts[i].consumer), NONE, EDGE_CONTRACT);
		struct visit *last = &s->visits.items[s->visits.count - 1];
		if (last->from == number && last->edge == EDGE_CONTRACT) {
			last->ends = true;
			last->line = image_line(view->image, contracts[i].place);
		}
	}
}

enum { CALLS_MAX = 8 };

static void call(struct search *s, uint32_t number, path_id path, uint32_t step)
{
	const struct visit *v = &s->visits.items[number];

	push(s,
	    (struct visit){ .path = path,
	        .at = end_step(step),
	        .flow = NONE,
	        .from = number,
	        .team = v->team,
	        .distance = v->distance,
	        .hops = v->hops + 1,
	        .edge = EDGE_CALL,
	        .low = v->low,
	        .called = true });
}

/* Into a called process: its first activities. */
static void descend(struct search *s, uint32_t number, const struct node *process)
{
	struct view *called = view_of(s, process->path);
	const struct image *image = called ? called->image : NULL;

	for (uint32_t i = 0; image && i < image->steps.count; i++)
		if (image_steps(image)[i].place.section == process->number &&
		    image_steps(image)[i].kind == STEP_ACTIVITY && image_pred(image)[i].count == 0)
			call(s, number, process->path, i);
}

static void follow_calls(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	const struct image *image = view_of(s, v.path)->image;
	struct node nodes[CALLS_MAX];

	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		if (link->kind != LINK_CALL || link->step != v.at.number)
			continue;
		unsigned count = graph_definitions_of(s->graph, image_text(image, link->target), nodes, CALLS_MAX);
		for (unsigned k = 0; k < count && k < CALLS_MAX; k++)
			descend(s, number, &nodes[k]);
	}
}

/* Out of a called process, from its last activity: to the step that calls it and to what follows that one. Only where
 * the path has not descended into a process before. */
static void climb_to_callers(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	const struct image *image = view_of(s, v.path)->image;
	const struct step *step = &image_steps(image)[v.at.number];
	struct node nodes[CALLS_MAX];

	if (v.called || step->kind != STEP_ACTIVITY || image_succ(image)[v.at.number].count ||
	    step->place.section >= image->sections.count)
		return;
	str process = image_text(image, image_sections(image)[step->place.section].id);
	if (!process.size || !str_eq(image_text(image, image_containers(image)[step->container].format), STR("bpmn")))
		return;
	unsigned count = graph_calls_of(s->graph, process, nodes, CALLS_MAX);
	for (unsigned k = 0; k < count && k < CALLS_MAX; k++) {
		struct view *caller = view_of(s, nodes[k].path);
		uint32_t calling = caller ? image_links(caller->image)[nodes[k].number].step : NONE;
		if (calling == NONE)
			continue;
		call(s, number, nodes[k].path, calling);
		struct span next = image_succ(caller->image)[calling];
		for (uint32_t i = 0; i < next.count; i++)
			call(s, number, nodes[k].path, image_next(caller->image)[next.first + i]);
	}
}

/* A path enters a subprocess at its first steps, and leaves it from its last ones by what follows the subprocess. */
static void follow_subprocess(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	const struct image *image = view_of(s, v.path)->image;
	const struct step *steps = image_steps(image), *here = &steps[v.at.number];
	struct span span = image_steps_of(image, here->container);

	if (here->kind == STEP_ACTIVITY && here->type.size)
		for (uint32_t i = span.first; i < span.first + span.count; i++)
			if (steps[i].within == v.at.number && image_pred(image)[i].count == 0 &&
			    steps[i].kind == STEP_ACTIVITY)
				follow(s, number, end_step(i), NONE, EDGE_FLOW);
	if (here->within == NONE || image_succ(image)[v.at.number].count)
		return;
	struct span next = image_succ(image)[here->within];
	for (uint32_t i = 0; i < next.count; i++)
		follow(s, number, end_step(image_next(image)[next.first + i]), NONE, EDGE_FLOW);
}

static void expand(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];

	if (v.ends)
		return;
	if (v.at.kind == END_TEAM) {
		follow_messages(s, number);
		return;
	}
	follow_flows(s, number);
	follow_same(s, number);
	if (!s->seed->of_promise)
		follow_contracts(s, number);
	follow_subprocess(s, number);
	follow_calls(s, number);
	climb_to_callers(s, number);
}

static void run(struct search *s)
{
	while (s->now.count || s->later.count) {
		for (uint32_t i = 0; i < s->now.count; i++) {
			uint32_t number = s->now.items[i];
			const struct visit *v = &s->visits.items[number];
			uint32_t *seen = map_add(&s->seen, state_key(v->path, v->at, v->flow, false));
			if (*seen)
				continue;
			*seen = 1;
			found_team(s, number);
			expand(s, number);
		}
		s->now.count = 0;
		for (uint32_t i = 0; i < s->later.count; i++)
			LIST_PUSH(s->arena, &s->now, s->later.items[i]);
		s->later.count = 0;
	}
	map_release(&s->seen);
	same_release(&s->same);
}

/* --- beginnings ------------------------------------------------------------------------------------------ */

static void begin_at_step(struct search *s, struct view *view)
{
	const struct seed *seed = s->seed;

	if (seed->entry.number != NONE) {
		push(s,
		    (struct visit){ .path = seed->path,
		        .at = seed->entry,
		        .flow = seed->flow,
		        .from = NONE,
		        .team = seed->team,
		        .edge = EDGE_FLOW });
		return;
	}
	if (seed->from == NONE || seed->from >= view->image->steps.count)
		return;
	/* every way out: the step itself stands at 0 and is no hop of the path */
	struct visit start = {
		.path = seed->path, .at = end_step(seed->from), .flow = NONE, .from = NONE, .team = seed->team
	};
	LIST_PUSH(s->arena, &s->visits, start);
	*map_add(&s->seen, state_key(start.path, start.at, NONE, false)) = 1;
	uint32_t first = s->visits.count;
	expand(s, 0);
	for (uint32_t i = first; i < s->visits.count; i++)
		s->visits.items[i].from = NONE;
}

/* Who hands in to the step itself, through gateways, events and data. */
static void trace_upstream(struct search *s, struct view *view)
{
	const struct image *image = view->image;
	uint32_t step = s->seed->from;
	team_id mine = view_step_team(view, step);
	struct span span = image_pred(image)[step];

	for (uint32_t i = 0; i < span.count; i++) {
		uint32_t from = image_next(image)[span.first + i];
		team_id team = view_step_team(view, from);
		if (!team || !view->claim_on[image_steps(image)[from].claim] ||
		    !is_boundary(s, s->seed->path, team, mine ? mine : s->seed->team))
			continue;
		struct reached one = { .team = team,
			.role = s->seed->counterparty ? ROLE_COUNTERPARTY : ROLE_UPSTREAM,
			.distance = 1,
			.path = ARENA_NEW(s->arena, struct hop),
			.path_count = 1 };
		one.path[0] = (struct hop){
			.edge = EDGE_FLOW,
			.from = end_name(s, s->seed->path, end_step(step)),
			.to = end_name(s, s->seed->path, end_step(from)),
			.team = registry_team_key(&s->graph->registry, team),
			.file = graph_path_text(s->graph, s->seed->path),
			.line = image_line(image, image_steps(image)[from].place),
			.before = s->before,
		};
		reach_add(s->out, s->arena, &one);
	}
	struct span flows = image_flows_of(image, image_steps(image)[step].container);
	for (uint32_t i = flows.first; i < flows.first + flows.count; i++) {
		const struct flow *flow = &image_flows(image)[i];
		team_id team;
		if (flow->to.kind != END_STEP || flow->to.number != step || flow->from.kind != END_TEAM ||
		    !flow_hands_on(flow) || !view->claim_on[flow->claim] || !view_end_team(view, flow->from, &team) ||
		    !is_boundary(s, s->seed->path, team, mine ? mine : s->seed->team))
			continue;
		struct reached one = { .team = team,
			.role = s->seed->counterparty ? ROLE_COUNTERPARTY : ROLE_UPSTREAM,
			.distance = 1,
			.path = ARENA_NEW(s->arena, struct hop),
			.path_count = 1 };
		one.path[0] = (struct hop){ EDGE_FLOW, end_name(s, s->seed->path, end_step(step)),
			end_name(s, s->seed->path, flow->from), registry_team_key(&s->graph->registry, team),
			graph_path_text(s->graph, s->seed->path), image_line(image, flow->place), s->before };
		reach_add(s->out, s->arena, &one);
	}
}

/* A party of a contract hears of it, and the path ends there. */
static void trace_party(struct search *s, struct view *view)
{
	const struct seed *seed = s->seed;
	const struct image *image = view->image;

	if (seed->contract >= image->contracts.count)
		return;
	const struct contract *contract = &image_contracts(image)[seed->contract];
	bool named =
	    view_team(view, contract->consumer) == seed->party || view_team(view, contract->provider) == seed->party;
	struct reached one = { .team = seed->party,
		.role = ROLE_COUNTERPARTY,
		.distance = 1,
		.inferred = !named && view->owners.inferred,
		.path = ARENA_NEW(s->arena, struct hop),
		.path_count = 1 };
	one.path[0] = (struct hop){ EDGE_CONTRACT, image_text(image, contract->what),
		registry_team_name(&s->graph->registry, seed->party),
		registry_team_key(&s->graph->registry, seed->party), graph_path_text(s->graph, seed->path),
		image_line(image, contract->place), s->before };
	reach_add(s->out, s->arena, &one);
}

void trace_seed(struct reach *out, struct arena *arena, struct graph *graph, const struct seed *seed, bool before)
{
	struct search s = { .graph = graph,
		.arena = arena,
		.out = out,
		.seed = seed,
		.before = before,
		.same = { graph, arena, { 0 } } };
	struct view *view = graph_view(graph, seed->path);

	if (!view)
		return;
	if (seed->party) {
		trace_party(&s, view);
		return;
	}
	if (seed->upstream && seed->from < view->image->steps.count) {
		trace_upstream(&s, view);
		return;
	}
	begin_at_step(&s, view);
	run(&s);
}
