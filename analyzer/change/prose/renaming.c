#include "analyzer/change/prose/renaming.h"

#include "analyzer/change/prose/vocabulary.h"

/* --- near names ---------------------------------------------------------------------------------------------- */

struct name_words {
	str items[NAME_WORDS_MAX];
	unsigned count;
	bool too_many;
};

static bool says_nothing(str word)
{
	static const char *const words[] = { "team", "teams", "department", "dept", "desk", "group", "squad", "unit",
		"division", "office", "crew", "staff", "the", "our", "your", "a", "an", "of", "and", "for" };
	return IS_WORD_OF(word, words);
}

/* Who leads a team is somebody else than the team. */
static bool is_role(str word)
{
	static const char *const words[] = { "lead", "leads", "leader", "leaders", "leadership", "manager", "managers",
		"shadow", "shadows", "chair", "chairs", "head", "director", "directors", "engineer", "engineers",
		"member", "members", "owner", "owners", "captain", "coordinator", "officer", "vp", "executive" };
	return IS_WORD_OF(word, words);
}

/* Who says People Team and who says People Operations mean the same, as far as one page goes. */
static bool is_weak(str word)
{
	static const char *const words[] = { "ops", "operations", "org", "organization", "organisation", "wg",
		"subteam" };
	return IS_WORD_OF(word, words);
}

static void take_words(struct name_words *out, str name)
{
	*out = (struct name_words){ .count = 0 };
	for (size_t at = 0; at < name.size;) {
		size_t from = at;
		while (at < name.size && byte_is_word(name.at[at]))
			at++;
		str word = str_sub(name, from, at);
		at += at == from;
		if (!word.size || says_nothing(word))
			continue;
		if (out->count == NAME_WORDS_MAX) {
			out->too_many = true;
			return;
		}
		out->items[out->count++] = word;
	}
}

static bool same_word(str a, str b)
{
	if (a.size > b.size)
		return same_word(b, a);
	return str_ieq(a, b) ||
	    (b.size == a.size + 1 && a.size > 2 && byte_lower(b.at[a.size]) == 's' &&
	        str_ieq(a, str_sub(b, 0, a.size)));
}

static bool holds(const struct name_words *list, str word)
{
	for (unsigned i = 0; i < list->count; i++)
		if (same_word(list->items[i], word))
			return true;
	return false;
}

/* All words of the one stand in the other, and what that has besides is no role; weak: only such words. */
static bool contains(const struct name_words *more, const struct name_words *less, bool weak)
{
	for (unsigned i = 0; i < less->count; i++)
		if (!holds(more, less->items[i]))
			return false;
	for (unsigned i = 0; i < more->count; i++)
		if ((is_role(more->items[i]) || (weak && !is_weak(more->items[i]))) && !holds(less, more->items[i]))
			return false;
	return less->count > 0;
}

/* "CE" of "Customer Engineering" */
static bool is_short_for(const struct name_words *one, const struct name_words *whole)
{
	str word = one->items[0];

	if (one->count != 1 || whole->count < 2 || word.size != whole->count)
		return false;
	for (unsigned i = 0; i < whole->count; i++)
		if (!byte_is_upper(word.at[i]) || byte_lower(word.at[i]) != byte_lower(whole->items[i].at[0]))
			return false;
	return true;
}

static bool are_near(str one, str other, bool weak)
{
	struct name_words a, b;

	take_words(&a, one);
	take_words(&b, other);
	return a.count && b.count && !a.too_many && !b.too_many &&
	    (contains(&a, &b, weak) || contains(&b, &a, weak) || is_short_for(&a, &b) || is_short_for(&b, &a));
}

bool names_are_near(str one, str other)
{
	return are_near(one, other, false);
}

bool names_are_nearly_equal(str one, str other)
{
	return are_near(one, other, true);
}

/* --- what stands in the place of a name ---------------------------------------------------------------------- */

enum { WORDS_MAX = 120, AROUND = 2, INSTEAD_WORDS = 6 };

struct place_words {
	str items[WORDS_MAX];
	unsigned count;
};

