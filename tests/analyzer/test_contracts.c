#include "tests/support/check.h"

#include "tests/support/changeset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Promises between teams: what is said of a change, what is not, and that the reverse of a change says the reverse. */

/* --- one field of a row --------------------------------------------------------------------------------------- */

struct cell_case { /* a column of a table of promises, and its cell before and after */
	const char *column, *before, *after, *rules;
};

static const struct cell_case cells[] = {
	/* times, formats.md 8.3 */
	{ "SLA", "4 h", "8 h", "sla-relaxed" },
	{ "SLA", "4 h", "1 business day", "sla-relaxed" },
	{ "SLA", "24 h", "1 business day", "sla-relaxed" },
	{ "SLA", "2 days", "2 business days", "sla-relaxed" },
	{ "SLA", "next business day", "same day", "sla-tightened" },
	{ "SLA", "1 week", "5 business days", "sla-calendar-changed" },
	{ "SLA", "end of day", "by 17:00", "sla-calendar-changed" },
	{ "SLA", "24 hours", "1 day", "" },
	{ "SLA", "4h", "PT4H", "" },
	{ "SLA", "within 2 business days", "2 working days", "" },
	{ "SLA", "2 days of receipt", "2 days after invoice date", "sla-calendar-changed" },
	{ "SLA", "2 days of receipt", "3 days of receipt", "sla-relaxed" },
	{ "SLA", "by 12:00", "by 17:00", "sla-relaxed" },
	{ "SLA", "cut-off by 17:00", "cut-off by 15:00", "sla-cutoff-earlier" },
	{ "SLA", "submit by 17:00", "submit by 18:00", "sla-cutoff-later" },
	{ "SLA", "at least 5 business days' notice", "at least 10 business days' notice", "sla-leadtime-increased" },
	{ "SLA", "at least 90 days", "at least 30 days", "sla-relaxed" },
	{ "SLA", "weekly", "monthly", "sla-frequency-decreased" },
	{ "SLA", "every 2 weeks", "every 14 days", "" },
	{ "SLA", "99% within 4 h", "95% within 4 h", "sla-rate-lowered" },
	{ "SLA", "within 4 h", "95% within 4 h", "sla-rate-lowered" },
	{ "SLA", "95% within 4 h", "99% within 8 h", "sla-rate-raised sla-relaxed" },
	{ "SLA", "4 h", "as soon as possible", "sla-became-vague" },
	{ "SLA", "4 h", "soon", "sla-became-vague" },
	{ "SLA", "4 h", "-", "sla-relaxed" },
	{ "SLA", "soon", "promptly", "section-changed" },
	{ "Cut-off", "17:00", "15:00", "sla-cutoff-earlier" },
	{ "Cut-off", "5 pm", "17:00", "" },
	/* where */
	{ "Channel", "queue Disputes", "queue Billing", "channel-changed" },
	{ "Channel", "queue Disputes, mailbox care@acme.example", "queue Disputes", "channel-removed" },
	{ "Channel", "Queue Disputes", "queue disputes", "" },
	/* why */
	{ "Purpose", "The regulator asks for it", "Customers get their money back", "purpose-changed" },
	{ "Purpose", "The regulator asks for it", "-", "purpose-removed" },
	{ "Purpose", "The regulator asks for it", "The regulators ask for it.", "" },
	/* the rest of a contract */
	{ "Contact", "care@acme.example", "disputes@acme.example", "contract-contact-changed" },
	{ "Contact", "bills@acme.example", "bill@acme.example", "contract-contact-changed" },
	{ "Contact", "#billing-desk", "#billing-disk", "contract-contact-changed" },
	{ "Escalation", "Head of Billing", "Head of Finance", "contract-escalation-changed" },
	{ "Escalation", "Head of Billing", "-", "contract-escalation-removed" },
	{ "Service hours", "Mon-Fri 9:00-17:00", "Mon-Fri 9:00-16:00", "sla-hours-reduced" },
	{ "Service hours", "24x7", "Mon-Fri 8-18", "sla-hours-reduced" },
	{ "Service hours", "Mon-Fri 9-17", "weekdays 9 am to 5 pm", "" },
	{ "Service hours", "Mon-Fri 9-5", "Monday through Friday, 9:00 AM - 5:00 PM", "" },
	{ "Service hours", "24x7", "24 hours a day", "" },
	{ "Service hours", "daily 22-6", "daily 22-5", "sla-hours-reduced" },
	{ "Service hours", "Mon-Fri 9-17, Sat 9-12", "Mon-Fri 9-17", "sla-hours-reduced" },
	{ "Service hours", "Mon-Fri 9-17", "Mon-Fri 8-16", "sla-calendar-changed" },
	{ "Service hours", "Mon-Fri 9-17 CET", "Mon-Fri 9-17 UTC", "sla-calendar-changed" },
	{ "Penalty", "10 % of the fee", "5 % of the fee", "penalty-changed" },
	{ "Threshold", "5,000 EUR", "10,000 EUR", "threshold-changed" },
	{ "Threshold", "above 5,000 EUR", "more than 5,000 EUR", "section-changed" },
	{ "Prerequisites", "signed form", "signed form, copy of the passport", "input-required-added" },
	{ "Format", "CSV", "XML", "output-format-changed" },
	{ "Output", "list of disputes, credit notes", "list of disputes", "output-removed" },
	{ "Scope", "consumer, business", "consumer", "scope-narrowed" },
	{ "Scope", "all orders", "all orders, except prepaid", "scope-narrowed" },
	{ "Scope", "Germany", "France", "scope-narrowed scope-widened" },
	/* columns that mean nothing here stay text */
	{ "SLA", "4 hours", "4 hours (8 hours at weekends)", "section-changed" },
	{ "Remarks", "see the wiki", "see the handbook", "section-changed" },
	{ "SLA", "4 h", "4 h", "" },
};

