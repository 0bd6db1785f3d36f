/*
 * vocabulary - words of running text held against lists of ours, without regard to case
 */
#ifndef ANALYZER_CHANGE_PROSE_VOCABULARY_H
#define ANALYZER_CHANGE_PROSE_VOCABULARY_H

#include "base/str.h"

bool is_word(str word, const char *wanted);
bool word_begins(str word, const char *wanted);
bool is_word_of(str word, const char *const *words, size_t count); /* one of them */
#define IS_WORD_OF(word, words) is_word_of((word), (words), sizeof(words) / sizeof *(words))

bool is_team_suffix(str word); /* "team", "desk": makes a name of what stands before */
str bare_word(str raw);        /* without punctuation, brackets, quotes and emphasis around it */

#endif
