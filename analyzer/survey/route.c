#include "analyzer/survey/route.h"

#include "analyzer/graph/trace.h"

#include <stdlib.h>

enum { VISITS_MAX = 20000, BEGINNINGS_MAX = 5000 };

struct way_back {            /* a state of the search upstream */
	uint32_t node, from; /* from: number of the visit before, or NONE */
	uint32_t edge;       /* of the survey, that led here, or NONE */
	uint32_t team;       /* last known team on the way */
	unsigned distance;
	bool joined; /* the last hop was a `same` */
};

struct at_nodes { /* numbers of the edges at node i: edges[first[i]] up to edges[first[i + 1]] */
	uint32_t *first, *edges;
};

struct routing {
	struct route *out;
	struct arena *arena;
	const struct survey *survey;
	struct graph *graph;
	const struct route_wish *wish;
	uint32_t team;                /* that the way begins with, or NONE */
	struct at_nodes into, out_of; /* edges by the node that they lead to, or come from */
	struct map steps;             /* hash of path and record -> number of a node + 1 */
	struct map seen;
	unsigned begun; /* steps that a search was begun at */
	LIST_OF(struct way_back) visits;
	LIST_OF(uint32_t) now, later;
};

static const struct survey_node *node_at(const struct routing *r, uint32_t number)
{
	return &r->survey->nodes.items[number];
}

static str name_of(const struct routing *r, uint32_t number)
{
	const struct survey_node *node = node_at(r, number);

	if (node->name.size || node->kind != SURVEY_STEP)
		return node->name;
	return str_eq(node->type, STR("gateway")) ? STR("a decision") : STR("a step without a name");
}

static bool is_nearer(const struct affected *a, const struct affected *b)
{
	if (a->distance != b->distance)
		return a->distance < b->distance;
	if ((a->role == ROLE_REFERRER) != (b->role == ROLE_REFERRER))
		return b->role == ROLE_REFERRER;
	return a->path_count < b->path_count;
}

/* A team is kept once, at its smallest distance. */
static void found(struct routing *r, struct affected one)
{
	if (!one.team.size || (r->team != NONE && str_eq(one.team, node_at(r, r->team)->id)) ||
	    (r->wish->depth && one.distance > r->wish->depth))
		return;
	for (uint32_t i = 0; i < r->out->teams.count; i++)
		if (str_eq(r->out->teams.items[i].team, one.team)) {
			if (is_nearer(&one, &r->out->teams.items[i]))
				r->out->teams.items[i] = one;
			return;
		}
	LIST_PUSH(r->arena, &r->out->teams, one);
}

static void found_at_one_hop(struct routing *r, uint32_t team, enum role role, struct hop hop)
{
	if (team == NONE || node_at(r, team)->kind != SURVEY_TEAM)
		return;
	hop.team = node_at(r, team)->id;
	struct affected one = { .team = hop.team,
		.name = node_at(r, team)->name,
		.role = role,
		.distance = 1,
		.path = ARENA_NEW(r->arena, struct hop),
		.path_count = 1 };
	one.path[0] = hop;
	found(r, one);
}

/* --- downstream: what the search of `impact` finds ---------------------------------------------------------------- */

static void trace_step(struct routing *r, uint32_t number)
{
	const struct survey_node *node = node_at(r, number);
	struct reach reach = { 0 };
	path_id path = graph_path(r->graph, node->path);
	struct view *view = graph_view(r->graph, path);

	if (!view)
		return;
	struct seed seed = {
		.path = path,
		.from = node->record,
		.entry = { .number = NONE },
		.flow = NONE,
		.team = view_step_team(view, node->record),
		.far = true,
	};
	trace_seed(&reach, r->arena, r->graph, &seed, false);
	r->out->unknown = r->out->unknown || reach.unknown;
	for (uint32_t i = 0; i < reach.list.count; i++) {
		const struct reached *reached = &reach.list.items[i];
		found(r,
		    (struct affected){
		        .team = registry_team_key(&r->graph->registry, reached->team),
		        .name = registry_team_name(&r->graph->registry, reached->team),
		        .role = reached->role,
		        .distance = reached->distance,
		        .path = reached->path,
		        .path_count = reached->path_count,
		    });
	}
}

