/*
 * Every rule that is raised has cases in fixtures/rules: some that raise it, some that nearly do, some in which a
 * larger cause is told instead. All cases are branches of one repository, and the built program is asked what it says
 * of each.
 *
 * UPDATE_GOLDEN=1 writes what is said into the fixtures.
 */
#include "tests/support/answer.h"
#include "tests/support/cases.h"
#include "tests/support/check.h"

#include "model/rules.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What no larger cause can swallow, and why. */
static const char *const stands_alone[][2] = {
	{ "called-process-removed", "it stands instead of document-removed, and nothing is larger" },
	{ "contract-deprecated-too-soon", "a promise that ends without notice is as large as its end" },
	{ "contract-removed-after-sunset", "it stands instead of contract-removed" },
	{ "document-added", "nothing is larger" },
	{ "document-moved", "it is counted only" },
	{ "document-owner-changed", "whose a page is counts whatever else changed in it" },
	{ "effective-date-later", "it is told beside whatever it announces" },
	{ "effective-date-too-soon", "it is told beside whatever it announces" },
	{ "opaque-artifact-changed", "nobody can see inside, and no document speaks of it" },
	{ "parse-failed", "nothing else is said of what cannot be read" },
	{ "parse-recovered", "nothing else is said of what could not be read" },
	{ "section-moved", "it is counted only" },
	{ "step-merged", "both steps live on in the new one" },
	{ "step-quantity-changed", "a number is told whatever else changed of its step" },
	{ "step-replaced", "all around the step has stayed" },
	{ "step-split", "the step lives on in the two" },
	{ "team-split", "nothing is larger" },
};

/* What has no near miss, and why. */
static const char *const without_near_miss[][2] = {
	{ "", "" },
};

/* What the way back raises, where it is neither the mirror nor the rule itself; nothing: it mends all. */
static const char *const other_way_back[][2] = {
	{ "step-added-aside", "step-removed" }, { "called-process-removed", "document-added" },
	{ "control-removed", "step-added" }, { "duties-merged", "step-owner-changed" }, { "reference-broken", "" },
	{ "team-added", "section-changed" }, /* of a team that is gone without a step nothing is said */
	{ "team-removed", "step-added" },    /* the steps tell of the team */
};

enum { RULES_MAX = 256, CASES_MAX = 1024 };

static struct arena arena;
static struct rule_cases fixtures[RULES_MAX];
static unsigned fixture_count;
static struct story story;
static bool update;

struct tested {
	const struct rule_cases *fixture;
	struct rule_case *it;
	char branch[32];
	bool backwards;
	const struct answer *answer;
	str got;
};

static struct tested tested[CASES_MAX];
static size_t tested_count;

static const char *listed(const char *const (*list)[2], size_t count, str id)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(str_of(list[i][0]), id))
			return list[i][1];
	return NULL;
}
#define LISTED(list, id) listed((list), sizeof(list) / sizeof *(list), (id))

/* The gate judges a branch by its commits and what they acknowledge: its cases are whole branches, in C. */
static bool is_in_tests_of_the_gate(str rule)
{
	static const char *const files[] = { "test_acks.c", "test_check.c", "test_policy.c" };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (str_has(read_file(&arena, arena_printf(&arena, FIXTURES "/../tests/e2e/%s", files[i]).at), rule))
			return true;
	return false;
}

/* --- what is said of a case --------------------------------------------------------------------------------------- */

/* All cases were asked for at once. Those with a configuration are asked for alone, and so are those of which nothing
 * is said: how much was counted is known of a run only. */
static const struct answer *ask(struct tested *one)
{
	if (one->answer)
		one->got = answer_lines(&arena, one->answer, "info");
	if (!one->got.size) {
		struct answers answers = answers_of(&arena, &story, one->branch);
		assert_int_equal(answers.count, 1);
		str alone = answer_lines(&arena, &answers.commits[0], "info");
		if (one->answer)
			assert_str(alone, one->got);
		one->answer = &answers.commits[0];
		one->got = alone.size || !answers.cosmetic ? alone : STR("cosmetic\n");
	}
	assert_has_evidence(one->answer);
	assert_adds_up(one->answer);
	return one->answer;
}

