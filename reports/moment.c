#include "reports/moment.h"

#include <time.h>

static struct tm utc_of(int64_t seconds)
{
	const int64_t first = -62167219200, last = 253402300799; /* 0000-01-01T00:00:00Z, 9999-12-31T23:59:59Z */
	time_t moment = (time_t)(seconds < first ? first : seconds > last ? last : seconds);
	struct tm out = { 0 };

	gmtime_r(&moment, &out);
	return out;
}

void put_day(struct buf *out, int64_t seconds)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
		"Nov", "Dec" };
	struct tm at = utc_of(seconds);

	buf_putf(out, "%d %s %d", at.tm_mday, months[at.tm_mon], at.tm_year + 1900);
}

static void put_digits(struct buf *out, int value, size_t count, char behind)
{
	char digits[8];

	digits[count] = behind;
	for (size_t i = count; i-- > 0; value /= 10)
		digits[i] = (char)('0' + value % 10);
	buf_put(out, (str){ digits, count + 1 });
}

void put_instant(struct buf *out, int64_t seconds)
{
	struct tm at = utc_of(seconds);

	put_digits(out, at.tm_year + 1900, 4, '-');
	put_digits(out, at.tm_mon + 1, 2, '-');
	put_digits(out, at.tm_mday, 2, 'T');
	put_digits(out, at.tm_hour, 2, ':');
	put_digits(out, at.tm_min, 2, ':');
	put_digits(out, at.tm_sec, 2, 'Z');
}

uint32_t moment_day(int64_t seconds)
{
	struct tm at = utc_of(seconds);

	return (uint32_t)(at.tm_year + 1900) * 10000 + (uint32_t)(at.tm_mon + 1) * 100 + (uint32_t)at.tm_mday;
}
