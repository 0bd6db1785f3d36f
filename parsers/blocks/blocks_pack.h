/*
 * blocks_pack - finished blocks by themselves
 *
 * What stands below the root of a tree is packed into one piece of memory that needs nothing else, and put at the end
 * of other trees as often as it is wanted: a front end that has read the same lines before needs not read them again.
 *
 * Lines:   of a pack they count from its own first line; blocks_put moves them.
 * Memory:  a pack is malloc'd, one free() gives it back. What blocks_put adds lives in the arena of its tree.
 */
#ifndef PARSERS_BLOCKS_BLOCKS_PACK_H
#define PARSERS_BLOCKS_BLOCKS_PACK_H

#include "parsers/blocks/blocks.h"

struct blocks_pack {
	size_t size; /* of all of it, in bytes */
	uint32_t block_count, run_count, string_count, text_size;
	uint32_t last_root, last_child; /* the last block at the margin and its last child: numbers + 1; 0: none */
	uint32_t memo[3];               /* the front end's own; 0 at first */
	bool too_deep;
};

/* All of a tree; or, with skip, without the first child of its first block. lines: how many lines stand in front of
 * the pack's own first line. */
struct blocks_pack *blocks_pack(const struct blocks *blocks, bool skip_first, uint32_t lines);

/* Where blocks_put goes on. Begins as { 0 }. */
struct blocks_end {
	uint32_t root, child; /* the last block at the margin and its last child; 0: none */
};

/* At the margin of a tree in which nothing is open. join: the children of the first block go to the last one that
 * stands there, of the same kind. line: of the pack's first line. */
void blocks_put(
    struct blocks *blocks, struct blocks_end *end, const struct blocks_pack *pack, bool join, uint32_t line);

#endif
