/*
 * Times that are no lengths: clock times ("17:00 CET", "5pm"), days by their place ("same day", "EOD",
 * "next business day", "T+1", "5th working day of the month") and days by name ("Friday", "month end", "1 June").
 */
#include "parsers/duration/duration_parts.h"

#include <string.h>

enum { ANCHOR_WORDS = 6 };

uint32_t span_anchor_end(const struct tokens *t, uint32_t at)
{
	uint32_t end = at;

	for (int words = 0; words < ANCHOR_WORDS; end++) {
		const struct token *token = token_at(t, end);
		bool joins = end > at && token->glued && token->kind == TOKEN_MARK && strchr("-/&:+", token->mark);
		if (token->kind == TOKEN_END || token_has(token, WORD_STOP) || (token->kind == TOKEN_MARK && !joins))
			break;
		words += !joins && !token->glued;
	}
	while (end > at && token_at(t, end - 1)->kind == TOKEN_MARK)
		end--;
	return end;
}

uint32_t span_take_anchor(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t end = span_anchor_end(t, at);

	if (end == at)
		return at;
	if (out->anchor_to == out->anchor_from)
		out->anchor_from = token_at(t, at)->from;
	out->anchor_to = token_at(t, end - 1)->from + (uint32_t)token_at(t, end - 1)->text.size;
	return end;
}

/* --- clock times ----------------------------------------------------------------------------------- */

/* am, p.m.; *hours: what it adds, given the hour */
static uint32_t take_meridiem(const struct tokens *t, uint32_t at, double hour, double *adds)
{
	const struct token *token = token_at(t, at);
	bool am = token_is_one_of(token, "am a"), pm = token_is_one_of(token, "pm p");
	uint32_t end = at + 1;

	if ((!am && !pm) || hour > 12)
		return 0;
	if (token->text.size == 1) {
		if (!token_is_mark(token_at(t, at + 1), '.') || !token_is(token_at(t, at + 2), "m"))
			return 0;
		end = at + 3;
		if (token_is_mark(token_at(t, end), '.') && token_at(t, end)->glued &&
		    token_at(t, end + 1)->kind != TOKEN_END)
			end++;
	}
	*adds = am ? (hour == 12 ? -12 : 0) : (hour == 12 ? 0 : 12);
	return end;
}

static bool is_hour(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->value <= 24 && token->text.size <= 5;
}

static bool is_minute(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->digits && token->text.size == 2 && token->value < 60;
}

/* 17:00, 17:00:00 and with mark 'h' 17h00; the rest behind the minutes is the caller's */
static uint32_t take_hour_minute(const struct tokens *t, uint32_t at, double *hour, double *minute)
{
	const struct token *between = token_at(t, at + 1), *minutes = token_at(t, at + 2);
	const struct token *first = token_at(t, at);

	*hour = first->value;
	*minute = 0;
	if (!first->digits) { /* 17.30 */
		struct str_cut cut = str_cut(first->text, '.');
		*hour = (double)(int)first->value;
		if (cut.tail.size != 2 || cut.tail.at[0] > '5')
			return 0;
		*minute = (cut.tail.at[0] - '0') * 10 + (cut.tail.at[1] - '0');
		return at + 1;
	}
	bool colon = token_is_mark(between, ':') && between->glued;
	bool letter = token_is(between, "h") && between->glued && minutes->glued;
	if (!colon && !letter)
		return at + 1;
	if (!is_minute(minutes))
		return 0;
	*minute = minutes->value;
	if (colon && token_is_mark(token_at(t, at + 3), ':') && is_minute(token_at(t, at + 4)))
		return at + 5;
	return at + 3;
}

static bool is_zone(const struct token *token)
{
	if (token->kind != TOKEN_WORD || token->text.size < 2 || token->text.size > 5)
		return token_is_one_of(token, "local pacific eastern central");
	for (size_t i = 0; i < token->text.size; i++)
		if (!byte_is_upper(token->text.at[i]))
			return token_is_one_of(token, "local");
	return !token->word;
}

