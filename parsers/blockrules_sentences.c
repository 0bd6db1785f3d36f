#include "parsers/blockrules_internal.h"

#include "base/text.h"

#include <string.h>

/* R9: a sentence in which a team commits itself to a time; R10: the same in a numbered clause; and the names of
 * teams that are written as such ("Billing Team") in running text.
 *
 * One pass over the words finds the modals and the words like "team"; only a paragraph that has both a modal and
 * something like a time is cut into sentences. */

enum { HITS = 16 };

struct hits {
	uint32_t modals[HITS], suffixes[HITS];
	unsigned modal_count, suffix_count;
	bool time; /* a digit, or a word that a time is made of */
};

static const char *const team_words[] = { "team", "department", "dept", "dept.", "squad", "division", "desk" };
static const char *const typed_words[] = { "team", "department", "dept", "dept.", "squad", "division", "desk", "group",
	"office", "unit", "tribe", "chapter", "crew" };

static bool is_modal(str word)
{
	static const char *const words[] = { "shall", "must", "will", "should", "agrees", "agree", "commits", "commit",
		"is", "are" };

	return ONE_OF(word, words);
}

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

static bool hints_at_time(str word)
{
	static const char *const words[] = { "hour", "hours", "day", "days", "minutes", "week", "weeks", "month",
		"immediately", "promptly", "asap", "noon", "midnight", "daily", "weekly", "monthly", "business",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "end", "once", "soon" };

	return ONE_OF(word, words);
}

static size_t word_end(str text, size_t at)
{
	while (at < text.size && byte_is_letter(text.at[at]))
		at++;
	return at;
}

static void scan(struct hits *out, str text)
{
	*out = (struct hits){ 0 };
	for (size_t at = 0; at < text.size;) {
		char c = text.at[at];
		if (!byte_is_letter(c)) {
			out->time = out->time || byte_is_digit(c);
			at++;
			continue;
		}
		size_t end = word_end(text, at);
		size_t size = end - at;
		if (size >= 2 && size <= 11) {
			str word = { text.at + at, size };
			switch (c | 32) {
			case 's':
			case 'm':
			case 'w':
			case 'a':
			case 'c':
			case 'i':
				if (out->modal_count < HITS && at && text.at[at - 1] == ' ' && is_modal(word))
					out->modals[out->modal_count++] = (uint32_t)at;
				if ((c | 32) == 's' && out->suffix_count < HITS && ONE_OF(word, team_words))
					out->suffixes[out->suffix_count++] = (uint32_t)at;
				break;
			case 't':
			case 'd':
				if (out->suffix_count < HITS && at && ONE_OF(word, team_words))
					out->suffixes[out->suffix_count++] = (uint32_t)at;
				break;
			default: break;
			}
			if (out->modal_count && !out->time)
				out->time = hints_at_time(word);
		}
		at = end;
	}
}

/* --- names in running text --------------------------------------------------------------------------------- */

static bool begins_upper(str word)
{
	int32_t c = 0;

	if (!word.size)
		return false;
	text_next(word, &c);
	return c > 0 && char_is_upper(c);
}

/* Words with a capital that are part of no name: they begin a sentence, or point at a team. */
static bool is_pointer(str word)
{
	static const char *const words[] = { "a", "an", "the", "our", "your", "their", "his", "her", "its", "my",
		"this", "that", "these", "those", "each", "every", "any", "all", "some", "most", "no", "other",
		"another", "one", "both", "same", "which", "what", "whose", "new", "entire", "whole", "full", "small",
		"large", "great", "good", "if", "when", "as", "and", "or", "but", "for", "from", "to", "in", "on", "at",
		"by", "with", "of", "is", "are", "was", "see", "contact", "ask", "join", "meet", "about", "welcome",
		"have", "has", "had", "who", "how", "why", "where", "while", "once", "after", "before", "since",
		"until", "use", "add", "create", "update", "let", "make", "tag", "ping", "notify", "email", "message",
		"inform", "tell", "request", "assign", "define", "build", "growing", "hiring", "manage", "managing",
		"current", "previous", "next", "responsible", "dedicated", "remote", "core", "wider", "broader",
		"individual", "multiple", "several", "many", "two", "three", "cross-functional", "local", "global",
		"internal", "external", "relevant", "appropriate", "owning", "respective", "specific", "different",
		"separate", "assigned", "team", "department", "customer-facing", "first", "last", "i", "we", "you",
		"they", "it", "not", "per", "via", "within", "across", "between", "like", "only", "also", "including",
		"das", "dem", "des", "unser", "unserem", "ein", "jedes", "kein", "hi", "hey", "hello", "dear", "thanks",
		"thank", "prepared", "successful", "train", "visit", "published", "involve", "engage", "alert", "help",
		"work", "please", "name", "rotate", "lead", "cc" };

	return ONE_OF(word, words) && !(word.size > 1 && byte_is_upper(word.at[0]) && byte_is_upper(word.at[1]));
}