/* --- upstream ------------------------------------------------------------------------------------------------------
 */

static uint64_t step_key(str path, uint32_t record)
{
	return hash_mix(str_hash(path), record + 1u) | 1;
}

/* A step told twice is joined both ways. */
static struct at_nodes edges_at_nodes(const struct routing *r, bool into)
{
	const struct survey *survey = r->survey;
	struct at_nodes out = {
		.first = ARENA_ARRAY(r->arena, uint32_t, survey->nodes.count + 2),
		.edges = ARENA_ARRAY(r->arena, uint32_t, 2 * (size_t)survey->edges.count + 1),
	};
	uint32_t *next = ARENA_ARRAY(r->arena, uint32_t, survey->nodes.count + 1);

	for (uint32_t i = 0; i < survey->edges.count; i++) {
		const struct survey_edge *edge = &survey->edges.items[i];
		out.first[(into ? edge->to : edge->from) + 1]++;
		out.first[(into ? edge->from : edge->to) + 1] += edge->kind == EDGE_SAME;
	}
	for (uint32_t i = 0; i < survey->nodes.count; i++)
		out.first[i + 1] += out.first[i];
	for (uint32_t i = 0; i < survey->edges.count; i++) {
		const struct survey_edge *edge = &survey->edges.items[i];
		uint32_t here = into ? edge->to : edge->from, there = into ? edge->from : edge->to;
		out.edges[out.first[here] + next[here]++] = i;
		if (edge->kind == EDGE_SAME)
			out.edges[out.first[there] + next[there]++] = i;
	}
	return out;
}

static void index_survey(struct routing *r)
{
	const struct survey *survey = r->survey;

	r->into = edges_at_nodes(r, true);
	r->out_of = edges_at_nodes(r, false);
	for (uint32_t i = 0; i < survey->nodes.count; i++)
		if (survey->nodes.items[i].kind == SURVEY_STEP)
			*map_add(&r->steps, step_key(survey->nodes.items[i].path, survey->nodes.items[i].record)) =
			    i + 1;
}

static bool is_activity(const struct survey_node *node)
{
	return node->kind != SURVEY_STEP || str_eq(node->type, STR("activity"));
}

/* The team that stands at a node: gateways, events and data are transparent, and so are systems. */
static uint32_t team_at(const struct routing *r, uint32_t number)
{
	const struct survey_node *node = node_at(r, number);

	if (node->kind == SURVEY_TEAM)
		return number;
	return is_activity(node) ? node->team : NONE;
}

static void visit(struct routing *r, uint32_t from, uint32_t node, uint32_t edge, bool joined)
{
	struct way_back way = { .node = node, .from = from, .edge = edge, .team = r->team, .joined = joined };
	uint32_t team = team_at(r, node);

	if (r->visits.count >= VISITS_MAX || map_find(&r->seen, node + 1u))
		return;
	if (from != NONE) {
		way.team = r->visits.items[from].team;
		way.distance = r->visits.items[from].distance;
	}
	bool boundary = from != NONE && team != NONE && team != way.team;
	way.distance += boundary;
	way.team = team == NONE ? way.team : team;
	if (from != NONE && team == NONE && node_at(r, node)->kind == SURVEY_STEP && is_activity(node_at(r, node)))
		r->out->unknown = true;
	LIST_PUSH(r->arena, &r->visits, way);
	if (boundary)
		LIST_PUSH(r->arena, &r->later, r->visits.count - 1);
	else
		LIST_PUSH(r->arena, &r->now, r->visits.count - 1);
}

static struct hop hop_of(const struct routing *r, const struct way_back *way)
{
	const struct survey_edge *edge = way->edge == NONE ? NULL : &r->survey->edges.items[way->edge];
	const struct survey_node *node = node_at(r, way->node);

	return (struct hop){
		.edge = edge ? edge->kind : EDGE_FLOW,
		.from = name_of(r, r->visits.items[way->from].node),
		.to = name_of(r, way->node),
		.team = way->team == NONE ? STR("") : node_at(r, way->team)->id,
		.file = edge ? edge->path : node->path,
		.line = edge ? edge->line : node->line,
	};
}

