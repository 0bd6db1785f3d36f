/*
 * Lengths of time: a number (digits, words, "two (2)", "1 1/2"), a unit with its qualifier ("business",
 * "calendar"), several of them ("1 hour and 30 minutes", "1h30") or a range ("3-5 business days").
 */
#include "parsers/duration/duration_parts.h"

#include <math.h>
#include <string.h>

static const double DAY = 86400, HOUR = 3600, MINUTE = 60, week = 7 * 86400;

struct number {
	double value;
	bool spelled; /* in words: wants a full unit word */
	bool article; /* a, an */
};

struct unit {
	enum when_basis basis;
	double value;
	bool open, hyphen, singular;
};

/* --- numbers --------------------------------------------------------------------------------------- */

/* 4, 2½, 1/2, 1 1/2 */
static uint32_t take_digits(const struct tokens *t, uint32_t at, double *value)
{
	const struct token *first = token_at(t, at);

	*value = first->value;
	if (first->kind == TOKEN_FRACTION)
		return at + 1;
	if (first->kind != TOKEN_NUMBER)
		return 0;
	const struct token *next = token_at(t, at + 1);
	if (next->kind == TOKEN_FRACTION) {
		*value += next->value;
		return at + 2;
	}
	if (token_is_mark(next, '/') && token_at(t, at + 2)->kind == TOKEN_NUMBER) {
		double below = token_at(t, at + 2)->value;
		bool fraction = first->digits && below >= 2 && below <= 8 && first->value < below;
		*value /= fraction ? below : 1;
		return fraction ? at + 3 : 0;
	}
	if (next->kind == TOKEN_NUMBER && !next->glued && token_is_mark(token_at(t, at + 2), '/')) {
		double part;
		uint32_t end = take_digits(t, at + 1, &part);
		*value += end ? part : 0;
		return end;
	}
	return at + 1;
}

static bool is_number_word(const struct token *token, double low, double high)
{
	return token_has(token, WORD_NUMBER) && token->word->value >= low && token->word->value <= high;
}

/* five, forty-five */
static uint32_t take_below_hundred(const struct tokens *t, uint32_t at, double *value)
{
	if (!is_number_word(token_at(t, at), 1, 99))
		return 0;
	*value = token_at(t, at++)->word->value;
	uint32_t next = at + token_is_mark(token_at(t, at), '-');
	if (*value < 20 || !is_number_word(token_at(t, next), 1, 9))
		return at;
	*value += token_at(t, next)->word->value;
	return next + 1;
}

/* five, forty-five, two hundred and ten */
static uint32_t take_number_words(const struct tokens *t, uint32_t at, double *value)
{
	double rest;
	uint32_t end = take_below_hundred(t, at, value);

	if (!end || !is_number_word(token_at(t, end), 100, 100))
		return end;
	*value *= 100;
	uint32_t behind = take_below_hundred(t, end + 1 + token_is(token_at(t, end + 1), "and"), &rest);
	if (!behind)
		return end + 1;
	*value += rest;
	return behind;
}

/* half an, half a, a half, half */
static uint32_t take_half(const struct tokens *t, uint32_t at)
{
	if (token_has(token_at(t, at), WORD_ARTICLE) && token_has(token_at(t, at + 1), WORD_HALF))
		return at + 2;
	if (!token_has(token_at(t, at), WORD_HALF))
		return 0;
	return at + 1 + token_has(token_at(t, at + 1), WORD_ARTICLE);
}

static uint32_t take_spelled(const struct tokens *t, uint32_t at, struct number *out)
{
	uint32_t end = take_number_words(t, at, &out->value);

	out->spelled = true;
	if (end)
		return end;
	out->value = 0.5;
	end = take_half(t, at);
	if (end)
		return end;
	out->value = 1;
	out->article = true;
	return token_has(token_at(t, at), WORD_ARTICLE) ? at + 1 : 0;
}

