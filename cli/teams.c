#include "reports/teams.h"

#include "cli/command.h"
#include "cli/output.h"
#include "cli/standing.h"

#include <string.h>
#include <unistd.h>

static bool check_format(const char *format, struct error *error)
{
	return !format || strcmp(format, "text") == 0 || strcmp(format, "json") == 0 ||
	    error_set(error, ERROR_USAGE, NULL, 0, "teams has the formats text and json, not '%s'", format);
}

static bool put_sink(struct standing *standing, const struct options *options, uint32_t team, const char *format,
    const char *file, struct error *error)
{
	struct arena *arena = &standing->setting.arena;
	struct teams_report report = { &standing->survey, oid_text(arena, &standing->commit.id), team };
	struct run run = { .color = !file && setting_use_color(options, STDOUT_FILENO),
		.ascii = !file && !setting_speaks_utf8() };
	struct buf out = { 0 };
	struct text_out text = { &out, arena, &run, setting_width(options) };

	if (format && strcmp(format, "json") == 0)
		teams_put_json(&out, &report);
	else
		teams_put_text(&text, &report);
	bool written = file ? output_file(file, buf_str(&out), error) : output_flush(&out, error);
	buf_release(&out);
	return written;
}

static bool check_formats(const struct options *options, struct error *error)
{
	bool fine = check_format(options->format, error);

	for (unsigned i = 0; i < options->output_count && fine; i++)
		fine = check_format(options->outputs[i].format, error);
	return fine;
}

static int run_teams(const struct options *options, struct error *error)
{
	struct standing standing = { 0 };
	uint32_t team;
	bool going = check_formats(options, error) && standing_open(&standing, options, error) &&
	    standing_team(&standing, options->team, &team, error);

	for (unsigned i = 0; going && i < options->output_count; i++) {
		const struct output_choice *output = &options->outputs[i];
		going = put_sink(
		    &standing, options, team, output->format ? output->format : options->format, output->file, error);
	}
	if (going && !options->output_count)
		put_sink(&standing, options, team, options->format, NULL, error);
	standing_close(&standing);
	return 0;
}

static const char *const teams_options[] = { "--format", "--output", "--team", "--config", "--verify-objects", NULL };
const struct command command_teams = {
	.name = "teams",
	.arguments = "[REV]",
	.summary = "which teams are there, how are they spelled, how does knockon know",
	.help = "  REV                 a revision; HEAD where there is none\n"
	        "  --team TEAM         only that one, and everything about it\n"
	        "  --format text|json\n"
	        "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	        "  --config FILE       instead of .knockon.yml of that revision\n",
	.allowed = teams_options,
	.run = run_teams,
};
