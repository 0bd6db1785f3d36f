/*
 * `knockon graph` and `knockon teams` on the repository of Tern Mobile. Commits that no later change of the story
 * touches are named, so that the expected files stay.
 */
#include "tests/support/check.h"
#include "tests/support/sample.h"

#include <jansson.h>
#include <string.h>

static json_t *json_of(const char *arguments)
{
	str answer = sample_run(arguments);
	json_error_t error;
	json_t *root = json_loadb(answer.at, answer.size, JSON_REJECT_DUPLICATES, &error);

	if (!root)
		fail_msg("%s: line %d: %s", arguments, error.line, error.text);
	return root;
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	assert_non_null(value);
	return value;
}

/* --- graph -----------------------------------------------------------------------------------------------------------
 */

static void the_graph_looks_as_expected(void **state)
{
	(void)state;
	assert_golden(FIXTURES "/stories/mvno/graph-teams.txt", sample_run("graph --width 110"));
	assert_golden(FIXTURES "/stories/mvno/graph-processes.txt", sample_run("graph --level processes --width 110"));
	assert_golden(
	    FIXTURES "/stories/mvno/graph-around.txt", sample_run("graph --around 'activate sim' --width 110"));
	assert_golden(FIXTURES "/stories/mvno/graph-teams.mmd", sample_run("graph --format mermaid"));
}

static void the_same_revision_gives_the_same_bytes(void **state)
{
	str first = arena_dup(*state, sample_run("graph --format json HEAD~20"));

	assert_str(sample_run("graph --format json HEAD~20"), first);
	assert_int_equal(story_shell(&mvno, "\"$KNOCKON\" graph --output json=../g.json HEAD~20 && cat ../g.json"), 0);
	assert_str(buf_str(&mvno.out), first);
}

/* Every end of an edge is a node, and every id stands once. */
static void edges_lead_from_node_to_node(void **state)
{
	json_t *root = json_of("graph --format json"), *ids = json_loads("{}", 0, NULL);
	const json_t *nodes = json_object_get(root, "nodes"), *edges = json_object_get(root, "edges");

	(void)state;
	assert_string_equal(text(root, "schema"), "knockon/graph/1");
	assert_true(json_array_size(nodes) > 100 && json_array_size(edges) > 80);
	for (size_t i = 0; i < json_array_size(nodes); i++) {
		const char *id = text(json_array_get(nodes, i), "id");
		if (json_object_get(ids, id))
			fail_msg("id %s stands twice", id);
		json_object_set_new(ids, id, json_true());
	}
	for (size_t i = 0; i < json_array_size(nodes); i++) {
		const char *team = text(json_array_get(nodes, i), "team");
		assert_true(!*team || json_object_get(ids, team));
	}
	for (size_t i = 0; i < json_array_size(edges); i++) {
		const json_t *edge = json_array_get(edges, i);
		assert_non_null(json_object_get(ids, text(edge, "from")));
		assert_non_null(json_object_get(ids, text(edge, "to")));
		assert_true(*text(edge, "path"));
	}
	json_decref(ids);
	json_decref(root);
}

static void a_team_may_be_called_by_any_of_its_names(void **state)
{
	str first = arena_dup(*state, sample_run("graph --team 'Customer Support'"));

	assert_str(sample_run("graph --team customer-support"), first);
	assert_str(sample_run("graph --team 'the customer support team'"), first);
	assert_str(sample_run("graph --team Helpdesk"), first);
}

static void an_unknown_team_is_a_mistake_with_a_hint(void **state)
{
	(void)state;
	assert_int_equal(story_run(&mvno, "graph --team Biling"), 2);
	assert_str(buf_str(&mvno.err), STR("knockon: there is no team 'Biling'; did you mean 'Billing'?\n"));
	assert_int_equal(story_run(&mvno, "teams --team xyzzy"), 2);
	assert_str(buf_str(&mvno.err), STR("knockon: there is no team 'xyzzy'; 'knockon teams' lists them\n"));
	assert_int_equal(story_run(&mvno, "graph --around 'Aktivate SIM'"), 2);
	assert_true(str_has(buf_str(&mvno.err), STR("did you mean 'Activate SIM'?")));
}

static void one_revision_is_taken_and_no_range(void **state)
{
	static const char *const wrong[] = { "graph HEAD~1..HEAD", "graph HEAD HEAD~1", "graph no-such-branch",
		"teams HEAD...HEAD~1", "graph --level steeps", "graph --format svg", "graph --depth 2",
		"graph --around x --depth y" };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(story_run(&mvno, wrong[i]), 2);
		assert_str(buf_str(&mvno.out), STR(""));
		assert_true(mvno.err.size > 0);
	}
	sample_run("graph HEAD~30");
	sample_run("teams HEAD~30");
}

