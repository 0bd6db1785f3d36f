/*
 * fragments - parts of documents that were read before
 *
 * A history holds the same section again and again; what the rules make of it depends on its bytes, on the
 * definitions it uses and, for some sections, on the headings around it. The cache keeps such parts (images) by a hash
 * of 128 bits of all that; and below them the blocks of the pieces of a section (markdown_pieces.c).
 *
 * Memory:  bounded in bytes; the oldest parts go first. A part that was taken stays until it is given back.
 * Threads: one lock; any number of threads may share a cache.
 */
#ifndef PARSERS_MARKDOWN_FRAGMENTS_H
#define PARSERS_MARKDOWN_FRAGMENTS_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct fragment_key {
	uint64_t high, low;
};

struct fragment; /* a part in the cache */

struct fragment_cache *fragments_new(size_t most_bytes);
void fragments_free(struct fragment_cache *cache);

struct fragment_key fragment_key(str bytes, uint64_t seed);
struct fragment_key fragment_key_mix(struct fragment_key key, uint64_t more);

/* The part of a key, or NULL; *depends: there is none, but those of this key depend on what stands around them, and
 * the key that mixes that in is the one to ask. */
struct fragment *fragments_take(struct fragment_cache *cache, struct fragment_key key, bool *depends);
/* The same for many keys at once. */
struct fragment_want {
	struct fragment_key key;
	struct fragment *fragment; /* what was taken */
	bool depends;
};
void fragments_take_all(struct fragment_cache *cache, struct fragment_want *wants, uint32_t count);
/* Keeps a part (one piece of malloc'd memory, the cache's from now on) and takes it. */
struct fragment *fragments_keep(struct fragment_cache *cache, struct fragment_key key, void *part, size_t size);
void fragments_keep_dependence(struct fragment_cache *cache, struct fragment_key key);
const void *fragment_part(const struct fragment *fragment);
void fragments_give_back(struct fragment_cache *cache, struct fragment *fragment);

#endif
