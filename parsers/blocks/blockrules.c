#include "parsers/blocks/blockrules_sentences.h"

#include "base/text.h"

#include <string.h>

/* --- what the other files need ------------------------------------------------------------------------ */

static void set_depth(struct rules *r, uint32_t prose, unsigned depth)
{
	r->out->prose.items[prose].depth = (uint8_t)(depth > 255 ? 255 : depth);
}

void put_prose(struct rules *r, enum prose_kind kind, str text, uint32_t line, unsigned depth)
{
	set_depth(r, builder_prose(r->out, kind, text, line), depth);
}

str text_joined(struct arena *arena, str a, const char *between, str b)
{
	size_t gap = strlen(between);
	char *out = arena_take(arena, a.size + gap + b.size);

	if (a.size)
		memcpy(out, a.at, a.size);
	memcpy(out + a.size, between, gap);
	if (b.size)
		memcpy(out + a.size + gap, b.at, b.size);
	return (str){ out, a.size + gap + b.size };
}

bool records_left(struct rules *r)
{
	if (r->out->steps.count + r->out->flows.count + r->out->contracts.count < LIMIT_RECORDS)
		return true;
	if (!r->out->partial)
		builder_note(r->out, "too-complex", 0, "%s", LIMIT_SAYS(RECORDS));
	r->out->partial = true;
	return false;
}

void put_when(struct rules *r, struct when *when, str text, const struct duration *found)
{
	*when = duration_when(r->out, text, found);
}

str section_title(struct rules *r)
{
	r->context->used = true;
	return r->titles[r->level];
}

/* --- links: R12 -------------------------------------------------------------------------------------------- */

static bool is_sign_of_scheme(char c)
{
	return c == '+' || c == '-' || c == '.';
}

static bool has_scheme(str target)
{
	size_t i = 0;

	while (i < target.size &&
	    (byte_is_letter(target.at[i]) || (i && (byte_is_digit(target.at[i]) || is_sign_of_scheme(target.at[i])))))
		i++;
	return i > 1 && i < target.size && target.at[i] == ':';
}

static bool is_file_suffix(str path)
{
	static const char *const suffixes[] = { "bpmn", "csv", "dio", "docx", "dot", "drawio", "excalidraw", "gif",
		"go", "gv", "ics", "jpeg", "jpg", "js", "json", "mermaid", "mmd", "mp4", "pdf", "plantuml", "png",
		"pptx", "pu", "puml", "py", "sh", "svg", "tf", "toml", "ts", "txt", "vsdx", "webp", "xlsx", "xml",
		"yaml", "yml", "zip" };
	struct str_cut cut = str_rcut(path, '.');

	return cut.found && cut.tail.size <= 10 && ONE_OF(cut.tail, suffixes);
}

static enum link_kind kind_of_link(str target, bool image)
{
	if (has_scheme(target))
		return str_istarts(target, STR("mailto:")) || str_istarts(target, STR("tel:")) ||
		        str_istarts(target, STR("xmpp:"))
		    ? LINK_PERSON
		    : LINK_EXTERNAL;
	if (str_starts(target, STR("//")))
		return LINK_EXTERNAL;
	return image || is_file_suffix(target) ? LINK_FILE : LINK_DOC;
}

static int hex_value(char c)
{
	return byte_is_digit(c)                            ? c - '0'
	    : byte_lower(c) >= 'a' && byte_lower(c) <= 'f' ? byte_lower(c) - 'a' + 10
	                                                   : -1;
}

static str percent_decoded(struct arena *arena, str text)
{
	if (str_find_char(text, '%') == STR_NONE)
		return text;
	char *out = arena_alloc(arena, text.size + 1);
	size_t size = 0;
	for (size_t i = 0; i < text.size; i++) {
		int high = i + 2 < text.size + 0 && text.at[i] == '%' ? hex_value(text.at[i + 1]) : -1;
		int low = high >= 0 ? hex_value(text.at[i + 2]) : -1;
		if (low >= 0 && (high || low >= 0)) {
			char c = (char)(high * 16 + low);
			out[size++] = (unsigned char)c < ' ' ? ' ' : c;
			i += 2;
		} else
			out[size++] = text.at[i];
	}
	return text_utf8(arena, (str){ out, size }, NULL);
}

