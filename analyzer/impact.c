#include "analyzer/impact.h"

#include "analyzer/change/promises/notice.h"
#include "analyzer/graph/paths.h"
#include "analyzer/judge/verdict.h"
#include "analyzer/pairing.h"
#include "base/limits.h"
#include "model/names.h"

#include <stdlib.h>
#include <string.h>

enum { MASS_ADDED = 200 }; /* more new documents than that: told by folder */

void impact_open(struct impact *out, struct repository *repository, const struct config *config)
{
	*out = (struct impact){ .repository = repository, .config = config, .as_of = DAY_NONE };
	store_begin(&out->store, repository, &config->reading);
	graph_begin(&out->graph, repository, &out->store, config);
}

void impact_close(struct impact *impact)
{
	graph_release(&impact->graph);
	store_release(&impact->store);
	intern_release(&impact->team_keys);
	map_release(&impact->affected);
	map_release(&impact->unacknowledged);
	arena_release(&impact->arena);
}

/* --- coverage --------------------------------------------------------------------------------------------------- */

static void cover_document(struct impact *impact, struct view *view)
{
	struct coverage *coverage = &impact->totals.coverage;

	coverage->owned += view->owners.count > 0;
	coverage->inferred += view->owners.inferred;
	coverage->opaque += view->image->opaque.count > 0;
	for (uint32_t i = 0; i < view->image->steps.count; i++)
		coverage->ownerless_steps += image_steps(view->image)[i].kind == STEP_ACTIVITY &&
		    !view_step_team(view, i) && view->claim_on[image_steps(view->image)[i].claim];
}

bool impact_cover(struct impact *impact, const struct oid *tree, const struct oid *commit, struct error *error)
{
	struct graph *graph = &impact->graph;

	if (!graph_move(graph, tree, commit, error))
		return false;
	impact->totals.coverage =
	    (struct coverage){ .files = graph->files, .documents = graph->documents, .partial = graph->partial };
	for (path_id path = 1; path < graph->room; path++) {
		struct view *view = graph_view(graph, path);
		if (view)
			cover_document(impact, view);
	}
	return true;
}

/* --- one changeset ------------------------------------------------------------------------------------------------ */

struct changeset {
	struct impact *impact;
	struct arena *arena;
	const struct commit_info *info;
	struct oid tree[2], commit[2];
	struct touched_list touched;
	const struct map *only; /* of a merge: paths and how many parents they differ from; NULL: all */
	uint32_t only_count;
	struct document_pair *documents;
	struct pair *pairs;
	uint32_t count;
	struct differences differences;
};

static str text_of_path(void *data, path_id path)
{
	return graph_path_text(data, path);
}

static uint32_t called_by(void *data, path_id from, str target)
{
	return graph_called_bare(data, from, target);
}

static str text_of_called(void *data, uint32_t called)
{
	return intern_text(&((struct graph *)data)->called, called);
}

/* The registry of both sides at once: the graph stands at one, the images of the other are added. */
static void unite(struct changeset *set, bool come)
{
	struct graph *graph = &set->impact->graph;
	int other = oid_equal(&graph->tree, &set->tree[AFTER]) ? BEFORE : AFTER;

	for (uint32_t i = 0; i < set->touched.list.count; i++) {
		const struct stored *held = set->touched.list.items[i].held[other];
		if (held && held->image)
			(come ? registry_add_image : registry_remove_image)(&graph->registry, held->image);
	}
}

/* What came and went with the union is as it was. */
static void forget_changes(struct registry *registry)
{
	registry_settle_changes(registry);
	registry->changed_count = 0;
}

static void make_views(struct changeset *set)
{
	struct graph *graph = &set->impact->graph;

	set->pairs = ARENA_ARRAY(set->arena, struct pair, set->count + 1);
	for (uint32_t p = 0; p < set->count; p++)
		for (int side = BEFORE; side <= AFTER; side++) {
			const struct touched *touched = set->documents[p].touched[side];
			const struct image *image = touched && touched->held[side] ? touched->held[side]->image : NULL;
			if (!image)
				continue;
			struct view *view = view_make(image, touched->path, &graph->registry);
			graph_settle_owners(graph, view);
			set->pairs[p].view[side] = view;
		}
}

