#include "analyzer/change/inner.h"

#include "base/map.h"
#include "base/text.h"

#include <stdlib.h>

/* Flows between paired activities, contracted over gateways, events and data: handoffs where two
 * teams are joined, plain flows within one. What a removed, added or moved step explains is silent. */

struct joined {
	uint32_t from, to; /* indexes of a side */
	bool explained;
};

struct edges {
	LIST_OF(struct joined) list; /* by the step that they leave */
	uint32_t *first;             /* of the edges of a step, in the list; one more than there are steps */
	struct map numbers;          /* of (from, to) + 1 */
};

static uint64_t edge_key(uint32_t from, uint32_t to)
{
	return ((uint64_t)from << 32 | to) + 1;
}

static void gather_edges(struct edges *out, struct arena *arena, const struct step_side *side)
{
	const struct image *image = side->view ? side->view->image : NULL;

	out->first = ARENA_ARRAY(arena, uint32_t, side->count + 1);
	for (uint32_t i = 0; i < side->count; i++) {
		struct span succ = image_succ(image)[side->steps[i]];
		out->first[i + 1] = out->list.count;
		if (side_step(side, i)->kind != STEP_ACTIVITY)
			continue;
		for (uint32_t k = 0; k < succ.count; k++) {
			uint32_t to = side_index(side, image_next(image)[succ.first + k]);
			if (to == NONE || to == i)
				continue;
			struct joined edge = { i, to, false };
			LIST_PUSH(arena, &out->list, edge);
			*map_add(&out->numbers, edge_key(i, to)) = out->list.count;
		}
		out->first[i + 1] = out->list.count;
	}
}

static bool has_edge(const struct edges *edges, uint32_t from, uint32_t to)
{
	return map_find(&edges->numbers, edge_key(from, to)) != NULL;
}

/* Steps of this side that came, went or changed hands, and nothing else, lead from one to the other. */
static bool detour(const struct container_pair *cp, enum side side, const struct edges *edges, uint32_t from,
    uint32_t to, uint32_t *seen, uint32_t round)
{
	enum { DETOUR_STEPS = 64 };
	uint32_t open[DETOUR_STEPS], count = 0;

	for (uint32_t at = from, next = 0;; at = open[next++]) {
		for (uint32_t k = edges->first[at]; k < edges->first[at + 1]; k++) {
			uint32_t step = edges->list.items[k].to;
			if (step == to && at != from)
				return true;
			if (!cp->moved[side][step] || seen[step] == round || count == DETOUR_STEPS)
				continue;
			seen[step] = round;
			open[count++] = step;
		}
		if (next == count)
			return false;
	}
}

static uint32_t partner_of(const struct container_pair *cp, enum side side, uint32_t index)
{
	return cp->side[side].partner[index];
}

/* A task that is drawn as an event now, or the reverse: no edge of ours begins or ends there, though the arrow stays.
 */
static bool is_activity(const struct step_side *side, uint32_t index)
{
	return side_step(side, index)->kind == STEP_ACTIVITY;
}

/* Edges of one side that the other has not, though both ends live on there in the same hands. */
static void find_lost(struct arena *arena, struct container_pair *cp, enum side side, const struct edges *here,
    const struct edges *there, struct edges *out)
{
	enum side other = side == BEFORE ? AFTER : BEFORE;
	uint32_t *seen = ARENA_ARRAY(arena, uint32_t, cp->side[other].count + 1);

	for (uint32_t i = 0; i < here->list.count; i++) {
		const struct joined *edge = &here->list.items[i];
		uint32_t from = partner_of(cp, side, edge->from), to = partner_of(cp, side, edge->to);
		if (from == NONE || to == NONE || has_edge(there, from, to) || cp->moved[side][edge->from] ||
		    !is_activity(&cp->side[other], from) || !is_activity(&cp->side[other], to) ||
		    cp->moved[side][edge->to] || detour(cp, other, there, from, to, seen, i + 1))
			continue;
		LIST_PUSH(arena, &out->list, *edge);
	}
}

static bool is_handoff(const struct step_side *side, const struct joined *edge)
{
	team_id from = side->teams[edge->from], to = side->teams[edge->to];
	return from && to && from != to;
}

