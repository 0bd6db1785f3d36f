/*
 * branches - where a range begins when nobody says so
 */
#ifndef ANALYZER_GIT_BRANCHES_H
#define ANALYZER_GIT_BRANCHES_H

#include "analyzer/git/repository.h"

struct branch {
	struct oid tip;
	str name; /* "origin/main"; in the arena */
};

/* A reference by its full name, peeled to a commit; false where there is none. */
bool branch_at(struct repository *repository, const char *reference, struct oid *out);
/* What HEAD would be merged into: origin/HEAD, else its upstream, else main or master. */
bool branch_base(struct repository *repository, struct arena *arena, struct branch *out);
/* The same of a remote: its HEAD, else its main or master. */
bool branch_of_remote(struct repository *repository, struct arena *arena, const char *remote, struct branch *out);
/* The name of the branch that HEAD stands for: "main"; "" where it is detached. */
str branch_of_head(struct repository *repository, struct arena *arena);
/* a is b or one of its ancestors. */
bool branch_contains(struct repository *repository, const struct oid *b, const struct oid *a);

#endif
