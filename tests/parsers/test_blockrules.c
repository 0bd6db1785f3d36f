#include "tests/support/check.h"

#include "parsers/blocks/blockrules_internal.h"

#include <stdlib.h>

static struct image *parse(const char *text)
{
	struct parse_in in = { .bytes = str_of(text), .settings = &reading_default };
	struct image *image = parse_document(STR("page.md"), &in, NULL);

	assert_non_null(image);
	return image;
}

static enum column_slot slot_of(struct arena *arena, const char *header)
{
	return column_slot_of(&reading_default, arena, str_of(header));
}

static void headers_of_columns_are_known_by_their_words(void **state)
{
	struct arena *arena = *state;

	assert_int_equal(slot_of(arena, "Owner (team)"), SLOT_WHO);
	assert_int_equal(slot_of(arena, "Step(s)"), SLOT_WHAT);
	assert_int_equal(slot_of(arena, "PROCESS STEP:"), SLOT_WHAT);
	assert_int_equal(slot_of(arena, "Time to respond"), SLOT_SLA);
	assert_int_equal(slot_of(arena, "Escalate to"), SLOT_ESCALATION);
	assert_int_equal(slot_of(arena, "Requester"), SLOT_CONSUMER);
	assert_int_equal(slot_of(arena, "zuständig"), SLOT_WHO);
	assert_int_equal(slot_of(arena, "Team/Role"), SLOT_WHO);
	assert_int_equal(slot_of(arena, "Status"), SLOT_NONE);
	assert_int_equal(slot_of(arena, "Author"), SLOT_NONE);
	assert_int_equal(slot_of(arena, "#"), SLOT_NONE);
	assert_int_equal(slot_of(arena, ""), SLOT_NONE);
}

static void the_configuration_adds_words_for_columns(void **state)
{
	const struct column_word words[] = { { STR("kümmerer"), SLOT_WHO }, { STR("owner"), SLOT_NONE } };
	struct reading settings = { .columns = words, .column_count = 2 };

	assert_int_equal(column_slot_of(&settings, *state, STR("Kümmerer")), SLOT_WHO);
	assert_int_equal(column_slot_of(&settings, *state, STR("Owner")), SLOT_NONE);
	assert_int_equal(column_slot_of(&settings, *state, STR("Team")), SLOT_WHO);
}

static void a_name_is_short_and_says_nothing(void **state)
{
	static const char *const names[] = { "Billing", "Customer Support", "Head of Operations", "IT", "QA & Test",
		"Büro 3" };
	static const char *const others[] = { "", "-", "n/a", "TBD", "all", "Ask the team", "See below.", "https://x.y",
		"2 days", "The one who was on call last week", "Monday", "a_b", "yes", "9", "Billing -> Support",
		"It is done" };
	struct arena *arena = *state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_true(name_is_plausible(arena, str_of(names[i])));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(name_is_plausible(arena, str_of(others[i])));
}

static void anchors_are_those_of_github(void **state)
{
	struct arena *arena = *state;

	assert_str(blockrules_anchor(arena, STR("Step 1: Who & what?")), STR("step-1-who--what"));
	assert_str(blockrules_anchor(arena, STR("Größe ÄÖÜ_x")), STR("größe-äöü_x"));
	assert_str(blockrules_anchor(arena, STR("1.2 — Title")), STR("12--title"));
}

/* --- sentences ------------------------------------------------------------------------------------------- */

static void assert_commitments(const char *text, unsigned count, const char *provider, const char *what)
{
	struct image *image = parse(text);

	assert_int_equal(image->contracts.count, count);
	if (count) {
		const struct contract *contract = image_contracts(image);
		assert_str(image_text(image, image_teams(image)[contract->provider].key), str_of(provider));
		assert_str(image_text(image, contract->what), str_of(what));
	}
	free(image);
}

static void a_team_a_modal_and_a_time_make_a_commitment(void **state)
{
	(void)state;
	assert_commitments("The Billing Team shall answer within 2 days.", 1, "billing", "answer");
	assert_commitments("If it rains, the Billing team will send it by 17:00.", 1, "billing", "send it");
	assert_commitments("The people team will approve within 3 business days", 1, "people", "approve");
	assert_commitments("Finance is required to close the books by month end.", 1, "finance", "close the books");
	assert_commitments("@acme/care must answer within 1 hour.", 1, "care", "answer");
}

static void without_one_of_them_there_is_none(void **state)
{
	(void)state;
	assert_commitments("The Billing Team answers within 2 days.", 0, "", "");
	assert_commitments("The Billing Team shall answer soon enough.", 0, "", "");
	assert_commitments("We shall answer within 2 days.", 0, "", "");
	assert_commitments("The Billing Team must be told within 2 days.", 0, "", "");
	assert_commitments("The Billing Team will not answer within 2 days.", 0, "", "");
	assert_commitments("The Billing Team will hold a 45-min session.", 0, "", "");
	assert_commitments("`The Billing Team shall answer within 2 days.`", 0, "", "");
	assert_commitments("```\nThe Billing Team shall answer within 2 days.\n```", 0, "", "");
}

static void a_commitment_is_no_prose_besides(void **state)
{
	struct image *image = parse("First. The Billing Team shall answer within 2 days. Last.");

	(void)state;
	assert_int_equal(image->prose.count, 2);
	assert_str(image_text(image, image_prose(image)[0].text), STR("First."));
	assert_str(image_text(image, image_prose(image)[1].text), STR("Last."));
	free(image);
}

