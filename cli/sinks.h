/*
 * sinks - where the answer of a command goes, and in which format
 */
#ifndef CLI_SINKS_H
#define CLI_SINKS_H

#include "base/buf.h"
#include "cli/options.h"

struct sink_choice {
	unsigned format;  /* number of the command's formats */
	const char *file; /* NULL: standard output */
};

struct sinks {
	struct sink_choice items[OUTPUTS_MAX];
	unsigned count;
};

/* From --format and --output; formats: the command's, NULL-terminated, the first one is the default. */
bool sinks_read(struct sinks *out, const struct options *options, const char *const *formats, struct error *error);
/* Writes bytes there and empties them. */
bool sink_write(const struct sink_choice *sink, struct buf *bytes, struct error *error);

#endif
