/*
 * Cadences: "weekly", "bi-weekly on Friday", "once a month", "3 times a day", "every other Friday", "every 2 weeks".
 */
#include "parsers/duration/duration_parts.h"

enum { DAY = 86400 };

static uint32_t take_cadence_anchor(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t from = at + token_is_mark(token_at(t, at), ',');

	if (!token_is_one_of(token_at(t, from), "on at by before"))
		return at;
	uint32_t end = span_take_anchor(t, from + 1, out);
	return end > from + 1 ? end : at;
}

static void set_cadence(struct time_span *out, enum when_basis basis, double value)
{
	*out = (struct time_span){ .kind = SPAN_CADENCE, .basis = basis, .high = value, .low = value };
}

/* business day, month: one unit without a number */
static uint32_t take_bare_unit(const struct tokens *t, uint32_t at, struct time_span *out)
{
	bool business = token_has(token_at(t, at), WORD_BUSINESS);
	const struct token *unit = token_at(t, at + business);
	bool day = token_is_one_of(unit, "day");

	if (!token_has(unit, WORD_UNIT) || !(unit->word->flags & WORD_SINGULAR) || (business && !day))
		return 0;
	set_cadence(out, business ? BASIS_BUSINESS_DAYS : unit->word->basis, business ? 1 : unit->word->value);
	return at + 1 + business;
}

static uint32_t take_weekday(const struct tokens *t, uint32_t at, struct time_span *out)
{
	if (!token_has(token_at(t, at), WORD_WEEKDAY))
		return 0;
	set_cadence(out, BASIS_ELAPSED, 7 * DAY);
	return span_take_anchor(t, at, out);
}

static uint32_t take_recurring(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t end = take_bare_unit(t, at, out);

	return end ? end : take_weekday(t, at, out);
}

/* every other week, every 2nd Friday, every 3 to 5 business days */
uint32_t span_take_every(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t behind, from = skip_word_of(t, at, "single"), end = span_take_length(t, from, out);
	double times = 1, ordinal = span_take_ordinal(t, from, &behind);

	if (!end && token_is_one_of(token_at(t, from), "other alternate")) {
		times = 2;
		end = take_recurring(t, from + 1, out);
	}
	if (!end && ordinal > 1) {
		times = ordinal;
		end = take_recurring(t, behind, out);
	}
	if (!end) {
		times = 1;
		end = take_recurring(t, from, out);
	}
	if (!end)
		return 0;
	out->kind = SPAN_CADENCE;
	out->high *= times;
	out->low *= times;
	return take_cadence_anchor(t, end, out);
}

static const struct frequency {
	const char *word;
	double times;
} frequencies[] = { { "once", 1 }, { "twice", 2 }, { "thrice", 3 } };

/* once, twice, 3 times, 2x: how often */
static double take_times(const struct tokens *t, uint32_t at, uint32_t *end)
{
	const struct token *token = token_at(t, at), *unit = token_at(t, at + 1);

	*end = at + 1;
	for (size_t i = 0; i < sizeof frequencies / sizeof *frequencies; i++)
		if (token_is(token, frequencies[i].word))
			return frequencies[i].times;
	double times = token->kind == TOKEN_NUMBER ? token->value
	    : token_has(token, WORD_NUMBER)        ? token->word->value
	                                           : 0;
	*end = at + 2;
	return token_is_one_of(unit, "times time x") || token_is_mark(unit, 'x') ? times : 0;
}

/* once a month, twice per week, 3 times every 2 days, twice daily */
static uint32_t take_frequency(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t from, end = 0;
	double times = take_times(t, at, &from);

	if (times < 1)
		return 0;
	from += token_is_mark(token_at(t, from), '-');
	if (token_has(token_at(t, from), WORD_CADENCE)) {
		set_cadence(out, token_at(t, from)->word->basis, token_at(t, from)->word->value);
		end = from + 1;
	} else {
		from = skip_word_of(t, from, "in");
		if (!token_is_one_of(token_at(t, from), "a an per each every") &&
		    !token_is_mark(token_at(t, from), '/'))
			return 0;
		end = span_take_every(t, from + 1, out);
	}
	out->high /= times;
	out->low /= times;
	return end;
}

uint32_t span_take_cadence(const struct tokens *t, uint32_t at, struct time_span *out)
{
	const struct token *first = token_at(t, at);
	bool twice = token_is_one_of(first, "bi") && token_is_mark(token_at(t, at + 1), '-');
	bool half = token_is_one_of(first, "semi half") && token_is_mark(token_at(t, at + 1), '-');
	uint32_t from = at + (twice || half ? 2 : token_is_mark(first, '@'));

	if (first->kind == TOKEN_ISO && first->mark == 'R') {
		set_cadence(out, BASIS_ELAPSED, first->value);
		return at + 1;
	}
	if (token_has(token_at(t, from), WORD_CADENCE)) {
		double value = token_at(t, from)->word->value * (twice ? 2 : half ? 0.5 : 1);
		set_cadence(out, token_at(t, from)->word->basis, value);
		return take_cadence_anchor(t, from + 1, out);
	}
	from = skip_word_of(t, at, "on");
	first = token_at(t, from);
	if (token_has(first, WORD_WEEKDAY) && first->text.size > 6 &&
	    byte_lower(first->text.at[first->text.size - 1]) == 's')
		return take_weekday(t, from, out); /* Mondays */
	return take_frequency(t, at, out);
}