static void put_table(char *out, size_t room, const struct cell_case *it, const char *cell)
{
	const char *usual = strcmp(it->before, "-") != 0 && strcmp(it->before, "soon") != 0 ? it->before : it->after;

	snprintf(out, room,
	    "# Page\n\n| From team | To team | What | %s |\n|-|-|-|-|\n"
	    "| Billing Team | Support Team | Dispute file | %s |\n| Sales Team | Billing Team | Order data | %s |\n"
	    "| Sales Team | Support Team | List of customers | %s |\n",
	    it->column, cell, usual, usual);
}

static void each_field_has_its_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct changeset set;
		char before[1000], after[1000];
		put_table(before, sizeof before, &cells[i], cells[i].before);
		put_table(after, sizeof after, &cells[i], cells[i].after);
		changeset_compare(&set, "markdown", before, after);
		str got = changeset_rules(&set);
		if (!str_eq(got, str_of(cells[i].rules)))
			print_error("%s: %s -> %s\n", cells[i].column, cells[i].before, cells[i].after);
		assert_str(got, str_of(cells[i].rules));
		changeset_release(&set);
	}
}

/* --- whole pages -------------------------------------------------------------------------------------------------- */

#define TABLE      "# Page\n\n| From team | To team | What | SLA |\n|-|-|-|-|\n"
#define FILE_ROW   "| Billing Team | Support Team | Dispute file | 4 h |\n"
#define ORDERS_ROW "| Sales Team | Billing Team | Order data | 1 day |\n"
#define LEVELS     "# Page\n\n## Support Team SLA\n\n| Priority | Response time | Resolution time |\n|-|-|-|\n"

struct page_case {
	const char *before, *after, *rules;
};

