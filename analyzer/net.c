#include "analyzer/net.h"

#include "analyzer/change/promises/notice.h"
#include "analyzer/git/tree.h"
#include "analyzer/judge/verdict.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { BASES_MAX = 16 };

static uint64_t number_of(const char *fingerprint)
{
	uint64_t number = 0;

	for (unsigned i = 0; i < 12; i++)
		number =
		    number << 4 | (uint64_t)(fingerprint[i] <= '9' ? fingerprint[i] - '0' : fingerprint[i] - 'a' + 10);
	return number;
}

/* --- the commits ------------------------------------------------------------------------------------------------ */

static void find_parents(struct net *net, struct net_commit *commit)
{
	commit->parents = ARENA_ARRAY(net->arena, unsigned, commit->info.parent_count + 1);
	for (unsigned i = 0; i < commit->info.parent_count; i++) {
		const struct oid *parent = &commit->info.parents[i];
		for (unsigned b = 0; b < net->range->base_count && b < BASES_MAX; b++)
			if (oid_equal(parent, &net->range->bases[b]))
				commit->from |= (uint16_t)(1u << b);
		const uint32_t *known = map_find(&net->by_id, oid_hash(parent));
		if (!known)
			continue;
		commit->parents[commit->parent_count++] = *known;
		commit->from |= net->commits[*known].from;
	}
}

/* What the commit is compared with: the first base behind it, else where its line left the bases. */
static bool find_origin(struct net *net, struct net_commit *commit, struct error *error)
{
	unsigned found = 0;

	for (unsigned b = 0; b < net->range->base_count && b < BASES_MAX; b++)
		if (commit->from & 1u << b) {
			commit->origin = net->range->bases[b];
			return true;
		}
	for (unsigned i = 0; i < commit->parent_count; i++) /* a line of commits left in one place */
		if (commit->info.parent_count == 1) {
			commit->origin = net->commits[commit->parents[i]].origin;
			return true;
		}
	return oid_is_zero(&commit->info.id) ||
	    repository_merge_bases(
	        net->impact->repository, &net->range->bases[0], &commit->info.id, &commit->origin, 1, &found, error);
}

static bool take_commit(struct net *net, struct net_commit *commit, const struct commit_info *info, struct error *error)
{
	commit->info = *info;
	if (net->mend)
		net->mend(net->mend_data, &commit->info);
	find_parents(net, commit);
	if (!oid_is_zero(&info->id))
		*map_add(&net->by_id, oid_hash(&info->id)) = net->count;
	net->count++;
	return !net->range->base_count || find_origin(net, commit, error);
}

static bool take_commits(struct net *net, struct error *error)
{
	const struct net_range *range = net->range;

	net->commits = ARENA_ARRAY(net->arena, struct net_commit, range->commit_count + 1);
	for (unsigned i = range->commit_count; i-- > 0;) {
		struct commit_info info;
		if (!repository_commit(net->impact->repository, &range->commits[i], net->arena, &info, error) ||
		    !take_commit(net, &net->commits[net->count], &info, error))
			return false;
	}
	return !oid_is_zero(&range->head.id) || take_commit(net, &net->commits[net->count], &range->head, error);
}

/* --- from a base to a commit ----------------------------------------------------------------------------------- */

static bool tree_of(struct net *net, const struct oid *commit, struct oid *out, struct error *error)
{
	struct commit_info info;

	*out = (struct oid){ 0 };
	if (oid_is_zero(commit))
		return true;
	if (!repository_commit(net->impact->repository, commit, net->arena, &info, error))
		return false;
	*out = info.tree;
	return true;
}

static bool look_from(struct net *net, const struct oid *base, const struct commit_info *at,
    struct commit_report *report, struct error *error)
{
	struct commit_info info = *at;
	struct oid tree, parent = *base;

	info.parents = ARENA_NEW(net->arena, struct oid);
	info.parents[0] = parent;
	info.parent_count = !oid_is_zero(base);
	if (!tree_of(net, base, &tree, error))
		return false;
	net->impact->judges_rest = !oid_is_zero(&tree);
	bool looked = impact_look(net->impact, &tree, &info.tree, &info, net->arena, report, error);
	net->impact->judges_rest = false;
	return looked;
}

static bool has_same(struct arena *arena, const struct commit_report *report, const struct change *change)
{
	for (unsigned i = 0; i < report->change_count; i++)
		if (report->changes[i].rule == change->rule && str_eq(report->changes[i].now, change->now) &&
		    str_eq(report->changes[i].path, change->path) && net_same_place(arena, &report->changes[i], change))
			return true;
	return false;
}

