#include "tests/support/check.h"

#include "base/str.h"

static void words_end_at_any_separator(void **state)
{
	str rest = { " a,b\0c\xc3\xa9 ,", 9 }, word;

	(void)state;
	assert_true(str_next_word(&rest, " ,", &word));
	assert_str(word, STR("a"));
	assert_true(str_next_word(&rest, " ,", &word));
	assert_str(word, ((str){ "b\0c\xc3\xa9", 5 }));
	assert_false(str_next_word(&rest, " ,", &word));
	assert_int_equal(word.size, 0);
}

static void lines_end_with_feed_or_return(void **state)
{
	str rest = STR("a\r\nb\rc\n\nd"), line;
	static const char *const lines[] = { "a", "b", "c", "", "d" };

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		assert_true(str_next_line(&rest, &line));
		assert_str(line, str_of(lines[i]));
	}
	assert_false(str_next_line(&rest, &line));
}

static void texts_are_found_up_to_the_end(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
	assert_int_equal(str_find(STR("aaa"), STR("ab")), STR_NONE);
	assert_int_equal(str_find(STR("ab"), STR("abc")), STR_NONE);
	assert_int_equal(str_find(STR("one that is longer than sixteen"), STR("is longer than sixteen")), 9);
	assert_int_equal(str_ifind(STR("Say PLEASE"), STR("please")), 4);
	assert_int_equal(str_ifind(STR(""), STR("")), 0);
	assert_int_equal(str_ifind(STR("pleas"), STR("please")), STR_NONE);
	assert_int_equal(str_ifind(STR("Pp pPlEaSe, after more than eight bytes"), STR("please")), 4);
	assert_int_equal(str_ifind(STR("\x10\x50 not a one: \x11"), STR("1")), STR_NONE);
	assert_int_equal(str_ifind(STR("0123456789 (x) [x]"), STR("[X]")), 15);
	assert_int_equal(str_ifind(STR("{x} `x` @x"), STR("@X")), 8);
}

static void letters_and_digits_are_bits(void **state)
{
	str text = STR("aZ@[`{ 09/:\x10\xc3\xa4\xe1"
	               "b");

	(void)state;
	assert_int_equal(str_letters_at(text, 0), 1 << 0 | 1 << 1 | 1 << 15);
	assert_int_equal(str_letters_at(text, 1), 1 << 0 | 1 << 14);
	assert_int_equal(str_digits_at(text, 0), 1 << 7 | 1 << 8);
	assert_int_equal(str_letters_at(text, text.size), 0);
	char many[70];
	memset(many, 'x', sizeof many);
	assert_true(str_letters_at((str){ many, sizeof many }, 0) == UINT64_MAX);
	assert_int_equal(str_letters_at((str){ many, sizeof many }, 64), 63);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_end_at_any_separator),
		TEST(lines_end_with_feed_or_return),
		TEST(texts_are_found_up_to_the_end),
		TEST(letters_and_digits_are_bits),
	};
	return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
