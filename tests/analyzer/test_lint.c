/*
 * Each kind of defect: what raises it, and what is nearly one and must not.
 */
#include "tests/support/check.h"

#include "analyzer/lint/lint.h"
#include "tests/support/planted.h"

#include <string.h>

enum { TODAY = 20261102, FILES_MAX = 6 };

struct lint_case {
	struct planted_file files[FILES_MAX];
	const char *says; /* "rule path:line" a line, those of other rules left out */
};

static void lint_of(struct planted *planted, struct defects *out)
{
	struct error error = { 0 };
	struct survey survey;
	const struct lint_wish wish = { .config = &planted->config, .today = TODAY };

	survey_make(&survey, &planted->arena, &planted->graph);
	if (!lint_make(out, &planted->arena, &planted->graph, &survey, &wish, &error))
		fail_msg("%s", error.message);
}

static str lines_of(struct arena *arena, const struct defects *defects, enum rule_id only)
{
	str all = STR("");

	for (uint32_t i = 0; i < defects->list.count; i++) {
		const struct defect *d = &defects->list.items[i];
		if (d->rule == only)
			all = arena_printf(
			    arena, "%.*s%.*s:%u %.*s\n", STR_ARG(all), STR_ARG(d->path), d->line, STR_ARG(d->message));
	}
	return all;
}

static void assert_case(enum rule_id rule, const struct lint_case *it)
{
	struct planted planted;
	struct defects defects;

	struct arena arena = { 0 };

	planted_begin(&planted, it->files);
	lint_of(&planted, &defects);
	str says = lines_of(&arena, &defects, rule);
	planted_pull_up(&planted);
	assert_str(says, str_of(it->says));
	arena_release(&arena);
}

#define ASSERT_CASES(rule, cases)                                    \
	for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++) \
	assert_case((rule), &(cases)[i])

#define TEAMS                                                                                                \
	{                                                                                                    \
		".knockon.yml",                                                                              \
		    "version: 1\nteams: [{ name: Billing }, { name: Customer Support }, { name: Finance }, " \
		    "{ name: Fraud }, { name: Logistics }, { name: Sales }]\n"                               \
	}

/* --- owners ---------------------------------------------------------------------------------------------- */

#define BILLING_STEPS                                             \
	"# Billing run\n\n| Step | Who | When |\n|---|---|---|\n" \
	"| Rate the usage records | Billing | daily |\n| Print the paper letters | Logistics | weekly |\n"

static void documents_without_a_team(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS, { "run.md", BILLING_STEPS } },
		    "run.md:1 No team answers for this document, in which Billing and Logistics work\n" },
		{ { { "run.md", "---\nowner: Billing\n---\n" BILLING_STEPS } }, "" },
		{ { TEAMS, { "run.md", BILLING_STEPS }, { "CODEOWNERS", "*.md @acme/billing\n" } }, "" },
		{ { TEAMS, { "run.md", BILLING_STEPS }, { "OWNERS", "approvers:\n- mo\n" } }, "" },
		{ { TEAMS, { "run.md", BILLING_STEPS }, { "OWNERS", "reviewers:\n- mo\n" } },
		    "run.md:1 No team answers for this document, in which Billing and Logistics work\n" },
		{ { { "run.md", "---\nstatus: retired\n---\n" BILLING_STEPS } }, "" },
		{ { { "tests/run.md", BILLING_STEPS }, { "archive/run.md", BILLING_STEPS } }, "" },
		{ { { "words.md", "# Words\n\nNothing is done here.\n" } }, "" },
		{ { TEAMS, { "goals/run.md", BILLING_STEPS } }, "" },
		{ { TEAMS, { "run.md", BILLING_STEPS "\nProcess owner: the head of the office.\n" } }, "" },
		{ { { "run.md",
		      "# Billing run\n\n| Step | Who |\n|---|---|\n| Rate | Billing |\n| Bill | Billing |\n" } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_DOCUMENT_OWNERLESS, cases);
}

