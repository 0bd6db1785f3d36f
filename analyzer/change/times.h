/*
 * times - two promised times compared: which is longer, or who is to decide
 *
 * Source: business days and hours are intervals of elapsed time: n business days take between n and
 * n + 2 * ceil(n / 5) + 1 days, n business hours between n and n + ceil(n / 8) * 16 hours and the week-ends within;
 * 5 days a week and 8 hours a day are those of the configuration's calendar.
 */
#ifndef ANALYZER_CHANGE_TIMES_H
#define ANALYZER_CHANGE_TIMES_H

#include "analyzer/config/config.h"
#include "model/image.h"

enum time_change {
	TIME_SAME,
	TIME_LONGER, /* later, less often: what was promised is loosened */
	TIME_SHORTER,
	TIME_GONE, /* a value without any successor */
	TIME_NEW,
	TIME_VAGUE, /* a value became words */
	TIME_MEASURABLE,
	TIME_UNDECIDED, /* another basis, operator or anchor */
	TIME_REWORDED,  /* words that were no value before and are none now */
};

/* A time with the texts that belong to it. */
struct timed {
	enum when_op op;
	enum when_basis basis;
	double amount, percent; /* percent: negative where there is none */
	str anchor, text;
};

struct timed timed_of(const struct image *image, const struct when *when);
struct timed timed_read(struct arena *arena, str n0); /* of a cell, a field; WHEN_NONE where it is no time */
enum time_change timed_compare(const struct config *config, const struct timed *old, const struct timed *new);

enum time_change times_compare(const struct config *config, const struct image *old_image, const struct when *old,
    const struct image *new_image, const struct when *new);

enum date_change { DATE_SAME, DATE_EARLIER, DATE_LATER, DATE_SET, DATE_REMOVED, DATE_REWORDED };
enum date_change dates_compare(str old, str new);
bool is_date(str text);

#endif
