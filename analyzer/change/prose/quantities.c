#include "analyzer/change/prose/quantities.h"

#include "analyzer/change/prose/vocabulary.h"

#include <math.h>
#include <string.h>

/* A sentence is cut into words; at each word the readers below are tried in turn, and the first that reads a value
 * takes its words. A number by itself is no quantity: a unit, a currency or a form of its own (17:00, 95%) makes it
 * one. */

enum { WORDS_MAX = 300 };

struct word {
	str text;   /* without marks around it */
	bool stops; /* a comma, a bracket or the like follows */
	bool mute;  /* between quotes, or part of a URL */
};

struct reading {
	str all;
	struct word words[WORDS_MAX];
	unsigned count;
	struct quantities *out;
};

/* --- words --------------------------------------------------------------------------------------------------- */

static bool is_address(str word)
{
	if (word.at[0] == '#')
		return true;
	for (size_t i = 0; i < word.size; i++)
		if (word.at[i] == '@' || word.at[i] == '=' || word.at[i] == '\\' ||
		    (word.at[i] == ':' && i + 2 < word.size && word.at[i + 1] == '/' && word.at[i + 2] == '/'))
			return true;
	return word_begins(word, "www.");
}

/* Straight quotes toggle, curly ones open and close. */
static void turn_quotes(str raw, bool *quoted, bool *mute)
{
	*mute = *quoted;
	for (size_t i = 0; i < raw.size; i++) {
		if (raw.at[i] == '"')
			*quoted = !*quoted;
		if (raw.at[i] & 0x80) {
			str rest = str_sub(raw, i, raw.size);
			bool opens = str_starts(rest, STR("\u201c")) || str_starts(rest, STR("\u00ab")),
			     closes = str_starts(rest, STR("\u201d")) || str_starts(rest, STR("\u00bb"));
			*quoted = (*quoted || opens) && !closes;
		}
		*mute = *mute || *quoted;
	}
}

static void cut_words(struct reading *r, str text)
{
	str rest = text, raw;
	bool quoted = false;

	while (r->count < WORDS_MAX && str_next_word(&rest, " \t\n", &raw)) {
		struct word *word = &r->words[r->count];
		str bare = bare_word(raw);
		turn_quotes(raw, &quoted, &word->mute);
		if (!bare.size)
			continue;
		word->stops = bare.at + bare.size < raw.at + raw.size;
		word->mute = word->mute || is_address(bare);
		word->text = bare;
		r->count++;
	}
}

static str word_at(const struct reading *r, unsigned i)
{
	return i < r->count && !r->words[i].mute ? r->words[i].text : STR("");
}

static str words_between(const struct reading *r, unsigned from, unsigned to)
{
	str first = r->words[from].text, last = r->words[to - 1].text;
	return (str){ first.at, (size_t)(last.at + last.size - first.at) };
}

static unsigned put(
    struct reading *r, enum quantity_kind kind, unsigned unit, double low, double value, unsigned from, unsigned to)
{
	if (r->out->count < QUANTITIES_MAX)
		r->out->items[r->out->count++] =
		    (struct quantity){ kind, unit, value, low, words_between(r, from, to) };
	return to - from;
}

/* --- numbers ------------------------------------------------------------------------------------------------- */

static const struct {
	const char *word;
	double value;
} number_words[] = { { "one", 1 }, { "two", 2 }, { "three", 3 }, { "four", 4 }, { "five", 5 }, { "six", 6 },
	{ "seven", 7 }, { "eight", 8 }, { "nine", 9 }, { "ten", 10 }, { "eleven", 11 }, { "twelve", 12 },
	{ "fifteen", 15 }, { "twenty", 20 }, { "thirty", 30 }, { "forty", 40 }, { "sixty", 60 }, { "ninety", 90 } };

