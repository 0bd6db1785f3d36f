/*
 * survey - what the documents of one tree say together, as plain lists
 *
 * A walk over the graph for outputs that show it: teams, systems, documents, steps and contracts are nodes; what joins
 * them are edges, of the kinds that are traced; the handoffs between teams are derived. A document is a file or a
 * diagram in it that has steps. Only what counts is here: records whose claim does not hold are left out.
 *
 * An edge of kind `same` stands once, from the first of the two steps to the second, and means both directions. A
 * reference leads from what is linked to, to the document that links; a dependency from what is depended on.
 *
 * Memory:  everything lives in the arena or belongs to the graph, which must stay where it is.
 * Order:   nodes by kind, then teams and systems by id, the others by path and record; edges by kind and nodes;
 *          handoffs by teams, path and line. Never by a number of the graph.
 * Trouble: none. Work is bounded; what is behind a bound is not looked for.
 */
#ifndef ANALYZER_SURVEY_SURVEY_H
#define ANALYZER_SURVEY_SURVEY_H

#include "analyzer/graph/graph.h"
#include "model/analysis.h"

enum survey_kind { SURVEY_TEAM, SURVEY_SYSTEM, SURVEY_DOCUMENT, SURVEY_STEP, SURVEY_CONTRACT, SURVEY_KINDS };

struct survey_node {
	enum survey_kind kind;
	/* internal, supplier, ... of a team; activity, event, gateway, data of a step; ola, ... of a contract; the
	 * notation of a document */
	str type;
	str id, name; /* a team's id is its key; the name of a step may be empty */
	str n1;       /* of a step: its name as it is compared */
	str path;     /* "" of a team or system */
	uint32_t line;
	uint32_t team;     /* number of the performer, owner, provider; NONE nobody */
	uint32_t document; /* number of the document of a step or contract, of the file of a diagram; else NONE */
	uint32_t record;   /* of a step or contract: its number in the image of path; else 0 */
	bool inferred;     /* of a document: its owner comes from its folder */
};

struct survey_edge {
	enum edge kind;
	uint32_t from, to;
	str label;
	str path; /* where it is written */
	uint32_t line;
	bool declared; /* somebody drew or wrote it; else it follows from an order of rows, or from equal names */
};

struct survey_handoff {
	uint32_t from_team, to_team;
	uint32_t from, to; /* steps, or the teams themselves */
	enum edge kind;    /* flow or call */
	str label;
	str path;
	uint32_t line;
};

struct survey_spelling {
	str name;
	uint32_t count; /* of places; 0: configured, and nowhere else */
};

struct survey_source {    /* why a name is known as a team */
	const char *what; /* lane, front matter, CODEOWNERS, configuration, ... */
	str path;
	uint32_t line; /* of the first one */
	uint32_t count;
};

struct survey_owned {
	uint32_t document;
	const char *how; /* front matter, configuration, CODEOWNERS, OWNERS, folder */
	bool co_owner;
};

struct survey_numbers { /* of nodes or handoffs */
	LIST_OF(uint32_t) list;
};

struct survey_team {
	uint32_t node; /* a team or a system */
	str parent, contact;
	bool known; /* by a source of its own; else it is only spoken of */
	LIST_OF(struct survey_spelling) spellings;
	LIST_OF(struct survey_source) sources;
	LIST_OF(struct survey_owned) owns;
	struct survey_numbers steps, provides, receives, hands_out, takes_in;
};

struct survey {
	LIST_OF(struct survey_node) nodes;
	LIST_OF(struct survey_edge) edges;
	LIST_OF(struct survey_handoff) handoffs;
	LIST_OF(struct survey_team) teams; /* of all nodes of kind team and system, in their order */
	unsigned files, documents, partial;
};

/* Of the graph as it stands. */
void survey_make(struct survey *out, struct arena *arena, struct graph *graph);

const char *survey_kind_name(enum survey_kind kind);

/* The team or system that a user calls so, by any of its spellings; NONE: there is none. */
uint32_t survey_find_team(const struct survey *survey, struct graph *graph, str words);
/* The nodes that a user means: a team or system; else a document by its path or the end of it, or what has that id or
 * stands at that path:line; else the steps, documents and contracts of that name; else those with the words in their
 * names, as they are or in any order. At most max are given, all are counted. */
unsigned survey_find(const struct survey *survey, struct graph *graph, str words, uint32_t *out, unsigned max);

#endif