/* What a clock time is of: a zone, a day ("CET on Friday"). */
static uint32_t take_clock_anchor(const struct tokens *t, uint32_t at, struct time_span *out)
{
	bool bracket = token_is_mark(token_at(t, at), '(') && is_zone(token_at(t, at + 1)) &&
	    token_is_mark(token_at(t, at + 2), ')');
	uint32_t from = at + bracket;

	if (is_zone(token_at(t, from))) {
		uint32_t end = skip_word_of(t, from + 1, "time");
		bool offset = token_is_mark(token_at(t, end), '+') || token_is_mark(token_at(t, end), '-');
		if (offset && token_at(t, end)->glued && token_at(t, end + 1)->kind == TOKEN_NUMBER)
			end += 2;
		out->anchor_from = token_at(t, from)->from;
		out->anchor_to = token_at(t, end - 1)->to;
		at = end + bracket;
	}
	uint32_t day = token_is_mark(token_at(t, at), ',') ? at + 1 : at;
	bool preposition = token_is_one_of(token_at(t, day), "on of");
	day += preposition;
	if (preposition || token_has(token_at(t, day), WORD_WEEKDAY) ||
	    token_is_one_of(token_at(t, day), "the every each next same following"))
		return span_take_anchor(t, day, out) > day ? span_take_anchor(t, day, out) : at;
	return at;
}

static bool opens_hours(const struct tokens *t, uint32_t at) /* the rest of 09:00-17:00 */
{
	bool range = token_is_mark(token_at(t, at), '-') || token_is_one_of(token_at(t, at), "to until till bis");

	return range && token_at(t, at + 1)->kind == TOKEN_NUMBER;
}

uint32_t span_take_clock(const struct tokens *t, uint32_t at, struct time_span *out)
{
	const struct token *token = token_at(t, at);
	double hour, minute, adds = 0;
	uint32_t end = at + 1;

	*out = (struct time_span){ .kind = SPAN_CLOCK, .basis = BASIS_TIME_OF_DAY };
	if (token_has(token, WORD_CLOCK)) {
		out->high = token->word->value;
	} else {
		if (!is_hour(token) || !(end = take_hour_minute(t, at, &hour, &minute)))
			return 0;
		uint32_t behind = take_meridiem(t, end, hour, &adds);
		if (!behind && token_is_one_of(token_at(t, end), "uhr hrs h"))
			behind = end + 1;
		bool said = behind && !token_is_one_of(token_at(t, end), "h hrs");
		if (!said && end < at + 3)
			return 0;
		end = behind ? behind : end;
		out->high = (hour + adds) * 60 + minute;
	}
	out->low = out->high;
	if (out->high > 1440 || opens_hours(t, end))
		return 0;
	return take_clock_anchor(t, end, out);
}

/* --- days by their place --------------------------------------------------------------------------- */

/* same day, next business day: how many business days from now */
static uint32_t take_relative_day(const struct tokens *t, uint32_t at, double *days)
{
	uint32_t end = skip_word_of(t, at, "the");
	bool same = token_is_one_of(token_at(t, end), "same");

	*days = same ? 0 : 1;
	if (token_is_one_of(token_at(t, end), "nbd"))
		return end + 1;
	if (!same && !token_is_one_of(token_at(t, end), "next following"))
		return 0;
	end++;
	end += token_is_mark(token_at(t, end), '-');
	end += token_has(token_at(t, end), WORD_BUSINESS);
	end += token_is_mark(token_at(t, end), '-');
	return token_is_one_of(token_at(t, end), "day workday") ? end + 1 : 0;
}

/* EOD, close of business, end of the working day */
static uint32_t take_day_end(const struct tokens *t, uint32_t at)
{
	at = skip_word_of(t, at, "the");
	if (token_is_one_of(token_at(t, at), "eod cob eob cop"))
		return at + 1;
	if (!token_is_one_of(token_at(t, at), "end close"))
		return 0;
	at++;
	at += token_is_mark(token_at(t, at), '-');
	if (!token_is_one_of(token_at(t, at), "of"))
		return 0;
	at++;
	at += token_is_mark(token_at(t, at), '-');
	at = skip_word_of(t, at, "the");
	if (token_has(token_at(t, at), WORD_BUSINESS) && token_is_one_of(token_at(t, at + 1), "day"))
		return at + 2;
	return token_is_one_of(token_at(t, at), "day business play trading") ? at + 1 : 0;
}