/* Digits at the beginning: "1,000", "2.5", "10"; *rest is what follows. A second dot makes it a version. */
static bool read_number(str text, double *value, str *rest)
{
	size_t at = 0;
	double scale = 0;

	*value = 0;
	if (!text.size || !byte_is_digit(text.at[0]))
		return false;
	for (; at < text.size && at < 20; at++) {
		char c = text.at[at];
		if (byte_is_digit(c)) {
			*value = scale > 0 ? *value + (c - '0') * scale : *value * 10 + (c - '0');
			scale /= 10;
			continue;
		}
		bool digit_follows = at + 1 < text.size && byte_is_digit(text.at[at + 1]);
		bool three = at + 3 < text.size && digit_follows && byte_is_digit(text.at[at + 2]) &&
		    byte_is_digit(text.at[at + 3]) && (at + 4 == text.size || !byte_is_digit(text.at[at + 4]));
		if (c == ',' && three && scale <= 0)
			continue;
		if (c == '.' && digit_follows && scale > 0)
			return false;
		if (c != '.' || !digit_follows)
			break;
		scale = 0.1;
	}
	*rest = str_sub(text, at, text.size);
	return true;
}

static bool read_number_word(str text, double *value, str *rest)
{
	for (size_t i = 0; i < sizeof number_words / sizeof *number_words; i++) {
		if (!word_begins(text, number_words[i].word))
			continue;
		size_t size = strlen(number_words[i].word);
		if (text.size > size && text.at[size] != '-')
			continue;
		*value = number_words[i].value;
		*rest = str_sub(text, size, text.size);
		return true;
	}
	return false;
}

static str without_dash(str text)
{
	if (str_starts(text, STR("\u2013")))
		return str_sub(text, 3, text.size);
	return str_starts(text, STR("-")) ? str_sub(text, 1, text.size) : text;
}

struct number {
	double low, high;
	str rest;      /* of its last word: "%", "h", "-day" */
	unsigned next; /* the word behind it */
};

/* "3", "three", "3-5", "3 to 5", "two (2)"; words only where `words` says so. */
static bool read_range(const struct reading *r, unsigned i, bool words, struct number *out)
{
	str text = word_at(r, i), rest;
	double other;

	if (!read_number(text, &out->low, &out->rest) && !(words && read_number_word(text, &out->low, &out->rest)))
		return false;
	out->high = out->low;
	out->next = i + 1;
	if (out->rest.size && read_number(without_dash(out->rest), &other, &rest) &&
	    without_dash(out->rest).at != out->rest.at) {
		out->high = other > out->low ? other : -1; /* "1-1" is no range */
		out->rest = rest;
	} else if (!out->rest.size && !r->words[i].stops &&
	    (is_word(word_at(r, i + 1), "to") || str_eq(word_at(r, i + 1), STR("-")) ||
	        str_eq(word_at(r, i + 1), STR("\u2013"))) &&
	    (read_number(word_at(r, i + 2), &other, &rest) ||
	        (words && read_number_word(word_at(r, i + 2), &other, &rest)))) {
		out->high = other;
		out->rest = rest;
		out->next = i + 3;
	} else if (!out->rest.size && read_number(word_at(r, i + 1), &other, &rest) && !rest.size &&
	    r->words[i + 1].stops && other >= out->low && other <= out->low)
		out->next = i + 2; /* "two (2)" */
	return out->high >= out->low;
}

/* --- money and shares ---------------------------------------------------------------------------------------- */

static const struct {
	const char *sign;
	unsigned currency;
} signs[] = { { "$", 1 }, { "US$", 1 }, { "\u20ac", 2 }, { "\u00a3", 3 }, { "\u00a5", 4 }, { "\u20b9", 5 } };

static const struct {
	const char *word;
	unsigned currency;
} currencies[] = { { "usd", 1 }, { "dollar", 1 }, { "dollars", 1 }, { "eur", 2 }, { "euro", 2 }, { "euros", 2 },
	{ "gbp", 3 }, { "pound", 3 }, { "pounds", 3 }, { "jpy", 4 }, { "yen", 4 }, { "inr", 5 }, { "chf", 6 },
	{ "cad", 7 }, { "aud", 8 }, { "sek", 9 }, { "nok", 10 }, { "dkk", 11 }, { "pln", 12 } };

static unsigned currency_of(str word)
{
	for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
		if (is_word(word, currencies[i].word))
			return currencies[i].currency;
	return 0;
}

static double multiple_of(str word)
{
	static const struct {
		const char *word;
		double factor;
	} multiples[] = { { "k", 1e3 }, { "thousand", 1e3 }, { "m", 1e6 }, { "mm", 1e6 }, { "million", 1e6 },
		{ "b", 1e9 }, { "bn", 1e9 }, { "billion", 1e9 } };

	for (size_t i = 0; i < sizeof multiples / sizeof *multiples; i++)
		if (is_word(word, multiples[i].word))
			return multiples[i].factor;
	return 0;
}

