/*
 * tree - what differs between two trees
 *
 * A merge of the raw bytes of tree objects that skips equal ids. It is the compare of the whole
 * program: a commit against its parents and the moves of the cursor use it.
 */
#ifndef ANALYZER_GIT_TREE_H
#define ANALYZER_GIT_TREE_H

#include "analyzer/git/repository.h"

struct tree_change {
	str path;                 /* holds during the call only */
	struct oid before, after; /* zero: not there */
};

struct tree_walk {
	struct repository *repository;
	bool (*enters)(void *data, str path);                                             /* a folder; NULL: all */
	bool (*wants)(void *data, str path);                                              /* a file */
	bool (*visit)(void *data, const struct tree_change *change, struct error *error); /* false stops the walk */
	void *data;
	unsigned entries; /* seen so far; at LIMIT_TREE_ENTRIES the walk stops with truncated */
	bool truncated;
};

/* Files only (regular, not symbolic links, not submodules), in order of path. Either tree may be zero. */
bool tree_compare(struct tree_walk *walk, const struct oid *before, const struct oid *after, struct error *error);
/* A folder stands at a path of a tree. */
bool tree_holds_folder(struct repository *repository, const struct oid *tree, str path, struct error *error);
/* The blob at a path of a tree; false (without an error) where there is none. */
bool tree_find(struct repository *repository, const struct oid *tree, str path, struct oid *out, struct error *error);

#endif
