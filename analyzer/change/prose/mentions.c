#include "analyzer/change/prose/mentions.h"

#include "analyzer/change/prose/vocabulary.h"
#include "analyzer/config/config.h"
#include "model/names.h"

#include <string.h>

enum { WORDS_MAX = 200, NAME_WORDS = 5, KEY_BYTES = 128 };

struct token {
	str text;        /* without marks around it and without 's */
	bool stops;      /* a mark follows */
	bool opens;      /* first of the sentence, or behind a colon or a dash */
	bool suffix;     /* "team" and the like */
	uint8_t mention; /* number of the mention that it is part of + 1 */
};

struct look {
	struct token words[WORDS_MAX];
	unsigned count;
	struct mentions *out;
	struct arena *arena;
	struct registry *registry;
	const str *links;
	unsigned link_count;
};

/* --- words --------------------------------------------------------------------------------------------------- */

static void cut_words(struct look *l, str text)
{
	str rest = text, raw;
	bool opens = true;

	while (l->count < WORDS_MAX && str_next_word(&rest, " \t\n", &raw)) {
		struct token *token = &l->words[l->count];
		str bare = bare_word(raw);
		bool own = str_ends(bare, STR("'s")), curly = str_ends(bare, STR("\u2019s"));
		if (own || curly)
			bare.size -= own ? 2 : 4;
		if (!bare.size || str_eq(bare, STR("-")) || str_eq(bare, STR("\u2013")) ||
		    str_eq(bare, STR("\u2014"))) {
			opens = true;
			if (l->count)
				l->words[l->count - 1].stops = true;
			continue;
		}
		*token = (struct token){ .text = bare, .opens = opens, .suffix = is_team_suffix(bare) };
		token->stops = bare.at + bare.size < raw.at + raw.size;
		opens = raw.at[raw.size - 1] == ':';
		l->count++;
	}
}

static str word_at(const struct look *l, unsigned i)
{
	return i < l->count ? l->words[i].text : STR("");
}

static str phrase_of(const struct look *l, unsigned from, unsigned to)
{
	str first = l->words[from].text, last = l->words[to - 1].text;
	return (str){ first.at, (size_t)(last.at + last.size - first.at) };
}

static bool is_capital(str word)
{
	int32_t c;

	if (!word.size)
		return false;
	if (!(word.at[0] & 0x80))
		return byte_is_upper(word.at[0]);
	text_next(word, &c);
	return char_is_upper(c);
}

/* --- names --------------------------------------------------------------------------------------------------- */

static team_id known_team(const struct look *l, team_id id)
{
	team_id team = registry_resolve(l->registry, id);
	bool counts = team && registry_knows(l->registry, team) && registry_team_kind(l->registry, team) != TEAM_SYSTEM;

	return counts ? team : 0;
}

/* The number of a name whose letters are all ASCII, without making its key. */
static team_id find_plain(const struct look *l, str phrase)
{
	char room[KEY_BYTES];
	size_t size = 0;

	for (size_t i = 0; i < phrase.size && size < sizeof room; i++) {
		char c = phrase.at[i];
		bool joins = c == ' ' && i + 1 < phrase.size && (phrase.at[i + 1] == '&' || phrase.at[i + 1] == 'a') &&
		    (str_starts(str_sub(phrase, i, phrase.size), STR(" & ")) ||
		        str_starts(str_sub(phrase, i, phrase.size), STR(" and ")));
		if ((c & 0x80) || joins)
			return registry_find(l->registry, team_key(l->arena, phrase));
		if (byte_is_letter(c) || byte_is_digit(c) || c == '&' || c == '+')
			room[size++] = byte_lower(c);
	}
	return size < sizeof room ? registry_find_squeezed(l->registry, (str){ room, size }) : 0;
}

