/*
 * str - a piece of text that somebody else owns
 *
 * A pointer and a length. Cutting and trimming move its edges and copy nothing. The bytes need no
 * terminating NUL and may be any bytes at all; where a function speaks of letters it means ASCII.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct str {
	const char *at;
	size_t size;
} str;

struct str_cut {
	str head, tail;
	bool found;
};

enum { STR_NONE = -1 }; /* what a search answers when there is nothing */

#define STR(literal) ((str){ ("" literal), sizeof(literal) - 1 })
#define STR_ARG(s)   (int)(s).size, (s).size ? (s).at : ""

str str_of(const char *words);              /* NULL counts as empty */
str str_sub(str s, size_t from, size_t to); /* [from, to), both clamped */

bool str_is_blank(str s); /* empty or white space only */
bool str_eq(str a, str b);
bool str_ieq(str a, str b); /* ASCII letters without case */
int str_cmp(str a, str b);  /* bytewise order, shorter first among equals */
bool str_starts(str s, str with);
bool str_istarts(str s, str with);
bool str_ends(str s, str with);
bool str_iends(str s, str with);
ptrdiff_t str_find(str s, str what); /* offset or STR_NONE */
ptrdiff_t str_ifind(str s, str what);
ptrdiff_t str_find_char(str s, char c);
/* Exactly one of some words. */
bool str_is_one_of(str word, const char *const *words, size_t count);
#define STR_IS_ONE_OF(word, words) str_is_one_of((word), (words), sizeof(words) / sizeof *(words))
ptrdiff_t str_rfind_char(str s, char c);
bool str_has(str s, str what);

str str_trim(str s);
str str_trim_left(str s);
str str_trim_right(str s);
struct str_cut str_cut(str s, char at); /* head and tail around the first at; tail empty if none */
struct str_cut str_cut_str(str s, str at);
struct str_cut str_rcut(str s, char at); /* around the last one */

/* Takes the next line off rest, without its LF, CRLF or CR; false when rest is empty. */
uint32_t str_count_lines(str s); /* the line feeds in it */
bool str_next_line(str *rest, str *line);
/* Takes the next non-empty word off rest; words are separated by any byte of separators. */
bool str_next_word(str *rest, const char *separators, str *word);

/* Which of the 64 bytes from a place on are ASCII letters (digits), a bit each, that of the first one lowest. */
uint64_t str_letters_at(str s, size_t at);
uint64_t str_digits_at(str s, size_t at);

uint64_t str_hash(str s);
/* Order matters. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xe7037ed1a0b428dbu);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline bool byte_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
static inline bool byte_is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool byte_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}
static inline bool byte_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}
static inline bool byte_is_letter(char c)
{
	return byte_is_upper(c) || byte_is_lower(c);
}
static inline bool byte_is_word(char c) /* letter, digit or a byte of a multi-byte character */
{
	return byte_is_letter(c) || byte_is_digit(c) || (c & 0x80);
}
static inline char byte_lower(char c)
{
	return byte_is_upper(c) ? (char)(c + 32) : c;
}

#endif
