/*
 * The chains of flowcharts: A & B -- label --> C@{ shape: x } -.-> D
 *
 * An arrow may stand on the next line, and its target too. Each of A & B is joined with each of the next group.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid_arrow.h"
#include "parsers/mermaid/mermaid_chart.h"

#include <string.h>

/* --- links --- */

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

/* --- chains --- */

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

static bool take_group(struct chart *c, struct chart_group *group)
{
	struct mermaid *m = c->m;

	for (group->names.count = 0; chart_has_room(c);) {
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
	return false;
}

bool chart_has_room(struct chart *c)
{
	const struct builder *out = c->m->out;

	if (out->steps.count + out->flows.count + c->names.count + c->edges.count < LIMIT_RECORDS)
		return true;
	mermaid_stop(c->m, c->m->at, "size-limit", LIMIT_SAYS(RECORDS));
	return false;
}

/* Each of from with each of to; the id of the link is borne by the last of from and the first of to. */
static void add_edges(struct chart *c, const struct chart_chain *chain, const struct chart_link *link)
{
	uint32_t number = c->links.count;
	const struct chart_group *from = &chain->from, *to = &chain->to;
	bool has_id = link->id.size > 0;

	if (has_id) {
		uint32_t *seen = mermaid_slot(c->m, &c->edge_ids, link->id);
		has_id = !*seen;
		*seen = 1;
	}
	LIST_PUSH(c->m->arena, &c->links, *link);
	for (uint32_t i = 0; i < from->names.count; i++) {
		for (uint32_t k = 0; k < to->names.count; k++) {
			if (!chart_has_room(c))
				return;
			struct chart_edge edge = { from->names.items[i], to->names.items[k], number,
				has_id && i == from->names.count - 1 && k == 0 };
			c->names.items[edge.from].has_out = true;
			c->names.items[edge.to].has_in = true;
			LIST_PUSH(c->m->arena, &c->edges, edge);
		}
	}
}

bool chart_take_chain(struct chart *c, struct chart_chain *chain)
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
		struct chart_group before = chain->from;
		chain->from = chain->to;
		chain->to = before;
		alone = false;
	}
	if (alone && chain->from.bare)
		declare(c, chain->from.names.items[0], begin);
	return taken == TAKEN_NOTHING && mermaid_ends_statement(m, mermaid_skip_blanks(m, m->at));
}
