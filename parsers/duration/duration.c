/*
 * Reads "within 4 hours", "two (2) Business Days of receipt", "95% within 4h", "by 17:00 CET". Where a text
 * leaves room for a second reading ("4 hours or 1 business day", "within a 30 day period") it is no time.
 */
#include "parsers/duration/duration.h"

#include "parsers/duration/duration_parts.h"

#include <math.h>
#include <string.h>

/* --- one time -------------------------------------------------------------------------------------- */

/* The one unit of "within the hour", "within the first week". */
static uint32_t take_the_unit(const struct tokens *t, const struct operators *ops, struct time_span *span)
{
	uint32_t end = token_is(token_at(t, ops->lead), "the") ? span_take_every(t, ops->end, span) : 0;

	span->kind = SPAN_LENGTH;
	return end && span->basis == BASIS_ELAPSED && span->anchor_from == span->anchor_to ? end : 0;
}

/* One time behind its operators. "1h30" is a length where a length may stand. */
static uint32_t take_span(const struct tokens *t, const struct operators *ops, struct time_span *span)
{
	unsigned takes = ops->op == WHEN_NONE ? TAKES_LENGTH | TAKES_CLOCK | TAKES_DAYS | TAKES_NAMED : ops->takes;
	uint32_t end = 0;

	if (takes & TAKES_EVERY)
		return span_take_every(t, ops->end, span);
	if (takes & TAKES_LENGTH)
		end = span_take_length(t, ops->end, span);
	if (!end && (takes & TAKES_CLOCK))
		end = span_take_clock(t, ops->end, span);
	if (!end && (takes & TAKES_DAYS))
		end = span_take_day(t, ops->lead, span);
	if (!end && (ops->op == WHEN_NONE || (ops->op == WHEN_AT_LEAST && (takes & TAKES_LENGTH))))
		end = span_take_cadence(t, ops->end, span);
	if (!end && (takes & TAKES_NAMED))
		end = span_take_named(t, ops->lead, span);
	if (!end && ops->op == WHEN_AT_MOST && (takes & TAKES_LENGTH))
		end = take_the_unit(t, ops, span);
	return end;
}

static enum when_op op_of(const struct time_span *span, enum when_op op)
{
	switch (span->kind) {
	case SPAN_CADENCE: return WHEN_EVERY;
	case SPAN_NAMED: return WHEN_BY;
	case SPAN_CLOCK: return op == WHEN_AT_LEAST ? op : WHEN_BY;
	case SPAN_DAY: return WHEN_AT_MOST;
	default: break;
	}
	if (op == WHEN_NONE || op == WHEN_BY)
		return span->open ? WHEN_AT_LEAST : WHEN_AT_MOST;
	return op;
}

/* Does a noun follow that the time only describes? "within a 30 day period", "in one hour blocks" */
static bool describes(const struct tokens *t, const struct hit *hit, bool strict)
{
	const struct token *next = token_at(t, hit->end), *second = token_at(t, hit->end + 1);

	if (next->kind != TOKEN_WORD || !(strict || hit->span.adjective))
		return false;
	if (token_is(next, "time") && second->kind != TOKEN_WORD) /* in two weeks' time */
		return false;
	return !next->word ||
	    (next->word->kind != WORD_STOP && next->word->kind != WORD_SMALL && next->word->kind != WORD_ARTICLE);
}

static bool begin_hit(const struct tokens *t, uint32_t at, const struct operators *ops, struct hit *hit)
{
	*hit = (struct hit){ .percent = -1, .from = token_at(t, at)->from };
	hit->end = take_span(t, ops, &hit->span);
	if (!hit->end)
		return false;
	hit->op = op_of(&hit->span, ops->op);
	hit->explicit_op = ops->op != WHEN_NONE;
	hit->to = token_at(t, hit->end - 1)->to;
	return hit_take_tail(t, hit);
}

static struct duration make_duration(const struct tokens *t, const struct hit *hit)
{
	struct duration found = {
		.answer = DURATION_VALUE,
		.op = hit->op,
		.basis = hit->span.basis,
		.amount = hit->op == WHEN_AT_LEAST ? hit->span.low : hit->span.high,
		.low = hit->span.low,
		.percent = hit->percent,
		.explicit_op = hit->explicit_op,
		.anchor = str_sub(t->text, hit->span.anchor_from, hit->span.anchor_to),
		.to = str_trim(str_sub(t->text, hit->receiver_from, hit->receiver_to)),
		.phrase = str_sub(t->text, hit->from, hit->to),
	};
	return found;
}

