#include "analyzer/graph/graph.h"

#include "analyzer/graph/handoffs.h"
#include "analyzer/graph/paths.h"
#include "analyzer/graph/site.h"
#include "base/glob.h"
#include "base/limits.h"
#include "model/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *widened(void *items, uint32_t *room, uint32_t needed, size_t size)
{
	uint32_t wider = *room ? *room : 256;

	if (needed <= *room)
		return items;
	while (wider < needed)
		wider *= 2;
	char *grown = realloc(items, wider * size);
	if (!grown) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	memset(grown + *room * size, 0, (wider - *room) * size);
	*room = wider;
	return grown;
}

void graph_begin(struct graph *out, struct repository *repository, struct store *store, const struct config *config)
{
	*out = (struct graph){ .repository = repository, .store = store, .config = config, .generation = 1 };
	registry_begin(&out->registry, config);
	ownership_begin(&out->ownership, config);
}

void graph_release(struct graph *graph)
{
	for (uint32_t i = 0; i < graph->room; i++) {
		view_free(graph->slots[i].view);
		store_drop(graph->store, graph->slots[i].held);
		store_drop(graph->store, graph->slots[i].read);
	}
	free(graph->slots);
	intern_release(&graph->paths);
	intern_release(&graph->called);
	map_release(&graph->called_at);
	free(graph->bare);
	free(graph->files_called);
	registry_release(&graph->registry);
	ownership_release(&graph->ownership);
	map_release(&graph->homes);
	map_release(&graph->name_keys);
	index_release(&graph->steps);
	index_release(&graph->links);
	index_release(&graph->processes);
	index_release(&graph->calls);
	*graph = (struct graph){ 0 };
}

/* --- paths -------------------------------------------------------------------------------------------------- */

path_id graph_path(struct graph *graph, str path)
{
	path_id id = intern_add(&graph->paths, path);

	graph->slots = widened(graph->slots, &graph->room, id + 1, sizeof *graph->slots);
	return id;
}

str graph_path_text(const struct graph *graph, path_id path)
{
	return intern_text(&graph->paths, path);
}

static bool matches_any(const str *patterns, unsigned count, str path)
{
	for (unsigned i = 0; i < count; i++)
		if (glob_match(patterns[i], path))
			return true;
	return false;
}

static bool is_vendored(str path)
{
	str name;

	if (!str_has(path, STR("node_modules")) && !str_has(path, STR("vendor")))
		return false;
	while (str_next_word(&path, "/", &name))
		if (str_eq(name, STR("node_modules")) || str_eq(name, STR("vendor")))
			return true;
	return false;
}

static bool is_document_name(const struct graph *graph, str path)
{
	const struct config *config = graph->config;

	return parser_may_read(path) && !is_vendored(path) &&
	    (!config->include_count || matches_any(config->include, config->include_count, path)) &&
	    !matches_any(config->exclude, config->exclude_count, path);
}

enum { NAME_ASKED = 1, NAME_OF_DOCUMENT = 2, NAME_OF_OWNERS = 4 };

/* A file changes again and again: its name is looked at once. */
static unsigned read_as(struct graph *graph, path_id path)
{
	struct slot *slot = &graph->slots[path];
	str name = graph_path_text(graph, path);

	if (!slot->read_as)
		slot->read_as = (uint8_t)(NAME_ASKED | (is_document_name(graph, name) ? NAME_OF_DOCUMENT : 0) |
		    (ownership_wants(&graph->ownership, name) ? NAME_OF_OWNERS : 0));
	return slot->read_as;
}

bool graph_wants(struct graph *graph, str path)
{
	path_id known = intern_find(&graph->paths, path);

	return known ? read_as(graph, known) != NAME_ASKED
	             : is_document_name(graph, path) || ownership_wants(&graph->ownership, path);
}

/* --- a document's contribution --------------------------------------------------------------------------------- */

static uint64_t name_key(str text)
{
	return hash_mix(str_hash(text), 0x73746570) | 1;
}

static uint64_t node_value(path_id path, uint32_t number)
{
	return (uint64_t)path << 32 | number;
}

static struct node node_at(uint64_t value)
{
	return (struct node){ (path_id)(value >> 32), (uint32_t)value };
}

typedef void (*index_change)(struct index *index, uint64_t key, uint64_t value);

