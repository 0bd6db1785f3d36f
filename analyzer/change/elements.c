#include "analyzer/change/inner.h"

#include "analyzer/change/times.h"
#include "base/text.h"

#include <string.h>

/* What happened to the steps of two containers that are one: gone, come, renamed, in other hands,
 * with other times. Flows and handoffs are compared in flows.c. */

enum { NAME_WORDS = 6 }; /* a longer name is a text */

/* --- sentences ----------------------------------------------------------------------------------------------- */

str team_words(struct comparison *c, team_id team)
{
	return team ? registry_team_name(c->context->registry, team) : STR("nobody");
}

str step_words(struct comparison *c, const struct step_side *side, uint32_t index)
{
	static const char *const kinds[] = { "a step", "an event", "a decision", "data" };
	const struct step *step = side_step(side, index);
	str name = side_text(side, step->name);

	if (!name.size)
		return arena_printf(c->arena, "%s without a name", kinds[step->kind]);
	if (name.size > 100) {
		size_t end = 97;
		while (end && (name.at[end] & 0xc0) == 0x80)
			end--;
		return arena_printf(c->arena, "'%.*s...'", STR_ARG(str_sub(name, 0, end)));
	}
	return arena_printf(c->arena, "'%.*s'", STR_ARG(name));
}

static str by_team(struct comparison *c, team_id team)
{
	return team ? arena_printf(c->arena, " of %.*s", STR_ARG(team_words(c, team))) : STR("");
}

/* --- seeds ------------------------------------------------------------------------------------------------------ */

void seed_downstream(struct comparison *c, struct difference *d, const struct container_pair *cp, enum side side,
    uint32_t index, bool far)
{
	const struct step_side *steps = &cp->side[side];
	struct seed *seed = difference_seed(c, d, side, steps->view->path);

	seed->from = steps->steps[index];
	seed->team = steps->teams[index];
	seed->far = far;
}

void seed_upstream(
    struct comparison *c, struct difference *d, const struct container_pair *cp, enum side side, uint32_t index)
{
	seed_downstream(c, d, cp, side, index, false);
	d->seeds.items[d->seeds.count - 1].upstream = true;
}

static struct difference *about(struct comparison *c, struct container_pair *cp, enum rule_id rule, enum side side,
    uint32_t index, const char *field)
{
	const struct step_side *steps = &cp->side[side];
	struct difference *d = difference_add(c, rule, cp->pair, side, side_step(steps, index)->place);

	difference_about_step(c, d, steps, index);
	d->field = field;
	if (side_step(steps, index)->schedule)
		d->group = STR("schedule");
	return d;
}

struct difference *step_changed(
    struct comparison *c, struct container_pair *cp, enum rule_id rule, uint32_t old, uint32_t new, const char *field)
{
	struct difference *d = about(c, cp, rule, AFTER, new, field);

	d->confidence = cp->side[AFTER].confidence[new];
	difference_owner(d, cp->side[AFTER].teams[new]);
	d->performer = cp->side[BEFORE].teams[old];
	return d;
}

/* --- gone and come ------------------------------------------------------------------------------------------------ */

static bool begins_with_control(str n1)
{
	return str_starts(n1, STR("approve")) || str_starts(n1, STR("control")) || str_starts(n1, STR("four-eyes"));
}

static bool is_control(const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);
	return begins_with_control(side_text(side, step->n1)) ||
	    str_ieq(image_attr(side->view->image, step->attrs, "control"), STR("yes"));
}

/* Whether new step j is reached directly from another new step in `from`. */
static bool leads_to(const struct step_side *side, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < side->succ[from].count; i++)
		if (side->next[side->succ[from].first + i] == to)
			return true;
	return false;
}

enum { NEAR_STEPS = 16, NEAR_FLOWS = 50 }; /* looked past; followed of each */

