#include "analyzer/pairing.h"

#include "base/limits.h"
#include "base/text.h"

struct finder {
	struct touched_list *out;
	struct arena *arena;
	struct graph *graph;
	bool document;    /* the graph wants the path that was asked about last */
	struct map paths; /* hashes of the files that are looked for, and of their folders */
};

static bool is_artifact(str path)
{
	static const char *const suffixes[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".docx",
		".xlsx", ".pptx", ".vsdx", ".vsd", ".drawio" };

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (str_iends(path, str_of(suffixes[i])))
			return true;
	return false;
}

static bool finder_wants(void *data, str path)
{
	struct finder *finder = data;

	finder->document = graph_wants(finder->graph, path);
	return finder->document || is_artifact(path);
}

static bool take_change(void *data, const struct tree_change *change, struct error *error)
{
	struct finder *finder = data;

	(void)error;
	if (!finder->document) {
		struct artifact artifact = { 0 };
		if (oid_is_zero(&change->before) || oid_is_zero(&change->after))
			return true;
		artifact.path = graph_path(finder->graph, change->path);
		LIST_PUSH(finder->arena, &finder->out->artifacts, artifact);
		return true;
	}
	if (ownership_decides(&finder->graph->ownership, change->path))
		finder->out->owners_moved = true;
	struct touched touched = { graph_path(finder->graph, change->path), { change->before, change->after },
		{ NULL, NULL } };
	LIST_PUSH(finder->arena, &finder->out->list, touched);
	struct known_change back = { touched.path, change->before };
	LIST_PUSH(finder->arena, &finder->out->back, back);
	return true;
}

bool touched_find(struct touched_list *out, struct arena *arena, struct graph *graph, const struct oid *before,
    const struct oid *after, struct error *error)
{
	struct finder finder = { .out = out, .arena = arena, .graph = graph };
	struct tree_walk walk = {
		.repository = graph->repository, .wants = finder_wants, .visit = take_change, .data = &finder
	};

	bool found = tree_compare(&walk, before, after, error);
	out->truncated = walk.truncated;
	return found;
}

static bool is_looked_for(void *data, str path)
{
	return map_find(&((struct finder *)data)->paths, str_hash(path) | 1) != NULL;
}

static bool is_document_looked_for(void *data, str path)
{
	return is_looked_for(data, path) && finder_wants(data, path);
}

static void look_for(struct map *paths, str path)
{
	*map_add(paths, str_hash(path) | 1) = 1;
	for (size_t at = 0; at < path.size; at++)
		if (path.at[at] == '/')
			*map_add(paths, str_hash(str_sub(path, 0, at)) | 1) = 1;
}

bool touched_find_again(struct touched_list *out, struct arena *arena, struct graph *graph, const struct oid *before,
    const struct oid *after, const struct touched_list *others, struct error *error)
{
	struct finder finder = { .out = out, .arena = arena, .graph = graph };
	struct tree_walk walk = { .repository = graph->repository,
		.enters = is_looked_for,
		.wants = is_document_looked_for,
		.visit = take_change,
		.data = &finder };

	for (uint32_t i = 0; i < others->list.count; i++)
		look_for(&finder.paths, graph_path_text(graph, others->list.items[i].path));
	bool found = tree_compare(&walk, before, after, error);
	map_release(&finder.paths);
	return found;
}

void touched_narrow(struct touched_list *touched, const struct map *only, uint32_t count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < touched->list.count; i++) {
		const uint32_t *seen = map_find(only, touched->list.items[i].path);
		if (seen && *seen == count)
			touched->list.items[kept++] = touched->list.items[i];
	}
	touched->list.count = kept;
}

void touched_hold(struct touched_list *touched, struct graph *graph)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < touched->list.count; i++) {
		struct touched one = touched->list.items[i];
		str path = graph_path_text(graph, one.path);
		bool document = false;
		for (int side = 0; side < 2; side++) {
			if (oid_is_zero(&one.blob[side]) || !parser_may_read(path))
				continue;
			one.held[side] = store_hold(graph->store, &one.blob[side], path);
			document = document || one.held[side]->image;
		}
		if (document)
			touched->list.items[kept++] = one;
		else
			for (int side = 0; side < 2; side++)
				store_drop(graph->store, one.held[side]);
	}
	touched->list.count = kept;
}

void touched_drop(struct touched_list *touched, struct graph *graph)
{
	for (uint32_t i = 0; i < touched->list.count; i++)
		for (int side = 0; side < 2; side++)
			store_drop(graph->store, touched->list.items[i].held[side]);
	touched->list.count = 0;
}

/* --- pairs ------------------------------------------------------------------------------------------------------ */

static const struct image *image_of(const struct touched *touched, int side)
{
	return touched->held[side] ? touched->held[side]->image : NULL;
}

static bool same_id(const struct image *a, const struct image *b)
{
	str id = image_text(a, image_containers(a)[0].doc_id);
	return id.size && str_eq(id, image_text(b, image_containers(b)[0].doc_id)) &&
	    str_eq(image_text(a, image_containers(a)[0].format), image_text(b, image_containers(b)[0].format));
}

