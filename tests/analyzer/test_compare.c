#include "tests/support/check.h"

#include "tests/support/changeset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- one case a rule -------------------------------------------------------------------------------------------- */

#define FLOW(body)                                                                                                    \
	"flowchart LR\n subgraph s1[Sales Team]\n A1[Take order]\n end\n subgraph s2[Fraud Team]\n A2[Score order]\n" \
	" A3[Release order]\n end\n subgraph s3[Billing Team]\n A4[Start billing]\n end\n" body
#define CHAIN " A1 --> A2\n A2 --> A3\n A3 --> A4\n"

struct case_of_rule {
	const char *format, *before, *after, *rules;
};

static const struct case_of_rule cases[] = {
	{ "mermaid", FLOW(CHAIN), FLOW(CHAIN), "" },
	{ "mermaid", FLOW(CHAIN), FLOW(" A1 --> A2\n A2 --> A4\n A3 --> A4\n"), "flow-removed handoff-added" },
	{ "mermaid", FLOW(" A1 --> A2\n A3 --> A4\n"), FLOW(CHAIN), "flow-added" },
	{ "mermaid", FLOW(CHAIN), FLOW(" A1 --> A3\n A2 --> A3\n A3 --> A4\n"), "handoff-retargeted" },
	{ "mermaid", FLOW(" A1 --> A2\n A2 --> A4\n"), FLOW(" A1 --> A2\n A3 --> A4\n"), "handoff-sender-changed" },
	{ "mermaid", FLOW(" A1 -->|paper form| A2\n"), FLOW(" A1 -->|web ticket| A2\n"), "handoff-content-changed" },
	{ "mermaid", FLOW(" A2 -->|red| A3\n"), FLOW(" A2 -->|blue| A3\n"), "flow-relabelled" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> D{Paid?}\n D -->|score < 40| A2[Send order]\n",
	    "flowchart LR\n A1[Take order] --> D{Paid?}\n D -->|score < 60| A2[Send order]\n", "condition-changed" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> D{Paid?} --> A2[Send order]\n",
	    "flowchart LR\n A1[Take order] --> D{Credit approved?} --> A2[Send order]\n", "condition-changed" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> A2[Send order]\n",
	    "flowchart LR\n A1[Take order] --> X1[Check stock] --> A2[Send order]\n", "step-added" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> X1[Check stock] --> A2[Send order]\n",
	    "flowchart LR\n A1[Take order] --> A2[Send order]\n", "step-removed" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> X1[Approve the discount] --> A2[Send order]\n",
	    "flowchart LR\n A1[Take order] --> A2[Send order]\n", "control-removed" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> A2[Send order]\n A3[Make offer]\n",
	    "flowchart LR\n A1[Take order] --> A2[Send order]\n A3[Make offer]\n A4[Count stock]\n",
	    "step-added-aside" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> A2[Raise first invoice] --> A3[Send order]\n",
	    "flowchart LR\n A1[Take order] --> A2[Issue first invoice] --> A3[Send order]\n", "step-renamed" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> A2[Check credit and approve order] --> A3[Send order]\n",
	    "flowchart LR\n A1[Take order] --> B1[Check credit] --> B2[Approve order] --> A3[Send order]\n",
	    "step-split" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> B1[Check credit] --> B2[Approve order] --> A3[Send order]\n",
	    "flowchart LR\n A1[Take order] --> A2[Check credit and approve order] --> A3[Send order]\n",
	    "step-merged" },
	{ "mermaid", "flowchart LR\n A1[Take order] --> A2[Pack] --> A3[Send order]\n",
	    "flowchart LR\n A1[Take order] --> A3[Send order] --> A2[Pack]\n", "order-changed" },
	{ "mermaid", "sequenceDiagram\n actor A as Sales\n actor B as Billing\n A->>B: post invoice\n B-->>A: thanks\n",
	    "sequenceDiagram\n actor A as Sales\n actor B as Billing\n A->>B: send credit note\n B-->>A: thanks\n",
	    "handoff-added handoff-removed" },
	{ "mermaid", "sequenceDiagram\n actor A as Sales\n actor B as Billing\n A->>B: post the new invoice\n",
	    "sequenceDiagram\n actor A as Sales\n actor B as Billing\n A->>B: post the old invoice\n",
	    "handoff-content-changed" },
	{ "markdown", "# Page\n\n## Part\n\nThe first text stands here.\n",
	    "# Page\n\n## Part\n\nThe second text stands there.\n", "section-changed" },
	/* another name, and words that were mended in each paragraph: the same section */
	{ "markdown",
	    "# Page\n\n## Complaints\n\nEvery complaint gets a number and an answer within the week it came in, also "
	    "where "
	    "the customer is wrong.\n\nWhoever takes it writes down the name, the line and what was promised.\n",
	    "# Page\n\n## What to do with complaints\n\nEvery complaint gets a number and an answer within the week it "
	    "came "
	    "in, even where the customer is mistaken.\n\nWhoever takes it notes the name, the line and what was "
	    "promised.\n",
	    "section-changed" },
	/* a heading without words is none */
	{ "markdown", "# Page\n\nText of it.\n\n####\n\nAnd more of it.\n", "# Page\n\nText of it.\n", "" },
	{ "markdown", "# Page\n\nText of it.\n", "# Page\n\nText of it.\n\n## More\n\nAnd more text.\n",
	    "section-added" },
	{ "markdown", "# Page\n\nText of it.\n\n## More\n\nAnd more text.\n", "# Page\n\nText of it.\n",
	    "section-removed" },
	{ "markdown", "# Page\n\nRun:\n\n```sh\nmake\n```\n", "# Page\n\nRun:\n\n```sh\nmake all\n```\n",
	    "code-changed" },
	{ "markdown", "# Page\n\nPlease recieve it in time.\n", "# Page\n\nPlease receive it in time.\n", "" },
	{ "markdown", "# Page\n\nThe bill is paid by then.\n", "# Page\n\nThe bill is unpaid by then.\n",
	    "section-changed" },
	{ "markdown", "---\nstatus: active\n---\n# Page\n\nText.\n", "---\nstatus: deprecated\n---\n# Page\n\nText.\n",
	    "status-lowered" },
	{ "markdown", "---\nstatus: draft\n---\n# Page\n\nText.\n", "---\nstatus: active\n---\n# Page\n\nText.\n",
	    "status-raised" },
	{ "markdown",
	    "# Page\n\n| Step | Owner | Due |\n|-|-|-|\n| Close books | Finance Team | 2 June 2026 |\n| Send list | "
	    "Sales Team | 4 June 2026 |\n",
	    "# Page\n\n| Step | Owner | Due |\n|-|-|-|\n| Close books | Finance Team | 1 June 2026 |\n| Send list | "
	    "Sales Team | 4 June 2026 |\n",
	    "step-date-earlier" },
	/* an empty cell takes the performer of the row above: what changed is the row that was put in between */
	{ "markdown",
	    "# Page\n\n| Step | Owner |\n|-|-|\n| Make the offer | Sales Team |\n| Repeat until it is accepted | |\n"
	    "| Close books | Finance Team |\n",
	    "# Page\n\n| Step | Owner |\n|-|-|\n| Make the offer | Sales Team |\n| Ask for references | Finance Team "
	    "|\n"
	    "| Repeat until it is accepted | |\n| Close books | Finance Team |\n",
	    "step-added" },
	/* somebody whom nobody knows as a team had it: said, though with less confidence */
	{ "markdown", "# Page\n\n| Step | Owner |\n|-|-|\n| Close books | Finance Team |\n| Send list | Sales Team |\n",
	    "# Page\n\n| Step | Owner |\n|-|-|\n| Close books | Finance Team |\n| Send list | Ursula M. |\n",
	    "step-owner-changed" },
	/* one release is not another, however alike they read */
	{ "markdown",
	    "# Page\n\n| Step | Owner | Date |\n|-|-|-|\n| 1.31.0-alpha.1 | Finance Team | 2 June 2026 |\n"
	    "| 1.31.0-alpha.2 | Sales Team | 4 June 2026 |\n| 1.31.0-beta.0 | Sales Team | 20 June 2026 |\n",
	    "# Page\n\n| Step | Owner | Date |\n|-|-|-|\n| 1.31.0-alpha.3 | Finance Team | 9 June 2026 |\n"
	    "| 1.31.0-alpha.4 | Sales Team | 12 June 2026 |\n| 1.31.0-beta.0 | Sales Team | 20 June 2026 |\n",
	    "step-added-aside step-added-aside step-removed step-removed" },
	/* duties that were in one hand before are not merged now */
	{ "mermaid", "flowchart LR\n subgraph s[Fraud Team]\n A1[Score order] --> A2[Release order]\n end\n",
	    "flowchart LR\n subgraph s[Billing Team]\n A1[Score order] --> A2[Release order]\n end\n",
	    "step-owner-changed step-owner-changed" },
	{ "markdown", "# Page\n\n| Step | Owner |\n|-|-|\n| Close books | Finance Team |\n| Send list | Sales Team |\n",
	    "# Page\n\n| Step | Owner |\n|-|-|\n| Close books | Sales Team |\n| Send list | Sales Team |\n",
	    "step-owner-changed" },
};

