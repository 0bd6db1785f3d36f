#include "analyzer/change/promises/notice.h"
#include "analyzer/net.h"

#include "cli/command.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "cli/sinks.h"
#include "model/names.h"
#include "reports/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* One place that reports go to. */
struct sink {
	const struct report_format *format;
	const char *file; /* NULL: standard output */
	struct report_out out;
	struct buf bytes;
	struct run run;
};

struct impact_run {
	const struct options *options;
	struct setting setting;
	struct impact impact;
	struct range range;
	str team; /* its key; "" all */
	struct sink sinks[OUTPUTS_MAX + 1];
	unsigned sink_count;
	clock_t began;
	bool opened;
};

/* --- what is asked for ----------------------------------------------------------------------------------------- */

static bool wish_of(const struct options *options, struct range_wish *out, struct error *error)
{
	*out = (struct range_wish){
		.words = options->argument_count ? options->arguments[0] : NULL,
		.since = options->since,
		.until = options->until,
		.history = options->history,
		.net = options->net,
		.reverse = options->reverse && !options->net, /* a net change has one entry */
	};
	if (options->argument_count > 1)
		return error_set(error, ERROR_USAGE, NULL, 0, "impact takes one range, not %u; a range is A..B",
		    options->argument_count);
	if (options->staged && options->worktree)
		return error_set(error, ERROR_USAGE, NULL, 0, "--staged or --worktree, not both");
	if ((options->staged || options->worktree) && (out->words || out->history || out->since))
		return error_set(error, ERROR_USAGE, NULL, 0, "--staged and --worktree take no range");
	if (out->words && out->words[0] == '-')
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no range", out->words);
	return true;
}

static bool severity_wish(
    const struct options *options, const struct report_format *format, enum severity *out, struct error *error)
{
	*out = strcmp(format->name, "text") == 0 ? SEVERITY_RISKY : SEVERITY_INFO;
	if (!options->min_severity || severity_find(str_of(options->min_severity), out))
		return true;
	return error_set(error, ERROR_USAGE, NULL, 0,
	    "--min-severity takes cosmetic, info, risky or breaking, not '%s'", options->min_severity);
}

static bool add_sinks(struct impact_run *it, struct error *error)
{
	static const char *const formats[] = { "text", "json", "jsonl", NULL };
	struct sinks chosen;

	if (!sinks_read(&chosen, it->options, formats, error))
		return false;
	for (unsigned i = 0; i < chosen.count; i++) {
		struct sink *sink = &it->sinks[it->sink_count++];
		sink->format = report_find(formats[chosen.items[i].format]);
		sink->file = chosen.items[i].file;
		if (!severity_wish(it->options, sink->format, &sink->run.min_severity, error))
			return false;
	}
	return true;
}

/* --- reporting ---------------------------------------------------------------------------------------------------- */

static bool flush_sinks(struct impact_run *it, struct error *error)
{
	for (unsigned i = 0; i < it->sink_count; i++)
		if (!it->sinks[i].file && !output_flush(&it->sinks[i].bytes, error))
			return false;
	return true;
}

static void begin_sinks(struct impact_run *it, bool net)
{
	for (unsigned i = 0; i < it->sink_count; i++) {
		struct sink *sink = &it->sinks[i];
		sink->out.out = &sink->bytes;
		sink->run.base = oid_is_zero(&it->range.base) ? STR("") : oid_text(&it->setting.arena, &it->range.base);
		sink->run.head = oid_is_zero(&it->range.head) ? STR("") : oid_text(&it->setting.arena, &it->range.head);
		sink->run.shown = it->range.shown;
		sink->run.net = net;
		sink->run.team = it->team;
		sink->run.ascii = !setting_speaks_utf8();
		sink->run.quiet = it->options->quiet;
		sink->run.color = !sink->file && setting_use_color(it->options, STDOUT_FILENO);
		sink->run.width = setting_width(it->options);
		sink->format->begin(&sink->out, &sink->run);
	}
}

static bool report_commit(struct impact_run *it, const struct commit_report *report, struct error *error)
{
	for (unsigned i = 0; i < it->sink_count; i++)
		it->sinks[i].format->commit(&it->sinks[i].out, &it->sinks[i].run, report);
	return flush_sinks(it, error);
}

