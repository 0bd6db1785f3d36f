/*
 * lint - defects of the documentation at one revision, or those that a range brought and mended
 *
 * Looks at the graph as it stands and at nothing else: the same tree gives the same answer. What is not certain is not
 * said; documents below test/, fixtures/ and the like are examples and have no defects.
 *
 * Memory:  in the arena; texts of documents are copied, so that the graph may move on.
 * Order:   severity, path, line, rule.
 * Trouble: an object of the tree that is missing.
 */
#ifndef ANALYZER_LINT_LINT_H
#define ANALYZER_LINT_LINT_H

#include "analyzer/survey/survey.h"
#include "model/defect.h"

struct lint_wish {
	const struct config *config;
	uint32_t today; /* 20261102: what is overdue by then, and which suppressions hold */
};

bool lint_make(struct defects *out, struct arena *arena, struct graph *graph, const struct survey *survey,
    const struct lint_wish *wish, struct error *error);

/* What `after` has and `before` has not, and the reverse. A defect whose document moved is the same one. */
void lint_compare(struct defects *out, struct arena *arena, const struct defects *before, const struct defects *after);

/* Whether there is one, introduced or standing, at or above the severity from which `lint` fails. */
bool lint_fails(const struct defects *defects, enum config_severity fail_on);

#endif
