#include "analyzer/change/inner.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- typos ------------------------------------------------------------------------------------------------- */

static const char *const real_words[][2] = { { "paid", "unpaid" }, { "accept", "except" }, { "send", "end" },
	{ "manual", "annual" }, { "internal", "external" }, { "lose", "close" }, { "legal", "illegal" },
	{ "before", "after" }, { "affect", "effect" }, { "enable", "unable" }, { "first", "fist" } };

static bool is_real_pair(str a, str b)
{
	for (size_t i = 0; i < sizeof real_words / sizeof *real_words; i++)
		if ((str_ieq(a, str_of(real_words[i][0])) && str_ieq(b, str_of(real_words[i][1]))) ||
		    (str_ieq(b, str_of(real_words[i][0])) && str_ieq(a, str_of(real_words[i][1]))))
			return true;
	return false;
}

static bool is_all_capitals(str word)
{
	for (size_t i = 0; i < word.size; i++)
		if (byte_is_lower(word.at[i]))
			return false;
	return true;
}

/* One letter other, added or dropped within the word, or two neighbours swapped; the same first letter. */
static bool is_slip(str a, str b)
{
	size_t head = 0, tail = 0, least = a.size < b.size ? a.size : b.size;

	if (least < 5 || byte_lower(a.at[0]) != byte_lower(b.at[0]) || is_all_capitals(a) || is_all_capitals(b))
		return false;
	for (size_t i = 0; i < a.size; i++)
		if (byte_is_digit(a.at[i]))
			return false;
	for (size_t i = 0; i < b.size; i++)
		if (byte_is_digit(b.at[i]))
			return false;
	while (head < least && byte_lower(a.at[head]) == byte_lower(b.at[head]))
		head++;
	while (tail < least - head && byte_lower(a.at[a.size - 1 - tail]) == byte_lower(b.at[b.size - 1 - tail]))
		tail++;
	size_t left = a.size - head - tail, right = b.size - head - tail;
	if (left + right == 1)
		return tail > 0; /* within the word, not at its end */
	if (left == 1 && right == 1)
		return true;
	return left == 2 && right == 2 && byte_lower(a.at[head]) == byte_lower(b.at[head + 1]) &&
	    byte_lower(a.at[head + 1]) == byte_lower(b.at[head]);
}

bool is_typo(struct arena *arena, str old, str new)
{
	str a, b;
	unsigned slips = 0;

	(void)arena;
	for (;;) {
		bool more_old = str_next_word(&old, " \t\n,.;:!?()\"'*_`", &a),
		     more_new = str_next_word(&new, " \t\n,.;:!?()\"'*_`", &b);
		if (!more_old || !more_new)
			return more_old == more_new && slips > 0;
		if (str_eq(a, b))
			continue;
		if (++slips > 2 || !is_slip(a, b) || is_real_pair(a, b))
			return false;
	}
}

bool is_cosmetic_wording(struct comparison *c, str old, str new)
{
	struct arena *arena = c->arena;

	if (str_eq(old, new))
		return true;
	str old_n1 = text_n1(arena, old), new_n1 = text_n1(arena, new);
	if (str_eq(old_n1, new_n1) && old_n1.size)
		return true;
	struct words a = text_n2(arena, old_n1), b = text_n2(arena, new_n1);
	return (a.count && words_equal(a, b)) || is_typo(arena, old, new);
}

/* --- quantities --------------------------------------------------------------------------------------------- */

/* The numbers of a text that carry a unit, a currency or a share, in order; digits alone do not count. */
static bool is_quantity(str before, str number, str after)
{
	static const char *const units[] = { "day", "hour", "minute", "week", "month", "second", "percent", "business",
		"working", "calendar", "eur", "usd", "gbp", "euro", "dollar", "pound", "gb", "mb", "kb", "km", "kg",
		"h", "min", "hrs", "am", "pm" };
	char last = number.at[number.size - 1];

	if (last == '%' || number.at[0] == '$' || str_starts(number, STR("\xe2\x82\xac")) || str_has(number, STR(":")))
		return true;
	if (str_ieq(before, STR("$")))
		return true;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		str unit = str_of(units[i]);
		if (str_istarts(after, unit) && (after.size <= unit.size + 1 || unit.size > 3))
			return true;
	}
	return false;
}

static bool is_number(str word)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < word.size; i++) {
		digits += byte_is_digit(word.at[i]);
		letters += byte_is_letter(word.at[i]);
	}
	return digits && letters <= 3;
}

static str quantities_of(struct arena *arena, str text)
{
	str rest = text, word, before = STR(""), all = STR("");

	while (str_next_word(&rest, " \t\n,;()\"'", &word)) {
		while (word.size > 1 && (word.at[word.size - 1] == '.' || word.at[word.size - 1] == ':'))
			word.size--;
		str next_rest = rest, next = STR("");
		str_next_word(&next_rest, " \t\n,;()\"'", &next);
		if (word.size && is_number(word) && is_quantity(before, word, next)) {
			bool unit = next.size && byte_is_letter(next.at[0]) && !str_ends(word, STR("%"));
			str behind = unit ? arena_printf(arena, " %.*s", STR_ARG(next)) : STR("");
			all = arena_printf(arena, "%.*s%s%.*s%.*s", STR_ARG(all), all.size ? ", " : "", STR_ARG(word),
			    STR_ARG(behind));
		}
		before = word;
	}
	return all;
}

bool has_quantity_change(struct arena *arena, str old, str new, str *old_value, str *new_value)
{
	*old_value = quantities_of(arena, old);
	*new_value = quantities_of(arena, new);
	return old_value->size && new_value->size && !str_eq(*old_value, *new_value);
}
