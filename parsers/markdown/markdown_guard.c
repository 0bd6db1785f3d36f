#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* What cmark-gfm takes quadratic time or memory for is refused before it sees it (CVE-2023-24824, -26485, -37463 and
 * more that have no number): long lines, deep quotes and lists, wide tables, and paragraphs in which it would look for
 * the end of thousands of brackets or unfinished tags again and again. The work that a text would make is estimated in
 * one pass; each limit stands for about a second. */

enum {
	CONTAINER_WORK = 16u << 20, /* lines times the quotes and lists that are open */
	DELIMITER_WORK = 32u << 20, /* bytes above rows of a table's delimiters */
	BRACKET_WORK = 100u << 20,  /* squares of the brackets in a paragraph */
	TAG_WORK = 400u << 20,      /* bytes of a paragraph times its <! and <? */
};

struct guard {
	uint16_t offsets[LIMIT_CONTAINER_DEPTH + 1]; /* indentation of open list items */
	unsigned depth;                              /* of them */
	uint32_t paragraph;                          /* where the lines without a gap began */
	uint32_t columns, cells;                     /* of the table in hand; of all */
	size_t next_bracket, next_tag;               /* the first [ and < that are not counted yet */
	uint64_t brackets, tags, begin;              /* of the inline text in hand */
	uint64_t container_work, delimiter_work, bracket_work, tag_work;
	const char *refused;
};

static void refuse(struct guard *g, const char *why)
{
	if (!g->refused)
		g->refused = why;
}

static size_t indent_of(str line)
{
	size_t i = 0;

	while (i < line.size && (line.at[i] == ' ' || line.at[i] == '\t'))
		i++;
	return i;
}

/* Where a quote mark or a list marker at the beginning of the line ends; 0: there is none. */
static size_t container_size(str line, bool *quote)
{
	size_t i = indent_of(line), digits = 0;

	*quote = false;
	if (i >= line.size)
		return 0;
	if (line.at[i] == '>') {
		*quote = true;
		return i + 1;
	}
	if (line.at[i] == '-' || line.at[i] == '+' || line.at[i] == '*')
		return i + 1 == line.size || line.at[i + 1] == ' ' || line.at[i + 1] == '\t' ? i + 1 : 0;
	while (i + digits < line.size && digits < 10 && byte_is_digit(line.at[i + digits]))
		digits++;
	i += digits;
	if (!digits || digits > 9 || i >= line.size || (line.at[i] != '.' && line.at[i] != ')'))
		return 0;
	return i + 1 == line.size || line.at[i + 1] == ' ' || line.at[i + 1] == '\t' ? i + 1 : 0;
}

static void open_item(struct guard *g, size_t indent)
{
	while (g->depth && g->offsets[g->depth - 1] >= indent)
		g->depth--;
	if (g->depth == LIMIT_CONTAINER_DEPTH)
		refuse(g, LIMIT_SAYS(CONTAINER_DEPTH));
	else
		g->offsets[g->depth++] = (uint16_t)(indent > 60000 ? 60000 : indent);
}

/* What stands behind all quote marks and list markers. */
static str without_containers(struct guard *g, str line, bool *item)
{
	size_t from = 0, size;
	unsigned count = 0;
	bool quote;

	*item = false;
	while ((size = container_size(str_sub(line, from, line.size), &quote))) {
		if (!quote) {
			open_item(g, from + indent_of(str_sub(line, from, line.size)));
			*item = true;
		}
		from += size;
		if (++count > LIMIT_CONTAINER_DEPTH) {
			refuse(g, LIMIT_SAYS(CONTAINER_DEPTH));
			break;
		}
	}
	g->container_work += count + g->depth;
	return str_trim_left(str_sub(line, from, line.size));
}

