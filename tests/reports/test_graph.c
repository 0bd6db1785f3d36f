#include "tests/support/check.h"

#include "base/text.h"
#include "reports/graph.h"
#include "reports/teams.h"

#include <string.h>

#define S(literal)                           \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

/* --- surveys by hand -------------------------------------------------------------------------------------------- */

static uint32_t add_team(struct arena *arena, struct survey *survey, str id, str name)
{
	struct survey_node node = {
		.kind = SURVEY_TEAM, .type = STR("internal"), .id = id, .name = name, .team = NONE, .document = NONE
	};

	LIST_PUSH(arena, &survey->teams, ((struct survey_team){ .node = survey->nodes.count, .known = true }));
	LIST_PUSH(arena, &survey->nodes, node);
	return survey->nodes.count - 1;
}

static uint32_t add_document(struct arena *arena, struct survey *survey, str path, uint32_t owner)
{
	struct survey_node node = { .kind = SURVEY_DOCUMENT,
		.type = STR("bpmn"),
		.id = path,
		.name = path,
		.path = path,
		.line = 1,
		.team = owner,
		.document = NONE };

	survey->documents++;
	survey->files++;
	LIST_PUSH(arena, &survey->nodes, node);
	return survey->nodes.count - 1;
}

static uint32_t add_step(struct arena *arena, struct survey *survey, uint32_t document, str name, const char *type,
    uint32_t team, uint32_t line)
{
	str path = survey->nodes.items[document].path;
	struct survey_node node = {
		.kind = SURVEY_STEP,
		.type = str_of(type),
		.id = arena_printf(arena, "%.*s#%u", STR_ARG(path), line),
		.name = name,
		.path = path,
		.line = line,
		.team = team,
		.document = document,
	};

	LIST_PUSH(arena, &survey->nodes, node);
	return survey->nodes.count - 1;
}

static void add_flow(struct arena *arena, struct survey *survey, uint32_t from, uint32_t to, str label, uint32_t line)
{
	struct survey_edge edge = { .kind = EDGE_FLOW,
		.from = from,
		.to = to,
		.label = label,
		.path = survey->nodes.items[from].path,
		.line = line,
		.declared = true };

	LIST_PUSH(arena, &survey->edges, edge);
}

static void add_handoff(struct arena *arena, struct survey *survey, uint32_t from, uint32_t to, str path, uint32_t line)
{
	struct survey_handoff handoff = {
		.from_team = from, .to_team = to, .from = from, .to = to, .kind = EDGE_FLOW, .path = path, .line = line
	};

	LIST_PUSH(arena, &survey->handoffs, handoff);
}

/* Two teams, four steps; the names are what somebody may write who means no good. */
static void hostile_survey(struct arena *arena, struct survey *survey)
{
	uint32_t bad = add_team(arena, survey, STR("a"), STR("end\"]; click n1 <script>")),
	         worse = add_team(arena, survey, STR("b"), STR("::warning::\x1b[31m##[error]\u202e&amp; `x` #quot;"));
	uint32_t document = add_document(arena, survey, STR("docs/::error \x01.bpmn"), bad);
	uint32_t steps[] = {
		add_step(arena, survey, document, STR("subgraph \"x\" \\N"), "activity", bad, 4),
		add_step(arena, survey, document, STR("end"), "gateway", bad, 5),
		add_step(arena, survey, document, STR("a | b --> c{d} \xff"), "activity", worse, 6),
		add_step(arena, survey, document, STR("%%{init: {}}%%"), "event", worse, 7),
	};

	add_flow(arena, survey, steps[0], steps[1], STR("if \"x\" | y > 3"), 8);
	add_flow(arena, survey, steps[1], steps[2], STR("line\nbreak"), 9);
	add_flow(arena, survey, steps[2], steps[3], STR(""), 10);
	add_handoff(arena, survey, bad, worse, survey->nodes.items[document].path, 8);
}

static struct chart chart_of(struct arena *arena, const struct survey *survey, enum chart_level level)
{
	struct chart chart;
	struct chart_wish wish = { .level = level, .team = NONE };

	chart_make(&chart, arena, survey, &wish);
	return chart;
}

static str taken(struct arena *arena, struct buf *out)
{
	str bytes = arena_dup(arena, buf_str(out));

	assert_true(buf_ok(out));
	buf_release(out);
	return bytes;
}

