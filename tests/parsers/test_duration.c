#include "tests/support/check.h"

#include "parsers/duration/duration.h"

#include <stdio.h>

#define SECOND 1.0
#define MINUTE 60.0
#define HOUR   3600.0
#define DAY    86400.0
#define WEEK   (7 * DAY)
#define MONTH  2626560.0
#define YEAR   (12 * MONTH)

struct expected {
	const char *text;
	enum duration_answer answer;
	enum when_op op;
	enum when_basis basis;
	double amount;
};

#define MOST(text, amount)                                                \
	{                                                                 \
		text, DURATION_VALUE, WHEN_AT_MOST, BASIS_ELAPSED, amount \
	}
#define MOST_DAYS(text, amount)                                                 \
	{                                                                       \
		text, DURATION_VALUE, WHEN_AT_MOST, BASIS_BUSINESS_DAYS, amount \
	}
#define MOST_HOURS(text, amount)                                                 \
	{                                                                        \
		text, DURATION_VALUE, WHEN_AT_MOST, BASIS_BUSINESS_HOURS, amount \
	}
#define LEAST(text, amount)                                                \
	{                                                                  \
		text, DURATION_VALUE, WHEN_AT_LEAST, BASIS_ELAPSED, amount \
	}
#define LEAST_DAYS(text, amount)                                                 \
	{                                                                        \
		text, DURATION_VALUE, WHEN_AT_LEAST, BASIS_BUSINESS_DAYS, amount \
	}
#define EVERY(text, amount)                                             \
	{                                                               \
		text, DURATION_VALUE, WHEN_EVERY, BASIS_ELAPSED, amount \
	}
#define EVERY_DAYS(text, amount)                                              \
	{                                                                     \
		text, DURATION_VALUE, WHEN_EVERY, BASIS_BUSINESS_DAYS, amount \
	}
#define BY_CLOCK(text, hour, min)                                                   \
	{                                                                           \
		text, DURATION_VALUE, WHEN_BY, BASIS_TIME_OF_DAY, (hour)*60 + (min) \
	}
#define BY_NAME(text)                                        \
	{                                                    \
		text, DURATION_VALUE, WHEN_BY, BASIS_NONE, 0 \
	}
#define SOON(text)                                              \
	{                                                       \
		text, DURATION_VAGUE, WHEN_VAGUE, BASIS_NONE, 0 \
	}
#define NO_TIME(text)                                         \
	{                                                     \
		text, DURATION_NONE, WHEN_NONE, BASIS_NONE, 0 \
	}
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef struct duration reader(struct arena *arena, str n0);