static bool end_sinks(struct impact_run *it, struct error *error)
{
	const struct totals *totals = impact_totals(&it->impact);
	bool written = true;

	for (unsigned i = 0; i < it->sink_count && written; i++) {
		struct sink *sink = &it->sinks[i];
		sink->format->end(&sink->out, &sink->run, totals);
		written = sink->file ? output_file(sink->file, buf_str(&sink->bytes), error)
		                     : output_flush(&sink->bytes, error);
	}
	return written;
}

static void release_sinks(struct impact_run *it)
{
	for (unsigned i = 0; i < it->sink_count; i++) {
		buf_release(&it->sinks[i].bytes);
		buf_release(&it->sinks[i].out.spool);
	}
}

/* --- runs ------------------------------------------------------------------------------------------------------------
 */

static void show_progress(const struct impact_run *it, uint32_t done)
{
	if (!isatty(STDERR_FILENO) || it->options->quiet || done % 50)
		return;
	if (done == it->range.commits.count)
		fputs("\r\033[K", stderr);
	else if ((clock() - it->began) > CLOCKS_PER_SEC)
		fprintf(stderr, "\r%u of %u commits", done, it->range.commits.count);
}

static bool each_commit(struct impact_run *it, struct error *error)
{
	for (uint32_t i = 0; i < it->range.commits.count; i++) {
		struct arena arena = { 0 };
		struct commit_report report;
		bool going = impact_commit(&it->impact, &it->range.commits.items[i], &arena, &report, error) &&
		    report_commit(it, &report, error);
		arena_release(&arena);
		if (!going)
			return false;
		show_progress(it, i + 1);
	}
	if (isatty(STDERR_FILENO) && !it->options->quiet && it->range.commits.count > 50)
		fputs("\r\033[K", stderr);
	return true;
}

/* All of a range as one change, told by its head. */
static bool net_change(struct impact_run *it, struct error *error)
{
	struct arena *arena = &it->setting.arena;
	const bool based = !oid_is_zero(&it->range.base);
	struct net_range range = {
		.bases = it->range.base_count ? it->range.bases : &it->range.base,
		.base_count = it->range.base_count ? it->range.base_count : based,
		.commits = it->range.commits.items,
		.commit_count = it->range.commits.count,
	};
	struct commit_report report;
	struct net net = { 0 };

	bool judged = repository_commit(&it->setting.repository, &it->range.head, arena, &range.head, error) &&
	    net_judge(&net, &it->impact, &range, arena, &report, error) && report_commit(it, &report, error);
	net_release(&net);
	return judged;
}

/* What is staged or stands in the work tree, against HEAD. */
static bool uncommitted(struct impact_run *it, struct error *error)
{
	struct arena *arena = &it->setting.arena;
	struct repository *repository = &it->setting.repository;
	struct commit_info head;
	struct commit_report report;
	struct oid tree;

	bool made = it->options->staged ? repository_staged_tree(repository, &tree, error)
	                                : repository_worktree_tree(repository, &tree, error);
	if (!made || !repository_commit(repository, &it->range.head, arena, &head, error))
		return false;
	struct commit_info info = { .parents = &it->range.head, .parent_count = 1, .time = (int64_t)time(NULL) };
	repository_identity(repository, arena, &info.author_name, &info.author_email);
	info.committer_email = info.author_email;
	return impact_between(&it->impact, &head.tree, &tree, &info, arena, &report, error) &&
	    report_commit(it, &report, error);
}

static bool no_such_team(struct impact_run *it, struct error *error)
{
	struct registry *registry = &it->impact.graph.registry;
	struct nearest nearest = { .word = str_of(it->options->team) };
	struct buf hint = { 0 };

	for (team_id team = 1; team <= registry->keys.texts.count; team++)
		if (registry_knows(registry, team))
			nearest_offer(&nearest, registry_team_name(registry, team));
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no team '%.200s'%.*s", it->options->team,
	    STR_ARG(hint.size ? buf_str(&hint) : STR("; 'knockon teams' lists them")));
	buf_release(&hint);
	return false;
}

/* --team may be any spelling of a team that the head of the range knows; of a whole history one of earlier times too.
 */
static bool find_team(struct impact_run *it, struct error *error)
{
	const struct options *options = it->options;

	if (!options->team)
		return true;
	struct registry *registry = &it->impact.graph.registry;
	str key = team_key(&it->setting.arena, text_n0(&it->setting.arena, str_of(options->team)));
	team_id team = registry_resolve_key(registry, key);
	it->team = team ? registry_team_key(registry, team) : key;
	bool long_ago = options->history || options->since || options->until;
	if (!key.size || !(long_ago || registry_knows(registry, team)))
		return no_such_team(it, error);
	return true;
}

