#include "analyzer/config/suppress.h"

#include "base/glob.h"

#include <time.h>

bool suppression_is_about(const struct config_suppression *one, str rule, str path)
{
	return str_eq(one->rule, rule) && (!one->path.size || glob_match(one->path, path));
}

bool suppression_has_ended(const struct config_suppression *one, uint32_t day)
{
	return one->until_day && one->until_day < day;
}

bool config_suppresses(const struct config *config, str rule, str path, uint32_t day)
{
	for (unsigned i = 0; i < config->suppression_count; i++)
		if (!suppression_has_ended(&config->suppressions[i], day) &&
		    suppression_is_about(&config->suppressions[i], rule, path))
			return true;
	return false;
}

uint32_t ymd_of_time(int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm day;

	if (!gmtime_r(&when, &day) || day.tm_year < 70 || day.tm_year > 8099)
		return 0;
	return (uint32_t)(day.tm_year + 1900) * 10000 + (uint32_t)(day.tm_mon + 1) * 100 + (uint32_t)day.tm_mday;
}
