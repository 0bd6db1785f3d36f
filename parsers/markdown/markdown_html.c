#include "parsers/markdown/markdown_internal.h"

#include "model/names.h"

#include <string.h>

/* HTML within Markdown, as far as it carries text, tables, links and ids. Tags that are not closed do no harm: what
 * a piece of HTML opens is closed at its end, but for a table, which the next pieces may go on with. */

struct tag {
	str name, attributes;
	bool closes;
	bool comment;
};

static str attribute(str attributes, const char *name)
{
	str rest = attributes, wanted = str_of(name);

	while (rest.size) {
		ptrdiff_t at = str_ifind(rest, wanted);
		if (at == STR_NONE)
			break;
		bool starts = at == 0 || byte_is_space(rest.at[at - 1]);
		str after = str_trim_left(str_sub(rest, (size_t)at + wanted.size, rest.size));
		rest = str_sub(rest, (size_t)at + wanted.size, rest.size);
		if (!starts || !str_starts(after, STR("=")))
			continue;
		after = str_trim_left(str_sub(after, 1, after.size));
		if (after.size && (after.at[0] == '"' || after.at[0] == '\''))
			return str_cut(str_sub(after, 1, after.size), after.at[0]).head;
		size_t end = 0;
		while (end < after.size && !byte_is_space(after.at[end]) && after.at[end] != '>')
			end++;
		return str_sub(after, 0, end);
	}
	return STR("");
}

static struct tag read_tag(str text)
{
	struct tag tag = { .comment = str_starts(text, STR("<!--")) };
	size_t from = 1, end;

	tag.closes = from < text.size && text.at[from] == '/';
	from += tag.closes;
	for (end = from; end < text.size && (byte_is_letter(text.at[end]) || byte_is_digit(text.at[end]));)
		end++;
	tag.name = str_sub(text, from, end);
	tag.attributes = str_sub(text, end, text.size && text.at[text.size - 1] == '>' ? text.size - 1 : text.size);
	return tag;
}

/* --- ids -------------------------------------------------------------------------------------------------- */

static void put_id(struct markdown_html *h, str id, uint32_t line)
{
	struct block *top = blocks_top(h->blocks);

	if (!id.size || str_find_char(id, ' ') != STR_NONE)
		return;
	if (!top->id.size && h->blocks->depth) {
		top->id = arena_dup(h->blocks->arena, id);
		return;
	}
	/* at the margin, or a second one: a block of its own that is nothing but an id */
	uint32_t number = blocks_open(h->blocks, BLOCK_PARA, line);
	if (number)
		h->blocks->list.items[number].id = arena_dup(h->blocks->arena, id);
	blocks_close(h->blocks);
}

/* <!-- step:raise-invoice --> names the step around it. */
static void take_comment(struct markdown_html *h, str text, uint32_t line)
{
	str inside = str_trim(str_sub(text, 4, text.size > 7 ? text.size - 3 : 4));

	if (str_istarts(inside, STR("step:")) && inside.size < 120)
		put_id(h, str_trim(str_sub(inside, 5, inside.size)), line);
}

/* --- tags in a line ------------------------------------------------------------------------------------------ */

static void open_link(struct markdown_html *h, enum run_kind kind, str target, uint32_t line)
{
	if (h->link_count >= sizeof h->links / sizeof *h->links)
		return;
	h->links[h->link_count] = blocks_run(h->blocks, kind, arena_dup(h->blocks->arena, target), line);
	h->link_kinds[h->link_count++] = (uint8_t)kind;
}

static void close_link(struct markdown_html *h, enum run_kind kind)
{
	if (h->link_count && h->link_kinds[h->link_count - 1] == kind)
		blocks_end_run(h->blocks, h->links[--h->link_count]);
}

