/*
 * One block per team, document or file, one line per edge:
 *
 *	Billing
 *	  → Customer Support   3 handoffs, 1 promise   billing/billing-run.md:20,23
 */
#include "reports/graph.h"

#include "base/text.h"

#include <stdlib.h>

enum {
	NAME_MOST = 32,
	COUNT_MOST = 36,
	PLACES_MOST = 12,
	NARROW = 90,
	LINES = 8,
	NUMBER = 7,
	ALONE_MOST = 20,
	GAP = 3,
	MANY_LINES = 100
};

struct graph_text {
	const struct text_out *t;
	const struct graph_report *report;
	const struct chart *chart;
	const struct survey *survey;
};

static const struct survey_node *node_at(const struct graph_text *g, uint32_t number)
{
	return &g->survey->nodes.items[number];
}

static str name_of(const struct graph_text *g, uint32_t number)
{
	return text_name(g->t, graph_node_name(node_at(g, number)), node_at(g, number)->id);
}

/* --- where it is told ------------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
	const struct chart_place *left = a, *right = b;
	int order = str_cmp(left->path, right->path);

	return order ? order : left->line < right->line ? -1 : left->line > right->line;
}

/* billing/run.md:20,23, office/raci.md:9 */
static str say_places(const struct graph_text *g, struct chart_place *places, uint32_t count)
{
	struct buf out = { 0 };
	uint32_t said = 0;

	if (count > 1)
		qsort(places, count, sizeof *places, by_place);
	for (uint32_t i = 0; i < count; i++) {
		if (i && by_place(&places[i - 1], &places[i]) == 0)
			continue;
		if (said == PLACES_MOST && !g->report->narrowed) {
			buf_putf(&out, " and %u more", count - i);
			break;
		}
		if (said && str_eq(places[i].path, places[i - 1].path))
			buf_putf(&out, ",%u", places[i].line);
		else {
			buf_puts(&out, said ? ", " : "");
			buf_put(&out, text_path(g->t, places[i].path, places[i].line));
		}
		said++;
	}
	str words = arena_dup(g->t->arena, buf_str(&out));
	buf_release(&out);
	return words;
}

/* --- pairs: teams and processes -------------------------------------------------------------------------- */

struct pair { /* edges of all kinds between two nodes */
	uint32_t first, count;
};

static struct pair pair_at(const struct graph_text *g, uint32_t edge)
{
	const struct chart_edge *edges = g->chart->edges.items;
	struct pair pair = { edge, 0 };

	while (edge + pair.count < g->chart->edges.count && edges[edge + pair.count].from == edges[edge].from &&
	    edges[edge + pair.count].to == edges[edge].to)
		pair.count++;
	return pair;
}

static str say_counts(const struct graph_text *g, struct pair pair)
{
	struct buf out = { 0 };

	for (uint32_t i = 0; i < pair.count; i++) {
		buf_puts(&out, i ? ", " : "");
		buf_put(&out, graph_count(g->t->arena, &g->chart->edges.items[pair.first + i]));
	}
	str words = arena_dup(g->t->arena, buf_str(&out));
	buf_release(&out);
	return words;
}

static str places_of_pair(const struct graph_text *g, struct pair pair)
{
	LIST_OF(struct chart_place) all = { 0 };

	for (uint32_t i = 0; i < pair.count; i++) {
		const struct chart_edge *edge = &g->chart->edges.items[pair.first + i];
		for (uint32_t k = 0; k < edge->places.count; k++)
			LIST_PUSH(g->t->arena, &all, edge->places.items[k]);
	}
	return say_places(g, all.items, all.count);
}

struct columns {
	unsigned name, counts;
};

static unsigned wider(unsigned width, str words, unsigned most)
{
	unsigned taken = text_width(words);
	return taken > most ? most : taken > width ? taken : width;
}

static struct columns columns_of(const struct graph_text *g)
{
	struct columns columns = { 0, 0 };

	for (uint32_t i = 0; i < g->chart->edges.count;) {
		struct pair pair = pair_at(g, i);
		columns.name = wider(columns.name, name_of(g, g->chart->edges.items[i].to), NAME_MOST);
		columns.counts = wider(columns.counts, say_counts(g, pair), COUNT_MOST);
		i += pair.count;
	}
	return columns;
}

