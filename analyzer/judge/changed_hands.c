#include "analyzer/judge/judge_inner.h"

#include "analyzer/git/tree.h"
#include "analyzer/graph/paths.h"

#include <stdlib.h>

/* Documents that belong to somebody else now, and teams that nobody knew before. */

static str words_of_owner(struct judge *j, struct doc_owner owner)
{
	return owner.team ? judge_team(j, owner.team)->name : owner.people ? STR("single people") : STR("no team");
}

static void say_owner_change(
    struct judge *j, uint32_t pair, struct doc_owner old, struct doc_owner now, unsigned count, str shown)
{
	struct difference *d = judge_difference(j, RULE_DOCUMENT_OWNER_CHANGED, pair, AFTER);
	str was = words_of_owner(j, old), is = words_of_owner(j, now);

	d->field = "owner";
	d->name = shown;
	d->old = was;
	d->now = is;
	d->move = true;
	difference_owner(d, old.team);
	difference_owner(d, now.team);
	d->message = count > 1 ? arena_printf(j->arena, "%u documents belong to %.*s now, no longer to %.*s", count,
	                             STR_ARG(is), STR_ARG(was))
	                       : arena_printf(j->arena, "%.*s belongs to %.*s now, no longer to %.*s", STR_ARG(shown),
	                             STR_ARG(is), STR_ARG(was));
	struct finding *finding = judge_add(j, d);
	finding->members = count;
	finding->inferred = old.inferred || now.inferred;
	d->mild = finding->inferred;        /* nobody but the folder says so */
	d->asks_nobody = finding->inferred; /* a folder's name is no reason to call those who link to it */
}

static int by_path_of(const void *a, const void *b, void *graph)
{
	return str_cmp(graph_path_text(graph, *(const path_id *)a), graph_path_text(graph, *(const path_id *)b));
}

/* A changed line of CODEOWNERS or OWNERS: one finding a pair of teams, with the count of documents. */
static void compare_all_owners(struct judge *j)
{
	LIST_OF(path_id) moved = { 0 };

	for (uint32_t i = 0; i < j->owners_before.room; i++) {
		path_id path = (path_id)j->owners_before.keys[i];
		uint32_t *after = path ? map_find(&j->owners_after, path) : NULL;
		if (after && *after != j->owners_before.values[i] && j->owners_before.values[i] > 1)
			LIST_PUSH(j->arena, &moved, path);
	}
	if (!moved.count)
		return;
	qsort_r(moved.items, moved.count, sizeof *moved.items, by_path_of, j->graph);
	for (uint32_t i = 0; i < moved.count; i++) {
		team_id was = *map_find(&j->owners_before, moved.items[i]) - 1,
		        is = *map_find(&j->owners_after, moved.items[i]) - 1;
		unsigned count = 0;
		bool said = false;
		for (uint32_t k = 0; k < moved.count; k++) {
			bool same = *map_find(&j->owners_before, moved.items[k]) - 1 == was &&
			    *map_find(&j->owners_after, moved.items[k]) - 1 == is;
			said = said || (same && k < i);
			count += same;
		}
		if (!said)
			say_owner_change(j, j->pair_count, (struct doc_owner){ was, false, false },
			    (struct doc_owner){ is, false, false }, count, graph_path_text(j->graph, moved.items[i]));
	}
}

/* Cuts off what two paths have in common in front and behind, up to whole names; false: more than one name differs. */
static bool one_name_differs(str a, str b, str *old_folder, str *new_folder)
{
	size_t front = 0, same = 0, back = 0;

	while (same < a.size && same < b.size && a.at[same] == b.at[same]) {
		same++;
		if (a.at[same - 1] == '/')
			front = same;
	}
	while (back < a.size - front && back < b.size - front && a.at[a.size - 1 - back] == b.at[b.size - 1 - back])
		back++;
	while (back && a.at[a.size - back] != '/')
		back--;
	*old_folder = str_sub(a, 0, a.size - back);
	*new_folder = str_sub(b, 0, b.size - back);
	return back && str_find_char(str_sub(*old_folder, front, a.size), '/') == STR_NONE &&
	    str_find_char(str_sub(*new_folder, front, b.size), '/') == STR_NONE;
}

/* A folder has another name: the same people under another name. */
static bool is_renamed_folder(struct judge *j, path_id old, path_id now, struct error *error)
{
	str from, to;
	struct repository *repository = j->graph->repository;

	return !oid_is_zero(&j->commit->tree) &&
	    one_name_differs(graph_path_text(j->graph, old), graph_path_text(j->graph, now), &from, &to) &&
	    !tree_holds_folder(repository, &j->commit->tree, from, error) &&
	    !tree_holds_folder(repository, &j->graph->tree, to, error);
}

/* Where nobody says whose page it is but the folder that it stands in, it changes hands by going to another folder. */
static bool is_no_move(struct judge *j, const struct pair_facts *facts, struct error *error)
{
	path_id old = facts->path[BEFORE], now = facts->path[AFTER];

	return (facts->owner[BEFORE].inferred || facts->owner[AFTER].inferred) &&
	    (str_eq(path_folder(graph_path_text(j->graph, old)), path_folder(graph_path_text(j->graph, now))) ||
	        is_renamed_folder(j, old, now, error));
}

void compare_owners(struct judge *j, struct error *error)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		struct doc_owner old = facts->owner[BEFORE], now = facts->owner[AFTER];
		bool in_place = facts->path[BEFORE] == facts->path[AFTER];
		if (!facts->path[BEFORE] || !facts->path[AFTER] || old.team == now.team || !old.team)
			continue;
		if (!now.team && old.inferred)
			continue; /* it left a folder, and nobody said whose it is */
		if ((in_place && j->owners_moved) || is_no_move(j, facts, error))
			continue;
		say_owner_change(j, p, old, now, 1, graph_path_text(j->graph, facts->path[AFTER]));
	}
	if (j->owners_moved)
		compare_all_owners(j);
}

/* --- teams --------------------------------------------------------------------------------------------------- */

/* A finding speaks of the team already. */
static bool is_told(const struct judge *j, team_id team)
{
	for (uint32_t i = 0; i < j->finding_count; i++) {
		const struct difference *d = j->findings[i].d;
		if (d->team == team || d->performer == team || d->performer_before == team)
			return true;
		for (unsigned k = 0; k < d->owner_count; k++)
			if (d->owners[k] == team)
				return true;
		for (uint32_t k = 0; k < j->findings[i].reach.list.count; k++)
			if (j->findings[i].reach.list.items[k].team == team)
				return true;
	}
	return false;
}

/* A team that the documents name for the first time, where a page that was there before does so. */
void compare_teams(struct judge *j)
{
	struct map said = { 0 };

	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct view *view = j->pairs[p].view[AFTER];
		for (uint32_t i = 0; view && j->facts[p].path[BEFORE] && i < view->image->teams.count; i++) {
			team_id team = view->team[i];
			if (!team || !judge_knew(j, AFTER, team) || judge_knew(j, BEFORE, team) ||
			    map_find(&said, team) || is_told(j, team))
				continue;
			*map_add(&said, team) = 1;
			struct difference *d = judge_difference(j, RULE_TEAM_ADDED, p, AFTER);
			d->kind = "team";
			d->team = team;
			d->name = judge_team(j, team)->name;
			d->now = d->name;
			d->line = image_line(view->image, image_teams(view->image)[i].place);
			difference_owner(d, team);
			d->message = arena_printf(j->arena, "%.*s is named here for the first time", STR_ARG(d->name));
			judge_add(j, d);
		}
	}
	map_release(&said);
}