static bool raises(const struct answer *answer, str rule)
{
	for (unsigned i = 0; i < answer->change_count; i++)
		if (str_eq(answer->changes[i].rule, rule))
			return true;
	return false;
}

static bool is_counted_only(str rule)
{
	return rules[rule_find(rule)].severity == SEVERITY_COSMETIC;
}

static bool is_defect(const struct rule_cases *fixture)
{
	return rules[rule_find(fixture->rule)].area == AREA_DEFECTS;
}

static bool has_defect(const struct tested *one, const char *state)
{
	return str_has(one->got, arena_printf(&arena, "%s %.*s ", state, STR_ARG(one->fixture->rule)));
}

static void ask_for_defects(struct tested *one)
{
	one->got = defect_lines(&arena, &story, arena_printf(&arena, "%s~1..%s", one->branch, one->branch).at);
}

static void brings_the_defects_that_are_written(void **state)
{
	struct tested *one = *state;
	const struct rule_case *it = one->it;

	ask_for_defects(one);
	if (!update && !str_eq(one->got, it->says)) {
		print_error("%s\n--- got\n%.*s--- want\n%.*s", it->name, STR_ARG(one->got), STR_ARG(it->says));
		fail();
	}
	if (has_defect(one, "introduced") != (it->kind == CASE_RAISES))
		fail_msg("%s\n%.*s", it->name, STR_ARG(one->got));
}

static void mends_the_defect_on_the_way_back(void **state)
{
	struct tested *one = *state;

	ask_for_defects(one);
	if (!has_defect(one, "resolved"))
		fail_msg("%s\nbackwards: %.*s", one->it->name, STR_ARG(one->got));
}

static void says_what_is_written(void **state)
{
	struct tested *one = *state;
	const struct rule_case *it = one->it;
	str rule = one->fixture->rule;
	const struct answer *answer = ask(one);
	bool raised = raises(answer, rule);

	if (!update && !str_eq(one->got, it->says)) {
		print_error("%s\n--- got\n%.*s--- want\n%.*s", it->name, STR_ARG(one->got), STR_ARG(it->says));
		fail();
	}
	if (it->kind == CASE_RAISES && is_counted_only(rule))
		assert_str(one->got, STR("cosmetic\n"));
	else if (raised != (it->kind == CASE_RAISES))
		fail_msg("%s\n%s raised:\n%.*s", it->name, raised ? "it is" : "it is not", STR_ARG(one->got));
	if (it->kind == CASE_FOLDS && !raises(answer, it->larger))
		fail_msg("%s\nno %.*s:\n%.*s", it->name, STR_ARG(it->larger), STR_ARG(one->got));
}

/* The way back raises the mirror of the rule, or the rule itself where it has none. */
static void says_the_opposite_on_the_way_back(void **state)
{
	struct tested *one = *state;
	str rule = one->fixture->rule;
	const char *other = LISTED(other_way_back, rule), *mirror = rules[rule_find(rule)].mirror;
	str want = other ? str_of(other) : mirror[0] ? str_of(mirror) : rule;
	const struct answer *answer = ask(one);

	if (is_counted_only(rule))
		assert_str(one->got, STR("cosmetic\n"));
	else if (want.size ? !raises(answer, want) : raises(answer, rule))
		fail_msg("%s\nbackwards, no %.*s:\n%.*s", one->it->name, STR_ARG(want), STR_ARG(one->got));
}

/* --- rules and fixtures ------------------------------------------------------------------------------------------- */

static const struct rule_cases *fixture_of(const char *rule)
{
	for (unsigned i = 0; i < fixture_count; i++)
		if (str_eq(fixtures[i].rule, str_of(rule)))
			return &fixtures[i];
	return NULL;
}

static unsigned count_of(const struct rule_cases *fixture, enum case_kind kind)
{
	unsigned count = 0;

	for (uint32_t i = 0; fixture && i < fixture->list.count; i++)
		count += fixture->list.items[i].kind == kind;
	return count;
}