/* What comes before or behind a step that has no partner, past others without one: indexes of the other side. */
static unsigned near_steps(const struct step_side *side, uint32_t index, bool behind, uint32_t *out)
{
	uint32_t open[NEAR_STEPS] = { index };
	unsigned found = 0, count = 1;

	for (unsigned next = 0; next < count; next++) {
		struct span span = (behind ? side->succ : side->pred)[open[next]];
		for (uint32_t i = 0; i < span.count && i < NEAR_FLOWS; i++) {
			uint32_t step = side->next[span.first + i], partner = side->partner[step];
			bool known = false;
			for (unsigned k = 0; k < count; k++)
				known = known || open[k] == step;
			if (partner != NONE && found < NEAR_STEPS)
				out[found++] = partner;
			else if (partner == NONE && !known && count < NEAR_STEPS)
				open[count++] = step;
		}
	}
	return found;
}

/* Work arrives, past decisions and events, and past steps without a partner if they count. */
static bool arrives(const struct step_side *side, uint32_t from, uint32_t to, bool past_lone)
{
	uint32_t open[NEAR_STEPS] = { from };
	unsigned count = 1;

	for (unsigned next = 0; next < count; next++) {
		struct span span = side->succ[open[next]];
		if (leads_to(side, open[next], to))
			return true;
		for (uint32_t i = 0; i < span.count && i < NEAR_FLOWS && count < NEAR_STEPS; i++) {
			uint32_t step = side->next[span.first + i];
			bool passed =
			    side_step(side, step)->kind != STEP_ACTIVITY || (past_lone && side->partner[step] == NONE);
			for (unsigned k = 0; k < count; k++)
				passed = passed && open[k] != step;
			if (passed)
				open[count++] = step;
		}
	}
	return false;
}

/* Something that comes before a step without a partner leads on to something behind it, on the other side. */
static bool is_passed(const struct container_pair *cp, enum side side, uint32_t index, bool past_lone, bool *begins)
{
	uint32_t from[NEAR_STEPS], to[NEAR_STEPS];
	unsigned givers = near_steps(&cp->side[side], index, false, from),
	         takers = near_steps(&cp->side[side], index, true, to);
	bool passed = false;

	*begins = !givers;
	for (unsigned s = 0; s < takers && !passed; s++)
		for (unsigned p = 0; p < givers && !passed; p++)
			passed = arrives(&cp->side[side == BEFORE ? AFTER : BEFORE], from[p], to[s], past_lone);
	return passed;
}

static bool is_reached(const struct container_pair *cp, const uint32_t *from, unsigned givers, uint32_t to)
{
	for (unsigned p = 0; p < givers; p++)
		if (arrives(&cp->side[AFTER], from[p], to, true))
			return true;
	return false;
}

/* The path is cut where nothing that came before the removed step reaches what came behind it any more; where some of
 * that is reached and some is not, behind the latter only. */
static void seed_removed(struct comparison *c, struct difference *d, struct container_pair *cp, uint32_t old)
{
	const struct step_side *before = &cp->side[BEFORE];
	uint32_t from[NEAR_STEPS];
	unsigned givers = near_steps(before, old, false, from);
	bool begins, passed = is_passed(cp, BEFORE, old, true, &begins);
	struct span succ = before->succ[old];

	seed_downstream(c, d, cp, BEFORE, old, !passed && !begins);
	for (uint32_t s = 0; passed && s < succ.count && s < NEAR_STEPS; s++) {
		uint32_t step = before->next[succ.first + s];
		if (before->partner[step] == NONE || is_reached(cp, from, givers, before->partner[step]))
			continue;
		seed_downstream(c, d, cp, BEFORE, old, true);
		d->seeds.items[d->seeds.count - 1].entry = end_step(before->steps[step]);
	}
	seed_upstream(c, d, cp, BEFORE, old);
}

/* The words of a step that a list, a row or a heading told stand somewhere in the text of the other side: only its form
 * is another one. */
static bool stands_in_text(struct comparison *c, const struct step_side *side, uint32_t index, enum side other)
{
	const struct step *step = side_step(side, index);
	str name = side_text(side, step->name);

	if (!step->rule || name.size < 8)
		return false;
	for (uint32_t p = 0; p < c->pair_count; p++) {
		const struct view *view = c->pairs[p].view[other];
		for (uint32_t i = 0; view && i < view->image->prose.count; i++) {
			const struct prose *prose = &image_prose(view->image)[i];
			if (prose->kind != PROSE_CODE &&
			    str_ifind(image_text(view->image, prose->text), name) != STR_NONE)
				return true;
		}
		for (uint32_t i = 0; view && i < view->image->steps.count; i++) /* as part of a longer step */
			if (image_steps(view->image)[i].name.size > name.size &&
			    str_ifind(image_text(view->image, image_steps(view->image)[i].name), name) != STR_NONE)
				return true;
	}
	return false;
}

