/*
 * output - where what a command says goes
 *
 * Standard output, or files that are written whole or not at all.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buf.h"
#include "base/error.h"

/* Writes and empties buf to standard output; a closed pipe ends the program quietly with 141. */
bool output_flush(struct buf *buf, struct error *error);
/* Writes a whole file through a temporary one beside it. */
bool output_file(const char *path, str bytes, struct error *error);

#endif
