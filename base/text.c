#include "base/text.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* How many bytes at the beginning are ASCII, 32 and then eight at a time. */
static size_t ascii_size(str text)
{
	size_t i = 0;
	uint64_t word, words[4];

	for (; i + sizeof words <= text.size; i += sizeof words) {
		memcpy(words, text.at + i, sizeof words);
		if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u)
			break;
	}
	for (; i + sizeof word <= text.size; i += sizeof word) {
		memcpy(&word, text.at + i, sizeof word);
		if (word & 0x8080808080808080u)
			break;
	}
	while (i < text.size && !(text.at[i] & 0x80))
		i++;
	return i;
}

bool text_is_ascii(str text)
{
	return ascii_size(text) == text.size;
}

size_t text_next(str utf8, int32_t *c)
{
	if (utf8.size && !(utf8.at[0] & 0x80)) {
		*c = utf8.at[0];
		return 1;
	}
	utf8proc_int32_t found;
	utf8proc_ssize_t size =
	    utf8proc_iterate((const utf8proc_uint8_t *)utf8.at, (utf8proc_ssize_t)utf8.size, &found);
	*c = size > 0 ? found : -1;
	return size > 0 ? (size_t)size : 1;
}

size_t text_put_char(char out[4], int32_t c)
{
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out);
}

unsigned text_width(str utf8)
{
	unsigned width = 0;

	for (size_t i = 0; i < utf8.size;) {
		int32_t c;
		i += text_next((str){ utf8.at + i, utf8.size - i }, &c);
		if (c >= ' ')
			width += c < 0x7f ? 1u : (unsigned)utf8proc_charwidth(c);
		else if (c < 0)
			width++;
	}
	return width;
}

bool char_is_letter(int32_t c)
{
	if (c < 128)
		return byte_is_letter((char)c);
	utf8proc_category_t kind = utf8proc_category(c);
	return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool char_is_digit(int32_t c)
{
	if (c < 128)
		return byte_is_digit((char)c);
	utf8proc_category_t kind = utf8proc_category(c);
	return kind == UTF8PROC_CATEGORY_ND || kind == UTF8PROC_CATEGORY_NL || kind == UTF8PROC_CATEGORY_NO;
}

bool char_is_upper(int32_t c)
{
	if (c < 128)
		return byte_is_upper((char)c);
	utf8proc_category_t kind = utf8proc_category(c);
	return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

static const uint16_t windows_1252[32] = {
	0x20ac,
	0x81,
	0x201a,
	0x0192,
	0x201e,
	0x2026,
	0x2020,
	0x2021,
	0x02c6,
	0x2030,
	0x0160,
	0x2039,
	0x0152,
	0x8d,
	0x017d,
	0x8f,
	0x90,
	0x2018,
	0x2019,
	0x201c,
	0x201d,
	0x2022,
	0x2013,
	0x2014,
	0x02dc,
	0x2122,
	0x0161,
	0x203a,
	0x0153,
	0x9d,
	0x017e,
	0x0178,
};

str text_utf8(struct arena *arena, str bytes, bool *mended)
{
	size_t broken = 0;

	if (mended)
		*mended = false;
	for (size_t i = ascii_size(bytes); i < bytes.size;) {
		int32_t c;
		i += text_next((str){ bytes.at + i, bytes.size - i }, &c);
		broken += c < 0;
		i += ascii_size((str){ bytes.at + i, bytes.size - i });
	}
	if (!broken)
		return bytes;
	if (mended)
		*mended = true;
	char *out = arena_alloc(arena, bytes.size + 2 * broken + 1);
	size_t size = 0;
	for (size_t i = 0; i < bytes.size;) {
		int32_t c;
		size_t step = text_next((str){ bytes.at + i, bytes.size - i }, &c);
		if (c >= 0) {
			memcpy(out + size, bytes.at + i, step);
			size += step;
		} else {
			unsigned char byte = (unsigned char)bytes.at[i];
			size += text_put_char(out + size, byte < 0xa0 ? windows_1252[byte - 0x80] : byte);
		}
		i += step;
	}
	return (str){ out, size };
}

str text_from_windows_1252(struct arena *arena, str bytes)
{
	size_t high = 0, size = 0;

	for (size_t i = 0; i < bytes.size; i++)
		high += (bytes.at[i] & 0x80) != 0;
	char *out = arena_alloc(arena, bytes.size + 2 * high + 1);
	for (size_t i = 0; i < bytes.size; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];
		size += text_put_char(out + size, byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte);
	}
	return (str){ out, size };
}

static uint16_t unit_at(str bytes, size_t i, bool big_endian)
{
	unsigned char a = (unsigned char)bytes.at[i], b = (unsigned char)bytes.at[i + 1];
	return (uint16_t)(big_endian ? a << 8 | b : b << 8 | a);
}

str text_from_utf16(struct arena *arena, str bytes, bool big_endian)
{
	char *out = arena_alloc(arena, bytes.size / 2 * 3 + 4);
	size_t size = 0;

	for (size_t i = 2; i + 1 < bytes.size; i += 2) {
		int32_t c = unit_at(bytes, i, big_endian);
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.size) {
			int32_t low = unit_at(bytes, i + 2, big_endian);
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		size += text_put_char(out + size, c);
	}
	return (str){ out, size };
}

/* --- N0 ------------------------------------------------------------------------------------- */

static bool is_space(int32_t c)
{
	return c <= ' ' || c == 0x7f || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_deleted(int32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0xfeff;
}

static bool n0_holds(str text)
{
	bool spaced = true;

	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c < ' ' || c >= 0x7f || (c == ' ' && spaced))
			return false;
		spaced = c == ' ';
	}
	return !spaced || !text.size;
}

