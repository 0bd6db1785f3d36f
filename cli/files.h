/*
 * files - reading what the command line names
 */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include "analyzer/config/config.h"
#include "base/buf.h"
#include "base/error.h"

bool file_read(struct buf *out, const char *path, struct error *error); /* "-": standard input */
bool config_from_file(struct config *out, struct arena *arena, const char *path, struct error *error);

#endif