/* The other form in brackets: "two (2)" (the digits win), "2 (two)". */
static uint32_t take_double_form(const struct tokens *t, uint32_t at, struct number *out)
{
	double value;

	if (!token_is_mark(token_at(t, at), '(') || out->article)
		return at;
	uint32_t end = out->spelled ? take_digits(t, at + 1, &value) : take_number_words(t, at + 1, &value);
	if (!end || !token_is_mark(token_at(t, end), ')'))
		return at;
	if (out->spelled)
		*out = (struct number){ .value = value };
	return end + 1;
}

static uint32_t take_number(const struct tokens *t, uint32_t at, struct number *out)
{
	*out = (struct number){ 0 };
	uint32_t end = take_digits(t, at, &out->value);
	if (!end)
		end = take_spelled(t, at, out);
	if (!end)
		return 0;
	end = take_double_form(t, end, out);
	if (!out->article && token_is(token_at(t, end), "and") &&
	    take_half(t, end + 1) == end + 3) { /* one and a half */
		out->value += 0.5;
		end += 3;
	}
	return end;
}

/* --- units ----------------------------------------------------------------------------------------- */

/* business + day, working + week, office + hour */
static bool make_business(struct unit *unit)
{
	if (unit->basis != BASIS_ELAPSED)
		return true;
	if (unit->value >= DAY && unit->value <= 2 * week) {
		unit->basis = BASIS_BUSINESS_DAYS;
		unit->value = unit->value < week ? unit->value / DAY : unit->value / week * 5;
		return true;
	}
	unit->basis = BASIS_BUSINESS_HOURS;
	unit->value /= HOUR;
	return unit->value <= 1;
}

/* "or fewer", "or more" between number and unit say what the operator says, or the opposite of nothing. */
static uint32_t skip_comparison(const struct tokens *t, uint32_t at, struct unit *unit)
{
	const struct token *word = token_at(t, at + 1);

	if (token_is_mark(token_at(t, at), '+')) {
		unit->open = true;
		return at + 1;
	}
	if (!token_is(token_at(t, at), "or"))
		return at;
	if (token_is(word, "more"))
		unit->open = true;
	else if (!token_is(word, "fewer") && !token_is(word, "less"))
		return at;
	return at + 2;
}

static bool is_capitals(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (!byte_is_upper(text.at[i]))
			return false;
	return text.size > 1 && text.size < 4;
}

/* full, calendar, business; "UK business" */
static uint32_t take_qualifiers(const struct tokens *t, uint32_t at, bool *business)
{
	const struct token *token = token_at(t, at);

	if (token->kind == TOKEN_WORD && !token->word && is_capitals(token->text) &&
	    token_has(token_at(t, at + 1), WORD_BUSINESS))
		token = token_at(t, ++at);
	for (int i = 0; i < 3 && token->word; i++) {
		if (token->word->kind == WORD_BUSINESS)
			*business = true;
		else if (token->word->kind != WORD_ELAPSED && token->word->kind != WORD_FILLER)
			break;
		token = token_at(t, ++at);
	}
	return at;
}

/* Abbreviations want digits; a single letter (but h) away from its number only where no word follows ("5 m of"). A
 * capital M may be a month, a minute or a million. */
static bool unit_fits(const struct tokens *t, uint32_t at, const struct number *n)
{
	const struct token *token = token_at(t, at);

	if (!token_has(token, WORD_UNIT) || ((token->word->flags & WORD_SHORT) && n->spelled))
		return false;
	if (token->text.size > 1 || token_is(token, "h"))
		return true;
	if (token_is(token, "s") && token->glued && n->value >= 1000 && n->value < 3000) /* the 1990s */
		return false;
	return token->text.at[0] != 'M' && (token->glued || token_at(t, at + 1)->kind != TOKEN_WORD);
}

