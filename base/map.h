/*
 * map - 64-bit key to 32-bit value
 *
 * Open addressing; keys are hashes or packed numbers and must not be 0. The caller sees to it that
 * different things have different keys (a hash of 64 bits is taken as such).
 *
 * Memory: heap, map_release frees it. A zeroed struct is an empty map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

struct map {
	uint64_t *keys;
	uint32_t *values;
	uint32_t count, room;
};

uint32_t *map_find(const struct map *map, uint64_t key); /* NULL if it is not there */
uint32_t *map_add(struct map *map, uint64_t key);        /* a new value is 0 */
void map_reserve(struct map *map, uint32_t count);       /* that many will be in it */
void map_clear(struct map *map);                         /* keeps the memory */
void map_release(struct map *map);

#endif