/* A diagram whose source is written into its address; the address alone says that it changed. */
static str drawn_language(str target)
{
	static const struct {
		const char *place;
		size_t size;
		const char *language;
	} services[] = { { "/plantuml/svg", 13, "plantuml" }, { "/plantuml/png", 13, "plantuml" },
		{ "/plantuml/uml", 13, "plantuml" }, { "/plantuml/txt", 13, "plantuml" },
		{ "mermaid.ink", 11, "mermaid" }, { "kroki.io", 8, "kroki" } };
	const size_t count = sizeof services / sizeof *services;
	size_t best = count;

	for (size_t end = 0; end + 9 < target.size; end++) {
		const char *slash = memchr(target.at + end, '/', target.size - 9 - end);
		if (!slash)
			break;
		end = (size_t)(slash - target.at);
		for (size_t i = 0; i < best; i++)
			if (services[i].size <= end && services[i].place[services[i].size - 1] == slash[-1] &&
			    memcmp(slash - services[i].size, services[i].place, services[i].size) == 0)
				best = i;
	}
	return best < count ? str_of(services[best].language) : STR("");
}

static void put_link(
    struct rules *r, str target, str text, bool image, uint32_t line, enum link_place stands, uint32_t step)
{
	enum link_kind kind = kind_of_link(target, image);
	str drawn = kind == LINK_EXTERNAL ? drawn_language(target) : STR("");
	if (drawn.size)
		builder_opaque(r->out, drawn, text, str_hash(target), line);
	struct str_cut fragment = str_cut(str_trim(target), '#');
	struct str_cut query = str_cut(fragment.head, '?');

	if (!fragment.head.size && !fragment.tail.size)
		return;
	if (image && str_istarts(target, STR("data:")))
		return;
	uint32_t link = builder_link(
	    r->out, kind, percent_decoded(r->arena, query.head), percent_decoded(r->arena, fragment.tail), text, line);
	r->out->links.items[link].stands = (uint8_t)stands;
	r->out->links.items[link].step = step;
}

static bool ends_address(char c)
{
	return (unsigned char)c <= ' ' || strchr("<>\"`{}|\\^[]", c) != NULL;
}

static ptrdiff_t find_address(str text)
{
	for (size_t from = 0; from < text.size;) {
		ptrdiff_t at = str_find_char(str_sub(text, from, text.size), ':');
		if (at == STR_NONE)
			break;
		from += (size_t)at;
		if (str_starts(str_sub(text, from, text.size), STR("://")))
			return (ptrdiff_t)from;
		from++;
	}
	return STR_NONE;
}

/* Addresses that stand in the text as they are: no extension of cmark does this, theirs takes quadratic time. */
static void put_bare_addresses(struct rules *r, const struct block *block, enum link_place stands, uint32_t step)
{
	str text = block_text(r->blocks, block), rest = text;

	for (ptrdiff_t at; (at = find_address(rest)) != STR_NONE;) {
		size_t middle = (size_t)(rest.at - text.at) + (size_t)at, from = middle, to = middle + 3;
		while (from > 0 && byte_is_letter(text.at[from - 1]) && middle - from < 6)
			from--;
		while (to < text.size && !ends_address(text.at[to]))
			to++;
		rest = str_sub(text, to, text.size);
		str scheme = str_sub(text, from, middle);
		if (!str_ieq(scheme, STR("http")) && !str_ieq(scheme, STR("https")))
			continue;
		while (to > middle + 3 && strchr(".,;:!?)'*_~", text.at[to - 1]) &&
		    !(text.at[to - 1] == ')' && str_find_char(str_sub(text, from, to), '(') != STR_NONE))
			to--;
		if (to == middle + 3 || block_covered(r->blocks, block, RUN_LINK, (uint32_t)from, (uint32_t)to) ||
		    block_covered(r->blocks, block, RUN_CODE, (uint32_t)from, (uint32_t)to))
			continue;
		str address = str_sub(text, from, to);
		put_link(r, address, address, false, block_line(r->blocks, block, (uint32_t)from), stands, step);
	}
}

