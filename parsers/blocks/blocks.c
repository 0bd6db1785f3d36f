#include "parsers/blocks/blocks.h"

#include "base/text.h"

#include <string.h>

void blocks_begin(struct blocks *b, struct arena *arena, size_t text_room)
{
	memset(b, 0, sizeof *b);
	b->arena = arena;
	b->text.room = (uint32_t)(text_room + 64);
	b->text.items = arena_take(arena, b->text.room);
	b->list.room = 8 + (uint32_t)(text_room / 100);
	b->list.items = arena_take(arena, sizeof *b->list.items * b->list.room);
	b->runs.room = b->list.room;
	b->runs.items = arena_take(arena, sizeof *b->runs.items * b->runs.room);
	*LIST_ADD(arena, &b->list) = (struct block){ .kind = BLOCK_ROOT, .line = 1 };
}

struct block *blocks_top(struct blocks *b)
{
	return &b->list.items[b->open[b->depth]];
}

bool blocks_inside(const struct blocks *b, enum block_kind kind)
{
	return !b->ignored && b->list.items[b->open[b->depth]].kind == kind;
}

uint32_t blocks_open(struct blocks *b, enum block_kind kind, uint32_t line)
{
	if (b->ignored || b->depth >= LIMIT_DEPTH) {
		b->ignored++;
		b->too_deep = true;
		return 0;
	}
	uint32_t number = b->list.count, before = b->last[b->depth];
	*LIST_ADD(b->arena, &b->list) = (struct block){
		.kind = (uint8_t)kind,
		.line = line,
		.text_at = b->text.count,
		.run_at = b->runs.count,
	};
	if (before)
		b->list.items[before].next = number;
	else
		b->list.items[b->open[b->depth]].child = number;
	b->last[b->depth] = number;
	b->depth++;
	b->open[b->depth] = number;
	b->last[b->depth] = 0;
	b->gap = false;
	return number;
}

void blocks_reopen(struct blocks *b, uint32_t number, uint32_t child)
{
	b->depth = 1;
	b->open[1] = number;
	b->last[1] = child;
	b->gap = false;
}

void blocks_close(struct blocks *b)
{
	if (b->ignored) {
		b->ignored--;
		return;
	}
	if (!b->depth)
		return;
	b->gap = false;
	b->depth--;
}

void blocks_close_to(struct blocks *b, uint32_t depth)
{
	while (b->depth + b->ignored > depth)
		blocks_close(b);
}

struct blocks_mark blocks_mark(const struct blocks *b, uint32_t child)
{
	return (struct blocks_mark){ b->list.count, b->runs.count, b->text.count, b->last[0], child };
}

void blocks_rewind(struct blocks *b, const struct blocks_mark *mark)
{
	b->list.count = mark->blocks;
	b->runs.count = mark->runs;
	b->text.count = mark->text;
	b->depth = b->ignored = 0;
	b->last[0] = mark->root;
	b->gap = false;
	if (mark->root)
		b->list.items[mark->root].next = 0;
	else
		b->list.items[0].child = 0;
	if (mark->child)
		b->list.items[mark->child].next = 0;
}

/* --- text -------------------------------------------------------------------------------------------- */

/* Text of a block stands in one piece: where another block came between, nothing more is taken. */
static struct block *open_text(struct blocks *b)
{
	struct block *top = blocks_top(b);

	if (b->ignored || !b->depth || (top->text_size && top->text_at + top->text_size != b->text.count))
		return NULL;
	if (!top->text_size)
		top->text_at = b->text.count;
	return top;
}

static void make_room(struct blocks *b, size_t size)
{
	if (b->text.room - b->text.count >= size)
		return;
	uint32_t room = b->text.room * 2 + (uint32_t)size;
	b->text.items = arena_grow(b->arena, b->text.items, b->text.count, room);
	b->text.room = room;
}

