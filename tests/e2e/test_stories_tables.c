/*
 * Everyday changes of step tables, responsibility matrices, schedules and contracts, and the answers that people may
 * count on.
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

static void a_promised_time_is_relaxed_tightened_and_made_vague(void **state)
{
	assert_says(*state, "HEAD~2",
	    "sla-relaxed breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n");
	assert_says(*state, "HEAD~1",
	    "sla-tightened info\n"
	    "  billing owner 0 info none\n"
	    "  customer-support counterparty 1 info none\n");
	struct answer vague = assert_says(*state, "HEAD",
	    "sla-became-vague risky\n"
	    "  billing owner 0 risky none\n"
	    "  customer-support counterparty 1 risky notify\n");

	assert_str(answer_change(&vague, "sla-became-vague")->element, STR("Dispute file"));
}

static void a_matrix_that_names_nobody_who_relies_on_it_says_so(void **state)
{
	struct answer answer = assert_says(*state, "HEAD",
	    "sla-relaxed breaking audience unknown\n"
	    "  support owner 0 breaking none\n");

	assert_str(answer_change(&answer, "sla-relaxed")->element, STR("Response time (P1)"));
}

static void a_clause_of_a_supplier_is_told_to_it_and_to_those_who_link_to_the_clause(void **state)
{
	assert_says(*state, "HEAD",
	    "sla-relaxed breaking\n"
	    "  procurement owner 0 breaking none\n"
	    "  host-mno counterparty 1 breaking notify\n"
	    "  sim-logistics referrer 1 risky notify\n");
}

static void of_a_promise_kept_by_others_both_parties_are_asked_and_a_supplier_as_counterparty(void **state)
{
	assert_says(*state, "HEAD~6",
	    "sla-relaxed breaking\n"
	    "  process-office owner 0 breaking none\n"
	    "  billing performer 1 breaking acknowledge\n"
	    "  customer-support counterparty 1 breaking acknowledge\n"
	    "sla-relaxed breaking\n"
	    "  process-office owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n"
	    "  host-mno counterparty 1 breaking acknowledge\n" /* it has members */
	    "sla-tightened risky\n"
	    "  process-office owner 0 risky none\n"
	    "  billing counterparty 1 risky notify\n"
	    "  sales performer 1 risky notify\n");
	assert_says(*state, "HEAD~5",
	    "contract-provider-changed breaking\n"
	    "  process-office owner 0 breaking none\n"
	    "  billing performer 1 breaking acknowledge\n"
	    "  customer-support counterparty 1 breaking acknowledge\n"
	    "  finance performer 1 breaking acknowledge\n");
}

static void a_promise_that_moves_or_is_repeated_is_silent_and_changed_alike_it_is_told_once(void **state)
{
	assert_says(*state, "HEAD~4",
	    "document-added info\n"
	    "  process-office owner 0 info none\n");
	assert_says(*state, "HEAD~3",
	    "section-changed info\n"
	    "  legal owner 0 info none\n");
	assert_says(*state, "HEAD~2",
	    "sla-relaxed breaking x2\n"
	    "  legal owner 0 breaking none\n"
	    "  customer-support performer 1 breaking acknowledge\n");
	assert_says(*state, "HEAD~1", "");
	assert_says(*state, "HEAD",
	    "document-removed breaking\n"
	    "  process-office owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n"
	    "  host-mno counterparty 1 breaking acknowledge\n");
}

static void what_follows_from_one_change_of_promises_is_one_finding(void **state)
{
	assert_says(*state, "HEAD~6",
	    "contract-contact-changed info x4\n"
	    "  billing owner 0 info none\n"
	    "  customer-support counterparty 1 info none\n"
	    "  finance counterparty 1 info none\n"
	    "  legal counterparty 1 info none\n"
	    "  sales counterparty 1 info none\n");
	assert_says(*state, "HEAD~5",
	    "contract-removed breaking x4 audience unknown\n"
	    "  support owner 0 breaking none\n");
	assert_says(*state, "HEAD~4",
	    "team-renamed info [nobody-outside]\n"
	    "  revenue owner 0 info none\n");
	assert_says(*state, "HEAD~3", /* with its handoff */
	    "contract-removed breaking\n"
	    "  fraud owner 0 breaking none\n"
	    "  sales counterparty 1 breaking acknowledge\n");
	assert_says(*state, "HEAD", /* both receivers of one row */
	    "sla-relaxed breaking x2\n"
	    "  revenue owner 0 breaking none\n"
	    "  finance counterparty 1 breaking acknowledge\n"
	    "  legal counterparty 1 breaking acknowledge\n");
}

static void the_time_of_a_row_is_a_promise_to_its_receiver_and_goes_with_its_step(void **state)
{
	assert_says(*state, "HEAD~2",
	    "sla-relaxed breaking\n"
	    "  fraud owner 0 breaking none\n"
	    "  onboarding counterparty 1 breaking acknowledge\n");
	assert_says(*state, "HEAD~1",
	    "step-removed breaking\n"
	    "  fraud owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n"
	    "  sales upstream 1 breaking acknowledge\n");
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
		TELLS(a_promised_time_is_relaxed_tightened_and_made_vague, "i-dispute-file-later"),
		TELLS(a_matrix_that_names_nobody_who_relies_on_it_says_so, "j-matrix-without-receiver"),
		TELLS(
		    a_clause_of_a_supplier_is_told_to_it_and_to_those_who_link_to_the_clause, "k-clause-of-a-supplier"),
		TELLS(of_a_promise_kept_by_others_both_parties_are_asked_and_a_supplier_as_counterparty,
		    "contracts-kept-by-others"),
		TELLS(a_promise_that_moves_or_is_repeated_is_silent_and_changed_alike_it_is_told_once,
		    "contracts-kept-by-others"),
		TELLS(what_follows_from_one_change_of_promises_is_one_finding, "contracts-fold"),
		TELLS(the_time_of_a_row_is_a_promise_to_its_receiver_and_goes_with_its_step, "contracts-fold"),
		TELLS(a_schedule_that_is_earlier_is_one_finding_with_all_its_roles, "l-earlier-dates"),
	};
	return cmocka_run_group_tests_name("e2e/stories_tables", tests, NULL, NULL);
}