/* Several bases are what the parents of a merge are: only what differs from all of them was changed here. */
static bool look_at_head(struct net *net, struct commit_report *report, struct error *error)
{
	static const struct oid none;
	const struct net_range *range = net->range;

	if (!look_from(net, range->base_count ? &range->bases[0] : &none, &range->head, report, error))
		return false;
	for (unsigned b = 1; b < range->base_count; b++) {
		struct commit_report other;
		unsigned kept = 0;
		if (!look_from(net, &range->bases[b], &range->head, &other, error))
			return false;
		for (unsigned i = 0; i < report->change_count; i++)
			if (has_same(net->arena, &other, &report->changes[i]))
				report->changes[kept++] = report->changes[i];
		report->change_count = kept;
	}
	if (range->base_count > 1)
		commit_summarise(net->arena, report);
	return true;
}

/* --- who touched what last -------------------------------------------------------------------------------------- */

static int by_fingerprint(const void *a, const void *b)
{
	const struct net_item *left = a, *right = b;

	if (left->fingerprint != right->fingerprint)
		return left->fingerprint < right->fingerprint ? -1 : 1;
	return 0;
}

static const struct net_item *item_of(const struct net_commit *commit, uint64_t fingerprint)
{
	const struct net_item key = { .fingerprint = fingerprint };

	return commit->item_count
	    ? bsearch(&key, commit->items, commit->item_count, sizeof *commit->items, by_fingerprint)
	    : NULL;
}

/* What stood there before the commit already is not of its making. */
static void keep_items(struct net *net, struct net_commit *commit, const struct commit_report *report)
{
	struct net_item *items = ARENA_ARRAY(net->arena, struct net_item, report->change_count + 1);
	unsigned number = (unsigned)(commit - net->commits);

	for (unsigned i = 0; i < report->change_count; i++) {
		struct net_item *item = &items[i];
		*item = (struct net_item){ number_of(report->changes[i].fingerprint), number, &report->changes[i] };
		bool inherited = false;
		for (unsigned p = 0; p < commit->parent_count; p++) {
			const struct net_item *before = item_of(&net->commits[commit->parents[p]], item->fingerprint);
			if (before && (!inherited || before->last > item->last))
				item->last = before->last;
			inherited = inherited || before;
		}
	}
	if (report->change_count > 1)
		qsort(items, report->change_count, sizeof *items, by_fingerprint);
	commit->items = items;
	commit->item_count = report->change_count;
}

static bool is_as_its_parent(const struct net *net, const struct net_commit *commit)
{
	if (commit->info.parent_count != 1 || commit->parent_count != 1)
		return false;
	const struct net_commit *parent = &net->commits[commit->parents[0]];
	return oid_equal(&parent->info.tree, &commit->info.tree) && oid_equal(&parent->origin, &commit->origin);
}

static bool look_at_commits(struct net *net, struct commit_report *report, struct error *error)
{
	for (unsigned i = 0; i < net->count; i++) {
		struct net_commit *commit = &net->commits[i];
		struct commit_report one;
		bool head = i + 1 == net->count;
		if (!head && is_as_its_parent(net, commit)) {
			commit->items = net->commits[commit->parents[0]].items;
			commit->item_count = net->commits[commit->parents[0]].item_count;
			continue;
		}
		if (head ? !look_at_head(net, report, error)
		         : !look_from(net, &commit->origin, &commit->info, &one, error))
			return false;
		keep_items(net, commit, head ? report : &one);
	}
	return true;
}

/* --- by files only ---------------------------------------------------------------------------------------------- */

struct touching {
	struct net *net;
	unsigned number, count;
};

static bool wants_path(void *data, str path)
{
	struct touching *touching = data;
	return graph_wants(&touching->net->impact->graph, path);
}

static bool note_path(void *data, const struct tree_change *change, struct error *error)
{
	struct touching *touching = data;

	(void)error;
	*map_add(&touching->net->by_path, str_hash(change->path) | 1) = touching->number;
	touching->count++;
	return true;
}

static bool compare_trees(
    struct touching *touching, const struct oid *before, const struct oid *after, struct error *error)
{
	struct tree_walk walk = { .repository = touching->net->impact->repository,
		.wants = wants_path,
		.visit = note_path,
		.data = touching };
	return tree_compare(&walk, before, after, error);
}

static bool touch_by_files(struct net *net, struct error *error)
{
	for (unsigned i = 0; i < net->count; i++) {
		const struct net_commit *commit = &net->commits[i];
		struct touching touching = { net, i, 0 };
		struct oid before = { 0 };
		if (commit->info.parent_count && !tree_of(net, &commit->info.parents[0], &before, error))
			return false;
		if (!compare_trees(&touching, &before, &commit->info.tree, error))
			return false;
	}
	return true;
}

