/*
 * Files of acknowledgements: written by `knockon ack` and by hand, read by `knockon check`.
 */
#include "tests/support/check.h"
#include "tests/support/verdict.h"

#include <string.h>

/* The fingerprint of the one finding of case a. */
static const char *the_finding(struct telling *telling)
{
	struct answer answer = answer_of(&telling->arena, &telling->story, "--net HEAD~1..HEAD");
	return answer_change(&answer, "step-owner-changed")->fingerprint.at;
}

static void begin_topic(struct telling *telling)
{
	shell(telling, "git checkout -q -b topic && git branch -q -f main HEAD~1");
	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
}

/* --- the command -----------------------------------------------------------------------------------------------------
 */

static void ack_writes_what_the_team_is_asked_for(void **state)
{
	struct telling *telling = *state;
	const char *finding = the_finding(telling);

	begin_topic(telling);
	assert_int_equal(story_run(&telling->story, "ack Fraud --reason 'we \"know\": fine' --until 2031-01-31"), 0);
	str path = arena_printf(&telling->arena, ".knockon/acks/fraud/nadia.haddad-%s.yml", finding);
	assert_str(buf_str(&telling->story.out), arena_printf(&telling->arena, "%.*s\n", STR_ARG(path)));
	assert_said(telling, "git add");
	assert_str(shell_says(telling, arena_printf(&telling->arena, "cat %.*s", STR_ARG(path)).at),
	    arena_printf(&telling->arena,
	        "fingerprints: [%s]\n"
	        "by: \"Nadia Haddad <nadia.haddad@acme.example>\"\n"
	        "until: 2031-01-31\n"
	        "reason: \"we \\\"know\\\": fine\"",
	        finding));
	/* it does not count before it is committed */
	assert_true(str_has(verdict_lines(&telling->arena, &telling->story, ""), STR("breaking fraud")));
	commit_all(telling, "Fraud knows");
	assert_verdict(telling, "",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "Fraud has acknowledged: Nadia Haddad <nadia.haddad@acme.example>, .knockon/acks/fraud/");
	/* nothing is left, and nothing is written over */
	assert_int_equal(story_run(&telling->story, "ack fraud"), 0);
	assert_said(telling, "nothing here has to be acknowledged by fraud");
	assert_int_equal(story_run(&telling->story, arena_printf(&telling->arena, "ack fraud %s", finding).at), 2);
	assert_said(telling, "it is there already");
}

static void a_blocking_team_fails_the_check_and_nothing_lifts_it(void **state)
{
	struct telling *telling = *state;

	begin_topic(telling);
	assert_int_equal(story_run(&telling->story, "ack onboarding --verdict blocked --reason 'not before May'"), 0);
	commit_all(telling, "Onboarding cannot");
	assert_verdict(telling, "--ack fraud --ack onboarding --ack provisioning --ack 'customer support'",
	    "fail 1\nimpact-blocked breaking onboarding\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "Onboarding blocks this, not before May (Nadia Haddad");
	assert_said(telling, "FAIL: 1 change is blocked; only the team that blocks it can take that back\n");
	/* whoever blocks may say otherwise */
	shell(telling, "git rm -q -r .knockon");
	assert_int_equal(story_run(&telling->story, "ack onboarding --reason 'May is fine'"), 0);
	commit_all(telling, "Onboarding can");
	assert_verdict(telling, "--ack fraud --ack onboarding --ack provisioning --ack 'customer support'", "pass 0\n");
}

#define ALL_BUT_BLOCKERS "--ack fraud --ack onboarding --ack provisioning --ack 'customer support'"

static void begin_blocked(struct telling *telling)
{
	begin_topic(telling);
	assert_int_equal(story_run(&telling->story, "ack onboarding --verdict blocked --reason 'not before May'"), 0);
	commit_all(telling, "Onboarding cannot");
}

/* Taking the file away is not enough where somebody else does it. */
static void a_block_that_another_person_takes_away_still_blocks(void **state)
{
	struct telling *telling = *state;

	begin_blocked(telling);
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling, "git rm -q -r .knockon");
	commit_all(telling, "Onboarding can");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "Onboarding blocks this, not before May (Nadia Haddad");
	assert_said(telling, " by Luca Ferri, who did not write it");
	/* nor does his own word in its place */
	assert_int_equal(story_run(&telling->story, "ack onboarding"), 0);
	commit_all(telling, "Onboarding can, I say");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
	/* whoever wrote it may still say so, in the same place */
	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
	assert_int_equal(story_run(&telling->story, "ack onboarding --reason 'May is fine'"), 0);
	commit_all(telling, "Onboarding can");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "pass 0\n");
}