static void free_views(struct changeset *set)
{
	for (uint32_t p = 0; p < set->count; p++)
		for (int side = BEFORE; side <= AFTER; side++)
			view_free((struct view *)(uintptr_t)set->pairs[p].view[side]);
}

static void compare_set(struct changeset *set)
{
	struct graph *graph = &set->impact->graph;
	const struct compare_context context = {
		.registry = &graph->registry,
		.config = set->impact->config,
		.as_of = set->impact->as_of == DAY_NONE ? day_of_time(set->info->time) : set->impact->as_of,
		.path_text = text_of_path,
		.called = called_by,
		.called_text = text_of_called,
		.data = graph,
	};

	set->differences = (struct differences){ .arena = set->arena };
	compare_documents(&set->differences, set->pairs, set->count, &context);
}

static bool prepare(struct changeset *set, struct error *error)
{
	struct graph *graph = &set->impact->graph;
	bool limited;

	if (!touched_find(&set->touched, set->arena, graph, &set->tree[BEFORE], &set->tree[AFTER], error))
		return false;
	if (set->only)
		touched_narrow(&set->touched, set->only, set->only_count);
	touched_hold(&set->touched, graph);
	set->documents = ARENA_ARRAY(set->arena, struct document_pair, set->touched.list.count + 1);
	set->count = documents_pair(set->documents, &set->touched, set->arena, &limited);
	return true;
}

/* From the tree after to the tree before, by what is known to differ. */
static bool move_back(struct changeset *set, struct error *error)
{
	struct graph *graph = &set->impact->graph;

	if (set->touched.truncated)
		return graph_move(graph, &set->tree[BEFORE], &set->commit[BEFORE], error);
	graph_move_by(
	    graph, &set->tree[BEFORE], &set->commit[BEFORE], set->touched.back.items, set->touched.back.count);
	return true;
}

static bool judge_set(struct changeset *set, struct commit_report *out, struct error *error)
{
	struct graph *graph = &set->impact->graph;
	struct judge judge;

	judge_begin(
	    &judge, set->arena, graph, set->info, set->pairs, set->count, &set->differences, set->touched.owners_moved);
	judge.depth = set->impact->depth;
	judge.writers = set->impact->writers;
	judge.writers_data = set->impact->writers_data;
	if (set->touched.artifacts.count < MASS_ADDED)
		look_at_artifacts(&judge, set->touched.artifacts.items, set->touched.artifacts.count);
	bool judged = judge_look(&judge, AFTER, error) && move_back(set, error) && judge_look(&judge, BEFORE, error);
	if (judged) {
		unite(set, true);
		judge_finish(&judge, out);
		unite(set, false);
		forget_changes(&graph->registry);
	}
	judge_release(&judge);
	return judged;
}

/* --- mass additions --------------------------------------------------------------------------------------------------
 */

static uint32_t count_added(const struct changeset *set)
{
	uint32_t added = 0;

	for (uint32_t p = 0; p < set->count; p++)
		added += !set->documents[p].touched[BEFORE];
	return added;
}

static str top_folder(str path)
{
	struct str_cut cut = str_cut(path, '/');
	return cut.found ? cut.head : STR("");
}

