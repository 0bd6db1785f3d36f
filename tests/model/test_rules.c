#include "tests/support/check.h"

#include "model/rules.h"

#include <string.h>

#define RULE(name, id, ...) [RULE_##name] = #name,
static const char *const names[RULE_COUNT] = {
#include "model/rules.def"
};
#undef RULE

/* What has no opposite, or more than one. */
static const char *const without_mirror[] = { "step-added-aside", "step-renamed", "step-owner-changed",
	"control-node-moved", "step-type-changed", "step-replaced", "step-instruction-changed", "step-quantity-changed",
	"step-system-changed", "handoff-retargeted", "handoff-sender-changed", "handoff-content-changed",
	"flow-relabelled", "flow-retargeted", "order-changed", "condition-changed", "trigger-changed",
	"call-target-changed", "called-process-removed", "contract-provider-changed", "contract-contact-changed",
	"contract-escalation-changed", "sla-calendar-changed", "output-format-changed", "output-reworded",
	"channel-changed", "threshold-changed", "penalty-changed", "purpose-changed", "effective-date-too-soon",
	"contract-deprecated", "contract-deprecated-too-soon", "contract-removed-after-sunset", "team-renamed",
	"document-owner-changed", "document-moved", "responsibility-changed", "section-changed", "section-moved",
	"code-changed", "document-rewritten", "section-quantity-changed", "reference-broken", "control-removed",
	"duties-merged", "raci-changed", "opaque-artifact-changed" };

static bool is_without_mirror(const char *id)
{
	for (size_t i = 0; i < sizeof without_mirror / sizeof *without_mirror; i++)
		if (strcmp(without_mirror[i], id) == 0)
			return true;
	return false;
}

static bool is_defect_or_gate(const struct rule *rule)
{
	return rule->area == AREA_DEFECTS || rule->area == AREA_GATE;
}

static bool is_kebab_case(str id)
{
	for (size_t i = 0; i < id.size; i++) {
		bool dash = id.at[i] == '-';
		if (!dash && !byte_is_lower(id.at[i]))
			return false;
		if (dash && (i == 0 || i + 1 == id.size || id.at[i - 1] == '-'))
			return false;
	}
	return id.size > 0;
}

static void ids_are_unique_and_kebab_case(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++) {
		assert_true(is_kebab_case(str_of(rules[i].id)));
		assert_int_equal(rule_find(str_of(rules[i].id)), i);
	}
}

static void names_are_ids_in_capitals(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++) {
		str name = str_of(names[i]), id = str_of(rules[i].id);
		assert_int_equal(name.size, id.size);
		for (size_t k = 0; k < id.size; k++)
			assert_int_equal(name.at[k] == '_' ? '-' : byte_lower(name.at[k]), id.at[k]);
	}
}

static void sentences_are_whole(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++) {
		const char *const said[] = { rules[i].what, rules[i].why, rules[i].remedy };
		for (int k = 0; k < 3; k++) {
			str sentence = str_of(said[k]);
			if (sentence.size < 10 || !byte_is_upper(sentence.at[0]) ||
			    (!str_ends(sentence, STR(".")) && !str_ends(sentence, STR("?"))))
				fail_msg("%s says '%s'", rules[i].id, said[k]);
		}
	}
}

static void mirrors_are_mutual(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++) {
		const struct rule *rule = &rules[i];
		if (!rule->mirror[0])
			continue;
		enum rule_id other = rule_find(str_of(rule->mirror));
		if (other == RULE_NONE || (int)other == i || strcmp(rules[other].mirror, rule->id) != 0)
			fail_msg("%s has the mirror '%s'", rule->id, rule->mirror);
		assert_int_equal(rules[other].area, rule->area);
	}
}

static void every_change_has_a_mirror_or_is_known_to_have_none(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++)
		if (!is_defect_or_gate(&rules[i]) && !rules[i].mirror[0] != is_without_mirror(rules[i].id))
			fail_msg("%s: a mirror or none?", rules[i].id);
	for (size_t i = 0; i < sizeof without_mirror / sizeof *without_mirror; i++)
		assert_int_not_equal(rule_find(str_of(without_mirror[i])), RULE_NONE);
}

static void defects_and_the_gate_ask_no_audience(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++)
		if (is_defect_or_gate(&rules[i])) {
			assert_int_equal(rules[i].audience, 0);
			assert_true(rules[i].flags & RULE_SELF);
			assert_string_equal(rules[i].mirror, "");
		}
}

static void every_change_of_meaning_has_an_audience(void **state)
{
	(void)state;
	for (int i = 1; i < RULE_COUNT; i++)
		if (!is_defect_or_gate(&rules[i]))
			assert_int_equal(rules[i].audience != 0, rules[i].severity != SEVERITY_COSMETIC);
}

static void nothing_but_a_rule_is_found(void **state)
{
	(void)state;
	assert_int_equal(rule_find(STR("")), RULE_NONE);
	assert_int_equal(rule_find(STR("step")), RULE_NONE);
	assert_int_equal(rule_find(STR("step-removed ")), RULE_NONE);
}

static void severities_are_found_by_their_names(void **state)
{
	enum severity found;

	(void)state;
	for (int i = SEVERITY_COSMETIC; i <= SEVERITY_BREAKING; i++) {
		assert_true(severity_find(str_of(severity_name((enum severity)i)), &found));
		assert_int_equal(found, i);
	}
	assert_false(severity_find(STR("severe"), &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_unique_and_kebab_case),
		cmocka_unit_test(names_are_ids_in_capitals),
		cmocka_unit_test(sentences_are_whole),
		cmocka_unit_test(mirrors_are_mutual),
		cmocka_unit_test(every_change_has_a_mirror_or_is_known_to_have_none),
		cmocka_unit_test(defects_and_the_gate_ask_no_audience),
		cmocka_unit_test(every_change_of_meaning_has_an_audience),
		cmocka_unit_test(nothing_but_a_rule_is_found),
		cmocka_unit_test(severities_are_found_by_their_names),
	};
	return cmocka_run_group_tests_name("model/rules", tests, NULL, NULL);
}