static bool take_inline(struct markdown_html *h, const struct tag *tag, uint32_t line)
{
	static const struct {
		const char *name;
		enum run_kind kind;
	} marks[] = { { "strong", RUN_STRONG }, { "b", RUN_STRONG }, { "em", RUN_EMPHASIS }, { "i", RUN_EMPHASIS },
		{ "code", RUN_CODE }, { "kbd", RUN_CODE }, { "samp", RUN_CODE } };
	char first = tag->name.size ? byte_lower(tag->name.at[0]) : 0;

	if (str_ieq(tag->name, STR("br"))) {
		blocks_break(h->blocks, 0, true);
		return true;
	}
	if (str_ieq(tag->name, STR("a"))) {
		str href = name_entities(h->blocks->arena, attribute(tag->attributes, "href"));
		if (tag->closes)
			close_link(h, RUN_LINK);
		else if (href.size)
			open_link(h, RUN_LINK, href, line);
		return true;
	}
	if (str_ieq(tag->name, STR("img"))) {
		str source = name_entities(h->blocks->arena, attribute(tag->attributes, "src"));
		if (source.size)
			blocks_image(h->blocks, arena_dup(h->blocks->arena, source),
			    arena_dup(h->blocks->arena, attribute(tag->attributes, "alt")), line);
		return true;
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].name[0] == first && str_ieq(tag->name, str_of(marks[i].name))) {
			if (tag->closes)
				close_link(h, marks[i].kind);
			else
				open_link(h, marks[i].kind, STR(""), line);
			return true;
		}
	return false;
}

void markdown_html_tag(struct markdown_html *h, str text, uint32_t line)
{
	struct tag tag = read_tag(text);

	if (tag.comment) {
		take_comment(h, text, line);
		return;
	}
	if (!tag.closes) {
		str id = attribute(tag.attributes, "id");
		if (!id.size && str_ieq(tag.name, STR("a")))
			id = attribute(tag.attributes, "name");
		put_id(h, id, line);
	}
	take_inline(h, &tag, line);
}

/* --- blocks ------------------------------------------------------------------------------------------------------ */

static bool is_text_kind(const struct blocks *b)
{
	return blocks_inside(b, BLOCK_PARA) || blocks_inside(b, BLOCK_HEADING) || blocks_inside(b, BLOCK_CELL);
}

static void close_text(struct markdown_html *h)
{
	h->link_count = 0;
	if (blocks_inside(h->blocks, BLOCK_PARA) || blocks_inside(h->blocks, BLOCK_HEADING))
		blocks_close(h->blocks);
}

/* Closes the innermost block of that kind and all within, but nothing outside of this HTML. */
static bool close_kind(struct markdown_html *h, enum block_kind kind)
{
	struct blocks *b = h->blocks;

	h->link_count = 0;
	for (uint32_t depth = b->depth; depth > h->depth; depth--)
		if (b->list.items[b->open[depth]].kind == kind) {
			blocks_close_to(b, depth - 1);
			return true;
		}
	return false;
}

static void open_kind(struct markdown_html *h, enum block_kind kind, uint32_t line)
{
	close_text(h);
	blocks_open(h->blocks, kind, line);
}

static uint8_t span_of(str value)
{
	unsigned span = 0;

	for (size_t i = 0; i < value.size && byte_is_digit(value.at[i]) && span < 100; i++)
		span = span * 10 + (unsigned)(value.at[i] - '0');
	return (uint8_t)(span > 100 ? 100 : span);
}

static void open_cell(struct markdown_html *h, const struct tag *tag, uint32_t line)
{
	close_text(h);
	while (blocks_inside(h->blocks, BLOCK_CELL))
		blocks_close(h->blocks);
	if (!blocks_inside(h->blocks, BLOCK_ROW))
		return;
	uint32_t number = blocks_open(h->blocks, BLOCK_CELL, line);
	if (!number)
		return;
	struct block *cell = &h->blocks->list.items[number];
	cell->header = str_ieq(tag->name, STR("th"));
	cell->columns = span_of(attribute(tag->attributes, "colspan"));
	cell->rows = span_of(attribute(tag->attributes, "rowspan"));
}