static bool is_configured_alias(const struct look *l, team_id id, str phrase)
{
	const struct config *config = l->registry->config;

	if (!config || !l->registry->entries[id].alias_configured)
		return false;
	for (unsigned i = 0; i < config->team_count; i++)
		for (unsigned k = 0; k < config->teams[i].alias_count; k++)
			if (str_eq(config->teams[i].aliases[k], phrase))
				return true;
	return false;
}

static bool is_linked(const struct look *l, str phrase)
{
	for (unsigned i = 0; i < l->link_count; i++)
		if (str_eq(l->links[i], phrase))
			return true;
	return false;
}

/* What may follow a name of one word: with a noun behind it the word is part of something else ("Support ticket"). */
static bool leaves_name_alone(str next)
{
	static const char *const words[] = { "for", "to", "if", "when", "and", "or", "with", "about", "in", "on", "at",
		"as", "by", "via", "before", "after", "is", "are", "was", "were", "will", "can", "should", "must",
		"may", "shall", "has", "have", "who", "that", "which", "so", "within", "of", "but", "then", "directly",
		"first", "only", "also", "does", "do", "immediately", "instead", "the", "a", "an", "this", "these",
		"it", "them", "through", "using", "until", "once", "unless", "from", "during", "whenever", "where",
		"and/or", "because", "approves", "approve", "reviews", "review", "sends", "send", "notifies", "notify",
		"escalates", "assigns", "owns", "handles", "decides", "not", "no", "any", "every", "each", "regarding",
		"per", "prior", "upon" };

	return !next.size || IS_WORD_OF(next, words);
}

static bool is_article(str word)
{
	static const char *const words[] = { "the", "a", "an", "our", "your", "their", "my", "its", "this", "that",
		"any", "each", "every", "no", "new" };
	return IS_WORD_OF(word, words);
}

static bool is_indefinite(str word) /* "a GitHub team" is no team's name */
{
	static const char *const words[] = { "a", "an", "any", "each", "every", "another", "some", "no", "their", "its",
		"his", "her", "whose" };
	return IS_WORD_OF(word, words);
}

/* What opens a sentence before a name without being of it: "Contact Billing", "Once Billing approved". */
static bool opens_before_name(str word)
{
	static const char *const words[] = { "the", "a", "an", "our", "your", "their", "my", "its", "this", "that",
		"these", "those", "any", "each", "every", "both", "either", "neither", "all", "some", "most", "only",
		"no", "if", "when", "whenever", "where", "as", "and", "or", "but", "for", "from", "to", "in", "on",
		"at", "by", "with", "of", "via", "per", "is", "are", "was", "were", "once", "after", "before", "since",
		"until", "unless", "while", "because", "see", "ask", "call", "email", "message", "ping", "tag", "tell",
		"inform", "alert", "engage", "involve", "join", "meet", "let", "have", "please", "cc", "then", "also",
		"currently", "usually", "typically", "generally", "today", "previously", "historically", "now",
		"finally", "first", "next", "instead", "otherwise", "request", "use", "give", "hand", "hands",
		"escalate", "route", "send", "assign", "contact", "reach", "notify", "approve", "review", "sign", "has",
		"had", "will", "should", "must", "can", "may", "which", "who", "what", "whose", "how", "work", "talk",
		"speak", "connect", "check", "confirm", "submit", "share", "post", "thank", "thanks", "help", "remind",
		"invite", "add", "owner", "responsible", "accountable", "consulted", "informed", "inside", "within",
		"outside", "between", "across", "through", "besides", "step", "like", "plus", "not", "former", "new" };
	return IS_WORD_OF(word, words);
}

/* A capital before a name makes it part of a longer one: "Core Billing team", "People & Billing team". */
static bool is_longer(const struct look *l, unsigned from)
{
	if (from > 1 && str_eq(l->words[from - 1].text, STR("&")))
		from--;
	const struct token *before = from ? &l->words[from - 1] : NULL;

	return before && !before->stops && is_capital(before->text) && !before->mention &&
	    !(before->opens && opens_before_name(before->text));
}