static void every_rule_has_its_cases(void **state)
{
	unsigned missing = 0;

	(void)state;
	for (int i = 1; i < RULE_COUNT; i++) {
		const struct rule *rule = &rules[i];
		const struct rule_cases *fixture = fixture_of(rule->id);
		bool alone = rule->area == AREA_DEFECTS || LISTED(stands_alone, str_of(rule->id)),
		     far = LISTED(without_near_miss, str_of(rule->id));
		if (!(rule->flags & RULE_RAISED) ||
		    (rule->area == AREA_GATE && is_in_tests_of_the_gate(str_of(rule->id))))
			continue;
		if (count_of(fixture, CASE_RAISES) && (count_of(fixture, CASE_NEARLY) > 0) != far &&
		    (count_of(fixture, CASE_FOLDS) > 0) != alone)
			continue;
		missing++;
		print_error("%s: %u cases raise it, %u nearly do%s, in %u it folds%s\n", rule->id,
		    count_of(fixture, CASE_RAISES), count_of(fixture, CASE_NEARLY), far ? " (listed: none)" : "",
		    count_of(fixture, CASE_FOLDS), alone ? " (listed: never)" : "");
	}
	assert_int_equal(missing, 0);
}

static void every_fixture_is_of_a_rule_that_is_raised(void **state)
{
	(void)state;
	for (unsigned i = 0; i < fixture_count; i++) {
		enum rule_id rule = rule_find(fixtures[i].rule);
		if (rule == RULE_NONE || !(rules[rule].flags & RULE_RAISED))
			fail_msg("%s: no rule of that name is raised", fixtures[i].path);
		for (uint32_t k = 0; k < fixtures[i].list.count; k++) {
			const struct rule_case *it = &fixtures[i].list.items[k];
			if (it->kind == CASE_FOLDS && rule_find(it->larger) == RULE_NONE)
				fail_msg("%s: there is no rule %.*s", it->name, STR_ARG(it->larger));
		}
	}
}

static void the_lists_name_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof stands_alone / sizeof *stands_alone; i++)
		assert_int_not_equal(rule_find(str_of(stands_alone[i][0])), RULE_NONE);
	for (size_t i = 0; i < sizeof other_way_back / sizeof *other_way_back; i++) {
		assert_int_not_equal(rule_find(str_of(other_way_back[i][0])), RULE_NONE);
		assert_true(!other_way_back[i][1][0] || rule_find(str_of(other_way_back[i][1])));
	}
}

/* --- one repository for all of them ------------------------------------------------------------------------------- */

static int is_fixture(const struct dirent *entry)
{
	return str_ends(str_of(entry->d_name), STR(".txt"));
}

