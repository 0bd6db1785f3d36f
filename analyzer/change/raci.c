#include "analyzer/change/team_set.h"

#include "base/text.h"

#include <string.h>

/* Rows of a responsibility matrix. Whoever is Responsible is the team of the step (elements.c); here is who answers
 * for it, is asked and is told. */

static team_id team_of_key(struct comparison *c, str key)
{
	team_id team = registry_key(c->context->registry, key);
	return registry_knows(c->context->registry, team) ? team : 0;
}

static struct team_set teams_below(
    struct comparison *c, const struct step_side *side, uint32_t index, const char *letter)
{
	str rest = image_attr(side->view->image, side_step(side, index)->attrs, letter), key;
	struct team_set teams = { .count = 0 };

	while (str_next_word(&rest, ",", &key))
		team_set_add(&teams, team_of_key(c, key));
	return teams;
}

/* The part of a team in a task: the first letter under which it stands. */
static const char *part_in(struct comparison *c, const struct step_side *side, uint32_t index, team_id team)
{
	static const struct {
		const char *letter, *words;
	} parts[] = { { "A", "accountable" }, { "C", "consulted" }, { "I", "informed" }, { "S", "in support" } };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct team_set teams = teams_below(c, side, index, parts[i].letter);
		if (team_set_holds(&teams, team))
			return parts[i].words;
	}
	return "";
}

static bool is_matrix(const struct step_side *side, uint32_t index)
{
	uint8_t rule = side_step(side, index)->rule;
	return rule == 2 || rule == 3;
}

/* --- accountable ----------------------------------------------------------------------------------------- */

/* Another team answers for a task than before; a move of the task itself is told of the teams that it concerns. */
static void say_accountable(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new,
    const struct team_set *went, const struct team_set *came, bool anybody)
{
	struct step_side *after = &cp->side[AFTER];
	team_id was = cp->side[BEFORE].teams[old], is = after->teams[new];
	bool news = false;

	for (unsigned i = 0; i < went->count + came->count; i++) {
		team_id team = i < went->count ? went->items[i] : came->items[i - went->count];
		news = news || was == is || (team != was && team != is);
	}
	if (!news)
		return;
	struct difference *d = step_changed(c, cp, RULE_STEP_OWNER_CHANGED, old, new, "accountable");
	d->doubtful = true;
	d->mild = !went->count; /* nobody lost it */
	d->performer_before = went->count ? went->items[0] : 0;
	d->performer = came->count ? came->items[0] : 0;
	for (unsigned i = 0; i < went->count; i++)
		difference_name(d, went->items[i]);
	for (unsigned i = 0; i < came->count; i++)
		difference_name(d, came->items[i]);
	d->old = team_set_words(c, went);
	d->now = team_set_words(c, came);
	str task = step_words(c, after, new);
	const char *verb = came->count > 1 ? "are" : "is", *verb_before = went->count > 1 ? "are" : "is";
	if (came->count)
		d->message = arena_printf(c->arena,
		    went->count ? "%.*s %s accountable for %.*s now, no longer %.*s"
		                : "%.*s %s accountable for %.*s now%.*s",
		    STR_ARG(d->now), verb, STR_ARG(task), STR_ARG(d->old));
	else
		d->message = arena_printf(c->arena,
		    anybody ? "%.*s %s no longer accountable for %.*s"
		            : "%.*s %s no longer accountable for %.*s, and nobody else is",
		    STR_ARG(d->old), verb_before, STR_ARG(task));
}

/* --- the other letters ----------------------------------------------------------------------------------- */

/* One team is gone from the row, and the other stands where it stood: perhaps under another name. */
static void find_renamed(
    struct comparison *c, struct difference *d, const struct container_pair *cp, uint32_t old, uint32_t new)
{
	for (unsigned i = 0; d->named_count == 2 && i < 2; i++) {
		team_id gone = d->named[i], come = d->named[1 - i];
		const char *part = part_in(c, &cp->side[BEFORE], old, gone);
		if (!*part || *part_in(c, &cp->side[AFTER], new, gone) || *part_in(c, &cp->side[BEFORE], old, come) ||
		    strcmp(part, part_in(c, &cp->side[AFTER], new, come)) != 0)
			continue;
		d->renamed[BEFORE] = gone;
		d->renamed[AFTER] = come;
	}
}

/* Whoever gave or took the task itself, or answers for it or did, is told of that. */
static void say_other_parts(
    struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new, const struct team_set *told)
{
	static const char *const columns[] = { "C", "I", "S" };
	struct step_side *sides[2] = { &cp->side[BEFORE], &cp->side[AFTER] };
	uint32_t index[2] = { old, new };
	struct difference found = { .named_count = 0 };
	str was = STR(""), is = STR("");

	for (unsigned k = 0; k < 6; k++) {
		enum side side = k % 2 ? BEFORE : AFTER;
		struct team_set teams = teams_below(c, sides[side], index[side], columns[k / 2]);
		for (unsigned i = 0; i < teams.count; i++) {
			team_id team = teams.items[i];
			const char *before = part_in(c, sides[BEFORE], old, team),
			           *after = part_in(c, sides[AFTER], new, team);
			bool moved =
			    step_is_done_by(sides[BEFORE], old, team) || step_is_done_by(sides[AFTER], new, team);
			if (!strcmp(before, after) || moved || team_set_holds(told, team))
				continue;
			if (!found.named_count) {
				was = str_of(before);
				is = str_of(after);
			}
			difference_name(&found, team);
		}
	}
	if (!found.named_count)
		return;
	struct difference *d = step_changed(c, cp, RULE_RACI_CHANGED, old, new, "responsibility");
	d->owner_count = 0;
	d->performer = 0;
	memcpy(d->named, found.named, sizeof found.named);
	d->named_count = found.named_count;
	find_renamed(c, d, cp, old, new);
	d->old = was;
	d->now = is;
	str team = team_words(c, found.named[0]), task = step_words(c, sides[AFTER], new);
	if (found.named_count > 1)
		d->message = arena_printf(c->arena, "%.*s and %u more have another part in %.*s", STR_ARG(team),
		    found.named_count - 1, STR_ARG(task));
	else if (!is.size)
		d->message = arena_printf(
		    c->arena, "%.*s is no longer %.*s in %.*s", STR_ARG(team), STR_ARG(was), STR_ARG(task));
	else
		d->message = arena_printf(c->arena,
		    was.size ? "%.*s is %.*s in %.*s now, no longer %.*s" : "%.*s is %.*s in %.*s now%.*s",
		    STR_ARG(team), STR_ARG(is), STR_ARG(task), STR_ARG(was));
}

void compare_raci(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];

	if (!is_matrix(before, old) || !is_matrix(after, new))
		return;
	struct team_set answered = teams_below(c, before, old, "A"), answer = teams_below(c, after, new, "A");
	struct team_set went = team_set_without(&answered, &answer), came = team_set_without(&answer, &answered),
	                told = went;
	for (unsigned i = 0; i < came.count; i++)
		team_set_add(&told, came.items[i]);
	if (told.count)
		say_accountable(c, cp, old, new, &went, &came, answer.count > 0);
	say_other_parts(c, cp, old, new, &told);
}
