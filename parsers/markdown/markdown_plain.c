#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* Most pieces that change are a heading, a paragraph, an item, a row, a quote, a fence or definitions of links, each at
 * the margin, with plain words on their lines (markdown_words.c). An item may hold further paragraphs and items. */

enum { MOST_ITEMS = 8, WIDEST_GAP = 4 }; /* open ones; columns behind a marker */

struct item {
	uint32_t offset; /* columns before its words */
	char mark;       /* by which lists differ */
};

struct plain_reader {
	struct blocks *to;
	const struct markdown_scan *scan;
	uint32_t number; /* of the line in hand */
	bool in_para;    /* a paragraph is open */
	size_t spaces;   /* at the end of its last line */
	uint32_t depth;  /* of the items that are open */
	struct item items[MOST_ITEMS];
};

/* --- what it is -------------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static str without_blank_end(str text)
{
	while (text.size && is_blank(text.at[text.size - 1]))
		text.size--;
	return text;
}

static size_t count_spaces(str line, size_t from)
{
	size_t at = from;

	while (at < line.size && line.at[at] == ' ')
		at++;
	return at - from;
}

static bool is_plain_definition(str line)
{
	str label;

	if (!markdown_definition_label(line, &label) || str_find_char(label, '\\') != STR_NONE)
		return false;
	return markdown_is_plain_address(markdown_definition_address(line, label));
}

/* Where the words of an item begin; 0: it is none, or code. */
static size_t words_of_item(str line)
{
	size_t marker = markdown_marker_size(line), gap = marker ? count_spaces(line, marker) : 0;

	return gap && gap <= WIDEST_GAP ? marker + gap : 0;
}

static bool is_bars(str line)
{
	return line.size > 1 && line.at[0] == '|' && line.at[line.size - 1] == '|' &&
	    str_find_char(line, '\\') == STR_NONE;
}

static bool is_table(struct markdown_plain *out, str lines)
{
	str header, below;

	str_next_line(&lines, &header);
	if (!str_next_line(&lines, &below) || lines.size || !is_bars(without_blank_end(header)) || !is_bars(below))
		return false;
	out->columns = markdown_delimiter_columns(below);
	uint32_t columns = 0;
	for (size_t i = 1; i < header.size; i++)
		columns += header.at[i] == '|';
	return columns == out->columns && columns > 0;
}

static bool is_text(struct markdown_plain *out, str line)
{
	out->level = markdown_heading_level(line);
	if (out->level) {
		size_t gap = count_spaces(line, out->level);
		str words = without_blank_end(str_sub(line, out->level + gap, line.size));
		out->kind = BLOCK_HEADING;
		return out->lines.size <= line.size && gap && markdown_begins_words(words) &&
		    !str_ends(words, STR("#"));
	}
	if (line.size && line.at[0] == '>')
		out->kind = BLOCK_QUOTE;
	else if (is_plain_definition(line))
		out->kind = BLOCK_ROOT;
	else if (markdown_fence_size(line, 0))
		out->kind = BLOCK_CODE;
	else
		return markdown_begins_words(line);
	return true;
}

bool markdown_plain(struct markdown_plain *out, str piece, enum piece_kind kind, uint32_t columns)
{
	str rest, line;

	*out = (struct markdown_plain){ .kind = BLOCK_PARA, .columns = columns, .lines = without_blank_end(piece) };
	rest = out->lines;
	if (!str_next_line(&rest, &line))
		return false;
	switch (kind) {
	case PIECE_ITEM: {
		size_t marker = markdown_marker_size(line);
		out->kind = BLOCK_ITEM;
		out->mark = line.at[marker ? marker - 1 : 0];
		return words_of_item(line) > 0;
	}
	case PIECE_ROW: out->kind = BLOCK_ROW; return columns && !rest.size && is_bars(line);
	case PIECE_TABLE: out->kind = BLOCK_TABLE; return is_table(out, out->lines);
	default: return is_text(out, line);
	}
}

/* --- paragraphs ----------------------------------------------------------------------------------------------------
 */

