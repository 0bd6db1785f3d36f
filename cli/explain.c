#include "reports/explain.h"

#include "analyzer/impact.h"
#include "analyzer/lint/lint.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/nearest.h"
#include "cli/sinks.h"
#include "cli/standing.h"
#include "reports/moment.h"

#include <string.h>
#include <unistd.h>

enum { FINGERPRINT_DIGITS = 12 };

static const char *const formats[] = { "text", "json", NULL };

enum explained { EXPLAINED_CHANGE, EXPLAINED_DEFECT, EXPLAINED_TEAM };

struct explain_run {
	const struct options *options;
	const char *what, *range_words;
	struct sinks sinks;
	enum explained kind;
	struct arena arena;
	/* a change */
	struct setting setting;
	struct impact impact;
	struct range range;
	bool opened;
	struct commit_report commit;
	struct explained_change change;
	/* a defect or a team */
	struct standing standing;
	struct defects defects;
	const struct defect *defect;
	struct explained_team team;
};

static bool is_fingerprint(const char *words)
{
	size_t digits = strspn(words, "0123456789abcdef");

	return digits == FINGERPRINT_DIGITS && !words[digits];
}

static bool check_options(struct explain_run *it, struct error *error)
{
	const struct options *options = it->options;

	if (!options->argument_count)
		return error_set(error, ERROR_USAGE, NULL, 0,
		    "explain wants a fingerprint, a team or a rule, such as: knockon explain step-removed");
	it->what = options->arguments[0];
	it->range_words = options->argument_count > 1 ? options->arguments[1] : NULL;
	if (options->argument_count > 2)
		return error_set(error, ERROR_USAGE, NULL, 0,
		    "explain takes one WHAT and one range; a name of several words stands in quotes");
	if (it->range_words && it->range_words[0] == '-')
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no range", it->range_words);
	return sinks_read(&it->sinks, options, formats, error);
}

/* --- a change -------------------------------------------------------------------------------------------------------
 */

static bool take_change(struct explain_run *it, bool net)
{
	for (unsigned i = 0; i < it->commit.change_count; i++)
		if (strcmp(it->commit.changes[i].fingerprint, it->what) == 0) {
			it->change = (struct explained_change){ &it->commit, &it->commit.changes[i], net };
			it->kind = EXPLAINED_CHANGE;
			return true;
		}
	return false;
}

static bool look_at_commits(struct explain_run *it, bool *found, struct error *error)
{
	for (uint32_t i = 0; i < it->range.commits.count && !*found; i++) {
		arena_release(&it->arena);
		if (!impact_commit(&it->impact, &it->range.commits.items[i], &it->arena, &it->commit, error))
			return false;
		*found = take_change(it, false);
	}
	return true;
}

/* `check` judges a range as one change, whose findings have fingerprints of their own. */
static bool look_at_range(struct explain_run *it, bool *found, struct error *error)
{
	struct commit_info head, base;

	if (*found || !it->range_words || !strstr(it->range_words, "..") || oid_is_zero(&it->range.base))
		return true;
	arena_release(&it->arena);
	if (!repository_commit(&it->setting.repository, &it->range.head, &it->setting.arena, &head, error) ||
	    !repository_commit(&it->setting.repository, &it->range.base, &it->setting.arena, &base, error))
		return false;
	head.parents = &it->range.base;
	head.parent_count = 1;
	if (!impact_between(&it->impact, &base.tree, &head.tree, &head, &it->arena, &it->commit, error))
		return false;
	*found = take_change(it, true);
	return true;
}

static bool find_change(struct explain_run *it, bool *found, struct error *error)
{
	struct range_wish wish = {
		.words = it->range_words,
		.history = it->options->history,
		.since = it->options->since,
		.until = it->options->until,
		.reverse = it->options->reverse,
	};
	struct commit_info head;

	if (!setting_open(&it->setting, it->options, error) ||
	    !range_find(&it->range, &it->setting.repository, &it->setting.arena, &wish, error) ||
	    !repository_commit(&it->setting.repository, &it->range.head, &it->setting.arena, &head, error) ||
	    !setting_configure(&it->setting, it->options, &head.tree, error))
		return false;
	impact_open(&it->impact, &it->setting.repository, &it->setting.config);
	it->opened = true;
	return look_at_commits(it, found, error) && look_at_range(it, found, error);
}

/* --- a defect -------------------------------------------------------------------------------------------------------
 */

static const char *head_of(const struct explain_run *it)
{
	return it->range_words && !strstr(it->range_words, "..") ? it->range_words : "HEAD";
}

static bool find_defect(struct explain_run *it, bool *found, struct error *error)
{
	struct standing *standing = &it->standing;

	if (*found)
		return true;
	if (!standing_open_at(standing, it->options, head_of(it), error))
		return false;
	const struct lint_wish wish = { &standing->setting.config, moment_day(standing->commit.time) };
	if (!lint_make(&it->defects, &standing->setting.arena, &standing->graph, &standing->survey, &wish, error))
		return false;
	for (uint32_t i = 0; i < it->defects.list.count && !*found; i++)
		if (strcmp(it->defects.list.items[i].fingerprint, it->what) == 0) {
			it->defect = &it->defects.list.items[i];
			it->kind = EXPLAINED_DEFECT;
			*found = true;
		}
	return true;
}

