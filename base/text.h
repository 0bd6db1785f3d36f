/*
 * text - normal forms of words that people typed
 *
 * N0 (display): no control characters, one space between words, composed characters (NFC).
 * N1 (match):   N0, compatibility forms and full case folded, plain quotes and dashes, without a
 *               leading enumerator ("3.", "Step 2:") and without a trailing . : ; or ,
 * N2 (fuzzy):   the words of N1 without the most common ones, lightly stemmed, as a sorted multiset
 *
 * Markup (tags, entities, emphasis) is taken out before, by model/names or by the front end.
 *
 * Memory: results live in the arena; a result that equals its argument is the argument itself.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/* A sorted multiset of hashes of stemmed words. */
struct words {
	uint64_t *items;
	uint32_t count;
};

bool text_is_ascii(str text);
/* Valid UTF-8: bytes that are none are read as Windows-1252; *mended tells that there were some (may be NULL). */
str text_utf8(struct arena *arena, str bytes, bool *mended);
str text_from_windows_1252(struct arena *arena, str bytes);
/* UTF-16 with its byte order mark to UTF-8. */
str text_from_utf16(struct arena *arena, str bytes, bool big_endian);

str text_n0(struct arena *arena, str utf8);
str text_n1(struct arena *arena, str n0);
str text_fold(struct arena *arena, str n0); /* N1 with its enumerators and its trailing marks kept */
struct words text_n2(struct arena *arena, str n1);
/* Of the words of N2: texts with the same words have the same one, and few others do. */
struct sketch {
	uint32_t count;
	uint64_t letters; /* a sum over their first ones */
};
struct sketch text_sketch(str n1);
void words_sort(struct arena *arena, struct words words); /* of hashes in any order; the arena is for scratch */
str text_unaccented(struct arena *arena, str fold);       /* of what text_fold gave, without accents and other marks */
str text_stem(struct arena *arena, str n1_word);

/* Twice the shared words over all words; 1 where both have none. */
double words_dice(struct words a, struct words b);
double words_held(
    struct words part, struct words whole); /* the share of its words that stand in the whole; 0: it has none */
bool words_equal(struct words a, struct words b);
uint64_t words_hash(struct words words);
/* Of letters and digits alone, without case, whatever stands between them; 0: there are none. */
uint64_t hash_of_letters(str text);

/* Reads one character of UTF-8; returns its length, at least 1, and -1 in *c where it is broken. */
size_t text_next(str utf8, int32_t *c);
size_t text_put_char(char out[4], int32_t c);
unsigned text_width(str utf8); /* columns of a terminal: none for a combining mark, two for a wide character */
bool char_is_letter(int32_t c);
bool char_is_digit(int32_t c);
bool char_is_upper(int32_t c);

const char *text_library(void); /* version of the library behind it */

#endif
