#include "analyzer/judge.h"

#include "analyzer/paths.h"
#include "analyzer/verdict.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- beginning ------------------------------------------------------------------------------------------------ */

static struct finding *add_finding(struct judge *j, struct difference *d)
{
	if (j->finding_count == j->finding_room) {
		uint32_t room = j->finding_room ? j->finding_room * 2 : 32;
		j->findings = arena_grow(j->arena, j->findings, j->finding_count * sizeof *j->findings, room * sizeof *j->findings);
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
			for (uint32_t i = 0; i < view->image->teams.count; i++)
				facts->names_teams = facts->names_teams || view->team[i];
		}
	for (uint32_t p = 0; p < pair_count; p++)
		if (out->facts[p].path[BEFORE] && out->facts[p].path[AFTER] && out->facts[p].path[BEFORE] != out->facts[p].path[AFTER])
			*map_add(&out->renamed, out->facts[p].path[BEFORE]) = out->facts[p].path[AFTER];
	for (uint32_t i = 0; i < differences->list.count; i++)
		add_finding(out, &differences->list.items[i]);
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
	j->seen.items[*number - 1] = (struct team_seen){ team, registry_team_key(registry, team), registry_team_name(registry, team),
		registry_is_outside(registry, team), known };
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
		const struct view *compared = j->pairs[p].view[side];
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

/* --- references -------------------------------------------------------------------------------------------------- */

enum { LINKS_MAX = 400, HUB_DOCUMENTS = 10, HUB_TEAMS = 4 };

/* Below a heading Members, Team, Contact or People a link is no reference. */
static bool stands_among_people(const struct image *image, const struct link *link)
{
	static const char *const words[] = { "members", "team", "contact", "contacts", "people", "table of contents", "contents" };

	if (link->place.section >= image->sections.count)
		return false;
	str title = image_text(image, image_sections(image)[link->place.section].title);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(title, str_of(words[i])))
			return true;
	return false;
}

static bool is_index_of(const struct graph *graph, path_id from, path_id to)
{
	str page = graph_path_text(graph, from), folder = path_folder(page), stem = path_stem(page);
	str target = graph_path_text(graph, to);

	if (!str_ieq(stem, STR("index")) && !str_ieq(stem, STR("readme")) && !str_ieq(stem, STR("_index")) && !str_ieq(stem, STR("summary")))
		return false;
	return !folder.size || (str_starts(target, folder) && target.size > folder.size && target.at[folder.size] == '/');
}

static uint32_t section_of_anchor(const struct image *image, str anchor)
{
	for (uint32_t i = 0; i < image->sections.count; i++)
		if (str_eq(image_text(image, image_sections(image)[i].anchor), anchor))
			return i;
	return NONE;
}

/* Whether the section with that anchor is, or contains, another. */
static bool section_covers(const struct image *image, str anchor, str inner)
{
	uint32_t at = section_of_anchor(image, inner), outer = section_of_anchor(image, anchor);

	for (unsigned hops = 0; at != NONE && outer != NONE && hops < 8; hops++) {
		if (at == outer)
			return image_sections(image)[outer].level > 1;
		at = image_sections(image)[at].parent;
	}
	return false;
}

static bool link_still_there(struct judge *j, path_id path, str called, str fragment)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		if (facts->path[BEFORE] != path)
			continue;
		const struct image *image = facts->image[AFTER];
		for (uint32_t i = 0; image && i < image->links.count; i++) {
			const struct link *link = &image_links(image)[i];
			str other = link_path(j->arena, j->config, graph_path_text(j->graph, facts->path[AFTER]),
			    image_text(image, link->target));
			if (str_eq(other, called) && (!fragment.size || str_eq(image_text(image, link->fragment), fragment)))
				return true;
		}
		return false;
	}
	return true; /* an untouched page */
}

static bool is_gone(const struct difference *d)
{
	return d->rule == RULE_DOCUMENT_REMOVED || d->rule == RULE_SECTION_REMOVED || d->rule == RULE_DOCUMENT_MOVED ||
	    d->rule == RULE_REFERENCE_BROKEN;
}