static bool find_fingerprint(struct explain_run *it, struct error *error)
{
	bool found = false;

	if (!find_change(it, &found, error) || !find_defect(it, &found, error))
		return false;
	return found ||
	    error_set(error, ERROR_USAGE, NULL, 0, "no finding %s in %.*s%s", it->what, STR_ARG(it->range.shown),
	        it->options->history || it->range_words
	            ? ""
	            : "; 'explain FINGERPRINT A..B' looks through a range, --history through all commits");
}

/* --- a team ----------------------------------------------------------------------------------------------------------
 */

static bool nothing_called(struct explain_run *it, struct error *error)
{
	const struct survey *survey = &it->standing.survey;
	struct nearest nearest = { .word = str_of(it->what) };
	struct buf hint = { 0 };

	for (uint32_t i = 0; i < survey->teams.count; i++)
		nearest_offer(&nearest, survey->nodes.items[survey->teams.items[i].node].name);
	for (int i = RULE_NONE + 1; i < RULE_COUNT; i++)
		nearest_offer(&nearest, str_of(rules[i].id));
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "'%.200s' is no rule, no team and no fingerprint%.*s", it->what,
	    STR_ARG(buf_str(&hint)));
	buf_release(&hint);
	return false;
}

static bool find_team(struct explain_run *it, struct error *error)
{
	struct standing *standing = &it->standing;
	struct arena *arena = &standing->setting.arena;

	if (!standing_open_at(standing, it->options, head_of(it), error))
		return false;
	uint32_t node = survey_find_team(&standing->survey, &standing->graph, str_of(it->what));
	if (node == NONE)
		return nothing_called(it, error);
	it->kind = EXPLAINED_TEAM;
	it->team =
	    (struct explained_team){ .survey = &standing->survey, .commit = oid_text(arena, &standing->commit.id) };
	for (uint32_t i = 0; i < standing->survey.teams.count; i++)
		if (standing->survey.teams.items[i].node == node)
			it->team.team = &standing->survey.teams.items[i];
	struct route_wish wish = { .starts = &node, .start_count = 1, .upstream = true };
	route_find(&it->team.before, arena, &standing->survey, &standing->graph, &wish);
	wish.upstream = false;
	route_find(&it->team.behind, arena, &standing->survey, &standing->graph, &wish);
	return true;
}

/* --- saying it -------------------------------------------------------------------------------------------------------
 */

static void put_text(struct explain_run *it, const struct text_out *text)
{
	switch (it->kind) {
	case EXPLAINED_CHANGE: explain_put_change_text(text, &it->change); break;
	case EXPLAINED_DEFECT: explain_put_defect_text(text, it->defect); break;
	case EXPLAINED_TEAM: explain_put_team_text(text, &it->team); break;
	}
}

static void put_json(struct explain_run *it, struct buf *out)
{
	switch (it->kind) {
	case EXPLAINED_CHANGE: explain_put_change_json(out, &it->change); break;
	case EXPLAINED_DEFECT:
		explain_put_defect_json(
		    out, it->defect, oid_text(&it->standing.setting.arena, &it->standing.commit.id));
		break;
	case EXPLAINED_TEAM: explain_put_team_json(out, &it->team); break;
	}
}

static bool put_sink(struct explain_run *it, const struct sink_choice *sink, struct error *error)
{
	struct run run = { .color = !sink->file && setting_use_color(it->options, STDOUT_FILENO),
		.ascii = !sink->file && !setting_speaks_utf8() };
	struct arena scratch = { 0 };
	struct buf out = { 0 };
	struct text_out text = { &out, &scratch, &run, setting_width(it->options) };

	if (sink->format)
		put_json(it, &out);
	else
		put_text(it, &text);
	bool written = sink_write(sink, &out, error);
	buf_release(&out);
	arena_release(&scratch);
	return written;
}

static bool explain_rule(struct explain_run *it, enum rule_id rule, struct error *error)
{
	bool written = true;

	for (unsigned i = 0; i < it->sinks.count && written; i++) {
		struct buf out = { 0 };
		catalogue_put_rule(&out, rule, it->sinks.items[i].format == 1, setting_width(it->options));
		written = sink_write(&it->sinks.items[i], &out, error);
		buf_release(&out);
	}
	return written;
}

static int run_explain(const struct options *options, struct error *error)
{
	struct explain_run it = { .options = options };

	if (!check_options(&it, error))
		return 2;
	enum rule_id rule = rule_find(str_of(it.what));
	if (rule != RULE_NONE) {
		explain_rule(&it, rule, error);
		return 0;
	}
	bool going = is_fingerprint(it.what) ? find_fingerprint(&it, error) : find_team(&it, error);
	for (unsigned i = 0; going && i < it.sinks.count; i++)
		going = put_sink(&it, &it.sinks.items[i], error);
	if (it.opened)
		impact_close(&it.impact);
	setting_close(&it.setting);
	standing_close(&it.standing);
	arena_release(&it.arena);
	return 0;
}

static const char *const explain_options[] = { "--format", "--output", "--history", "--since", "--until", "--reverse",
	"--config", "--verify-objects", NULL };
const struct command command_explain = {
	.name = "explain",
	.arguments = "WHAT [RANGE]",
	.summary = "one finding, team or rule in full: the way, the reason, what to do",
	.help =
	    "  WHAT                a fingerprint that another command shows, the name of a team, or a rule\n"
	    "  RANGE               where to look for a fingerprint: A..B or one revision; HEAD where there is none\n"
	    "  --history           all commits that the revision reaches; --since and --until narrow it\n"
	    "  --format text|json\n"
	    "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	    "  --config FILE       instead of .knockon.yml of the head of the range\n",
	.allowed = explain_options,
	.run = run_explain,
};
