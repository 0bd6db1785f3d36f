/* Encodings, and a linear walk over the bytes that stops the attacks a parser of XML is open to: definitions of
 * entities, thousands of attributes in one tag (libxml2 compares each with each), depth, and thousands of namespaces
 * in scope (libxml2 looks them up one by one). */

#include "parsers/xml_bytes.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static bool refuse(struct xml *out, const char *code, uint32_t line, const char *message)
{
	out->trouble = code;
	out->message = message;
	out->trouble_line = line;
	return false;
}

/* --- encodings ------------------------------------------------------------------------------------------ */

enum unicode_mark { MARK_NONE, MARK_UTF8, MARK_UTF16_LE, MARK_UTF16_BE, MARK_UTF32 };

static enum unicode_mark mark_of(str bytes)
{
	static const struct {
		str bytes;
		enum unicode_mark mark;
	} marks[] = {
		/* UTF-32 LE begins like UTF-16 LE */
		{ { "\xff\xfe\0\0", 4 }, MARK_UTF32 },
		{ { "\0\0\xfe\xff", 4 }, MARK_UTF32 },
		{ { "\xff\xfe", 2 }, MARK_UTF16_LE },
		{ { "\xfe\xff", 2 }, MARK_UTF16_BE },
		{ { "\xef\xbb\xbf", 3 }, MARK_UTF8 },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(bytes, marks[i].bytes))
			return marks[i].mark;
	return MARK_NONE;
}

/* The value of encoding="..." in <?xml ... ?>, or "". */
static str declared_encoding(str bytes)
{
	str head = str_trim_left(str_sub(bytes, 0, 1024));

	if (!str_starts(head, STR("<?xml")))
		return STR("");
	head = str_cut_str(head, STR("?>")).head;
	struct str_cut cut = str_cut_str(head, STR("encoding"));
	str value = str_trim_left(str_trim_left(cut.tail));
	if (!cut.found || !str_starts(value, STR("=")))
		return STR("");
	value = str_trim_left(str_sub(value, 1, value.size));
	if (!value.size || (value.at[0] != '"' && value.at[0] != '\''))
		return STR("");
	return str_cut(str_sub(value, 1, value.size), value.at[0]).head;
}

static bool is_western(str encoding)
{
	static const char *const names[] = { "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1",
		"windows-1252", "cp1252", "x-cp1252" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(encoding, str_of(names[i])))
			return true;
	return false;
}

/* 0x80 to 0x9f are letters and marks in Windows-1252 and control characters in ISO-8859-1. */
static uint32_t line_of_control(str bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		if (((unsigned char)bytes.at[i] & 0xe0) == 0x80)
			return 1 + str_count_lines(str_sub(bytes, 0, i));
	return 0;
}

static uint32_t line_of_difference(str bytes, str mended)
{
	size_t same = 0;

	while (same < bytes.size && same < mended.size && bytes.at[same] == mended.at[same])
		same++;
	return 1 + str_count_lines(str_sub(bytes, 0, same));
}

static str decode_bytes(struct xml *out, struct arena *arena, str bytes, enum unicode_mark mark)
{
	str encoding = mark == MARK_UTF8 ? STR("") : declared_encoding(bytes);
	bool mended;

	if (is_western(encoding) && !text_is_ascii(bytes)) {
		if (str_find_char(encoding, '8') != STR_NONE && str_find(encoding, STR("1252")) == STR_NONE)
			out->mended_line = line_of_control(bytes);
		return text_from_windows_1252(arena, bytes);
	}
	str utf8 = text_utf8(arena, bytes, &mended);
	if (mended)
		out->mended_line = line_of_difference(bytes, utf8);
	return utf8;
}

bool xml_decode(struct xml *out, struct arena *arena, str bytes, str *utf8)
{
	enum unicode_mark mark = mark_of(bytes);

	if (mark == MARK_UTF32)
		return refuse(out, "parse-failed", 1, "UTF-32 is not read");
	if (mark == MARK_UTF16_LE || mark == MARK_UTF16_BE)
		*utf8 = text_from_utf16(arena, bytes, mark == MARK_UTF16_BE);
	else if (mark == MARK_NONE && memchr(bytes.at, 0, bytes.size < 4 ? bytes.size : 4))
		return refuse(out, "parse-failed", 1, "UTF-16 or UTF-32 without a byte order mark is not read");
	else
		*utf8 = decode_bytes(out, arena, str_sub(bytes, mark == MARK_UTF8 ? 3 : 0, bytes.size), mark);
	const char *nul = memchr(utf8->at, 0, utf8->size);
	if (nul)
		return refuse(out, "parse-failed", 1 + str_count_lines((str){ utf8->at, (size_t)(nul - utf8->at) }),
		    "a byte with the value 0 stands in the text");
	return true;
}

