/*
 * Defects, routes and explanations as text and JSON: words that a hostile document chose stay words.
 */
#include "tests/support/check.h"

#include "reports/explain.h"
#include "reports/lint.h"
#include "reports/trace.h"

#include <jansson.h>
#include <string.h>

#define EVIL "a\n::error::b\x1b[31m\xff\u202e|`<script>"

#define WORDS(literal)                            \
	{                                         \
		("" literal), sizeof(literal) - 1 \
	} /* STR, for what is static */

static const struct run plain = { .width = 80 };

static struct place_said places[] = { { WORDS("docs/\x1b]0;x\a.md"), 7 }, { WORDS("docs/a.md"), 9 } };
static str teams[] = { WORDS(EVIL), WORDS("billing") };
static struct defect evil = {
	.fingerprint = "0123456789ab",
	.rule = RULE_REFERENCE_BROKEN,
	.severity = SEVERITY_RISKY,
	.path = WORDS("docs/a\n::set-output.md"),
	.line = 3,
	.element = { .kind = "link", .id = WORDS(EVIL), .name = WORDS(EVIL), .team = WORDS(EVIL) },
	.field = "target",
	.detail = WORDS(EVIL),
	.message = WORDS("A link leads to '" EVIL "'"),
	.remedy = WORDS(EVIL),
	.places = places,
	.place_count = 2,
	.teams = teams,
	.team_count = 2,
};
static struct hop hops[] = { { EDGE_FLOW, WORDS(EVIL), WORDS(EVIL), WORDS("billing"), WORDS(EVIL), 4, false },
	{ EDGE_REFERENCE, WORDS(""), WORDS(""), WORDS(""), WORDS(""), 0, true } };

/* Printable, in lines of which none is a command of a build server. */
static void assert_harmless(str text)
{
	str rest = text, line;

	while (str_next_line(&rest, &line)) {
		if (str_starts(str_trim(line), STR("::")))
			fail_msg("a command: %.*s", STR_ARG(line));
		for (size_t i = 0; i < line.size; i++)
			if ((unsigned char)line.at[i] < 0x20 || line.at[i] == 0x7f)
				fail_msg("a control character: %.*s", STR_ARG(line));
		assert_false(str_has(line, STR("\u202e")));
	}
}

static void assert_json(str text)
{
	json_error_t error;
	json_t *root = json_loadb(text.at, text.size, JSON_REJECT_DUPLICATES, &error);

	if (!root)
		fail_msg("line %d: %s", error.line, error.text);
	json_decref(root);
}

static struct lint_report report_of(struct defects *room)
{
	room->list.items = &evil;
	room->list.count = 1;
	room->counts[SEVERITY_RISKY] = 1;
	return (struct lint_report){
		.defects = room, .commit = STR("abc"), .base = STR(""), .team = STR(""), .today = 20261102
	};
}

static void a_list_of_defects_stays_harmless(void **state)
{
	struct defects defects = { 0 };
	struct lint_report report = report_of(&defects);
	struct buf out = { 0 };
	struct text_out text = { &out, *state, &plain, 80 };

	lint_put_text(&text, &report);
	assert_true(str_has(buf_str(&out), STR("0123456789ab")));
	assert_harmless(buf_str(&out));
	buf_clear(&out);
	lint_put_json(&out, &report);
	assert_json(buf_str(&out));
	buf_clear(&out);
	lint_put_jsonl(&out, &report);
	assert_json(buf_str(&out));
	buf_clear(&out);
	explain_put_defect_text(&text, &evil);
	assert_harmless(buf_str(&out));
	buf_clear(&out);
	explain_put_defect_json(&out, &evil, STR("abc"));
	assert_json(buf_str(&out));
	buf_release(&out);
}

static void a_way_stays_harmless(void **state)
{
	struct survey_node node = { .kind = SURVEY_STEP,
		.type = STR("activity"),
		.name = STR(EVIL),
		.id = STR(EVIL),
		.path = STR(EVIL),
		.line = 1,
		.team = NONE,
		.document = NONE };
	struct survey survey = { .nodes = { &node, 1, 1 } };
	struct affected team = { .team = STR(EVIL),
		.name = STR(EVIL),
		.role = ROLE_DOWNSTREAM,
		.distance = 1,
		.path = hops,
		.path_count = 2 };
	struct route route = { .teams = { &team, 1, 1 }, .unknown = true, .truncated = true };
	const uint32_t start = 0;
	struct route_wish wish = { .starts = &start, .start_count = 1, .depth = 2 };
	struct trace_report report = { &survey, &route, &wish, STR(EVIL), STR("abc") };
	struct buf out = { 0 };
	struct text_out text = { &out, *state, &plain, 80 };

	trace_put_text(&text, &report);
	assert_harmless(buf_str(&out));
	buf_clear(&out);
	trace_put_json(&out, &report);
	assert_json(buf_str(&out));
	buf_release(&out);
}

static void a_change_stays_harmless(void **state)
{
	struct affected team = { .team = STR(EVIL),
		.name = STR(EVIL),
		.role = ROLE_UPSTREAM,
		.distance = 1,
		.path = hops,
		.path_count = 1,
		.requirement = REQUIRE_ACKNOWLEDGE,
		.severity = SEVERITY_BREAKING };
	struct change change = { .fingerprint = "0123456789ab",
		.rule = RULE_STEP_REMOVED,
		.severity = SEVERITY_BREAKING,
		.path = STR(EVIL),
		.line = 1,
		.element = { .kind = "step", .name = STR(EVIL) },
		.field = "whole",
		.old = STR(EVIL),
		.now = STR(EVIL),
		.message = STR(EVIL),
		.count = 1,
		.affected = &team,
		.affected_count = 1,
		.modifiers = MODIFIER_DRAFT | MODIFIER_INFERRED };
	struct commit_report commit = { .id = STR("abcdef0123456789"),
		.author_name = STR(EVIL),
		.subject = STR(EVIL),
		.changes = &change,
		.change_count = 1 };
	struct explained_change it = { &commit, &change, true };
	struct buf out = { 0 };
	struct text_out text = { &out, *state, &plain, 80 };

	explain_put_change_text(&text, &it);
	assert_harmless(buf_str(&out));
	buf_clear(&out);
	explain_put_change_json(&out, &it);
	assert_json(buf_str(&out));
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_list_of_defects_stays_harmless),
		TEST(a_way_stays_harmless),
		TEST(a_change_stays_harmless),
	};
	return cmocka_run_group_tests_name("reports/lint", tests, NULL, NULL);
}
