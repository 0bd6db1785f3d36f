/*
 * What holds of every command: options, mistakes, exit statuses, output that cannot be written.
 */
#include "tests/support/check.h"
#include "tests/support/story.h"

#include <string.h>

static struct story story; /* told once */

static int begin(void **state)
{
	(void)state;
	story_begin(&story, "a-task-changes-lane");
	return 0;
}

static int end(void **state)
{
	(void)state;
	story_end(&story);
	return 0;
}

struct mistake {
	const char *arguments, *says;
};

static void assert_mistakes(const struct mistake *mistakes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(story_run(&story, mistakes[i].arguments), 2);
		assert_str(buf_str(&story.out), STR(""));
		if (!str_has(buf_str(&story.err), str_of(mistakes[i].says)))
			fail_msg("%s: %.*s", mistakes[i].arguments, STR_ARG(buf_str(&story.err)));
	}
}

static void a_mistyped_word_gets_a_suggestion(void **state)
{
	static const struct mistake mistakes[] = {
		{ "impatc", "there is no command 'impatc'; did you mean 'impact'?" },
		{ "help grap", "there is no command 'grap'; did you mean 'graph'?" },
		{ "xyzzy", "there is no command 'xyzzy'; see 'knockon --help'" },
		{ "impact --hstory", "there is no option '--hstory'; did you mean '--history'?" },
		{ "impact --xyzzyxyzzy", "there is no option '--xyzzyxyzzy'; see 'knockon --help'" },
	};

	(void)state;
	assert_mistakes(mistakes, sizeof mistakes / sizeof *mistakes);
}

static void a_command_takes_its_own_options_only(void **state)
{
	static const struct mistake mistakes[] = {
		{ "rules --net", "rules has no option --net; see 'knockon rules --help'" },
		{ "graph --staged", "graph has no option --staged" },
		{ "teams --level steps", "teams has no option --level" },
		{ "inspect --history README.md", "inspect has no option --history" },
	};

	(void)state;
	assert_mistakes(mistakes, sizeof mistakes / sizeof *mistakes);
	assert_int_equal(story_run(&story, "rules --color never -q --width 80"), 0);
	assert_int_equal(story_run(&story, "graph --color=always --quiet --width=80 -C ."), 0);
}

static void numbers_are_numbers(void **state)
{
	static const struct mistake mistakes[] = {
		{ "impact --jobs x", "--jobs takes a number, not 'x'" },
		{ "impact --jobs 0", "--jobs takes a number from 1 on, not '0'" },
		{ "impact --jobs -3", "--jobs takes a number" },
		{ "graph --width 8k", "--width takes a number, not '8k'" },
		{ "graph --width 0", "--width takes a number from 1 on" },
		{ "graph --around Billing --depth many", "--depth takes a number" },
	};

	(void)state;
	assert_mistakes(mistakes, sizeof mistakes / sizeof *mistakes);
}

static void help_is_an_answer_and_no_words_at_all_are_a_mistake(void **state)
{
	(void)state;
	assert_int_equal(story_run(&story, "--help"), 0);
	assert_true(str_has(buf_str(&story.out), STR("usage: knockon")));
	assert_int_equal(story_run(&story, "help"), 0);
	assert_int_equal(story_run(&story, "help impact"), 0);
	assert_true(str_starts(buf_str(&story.out), STR("usage: knockon [-C DIR] impact")));
	assert_int_equal(story_run(&story, "impact --help"), 0);
	assert_int_equal(story_run(&story, ""), 2);
	assert_str(buf_str(&story.out), STR(""));
	assert_true(str_has(buf_str(&story.err), STR("usage: knockon")));
}