static str arrow_of(const struct graph_text *g, struct pair pair)
{
	bool both = pair.count == 1 && g->chart->edges.items[pair.first].kind == EDGE_SAME;

	if (both)
		return g->t->run->ascii ? STR("= ") : STR("\u2194 ");
	return g->t->run->ascii ? STR("-> ") : STR("\u2192 ");
}

static void put_pair(const struct graph_text *g, struct pair pair, struct columns columns)
{
	const struct text_out *t = g->t;
	str name = name_of(g, g->chart->edges.items[pair.first].to), counts = say_counts(g, pair);
	str arrow = arrow_of(g, pair);
	unsigned room = t->width / 2 < columns.name ? t->width / 2 : columns.name;
	unsigned behind = 2 + text_width(arrow) + room + GAP, indent = behind + columns.counts + GAP;

	text_put_blanks(t, 2);
	text_put(t, STYLE_FAINT, arrow);
	text_put_padded(t, STYLE_PLAIN, text_fit(t, name, room, CUT_END), room + GAP);
	if (t->width < NARROW || text_width(counts) > columns.counts) {
		indent = 4;
		text_put_wrapped(t, STYLE_PLAIN, counts, behind, LINES);
		text_put_blanks(t, indent);
	} else
		text_put_padded(t, STYLE_PLAIN, counts, columns.counts + GAP);
	text_put_wrapped(t, STYLE_FAINT, places_of_pair(g, pair), indent, g->report->narrowed ? MANY_LINES : LINES);
}

static void put_heading(const struct graph_text *g, uint32_t number)
{
	const struct text_out *t = g->t;
	const struct survey_node *node = node_at(g, number);
	str name = text_fit(t, name_of(g, number), t->width, CUT_END), path;
	unsigned taken = text_width(name) + GAP;

	if (node->kind == SURVEY_TEAM && !str_eq(node->type, STR("internal")))
		name = text_fit(
		    t, arena_printf(t->arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(node->type)), t->width, CUT_END);
	text_put(t, STYLE_STRONG, name);
	if (node->kind == SURVEY_DOCUMENT) {
		path = text_path(t, node->path, node->document == NONE ? 0 : node->line);
		if (taken + text_width(path) > t->width) {
			buf_putc(t->out, '\n');
			taken = 2;
		}
		text_put_blanks(t, taken == 2 ? 2 : GAP);
		text_put(t, STYLE_FAINT, text_fit(t, path, t->width - taken, CUT_PATH));
	}
	buf_putc(t->out, '\n');
}

/* Sales (3), Billing: who does how many steps of a process. */
static void put_teams_of(const struct graph_text *g, uint32_t document)
{
	struct buf out = { 0 };
	uint32_t *counts = ARENA_ARRAY(g->t->arena, uint32_t, g->survey->teams.count + 1);

	for (uint32_t i = 0; i < g->survey->nodes.count; i++) {
		const struct survey_node *node = node_at(g, i);
		if (node->kind == SURVEY_STEP && node->document == document && node->team != NONE &&
		    str_eq(node->type, STR("activity")))
			counts[node->team]++;
	}
	for (uint32_t i = 0; i < g->survey->teams.count; i++)
		if (counts[i]) {
			buf_puts(&out, out.size ? ", " : "");
			buf_put(&out, name_of(g, i));
			if (counts[i] > 1)
				buf_putf(&out, " (%u)", counts[i]);
		}
	if (out.size) {
		text_put_blanks(g->t, 2);
		text_put_wrapped(g->t, STYLE_PLAIN, arena_dup(g->t->arena, buf_str(&out)), 2, LINES);
	}
	buf_release(&out);
}

static void put_pairs(const struct graph_text *g)
{
	struct columns columns = columns_of(g);
	uint32_t edge = 0;
	bool above = false;

	for (uint32_t i = 0; i < g->chart->nodes.count; i++) {
		uint32_t number = g->chart->nodes.items[i];
		while (edge < g->chart->edges.count && g->chart->edges.items[edge].from < number)
			edge += pair_at(g, edge).count;
		bool has_edges = edge < g->chart->edges.count && g->chart->edges.items[edge].from == number;
		if (!has_edges && g->chart->level == CHART_TEAMS)
			continue;
		if (above)
			buf_putc(g->t->out, '\n');
		above = true;
		put_heading(g, number);
		if (g->chart->level == CHART_PROCESSES)
			put_teams_of(g, number);
		while (edge < g->chart->edges.count && g->chart->edges.items[edge].from == number) {
			struct pair pair = pair_at(g, edge);
			put_pair(g, pair, columns);
			edge += pair.count;
		}
	}
	if (above)
		buf_putc(g->t->out, '\n');
}

