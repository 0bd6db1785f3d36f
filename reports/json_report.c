/*
 * knockon/impact/1: one object with summary and coverage before the commits, so the commits wait in the spool until
 * the totals are known. knockon/commit/1: one commit a line, written at once. Keys stand in a fixed order and none
 * is left out but path_hex, count, places and truncated.
 */
#include "reports/json_parts.h"
#include "reports/json_path.h"
#include "reports/listing.h"
#include "reports/moment.h"
#include "reports/report.h"

#include "base/json.h"

enum { COMMIT_DEPTH = 2 }; /* of a commit within knockon/impact/1 */

static void begin_flat_object(struct json *json, const char *key)
{
	json_key(json, key);
	json_flat(json);
	json_object(json);
}

static void put_modifiers(struct json *json, unsigned modifiers)
{
	json_key(json, "modifiers");
	json_flat(json);
	json_array(json);
	for (unsigned bit = 1; bit <= MODIFIER_INFERRED; bit <<= 1)
		if (modifiers & bit)
			json_str(json, str_of(modifier_name(bit)));
	json_end_array(json);
}

static void put_hop(struct json *json, const struct hop *hop)
{
	json_flat(json);
	json_object(json);
	json_put_str(json, "edge", str_of(edge_name(hop->edge)));
	json_put_str(json, "from", hop->from);
	json_put_str(json, "to", hop->to);
	json_put_str(json, "team", hop->team);
	json_put_path(json, "file", hop->file);
	json_put_int(json, "line", hop->line);
	json_put_str(json, "graph", hop->before ? STR("before") : STR("after"));
	json_end_object(json);
}

void json_put_hops(struct json *json, const struct hop *path, unsigned count)
{
	json_key(json, "path");
	json_array(json);
	for (unsigned i = 0; i < count; i++)
		put_hop(json, &path[i]);
	json_end_array(json);
}

static void put_affected(struct json *json, const struct affected *affected)
{
	json_object(json);
	json_put_str(json, "team", affected->team);
	json_put_str(json, "role", str_of(role_name(affected->role)));
	json_put_int(json, "distance", affected->distance);
	json_put_str(json, "severity", str_of(severity_name(affected->severity)));
	put_modifiers(json, affected->modifiers);
	json_put_str(json, "requirement", str_of(requirement_name(affected->requirement)));
	json_put_bool(json, "acknowledged", affected->acknowledged);
	json_put_hops(json, affected->path, affected->path_count);
	json_end_object(json);
}

void json_put_element(struct json *json, const struct element *element)
{
	begin_flat_object(json, "element");
	json_put_str(json, "kind", str_of(element->kind));
	json_put_str(json, "id", element->id);
	json_put_str(json, "name", element->name);
	json_put_str(json, "team", element->team);
	json_end_object(json);
}

void json_put_places(struct json *json, const struct place_said *places, unsigned count)
{
	json_key(json, "places");
	json_array(json);
	for (unsigned i = 0; i < count; i++) {
		json_flat(json);
		json_object(json);
		json_put_path(json, "path", places[i].path);
		json_put_int(json, "line", places[i].line);
		json_end_object(json);
	}
	json_end_array(json);
}

void json_put_change(struct json *json, const struct change *change)
{
	json_object(json);
	json_put_str(json, "fingerprint", str_of(change->fingerprint));
	json_put_str(json, "rule", str_of(rules[change->rule].id));
	json_put_str(json, "severity", str_of(severity_name(change->severity)));
	put_modifiers(json, change->modifiers);
	json_put_str(json, "confidence", str_of(confidence_name(change->confidence)));
	json_put_str(json, "audience", change->audience_unknown ? STR("unknown") : STR("known"));
	json_put_path(json, "path", change->path);
	json_put_int(json, "line", change->line);
	json_put_element(json, &change->element);
	json_put_str(json, "field", str_of(change->field));
	json_put_str(json, "old", change->old);
	json_put_str(json, "new", change->now);
	json_put_str(json, "message", change->message);
	if (change->count > 1) {
		json_put_int(json, "count", change->count);
		json_put_places(json, change->places, change->place_count);
	}
	if (change->commit.size)
		json_put_str(json, "commit", change->commit);
	json_key(json, "affected");
	json_array(json);
	for (unsigned i = 0; i < change->affected_count; i++)
		put_affected(json, &change->affected[i]);
	json_end_array(json);
	if (change->truncated)
		json_put_int(json, "truncated", change->truncated);
	json_end_object(json);
}

