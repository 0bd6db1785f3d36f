/*
 * Sentences that move work: what counts as a quantity, who is named, how strongly one is bound.
 */
#include "tests/support/check.h"

#include "analyzer/change/prose/duties.h"
#include "analyzer/change/prose/mentions.h"
#include "analyzer/change/prose/quantities.h"
#include "analyzer/change/prose/renaming.h"
#include "model/names.h"
#include "tests/support/changeset.h"

#include <string.h>

/* --- quantities ---------------------------------------------------------------------------------------------- */

static str quantities_in(struct arena *arena, const char *text)
{
	struct quantities found;
	str all = STR("");

	quantities_find(&found, str_of(text));
	for (unsigned i = 0; i < found.count; i++)
		all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), i ? "|" : "", STR_ARG(found.items[i].text));
	return all;
}

static void values_with_a_unit_are_quantities(void **state)
{
	static const char *const rows[][2] = {
		{ "Answer within 4 hours.", "4 hours" },
		{ "Answer within two (2) Business Days of receipt.", "two (2) Business Days" },
		{ "We keep it for 30-day windows, 4h each.", "30-day|4h" },
		{ "It takes 3-5 working days or 3 to 5 weeks.", "3-5 working days|3 to 5 weeks" },
		{ "Anything above $1,500 or 50 EUR or USD 20 needs a signature.", "$1,500|50 EUR|USD 20" },
		{ "A budget of $2 million, \u20ac5k a head.", "$2 million|\u20ac5k" },
		{ "95% of them, or 5 percent.", "95%|5 percent" },
		{ "Send it by 17:00 or 5pm or 5:30 PM.", "17:00|5pm|5:30 PM" },
		{ "On 12 March 2026, March 12th, 2026-03-12 and May 3.", "12 March 2026|March 12th|2026-03-12|May 3" },
		{ "Daily, every two weeks, twice a month, once per quarter.",
		    "Daily|every two weeks|twice a month|once per quarter" },
		{ "Files up to 20 MB or 5GB.", "20 MB|5GB" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_str(quantities_in(*state, rows[i][0]), str_of(rows[i][1]));
}

static void numbers_alone_are_none(void **state)
{
	static const char *const rows[] = {
		"Version 1.20.3 and v2.4 of 2026.",
		"See clause 4.2, issue #1234 and section 3.",
		"Call 020 7946 0958 or +44 20 7946 0958.",
		"The 1st and the 2nd of the three teams.",
		"There are two of us and several of them, 40 people.",
		"Look at https://example.org/2026-03-12/30%20days for it.",
		"We hold 1:1 meetings; 1-1s are fine, 24/7 support is not.",
		"It says \"within 4 hours\" on the label.",
		"In March 2026 we may begin.",
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_str(quantities_in(*state, rows[i]), STR(""));
}

static bool differ(struct arena *arena, const char *old, const char *new, str *was, str *is)
{
	struct quantities a, b;

	quantities_find(&a, str_of(old));
	quantities_find(&b, str_of(new));
	return quantities_differ(arena, &a, &b, was, is);
}

static void equal_values_do_not_differ(void **state)
{
	str was, is;

	assert_false(differ(*state, "within 24 hours", "within one day", &was, &is));
	assert_false(differ(*state, "7 days or $5", "$5.00 or one week", &was, &is));
	assert_false(differ(*state, "every week", "weekly", &was, &is));
	assert_false(differ(*state, "at 5pm", "at 17:00", &was, &is));
	assert_false(differ(*state, "on 12 March", "on March 12, 2026", &was, &is));
	assert_false(differ(*state, "within 4 hours", "soon", &was, &is));
	assert_true(differ(*state, "within 2 days", "within 2 business days", &was, &is));
	assert_true(differ(*state, "in 4 hours for $5", "in 4 hours for $50", &was, &is));
	assert_str(was, STR("$5"));
	assert_str(is, STR("$50"));
}

/* --- duties -------------------------------------------------------------------------------------------------- */

static enum duty_change duty(const char *old, const char *new)
{
	return duties_compare(duty_of(str_of(old)), duty_of(str_of(new)));
}

static void duties_have_ranks(void **state)
{
	(void)state;
	assert_int_equal(duty("We must call.", "We should call."), DUTY_LOWERED);
	assert_int_equal(duty("We may call.", "We shall call."), DUTY_RAISED);
	assert_int_equal(duty("A form is required.", "A form is optional."), DUTY_LOWERED);
	assert_int_equal(duty("We must call.", "We shall call."), DUTY_SAME);
	assert_int_equal(duty("We call.", "We must call."), DUTY_SAME);
	assert_int_equal(duty("Read the required form.", "You can read the form."), DUTY_SAME);
	assert_int_equal(duty("It begins on 3 May 2026.", "It must begin on 3 May 2026."), DUTY_SAME);
}

static void a_negation_turns_a_duty(void **state)
{
	(void)state;
	assert_int_equal(duty("We must call.", "We must not call."), DUTY_LOWERED);
	assert_int_equal(duty("We should never call.", "We should call."), DUTY_RAISED);
	assert_int_equal(duty("You can call.", "You cannot call."), DUTY_RAISED);
	assert_int_equal(duty("You may call.", "You may not call."), DUTY_RAISED);
	assert_int_equal(duty("A form is required.", "A form is not required."), DUTY_LOWERED);
}

static void only_the_main_clause_binds(void **state)
{
	(void)state;
	assert_int_equal(duty("If you must call, we should know.", "If you can call, we should know."), DUTY_SAME);
	assert_int_equal(duty("If you must call, we should know.", "If you must call, we must know."), DUTY_RAISED);
	assert_int_equal(duty("We answer those who must wait.", "We answer those who can wait."), DUTY_SAME);
}

/* --- mentions ------------------------------------------------------------------------------------------------ */

/* "*Billing|Finance": those that are routed to with a star. */
static str named_in(struct arena *arena, const char *text, const char *link)
{
	struct registry registry;
	struct config config;
	struct mentions found;
	str links[1] = { str_of(link ? link : "") }, all = STR("");
	static const char *const teams[] = { "Billing", "Finance", "Customer Support", "sales", "Number Porting Team" };

	config_default(&config);
	registry_begin(&registry, &config);
	for (size_t i = 0; i < sizeof teams / sizeof *teams; i++) {
		str key = team_key(arena, str_of(teams[i]));
		registry_add(&registry, key, str_of(teams[i]), TEAM_TEAM, TEAM_STRONG);
	}
	mentions_find(&found, arena, &registry, str_of(text), links, link ? 1 : 0);
	assert_true(!found.routes || may_route(str_of(text)));
	for (unsigned i = 0; i < found.count; i++)
		all = arena_printf(arena, "%.*s%s%s%.*s", STR_ARG(all), i ? "|" : "", found.items[i].routed ? "*" : "",
		    STR_ARG(found.items[i].text));
	registry_release(&registry);
	return all;
}

static void names_count_with_their_capitals(void **state)
{
	assert_str(named_in(*state, "For refunds contact Billing.", NULL), STR("*Billing"));
	assert_str(named_in(*state, "For billing contact us.", NULL), STR(""));
	assert_str(named_in(*state, "Contact the billing team or Customer Support.", NULL),
	    STR("*billing team|*Customer Support"));
	assert_str(named_in(*state, "Ask the Number Porting people.", NULL), STR("Number Porting"));
	assert_str(named_in(*state, "We like sales and customer support.", NULL), STR(""));
	assert_str(named_in(*state, "Send it to @acme/billing-team now.", NULL), STR("*@acme/billing-team"));
}

static void a_word_that_opens_or_is_part_of_a_name_counts_as_link_only(void **state)
{
	assert_str(named_in(*state, "Billing is fun.", NULL), STR(""));
	assert_str(named_in(*state, "Billing is fun.", "Billing"), STR("Billing"));
	assert_str(named_in(*state, "The Billing team approves it.", NULL), STR("*Billing team"));
	assert_str(named_in(*state, "Read the Billing Guide today.", NULL), STR(""));
	assert_str(named_in(*state, "Look into Billing tickets daily.", NULL), STR(""));
	assert_str(named_in(*state, "Customer Support Agents are nice.", NULL), STR(""));
}

static void a_longer_name_is_not_cut(void **state)
{
	assert_str(named_in(*state, "Cases go to the Core billing team.", NULL), STR(""));
	assert_str(named_in(*state, "Core Billing team members approve it.", NULL), STR(""));
	assert_str(named_in(*state, "Ask the People & Billing team.", NULL), STR(""));
	assert_str(named_in(*state, "Contact Billing team members.", NULL), STR("*Billing team"));
	assert_str(named_in(*state, "Once Customer Support approved it, we pay.", NULL), STR("*Customer Support"));
	assert_str(named_in(*state, "Premium Customer Support approved it.", NULL), STR(""));
	assert_str(named_in(*state, "Cases go to the Care and Billing team.", "Care and Billing team"), STR(""));
	assert_str(named_in(*state, "Ask the Billing team.", "Ask the Billing team"), STR("Billing team"));
	assert_str(named_in(*state, "Ask the Care and Billing team.", NULL), STR(""));
	assert_str(named_in(*state, "Ask the Care and Billing Teams.", NULL), STR("Billing Teams"));
	assert_str(named_in(*state, "Ask the Finance and Billing team.", NULL), STR("Billing team"));
}

static void contacts_are_mailboxes_and_channels(void **state)
{
	assert_str(named_in(*state, "Reach out to refunds@acme.example or #ask-billing.", NULL),
	    STR("*refunds@acme.example|*#ask-billing"));
	assert_str(named_in(*state, "See issue #123 of @maya.", NULL), STR(""));
}

static void routing_words_are_verbs(void **state)
{
	assert_str(named_in(*state, "The contact at Finance is new.", NULL), STR("Finance"));
	assert_str(named_in(*state, "After the code review Finance is happy.", NULL), STR("Finance"));
	assert_str(named_in(*state, "Cases are sent to Finance and owned by Billing.", NULL), STR("*Finance|*Billing"));
	assert_str(named_in(*state, "Escalate the case to Finance within a day.", NULL), STR("*Finance"));
	assert_str(named_in(*state, "It is Finance who approves the amount.", NULL), STR("*Finance"));
	assert_str(named_in(*state, "We sign the parcel of Finance.", NULL), STR("Finance"));
	assert_str(named_in(*state, "The time for a Finance review is short.", NULL), STR(""));
	assert_str(named_in(*state, "It is owned by a billing team of theirs.", NULL), STR(""));
	assert_str(
	    named_in(*state, "It is booked after Customer Support has approved it.", NULL), STR("*Customer Support"));
	assert_str(named_in(*state, "Once Finance also approved it, we pay.", NULL), STR("*Finance"));
	assert_str(named_in(*state, "Decide and hand a credit request to Finance.", NULL), STR("*Finance"));
	assert_str(named_in(*state, "Customer Support hands it over to the Billing team.", NULL),
	    STR("Customer Support|*Billing team"));
	assert_str(named_in(*state, "The people on hand are next to Finance.", NULL), STR("Finance"));
	assert_str(named_in(*state, "Review the guide and how we work with Finance.", NULL), STR("Finance"));
	assert_str(
	    named_in(*state, "It is in the hands of Billing, and known to Finance.", NULL), STR("Billing|Finance"));
}

/* --- names that may be one team's --------------------------------------------------------------------------- */

static void near_names_share_their_words(void **state)
{
	(void)state;
	assert_true(names_are_near(STR("Release Team"), STR("Release Management Team")));
	assert_true(names_are_near(STR("the Analytics team"), STR("Data & Analytics")));
	assert_true(names_are_near(STR("CE team"), STR("Customer Engineering")));
	assert_false(names_are_near(STR("Release Team"), STR("Release Lead")));
	assert_false(names_are_near(STR("Internal Audit"), STR("External Audit")));
	assert_false(names_are_near(STR("the team"), STR("our group")));
	assert_true(names_are_nearly_equal(STR("People Team"), STR("People Operations")));
	assert_false(names_are_nearly_equal(STR("Provisioning"), STR("Number Provisioning")));
}

static str instead_of(const char *from, const char *name, const char *in, enum instead wanted)
{
	str text = str_of(from), out;
	ptrdiff_t at = str_find(text, str_of(name));

	assert_true(at >= 0);
	assert_int_equal(
	    said_instead(&out, text, str_sub(text, (size_t)at, (size_t)at + strlen(name)), str_of(in)), wanted);
	return out;
}

static void a_sentence_tells_what_it_says_instead(void **state)
{
	static const char *const from = "Send it to the Billing team within a day.";

	(void)state;
	assert_str(instead_of(from, "Billing team", "Send it to the Fraud team within a day.", INSTEAD_NAME),
	    STR("Fraud team"));
	assert_str(
	    instead_of(from, "Billing team", "Now send it to our team within two days.", INSTEAD_WE), STR("our team"));
	assert_str(instead_of(from, "Billing team", "Send it to the team within a day.", INSTEAD_ANY), STR("the team"));
	instead_of(from, "Billing team", "Send it to the archive within a day.", INSTEAD_NOTHING);
	instead_of(from, "Billing team", "Send it within a day.", INSTEAD_NOTHING);
	instead_of("Billing", "Billing", "", INSTEAD_NOTHING);
}

/* --- pairs of documents -------------------------------------------------------------------------------------- */

#define HEAD "---\nowner: Customer Support\nupstream: [Billing, Finance]\n---\n# Refunds\n\n"

static const struct {
	const char *before, *after, *rules;
} cases[] = {
	/* who */
	{ HEAD "For refunds contact Billing.\n", HEAD "For refunds contact Finance.\n", "responsibility-changed" },
	{ HEAD "For refunds contact Billing.\n", HEAD "For all refunds contact Billing.\n", "section-changed" },
	{ HEAD "The letters of Billing are blue ones.\n", HEAD "The letters of Finance are blue ones.\n",
	    "section-changed" },
	{ HEAD "Be kind.\n", HEAD "Be kind. Escalate to the Finance team.\n", "responsibility-added" },
	{ HEAD "Be kind. Escalate to the Finance team.\n", HEAD "Be kind.\n", "responsibility-removed" },
	{ HEAD "Be kind.\n\n> Escalate to Billing.\n", HEAD "Be kind.\n\n> Escalate to Finance.\n", "section-changed" },
	{ HEAD "## A\n\nBe kind. Escalate to the Finance team.\n\n## B\n\nBe quick.\n",
	    HEAD "## A\n\nBe kind.\n\n## B\n\nBe quick. Escalate to the Finance team.\n",
	    "section-changed section-changed" },
	{ HEAD "## Contact\n\n- #ask-care in the chat\n", HEAD "## Contact\n\n- #ask-refunds in the chat\n",
	    "responsibility-changed" },
	{ HEAD "## Contact\n\n- #ask-care in the chat\n", HEAD "## Contact\n\nSee the pages of each desk.\n",
	    "responsibility-removed" },
	{ HEAD "## A\n\n- Notify the Billing team in time.\n", HEAD "## A\n\n- [Notify the Billing team](a.md)\n",
	    "reference-broken section-changed" },
	{ HEAD "Be kind.\n", HEAD "Be kind.\n\n- [How to notify the Finance team](a.md)\n",
	    "reference-broken section-changed" },
	{ HEAD "For us there is Finance. Be kind.\n",
	    HEAD "Whatever you do and think, escalate it to Finance. Be kind.\n", "section-changed" },
	{ HEAD "## Contact\n\n- #billing in the chat\n", HEAD "## Contact\n\n- #ask-billing in the chat\n",
	    "responsibility-changed" },
	{ HEAD "## A\n\nOne. Two.\n\nLost letters are sent to the Finance team within the day.\n\n## B\n\nBe quick.\n",
	    HEAD
	    "## A\n\nOne. Two.\n\n## B\n\nBe quick.\n\nLost letters are sent to the Billing team within the day.\n",
	    "responsibility-changed section-changed" },
	/* how much */
	{ HEAD "The money is there after 5 days.\n", HEAD "The money is there after 10 days.\n",
	    "section-quantity-changed" },
	{ HEAD "The money is there after 24 hours.\n", HEAD "The money is there after one day.\n", "section-changed" },
	{ HEAD "It is version 1.20 of the guide.\n", HEAD "It is version 1.21 of the guide.\n", "section-changed" },
	{ HEAD "Last updated on 3 May 2026 by us.\n", HEAD "Last updated on 9 May 2026 by us.\n", "section-changed" },
	{ HEAD "Read [the 30 days page](a.md) first.\n", HEAD "Read [the 60 days page](a.md) first.\n",
	    "section-changed" },
	{ HEAD "The money is there after 5 days.\n", HEAD "A wholly other text that says 10 days.\n",
	    "section-changed" },
	/* whether one must */
	{ HEAD "A complaint must be answered by us.\n", HEAD "A complaint should be answered by us.\n",
	    "obligation-lowered" },
	{ HEAD "A complaint can be answered by us.\n", HEAD "A complaint must be answered by us.\n",
	    "obligation-raised" },
	{ HEAD "A complaint is answered by us.\n", HEAD "A complaint must be answered by us.\n", "section-changed" },
	/* a rewritten page keeps them */
	{ HEAD "## A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\nThree.\n\n## D\n\nThe money is there after 5 days.\n",
	    HEAD "## A\n\nApple.\n\n## B\n\nPear.\n\n## C\n\nPlum.\n\n## D\n\nThe money is there after 9 days.\n",
	    "document-rewritten section-quantity-changed" },
};

static void sentences_have_their_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct changeset set;
		changeset_compare(&set, "markdown", cases[i].before, cases[i].after);
		str got = changeset_rules(&set);
		if (!str_eq(got, str_of(cases[i].rules)))
			print_error("case %zu:\n%s\n->\n%s\n", i, cases[i].before, cases[i].after);
		assert_str(got, str_of(cases[i].rules));
		changeset_release(&set);
	}
}

static void a_pair_says_both_texts(void **state)
{
	struct changeset set;

	(void)state;
	changeset_compare(&set, "markdown", cases[0].before, cases[0].after);
	const struct difference *d = &set.found.list.items[0];
	assert_str(d->old, STR("Billing"));
	assert_str(d->now, STR("Finance"));
	assert_str(d->message, STR("'For refunds contact Finance' names Finance now, no longer Billing"));
	assert_int_equal(d->named_count, 2);
	assert_true(d->renamed[BEFORE] && d->renamed[AFTER]);
	changeset_release(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_with_a_unit_are_quantities),
		TEST(numbers_alone_are_none),
		TEST(equal_values_do_not_differ),
		TEST(duties_have_ranks),
		TEST(a_negation_turns_a_duty),
		TEST(only_the_main_clause_binds),
		TEST(names_count_with_their_capitals),
		TEST(a_word_that_opens_or_is_part_of_a_name_counts_as_link_only),
		TEST(a_longer_name_is_not_cut),
		TEST(contacts_are_mailboxes_and_channels),
		TEST(routing_words_are_verbs),
		TEST(near_names_share_their_words),
		TEST(a_sentence_tells_what_it_says_instead),
		TEST(sentences_have_their_rules),
		TEST(a_pair_says_both_texts),
	};
	return cmocka_run_group_tests_name("analyzer/sentences", tests, NULL, NULL);
}
