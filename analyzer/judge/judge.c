#include "analyzer/judge/judge_inner.h"

#include "analyzer/change/promises/dates.h"
#include "analyzer/change/promises/notice.h"
#include "analyzer/graph/contract_key.h"
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
			facts->example = path_is_example(graph_path_text(graph, view->path)) &&
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

/* The teams of a document that the registry of that side knows by any document. */
static void note_known(struct judge *j, enum side side, const struct view *view)
{
	for (uint32_t i = 0; view && i < view->image->teams.count; i++)
		if (view->team[i] && registry_knows(&j->graph->registry, view->team[i]))
			*map_add(&j->known[side], view->team[i]) = 1;
}

static void look_at_owners(struct judge *j, enum side side)
{
	struct graph *graph = j->graph;

	for (uint32_t p = 0; p < j->pair_count; p++) {
		struct pair_facts *facts = &j->facts[p];
		struct view *view = graph_view(graph, facts->path[side]);
		if (view)
			facts->owner[side] =
			    (struct doc_owner){ view_owner(view), view->owners.inferred, view->owners.people };
		note_known(j, side, j->pairs[p].view[BEFORE]);
		note_known(j, side, j->pairs[p].view[AFTER]);
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

/* Whom a sentence names, before or after, is the other party of what it says. */
static void tell_named(struct judge *j, struct finding *finding)
{
	const struct difference *d = finding->d;

	for (unsigned i = 0; i < d->named_count; i++) {
		struct reached one = { .team = d->named[i],
			.role = ROLE_COUNTERPARTY,
			.distance = 1,
			.path = ARENA_NEW(j->arena, struct hop),
			.path_count = 1 };
		str page = graph_path_text(j->graph, j->facts[d->pair].path[d->at_side]);
		one.path[0] = (struct hop){ EDGE_NAMES, d->name.size ? d->name : page,
			registry_team_name(&j->graph->registry, d->named[i]),
			registry_team_key(&j->graph->registry, d->named[i]), page, d->line, d->at_side == BEFORE };
		reach_add(&finding->reach, j->arena, &one);
	}
}

/* A promise that is gone here may stand in a page that nobody touched, as one that came may have stood there before. */
static void look_for_promises(struct judge *j, enum side side)
{
	enum rule_id rule = side == AFTER ? RULE_CONTRACT_REMOVED : RULE_CONTRACT_ADDED;
	struct map keys = { 0 };
	bool gathered = false;

	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct finding *finding = &j->findings[i];
		if (finding->d->rule != rule || !finding->d->promised)
			continue;
		if (!gathered)
			graph_contract_keys(j->graph, &keys);
		gathered = true;
		if (map_find(&keys, finding->d->promised)) {
			finding->swallowed = true;
			j->differences->cosmetic++;
		}
	}
	map_release(&keys);
}

bool judge_look(struct judge *j, enum side side, struct error *error)
{
	look_at_owners(j, side);
	if (side == BEFORE) {
		compare_owners(j, error);
		find_broken_links(j);
		find_lost_headings(j);
	}
	look_for_promises(j, side);
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct finding *finding = &j->findings[i];
		struct difference *d = finding->d;
		if (side == AFTER)
			look_for_copy(j, finding);
		if (side == AFTER)
			look_at_near_names(j, finding);
		for (uint32_t k = 0; k < d->seeds.count; k++)
			if (d->seeds.items[k].side == side)
				trace_seed(&finding->reach, j->arena, j->graph, &d->seeds.items[k], side == BEFORE);
		if (d->new_pair && side == BEFORE && graph_hands_over(j->graph, d->named[0], d->named[1]))
			finding->swallowed = true;
		else if (d->new_pair && side == BEFORE)
			look_for_told_pair(j, finding);
		if (needs_referrers(d) && side == BEFORE && d->link == NONE)
			look_for_referrers(j, finding, BEFORE);
		if (side == BEFORE)
			look_for_callers(j, finding);
		look_at_link(j, finding, side, error);
		tell_named_downstream(j, finding, side);
		if (d->at_side == side && !d->of_document)
			tell_named(j, finding);
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

/* --- dates ---------------------------------------------------------------------------------------------------- */

bool judge_is_about_dates(enum rule_id rule)
{
	return rule == RULE_EFFECTIVE_DATE_TOO_SOON || rule == RULE_EFFECTIVE_DATE_EARLIER ||
	    rule == RULE_EFFECTIVE_DATE_LATER || rule == RULE_CONTRACT_DEPRECATED ||
	    rule == RULE_CONTRACT_DEPRECATED_TOO_SOON || rule == RULE_CONTRACT_REMOVED_AFTER_SUNSET;
}

static bool stands_beside(const struct finding *f, uint32_t pair)
{
	return f->d->pair == pair && !f->swallowed && !f->d->mild && f->d->rule != RULE_REFERENCE_BROKEN &&
	    rules[f->d->rule].severity >= SEVERITY_RISKY && !judge_is_about_dates(f->d->rule);
}

/* Since when a page holds concerns those whom the changes of the page concern; where there are none, its parties. */
static void join_date(struct judge *j, struct finding *date)
{
	struct difference *d = date->d;
	bool beside = false;

	for (uint32_t i = 0; i < j->finding_count; i++) {
		const struct finding *other = &j->findings[i];
		if (!stands_beside(other, d->pair))
			continue;
		beside = true;
		for (uint32_t r = 0; r < other->reach.list.count; r++)
			if (other->reach.list.items[r].role != ROLE_REFERRER &&
			    other->reach.list.items[r].distance <= 1)
				reach_add(&date->reach, j->arena, &other->reach.list.items[r]);
		date->reach.unknown = date->reach.unknown || other->reach.unknown;
		for (unsigned k = 0; k < other->d->owner_count; k++)
			difference_owner(d, other->d->owners[k]);
		d->performer = d->performer ? d->performer : other->d->performer;
		d->performer_before = d->performer_before ? d->performer_before : other->d->performer_before;
	}
	if (!beside)
		tell_named(j, date);
	date->swallowed = date->swallowed || (!beside && d->only_beside_others);
}

static void name_parties(struct difference *d, const struct view *view)
{
	for (uint32_t i = 0; i < view->image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(view->image)[i];
		if (!view->claim_on[contract->claim])
			continue;
		difference_name(d, view_team(view, contract->provider));
		difference_name(d, view_team(view, contract->consumer));
	}
}

/* What was taken out on or after the day that had been announced for its end. */
static void end_after_sunset(struct judge *j, struct finding *f)
{
	struct difference *d = f->d;
	const struct image *image = d->pair < j->pair_count ? j->facts[d->pair].image[BEFORE] : NULL;
	bool whole = d->rule == RULE_DOCUMENT_REMOVED && image && image->contracts.count && !f->readers;

	if (!image || (d->rule != RULE_CONTRACT_REMOVED && !whole))
		return;
	int32_t end = sunset_of(image, whole ? 0 : d->line);
	if (end == DAY_NONE || end > j->differences->as_of)
		return;
	d->rule = RULE_CONTRACT_REMOVED_AFTER_SUNSET;
	d->asks_referrers = false;
	if (whole) {
		name_parties(d, j->pairs[d->pair].view[BEFORE]);
		tell_named(j, f);
	}
	d->message = arena_printf(j->arena, "%.*s, after the day that was announced for its end", STR_ARG(d->message));
}

static void settle_dates(struct judge *j)
{
	uint32_t count = j->finding_count;

	for (uint32_t i = 0; i < count; i++) {
		end_after_sunset(j, &j->findings[i]);
		if (j->findings[i].d->of_document)
			join_date(j, &j->findings[i]);
	}
}

/* As the registry of either side calls those that a sentence names. */
static void settle_names(struct judge *j)
{
	for (uint32_t i = 0; i < j->finding_count; i++)
		for (uint32_t k = 0; k < j->findings[i].reach.list.count; k++) {
			struct reached *one = &j->findings[i].reach.list.items[k];
			if (one->path_count != 1 || one->path[0].edge != EDGE_NAMES || one->role != ROLE_COUNTERPARTY)
				continue;
			const struct team_seen *team = judge_team(j, one->team);
			one->path[0].to = team->name;
			one->path[0].team = team->key;
		}
}

void judge_finish(struct judge *j, struct commit_report *out)
{
	settle_names(j);
	compare_teams(j);
	settle_dates(j);
	fold_findings(j);
	verdict_make(j, out);
}