static str compose(struct arena *arena, str text)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.size, &composed,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	str out = size >= 0 ? arena_dup(arena, (str){ (char *)composed, (size_t)size }) : text;
	free(composed);
	return out;
}

str text_unaccented(struct arena *arena, str text)
{
	utf8proc_uint8_t *bare = NULL;

	if (text_is_ascii(text))
		return text;
	utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.size, &bare,
	    UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
	str out = size >= 0 ? arena_dup(arena, (str){ (char *)bare, (size_t)size }) : text;
	free(bare);
	return out;
}

str text_n0(struct arena *arena, str text)
{
	if (n0_holds(text))
		return text;
	char *out = arena_alloc(arena, text.size + 1);
	size_t size = 0;
	bool gap = false, ascii = true;
	for (size_t i = 0; i < text.size;) {
		int32_t c;
		size_t step = text_next((str){ text.at + i, text.size - i }, &c);
		if (c < 0 || is_deleted(c)) {
			i += step;
			continue;
		}
		if (is_space(c))
			gap = true;
		else {
			if (gap && size)
				out[size++] = ' ';
			gap = false;
			memcpy(out + size, text.at + i, step);
			size += step;
			ascii = ascii && step == 1;
		}
		i += step;
	}
	str clean = { out, size };
	return ascii ? clean : compose(arena, clean);
}

/* --- N1 ------------------------------------------------------------------------------------- */

static const struct {
	const char *from, *to;
} marks[] = {
	{ "\u2019", "'" },
	{ "\u2018", "'" },
	{ "`", "'" },
	{ "\u201c", "\"" },
	{ "\u201d", "\"" },
	{ "\u201e", "\"" },
	{ "\u00ab", "\"" },
	{ "\u00bb", "\"" },
	{ "\u2013", "-" },
	{ "\u2014", "-" },
	{ "\u2212", "-" },
	{ "\u2010", "-" },
	{ "\u2011", "-" },
	{ "\u2192", "->" },
	{ "\u21d2", "->" },
	{ "\u2026", "..." },
};

/* The size of the mark that a text begins with, and what stands for it; 0: none. */
static size_t mark_size(str text, const char **to)
{
	for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
		if (text.at[0] == marks[m].from[0] && str_starts(text, str_of(marks[m].from))) {
			*to = marks[m].to;
			return strlen(marks[m].from);
		}
	return 0;
}

static str plain_marks(struct arena *arena, str text)
{
	char *out = arena_alloc(arena, text.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < text.size;) {
		const char *to;
		char c = text.at[i];
		size_t taken = (c & 0x80) || c == '`' ? mark_size((str){ text.at + i, text.size - i }, &to) : 0;
		if (taken) {
			memcpy(out + size, to, strlen(to));
			size += strlen(to);
			i += taken;
		} else
			out[size++] = text.at[i++];
	}
	return (str){ out, size };
}