static bool stands_for_itself(const struct look *l, unsigned from, unsigned to)
{
	bool joined_before = from > 0 && !l->words[from - 1].stops, joined_after = !l->words[to - 1].stops;

	if (joined_after && is_capital(word_at(l, to)))
		return false;
	if (is_longer(l, from))
		return false;
	if (to - from > 1)
		return true;
	if (l->words[from].opens || (joined_before && is_article(word_at(l, from - 1))))
		return false;
	return !joined_after || leaves_name_alone(word_at(l, to));
}

/* Within a link that is called by a longer name: "[Invoices and Billing team](...)". */
static bool is_longer_in_link(const struct look *l, unsigned from, str phrase)
{
	static const char *const joining[] = { "and", "&", "of" };
	str before = from ? l->words[from - 1].text : STR("");

	if (!before.size || l->words[from - 1].stops || !(is_capital(before) || IS_WORD_OF(before, joining)))
		return false;
	for (unsigned i = 0; i < l->link_count; i++) {
		ptrdiff_t at = str_find(l->links[i], phrase);
		if (at <= 0)
			continue;
		str head = str_sub(l->links[i], 0, (size_t)at),
		    tail = str_trim(str_sub(l->links[i], (size_t)at + phrase.size, l->links[i].size));
		if ((!tail.size || is_team_suffix(tail)) && str_ends(str_trim_right(head), before) &&
		    is_capital(head) && !opens_before_name(str_cut(head, ' ').head))
			return true;
	}
	return false;
}

/* "the Invoices and Billing team" where nobody knows Invoices: one team, of that name. */
static bool is_second_half(const struct look *l, unsigned from)
{
	const struct token *before = from > 1 && is_word(l->words[from - 1].text, "and") ? &l->words[from - 2] : NULL;

	if (!before || before->stops || l->words[from - 1].stops || !is_capital(before->text) || before->mention ||
	    before->opens)
		return false;
	team_id first = registry_find(l->registry, team_key(l->arena, before->text));
	return !first || !known_team(l, first);
}

static team_id team_of(const struct look *l, unsigned from, unsigned to)
{
	str phrase = phrase_of(l, from, to);
	bool linked = is_linked(l, phrase);
	team_id id;

	if (l->words[to - 1].suffix && to - from > 1) {
		bool plural = byte_lower(phrase.at[phrase.size - 1]) == 's';
		if ((plural ? !is_capital(phrase) : is_second_half(l, from)) || is_longer(l, from) ||
		    is_longer_in_link(l, from, phrase) || is_article(l->words[from].text) ||
		    (from > 0 && is_indefinite(l->words[from - 1].text)))
			return 0;
		id = registry_find(l->registry, team_key(l->arena, phrase));
		return id && (is_capital(phrase) || to - from <= 4) ? known_team(l, id) : 0;
	}
	if (!is_capital(phrase) && !linked)
		return 0;
	id = find_plain(l, phrase);
	if (!id)
		return 0;
	bool spelled = linked || registry_spells(l->registry, id, phrase) || is_configured_alias(l, id, phrase);
	return spelled && (linked || stands_for_itself(l, from, to)) && !is_longer_in_link(l, from, phrase)
	    ? known_team(l, id)
	    : 0;
}

static void add(struct look *l, team_id team, team_id called, unsigned from, unsigned to)
{
	if (l->out->count == MENTIONS_MAX)
		return;
	l->out->items[l->out->count++] = (struct mention){ team, called, phrase_of(l, from, to), false };
	for (unsigned i = from; i < to; i++)
		l->words[i].mention = (uint8_t)l->out->count;
}

/* --- contacts ------------------------------------------------------------------------------------------------ */

