#include "parsers/blocks/blockrules_sentences.h"

#include <string.h>

/* R9: a sentence in which a team commits itself to a time: subject, modal, deed, time. */

static const char *const typed_words[] = { "team", "department", "dept", "dept.", "squad", "division", "desk", "group",
	"office", "unit", "tribe", "chapter", "crew" };

/* The modal at a place with all its words; 0: there is none ("is" alone). weak: should. */
static uint32_t modal_size(str text, uint32_t at, bool *weak)
{
	static const struct {
		const char *words;
		bool weak;
	} modals[] = {
		{ "shall ", false },
		{ "must ", false },
		{ "will ", false },
		{ "should ", true },
		{ "is required to ", false },
		{ "are required to ", false },
		{ "agrees to ", false },
		{ "agree to ", false },
		{ "commits to ", false },
		{ "commit to ", false },
		{ "shall:", false },
		{ "must:", false },
		{ "will:", false },
	};
	str rest = str_sub(text, at, text.size);

	for (size_t i = 0; i < sizeof modals / sizeof *modals; i++)
		if (str_istarts(rest, str_of(modals[i].words))) {
			*weak = modals[i].weak;
			return (uint32_t)strlen(modals[i].words);
		}
	return 0;
}

/* For a place with one of . ! ? */
static bool is_end_of_sentence(str text, size_t at)
{
	static const char *const shorts[] = { "e.g", "i.e", "etc", "vs", "approx", "no", "dept", "inc", "ltd", "mr",
		"ms", "dr" };

	if (at + 1 < text.size && text.at[at + 1] != ' ')
		return false;
	size_t from = at;
	while (from > 0 && (byte_is_letter(text.at[from - 1]) || text.at[from - 1] == '.'))
		from--;
	return !ONE_OF(str_sub(text, from, at), shorts) && !(at - from == 1 && byte_is_upper(text.at[from]));
}

static inline bool ends_sentence(str text, size_t at)
{
	char c = text.at[at];

	return (c == '.' || c == '!' || c == '?') && is_end_of_sentence(text, at);
}

static void sentence_around(str text, uint32_t at, uint32_t low, uint32_t high, uint32_t *from, uint32_t *to)
{
	*from = at;
	while (*from > low && !(ends_sentence(text, *from - 1)))
		--*from;
	while (*from < at && text.at[*from] == ' ')
		++*from;
	*to = at;
	while (*to < high && !ends_sentence(text, *to))
		++*to;
	if (*to < high)
		++*to;
}

static bool is_typed_suffix(str word)
{
	return ONE_OF(word, typed_words);
}

static str last_clause(str head)
{
	static const char *const marks[] = { ", ", "; ", ": ", " \u2013 ", " \u2014 ", " then " };
	size_t start = 0;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (str rest = head; rest.size;) {
			ptrdiff_t place = str_find(rest, str_of(marks[i]));
			if (place == STR_NONE)
				break;
			size_t behind = (size_t)(rest.at - head.at) + (size_t)place + strlen(marks[i]);
			start = behind > start ? behind : start;
			rest = str_sub(head, behind, head.size);
		}
	return str_trim(str_sub(head, start, head.size));
}

static bool is_pronoun(str word)
{
	static const char *const words[] = { "it", "they", "we", "you", "i", "he", "she", "this", "that", "these",
		"those", "there", "who", "which", "everyone", "anyone", "someone", "nobody", "all", "each", "every",
		"any", "both", "what", "one", "if", "when", "a", "an", "no", "our", "your", "my", "their", "please",
		"note", "once", "as" };

	return ONE_OF(word, words) && !(word.size > 1 && byte_is_upper(word.at[0]) && byte_is_upper(word.at[1]));
}