static bool is_retold(struct comparison *c, const struct step_side *before, uint32_t old)
{
	const struct step *step = side_step(before, old);
	str team = before->teams[old] ? team_words(c, before->teams[old]) : STR("");

	return step->rule && !step->schedule && step_is_retold(c, AFTER, side_text(before, step->name), team);
}

/* Of the steps of one section: those that live on, and all. */
struct kept_steps {
	struct map alive, all;
};

static void count_kept(struct kept_steps *out, const struct container_pair *cp)
{
	const struct step_side *before = &cp->side[BEFORE];

	for (uint32_t i = 0; i < before->count; i++) {
		uint64_t section = side_step(before, i)->place.section + 1ull;
		if (side_step(before, i)->kind != STEP_ACTIVITY)
			continue;
		++*map_add(&out->all, section);
		if (before->partner[i] != NONE || cp->elsewhere[BEFORE][i])
			++*map_add(&out->alive, section);
	}
}

/* A table or list that is gone as a whole is one finding. */
static str group_of_gone(struct comparison *c, const struct kept_steps *kept, const struct step *step)
{
	enum { TOGETHER = 3 };
	uint64_t section = step->place.section + 1ull;
	const uint32_t *all = map_find(&kept->all, section);

	if (!step->rule || !all || *all < TOGETHER || map_find(&kept->alive, section))
		return STR("");
	return arena_printf(c->arena, "gone %u", step->place.section);
}

static void say_removed(struct comparison *c, struct container_pair *cp, uint32_t old, const struct kept_steps *kept)
{
	struct step_side *before = &cp->side[BEFORE];
	const struct step *step = side_step(before, old);
	enum rule_id rule = step->kind != STEP_ACTIVITY ? RULE_NONE
	    : is_control(before, old)                   ? RULE_CONTROL_REMOVED
	                                                : RULE_STEP_REMOVED;

	if (step->kind == STEP_EVENT && before->pred[old].count && !before->succ[old].count && step->name.size)
		rule = RULE_OUTCOME_REMOVED;
	if (step->kind == STEP_EVENT && !before->pred[old].count && before->succ[old].count && step->name.size)
		rule = RULE_TRIGGER_CHANGED;
	if (rule == RULE_NONE || stands_in_text(c, before, old, AFTER) || is_retold(c, before, old)) {
		c->out->cosmetic++;
		return;
	}
	struct difference *d = about(c, cp, rule, BEFORE, old, "whole");
	d->mild = step->schedule && !is_date(side_text(before, step->when.text)); /* it never had a date */
	d->old = side_text(before, step->name);
	difference_owner(d, before->teams[old]);
	d->performer = before->teams[old];
	d->performer_before = before->teams[old];
	str who = by_team(c, before->teams[old]);
	if (rule == RULE_OUTCOME_REMOVED) {
		d->message = arena_printf(c->arena, "The outcome %.*s is gone", STR_ARG(step_words(c, before, old)));
		seed_downstream(c, d, cp, BEFORE, old, true);
		return;
	}
	if (rule == RULE_TRIGGER_CHANGED) {
		d->message =
		    arena_printf(c->arena, "%.*s no longer starts the process", STR_ARG(step_words(c, before, old)));
		seed_upstream(c, d, cp, BEFORE, old);
		return;
	}
	if (!d->group.size)
		d->group = group_of_gone(c, kept, step);
	d->asks_referrers = true;
	d->message =
	    arena_printf(c->arena, "The step %.*s%.*s is gone", STR_ARG(step_words(c, before, old)), STR_ARG(who));
	seed_removed(c, d, cp, old);
}

