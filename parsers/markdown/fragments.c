#include "parsers/markdown/fragments.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fragment {
	struct fragment *older, *newer; /* in order of coming; of those that went, the other ones that went */
	struct fragment_key key;
	void *part; /* NULL: only says that the key depends on more */
	size_t size;
	uint32_t users;
	bool gone; /* no longer found; freed when nobody uses it */
};

/* Most lookups end here, far from the fragments: half of the key is enough to pass one by. */
struct slot {
	uint64_t low;
	struct fragment *fragment; /* NULL: the slot is empty */
};

struct fragment_cache {
	pthread_mutex_t lock;
	struct slot *slots; /* a power of two of them, at most three quarters used */
	uint32_t room, count;
	struct fragment *oldest, *newest, *leaving;
	size_t bytes, most;
};

static void *must(void *memory)
{
	if (!memory) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	return memory;
}

struct fragment_cache *fragments_new(size_t most_bytes)
{
	struct fragment_cache *cache = must(calloc(1, sizeof *cache));

	pthread_mutex_init(&cache->lock, NULL);
	cache->room = 1024;
	cache->slots = must(calloc(cache->room, sizeof *cache->slots));
	cache->most = most_bytes;
	return cache;
}

static void free_chain(struct fragment *fragment)
{
	while (fragment) {
		struct fragment *next = fragment->newer;
		free(fragment->part);
		free(fragment);
		fragment = next;
	}
}

void fragments_free(struct fragment_cache *cache)
{
	if (!cache)
		return;
	free_chain(cache->oldest);
	free_chain(cache->leaving);
	pthread_mutex_destroy(&cache->lock);
	free(cache->slots);
	free(cache);
}

/* --- keys --------------------------------------------------------------------------------------------------- */

static uint64_t word_at(str bytes, size_t at)
{
	uint64_t word = 0;
	size_t size = bytes.size - at < 8 ? bytes.size - at : 8;

	memcpy(&word, bytes.at + at, size);
	return word;
}

struct fragment_key fragment_key(str bytes, uint64_t seed)
{
	uint64_t a = hash_mix(seed + bytes.size, 0x9fb21c651e98df25u),
	         b = hash_mix(bytes.size, seed ^ 0xa0761d6478bd642fu);
	size_t at = 0;

	for (; at + 16 <= bytes.size; at += 16) {
		uint64_t x, y;
		memcpy(&x, bytes.at + at, 8);
		memcpy(&y, bytes.at + at + 8, 8);
		a = hash_mix(a ^ x, y ^ 0x8ebc6af09c88c6e3u);
		b = hash_mix(b + y, x + 0x589965cc75374cc3u);
	}
	uint64_t x = at < bytes.size ? word_at(bytes, at) : 0, y = at + 8 < bytes.size ? word_at(bytes, at + 8) : 0;
	return (
	    struct fragment_key){ hash_mix(a ^ x, y ^ 0xe7037ed1a0b428dbu), hash_mix(b + y, x + 0x1d8e4e27c47d124fu) };
}

struct fragment_key fragment_key_mix(struct fragment_key key, uint64_t more)
{
	return (
	    struct fragment_key){ hash_mix(key.high, more ^ 0x2545f4914f6cdd1du), hash_mix(key.low ^ more, key.high) };
}

/* --- slots ----------------------------------------------------------------------------------------------------- */

static struct slot *slot_of(struct fragment_cache *cache, struct fragment_key key)
{
	uint32_t mask = cache->room - 1, at = (uint32_t)key.low & mask;

	while (cache->slots[at].fragment &&
	    (cache->slots[at].low != key.low || cache->slots[at].fragment->key.high != key.high))
		at = (at + 1) & mask;
	return &cache->slots[at];
}

static void grow(struct fragment_cache *cache)
{
	struct slot *old = cache->slots;
	uint32_t room = cache->room;

	cache->room = room * 2;
	cache->slots = must(calloc(cache->room, sizeof *cache->slots));
	for (uint32_t i = 0; i < room; i++)
		if (old[i].fragment)
			*slot_of(cache, old[i].fragment->key) = old[i];
	free(old);
}