#define LANES(extra)                                                                                        \
	"flowchart LR\n  subgraph Sales\n    a[Take the order]\n  end\n  subgraph Billing\n    b[Send the " \
	"invoice]\n  end\n  a --> b\n" extra

static void steps_without_a_team(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS, { "order.mmd", LANES("  b --> c[Ring the customer]\n") } },
		    "order.mmd:9 No team is named for the step 'Ring the customer'\n" },
		{ { TEAMS, { "order.mmd", LANES("") } }, "" },
		{ { TEAMS,
		      { "order.mmd",
		          "flowchart LR\n  a[Take the order] --> b[Send the invoice] --> c[Ring the customer]\n" } },
		    "" },
		{ { TEAMS,
		      { "order.md",
		          "---\nowner: Sales\n---\n```mermaid\n" LANES("  b --> c[Ring the customer]\n") "```\n" } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_STEP_OWNERLESS, cases);
}

static void reviews_that_are_overdue(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "a.md", "---\nreview-by: 2026-11-01\n---\n# A\n" } },
		    "a.md:1 The review was due on 2026-11-01\n" },
		{ { { "a.md", "---\nnext-review: 2025-01-31\n---\n# A\n" } },
		    "a.md:1 The review was due on 2025-01-31\n" },
		{ { { "a.md", "---\nreview-by: 2026-11-02\n---\n# A\n" } }, "" },
		{ { { "a.md", "---\nreview-by: 2026-12-01\n---\n# A\n" } }, "" },
		{ { { "a.md", "---\nreview: each spring\n---\n# A\n" } }, "" },
		{ { { "a.md", "---\nreview-by: 2026-11-01\nstatus: archived\n---\n# A\n" } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_REVIEW_OVERDUE, cases);
}

/* --- teams ----------------------------------------------------------------------------------------------- */

static void names_of_teams_that_are_almost_the_same(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "a.md", "---\nowner: Customer Support\n---\n# A\n" },
		      { "b.md", "---\nowner: Custommer Support\n---\n# B\n" } },
		    "b.md:2 'Customer Support' and 'Custommer Support' count as two teams; is 'Custommer Support' the "
		    "same "
		    "team?\n" },
		{ { { "a.md", "---\nowner: Customer Support\n---\n# A\n" }, { "b.md", "---\nowner: CS\n---\n# B\n" } },
		    "b.md:2 'Customer Support' and 'CS' count as two teams; is 'CS' the same team?\n" },
		/* it may be either */
		{ { { "a.md", "---\nowner: Customer Support\n---\n# A\n" }, { "b.md", "---\nowner: CS\n---\n# B\n" },
		      { "c.md", "---\nowner: Customer Success\n---\n# C\n" } },
		    "" },
		{ { { "a.md", "---\nowner: Customer Support\n---\n# A\n" },
		      { "b.md", "---\nowner: Custommer Support\n---\n# B\n" },
		      { ".knockon.yml",
		          "version: 1\nteams:\n  - { name: Customer Support, aliases: [Custommer Support] }\n" } },
		    "" },
		{ { { "a.md", "---\nowner: Squad 11\n---\n# A\n" }, { "b.md", "---\nowner: Squad 12\n---\n# B\n" } },
		    "" },
		{ { { "a.md", "---\nowner: Inbound Logistics\n---\n# A\n" },
		      { "b.md", "---\nowner: Outbound Logistics\n---\n# B\n" } },
		    "" },
		/* one author, who tells them apart */
		{ { { "a.md",
		      "| Step | Who |\n|---|---|\n| Plan the work | Planners A |\n| Do the work | Planner B |\n" } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_TEAM_NEAR_DUPLICATE, cases);
}

static void the_alias_line_is_shown(void **state)
{
	static const struct planted_file files[] = { { "a.md", "---\nowner: Customer Support\n---\n# A\n" },
		{ "b.md", "---\nowner: CS\n---\n# B\n" }, { 0 } };
	struct planted planted;
	struct defects defects;

	(void)state;
	planted_begin(&planted, files);
	lint_of(&planted, &defects);
	assert_int_equal(defects.list.count, 1);
	assert_str(defects.list.items[0].remedy, STR("- { name: \"Customer Support\", aliases: [\"CS\"] }"));
	planted_pull_up(&planted);
}

