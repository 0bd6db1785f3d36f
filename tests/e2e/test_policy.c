/*
 * A range cannot relax its own gate: the policy is that of its base. Suppressions, overrides, what could not be read.
 */
#include "tests/support/check.h"
#include "tests/support/verdict.h"

#define OPEN_A                                              \
	"impact-unacknowledged breaking customer-support\n" \
	"impact-unacknowledged breaking fraud\n"            \
	"impact-unacknowledged breaking onboarding\n"       \
	"impact-unacknowledged breaking provisioning\n"

static const char policy[] = "version: 1\n"
                             "teams:\n"
                             "  - name: Provisioning\n"
                             "    members: [nadia.haddad@acme.example]\n"
                             "  - name: Fraud\n"
                             "    owns: [\"fraud/**\"]\n"
                             "policy:\n"
                             "  fail-on: breaking\n"
                             "  override: [ops.lead@acme.example]\n";

/* main has a policy, topic the change of case a on top of it. */
static void begin_with(struct telling *telling, const char *configuration)
{
	commits_as(telling, "Luca Ferri", "luca.ferri@acme.example");
	shell(telling, "git checkout -q -b topic && git checkout -q -B main HEAD~1");
	write_file(telling, ".knockon.yml", configuration);
	commit_all(telling, "policy");
	shell(telling, "git checkout -q topic && git rebase -q main");
}

static void configure(struct telling *telling, const char *configuration)
{
	write_file(telling, ".knockon.yml", configuration);
	commit_all(telling, "another policy");
}

/* --- the base holds --------------------------------------------------------------------------------------------------
 */

static void taking_the_policy_away_takes_nothing_away(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	assert_verdict(telling, "", "fail 1\n" OPEN_A);
	shell(telling, "git rm -q .knockon.yml && git commit -q -m gone");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "policy-relaxed risky\n");
}

static void moving_the_policy_takes_nothing_away(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling, "git mv .knockon.yml old.yml && git commit -q -m moved");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "policy-relaxed risky\n");
}

static void a_link_in_the_place_of_the_policy_takes_nothing_away(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	write_file(telling, "weak.yml", "policy: { fail-on: never }\n");
	shell(telling, "ln -sf weak.yml .knockon.yml && git add -A && git commit -q -m link");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "policy-relaxed risky\n");
}

