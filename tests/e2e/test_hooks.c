/*
 * Hooks that git itself runs: pre-commit, pre-merge-commit, pre-push, and pre-receive on the other side.
 */
#include "tests/support/check.h"
#include "tests/support/verdict.h"

#include <string.h>

/* git finds the program by its name. */
#define WITH_PATH "PATH=\"$HOME/bin:$PATH\" "

static int git_ends_with(struct telling *telling, const char *command)
{
	return story_shell(&telling->story, arena_printf(&telling->arena, WITH_PATH "%s", command).at);
}

static void begin(struct telling *telling)
{
	shell(telling, "mkdir -p \"$HOME/bin\" && ln -s \"$KNOCKON\" \"$HOME/bin/knockon\"");
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling, "git checkout -q -b topic && git branch -q -f main HEAD~1");
}

static void install(struct telling *telling, const char *hook)
{
	assert_int_equal(story_run(&telling->story, arena_printf(&telling->arena, "init --hook %s", hook).at), 0);
}

static void begin_server(struct telling *telling)
{
	begin(telling);
	shell(telling,
	    "git init -q --bare -b main ../home/server.git && git remote add origin ../home/server.git && "
	    "git push -q origin main && git fetch -q origin");
}

static void acknowledge(struct telling *telling)
{
	shell(telling,
	    "git commit -q --allow-empty -m 'They know' -m 'Impact-Ack: fraud\nImpact-Ack: onboarding\n"
	    "Impact-Ack: provisioning\nImpact-Ack: customer-support'");
}

/* --- pre-push --------------------------------------------------------------------------------------------------------
 */

static void a_push_is_held_back_until_all_have_acknowledged(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	install(telling, "pre-push");
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	assert_said(telling, "main: 1 commit since d2f4a54");
	assert_said(telling, "FAIL: 4 teams have not acknowledged what affects them");
	acknowledge(telling);
	assert_int_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	assert_said(telling, "main: 2 commits since d2f4a54");
	/* what is there already is not asked for again; a tag and a deletion change no page */
	shell(telling, "git commit -q --allow-empty -m more && git tag v1 && git push -q --no-verify origin topic");
	assert_int_equal(git_ends_with(telling, "git push origin topic:main v1"), 0);
	assert_said(telling, "main: 1 commit since ");
	assert_int_equal(git_ends_with(telling, "git push origin :topic"), 0);
}

/* Its readers acknowledge it on its branch; so it must get there. */
static void a_branch_for_others_to_acknowledge_may_be_pushed(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	install(telling, "pre-push");
	assert_int_equal(git_ends_with(telling, "git push origin topic"), 0);
	assert_said(telling,
	    "topic: 4 teams must acknowledge this before it goes into main: Customer Support, Fraud, Onboarding and "
	    "Provisioning\n");
	assert_int_equal(git_ends_with(telling, "git push origin main:quiet"), 0);
	assert_said(telling, "quiet: nothing is to be acknowledged before it goes into main\n");
	/* what changes go into is what HEAD of the other side says; it may also be named */
	shell(telling,
	    "git push -q --no-verify origin main:trunk && git fetch -q && "
	    "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk");
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:trunk"), 0);
	assert_int_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	shell(telling, "sed -i 's/\"$@\"$/\"$@\" \"release\\/*\"/' .git/hooks/pre-push");
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:release/1"), 0);
	assert_int_equal(git_ends_with(telling, "git push origin topic:trunk"), 0);
	assert_said(telling, "before it goes into a branch that is guarded");
}

