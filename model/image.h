/*
 * image - what one file says, in one immutable block
 *
 * A header, arrays of records and a pool of texts; offsets instead of pointers, so that an image can
 * be shared between threads, copied with memcpy and mapped from a file. It is a function of the
 * bytes of the file and the settings for reading alone: what depends on the path, on other files or
 * on which names are teams (owner, aliases, targets of links) is made by the analyzer's views.
 *
 * Containers: 0 is the file itself; each diagram or page in it is a further one. Records carry the
 * number of their container and stand sorted by it.
 *
 * Lines: a place is a section and a line in it, counted from 0 at the section's first line, so text
 * that is inserted above a section changes none of its places. image_line gives the line in the file.
 *
 * Claims: some records count only where names are known teams. Such a record names a claim; the
 * view decides it. Claim 0 always holds.
 *
 * Memory: an image is one malloc'd block; free() it.
 */
#ifndef MODEL_IMAGE_H
#define MODEL_IMAGE_H

#include "base/str.h"

#define NONE 0xffffffffu /* the number of a record that is not there */

struct text { /* in the pool of the image */
	uint32_t at, size;
};

struct span { /* of one of the arrays */
	uint32_t first, count;
};

struct place {
	uint32_t section, line;
};

enum when_op { WHEN_NONE, WHEN_AT_MOST, WHEN_AT_LEAST, WHEN_EVERY, WHEN_BY, WHEN_VAGUE };
enum when_basis { BASIS_NONE, BASIS_ELAPSED, BASIS_BUSINESS_DAYS, BASIS_BUSINESS_HOURS, BASIS_TIME_OF_DAY };

/* A time that somebody promised: op and amount on a basis. amount is in seconds (elapsed), days (business days),
 * hours (business hours) or minutes after midnight (time of day); low is the smaller end of a range, else equal. */
struct when {
	struct text text;   /* as written; empty: there is no time at all */
	struct text anchor; /* "receipt" in "within 2 days of receipt" */
	double amount, low;
	double percent; /* 95 in "95% within 4h"; negative: none */
	uint8_t op, basis;
};

struct attr {
	struct text key, value;
};

struct section {
	struct text title;   /* of its heading; empty for what stands before the first one */
	struct text anchor;  /* what a link's fragment has to say */
	struct text id;      /* an id that the author gave it */
	uint32_t first_line; /* line of the file, from 1 */
	uint32_t parent;     /* the section that contains it, or NONE */
	uint8_t level;       /* 1 to 6; 0 before the first heading */
};

struct container {
	struct text name; /* "" for the file, "mermaid 2", "page Order" */
	struct text format, title, process, doc_id, status;
	struct span attrs; /* dates and keys of the front matter, settings of a process */
	struct place place;
	uint8_t technical; /* a sequence diagram between machines */
	uint8_t ordered;   /* the order of its flows has a meaning (sequence diagrams) */
	uint8_t partial;   /* not read to the end */
	uint8_t generated; /* made by a program */
};

enum team_kind { TEAM_TEAM, TEAM_ROLE, TEAM_SYSTEM, TEAM_PERSON, TEAM_EXTERNAL, TEAM_GROUP };
enum team_strength {
	TEAM_STRONG,   /* makes its name known to the registry */
	TEAM_WEAK,     /* a group that is a team only where its claim holds */
	TEAM_MENTION,  /* used here (a typed name in a contract, a claimed name), no source of the registry */
	TEAM_INFERRED, /* a capitalised "X Team" in running text: counts from three documents on */
};

struct team {
	struct text id;   /* the notation's own, or made from the name; unique in the container */
	struct text key;  /* model/names: the full key of the name */
	struct text name; /* N0 */
	struct place place;
	uint32_t container, parent; /* parent: a team, or NONE */
	uint32_t claim;             /* where it does not hold, the team is only a group */
	struct span parts;          /* teams that a compound name ("Billing / Support") stands for if all are known */
	uint8_t kind, strength;
	uint8_t generic; /* "Manager": the key gets the pool's in front */
};

enum step_kind { STEP_ACTIVITY, STEP_EVENT, STEP_GATEWAY, STEP_DATA };

