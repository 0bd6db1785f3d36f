#include "base/index.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

static void *widened(void *items, uint32_t room, size_t size)
{
	void *wider = realloc(items, room * size);

	if (!wider) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	return wider;
}

void index_add(struct index *index, uint64_t key, uint64_t value)
{
	uint32_t *number = map_add(&index->lists, key ? key : 1);

	if (!*number) {
		if (index->count == index->room) {
			index->room = index->room ? index->room * 2 : 64;
			index->all = widened(index->all, index->room, sizeof *index->all);
		}
		index->all[index->count++] = (struct index_list){ 0 };
		*number = index->count;
	}
	struct index_list *list = &index->all[*number - 1];
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 2;
		list->items = widened(list->items, list->room, sizeof *list->items);
	}
	list->items[list->count++] = value;
}

void index_remove(struct index *index, uint64_t key, uint64_t value)
{
	const uint32_t *number = map_find(&index->lists, key ? key : 1);

	if (!number || !*number)
		return;
	struct index_list *list = &index->all[*number - 1];
	for (uint32_t i = list->count; i-- > 0;)
		if (list->items[i] == value) {
			list->items[i] = list->items[--list->count];
			return;
		}
}

struct index_list index_find(const struct index *index, uint64_t key)
{
	const uint32_t *number = map_find(&index->lists, key ? key : 1);
	return number && *number ? index->all[*number - 1] : (struct index_list){ 0 };
}

void index_release(struct index *index)
{
	for (uint32_t i = 0; i < index->count; i++)
		free(index->all[i].items);
	free(index->all);
	map_release(&index->lists);
	*index = (struct index){ 0 };
}
