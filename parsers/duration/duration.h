/*
 * duration - times and service levels, as people write them
 *
 * "within 4 hours", "PT4H", "two (2) Business Days of receipt", "95% within 4h", "by 17:00" and the
 * like become a struct when: an operator, a basis and an amount. What is no time says so, and so does
 * what has two readings ("4 hours or 1 business day"). For a label try duration_read first ("4h"), then
 * duration_find ("yes, within 4h").
 *
 * A month has 30.4 days, a year twelve months. Cadences are op WHEN_EVERY; for "by Friday" and "month end" the
 * basis is BASIS_NONE and the anchor says when. The anchor also holds what a clock time ("CET on Friday") or a
 * cadence ("weekly on Friday", a cron expression) adds to the number.
 *
 * Units: elapsed in seconds, business days in days, business hours in hours, time of day in minutes after midnight.
 */
#ifndef PARSERS_DURATION_DURATION_H
#define PARSERS_DURATION_DURATION_H

#include "model/builder.h"

enum duration_answer {
	DURATION_NONE,  /* no time in it: "99.9%", "n/a", "within a few days" */
	DURATION_VAGUE, /* "as soon as possible" */
	DURATION_VALUE,
};

struct duration {
	enum duration_answer answer;
	enum when_op op;
	enum when_basis basis;
	double amount, low; /* of a range the end that binds, and the smaller end */
	double percent;     /* negative: none */
	str anchor;         /* into the text: "receipt" */
	str to;             /* into the text: whom an arrow or a bracket names ("4 hours -> CISO") */
	str phrase;         /* the part of the text that is the time, with its preposition */
	bool explicit_op;   /* an operator was written ("within", "<", "at least", "every", "by") */
};

/* A text that is a time as a whole (a cell, a timer): "4h", "1 business day", "PT15M", "Response within 4 hours". */
struct duration duration_read(struct arena *arena, str n0);
/* A phrase with a preposition somewhere in a sentence or a label: "yes, within 4h". */
struct duration duration_find(struct arena *arena, str n0);
/* The sentence or label without the phrase, N0: "yes". */
str duration_strip(struct arena *arena, str n0, const struct duration *found);
/* As a record; text: as written. */
struct when duration_when(struct builder *out, str text, const struct duration *found);

/* Same operator, basis, amounts and share; texts and anchors are not looked at. */
bool when_equal(struct when a, struct when b);

#endif
