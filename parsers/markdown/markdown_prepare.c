#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* What other tools read and cmark would take for text, line by line and outside of code:
 *
 *	::: note ... :::		the marks are blanked; ::: mermaid becomes a fence
 *	!!! note "Title", ??? x		blanked, and what is indented below it is text
 *	> [!NOTE]			the mark is blanked
 *	{% tag %}, {{< tag >}}, {:x}	blanked; ref and link give their page, highlight and mermaid are fences
 *	[[Page|label]]			a link to wiki:Page
 *	import x from 'y', export ...	blanked (MDX)
 *	<!-- toc --> ... <!-- tocstop -->	blanked
 *
 * Lines stay lines, so that places are right. */

enum { TAG_BYTES = 1000, WIKI_BYTES = 300 };

struct prepare {
	const struct markdown_scan *scan;
	struct arena *arena;
	LIST_OF(char) text;
	char fence;
	size_t fence_size;
	bool fence_indented;
	unsigned admonitions; /* open ones, four columns each */
	bool contents;        /* inside of a generated table of contents */
	bool changed;
};

static void put(struct prepare *p, str bytes)
{
	if (p->text.room - p->text.count < bytes.size + 1) {
		uint32_t room = (p->text.room + (uint32_t)bytes.size) * 2 + 64;
		p->text.items = arena_grow(p->arena, p->text.items, p->text.count, room);
		p->text.room = room;
	}
	if (bytes.size)
		memcpy(p->text.items + p->text.count, bytes.at, bytes.size);
	p->text.count += (uint32_t)bytes.size;
}

static void put_line(struct prepare *p, str line)
{
	put(p, line);
	put(p, STR("\n"));
}

static void put_blank(struct prepare *p)
{
	p->changed = true;
	put(p, STR("\n"));
}

/* --- within a line -------------------------------------------------------------------------------------- */

static bool is_reference_tag(str name)
{
	return str_eq(name, STR("ref")) || str_eq(name, STR("relref")) || str_eq(name, STR("link")) ||
	    str_eq(name, STR("post_url")) || str_eq(name, STR("doc"));
}

/* {{< ref "page.md" >}} -> page.md */
static void put_reference(struct prepare *p, str inside)
{
	str rest = inside, name, page;

	if (!str_next_word(&rest, " \t", &name) || !is_reference_tag(name) || !str_next_word(&rest, " \t\"'`", &page))
		return;
	if (str_starts(page, STR("path=")) || str_starts(page, STR("page=")))
		page = str_trim(str_sub(page, 5, page.size));
	put(p, page);
}

static size_t take_tag(struct prepare *p, str rest)
{
	static const struct {
		const char *open, *close;
	} tags[] = { { "{%", "%}" }, { "{{<", ">}}" }, { "{{%", "%}}" }, { "{:", "}" } };

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (!str_starts(rest, str_of(tags[i].open)))
			continue;
		ptrdiff_t end = str_find(str_sub(rest, 0, TAG_BYTES), str_of(tags[i].close));
		if (end == STR_NONE)
			return 0;
		str inside = str_sub(rest, strlen(tags[i].open), (size_t)end);
		if (i != 3)
			put_reference(p, str_trim(inside));
		p->changed = true;
		return (size_t)end + strlen(tags[i].close);
	}
	return 0;
}

static size_t take_wiki_link(struct prepare *p, str rest)
{
	size_t end = 2;

	while (end < rest.size && end < WIKI_BYTES && rest.at[end] != '[' && rest.at[end] != ']')
		end++;
	if (end <= 2 || !str_starts(str_sub(rest, end, rest.size), STR("]]")) || byte_is_space(rest.at[2]))
		return 0;
	str inside = str_sub(rest, 2, end), address;
	size_t size = end + 2;
	if (str_find_char(inside, '<') != STR_NONE || str_find_char(inside, '>') != STR_NONE ||
	    (size < rest.size && strchr("([:]", rest.at[size])) || markdown_definition_find(p->scan, inside, &address))
		return 0;
	p->changed = true;
	if (str_ieq(inside, STR("toc")) || str_ieq(inside, STR("_TOC_")))
		return size;
	struct str_cut cut = str_cut(inside, '|');
	str page = cut.found ? cut.head : inside;
	if (cut.found && str_ends(page, STR("\\")))
		page.size--;
	put(p, STR("["));
	put(p, cut.found ? cut.tail : page);
	put(p, STR("](<wiki:"));
	put(p, str_trim(page));
	put(p, STR(">)"));
	return size;
}

