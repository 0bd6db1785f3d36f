#include "analyzer/change/inner.h"

#include "analyzer/change/promises/dates.h"
#include "analyzer/change/prose/pointers.h"
#include "analyzer/graph/paths.h"
#include "base/map.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- differences ---------------------------------------------------------------------------------------------- */

struct difference *difference_add(
    struct comparison *c, enum rule_id rule, uint32_t pair, enum side side, struct place place)
{
	struct difference *d = LIST_ADD(c->arena, &c->out->list);
	const struct view *view = c->pairs[pair].view[side];

	*d = (struct difference){
		/* the room may be that of one that was folded */
		.rule = rule,
		.pair = pair,
		.at_side = side,
		.line = view ? image_line(view->image, place) : 0,
		.kind = "document",
		.field = "whole",
		.link = NONE,
	};
	if (view && place.section < view->image->sections.count) {
		const struct section *section = &image_sections(view->image)[place.section];
		d->section = image_text(view->image, section->anchor);
		d->section_is_known = section->level > 1;
	}
	return d;
}

struct seed *difference_seed(struct comparison *c, struct difference *d, enum side side, path_id path)
{
	struct seed *seed = LIST_ADD(c->arena, &d->seeds);

	*seed = (struct seed){ .side = side, .path = path, .from = NONE, .entry = { NONE, END_STEP }, .flow = NONE };
	return seed;
}

void difference_owner(struct difference *d, team_id team)
{
	for (unsigned i = 0; i < d->owner_count; i++)
		if (d->owners[i] == team)
			return;
	if (team && d->owner_count < sizeof d->owners / sizeof *d->owners)
		d->owners[d->owner_count++] = team;
}

void difference_name(struct difference *d, team_id team)
{
	for (unsigned i = 0; i < d->named_count; i++)
		if (d->named[i] == team)
			return;
	if (team && d->named_count < sizeof d->named / sizeof *d->named)
		d->named[d->named_count++] = team;
}

void difference_about_step(struct comparison *c, struct difference *d, const struct step_side *side, uint32_t index)
{
	const struct step *step = side_step(side, index);

	(void)c;
	d->kind = "step";
	d->id = side_text(side, step->id);
	d->strong_id = step->strong_id;
	d->name = side_text(side, step->name);
	d->team = side->teams[index];
	d->elements_only = true;
}

/* --- containers -------------------------------------------------------------------------------------------------- */

static void add_containers(struct comparison *c, uint32_t pair, uint32_t old, uint32_t new)
{
	struct container_pair *cp = LIST_ADD(c->arena, &c->containers);

	cp->pair = pair;
	cp->container[BEFORE] = old;
	cp->container[AFTER] = new;
	for (int side = BEFORE; side <= AFTER; side++) {
		const struct view *view = cp->container[side] == NONE ? NULL : c->pairs[pair].view[side];
		steps_gather(&cp->side[side], c->arena, c->context->config, view, cp->container[side]);
		cp->elsewhere[side] = ARENA_ARRAY(c->arena, bool, cp->side[side].count + 1);
		cp->moved[side] = ARENA_ARRAY(c->arena, bool, cp->side[side].count + 1);
	}
	cp->regenerated = steps_pair(&cp->side[BEFORE], &cp->side[AFTER], c->arena);
}

static uint32_t shared_names(const struct image *old, uint32_t i, const struct image *new, uint32_t j)
{
	struct span a = image_steps_of(old, i), b = image_steps_of(new, j);
	struct map names = { 0 };
	uint32_t shared = 0;

	for (uint32_t y = b.first; y < b.first + b.count; y++)
		*map_add(&names, str_hash(image_text(new, image_steps(new)[y].n1)) | 1) = 1;
	for (uint32_t x = a.first; x < a.first + a.count; x++)
		shared += map_find(&names, str_hash(image_text(old, image_steps(old)[x].n1)) | 1) != NULL;
	a = image_teams_of(old, i);
	b = image_teams_of(new, j);
	for (uint32_t x = a.first; x < a.first + a.count; x++)
		for (uint32_t y = b.first; y < b.first + b.count && y < b.first + 60; y++)
			shared +=
			    str_eq(image_text(old, image_teams(old)[x].key), image_text(new, image_teams(new)[y].key));
	map_release(&names);
	return shared;
}