static bool is_contact(str word)
{
	ptrdiff_t at = str_find_char(word, '@');

	if (word.at[0] == '#') {
		bool letters = false;
		for (size_t i = 1; i < word.size; i++) {
			letters = letters || byte_is_letter(word.at[i]);
			if (!byte_is_word(word.at[i]) && word.at[i] != '-' && word.at[i] != '_')
				return false;
		}
		return letters && word.size > 3 && byte_is_letter(word.at[1]);
	}
	return at > 0 && str_find_char(str_sub(word, (size_t)at, word.size), '.') > 1 && !str_has(word, STR("://"));
}

/* A name begins with a capital, or is the text of a link, or has "team" behind it. */
static bool may_begin_name(const struct look *l, str word)
{
	bool may = is_capital(word);

	for (unsigned i = 0; i < l->link_count && !may; i++)
		may = l->links[i].size && l->links[i].at[0] == word.at[0];
	return may;
}

/* The longest name that begins at a word: how many words it has; 0: none does. */
static unsigned longest_name(struct look *l, unsigned at, team_id *team)
{
	bool may_begin = may_begin_name(l, l->words[at].text);
	unsigned longest = 0;

	for (unsigned size = 1; size <= NAME_WORDS && at + size <= l->count; size++) {
		bool may = may_begin || (size > 1 && l->words[at + size - 1].suffix);
		team_id found = may ? team_of(l, at, at + size) : 0;
		if (found) {
			longest = size;
			*team = found;
		}
		if (l->words[at + size - 1].stops)
			break;
	}
	return longest;
}

static unsigned find_handle(const struct look *l, str word, team_id *team)
{
	team_id id = word.size > 2 ? registry_find(l->registry, team_key(l->arena, word)) : 0;

	*team = id ? known_team(l, id) : 0;
	return *team ? 1 : 0;
}

/* "#billing" is the channel of Billing. */
static team_id team_of_contact(const struct look *l, str word)
{
	team_id id = word.at[0] == '#' ? registry_find(l->registry, team_key(l->arena, word)) : 0;
	return id ? known_team(l, id) : 0;
}

static void find_names(struct look *l)
{
	for (unsigned i = 0; i < l->count;) {
		str word = l->words[i].text;
		team_id team = 0;
		unsigned size = word.at[0] == '@' ? find_handle(l, word, &team)
		    : is_contact(word)            ? 1
		                                  : longest_name(l, i, &team);
		team_id called = size && !team ? team_of_contact(l, word) : 0;
		if (size)
			add(l, team, called, i, i + size);
		i += size ? size : 1;
	}
}

/* --- routing words ------------------------------------------------------------------------------------------- */

enum reach { REACH_TO, REACH_DIRECT, REACH_BY };

static const struct verb {
	const char *base, *third, *past, *going;
	enum reach reach;
	bool noun; /* base and third form are nouns as well */
	const char *particle;
} verbs[] = {
	{ "route", "routes", "routed", "routing", REACH_TO, true, NULL },
	{ "send", "sends", "sent", "sending", REACH_TO, false, NULL },
	{ "escalate", "escalates", "escalated", "escalating", REACH_TO, false, NULL },
	{ "assign", "assigns", "assigned", "assigning", REACH_TO, false, NULL },
	{ "hand", "hands", "handed", "handing", REACH_TO, false, "over" },
	{ "contact", "contacts", "contacted", "contacting", REACH_DIRECT, true, NULL },
	{ "reach", "reaches", "reached", "reaching", REACH_DIRECT, false, "out" },
	{ "notify", "notifies", "notified", "notifying", REACH_DIRECT, false, NULL },
	{ "approve", "approves", "approved", "approving", REACH_BY, false, NULL },
	{ "review", "reviews", "reviewed", "reviewing", REACH_BY, true, NULL },
	{ "sign", "signs", "signed", "signing", REACH_BY, false, "off" },
};

