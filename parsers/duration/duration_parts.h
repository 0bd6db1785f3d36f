/*
 * duration_parts - what duration.c is put together from: tokens, spans of time, phrases, what follows
 *
 * Shared by the files duration*.c only. A text is cut into at most TOKENS_MAX tokens on the stack;
 * what follows them is looked at in further windows, so the work grows with the length of the text.
 *
 * Memory: tokens point into the text.
 */
#ifndef PARSERS_DURATION_DURATION_PARTS_H
#define PARSERS_DURATION_DURATION_PARTS_H

#include "model/image.h"

enum word_kind {
	WORD_UNKNOWN,
	WORD_UNIT,
	WORD_NUMBER,
	WORD_ARTICLE,
	WORD_HALF,
	WORD_BUSINESS, /* business, working, bank: the qualifier of a unit */
	WORD_ELAPSED,  /* calendar, elapsed */
	WORD_FILLER,   /* full, additional: says nothing about the calendar */
	WORD_CADENCE,  /* daily, weekly */
	WORD_WEEKDAY,
	WORD_MONTH,
	WORD_CLOCK, /* noon, midnight */
	WORD_STOP,  /* function words that end an anchor: and, to, shall */
	WORD_SMALL, /* other words that may follow a time: the, we, each */
};

enum word_flags {
	WORD_SHORT = 1,    /* an abbreviation: wants digits before it */
	WORD_SINGULAR = 2, /* "day", "week": an adjective where the number is not one */
	WORD_ORDINAL = 4,  /* second, third: ordinal holds its number */
};

struct duration_word {
	const char *text;
	uint8_t kind, basis, flags, ordinal;
	double value; /* of the unit on its basis, or of the number */
};

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_FRACTION, TOKEN_MARK, TOKEN_ISO, TOKEN_OTHER };

enum { MARK_ARROW = 'a', MARK_AT_MOST = 'l', MARK_AT_LEAST = 'g' };

struct token {
	str text;
	const struct duration_word *word; /* NULL: unknown */
	double value;                     /* of a number, an ISO duration (seconds) */
	uint32_t from, to;                /* bytes in the text; to counts a swallowed apostrophe */
	uint8_t kind;
	char mark;   /* TOKEN_MARK: the character, or one of MARK_*; TOKEN_ISO: 'R' where it repeats */
	bool glued;  /* no space before it */
	bool digits; /* TOKEN_NUMBER: nothing but digits */
};

enum { TOKENS_MAX = 256, TOKENS_AHEAD = 64 }; /* no time is longer than TOKENS_AHEAD tokens */

struct tokens {
	struct token items[TOKENS_MAX + 1]; /* the last one is a TOKEN_END */
	uint32_t count;
	size_t next; /* byte behind the last token */
	str text;
};

/* Cuts text from the byte `from` on; false where it did not fit to the end. */
bool tokens_cut(struct tokens *out, str text, size_t from);

static inline const struct token *token_at(const struct tokens *t, uint32_t at)
{
	return &t->items[at < t->count ? at : t->count];
}
bool token_is(const struct token *token, const char *word);         /* lower case */
bool token_is_one_of(const struct token *token, const char *words); /* separated by spaces */
static inline bool token_is_mark(const struct token *token, char mark)
{
	return token->kind == TOKEN_MARK && token->mark == mark;
}
static inline bool token_has(const struct token *token, enum word_kind kind)
{
	return token->word && token->word->kind == kind;
}

uint32_t skip_word_of(const struct tokens *t, uint32_t at, const char *words); /* at, or behind one of the words */

/* A length of time, a clock time or a day, as far as it goes without its preposition. */
enum span_kind {
	SPAN_LENGTH,  /* 4 hours, 3-5 business days */
	SPAN_DAY,     /* same day, EOD, next business day, 5th working day: a number of business days */
	SPAN_CLOCK,   /* 17:00 */
	SPAN_CADENCE, /* weekly, once a month, R/P1D */
	SPAN_NAMED,   /* Friday, month end: only words; they are the anchor */
};

struct time_span {
	enum span_kind kind;
	enum when_basis basis;
	double high, low;
	bool open;                       /* "5+ days" */
	bool adjective;                  /* "45-min", "30 day": names a thing where a noun follows */
	uint32_t anchor_from, anchor_to; /* bytes; equal: none */
};

/* Each answers the number of the token behind what it took, or 0. */
uint32_t span_take_length(const struct tokens *t, uint32_t at, struct time_span *out);
uint32_t span_take_clock(const struct tokens *t, uint32_t at, struct time_span *out);
uint32_t span_take_day(const struct tokens *t, uint32_t at, struct time_span *out);
uint32_t span_take_named(const struct tokens *t, uint32_t at, struct time_span *out);
uint32_t span_take_cadence(const struct tokens *t, uint32_t at, struct time_span *out); /* weekly, once a day */
uint32_t span_take_every(const struct tokens *t, uint32_t at, struct time_span *out);   /* what follows "every" */
bool span_read_cron(str text, struct time_span *out);

/* The end of up to six words of an anchor that begins at a token: the number of the token behind it. */
uint32_t span_anchor_end(const struct tokens *t, uint32_t at);
/* Makes it (more of) the anchor of a span; answers at where there is none. */
uint32_t span_take_anchor(const struct tokens *t, uint32_t at, struct time_span *out);
/* 5th, fifth: its number; 0: none. *end: behind it */
double span_take_ordinal(const struct tokens *t, uint32_t at, uint32_t *end);

/* What may follow an operator, and where it counts. */
enum takes {
	TAKES_LENGTH = 1,
	TAKES_DAYS = 2,    /* EOD, next business day */
	TAKES_CLOCK = 4,   /* 17:00 */
	TAKES_NAMED = 8,   /* Friday */
	TAKES_EVERY = 16,  /* the rest of "every" */
	TAKES_FIND = 32,   /* counts within a sentence */
	TAKES_STRICT = 64, /* there only where no noun follows: "in one hour blocks" */
	TAKES_LEAD = 128,  /* says nothing by itself: "about" */
};

/* Operators in a row: "in less than", "within a maximum of", "at least every"; the last that says something wins. */
struct operators {
	enum when_op op; /* WHEN_NONE: there is none */
	unsigned takes;
	uint32_t lead, end; /* the token behind them, without and with words that say nothing: "the next" */
};
struct operators operators_take(const struct tokens *t, uint32_t at);

/* The number of the token behind a phrase, or 0. Hyphens and points between its words count as spaces. */
uint32_t phrase_match(const struct tokens *t, uint32_t at, const char *phrase);
/* Likewise behind a vague time; whole: the text is a cell of its own. */
uint32_t vague_take(const struct tokens *t, uint32_t at, bool whole);

/* A time with all that belongs to it. */
struct hit {
	struct time_span span;
	enum when_op op;
	bool explicit_op;
	double percent;                      /* negative: none */
	uint32_t from, to;                   /* bytes */
	uint32_t end;                        /* the token behind it */
	uint32_t receiver_from, receiver_to; /* bytes */
};

/* Takes what follows hit->end and belongs to it; false where it shows that this is no promise of time. */
bool hit_take_tail(const struct tokens *t, struct hit *hit);
/* 95%, 95 percent */
uint32_t share_take(const struct tokens *t, uint32_t at, double *percent);

#endif
