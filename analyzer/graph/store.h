/*
 * store - images by blob
 *
 * Each blob is parsed once; "no notation reads this" is remembered as well. Images that somebody
 * holds stay; of the others the latest used stay within a bound of bytes and are read again on demand.
 *
 * Memory: store_hold gives a counted reference, store_drop gives it back.
 * Trouble: a blob that is not there or too large gives an image that is partial and says so.
 */
#ifndef ANALYZER_GRAPH_STORE_H
#define ANALYZER_GRAPH_STORE_H

#include "analyzer/git/repository.h"
#include "base/map.h"
#include "model/image.h"
#include "parsers/parser.h"

struct stored {
	struct oid blob;
	uint64_t key;        /* of blob and suffix */
	struct image *image; /* NULL: not a document, or nobody holds it and it was let go */
	uint32_t held, size;
	bool foreign;                 /* no notation reads it */
	struct stored *newer, *older; /* among those that nobody holds */
};

struct store {
	struct repository *repository;
	const struct reading *reading;
	struct fragment_cache *fragments;
	struct map numbers; /* key -> number + 1 */
	struct stored **all;
	uint32_t count, room;
	struct stored *newest, *oldest;
	size_t idle_bytes, idle_limit;
	unsigned parsed, hits;
};

void store_begin(struct store *out, struct repository *repository, const struct reading *reading);
void store_release(struct store *store);
struct stored *store_hold(struct store *store, const struct oid *blob, str path);
void store_keep(struct stored *stored);                      /* one more reference */
void store_drop(struct store *store, struct stored *stored); /* NULL is fine */

#endif