struct step {
	struct text id;       /* the notation's own, or made from the text */
	struct text name, n1; /* N0, N1 */
	struct text type;     /* the notation's word: "userTask" */
	struct text group;    /* phase, partition, process heading */
	struct text where;    /* a path for people, where lines are useless */
	struct when when;
	struct place place;
	uint32_t container, team; /* team: the one who does it, or NONE */
	struct span with;         /* further performers (array performers) */
	struct span attrs;
	uint32_t claim;
	uint32_t host;   /* boundary event: the activity it sits on; else NONE */
	uint32_t within; /* the subprocess that it stands in, or NONE: a path enters and leaves that one by its steps */
	uint8_t kind;
	uint8_t strong_id; /* the id survives edits and may pair two revisions */
	uint8_t schedule;  /* a row of a schedule: rows are not steps of one flow */
	uint8_t when_role; /* enum when_role */
	uint8_t rule;      /* R1 to R12 as 1 to 12 for text, else 0 */
	uint8_t inherited; /* its cell for the performer is empty: the one of the row above stands for it */
};

enum when_role { WHEN_IS_TIMER, WHEN_IS_WAIT, WHEN_IS_REMINDER, WHEN_IS_DATE, WHEN_IS_SERVICE_LEVEL };

enum flow_kind {
	FLOW_SEQUENCE,
	FLOW_MESSAGE,
	FLOW_RETURN,
	FLOW_DEPENDENCY,
	FLOW_DATA,
	FLOW_ASSOCIATION,
	FLOW_ESCALATION,
};

enum end_kind { END_STEP, END_TEAM };

struct end {
	uint32_t number; /* of a step or a team; NONE: unknown */
	uint8_t kind;
};

struct flow {
	struct text id, label, condition;
	struct when when;
	struct place place;
	struct end from, to;
	uint32_t container, claim;
	uint32_t branch; /* alternatives of one choice: flows of different branches do not go on into each other */
	uint8_t kind, strong_id;
	uint8_t implicit; /* follows from the order of rows or items, nobody drew it */
	uint8_t cancelled;
};

enum contract_kind { CONTRACT_OLA, CONTRACT_SLA, CONTRACT_UC, CONTRACT_COMMITMENT };

struct contract {
	struct text id;                               /* clause number, or empty */
	struct text what, where, why, qualifier, who; /* who: a person or role that is named beside the provider */
	struct text what_n1;
	struct when when;
	struct place place;
	uint32_t container, claim;
	uint32_t provider, consumer; /* teams, or NONE */
	uint32_t step;               /* that it came from, or NONE */
	struct span attrs;           /* contact, escalation, hours, penalty, threshold, cutoff, input, format, scope */
	uint8_t kind, rule;
};

enum link_kind { LINK_DOC, LINK_FILE, LINK_INCLUDE, LINK_CALL, LINK_FORM, LINK_EXTERNAL, LINK_PERSON };

enum link_place { /* what a link stands in */
	LINK_IN_TEXT,
	LINK_IN_ITEM, /* an item, step, contract or table row with words of its own */
	LINK_ALONE,   /* an item or cell that is nothing but a link; tables of contents */
	LINK_IN_HEADING,
};

struct link {
	struct text target, fragment, text; /* target as written, percent-decoded, without ?query and #fragment */
	struct place place;
	uint32_t container;
	uint32_t step; /* that it stands in, or NONE */
	uint8_t kind, stands;
};

/* Prose, one unit a paragraph, list item, table row or block of code: what sections are compared by. */
enum prose_kind { PROSE_PARAGRAPH, PROSE_ITEM, PROSE_ROW, PROSE_QUOTE, PROSE_CODE, PROSE_HEADER };

struct prose {
	struct text text; /* N0; for code empty */
	uint64_t hash;    /* of the text, or of the code's bytes without trailing blanks */
	uint64_t letters; /* of the text, see hash_of_letters */
	struct place place;
	uint32_t container, claim; /* is no prose where its claim (unless 0) holds: its records speak for it */
	uint8_t kind, depth;
};

struct opaque {
	struct text kind, label;
	uint64_t hash;
	struct place place;
	uint32_t container;
};

struct note { /* a diagnostic that the bytes alone decide */
	struct text code, message;
	struct place place;
	uint32_t container;
	uint8_t why_only; /* shown under --why only */
};

/* Holds if at least need of the keys are known teams or the claim `either` holds, unless `unless` holds. */
struct claim {
	struct span keys;              /* array keys: full team keys */
	uint32_t need, either, unless; /* either, unless: 0 none */
};

