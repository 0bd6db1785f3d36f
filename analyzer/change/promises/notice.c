#include "analyzer/change/promises/notice.h"

#include "base/day.h"
#include "parsers/blocks/blockrules_tables.h"
#include "parsers/duration/duration.h"

enum { DAY = 86400, FIRST_YEAR = 1970, LAST_YEAR = 2199, YEAR_SLOTS = 372, MONTH_SLOTS = 31 };

int32_t day_of_text(str text)
{
	uint32_t year = 0, found = date_ordinal(text, &year);

	if (!found || year < FIRST_YEAR || year > LAST_YEAR || found / YEAR_SLOTS > year + 1)
		return DAY_NONE;
	uint32_t of_year = found - year * YEAR_SLOTS - MONTH_SLOTS - 1; /* month * 31 + day, from 32 on */
	return day_number((int32_t)year, (int32_t)(of_year / MONTH_SLOTS) + 1, (int32_t)(of_year % MONTH_SLOTS) + 1);
}

int32_t day_of_time(int64_t time)
{
	return (int32_t)(time >= 0 ? time / DAY : -((-time + DAY - 1) / DAY));
}

struct notice notice_of_config(const struct config *config)
{
	return (struct notice){ config->calendar.notice_days, true };
}

bool notice_of_text(struct arena *arena, str text, struct notice *out)
{
	struct duration found = duration_read(arena, text);

	if (found.answer != DURATION_VALUE || found.amount < 0 || found.amount > 1e9 ||
	    (found.basis != BASIS_BUSINESS_DAYS && found.basis != BASIS_ELAPSED))
		return false;
	out->business = found.basis == BASIS_BUSINESS_DAYS;
	out->amount = out->business ? found.amount : found.amount / (double)DAY;
	return true;
}

/* Weeks have so many days of work, the first ones; 1970-01-01 was a Thursday. */
static bool is_work(const struct config *config, int32_t day)
{
	int32_t of_week = (day + 3) % 7;
	return (of_week < 0 ? of_week + 7 : of_week) < (int32_t)(config->calendar.business_week + 0.5);
}

bool notice_is_kept(const struct config *config, struct notice notice, int32_t from, int32_t to)
{
	enum { FAR = 4000 }; /* days; more notice than that nobody asks */
	double days = 0;

	if (to - from > FAR)
		return true;
	if (!notice.business)
		return to - from >= notice.amount;
	for (int32_t day = from + 1; day <= to && days < notice.amount; day++)
		days += is_work(config, day);
	return days >= notice.amount;
}
