#include "reports/trace.h"

#include "reports/json_parts.h"
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
	json_put_path(json, "path", node->path);
	json_put_int(json, "line", node->line);
	json_end_object(json);
}

static void put_team(struct json *json, const struct affected *team)
{
	json_object(json);
	json_put_str(json, "team", team->team);
	json_put_str(json, "name", team->name);
	json_put_str(json, "role", str_of(role_name(team->role)));
	json_put_int(json, "distance", team->distance);
	json_put_hops(json, team->path, team->path_count);
	json_end_object(json);
}

void trace_put_json(struct buf *out, const struct trace_report *report)
{
	struct json json;

	json_begin(&json, out, true);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/trace/1"));
	json_put_tool(&json);
	json_put_str(&json, "commit", report->commit);
	json_put_str(&json, "words", report->words);
	json_put_str(&json, "direction", report->wish->upstream ? STR("upstream") : STR("downstream"));
	json_key(&json, "start");
	json_array(&json);
	for (unsigned i = 0; i < report->wish->start_count; i++)
		put_node(&json, report->survey, &report->survey->nodes.items[report->wish->starts[i]]);
	json_end_array(&json);
	json_put_bool(&json, "unknown", report->route->unknown);
	json_put_bool(&json, "truncated", report->route->truncated);
	json_key(&json, "teams");
	json_array(&json);
	for (uint32_t i = 0; i < report->route->teams.count; i++)
		put_team(&json, &report->route->teams.items[i]);
	json_end_array(&json);
	json_end_object(&json);
	buf_putc(out, '\n');
}
