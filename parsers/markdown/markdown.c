#include "parsers/markdown/markdown_internal.h"

#include "base/text.h"
#include "model/names.h"
#include "parsers/markdown/fragments.h"
#include "parsers/markdown/frontmatter.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* Markdown: front matter, then chunk after chunk (markdown_internal.h), then what needs all of them. */

struct reader {
	struct builder *out;
	const struct parse_in *in;
	struct markdown_scan scan;
	str doc;              /* without its front matter */
	uint32_t lines_above; /* of the front matter */
	struct arena scratch; /* of the parts; apart from the document's budget, so that a cache changes nothing */
	jmp_buf out_of_budget;
	struct block_context context;
	struct image *part; /* in hand: to be freed if the document's budget runs out */
	struct fragment *fragment;
	struct fragment_want *wants; /* of the chunks; malloc'd; NULL: no cache is used */
	uint32_t want_count;
	struct piece_reader pieces;
	struct arena pieces_scratch;
	void (*oom)(void *); /* of the document's arena */
	void *oom_data;
	bool uncut; /* as one chunk, whatever it holds */
};

/* --- one part ---------------------------------------------------------------------------------------------- */

static void leave_part(void *data)
{
	longjmp(((struct reader *)data)->out_of_budget, 1);
}

/* Nothing but its heading is known of a part that is too much. */
static struct image *refused_part(struct reader *r, const struct markdown_chunk *chunk, uint32_t line, const char *why)
{
	struct builder part;
	str text = str_sub(r->doc, chunk->from, chunk->to);
	uint8_t level = chunk->level;
	str title = STR(""), rest = text;
	r->scratch.budget = 0;
	builder_begin(&part, &r->scratch, "markdown");
	if (level && str_next_line(&rest, &title)) {
		title = name_n0(
		    &r->scratch, text_utf8(&r->scratch, str_sub(title, level, title.size), NULL), MARKUP_EMPHASIS);
		while (str_ends(title, STR("#")))
			title = str_trim_right(str_sub(title, 0, title.size - 1));
	}
	part.section = builder_section(&part, title, level, 1);
	part.sections.items[part.section].anchor = builder_text(&part, blockrules_anchor(&r->scratch, title));
	builder_note(&part, "too-complex", line, "%s", why);
	part.partial = true;
	return builder_freeze_part(&part, &r->scratch);
}

static uint32_t line_of_broken_byte(str text)
{
	uint32_t line = 1;

	for (size_t i = 0; i < text.size;) {
		int32_t c;
		size_t step = text_next(str_sub(text, i, text.size), &c);
		if (c < 0)
			break;
		line += c == '\n';
		i += step;
	}
	return line;
}

static str mended(struct reader *r, struct builder *part, str chunk)
{
	bool broken = false;

	if (text_is_ascii(chunk))
		return chunk;
	str text = text_utf8(&r->scratch, chunk, &broken);
	if (broken)
		builder_note(part, "encoding-mismatch", line_of_broken_byte(chunk),
		    "bytes that are no UTF-8 were read as Windows-1252");
	return text;
}

static struct image *read_part(struct reader *r, const struct markdown_chunk *chunk, str definitions)
{
	struct arena *arena = &r->scratch;
	struct builder part;
	struct blocks blocks;
	str text = str_sub(r->doc, chunk->from, chunk->to);
	uint32_t skip = 0;

	arena->budget = arena->used + LIMIT_PARSE_BYTES;
	if (setjmp(r->out_of_budget)) {
		markdown_pieces_leave(&r->pieces);
		return refused_part(r, chunk, 1, LIMIT_SAYS(PARSE_BYTES));
	}
	builder_begin(&part, arena, "markdown");
	text = mended(r, &part, text);
	if (definitions.size) {
		skip = str_count_lines(definitions) + 1;
		text = text_joined(arena, text_utf8(arena, definitions, NULL), "\n", text);
	}
	text = markdown_prepare(&r->scan, arena, text);
	uint32_t line;
	const char *why = markdown_guard(text, &line);
	if (why)
		return refused_part(r, chunk, line > skip ? line - skip : 1, why);
	blocks_begin(&blocks, arena, text.size);
	if (!(r->scan.whole ? markdown_blocks(&blocks, arena, text, skip, NULL) /* what it defines is not known */
	                    : markdown_pieces(&blocks, &r->pieces, text, skip)))
		return refused_part(r, chunk, 1, LIMIT_SAYS(PARSE_BYTES));
	if (!chunk->level)
		part.section = builder_section(&part, STR(""), 0, 1);
	r->context.used = false;
	blockrules_read(&part, &blocks, &r->context);
	return builder_freeze_part(&part, arena);
}

/* --- parts from the cache ------------------------------------------------------------------------------------- */

