/*
 * arena - memory that is given back all at once
 *
 * One arena per lifetime. arena_alloc returns zeroed memory, aligned for anything, and always
 * succeeds: where the budget or the machine has no more, it calls arena.oom, which does not return.
 * Without an oom of its own an arena ends the program with status 3.
 *
 * Memory: arena_release gives everything back (a few blocks stay with the thread for the next arena) and leaves an
 * empty arena; nobody frees one piece. Built with ARENA_ISOLATE (sanitizers) each piece is a block of its own, so that
 * overruns show.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <string.h>

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t used;   /* bytes handed out */
	size_t budget; /* most bytes that may be handed out; 0: no limit */
	void (*oom)(void *data);
	void *oom_data;
};

void *arena_alloc(struct arena *arena, size_t size);
void *arena_take(struct arena *arena, size_t size); /* not zeroed: to be written before it is read */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size); /* copies; new part zeroed */
/* Texts one behind the other: what is said thousands of times needs no format. */
str arena_join(struct arena *arena, const str *pieces, size_t count);
#define ARENA_JOIN(arena, ...) \
	arena_join((arena), (const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str))
str arena_dup(struct arena *arena, str text); /* a copy, with a NUL behind it */
str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_release(struct arena *arena);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))

/* A list that grows inside an arena; elements refer to each other by number. */
#define LIST_OF(type)                 \
	struct {                      \
		type *items;          \
		uint32_t count, room; \
	}

void *list_grow_(struct arena *arena, void *items, uint32_t *room, uint32_t count, uint32_t wanted, size_t size);

/* Room for that many elements in all; what is new is not zeroed. */
#define LIST_ROOM(arena, list, wanted)                                                                       \
	((wanted) <= (list)->room ? (void)0                                                                  \
	                          : (void)((list)->items = list_grow_((arena), (list)->items, &(list)->room, \
	                                       (list)->count, (wanted), sizeof *(list)->items)))

/* A pointer to a new zeroed element at the end; it holds until the next LIST_ADD. */
#define LIST_ADD(arena, list)                           \
	(LIST_ROOM((arena), (list), (list)->count + 1), \
	    memset(&(list)->items[(list)->count], 0, sizeof *(list)->items), &(list)->items[(list)->count++])
#define LIST_PUSH(arena, list, value) (*LIST_ADD((arena), (list)) = (value))

#endif
