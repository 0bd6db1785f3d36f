#include "analyzer/survey/chart.h"

#include <stdlib.h>

struct charting {
	struct chart *out;
	struct arena *arena;
	const struct survey *survey;
	const struct chart_wish *wish;
	struct map edges;  /* hash of (kind, from, to) -> number + 1 */
	bool *kept;        /* per node of the survey */
	unsigned *reached; /* per node: distance from what is asked for, plus 1 */
};

static const struct survey_node *node_at(const struct charting *c, uint32_t number)
{
	return &c->survey->nodes.items[number];
}

/* --- edges of a level ------------------------------------------------------------------------------------------------
 */

static struct chart_edge *edge_between(struct charting *c, enum edge kind, uint32_t from, uint32_t to)
{
	uint32_t *number = map_add(&c->edges, hash_mix(hash_mix(from + 1u, to), (unsigned)kind + 1u) | 1);

	if (!*number) {
		*number = c->out->edges.count + 1;
		LIST_PUSH(c->arena, &c->out->edges, ((struct chart_edge){ .kind = kind, .from = from, .to = to }));
	}
	return &c->out->edges.items[*number - 1];
}

static void count_edge(
    struct charting *c, enum edge kind, uint32_t from, uint32_t to, str label, str path, uint32_t line, bool declared)
{
	if (from == NONE || to == NONE || from == to)
		return;
	struct chart_edge *edge = edge_between(c, kind, from, to);
	edge->label = edge->count ? STR("") : label;
	edge->count++;
	edge->declared = edge->declared || declared;
	LIST_PUSH(c->arena, &edge->places, ((struct chart_place){ path, line }));
}

static void chart_teams(struct charting *c)
{
	const struct survey *survey = c->survey;

	for (uint32_t i = 0; i < survey->handoffs.count; i++) {
		const struct survey_handoff *handoff = &survey->handoffs.items[i];
		count_edge(c, EDGE_FLOW, handoff->from_team, handoff->to_team, handoff->label, handoff->path,
		    handoff->line, true);
	}
	for (uint32_t i = 0; i < survey->edges.count; i++) {
		const struct survey_edge *edge = &survey->edges.items[i];
		const struct survey_node *from = node_at(c, edge->from), *to = node_at(c, edge->to);
		if (edge->kind == EDGE_CONTRACT && from->kind == SURVEY_CONTRACT)
			count_edge(c, EDGE_CONTRACT, from->team, edge->to, from->name, edge->path, edge->line, true);
		else if (edge->kind == EDGE_REFERENCE)
			count_edge(c, EDGE_REFERENCE, from->team, to->team, STR(""), edge->path, edge->line, true);
		else if (edge->kind == EDGE_DEPENDENCY)
			count_edge(c, EDGE_DEPENDENCY, from->kind == SURVEY_TEAM ? edge->from : from->team,
			    to->kind == SURVEY_TEAM ? edge->to : to->team, edge->label, edge->path, edge->line,
			    edge->declared);
	}
}

static uint32_t document_of(const struct charting *c, uint32_t number)
{
	const struct survey_node *node = node_at(c, number);
	return node->kind == SURVEY_DOCUMENT ? number : node->document;
}

static void chart_processes(struct charting *c)
{
	for (uint32_t i = 0; i < c->survey->edges.count; i++) {
		const struct survey_edge *edge = &c->survey->edges.items[i];
		bool back = edge->kind == EDGE_CALL && !str_eq(node_at(c, edge->from)->path, edge->path);
		if ((edge->kind == EDGE_CALL || edge->kind == EDGE_SAME || edge->kind == EDGE_REFERENCE) && !back)
			count_edge(c, edge->kind, document_of(c, edge->from), document_of(c, edge->to), edge->label,
			    edge->path, edge->line, edge->declared);
	}
}

/* Each stands for itself: two messages with other words are two edges. */
static void chart_steps(struct charting *c)
{
	for (uint32_t i = 0; i < c->survey->edges.count; i++) {
		const struct survey_edge *edge = &c->survey->edges.items[i];
		struct chart_edge *added = LIST_ADD(c->arena, &c->out->edges);
		added->kind = edge->kind;
		added->from = edge->from;
		added->to = edge->to;
		added->count = 1;
		added->label = edge->label;
		added->declared = edge->declared;
		LIST_PUSH(c->arena, &added->places, ((struct chart_place){ edge->path, edge->line }));
	}
}

/* --- nodes of a level ------------------------------------------------------------------------------------------------
 */

static void keep_nodes(struct charting *c)
{
	const struct survey *survey = c->survey;

	for (uint32_t i = 0; i < survey->nodes.count; i++) {
		const struct survey_node *node = node_at(c, i);
		if (c->wish->level == CHART_STEPS || (c->wish->level == CHART_TEAMS && node->kind == SURVEY_TEAM))
			c->kept[i] = true;
		else if (c->wish->level == CHART_PROCESSES && node->kind == SURVEY_STEP)
			c->kept[node->document] = true;
	}
	for (uint32_t i = 0; i < c->out->edges.count; i++)
		c->kept[c->out->edges.items[i].from] = c->kept[c->out->edges.items[i].to] = true;
}

/* --- narrowing -------------------------------------------------------------------------------------------------------
 */

