/*
 * The story of Tern Mobile: what fixtures/stories/mvno/README.md expects of each commit, as far as it needs neither
 * prose rules nor dates nor the gate.
 */
#include "tests/support/answer.h"
#include "tests/support/check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static struct story mvno; /* told once: tests only look at it */
static struct arena commits_arena;
static str commits; /* commits.txt: id, author, date, subject */

static int begin(void **state)
{
	(void)state;
	story_begin(&mvno, "mvno");
	commits = read_file(&commits_arena, FIXTURES "/stories/mvno/commits.txt");
	return 0;
}

static int end(void **state)
{
	(void)state;
	story_end(&mvno);
	arena_release(&commits_arena);
	return 0;
}

static str commit_called(const char *subject)
{
	str rest = commits, line, found = STR("");

	while (str_next_line(&rest, &line))
		if (str_ends(line, str_of(subject))) {
			assert_int_equal(found.size, 0);
			found = str_sub(line, 0, 40);
		}
	if (!found.size)
		fail_msg("no commit '%s'", subject);
	return found;
}

/* --- the table of the README ------------------------------------------------------------------------------------ */

enum told {
	ALL,        /* these lines and no others */
	FROM_RISKY, /* the same of risky and breaking; findings of info may be listed besides */
	IN_PART,    /* the finding is a contract's or a sentence's: nobody but these teams may be named */
};

struct row {
	const char *subject, *lines;
	enum told told;
};

static const struct row coming_into_being[] = {
	{ "Import the process pages from the wiki",
	    "document-added info x2\n" /* at the top */
	    "document-added info\n"
	    "document-added info x2\n" /* contracts */
	    "document-added info\n"
	    "document-added info x2\n" /* dunning */
	    "document-added info\n"
	    "document-added info x2\n" /* journeys */
	    "document-added info\n"
	    "document-added info x2\n" /* office */
	    "document-added info\n"
	    "document-added info x2\n" /* people */
	    "document-added info\n"
	    "document-added info\n",
	    ALL },
	{ "Tell knockon about our desks and suppliers", "", ALL },
	{ "Describe how we keep cards in stock",
	    "handoff-added risky\n"
	    "  sim-logistics owner 0 risky none\n"
	    "  sim-vendor downstream 1 risky notify\n",
	    FROM_RISKY },
	{ "Add the service part of the host agreement", "", FROM_RISKY },
	{ "Add the reporting calendar", "", FROM_RISKY },
};

static const struct row everyday_life[] = {
	{ "Fix a typo", "", ALL },
	{ "Make the welcome page sound less like a fire drill",
	    "section-changed info\n"
	    "  process-office owner 0 info none\n",
	    ALL },
	{ "Number lists by hand", "", ALL },
	{ "Straighten the lines in the activation picture", "", ALL },
	{ "Save the activation picture with the process manager", "", ALL },
	{ "Call the page what everybody calls it", "", ALL },
	{ "New mailbox for the billing run",
	    "responsibility-changed risky\n"
	    "  billing owner 0 risky none\n"
	    "  customer-support referrer 1 risky notify\n",
	    IN_PART },
	{ "Move the dunning pages to Billing",
	    "document-owner-changed risky x2\n"
	    "  billing owner 0 risky notify\n"
	    "  finance owner 0 risky notify\n",
	    ALL },
	{ "Reporting calendar: dates as in the letter of the authority",
	    "step-date-earlier risky x5\n"
	    "  regulatory owner 0 risky none\n"
	    "  customer-support performer 1 risky notify\n"
	    "  finance performer 1 risky notify\n"
	    "  number-porting performer 1 risky notify\n",
	    ALL },
	{ "Three more words for the glossary", "", FROM_RISKY },
	{ "Documents: clearer headings",
	    "reference-broken risky\n"
	    "  onboarding owner 0 risky none\n"
	    "  sales referrer 1 risky notify\n"
	    "section-changed info\n"
	    "  onboarding owner 0 info none\n",
	    ALL },
	{ "Mend a link", "", FROM_RISKY },
	{ "Remove the parking page", "", FROM_RISKY },
	{ "Taking orders: give business customers a page of their own", "", FROM_RISKY },
};