static bool carries_page(const struct difference *d)
{
	return d->rule == RULE_DOCUMENT_REMOVED || d->rule == RULE_STATUS_LOWERED || d->rule == RULE_PARSE_FAILED ||
	    d->rule == RULE_REFERENCE_BROKEN || d->rule == RULE_DOCUMENT_OWNER_CHANGED;
}

struct referrer_search {
	struct judge *j;
	struct finding *finding;
	const struct image *target; /* image of the document that links lead to */
	path_id path;
	team_id owner;
	bool before;
};

static bool refers(const struct referrer_search *s, const struct node *node, const struct image *image, const struct link *link)
{
	const struct difference *d = s->finding->d;
	str fragment = image_text(image, link->fragment);

	if (link->stands == LINK_ALONE || link->stands == LINK_IN_HEADING || stands_among_people(image, link) ||
	    is_index_of(s->j->graph, node->path, s->path))
		return false;
	if (is_gone(d)) {
		str called = link_path(s->j->arena, s->j->config, graph_path_text(s->j->graph, node->path), image_text(image, link->target));
		bool section = d->rule == RULE_SECTION_REMOVED || (d->rule == RULE_REFERENCE_BROKEN && d->section.size);
		if (section && !str_eq(fragment, d->section))
			return false;
		return link_still_there(s->j, node->path, called, section ? fragment : STR(""));
	}
	if (fragment.size && d->section.size && section_covers(s->target, fragment, d->section))
		return true;
	return carries_page(d) && !fragment.size;
}

static void add_referrer(const struct referrer_search *s, const struct node *node, const struct image *image,
    const struct link *link, team_id owner)
{
	struct judge *j = s->j;
	struct reached one = { .team = owner, .role = ROLE_REFERRER, .distance = 1, .path = ARENA_NEW(j->arena, struct hop), .path_count = 1 };
	str title = image_text(image, image_containers(image)[0].title), name = s->finding->d->name;

	if (!name.size)
		name = graph_path_text(j->graph, s->path);
	one.path[0] = (struct hop){
		.edge = EDGE_REFERENCE,
		.from = name,
		.to = title.size ? title : graph_path_text(j->graph, node->path),
		.team = registry_team_key(&j->graph->registry, owner),
		.file = graph_path_text(j->graph, node->path),
		.line = image_line(image, link->place),
		.before = s->before,
	};
	reach_add(&s->finding->reach, j->arena, &one);
}

static void look_for_referrers(struct judge *j, struct finding *finding, enum side side)
{
	const struct difference *d = finding->d;
	const struct pair_facts *facts = &j->facts[d->pair];
	struct node nodes[LINKS_MAX];
	struct map documents = { 0 }, teams = { 0 };
	struct referrer_search s = { j, finding, facts->image[side], facts->path[side], facts->owner[side].team, side == BEFORE };

	if (!s.path || !s.target)
		return;
	unsigned total = graph_links_to(j->graph, s.path, nodes, LINKS_MAX), given = total < LINKS_MAX ? total : LINKS_MAX;
	for (unsigned i = 0; i < given; i++) {
		struct view *view = graph_view(j->graph, nodes[i].path);
		*map_add(&documents, nodes[i].path) = 1;
		if (view && view_owner(view))
			*map_add(&teams, view_owner(view)) = 1;
	}
	bool hub = documents.count > HUB_DOCUMENTS || teams.count > HUB_TEAMS;
	for (unsigned i = 0; i < given && (!hub || is_gone(d)); i++) {
		struct view *view = graph_view(j->graph, nodes[i].path);
		const struct link *link = view ? &image_links(view->image)[nodes[i].number] : NULL;
		team_id owner = view ? view_owner(view) : 0;
		if (!view || !refers(&s, &nodes[i], view->image, link))
			continue;
		finding->readers++;
		if (!owner || owner == s.owner)
			continue;
		add_referrer(&s, &nodes[i], view->image, link, owner);
	}
	map_release(&documents);
	map_release(&teams);
}

