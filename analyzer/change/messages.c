#include "analyzer/change/inner.h"

#include "base/text.h"

/* Flows that begin or end at a team itself: messages of a sequence diagram, work handed to a black-box
 * pool, a row's hand-off column. In a sequence diagram they pair in order, by ends and text; elsewhere
 * by their ends. */

struct message {
	uint32_t flow;
	team_id from, to; /* who speaks to whom; 0: a machine, a group, nobody known */
	uint64_t ends;    /* hash of both ends, as names */
	str n1;
	struct words words;
	uint32_t partner;
};

struct talk {
	const struct view *view;
	const struct step_side *steps;
	struct message *items;
	uint32_t count;
};

/* The box of a participant where it has one, else itself. */
static uint32_t outermost(const struct image *image, uint32_t team, bool ordered)
{
	const struct team *teams = image_teams(image);

	while (ordered && team != NONE && teams[team].parent != NONE)
		team = teams[team].parent;
	return team;
}

static uint64_t end_hash(const struct container_pair *cp, enum side side, struct end end, const struct view *view)
{
	if (end.number == NONE)
		return 1;
	if (end.kind == END_TEAM)
		return hash_mix(2, str_hash(image_text(view->image, image_teams(view->image)[end.number].key)));
	uint32_t index = side_index(&cp->side[side], end.number);
	uint32_t shared = index == NONE ? NONE : side == BEFORE ? cp->side[BEFORE].partner[index] : index;
	return hash_mix(3 + (shared == NONE ? side : 2u), shared);
}

static bool end_moved(const struct container_pair *cp, enum side side, struct end end)
{
	if (end.kind != END_STEP || end.number == NONE)
		return false;
	uint32_t index = side_index(&cp->side[side], end.number);
	return index == NONE || cp->moved[side][index] || cp->side[side].partner[index] == NONE;
}

static team_id side_team(const struct view *view, struct end end, bool ordered)
{
	team_id team;

	if (end.kind == END_TEAM && end.number != NONE)
		end.number = outermost(view->image, end.number, ordered);
	view_end_team(view, end, &team);
	return team;
}

static void gather(struct talk *out, struct comparison *c, const struct container_pair *cp, enum side side)
{
	const struct view *view = cp->side[side].view;
	struct span span = image_flows_of(view->image, cp->container[side]);
	bool ordered = image_containers(view->image)[cp->container[side]].ordered;

	*out = (struct talk){
		.view = view, .steps = &cp->side[side], .items = ARENA_ARRAY(c->arena, struct message, span.count + 1)
	};
	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct flow *flow = &image_flows(view->image)[i];
		bool to_team = flow->from.kind == END_TEAM || flow->to.kind == END_TEAM;
		if (!to_team || !view->claim_on[flow->claim] || flow->kind == FLOW_ASSOCIATION ||
		    flow->kind == FLOW_DATA)
			continue;
		struct message *it = &out->items[out->count++];
		*it = (struct message){
			.flow = i,
			.from = side_team(view, flow->from, ordered),
			.to = side_team(view, flow->to, ordered),
			.ends =
			    hash_mix(hash_mix(end_hash(cp, side, flow->from, view), end_hash(cp, side, flow->to, view)),
			        flow->kind),
			.n1 = text_n1(c->arena, image_text(view->image, flow->label)),
			.partner = NONE,
		};
		it->words = text_n2(c->arena, it->n1);
	}
}

/* --- pairing -------------------------------------------------------------------------------------------------- */

enum { LCS_CELLS = 4 << 20 };

static bool same_message(const struct message *a, const struct message *b)
{
	return a->ends == b->ends && str_eq(a->n1, b->n1);
}

static void join(struct talk *old, uint32_t i, struct talk *new, uint32_t j)
{
	old->items[i].partner = j;
	new->items[j].partner = i;
}

/* The longest run of equal messages that kept its order. */
static void pair_in_order(struct talk *old, struct talk *new, struct arena *arena)
{
	uint32_t head = 0, n = old->count, m = new->count;

	while (head < n && head < m && same_message(&old->items[head], &new->items[head])) {
		join(old, head, new, head);
		head++;
	}
	while (n > head && m > head && same_message(&old->items[n - 1], &new->items[m - 1])) {
		n--;
		m--;
		join(old, n, new, m);
	}
	uint32_t rows = n - head, columns = m - head;
	if (!rows || !columns || (uint64_t)rows * columns > LCS_CELLS)
		return;
	uint16_t *best = arena_alloc(arena, (size_t)(rows + 1) * (columns + 1) * sizeof *best);
	for (uint32_t i = rows; i-- > 0;)
		for (uint32_t j = columns; j-- > 0;) {
			uint16_t *cell = &best[i * (columns + 1) + j];
			uint16_t down = cell[columns + 1], right = cell[1];
			*cell = same_message(&old->items[head + i], &new->items[head + j])
			    ? (uint16_t)(cell[columns + 2] + 1)
			    : down > right ? down
			                   : right;
		}
	for (uint32_t i = 0, j = 0; i < rows && j < columns;) {
		const uint16_t *cell = &best[i * (columns + 1) + j];
		if (same_message(&old->items[head + i], &new->items[head + j])) {
			join(old, head + i++, new, head + j++);
		} else if (cell[columns + 1] >= cell[1])
			i++;
		else
			j++;
	}
}