/* "$1,000", "50 EUR", "EUR 50", "$2 million", "$5/month". */
static unsigned take_money(struct reading *r, unsigned i)
{
	str text = word_at(r, i), first = text;
	unsigned currency = 0;
	struct number n;

	bool signed_first = text.size && (text.at[0] == '$' || text.at[0] == 'U' || (text.at[0] & 0x80));
	for (size_t k = 0; signed_first && k < sizeof signs / sizeof *signs && !currency; k++)
		if (str_starts(text, str_of(signs[k].sign))) {
			currency = signs[k].currency;
			first = str_sub(text, strlen(signs[k].sign), text.size);
		}
	if (currency) {
		if (!read_number(first, &n.low, &n.rest))
			return 0;
		n.high = n.low;
		n.next = i + 1;
	} else {
		bool code = text.size == 3 && byte_is_upper(text.at[0]) && currency_of(text);
		if (!read_range(r, code ? i + 1 : i, !code, &n))
			return 0;
		currency = code ? currency_of(text) : 0;
	}
	double factor = n.rest.size ? multiple_of(n.rest) : multiple_of(word_at(r, n.next));
	if (factor > 0 && !n.rest.size)
		n.next++;
	if (!currency && str_eq(n.rest, STR("\u20ac")))
		currency = 2;
	if (!currency && (factor > 0 || !n.rest.size)) {
		currency = currency_of(word_at(r, n.next));
		n.next++;
	}
	if (!currency || n.next > r->count)
		return 0;
	factor = factor > 0 ? factor : 1;
	return put(r, QUANTITY_MONEY, currency, n.low * factor, n.high * factor, i, n.next);
}

static unsigned take_share(struct reading *r, unsigned i)
{
	struct number n;

	if (!read_range(r, i, true, &n))
		return 0;
	if (str_eq(n.rest, STR("%")))
		return put(r, QUANTITY_SHARE, 0, n.low, n.high, i, n.next);
	if (n.rest.size)
		return 0;
	if (is_word(word_at(r, n.next), "percent") || str_eq(word_at(r, n.next), STR("%")))
		return put(r, QUANTITY_SHARE, 0, n.low, n.high, i, n.next + 1);
	if (is_word(word_at(r, n.next), "per") && is_word(word_at(r, n.next + 1), "cent"))
		return put(r, QUANTITY_SHARE, 0, n.low, n.high, i, n.next + 2);
	return 0;
}

/* --- durations and measures ---------------------------------------------------------------------------------- */

enum { BASIS_SECONDS, BASIS_WORKING_DAYS, BASIS_WORKING_HOURS };

static const struct {
	const char *word;
	double seconds;
	bool attached; /* only right behind a digit: "4h" */
} times[] = { { "second", 1, false }, { "sec", 1, false }, { "minute", 60, false }, { "min", 60, false },
	{ "hour", 3600, false }, { "hr", 3600, false }, { "day", 86400, false }, { "week", 604800, false },
	{ "month", 2626560, false }, { "quarter", 7879680, false }, { "year", 31518720, false }, { "s", 1, true },
	{ "h", 3600, true }, { "d", 86400, true }, { "w", 604800, true } };

static double seconds_of(str word, bool attached)
{
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		if (!word_begins(word, times[i].word) || (times[i].attached && !attached))
			continue;
		size_t size = strlen(times[i].word);
		bool plural = word.size == size + 1 && byte_lower(word.at[size]) == 's' && !times[i].attached;
		if (word.size == size || plural)
			return times[i].seconds;
	}
	return 0;
}

static const struct {
	const char *word;
	unsigned dimension;
	double factor;
} measures[] = { { "kb", 1, 1e3 }, { "mb", 1, 1e6 }, { "gb", 1, 1e9 }, { "tb", 1, 1e12 }, { "kib", 1, 1024 },
	{ "mib", 1, 1048576 }, { "gib", 1, 1073741824 }, { "kbps", 2, 1e3 }, { "mbps", 2, 1e6 }, { "gbps", 2, 1e9 },
	{ "kg", 3, 1 }, { "km", 4, 1e3 }, { "cm", 4, 0.01 }, { "mm", 4, 0.001 }, { "ms", 5, 1 } };

