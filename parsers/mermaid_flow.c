/*
 * The statements of flowcharts and swimlanes (formats.md 4.3):
 *
 *     A[text] --> B & C -- label --> D      subgraph id[Title] ... end      click A "docs/a.md" "tip"
 *
 * An arrow may stand on the next line, and its target too. style, linkStyle, classDef, class,
 * direction, accTitle and accDescr say nothing about the process; `style Z` makes no vertex here.
 */
#include "base/limits.h"
#include "parsers/mermaid_arrow.h"
#include "parsers/mermaid_chart.h"

#include <string.h>

struct group { /* A & B & C */
	LIST_OF(uint32_t) names;
	bool bare; /* one vertex without a shape or data */
};

struct chain {
	struct group from, to; /* used for each statement again */
};

/* --- links ---------------------------------------------------------------------------------------------------- */

/* Heads of both ends: <-->, or "x-- text --x" where the closing arrow bears the last one. */
static struct chart_link link_of(struct mermaid_arrow arrow, struct mermaid_arrow closing)
{
	struct chart_link link = {
		.has_head = closing.last != 0,
		.both_ways =
		    (closing.first == '<' && closing.last == '>') || (closing.first && closing.first == closing.last),
		.cancelled = closing.last == 'x',
	};

	if (!arrow.opens || !arrow.first)
		return link;
	link.both_ways = (arrow.first == '<' && closing.last == '>') || arrow.first == closing.last;
	link.has_head = true;
	return link;
}

/* |text| behind an arrow */
static bool take_bar_label(struct chart *c, struct chart_link *link)
{
	struct mermaid *m = c->m;
	size_t begin = m->at + 1, end = begin, line_end = mermaid_line_end(m, begin);
	bool clean = true, quoted = false;

	for (; end < m->text.size && (m->text.at[end] != '|' || quoted); end++) {
		char byte = m->text.at[end];
		quoted = byte == '"' ? !quoted : quoted;
		clean = clean && (quoted || !strchr("[](){}", byte ? byte : ' '));
		if (!clean && end >= line_end)
			return false;
	}
	if (end >= m->text.size)
		return false;
	if (!clean)
		mermaid_invalid(m, m->at, "a label with brackets needs quotes around it");
	link->label = mermaid_label_of(str_sub(m->text, begin, end));
	m->at = mermaid_skip_space(m, end + 1);
	return true;
}

/* The end of "text" behind an opening arrow, if nothing but the closing arrow follows; else 0. */
static size_t quoted_end(struct mermaid *m, size_t at)
{
	size_t close = mermaid_byte(m, at) == '"' ? mermaid_string_end(m, at) : at;
	size_t end = close > at ? mermaid_skip_space(m, close + 1) : 0;
	struct mermaid_arrow arrow = mermaid_arrow_at(m->text, end);
	return end && arrow.size && !arrow.opens ? end : 0;
}

static bool take_inner_label(struct chart *c, struct mermaid_arrow arrow, struct chart_link *link)
{
	struct mermaid *m = c->m;
	size_t begin = mermaid_skip_space(m, m->at), quoted = quoted_end(m, begin);
	struct mermaid_arrow_text text = mermaid_arrow_text(m->text, quoted ? quoted : begin, arrow.stroke);

	if (!text.closing.size)
		return false;
	*link = link_of(arrow, text.closing);
	link->label = mermaid_label_of(str_sub(m->text, begin, text.label_end));
	m->at = text.label_end + text.closing.size;
	return true;
}

/* e1@ before an arrow names the edge. */
static size_t edge_id_size(const struct mermaid *m, size_t at)
{
	size_t end = at;

	if (at == m->at) /* a blank has to stand before it */
		return 0;
	while (mermaid_byte(m, end) && !byte_is_space(m->text.at[end]) && !strchr("@\"", m->text.at[end]))
		end++;
	if (end == at || mermaid_byte(m, end) != '@' || strchr("{\"", mermaid_byte(m, end + 1)))
		return 0;
	return mermaid_arrow_at(m->text, mermaid_skip_blanks(m, end + 1)).size ? end - at : 0;
}

enum taken { TAKEN_NOTHING, TAKEN_LINK, TAKEN_LAYOUT, TAKEN_ERROR };

/* An arrow, if one stands here; *link is filled for all but ~~~. */
static enum taken take_link(struct chart *c, struct chart_link *link)
{
	struct mermaid *m = c->m;
	size_t begin = mermaid_skip_blanks(m, m->at), id = edge_id_size(m, begin);
	size_t at = id ? mermaid_skip_blanks(m, begin + id + 1) : mermaid_skip_space(m, m->at);
	struct mermaid_arrow arrow = mermaid_arrow_at(m->text, at);
	uint32_t line = mermaid_line(m, at);

	if (!arrow.size)
		return TAKEN_NOTHING;
	m->at = at + arrow.size;
	*link = link_of(arrow, arrow);
	if (arrow.opens && !take_inner_label(c, arrow, link))
		return TAKEN_ERROR;
	m->at = mermaid_skip_space(m, m->at);
	if (mermaid_byte(m, m->at) == '|' && !take_bar_label(c, link))
		return TAKEN_ERROR;
	link->id = str_sub(m->text, begin, begin + id);
	link->line = line;
	return arrow.stroke == '~' ? TAKEN_LAYOUT : TAKEN_LINK;
}

/* --- chains ------------------------------------------------------------------------------------------------------ */

static bool is_edge_id(struct chart *c, str id)
{
	return c->edge_ids.count && *mermaid_slot(c->m, &c->edge_ids, id);
}

