/* knockon/explain/1: kind says which of change, defect and team is there. */
#include "reports/explain.h"

#include "reports/json_parts.h"
#include "reports/json_path.h"
#include "reports/moment.h"
#include "reports/teams.h"

static void begin(struct json *json, struct buf *out, const char *kind)
{
	json_begin(json, out, true);
	json_object(json);
	json_put_str(json, "schema", STR("knockon/explain/1"));
	json_put_tool(json);
	json_put_str(json, "kind", str_of(kind));
}

static void end(struct json *json, struct buf *out)
{
	json_end_object(json);
	buf_putc(out, '\n');
}

static void put_rule(struct json *json, enum rule_id rule)
{
	json_key(json, "rule");
	json_object(json);
	json_put_str(json, "id", str_of(rules[rule].id));
	json_put_str(json, "what", str_of(rules[rule].what));
	json_put_str(json, "why", str_of(rules[rule].why));
	json_put_str(json, "remedy", str_of(rules[rule].remedy));
	json_end_object(json);
}

void explain_put_change_json(struct buf *out, const struct explained_change *it)
{
	const struct commit_report *commit = it->commit;
	struct json json;
	struct buf time = { 0 };

	begin(&json, out, "change");
	put_instant(&time, commit->time);
	json_put_str(&json, "commit", commit->id);
	json_put_bool(&json, "net", it->net);
	json_put_str(&json, "time", buf_str(&time));
	json_put_str(&json, "summary", commit->subject);
	json_key(&json, "change");
	json_put_change(&json, it->change);
	put_rule(&json, it->change->rule);
	end(&json, out);
	buf_release(&time);
}

void explain_put_defect_json(struct buf *out, const struct defect *defect, str commit)
{
	struct json json;

	begin(&json, out, "defect");
	json_put_str(&json, "commit", commit);
	json_key(&json, "defect");
	json_put_defect(&json, defect);
	put_rule(&json, defect->rule);
	end(&json, out);
}

/* --- a team --------------------------------------------------------------------------------------------------------
 */

static void put_contracts(struct json *json, const struct explained_team *it, bool provides)
{
	const struct survey_numbers *numbers = provides ? &it->team->provides : &it->team->receives;

	json_key(json, provides ? "provides" : "receives");
	json_array(json);
	for (uint32_t i = 0; i < numbers->list.count; i++) {
		const struct survey_node *contract = &it->survey->nodes.items[numbers->list.items[i]];
		uint32_t other = provides ? teams_receiver(it->survey, numbers->list.items[i]) : contract->team;
		json_flat(json);
		json_object(json);
		json_put_str(json, "id", contract->id);
		json_put_str(json, "what", contract->name);
		json_put_str(
		    json, provides ? "to" : "from", other == NONE ? STR("") : it->survey->nodes.items[other].id);
		json_put_path(json, "path", contract->path);
		json_put_int(json, "line", contract->line);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_route(struct json *json, const char *key, const struct route *route)
{
	json_key(json, key);
	json_array(json);
	for (uint32_t i = 0; i < route->teams.count; i++) {
		const struct affected *team = &route->teams.items[i];
		json_object(json);
		json_put_str(json, "team", team->team);
		json_put_str(json, "name", team->name);
		json_put_str(json, "role", str_of(role_name(team->role)));
		json_put_int(json, "distance", team->distance);
		json_put_hops(json, team->path, team->path_count);
		json_end_object(json);
	}
	json_end_array(json);
}

void explain_put_team_json(struct buf *out, const struct explained_team *it)
{
	const struct survey_node *node = &it->survey->nodes.items[it->team->node];
	struct json json;

	begin(&json, out, "team");
	json_put_str(&json, "commit", it->commit);
	json_key(&json, "team");
	json_object(&json);
	json_put_str(&json, "id", node->id);
	json_put_str(&json, "name", node->name);
	json_put_str(&json, "kind", node->type);
	json_put_str(&json, "contact", it->team->contact);
	json_put_str(&json, "parent", it->team->parent);
	json_put_int(&json, "steps", it->team->steps.list.count);
	json_put_int(&json, "documents", it->team->owns.count);
	json_end_object(&json);
	put_contracts(&json, it, true);
	put_contracts(&json, it, false);
	put_route(&json, "depends_on", &it->before);
	put_route(&json, "depended_on_by", &it->behind);
	end(&json, out);
}
