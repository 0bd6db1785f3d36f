#include "analyzer/graph/view.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool claim_holds(const struct image *image, struct registry *registry, const struct claim *claim, const bool *on)
{
	uint32_t known = 0;

	if (claim->unless && on[claim->unless])
		return false;
	if (claim->either && on[claim->either])
		return true;
	for (uint32_t i = 0; i < claim->keys.count && known < claim->need; i++) {
		str key = image_text(image, image_keys(image)[claim->keys.first + i]);
		known += registry_resolves_known(registry, key);
	}
	return known >= claim->need;
}

static void decide_claims(struct view *view, struct registry *registry)
{
	const struct claim *claims = image_claims(view->image);

	view->claim_on[0] = true;
	/* A claim may name one that comes later: two rounds settle any chain that parsers write. */
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t i = 1; i < view->image->claims.count; i++)
			view->claim_on[i] = claim_holds(view->image, registry, &claims[i], view->claim_on);
}

/* "Manager" in the pool Sales is another one than in the pool Finance. */
static team_id resolve_in_pool(const struct image *image, const struct team *team, struct registry *registry)
{
	str key = image_text(image, team->key);
	const struct team *pool = team->parent == NONE ? NULL : &image_teams(image)[team->parent];

	if (!team->generic || !pool || !pool->key.size || str_eq(image_text(image, pool->key), key))
		return registry_resolve_key(registry, key);
	struct arena scratch = { 0 };
	str both = arena_printf(&scratch, "%.*s.%.*s", STR_ARG(image_text(image, pool->key)), STR_ARG(key));
	team_id id = registry_resolve_key(registry, both);
	arena_release(&scratch);
	return id;
}

static team_id team_of_record(const struct view *view, uint32_t number, struct registry *registry)
{
	const struct image *image = view->image;
	const struct team *team = &image_teams(image)[number];

	if (team->kind == TEAM_PERSON || !team->key.size || team_is_nameless(image, team))
		return 0;
	if (!team->claim && (team->kind == TEAM_GROUP))
		return 0;
	if (team->claim && !view->claim_on[team->claim])
		return 0;
	team_id id = resolve_in_pool(image, team, registry);
	if (!id)
		return 0;
	bool machine = registry_team_kind(registry, id) == TEAM_SYSTEM || (team->kind == TEAM_SYSTEM && !team->claim);
	if (machine && !registry_knows(registry, id))
		return registry->entries[id].parent ? registry_resolve(registry, registry->entries[id].parent) : 0;
	if (registry_team_kind(registry, id) == TEAM_SYSTEM)
		return registry->entries[id].parent ? registry_resolve(registry, registry->entries[id].parent) : 0;
	return id;
}

static void resolve_teams(struct view *view, struct registry *registry)
{
	const struct image *image = view->image;
	const struct team *teams = image_teams(image);

	for (uint32_t i = 0; i < image->teams.count; i++)
		view->team[i] = team_of_record(view, i, registry);
	/* a compound name whose parts are all known stands for the first of them */
	for (uint32_t i = 0; i < image->teams.count; i++)
		if (teams[i].parts.count && view->claim_on[teams[i].claim])
			view->team[i] = view->team[image_parts(image)[teams[i].parts.first]];
}

struct view *view_make(const struct image *image, path_id path, struct registry *registry)
{
	size_t teams = sizeof(team_id) * image->teams.count;
	struct view *view = calloc(1, sizeof *view + teams + image->claims.count + 8);

	if (!view) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	view->image = image;
	view->path = path;
	view->team = (team_id *)(void *)(view + 1);
	view->claim_on = (bool *)((char *)(view + 1) + teams);
	decide_claims(view, registry);
	resolve_teams(view, registry);
	return view;
}

void view_free(struct view *view)
{
	free(view);
}

/* "Lead", "Owner": of the page at hand. */
static bool stands_for_owner(str key)
{
	static const char *const words[] = { "lead", "leads", "owner", "owners", "team-lead", "team", "us", "we" };

	return STR_IS_ONE_OF(key, words);
}

/* The innermost record that is a team; 0 with *machine where a system comes first. */
static team_id team_or_pool(const struct view *view, uint32_t team, bool *machine)
{
	const struct team *teams = image_teams(view->image);

	*machine = false;
	for (unsigned hops = 0; team != NONE && hops < 64; hops++) {
		if (view->team[team])
			return view->team[team];
		bool named = teams[team].kind == TEAM_TEAM || teams[team].kind == TEAM_ROLE ||
		    (teams[team].kind == TEAM_GROUP && teams[team].strength == TEAM_MENTION);
		if (teams[team].kind == TEAM_SYSTEM || teams[team].kind == TEAM_PERSON ||
		    (named && teams[team].parent == NONE &&
		        !stands_for_owner(image_text(view->image, teams[team].key)))) {
			*machine = true; /* somebody is named whom nobody knows: not the owner of the page */
			return 0;
		}
		team = teams[team].parent;
	}
	return 0;
}

team_id view_step_lane(const struct view *view, uint32_t step)
{
	bool machine;
	return team_or_pool(view, image_steps(view->image)[step].team, &machine);
}

team_id view_step_team(const struct view *view, uint32_t step)
{
	bool machine;
	team_id lane = team_or_pool(view, image_steps(view->image)[step].team, &machine);

	/* a cell that names a person or somebody unreadable is nobody's, not the page owner's */
	bool unread = image_attr(view->image, image_steps(view->image)[step].attrs, "who").size > 0;
	return lane || machine || unread ? lane : view_owner(view);
}

bool view_end_team(const struct view *view, struct end end, team_id *team)
{
	*team = 0;
	if (end.number == NONE)
		return false;
	bool machine;
	*team = end.kind == END_TEAM ? team_or_pool(view, end.number, &machine) : view_step_team(view, end.number);
	return true;
}
