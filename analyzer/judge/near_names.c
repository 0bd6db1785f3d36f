#include "analyzer/judge/judge_inner.h"

/* "Release Team" instead of "Release Management Team": one team under another name, unless each of the two stands for
 * itself in the tree after. */

static bool owns_page(struct judge *j, team_id team)
{
	for (path_id path = 1; path < j->graph->room; path++) {
		const struct view *view = graph_view(j->graph, path);
		for (unsigned i = 0; view && i < view->owners.count; i++)
			if (view->owners.teams[i] == team)
				return true;
	}
	return false;
}

static bool stands_for_itself(struct judge *j, team_id team)
{
	const struct team_entry *entry = &j->graph->registry.entries[team];

	return entry->configured || entry->strong > 0 || owns_page(j, team);
}

void look_at_near_names(struct judge *j, struct finding *finding)
{
	struct difference *d = finding->d;

	if (!d->near[BEFORE] || (stands_for_itself(j, d->near[BEFORE]) && stands_for_itself(j, d->near[AFTER])))
		return;
	d->mild = true;
	d->message = arena_printf(j->arena, "%.*s; %.*s may be one team", STR_ARG(d->message), STR_ARG(d->near_words));
}