static const struct page_case pages[] = {
	/* who */
	{ TABLE FILE_ROW, TABLE FILE_ROW ORDERS_ROW, "contract-added" },
	{ TABLE FILE_ROW ORDERS_ROW, TABLE ORDERS_ROW FILE_ROW, "" },
	{ TABLE FILE_ROW ORDERS_ROW, TABLE "| Finance Team | Support Team | Dispute file | 4 h |\n" ORDERS_ROW,
	    "contract-provider-changed" },
	{ TABLE FILE_ROW, TABLE FILE_ROW "| Billing Team | Legal Team | Dispute file | 4 h |\n",
	    "contract-consumer-added" },
	{ TABLE FILE_ROW, TABLE "| Billing Team | Legal Team | Dispute file | 4 h |\n",
	    "contract-consumer-added contract-consumer-removed" },
	{ TABLE FILE_ROW, TABLE "| The billing team | Support Dept | Dispute file | 4 h |\n", "" },
	{ TABLE FILE_ROW, TABLE "| Billing Team | Support Team, Legal Team | Dispute file | 4 h |\n",
	    "contract-consumer-added" },
	{ TABLE "| Billing Team | Support Team, Legal Team | Dispute file | 4 h |\n",
	    TABLE "| Billing Team | Support Team | Dispute file | 4 h |\n"
	          "| Billing Team | Legal Team | Dispute file | 4 h |\n",
	    "" },
	/* what */
	{ TABLE "| Billing Team | Support Team | Dispute file, credit notes | 4 h |\n",
	    TABLE "| Billing Team | Support Team | Dispute file | 4 h |\n", "output-removed" },
	{ TABLE "| Billing Team | Support Team | Dispute file (CSV) | 4 h |\n",
	    TABLE "| Billing Team | Support Team | Dispute file (XML) | 4 h |\n", "output-format-changed" },
	{ TABLE "| Billing Team | Support Team | Daily dispute file | 4 h |\n",
	    TABLE "| Billing Team | Support Team | Nightly dispute file | 4 h |\n", "output-reworded" },
	{ TABLE "| Billing Team | Support Team | Dispute files | 4 h |\n",
	    TABLE "| Billing Team | Support Team | dispute file | 4 h |\n", "" },
	{ TABLE "| Billing Team | Support Team | Dispute file | 4 h |\n",
	    TABLE "| Billing Team | Support Team | Monthly revenue | 4 h |\n", "contract-added contract-removed" },
	/* another section, another form of the same promise */
	{ TABLE FILE_ROW,
	    "# Page\n\n## Disputes\n\n**Who:** Billing Team\n**To:** Support Team\n**What:** Dispute file\n"
	    "**When:** 4 h\n",
	    "section-changed" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\n## Files\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "" },
	/* matrices */
	{ LEVELS "| P1 | 1 hour | 4 hours |\n| P2 | 4 hours | 2 days |\n",
	    LEVELS "| P1 | 1 hour | 8 hours |\n| P2 | 4 hours | 2 days |\n", "sla-relaxed" },
	{ LEVELS "| P1 | 1 hour | 4 hours |\n| P2 | 4 hours | 2 days |\n",
	    LEVELS "| P1 | 1 hour | 4 hours |\n| P2 | 4 hours | - |\n", "sla-relaxed" },
	{ LEVELS "| P1 | 1 hour | 4 hours |\n| P2 | 4 hours | 2 days |\n", LEVELS "| P1 | 1 hour | 4 hours |\n",
	    "contract-removed contract-removed" },
	{ LEVELS "| P1 | 1 hour | 4 hours |\n| P2 | 4 hours | 2 days |\n",
	    LEVELS "| P1 (critical) | 1 hour | 4 hours |\n| P2 | 4 hours | 2 days |\n",
	    "output-reworded output-reworded" },
	/* sentences and clauses */
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 2 days.\n",
	    "sla-relaxed" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\nThe Billing Team shall send the dispute file to the Support Team.\n", "sla-relaxed" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\nNothing is agreed.\n", "contract-removed section-changed" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\nThe Billing Team should send the dispute file to the Support Team within 4 hours.\n",
	    "obligation-lowered" },
	{ "# Page\n\n3.1 The Billing Team shall tell the Support Team within two (2) Business Days of receipt.\n",
	    "# Page\n\n3.1 The Billing Team shall tell the Support Team within 2 business days of receipt.\n", "" },
	{ "# Page\n\nThe Sales Team shall order the cards at least 5 business days in advance.\n",
	    "# Page\n\nThe Sales Team shall order the cards at least 10 business days in advance.\n",
	    "sla-leadtime-increased" },
	{ "# Page\n\nThe Billing Team shall notify Support Team at least 5 business days in advance.\n",
	    "# Page\n\nThe Billing Team shall notify Support Team at least 10 business days in advance.\n",
	    "sla-tightened" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\nThe Billing Team shall send Support Team the dispute file within 4 hours.\n", "" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 4 hours.\n",
	    "# Page\n\nThe Billing Team shall send the dispute file to the Legal Team within 4 hours.\n",
	    "contract-consumer-added contract-consumer-removed output-reworded" },
	{ "# Page\n\nThe Billing Team shall send the dispute file to the Support Team within 1 day.\n",
	    "# Page\n\nThe Billing Team shall send the dispute file to the Support Team withing 1 day.\n",
	    "section-changed" },
	/* columns in another order */
	{ TABLE FILE_ROW ORDERS_ROW,
	    "# Page\n\n| What | SLA | To team | From team |\n|-|-|-|-|\n| Dispute file | 4 h | Support Team | Billing "
	    "Team |\n"
	    "| Order data | 1 day | Billing Team | Sales Team |\n",
	    "" },
	/* blocks */
	{ "# Page\n\n**Who:** Billing Team\n**To:** Support Team\n**What:** Dispute file\n**When:** within 4 hours\n",
	    "# Page\n\n**Who:** Billing Team\n**To:** Support Team\n**What:** Dispute file\n**When:** within 2 days\n",
	    "sla-relaxed" },
	{ "# Page\n\n**Who:** Billing Team\n**To:** Support Team\n**What:** Dispute file\n**When:** within 4 hours\n",
	    "# Page\n\n**Who:** Billing Team\n**To:** Support Team\n**What:** Dispute file\n**When:** within 4 hours\n"
	    "**Input:** signed form\n",
	    "input-required-added" },
	/* front matter */
	{ "---\nowner: Billing Team\nsla: 4 h\n---\n# Page\n", "---\nowner: Billing Team\nsla: 8 h\n---\n# Page\n",
	    "sla-relaxed" },
	/* a row of a step table is a promise to whoever receives it, else a time of the team's own */
	{ "# Page\n\n| Step | Owner | Hand-off to | SLA |\n|-|-|-|-|\n| Check credit | Fraud Team | Sales Team | 2 h "
	  "|\n",
	    "# Page\n\n| Step | Owner | Hand-off to | SLA |\n|-|-|-|-|\n| Check credit | Fraud Team | Sales Team | 6 h "
	    "|\n",
	    "sla-relaxed" },
	{ "# Page\n\n| Step | Owner | SLA |\n|-|-|-|\n| Check credit | Fraud Team | 2 h |\n",
	    "# Page\n\n| Step | Owner | SLA |\n|-|-|-|\n| Check credit | Fraud Team | 6 h |\n", "timer-lengthened" },
	{ "# Page\n\n| Step | Owner | Hand-off to | SLA |\n|-|-|-|-|\n| Check credit | Fraud Team | Sales Team | 2 h "
	  "|\n"
	  "| Call | Sales Team | | |\n",
	    "# Page\n\n| Step | Owner | Hand-off to | SLA |\n|-|-|-|-|\n| Call | Sales Team | | |\n", "step-removed" },
	/* a column that the table did not have tells nothing new of the promise */
	{ "# Page\n\n| From team | To team | What |\n|-|-|-|\n| Billing Team | Support Team | Dispute file |\n",
	    "# Page\n\n| From team | To team | What | Prerequisites |\n|-|-|-|-|\n"
	    "| Billing Team | Support Team | Dispute file | signed form |\n",
	    "section-changed" },
};

