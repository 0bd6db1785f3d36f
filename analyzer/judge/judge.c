#include "analyzer/judge/judge_inner.h"

#include "analyzer/graph/paths.h"
#include "analyzer/judge/verdict.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- beginning ------------------------------------------------------------------------------------------------ */

struct finding *judge_add(struct judge *j, struct difference *d)
{
	if (j->finding_count == j->finding_room) {
		uint32_t room = j->finding_room ? j->finding_room * 2 : 32;
		j->findings = arena_grow(
		    j->arena, j->findings, j->finding_count * sizeof *j->findings, room * sizeof *j->findings);
		j->finding_room = room;
	}
	struct finding *finding = &j->findings[j->finding_count++];
	*finding = (struct finding){ .d = d, .members = 1 };
	return finding;
}

/* Documents that tests read are examples of documents. */
static bool is_example(str path)
{
	static const char *const names[] = { "test", "tests", "spec", "specs", "__tests__", "fixtures", "testdata",
		"test-data" };
	str rest = path, name;

	while (str_next_word(&rest, "/", &name))
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_ieq(name, str_of(names[i])))
				return true;
	return false;
}

static bool is_draft(const struct image *image)
{
	str status = image_text(image, image_containers(image)[0].status);
	return str_ieq(status, STR("draft")) || str_ieq(status, STR("proposed"));
}

void judge_begin(struct judge *out, struct arena *arena, struct graph *graph, const struct commit_info *commit,
    const struct pair *pairs, uint32_t pair_count, struct differences *differences, bool owners_moved)
{
	*out = (struct judge){
		.arena = arena,
		.graph = graph,
		.config = graph->config,
		.commit = commit,
		.writer = commit,
		.pairs = pairs,
		.pair_count = pair_count,
		.differences = differences,
		.owners_moved = owners_moved,
		.facts = ARENA_ARRAY(arena, struct pair_facts, pair_count + 1),
	};
	for (uint32_t p = 0; p < pair_count; p++)
		for (int side = BEFORE; side <= AFTER; side++) {
			const struct view *view = pairs[p].view[side];
			struct pair_facts *facts = &out->facts[p];
			if (!view)
				continue;
			facts->path[side] = view->path;
			facts->image[side] = view->image;
			facts->draft[side] = is_draft(view->image);
			/* whoever moves a page among the examples does not make it one by that */
			facts->example = is_example(graph_path_text(graph, view->path)) &&
			    (side == BEFORE || !pairs[p].view[BEFORE] || facts->example);
			for (uint32_t i = 0; i < view->image->teams.count; i++)
				facts->names_teams = facts->names_teams || view->team[i];
		}
	for (uint32_t p = 0; p < pair_count; p++)
		if (out->facts[p].path[BEFORE] && out->facts[p].path[AFTER] &&
		    out->facts[p].path[BEFORE] != out->facts[p].path[AFTER])
			*map_add(&out->renamed, out->facts[p].path[BEFORE]) = out->facts[p].path[AFTER];
	for (uint32_t i = 0; i < differences->list.count; i++)
		judge_add(out, &differences->list.items[i]);
}

void judge_release(struct judge *judge)
{
	map_release(&judge->known[BEFORE]);
	map_release(&judge->known[AFTER]);
	map_release(&judge->owners_before);
	map_release(&judge->owners_after);
	map_release(&judge->renamed);
	map_release(&judge->seen_at);
	map_release(&judge->known_before);
}

/* --- owners and teams ------------------------------------------------------------------------------------------- */

static void note_team(struct judge *j, team_id team)
{
	struct registry *registry = &j->graph->registry;

	if (!team)
		return;
	bool known = registry_knows(registry, team);
	uint32_t *number = map_add(&j->seen_at, team);
	if (!*number) {
		LIST_ADD(j->arena, &j->seen);
		*number = j->seen.count;
	} else if (j->seen.items[*number - 1].known || !known)
		return;
	j->seen.items[*number - 1] = (struct team_seen){ team, registry_team_key(registry, team),
		registry_team_name(registry, team), registry_is_outside(registry, team), known };
}

const struct team_seen *judge_team(struct judge *j, team_id team)
{
	static const struct team_seen nobody;

	if (!team)
		return &nobody;
	if (!map_find(&j->seen_at, team))
		note_team(j, team);
	return &j->seen.items[*map_find(&j->seen_at, team) - 1];
}