/* --- links of this commit ------------------------------------------------------------------------------------------- */

/* A link that came with this commit leads nowhere: no such file, or no such heading. */
static bool leads_nowhere(struct judge *j, const struct difference *d, struct error *error)
{
	const struct pair_facts *facts = &j->facts[d->pair];
	const struct image *image = facts->image[AFTER];
	const struct link *link = &image_links(image)[d->link];
	str files[PATH_NAMES], fragment = image_text(image, link->fragment);
	struct oid blob;

	path_id target = graph_link_target(j->graph, facts->path[AFTER], image, link);
	if (target) {
		struct view *view = graph_view(j->graph, target);
		if (!fragment.size || !view || !str_eq(image_text(view->image, image_containers(view->image)[0].format), STR("markdown")))
			return false;
		return false; /* a missing heading is said by lint: anchors have too many dialects to be sure of */
	}
	str called = link_path(j->arena, j->config, graph_path_text(j->graph, facts->path[AFTER]), image_text(image, link->target));
	str raw = image_text(image, link->target);
	if (!called.size || raw.at[0] == '/' || !(str_iends(called, STR(".md")) || str_iends(called, STR(".mdx"))))
		return false; /* an absolute path may be one of a site */
	unsigned count = path_candidates(j->arena, called, files);
	for (unsigned i = 0; i < count; i++)
		if (tree_find(j->graph->repository, &j->graph->tree, files[i], &blob, error))
			return false;
	return error->code == ERROR_NONE;
}

static void look_at_link(struct judge *j, struct finding *finding, enum side side, struct error *error)
{
	const struct difference *d = finding->d;
	const struct pair_facts *facts = &j->facts[d->pair];

	if (d->link == NONE || d->at_side != side)
		return;
	if (d->rule == RULE_REFERENCE_BROKEN) {
		finding->swallowed = !leads_nowhere(j, d, error);
		return;
	}
	path_id target = graph_link_target(j->graph, facts->path[side], facts->image[side], &image_links(facts->image[side])[d->link]);
	struct view *view = graph_view(j->graph, target);
	if (!view || target == facts->path[side]) {
		finding->swallowed = true;
		return;
	}
	team_id owner = view_owner(view);
	if (!owner || owner == facts->owner[side].team)
		return;
	struct reached one = { .team = owner, .role = ROLE_COUNTERPARTY, .distance = 1, .inferred = view->owners.inferred,
		.path = ARENA_NEW(j->arena, struct hop), .path_count = 1 };
	one.path[0] = (struct hop){ EDGE_REFERENCE, d->name, graph_path_text(j->graph, target), registry_team_key(&j->graph->registry, owner),
		graph_path_text(j->graph, facts->path[side]), d->line, side == BEFORE };
	reach_add(&finding->reach, j->arena, &one);
}

/* --- neighbours -------------------------------------------------------------------------------------------------------- */

/* A page that moved: links of untouched pages still lead to its old place. */
static void find_broken_links(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		if (!facts->path[BEFORE] || !facts->path[AFTER] || facts->path[BEFORE] == facts->path[AFTER])
			continue;
		struct difference *d = LIST_ADD(j->arena, &j->differences->list);
		*d = (struct difference){
			.rule = RULE_REFERENCE_BROKEN,
			.pair = p,
			.at_side = AFTER,
			.kind = "document",
			.field = "link",
			.link = NONE,
			.name = graph_path_text(j->graph, facts->path[BEFORE]),
			.message = arena_printf(j->arena, "Links to %.*s lead nowhere: the page is at %.*s now",
			    STR_ARG(graph_path_text(j->graph, facts->path[BEFORE])),
			    STR_ARG(graph_path_text(j->graph, facts->path[AFTER]))),
			.asks_referrers = true,
		};
		add_finding(j, d);
	}
}

