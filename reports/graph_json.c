#include "reports/graph.h"

#include "reports/json_path.h"

static void put_node(struct json *json, const struct survey *survey, const struct survey_node *node)
{
	json_flat(json);
	json_object(json);
	json_put_str(json, "id", node->id);
	json_put_str(json, "kind", str_of(survey_kind_name(node->kind)));
	json_put_str(json, "type", node->type);
	json_put_str(json, "name", node->name);
	json_put_str(json, "team", node->team == NONE ? STR("") : survey->nodes.items[node->team].id);
	if (node->kind == SURVEY_DOCUMENT)
		json_put_bool(json, "inferred", node->inferred);
	json_put_path(json, "path", node->path);
	json_put_int(json, "line", node->line);
	json_end_object(json);
}

static void put_places(struct json *json, const struct chart_edge *edge)
{
	json_key(json, "places");
	json_flat(json);
	json_array(json);
	for (uint32_t i = 0; i < edge->places.count; i++) {
		json_object(json);
		json_put_path(json, "path", edge->places.items[i].path);
		json_put_int(json, "line", edge->places.items[i].line);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_edge(struct json *json, const struct survey *survey, const struct chart_edge *edge)
{
	json_flat(json);
	json_object(json);
	json_put_str(json, "kind", str_of(edge_name(edge->kind)));
	json_put_str(json, "from", survey->nodes.items[edge->from].id);
	json_put_str(json, "to", survey->nodes.items[edge->to].id);
	json_put_str(json, "label", edge->label);
	json_put_int(json, "count", edge->count);
	json_put_path(json, "path", edge->places.items[0].path);
	json_put_int(json, "line", edge->places.items[0].line);
	json_put_bool(json, "declared", edge->declared);
	if (edge->places.count > 1)
		put_places(json, edge);
	json_end_object(json);
}

void graph_put_json(struct buf *out, const struct graph_report *report)
{
	static const char *const levels[] = { "teams", "processes", "steps" };
	const struct chart *chart = report->chart;
	const struct survey *survey = chart->survey;
	struct json json;

	json_begin(&json, out, true);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/graph/1"));
	json_put_tool(&json);
	json_put_str(&json, "commit", report->commit);
	json_put_str(&json, "level", str_of(levels[chart->level]));
	json_key(&json, "nodes");
	json_array(&json);
	for (uint32_t i = 0; i < chart->nodes.count; i++)
		put_node(&json, survey, &survey->nodes.items[chart->nodes.items[i]]);
	json_end_array(&json);
	json_key(&json, "edges");
	json_array(&json);
	for (uint32_t i = 0; i < chart->edges.count; i++)
		put_edge(&json, survey, &chart->edges.items[i]);
	json_end_array(&json);
	json_end_object(&json);
	buf_putc(out, '\n');
}