static void each_page_has_its_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct changeset set;
		changeset_compare(&set, "markdown", pages[i].before, pages[i].after);
		str got = changeset_rules(&set);
		if (!str_eq(got, str_of(pages[i].rules)))
			print_error("case %zu:\n%s\n->\n%s\n", i, pages[i].before, pages[i].after);
		assert_str(got, str_of(pages[i].rules));
		changeset_release(&set);
	}
}

/* --- properties --------------------------------------------------------------------------------------------------- */

static void nothing_differs_from_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		for (int side = 0; side < 2; side++) {
			struct changeset set;
			const char *text = side ? pages[i].after : pages[i].before;
			changeset_compare(&set, "markdown", text, text);
			assert_int_equal(set.found.list.count, 0);
			changeset_release(&set);
		}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The rules of a change, each by its mirror where it has one, sorted. */
static str mirrored_rules(struct changeset *set)
{
	const char **ids = ARENA_ARRAY(&set->arena, const char *, set->found.list.count + 1);
	str all = STR("");

	for (uint32_t i = 0; i < set->found.list.count; i++) {
		const struct rule *rule = &rules[set->found.list.items[i].rule];
		ids[i] = rule->mirror[0] ? rule->mirror : rule->id;
	}
	qsort(ids, set->found.list.count, sizeof *ids, by_text);
	for (uint32_t i = 0; i < set->found.list.count; i++)
		all = arena_printf(&set->arena, "%.*s%s%s", STR_ARG(all), i ? " " : "", ids[i]);
	return all;
}

