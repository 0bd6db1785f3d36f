#include "analyzer/change/team_set.h"

bool team_set_holds(const struct team_set *set, team_id team)
{
	for (unsigned i = 0; i < set->count; i++)
		if (set->items[i] == team)
			return true;
	return false;
}

void team_set_add(struct team_set *set, team_id team)
{
	if (team && set->count < TEAM_SET_MAX && !team_set_holds(set, team))
		set->items[set->count++] = team;
}

struct team_set team_set_without(const struct team_set *set, const struct team_set *other)
{
	struct team_set out = { .count = 0 };

	for (unsigned i = 0; i < set->count; i++)
		if (!team_set_holds(other, set->items[i]))
			team_set_add(&out, set->items[i]);
	return out;
}

str team_set_words(struct comparison *c, const struct team_set *set)
{
	str out = set->count ? team_words(c, set->items[0]) : STR("");

	for (unsigned i = 1; i < set->count; i++)
		out = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(out), i + 1 < set->count ? ", " : " and ",
		    STR_ARG(team_words(c, set->items[i])));
	return out;
}
