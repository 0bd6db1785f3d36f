#include "analyzer/git/packs.h"

#include "analyzer/git/repository.h"
#include "base/limits.h"

#include <dirent.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* An index: "\377tOc", version; how many names begin with a byte of at most i, for each i; the names, sorted; their
 * checksums; where they stand in the pack (31 bits, or a number into the list of 64-bit places that follows); the
 * checksums of pack and index. A pack: "PACK", version, count; objects; checksum. All numbers are big-endian. */

enum { INDEX_HEAD = 8, INDEX_FANOUT = 256 * 4, NAME = 20, CHECKSUM = 20, PACK_HEAD = 12 };
enum { DELTA_BY_PLACE = 6, DELTA_BY_NAME = 7 };
enum { FEWEST_KEPT_BYTES = 6 << 20, MOST_KEPT_BYTES = 24 << 20 };
enum { MOST_BYTES = LIMIT_MARKUP_BYTES, MOST_DELTAS = 4096, FIRST_SLOTS = 1024 };

struct mapped {
	const uint8_t *at;
	size_t size;
};

struct pack {
	struct mapped pack, index;
	uint32_t count;  /* of objects */
	uint32_t number; /* of the pack, from 0 */
};

struct pack_object {
	uint64_t key;              /* of pack and place */
	struct pack_object *newer; /* in order of coming */
	uint32_t users, size;
	uint8_t kind;
	bool used;       /* since it came or was looked at last */
	uint8_t bytes[]; /* size of them */
};

struct slot {
	uint64_t key;
	struct pack_object *object; /* NULL: the slot is empty */
};

struct delta {
	uint64_t at;   /* of the object */
	size_t data;   /* of its compressed bytes */
	uint32_t size; /* of these, when they are no longer compressed */
};

struct packs {
	struct pack *all;
	uint32_t count;
	struct slot *slots; /* by key; a power of two of them, at most three quarters used */
	uint32_t slot_count, kept;
	size_t bytes, most_bytes; /* of what is kept */
	struct pack_object *oldest, *newest;
	struct libdeflate_decompressor *inflater;
	uint8_t *scratch;
	size_t scratch_size;
	struct delta deltas[MOST_DELTAS];
};

static void *need(void *memory)
{
	if (!memory) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	return memory;
}

static uint32_t number_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* --- opening ------------------------------------------------------------------------------------------------- */

static struct mapped map_file(const char *path)
{
	struct stat about;
	struct mapped out = { NULL, 0 };
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return out;
	if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0) {
		void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
		if (at != MAP_FAILED)
			out = (struct mapped){ at, (size_t)about.st_size };
	}
	close(file);
	return out;
}

static void unmap(struct mapped *file)
{
	if (file->at)
		munmap((void *)(uintptr_t)file->at, file->size);
	*file = (struct mapped){ NULL, 0 };
}

static bool is_sound(struct pack *pack)
{
	const struct mapped *index = &pack->index, *bytes = &pack->pack;

	if (index->size < INDEX_HEAD + INDEX_FANOUT + 2 * CHECKSUM || bytes->size < PACK_HEAD + CHECKSUM ||
	    memcmp(index->at, "\377tOc\0\0\0\2", INDEX_HEAD) != 0 || memcmp(bytes->at, "PACK\0\0\0\2", 8) != 0)
		return false;
	uint32_t last = 0;
	for (size_t i = 0; i < 256; i++) {
		uint32_t here = number_at(index->at + INDEX_HEAD + 4 * i);
		if (here < last)
			return false;
		last = here;
	}
	pack->count = last;
	return (index->size - INDEX_HEAD - INDEX_FANOUT - 2 * CHECKSUM) / (NAME + 4 + 4) >= last &&
	    number_at(bytes->at + 8) == last &&
	    memcmp(index->at + index->size - 2 * CHECKSUM, bytes->at + bytes->size - CHECKSUM, CHECKSUM) == 0;
}

static void open_pack(struct packs *packs, const char *folder, str name)
{
	char path[4096];
	struct pack pack = { .number = packs->count };

	if (snprintf(path, sizeof path, "%s/%.*s.idx", folder, STR_ARG(name)) < (int)sizeof path)
		pack.index = map_file(path);
	if (snprintf(path, sizeof path, "%s/%.*s.pack", folder, STR_ARG(name)) < (int)sizeof path)
		pack.pack = map_file(path);
	if (!is_sound(&pack)) {
		unmap(&pack.index);
		unmap(&pack.pack);
		return;
	}
	packs->all = need(realloc(packs->all, (packs->count + 1) * sizeof *packs->all));
	packs->all[packs->count++] = pack;
}