/* end of next business day, COB next working day, EOD */
static uint32_t take_end_of_day(const struct tokens *t, uint32_t at, struct time_span *out)
{
	double days = 0;
	uint32_t first = skip_word_of(t, at, "the");
	bool end_of = token_is_one_of(token_at(t, first), "end close") && token_is_one_of(token_at(t, first + 1), "of");
	uint32_t end = end_of ? take_relative_day(t, first + 2, &days) : 0;

	if (!end) {
		days = 0;
		end = take_day_end(t, at);
		uint32_t behind = end ? take_relative_day(t, skip_word_of(t, end, "on of"), &days) : 0;
		if (!behind)
			days = 0;
		end = behind ? behind : end;
	}
	if (!end || token_has(token_at(t, skip_word_of(t, end, "on")), WORD_WEEKDAY) ||
	    token_is_one_of(token_at(t, end), "tomorrow"))
		return 0;
	out->high = days;
	return end;
}

double span_take_ordinal(const struct tokens *t, uint32_t at, uint32_t *end)
{
	const struct token *token = token_at(t, at), *suffix = token_at(t, at + 1);

	*end = at + 1;
	if (token->word && (token->word->flags & WORD_ORDINAL))
		return token->word->ordinal;
	if (token->kind != TOKEN_NUMBER || !token->digits || !suffix->glued || !token_is_one_of(suffix, "st nd rd th"))
		return 0;
	*end = at + 2;
	return token->value;
}

/* 5th working day of the month, working day 5, WD5 */
static uint32_t take_numbered_day(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t end, first = skip_word_of(t, at, "the");
	double number = span_take_ordinal(t, first, &end);

	if (number > 0) {
		bool business = token_has(token_at(t, end), WORD_BUSINESS);
		if (!business && !token_is_one_of(token_at(t, end), "workday weekday"))
			return 0;
		end += business;
		if (business && !token_is_one_of(token_at(t, end), "day"))
			return 0;
		out->high = number;
		end++;
		if (!token_is_one_of(token_at(t, end), "of"))
			return end;
		uint32_t from = skip_word_of(t, end + 1, "the each every a any");
		uint32_t behind = span_take_anchor(t, from, out);
		return behind > from ? behind : end;
	}
	bool words = token_has(token_at(t, first), WORD_BUSINESS) && token_is_one_of(token_at(t, first + 1), "day");
	end = words ? first + 2 : token_is_one_of(token_at(t, first), "wd bd") ? first + 1 : 0;
	if (!end)
		return 0;
	end += token_is_mark(token_at(t, end), '+');
	out->high = token_at(t, end)->value;
	return token_at(t, end)->kind == TOKEN_NUMBER && token_at(t, end)->digits ? end + 1 : 0;
}

/* T+1 */
static uint32_t take_settlement(const struct tokens *t, uint32_t at, struct time_span *out)
{
	if (!token_is_one_of(token_at(t, at), "t") || !token_is_mark(token_at(t, at + 1), '+'))
		return 0;
	out->high = token_at(t, at + 2)->value;
	if (token_at(t, at + 2)->kind != TOKEN_NUMBER || !token_at(t, at + 2)->digits)
		return 0;
	uint32_t end = at + 3 + token_has(token_at(t, at + 3), WORD_BUSINESS);
	return skip_word_of(t, end, "day days");
}

uint32_t span_take_day(const struct tokens *t, uint32_t at, struct time_span *out)
{
	*out = (struct time_span){ .kind = SPAN_DAY, .basis = BASIS_BUSINESS_DAYS };
	uint32_t end = take_settlement(t, at, out);

	if (!end)
		end = take_relative_day(t, at, &out->high);
	if (!end)
		end = take_end_of_day(t, at, out);
	if (!end)
		end = take_numbered_day(t, at, out);
	out->low = out->high;
	return end;
}

/* --- days by name ---------------------------------------------------------------------------------- */

static bool is_date_number(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->digits && token->text.size <= 4;
}

