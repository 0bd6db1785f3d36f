/*
 * history - which commits a run is about
 *
 * Ranges are git's own: A..B, A...B, REV (that commit), none (HEAD); --history takes every commit that
 * the revision reaches; --since and --until (a date or a revision) narrow any range.
 */
#ifndef ANALYZER_GIT_HISTORY_H
#define ANALYZER_GIT_HISTORY_H

#include "analyzer/git/repository.h"

struct range_wish {
	const char *words; /* as on the command line; NULL: none */
	const char *since, *until;
	bool history, net, reverse;
};

struct range {
	struct oid base, head; /* base zero: the range begins with the first commit */
	struct oid *bases;     /* all merge bases, for a net change */
	unsigned base_count;
	LIST_OF(struct oid) commits; /* newest first, unless reverse */
	str shown;                   /* "main..topic", "the history of HEAD" */
};

bool range_find(struct range *out, struct repository *repository, struct arena *arena, const struct range_wish *wish,
    struct error *error);

struct oid_list {
	LIST_OF(struct oid) list;
};
/* What the heads reach and `hidden` does not, newest first, parents behind their children. */
bool commits_between(struct oid_list *out, struct repository *repository, struct arena *arena, const struct oid *hidden,
    unsigned hidden_count, const struct oid *heads, unsigned head_count, struct error *error);

/* Seconds since 1970 of "2026-11-02", "2026-11-02T09:14:00Z", "3 weeks ago", "yesterday"; false: no date. now: what ago
 * counts from */
bool date_read(str words, int64_t now, int64_t *out);

#endif