static void each_change_has_its_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct changeset set;
		changeset_compare(&set, cases[i].format, cases[i].before, cases[i].after);
		str got = changeset_rules(&set);
		if (!str_eq(got, str_of(cases[i].rules)))
			print_error("case %zu:\n%s\n->\n%s\n", i, cases[i].before, cases[i].after);
		assert_str(got, str_of(cases[i].rules));
		changeset_release(&set);
	}
}

/* --- properties --------------------------------------------------------------------------------------------------- */

static void nothing_differs_from_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int side = 0; side < 2; side++) {
			struct changeset set;
			const char *text = side ? cases[i].after : cases[i].before;
			changeset_compare(&set, cases[i].format, text, text);
			assert_int_equal(set.found.list.count, 0);
			changeset_release(&set);
		}
}

/* The rule that the reverse of a change has. */
static const char *mirror_of(const char *id)
{
	static const char *const pairs[][2] = { { "handoff-added", "handoff-removed" },
		{ "flow-added", "flow-removed" }, { "step-added", "step-removed" }, { "step-added", "control-removed" },
		{ "step-split", "step-merged" }, { "section-added", "section-removed" },
		{ "step-date-earlier", "step-date-later" } };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		for (int side = 0; side < 2; side++)
			if (strcmp(pairs[i][side], id) == 0)
				return pairs[i][!side];
	return id;
}