struct blocks {
	uint64_t *hashes;
	uint32_t count;
};

/* Hashes of the blocks of a document: prose, names of steps. */
static struct blocks blocks_of(struct arena *arena, const struct image *image)
{
	struct blocks blocks = { ARENA_ARRAY(arena, uint64_t, image->prose.count + image->steps.count + 1), 0 };

	for (uint32_t i = 0; i < image->prose.count; i++)
		blocks.hashes[blocks.count++] = image_prose(image)[i].hash;
	for (uint32_t i = 0; i < image->steps.count; i++)
		if (image_steps(image)[i].n1.size)
			blocks.hashes[blocks.count++] = str_hash(image_text(image, image_steps(image)[i].n1));
	words_sort(arena, (struct words){ blocks.hashes, blocks.count });
	return blocks;
}

/* The share of the larger one; 0 where it cannot be half of it. */
static double shared_blocks(struct blocks a, struct blocks b)
{
	uint32_t shared = 0, i = 0, k = 0, larger = a.count > b.count ? a.count : b.count;

	if ((uint64_t)a.count + b.count - larger < larger - larger / 2)
		return 0;
	while (i < a.count && k < b.count) {
		if (a.hashes[i] == b.hashes[k]) {
			shared++;
			i++;
			k++;
		} else if (a.hashes[i] < b.hashes[k])
			i++;
		else
			k++;
	}
	return larger ? (double)shared / larger : 0;
}

struct lone {
	const struct touched *touched;
	struct blocks blocks;
	bool taken;
};

static uint32_t gather_lone(struct lone *out, struct touched_list *touched, struct arena *arena, int side)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < touched->list.count; i++) {
		const struct touched *one = &touched->list.items[i];
		if (image_of(one, side) && !image_of(one, !side))
			out[count++] = (struct lone){ one, { NULL, 0 }, false };
	}
	(void)arena;
	return count;
}

static void join(struct document_pair *pairs, uint32_t *count, struct lone *old, struct lone *new)
{
	pairs[(*count)++] = (struct document_pair){ { old->touched, new->touched } };
	old->taken = new->taken = true;
}

static void pair_exact(
    struct document_pair *pairs, uint32_t *count, struct lone *old, uint32_t olds, struct lone *new, uint32_t news)
{
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t i = 0; i < olds; i++)
			for (uint32_t k = 0; k < news && !old[i].taken; k++) {
				const struct image *a = image_of(old[i].touched, 0), *b = image_of(new[k].touched, 1);
				bool same = round == 0 ? oid_equal(&old[i].touched->blob[0], &new[k].touched->blob[1])
				                       : a && b && same_id(a, b);
				if (!new[k].taken && same)
					join(pairs, count, &old[i], &new[k]);
			}
}

static void pair_similar(struct document_pair *pairs, uint32_t *count, struct lone *old, uint32_t olds,
    struct lone *new, uint32_t news, struct arena *arena)
{
	if (!olds || !news)
		return;
	for (uint32_t i = 0; i < olds; i++)
		if (!old[i].taken)
			old[i].blocks = blocks_of(arena, image_of(old[i].touched, 0));
	for (uint32_t k = 0; k < news; k++)
		if (!new[k].taken)
			new[k].blocks = blocks_of(arena, image_of(new[k].touched, 1));
	for (uint32_t i = 0; i < olds; i++) {
		double best = 0;
		uint32_t at = NONE;
		for (uint32_t k = 0; k < news && !old[i].taken; k++) {
			double shared = new[k].taken ? 0 : shared_blocks(old[i].blocks, new[k].blocks);
			if (shared >= 0.5 && shared > best) {
				best = shared;
				at = k;
			}
		}
		if (at != NONE)
			join(pairs, count, &old[i], &new[at]);
	}
}

uint32_t documents_pair(struct document_pair *pairs, struct touched_list *touched, struct arena *arena, bool *limited)
{
	struct lone *old = ARENA_ARRAY(arena, struct lone, touched->list.count + 1);
	struct lone *new = ARENA_ARRAY(arena, struct lone, touched->list.count + 1);
	uint32_t count = 0, olds = gather_lone(old, touched, arena, 0), news = gather_lone(new, touched, arena, 1);

	*limited = olds > LIMIT_RENAME_PAIRS || news > LIMIT_RENAME_PAIRS;
	for (uint32_t i = 0; i < touched->list.count; i++) {
		const struct touched *one = &touched->list.items[i];
		if (image_of(one, 0) && image_of(one, 1))
			pairs[count++] = (struct document_pair){ { one, one } };
	}
	if (!*limited) {
		pair_exact(pairs, &count, old, olds, new, news);
		pair_similar(pairs, &count, old, olds, new, news, arena);
	}
	for (uint32_t i = 0; i < olds; i++)
		if (!old[i].taken)
			pairs[count++] = (struct document_pair){ { old[i].touched, NULL } };
	for (uint32_t k = 0; k < news; k++)
		if (!new[k].taken)
			pairs[count++] = (struct document_pair){ { NULL, new[k].touched } };
	return count;
}