/* The file itself pairs with the file; diagrams by title, then by what they share, then by number. */
static void pair_containers(struct comparison *c, uint32_t pair)
{
	const struct view *views[2] = { c->pairs[pair].view[BEFORE], c->pairs[pair].view[AFTER] };
	uint32_t counts[2] = { views[0] ? views[0]->image->containers.count : 0,
		views[1] ? views[1]->image->containers.count : 0 };
	bool *taken = ARENA_ARRAY(c->arena, bool, counts[AFTER] + 1);

	if (counts[BEFORE] && counts[AFTER])
		add_containers(c, pair, 0, 0);
	else if (counts[BEFORE] || counts[AFTER])
		add_containers(c, pair, counts[BEFORE] ? 0 : NONE, counts[AFTER] ? 0 : NONE);
	for (uint32_t i = 1; i < counts[BEFORE]; i++) {
		const struct image *old = views[BEFORE]->image, *new = counts[AFTER] ? views[AFTER]->image : NULL;
		const struct container *a = &image_containers(old)[i];
		uint32_t best = NONE, best_shared = 0;
		for (uint32_t j = 1; j < counts[AFTER]; j++) {
			const struct container *b = &image_containers(new)[j];
			if (taken[j] || !str_eq(image_text(old, a->format), image_text(new, b->format)))
				continue;
			bool titled = a->title.size && str_eq(image_text(old, a->title), image_text(new, b->title));
			uint32_t shared = shared_names(old, i, new, j) + (titled ? 1000 : 0) + (i == j ? 1 : 0);
			if (best == NONE || shared > best_shared) {
				best = j;
				best_shared = shared;
			}
		}
		if (best != NONE && !best_shared)
			best = NONE;
		if (best != NONE)
			taken[best] = true;
		add_containers(c, pair, i, best);
	}
	for (uint32_t j = 1; j < counts[AFTER]; j++)
		if (!taken[j])
			add_containers(c, pair, NONE, j);
}

/* Steps that left one container and came in another, by name and team. */
static void find_elsewhere(struct comparison *c)
{
	struct map come = { 0 };

	for (uint32_t k = 0; k < c->containers.count; k++) {
		const struct step_side *after = &c->containers.items[k].side[AFTER];
		for (uint32_t j = 0; j < after->count; j++)
			if (after->partner[j] == NONE && !after->taken[j] && side_step(after, j)->n1.size)
				++*map_add(&come,
				    hash_mix(str_hash(side_text(after, side_step(after, j)->n1)), after->teams[j]) | 1);
	}
	struct map gone = { 0 };
	for (uint32_t k = 0; k < c->containers.count && come.count; k++) {
		const struct step_side *before = &c->containers.items[k].side[BEFORE];
		for (uint32_t i = 0; i < before->count; i++) {
			if (before->partner[i] != NONE || before->taken[i] || !side_step(before, i)->n1.size)
				continue;
			uint64_t key =
			    hash_mix(str_hash(side_text(before, side_step(before, i)->n1)), before->teams[i]) | 1;
			uint32_t *count = map_find(&come, key);
			if (count && *count) {
				--*count;
				++*map_add(&gone, key);
				c->containers.items[k].elsewhere[BEFORE][i] = true;
			}
		}
	}
	for (uint32_t k = 0; k < c->containers.count && gone.count; k++) {
		const struct step_side *after = &c->containers.items[k].side[AFTER];
		for (uint32_t j = 0; j < after->count; j++) {
			if (after->partner[j] != NONE || after->taken[j] || !side_step(after, j)->n1.size)
				continue;
			uint64_t key =
			    hash_mix(str_hash(side_text(after, side_step(after, j)->n1)), after->teams[j]) | 1;
			uint32_t *count = map_find(&gone, key);
			if (count && *count) {
				--*count;
				c->containers.items[k].elsewhere[AFTER][j] = true;
			}
		}
	}
	map_release(&come);
	map_release(&gone);
}

