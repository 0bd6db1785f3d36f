#include "tests/support/check.h"

#include "base/text.h"
#include "reports/wrap.h"

#define DOTS STR("\u2026")

static void width_counts_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width(STR("")), 0);
	assert_int_equal(text_width(STR("invoice")), 7);
	assert_int_equal(text_width(STR("K\u00f6nig")), 5);
	assert_int_equal(text_width(STR("Ko\u0308nig")), 5);
	assert_int_equal(text_width(STR("\u8acb\u6c42\u66f8")), 6);
}

static void long_text_loses_its_end_or_its_middle(void **state)
{
	assert_str(text_shortened(*state, STR("Raise first invoice"), 19, CUT_END, DOTS), STR("Raise first invoice"));
	assert_str(text_shortened(*state, STR("Raise first invoice"), 12, CUT_END, DOTS), STR("Raise first\u2026"));
	assert_str(text_shortened(*state, STR("Raise first invoice"), 11, CUT_MIDDLE, DOTS), STR("Raise\u2026voice"));
	assert_str(text_shortened(*state, STR("Raise first invoice"), 11, CUT_MIDDLE, STR("...")), STR("Rais...oice"));
	assert_str(text_shortened(*state, STR("Raise"), 1, CUT_MIDDLE, DOTS), STR("R"));
	assert_str(text_shortened(*state, STR("Raise"), 0, CUT_MIDDLE, DOTS), STR(""));
}

static void long_paths_lose_whole_folders(void **state)
{
	str path = STR("content/departments/billing/processes/dispute.md:41");

	assert_str(text_shortened(*state, path, 60, CUT_PATH, DOTS), path);
	assert_str(
	    text_shortened(*state, path, 42, CUT_PATH, DOTS), STR("content/\u2026/billing/processes/dispute.md:41"));
	assert_str(text_shortened(*state, path, 32, CUT_PATH, DOTS), STR("\u2026/processes/dispute.md:41"));
	assert_str(text_shortened(*state, path, 20, CUT_PATH, DOTS), STR("\u2026/dispute.md:41"));
	assert_str(text_shortened(*state, path, 13, CUT_PATH, DOTS), STR("cont\u2026te.md:41"));
}

static void characters_are_never_broken(void **state)
{
	str text = STR("\u8acb\u6c42\u66f8 Ko\u0308nig \U0001f4e8 \u8acb\u6c42\u66f8");

	for (unsigned width = 0; width < 30; width++)
		for (int cut = CUT_END; cut <= CUT_PATH; cut++) {
			str shown = text_shortened(*state, text, width, (enum cut)cut, DOTS);
			assert_true(text_width(shown) <= width);
			assert_str(text_utf8(*state, shown, NULL), shown);
			assert_false(str_starts(shown, STR("\u0308")));
		}
}

static void lines_break_at_spaces(void **state)
{
	str rest = STR("  one step  became two "), line;

	(void)state;
	assert_true(wrap_next(&rest, 9, &line));
	assert_str(line, STR("one step"));
	assert_true(wrap_next(&rest, 9, &line));
	assert_str(line, STR("became"));
	assert_true(wrap_next(&rest, 9, &line));
	assert_str(line, STR("two"));
	assert_false(wrap_next(&rest, 9, &line));
}

static void paths_break_behind_a_slash(void **state)
{
	str rest = STR("content/departments/billing.md belongs"), line;

	(void)state;
	assert_true(wrap_next(&rest, 24, &line));
	assert_str(line, STR("content/departments/"));
	assert_true(wrap_next(&rest, 24, &line));
	assert_str(line, STR("billing.md belongs"));
}

static void words_that_are_too_long_break_anywhere(void **state)
{
	str rest = STR("a \u8acb\u6c42\u66f8"), line;

	(void)state;
	assert_true(wrap_next(&rest, 3, &line));
	assert_str(line, STR("a"));
	assert_true(wrap_next(&rest, 3, &line));
	assert_str(line, STR("\u8acb"));
	assert_true(wrap_next(&rest, 1, &line));
	assert_str(line, STR("\u6c42"));
	assert_true(wrap_next(&rest, 9, &line));
	assert_str(line, STR("\u66f8"));
	assert_false(wrap_next(&rest, 9, &line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(width_counts_columns),
		TEST(long_text_loses_its_end_or_its_middle),
		TEST(long_paths_lose_whole_folders),
		TEST(characters_are_never_broken),
		TEST(lines_break_at_spaces),
		TEST(paths_break_behind_a_slash),
		TEST(words_that_are_too_long_break_anywhere),
	};
	return cmocka_run_group_tests_name("reports/wrap", tests, NULL, NULL);
}
