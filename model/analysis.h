/*
 * analysis - what is said of a commit, ready to be reported
 *
 * Plain structs with texts, made by the analyzer and read by the reports; nothing in them refers to
 * images, views or git. Everything is sorted as it is to be shown.
 *
 * Memory: all of a commit_report lives in the arena of its commit and is gone after it was reported.
 */
#ifndef MODEL_ANALYSIS_H
#define MODEL_ANALYSIS_H

#include "base/arena.h"
#include "model/rules.h"

enum role { ROLE_OWNER, ROLE_PERFORMER, ROLE_DOWNSTREAM, ROLE_UPSTREAM, ROLE_COUNTERPARTY, ROLE_REFERRER };
enum requirement { REQUIRE_NONE, REQUIRE_NOTIFY, REQUIRE_ACKNOWLEDGE };
enum confidence { CONFIDENCE_HIGH, CONFIDENCE_MEDIUM, CONFIDENCE_LOW };
enum edge {
	EDGE_FLOW,
	EDGE_SAME,
	EDGE_CALL,
	EDGE_CONTRACT,
	EDGE_REFERENCE,
	EDGE_DEPENDENCY,
	EDGE_USES,
	EDGE_PERFORMS,
	EDGE_NAMES
};

enum modifier { /* bits */
	MODIFIER_OVERRIDE = 1,
	MODIFIER_DRAFT = 2,
	MODIFIER_NOBODY_OUTSIDE = 4,
	MODIFIER_ANNOUNCED = 8,
	MODIFIER_LOW_CONFIDENCE = 16,
	MODIFIER_DISTANCE = 32,
	MODIFIER_REFERRER = 64,
	MODIFIER_INFERRED = 128,
};

struct element {          /* what a finding is about */
	const char *kind; /* step, flow, contract, team, section, document, link or gate */
	str id, name, team;
};

struct hop {
	enum edge edge;
	str from, to; /* names of steps, documents, contracts */
	str team;     /* key of the team that the hop arrives at; "" nobody */
	str file;
	uint32_t line;
	bool before; /* the hop exists only in the graph before */
};

struct affected {
	str team, name; /* key, display name */
	enum role role;
	unsigned distance;
	enum severity severity;
	enum requirement requirement;
	bool acknowledged;
	unsigned modifiers; /* distance, referrer, inferred */
	struct hop *path;
	unsigned path_count;
};

struct place_said { /* one of several places of a finding */
	str path;
	uint32_t line;
};

struct change {
	char fingerprint[13];
	enum rule_id rule;
	enum severity severity;
	unsigned modifiers;
	enum confidence confidence;
	bool audience_unknown;
	str path;
	uint32_t line;
	struct element element;
	const char *field; /* whole, name, team, ... (design of the JSON) */
	str old, now;
	str message;               /* one sentence without a full stop */
	unsigned count;            /* of places that this finding stands for; at least 1 */
	struct place_said *places; /* further ones, at most 20 */
	unsigned place_count;
	struct affected *affected;
	unsigned affected_count;
	unsigned truncated; /* teams that were cut */
	str commit;         /* of a net change: the last commit of the range that touched it; "" elsewhere */
};

struct team_affected { /* the summary of a commit per team */
	str team, name;
	unsigned distance;
	enum severity severity;
	enum requirement requirement;
	bool acknowledged;
	unsigned handoffs;    /* changes that reach it through a handoff */
	const char **changes; /* fingerprints */
	unsigned change_count;
};

struct remedy { /* of a team that has not acknowledged what it must */
	str team, line;
};

struct summary {
	unsigned commits, changes, breaking, risky, info, cosmetic, teams, unacknowledged;
};

struct coverage {
	unsigned files, documents, partial, opaque, owned, inferred, ownerless_steps;
};

struct commit_report {
	str id; /* hexadecimal; "" for what is not committed */
	str *parents;
	unsigned parent_count;
	str author_name, author_email;
	int64_t time; /* of the committer, seconds since 1970 */
	str subject;
	struct change *changes; /* severity, path, line, rule */
	unsigned change_count;
	unsigned cosmetic;              /* edits that changed no meaning */
	unsigned suppressed;            /* findings that the configuration leaves out */
	struct team_affected *affected; /* all but owners, except in a move; severity, distance, key */
	unsigned affected_count;
	struct team_affected *owners; /* the others: shown in JSON only */
	unsigned owner_count;
	/* of a net change only */
	struct change *reverted; /* what a later commit of the range took back */
	unsigned reverted_count;
	struct remedy *remedies;
	unsigned remedy_count;
};

struct team_said { /* a team that was named in the run */
	str id, name, contact;
	const char *kind; /* internal, supplier, customer, external, role, system */
};

struct run {            /* known before the first commit */
	str base, head; /* hexadecimal, or "" */
	str shown;      /* the range in words: "main..feature", "the whole history of HEAD" */
	bool net;
	enum severity min_severity; /* what is listed */
	str team;                   /* listed only if it reaches this team; "" all */
	bool color, quiet, ascii;
	unsigned width; /* of the terminal */
};

struct totals { /* known after the last one */
	struct summary summary;
	struct coverage coverage;
	struct team_said *teams; /* by id */
	unsigned team_count;
};

const char *role_name(enum role role);
const char *requirement_name(enum requirement requirement);
const char *confidence_name(enum confidence confidence);
const char *edge_name(enum edge edge);
const char *modifier_name(unsigned bit);

/* Where a finding stands among others: the most severe first, then by path, line, rule. */
struct finding_place {
	enum severity severity;
	str path;
	uint32_t line;
	enum rule_id rule;
};

int place_order(struct finding_place a, struct finding_place b); /* as in qsort; 0: what else they have decides */
int changes_order(const void *a, const void *b);                 /* of struct change, for qsort */

#endif
