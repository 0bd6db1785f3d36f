/*
 * duties - how strongly a sentence binds
 */
#ifndef ANALYZER_CHANGE_PROSE_DUTIES_H
#define ANALYZER_CHANGE_PROSE_DUTIES_H

#include "base/str.h"

struct duty {
	int rank;        /* must, shall, required, must not, may not 3; should 2; may, can, optional 1; no modal 0 */
	bool negated;    /* the strongest one */
	unsigned modals; /* in the main clause */
	str words;       /* "must not", as written */
};

enum duty_change { DUTY_SAME, DUTY_LOWERED, DUTY_RAISED };

struct duty duty_of(str n0);
/* Sentences with another number of modals are another text: the same. */
enum duty_change duties_compare(struct duty old, struct duty new);

#endif