/* The raw flow that begins a path between two activities; NONE if it is only implied. */
static uint32_t flow_between(const struct step_side *side, const struct joined *edge)
{
	struct span span = image_flows_of(side->view->image, side->container);
	const struct flow *flows = image_flows(side->view->image);
	uint32_t leaving = NONE;

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		if (flows[i].from.kind != END_STEP || flows[i].from.number != side->steps[edge->from])
			continue;
		if (flows[i].to.kind == END_STEP && flows[i].to.number == side->steps[edge->to])
			return i;
		if (leaving == NONE &&
		    (flows[i].to.kind == END_TEAM || flows[i].to.number == NONE ||
		        image_steps(side->view->image)[flows[i].to.number].kind != STEP_ACTIVITY))
			leaving = i;
	}
	return leaving;
}

static bool is_implicit(const struct step_side *side, const struct joined *edge)
{
	uint32_t flow = flow_between(side, edge);
	return flow != NONE && image_flows(side->view->image)[flow].implicit;
}

static bool is_escalation(const struct step_side *side, const struct joined *edge)
{
	uint32_t flow = flow_between(side, edge);
	return flow != NONE && image_flows(side->view->image)[flow].kind == FLOW_ESCALATION;
}

/* --- differences ------------------------------------------------------------------------------------------------ */

static struct difference *about_edge(struct comparison *c, struct container_pair *cp, enum rule_id rule, enum side side,
    const struct joined *edge, const char *field)
{
	const struct step_side *steps = &cp->side[side];
	uint32_t flow = flow_between(steps, edge);
	struct place place =
	    flow == NONE ? side_step(steps, edge->from)->place : image_flows(steps->view->image)[flow].place;
	struct difference *d = difference_add(c, rule, cp->pair, side, place);

	difference_about_step(c, d, steps, edge->from);
	d->kind = "flow";
	d->field = field;
	d->id = arena_printf(c->arena, "%.*s > %.*s", STR_ARG(side_text(steps, side_step(steps, edge->from)->n1)),
	    STR_ARG(side_text(steps, side_step(steps, edge->to)->n1)));
	d->strong_id = false;
	difference_owner(d, steps->teams[edge->from]);
	d->performer = steps->teams[edge->from];
	return d;
}

static void seed_edge(struct comparison *c, struct difference *d, struct container_pair *cp, enum side side,
    const struct joined *edge, bool far)
{
	const struct step_side *steps = &cp->side[side];
	struct seed *seed = difference_seed(c, d, side, steps->view->path);

	seed->from = steps->steps[edge->from];
	seed->entry = end_step(steps->steps[edge->to]);
	seed->flow = flow_between(steps, edge);
	seed->team = steps->teams[edge->from];
	seed->far = far;
}

static str to_words(struct comparison *c, const struct step_side *side, const struct joined *edge)
{
	return team_words(c, side->teams[edge->to]);
}

static void say_handoff(struct comparison *c, struct container_pair *cp, enum side side, const struct joined *edge)
{
	const struct step_side *steps = &cp->side[side];
	enum rule_id rule = side == BEFORE ? RULE_HANDOFF_REMOVED : RULE_HANDOFF_ADDED;

	if (is_escalation(steps, edge))
		rule = side == BEFORE ? RULE_ESCALATION_PATH_REMOVED : RULE_ESCALATION_PATH_ADDED;
	struct difference *d = about_edge(c, cp, rule, side, edge, "whole");
	str target = side_text(steps, side_step(steps, edge->to)->name);
	*(side == BEFORE ? &d->old : &d->now) = target;
	d->asks_referrers = rule == RULE_HANDOFF_REMOVED || rule == RULE_HANDOFF_ADDED;
	d->message =
	    arena_printf(c->arena, side == BEFORE ? "%.*s no longer hands %.*s to %.*s" : "%.*s now hands %.*s to %.*s",
	        STR_ARG(team_words(c, steps->teams[edge->from])), STR_ARG(step_words(c, steps, edge->from)),
	        STR_ARG(to_words(c, steps, edge)));
	seed_edge(c, d, cp, side, edge, side == BEFORE && rule == RULE_HANDOFF_REMOVED);
}

