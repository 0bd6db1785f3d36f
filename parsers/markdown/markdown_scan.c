#include "parsers/markdown/markdown_internal.h"

#include "base/text.h"

#include <string.h>

/* One pass over the lines of a document that finds where it can be cut: ATX headings at the margin.
 *
 * Fences, comments and other HTML at the margin are followed exactly; where indentation makes it doubtful whether a
 * heading is one, or a definition of a link reaches over lines, the document stays whole. */

enum { MOST_CHUNKS = 5000 };

enum state { IN_TEXT, IN_FENCE, IN_MARKUP, IN_TAGS, IN_COLONS };

enum before { BEFORE_NOTHING, BEFORE_SOMETHING, BEFORE_TEXT }; /* text: a paragraph for sure */

struct scan {
	struct markdown_scan *out;
	struct arena *arena;
	str doc;
	enum state state;
	bool doubtful; /* the state was entered by an indented line */
	char fence;    /* its mark */
	size_t fence_size;
	const char *end;    /* of markup: "-->" and the like */
	size_t indent;      /* of the line that opened the state */
	enum before before; /* the line */
	bool defines;       /* the lines above, down from an empty one, hold a definition */
	uint32_t line;
	size_t longest; /* line of a definition */
};

static size_t indent_of(str line)
{
	size_t i = 0;

	while (i < line.size && line.at[i] == ' ')
		i++;
	return i;
}

static bool is_blank(str line)
{
	for (size_t i = 0; i < line.size; i++)
		if (line.at[i] != ' ' && line.at[i] != '\t')
			return false;
	return true;
}

static bool is_container_mark(char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '>':
	case '-':
	case '+':
	case '*':
	case '.':
	case ')': return true;
	default: return byte_is_digit(c);
	}
}

size_t markdown_box_size(str words)
{
	bool box = words.size >= 3 && words.at[0] == '[' && words.at[2] == ']' &&
	    (words.at[1] == ' ' || words.at[1] == 'x' || words.at[1] == 'X');

	return box ? 3 : 0;
}

/* What stands behind all quote marks, list markers and the box of a task. */
static str without_containers(str line, size_t indent)
{
	size_t i = indent;

	while (i < line.size && is_container_mark(line.at[i]))
		i++;
	str rest = { line.at + i, line.size - i };
	size_t box = i > indent ? markdown_box_size(rest) : 0;
	if (box && box < rest.size && rest.at[box] == ' ')
		return str_trim_left(str_sub(rest, box, rest.size));
	return rest;
}

/* --- definitions of links ----------------------------------------------------------------------------------- */

/* The line at a place of a text. */
static str line_at(str text, size_t at)
{
	str rest = { text.at + at, text.size - at };
	const char *end = rest.size ? memchr(rest.at, '\n', rest.size) : NULL;

	return end ? (str){ rest.at, (size_t)(end - rest.at) } : rest;
}

enum shape { SHAPE_NONE, SHAPE_WHOLE, SHAPE_OPEN }; /* no definition; one; perhaps one that goes on below */

/* An address and perhaps a title, and nothing behind them. */
static enum shape shape_of(str rest)
{
	size_t end = 0;
	int depth = 0;

	rest = str_trim(rest);
	if (!rest.size)
		return SHAPE_OPEN;
	if (rest.at[0] != '<' && str_find_char(rest, ' ') == STR_NONE && str_find_char(rest, '(') == STR_NONE &&
	    str_find_char(rest, ')') == STR_NONE && str_find_char(rest, '\t') == STR_NONE)
		return SHAPE_WHOLE; /* as most are */
	if (rest.at[0] == '<') {
		ptrdiff_t close = str_find_char(rest, '>');
		if (close == STR_NONE || str_find_char(str_sub(rest, 1, (size_t)close), '<') != STR_NONE)
			return SHAPE_NONE;
		end = (size_t)close + 1;
	}
	while (rest.at[0] != '<' && end < rest.size && (unsigned char)rest.at[end] > ' ') {
		depth += rest.at[end] == '(';
		depth -= rest.at[end] == ')';
		if (depth < 0)
			return SHAPE_OPEN;
		end++;
	}
	str title = str_trim(str_sub(rest, end, rest.size));
	if (depth)
		return SHAPE_OPEN;
	if (title.size && !byte_is_space(rest.at[end]))
		return SHAPE_NONE;
	if (!title.size)
		return SHAPE_WHOLE;
	char close = title.at[0] == '(' ? ')' : title.at[0];
	if (!strchr("\"')", close))
		return SHAPE_NONE;
	ptrdiff_t at = str_find_char(str_sub(title, 1, title.size), close);
	if (at == STR_NONE)
		return SHAPE_OPEN;
	return (size_t)at + 2 == title.size ? SHAPE_WHOLE : SHAPE_NONE;
}