#define RACI(row)                                                                                                      \
	"| Activity | Billing | Finance | Sales |\n|---|---|---|---|\n| Settle the dispute | R | A | I |\n| Plan the " \
	"campaign | C | I | R/A |\n" row

static void rows_of_a_raci_without_one_who_is_accountable(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "raci.md", RACI("| Write off the debt | R | C | I |\n") } },
		    "raci.md:5 Nobody is accountable for 'Write off the debt'\n" },
		{ { { "raci.md", RACI("| Write off the debt | A | A | R |\n") } },
		    "raci.md:5 2 teams are accountable for 'Write off the debt': Billing and Finance\n" },
		{ { { "raci.md", RACI("| Write off the debt | R/A | C | I |\n") } }, "" },
		{ { { "raci.md", RACI("| Later | - | - | - |\n") } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_RACI_ACCOUNTABLE, cases);
}

/* --- drawings -------------------------------------------------------------------------------------------- */

#define BPMN(inside)                                                                                           \
	"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"P\">\n"              \
	"<startEvent id=\"s\"/>\n<task id=\"a\" name=\"Take order\"/>\n<task id=\"b\" name=\"Ship goods\"/>\n" \
	"<endEvent id=\"e\"/>\n<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"a\"/>\n"                    \
	"<sequenceFlow id=\"f2\" sourceRef=\"a\" targetRef=\"b\"/>\n<sequenceFlow id=\"f3\" sourceRef=\"b\" "  \
	"targetRef=\"e\"/>\n" inside "</process></definitions>\n"

static void steps_that_no_arrow_leads_to(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "p.bpmn",
		      BPMN("<task id=\"c\" name=\"Ring customer\"/>\n<sequenceFlow id=\"f4\" sourceRef=\"c\" "
		           "targetRef=\"e\"/>\n") } },
		    "p.bpmn:9 No arrow leads to 'Ring customer'\n" },
		{ { { "p.bpmn", BPMN("") } }, "" },
		{ { { "p.bpmn",
		      BPMN("<boundaryEvent id=\"t\" attachedToRef=\"a\"/>\n<task id=\"c\" name=\"Ring "
		           "customer\"/>\n<sequenceFlow "
		           "id=\"f4\" sourceRef=\"t\" targetRef=\"c\"/>\n<sequenceFlow id=\"f5\" sourceRef=\"c\" "
		           "targetRef=\"e\"/>\n") } },
		    "" },
		{ { { "p.bpmn",
		      BPMN("<subProcess id=\"c\" name=\"Customer rings\" triggeredByEvent=\"true\"><startEvent "
		           "id=\"s2\"/></subProcess>\n") } },
		    "" },
		{ { { "p.bpmn", BPMN("<task id=\"c\" name=\"Take it back\" isForCompensation=\"true\"/>\n") } }, "" },
		/* a sheet of shapes */
		{ { { "p.bpmn", BPMN("<task id=\"c\"/>\n<task id=\"d\"/>\n<task id=\"g\"/>\n<task id=\"h\"/>\n") } },
		    "" },
		{ { { "p.mmd", "flowchart LR\n  a[Take order] --> b[Ship goods]\n  c[Ring customer] --> b\n" } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_STEP_UNREACHABLE, cases);
}

static void steps_that_no_arrow_leads_on_from(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "p.bpmn",
		      BPMN("<task id=\"c\" name=\"Ring customer\"/>\n<sequenceFlow id=\"f4\" sourceRef=\"a\" "
		           "targetRef=\"c\"/>\n") } },
		    "p.bpmn:9 No arrow leads on from 'Ring customer', and it is no end\n" },
		{ { { "p.bpmn", BPMN("") } }, "" },
		{ { { "p.bpmn",
		      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process "
		      "id=\"P\"><startEvent "
		      "id=\"s\"/><task id=\"a\" name=\"Take order\"/><sequenceFlow id=\"f\" sourceRef=\"s\" "
		      "targetRef=\"a\"/></process></definitions>\n" } },
		    "" }, /* draws no end at all */
	};

	(void)state;
	ASSERT_CASES(RULE_STEP_DEAD_END, cases);
}

