#include "parsers/markdown/markdown_internal.h"

#include "base/text.h"
#include "parsers/blocks/blocks_pack.h"
#include "parsers/markdown/fragments.h"

#include <stdlib.h>
#include <string.h>

/* A chunk is read piece by piece: most of its lines are those of the version before. Plain ones are put into the tree
 * as they are (markdown_plain.c); of the others, what cmark made of them is in the cache.
 *
 * A piece begins at the margin, where cmark begins a block whatever stands above it: behind an empty line or a
 * heading, at a list marker below a line of a list or of a plain paragraph, at a row below a row of a table. The first
 * block of such a piece may be the rest of a list or table of the piece before. Fences and comments are followed; other
 * HTML goes on to the next empty line. A chunk is one piece where that is not so, or where a table of HTML does. */

enum { FEWEST_PIECES = 4 }; /* of fewer than that the chunk itself is the piece, unless all are plain */

struct piece {
	uint32_t from, to; /* bytes of the text */
	uint32_t line;
	enum piece_kind kind;
};

struct cutter {
	struct arena *arena;
	str text;
	LIST_OF(struct piece) pieces;
	uint32_t lines;  /* of the piece in hand */
	uint32_t offset; /* of an item: columns of its marker and the space behind it */
	bool apart;      /* an empty line or a heading stands above */
	bool left;       /* some line below the first one is not indented as far as that */
	bool pipes;      /* some line of the piece has one */
	char fence;      /* that is open; 0: none */
	size_t fence_size;
	bool markup, comment; /* down to the next empty line; down to --> */
	bool whole;           /* the text cannot be cut */
};

/* --- lines ---------------------------------------------------------------------------------------------------- */

/* Columns before the first byte that is neither space nor tab; *at: where that is. */
static uint32_t indent_of(str line, size_t *at)
{
	uint32_t columns = 0;
	size_t i = 0;

	for (; i < line.size && (line.at[i] == ' ' || line.at[i] == '\t'); i++)
		columns = line.at[i] == '\t' ? (columns + 4) & ~3u : columns + 1;
	*at = i;
	return columns;
}

size_t markdown_marker_size(str line)
{
	size_t size = 0;

	if (!line.size)
		return 0;
	if (line.at[0] == '-' || line.at[0] == '*' || line.at[0] == '+')
		size = 1;
	else {
		while (size < line.size && size < 10 && byte_is_digit(line.at[size]))
			size++;
		if (!size || size > 9 || size >= line.size || (line.at[size] != '.' && line.at[size] != ')'))
			return 0;
		size++;
	}
	if (size >= line.size || (line.at[size] != ' ' && line.at[size] != '\t'))
		return 0;
	return str_is_blank(str_sub(line, size, line.size)) ? 0 : size;
}

/* "- - -" is a line across the page and no item. */
static bool is_break(str line)
{
	for (size_t i = 1; i < line.size; i++)
		if (line.at[i] != line.at[0] && line.at[i] != ' ' && line.at[i] != '\t')
			return false;
	return true;
}

/* The character by which cmark knows whether two items are of one list; 0: no item. */
static char mark_of(str line)
{
	size_t at;

	if (indent_of(line, &at) > 3)
		return 0;
	line = str_sub(line, at, line.size);
	if (line.size && (line.at[0] == '-' || line.at[0] == '*' || line.at[0] == '+'))
		return line.at[0];
	size_t digits = 0;
	while (digits < line.size && byte_is_digit(line.at[digits]))
		digits++;
	return digits && digits < line.size ? line.at[digits] : 0;
}

static uint32_t content_offset(str line, size_t marker)
{
	uint32_t column = (uint32_t)marker;

	for (size_t i = marker; i < line.size && (line.at[i] == ' ' || line.at[i] == '\t'); i++)
		column = line.at[i] == '\t' ? (column + 4) & ~3u : column + 1;
	return column - marker <= 4 ? column : (uint32_t)marker + 1;
}

