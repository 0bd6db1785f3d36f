#include "model/names.h"

#include <stdlib.h>
#include <string.h>

/* --- entities --------------------------------------------------------------------------------- */

struct entity {
	const char *name;
	int32_t value;
};
#define ENTITY(name, value) { name, value },
static const struct entity entities[] = {
#include "model/entities.def"
};
#undef ENTITY

static int by_name(const void *key, const void *row)
{
	return str_cmp(*(const str *)key, str_of(((const struct entity *)row)->name));
}

static int digit_value(char c, int base)
{
	int value = byte_is_digit(c)                       ? c - '0'
	    : byte_lower(c) >= 'a' && byte_lower(c) <= 'f' ? byte_lower(c) - 'a' + 10
	                                                   : 99;
	return value < base ? value : -1;
}

static int32_t numeric_entity(str digits)
{
	int base = digits.size && (digits.at[0] == 'x' || digits.at[0] == 'X') ? 16 : 10;
	int32_t value = 0;

	digits = str_sub(digits, base == 16, digits.size);
	if (!digits.size || digits.size > 7)
		return -1;
	for (size_t i = 0; i < digits.size; i++) {
		int digit = digit_value(digits.at[i], base);
		if (digit < 0)
			return -1;
		value = value * base + digit;
	}
	return value == 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000) ? -1 : value;
}

/* Nearly all that people write; the table of the others is long. */
static int32_t common_entity(str name)
{
	static const struct {
		const char *name;
		size_t size;
		int32_t value;
	} common[] = { { "lt", 2, '<' }, { "gt", 2, '>' }, { "amp", 3, '&' }, { "quot", 4, '"' }, { "apos", 4, '\'' },
		{ "nbsp", 4, 0xa0 } };

	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (common[i].size == name.size && memcmp(common[i].name, name.at, name.size) == 0)
			return common[i].value;
	return -1;
}

int32_t name_entity(str name)
{
	int32_t common = common_entity(name);

	if (common >= 0)
		return common;
	if (name.size && name.at[0] == '#')
		return numeric_entity(str_sub(name, 1, name.size));
	const struct entity *row =
	    bsearch(&name, entities, sizeof entities / sizeof *entities, sizeof *entities, by_name);
	return row ? row->value : -1;
}

static str decode(struct arena *arena, str raw, char lead)
{
	ptrdiff_t first = str_find_char(raw, lead);

	if (first == STR_NONE)
		return raw;
	char *out = arena_take(arena, raw.size + 4);
	size_t size = (size_t)first;
	memcpy(out, raw.at, size);
	for (size_t i = size; i < raw.size; i++) {
		if (raw.at[i] == lead) {
			struct str_cut cut = str_cut(str_sub(raw, i + 1, i + 34), ';');
			int32_t value = -1;
			if (cut.found && cut.head.size && lead == '#') /* Mermaid: #35; #quot; */
				value =
				    byte_is_digit(cut.head.at[0]) ? numeric_entity(cut.head) : name_entity(cut.head);
			else if (cut.found && cut.head.size)
				value = name_entity(cut.head);
			if (value >= 0) {
				size += text_put_char(out + size, value);
				i += cut.head.size + 1;
				continue;
			}
		}
		out[size++] = raw.at[i];
	}
	return (str){ out, size };
}

str name_entities(struct arena *arena, str raw)
{
	return decode(arena, raw, '&');
}

/* --- markup ------------------------------------------------------------------------------------ */

static bool breaks_words(str tag)
{
	static const char *const names[] = { "br", "p", "div", "li", "tr", "td", "th", "hr", "ul", "ol", "h1", "h2",
		"h3", "h4", "h5", "h6", "table" };

	if (tag.size && tag.at[0] == '/')
		tag = str_sub(tag, 1, tag.size);
	size_t end = 0;
	while (end < tag.size && byte_is_word(tag.at[end]))
		end++;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(str_sub(tag, 0, end), str_of(names[i])))
			return true;
	return false;
}

static bool opens_tag(str rest) /* at '<' */
{
	if (rest.size < 3)
		return false;
	char c = rest.at[1];
	if (c == '/' || c == '!')
		return rest.size > 2 && (byte_is_letter(rest.at[2]) || c == '!');
	return byte_is_letter(c);
}

/* What stands before the ">" of a tag, or of a comment. A tag is looked for no further than to the next "<", and an end
 * of comments once in vain only: a label full of "<a" or "<!--" costs no more than its size. */
