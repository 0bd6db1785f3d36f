/*
 * parts - two lists of things that somebody wrote into one cell
 *
 * "dispute file (CSV), credit notes and a report" has three parts: commas, semicolons and the word "and" divide, but
 * not within brackets. The parts of two such texts pair: the same words; the same words but for a bracket or a word of
 * format; like words; and of each side the one that is left.
 *
 * Memory: texts are pieces of those that were given.
 */
#ifndef ANALYZER_CHANGE_PROMISES_PARTS_H
#define ANALYZER_CHANGE_PROMISES_PARTS_H

#include "base/arena.h"

enum { PARTS_MAX = 24 }; /* a longer list is one part */

enum part_change { PART_REMOVED, PART_ADDED, PART_FORMAT, PART_REWORDED, PART_REPLACED };

struct part {
	enum part_change change;
	str old, now;
};

struct parts {
	struct part items[2 * PARTS_MAX];
	unsigned count;
	unsigned kept; /* pairs that say the same */
};

void parts_compare(struct parts *out, struct arena *arena, str old, str now);
/* Both have a part of the same words. */
bool parts_share_one(struct arena *arena, str old, str now);

#endif