static const struct row campaign[] = {
	{ "Add the page for the autumn campaign", "", FROM_RISKY },
	{ "Activation flow: the line is at 60 for the autumn",
	    "condition-changed risky\n"
	    "  fraud-and-credit owner 0 risky none\n"
	    "  onboarding downstream 1 risky notify\n"
	    "  sales downstream 1 risky notify\n",
	    ALL },
	{ "Tidy up the scoring part of the activation flow",
	    "step-removed breaking\n"
	    "  fraud-and-credit owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n",
	    ALL },
	{ "Adjust the activation alarm to what we see",
	    "timer-lengthened breaking\n"
	    "  provisioning owner 0 breaking none\n"
	    "  billing downstream 1 breaking acknowledge\n"
	    "  customer-support downstream 1 breaking acknowledge\n"
	    "  host-mno downstream 1 breaking notify\n"
	    "  sim-logistics counterparty 1 breaking acknowledge\n",
	    ALL },
	{ "Simplify the port-in picture",
	    "handoff-removed breaking\n"
	    "  number-porting owner 0 breaking none\n"
	    "  onboarding downstream 1 breaking acknowledge\n"
	    "  customer-support downstream 2 risky notify\n",
	    ALL },
	{ "Tidy up the activation flow",
	    "step-owner-changed breaking\n"
	    "  customer-support owner 0 breaking acknowledge\n"
	    "  onboarding owner 0 breaking acknowledge\n"
	    "  fraud-and-credit upstream 1 breaking acknowledge\n"
	    "  number-porting downstream 1 breaking acknowledge\n"
	    "  sim-logistics downstream 1 breaking acknowledge\n",
	    ALL },
	{ "Billing run: bank portal accounts have changed",
	    "step-owner-changed breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  finance owner 0 breaking acknowledge\n"
	    "  customer-support upstream 1 breaking acknowledge\n"
	    "  fraud-and-credit downstream 1 breaking acknowledge\n",
	    ALL },
	{ "Billing run: load the charges after rating",
	    "order-changed risky\n"
	    "  billing owner 0 risky none\n"
	    "  fraud-and-credit downstream 1 risky notify\n",
	    ALL },
	{ "Make the dispute file time realistic",
	    "sla-relaxed breaking\n"
	    "  billing owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n",
	    ALL },
	{ "SIM card supply: amendment 3",
	    "sla-relaxed breaking\n"
	    "  finance owner 0 breaking none\n"
	    "  sim-logistics referrer 1 risky notify\n"
	    "  sim-vendor counterparty 1 breaking notify\n",
	    ALL },
	{ "RACI: results of the September round",
	    "step-owner-changed breaking\n"
	    "  process-office owner 0 breaking none\n"
	    "  billing performer 1 breaking acknowledge\n"
	    "  finance performer 1 breaking acknowledge\n",
	    ALL },
	{ "Who to call: refunds",
	    "responsibility-changed risky\n"
	    "  customer-support owner 0 risky none\n"
	    "  billing counterparty 1 risky notify\n"
	    "  finance counterparty 1 risky notify\n"
	    "  sales referrer 1 risky notify\n",
	    IN_PART },
	{ "Network tickets: answer within half a day from Wednesday",
	    "effective-date-too-soon breaking\n"
	    "  provisioning owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n"
	    "sla-relaxed breaking\n"
	    "  provisioning owner 0 breaking none\n"
	    "  customer-support counterparty 1 breaking acknowledge\n",
	    IN_PART },
};

