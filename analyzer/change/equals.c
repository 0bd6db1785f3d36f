#include "analyzer/change/equals.h"

#include "base/map.h"

#include <string.h>

enum { FEW_PAIRS = 4096 }; /* that are held against each other; of more than those a map tells */

/* Most stand in the same order on both sides: the next one is looked at first. */
static void pair_few(struct hashes old, struct hashes new, bool *old_paired, bool *new_paired)
{
	uint32_t first = 0; /* on the new side, not paired */

	for (uint32_t i = 0; i < old.count; i++) {
		uint32_t j = first;
		while (j < new.count && (new.items[j] != old.items[i] || new_paired[j]))
			j++;
		if (j == new.count)
			continue;
		old_paired[i] = new_paired[j] = true;
		while (first < new.count && new_paired[first])
			first++;
	}
}

static void pair_many(struct hashes old, struct hashes new, bool *old_paired, bool *new_paired)
{
	struct map counts = { 0 };

	for (uint32_t j = 0; j < new.count; j++)
		++*map_add(&counts, new.items[j] | 1);
	for (uint32_t i = 0; i < old.count; i++) {
		uint32_t *count = map_find(&counts, old.items[i] | 1);
		old_paired[i] = count && *count;
		if (old_paired[i])
			--*count;
	}
	for (uint32_t j = new.count; j-- > 0;) { /* what is left over are the last ones */
		uint32_t *count = map_find(&counts, new.items[j] | 1);
		new_paired[j] = !*count;
		if (*count)
			--*count;
	}
	map_release(&counts);
}

void pair_equals(struct hashes old, struct hashes new, bool *old_paired, bool *new_paired)
{
	memset(old_paired, 0, old.count * sizeof *old_paired);
	memset(new_paired, 0, new.count * sizeof *new_paired);
	if ((uint64_t)old.count * new.count <= FEW_PAIRS)
		pair_few(old, new, old_paired, new_paired);
	else
		pair_many(old, new, old_paired, new_paired);
}
