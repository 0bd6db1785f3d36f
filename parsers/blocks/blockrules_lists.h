/*
 * blockrules_lists - an item of a list in the hands of the rules
 */
#ifndef PARSERS_BLOCKS_BLOCKRULES_LISTS_H
#define PARSERS_BLOCKS_BLOCKRULES_LISTS_H

#include "parsers/blocks/blockrules_internal.h"

struct actor_item {
	const struct block *item, *text;
	str actor, action, target; /* target: whom an arrow or "hands off to" names */
	str time;                  /* in a bracket at the end */
	uint32_t step, team, to;
};

/* Who acts, at the beginning of the item's text; false: nobody is named. */
bool take_actor(struct rules *r, struct actor_item *out);
/* Takes a time in brackets and a target behind an arrow off the action. */
void cut_action(struct rules *r, struct actor_item *out);

#endif
