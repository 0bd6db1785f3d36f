/*
 * answer - what `knockon impact` says of one commit, as a test wants to read it
 *
 *	step-owner-changed breaking
 *	  billing owner 0 breaking acknowledge
 *	  fraud upstream 1 breaking none acknowledged
 *
 * One line a change in the order of the output, and below it one line a team: role, distance, severity, requirement; by
 * distance, then name. Behind a change stands what is not as usual: its count ("x3"), modifiers in brackets, "audience
 * unknown". A commit that says nothing has no line.
 *
 * Taking an answer also proves that the summary counts what is listed.
 *
 * Memory:  all of it is the arena's.
 * Trouble: fails the test.
 */
#ifndef TESTS_SUPPORT_ANSWER_H
#define TESTS_SUPPORT_ANSWER_H

#include "base/arena.h"
#include "tests/support/story.h"

struct answered_hop {
	str team, file, graph;
	unsigned line;
};

struct answered_team {
	str team, role, severity, requirement;
	unsigned distance;
	bool acknowledged;
	struct answered_hop *path;
	unsigned hops;
};

struct answered_sum { /* of a team and the commit */
	str team, severity, requirement;
	unsigned distance;
	str *changes; /* fingerprints */
	unsigned change_count;
};

struct answered_change {
	str fingerprint, rule, severity, modifiers, path, element, old, now;
	bool audience_unknown;
	unsigned line, count;
	struct answered_team *teams;
	unsigned team_count;
};

struct answer {
	str id, subject;
	struct answered_change *changes;
	unsigned change_count;
	struct answered_sum *sums;
	unsigned sum_count;
};

struct answers {
	struct answer *commits;
	unsigned count, cosmetic;
};

/* Runs `impact` with these arguments, as the shell reads them. */
struct answers answers_of(struct arena *arena, struct story *story, const char *arguments);
struct answer answer_of(struct arena *arena, struct story *story, const char *arguments); /* of one commit */

/* The lines of all changes of this severity and above. */
str answer_lines(struct arena *arena, const struct answer *answer, const char *least);
/* The one change of that rule. */
const struct answered_change *answer_change(const struct answer *answer, const char *rule);

/* What `lint` says of a range, a line a defect that came or was mended: "introduced contract-vague risky a.md:3". */
str defect_lines(struct arena *arena, struct story *story, const char *range);

/* What holds of every answer: all but the owners have a path that ends at them, and the list of the commit has every
 * team with the highest severity, the smallest distance, the strictest requirement and all changes that name it. */
void assert_has_evidence(const struct answer *answer);
void assert_adds_up(const struct answer *answer);

/* --- a test of a story of its own: *state is a struct telling --------------------------------------------------- */

struct telling {
	struct arena arena;
	struct story story;
};

int telling_setup(void **state); /* *state comes as the name of the story */
int telling_teardown(void **state);
#define TELLS(function, story) \
	cmocka_unit_test_prestate_setup_teardown(function, telling_setup, telling_teardown, (char *)(uintptr_t)(story))

#define assert_says(telling, arguments, lines) assert_says_at_((telling), (arguments), (lines), __FILE__, __LINE__)
struct answer assert_says_at_(
    struct telling *telling, const char *arguments, const char *lines, const char *file, int line);

#endif