static bool makes_noun_before(str word)
{
	static const char *const words[] = { "the", "a", "an", "this", "that", "these", "those", "your", "our", "their",
		"my", "his", "her", "its", "of", "for", "in", "on", "with", "per", "by", "after", "before", "during",
		"under", "no", "each", "every", "any", "main", "first", "primary", "point", "code", "peer", "design",
		"security", "performance", "annual", "quarterly", "legal", "email", "phone", "emergency", "customer",
		"user", "new", "another", "next", "same", "through", "via", "from", "as", "weekly", "monthly", "pr",
		"business", "initial", "direct", "personal", "one", "key", "single", "sales", "technical", "manual",
		"final" };
	return IS_WORD_OF(word, words);
}

static bool makes_noun_behind(str word)
{
	static const char *const words[] = { "is", "was", "of", "process", "processes", "information", "info",
		"details", "with", "person", "persons", "list", "lists", "form", "page", "point", "points", "cycle",
		"cycles", "meeting", "board", "comments", "requests", "request", "name", "names", "number", "has",
		"channel" };
	return IS_WORD_OF(word, words);
}

static bool is_be(str word)
{
	static const char *const words[] = { "is", "are", "be", "been", "was", "were", "being", "get", "gets" };
	return IS_WORD_OF(word, words);
}

static bool is_done_by_somebody(const struct look *l, unsigned i)
{
	static const char *const words[] = { "who", "which", "that", "team", "and" };
	return i > 0 && (l->words[i - 1].mention || IS_WORD_OF(l->words[i - 1].text, words));
}

/* "Sales approved it", "Sales has already approved it" */
static bool is_done_by_name(const struct look *l, unsigned i)
{
	static const char *const between[] = { "already", "also", "has", "have", "had" };
	unsigned k = i;

	while (k > 0 && k + 2 > i && IS_WORD_OF(l->words[k - 1].text, between))
		k--;
	return k > 0 && l->words[k - 1].mention && !l->words[k - 1].stops;
}

/* "hands the case to Finance"; one may also hand something to nobody in particular. */
static bool goes_to_name(const struct look *l, unsigned i)
{
	enum { FAR = 9 };

	if (i && makes_noun_before(l->words[i - 1].text))
		return false;
	for (unsigned k = i + 1; k < i + FAR && k + 1 < l->count && !l->words[k - 1].stops; k++) {
		bool article = k + 2 < l->count && is_word(l->words[k + 1].text, "the");
		if (is_word(l->words[k].text, "to") && l->words[k + (article ? 2 : 1)].mention)
			return true;
	}
	return false;
}

static bool has_particle(const struct look *l, unsigned i, const char *particle)
{
	if (!particle || (is_word(str_of(particle), "over") && goes_to_name(l, i)))
		return true;
	for (unsigned k = i + 1; k < i + 4 && k < l->count; k++)
		if (is_word(l->words[k].text, particle))
			return true;
	return false;
}

static bool is_verb(const struct look *l, unsigned i, const struct verb *verb)
{
	str word = l->words[i].text, before = i ? word_at(l, i - 1) : STR(""),
	    behind = l->words[i].stops ? STR("") : word_at(l, i + 1);

	if (!has_particle(l, i, verb->particle) ||
	    (is_capital(word) && i && !l->words[i].opens && !l->words[i - 1].stops))
		return false;
	if (is_word(word, verb->base))
		return !verb->noun || !i ||
		    (!makes_noun_before(before) && !makes_noun_behind(behind) &&
		        !(l->words[i - 1].mention && !l->words[i - 1].stops)); /* "Deal Desk review" */
	if (is_word(word, verb->third))
		return !verb->noun || is_done_by_somebody(l, i);
	if (is_word(word, verb->past))
		return is_be(before) || is_word(behind, "to") || is_word(behind, "by") || is_done_by_name(l, i);
	return is_word(word, verb->going) && !makes_noun_before(before) &&
	    (!verb->noun || is_word(before, "by") || l->words[i].opens);
}

