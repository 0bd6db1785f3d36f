#include "cli/command.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "cli/version.h"
#include "reports/escape.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct command *const commands[] = { &command_impact, &command_check, &command_ack, &command_graph,
	&command_teams, &command_trace, &command_explain, &command_lint, &command_inspect, &command_rules,
	&command_schema, &command_init, &command_config };
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

/* --- trouble --------------------------------------------------------------------------------------------------- */

static int say_error(const struct error *error)
{
	struct buf line = { 0 };

	buf_puts(&line, "knockon: ");
	if (error->path[0]) {
		put_untrusted(&line, str_of(error->path));
		if (error->line)
			buf_putf(&line, ":%u", error->line);
		if (error->line && error->column)
			buf_putf(&line, ":%u", error->column);
		buf_puts(&line, ": ");
	}
	put_untrusted(&line, str_of(error->message));
	buf_putc(&line, '\n');
	fwrite(line.at, 1, line.size, stderr);
	buf_release(&line);
	return error->code == ERROR_USAGE ? 2 : 3;
}

static int say(struct buf *words)
{
	struct error error = { 0 };
	bool said = output_flush(words, &error);

	buf_release(words);
	return said ? 0 : say_error(&error);
}

static bool no_such_command(const char *name, struct error *error)
{
	struct nearest nearest = { .word = str_of(name) };
	struct buf hint = { 0 };

	for (int i = 0; i < COMMAND_COUNT; i++)
		nearest_offer(&nearest, str_of(commands[i]->name));
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no command '%.200s'%.*s", name,
	    STR_ARG(hint.size ? buf_str(&hint) : STR("; see 'knockon --help'")));
	buf_release(&hint);
	return false;
}

/* --- help ------------------------------------------------------------------------------------------------------ */

static void put_usage(struct buf *out)
{
	buf_puts(out,
	    "knockon: which downstream teams does a change of process documentation affect, why, and do they know?\n\n"
	    "usage: knockon [-C DIR] COMMAND [options]\n\n");
	for (int i = 0; i < COMMAND_COUNT; i++) {
		char call[64];
		snprintf(call, sizeof call, "%s %s", commands[i]->name, commands[i]->arguments);
		buf_putf(out, "  %-20s %s\n", call, commands[i]->summary);
	}
	buf_puts(out,
	    "\n"
	    "  -C DIR               as if started in DIR\n"
	    "  --color WHEN         auto, always or never\n"
	    "  --width N            of lines; otherwise that of the terminal\n"
	    "  --quiet              only what was asked for\n"
	    "  --version [--build]  which program this is, and what it was built with\n"
	    "\n'knockon COMMAND --help' tells more of one.\n");
}

static int say_help(const struct command *command)
{
	struct buf out = { 0 };

	if (command)
		buf_putf(&out, "usage: knockon [-C DIR] %s %s\n%s\n\n%s", command->name, command->arguments,
		    command->summary, command->help);
	else
		put_usage(&out);
	return say(&out);
}

static int say_version(bool build)
{
	struct buf out = { 0 };

	version_put(&out, build);
	return say(&out);
}

/* --- commands -------------------------------------------------------------------------------------------------- */

static const struct command *command_named(const char *name)
{
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* Of the three files that a program begins with none may be free, or one that we open would take its place. Writing to
 * what stands in for standard output fails, as it should. */
static void hold_standard_files(void)
{
	for (int file = 0; file <= 2; file++)
		if (fcntl(file, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			_exit(3);
}

static bool enter_folder(const char *folder, struct error *error)
{
	return !folder || chdir(folder) == 0 || error_set(error, ERROR_USAGE, folder, 0, "cannot enter the folder");
}

static int run_command(const struct options *options, struct error *error)
{
	bool help = strcmp(options->command, "help") == 0;
	const char *name = help ? (options->argument_count ? options->arguments[0] : NULL) : options->command;
	const struct command *command = name ? command_named(name) : NULL;

	if (name && !command)
		return no_such_command(name, error);
	if (help || options->help)
		return say_help(command);
	if (!options_check(options, command->allowed, error) || !enter_folder(options->folder, error))
		return 2;
	return command->run(options, error);
}

int main(int count, char **words)
{
	struct options options;
	struct error error = { 0 };

	umask(022);
	signal(SIGPIPE, SIG_IGN);
	hold_standard_files();
	if (!options_read(&options, count, words, &error))
		return say_error(&error);
	if (options.version)
		return say_version(options.build);
	if (options.build) {
		error_set(&error, ERROR_USAGE, NULL, 0, "--build goes with --version");
		return say_error(&error);
	}
	if (!options.command && options.help)
		return say_help(NULL);
	if (!options.command) {
		struct buf usage = { 0 };
		put_usage(&usage);
		fwrite(usage.at, 1, usage.size, stderr);
		buf_release(&usage);
		return 2;
	}
	int status = run_command(&options, &error);
	return error.code == ERROR_NONE ? status : say_error(&error);
}
