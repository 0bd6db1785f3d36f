/*
 * What is done to a diagram before it is read, in the order of Mermaid's own preprocess.ts: line ends,
 * quotes within HTML tags, front matter, %%{directives}%%, lines with %% comments. Mermaid deletes
 * them; here they become blanks, so that each byte stays on its line. On top of that blank lines
 * before the front matter and a byte order mark are accepted. A line of nothing but %% is no comment.
 */
#include "parsers/mermaid/mermaid.h"

#include <string.h>

static str decoded(struct builder *out, str bytes)
{
	bool mended = false;

	if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff")))
		bytes = text_from_utf16(out->arena, bytes, bytes.at[0] == '\xfe');
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_sub(bytes, 3, bytes.size);
	bytes = text_utf8(out->arena, bytes, &mended);
	if (mended)
		builder_note(out, "encoding-mismatch", 1, "not all bytes are UTF-8; these are read as Windows-1252");
	return bytes;
}

static size_t copy_plain_lines(char *to, str bytes)
{
	size_t size = 0;

	for (size_t i = 0; i < bytes.size; i++) {
		if (bytes.at[i] != '\r')
			to[size++] = bytes.at[i];
		else if (i + 1 >= bytes.size || bytes.at[i + 1] != '\n')
			to[size++] = '\n';
	}
	return size;
}

/* <img src="x"> within a label must not end it: its quotes become single ones. */
static void soften_quotes(char *text, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++) {
		if (text[i] != '<' ||
		    !(byte_is_letter(text[i + 1]) || byte_is_digit(text[i + 1]) || text[i + 1] == '_'))
			continue;
		char *end = memchr(text + i, '>', size - i);
		if (!end)
			return;
		for (char *at = text + i; at + 1 < end; at++) {
			char *close = at[0] == '=' && at[1] == '"' ? memchr(at + 2, '"', (size_t)(end - at) - 2) : NULL;
			if (!close)
				continue;
			at[1] = *close = '\'';
			at = close;
		}
		i = (size_t)(end - text);
	}
}

static void blank_out(char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text[i] != '\n')
			text[i] = ' ';
}

/* --- front matter --- */

static str yaml_scalar(str value)
{
	value = str_trim(value);
	if (value.size >= 2 && (value.at[0] == '"' || value.at[0] == '\'')) {
		ptrdiff_t close = str_find_char(str_sub(value, 1, value.size), value.at[0]);
		if (close != STR_NONE)
			return str_sub(value, 1, (size_t)close + 1);
	}
	return str_trim(str_cut_str(value, STR(" #")).head);
}

/* title: of the lines between the two ---; a block scalar ("title: >") goes on in deeper lines. */
static str title_of(str yaml, size_t indent)
{
	str rest = yaml, line;

	while (str_next_line(&rest, &line)) {
		line = str_sub(line, indent, line.size);
		if (!str_starts(line, STR("title:")))
			continue;
		str value = yaml_scalar(str_sub(line, 6, line.size));
		if (!str_starts(value, STR(">")) && !str_starts(value, STR("|")))
			return value;
		str begin = rest;
		while (rest.size && (rest.at[0] == ' ' || rest.at[0] == '\t' || rest.at[0] == '\n'))
			str_next_line(&rest, &line);
		return str_trim(str_sub(begin, 0, begin.size - rest.size));
	}
	return STR("");
}

static bool is_fence(str line, size_t indent)
{
	return line.size >= indent + 3 && str_is_blank(str_sub(line, 0, indent)) &&
	    str_eq(str_trim_right(str_sub(line, indent, line.size)), STR("---"));
}

static str take_front_matter(struct arena *arena, char *text, size_t size)
{
	str rest = { text, size }, line = STR("");
	size_t indent = 0;

	while (str_is_blank(line))
		if (!str_next_line(&rest, &line))
			return STR("");
	indent = line.size - str_trim_left(line).size;
	if (!is_fence(line, indent))
		return STR("");
	str inside = rest;
	while (str_next_line(&rest, &line)) {
		if (line.at == inside.at || !is_fence(line, indent)) /* something has to stand between the two */
			continue;
		str yaml = str_sub(inside, 0, (size_t)(line.at - inside.at));
		str title = arena_dup(arena, title_of(yaml, indent));
		blank_out(text, 0, size - rest.size);
		return title;
	}
	return STR("");
}

/* --- directives and comments --- */

static void blank_directives(char *text, size_t size)
{
	str all = { text, size };
	ptrdiff_t found;

	for (size_t at = 0; (found = str_find(str_sub(all, at, size), STR("%%{"))) != STR_NONE;) {
		size_t from = at + (size_t)found;
		ptrdiff_t close = str_find(str_sub(all, from, size), STR("}%%"));
		if (close == STR_NONE) { /* never closed: only its line, or nothing would be left */
			char *end = memchr(text + from, '\n', size - from);
			blank_out(text, from, end ? (size_t)(end - text) : size);
			return;
		}
		at = from + (size_t)close + 3;
		blank_out(text, from, at);
	}
}

static void blank_comments(char *text, size_t size)
{
	str rest = { text, size }, line;

	while (str_next_line(&rest, &line))
		if (str_starts(str_trim_left(line), STR("%%")) && str_trim_left(line).size > 2)
			blank_out(text, (size_t)(line.at - text), (size_t)(line.at - text) + line.size);
}

