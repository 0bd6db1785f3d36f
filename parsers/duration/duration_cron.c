/*
 * Cron expressions, as timers of engines carry them: "0 9 * * 1-5", "0 0/5 * * * ?". Read is how often
 * they run on average; the expression itself is the anchor, so that another hour of the day is a difference.
 */
#include "parsers/duration/duration_parts.h"

#include <string.h>

enum { CRON_FIELDS = 7 };
static const double DAY = 86400, MONTH = 2626560;
enum cron_field { CRON_SECOND, CRON_MINUTE, CRON_HOUR, CRON_DAY, CRON_MONTH, CRON_WEEKDAY, CRON_YEAR };

static const double field_values[CRON_FIELDS] = { 60, 60, 24, 30.4, 12, 7, 1 };
static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

static double cron_value(str text)
{
	double value = 0;

	for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
		if (str_ieq(text, str_of(weekdays[i])))
			return (double)i;
	for (size_t i = 0; i < text.size && i < 4 && byte_is_digit(text.at[i]); i++)
		value = value * 10 + (text.at[i] - '0');
	return value;
}

static bool is_any(str text)
{
	return str_eq(text, STR("*")) || str_eq(text, STR("?"));
}

/* How many values one item of a field lets through: 5, 1-5, 0/15 */
static double count_item(str item, double values)
{
	struct str_cut step = str_cut(item, '/'), range = str_cut(step.head, '-');
	double width = 1;

	if (is_any(step.head) || (step.found && !range.found))
		width = values;
	else if (range.found)
		width = cron_value(range.tail) - cron_value(range.head) + 1;
	if (width <= 0)
		width += values;
	double every = step.found ? cron_value(step.tail) : 1;
	return every > 1 && width > 1 ? (width < every ? 1 : width / every) : width;
}

/* 0: this is no field of a cron expression. */
static double count_field(str field, double values)
{
	double count = 0;
	str item;

	for (size_t i = 0; i < field.size; i++)
		if (!byte_is_digit(field.at[i]) && !byte_is_upper(field.at[i]) && !strchr("*?/,-#", field.at[i]))
			return 0;
	while (str_next_word(&field, ",", &item))
		count += count_item(item, values);
	return count < values ? count : values;
}

/* From counts per field to the time between two runs. */
static void set_interval(struct time_span *out, const double counts[CRON_FIELDS])
{
	bool days = counts[CRON_DAY] < field_values[CRON_DAY], weekday = counts[CRON_WEEKDAY] < 7;
	double runs = counts[CRON_SECOND] * counts[CRON_MINUTE] * counts[CRON_HOUR];
	double between = days ? MONTH / counts[CRON_DAY] : weekday ? 7 * DAY / counts[CRON_WEEKDAY] : DAY;

	out->basis = BASIS_ELAPSED;
	out->high = between * (12 / counts[CRON_MONTH]) / runs;
	if (runs == 1 && !days && counts[CRON_WEEKDAY] == 5 && counts[CRON_MONTH] == 12) {
		out->basis = BASIS_BUSINESS_DAYS;
		out->high = 1;
	}
	out->low = out->high;
}

bool span_read_cron(str text, struct time_span *out)
{
	double counts[CRON_FIELDS] = { 1, 1, 1, 1, 1, 1, 1 };
	str rest = text, fields[CRON_FIELDS];
	unsigned count = 0;
	bool any = false;

	while (count < CRON_FIELDS && str_next_word(&rest, " ", &fields[count]))
		any |= is_any(fields[count++]);
	if (count < 5 || rest.size || !any)
		return false;
	unsigned first = count == 5 ? CRON_MINUTE : CRON_SECOND; /* more than five begin with seconds */
	for (unsigned i = 0; i < count; i++) {
		counts[i + first] = count_field(fields[i], field_values[i + first]);
		if (counts[i + first] <= 0)
			return false;
	}
	*out = (struct time_span){ .kind = SPAN_CADENCE, .anchor_to = (uint32_t)text.size };
	set_interval(out, counts);
	return true;
}
