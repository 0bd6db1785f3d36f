#include "parsers/markdown/fragments.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fragment {
	struct fragment *older, *newer; /* in order of coming; of those that went, the other ones that went */
	struct fragment_key key;
	size_t size;
	uint32_t users;
	bool empty; /* only says that the key depends on more */
	bool gone;  /* no longer found; freed when nobody uses it */
	max_align_t part[];
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

/* The part stands right behind its head: who finds one reads the other next. */
static struct fragment *add(struct fragment_cache *cache, struct fragment_key key, const void *part, size_t size)
{
	struct fragment *fragment = must(malloc(sizeof *fragment + size));

	if (++cache->count > cache->room / 4 * 3)
		grow(cache);
	*fragment = (struct fragment){
		.key = key,
		.size = sizeof *fragment + size,
		.users = part ? 1 : 0,
		.empty = !part,
	};
	if (part)
		memcpy(fragment->part, part, size);
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

static void take(struct fragment_want *want, struct fragment *found)
{
	want->depends = found && found->empty;
	want->fragment = want->depends ? NULL : found;
	if (want->fragment)
		want->fragment->users++;
}

struct fragment *fragments_take(struct fragment_cache *cache, struct fragment_key key, bool *depends)
{
	struct fragment_want want = { .key = key };

	pthread_mutex_lock(&cache->lock);
	take(&want, slot_of(cache, key)->fragment);
	pthread_mutex_unlock(&cache->lock);
	*depends = want.depends;
	return want.fragment;
}

/* Slot, head and part of each are far from those of the others: while one is fetched the next ones are asked for. */
void fragments_take_all(struct fragment_cache *cache, struct fragment_want *wants, uint32_t count)
{
	pthread_mutex_lock(&cache->lock);
	for (uint32_t i = 0; i < count; i++)
		__builtin_prefetch(&cache->slots[wants[i].key.low & (cache->room - 1)]);
	for (uint32_t i = 0; i < count; i++) {
		const struct slot *slot = &cache->slots[wants[i].key.low & (cache->room - 1)];
		if (slot->fragment)
			__builtin_prefetch(slot->fragment, 1);
	}
	for (uint32_t i = 0; i < count; i++) {
		take(&wants[i], slot_of(cache, wants[i].key)->fragment);
		if (wants[i].fragment)
			__builtin_prefetch((const char *)wants[i].fragment->part + 64);
	}
	pthread_mutex_unlock(&cache->lock);
}

struct fragment *fragments_keep(struct fragment_cache *cache, struct fragment_key key, void *part, size_t size)
{
	pthread_mutex_lock(&cache->lock);
	struct fragment *found = slot_of(cache, key)->fragment;
	if (found && !found->empty) /* another thread was faster */
		found->users++;
	else
		found = add(cache, key, part, size);
	pthread_mutex_unlock(&cache->lock);
	free(part);
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
