/*
 * same - one step that is told in two documents
 *
 * Two activities with equal names (N1) and equal known teams, where the name says more than "review request", stands
 * once in each document and in at most three documents. As good as written where the documents are related: by a
 * process name, a link between them, or one stem in one folder. Copies of one document are never joined.
 *
 * Memory: what was found of a pair of documents is remembered until same_release; it holds until the graph moves.
 * Order:  of the answers: by path and record.
 */
#ifndef ANALYZER_GRAPH_SAME_H
#define ANALYZER_GRAPH_SAME_H

#include "analyzer/graph/graph.h"

enum { SAME_MAX = 3 };

struct same {
	struct graph *graph;
	struct arena *arena;  /* scratch */
	struct map relations; /* of pairs of documents */
};

struct same_step {
	struct node node;
	bool written; /* the documents are related */
};

/* What other documents tell as the same step, at most SAME_MAX; returns how many. */
unsigned same_steps(struct same *same, path_id path, uint32_t step, struct same_step *out);
/* One process name, a link between them, or one file stem in one folder. */
bool same_are_related(struct graph *graph, path_id a, path_id b);
/* Paths that differ only in a version, a year, a locale, an archive. */
bool same_are_copies(const struct graph *graph, path_id a, path_id b);
void same_release(struct same *same);

#endif