/* Twice the size of the packs: to keep more of a small history costs more than to inflate it again. */
static size_t size_to_keep(const struct packs *packs)
{
	size_t size = 0;

	for (uint32_t i = 0; i < packs->count && size < MOST_KEPT_BYTES; i++)
		size += 2 * packs->all[i].pack.size;
	return size < FEWEST_KEPT_BYTES ? FEWEST_KEPT_BYTES : size > MOST_KEPT_BYTES ? MOST_KEPT_BYTES : size;
}

struct packs *packs_open(const char *folder)
{
	struct packs *packs = need(calloc(1, sizeof *packs));
	DIR *files = opendir(folder);
	struct dirent *file;

	while (files && (file = readdir(files)))
		if (str_ends(str_of(file->d_name), STR(".idx")))
			open_pack(packs, folder, str_sub(str_of(file->d_name), 0, strlen(file->d_name) - 4));
	if (files)
		closedir(files);
	packs->most_bytes = size_to_keep(packs);
	packs->slot_count = FIRST_SLOTS;
	packs->slots = need(calloc(packs->slot_count, sizeof *packs->slots));
	packs->inflater = need(libdeflate_alloc_decompressor());
	return packs;
}

void packs_close(struct packs *packs)
{
	while (packs->oldest) {
		struct pack_object *next = packs->oldest->newer;
		free(packs->oldest);
		packs->oldest = next;
	}
	for (uint32_t i = 0; i < packs->count; i++) {
		unmap(&packs->all[i].index);
		unmap(&packs->all[i].pack);
	}
	libdeflate_free_decompressor(packs->inflater);
	free(packs->all);
	free(packs->slots);
	free(packs->scratch);
	free(packs);
}

/* --- what is kept ------------------------------------------------------------------------------------------------ */

static uint64_t key_of(const struct pack *pack, uint64_t at)
{
	return (uint64_t)pack->number << 44 | at;
}

static uint32_t slot_of(const struct packs *packs, uint64_t key)
{
	uint32_t mask = packs->slot_count - 1, slot = (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32) & mask;

	while (packs->slots[slot].object && packs->slots[slot].key != key)
		slot = (slot + 1) & mask;
	return slot;
}

/* Empties a slot; those that stand behind it because it was taken move up. */
static void clear_slot(struct packs *packs, uint32_t slot)
{
	uint32_t mask = packs->slot_count - 1;

	packs->slots[slot].object = NULL;
	for (uint32_t next = (slot + 1) & mask; packs->slots[next].object; next = (next + 1) & mask) {
		struct slot moved = packs->slots[next];
		packs->slots[next].object = NULL;
		packs->slots[slot_of(packs, moved.key)] = moved;
	}
}

static void double_slots(struct packs *packs)
{
	struct slot *old = packs->slots;
	uint32_t count = packs->slot_count;

	packs->slot_count *= 2;
	packs->slots = need(calloc(packs->slot_count, sizeof *packs->slots));
	for (uint32_t i = 0; i < count; i++)
		if (old[i].object)
			packs->slots[slot_of(packs, old[i].key)] = old[i];
	free(old);
}

static void link_newest(struct packs *packs, struct pack_object *object)
{
	object->newer = NULL;
	*(packs->newest ? &packs->newest->newer : &packs->oldest) = object;
	packs->newest = object;
}

/* In order of coming; what was used in between has another turn. */
static void forget_oldest(struct packs *packs)
{
	for (uint32_t turns = 2 * packs->kept; packs->bytes > packs->most_bytes && packs->oldest && turns; turns--) {
		struct pack_object *object = packs->oldest;
		packs->oldest = object->newer;
		packs->newest = packs->oldest ? packs->newest : NULL;
		if (object->used || object->users) {
			object->used = false;
			link_newest(packs, object);
			continue;
		}
		clear_slot(packs, slot_of(packs, object->key));
		packs->bytes -= sizeof *object + object->size;
		packs->kept--;
		free(object);
	}
}

static struct pack_object *find_kept(struct packs *packs, uint64_t key)
{
	struct pack_object *object = packs->slots[slot_of(packs, key)].object;

