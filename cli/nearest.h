/*
 * nearest - "did you mean": the words that are most like one that is unknown
 */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include "base/buf.h"

enum { NEAREST_MAX = 4 };

struct nearest {
	str word; /* that is unknown */
	str names[NEAREST_MAX];
	unsigned distances[NEAREST_MAX];
	unsigned count;
};

/* Letters to add, drop or change; without case. */
unsigned nearest_distance(str a, str b);
/* name stays where it is until nearest_put. Kept where it is like the word, or has it within. */
void nearest_offer(struct nearest *nearest, str name);
/* "; did you mean 'Billing'?" or "; did you mean one of 'Billing', 'Bidding'?"; nothing where none is near. */
void nearest_put(struct buf *out, const struct nearest *nearest);

#endif
