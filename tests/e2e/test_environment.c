/*
 * Repositories as they stand about in the world: each has an answer, a status, and where it cannot be done a message
 * with the command that mends it.
 */
#include "tests/support/check.h"
#include "tests/support/verdict.h"

#include <unistd.h>

static int run_in(struct telling *telling, const char *folder, const char *arguments)
{
	return story_run(&telling->story, arena_printf(&telling->arena, "-C ../home/%s %s", folder, arguments).at);
}

/* libgit2 loses some bytes where a walk meets a commit that is not there. */
static int run_leaking(struct telling *telling, const char *folder, const char *arguments)
{
	return story_shell(&telling->story,
	    arena_printf(&telling->arena, "ASAN_OPTIONS=detect_leaks=0 $KNOCKON -C ../home/%s %s", folder, arguments)
	        .at);
}

static void begin(struct telling *telling)
{
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling,
	    "git checkout -q -b topic && git branch -q -f main HEAD~1 && "
	    "git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true");
}

/* --- clones that have not all ----------------------------------------------------------------------------------------
 */

static void a_shallow_clone_is_asked_to_fetch_the_rest(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git checkout -q main && git clone -q --depth 1 --branch topic \"file://$PWD\" ../home/one && cd "
	    "../home/one && git checkout -q -b work");
	assert_int_equal(run_leaking(telling, "one", "check"), 3);
	assert_said(telling, "git fetch --unshallow");
	assert_int_equal(run_leaking(telling, "one", "check HEAD~1..HEAD"), 3);
	assert_said(telling, "git fetch --unshallow");
	assert_int_equal(run_leaking(telling, "one", "check HEAD"), 3);
	assert_said(telling, "git fetch --unshallow");
	/* both tips, and not where they parted */
	shell(telling,
	    "git checkout -q -B main && git reset -q --hard topic~1 && git commit -q --allow-empty -m 'on main' && "
	    "git clone -q --depth 1 --no-single-branch \"file://$PWD\" ../home/two && cd ../home/two && "
	    "git checkout -q topic");
	assert_int_equal(run_leaking(telling, "two", "check"), 3);
	assert_said(telling, "this clone is shallow: git fetch --unshallow");
	shell(telling, "cd ../home/two && git fetch -q --unshallow");
	assert_int_equal(run_leaking(telling, "two", "check"), 1);
}

static void a_partial_clone_is_asked_to_fetch_the_rest(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git clone -q --filter=blob:none --no-checkout \"file://$PWD\" ../home/blobs && "
	    "git clone -q --filter=tree:0 --no-checkout \"file://$PWD\" ../home/trees");
	assert_int_equal(run_in(telling, "blobs", "check origin/main..origin/topic"), 3);
	assert_said(telling, "this clone is partial");
	assert_int_equal(run_in(telling, "blobs", "impact origin/main..origin/topic"), 3);
	assert_int_equal(run_in(telling, "trees", "check origin/main..origin/topic"), 3);
	assert_said(telling, "git fetch --refetch");
	shell(telling,
	    "cd ../home/blobs && git config --unset remote.origin.partialclonefilter && git fetch -q --refetch");
	assert_int_equal(run_in(telling, "blobs", "check origin/main..origin/topic"), 1);
}

static void a_lost_file_fails_the_check_and_a_lost_tree_stops_it(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "cp -r . ../home/lost && cd ../home/lost && b=$(git rev-parse topic:processes/order-to-activation.bpmn) "
	    "&& rm -f .git/objects/$(echo $b | cut -c1-2)/$(echo $b | cut -c3-)");
	assert_int_equal(run_in(telling, "lost", "check main..topic"), 1);
	assert_said(telling, "analysis-incomplete");
	shell(telling,
	    "cd ../home/lost && t=$(git rev-parse topic:processes) && "
	    "rm -f .git/objects/$(echo $t | cut -c1-2)/$(echo $t | cut -c3-)");
	assert_int_equal(run_in(telling, "lost", "check main..topic"), 3);
	assert_said(telling, "git fsck tells what is missing");
}

/* --- repositories of other kinds
 * --------------------------------------------------------------------------------------- */

static void an_empty_repository_has_nothing_to_check(void **state)
{
	struct telling *telling = *state;

	shell(telling, "git init -q ../home/empty");
	assert_int_equal(run_in(telling, "empty", "check"), 3);
	assert_said(telling, "there is no commit here yet");
	assert_int_equal(run_in(telling, "empty", "init"), 3);
	assert_int_equal(run_in(telling, "empty", "config --check"), 0);
	shell(telling, "cp -r processes ../home/empty && git -C ../home/empty add -A");
	assert_int_equal(run_in(telling, "empty", "check --staged"), 0);
	assert_said(telling, "the first commit; all of it is new");
}

static void no_repository_is_told(void **state)
{
	struct telling *telling = *state;

	shell(telling, "mkdir ../home/nothing");
	assert_int_equal(run_in(telling, "nothing", "check"), 3);
	assert_said(telling, "this is no git repository");
}

static void names_of_sha256_are_told(void **state)
{
	struct telling *telling = *state;

	if (story_shell(&telling->story, "git init -q --object-format=sha256 ../home/long") != 0)
		skip();
	assert_int_equal(run_in(telling, "long", "check"), 3);
	assert_said(telling, "SHA-256");
}

