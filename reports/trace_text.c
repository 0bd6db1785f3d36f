/*
 * What is asked for, then one block per team:
 *
 *	Activate SIM, a step of Provisioning
 *	journeys/order-to-activate.bpmn:41
 *
 *	downstream
 *	  Billing             1 handoff
 *	    Activate SIM → Start billing      journeys/order-to-activate.bpmn:57
 *
 * Of a path only what no team above has shown; what comes before it is an ellipsis.
 */
#include "reports/trace.h"

#include "base/text.h"

enum { NAME_LEAST = 20, WORDS_MOST = 60, HOPS_INDENT = 6, FILE_LEAST = 24, GAP = 3, LINES = 3 };

static const struct survey_node *node_at(const struct trace_report *report, uint32_t number)
{
	return &report->survey->nodes.items[number];
}

/* --- hops ------------------------------------------------------------------------------------------------ */

static str note_of(const struct hop *hop)
{
	static const char *const words[] = { "", " (same step)", " (called)", " (promise)", " (link)", " (dependency)",
		" (used)", "", " (named)" };
	return str_of(words[hop->edge]);
}

static str words_of(const struct text_out *t, const struct hop *hop, bool back)
{
	str from = text_name(t, hop->from, STR("")), to = text_name(t, hop->to, hop->team), arrow = text_arrow(t, back);

	return arena_printf(
	    t->arena, "%.*s%.*s%.*s%.*s", STR_ARG(from), STR_ARG(arrow), STR_ARG(to), STR_ARG(note_of(hop)));
}

static str place_of(const struct text_out *t, const struct hop *hop)
{
	return hop->file.size ? text_path(t, hop->file, hop->line) : STR("");
}

/* The column of places: behind the widest words that leave room for theirs. */
static unsigned words_column(const struct text_out *t, const struct hop *path, unsigned count, unsigned room, bool back)
{
	unsigned widest = 0;

	for (unsigned i = 0; i < count; i++) {
		unsigned width = text_width(words_of(t, &path[i], back));
		if (width > widest && width <= WORDS_MOST && width + GAP + text_width(place_of(t, &path[i])) <= room)
			widest = width;
	}
	return widest;
}

void text_put_hops(const struct text_out *t, const struct hop *path, unsigned count, unsigned indent, bool back)
{
	unsigned room = t->width > indent + FILE_LEAST ? t->width - indent : FILE_LEAST;
	unsigned widest = words_column(t, path, count, room, back);

	for (unsigned i = 0; i < count; i++) {
		str words = words_of(t, &path[i], back), place = place_of(t, &path[i]);
		text_put_blanks(t, indent);
		if (text_width(words) <= widest && widest + GAP + text_width(place) <= room) {
			text_put_padded(t, STYLE_PLAIN, words, place.size ? widest + GAP : 0);
			text_put(t, STYLE_FAINT, place);
			buf_putc(t->out, '\n');
			continue;
		}
		text_put_wrapped(t, STYLE_PLAIN, words, indent, LINES);
		if (!place.size)
			continue;
		text_put_blanks(t, indent + GAP);
		text_put_wrapped(t, STYLE_FAINT, place, indent + GAP, LINES);
	}
}

/* --- what was asked for ---------------------------------------------------------------------------------- */

static const char *role_of(const struct survey_node *node)
{
	static const char *const words[] = { "a team", "a system", "a document", "a step", "a promise" };
	return words[node->kind];
}

static void put_start(const struct text_out *t, const struct trace_report *report, uint32_t number)
{
	const struct survey_node *node = node_at(report, number);
	const struct survey_node *team = node->team == NONE ? NULL : node_at(report, node->team);

	text_put(t, STYLE_STRONG, text_name(t, node->name, node->id));
	buf_putf(t->out, ", %s", role_of(node));
	if (team) {
		buf_puts(t->out, " of ");
		buf_put(t->out, text_name(t, team->name, team->id));
	}
	buf_putc(t->out, '\n');
	if (!node->path.size)
		return;
	text_put(t, STYLE_FAINT, text_path(t, node->path, node->kind == SURVEY_DOCUMENT ? 0 : node->line));
	buf_putc(t->out, '\n');
}