static const struct row afterwards[] = {
	{ "How we sort escalations", "", FROM_RISKY },
	{ "Escalations: what we can really do",
	    "sla-relaxed breaking audience unknown\n"
	    "  customer-support owner 0 breaking none\n",
	    ALL },
	{ "What happened at the autumn launch", "", FROM_RISKY },
	{ "Port-in: put the porting date back",
	    "handoff-added risky\n"
	    "  number-porting owner 0 risky none\n"
	    "  onboarding downstream 1 risky notify\n",
	    ALL },
	{ "Dispute file: back to what we can do in a normal month",
	    "sla-tightened info\n"
	    "  billing owner 0 info none\n"
	    "  customer-support counterparty 1 info none\n",
	    ALL },
	{ "Orders are released by a person again",
	    "step-added risky\n"
	    "  fraud-and-credit owner 0 risky none\n"
	    "  customer-support downstream 1 risky notify\n",
	    ALL },
	{ "Billing run: the new loader is faster",
	    "timer-shortened info\n"
	    "  billing owner 0 info none\n"
	    "  fraud-and-credit downstream 1 info none\n",
	    ALL },
	{ "Billing run: calls before suspension on the next day",
	    "timer-shortened risky\n"
	    "  billing owner 0 risky none\n"
	    "  customer-support performer 1 risky notify\n",
	    ALL },
	{ "Merge branch 'billing-autumn'", "", ALL },
	{ "Porting desk: one full day for questions, from the week before Christmas",
	    "sla-relaxed risky [announced]\n"
	    "  number-porting owner 0 risky none\n"
	    "  customer-support counterparty 1 risky notify\n",
	    IN_PART },
	{ "Documents are collected by Onboarding again",
	    "step-owner-changed breaking\n"
	    "  customer-support owner 0 breaking acknowledge\n"
	    "  onboarding owner 0 breaking acknowledge\n"
	    "  fraud-and-credit upstream 1 breaking acknowledge\n"
	    "  number-porting downstream 1 breaking acknowledge\n"
	    "  sim-logistics downstream 1 breaking acknowledge\n",
	    ALL },
	{ "How we write: say why",
	    "section-changed info\n"
	    "  process-office owner 0 info none\n",
	    ALL },
	{ "Credit verdict: no hours before Christmas",
	    "sla-became-vague risky\n"
	    "  fraud-and-credit owner 0 risky none\n"
	    "  onboarding counterparty 1 risky notify\n",
	    ALL },
	{ "Bank returns: the bank counts in days",
	    "sla-calendar-changed risky\n"
	    "  finance owner 0 risky none\n"
	    "  billing counterparty 1 risky notify\n",
	    ALL },
};

/* --- against what the program says ------------------------------------------------------------------------------ */

static bool names_no_other(struct arena *arena, const struct answer *answer, str wanted)
{
	for (unsigned c = 0; c < answer->change_count; c++)
		for (unsigned i = 0; i < answer->changes[c].team_count; i++) {
			const struct answered_team *team = &answer->changes[c].teams[i];
			str line = arena_printf(arena, "  %.*s ", STR_ARG(team->team));
			if (!str_eq(team->severity, STR("info")) && !str_has(wanted, line))
				return false;
		}
	return true;
}

static bool is_as_told(struct arena *arena, const struct row *row)
{
	struct answer answer =
	    answer_of(arena, &mvno, arena_printf(arena, "%.*s", STR_ARG(commit_called(row->subject))).at);
	str got = answer_lines(arena, &answer, row->told == ALL ? "info" : "risky"), want = str_of(row->lines);
	bool right = row->told == IN_PART ? names_no_other(arena, &answer, want) : str_eq(got, want);

	assert_str(answer.subject, str_of(row->subject));
	if (!right)
		print_error("%s\n--- got\n%.*s--- want\n%.*s", row->subject, STR_ARG(got), STR_ARG(want));
	return right;
}

/* All rows are compared before the test fails. */
static void all_are_as_told(struct arena *arena, const struct row *rows, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++)
		wrong += !is_as_told(arena, &rows[i]);
	assert_int_equal(wrong, 0);
}

#define ALL_ARE_AS_TOLD(state, rows) all_are_as_told(*(state), (rows), sizeof(rows) / sizeof *(rows))

static void pages_that_come_into_being_name_who_is_handed_to_for_the_first_time(void **state)
{
	ALL_ARE_AS_TOLD(state, coming_into_being);
}

static void everyday_life_concerns_nobody_else_most_of_the_time(void **state)
{
	ALL_ARE_AS_TOLD(state, everyday_life);
}

static void the_campaign_is_told_to_each_desk_that_it_hits(void **state)
{
	ALL_ARE_AS_TOLD(state, campaign);
}

static void repairs_are_told_in_their_turn(void **state)
{
	ALL_ARE_AS_TOLD(state, afterwards);
}

static void the_table_has_every_commit_once(void **state)
{
	static const struct {
		const struct row *rows;
		size_t count;
	} parts[] = {
		{ coming_into_being, sizeof coming_into_being / sizeof(struct row) },
		{ everyday_life, sizeof everyday_life / sizeof(struct row) },
		{ campaign, sizeof campaign / sizeof(struct row) },
		{ afterwards, sizeof afterwards / sizeof(struct row) },
	};
	str rest = commits, line;

	(void)state;
	while (str_next_line(&rest, &line)) {
		unsigned found = 0;
		for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
			for (size_t i = 0; i < parts[p].count; i++)
				found += str_ends(line, str_of(parts[p].rows[i].subject));
		if (found != 1)
			fail_msg("%.*s: %u rows", STR_ARG(line), found);
	}
}

/* --- the whole history ------------------------------------------------------------------------------------------- */

