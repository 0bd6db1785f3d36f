/*
 * quantities - the values in a sentence that people plan with
 *
 * Money, shares, durations, numbers with a unit of measure, dates, clock times and cadences, as values: "24 hours" and
 * "one day" are equal. No quantity is a version, an ordinal, a bare year or number, the number of a clause, an issue or
 * a telephone, what stands in a URL or between quotes.
 *
 * Memory: texts point into the sentence.
 */
#ifndef ANALYZER_CHANGE_PROSE_QUANTITIES_H
#define ANALYZER_CHANGE_PROSE_QUANTITIES_H

#include "base/arena.h"

enum quantity_kind {
	QUANTITY_MONEY,
	QUANTITY_SHARE,
	QUANTITY_DURATION,
	QUANTITY_MEASURE,
	QUANTITY_DATE,
	QUANTITY_CLOCK,
	QUANTITY_CADENCE,
};

struct quantity {
	enum quantity_kind kind;
	unsigned unit;     /* currency, basis, dimension: values of two units are not equal */
	double value, low; /* of a range both ends, else equal; of a date low is without its year */
	str text;
};

enum { QUANTITIES_MAX = 16 }; /* of one sentence; further ones are not looked at */

struct quantities {
	struct quantity items[QUANTITIES_MAX];
	unsigned count;
};

void quantities_find(struct quantities *out, str n0);
/* What is in one and not in the other, as far as the other has another value of its kind. False: nothing. */
bool quantities_differ(
    struct arena *arena, const struct quantities *old, const struct quantities *new, str *old_text, str *new_text);

#endif