static void several_branches_are_judged_each(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	install(telling, "pre-push");
	shell(telling, "git branch other main");
	shell(telling, "sed -i 's/\"$@\"$/\"$@\" other topic/' .git/hooks/pre-push");
	assert_int_not_equal(git_ends_with(telling, "git push origin other topic"), 0);
	assert_said(telling, "other: no commits since d2f4a54");
	assert_said(telling, "topic: 1 commit since d2f4a54");
	assert_int_equal(
	    story_shell(&telling->story, "$KNOCKON check --pre-push origin url --format json </dev/null"), 2);
	assert_int_equal(story_shell(&telling->story, "echo nonsense | $KNOCKON check --pre-push origin url"), 2);
	assert_int_equal(
	    story_shell(&telling->story,
	        "z=$(printf '0%.0s' $(seq 40)); { echo refs/heads/topic $(git rev-parse topic) "
	        "refs/heads/topic $z; echo refs/heads/other $(git rev-parse other) refs/heads/other $z; } | "
	        "$KNOCKON check --pre-push origin url topic other --format jsonl"),
	    1);
	str lines = buf_str(&telling->story.out), line;
	unsigned count = 0;
	while (str_next_line(&lines, &line))
		count += str_has(line, STR("knockon/check/1"));
	assert_int_equal(count, 2);
}

static void a_branch_that_was_written_anew_begins_at_main(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	shell(telling, "git push -q origin topic && git commit -q --amend -m 'Tidier' --date 2026-03-17T10:00:00Z");
	install(telling, "pre-push");
	shell(telling, "sed -i 's/\"$@\"$/\"$@\" topic/' .git/hooks/pre-push");
	assert_int_not_equal(git_ends_with(telling, "git push -f origin topic"), 0);
	assert_said(telling, "topic: 1 commit since d2f4a54");
}

/* --- pre-commit's framework
 * ------------------------------------------------------------------------------------------- */

static void the_framework_gives_its_range_in_the_environment(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	assert_int_equal(story_shell(&telling->story,
	                     "PRE_COMMIT=1 PRE_COMMIT_FROM_REF=main PRE_COMMIT_TO_REF=topic "
	                     "PRE_COMMIT_REMOTE_NAME=origin PRE_COMMIT_REMOTE_BRANCH=refs/heads/main "
	                     "$KNOCKON check --pre-push"),
	    1);
	assert_said(telling, "main: 1 commit since d2f4a54");
	static const char topic[] = "PRE_COMMIT=1 PRE_COMMIT_FROM_REF=main PRE_COMMIT_TO_REF=topic "
	                            "PRE_COMMIT_REMOTE_NAME=origin PRE_COMMIT_REMOTE_BRANCH=refs/heads/topic "
	                            "$KNOCKON check --pre-push";
	assert_int_equal(story_shell(&telling->story, topic), 0);
	assert_int_equal(
	    story_shell(&telling->story, arena_printf(&telling->arena, "%s topic 'release/*'", topic).at), 1);
	/* the first push of all there is names no range */
	assert_int_equal(
	    story_shell(&telling->story, "PRE_COMMIT=1 PRE_COMMIT_REMOTE_NAME=origin $KNOCKON check --pre-push"), 0);
	assert_said(telling, "2 commits; all of it is new");
}

/* --- pre-receive
 * ------------------------------------------------------------------------------------------------------ */

static void a_server_refuses_what_nobody_acknowledged(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	assert_int_equal(story_run(&telling->story, "-C ../home/server.git init --hook pre-receive"), 0);
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	assert_said(telling, "FAIL: 4 teams have not acknowledged what affects them");
	assert_said(telling, "pre-receive hook declined");
	acknowledge(telling);
	assert_int_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	assert_said(telling, "PASS: every team that must acknowledge has done so");
}

static void a_server_may_guard_some_branches_only(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	assert_int_equal(story_run(&telling->story, "-C ../home/server.git init --hook pre-receive"), 0);
	assert_int_equal(git_ends_with(telling, "git push origin topic"), 0);
	assert_said(telling, "topic: 4 teams must acknowledge this before it goes into main");
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	shell(telling,
	    "sed -i 's/--pre-receive$/--pre-receive main \"release\\/*\"/' ../home/server.git/hooks/pre-receive");
	assert_int_equal(git_ends_with(telling, "git push origin topic:other"), 0);
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:release/1"), 0);
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:main"), 0);
}

/* The policy is that of the old tip: neither the pushed commits nor an old beginning get round it. */
static void the_old_tip_has_the_policy_of_a_server(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	assert_int_equal(story_run(&telling->story, "-C ../home/server.git init --hook pre-receive"), 0);
	write_file(telling, ".knockon.yml", "policy: { fail-on: never }\n");
	commit_all(telling, "weaker");
	assert_int_not_equal(git_ends_with(telling, "git push origin topic:main"), 0);
	assert_said(telling, "fail-on goes from breaking to never");
}

