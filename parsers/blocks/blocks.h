/*
 * blocks - the block tree that every text front end makes
 *
 * Markdown, Confluence and Word all become headings, paragraphs, lists and tables; only blockrules knows what
 * they mean. A front end opens and closes blocks in the order of the text and puts words into the innermost
 * one that is open; marks on words (bold, links, code) are runs over the text of their block.
 *
 *	blocks_open(b, BLOCK_PARA, 3);
 *	uint32_t run = blocks_run(b, RUN_STRONG, STR(""), 3);
 *	blocks_text(b, STR("Billing"));
 *	blocks_end_run(b, run);
 *	blocks_close(b);
 *
 * Text:    the text of a block is N0: one space between words, no markup. Text of images is not part of it.
 * Lines:   from 1, in the bytes that the front end was given.
 * Trouble: blocks deeper than LIMIT_DEPTH are left out together with their text, and too_deep says so.
 * Memory:  everything lives in the arena; texts of runs, codes and ids are borrowed from the caller and must
 *          live as long as the tree.
 */
#ifndef PARSERS_BLOCKS_BLOCKS_H
#define PARSERS_BLOCKS_BLOCKS_H

#include "base/arena.h"
#include "base/limits.h"

enum block_kind {
	BLOCK_ROOT,
	BLOCK_HEADING,
	BLOCK_PARA,
	BLOCK_QUOTE,
	BLOCK_LIST,
	BLOCK_ITEM, /* children: paragraphs, lists, ... */
	BLOCK_TABLE,
	BLOCK_ROW,
	BLOCK_CELL, /* text of its own; may hold further blocks where a front end has them */
	BLOCK_PAIR, /* a term (its text) and what it means (children) */
	BLOCK_CODE,
	BLOCK_MACRO, /* something with a name that is shown in the text: info is the name, bytes its content */
};

enum run_kind {
	RUN_STRONG,
	RUN_EMPHASIS,
	RUN_CODE,
	RUN_STRUCK,
	RUN_LINK,   /* target: address as written */
	RUN_IMAGE,  /* target; label: its words; empty in the text */
	RUN_PERSON, /* a mention of a person */
	RUN_BREAK,  /* a line ends here; empty in the text, a space may follow */
	RUN_GAP,    /* two or more spaces stood here */
};

struct run {
	str target, label;
	uint32_t from, to; /* bytes of the block's text */
	uint32_t line;     /* RUN_BREAK: of what follows */
	uint8_t kind;
	uint8_t hard; /* RUN_BREAK: the author wants a new line */
};

struct block {
	str info;  /* code: language; macro: name */
	str bytes; /* code, macro: what is in it, as written */
	str id;    /* an id that the author gave it; of a heading and of any other block below it */
	uint32_t line;
	uint32_t child, next; /* numbers; 0: none */
	uint32_t text_at, text_size;
	uint32_t run_at, run_count;
	uint8_t kind;
	uint8_t level;         /* heading: 1 to 6 */
	uint8_t ordered;       /* list */
	uint8_t header;        /* row: of column names; cell: the name of a column or row */
	uint8_t columns, rows; /* cell: how many it spans, 0 like 1 */
};

struct blocks {
	struct arena *arena;
	LIST_OF(struct block) list; /* [0] is the root */
	LIST_OF(struct run) runs;
	LIST_OF(char) text;
	uint32_t open[LIMIT_DEPTH + 2], last[LIMIT_DEPTH + 2]; /* open blocks and their last children */
	uint32_t depth, ignored;
	bool gap; /* a space is due before the next word */
	bool too_deep;
};

void blocks_begin(struct blocks *out, struct arena *arena, size_t text_room);
uint32_t blocks_open(
    struct blocks *blocks, enum block_kind kind, uint32_t line); /* its number; 0: too deep, left out */
void blocks_close(struct blocks *blocks);                        /* the innermost one */
/* The last block at the margin, in which nothing is open; child: its last one. */
void blocks_reopen(struct blocks *blocks, uint32_t number, uint32_t child);
/* Whether the innermost open block is of that kind; and closes everything inside of one, and itself. */
bool blocks_inside(const struct blocks *blocks, enum block_kind kind);
void blocks_close_to(struct blocks *blocks, uint32_t depth);
struct block *blocks_top(struct blocks *blocks); /* the innermost open block; holds until the next one is opened */

/* Nothing is open: what comes from here on can be taken back. */
struct blocks_mark {
	uint32_t blocks, runs, text, root, child; /* counts; the last block at the margin and its last child */
};
struct blocks_mark blocks_mark(const struct blocks *blocks, uint32_t child);
void blocks_rewind(struct blocks *blocks, const struct blocks_mark *mark);

void blocks_text(struct blocks *blocks, str utf8);
void blocks_space(struct blocks *blocks);
void blocks_break(struct blocks *blocks, uint32_t line, bool hard);
uint32_t blocks_run(struct blocks *blocks, enum run_kind kind, str target, uint32_t line);
void blocks_end_run(struct blocks *blocks, uint32_t run);
void blocks_image(struct blocks *blocks, str target, str label, uint32_t line);

static inline const struct block *block_at(const struct blocks *blocks, uint32_t number)
{
	return &blocks->list.items[number];
}
static inline str block_text(const struct blocks *blocks, const struct block *block)
{
	return (str){ block->text_size ? blocks->text.items + block->text_at : "", block->text_size };
}
static inline const struct run *block_runs(const struct blocks *blocks, const struct block *block)
{
	return block->run_count ? blocks->runs.items + block->run_at : NULL;
}
/* Line of a place in the text of a block. */
uint32_t block_line(const struct blocks *blocks, const struct block *block, uint32_t at);
/* Whether a run of that kind covers [from, to). */
bool block_covered(
    const struct blocks *blocks, const struct block *block, enum run_kind kind, uint32_t from, uint32_t to);
/* The first paragraph of an item, pair or quote, or the block itself if it has text of its own; NULL: none. */
const struct block *block_own_text(const struct blocks *blocks, const struct block *block);

#endif