static bool lost_a_heading(const struct image *old, const struct image *new)
{
	struct map anchors = { 0 };
	bool lost = false;

	for (uint32_t i = 0; i < new->sections.count; i++)
		*map_add(&anchors, str_hash(image_text(new, image_sections(new)[i].anchor)) | 1) = 1;
	for (uint32_t i = 0; i < old->sections.count && !lost; i++)
		lost = !map_find(&anchors, str_hash(image_text(old, image_sections(old)[i].anchor)) | 1);
	map_release(&anchors);
	return lost;
}

/* Headings that went: fragments that name them from other pages. */
static void find_lost_headings(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		const struct image *old = facts->image[BEFORE], *new = facts->image[AFTER];
		if (!old || !new || facts->path[BEFORE] != facts->path[AFTER] || old->canonical == new->canonical || old->partial || new->partial ||
		    !lost_a_heading(old, new))
			continue;
		struct node nodes[LINKS_MAX];
		unsigned count = graph_links_to(j->graph, facts->path[BEFORE], nodes, LINKS_MAX);
		for (unsigned i = 0; i < count && i < LINKS_MAX; i++) {
			struct view *view = graph_view(j->graph, nodes[i].path);
			str fragment = view ? image_text(view->image, image_links(view->image)[nodes[i].number].fragment) : STR("");
			bool was = fragment.size && section_of_anchor(old, fragment) != NONE;
			if (!was || section_of_anchor(new, fragment) != NONE)
				continue;
			bool said = false;
			for (uint32_t k = 0; k < j->finding_count && !said; k++) {
				const struct difference *d = j->findings[k].d;
				said = d->pair == p && str_eq(d->section, fragment) && (d->rule == RULE_SECTION_REMOVED ||
					(d->rule == RULE_REFERENCE_BROKEN && d->link == NONE));
			}
			if (said)
				continue;
			struct difference *d = LIST_ADD(j->arena, &j->differences->list);
			*d = (struct difference){
				.rule = RULE_REFERENCE_BROKEN,
				.pair = p,
				.at_side = AFTER,
				.kind = "section",
				.field = "link",
				.link = NONE,
				.section = fragment,
				.name = image_text(old, image_sections(old)[section_of_anchor(old, fragment)].title),
				.asks_referrers = true,
			};
			d->message = arena_printf(j->arena, "Links to the heading '%.*s' lead nowhere: it is gone or has another name",
			    STR_ARG(d->name));
			add_finding(j, d);
		}
	}
}

static bool needs_referrers(const struct difference *d)
{
	return d->asks_referrers || (rules[d->rule].audience & AUDIENCE_REFERRER);
}

bool judge_look(struct judge *j, enum side side, struct error *error)
{
	look_at_owners(j, side);
	if (side == BEFORE) {
		find_broken_links(j);
		find_lost_headings(j);
	}
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct finding *finding = &j->findings[i];
		struct difference *d = finding->d;
		for (uint32_t k = 0; k < d->seeds.count; k++)
			if (d->seeds.items[k].side == side)
				trace_seed(&finding->reach, j->arena, j->graph, &d->seeds.items[k], side == BEFORE);
		if (needs_referrers(d) && side == BEFORE && d->link == NONE)
			look_for_referrers(j, finding, BEFORE);
		look_at_link(j, finding, side, error);
	}
	note_teams(j);
	j->looked[side] = true;
	return error->code == ERROR_NONE;
}

/* --- folding ---------------------------------------------------------------------------------------------------------------- */

static struct difference *new_difference(struct judge *j, enum rule_id rule, uint32_t pair, enum side side)
{
	struct difference *d = LIST_ADD(j->arena, &j->differences->list);

	*d = (struct difference){ .rule = rule, .pair = pair, .at_side = side, .kind = "document", .field = "whole", .link = NONE };
	return d;
}