static void a_change_and_its_reverse_mirror_each_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct changeset there, back;
		changeset_compare(&there, cases[i].format, cases[i].before, cases[i].after);
		changeset_compare(&back, cases[i].format, cases[i].after, cases[i].before);
		assert_int_equal(there.found.list.count, back.found.list.count);
		if (there.found.list.count == 1 && !strstr(cases[i].rules, "control") &&
		    !strstr(cases[i].rules, "aside") && !strstr(cases[i].rules, "status")) {
			const char *one = rules[there.found.list.items[0].rule].id,
			           *other = rules[back.found.list.items[0].rule].id;
			assert_string_equal(mirror_of(one), other);
		}
		changeset_release(&there);
		changeset_release(&back);
	}
}

/* Chains of steps in the hands of a few teams, drawn from a seed: every id is new on the other side. */
static void put_chain(char *out, size_t room, unsigned seed, const char *prefix)
{
	static const char *const verbs[] = { "Take", "Check", "Send", "Count", "Print", "Close", "Scan", "Weigh" };
	static const char *const things[] = { "order", "parcel", "letter", "invoice", "form", "card", "list", "meter" };
	unsigned count = 3 + seed % 9, state = seed * 2654435761u + 1;
	size_t size = (size_t)snprintf(out, room, "flowchart LR\n");

	for (unsigned team = 0; team < 3; team++) {
		size += (size_t)snprintf(
		    out + size, room - size, " subgraph %sT%u[Team %c Desk]\n", prefix, team, 'A' + (char)team);
		for (unsigned i = team; i < count; i += 3) {
			state = state * 1103515245u + 12345u;
			size += (size_t)snprintf(out + size, room - size, "  %s%u[%s %s %u]\n", prefix, i,
			    verbs[(state >> 16) % 8], things[(state >> 20) % 8], i);
		}
		size += (size_t)snprintf(out + size, room - size, " end\n");
	}
	for (unsigned i = 0; i + 1 < count; i++)
		size += (size_t)snprintf(out + size, room - size, " %s%u --> %s%u\n", prefix, i, prefix, i + 1);
}

static void other_ids_are_no_change(void **state)
{
	char before[8192], after[8192];

	(void)state;
	for (unsigned seed = 0; seed < 200; seed++) {
		struct changeset set;
		put_chain(before, sizeof before, seed, "a");
		put_chain(after, sizeof after, seed, "stepno");
		changeset_compare(&set, "mermaid", before, after);
		assert_str(changeset_rules(&set), STR(""));
		changeset_release(&set);
	}
}

static void long_documents_are_compared_in_time(void **state)
{
	enum { ROWS = 5000 };
	char *before = malloc(ROWS * 64), *after = malloc(ROWS * 64);
	size_t a = (size_t)sprintf(before, "| Step | Owner |\n|-|-|\n"),
	       b = (size_t)sprintf(after, "| Step | Owner |\n|-|-|\n");
	struct changeset set;

	(void)state;
	for (unsigned i = 0; i < ROWS; i++) {
		a += (size_t)sprintf(before + a, "| Work number %u | Sales Team |\n", i);
		b += (size_t)sprintf(after + b, "| Work number %u | %s Team |\n", i, i == 77 ? "Billing" : "Sales");
	}
	changeset_compare(&set, "markdown", before, after);
	assert_str(changeset_rules(&set), STR("step-owner-changed"));
	changeset_release(&set);
	free(before);
	free(after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_change_has_its_rule),
		cmocka_unit_test(nothing_differs_from_itself),
		cmocka_unit_test(a_change_and_its_reverse_mirror_each_other),
		cmocka_unit_test(other_ids_are_no_change),
		cmocka_unit_test(long_documents_are_compared_in_time),
	};
	return cmocka_run_group_tests_name("analyzer/compare", tests, NULL, NULL);
}
