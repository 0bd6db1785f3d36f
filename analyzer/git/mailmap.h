/*
 * mailmap - one person, several addresses (.mailmap)
 *
 * Memory: mailmap_release; a zeroed struct maps nothing.
 */
#ifndef ANALYZER_GIT_MAILMAP_H
#define ANALYZER_GIT_MAILMAP_H

#include "analyzer/git/repository.h"

struct mailmap {
	void *git; /* libgit2's; NULL: there is none */
};

/* The file at the root of a tree; without one nothing is mapped. */
void mailmap_read(struct mailmap *out, struct repository *repository, const struct oid *tree);
void mailmap_release(struct mailmap *mailmap);
str mailmap_email(const struct mailmap *mailmap, struct arena *arena, str name, str email);
str mailmap_name(const struct mailmap *mailmap, struct arena *arena, str name, str email);

#endif
