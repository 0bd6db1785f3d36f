#include "reports/lint.h"

#include "analyzer/git/history.h"
#include "analyzer/lint/lint.h"
#include "cli/command.h"
#include "cli/sinks.h"
#include "cli/standing.h"
#include "reports/moment.h"

#include <string.h>
#include <unistd.h>

enum lint_format { LINT_TEXT, LINT_JSON, LINT_JSONL };
static const char *const formats[] = { "text", "json", "jsonl", NULL };

struct lint_run {
	const struct options *options;
	struct standing standing;
	struct sinks sinks;
	struct oid base;
	bool range;
	struct lint_wish wish;
	struct defects defects;
	str team;
	unsigned documents;
};

/* --- what is asked for ----------------------------------------------------------------------------------------------
 */

static bool check_options(struct lint_run *it, struct error *error)
{
	const struct options *options = it->options;
	enum severity severity;

	if (options->argument_count > 1)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "lint takes one revision or range, not %u", options->argument_count);
	if (options->argument_count && options->arguments[0][0] == '-')
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no revision", options->arguments[0]);
	if (options->min_severity && !severity_find(str_of(options->min_severity), &severity))
		return error_set(error, ERROR_USAGE, NULL, 0, "--min-severity takes info, risky or breaking, not '%s'",
		    options->min_severity);
	return sinks_read(&it->sinks, options, formats, error);
}

/* The head of a range, or the revision; its base goes to it->base. */
static bool find_head(struct lint_run *it, char head[OID_HEX + 1], struct error *error)
{
	const char *words = it->options->argument_count ? it->options->arguments[0] : "HEAD";
	struct range_wish wish = { .words = words, .net = true };
	struct setting setting;
	struct range range = { 0 };

	it->range = strstr(words, "..") != NULL;
	bool found = setting_open(&setting, it->options, error);
	if (found && it->range)
		found = range_find(&range, &setting.repository, &setting.arena, &wish, error);
	else if (found)
		found = repository_resolve(&setting.repository, words, &range.head, error);
	if (found) {
		it->base = range.base;
		memcpy(head, oid_text(&setting.arena, &range.head).at, OID_HEX);
		head[OID_HEX] = '\0';
	}
	setting_close(&setting);
	return found;
}

static bool find_today(struct lint_run *it, struct error *error)
{
	int64_t time = it->standing.commit.time;

	if (it->options->as_of && !date_read(str_of(it->options->as_of), time, &time))
		return error_set(error, ERROR_USAGE, NULL, 0, "--as-of takes a date such as 2026-11-02, not '%.100s'",
		    it->options->as_of);
	it->wish.today = moment_day(time);
	return true;
}

/* --- looking --------------------------------------------------------------------------------------------------------
 */

static bool look_at_base(struct lint_run *it, struct defects *out, struct error *error)
{
	struct arena *arena = &it->standing.setting.arena;
	struct graph *graph = &it->standing.graph;
	struct survey survey;
	struct commit_info base;

	*out = (struct defects){ 0 };
	if (oid_is_zero(&it->base))
		return true;
	if (!repository_commit(&it->standing.setting.repository, &it->base, arena, &base, error) ||
	    !graph_move(graph, &base.tree, &base.id, error))
		return false;
	survey_make(&survey, arena, graph);
	return lint_make(out, arena, graph, &survey, &it->wish, error);
}

static bool look(struct lint_run *it, struct error *error)
{
	struct arena *arena = &it->standing.setting.arena;
	struct defects head, base;

	it->wish.config = &it->standing.setting.config;
	if (!lint_make(&head, arena, &it->standing.graph, &it->standing.survey, &it->wish, error))
		return false;
	it->documents = it->standing.survey.documents;
	it->defects = head;
	if (!it->range)
		return true;
	if (!look_at_base(it, &base, error))
		return false;
	lint_compare(&it->defects, arena, &base, &head);
	return true;
}

static bool prepare(struct lint_run *it, struct error *error)
{
	char head[OID_HEX + 1];
	uint32_t team;

	if (!check_options(it, error) || !find_head(it, head, error) ||
	    !standing_open_at(&it->standing, it->options, head, error) || !find_today(it, error) ||
	    !standing_team(&it->standing, it->options->team, &team, error))
		return false;
	it->team = team == NONE ? STR("") : it->standing.survey.nodes.items[team].id;
	return look(it, error);
}

/* --- saying it ------------------------------------------------------------------------------------------------------
 */

static bool put_sink(struct lint_run *it, const struct sink_choice *sink, struct error *error)
{
	struct arena *arena = &it->standing.setting.arena;
	struct lint_report report = {
		.defects = &it->defects,
		.commit = oid_text(arena, &it->standing.commit.id),
		.base = it->range && !oid_is_zero(&it->base) ? oid_text(arena, &it->base) : STR(""),
		.today = it->wish.today,
		.range = it->range,
		.team = it->team,
		.min_severity = sink->format == LINT_TEXT ? SEVERITY_RISKY : SEVERITY_INFO,
		.documents = it->documents,
	};
	struct run run = { .color = !sink->file && setting_use_color(it->options, STDOUT_FILENO),
		.ascii = !sink->file && !setting_speaks_utf8() };
	struct buf out = { 0 };
	struct text_out text = { &out, arena, &run, setting_width(it->options) };

	if (it->options->min_severity)
		severity_find(str_of(it->options->min_severity), &report.min_severity);
	if (sink->format == LINT_JSON)
		lint_put_json(&out, &report);
	else if (sink->format == LINT_JSONL)
		lint_put_jsonl(&out, &report);
	else
		lint_put_text(&text, &report);
	bool written = sink_write(sink, &out, error);
	buf_release(&out);
	return written;
}

static int run_lint(const struct options *options, struct error *error)
{
	struct lint_run it = { .options = options };
	bool going = prepare(&it, error);

	for (unsigned i = 0; going && i < it.sinks.count; i++)
		going = put_sink(&it, &it.sinks.items[i], error);
	int status = going && lint_fails(&it.defects, it.standing.setting.config.policy.fail_on);
	standing_close(&it.standing);
	return status;
}

static const char *const lint_options[] = { "--format", "--output", "--team", "--min-severity", "--as-of", "--config",
	"--verify-objects", NULL };
const struct command command_lint = {
	.name = "lint",
	.arguments = "[REV|RANGE]",
	.summary = "what is wrong with the documentation: gaps, contradictions, dead links",
	.help =
	    "  REV                 a revision; HEAD where there is none\n"
	    "  RANGE               A..B or A...B: only what came and what was mended between them\n"
	    "  --team TEAM         only what concerns that team\n"
	    "  --min-severity S    list defects from info, risky (default) or breaking up\n"
	    "  --as-of DATE        reviews are overdue by then; otherwise the date of the commit\n"
	    "  --format text|json|jsonl\n"
	    "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	    "  --config FILE       instead of .knockon.yml of that revision\n\n"
	    "The status is 1 where there is a defect at or above 'fail-on' of .knockon.yml (breaking, where it does\n"
	    "not say); over a range only one that came.\n",
	.allowed = lint_options,
	.run = run_lint,
};