/* The name that ends a text: "the Billing team", "The people team", "Finance". typed: it says that it is a team. */
static str subject_of(struct rules *r, str head, bool *typed)
{
	str clause = last_clause(head), rest = clause, word, last = STR("");
	size_t capitals = 0, words = 0;

	*typed = false;
	if (str_istarts(clause, STR("the ")))
		clause = str_trim(str_sub(clause, 4, clause.size));
	for (rest = clause; str_next_word(&rest, " ", &word); words++) {
		capitals +=
		    begins_upper(word) || str_eq(word, STR("of")) || str_eq(word, STR("&")) || str_eq(word, STR("and"));
		last = word;
	}
	if (words == 1 && str_starts(clause, STR("@")) && str_find_char(clause, '/') != STR_NONE) {
		*typed = true;
		return clause;
	}
	if (!words || words > 6 || is_pronoun(str_cut(clause, ' ').head))
		return STR("");
	if (is_typed_suffix(last) && words > 1) {
		size_t suffix = (size_t)(last.at - clause.at);
		str name = capitals_before(clause, suffix);
		if (name.size) {
			*typed = true;
			return str_sub(clause, (size_t)(name.at - clause.at), suffix + last.size);
		}
		return words <= 4 && !is_pointer(str_cut(clause, ' ').head) && name_is_plausible(r->arena, clause)
		    ? clause
		    : STR("");
	}
	if (capitals < words || words > 4 || !name_is_plausible(r->arena, clause))
		return STR("");
	return clause;
}

static bool is_passive(str tail)
{
	static const char *const words[] = { "be", "not", "never", "have", "been" };
	str rest = tail, first, second = STR("");
	bool seen = str_next_word(&rest, " ", &first);

	while (seen && (str_iends(first, STR("ly")) || str_ieq(first, STR("also")) || str_ieq(first, STR("then"))))
		seen = str_next_word(&rest, " ", &first);
	if (!seen)
		return true;
	while (str_next_word(&rest, " ", &second) && str_iends(second, STR("ly")))
		;
	if (!ONE_OF(first, words))
		return false;
	if (!str_ieq(first, STR("be")))
		return true;
	static const char *const states[] = { "able", "available", "responsible", "ready", "present", "on", "online",
		"reachable" };
	return !ONE_OF(second, states);
}

/* A receiver behind "to" or behind a verb of telling. */
static str name_from(struct rules *r, str rest, bool *typed)
{
	size_t end = 0;
	str word, left = rest;
	unsigned words = 0;
	bool suffix = false;

	if (str_istarts(left, STR("the ")))
		left = str_sub(left, 4, left.size);
	size_t start = (size_t)(left.at - rest.at);
	while (words < 6 && str_next_word(&left, " ", &word)) {
		bool ends = strchr(",.;:)", word.at[word.size - 1]) != NULL;
		str bare = ends ? str_sub(word, 0, word.size - 1) : word;
		bool joins = words && (str_eq(bare, STR("of")) || str_eq(bare, STR("&")) || str_eq(bare, STR("and")));
		suffix = words && is_typed_suffix(bare);
		if (!begins_upper(bare) && !joins && !suffix)
			break;
		words++;
		if (!joins)
			end = (size_t)(word.at - rest.at) + bare.size;
		if (ends || suffix)
			break;
	}
	*typed = suffix && words > 1;
	str name = str_sub(rest, start, end);
	return words && name_is_plausible(r->arena, name) ? name : STR("");
}

static void find_receiver(struct rules *r, str what, struct promise *out)
{
	static const char *const telling[] = { "notify", "inform", "alert", "tell", "page", "contact", "update" };
	static const char *const giving[] = { "send", "escalate", "hand", "transfer", "forward", "submit", "provide",
		"deliver", "pass", "report", "return", "assign", "route" };
	str rest = what, verb;

	if (!str_next_word(&rest, " ", &verb))
		return;
	while (str_iends(verb, STR("ly")) && str_next_word(&rest, " ", &verb)) /* immediately, then the verb */
		;
	rest = str_trim(rest);
	if (ONE_OF(verb, telling))
		out->object = name_from(r, rest, &out->object_typed);
	else if (ONE_OF(verb, giving)) {
		out->escalates = str_ieq(verb, STR("escalate"));
		str from =
		    str_istarts(rest, STR("to ")) ? str_sub(rest, 3, rest.size) : str_cut_str(rest, STR(" to ")).tail;
		out->object = name_from(r, from, &out->object_typed);
	}
}

/* "At least 10 hours" of work is no date; at least 30 days before, of notice, or of keeping something is. */
static bool is_measure(str tail, const struct duration *when)
{
	static const char *const signs[] = { "notice", "advance", "prior", "before", "ahead", "retain", "keep", "store",
		"preserve", "archive", "wait" };

	if (when->op != WHEN_AT_LEAST)
		return false;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_ifind(tail, str_of(signs[i])) != STR_NONE)
			return false;
	return true;
}

