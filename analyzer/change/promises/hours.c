#include "analyzer/change/promises/hours.h"

#include <string.h>

enum { DAYS = 7, SLOT_MINUTES = 5, SLOTS = 24 * 60 / SLOT_MINUTES, DAY_MINUTES = 24 * 60 };

struct week {
	bool open[DAYS][SLOTS];
	uint64_t unknown; /* of the words that are not understood */
	bool any;         /* a day or a time was */
};

struct shift {         /* what is read of one part, before it counts */
	unsigned days; /* bits; 0: none was named */
	int from, to;  /* minutes; -1: none */
	bool range;    /* a dash stands behind the last day or time */
	int last_day;
};

static int day_of(str word)
{
	static const char *const names[DAYS] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
		"sunday" };

	if (str_ends(word, STR("s")) && word.size > 4)
		word.size--;
	for (int i = 0; i < DAYS; i++)
		if (word.size >= 2 && (word.size <= 4 || str_eq(word, str_of(names[i]))) &&
		    str_starts(str_of(names[i]), word))
			return i;
	return -1;
}

static unsigned days_of(str word)
{
	static const struct {
		const char *word;
		unsigned days;
	} groups[] = { { "weekdays", 0x1f }, { "weekday", 0x1f }, { "workdays", 0x1f }, { "business", 0x1f },
		{ "working", 0x1f }, { "daily", 0x7f }, { "everyday", 0x7f }, { "weekends", 0x60 },
		{ "weekend", 0x60 } };

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (str_eq(word, str_of(groups[i].word)))
			return groups[i].days;
	return 0;
}

static bool is_filler(str word)
{
	static const char *const words[] = { "days", "day", "every", "hours", "hour", "from", "on", "the", "of",
		"o'clock", "between", "h", "all" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, str_of(words[i])))
			return true;
	return false;
}

static bool is_always(str word)
{
	return str_eq(word, STR("24x7")) || str_eq(word, STR("24/7")) || str_eq(word, STR("7x24")) ||
	    str_eq(word, STR("24h")) || str_eq(word, STR("always"));
}

static uint64_t add_hash(uint64_t hash, str word)
{
	for (size_t i = 0; i < word.size; i++)
		hash = (hash ^ (unsigned char)word.at[i]) * 1099511628211u;
	return hash * 31 + 7;
}

/* "9", "9:30", "09.00", "5pm": minutes; *bare where it was a number alone. */
static int time_of(str word, bool *bare)
{
	int hours = 0, minutes = 0;
	size_t at = 0, digits = 0;

	*bare = false;
	while (at < word.size && byte_is_digit(word.at[at]) && digits < 3) {
		hours = hours * 10 + (word.at[at++] - '0');
		digits++;
	}
	if (!digits || digits > 2 || hours > 24)
		return -1;
	if (at + 2 < word.size && (word.at[at] == ':' || word.at[at] == '.') && byte_is_digit(word.at[at + 1]) &&
	    byte_is_digit(word.at[at + 2])) {
		minutes = (word.at[at + 1] - '0') * 10 + (word.at[at + 2] - '0');
		at += 3;
	} else
		*bare = at == word.size;
	str half = str_sub(word, at, word.size);
	bool after_noon = str_eq(half, STR("pm")) || str_eq(half, STR("p.m."));
	if (half.size && !after_noon && !str_eq(half, STR("am")) && !str_eq(half, STR("a.m.")) &&
	    !str_eq(half, STR("h")))
		return -1;
	if (half.size && !str_eq(half, STR("h")))
		hours = hours % 12 + (after_noon ? 12 : 0);
	return minutes > 59 ? -1 : hours * 60 + minutes;
}

static void open_shift(struct week *week, const struct shift *shift)
{
	unsigned days = shift->days ? shift->days : 0x7f;
	int from = shift->from < 0 ? 0 : shift->from, to = shift->to < 0 ? DAY_MINUTES : shift->to;

	if (from < DAY_MINUTES / 2 && to > 0 && to < from) /* "9-5" */
		to += DAY_MINUTES / 2;

	if (!shift->days && shift->from < 0)
		return;
	week->any = true;
	for (int day = 0; day < DAYS; day++)
		for (int slot = 0; slot < SLOTS; slot++) {
			int minute = slot * SLOT_MINUTES;
			bool inside = from < to ? minute >= from && minute < to : minute >= from || minute < to;
			if ((days >> day & 1) && inside)
				week->open[day][slot] = true;
		}
}

static void add_day(struct shift *shift, int day)
{
	int first = shift->range && shift->last_day >= 0 ? shift->last_day : day;

	for (int at = first, steps = 0; steps < DAYS; at = (at + 1) % DAYS, steps++) {
		shift->days |= 1u << at;
		if (at == day)
			break;
	}
	shift->last_day = day;
	shift->range = false;
}