static struct duration no_duration(void)
{
	return (struct duration){ .answer = DURATION_NONE, .percent = -1 };
}

/* --- a whole text ---------------------------------------------------------------------------------- */

/* Is there another time in these tokens? Then the text has no single value. A time alone in brackets says the same
 * again in other units. */
static bool has_another_time(const struct tokens *t, uint32_t from, uint32_t to, const struct hit *hit)
{
	struct time_span other;

	for (uint32_t i = from; i < to; i++) {
		const struct token *token = token_at(t, i);
		if (token->kind != TOKEN_NUMBER && token->kind != TOKEN_ISO && !token_has(token, WORD_NUMBER))
			continue;
		uint32_t end = span_take_length(t, i, &other);
		if (!end)
			end = span_take_clock(t, i, &other);
		if (!end)
			continue;
		bool restated = i > 0 && token_is_mark(token_at(t, i - 1), '(') && token_is_mark(token_at(t, end), ')');
		bool same = other.basis == hit->span.basis && other.high == hit->span.high;
		if (!restated && !same)
			return true;
		i = end - 1;
	}
	return false;
}

static bool is_word_of(const struct token *token, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (token_is(token, list[i]))
			return true;
	return false;
}
#define IS_WORD_OF(token, list) is_word_of((token), (list), sizeof(list) / sizeof *(list))

/* What may stand behind the time of a cell: nothing, a bracket, or words that do not turn it into something else. */
static bool tail_fits(const struct tokens *t, const struct hit *hit)
{
	static const char *const words[] = { "for", "to", "if", "unless", "turnaround", "sla", "time", "response",
		"resolution", "during", "on", "once", "with", "target", "via", "by", "when", "where", "at" };
	const struct token *next = token_at(t, hit->end);

	if (has_another_time(t, hit->end, t->count, hit))
		return false;
	if (next->kind == TOKEN_WORD)
		return hit->explicit_op || (!hit->span.adjective && IS_WORD_OF(next, words));
	return next->kind == TOKEN_END ||
	    (next->kind == TOKEN_MARK && strchr("(.,;-:?!", next->mark) && !(next->mark == '-' && next->glued));
}

static bool is_bare_date(const struct tokens *t, const struct hit *hit)
{
	if (hit->span.kind != SPAN_NAMED || hit->explicit_op)
		return false;
	for (uint32_t i = 0; i < t->count; i++)
		if (token_at(t, i)->kind == TOKEN_NUMBER)
			return true;
	return false;
}

/* "Monday at 9AM": the day is the anchor of the clock time. */
static bool begin_day_and_clock(const struct tokens *t, uint32_t at, struct hit *hit)
{
	static const char *const joins[] = { "at", "by", "before" };
	const struct token *day = token_at(t, at), *next = token_at(t, at + 1);
	bool joined = IS_WORD_OF(next, joins) || token_is_mark(next, ',') || token_is_mark(next, '@');

	if (!token_has(day, WORD_WEEKDAY))
		return false;
	*hit = (struct hit){ .percent = -1, .op = WHEN_BY, .explicit_op = joined, .from = day->from };
	hit->end = span_take_clock(t, at + 1 + joined, &hit->span);
	hit->span.anchor_from = day->from;
	hit->span.anchor_to = day->to;
	return hit->end && hit_take_tail(t, hit);
}

static bool read_at(const struct tokens *t, uint32_t at, struct hit *hit)
{
	struct operators ops = operators_take(t, at);

	if (begin_day_and_clock(t, at, hit))
		return tail_fits(t, hit);
	return begin_hit(t, at, &ops, hit) && tail_fits(t, hit) && !is_bare_date(t, hit);
}

enum { SHARE_WORDS = 7, TITLE_WORDS = 4 };

/* Behind "95% of tickets" in "95% of tickets within 4h" and "95%: 4 hours": where the time begins. */
static uint32_t skip_share(const struct tokens *t, double *percent)
{
	uint32_t at = share_take(t, 0, percent);

	for (uint32_t i = at; at && i < t->count && i < at + SHARE_WORDS; i++) {
		if (operators_take(t, i).op != WHEN_NONE)
			return i;
		if (token_at(t, i)->kind == TOKEN_MARK && strchr(":/@,-", token_at(t, i)->mark))
			return i + 1;
	}
	return at;
}