/* --- documents that came or went -------------------------------------------------------------------------------------
 */

static uint32_t own_elements(const struct comparison *c, uint32_t pair, enum side side)
{
	uint32_t own = 0;

	for (uint32_t k = 0; k < c->containers.count; k++) {
		const struct container_pair *cp = &c->containers.items[k];
		for (uint32_t i = 0; cp->pair == pair && i < cp->side[side].count; i++)
			own += !cp->elsewhere[side][i];
	}
	return own;
}

static uint32_t all_elements(const struct comparison *c, uint32_t pair, enum side side)
{
	uint32_t all = 0;

	for (uint32_t k = 0; k < c->containers.count; k++)
		all += c->containers.items[k].pair == pair ? c->containers.items[k].side[side].count : 0;
	return all;
}

static str document_title(const struct view *view)
{
	return image_text(view->image, image_containers(view->image)[0].title);
}

static bool receives(const struct step_side *steps, uint32_t index)
{
	const struct image *image = steps->view->image;
	struct span pred = image_pred(image)[steps->steps[index]];

	for (uint32_t i = 0; i < pred.count; i++) {
		uint32_t from = side_index(steps, image_next(image)[pred.first + i]);
		if (from != NONE && steps->teams[from] && steps->teams[from] != steps->teams[index])
			return true;
	}
	return false;
}

/* Of a document without an owner the teams of its steps are owners, but for those that are handed something. */
static void add_step_owners(struct difference *d, const struct step_side *steps)
{
	for (uint32_t i = 0; i < steps->count; i++) {
		bool handed = false;
		for (uint32_t k = 0; k < steps->count && !handed; k++)
			handed = steps->teams[k] == steps->teams[i] && receives(steps, k);
		if (!handed)
			difference_owner(d, steps->teams[i]);
	}
}

/* A message of the document goes to that team. */
static bool is_sent_to(const struct view *view, struct span flows, team_id team)
{
	for (uint32_t i = flows.first; i < flows.first + flows.count; i++) {
		const struct flow *flow = &image_flows(view->image)[i];
		team_id to;
		if (flow->to.kind == END_TEAM && flow->kind == FLOW_MESSAGE && view->claim_on[flow->claim] &&
		    view_end_team(view, flow->to, &to) && to == team)
			return true;
	}
	return false;
}

/* Where work goes on from a document that came or went, each flow that crosses teams once. */
static void seed_handoffs(struct comparison *c, struct difference *d, uint32_t pair, enum side side)
{
	for (uint32_t k = 0; k < c->containers.count; k++) {
		const struct container_pair *cp = &c->containers.items[k];
		const struct step_side *steps = &cp->side[side];
		const struct view *view = steps->view;
		if (cp->pair != pair || !view)
			continue;
		if (!view->owners.count && steps->count < 1000)
			add_step_owners(d, steps);
		for (uint32_t i = 0; i < steps->count && d->seeds.count < 200; i++)
			if (!cp->elsewhere[side][i] && side_step(steps, i)->kind == STEP_ACTIVITY && steps->teams[i])
				seed_downstream(c, d, cp, side, i, false);
		struct span flows = image_flows_of(view->image, cp->container[side]);
		for (uint32_t i = flows.first; i < flows.first + flows.count && d->seeds.count < 200; i++) {
			const struct flow *flow = &image_flows(view->image)[i];
			team_id from;
			if (flow->to.kind != END_TEAM || flow->from.kind != END_TEAM || !view->claim_on[flow->claim] ||
			    flow->kind != FLOW_MESSAGE || !view_end_team(view, flow->from, &from) || !from)
				continue;
			struct seed *seed = difference_seed(c, d, side, view->path);
			seed->entry = flow->to;
			seed->flow = i;
			seed->team = from;
			if (!view->owners.count && !is_sent_to(view, flows, from))
				difference_owner(d, from);
		}
	}
}

