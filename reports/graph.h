/*
 * graph - a chart of the graph, as text, JSON, DOT or Mermaid
 *
 * Order: that of the chart. Words from documents are made safe for the place they land in.
 */
#ifndef REPORTS_GRAPH_H
#define REPORTS_GRAPH_H

#include "analyzer/survey/chart.h"
#include "reports/text_parts.h"

struct graph_report {
	const struct chart *chart;
	str commit;    /* hexadecimal */
	bool narrowed; /* --team or --around: not the whole graph */
};

void graph_put_text(const struct text_out *out, const struct graph_report *report);
void graph_put_json(struct buf *out, const struct graph_report *report);
void graph_put_dot(struct buf *out, const struct graph_report *report);
/* Mermaid draws at most 500 edges and 50,000 characters: returns how many edges were left out, those that stand for
 * least. */
unsigned graph_put_mermaid(struct buf *out, const struct graph_report *report);

/* --- what the pictures share ------------------------------------------------------------------------------------- */

enum { PICTURE_LABEL = 60 }; /* columns of a label; longer ones are cut */

struct picture {
	const struct chart *chart;
	struct arena *arena;
	uint32_t *numbers; /* per node of the survey: number in the picture from 1; 0 not drawn */
	uint32_t *order;   /* numbers of nodes as they are drawn: by team, then as in the chart */
	uint32_t count;
	uint32_t *edges; /* numbers of the chart's edges that are drawn */
	uint32_t edge_count;
};

/* At most so many edges; nodes without one are drawn only where nothing had to be left out. */
void picture_make(struct picture *out, struct arena *arena, const struct chart *chart, uint32_t edges_max);
str picture_name(const struct picture *picture, uint32_t node);
str picture_label(const struct picture *picture, const struct chart_edge *edge);

/* "a decision" for one that has no name. */
str graph_node_name(const struct survey_node *node);
/* "3 handoffs" */
str graph_count(struct arena *arena, const struct chart_edge *edge);

#endif