static void say_owner_change(struct judge *j, uint32_t pair, struct doc_owner old, struct doc_owner now, unsigned count, str shown)
{
	struct difference *d = new_difference(j, RULE_DOCUMENT_OWNER_CHANGED, pair, AFTER);
	str was = old.team ? judge_team(j, old.team)->name : STR("nobody");
	str is = now.team ? judge_team(j, now.team)->name : STR("nobody");

	d->field = "owner";
	d->name = shown;
	d->old = was;
	d->now = is;
	d->move = true;
	difference_owner(d, old.team);
	difference_owner(d, now.team);
	d->message = count > 1
	    ? arena_printf(j->arena, "%u documents belong to %.*s now, no longer to %.*s", count, STR_ARG(is), STR_ARG(was))
	    : arena_printf(j->arena, "%.*s belongs to %.*s now, no longer to %.*s", STR_ARG(shown), STR_ARG(is), STR_ARG(was));
	struct finding *finding = add_finding(j, d);
	finding->members = count;
	finding->inferred = old.inferred || now.inferred;
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
		if (after && *after != j->owners_before.values[i] && *after > 1 && j->owners_before.values[i] > 1)
			LIST_PUSH(j->arena, &moved, path);
	}
	if (!moved.count)
		return;
	qsort_r(moved.items, moved.count, sizeof *moved.items, by_path_of, j->graph);
	for (uint32_t i = 0; i < moved.count; i++) {
		team_id was = *map_find(&j->owners_before, moved.items[i]) - 1, is = *map_find(&j->owners_after, moved.items[i]) - 1;
		unsigned count = 0;
		bool said = false;
		for (uint32_t k = 0; k < moved.count; k++) {
			bool same = *map_find(&j->owners_before, moved.items[k]) - 1 == was && *map_find(&j->owners_after, moved.items[k]) - 1 == is;
			said = said || (same && k < i);
			count += same;
		}
		if (!said)
			say_owner_change(j, j->pair_count, (struct doc_owner){ was, false }, (struct doc_owner){ is, false }, count,
			    graph_path_text(j->graph, moved.items[i]));
	}
}

static void compare_owners(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		struct doc_owner old = facts->owner[BEFORE], now = facts->owner[AFTER];
		bool in_place = facts->path[BEFORE] == facts->path[AFTER];
		if (!facts->path[BEFORE] || !facts->path[AFTER] || old.team == now.team || !old.team || !now.team)
			continue;
		if (in_place && (old.inferred || now.inferred || j->owners_moved))
			continue;
		say_owner_change(j, p, old, now, 1, graph_path_text(j->graph, facts->path[AFTER]));
	}
	if (j->owners_moved)
		compare_all_owners(j);
}

static bool was_known(const struct judge *j, enum side side, team_id team)
{
	return map_find(&j->known[side], team) != NULL;
}

/* A team whose steps all went to one that nobody knew before: another name. */
static void fold_renamed_teams(struct judge *j)
{
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct difference *d = j->findings[i].d;
		if (d->rule != RULE_STEP_OWNER_CHANGED || j->findings[i].swallowed)
			continue;
		team_id old = d->performer_before, now = d->performer;
		if (was_known(j, AFTER, old) || was_known(j, BEFORE, now))
			continue;
		unsigned steps = 0;
		for (uint32_t k = 0; k < j->finding_count; k++) {
			const struct difference *other = j->findings[k].d;
			steps += other->rule == RULE_STEP_OWNER_CHANGED && other->performer_before == old && other->performer == now;
		}
		if (steps < 2)
			continue;
		struct difference *renamed = new_difference(j, RULE_TEAM_RENAMED, d->pair, AFTER);
		renamed->kind = "team";
		renamed->field = "name";
		renamed->line = d->line;
		renamed->old = d->old;
		renamed->now = d->now;
		renamed->name = d->now;
		renamed->team = now;
		difference_owner(renamed, now);
		renamed->message = arena_printf(j->arena, "%.*s is called %.*s now", STR_ARG(d->old), STR_ARG(d->now));
		for (uint32_t k = 0; k < j->finding_count; k++) {
			const struct difference *other = j->findings[k].d;
			bool same = other->performer_before == old && other->performer == now;
			if (same && (other->rule == RULE_STEP_OWNER_CHANGED || other->rule == RULE_DUTIES_MERGED))
				j->findings[k].swallowed = true;
		}
		add_finding(j, renamed);
	}
}

