/*
 * impact - which teams each commit affects
 *
 * One commit is one changeset: what it touches is paired, compared under the union of the registries
 * before and after, traced in both graphs and judged. The graph stands at the tree of the last commit
 * and moves; any order of commits gives the same answers.
 *
 * Trouble: a missing tree or commit stops the run; a document that cannot be read never does.
 */
#ifndef ANALYZER_IMPACT_H
#define ANALYZER_IMPACT_H

#include "analyzer/git/history.h"
#include "analyzer/judge/judge.h"
#include "model/analysis.h"

struct impact {
	struct repository *repository;
	const struct config *config;
	struct store store;
	struct graph graph;
	struct arena arena; /* what lives as long as the run */
	struct totals totals;
	struct intern team_keys; /* of teams that were named */
	LIST_OF(struct team_said) teams;
	struct map affected; /* numbers of keys of teams that are affected by something */
	struct map unacknowledged;
	writer_of writers; /* see judge */
	void *writers_data;
	unsigned depth; /* teams further away than that are left out; 0: none are */
	int32_t as_of;  /* the day that all changes are judged by (change/notice.h); DAY_NONE: that of each commit */
	/* Of a change that adds very many documents those that were there are judged all the same. */
	bool judges_rest;
	bool verify_graph; /* after each commit: the graph equals one built from nothing */
};

void impact_open(struct impact *out, struct repository *repository, const struct config *config);
void impact_close(struct impact *impact);

/* Loads the tree that the coverage of the answer is about. */
bool impact_cover(struct impact *impact, const struct oid *tree, const struct oid *commit, struct error *error);
/* The report lives in the arena. */
bool impact_commit(
    struct impact *impact, const struct oid *id, struct arena *arena, struct commit_report *out, struct error *error);
/* All that differs between two trees as one change; info names author, time and message. */
bool impact_between(struct impact *impact, const struct oid *before, const struct oid *after,
    const struct commit_info *info, struct arena *arena, struct commit_report *out, struct error *error);
/* The same, and the totals do not count it. */
bool impact_look(struct impact *impact, const struct oid *before, const struct oid *after,
    const struct commit_info *info, struct arena *arena, struct commit_report *out, struct error *error);
/* Counts what was only looked at. */
void impact_count(struct impact *impact, struct arena *arena, const struct commit_report *report);
const struct totals *impact_totals(struct impact *impact);

#endif