static struct str_cut cut_tag(str rest, bool comment, bool *unended)
{
	if (comment) {
		struct str_cut cut =
		    *unended ? (struct str_cut){ rest, STR(""), false } : str_cut_str(rest, STR("-->"));
		*unended = !cut.found;
		return cut;
	}
	for (size_t i = 1; i < rest.size && rest.at[i] != '<'; i++)
		if (rest.at[i] == '>')
			return (struct str_cut){ str_sub(rest, 0, i), str_sub(rest, i + 1, rest.size), true };
	return (struct str_cut){ rest, STR(""), false };
}

static str drop_tags(struct arena *arena, str raw)
{
	if (str_find_char(raw, '<') == STR_NONE)
		return raw;
	char *out = arena_alloc(arena, raw.size + 1);
	size_t size = 0;
	bool unended = false;
	for (size_t i = 0; i < raw.size; i++) {
		str rest = { raw.at + i, raw.size - i };
		if (raw.at[i] == '<' && opens_tag(rest)) {
			bool comment = str_starts(rest, STR("<!--"));
			struct str_cut cut = cut_tag(rest, comment, &unended);
			if (cut.found) {
				if (!comment && breaks_words(str_sub(cut.head, 1, cut.head.size)))
					out[size++] = ' ';
				i += cut.head.size + (comment ? 2 : 0);
				continue;
			}
		}
		out[size++] = raw.at[i];
	}
	return (str){ out, size };
}

static str drop_escapes(struct arena *arena, str raw)
{
	if (str_find_char(raw, '\\') == STR_NONE)
		return raw;
	char *out = arena_alloc(arena, raw.size + 1);
	size_t size = 0;
	for (size_t i = 0; i < raw.size; i++) {
		char next = i + 1 < raw.size ? raw.at[i + 1] : 0;
		if (raw.at[i] == '\\' && next && strchr("nlrt", next)) {
			out[size++] = ' ';
			i++;
		} else
			out[size++] = raw.at[i];
	}
	return (str){ out, size };
}

/* fa:fa-ban, fab:fa-x, far:fa-x ... */
static size_t icon_size(str rest)
{
	static const char *const leads[] = { "fa:fa-", "fas:fa-", "far:fa-", "fab:fa-", "fal:fa-", "fak:fa-" };

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (str_starts(rest, str_of(leads[i]))) {
			size_t end = strlen(leads[i]);
			while (end < rest.size && (byte_is_word(rest.at[end]) || rest.at[end] == '-'))
				end++;
			return end;
		}
	return 0;
}

static str drop_icons(struct arena *arena, str raw)
{
	if (!str_has(raw, STR(":fa-")))
		return raw;
	char *out = arena_alloc(arena, raw.size + 1);
	size_t size = 0;
	for (size_t i = 0; i < raw.size; i++) {
		size_t icon = icon_size((str){ raw.at + i, raw.size - i });
		if (icon)
			i += icon - 1;
		else
			out[size++] = raw.at[i];
	}
	return (str){ out, size };
}

/* Pairs of marks that stand around words: out; a mark inside a word or with spaces around stays. */
static str drop_pairs(struct arena *arena, str raw, const char *const *marks, size_t count)
{
	for (size_t m = 0; m < count; m++) {
		str mark = str_of(marks[m]);
		ptrdiff_t open = str_find(raw, mark);
		if (open == STR_NONE)
			continue;
		char *out = arena_alloc(arena, raw.size + 1);
		size_t size = 0;
		str rest = raw;
		while ((open = str_find(rest, mark)) != STR_NONE) {
			str behind = str_sub(rest, (size_t)open + mark.size, rest.size);
			ptrdiff_t close = str_find(behind, mark);
			if (close <= 0 || byte_is_space(behind.at[0])) {
				size_t keep = (size_t)open + mark.size;
				memcpy(out + size, rest.at, keep);
				size += keep;
				rest = behind;
				continue;
			}
			memcpy(out + size, rest.at, (size_t)open);
			size += (size_t)open;
			memcpy(out + size, behind.at, (size_t)close);
			size += (size_t)close;
			rest = str_sub(behind, (size_t)close + mark.size, behind.size);
		}
		if (rest.size)
			memcpy(out + size, rest.at, rest.size);
		size += rest.size;
		raw = (str){ out, size };
	}
	return raw;
}

static const char *const creole_marks[] = { "**", "__", "~~", "\"\"", "--" };
static const char *const emphasis_marks[] = { "**", "__", "~~", "*", "_", "`" };

