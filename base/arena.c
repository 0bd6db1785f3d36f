#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
	struct arena_block *next;
	size_t used, room;
	max_align_t bytes[];
};

enum { BLOCK_SMALL = 16 * 1024, BLOCK_LARGE = 1024 * 1024 };

static _Noreturn void run_out(struct arena *arena)
{
	if (arena->oom)
		arena->oom(arena->oom_data);
	fputs("knockon: out of memory\n", stderr);
	exit(3);
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
#ifdef ARENA_ISOLATE
	size_t room = size;
#else
	size_t room = arena->head && arena->head->room >= BLOCK_SMALL ? BLOCK_LARGE : BLOCK_SMALL;
	if (size > room)
		room = size;
#endif
	struct arena_block *block = calloc(1, sizeof *block + room);
	if (!block)
		run_out(arena);
	block->room = room;
	block->next = arena->head;
	arena->head = block;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{

	if (size > SIZE_MAX / 4)
		run_out(arena);
#ifndef ARENA_ISOLATE
	size = (size + 15) / 16 * 16;
#endif
	if (arena->budget && size > arena->budget - arena->used)
		run_out(arena);
	arena->used += size;
	struct arena_block *block = arena->head;
	if (!block || block->room - block->used < size)
		block = add_block(arena, size ? size : 1);
	void *piece = (char *)block->bytes + block->used;
	block->used += size;
#ifdef ARENA_ISOLATE
	block->used = block->room;
#endif
	return piece;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	void *piece = arena_alloc(arena, new_size);

	if (old_size)
		memcpy(piece, old, old_size < new_size ? old_size : new_size);
	return piece;
}

str arena_dup(struct arena *arena, str text)
{
	char *copy = arena_alloc(arena, text.size + 1);

	if (text.size)
		memcpy(copy, text.at, text.size);
	return (str){ copy, text.size };
}

str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list words, again;

	va_start(words, format);
	va_copy(again, words);
	int size = vsnprintf(NULL, 0, format, words);
	va_end(words);
	if (size < 0)
		size = 0;
	char *text = arena_alloc(arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	return (str){ text, (size_t)size };
}

void arena_release(struct arena *arena)
{
	struct arena_block *block = arena->head;

	while (block) {
		struct arena_block *next = block->next;
		free(block);
		block = next;
	}
	arena->head = NULL;
	arena->used = 0;
}

void *list_grow_(struct arena *arena, void *items, uint32_t *room, uint32_t count, size_t size)
{
	if (count < *room)
		return items;
	uint32_t wider = *room ? *room * 2 : 8;
	if (wider <= *room)
		run_out(arena);
	items = arena_grow(arena, items, (size_t)count * size, (size_t)wider * size);
	*room = wider;
	return items;
}
