#include "parsers/markdown/markdown_internal.h"
#include "parsers/markdown/markdown_memory.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <string.h>

/* cmark-gfm to blocks.
 *
 * A text may take 64 MiB and 64 bytes for each of its bytes (unbounded, 44 kB can take 4.6 GB).
 *
 * Of its extensions only tables and task lists are used. Autolink and tagfilter are attacks, and strikethrough
 * changes a table that all threads share while a text is read; ~~ is taken out here. */

/* --- the tree -------------------------------------------------------------------------------------------------- */

struct walk {
	struct blocks *out;
	struct arena *arena;
	struct markdown_html html;
	uint32_t skip;     /* lines in front that are not the text's own */
	uint32_t line;     /* of the inline text in hand */
	uint32_t runs[64]; /* open runs of the paragraph in hand */
	unsigned run_count;
	bool image; /* inside of an image: its words are its label */
	str label;
	struct markdown_shape *shape;
};

static bool is_type(cmark_node *node, const char *type)
{
	return strcmp(cmark_node_get_type_string(node), type) == 0;
}

/* Where the lines right above a table make a paragraph, cmark gives their place to the table and its header, and none
 * to the paragraph; the rows of the body are right. */
static int true_line(cmark_node *node)
{
	int line = cmark_node_get_start_line(node);
	bool above = !line && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && cmark_node_next(node);

	if (above)
		return cmark_node_get_start_line(cmark_node_next(node));
	if (!is_type(node, "table_header"))
		return line;
	cmark_node *row = cmark_node_next(node);
	return row && cmark_node_get_start_line(row) > 2 ? cmark_node_get_start_line(row) - 2 : line;
}

static uint32_t line_of(const struct walk *w, cmark_node *node)
{
	int line = true_line(node);

	return line > (int)w->skip ? (uint32_t)line - w->skip : 1;
}

static str literal_of(cmark_node *node)
{
	return str_of(cmark_node_get_literal(node));
}

/* ~~struck~~ loses its marks. */
static void put_words(struct walk *w, str text)
{
	if (w->image) {
		w->label = w->label.size ? arena_printf(w->arena, "%.*s%.*s", STR_ARG(w->label), STR_ARG(text)) : text;
		return;
	}
	if (str_find_char(text, '~') == STR_NONE) {
		blocks_text(w->out, text);
		return;
	}
	for (struct str_cut cut = str_cut_str(text, STR("~~")); cut.found; cut = str_cut_str(text, STR("~~"))) {
		blocks_text(w->out, cut.head);
		text = cut.tail;
	}
	blocks_text(w->out, text);
}

static void push_run(struct walk *w, uint32_t run)
{
	if (w->run_count < sizeof w->runs / sizeof *w->runs)
		w->runs[w->run_count] = run;
	w->run_count++;
}

static void pop_run(struct walk *w)
{
	if (!w->run_count)
		return;
	w->run_count--;
	if (w->run_count < sizeof w->runs / sizeof *w->runs)
		blocks_end_run(w->out, w->runs[w->run_count]);
}

static str kept(struct walk *w, const char *words)
{
	return arena_dup(w->arena, str_of(words));
}

/* [[Page#Heading]] came as wiki:Page#Heading; its target stays in its brackets. */
static str target_of(struct walk *w, cmark_node *node)
{
	str url = str_of(cmark_node_get_url(node));

	if (!str_starts(url, STR("wiki:")))
		return arena_dup(w->arena, url);
	struct str_cut cut = str_cut(str_sub(url, 5, url.size), '#');
	return cut.found ? arena_printf(w->arena, "[[%.*s]]#%.*s", STR_ARG(cut.head), STR_ARG(cut.tail))
	                 : arena_printf(w->arena, "[[%.*s]]", STR_ARG(cut.head));
}

static void leave_image(struct walk *w, cmark_node *node)
{
	w->image = false;
	blocks_image(w->out, target_of(w, node), arena_dup(w->arena, w->label), w->line);
	w->label = STR("");
}

static void take_break(struct walk *w, bool hard)
{
	w->line++;
	if (w->image)
		put_words(w, STR(" "));
	else
		blocks_break(w->out, w->line, hard);
}

static void take_code_span(struct walk *w, str code)
{
	if (w->image) {
		put_words(w, code);
		return;
	}
	uint32_t run = blocks_run(w->out, RUN_CODE, STR(""), w->line);
	blocks_text(w->out, code);
	blocks_end_run(w->out, run);
}

static void take_run(struct walk *w, enum run_kind kind, str target, bool enter)
{
	if (w->image)
		return;
	if (enter)
		push_run(w, blocks_run(w->out, kind, target, w->line));
	else
		pop_run(w);
}

static void take_tag(struct walk *w, str tag)
{
	if (!w->image)
		markdown_html_tag(&w->html, tag, w->line);
	w->line += str_count_lines(tag);
}

