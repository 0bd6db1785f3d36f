/*
 * packs - objects of git that stand in pack files
 *
 * A history reads nearly every object once, and most are stored as what differs from another one. libgit2 keeps the
 * objects that others are built on and not those that it gives out; a walk along the versions of a file makes each of
 * them twice. This reader keeps both, and lends them where they lie.
 *
 * It has what stands in the packs of one folder, in version 2 of their index, and is sound. All else (loose objects,
 * alternates, whatever is damaged) it does not have: the caller asks libgit2, which finds it or says what is wrong.
 *
 * Formats: gitformat-pack(5). Objects are not checked against their names, as git does not when it reads them.
 * Memory:  what is kept is bounded in bytes; an object that was lent stays until it is given back.
 * Threads: one.
 */
#ifndef ANALYZER_GIT_PACKS_H
#define ANALYZER_GIT_PACKS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct oid;
struct packs;
struct pack_object; /* lent */

enum pack_kind { PACK_COMMIT = 1, PACK_TREE, PACK_BLOB, PACK_TAG }; /* as git numbers them */

/* The packs that stand in a folder ("…/objects/pack"); never NULL, and without any where there is none. */
struct packs *packs_open(const char *folder);
void packs_close(struct packs *packs);

/* NULL: it is not here, is of another kind, or has more than limit bytes. */
struct pack_object *packs_lend(struct packs *packs, const struct oid *id, enum pack_kind kind, size_t limit);
str pack_object_bytes(const struct pack_object *object);
void pack_object_give_back(struct pack_object *object); /* NULL: nothing */

#endif