static void put_bytes(struct blocks *b, struct block *top, str bytes)
{
	if (b->gap && top->text_size) {
		b->text.items[b->text.count++] = ' ';
		top->text_size++;
	}
	b->gap = false;
	memcpy(b->text.items + b->text.count, bytes.at, bytes.size);
	b->text.count += (uint32_t)bytes.size;
	top->text_size += (uint32_t)bytes.size;
}

static bool run_room(const struct blocks *b, const struct block *top)
{
	return !top->run_count || top->run_at + top->run_count == b->runs.count;
}

static struct run *add_run(struct blocks *b, struct block *top, enum run_kind kind, uint32_t line)
{
	if (!top->run_count)
		top->run_at = b->runs.count;
	struct run *run = LIST_ADD(b->arena, &b->runs);
	uint32_t at = top->text_size + (b->gap && top->text_size && kind != RUN_BREAK && kind != RUN_GAP);
	*run = (struct run){ .kind = (uint8_t)kind, .line = line, .from = at, .to = at };
	top->run_count++;
	return run;
}

/* Letters whose canonical composition is themselves whatever stands beside them: Latin up to U+02FF, general
 * punctuation without its spaces, arrows and dingbats, CJK ideographs and emoji. */
static bool is_settled(const unsigned char *at)
{
	if (at[0] >= 0xc3 && at[0] <= 0xcb)
		return true;
	if (at[0] == 0xc2)
		return at[1] != 0xa0 && at[1] != 0xad;
	if (at[0] == 0xe2)
		return (at[1] == 0x80 && at[2] >= 0x90 && at[2] < 0xa8) ||
		    (at[1] >= 0x86 && at[1] <= 0x9f && at[1] != 0x8c);
	return (at[0] >= 0xe4 && at[0] <= 0xe9) || (at[0] == 0xf0 && at[1] == 0x9f);
}

static size_t settled_size(str s, size_t at)
{
	const unsigned char *c = (const unsigned char *)s.at + at;
	size_t size = *c < 0xe0 ? 2 : *c < 0xf0 ? 3 : 4;

	return at + size <= s.size && is_settled(c) ? size : 0;
}

/* A stretch with letters that need composing or spaces of other kinds: through the full normal form. */
static void put_difficult(struct blocks *b, struct block *top, str word)
{
	int32_t first = 0;
	str n0 = text_n0(b->arena, word);

	text_next(word, &first);
	if (first == 0xa0 || first == 0x3000 || (first >= 0x2000 && first <= 0x200a))
		b->gap = true;
	if (n0.size) {
		make_room(b, n0.size + 2);
		put_bytes(b, top, n0);
	}
	size_t last = word.size;
	while (last > 1 && ((unsigned char)word.at[last - 1] & 0xc0) == 0x80)
		last--;
	text_next(str_sub(word, last - 1, word.size), &first);
	if (first == 0xa0 || first == 0x3000 || (first >= 0x2000 && first <= 0x200a))
		b->gap = true;
}

/* Whether eight bytes are printable ASCII with no two spaces together; now and then false though they are. */
static bool is_plain_word(const char *at)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t bytes;

	memcpy(&bytes, at, 8);
	uint64_t is_small = (bytes - ones * ' ') & ~bytes; /* in the top bits of bytes */
	uint64_t delete = bytes ^ ones * 0x7f, space = bytes ^ ones * ' ';
	uint64_t is_delete = (delete - ones) & ~delete, is_space = (space - ones) & ~space & tops;
	return !((is_small | is_delete | bytes) & tops) && !(is_space & is_space << 8);
}

/* How many bytes at the beginning are ASCII words with one space between them. */
static size_t plain_size(str s)
{
	size_t i = 0;

	while (i < s.size) {
		if (i + 8 <= s.size && i && s.at[i - 1] != ' ' && is_plain_word(s.at + i)) {
			i += 8;
			continue;
		}
		unsigned char c = (unsigned char)s.at[i];
		if (c < ' ' || c >= 0x7f || (c == ' ' && (!i || s.at[i - 1] == ' ')))
			break;
		i++;
	}
	while (i && s.at[i - 1] == ' ')
		i--;
	if (i == s.size)
		return i;
	while (i && s.at[i - 1] != ' ') /* the last word may go on with other letters */
		i--;
	return i ? i - 1 : 0;
}