/* "Will pay as long as they have worked here for at least a year", "(estimated to happen by July)": the time is not
 * that of the deed. */
static bool is_beside(str tail, const struct duration *when)
{
	static const char *const signs[] = { "so long as ", "as long as ", "provided that ", "estimated ",
		"expected to ", "who have " };
	str before = str_sub(tail, 0, (size_t)(when->phrase.at - tail.at));

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_ifind(before, str_of(signs[i])) != STR_NONE)
			return true;
	return false;
}

/* What is left of "submit it at the end of every month" without its time. */
static str without_loose_end(str what)
{
	static const char *const words[] = { "of", "at", "the", "end", "by", "in", "on", "within", "and", "or", "for",
		"to", "beginning", "start" };

	for (struct str_cut last = str_rcut(what, ' '); last.found && ONE_OF(last.tail, words);
	     last = str_rcut(what, ' '))
		what = str_trim_right(last.head);
	return what;
}

bool read_deed(struct rules *r, str tail, struct promise *out)
{
	tail = str_trim(tail);
	while (tail.size && strchr(".!;", tail.at[tail.size - 1]))
		tail.size--;
	if (is_passive(tail))
		return false;
	out->when = duration_find(r->arena, tail);
	if (out->when.answer == DURATION_NONE || !out->when.explicit_op || is_measure(tail, &out->when) ||
	    is_beside(tail, &out->when) || (out->when.answer == DURATION_VAGUE && !out->subject_typed))
		return false;
	out->what = without_loose_end(duration_strip(r->arena, tail, &out->when));
	out->time_text = out->when.phrase;
	find_receiver(r, out->what, out);
	return true;
}

bool read_promise(
    struct rules *r, const struct block *block, uint32_t modal, uint32_t low, uint32_t high, struct promise *out)
{
	str text = block_text(r->blocks, block);
	bool weak = false;
	uint32_t size = modal_size(text, modal, &weak);

	*out = (struct promise){ .weak = weak };
	if (!size || block_covered(r->blocks, block, RUN_CODE, modal, modal + size))
		return false;
	sentence_around(text, modal, low, high, &out->from, &out->to);
	if (out->to - out->from > 600 || str_ends(str_sub(text, out->from, out->to), STR("?")))
		return false;
	str head = str_sub(text, out->from, modal);
	out->subject = head.size ? subject_of(r, head, &out->subject_typed) : STR("");
	if (!out->subject.size && !str_is_blank(head))
		return false;
	return read_deed(r, str_sub(text, modal + size, out->to), out);
}

static uint32_t mentioned(struct rules *r, str name, bool typed, uint32_t line)
{
	return team_of_sort(r, name, typed ? TEAM_IS_TYPED : TEAM_IS_CLAIMED, line);
}

uint32_t put_promise(struct rules *r, const struct block *block, const struct promise *p)
{
	struct builder *out = r->out;
	uint32_t line = block_line(r->blocks, block, p->from);
	uint32_t claim = p->subject_typed ? 0 : claim_of_key(r, p->subject);
	uint32_t provider = mentioned(r, p->subject, p->subject_typed, line);
	uint32_t consumer = p->object.size ? mentioned(r, p->object, p->object_typed, line) : NONE;

	out->claim = claim;
	uint32_t contract = builder_contract(out, CONTRACT_COMMITMENT, p->what, line);
	struct when when = duration_when(out, p->time_text, &p->when);
	struct contract *record = &out->contracts.items[contract];
	record->provider = provider;
	record->consumer = consumer;
	record->when = when;
	record->rule = p->clause.size ? 10 : 9;
	record->id = builder_text(out, p->clause);
	if (p->weak)
		builder_attr(out, &out->contracts.items[contract].attrs, STR("duty"), STR("should"));
	if (consumer != NONE && consumer != provider)
		builder_flow(out, STR(""), end_team(provider), end_team(consumer),
		    p->escalates ? FLOW_ESCALATION : FLOW_MESSAGE, line);
	out->claim = 0;
	return claim;
}