static uint64_t folder_hash(struct graph *graph, path_id path, str document)
{
	struct slot *slot = &graph->slots[path];

	if (!slot->folder)
		slot->folder = str_hash(path_folder(document));
	return slot->folder;
}

uint32_t graph_called(struct graph *graph, path_id from, str target)
{
	str document = graph_path_text(graph, from);
	/* an empty target is the document itself; everything else depends on the folder alone */
	uint64_t place = target.size ? folder_hash(graph, from, document) : str_hash(document);
	uint64_t key = hash_mix(place, str_hash(target)) | 1;
	uint32_t *known = map_add(&graph->called_at, key);

	if (!*known) {
		struct arena scratch = { 0 };
		*known = intern_add(&graph->called, link_path(&scratch, graph->config, document, target)) + 1;
		arena_release(&scratch);
	}
	return *known - 1;
}

uint32_t graph_called_bare(struct graph *graph, path_id from, str target)
{
	uint32_t called = graph_called(graph, from, target);

	if (!called)
		return 0;
	graph->bare = widened(graph->bare, &graph->bare_room, called + 1, sizeof *graph->bare);
	if (!graph->bare[called]) {
		uint32_t bare = intern_add(&graph->called, path_bare(intern_text(&graph->called, called)));
		graph->bare[called] = bare ? bare : called;
	}
	return graph->bare[called];
}

static uint64_t called_key(uint32_t called)
{
	return hash_mix(called, 0x6c696e6b) | 1;
}

static void change_links(struct graph *graph, path_id path, const struct image *image, index_change change)
{
	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		if (link->kind == LINK_CALL)
			change(&graph->calls, name_key(image_text(image, link->target)), node_value(path, i));
		if ((link->kind != LINK_DOC && link->kind != LINK_FILE && link->kind != LINK_INCLUDE) ||
		    !link->target.size)
			continue;
		uint32_t called = graph_called(graph, path, image_text(image, link->target));
		if (called)
			change(&graph->links, called_key(called), node_value(path, i));
	}
}

/* A process of a BPMN file is a section with its id. */
static void change_processes(struct graph *graph, path_id path, const struct image *image, index_change change)
{
	if (!str_eq(image_text(image, image_containers(image)[0].format), STR("bpmn")))
		return;
	for (uint32_t i = 0; i < image->sections.count; i++)
		if (image_sections(image)[i].id.size)
			change(&graph->processes, name_key(image_text(image, image_sections(image)[i].id)),
			    node_value(path, i));
}

static void change_indexes(struct graph *graph, path_id path, const struct image *image, index_change change)
{
	const struct step *steps = image_steps(image);

	for (uint32_t i = 0; i < image->steps.count; i++)
		if (steps[i].kind == STEP_ACTIVITY && steps[i].n1.size)
			change(&graph->steps, name_key(image_text(image, steps[i].n1)), node_value(path, i));
	change_links(graph, path, image, change);
	change_processes(graph, path, image, change);
}

static void change_folder_teams(
    struct graph *graph, str path, void (*change)(struct registry *, str, str, enum team_kind, enum team_strength))
{
	struct arena scratch = { 0 };
	str rest = path_folder(path), name, before = STR("");

	while (str_next_word(&rest, "/", &name)) {
		if (path_names_team(before, name)) {
			str words = text_n0(&scratch, name);
			str key = team_key(&scratch, words);
			if (key.size)
				change(&graph->registry, key, words, TEAM_TEAM, TEAM_STRONG);
		}
		before = name;
	}
	arena_release(&scratch);
}

static bool is_index_page(str path)
{
	str base = path_base(path);
	return str_eq(base, STR("index.md")) || str_eq(base, STR("README.md")) || str_eq(base, STR("_index.md"));
}

static uint64_t index_title(const struct graph *graph, path_id path, const struct image *image)
{
	str text = graph_path_text(graph, path);
	return is_index_page(text)
	    ? hash_mix(str_hash(text), str_hash(image_text(image, image_containers(image)[0].title)))
	    : 0;
}

static void change_site(struct graph *graph, str path, const struct image *image, bool come)
{
	struct arena scratch = { 0 };

	if (site_is_first_page(path))
		registry_change_site(
		    &graph->registry, site_key(&scratch, image_text(image, image_containers(image)[0].title)), come);
	arena_release(&scratch);
}