static void a_block_that_another_person_edits_still_blocks(void **state)
{
	struct telling *telling = *state;

	begin_blocked(telling);
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling, "sed -i /verdict/d .knockon/acks/onboarding/*.yml");
	commit_all(telling, "Better words");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, " by Luca Ferri, who did not write it");
	/* an edit that blocks all the same is told once */
	shell(telling, "git reset -q --hard HEAD~1 && sed -i 's/May/June/' .knockon/acks/onboarding/*.yml");
	commit_all(telling, "Later");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
}

/* The block stands on the branch that this goes into, and the topic takes it away or does not have it yet. */
static void a_block_on_the_branch_that_it_goes_into_counts(void **state)
{
	struct telling *telling = *state;

	begin_blocked(telling);
	shell(telling,
	    "git checkout -q main && git checkout -q topic -- .knockon && git commit -q -m 'Onboarding cannot' && "
	    "git checkout -q -B topic topic~1");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "which stands where this would go");
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling, "git merge -q --no-edit main && git rm -q -r .knockon && git commit -q -m 'Off it goes'");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
	/* taken back there, it is taken back */
	shell(telling,
	    "git reset -q --hard HEAD~1 && git checkout -q main && git rm -q -r .knockon && git commit -q -m 'Taken "
	    "back' "
	    "&& git checkout -q topic && git merge -q --no-edit main");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "pass 0\n");
}

/* A merge that leaves out what one of its sides has. */
static void a_merge_does_not_lose_a_block(void **state)
{
	struct telling *telling = *state;

	begin_blocked(telling);
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling,
	    "git checkout -q -b clean topic~1 && git commit -q --allow-empty -m 'Nothing' && "
	    "git merge -q -s ours -m 'Together' topic");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking onboarding\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, " by Luca Ferri, who did not write it");
	/* the same in what is staged */
	shell(telling, "git checkout -q topic && git rm -q -r .knockon");
	assert_int_equal(story_run(&telling->story, "check --staged"), 0);
	shell(telling, "git commit -q -m 'Off it goes' && git checkout -q main && git config merge.ff false");
	shell(telling, "git merge -q --no-commit topic");
	assert_int_equal(story_shell(&telling->story,
	                     "eval \"GITHEAD_$(git rev-parse topic)=topic; export GITHEAD_$(git rev-parse topic)\"; "
	                     "$KNOCKON check --staged " ALL_BUT_BLOCKERS),
	    1);
	assert_said(telling, "taken away in commit ");
}

static void only_a_member_takes_the_block_of_a_team_back(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Ben Carter", "ben.carter@acme.example");
	shell(telling,
	    "git checkout -q -b topic && git branch -q -f main HEAD~1 && "
	    "git commit -q --amend --reset-author --no-edit");
	struct answer answer = answer_of(&telling->arena, &telling->story, "--net HEAD~1..HEAD");
	write_file(telling, ".knockon/acks/provisioning/no.yml",
	    arena_printf(&telling->arena,
	        "fingerprints: [%.*s]\nby: Luca <luca.ferri@acme.example>\nverdict: blocked\n",
	        STR_ARG(answer_change(&answer, "step-owner-changed")->fingerprint))
	        .at);
	commit_all(telling, "No");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking provisioning\n");
	shell(telling, "git rm -q -r .knockon/acks && git commit -q -m 'Yes'");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "fail 1\nimpact-blocked breaking provisioning\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, " by Ben Carter, who is no member of Provisioning");
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling, "git commit -q --amend --no-edit --reset-author");
	assert_verdict(telling, ALL_BUT_BLOCKERS, "pass 0\n");
}