/* The giver handed to that team before, at a step that is gone now. */
static bool had_it_before(const struct container_pair *cp, uint32_t giver, team_id team)
{
	const struct step_side *before = &cp->side[BEFORE];
	const struct image *image = before->view->image;
	struct span succ = image_succ(image)[before->steps[cp->side[AFTER].partner[giver]]];

	for (uint32_t s = 0; s < succ.count; s++) {
		uint32_t to = side_index(before, image_next(image)[succ.first + s]);
		if (to != NONE && before->partner[to] == NONE && before->teams[to] == team)
			return true;
	}
	return false;
}

/* A step of another team that hands in to a new one: work was put on the new step's team. */
static uint32_t hands_in(const struct container_pair *cp, uint32_t new)
{
	const struct step_side *after = &cp->side[AFTER];
	const struct image *image = after->view->image;
	struct span pred = image_pred(image)[after->steps[new]];

	for (uint32_t p = 0; p < pred.count; p++) {
		uint32_t from = side_index(after, image_next(image)[pred.first + p]);
		if (from != NONE && after->partner[from] != NONE && after->teams[from] && after->teams[new] &&
		    after->teams[from] != after->teams[new] && !had_it_before(cp, from, after->teams[new]))
			return from;
	}
	return NONE;
}

static void say_added(struct comparison *c, struct container_pair *cp, uint32_t new)
{
	struct step_side *after = &cp->side[AFTER];
	const struct step *step = side_step(after, new);
	bool begins, between = is_passed(cp, AFTER, new, false, &begins);
	enum rule_id rule = step->kind == STEP_ACTIVITY ? between ? RULE_STEP_ADDED : RULE_STEP_ADDED_ASIDE : RULE_NONE;

	if (step->kind == STEP_EVENT && step->name.size && after->pred[new].count && !after->succ[new].count)
		rule = RULE_OUTCOME_ADDED;
	if (rule == RULE_NONE || stands_in_text(c, after, new, BEFORE)) {
		c->out->cosmetic++;
		return;
	}
	struct difference *d = about(c, cp, rule, AFTER, new, "whole");
	uint32_t giver = hands_in(cp, new);
	d->now = side_text(after, step->name);
	if (rule == RULE_OUTCOME_ADDED || giver == NONE)
		difference_owner(d, after->teams[new]);
	if (rule == RULE_OUTCOME_ADDED) {
		d->message = arena_printf(c->arena, "There is a new outcome %.*s", STR_ARG(step_words(c, after, new)));
		return;
	}
	d->performer = after->teams[new];
	d->message = arena_printf(c->arena, "A new step %.*s%.*s%s", STR_ARG(step_words(c, after, new)),
	    STR_ARG(by_team(c, after->teams[new])), between ? " stands on the way" : "");
	if (between)
		seed_downstream(c, d, cp, AFTER, new, false);
	if (giver != NONE) { /* its team is told as the receiver of the new work */
		struct seed *seed = difference_seed(c, d, AFTER, after->view->path);
		seed->from = after->steps[giver];
		seed->entry = end_step(after->steps[new]);
		seed->team = after->teams[giver];
	}
}

/* --- fields of a step that is still there ----------------------------------------------------------------------------
 */

static bool modal_changed(
    const struct step_side *before, uint32_t old, const struct step_side *after, uint32_t new, bool *raised)
{
	int was = modal_rank(side_text(before, side_step(before, old)->n1)),
	    is = modal_rank(side_text(after, side_step(after, new)->n1));

	*raised = is > was;
	return was && is && was != is && words_dice(before->words[old], after->words[new]) >= 0.6;
}

static bool starts_process(const struct step_side *side, uint32_t index)
{
	return side_step(side, index)->kind == STEP_EVENT && !side->pred[index].count && side->succ[index].count;
}