static void work_that_goes_round_between_teams(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS, { "order.mmd", LANES("  b --> a\n") } },
		    "order.mmd:3 Work goes round between teams (Sales, Billing): Take the order, Send the invoice, and "
		    "back to Take "
		    "the order\n" },
		{ { TEAMS, { "order.mmd", LANES("") } }, "" },
		{ { TEAMS,
		      { "order.mmd",
		          "flowchart LR\n  subgraph Sales\n    a[Take the order] --> b[Check the order] --> a\n  end\n "
		          " "
		          "subgraph Billing\n    c[Send the invoice]\n  end\n  b --> c\n" } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_HANDOFF_LOOP, cases);
}

static void ids_that_stand_twice(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "p.bpmn", BPMN("<task id=\"b\" name=\"Ring customer\"/>\n") } },
		    "p.bpmn:9 The id 'b' stands twice\n" },
		{ { { "p.bpmn", BPMN("") } }, "" },
		{ { { "a.md", "# A\n\n<a id=\"fee\"></a>\n\n## Fees\n\n<a id=\"fee\"></a>\n\nText.\n" } },
		    "a.md:5 The id 'fee' stands twice\n" },
		{ { { "a.md",
		      "# A\n\n<a id=\"fee\"></a>\n\n## Fees\n\n<a id=\"fee\"></a>\n\n## More\n\n<a "
		      "id=\"fee\"></a>\n" } },
		    "a.md:5 The id 'fee' stands 3 times\n" },
		{ { { "a.md", "---\nid: fees\n---\n# A\n" }, { "b.md", "---\nid: fees\n---\n# B\n" } },
		    "b.md:1 The id 'fees' is also that of a.md\n" },
		{ { { "a/a.md", "---\nid: intro\n---\n# A\n" }, { "b/a.md", "---\nid: intro\n---\n# B\n" } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_DUPLICATE_ID, cases);
}

/* --- links ----------------------------------------------------------------------------------------------- */

static void links_that_lead_nowhere(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "a.md", "# A\n\nSee [the other page](b.md).\n" } },
		    "a.md:3 A link leads to 'b.md', which is not there\n" },
		{ { { "a.md", "# A\n\nSee [the other page](b.md).\n" }, { "c/b.md", "# B\n" } },
		    "a.md:3 A link leads to 'b.md', which is not there; there is one at c/b.md\n" },
		{ { { "a.md", "# A\n\nSee [b](b/index.html) and [c](c.html).\n" }, { "b/README.md", "# B\n" },
		      { "c.md", "# C\n" } },
		    "" },
		{ { { "a.md", "# A\n\nSee [b](reports/b.html).\n" } }, "" },
		{ { { "a.md", "# A\n\n[b](#_1-2-schema-etendu)\n\n## 1.2 Sch\u00e9ma \u00e9tendu\n\nText.\n" } }, "" },
		{ { { "a.md", "# A\n\nSee [b](b.html).\n" } },
		    "a.md:3 A link leads to 'b.html', which is not there\n" },
		{ { { ".github/ISSUE_TEMPLATE/cut.md", "# Cut\n\nSee [b](b.md).\n" } }, "" },
		{ { { "a.md", "# A\n\n[b](b.md) [c](c/) [d](d.png) [e](e/f.md)\n" }, { "b.md", "# B\n" },
		      { "c/readme.md", "# C\n" }, { "d.png", "x" }, { "e/f.md", "# F\n" } },
		    "" },
		/* twice on a page is one defect */
		{ { { "a.md", "# A\n\nSee [it](b.md).\n\nSee [it](b.md) again.\n" } },
		    "a.md:3 A link leads to 'b.md', which is not there\n" },
		/* no picture is kept here at all; a program fills this in; elsewhere */
		{ { { "a.md",
		      "# A\n\n![x](x.png) [y]({{ y }}.md) [z](https://acme.example/z.md) "
		      "[w](mailto:w@acme.example)\n" } },
		    "" },
		{ { { "a.md", "# A\n\n![x](x.png) ![y](y.png)\n" }, { "y.png", "y" } },
		    "a.md:3 A link leads to 'x.png', which is not there\n" },
		/* most absolute links are those of a site */
		{ { { "a.md", "# A\n\n[x](/x) [y](/y) [z](/z)\n" }, { "z.md", "# Z\n" } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_REFERENCE_BROKEN, cases);
}