static void found_before(struct routing *r, uint32_t number)
{
	const struct way_back *way = &r->visits.items[number];
	uint32_t team = team_at(r, way->node);
	unsigned count = 0;

	if (team == NONE || !way->distance || node_at(r, team)->kind != SURVEY_TEAM)
		return;
	for (uint32_t at = number; r->visits.items[at].from != NONE; at = r->visits.items[at].from)
		count++;
	struct affected one = { .team = node_at(r, team)->id,
		.name = node_at(r, team)->name,
		.role = ROLE_UPSTREAM,
		.distance = way->distance,
		.path = ARENA_ARRAY(r->arena, struct hop, count + 1),
		.path_count = count };
	for (uint32_t at = number; r->visits.items[at].from != NONE; at = r->visits.items[at].from)
		one.path[--count] = hop_of(r, &r->visits.items[at]);
	found(r, one);
}

static void go_to_step(struct routing *r, uint32_t from, str path, uint32_t record)
{
	const uint32_t *node = map_find(&r->steps, step_key(path, record));

	if (node)
		visit(r, from, *node - 1, NONE, false);
}

/* The first steps of a subprocess come behind what leads into it; it is left from its last steps. */
static void go_through_subprocess(struct routing *r, uint32_t number)
{
	const struct survey_node *node = node_at(r, r->visits.items[number].node);
	struct view *view = graph_view(r->graph, graph_path(r->graph, node->path));
	const struct image *image = view ? view->image : NULL;

	if (!image || node->record >= image->steps.count)
		return;
	const struct step *steps = image_steps(image), *step = &steps[node->record];
	struct span span = image_steps_of(image, step->container), before = image_pred(image)[node->record];
	if (step->within != NONE && !before.count)
		go_to_step(r, number, node->path, step->within);
	if (step->kind != STEP_ACTIVITY || r->visits.items[number].from == NONE)
		return;
	for (uint32_t i = span.first; i < span.first + span.count; i++)
		if (steps[i].within == node->record && steps[i].kind == STEP_ACTIVITY && !image_succ(image)[i].count)
			go_to_step(r, number, node->path, i);
}

static void go_back(struct routing *r, uint32_t number)
{
	struct way_back way = r->visits.items[number];
	const struct survey_node *node = node_at(r, way.node);

	if (node->kind == SURVEY_TEAM && way.from != NONE)
		return; /* a team that is the end of a flow ends the path */
	for (uint32_t i = r->into.first[way.node]; i < r->into.first[way.node + 1]; i++) {
		const struct survey_edge *edge = &r->survey->edges.items[r->into.edges[i]];
		bool same = edge->kind == EDGE_SAME;
		if (same && way.joined)
			continue;
		if (same || edge->kind == EDGE_FLOW || edge->kind == EDGE_CALL || edge->kind == EDGE_DEPENDENCY)
			visit(r, number, edge->to == way.node ? edge->from : edge->to, r->into.edges[i], same);
	}
	if (node->kind == SURVEY_STEP)
		go_through_subprocess(r, number);
}

static void search_back(struct routing *r, uint32_t start)
{
	visit(r, NONE, start, NONE, false);
	while (r->now.count || r->later.count) {
		for (uint32_t i = 0; i < r->now.count; i++) {
			uint32_t number = r->now.items[i];
			uint32_t *seen = map_add(&r->seen, r->visits.items[number].node + 1u);
			if (*seen)
				continue;
			*seen = 1;
			found_before(r, number);
			go_back(r, number);
		}
		r->now.count = 0;
		for (uint32_t i = 0; i < r->later.count; i++)
			LIST_PUSH(r->arena, &r->now, r->later.items[i]);
		r->later.count = 0;
	}
	map_clear(&r->seen);
	r->visits.count = 0;
}

/* --- beginnings ------------------------------------------------------------------------------------------ */