/* Whether the text of the block is a link and nothing else. */
static bool is_all_link(const struct blocks *blocks, const struct block *block)
{
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block_runs(blocks, block)[i];
		if (run->kind == RUN_LINK && run->from == 0 && run->to >= block->text_size)
			return true;
	}
	return false;
}

void put_links(struct rules *r, const struct block *block, enum link_place stands, uint32_t step)
{
	str text = block_text(r->blocks, block);

	if (stands == LINK_IN_ITEM && step == NONE && is_all_link(r->blocks, block))
		stands = LINK_ALONE;
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block_runs(r->blocks, block)[i];
		if (run->kind == RUN_LINK)
			put_link(r, run->target, str_sub(text, run->from, run->to), false, run->line, stands, step);
		else if (run->kind == RUN_IMAGE)
			put_link(r, run->target, run->label, true, run->line, stands, step);
		else if (run->kind == RUN_PERSON && run->target.size) {
			uint32_t link = builder_link(
			    r->out, LINK_PERSON, run->target, STR(""), str_sub(text, run->from, run->to), run->line);
			r->out->links.items[link].stands = (uint8_t)stands;
			r->out->links.items[link].step = step;
		}
	}
	if (text.size > 10)
		put_bare_addresses(r, block, stands, step);
}

/* --- blocks ------------------------------------------------------------------------------------------------- */

static enum link_place place_of_links(enum prose_kind kind)
{
	return kind == PROSE_ITEM ? LINK_IN_ITEM : LINK_IN_TEXT;
}

static void read_text(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth)
{
	str text = block_text(r->blocks, block);
	struct known_text *known = know_text(text);

	if (known->calm || !take_sentences(r, block, kind, depth, known)) {
		uint32_t prose = builder_summed_prose(r->out, kind, text, known->sums, block->line);
		set_depth(r, prose, depth);
	}
}

static void read_para(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth)
{
	if (str_ieq(block_text(r->blocks, block), STR("[TOC]"))) /* stands for a table of contents */
		return;
	if (block->text_size)
		read_text(r, block, kind, depth);
	put_links(r, block, place_of_links(kind), NONE);
}

static bool is_diagram_language(str language)
{
	static const char *const languages[] = { "mermaid", "plantuml", "puml", "uml", "plantuml-svg", "dot",
		"graphviz", "gv", "bpmn", "drawio", "d2", "ditaa", "nomnoml", "blockdiag", "seqdiag", "actdiag",
		"nwdiag", "bytefield", "erd", "excalidraw", "pikchr", "structurizr", "svgbob", "vega", "vegalite",
		"wavedrom", "kroki", "mscgen", "flowchart", "sequence" };

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (str_ieq(language, str_of(languages[i])))
			return true;
	return false;
}

/* A fence that says xml, or nothing, may hold a diagram of a format with a root of its own. */
static str language_of(const struct block *block)
{
	if (!str_ieq(block->info, STR("xml")))
		return block->info;
	str head = str_sub(block->bytes, 0, 1000);
	if (str_has(head, STR("http://www.omg.org/spec/BPMN/20100524/MODEL")))
		return STR("bpmn");
	return str_has(head, STR("<mxfile")) || str_has(head, STR("<mxGraphModel")) ? STR("drawio") : block->info;
}

static str without_trailing_blanks(struct arena *arena, str bytes)
{
	char *out = NULL;
	size_t size = 0;
	str rest = bytes, line;
	bool blanks = false;

	while (!blanks && str_next_line(&rest, &line))
		blanks = line.size && (line.at[line.size - 1] == ' ' || line.at[line.size - 1] == '\t');
	if (blanks) {
		out = arena_alloc(arena, bytes.size + 1);
		for (size_t i = 0; i < bytes.size; i++) {
			while (bytes.at[i] == '\n' && size && (out[size - 1] == ' ' || out[size - 1] == '\t'))
				size--;
			out[size++] = bytes.at[i];
		}
		bytes = (str){ out, size };
	}
	return str_trim_right(bytes);
}

static uint32_t lines_of(str text)
{
	uint32_t lines = 0;

	for (size_t i = 0; i < text.size; i++)
		lines += text.at[i] == '\n';
	return lines;
}

