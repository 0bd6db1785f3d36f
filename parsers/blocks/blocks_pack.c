#include "parsers/blocks/blocks_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers in a pack are those of its own blocks, + 1, so that 0 is none as in a tree; few blocks and runs have strings
 * of their own, and these stand apart. Behind the head come blocks, runs, strings, and the bytes of strings and text.
 */

struct packed_block {
	uint32_t line, child, next, text_at, text_size, run_at, run_count;
	uint8_t kind, level, ordered, header, columns, rows;
};

struct packed_run {
	uint32_t from, to, line;
	uint8_t kind, hard;
};

enum string_of { BLOCK_INFO, BLOCK_BYTES, BLOCK_ID, RUN_TARGET, RUN_LABEL };

struct packed_string {
	uint32_t owner, size; /* number of the block or run */
	uint32_t what;
};

struct view {
	struct packed_block *blocks;
	struct packed_run *runs;
	struct packed_string *strings;
	char *bytes; /* of strings, then text */
};

static struct view view_of(const struct blocks_pack *pack)
{
	struct view view;

	view.blocks = (struct packed_block *)(uintptr_t)(pack + 1);
	view.runs = (struct packed_run *)(view.blocks + pack->block_count);
	view.strings = (struct packed_string *)(view.runs + pack->run_count);
	view.bytes = (char *)(view.strings + pack->string_count);
	return view;
}

/* --- packing ------------------------------------------------------------------------------------------------- */

struct packing {
	const struct blocks *from;
	uint32_t skip_from, skip_to; /* blocks that are left out */
	uint32_t text_from, run_from;
	uint32_t lines;
	uint32_t string_count;
	size_t string_bytes;
	struct view to;
};

static uint32_t packed_number(const struct packing *p, uint32_t number)
{
	if (!number)
		return 0;
	return number < p->skip_from ? number : number - (p->skip_to - p->skip_from);
}

static uint32_t moved_line(const struct packing *p, uint32_t line)
{
	return line > p->lines ? line - p->lines : line ? 1 : 0;
}

static void put_string(struct packing *p, bool count, str text, uint32_t owner, enum string_of what)
{
	if (!text.size)
		return;
	if (!count) {
		p->to.strings[p->string_count] = (struct packed_string){ owner, (uint32_t)text.size, what };
		memcpy(p->to.bytes + p->string_bytes, text.at, text.size);
	}
	p->string_count++;
	p->string_bytes += text.size;
}

static bool is_skipped(const struct packing *p, uint32_t number)
{
	return number >= p->skip_from && number < p->skip_to;
}

static void put_strings(struct packing *p, bool count)
{
	p->string_count = 0;
	p->string_bytes = 0;
	for (uint32_t i = 1; i < p->from->list.count; i++) {
		const struct block *block = block_at(p->from, i);
		if (is_skipped(p, i))
			continue;
		put_string(p, count, block->info, packed_number(p, i), BLOCK_INFO);
		put_string(p, count, block->bytes, packed_number(p, i), BLOCK_BYTES);
		put_string(p, count, block->id, packed_number(p, i), BLOCK_ID);
	}
	for (uint32_t i = p->run_from; i < p->from->runs.count; i++) {
		put_string(p, count, p->from->runs.items[i].target, i - p->run_from, RUN_TARGET);
		put_string(p, count, p->from->runs.items[i].label, i - p->run_from, RUN_LABEL);
	}
}

static void put_block(struct packing *p, uint32_t number)
{
	const struct block *block = block_at(p->from, number);

	p->to.blocks[packed_number(p, number) - 1] = (struct packed_block){
		.line = moved_line(p, block->line),
		.child = packed_number(p, block->child == p->skip_from ? p->skip_to : block->child),
		.next = packed_number(p, block->next),
		.text_at = block->text_at > p->text_from ? block->text_at - p->text_from : 0,
		.text_size = block->text_size,
		.run_at = block->run_at > p->run_from ? block->run_at - p->run_from : 0,
		.run_count = block->run_count,
		.kind = block->kind,
		.level = block->level,
		.ordered = block->ordered,
		.header = block->header,
		.columns = block->columns,
		.rows = block->rows,
	};
}

static void put_run(struct packing *p, uint32_t number)
{
	const struct run *run = &p->from->runs.items[number];

	p->to.runs[number - p->run_from] = (struct packed_run){
		.from = run->from,
		.to = run->to,
		.line = moved_line(p, run->line),
		.kind = run->kind,
		.hard = run->hard,
	};
}

static void find_end(struct blocks_pack *pack, const struct view *view)
{
	uint32_t root = pack->block_count ? 1 : 0, child = 0;

	while (root && view->blocks[root - 1].next)
		root = view->blocks[root - 1].next;
	if (root)
		child = view->blocks[root - 1].child;
	while (child && view->blocks[child - 1].next)
		child = view->blocks[child - 1].next;
	pack->last_root = root;
	pack->last_child = child;
}

struct blocks_pack *blocks_pack(const struct blocks *from, bool skip_first, uint32_t lines)
{
	struct packing p = { .from = from, .lines = lines, .skip_from = UINT32_MAX, .skip_to = UINT32_MAX };