static void ask_for(struct charting *c, uint32_t number)
{
	if (number != NONE && c->kept[number])
		c->reached[number] = 1;
}

/* What of this level a node of any kind means: a team its steps, a step its team or its process. */
static void ask_for_node(struct charting *c, uint32_t wanted)
{
	const struct survey_node *node = node_at(c, wanted);
	enum chart_level level = c->wish->level;

	ask_for(c, wanted);
	if (level == CHART_TEAMS)
		ask_for(c, node->team);
	if (level == CHART_PROCESSES)
		ask_for(c, node->document);
	for (uint32_t i = 0; i < c->survey->nodes.count; i++) {
		const struct survey_node *other = node_at(c, i);
		bool of_team = node->kind == SURVEY_TEAM && other->team == wanted;
		bool of_document = node->kind == SURVEY_DOCUMENT &&
		    (other->document == wanted ||
		        (other->document != NONE && node_at(c, other->document)->document == wanted));
		if (!of_team && !of_document)
			continue;
		if (level == CHART_STEPS && (other->kind == SURVEY_STEP || other->kind == SURVEY_CONTRACT))
			ask_for(c, i);
		else if (level == CHART_PROCESSES)
			ask_for(c, document_of(c, i));
		else if (level == CHART_TEAMS && of_document)
			ask_for(c, other->team);
	}
}

static bool spread_along(struct charting *c, const struct chart_edge *edge, unsigned distance)
{
	unsigned *from = &c->reached[edge->from], *to = &c->reached[edge->to];

	if (*from == distance && !*to)
		*to = distance + 1;
	else if (*to == distance && !*from)
		*from = distance + 1;
	else
		return false;
	return true;
}

static void spread(struct charting *c, unsigned depth)
{
	bool grew = true;

	for (unsigned distance = 1; distance <= depth && grew; distance++) {
		grew = false;
		for (uint32_t i = 0; i < c->out->edges.count; i++)
			grew = spread_along(c, &c->out->edges.items[i], distance) || grew;
	}
}

/* Keeps what is reached, and of the edges those that were gone along. */
static void narrow(struct charting *c, unsigned depth)
{
	uint32_t kept = 0;

	spread(c, depth);
	for (uint32_t i = 0; i < c->out->edges.count; i++) {
		struct chart_edge *edge = &c->out->edges.items[i];
		unsigned from = c->reached[edge->from], to = c->reached[edge->to];
		unsigned nearest = from && to ? (from < to ? from : to) : 0;
		if (nearest && nearest <= (depth ? depth : 1))
			c->out->edges.items[kept++] = *edge;
	}
	c->out->edges.count = kept;
	for (uint32_t i = 0; i < c->survey->nodes.count; i++)
		c->kept[i] = c->kept[i] && c->reached[i];
}

/* --- all of it ------------------------------------------------------------------------------------------- */

static int by_nodes_and_kind(const void *a, const void *b)
{
	const struct chart_edge *left = a, *right = b;

	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	if (left->to != right->to)
		return left->to < right->to ? -1 : 1;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	const struct chart_place *one = left->places.items, *other = right->places.items;
	int order = str_cmp(one->path, other->path);
	if (order)
		return order;
	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	return str_cmp(left->label, right->label);
}

static int by_place(const void *a, const void *b)
{
	const struct chart_place *left = a, *right = b;
	int order = str_cmp(left->path, right->path);

	return order ? order : left->line < right->line ? -1 : left->line > right->line;
}

static void settle_places(struct chart_edge *edge)
{
	uint32_t kept = 0;

	if (edge->places.count > 1)
		qsort(edge->places.items, edge->places.count, sizeof *edge->places.items, by_place);
	for (uint32_t i = 0; i < edge->places.count; i++)
		if (!kept || by_place(&edge->places.items[kept - 1], &edge->places.items[i]))
			edge->places.items[kept++] = edge->places.items[i];
	edge->places.count = kept;
}

void chart_make(struct chart *out, struct arena *arena, const struct survey *survey, const struct chart_wish *wish)
{
	struct charting c = { .out = out, .arena = arena, .survey = survey, .wish = wish };
	static void (*const levels[])(struct charting *) = { chart_teams, chart_processes, chart_steps };

	*out = (struct chart){ .survey = survey, .level = wish->level };
	c.kept = ARENA_ARRAY(arena, bool, survey->nodes.count + 1);
	c.reached = ARENA_ARRAY(arena, unsigned, survey->nodes.count + 1);
	levels[wish->level](&c);
	keep_nodes(&c);
	if (wish->team != NONE) {
		ask_for_node(&c, wish->team);
		narrow(&c, 1);
	}
	if (wish->around) {
		for (uint32_t i = 0; i < survey->nodes.count; i++)
			c.reached[i] = 0;
		for (uint32_t i = 0; i < wish->around_count; i++)
			ask_for_node(&c, wish->around[i]);
		narrow(&c, wish->depth);
	}
	for (uint32_t i = 0; i < out->edges.count; i++)
		settle_places(&out->edges.items[i]);
	if (out->edges.count)
		qsort(out->edges.items, out->edges.count, sizeof *out->edges.items, by_nodes_and_kind);
	for (uint32_t i = 0; i < survey->nodes.count; i++)
		if (c.kept[i])
			LIST_PUSH(arena, &out->nodes, i);
	map_release(&c.edges);
}