static void pair_by(
    struct talk *old, struct talk *new, bool (*alike)(const struct message *, const struct message *), bool *moved)
{
	for (uint32_t i = 0; i < old->count; i++)
		for (uint32_t j = 0; old->items[i].partner == NONE && j < new->count; j++)
			if (new->items[j].partner == NONE && alike(&old->items[i], &new->items[j])) {
				join(old, i, new, j);
				if (moved)
					moved[j] = true;
			}
}

static bool alike_text(const struct message *a, const struct message *b)
{
	return a->ends == b->ends && words_dice(a->words, b->words) >= 0.5;
}

static bool same_ends(const struct message *a, const struct message *b)
{
	return a->ends == b->ends;
}

/* --- sentences ---------------------------------------------------------------------------------------------------- */

static str label_of(struct comparison *c, const struct talk *talk, const struct message *it)
{
	const struct flow *flow = &image_flows(talk->view->image)[it->flow];
	str label = image_text(talk->view->image, flow->label);

	if (label.size)
		return label.size > 80
		    ? arena_printf(c->arena, "%.*s...", STR_ARG(text_utf8(c->arena, str_sub(label, 0, 77), NULL)))
		    : label;
	if (flow->from.kind == END_STEP && flow->from.number != NONE)
		return image_text(talk->view->image, image_steps(talk->view->image)[flow->from.number].name);
	return STR("");
}

static struct difference *about_message(struct comparison *c, struct container_pair *cp, enum rule_id rule,
    enum side side, const struct talk *talk, const struct message *it, const char *field)
{
	const struct flow *flow = &image_flows(talk->view->image)[it->flow];
	struct difference *d = difference_add(c, rule, cp->pair, side, flow->place);

	d->kind = "flow";
	d->field = field;
	d->name = label_of(c, talk, it);
	d->id = image_text(talk->view->image, flow->id);
	d->team = it->from;
	difference_owner(d, it->from);
	d->performer = it->from;
	return d;
}

static void seed_message(struct comparison *c, struct difference *d, enum side side, const struct talk *talk,
    const struct message *it, bool far)
{
	const struct flow *flow = &image_flows(talk->view->image)[it->flow];
	struct seed *seed = difference_seed(c, d, side, talk->view->path);

	seed->from = flow->from.kind == END_STEP ? flow->from.number : NONE;
	seed->entry = flow->to;
	seed->flow = it->flow;
	seed->team = it->from;
	seed->far = far;
}

static bool passes_work(const struct talk *talk, const struct message *it)
{
	const struct flow *flow = &image_flows(talk->view->image)[it->flow];
	return it->from && it->to && it->from != it->to && flow->kind != FLOW_RETURN && flow->kind != FLOW_DEPENDENCY;
}

/* The answer to a message that went (or came) with it is no news. */
static bool answers_lone(const struct talk *talk, const struct message *it)
{
	const struct flow *flows = image_flows(talk->view->image);
	const struct flow *answer = &flows[it->flow];

	for (uint32_t i = 0; answer->kind == FLOW_RETURN && i < talk->count; i++) {
		const struct flow *other = &flows[talk->items[i].flow];
		if (talk->items[i].partner == NONE && other->kind != FLOW_RETURN &&
		    other->from.kind == answer->to.kind && other->from.number == answer->to.number &&
		    other->to.kind == answer->from.kind && other->to.number == answer->from.number)
			return true;
	}
	return false;
}

static void say_lone(
    struct comparison *c, struct container_pair *cp, enum side side, const struct talk *talk, const struct message *it)
{
	const struct flow *flow = &image_flows(talk->view->image)[it->flow];
	bool gone = side == BEFORE, work = passes_work(talk, it);

	if (end_moved(cp, side, flow->from) || end_moved(cp, side, flow->to) || answers_lone(talk, it))
		return;
	if (!work && flow->kind == FLOW_RETURN && gone && !it->from)
		return;
	enum rule_id rule = work ? gone ? RULE_HANDOFF_REMOVED : RULE_HANDOFF_ADDED
	    : gone               ? RULE_FLOW_REMOVED
	                         : RULE_FLOW_ADDED;
	struct difference *d = about_message(c, cp, rule, side, talk, it, "whole");
	*(gone ? &d->old : &d->now) = d->name;
	d->mild = !work; /* between machines, or inside one team: info */
	if (!work) {
		d->message = arena_printf(
		    c->arena, gone ? "The message '%.*s' is gone" : "There is a new message '%.*s'", STR_ARG(d->name));
		return;
	}
	d->asks_referrers = true;
	str what = d->name.size ? arena_printf(c->arena, "'%.*s'", STR_ARG(d->name)) : STR("work");
	d->message = arena_printf(c->arena, gone ? "%.*s no longer hands %.*s to %.*s" : "%.*s now hands %.*s to %.*s",
	    STR_ARG(team_words(c, it->from)), STR_ARG(what), STR_ARG(team_words(c, it->to)));
	seed_message(c, d, side, talk, it, gone);
}