static str text_of(struct arena *arena, const struct graph_report *report, unsigned width)
{
	struct run run = { .width = width };
	struct buf out = { 0 };
	struct text_out text = { &out, arena, &run, width };

	graph_put_text(&text, report);
	return taken(arena, &out);
}

/* --- what comes out ------------------------------------------------------------------------------------------------
 */

typedef void (*writer)(struct buf *out, const struct graph_report *report);

static void put_mermaid(struct buf *out, const struct graph_report *report)
{
	assert_int_equal(graph_put_mermaid(out, report), 0);
}

static void words_of_documents_stay_within_their_labels(void **state)
{
	static const struct {
		const char *golden;
		writer put;
	} formats[] = {
		{ FIXTURES "/reports/graph/hostile.dot", graph_put_dot },
		{ FIXTURES "/reports/graph/hostile.mmd", put_mermaid },
		{ FIXTURES "/reports/graph/hostile.json", graph_put_json },
	};
	struct survey survey = { 0 };

	hostile_survey(*state, &survey);
	struct chart chart = chart_of(*state, &survey, CHART_STEPS);
	struct graph_report report = { &chart, STR("0123"), false };
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct buf out = { 0 };
		formats[i].put(&out, &report);
		assert_golden(formats[i].golden, taken(*state, &out));
	}
}

static void text_is_safe_for_a_terminal_and_a_build_server(void **state)
{
	struct survey survey = { 0 };

	hostile_survey(*state, &survey);
	for (int level = CHART_TEAMS; level <= CHART_STEPS; level++) {
		struct chart chart = chart_of(*state, &survey, (enum chart_level)level);
		struct graph_report report = { &chart, STR("0123"), false };
		str rest = text_of(*state, &report, 60), line;
		assert_false(str_has(rest, STR("##[")));
		for (size_t i = 0; i < rest.size; i++)
			assert_true(rest.at[i] == '\n' || (unsigned char)rest.at[i] >= ' ');
		while (str_next_line(&rest, &line))
			assert_false(str_starts(str_trim_left(line), STR("::")));
	}
}

static void text_stays_within_its_width(void **state)
{
	struct survey survey = { 0 };

	hostile_survey(*state, &survey);
	for (unsigned i = 0; i < 40; i++)
		add_handoff(
		    *state, &survey, 0, 1, arena_printf(*state, "a-long-folder/another-one/%u/process.bpmn", i), i + 1);
	for (unsigned width = 40; width <= 120; width += 40) {
		struct chart chart = chart_of(*state, &survey, CHART_TEAMS);
		struct graph_report report = { &chart, STR("0123"), false };
		str rest = text_of(*state, &report, width), line;
		while (str_next_line(&rest, &line))
			assert_true(text_width(line) <= width);
	}
}

static unsigned count_of(str text, str what)
{
	unsigned count = 0;

	for (struct str_cut cut = str_cut_str(text, what); cut.found; cut = str_cut_str(cut.tail, what))
		count++;
	return count;
}

/* 40 teams; from each to each a handoff, from the first to the last one three. */
static void many_handoffs(struct arena *arena, struct survey *survey)
{
	enum { TEAMS = 40 };

	for (unsigned i = 0; i < TEAMS; i++)
		add_team(arena, survey, arena_printf(arena, "team-%02u", i), arena_printf(arena, "Team %02u", i));
	for (uint32_t i = 0; i < TEAMS; i++)
		for (uint32_t k = 0; k < TEAMS; k++)
			if (i != k)
				add_handoff(arena, survey, i, k, STR("a.bpmn"), i * TEAMS + k);
	add_handoff(arena, survey, 0, TEAMS - 1, STR("b.bpmn"), 1);
	add_handoff(arena, survey, 0, TEAMS - 1, STR("b.bpmn"), 2);
	survey->files = survey->documents = 2;
}

static void mermaid_leaves_out_what_it_cannot_draw_and_keeps_the_heaviest(void **state)
{
	struct survey survey = { 0 };
	struct buf out = { 0 };

	many_handoffs(*state, &survey);
	struct chart chart = chart_of(*state, &survey, CHART_TEAMS);
	struct graph_report report = { &chart, STR("0123"), false };
	unsigned left_out = graph_put_mermaid(&out, &report);
	str drawn = taken(*state, &out);
	unsigned edges = count_of(drawn, STR("-->"));
	assert_int_equal(edges + left_out, 40 * 39);
	assert_true(edges > 400 && edges <= 500);
	assert_true(drawn.size < 50000);
	assert_int_equal(count_of(drawn, STR("3 handoffs")), 1);
	assert_int_equal(count_of(drawn, STR("edges are left out")), 1);
}

