/*
 * The phrases around a time: operators ("no later than", "in less than") and words that promise a time
 * without naming one ("as soon as possible").
 */
#include "parsers/duration/duration_parts.h"

struct phrase {
	const char *text;
	enum when_op op;
	unsigned takes;
};

enum { /* short for the tables */
	LENGTH = TAKES_LENGTH,
	DAYS = TAKES_DAYS,
	CLOCK = TAKES_CLOCK,
	NAMED = TAKES_NAMED,
	EVERY = TAKES_EVERY,
	FIND = TAKES_FIND,
	STRICT = TAKES_STRICT,
	LEAD = TAKES_LEAD,
};

static const struct phrase operators[] = {
#define OPERATOR(text, op, takes) { text, WHEN_##op, takes },
#include "parsers/duration/duration_operators.def"
};

static const struct phrase vague[] = {
#define VAGUE(text, takes) { text, WHEN_VAGUE, takes },
#include "parsers/duration/duration_vague.def"
};

static int order_first_word(str word, const char *phrase)
{
	size_t i = 0;

	for (; i < word.size && phrase[i] && phrase[i] != ' '; i++) {
		int order = (unsigned char)byte_lower(word.at[i]) - (unsigned char)phrase[i];
		if (order)
			return order;
	}
	if (i < word.size)
		return 1;
	return phrase[i] && phrase[i] != ' ' ? -1 : 0;
}

uint32_t phrase_match(const struct tokens *t, uint32_t at, const char *phrase)
{
	str rest = str_of(phrase), word;
	bool first = true;

	while (str_next_word(&rest, " ", &word)) {
		const struct token *token = token_at(t, at);
		if (!first && (token_is_mark(token, '-') || token_is_mark(token, '.')))
			token = token_at(t, ++at);
		if (token->kind != TOKEN_WORD || !str_ieq(token->text, word))
			return 0;
		first = false;
		at++;
	}
	return at;
}

/* The longest phrase of a table at a token; *end: the token behind it. */
static const struct phrase *longest_phrase(
    const struct phrase *table, size_t count, const struct tokens *t, uint32_t at, uint32_t *end)
{
	str word = token_at(t, at)->text;
	const struct phrase *found = NULL;
	size_t low = 0, high = count;

	if (token_at(t, at)->kind != TOKEN_WORD)
		return NULL;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (order_first_word(word, table[middle].text) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	*end = at;
	for (; low < count && order_first_word(word, table[low].text) == 0; low++) {
		uint32_t behind = phrase_match(t, at, table[low].text);
		if (behind > *end) {
			*end = behind;
			found = &table[low];
		}
	}
	return found;
}

static const struct phrase mark_operators[] = {
	{ "<", WHEN_AT_MOST, LENGTH | FIND },
	{ "l", WHEN_AT_MOST, LENGTH | FIND },
	{ ">", WHEN_AT_LEAST, LENGTH | FIND },
	{ "g", WHEN_AT_LEAST, LENGTH | FIND },
	{ "~", WHEN_NONE, LEAD },
};

static const struct phrase *find_operator(const struct tokens *t, uint32_t at, uint32_t *end)
{
	const struct token *token = token_at(t, at);

	if (token->kind != TOKEN_MARK)
		return longest_phrase(operators, sizeof operators / sizeof *operators, t, at, end);
	for (size_t i = 0; i < sizeof mark_operators / sizeof *mark_operators; i++)
		if (token->mark == mark_operators[i].text[0]) {
			*end = at + 1;
			return &mark_operators[i];
		}
	return NULL;
}

enum { OPERATORS_MAX = 4 };

struct operators operators_take(const struct tokens *t, uint32_t at)
{
	struct operators all = { .lead = at, .end = at };

	for (int i = 0; i < OPERATORS_MAX; i++) {
		uint32_t end;
		const struct phrase *phrase = find_operator(t, all.end, &end);
		if (!phrase)
			break;
		bool lead = phrase->takes & LEAD;
		if (!lead && all.op != WHEN_NONE && !(phrase->takes & (LENGTH | EVERY)))
			break;
		if (!lead)
			all = (struct operators){ phrase->op, phrase->takes | (all.takes & FIND), end, end };
		all.end = end;
		if (token_is_mark(token_at(t, end), '.') && token_at(t, end)->glued)
			all.end++; /* max. approx. */
		if (!lead)
			all.lead = all.end;
	}
	return all;
}

uint32_t vague_take(const struct tokens *t, uint32_t at, bool whole)
{
	uint32_t end;
	const struct phrase *phrase = longest_phrase(vague, sizeof vague / sizeof *vague, t, at, &end);

	if (!phrase || !(whole || (phrase->takes & FIND)))
		return 0;
	/* "immediately above" is a place */
	bool place = token_is(token_at(t, end), "above") || token_is(token_at(t, end), "below") ||
	    token_is(token_at(t, end), "preceding");
	return place ? 0 : end;
}