/* A team that is gone with two or more of its steps: one finding. */
static void fold_removed_teams(struct judge *j)
{
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct difference *d = j->findings[i].d;
		if (d->rule != RULE_STEP_REMOVED || j->findings[i].swallowed || !d->team || !was_known(j, BEFORE, d->team) ||
		    was_known(j, AFTER, d->team) || registry_knows(&j->graph->registry, d->team))
			continue;
		unsigned steps = 0;
		for (uint32_t k = 0; k < j->finding_count; k++)
			steps += j->findings[k].d->rule == RULE_STEP_REMOVED && j->findings[k].d->team == d->team;
		if (steps < 2)
			continue;
		struct difference *removed = new_difference(j, RULE_TEAM_REMOVED, d->pair, BEFORE);
		removed->kind = "team";
		removed->line = d->line;
		removed->team = d->team;
		removed->name = removed->old = judge_team(j, d->team)->name;
		difference_owner(removed, d->team);
		removed->message = arena_printf(j->arena, "%.*s is gone, and %u of its steps", STR_ARG(removed->name), steps);
		struct reach reach = { 0 };
		for (uint32_t k = 0; k < j->finding_count; k++) {
			struct finding *other = &j->findings[k];
			if (other->d->rule != RULE_STEP_REMOVED || other->d->team != d->team)
				continue;
			for (uint32_t r = 0; r < other->reach.list.count; r++)
				if (other->reach.list.items[r].distance <= 1)
					reach_add(&reach, j->arena, &other->reach.list.items[r]);
			other->swallowed = true;
		}
		add_finding(j, removed)->reach = reach;
	}
}

static bool swallows_steps(const struct finding *a, const struct finding *b)
{
	return a->d->rule == RULE_DOCUMENT_OWNER_CHANGED && b->d->rule == RULE_STEP_OWNER_CHANGED && a->d->pair == b->d->pair &&
	    a->d->owner_count == 2 && b->d->owner_count == 2 && a->d->owners[0] == b->d->owners[0] && a->d->owners[1] == b->d->owners[1];
}

static bool same_finding(const struct difference *a, const struct difference *b)
{
	if (a->rule != b->rule)
		return false;
	if (str_eq(a->group, STR("schedule")) || str_eq(b->group, STR("schedule")))
		return false;
	if (a->group.size && str_eq(a->group, b->group) && a->pair == b->pair)
		return true;
	return a->old.size && a->now.size && str_eq(a->old, b->old) && str_eq(a->now, b->now) && str_eq(a->name, b->name);
}

static void add_place(struct judge *j, struct finding *kept, const struct difference *d)
{
	enum { PLACES = 20 };

	if (!kept->places)
		kept->places = ARENA_ARRAY(j->arena, struct place_said, PLACES);
	if (kept->place_count < PLACES)
		kept->places[kept->place_count++] =
		    (struct place_said){ graph_path_text(j->graph, j->facts[d->pair].path[d->at_side]), d->line };
}

static void merge_reach(struct judge *j, struct finding *kept, struct finding *other)
{
	for (uint32_t r = 0; r < other->reach.list.count; r++)
		reach_add(&kept->reach, j->arena, &other->reach.list.items[r]);
	kept->reach.unknown = kept->reach.unknown || other->reach.unknown;
	kept->members += other->members;
	kept->readers += other->readers;
	other->swallowed = true;
	add_place(j, kept, other->d);
}

static void merge_into(struct judge *j, struct finding *kept, struct finding *other)
{
	for (unsigned i = 0; i < other->d->owner_count; i++)
		difference_owner(kept->d, other->d->owners[i]);
	merge_reach(j, kept, other);
}

enum { SAME_RULE_MAX = 20 };