static bool put_line(struct plain_reader *p, str line)
{
	str words = line;
	bool first = !p->in_para;

	while (words.size && words.at[words.size - 1] == ' ')
		words.size--;
	if (!markdown_begins_words(words) || str_ends(words, STR("\\")))
		return false;
	if (first)
		blocks_open(p->to, BLOCK_PARA, p->number);
	else
		blocks_break(p->to, p->number, p->spaces >= 2);
	p->in_para = true;
	p->spaces = line.size - words.size;
	return markdown_put_words(p->to, p->scan, words, p->number, first);
}

/* Words that end in a brace may be an id. */
static bool end_para(struct plain_reader *p)
{
	bool plainly = !p->in_para || !str_ends(block_text(p->to, blocks_top(p->to)), STR("}"));

	if (p->in_para)
		blocks_close(p->to);
	p->in_para = false;
	return plainly;
}

static bool put_para(struct plain_reader *p, str lines)
{
	str line;

	for (; str_next_line(&lines, &line); p->number++)
		if (!put_line(p, p->in_para ? str_sub(line, count_spaces(line, 0), line.size) : line))
			return false;
	return end_para(p);
}

static bool put_quote(struct plain_reader *p, str lines)
{
	str line;

	blocks_open(p->to, BLOCK_QUOTE, p->number);
	for (; str_next_line(&lines, &line); p->number++) {
		if (!line.size || line.at[0] != '>')
			return false;
		line = str_sub(line, 1 + (count_spaces(line, 1) > 0), line.size);
		if (str_is_blank(line) ? !end_para(p) : !put_line(p, line))
			return false;
	}
	bool plainly = end_para(p);
	blocks_close(p->to);
	return plainly;
}

static bool put_heading(struct plain_reader *p, str line, uint8_t level)
{
	str words = str_sub(line, level + count_spaces(line, level), line.size);

	blocks_open(p->to, BLOCK_HEADING, p->number);
	blocks_top(p->to)->level = level;
	bool plainly = markdown_put_words(p->to, p->scan, words, p->number, false) &&
	    !str_ends(block_text(p->to, blocks_top(p->to)), STR("}"));
	blocks_close(p->to);
	return plainly;
}

/* --- items ---------------------------------------------------------------------------------------------------------
 */

/* Those deeper than that. */
static void close_items(struct plain_reader *p, uint32_t depth)
{
	for (; p->depth > depth; p->depth--) {
		blocks_close(p->to);
		if (p->depth > 1) /* the first one stands in a list of the caller's */
			blocks_close(p->to);
	}
}

/* A box is no word. False: it is not clear whether it is one. */
static bool skip_box(str *words)
{
	size_t box = markdown_box_size(*words), gap = box ? count_spaces(*words, box) : 0;

	*words = str_sub(*words, box + gap, words->size);
	return !box || gap;
}

/* depth: of the items around it. */
static bool open_item(struct plain_reader *p, uint32_t depth, uint32_t indent, str line)
{
	size_t marker = markdown_marker_size(line), from = words_of_item(line);
	char mark = line.at[marker - 1];
	str words = str_sub(line, from, line.size);

	if (!from || depth == MOST_ITEMS || !skip_box(&words) || !end_para(p))
		return false;
	bool goes_on = p->depth > depth && p->items[depth].mark == mark;
	close_items(p, depth + goes_on);
	if (goes_on)
		blocks_close(p->to);
	else if (depth) {
		blocks_open(p->to, BLOCK_LIST, p->number);
		blocks_top(p->to)->ordered = byte_is_digit(line.at[0]);
	}
	blocks_open(p->to, BLOCK_ITEM, p->number);
	p->items[depth] = (struct item){ indent + (uint32_t)from, mark };
	p->depth = depth + 1;
	return put_line(p, words);
}

/* The first one of a list below words is known by its marker alone, and a number must be 1. */
static bool is_item_below_words(str line, size_t marker)
{
	return !byte_is_digit(line.at[0]) || (marker == 2 && line.at[0] == '1');
}

