#include "cli/check_answer.h"

#include "cli/output.h"
#include "reports/check.h"

#include <string.h>
#include <unistd.h>

static struct run run_of(struct judging *it, const char *format, bool standard)
{
	const struct net_range *range = &it->target.range;
	struct arena *arena = &it->setting->arena;
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

static void put_answer(struct judging *it, struct buf *out, const char *format, bool standard)
{
	struct run run = run_of(it, format, standard);
	struct totals totals = *impact_totals(&it->impact);

	totals.summary.unacknowledged = it->report.remedy_count;
	if (strcmp(format, "text") == 0)
		check_text(out, &run, &it->check, &it->report, &totals);
	else
		check_json(out, &run, &it->check, &it->report, &totals, strcmp(format, "jsonl") == 0);
}

bool check_answer(struct judging *it, struct error *error)
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

bool check_answer_line(struct judging *it, str name, str into, struct error *error)
{
	const struct options *options = it->options;
	struct run run = run_of(it, "text", true);
	struct buf out = { 0 };

	if (options->quiet || options->output_count || (options->format && strcmp(options->format, "text") != 0))
		return true;
	run.shown = name;
	check_line(&out, &run, &it->check, into);
	bool written = output_flush(&out, error);
	buf_release(&out);
	return written;
}