static uint64_t hash_of_context(const struct block_context *context)
{
	uint64_t hash = context->is_process;

	for (unsigned i = 1; i <= HEADING_LEVELS; i++)
		hash = hash_mix(hash, str_hash(context->titles[i]));
	return hash;
}

static str definitions_of(struct reader *r, const struct markdown_chunk *chunk)
{
	return r->scan.whole ? STR("")
	                     : markdown_definitions(&r->scan, &r->scratch, str_sub(r->doc, chunk->from, chunk->to));
}

static struct fragment_key key_of(struct reader *r, const struct markdown_chunk *chunk)
{
	uint64_t settings = r->in->settings ? r->in->settings->hash : 0;
	str text = str_sub(r->doc, chunk->from, chunk->to);
	uint64_t used = r->scan.whole ? 0 : markdown_definitions_hash(&r->scan, &r->scratch, text);

	return fragment_key(text, hash_mix(used, settings) + chunk->level);
}

/* All parts that are in the cache are taken before the first one is put in. */
static void take_known_parts(struct reader *r, const struct markdown_chunk *chunks, uint32_t count)
{
	if (!r->in->fragments || !count)
		return;
	r->wants = calloc(count, sizeof *r->wants);
	if (!r->wants) /* it can be read without a cache */
		return;
	for (uint32_t i = 0; i < count; i++)
		r->wants[i].key = key_of(r, &chunks[i]);
	r->want_count = count;
	fragments_take_all(r->in->fragments, r->wants, count);
}

static const struct image *read_and_keep(
    struct reader *r, const struct markdown_chunk *chunk, struct fragment_want *want)
{
	struct fragment_cache *cache = r->in->fragments;
	struct fragment_key wider = want->key;

	r->fragment = fragments_take(cache, want->key, &want->depends); /* it may have come since */
	if (!r->fragment && want->depends) {
		bool depends;
		wider = fragment_key_mix(want->key, hash_of_context(&r->context));
		r->fragment = fragments_take(cache, wider, &depends);
	}
	if (!r->fragment) {
		struct image *part = read_part(r, chunk, definitions_of(r, chunk));
		if (r->context.used) {
			fragments_keep_dependence(cache, want->key);
			wider = fragment_key_mix(want->key, hash_of_context(&r->context));
		}
		r->fragment = fragments_keep(cache, r->context.used ? wider : want->key, part, part->size);
	}
	return fragment_part(r->fragment);
}

static const struct image *take_part(struct reader *r, const struct markdown_chunk *chunk, uint32_t number)
{
	r->scratch.budget = 0; /* that of a part holds while it is read, and nowhere else */
	if (!r->wants) {
		r->part = read_part(r, chunk, definitions_of(r, chunk));
		return r->part;
	}
	struct fragment_want *want = &r->wants[number];
	if (!want->fragment)
		return read_and_keep(r, chunk, want);
	r->fragment = want->fragment;
	want->fragment = NULL;
	return fragment_part(r->fragment);
}

static void give_back(struct reader *r)
{
	free(r->part);
	r->part = NULL;
	if (r->fragment)
		fragments_give_back(r->in->fragments, r->fragment);
	r->fragment = NULL;
}

static void end_reader(struct reader *r)
{
	give_back(r);
	for (uint32_t i = 0; i < r->want_count; i++)
		if (r->wants[i].fragment)
			fragments_give_back(r->in->fragments, r->wants[i].fragment);
	free(r->wants);
	arena_release(&r->scratch);
	r->out->arena->oom = r->oom;
	r->out->arena->oom_data = r->oom_data;
}

static void let_go(void *data)
{
	struct reader *r = data;

	markdown_pieces_leave(&r->pieces);
	end_reader(r);
	r->oom(r->oom_data);
}

/* --- putting them together -----------------------------------------------------------------------------------------
 */

static void follow_headings(struct reader *r, uint32_t first)
{
	for (uint32_t i = first; i < r->out->sections.count; i++) {
		const struct section *section = &r->out->sections.items[i];
		if (!section->level)
			continue;
		for (unsigned level = section->level; level <= HEADING_LEVELS; level++)
			r->context.titles[level] = STR("");
		r->context.titles[section->level] = builder_str(r->out, section->title);
	}
}

static bool too_many_records(struct reader *r)
{
	if (r->out->steps.count + r->out->flows.count + r->out->contracts.count <= LIMIT_RECORDS)
		return false;
	builder_note(r->out, "too-complex", 0, "%s", LIMIT_SAYS(RECORDS));
	r->out->partial = true;
	return true;
}