static void a_weaker_policy_is_told_and_does_not_hold(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	configure(telling,
	    "version: 1\n"
	    "teams:\n"
	    "  - name: Provisioning\n"
	    "    members: [nadia.haddad@acme.example]\n"
	    "  - name: Fraud\n"
	    "    owns: [\"fraud/**\"]\n"
	    "policy: { fail-on: never, incomplete: warn, acknowledge: {}, override: anybody }\n"
	    "rules: { step-owner-changed: info, handoff-removed: off }\n"
	    "suppress: [ { rule: step-owner-changed } ]\n");
	assert_verdict(telling, "",
	    "fail 1\n" OPEN_A "policy-relaxed risky\npolicy-relaxed risky\npolicy-relaxed risky\npolicy-relaxed risky\n"
	    "policy-relaxed risky\npolicy-relaxed risky\npolicy-relaxed risky\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "fail-on goes from breaking to never; this does not hold for this range");
	assert_said(telling, "policy.acknowledge reaches fewer teams at breaking changes");
	assert_said(telling, "step-owner-changed goes from breaking to info");
	assert_said(telling, "handoff-removed goes from breaking to off");
	assert_said(telling, "documents that cannot be read would only be warned of");
	assert_said(telling, "anybody might override the gate");
	assert_said(telling, "step-owner-changed would be left out");
}

static void a_stricter_policy_is_no_finding(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	configure(telling,
	    "version: 1\n"
	    "teams:\n"
	    "  - name: Provisioning\n"
	    "    members: [nadia.haddad@acme.example]\n"
	    "  - name: Fraud\n"
	    "    owns: [\"fraud/**\", \"risk/**\"]\n"
	    "policy: { fail-on: risky, override: nobody, notify: { info: 3 } }\n"
	    "rules: { step-renamed: breaking }\n");
	assert_verdict(telling, "", "fail 1\n" OPEN_A);
}

static void nobody_makes_himself_a_member(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	configure(telling,
	    "teams:\n"
	    "  - name: Provisioning\n"
	    "    members: [nadia.haddad@acme.example, luca.ferri@acme.example]\n"
	    "  - name: Fraud\n"
	    "    owns: [\"fraud/**\"]\n"
	    "policy: { override: [ops.lead@acme.example] }\n");
	shell(telling, "git commit -q --allow-empty -m 'ok' -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "",
	    "fail 1\n" OPEN_A "ack-not-entitled breaking provisioning\n"
	    "policy-relaxed risky\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "luca.ferri@acme.example might speak for Provisioning");
}

static void the_list_of_members_cannot_be_emptied(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	configure(telling, "teams: [ { name: Provisioning } ]\npolicy: { override: [ops.lead@acme.example] }\n");
	assert_verdict(telling, "--ack fraud --ack onboarding --ack 'customer support'",
	    "fail 1\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "policy-relaxed risky\n"   /* members */
	    "policy-relaxed risky\n"); /* what Fraud owns */
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "anybody might speak for Provisioning");
	assert_said(telling, "'fraud/**' would not belong to Fraud any more");
}

/* Whoever renames a team takes its members along. */
static void a_team_cannot_be_renamed_away(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	configure(telling,
	    "teams:\n"
	    "  - name: Activation\n"
	    "    aliases: [Provisioning]\n"
	    "    members: [luca.ferri@acme.example]\n"
	    "  - name: Fraud\n"
	    "    owns: [\"fraud/**\"]\n"
	    "policy: { override: [ops.lead@acme.example] }\n");
	shell(telling, "git commit -q --allow-empty -m 'ok' -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "",
	    "fail 1\n" OPEN_A "ack-not-entitled breaking provisioning\n"
	    "policy-relaxed risky\n"
	    "policy-relaxed risky\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "'Provisioning' would become another name of Activation");
}

static void an_address_cannot_be_mapped_to_that_of_a_member(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	write_file(telling, ".mailmap", "Nadia Haddad <nadia.haddad@acme.example> <luca.ferri@acme.example>\n");
	commit_all(telling, "who is who");
	shell(telling, "git commit -q --allow-empty -m 'ok' -m 'Impact-Ack: provisioning'");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "ack-not-entitled breaking provisioning\npolicy-relaxed risky\n");
	/* where the base says so it is the same person, who wrote the change besides */
	shell(telling,
	    "git checkout -q main && git checkout -q topic -- .mailmap && git commit -q -m 'who is who' && "
	    "git checkout -q topic && git rebase -q main");
	assert_verdict(telling, "",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking fraud\n"
	    "impact-unacknowledged breaking onboarding\n");
}

static void documents_cannot_be_excluded(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling, "printf 'exclude: [\"processes/**\"]\\nnot-teams: [Fraud Prevention, Sales]\\n' >>.knockon.yml");
	commit_all(telling, "nothing to see here");
	assert_verdict(
	    telling, "", "fail 1\n" OPEN_A "policy-relaxed risky\npolicy-relaxed risky\npolicy-relaxed risky\n");
}

static void a_team_cannot_become_one_that_is_never_asked(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling,
	    "sed -i 's/- name: Fraud/- name: Fraud\\n    kind: supplier/; s/- name: Provisioning/- name: "
	    "Provisioning\\n    parent: Sales/' .knockon.yml");
	commit_all(telling, "outside");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "policy-relaxed risky\npolicy-relaxed risky\n");
}

static void a_broken_policy_of_the_head_is_an_error(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	configure(telling, "version: 1\npolizy: { fail-on: never }\n");
	assert_int_equal(story_run(&telling->story, "check"), 2);
	assert_said(telling, ".knockon.yml:2:1: unknown key \"polizy\"; did you mean \"policy\"?");
	configure(telling, "rules: { step-gone: off }\n");
	assert_int_equal(story_run(&telling->story, "check"), 2);
}

static void where_the_base_cannot_be_read_the_built_in_policy_holds(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, "policy: { fail-on: nevver }\n");
	configure(telling, "policy: { fail-on: breaking }\n");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "policy-relaxed risky\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "the configuration of the base cannot be read");
}