static bool add_time(struct week *week, struct shift *shift, int minutes)
{
	if (shift->from >= 0 && shift->to >= 0) { /* a second window of the same days */
		open_shift(week, shift);
		shift->from = shift->to = -1;
	}
	if (shift->from < 0)
		shift->from = minutes;
	else
		shift->to = minutes;
	shift->range = false;
	return true;
}

static void add_word(struct week *week, struct shift *shift, str word)
{
	bool bare;
	int day = day_of(word), minutes = time_of(word, &bare);
	unsigned days = days_of(word);

	if (is_always(word)) {
		shift->days = 0x7f;
		shift->from = 0;
		shift->to = DAY_MINUTES;
	} else if (day >= 0)
		add_day(shift, day);
	else if (days)
		shift->days |= days;
	else if (minutes >= 0)
		add_time(week, shift, minutes);
	else if ((str_eq(word, STR("pm")) || str_eq(word, STR("am"))) && shift->from >= 0) {
		int *last = shift->to >= 0 ? &shift->to : &shift->from;
		*last = *last % (12 * 60) + (word.at[0] == 'p' ? 12 * 60 : 0);
	} else if (!is_filler(word))
		week->unknown = add_hash(week->unknown, word);
}

static bool is_range(str *rest)
{
	static const char *const marks[] = { "-", "\u2013", "\u2014", "to ", "until ", "till ", "through ", "thru " };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_istarts(*rest, str_of(marks[i]))) {
			*rest = str_sub(*rest, strlen(marks[i]), rest->size);
			return true;
		}
	return false;
}

/* Lower case of up to 23 bytes. */
static str lower_word(str word, char out[24])
{
	size_t size = word.size < 23 ? word.size : 23;

	for (size_t i = 0; i < size; i++)
		out[i] = byte_lower(word.at[i]);
	return (str){ out, size };
}

static size_t word_size(str rest)
{
	size_t size = 0;

	while (size < rest.size && !strchr(" -,;&()", rest.at[size]) &&
	    !str_starts(str_sub(rest, size, rest.size), STR("\u2013")) &&
	    !str_starts(str_sub(rest, size, rest.size), STR("\u2014")))
		size++;
	return size;
}

static bool is_never_closed(str text)
{
	static const char *const words[] = { "24 x 7", "24 / 7", "around the clock", "24 hours a day",
		"day and night" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ifind(text, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

static void read_week(struct week *out, str text)
{
	struct shift shift = { 0, -1, -1, false, -1 };
	str rest = text;

	memset(out, 0, sizeof *out);
	if (is_never_closed(text)) {
		shift.days = 0x7f;
		rest = STR("");
	}
	while (rest.size) {
		char buffer[24];
		rest = str_trim_left(rest);
		if (!rest.size)
			break;
		if (is_range(&rest)) {
			shift.range = true;
			continue;
		}
		size_t size = word_size(rest);
		if (!size) {
			bool ends = rest.at[0] == ',' || rest.at[0] == ';';
			if (ends && shift.from >= 0) { /* "Mon, Tue 9-17" is one, "Mon 9-17, Sat 9-12" are two */
				open_shift(out, &shift);
				shift = (struct shift){ 0, -1, -1, false, -1 };
			}
			rest = str_sub(rest, 1, rest.size);
			continue;
		}
		add_word(out, &shift, lower_word(str_sub(rest, 0, size), buffer));
		rest = str_sub(rest, size, rest.size);
	}
	open_shift(out, &shift);
}

enum hours_change hours_compare(str old, str now)
{
	struct week before, after;
	bool less = false, more = false;

	read_week(&before, old);
	read_week(&after, now);
	if (!before.any || !after.any || before.unknown != after.unknown)
		return HOURS_UNDECIDED;
	for (int day = 0; day < DAYS; day++)
		for (int slot = 0; slot < SLOTS; slot++) {
			less = less || (before.open[day][slot] && !after.open[day][slot]);
			more = more || (!before.open[day][slot] && after.open[day][slot]);
		}
	return less && more ? HOURS_UNDECIDED : less ? HOURS_REDUCED : more ? HOURS_EXTENDED : HOURS_SAME;
}

int clock_of(str text)
{
	struct week week;
	struct shift shift = { 0, -1, -1, false, -1 };
	str rest = text, word;
	char buffer[24];
	bool bare = false;

	memset(&week, 0, sizeof week);
	if (str_istarts(rest, STR("by ")) || str_istarts(rest, STR("at ")))
		rest = str_sub(rest, 3, rest.size);
	while (str_next_word(&rest, " ", &word)) {
		word = lower_word(word, buffer);
		if (shift.from >= 0 && !str_eq(word, STR("am")) && !str_eq(word, STR("pm")))
			return -1;
		if (shift.from < 0 && time_of(word, &bare) < 0)
			return -1;
		bare = bare && shift.from < 0;
		add_word(&week, &shift, word);
	}
	return bare ? -1 : shift.from;
}