static void say_retargeted(
    struct comparison *c, struct container_pair *cp, const struct joined *old, const struct joined *new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	struct difference *d = about_edge(c, cp, RULE_HANDOFF_RETARGETED, AFTER, new, "target");

	d->old = side_text(before, side_step(before, old->to)->name);
	d->now = side_text(after, side_step(after, new->to)->name);
	d->asks_referrers = true;
	if (before->teams[old->to] == after->teams[new->to])
		d->message = arena_printf(c->arena, "%.*s hands %.*s to %.*s at another step now",
		    STR_ARG(team_words(c, after->teams[new->from])), STR_ARG(step_words(c, after, new->from)),
		    STR_ARG(to_words(c, after, new)));
	else
		d->message = arena_printf(c->arena, "%.*s hands %.*s to %.*s now, no longer to %.*s",
		    STR_ARG(team_words(c, after->teams[new->from])), STR_ARG(step_words(c, after, new->from)),
		    STR_ARG(to_words(c, after, new)), STR_ARG(to_words(c, before, old)));
	seed_edge(c, d, cp, BEFORE, old, true);
	seed_edge(c, d, cp, AFTER, new, true);
}

static void say_sender_changed(
    struct comparison *c, struct container_pair *cp, const struct joined *old, const struct joined *new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	struct difference *d = about_edge(c, cp, RULE_HANDOFF_SENDER_CHANGED, AFTER, new, "source");

	difference_owner(d, before->teams[old->from]);
	d->old = side_text(before, side_step(before, old->from)->name);
	d->now = side_text(after, side_step(after, new->from)->name);
	d->asks_referrers = true;
	d->message = arena_printf(c->arena, "%.*s gets %.*s from %.*s now, no longer from %.*s",
	    STR_ARG(to_words(c, after, new)), STR_ARG(step_words(c, after, new->to)),
	    STR_ARG(team_words(c, after->teams[new->from])), STR_ARG(team_words(c, before->teams[old->from])));
	seed_edge(c, d, cp, AFTER, new, false);
}

static void say_flow(struct comparison *c, struct container_pair *cp, enum side side, const struct joined *edge)
{
	const struct step_side *steps = &cp->side[side];
	enum rule_id rule = side == BEFORE ? RULE_FLOW_REMOVED : RULE_FLOW_ADDED;

	if (is_escalation(steps, edge))
		rule = side == BEFORE ? RULE_ESCALATION_PATH_REMOVED : RULE_ESCALATION_PATH_ADDED;
	struct difference *d = about_edge(c, cp, rule, side, edge, "whole");
	*(side == BEFORE ? &d->old : &d->now) = side_text(steps, side_step(steps, edge->to)->name);
	d->message = arena_printf(c->arena, side == BEFORE ? "%.*s no longer leads to %.*s" : "%.*s now leads to %.*s",
	    STR_ARG(step_words(c, steps, edge->from)), STR_ARG(step_words(c, steps, edge->to)));
	if (side == BEFORE || rule == RULE_ESCALATION_PATH_REMOVED)
		seed_edge(c, d, cp, side, edge, false);
}

static void say_flow_retargeted(
    struct comparison *c, struct container_pair *cp, const struct joined *old, const struct joined *new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	struct difference *d = about_edge(c, cp, RULE_FLOW_RETARGETED, AFTER, new, "target");

	d->old = side_text(before, side_step(before, old->to)->name);
	d->now = side_text(after, side_step(after, new->to)->name);
	d->message = arena_printf(c->arena, "%.*s leads to %.*s now, no longer to %.*s",
	    STR_ARG(step_words(c, after, new->from)), STR_ARG(step_words(c, after, new->to)),
	    STR_ARG(step_words(c, before, old->to)));
	seed_edge(c, d, cp, BEFORE, old, false); /* who relies on what is passed over now */
	seed_edge(c, d, cp, AFTER, new, false);
}

/* --- order ---------------------------------------------------------------------------------------------------------
 */

/* Steps that stand elsewhere among the paired ones: those outside of the longest run that kept its order. */
static void mark_moved(struct arena *arena, const struct step_side *after, bool *moved)
{
	uint32_t *tails = ARENA_ARRAY(arena, uint32_t, after->count + 1),
	         *before = ARENA_ARRAY(arena, uint32_t, after->count + 1);
	uint32_t length = 0;

	for (uint32_t j = 0; j < after->count; j++) {
		if (after->partner[j] == NONE || side_step(after, j)->kind != STEP_ACTIVITY)
			continue;
		uint32_t low = 0, high = length;
		while (low < high) {
			uint32_t middle = (low + high) / 2;
			if (after->partner[tails[middle]] < after->partner[j])
				low = middle + 1;
			else
				high = middle;
		}
		before[j] = low ? tails[low - 1] : NONE;
		tails[low] = j;
		if (low == length)
			length++;
		moved[j] = true;
	}
	for (uint32_t j = length ? tails[length - 1] : NONE; j != NONE; j = before[j])
		moved[j] = false;
}