static void compare_name(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	str was = side_text(before, side_step(before, old)->name), is = side_text(after, side_step(after, new)->name);
	str old_value, new_value;
	bool raised;

	if (str_eq(was, is))
		return;
	if (is_cosmetic_wording(c, was, is) || side_step(after, new)->kind == STEP_DATA) {
		c->out->cosmetic++;
		return;
	}
	if (compare_step_routing(c, cp, old, new))
		return;
	struct difference *d;
	if (side_step(after, new)->kind == STEP_GATEWAY) {
		if (!was.size || !is.size) {
			c->out->cosmetic++;
			return;
		}
		d = step_changed(c, cp, RULE_CONDITION_CHANGED, old, new, "condition");
		d->message = arena_printf(c->arena, "The decision %.*s now asks %.*s",
		    STR_ARG(step_words(c, before, old)), STR_ARG(step_words(c, after, new)));
		seed_downstream(c, d, cp, AFTER, new, false);
	} else if (has_quantity_change(c->arena, was, is, &old_value, &new_value)) {
		d = step_changed(c, cp, RULE_STEP_QUANTITY_CHANGED, old, new, "quantity");
		d->message = arena_printf(c->arena, "%.*s says %.*s now, no longer %.*s",
		    STR_ARG(step_words(c, after, new)), STR_ARG(new_value), STR_ARG(old_value));
		seed_downstream(c, d, cp, AFTER, new, false);
		d->old = old_value;
		d->now = new_value;
		return;
	} else if (modal_changed(before, old, after, new, &raised)) {
		d = step_changed(c, cp, raised ? RULE_STEP_MADE_MANDATORY : RULE_STEP_MADE_OPTIONAL, old, new, "duty");
		d->message = arena_printf(c->arena, raised ? "%.*s is binding now" : "%.*s is no longer binding",
		    STR_ARG(step_words(c, after, new)));
		if (raised)
			seed_upstream(c, d, cp, AFTER, new);
		else
			seed_downstream(c, d, cp, AFTER, new, false);
	} else if (before->confidence[old] == CONFIDENCE_LOW &&
	    words_dice(before->words[old], after->words[new]) <= 0) {
		d = step_changed(c, cp, RULE_STEP_REPLACED, old, new, "name");
		d->message = arena_printf(c->arena, "%.*s stands where %.*s stood", STR_ARG(step_words(c, after, new)),
		    STR_ARG(step_words(c, before, old)));
		d->asks_referrers = true;
		seed_downstream(c, d, cp, AFTER, new, false);
	} else if (starts_process(before, old) && starts_process(after, new) && was.size && is.size &&
	    words_dice(before->words[old], after->words[new]) <= 0) {
		d = step_changed(c, cp, RULE_TRIGGER_CHANGED, old, new, "name");
		d->message = arena_printf(c->arena, "%.*s starts the process now, no longer %.*s",
		    STR_ARG(step_words(c, after, new)), STR_ARG(step_words(c, before, old)));
		seed_upstream(c, d, cp, BEFORE, old);
		seed_upstream(c, d, cp, AFTER, new);
	} else if (before->words[old].count > NAME_WORDS || after->words[new].count > NAME_WORDS) {
		d = step_changed(c, cp, RULE_STEP_INSTRUCTION_CHANGED, old, new, "text");
		d->message =
		    arena_printf(c->arena, "The text of the step %.*s changed", STR_ARG(step_words(c, after, new)));
	} else {
		d = step_changed(c, cp, RULE_STEP_RENAMED, old, new, "name");
		d->message = arena_printf(c->arena, "%.*s is now called %.*s", STR_ARG(step_words(c, before, old)),
		    STR_ARG(step_words(c, after, new)));
	}
	d->old = was;
	d->now = is;
}

/* Both sides' teams come from the owner of the document: then a change is the document's, not the step's. */
static bool belongs_to_owner(const struct step_side *side, uint32_t index)
{
	return !view_step_lane(side->view, side->steps[index]);
}

/* Whole words, and a verb: "release notes" is none. */
static bool begins_with_words(str name, str words)
{
	str rest = str_sub(name, words.size, name.size);

	return str_starts(name, words) && (!rest.size || rest.at[0] == ' ') &&
	    !str_starts(str_trim_left(rest), STR("note"));
}