/* --- what stands before the root ------------------------------------------------------------------------- */

enum prolog { PROLOG_ROOT, PROLOG_OPEN, PROLOG_SUBSET }; /* OPEN: something is not closed */

/* Behind the end of what begins at `at`, or the end of the text. */
static size_t behind(str text, size_t at, str end)
{
	ptrdiff_t found = str_find(str_sub(text, at, text.size), end);

	return found == STR_NONE ? text.size : at + (size_t)found + end.size;
}

static bool stands_at(str text, size_t at, str what)
{
	return str_starts(str_sub(text, at, text.size), what);
}

/* Moves *at behind the ">" of a DOCTYPE; false where it has an internal subset. */
static bool skip_doctype(str text, size_t *at)
{
	char quote = 0;

	for (; *at < text.size; ++*at) {
		char c = text.at[*at];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '[')
			return false;
		else if (c == '>') {
			++*at;
			return true;
		}
	}
	return true;
}

static enum prolog skip_prolog(str text, size_t *at)
{
	for (;;) {
		while (*at < text.size && byte_is_space(text.at[*at]))
			++*at;
		if (*at >= text.size)
			return PROLOG_OPEN;
		if (stands_at(text, *at, STR("<?")))
			*at = behind(text, *at, STR("?>"));
		else if (stands_at(text, *at, STR("<!--")))
			*at = behind(text, *at + 4, STR("-->"));
		else if (!stands_at(text, *at, STR("<!DOCTYPE")))
			return PROLOG_ROOT;
		else if (!skip_doctype(text, at))
			return PROLOG_SUBSET;
	}
}

/* --- counting --------------------------------------------------------------------------------------------- */

struct guard {
	struct xml *out;
	str text;
	size_t at;
	uint32_t depth, spaces;             /* spaces: namespaces that are declared around here */
	uint16_t declared[LIMIT_DEPTH + 1]; /* how many of them the open element of a depth declares */
	uint32_t first_line;
};

static bool refuse_here(struct guard *g, const char *code, const char *message)
{
	return refuse(g->out, code, g->first_line + str_count_lines(str_sub(g->text, 0, g->at)), message);
}

/* From "<" to behind ">". */
static bool walk_start_tag(struct guard *g)
{
	uint32_t attributes = 0, declared = 0;
	size_t start = g->at, end = start + 1;
	char quote = 0;

	for (; end < g->text.size && (quote || g->text.at[end] != '>'); end++) {
		char c = g->text.at[end];
		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
			attributes++;
		} else if (c == 'x' && byte_is_space(g->text.at[end - 1]) && stands_at(g->text, end, STR("xmlns"))) {
			declared++;
		}
	}
	if (attributes > LIMIT_ATTRIBUTES)
		return refuse_here(g, "too-complex", LIMIT_SAYS(ATTRIBUTES));
	g->at = end + 1;
	if (end < g->text.size && g->text.at[end - 1] == '/')
		return true;
	if (++g->depth > LIMIT_DEPTH)
		return refuse_here(g, "depth-limit", LIMIT_SAYS(DEPTH));
	g->declared[g->depth] = (uint16_t)declared;
	g->spaces += declared;
	if (g->spaces > LIMIT_NAMESPACES)
		return refuse_here(g, "too-complex", LIMIT_SAYS(NAMESPACES));
	return true;
}

static void walk_end_tag(struct guard *g)
{
	g->at = behind(g->text, g->at, STR(">"));
	if (g->depth)
		g->spaces -= g->declared[g->depth--];
}

