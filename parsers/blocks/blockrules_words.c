#include "parsers/blocks/blockrules_sentences.h"

#include "base/text.h"

#include <string.h>

/* One pass over the words of a text finds the modals and the words like "team", and the names of teams that are
 * written as such ("Billing Team"): they count from three documents on. */

enum word_kind { WORD_MODAL, WORD_TEAM };

/* The words that are looked for, by their first letter. */
static const struct {
	const char *word;
	uint8_t size, kind;
} wanted[26][4] = {
	['a' - 'a'] = { { "agrees", 6, WORD_MODAL }, { "agree", 5, WORD_MODAL }, { "are", 3, WORD_MODAL } },
	['c' - 'a'] = { { "commits", 7, WORD_MODAL }, { "commit", 6, WORD_MODAL } },
	['d' - 'a'] = { { "department", 10, WORD_TEAM }, { "dept", 4, WORD_TEAM }, { "desk", 4, WORD_TEAM },
	    { "division", 8, WORD_TEAM } },
	['i' - 'a'] = { { "is", 2, WORD_MODAL } },
	['m' - 'a'] = { { "must", 4, WORD_MODAL } },
	['s' - 'a'] = { { "shall", 5, WORD_MODAL }, { "should", 6, WORD_MODAL }, { "squad", 5, WORD_TEAM } },
	['t' - 'a'] = { { "team", 4, WORD_TEAM } },
	['w' - 'a'] = { { "will", 4, WORD_MODAL } },
};

static size_t word_end(str text, size_t at)
{
	while (at < text.size && byte_is_letter(text.at[at]))
		at++;
	return at;
}

/* Sizes of the wanted words by the low bits of their first letter, a bit each: most words are none by that alone. */
static const uint64_t wanted_sizes[32] = {
	['a' & 31] = 1 << 6 | 1 << 5 | 1 << 3,
	['c' & 31] = 1 << 7 | 1 << 6,
	['d' & 31] = 1 << 10 | 1 << 8 | 1 << 4,
	['i' & 31] = 1 << 2,
	['m' & 31] = 1 << 4,
	['s' & 31] = 1 << 6 | 1 << 5,
	['t' & 31] = 1 << 4,
	['w' & 31] = 1 << 4,
};

static void note_word(struct hits *out, str text, size_t at, size_t size)
{
	unsigned letter = (unsigned)(byte_lower(text.at[at]) - 'a');

	for (unsigned i = 0; i < 4 && wanted[letter][i].size; i++) {
		if (wanted[letter][i].size != size ||
		    !str_ieq((str){ text.at + at, size }, (str){ wanted[letter][i].word, size }))
			continue;
		bool begins = at && text.at[at - 1] == ' ' &&
		    (size > 3 || str_starts(str_sub(text, at + size, text.size), STR(" required")));
		if (wanted[letter][i].kind == WORD_TEAM && at && out->suffix_count < HITS)
			out->suffixes[out->suffix_count++] = (uint32_t)at;
		if (wanted[letter][i].kind == WORD_MODAL && begins && out->modal_count < HITS)
			out->modals[out->modal_count++] = (uint32_t)at;
	}
}

/* Sizes of the words that hint at a time, likewise. */
static const uint64_t hint_sizes[32] = {
	['a' & 31] = 1 << 4,
	['b' & 31] = 1 << 8,
	['d' & 31] = 1 << 5 | 1 << 4 | 1 << 3,
	['e' & 31] = 1 << 3,
	['f' & 31] = 1 << 6,
	['h' & 31] = 1 << 5 | 1 << 4,
	['i' & 31] = 1 << 11,
	['m' & 31] = 1 << 8 | 1 << 7 | 1 << 6 | 1 << 5,
	['n' & 31] = 1 << 4,
	['o' & 31] = 1 << 4,
	['p' & 31] = 1 << 8,
	['s' & 31] = 1 << 8 | 1 << 6 | 1 << 4,
	['t' & 31] = 1 << 8 | 1 << 7,
	['w' & 31] = 1 << 9 | 1 << 6 | 1 << 5 | 1 << 4,
};

static bool hints_at_time(str word)
{
	static const char *const words[] = { "hour", "hours", "day", "days", "minutes", "week", "weeks", "month",
		"immediately", "promptly", "asap", "noon", "midnight", "daily", "weekly", "monthly", "business",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "end", "once", "soon" };

	return word.size < 12 && hint_sizes[word.at[0] & 31] >> word.size & 1 && ONE_OF(word, words);
}