/* Nothing beyond ASCII but marks, which compose with nothing. */
static bool is_plainly_marked(str text)
{
	const char *to;
	size_t i = ascii_size(text);

	while (i < text.size) {
		str rest = { text.at + i, text.size - i };
		size_t size = mark_size(rest, &to);
		if (!size)
			return false;
		i += size;
		i += ascii_size((str){ text.at + i, text.size - i });
	}
	return true;
}

static str fold_ascii(struct arena *arena, str text)
{
	char *out = arena_alloc(arena, text.size + 1);

	for (size_t i = 0; i < text.size; i++)
		out[i] = text.at[i] == '`' ? '\'' : byte_lower(text.at[i]);
	return (str){ out, text.size };
}

str text_fold(struct arena *arena, str n0)
{
	if (text_is_ascii(n0))
		return fold_ascii(arena, n0);
	if (is_plainly_marked(n0))
		return fold_ascii(arena, plain_marks(arena, n0));
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)n0.at, (utf8proc_ssize_t)n0.size, &folded,
	    UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	str out = size >= 0 ? plain_marks(arena, (str){ (char *)folded, (size_t)size }) : n0;
	free(folded);
	return out;
}

static size_t count_while(str s, size_t from, bool (*holds)(char))
{
	size_t to = from;

	while (to < s.size && holds(s.at[to]))
		to++;
	return to - from;
}

static bool is_roman(char c)
{
	return c == 'i' || c == 'v' || c == 'x';
}

/* ^(step|task|activity|no\.?)?\s*\(?([0-9]+([.-][0-9]+)*|[a-z]|[ivx]+)[.):]\s+ */
static size_t enumerator_size(str s)
{
	static const char *const words[] = { "step", "task", "activity", "no.", "no" };
	size_t at = 0;

	for (size_t i = 0; s.size && i < sizeof words / sizeof *words; i++)
		if (words[i][0] == s.at[0] && str_starts(s, str_of(words[i]))) {
			at = strlen(words[i]);
			break;
		}
	while (at < s.size && s.at[at] == ' ')
		at++;
	if (at < s.size && s.at[at] == '(')
		at++;
	size_t digits = count_while(s, at, byte_is_digit);
	if (digits) {
		at += digits;
		while (at + 1 < s.size && (s.at[at] == '.' || s.at[at] == '-') && byte_is_digit(s.at[at + 1]))
			at += 1 + count_while(s, at + 1, byte_is_digit);
	} else if (count_while(s, at, is_roman) > 1)
		at += count_while(s, at, is_roman);
	else if (at < s.size && byte_is_lower(s.at[at]))
		at++;
	else
		return 0;
	if (at >= s.size || !strchr(".):", s.at[at]))
		return 0;
	at++;
	size_t spaces = count_while(s, at, byte_is_space);
	return spaces ? at + spaces : 0;
}

str text_n1(struct arena *arena, str n0)
{
	str folded = str_trim(text_fold(arena, n0));
	size_t skip = enumerator_size(folded);

	str rest = str_sub(folded, skip, folded.size);
	while (rest.size && strchr(".:;,", rest.at[rest.size - 1]))
		rest = str_trim_right((str){ rest.at, rest.size - 1 });
	return rest.size ? rest : folded;
}

/* --- N2 ------------------------------------------------------------------------------------- */

static bool is_common(str word)
{
	static const char *const common[6][9] = {
		[1] = { "a" },
		[2] = { "an", "to", "of", "or", "in", "on", "at", "by" },
		[3] = { "the", "for", "and", "its" },
		[4] = { "with", "from" },
		[5] = { "their" },
	};

	if (word.size > 5)
		return false;
	for (const char *const *other = common[word.size]; *other; other++)
		if (**other == word.at[0] && memcmp(*other, word.at, word.size) == 0)
			return true;
	return false;
}

static str without_end(str word, size_t ending)
{
	return (str){ word.at, word.size - ending };
}

/* Counted from the end of a word that is long enough. */
static char from_end(str word, size_t number)
{
	return word.at[word.size - number];
}

/* y: where "ies" became "y", which stands for the last letter. */
static str drop_plural(str word, bool *y)
{
	*y = false;
	if (word.size <= 2 || from_end(word, 1) != 's')
		return word;
	if (from_end(word, 2) == 'e' && word.size > 3) {
		char third = from_end(word, 3), fourth = from_end(word, 4);
		*y = third == 'i';
		if (*y || third == 'x')
			return without_end(word, 2);
		if (word.size > 4 &&
		    ((third == 'h' && (fourth == 'c' || fourth == 's')) || (third == 's' && fourth == 's')))
			return without_end(word, 2);
	}
	char second = from_end(word, 2);
	return second == 's' || second == 'u' || second == 'i' ? word : without_end(word, 1);
}

