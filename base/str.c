#include "base/str.h"

#include <string.h>

str str_of(const char *words)
{
	return (str){ words ? words : "", words ? strlen(words) : 0 };
}

str str_sub(str s, size_t from, size_t to)
{
	if (to > s.size)
		to = s.size;
	if (from >= to)
		return (str){ "", 0 };
	return (str){ s.at + from, to - from };
}

bool str_is_blank(str s)
{
	return str_trim(s).size == 0;
}

bool str_eq(str a, str b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

bool str_is_one_of(str word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *other = words[i];
		size_t same = 0;
		while (same < word.size && other[same] && other[same] == word.at[same])
			same++;
		if (same == word.size && !other[same])
			return true;
	}
	return false;
}

bool str_ieq(str a, str b)
{
	return a.size == b.size && str_istarts(a, b);
}

int str_cmp(str a, str b)
{
	size_t shared = a.size < b.size ? a.size : b.size;
	int order = shared ? memcmp(a.at, b.at, shared) : 0;

	if (order)
		return order;
	return a.size < b.size ? -1 : a.size > b.size;
}

bool str_starts(str s, str with)
{
	return s.size >= with.size && str_eq(str_sub(s, 0, with.size), with);
}

bool str_istarts(str s, str with)
{
	if (s.size < with.size)
		return false;
	for (size_t i = 0; i < with.size; i++)
		if (byte_lower(s.at[i]) != byte_lower(with.at[i]))
			return false;
	return true;
}

bool str_ends(str s, str with)
{
	return s.size >= with.size && str_eq(str_sub(s, s.size - with.size, s.size), with);
}

bool str_iends(str s, str with)
{
	return s.size >= with.size && str_istarts(str_sub(s, s.size - with.size, s.size), with);
}

enum { FEW_BYTES = 16 };

/* memmem fills a table first, which takes longer than to look for a word in a line. */
static ptrdiff_t find_few(str s, str what)
{
	const char *at = s.at, *last = s.at + (s.size - what.size);

	while (at <= last) {
		at = memchr(at, what.at[0], (size_t)(last - at) + 1);
		if (!at)
			break;
		if (at[what.size - 1] == what.at[what.size - 1] && memcmp(at, what.at, what.size) == 0)
			return at - s.at;
		at++;
	}
	return STR_NONE;
}

ptrdiff_t str_find(str s, str what)
{
	if (what.size == 0)
		return 0;
	if (s.size < what.size)
		return STR_NONE;
	if (what.size <= FEW_BYTES)
		return find_few(s, what);
	const char *found = memmem(s.at, s.size, what.at, what.size);
	return found ? found - s.at : STR_NONE;
}

/* The first c in [at, end), or the end. */
static const char *find_byte(const char *at, const char *end, char c)
{
	const char *found = at < end ? memchr(at, c, (size_t)(end - at)) : NULL;

	return found ? found : end;
}

ptrdiff_t str_ifind(str s, str what)
{
	if (!what.size)
		return 0;
	if (s.size < what.size)
		return STR_NONE;
	char small = byte_lower(what.at[0]), large = byte_is_lower(small) ? (char)(small - 32) : small;
	const char *end = s.at + (s.size - what.size) + 1; /* behind the last place that it can begin at */
	const char *next_small = find_byte(s.at, end, small);
	const char *next_large = large != small ? find_byte(s.at, end, large) : end;
	while (next_small < end || next_large < end) {
		const char *at = next_small < next_large ? next_small : next_large;
		if (str_istarts((str){ at, what.size }, what))
			return at - s.at;
		if (at == next_small)
			next_small = find_byte(at + 1, end, small);
		else
			next_large = find_byte(at + 1, end, large);
	}
	return STR_NONE;
}

ptrdiff_t str_find_char(str s, char c)
{
	const char *found = s.size ? memchr(s.at, c, s.size) : NULL;
	return found ? found - s.at : STR_NONE;
}

ptrdiff_t str_rfind_char(str s, char c)
{
	const char *found = s.size ? memrchr(s.at, c, s.size) : NULL;
	return found ? found - s.at : STR_NONE;
}

bool str_has(str s, str what)
{
	return str_find(s, what) != STR_NONE;
}

str str_trim_left(str s)
{
	while (s.size && byte_is_space(s.at[0]))
		s = (str){ s.at + 1, s.size - 1 };
	return s;
}

str str_trim_right(str s)
{
	while (s.size && byte_is_space(s.at[s.size - 1]))
		s.size--;
	return s;
}

