#include "analyzer/judge/judge_inner.h"

/* One cause, one finding: what follows from a reported change is folded into it. */

/* A decision that stands with the other team, as the steps around it do. */
static bool is_along(const struct difference *d, team_id old, team_id now)
{
	return d->rule == RULE_CONTROL_NODE_MOVED && d->performer == old && d->team == now;
}

/* Whoever points at the steps of a team looks for it under its old name. */
static void add_referrers(struct judge *j, struct reach *to, const struct reach *from)
{
	for (uint32_t i = 0; i < from->list.count; i++)
		if (from->list.items[i].role == ROLE_REFERRER)
			reach_add(to, j->arena, &from->list.items[i]);
}

/* What a team did or promised and another team does now. */
static bool is_handed_over(const struct finding *f, team_id old, team_id now)
{
	const struct difference *d = f->d;
	return (d->rule == RULE_STEP_OWNER_CHANGED || d->rule == RULE_CONTRACT_PROVIDER_CHANGED) &&
	    d->performer_before == old && d->performer == now;
}

/* What follows from the other name of a team. */
static bool says_other_name(const struct finding *f, team_id old, team_id now)
{
	const struct difference *d = f->d;

	if (d->rule == RULE_CONTRACT_CONSUMER_REMOVED || d->rule == RULE_CONTRACT_CONSUMER_ADDED)
		return d->other == (d->rule == RULE_CONTRACT_CONSUMER_REMOVED ? old : now);
	return is_handed_over(f, old, now) ||
	    (d->rule == RULE_DUTIES_MERGED && d->performer_before == old && d->performer == now);
}

/* A team whose steps and promises all went to one that nobody knew before: another name. */
static void fold_renamed_teams(struct judge *j)
{
	uint32_t count = j->finding_count;

	for (uint32_t i = 0; i < count; i++) {
		struct difference *d = j->findings[i].d;
		team_id old = d->performer_before, now = d->performer;
		if (j->findings[i].swallowed || !old || !now || !is_handed_over(&j->findings[i], old, now) ||
		    judge_knew(j, AFTER, old) || judge_knew(j, BEFORE, now))
			continue;
		unsigned steps = 0;
		for (uint32_t k = 0; k < count; k++)
			steps += is_handed_over(&j->findings[k], old, now);
		if (steps < 2)
			continue;
		struct difference *renamed = judge_difference(j, RULE_TEAM_RENAMED, d->pair, AFTER);
		renamed->kind = "team";
		renamed->field = "name";
		renamed->line = d->line;
		renamed->old = d->old;
		renamed->now = d->now;
		renamed->name = d->now;
		renamed->team = now;
		difference_owner(renamed, now);
		renamed->message = arena_printf(j->arena, "%.*s is called %.*s now", STR_ARG(d->old), STR_ARG(d->now));
		struct reach reach = { 0 };
		for (uint32_t k = 0; k < count; k++) {
			const struct difference *other = j->findings[k].d;
			bool sentence = other->renamed[BEFORE] == old && other->renamed[AFTER] == now;
			if (is_along(other, old, now) || says_other_name(&j->findings[k], old, now)) {
				add_referrers(j, &reach, &j->findings[k].reach);
				j->findings[k].swallowed = true;
			}
			j->findings[k].swallowed = j->findings[k].swallowed || sentence;
		}
		judge_add(j, renamed)->reach = reach;
	}
}

/* Several teams that are gone and whose steps one team does now; or one team whose steps several do that nobody knew.
 */
static bool is_move_of(const struct judge *j, const struct finding *f, bool merged, team_id one)
{
	const struct difference *d = f->d;

	if (d->rule != RULE_STEP_OWNER_CHANGED || f->swallowed || (merged ? d->performer : d->performer_before) != one)
		return false;
	team_id gone = d->performer_before, come = d->performer;
	return !judge_knew(j, AFTER, gone) && (merged || !judge_knew(j, BEFORE, come));
}

