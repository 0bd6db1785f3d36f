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

/* First blocks and those of the usual size are kept for the next arena of this thread: parses, commits and scratch come
 * and go by the thousand, and asking the system for memory costs more than the work done in it. */
enum { BLOCK_FIRST = 8 * 1024, BLOCK_USUAL = 64 * 1024, SPARE_BLOCKS = 64 };

static _Noreturn void run_out(struct arena *arena)
{
	if (arena->oom)
		arena->oom(arena->oom_data);
	fputs("knockon: out of memory\n", stderr);
	exit(3);
}

#ifdef ARENA_ISOLATE
static struct arena_block *get_block(struct arena *arena, size_t size)
{
	(void)arena;
	struct arena_block *block = malloc(sizeof *block + size);
	if (block)
		block->room = size;
	return block;
}

static void give_back(struct arena_block *block)
{
	free(block);
}
#else
struct spares {
	struct arena_block *blocks;
	unsigned count;
};
static _Thread_local struct spares first_blocks, usual_blocks;

static struct spares *spares_of(size_t room)
{
	return room == BLOCK_FIRST ? &first_blocks : room == BLOCK_USUAL ? &usual_blocks : NULL;
}

static struct arena_block *get_block(struct arena *arena, size_t size)
{
	size_t room = arena->head ? BLOCK_USUAL : BLOCK_FIRST;

	if (size > room)
		room = size > BLOCK_USUAL ? size : BLOCK_USUAL;
	struct spares *spares = spares_of(room);
	if (spares && spares->count) {
		struct arena_block *block = spares->blocks;
		spares->blocks = block->next;
		spares->count--;
		return block;
	}
	struct arena_block *block = malloc(sizeof *block + room);
	if (block)
		block->room = room;
	return block;
}

static void give_back(struct arena_block *block)
{
	struct spares *spares = spares_of(block->room);

	if (!spares || spares->count >= SPARE_BLOCKS) {
		free(block);
		return;
	}
	block->next = spares->blocks;
	spares->blocks = block;
	spares->count++;
}
#endif

static struct arena_block *add_block(struct arena *arena, size_t size)
{
	struct arena_block *block = get_block(arena, size);

	if (!block)
		run_out(arena);
	block->used = 0;
	block->next = arena->head;
	arena->head = block;
	return block;
}

void *arena_take(struct arena *arena, size_t size)
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

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	char *piece = arena_take(arena, new_size);
	size_t kept = old_size < new_size ? old_size : new_size;

	if (kept)
		memcpy(piece, old, kept);
	memset(piece + kept, 0, new_size - kept);
	return piece;
}

str arena_dup(struct arena *arena, str text)
{
	char *copy = arena_take(arena, text.size + 1);

	if (text.size)
		memcpy(copy, text.at, text.size);
	copy[text.size] = 0;
	return (str){ copy, text.size };
}

str arena_join(struct arena *arena, const str *pieces, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += pieces[i].size;
	char *text = arena_take(arena, size + 1), *at = text;
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].size)
			memcpy(at, pieces[i].at, pieces[i].size);
		at += pieces[i].size;
	}
	*at = 0;
	return (str){ text, size };
}

str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list words, again;
	char few[256]; /* most texts are short: those are put together once */

	va_start(words, format);
	va_copy(again, words);
	int size = vsnprintf(few, sizeof few, format, words);
	va_end(words);
	if (size < 0)
		few[size = 0] = 0;
	char *text = arena_take(arena, (size_t)size + 1);
	if ((size_t)size < sizeof few)
		memcpy(text, few, (size_t)size + 1);
	else
		vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	return (str){ text, (size_t)size };
}

void arena_release(struct arena *arena)
{
	struct arena_block *block = arena->head;

	while (block) {
		struct arena_block *next = block->next;
		give_back(block);
		block = next;
	}
	arena->head = NULL;
	arena->used = 0;
}

void *list_grow_(struct arena *arena, void *items, uint32_t *room, uint32_t count, uint32_t wanted, size_t size)
{
	uint32_t wider = *room ? *room * 2 : 8;

	while (wider < wanted && wider <= UINT32_MAX / 2)
		wider *= 2;
	if (wider <= *room || wider < wanted)
		run_out(arena);
	void *moved = arena_take(arena, (size_t)wider * size);
	if (count)
		memcpy(moved, items, (size_t)count * size);
	*room = wider;
	return moved;
}
