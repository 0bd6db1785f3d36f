#include "cli/command.h"
#include "reports/escape.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct command *const commands[] = { &command_impact, &command_graph, &command_teams,
	&command_inspect, &command_rules };
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static int say_usage(FILE *out)
{
	fputs(
	    "knockon: which downstream teams does a change of process documentation affect, why, and do they know?\n\n"
	    "usage: knockon [-C DIR] COMMAND [options]\n\n",
	    out);
	for (int i = 0; i < COMMAND_COUNT; i++) {
		char call[64];
		snprintf(call, sizeof call, "%s %s", commands[i]->name, commands[i]->arguments);
		fprintf(out, "  %-20s %s\n", call, commands[i]->summary);
	}
	fputs("\n'knockon COMMAND --help' tells more of one.\n", out);
	return out == stdout ? 0 : 2;
}

static const struct command *command_named(const char *name)
{
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static int say_error(const struct error *error)
{
	struct buf line = { 0 };

	buf_puts(&line, "knockon: ");
	if (error->path[0]) {
		put_untrusted(&line, str_of(error->path));
		if (error->line)
			buf_putf(&line, ":%u", error->line);
		buf_puts(&line, ": ");
	}
	put_untrusted(&line, str_of(error->message));
	buf_putc(&line, '\n');
	fwrite(line.at, 1, line.size, stderr);
	buf_release(&line);
	return error->code == ERROR_USAGE ? 2 : 3;
}

int main(int count, char **words)
{
	struct options options;
	struct error error = { 0 };

	umask(022);
	signal(SIGPIPE, SIG_IGN);
	if (!options_read(&options, count, words, &error))
		return say_error(&error);
	if (options.version) {
		puts("knockon " KNOCKON_VERSION);
		return 0;
	}
	if (!options.command)
		return say_usage(options.help ? stdout : stderr);
	const struct command *command = command_named(options.command);
	if (!command) {
		if (strcmp(options.command, "help") == 0)
			return say_usage(stdout);
		error_set(
		    &error, ERROR_USAGE, NULL, 0, "there is no command '%s'; see 'knockon --help'", options.command);
		return say_error(&error);
	}
	if (options.help) {
		printf("usage: knockon [-C DIR] %s %s\n%s\n\n%s", command->name, command->arguments, command->summary,
		    command->help);
		return 0;
	}
	if (options.folder && chdir(options.folder) < 0) {
		error_set(&error, ERROR_USAGE, options.folder, 0, "cannot enter the folder");
		return say_error(&error);
	}
	int status = command->run(&options, &error);
	return error.code == ERROR_NONE ? status : say_error(&error);
}