static void fold_joined(struct judge *j, struct finding *first, bool merged)
{
	team_id one = merged ? first->d->performer : first->d->performer_before;
	team_id others[4];
	unsigned count = 0;

	if (!is_move_of(j, first, merged, one))
		return;
	for (uint32_t k = 0; k < j->finding_count; k++) {
		if (!is_move_of(j, &j->findings[k], merged, one))
			continue;
		team_id other = merged ? j->findings[k].d->performer_before : j->findings[k].d->performer;
		bool listed = false;
		for (unsigned i = 0; i < count; i++)
			listed = listed || others[i] == other;
		if (!listed && count < 4)
			others[count++] = other;
	}
	if (count < 2)
		return;
	str names = judge_team(j, others[0])->name, whole = judge_team(j, one)->name;
	for (unsigned i = 1; i < count; i++)
		names =
		    arena_printf(j->arena, "%.*s and %.*s", STR_ARG(names), STR_ARG(judge_team(j, others[i])->name));
	struct difference *d = judge_difference(j, merged ? RULE_TEAMS_MERGED : RULE_TEAM_SPLIT, first->d->pair, AFTER);
	d->kind = "team";
	d->field = "team";
	d->line = first->d->line;
	d->team = one;
	d->name = whole;
	d->old = merged ? names : whole;
	d->now = merged ? whole : names;
	d->message = arena_printf(
	    j->arena, merged ? "%.*s are one team now, %.*s" : "%.*s do what %.*s did", STR_ARG(names), STR_ARG(whole));
	difference_owner(d, one);
	for (unsigned i = 0; i < count; i++)
		difference_owner(d, others[i]);
	struct reach reach = { 0 };
	for (uint32_t k = 0; k < j->finding_count; k++)
		if (is_move_of(j, &j->findings[k], merged, one)) {
			for (uint32_t r = 0; r < j->findings[k].reach.list.count; r++)
				reach_add(&reach, j->arena, &j->findings[k].reach.list.items[r]);
			j->findings[k].swallowed = true;
		}
	for (uint32_t k = 0; k < j->finding_count; k++)
		for (unsigned i = 0; i < count; i++)
			if (is_along(j->findings[k].d, merged ? others[i] : one, merged ? one : others[i]))
				j->findings[k].swallowed = true;
	judge_add(j, d)->reach = reach;
}

static void fold_joined_teams(struct judge *j)
{
	uint32_t count = j->finding_count;

	for (uint32_t i = 0; i < count; i++) {
		if (j->findings[i].d->rule != RULE_STEP_OWNER_CHANGED)
			continue;
		struct finding first = j->findings[i];
		fold_joined(j, &first, true);
		first = j->findings[i];
		fold_joined(j, &first, false);
	}
}

/* Its name still stands in a document of the commit, where nothing makes it a team. */
static bool is_spoken_of(struct judge *j, team_id team)
{
	str name = judge_team(j, team)->name;

	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct image *image = j->facts[p].image[AFTER];
		for (uint32_t i = 0; image && i < image->prose.count; i++)
			if (str_ifind(image_text(image, image_prose(image)[i].text), name) != STR_NONE)
				return true;
		for (uint32_t i = 0; image && i < image->steps.count; i++)
			if (str_ifind(image_text(image, image_steps(image)[i].name), name) != STR_NONE)
				return true;
	}
	return false;
}

/* A team that is gone with two or more of its steps: one finding. */
static void fold_removed_teams(struct judge *j)
{
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct difference *d = j->findings[i].d;
		if (d->rule != RULE_STEP_REMOVED || d->mild || j->findings[i].swallowed || !d->team ||
		    !judge_knew(j, BEFORE, d->team) || judge_knew(j, AFTER, d->team))
			continue;
		unsigned steps = 0;
		for (uint32_t k = 0; k < j->finding_count; k++)
			steps += j->findings[k].d->rule == RULE_STEP_REMOVED && !j->findings[k].d->mild &&
			    j->findings[k].d->team == d->team;
		if (steps < 2 || is_spoken_of(j, d->team))
			continue;
		struct difference *removed = judge_difference(j, RULE_TEAM_REMOVED, d->pair, BEFORE);
		removed->kind = "team";
		removed->line = d->line;
		removed->team = d->team;
		removed->name = removed->old = judge_team(j, d->team)->name;
		difference_owner(removed, d->team);
		removed->message =
		    arena_printf(j->arena, "%.*s is gone, and %u of its steps", STR_ARG(removed->name), steps);
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
		judge_add(j, removed)->reach = reach;
	}
}