static void put_text(struct prepare *p, str line)
{
	bool code = false;

	if (str_find_char(line, '[') == STR_NONE && str_find_char(line, '{') == STR_NONE) {
		put_line(p, line);
		return;
	}
	for (size_t i = 0, done = 0; i <= line.size; i++) {
		if (i == line.size) {
			put_line(p, str_sub(line, done, i));
			break;
		}
		if (line.at[i] == '`')
			code = !code;
		if (code || (line.at[i] != '{' && line.at[i] != '['))
			continue;
		str rest = str_sub(line, i, line.size);
		bool wiki = str_starts(rest, STR("[["));
		if (line.at[i] == '[' && !wiki)
			continue;
		uint32_t before = p->text.count;
		put(p, str_sub(line, done, i));
		size_t taken = wiki ? take_wiki_link(p, rest) : take_tag(p, rest);
		if (!taken) {
			p->text.count = before;
			continue;
		}
		done = i + taken;
		i = done - 1;
	}
}

/* --- whole lines ------------------------------------------------------------------------------------------- */

static bool in_fence(struct prepare *p, str line)
{
	str rest = str_trim_left(line);
	char c = rest.size ? rest.at[0] : 0;
	size_t size = 0;

	while (size < rest.size && rest.at[size] == c)
		size++;
	bool mark = (c == '`' || c == '~') && size >= 3;
	if (p->fence && p->fence_indented && str_starts(line, STR("#")))
		p->fence = 0; /* a heading ends the item that the fence stands in */
	if (p->fence) {
		if (mark && c == p->fence && size >= p->fence_size && str_is_blank(str_sub(rest, size, rest.size)))
			p->fence = 0;
		return true;
	}
	if (!mark || (c == '`' && str_find_char(str_sub(rest, size, rest.size), '`') != STR_NONE))
		return false;
	p->fence = c;
	p->fence_size = size;
	p->fence_indented = rest.at > line.at;
	return true;
}

static bool take_colons(struct prepare *p, str line)
{
	str rest = str_trim(line);

	if (!str_starts(rest, STR(":::")))
		return false;
	while (str_starts(rest, STR(":")))
		rest = str_sub(rest, 1, rest.size);
	rest = str_trim(rest);
	if (str_istarts(rest, STR("mermaid")) || str_istarts(rest, STR("{mermaid"))) {
		put_line(p, STR("```mermaid"));
		p->fence = ':';
		p->changed = true;
	} else
		put_blank(p);
	return true;
}

/* The name of a template tag that stands alone on its line; "" for any other line. */
static str lone_tag(str line)
{
	static const struct {
		const char *open, *close;
	} tags[] = { { "{{<", ">}}" }, { "{{%", "%}}" }, { "{%", "%}" } };
	str rest = str_trim(line);

	for (size_t i = 0; i < 3; i++)
		if (str_starts(rest, str_of(tags[i].open)) && str_ends(rest, str_of(tags[i].close)) && rest.size > 6)
			return str_trim(str_sub(rest, strlen(tags[i].open), rest.size - strlen(tags[i].close)));
	return STR("");
}

static bool take_code_tag(struct prepare *p, str line)
{
	str tag = lone_tag(line), rest = tag, name;

	if (!tag.size || !str_next_word(&rest, " \t", &name))
		return false;
	if (str_eq(name, STR("mermaid")) || str_eq(name, STR("highlight"))) {
		str language = name;
		if (str_eq(name, STR("highlight")))
			str_next_word(&rest, " \t\"", &language);
		put(p, STR("```"));
		put_line(p, language);
		p->fence = '{';
		p->changed = true;
		return true;
	}
	return false;
}

/* A fence of ours ends where its own kind of mark comes. */
static bool ends_own_fence(struct prepare *p, str line)
{
	bool ends = false;

	if (p->fence == ':')
		ends = str_starts(str_trim(line), STR(":::"));
	else if (p->fence == '{') {
		str tag = lone_tag(line);
		ends = str_starts(tag, STR("/")) || str_starts(tag, STR("end"));
	}
	if (!ends)
		return false;
	put_line(p, STR("```"));
	p->fence = 0;
	return true;
}

static bool opens_admonition(str line)
{
	if (str_starts(line, STR("!!! ")) || str_starts(line, STR("??? ")) || str_starts(line, STR("???+ ")))
		return true;
	return str_starts(line, STR("=== \"")) || str_starts(line, STR("=== '"));
}

/* The line without the columns of the admonitions around it; those that it is no longer part of are closed. */
static str inside_admonitions(struct prepare *p, str line)
{
	if (!p->admonitions || str_is_blank(line))
		return line;
	unsigned open = 0;
	while (open < p->admonitions && str_starts(line, STR("    "))) {
		line = str_sub(line, 4, line.size);
		open++;
		p->changed = true;
	}
	p->admonitions = open;
	return line;
}

