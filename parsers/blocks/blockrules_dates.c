#include "parsers/blocks/blockrules_tables.h"

#include "base/text.h"

#include <string.h>

/* Dates in cells, only as far as their order goes: is a table sorted by them? */

enum { YEAR_DAYS = 372, WEEK_BASE = 0x40000000 };

static unsigned month_of(str word)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
		"nov", "dec" };
	static const char *const full[] = { "january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december" };

	if (word.size < 3 || !byte_is_letter(word.at[0]))
		return 0;
	for (unsigned i = 0; i < 12; i++)
		if (byte_lower(word.at[0]) != months[i][0])
			continue;
		else if (str_ieq(word, str_of(months[i])) || str_ieq(word, str_of(full[i])) ||
		    (i == 8 && str_ieq(word, STR("sept"))))
			return i + 1;
	return 0;
}

bool is_month(str word)
{
	return month_of(word) != 0;
}

static uint32_t number_at(str word, size_t *end)
{
	uint32_t value = 0;

	for (*end = 0; *end < word.size && byte_is_digit(word.at[*end]) && *end < 6; ++*end)
		value = value * 10 + (uint32_t)(word.at[*end] - '0');
	return value;
}

static uint32_t day_of(str word)
{
	size_t end;
	uint32_t day = number_at(word, &end);
	str rest = str_sub(word, end, word.size);
	bool plain = !rest.size || str_ieq(rest, STR("st")) || str_ieq(rest, STR("nd")) || str_ieq(rest, STR("rd")) ||
	    str_ieq(rest, STR("th"));

	return end && end <= 2 && plain && day >= 1 && day <= 31 ? day : 0;
}

static uint32_t year_of(str word)
{
	size_t end;
	uint32_t year = number_at(word, &end);

	return end == 4 && word.size == 4 && year >= 1970 && year < 2200 ? year : 0;
}

static uint32_t iso_date(str word, uint32_t *year)
{
	size_t end;
	uint32_t y = number_at(word, &end), month, day;

	if (end != 4 || word.size < 8 || (word.at[4] != '-' && word.at[4] != '/' && word.at[4] != '.'))
		return 0;
	str rest = str_sub(word, 5, word.size);
	month = number_at(rest, &end);
	if (!end || end >= rest.size)
		return 0;
	day = number_at(str_sub(rest, end + 1, rest.size), &end);
	if (!end || month < 1 || month > 12 || day < 1 || day > 31)
		return 0;
	*year = y;
	return y * YEAR_DAYS + month * 31 + day;
}

static uint32_t week_number(str n0)
{
	static const char *const words[] = { "week ", "sprint ", "day ", "w", "t+", "t-", "d+", "d-" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t end, lead = strlen(words[i]);
		if (!str_istarts(n0, str_of(words[i])))
			continue;
		uint32_t value = number_at(str_sub(n0, lead, n0.size), &end);
		if (!end)
			continue;
		return words[i][1] == '-' ? WEEK_BASE - value : WEEK_BASE + value + 1;
	}
	return 0;
}

uint32_t date_ordinal(str n0, uint32_t *year)
{
	str rest = n0, word, before = STR("");
	uint32_t month = 0, day = 0, found_year = 0;

	uint32_t week = week_number(n0);
	if (week)
		return week;
	while (str_next_word(&rest, " ,()\t/", &word)) {
		if (month && day && found_year)
			break;
		uint32_t iso = iso_date(word, year);
		if (iso)
			return iso;
		if (!month && month_of(word)) {
			month = month_of(word);
			day = day_of(before);
		} else if (month && !day)
			day = day_of(word);
		if (month && !found_year)
			found_year = year_of(word);
		before = word;
	}
	if (!month || !day)
		return 0;
	if (found_year)
		*year = found_year;
	return *year * YEAR_DAYS + month * 31 + day;
}

/* Three of four filled cells are dates, and these (but for a turn of the year without years) do not go back. */
static bool column_is_sorted(const struct table *t, uint32_t column)
{
	uint32_t dated = 0, filled = 0, forward = 0, last = 0, year = 0;

	for (uint32_t row = 0; row < t->rows; row++) {
		str text = table_text(t, row, column);
		if (is_placeholder(text))
			continue;
		filled++;
		uint32_t date = date_ordinal(text, &year);
		if (!date)
			continue;
		if (last && (date >= last || (date < WEEK_BASE / 2 && !year && last - date > 180)))
			forward++;
		last = date;
		dated++;
	}
	return dated >= 2 && dated * 4 >= filled * 3 && forward * 4 >= (dated - 1) * 3;
}

bool table_is_schedule(const struct table *t, uint32_t when)
{
	static const char *const words[] = { "week", "weeks", "date", "dates", "day", "dev week", "target date",
		"start", "start date", "end", "end date", "milestone date", "date (pst)", "date/time", "date & time" };
	unsigned months = 0;

	if (when != COLUMN_NONE && column_is_sorted(t, when))
		return true;
	for (uint32_t c = 0; c < t->columns; c++) {
		months += is_month(t->titles[c]);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (str_ieq(t->titles[c], str_of(words[i])) && column_is_sorted(t, c))
				return true;
	}
	return months >= 2;
}