static void retract(struct graph *graph, path_id path)
{
	struct slot *slot = &graph->slots[path];

	if (slot->read && slot->read->image) {
		change_indexes(graph, path, slot->read->image, index_remove);
		graph->index_titles -= index_title(graph, path, slot->read->image);
		registry_remove_image(&graph->registry, slot->read->image);
		change_folder_teams(graph, graph_path_text(graph, path), registry_remove);
		change_site(graph, graph_path_text(graph, path), slot->read->image, false);
		graph->documents--;
		graph->partial -= slot->held->image && slot->held->image->partial;
	}
	view_free(slot->view);
	slot->view = NULL;
	store_drop(graph->store, slot->read);
	store_drop(graph->store, slot->held);
	slot->read = slot->held = NULL;
	graph->files -= !oid_is_zero(&slot->blob);
	slot->blob = (struct oid){ 0 };
}

/* --- last readable versions ----------------------------------------------------------------------------------------
 */

enum { READABLE_COMMITS = 1000, READABLE_VERSIONS = 50 };

/* The latest version of a path that can be read to the end, by first parents of a commit; NULL: none. */
static struct stored *last_readable(struct graph *graph, str path, const struct oid *commit)
{
	struct oid at = *commit, seen = { 0 };
	unsigned versions = 0;

	for (unsigned i = 0; i < READABLE_COMMITS && versions < READABLE_VERSIONS; i++) {
		struct arena scratch = { 0 };
		struct error ignored = { 0 };
		struct commit_info info;
		struct oid blob;
		bool here = repository_commit(graph->repository, &at, &scratch, &info, &ignored);
		bool found = here && tree_find(graph->repository, &info.tree, path, &blob, &ignored);
		bool more = found && info.parent_count > 0;
		if (more)
			at = info.parents[0];
		arena_release(&scratch);
		if (found && !oid_equal(&blob, &seen)) {
			seen = blob;
			versions++;
			struct stored *version = store_hold(graph->store, &blob, path);
			if (version->image && !version->image->partial)
				return version;
			store_drop(graph->store, version);
		}
		if (!more)
			return NULL;
	}
	return NULL;
}

static void assert_document(struct graph *graph, path_id path, const struct oid *blob, const struct oid *commit)
{
	struct slot *slot = &graph->slots[path];
	str text = graph_path_text(graph, path);

	slot->blob = *blob;
	graph->files++;
	slot->held = store_hold(graph->store, blob, text);
	if (!slot->held->image)
		return;
	slot->read = slot->held->image->partial && !oid_is_zero(commit) ? last_readable(graph, text, commit) : NULL;
	if (!slot->read) {
		slot->read = slot->held;
		store_keep(slot->read);
	}
	graph->documents++;
	graph->partial += slot->held->image->partial;
	registry_add_image(&graph->registry, slot->read->image);
	change_folder_teams(graph, text, registry_add);
	change_site(graph, text, slot->read->image, true);
	change_indexes(graph, path, slot->read->image, index_add);
	graph->index_titles += index_title(graph, path, slot->read->image);
}

/* --- moving ---------------------------------------------------------------------------------------------------------
 */

struct planned {
	path_id path;
	struct oid blob;
};

struct move {
	struct graph *graph;
	struct arena scratch;
	LIST_OF(struct planned) documents;
	bool owners_moved;
};

static bool move_wants(void *data, str path)
{
	return graph_wants(((struct move *)data)->graph, path);
}

static bool move_enters(void *data, str path)
{
	(void)data;
	str base = path_base(path);
	return !str_eq(base, STR("node_modules")) && !str_eq(base, STR("vendor"));
}

static void plan_change(struct move *move, path_id path, const struct oid *blob)
{
	struct graph *graph = move->graph;
	unsigned as = read_as(graph, path);

	if (as & NAME_OF_OWNERS) {
		ownership_change(
		    &graph->ownership, &graph->registry, graph->repository, graph_path_text(graph, path), blob);
		move->owners_moved = true;
	}
	if (as & NAME_OF_DOCUMENT) {
		struct planned planned = { path, *blob };
		LIST_PUSH(&move->scratch, &move->documents, planned);
	}
}

static bool plan_file(void *data, const struct tree_change *change, struct error *error)
{
	struct move *move = data;

	(void)error;
	plan_change(move, graph_path(move->graph, change->path), &change->after);
	return true;
}

