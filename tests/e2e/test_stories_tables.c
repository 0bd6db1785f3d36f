/*
 * Everyday changes of step tables, responsibility matrices and schedules, and the answers that people may count on.
 */
#include "tests/support/answer.h"
#include "tests/support/check.h"

static void a_row_given_away_by_the_owner_of_the_page_asks_the_receiver_and_the_ones_around_it(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "step-owner-changed breaking\n"
	    "  billing owner 0 breaking acknowledge\n"
	    "  fraud owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n"
	    "  sales upstream 1 breaking acknowledge\n");

	assert_str(answer_change(&answer, "step-owner-changed")->element, STR("Check credit"));
}

static void a_matrix_kept_by_somebody_else_asks_both_performers(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "step-owner-changed breaking\n"
	    "  process-office owner 0 breaking none\n"
	    "  billing performer 1 breaking acknowledge\n"
	    "  finance performer 1 breaking acknowledge\n");

	assert_str(answer_change(&answer, "step-owner-changed")->element, STR("Handle dispute"));
}

static void a_schedule_that_is_earlier_is_one_finding_with_all_its_roles(void **state)
{
	assert_says(*state, "HEAD",
	    "step-date-earlier risky x25\n"
	    "  programme-management owner 0 risky none\n"
	    "  care-lead performer 1 risky notify\n"
	    "  launch-lead performer 1 risky notify\n"
	    "  network-lead performer 1 risky notify\n"
	    "  shop-lead performer 1 risky notify\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_row_given_away_by_the_owner_of_the_page_asks_the_receiver_and_the_ones_around_it,
		    "g-row-changes-team"),
		TELLS(a_matrix_kept_by_somebody_else_asks_both_performers, "h-raci-responsible"),
		TELLS(a_schedule_that_is_earlier_is_one_finding_with_all_its_roles, "l-earlier-dates"),
	};
	return cmocka_run_group_tests_name("e2e/stories_tables", tests, NULL, NULL);
}