static uint32_t take_unit(const struct tokens *t, uint32_t at, const struct number *n, struct unit *out)
{
	bool business = false;

	*out = (struct unit){ 0 };
	at = skip_comparison(t, at, out);
	out->hyphen = token_is_mark(token_at(t, at), '-');
	at = take_qualifiers(t, at + out->hyphen, &business);
	if (token_is_mark(token_at(t, at), '-')) {
		out->hyphen = true;
		at++;
	}
	if (!unit_fits(t, at, n))
		return 0;
	const struct duration_word *word = token_at(t, at++)->word;
	out->basis = word->basis;
	out->value = word->value;
	out->singular = word->flags & WORD_SINGULAR;
	if (token_has(token_at(t, at), WORD_BUSINESS) && token_at(t, at)->word->text[0] == 'o' &&
	    token_at(t, at)->word->text[1] == 'u') { /* jours ouvrés */
		business = true;
		at++;
	}
	if (business && !make_business(out))
		return 0;
	if ((word->flags & WORD_SHORT) && token_is_mark(token_at(t, at), '.') && token_at(t, at + 1)->kind != TOKEN_END)
		at += token_at(t, at + 1)->word || token_at(t, at + 1)->kind != TOKEN_WORD; /* hrs. */
	return at;
}

/* --- lengths --------------------------------------------------------------------------------------- */

enum { PARTS_MAX = 5 };

static uint32_t skip_and(const struct tokens *t, uint32_t at)
{
	const struct token *token = token_at(t, at);

	if (token_is_mark(token, ','))
		token = token_at(t, ++at);
	return at +
	    (token_is(token, "and") || token_is(token, "und") || token_is(token, "et") || token_is_mark(token, '&'));
}

/* The 30 of "1h30". */
static bool is_glued_minutes(const struct tokens *t, uint32_t at, double last)
{
	const struct token *token = token_at(t, at);

	return last == HOUR && token->glued && token->kind == TOKEN_NUMBER && token->digits && token->text.size == 2 &&
	    token->value < 60 && token_is(token_at(t, at - 1), "h");
}

/* Smaller parts that follow: "1 day, 4 hours and 30 minutes". */
static uint32_t take_parts(const struct tokens *t, uint32_t at, struct unit last, double *amount)
{
	for (int i = 0; i < PARTS_MAX; i++) {
		struct number n;
		struct unit unit;
		uint32_t next = skip_and(t, at);
		uint32_t end = take_number(t, next, &n);
		uint32_t behind = end ? take_unit(t, end, &n, &unit) : 0;
		if (behind && unit.basis == last.basis && unit.value < last.value) {
			*amount += n.value * unit.value;
			last = unit;
			at = behind;
		} else if (is_glued_minutes(t, at, last.value)) {
			*amount += token_at(t, at)->value * MINUTE;
			return at + 1;
		} else if (next > at && take_half(t, next) == next + 2) { /* an hour and a half */
			*amount += last.value / 2;
			return next + 2;
		} else {
			break;
		}
	}
	return at;
}

static uint32_t take_single(const struct tokens *t, uint32_t at, struct time_span *out, struct unit *unit)
{
	struct number n;
	uint32_t end = take_number(t, at, &n);
	uint32_t behind = end ? take_unit(t, end, &n, unit) : 0;

	if (!behind)
		return 0;
	double amount = n.value * unit->value;
	uint32_t last = take_parts(t, behind, *unit, &amount);
	*out = (struct time_span){
		.kind = SPAN_LENGTH,
		.basis = unit->basis,
		.high = amount,
		.low = amount,
		.open = unit->open,
		.adjective = last == behind && (unit->hyphen || (unit->singular && !n.article && n.value > 1)),
	};
	return last;
}

static uint32_t skip_range_mark(const struct tokens *t, uint32_t at)
{
	static const char *const between[] = { "to", "or", "bis", "à" };
	const struct token *token = token_at(t, at);

	if (token_is_mark(token, '-'))
		return at + 1;
	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		if (token_is(token, between[i]))
			return at + 1;
	return 0;
}

static void widen(struct time_span *out, double other)
{
	if (other > out->high)
		out->high = other;
	else
		out->low = other;
}