/* Without escapes and control characters, in which we and cmark might differ. */
static bool is_plain(str line)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	size_t i = 0;

	for (; i + 8 <= line.size; i += 8) { /* eight bytes at once; their tops tell */
		uint64_t bytes;
		memcpy(&bytes, line.at + i, 8);
		uint64_t escape = bytes ^ ones * '\\', delete = bytes ^ ones * 0x7f;
		if ((((bytes - ones * ' ') & ~bytes) | ((escape - ones) & ~escape) | ((delete - ones) & ~delete)) &
		    tops)
			return false;
	}
	for (; i < line.size; i++)
		if ((unsigned char)line.at[i] < ' ' || line.at[i] == '\\' || line.at[i] == 0x7f)
			return false;
	return true;
}

/* Whether the line is a definition, so that another one may follow it. */
static bool watch_definitions(struct scan *s, str line, str rest, uint32_t next_line)
{
	str label;

	if (!markdown_definition_label(rest, &label))
		return false;
	enum shape shape = shape_of(str_sub(rest, label.size + 3, rest.size));
	str next = next_line < s->doc.size ? str_trim_left(line_at(s->doc, next_line)) : STR("");
	bool margin = line.at == rest.at, plain = is_plain(line) && text_is_ascii(label);
	if (margin && s->before == BEFORE_TEXT)
		return false;
	if (shape == SHAPE_NONE && plain)
		return false;
	if (!margin || !plain || s->before == BEFORE_SOMETHING || shape == SHAPE_OPEN ||
	    (next.size && strchr("\"'(", next.at[0]))) {
		s->out->whole = true;
		return false;
	}
	markdown_define(s->out, s->arena, label, line);
	s->longest = line.size > s->longest ? line.size : s->longest;
	s->defines = true;
	return true;
}

/* --- states ---------------------------------------------------------------------------------------------------- */

static size_t run_of(str line, size_t from, char c)
{
	size_t i = from;

	while (i < line.size && line.at[i] == c)
		i++;
	return i - from;
}

size_t markdown_fence_size(str line, size_t indent)
{
	char c = indent < line.size && indent < 4 ? line.at[indent] : 0;

	if (c != '`' && c != '~')
		return 0;
	size_t size = run_of(line, indent, c);
	bool code = c == '`' && str_find_char(str_sub(line, indent + size, line.size), '`') != STR_NONE;
	return size < 3 || code ? 0 : size;
}

bool markdown_ends_fence(str line, size_t indent, char mark, size_t size)
{
	size_t found = indent < line.size && indent < 4 ? run_of(line, indent, mark) : 0;

	return found >= size && is_blank(str_sub(line, indent + found, line.size));
}

str markdown_fence_language(str info)
{
	str language;

	while (info.size && strchr("{. ", info.at[0]))
		info = str_sub(info, 1, info.size);
	str_next_word(&info, " \t{},:", &language);
	return language;
}

static bool opens_fence(struct scan *s, str line, size_t indent)
{
	size_t size = markdown_fence_size(line, indent);

	if (!size)
		return false;
	s->state = IN_FENCE;
	s->fence = line.at[indent];
	s->fence_size = size;
	return true;
}

static bool is_tag_of(str rest, const char *name)
{
	size_t size = strlen(name);

	return rest.size > size && rest.at[0] == '<' && str_istarts(str_sub(rest, 1, rest.size), str_of(name)) &&
	    (rest.size == size + 1 || strchr(" \t>", rest.at[size + 1]));
}

static bool has_end(str line, const char *end)
{
	if (strcmp(end, "</") != 0)
		return str_has(line, str_of(end));
	return str_ifind(line, STR("</script>")) != STR_NONE || str_ifind(line, STR("</pre>")) != STR_NONE ||
	    str_ifind(line, STR("</style>")) != STR_NONE || str_ifind(line, STR("</textarea>")) != STR_NONE;
}

/* What ends the HTML that begins there; NULL: an empty line does, or it is none. */
static const char *end_of_markup(str rest)
{
	if (is_tag_of(rest, "script") || is_tag_of(rest, "pre") || is_tag_of(rest, "style") ||
	    is_tag_of(rest, "textarea"))
		return "</";
	if (str_starts(rest, STR("<!--")))
		return "-->";
	if (str_starts(rest, STR("<?")))
		return "?>";
	if (str_starts(rest, STR("<![CDATA[")))
		return "]]>";
	return rest.size > 2 && str_starts(rest, STR("<!")) && byte_is_letter(rest.at[2]) ? ">" : NULL;
}

bool markdown_reaches_over_lines(str rest)
{
	const char *end = end_of_markup(rest);

	return end && !has_end(str_sub(rest, 2, rest.size), end);
}

static void open_markup(struct scan *s, str rest)
{
	if (markdown_reaches_over_lines(rest)) {
		s->end = end_of_markup(rest);
		s->state = IN_MARKUP;
	} else if (!end_of_markup(rest) && rest.size > 1 && (byte_is_letter(rest.at[1]) || rest.at[1] == '/'))
		s->state = IN_TAGS;
}