static str key_asked(const struct image *image, uint32_t number)
{
	return image_text(image,
	    number < image->keys.count ? image_keys(image)[number]
	                               : image_teams(image)[number - image->keys.count].key);
}

static str squeezed(char *room, size_t size, str key)
{
	size_t count = 0;

	for (size_t i = 0; i < key.size && count < size; i++)
		if (key.at[i] != '-' && key.at[i] != '/')
			room[count++] = key.at[i];
	return (str){ room, count };
}

/* "agencies" may have been taken for "agency". */
static str stem_of_changed(const struct graph *graph, team_id changed)
{
	str key = intern_text(&graph->registry.keys, changed);

	if (key.size > 3 && key.at[key.size - 1] == 'y')
		key.size--;
	return key;
}

/* One of 64 bits, by the first two bytes. */
static uint64_t beginning(str key)
{
	return (uint64_t)1 << (((unsigned char)key.at[0] * 7u + (unsigned char)key.at[1]) & 63);
}

static uint64_t beginnings_asked(const struct image *image)
{
	uint64_t all = 0;
	char two[2];

	for (uint32_t k = 0; k < image->keys.count + image->teams.count; k++) {
		str key = squeezed(two, sizeof two, key_asked(image, k));
		all |= key.size == sizeof two ? beginning(key) : 1; /* shorter ones begin with shorter ones alone */
	}
	return all;
}

static uint64_t beginnings_changed(const struct graph *graph, const team_id *changed, uint32_t count)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < count; i++) {
		str key = stem_of_changed(graph, changed[i]);
		all |= key.size < 2 ? UINT64_MAX : beginning(key);
	}
	return all;
}

static bool view_depends(const struct graph *graph, const struct image *image, const team_id *changed, uint32_t count)
{
	char room[512];

	for (uint32_t k = 0; k < image->keys.count + image->teams.count; k++) {
		str key = squeezed(room, sizeof room, key_asked(image, k));
		for (uint32_t i = 0; i < count; i++)
			if (str_starts(key, stem_of_changed(graph, changed[i])))
				return true;
	}
	return false;
}

/* Views that asked about a name whose being known changed are made anew. */
static void refresh_views(struct graph *graph)
{
	struct registry *registry = &graph->registry;

	registry_settle_changes(registry);
	if (!registry->changed_count)
		return;
	graph->generation++;
	uint64_t begins = beginnings_changed(graph, registry->changed, registry->changed_count);
	for (path_id path = 1; path < graph->room; path++) {
		struct slot *slot = &graph->slots[path];
		if (!slot->view || !(slot->begins & begins) ||
		    !view_depends(graph, slot->read->image, registry->changed, registry->changed_count))
			continue;
		view_free(slot->view);
		slot->view = NULL; /* made again when it is asked for */
	}
	registry->changed_count = 0;
}

static void carry_out(struct move *move, const struct oid *tree, const struct oid *commit)
{
	struct graph *graph = move->graph;
	uint64_t titles = graph->index_titles;

	for (uint32_t i = 0; i < move->documents.count; i++)
		retract(graph, move->documents.items[i].path);
	for (uint32_t i = 0; i < move->documents.count; i++)
		if (!oid_is_zero(&move->documents.items[i].blob))
			assert_document(graph, move->documents.items[i].path, &move->documents.items[i].blob, commit);
	if (move->owners_moved || titles != graph->index_titles)
		graph->generation++;
	refresh_views(graph);
	graph->moves++;
	graph->tree = *tree;
	graph->commit = *commit;
}

bool graph_move(struct graph *graph, const struct oid *tree, const struct oid *commit, struct error *error)
{
	struct move move = { .graph = graph };
	struct tree_walk walk = {
		.repository = graph->repository,
		.enters = move_enters,
		.wants = move_wants,
		.visit = plan_file,
		.data = &move,
	};

	if (oid_equal(&graph->tree, tree)) {
		graph->commit = *commit;
		return true;
	}
	bool moved = tree_compare(&walk, &graph->tree, tree, error);
	if (moved)
		carry_out(&move, tree, commit);
	arena_release(&move.scratch);
	return moved;
}

void graph_move_by(struct graph *graph, const struct oid *tree, const struct oid *commit,
    const struct known_change *changes, uint32_t count)
{
	struct move move = { .graph = graph };

	for (uint32_t i = 0; i < count; i++)
		plan_change(&move, changes[i].path, &changes[i].blob);
	carry_out(&move, tree, commit);
	arena_release(&move.scratch);
}