/* "document-added" once per top folder, with counts, and nothing else. */
static void tell_by_folder(struct changeset *set, struct commit_report *out)
{
	const struct graph *graph = &set->impact->graph;
	struct arena *arena = set->arena;

	out->changes = ARENA_ARRAY(arena, struct change, set->count + 1);
	for (uint32_t p = 0; p < set->count; p++) {
		const struct touched *touched = set->documents[p].touched[AFTER];
		if (!touched || set->documents[p].touched[BEFORE])
			continue;
		str folder = top_folder(graph_path_text(graph, touched->path));
		struct change *change = NULL;
		for (unsigned i = 0; i < out->change_count && !change; i++)
			if (str_eq(out->changes[i].element.name, folder))
				change = &out->changes[i];
		if (!change) {
			change = &out->changes[out->change_count++];
			*change = (struct change){ .rule = RULE_DOCUMENT_ADDED,
				.severity = SEVERITY_INFO,
				.line = 1,
				.field = "whole",
				.path = graph_path_text(graph, touched->path) };
			change->element.kind = "document";
			change->element.name = folder;
		}
		change->count++;
	}
	for (unsigned i = 0; i < out->change_count; i++) {
		struct change *change = &out->changes[i];
		uint64_t hash = hash_mix(str_hash(change->element.name), change->count);
		for (unsigned d = 0; d < 12; d++)
			change->fingerprint[d] = "0123456789abcdef"[(hash >> (60 - 4 * d)) & 15];
		change->message = arena_printf(arena, "%u new %s %s%.*s", change->count,
		    change->count == 1 ? "document" : "documents", change->element.name.size ? "below " : "at the top",
		    STR_ARG(change->element.name));
	}
}

/* Leaves the documents that were there before. */
static void drop_added(struct changeset *set)
{
	uint32_t kept = 0;

	for (uint32_t p = 0; p < set->count; p++)
		if (set->documents[p].touched[BEFORE])
			set->documents[kept++] = set->documents[p];
	set->count = kept;
}

static void append_changes(struct changeset *set, struct commit_report *out, const struct commit_report *more)
{
	struct change *all = ARENA_ARRAY(set->arena, struct change, out->change_count + more->change_count + 1);
	unsigned count = 0;

	for (unsigned i = 0; i < out->change_count; i++)
		all[count++] = out->changes[i];
	for (unsigned i = 0; i < more->change_count; i++)
		all[count++] = more->changes[i];
	out->changes = all;
	out->change_count = count;
	commit_sort(out);
	commit_summarise(set->arena, out);
}

/* --- reports --------------------------------------------------------------------------------------------- */

static void begin_report(struct commit_report *out, struct arena *arena, const struct commit_info *info)
{
	*out = (struct commit_report){
		.id = oid_is_zero(&info->id) ? STR("") : oid_text(arena, &info->id),
		.parents = ARENA_ARRAY(arena, str, info->parent_count + 1),
		.parent_count = info->parent_count,
		.author_name = info->author_name,
		.author_email = info->author_email,
		.time = info->time,
		.subject = info->subject,
	};
	for (unsigned i = 0; i < info->parent_count; i++)
		out->parents[i] = oid_text(arena, &info->parents[i]);
}

static const struct config_team *configured(struct impact *impact, struct arena *scratch, team_id team)
{
	struct registry *registry = &impact->graph.registry;

	for (unsigned i = 0; i < impact->config->team_count; i++) {
		str key = team_key(scratch, text_n0(scratch, impact->config->teams[i].name));
		if (registry_find(registry, key) == team)
			return &impact->config->teams[i];
	}
	return NULL;
}

static void name_team(struct impact *impact, struct arena *scratch, const struct team_affected *team)
{
	uint32_t before = impact->team_keys.texts.count, number = intern_add(&impact->team_keys, team->team);

	if (number <= before)
		return;
	struct registry *registry = &impact->graph.registry;
	team_id id = registry_resolve_key(registry, team->team);
	const struct config_team *config = configured(impact, scratch, id);
	struct team_said said = {
		.id = intern_text(&impact->team_keys, number),
		.name = arena_dup(&impact->arena, team->name),
		.kind = registry_kind_name(registry, id),
		.contact = config ? config->contact : STR(""),
	};
	LIST_PUSH(&impact->arena, &impact->teams, said);
}