/* A team that is only told may block as well, whatever the severity. */
static void a_team_that_is_only_told_may_block(void **state)
{
	struct telling *telling = *state;
	struct answer answer = answer_of(&telling->arena, &telling->story, "--net HEAD~1..HEAD");
	const struct answered_change *change = answer_change(&answer, "step-owner-changed");

	begin_topic(telling);
	write_file(telling, ".knockon.yml", "policy:\n  acknowledge: {}\n");
	shell(telling,
	    "git stash -q -u && git checkout -q main && git stash pop -q && git add -A && git commit -q -m policy && "
	    "git checkout -q topic && git rebase -q main");
	assert_verdict(telling, "", "pass 0\n");
	write_file(telling, ".knockon/acks/provisioning/no.yml",
	    arena_printf(&telling->arena, "fingerprints: [%.*s]\nby: p@acme.example\nverdict: blocked\n",
	        STR_ARG(change->fingerprint))
	        .at);
	commit_all(telling, "No");
	assert_verdict(telling, "", "fail 1\nimpact-blocked breaking provisioning\n");
}

static void mistakes_of_ack_are_told(void **state)
{
	struct telling *telling = *state;

	begin_topic(telling);
	assert_int_equal(story_run(&telling->story, "ack"), 2);
	assert_int_equal(story_run(&telling->story, "ack Frod"), 2);
	assert_said(telling, "there is no team 'Frod'");
	assert_int_equal(story_run(&telling->story, "ack Fraud notafingerprint"), 2);
	assert_int_equal(story_run(&telling->story, "ack Fraud --until soon"), 2);
	assert_int_equal(story_run(&telling->story, "ack Fraud --verdict maybe"), 2);
	shell(telling, "ln -s /tmp .knockon");
	assert_int_equal(story_run(&telling->story, "ack Fraud"), 3);
	assert_said(telling, "cannot write");
}

static void ack_wants_to_know_who_speaks(void **state)
{
	struct telling *telling = *state;

	begin_topic(telling);
	shell(telling, "git config --unset user.email");
	assert_int_equal(story_run(&telling->story, "ack Fraud"), 2);
	assert_said(telling, "git config user.email");
}

/* --- files by hand ---------------------------------------------------------------------------------------------------
 */

static void file_of(struct telling *telling, const char *path, const char *fingerprint, const char *rest)
{
	write_file(telling, path, arena_printf(&telling->arena, "fingerprints: [%s]\n%s\n", fingerprint, rest).at);
	commit_all(telling, "word");
}

static void a_file_holds_until_its_day(void **state)
{
	struct telling *telling = *state;
	const char *finding = the_finding(telling);

	begin_topic(telling);
	file_of(telling, ".knockon/acks/fraud/a.yml", finding, "by: f@acme.example\nuntil: 2026-03-16");
	assert_false(
	    str_has(verdict_lines(&telling->arena, &telling->story, "--as-of 2026-03-16"), STR("breaking fraud")));
	str later = verdict_lines(&telling->arena, &telling->story, "--as-of 2026-03-17");
	assert_true(str_has(later, STR("impact-unacknowledged breaking fraud\n")));
	assert_true(str_has(later, STR("ack-unknown info fraud\n")));
}

static void a_file_for_what_was_edited_since_is_stale(void **state)
{
	struct telling *telling = *state;

	shell(telling, "git checkout -q tidy~2");
	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
	assert_int_equal(story_run(&telling->story, "ack fraud"), 0);
	commit_all(telling, "Fraud knows");
	shell(telling, "git cherry-pick tidy >/dev/null");
	str lines = verdict_lines(&telling->arena, &telling->story, "main..HEAD");
	assert_true(str_has(lines, STR("ack-stale breaking fraud\n")));
	assert_true(str_has(lines, STR("impact-unacknowledged breaking fraud\n")));
}