static void say_duties_merged(struct comparison *c, struct container_pair *cp, uint32_t new)
{
	static const char *const words[] = { "approve", "release", "sign off", "authorise", "authorize" };
	struct step_side *after = &cp->side[AFTER];
	str name = side_text(after, side_step(after, new)->n1);
	bool decides = false;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		decides = decides || begins_with_words(name, str_of(words[i]));
	for (uint32_t p = 0; decides && p < after->pred[new].count; p++) {
		uint32_t feeder = after->next[after->pred[new].first + p];
		if (side_step(after, feeder)->kind != STEP_ACTIVITY || after->teams[feeder] != after->teams[new])
			continue;
		uint32_t fed_by = after->partner[feeder], was = after->partner[new];
		if (fed_by == NONE || was == NONE || cp->side[BEFORE].teams[fed_by] == cp->side[BEFORE].teams[was])
			continue; /* they were in the same hands before */
		struct difference *d = about(c, cp, RULE_DUTIES_MERGED, AFTER, new, "owner");
		difference_owner(d, after->teams[new]);
		d->message = arena_printf(c->arena, "%.*s now does both %.*s and %.*s",
		    STR_ARG(team_words(c, after->teams[new])), STR_ARG(step_words(c, after, feeder)),
		    STR_ARG(step_words(c, after, new)));
		return;
	}
}

/* One side names somebody whom nobody knows as a team, the other a team. */
static bool say_unknown_performer(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	team_id was = before->teams[old], is = after->teams[new];
	const struct step_side *unknown = was ? after : before;
	str who = image_attr(unknown->view->image, side_step(unknown, was ? new : old)->attrs, "who");

	if (!who.size || str_find_char(who, '@') != STR_NONE || who.size > 60 || side_step(after, new)->schedule)
		return false;
	struct difference *d = step_changed(c, cp, RULE_STEP_OWNER_CHANGED, old, new, "team");
	d->confidence = CONFIDENCE_LOW;
	d->owner_count = 0;
	difference_owner(d, was);
	difference_owner(d, is);
	d->move = true;
	d->performer_before = was;
	d->performer = is;
	d->old = was ? team_words(c, was) : who;
	d->now = is ? team_words(c, is) : who;
	d->message = arena_printf(c->arena, "%.*s does %.*s now, no longer %.*s", STR_ARG(d->now),
	    STR_ARG(step_words(c, after, new)), STR_ARG(d->old));
	seed_upstream(c, d, cp, BEFORE, old);
	seed_downstream(c, d, cp, AFTER, new, false);
	return true;
}

static bool compare_team(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	team_id was = before->teams[old], is = after->teams[new];

	if (belongs_to_owner(before, old) && belongs_to_owner(after, new))
		return false;
	if (was == is && side_step(before, old)->with.count + side_step(after, new)->with.count == 0)
		return false;
	if (side_step(before, old)->inherited && side_step(after, new)->inherited) {
		c->out->cosmetic += was != is; /* the row above it changed, and that one is told */
		return false;
	}
	if (side_step(after, new)->kind != STEP_ACTIVITY) {
		if (was && is && was != is) {
			struct difference *d = step_changed(c, cp, RULE_CONTROL_NODE_MOVED, old, new, "team");
			d->message =
			    arena_printf(c->arena, "%.*s moved from %.*s to %.*s", STR_ARG(step_words(c, after, new)),
			        STR_ARG(team_words(c, was)), STR_ARG(team_words(c, is)));
		}
		return false;
	}
	if (!was != !is && say_unknown_performer(c, cp, old, new))
		return true;
	if (!was || !is) {
		c->out->cosmetic += was != is;
		return false;
	}
	if (step_is_done_by(after, new, was)) {
		c->out->cosmetic += was != is; /* in another order */
		return compare_performers(c, cp, old, new);
	}
	struct difference *d = step_changed(c, cp, RULE_STEP_OWNER_CHANGED, old, new, "team");
	d->owner_count = 0;
	difference_owner(d, was);
	difference_owner(d, is);
	d->move = true;
	d->performer_before = was;
	d->performer = is;
	d->old = team_words(c, was);
	d->now = team_words(c, is);
	d->asks_referrers = true;
	d->message = arena_printf(c->arena, "%.*s does %.*s now, no longer %.*s", STR_ARG(team_words(c, is)),
	    STR_ARG(step_words(c, after, new)), STR_ARG(team_words(c, was)));
	seed_upstream(c, d, cp, BEFORE, old);
	seed_upstream(c, d, cp, AFTER, new);
	seed_downstream(c, d, cp, BEFORE, old, false);
	seed_downstream(c, d, cp, AFTER, new, false);
	say_duties_merged(c, cp, new);
	return true;
}

