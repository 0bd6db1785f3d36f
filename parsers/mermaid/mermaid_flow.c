/*
 * The statements of flowcharts and swimlanes:
 *
 *     chain (mermaid_chain.c)      subgraph id[Title] ... end      click A "docs/a.md" "tip"
 *
 * style, linkStyle, classDef, class, direction, accTitle and accDescr say nothing about the process;
 * `style Z` makes no vertex here.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid_chart.h"

#include <string.h>

/* --- subgraphs --- */

/* [label] behind a subgraph's id, on one line or several; its end, or 0. */
static size_t title_end(struct mermaid *m, size_t at)
{
	size_t line_end = mermaid_line_end(m, at), begin = mermaid_skip_blanks(m, at);
	unsigned depth = 0;

	size_t close = mermaid_byte(m, begin) == '"' ? mermaid_string_end(m, begin) : begin;
	size_t behind = close > begin ? mermaid_skip_blanks(m, close + 1) : 0;
	if (behind && mermaid_byte(m, behind) == ']')
		return behind;
	for (size_t end = at; end < m->text.size && !strchr("[(){}|\"", m->text.at[end] ? m->text.at[end] : ' '); end++)
		if (m->text.at[end] == ']')
			return end;
	for (; at < line_end; at++) { /* brackets in it, which Mermaid refuses */
		if (m->text.at[at] == '[')
			depth++;
		else if (m->text.at[at] == ']' && !depth--)
			return at;
	}
	return 0;
}

static str without_comment(str text)
{
	ptrdiff_t found = str_find(text, STR(" %%"));

	return str_trim(found == STR_NONE ? text : str_sub(text, 0, (size_t)found));
}

static bool has_space(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (byte_is_space(text.at[i]))
			return true;
	return false;
}

/* subgraph id[Title], subgraph "Title", subgraph Title, subgraph Title of several words (which has no id) */
static bool take_subgraph(struct chart *c)
{
	struct mermaid *m = c->m;
	size_t begin = mermaid_skip_blanks(m, m->at), end = mermaid_statement_end(m, begin, "[");
	uint32_t line = mermaid_line(m, begin);
	struct mermaid_label title;
	str id;

	if (mermaid_byte(m, begin) == '"') {
		ptrdiff_t close = str_find_char(str_sub(m->text, begin + 1, mermaid_line_end(m, begin)), '"');
		end = close == STR_NONE ? end : begin + (size_t)close + 2;
	}
	title = mermaid_label_of(without_comment(str_sub(m->text, begin, end)));
	id = title.raw;
	m->at = mermaid_skip_blanks(m, end);
	if (mermaid_byte(m, m->at) == '[') {
		size_t close = title_end(m, m->at + 1);
		if (!close) {
			mermaid_invalid(m, begin, "the title of a subgraph is not closed");
			close = mermaid_line_end(m, m->at);
		}
		title = mermaid_label_of(str_sub(m->text, m->at + 1, close));
		m->at = close < m->text.size && m->text.at[close] == ']' ? close + 1 : close;
	} else if (has_space(id)) {
		id = STR("");
	}
	if (c->depth >= LIMIT_DEPTH) {
		mermaid_stop(m, begin, "depth-limit", LIMIT_SAYS(DEPTH));
		return true;
	}
	chart_open(c, id, title, line);
	return mermaid_ends_statement(m, mermaid_skip_blanks(m, m->at));
}

/* Closes the innermost subgraph; another statement may follow on the line. */
static bool take_end(struct chart *c)
{
	if (c->open == NONE)
		return false;
	chart_close(c);
	return true;
}

/* --- click --- */

static bool take_string(struct mermaid *m, str *out)
{
	size_t begin = mermaid_skip_blanks(m, m->at), end;

	if (mermaid_byte(m, begin) != '"' || (end = mermaid_string_end(m, begin)) == begin)
		return false;
	*out = str_sub(m->text, begin + 1, end);
	m->at = end + 1;
	return true;
}

static bool is_keyword(const struct mermaid *m, size_t at, const char *word)
{
	size_t end = at + strlen(word);
	char next = mermaid_byte(m, end);

	return mermaid_is_at(m, at, str_of(word)) && (end >= m->text.size || byte_is_space(next) || next == ';');
}

/* click id "target" "tip", click id href "target"; a callback or a call of one is no link. */
static bool take_click(struct chart *c)
{
	struct mermaid *m = c->m;
	size_t begin = mermaid_skip_blanks(m, m->at), end = begin;
	uint32_t line = mermaid_line(m, begin);
	str target = STR(""), tip = STR(""), id;

	while (mermaid_byte(m, end) && !byte_is_space(m->text.at[end]))
		end++;
	str ids = str_sub(m->text, begin, end);
	m->at = mermaid_skip_blanks(m, end);
	if (is_keyword(m, m->at, "href"))
		m->at += 4;
	if (take_string(m, &target)) {
		take_string(m, &tip);
		while (str_next_word(&ids, ",", &id)) {
			struct chart_click click = { chart_name(c, id), target, mermaid_label_of(tip), line };
			LIST_PUSH(m->arena, &c->clicks, click);
		}
	}
	for (char b; (b = mermaid_byte(m, m->at)) && b != '\n' && b != ';'; m->at++)
		if (b == '"')
			m->at = mermaid_string_end(m, m->at);
	return true;
}

/* --- statements without a meaning --- */

static bool take_rest(struct chart *c)
{
	c->m->at = mermaid_statement_end(c->m, c->m->at, "");
	return true;
}

