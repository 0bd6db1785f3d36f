/*
 * acks - who says that a team knows
 *
 * Three ways: the trailer Impact-Ack of a commit of the range (it holds for what that commit and those before it did),
 * a file .knockon/acks/TEAM/NAME.yml of the head (it holds for the fingerprints that it names), and --ack (it holds for
 * all).
 *
 * Memory: all of it lives in the arena that was given.
 * Order:  trailers by commit, oldest first; then files by path; then --ack.
 */
#ifndef ANALYZER_GATE_ACKS_H
#define ANALYZER_GATE_ACKS_H

#include "analyzer/config/config_ack.h"
#include "analyzer/git/tree.h"
#include "analyzer/net.h"

enum ack_kind { ACK_TRAILER, ACK_FILE, ACK_OPTION };

struct ack {
	enum ack_kind kind;
	enum ack_verdict verdict;
	team_id team;    /* 0: it names none that is known */
	str words;       /* as the team is named */
	str reason, by;  /* by: of a file */
	unsigned commit; /* of a trailer; of a file the last commit of the range that touched it, or NONE */
	str path;        /* of a file */
	const str *fingerprints;
	unsigned fingerprint_count;
	uint32_t until_day;  /* 20270331; 0: for ever */
	bool misplaced;      /* a trailer that stands in the midst of a message */
	bool no_colon;       /* one that lacks nothing else */
	bool second;         /* words behind a comma in the line of another team */
	bool entitled;       /* by a member, or the team names none */
	bool counts, covers; /* it acknowledges something; it would */
	bool gone;           /* a file that blocks and is not at the head; commit: who took it away, or NONE */
	str trouble;         /* of a file that cannot be read: why */
	uint32_t line;       /* of the trouble */
};

struct acks {
	struct ack *items;
	unsigned count, room;
};

struct ack_names { /* which words are which team */
	team_id (*find)(void *data, str words);
	void *data;
};

void acks_take_trailers(struct acks *out, struct arena *arena, const struct net *net, const struct ack_names *names);
void acks_take_option(struct acks *out, struct arena *arena, str team, const struct ack_names *names);
/* The files of the head. */
bool acks_take_files(
    struct acks *out, struct arena *arena, const struct net *net, const struct ack_names *names, struct error *error);
/* What differs in the folder between two trees; either may be zero. */
typedef bool ack_visit(void *data, const struct tree_change *change, struct error *error);
bool acks_compare(struct repository *repository, const struct oid *before, const struct oid *after, ack_visit *visits,
    void *data, struct error *error);
/* One file; path is kept. */
void acks_read_file(struct ack *out, struct arena *arena, struct repository *repository, const struct ack_names *names,
    str path, const struct oid *blob);
struct ack *acks_add(struct acks *out, struct arena *arena);

#endif