static size_t word_start(str text, size_t end)
{
	size_t from = end;

	while (from > 0 && text.at[from - 1] != ' ')
		from--;
	return from;
}

static bool opens_sentence(str text, size_t from)
{
	return from == 0 || (from >= 2 && strchr(".:!?;", text.at[from - 2]) != NULL);
}

static bool is_plain_word(str word)
{
	if (str_has(word, STR("\u2019")))
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (!byte_is_word(word.at[i]) && word.at[i] != '-' && word.at[i] != '&' && word.at[i] != '/')
			return false;
	return word.size > 0;
}

/* The capitalised words before "team" at a place, at most three; 0 size: none. "Data and Analytics" is one name only
 * behind "the": elsewhere the "and" may stand between two. */
static str capitals_before(str text, size_t suffix)
{
	size_t from = suffix;
	unsigned words = 0;
	bool joined = false;

	while (from > 1 && words < 4) {
		size_t start = word_start(text, from - 1);
		str word = str_sub(text, start, from - 1);
		if (words == 1 && !joined && (str_eq(word, STR("&")) || str_eq(word, STR("and")))) {
			joined = true;
			from = start;
			continue;
		}
		if (!begins_upper(word) || !is_plain_word(word) || str_eq(word, STR("Teams")))
			break;
		from = start;
		words++;
	}
	str name = str_sub(text, from, suffix > from ? suffix - 1 : from);
	for (struct str_cut first = str_cut(name, ' '); name.size && is_pointer(first.head); first = str_cut(name, ' '))
		name = first.tail;
	if (words > 3)
		return STR("");
	if (!joined)
		return name;
	str before = str_trim_right(str_sub(text, 0, (size_t)(name.at - text.at)));
	struct str_cut last = str_rcut(before, ' ');
	bool named = words == 2 && begins_upper(name) && str_ieq(last.found ? last.tail : before, STR("the"));
	return named ? name : STR("");
}

static bool touches_code(const struct rules *r, const struct block *block, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block_runs(r->blocks, block)[i];
		if (run->kind == RUN_CODE && run->from < to && run->to > from)
			return true;
	}
	return false;
}

/* Of a name like "Support team" only the capitals speak; at the beginning of a sentence these say nothing. */
static void take_inferred(struct rules *r, const struct block *block, str text, size_t suffix)
{
	size_t end = word_end(text, suffix);
	str name = capitals_before(text, suffix), word = str_sub(text, suffix, end);

	if (!name.size || name.size > 50 || end - suffix < 4)
		return;
	size_t from = (size_t)(name.at - text.at);
	bool titled = begins_upper(word), one = str_find_char(name, ' ') == STR_NONE;
	if (one && opens_sentence(text, from) && !titled)
		return;
	if (str_ieq(word, STR("desk")) && (!titled || str_ieq(name, STR("Help")) || str_ieq(name, STR("Service"))))
		return;
	if (touches_code(r, block, (uint32_t)from, (uint32_t)end) || str_has(name, STR("/")))
		return;
	str whole = str_sub(text, from, end);
	if (name_is_plausible(r->arena, whole) && team_key(r->arena, whole).size > 1)
		team_of_sort(r, whole, TEAM_IS_INFERRED, block_line(r->blocks, block, (uint32_t)suffix));
}

/* --- R9 ---------------------------------------------------------------------------------------------------------- */

struct promise {
	str subject, object; /* provider and, if one is told, receiver */
	bool subject_typed, object_typed;
	bool escalates;
	str what;
	struct duration when;
	str time_text;
	bool weak;
	uint32_t from, to; /* of the sentence, in the text of the block */
	str clause;        /* its number */
};

