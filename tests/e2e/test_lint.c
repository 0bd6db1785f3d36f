/*
 * `knockon lint` on the repository of Tern Mobile, and on one that a test spoils. Each kind of defect has its cases in
 * tests/analyzer/test_lint.c.
 */
#include "tests/support/check.h"
#include "tests/support/story.h"

#include <jansson.h>
#include <stdio.h>

static struct story mvno;

static int begin(void **state)
{
	(void)state;
	story_begin(&mvno, "mvno");
	return 0;
}

static int end(void **state)
{
	(void)state;
	story_end(&mvno);
	return 0;
}

static str run(const char *arguments, int status)
{
	int got = story_run(&mvno, arguments);

	if (got != status)
		fail_msg("%s: status %d: %.*s%.*s", arguments, got, STR_ARG(buf_str(&mvno.out)),
		    STR_ARG(buf_str(&mvno.err)));
	return buf_str(&mvno.out);
}

static void says(const char *arguments, int status, const char *words)
{
	str answer = run(arguments, status);

	if (!str_has(answer, str_of(words)))
		fail_msg("%s does not say '%s':\n%.*s", arguments, words, STR_ARG(answer));
}

static void commit(const char *line)
{
	char whole[1024];

	snprintf(whole, sizeof whole,
	    "%s && git add -A && git -c user.name=Test -c user.email=test@tern-mobile.example commit -qm Spoil", line);
	assert_int_equal(story_shell(&mvno, whole), 0);
}

/* The first commits are named, as no later change of the story touches them. */
static void the_answer_looks_as_expected(void **state)
{
	(void)state;
	assert_golden(FIXTURES "/stories/mvno/lint.txt",
	    run("lint --min-severity info --width 110 $(git rev-list --reverse HEAD | sed -n 20p)", 0));
}

static void the_sample_has_one_promise_that_nobody_can_measure(void **state)
{
	(void)state;
	says("lint", 0, "0 breaking, 1 risky");
	says("lint", 0, "The promise 'credit verdict with its reason' of Fraud and Credit to Onboarding");
	says("lint", 0, "not listed: see --min-severity info");
}

static void a_range_lists_what_it_brought(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&mvno, "git checkout -q -b spoiled"), 0);
	commit("printf '# Returns\\n\\nSee [how](returns-how.md).\\n' >billing/returns.md");
	says("lint HEAD~1..HEAD", 0, "introduced: reference-broken, risky, 1");
	says("lint HEAD~1..HEAD", 0, "1 introduced, 0 resolved");
	says("lint HEAD..HEAD", 0, "no defect introduced or resolved");
	commit("sed -i 's/returns-how/billing-run/' billing/returns.md");
	says("lint HEAD~1..HEAD", 0, "resolved: reference-broken, risky, 1");
	says("lint HEAD~2..HEAD", 0, "no defect introduced or resolved");
	assert_int_equal(story_shell(&mvno, "git checkout -q main && git branch -qD spoiled"), 0);
}

static void the_status_is_that_of_the_policy(void **state)
{
	(void)state;
	assert_int_equal(story_shell(&mvno, "git checkout -q -b strict"), 0);
	commit("sed -i 's/fail-on: .*/fail-on: risky/' .knockon.yml; "
	       "printf '# Returns\\n\\nSee [how](returns-how.md).\\n' >billing/returns.md");
	says("lint", 1, "reference-broken");
	says("lint HEAD~1..HEAD", 1, "introduced: reference-broken");
	commit("printf '# Returns\\n' >billing/returns.md");
	says("lint HEAD~1..HEAD", 0, "resolved: reference-broken");
	assert_int_equal(story_shell(&mvno, "git checkout -q main && git branch -qD strict"), 0);
}

static void a_team_sees_its_own(void **state)
{
	str answer = run("lint --team 'Number Porting' --format jsonl", 0);

	(void)state;
	assert_true(str_has(answer, STR("\"rule\":\"handoff-without-contract\"")) ||
	    str_has(answer, STR("\"rule\": \"handoff-without-contract\"")));
	assert_false(str_has(answer, STR("onboarding -> customer-support")));
}

static void the_summary_counts_all(void **state)
{
	str answer = run("lint --format json --min-severity breaking", 0);
	json_t *root = json_loadb(answer.at, answer.size, JSON_REJECT_DUPLICATES, NULL);
	const json_t *summary = json_object_get(root, "summary");

	(void)state;
	assert_non_null(root);
	assert_string_equal(json_string_value(json_object_get(root, "schema")), "knockon/lint/1");
	assert_int_equal(json_array_size(json_object_get(root, "defects")), 0);
	assert_true(json_integer_value(json_object_get(summary, "info")) > 5);
	json_decref(root);
}

static void the_day_may_be_given(void **state)
{
	(void)state;
	says("lint --format json --as-of 2030-01-31", 0, "\"as_of\": \"2030-01-31\"");
	run("lint --as-of someday", 2);
}

static void what_is_no_revision_is_refused(void **state)
{
	(void)state;
	run("lint no-such-branch", 2);
	run("lint HEAD HEAD~1", 2);
	run("lint --min-severity severe", 2);
	run("lint --format svg", 2);
	run("lint --team xyzzy", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_answer_looks_as_expected),
		TEST(the_sample_has_one_promise_that_nobody_can_measure),
		TEST(a_range_lists_what_it_brought),
		TEST(the_status_is_that_of_the_policy),
		TEST(a_team_sees_its_own),
		TEST(the_summary_counts_all),
		TEST(the_day_may_be_given),
		TEST(what_is_no_revision_is_refused),
	};
	return cmocka_run_group_tests_name("e2e/lint", tests, begin, end);
}