static bool same_nodes(
    struct container_pair *cp, const struct edges *lost, const struct edges *won, struct arena *arena)
{
	const struct step_side *after = &cp->side[AFTER];
	bool *in_lost = ARENA_ARRAY(arena, bool, after->count + 1),
	     *in_won = ARENA_ARRAY(arena, bool, after->count + 1);
	uint32_t different = 0, shared = 0;

	for (uint32_t i = 0; i < lost->list.count; i++) {
		in_lost[cp->side[BEFORE].partner[lost->list.items[i].from]] = true;
		in_lost[cp->side[BEFORE].partner[lost->list.items[i].to]] = true;
	}
	for (uint32_t i = 0; i < won->list.count; i++)
		in_won[won->list.items[i].from] = in_won[won->list.items[i].to] = true;
	for (uint32_t j = 0; j < after->count; j++) {
		shared += in_lost[j] && in_won[j];
		different += in_lost[j] != in_won[j];
	}
	return shared >= 2 && !different;
}

/* Drawn in the same order and joined in another: the steps that have other neighbours before and behind. */
static void say_joined_otherwise(
    struct comparison *c, struct container_pair *cp, const struct edges *lost, const struct edges *won)
{
	const struct step_side *after = &cp->side[AFTER];
	const uint32_t *partner = cp->side[BEFORE].partner;
	bool *fed = ARENA_ARRAY(c->arena, bool, after->count + 1),
	     *feeds = ARENA_ARRAY(c->arena, bool, after->count + 1);
	struct difference *d = NULL;

	for (uint32_t k = 0; k < lost->list.count; k++)
		feeds[partner[lost->list.items[k].from]] = fed[partner[lost->list.items[k].to]] = true;
	for (uint32_t k = 0; k < won->list.count; k++)
		feeds[won->list.items[k].from] = fed[won->list.items[k].to] = true;
	for (uint32_t j = 0; j < after->count; j++) {
		if (!fed[j] || !feeds[j])
			continue;
		if (!d) {
			d = difference_add(c, RULE_ORDER_CHANGED, cp->pair, AFTER, side_step(after, j)->place);
			difference_about_step(c, d, after, j);
			d->field = "order";
			d->performer = after->teams[j];
			d->message = arena_printf(
			    c->arena, "The steps around %.*s come in another order", STR_ARG(step_words(c, after, j)));
		}
		difference_owner(d, after->teams[j]);
		if (d->seeds.count < 20)
			seed_downstream(c, d, cp, AFTER, j, false);
	}
}

static void say_order(
    struct comparison *c, struct container_pair *cp, const struct edges *lost, const struct edges *won)
{
	struct step_side *after = &cp->side[AFTER];
	bool *moved = ARENA_ARRAY(c->arena, bool, after->count + 1);
	struct difference *d = NULL;
	unsigned count = 0;

	mark_moved(c->arena, after, moved);
	for (uint32_t j = 0; j < after->count; j++) {
		bool touched = false;
		for (uint32_t k = 0; k < won->list.count && !touched; k++)
			touched = won->list.items[k].from == j || won->list.items[k].to == j;
		if (!moved[j] || !touched)
			continue;
		count++;
		if (!d) {
			d = difference_add(c, RULE_ORDER_CHANGED, cp->pair, AFTER, side_step(after, j)->place);
			difference_about_step(c, d, after, j);
			d->field = "order";
		}
		difference_owner(d, after->teams[j]);
		if (d->seeds.count < 20)
			seed_downstream(c, d, cp, AFTER, j, false);
		d->performer = d->performer ? d->performer : after->teams[j];
		if (count == 1)
			d->message = arena_printf(
			    c->arena, "%.*s comes at another place in the order", STR_ARG(step_words(c, after, j)));
	}
	if (count > 1)
		d->message = arena_printf(
		    c->arena, "%u steps come at other places in the order, %.*s among them", count, STR_ARG(d->name));
	if (!d)
		say_joined_otherwise(c, cp, lost, won);
}

/* --- folding ---------------------------------------------------------------------------------------------------------
 */

static uint32_t only_one(
    const struct edges *edges, uint32_t at, bool by_sender, const struct step_side *side, bool handoff)
{
	uint32_t found = NONE;

	for (uint32_t i = 0; i < edges->list.count; i++) {
		const struct joined *edge = &edges->list.items[i];
		if (edge->explained || is_handoff(side, edge) != handoff || (by_sender ? edge->from : edge->to) != at)
			continue;
		if (found != NONE)
			return NONE;
		found = i;
	}
	return found;
}