/* History that is written anew is compared with what stood there. */
static void taking_commits_back_on_a_server_is_a_change(void **state)
{
	struct telling *telling = *state;

	begin_server(telling);
	shell(telling, "git push -q origin topic:main");
	assert_int_equal(story_run(&telling->story, "-C ../home/server.git init --hook pre-receive"), 0);
	assert_int_not_equal(git_ends_with(telling, "git push -f origin main"), 0);
	assert_said(telling, "Onboarding does 'Collect documents' now, no longer Customer Support");
}

/* --- pre-commit, pre-merge-commit
 * --------------------------------------------------------------------------------------- */

static void a_commit_waits_for_a_file_of_acknowledgements(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	install(telling, "pre-commit");
	shell(telling, "git checkout -q main && git checkout -q topic -- . ");
	assert_int_not_equal(git_ends_with(telling, "git commit -m 'Tidy up'"), 0);
	assert_said(telling, "what is staged on d2f4a54");
	assert_said(telling, "knockon ack fraud --staged");
	static const char *const teams[] = { "fraud", "onboarding", "provisioning", "customer-support" };
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(
		    story_run(&telling->story, arena_printf(&telling->arena, "ack %s --staged", teams[i]).at), 0);
	shell(telling, "git add .knockon");
	assert_int_equal(git_ends_with(telling, "git commit -m 'Tidy up'"), 0);
	assert_said(telling, "PASS: every team that must acknowledge has done so");
	assert_verdict(telling, "HEAD~1..HEAD", "pass 0\n");
}

static void a_commit_of_some_files_is_judged_by_these(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	install(telling, "pre-commit");
	shell(
	    telling, "git checkout -q main && git checkout -q topic -- . && echo hello >notes.md && git add notes.md");
	assert_int_equal(git_ends_with(telling, "git commit -m 'Notes' notes.md"), 0);
	assert_int_not_equal(git_ends_with(telling, "git commit -m 'All'"), 0);
}

static void a_merge_counts_the_trailers_of_what_is_merged(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling, "git checkout -q main && git commit -q --allow-empty -m 'elsewhere'");
	install(telling, "pre-merge-commit");
	assert_int_not_equal(git_ends_with(telling, "git merge -q --no-edit topic"), 0);
	assert_said(telling, "the merge into ");
	assert_said(telling, ": 1 commit");
	assert_said(telling, "Impact-Ack: fraud");
	shell(telling, "git merge --abort && git checkout -q topic");
	acknowledge(telling);
	shell(telling, "git checkout -q main");
	assert_int_equal(git_ends_with(telling, "git merge -q --no-edit topic"), 0);
	assert_said(telling, "PASS: every team that must acknowledge has done so");
}

/* git says "use 'git commit' to complete the merge", which runs another hook. */
static void a_refused_merge_is_taken_back_and_not_completed(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling, "git checkout -q main && git commit -q --allow-empty -m 'elsewhere'");
	install(telling, "pre-merge-commit");
	assert_said(telling, "'knockon init --hook pre-commit'");
	assert_said(telling, "git config merge.ff false");
	assert_int_not_equal(git_ends_with(telling, "git merge -q --no-edit topic"), 0);
	assert_said(telling, "'git commit' would complete this merge here without a check.");
	assert_said(telling, "'git merge --abort' takes the merge back");
	/* the open merge is what a check is about */
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "the merge into ");
	assert_said(telling, ": 1 commit");
	assert_said(telling, "FAIL: 4 teams have not acknowledged what affects them");
	/* the hook pre-commit sees what would complete it, with the words of its commits */
	install(telling, "pre-commit");
	assert_int_not_equal(git_ends_with(telling, "git commit -q --no-edit"), 0);
	assert_said(telling, "the merge into ");
	assert_said(telling, "'git merge --abort' takes the merge back");
	assert_false(str_has(buf_str(&telling->story.out), STR("without a check")));
	shell(telling, "git merge --abort && git checkout -q topic && mv .git/hooks/pre-commit .git/hooks/away");
	acknowledge(telling);
	shell(telling,
	    "git checkout -q main && mv .git/hooks/away .git/hooks/pre-commit && git merge -q --no-commit topic");
	assert_int_equal(git_ends_with(telling, "git commit -q --no-edit"), 0);
	assert_said(telling, "PASS: every team that must acknowledge has done so");
}

