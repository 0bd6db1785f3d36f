/*
 * `knockon explain` on the repository of Tern Mobile: findings, defects, teams and rules.
 */
#include "tests/support/check.h"
#include "tests/support/sample.h"

#include <jansson.h>
#include <stdio.h>

static void refuses(const char *arguments, const char *words)
{
	assert_int_equal(story_run(&mvno, arguments), 2);
	assert_str(buf_str(&mvno.out), STR(""));
	if (!str_has(buf_str(&mvno.err), str_of(words)))
		fail_msg("%s does not say '%s':\n%.*s", arguments, words, STR_ARG(buf_str(&mvno.err)));
}

#define FROM_HISTORY(rule)                                                                             \
	"$($KNOCKON impact --history --reverse --format jsonl | tr '{' '\\n' | grep '\"rule\":\"" rule \
	"\"' | head -n 1 | sed 's/.*\"fingerprint\":\"//; s/\".*//')"

static void a_change_is_told_with_its_ways_and_its_remedy(void **state)
{
	(void)state;
	assert_golden(FIXTURES "/stories/mvno/explain-change.txt",
	    sample_run("explain " FROM_HISTORY("step-owner-changed") " --history --reverse --width 110"));
	sample_says("explain " FROM_HISTORY("step-owner-changed") " --history --format json", "\"kind\": \"change\"");
}

static void a_change_is_looked_for_in_one_commit_a_range_or_all(void **state)
{
	(void)state;
	sample_says("explain " FROM_HISTORY("step-owner-changed") " --history", "step-owner-changed, breaking");
	refuses("explain " FROM_HISTORY("step-owner-changed"), "--history through all commits");
	refuses("explain 0123456789ab --history", "no finding 0123456789ab in the history of HEAD");
	/* of a range as one change, too */
	sample_says("explain $($KNOCKON impact --net HEAD~30..HEAD --format jsonl | sed "
	            "'s/.*\"changes\":\\[{\"fingerprint\":\"//; "
	            "s/\".*//') HEAD~30..HEAD",
	    "  why ");
}

static void a_defect_is_told(void **state)
{
	(void)state;
	sample_says("explain $($KNOCKON lint --format jsonl | head -n 1 | sed 's/.*\"fingerprint\":\"//; s/\".*//')",
	    "  where ");
	sample_says("explain --format json $($KNOCKON lint --format jsonl | head -n 1 | sed 's/.*\"fingerprint\":\"//; "
	            "s/\".*//')",
	    "\"kind\": \"defect\"");
}

static void a_team_is_told_with_its_promises_and_neighbours(void **state)
{
	(void)state;
	sample_says("explain Billing", "\nis promised\n");
	sample_says("explain Billing", "\ndepends on\n");
	sample_says("explain 'the billing team'", "\nis depended on by\n");
	sample_says("explain Helpdesk", "Customer Support, internal");
	sample_says("explain Billing --format json", "\"depended_on_by\": [");
}

static void a_rule_is_told_as_by_rules(void **state)
{
	str rule = arena_dup(*state, sample_run("rules step-removed --format json"));

	assert_str(sample_run("explain step-removed --format json"), rule);
	sample_says("explain step-removed", "Whoever waited for its result waits forever.");
}

static void what_is_nothing_is_refused(void **state)
{
	(void)state;
	refuses("explain", "explain wants a fingerprint, a team or a rule");
	refuses("explain step-remved", "did you mean");
	refuses("explain Biling", "'Billing'");
	refuses("explain Billing HEAD HEAD", "one WHAT and one range");
	refuses("explain 0123456789ab no-such-branch", "no-such-branch");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_change_is_told_with_its_ways_and_its_remedy),
		TEST(a_change_is_looked_for_in_one_commit_a_range_or_all),
		TEST(a_defect_is_told),
		TEST(a_team_is_told_with_its_promises_and_neighbours),
		TEST(a_rule_is_told_as_by_rules),
		TEST(what_is_nothing_is_refused),
	};
	return cmocka_run_group_tests_name("e2e/explain", tests, sample_begin, sample_end);
}