/* --- views and owners ------------------------------------------------------------------------------------ */

/* Folders are asked for their team again whenever one became known, and have the same names. */
static str key_of_name(struct graph *graph, struct arena *scratch, str name)
{
	uint32_t *known = map_add(&graph->name_keys, str_hash(name) | 1);

	if (!*known)
		*known = intern_add(&graph->registry.words, team_key(scratch, text_n0(scratch, name))) + 1;
	return intern_text(&graph->registry.words, *known - 1);
}

static team_id known_name(struct graph *graph, struct arena *scratch, str name)
{
	team_id team = registry_resolve_key(&graph->registry, key_of_name(graph, scratch, name));

	return team && registry_knows(&graph->registry, team) &&
	        registry_team_kind(&graph->registry, team) != TEAM_SYSTEM
	    ? team
	    : 0;
}

static team_id team_of_index_page(struct graph *graph, struct arena *scratch, str folder)
{
	static const char *const pages[] = { "index.md", "README.md", "_index.md" };

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		str path = arena_printf(scratch, "%.*s/%s", STR_ARG(folder), pages[i]);
		path_id page = intern_find(&graph->paths, path);
		if (!page || page >= graph->room || !graph->slots[page].read || !graph->slots[page].read->image)
			continue;
		const struct image *image = graph->slots[page].read->image;
		/* running text alone makes no team of the title of a page: "the Acme team" is everybody at Acme */
		team_id team = known_name(graph, scratch, image_text(image, image_containers(image)[0].title));
		const struct team_entry *entry = &graph->registry.entries[team];
		return entry->strong || entry->configured ? team : 0;
	}
	return 0;
}

/* Names that folders have whatever stands in them. */
static bool is_plain_folder(str name)
{
	static const char *const names[] = { "content", "contents", "docs", "doc", "documentation", "src", "source",
		"pages", "handbook", "wiki", "website", "site", "assets", "static", "public", "data", "images",
		"company", "general", "process", "processes", "policies", "templates", "archive" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(name, str_of(names[i])))
			return true;
	return false;
}

/* The team of the deepest folder that is one's; asked once per folder and generation. */
static team_id home_of_folder(struct graph *graph, struct arena *scratch, str folder)
{
	uint32_t *known = map_find(&graph->homes, str_hash(folder) | 1);

	if (known)
		return *known;
	str base = path_base(folder);
	team_id team = is_plain_folder(base) || str_starts(base, STR(".")) ? 0 : known_name(graph, scratch, base);
	if (!team)
		team = team_of_index_page(graph, scratch, folder);
	str outer = path_folder(folder);
	if (!team && outer.size)
		team = home_of_folder(graph, scratch, outer);
	*map_add(&graph->homes, str_hash(folder) | 1) = team;
	return team;
}

static team_id home_team(struct graph *graph, str path)
{
	struct arena scratch = { 0 };
	str folder = path_folder(path);

	if (graph->homes_stamp != graph->generation || graph->homes_turns != graph->registry.turns)
		map_clear(&graph->homes);
	graph->homes_stamp = graph->generation;
	graph->homes_turns = graph->registry.turns;
	team_id team = folder.size ? home_of_folder(graph, &scratch, folder) : 0;
	arena_release(&scratch);
	return team;
}

void graph_settle_owners(struct graph *graph, struct view *view)
{
	str path = graph_path_text(graph, view->path);

	ownership_find(&graph->ownership, &graph->registry, view, path, &view->owners);
	if (view->owners.count)
		return;
	team_id home = home_team(graph, path);
	if (home)
		view->owners =
		    (struct owners_found){ .teams = { home }, .count = 1, .inferred = true, .source = OWNER_HOME };
}

struct view *graph_view(struct graph *graph, path_id path)
{
	struct slot *slot = path && path < graph->room ? &graph->slots[path] : NULL;

	if (!slot || !slot->read || !slot->read->image)
		return NULL;
	if (!slot->view) {
		slot->view = view_make(slot->read->image, path, &graph->registry);
		slot->begins = beginnings_asked(slot->read->image);
		slot->owners_stamp = 0;
	}
	if (slot->owners_stamp != graph->generation) {
		graph_settle_owners(graph, slot->view);
		slot->owners_stamp = graph->generation;
	}
	return slot->view;
}

