#include "tests/support/check.h"

#include "analyzer/git/history.h"
#include "analyzer/graph/graph.h"
#include "tests/support/story.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct tree_of {
	struct oid commit, tree;
};

static uint64_t state_from_nothing(
    struct repository *repository, struct store *store, const struct config *config, const struct tree_of *at)
{
	struct graph graph;
	struct error error = { 0 };

	graph_begin(&graph, repository, store, config);
	assert_true(graph_move(&graph, &at->tree, &at->commit, &error));
	uint64_t state = graph_state(&graph);
	graph_release(&graph);
	return state;
}

/* After any moves between any trees of a history the graph is the one that is built from nothing. */
static void wander(const char *folder, unsigned moves)
{
	struct repository repository;
	struct error error = { 0 };
	struct arena arena = { 0 };
	struct config config;
	struct range range;
	struct store store;
	struct graph graph;
	const struct range_wish wish = { .history = true };
	unsigned state = 12345;

	config_default(&config);
	assert_true(repository_open(&repository, folder, false, &error));
	assert_true(range_find(&range, &repository, &arena, &wish, &error));
	store_begin(&store, &repository, &config.reading);
	graph_begin(&graph, &repository, &store, &config);
	for (unsigned i = 0; i < moves; i++) {
		struct commit_info info;
		state = state * 1103515245u + 12345u;
		const struct oid *commit = &range.commits.items[(state >> 8) % range.commits.count];
		assert_true(repository_commit(&repository, commit, &arena, &info, &error));
		struct tree_of at = { *commit, info.tree };
		assert_true(graph_move(&graph, &at.tree, &at.commit, &error));
		assert_true(graph_state(&graph) == state_from_nothing(&repository, &store, &config, &at));
	}
	graph_release(&graph);
	store_release(&store);
	arena_release(&arena);
	repository_close(&repository);
}

static void any_way_leads_to_the_same_graph(void **state)
{
	struct story story;

	(void)state;
	story_begin(&story, "mvno");
	wander(story.repository, 120);
	story_end(&story);
}

/* Real histories stand beside the project in some workplaces; without them this says so and is skipped. */
static void any_way_through_real_histories_leads_to_the_same_graph(void **state)
{
	static const char *const names[] = { "bpmn-js", "rust-forge", "mojaloop" };
	char command[2048], folder[512];

	(void)state;
	FILE *there = fopen(SOURCE_FOLDER "/../shared/repos/rust-forge.bundle", "rb");
	if (!there) {
		print_message("no real histories here: skipped\n");
		skip();
	}
	fclose(there);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(folder, sizeof folder, "/tmp/knockon-graph-%ld-%s", (long)getpid(), names[i]);
		snprintf(command, sizeof command, "git clone -q --bare '%s/../shared/repos/%s.bundle' '%s'",
		    SOURCE_FOLDER, names[i], folder);
		assert_int_equal(system(command), 0);
		wander(folder, 25);
		snprintf(command, sizeof command, "rm -rf '%s'", folder);
		assert_int_equal(system(command), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_way_leads_to_the_same_graph),
		cmocka_unit_test(any_way_through_real_histories_leads_to_the_same_graph),
	};
	return cmocka_run_group_tests_name("analyzer/graph", tests, NULL, NULL);
}
