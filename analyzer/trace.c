#include "analyzer/trace.h"

#include "analyzer/handoffs.h"
#include "analyzer/paths.h"
#include "base/map.h"
#include "base/text.h"

#include <string.h>

enum { VISITS_MAX = 20000, SAME_MAX = 3 };

/* A state of the search: at a step, or at a flow that ended at a team (a message of a sequence diagram). */
struct visit {
	path_id path;
	struct end at;
	uint32_t flow;	 /* that led here, or NONE */
	uint32_t from;	 /* number of the visit before, or NONE */
	team_id team;	 /* last known team on the path */
	unsigned distance, hops;
	enum edge edge;
	bool low, joined; /* the last hop was a `same` */
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
	    end.kind == END_TEAM ? image_teams(view->image)[end.number].place : image_steps(view->image)[end.number].place);
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
			if (view->team[up] == other && contains(view->image, up, i) && !image_containers(view->image)[teams[i].container].ordered)
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

	if (end.kind == END_TEAM && end.number != NONE && image_containers(view->image)[teams[end.number].container].ordered)
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
		str to = v->at.kind == END_TEAM && v->flow != NONE && view &&
			image_flows(view->image)[v->flow].label.size
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
	bool activity = v->at.kind == END_TEAM || (view && image_steps(view->image)[v->at.number].kind == STEP_ACTIVITY);

	if (!team || !activity || team == s->seed->team || v->distance == 0)
		return;
	for (uint32_t i = 0; i < s->out->list.count; i++)
		if (s->out->list.items[i].team == team && s->out->list.items[i].role == ROLE_DOWNSTREAM &&
		    s->out->list.items[i].distance <= v->distance && !s->out->list.items[i].low)
			return;
	struct reached one = { .team = team, .role = ROLE_DOWNSTREAM, .distance = v->distance, .low = v->low,
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
	const struct hop *x = a->path_count ? &a->path[a->path_count - 1] : NULL, *y = b->path_count ? &b->path[b->path_count - 1] : NULL;
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

/* --- edges --------------------------------------------------------------------------------------------------------- */

static void follow(struct search *s, uint32_t number, struct end to, uint32_t flow, enum edge edge)
{
	const struct visit *v = &s->visits.items[number];

	if (to.number == NONE)
		return;
	push(s, (struct visit){ .path = v->path, .at = to, .flow = flow, .from = number, .team = v->team, .distance = v->distance,
		    .hops = v->hops + 1, .edge = edge, .low = v->low });
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

static bool is_plain_word(str word)
{
	static const char *const words[] = { "review", "approve", "check", "confirm", "notify", "inform", "send", "receive", "create",
		"update", "close", "open", "handle", "process", "customer", "request", "ticket", "task", "step", "form", "start", "end" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, str_of(words[i])))
			return true;
	return false;
}

static bool may_be_same(struct arena *arena, str n1)
{
	struct words words = text_n2(arena, n1);
	str rest = n1, word;
	bool special = false;

	if (words.count < 2)
		return false;
	while (str_next_word(&rest, " ,.;:()/-'\"", &word))
		special = special || (word.size > 2 && !is_plain_word(word) && !is_plain_word(text_stem(arena, word)));
	return special;
}

/* One process name, a link between them, or one file stem in one folder: the join is as good as written. */
static bool are_related(struct search *s, path_id a, path_id b)
{
	struct view *left = view_of(s, a), *right = view_of(s, b);
	str left_path = graph_path_text(s->graph, a), right_path = graph_path_text(s->graph, b);

	if (str_eq(path_folder(left_path), path_folder(right_path)) && str_eq(path_stem(left_path), path_stem(right_path)))
		return true;
	for (unsigned way = 0; way < 2; way++) {
		const struct image *one = (way ? right : left)->image, *other = (way ? left : right)->image;
		str process = image_text(one, image_containers(one)[0].process), title = image_text(other, image_containers(other)[0].title);
		str second = image_text(other, image_containers(other)[0].process);
		if (process.size && (str_ieq(process, title) || str_ieq(process, second)))
			return true;
		for (uint32_t i = 0; i < one->links.count; i++)
			if (graph_link_target(s->graph, way ? b : a, one, &image_links(one)[i]) == (way ? a : b))
				return true;
	}
	str left_title = image_text(left->image, image_containers(left->image)[0].title);
	return left_title.size && str_ieq(left_title, image_text(right->image, image_containers(right->image)[0].title));
}

static bool is_version_segment(str name)
{
	static const char *const words[] = { "legacy", "archive", "archived", "versioned_docs", "old", "deprecated" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(name, str_of(words[i])))
			return true;
	size_t digits = 0;
	for (size_t i = 0; i < name.size; i++)
		digits += byte_is_digit(name.at[i]);
	return digits > 0 || (name.size == 2 && byte_is_lower(name.at[0])) || (name.size == 5 && name.at[2] == '-');
}

/* Copies: paths that differ only in a version, a year, a locale, an archive. */
static bool are_copies(const struct graph *graph, path_id a, path_id b)
{
	str left = graph_path_text(graph, a), right = graph_path_text(graph, b), x, y;
	unsigned different = 0;

	if (!str_eq(path_base(left), path_base(right)))
		return false;
	for (;;) {
		bool more_left = str_next_word(&left, "/", &x), more_right = str_next_word(&right, "/", &y);
		if (!more_left || !more_right)
			return different <= 2 && (more_left == more_right);
		if (!str_eq(x, y)) {
			if (!is_version_segment(x) && !is_version_segment(y))
				return false;
			different++;
		}
	}
}

static bool share_most_names(struct search *s, path_id a, path_id b)
{
	const struct image *one = view_of(s, a)->image, *other = view_of(s, b)->image;
	struct map names = { 0 };
	uint32_t total = 0, shared = 0;

	for (uint32_t i = 0; i < other->steps.count; i++)
		if (image_steps(other)[i].n1.size)
			*map_add(&names, str_hash(image_text(other, image_steps(other)[i].n1)) | 1) = 1;
	for (uint32_t i = 0; i < one->steps.count; i++)
		if (image_steps(one)[i].n1.size) {
			total++;
			shared += map_find(&names, str_hash(image_text(one, image_steps(one)[i].n1)) | 1) != NULL;
		}
	map_release(&names);
	return shared * 2 > total && total > 2;
}

static void follow_same(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct view *view = view_of(s, v.path);
	const struct step *step = &image_steps(view->image)[v.at.number];
	struct node nodes[SAME_MAX + 2];
	str name = image_text(view->image, step->n1);

	if (v.joined || step->kind != STEP_ACTIVITY || !name.size || !may_be_same(s->arena, name))
		return;
	unsigned count = graph_steps_named(s->graph, name, nodes, SAME_MAX + 2);
	if (count > SAME_MAX)
		return;
	for (unsigned i = 0; i < count; i++) {
		struct view *other = nodes[i].path == v.path ? NULL : view_of(s, nodes[i].path);
		unsigned copies = 0, own = 0;
		for (unsigned k = 0; k < count; k++) {
			copies += nodes[k].path == nodes[i].path;
			own += nodes[k].path == v.path;
		}
		if (!other || copies > 1 || own > 1 ||
		    !str_eq(image_text(other->image, image_steps(other->image)[nodes[i].number].n1), name))
			continue;
		team_id mine = view_step_team(view, v.at.number), theirs = view_step_team(other, nodes[i].number);
		if (!mine || mine != theirs || !other->claim_on[image_steps(other->image)[nodes[i].number].claim])
			continue;
		bool related = are_related(s, v.path, nodes[i].path);
		if (!related && (are_copies(s->graph, v.path, nodes[i].path) || share_most_names(s, v.path, nodes[i].path) ||
				    share_most_names(s, nodes[i].path, v.path)))
			continue;
		push(s, (struct visit){ .path = nodes[i].path, .at = end_step(nodes[i].number), .flow = NONE, .from = number,
			    .team = v.team, .distance = v.distance, .hops = v.hops + 1, .edge = EDGE_SAME, .low = v.low || !related,
			    .joined = true });
	}
}

/* A contract that this step is the source of: its other party hears of it, and the path ends there. */
static void follow_contracts(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct view *view = view_of(s, v.path);
	const struct contract *contracts = image_contracts(view->image);

	for (uint32_t i = 0; i < view->image->contracts.count; i++) {
		if (contracts[i].step != v.at.number || contracts[i].consumer == NONE || !view->claim_on[contracts[i].claim])
			continue;
		follow(s, number, end_team(contracts[i].consumer), NONE, EDGE_CONTRACT);
		struct visit *last = &s->visits.items[s->visits.count - 1];
		if (last->from == number && last->edge == EDGE_CONTRACT) {
			last->ends = true;
			last->line = image_line(view->image, contracts[i].place);
		}
	}
}

static void follow_calls(struct search *s, uint32_t number)
{
	struct visit v = s->visits.items[number];
	struct view *view = view_of(s, v.path);
	struct node nodes[8];

	for (uint32_t i = 0; i < view->image->links.count; i++) {
		const struct link *link = &image_links(view->image)[i];
		if (link->kind != LINK_CALL || link->step != v.at.number)
			continue;
		unsigned count = graph_definitions_of(s->graph, image_text(view->image, link->target), nodes, 8);
		for (unsigned k = 0; k < count && k < 8; k++) {
			struct view *called = view_of(s, nodes[k].path);
			struct span steps = called ? image_steps_of(called->image, nodes[k].number) : (struct span){ 0 };
			for (uint32_t n = steps.first; n < steps.first + steps.count; n++)
				if (image_steps(called->image)[n].kind == STEP_ACTIVITY && image_pred(called->image)[n].count == 0)
					push(s, (struct visit){ .path = nodes[k].path, .at = end_step(n), .flow = NONE, .from = number,
						    .team = v.team, .distance = v.distance, .hops = v.hops + 1, .edge = EDGE_CALL,
						    .low = v.low });
		}
	}
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
	follow_contracts(s, number);
	follow_calls(s, number);
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
}

/* --- beginnings --------------------------------------------------------------------------------------------------------- */

static void begin_at_step(struct search *s, struct view *view)
{
	const struct seed *seed = s->seed;

	if (seed->entry.number != NONE) {
		push(s, (struct visit){ .path = seed->path, .at = seed->entry, .flow = seed->flow, .from = NONE, .team = seed->team,
			    .edge = EDGE_FLOW });
		return;
	}
	if (seed->from == NONE || seed->from >= view->image->steps.count)
		return;
	/* every way out: the step itself stands at 0 and is no hop of the path */
	struct visit start = { .path = seed->path, .at = end_step(seed->from), .flow = NONE, .from = NONE, .team = seed->team };
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
		if (!team || !view->claim_on[image_steps(image)[from].claim] || !is_boundary(s, s->seed->path, team, mine ? mine : s->seed->team))
			continue;
		struct reached one = { .team = team, .role = ROLE_UPSTREAM, .distance = 1, .path = ARENA_NEW(s->arena, struct hop), .path_count = 1 };
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
		if (flow->to.kind != END_STEP || flow->to.number != step || flow->from.kind != END_TEAM || !flow_hands_on(flow) ||
		    !view->claim_on[flow->claim] || !view_end_team(view, flow->from, &team) ||
		    !is_boundary(s, s->seed->path, team, mine ? mine : s->seed->team))
			continue;
		struct reached one = { .team = team, .role = ROLE_UPSTREAM, .distance = 1, .path = ARENA_NEW(s->arena, struct hop), .path_count = 1 };
		one.path[0] = (struct hop){ EDGE_FLOW, end_name(s, s->seed->path, end_step(step)), end_name(s, s->seed->path, flow->from),
			registry_team_key(&s->graph->registry, team), graph_path_text(s->graph, s->seed->path),
			image_line(image, flow->place), s->before };
		reach_add(s->out, s->arena, &one);
	}
}

void trace_seed(struct reach *out, struct arena *arena, struct graph *graph, const struct seed *seed, bool before)
{
	struct search s = { .graph = graph, .arena = arena, .out = out, .seed = seed, .before = before };
	struct view *view = graph_view(graph, seed->path);

	if (!view)
		return;
	if (seed->upstream && seed->from < view->image->steps.count) {
		trace_upstream(&s, view);
		return;
	}
	begin_at_step(&s, view);
	run(&s);
}