/* --- steps ----------------------------------------------------------------------------------------------- */

static str with_team(const struct graph_text *g, uint32_t number)
{
	const struct survey_node *node = node_at(g, number);

	if (node->team == NONE || node->kind != SURVEY_STEP || !str_eq(node->type, STR("activity")))
		return name_of(g, number);
	return arena_printf(g->t->arena, "%.*s (%.*s)", STR_ARG(name_of(g, number)), STR_ARG(name_of(g, node->team)));
}

static str place_of(const struct graph_text *g, uint32_t number)
{
	return text_path(g->t, node_at(g, number)->path, node_at(g, number)->line);
}

/* What an edge says, as a sentence; empty where another edge says it already. */
static str say_edge(const struct graph_text *g, const struct chart_edge *edge)
{
	struct arena *arena = g->t->arena;
	str from = with_team(g, edge->from), to = with_team(g, edge->to), label = text_clean(g->t, edge->label);
	const char *colon = label.size ? ": " : "";
	bool back = !str_eq(node_at(g, edge->from)->path, edge->places.items[0].path);

	switch (edge->kind) {
	case EDGE_FLOW:
		return arena_printf(arena, "%.*s%.*s%.*s%s%.*s", STR_ARG(from), STR_ARG(text_arrow(g->t, false)),
		    STR_ARG(to), colon, STR_ARG(label));
	case EDGE_SAME:
		return arena_printf(arena, "%.*s is told in %.*s too", STR_ARG(from), STR_ARG(place_of(g, edge->to)));
	case EDGE_CALL:
		return back ? arena_printf(arena, "%.*s comes back to %.*s", STR_ARG(from), STR_ARG(to))
		            : arena_printf(arena, "%.*s calls %.*s in %.*s", STR_ARG(from), STR_ARG(to),
		                  STR_ARG(place_of(g, edge->to)));
	case EDGE_CONTRACT:
		if (node_at(g, edge->from)->kind != SURVEY_CONTRACT)
			return STR("");
		return arena_printf(
		    arena, "%.*s is promised to %.*s%s%.*s", STR_ARG(from), STR_ARG(to), colon, STR_ARG(label));
	case EDGE_DEPENDENCY: return arena_printf(arena, "%.*s depends on %.*s", STR_ARG(to), STR_ARG(from));
	case EDGE_USES: return arena_printf(arena, "%.*s uses %.*s", STR_ARG(to), STR_ARG(from));
	default: return arena_printf(arena, "links to %.*s", STR_ARG(text_path(g->t, node_at(g, edge->from)->path, 0)));
	}
}

static int by_first_place(const void *a, const void *b, void *edges)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	const struct chart_edge *all = edges;
	int order = by_place(all[left].places.items, all[right].places.items);

	return order ? order : left < right ? -1 : left > right;
}

static void put_steps(const struct graph_text *g)
{
	const struct chart *chart = g->chart;
	uint32_t *order = ARENA_ARRAY(g->t->arena, uint32_t, chart->edges.count + 1);
	str path = STR("");

	for (uint32_t i = 0; i < chart->edges.count; i++)
		order[i] = i;
	if (chart->edges.count)
		qsort_r(order, chart->edges.count, sizeof *order, by_first_place, chart->edges.items);
	for (uint32_t i = 0; i < chart->edges.count; i++) {
		const struct chart_edge *edge = &chart->edges.items[order[i]];
		str words = say_edge(g, edge);
		if (!words.size)
			continue;
		if (!str_eq(path, edge->places.items[0].path)) {
			buf_puts(g->t->out, path.size ? "\n" : "");
			path = edge->places.items[0].path;
			text_put(g->t, STYLE_STRONG, text_fit(g->t, text_path(g->t, path, 0), g->t->width, CUT_PATH));
			buf_putc(g->t->out, '\n');
		}
		str line = arena_printf(g->t->arena, "%*u  ", NUMBER - 2, edge->places.items[0].line);
		text_put(g->t, STYLE_FAINT, line);
		text_put_wrapped(g->t, STYLE_PLAIN, words, NUMBER, LINES);
	}
	if (path.size)
		buf_putc(g->t->out, '\n');
}