uint32_t markdown_delimiter_columns(str rest)
{
	uint32_t columns = 1;
	bool dash = false, pipe = false;

	if (!rest.size || (rest.at[0] != '|' && rest.at[0] != ':' && rest.at[0] != '-'))
		return 0;
	for (size_t i = 0; i < rest.size; i++) {
		char c = rest.at[i];
		if (c != '|' && c != '-' && c != ':' && c != ' ' && c != '\t')
			return 0;
		columns += c == '|';
		dash = dash || c == '-';
		pipe = pipe || c == '|';
	}
	if (!dash || (!pipe && rest.at[0] != ':'))
		return 0;
	columns -= rest.at[0] == '|';
	str trimmed = str_trim_right(rest);
	columns -= columns > 1 && trimmed.at[trimmed.size - 1] == '|';
	return columns ? columns : 1;
}

static void watch_table(struct guard *g, str rest, uint32_t at)
{
	uint32_t columns = markdown_delimiter_columns(rest);

	if (columns > LIMIT_TABLE_COLUMNS)
		refuse(g, LIMIT_SAYS(TABLE_COLUMNS));
	if (columns) {
		g->delimiter_work += at - g->paragraph;
		g->columns = columns;
	} else
		g->cells += g->columns;
	if (g->cells > LIMIT_TABLE_CELLS)
		refuse(g, LIMIT_SAYS(TABLE_CELLS));
}

/* The end of a piece of inline text: what cmark may have looked at in it. */
static void end_inlines(struct guard *g, uint32_t at)
{
	uint64_t size = at > g->begin ? at - g->begin : 0;

	g->bracket_work += g->brackets * g->brackets;
	g->tag_work += g->tags * size;
	g->brackets = g->tags = 0;
	g->begin = at;
}

static size_t next_mark(str text, size_t from, char mark)
{
	ptrdiff_t at = from < text.size ? str_find_char((str){ text.at + from, text.size - from }, mark) : STR_NONE;

	return at == STR_NONE ? SIZE_MAX : from + (size_t)at;
}

/* Those of the text up to the end of a line that have not been counted. */
static void count_marks(struct guard *g, str text, size_t end)
{
	for (; g->next_bracket < end; g->next_bracket = next_mark(text, g->next_bracket + 1, '['))
		g->brackets++;
	for (; g->next_tag < end; g->next_tag = next_mark(text, g->next_tag + 1, '<')) {
		char c = g->next_tag + 1 < end ? text.at[g->next_tag + 1] : 0;
		g->tags += c == '!' || c == '?';
	}
}

static void watch_line(struct guard *g, str text, str line, uint32_t at)
{
	bool item;
	str rest = line;

	if (line.size > LIMIT_LINE_BYTES)
		refuse(g, LIMIT_SAYS(LINE_BYTES));
	if (byte_is_letter(line.at[0])) {
		g->container_work += g->depth;
		item = false;
	} else
		rest = without_containers(g, line, &item);
	if (item || g->columns)
		end_inlines(g, at);
	watch_table(g, rest, at);
	count_marks(g, text, at + line.size);
}

const char *markdown_guard(str text, uint32_t *line)
{
	struct guard g = { .next_bracket = next_mark(text, 0, '['), .next_tag = next_mark(text, 0, '<') };
	uint32_t at = 0;

	*line = 0;
	while (at < text.size && !g.refused) {
		size_t end = next_mark(text, at, '\n');
		str here = { text.at + at, (end < text.size ? end : text.size) - at };
		++*line;
		if (!here.size || (byte_is_space(here.at[0]) && str_is_blank(here))) {
			end_inlines(&g, at);
			g.container_work += g.depth;
			g.columns = 0;
			g.paragraph = at + (uint32_t)here.size + 1;
		} else
			watch_line(&g, text, here, at);
		if (g.container_work > CONTAINER_WORK || g.delimiter_work > DELIMITER_WORK ||
		    g.bracket_work > BRACKET_WORK || g.tag_work > TAG_WORK)
			refuse(&g, LIMIT_SAYS(PARSE_BYTES));
		at += (uint32_t)here.size + 1;
	}
	end_inlines(&g, (uint32_t)text.size);
	if (g.bracket_work > BRACKET_WORK || g.tag_work > TAG_WORK)
		refuse(&g, LIMIT_SAYS(PARSE_BYTES));
	return g.refused;
}
