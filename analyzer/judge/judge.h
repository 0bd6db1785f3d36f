/*
 * judge - from what differs to who hears of it
 *
 * Takes the differences of one commit, asks the graphs before and after it, and makes the finished
 * changes: audience, performers, severity with its modifiers, requirements, folding, fingerprints.
 *
 * The graph is one that moves: judge_look runs while it stands at the tree after, then while it stands at the tree
 * before; judge_finish, under the registry of both.
 *
 * Memory: all results live in the arena of the commit.
 */
#ifndef ANALYZER_JUDGE_JUDGE_H
#define ANALYZER_JUDGE_JUDGE_H

#include "analyzer/graph/trace.h"

struct doc_owner {
	team_id team;
	bool inferred;
	bool people; /* no team, but a file names somebody */
};

struct pair_facts { /* of one pair of documents */
	struct doc_owner owner[2];
	path_id path[2]; /* 0: not there */
	const struct image *image[2];
	bool draft[2];
	bool example; /* below test/, fixtures/ and the like: nobody works by it */
	bool names_teams;
};

struct finding { /* a difference on its way to a change */
	struct difference *d;
	struct reach reach;
	struct difference **rows; /* of a schedule: all that it stands for, the first one included */
	unsigned row_count;
	unsigned members; /* differences that it stands for */
	struct place_said *places;
	unsigned place_count;
	unsigned readers; /* pages that refer to what changed, of any owner */
	bool swallowed, inferred;
};

struct team_seen { /* how a team is called in this commit: by the registry after it, else by the one before */
	team_id team;
	str key, name;
	bool outside, known;
};

/* Of a range told as one change: who wrote last what a finding is about. hash: its fingerprint's bits. NULL: unknown.
 */
typedef const struct commit_info *(*writer_of)(void *data, uint64_t hash);

struct judge {
	struct arena *arena;
	struct graph *graph;
	const struct config *config;
	const struct commit_info *commit;
	const struct commit_info *writer; /* of the finding that is being judged */
	writer_of writers;                /* NULL: the commit's author wrote all */
	void *writers_data;
	const struct pair *pairs;
	struct pair_facts *facts;
	uint32_t pair_count;
	struct differences *differences;
	struct finding *findings;
	uint32_t finding_count, finding_room;
	LIST_OF(struct team_seen) seen;
	struct map seen_at;  /* team -> number in seen + 1 */
	struct map known[2]; /* of the teams of touched documents those that the registry of that side knows */
	bool looked[2];
	unsigned depth;                         /* teams further away are not told of; 0: no limit */
	bool owners_moved;                      /* a file of owners changed in this commit */
	struct map owners_before, owners_after; /* of all documents, where owners_moved */
	struct map renamed;                     /* path before -> path after */
	unsigned pairs_looked;                  /* new handoffs that the pages before were looked through for, */
	uint64_t bytes_looked;                  /* and how much that was */
};

void judge_begin(struct judge *out, struct arena *arena, struct graph *graph, const struct commit_info *commit,
    const struct pair *pairs, uint32_t pair_count, struct differences *differences, bool owners_moved);
bool judge_look(struct judge *judge, enum side side, struct error *error); /* the graph stands at that side */
struct artifact { /* a file that no notation reads and that changed */
	path_id path;
};
/* The graph stands at the tree after. */
void look_at_artifacts(struct judge *judge, const struct artifact *artifacts, uint32_t count);
void judge_finish(struct judge *judge, struct commit_report *out);
const struct team_seen *judge_team(struct judge *judge, team_id team);
void judge_release(struct judge *judge);

#endif