static bool walk(struct guard *g)
{
	while (g->at < g->text.size) {
		const char *tag = memchr(g->text.at + g->at, '<', g->text.size - g->at);
		if (!tag)
			return true;
		g->at = (size_t)(tag - g->text.at);
		char next = g->at + 1 < g->text.size ? tag[1] : 0;
		if (next == '/')
			walk_end_tag(g);
		else if (next == '?')
			g->at = behind(g->text, g->at, STR("?>"));
		else if (stands_at(g->text, g->at, STR("<!--")))
			g->at = behind(g->text, g->at + 4, STR("-->"));
		else if (stands_at(g->text, g->at, STR("<![CDATA[")))
			g->at = behind(g->text, g->at, STR("]]>"));
		else if (next == '!')
			return refuse_here(g, "dtd-refused", "a declaration stands inside the document");
		else if (!walk_start_tag(g))
			return false;
	}
	return true;
}

bool xml_guard(struct xml *out, str *utf8, uint32_t *line)
{
	size_t at = 0;
	enum prolog found = skip_prolog(*utf8, &at);

	*line = 1 + str_count_lines(str_sub(*utf8, 0, at));
	if (found == PROLOG_SUBSET)
		return refuse(out, "dtd-refused", *line, "the document type defines entities or elements of its own");
	if (found == PROLOG_OPEN || utf8->at[at] != '<')
		return refuse(out, "parse-failed", *line, "there is no element");
	*utf8 = str_sub(*utf8, at, utf8->size);
	struct guard guard = { .out = out, .text = *utf8, .first_line = *line };
	return walk(&guard);
}

/* --- the root alone ------------------------------------------------------------------------------------------ */

/* The first bytes with every character beyond ASCII of UTF-16 as "?": names of roots are ASCII. */
static str head_of(struct xml_sniff *out, str bytes)
{
	enum unicode_mark mark = mark_of(bytes);
	size_t size = 0;

	if (mark == MARK_UTF32)
		return STR("");
	if (mark != MARK_UTF16_LE && mark != MARK_UTF16_BE)
		return str_sub(bytes, mark == MARK_UTF8 ? 3 : 0, sizeof out->copy);
	for (size_t i = 2; i + 1 < bytes.size && size < sizeof out->copy; i += 2) {
		bool big = mark == MARK_UTF16_BE;
		char high = bytes.at[big ? i : i + 1], low = bytes.at[big ? i + 1 : i];
		out->copy[size++] = high || (low & 0x80) ? '?' : low;
	}
	return (str){ out->copy, size };
}

static bool ends_name(char c)
{
	return byte_is_space(c) || c == '>' || c == '/' || c == '=' || c == '<';
}

/* Takes the next name="value" off a start tag. */
static bool next_attribute(str *tag, str *name, str *value)
{
	*tag = str_trim_left(*tag);
	size_t size = 0;
	while (size < tag->size && !ends_name(tag->at[size]))
		size++;
	*name = str_sub(*tag, 0, size);
	str rest = str_trim_left(str_sub(*tag, size, tag->size));
	if (!size || !str_starts(rest, STR("=")))
		return false;
	rest = str_trim_left(str_sub(rest, 1, rest.size));
	if (!rest.size || (rest.at[0] != '"' && rest.at[0] != '\''))
		return false;
	struct str_cut cut = str_cut(str_sub(rest, 1, rest.size), rest.at[0]);
	*value = cut.head;
	*tag = cut.tail;
	return cut.found;
}

static str namespace_in(str tag, str prefix)
{
	str name, value;

	while (next_attribute(&tag, &name, &value)) {
		struct str_cut cut = str_cut(name, ':');
		if (str_eq(cut.head, STR("xmlns")) && str_eq(cut.tail, prefix))
			return value;
	}
	return STR("");
}

bool xml_sniff(struct xml_sniff *out, str bytes)
{
	str head = head_of(out, bytes);
	size_t at = 0;

	enum prolog found = skip_prolog(head, &at);
	if (found == PROLOG_SUBSET) { /* refused later, with a note that says so: the root stands behind it */
		at = behind(head, behind(head, at, STR("]")), STR(">"));
		found = skip_prolog(head, &at);
	}
	if (found != PROLOG_ROOT || head.at[at] != '<')
		return false;
	out->tag = str_sub(head, at, head.size);
	str rest = str_sub(out->tag, 1, out->tag.size);
	size_t size = 0;
	while (size < rest.size && !ends_name(rest.at[size]))
		size++;
	struct str_cut name = str_cut(str_sub(rest, 0, size), ':');
	out->prefix = name.found ? name.head : STR("");
	out->local = name.found ? name.tail : name.head;
	out->space = namespace_in(str_sub(rest, size, rest.size), out->prefix);
	return out->local.size > 0;
}