uint8_t markdown_heading_level(str line)
{
	size_t size = run_of(line, 0, '#');

	if (!size || size > 6)
		return 0;
	return size == line.size || line.at[size] == ' ' || line.at[size] == '\t' ? (uint8_t)size : 0;
}

static void cut_at(struct scan *s, uint32_t at, uint8_t level)
{
	struct markdown_scan *out = s->out;

	if (out->chunks.count)
		out->chunks.items[out->chunks.count - 1].to = at;
	LIST_PUSH(s->arena, &out->chunks, ((struct markdown_chunk){ .from = at, .line = s->line, .level = level }));
}

/* In a state: does the line end it, or make it doubtful? */
static void go_on(struct scan *s, str line, size_t indent)
{
	bool heading = markdown_heading_level(line) > 0;
	str label;

	if ((s->state == IN_TAGS || s->state == IN_COLONS) &&
	    markdown_definition_label(without_containers(line, indent), &label))
		s->out->whole = true; /* these may end earlier for cmark */
	if (s->doubtful && (heading || (s->state != IN_TAGS && !is_blank(line) && indent < s->indent)))
		s->out->whole = true;
	switch (s->state) {
	case IN_FENCE:
		if (markdown_ends_fence(line, indent, s->fence, s->fence_size))
			s->state = IN_TEXT;
		break;
	case IN_MARKUP:
		if (has_end(line, s->end))
			s->state = IN_TEXT;
		break;
	case IN_COLONS:
		if (str_starts(line, STR(":::")))
			s->state = IN_TEXT;
		break;
	default:
		if (is_blank(line))
			s->state = IN_TEXT;
		else if (heading || markdown_reaches_over_lines((str){ line.at + indent, line.size - indent }) ||
		    (indent < 4 && indent < line.size && strchr("`~", line.at[indent]) &&
		        run_of(line, indent, line.at[indent]) >= 3))
			s->out->whole = true;
		break;
	}
	s->before = BEFORE_NOTHING;
}

static void take_text_line(struct scan *s, str line, size_t indent, uint32_t at, uint32_t next)
{
	char c = line.at[0];
	uint8_t level = c == '#' ? markdown_heading_level(line) : 0;

	if (level) {
		cut_at(s, at, level);
		s->before = BEFORE_NOTHING;
		s->defines = false;
		return;
	}
	if (s->defines && str_find_char(line, '|') != STR_NONE)
		s->out->whole = true; /* definitions right above a table are none for cmark-gfm */
	if (byte_is_letter(c)) {
		if (s->before != BEFORE_SOMETHING) /* what began as something else may go on as that */
			s->before = BEFORE_TEXT;
		return;
	}
	str rest = { line.at + indent, line.size - indent };
	s->indent = indent;
	if (opens_fence(s, line, indent))
		s->doubtful = indent > 0;
	else if (rest.size && rest.at[0] == '<') {
		open_markup(s, rest);
		s->doubtful = indent > 0;
	} else if (c == ':' && str_starts(line, STR(":::")) && str_ifind(line, STR("mermaid")) != STR_NONE) {
		s->state = IN_COLONS;
		s->doubtful = false;
	}
	rest = without_containers(line, indent);
	bool defined = rest.size && rest.at[0] == '[' && watch_definitions(s, line, rest, next);
	s->before = defined ? BEFORE_NOTHING : BEFORE_SOMETHING;
}

static void end_paragraph(struct scan *s)
{
	s->before = BEFORE_NOTHING;
	s->defines = false;
}

void markdown_scan(struct markdown_scan *out, struct arena *arena, str doc)
{
	struct scan s = { .out = out, .arena = arena, .doc = doc };

	*out = (struct markdown_scan){ 0 };
	LIST_PUSH(arena, &out->chunks, ((struct markdown_chunk){ .line = 1 }));
	for (uint32_t at = 0; at < doc.size;) {
		str line = line_at(doc, at);
		uint32_t next = at + (uint32_t)line.size + 1;
		size_t indent = indent_of(line);
		s.line++;
		if (s.state != IN_TEXT)
			go_on(&s, line, indent);
		else if (is_blank((str){ line.at + indent, line.size - indent }))
			end_paragraph(&s);
		else
			take_text_line(&s, line, indent, at, next);
		at = next;
	}
	out->chunks.items[out->chunks.count - 1].to = (uint32_t)doc.size;
	if (out->chunks.count > MOST_CHUNKS)
		out->whole = true; /* each chunk has a price of its own */
	if (!out->definitions.count)
		return;
	markdown_index_definitions(out, arena);
	if ((uint64_t)out->chunks.count * s.longest > (4u << 20) + 4 * (uint64_t)doc.size)
		out->whole = true; /* the same long definition again and again would be more than the document */
}