static void the_version_tells_its_libraries_where_asked(void **state)
{
	static const char *const names[] = { "libgit2 ", "cmark-gfm ", "libxml2 ", "libyaml ", "utf8proc ", "compiler ",
		"guards " };

	(void)state;
	assert_int_equal(story_run(&story, "--version"), 0);
	assert_str(buf_str(&story.out), STR("knockon " KNOCKON_VERSION "\n"));
	assert_int_equal(story_run(&story, "--version --build"), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_true(str_has(buf_str(&story.out), str_of(names[i])));
	assert_int_equal(story_run(&story, "--build"), 2);
}

/* A report that is cut off must not look like a whole one. */
static void output_that_cannot_be_written_is_told(void **state)
{
	static const char *const commands[] = { "--version", "--help", "help impact", "rules", "rules --format json",
		"impact --history", "impact --history --format json", "impact --format jsonl", "graph",
		"graph --format json", "graph --format dot", "graph --format mermaid", "teams", "teams --format json",
		"inspect $(git ls-files)", "inspect --format json $(git ls-files)" };
	static const char *const sinks[] = { "/dev/full", "&-" }; /* the disk is full; there is no standard output */

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		for (size_t k = 0; k < sizeof sinks / sizeof *sinks; k++) {
			str line = arena_printf(*state, "$KNOCKON %s >%s", commands[i], sinks[k]);
			if (story_shell(&story, line.at) != 3)
				fail_msg("%s: status %d", line.at, story.status);
			assert_true(str_has(buf_str(&story.err), STR("cannot write the output")));
		}
}

static void a_closed_pipe_ends_quietly(void **state)
{
	(void)state;
	assert_int_equal(
	    story_shell(&story, "{ sleep 0.2; \"$KNOCKON\" rules; echo $? >status; } | true; cat status; rm status"),
	    0);
	assert_str(buf_str(&story.out), STR("141\n"));
	assert_str(buf_str(&story.err), STR(""));
}

static void output_goes_into_files_whole_or_not_at_all(void **state)
{
	(void)state;
	assert_int_equal(story_run(&story, "graph --output dot=a.dot --output json=a.json --output a.txt"), 0);
	assert_str(buf_str(&story.out), STR(""));
	assert_int_equal(
	    story_shell(&story, "grep -q digraph a.dot && grep -q knockon/graph/1 a.json && [ -s a.txt ] && rm a.*"),
	    0);
	assert_int_equal(story_run(&story, "graph --output no/such/folder.txt"), 3);
	assert_int_equal(story_run(&story, "graph --output /dev/full"), 3);
	assert_int_equal(story_shell(&story, "[ -c /dev/full ] && git status --porcelain"), 0);
	assert_str(buf_str(&story.out), STR(""));
}

/* What stands for standard output is written to, not replaced. */
static void a_pipe_may_be_the_file(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&story,
	                     "mkfifo ../pipe && { cat ../pipe & } && \"$KNOCKON\" graph --output ../pipe && wait &&"
	                     " [ -p ../pipe ] && rm ../pipe"),
	    0);
	assert_true(str_has(buf_str(&story.out), STR("handoff")));
}

static void a_mistake_in_the_configuration_has_a_place(void **state)
{
	static const struct mistake mistakes[] = {
		{ "impact --config broken.yml", "broken.yml:2:4: " },
		{ "graph --config unknown-key.yml", "unknown-key.yml:2:1: " },
		{ "teams --config unknown-rule.yml", "unknown-rule.yml:3" },
		{ "teams --config unknown-rule.yml", "did you mean \"step-removed\"?" },
	};

	(void)state;
	assert_int_equal(story_shell(&story,
	                     "printf 'version: 1\\n  x: [\\n' >broken.yml;"
	                     "printf 'version: 1\\ntaems: []\\n' >unknown-key.yml;"
	                     "printf 'version: 1\\nrules:\\n  step-remved: risky\\n' >unknown-rule.yml"),
	    0);
	assert_mistakes(mistakes, sizeof mistakes / sizeof *mistakes);
	assert_int_equal(story_shell(&story, "rm broken.yml unknown-key.yml unknown-rule.yml"), 0);
}

static void a_folder_that_is_no_repository_is_not_a_mistake_of_words(void **state)
{
	static const char *const commands[] = { "impact", "graph", "teams" };

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		str line =
		    arena_printf(*state, "GIT_CEILING_DIRECTORIES=\"$HOME\" $KNOCKON -C \"$HOME\" %s", commands[i]);
		assert_int_equal(story_shell(&story, line.at), 3);
		assert_true(str_has(buf_str(&story.err), STR("no git repository")));
	}
	assert_int_equal(story_run(&story, "-C no-such-folder graph"), 2);
}

static void a_repository_without_documents_is_answered(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&story,
	                     "git init -q other && cd other && : >main.c && git add . &&"
	                     "git -c user.name=A -c user.email=a@example.org commit -qm One"),
	    0);
	assert_int_equal(story_run(&story, "-C other graph"), 0);
	assert_true(str_starts(buf_str(&story.out), STR("no process documents here")));
	assert_int_equal(story_run(&story, "-C other teams"), 0);
	assert_true(str_starts(buf_str(&story.out), STR("no process documents here")));
	assert_int_equal(story_run(&story, "-C other graph --format mermaid"), 0);
	assert_true(str_has(buf_str(&story.err), STR("no process documents here")));
	assert_int_equal(story_shell(&story, "rm -rf other"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mistyped_word_gets_a_suggestion),
		TEST(a_command_takes_its_own_options_only),
		TEST(numbers_are_numbers),
		TEST(help_is_an_answer_and_no_words_at_all_are_a_mistake),
		TEST(the_version_tells_its_libraries_where_asked),
		TEST(output_that_cannot_be_written_is_told),
		TEST(a_closed_pipe_ends_quietly),
		TEST(output_goes_into_files_whole_or_not_at_all),
		TEST(a_pipe_may_be_the_file),
		TEST(a_mistake_in_the_configuration_has_a_place),
		TEST(a_folder_that_is_no_repository_is_not_a_mistake_of_words),
		TEST(a_repository_without_documents_is_answered),
	};
	return cmocka_run_group_tests_name("e2e/program", tests, begin, end);
}