/* An example of HTML that shows a Mermaid diagram draws one where it is pasted: it is read like any other, and what is
 * left of the example is its code. */
static str take_diagrams_in_html(struct rules *r, const struct block *block, str code)
{
	str mark = STR("class=\"mermaid\""), rest = code, left = STR("");

	for (ptrdiff_t at = str_find(rest, mark); at != STR_NONE; at = str_find(rest, mark)) {
		struct str_cut open = str_cut(str_sub(rest, (size_t)at, rest.size), '>');
		struct str_cut body = str_cut_str(open.tail, STR("</"));
		if (!open.found || !body.found)
			break;
		uint32_t line = block->line + 1 + lines_of((str){ code.at, (size_t)(open.tail.at - code.at) });
		left = arena_printf(
		    r->arena, "%.*s%.*s>", STR_ARG(left), (int)((size_t)(open.tail.at - rest.at) - 1), rest.at);
		if (!parse_embedded(r->out, r->context->in, STR("mermaid"), body.head, line))
			return code;
		rest = (str){ body.tail.at - 2, body.tail.size + 2 };
	}
	return left.size ? arena_printf(r->arena, "%.*s%.*s", STR_ARG(left), STR_ARG(rest)) : code;
}

static void read_code(struct rules *r, const struct block *block, unsigned depth)
{
	str language = language_of(block), code = without_trailing_blanks(r->arena, block->bytes);

	if (!code.size)
		return;
	if (str_ieq(language, STR("html")))
		code = take_diagrams_in_html(r, block, code);
	if (language.size && parse_embedded(r->out, r->context->in, language, block->bytes, block->line + 1))
		return;
	if (is_diagram_language(language))
		builder_opaque(r->out, language, STR(""), str_hash(code), block->line);
	else
		put_prose(r, PROSE_CODE, code, block->line, depth);
}

static void read_macro(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth)
{
	if (block->child)
		read_blocks(r, block->child, kind, depth);
	else
		builder_opaque(r->out, block->info, block_text(r->blocks, block), str_hash(block->bytes), block->line);
}

static void read_pair(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth)
{
	read_para(r, block, kind, depth);
	read_blocks(r, block->child, PROSE_ITEM, depth + 1);
}

static void read_list(struct rules *r, uint32_t number, enum prose_kind kind, unsigned depth)
{
	const struct block *list = block_at(r->blocks, number);

	if (is_contents(r, number) || (list->ordered && take_process_list(r, number, depth)))
		return;
	(void)kind;
	for (uint32_t i = list->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *item = block_at(r->blocks, i);
		if (item->text_size || item->run_count)
			read_para(r, item, PROSE_ITEM, depth);
		read_blocks(r, item->child, PROSE_ITEM, depth + 1);
	}
}

static void note_id(struct rules *r, str id)
{
	if (id.size && str_find_char(id, ' ') == STR_NONE)
		LIST_PUSH(r->arena, &r->ids, id);
}

static void read_block(struct rules *r, uint32_t number, enum prose_kind kind, unsigned depth)
{
	const struct block *block = block_at(r->blocks, number);

	note_id(r, block->id);
	switch (block->kind) {
	case BLOCK_HEADING: /* within a quote or an item: a line of it, with an anchor */
		note_id(r, blockrules_anchor(r->arena, block_text(r->blocks, block)));
		read_para(r, block, kind, depth);
		break;
	case BLOCK_QUOTE: read_blocks(r, block->child, PROSE_QUOTE, depth + 1); break;
	case BLOCK_LIST: read_list(r, number, kind, depth); break;
	case BLOCK_TABLE: read_table(r, number, depth); break;
	case BLOCK_PAIR: read_pair(r, block, kind, depth); break;
	case BLOCK_CODE: read_code(r, block, depth); break;
	case BLOCK_MACRO: read_macro(r, block, kind, depth); break;
	default:
		read_para(r, block, kind, depth);
		read_blocks(r, block->child, kind, depth);
		break;
	}
}