/* The beginning that is left of a word; *y: its last letter is a y instead. */
static str stem_of(str word, bool *y)
{
	word = drop_plural(word, y);
	if (*y)
		return word;
	if (word.size >= 7 && memcmp(word.at + word.size - 3, "ing", 3) == 0)
		word = without_end(word, 3);
	else if (word.size >= 6 && from_end(word, 1) == 'd' && from_end(word, 2) == 'e')
		word = without_end(word, 2);
	/* raise, raising and raised meet without their e; so do submit, submitting */
	if (word.size >= 5 && from_end(word, 1) == 'e')
		word = without_end(word, 1);
	return word;
}

str text_stem(struct arena *arena, str word)
{
	bool y;
	str stem = stem_of(word, &y);

	if (y) {
		stem = arena_dup(arena, stem);
		((char *)stem.at)[stem.size - 1] = 'y';
	}
	return stem;
}

static int by_value(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return left < right ? -1 : left > right;
}

enum { FEW_VALUES = 32, PLACES = 64, MANY_VALUES = 2048 };

/* A sentence has few words: those are put in place one by one. */
static void sort_few(uint64_t *values, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		uint64_t value = values[i];
		uint32_t k = i;
		for (; k && values[k - 1] > value; k--)
			values[k] = values[k - 1];
		values[k] = value;
	}
}

static void sort_any(uint64_t *values, uint32_t count)
{
	if (count > FEW_VALUES)
		qsort(values, count, sizeof *values, by_value);
	else
		sort_few(values, count);
}

/* Hashes are spread evenly: their first bits tell about where they belong. */
static void sort_spread(struct arena *arena, uint64_t *values, uint32_t count)
{
	uint32_t ends[PLACES + 1] = { 0 };
	uint64_t *copy = ARENA_ARRAY(arena, uint64_t, count);

	memcpy(copy, values, count * sizeof *values);
	for (uint32_t i = 0; i < count; i++)
		ends[copy[i] / (UINT64_MAX / PLACES + 1) + 1]++;
	for (uint32_t place = 1; place <= PLACES; place++)
		ends[place] += ends[place - 1];
	for (uint32_t i = 0; i < count; i++)
		values[ends[copy[i] / (UINT64_MAX / PLACES + 1)]++] = copy[i];
	for (uint32_t place = 0, from = 0; place < PLACES; from = ends[place++])
		sort_any(values + from, ends[place] - from);
}

void words_sort(struct arena *arena, struct words words)
{
	if (words.count > FEW_VALUES && words.count <= MANY_VALUES)
		sort_spread(arena, words.items, words.count);
	else
		sort_any(words.items, words.count);
}

/* Tables that have a row for each byte: a look is less than to compare with the ends of ranges. */
#define OF_4(take, c)      take((c)), take((c) + 1), take((c) + 2), take((c) + 3)
#define OF_16(take, c)     OF_4(take, (c)), OF_4(take, (c) + 4), OF_4(take, (c) + 8), OF_4(take, (c) + 12)
#define OF_64(take, c)     OF_16(take, (c)), OF_16(take, (c) + 16), OF_16(take, (c) + 32), OF_16(take, (c) + 48)
#define OF_ALL_BYTES(take) OF_64(take, 0u), OF_64(take, 64u), OF_64(take, 128u), OF_64(take, 192u)
#define BYTE_IS_SMALL(c)   (((c) >= 'a' && (c) <= 'z') || ((c) >= '0' && (c) <= '9'))
#define BYTE_IS_LARGE(c)   ((c) >= 'A' && (c) <= 'Z')
#define BYTE_IS_EITHER(c)  (BYTE_IS_SMALL(c) || BYTE_IS_LARGE(c))

static const bool ascii_letters[256] = { OF_ALL_BYTES(BYTE_IS_EITHER) }; /* and digits */

static bool is_token_char(str text, size_t at, size_t *size)
{
	int32_t c;

	*size = text_next((str){ text.at + at, text.size - at }, &c);
	return char_is_letter(c) || char_is_digit(c);
}

