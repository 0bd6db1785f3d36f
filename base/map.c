#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t place_of(const struct map *map, uint64_t key)
{
	uint32_t mask = map->room - 1;
	uint32_t place = (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32) & mask;

	while (map->keys[place] && map->keys[place] != key)
		place = (place + 1) & mask;
	return place;
}

uint32_t *map_find(const struct map *map, uint64_t key)
{
	if (!map->count)
		return NULL;
	uint32_t place = place_of(map, key);
	return map->keys[place] ? &map->values[place] : NULL;
}

/* One block, as most maps are small and soon gone: the values stand behind the keys. */
static void widen(struct map *map, uint32_t room)
{
	struct map old = *map;

	map->room = room;
	map->keys = calloc(map->room, sizeof *map->keys + sizeof *map->values);
	if (!map->keys) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	map->values = (uint32_t *)(void *)(map->keys + map->room);
	for (uint32_t i = 0; i < old.room; i++)
		if (old.keys[i]) {
			uint32_t place = place_of(map, old.keys[i]);
			map->keys[place] = old.keys[i];
			map->values[place] = old.values[i];
		}
	free(old.keys);
}

void map_reserve(struct map *map, uint32_t count)
{
	uint32_t room = map->room ? map->room : 16;

	while (room / 4 * 3 < count)
		room *= 2;
	if (room > map->room)
		widen(map, room);
}

uint32_t *map_add(struct map *map, uint64_t key)
{
	if ((map->count + 1) * 4 > map->room * 3 || !map->room)
		widen(map, map->room ? map->room * 2 : 16);
	uint32_t place = place_of(map, key);
	if (!map->keys[place]) {
		map->keys[place] = key;
		map->count++;
	}
	return &map->values[place];
}

void map_clear(struct map *map)
{
	if (map->count)
		memset(map->keys, 0, map->room * (sizeof *map->keys + sizeof *map->values));
	map->count = 0;
}

void map_release(struct map *map)
{
	free(map->keys);
	*map = (struct map){ 0 };
}
