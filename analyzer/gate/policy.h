/*
 * policy - which configuration holds for a range
 *
 * That of what it would go into, so that a range cannot relax its own gate. Of the head's it takes only names and
 * aliases that are not known there. What the head makes weaker than where it began is told, and does not hold.
 *
 * Memory:  all of it lives in the arena that was given.
 * Trouble: a mistake in the head's configuration is ERROR_USAGE; where only the base's cannot be read, the built-in
 *          one holds, and that is told.
 */
#ifndef ANALYZER_GATE_POLICY_H
#define ANALYZER_GATE_POLICY_H

#include "analyzer/config/config.h"
#include "analyzer/git/repository.h"

struct relaxed { /* one thing that the head would make weaker */
	str key; /* "policy.fail-on" */
	str message;
	uint32_t line; /* in the head's configuration */
};

struct policy {
	struct config config; /* that holds */
	str origin;           /* in words */
	LIST_OF(struct relaxed) relaxed;
};

struct policy_input {
	struct repository *repository;
	struct oid base_tree, base; /* what the range would go into; zero: there is none, and the head's holds */
	struct oid fork_tree;       /* where it began */
	struct oid head_tree;
	const char *file; /* --policy-file, --config; NULL: none */
	const char *(*rule_at)(unsigned number);
};

bool policy_find(struct policy *out, struct arena *arena, const struct policy_input *input, struct error *error);

/* .knockon.yml at the root of a tree; *found false and built-in values where there is none. */
bool config_from_tree(struct config *out, struct arena *arena, struct repository *repository, const struct oid *tree,
    bool *found, struct error *error);

/* compare: what head makes weaker (policy_compare.c); names: what it adds (policy_names.c). */
void policy_compare(struct policy *out, struct arena *arena, const struct config *base, const struct config *head);
bool policy_take_names(struct policy *out, struct arena *arena, const struct policy_input *input,
    const struct config *base, const struct config *head, struct error *error);
void policy_tell(struct policy *policy, struct arena *arena, uint32_t line, const char *key, str message);

#endif