static void a_repository_of_somebody_else_is_told_with_the_line_that_trusts_it(void **state)
{
	struct telling *telling = *state;

	if (geteuid() != 0)
		skip();
	begin(telling);
	shell(telling, "cp -r . ../home/foreign && chown -R 4321 ../home/foreign");
	assert_int_equal(run_in(telling, "foreign", "check main..topic"), 3);
	assert_said(telling, "git config --global --add safe.directory '");
	shell(telling, "git config --global --add safe.directory \"$(cd ../home/foreign && pwd -P)\"");
	assert_int_equal(run_in(telling, "foreign", "check main..topic"), 1);
	shell(telling, "chown -R 0 ../home/foreign");
}

static void a_bare_repository_can_be_checked_and_not_written_into(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling, "git clone -q --bare . ../home/bare.git");
	assert_int_equal(run_in(telling, "bare.git", "check main..topic"), 1);
	assert_int_equal(run_in(telling, "bare.git", "check --staged"), 2);
	assert_int_equal(run_in(telling, "bare.git", "ack fraud"), 2);
	assert_int_equal(run_in(telling, "bare.git", "init"), 2);
}

static void worktrees_and_sparse_checkouts_are_like_any_other(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git worktree add -q ../home/tree -b work topic && git clone -q . ../home/sparse && "
	    "cd ../home/sparse && git sparse-checkout set nowhere && git checkout -q -b work origin/topic");
	assert_int_equal(run_in(telling, "tree", "check"), 1);
	assert_int_equal(run_in(telling, "tree", "ack fraud --reason ok --quiet") == 2, 0);
	assert_int_equal(run_in(telling, "sparse", "check origin/main..HEAD"), 1);
	assert_int_equal(run_in(telling, "sparse", "check --staged"), 0);
}

/* --- histories of other shapes
 * ----------------------------------------------------------------------------------------- */

static void a_detached_head_is_checked_as_a_branch_is(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling, "git checkout -q --detach topic");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "main...HEAD: 1 commit since d2f4a54");
}

static void histories_without_a_common_commit_are_compared_as_they_stand(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling, "git checkout -q --orphan island topic && git commit -q -m 'an island'");
	assert_int_equal(story_run(&telling->story, "check main..island"), 1);
	assert_said(telling, "the two sides have no commit in common and are compared as they stand");
	assert_said(telling, "FAIL: 4 teams");
}

static void several_common_ancestors_are_named(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git checkout -q -b a main && echo '# A' >a.md && git add a.md && git commit -q -m a && "
	    "git checkout -q -b b main && echo '# B' >b.md && git add b.md && git commit -q -m b && "
	    "git checkout -q a && git branch a1 && git merge -q --no-edit b && git checkout -q b && "
	    "git merge -q --no-edit a1 && git cherry-pick topic >/dev/null");
	assert_int_equal(story_run(&telling->story, "check a..b"), 1);
	assert_said(telling, "since several common ancestors (");
	assert_said(telling, "FAIL: 4 teams");
}

/* A branch that takes main in now and then says nothing of what main did. */
static void merges_from_main_are_nobodys_change(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git checkout -q -b page main && echo '# A page' >page.md && git add page.md && git commit -q -m page && "
	    "git checkout -q main && git merge -q --ff-only topic && git checkout -q page && "
	    "git merge -q --no-edit main");
	assert_verdict(telling, "main..page", "pass 0\n");
	shell(telling, "git commit -q --allow-empty -m more");
	assert_verdict(telling, "main..page", "pass 0\n");
}

static void submodules_and_links_are_no_documents(void **state)
{
	struct telling *telling = *state;

	begin(telling);
	shell(telling,
	    "git checkout -q -b links main && git update-index --add --cacheinfo 160000,$(git rev-parse topic),other "
	    "&& "
	    "ln -s processes/order-to-activation.bpmn link.bpmn && ln -s /etc/passwd out.md && git add link.bpmn "
	    "out.md && "
	    "git commit -q -m links");
	assert_verdict(telling, "main..links", "pass 0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_shallow_clone_is_asked_to_fetch_the_rest, "a-task-changes-lane"),
		TELLS(a_partial_clone_is_asked_to_fetch_the_rest, "a-task-changes-lane"),
		TELLS(a_lost_file_fails_the_check_and_a_lost_tree_stops_it, "a-task-changes-lane"),
		TELLS(an_empty_repository_has_nothing_to_check, "a-task-changes-lane"),
		TELLS(no_repository_is_told, "a-task-changes-lane"),
		TELLS(names_of_sha256_are_told, "a-task-changes-lane"),
		TELLS(a_repository_of_somebody_else_is_told_with_the_line_that_trusts_it, "a-task-changes-lane"),
		TELLS(a_bare_repository_can_be_checked_and_not_written_into, "a-task-changes-lane"),
		TELLS(worktrees_and_sparse_checkouts_are_like_any_other, "a-task-changes-lane"),
		TELLS(a_detached_head_is_checked_as_a_branch_is, "a-task-changes-lane"),
		TELLS(histories_without_a_common_commit_are_compared_as_they_stand, "a-task-changes-lane"),
		TELLS(several_common_ancestors_are_named, "a-task-changes-lane"),
		TELLS(merges_from_main_are_nobodys_change, "a-task-changes-lane"),
		TELLS(submodules_and_links_are_no_documents, "a-task-changes-lane"),
	};
	return cmocka_run_group_tests_name("e2e/environment", tests, NULL, NULL);
}
