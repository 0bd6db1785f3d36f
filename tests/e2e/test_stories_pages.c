/*
 * Everyday changes of pages: wording, names, places, links; and the answers that people may count on.
 */
#include "tests/support/answer.h"
#include "tests/support/check.h"

static void says_nothing_but_counts(struct telling *telling, const char *commit)
{
	assert_says(telling, commit, "");
	assert_int_not_equal(answers_of(&telling->arena, &telling->story, commit).cosmetic, 0);
}

static void a_typo_says_nothing(void **state)
{
	says_nothing_but_counts(*state, "HEAD~1");
}

static void a_letter_that_turns_the_meaning_is_no_typo(void **state)
{
	assert_says(*state, "HEAD",
	    "section-changed info\n"
	    "  customer-support owner 0 info none\n");
}

static void a_sentence_that_sends_people_to_another_desk_tells_both(void **state)
{
	struct answer answer = assert_says(*state, "HEAD~2",
	    "responsibility-changed risky\n"
	    "  customer-support owner 0 risky none\n"
	    "  billing counterparty 1 risky notify\n"
	    "  finance counterparty 1 risky notify\n");
	const struct answered_change *change = answer_change(&answer, "responsibility-changed");

	assert_str(change->old, STR("Billing"));
	assert_str(change->now, STR("Finance"));
}

static void other_words_and_the_owner_named_tell_nobody(void **state)
{
	assert_says(*state, "HEAD~1",
	    "section-changed info\n"
	    "  customer-support owner 0 info none\n");
}

static void a_number_in_a_sentence_is_told_to_those_who_refer_to_it(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "section-quantity-changed risky\n"
	    "  customer-support owner 0 risky none\n"
	    "  sales referrer 1 risky notify\n");
	const struct answered_change *change = answer_change(&answer, "section-quantity-changed");

	assert_str(change->old, STR("5 days"));
	assert_str(change->now, STR("10 days"));
}

static void a_renamed_page_with_mended_links_says_nothing(void **state)
{
	says_nothing_but_counts(*state, "HEAD~1");
}

static void a_page_in_the_folder_of_another_team_has_another_owner(void **state)
{
	assert_says(*state, "HEAD",
	    "document-owner-changed risky\n"
	    "  billing owner 0 risky none\n"
	    "  finance owner 0 risky notify\n"
	    "  customer-support referrer 1 risky notify\n"
	    "  sales referrer 1 risky notify\n");
}

static void a_page_split_in_two_says_nothing(void **state)
{
	says_nothing_but_counts(*state, "HEAD");
}

static void a_link_to_a_heading_that_moved_is_broken(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "reference-broken risky\n"
	    "  onboarding owner 0 risky none\n"
	    "  sales referrer 1 risky notify\n");

	assert_str(answer_change(&answer, "reference-broken")->element, STR("Business customers"));
}

static void a_deleted_page_asks_who_was_handed_to_and_tells_who_links_to_it(void **state)
{
	assert_says(*state, "HEAD",
	    "document-removed breaking\n"
	    "  customer-support owner 0 breaking none\n"
	    "  billing downstream 1 breaking acknowledge\n"
	    "  number-porting referrer 1 risky notify\n"
	    "  sales referrer 1 risky notify\n"
	    "  sim-logistics referrer 1 risky notify\n");
}

static void a_deleted_page_of_which_a_copy_stays_asks_nobody(void **state)
{
	assert_says(*state, "HEAD",
	    "document-removed info\n"
	    "  support owner 0 info none\n");
}

static void a_new_page_tells_a_team_that_was_not_handed_to_before(void **state)
{
	assert_says(*state, "HEAD",
	    "handoff-added risky\n"
	    "  customer-support owner 0 risky none\n"
	    "  billing downstream 1 risky notify\n"
	    "document-added info\n"
	    "  customer-support owner 0 info none\n");
}

static void prose_reaches_nobody_however_many_pages_link_to_it(void **state)
{
	assert_says(*state, "HEAD",
	    "section-changed info\n"
	    "  process-office owner 0 info none\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_typo_says_nothing, "o-typo-or-not"),
		TELLS(a_letter_that_turns_the_meaning_is_no_typo, "o-typo-or-not"),
		TELLS(a_sentence_that_sends_people_to_another_desk_tells_both, "n-refunds-go-to-finance"),
		TELLS(other_words_and_the_owner_named_tell_nobody, "n-refunds-go-to-finance"),
		TELLS(a_number_in_a_sentence_is_told_to_those_who_refer_to_it, "n-refunds-go-to-finance"),
		TELLS(a_renamed_page_with_mended_links_says_nothing, "p-page-renamed"),
		TELLS(a_page_in_the_folder_of_another_team_has_another_owner, "p-page-renamed"),
		TELLS(a_page_split_in_two_says_nothing, "q-page-split"),
		TELLS(a_link_to_a_heading_that_moved_is_broken, "q-link-left-behind"),
		TELLS(a_deleted_page_asks_who_was_handed_to_and_tells_who_links_to_it, "r-page-deleted"),
		TELLS(a_deleted_page_of_which_a_copy_stays_asks_nobody, "copy-deleted"),
		TELLS(a_new_page_tells_a_team_that_was_not_handed_to_before, "s-new-page"),
		TELLS(prose_reaches_nobody_however_many_pages_link_to_it, "t-house-style"),
	};
	return cmocka_run_group_tests_name("e2e/stories_pages", tests, NULL, NULL);
}
