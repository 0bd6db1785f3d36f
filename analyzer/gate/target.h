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
	struct oid base_tree; /* of the first base; zero: there is none */
	/* Where the policy comes from: what the range would go into, which may be further than where they parted, so
	 * that nobody leaves a newer policy behind by beginning at an old commit. */
	struct oid policy_tree, policy;
	str shown;
	bool merges; /* what git would commit now is a merge */
	bool staged; /* not committed, and nothing is merged: no trailer can stand anywhere */
};

/* A..B, A...B or one revision, as git understands it; NULL: from where HEAD left the branch that it would go into, or
 * the merge that is open. */
bool target_find(
    struct target *out, struct repository *repository, struct arena *arena, const char *words, struct error *error);
/* From one commit to another, whether one descends from the other or not; base may be zero: all of it is new. */
bool target_between(struct target *out, struct repository *repository, struct arena *arena, const struct oid *base,
    const struct oid *head, str shown, struct error *error);
/* What git would commit now. Where it merges, the commits of the heads count: git names them in the environment
 * (GITHEAD_...), or in MERGE_HEAD where the merge was left open. */
bool target_staged(struct target *out, struct repository *repository, struct arena *arena, struct error *error);

#endif