static void say_date(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new, str was, str is)
{
	static const struct {
		enum rule_id rule;
		const char *words;
	} rows[] = {
		[DATE_EARLIER] = { RULE_STEP_DATE_EARLIER, "is due earlier" },
		[DATE_LATER] = { RULE_STEP_DATE_LATER, "is due later" },
		[DATE_SET] = { RULE_STEP_DATE_SET, "has a date now" },
		[DATE_REMOVED] = { RULE_STEP_DATE_REMOVED, "has no date any more" },
	};
	enum date_change change = dates_compare(was, is);

	if (change == DATE_SAME || change == DATE_REWORDED) {
		c->out->cosmetic += !str_eq(was, is);
		return;
	}
	struct difference *d = step_changed(c, cp, rows[change].rule, old, new, "date");
	d->old = was;
	d->now = is;
	d->message =
	    arena_printf(c->arena, "%.*s %s", STR_ARG(step_words(c, &cp->side[AFTER], new)), rows[change].words);
	seed_downstream(c, d, cp, AFTER, new, false);
}

static str counted(struct arena *arena, double count, const char *unit)
{
	return arena_printf(arena, "%.10g %s%s", count, unit, count > 0.999 && count < 1.001 ? "" : "s");
}

/* A time for people: "PT4H" is "4 hours", what somebody wrote stays as it is. */
static str time_words(struct comparison *c, const struct step_side *side, const struct when *when)
{
	static const struct {
		double seconds;
		const char *name;
	} units[] = { { 86400, "day" }, { 3600, "hour" }, { 60, "minute" }, { 1, "second" } };
	str text = side_text(side, when->text);
	bool iso = text.size > 2 && text.at[0] == 'P' && (text.at[1] == 'T' || byte_is_digit(text.at[1]));

	if (!iso || when->basis != BASIS_ELAPSED || when->amount < 1)
		return text;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		double count = when->amount / units[i].seconds;
		if (count >= 1 && count - (double)(long long)count < 1e-9)
			return counted(c->arena, count, units[i].name);
	}
	return text;
}

static void say_time(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new,
    enum time_change change, str was, str is)
{
	static const struct {
		enum rule_id rule;
		const char *words;
	} rows[] = {
		[TIME_LONGER] = { RULE_TIMER_LENGTHENED, "may take longer" },
		[TIME_SHORTER] = { RULE_TIMER_SHORTENED, "must be done sooner" },
		[TIME_GONE] = { RULE_TIMER_LENGTHENED, "has no time limit any more" },
		[TIME_NEW] = { RULE_TIMER_SHORTENED, "has a time limit now" },
		[TIME_VAGUE] = { RULE_SLA_BECAME_VAGUE, "has a time limit that nobody can measure" },
		[TIME_MEASURABLE] = { RULE_SLA_BECAME_MEASURABLE, "has a time limit that can be measured now" },
		[TIME_UNDECIDED] = { RULE_SLA_CALENDAR_CHANGED, "counts its time in another way" },
	};

	if (change == TIME_SAME || change == TIME_REWORDED) {
		c->out->cosmetic += !str_eq(was, is);
		return;
	}
	struct difference *d = step_changed(c, cp, rows[change].rule, old, new, "when");
	const char *to = was.size && is.size ? ", " : "";
	d->old = was;
	d->now = is;
	was = time_words(c, &cp->side[BEFORE], &side_step(&cp->side[BEFORE], old)->when);
	is = time_words(c, &cp->side[AFTER], &side_step(&cp->side[AFTER], new)->when);
	d->message = arena_printf(c->arena, "%.*s %s%s%.*s%s%.*s", STR_ARG(step_words(c, &cp->side[AFTER], new)),
	    rows[change].words, to[0] ? ": " : "", STR_ARG(to[0] ? was : STR("")), to[0] ? " became " : "",
	    STR_ARG(to[0] ? is : STR("")));
	seed_downstream(c, d, cp, AFTER, new, false);
	/* whoever hands in to a step with a boundary timer is the other party of that promise */
	if (change != TIME_NEW && side_step(&cp->side[AFTER], new)->when_role == WHEN_IS_TIMER) {
		seed_upstream(c, d, cp, AFTER, new);
		d->seeds.items[d->seeds.count - 1].counterparty = true;
	}
}