static bool has_digit(str text)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	size_t i = 0;

	for (; i + 8 <= text.size; i += 8) { /* eight at once: what is less than ten when '0' is taken off */
		uint64_t bytes;
		memcpy(&bytes, text.at + i, 8);
		bytes ^= ones * '0';
		if ((bytes - ones * 10) & ~bytes & tops)
			return true;
	}
	for (; i < text.size; i++)
		if (byte_is_digit(text.at[i]))
			return true;
	return false;
}

enum { STRETCH = 64 };

void scan_words(struct hits *out, str text)
{
	out->modal_count = out->suffix_count = 0;
	out->time = false;
	for (size_t at = 0, next; at < text.size; at = next) {
		uint64_t letters = str_letters_at(text, at);
		next = at + STRETCH;
		if (letters == UINT64_MAX)
			next = word_end(text, at); /* too long for any of them */
		while (letters && letters != UINT64_MAX) {
			unsigned from = (unsigned)__builtin_ctzll(letters);
			unsigned size = (unsigned)__builtin_ctzll(~(letters >> from));
			if (from + size == STRETCH) { /* it may go on: the next stretch begins with it */
				next = at + from;
				break;
			}
			if (out->modal_count && !out->time) /* a modal stands before it */
				out->time = hints_at_time((str){ text.at + at + from, size });
			if (wanted_sizes[text.at[at + from] & 31] >> size & 1)
				note_word(out, text, at + from, size);
			letters &= letters + ((uint64_t)1 << from); /* without this word */
		}
	}
	out->time = out->modal_count && (out->time || has_digit(text));
}

/* A section of which one line changed is read as a whole: most of its texts have been seen, and what their bytes alone
 * decide is remembered for the last ones of each place. */
struct known_text *know_text(str text)
{
	enum { PLACES = 1 << 15 };
	static _Thread_local struct known_text known[PLACES];
	uint64_t hash = str_hash(text);
	struct known_text *at = &known[hash % PLACES];

	if (at->sums.hash != hash) {
		struct hits hits;
		scan_words(&hits, text);
		bool calm = !hits.suffix_count && !(hits.modal_count && hits.time);
		*at = (struct known_text){ .sums = text_sums(text), .calm = calm };
	}
	return at;
}

/* --- names in running text --------------------------------------------------------------------------------- */

/* Words with a capital that are part of no name: they begin a sentence, or point at a team. */
bool is_pointer(str word)
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

/* Of these words with a capital some belong to a name: "the Core Application Team", "Internal Audit Team". */
static bool may_be_of_name(str word)
{
	static const char *const words[] = { "core", "remote", "local", "global", "internal", "external",
		"customer-facing", "dedicated" };

	return ONE_OF(word, words);
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
str capitals_before(str text, size_t suffix)
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
	for (struct str_cut first = str_cut(name, ' '); name.size && is_pointer(first.head);
	     first = str_cut(name, ' ')) {
		if (first.found && may_be_of_name(first.head)) {
			if (opens_sentence(text, (size_t)(name.at - text.at)))
				return STR(""); /* there its capital says nothing */
			break;
		}
		name = first.tail;
	}
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
bool take_inferred(struct rules *r, const struct block *block, str text, size_t suffix)
{
	size_t end = word_end(text, suffix);
	str name = capitals_before(text, suffix), word = str_sub(text, suffix, end);

	if (!name.size || name.size > 50 || end - suffix < 4)
		return false;
	size_t from = (size_t)(name.at - text.at);
	bool titled = begins_upper(word), one = str_find_char(name, ' ') == STR_NONE;
	if (one && opens_sentence(text, from) && !titled)
		return false;
	if (str_ieq(word, STR("desk")) && (!titled || str_ieq(name, STR("Help")) || str_ieq(name, STR("Service"))))
		return false;
	if (touches_code(r, block, (uint32_t)from, (uint32_t)end) || str_has(name, STR("/")))
		return false;
	str whole = str_sub(text, from, end);
	if (!name_is_plausible(r->arena, whole) || team_key(r->arena, whole).size <= 1)
		return false;
	team_of_sort(r, whole, TEAM_IS_INFERRED, block_line(r->blocks, block, (uint32_t)suffix));
	return true;
}

void take_team_names(struct rules *r, const struct block *block)
{
	str text = block_text(r->blocks, block);
	struct hits hits;

	scan_words(&hits, text);
	for (unsigned i = 0; i < hits.suffix_count; i++)
		take_inferred(r, block, text, hits.suffixes[i]);
}