static void find_lines(struct mermaid *m)
{
	uint32_t count = 1;

	for (size_t i = 0; i < m->text.size; i++)
		count += m->text.at[i] == '\n';
	m->lines = ARENA_ARRAY(m->arena, uint32_t, count);
	m->line_count = 1;
	for (size_t i = 0; i < m->text.size; i++)
		if (m->text.at[i] == '\n')
			m->lines[m->line_count++] = (uint32_t)i + 1;
}

void mermaid_open(struct mermaid *m, struct builder *out, const struct parse_in *in)
{
	*m = (struct mermaid){ .out = out, .arena = out->arena };
	m->settings = in->settings ? in->settings : &reading_default;
	str bytes = decoded(out, in->bytes);
	char *text = arena_alloc(m->arena, bytes.size + 1);
	size_t size = copy_plain_lines(text, bytes);

	soften_quotes(text, size);
	m->title = take_front_matter(m->arena, text, size);
	blank_directives(text, size);
	blank_comments(text, size);
	m->text = (str){ text, size };
	find_lines(m);
}

/* --- places and trouble --- */

uint32_t mermaid_line(const struct mermaid *m, size_t at)
{
	uint32_t low = 0, high = m->line_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (m->lines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

str mermaid_cut(str text, size_t most)
{
	if (text.size <= most)
		return text;
	while (most && (text.at[most] & 0xc0) == 0x80)
		most--;
	return str_sub(text, 0, most);
}

enum { NOTES_MOST = 20, EXCERPT = 60 };

void mermaid_invalid(struct mermaid *m, size_t at, const char *why)
{
	uint32_t line = mermaid_line(m, at);
	str words = str_trim(str_sub(m->text, m->lines[line - 1], mermaid_line_end(m, at)));

	if (++m->invalid > NOTES_MOST)
		return;
	if (m->invalid == NOTES_MOST) {
		builder_note(m->out, "mermaid-invalid", line, "further lines that are not understood are not listed");
		return;
	}
	builder_note(m->out, "mermaid-invalid", line, "%s: %.*s", why, STR_ARG(mermaid_cut(words, EXCERPT)));
}

void mermaid_stop(struct mermaid *m, size_t at, const char *code, const char *why)
{
	if (!m->stopped)
		builder_note(m->out, code, mermaid_line(m, at), "%s", why);
	m->stopped = true;
}

void mermaid_set_title(struct mermaid *m, str raw)
{
	str title = mermaid_name(m, mermaid_label_of(raw));
	struct text kept = builder_text(m->out, title);

	if (kept.size)
		m->out->containers.items[m->out->container].title = kept;
}

/* --- moving --- */

bool mermaid_is_at(const struct mermaid *m, size_t at, str what)
{
	return m->text.size >= at + what.size && memcmp(m->text.at + at, what.at, what.size) == 0;
}

size_t mermaid_skip_blanks(const struct mermaid *m, size_t at)
{
	while (mermaid_byte(m, at) != '\n' && byte_is_space(mermaid_byte(m, at)))
		at++;
	return at;
}

size_t mermaid_skip_space(const struct mermaid *m, size_t at)
{
	while (byte_is_space(mermaid_byte(m, at)))
		at++;
	return at;
}

size_t mermaid_line_end(const struct mermaid *m, size_t at)
{
	const char *end = at < m->text.size ? memchr(m->text.at + at, '\n', m->text.size - at) : NULL;

	return end ? (size_t)(end - m->text.at) : m->text.size;
}

static bool is_entity_byte(str text, size_t at)
{
	return at < text.size && (byte_is_letter(text.at[at]) || byte_is_digit(text.at[at]) || text.at[at] == '_');
}

size_t mermaid_entity_size(str text, size_t at)
{
	size_t end = at + 1;

	while (is_entity_byte(text, end))
		end++;
	return end > at + 1 && end < text.size && text.at[end] == ';' ? end + 1 - at : 0;
}

size_t mermaid_statement_end(const struct mermaid *m, size_t at, const char *stops)
{
	for (; at < m->text.size && m->text.at[at] != '\n'; at++) {
		char c = m->text.at[at];
		size_t entity = c == '#' ? mermaid_entity_size(m->text, at) : 0;
		if (entity)
			at += entity - 1;
		else if (c == ';' || (c && strchr(stops, c)))
			break;
	}
	return at;
}

size_t mermaid_string_end(struct mermaid *m, size_t at)
{
	const char *close = m->no_quote ? NULL : memchr(m->text.at + at + 1, '"', m->text.size - at - 1);

	m->no_quote = !close;
	return close ? (size_t)(close - m->text.at) : at;
}

size_t mermaid_brace(struct mermaid *m, size_t at)
{
	if (m->no_brace)
		return m->text.size;
	for (; at < m->text.size && m->text.at[at] != '}'; at++)
		if (m->text.at[at] == '"')
			at = mermaid_string_end(m, at);
	m->no_brace = at >= m->text.size;
	return at;
}

bool mermaid_ends_statement(const struct mermaid *m, size_t at)
{
	char c = mermaid_byte(m, at);

	return at >= m->text.size || c == '\n' || c == ';' || mermaid_is_at(m, at, STR("%%"));
}
