/*
 * cases - small changes of a repository, written down with what is said of them
 *
 * fixtures/rules/<rule>.txt holds the cases of one rule:
 *
 *	Words up to the first case are for readers.
 *
 *	@@ raises: the title of the case
 *	@ journeys/order.md
 *	a line of the file, before and after
 *	-: a line that is there only before
 *	+: a line that is there only after
 *	@ before: retired.md     the whole file is there only before
 *	@ after: new.md          and this one only after
 *	@ says
 *	step-removed breaking
 *	  fraud owner 0 breaking none
 *
 *	@@ raises one way: a change whose way back is another story
 *	@@ nearly: a change that looks like it and must not raise the rule
 *	@@ folds into team-removed: a change of which the larger rule speaks, and this one not
 *
 * Lines of `says` are those of answer.h; `cosmetic` stands for no line where something was counted, and nothing at all
 * for no change. "@ day: 2026-11-28" is the day of the change, else it is 2 March 2026. Empty lines at the end of a
 *file of a case are left out.
 *
 * Memory:  all of it is the arena's.
 * Trouble: what is written wrong ends the program with the line.
 */
#ifndef TESTS_SUPPORT_CASES_H
#define TESTS_SUPPORT_CASES_H

#include "base/arena.h"

enum case_kind { CASE_RAISES, CASE_NEARLY, CASE_FOLDS };

struct case_file {
	str path;
	bool there[2];
	str text[2];
};

struct rule_case {
	enum case_kind kind;
	bool one_way; /* nothing like it is raised on the way back */
	str larger;   /* the rule it folds into */
	str title, day, says;
	const char *name; /* of the test: rule, kind, title */
	LIST_OF(struct case_file) files;
	size_t says_at; /* where its lines begin in the text of the fixture */
};

struct rule_cases {
	const char *path;
	str rule, text;
	LIST_OF(struct rule_case) list;
};

/* Reads the cases of one file. */
void cases_read(struct rule_cases *out, struct arena *arena, const char *folder, const char *file);

/* Both revisions of a case as commits of a branch of their own; backwards the second one comes first. In the words of
 * git fast-import. */
struct buf;
void case_import(struct buf *out, const struct rule_case *it, const char *branch, bool backwards);

#endif