static bool is_said_pair(const struct differences *out, uint32_t pair, team_id from, team_id to)
{
	for (uint32_t i = 0; i < out->list.count; i++) {
		const struct difference *d = &out->list.items[i];
		if (d->new_pair && d->pair == pair && d->named[0] == from && d->named[1] == to)
			return true;
	}
	return false;
}

/* A new document's handoff between two teams; whether the graph before knew that pair the judge finds out. */
static void say_new_pair(struct comparison *c, uint32_t pair, team_id from, team_id to, const struct seed *evidence,
    struct place place, str what)
{
	if (!from || !to || from == to || is_said_pair(c->out, pair, from, to))
		return;
	struct difference *d = difference_add(c, RULE_HANDOFF_ADDED, pair, AFTER, place);
	d->kind = "flow";
	d->name = d->now = what;
	d->team = from;
	d->new_pair = true;
	d->named[0] = from;
	d->named[1] = to;
	d->message = arena_printf(c->arena, "%.*s now hands work to %.*s, which no document said before",
	    STR_ARG(team_words(c, from)), STR_ARG(team_words(c, to)));
	*difference_seed(c, d, AFTER, evidence->path) = *evidence;
	difference_owner(d, from);
}

static void say_new_pairs(struct comparison *c, uint32_t pair)
{
	for (uint32_t k = 0; k < c->containers.count; k++) {
		const struct container_pair *cp = &c->containers.items[k];
		const struct step_side *steps = &cp->side[AFTER];
		const struct view *view = steps->view;
		if (cp->pair != pair || !view)
			continue;
		for (uint32_t i = 0; i < steps->count; i++) {
			struct span succ = image_succ(view->image)[steps->steps[i]];
			for (uint32_t n = 0; side_step(steps, i)->kind == STEP_ACTIVITY && n < succ.count; n++) {
				uint32_t to = side_index(steps, image_next(view->image)[succ.first + n]);
				if (to == NONE)
					continue;
				struct seed seed = { .side = AFTER,
					.path = view->path,
					.from = steps->steps[i],
					.entry = end_step(steps->steps[to]),
					.flow = NONE,
					.team = steps->teams[i] };
				say_new_pair(c, pair, steps->teams[i], steps->teams[to], &seed,
				    side_step(steps, i)->place, side_text(steps, side_step(steps, i)->name));
			}
		}
		struct span flows = image_flows_of(view->image, cp->container[AFTER]);
		for (uint32_t i = flows.first; i < flows.first + flows.count; i++) {
			const struct flow *flow = &image_flows(view->image)[i];
			team_id from, to;
			bool hands =
			    flow->kind == FLOW_MESSAGE || flow->kind == FLOW_SEQUENCE || flow->kind == FLOW_ESCALATION;
			if (flow->to.kind != END_TEAM || !hands || !view->claim_on[flow->claim] ||
			    !view_end_team(view, flow->from, &from) || !view_end_team(view, flow->to, &to))
				continue;
			struct seed seed = { .side = AFTER,
				.path = view->path,
				.from = flow->from.kind == END_STEP ? flow->from.number : NONE,
				.entry = flow->to,
				.flow = i,
				.team = from };
			say_new_pair(c, pair, from, to, &seed, flow->place, image_text(view->image, flow->label));
		}
	}
}

