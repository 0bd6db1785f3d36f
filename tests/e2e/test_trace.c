/*
 * `knockon trace` on the repository of Tern Mobile.
 */
#include "tests/support/check.h"
#include "tests/support/sample.h"

static void a_step_is_traced_to_those_behind_it(void **state)
{
	(void)state;
	assert_golden(FIXTURES "/stories/mvno/trace-step.txt", sample_run("trace Score order --width 110"));
	assert_golden(
	    FIXTURES "/stories/mvno/trace-step-upstream.txt", sample_run("trace Activate SIM --upstream --width 110"));
}

static void words_may_be_a_part_in_any_order(void **state)
{
	str whole = arena_dup(*state, sample_run("trace Activate SIM"));

	assert_str(sample_run("trace activate sim"), whole);
	assert_str(sample_run("trace sim activate"), whole);
	assert_str(sample_run("trace journeys/order-to-activate.bpmn:100"), whole);
}

static void a_file_and_a_team_are_traced_as_well(void **state)
{
	(void)state;
	sample_says("trace billing-run.md", "a document of Billing");
	sample_says("trace billing/billing-run.md", "Draw up invoices \u2192 Check invoice sample");
	sample_says("trace port-in.md", "Number Porting \u2192 port order"); /* messages of a sequence diagram */
	sample_says("trace port-in.md --upstream", "Onboarding");
	sample_says("trace Billing", "Billing, a team");
	sample_says("trace the billing team --upstream", "Start billing \u2190 Activate SIM");
	sample_says("trace Helpdesk --upstream", "Customer Support, a team");
}

static void every_hop_says_where_it_is_written(void **state)
{
	sample_says(
	    "trace Billing --upstream --format json", "\"file\": \"journeys/order-to-activate.bpmn\", \"line\": 143");
	(void)state;
}

static void depth_leaves_out_those_further_away(void **state)
{
	(void)state;
	sample_says("trace Activate SIM --upstream", "Onboarding");
	assert_false(str_has(sample_run("trace Activate SIM --upstream --depth 1"), STR("Onboarding  ")));
	sample_says("trace Activate SIM --upstream --depth 1", "SIM Logistics");
	sample_says("trace Activate SIM --upstream --depth 1", "teams more than 1 handoff away were left out");
}

static void several_meanings_are_listed(void **state)
{
	(void)state;
	assert_int_equal(story_run(&mvno, "trace activ"), 2);
	assert_str(buf_str(&mvno.out), STR(""));
	assert_true(str_has(buf_str(&mvno.err), STR("step      journeys/order-to-activate.bpmn:100  Activate SIM\n")));
	assert_true(str_has(buf_str(&mvno.err), STR("name one of them by its path, or by path:line\n")));
}

static void nothing_found_says_what_is_near(void **state)
{
	(void)state;
	assert_int_equal(story_run(&mvno, "trace Biling"), 2);
	assert_str(buf_str(&mvno.err),
	    STR("knockon: there is no team, document, step or promise 'Biling'; did you mean 'Billing'?\n"));
	assert_int_equal(story_run(&mvno, "trace"), 2);
	assert_int_equal(story_run(&mvno, "trace Billing --depth x"), 2);
	assert_int_equal(story_run(&mvno, "trace Billing --format svg"), 2);
	assert_str(buf_str(&mvno.err), STR("knockon: trace has the formats text and json, not 'svg'\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_step_is_traced_to_those_behind_it),
		TEST(words_may_be_a_part_in_any_order),
		TEST(a_file_and_a_team_are_traced_as_well),
		TEST(every_hop_says_where_it_is_written),
		TEST(depth_leaves_out_those_further_away),
		TEST(several_meanings_are_listed),
		TEST(nothing_found_says_what_is_near),
	};
	return cmocka_run_group_tests_name("e2e/trace", tests, sample_begin, sample_end);
}