static bool swallows_steps(const struct finding *a, const struct finding *b)
{
	return a->d->rule == RULE_DOCUMENT_OWNER_CHANGED && b->d->rule == RULE_STEP_OWNER_CHANGED &&
	    a->d->pair == b->d->pair && a->d->owner_count == 2 && b->d->owner_count == 2 &&
	    a->d->owners[0] == b->d->owners[0] && a->d->owners[1] == b->d->owners[1];
}

/* Sentences that send work to the same teams, or no longer do, or that have one value instead of another. */
static bool same_duties(const struct difference *a, const struct difference *b)
{
	bool responsibility = a->rule == RULE_RESPONSIBILITY_CHANGED || a->rule == RULE_RESPONSIBILITY_ADDED ||
	    a->rule == RULE_RESPONSIBILITY_REMOVED;

	bool value = a->rule == RULE_SECTION_QUANTITY_CHANGED || a->rule == RULE_OBLIGATION_LOWERED ||
	    a->rule == RULE_OBLIGATION_RAISED;

	return (responsibility || value) && str_eq(a->old, b->old) && str_eq(a->now, b->now);
}

static bool reaches(const struct finding *f, const struct reached *one)
{
	for (uint32_t i = 0; i < f->reach.list.count; i++)
		if (f->reach.list.items[i].team == one->team && f->reach.list.items[i].role == one->role)
			return true;
	return false;
}

static bool reaches_all_of(const struct finding *a, const struct finding *b)
{
	for (uint32_t i = 0; i < b->reach.list.count; i++)
		if (!reaches(a, &b->reach.list.items[i]))
			return false;
	return true;
}

/* Pages of one owner, read by the same: of two sentences with equal values the one may concern nobody whom the other
 * concerns. */
static bool same_audience(const struct judge *j, const struct finding *a, const struct finding *b)
{
	return j->facts[a->d->pair].owner[AFTER].team == j->facts[b->d->pair].owner[AFTER].team &&
	    reaches_all_of(a, b) && reaches_all_of(b, a);
}

static bool same_finding(const struct judge *j, const struct finding *one, const struct finding *other)
{
	const struct difference *a = one->d, *b = other->d;

	if (a->rule != b->rule)
		return false;
	if (str_eq(a->group, STR("schedule")) || str_eq(b->group, STR("schedule")))
		return false;
	if (a->group.size && str_eq(a->group, b->group) && a->pair == b->pair)
		return true;
	if (rules[a->rule].area == AREA_CONTRACTS && a->team != b->team)
		return false; /* the same words, promised by somebody else */
	bool same_values = a->old.size && a->now.size && str_eq(a->old, b->old) && str_eq(a->now, b->now);
	/* pages or sentences that went from one team to another together; else the same element in several documents */
	bool together =
	    a->rule == RULE_DOCUMENT_OWNER_CHANGED || (a->rule == RULE_STEP_OWNER_CHANGED && a->pair == b->pair);
	return (same_values && (together || str_eq(a->name, b->name))) ||
	    (same_duties(a, b) && a->mild == b->mild && same_audience(j, one, other));
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
	kept->d->open_ended = kept->d->open_ended || other->d->open_ended;
	other->swallowed = true;
	add_place(j, kept, other->d);
}

/* Each team keeps the row, the step or the page that concerns it as its evidence. */
static void add_row(struct judge *j, struct finding *kept, struct difference *d)
{
	unsigned count = kept->row_count;

	if (!(count & (count - 1))) { /* full: 0, 1, 2, 4, 8 */
		unsigned room = count ? 2 * count : 1;
		kept->rows = arena_grow(j->arena, kept->rows, count * sizeof *kept->rows, room * sizeof *kept->rows);
	}
	kept->rows[kept->row_count++] = d;
}