/* Behind the title of "Target: 4 hours" and "SLA 4h". */
static uint32_t skip_title(const struct tokens *t, uint32_t at)
{
	static const char *const titles[] = { "sla", "ola", "target", "tat", "typically", "usually", "normally",
		"deadline", "due" };
	uint32_t end = at;

	if (token_at(t, at)->kind == TOKEN_WORD)
		while (end < at + TITLE_WORDS &&
		    (token_at(t, end)->kind == TOKEN_WORD || token_at(t, end)->kind == TOKEN_NUMBER))
			end++;
	if (end > at && token_is_mark(token_at(t, end), ':') && !token_at(t, end + 1)->glued)
		return end + 1;
	return at + IS_WORD_OF(token_at(t, at), titles);
}

static struct duration make_vague(const struct tokens *t, uint32_t at, uint32_t end)
{
	struct duration found = no_duration();

	found.answer = DURATION_VAGUE;
	found.op = WHEN_VAGUE;
	found.explicit_op = true;
	found.phrase = str_sub(t->text, token_at(t, at)->from, token_at(t, end - 1)->to);
	return found;
}

/* --- within a sentence ----------------------------------------------------------------------------- */

/* "95% within", "95% of tickets within": the share before the operator; what is next to it belongs to the phrase. */
static void look_back_for_share(const struct tokens *t, uint32_t at, struct hit *hit)
{
	for (uint32_t i = 1; i <= SHARE_WORDS && i <= at && hit->percent < 0; i++) {
		double percent;
		uint32_t end = share_take(t, at - i, &percent);
		if (!end)
			continue;
		hit->percent = percent;
		if (end == at)
			hit->from = token_at(t, at - i)->from;
	}
}

static str hit_anchor_word(const struct tokens *t, const struct hit *hit) /* its first word */
{
	return str_cut(str_sub(t->text, hit->span.anchor_from, hit->span.anchor_to), ' ').head;
}

/* "once a month", "5 working days' notice": what needs no operator before it */
static bool begin_by_itself(const struct tokens *t, uint32_t at, struct hit *hit)
{
	const struct token *token = token_at(t, at), *before = at > 0 ? token_at(t, at - 1) : NULL;
	struct operators none = { .lead = at, .end = at };
	struct time_span span;

	if (token->kind != TOKEN_NUMBER && !token_has(token, WORD_NUMBER) && !token_is(token, "once") &&
	    !token_is(token, "twice"))
		return false;
	if (before && (token_is(before, "than") || token_is(before, "to") || token_is_mark(before, '-')))
		return false; /* the tail of an operator that is none here: "up to 5 days before" */
	if (!begin_hit(t, at, &none, hit) ||
	    str_iends(hit_anchor_word(t, hit), STR("ing"))) /* 5 minutes before receiving */
		return false;
	return hit->op == WHEN_EVERY ? span_take_cadence(t, at, &span) > 0
	                             : hit->op == WHEN_AT_LEAST && hit->explicit_op;
}

static bool begin_phrase(const struct tokens *t, uint32_t at, struct hit *hit)
{
	struct operators ops = operators_take(t, at);

	if (!(ops.takes & TAKES_FIND))
		return begin_by_itself(t, at, hit);
	return begin_hit(t, at, &ops, hit) && !describes(t, hit, ops.takes & TAKES_STRICT);
}

/* The first time in the tokens; *at: the token where it begins. */
static bool find_hit(const struct tokens *t, uint32_t *at, uint32_t until, struct hit *hit)
{
	for (; *at < until; ++*at) {
		hit->end = 0;
		if (begin_phrase(t, *at, hit)) {
			look_back_for_share(t, *at, hit);
			return true;
		}
		if (hit->end > *at) /* the rest of what is no promise of time is none either */
			*at = hit->end - 1;
	}
	return false;
}

static struct duration find_vague(const struct tokens *t, uint32_t until)
{
	for (uint32_t i = 0; i < until; i++) {
		uint32_t end = vague_take(t, i, false);
		if (end)
			return make_vague(t, i, end);
	}
	return no_duration();
}

struct duration duration_find(struct arena *arena, str n0)
{
	struct duration vague = no_duration();
	struct tokens t;
	struct hit hit;
	size_t from = 0;
	bool whole;

	(void)arena;
	do { /* a window of tokens; the next one begins where this one has not been looked at */
		whole = tokens_cut(&t, n0, from);
		uint32_t at = 0, until = whole ? t.count : TOKENS_MAX - TOKENS_AHEAD;
		if (find_hit(&t, &at, until, &hit))
			return make_duration(&t, &hit);
		if (vague.answer == DURATION_NONE)
			vague = find_vague(&t, until);
		from = t.items[until].from;
	} while (!whole);
	return vague;
}

/* --- a cell ---------------------------------------------------------------------------------------- */

static struct duration read_cron(str text)
{
	struct tokens all;
	struct hit hit = { .percent = -1, .op = WHEN_EVERY, .to = (uint32_t)text.size };