static void a_name_that_must_be_known_is_prose_until_it_is(void **state)
{
	struct image *image = parse("Finance shall answer within 2 days.");

	(void)state;
	assert_int_equal(image->prose.count, 1);
	assert_int_not_equal(image_prose(image)->claim, 0);
	assert_int_equal(image_prose(image)->claim, image_contracts(image)->claim);
	assert_int_equal(image_teams(image)->strength, TEAM_MENTION);
	free(image);
}

/* --- records under claims ---------------------------------------------------------------------------------- */

static void no_record_under_a_claim_makes_a_team_known(void **state)
{
	static const char *const texts[] = {
		"1. **Billing**: raise invoice -> Support\n2. **Support**: call\n",
		"| From | To | What |\n|---|---|---|\n| Sales Team | Billing Team | order |\n",
		"Who: Quality\nWhat: report\nWhen: within 3 days\n",
		"| Step | Team |\n|---|---|\n| Plan | Sales and Finance |\n",
		"| Action | Owner |\n|---|---|\n| Plan | Jordan Smith |\n",
	};

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		struct image *image = parse(texts[t]);
		assert_true(image->teams.count > 0);
		for (uint32_t i = 0; i < image->teams.count; i++) {
			const struct team *team = &image_teams(image)[i];
			assert_true(team->claim == 0 || team->strength == TEAM_MENTION);
			assert_true(team->claim != 0);
		}
		free(image);
	}
}

static void a_team_has_one_record_in_a_document(void **state)
{
	struct image *image = parse("---\nowner: Billing\n---\n# A\n\n1. **Billing**: pay\n2. **Billing**: book\n\n"
	                            "# B\n\nThe Billing Team must answer within 2 days.\n");

	(void)state;
	assert_int_equal(image->teams.count, 1);
	assert_int_equal(image_teams(image)->strength, TEAM_STRONG);
	free(image);
}

static void rows_go_on_to_the_team_that_they_name(void **state)
{
	struct image *image =
	    parse("| Step | Team | Hand-off to |\n|---|---|---|\n| a | Sales | Finance |\n| b | Sales | |\n"
	          "| c | Finance | |\n");

	(void)state;
	assert_int_equal(image->flows.count, 3);
	assert_int_equal(image_flows(image)[0].from.number, 0);
	assert_int_equal(image_flows(image)[0].to.number, 2);
	assert_false(image_flows(image)[0].implicit);
	assert_true(image_flows(image)[1].implicit);
	free(image);
}

static void a_time_of_a_condition_is_no_promise(void **state)
{
	static const char *const sentences[] = {
		"The Billing Team will pay the visa as long as they have worked here at least 12 months prior to it.\n",
		"The Billing Team will hand it over to Support (estimated to happen by the end of July).\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		struct image *image = parse(sentences[i]);
		assert_int_equal(image->contracts.count, 0);
		free(image);
	}
}

static void a_dash_in_a_row_of_promises_is_nothing(void **state)
{
	struct image *image = parse("| From team | To team | What | SLA | Purpose | Channel |\n|-|-|-|-|-|-|\n"
	                            "| Billing Team | Sales Team | Dispute file | 4 h | - | n/a |\n");

	(void)state;
	assert_int_equal(image->contracts.count, 1);
	assert_int_equal(image_contracts(image)[0].why.size, 0);
	assert_int_equal(image_contracts(image)[0].where.size, 0);
	free(image);
}

static void assert_contracts(const char *text, unsigned count)
{
	struct image *image = parse(text);

	assert_int_equal(image->contracts.count, count);
	free(image);
}

static void what_is_known_of_a_text_does_not_hold_where_a_clause_begins_a_line(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 2; round++) {
		assert_contracts("What follows is agreed. Also 2.1 Finance shall pay within 2 days.\n", 0);
		assert_contracts("What follows is agreed. Also\n2.1 Finance shall pay within 2 days.\n", 1);
	}
}

static void assert_prose(const char *text, const char *n0)
{
	struct image *image = parse(text);

	assert_int_equal(image->prose.count, 1);
	assert_str(image_text(image, image_prose(image)[0].text), str_of(n0));
	free(image);
}

static void two_spaces_are_one_wherever_they_stand(void **state)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

	for (int at = 1; at < 26; at++) {
		str n0 = arena_printf(*state, "%.*s %s", at, letters, letters + at);
		assert_prose(arena_printf(*state, "%.*s  %s\n", at, letters, letters + at).at, n0.at);
		assert_prose(arena_printf(*state, "%.*s&nbsp;&nbsp;%s\n", at, letters, letters + at).at, n0.at);
	}
	assert_prose("&nbsp;&nbsp; a&nbsp; \u00fc&nbsp;\n", "a \u00fc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(headers_of_columns_are_known_by_their_words),
		TEST(the_configuration_adds_words_for_columns),
		TEST(a_name_is_short_and_says_nothing),
		TEST(anchors_are_those_of_github),
		TEST(a_team_a_modal_and_a_time_make_a_commitment),
		TEST(without_one_of_them_there_is_none),
		TEST(a_commitment_is_no_prose_besides),
		TEST(a_name_that_must_be_known_is_prose_until_it_is),
		TEST(no_record_under_a_claim_makes_a_team_known),
		TEST(a_team_has_one_record_in_a_document),
		TEST(rows_go_on_to_the_team_that_they_name),
		cmocka_unit_test(a_time_of_a_condition_is_no_promise),
		cmocka_unit_test(a_dash_in_a_row_of_promises_is_nothing),
		cmocka_unit_test(what_is_known_of_a_text_does_not_hold_where_a_clause_begins_a_line),
		TEST(two_spaces_are_one_wherever_they_stand),
	};
	return cmocka_run_group_tests_name("parsers/blockrules", tests, NULL, NULL);
}