/* The first section begins with the file: what stands in it moves down by the lines of the front matter. */
static void shift_places(struct builder *out, uint32_t lines)
{
	if (!lines || !out->sections.count)
		return;
	out->sections.items[0].first_line = out->first_line;
/* clang-format off */
#define SHIFT(list) \
	for (uint32_t i = 0; i < out->list.count; i++) \
		if (out->list.items[i].place.section == 0) \
			out->list.items[i].place.line += lines;
	SHIFT(teams) SHIFT(steps) SHIFT(flows) SHIFT(contracts) SHIFT(links) SHIFT(prose) SHIFT(opaque) SHIFT(notes)
#undef SHIFT
	    /* clang-format on */
	    for (uint32_t i = 1; i < out->containers.count; i++) if (out->containers.items[i].place.section == 0)
	        out->containers.items[i]
	            .place.line += lines;
}

static void read_chunks(struct reader *r)
{
	struct markdown_chunk all = { 0, (uint32_t)r->doc.size, 1, 0 };
	const struct markdown_chunk *chunks = r->scan.whole ? &all : r->scan.chunks.items;
	uint32_t count = r->scan.whole ? 1 : r->scan.chunks.count;

	take_known_parts(r, chunks, count);
	for (uint32_t i = 0; i < count && !too_many_records(r); i++) {
		const struct markdown_chunk *chunk = &chunks[i];
		uint32_t sections = r->out->sections.count;
		const struct image *part = take_part(r, chunk, i);
		builder_append(r->out, part, chunk->line + r->lines_above);
		give_back(r);
		follow_headings(r, sections);
		if (i == 0)
			shift_places(r->out, r->lines_above);
		if (r->scratch.used > (8u << 20))
			arena_release(&r->scratch);
	}
}

/* Whether the words around a space say that a program made the file. */
static bool is_said_by_program(str before, str behind)
{
	switch (before.size ? before.at[before.size - 1] | 32 : 0) {
	case 'o': return str_iends(before, STR("do")) && str_istarts(behind, STR("not edit"));
	case 'd':
		return str_iends(before, STR("generated")) &&
		    (str_istarts(behind, STR("from")) || str_istarts(behind, STR("by")));
	default: return false;
	}
}

/* Where among eight bytes a space stands behind an o or a d, whatever their case: the top bits of these spaces. */
static uint64_t spaces_behind_o_or_d(const char *at)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t here, before;

	memcpy(&here, at, 8);
	memcpy(&before, at - 1, 8);
	uint64_t space = here ^ ones * ' ', o = (before | ones * 0x20) ^ ones * 'o',
	         d = (before | ones * 0x20) ^ ones * 'd';
	uint64_t is_space = (space - ones) & ~space, is_letter = ((o - ones) & ~o) | ((d - ones) & ~d);
	return is_space & is_letter & tops;
}

static str first_lines(str doc, unsigned count)
{
	str rest = doc, line;

	while (count-- && str_next_line(&rest, &line))
		continue;
	return str_sub(doc, 0, doc.size - rest.size);
}

static bool says_generated(str doc)
{
	str head = first_lines(str_sub(doc, 0, 4096), 10);

	for (size_t i = 1; i < head.size; i++) {
		if (i + 8 <= head.size && !spaces_behind_o_or_d(head.at + i))
			i += 7;
		else if (head.at[i] == ' ' && is_said_by_program(str_sub(head, 0, i), str_sub(head, i + 1, head.size)))
			return true;
	}
	return false;
}

static void put_title(struct builder *out, uint32_t first)
{
	for (uint32_t i = first; i < out->sections.count; i++)
		if (out->sections.items[i].level == 1) {
			out->containers.items[out->container].title = out->sections.items[i].title;
			return;
		}
}

/* A line of = below a line of text, before the first # heading of level 1. */
static str underlined_title(str head)
{
	str rest = head, line, before = STR("");

	while (str_next_line(&rest, &line)) {
		str marks = str_trim_right(line);
		size_t count = 0;
		while (count < marks.size && marks.at[count] == '=')
			count++;
		if (count && count == marks.size && !str_is_blank(before))
			return before;
		before = line;
	}
	return STR("");
}

/* The first heading says as much as a title in the front matter; it is looked for before any part is read. */
static bool first_heading_is_process(const struct markdown_scan *scan, str doc)
{
	str title = STR(""), rest;
	size_t end = doc.size;

	for (uint32_t i = 0; i < scan->chunks.count && end == doc.size; i++)
		if (scan->chunks.items[i].level == 1)
			end = scan->chunks.items[i].from;
	title = underlined_title(str_sub(doc, 0, end));
	rest = str_sub(doc, end, doc.size);
	if (!title.size && str_next_line(&rest, &title))
		title = str_sub(title, 1, title.size);
	return blockrules_is_process(title);
}

/* --- the file -------------------------------------------------------------------------------------------- */

