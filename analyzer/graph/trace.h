/*
 * trace - who is reached from a place in the graph
 *
 * A search along flows, joins of one step told twice, calls and contracts. Distance counts team
 * boundaries: a move costs 1 where both ends have a known team and these differ; steps that nobody
 * owns, gateways, events and data nodes are transparent. A team that is the end of a flow ends the path.
 *
 * Memory: what is found lives in the arena; the graph is only read.
 * Order:   by distance, then fewer hops, then path and line.
 */
#ifndef ANALYZER_GRAPH_TRACE_H
#define ANALYZER_GRAPH_TRACE_H

#include "analyzer/change/compare.h"
#include "analyzer/graph/graph.h"

struct reached {
	team_id team;
	enum role role;
	unsigned distance;
	bool low;      /* through a join that nobody wrote down: only told */
	bool inferred; /* known only as the owner of a document, inferred from its folder */
	struct hop *path;
	unsigned path_count;
	const char *sort_file;
	uint32_t sort_line;
};

struct reach {
	LIST_OF(struct reached) list;
	bool unknown; /* a step or document that nobody owns was met */
	unsigned truncated;
};

/* Adds what one seed reaches in the graph as it stands; before: hops are marked so. */
void trace_seed(struct reach *out, struct arena *arena, struct graph *graph, const struct seed *seed, bool before);
/* A team is kept once, at its smallest distance. */
void reach_add(struct reach *out, struct arena *arena, const struct reached *one);

#endif