static void merge_into(struct judge *j, struct finding *kept, struct finding *other)
{
	if (!kept->row_count)
		add_row(j, kept, kept->d);
	add_row(j, kept, other->d);
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
			if (!j->findings[k].swallowed && same_finding(j, kept, &j->findings[k]))
				merge_into(j, kept, &j->findings[k]);
		for (uint32_t k = i; k < j->finding_count; k++)
			same_rule += !j->findings[k].swallowed && j->findings[k].d->rule == kept->d->rule &&
			    j->findings[k].d->pair == kept->d->pair;
		if (same_rule <= SAME_RULE_MAX)
			continue;
		for (uint32_t k = i + 1; k < j->finding_count; k++)
			if (!j->findings[k].swallowed && j->findings[k].d->rule == kept->d->rule &&
			    j->findings[k].d->pair == kept->d->pair)
				merge_into(j, kept, &j->findings[k]);
	}
	for (uint32_t i = 0; i < j->finding_count; i++)
		if (!j->findings[i].swallowed && j->findings[i].members > 1 && j->findings[i].places &&
		    !str_eq(j->findings[i].d->group, STR("schedule")))
			j->findings[i].d->message = arena_printf(j->arena, "%.*s, and %u more like it",
			    STR_ARG(j->findings[i].d->message), j->findings[i].members - 1);
}

static bool is_row(const struct finding *f, uint32_t pair)
{
	return !f->swallowed && f->d->pair == pair && str_eq(f->d->group, STR("schedule")) &&
	    rules[f->d->rule].severity > SEVERITY_COSMETIC;
}

/* Earlier before later, and any before what is told as info only. */
static int row_rank(const struct difference *d)
{
	return (int)rules[d->rule].severity * 4 +
	    (d->rule == RULE_STEP_DATE_EARLIER ? 2 : d->rule == RULE_STEP_DATE_LATER);
}

/* A row with another date and another team is one row. */
static unsigned distinct_rows(const struct finding *f)
{
	unsigned count = 0;

	for (unsigned i = 0; i < f->row_count; i++) {
		bool seen = false;
		for (unsigned k = 0; k < i && !seen; k++)
			seen = f->rows[k]->line == f->rows[i]->line && f->rows[k]->at_side == f->rows[i]->at_side;
		count += !seen;
	}
	return count;
}

static void describe_rows(struct judge *j, struct finding *kept)
{
	unsigned same = 0, rows = distinct_rows(kept);

	for (unsigned i = 0; i < kept->row_count; i++)
		same += kept->rows[i]->rule == kept->d->rule;
	kept->members = rows;
	if (rows < 2)
		return;
	kept->d->message = same == kept->row_count
	    ? arena_printf(j->arena, "%.*s, and %u more row%s of the schedule likewise", STR_ARG(kept->d->message),
	          rows - 1, rows == 2 ? "" : "s")
	    : arena_printf(
	          j->arena, "%u rows of the schedule changed: %.*s, among others", rows, STR_ARG(kept->d->message));
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
		for (uint32_t i = 0; i < j->finding_count; i++) {
			struct finding *one = &j->findings[i];
			if (one == kept || !is_row(one, p))
				continue;
			merge_into(j, kept, one);
		}
		describe_rows(j, kept);
	}
}

void fold_findings(struct judge *j)
{
	fold_joined_teams(j);
	fold_renamed_teams(j);
	fold_removed_teams(j);
	fold_schedules(j);
	for (uint32_t i = 0; i < j->finding_count; i++)
		for (uint32_t k = 0; j->findings[i].d->rule == RULE_DOCUMENT_OWNER_CHANGED && k < j->finding_count; k++)
			if (!j->findings[i].swallowed && swallows_steps(&j->findings[i], &j->findings[k]))
				j->findings[k].swallowed = true;
	fold_equal(j);
}