static void links_to_headings_that_are_not_there(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "a.md", "# A\n\nSee [fees](b.md#fees).\n" }, { "b.md", "# B\n\n## Charges\n" } },
		    "a.md:3 A link leads to the heading '#fees' of b.md, which is not there\n" },
		{ { { "a.md", "# A\n\nSee [fees](#fees).\n" } },
		    "a.md:3 A link leads to the heading '#fees' of this page, which is not there\n" },
		{ { { "a.md",
		        "# A\n\n[x](b.md#Fees-and-Charges) [y](b.md#fees--charges) [z](b.md#old) [l](b.md#L12)\n" },
		      { "b.md", "# B\n\n## Fees & charges\n\n## Fees and charges\n\n<a name=\"old\"></a>\n" } },
		    "" },
		{ { { "a.md", "# A\n\n[x](b.md#members)\n" }, { "b.md", "# B\n\n{{generator:members}}\n" } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_REFERENCE_BROKEN, cases);
}

static void calls_and_arrows_that_lead_nowhere(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "p.bpmn", BPMN("<callActivity id=\"c\" name=\"Bill it\" calledElement=\"Billing\"/>\n") } },
		    "p.bpmn:9 'Bill it' calls the process 'Billing', which no document here describes\n" },
		{ { { "p.bpmn", BPMN("<callActivity id=\"c\" name=\"Bill it\" calledElement=\"Billing\"/>\n") },
		      { "b.bpmn",
		          "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process "
		          "id=\"Billing\"><task "
		          "id=\"x\" name=\"Bill\"/></process></definitions>\n" } },
		    "" },
		{ { { "p.bpmn", BPMN("<callActivity id=\"c\" name=\"Bill it\" calledElement=\"${which}\"/>\n") } },
		    "" },
		{ { { "p.bpmn", BPMN("<sequenceFlow id=\"f9\" sourceRef=\"a\" targetRef=\"gone\"/>\n") } },
		    "p.bpmn:9 The arrow 'f9' begins or ends at nothing\n" },
	};

	(void)state;
	ASSERT_CASES(RULE_REFERENCE_BROKEN, cases);
}

/* --- promises -------------------------------------------------------------------------------------------- */

#define PROMISE(who, when, why)                                                                                   \
	"## Dispute file\n\n- **Who:** " who "\n- **What:** dispute file with usage lines\n- **Where:** dispute " \
	"queue\n" when why

