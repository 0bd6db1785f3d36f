/*
 * site - what a whole repository is called, by the title of its first page
 *
 * "# Acme handbook" in the README of the root: "the Acme team" is everybody at Acme then, and no team that running text
 * alone makes known.
 */
#ifndef ANALYZER_GRAPH_SITE_H
#define ANALYZER_GRAPH_SITE_H

#include "base/arena.h"

bool site_is_first_page(str path);
str site_key(struct arena *arena, str title); /* "acme"; "" where the title does not say that it is a handbook */

#endif