static void put_remedy(struct json *json, const struct commit_report *commit, str team)
{
	for (unsigned i = 0; i < commit->remedy_count; i++)
		if (str_eq(commit->remedies[i].team, team))
			json_put_str(json, "remedy", commit->remedies[i].line);
}

static void put_team_affected(struct json *json, const struct commit_report *commit, const struct team_affected *team)
{
	json_flat(json);
	json_object(json);
	json_put_str(json, "team", team->team);
	json_put_int(json, "distance", team->distance);
	json_put_str(json, "severity", str_of(severity_name(team->severity)));
	json_put_str(json, "requirement", str_of(requirement_name(team->requirement)));
	json_put_bool(json, "acknowledged", team->acknowledged);
	json_key(json, "changes");
	json_array(json);
	for (unsigned i = 0; i < team->change_count; i++)
		json_str(json, str_of(team->changes[i]));
	json_end_array(json);
	put_remedy(json, commit, team->team);
	json_end_object(json);
}

static int by_severity_distance_key(const struct team_affected *a, const struct team_affected *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	return str_cmp(a->team, b->team);
}

/* Owners and the others are each in this order already. */
static void put_teams_affected(struct json *json, const struct commit_report *commit)
{
	unsigned owner = 0, other = 0;

	json_key(json, "affected");
	json_array(json);
	while (owner < commit->owner_count || other < commit->affected_count) {
		bool take_owner = other == commit->affected_count ||
		    (owner < commit->owner_count &&
		        by_severity_distance_key(&commit->owners[owner], &commit->affected[other]) < 0);
		put_team_affected(json, commit, take_owner ? &commit->owners[owner++] : &commit->affected[other++]);
	}
	json_end_array(json);
}

static void put_reverted(struct json *json, const struct commit_report *commit)
{
	json_key(json, "reverted");
	json_array(json);
	for (unsigned i = 0; i < commit->reverted_count; i++)
		json_put_change(json, &commit->reverted[i]);
	json_end_array(json);
}

static void put_time(struct json *json, int64_t seconds)
{
	struct buf words = { 0 };

	put_instant(&words, seconds);
	json_put_str(json, "time", buf_str(&words));
	buf_release(&words);
}

void json_put_commit(struct json *json, const struct run *run, const struct commit_report *commit, const char *schema)
{
	json_object(json);
	if (schema)
		json_put_str(json, "schema", str_of(schema));
	json_put_str(json, "id", commit->id);
	json_key(json, "parents");
	json_flat(json);
	json_array(json);
	for (unsigned i = 0; i < commit->parent_count; i++)
		json_str(json, commit->parents[i]);
	json_end_array(json);
	begin_flat_object(json, "author");
	json_put_str(json, "name", commit->author_name);
	json_put_str(json, "email", commit->author_email);
	json_end_object(json);
	put_time(json, commit->time);
	json_put_str(json, "summary", commit->subject);
	json_key(json, "changes");
	json_array(json);
	for (unsigned i = 0; i < commit->change_count; i++)
		if (change_is_listed(run, commit, &commit->changes[i]))
			json_put_change(json, &commit->changes[i]);
	json_end_array(json);
	put_teams_affected(json, commit);
	if (run->net)
		put_reverted(json, commit);
	json_end_object(json);
}

/* --- knockon/commit/1 ----------------------------------------------------------------------- */

static void jsonl_begin(struct report_out *out, const struct run *run)
{
	(void)out;
	(void)run;
}

static void jsonl_commit(struct report_out *out, const struct run *run, const struct commit_report *commit)
{
	struct json json;

	json_begin(&json, out->out, false);
	json_put_commit(&json, run, commit, "knockon/commit/1");
	buf_putc(out->out, '\n');
}

