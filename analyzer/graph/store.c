#include "analyzer/graph/store.h"

#include "base/limits.h"
#include "parsers/markdown/fragments.h"

#include <stdio.h>
#include <stdlib.h>

/* Memory that was never touched costs about as much as reading what would stand in it again. */
enum { IDLE_BYTES = 4 << 20, FRAGMENT_BYTES = 40 << 20 };

static void *need(void *memory)
{
	if (!memory) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	return memory;
}

void store_begin(struct store *out, struct repository *repository, const struct reading *reading)
{
	*out = (struct store){
		.repository = repository,
		.reading = reading,
		.fragments = fragments_new(FRAGMENT_BYTES),
		.idle_limit = IDLE_BYTES,
	};
}

void store_release(struct store *store)
{
	for (uint32_t i = 0; i < store->count; i++) {
		free(store->all[i]->image);
		free(store->all[i]);
	}
	free(store->all);
	map_release(&store->numbers);
	fragments_free(store->fragments);
	*store = (struct store){ 0 };
}

/* --- images that nobody holds ---------------------------------------------------------------------------- */

static void unlink_idle(struct store *store, struct stored *it)
{
	*(it->newer ? &it->newer->older : &store->newest) = it->older;
	*(it->older ? &it->older->newer : &store->oldest) = it->newer;
	it->newer = it->older = NULL;
	store->idle_bytes -= it->size;
}

static void link_idle(struct store *store, struct stored *it)
{
	it->older = store->newest;
	it->newer = NULL;
	*(store->newest ? &store->newest->newer : &store->oldest) = it;
	store->newest = it;
	store->idle_bytes += it->size;
	while (store->idle_bytes > store->idle_limit && store->oldest != it) {
		struct stored *last = store->oldest;
		unlink_idle(store, last);
		free(last->image); /* the entry stays and is read again on demand */
		last->image = NULL;
		last->size = 0;
	}
}

/* --- reading --------------------------------------------------------------------------------------------------- */

static uint64_t key_of(const struct oid *blob, str path)
{
	struct str_cut name = str_rcut(path, '/');
	str base = name.found ? name.tail : path;
	ptrdiff_t dot = str_find_char(base, '.');

	return hash_mix(oid_hash(blob), str_hash(dot == STR_NONE ? STR("") : str_sub(base, (size_t)dot, base.size))) |
	    1;
}

static struct image *unread(str path, const char *code, const char *why)
{
	struct arena arena = { 0 };
	struct builder out;
	const struct parser *parser = parser_for(path, STR(""), NULL);

	builder_begin(&out, &arena, parser ? parser->name : "unknown");
	builder_note(&out, code, 1, "%s", why);
	out.partial = true;
	out.containers.items[0].partial = 1;
	struct image *image = builder_freeze(&out, &arena);
	arena_release(&arena);
	return image;
}

static void read_image(struct store *store, struct stored *it, str path)
{
	struct object_loan loan;

	store->parsed++;
	switch (repository_blob_bytes(store->repository, &it->blob, LIMIT_MARKUP_BYTES, &loan)) {
	case BLOB_MISSING: it->image = unread(path, "blob-missing", "the contents are not in this clone"); break;
	case BLOB_TOO_LARGE: it->image = unread(path, "size-limit", LIMIT_SAYS(MARKUP_BYTES)); break;
	case BLOB_READ: {
		struct parse_in in = { loan.bytes, store->reading, store->fragments };
		it->image = parse_document(path, &in, NULL);
	}
	}
	repository_done(&loan);
	it->size = it->image ? it->image->size : 0;
	it->foreign = !it->image;
}

static struct stored *entry_of(struct store *store, const struct oid *blob, str path, bool *fresh)
{
	uint64_t key = key_of(blob, path);
	uint32_t *number = map_add(&store->numbers, key);

	*fresh = !*number;
	if (*number)
		return store->all[*number - 1];
	if (store->count == store->room) {
		store->room = store->room ? store->room * 2 : 1024;
		store->all = need(realloc(store->all, store->room * sizeof(struct stored *)));
	}
	struct stored *it = need(calloc(1, sizeof *it));
	it->blob = *blob;
	it->key = key;
	store->all[store->count++] = it;
	*number = store->count;
	return it;
}

struct stored *store_hold(struct store *store, const struct oid *blob, str path)
{
	bool fresh;
	struct stored *it = entry_of(store, blob, path, &fresh);

	if (!it->held && it->size)
		unlink_idle(store, it);
	else if (fresh || (!it->held && !it->foreign))
		read_image(store, it, path);
	else
		store->hits++;
	it->held++;
	return it;
}

void store_keep(struct stored *stored)
{
	stored->held++;
}

void store_drop(struct store *store, struct stored *stored)
{
	if (stored && --stored->held == 0 && stored->size)
		link_idle(store, stored);
}