/* A page whose text stands in others now is no loss; links to it are. */
static void say_split_page(struct comparison *c, uint32_t pair)
{
	const struct view *view = c->pairs[pair].view[BEFORE];
	struct difference *d = difference_add(c, RULE_REFERENCE_BROKEN, pair, BEFORE, (struct place){ 0, 0 });
	str shown = c->context->path_text(c->context->data, view->path);

	c->out->cosmetic++;
	d->field = "link";
	d->name = shown;
	d->section = STR("");
	d->section_is_known = false;
	d->asks_referrers = true;
	d->message =
	    arena_printf(c->arena, "Links to %.*s lead nowhere: its text stands in other pages now", STR_ARG(shown));
}

static void say_document(struct comparison *c, uint32_t pair, enum side side)
{
	bool gone = side == BEFORE;
	const struct view *view = c->pairs[pair].view[side];

	if (all_elements(c, pair, side) && !own_elements(c, pair, side)) {
		c->out->cosmetic++; /* every step lives on somewhere else */
		if (!gone)
			return;
	}
	if (gone && view->image->prose.count > 5 && share_elsewhere(c, pair, side) >= 0.7) {
		say_split_page(c, pair);
		return;
	}
	struct difference *d =
	    difference_add(c, gone ? RULE_DOCUMENT_REMOVED : RULE_DOCUMENT_ADDED, pair, side, (struct place){ 0, 0 });
	d->name = document_title(view);
	d->section = STR("");
	d->section_is_known = false;
	str shown = c->context->path_text(c->context->data, view->path);
	d->message =
	    arena_printf(c->arena, gone ? "The document %.*s is gone" : "There is a new document %.*s", STR_ARG(shown));
	if (own_elements(c, pair, side) || view->image->flows.count)
		seed_handoffs(c, d, pair, side);
	if (gone)
		seed_contracts(c, d, pair, side);
	d->owner_count = d->seeds.count ? d->owner_count : 0;
	d->asks_referrers = gone;
	d->mild = gone && !d->seeds.count; /* breaking only with handoffs, calls or referrers: settled by the judge */
	if (!gone) {
		d->seeds.count = 0; /* who is handed something new is told of that, not of the page */
		say_new_pairs(c, pair);
	}
}

static void say_partial(struct comparison *c, uint32_t pair, bool was, bool is)
{
	if (was == is)
		return;
	struct difference *d =
	    difference_add(c, is ? RULE_PARSE_FAILED : RULE_PARSE_RECOVERED, pair, AFTER, (struct place){ 0, 0 });
	const struct view *view = c->pairs[pair].view[AFTER];
	const struct image *image = view->image;
	str shown = c->context->path_text(c->context->data, view->path);

	d->name = document_title(view);
	for (uint32_t i = 0; is && i < image->notes.count; i++)
		if (image_line(image, image_notes(image)[i].place)) {
			d->line = image_line(image, image_notes(image)[i].place);
			d->now = image_text(image, image_notes(image)[i].message);
		}
	d->message = arena_printf(
	    c->arena, is ? "%.*s cannot be read to the end any more" : "%.*s can be read again", STR_ARG(shown));
	d->asks_referrers = is;
	const struct view *readable = c->pairs[pair].view[is ? BEFORE : AFTER];
	for (uint32_t i = 0; !view->owners.count && i < readable->image->steps.count; i++)
		difference_owner(d, view_step_team(readable, i)); /* nobody owns the page: whose steps it has */
}

