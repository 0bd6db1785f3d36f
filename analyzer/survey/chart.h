/*
 * chart - a survey at one level, narrowed to what is asked for
 *
 *	teams      teams; who hands work to whom, who promises what to whom, who relies on whose documents
 *	processes  documents with steps; calls, steps told in both, references
 *	steps      everything: the nodes and edges of the survey themselves
 *
 * Memory: in the arena; nodes are numbers of the survey's.
 * Order:  nodes as in the survey; edges by nodes, then kind; places by path and line.
 */
#ifndef ANALYZER_SURVEY_CHART_H
#define ANALYZER_SURVEY_CHART_H

#include "analyzer/survey/survey.h"

enum chart_level { CHART_TEAMS, CHART_PROCESSES, CHART_STEPS };

struct chart_place {
	str path;
	uint32_t line;
};

struct chart_edge {
	enum edge kind;
	uint32_t from, to;
	uint32_t count; /* of handoffs, contracts, links ... that it stands for */
	str label;      /* where it stands for one */
	bool declared;  /* at least one of them */
	LIST_OF(struct chart_place) places;
};

struct chart {
	const struct survey *survey;
	enum chart_level level;
	LIST_OF(uint32_t) nodes;
	LIST_OF(struct chart_edge) edges;
};

struct chart_wish {
	enum chart_level level;
	uint32_t team;          /* number of a node, or NONE: only what touches it */
	const uint32_t *around; /* nodes of any kind, or NULL: only what is within depth edges of them */
	uint32_t around_count;
	unsigned depth;
};

void chart_make(struct chart *out, struct arena *arena, const struct survey *survey, const struct chart_wish *wish);

#endif