str str_trim(str s)
{
	return str_trim_left(str_trim_right(s));
}

static struct str_cut cut_at(str s, ptrdiff_t place, size_t width)
{
	if (!s.at)
		s = STR("");
	if (place == STR_NONE)
		return (struct str_cut){ .head = s, .tail = { "", 0 } };
	return (struct str_cut){
		.head = { s.at, (size_t)place },
		.tail = { s.at + place + width, s.size - (size_t)place - width },
		.found = true,
	};
}

struct str_cut str_cut(str s, char at)
{
	return cut_at(s, str_find_char(s, at), 1);
}

struct str_cut str_cut_str(str s, str at)
{
	return cut_at(s, str_find(s, at), at.size);
}

struct str_cut str_rcut(str s, char at)
{
	return cut_at(s, str_rfind_char(s, at), 1);
}

uint32_t str_count_lines(str bytes)
{
	uint32_t count = 0;
	const char *at = bytes.at, *end = bytes.at + bytes.size;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		count++;
		at++;
	}
	return count;
}

bool str_next_line(str *rest, str *line)
{
	if (rest->size == 0)
		return false;
	const char *feed = memchr(rest->at, '\n', rest->size);
	size_t end = feed ? (size_t)(feed - rest->at) : rest->size;
	const char *carriage = memchr(rest->at, '\r', end);
	if (carriage)
		end = (size_t)(carriage - rest->at);
	size_t next = end;
	if (next < rest->size)
		next += rest->at[end] == '\r' && end + 1 < rest->size && rest->at[end + 1] == '\n' ? 2 : 1;
	*line = (str){ rest->at, end };
	*rest = (str){ rest->at + next, rest->size - next };
	return true;
}

struct bytes { /* a bit each */
	uint64_t bits[4];
};

static inline bool bytes_hold(const struct bytes *bytes, char c)
{
	unsigned char byte = (unsigned char)c;
	return bytes->bits[byte / 64] >> (byte % 64) & 1;
}

/* Where a word begins and ends. */
struct stretch {
	size_t start, end;
};

static inline struct stretch between_one(str s, char separator)
{
	size_t start = 0;

	while (start < s.size && s.at[start] == separator)
		start++;
	size_t end = start;
	while (end < s.size && s.at[end] != separator)
		end++;
	return (struct stretch){ start, end };
}

static inline struct stretch between_any(str s, const char *separators)
{
	struct bytes between = { { 0 } };
	size_t start = 0;

	for (const char *at = separators; *at; at++)
		between.bits[(unsigned char)*at / 64] |= (uint64_t)1 << ((unsigned char)*at % 64);
	while (start < s.size && bytes_hold(&between, s.at[start]))
		start++;
	size_t end = start;
	while (end < s.size && !bytes_hold(&between, s.at[end]))
		end++;
	return (struct stretch){ start, end };
}

bool str_next_word(str *rest, const char *separators, str *word)
{
	str s = rest->at ? *rest : STR("");
	bool one = separators[0] && !separators[1]; /* a space or a slash mostly */
	struct stretch found = one ? between_one(s, separators[0]) : between_any(s, separators);

	*word = (str){ s.at + found.start, found.end - found.start };
	*rest = (str){ s.at + found.end, s.size - found.end };
	return found.end > found.start;
}

/* One to seven bytes as a number: from both ends, which may overlap. */
static inline uint64_t last_bytes(const char *at, size_t count)
{
	if (count >= 4) {
		uint32_t head, tail;
		memcpy(&head, at, 4);
		memcpy(&tail, at + count - 4, 4);
		return head | (uint64_t)tail << (8 * (count - 4));
	}
	const unsigned char *bytes = (const unsigned char *)at;
	return bytes[0] | (uint64_t)bytes[count / 2] << (8 * (count / 2)) |
	    (uint64_t)bytes[count - 1] << (8 * (count - 1));
}

/* wyhash's idea: eight bytes at a time through a folded 64 x 64 multiplication. */
uint64_t str_hash(str s)
{
	uint64_t hash = hash_mix(s.size, 0xa0761d6478bd642fu);
	size_t i = 0;

	for (; i + 8 <= s.size; i += 8) {
		uint64_t word;
		memcpy(&word, s.at + i, 8);
		hash = hash_mix(hash ^ word, 0x8ebc6af09c88c6e3u + i);
	}
	uint64_t last = i < s.size ? last_bytes(s.at + i, s.size - i) : 0;
	return hash_mix(hash ^ last, 0x589965cc75374cc3u);
}