	if (object)
		object->used = true;
	return object;
}

static struct pack_object *new_object(uint64_t key, uint8_t kind, size_t size)
{
	struct pack_object *object = need(malloc(sizeof *object + size));

	*object = (struct pack_object){ .key = key, .kind = kind, .size = (uint32_t)size };
	return object;
}

static void keep(struct packs *packs, struct pack_object *object)
{
	if ((packs->kept + 1) * 4 > packs->slot_count * 3)
		double_slots(packs);
	packs->slots[slot_of(packs, object->key)] = (struct slot){ object->key, object };
	packs->kept++;
	packs->bytes += sizeof *object + object->size;
	forget_oldest(packs);
	link_newest(packs, object);
}

/* --- finding -------------------------------------------------------------------------------------------------- */

/* Where an object stands in its pack; 0: it is not in it, or the index is broken. */
static uint64_t place_in(const struct pack *pack, const uint8_t *name)
{
	const uint8_t *fanout = pack->index.at + INDEX_HEAD, *names = fanout + INDEX_FANOUT;
	uint32_t low = name[0] ? number_at(fanout + 4 * (name[0] - 1)) : 0, high = number_at(fanout + 4 * name[0]);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = memcmp(names + (size_t)middle * NAME, name, NAME);
		if (order == 0) {
			const uint8_t *places = names + (size_t)pack->count * (NAME + 4);
			uint64_t at = number_at(places + (size_t)middle * 4);
			if (!(at >> 31))
				return at;
			const uint8_t *wide = places + (size_t)pack->count * 4 + (at & 0x7fffffff) * 8;
			if ((size_t)(wide - pack->index.at) + 8 > pack->index.size - 2 * CHECKSUM)
				return 0;
			at = (uint64_t)number_at(wide) << 32 | number_at(wide + 4);
			return at >> 44 ? 0 : at;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* --- one entry of a pack ------------------------------------------------------------------------------------- */

struct entry {
	uint8_t type; /* a kind, or of a delta */
	uint64_t size;
	uint64_t base; /* place of the object that a delta is built on */
	size_t data;   /* where the compressed bytes begin */
};

/* Type and size: 3 bits and 4, then 7 bits a byte, lowest first, while the highest bit is set. The base of a delta
 * stands so many bytes before it: 7 bits a byte, highest first, each further byte adds one. */
static bool read_entry(const struct pack *pack, uint64_t at, struct entry *out)
{
	size_t end = pack->pack.size - CHECKSUM, i = (size_t)at;
	const uint8_t *bytes = pack->pack.at;

	if (at < PACK_HEAD || at >= end)
		return false;
	uint8_t byte = bytes[i++];
	*out = (struct entry){ .type = byte >> 4 & 7, .size = byte & 15 };
	for (unsigned shift = 4; byte & 0x80; shift += 7) {
		if (i >= end || shift > 32)
			return false;
		byte = bytes[i++];
		out->size |= (uint64_t)(byte & 0x7f) << shift;
	}
	if (out->type == DELTA_BY_NAME) {
		if (end - i < NAME)
			return false;
		out->base = place_in(pack, bytes + i);
		i += NAME;
	} else if (out->type == DELTA_BY_PLACE) {
		uint64_t back = 0;
		do {
			if (i >= end || back >> 40)
				return false;
			byte = bytes[i++];
			back = (back << 7 | (byte & 0x7f)) + (byte & 0x80 ? 1 : 0);
		} while (byte & 0x80);
		out->base = back < at ? at - back : 0;
	}
	out->data = i;
	bool delta = out->type == DELTA_BY_PLACE || out->type == DELTA_BY_NAME;
	return i < end && out->size <= MOST_BYTES &&
	    (delta ? out->base != 0 : out->type >= PACK_COMMIT && out->type <= PACK_TAG);
}

static bool inflate_to(struct packs *packs, const struct pack *pack, size_t data, uint8_t *out, size_t size)
{
	size_t taken, given;

	return libdeflate_zlib_decompress_ex(packs->inflater, pack->pack.at + data, pack->pack.size - CHECKSUM - data,
	           out, size, &taken, &given) == LIBDEFLATE_SUCCESS &&
	    given == size;
}

static struct pack_object *read_whole(
    struct packs *packs, const struct pack *pack, uint64_t at, const struct entry *entry)
{
	struct pack_object *object = new_object(key_of(pack, at), entry->type, (size_t)entry->size);

	if (!inflate_to(packs, pack, entry->data, object->bytes, object->size)) {
		free(object);
		return NULL;
	}
	keep(packs, object);
	return object;
}

/* --- deltas ----------------------------------------------------------------------------------------------------- */

struct bytes {
	const uint8_t *at, *end;
};

static bool take_size(struct bytes *in, uint64_t *out)
{
	*out = 0;
	for (unsigned shift = 0; in->at < in->end && shift <= 56; shift += 7) {
		uint8_t byte = *in->at++;
		*out |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* Those bytes of a number that the bits say are there, lowest first. */
static bool take_bytes(struct bytes *in, unsigned bits, unsigned count, uint32_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < count; i++)
		if (bits >> i & 1) {
			if (in->at == in->end)
				return false;
			*out |= (uint32_t)*in->at++ << (8 * i);
		}
	return true;
}

/* Commands: 1ooooooo and those bytes of offset (4) and size (3) of a piece of the base; or a size of 1 to 127 and as
 * many bytes. */
static bool build(struct bytes in, const struct pack_object *base, uint8_t *out, size_t room)
{
	while (in.at < in.end) {
		uint8_t command = *in.at++;
		uint32_t from, size;
		if (!(command & 0x80)) {
			if (!command || command > room || command > in.end - in.at)
				return false;
			memcpy(out, in.at, command);
			in.at += command;
			size = command;
		} else {
			if (!take_bytes(&in, command, 4, &from) || !take_bytes(&in, command >> 4, 3, &size))
				return false;
			size = size ? size : 0x10000;
			if (size > room || from > base->size || size > base->size - from)
				return false;
			memcpy(out, base->bytes + from, size);
		}
		out += size;
		room -= size;
	}
	return room == 0;
}

static struct pack_object *apply(
    struct packs *packs, const struct pack *pack, const struct delta *delta, struct pack_object *base)
{
	uint64_t base_size, size;

	if (packs->scratch_size < delta->size) {
		packs->scratch_size = delta->size > 65536 ? delta->size : 65536;
		free(packs->scratch);
		packs->scratch = need(malloc(packs->scratch_size));
	}
	if (!inflate_to(packs, pack, delta->data, packs->scratch, delta->size))
		return NULL;
	struct bytes in = { packs->scratch, packs->scratch + delta->size };
	if (!take_size(&in, &base_size) || !take_size(&in, &size) || base_size != base->size || size > MOST_BYTES)
		return NULL;
	struct pack_object *object = new_object(key_of(pack, delta->at), base->kind, (size_t)size);
	if (!build(in, base, object->bytes, object->size)) {
		free(object);
		return NULL;
	}
	keep(packs, object);
	return object;
}

/* Down the deltas to an object that is kept or whole, and up again. */
static struct pack_object *read_object(struct packs *packs, const struct pack *pack, uint64_t at)
{
	struct pack_object *object = find_kept(packs, key_of(pack, at));
	uint32_t count = 0;

	while (!object) {
		struct entry entry;
		if (!read_entry(pack, at, &entry))
			return NULL;
		if (entry.type <= PACK_TAG)
			object = read_whole(packs, pack, at, &entry);
		else {
			if (count == MOST_DELTAS)
				return NULL;
			packs->deltas[count++] = (struct delta){ at, entry.data, (uint32_t)entry.size };
			at = entry.base;
			object = find_kept(packs, key_of(pack, at));
			continue;
		}
		if (!object)
			return NULL;
	}
	while (object && count)
		object = apply(packs, pack, &packs->deltas[--count], object);
	return object;
}

/* --- lending --------------------------------------------------------------------------------------------------- */

struct pack_object *packs_lend(struct packs *packs, const struct oid *id, enum pack_kind kind, size_t limit)
{
	for (uint32_t i = 0; i < packs->count; i++) {
		uint64_t at = place_in(&packs->all[i], id->bytes);
		if (!at)
			continue;
		struct pack_object *object = read_object(packs, &packs->all[i], at);
		if (!object || object->kind != kind || object->size > limit)
			return NULL;
		object->users++;
		return object;
	}
	return NULL;
}

str pack_object_bytes(const struct pack_object *object)
{
	return (str){ (const char *)object->bytes, object->size };
}

void pack_object_give_back(struct pack_object *object)
{
	if (object)
		object->users--;
}