static void take_table_tag(struct markdown_html *h, const struct tag *tag, uint32_t line)
{
	if (str_ieq(tag->name, STR("table"))) {
		if (tag->closes) {
			close_kind(h, BLOCK_TABLE);
			h->table = h->blocks->depth < h->table ? 0 : h->table;
		} else {
			open_kind(h, BLOCK_TABLE, line);
			h->table = h->table ? h->table : h->blocks->depth; /* the outermost one */
		}
	} else if (str_ieq(tag->name, STR("tr"))) {
		close_kind(h, BLOCK_ROW);
		if (!tag->closes && blocks_inside(h->blocks, BLOCK_TABLE))
			blocks_open(h->blocks, BLOCK_ROW, line);
	} else if (tag->closes)
		close_kind(h, BLOCK_CELL);
	else
		open_cell(h, tag, line);
}

static void take_heading(struct markdown_html *h, const struct tag *tag, uint32_t line)
{
	close_text(h);
	if (tag->closes)
		return;
	uint32_t number = blocks_open(h->blocks, BLOCK_HEADING, line);
	if (number)
		h->blocks->list.items[number].level = (uint8_t)(tag->name.at[1] - '0');
}

static bool take_block_tag(struct markdown_html *h, const struct tag *tag, uint32_t line)
{
	static const char *const breaks[] = { "p", "div", "section", "details", "summary", "center", "header", "footer",
		"main", "article", "aside", "figure", "figcaption", "dl", "dt", "dd", "hr", "blockquote", "tbody",
		"thead", "nav" };
	str name = tag->name;
	char first = byte_lower(name.at[0]);

	if (first == 't' &&
	    (str_ieq(name, STR("td")) || str_ieq(name, STR("tr")) || str_ieq(name, STR("th")) ||
	        str_ieq(name, STR("table")))) {
		take_table_tag(h, tag, line);
		return true;
	}
	if ((first == 'u' || first == 'o') && name.size == 2 && byte_lower(name.at[1]) == 'l') {
		if (tag->closes)
			close_kind(h, BLOCK_LIST);
		else {
			open_kind(h, BLOCK_LIST, line);
			blocks_top(h->blocks)->ordered = first == 'o';
		}
		return true;
	}
	if (first == 'l' && str_ieq(name, STR("li"))) {
		close_text(h);
		if (blocks_inside(h->blocks, BLOCK_ITEM))
			blocks_close(h->blocks);
		if (!tag->closes && blocks_inside(h->blocks, BLOCK_LIST))
			blocks_open(h->blocks, BLOCK_ITEM, line);
		return true;
	}
	if (name.size == 2 && first == 'h' && name.at[1] >= '1' && name.at[1] <= '6') {
		take_heading(h, tag, line);
		return true;
	}
	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++)
		if (breaks[i][0] == first && str_ieq(name, str_of(breaks[i]))) {
			if (blocks_inside(h->blocks, BLOCK_CELL))
				blocks_space(h->blocks);
			else
				close_text(h);
			return true;
		}
	return false;
}

static void take_words(struct markdown_html *h, str text, uint32_t line)
{
	if (h->silent || str_is_blank(text)) {
		if (text.size)
			blocks_space(h->blocks);
		return;
	}
	if (blocks_inside(h->blocks, BLOCK_TABLE) || blocks_inside(h->blocks, BLOCK_ROW) ||
	    blocks_inside(h->blocks, BLOCK_LIST))
		return;
	if (!is_text_kind(h->blocks))
		blocks_open(h->blocks, BLOCK_PARA, line);
	blocks_text(h->blocks, name_entities(h->blocks->arena, text));
}