/* One lost and one won edge at the same sender (receiver) are one that was turned elsewhere. */
static void fold(struct comparison *c, struct container_pair *cp, struct edges *lost, struct edges *won, bool by_sender,
    bool handoff,
    void (*say)(struct comparison *, struct container_pair *, const struct joined *, const struct joined *))
{
	for (uint32_t i = 0; i < lost->list.count; i++) {
		struct joined *old = &lost->list.items[i];
		uint32_t at = by_sender ? old->from : old->to;
		if (old->explained || is_handoff(&cp->side[BEFORE], old) != handoff ||
		    only_one(lost, at, by_sender, &cp->side[BEFORE], handoff) != i)
			continue;
		uint32_t k = only_one(won, cp->side[BEFORE].partner[at], by_sender, &cp->side[AFTER], handoff);
		if (k == NONE)
			continue;
		say(c, cp, old, &won->list.items[k]);
		old->explained = won->list.items[k].explained = true;
	}
}

static void say_rest(struct comparison *c, struct container_pair *cp, enum side side, const struct edges *edges)
{
	const struct step_side *steps = &cp->side[side];

	for (uint32_t i = 0; i < edges->list.count; i++) {
		const struct joined *edge = &edges->list.items[i];
		if (edge->explained)
			continue;
		if (is_implicit(steps, edge))
			c->out->cosmetic++;
		else if (is_handoff(steps, edge))
			say_handoff(c, cp, side, edge);
		else
			say_flow(c, cp, side, edge);
	}
}

/* --- labels and conditions ------------------------------------------------------------------------------- */

static uint64_t raw_key(const struct container_pair *cp, enum side side, const struct flow *flow)
{
	uint32_t ends[2];
	const struct end both[2] = { flow->from, flow->to };

	for (unsigned i = 0; i < 2; i++) {
		if (both[i].number == NONE || both[i].kind != END_STEP)
			return 0;
		ends[i] = side_index(&cp->side[side], both[i].number);
		if (ends[i] != NONE && side == BEFORE)
			ends[i] = cp->side[BEFORE].partner[ends[i]];
		if (ends[i] == NONE)
			return 0;
	}
	return edge_key(ends[0], ends[1]);
}

static str condition_of(const struct image *image, const struct flow *flow)
{
	return image_text(image, flow->condition.size ? flow->condition : flow->label);
}

static void say_condition(
    struct comparison *c, struct container_pair *cp, uint32_t gateway, const struct flow *flow, str was, str is)
{
	struct step_side *after = &cp->side[AFTER];
	struct difference *d = difference_add(c, RULE_CONDITION_CHANGED, cp->pair, AFTER, flow->place);

	difference_about_step(c, d, after, gateway);
	d->field = "condition";
	difference_owner(d, after->teams[gateway]);
	d->performer = after->teams[gateway];
	d->old = was;
	d->now = is;
	d->message = arena_printf(c->arena, "A way out of %.*s is taken if '%.*s' now, no longer if '%.*s'",
	    STR_ARG(step_words(c, after, gateway)), STR_ARG(is), STR_ARG(was));
	if (!was.size || !is.size)
		d->message =
		    arena_printf(c->arena, is.size ? "%.*s leads on only if '%.*s' now" : "%.*s no longer asks '%.*s'",
		        STR_ARG(step_words(c, after, gateway)), STR_ARG(is.size ? is : was));
	seed_downstream(c, d, cp, AFTER, gateway, false);
}

