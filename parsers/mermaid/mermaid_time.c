/*
 * Times in the labels of arrows: "yes, within 4h" is the label "yes" with a deadline. Between two teams that
 * is a contract: the one that does the timed work promises it to the one that hands in.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid.h"

#include <string.h>

static str without_lead(str phrase)
{
	static const char *const leads[] = { "within ", "in ", "by ", "under ", "less than ", "at most ", "up to ",
		"max ", "no later than ", "no more than " };

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (str_istarts(phrase, str_of(leads[i])))
			return str_sub(phrase, strlen(leads[i]), phrase.size);
	return STR("");
}

static size_t digits_of(str text)
{
	size_t end = 0;

	while (end < text.size && (byte_is_digit(text.at[end]) || (end && strchr(".,:", text.at[end]))))
		end++;
	return end;
}

/* "within 4h", "in two business days", "by 17:00": a word that says so, one amount, one unit. Nobody misses such a
 * phrase in a label; all others ("4h", "by Friday", "(legal requirement)") stay in it, too. */
static bool is_plain_deadline(str phrase)
{
	static const char *const numbers[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
		"ten", "twelve", "fifteen", "twenty", "thirty", "sixty", "ninety", "a", "an" };
	static const char *const kinds[] = { "business", "working", "calendar" };
	static const char *const units[] = { "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute",
		"minutes", "h", "hr", "hrs", "hour", "hours", "d", "day", "days", "w", "wk", "wks", "week", "weeks",
		"month", "months", "am", "pm", "bd", "bh" };
	str rest = without_lead(phrase), word;
	size_t digits = digits_of(rest);

	if (!digits && (!str_next_word(&rest, " ", &word) || !MERMAID_LISTED(word, numbers)))
		return false;
	bool clock = str_find_char(str_sub(rest, 0, digits), ':') != STR_NONE;
	rest = str_trim(str_sub(rest, digits, rest.size));
	if (!rest.size)
		return clock;
	str_next_word(&rest, " ", &word);
	if (MERMAID_LISTED(word, kinds) && !str_next_word(&rest, " ", &word))
		return false;
	return MERMAID_LISTED(word, units) && str_is_blank(rest);
}

/* "no reply within 14 days", "if not paid in 30 days" say when something goes on, and nobody promises it. */
static bool is_condition(str lead)
{
	static const char *const words[] = { "if", "unless", "not", "never", "without", "when", "once" };
	str word;

	while (str_next_word(&lead, " ", &word))
		if (MERMAID_LISTED(word, words) || (str_ieq(word, STR("no")) && !str_is_blank(lead)))
			return true;
	return false;
}

static bool has_words(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (byte_is_word(text.at[i]))
			return true;
	return false;
}

/* What stands before and behind a phrase of a label. */
static bool surroundings(str label, str phrase, str *lead, str *tail)
{
	ptrdiff_t at = str_find(label, phrase);

	if (at == STR_NONE || !phrase.size)
		return false;
	*lead = str_sub(label, 0, (size_t)at);
	*tail = str_sub(label, (size_t)at + phrase.size, label.size);
	return true;
}

struct mermaid_timed mermaid_time(struct mermaid *m, str n0)
{
	struct mermaid_timed timed = { .label = n0, .what = n0 };
	str lead, tail;

	if (!n0.size || n0.size > LIMIT_LABEL_BYTES)
		return timed;
	timed.time = duration_find(m->arena, n0);
	timed.phrase = timed.time.phrase;
	if (timed.time.answer == DURATION_NONE) { /* nothing but a time: "4h", which may as well be what it takes */
		timed.time = duration_read(m->arena, n0);
		timed.phrase = n0;
	} else if (timed.time.answer == DURATION_VALUE && (timed.time.op == WHEN_AT_MOST || timed.time.op == WHEN_BY) &&
	    surroundings(n0, timed.phrase, &lead, &tail) && !is_condition(lead)) {
		timed.promises = true;
		timed.what = duration_strip(m->arena, n0, &timed.time);
		if (is_plain_deadline(timed.phrase) && !(has_words(lead) && has_words(tail)))
			timed.label = timed.what;
	}
	return timed;
}

void mermaid_promise(struct mermaid *m, uint32_t flow, const struct mermaid_timed *timed)
{
	struct text label = builder_text(m->out, timed->label);
	struct when when = when_none();

	if (timed->time.answer != DURATION_NONE)
		when = duration_when(m->out, timed->phrase, &timed->time);
	m->out->flows.items[flow].label = label;
	m->out->flows.items[flow].when = when;
}

uint32_t mermaid_contract(
    struct mermaid *m, const struct mermaid_timed *timed, str what, uint32_t provider, uint32_t consumer, uint32_t line)
{
	struct when when = duration_when(m->out, timed->phrase, &timed->time);
	uint32_t number = builder_contract(m->out, CONTRACT_OLA, what, line);
	struct contract *contract = &m->out->contracts.items[number];

	contract->when = when;
	contract->provider = provider;
	contract->consumer = consumer;
	return number;
}