static str drop_creole(struct arena *arena, str raw)
{
	/* <color:red>, <size:20>, <&icon>, <$sprite>, <b> ... end at the next '>' */
	if (str_find_char(raw, '<') != STR_NONE) {
		char *out = arena_alloc(arena, raw.size + 1);
		size_t size = 0;
		for (size_t i = 0; i < raw.size; i++) {
			str rest = { raw.at + i, raw.size - i };
			struct str_cut cut = str_cut(rest, '>');
			bool tag = raw.at[i] == '<' && cut.found && cut.head.size < 80 && rest.size > 2 &&
			    (byte_is_letter(rest.at[1]) || strchr("/&$#:", rest.at[1]));
			if (tag)
				i += cut.head.size;
			else
				out[size++] = raw.at[i];
		}
		raw = (str){ out, size };
	}
	return drop_pairs(arena, raw, creole_marks, sizeof creole_marks / sizeof *creole_marks);
}

str name_n0(struct arena *arena, str raw, unsigned markup)
{
	if (markup & MARKUP_HTML)
		raw = drop_tags(arena, raw);
	if (markup & MARKUP_CREOLE)
		raw = drop_creole(arena, raw);
	if (markup & MARKUP_ESCAPES)
		raw = drop_escapes(arena, raw);
	if (markup & MARKUP_MERMAID)
		raw = decode(arena, drop_icons(arena, raw), '#');
	if (markup & MARKUP_HTML) {
		str decoded = name_entities(arena, raw);
		if (decoded.at != raw.at)
			raw = drop_tags(arena, decoded); /* a tag that was written as &lt;br&gt; */
	}
	if (markup & MARKUP_EMPHASIS)
		raw = drop_pairs(arena, raw, emphasis_marks, sizeof emphasis_marks / sizeof *emphasis_marks);
	return text_n0(arena, raw);
}

/* --- team keys ----------------------------------------------------------------------------------- */

static const char *const suffix_words[] = { "team", "teams", "department", "dept", "desk", "group", "squad", "tribe",
	"chapter", "unit", "division", "function", "office", "crew", "staff", "dl" };
static const char *const articles[] = { "the", "our", "your" };
static const char *const generic_names[] = { "manager", "team-lead", "agent", "analyst", "user", "customer", "system",
	"admin", "approver", "owner", "lead", "clerk", "officer" };

/* What would be left of "Process Office", "System Team", "User Group" says nothing: such names keep their suffix. */
static const char *const empty_words[] = { "process", "processes", "system", "systems", "main", "user", "users", "all",
	"other", "external", "internal", "project", "general", "new", "business" };

enum { KEY_WORDS = 40 };

struct key_words {
	str items[KEY_WORDS];
	unsigned count;
};

static str strip_lead(str name)
{
	bool handle = str_starts(name, STR("@"));

	if (handle)
		name = str_sub(name, 1, name.size);
	if (str_istarts(name, STR("group:"))) {
		name = str_sub(name, 6, name.size);
		handle = true;
	}
	if (handle || str_istarts(name, STR("default/"))) {
		struct str_cut cut = str_rcut(name, '/');
		if (cut.found && cut.tail.size && str_find_char(name, ' ') == STR_NONE)
			name = cut.tail;
	}
	if (str_starts(name, STR("#")))
		name = str_sub(name, 1, name.size);
	return name;
}

/* camelCase is split in an identifier that has no spaces and two humps, or begins small. */
static bool is_camel(str name)
{
	unsigned humps = 0;

	for (size_t i = 0; i < name.size; i++) {
		if (byte_is_space(name.at[i]) || (name.at[i] & 0x80))
			return false;
		if (i && byte_is_upper(name.at[i]) && byte_is_lower(name.at[i - 1]))
			humps++;
	}
	return humps >= 2 || (humps == 1 && byte_is_lower(name.at[0]));
}

static str split_camel(struct arena *arena, str name)
{
	if (!is_camel(name))
		return name;
	char *out = arena_alloc(arena, name.size * 2 + 1);
	size_t size = 0;
	for (size_t i = 0; i < name.size; i++) {
		if (i && byte_is_upper(name.at[i]) && byte_is_lower(name.at[i - 1]))
			out[size++] = ' ';
		out[size++] = name.at[i];
	}
	return (str){ out, size };
}

