#include "tests/support/check.h"
#include "tests/support/story.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct story mvno; /* told once: most of these tests only look at it */

static int begin_mvno(void **state)
{
	(void)state;
	story_begin(&mvno, "mvno");
	return 0;
}

static int end_mvno(void **state)
{
	(void)state;
	story_end(&mvno);
	return 0;
}

static void a_story_has_the_same_commits_on_every_machine(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&mvno, "git log --reverse --topo-order --format='%H %an %ai %s'"), 0);
	assert_golden(FIXTURES "/stories/mvno/commits.txt", buf_str(&mvno.out));
}

static void a_story_leaves_a_clean_work_tree(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&mvno, "git status --porcelain --untracked-files=all"), 0);
	assert_str(buf_str(&mvno.out), STR(""));
	assert_int_equal(story_shell(&mvno, "git symbolic-ref --short HEAD"), 0);
	assert_str(buf_str(&mvno.out), STR("main\n"));
}

static void a_story_is_not_told_over_something_else(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&mvno, SOURCE_FOLDER "/script/story " FIXTURES "/stories/mvno \"$PWD\""), 2);
	assert_true(str_has(buf_str(&mvno.err), STR("is not empty")));
	assert_int_equal(story_shell(&mvno, "git fsck --strict"), 0);
}

static void the_program_runs_in_the_work_tree_and_its_answer_is_kept(void **state)
{
	(void)state;
	assert_int_equal(story_run(&mvno, "inspect README.md 'no such file'"), 2);
	assert_true(str_has(buf_str(&mvno.err), STR("no such file")));
	assert_int_equal(story_run(&mvno, "inspect --format json README.md"), 0);
	assert_true(str_has(buf_str(&mvno.out), STR("\"path\": \"README.md\"")));
	assert_str(buf_str(&mvno.err), STR(""));
}

static void the_settings_of_the_user_do_not_count(void **state)
{
	struct story story;
	char folder[sizeof story.folder];

	(void)state;
	setenv("GIT_DIR", "/nowhere", 1);
	setenv("GIT_AUTHOR_NAME", "Somebody Else", 1);
	story_begin(&story, "mvno");
	assert_int_equal(story_shell(&story, "git log -1 --format=%an && env | grep -c '^GIT_DIR='"), 1);
	assert_str(buf_str(&story.out), STR("Ben Carter\n0\n"));
	memcpy(folder, story.folder, sizeof folder);
	story_end(&story);
	assert_int_not_equal(access(folder, F_OK), 0);
	unsetenv("GIT_DIR");
	unsetenv("GIT_AUTHOR_NAME");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_story_has_the_same_commits_on_every_machine),
		TEST(a_story_leaves_a_clean_work_tree),
		TEST(a_story_is_not_told_over_something_else),
		TEST(the_program_runs_in_the_work_tree_and_its_answer_is_kept),
		TEST(the_settings_of_the_user_do_not_count),
	};
	return cmocka_run_group_tests_name("support/story", tests, begin_mvno, end_mvno);
}