static void a_policy_from_outside_holds_for_all(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling, "printf 'policy: { fail-on: never }\\n' >../home/gate.yml");
	assert_verdict(telling, "--policy-file ../home/gate.yml", "pass 0\n" OPEN_A);
	assert_int_equal(story_run(&telling->story, "check --policy-file ../home/none.yml"), 2);
}

/* --- names that the head adds ----------------------------------------------------------------------------------------
 */

static void an_alias_cannot_make_one_team_of_two(void **state)
{
	struct telling *telling = *state;

	assert_verdict(telling, "main..topic",
	    "fail 1\n"
	    "impact-unacknowledged breaking billing\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking finance\n"
	    "policy-relaxed risky\n"
	    "policy-relaxed risky\n");
}

static void a_name_that_the_base_does_not_know_holds_at_once(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling, "sed -i 's/- name: Fraud/- name: Fraud\\n    aliases: [Risk Desk]/' .knockon.yml");
	commit_all(telling, "Fraud has another name");
	shell(telling, "git commit -q --allow-empty -m 'ok' -m 'Impact-Ack: Risk Desk we know'");
	assert_verdict(telling, "",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n");
}

/* --- never, suppressions ---------------------------------------------------------------------------------------------
 */

static void where_nothing_fails_it_says_what_would(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, "policy: { fail-on: never }\n");
	assert_verdict(telling, "", "pass 0\n" OPEN_A);
	assert_int_equal(story_run(&telling->story, "check"), 0);
	assert_said(telling,
	    "PASS, for the policy says 'fail-on: never'; otherwise it would fail: 4 teams have not "
	    "acknowledged what affects them");
}

static void a_suppression_holds_until_its_day(void **state)
{
	struct telling *telling = *state;

	begin_with(telling,
	    "suppress:\n"
	    "  - { rule: step-owner-changed, path: \"processes/**\", until: 2026-03-16, reason: \"we move house\" }\n"
	    "  - { rule: step-renamed, path: \"attic/**\" }\n"
	    "  - { rule: step-renamed }\n");
	assert_verdict(telling, "--as-of 2026-03-16", "pass 0\nsuppression-unused info\n");
	assert_int_equal(story_run(&telling->story, "check --as-of 2026-03-16"), 0);
	assert_said(telling, "1 finding is left out by 'suppress' in .knockon.yml");
	assert_verdict(
	    telling, "--as-of 2026-03-17", "fail 1\n" OPEN_A "suppression-expired risky\nsuppression-unused info\n");
}

/* --- overrides -------------------------------------------------------------------------------------------------------
 */

static void whoever_the_policy_names_may_override(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling, "git commit -q --allow-empty -m 'now' -m 'Impact-Override: the network is down'");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "ack-unknown info\n");
	commits_as(telling, "Ops Lead", "ops.lead@acme.example");
	shell(telling, "git commit -q --allow-empty -m 'now' -m 'Impact-Override:'");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "ack-unknown info\nack-unknown info\n");
	shell(telling,
	    "git reset -q --hard HEAD~2 && "
	    "git commit -q --allow-empty -m 'now' -m 'Impact-Override: the network is down'");
	assert_verdict(telling, "", "pass 0\n" OPEN_A "override-used info\n");
	assert_int_equal(story_run(&telling->story, "check"), 0);
	assert_said(telling, "Ops Lead lets this pass (commit ");
	assert_said(telling, "): the network is down");
}

/* What comes after it was not seen by whoever let it pass. */
static void an_override_holds_for_what_was_there(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	commits_as(telling, "Ops Lead", "ops.lead@acme.example");
	shell(telling,
	    "git checkout -q main && git checkout -q -b early && "
	    "git commit -q --allow-empty -m 'now' -m 'Impact-Override: the network is down' && "
	    "git cherry-pick topic >/dev/null");
	assert_verdict(telling, "", "fail 1\n" OPEN_A "override-used info\n");
}

static void no_override_lifts_a_block(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	assert_int_equal(story_run(&telling->story, "ack fraud --verdict blocked"), 0);
	commit_all(telling, "no");
	commits_as(telling, "Ops Lead", "ops.lead@acme.example");
	shell(telling, "git commit -q --allow-empty -m 'now' -m 'Impact-Override: the network is down'");
	assert_verdict(telling, "",
	    "fail 1\n"
	    "impact-unacknowledged breaking customer-support\n"
	    "impact-unacknowledged breaking onboarding\n"
	    "impact-unacknowledged breaking provisioning\n"
	    "impact-blocked breaking fraud\n"
	    "override-used info\n");
}

