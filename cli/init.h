/*
 * init - a configuration to begin with, and hooks of git
 */
#ifndef CLI_INIT_H
#define CLI_INIT_H

#include "cli/setting.h"
#include "cli/standing.h"

/* The text of a .knockon.yml with what the repository shows: teams, other names, owners, addresses of the site. */
void init_put_text(struct buf *out, struct standing *standing);

/* Writes a hook of three lines, never over one that is there. */
bool init_hook(struct setting *setting, const char *name, bool quiet, struct error *error);

/* A new file with these bytes; EEXIST where there is one. */
bool init_write(const char *path, str bytes, unsigned mode);

#endif
