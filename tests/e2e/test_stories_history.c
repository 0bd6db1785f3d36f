/*
 * Merges, owners that change by a line elsewhere, changes that are taken back; and the answers that people may count
 * on.
 */
#include "tests/support/answer.h"
#include "tests/support/check.h"

static void a_merge_of_different_rows_says_nothing(void **state)
{
	assert_says(*state, "HEAD", "");
}

/* What the merge keeps quiet about was told with the commits themselves. */
static void the_commits_of_a_merge_are_told_where_they_were_made(void **state)
{
	assert_says(*state, "HEAD^1",
	    "timer-lengthened breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  finance performer 1 breaking acknowledge\n");
	assert_says(*state, "HEAD^2",
	    "timer-lengthened breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  customer-support downstream 1 breaking acknowledge\n");
}

static void a_line_of_codeowners_is_one_finding_with_the_count_of_documents(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "document-owner-changed risky x3\n"
	    "  billing owner 0 risky notify\n"
	    "  finance owner 0 risky notify\n");
	const struct answered_change *moved = answer_change(&answer, "document-owner-changed");

	assert_true(str_ieq(moved->old, STR("billing")));
	assert_true(str_ieq(moved->now, STR("finance")));
}

static void a_handoff_that_was_taken_back_is_told_with_both_commits(void **state)
{
	struct telling *telling = *state;
	struct answers answers = answers_of(&telling->arena, &telling->story, "main..smaller-picture");

	assert_int_equal(answers.count, 2);
	assert_str(answer_lines(&telling->arena, &answers.commits[0], "info"),
	    STR("handoff-added risky\n"
	        "  customer-support owner 0 risky none\n"
	        "  billing downstream 1 risky notify\n"));
	assert_str(answer_lines(&telling->arena, &answers.commits[1], "info"),
	    STR("handoff-removed breaking\n"
	        "  customer-support owner 0 breaking none\n"
	        "  billing downstream 1 breaking acknowledge\n"));
}

static void a_handoff_that_was_taken_back_is_no_net_change(void **state)
{
	assert_says(*state, "--net main..smaller-picture", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_merge_of_different_rows_says_nothing, "u-merge"),
		TELLS(the_commits_of_a_merge_are_told_where_they_were_made, "u-merge"),
		TELLS(a_line_of_codeowners_is_one_finding_with_the_count_of_documents, "v-owner-line"),
		TELLS(a_handoff_that_was_taken_back_is_told_with_both_commits, "w-taken-back"),
		TELLS(a_handoff_that_was_taken_back_is_no_net_change, "w-taken-back"),
	};
	return cmocka_run_group_tests_name("e2e/stories_history", tests, NULL, NULL);
}
