/*
 * equals - what stands on both sides, by hashes
 *
 * Each one pairs once, and of several equal ones the first on either side do.
 */
#ifndef ANALYZER_CHANGE_EQUALS_H
#define ANALYZER_CHANGE_EQUALS_H

#include <stdbool.h>
#include <stdint.h>

struct hashes {
	const uint64_t *items;
	uint32_t count;
};

/* Sets paired[i] of those that have an equal on the other side, and clears it of the others. */
void pair_equals(struct hashes old, struct hashes new, bool *old_paired, bool *new_paired);

#endif