static bool take_direction(struct chart *c)
{
	static const char *const words[] = { "TB", "TD", "BT", "RL", "LR" };
	size_t at = mermaid_skip_blanks(c->m, c->m->at);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mermaid_is_at(c->m, at, str_of(words[i])))
			return take_rest(c);
	return false;
}

/* "fill:#f9f;stroke:#333;" is one statement, though a semicolon ends others. */
static bool take_style(struct chart *c)
{
	struct mermaid *m = c->m;

	for (;;) {
		take_rest(c);
		size_t at = mermaid_skip_blanks(m, m->at + 1), end = at;
		while (byte_is_letter(mermaid_byte(m, end)) || (end > at && mermaid_byte(m, end) == '-'))
			end++;
		if (mermaid_byte(m, m->at) != ';' || end == at || mermaid_byte(m, end) != ':')
			return true;
		m->at++;
	}
}

static bool take_description(struct chart *c) /* accDescr { lines }, accDescr: line */
{
	struct mermaid *m = c->m;
	size_t at = mermaid_skip_blanks(m, m->at);

	if (mermaid_byte(m, at) != '{') {
		m->at = mermaid_line_end(m, at);
		return true;
	}
	size_t end = mermaid_brace(m, at + 1);
	m->at = end < m->text.size ? end + 1 : mermaid_line_end(m, at);
	return end < m->text.size;
}

/* --- all of it --- */

struct keyword {
	const char *word;
	bool (*take)(struct chart *c); /* false: not understood */
};

static const struct keyword keywords[] = {
	{ "subgraph", take_subgraph },
	{ "end", take_end },
	{ "click", take_click },
	{ "direction", take_direction },
	{ "style", take_style },
	{ "linkStyle", take_style },
	{ "classDef", take_style },
	{ "class", take_style },
};

static bool is_description(const struct mermaid *m)
{
	bool title = mermaid_is_at(m, m->at, STR("accTitle"));
	size_t at = m->at + 8;

	if (!title && !mermaid_is_at(m, m->at, STR("accDescr")))
		return false;
	char c = mermaid_byte(m, mermaid_skip_blanks(m, at));
	return c == ':' || (c == '{' && !title);
}

static bool take_statement(struct chart *c, struct chart_chain *chain)
{
	struct mermaid *m = c->m;

	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (is_keyword(m, m->at, keywords[i].word)) {
			m->at += strlen(keywords[i].word);
			return keywords[i].take(c);
		}
	if (is_description(m)) {
		m->at += strlen("accTitle");
		return take_description(c);
	}
	return chart_take_chain(c, chain);
}

static bool has_arrow(str line)
{
	return str_has(line, STR("--")) || str_has(line, STR("==")) || str_has(line, STR("-."));
}

/* The direction, and nothing else on the line; an arrow there is read all the same. */
static void take_header(struct chart *c)
{
	static const char *const directions[] = { "TB", "TD", "BT", "RL", "LR", "BR", "<", ">", "^", "v" };
	struct mermaid *m = c->m;

	m->at = mermaid_skip_blanks(m, m->at);
	for (size_t i = 0; i < sizeof directions / sizeof *directions; i++)
		if (is_keyword(m, m->at, directions[i])) {
			m->at = mermaid_skip_blanks(m, m->at + strlen(directions[i]));
			break;
		}
	if (mermaid_ends_statement(m, m->at))
		return;
	mermaid_invalid(m, m->at, "nothing may follow the direction on its line");
	size_t end = mermaid_line_end(m, m->at);
	if (!has_arrow(str_sub(m->text, m->at, end)))
		m->at = end;
}

/* A comment behind a statement. On a line of its own a bare %% is a vertex: Mermaid draws it. */
static bool at_comment(const struct mermaid *m, size_t at)
{
	size_t begin = at;

	if (!mermaid_is_at(m, at, STR("%%")))
		return false;
	while (begin && (m->text.at[begin - 1] == ' ' || m->text.at[begin - 1] == '\t'))
		begin--;
	return mermaid_line_end(m, at) > at + 2 || (begin && m->text.at[begin - 1] != '\n');
}

/* Behind a statement that began at begin and was not understood: the rest of its line. Where it ran into a later
 * line before that showed, that line is read for itself: it may end a subgraph. */
static void pass_over(struct mermaid *m, size_t begin)
{
	uint32_t line = mermaid_line(m, m->at);

	mermaid_invalid(m, begin, "not understood");
	m->at = line > mermaid_line(m, begin) ? m->lines[line - 1] : mermaid_line_end(m, begin);
}

static void read_statements(struct chart *c)
{
	struct mermaid *m = c->m;
	struct chart_chain chain = { 0 };

	while (!m->stopped && chart_has_room(c)) {
		while (byte_is_space(mermaid_byte(m, m->at)) || mermaid_byte(m, m->at) == ';')
			m->at++;
		if (m->at >= m->text.size)
			break;
		if (at_comment(m, m->at)) {
			m->at = mermaid_line_end(m, m->at);
			continue;
		}
		size_t begin = m->at;
		if (!take_statement(c, &chain) && !m->stopped)
			pass_over(m, begin);
	}
}

void mermaid_read_flowchart(struct mermaid *m, bool swimlanes)
{
	struct chart chart = { .m = m, .swimlanes = swimlanes, .open = NONE };

	take_header(&chart);
	read_statements(&chart);
	if (chart.open != NONE && !m->stopped)
		mermaid_invalid(m, m->lines[chart.openings.items[chart.open].line - 1], "a subgraph is not closed");
	while (chart.open != NONE)
		chart_close(&chart);
	chart_make_records(&chart);
}