/* --- the end --------------------------------------------------------------------------------------------- */

static uint32_t count_kind(const struct graph_text *g, enum survey_kind kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < g->chart->nodes.count; i++)
		count += node_at(g, g->chart->nodes.items[i])->kind == kind;
	return count;
}

static uint32_t count_edges(const struct graph_text *g, enum edge kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < g->chart->edges.count; i++)
		count += g->chart->edges.items[i].kind == kind ? g->chart->edges.items[i].count : 0;
	return count;
}

static void put_count(const struct graph_text *g, struct buf *out, uint32_t count, const char *one, const char *many)
{
	if (!count)
		return;
	buf_puts(out, out->size ? ", " : "");
	buf_put(out, text_count(g->t, count, one, many));
}

static void put_total(const struct graph_text *g)
{
	struct buf out = { 0 };

	if (g->chart->level == CHART_PROCESSES)
		put_count(g, &out, g->chart->nodes.count, "process", "processes");
	else
		put_count(g, &out, count_kind(g, SURVEY_TEAM), "team", "teams");
	if (g->chart->level == CHART_STEPS) {
		put_count(g, &out, count_kind(g, SURVEY_STEP), "step", "steps");
		put_count(g, &out, count_edges(g, EDGE_FLOW), "flow", "flows");
	} else
		put_count(g, &out, count_edges(g, EDGE_FLOW), "handoff", "handoffs");
	put_count(g, &out, count_edges(g, EDGE_CALL), "call", "calls");
	if (g->chart->level == CHART_STEPS)
		put_count(g, &out, count_kind(g, SURVEY_CONTRACT), "promise", "promises");
	else
		put_count(g, &out, count_edges(g, EDGE_CONTRACT), "promise", "promises");
	put_count(g, &out, count_edges(g, EDGE_REFERENCE), "reference", "references");
	if (!out.size)
		buf_puts(&out, "no team, step or handoff");
	if (!g->report->narrowed)
		buf_putf(&out, ", told in %u of %u files", g->survey->documents, g->survey->files);
	text_put_wrapped(g->t, STYLE_STRONG, arena_dup(g->t->arena, buf_str(&out)), 0, 3);
	buf_release(&out);
}

/* Teams that neither give nor take. */
static void put_alone(const struct graph_text *g)
{
	bool *busy = ARENA_ARRAY(g->t->arena, bool, g->survey->nodes.count + 1);
	struct buf out = { 0 };
	unsigned said = 0, left = 0;

	for (uint32_t i = 0; i < g->chart->edges.count; i++)
		busy[g->chart->edges.items[i].from] = busy[g->chart->edges.items[i].to] = true;
	for (uint32_t i = 0; i < g->chart->nodes.count; i++) {
		uint32_t number = g->chart->nodes.items[i];
		if (busy[number] || node_at(g, number)->kind != SURVEY_TEAM)
			continue;
		if (said == ALONE_MOST) {
			left++;
			continue;
		}
		buf_puts(&out, said++ ? ", " : "neither give nor take: ");
		buf_put(&out, name_of(g, number));
	}
	if (left)
		buf_putf(&out, " and %u more", left);
	if (out.size)
		text_put_wrapped(g->t, STYLE_PLAIN, arena_dup(g->t->arena, buf_str(&out)), 2, LINES);
	buf_release(&out);
}

void graph_put_text(const struct text_out *out, const struct graph_report *report)
{
	struct graph_text g = { out, report, report->chart, report->chart->survey };

	if (!g.survey->documents) {
		text_put_wrapped(out, STYLE_PLAIN,
		    STR("no process documents here: knockon reads Markdown, Mermaid and BPMN files"), 0, 2);
		return;
	}
	if (g.chart->level == CHART_STEPS)
		put_steps(&g);
	else
		put_pairs(&g);
	put_total(&g);
	if (g.chart->level == CHART_TEAMS)
		put_alone(&g);
}