static void compare_status(struct comparison *c, uint32_t pair)
{
	static const char *const low[] = { "draft", "deprecated", "retired", "obsolete", "archived", "superseded",
		"proposed" };
	const struct view *views[2] = { c->pairs[pair].view[BEFORE], c->pairs[pair].view[AFTER] };
	str words[2];
	int rank[2] = { 1, 1 };

	for (int side = BEFORE; side <= AFTER; side++) {
		words[side] = image_text(views[side]->image, image_containers(views[side]->image)[0].status);
		for (size_t i = 0; i < sizeof low / sizeof *low; i++)
			if (str_ieq(words[side], str_of(low[i])))
				rank[side] = 0;
	}
	if (rank[BEFORE] == rank[AFTER])
		return;
	bool lowered = rank[AFTER] < rank[BEFORE];
	struct difference *d =
	    difference_add(c, lowered ? RULE_STATUS_LOWERED : RULE_STATUS_RAISED, pair, AFTER, (struct place){ 0, 0 });
	d->field = "status";
	d->name = document_title(views[AFTER]);
	d->old = words[BEFORE];
	d->now = words[AFTER];
	d->asks_referrers = true;
	seed_handoffs(c, d, pair, AFTER);
	d->message = arena_printf(c->arena, "The status of the page is '%.*s' now",
	    STR_ARG(words[AFTER].size ? words[AFTER] : STR("active")));
}

/* --- links ----------------------------------------------------------------------------------------------- */

static bool is_moved_page(const struct pair *pair)
{
	return pair->view[BEFORE] && pair->view[AFTER] && pair->view[BEFORE]->path != pair->view[AFTER]->path;
}

/* What a link points at, as a number; a page that moved in this commit is the same page under its new name. */
static uint32_t target_of(struct comparison *c, const struct view *view, const struct link *link)
{
	const struct compare_context *context = c->context;
	uint32_t called = context->called(context->data, view->path, image_text(view->image, link->target));
	const uint32_t *moved = c->moved_pages.count ? map_find(&c->moved_pages, called + 1ull) : NULL;

	return moved ? *moved - 1 : called;
}

static void note_moved_page(struct comparison *c, const struct pair *pair)
{
	const struct compare_context *context = c->context;
	uint32_t before = context->called(context->data, pair->view[BEFORE]->path, STR(""));
	uint32_t *after = map_add(&c->moved_pages, before + 1ull);

	if (!*after)
		*after = context->called(context->data, pair->view[AFTER]->path, STR("")) + 1;
}

static uint64_t target_key(uint32_t called, str fragment)
{
	return hash_mix(called, str_hash(fragment)) | 1;
}

static bool counts_as_reference(const struct link *link)
{
	return link->kind == LINK_DOC && link->stands != LINK_ALONE && link->stands != LINK_IN_HEADING;
}

/* Of a page that is relied on, whichever section of it. */
static uint64_t page_key(uint32_t called)
{
	return hash_mix(called, 0x70616765) | 1;
}

static uint64_t raw_key(const struct image *image, const struct link *link)
{
	return hash_mix(str_hash(image_text(image, link->target)), str_hash(image_text(image, link->fragment))) | 1;
}

/* The links of one side of a page: as written, and by what they point at (made when first needed). */
struct targets {
	struct map raw, resolved;
	bool is_gathered, is_resolved;
	uint32_t first, end; /* those between are not as they were on the other side, at the same place */
};

static bool same_link(const struct image *old, uint32_t i, const struct image *new, uint32_t j)
{
	const struct link *a = &image_links(old)[i], *b = &image_links(new)[j];

	return a->kind == b->kind && str_eq(image_text(old, a->target), image_text(new, b->target)) &&
	    str_eq(image_text(old, a->fragment), image_text(new, b->fragment));
}

static void find_other_links(struct targets targets[2], const struct view *const views[2])
{
	const struct image *old = views[BEFORE]->image, *new = views[AFTER]->image;
	uint32_t head = 0, old_end = old->links.count, new_end = new->links.count;

	if (views[BEFORE]->path == views[AFTER]->path) {
		while (head < old_end && head < new_end && same_link(old, head, new, head))
			head++;
		while (old_end > head && new_end > head && same_link(old, old_end - 1, new, new_end - 1)) {
			old_end--;
			new_end--;
		}
	}
	targets[BEFORE].first = targets[AFTER].first = head;
	targets[BEFORE].end = old_end;
	targets[AFTER].end = new_end;
}