static void declare(struct chart *c, uint32_t number, size_t at)
{
	struct chart_name *name = &c->names.items[number];

	if (c->open == NONE || name->declared != NONE)
		return;
	name->declared = c->open;
	name->declared_line = mermaid_line(c->m, at);
}

static bool take_group(struct chart *c, struct group *group)
{
	struct mermaid *m = c->m;

	for (group->names.count = 0;;) {
		size_t begin = m->at;
		uint32_t name = chart_take_vertex(c);
		if (name == NONE)
			return false;
		group->bare = c->bare_vertex && !group->names.count;
		if (!is_edge_id(c, c->names.items[name].id))
			c->names.items[name].vertex = true;
		if (!c->bare_vertex)
			declare(c, name, begin);
		chart_mention(c, name);
		LIST_PUSH(m->arena, &group->names, name);
		size_t at = mermaid_skip_blanks(m, m->at);
		if (at == m->at || mermaid_byte(m, at) != '&' || !byte_is_space(mermaid_byte(m, at + 1)))
			return true;
		m->at = mermaid_skip_blanks(m, at + 1);
	}
}

static bool has_room(struct chart *c)
{
	const struct builder *out = c->m->out;

	if (out->steps.count + out->flows.count + c->names.count + c->edges.count < LIMIT_RECORDS)
		return true;
	mermaid_stop(c->m, c->m->at, "size-limit", LIMIT_SAYS(RECORDS));
	return false;
}

/* Each of from with each of to; the id of the link is borne by the last of from and the first of to. */
static void add_edges(struct chart *c, const struct chain *chain, const struct chart_link *link)
{
	uint32_t number = c->links.count;
	const struct group *from = &chain->from, *to = &chain->to;
	bool has_id = link->id.size > 0;

	if (has_id) {
		uint32_t *seen = mermaid_slot(c->m, &c->edge_ids, link->id);
		has_id = !*seen;
		*seen = 1;
	}
	LIST_PUSH(c->m->arena, &c->links, *link);
	for (uint32_t i = 0; i < from->names.count; i++) {
		for (uint32_t k = 0; k < to->names.count; k++) {
			if (!has_room(c))
				return;
			struct chart_edge edge = { from->names.items[i], to->names.items[k], number,
				has_id && i == from->names.count - 1 && k == 0 };
			c->names.items[edge.from].has_out = true;
			c->names.items[edge.to].has_in = true;
			LIST_PUSH(c->m->arena, &c->edges, edge);
		}
	}
}

static bool at_statement_end(const struct mermaid *m, size_t at)
{
	char c = mermaid_byte(m, at);

	return at >= m->text.size || c == '\n' || c == ';' || mermaid_is_at(m, at, STR("%%"));
}

static bool take_chain(struct chart *c, struct chain *chain)
{
	struct mermaid *m = c->m;
	size_t begin = m->at;
	struct chart_link link;
	enum taken taken;
	bool alone = true;

	if (!take_group(c, &chain->from))
		return false;
	while ((taken = take_link(c, &link)) == TAKEN_LINK || taken == TAKEN_LAYOUT) {
		if (!take_group(c, &chain->to))
			return false;
		if (taken == TAKEN_LINK)
			add_edges(c, chain, &link);
		struct group before = chain->from;
		chain->from = chain->to;
		chain->to = before;
		alone = false;
	}
	if (alone && chain->from.bare)
		declare(c, chain->from.names.items[0], begin);
	return taken == TAKEN_NOTHING && at_statement_end(m, mermaid_skip_blanks(m, m->at));
}

/* --- subgraphs ------------------------------------------------------------------------------------------------------
 */

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
	return at_statement_end(m, mermaid_skip_blanks(m, m->at));
}

/* Closes the innermost subgraph; another statement may follow on the line. */
static bool take_end(struct chart *c)
{
	if (c->open == NONE)
		return false;
	chart_close(c);
	return true;
}

/* --- click
 * ------------------------------------------------------------------------------------------------------------ */

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

/* --- statements without a meaning ------------------------------------------------------------------------------------
 */

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

/* --- all of it
 * ---------------------------------------------------------------------------------------------------------- */

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

static bool take_statement(struct chart *c, struct chain *chain)
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
	return take_chain(c, chain);
}

/* The direction, and nothing else on the line. */
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
	if (!at_statement_end(m, m->at))
		mermaid_invalid(m, m->at, "nothing may follow the direction on its line");
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

static void read_statements(struct chart *c)
{
	struct mermaid *m = c->m;
	struct chain chain = { 0 };

	while (!m->stopped && has_room(c)) {
		while (byte_is_space(mermaid_byte(m, m->at)) || mermaid_byte(m, m->at) == ';')
			m->at++;
		if (m->at >= m->text.size)
			break;
		if (at_comment(m, m->at)) {
			m->at = mermaid_line_end(m, m->at);
			continue;
		}
		size_t begin = m->at;
		if (take_statement(c, &chain))
			continue;
		mermaid_invalid(m, m->at > begin && m->at <= m->text.size ? m->at : begin, "not understood");
		m->at = mermaid_line_end(m, m->at > begin ? m->at : begin);
	}
}

void mermaid_read_flowchart(struct mermaid *m, bool swimlanes)
{
	struct chart chart = { .m = m, .swimlanes = swimlanes, .open = NONE };

	take_header(&chart);
	read_statements(&chart);
	if (chart.open != NONE && !m->stopped)
		mermaid_invalid(m, m->text.size, "a subgraph is not closed");
	while (chart.open != NONE)
		chart_close(&chart);
	chart_make_records(&chart);
}