static bool is_filler(str word)
{
	static const char *const words[] = { "full", "calendar", "consecutive", "whole", "complete", "clear",
		"additional", "more", "further" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is_word(word, words[i]))
			return true;
	return false;
}

static bool is_working(str word)
{
	return is_word(word, "business") || is_word(word, "working") || is_word(word, "work");
}

static unsigned put_duration(
    struct reading *r, const struct number *n, double seconds, bool working, unsigned from, unsigned to)
{
	unsigned basis = working && seconds > 86399 && seconds < 86401 ? BASIS_WORKING_DAYS
	    : working && seconds > 3599 && seconds < 3601              ? BASIS_WORKING_HOURS
	                                                               : BASIS_SECONDS;

	return put(r, QUANTITY_DURATION, basis, n->low * seconds, n->high * seconds, from, to);
}

/* "30 days", "two business days", "4h", "30-day", "a 24-hour window", "5 GB". */
static unsigned take_measured(struct reading *r, unsigned i)
{
	struct number n;
	bool working = false;

	if (!read_range(r, i, true, &n))
		return 0;
	if (n.rest.size) {
		str unit = without_dash(n.rest);
		double seconds = seconds_of(unit, true);
		if (is_working(unit) && seconds_of(word_at(r, n.next), false) > 0)
			return put_duration(r, &n, seconds_of(word_at(r, n.next), false), true, i, n.next + 1);
		if (seconds > 0)
			return put_duration(r, &n, seconds, false, i, n.next);
		for (size_t k = 0; k < sizeof measures / sizeof *measures; k++)
			if (is_word(n.rest, measures[k].word))
				return put(r, QUANTITY_MEASURE, measures[k].dimension, n.low * measures[k].factor,
				    n.high * measures[k].factor, i, n.next);
		return 0;
	}
	if (r->words[n.next - 1].stops && n.next == i + 1)
		return 0;
	unsigned at = n.next;
	while (at < n.next + 2 && (is_working(word_at(r, at)) || is_filler(word_at(r, at)))) {
		working = working || is_working(word_at(r, at));
		at++;
	}
	double seconds = seconds_of(word_at(r, at), false);
	if (seconds > 0)
		return put_duration(r, &n, seconds, working, i, at + 1);
	bool digits = byte_is_digit(word_at(r, i).at[0]);
	for (size_t k = 0; digits && k < sizeof measures / sizeof *measures; k++)
		if (is_word(word_at(r, n.next), measures[k].word))
			return put(r, QUANTITY_MEASURE, measures[k].dimension, n.low * measures[k].factor,
			    n.high * measures[k].factor, i, n.next + 1);
	return 0;
}

/* --- dates and clocks ---------------------------------------------------------------------------------------- */

static unsigned month_number(str word)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" };

	for (unsigned i = 0; word.size >= 3 && i < 12; i++) {
		if (word.at[0] != months[i][0])
			continue;
		str month = str_of(months[i]);
		if (str_eq(word, month) || str_eq(word, str_sub(month, 0, 3)) || (i == 8 && str_eq(word, STR("Sept"))))
			return i + 1;
	}
	return 0;
}

static bool read_day(str word, double *day)
{
	str rest;

	return read_number(word, day, &rest) && *day >= 1 && *day <= 31 &&
	    (!rest.size || is_word(rest, "st") || is_word(rest, "nd") || is_word(rest, "rd") || is_word(rest, "th"));
}

static bool read_year(str word, double *year)
{
	str rest;
	return word.size == 4 && read_number(word, year, &rest) && !rest.size && *year >= 1970 && *year < 2200;
}