/* Marks what stands from a word on, at most so many words away, behind one of two words if they are given. */
static void mark_behind(struct look *l, unsigned verb, unsigned far, const char *link, const char *other)
{
	static const char *const asides[] = { "how", "why", "whether", "understand" }; /* "review how we work with X" */

	for (unsigned k = verb + 1; k <= verb + far && k < l->count; k++) {
		if (IS_WORD_OF(l->words[k].text, asides))
			return;
		if (!l->words[k].mention)
			continue;
		bool linked = !link || k == verb + 1;
		for (unsigned b = k; b-- > verb + 1 && b + 6 > k && !linked;)
			linked = is_word(l->words[b].text, link) || is_word(l->words[b].text, other);
		if (linked)
			l->out->items[l->words[k].mention - 1].routed = true;
	}
}

static void mark_before(struct look *l, unsigned verb)
{
	for (unsigned k = verb; k-- > 0 && k + 5 > verb && !l->words[k].stops;)
		if (l->words[k].mention)
			l->out->items[l->words[k].mention - 1].routed = true;
}

static void mark(struct look *l, unsigned i, enum reach reach)
{
	l->out->routes = true;
	switch (reach) {
	case REACH_TO: mark_behind(l, i, 16, "to", "via"); break;
	case REACH_DIRECT: mark_behind(l, i, 10, NULL, NULL); break;
	case REACH_BY: mark_behind(l, i, 12, "by", "with"); break;
	}
	if (reach == REACH_BY)
		mark_before(l, i);
}

/* First letters of the verbs, of "owned" and of "responsible". */
static bool begins_routing(char first)
{
	switch (byte_lower(first)) {
	case 'a':
	case 'c':
	case 'e':
	case 'h':
	case 'n':
	case 'o':
	case 'r':
	case 's': return true;
	default: return false;
	}
}

static void find_routing(struct look *l)
{
	for (unsigned i = 0; i < l->count; i++) {
		str word = l->words[i].text;
		if (l->words[i].mention || word.size < 4 || !begins_routing(word.at[0]))
			continue;
		for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
			if (byte_lower(word.at[0]) == verbs[k].base[0] && is_verb(l, i, &verbs[k]))
				mark(l, i, verbs[k].reach);
		if (is_word(word, "owned") && is_word(word_at(l, i + 1), "by")) {
			l->out->routes = true;
			mark_behind(l, i + 1, 6, NULL, NULL);
		}
		if (is_word(word, "responsible") && is_word(word_at(l, i + 1), "for")) {
			l->out->routes = true;
			mark_before(l, i);
		}
	}
}

static bool is_routing(str word)
{
	for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
		if (byte_lower(word.at[0]) == verbs[k].base[0] &&
		    (is_word(word, verbs[k].base) || is_word(word, verbs[k].third) || is_word(word, verbs[k].past) ||
		        is_word(word, verbs[k].going)))
			return true;
	return is_word(word, "owned") || is_word(word, "responsible");
}

/* A word of find_routing is a run of letters, whatever marks stand around it. */
bool may_route(str n0)
{
	uint64_t goes_on = 0;

	for (size_t at = 0; at < n0.size; at += 64) {
		uint64_t letters = str_letters_at(n0, at), begins = letters & ~(letters << 1 | goes_on);
		goes_on = letters >> 63;
		for (; begins; begins &= begins - 1) {
			size_t from = at + (unsigned)__builtin_ctzll(begins), to = from + 1;
			if (!begins_routing(n0.at[from]))
				continue;
			while (to < n0.size && byte_is_letter(n0.at[to]))
				to++;
			if (is_routing(str_sub(n0, from, to)))
				return true;
		}
	}
	return false;
}

void mentions_find(
    struct mentions *out, struct arena *arena, struct registry *registry, str n0, const str *links, unsigned link_count)
{
	struct look l;

	l.count = 0;
	l.out = out;
	l.arena = arena;
	l.registry = registry;
	l.links = links;
	l.link_count = link_count;
	out->count = 0;
	out->routes = false;
	cut_words(&l, n0);
	find_names(&l);
	find_routing(&l);
}