static void what_is_wrong_with_a_file_is_told_where_the_range_touches_it(void **state)
{
	struct telling *telling = *state;
	const char *finding = the_finding(telling);

	begin_topic(telling);
	file_of(telling, ".knockon/acks/frod/a.yml", finding, "by: f@acme.example");
	file_of(telling, ".knockon/acks/fraud/broken.yml", "not one", "");
	file_of(telling, ".knockon/acks/fraud/other.yml", "0123456789ab", "");
	write_file(telling, ".knockon/acks/fraud/empty.yml", "by: f@acme.example\n");
	write_file(telling, ".knockon/acks/fraud/key.yml", "fingerprint: 1\n");
	commit_all(telling, "word");
	str lines = verdict_lines(&telling->arena, &telling->story, "");
	unsigned unknown = 0;
	for (str rest = lines, line; str_next_line(&rest, &line);)
		unknown += str_starts(line, STR("ack-unknown info"));
	assert_int_equal(unknown, 5);
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "the folder 'frod' is no team that is known here");
	assert_said(telling, "did you mean \"fingerprints\"?");
	/* later ranges find them there and say nothing */
	commit_all(telling, "another thing");
	assert_verdict(telling, "HEAD~1..HEAD", "pass 0\n");
}

static void a_file_counts_for_a_team_with_members_where_one_of_them_signs(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Ben Carter", "ben.carter@acme.example");
	shell(telling,
	    "git checkout -q -b topic && git branch -q -f main HEAD~1 && "
	    "git commit -q --amend --reset-author --no-edit");
	const char *finding = the_finding(telling);
	file_of(telling, ".knockon/acks/provisioning/a.yml", finding, "by: Ben <ben.carter@acme.example>");
	str lines = verdict_lines(&telling->arena, &telling->story, "");
	assert_true(str_has(lines, STR("ack-not-entitled breaking provisioning\n")));
	file_of(telling, ".knockon/acks/provisioning/b.yml", finding, "by: Luca <Luca.Ferri@acme.example>");
	lines = verdict_lines(&telling->arena, &telling->story, "");
	assert_true(str_has(lines, STR("ack-not-entitled info provisioning\n")));
	assert_false(str_has(lines, STR("impact-unacknowledged breaking provisioning\n")));
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "Luca <Luca.Ferri@acme.example>, written down by Ben Carter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(ack_writes_what_the_team_is_asked_for, "a-task-changes-lane"),
		TELLS(a_blocking_team_fails_the_check_and_nothing_lifts_it, "a-task-changes-lane"),
		TELLS(a_block_that_another_person_takes_away_still_blocks, "a-task-changes-lane"),
		TELLS(a_block_that_another_person_edits_still_blocks, "a-task-changes-lane"),
		TELLS(a_block_on_the_branch_that_it_goes_into_counts, "a-task-changes-lane"),
		TELLS(a_merge_does_not_lose_a_block, "a-task-changes-lane"),
		TELLS(only_a_member_takes_the_block_of_a_team_back, "x-author-is-a-member"),
		TELLS(a_team_that_is_only_told_may_block, "a-task-changes-lane"),
		TELLS(mistakes_of_ack_are_told, "a-task-changes-lane"),
		TELLS(ack_wants_to_know_who_speaks, "a-task-changes-lane"),
		TELLS(a_file_holds_until_its_day, "a-task-changes-lane"),
		TELLS(a_file_for_what_was_edited_since_is_stale, "y-word-of-fraud"),
		TELLS(what_is_wrong_with_a_file_is_told_where_the_range_touches_it, "a-task-changes-lane"),
		TELLS(a_file_counts_for_a_team_with_members_where_one_of_them_signs, "x-author-is-a-member"),
	};
	return cmocka_run_group_tests_name("e2e/acks", tests, NULL, NULL);
}
