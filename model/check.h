/*
 * check - whether a range may be merged, ready to be reported
 *
 * The net change of the range is a commit_report; here stands what the gate says of it.
 *
 * Memory: all of it lives in the arena of the run.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/analysis.h"

struct asked { /* a team that must acknowledge something */
	str team, name;
	const struct change **open;    /* what it has not acknowledged; in the order of the report */
	const struct change **blocked; /* what it blocks */
	unsigned open_count, blocked_count;
	str remedy;         /* the line to add; "" where nothing is open or nothing helps */
	const str *members; /* who may acknowledge; none: anybody */
	unsigned member_count;
};

struct ack_said {       /* an acknowledgement that counts */
	str team, name; /* of the team */
	str by;         /* who */
	str place;      /* "commit 1a2b3c4", a path, "--ack" */
	str reason;
};

struct check {
	bool passes;           /* the verdict */
	bool never;            /* fail-on: never; the verdict is pass whatever happens */
	bool would_fail;       /* what the verdict would be otherwise */
	bool overridden;       /* it passes because somebody who may says so */
	enum severity fail_on; /* findings of the gate from that severity on fail it */
	struct change
	    *gate; /* findings of the gate: severity, path, line, rule; element.id is the change that each is about */
	unsigned gate_count;
	struct asked *asked; /* by key */
	unsigned asked_count;
	struct ack_said *acks;
	unsigned ack_count;
	bool merges;           /* it is a merge that git has not committed yet */
	bool commit_unchecked; /* and `git commit` would complete it without a check */
	unsigned commits;      /* of the range */
	str shown;             /* the range in words */
	str policy;            /* where the policy came from, in words */
};

#endif
