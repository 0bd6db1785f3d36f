#include "tests/support/check.h"

#include "base/text.h"

static void display_form_has_single_spaces(void **state)
{
	assert_str(text_n0(*state, STR("  Raise \n\t invoice\xc2\xa0now\xe2\x80\xaf! ")), STR("Raise invoice now !"));
	assert_str(text_n0(*state,
	               STR("soft\xc2\xad"
	                   "hyphen\xe2\x80\x8b")),
	    STR("softhyphen"));
	assert_str(text_n0(*state, STR("e\xcc\x81")), STR("\xc3\xa9"));
	assert_str(text_n0(*state, STR("")), STR(""));
}

static void broken_bytes_are_windows_1252(void **state)
{
	bool mended;

	assert_str(text_utf8(*state, STR("caf\xe9 \x80"), &mended), STR("caf\xc3\xa9 \xe2\x82\xac"));
	assert_true(mended);
	assert_str(text_utf8(*state, STR("caf\xc3\xa9"), &mended), STR("caf\xc3\xa9"));
	assert_false(mended);
}

static void match_form_drops_enumerators_and_case(void **state)
{
	static const struct {
		const char *n0, *n1;
	} rows[] = {
		{ "3. Raise Invoice", "raise invoice" },
		{ "Step 2: Raise invoice.", "raise invoice" },
		{ "3.2.1) Raise invoice;", "raise invoice" },
		{ "(a) Raise invoice", "raise invoice" },
		{ "iv. Raise invoice", "raise invoice" },
		{ "A fine day", "a fine day" },
		{ "No. 5: call", "call" },
		{ "Stra\xc3\x9f"
		  "e",
		    "strasse" },
		{ "\xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x80\x93 \xe2\x86\x92 x", "\"quoted\" - -> x" },
		{ "1.", "1" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_str(text_n1(*state, str_of(rows[i].n0)), str_of(rows[i].n1));
}

/* Texts without other letters take a shorter way. */
static void marks_are_plain_whatever_stands_beside_them(void **state)
{
	static const char *const texts[] = { "A\u2019s `B`", "\u201cA\u201d \u00abB\u00bb \u201eC",
		"A\u2013B\u2014C\u2011D\u2212", "A \u2192 B \u21d2 C\u2026" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		str beside = text_fold(*state, arena_printf(*state, "\u00e9%s", texts[i]));
		assert_str(text_fold(*state, str_of(texts[i])), str_sub(beside, 2, beside.size));
	}
}

static void letters_alone_are_hashed(void **state)
{
	(void)state;
	assert_int_equal(
	    hash_of_letters(STR("1. Raise (first) Invoice!")), hash_of_letters(STR("1 raise first invoice")));
	assert_int_not_equal(hash_of_letters(STR("raise")), hash_of_letters(STR("raised")));
	assert_int_not_equal(hash_of_letters(STR("caf\u00e9")), hash_of_letters(STR("caf")));
	assert_int_equal(hash_of_letters(STR("-- | !")), 0);
}

static void inflected_words_meet(void **state)
{
	struct words a = text_n2(*state, STR("raises the invoices")), b = text_n2(*state, STR("invoice raised")),
	             c = text_n2(*state, STR("raising invoice")), d = text_n2(*state, STR("policies"));

	assert_true(words_equal(a, b));
	assert_true(words_equal(b, c));
	assert_true(words_equal(d, text_n2(*state, STR("policy"))));
	assert_true(words_dice(a, d) < 0.01);
	assert_true(words_dice(text_n2(*state, STR("")), text_n2(*state, STR("the"))) > 0.99);
}

static void equal_words_have_equal_sketches(void **state)
{
	struct sketch a = text_sketch(STR("raises the invoices of policies")),
	              b = text_sketch(STR("policy: invoice raised")), c = text_sketch(STR("policy: invoice paid"));

	(void)state;
	assert_int_equal(a.count, 3);
	assert_true(a.count == b.count && a.letters == b.letters);
	assert_true(b.count == c.count && b.letters != c.letters);
	assert_int_equal(text_sketch(STR("to the")).count, 0);
}

static void utf16_becomes_utf8(void **state)
{
	assert_str(text_from_utf16(*state,
	               (str){ "\xff\xfe"
	                      "a\0\xe9\0\x3d\xd8\x00\xde",
	                   10 },
	               false),
	    STR("a\xc3\xa9\xf0\x9f\x98\x80"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(display_form_has_single_spaces),
		TEST(broken_bytes_are_windows_1252),
		TEST(match_form_drops_enumerators_and_case),
		TEST(marks_are_plain_whatever_stands_beside_them),
		TEST(letters_alone_are_hashed),
		TEST(inflected_words_meet),
		TEST(equal_words_have_equal_sketches),
		TEST(utf16_becomes_utf8),
	};
	return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
