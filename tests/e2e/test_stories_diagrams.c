/*
 * Everyday changes of BPMN and Mermaid diagrams, and the answers that people may count on. All but the timer
 * happen in one process: Sales takes an order, Fraud scores and releases it, Onboarding collects documents,
 * Provisioning activates, Billing starts.
 */
#include "tests/support/answer.h"
#include "tests/support/check.h"

static void a_step_in_another_lane_asks_both_desks_and_the_ones_around_it(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "step-owner-changed breaking\n"
	    "  customer-support owner 0 breaking acknowledge\n"
	    "  onboarding owner 0 breaking acknowledge\n"
	    "  fraud upstream 1 breaking acknowledge\n"
	    "  provisioning downstream 1 breaking acknowledge\n");
	const struct answered_change *moved = answer_change(&answer, "step-owner-changed");

	assert_str(moved->element, STR("Collect documents"));
	assert_str(moved->old, STR("Onboarding"));
	assert_str(moved->now, STR("Customer Support"));
}

static void a_member_who_made_the_change_has_acknowledged_for_the_team(void **state)
{
	assert_says(*state, "HEAD",
	    "step-owner-changed breaking\n"
	    "  customer-support owner 0 breaking acknowledge\n"
	    "  onboarding owner 0 breaking acknowledge\n"
	    "  fraud upstream 1 breaking acknowledge\n"
	    "  provisioning downstream 1 breaking acknowledge acknowledged\n");
}

static void a_removed_step_asks_the_next_desk_alone_where_the_path_is_mended(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "step-removed breaking\n"
	    "  fraud owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n");

	assert_str(answer_change(&answer, "step-removed")->element, STR("Release order"));
}

static void a_removed_step_reaches_everybody_behind_it_where_the_path_is_cut(void **state)
{
	assert_says(*state, "HEAD",
	    "step-removed breaking\n"
	    "  fraud owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n"
	    "  provisioning downstream 2 risky notify\n"
	    "  billing downstream 3 risky none\n");
}

/* In an expression, in the label of an arrow, in Mermaid: the same answer. */
static void another_condition_is_told_to_the_first_desk_on_each_way_out(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "condition-changed risky\n"
	    "  fraud owner 0 risky none\n"
	    "  onboarding downstream 1 risky notify\n"
	    "  sales downstream 1 risky notify\n");
	const struct answered_change *changed = answer_change(&answer, "condition-changed");

	assert_true(str_has(changed->old, STR("score < 40")));
	assert_true(str_has(changed->now, STR("score < 60")));
}

static void a_picture_that_only_looks_different_says_nothing(void **state)
{
	static const char *const commits[] = { "HEAD~2", "HEAD~1", "HEAD" }; /* shapes, order of lanes, another tool */
	struct telling *telling = *state;

	for (unsigned i = 0; i < sizeof commits / sizeof *commits; i++) {
		assert_says(telling, commits[i], "");
		assert_int_not_equal(answers_of(&telling->arena, &telling->story, commits[i]).cosmetic, 0);
	}
}

static void an_alarm_that_rings_later_asks_who_handed_in_and_who_waits(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "timer-lengthened breaking\n"
	    "  provisioning owner 0 breaking none\n"
	    "  billing downstream 1 breaking acknowledge\n"
	    "  onboarding counterparty 1 breaking acknowledge\n");
	const struct answered_change *timer = answer_change(&answer, "timer-lengthened");

	assert_str(timer->element, STR("Activate SIM"));
	assert_str(timer->old, STR("PT4H"));
	assert_str(timer->now, STR("PT8H"));
}

static void a_message_that_goes_is_missed_by_its_receiver_and_by_who_hears_from_it_later(void **state)
{
	assert_says(*state, "HEAD~1",
	    "handoff-removed breaking\n"
	    "  number-porting owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n"
	    "  host-mno downstream 2 risky notify\n"
	    "  sales downstream 2 risky notify\n");
}

static void a_supplier_is_told_and_never_asked(void **state)
{
	assert_says(*state, "HEAD",
	    "handoff-removed breaking\n"
	    "  number-porting owner 0 breaking none\n"
	    "  host-mno downstream 1 breaking notify\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(a_step_in_another_lane_asks_both_desks_and_the_ones_around_it, "a-task-changes-lane"),
		TELLS(a_member_who_made_the_change_has_acknowledged_for_the_team, "x-author-is-a-member"),
		TELLS(a_removed_step_asks_the_next_desk_alone_where_the_path_is_mended, "b-step-removed"),
		TELLS(a_removed_step_reaches_everybody_behind_it_where_the_path_is_cut, "b-path-cut"),
		TELLS(another_condition_is_told_to_the_first_desk_on_each_way_out, "c-condition-expression"),
		TELLS(another_condition_is_told_to_the_first_desk_on_each_way_out, "c-condition-label"),
		TELLS(another_condition_is_told_to_the_first_desk_on_each_way_out, "c-condition-mermaid"),
		TELLS(a_picture_that_only_looks_different_says_nothing, "d-picture-straightened"),
		TELLS(an_alarm_that_rings_later_asks_who_handed_in_and_who_waits, "e-alarm-later"),
		TELLS(
		    a_message_that_goes_is_missed_by_its_receiver_and_by_who_hears_from_it_later, "f-message-removed"),
		TELLS(a_supplier_is_told_and_never_asked, "f-message-removed"),
	};
	return cmocka_run_group_tests_name("e2e/stories_diagrams", tests, NULL, NULL);
}