static bool put_line_of_item(struct plain_reader *p, str line)
{
	uint32_t indent = (uint32_t)count_spaces(line, 0), depth = 0;

	line = str_sub(line, indent, line.size);
	if (!line.size)
		return end_para(p);
	size_t marker = markdown_marker_size(line);
	if (!marker && p->in_para) /* it goes on, wherever it stands */
		return put_line(p, line);
	while (depth < p->depth && p->items[depth].offset <= indent)
		depth++;
	if (!depth || indent - p->items[depth - 1].offset > 3)
		return false;
	if (!marker) {
		close_items(p, depth);
		return put_line(p, line);
	}
	if (p->in_para && depth == p->depth && !is_item_below_words(line, marker))
		return false;
	return open_item(p, depth, indent, line);
}

static bool put_item(struct plain_reader *p, str lines)
{
	str line;

	str_next_line(&lines, &line);
	bool plainly = open_item(p, 0, 0, line);
	while (plainly && str_next_line(&lines, &line)) {
		p->number++;
		plainly = put_line_of_item(p, line);
	}
	plainly = plainly && end_para(p);
	close_items(p, 0);
	return plainly;
}

/* --- tables, fences, definitions --------------------------------------------------------------------------------- */

/* The next cell of what is left of a row; "" behind the last one. */
static str next_cell(str *rest)
{
	struct str_cut cut = str_cut(*rest, '|');

	*rest = cut.tail;
	return str_trim(cut.head);
}

static bool put_row(struct plain_reader *p, str line, uint32_t columns, bool header)
{
	str rest = str_sub(line, 1, line.size);
	bool plainly = true;

	blocks_open(p->to, BLOCK_ROW, p->number);
	blocks_top(p->to)->header = header;
	for (uint32_t i = 0; i < columns && plainly; i++) {
		blocks_open(p->to, BLOCK_CELL, p->number);
		plainly = markdown_put_words(p->to, p->scan, next_cell(&rest), p->number, false);
		blocks_close(p->to);
	}
	blocks_close(p->to);
	return plainly;
}

static bool put_table(struct plain_reader *p, str lines, uint32_t columns)
{
	str header;

	str_next_line(&lines, &header);
	blocks_open(p->to, BLOCK_TABLE, p->number);
	bool plainly = put_row(p, header, columns, true);
	blocks_close(p->to);
	return plainly;
}

static bool put_fence(struct plain_reader *p, str lines)
{
	str rest = lines, line;

	str_next_line(&rest, &line);
	char mark = line.at[0];
	size_t size = markdown_fence_size(line, 0);
	str info = str_trim(str_sub(line, size, line.size)), bytes = rest;
	if (str_find_char(info, '\\') != STR_NONE || str_find_char(info, '&') != STR_NONE ||
	    str_find_char(lines, '\0') != STR_NONE)
		return false;
	do {
		bytes.size = (size_t)(rest.at - bytes.at);
		if (!str_next_line(&rest, &line))
			return false;
	} while (!markdown_ends_fence(line, 0, mark, size));
	blocks_open(p->to, BLOCK_CODE, p->number);
	struct block *code = blocks_top(p->to);
	code->info = arena_dup(p->to->arena, markdown_fence_language(info));
	code->bytes = arena_dup(p->to->arena, bytes);
	blocks_close(p->to);
	return !rest.size;
}

static bool are_definitions(str lines)
{
	str line;

	while (str_next_line(&lines, &line))
		if (!is_plain_definition(line))
			return false;
	return true;
}

bool markdown_put_plain(
    struct blocks *to, const struct markdown_plain *plain, const struct markdown_scan *scan, uint32_t line)
{
	struct plain_reader p = { .to = to, .scan = scan, .number = line };

	switch (plain->kind) {
	case BLOCK_ROOT: return are_definitions(plain->lines);
	case BLOCK_HEADING: return put_heading(&p, plain->lines, plain->level);
	case BLOCK_QUOTE: return put_quote(&p, plain->lines);
	case BLOCK_CODE: return put_fence(&p, plain->lines);
	case BLOCK_ITEM: return put_item(&p, plain->lines);
	case BLOCK_TABLE: return put_table(&p, plain->lines, plain->columns);
	case BLOCK_ROW: return put_row(&p, plain->lines, plain->columns, false);
	default: return put_para(&p, plain->lines);
	}
}