static void the_past_has_its_own_graph(void **state)
{
	(void)state;
	assert_true(str_has(sample_run("graph --level steps HEAD~25"), STR("Release order")));
	assert_false(str_has(sample_run("graph --level steps HEAD~23"), STR("Release order")));
}

static void a_drawing_program_reads_our_dot(void **state)
{
	(void)state;
	if (story_shell(&mvno, "command -v dot >/dev/null"))
		skip();
	assert_int_equal(story_shell(&mvno,
	                     "for level in teams processes steps; do"
	                     " $KNOCKON graph --format dot --level $level | dot -Tcanon >/dev/null || exit 1; done"),
	    0);
	assert_str(buf_str(&mvno.err), STR(""));
}

/* --- teams --- */

static void the_teams_look_as_expected(void **state)
{
	(void)state;
	assert_golden(FIXTURES "/stories/mvno/teams-billing.txt", sample_run("teams --team Billing --width 110"));
	assert_true(str_ends(str_trim(sample_run("teams")), STR("in 25 of 25 files")));
}

static const json_t *team_called(const json_t *root, const char *id)
{
	const json_t *teams = json_object_get(root, "teams");

	for (size_t i = 0; i < json_array_size(teams); i++)
		if (strcmp(text(json_array_get(teams, i), "id"), id) == 0)
			return json_array_get(teams, i);
	return NULL;
}

static bool has_source(const json_t *team, const char *kind, const char *path)
{
	const json_t *sources = json_object_get(team, "sources");

	for (size_t i = 0; i < json_array_size(sources); i++) {
		const json_t *source = json_array_get(sources, i);
		if (strcmp(text(source, "kind"), kind) == 0 && strcmp(text(source, "path"), path) == 0)
			return true;
	}
	return false;
}

static void each_source_of_a_name_is_told(void **state)
{
	static const struct {
		const char *team, *kind, *path;
	} cases[] = {
		{ "billing", "configuration", ".knockon.yml" },
		{ "billing", "lane", "journeys/order-to-activate.bpmn" },
		{ "billing", "front matter", "billing/billing-run.md" },
		{ "billing", "step table", "billing/billing-run.md" },
		{ "finance", "RACI", "office/raci.md" },
		{ "billing", "RACI", "office/raci.md" }, /* a column without an R */
		{ "number-porting", "participant", "journeys/port-in.md" },
		{ "host-mno", "pool", "journeys/order-to-activate.bpmn" },
		{ "process-office", "CODEOWNERS", "CODEOWNERS" },
	};
	json_t *root = json_of("teams --format json");

	(void)state;
	assert_string_equal(text(root, "schema"), "knockon/teams/1");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const json_t *team = team_called(root, cases[i].team);
		assert_non_null(team);
		if (!has_source(team, cases[i].kind, cases[i].path))
			fail_msg("%s: no %s in %s", cases[i].team, cases[i].kind, cases[i].path);
	}
	assert_string_equal(text(team_called(root, "host-mno"), "kind"), "supplier");
	assert_string_equal(text(team_called(root, "billing"), "contact"), "@tern-mobile/billing");
	json_decref(root);
}

/* What one team hands to another, the other gets from it. */
static void neighbours_agree(void **state)
{
	json_t *root = json_of("teams --format json");
	const json_t *teams = json_object_get(root, "teams");
	unsigned pairs = 0;

	(void)state;
	for (size_t i = 0; i < json_array_size(teams); i++) {
		const json_t *team = json_array_get(teams, i), *to = json_object_get(team, "hands_to");
		for (size_t k = 0; k < json_array_size(to); k++) {
			const json_t *other = team_called(root, text(json_array_get(to, k), "team"));
			const json_t *from = json_object_get(other, "gets_from");
			json_int_t handoffs = 0;
			for (size_t n = 0; n < json_array_size(from); n++)
				if (strcmp(text(json_array_get(from, n), "team"), text(team, "id")) == 0)
					handoffs =
					    json_integer_value(json_object_get(json_array_get(from, n), "handoffs"));
			assert_int_equal(
			    handoffs, json_integer_value(json_object_get(json_array_get(to, k), "handoffs")));
			pairs++;
		}
	}
	assert_true(pairs > 20);
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_graph_looks_as_expected),
		TEST(the_same_revision_gives_the_same_bytes),
		TEST(edges_lead_from_node_to_node),
		TEST(a_team_may_be_called_by_any_of_its_names),
		TEST(an_unknown_team_is_a_mistake_with_a_hint),
		TEST(one_revision_is_taken_and_no_range),
		TEST(the_past_has_its_own_graph),
		TEST(a_drawing_program_reads_our_dot),
		TEST(the_teams_look_as_expected),
		TEST(each_source_of_a_name_is_told),
		TEST(neighbours_agree),
	};
	return cmocka_run_group_tests_name("e2e/graph", tests, sample_begin, sample_end);
}
