#include "reports/check.h"
#include "analyzer/gate/gate.h"
#include "analyzer/gate/target.h"
#include "cli/command.h"
#include "cli/deadline.h"
#include "cli/output.h"
#include "cli/setting.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 60 };

struct check_run {
	const struct options *options;
	struct setting setting;
	struct target target;
	struct impact impact;
	struct net net;
	struct commit_report report;
	struct check check;
	bool opened;
};

/* --- what is asked for ----------------------------------------------------------------------------------------- */

static bool is_format(const char *format)
{
	return strcmp(format, "text") == 0 || strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0;
}

static bool check_options(const struct options *options, struct error *error)
{
	if (options->argument_count > 1)
		return error_set(error, ERROR_USAGE, NULL, 0, "check takes one range, not %u; a range is A..B",
		    options->argument_count);
	if (options->argument_count && options->arguments[0][0] == '-')
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no range", options->arguments[0]);
	if (options->format && !is_format(options->format))
		return error_set(error, ERROR_USAGE, NULL, 0, "check has the formats text, json and jsonl, not '%s'",
		    options->format);
	for (unsigned i = 0; i < options->output_count; i++)
		if (options->outputs[i].format && !is_format(options->outputs[i].format))
			return error_set(error, ERROR_USAGE, NULL, 0,
			    "check has the formats text, json and jsonl, not '%s'", options->outputs[i].format);
	enum severity severity;
	return !options->min_severity || severity_find(str_of(options->min_severity), &severity) ||
	    error_set(error, ERROR_USAGE, NULL, 0, "--min-severity takes cosmetic, info, risky or breaking, not '%s'",
	        options->min_severity);
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static struct run run_of(struct check_run *it, const char *format, bool standard)
{
	const struct net_range *range = &it->target.range;
	struct arena *arena = &it->setting.arena;
	struct run run = {
		.base = range->base_count ? oid_text(arena, &range->bases[0]) : STR(""),
		.head = oid_is_zero(&range->head.id) ? STR("") : oid_text(arena, &range->head.id),
		.shown = it->target.shown,
		.net = true,
		.min_severity = strcmp(format, "text") == 0 ? SEVERITY_RISKY : SEVERITY_INFO,
		.color = standard && setting_use_color(it->options, STDOUT_FILENO),
		.quiet = it->options->quiet,
		.ascii = !setting_speaks_utf8(),
		.width = setting_width(it->options),
	};

	if (it->options->min_severity)
		severity_find(str_of(it->options->min_severity), &run.min_severity);
	return run;
}

static void put_answer(struct check_run *it, struct buf *out, const char *format, bool standard)
{
	struct run run = run_of(it, format, standard);
	struct totals totals = *impact_totals(&it->impact);

	totals.summary.unacknowledged = it->report.remedy_count;
	if (strcmp(format, "text") == 0)
		check_text(out, &run, &it->check, &it->report, &totals);
	else
		check_json(out, &run, &it->check, &it->report, &totals, strcmp(format, "jsonl") == 0);
}

static bool give_answer(struct check_run *it, struct error *error)
{
	const struct options *options = it->options;
	const char *format = options->format ? options->format : "text";
	bool written = true;

	for (unsigned i = 0; i < (options->output_count ? options->output_count : 1) && written; i++) {
		const struct output_choice *choice = options->output_count ? &options->outputs[i] : NULL;
		struct buf out = { 0 };
		put_answer(it, &out, choice && choice->format ? choice->format : format, !choice);
		written = choice ? output_file(choice->file, buf_str(&out), error) : output_flush(&out, error);
		buf_release(&out);
	}
	return written;
}

/* --- runs ----------------------------------------------------------------------------------------------------------
 */

static bool judge_target(struct check_run *it, struct error *error)
{
	struct arena *arena = &it->setting.arena;
	const struct net_range *range = &it->target.range;
	struct gate_input input = {
		.impact = &it->impact,
		.config = &it->setting.config,
		.net = &it->net,
		.report = &it->report,
		.base_tree = it->target.base_tree,
		.acks = it->options->acks,
		.ack_count = it->options->ack_count,
		.as_of = range->head.time,
		.staged = it->target.staged,
	};

	if (!setting_configure(&it->setting, it->options, &it->target.base_tree, error))
		return false;
	impact_open(&it->impact, &it->setting.repository, &it->setting.config);
	it->opened = true;
	return impact_cover(&it->impact, &range->head.tree, &range->head.id, error) &&
	    net_judge(&it->net, &it->impact, range, arena, &it->report, error) &&
	    gate_judge(&it->check, &input, arena, error);
}

static int run_check(const struct options *options, struct error *error)
{
	struct check_run it = { .options = options };

	deadline_set(options, SECONDS);
	bool going = check_options(options, error) && setting_open(&it.setting, options, error) &&
	    target_find(&it.target, &it.setting.repository, &it.setting.arena,
	        options->argument_count ? options->arguments[0] : NULL, error) &&
	    judge_target(&it, error) && give_answer(&it, error);
	bool passes = going && it.check.passes;
	net_release(&it.net);
	if (it.opened)
		impact_close(&it.impact);
	setting_close(&it.setting);
	return passes ? 0 : 1;
}

static const char *const check_options_allowed[] = { "--format", "--output", "--min-severity", "--ack", "--config",
	"--timeout", "--quiet", "--width", "--verify-objects", NULL };
const struct command command_check = {
	.name = "check",
	.arguments = "[RANGE]",
	.summary = "may this be merged: have all who must know said so?",
	.help = "  RANGE               A..B, A...B or one revision. Without one: from where HEAD left origin/HEAD, "
	        "else the\n"
	        "                      upstream of its branch, else main or master\n"
	        "  --ack TEAM          this team knows and agrees; may be given for several teams\n"
	        "  --min-severity S    list changes from info, risky (default) or breaking up\n"
	        "  --format text|json|jsonl\n"
	        "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	        "  --config FILE       instead of .knockon.yml of the base of the range\n"
	        "  --timeout SECONDS   give up after that; 60 where it is not given\n"
	        "\n"
	        "  Status 0: it may be merged. 1: a team has not acknowledged what it must. 2: wrong usage or "
	        "configuration.\n"
	        "  3: it could not be decided; the message says what is missing.\n",
	.allowed = check_options_allowed,
	.run = run_check,
};
