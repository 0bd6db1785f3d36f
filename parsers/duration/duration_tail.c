/*
 * What follows a span of time: an anchor ("of receipt"), a receiver ("-> CISO"), a share ("for 95% of
 * tickets"), a word that turns the operator ("notice", "or less"), or one that shows that the time was a
 * rate or an age ("a week", "ago").
 */
#include "parsers/duration/duration_parts.h"

#include <string.h>

struct turn {
	const char *text;
	enum when_op op; /* WHEN_NONE: the text is no deadline at all */
};

static const struct turn turns[] = {
	{ "or less", WHEN_AT_MOST },
	{ "or fewer", WHEN_AT_MOST },
	{ "or sooner", WHEN_AT_MOST },
	{ "or earlier", WHEN_AT_MOST },
	{ "or faster", WHEN_AT_MOST },
	{ "or better", WHEN_AT_MOST },
	{ "max", WHEN_AT_MOST },
	{ "maximum", WHEN_AT_MOST },
	{ "at most", WHEN_AT_MOST },
	{ "at the latest", WHEN_AT_MOST },
	{ "tops", WHEN_AT_MOST },
	{ "or more", WHEN_AT_LEAST },
	{ "or longer", WHEN_AT_LEAST },
	{ "or later", WHEN_AT_LEAST },
	{ "minimum", WHEN_AT_LEAST },
	{ "notice", WHEN_AT_LEAST },
	{ "written notice", WHEN_AT_LEAST },
	{ "prior notice", WHEN_AT_LEAST },
	{ "prior written notice", WHEN_AT_LEAST },
	{ "advance notice", WHEN_AT_LEAST },
	{ "notice period", WHEN_AT_LEAST },
	{ "lead time", WHEN_AT_LEAST },
	{ "in advance of", WHEN_AT_LEAST },
	{ "in advance", WHEN_AT_LEAST },
	{ "ahead of", WHEN_AT_LEAST },
	{ "prior to", WHEN_AT_LEAST },
	{ "before", WHEN_AT_LEAST },
	{ "ago", WHEN_NONE },
	{ "old", WHEN_NONE },
	{ "long", WHEN_NONE },
	{ "at a time", WHEN_NONE },
	{ "worth", WHEN_NONE },
	{ "apart", WHEN_NONE },
	{ "a day", WHEN_NONE },
	{ "a week", WHEN_NONE },
	{ "a month", WHEN_NONE },
	{ "a year", WHEN_NONE },
	{ "per", WHEN_NONE },
	{ "each", WHEN_NONE },
	{ "and", WHEN_EVERY },
	{ "or", WHEN_EVERY },
};

/* A word that turns the operator. "and" and "or" count only where another time follows them: then neither is meant. */
static const struct turn *find_turn(const struct tokens *t, uint32_t at, uint32_t *end)
{
	struct time_span other;

	for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
		*end = phrase_match(t, at, turns[i].text);
		if (*end && (turns[i].op != WHEN_EVERY || span_take_length(t, *end, &other)))
			return &turns[i];
	}
	return NULL;
}

static bool has_lead_anchor(const char *text) /* what follows is what the notice is for */
{
	return strcmp(text, "before") == 0 || str_ends(str_of(text), STR(" of")) || str_ends(str_of(text), STR(" to"));
}

static uint32_t take_anchor(const struct tokens *t, uint32_t at, struct hit *hit)
{
	uint32_t end = span_anchor_end(t, at);

	if (end == at)
		return 0;
	hit->span.anchor_from = token_at(t, at)->from;
	hit->span.anchor_to = token_at(t, end - 1)->from + (uint32_t)token_at(t, end - 1)->text.size;
	return end;
}