static bool is_module_line(str line)
{
	if (str_starts(line, STR("import ")))
		return str_has(line, STR(" from '")) || str_has(line, STR(" from \"")) ||
		    str_starts(line, STR("import '")) || str_starts(line, STR("import \""));
	return str_starts(line, STR("export default ")) || str_starts(line, STR("export const ")) ||
	    str_starts(line, STR("export function "));
}

/* A generated table of contents is a list; whatever else comes ends it, also where its end is not marked. */
static bool watch_contents(struct prepare *p, str line)
{
	str text = str_trim_left(line);

	if (!str_starts(text, STR("<!--"))) {
		p->contents = p->contents && (!text.size || strchr("-*+0123456789", text.at[0]));
		return p->contents;
	}
	str rest = str_trim(str_cut_str(line, STR("<!--")).tail);
	if (str_istarts(rest, STR("toc ")) || str_istarts(rest, STR("toc-->")) ||
	    str_istarts(rest, STR("START doctoc")))
		p->contents = true;
	else if (str_istarts(rest, STR("tocstop")) || str_istarts(rest, STR("/toc")) ||
	    str_istarts(rest, STR("END doctoc")))
		p->contents = false;
	return false;
}

static bool take_alert(struct prepare *p, str line)
{
	str rest = str_trim(line);

	if (!str_starts(rest, STR(">")))
		return false;
	rest = str_trim(str_sub(rest, 1, rest.size));
	if (!str_starts(rest, STR("[!")) || !str_ends(rest, STR("]")) || rest.size > 16)
		return false;
	put_line(p, STR(">"));
	p->changed = true;
	return true;
}

static void prepare_line(struct prepare *p, str line)
{
	if (ends_own_fence(p, line))
		return;
	if (p->fence == ':' || p->fence == '{') {
		put_line(p, line);
		return;
	}
	line = inside_admonitions(p, line);
	if (in_fence(p, line)) {
		put_line(p, line);
		return;
	}
	if (watch_contents(p, line)) {
		put_blank(p);
		return;
	}
	char c = line.size ? line.at[0] : 0;
	if ((c == '!' || c == '?' || c == '=') && opens_admonition(line)) {
		p->admonitions++;
		put_blank(p);
	} else if ((c == 'i' || c == 'e') && is_module_line(line))
		put_blank(p);
	else if (!take_colons(p, line) && !take_code_tag(p, line) && !take_alert(p, line))
		put_text(p, line);
}

/* Whether a mark is followed by one of some characters anywhere. */
static bool has_pair(str chunk, char mark, const char *behind)
{
	for (size_t from = 0; from < chunk.size;) {
		ptrdiff_t at = str_find_char(str_sub(chunk, from, chunk.size), mark);
		if (at == STR_NONE)
			return false;
		from += (size_t)at + 1;
		for (const char *next = behind; from < chunk.size && *next; next++)
			if (chunk.at[from] == *next)
				return true;
	}
	return false;
}

static bool begins_special(str line)
{
	static const char *const signs[] = { ":::", "!!! ", "??? ", "???+", "=== ", "import ", "export " };

	switch (line.size ? line.at[0] : 0) {
	case ':':
	case '!':
	case '?':
	case '=':
	case 'i':
	case 'e':
	case ' ':
	case '\t': break;
	default: return false;
	}
	line = str_trim_left(line);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (line.size && line.at[0] == signs[i][0] && str_starts(line, str_of(signs[i])))
			return true;
	return false;
}

static bool needs_work(str chunk)
{
	if (has_pair(chunk, '{', "%{:") || has_pair(chunk, '[', "[!") || has_pair(chunk, '<', "!"))
		return true;
	for (size_t at = 0; at < chunk.size;) {
		str rest = str_sub(chunk, at, chunk.size);
		if (begins_special(rest))
			return true;
		ptrdiff_t end = str_find_char(rest, '\n');
		if (end == STR_NONE)
			break;
		at += (size_t)end + 1;
	}
	return false;
}

str markdown_prepare(const struct markdown_scan *scan, struct arena *arena, str chunk)
{
	struct prepare p = { .scan = scan, .arena = arena };
	str rest = chunk, line;

	if (!needs_work(chunk))
		return chunk;
	while (str_next_line(&rest, &line))
		prepare_line(&p, line);
	return p.changed ? (str){ p.text.items, p.text.count } : chunk;
}
