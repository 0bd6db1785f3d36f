#include "tests/support/check.h"

#include "base/text.h"
#include "tests/reports/samples.h"

#include <stdio.h>

enum { COMMITS_MOST = 4, TEAMS_MANY = 15 };

struct report_case {
	const char *name;
	const struct commit_report *commits[COMMITS_MOST];
	const struct totals *totals;
	struct run run;
};

static const struct totals nobody_known = {
	.summary = { .commits = 1, .changes = 2, .breaking = 1, .risky = 1 },
	.coverage = { .files = 9, .documents = 9 },
};
static const struct totals nothing_at_all = { .coverage = { .files = 3 } };

static const struct report_case cases[] = {
	{ "manual-80", { &sample_commit }, &sample_totals, { .min_severity = SEVERITY_RISKY, .width = 80 } },
	{ "manual-120", { &sample_commit }, &sample_totals, { .min_severity = SEVERITY_RISKY, .width = 120 } },
	{ "manual-80-color", { &sample_commit }, &sample_totals,
	    { .min_severity = SEVERITY_RISKY, .width = 80, .color = true } },
	{ "manual-120-color", { &sample_commit }, &sample_totals,
	    { .min_severity = SEVERITY_RISKY, .width = 120, .color = true } },
	{ "several-80", { &sample_many_commit, &sample_quiet_commit, &sample_info_commit, &sample_commit },
	    &sample_many_totals, { .min_severity = SEVERITY_RISKY, .width = 80 } },
	{ "several-120", { &sample_many_commit, &sample_quiet_commit, &sample_info_commit, &sample_commit },
	    &sample_many_totals, { .min_severity = SEVERITY_RISKY, .width = 120 } },
	{ "several-120-color", { &sample_many_commit, &sample_quiet_commit, &sample_info_commit, &sample_commit },
	    &sample_many_totals, { .min_severity = SEVERITY_RISKY, .width = 120, .color = true } },
	{ "several-80-ascii", { &sample_many_commit, &sample_quiet_commit }, &sample_many_totals,
	    { .min_severity = SEVERITY_RISKY, .width = 80, .ascii = true } },
	{ "several-100-info", { &sample_many_commit, &sample_quiet_commit, &sample_info_commit }, &sample_many_totals,
	    { .min_severity = SEVERITY_INFO, .width = 100 } },
	{ "several-100-quiet", { &sample_quiet_commit, &sample_info_commit, &sample_commit }, &sample_many_totals,
	    { .min_severity = SEVERITY_RISKY, .width = 100, .quiet = true } },
	{ "team-100", { &sample_many_commit, &sample_quiet_commit, &sample_info_commit, &sample_commit },
	    &sample_many_totals, { .min_severity = SEVERITY_RISKY, .width = 100, .team = S("finance") } },
	{ "unknown-80", { &sample_unknown_commit }, &nobody_known, { .min_severity = SEVERITY_RISKY, .width = 80 } },
	{ "unknown-100-breaking", { &sample_unknown_commit, &sample_quiet_commit }, &nobody_known,
	    { .min_severity = SEVERITY_BREAKING, .width = 100 } },
	{ "staged-80", { &sample_staged }, &sample_totals, { .min_severity = SEVERITY_RISKY, .width = 80 } },
	{ "net-80", { &sample_commit }, &sample_totals,
	    { .min_severity = SEVERITY_RISKY, .width = 80, .net = true, .shown = S("main..feature") } },
	{ "empty-80", { NULL }, &nothing_at_all,
	    { .min_severity = SEVERITY_RISKY, .width = 80, .shown = S("main..feature") } },
	{ "hostile-80", { &sample_hostile_commit }, &sample_totals, { .min_severity = SEVERITY_RISKY, .width = 80 } },
	{ "hostile-120-color", { &sample_hostile_commit }, &sample_totals,
	    { .min_severity = SEVERITY_RISKY, .width = 120, .color = true } },
};
enum { CASE_COUNT = sizeof cases / sizeof *cases };

static str report(struct arena *arena, const struct run *run, const struct commit_report *const *commits,
    unsigned count, const struct totals *totals)
{
	struct buf bytes = { 0 };
	struct report_out out = { .out = &bytes };

	report_text.begin(&out, run);
	for (unsigned i = 0; i < count && commits[i]; i++)
		report_text.commit(&out, run, commits[i]);
	report_text.end(&out, run, totals);
	assert_true(buf_ok(&bytes));
	str text = arena_dup(arena, buf_str(&bytes));
	buf_release(&bytes);
	return text;
}

static str report_of(struct arena *arena, const struct report_case *it, const struct run *run)
{
	return report(arena, run, it->commits, COMMITS_MOST, it->totals);
}