static void assert_mirrors(const char *format, const char *before, const char *after)
{
	struct changeset there, back;

	changeset_compare(&there, format, before, after);
	changeset_compare(&back, format, after, before);
	str got = changeset_rules(&back), expected = mirrored_rules(&there);
	if (!str_eq(got, expected))
		print_error("%s\n->\n%s\n", before, after);
	assert_str(got, expected);
	changeset_release(&there);
	changeset_release(&back);
}

/* Two have none: a new sentence that hands work on is told as the handoff that it makes, a step beside a path is not
 * one that was on it. */
static bool has_no_mirror(const char *id)
{
	return strcmp(id, "contract-removed section-changed") == 0 || strcmp(id, "step-removed") == 0;
}

static void a_change_and_its_reverse_mirror_each_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		char before[1000], after[1000];
		put_table(before, sizeof before, &cells[i], cells[i].before);
		put_table(after, sizeof after, &cells[i], cells[i].after);
		assert_mirrors("markdown", before, after);
	}
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (!has_no_mirror(pages[i].rules))
			assert_mirrors("markdown", pages[i].before, pages[i].after);
}

/* Tables of promises drawn from a seed: rows in another order, the cells of one row changed. */
static size_t put_drawn(char *out, size_t room, unsigned seed, unsigned rows, unsigned turn, bool changed)
{
	static const char *const teams[] = { "Billing", "Support", "Sales", "Fraud", "Finance" };
	static const char *const times[] = { "1 hour", "4 hours", "1 day", "2 business days", "weekly", "soon" };
	size_t size = (size_t)snprintf(out, room, TABLE);

	for (unsigned i = 0; i < rows; i++) {
		unsigned row = (i + turn) % rows, state = (seed + row) * 2654435761u;
		const char *time = times[(state >> 8) % (changed && row == seed % rows ? 3 : 6)];
		size += (size_t)snprintf(out + size, room - size, "| %s Team | %s Team | Paper %c%u | %s |\n",
		    teams[state % 5], teams[(state % 5 + 1 + (state >> 4) % 4) % 5], 'A' + (char)(row % 26), row, time);
	}
	return size;
}

