#include "base/day.h"

/* Years begin on 1 March here, so that leap days come last. */
int32_t day_number(int32_t year, int32_t month, int32_t day)
{
	int32_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
