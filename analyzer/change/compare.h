/*
 * compare - what differs between two revisions of a set of documents
 *
 * All documents that a commit touches are compared as one set, so that a file split in two or a
 * section moved to another page is seen as what it is. The result says what differs and names records
 * of images; who hears of it is decided later (judge), with the graphs at hand.
 *
 * Memory: differences and their texts live in the arena that was given.
 * Order:  by path, line, rule.
 */
#ifndef ANALYZER_CHANGE_COMPARE_H
#define ANALYZER_CHANGE_COMPARE_H

#include "analyzer/graph/view.h"
#include "base/arena.h"
#include "model/analysis.h"

enum side { BEFORE, AFTER };

/* One document on both sides; either view may be NULL. */
struct pair {
	const struct view *view[2];
	bool exact; /* equal bytes under another name */
};

/* Where a search for those concerned begins: the work of `team` goes from step `from` into `entry`. */
struct seed {
	enum side side;
	path_id path;
	uint32_t from;     /* step, or NONE */
	struct end entry;  /* step or team; NONE: every way out of `from` */
	uint32_t flow;     /* the evidence for the first hop, or NONE */
	team_id team;      /* that is at distance 0; 0: nobody known */
	bool far;          /* all distances; else distance 1 only */
	bool upstream;     /* who hands in to `from` */
	bool counterparty; /* whoever is found so is the other party of a promise */
	team_id party;     /* not 0: the seed is a contract (number `contract`), and this team is a party of it */
	uint32_t contract;
	bool of_promise; /* one promise of the step changed: others that came from it are not concerned */
};

struct difference {
	enum rule_id rule;
	enum confidence confidence;
	uint32_t pair;     /* number of the pair of documents */
	enum side at_side; /* on which side path and line are */
	uint32_t line;
	const char *kind, *field; /* of the element, see the JSON */
	str id, name;
	bool strong_id;
	team_id team; /* of the element */
	str old, now;
	str message;
	team_id owners[4]; /* at distance 0 beside the owner of the document; in a move old and new */
	unsigned owner_count;
	bool move;         /* a step changed hands: owners are asked */
	team_id performer; /* of the changed step, where somebody else may have made the change; 0 none */
	team_id performer_before;
	team_id named[8]; /* counterparties */
	unsigned named_count;
	team_id renamed[2]; /* nothing else differs but that one team is named as the other; 0: more does */
	team_id near[2];    /* names that may be one team's, unless each stands for itself; 0: none are */
	str near_words;     /* "Release Team and Release Management Team" */
	LIST_OF(struct seed) seeds;
	str section; /* anchor of the section that referrers may point at, "" the page */
	bool section_is_known;
	bool asks_referrers, asks_nobody; /* nobody: whatever the rule says */
	str group;                        /* differences of one group and rule are one finding (rows of one schedule) */
	unsigned hidden;                  /* counted only */
	bool elements_only;               /* steps and handoffs reach referrers by section references only */
	uint32_t link;                    /* of the image on at_side, or NONE */
	bool new_pair; /* counts only if no document before has a handoff between these teams: named[0] to named[1] */
	bool mild;     /* told as info whatever the rule says */
	bool doubtful; /* likewise as risky */
	team_id other; /* of a contract: whom it is for */
	uint64_t promised; /* of a contract that came or went: what it is known by (graph/contract_key.h), or 0 */
	bool open_ended;   /* of a contract: nobody knows whom it is for */
	bool of_document;  /* a date of a page: reaches those whom the changes beside it reach, else those named */
	bool only_beside_others; /* such a date says nothing where nothing else changed */
};

struct announced {           /* a date came or changed, and it keeps the notice */
	uint32_t pair, line; /* line, after, of a contract; 0: the whole document */
};

struct differences {
	struct arena *arena;
	LIST_OF(struct difference) list;
	LIST_OF(struct announced) announced;
	int32_t as_of;     /* day (change/notice.h) */
	unsigned cosmetic; /* edits that changed no meaning */
};

struct compare_context {
	struct registry *registry; /* the union of both sides */
	const struct config *config;
	int32_t as_of; /* the day of the change (change/notice.h) */
	str (*path_text)(void *data, path_id path);
	uint32_t (*called)(void *data, path_id from, str target); /* what a link points at, as a number; 0 none */
	str (*called_text)(void *data, uint32_t called);
	void *data;
};

void difference_owner(struct difference *difference, team_id team); /* 0 and repeated ones are nothing */
void difference_name(struct difference *difference, team_id team);  /* likewise: a counterparty */

void compare_documents(
    struct differences *out, const struct pair *pairs, uint32_t count, const struct compare_context *context);

#endif
