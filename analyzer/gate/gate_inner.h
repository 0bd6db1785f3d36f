/*
 * gate_inner - what the files of the gate share
 */
#ifndef ANALYZER_GATE_GATE_INNER_H
#define ANALYZER_GATE_GATE_INNER_H

#include "analyzer/gate/gate.h"

struct demand { /* one team, one change that it must acknowledge */
	struct affected *affected;
	struct change *change;
	team_id team;
	unsigned last; /* commit that touched the change last */
	bool written;  /* by a member */
	bool blocked;
};

struct team_asked {
	team_id id;
	const struct config_team *config; /* NULL: not in the configuration */
	str key, name;
	unsigned first, count; /* of its demands */
};

struct gate {
	const struct gate_input *in;
	struct arena *arena;
	struct check *out;
	struct acks acks;
	struct demand *demands; /* by team, then in the order of the report */
	unsigned demand_count;
	struct team_asked *teams;
	unsigned team_count;
	struct change *findings;
	unsigned finding_count, finding_room;
	bool *overridden; /* commits that an override covers; NULL: there is none */
};

/* about: the change that the finding is about, or NULL; its place and severity are taken over. */
struct change *gate_add(struct gate *gate, enum rule_id rule, const struct change *about, str team);
str gate_commit_words(struct gate *gate, unsigned commit); /* "commit 1a2b3c4", "what is staged" */
const struct config_team *gate_config_team(const struct gate *gate, team_id team);
bool gate_is_member(const struct config_team *team, str email);
enum severity gate_at_most(enum severity severity, enum severity most);

void gate_apply_acks(struct gate *gate); /* ack_rules.c */
const struct team_asked *gate_team(const struct gate *gate, team_id id);
bool gate_asked_then(const struct change *change, str team);

bool gate_take_blocks(struct gate *gate, const struct ack_names *names, struct error *error); /* blocks.c */

void gate_apply_files(struct gate *gate); /* file_rules.c */
void gate_tell_files(struct gate *gate);

void gate_tell_policy(struct gate *gate); /* policy_rules.c */
void gate_tell_suppressions(struct gate *gate);
void gate_apply_overrides(struct gate *gate);
bool gate_tell_unread(struct gate *gate, struct error *error); /* unread.c */

#endif
