#include "analyzer/change/team_set.h"

/* Several teams do one step. The first of them is its team (elements.c); here are the others. */

static struct team_set performers_of(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	struct team_set out = { .count = 0 };

	team_set_add(&out, side->teams[index]);
	for (uint32_t i = 0; i < step->with.count; i++)
		team_set_add(&out, view_team(side->view, image_performers(side->view->image)[step->with.first + i]));
	return out;
}

bool step_is_done_by(const struct step_side *side, uint32_t index, team_id team)
{
	struct team_set all = performers_of(side, index);
	return team_set_holds(&all, team);
}

/* Somebody joins: nobody who relied on the others loses anything. */
static void say_joined(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new,
    const struct team_set *stayed, const struct team_set *came)
{
	struct difference *d = step_changed(c, cp, RULE_STEP_OWNER_CHANGED, old, new, "team");

	/* the first of a list leads; the columns of a matrix are in no order */
	d->mild =
	    cp->side[BEFORE].teams[old] == cp->side[AFTER].teams[new] || side_step(&cp->side[AFTER], new)->rule == 2;
	d->doubtful = true;
	d->move = !d->mild;
	for (unsigned i = 0; i < came->count; i++)
		difference_owner(d, came->items[i]);
	difference_owner(d, cp->side[BEFORE].teams[old]);
	d->now = team_set_words(c, came);
	d->message =
	    arena_printf(c->arena, "%.*s %s %.*s now too, with %.*s", STR_ARG(d->now), came->count > 1 ? "do" : "does",
	        STR_ARG(step_words(c, &cp->side[AFTER], new)), STR_ARG(team_set_words(c, stayed)));
}

static void say_left(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new,
    const struct team_set *stayed, const struct team_set *went, const struct team_set *came)
{
	struct difference *d = step_changed(c, cp, RULE_STEP_OWNER_CHANGED, old, new, "team");
	str task = step_words(c, &cp->side[AFTER], new), others = team_set_words(c, stayed);

	d->owner_count = 0;
	for (unsigned i = 0; i < went->count; i++)
		difference_owner(d, went->items[i]);
	for (unsigned i = 0; i < came->count; i++)
		difference_owner(d, came->items[i]);
	difference_owner(d, cp->side[AFTER].teams[new]);
	d->move = true;
	d->performer_before = went->items[0];
	d->performer = came->count ? came->items[0] : cp->side[AFTER].teams[new];
	d->old = team_set_words(c, went);
	d->now = came->count ? team_set_words(c, came) : others;
	d->asks_referrers = true;
	d->message = came->count
	    ? arena_printf(c->arena, "%.*s %s %.*s with %.*s now, no longer %.*s", STR_ARG(d->now),
	          came->count > 1 ? "do" : "does", STR_ARG(task), STR_ARG(others), STR_ARG(d->old))
	    : arena_printf(c->arena, "%.*s no longer %s %.*s, which is left to %.*s", STR_ARG(d->old),
	          went->count > 1 ? "do" : "does", STR_ARG(task), STR_ARG(others));
	seed_upstream(c, d, cp, BEFORE, old);
	seed_downstream(c, d, cp, BEFORE, old, false);
}

bool compare_performers(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct team_set before = performers_of(&cp->side[BEFORE], old), after = performers_of(&cp->side[AFTER], new);
	struct team_set went = team_set_without(&before, &after), came = team_set_without(&after, &before);
	struct team_set stayed = team_set_without(&after, &came);

	if (went.count)
		say_left(c, cp, old, new, &stayed, &went, &came);
	else if (came.count)
		say_joined(c, cp, old, new, &stayed, &came);
	return went.count > 0;
}