static size_t end_of_token(str text, size_t at)
{
	size_t size;

	for (;;) {
		while (at < text.size && ascii_letters[(unsigned char)text.at[at]])
			at++;
		if (at == text.size || !(text.at[at] & 0x80) || !is_token_char(text, at, &size))
			return at;
		at += size;
	}
}

static size_t begin_of_token(str text, size_t at)
{
	size_t size = 1;

	while (at < text.size && !ascii_letters[(unsigned char)text.at[at]]) {
		if ((text.at[at] & 0x80) && is_token_char(text, at, &size))
			return at;
		at += (text.at[at] & 0x80) ? size : 1;
	}
	return at;
}

/* Takes the next run of letters and digits. */
static inline bool next_token(str *rest, str *token)
{
	size_t start = begin_of_token(*rest, 0), end = end_of_token(*rest, start);

	*token = (str){ rest->at + start, end - start };
	*rest = (str){ rest->at + end, rest->size - end };
	return end > start;
}

struct words text_n2(struct arena *arena, str n1)
{
	uint32_t room = (uint32_t)(n1.size / 6) + 4;
	LIST_OF(uint64_t) found = { ARENA_ARRAY(arena, uint64_t, room), 0, room };
	str rest = n1, token;

	while (rest.size && next_token(&rest, &token)) {
		bool y;
		if (is_common(token))
			continue;
		str stem = stem_of(token, &y);
		LIST_PUSH(arena, &found, str_hash(y ? text_stem(arena, token) : stem));
	}
	struct words words = { found.items, found.count };
	words_sort(arena, words);
	return words;
}

struct sketch text_sketch(str n1)
{
	struct sketch sketch = { 0 };
	str token;

	while (n1.size && next_token(&n1, &token))
		if (!is_common(token)) {
			uint64_t first = (unsigned char)token.at[0] + 1u;
			sketch.count++;
			sketch.letters += first * first * first * 0x9fb21c651e98df25u;
		}
	return sketch;
}

static uint32_t shared_count(struct words a, struct words b)
{
	uint32_t shared = 0, i = 0, j = 0;

	while (i < a.count && j < b.count) {
		if (a.items[i] == b.items[j]) {
			shared++;
			i++;
			j++;
		} else if (a.items[i] < b.items[j])
			i++;
		else
			j++;
	}
	return shared;
}

double words_dice(struct words a, struct words b)
{
	if (a.count + b.count == 0)
		return 1;
	return 2.0 * shared_count(a, b) / (a.count + b.count);
}

double words_held(struct words part, struct words whole)
{
	return part.count ? (double)shared_count(part, whole) / part.count : 0;
}

bool words_equal(struct words a, struct words b)
{
	return a.count == b.count && (a.count == 0 || memcmp(a.items, b.items, a.count * sizeof *a.items) == 0);
}

uint64_t words_hash(struct words words)
{
	uint64_t hash = words.count;

	for (uint32_t i = 0; i < words.count; i++)
		hash = hash_mix(hash, words.items[i]);
	return hash;
}

/* A polynomial of the letters and digits, small: each one takes the sum times a factor and adds its number; other bytes
 * take it times 1 and add nothing, without a jump that nobody could foresee. */
#define FACTOR_OF(c) (BYTE_IS_EITHER(c) || (c) >= 0x80 ? 0x9fb21c651e98df25u : 1u)
#define NUMBER_OF(c) ((BYTE_IS_SMALL(c) || (c) >= 0x80 ? (c) : BYTE_IS_LARGE(c) ? (c) + 32u : 0u) * 0xd6e8feb86659fd93u)

static const uint64_t factors[256] = { OF_ALL_BYTES(FACTOR_OF) }, numbers[256] = { OF_ALL_BYTES(NUMBER_OF) };

static inline uint64_t with_letter(uint64_t sum, char c)
{
	return sum * factors[(unsigned char)c] + numbers[(unsigned char)c];
}

uint64_t hash_of_letters(str text)
{
	const uint64_t none = 0xa0761d6478bd642fu;
	uint64_t sum = none;
	size_t i = 0;

	for (; i + 4 <= text.size; i += 4)
		for (unsigned k = 0; k < 4; k++)
			sum = with_letter(sum, text.at[i + k]);
	for (; i < text.size; i++)
		sum = with_letter(sum, text.at[i]);
	return sum == none ? 0 : hash_mix(sum, sum) | 1;
}

const char *text_library(void)
{
	return utf8proc_version();
}