static uint32_t take_turn(const struct tokens *t, uint32_t at, struct hit *hit, bool *spoilt)
{
	uint32_t end;
	bool within = str_istarts(str_sub(t->text, hit->from, hit->to), STR("within"));
	const struct turn *turn = find_turn(t, at, &end);

	if (!turn)
		return 0;
	if (turn->op == WHEN_EVERY || hit->op == WHEN_EVERY || turn->op == WHEN_NONE) {
		*spoilt = turn->op == WHEN_EVERY || hit->op != WHEN_EVERY;
		return 0;
	}
	bool lead = has_lead_anchor(turn->text);
	if (lead && within) { /* a window: "within 60 days prior to" */
		*spoilt = true;
		return 0;
	}
	hit->op = turn->op;
	hit->explicit_op = true;
	uint32_t behind = lead ? take_anchor(t, end, hit) : 0;
	return behind ? behind : end;
}

/* "of receipt", "after the invoice date" */
static uint32_t take_following(const struct tokens *t, uint32_t at, struct hit *hit)
{
	static const char *const prepositions[] = { "of", "from", "after", "following", "since", "upon", "nach",
		"après" };

	if (hit->span.kind != SPAN_LENGTH && hit->span.kind != SPAN_DAY)
		return 0;
	for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions; i++)
		if (token_is(token_at(t, at), prepositions[i]))
			return take_anchor(t, at + 1, hit);
	return 0;
}

/* 95%, 95 percent; 0: none */
uint32_t share_take(const struct tokens *t, uint32_t at, double *percent)
{
	const struct token *unit = token_at(t, at + 1);

	if (token_at(t, at)->kind != TOKEN_NUMBER || !(token_is_mark(unit, '%') || token_is(unit, "percent")))
		return 0;
	*percent = token_at(t, at)->value;
	return *percent <= 100 ? at + 2 : 0;
}

/* "(95%)", "for 95% of tickets", "in 95% of the cases" */
static uint32_t take_share(const struct tokens *t, uint32_t at, struct hit *hit)
{
	bool bracket = token_is_mark(token_at(t, at), '(');
	uint32_t from = at + (bracket || token_is_mark(token_at(t, at), ','));
	double percent;

	if (token_is(token_at(t, from), "in") || token_is(token_at(t, from), "for"))
		from++;
	uint32_t end = from > at && hit->percent < 0 ? share_take(t, from, &percent) : 0;
	if (!end)
		return 0;
	hit->percent = percent;
	if (token_is(token_at(t, end), "of"))
		end = span_anchor_end(t, end + 1);
	return bracket ? (token_is_mark(token_at(t, end), ')') ? end + 1 : 0) : end;
}

/* "-> CISO", "[CISO]": the name, up to the next mark that is none of a name. */
static uint32_t take_receiver(const struct tokens *t, uint32_t at, struct hit *hit)
{
	bool bracket = token_is_mark(token_at(t, at), '[');
	uint32_t end = at + 1;

	if ((!bracket && !token_is_mark(token_at(t, at), MARK_ARROW)) || token_at(t, end)->kind == TOKEN_END)
		return 0;
	while (token_at(t, end)->kind != TOKEN_END) {
		const struct token *token = token_at(t, end);
		if (token->kind == TOKEN_MARK &&
		    (!strchr("-/&.'@#+(", token->mark) || (token->mark == '(' && !token->glued)))
			break;
		end++;
	}
	if (end == at + 1 || (bracket && !token_is_mark(token_at(t, end), ']')))
		return 0;
	hit->receiver_from = token_at(t, at + 1)->from;
	hit->receiver_to = token_at(t, end - 1)->to;
	return end + bracket;
}

bool hit_take_tail(const struct tokens *t, struct hit *hit)
{
	bool spoilt = false;

	for (int i = 0; i < 4 && !spoilt; i++) {
		uint32_t end = take_turn(t, hit->end, hit, &spoilt);
		if (!end && !spoilt)
			end = take_following(t, hit->end, hit);
		if (!end && !spoilt)
			end = take_share(t, hit->end, hit);
		if (!end && !spoilt)
			end = take_receiver(t, hit->end, hit);
		if (!end)
			break;
		hit->end = end;
	}
	hit->to = token_at(t, hit->end - 1)->to;
	return !spoilt;
}