static void compare_when(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	const struct step *a = side_step(before, old), *b = side_step(after, new);
	str was = side_text(before, a->when.text), is = side_text(after, b->when.text);

	if (a->when_role == WHEN_IS_DATE || b->when_role == WHEN_IS_DATE) {
		say_date(c, cp, old, new, was, is);
		return;
	}
	if (compare_row_time(c, cp, old, new))
		return;
	say_time(c, cp, old, new,
	    times_compare(c->context->config, before->view->image, &a->when, after->view->image, &b->when), was, is);
}

static void compare_system(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	str was = image_attr(before->view->image, side_step(before, old)->attrs, "system");
	str is = image_attr(after->view->image, side_step(after, new)->attrs, "system");

	if (!was.size || !is.size || is_cosmetic_wording(c, was, is))
		return;
	struct difference *d = step_changed(c, cp, RULE_STEP_SYSTEM_CHANGED, old, new, "system");
	d->old = was;
	d->now = is;
	d->message = arena_printf(c->arena, "%.*s is done in %.*s now, no longer in %.*s",
	    STR_ARG(step_words(c, after, new)), STR_ARG(is), STR_ARG(was));
	seed_downstream(c, d, cp, AFTER, new, false);
}

static void compare_kind(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	str was = side_text(before, side_step(before, old)->type), is = side_text(after, side_step(after, new)->type);

	if (str_eq(was, is) || cp->side[AFTER].confidence[new] == CONFIDENCE_LOW) /* a step in the place of another */
		return;
	struct difference *d = step_changed(c, cp, RULE_STEP_TYPE_CHANGED, old, new, "type");
	d->old = was;
	d->now = is;
	d->message = arena_printf(c->arena, "%.*s is of another type", STR_ARG(step_words(c, after, new)));
}

static str call_of(const struct step_side *side, uint32_t index)
{
	const struct image *image = side->view->image;

	for (uint32_t i = 0; i < image->links.count; i++)
		if (image_links(image)[i].kind == LINK_CALL && image_links(image)[i].step == side->steps[index])
			return image_text(image, image_links(image)[i].target);
	return STR("");
}

static bool has_calls(const struct view *view)
{
	for (uint32_t i = 0; i < view->image->links.count; i++)
		if (image_links(view->image)[i].kind == LINK_CALL)
			return true;
	return false;
}

static void compare_call(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	str was = call_of(before, old), is = call_of(after, new);

	if (!was.size || !is.size || str_eq(was, is))
		return;
	struct difference *d = step_changed(c, cp, RULE_CALL_TARGET_CHANGED, old, new, "target");
	d->old = was;
	d->now = is;
	d->message = arena_printf(c->arena, "%.*s calls another process now", STR_ARG(step_words(c, after, new)));
	seed_downstream(c, d, cp, AFTER, new, false);
}

static void compare_paired(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	if (compare_team(c, cp, old, new)) {
		cp->moved[BEFORE][old] = true;
		cp->moved[AFTER][new] = true;
	}
	compare_name(c, cp, old, new);
	compare_when(c, cp, old, new);
	compare_system(c, cp, old, new);
	compare_kind(c, cp, old, new);
	compare_raci(c, cp, old, new);
	if (has_calls(cp->side[AFTER].view))
		compare_call(c, cp, old, new);
}

void compare_steps(struct comparison *c, struct container_pair *cp)
{
	struct kept_steps kept = { 0 };

	count_kept(&kept, cp);
	for (uint32_t i = 0; i < cp->side[BEFORE].count; i++) {
		uint32_t partner = cp->side[BEFORE].partner[i];
		if (partner != NONE)
			compare_paired(c, cp, i, partner);
		else if (!cp->elsewhere[BEFORE][i]) {
			cp->moved[BEFORE][i] = true;
			say_removed(c, cp, i, &kept);
		}
	}
	map_release(&kept.alive);
	map_release(&kept.all);
	for (uint32_t i = 0; i < cp->side[AFTER].count; i++)
		if (cp->side[AFTER].partner[i] == NONE && !cp->elsewhere[AFTER][i]) {
			cp->moved[AFTER][i] = true;
			say_added(c, cp, i);
		}
}