static void promises_that_leave_something_out(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS, { "a.md", PROMISE("Billing → Customer Support", "- **When:** within 4 hours\n", "") } },
		    "a.md:3 The promise 'dispute file with usage lines' of Billing to Customer Support does not say "
		    "why\n" },
		{ { TEAMS, { "a.md", PROMISE("Billing → Customer Support", "", "- **Why:** they call back\n") } },
		    "a.md:3 The promise 'dispute file with usage lines' of Billing to Customer Support does not say "
		    "when\n" },
		{ { TEAMS,
		      { "a.md",
		          PROMISE("Billing → Customer Support", "- **When:** within 4 hours\n",
		              "- **Why:** they call back\n") } },
		    "" },
		/* to somebody who is no team */
		{ { TEAMS,
		      { "a.md",
		          PROMISE("Billing", "- **To:** everyone\n- **When:** 4 hours\n",
		              "- **Why:** they call back\n") } },
		    "" },
		/* of another table */
		{ { TEAMS,
		      { "a.md",
		          "| From team | To team | What | Time |\n|---|---|---|---|\n"
		          "| Billing | Finance | debit list | 1 day |\n\n"
		          "| From team | To team | What | Time | Why |\n|---|---|---|---|---|\n"
		          "| Billing | Sales | price list | 1 day | they quote it |\n" } },
		    "" },
		/* told elsewhere */
		{ { TEAMS, { "a.md", PROMISE("Billing → Customer Support", "- **When:** within 4 hours\n", "") },
		      { "b.md",
		          PROMISE("Billing → Customer Support", "- **When:** within 4 hours\n",
		              "- **Why:** they call back\n") } },
		    "" },
		{ { TEAMS,
		      { "a.md",
		          "| From team | To team | What | Time | Why |\n|---|---|---|---|---|\n"
		          "| Billing | Finance | debit list | 1 day | they book it |\n"
		          "| Billing | Customer Support | dispute file | | they call back |\n" } },
		    "a.md:4 The promise 'dispute file' of Billing to Customer Support does not say when\n" },
		/* a table without a column for it */
		{ { TEAMS,
		      { "a.md",
		          "| From team | To team | What | Time |\n|---|---|---|---|\n"
		          "| Billing | Finance | debit list | 1 day |\n" } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_CONTRACT_INCOMPLETE, cases);
}

static void promises_that_cannot_be_measured(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS,
		      { "a.md",
		          PROMISE("Billing → Customer Support", "- **When:** as soon as possible\n",
		              "- **Why:** they call back\n") } },
		    "a.md:3 The promise 'dispute file with usage lines' of Billing to Customer Support is due 'as soon "
		    "as possible', "
		    "which cannot be measured\n" },
		{ { TEAMS,
		      { "a.md",
		          PROMISE("Billing → Customer Support", "- **When:** within 4 hours\n",
		              "- **Why:** they call back\n") } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_CONTRACT_VAGUE, cases);
}

#define OWNED(team, when) \
	"---\nowner: " team "\n---\n" PROMISE("Billing → Customer Support", when, "- **Why:** call back\n")

static void promises_whose_sides_differ(void **state)
{
	static const struct lint_case cases[] = {
		{ { { "a.md", OWNED("Billing", "- **When:** within 4 hours\n") },
		      { "b.md", OWNED("Customer Support", "- **When:** within 2 hours\n") } },
		    "a.md:6 Of the promise 'dispute file with usage lines' of Billing to Customer Support the page of "
		    "Billing says "
		    "'within 4 hours', and the page of Customer Support says 'within 2 hours'\n" },
		{ { { "a.md", OWNED("Billing", "- **When:** within 4 hours\n") },
		      { "b.md", OWNED("Customer Support", "- **When:** within 240 minutes\n") } },
		    "" },
		{ { { "a.md", OWNED("Billing", "- **When:** within 4 hours\n") },
		      { "b.md", OWNED("Customer Support", "- **When:** the same evening\n") } },
		    "" },
		{ { { "v1/a.md", OWNED("Billing", "- **When:** within 4 hours\n") },
		      { "archive/a.md", OWNED("Billing", "- **When:** within 2 hours\n") } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_CONTRACT_SIDES_DIVERGE, cases);
}

static void handoffs_that_no_promise_covers(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS, { "order.mmd", LANES("") }, { "a.md", OWNED("Billing", "- **When:** within 4 hours\n") } },
		    "order.mmd:8 Sales hands work to Billing, and no promise between them is written down\n" },
		/* nobody writes promises down here */
		{ { TEAMS, { "order.mmd", LANES("") } }, "" },
		{ { TEAMS, { "order.mmd", LANES("") },
		      { "a.md",
		          "| From team | To team | What | Time |\n|---|---|---|---|\n| Sales | Billing | the order | 1 "
		          "day |\n" } },
		    "" },
		{ { TEAMS, { "order.mmd", LANES("") },
		      { "a.md",
		          "| From team | To team | What | Time |\n|---|---|---|---|\n| Billing | Sales | the bill | 1 "
		          "day |\n" } },
		    "" },
		/* to whoever asks */
		{ { TEAMS, { "order.mmd", LANES("") },
		      { "a.md",
		          "---\nowner: Billing\n---\n## Billing SLA\n\n| Severity | Response time |\n|---|---|\n| P1 | "
		          "4 "
		          "hours |\n| P2 | 1 day |\n" } },
		    "" },
	};

	(void)state;
	ASSERT_CASES(RULE_HANDOFF_WITHOUT_CONTRACT, cases);
}

