/*
 * Announcements: since when and until when something holds, and whether that leaves the agreed notice.
 */
#include "tests/support/check.h"

#include "analyzer/change/promises/dates.h"
#include "analyzer/change/promises/notice.h"
#include "tests/support/changeset.h"

/* --- days ---------------------------------------------------------------------------------------------------- */

static void days_are_counted_from_1970(void **state)
{
	(void)state;
	assert_int_equal(day_of_text(STR("1970-01-01")), 0);
	assert_int_equal(day_of_text(STR("2000-03-01")), 11017);
	assert_int_equal(day_of_text(STR("31 December 2026")), 20818);
	assert_int_equal(day_of_text(STR("December 31, 2026")), 20818);
	assert_int_equal(day_of_text(STR("2026-12-31T00:00:00Z")), 20818);
	assert_int_equal(day_of_text(STR("2028-03-01")) - day_of_text(STR("2028-02-28")), 2);
	assert_int_equal(day_of_time(20818LL * 86400 + 86399), 20818);
	assert_int_equal(day_of_time(-1), -1);
}

static void what_is_no_day_is_none(void **state)
{
	static const char *const texts[] = { "", "soon", "2026", "March 2026", "31 December", "week 3", "2026-13-01",
		"99", "-" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(day_of_text(str_of(texts[i])), DAY_NONE);
}

static bool kept(const char *from, const char *to, double amount, bool business)
{
	struct config config;
	struct notice notice = { amount, business };

	config_default(&config);
	return notice_is_kept(&config, notice, day_of_text(str_of(from)), day_of_text(str_of(to)));
}

static void notice_counts_days_of_work(void **state)
{
	(void)state;
	assert_true(kept("2026-03-02", "2026-03-16", 10, true)); /* a Monday, and that of two weeks later */
	assert_false(kept("2026-03-02", "2026-03-15", 10, true));
	assert_false(kept("2026-11-28", "2026-12-01", 10, true)); /* a Saturday */
	assert_true(kept("2026-11-28", "2027-01-15", 10, true));
	assert_true(kept("2026-03-02", "2026-03-12", 10, false));
	assert_false(kept("2026-03-02", "2026-03-11", 10, false));
	assert_false(kept("2026-03-02", "2020-01-01", 1, true));
	assert_true(kept("2026-03-02", "2026-03-02", 0, true));
	assert_true(kept("2026-03-02", "2190-01-01", 1000, true));
}

static void a_week_has_as_many_days_of_work_as_the_calendar_says(void **state)
{
	struct config config;
	struct notice notice = { 6, true };

	(void)state;
	config_default(&config);
	config.calendar.business_week = 6;
	assert_true(notice_is_kept(&config, notice, day_of_text(STR("2026-03-02")), day_of_text(STR("2026-03-09"))));
	config.calendar.business_week = 5;
	assert_false(notice_is_kept(&config, notice, day_of_text(STR("2026-03-02")), day_of_text(STR("2026-03-09"))));
}

static void notices_are_read_as_people_write_them(void **state)
{
	struct notice notice;

	assert_true(notice_of_text(*state, STR("10bd"), &notice));
	assert_true(notice.business && notice.amount > 9.9 && notice.amount < 10.1);
	assert_true(notice_of_text(*state, STR("2 weeks"), &notice));
	assert_true(!notice.business && notice.amount > 13.9 && notice.amount < 14.1);
	assert_false(notice_of_text(*state, STR("soon"), &notice));
}

/* --- documents ----------------------------------------------------------------------------------------------- */

#define PAGE(front, text) "---\nowner: Billing\n" front "---\n# Invoices\n\n" text
#define TABLE                                                   \
	"| From team | To team | What | Time |\n|-|-|-|-|\n"    \
	"| Billing | Customer Support | Dispute file | 4 h |\n" \
	"| Customer Support | Billing | Decision | 1 day |\n"
#define ROWS(first, second)                                                                              \
	"# Invoices\n\n| From team | To team | What | Time | Effective | Valid until |\n|-|-|-|-|-|-|\n" \
	"| Billing | Customer Support | Dispute file | 4 h |" first "|\n"                                \
	"| Customer Support | Billing | Decision | 1 day |" second "|\n"

static const struct {
	const char *before, *after, *rules;
	unsigned announced;
} cases[] = {
	/* since when: judged on Saturday 28 November 2026, with ten days of work of notice */
	{ PAGE("", "Text.\n"), PAGE("effective: 2026-12-01\n", "Text.\n"), "effective-date-too-soon", 0 },
	{ PAGE("", "Text.\n"), PAGE("valid_from: 1 December 2026\n", "Text.\n"), "effective-date-too-soon", 0 },
	{ PAGE("", "Text.\n"), PAGE("effective: 2027-01-15\n", "Text.\n"), "", 1 },
	{ PAGE("", "Text.\n"), PAGE("effective: soon\n", "Text.\n"), "", 0 },
	{ PAGE("effective: 2026-12-01\n", "Text.\n"), PAGE("effective: 2026-12-01\n", "Text.\n"), "", 0 },
	{ PAGE("effective: 2026-12-01\n", "Text.\n"), PAGE("effective: 1 Dec 2026\n", "Text.\n"), "", 0 },
	{ PAGE("effective: 2027-03-01\n", "Text.\n"), PAGE("effective: 2027-02-01\n", "Text.\n"),
	    "effective-date-earlier", 1 },
	{ PAGE("effective: 2027-03-01\n", "Text.\n"), PAGE("effective: 2026-12-01\n", "Text.\n"),
	    "effective-date-too-soon", 0 },
	{ PAGE("effective: 2026-12-01\n", "Text.\n"), PAGE("effective: 2026-12-03\n", "Text.\n"),
	    "effective-date-later", 0 },
	{ PAGE("effective: 2026-12-01\n", "Text.\n"), PAGE("effective: 2027-03-01\n", "Text.\n"),
	    "effective-date-later", 1 },
	{ PAGE("effective: 2027-03-01\n", "Text.\n"), PAGE("", "Text.\n"), "", 0 },
	/* the page's own notice, as it was before: no change loosens it for itself */
	{ PAGE("notice: 1bd\n", "Text.\n"), PAGE("notice: 1bd\neffective: 2026-12-01\n", "Text.\n"), "", 1 },
	{ PAGE("", "Text.\n"), PAGE("notice: 1bd\neffective: 2026-12-01\n", "Text.\n"), "effective-date-too-soon", 0 },
	{ PAGE("notice: 100bd\n", "Text.\n"), PAGE("notice: 1bd\neffective: 2027-01-15\n", "Text.\n"),
	    "effective-date-too-soon", 0 },
	/* a new page */
	{ NULL, PAGE("effective: 2026-12-01\n", "Text.\n"), "document-added effective-date-too-soon", 0 },
	{ NULL, PAGE("effective: 2027-01-15\n", "Text.\n"), "document-added", 1 },
	/* until when */
	{ PAGE("", TABLE), PAGE("sunset: 2027-01-31\n", TABLE), "contract-deprecated", 0 },
	{ PAGE("", TABLE), PAGE("valid-until: 2027-01-31\n", TABLE), "contract-deprecated", 0 },
	{ PAGE("", TABLE), PAGE("deprecated: 2027-01-31\n", TABLE), "contract-deprecated", 0 },
	{ PAGE("", TABLE), PAGE("end: 2026-12-02\n", TABLE), "contract-deprecated-too-soon", 0 },
	{ PAGE("", TABLE), PAGE("deprecated: true\n", TABLE), "contract-deprecated-too-soon status-lowered", 0 },
	{ PAGE("sunset: 2027-01-31\n", TABLE), PAGE("sunset: 2027-01-31\nstatus: deprecated\n", TABLE),
	    "contract-deprecated status-lowered", 0 },
	{ PAGE("sunset: 2026-12-02\n", TABLE), PAGE("sunset: 2026-12-08\n", TABLE), "contract-deprecated", 0 },
	{ PAGE("sunset: 2027-01-31\n", TABLE), PAGE("sunset: 2026-12-08\n", TABLE), "contract-deprecated-too-soon", 0 },
	{ PAGE("", "Text.\n"), PAGE("sunset: 2026-12-02\n", "Text.\n"), "", 0 }, /* promises nothing */
	/* rows of a table */
	{ ROWS(" - | - ", " - | - "), ROWS(" 2026-12-01 | - ", " - | - "), "effective-date-too-soon", 0 },
	{ ROWS(" - | - ", " - | - "), ROWS(" 2027-01-15 | - ", " - | - "), "", 1 },
	{ ROWS(" - | - ", " - | - "), ROWS(" - | 2027-01-31 ", " - | 2026-12-01 "),
	    "contract-deprecated contract-deprecated-too-soon", 0 },
	{ ROWS(" 2027-02-01 | - ", " - | - "), ROWS(" 2027-01-15 | - ", " - | - "), "effective-date-earlier", 1 },
};

/* Of tables of contracts others tell what came and went in them: only dates are looked at here. */
static str rules_of_dates(struct changeset *set)
{
	str rest = changeset_rules(set), id, all = STR("");

	while (str_next_word(&rest, " ", &id))
		if (!str_starts(id, STR("section-")))
			all = arena_printf(&set->arena, "%.*s%s%.*s", STR_ARG(all), all.size ? " " : "", STR_ARG(id));
	return all;
}

static void dates_have_their_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct changeset set;
		changeset_compare_on(&set, "2026-11-28", "markdown", cases[i].before, cases[i].after);
		str got = rules_of_dates(&set);
		if (!str_eq(got, str_of(cases[i].rules)) || set.found.announced.count != cases[i].announced)
			print_error(
			    "case %zu:\n%s\n->\n%s\n", i, cases[i].before ? cases[i].before : "", cases[i].after);
		assert_str(got, str_of(cases[i].rules));
		assert_int_equal(set.found.announced.count, cases[i].announced);
		changeset_release(&set);
	}
}