static void cut_words(struct place_words *out, str text)
{
	str rest = text, raw;

	out->count = 0;
	while (out->count < WORDS_MAX && str_next_word(&rest, " \t\n", &raw)) {
		str bare = bare_word(raw);
		if (bare.size)
			out->items[out->count++] = bare;
	}
}

static bool is_article(str word)
{
	static const char *const words[] = { "the", "a", "an", "our", "your", "their" };
	return IS_WORD_OF(word, words);
}

/* Words of one text before a place, held against those of another: an edge of the text matches an edge. */
static bool same_before(const struct place_words *a, unsigned i, const struct place_words *b, unsigned k)
{
	for (unsigned n = 1; n <= AROUND; n++) {
		if (i < n || k < n)
			return i < n && k < n;
		if (!str_ieq(a->items[i - n], b->items[k - n]))
			return false;
	}
	return true;
}

static bool same_behind(const struct place_words *a, unsigned i, const struct place_words *b, unsigned k)
{
	if (i == a->count || k == b->count)
		return i == a->count && k == b->count;
	return str_ieq(a->items[i], b->items[k]);
}

static bool has_capital(str word)
{
	return word.size && byte_is_upper(word.at[0]);
}

static str phrase_of(const struct place_words *words, unsigned from, unsigned to)
{
	str first = words->items[from], last = words->items[to - 1];
	return (str){ first.at, (size_t)(last.at + last.size - first.at) };
}

static enum instead kind_of(str *out, const struct place_words *b, unsigned from, unsigned to)
{
	static const char *const ours[] = { "we", "us", "our", "ourselves", "me", "i" };
	static const char *const nameless[] = { "team", "teams", "group", "department", "them", "they" };
	unsigned name = from;
	bool our = from < to && IS_WORD_OF(b->items[from], ours);

	while (name < to && (is_article(b->items[name]) || (our && name == from)))
		name++;
	*out = phrase_of(b, from, to);
	if (our && (name == to || (to - name == 1 && IS_WORD_OF(b->items[name], nameless))))
		return INSTEAD_WE;
	if (name == to)
		return INSTEAD_NOTHING;
	if (to - name == 1 && IS_WORD_OF(b->items[name], nameless))
		return INSTEAD_ANY;
	bool suffix = to - name > 1 && is_team_suffix(b->items[to - 1]), capitals = has_capital(b->items[name]);
	for (unsigned i = name; i + suffix < to; i++)
		capitals =
		    capitals && (has_capital(b->items[i]) || is_word(b->items[i], "and") || is_word(b->items[i], "of"));
	*out = phrase_of(b, name, to);
	return (suffix && to - name <= 5) || capitals ? INSTEAD_NAME : INSTEAD_NOTHING;
}

bool says_near_name(str *out, str text, str name)
{
	struct place_words words;

	cut_words(&words, text);
	for (unsigned last = 1; last < words.count; last++) {
		if (!is_team_suffix(words.items[last]))
			continue;
		for (unsigned from = last; from-- > 0 && from + 5 > last && !is_article(words.items[from]);) {
			*out = phrase_of(&words, from, last + 1);
			if (names_are_near(*out, name))
				return true;
		}
	}
	return false;
}

enum instead said_instead(str *out, str from, str name, str in)
{
	struct place_words a, b;
	unsigned begin, end;

	*out = STR("");
	cut_words(&a, from);
	cut_words(&b, in);
	for (begin = 0; begin < a.count && a.items[begin].at + a.items[begin].size <= name.at; begin++)
		;
	for (end = begin; end < a.count && a.items[end].at < name.at + name.size; end++)
		;
	while (begin > 0 && is_article(a.items[begin - 1]))
		begin--;
	for (unsigned i = 0; i <= b.count; i++) {
		if (!same_before(&a, begin, &b, i))
			continue;
		for (unsigned k = i; k <= b.count && k <= i + INSTEAD_WORDS; k++)
			if (k > i && same_behind(&a, end, &b, k))
				return kind_of(out, &b, i, k);
	}
	return INSTEAD_NOTHING;
}