static void jsonl_end(struct report_out *out, const struct run *run, const struct totals *totals)
{
	(void)out;
	(void)run;
	(void)totals;
}

const struct report_format report_jsonl = {
	.name = "jsonl",
	.summary = "JSON, one commit a line, as soon as it is known",
	.begin = jsonl_begin,
	.commit = jsonl_commit,
	.end = jsonl_end,
};

/* --- knockon/impact/1 ----------------------------------------------------------------------- */

static void json_report_begin(struct report_out *out, const struct run *run)
{
	(void)run;
	buf_clear(&out->spool);
	out->written = 0;
}

static void json_report_commit(struct report_out *out, const struct run *run, const struct commit_report *commit)
{
	struct json json;

	json_begin(&json, &out->spool, true);
	json.depth = COMMIT_DEPTH;
	json.filled[COMMIT_DEPTH] = out->written > 0;
	json_put_commit(&json, run, commit, NULL);
	out->written++;
}

void json_put_run(struct json *json, const struct run *run)
{
	json_put_tool(json);
	begin_flat_object(json, "range");
	json_put_str(json, "base", run->base);
	json_put_str(json, "head", run->head);
	json_put_bool(json, "net", run->net);
	json_end_object(json);
}

void json_put_summary(struct json *json, const struct summary *summary)
{
	begin_flat_object(json, "summary");
	json_put_int(json, "commits", summary->commits);
	json_put_int(json, "changes", summary->changes);
	json_put_int(json, "breaking", summary->breaking);
	json_put_int(json, "risky", summary->risky);
	json_put_int(json, "info", summary->info);
	json_put_int(json, "cosmetic", summary->cosmetic);
	json_put_int(json, "teams", summary->teams);
	json_put_int(json, "unacknowledged", summary->unacknowledged);
	json_end_object(json);
}

void json_put_coverage(struct json *json, const struct coverage *coverage)
{
	begin_flat_object(json, "coverage");
	json_put_int(json, "files", coverage->files);
	json_put_int(json, "documents", coverage->documents);
	json_put_int(json, "partial", coverage->partial);
	json_put_int(json, "opaque", coverage->opaque);
	json_put_int(json, "owned", coverage->owned);
	json_put_int(json, "inferred", coverage->inferred);
	json_put_int(json, "ownerless_steps", coverage->ownerless_steps);
	json_end_object(json);
}

static void put_team(struct json *json, const struct team_said *team)
{
	json_flat(json);
	json_object(json);
	json_put_str(json, "id", team->id);
	json_put_str(json, "name", team->name);
	json_put_str(json, "kind", str_of(team->kind));
	json_put_str(json, "contact", team->contact);
	json_end_object(json);
}

void json_put_teams(struct json *json, const struct totals *totals)
{
	json_key(json, "teams");
	json_array(json);
	for (unsigned i = 0; i < totals->team_count; i++)
		put_team(json, &totals->teams[i]);
	json_end_array(json);
}

static void put_spool(struct json *json, struct report_out *out)
{
	json_key(json, "commits");
	json_array(json);
	buf_put(out->out, buf_str(&out->spool));
	json->filled[json->depth] = out->written > 0;
	json_end_array(json);
	if (!buf_ok(&out->spool))
		out->out->failed = true;
	buf_release(&out->spool);
}

static void json_report_end(struct report_out *out, const struct run *run, const struct totals *totals)
{
	struct json json;

	json_begin(&json, out->out, true);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/impact/1"));
	json_put_run(&json, run);
	json_put_summary(&json, &totals->summary);
	json_put_coverage(&json, &totals->coverage);
	put_spool(&json, out);
	json_put_teams(&json, totals);
	json_end_object(&json);
	buf_putc(out->out, '\n');
}

const struct report_format report_json = {
	.name = "json",
	.summary = "JSON for other programs",
	.begin = json_report_begin,
	.commit = json_report_commit,
	.end = json_report_end,
};