static void a_row_names_its_parties(void **state)
{
	struct changeset set;

	(void)state;
	changeset_compare_on(
	    &set, "2026-11-28", "markdown", ROWS(" - | - ", " - | - "), ROWS(" 2026-12-01 | - ", " - | - "));
	for (uint32_t i = 0; i < set.found.list.count; i++) {
		const struct difference *d = &set.found.list.items[i];
		if (d->rule != RULE_EFFECTIVE_DATE_TOO_SOON)
			continue;
		assert_string_equal(d->kind, "contract");
		assert_str(d->name, STR("Dispute file"));
		assert_int_equal(d->named_count, 2);
		assert_str(
		    d->message, STR("'Dispute file' takes effect on 2026-12-01, sooner than the agreed notice allows"));
	}
	changeset_release(&set);
}

static void an_end_is_found_by_its_line(void **state)
{
	struct changeset set;

	(void)state;
	changeset_compare(&set, "markdown", PAGE("sunset: 2026-12-31\n", TABLE), ROWS(" - | 2026-12-30 ", " - | - "));
	assert_int_equal(sunset_of(set.image[BEFORE], 0), 20818);
	assert_int_equal(sunset_of(set.image[BEFORE], 10), 20818);
	assert_int_equal(sunset_of(set.image[AFTER], 5), 20817);
	assert_int_equal(sunset_of(set.image[AFTER], 6), DAY_NONE);
	changeset_release(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(days_are_counted_from_1970),
		TEST(what_is_no_day_is_none),
		TEST(notice_counts_days_of_work),
		TEST(a_week_has_as_many_days_of_work_as_the_calendar_says),
		TEST(notices_are_read_as_people_write_them),
		TEST(dates_have_their_rules),
		TEST(a_row_names_its_parties),
		TEST(an_end_is_found_by_its_line),
	};
	return cmocka_run_group_tests_name("analyzer/dates", tests, NULL, NULL);
}
