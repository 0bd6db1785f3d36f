/*
 * Times the comparison alone: two revisions of documents of 5,000 steps each, told as a table, as a list and as a
 * flowchart, between which every 250th step has another name, one is gone, one came and two changed places.
 */
#include "base/buf.h"
#include "tests/support/changeset.h"

#include <stdio.h>
#include <time.h>

enum { STEPS = 5000, ROUNDS = 7, TEAMS = 8, RENAMED = 250, GONE = 1234, CAME = 3210, SWAPPED = 2222 };

static const char *const teams[TEAMS] = { "Sales", "Onboarding", "Billing", "Logistics", "Fraud", "Finance", "Support",
	"Provisioning" };
static const char *const verbs[] = { "Check", "Send", "Approve", "Book", "Close", "Print", "Count" };
static const char *const objects[] = { "the order", "the invoice", "the contract", "the SIM card", "the port-in",
	"the credit note", "the complaint", "the delivery", "the refund", "the tariff", "the report" };

typedef void (*put_step)(struct buf *out, unsigned number, const char *verb);

static void put_name(struct buf *out, unsigned number, const char *verb)
{
	buf_putf(out, "%s %s of customer %u", verb, objects[number % (sizeof objects / sizeof *objects)], number);
}

static void put_row(struct buf *out, unsigned number, const char *verb)
{
	buf_puts(out, "| ");
	put_name(out, number, verb);
	buf_putf(out, " | %s Team |\n", teams[number % TEAMS]);
}

/* A list is read up to some hundred items: each hundred has a heading. */
static void put_item(struct buf *out, unsigned number, const char *verb)
{
	if (number % 100 == 0)
		buf_putf(out, "\n## Process of customers from %u on\n\n", number);
	buf_putf(out, "1. **%s Team**: ", teams[number % TEAMS]);
	put_name(out, number, verb);
	buf_puts(out, "\n");
}

static void put_vertex(struct buf *out, unsigned number, const char *verb)
{
	buf_putf(out, " N%u[", number);
	put_name(out, number, verb);
	buf_puts(out, "]\n");
	if (number)
		buf_putf(out, " N%u --> N%u\n", number - 1, number);
}

static void put_steps(struct buf *out, put_step put, bool after)
{
	for (unsigned i = 0; i < STEPS; i++) {
		unsigned number = after && i == SWAPPED ? i + 1 : after && i == SWAPPED + 1 ? i - 1 : i;
		bool renamed = after && number % RENAMED == RENAMED - 1;
		if (after && i == GONE)
			continue;
		put(out, number, renamed ? "Reject" : verbs[number % (sizeof verbs / sizeof *verbs)]);
		if (after && i == CAME)
			put(out, STEPS + 1, "Archive");
	}
	buf_putc(out, '\0');
}

static double seconds_of(struct changeset *set)
{
	struct timespec from, to;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	changeset_compare_again(set, "2026-03-02");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void time_it(const char *what, const char *format, const char *head, put_step put)
{
	struct buf text[2] = { { 0 }, { 0 } };
	struct changeset set;
	double best = 1e9;

	for (int side = 0; side < 2; side++) {
		buf_puts(&text[side], head);
		put_steps(&text[side], put, side == 1);
	}
	changeset_compare(&set, format, text[0].at, text[1].at);
	for (unsigned i = 0; i < ROUNDS; i++) {
		double seconds = seconds_of(&set);
		best = seconds < best ? seconds : best;
	}
	printf("%-10s %6u steps %6u differences %9.1f ms\n", what, set.image[0]->steps.count, set.found.list.count,
	    best * 1000);
	changeset_release(&set);
	buf_release(&text[0]);
	buf_release(&text[1]);
}

int main(void)
{
	time_it("table", "markdown", "# Order process\n\n| Step | Owner |\n|-|-|\n", put_row);
	time_it("list", "markdown",
	    "# Order process\n\n| Step | Owner |\n|-|-|\n| Sell | Sales Team |\n| Welcome | Onboarding Team |\n"
	    "| Bill | Billing Team |\n| Ship | Logistics Team |\n| Score | Fraud Team |\n| Close | Finance Team |\n"
	    "| Help | Support Team |\n| Activate | Provisioning Team |\n",
	    put_item);
	time_it("flowchart", "mermaid", "flowchart LR\n", put_vertex);
	return 0;
}