/* --- lookups --------------------------------------------------------------------------------------------- */

static int by_path_text(const struct graph *graph, const struct node *a, const struct node *b)
{
	int order = a->path == b->path ? 0 : str_cmp(graph_path_text(graph, a->path), graph_path_text(graph, b->path));
	return order ? order : a->number < b->number ? -1 : a->number > b->number;
}

/* Texts are looked at as seldom as can be: the place of each is found by halves. */
static void sort_nodes(const struct graph *graph, struct node *nodes, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		struct node one = nodes[i];
		unsigned low = 0, high = i;
		while (low < high) {
			unsigned middle = (low + high) / 2;
			if (by_path_text(graph, &one, &nodes[middle]) < 0)
				high = middle;
			else
				low = middle + 1;
		}
		memmove(nodes + low + 1, nodes + low, (i - low) * sizeof one);
		nodes[low] = one;
	}
}

/* The first of the files that may be meant by a path and is there. */
static path_id find_called(const struct graph *graph, str called)
{
	struct arena scratch = { 0 };
	str files[PATH_NAMES];
	path_id found = 0;

	unsigned count = path_candidates(&scratch, called, files);
	for (unsigned i = 0; i < count && !found; i++) {
		path_id path = intern_find(&graph->paths, files[i]);
		if (path && path < graph->room && graph->slots[path].read)
			found = path;
	}
	arena_release(&scratch);
	return found;
}

/* Many links call one page: its file is looked for once per move. */
static path_id file_called(struct graph *graph, uint32_t called)
{
	graph->files_called =
	    widened(graph->files_called, &graph->files_called_room, called + 1, sizeof *graph->files_called);
	struct file_called *file = &graph->files_called[called];
	if (file->stamp != graph->moves)
		*file = (struct file_called){ find_called(graph, intern_text(&graph->called, called)), graph->moves };
	return file->path;
}

path_id graph_link_target(struct graph *graph, path_id from, const struct image *image, const struct link *link)
{
	str target = image_text(image, link->target);

	if (!target.size || link->kind == LINK_EXTERNAL || link->kind == LINK_PERSON || link->kind == LINK_CALL)
		return 0;
	uint32_t called = graph_called(graph, from, target);
	if (called)
		return file_called(graph, called);
	return str_ends(target, STR("/")) || str_ends(target, STR("..")) ? find_called(graph, STR("")) : 0;
}

unsigned graph_links_to(struct graph *graph, path_id path, struct node *out, unsigned max)
{
	struct arena scratch = { 0 };
	str names[PATH_NAMES];
	unsigned total = 0, given = 0;

	unsigned count = path_names(&scratch, graph_path_text(graph, path), names);
	for (unsigned i = 0; i < count; i++) {
		uint32_t called = intern_find(&graph->called, names[i]);
		struct index_list list =
		    called ? index_find(&graph->links, called_key(called)) : (struct index_list){ 0 };
		for (uint32_t k = 0; k < list.count; k++) {
			struct node node = node_at(list.items[k]);
			const struct image *image = graph->slots[node.path].read->image;
			if (node.path == path ||
			    graph_link_target(graph, node.path, image, &image_links(image)[node.number]) != path)
				continue;
			total++;
			if (given < max)
				out[given++] = node;
		}
	}
	sort_nodes(graph, out, given);
	arena_release(&scratch);
	return total;
}

unsigned graph_calling(struct graph *graph, uint32_t called, path_id but)
{
	struct index_list list = called ? index_find(&graph->links, called_key(called)) : (struct index_list){ 0 };
	unsigned count = 0;

	for (uint32_t i = 0; i < list.count; i++)
		count += node_at(list.items[i]).path != but;
	return count;
}

unsigned graph_files_linked(struct graph *graph, path_id path, struct node *out, unsigned max)
{
	uint32_t called = intern_find(&graph->called, graph_path_text(graph, path));
	struct index_list list = called ? index_find(&graph->links, called_key(called)) : (struct index_list){ 0 };
	unsigned given = 0;

	for (uint32_t i = 0; i < list.count && given < max; i++)
		out[given++] = node_at(list.items[i]);
	sort_nodes(graph, out, given);
	return given;
}

