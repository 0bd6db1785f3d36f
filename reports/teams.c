#include "reports/teams.h"

#include "reports/json_path.h"

static const struct survey_node *node_at(const struct survey *survey, uint32_t number)
{
	return &survey->nodes.items[number];
}

/* --- counting -------------------------------------------------------------------------------------------- */

static void count_node(struct arena *arena, struct teams_counts *counts, uint32_t node)
{
	/* what is counted comes sorted by document or by team, so an equal one is mostly the last */
	for (uint32_t i = counts->list.count; i > 0; i--)
		if (counts->list.items[i - 1].node == node) {
			counts->list.items[i - 1].count++;
			return;
		}
	LIST_PUSH(arena, &counts->list, ((struct teams_count){ node, 1 }));
}

struct teams_counts teams_neighbours(
    struct arena *arena, const struct survey *survey, const struct survey_team *team, bool gives)
{
	const struct survey_numbers *numbers = gives ? &team->hands_out : &team->takes_in;
	struct teams_counts counts = { 0 };

	for (uint32_t i = 0; i < numbers->list.count; i++) {
		const struct survey_handoff *handoff = &survey->handoffs.items[numbers->list.items[i]];
		count_node(arena, &counts, gives ? handoff->to_team : handoff->from_team);
	}
	return counts;
}

static uint32_t file_of(const struct survey *survey, uint32_t number)
{
	uint32_t document = node_at(survey, number)->document;

	return document != NONE && node_at(survey, document)->document != NONE ? node_at(survey, document)->document
	                                                                       : document;
}

struct teams_counts teams_files(struct arena *arena, const struct survey *survey, const struct survey_numbers *numbers)
{
	struct teams_counts counts = { 0 };

	for (uint32_t i = 0; i < numbers->list.count; i++)
		count_node(arena, &counts, file_of(survey, numbers->list.items[i]));
	return counts;
}

uint32_t teams_receiver(const struct survey *survey, uint32_t contract)
{
	uint32_t low = 0, high = survey->edges.count;

	while (low < high) { /* edges are sorted by kind, then by where they come from */
		uint32_t middle = low + (high - low) / 2;
		const struct survey_edge *edge = &survey->edges.items[middle];
		if (edge->kind < EDGE_CONTRACT || (edge->kind == EDGE_CONTRACT && edge->from < contract))
			low = middle + 1;
		else
			high = middle;
	}
	const struct survey_edge *edge = low < survey->edges.count ? &survey->edges.items[low] : NULL;
	return edge && edge->kind == EDGE_CONTRACT && edge->from == contract ? edge->to : NONE;
}

bool teams_shows(const struct teams_report *report, const struct survey_team *team)
{
	return report->only == NONE || report->only == team->node;
}

/* --- JSON ------------------------------------------------------------------------------------------------ */

static void begin_list(struct json *json, const char *key, bool empty)
{
	json_key(json, key);
	if (empty)
		json_flat(json);
	json_array(json);
}

static void put_spellings(struct json *json, const struct survey_team *team)
{
	begin_list(json, "spellings", !team->spellings.count);
	for (uint32_t i = 0; i < team->spellings.count; i++) {
		json_flat(json);
		json_object(json);
		json_put_str(json, "name", team->spellings.items[i].name);
		json_put_int(json, "count", team->spellings.items[i].count);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_sources(struct json *json, const struct survey_team *team)
{
	begin_list(json, "sources", !team->sources.count);
	for (uint32_t i = 0; i < team->sources.count; i++) {
		const struct survey_source *source = &team->sources.items[i];
		json_flat(json);
		json_object(json);
		json_put_str(json, "kind", str_of(source->what));
		json_put_path(json, "path", source->path);
		json_put_int(json, "line", source->line);
		json_put_int(json, "count", source->count);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_owned(struct json *json, const struct survey *survey, const struct survey_team *team)
{
	begin_list(json, "owns", !team->owns.count);
	for (uint32_t i = 0; i < team->owns.count; i++) {
		const struct survey_owned *owned = &team->owns.items[i];
		json_flat(json);
		json_object(json);
		json_put_path(json, "path", node_at(survey, owned->document)->path);
		json_put_str(json, "by", str_of(owned->how));
		json_put_bool(json, "co_owner", owned->co_owner);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_steps(struct json *json, const struct survey *survey, const struct survey_team *team)
{
	begin_list(json, "steps", !team->steps.list.count);
	for (uint32_t i = 0; i < team->steps.list.count; i++) {
		const struct survey_node *step = node_at(survey, team->steps.list.items[i]);
		json_flat(json);
		json_object(json);
		json_put_str(json, "id", step->id);
		json_put_str(json, "name", step->name);
		json_put_path(json, "path", step->path);
		json_put_int(json, "line", step->line);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_contracts(struct json *json, const struct survey *survey, const struct survey_numbers *numbers,
    const char *key, bool provides)
{
	begin_list(json, key, !numbers->list.count);
	for (uint32_t i = 0; i < numbers->list.count; i++) {
		uint32_t number = numbers->list.items[i];
		const struct survey_node *contract = node_at(survey, number);
		uint32_t other = provides ? teams_receiver(survey, number) : contract->team;
		json_flat(json);
		json_object(json);
		json_put_str(json, "id", contract->id);
		json_put_str(json, "what", contract->name);
		json_put_str(json, provides ? "to" : "from", other == NONE ? STR("") : node_at(survey, other)->id);
		json_put_path(json, "path", contract->path);
		json_put_int(json, "line", contract->line);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_neighbours(struct json *json, const struct survey *survey, const struct survey_team *team, bool gives)
{
	struct arena scratch = { 0 };
	struct teams_counts counts = teams_neighbours(&scratch, survey, team, gives);

	begin_list(json, gives ? "hands_to" : "gets_from", !counts.list.count);
	for (uint32_t i = 0; i < counts.list.count; i++) {
		json_flat(json);
		json_object(json);
		json_put_str(json, "team", node_at(survey, counts.list.items[i].node)->id);
		json_put_int(json, "handoffs", counts.list.items[i].count);
		json_end_object(json);
	}
	json_end_array(json);
	arena_release(&scratch);
}

static void put_team(struct json *json, const struct survey *survey, const struct survey_team *team)
{
	const struct survey_node *node = node_at(survey, team->node);

	json_object(json);
	json_put_str(json, "id", node->id);
	json_put_str(json, "name", node->name);
	json_put_str(json, "kind", node->type);
	json_put_bool(json, "known", team->known);
	json_put_str(json, "parent", team->parent);
	json_put_str(json, "contact", team->contact);
	put_spellings(json, team);
	put_sources(json, team);
	put_owned(json, survey, team);
	put_steps(json, survey, team);
	put_contracts(json, survey, &team->provides, "provides", true);
	put_contracts(json, survey, &team->receives, "receives", false);
	put_neighbours(json, survey, team, true);
	put_neighbours(json, survey, team, false);
	json_end_object(json);
}

void teams_put_json(struct buf *out, const struct teams_report *report)
{
	const struct survey *survey = report->survey;
	struct json json;

	json_begin(&json, out, true);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/teams/1"));
	json_put_tool(&json);
	json_put_str(&json, "commit", report->commit);
	json_key(&json, "teams");
	json_array(&json);
	for (uint32_t i = 0; i < survey->teams.count; i++)
		if (teams_shows(report, &survey->teams.items[i]))
			put_team(&json, survey, &survey->teams.items[i]);
	json_end_array(&json);
	json_end_object(&json);
	buf_putc(out, '\n');
}
