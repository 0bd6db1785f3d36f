/*
 * lint_inner - what the files of lint share
 */
#ifndef ANALYZER_LINT_LINT_INNER_H
#define ANALYZER_LINT_LINT_INNER_H

#include "analyzer/lint/lint.h"

struct linted { /* a document of the tree that people work by */
	path_id path;
	str name; /* the path */
	struct view *view;
	const struct image *image;
	bool active;    /* neither draft nor deprecated, retired, archived */
	bool generated; /* made by a program: its defects are that one's */
};

struct linting {
	struct defects *out;
	struct arena *arena;
	struct graph *graph;
	const struct survey *survey;
	const struct lint_wish *wish;
	struct error *error;
	LIST_OF(struct linted) documents; /* by path */
};

const struct linted *lint_document(const struct linting *linting, str path); /* NULL: none of them */

/* A new defect, or NULL where the configuration wants none of that rule there. The caller fills in element, field and
 * detail, which make it that one defect, and the message. document: NULL where it is no one document's. */
struct defect *lint_add(struct linting *linting, enum rule_id rule, const struct linted *document, uint32_t line);
void lint_concerns(struct linting *linting, struct defect *defect, team_id team); /* 0 and repeated ones are nothing */
void lint_place(struct linting *linting, struct defect *defect, str path, uint32_t line);

str lint_team_name(const struct linting *linting, team_id team);
str lint_team_key(const struct linting *linting, team_id team); /* "" for nobody */

/* One per kind of defect. */
void lint_owners(struct linting *linting);
void lint_reviews(struct linting *linting);
void lint_names(struct linting *linting);
void lint_raci(struct linting *linting);
void lint_drawings(struct linting *linting);
void lint_loops(struct linting *linting);
void lint_ids(struct linting *linting);
bool lint_links(struct linting *linting);
void lint_contracts(struct linting *linting);
void lint_views(struct linting *linting);

#endif