/* The tag or comment that the words of a line begin with; "" if they do not. */
static str markup_of(str line)
{
	size_t i = 0;

	while (i < line.size && (strchr(" \t>-+*.)", line.at[i]) || byte_is_digit(line.at[i])))
		i++;
	str rest = str_sub(line, i, line.size);
	if (rest.size < 2 || rest.at[0] != '<' || str_starts(rest, STR("<http://")) ||
	    str_starts(rest, STR("<https://")) || str_starts(rest, STR("<mailto:")))
		return STR("");
	return byte_is_letter(rest.at[1]) || strchr("/!?", rest.at[1]) ? rest : STR("");
}

/* --- cutting -------------------------------------------------------------------------------------------------------
 */

static struct piece *last_piece(struct cutter *c)
{
	return &c->pieces.items[c->pieces.count - 1];
}

static void begin_piece(struct cutter *c, uint32_t at, uint32_t line, enum piece_kind kind)
{
	if (c->pieces.count)
		last_piece(c)->to = at;
	LIST_PUSH(c->arena, &c->pieces, ((struct piece){ .from = at, .line = line, .kind = kind }));
	c->lines = 0;
	c->pipes = c->left = false;
}

/* Whether a line right below one of the piece in hand begins a piece of its own. */
static bool begins_below(struct cutter *c, str line, size_t marker)
{
	enum piece_kind kind = last_piece(c)->kind;

	if (kind == PIECE_TABLE || kind == PIECE_ROW)
		return line.at[0] == '|';
	if (kind == PIECE_ITEM && !c->left)
		return marker > 0;
	/* below a paragraph, which only these end */
	return marker && !c->pipes && (marker == 1 || (marker == 2 && line.at[0] == '1'));
}

/* The fence of an item ends with it; of any other that is indented it is not clear where it stands. */
static void watch_fence(struct cutter *c, str line, uint32_t indent, size_t at)
{
	size_t size = indent > 3 ? 0 : markdown_fence_size(line, at);

	if (size && c->markup)
		c->whole = true;
	else if (size && at)
		c->whole = c->whole || last_piece(c)->kind != PIECE_ITEM || c->left;
	else if (size) {
		c->fence = line.at[0];
		c->fence_size = size;
	}
}

/* Within other HTML a comment may be one or not. */
static void watch_markup(struct cutter *c, str line)
{
	str markup = markup_of(line);
	bool comment = str_starts(markup, STR("<!--")), open = markdown_reaches_over_lines(markup);

	if (!markup.size)
		return;
	c->comment = comment && open;
	c->whole =
	    c->whole || last_piece(c)->kind >= PIECE_TABLE || (open && (!comment || c->markup || markup.at > line.at));
	c->markup = true;
}

static bool ends_fence(const struct cutter *c, str line)
{
	size_t at;

	return indent_of(line, &at) <= 3 && markdown_ends_fence(line, at, c->fence, c->fence_size);
}

/* Whether a piece begins with the line, and which. */
static bool begins_piece(struct cutter *c, str line, size_t marker, enum piece_kind *kind)
{
	bool item = marker && !is_break(line), below = c->pieces.count && !c->apart;

	if (c->pieces.count && (c->markup || !(c->apart || begins_below(c, line, marker))))
		return false;
	bool row = below && last_piece(c)->kind >= PIECE_TABLE && line.at[0] == '|';
	*kind = item ? PIECE_ITEM : row ? PIECE_ROW : PIECE_TEXT;
	return true;
}

static void watch_table(struct cutter *c, str line)
{
	bool pipe = str_find_char(line, '|') != STR_NONE;

	if (++c->lines == 2 && last_piece(c)->kind == PIECE_TEXT && c->pipes && pipe &&
	    markdown_delimiter_columns(str_trim_left(line)))
		last_piece(c)->kind = PIECE_TABLE;
	c->pipes = c->pipes || pipe;
}

static bool goes_on(struct cutter *c, str line)
{
	if (c->fence)
		c->fence = ends_fence(c, line) ? 0 : c->fence;
	else if (c->comment)
		c->comment = !str_has(line, STR("-->"));
	else
		return false;
	c->apart = false;
	return true;
}

