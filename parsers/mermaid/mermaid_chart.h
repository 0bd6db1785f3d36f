/*
 * mermaid_chart - a flowchart between its text and its records
 *
 * mermaid_flow.c, mermaid_chain.c and mermaid_vertex.c fill it while they read; mermaid_lanes.c makes
 * teams of it, mermaid_chart.c steps and flows. A name is what an id stands for: a vertex, a subgraph, or
 * both (then the vertex is a phantom of Mermaid's).
 *
 * Which subgraph a name lies in: the first subgraph to close that mentions the name in its body. So an
 * edge that is written in another lane takes its end into that lane, as it does when Mermaid draws it.
 *
 * Memory: the builder's arena.
 */
#ifndef PARSERS_MERMAID_MERMAID_CHART_H
#define PARSERS_MERMAID_MERMAID_CHART_H

#include "parsers/mermaid/mermaid.h"

enum chart_shape {
	CHART_PROCESS,  /* rectangles and all that is nothing else */
	CHART_DECISION, /* a gateway */
	CHART_ROUND,    /* circles and stadiums: an event if it is named like one and begins or ends a path */
	CHART_EVENT,
	CHART_DATA,
};

struct chart_name {
	str id;
	struct mermaid_label label, title; /* of the vertex; of the subgraph */
	uint32_t line, title_line;
	uint32_t owner;    /* name of the subgraph that it lies in, or NONE */
	uint32_t declared; /* subgraph (an opening) in which it got its label or stood alone, or NONE */
	uint32_t declared_line;
	uint32_t opening; /* of the subgraph, the first that closed; or NONE */
	uint8_t shape;    /* enum chart_shape */
	bool vertex, subgraph, anonymous;
	bool has_in, has_out;
};

struct chart_opening {  /* `subgraph` to its `end` */
	uint32_t name;  /* NONE until it closes, where it has no id */
	uint32_t outer; /* the opening around it, or NONE */
	uint32_t first_mention;
	struct mermaid_label title;
	uint32_t line;
	uint32_t opened, closed; /* in the order of all openings and closings */
};

struct chart_link { /* an arrow with its label; one for all the edges of A & B --> C & D */
	struct mermaid_label label;
	str id;
	uint32_t line;
	bool has_head, both_ways, cancelled;
};

struct chart_edge {
	uint32_t from, to, link;
	bool has_id; /* of the edges of a link, the one that bears its id */
};

struct chart_click {
	uint32_t name;
	str target;
	struct mermaid_label tip;
	uint32_t line;
};

struct chart {
	struct mermaid *m;
	bool swimlanes;
	struct mermaid_table ids, edge_ids; /* ids: number of the name + 1 */
	LIST_OF(struct chart_name) names;
	LIST_OF(struct chart_opening) openings;
	LIST_OF(uint32_t) mentions; /* names in the bodies of what is open */
	LIST_OF(struct chart_link) links;
	LIST_OF(struct chart_edge) edges;
	LIST_OF(struct chart_click) clicks;
	uint32_t open, depth;     /* the innermost open subgraph, or NONE; how many are open */
	bool bare_vertex;         /* the vertex that was taken last is nothing but an id */
	uint32_t closings, turns; /* subgraphs closed so far; openings and closings so far */
};

uint32_t chart_name(struct chart *c, str id); /* found or made */
void chart_mention(struct chart *c, uint32_t name);
void chart_open(struct chart *c, str id, struct mermaid_label title, uint32_t line);
void chart_close(struct chart *c);

struct chart_group { /* A & B & C */
	LIST_OF(uint32_t) names;
	bool bare; /* one vertex without a shape or data */
};

struct chart_chain {
	struct chart_group from, to; /* used for each statement again */
};

/* The chain at m->at up to the end of its statement; false: not understood, and what was before it counts. */
bool chart_take_chain(struct chart *c, struct chart_chain *chain);
bool chart_has_room(struct chart *c); /* false, with a note: too many steps and flows */
/* The vertex at m->at with its shape, :::class and @{ }, which m->at then is behind; NONE: there is none. */
uint32_t chart_take_vertex(struct chart *c);

/* --- records (mermaid_chart.c, mermaid_lanes.c) --- */

struct chart_place {          /* of a subgraph, by the number of its name */
	uint32_t parent, top; /* subgraphs with a name to show, or NONE */
	uint32_t depth;       /* 0: not known yet */
	uint32_t team, own_claim, beside_claim;
	uint32_t first_child, next_child; /* a list of those with the same parent, by number + 1 */
	str words;                        /* the title, N0 */
};

struct chart_records {
	struct chart *c;
	struct mermaid *m;
	struct chart_place *tree;
	uint32_t first_top; /* the subgraphs that lie in no other one */
	uint32_t never;     /* the claim that never holds, 0: not made yet */
	uint32_t *steps;    /* of a name, or NONE */
	struct mermaid_table team_ids, flow_ids;
};

void chart_make_records(struct chart *c);
void chart_plant_tree(struct chart_records *r);
void chart_make_teams(struct chart_records *r);
bool chart_encloses(const struct chart_opening *outer, const struct chart_opening *inner);
/* The subgraph with a name to show that a name lies in; a subgraph stands for itself. NONE: in none. */
uint32_t chart_subgraph_of(const struct chart_records *r, uint32_t name);
/* The one whose team does what stands there: that subgraph, or in swimlanes the lane around it. */
uint32_t chart_party_of(const struct chart_records *r, uint32_t name);
uint32_t chart_team_of(const struct chart_records *r, uint32_t name); /* a subgraph has its own team */

#endif
