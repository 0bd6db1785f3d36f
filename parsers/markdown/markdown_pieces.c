#include "parsers/markdown/markdown_internal.h"

#include "base/text.h"
#include "parsers/blocks/blocks_pack.h"
#include "parsers/markdown/fragments.h"

#include <stdlib.h>
#include <string.h>

/* A chunk is read piece by piece: most of its lines are those of the version before. Plain ones are put into the tree
 * as they are (markdown_plain.c); of the others, what cmark made of them is in the cache.
 *
 * The first block of a piece may be the rest of a list or table of the piece before. A chunk is one piece where it
 * cannot be cut (markdown_cut.c), or where a table of HTML goes on into later blocks. */

enum { FEWEST_PIECES = 4 }; /* of fewer than that the chunk itself is the piece, unless all are plain */

/* --- one piece ---------------------------------------------------------------------------------------------- */

enum memo { MEMO_FIRST, MEMO_LAST, MEMO_COLUMNS }; /* list marks of its first and last block; of its last table */

struct reading_pieces {
	struct piece_reader *in;
	struct blocks *out;
	str text;
	struct blocks_end end;
	char mark;        /* of the list that the last piece ends with; 0: none */
	uint32_t columns; /* of the table that it ends with; 0: none */
};

enum answer { PIECE_READ, PIECE_UNFIT, PIECE_TOO_MUCH }; /* unfit: the text is not what the cutter took it for */

/* Below a header of as many columns a row says what it says below its own. */
static str table_of(struct arena *arena, uint32_t columns, str row)
{
	char *text = arena_alloc(arena, 4 * (size_t)columns + 4 + row.size), *at = text;

	for (uint32_t i = 0; i < columns; i++, at += 2)
		memcpy(at, "|a", 2);
	memcpy(at, "|\n", 2);
	at += 2;
	for (uint32_t i = 0; i < columns; i++, at += 2)
		memcpy(at, "|-", 2);
	memcpy(at, "|\n", 2);
	at += 2;
	memcpy(at, row.at, row.size);
	return (str){ text, 4 * (size_t)columns + 4 + row.size };
}

static uint32_t count_children(const struct blocks *blocks, uint32_t number)
{
	uint32_t count = 0;

	for (uint32_t i = number ? block_at(blocks, number)->child : 0; i; i = block_at(blocks, i)->next)
		count++;
	return count;
}

static str line_at(str text, uint32_t line)
{
	str here = STR("");

	while (line-- && str_next_line(&text, &here))
		continue;
	return here;
}

static void remember(
    struct blocks_pack *pack, const struct blocks *blocks, const struct markdown_shape *shape, str text)
{
	uint32_t last = blocks->last[0];

	if (shape->first_is_list)
		pack->memo[MEMO_FIRST] = (uint32_t)markdown_list_mark(text);
	if (shape->last_is_list && last)
		pack->memo[MEMO_LAST] = (uint32_t)markdown_list_mark(line_at(text, block_at(blocks, last)->line));
	if (shape->last_is_table && last)
		pack->memo[MEMO_COLUMNS] = count_children(blocks, block_at(blocks, last)->child);
}

static enum answer read_piece(
    struct reading_pieces *r, const struct markdown_piece *piece, str definitions, struct blocks_pack **out)
{
	struct arena *arena = r->in->scratch;
	struct markdown_shape shape = { 0 };
	struct blocks blocks;
	bool row = piece->kind == PIECE_ROW;
	str own = str_sub(r->text, piece->from, piece->to), text = own;
	uint32_t skip = 0;

	if (row)
		text = table_of(arena, r->columns, text);
	if (definitions.size) {
		text = text_joined(arena, definitions, "\n", text);
		skip = str_count_lines(definitions) + 1;
	}
	blocks_begin(&blocks, arena, text.size);
	if (!markdown_blocks(&blocks, arena, text, skip, &shape))
		return PIECE_TOO_MUCH;
	uint32_t first = block_at(&blocks, 0)->child;
	if (shape.open ||
	    (row &&
	        (!first || block_at(&blocks, first)->kind != BLOCK_TABLE || blocks.too_deep ||
	            count_children(&blocks, first) < 2)))
		return PIECE_UNFIT;
	*out = blocks_pack(&blocks, row, row ? 2 : 0);
	remember(*out, &blocks, &shape, own);
	return PIECE_READ;
}

/* --- all of them ----------------------------------------------------------------------------------------------- */

static void put_piece(struct reading_pieces *r, const struct markdown_piece *piece, const struct blocks_pack *pack)
{
	bool join = piece->kind == PIECE_ROW || (r->mark && (char)pack->memo[MEMO_FIRST] == r->mark);

	blocks_put(r->out, &r->end, pack, join, piece->line);
	r->mark = (char)pack->memo[MEMO_LAST];
	r->columns = pack->memo[MEMO_COLUMNS];
}