/* Names of teams that the document's front matter gives: owners, and whom it feeds. */
enum said_kind { SAID_OWNER, SAID_UPSTREAM, SAID_DOWNSTREAM };
struct said {
	struct text name;
	struct place place;
	uint32_t team; /* its record */
	uint8_t kind;
};

struct image {
	uint32_t size, version;
	uint64_t canonical; /* hash of the canonical form (model/canonical.h) */
	uint64_t link_sum;  /* of all links as written, whatever their order: part of it */
	struct span containers, teams, steps, flows, contracts, links, sections, prose, opaque, notes, claims;
	struct span attrs, performers, parts, keys, said; /* parts, performers: numbers of teams */
	/* For each step, the steps that follow it through gateways, events and data nodes (activities only). Flows
	 * of kind sequence, message and escalation; `succ` has one span per step, `next` the numbers. */
	struct span succ, pred, next;
	struct span pool;
	uint8_t partial;
};

/* A span of image holds a byte offset and a count; these give typed access. */
#define IMAGE_RECORDS(type, field)                                                                    \
	static inline const struct type *image_##field(const struct image *image)                     \
	{                                                                                             \
		return (const struct type *)(const void *)((const char *)image + image->field.first); \
	}
IMAGE_RECORDS(container, containers)
IMAGE_RECORDS(team, teams)
IMAGE_RECORDS(step, steps)
IMAGE_RECORDS(flow, flows)
IMAGE_RECORDS(contract, contracts)
IMAGE_RECORDS(link, links)
IMAGE_RECORDS(section, sections)
IMAGE_RECORDS(prose, prose)
IMAGE_RECORDS(opaque, opaque)
IMAGE_RECORDS(note, notes)
IMAGE_RECORDS(claim, claims)
IMAGE_RECORDS(attr, attrs)
IMAGE_RECORDS(said, said)
IMAGE_RECORDS(text, keys)
IMAGE_RECORDS(span, succ)
IMAGE_RECORDS(span, pred)

static inline const uint32_t *image_performers(const struct image *image)
{
	return (const uint32_t *)(const void *)((const char *)image + image->performers.first);
}
static inline const uint32_t *image_parts(const struct image *image)
{
	return (const uint32_t *)(const void *)((const char *)image + image->parts.first);
}
static inline const uint32_t *image_next(const struct image *image)
{
	return (const uint32_t *)(const void *)((const char *)image + image->next.first);
}

static inline str image_text(const struct image *image, struct text text)
{
	return (str){ (const char *)image + image->pool.first + text.at, text.size };
}

uint32_t image_line(const struct image *image, struct place place);            /* line of the file, from 1; 0: none */
str image_attr(const struct image *image, struct span attrs, const char *key); /* "" if it is not there */
/* The first and one past the last record of a container in an array that is sorted by container. */
struct span image_steps_of(const struct image *image, uint32_t container);
struct span image_flows_of(const struct image *image, uint32_t container);
struct span image_teams_of(const struct image *image, uint32_t container);

/* Whether two flows stand in alternatives of one choice, so that no work passes from one to the other. branch: three
 * levels, the outermost in bits 31-16 (12 for the block, 4 for the section), then 15-8 and 7-0 (4 and 4); 0: in none.
 */
bool flow_branches_exclude(uint32_t branch, uint32_t other);

/* A pool that has nothing but its id for a name. */
bool team_is_nameless(const struct image *image, const struct team *team);

const char *when_op_name(enum when_op op);          /* "<=", ">=", "every", "by", "vague" */
const char *when_basis_name(enum when_basis basis); /* "elapsed", "business-days", ... */
const char *team_kind_name(enum team_kind kind);
const char *step_kind_name(enum step_kind kind);
const char *flow_kind_name(enum flow_kind kind);
const char *contract_kind_name(enum contract_kind kind);
const char *link_kind_name(enum link_kind kind);

static inline struct end end_step(uint32_t step)
{
	return (struct end){ .number = step, .kind = END_STEP };
}
static inline struct end end_team(uint32_t team)
{
	return (struct end){ .number = team, .kind = END_TEAM };
}
static inline struct when when_none(void)
{
	return (struct when){ .percent = -1 };
}

#endif