static void check_rows(struct arena *arena, reader *read, const struct expected *rows, size_t count)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct duration got = read(arena, str_of(rows[i].text));
		double off = got.amount - rows[i].amount;
		if (got.answer == rows[i].answer && got.op == rows[i].op && got.basis == rows[i].basis && off < 1e-6 &&
		    off > -1e-6)
			continue;
		print_error("\"%s\": answer %d op %d basis %d amount %g, not %d %d %d %g\n", rows[i].text,
		    (int)got.answer, (int)got.op, (int)got.basis, got.amount, (int)rows[i].answer, (int)rows[i].op,
		    (int)rows[i].basis, rows[i].amount);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void the_table_of_the_specification_holds(void **state)
{
	static const struct expected rows[] = {
		MOST("4h", 4 * HOUR),
		MOST("4 hrs", 4 * HOUR),
		MOST("within 4 hours", 4 * HOUR),
		MOST("PT4H", 4 * HOUR),
		MOST("< 4 hours", 4 * HOUR),
		MOST("240 min", 4 * HOUR),
		MOST_DAYS("same day", 0),
		MOST_DAYS("EOD", 0),
		MOST_DAYS("COB", 0),
		MOST_DAYS("close of business", 0),
		MOST_DAYS("T+0", 0),
		MOST_DAYS("2 business days", 2),
		MOST_DAYS("two (2) Business Days", 2),
		MOST_DAYS("2 BD", 2),
		MOST_DAYS("2 working days", 2),
		MOST_DAYS("T+1", 1),
		MOST_DAYS("next business day", 1),
		MOST_DAYS("NBD", 1),
		MOST_DAYS("end of next business day", 1),
		MOST_DAYS("1 working week", 5),
		BY_CLOCK("by 17:00", 17, 0),
		BY_CLOCK("before 5pm", 17, 0),
		BY_CLOCK("no later than 5 pm", 17, 0),
		MOST_HOURS("4 business hours", 4),
		MOST("within 24-hours", DAY),
		MOST("P2D", 2 * DAY),
		MOST("2 days", 2 * DAY),
		MOST("48h", 2 * DAY),
		MOST("1 hour and 30 minutes", 5400),
		MOST("1h30", 5400),
		MOST("PT1H30M", 5400),
		LEAST_DAYS("at least 5 working days' notice", 5),
		EVERY("every 2 weeks", 2 * WEEK),
		EVERY("R/P14D", 2 * WEEK),
		EVERY("weekly", WEEK),
		SOON("immediately"),
		SOON("ASAP"),
		SOON("promptly"),
		SOON("without undue delay"),
		MOST("95% within 4h", 4 * HOUR),
		MOST("10 days (legal requirement)", 10 * DAY),
		NO_TIME("99.9% availability"),
		MOST("4 hours → CISO", 4 * HOUR),
		NO_TIME("TBD"),
		NO_TIME("n/a"),
		NO_TIME("-"),
		NO_TIME("within a few days"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void the_fixtures_of_the_appendix_hold(void **state)
{
	static const struct expected rows[] = {
		MOST("4h", 4 * HOUR),
		MOST("within 24-hours", DAY),
		MOST_DAYS("two (2) Business Days", 2),
		MOST_DAYS("3-5 business days", 5),
		MOST("half an hour", 1800),
		MOST("1h 30m", 5400),
		MOST("1 hour and 30 minutes", 5400),
		BY_CLOCK("by 5pm", 17, 0),
		BY_CLOCK("Monday at 9AM", 9, 0),
		EVERY("R3/PT10M", 600),
		MOST("10 days (legal requirement)", 10 * DAY),
		NO_TIME("99.9%"),
		NO_TIME("within a few days"),
		NO_TIME("n/a"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void numbers_are_digits_words_and_fractions(void **state)
{
	static const struct expected rows[] = {
		MOST("a day", DAY),
		MOST("an hour", HOUR),
		MOST("one week", WEEK),
		NO_TIME("a d"),
		NO_TIME("an h"),
		NO_TIME("one m"),
		MOST("forty-five minutes", 2700),
		MOST("twenty four hours", DAY),
		MOST("forty-eight (48) hours", 2 * DAY),
		MOST("two (3) days", 3 * DAY),
		MOST("2 (two) days", 2 * DAY),
		MOST("ninety days", 90 * DAY),
		MOST("one hundred and twenty (120) days", 120 * DAY),
		MOST("one hundred and twenty days", 120 * DAY),
		MOST("1.5 hours", 5400),
		MOST("1,5 h", 5400),
		MOST("1,000 hours", 1000 * HOUR),
		MOST("½ hour", 1800),
		MOST("1½ hours", 5400),
		MOST("1/2 hour", 1800),
		MOST("1 1/2 hours", 5400),
		MOST("half a day", DAY / 2),
		MOST("a half hour", 1800),
		MOST("an hour and a half", 5400),
		MOST("one and a half hours", 5400),
		MOST("two and a half days", 2.5 * DAY),
		NO_TIME("1.2.3 hours"),
		NO_TIME("99999999999999 days"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void units_have_their_calendar(void **state)
{
	static const struct expected rows[] = {
		MOST("30m", 1800),
		MOST("30 mins", 1800),
		MOST("3mo", 3 * MONTH),
		MOST("3 months", 3 * MONTH),
		MOST("1 y", YEAR),
		MOST("12 months", YEAR),
		MOST("2w", 2 * WEEK),
		MOST("a fortnight", 2 * WEEK),
		MOST("30s", 30),
		MOST("500ms", 0.5),
		NO_TIME("3M"),
		MOST_DAYS("1 bank day", 1),
		MOST_DAYS("5 clear days", 5),
		MOST("5 calendar days", 5 * DAY),
		MOST("10 elapsed hours", 10 * HOUR),
		MOST_DAYS("3 full business days", 3),
		MOST_DAYS("2 UK working days", 2),
		MOST_HOURS("8 working hours", 8),
		MOST_HOURS("30 business minutes", 0.5),
		MOST_DAYS("5wd", 5),
		MOST_HOURS("4bh", 4),
		MOST_DAYS("2 days (business)", 2),
		MOST_HOURS("4 hours (business hours)", 4),
		MOST_HOURS("4h during office hours", 4),
		MOST_DAYS("2-business-day", 2),
		NO_TIME("2 business months"),
		MOST("1:30 hours", 5400),
		NO_TIME("24/7"),
		MOST_DAYS("2 weekdays", 2),
		MOST("48 hrs.", 2 * DAY),
		NO_TIME("5 apples"),
		NO_TIME("SEV5"),
		NO_TIME("P1"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void ranges_count_by_the_end_that_binds(void **state)
{
	static const struct expected rows[] = {
		MOST_DAYS("3-5 business days", 5),
		MOST("1 – 2 weeks", 2 * WEEK),
		MOST("two or three months", 3 * MONTH),
		MOST("2 to 3 days", 3 * DAY),
		MOST("between 2 and 4 hours", 4 * HOUR),
		MOST("30 minutes to 2 hours", 2 * HOUR),
		MOST("24-48h", 2 * DAY),
		LEAST("at least 3-5 days", 3 * DAY),
		EVERY("every 20-30 minutes", 1800),
		NO_TIME("24 hours or 1 business day"),
		NO_TIME("2024-05-01"),
		NO_TIME("09:00-17:00"),
		NO_TIME("9am-5pm"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
	struct duration range = duration_read(*state, STR("3-5 business days"));
	assert_true(range.low == 3);
}

static void operators_may_stand_in_a_row(void **state)
{
	static const struct expected rows[] = {
		MOST("in less than 4 hours", 4 * HOUR),
		MOST("within a maximum of 2 days", 2 * DAY),
		MOST("max. 2 days", 2 * DAY),
		MOST("no more than 4 hours", 4 * HOUR),
		MOST("up to 3 days", 3 * DAY),
		MOST("<= 4h", 4 * HOUR),
		MOST("≤4h", 4 * HOUR),
		MOST("approx. 2 hours", 2 * HOUR),
		MOST("~ 2 hours", 2 * HOUR),
		MOST("within about two hours", 2 * HOUR),
		LEAST("> 30 days", 30 * DAY),
		LEAST(">= 30 days", 30 * DAY),
		LEAST("more than 30 days", 30 * DAY),
		LEAST("not less than 30 days", 30 * DAY),
		LEAST("min. 30 days", 30 * DAY),
		LEAST("after 14 days", 14 * DAY),
		LEAST("retain for 7 years", 7 * YEAR),
		LEAST("a minimum of 2 days", 2 * DAY),
		MOST("4 hours or less", 4 * HOUR),
		MOST("2 days max", 2 * DAY),
		LEAST("2 days or more", 2 * DAY),
		LEAST("5+ days", 5 * DAY),
		LEAST("2 weeks' notice", 2 * WEEK),
		LEAST("5 days prior written notice", 5 * DAY),
		LEAST("5 days before go-live", 5 * DAY),
		LEAST("no later than 5 days before go-live", 5 * DAY),
		LEAST("2 days in advance", 2 * DAY),
		NO_TIME("5 days ago"),
		NO_TIME("7 days a week"),
		NO_TIME("4 hours per week"),
		NO_TIME("2 hours long"),
		MOST("within the hour", HOUR),
		MOST("within the first hour", HOUR),
		MOST("within the next 12 months", YEAR),
		NO_TIME("within the past 30 days"),
		NO_TIME("within the last 30 days"),
		NO_TIME("by 2 days"),
		MOST("within 60 or fewer days", 60 * DAY),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void clock_times_need_a_colon_or_am_or_pm(void **state)
{
	static const struct expected rows[] = {
		NO_TIME("by 5"),
		NO_TIME("5"),
		BY_CLOCK("17:00", 17, 0),
		BY_CLOCK("5:30 p.m.", 17, 30),
		BY_CLOCK("12am", 0, 0),
		BY_CLOCK("12 pm", 12, 0),
		BY_CLOCK("by noon", 12, 0),
		BY_CLOCK("by midnight", 24, 0),
		BY_CLOCK("17:00 CET", 17, 0),
		BY_CLOCK("by 09:30 UTC+2 on Friday", 9, 30),
		BY_CLOCK("Friday 17:00", 17, 0),
		BY_CLOCK("bis 17 Uhr", 17, 0),
		BY_CLOCK("bis 17.30 Uhr", 17, 30),
		BY_CLOCK("by 17h00", 17, 0),
		NO_TIME("25:00"),
		NO_TIME("by 17:75"),
		BY_CLOCK("by 5pm the next business day", 17, 0),
		{ "after 9am", DURATION_VALUE, WHEN_AT_LEAST, BASIS_TIME_OF_DAY, 540 },
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void days_have_places_and_names(void **state)
{
	static const struct expected rows[] = {
		MOST_DAYS("same business day", 0),
		MOST_DAYS("same-day", 0),
		MOST_DAYS("end of day", 0),
		MOST_DAYS("by EOD", 0),
		MOST_DAYS("end of the working day", 0),
		MOST_DAYS("by close of business", 0),
		MOST_DAYS("next working day", 1),
		MOST_DAYS("within the next business day", 1),
		MOST_DAYS("by the next business day", 1),
		MOST_DAYS("close of business on the next working day", 1),
		MOST_DAYS("the following business day", 1),
		MOST_DAYS("5th working day of the month", 5),
		MOST_DAYS("by the fifth business day of each month", 5),
		MOST_DAYS("WD3", 3),
		MOST_DAYS("working day 3", 3),
		MOST_DAYS("T + 2", 2),
		BY_NAME("by Friday"),
		BY_NAME("by month end"),
		BY_NAME("month-end"),
		BY_NAME("by end of the quarter"),
		BY_NAME("EOD Friday"),
		BY_NAME("by 1 June 2025"),
		BY_NAME("by June 1st"),
		BY_NAME("by 2025-06-01"),
		NO_TIME("2025-06-01"),
		NO_TIME("Thursday 3rd July 2025"),
		BY_NAME("by the 5th of each month"),
		BY_NAME("last working day of the month"),
		BY_NAME("EOM"),
		BY_NAME("by end of Q3"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void cadences_are_every(void **state)
{
	static const struct expected rows[] = {
		EVERY("daily", DAY),
		EVERY("monthly", MONTH),
		EVERY("quarterly", 3 * MONTH),
		EVERY("annually", YEAR),
		EVERY("bi-weekly", 2 * WEEK),
		EVERY("every day", DAY),
		EVERY("every other week", 2 * WEEK),
		EVERY("every second Friday", 2 * WEEK),
		EVERY("every 2nd week", 2 * WEEK),
		EVERY("every second", 1),
		EVERY_DAYS("every business day", 1),
		EVERY_DAYS("every workday", 1),
		EVERY("every Monday", WEEK),
		EVERY("Mondays", WEEK),
		EVERY("once a month", MONTH),
		EVERY("twice a week", WEEK / 2),
		EVERY("3 times per day", DAY / 3),
		EVERY("2x per week", WEEK / 2),
		EVERY("once every 2 weeks", 2 * WEEK),
		EVERY("at least once a week", WEEK),
		EVERY("at least every 90 days", 90 * DAY),
		EVERY("twice daily", DAY / 2),
		EVERY("daily at 9am", DAY),
		EVERY("weekly on Friday", WEEK),
		EVERY("each week", WEEK),
		EVERY("R/2024-01-01T08:00:00Z/P1D", DAY),
		EVERY("0 9 * * *", DAY),
		EVERY_DAYS("0 9 * * 1-5", 1),
		EVERY("*/5 * * * *", 300),
		EVERY("0 0/5 * * * ?", 300),
		EVERY("0 9 * * MON", WEEK),
		EVERY("0 9 1 * *", MONTH),
		EVERY("0 0 1 1 *", YEAR),
		EVERY("@daily", DAY),
		NO_TIME("every 5 users"),
		NO_TIME("every time"),
		NO_TIME("1 2 3 4 5"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void vague_words_promise_no_value(void **state)
{
	static const struct expected rows[] = {
		SOON("a.s.a.p."),
		SOON("as soon as possible"),
		SOON("As soon as reasonably practicable"),
		SOON("Immediate"),
		SOON("real-time"),
		SOON("Immediately upon receipt"),
		SOON("right away"),
		SOON("In a timely manner"),
		SOON("soon"),
		SOON("Shortly"),
		SOON("zeitnah"),
		MOST("immediately, at most 2 hours", 2 * HOUR),
		MOST("ASAP, within 4h", 4 * HOUR),
		NO_TIME("a couple of hours"),
		NO_TIME("several days"),
		NO_TIME("within minutes"),
		NO_TIME(""),
		NO_TIME("none"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void cells_may_say_more_than_the_time(void **state)
{
	static const struct expected rows[] = {
		MOST("Response within 4 hours", 4 * HOUR),
		MOST("Target: 4 hours", 4 * HOUR),
		MOST("SLA 4h", 4 * HOUR),
		MOST("4 hours for P1 tickets", 4 * HOUR),
		MOST("2 days, weekends excluded", 2 * DAY),
		MOST_DAYS("1 business day (8 hours)", 1),
		NO_TIME("P1: 4 hours, P2: 8 hours"),
		NO_TIME("Response within 4 hours, resolution within 2 days"),
		NO_TIME("4 hours (8 hours for P2)"),
		MOST("Priority 1: 4 hours", 4 * HOUR),
		MOST("4 hours [CISO]", 4 * HOUR),
		NO_TIME("30 day money back"),
		MOST("within 2 days to the customer", 2 * DAY),
		NO_TIME("4 eyes"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void german_and_french_are_read(void **state)
{
	static const struct expected rows[] = {
		MOST("innerhalb von 4 Stunden", 4 * HOUR),
		MOST_DAYS("binnen 2 Werktagen", 2),
		MOST("spätestens nach 3 Tagen", 3 * DAY),
		LEAST("mindestens 2 Wochen", 2 * WEEK),
		EVERY("täglich", DAY),
		SOON("unverzüglich"),
		MOST("sous 4 heures", 4 * HOUR),
		MOST_DAYS("2 jours ouvrés", 2),
		MOST_DAYS("dans les 5 jours ouvrables", 5),
		SOON("immédiatement"),
	};

	check_rows(*state, duration_read, rows, COUNT(rows));
}

static void a_sentence_needs_a_preposition(void **state)
{
	static const struct expected rows[] = {
		MOST_DAYS("The Billing Team shall notify the Support Team within two (2) Business Days of receipt.", 2),
		MOST("yes, within 4h", 4 * HOUR),
		MOST("hand over dispute (within 4h)", 4 * HOUR),
		MOST("will answer in 2 days.", 2 * DAY),
		NO_TIME("a 45-min session"),
		NO_TIME("the 12-month average"),
		NO_TIME("in a 45-min session"),
		NO_TIME("exceeds 10 business days within a 30 day period"),
		NO_TIME("in one hour blocks"),
		NO_TIME("in 30 minute increments"),
		NO_TIME("for 60 days at a time"),
		NO_TIME("in 5 m of cable"),
		NO_TIME("within 5 m of the mast"),
		NO_TIME("in 2024"),
		NO_TIME("reduced by 2 days"),
		NO_TIME("Send 3 copies by 5"),
		NO_TIME("weekly report"),
		NO_TIME("takes 4 hours"),
		NO_TIME("within the past 30 days on the account"),
		NO_TIME("within 60 days prior to creation"),
		NO_TIME("at least 16 characters"),
		NO_TIME("after 3 attempts"),
		NO_TIME("at least 75% code coverage"),
		BY_CLOCK("must be sent by 17:00 CET every day", 17, 0),
		BY_NAME("shall be sent by Friday"),
		MOST_DAYS("delivered by EOD", 0),
		EVERY("reports every 2 weeks to Finance", 2 * WEEK),
		EVERY("meets once a month", MONTH),
		LEAST_DAYS("gives 5 working days' notice", 5),
		LEAST("give at least 2 weeks notice", 2 * WEEK),
		SOON("shall immediately notify Support"),
		SOON("inform Support as soon as possible"),
		NO_TIME("the table immediately below"),
		MOST("respond immediately and fix within 4 hours", 4 * HOUR),
		MOST("in less than four hours", 4 * HOUR),
		MOST("no later than 24 hours after the incident", DAY),
		LEAST("passwords expire after 90 days", 90 * DAY),
		EVERY("rotating the KEK at least every 90 days", 90 * DAY),
		MOST("within 30 days of inactivity", 30 * DAY),
		NO_TIME("in the 1910s"),
		NO_TIME("used by 3rd party controllers"),
		NO_TIME("takes up to 5 minutes before receiving it"),
		NO_TIME("waits 10 seconds before trying again"),
		LEAST("submit it 5 days before go-live", 5 * DAY),
		BY_NAME("by Tuesday, September 4th, 2018"),
		NO_TIME("Under KEP-6012, this extension point"),
		NO_TIME("within hours (check their time zones)"),
		NO_TIME("jouer 5 fois, dans les 5 joueurs"),
		LEAST("overdue > 30 days", 30 * DAY),
	};

	check_rows(*state, duration_find, rows, COUNT(rows));
}

static void a_share_comes_before_or_after(void **state)
{
	static const char *const texts[] = { "95% within 4h", "95 % of tickets within 4 hours", "4h (95%)",
		"within 4h for 95% of tickets", "95%: 4 hours", "4 hours in 95% of the cases" };

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct duration got = duration_read(*state, str_of(texts[i]));
		assert_int_equal(got.answer, DURATION_VALUE);
		assert_true(got.amount == 4 * HOUR && got.percent == 95);
	}
	struct duration found = duration_find(*state, STR("Support answers 95% of tickets within 4h"));
	assert_true(found.percent == 95);
	assert_true(duration_read(*state, STR("4h")).percent < 0);
}

static void the_anchor_is_what_the_time_counts_from(void **state)
{
	static const char *const rows[][2] = {
		{ "within 2 days of receipt", "receipt" },
		{ "24h after the invoice date", "the invoice date" },
		{ "within 5 days from notification and send it", "notification" },
		{ "5th working day of the month", "month" },
		{ "by Friday", "Friday" },
		{ "Monday at 9AM", "Monday" },
		{ "by 17:00 CET", "CET" },
		{ "by month end", "month end" },
		{ "5 days before go-live", "go-live" },
		{ "weekly on Friday", "Friday" },
		{ "every Monday", "Monday" },
		{ "0 9 * * *", "0 9 * * *" },
		{ "by 5pm on the next day", "the next day" },
		{ "4h", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_str(duration_read(*state, str_of(rows[i][0])).anchor, str_of(rows[i][1]));
}

static void an_arrow_or_a_bracket_names_the_receiver(void **state)
{
	assert_str(duration_read(*state, STR("4 hours → CISO")).to, str_of("CISO"));
	assert_str(duration_read(*state, STR("4 hours -> Head of Billing")).to, str_of("Head of Billing"));
	assert_str(duration_read(*state, STR("2 days [Support Team]")).to, str_of("Support Team"));
	assert_str(duration_read(*state, STR("10 days (legal requirement)")).to, str_of(""));
}

static void stripping_leaves_the_rest_of_the_label(void **state)
{
	static const char *const rows[][2] = {
		{ "yes, within 4h", "yes" },
		{ "hand over dispute (within 4h)", "hand over dispute" },
		{ "within 4h", "" },
		{ "Within 4 hours, Billing answers", "Billing answers" },
		{ "Send it within 4h to Bob", "Send it to Bob" },
		{ "send it within 4h, then close", "send it, then close" },
		{ "notify Support within 2 days of receipt.", "notify Support." },
		{ "Deadline: within 4h", "Deadline" },
		{ "no time here", "no time here" },
		{ "ok – within 2 days", "ok" },
		{ "call (urgent, within 4h)", "call (urgent)" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct duration found = duration_find(*state, str_of(rows[i][0]));
		assert_str(duration_strip(*state, str_of(rows[i][0]), &found), str_of(rows[i][1]));
	}
}

static struct when when_of(struct arena *arena, const char *text)
{
	struct builder out;
	struct duration found = duration_read(arena, str_of(text));

	builder_begin(&out, arena, "test");
	return duration_when(&out, str_of(text), &found);
}

static void equal_times_are_equal_however_written(void **state)
{
	static const char *const same[][2] = { { "24 hours", "1 day" }, { "4h", "PT4H" }, { "12 months", "1 year" },
		{ "365 days", "1 year" }, { "2 BD", "two business days" }, { "asap", "promptly" } };
	static const char *const other[][2] = { { "30 days", "1 month" }, { "4h", "4 business hours" },
		{ "366 days", "365 days" }, { "4h", "at least 4h" }, { "4h", "95% within 4h" },
		{ "2-4 days", "4 days" }, { "4h", "n/a" }, { "1440 min", "1441 min" } };

	for (size_t i = 0; i < COUNT(same); i++)
		assert_true(when_equal(when_of(*state, same[i][0]), when_of(*state, same[i][1])));
	for (size_t i = 0; i < COUNT(other); i++)
		assert_false(when_equal(when_of(*state, other[i][0]), when_of(*state, other[i][1])));
}

static void a_record_keeps_the_text_of_what_is_no_time(void **state)
{
	struct builder out;
	struct duration none = duration_read(*state, STR("n/a"));

	builder_begin(&out, *state, "test");
	struct when when = duration_when(&out, STR("n/a"), &none);
	assert_str(builder_str(&out, when.text), str_of("n/a"));
	assert_int_equal(when.op, WHEN_NONE);
}

static void every_word_of_the_table_is_found(void **state)
{
	static const struct {
		const char *text;
		const char *unit;
	} units[] = {
#define UNIT(text, basis, value, flags)              { text, #basis },
#define UNIT_ORD(text, basis, value, flags, ordinal) { text, #basis },
#define NUM(text, value)
#define KIND(text, kind)
#define ORD(text, ordinal)
#define CADENCE(text, basis, value)
#define CLOCK(text, minutes)
#include "parsers/duration/duration_words.def"
	};

	for (size_t i = 0; i < COUNT(units); i++) {
		char text[64];
		snprintf(text, sizeof text, "5%s", units[i].text);
		if (duration_read(*state, str_of(text)).answer != DURATION_VALUE)
			fail_msg("%s is not found", text);
	}
}

#undef UNIT
#undef UNIT_ORD
#undef NUM
#undef KIND
#undef ORD
#undef CADENCE
#undef CLOCK

static void the_tables_are_sorted(void **state)
{
	static const char *const words[] = {
#define UNIT(text, basis, value, flags)              text,
#define UNIT_ORD(text, basis, value, flags, ordinal) text,
#define NUM(text, value)                             text,
#define KIND(text, kind)                             text,
#define ORD(text, ordinal)                           text,
#define CADENCE(text, basis, value)                  text,
#define CLOCK(text, minutes)                         text,
#include "parsers/duration/duration_words.def"
	};
	static const char *const operators[] = {
#define OPERATOR(text, op, takes) text,
#include "parsers/duration/duration_operators.def"
	};
	static const char *const vague[] = {
#define VAGUE(text, takes) text,
#include "parsers/duration/duration_vague.def"
	};

	(void)state;
	for (size_t i = 1; i < COUNT(words); i++)
		assert_true(str_cmp(str_of(words[i - 1]), str_of(words[i])) < 0);
	for (size_t i = 1; i < COUNT(operators); i++)
		assert_true(str_cmp(str_of(operators[i - 1]), str_of(operators[i])) < 0);
	for (size_t i = 1; i < COUNT(vague); i++)
		assert_true(str_cmp(str_of(vague[i - 1]), str_of(vague[i])) < 0);
}

/* A long sentence is read in windows: what stands behind the first one is found too. */
static void a_time_far_behind_is_found(void **state)
{
	struct arena *arena = *state;
	size_t size = 0;
	char *text = arena_alloc(arena, 1 << 20);

	while (size < 200000)
		size += (size_t)snprintf(text + size, 64, "in two days or by the within ");
	snprintf(text + size, 64, "and answers within 4 hours.");
	struct duration found = duration_find(arena, (str){ text, size + 27 });
	assert_int_equal(found.answer, DURATION_VALUE);
	size = 0;
	while (size < 200000)
		size += (size_t)snprintf(text + size, 64, "no time at all, by (95 %% ");
	found = duration_find(arena, (str){ text, size });
	assert_int_equal(found.answer, DURATION_NONE);
	snprintf(text + size, 64, "and answers within 4 hours.");
	found = duration_find(arena, (str){ text, size + 27 });
	assert_true(found.answer == DURATION_VALUE && found.amount == 4 * HOUR);
	assert_str(found.phrase, str_of("within 4 hours"));
}

/* Any bytes are read without harm; each beginning and each end of the rows above is tried. */
static void cut_texts_are_harmless(void **state)
{
	static const char text[] =
	    "95% of (two (2) – 3½ Business Days' notice) → [CISO] by 17:00 p.m. CET, R3/PT10M P1Y2M \xff\xe2\x80 1/2 "
	    "every other 5th T+1 0 9 * * 1-5";

	for (size_t from = 0; from < sizeof text - 1; from++)
		for (size_t to = from; to < sizeof text; to++) {
			str part = arena_dup(*state, (str){ text + from, to - from });
			struct duration found = duration_find(*state, part);
			duration_strip(*state, part, &found);
			duration_read(*state, part);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_table_of_the_specification_holds),
		TEST(the_fixtures_of_the_appendix_hold),
		TEST(numbers_are_digits_words_and_fractions),
		TEST(units_have_their_calendar),
		TEST(ranges_count_by_the_end_that_binds),
		TEST(operators_may_stand_in_a_row),
		TEST(clock_times_need_a_colon_or_am_or_pm),
		TEST(days_have_places_and_names),
		TEST(cadences_are_every),
		TEST(vague_words_promise_no_value),
		TEST(cells_may_say_more_than_the_time),
		TEST(german_and_french_are_read),
		TEST(a_sentence_needs_a_preposition),
		TEST(a_share_comes_before_or_after),
		TEST(the_anchor_is_what_the_time_counts_from),
		TEST(an_arrow_or_a_bracket_names_the_receiver),
		TEST(stripping_leaves_the_rest_of_the_label),
		TEST(equal_times_are_equal_however_written),
		TEST(a_record_keeps_the_text_of_what_is_no_time),
		TEST(every_word_of_the_table_is_found),
		TEST(the_tables_are_sorted),
		TEST(a_time_far_behind_is_found),
		TEST(cut_texts_are_harmless),
	};

	return cmocka_run_group_tests_name("parsers/duration", tests, NULL, NULL);
}
