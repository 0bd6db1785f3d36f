/*
 * planted - a repository of one commit with files that a test writes down, and the graph of it
 *
 * Memory:  planted_pull_up gives all of it back and removes the folder.
 * Trouble: fails the test.
 */
#ifndef TESTS_SUPPORT_PLANTED_H
#define TESTS_SUPPORT_PLANTED_H

#include "analyzer/graph/graph.h"

struct planted_file {
	const char *path, *text;
};

struct planted {
	char folder[256];
	struct arena arena;
	struct repository repository;
	struct config config;
	struct store store;
	struct graph graph;
	struct commit_info commit;
};

/* files end with one without a path; `.knockon.yml` among them is the configuration. */
void planted_begin(struct planted *out, const struct planted_file *files);
void planted_pull_up(struct planted *planted);

#endif