static void read_fixtures(void)
{
	static const char folder[] = FIXTURES "/rules";
	struct dirent **entries;
	int count = scandir(folder, &entries, is_fixture, alphasort);

	for (int i = 0; i < count; i++) {
		if (fixture_count < RULES_MAX)
			cases_read(&fixtures[fixture_count++], &arena, folder, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static CMUnitTestFunction test_of(const struct tested *one)
{
	if (is_defect(one->fixture))
		return one->backwards ? mends_the_defect_on_the_way_back : brings_the_defects_that_are_written;
	return one->backwards ? says_the_opposite_on_the_way_back : says_what_is_written;
}

static void add_test(const struct rule_cases *fixture, struct rule_case *it, bool backwards)
{
	struct tested *one = &tested[tested_count];

	if (tested_count == CASES_MAX)
		return;
	*one = (struct tested){ .fixture = fixture, .it = it, .backwards = backwards };
	snprintf(one->branch, sizeof one->branch, "case-%zu", ++tested_count);
}

static bool has_configuration(const struct rule_case *it)
{
	for (uint32_t i = 0; i < it->files.count; i++)
		if (str_eq(it->files.items[i].path, STR(".knockon.yml")))
			return true;
	return false;
}

static bool is_asked_alone(const struct tested *one)
{
	return has_configuration(one->it) || is_defect(one->fixture);
}

/* One commit above all cases without a configuration, so that one run sees them all. */
static void import_summit(struct buf *out)
{
	buf_puts(out,
	    "commit refs/heads/all\ncommitter Priya Raman <priya.raman@acme.example> 1900000000 +0000\n"
	    "data 3\nall\n");
	bool first = true;
	for (size_t i = 0; i < tested_count; i++)
		if (!is_asked_alone(&tested[i])) {
			buf_putf(out, "%s refs/heads/%s\n", first ? "from" : "merge", tested[i].branch);
			first = false;
		}
	buf_puts(out, "deleteall\n\n");
}

static void ask_all(void)
{
	struct answers answers = answers_of(&arena, &story, "all --history");

	for (size_t i = 0; i < tested_count; i++)
		for (unsigned k = 0; k < answers.count && !is_asked_alone(&tested[i]); k++)
			if (str_eq(answers.commits[k].subject, str_of(tested[i].branch)))
				tested[i].answer = &answers.commits[k];
}

static int import_cases(void **state)
{
	struct buf stream = { 0 };

	(void)state;
	story_begin_empty(&story);
	for (size_t i = 0; i < tested_count; i++)
		case_import(&stream, tested[i].it, tested[i].branch, tested[i].backwards);
	import_summit(&stream);
	FILE *file = fopen(arena_printf(&arena, "%s/cases", story.folder).at, "wb");
	if (!file || !buf_ok(&stream) || fwrite(stream.at, 1, stream.size, file) != stream.size || fclose(file))
		return -1;
	buf_release(&stream);
	if (story_shell(&story, "git fast-import --quiet <../cases")) {
		print_error("%.*s", STR_ARG(buf_str(&story.err)));
		return -1;
	}
	ask_all();
	return 0;
}

/* The fixtures with what was said now. */
static void write_fixture(const struct rule_cases *fixture)
{
	FILE *out = fopen(fixture->path, "wb");
	size_t at = 0;

	for (size_t i = 0; out && i < tested_count; i++) {
		const struct tested *one = &tested[i];
		if (one->fixture != fixture || one->backwards || !one->got.at)
			continue;
		size_t end = one->it->says_at;
		fwrite(fixture->text.at + at, 1, end - at, out);
		ptrdiff_t next = str_find(str_sub(fixture->text, end - 1, fixture->text.size), STR("\n@@ "));
		at = next == STR_NONE ? fixture->text.size : end + (size_t)next;
		fprintf(out, "%.*s%s", STR_ARG(one->got), next == STR_NONE ? "" : "\n");
	}
	if (out) {
		fwrite(fixture->text.at + at, 1, fixture->text.size - at, out);
		fclose(out);
	}
}

static int end_story(void **state)
{
	(void)state;
	for (unsigned i = 0; update && i < fixture_count; i++)
		write_fixture(&fixtures[i]);
	story_end(&story);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest pairing[] = { cmocka_unit_test(every_rule_has_its_cases),
		cmocka_unit_test(every_fixture_is_of_a_rule_that_is_raised), cmocka_unit_test(the_lists_name_rules) };
	static struct CMUnitTest tests[CASES_MAX];
	const char *only = getenv("ONLY");

	update = getenv("UPDATE_GOLDEN") != NULL;
	read_fixtures();
	for (unsigned i = 0; i < fixture_count; i++)
		for (uint32_t k = 0; k < fixtures[i].list.count; k++) {
			struct rule_case *it = &fixtures[i].list.items[k];
			if (rule_find(fixtures[i].rule) == RULE_NONE || (only && !strstr(it->name, only)))
				continue;
			add_test(&fixtures[i], it, false);
			if (it->kind == CASE_RAISES && !it->one_way)
				add_test(&fixtures[i], it, true);
		}
	for (size_t i = 0; i < tested_count; i++)
		tests[i] = (struct CMUnitTest){ tested[i].it->name, test_of(&tested[i]), NULL, NULL, &tested[i] };
	int failed = cmocka_run_group_tests_name("rules/pairing", pairing, NULL, NULL);
	failed += _cmocka_run_group_tests("rules", tests, tested_count, import_cases, end_story);
	arena_release(&arena);
	return failed != 0;
}
