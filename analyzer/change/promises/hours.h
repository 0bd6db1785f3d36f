/*
 * hours - when somebody is there: "Mon-Fri 9:00-17:00", "24x7", "weekdays 8 am to 6 pm, Sat 9-12"
 *
 * Source: days by their English names and what they are abbreviated to; ranges with a dash or "to"; without a day every
 * day is meant, without a time the whole day. Words that are not understood (a time zone) have to be the same on both
 * sides, else nobody can tell which hours are longer.
 */
#ifndef ANALYZER_CHANGE_PROMISES_HOURS_H
#define ANALYZER_CHANGE_PROMISES_HOURS_H

#include "base/str.h"

enum hours_change { HOURS_SAME, HOURS_REDUCED, HOURS_EXTENDED, HOURS_UNDECIDED };

enum hours_change hours_compare(str old, str now);
/* Minutes after midnight of "17:00", "5 pm", "5:30pm"; -1: it is no clock time. */
int clock_of(str text);

#endif