static void take_image(struct walk *w, cmark_node *node, bool enter)
{
	if (!enter) {
		leave_image(w, node);
		return;
	}
	w->image = true;
	w->label = STR("");
}

/* Lines are counted by the breaks: those that cmark gives are wrong behind code over two lines. */
static void take_inline(struct walk *w, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT: put_words(w, literal_of(node)); break;
	case CMARK_NODE_SOFTBREAK: take_break(w, false); break;
	case CMARK_NODE_LINEBREAK: take_break(w, true); break;
	case CMARK_NODE_CODE: take_code_span(w, literal_of(node)); break;
	case CMARK_NODE_HTML_INLINE: take_tag(w, literal_of(node)); break;
	case CMARK_NODE_STRONG: take_run(w, RUN_STRONG, STR(""), enter); break;
	case CMARK_NODE_EMPH: take_run(w, RUN_EMPHASIS, STR(""), enter); break;
	case CMARK_NODE_LINK: take_run(w, RUN_LINK, enter ? target_of(w, node) : STR(""), enter); break;
	case CMARK_NODE_IMAGE: take_image(w, node, enter); break;
	default: break;
	}
}

/* --- leaves ------------------------------------------------------------------------------------------------------- */

static bool is_attribute(str word)
{
	if (word.size < 2 || (word.at[0] != '#' && word.at[0] != '.'))
		return false;
	for (size_t i = 1; i < word.size; i++)
		if (!byte_is_word(word.at[i]) && !strchr("-_.:", word.at[i]))
			return false;
	return true;
}

/* "## Title {#id}", "## Title {#id .class}", and the same at the end of a paragraph or an item. */
static void cut_id(struct walk *w)
{
	struct block *block = blocks_top(w->out);
	str text = block_text(w->out, block), word;
	ptrdiff_t open = str_ends(text, STR("}")) ? str_rfind_char(text, '{') : STR_NONE;

	if (open == STR_NONE || (open > 0 && text.at[open - 1] == '{') ||
	    block_covered(w->out, block, RUN_CODE, (uint32_t)open, (uint32_t)text.size))
		return;
	str inside = str_trim(str_sub(text, (size_t)open + 1, text.size - 1));
	for (str rest = inside; str_next_word(&rest, " ", &word);)
		if (!is_attribute(word))
			return;
	for (str rest = inside; str_next_word(&rest, " ", &word);)
		if (word.at[0] == '#' && !block->id.size)
			block->id = arena_dup(w->arena, str_sub(word, 1, word.size));
	str kept_text = str_trim_right(str_sub(text, 0, inside.size ? (size_t)open : text.size));
	w->out->text.count -= block->text_size - (uint32_t)kept_text.size;
	block->text_size = (uint32_t)kept_text.size;
}

/* A paragraph "Term", line break, ": what it means" is a pair. */
static void make_pair(struct walk *w)
{
	struct blocks *b = w->out;
	uint32_t number = b->open[b->depth];
	struct block *para = &b->list.items[number];
	str text = block_text(b, para);

	for (uint32_t i = 0; i < para->run_count; i++) {
		struct run *run = &b->runs.items[para->run_at + i];
		if (run->kind != RUN_BREAK || !run->from ||
		    !str_starts(str_sub(text, run->from, text.size), STR(" : ")))
			continue;
		uint32_t skip = run->from + 3, first = para->run_at + i + 1;
		struct block meaning = { .kind = BLOCK_PARA,
			.line = run->line,
			.text_at = para->text_at + skip,
			.text_size = para->text_size - skip,
			.run_at = first,
			.run_count = para->run_count - i - 1 };
		for (uint32_t k = first; k < first + meaning.run_count; k++) {
			struct run *later = &b->runs.items[k];
			later->from = later->from > skip ? later->from - skip : 0;
			later->to = later->to > skip ? later->to - skip : 0;
		}
		para->kind = BLOCK_PAIR;
		para->text_size = run->from;
		para->run_count = i;
		para->child = b->list.count;
		LIST_PUSH(b->arena, &b->list, meaning);
		return;
	}
}

static void take_code(struct walk *w, cmark_node *node)
{
	uint32_t number = blocks_open(w->out, BLOCK_CODE, line_of(w, node));
	str info = str_of(cmark_node_get_fence_info(node));
	int length, offset;
	char mark;

	if (number) {
		struct block *code = &w->out->list.items[number];
		code->info = arena_dup(w->arena, markdown_fence_language(info));
		code->bytes = kept(w, cmark_node_get_literal(node));
		if (!cmark_node_get_fenced(node, &length, &offset, &mark) && (code->line > 1 || w->shape))
			code->line--; /* there is no fence above it; of a piece it may be the line above */
	}
	blocks_close(w->out);
}

static void take_html(struct walk *w, cmark_node *node)
{
	markdown_html_block(&w->html, literal_of(node), line_of(w, node));
	if (w->shape && w->html.table)
		w->shape->open = true;
}