/* 1 June 2025, June 1st, 2025-06-01, 1/6/2025 */
static uint32_t take_date(const struct tokens *t, uint32_t at)
{
	uint32_t end;

	if (token_has(token_at(t, at), WORD_MONTH)) {
		if (!is_date_number(token_at(t, at + 1)))
			return 0;
		end = skip_word_of(t, at + 2, "st nd rd th");
	} else if (is_date_number(token_at(t, at))) {
		end = skip_word_of(t, skip_word_of(t, at + 1, "st nd rd th"), "of");
		bool dashes = token_is_mark(token_at(t, at + 1), '-') || token_is_mark(token_at(t, at + 1), '/');
		if (dashes && is_date_number(token_at(t, at + 2)) &&
		    token_is_mark(token_at(t, at + 3), token_at(t, at + 1)->mark) &&
		    is_date_number(token_at(t, at + 4)))
			return at + 5;
		if (!token_has(token_at(t, end), WORD_MONTH))
			return 0;
		end++;
	} else {
		return 0;
	}
	uint32_t year = end + token_is_mark(token_at(t, end), ',');
	bool has_year = is_date_number(token_at(t, year)) && token_at(t, year)->text.size == 4;
	return has_year ? year + 1 : end;
}

/* month end, EOM, end of the quarter, tomorrow, Q3 */
static uint32_t take_period(const struct tokens *t, uint32_t at)
{
	static const char periods[] = "week month quarter year sprint term season semester iteration";
	const struct token *token = token_at(t, at);

	if (token_is_one_of(token, "eow eom eoq eoy tomorrow today tonight"))
		return at + 1;
	if (token_is_one_of(token, "q") && token_at(t, at + 1)->glued && token_at(t, at + 1)->kind == TOKEN_NUMBER)
		return at + 2;
	if (token_is_one_of(token, periods)) {
		uint32_t end = at + 1 + token_is_mark(token_at(t, at + 1), '-');
		return token_is_one_of(token_at(t, end), "end") ? end + 1 : 0;
	}
	if (token_is_one_of(token, "next this following")) {
		bool period = token_is_one_of(token_at(t, at + 1), periods);
		return period ? at + 2 : 0;
	}
	if (!token_is_one_of(token, "end close beginning start middle") || !token_is_one_of(token_at(t, at + 1), "of"))
		return 0;
	uint32_t end = skip_word_of(t, at + 2, "the each every this that next a following second first last");
	const struct token *what = token_at(t, end);
	if (token_is_one_of(what, periods) || token_has(what, WORD_MONTH))
		return end + 1;
	return token_is_one_of(what, "q") && token_at(t, end + 1)->kind == TOKEN_NUMBER ? end + 2 : 0;
}

/* Friday, next Friday, EOD Friday, last working day, the 5th */
static uint32_t take_named_day(const struct tokens *t, uint32_t at)
{
	uint32_t end = at, close = take_day_end(t, at);
	uint32_t from = close ? skip_word_of(t, close, "on") : at;

	from = skip_word_of(t, from, "next following coming this");
	if (token_has(token_at(t, from), WORD_WEEKDAY)) {
		uint32_t date = take_date(t, from + 1 + token_is_mark(token_at(t, from + 1), ','));
		return date ? date : from + 1;
	}
	if (close && token_is_one_of(token_at(t, from), "tomorrow"))
		return from + 1;
	if (token_is_one_of(token_at(t, at), "last") || span_take_ordinal(t, at, &end) > 0) {
		end = token_is_one_of(token_at(t, at), "last") ? at + 1 : end;
		end += token_has(token_at(t, end), WORD_BUSINESS);
		if (token_is_one_of(token_at(t, end), "day") || token_has(token_at(t, end), WORD_WEEKDAY))
			return end + 1;
		bool noun = token_at(t, end)->kind == TOKEN_WORD && !token_at(t, end)->word; /* by 3rd parties */
		return token_at(t, at)->kind == TOKEN_NUMBER && !noun ? end : 0;
	}
	return 0;
}

uint32_t span_take_named(const struct tokens *t, uint32_t at, struct time_span *out)
{
	uint32_t from = skip_word_of(t, skip_word_of(t, at, "on"), "the");
	uint32_t end = take_date(t, from);

	*out = (struct time_span){ .kind = SPAN_NAMED };
	if (!end)
		end = take_period(t, from);
	if (!end)
		end = take_named_day(t, from);
	if (!end)
		return 0;
	out->anchor_from = token_at(t, from)->from;
	out->anchor_to = token_at(t, end - 1)->to;
	if (token_is_one_of(token_at(t, end), "of in after following at"))
		return span_take_anchor(t, end + 1, out) > end + 1 ? span_take_anchor(t, end + 1, out) : end;
	return end;
}