/* --- two descriptions ------------------------------------------------------------------------------------ */

#define TABLE(rows) "# Order\n\n| Step | Who |\n|---|---|\n" rows
#define TAKE        "| Take the order | Sales |\n"
#define SCORE       "| Score the order | Fraud |\n"
#define SHIP        "| Ship the goods | Logistics |\n"
#define SEND        "| Send the invoice | Billing |\n"

#define PICTURE                                                                                                     \
	"```mermaid\nflowchart LR\n  subgraph Sales\n    a[Take the order]\n  end\n  subgraph Billing\n    b[Ship " \
	"the "                                                                                                      \
	"goods] --> c[Send the invoice]\n  end\n  a --> b\n```\n"

static void descriptions_that_disagree(void **state)
{
	static const struct lint_case cases[] = {
		{ { TEAMS, { "order.md", TABLE(TAKE SCORE SHIP SEND) },
		      { "copy/orders.md", TABLE(TAKE "| Score the order | Billing |\n" SHIP SEND) } },
		    "copy/orders.md:6 'Score the order' is done by Billing here, and by Fraud in the other "
		    "description\n" },
		{ { TEAMS, { "order.md", TABLE(TAKE SCORE SHIP SEND) },
		      { "copy/orders.md", TABLE(TAKE SHIP SCORE SEND) } },
		    "copy/orders.md:6 'Ship the goods' comes before 'Score the order' here, and after it in the other "
		    "description\n" },
		{ { TEAMS, { "order.md", TABLE(TAKE SCORE SHIP SEND) }, { "copy/orders.md", TABLE(TAKE SHIP SEND) } },
		    "copy/orders.md:5 'Score the order' is missing between 'Take the order' and 'Ship the goods' here; "
		    "the other "
		    "description has it\n" },
		{ { TEAMS, { "order.md", TABLE(TAKE SCORE SHIP SEND) },
		      { "copy/orders.md", TABLE(TAKE SCORE SHIP SEND) } },
		    "" },
		/* another process */
		{ { TEAMS, { "order.md", TABLE(TAKE SCORE SHIP SEND) },
		      { "copy/returns.md",
		          "# Returns\n\n| Step | Who |\n|---|---|\n" TAKE
		          "| Score the order | Billing |\n" SHIP SEND } },
		    "" },
		/* a summary may leave steps out, when it links to the whole */
		{ { TEAMS, { "order.md", TABLE(TAKE SCORE SHIP SEND) },
		      { "copy/short.md",
		          "# In short\n\nSee [all](../order.md).\n\n| Step | Who |\n|---|---|\n" TAKE SHIP SEND } },
		    "" },
		/* a picture and a table of one page */
		{ { TEAMS, { "order.md", TABLE(TAKE SHIP SEND) "\n" PICTURE } },
		    "order.md:6 'Ship the goods' is done by Logistics here, and by Billing in the other "
		    "description\n" },
		/* on purpose */
		{ { TEAMS, { "order.md", TABLE(TAKE SHIP SEND) "\n## To be\n\n" PICTURE } }, "" },
	};

	(void)state;
	ASSERT_CASES(RULE_VIEWS_DIVERGE, cases);
}

/* --- the configuration ----------------------------------------------------------------------------------- */