/* UTF-8 without byte order mark and carriage returns; false: an encoding that is refused. */
static bool decode(struct reader *r, str bytes, str *doc)
{
	struct arena *arena = r->out->arena;

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_sub(bytes, 3, bytes.size);
	else if (bytes.size >= 4 &&
	    (memcmp(bytes.at, "\xff\xfe\0\0", 4) == 0 || memcmp(bytes.at, "\0\0\xfe\xff", 4) == 0))
		return false;
	else if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff")))
		bytes = text_from_utf16(arena, bytes, bytes.at[0] == '\xfe');
	else if (bytes.size >= 4 && (!bytes.at[0] != !bytes.at[1]) && !bytes.at[0] == !bytes.at[2])
		return false;
	if (str_find_char(bytes, '\r') != STR_NONE) {
		char *plain = arena_alloc(arena, bytes.size + 1);
		size_t size = 0;
		for (size_t i = 0; i < bytes.size; i++) {
			if (bytes.at[i] == '\r' && i + 1 < bytes.size && bytes.at[i + 1] == '\n')
				continue;
			plain[size++] = bytes.at[i] == '\r' ? '\n' : bytes.at[i];
		}
		bytes = (str){ plain, size };
	}
	*doc = bytes;
	return true;
}

static bool refused(struct builder *out, const char *code, uint32_t line, const char *why)
{
	builder_note(out, code, line, "%s", why);
	return false;
}

static void begin_reader(struct reader *r, struct builder *out, const struct parse_in *in)
{
	*r = (struct reader){ .out = out, .in = in, .oom = out->arena->oom, .oom_data = out->arena->oom_data };
	r->context.in = in;
	r->scratch.oom = leave_part;
	r->scratch.oom_data = r;
	r->pieces_scratch = (struct arena){ .budget = LIMIT_PARSE_BYTES, .oom = leave_part, .oom_data = r };
	r->pieces = (struct piece_reader){ &r->scan, in->fragments, &r->pieces_scratch, NULL, NULL };
	if (r->oom) {
		out->arena->oom = let_go;
		out->arena->oom_data = r;
	}
}

/* Each part says for itself that its encoding was mended; once, before all else, is enough. */
static void keep_first_mismatch(struct builder *out)
{
	struct note first = { 0 };
	uint32_t kept = 0;
	bool seen = false;

	for (uint32_t i = 0; i < out->notes.count; i++) {
		struct note note = out->notes.items[i];
		if (!str_eq(builder_str(out, note.code), STR("encoding-mismatch"))) {
			out->notes.items[kept++] = note;
			continue;
		}
		first = seen ? first : note;
		seen = true;
	}
	out->notes.count = kept;
	if (!seen)
		return;
	LIST_PUSH(out->arena, &out->notes, first);
	memmove(out->notes.items + 1, out->notes.items, kept * sizeof first);
	out->notes.items[0] = first;
}

static bool read_document(struct reader *r, struct front_facts *facts)
{
	struct builder *out = r->out;
	struct front_matter front;
	str doc = STR("");

	if (!decode(r, r->in->bytes, &doc))
		return refused(
		    out, "encoding-mismatch", 1, "UTF-32, and UTF-16 without a byte order mark, are not read");
	front_matter_find(&front, doc);
	r->doc = str_sub(doc, front.size, doc.size);
	r->lines_above = front.lines;
	markdown_scan(&r->scan, out->arena, r->doc);
	r->scan.whole = r->scan.whole || r->uncut;
	struct block_mark mark = blockrules_begin(out);
	builder_expect(out, r->doc.size);
	front_matter_read(out, &front, facts);
	r->context.is_process = facts->is_process || first_heading_is_process(&r->scan, r->doc);
	read_chunks(r);
	keep_first_mismatch(out);
	if (!facts->titled)
		put_title(out, mark.sections);
	blockrules_finish(out, mark);
	out->containers.items[out->container].generated = says_generated(doc);
	return !out->partial;
}

bool markdown_parse_uncut(struct builder *out, const struct parse_in *in, bool uncut)
{
	struct reader r;
	struct front_facts facts = { 0 };

	begin_reader(&r, out, in);
	r.uncut = uncut;
	bool whole = read_document(&r, &facts);
	end_reader(&r);
	return whole;
}

static bool markdown_parse(struct builder *out, const struct parse_in *in)
{
	return markdown_parse_uncut(out, in, false);
}

static bool markdown_recognise(str bytes)
{
	(void)bytes;
	return true;
}

const struct parser parser_markdown = {
	.name = "markdown",
	.suffixes = ".md .markdown .mdx .mkd .qmd .Rmd",
	.limit = LIMIT_TEXT_BYTES,
	.recognise = markdown_recognise,
	.parse = markdown_parse,
};