static void compare_label(
    struct comparison *c, struct container_pair *cp, const struct flow *old, const struct flow *new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];
	bool escalates =
	    new->kind == FLOW_ESCALATION || old->kind == FLOW_ESCALATION; /* its condition is told by the timer */
	str was = escalates ? image_text(before->view->image, old->label) : condition_of(before->view->image, old);
	str is = escalates ? image_text(after->view->image, new->label) : condition_of(after->view->image, new);
	uint32_t from = side_index(after, new->from.number), to = side_index(after, new->to.number);
	bool at_gateway = side_step(after, from)->kind == STEP_GATEWAY;

	if (str_eq(was, is))
		return;
	if (!at_gateway && (cp->moved[AFTER][from] || cp->moved[AFTER][to])) { /* the step that changed hands is told */
		c->out->cosmetic++;
		return;
	}
	if (at_gateway) { /* operators matter: compared by what is written, not by words */
		if (str_eq(text_n1(c->arena, was), text_n1(c->arena, is)) || is_typo(c->arena, was, is) ||
		    (!was.size && !is.size))
			c->out->cosmetic++;
		else
			say_condition(c, cp, from, new, was, is);
		return;
	}
	if (is_cosmetic_wording(c, was, is)) {
		c->out->cosmetic++;
		return;
	}
	struct joined edge = { from, to, false };
	bool handoff = is_handoff(after, &edge);
	struct difference *d =
	    about_edge(c, cp, handoff ? RULE_HANDOFF_CONTENT_CHANGED : RULE_FLOW_RELABELLED, AFTER, &edge, "label");
	d->old = was;
	d->now = is;
	d->message = handoff ? arena_printf(c->arena, "What %.*s hands to %.*s is described in another way",
	                           STR_ARG(team_words(c, after->teams[from])), STR_ARG(team_words(c, after->teams[to])))
	                     : arena_printf(c->arena, "The arrow from %.*s to %.*s is labelled in another way",
	                           STR_ARG(step_words(c, after, from)), STR_ARG(step_words(c, after, to)));
	if (handoff) {
		struct words a = text_n2(c->arena, text_n1(c->arena, was)),
		             b = text_n2(c->arena, text_n1(c->arena, is));
		d->mild = words_dice(a, b) >= 0.5;
		seed_edge(c, d, cp, AFTER, &edge, false);
	}
}

static void compare_labels(struct comparison *c, struct container_pair *cp)
{
	const struct image *old_image = cp->side[BEFORE].view->image, *new_image = cp->side[AFTER].view->image;
	struct span old_span = image_flows_of(old_image, cp->container[BEFORE]);
	struct span new_span = image_flows_of(new_image, cp->container[AFTER]);
	struct map first = { 0 };

	for (uint32_t i = old_span.first; i < old_span.first + old_span.count; i++) {
		uint64_t key = raw_key(cp, BEFORE, &image_flows(old_image)[i]);
		if (!key)
			continue;
		uint32_t *number = map_add(&first, key);
		*number = *number ? NONE : i + 1; /* parallel flows are not told apart by their ends */
	}
	for (uint32_t i = new_span.first; i < new_span.first + new_span.count; i++) {
		const struct flow *flow = &image_flows(new_image)[i];
		uint64_t key = raw_key(cp, AFTER, flow);
		uint32_t *number = key ? map_find(&first, key) : NULL;
		if (number && *number && *number != NONE) {
			compare_label(c, cp, &image_flows(old_image)[*number - 1], flow);
			compare_arrow_time(c, cp->pair, &image_flows(old_image)[*number - 1], flow);
			*number = NONE;
		}
	}
	map_release(&first);
}

/* --- all of it ------------------------------------------------------------------------------------------- */

static bool all_implicit(const struct step_side *side, const struct edges *edges)
{
	for (uint32_t i = 0; i < edges->list.count; i++)
		if (!is_implicit(side, &edges->list.items[i]))
			return false;
	return edges->list.count > 0;
}

void compare_flows(struct comparison *c, struct container_pair *cp)
{
	struct edges old = { 0 }, new = { 0 }, lost = { 0 }, won = { 0 };

	if (!cp->side[BEFORE].view || !cp->side[AFTER].view)
		return;
	gather_edges(&old, c->arena, &cp->side[BEFORE]);
	gather_edges(&new, c->arena, &cp->side[AFTER]);
	find_lost(c->arena, cp, BEFORE, &old, &new, &lost);
	find_lost(c->arena, cp, AFTER, &new, &old, &won);
	bool rows = all_implicit(&cp->side[BEFORE], &lost) && all_implicit(&cp->side[AFTER], &won);
	if (lost.list.count && won.list.count && (rows || same_nodes(cp, &lost, &won, c->arena)))
		say_order(c, cp, &lost, &won);
	else {
		fold(c, cp, &lost, &won, true, true, say_retargeted);
		fold(c, cp, &lost, &won, false, true, say_sender_changed);
		fold(c, cp, &lost, &won, true, false, say_flow_retargeted);
		say_rest(c, cp, BEFORE, &lost);
		say_rest(c, cp, AFTER, &won);
	}
	compare_labels(c, cp);
	map_release(&old.numbers);
	map_release(&new.numbers);
}
