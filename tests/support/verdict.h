/*
 * verdict - what `knockon check` says, as a test wants to read it
 *
 *	fail 1
 *	impact-unacknowledged breaking fraud
 *	change-reverted info
 *
 * The verdict with the exit status, then a line for each finding of the gate in the order of the output. Taking it
 * proves that verdict, findings, remedies and status agree.
 *
 * Memory:  all of it is the arena's.
 * Trouble: fails the test.
 */
#ifndef TESTS_SUPPORT_VERDICT_H
#define TESTS_SUPPORT_VERDICT_H

#include "base/arena.h"
#include "tests/support/answer.h"

/* Runs `check` with these arguments, as the shell reads them. */
str verdict_lines(struct arena *arena, struct story *story, const char *arguments);

#define assert_verdict(telling, arguments, lines) \
	assert_verdict_at_((telling), (arguments), (lines), __FILE__, __LINE__)
void assert_verdict_at_(struct telling *telling, const char *arguments, const char *lines, const char *file, int line);

void shell(struct telling *telling, const char *line);                         /* must end with 0 */
void commits_as(struct telling *telling, const char *name, const char *email); /* from now on */
void write_file(struct telling *telling, const char *path, const char *bytes); /* in the work tree */
void commit_all(struct telling *telling, const char *message);
str shell_says(struct telling *telling, const char *line); /* its output, trimmed */

/* What the last run wrote has these words in it, however its lines are broken. */
#define assert_said(telling, words) assert_said_at_((telling), (words), __FILE__, __LINE__)
void assert_said_at_(struct telling *telling, const char *words, const char *file, int line);

#endif
