/*
 * May it be merged? The verdict, the findings of the gate and the exit status, on stories told in commits.
 */
#include "tests/support/check.h"
#include "tests/support/verdict.h"

#define OPEN_A                                              \
	"impact-unacknowledged breaking customer-support\n" \
	"impact-unacknowledged breaking fraud\n"            \
	"impact-unacknowledged breaking onboarding\n"       \
	"impact-unacknowledged breaking provisioning\n"

/* --- teams that must acknowledge -----------------------------------------------------------------------------------
 */

static void teams_that_must_acknowledge_fail_the_check(void **state)
{
	assert_verdict(*state, "HEAD~1..HEAD", "fail 1\n" OPEN_A);
}

static void the_text_has_the_line_to_add_for_each_team(void **state)
{
	struct telling *telling = *state;

	assert_int_equal(story_run(&telling->story, "check HEAD~1..HEAD"), 1);
	assert_said(telling, "HEAD~1..HEAD: 1 commit since d2f4a54\n");
	assert_said(telling, "\n    Impact-Ack: fraud\n");
	assert_said(telling, "\n    Impact-Ack: customer-support\n");
	assert_said(telling, "FAIL: 4 teams have not acknowledged what affects them\n");
}

/* The verdict is what is read; nothing stands behind it. */
static void the_verdict_is_the_last_line_and_names_who_is_told(void **state)
{
	struct telling *telling = *state;

	assert_int_equal(story_run(&telling->story, "check HEAD~1..HEAD"), 1);
	assert_true(
	    str_ends(buf_str(&telling->story.out), STR("FAIL: 4 teams have not acknowledged what affects them\n")));
	assert_said(telling, "at the end of the message of this commit or a later one on the branch");
	write_file(telling, "../home/policy.yml", "policy:\n  acknowledge: {}\n");
	assert_int_equal(story_run(&telling->story, "check HEAD~1..HEAD --policy-file ../home/policy.yml"), 0);
	assert_said(telling,
	    "PASS: nobody has to acknowledge this; 4 teams are told: Customer Support, Onboarding, Fraud "
	    "and\nProvisioning\n");
}

static void an_approval_from_outside_counts_for_its_team(void **state)
{
	struct telling *telling = *state;

	assert_verdict(telling, "HEAD~1..HEAD --ack Fraud --ack 'the provisioning team' --ack onboarding",
	    "fail 1\nimpact-unacknowledged breaking customer-support\n");
	assert_verdict(telling, "HEAD~1..HEAD --ack Fraud --ack Provisioning --ack onboarding --ack 'Customer Support'",
	    "pass 0\n");
	assert_verdict(telling, "HEAD~1..HEAD --ack frod", "fail 1\n" OPEN_A "ack-unknown info\n");
}

static void a_team_that_is_not_asked_acknowledges_nothing(void **state)
{
	assert_verdict(*state, "HEAD~1..HEAD --ack Sales", "fail 1\n" OPEN_A "ack-unknown info\n");
}

static void a_member_who_wrote_it_has_acknowledged(void **state)
{
	struct telling *telling = *state;

	assert_verdict(telling, "HEAD~1..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n");
	assert_int_equal(story_run(&telling->story, "check HEAD~1..HEAD"), 1);
	assert_said(telling, "Provisioning has acknowledged: Luca Ferri, wrote commit ");
}

/* --- trailers --------------------------------------------------------------------------------------------------------
 */

static void a_word_before_the_change_does_not_count(void **state)
{
	assert_verdict(*state, "main..tidy~2", "fail 1\n" OPEN_A "ack-unknown info fraud\n");
}

static void a_word_after_the_change_counts(void **state)
{
	struct telling *telling = *state;

	assert_verdict(telling, "main..tidy~1",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "ack-unknown info fraud\n");
	assert_int_equal(story_run(&telling->story, "check main..tidy~1"), 1);
	assert_said(telling, "Fraud has acknowledged: Nadia Haddad, commit ");
	assert_said(telling, ": fine with us\n");
}

