#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* A piece begins at the margin, where cmark begins a block whatever stands above it: behind an empty line or a
 * heading, at a list marker below a line of a list or of a plain paragraph, at a row below a row of a table. Fences and
 * comments are followed; other HTML goes on to the next empty line. Where it is not clear how far something goes, the
 * text is not cut. */

struct cutter {
	struct markdown_cut *out;
	struct arena *arena;
	uint32_t lines;  /* of the piece in hand */
	uint32_t offset; /* of an item: columns of its marker and the space behind it */
	bool apart;      /* an empty line or a heading stands above */
	bool left;       /* some line below the first one is not indented as far as that */
	bool pipes;      /* some line of the piece has one */
	char fence;      /* that is open; 0: none */
	size_t fence_size;
	bool markup, comment; /* down to the next empty line; down to --> */
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

char markdown_list_mark(str line)
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

static struct markdown_piece *last_piece(struct cutter *c)
{
	return &c->out->pieces.items[c->out->pieces.count - 1];
}

static void begin_piece(struct cutter *c, uint32_t at, uint32_t line, enum piece_kind kind)
{
	if (c->out->pieces.count)
		last_piece(c)->to = at;
	LIST_PUSH(c->arena, &c->out->pieces, ((struct markdown_piece){ .from = at, .line = line, .kind = kind }));
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
		c->out->whole = true;
	else if (size && at)
		c->out->whole = c->out->whole || last_piece(c)->kind != PIECE_ITEM || c->left;
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
	c->out->whole = c->out->whole || last_piece(c)->kind >= PIECE_TABLE ||
	    (open && (!comment || c->markup || markup.at > line.at));
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
	bool item = marker && !is_break(line), below = c->out->pieces.count && !c->apart;

	if (c->out->pieces.count && (c->markup || !(c->apart || begins_below(c, line, marker))))
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
	if ((!c->out->pieces.count || !indent) && begins_piece(c, line, marker, &kind)) {
		begin_piece(c, at, number, kind);
		c->offset = kind == PIECE_ITEM ? content_offset(line, marker) : 0;
	}
	c->left = c->left || (c->lines && indent < c->offset);
	watch_table(c, line);
	watch_fence(c, line, indent, begin);
	watch_markup(c, line);
	c->apart = !c->markup && markdown_heading_level(line) > 0;
}

void markdown_cut(struct markdown_cut *out, struct arena *arena, str text)
{
	struct cutter c = { .out = out, .arena = arena };
	str rest = text, line;

	*out = (struct markdown_cut){ 0 };
	for (uint32_t number = 1; !out->whole && rest.size; number++) {
		uint32_t at = (uint32_t)(rest.at - text.at);
		str_next_line(&rest, &line);
		take_line(&c, line, at, number);
	}
	if (out->pieces.count)
		last_piece(&c)->to = (uint32_t)text.size;
}