static str run(struct arena *arena, const char *arguments)
{
	if (story_run(&mvno, arguments) != 0)
		fail_msg("%s: status %d, %.*s", arguments, mvno.status, STR_ARG(buf_str(&mvno.err)));
	return arena_dup(arena, buf_str(&mvno.out));
}

static void the_history_says_the_same_in_both_directions(void **state)
{
	str forward = run(*state, "impact --history --format jsonl"),
	    backward = run(*state, "impact --history --reverse --format jsonl");
	str forward_line[64], line;
	unsigned count = 0, at;

	while (str_next_line(&forward, &line)) {
		assert_true(count < 64);
		forward_line[count++] = line;
	}
	assert_int_equal(count, 46);
	for (at = count; str_next_line(&backward, &line);) {
		assert_int_not_equal(at, 0);
		assert_str(line, forward_line[--at]);
	}
	assert_int_equal(at, 0);
}

static bool concerns_nobody(const struct answer *answer)
{
	for (unsigned c = 0; c < answer->change_count; c++)
		if (!str_eq(answer->changes[c].severity, STR("info")))
			return false;
	return true;
}

/* Lines of the commit with this short id: from its heading to the next heading or the summary. */
static unsigned count_lines(str text, str id)
{
	str line;
	unsigned lines = 0;
	bool here = false;

	while (str_next_line(&text, &line)) {
		if (str_starts(line, STR("commit ")))
			here = str_starts(id, str_sub(line, 7, 14));
		else if (line.size && !byte_is_space(line.at[0]) && lines && isdigit((unsigned char)line.at[0]))
			break;
		lines += here && line.size;
	}
	return lines;
}

static void every_affected_team_has_a_path_and_is_listed_once_a_commit(void **state)
{
	struct answers answers = answers_of(*state, &mvno, "--history");

	for (unsigned i = 0; i < answers.count; i++) {
		assert_has_evidence(&answers.commits[i]);
		assert_adds_up(&answers.commits[i]);
	}
}

static void a_team_that_nobody_knows_is_no_answer(void **state)
{
	(void)state;
	assert_int_equal(story_run(&mvno, "impact HEAD --team Biling"), 2);
	assert_non_null(strstr(mvno.err.at, "did you mean 'Billing'?"));
	assert_int_equal(story_run(&mvno, "impact HEAD --team billing"), 0);
}

static void a_commit_that_concerns_nobody_is_one_line(void **state)
{
	struct arena *arena = *state;
	str text = run(arena, "impact --history --width 100");
	struct answers answers = answers_of(arena, &mvno, "--history");
	unsigned quiet = 0;

	assert_int_equal(answers.count, 46);
	for (unsigned i = 0; i < answers.count; i++) {
		const struct answer *answer = &answers.commits[i];
		bool nobody = concerns_nobody(answer);
		unsigned lines = count_lines(text, answer->id);
		if (nobody ? lines != 1 : lines < 3)
			fail_msg("%.*s: %u lines", STR_ARG(answer->subject), lines);
		quiet += nobody;
	}
	assert_true(quiet >= 18);
}

static void text_of_a_commit(struct arena *arena, const char *subject, const char *file)
{
	str arguments = arena_printf(arena, "impact --width 100 %.*s", STR_ARG(commit_called(subject)));
	str path = arena_printf(arena, "%s/stories/mvno/%s", FIXTURES, file);

	assert_golden(path.at, run(arena, arguments.at));
}

static void the_text_says_who_misses_a_message(void **state)
{
	text_of_a_commit(*state, "Simplify the port-in picture", "24-port-in-simpler.txt");
}

static void the_text_says_who_must_hear_of_work_that_moved(void **state)
{
	text_of_a_commit(*state, "Tidy up the activation flow", "25-activation-tidied.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_table_has_every_commit_once),
		TEST(pages_that_come_into_being_name_who_is_handed_to_for_the_first_time),
		TEST(everyday_life_concerns_nobody_else_most_of_the_time),
		TEST(the_campaign_is_told_to_each_desk_that_it_hits),
		TEST(repairs_are_told_in_their_turn),
		TEST(the_history_says_the_same_in_both_directions),
		TEST(every_affected_team_has_a_path_and_is_listed_once_a_commit),
		TEST(a_team_that_nobody_knows_is_no_answer),
		TEST(a_commit_that_concerns_nobody_is_one_line),
		TEST(the_text_says_who_misses_a_message),
		TEST(the_text_says_who_must_hear_of_work_that_moved),
	};
	return cmocka_run_group_tests_name("e2e/mvno", tests, begin, end);
}
