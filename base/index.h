/*
 * index - 64-bit key to any number of 64-bit values
 *
 * For lookups that change by small steps: a value is added and taken away again. The order of the
 * values of a key depends on history; who prints them sorts them.
 *
 * Memory: heap, index_release. A zeroed struct is empty.
 */
#ifndef BASE_INDEX_H
#define BASE_INDEX_H

#include "base/map.h"

struct index_list {
	uint64_t *items;
	uint32_t count, room;
};

struct index {
	struct map lists; /* key -> number of a list + 1 */
	struct index_list *all;
	uint32_t count, room;
};

void index_add(struct index *index, uint64_t key, uint64_t value);
void index_remove(struct index *index, uint64_t key, uint64_t value);  /* one of them; nothing if it is not there */
struct index_list index_find(const struct index *index, uint64_t key); /* borrowed until the next change */
void index_release(struct index *index);

#endif
