#include "reports/graph.h"
#include "analyzer/survey/chart.h"
#include "cli/command.h"
#include "cli/nearest.h"
#include "cli/sinks.h"
#include "cli/standing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum graph_format { GRAPH_TEXT, GRAPH_JSON, GRAPH_DOT, GRAPH_MERMAID }; /* as format_names */
enum { AROUND_MAX = 50, DEPTH_MOST = 100 };

static const char *const format_names[] = { "text", "json", "dot", "mermaid", NULL };
static const char *const level_names[] = { "teams", "processes", "steps" };

struct graph_run {
	const struct options *options;
	struct standing standing;
	struct chart_wish wish;
	bool leveled; /* --level is given */
	uint32_t around[AROUND_MAX];
	struct sinks sinks;
};

/* --- what is asked for ----------------------------------------------------------------------------------------------
 */

static bool read_level(struct graph_run *it, struct error *error)
{
	const char *name = it->options->level;

	it->wish.level = it->options->around ? CHART_STEPS : CHART_TEAMS;
	it->leveled = name != NULL;
	for (int i = 0; name && i < 3; i++)
		if (strcmp(name, level_names[i]) == 0) {
			it->wish.level = (enum chart_level)i;
			return true;
		}
	return !name ||
	    error_set(error, ERROR_USAGE, NULL, 0, "--level takes teams, processes or steps, not '%s'", name);
}

static bool read_depth(struct graph_run *it, struct error *error)
{
	unsigned depth = it->wish.level == CHART_STEPS ? 2 : 1;

	if (it->options->depth && !it->options->around)
		return error_set(error, ERROR_USAGE, NULL, 0, "--depth wants --around WORDS");
	if (it->options->depth && !options_number(it->options->depth, "--depth", &depth, error))
		return false;
	it->wish.depth = depth < DEPTH_MOST ? depth : DEPTH_MOST;
	return true;
}

static bool nothing_around(struct graph_run *it, struct error *error)
{
	const struct survey *survey = &it->standing.survey;
	struct nearest nearest = { .word = str_of(it->options->around) };
	struct buf hint = { 0 };

	for (uint32_t i = 0; i < survey->nodes.count; i++)
		nearest_offer(&nearest, survey->nodes.items[i].name);
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no team, document, step or promise '%.200s'%.*s",
	    it->options->around, STR_ARG(buf_str(&hint)));
	buf_release(&hint);
	return false;
}

static bool find_around(struct graph_run *it, struct error *error)
{
	const char *words = it->options->around;

	if (!words)
		return true;
	unsigned count = survey_find(&it->standing.survey, &it->standing.graph, str_of(words), it->around, AROUND_MAX);
	if (!count)
		return nothing_around(it, error);
	if (count > AROUND_MAX)
		return error_set(error, ERROR_USAGE, NULL, 0, "'%.200s' is in %u names; say more of it", words, count);
	it->wish.around = it->around;
	it->wish.around_count = count;
	return true;
}

static bool prepare(struct graph_run *it, struct error *error)
{
	return sinks_read(&it->sinks, it->options, format_names, error) && read_level(it, error) &&
	    read_depth(it, error) && standing_open(&it->standing, it->options, error) &&
	    standing_team(&it->standing, it->options->team, &it->wish.team, error) && find_around(it, error);
}

/* --- saying it ------------------------------------------------------------------------------------------- */

static void put_text(
    struct graph_run *it, const struct sink_choice *sink, const struct graph_report *report, struct buf *out)
{
	struct run run = {
		.color = !sink->file && setting_use_color(it->options, STDOUT_FILENO),
		.ascii = !sink->file && !setting_speaks_utf8(),
	};
	struct text_out text = { out, &it->standing.setting.arena, &run, setting_width(it->options) };

	graph_put_text(&text, report);
}

static bool put_sink(struct graph_run *it, const struct sink_choice *sink, struct error *error)
{
	struct arena *arena = &it->standing.setting.arena;
	struct chart_wish wish = it->wish;
	struct chart chart;
	struct buf out = { 0 };

	if (sink->format == GRAPH_JSON && !it->leveled)
		wish.level = CHART_STEPS; /* all there is */
	chart_make(&chart, arena, &it->standing.survey, &wish);
	struct graph_report report = { &chart, oid_text(arena, &it->standing.commit.id),
		wish.team != NONE || wish.around };
	unsigned left_out = 0;
	if (sink->format == GRAPH_TEXT)
		put_text(it, sink, &report, &out);
	else if (sink->format == GRAPH_JSON)
		graph_put_json(&out, &report);
	else if (sink->format == GRAPH_DOT)
		graph_put_dot(&out, &report);
	else
		left_out = graph_put_mermaid(&out, &report);
	bool written = sink_write(sink, &out, error);
	if (written && sink->format != GRAPH_TEXT && !it->standing.survey.documents && !it->options->quiet)
		fputs("knockon: no process documents here: knockon reads Markdown, Mermaid and BPMN files\n", stderr);
	if (written && left_out && !it->options->quiet)
		fprintf(stderr,
		    "knockon: %u edges were left out, Mermaid draws no more; --team or --around narrow the picture\n",
		    left_out);
	buf_release(&out);
	return written;
}

static int run_graph(const struct options *options, struct error *error)
{
	struct graph_run it = { .options = options, .wish.team = NONE };
	bool going = prepare(&it, error);

	for (unsigned i = 0; going && i < it.sinks.count; i++)
		going = put_sink(&it, &it.sinks.items[i], error);
	standing_close(&it.standing);
	return 0;
}

static const char *const graph_options[] = { "--format", "--output", "--team", "--around", "--depth", "--level",
	"--config", "--verify-objects", NULL };
const struct command command_graph = {
	.name = "graph",
	.arguments = "[REV]",
	.summary = "who hands work to whom, and where is that written",
	.help = "  REV                 a revision; HEAD where there is none\n"
	        "  --level LEVEL       teams (default), processes or steps\n"
	        "  --team TEAM         only what touches that team\n"
	        "  --around WORDS      only what is near a step, document, team or promise of that name; shows steps\n"
	        "  --depth N           how near: N arrows away (default 2 for steps, otherwise 1)\n"
	        "  --format text|json|dot|mermaid\n"
	        "                      json shows everything unless there is a --level\n"
	        "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	        "  --config FILE       instead of .knockon.yml of that revision\n\n"
	        "A \u2192 B: a change at A reaches B. By handoffs, A gives work to B; by promises, A has promised "
	        "something\n"
	        "to B; by references, a page of B links to a page of A.\n",
	.allowed = graph_options,
	.run = run_graph,
};