/* "12 March 2026", "March 12th, 2026", "March 12", "2026-03-12". A month and a year alone are no date. */
static unsigned take_date(struct reading *r, unsigned i)
{
	str text = word_at(r, i), rest;
	double day, year = 0, part[3];
	unsigned month = 0, next = i + 2;

	if (text.size == 10 && text.at[4] == '-' && text.at[7] == '-' && read_number(text, &part[0], &rest) &&
	    read_number(str_sub(text, 5, 7), &part[1], &rest) && !rest.size &&
	    read_number(str_sub(text, 8, 10), &part[2], &rest) && !rest.size && part[1] <= 12 && part[2] <= 31)
		return put(
		    r, QUANTITY_DATE, 1, part[1] * 31 + part[2], part[0] * 372 + part[1] * 31 + part[2], i, i + 1);
	if ((month = month_number(text)) != 0) {
		if (!read_day(word_at(r, i + 1), &day))
			return 0;
	} else {
		if (!read_day(text, &day))
			return 0;
		if (r->words[i].stops)
			return 0;
		next += is_word(word_at(r, i + 1), "of");
		month = month_number(word_at(r, next - 1));
		if (!month)
			return 0;
	}
	if (read_year(word_at(r, next), &year))
		next++;
	double of_year = month * 31 + day;
	return put(r, QUANTITY_DATE, year > 0, of_year, year * 372 + of_year, i, next);
}

static unsigned half_day(str word, double *offset)
{
	*offset = 0;
	if (is_word(word, "am") || is_word(word, "a.m"))
		return 1;
	*offset = 12;
	return is_word(word, "pm") || is_word(word, "p.m") ? 1 : 0;
}

/* "17:00", "5pm", "5:30 PM"; "1:1" is none. */
static unsigned take_clock(struct reading *r, unsigned i)
{
	str text = word_at(r, i), rest;
	double hour, minute = 0, offset;

	if (!read_number(text, &hour, &rest) || hour > 24 || text.size - rest.size > 2)
		return 0;
	bool colon = rest.size >= 3 && rest.at[0] == ':' && byte_is_digit(rest.at[1]) && byte_is_digit(rest.at[2]);
	if (colon) {
		minute = (rest.at[1] - '0') * 10 + (rest.at[2] - '0');
		rest = str_sub(rest, 3, rest.size);
	}
	unsigned next = i + 1, half = rest.size ? half_day(rest, &offset) : half_day(word_at(r, next), &offset);
	if ((rest.size && !half) || (!half && !colon) || minute > 59)
		return 0;
	next += half && !rest.size;
	if (half)
		hour = (hour >= 12 ? hour - 12 : hour) + offset;
	return put(r, QUANTITY_CLOCK, 0, hour * 60 + minute, hour * 60 + minute, i, next);
}

/* --- cadences ------------------------------------------------------------------------------------------------ */

static const struct {
	const char *word;
	double days;
} adverbs[] = { { "hourly", 1.0 / 24 }, { "daily", 1 }, { "weekly", 7 }, { "biweekly", 14 }, { "bi-weekly", 14 },
	{ "fortnightly", 14 }, { "monthly", 30.4 }, { "bimonthly", 60.8 }, { "quarterly", 91.2 }, { "annually", 364.8 },
	{ "yearly", 364.8 }, { "annual", 364.8 } };

/* "daily", "every two weeks", "once a week", "twice per month"; the value is the time between two. */
static unsigned take_cadence(struct reading *r, unsigned i)
{
	str text = word_at(r, i);
	struct number n = { 1, 1, { 0 }, i + 1 };

	for (size_t k = 0; k < sizeof adverbs / sizeof *adverbs; k++)
		if (is_word(text, adverbs[k].word))
			return put(r, QUANTITY_CADENCE, 0, adverbs[k].days * 86400, adverbs[k].days * 86400, i, i + 1);
	if (is_word(text, "every") || is_word(text, "each")) {
		if (is_word(word_at(r, i + 1), "other"))
			n = (struct number){ 2, 2, { 0 }, i + 2 };
		else if (!read_range(r, i + 1, true, &n))
			n = (struct number){ 1, 1, { 0 }, i + 1 };
		if (n.rest.size)
			return 0;
		double unit = seconds_of(word_at(r, n.next), false);
		if (unit > 0 && n.next < r->count)
			return put(r, QUANTITY_CADENCE, 0, n.low * unit, n.high * unit, i, n.next + 1);
		return 0;
	}
	double times_of = is_word(text, "once") ? 1 : is_word(text, "twice") ? 2 : 0;
	unsigned next = i + 1;
	if (times_of <= 0 && read_range(r, i, true, &n) && !n.rest.size && is_word(word_at(r, n.next), "times")) {
		times_of = n.high;
		next = n.next + 1;
	}
	str link = word_at(r, next);
	double unit = seconds_of(word_at(r, next + 1), false);
	if (times_of > 0 && unit > 0 &&
	    (is_word(link, "a") || is_word(link, "per") || is_word(link, "an") || is_word(link, "each") ||
	        is_word(link, "every")))
		return put(r, QUANTITY_CADENCE, 0, unit / times_of, unit / times_of, i, next + 2);
	return 0;
}

