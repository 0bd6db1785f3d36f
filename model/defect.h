/*
 * defect - what is wrong with the documentation, ready to be reported
 *
 * Plain structs with texts, made by the analyzer and read by the reports.
 *
 * Memory: all of it lives in the arena of the run.
 */
#ifndef MODEL_DEFECT_H
#define MODEL_DEFECT_H

#include "model/analysis.h"

enum defect_state {
	DEFECT_STANDS,     /* at one revision */
	DEFECT_INTRODUCED, /* over a range: there at its head, not at its base */
	DEFECT_RESOLVED,   /* the reverse */
};

struct defect {
	char fingerprint[13];
	enum rule_id rule;
	enum severity severity;
	bool overridden; /* its severity is that of the configuration */
	enum defect_state state;
	str path; /* "" where it is no one document's */
	uint32_t line;
	struct element element;
	const char *field;         /* as in a change */
	str detail;                /* what is missing, what a link leads to, the other value */
	str message;               /* one sentence without a full stop */
	str remedy;                /* a line to add; "" none */
	struct place_said *places; /* further ones */
	unsigned place_count;
	str *teams; /* keys of those that it concerns, owner of the document first */
	unsigned team_count;
	uint64_t hash, loose; /* of all that makes it the same defect; loose: wherever its document stands */
};

struct defects {
	LIST_OF(struct defect) list; /* severity, path, line, rule */
	unsigned counts[SEVERITY_BREAKING + 1];
	unsigned introduced, resolved, suppressed;
};

#endif