static unsigned nodes_of(const struct graph *graph, const struct index *index, str key, struct node *out, unsigned max)
{
	struct index_list list = index_find(index, name_key(key));
	unsigned given = 0;

	for (uint32_t i = 0; i < list.count && given < max; i++)
		out[given++] = node_at(list.items[i]);
	sort_nodes(graph, out, given);
	return list.count;
}

unsigned graph_steps_named(struct graph *graph, str n1, struct node *out, unsigned max)
{
	return nodes_of(graph, &graph->steps, n1, out, max);
}

unsigned graph_calls_of(struct graph *graph, str process, struct node *out, unsigned max)
{
	return nodes_of(graph, &graph->calls, process, out, max);
}

unsigned graph_definitions_of(struct graph *graph, str process, struct node *out, unsigned max)
{
	return nodes_of(graph, &graph->processes, process, out, max);
}

static bool view_hands_over(const struct view *view, team_id from, team_id to)
{
	const struct image *image = view->image;

	for (uint32_t i = 0; i < image->steps.count; i++) {
		struct span succ = image_succ(image)[i];
		if (image_steps(image)[i].kind != STEP_ACTIVITY || view_step_team(view, i) != from)
			continue;
		for (uint32_t n = 0; n < succ.count; n++)
			if (view_step_team(view, image_next(image)[succ.first + n]) == to)
				return true;
	}
	for (uint32_t i = 0; i < image->flows.count; i++) {
		const struct flow *flow = &image_flows(image)[i];
		team_id sender, receiver;
		if (flow->to.kind == END_TEAM && flow_hands_on(flow) && view->claim_on[flow->claim] &&
		    view_end_team(view, flow->from, &sender) && view_end_team(view, flow->to, &receiver) &&
		    sender == from && receiver == to)
			return true;
	}
	return false;
}

bool graph_hands_over(struct graph *graph, team_id from, team_id to)
{
	for (path_id path = 1; path < graph->room; path++) {
		struct view *view = graph_view(graph, path);
		if (view && (view->image->steps.count || view->image->flows.count) && view_hands_over(view, from, to))
			return true;
	}
	return false;
}

/* --- its state ------------------------------------------------------------------------------------------- */

static uint64_t view_state(struct graph *graph, path_id path)
{
	struct view *view = graph_view(graph, path);
	uint64_t hash = str_hash(graph_path_text(graph, path));

	if (!view)
		return 0;
	hash = hash_mix(hash, view->image->canonical);
	for (uint32_t i = 0; i < view->image->teams.count; i++)
		hash = hash_mix(hash, str_hash(registry_team_key(&graph->registry, view->team[i])));
	for (uint32_t i = 0; i < view->image->claims.count; i++)
		hash = hash_mix(hash, view->claim_on[i]);
	for (unsigned i = 0; i < view->owners.count; i++)
		hash = hash_mix(hash, str_hash(registry_team_key(&graph->registry, view->owners.teams[i])));
	return hash_mix(hash, view->owners.source);
}

static uint64_t index_state(const struct graph *graph, const struct index *index)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < index->lists.room; i++) {
		if (!index->lists.keys[i])
			continue;
		const struct index_list *list = &index->all[index->lists.values[i] - 1];
		for (uint32_t k = 0; k < list->count; k++) {
			struct node node = node_at(list->items[k]);
			sum += hash_mix(
			    hash_mix(index->lists.keys[i], str_hash(graph_path_text(graph, node.path))), node.number);
		}
	}
	return sum;
}

/* Numbers of called paths depend on the way: their texts are summed. */
static uint64_t links_state(const struct graph *graph)
{
	uint64_t sum = 0;

	for (uint32_t called = 1; called <= graph->called.texts.count; called++) {
		struct index_list list = index_find(&graph->links, called_key(called));
		uint64_t text = str_hash(intern_text(&graph->called, called));
		for (uint32_t k = 0; k < list.count; k++) {
			struct node node = node_at(list.items[k]);
			sum += hash_mix(hash_mix(text, str_hash(graph_path_text(graph, node.path))), node.number);
		}
	}
	return sum;
}

uint64_t graph_state(struct graph *graph)
{
	uint64_t sum = graph->documents;

	for (path_id path = 1; path < graph->room; path++)
		sum += view_state(graph, path);
	sum += index_state(graph, &graph->steps) + links_state(graph);
	return sum + index_state(graph, &graph->processes) + index_state(graph, &graph->calls);
}
