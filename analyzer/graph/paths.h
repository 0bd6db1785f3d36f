/*
 * paths - where links of a document lead
 */
#ifndef ANALYZER_GRAPH_PATHS_H
#define ANALYZER_GRAPH_PATHS_H

#include "analyzer/config/config.h"
#include "base/arena.h"

/* The path that a link's target means, seen from a document: relative to its folder, "/x" from the root or docs-root,
 * an absolute URL below a site-url. No suffix is added. "" where it leads out of the repository. */
str link_path(struct arena *arena, const struct config *config, str document, str target);

enum { PATH_NAMES = 14 };
/* What links may call a file: "a/b.md" is also "a/b", "a/b.html"; "a/index.md" is also "a". Returns how many. */
unsigned path_names(struct arena *arena, str path, str names[PATH_NAMES]);
/* The files that a called path may be, in the order in which they are tried. */
unsigned path_candidates(struct arena *arena, str called, str files[PATH_NAMES]);

str path_folder(str path); /* "a/b" of "a/b/c.md", "" at the root */
str path_base(str path);   /* "c.md" */
str path_stem(str path);   /* "c" */
str path_bare(str path);   /* "a/b/c"; of an index page its folder */
/* A folder directly below teams/, departments/ ... names a team, unless it is one for files of some kind. */
bool path_names_team(str parent, str folder);
bool path_is_example(str path); /* documents that tests read are examples of documents */

#endif