static void gather_raw(struct targets *out, const struct view *view)
{
	out->is_gathered = true;
	for (uint32_t i = 0; i < view->image->links.count; i++)
		if (image_links(view->image)[i].kind == LINK_DOC)
			*map_add(&out->raw, raw_key(view->image, &image_links(view->image)[i])) = 1;
}

static void resolve_targets(struct targets *out, struct comparison *c, const struct view *view)
{
	out->is_resolved = true;
	for (uint32_t i = 0; i < view->image->links.count; i++) {
		const struct link *link = &image_links(view->image)[i];
		if (link->kind != LINK_DOC)
			continue;
		uint32_t called = target_of(c, view, link);
		if (called)
			*map_add(&out->resolved, target_key(called, image_text(view->image, link->fragment))) = 1;
		if (called && counts_as_reference(link))
			*map_add(&out->resolved, page_key(called)) = 1;
	}
}

static void say_link(struct comparison *c, uint32_t pair, enum side side, uint32_t number, str shown, bool relied_on)
{
	const struct view *view = c->pairs[pair].view[side];
	const struct link *link = &image_links(view->image)[number];
	bool gone = side == BEFORE;
	struct difference *d;

	if (!gone) { /* the judge looks whether it leads anywhere */
		d = difference_add(c, RULE_REFERENCE_BROKEN, pair, side, link->place);
		d->kind = d->field = "link";
		d->link = number;
		d->name = shown;
		d->message = arena_printf(c->arena, "The link to %.*s leads nowhere", STR_ARG(shown));
	}
	if (!counts_as_reference(link) || relied_on)
		return;
	d = difference_add(c, gone ? RULE_REFERENCE_REMOVED : RULE_REFERENCE_ADDED, pair, side, link->place);
	d->kind = d->field = "link";
	d->link = number;
	d->name = shown;
	d->message = arena_printf(
	    c->arena, gone ? "The page no longer refers to %.*s" : "The page now refers to %.*s", STR_ARG(shown));
}

static void say_links(struct comparison *c, uint32_t pair, enum side side, struct targets targets[2])
{
	enum side opposite = side == BEFORE ? AFTER : BEFORE;
	const struct view *view = c->pairs[pair].view[side], *other = c->pairs[pair].view[opposite];
	struct targets *others = &targets[opposite];

	for (uint32_t i = targets[side].first; i < targets[side].end; i++) {
		const struct link *link = &image_links(view->image)[i];
		if (link->kind != LINK_DOC || link->container)
			continue;
		if (!others->is_gathered)
			gather_raw(others, other);
		if (view->path == other->path && map_find(&others->raw, raw_key(view->image, link)))
			continue;
		if (!others->is_resolved)
			resolve_targets(others, c, other);
		uint32_t number = target_of(c, view, link);
		str fragment = image_text(view->image, link->fragment);
		if (!number || map_find(&others->resolved, target_key(number, fragment)))
			continue;
		str called = c->context->called_text(c->context->data, number);
		say_link(c, pair, side, i,
		    fragment.size ? arena_printf(c->arena, "%.*s#%.*s", STR_ARG(called), STR_ARG(fragment)) : called,
		    map_find(&others->resolved, page_key(number)) != NULL);
	}
}

void compare_links(struct comparison *c, uint32_t pair)
{
	const struct view *views[2] = { c->pairs[pair].view[BEFORE], c->pairs[pair].view[AFTER] };
	struct targets targets[2] = { 0 };

	if (views[0]->path == views[1]->path && views[0]->image->link_sum == views[1]->image->link_sum)
		return;
	find_other_links(targets, views);
	say_links(c, pair, BEFORE, targets);
	say_links(c, pair, AFTER, targets);
	for (int side = BEFORE; side <= AFTER; side++) {
		map_release(&targets[side].raw);
		map_release(&targets[side].resolved);
	}
}

/* --- all of it ------------------------------------------------------------------------------------------- */