	all.text = text;
	return span_read_cron(text, &hit.span) ? make_duration(&all, &hit) : no_duration();
}

/* "Response within 4 hours": a sentence in a cell, of one time only. */
static struct duration read_sentence(const struct tokens *t)
{
	struct hit hit;
	uint32_t at = 0;

	if (find_hit(t, &at, t->count, &hit) && !has_another_time(t, 0, at, &hit) &&
	    !has_another_time(t, hit.end, t->count, &hit))
		return make_duration(t, &hit);
	return no_duration();
}

struct duration duration_read(struct arena *arena, str n0)
{
	struct tokens t;
	struct hit hit;
	double percent = -1;

	(void)arena;
	struct duration found = read_cron(str_trim(n0));
	if (found.answer != DURATION_NONE || !tokens_cut(&t, n0, 0) || !t.count)
		return found;
	uint32_t at = skip_share(&t, &percent), titled = skip_title(&t, at);
	if (read_at(&t, at, &hit) || (titled > at && read_at(&t, titled, &hit))) {
		if (hit.percent < 0)
			hit.percent = percent;
		if (at)
			hit.from = t.items[0].from;
		return make_duration(&t, &hit);
	}
	uint32_t end = vague_take(&t, 0, true);
	found = read_sentence(&t);
	if (found.answer == DURATION_NONE && end)
		return make_vague(&t, 0, end);
	hit.span = (struct time_span){ .high = -1 };
	if (found.answer == DURATION_NONE && !has_another_time(&t, 0, t.count, &hit))
		return find_vague(&t, t.count);
	return found;
}

/* --- what is made of it ---------------------------------------------------------------------------- */

static str trim_marks(str text, const char *marks, bool right)
{
	while (text.size) {
		char c = right ? text.at[text.size - 1] : text.at[0];
		if (!byte_is_space(c) && !strchr(marks, c))
			break;
		text = right ? str_sub(text, 0, text.size - 1) : str_sub(text, 1, text.size);
	}
	return text;
}

str duration_strip(struct arena *arena, str n0, const struct duration *found)
{
	if (!found->phrase.size || found->phrase.at < n0.at || found->phrase.at + found->phrase.size > n0.at + n0.size)
		return n0;
	size_t from = (size_t)(found->phrase.at - n0.at);
	str left = str_trim_right(str_sub(n0, 0, from));
	str right = str_trim_left(str_sub(n0, from + found->phrase.size, n0.size));

	bool round = str_ends(left, STR("(")) && str_starts(right, STR(")"));
	bool square = str_ends(left, STR("[")) && str_starts(right, STR("]"));
	if (round || square) {
		left = str_sub(left, 0, left.size - 1);
		right = str_trim_left(str_sub(right, 1, right.size));
	}
	left = trim_marks(left, ",;:-", true);
	if (str_ends(left, STR("–")) || str_ends(left, STR("—")))
		left = str_trim_right(str_sub(left, 0, left.size - (sizeof "–" - 1)));
	if (!left.size || str_ends(left, STR("(")))
		right = trim_marks(right, ",;:-", false);
	bool apart = left.size && right.size && !str_ends(left, STR("(")) && !strchr(".,;:!?)]", right.at[0]);
	if (!left.size)
		return right.size == 1 && right.at[0] == '.' ? STR("") : right;
	return right.size ? arena_printf(arena, "%.*s%s%.*s", STR_ARG(left), apart ? " " : "", STR_ARG(right)) : left;
}

struct when duration_when(struct builder *out, str text, const struct duration *found)
{
	struct when when = when_none();

	when.text = builder_text(out, text);
	if (found->answer == DURATION_NONE)
		return when;
	when.op = (uint8_t)found->op;
	if (found->answer == DURATION_VAGUE)
		return when;
	when.anchor = builder_text(out, found->anchor);
	when.basis = (uint8_t)found->basis;
	when.amount = found->amount;
	when.low = found->low;
	when.percent = found->percent;
	return when;
}

/* A year is twelve months of 30.4 days, which is 365 days nearly: only so long times are compared with some play. */
static bool amount_equal(double a, double b)
{
	static const double long_time = 300.0 * 86400, play = 0.0007;

	return fabs(a - b) <= (a > long_time && b > long_time ? play * a : 1e-6 * (1 + fabs(a)));
}

bool when_equal(struct when a, struct when b)
{
	return a.op == b.op && a.basis == b.basis && amount_equal(a.amount, b.amount) && amount_equal(a.low, b.low) &&
	    amount_equal(a.percent, b.percent);
}