void read_blocks(struct rules *r, uint32_t first, enum prose_kind kind, unsigned depth)
{
	for (uint32_t i = first, next; i; i = next) {
		next = block_at(r->blocks, i)->next;
		if (!take_fields(r, i, kind, depth, &next))
			read_block(r, i, kind, depth);
	}
}

/* --- sections ------------------------------------------------------------------------------------------------ */

/* One letter in small; the fold of a whole text would change more than capitals. */
static size_t put_small(struct arena *arena, char *out, str letter, int32_t c)
{
	if (c < 128) {
		*out = byte_lower(letter.at[0]);
		return 1;
	}
	if (char_is_upper(c)) {
		str small = text_fold(arena, letter);
		if (small.size <= 4)
			letter = small;
	}
	memcpy(out, letter.at, letter.size);
	return letter.size;
}

str blockrules_anchor(struct arena *arena, str title)
{
	char *out = arena_take(arena, title.size * 2 + 4);
	size_t size = 0;

	for (size_t i = 0; i < title.size;) {
		int32_t c = (unsigned char)title.at[i];
		size_t step = c < 128 ? 1 : text_next(str_sub(title, i, title.size), &c);
		if (c == ' ')
			out[size++] = '-';
		else if (c < 128 ? byte_is_letter((char)c) || byte_is_digit((char)c) || c == '-' || c == '_'
		                 : char_is_letter(c) || char_is_digit(c))
			size += put_small(arena, out + size, str_sub(title, i, i + step), c);
		i += step;
	}
	return (str){ out, size };
}

/* Ids stand in the section's record, a space between two of them. */
static void put_ids(struct rules *r)
{
	struct builder *out = r->out;
	str all = STR("");

	if (!r->ids.count || out->section == NONE)
		return;
	for (uint32_t i = 0; i < r->ids.count && i < 50; i++)
		all = i ? arena_printf(r->arena, "%.*s %.*s", STR_ARG(all), STR_ARG(r->ids.items[i])) : r->ids.items[i];
	out->sections.items[out->section].id = builder_text(out, all);
	r->ids.count = 0;
}

static void open_section(struct rules *r, uint32_t number)
{
	const struct block *heading = block_at(r->blocks, number);
	struct builder *out = r->out;
	str title = block_text(r->blocks, heading);

	put_ids(r);
	r->level = heading->level && heading->level <= HEADING_LEVELS ? heading->level : HEADING_LEVELS;
	for (unsigned i = r->level; i <= HEADING_LEVELS; i++)
		r->titles[i] = STR("");
	r->titles[r->level] = title;
	r->clause_count = 0;
	r->slots = NULL; /* what a section says does not depend on the sections before it */
	r->slot_count = r->slot_room = 0;
	out->section = NONE;
	uint32_t section = builder_section(out, title, r->level, heading->line);
	out->section = section;
	out->sections.items[section].anchor = builder_text(out, blockrules_anchor(r->arena, title));
	note_id(r, heading->id);
	put_links(r, heading, LINK_IN_HEADING, NONE);
	r->heading_step = NONE;
	take_heading_step(r, number);
}

void blockrules_read(struct builder *out, const struct blocks *blocks, struct block_context *context)
{
	struct rules r = {
		.out = out, .arena = out->arena, .blocks = blocks, .context = context, .heading_step = NONE
	};

	for (unsigned i = 1; i <= HEADING_LEVELS; i++) {
		r.titles[i] = context->titles[i];
		if (r.titles[i].size)
			r.level = (uint8_t)i;
	}
	for (uint32_t i = block_at(blocks, 0)->child, next; i; i = next) {
		const struct block *block = block_at(blocks, i);
		next = block->next;
		if (block->kind == BLOCK_HEADING) {
			open_section(&r, i);
			continue;
		}
		if (out->section == NONE)
			out->section = builder_section(out, STR(""), 0, 1);
		if (!take_fields(&r, i, PROSE_PARAGRAPH, 0, &next))
			read_block(&r, i, PROSE_PARAGRAPH, 0);
	}
	put_ids(&r);
	if (blocks->too_deep) {
		builder_note(out, "depth-limit", 0, "%s", LIMIT_SAYS(DEPTH));
		out->partial = true;
	}
}