	if (skip_first && from->list.count > 1 && block_at(from, 1)->child) {
		const struct block *first = block_at(from, block_at(from, 1)->child);
		p.skip_from = block_at(from, 1)->child;
		p.skip_to = first->next ? first->next : from->list.count;
		p.text_from = first->next ? block_at(from, p.skip_to)->text_at : from->text.count;
		p.run_from = first->next ? block_at(from, p.skip_to)->run_at : from->runs.count;
	}
	put_strings(&p, true);
	uint32_t blocks = from->list.count - 1 - (p.skip_to - p.skip_from), runs = from->runs.count - p.run_from;
	uint32_t text = from->text.count - p.text_from;
	size_t size = sizeof(struct blocks_pack) + blocks * sizeof(struct packed_block) +
	    runs * sizeof(struct packed_run) + p.string_count * sizeof(struct packed_string) + p.string_bytes + text;
	struct blocks_pack *pack = malloc(size);
	if (!pack) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	*pack = (struct blocks_pack){ .size = size,
		.block_count = blocks,
		.run_count = runs,
		.string_count = p.string_count,
		.text_size = text,
		.too_deep = from->too_deep };
	p.to = view_of(pack);
	put_strings(&p, false);
	if (text)
		memcpy(p.to.bytes + p.string_bytes, from->text.items + p.text_from, text);
	for (uint32_t i = 1; i < from->list.count; i++)
		if (!is_skipped(&p, i))
			put_block(&p, i);
	for (uint32_t i = p.run_from; i < from->runs.count; i++)
		put_run(&p, i);
	find_end(pack, &p.to);
	return pack;
}

/* --- putting in ------------------------------------------------------------------------------------------------ */

struct putting {
	struct blocks *to;
	uint32_t block_base, text_base, run_base; /* what the numbers of the pack are moved by */
	uint32_t line;
};

static uint32_t put_number(const struct putting *p, uint32_t number)
{
	return number ? number + p->block_base : 0;
}

static void add_block(const struct putting *p, const struct packed_block *block)
{
	*LIST_ADD(p->to->arena, &p->to->list) = (struct block){
		.line = block->line + p->line > 1 ? block->line + p->line - 1 : 1, /* 0: the line above the pack */
		.child = put_number(p, block->child),
		.next = put_number(p, block->next),
		.text_at = block->text_at + p->text_base,
		.text_size = block->text_size,
		.run_at = block->run_at + p->run_base,
		.run_count = block->run_count,
		.kind = block->kind,
		.level = block->level,
		.ordered = block->ordered,
		.header = block->header,
		.columns = block->columns,
		.rows = block->rows,
	};
}

static void add_run(const struct putting *p, const struct packed_run *run)
{
	*LIST_ADD(p->to->arena, &p->to->runs) = (struct run){
		.from = run->from,
		.to = run->to,
		.line = run->line ? run->line + p->line - 1 : 0,
		.kind = run->kind,
		.hard = run->hard,
	};
}

static void add_text(struct blocks *to, str text)
{
	if (to->text.room - to->text.count < text.size) {
		uint32_t room = to->text.room * 2 + (uint32_t)text.size;
		to->text.items = arena_grow(to->arena, to->text.items, to->text.count, room);
		to->text.room = room;
	}
	if (text.size)
		memcpy(to->text.items + to->text.count, text.at, text.size);
	to->text.count += (uint32_t)text.size;
}

static void add_strings(const struct putting *p, const struct blocks_pack *pack, const struct view *view)
{
	const char *bytes = view->bytes;

	for (uint32_t i = 0; i < pack->string_count; i++) {
		const struct packed_string *string = &view->strings[i];
		str text = arena_dup(p->to->arena, (str){ bytes, string->size });
		bytes += string->size;
		if (string->what == RUN_TARGET || string->what == RUN_LABEL) {
			struct run *run = &p->to->runs.items[p->run_base + string->owner];
			*(string->what == RUN_TARGET ? &run->target : &run->label) = text;
			continue;
		}
		struct block *block = &p->to->list.items[put_number(p, string->owner)];
		*(string->what == BLOCK_INFO          ? &block->info
		        : string->what == BLOCK_BYTES ? &block->bytes
		                                      : &block->id) = text;
	}
	add_text(p->to, (str){ bytes, pack->text_size });
}

/* The first block is there already: its children follow those that the last block at the margin has. */
static void join_first(const struct putting *p, struct blocks_end *end, const struct packed_block *first)
{
	uint32_t child = put_number(p, first->child);

	if (end->child)
		p->to->list.items[end->child].next = child;
	else
		p->to->list.items[end->root].child = child;
	p->to->list.items[end->root].next = put_number(p, first->next);
}

void blocks_put(struct blocks *to, struct blocks_end *end, const struct blocks_pack *pack, bool join, uint32_t line)
{
	struct view view = view_of(pack);
	struct putting p = { .to = to,
		.block_base = to->list.count - 1 - join,
		.text_base = to->text.count,
		.run_base = to->runs.count,
		.line = line };

	to->too_deep = to->too_deep || pack->too_deep;
	if (!pack->block_count)
		return;
	for (uint32_t i = join; i < pack->block_count; i++)
		add_block(&p, &view.blocks[i]);
	for (uint32_t i = 0; i < pack->run_count; i++)
		add_run(&p, &view.runs[i]);
	add_strings(&p, pack, &view);
	if (join)
		join_first(&p, end, &view.blocks[0]);
	else if (end->root)
		to->list.items[end->root].next = put_number(&p, 1);
	else
		to->list.items[0].child = put_number(&p, 1);
	if (!join || pack->last_root > 1)
		end->root = put_number(&p, pack->last_root);
	end->child = put_number(&p, pack->last_child);
	to->last[0] = end->root;
	to->gap = false;
}
