/*
 * Cuts a text into the tokens of times: numbers (1,000 and 1,5 and 2½), words with their meaning,
 * marks, and whole ISO 8601 durations (PT4H, R3/PT10M). Letters and digits part: "1h30m" is four tokens.
 */
#include "parsers/duration/duration_parts.h"

#include "base/text.h"

#include <string.h>

static const struct duration_word known_words[] = {
#define UNIT(text, basis, value, flags) { text, WORD_UNIT, BASIS_##basis, flags, 0, value },
#define UNIT_ORD(text, basis, value, flags, ordinal) \
	{ text, WORD_UNIT, BASIS_##basis, (flags) | WORD_ORDINAL, ordinal, value },
#define NUM(text, value)            { text, WORD_NUMBER, 0, 0, 0, value },
#define KIND(text, kind)            { text, WORD_##kind, 0, 0, 0, 0 },
#define ORD(text, ordinal)          { text, WORD_SMALL, 0, WORD_ORDINAL, ordinal, 0 },
#define CADENCE(text, basis, value) { text, WORD_CADENCE, BASIS_##basis, 0, 0, value },
#define CLOCK(text, minutes)        { text, WORD_CLOCK, 0, 0, 0, minutes },
#include "parsers/duration/duration_words.def"
};

enum { WORD_BYTES = 24 };

static const struct duration_word *find_word(str text)
{
	char lower[WORD_BYTES + 1];
	size_t low = 0, high = sizeof known_words / sizeof *known_words;

	if (text.size > WORD_BYTES)
		return NULL;
	for (size_t i = 0; i < text.size; i++)
		lower[i] = byte_lower(text.at[i]);
	lower[text.size] = 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(lower, known_words[middle].text);
		if (order == 0)
			return &known_words[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool token_is(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && str_ieq(token->text, str_of(word));
}

bool token_is_one_of(const struct token *token, const char *words)
{
	str rest = str_of(words), word;

	if (token->kind == TOKEN_WORD)
		while (str_next_word(&rest, " ", &word))
			if (str_ieq(token->text, word))
				return true;
	return false;
}

uint32_t skip_word_of(const struct tokens *t, uint32_t at, const char *words)
{
	return at + token_is_one_of(token_at(t, at), words);
}

/* --- numbers --------------------------------------------------------------------------------------- */

static size_t digits_at(str text, size_t at)
{
	size_t end = at;

	while (end < text.size && byte_is_digit(text.at[end]))
		end++;
	return end - at;
}

static double value_of(str text, size_t from, size_t to)
{
	double value = 0, weight = 1;
	bool fraction = false;

	for (size_t i = from; i < to; i++) {
		if (!byte_is_digit(text.at[i])) {
			fraction = true;
			continue;
		}
		value = value * 10 + (text.at[i] - '0');
		weight *= fraction ? 10 : 1;
	}
	return value / weight;
}

enum { NUMBER_DIGITS = 12 };

/* 1,000 is a thousand and 1,5 one and a half; what has two points (a version, a date) is no number. */
static size_t cut_number(str text, size_t at, struct token *token)
{
	size_t whole = digits_at(text, at), end = at + whole;

	token->kind = TOKEN_NUMBER;
	token->digits = true;
	token->value = value_of(text, at, end);
	if (end < text.size && (text.at[end] == '.' || text.at[end] == ',') && digits_at(text, end + 1)) {
		size_t part = digits_at(text, end + 1);
		bool thousands = text.at[end] == ',' && part == 3 && whole <= 3;
		token->value = thousands ? value_of(text, at, end) * 1000 + value_of(text, end + 1, end + 1 + part)
		                         : value_of(text, at, end + 1 + part);
		token->digits = false;
		end += 1 + part;
	}
	while (end < text.size && (text.at[end] == '.' || text.at[end] == ',') && digits_at(text, end + 1)) {
		end += 1 + digits_at(text, end + 1);
		token->kind = TOKEN_OTHER;
	}
	if (end - at > NUMBER_DIGITS)
		token->kind = TOKEN_OTHER;
	return end;
}

/* --- ISO 8601 -------------------------------------------------------------------------------------- */

static const struct iso_part {
	char letter;
	bool time;
	double seconds;
} iso_parts[] = {
	{ 'Y', false, 31518720 },
	{ 'M', false, 2626560 },
	{ 'W', false, 604800 },
	{ 'D', false, 86400 },
	{ 'H', true, 3600 },
	{ 'M', true, 60 },
	{ 'S', true, 1 },
};

static double iso_unit(char letter, bool time)
{
	for (size_t i = 0; i < sizeof iso_parts / sizeof *iso_parts; i++)
		if (iso_parts[i].letter == letter && iso_parts[i].time == time)
			return iso_parts[i].seconds;
	return 0;
}

/* P1DT2H30M; answers the byte behind it, or 0. */
static size_t iso_length(str text, size_t at, double *seconds)
{
	bool time = false, any = false;

	if (at >= text.size || text.at[at++] != 'P')
		return 0;
	*seconds = 0;
	while (at < text.size) {
		if (text.at[at] == 'T' && !time) {
			time = true;
			at++;
			continue;
		}
		size_t end = at + digits_at(text, at);
		if (end == at || end - at > NUMBER_DIGITS)
			break;
		if (end < text.size && (text.at[end] == '.' || text.at[end] == ','))
			end += 1 + digits_at(text, end + 1);
		double unit = end < text.size ? iso_unit(text.at[end], time) : 0;
		if (unit == 0)
			return 0;
		*seconds += unit * value_of(text, at, end);
		at = end + 1;
		any = true;
	}
	return any && (at >= text.size || !byte_is_word(text.at[at])) ? at : 0;
}

/* R3/PT10M, R/2024-01-01T08:00:00Z/P1D */
static size_t iso_repeat(str text, size_t at, double *seconds)
{
	if (at >= text.size || text.at[at] != 'R')
		return 0;
	at += 1 + digits_at(text, at + 1);
	if (at >= text.size || text.at[at] != '/')
		return 0;
	size_t end = iso_length(text, at + 1, seconds);
	if (end)
		return end;
	size_t start = at + 1;
	while (start < text.size && (byte_is_digit(text.at[start]) || strchr("-:TZ+.", text.at[start])))
		start++;
	return start > at + 1 && start < text.size && text.at[start] == '/' ? iso_length(text, start + 1, seconds) : 0;
}

static size_t cut_iso(str text, size_t at, struct token *token)
{
	size_t end = iso_length(text, at, &token->value);

	if (!end) {
		end = iso_repeat(text, at, &token->value);
		token->mark = end ? 'R' : 0;
	}
	if (end)
		token->kind = TOKEN_ISO;
	return end;
}

/* --- words and marks ------------------------------------------------------------------------------- */

static const struct mark {
	const char *text;
	uint8_t kind;
	char mark;
	double value;
} marks[] = {
	/* longer ones first */
	{ "<->", TOKEN_MARK, MARK_ARROW, 0 },
	{ "-->", TOKEN_MARK, MARK_ARROW, 0 },
	{ "->", TOKEN_MARK, MARK_ARROW, 0 },
	{ "=>", TOKEN_MARK, MARK_ARROW, 0 },
	{ "→", TOKEN_MARK, MARK_ARROW, 0 },
	{ "⇒", TOKEN_MARK, MARK_ARROW, 0 },
	{ "<=", TOKEN_MARK, MARK_AT_MOST, 0 },
	{ "=<", TOKEN_MARK, MARK_AT_MOST, 0 },
	{ "≤", TOKEN_MARK, MARK_AT_MOST, 0 },
	{ ">=", TOKEN_MARK, MARK_AT_LEAST, 0 },
	{ "≥", TOKEN_MARK, MARK_AT_LEAST, 0 },
	{ "–", TOKEN_MARK, '-', 0 },
	{ "—", TOKEN_MARK, '-', 0 },
	{ "‑", TOKEN_MARK, '-', 0 },
	{ "−", TOKEN_MARK, '-', 0 },
	{ "×", TOKEN_MARK, 'x', 0 },
	{ "≈", TOKEN_MARK, '~', 0 },
	{ "½", TOKEN_FRACTION, 0, 0.5 },
	{ "¼", TOKEN_FRACTION, 0, 0.25 },
	{ "¾", TOKEN_FRACTION, 0, 0.75 },
};

/* The length of an apostrophe, plain or curly; 0: there is none. */
static size_t apostrophe_at(str text, size_t at)
{
	if (at < text.size && text.at[at] == '\'')
		return 1;
	return str_starts(str_sub(text, at, text.size), STR("’")) ? sizeof "’" - 1 : 0;
}

static bool letter_at(str text, size_t at, size_t *size)
{
	int32_t c;

	if (at >= text.size)
		return false;
	*size = text_next(str_sub(text, at, text.size), &c);
	return c >= 0 && char_is_letter(c);
}

/* The end of a possessive behind a word: "days'", "day's". */
static size_t skip_possessive(str text, size_t at)
{
	size_t mark = apostrophe_at(text, at), size;

	if (!mark)
		return at;
	size_t behind = at + mark;
	if (behind < text.size && byte_lower(text.at[behind]) == 's' && !letter_at(text, behind + 1, &size))
		return behind + 1;
	return behind;
}

static size_t cut_word(str text, size_t at, struct token *token)
{
	size_t end = at, size;

	while (letter_at(text, end, &size))
		end += size;
	if (end == at)
		return 0;
	token->kind = TOKEN_WORD;
	token->text = str_sub(text, at, end);
	token->word = find_word(token->text);
	return skip_possessive(text, end);
}

static size_t cut_mark(str text, size_t at, struct token *token)
{
	str rest = str_sub(text, at, text.size);
	int32_t c;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (rest.at[0] == marks[i].text[0] && str_starts(rest, str_of(marks[i].text))) {
			token->kind = marks[i].kind;
			token->mark = marks[i].mark;
			token->value = marks[i].value;
			return at + strlen(marks[i].text);
		}
	token->kind = TOKEN_MARK;
	token->mark = rest.at[0] & 0x80 ? '?' : rest.at[0];
	return at + text_next(rest, &c);
}

static size_t cut_token(str text, size_t at, struct token *token)
{
	size_t end = 0;

	if (byte_is_digit(text.at[at]))
		return cut_number(text, at, token);
	if ((text.at[at] == 'P' || text.at[at] == 'R') && (at == 0 || !byte_is_word(text.at[at - 1])))
		end = cut_iso(text, at, token);
	if (!end)
		end = cut_word(text, at, token);
	return end ? end : cut_mark(text, at, token);
}

/* Bytes between tokens: spaces, and what marks words up. */
static bool is_blank(char c)
{
	return byte_is_space(c) || (c && strchr("*_`\"", c));
}

bool tokens_cut(struct tokens *out, str text, size_t from)
{
	size_t at = from, end;

	out->count = 0;
	out->text = text;
	while (out->count < TOKENS_MAX) {
		while (at < text.size && (is_blank(text.at[at]) || apostrophe_at(text, at)))
			at += is_blank(text.at[at]) ? 1 : apostrophe_at(text, at);
		if (at >= text.size)
			break;
		struct token *token = &out->items[out->count++];
		*token = (struct token){ .from = (uint32_t)at, .glued = at > 0 && !is_blank(text.at[at - 1]) };
		end = cut_token(text, at, token);
		token->to = (uint32_t)end;
		if (token->kind != TOKEN_WORD)
			token->text = str_sub(text, at, end);
		at = end;
	}
	out->next = at;
	out->items[out->count] = (struct token){ .kind = TOKEN_END, .from = (uint32_t)at, .to = (uint32_t)at };
	return at >= text.size;
}