static uint32_t file_of(const struct routing *r, uint32_t number)
{
	uint32_t document = node_at(r, number)->document;

	if (node_at(r, number)->kind == SURVEY_DOCUMENT)
		return document == NONE ? number : document;
	return document == NONE || node_at(r, document)->document == NONE ? document : node_at(r, document)->document;
}

static struct hop hop_along(const struct routing *r, const struct survey_edge *edge, uint32_t from, uint32_t to)
{
	return (struct hop){ .edge = edge->kind,
		.from = name_of(r, from),
		.to = name_of(r, to),
		.file = edge->path,
		.line = edge->line };
}

/* The other party of a contract: downstream who relies on it, upstream who gives it. */
static void begin_at_contract(struct routing *r, uint32_t number)
{
	const struct survey_node *contract = node_at(r, number);
	struct hop hop = {
		.edge = EDGE_CONTRACT, .from = contract->name, .file = contract->path, .line = contract->line
	};

	if (r->wish->upstream) {
		if (contract->team != NONE) {
			hop.to = node_at(r, contract->team)->name;
			found_at_one_hop(r, contract->team, ROLE_COUNTERPARTY, hop);
		}
		return;
	}
	for (uint32_t i = r->out_of.first[number]; i < r->out_of.first[number + 1]; i++) {
		const struct survey_edge *edge = &r->survey->edges.items[r->out_of.edges[i]];
		if (edge->kind == EDGE_CONTRACT)
			found_at_one_hop(r, edge->to, ROLE_COUNTERPARTY, hop_along(r, edge, number, edge->to));
	}
}

static void begin_at_step(struct routing *r, uint32_t number)
{
	uint32_t team = r->team;

	if (r->begun++ >= BEGINNINGS_MAX) {
		r->out->truncated = true;
		return;
	}
	r->team = team == NONE ? node_at(r, number)->team : team;
	if (r->wish->upstream)
		search_back(r, number);
	else
		trace_step(r, number);
	r->team = team;
}

/* Links between the pages: who relies on it, or whose pages it relies on. */
static void begin_at_links(struct routing *r, uint32_t file)
{
	const struct at_nodes *at = r->wish->upstream ? &r->into : &r->out_of;

	for (uint32_t i = at->first[file]; i < at->first[file + 1]; i++) {
		const struct survey_edge *edge = &r->survey->edges.items[at->edges[i]];
		uint32_t here = r->wish->upstream ? edge->to : edge->from,
		         there = r->wish->upstream ? edge->from : edge->to;
		if (edge->kind == EDGE_REFERENCE)
			found_at_one_hop(r, node_at(r, there)->team,
			    r->wish->upstream ? ROLE_COUNTERPARTY : ROLE_REFERRER, hop_along(r, edge, here, there));
	}
}

/* Messages, which begin or end at a team itself: those of a team, of a document, or of a team in a document. */
static void begin_at_messages(struct routing *r, uint32_t team, str path)
{
	for (uint32_t i = 0; i < r->survey->handoffs.count; i++) {
		const struct survey_handoff *handoff = &r->survey->handoffs.items[i];
		uint32_t here = r->wish->upstream ? handoff->to : handoff->from,
		         there = r->wish->upstream ? handoff->from : handoff->to;
		uint32_t mine = r->wish->upstream ? handoff->to_team : handoff->from_team;
		bool meant = (team == NONE || mine == team) && (!path.size || str_eq(handoff->path, path));
		if (!meant || node_at(r, here)->kind != SURVEY_TEAM)
			continue;
		struct hop hop = { .edge = EDGE_FLOW,
			.from = name_of(r, here),
			.to = handoff->label.size ? handoff->label : name_of(r, there),
			.file = handoff->path,
			.line = handoff->line };
		found_at_one_hop(r, r->wish->upstream ? handoff->from_team : handoff->to_team,
		    r->wish->upstream ? ROLE_UPSTREAM : ROLE_DOWNSTREAM, hop);
	}
}

