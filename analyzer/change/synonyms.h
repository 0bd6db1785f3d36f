/*
 * synonyms - words that mean the same where the configuration says so
 *
 * `synonyms: [[raise, issue, create], [hand over, hand off]]`: in names of steps and what passes between them each of a
 * list stands for the first one, in any form ("issues", "issued"). Without such lists the words are as they are (N2).
 *
 * Memory: the words live in the arena.
 */
#ifndef ANALYZER_CHANGE_SYNONYMS_H
#define ANALYZER_CHANGE_SYNONYMS_H

#include "analyzer/config/config.h"
#include "base/text.h"

struct words synonyms_n2(const struct config *config, struct arena *arena, str n1);

#endif