static void say_content(struct comparison *c, struct container_pair *cp, const struct talk *old,
    const struct message *a, const struct talk *new, const struct message *b)
{
	str was = label_of(c, old, a), is = label_of(c, new, b);
	bool work = passes_work(new, b);

	if (str_eq(a->n1, b->n1) || is_cosmetic_wording(c, was, is)) {
		c->out->cosmetic += !str_eq(was, is);
		return;
	}
	struct difference *d =
	    about_message(c, cp, work ? RULE_HANDOFF_CONTENT_CHANGED : RULE_FLOW_RELABELLED, AFTER, new, b, "label");
	d->old = was;
	d->now = is;
	d->mild = !work || words_dice(a->words, b->words) >= 0.5;
	d->message = work
	    ? arena_printf(c->arena, "What %.*s hands to %.*s is '%.*s' now, no longer '%.*s'",
	          STR_ARG(team_words(c, b->from)), STR_ARG(team_words(c, b->to)), STR_ARG(is), STR_ARG(was))
	    : arena_printf(c->arena, "The message '%.*s' is now '%.*s'", STR_ARG(was), STR_ARG(is));
	if (work)
		seed_message(c, d, AFTER, new, b, false);
}

static void say_condition(struct comparison *c, struct container_pair *cp, const struct talk *old,
    const struct message *a, const struct talk *new, const struct message *b)
{
	str was = image_text(old->view->image, image_flows(old->view->image)[a->flow].condition);
	str is = image_text(new->view->image, image_flows(new->view->image)[b->flow].condition);

	if (str_eq(text_n1(c->arena, was), text_n1(c->arena, is)) || is_typo(c->arena, was, is) || !passes_work(new, b))
		return;
	struct difference *d = about_message(c, cp, RULE_CONDITION_CHANGED, AFTER, new, b, "condition");
	d->old = was;
	d->now = is;
	d->message =
	    arena_printf(c->arena, is.size ? "'%.*s' is sent if '%.*s' now" : "'%.*s' is sent in every case now%.*s",
	        STR_ARG(d->name), STR_ARG(is));
	d->group = arena_printf(c->arena, "condition %.*s > %.*s", STR_ARG(was), STR_ARG(is));
	seed_message(c, d, AFTER, new, b, false);
}

static void say_order(struct comparison *c, struct container_pair *cp, const struct talk *new, const bool *moved)
{
	struct difference *d = NULL;

	for (uint32_t j = 0; j < new->count; j++) {
		const struct message *it = &new->items[j];
		if (!moved[j] || !passes_work(new, it))
			continue;
		if (!d) {
			d = about_message(c, cp, RULE_ORDER_CHANGED, AFTER, new, it, "order");
			d->message = arena_printf(
			    c->arena, "The message '%.*s' comes at another place in the order", STR_ARG(d->name));
		}
		difference_owner(d, it->from);
		if (d->seeds.count < 20)
			seed_message(c, d, AFTER, new, it, false);
	}
}

void compare_messages(struct comparison *c, struct container_pair *cp)
{
	struct talk old, new;

	if (!cp->side[BEFORE].view || !cp->side[AFTER].view)
		return;
	gather(&old, c, cp, BEFORE);
	gather(&new, c, cp, AFTER);
	if (!old.count && !new.count)
		return;
	bool ordered = image_containers(new.view->image)[cp->container[AFTER]].ordered;
	bool *moved = ARENA_ARRAY(c->arena, bool, new.count + 1);
	if ((uint64_t)old.count * new.count > LCS_CELLS)
		ordered = false;
	if (ordered)
		pair_in_order(&old, &new, c->arena);
	pair_by(&old, &new, same_message, ordered ? moved : NULL);
	pair_by(&old, &new, alike_text, NULL);
	if (!ordered)
		pair_by(&old, &new, same_ends, NULL);
	for (uint32_t i = 0; i < old.count; i++) {
		const struct message *it = &old.items[i];
		if (it->partner == NONE) {
			say_lone(c, cp, BEFORE, &old, it);
			continue;
		}
		say_content(c, cp, &old, it, &new, &new.items[it->partner]);
		say_condition(c, cp, &old, it, &new, &new.items[it->partner]);
		compare_arrow_time(c, cp->pair, &image_flows(old.view->image)[it->flow],
		    &image_flows(new.view->image)[new.items[it->partner].flow]);
	}
	for (uint32_t j = 0; j < new.count; j++)
		if (new.items[j].partner == NONE)
			say_lone(c, cp, AFTER, &new, &new.items[j]);
	if (ordered)
		say_order(c, cp, &new, moved);
}
