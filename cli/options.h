/*
 * options - the words of the command line, as values
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/error.h"
#include "base/str.h"

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { OUTPUTS_MAX = 8, GIVEN_MAX = 64, ACKS_MAX = 64 };

struct output_choice { /* --output FILE or --output FMT=FILE */
	const char *format, *file;
};

struct options {
	const char *folder; /* -C */
	const char *command;
	const char *const *arguments;
	unsigned argument_count;
	const char *format, *team, *min_severity, *since, *until, *as, *as_of, *config, *cache, *level, *around, *depth,
	    *jobs, *timeout, *width, *policy_file, *reason, *hook, *verdict;
	struct output_choice outputs[OUTPUTS_MAX];
	unsigned output_count;
	const char *acks[ACKS_MAX]; /* --ack, each */
	unsigned ack_count;
	bool net, history, staged, worktree, reverse, quiet, stats, no_cache, why, upstream, verify_objects,
	    verify_graph, pre_push, pre_receive, check;
	bool help, version, build;
	enum color_choice color;
	const char *given[GIVEN_MAX]; /* names of the options that stand there, each once */
	unsigned given_count;
};

/* Options that need a value have one; which of them a command takes is checked by options_check. */
bool options_read(struct options *out, int count, char **words, struct error *error);
/* That a command takes the options that were given, and that numbers are numbers. allowed: its own, NULL-terminated;
 * those that every command takes need not be in it. */
bool options_check(const struct options *options, const char *const *allowed, struct error *error);
bool options_number(const char *word, const char *option, unsigned *out, struct error *error);

#endif
