/*
 * gate - whether a range may be merged
 *
 * A change never fails by itself; a team that must acknowledge it and has not, or blocks it, does. The net change is
 * taken as it was judged; who must was settled there, by the policy of the configuration in force.
 *
 * Memory:  all of it lives in the arena that was given.
 * Order:   findings by severity, path, line, rule, team.
 */
#ifndef ANALYZER_GATE_GATE_H
#define ANALYZER_GATE_GATE_H

#include "analyzer/gate/acks.h"
#include "analyzer/gate/policy.h"
#include "analyzer/git/mailmap.h"
#include "model/check.h"

struct gate_input {
	struct impact *impact;
	const struct config *config;   /* in force */
	const struct relaxed *relaxed; /* what the range would make weaker */
	unsigned relaxed_count;
	const struct mailmap *mailmap; /* of the base */
	const struct net *net;
	struct commit_report *report; /* marked: acknowledged, remedies */
	struct oid base_tree;         /* of the first base; zero: none */
	struct oid into;              /* the commit that the range would go into; zero: none */
	const char *const *acks;      /* of --ack */
	unsigned ack_count;
	int64_t as_of; /* seconds since 1970 */
	bool staged;   /* what is judged is not committed yet */
};

bool gate_judge(struct check *out, const struct gate_input *input, struct arena *arena, struct error *error);

#endif