static uint8_t level_of(cmark_node *node)
{
	int level = cmark_node_get_heading_level(node);

	return (uint8_t)(level < 1 ? 1 : level > 6 ? 6 : level);
}

static void open_leaf(struct walk *w, enum block_kind kind, cmark_node *node)
{
	uint32_t line = line_of(w, node);
	uint32_t number = blocks_open(w->out, kind, line);

	w->line = line;
	w->run_count = 0;
	w->html.link_count = 0;
	if (number && kind == BLOCK_HEADING)
		w->out->list.items[number].level = level_of(node);
}

static void take_container(struct walk *w, enum block_kind kind, cmark_node *node, bool enter)
{
	if (!enter) {
		markdown_html_end(&w->html);
		blocks_close(w->out);
		return;
	}
	uint32_t number = blocks_open(w->out, kind, line_of(w, node));
	if (number && kind == BLOCK_LIST)
		w->out->list.items[number].ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	if (number && kind == BLOCK_ROW)
		w->out->list.items[number].header = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
}

static void take_extension(struct walk *w, cmark_node *node, bool enter)
{
	if (is_type(node, "table"))
		take_container(w, BLOCK_TABLE, node, enter);
	else if (is_type(node, "table_row") || is_type(node, "table_header"))
		take_container(w, BLOCK_ROW, node, enter);
	else if (!is_type(node, "table_cell"))
		return;
	else if (enter)
		open_leaf(w, BLOCK_CELL, node);
	else
		blocks_close(w->out);
}

static void take_node(struct walk *w, cmark_node *node, bool enter)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (((unsigned)type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE) {
		take_inline(w, node, enter);
		return;
	}
	switch (type) {
	case CMARK_NODE_DOCUMENT: break;
	case CMARK_NODE_BLOCK_QUOTE: take_container(w, BLOCK_QUOTE, node, enter); break;
	case CMARK_NODE_LIST: take_container(w, BLOCK_LIST, node, enter); break;
	case CMARK_NODE_ITEM: take_container(w, BLOCK_ITEM, node, enter); break;
	case CMARK_NODE_CODE_BLOCK: take_code(w, node); break;
	case CMARK_NODE_HTML_BLOCK: take_html(w, node); break;
	case CMARK_NODE_HEADING:
		if (enter) {
			markdown_html_end(&w->html);
			open_leaf(w, BLOCK_HEADING, node);
		} else {
			cut_id(w);
			blocks_close(w->out);
		}
		break;
	case CMARK_NODE_PARAGRAPH:
		if (enter)
			open_leaf(w, BLOCK_PARA, node);
		else {
			cut_id(w);
			make_pair(w);
			blocks_close(w->out);
		}
		break;
	default: take_extension(w, node, enter); break;
	}
}

/* Blocks of lines in front of the text are not its own: what the definitions left, if anything. */
static void walk_tree(struct walk *w, cmark_node *document)
{
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		int line = w->skip && event == CMARK_EVENT_ENTER ? cmark_node_get_start_line(node) : 0;
		if (line && line <= (int)w->skip && cmark_node_parent(node) == document) {
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
			continue;
		}
		take_node(w, node, event == CMARK_EVENT_ENTER);
	}
	markdown_html_end(&w->html);
}

static void attach(cmark_parser *parser, const char *name)
{
	cmark_syntax_extension *extension = cmark_find_syntax_extension(name);

	if (extension)
		cmark_parser_attach_syntax_extension(parser, extension);
}

static bool is_list(cmark_node *node)
{
	return node && cmark_node_get_type(node) == CMARK_NODE_LIST;
}

static void look_at_ends(struct walk *w, cmark_node *document)
{
	cmark_node *first = cmark_node_first_child(document);

	while (first && cmark_node_get_start_line(first) <= (int)w->skip)
		first = cmark_node_next(first);
	w->shape->first_is_list = is_list(first);
	w->shape->last_is_list = first && is_list(cmark_node_last_child(document));
	w->shape->last_is_table = first && is_type(cmark_node_last_child(document), "table");
}

bool markdown_blocks(struct blocks *out, struct arena *arena, str text, uint32_t skip, struct markdown_shape *shape)
{
	struct walk w = { .out = out, .arena = arena, .skip = skip, .html = { .blocks = out }, .shape = shape };

	struct bump *bump = bump_begin((64u << 20) + 64 * text.size);

	if (setjmp(bump->out_of_budget))
		return false;
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &bump_memory);
	attach(parser, "table");
	attach(parser, "tasklist");
	cmark_parser_feed(parser, text.at, text.size);
	cmark_node *document = cmark_parser_finish(parser);
	if (shape)
		look_at_ends(&w, document);
	walk_tree(&w, document);
	return true;
}

const char *markdown_library(void)
{
	return cmark_version_string();
}
