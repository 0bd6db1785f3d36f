/*
 * repository - reading git: revisions, commits, blobs
 *
 * Objects are read and nothing else: no work tree (but for --worktree), no filters, no hooks, no
 * network, no setting of git's but those that opening needs. What is not committed yet becomes a tree
 * in memory.
 *
 * Trouble: a missing commit or tree is ERROR_INCOMPLETE with the command that mends it, an unknown
 * revision ERROR_USAGE; a missing blob is told to the caller, the run goes on.
 */
#ifndef ANALYZER_GIT_REPOSITORY_H
#define ANALYZER_GIT_REPOSITORY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

struct oid {
	uint8_t bytes[20];
};

enum { OID_HEX = 40 };

struct repository {
	void *git, *odb;             /* libgit2's */
	struct packs *packs;         /* where objects are looked for first; NULL: nowhere */
	bool shallow, bare, partial; /* partial: cloned without all blobs or trees */
	unsigned missing;            /* blobs that were asked for and are not here */
	char *folder;                /* as it was named, for messages */
};

struct object_loan { /* the bytes of an object and whose they are; zeroed: of none */
	str bytes;
	void *object;
	struct pack_object *packed;
};

struct commit_info { /* texts live in the arena */
	struct oid id, tree;
	struct oid *parents;
	unsigned parent_count;
	str author_name, author_email, committer_email, subject, message;
	int64_t time; /* of the committer */
};

static inline bool oid_equal(const struct oid *a, const struct oid *b)
{
	return __builtin_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}
bool oid_is_zero(const struct oid *oid);
uint64_t oid_hash(const struct oid *oid); /* never 0 */
str oid_text(struct arena *arena, const struct oid *oid);

bool repository_open(struct repository *out, const char *folder, bool verify_objects, struct error *error);
void repository_close(struct repository *repository);

/* A partial clone in which something was missing cannot answer. */
bool repository_was_whole(const struct repository *repository, struct error *error);

/* A revision as git understands it, peeled to a commit. */
bool repository_resolve(struct repository *repository, const char *revision, struct oid *out, struct error *error);
bool repository_has_head(struct repository *repository); /* false: no commit yet */
bool repository_commit(struct repository *repository, const struct oid *id, struct arena *arena,
    struct commit_info *out, struct error *error);
/* All merge bases of two commits; none where histories are unrelated. */
bool repository_merge_bases(struct repository *repository, const struct oid *a, const struct oid *b, struct oid *out,
    unsigned max, unsigned *count, struct error *error);

enum blob_answer { BLOB_READ, BLOB_MISSING, BLOB_TOO_LARGE };
/* Appends the bytes of a blob of at most limit bytes. */
enum blob_answer repository_blob(struct repository *repository, const struct oid *id, size_t limit, struct buf *out);
/* The same where they lie, until repository_done. */
enum blob_answer repository_blob_bytes(
    struct repository *repository, const struct oid *id, size_t limit, struct object_loan *out);
/* The raw bytes of a tree object, until repository_done. */
bool repository_tree(struct repository *repository, const struct oid *id, struct object_loan *out, struct error *error);
void repository_done(struct object_loan *loan);

/* What is staged, or what stands in the work tree, as a tree that exists in memory only. */
bool repository_staged_tree(struct repository *repository, struct oid *out, struct error *error);
bool repository_worktree_tree(struct repository *repository, struct oid *out, struct error *error);
/* What an open merge brings (MERGE_HEAD), at most max heads; returns how many there are. */
unsigned repository_merge_heads(struct repository *repository, struct oid *out, unsigned max);
const char *repository_workdir(struct repository *repository); /* ends with "/"; NULL: there is none */
/* A setting of git's; "" where it is not set. What a range means never depends on one. */
str repository_setting(struct repository *repository, struct arena *arena, const char *name);
/* Where git looks for hooks: core.hooksPath, else the folder "hooks" of the repository. */
str repository_hooks(struct repository *repository, struct arena *arena);
/* The address of a remote, without a password that may stand in it; "" where there is none. */
str repository_remote_url(struct repository *repository, struct arena *arena, const char *remote);
/* git's idea of who commits here: its environment, else its settings. */
void repository_identity(struct repository *repository, struct arena *arena, str *name, str *email);

const char *repository_library(void); /* version of the library behind it; of one thread at a time */

#endif
