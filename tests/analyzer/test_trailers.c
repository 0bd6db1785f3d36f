#include "tests/support/check.h"

#include "analyzer/gate/trailers.h"
#include "base/buf.h"

static unsigned find(struct arena *arena, const char *message, struct trailer out[TRAILERS_MAX])
{
	return trailers_find(arena, str_of(message), STR("Impact-Ack"), out);
}

static void the_last_paragraph_holds_the_trailers(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(
	    find(*state, "Subject\n\nText.\n\nImpact-Ack: fraud ok\nSigned-off-by: A\nimpact-ack:billing\n", out), 2);
	assert_str(out[0].value, STR("fraud ok"));
	assert_str(out[1].value, STR("billing"));
	assert_false(out[0].misplaced || out[1].misplaced);
}

static void a_line_in_the_midst_is_misplaced(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(find(*state, "Subject\n\nImpact-Ack: fraud\n\nMore text.\n", out), 1);
	assert_true(out[0].misplaced);
}

static void a_message_of_one_line_is_its_own_last_paragraph(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(find(*state, "Impact-Ack: fraud", out), 1);
	assert_false(out[0].misplaced);
}

static void comments_and_empty_lines_behind_it_are_nothing(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(find(*state, "Subject\r\n\r\nImpact-Ack: fraud\r\n\r\n# a comment\r\n\r\n", out), 1);
	assert_str(out[0].value, STR("fraud"));
	assert_false(out[0].misplaced);
}

static void indented_lines_continue_a_value(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(find(*state, "Subject\n\nImpact-Ack: fraud we\n  know\n\tit\nOther: x\n  y\n", out), 1);
	assert_str(out[0].value, STR("fraud we know it"));
}

static void a_line_that_lacks_its_colon_is_told_apart(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(
	    find(*state, "Subject\n\nImpact-Ack fraud\n\nImpact-ack customer-support\nImpact-Ack: billing\n", out), 2);
	assert_str(out[0].value, STR("customer-support"));
	assert_true(out[0].no_colon);
	assert_false(out[1].no_colon);
}

static void words_that_only_look_like_it_are_no_trailers(void **state)
{
	struct trailer out[TRAILERS_MAX];

	assert_int_equal(
	    find(*state, "Subject\n\nImpact-Acks: a\nImpact Ack: b\n Impact-Ack: c\nX-Impact-Ack: d\n", out), 0);
	assert_int_equal(find(*state, "", out), 0);
	assert_int_equal(find(*state, "\n\n\n", out), 0);
}

/* Whoever writes a message of a megabyte must not keep a server busy. */
static void what_is_too_long_is_left_out(void **state)
{
	struct trailer out[TRAILERS_MAX];
	struct buf message = { 0 };

	buf_puts(&message, "Subject\n\nImpact-Ack: fraud\n");
	for (unsigned i = 0; i < 100000; i++)
		buf_puts(&message, " word\n");
	for (unsigned i = 0; i < 200; i++)
		buf_puts(&message, "Impact-Ack: x\n");
	assert_int_equal(trailers_find(*state, buf_str(&message), STR("Impact-Ack"), out), TRAILERS_MAX);
	assert_true(out[0].value.size < 2000);
	buf_release(&message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_paragraph_holds_the_trailers),
		TEST(a_line_in_the_midst_is_misplaced),
		TEST(a_message_of_one_line_is_its_own_last_paragraph),
		TEST(comments_and_empty_lines_behind_it_are_nothing),
		TEST(indented_lines_continue_a_value),
		TEST(a_line_that_lacks_its_colon_is_told_apart),
		TEST(words_that_only_look_like_it_are_no_trailers),
		TEST(what_is_too_long_is_left_out),
	};
	return cmocka_run_group_tests_name("analyzer/trailers", tests, NULL, NULL);
}