/* One cause, one finding: equal old and new, rows of one schedule, and more than twenty of a rule in a document. */
static void fold_equal(struct judge *j)
{
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct finding *kept = &j->findings[i];
		unsigned same_rule = 0;
		if (kept->swallowed)
			continue;
		for (uint32_t k = i + 1; k < j->finding_count; k++)
			if (!j->findings[k].swallowed && same_finding(kept->d, j->findings[k].d))
				merge_into(j, kept, &j->findings[k]);
		for (uint32_t k = i; k < j->finding_count; k++)
			same_rule += !j->findings[k].swallowed && j->findings[k].d->rule == kept->d->rule && j->findings[k].d->pair == kept->d->pair;
		if (same_rule <= SAME_RULE_MAX)
			continue;
		for (uint32_t k = i + 1; k < j->finding_count; k++)
			if (!j->findings[k].swallowed && j->findings[k].d->rule == kept->d->rule && j->findings[k].d->pair == kept->d->pair)
				merge_into(j, kept, &j->findings[k]);
	}
	for (uint32_t i = 0; i < j->finding_count; i++)
		if (!j->findings[i].swallowed && j->findings[i].members > 1 && j->findings[i].places && !j->findings[i].row_count)
			j->findings[i].d->message = arena_printf(j->arena, "%.*s, and %u more like it", STR_ARG(j->findings[i].d->message),
			    j->findings[i].members - 1);
}

static bool is_row(const struct finding *f, uint32_t pair)
{
	return !f->swallowed && f->d->pair == pair && str_eq(f->d->group, STR("schedule")) && rules[f->d->rule].severity > SEVERITY_COSMETIC;
}

/* Earlier before later, and any before what is told as info only. */
static int row_rank(const struct difference *d)
{
	return (int)rules[d->rule].severity * 4 + (d->rule == RULE_STEP_DATE_EARLIER ? 2 : d->rule == RULE_STEP_DATE_LATER);
}

static void describe_rows(struct judge *j, struct finding *kept)
{
	unsigned same = 0;

	for (unsigned i = 0; i < kept->row_count; i++)
		same += kept->rows[i]->rule == kept->d->rule;
	if (kept->row_count < 2)
		return;
	kept->d->message = same == kept->row_count
	    ? arena_printf(j->arena, "%.*s, and %u more rows of the schedule likewise", STR_ARG(kept->d->message), same - 1)
	    : arena_printf(j->arena, "%u rows of the schedule changed: %.*s, among others", kept->row_count, STR_ARG(kept->d->message));
}

/* The rows of one schedule are one finding, under their most severe rule. */
static void fold_schedules(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		struct finding *kept = NULL;
		unsigned count = 0;
		for (uint32_t i = 0; i < j->finding_count; i++) {
			struct finding *one = &j->findings[i];
			if (!is_row(one, p))
				continue;
			count++;
			if (!kept || row_rank(one->d) > row_rank(kept->d))
				kept = one;
		}
		if (count < 2)
			continue;
		kept->rows = ARENA_ARRAY(j->arena, struct difference *, count);
		kept->rows[kept->row_count++] = kept->d;
		for (uint32_t i = 0; i < j->finding_count; i++) {
			struct finding *one = &j->findings[i];
			if (one == kept || !is_row(one, p))
				continue;
			kept->rows[kept->row_count++] = one->d;
			merge_reach(j, kept, one);
		}
		describe_rows(j, kept);
	}
}

void judge_finish(struct judge *j, struct commit_report *out)
{
	compare_owners(j);
	fold_renamed_teams(j);
	fold_removed_teams(j);
	fold_schedules(j);
	for (uint32_t i = 0; i < j->finding_count; i++)
		for (uint32_t k = 0; k < j->finding_count; k++)
			if (!j->findings[i].swallowed && swallows_steps(&j->findings[i], &j->findings[k]))
				j->findings[k].swallowed = true;
	fold_equal(j);
	verdict_make(j, out);
}