/* All teams that the findings speak of, as far as they are found by now. */
static void note_teams(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++)
		for (int side = BEFORE; side <= AFTER; side++)
			note_team(j, j->facts[p].owner[side].team);
	for (uint32_t i = 0; i < j->finding_count; i++) {
		const struct finding *finding = &j->findings[i];
		note_team(j, finding->d->team);
		for (unsigned k = 0; k < finding->d->owner_count; k++)
			note_team(j, finding->d->owners[k]);
		for (uint32_t k = 0; k < finding->reach.list.count; k++)
			note_team(j, finding->reach.list.items[k].team);
	}
}

static void look_at_owners(struct judge *j, enum side side)
{
	struct graph *graph = j->graph;

	for (uint32_t p = 0; p < j->pair_count; p++) {
		struct pair_facts *facts = &j->facts[p];
		struct view *view = graph_view(graph, facts->path[side]);
		if (view)
			facts->owner[side] = (struct doc_owner){ view_owner(view), view->owners.inferred };
		const struct view *compared = j->pairs[p].view[side], *after = j->pairs[p].view[AFTER];
		for (uint32_t i = 0; side == BEFORE && after && i < after->image->teams.count; i++)
			if (after->team[i] && registry_knows(&graph->registry, after->team[i]))
				*map_add(&j->known_before, after->team[i]) = 1;
		for (uint32_t i = 0; compared && i < compared->image->teams.count; i++)
			if (compared->team[i] && registry_knows(&graph->registry, compared->team[i]))
				*map_add(&j->known[side], compared->team[i]) = 1;
	}
	if (!j->owners_moved)
		return;
	for (path_id path = 1; path < graph->room; path++) {
		struct view *view = graph_view(graph, path);
		if (view && !view->owners.inferred)
			*map_add(side == BEFORE ? &j->owners_before : &j->owners_after, path) = view_owner(view) + 1;
		if (view)
			note_team(j, view_owner(view));
	}
}

/* A page that says `downstream: X` carries every change that concerns those downstream to X. */
static void tell_named_downstream(struct judge *j, struct finding *finding, enum side side)
{
	const struct difference *d = finding->d;
	struct view *view = d->pair < j->pair_count ? graph_view(j->graph, j->facts[d->pair].path[side]) : NULL;

	if (!view || !(rules[d->rule].audience & (AUDIENCE_DOWNSTREAM | AUDIENCE_DOWNSTREAM_1)))
		return;
	for (uint32_t i = 0; i < view->image->said.count; i++) {
		const struct said *said = &image_said(view->image)[i];
		team_id team = said->kind == SAID_DOWNSTREAM ? view_team(view, said->team) : 0;
		if (!team || team == view_owner(view))
			continue;
		struct reached one = { .team = team,
			.role = ROLE_DOWNSTREAM,
			.distance = 1,
			.path = ARENA_NEW(j->arena, struct hop),
			.path_count = 1 };
		one.path[0] = (struct hop){ EDGE_NAMES, d->name.size ? d->name : graph_path_text(j->graph, view->path),
			image_text(view->image, said->name), registry_team_key(&j->graph->registry, team),
			graph_path_text(j->graph, view->path), image_line(view->image, said->place), side == BEFORE };
		reach_add(&finding->reach, j->arena, &one);
	}
}

bool judge_look(struct judge *j, enum side side, struct error *error)
{
	look_at_owners(j, side);
	if (side == BEFORE) {
		compare_owners(j);
		find_broken_links(j);
		find_lost_headings(j);
	}
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct finding *finding = &j->findings[i];
		struct difference *d = finding->d;
		for (uint32_t k = 0; k < d->seeds.count; k++)
			if (d->seeds.items[k].side == side)
				trace_seed(&finding->reach, j->arena, j->graph, &d->seeds.items[k], side == BEFORE);
		if (d->new_pair && side == BEFORE && graph_hands_over(j->graph, d->named[0], d->named[1]))
			finding->swallowed = true;
		if (needs_referrers(d) && side == BEFORE && d->link == NONE)
			look_for_referrers(j, finding, BEFORE);
		if (side == BEFORE)
			look_for_callers(j, finding);
		look_at_link(j, finding, side, error);
		tell_named_downstream(j, finding, side);
	}
	note_teams(j);
	j->looked[side] = true;
	return error->code == ERROR_NONE;
}

struct difference *judge_difference(struct judge *j, enum rule_id rule, uint32_t pair, enum side side)
{
	struct difference *d = LIST_ADD(j->arena, &j->differences->list);

	*d = (struct difference){
		.rule = rule, .pair = pair, .at_side = side, .kind = "document", .field = "whole", .link = NONE
	};
	return d;
}

bool judge_knew(const struct judge *j, enum side side, team_id team)
{
	return map_find(&j->known[side], team) != NULL;
}

void judge_finish(struct judge *j, struct commit_report *out)
{
	compare_teams(j);
	fold_findings(j);
	verdict_make(j, out);
}
