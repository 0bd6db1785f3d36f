/*
 * pairing - which document of one tree is which of another
 *
 * By path; what is left by document id, equal blob, then by at least half of the hashes of its text.
 */
#ifndef ANALYZER_PAIRING_H
#define ANALYZER_PAIRING_H

#include "analyzer/graph/graph.h"
#include "analyzer/judge/judge.h"

struct touched { /* a document that a commit touches; zero ids: not there on that side */
	path_id path;
	struct oid blob[2];
	struct stored *held[2];
};

struct document_pair {
	const struct touched *touched[2]; /* NULL: not there */
};

struct touched_list {
	LIST_OF(struct touched) list;
	LIST_OF(struct known_change)
	back; /* what turns the tree after into the tree before, all files that the graph wants */
	LIST_OF(struct artifact) artifacts; /* images, PDFs and the like that are there on both sides */
	bool owners_moved;                  /* a file of owners is among the changes */
	bool truncated;
};

/* What differs between two trees, among the files that the graph wants, in order of path. */
bool touched_find(struct touched_list *out, struct arena *arena, struct graph *graph, const struct oid *before,
    const struct oid *after, struct error *error);
/* The same of the files in others alone; only folders that hold one of them are read. */
bool touched_find_again(struct touched_list *out, struct arena *arena, struct graph *graph, const struct oid *before,
    const struct oid *after, const struct touched_list *others, struct error *error);
/* Keeps the paths that stand in `only` with that count. */
void touched_narrow(struct touched_list *list, const struct map *only, uint32_t count);
/* Reads both sides of all of them; files that no notation reads fall out of the list. */
void touched_hold(struct touched_list *list, struct graph *graph);
void touched_drop(struct touched_list *list, struct graph *graph);
/* pairs has room for as many as touched; returns their number. */
uint32_t documents_pair(struct document_pair *pairs, struct touched_list *touched, struct arena *arena, bool *limited);

#endif
