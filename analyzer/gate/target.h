/*
 * target - what a check is about: from where, to where, and in which words that is told
 *
 * Memory: all of it lives in the arena that was given.
 * Trouble: ERROR_USAGE where nothing says where the range begins, ERROR_INCOMPLETE where history is missing.
 */
#ifndef ANALYZER_GATE_TARGET_H
#define ANALYZER_GATE_TARGET_H

#include "analyzer/git/branches.h"
#include "analyzer/git/history.h"
#include "analyzer/net.h"

struct target {
	struct net_range range;
	struct oid base_tree; /* of the first base: the policy comes from there; zero: there is none */
	str shown;
	bool staged;
};

/* A..B, A...B or one revision, as git understands it; NULL: from where HEAD left the branch that it would go into. */
bool target_find(
    struct target *out, struct repository *repository, struct arena *arena, const char *words, struct error *error);
/* From one commit to another, whether one descends from the other or not; base may be zero: all of it is new. */
bool target_between(struct target *out, struct repository *repository, struct arena *arena, const struct oid *base,
    const struct oid *head, str shown, struct error *error);

#endif