static void the_order_of_rows_means_nothing_and_changes_mirror(void **state)
{
	enum { ROOM = 8192 };
	static char before[ROOM], after[ROOM];

	(void)state;
	for (unsigned seed = 1; seed < 120; seed++) {
		struct changeset set;
		unsigned rows = 2 + seed % 17;
		put_drawn(before, ROOM, seed, rows, 0, false);
		put_drawn(after, ROOM, seed, rows, seed % rows, false);
		changeset_compare(&set, "markdown", before, after);
		assert_str(changeset_rules(&set), STR(""));
		changeset_release(&set);
		put_drawn(after, ROOM, seed, rows, seed % rows, true);
		assert_mirrors("markdown", before, after);
	}
}

/* --- diagrams ----------------------------------------------------------------------------------------------------- */

#define TALK(label) "sequenceDiagram\n actor S as Sales Team\n actor B as Billing Team\n S->>B: " label "\n"
#define CHART(label)                                                                                \
	"flowchart LR\n subgraph s1[Sales Team]\n A1[Take order]\n end\n subgraph s2[Fraud Team]\n" \
	" A2[Score order]\n end\n A1 -->|" label "| A2\n"

#define MODEL(text, next)                                                                              \
	"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d'>\n<process id='p'>\n" \
	"<laneSet><lane id='l1' name='Provisioning'><flowNodeRef>t1</flowNodeRef></lane>\n"            \
	"<lane id='l2' name='Billing'><flowNodeRef>t2</flowNodeRef></lane></laneSet>\n" text           \
	"<task id='t2' name='Start billing'/>\n" next "</process>\n</definitions>\n"
#define ACTIVATE(when)                                                                                           \
	"<task id='t1' name='Activate SIM'>\n<documentation>Who: Provisioning\nTo: Billing\nWhat: active line\n" \
	"When: " when "</documentation>\n</task>\n"
#define GOES_ON "<sequenceFlow id='f' sourceRef='t1' targetRef='t2'/>\n"

static const struct page_case models[] = {
	{ MODEL(ACTIVATE("within 4 hours"), GOES_ON), MODEL(ACTIVATE("within 8 hours"), GOES_ON), "sla-relaxed" },
	{ MODEL(ACTIVATE("within 4 hours"), GOES_ON), MODEL(ACTIVATE("PT240M"), GOES_ON), "" },
	/* the promise of a step goes with it */
	{ MODEL(ACTIVATE("within 4 hours"), GOES_ON), MODEL("", ""), "step-removed" },
};

static const struct page_case diagrams[] = {
	{ TALK("send invoice data within 4 hours"), TALK("send invoice data within 8 hours"), "sla-relaxed" },
	{ TALK("send invoice data within 4 hours"), TALK("send invoice data"), "sla-relaxed" },
	{ TALK("send invoice data within 4 hours"), TALK("send invoice data within 240 minutes"), "" },
	{ CHART("within 4h"), CHART("within 1 business day"), "sla-relaxed" },
	{ CHART("orders, within 4h"), CHART("orders, within 4 hours"), "" },
};

static void assert_rules(const char *format, const struct page_case *it)
{
	struct changeset set;

	changeset_compare(&set, format, it->before, it->after);
	str got = changeset_rules(&set);
	if (!str_eq(got, str_of(it->rules)))
		print_error("%s\n->\n%s\n", it->before, it->after);
	assert_str(got, str_of(it->rules));
	changeset_release(&set);
}

static void a_time_on_an_arrow_is_a_promise_of_the_one_it_leads_to(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof diagrams / sizeof *diagrams; i++) {
		assert_rules("mermaid", &diagrams[i]);
		assert_mirrors("mermaid", diagrams[i].before, diagrams[i].after);
	}
}

