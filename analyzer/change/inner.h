/*
 * inner - what the files of compare share
 */
#ifndef ANALYZER_CHANGE_INNER_H
#define ANALYZER_CHANGE_INNER_H

#include "analyzer/change/steps.h"
#include "base/map.h"

/* Two containers that are one. */
struct container_pair {
	uint32_t pair;
	uint32_t container[2]; /* NONE where the document has none on that side */
	struct step_side side[2];
	bool *elsewhere[2]; /* steps without a partner here that live on in another container */
	bool *moved[2];     /* steps that changed hands, came or went: their handoffs are theirs */
	bool regenerated;
};

struct comparison {
	struct differences *out;
	struct arena *arena;
	const struct compare_context *context;
	const struct pair *pairs;
	uint32_t pair_count;
	struct map moved_pages; /* what a link to a page called that stands elsewhere now -> what one calls now, + 1 */
	LIST_OF(struct container_pair) containers;
	uint64_t searched;         /* bytes of documents that were looked through for sentences that moved */
	struct promises *promises; /* contracts of all documents; contracts.c */
	struct speech *speech;     /* of the pair in hand (sentences.h) */
	struct map texts[2];       /* hashes of all texts of a side, once somebody asks */
	bool has_texts[2];
};

/* A new difference about a pair, on one side; line of a place there. */
struct difference *difference_add(
    struct comparison *c, enum rule_id rule, uint32_t pair, enum side side, struct place place);
struct seed *difference_seed(struct comparison *c, struct difference *d, enum side side, path_id path);
void difference_about_step(struct comparison *c, struct difference *d, const struct step_side *side, uint32_t index);
/* A difference of one field of a paired step, told on the side after. */
struct difference *step_changed(
    struct comparison *c, struct container_pair *cp, enum rule_id rule, uint32_t old, uint32_t new, const char *field);
/* Where work goes on from a step, on one side of a container pair. */
void seed_downstream(struct comparison *c, struct difference *d, const struct container_pair *cp, enum side side,
    uint32_t index, bool far);
void seed_upstream(
    struct comparison *c, struct difference *d, const struct container_pair *cp, enum side side, uint32_t index);

str team_words(struct comparison *c, team_id team);                                 /* the display name */
str step_words(struct comparison *c, const struct step_side *side, uint32_t index); /* its name, or what it is */
/* Equal but for case, punctuation, stop words, inflection, or a typo. */
bool is_cosmetic_wording(struct comparison *c, str old, str new);
bool is_typo(struct arena *arena, str old, str new);
bool has_quantity_change(struct arena *arena, str old, str new, str *old_value, str *new_value);

int modal_rank(str n1);         /* of the strongest modal; 0: none */
uint64_t digits_hash(str text); /* of the numbers in it; 0: none */

/* Contracts. They pair over all documents once the steps have paired; contract_is_told: their fields tell what changed
 * of them, so that their row or sentence is no text; contract_lives_on: on the other side too, wherever. */
void pair_contracts(struct comparison *c);
void compare_contracts(struct comparison *c); /* once flows were compared */
void release_contracts(struct comparison *c);
bool contract_is_told(const struct comparison *c, uint32_t pair, enum side side, uint32_t contract);
bool contract_lives_on(const struct comparison *c, uint32_t pair, enum side side, uint32_t contract);
bool prose_is_told(const struct comparison *c, uint32_t pair, enum side side, uint32_t prose);
/* The time of a row of a step table that somebody receives; false: nobody does, and the time is the step's alone. */
bool compare_row_time(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new);
/* The time on an arrow that pairs. */
void compare_arrow_time(struct comparison *c, uint32_t pair, const struct flow *old, const struct flow *new);
/* The other parties of the contracts of a document that came or went, as seeds. */
void seed_contracts(struct comparison *c, struct difference *d, uint32_t pair, enum side side);

/* Steps that became two and the reverse; before compare_steps, which then leaves them alone. */
void compare_shapes(struct comparison *c, struct container_pair *cp);
void compare_steps(struct comparison *c, struct container_pair *cp);
/* The text of a step sends work to another team than before; false: nothing is said. */
bool compare_step_routing(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new);
/* Of a step that several teams do, and that the first of before still does: the others; true: one of them is gone. */
bool compare_performers(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new);
bool step_is_done_by(const struct step_side *side, uint32_t index, team_id team);
/* A row of a responsibility matrix: who is accountable, asked, told. */
void compare_raci(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new);
void compare_flows(struct comparison *c, struct container_pair *cp);
void compare_messages(struct comparison *c, struct container_pair *cp);
double share_elsewhere(struct comparison *c, uint32_t pair, enum side side);
void compare_prose(struct comparison *c, uint32_t pair);
void compare_links(struct comparison *c, uint32_t pair);
/* Each sentence of the text of a step stands on that side in nearly the same words, with the name of its team. */
bool step_is_retold(struct comparison *c, enum side side, str text, str team);

#endif