static unsigned last_by_files(const struct net *net, const struct change *change)
{
	const uint32_t *found = map_find(&net->by_path, str_hash(change->path) | 1);
	unsigned last = found ? *found : net->count - 1;

	for (unsigned i = 0; i < change->place_count; i++) {
		found = map_find(&net->by_path, str_hash(change->places[i].path) | 1);
		if (found && *found > last)
			last = *found;
	}
	return last;
}

unsigned net_last(const struct net *net, const struct change *change)
{
	if (!net->exact)
		return last_by_files(net, change);
	const struct net_item *item = item_of(&net->commits[net->count - 1], number_of(change->fingerprint));
	return item ? item->last : net->count - 1;
}

const struct change *net_finding(const struct net *net, unsigned commit, str fingerprint)
{
	const struct net_item *item =
	    fingerprint.size == 12 ? item_of(&net->commits[commit], number_of(fingerprint.at)) : NULL;
	return item ? item->change : NULL;
}

static const struct commit_info *writer_in_net(void *data, uint64_t hash)
{
	const struct net *net = data;
	const struct net_item *item = item_of(&net->commits[net->count - 1], hash >> 16);

	return item ? &net->commits[item->last].info : NULL;
}

/* --- what was taken back ---------------------------------------------------------------------------------------- */

/* A finding that stands for others in its document, or for documents. */
static bool may_swallow(enum rule_id rule)
{
	static const enum rule_id swallowing[] = { RULE_STEP_REMOVED, RULE_CONTROL_REMOVED, RULE_STEP_ADDED,
		RULE_STEP_ADDED_ASIDE, RULE_STEP_OWNER_CHANGED, RULE_STEP_REPLACED, RULE_STEP_SPLIT, RULE_STEP_MERGED,
		RULE_ORDER_CHANGED, RULE_DOCUMENT_REMOVED, RULE_CALLED_PROCESS_REMOVED, RULE_DOCUMENT_ADDED,
		RULE_DOCUMENT_OWNER_CHANGED, RULE_DOCUMENT_REWRITTEN, RULE_TEAM_REMOVED, RULE_TEAM_RENAMED,
		RULE_TEAMS_MERGED, RULE_TEAM_SPLIT, RULE_SECTION_REMOVED, RULE_PARSE_FAILED };

	for (size_t i = 0; i < sizeof swallowing / sizeof *swallowing; i++)
		if (rule == swallowing[i])
			return true;
	return false;
}

static uint64_t key_of_id(const struct change *change)
{
	return hash_mix(str_hash(change->element.id), 1) | 1;
}

static uint64_t key_of_name(struct arena *scratch, const struct change *change)
{
	return hash_mix(str_hash(text_n1(scratch, change->element.name)), str_hash(str_of(change->element.kind))) | 1;
}

static bool is_whole(const struct change *change)
{
	return strcmp(change->field, "whole") == 0;
}

bool net_same_place(struct arena *scratch, const struct change *a, const struct change *b)
{
	bool same = a->element.id.size && str_eq(a->element.id, b->element.id) && str_eq(a->path, b->path);

	if (!same && (a->element.name.size || str_eq(a->path, b->path)))
		same = key_of_name(scratch, a) == key_of_name(scratch, b);
	return same && (is_whole(a) || is_whole(b) || strcmp(a->field, b->field) == 0);
}

/* What came and got another name before the end was not taken back. */
static uint64_t key_of_rule(const struct change *change)
{
	return hash_mix(str_hash(change->path), change->rule) | 1;
}

struct standing {              /* what stands there in the end */
	struct index elements; /* key -> number of change */
	struct map ruled;      /* paths with the rules by which something in them is told */
	struct map swallowed;  /* paths of which more is said than of single elements */
};

static void index_report(struct standing *out, struct arena *scratch, const struct commit_report *report)
{
	for (unsigned i = 0; i < report->change_count; i++) {
		const struct change *change = &report->changes[i];
		if (change->element.id.size)
			index_add(&out->elements, key_of_id(change), i);
		index_add(&out->elements, key_of_name(scratch, change), i);
		*map_add(&out->ruled, key_of_rule(change)) = 1;
		if (!may_swallow(change->rule))
			continue;
		*map_add(&out->swallowed, str_hash(change->path) | 1) = 1;
		for (unsigned k = 0; k < change->place_count; k++)
			*map_add(&out->swallowed, str_hash(change->places[k].path) | 1) = 1;
	}
}

static bool stands_in(const struct standing *standing, struct arena *scratch, const struct commit_report *report,
    const struct change *change, uint64_t key)
{
	struct index_list found = index_find(&standing->elements, key);

	for (uint32_t i = 0; i < found.count && i < 100; i++)
		if (net_same_place(scratch, &report->changes[found.items[i]], change))
			return true;
	return false;
}