static void a_merge_with_conflicts_is_not_judged(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "echo one >page.md && git add page.md && git commit -q -m one && git checkout -q main && echo two >page.md "
	    "&& "
	    "git add page.md && git commit -q -m two");
	assert_int_not_equal(git_ends_with(telling, "git merge -q topic"), 0);
	assert_int_equal(story_run(&telling->story, "check"), 2);
	assert_said(telling, "the index has conflicts");
}

/* What main did since the branch began is neither taken back nor anybody's change. */
static void a_merge_tells_what_it_brings_and_nothing_else(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git checkout -q -b lane topic && git checkout -q -B side main && echo '# A page' >page.md && "
	    "git add page.md && git commit -q -m 'a page' && git checkout -q main && git merge -q --ff-only lane");
	install(telling, "pre-merge-commit");
	assert_int_equal(git_ends_with(telling, "git merge -q --no-edit side"), 0);
	assert_said(telling, "PASS: nothing here affects another team");
}

/* --- init --hook
 * -------------------------------------------------------------------------------------------------------- */

static void a_hook_is_three_lines_and_never_takes_the_place_of_one(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	install(telling, "pre-push");
	assert_int_equal(str_eq(shell_says(telling, "wc -l <.git/hooks/pre-push"), STR("3")), 1);
	shell(telling, "test -x .git/hooks/pre-push");
	assert_int_equal(story_run(&telling->story, "init --hook pre-push"), 2);
	assert_said(telling, "there is such a hook already; add this line to it: knockon check --pre-push \"$@\"");
	assert_int_equal(story_run(&telling->story, "init --hook post-commit"), 2);
}

static void hooks_go_where_git_looks_for_them(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling, "git config core.hooksPath .githooks && git worktree add -q ../home/tree main");
	install(telling, "pre-push");
	shell(telling, "test -x .githooks/pre-push && git config --unset core.hooksPath");
	assert_int_equal(story_run(&telling->story, "-C ../home/tree init --hook pre-commit"), 0);
	shell(telling, "test -x .git/hooks/pre-commit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_push_is_held_back_until_all_have_acknowledged, "a-task-changes-lane"),
		TELLS(a_branch_for_others_to_acknowledge_may_be_pushed, "a-task-changes-lane"),
		TELLS(several_branches_are_judged_each, "a-task-changes-lane"),
		TELLS(a_branch_that_was_written_anew_begins_at_main, "a-task-changes-lane"),
		TELLS(the_framework_gives_its_range_in_the_environment, "a-task-changes-lane"),
		TELLS(a_server_refuses_what_nobody_acknowledged, "a-task-changes-lane"),
		TELLS(a_server_may_guard_some_branches_only, "a-task-changes-lane"),
		TELLS(the_old_tip_has_the_policy_of_a_server, "a-task-changes-lane"),
		TELLS(taking_commits_back_on_a_server_is_a_change, "a-task-changes-lane"),
		TELLS(a_commit_waits_for_a_file_of_acknowledgements, "a-task-changes-lane"),
		TELLS(a_commit_of_some_files_is_judged_by_these, "a-task-changes-lane"),
		TELLS(a_merge_counts_the_trailers_of_what_is_merged, "a-task-changes-lane"),
		TELLS(a_refused_merge_is_taken_back_and_not_completed, "a-task-changes-lane"),
		TELLS(a_merge_with_conflicts_is_not_judged, "a-task-changes-lane"),
		TELLS(a_merge_tells_what_it_brings_and_nothing_else, "a-task-changes-lane"),
		TELLS(a_hook_is_three_lines_and_never_takes_the_place_of_one, "a-task-changes-lane"),
		TELLS(hooks_go_where_git_looks_for_them, "a-task-changes-lane"),
	};
	return cmocka_run_group_tests_name("e2e/hooks", tests, NULL, NULL);
}
