#include "tests/support/check.h"

#include "tests/reports/samples.h"

#include <jansson.h>
#include <stdio.h>

static str report(struct arena *arena, const struct report_format *format, const struct run *run,
    const struct commit_report *const *commits, unsigned count, const struct totals *totals)
{
	struct buf bytes = { 0 };
	struct report_out out = { .out = &bytes };

	format->begin(&out, run);
	for (unsigned i = 0; i < count; i++)
		format->commit(&out, run, commits[i]);
	format->end(&out, run, totals);
	assert_true(buf_ok(&bytes));
	assert_null(out.spool.at);
	str text = arena_dup(arena, buf_str(&bytes));
	buf_release(&bytes);
	return text;
}

static json_t *parsed(str text)
{
	json_error_t error;
	json_t *value = json_loadb(text.at, text.size, JSON_REJECT_DUPLICATES, &error);

	if (!value)
		fail_msg("line %d: %s", error.line, error.text);
	return value;
}

static void equals_golden(const char *name, str text)
{
	char path[512];
	json_error_t error;

	snprintf(path, sizeof path, FIXTURES "/reports/json/%s", name);
	assert_golden(path, text);
	json_t *got = parsed(text), *want = json_load_file(path, 0, &error);
	assert_true(json_equal(got, want));
	json_decref(got);
	json_decref(want);
}

static const struct commit_report *const several[] = { &sample_many_commit, &sample_info_commit, &sample_commit,
	&sample_staged };

static void json_is_one_object_with_the_totals_first(void **state)
{
	struct run run = { .base = sample_parents[0], .head = sample_commit.id, .min_severity = SEVERITY_INFO };
	const struct commit_report *const manual[] = { &sample_commit };

	equals_golden("manual.json", report(*state, &report_json, &run, manual, 1, &sample_totals));
	equals_golden("several.json", report(*state, &report_json, &run, several, 4, &sample_many_totals));
	run.net = true;
	equals_golden("empty.json", report(*state, &report_json, &run, NULL, 0, &sample_totals));
}

static void jsonl_is_one_commit_a_line(void **state)
{
	struct run run = { .min_severity = SEVERITY_INFO };
	str text = report(*state, &report_jsonl, &run, several, 4, &sample_many_totals), rest = text, line;
	char path[512];
	unsigned lines = 0;

	snprintf(path, sizeof path, FIXTURES "/reports/json/%s", "several.jsonl");
	assert_golden(path, text);
	for (; str_next_line(&rest, &line); lines++) {
		json_t *commit = parsed(line);
		assert_string_equal(json_string_value(json_object_get(commit, "schema")), "knockon/commit/1");
		json_decref(commit);
	}
	assert_int_equal(lines, 4);
}

static void hostile_words_stay_words(void **state)
{
	struct run run = { .min_severity = SEVERITY_INFO };
	const struct commit_report *const commits[] = { &sample_hostile_commit };
	str text = report(*state, &report_json, &run, commits, 1, &sample_totals);

	for (size_t i = 0; i < text.size; i++)
		assert_false((unsigned char)text.at[i] < ' ' && text.at[i] != '\n');
	assert_false(str_has(text, STR("\u202e")));
	json_t *whole = parsed(text), *commit = json_array_get(json_object_get(whole, "commits"), 0);
	json_t *change = json_array_get(json_object_get(commit, "changes"), 0);
	assert_string_equal(json_string_value(json_object_get(change, "path")), "::error file=x::##[group]\ufffd.md");
	assert_string_equal(json_string_value(json_object_get(change, "path_hex")),
	    "3a3a6572726f722066696c653d783a3a23235b67726f75705dff2e6d64");
	assert_string_equal(json_string_value(json_object_get(commit, "time")), "9999-12-31T23:59:59Z");
	json_decref(whole);
}

static size_t changes_listed(struct arena *arena, const struct run *run)
{
	const struct commit_report *const commits[] = { &sample_many_commit };
	json_t *whole = parsed(report(arena, &report_json, run, commits, 1, &sample_many_totals));
	json_t *commit = json_array_get(json_object_get(whole, "commits"), 0);
	size_t count = json_array_size(json_object_get(commit, "changes"));

	assert_int_equal(json_integer_value(json_object_get(json_object_get(whole, "summary"), "changes")), 8);
	assert_int_equal(json_array_size(json_object_get(commit, "affected")), 6);
	json_decref(whole);
	return count;
}

static void severity_and_team_narrow_the_changes_only(void **state)
{
	struct run run = { .min_severity = SEVERITY_INFO };

	assert_int_equal(changes_listed(*state, &run), 5);
	run.min_severity = SEVERITY_BREAKING;
	assert_int_equal(changes_listed(*state, &run), 2);
	run.min_severity = SEVERITY_INFO;
	run.team = STR("finance");
	assert_int_equal(changes_listed(*state, &run), 1);
	run.team = STR("customer-support"); /* a step moved to it, and it is the other party */
	assert_int_equal(changes_listed(*state, &run), 2);
	run.team = STR("nobody");
	assert_int_equal(changes_listed(*state, &run), 0);
}

static void owners_stand_among_the_others(void **state)
{
	static struct team_affected owners[] = { { .team = S("b"), .severity = SEVERITY_BREAKING },
		{ .team = S("d"), .severity = SEVERITY_INFO } };
	static struct team_affected others[] = { { .team = S("a"), .severity = SEVERITY_BREAKING, .distance = 1 },
		{ .team = S("c"), .severity = SEVERITY_RISKY, .distance = 1 },
		{ .team = S("e"), .severity = SEVERITY_INFO, .distance = 1 } };
	static const char *const order[] = { "b", "a", "c", "d", "e" };
	const struct commit_report commit = {
		.owners = owners, .owner_count = COUNT(owners), .affected = others, .affected_count = COUNT(others)
	};
	const struct commit_report *const commits[] = { &commit };
	struct run run = { 0 };

	json_t *whole = parsed(report(*state, &report_jsonl, &run, commits, 1, &sample_totals));
	json_t *affected = json_object_get(whole, "affected");
	assert_int_equal(json_array_size(affected), COUNT(order));
	for (size_t i = 0; i < COUNT(order); i++)
		assert_string_equal(json_string_value(json_object_get(json_array_get(affected, i), "team")), order[i]);
	json_decref(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(json_is_one_object_with_the_totals_first),
		TEST(jsonl_is_one_commit_a_line),
		TEST(hostile_words_stay_words),
		TEST(severity_and_team_narrow_the_changes_only),
		TEST(owners_stand_among_the_others),
	};
	return cmocka_run_group_tests_name("reports/json", tests, NULL, NULL);
}