static void a_step_of_a_model_may_carry_a_promise(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof models / sizeof *models; i++)
		assert_rules("bpmn", &models[i]);
}

/* --- what is said ------------------------------------------------------------------------------------------------- */

static void assert_says(const char *before, const char *after, const char *message)
{
	struct changeset set;

	changeset_compare(&set, "markdown", before, after);
	assert_int_equal(set.found.list.count, 1);
	assert_str(set.found.list.items[0].message, str_of(message));
	changeset_release(&set);
}

static void sentences_say_who_promises_what_to_whom(void **state)
{
	(void)state;
	assert_says(TABLE FILE_ROW, TABLE "| Billing Team | Support Team | Dispute file | 1 business day |\n",
	    "'Dispute file' of Billing Team for Support Team may take longer: 4 h became 1 business day");
	assert_says(LEVELS "| P1 | 1 hour | 4 hours |\n", LEVELS "| P1 | 1 hour | within 2 hours |\n",
	    "'Resolution time (P1)' of Support Team is promised sooner: 4 hours became 2 hours");
	assert_says("# Page\n\nThe Billing Team shall send the file to the Support Team within 4 hours.\n",
	    "# Page\n\nThe Billing Team shall send the file to the Support Team.\n",
	    "The promise of Billing Team to 'send the file to the Support Team' has no time any more, it was within 4 "
	    "hours");
	assert_says("# Page\n\nNothing else.\n\nThe Billing Team shall count the cards within 4 hours.\n",
	    "# Page\n\nNothing else.\n", "The promise of Billing Team to 'count the cards' is gone");
	assert_says(TABLE FILE_ROW ORDERS_ROW, TABLE ORDERS_ROW,
	    "'Dispute file' of Billing Team for Support Team is no longer promised");
	assert_says("---\nowner: Billing Team\nsla: 4 h\n---\n# Page\n",
	    "---\nowner: Billing Team\nsla: 8 h\n---\n# Page\n",
	    "The service level of the page of Billing Team may take longer: 4 h became 8 h");
	assert_says(TABLE FILE_ROW, TABLE "| Finance Team | Support Team | Dispute file | 4 h |\n",
	    "'Dispute file' for Support Team comes from Finance Team now, no longer from Billing Team");
}

/* --- cost --------------------------------------------------------------------------------------------------------- */

static void long_tables_are_compared_in_time(void **state)
{
	enum { ROWS = 5000 };
	char *before = malloc(ROWS * 80), *after = malloc(ROWS * 80);
	size_t a = (size_t)sprintf(before, TABLE), b = (size_t)sprintf(after, TABLE);
	struct changeset set;

	(void)state;
	for (unsigned i = 0; i < ROWS; i++) {
		a += (size_t)sprintf(before + a, "| Billing Team | Sales Team | Paper number %u | 4 h |\n", i);
		b += (size_t)sprintf(
		    after + b, "| Billing Team | Sales Team | Paper number %u | %u h |\n", i, i == 77 ? 5 : 4);
	}
	changeset_compare(&set, "markdown", before, after);
	assert_str(changeset_rules(&set), STR("sla-relaxed"));
	changeset_release(&set);
	free(before);
	free(after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_field_has_its_rule),
		cmocka_unit_test(each_page_has_its_rules),
		cmocka_unit_test(nothing_differs_from_itself),
		cmocka_unit_test(a_change_and_its_reverse_mirror_each_other),
		cmocka_unit_test(the_order_of_rows_means_nothing_and_changes_mirror),
		cmocka_unit_test(a_time_on_an_arrow_is_a_promise_of_the_one_it_leads_to),
		cmocka_unit_test(a_step_of_a_model_may_carry_a_promise),
		cmocka_unit_test(sentences_say_who_promises_what_to_whom),
		cmocka_unit_test(long_tables_are_compared_in_time),
	};
	return cmocka_run_group_tests_name("analyzer/contracts", tests, NULL, NULL);
}