static void take_line(struct cutter *c, str line, uint32_t at, uint32_t number)
{
	size_t begin;
	enum piece_kind kind;

	if (goes_on(c, line))
		return;
	uint32_t indent = indent_of(line, &begin);
	if (begin == line.size) {
		c->apart = true;
		c->markup = false;
		return;
	}
	size_t marker = indent ? 0 : markdown_marker_size(line);
	if ((!c->pieces.count || !indent) && begins_piece(c, line, marker, &kind)) {
		begin_piece(c, at, number, kind);
		c->offset = kind == PIECE_ITEM ? content_offset(line, marker) : 0;
	}
	c->left = c->left || (c->lines && indent < c->offset);
	watch_table(c, line);
	watch_fence(c, line, indent, begin);
	watch_markup(c, line);
	c->apart = !c->markup && markdown_heading_level(line) > 0;
}

static void cut(struct cutter *c, uint32_t line)
{
	str rest = c->text, here;

	while (!c->whole && rest.size) {
		uint32_t at = (uint32_t)(rest.at - c->text.at);
		str_next_line(&rest, &here);
		take_line(c, here, at, line++);
	}
	if (c->pieces.count)
		last_piece(c)->to = (uint32_t)c->text.size;
}

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
		pack->memo[MEMO_FIRST] = (uint32_t)mark_of(text);
	if (shape->last_is_list && last)
		pack->memo[MEMO_LAST] = (uint32_t)mark_of(line_at(text, block_at(blocks, last)->line));
	if (shape->last_is_table && last)
		pack->memo[MEMO_COLUMNS] = count_children(blocks, block_at(blocks, last)->child);
}

static enum answer read_piece(
    struct reading_pieces *r, const struct piece *piece, str definitions, struct blocks_pack **out)
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

static void put_piece(struct reading_pieces *r, const struct piece *piece, const struct blocks_pack *pack)
{
	bool join = piece->kind == PIECE_ROW || (r->mark && (char)pack->memo[MEMO_FIRST] == r->mark);

	blocks_put(r->out, &r->end, pack, join, piece->line);
	r->mark = (char)pack->memo[MEMO_LAST];
	r->columns = pack->memo[MEMO_COLUMNS];
}

/* The definitions that the piece uses, as the chunk would have them in front of it. */
static str definitions_of(struct reading_pieces *r, const struct piece *piece)
{
	const struct markdown_scan *scan = r->in->scan;
	struct arena *arena = r->in->scratch;

	if (!scan->definitions.count)
		return STR("");
	str found = markdown_definitions(scan, arena, str_sub(r->text, piece->from, piece->to));
	return found.size ? markdown_prepare(scan, arena, text_utf8(arena, found, NULL)) : found;
}

static bool is_plain(struct markdown_plain *out, str text, const struct piece *piece, uint32_t columns)
{
	return markdown_plain(out, str_sub(text, piece->from, piece->to), piece->kind, columns);
}

/* Items and rows go to the list or table that the last piece ends with. */
static bool put_plain(struct reading_pieces *r, const struct piece *piece, const struct markdown_plain *plain)
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

static enum answer take_or_read(struct reading_pieces *r, const struct piece *piece)
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

static enum answer take_piece(struct reading_pieces *r, const struct piece *piece)
{
	enum answer answer = take_or_read(r, piece);

	if (r->in->scratch->used)
		arena_release(r->in->scratch);
	return answer;
}

/* Few pieces are read together, unless cmark is not needed for any of them. */
static bool is_worth_it(const struct cutter *c)
{
	struct markdown_plain plain;
	bool worth = c->pieces.count > 0;

	for (uint32_t i = 0; i < c->pieces.count && c->pieces.count < FEWEST_PIECES; i++)
		worth = worth && is_plain(&plain, c->text, &c->pieces.items[i], 0);
	return worth && !c->whole;
}

bool markdown_pieces(struct blocks *out, struct piece_reader *in, str text, uint32_t skip)
{
	struct cutter cutter = { .arena = out->arena };
	struct reading_pieces r = { .in = in, .out = out, .text = text };

	for (uint32_t i = 0; i < skip; i++)
		str_next_line(&r.text, &cutter.text);
	cutter.text = r.text;
	cut(&cutter, 1);
	enum answer answer = is_worth_it(&cutter) ? PIECE_READ : PIECE_UNFIT;
	for (uint32_t i = 0; i < cutter.pieces.count && answer == PIECE_READ; i++)
		answer = take_piece(&r, &cutter.pieces.items[i]);
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