static void long_labels_are_cut_in_pictures(void **state)
{
	struct survey survey = { 0 };
	struct buf out = { 0 };
	char name[5000];

	memset(name, 'x', sizeof name);
	add_handoff(*state, &survey, add_team(*state, &survey, STR("a"), (str){ name, sizeof name }),
	    add_team(*state, &survey, STR("b"), STR("B")), STR("a.bpmn"), 1);
	struct chart chart = chart_of(*state, &survey, CHART_TEAMS);
	struct graph_report report = { &chart, STR("0123"), false };
	graph_put_dot(&out, &report);
	assert_true(taken(*state, &out).size < 500);
}

static void a_repository_without_documents_says_so(void **state)
{
	struct survey survey = { .files = 0 };
	struct chart chart = chart_of(*state, &survey, CHART_TEAMS);
	struct graph_report report = { &chart, STR("0123"), false };
	struct run run = { .width = 100 };
	struct buf out = { 0 };
	struct text_out text = { &out, *state, &run, 100 };
	struct teams_report teams = { &survey, STR("0123"), NONE };

	assert_true(str_starts(text_of(*state, &report, 100), STR("no process documents here")));
	teams_put_text(&text, &teams);
	assert_true(str_starts(taken(*state, &out), STR("no process documents here")));
}

/* --- levels and narrowing -------------------------------------------------------------------------------------------
 */

/* a -> b -> c -> d */
static void chain(struct arena *arena, struct survey *survey)
{
	static const str names[] = { S("a"), S("b"), S("c"), S("d") };

	for (int i = 0; i < 4; i++)
		add_team(arena, survey, names[i], names[i]);
	for (uint32_t i = 0; i < 3; i++)
		add_handoff(arena, survey, i, i + 1, STR("a.bpmn"), i + 1);
	survey->files = survey->documents = 1;
}

static void a_team_is_shown_with_its_neighbours_and_not_with_theirs(void **state)
{
	struct survey survey = { 0 };
	struct chart chart;
	struct chart_wish wish = { .level = CHART_TEAMS, .team = 1 };

	chain(*state, &survey);
	chart_make(&chart, *state, &survey, &wish);
	assert_int_equal(chart.nodes.count, 3);
	assert_int_equal(chart.edges.count, 2);
}

static void around_goes_as_far_as_it_is_told(void **state)
{
	static const struct {
		unsigned depth, nodes, edges;
	} cases[] = { { 0, 1, 0 }, { 1, 2, 1 }, { 2, 3, 2 }, { 3, 4, 3 }, { 9, 4, 3 } };
	struct survey survey = { 0 };
	uint32_t around = 0;

	chain(*state, &survey);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct chart chart;
		struct chart_wish wish = { .level = CHART_TEAMS,
			.team = NONE,
			.around = &around,
			.around_count = 1,
			.depth = cases[i].depth };
		chart_make(&chart, *state, &survey, &wish);
		assert_int_equal(chart.nodes.count, cases[i].nodes);
		assert_int_equal(chart.edges.count, cases[i].edges);
	}
}

static void a_team_means_its_steps_at_the_level_of_steps(void **state)
{
	struct survey survey = { 0 };
	struct chart chart;
	struct chart_wish wish = { .level = CHART_STEPS, .team = 1 };

	hostile_survey(*state, &survey);
	chart_make(&chart, *state, &survey, &wish);
	assert_int_equal(chart.edges.count, 2); /* into its first step, and between its two */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_of_documents_stay_within_their_labels),
		TEST(text_is_safe_for_a_terminal_and_a_build_server),
		TEST(text_stays_within_its_width),
		TEST(mermaid_leaves_out_what_it_cannot_draw_and_keeps_the_heaviest),
		TEST(long_labels_are_cut_in_pictures),
		TEST(a_repository_without_documents_says_so),
		TEST(a_team_is_shown_with_its_neighbours_and_not_with_theirs),
		TEST(around_goes_as_far_as_it_is_told),
		TEST(a_team_means_its_steps_at_the_level_of_steps),
	};
	return cmocka_run_group_tests_name("reports/graph", tests, NULL, NULL);
}