static void the_configuration_sets_severities_and_leaves_out(void **state)
{
	static const struct planted_file files[] = { { "a.md", "# A\n\nSee [it](b.md).\n" },
		{ "old-stuff/c.md", "# C\n\nSee [it](b2.md).\n" }, { "run.md", BILLING_STEPS },
		{ ".knockon.yml",
		    "version: 1\nrules: { reference-broken: breaking, document-ownerless: off }\n"
		    "suppress:\n  - { rule: reference-broken, path: \"old-stuff/**\", until: 2026-12-31, reason: old "
		    "}\n"
		    "  - { rule: reference-broken, path: \"a.md\", until: 2026-10-31, reason: over }\n" },
		{ 0 } };
	struct planted planted;
	struct defects defects;

	(void)state;
	planted_begin(&planted, files);
	lint_of(&planted, &defects);
	assert_int_equal(defects.list.count, 1);
	assert_int_equal(defects.suppressed, 1);
	assert_str(defects.list.items[0].path, STR("a.md"));
	assert_int_equal(defects.list.items[0].severity, SEVERITY_BREAKING);
	assert_true(defects.list.items[0].overridden);
	assert_true(lint_fails(&defects, CONFIG_BREAKING));
	assert_false(lint_fails(&defects, CONFIG_OFF));
	planted_pull_up(&planted);
}

static void a_range_tells_what_came_and_what_was_mended(void **state)
{
	static const struct planted_file before[] = { { "a.md", "# A\n\nSee [it](b.md).\n" },
		{ "c.md", "# C\n\nSee [it](d.md).\n" }, { 0 } },
	                                 after[] = { { "a.md", "# A\n\nFirst.\n\nSee [it](b.md).\n" },
		                                 { "moved/c.md", "# C\n\nSee [it](d.md).\n" },
		                                 { "e.md", "# E\n\nSee [it](f.md).\n" }, { 0 } },
	                                 mended[] = { { "a.md", "# A\n" }, { "c.md", "# C\n\nSee [it](d.md).\n" },
		                                 { 0 } };
	struct planted one, two, three;
	struct defects old, new, good, range;

	(void)state;
	planted_begin(&one, before);
	planted_begin(&two, after);
	planted_begin(&three, mended);
	lint_of(&one, &old);
	lint_of(&two, &new);
	lint_of(&three, &good);
	lint_compare(&range, &one.arena, &old, &old);
	assert_int_equal(range.list.count, 0);
	lint_compare(&range, &one.arena, &old, &new);
	assert_int_equal(range.list.count, 1);
	assert_int_equal(range.introduced, 1);
	assert_str(range.list.items[0].path, STR("e.md"));
	assert_true(lint_fails(&range, CONFIG_RISKY));
	lint_compare(&range, &one.arena, &old, &good);
	assert_int_equal(range.resolved, 1);
	assert_int_equal(range.introduced, 0);
	assert_false(lint_fails(&range, CONFIG_INFO));
	planted_pull_up(&one);
	planted_pull_up(&two);
	planted_pull_up(&three);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_without_a_team),
		cmocka_unit_test(steps_without_a_team),
		cmocka_unit_test(reviews_that_are_overdue),
		cmocka_unit_test(names_of_teams_that_are_almost_the_same),
		cmocka_unit_test(the_alias_line_is_shown),
		cmocka_unit_test(rows_of_a_raci_without_one_who_is_accountable),
		cmocka_unit_test(steps_that_no_arrow_leads_to),
		cmocka_unit_test(steps_that_no_arrow_leads_on_from),
		cmocka_unit_test(work_that_goes_round_between_teams),
		cmocka_unit_test(ids_that_stand_twice),
		cmocka_unit_test(links_that_lead_nowhere),
		cmocka_unit_test(links_to_headings_that_are_not_there),
		cmocka_unit_test(calls_and_arrows_that_lead_nowhere),
		cmocka_unit_test(promises_that_leave_something_out),
		cmocka_unit_test(promises_that_cannot_be_measured),
		cmocka_unit_test(promises_whose_sides_differ),
		cmocka_unit_test(handoffs_that_no_promise_covers),
		cmocka_unit_test(descriptions_that_disagree),
		cmocka_unit_test(the_configuration_sets_severities_and_leaves_out),
		cmocka_unit_test(a_range_tells_what_came_and_what_was_mended),
	};
	return cmocka_run_group_tests_name("analyzer/lint", tests, NULL, NULL);
}