static void a_word_in_the_change_itself_counts(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(
	    telling, "git checkout -q tidy~2 && git commit -q --amend -m 'Tidy up the picture' -m 'Impact-Ack: Fraud'");
	assert_verdict(telling, "main..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "ack-unknown info fraud\n");
}

static void a_word_on_what_was_edited_afterwards_is_stale(void **state)
{
	struct telling *telling = *state;

	assert_verdict(telling, "main..tidy",
	    "fail 1\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "impact-unacknowledged breaking sales\n"
	    "ack-stale breaking fraud\n"
	    "ack-unknown info fraud\n");
}

static void a_word_in_the_midst_of_a_message_is_told_and_does_not_count(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
	shell(telling,
	    "git commit -q --allow-empty -m 'Look at it' -m 'Impact-Ack: fraud' -m 'Seen on a Tuesday.' && "
	    "git commit -q --allow-empty -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "HEAD~3..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "ack-unknown info fraud\n");
}

static void a_line_that_is_not_written_well_is_told_and_does_not_count(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
	shell(telling,
	    "git commit -q --allow-empty -m 'They know' "
	    "-m 'Impact-Ack customer-support\nImpact-Ack lines are for all\nImpact-Ack: fraud, onboarding on Monday'");
	assert_verdict(telling, "HEAD~2..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "ack-unknown info customer-support\n"
	    "ack-unknown info onboarding\n");
	assert_int_equal(story_run(&telling->story, "check HEAD~2..HEAD"), 1);
	assert_said(telling, "lacks its colon and does not count: 'Impact-Ack: customer-support'");
	assert_said(telling, "each team has a line of its own: 'Impact-Ack: onboarding'");
	/* a comma in a reason is none between teams, and what is acknowledged in another line needs no word */
	shell(telling,
	    "git commit -q --allow-empty --amend -m 'They know' "
	    "-m 'Impact-Ack: fraud, as we said\nImpact-Ack: provisioning fine, onboarding too\n"
	    "Impact-Ack: customer-support, onboarding\nImpact-Ack: onboarding'");
	assert_verdict(telling, "HEAD~2..HEAD", "pass 0\n");
}

static void only_a_member_speaks_for_a_team_that_names_its_members(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Ben Carter", "ben.carter@acme.example");
	shell(telling, "git commit -q --allow-empty -m 'Somebody' -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "HEAD~2..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "ack-not-entitled info provisioning\n");
	/* the change itself by somebody else */
	shell(telling,
	    "git checkout -q HEAD~1 && git commit -q --amend --reset-author --no-edit && "
	    "git commit -q --allow-empty -m 'Somebody' -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "HEAD~2..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "ack-not-entitled breaking provisioning\n");
	commits_as(telling, "Luca Ferri", "LUCA.ferri@acme.example");
	shell(telling, "git commit -q --allow-empty -m 'A member' -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "HEAD~3..HEAD",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "ack-not-entitled info provisioning\n");
}

/* --- what is taken back ----------------------------------------------------------------------------------------------
 */

static void what_was_taken_back_needs_nobody(void **state)
{
	struct telling *telling = *state;

	assert_verdict(telling, "main..smaller-picture", "pass 0\nchange-reverted info\n");
	assert_verdict(telling, "main..smaller-picture~1", "fail 1\nimpact-unacknowledged breaking billing\n");
}

static void a_net_change_names_the_commit_that_touched_it_last(void **state)
{
	struct telling *telling = *state;

	assert_int_equal(story_run(&telling->story, "impact --net main..tidy --format json"), 0);
	shell(telling, "git rev-parse tidy");
	str last = str_trim(arena_dup(&telling->arena, buf_str(&telling->story.out)));
	assert_int_equal(story_run(&telling->story, "impact --net main..tidy --format json"), 0);
	assert_said(telling, arena_printf(&telling->arena, "\"commit\": \"%.*s\"", STR_ARG(last)).at);
	assert_said(telling, "\"reverted\": []");
}

/* Among very many new pages a change of an old one is not lost. */
static void a_change_among_many_new_pages_is_judged(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling,
	    "mkdir pages && for i in $(seq 210); do echo \"# Page $i\" >pages/p$i.md; done && git add -A && "
	    "git commit -q --amend --no-edit");
	assert_verdict(telling, "HEAD~1..HEAD", "fail 1\n" OPEN_A);
	assert_int_equal(story_run(&telling->story, "check HEAD~1..HEAD --min-severity info"), 1);
	assert_said(telling, "210 new documents below pages");
}

/* --- ranges ----------------------------------------------------------------------------------------------------------
 */

static void without_a_range_it_begins_where_the_branch_left_main(void **state)
{
	struct telling *telling = *state;

	assert_int_equal(story_run(&telling->story, "check"), 0);
	assert_said(telling, "main...HEAD: 2 commits since ");
	shell(telling, "git checkout -q main");
	assert_int_equal(story_run(&telling->story, "check"), 0);
	assert_said(telling, "main...HEAD: no commits since ");
	assert_said(telling, "PASS: there is nothing to check\n");
}

static void without_any_branch_to_compare_with_the_status_is_two(void **state)
{
	struct telling *telling = *state;

	shell(telling, "git branch -q -m main trunk");
	assert_int_equal(story_run(&telling->story, "check"), 2);
	assert_said(telling, "no origin/HEAD, no upstream of this branch and no branch main or master");
	assert_said(telling, "knockon check BASE..HEAD");
}

static void mistakes_are_told_with_status_two(void **state)
{
	struct telling *telling = *state;

	assert_int_equal(story_run(&telling->story, "check nowhere..HEAD"), 2);
	assert_int_equal(story_run(&telling->story, "check a b"), 2);
	assert_int_equal(story_run(&telling->story, "check --format sonnet"), 2);
	assert_int_equal(story_run(&telling->story, "check --min-severity worst"), 2);
}

static void one_line_of_json_holds_the_whole_answer(void **state)
{
	struct telling *telling = *state;

	assert_int_equal(story_run(&telling->story, "check HEAD~1..HEAD --format jsonl"), 1);
	str lines = buf_str(&telling->story.out), line;
	assert_true(str_next_line(&lines, &line));
	assert_int_equal(lines.size, 0);
	assert_true(str_starts(line, STR("{\"schema\":\"knockon/check/1\"")) ||
	    str_starts(line, STR("{\"schema\": \"knockon/check/1\"")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(teams_that_must_acknowledge_fail_the_check, "a-task-changes-lane"),
		TELLS(the_text_has_the_line_to_add_for_each_team, "a-task-changes-lane"),
		TELLS(the_verdict_is_the_last_line_and_names_who_is_told, "a-task-changes-lane"),
		TELLS(an_approval_from_outside_counts_for_its_team, "a-task-changes-lane"),
		TELLS(a_team_that_is_not_asked_acknowledges_nothing, "a-task-changes-lane"),
		TELLS(a_member_who_wrote_it_has_acknowledged, "x-author-is-a-member"),
		TELLS(a_word_before_the_change_does_not_count, "y-word-of-fraud"),
		TELLS(a_word_after_the_change_counts, "y-word-of-fraud"),
		TELLS(a_word_in_the_change_itself_counts, "y-word-of-fraud"),
		TELLS(a_word_on_what_was_edited_afterwards_is_stale, "y-word-of-fraud"),
		TELLS(a_word_in_the_midst_of_a_message_is_told_and_does_not_count, "a-task-changes-lane"),
		TELLS(a_line_that_is_not_written_well_is_told_and_does_not_count, "a-task-changes-lane"),
		TELLS(only_a_member_speaks_for_a_team_that_names_its_members, "x-author-is-a-member"),
		TELLS(what_was_taken_back_needs_nobody, "w-taken-back"),
		TELLS(a_net_change_names_the_commit_that_touched_it_last, "y-word-of-fraud"),
		TELLS(a_change_among_many_new_pages_is_judged, "a-task-changes-lane"),
		TELLS(without_a_range_it_begins_where_the_branch_left_main, "w-taken-back"),
		TELLS(without_any_branch_to_compare_with_the_status_is_two, "a-task-changes-lane"),
		TELLS(mistakes_are_told_with_status_two, "a-task-changes-lane"),
		TELLS(one_line_of_json_holds_the_whole_answer, "a-task-changes-lane"),
	};
	return cmocka_run_group_tests_name("e2e/check", tests, NULL, NULL);
}