static bool ends_sentence(str text, size_t at)
{
	static const char *const shorts[] = { "e.g", "i.e", "etc", "vs", "approx", "no", "dept", "inc", "ltd", "mr",
		"ms", "dr" };

	if (!strchr(".!?", text.at[at]) || (at + 1 < text.size && text.at[at + 1] != ' '))
		return false;
	size_t from = at;
	while (from > 0 && (byte_is_letter(text.at[from - 1]) || text.at[from - 1] == '.'))
		from--;
	return !ONE_OF(str_sub(text, from, at), shorts) && !(at - from == 1 && byte_is_upper(text.at[from]));
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

/* What is promised, behind the modal: true where it has a time. */
static bool read_deed(struct rules *r, str tail, struct promise *out)
{
	tail = str_trim(tail);
	while (tail.size && strchr(".!;", tail.at[tail.size - 1]))
		tail.size--;
	if (is_passive(tail))
		return false;
	out->when = duration_find(r->arena, tail);
	if (out->when.answer == DURATION_NONE || !out->when.explicit_op || is_measure(tail, &out->when) ||
	    (out->when.answer == DURATION_VAGUE && !out->subject_typed))
		return false;
	out->what = without_loose_end(duration_strip(r->arena, tail, &out->when));
	out->time_text = out->when.phrase;
	find_receiver(r, out->what, out);
	return true;
}

/* The subject before a modal is read also where no promise follows: clauses below it may go on with it. */
static bool read_promise(
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

/* The records of a promise; its claim, or 0 where the name says itself that it is a team. */
static uint32_t put_promise(struct rules *r, const struct block *block, const struct promise *p)
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

/* --- R10 ------------------------------------------------------------------------------------------------------------
 */

/* "3.2.1 If ..." -> the number's size with what follows it; 0: no clause begins here. */
static uint32_t clause_size(str text, str *number)
{
	size_t at = 0, dots = 0;

	while (at < text.size && at < 20 && (byte_is_digit(text.at[at]) || text.at[at] == '.')) {
		dots += text.at[at] == '.' && at + 1 < text.size && byte_is_digit(text.at[at + 1]);
		at++;
	}
	if (!dots || at >= text.size || text.at[at] != ' ' || !byte_is_digit(text.at[0]))
		return 0;
	size_t end = at;
	while (end && text.at[end - 1] == '.')
		end--;
	*number = str_sub(text, 0, end);
	return (uint32_t)at + 1;
}

/* "(a) " begins a part of the clause before it. */
static uint32_t letter_size(str text)
{
	return text.size > 4 && text.at[0] == '(' && byte_is_letter(text.at[1]) && text.at[2] == ')' &&
	        text.at[3] == ' '
	    ? 4
	    : 0;
}

/* Clauses that the one in hand does not belong to are left. */
static void enter_clause(struct rules *r, str number)
{
	while (r->clause_count) {
		str outer = r->clauses[r->clause_count - 1].id;
		if (number.size > outer.size && str_starts(number, outer) && number.at[outer.size] == '.')
			break;
		r->clause_count--;
	}
}

static void remember_clause(struct rules *r, str number, str subject)
{
	if (r->clause_count && str_eq(r->clauses[r->clause_count - 1].id, number))
		return;
	if (r->clause_count < CLAUSE_DEPTH)
		r->clauses[r->clause_count++] = (struct clause){ number, subject };
}

static bool inherit(struct rules *r, struct promise *out)
{
	if (!r->clause_count)
		return false;
	out->subject = r->clauses[r->clause_count - 1].subject;
	out->subject_typed = team_has_suffix(r->arena, out->subject);
	return true;
}

struct lines { /* pieces of a paragraph: it is cut where a clause or a label begins a line */
	uint32_t from[64], count;
};

static void cut_lines(struct rules *r, const struct block *block, struct lines *out)
{
	str text = block_text(r->blocks, block), number;

	out->from[0] = 0;
	out->count = 1;
	for (uint32_t i = 0; i < block->run_count && out->count < 64; i++) {
		const struct run *run = &block_runs(r->blocks, block)[i];
		uint32_t at = run->from + (run->from < text.size && text.at[run->from] == ' ');
		str rest = str_sub(text, at, text.size);
		if (run->kind == RUN_BREAK && at && at < text.size && (clause_size(rest, &number) || letter_size(rest)))
			out->from[out->count++] = at;
	}
}

/* --- paragraphs -----------------------------------------------------------------------------------------------------
 */

struct prose_cut { /* what has been written of a paragraph's text */
	uint32_t done;
	bool any;
};

static void put_piece(
    struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth, uint32_t from, uint32_t to)
{
	str piece = str_trim(str_sub(block_text(r->blocks, block), from, to));

	if (piece.size)
		put_prose(r, kind, piece, block_line(r->blocks, block, from), depth);
}

static void put_sentence(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth,
    const struct promise *p, struct prose_cut *cut)
{
	uint32_t claim = put_promise(r, block, p);

	put_piece(r, block, kind, depth, cut->done, p->from);
	if (claim) {
		r->out->claim = claim;
		put_piece(r, block, kind, depth, p->from, p->to);
		r->out->claim = 0;
	}
	cut->done = p->to;
	cut->any = true;
}

struct line {                    /* of a paragraph, in hand */
	uint32_t from, to, text; /* text: behind its number or letter */
	str number;
	bool lettered;
};

/* "(a) send the order within 1 hour" goes on with the subject and the modal of its clause. */
static void take_lettered(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth,
    const struct line *line, struct prose_cut *cut)
{
	struct promise promise = { .from = line->from, .to = line->to };

	if (line->to - line->from > 600 || !inherit(r, &promise) ||
	    !read_deed(r, str_sub(block_text(r->blocks, block), line->text, line->to), &promise))
		return;
	promise.clause = r->clauses[r->clause_count - 1].id;
	put_sentence(r, block, kind, depth, &promise, cut);
}

static void take_line(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth,
    const struct line *line, const struct hits *hits, struct prose_cut *cut)
{
	struct promise promise;
	bool modal_seen = false;

	if (line->number.size)
		enter_clause(r, line->number);
	for (unsigned i = 0; i < hits->modal_count; i++) {
		uint32_t modal = hits->modals[i];
		if (modal < line->from || modal >= line->to || modal < cut->done)
			continue;
		modal_seen = true;
		bool promised = read_promise(r, block, modal, line->text, line->to, &promise);
		if (line->number.size && promise.subject.size)
			remember_clause(r, line->number, promise.subject);
		if (!promised ||
		    (!promise.subject.size && !((line->number.size || line->lettered) && inherit(r, &promise))))
			continue;
		promise.clause = line->number.size ? line->number
		    : line->lettered               ? r->clauses[r->clause_count - 1].id
		                                   : STR("");
		promise.from = promise.from == line->text ? line->from : promise.from;
		put_sentence(r, block, kind, depth, &promise, cut);
	}
	if (line->lettered && !modal_seen)
		take_lettered(r, block, kind, depth, line, cut);
}

static struct line line_at(const struct rules *r, const struct block *block, const struct lines *lines, uint32_t i)
{
	struct line line = { .from = lines->from[i], .number = STR("") };

	line.to = i + 1 < lines->count ? lines->from[i + 1] : block->text_size;
	str text = str_sub(block_text(r->blocks, block), line.from, line.to);
	uint32_t skip = clause_size(text, &line.number), letter = skip ? 0 : letter_size(text);
	line.lettered = letter > 0;
	line.text = line.from + skip + letter;
	return line;
}

bool take_sentences(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth)
{
	str text = block_text(r->blocks, block);
	struct hits hits;
	struct prose_cut cut = { 0 };
	struct lines lines;

	scan(&hits, text);
	for (unsigned i = 0; i < hits.suffix_count; i++)
		take_inferred(r, block, text, hits.suffixes[i]);
	if (!hits.modal_count || !hits.time)
		return false;
	cut_lines(r, block, &lines);
	for (uint32_t i = 0; i < lines.count; i++) {
		struct line line = line_at(r, block, &lines, i);
		take_line(r, block, kind, depth, &line, &hits, &cut);
	}
	if (!cut.any)
		return false;
	put_piece(r, block, kind, depth, cut.done, block->text_size);
	return true;
}