static bool was_taken_back(const struct standing *standing, struct arena *scratch, const struct commit_report *report,
    const struct change *change)
{
	return !map_find(&standing->swallowed, str_hash(change->path) | 1) &&
	    !map_find(&standing->ruled, key_of_rule(change)) &&
	    !(change->element.id.size && stands_in(standing, scratch, report, change, key_of_id(change))) &&
	    !stands_in(standing, scratch, report, change, key_of_name(scratch, change));
}

/* Each once, as it stood last; its commit is the one that takes it back: the first behind it without it. */
static void find_reverted(struct net *net, struct commit_report *report)
{
	LIST_OF(struct change) list = { 0 };
	struct standing standing = { 0 };
	struct map seen = { 0 };
	struct arena scratch = { 0 };

	index_report(&standing, &scratch, report);
	for (unsigned i = net->count - 1; i-- > 0;) {
		const struct net_commit *commit = &net->commits[i];
		for (unsigned k = 0; k < commit->item_count; k++) {
			const struct net_item *item = &commit->items[k];
			uint32_t *known = map_add(&seen, item->fingerprint | 1ull << 63);
			if (*known)
				continue;
			*known = 1;
			if (item_of(&net->commits[net->count - 1], item->fingerprint) ||
			    !was_taken_back(&standing, &scratch, report, item->change))
				continue;
			struct change *change = LIST_ADD(net->arena, &list);
			*change = *item->change;
			change->commit = oid_text(net->arena, &net->commits[item->last].info.id);
		}
	}
	if (list.count > 1)
		qsort(list.items, list.count, sizeof *list.items, changes_order);
	report->reverted = list.items;
	report->reverted_count = list.count;
	index_release(&standing.elements);
	map_release(&standing.swallowed);
	map_release(&standing.ruled);
	map_release(&seen);
	arena_release(&scratch);
}

/* --- the range --------------------------------------------------------------------------------------------------- */

/* Reading each document of the range once for each commit would be too much. */
static bool is_little_work(struct net *net, bool *out, struct error *error)
{
	struct touching touching = { net, 0, 0 };
	struct oid before;

	if (!net->range->base_count) {
		*out = false;
		return true;
	}
	if (!tree_of(net, &net->range->bases[0], &before, error) ||
	    !compare_trees(&touching, &before, &net->range->head.tree, error))
		return false;
	map_clear(&net->by_path);
	*out = (uint64_t)(touching.count + 1) * net->count <= LIMIT_NET_WORK;
	return true;
}

static bool names_members(const struct config *config)
{
	for (unsigned i = 0; i < config->team_count; i++)
		if (config->teams[i].member_count)
			return true;
	return false;
}

/* Once more, now that it is known who wrote what. */
static bool judge_writers(struct net *net, struct commit_report *report, struct error *error)
{
	if (!net->exact || !names_members(net->impact->config))
		return true;
	net->impact->writers = writer_in_net;
	net->impact->writers_data = net;
	bool judged = look_at_head(net, report, error);
	net->impact->writers = NULL;
	return judged;
}

/* One day for all of the range: what is judged by dates does not come and go with the days of the commits. */
static void settle_day(const struct net_range *range, struct impact *impact)
{
	if (impact->as_of == DAY_NONE)
		impact->as_of = day_of_time(range->head.time);
}

bool net_judge(struct net *out, struct impact *impact, const struct net_range *range, struct arena *arena,
    struct commit_report *report, struct error *error)
{
	settle_day(range, impact);
	out->arena = arena;
	out->impact = impact;
	out->range = range;
	out->count = 0;
	if (!take_commits(out, error) || !is_little_work(out, &out->exact, error))
		return false;
	out->exact = out->exact && out->count;
	if (out->exact ? !look_at_commits(out, report, error)
	               : (!look_at_head(out, report, error) || !touch_by_files(out, error)))
		return false;
	if (!judge_writers(out, report, error))
		return false;
	for (unsigned i = 0; i < report->change_count && out->count; i++)
		report->changes[i].commit = oid_is_zero(&out->commits[net_last(out, &report->changes[i])].info.id)
		    ? STR("")
		    : oid_text(arena, &out->commits[net_last(out, &report->changes[i])].info.id);
	if (out->exact)
		find_reverted(out, report);
	impact_count(impact, arena, report);
	return true;
}

void net_mark_ancestors(const struct net *net, bool *marks)
{
	for (unsigned i = net->count; i-- > 0;)
		for (unsigned p = 0; marks[i] && p < net->commits[i].parent_count; p++)
			marks[net->commits[i].parents[p]] = true;
}

void net_release(struct net *net)
{
	map_release(&net->by_path);
	map_release(&net->by_id);
}
