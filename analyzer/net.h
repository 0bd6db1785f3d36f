/*
 * net - a range as one change, and which of its commits touched what last
 *
 * The range is judged from its base to its head, and from the same base to each commit on the way: a finding belongs to
 * the commit from which on it stands there as it does in the end. Whoever agreed to an earlier state agreed to
 * something else, and what no longer stands there at the end was taken back. A commit that the base is no ancestor of
 * (a branch that was merged in) counts from where its own line left the base.
 *
 * Where that would be too much work (LIMIT_NET_WORK), a finding belongs to the last commit that touched its files, and
 * nothing is said of what was taken back.
 *
 * Memory: all of it lives in the arena that was given, texts of findings too.
 * Order:  commits oldest first, parents before children; the last one is the head.
 */
#ifndef ANALYZER_NET_H
#define ANALYZER_NET_H

#include "analyzer/impact.h"

struct net_range {
	const struct oid *bases; /* commits; several: of a criss-cross history */
	unsigned base_count;     /* 0: all of it is new */
	const struct oid *commits;
	unsigned commit_count;   /* newest first, the head among them unless it is not committed */
	struct commit_info head; /* no id: what is not committed yet, with its tree and its parents */
};

struct net_item { /* a finding of the range up to a commit */
	uint64_t fingerprint;
	unsigned last; /* commit that touched it last */
	const struct change *change;
};

struct net_commit {
	struct commit_info info;
	unsigned *parents; /* those within the range */
	unsigned parent_count;
	uint16_t from;                /* bits: the bases that it descends from */
	struct oid origin;            /* the commit that it is compared with; zero: none */
	const struct net_item *items; /* by fingerprint */
	unsigned item_count;
};

struct net {
	struct arena *arena;
	struct impact *impact;
	const struct net_range *range;
	struct net_commit *commits;
	unsigned count;
	bool exact; /* false: by files only */
	struct map by_path, by_id;
	/* Sets the addresses of authors and committers right (.mailmap); may be NULL. */
	void (*mend)(void *data, struct commit_info *info);
	void *mend_data;
};

/* mend may be set in *out before. The report has `commit` in each change, and `reverted`. */
bool net_judge(struct net *out, struct impact *impact, const struct net_range *range, struct arena *arena,
    struct commit_report *report, struct error *error);
void net_release(struct net *net);

/* The commit that touched a change of the report last. */
unsigned net_last(const struct net *net, const struct change *change);
/* A finding of the range up to a commit, by its fingerprint; NULL: none. */
const struct change *net_finding(const struct net *net, unsigned commit, str fingerprint);
/* Whether two findings are about one element and field; of one that came or went any field counts. */
bool net_same_place(struct arena *scratch, const struct change *a, const struct change *b);
/* Marks commits and all their ancestors within the range; marks has room for net->count. */
void net_mark_ancestors(const struct net *net, bool *marks);

#endif