/* --- all of them --------------------------------------------------------------------------------------------- */

/* A word of letters that one of the readers begins with. */
static bool begins_in_words(str word)
{
	static const char *const cadences[] = { "every", "each", "once", "twice" };
	char first = byte_lower(word.at[0]);

	if (byte_is_upper(word.at[0]) && (word.size == 3 || word.at[0] == 'U' || month_number(word)))
		return true; /* "EUR 50", "US$5", "March 12" */
	for (size_t i = 0; i < sizeof number_words / sizeof *number_words; i++)
		if (first == number_words[i].word[0] && word_begins(word, number_words[i].word))
			return true;
	for (size_t i = 0; i < sizeof adverbs / sizeof *adverbs; i++)
		if (first == adverbs[i].word[0] && is_word(word, adverbs[i].word))
			return true;
	return IS_WORD_OF(word, cadences);
}

/* A word that a quantity may begin with. */
static bool may_begin(str word)
{
	if (!word.size)
		return false;
	return byte_is_digit(word.at[0]) || word.at[0] == '$' || (word.at[0] & 0x80) ||
	    (byte_is_letter(word.at[0]) && begins_in_words(word));
}

void quantities_find(struct quantities *out, str n0)
{
	static unsigned (*const readers[])(struct reading *, unsigned) = { take_money, take_share, take_date,
		take_clock, take_cadence, take_measured };
	struct reading r;

	out->count = 0;
	r.all = n0;
	r.count = 0;
	r.out = out;
	cut_words(&r, n0);
	for (unsigned i = 0; i < r.count;) {
		unsigned taken = 0;
		bool may = may_begin(word_at(&r, i));
		for (size_t k = 0; may && !taken && k < sizeof readers / sizeof *readers; k++)
			taken = readers[k](&r, i);
		i += taken ? taken : 1;
	}
}

/* --- two sentences ------------------------------------------------------------------------------------------- */

static bool near(double a, double b)
{
	return fabs(a - b) <= fabs(a) * 0.005;
}

static bool same_value(const struct quantity *a, const struct quantity *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == QUANTITY_DATE && a->unit != b->unit) /* a year came or went: the day tells */
		return fabs(a->low - b->low) < 0.5;
	if (a->kind == QUANTITY_DATE)
		return fabs(a->value - b->value) < 0.5;
	return a->unit == b->unit && near(a->value, b->value) && near(a->low, b->low);
}

static bool comparable(const struct quantity *a, const struct quantity *b)
{
	return a->kind == b->kind && (a->kind != QUANTITY_MEASURE || a->unit == b->unit);
}

static str joined(struct arena *arena, str all, str one)
{
	return all.size ? arena_printf(arena, "%.*s, %.*s", STR_ARG(all), STR_ARG(one)) : one;
}

bool quantities_differ(
    struct arena *arena, const struct quantities *old, const struct quantities *new, str *old_text, str *new_text)
{
	bool done_old[QUANTITIES_MAX] = { false }, done_new[QUANTITIES_MAX] = { false };

	*old_text = *new_text = STR("");
	for (unsigned i = 0; i < old->count; i++)
		for (unsigned j = 0; j < new->count && !done_old[i]; j++)
			if (!done_new[j] && same_value(&old->items[i], &new->items[j]))
				done_old[i] = done_new[j] = true;
	for (unsigned i = 0; i < old->count; i++)
		for (unsigned j = 0; j < new->count && !done_old[i]; j++) {
			if (done_new[j] || !comparable(&old->items[i], &new->items[j]))
				continue;
			done_old[i] = done_new[j] = true;
			*old_text = joined(arena, *old_text, old->items[i].text);
			*new_text = joined(arena, *new_text, new->items[j].text);
		}
	return old_text->size > 0;
}