/* The definitions that the piece uses, as the chunk would have them in front of it. */
static str definitions_of(struct reading_pieces *r, const struct markdown_piece *piece)
{
	const struct markdown_scan *scan = r->in->scan;
	struct arena *arena = r->in->scratch;

	if (!scan->definitions.count)
		return STR("");
	str found = markdown_definitions(scan, arena, str_sub(r->text, piece->from, piece->to));
	return found.size ? markdown_prepare(scan, arena, text_utf8(arena, found, NULL)) : found;
}

static bool is_plain(struct markdown_plain *out, str text, const struct markdown_piece *piece, uint32_t columns)
{
	return markdown_plain(out, str_sub(text, piece->from, piece->to), piece->kind, columns);
}

/* Items and rows go to the list or table that the last piece ends with. */
static bool put_plain(struct reading_pieces *r, const struct markdown_piece *piece, const struct markdown_plain *plain)
{
	bool item = plain->kind == BLOCK_ITEM, row = plain->kind == BLOCK_ROW, table = plain->kind == BLOCK_TABLE;
	struct blocks_mark before = blocks_mark(r->out, r->end.child);
	uint32_t root = r->end.root;

	if (row || (item && r->mark == plain->mark))
		blocks_reopen(r->out, root, r->end.child);
	else if (item) {
		root = blocks_open(r->out, BLOCK_LIST, piece->line);
		blocks_top(r->out)->ordered = byte_is_digit(r->text.at[piece->from]);
	}
	uint32_t number = r->out->list.count;
	if (!markdown_put_plain(r->out, plain, r->in->scan, piece->line)) {
		blocks_rewind(r->out, &before);
		return false;
	}
	if (item || row)
		blocks_close(r->out);
	if (item || row)
		r->end = (struct blocks_end){ root, number };
	else if (plain->kind != BLOCK_ROOT)
		r->end = (struct blocks_end){ number, table ? number + 1 : 0 };
	r->mark = item ? plain->mark : 0;
	r->columns = row || table ? plain->columns : 0;
	return true;
}

static enum answer take_or_read(struct reading_pieces *r, const struct markdown_piece *piece)
{
	struct markdown_plain plain;
	struct fragment_cache *cache = r->in->cache;
	struct blocks_pack *pack = NULL;
	bool depends;

	if (is_plain(&plain, r->text, piece, r->columns) && put_plain(r, piece, &plain))
		return PIECE_READ;
	if (piece->kind == PIECE_ROW && !r->columns)
		return PIECE_UNFIT;
	str definitions = definitions_of(r, piece);
	uint64_t seed = hash_mix(str_hash(definitions), 1 + (piece->kind == PIECE_ROW ? r->columns : 0));
	struct fragment_key key = fragment_key(str_sub(r->text, piece->from, piece->to), seed);
	r->in->taken = cache ? fragments_take(cache, key, &depends) : NULL;
	if (!r->in->taken) {
		enum answer answer = read_piece(r, piece, definitions, &pack);
		if (answer != PIECE_READ)
			return answer;
		if (!cache) {
			r->in->own = pack;
			put_piece(r, piece, pack);
			free(pack);
			r->in->own = NULL;
			return PIECE_READ;
		}
		r->in->taken = fragments_keep(cache, key, pack, pack->size);
	}
	put_piece(r, piece, fragment_part(r->in->taken));
	fragments_give_back(cache, r->in->taken);
	r->in->taken = NULL;
	return PIECE_READ;
}

static enum answer take_piece(struct reading_pieces *r, const struct markdown_piece *piece)
{
	enum answer answer = take_or_read(r, piece);

	if (r->in->scratch->used)
		arena_release(r->in->scratch);
	return answer;
}

/* Few pieces are read together, unless all look as if cmark were not needed. */
static bool is_worth_it(const struct markdown_cut *cut, str text)
{
	struct markdown_plain plain;
	bool worth = cut->pieces.count > 0;

	for (uint32_t i = 0; i < cut->pieces.count && cut->pieces.count < FEWEST_PIECES; i++)
		worth = worth && is_plain(&plain, text, &cut->pieces.items[i], 0);
	return worth && !cut->whole;
}

bool markdown_pieces(struct blocks *out, struct piece_reader *in, str text, uint32_t skip)
{
	struct reading_pieces r = { .in = in, .out = out, .text = text };
	struct markdown_cut cut;
	str line;

	for (uint32_t i = 0; i < skip; i++)
		str_next_line(&r.text, &line);
	markdown_cut(&cut, out->arena, r.text);
	enum answer answer = is_worth_it(&cut, r.text) ? PIECE_READ : PIECE_UNFIT;
	for (uint32_t i = 0; i < cut.pieces.count && answer == PIECE_READ; i++)
		answer = take_piece(&r, &cut.pieces.items[i]);
	if (answer != PIECE_UNFIT)
		return answer == PIECE_READ;
	blocks_begin(out, out->arena, text.size);
	return markdown_blocks(out, out->arena, text, skip, NULL);
}

void markdown_pieces_leave(struct piece_reader *in)
{
	if (in->taken)
		fragments_give_back(in->cache, in->taken);
	free(in->own);
	in->taken = NULL;
	in->own = NULL;
	arena_release(in->scratch);
}
