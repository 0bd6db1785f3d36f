/*
 * command - what each command of the program offers to main
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/buf.h"
#include "base/error.h"
#include "cli/options.h"

struct command {
	const char *name, *arguments, *summary;
	const char *help;           /* what `knockon COMMAND --help` says beneath its first line */
	const char *const *allowed; /* options it takes, NULL-terminated */
	/* The exit status; trouble goes into error. */
	int (*run)(const struct options *options, struct error *error);
};

extern const struct command command_impact, command_check, command_ack, command_graph, command_teams, command_trace,
    command_explain, command_lint, command_inspect, command_rules, command_schema, command_init, command_config;

#endif
