#include "analyzer/change/inner.h"

#include "analyzer/change/prose/quantities.h"
#include "analyzer/change/synonyms.h"
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

static const char between_words[] = " \t\n,.;:!?()\"'*_`";

/* How long the words are, with what is between them, that two texts begin with alike. */
static size_t size_of_equal_words(str a, str b)
{
	size_t same = 0, least = a.size < b.size ? a.size : b.size;

	while (same < least && a.at[same] == b.at[same])
		same++;
	while (same && !memchr(between_words, a.at[same - 1], sizeof between_words - 1))
		same--;
	return same;
}

bool is_typo(struct arena *arena, str old, str new)
{
	size_t same = size_of_equal_words(old, new);
	str a, b;
	unsigned slips = 0;

	(void)arena;
	old = str_sub(old, same, old.size);
	new = str_sub(new, same, new.size);
	for (;;) {
		bool more_old = str_next_word(&old, between_words, &a),
		     more_new = str_next_word(&new, between_words, &b);
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
	const struct config *config = c->context->config;
	struct words a = synonyms_n2(config, arena, old_n1), b = synonyms_n2(config, arena, new_n1);
	return (a.count && words_equal(a, b)) || is_typo(arena, old, new);
}

/* --- quantities --------------------------------------------------------------------------------------------- */

bool has_quantity_change(struct arena *arena, str old, str new, str *old_value, str *new_value)
{
	struct quantities was, is;

	quantities_find(&was, old);
	if (!was.count)
		return false;
	quantities_find(&is, new);
	return quantities_differ(arena, &was, &is, old_value, new_value);
}
