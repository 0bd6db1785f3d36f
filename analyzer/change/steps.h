/*
 * steps - which step of one revision is which of the other
 *
 * The stages of identity: strong ids, then name with team and kind, then name alone, then weak ids,
 * then similarity with neighbours, then position between paired neighbours. Each stage takes only
 * what no earlier one took. Where an export gave every element a new id, ids are not looked at.
 */
#ifndef ANALYZER_CHANGE_STEPS_H
#define ANALYZER_CHANGE_STEPS_H

#include "analyzer/change/compare.h"

/* The steps of one container on one side that count, with what pairing needs. */
struct step_side {
	const struct view *view;
	uint32_t container;
	uint32_t *steps; /* numbers in the image */
	uint32_t count;
	struct words *words;         /* N2 of each name */
	team_id *teams;              /* of each step */
	uint32_t *partner;           /* index on the other side, or NONE */
	enum confidence *confidence; /* of the pairing */
	bool *taken;                 /* became two or is one of two: no partner is looked for */
	uint32_t *index_of;          /* number in the image minus first -> index here, or NONE */
	uint32_t first, span;
	struct span *succ, *pred; /* neighbours through flows, any kind of step: indexes here */
	uint32_t *next;
};

void steps_gather(struct step_side *out, struct arena *arena, const struct config *config, const struct view *view,
    uint32_t container);
/* Fills partner and confidence on both sides, by ids and names. True: the ids were regenerated. */
bool steps_pair(struct step_side *old, struct step_side *new, struct arena *arena);
/* What is left, by likeness and by position. */
void steps_pair_rest(struct step_side *old, struct step_side *new, struct arena *arena);

static inline const struct step *side_step(const struct step_side *side, uint32_t index)
{
	return &image_steps(side->view->image)[side->steps[index]];
}
static inline str side_text(const struct step_side *side, struct text text)
{
	return image_text(side->view->image, text);
}
static inline uint32_t side_index(const struct step_side *side, uint32_t step)
{
	return step == NONE || step < side->first || step - side->first >= side->span
	    ? NONE
	    : side->index_of[step - side->first];
}

#endif
