#include "analyzer/change/times.h"

#include "base/text.h"
#include "parsers/blocks/blockrules_tables.h"
#include "parsers/duration/duration.h"

#include <math.h>

static const double DAY = 86400, HOUR = 3600;

struct interval {
	double least, most; /* seconds elapsed */
	bool known;
};

/* A week is followed by a week-end of as many days as the calendar leaves, a day of work by a night. */
static struct interval elapsed(const struct config *config, const struct timed *when)
{
	double n = when->amount, week = config->calendar.business_week, hours = config->calendar.business_day;
	double weekend = 7 - week, night = 24 - hours;

	switch (when->basis) {
	case BASIS_ELAPSED: return (struct interval){ n, n, true };
	case BASIS_BUSINESS_DAYS:
		return (struct interval){ n * DAY, n < 1e-9 ? DAY : (n + weekend * ceil(n / week) + 1) * DAY, true };
	case BASIS_BUSINESS_HOURS:
		return (struct interval){ n * HOUR,
			(n + ceil(n / hours) * night + weekend * ceil(ceil(n / hours) / week) * 24) * HOUR, true };
	default: return (struct interval){ 0, 0, false };
	}
}

static bool is_value(const struct timed *when)
{
	return when->op != WHEN_NONE && when->op != WHEN_VAGUE;
}

static bool same_words(str a, str b)
{
	struct arena scratch = { 0 };
	bool same = str_eq(a, b) ||
	    words_equal(text_n2(&scratch, text_n1(&scratch, a)), text_n2(&scratch, text_n1(&scratch, b)));

	arena_release(&scratch);
	return same;
}

/* Months are 30.4 days: two amounts within a percent of each other are the same. */
static int order_of(double old, double new)
{
	double slack = fabs(old) * 0.005;
	return new > old + slack ? 1 : new < old - slack ? -1 : 0;
}

static enum time_change turned(int order, enum when_op op)
{
	if (!order)
		return TIME_SAME;
	bool longer = op == WHEN_AT_LEAST ? order < 0 : order > 0;
	return longer ? TIME_LONGER : TIME_SHORTER;
}

static enum time_change compare_values(const struct config *config, const struct timed *old, const struct timed *new)
{
	if (old->op != new->op || !same_words(old->anchor, new->anchor))
		return TIME_UNDECIDED;
	if (old->basis == new->basis) {
		int order = order_of(old->amount, new->amount), share = order_of(old->percent, new->percent);
		if (order && share && (order > 0) != (share < 0))
			return TIME_UNDECIDED;
		if (order)
			return turned(order, old->op);
		return share > 0 ? TIME_SHORTER : share < 0 ? TIME_LONGER : TIME_SAME;
	}
	struct interval before = elapsed(config, old), after = elapsed(config, new);
	if (!before.known || !after.known)
		return TIME_UNDECIDED;
	if (after.least >= before.most)
		return turned(1, old->op);
	if (after.most <= before.least)
		return turned(-1, old->op);
	return TIME_UNDECIDED;
}

struct timed timed_of(const struct image *image, const struct when *when)
{
	return (struct timed){ when->op, when->basis, when->amount, when->percent, image_text(image, when->anchor),
		image_text(image, when->text) };
}

struct timed timed_read(struct arena *arena, str n0)
{
	struct duration found = duration_read(arena, n0);

	if (found.answer == DURATION_NONE)
		found = duration_find(arena, n0);
	enum when_op op = found.answer == DURATION_VALUE ? found.op
	    : found.answer == DURATION_VAGUE             ? WHEN_VAGUE
	                                                 : WHEN_NONE;
	return (struct timed){ op, found.basis, found.amount, found.percent, found.anchor, n0 };
}

enum time_change timed_compare(const struct config *config, const struct timed *old, const struct timed *new)
{
	bool was = is_value(old), is = is_value(new);

	if (was && is)
		return compare_values(config, old, new);
	if (same_words(old->text, new->text))
		return TIME_SAME;
	if (was)
		return new->text.size ? TIME_VAGUE : TIME_GONE;
	if (is)
		return old->text.size ? TIME_MEASURABLE : TIME_NEW;
	return TIME_REWORDED;
}

enum time_change times_compare(const struct config *config, const struct image *old_image, const struct when *old,
    const struct image *new_image, const struct when *new)
{
	struct timed was = timed_of(old_image, old), is = timed_of(new_image, new);
	return timed_compare(config, &was, &is);
}

enum { DATE_YEAR = 372 }; /* date_ordinal counts 31 days a month */

/* A date as a number; *dated: with its year. */
static uint32_t date_of(str text, bool *dated)
{
	uint32_t year = 0, found = date_ordinal(text, &year);

	*dated = year != 0;
	return found;
}

/* "01:00 UTC Wednesday 23rd March / 18:00 PDT Tuesday 22nd March" names both days. */
static bool names_day(str text, uint32_t day)
{
	struct str_cut cut = { .tail = text, .found = true };
	bool dated;

	while (cut.found) {
		cut = str_cut(cut.tail, '/');
		if (date_of(cut.head, &dated) % DATE_YEAR == day % DATE_YEAR)
			return true;
	}
	return false;
}

enum date_change dates_compare(str old, str new)
{
	bool old_dated, new_dated;
	uint32_t was = date_of(old, &old_dated), is = date_of(new, &new_dated);

	if (was && is && old_dated != new_dated) { /* a year came or went, or was misspelt: the day tells */
		was %= DATE_YEAR;
		is %= DATE_YEAR;
	}
	if (was && is && was != is && (names_day(new, was) || names_day(old, is)))
		return DATE_REWORDED;
	if (was && is)
		return is < was ? DATE_EARLIER : is > was ? DATE_LATER : DATE_SAME;
	if (is)
		return DATE_SET;
	if (was)
		return DATE_REMOVED;
	return same_words(old, new) ? DATE_SAME : DATE_REWORDED;
}

bool is_date(str text)
{
	bool dated;
	return date_of(text, &dated) != 0;
}