static bool same_claims(const struct view *a, const struct view *b)
{
	return a->image->claims.count == b->image->claims.count &&
	    memcmp(a->claim_on, b->claim_on, a->image->claims.count * sizeof(bool)) == 0;
}

static bool is_partial(const struct view *view)
{
	return view && view->image->partial;
}

static bool same_meaning(const struct pair *pair)
{
	return pair->view[0] && pair->view[1] && pair->view[0]->image->canonical == pair->view[1]->image->canonical &&
	    same_claims(pair->view[0], pair->view[1]);
}

static bool has_difference(const struct differences *out, uint32_t pair)
{
	for (uint32_t i = 0; i < out->list.count; i++)
		if (out->list.items[i].pair == pair)
			return true;
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct difference *left = a, *right = b;

	if (left->pair != right->pair)
		return left->pair < right->pair ? -1 : 1;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	if (left->rule != right->rule)
		return left->rule < right->rule ? -1 : 1;
	int order = str_cmp(left->name, right->name);
	return order ? order : str_cmp(left->message, right->message);
}

void compare_documents(
    struct differences *out, const struct pair *pairs, uint32_t count, const struct compare_context *context)
{
	struct comparison c = {
		.out = out, .arena = out->arena, .context = context, .pairs = pairs, .pair_count = count
	};
	out->as_of = context->as_of;

	for (uint32_t p = 0; p < count; p++) {
		const struct pair *pair = &pairs[p];
		if (is_moved_page(pair))
			note_moved_page(&c, pair);
		if (is_partial(pair->view[AFTER]) || (is_partial(pair->view[BEFORE]) && pair->view[AFTER])) {
			if (pair->view[BEFORE] && pair->view[AFTER])
				say_partial(&c, p, is_partial(pair->view[BEFORE]), is_partial(pair->view[AFTER]));
			continue;
		}
		if (same_meaning(pair)) {
			out->cosmetic++;
			continue;
		}
		pair_containers(&c, p);
	}
	for (uint32_t k = 0; k < c.containers.count; k++) {
		struct container_pair *cp = &c.containers.items[k];
		if (!cp->side[BEFORE].view || !cp->side[AFTER].view)
			continue;
		compare_shapes(&c, cp);
		steps_pair_rest(&cp->side[BEFORE], &cp->side[AFTER], c.arena);
	}
	find_elsewhere(&c);
	pair_contracts(&c);
	for (uint32_t k = 0; k < c.containers.count; k++) {
		struct container_pair *cp = &c.containers.items[k];
		if (!pairs[cp->pair].view[BEFORE] || !pairs[cp->pair].view[AFTER])
			continue;
		compare_steps(&c, cp);
		compare_flows(&c, cp);
		compare_messages(&c, cp);
	}
	compare_contracts(&c);
	unsigned cosmetic = out->cosmetic;
	for (uint32_t p = 0; p < count; p++) {
		const struct pair *pair = &pairs[p];
		if (same_meaning(pair) || is_partial(pair->view[BEFORE]) || is_partial(pair->view[AFTER]))
			continue;
		if (!pair->view[BEFORE] || !pair->view[AFTER]) {
			say_document(&c, p, pair->view[BEFORE] ? BEFORE : AFTER);
			if (pair->view[AFTER])
				compare_dates(&c, p);
			continue;
		}
		compare_status(&c, p);
		compare_dates(&c, p);
		compare_prose(&c, p);
		compare_links(&c, p);
		settle_pointers(&c, p);
		if (out->cosmetic == cosmetic && !has_difference(out, p))
			out->cosmetic++; /* other bytes, other ids, another order: nothing that means something */
	}
	if (out->list.count > 1)
		qsort(out->list.items, out->list.count, sizeof *out->list.items, by_place);
	map_release(&c.moved_pages);
	release_contracts(&c);
	map_release(&c.texts[BEFORE]);
	map_release(&c.texts[AFTER]);
}
