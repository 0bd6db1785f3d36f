#include "analyzer/change/contracts.h"

/* Times that belong to a step or an arrow and that somebody on the other side relies on. */

/* --- rows of step tables -------------------------------------------------------------------------------------------
 */

/* The row's step with its time, as a promise to whoever receives it. */
static struct promise promise_of_row(
    struct comparison *c, const struct container_pair *cp, enum side side, uint32_t index, uint32_t number)
{
	const struct step_side *steps = &cp->side[side];
	const struct step *step = side_step(steps, index);
	struct contract *record = ARENA_NEW(c->arena, struct contract);
	struct promise p = { .view = steps->view, .record = record, .pair = cp->pair, .number = number };

	*record = (struct contract){ .what = step->name,
		.what_n1 = step->n1,
		.when = step->when,
		.place = step->place,
		.container = step->container,
		.provider = step->team,
		.consumer = number == NONE ? NONE : image_contracts(steps->view->image)[number].consumer,
		.step = steps->steps[index],
		.rule = PROMISE_OF_STEP };
	p.provider = steps->teams[index];
	p.consumer = view_team(steps->view, record->consumer);
	p.confidence = steps->confidence[index];
	return p;
}

bool compare_row_time(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	const uint32_t indexes[2] = { old, new };
	struct promise row[2];
	bool received = false;

	for (int side = BEFORE; side <= AFTER; side++) {
		uint32_t *number =
		    map_find(&c->promises->rows[side], promise_place(cp->pair, cp->side[side].steps[indexes[side]]));
		row[side] = promise_of_row(c, cp, (enum side)side, indexes[side], number ? *number - 1 : NONE);
		received = received || number;
	}
	for (int side = BEFORE; side <= AFTER; side++)
		if (!row[side].consumer)
			row[side].consumer = row[!side].consumer;
	return received && (compare_promised_time(c, &row[BEFORE], &row[AFTER]) || received);
}

/* --- arrows ---------------------------------------------------------------------------------------------------------
 */

/* The time on an arrow, as the promise that the diagram makes of it; a side that makes none takes the parties of the
 * other. */
static struct promise promise_of_arrow(
    struct comparison *c, uint32_t pair, enum side side, const struct flow *flow, const uint32_t *number)
{
	const struct view *view = c->pairs[pair].view[side];
	struct contract *record = ARENA_NEW(c->arena, struct contract);
	struct promise p = { .view = view, .record = record, .pair = pair, .number = number ? *number - 1 : NONE };

	*record = (struct contract){ .what = flow->label, .provider = NONE, .consumer = NONE, .step = NONE };
	if (number)
		*record = image_contracts(view->image)[*number - 1];
	record->when = flow->when;
	record->place = flow->place;
	p.provider = view_team(view, record->provider);
	p.consumer = view_team(view, record->consumer);
	return p;
}

void compare_arrow_time(struct comparison *c, uint32_t pair, const struct flow *old, const struct flow *new)
{
	const struct flow *flows[2] = { old, new };
	struct promise arrow[2];
	bool promised = false;

	if (!old->when.text.size && !new->when.text.size)
		return;
	for (int side = BEFORE; side <= AFTER; side++) {
		const struct image *image = c->pairs[pair].view[side]->image;
		uint32_t *number =
		    map_find(&c->promises->arrows[side], promise_place(pair, image_line(image, flows[side]->place)));
		arrow[side] = promise_of_arrow(c, pair, (enum side)side, flows[side], number);
		promised = promised || number;
	}
	for (int side = BEFORE; side <= AFTER; side++)
		if (arrow[side].number == NONE) {
			arrow[side].provider = arrow[!side].provider;
			arrow[side].consumer = arrow[!side].consumer;
		}
	if (promised)
		compare_promised_time(c, &arrow[BEFORE], &arrow[AFTER]);
}
