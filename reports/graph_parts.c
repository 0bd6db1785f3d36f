#include "reports/graph.h"

#include "reports/escape.h"

#include <stdlib.h>

str graph_node_name(const struct survey_node *node)
{
	if (node->name.size)
		return node->name;
	if (str_eq(node->type, STR("gateway")))
		return STR("a decision");
	if (str_eq(node->type, STR("event")))
		return STR("an event");
	return node->kind == SURVEY_CONTRACT ? STR("a promise")
	    : node->kind == SURVEY_STEP      ? STR("a step without a name")
	                                     : node->id;
}

str graph_count(struct arena *arena, const struct chart_edge *edge)
{
	static const char *const words[][2] = {
		[EDGE_FLOW] = { "handoff", "handoffs" },
		[EDGE_SAME] = { "step told in both", "steps told in both" },
		[EDGE_CALL] = { "call", "calls" },
		[EDGE_CONTRACT] = { "promise", "promises" },
		[EDGE_REFERENCE] = { "reference", "references" },
		[EDGE_DEPENDENCY] = { "dependency", "dependencies" },
		[EDGE_USES] = { "use", "uses" },
	};

	return arena_printf(arena, "%u %s", edge->count, words[edge->kind][edge->count != 1]);
}

/* --- pictures -------------------------------------------------------------------------------------------------------
 */

/* Documents and contracts would hide the flow of work: a picture of steps leaves them out. */
static bool may_be_drawn(const struct chart *chart, uint32_t number)
{
	enum survey_kind kind = chart->survey->nodes.items[number].kind;
	return chart->level != CHART_STEPS || (kind != SURVEY_DOCUMENT && kind != SURVEY_CONTRACT);
}

struct weighed {
	uint32_t number, count;
};

static int by_weight(const void *a, const void *b)
{
	const struct weighed *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return left->number < right->number ? -1 : 1;
}

static int by_number(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	return left < right ? -1 : left > right;
}

static bool choose_edges(struct picture *out, uint32_t edges_max)
{
	const struct chart *chart = out->chart;
	struct weighed *edges = ARENA_ARRAY(out->arena, struct weighed, chart->edges.count + 1);
	uint32_t count = 0;

	for (uint32_t i = 0; i < chart->edges.count; i++)
		if (may_be_drawn(chart, chart->edges.items[i].from) && may_be_drawn(chart, chart->edges.items[i].to))
			edges[count++] = (struct weighed){ i, chart->edges.items[i].count };
	if (count > edges_max)
		qsort(edges, count, sizeof *edges, by_weight);
	out->edge_count = count < edges_max ? count : edges_max;
	out->edges = ARENA_ARRAY(out->arena, uint32_t, out->edge_count + 1);
	for (uint32_t i = 0; i < out->edge_count; i++)
		out->edges[i] = edges[i].number;
	if (out->edge_count)
		qsort(out->edges, out->edge_count, sizeof *out->edges, by_number);
	return count <= edges_max;
}

/* Steps of one team stand together. */
static void order_nodes(struct picture *out, const bool *drawn)
{
	const struct chart *chart = out->chart;
	const struct survey *survey = chart->survey;

	out->order = ARENA_ARRAY(out->arena, uint32_t, chart->nodes.count + 1);
	for (uint32_t i = 0; i < chart->nodes.count; i++)
		if (drawn[chart->nodes.items[i]] && survey->nodes.items[chart->nodes.items[i]].kind != SURVEY_STEP)
			out->order[out->count++] = chart->nodes.items[i];
	uint32_t *first = ARENA_ARRAY(out->arena, uint32_t, survey->teams.count + 2), at = out->count;
	for (uint32_t i = 0; i < chart->nodes.count; i++) { /* nobody's steps come last */
		const struct survey_node *node = &survey->nodes.items[chart->nodes.items[i]];
		if (drawn[chart->nodes.items[i]] && node->kind == SURVEY_STEP)
			first[(node->team == NONE ? survey->teams.count : node->team) + 1]++;
	}
	for (uint32_t i = 1; i < survey->teams.count + 2; i++)
		first[i] += first[i - 1];
	for (uint32_t i = 0; i < chart->nodes.count; i++) {
		const struct survey_node *node = &survey->nodes.items[chart->nodes.items[i]];
		if (!drawn[chart->nodes.items[i]] || node->kind != SURVEY_STEP)
			continue;
		out->order[at + first[node->team == NONE ? survey->teams.count : node->team]++] = chart->nodes.items[i];
		out->count++;
	}
}

void picture_make(struct picture *out, struct arena *arena, const struct chart *chart, uint32_t edges_max)
{
	*out = (struct picture){ .chart = chart, .arena = arena };
	bool whole = choose_edges(out, edges_max);
	bool *drawn = ARENA_ARRAY(arena, bool, chart->survey->nodes.count + 1);

	for (uint32_t i = 0; i < out->edge_count; i++)
		drawn[chart->edges.items[out->edges[i]].from] = drawn[chart->edges.items[out->edges[i]].to] = true;
	for (uint32_t i = 0; i < chart->nodes.count && whole; i++) {
		uint32_t number = chart->nodes.items[i];
		enum survey_kind kind = chart->survey->nodes.items[number].kind;
		if (kind == SURVEY_STEP || (kind == SURVEY_DOCUMENT && chart->level == CHART_PROCESSES))
			drawn[number] = true;
	}
	order_nodes(out, drawn);
	out->numbers = ARENA_ARRAY(arena, uint32_t, chart->survey->nodes.count + 1);
	for (uint32_t i = 0; i < out->count; i++)
		out->numbers[out->order[i]] = i + 1;
}

static str safe_words(const struct picture *picture, str words)
{
	struct buf out = { 0 };

	put_untrusted(&out, words);
	str safe = arena_dup(picture->arena, buf_str(&out));
	buf_release(&out);
	return text_shortened(picture->arena, safe, PICTURE_LABEL, CUT_END, STR("\u2026"));
}

str picture_name(const struct picture *picture, uint32_t node)
{
	return safe_words(picture, graph_node_name(&picture->chart->survey->nodes.items[node]));
}

str picture_label(const struct picture *picture, const struct chart_edge *edge)
{
	return safe_words(
	    picture, picture->chart->level == CHART_STEPS ? edge->label : graph_count(picture->arena, edge));
}
