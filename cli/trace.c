#include "reports/trace.h"

#include "cli/command.h"
#include "cli/nearest.h"
#include "cli/sinks.h"
#include "cli/standing.h"
#include "reports/escape.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MATCHES_MAX = 50, LISTED_MAX = 20 };

static const char *const formats[] = { "text", "json", NULL };

struct trace_run {
	const struct options *options;
	struct standing standing;
	struct sinks sinks;
	str words;
	uint32_t found[MATCHES_MAX];
	unsigned count;
	struct route route;
	struct route_wish wish;
	bool several; /* the words mean several things, which are listed */
};

/* --- what is meant ------------------------------------------------------------------------------------------------ */

static bool has_words(const struct options *options, struct error *error)
{
	return options->argument_count ||
	    error_set(error, ERROR_USAGE, NULL, 0,
	        "trace wants the name of a file, step or team, such as: knockon trace Activate SIM");
}

static void join_words(struct trace_run *it)
{
	it->words = str_of(it->options->arguments[0]);
	for (unsigned i = 1; i < it->options->argument_count; i++)
		it->words =
		    arena_printf(&it->standing.setting.arena, "%.*s %s", STR_ARG(it->words), it->options->arguments[i]);
}

static bool nothing_found(struct trace_run *it, struct error *error)
{
	const struct survey *survey = &it->standing.survey;
	struct nearest nearest = { .word = it->words };
	struct buf hint = { 0 };

	for (uint32_t i = 0; i < survey->nodes.count; i++) {
		nearest_offer(&nearest, survey->nodes.items[i].name);
		if (survey->nodes.items[i].kind == SURVEY_DOCUMENT && survey->nodes.items[i].document == NONE)
			nearest_offer(&nearest, survey->nodes.items[i].path);
	}
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no team, document, step or promise '%.*s'%.*s",
	    (int)(it->words.size < 200 ? it->words.size : 200), it->words.at, STR_ARG(buf_str(&hint)));
	buf_release(&hint);
	return false;
}

/* A promise of the time that a step takes is found by the step's name, and means the step. */
static bool is_of_step(const struct trace_run *it, const struct survey_node *promise)
{
	const struct survey_node *nodes = it->standing.survey.nodes.items;

	for (unsigned i = 0; i < it->count && promise->kind == SURVEY_CONTRACT; i++)
		if (nodes[it->found[i]].kind == SURVEY_STEP && str_eq(nodes[it->found[i]].path, promise->path) &&
		    str_eq(nodes[it->found[i]].name, promise->name))
			return true;
	return false;
}

static void leave_out_promises_of_steps(struct trace_run *it)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < it->count; i++)
		if (!is_of_step(it, &it->standing.survey.nodes.items[it->found[i]]))
			it->found[kept++] = it->found[i];
	it->count = kept;
}

static bool are_joined(const struct survey *survey, uint32_t a, uint32_t b)
{
	for (uint32_t i = 0; i < survey->edges.count; i++) {
		const struct survey_edge *edge = &survey->edges.items[i];
		if (edge->kind == EDGE_SAME && edge->declared &&
		    ((edge->from == a && edge->to == b) || (edge->from == b && edge->to == a)))
			return true;
	}
	return false;
}

/* Whether all that was found is one step that is told in several documents. */
static bool are_one(const struct trace_run *it)
{
	for (unsigned i = 1; i < it->count; i++)
		if (it->count > MATCHES_MAX || !are_joined(&it->standing.survey, it->found[0], it->found[i]))
			return false;
	return true;
}

static void list_matches(const struct trace_run *it)
{
	struct buf out = { 0 };
	const struct survey *survey = &it->standing.survey;

	buf_puts(&out, "knockon: '");
	put_untrusted(&out, it->words);
	buf_putf(&out, "' may mean any of these %u:\n", it->count);
	for (unsigned i = 0; i < it->count && i < LISTED_MAX; i++) {
		const struct survey_node *node = &survey->nodes.items[it->found[i]];
		buf_putf(&out, "  %-9s ", survey_kind_name(node->kind));
		if (node->path.size) {
			put_path(&out, node->path);
			if (node->line && (node->kind != SURVEY_DOCUMENT || node->document != NONE))
				buf_putf(&out, ":%u", node->line);
			buf_puts(&out, "  ");
		}
		put_untrusted(&out, node->name);
		buf_putc(&out, '\n');
	}
	if (it->count > LISTED_MAX)
		buf_putf(&out, "  and %u more\n", it->count - LISTED_MAX);
	buf_puts(&out, "name one of them by its path, or by path:line\n");
	fwrite(out.at, 1, out.size, stderr);
	buf_release(&out);
}

static bool find_start(struct trace_run *it, struct error *error)
{
	join_words(it);
	it->count = survey_find(&it->standing.survey, &it->standing.graph, it->words, it->found, MATCHES_MAX);
	if (!it->count)
		return nothing_found(it, error);
	if (it->count <= MATCHES_MAX)
		leave_out_promises_of_steps(it);
	it->several = !are_one(it);
	it->wish =
	    (struct route_wish){ .starts = it->found, .start_count = it->count, .upstream = it->options->upstream };
	return !it->options->depth || options_number(it->options->depth, "--depth", &it->wish.depth, error);
}

/* --- saying it ---------------------------------------------------------------------------------------------------- */

static bool put_sink(struct trace_run *it, const struct sink_choice *sink, struct error *error)
{
	struct arena *arena = &it->standing.setting.arena;
	struct trace_report report = {
		.survey = &it->standing.survey,
		.route = &it->route,
		.wish = &it->wish,
		.words = it->words,
		.commit = oid_text(arena, &it->standing.commit.id),
	};
	struct run run = { .color = !sink->file && setting_use_color(it->options, STDOUT_FILENO),
		.ascii = !sink->file && !setting_speaks_utf8() };
	struct buf out = { 0 };
	struct text_out text = { &out, arena, &run, setting_width(it->options) };

	if (sink->format)
		trace_put_json(&out, &report);
	else
		trace_put_text(&text, &report);
	bool written = sink_write(sink, &out, error);
	buf_release(&out);
	return written;
}

static int run_trace(const struct options *options, struct error *error)
{
	struct trace_run it = { .options = options };
	bool going = sinks_read(&it.sinks, options, formats, error) && has_words(options, error) &&
	    standing_open_at(&it.standing, options, "HEAD", error) && find_start(&it, error);

	if (going && it.several)
		list_matches(&it);
	else if (going)
		route_find(&it.route, &it.standing.setting.arena, &it.standing.survey, &it.standing.graph, &it.wish);
	for (unsigned i = 0; going && !it.several && i < it.sinks.count; i++)
		going = put_sink(&it, &it.sinks.items[i], error);
	standing_close(&it.standing);
	return it.several ? 2 : 0;
}

static const char *const trace_options[] = { "--format", "--output", "--upstream", "--depth", "--config",
	"--verify-objects", NULL };
const struct command command_trace = {
	.name = "trace",
	.arguments = "WORDS",
	.summary = "before editing: who is downstream of a file, step or team",
	.help = "  WORDS               a path or the end of it, path:line, or the name of a team, step, document or\n"
	        "                      promise; a part of the name is enough\n"
	        "  --upstream          who is upstream instead: hands in, promises, or is relied on\n"
	        "  --depth N           only teams at most N handoffs away\n"
	        "  --format text|json\n"
	        "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	        "  --config FILE       instead of .knockon.yml of HEAD\n\n"
	        "Looks at HEAD. Where the words mean several things, these are listed and the status is 2.\n",
	.allowed = trace_options,
	.run = run_trace,
};