/* --- teams ----------------------------------------------------------------------------------------------- */

static str way_of(const struct text_out *t, const struct affected *team, bool upstream)
{
	switch (team->role) {
	case ROLE_COUNTERPARTY:
		return !upstream                         ? STR("other party of a promise")
		    : team->path->edge == EDGE_REFERENCE ? STR("its page is linked to")
		                                         : STR("gives a promise");
	case ROLE_REFERRER: return STR("links here");
	case ROLE_OWNER:
	case ROLE_PERFORMER:
	case ROLE_UPSTREAM:
	case ROLE_DOWNSTREAM: break;
	}
	return text_count(t, team->distance, "handoff", "handoffs");
}

static bool is_equal_hop(const struct hop *a, const struct hop *b)
{
	return a->edge == b->edge && a->line == b->line && str_eq(a->from, b->from) && str_eq(a->to, b->to) &&
	    str_eq(a->file, b->file);
}

/* How many hops of a path, the last one not counted, were shown with a team above it. */
static unsigned shown_above(const struct affected *teams, uint32_t number)
{
	const struct affected *team = &teams[number];
	unsigned most = 0;

	for (uint32_t i = 0; i < number; i++) {
		unsigned equal = 0;
		while (equal + 1 < team->path_count && equal < teams[i].path_count &&
		    is_equal_hop(&teams[i].path[equal], &team->path[equal]))
			equal++;
		most = equal > most ? equal : most;
	}
	return most;
}

static void put_team(
    const struct text_out *t, const struct affected *teams, uint32_t number, unsigned width, bool upstream)
{
	const struct affected *team = &teams[number];
	unsigned above = shown_above(teams, number);

	text_put_blanks(t, 2);
	text_put_padded(t, STYLE_STRONG, text_name(t, team->name, team->team), width + 3);
	buf_put(t->out, way_of(t, team, upstream));
	buf_putc(t->out, '\n');
	if (above) {
		text_put_blanks(t, HOPS_INDENT);
		text_put(t, STYLE_FAINT, text_ellipsis(t));
		buf_putc(t->out, '\n');
	}
	text_put_hops(t, team->path + above, team->path_count - above, HOPS_INDENT, upstream);
}

void text_put_route(const struct text_out *t, const struct route *route, bool upstream)
{
	unsigned width = NAME_LEAST;

	for (uint32_t i = 0; i < route->teams.count; i++) {
		unsigned name = text_width(text_name(t, route->teams.items[i].name, route->teams.items[i].team));
		width = name > width ? name : width;
	}
	for (uint32_t i = 0; i < route->teams.count; i++)
		put_team(t, route->teams.items, i, width, upstream);
}

static void put_end(const struct text_out *t, const struct trace_report *report)
{
	const char *way = report->wish->upstream ? "upstream" : "downstream";
	str count = text_count(t, report->route->teams.count, "team is", "teams are");
	str all = report->route->teams.count ? arena_printf(t->arena, "%.*s %s of it", STR_ARG(count), way)
	                                     : arena_printf(t->arena, "no team is known %s of it", way);

	if (report->route->unknown)
		all = arena_printf(t->arena, "%.*s; on the way are steps that no team is named for", STR_ARG(all));
	if (report->route->truncated)
		all = arena_printf(
		    t->arena, "%.*s; not all of its steps were looked at, there are too many", STR_ARG(all));
	if (report->wish->depth)
		all = arena_printf(t->arena, "%.*s; teams more than %.*s away were left out", STR_ARG(all),
		    STR_ARG(text_count(t, report->wish->depth, "handoff", "handoffs")));
	text_put_wrapped(t, STYLE_STRONG, all, 0, LINES);
}

void trace_put_text(const struct text_out *out, const struct trace_report *report)
{
	for (unsigned i = 0; i < report->wish->start_count; i++)
		put_start(out, report, report->wish->starts[i]);
	buf_putf(
	    out->out, "\n%s", report->route->teams.count ? report->wish->upstream ? "upstream\n" : "downstream\n" : "");
	text_put_route(out, report->route, report->wish->upstream);
	if (report->route->teams.count)
		buf_putc(out->out, '\n');
	put_end(out, report);
}