static void cut_words(struct key_words *out, str folded)
{
	size_t at = 0;

	while (at < folded.size && out->count < KEY_WORDS) {
		int32_t c;
		size_t start = at;
		while (at < folded.size) {
			size_t step = text_next((str){ folded.at + at, folded.size - at }, &c);
			if (c >= 0 && !char_is_letter(c) && !char_is_digit(c) && c != '&' && c != '+' && c != '\'')
				break;
			at += step;
		}
		if (at > start)
			out->items[out->count++] = str_sub(folded, start, at);
		while (at < folded.size) {
			size_t step = text_next((str){ folded.at + at, folded.size - at }, &c);
			if (c >= 0 && (char_is_letter(c) || char_is_digit(c) || c == '&' || c == '+' || c == '\''))
				break;
			at += step;
		}
	}
}

static void drop_first(struct key_words *words)
{
	memmove(words->items, words->items + 1, (words->count - 1) * sizeof *words->items);
	words->count--;
}

static void drop_suffixes(struct key_words *words)
{
	while (words->count > 1 && STR_IS_ONE_OF(words->items[0], articles))
		drop_first(words);
	for (bool dropped = true; dropped && words->count > 1;) {
		dropped = false;
		bool first_says_nothing = words->count == 2 && STR_IS_ONE_OF(words->items[0], empty_words);
		bool last_says_nothing = words->count == 2 && STR_IS_ONE_OF(words->items[1], empty_words);
		if (STR_IS_ONE_OF(words->items[words->count - 1], suffix_words) && !first_says_nothing) {
			words->count--;
			dropped = true;
		} else if (STR_IS_ONE_OF(words->items[0], suffix_words) && !last_says_nothing) {
			drop_first(words);
			if (words->count > 1 && str_eq(words->items[0], STR("of")))
				drop_first(words);
			dropped = true;
		}
	}
}

/* What stands in a parenthesis behind a name when it is no part of it: persons, and words for "nobody yet". */
static bool is_beside_the_name(str inside)
{
	static const char *const words[] = { "tbd", "tba", "tbc", "vacant", "open", "acting", "interim", "optional",
		"n/a", "?" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(str_trim(inside), str_of(words[i])))
			return true;
	return str_find_char(inside, '@') != STR_NONE;
}

str team_without_people(struct arena *arena, str n0)
{
	(void)arena;
	ptrdiff_t open = str_find_char(n0, '(');
	if (open == STR_NONE || !str_ends(n0, STR(")")) || open == 0)
		return n0;
	if (!is_beside_the_name(str_sub(n0, (size_t)open + 1, n0.size - 1)))
		return n0;
	return str_trim_right(str_sub(n0, 0, (size_t)open));
}

static void team_words(struct key_words *out, struct arena *arena, str n0)
{
	str name = strip_lead(team_without_people(arena, n0));

	out->count = 0;
	cut_words(out, text_n1(arena, split_camel(arena, name)));
}

static str joined_words(struct arena *arena, const struct key_words *words)
{
	size_t size = 0;

	for (unsigned i = 0; i < words->count; i++)
		size += words->items[i].size + 1;
	char *out = arena_take(arena, size + 1);
	size = 0;
	for (unsigned i = 0; i < words->count; i++) {
		if (i)
			out[size++] = '-';
		memcpy(out + size, words->items[i].at, words->items[i].size);
		size += words->items[i].size;
	}
	return (str){ out, size };
}

static bool ends_or_begins_typed(const struct key_words *words)
{
	if (words->count < 2)
		return false;
	unsigned first = words->count > 2 && STR_IS_ONE_OF(words->items[0], articles);
	return STR_IS_ONE_OF(words->items[words->count - 1], suffix_words) ||
	    (STR_IS_ONE_OF(words->items[first], suffix_words) && words->count > first + 2 &&
	        str_eq(words->items[first + 1], STR("of")));
}

str team_key_typed(struct arena *arena, str n0, bool *typed)
{
	struct key_words words;

	team_words(&words, arena, n0);
	*typed = ends_or_begins_typed(&words);
	drop_suffixes(&words);
	return joined_words(arena, &words);
}

str team_key(struct arena *arena, str n0)
{
	struct key_words words;

	team_words(&words, arena, n0);
	drop_suffixes(&words);
	return joined_words(arena, &words);
}

bool team_has_suffix(struct arena *arena, str n0)
{
	struct key_words words;

	team_words(&words, arena, n0);
	return ends_or_begins_typed(&words);
}

bool team_is_generic(str key)
{
	return STR_IS_ONE_OF(key, generic_names);
}