static void begin_at_dependencies(struct routing *r, uint32_t number)
{
	const struct at_nodes *at = r->wish->upstream ? &r->into : &r->out_of;

	for (uint32_t i = at->first[number]; i < at->first[number + 1]; i++) {
		const struct survey_edge *edge = &r->survey->edges.items[at->edges[i]];
		uint32_t here = r->wish->upstream ? edge->to : edge->from,
		         there = r->wish->upstream ? edge->from : edge->to;
		if (edge->kind == EDGE_DEPENDENCY || edge->kind == EDGE_USES)
			found_at_one_hop(r, team_at(r, there), r->wish->upstream ? ROLE_UPSTREAM : ROLE_DOWNSTREAM,
			    hop_along(r, edge, here, there));
	}
}

static bool is_party(const struct routing *r, uint32_t contract, uint32_t team)
{
	if (!r->wish->upstream)
		return node_at(r, contract)->team == team;
	for (uint32_t i = r->out_of.first[contract]; i < r->out_of.first[contract + 1]; i++) {
		const struct survey_edge *edge = &r->survey->edges.items[r->out_of.edges[i]];
		if (edge->kind == EDGE_CONTRACT && edge->to == team)
			return true;
	}
	return false;
}

static void begin_at_team(struct routing *r, uint32_t team)
{
	r->team = team;
	for (uint32_t i = 0; i < r->survey->nodes.count; i++) {
		const struct survey_node *node = node_at(r, i);
		if (node->kind == SURVEY_STEP && node->team == team)
			begin_at_step(r, i);
		else if (node->kind == SURVEY_CONTRACT && is_party(r, i, team))
			begin_at_contract(r, i);
		else if (node->kind == SURVEY_DOCUMENT && node->document == NONE && node->team == team)
			begin_at_links(r, i);
	}
	begin_at_messages(r, team, STR(""));
	begin_at_dependencies(r, team);
}

static void begin_at_document(struct routing *r, uint32_t file)
{
	r->team = node_at(r, file)->team;
	for (uint32_t i = 0; i < r->survey->nodes.count; i++) {
		const struct survey_node *node = node_at(r, i);
		if ((node->kind != SURVEY_STEP && node->kind != SURVEY_CONTRACT) || file_of(r, i) != file)
			continue;
		if (node->kind == SURVEY_STEP)
			begin_at_step(r, i);
		else
			begin_at_contract(r, i);
	}
	if (r->team != NONE) /* those of its owner first: of equal ways the first one is shown */
		begin_at_messages(r, r->team, node_at(r, file)->path);
	begin_at_messages(r, NONE, node_at(r, file)->path);
	begin_at_links(r, file);
}

static void begin_at(struct routing *r, uint32_t number)
{
	r->team = NONE;
	switch (node_at(r, number)->kind) {
	case SURVEY_STEP: begin_at_step(r, number); break;
	case SURVEY_CONTRACT: begin_at_contract(r, number); break;
	case SURVEY_DOCUMENT: begin_at_document(r, file_of(r, number)); break;
	case SURVEY_SYSTEM: begin_at_dependencies(r, number); break;
	case SURVEY_TEAM:
	case SURVEY_KINDS: begin_at_team(r, number); break;
	}
}

static int by_distance(const void *a, const void *b)
{
	const struct affected *left = a, *right = b;

	if (left->distance != right->distance)
		return left->distance < right->distance ? -1 : 1;
	if ((left->role == ROLE_REFERRER) != (right->role == ROLE_REFERRER))
		return left->role == ROLE_REFERRER ? 1 : -1;
	if (left->path_count != right->path_count)
		return left->path_count < right->path_count ? -1 : 1;
	return str_cmp(left->team, right->team);
}

void route_find(struct route *out, struct arena *arena, const struct survey *survey, struct graph *graph,
    const struct route_wish *wish)
{
	struct routing r = { .out = out, .arena = arena, .survey = survey, .graph = graph, .wish = wish };

	*out = (struct route){ 0 };
	index_survey(&r);
	for (unsigned i = 0; i < wish->start_count; i++)
		begin_at(&r, wish->starts[i]);
	map_release(&r.steps);
	map_release(&r.seen);
	if (out->teams.count)
		qsort(out->teams.items, out->teams.count, sizeof *out->teams.items, by_distance);
}