/* Those that stand behind it because it was taken move up. */
static void clear_slot(struct fragment_cache *cache, struct slot *slot)
{
	uint32_t mask = cache->room - 1, at = (uint32_t)(slot - cache->slots);

	slot->fragment = NULL;
	for (at = (at + 1) & mask; cache->slots[at].fragment; at = (at + 1) & mask) {
		struct slot moved = cache->slots[at];
		cache->slots[at].fragment = NULL;
		*slot_of(cache, moved.fragment->key) = moved;
	}
}

static void unlink_leaving(struct fragment_cache *cache, struct fragment *fragment)
{
	if (fragment->older)
		fragment->older->newer = fragment->newer;
	else
		cache->leaving = fragment->newer;
	if (fragment->newer)
		fragment->newer->older = fragment->older;
	free(fragment->part);
	free(fragment);
}

static void drop_oldest(struct fragment_cache *cache)
{
	struct fragment *fragment = cache->oldest;

	clear_slot(cache, slot_of(cache, fragment->key));
	cache->oldest = fragment->newer;
	if (cache->oldest)
		cache->oldest->older = NULL;
	else
		cache->newest = NULL;
	cache->bytes -= fragment->size;
	cache->count--;
	fragment->gone = true;
	fragment->older = NULL;
	fragment->newer = cache->leaving;
	if (cache->leaving)
		cache->leaving->older = fragment;
	cache->leaving = fragment;
	if (!fragment->users)
		unlink_leaving(cache, fragment);
}

static struct fragment *add(struct fragment_cache *cache, struct fragment_key key, void *part, size_t size)
{
	struct fragment *fragment = must(calloc(1, sizeof *fragment));

	if (++cache->count > cache->room / 4 * 3)
		grow(cache);
	fragment->key = key;
	fragment->part = part;
	fragment->size = sizeof *fragment + size;
	fragment->users = part ? 1 : 0;
	fragment->older = cache->newest;
	if (cache->newest)
		cache->newest->newer = fragment;
	else
		cache->oldest = fragment;
	cache->newest = fragment;
	*slot_of(cache, key) = (struct slot){ key.low, fragment };
	cache->bytes += fragment->size;
	while (cache->bytes > cache->most && cache->oldest != fragment)
		drop_oldest(cache);
	return fragment;
}

/* --- taking and giving ------------------------------------------------------------------------------------------- */

struct fragment *fragments_take(struct fragment_cache *cache, struct fragment_key key, bool *depends)
{
	pthread_mutex_lock(&cache->lock);
	struct fragment *found = slot_of(cache, key)->fragment;
	*depends = found && !found->part;
	if (*depends)
		found = NULL;
	if (found)
		found->users++;
	pthread_mutex_unlock(&cache->lock);
	return found;
}

struct fragment *fragments_keep(struct fragment_cache *cache, struct fragment_key key, void *part, size_t size)
{
	pthread_mutex_lock(&cache->lock);
	struct fragment *found = slot_of(cache, key)->fragment;
	if (found && found->part) { /* another thread was faster */
		free(part);
		found->users++;
	} else
		found = add(cache, key, part, size);
	pthread_mutex_unlock(&cache->lock);
	return found;
}

void fragments_keep_dependence(struct fragment_cache *cache, struct fragment_key key)
{
	pthread_mutex_lock(&cache->lock);
	if (!slot_of(cache, key)->fragment)
		add(cache, key, NULL, 0);
	pthread_mutex_unlock(&cache->lock);
}

const void *fragment_part(const struct fragment *fragment)
{
	return fragment->part;
}

void fragments_give_back(struct fragment_cache *cache, struct fragment *fragment)
{
	pthread_mutex_lock(&cache->lock);
	if (!--fragment->users && fragment->gone)
		unlink_leaving(cache, fragment);
	pthread_mutex_unlock(&cache->lock);
}