static bool is_hard_space(str s, size_t at)
{
	return at + 1 < s.size && (unsigned char)s.at[at] == 0xc2 && (unsigned char)s.at[at + 1] == 0xa0;
}

void blocks_text(struct blocks *b, str s)
{
	struct block *top = open_text(b);
	size_t i = 0;

	if (!top)
		return;
	make_room(b, s.size + 2);
	while (i < s.size) {
		unsigned char c = (unsigned char)s.at[i];
		if (c <= ' ' || c == 0x7f) {
			if (i + 1 < s.size && s.at[i + 1] == ' ' && c == ' ' && top->text_size && !b->gap &&
			    run_room(b, top))
				add_run(b, top, RUN_GAP, 0);
			b->gap = true;
			i++;
			continue;
		}
		if (is_hard_space(s, i) &&
		    (i + 2 == s.size || !(s.at[i + 2] & 0x80) || is_hard_space(s, i + 2))) { /* no mark on it */
			b->gap = true;
			i += 2;
			continue;
		}
		size_t plain = plain_size((str){ s.at + i, s.size - i });
		if (plain) {
			put_bytes(b, top, (str){ s.at + i, plain });
			i += plain;
			continue;
		}
		size_t from = i;
		bool difficult = false;
		while (i < s.size && (c = (unsigned char)s.at[i]) > ' ' && c != 0x7f) {
			size_t step = c < 0x80 ? 1 : settled_size(s, i);
			if (!step) {
				difficult = true;
				step = 1;
			}
			i += step;
		}
		str word = str_sub(s, from, i);
		if (difficult)
			put_difficult(b, top, word);
		else
			put_bytes(b, top, word);
		if (difficult)
			make_room(b, s.size - i + 2);
	}
}

void blocks_space(struct blocks *b)
{
	b->gap = true;
}

void blocks_break(struct blocks *b, uint32_t line, bool hard)
{
	struct block *top = open_text(b);

	if (top && run_room(b, top))
		add_run(b, top, RUN_BREAK, line)->hard = hard;
	b->gap = true;
}

uint32_t blocks_run(struct blocks *b, enum run_kind kind, str target, uint32_t line)
{
	struct block *top = open_text(b);

	if (!top || !run_room(b, top))
		return 0;
	add_run(b, top, kind, line)->target = target;
	return b->runs.count;
}

void blocks_end_run(struct blocks *b, uint32_t run)
{
	if (!run || b->ignored)
		return;
	const struct block *top = blocks_top(b);
	struct run *ended = &b->runs.items[run - 1];
	if (run - 1 < top->run_at || run - 1 >= top->run_at + top->run_count)
		return;
	if (top->text_size > ended->from)
		ended->to = top->text_size;
	else
		ended->from = ended->to = top->text_size;
}

void blocks_image(struct blocks *b, str target, str label, uint32_t line)
{
	uint32_t run = blocks_run(b, RUN_IMAGE, target, line);

	if (run)
		b->runs.items[run - 1].label = label;
}

/* --- looking at it --------------------------------------------------------------------------------------- */

uint32_t block_line(const struct blocks *b, const struct block *block, uint32_t at)
{
	uint32_t line = block->line;

	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &b->runs.items[block->run_at + i];
		if (run->kind == RUN_BREAK && run->line && (run->from < at || !run->from))
			line = run->line;
	}
	return line;
}

bool block_covered(const struct blocks *b, const struct block *block, enum run_kind kind, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &b->runs.items[block->run_at + i];
		if (run->kind == kind && run->from <= from && run->to >= to && run->from < run->to)
			return true;
	}
	return false;
}

const struct block *block_own_text(const struct blocks *b, const struct block *block)
{
	if (block->text_size || block->run_count)
		return block;
	for (uint32_t i = block->child; i; i = block_at(b, i)->next)
		if (block_at(b, i)->kind == BLOCK_PARA)
			return block_at(b, i);
	return NULL;
}
