/*
 * notice - dates of announcements, as days
 *
 * A day is a number of days since 1970-01-01 of the common calendar; clocks and time zones are not looked at.
 */
#ifndef ANALYZER_CHANGE_PROMISES_NOTICE_H
#define ANALYZER_CHANGE_PROMISES_NOTICE_H

#include "analyzer/config/config.h"

enum { DAY_NONE = INT32_MIN };

int32_t day_of_text(str text);     /* "2026-12-01", "1 December 2026"; DAY_NONE without a day or a year */
int32_t day_of_time(int64_t time); /* seconds since 1970, UTC */

struct notice {
	double amount;
	bool business; /* days of work, else of the calendar */
};

struct notice notice_of_config(const struct config *config);
bool notice_of_text(struct arena *arena, str text, struct notice *out); /* "10bd", "two weeks" */
/* From one day to another there is as much time as that, the days of work being those of the calendar. */
bool notice_is_kept(const struct config *config, struct notice notice, int32_t from, int32_t to);

#endif
