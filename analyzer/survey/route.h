/*
 * route - who is behind something, or before it
 *
 * Begins at nodes of a survey: a document, a step, a team or system, a contract. Downstream is what `impact` would find
 * if it changed; upstream is the same way back: who hands in, who promises, whose pages it relies on.
 *
 * Memory: in the arena; texts belong to the survey and the graph, which must stay where they are.
 * Order:  by distance, then number of hops, then the team's id.
 */
#ifndef ANALYZER_SURVEY_ROUTE_H
#define ANALYZER_SURVEY_ROUTE_H

#include "analyzer/survey/survey.h"

struct route_wish {
	const uint32_t *starts; /* numbers of nodes: one thing, perhaps told in several places */
	unsigned start_count;
	bool upstream;
	unsigned depth; /* teams further away are left out; 0: none are */
};

struct route {
	LIST_OF(struct affected) teams; /* of these only team, name, role, distance and path are filled */
	bool unknown;                   /* something that nobody owns was met on the way */
	bool truncated;                 /* so many steps that not all of them were begun at */
};

void route_find(struct route *out, struct arena *arena, const struct survey *survey, struct graph *graph,
    const struct route_wish *wish);

#endif