/* <pre class="mermaid"> and <div class="mermaid"> hold a diagram. */
static size_t take_diagram(struct markdown_html *h, const struct tag *tag, str rest, uint32_t line)
{
	bool pre = str_ieq(tag->name, STR("pre"));

	if (tag->closes || (!pre && !str_ieq(tag->name, STR("div"))))
		return 0;
	str class = attribute(tag->attributes, "class");
	bool mermaid = str_ieq(class, STR("mermaid")) || str_istarts(class, STR("mermaid "));
	if (!pre && !mermaid)
		return 0;
	ptrdiff_t end = str_ifind(rest, pre ? STR("</pre>") : STR("</div>"));
	str content = end == STR_NONE ? rest : str_sub(rest, 0, (size_t)end);
	close_text(h);
	uint32_t number = blocks_open(h->blocks, BLOCK_CODE, line);
	if (number) {
		struct block *code = &h->blocks->list.items[number];
		code->info = mermaid ? STR("mermaid") : STR("");
		code->bytes = arena_dup(h->blocks->arena, name_entities(h->blocks->arena, content));
		if (mermaid && line) /* the diagram begins on the tag's own line, not below a fence */
			code->line = line - 1;
	}
	blocks_close(h->blocks);
	return content.size + (end == STR_NONE ? 0 : 6); /* </pre>, </div> */
}

static size_t tag_size(str rest)
{
	if (str_starts(rest, STR("<!--"))) {
		ptrdiff_t end = str_find(rest, STR("-->"));
		return end == STR_NONE ? rest.size : (size_t)end + 3;
	}
	if (rest.size < 2 ||
	    !(byte_is_letter(rest.at[1]) || rest.at[1] == '/' || rest.at[1] == '!' || rest.at[1] == '?'))
		return 0;
	char quote = 0;
	for (size_t i = 1; i < rest.size && i < 4096; i++) {
		char c = rest.at[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return 0;
}

static void take_tag(struct markdown_html *h, const struct tag *tag, uint32_t line)
{
	if (!tag->name.size)
		return;
	if (byte_lower(tag->name.at[0]) == 's' &&
	    (str_ieq(tag->name, STR("script")) || str_ieq(tag->name, STR("style")) || str_ieq(tag->name, STR("svg")))) {
		h->silent = !tag->closes;
		return;
	}
	if (h->silent)
		return;
	bool block = take_block_tag(h, tag, line);
	str id = tag->closes ? STR("") : attribute(tag->attributes, "id");
	if (!id.size && !tag->closes && str_ieq(tag->name, STR("a")))
		id = attribute(tag->attributes, "name");
	if (id.size)
		put_id(h, id, line);
	if (block)
		return;
	bool wants_text = str_ieq(tag->name, STR("a")) || str_ieq(tag->name, STR("img"));
	if (wants_text && !is_text_kind(h->blocks) && !tag->closes && !blocks_inside(h->blocks, BLOCK_TABLE) &&
	    !blocks_inside(h->blocks, BLOCK_ROW) && !blocks_inside(h->blocks, BLOCK_LIST))
		blocks_open(h->blocks, BLOCK_PARA, line);
	if (is_text_kind(h->blocks))
		take_inline(h, tag, line);
}

void markdown_html_block(struct markdown_html *h, str bytes, uint32_t line)
{
	bool go_on = h->table && h->blocks->depth >= h->table;

	if (!go_on) {
		h->depth = h->blocks->depth;
		h->table = 0;
	}
	h->link_count = 0;
	h->silent = false;
	for (size_t i = 0; i < bytes.size;) {
		str rest = str_sub(bytes, i, bytes.size);
		size_t size = rest.at[0] == '<' ? tag_size(rest) : 0;
		if (str_starts(rest, STR("<!--")))
			take_comment(h, str_sub(rest, 0, size), line);
		else if (size) {
			struct tag tag = read_tag(str_sub(rest, 0, size));
			take_tag(h, &tag, line);
			size += take_diagram(h, &tag, str_sub(rest, size, rest.size), line);
		} else {
			size = 1;
			while (size < rest.size && rest.at[size] != '<' && rest.at[size] != '\n')
				size++;
			take_words(h, str_sub(rest, 0, size), line);
		}
		line += str_count_lines(str_sub(rest, 0, size));
		i += size;
	}
	close_text(h);
	if (!h->table)
		blocks_close_to(h->blocks, h->depth);
}

void markdown_html_end(struct markdown_html *h)
{
	if (h->table && h->blocks->depth >= h->table)
		blocks_close_to(h->blocks, h->depth);
	h->table = 0;
	h->link_count = 0;
}