void impact_count(struct impact *impact, struct arena *arena, const struct commit_report *report)
{
	struct summary *sum = &impact->totals.summary;

	sum->commits++;
	sum->cosmetic += report->cosmetic;
	sum->changes += report->change_count;
	for (unsigned i = 0; i < report->change_count; i++) {
		sum->breaking += report->changes[i].severity == SEVERITY_BREAKING;
		sum->risky += report->changes[i].severity == SEVERITY_RISKY;
		sum->info += report->changes[i].severity == SEVERITY_INFO;
	}
	for (unsigned i = 0; i < report->affected_count; i++) {
		const struct team_affected *team = &report->affected[i];
		name_team(impact, arena, team);
		uint32_t number = intern_add(&impact->team_keys, team->team);
		*map_add(&impact->affected, number) = 1;
		if (team->requirement == REQUIRE_ACKNOWLEDGE && !team->acknowledged)
			*map_add(&impact->unacknowledged, number) = 1;
	}
	for (unsigned i = 0; i < report->owner_count; i++)
		name_team(impact, arena, &report->owners[i]);
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct team_said *)a)->id, ((const struct team_said *)b)->id);
}

const struct totals *impact_totals(struct impact *impact)
{
	impact->totals.summary.teams = impact->affected.count;
	impact->totals.summary.unacknowledged = impact->unacknowledged.count;
	if (impact->teams.count > 1)
		qsort(impact->teams.items, impact->teams.count, sizeof *impact->teams.items, by_key);
	impact->totals.teams = impact->teams.items;
	impact->totals.team_count = impact->teams.count;
	return &impact->totals;
}

/* --- runs ------------------------------------------------------------------------------------------------ */

static bool equals_one_from_nothing(struct impact *impact, struct error *error)
{
	struct graph fresh;
	struct graph *graph = &impact->graph;

	graph_begin(&fresh, impact->repository, &impact->store, impact->config);
	bool moved = graph_move(&fresh, &graph->tree, &graph->commit, error);
	uint64_t states[2] = { moved ? graph_state(graph) : 0, moved ? graph_state(&fresh) : 0 };
	graph_release(&fresh);
	return moved &&
	    (states[0] == states[1] ||
	        error_set(error, ERROR_INCOMPLETE, NULL, 0, "the graph differs from one built from nothing"));
}

/* A page that moved or was cut in two raises nothing by itself; its owner and the links to it may be others all the
 * same. */
static bool may_break_links(const struct changeset *set)
{
	for (uint32_t p = 0; p < set->count; p++) {
		const struct view *before = set->pairs[p].view[BEFORE], *after = set->pairs[p].view[AFTER];
		if (!before || !after || before->path != after->path ||
		    before->image->canonical != after->image->canonical)
			return true;
	}
	return false;
}

static bool run_set(struct changeset *set, struct commit_report *out, struct error *error)
{
	bool done = prepare(set, error);
	bool mass = done && count_added(set) > MASS_ADDED && !oid_is_zero(&set->info->id);
	struct commit_report folders = { 0 };

	if (mass && set->impact->judges_rest) {
		tell_by_folder(set, &folders);
		drop_added(set);
		mass = false;
	}
	if (mass) {
		tell_by_folder(set, out);
	} else if (done && oid_is_zero(&set->tree[BEFORE])) {
		tell_by_folder(set, out);
	} else if (done && (set->count || set->touched.owners_moved || set->touched.artifacts.count)) {
		done = graph_move(&set->impact->graph, &set->tree[AFTER], &set->commit[AFTER], error);
		if (done) {
			unite(set, true);
			make_views(set);
			compare_set(set);
			unite(set, false);
			forget_changes(&set->impact->graph.registry);
		}
		out->cosmetic = set->differences.cosmetic;
		if (done &&
		    (set->differences.list.count || set->touched.owners_moved || set->touched.artifacts.count ||
		        may_break_links(set)))
			done = judge_set(set, out, error);
		free_views(set);
	}
	if (done && folders.change_count)
		append_changes(set, out, &folders);
	touched_drop(&set->touched, &set->impact->graph);
	return done && (!set->impact->verify_graph || equals_one_from_nothing(set->impact, error));
}

bool impact_look(struct impact *impact, const struct oid *before, const struct oid *after,
    const struct commit_info *info, struct arena *arena, struct commit_report *out, struct error *error)
{
	struct changeset set = { .impact = impact, .arena = arena, .info = info, .tree = { *before, *after } };

	set.commit[AFTER] = info->id;
	if (info->parent_count)
		set.commit[BEFORE] = info->parents[0];
	begin_report(out, arena, info);
	return run_set(&set, out, error);
}