static bool prepare(struct impact_run *it, struct error *error)
{
	struct range_wish wish;
	struct commit_info head;

	if (!wish_of(it->options, &wish, error) || !add_sinks(it, error) ||
	    !setting_open(&it->setting, it->options, error))
		return false;
	if (it->options->net && (!wish.words || !strstr(wish.words, "..")))
		return error_set(error, ERROR_USAGE, NULL, 0, "--net wants a range: A..B");
	if (!range_find(&it->range, &it->setting.repository, &it->setting.arena, &wish, error) ||
	    !repository_commit(&it->setting.repository, &it->range.head, &it->setting.arena, &head, error) ||
	    !setting_configure(&it->setting, it->options, &head.tree, error))
		return false;
	impact_open(&it->impact, &it->setting.repository, &it->setting.config);
	it->impact.verify_graph = it->options->verify_graph;
	if (it->options->depth && !options_number(it->options->depth, "--depth", &it->impact.depth, error))
		return false;
	it->opened = true;
	it->impact.as_of = it->options->as_of ? day_of_text(str_of(it->options->as_of)) : DAY_NONE;
	if (it->options->as_of && it->impact.as_of == DAY_NONE)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "--as-of takes a day like 2026-12-01, not '%s'", it->options->as_of);
	return impact_cover(&it->impact, &head.tree, &head.id, error) &&
	    repository_was_whole(&it->setting.repository, error) && find_team(it, error);
}

static void show_stats(const struct impact_run *it)
{
	const struct store *store = &it->impact.store;

	fprintf(stderr,
	    "%u commits, %u blobs parsed, %u taken from memory, %u moves of the graph, %.2f s of processor time\n",
	    it->range.commits.count, store->parsed, store->hits, it->impact.graph.moves,
	    (double)clock() / CLOCKS_PER_SEC);
}

/* The program ends here, and all that it holds goes back at once: piece by piece that takes a fiftieth of a run. Only
 * builds that look for what was forgotten do it. */
static void leave(struct impact_run *it)
{
#ifdef ARENA_ISOLATE
	if (it->opened)
		impact_close(&it->impact);
	setting_close(&it->setting);
#else
	(void)it;
#endif
}

static int run_impact(const struct options *options, struct error *error)
{
	struct impact_run it = { .options = options, .began = clock() };
	bool pending = options->staged || options->worktree;

	bool going = prepare(&it, error);
	if (going) {
		begin_sinks(&it, options->net);
		going = (pending               ? uncommitted(&it, error)
		                : options->net ? net_change(&it, error)
		                               : each_commit(&it, error)) &&
		    repository_was_whole(&it.setting.repository, error) && end_sinks(&it, error);
	}
	if (going && options->stats)
		show_stats(&it);
	release_sinks(&it);
	leave(&it);
	return 0;
}

static const char *const impact_options[] = { "--format", "--output", "--net", "--history", "--since", "--until",
	"--staged", "--worktree", "--reverse", "--team", "--min-severity", "--depth", "--as-of", "--config", "--jobs",
	"--quiet", "--stats", "--width", "--verify-objects", "--verify-graph", NULL };
const struct command command_impact = {
	.name = "impact",
	.arguments = "[RANGE]",
	.summary = "which teams does each commit affect, and why",
	.help = "  RANGE               A..B, A...B or one revision; HEAD where there is none\n"
	        "  --history           every commit that the revision reaches\n"
	        "  --since DATE|REV    only later commits; --until likewise\n"
	        "  --net               the range as one change, from its merge base to its head\n"
	        "  --staged            what git would commit now; --worktree: what is in the files now\n"
	        "  --team TEAM         only what reaches that team\n"
	        "  --depth N           only teams at most N handoffs away\n"
	        "  --as-of DAY         judge dates as on that day, not on that of each commit\n"
	        "  --min-severity S    list changes from info, risky (default) or breaking up\n"
	        "  --format text|json|jsonl\n"
	        "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	        "  --reverse           oldest first\n"
	        "  --quiet             nothing about commits that affect nobody\n"
	        "  --config FILE       instead of .knockon.yml of the head of the range\n"
	        "  --jobs N            at most N threads; this version reads with one\n",
	.allowed = impact_options,
	.run = run_impact,
};
