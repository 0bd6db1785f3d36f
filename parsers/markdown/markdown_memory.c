#include "parsers/markdown/markdown_memory.h"

#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE_BYTES = 256 << 10, KEPT_BYTES = 8 << 20 };

struct piece {
	struct piece *next;
	size_t size;
	max_align_t bytes[];
};

static pthread_key_t bump_key;
static pthread_once_t bump_once = PTHREAD_ONCE_INIT;

static void free_bump(void *data)
{
	struct bump *bump = data;

	while (bump->first) {
		struct piece *next = bump->first->next;
		free(bump->first);
		bump->first = next;
	}
	free(bump);
}

static void start(void)
{
	pthread_key_create(&bump_key, free_bump);
	cmark_gfm_core_extensions_ensure_registered();
}

static _Thread_local struct bump *bump_here; /* what the key holds, without asking for it */

static struct bump *this_bump(void)
{
	if (!bump_here) {
		bump_here = calloc(1, sizeof *bump_here);
		if (!bump_here)
			abort();
		pthread_setspecific(bump_key, bump_here);
	}
	return bump_here;
}

/* Pieces beyond what one text of usual size needs go back. */
static void rewind_bump(struct bump *bump, size_t budget)
{
	size_t kept = 0;

	for (struct piece **at = &bump->first; *at;) {
		struct piece *piece = *at;
		if (kept + piece->size > KEPT_BYTES) {
			*at = piece->next;
			free(piece);
			continue;
		}
		kept += piece->size;
		at = &piece->next;
	}
	bump->at = bump->first;
	bump->used = bump->total = 0;
	bump->budget = budget;
}

static size_t with_size(size_t size)
{
	return (size + sizeof(size_t) + 15) & ~(size_t)15;
}

static void *bump_raw(struct bump *bump, size_t size)
{
	size = with_size(size);
	if (size > bump->budget - bump->total)
		longjmp(bump->out_of_budget, 1);
	bump->total += size;
	while (!bump->at || bump->at->size - bump->used < size) {
		if (bump->at && bump->at->next) {
			bump->at = bump->at->next;
			bump->used = 0;
			continue;
		}
		size_t room = size > PIECE_BYTES ? size : PIECE_BYTES;
		struct piece *piece = malloc(sizeof *piece + room);
		if (!piece)
			longjmp(bump->out_of_budget, 1);
		piece->next = NULL;
		piece->size = room;
		if (bump->at)
			bump->at->next = piece;
		else
			bump->first = piece;
		bump->at = piece;
		bump->used = 0;
	}
	char *memory = (char *)bump->at->bytes + bump->used;
	bump->used += size;
	return memory + sizeof(size_t);
}

static void *bump_calloc(size_t count, size_t size)
{
	struct bump *bump = this_bump();
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > bump->budget)
		longjmp(bump->out_of_budget, 1);
	char *memory = bump_raw(bump, bytes);
	memcpy(memory - sizeof(size_t), &bytes, sizeof bytes);
	memset(memory, 0, bytes);
	return memory;
}

/* The text of a paragraph grows line by line, and mostly nothing has come behind it. */
static bool grow_last(struct bump *bump, char *old, size_t before, size_t size)
{
	char *end = bump->at ? (char *)bump->at->bytes + bump->used : NULL;
	size_t more = with_size(size) - with_size(before);

	if (old - sizeof(size_t) + with_size(before) != end || bump->at->size - bump->used < more ||
	    more > bump->budget - bump->total)
		return false;
	bump->used += more;
	bump->total += more;
	memcpy(old - sizeof(size_t), &size, sizeof size);
	return true;
}

static void *bump_realloc(void *old, size_t size)
{
	struct bump *bump = this_bump();
	size_t before = 0;

	if (size > bump->budget)
		longjmp(bump->out_of_budget, 1);
	if (old)
		memcpy(&before, (char *)old - sizeof(size_t), sizeof before);
	if (old && (size <= before || grow_last(bump, old, before, size)))
		return old;
	char *memory = bump_raw(bump, size);
	memcpy(memory - sizeof(size_t), &size, sizeof size);
	if (before)
		memcpy(memory, old, before);
	return memory;
}

static void bump_free(void *memory)
{
	(void)memory;
}

cmark_mem bump_memory = { bump_calloc, bump_realloc, bump_free };

struct bump *bump_begin(size_t budget)
{
	pthread_once(&bump_once, start);
	struct bump *bump = this_bump();
	rewind_bump(bump, budget);
	return bump;
}