static str without_color(struct arena *arena, str text)
{
	char *out = arena_alloc(arena, text.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++)
		if (text.at[i] == '\x1b')
			while (text.at[i] != 'm')
				i++;
		else
			out[size++] = text.at[i];
	return (str){ out, size };
}

static void reports_look_like_their_golden_files(void **state)
{
	for (int i = 0; i < CASE_COUNT; i++) {
		char golden[512];
		snprintf(golden, sizeof golden, FIXTURES "/reports/text/%s.txt", cases[i].name);
		assert_golden(golden, report_of(*state, &cases[i], &cases[i].run));
	}
}

static void color_adds_nothing_but_color(void **state)
{
	for (int i = 0; i < CASE_COUNT; i++) {
		struct run plain = cases[i].run, colored = cases[i].run;
		plain.color = false;
		colored.color = true;
		str words = report_of(*state, &cases[i], &plain), colors = report_of(*state, &cases[i], &colored);
		assert_int_equal(str_find_char(words, '\x1b'), STR_NONE);
		assert_str(without_color(*state, colors), words);
	}
}

static bool is_forbidden(int32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static void check_lines(str text, unsigned width)
{
	str line;

	while (str_next_line(&text, &line)) {
		for (size_t i = 0; i < line.size;) {
			int32_t c;
			i += text_next((str){ line.at + i, line.size - i }, &c);
			assert_false(is_forbidden(c));
		}
		if (text_width(line) > width)
			fail_msg("wider than %u: '%.*s'", width, STR_ARG(line));
		assert_str(str_trim_right(line), line);
		assert_false(str_starts(str_trim(line), STR("::")));
		assert_false(str_has(line, STR("##[")));
	}
}

static void lines_fit_and_are_harmless_at_any_width(void **state)
{
	for (int i = 0; i < CASE_COUNT; i++)
		for (unsigned width = 60; width <= 130; width += 3) {
			struct run run = cases[i].run;
			run.color = false;
			run.width = width;
			check_lines(report_of(*state, &cases[i], &run), width);
		}
}

static void huge_names_fit(void **state)
{
	enum { HUGE_SIZE = 40000 };
	char *bytes = arena_alloc(*state, HUGE_SIZE + 1);
	for (int i = 0; i < HUGE_SIZE; i++)
		bytes[i] = ":::: [##[\xc3\xa4/"[i % 12];
	str huge = { bytes, HUGE_SIZE };
	struct hop hop = { .from = huge, .to = huge, .file = huge, .line = 4000000000u };
	struct affected affected = { .team = STR("huge"),
		.name = huge,
		.role = ROLE_DOWNSTREAM,
		.distance = 3,
		.modifiers = MODIFIER_INFERRED,
		.requirement = REQUIRE_ACKNOWLEDGE,
		.path = &hop,
		.path_count = 1 };
	struct place_said place = { huge, 1 };
	struct change change = { .rule = RULE_CONTRACT_REMOVED_AFTER_SUNSET,
		.fingerprint = "0123456789ab",
		.severity = SEVERITY_RISKY,
		.path = huge,
		.old = huge,
		.now = huge,
		.message = huge,
		.count = 2,
		.places = &place,
		.place_count = 1,
		.affected = &affected,
		.affected_count = 1,
		.line = 4000000000u };
	struct team_affected team = { .team = STR("huge"), .name = huge, .requirement = REQUIRE_ACKNOWLEDGE };
	struct commit_report commit = { .id = huge,
		.author_name = huge,
		.subject = huge,
		.time = INT64_MIN,
		.changes = &change,
		.change_count = 1,
		.affected = &team,
		.affected_count = 1 };
	const struct commit_report *const commits[] = { &commit };

	for (unsigned width = 0; width <= 200; width += width ? 35 : 60) {
		struct run run = { .width = width, .shown = huge, .net = true };
		str text = report(*state, &run, commits, 1, &sample_totals);
		check_lines(text, width ? width : 80);
		assert_true(text.size < 20000);
		run.min_severity = SEVERITY_BREAKING;
		check_lines(report(*state, &run, commits, 1, &sample_totals), width ? width : 80);
	}
}

static void many_teams_are_counted(void **state)
{
	struct affected affected[TEAMS_MANY] = { 0 };
	struct team_affected teams[TEAMS_MANY] = { 0 };
	struct change change = { .rule = RULE_STEP_REMOVED,
		.severity = SEVERITY_BREAKING,
		.path = STR("a.md"),
		.line = 1,
		.message = STR("'Approve' is gone"),
		.count = 1,
		.affected = affected,
		.affected_count = TEAMS_MANY };
	struct commit_report commit = { .id = STR("0123456789"),
		.changes = &change,
		.change_count = 1,
		.affected = teams,
		.affected_count = TEAMS_MANY };
	const struct commit_report *const commits[] = { &commit };
	struct run run = { .width = 80 };

	for (unsigned i = 0; i < TEAMS_MANY; i++) {
		affected[i].team = teams[i].team = arena_printf(*state, "team %u", i + 1);
		affected[i].role = ROLE_DOWNSTREAM;
		affected[i].distance = i + 1;
	}
	str text = report(*state, &run, commits, 1, &sample_totals);
	assert_true(str_has(text, STR("team 12   12 handoffs\n            and 3 more\n")));
	run.team = STR("team 14");
	text = report(*state, &run, commits, 1, &sample_totals);
	assert_true(str_has(text, STR("  affects   team 14   14 handoffs\n\n")));
}

static void the_owner_is_no_affected_team(void **state)
{
	struct run run = { .min_severity = SEVERITY_RISKY, .width = 80, .team = STR("billing") };
	const struct commit_report *const commits[] = { &sample_commit };

	str text = report(*state, &run, commits, 1, &sample_totals);
	assert_true(str_has(text, STR("nothing that affects billing")));
}

static void the_last_lines_say_what_was_read(void **state)
{
	static const struct {
		struct summary summary;
		struct coverage coverage;
		const char *said;
	} rows[] = {
		{ { .commits = 1 }, { .files = 1, .documents = 1, .owned = 1 },
		    "1 commit, no change of meaning; nothing here affects another team\n"
		    "1 of 1 file read; 1 document has a team\n" },
		{ { .commits = 2, .changes = 1, .risky = 1, .cosmetic = 1, .teams = 1 },
		    { .files = 4, .documents = 3, .owned = 1, .inferred = 1 },
		    "2 commits, 1 change (1 risky), 1 cosmetic edit; 1 team affected\n"
		    "3 of 4 files read; 1 document has a team, inferred from its folder; nothing can be said about the "
		    "owners of the rest:\n`owns:` in .knockon.yml names them\n" },
		{ { .commits = 3, .changes = 6, .breaking = 1, .risky = 2, .info = 3, .cosmetic = 2, .teams = 2 },
		    { .files = 9, .documents = 9, .partial = 1, .owned = 2, .inferred = 2 },
		    "3 commits, 6 changes (1 breaking, 2 risky, 3 info), 2 cosmetic edits; 2 teams affected\n"
		    "and 3 info changes not shown: --min-severity info lists them\n"
		    "9 of 9 files read, 1 of them not to the end; 2 documents have a team, all inferred from folders; "
		    "nothing can be said\nabout the owners of the rest: `owns:` in .knockon.yml names them\n" },
		{ { .commits = 1, .changes = 1, .info = 1 }, { .files = 2, .documents = 2 },
		    "1 commit, 1 change (1 info); nothing here affects another team\n"
		    "and 1 info change not shown: --min-severity info lists it\n"
		    "2 of 2 files read; no document has a team; nothing can be said about the owners of any of them: "
		    "`owns:` in .knockon.yml\nnames them\n" },
		{ { .commits = 5 }, { .files = 20 },
		    "5 commits, no change of meaning; nothing here affects another team\n"
		    "no process documents here: knockon reads Markdown, Mermaid and BPMN files\n" },
		{ { 0 }, { .files = 2, .documents = 2, .owned = 2, .inferred = 1 },
		    "no commits\n2 of 2 files read; all of them have a team, 1 of these inferred from folders\n" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run = { .min_severity = SEVERITY_RISKY, .width = 120 };
		struct totals totals = { .summary = rows[i].summary, .coverage = rows[i].coverage };
		assert_str(report(*state, &run, NULL, 0, &totals), str_of(rows[i].said));
	}
}

static void formats_are_found_by_their_names(void **state)
{
	(void)state;
	assert_ptr_equal(report_find("text"), &report_text);
	assert_ptr_equal(report_find("json"), &report_json);
	assert_ptr_equal(report_find("jsonl"), &report_jsonl);
	assert_null(report_find("tex"));
	assert_null(report_find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reports_look_like_their_golden_files),
		TEST(color_adds_nothing_but_color),
		TEST(lines_fit_and_are_harmless_at_any_width),
		TEST(huge_names_fit),
		TEST(many_teams_are_counted),
		TEST(the_owner_is_no_affected_team),
		TEST(the_last_lines_say_what_was_read),
		TEST(formats_are_found_by_their_names),
	};
	return cmocka_run_group_tests_name("reports/text", tests, NULL, NULL);
}
