/*
 * Announcements: a change that gives notice, one that does not, and a promise that ends.
 */
#include "tests/support/answer.h"
#include "tests/support/check.h"

static void a_date_that_leaves_no_notice_stands_beside_the_change(void **state)
{
	assert_says(*state, "HEAD~2",
	    "effective-date-too-soon breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  customer-support downstream 1 breaking acknowledge\n"
	    "timer-lengthened breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  customer-support downstream 1 breaking acknowledge\n");
}

static void a_change_announced_in_time_is_one_level_less(void **state)
{
	assert_says(*state, "HEAD~1",
	    "timer-lengthened risky [announced]\n"
	    "  billing owner 0 risky none\n"
	    "  provisioning downstream 1 risky notify\n");
}

static void a_later_date_harms_nobody(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "effective-date-later info\n"
	    "  billing owner 0 info none\n");
	const struct answered_change *change = answer_change(&answer, "effective-date-later");

	assert_str(change->old, STR("2027-01-15"));
	assert_str(change->now, STR("2027-02-01"));
}

static void dates_are_judged_as_of_the_day_that_is_given(void **state)
{
	assert_says(*state, "HEAD~2 --as-of 2026-11-02",
	    "timer-lengthened risky [announced]\n"
	    "  billing owner 0 risky none\n"
	    "  customer-support downstream 1 risky notify\n");
}

static void an_end_with_notice_is_the_right_way(void **state)
{
	assert_says(*state, "HEAD~2",
	    "contract-deprecated info\n"
	    "  billing owner 0 info none\n"
	    "  customer-support counterparty 1 info none\n");
}

static void an_end_without_notice_must_be_acknowledged(void **state)
{
	assert_says(*state, "HEAD~1",
	    "contract-deprecated-too-soon breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n");
}

static void what_ended_as_announced_may_go(void **state)
{
	assert_says(*state, "HEAD",
	    "contract-removed-after-sunset info\n"
	    "  billing owner 0 info none\n"
	    "  customer-support counterparty 1 info none\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_date_that_leaves_no_notice_stands_beside_the_change, "m-announced-or-not"),
		TELLS(a_change_announced_in_time_is_one_level_less, "m-announced-or-not"),
		TELLS(a_later_date_harms_nobody, "m-announced-or-not"),
		TELLS(dates_are_judged_as_of_the_day_that_is_given, "m-announced-or-not"),
		TELLS(an_end_with_notice_is_the_right_way, "contract-ends"),
		TELLS(an_end_without_notice_must_be_acknowledged, "contract-ends"),
		TELLS(what_ended_as_announced_may_go, "contract-ends"),
	};
	return cmocka_run_group_tests_name("e2e/stories_dates", tests, NULL, NULL);
}