bool impact_between(struct impact *impact, const struct oid *before, const struct oid *after,
    const struct commit_info *info, struct arena *arena, struct commit_report *out, struct error *error)
{
	if (!impact_look(impact, before, after, info, arena, out, error))
		return false;
	impact_count(impact, arena, out);
	return true;
}

/* --- merges ---------------------------------------------------------------------------------------------- */

/* Counts in *seen the parents against which a path changed, of those that did against all; *out: there are some. */
static bool differs_from_all(struct impact *impact, struct arena *arena, const struct commit_info *info,
    struct map *seen, bool *out, struct error *error)
{
	struct touched_list lists[2] = { 0 }, *before = &lists[0], *touched = &lists[1];
	bool differs = true;

	for (unsigned p = 0; p < info->parent_count && differs; p++) {
		struct commit_info parent;
		struct touched_list *last = touched;
		touched = before;
		before = last;
		*touched = (struct touched_list){ 0 };
		if (!repository_commit(impact->repository, &info->parents[p], arena, &parent, error))
			return false;
		bool found = p == 0
		    ? touched_find(touched, arena, &impact->graph, &parent.tree, &info->tree, error)
		    : touched_find_again(touched, arena, &impact->graph, &parent.tree, &info->tree, before, error);
		if (!found)
			return false;
		differs = touched->list.count > 0;
	}
	for (uint32_t i = 0; i < touched->list.count; i++)
		*map_add(seen, touched->list.items[i].path) = info->parent_count;
	*out = differs;
	return true;
}

static bool same_change(const struct change *a, const struct change *b)
{
	return a->rule == b->rule && str_eq(a->path, b->path) && strcmp(a->field, b->field) == 0 &&
	    str_eq(a->element.name, b->element.name) && str_eq(a->now, b->now) && a->rule != RULE_ORDER_CHANGED;
}

/* Of a merge: what differs from each parent, told as against the first one. */
static bool merge_changes(struct impact *impact, const struct commit_info *info, const struct map *seen,
    struct arena *arena, struct commit_report *out, struct error *error)
{
	for (unsigned p = 0; p < info->parent_count; p++) {
		struct commit_info parent, as_if = *info;
		struct commit_report one;
		if (!repository_commit(impact->repository, &info->parents[p], arena, &parent, error))
			return false;
		struct changeset set = { .impact = impact,
			.arena = arena,
			.info = &as_if,
			.tree = { parent.tree, info->tree },
			.only = seen,
			.only_count = info->parent_count };
		set.commit[AFTER] = info->id;
		set.commit[BEFORE] = parent.id;
		begin_report(&one, arena, info);
		if (!run_set(&set, &one, error))
			return false;
		if (p == 0) {
			*out = one;
			continue;
		}
		unsigned kept = 0;
		for (unsigned i = 0; i < out->change_count; i++) {
			bool found = false;
			for (unsigned k = 0; k < one.change_count && !found; k++)
				found = same_change(&out->changes[i], &one.changes[k]);
			if (found)
				out->changes[kept++] = out->changes[i];
		}
		out->change_count = kept;
	}
	return true;
}

bool impact_commit(
    struct impact *impact, const struct oid *id, struct arena *arena, struct commit_report *out, struct error *error)
{
	struct commit_info info, parent = { 0 };
	static const struct oid none;
	bool differs;

	if (!repository_commit(impact->repository, id, arena, &info, error))
		return false;
	if (info.parent_count > 1) {
		struct map seen = { 0 };
		begin_report(out, arena, &info);
		bool done = differs_from_all(impact, arena, &info, &seen, &differs, error) &&
		    (!differs || merge_changes(impact, &info, &seen, arena, out, error));
		map_release(&seen);
		if (!done)
			return false;
		if (differs)
			commit_summarise(arena, out);
		impact_count(impact, arena, out);
		return true;
	}
	if (info.parent_count && !repository_commit(impact->repository, &info.parents[0], arena, &parent, error))
		return false;
	return impact_between(impact, info.parent_count ? &parent.tree : &none, &info.tree, &info, arena, out, error);
}