/* 3-5 days, two or three months, between 2 and 4 hours */
static uint32_t take_shared_unit_range(const struct tokens *t, uint32_t at, struct time_span *out, struct unit *unit)
{
	struct number n;
	bool between = at > 0 && token_is(token_at(t, at - 1), "between");
	uint32_t end = take_number(t, at, &n);

	if (!end || n.article)
		return 0;
	uint32_t next = between && token_is(token_at(t, end), "and") ? end + 1 : skip_range_mark(t, end);
	if (!next)
		return 0;
	uint32_t behind = take_single(t, next, out, unit);
	if (behind)
		widen(out, n.value * unit->value);
	return behind;
}

/* 30 minutes to 2 hours */
static uint32_t take_second_length(const struct tokens *t, uint32_t at, struct time_span *out)
{
	struct time_span other;
	struct unit unit;
	uint32_t next = token_is(token_at(t, at), "or") ? 0 : skip_range_mark(t, at);
	uint32_t behind = next ? take_single(t, next, &other, &unit) : 0;

	if (!behind || other.basis != out->basis)
		return at;
	widen(out, other.high);
	out->adjective = other.adjective;
	return behind;
}

/* 1:30 hours */
static uint32_t take_colon_hours(const struct tokens *t, uint32_t at, struct time_span *out)
{
	const struct token *hours = token_at(t, at), *minutes = token_at(t, at + 2);
	struct number n = { 0 };
	struct unit unit;

	if (hours->kind != TOKEN_NUMBER || !token_is_mark(token_at(t, at + 1), ':') || minutes->kind != TOKEN_NUMBER)
		return 0;
	if (minutes->text.size != 2 || minutes->value >= 60)
		return 0;
	uint32_t end = take_unit(t, at + 3, &n, &unit);
	if (!end || unit.basis == BASIS_BUSINESS_DAYS || unit.value != (unit.basis == BASIS_ELAPSED ? HOUR : 1))
		return 0;
	double amount = (hours->value + minutes->value / 60) * unit.value;
	*out = (struct time_span){ .kind = SPAN_LENGTH, .basis = unit.basis, .high = amount, .low = amount };
	return end;
}

/* The calendar said afterwards: "4 hours (business hours)", "2 days (working)", "4h during office hours". */
static uint32_t take_calendar(const struct tokens *t, uint32_t at, struct time_span *out, struct unit unit)
{
	bool bracket = token_is_mark(token_at(t, at), '(');
	bool during = token_is(token_at(t, at), "during") || token_is(token_at(t, at), "within") ||
	    token_is(token_at(t, at), "in");
	bool business = false;
	double factor = unit.value;
	uint32_t end = bracket || during ? take_qualifiers(t, at + 1, &business) : at;

	if (end <= at + 1)
		return at;
	bool named = token_has(token_at(t, end), WORD_UNIT);
	if (during && !(named && business && factor < DAY))
		return at;
	end += named;
	if (bracket && !token_is_mark(token_at(t, end++), ')'))
		return at;
	if (business && make_business(&unit)) {
		out->high *= unit.value / factor;
		out->low *= unit.value / factor;
		out->basis = unit.basis;
	}
	return end;
}

uint32_t span_take_length(const struct tokens *t, uint32_t at, struct time_span *out)
{
	struct unit unit = { .basis = BASIS_ELAPSED, .value = 1 };
	const struct token *first = token_at(t, at);

	if (first->kind == TOKEN_ISO && !first->mark) {
		*out = (struct time_span){ .basis = BASIS_ELAPSED, .high = first->value, .low = first->value };
		return at + 1;
	}
	if (at > 0 && first->glued && first->kind == TOKEN_NUMBER && token_at(t, at - 1)->kind == TOKEN_WORD)
		return 0; /* the 5 of "SEV5 days" */
	uint32_t end = take_shared_unit_range(t, at, out, &unit);
	if (!end) {
		end = take_colon_hours(t, at, out);
		if (!end)
			end = take_single(t, at, out, &unit);
		if (end)
			end = take_second_length(t, end, out);
	}
	if (!end || !isfinite(out->high))
		return 0;
	return take_calendar(t, end, out, unit);
}