/* --- what cannot be read ---------------------------------------------------------------------------------------------
 */

static void a_document_that_cannot_be_read_fails_the_check(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling,
	    "git checkout -q -b cut main && sed -i '60,$d' processes/order-to-activation.bpmn && "
	    "git commit -q -a -m 'half of it'");
	assert_verdict(telling, "", "fail 1\nanalysis-incomplete breaking\n");
	assert_int_equal(story_run(&telling->story, "check"), 1);
	assert_said(telling, "processes/order-to-activation.bpmn cannot be read to the end: ");
	assert_said(telling, "FAIL: not everything could be read, so not everybody is known who is affected");
}

static void where_the_policy_allows_it_it_is_a_warning(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, "policy: { incomplete: warn }\n");
	shell(telling,
	    "git checkout -q -b cut main && sed -i '60,$d' processes/order-to-activation.bpmn && "
	    "git commit -q -a -m 'half of it'");
	assert_verdict(telling, "", "pass 0\nanalysis-incomplete risky\n");
}

static void what_was_unreadable_before_is_only_mentioned(void **state)
{
	struct telling *telling = *state;

	begin_with(telling, policy);
	shell(telling,
	    "git checkout -q -b cut main && sed -i '60,$d' processes/order-to-activation.bpmn && "
	    "git commit -q -a -m 'half of it' && sed -i '50,$d' processes/order-to-activation.bpmn && "
	    "git commit -q -a -m 'less of it'");
	assert_verdict(telling, "HEAD~1..HEAD", "pass 0\nanalysis-incomplete info\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(taking_the_policy_away_takes_nothing_away, "a-task-changes-lane"),
		TELLS(moving_the_policy_takes_nothing_away, "a-task-changes-lane"),
		TELLS(a_link_in_the_place_of_the_policy_takes_nothing_away, "a-task-changes-lane"),
		TELLS(a_weaker_policy_is_told_and_does_not_hold, "a-task-changes-lane"),
		TELLS(a_stricter_policy_is_no_finding, "a-task-changes-lane"),
		TELLS(nobody_makes_himself_a_member, "a-task-changes-lane"),
		TELLS(the_list_of_members_cannot_be_emptied, "a-task-changes-lane"),
		TELLS(a_team_cannot_be_renamed_away, "a-task-changes-lane"),
		TELLS(an_address_cannot_be_mapped_to_that_of_a_member, "a-task-changes-lane"),
		TELLS(documents_cannot_be_excluded, "a-task-changes-lane"),
		TELLS(a_team_cannot_become_one_that_is_never_asked, "a-task-changes-lane"),
		TELLS(a_broken_policy_of_the_head_is_an_error, "a-task-changes-lane"),
		TELLS(where_the_base_cannot_be_read_the_built_in_policy_holds, "a-task-changes-lane"),
		TELLS(a_policy_from_outside_holds_for_all, "a-task-changes-lane"),
		TELLS(an_alias_cannot_make_one_team_of_two, "z-finance-alias"),
		TELLS(a_name_that_the_base_does_not_know_holds_at_once, "a-task-changes-lane"),
		TELLS(where_nothing_fails_it_says_what_would, "a-task-changes-lane"),
		TELLS(a_suppression_holds_until_its_day, "a-task-changes-lane"),
		TELLS(whoever_the_policy_names_may_override, "a-task-changes-lane"),
		TELLS(an_override_holds_for_what_was_there, "a-task-changes-lane"),
		TELLS(no_override_lifts_a_block, "a-task-changes-lane"),
		TELLS(a_document_that_cannot_be_read_fails_the_check, "a-task-changes-lane"),
		TELLS(where_the_policy_allows_it_it_is_a_warning, "a-task-changes-lane"),
		TELLS(what_was_unreadable_before_is_only_mentioned, "a-task-changes-lane"),
	};
	return cmocka_run_group_tests_name("e2e/policy", tests, NULL, NULL);
}
