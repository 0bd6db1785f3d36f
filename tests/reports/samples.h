/*
 * samples - analyses made by hand, for the tests of the reports
 */
#ifndef TESTS_REPORTS_SAMPLES_H
#define TESTS_REPORTS_SAMPLES_H

#include "reports/report.h"

#define S(literal)                              \
	{                                       \
		"" literal, sizeof(literal) - 1 \
	} /* STR is no constant */
#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

#define ACTIVATION S("processes/activation.bpmn")

/* --- the commit of the manual: a handoff goes to another team ------------------------------- */

static struct hop sample_to_support[] = {
	{ EDGE_FLOW, S("Raise first invoice"), S("Notify customer"), S("customer-support"), ACTIVATION, 57, true },
};
static struct hop sample_to_logistics[] = {
	{ EDGE_FLOW, S("Raise first invoice"), S("Print letter"), S("logistics"), ACTIVATION, 63, false },
};
static struct hop sample_to_finance[] = {
	{ EDGE_FLOW, S("Raise first invoice"), S("Print letter"), S("logistics"), ACTIVATION, 63, false },
	{ EDGE_FLOW, S("Print letter"), S("Post to ledger"), S("finance"), S("processes/ledger.md"), 18, false },
};
static struct affected sample_affected[] = {
	{ S("billing"), S("Billing"), ROLE_OWNER, 0, SEVERITY_BREAKING, REQUIRE_NONE, false, 0, NULL, 0 },
	{ S("customer-support"), S("Customer Support"), ROLE_DOWNSTREAM, 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE,
	    false, 0, sample_to_support, 1 },
	{ S("logistics"), S("Logistics"), ROLE_DOWNSTREAM, 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, true, 0,
	    sample_to_logistics, 1 },
	{ S("finance"), S("Finance"), ROLE_DOWNSTREAM, 2, SEVERITY_RISKY, REQUIRE_NOTIFY, false, MODIFIER_DISTANCE,
	    sample_to_finance, 2 },
};
static struct change sample_changes[] = {
	{
	    .fingerprint = "3fa9c1d2e0b7",
	    .rule = RULE_HANDOFF_RETARGETED,
	    .severity = SEVERITY_BREAKING,
	    .path = ACTIVATION,
	    .line = 41,
	    .element = { "step", S("Task_7"), S("Raise first invoice"), S("billing") },
	    .field = "target",
	    .old = S("Notify customer"),
	    .now = S("Print letter"),
	    .message = S("Billing hands 'Raise first invoice' to Logistics now, no longer to Customer Support"),
	    .count = 1,
	    .affected = sample_affected,
	    .affected_count = COUNT(sample_affected),
	},
};
static const char *sample_fingerprints[] = { "3fa9c1d2e0b7" };
static struct team_affected sample_teams[] = {
	{ S("customer-support"), S("Customer Support"), 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 1,
	    sample_fingerprints, 1 },
	{ S("logistics"), S("Logistics"), 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, true, 1, sample_fingerprints, 1 },
	{ S("finance"), S("Finance"), 2, SEVERITY_RISKY, REQUIRE_NOTIFY, false, 1, sample_fingerprints, 1 },
};
static struct team_affected sample_owners[] = {
	{ S("billing"), S("Billing"), 0, SEVERITY_BREAKING, REQUIRE_NONE, false, 0, sample_fingerprints, 1 },
};
static str sample_parents[] = { { "8d0e6f5b1c2a3948576a5b4c3d2e1f0a9b8c7d6e", 40 } };

static const struct commit_report sample_commit = {
	.id = S("4f1c2ab09d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a"),
	.parents = sample_parents,
	.parent_count = 1,
	.author_name = S("Maya Ortiz"),
	.author_email = S("maya@acme.example"),
	.time = 1793610840, /* 2 Nov 2026 */
	.subject = S("billing: invoice only after activation"),
	.changes = sample_changes,
	.change_count = COUNT(sample_changes),
	.cosmetic = 12,
	.affected = sample_teams,
	.affected_count = COUNT(sample_teams),
	.owners = sample_owners,
	.owner_count = COUNT(sample_owners),
};

/* --- nothing to list ------------------------------------------------------------------------ */

static const struct commit_report sample_quiet_commit = {
	.id = S("0c7d11e5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9"),
	.author_name = S("Jonas K\u00f6nig"),
	.author_email = S("jonas@acme.example"),
	.time = 1793524440,
	.subject = S("handbook: say in plain words what a port-in is and why it takes a day"),
	.cosmetic = 3,
};

static struct change sample_info_changes[] = {
	{
	    .fingerprint = "a1b2c3d4e5f6",
	    .rule = RULE_SECTION_CHANGED,
	    .severity = SEVERITY_INFO,
	    .path = S("handbook/porting.md"),
	    .line = 12,
	    .element = { "section", S(""), S("Port in"), S("number-porting") },
	    .field = "text",
	    .message = S("The text of 'Port in' is different"),
	    .modifiers = MODIFIER_NOBODY_OUTSIDE,
	    .count = 1,
	},
};
static const struct commit_report sample_info_commit = {
	.id = S("77aa01e5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9"),
	.author_name = S("Maya Ortiz"),
	.time = 1793438040,
	.subject = S("porting: rewrite"),
	.changes = sample_info_changes,
	.change_count = COUNT(sample_info_changes),
	.cosmetic = 1,
};

/* --- every way of being affected, and every kind of line ------------------------------------ */

static struct hop sample_upstream[] = {
	{ EDGE_FLOW, S("Collect documents"), S("Release order"), S("fraud"), S("processes/order.bpmn"), 31, false },
};
static struct hop sample_contract[] = {
	{ EDGE_CONTRACT, S("dispute file"), S("Customer Support"), S("customer-support"),
	    S("departments/billing/agreements/dispute-handling.md"), 44, false },
};
static struct hop sample_reference[] = {
	{ EDGE_REFERENCE, S("Handling a dispute"), S("What to do when a customer disputes an invoice"),
	    S("sim-logistics"), S("departments/sim-logistics/handbook/customers/disputes-and-refunds.md"), 120, true },
};
static struct hop sample_nameless[] = {
	{ EDGE_FLOW, S("Activate SIM"), S(""), S("provisioning"), S("processes/order.bpmn"), 60, false },
	{ EDGE_FLOW, S(""), S("Start billing"), S("billing"), S("processes/order.bpmn"), 66, false },
};
static struct affected sample_moved_affected[] = {
	{ S("onboarding"), S("Onboarding"), ROLE_OWNER, 0, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 0, NULL, 0 },
	{ S("customer-support"), S("Customer Support"), ROLE_OWNER, 0, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, true, 0,
	    NULL, 0 },
	{ S("fraud"), S("Fraud"), ROLE_UPSTREAM, 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 0, sample_upstream,
	    1 },
	{ S("billing"), S("Billing"), ROLE_DOWNSTREAM, 2, SEVERITY_RISKY, REQUIRE_NOTIFY, false, MODIFIER_DISTANCE,
	    sample_nameless, 2 },
};
static struct affected sample_relaxed_affected[] = {
	{ S("billing"), S("Billing"), ROLE_OWNER, 0, SEVERITY_BREAKING, REQUIRE_NONE, false, 0, NULL, 0 },
	{ S("customer-support"), S("Customer Support"), ROLE_COUNTERPARTY, 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE,
	    true, 0, sample_contract, 1 },
	{ S("sim-logistics"), S("SIM Logistics"), ROLE_REFERRER, 1, SEVERITY_RISKY, REQUIRE_NOTIFY, false,
	    MODIFIER_REFERRER | MODIFIER_INFERRED, sample_reference, 1 },
};
static struct affected sample_dates_affected[] = {
	{ S("finance"), S(""), ROLE_PERFORMER, 1, SEVERITY_RISKY, REQUIRE_NONE, false, 0, NULL, 0 },
};
static struct place_said sample_places[] = {
	{ S("process/schedule 2027.md"), 13 },
	{ S("process/schedule 2027.md"), 14 },
	{ S("process/schedule 2027.md"), 17 },
	{ S("process/calendar.md"), 3 },
};
static struct change sample_many_changes[] = {
	{
	    .fingerprint = "0123456789ab",
	    .rule = RULE_STEP_OWNER_CHANGED,
	    .severity = SEVERITY_BREAKING,
	    .path = S("processes/order.bpmn"),
	    .line = 40,
	    .element = { "step", S("Task_3"), S("Collect documents"), S("customer-support") },
	    .field = "team",
	    .old = S("Onboarding"),
	    .now = S("Customer Support"),
	    .message = S("Customer Support does 'Collect documents' now, no longer Onboarding"),
	    .count = 1,
	    .affected = sample_moved_affected,
	    .affected_count = COUNT(sample_moved_affected),
	},
	{
	    .fingerprint = "123456789abc",
	    .rule = RULE_SLA_RELAXED,
	    .severity = SEVERITY_BREAKING,
	    .path = S("departments/billing/agreements/dispute-handling.md"),
	    .line = 44,
	    .element = { "contract", S(""), S("dispute file"), S("billing") },
	    .field = "when",
	    .old = S("The dispute file is sent to the mailbox of Customer Support within 4 business hours of the call"),
	    .now = S("The dispute file is sent to the mailbox of Customer Support within 2 business days of the call"),
	    .message =
	        S("Billing promises the dispute file to Customer Support within 2 business days, no longer within 4 "
	          "business hours; 'dispute file' means the form, the invoice and the list of calls"),
	    .count = 1,
	    .affected = sample_relaxed_affected,
	    .affected_count = COUNT(sample_relaxed_affected),
	},
	{
	    .fingerprint = "23456789abcd",
	    .rule = RULE_STEP_DATE_EARLIER,
	    .severity = SEVERITY_RISKY,
	    .confidence = CONFIDENCE_LOW,
	    .modifiers = MODIFIER_LOW_CONFIDENCE | MODIFIER_ANNOUNCED,
	    .path = S("process/schedule 2027.md"),
	    .line = 12,
	    .element = { "step", S(""), S("Close the books"), S("finance") },
	    .field = "date",
	    .now = S("2027-01-04"),
	    .message = S("25 dates are earlier"),
	    .audience_unknown = true,
	    .count = 25,
	    .places = sample_places,
	    .place_count = COUNT(sample_places),
	    .affected = sample_dates_affected,
	    .affected_count = COUNT(sample_dates_affected),
	    .truncated = 3,
	},
	{
	    .fingerprint = "3456789abcde",
	    .rule = RULE_SLA_RELAXED,
	    .severity = SEVERITY_RISKY,
	    .audience_unknown = true,
	    .path = S("support/matrix.md"),
	    .line = 9,
	    .element = { "contract", S(""), S("P1"), S("customer-support") },
	    .field = "when",
	    .old = S("4 h"),
	    .now = S("8 h"),
	    .message = S("Customer Support promises P1 within 8 h, no longer within 4 h"),
	    .count = 1,
	},
	{
	    .fingerprint = "456789abcdef",
	    .rule = RULE_STEP_RENAMED,
	    .severity = SEVERITY_INFO,
	    .path = S("processes/order.bpmn"),
	    .line = 12,
	    .element = { "step", S("Task_1"), S("Take the order"), S("sales") },
	    .field = "name",
	    .old = S("Take order"),
	    .now = S("Take the order"),
	    .message = S("'Take order' is called 'Take the order' now"),
	    .count = 1,
	},
};
static const char *sample_many_fingerprints[] = { "0123456789ab", "123456789abc" };
static struct team_affected sample_many_teams[] = {
	{ S("customer-support"), S("Customer Support"), 0, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, true, 0,
	    sample_many_fingerprints, 2 },
	{ S("onboarding"), S("Onboarding"), 0, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 0,
	    sample_many_fingerprints, 1 },
	{ S("fraud"), S("Fraud"), 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 1, sample_many_fingerprints, 1 },
	{ S("finance"), S(""), 1, SEVERITY_RISKY, REQUIRE_NONE, false, 0, NULL, 0 },
	{ S("sim-logistics"), S("SIM Logistics"), 1, SEVERITY_RISKY, REQUIRE_NOTIFY, false, 0,
	    sample_many_fingerprints + 1, 1 },
	{ S("billing"), S("Billing"), 2, SEVERITY_RISKY, REQUIRE_NOTIFY, false, 1, sample_many_fingerprints, 1 },
};
static const struct commit_report sample_many_commit = {
	.id = S("9e8d7c6b5a49382716059e8d7c6b5a4938271605"),
	.parents = sample_parents,
	.parent_count = 1,
	.author_name = S("Chidi Anagonye"),
	.author_email = S("chidi@acme.example"),
	.time = 1793696240,
	.subject = S("order: documents are collected by Customer Support, and disputes take as long as they really do, "
	             "which everybody agreed to in the meeting of 30 October"),
	.changes = sample_many_changes,
	.change_count = COUNT(sample_many_changes),
	.affected = sample_many_teams,
	.affected_count = COUNT(sample_many_teams),
};

/* --- nobody is known ------------------------------------------------------------------------ */

static struct change sample_unknown_changes[] = {
	{
	    .fingerprint = "6789abcdef02",
	    .rule = RULE_STEP_REMOVED,
	    .severity = SEVERITY_BREAKING,
	    .audience_unknown = true,
	    .path = S("process/release.md"),
	    .line = 30,
	    .element = { "step", S(""), S("Publish the notes"), S("") },
	    .field = "whole",
	    .old = S("Publish the notes"),
	    .message = S("The step 'Publish the notes' is gone"),
	    .count = 1,
	},
	{
	    .fingerprint = "789abcdef012",
	    .rule = RULE_STEP_REMOVED,
	    .severity = SEVERITY_RISKY,
	    .modifiers = MODIFIER_DRAFT,
	    .audience_unknown = true,
	    .path = S("process/release.md"),
	    .line = 34,
	    .element = { "step", S(""), S("Send the mail"), S("") },
	    .field = "whole",
	    .old = S("Send the mail to everybody who has asked for it since the last release, and to the press"),
	    .message = S("The step 'Send the mail to everybody...' is gone"),
	    .count = 1,
	},
};
static const struct commit_report sample_unknown_commit = {
	.id = S("5aa7700b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f"),
	.author_name = S("Jonas K\u00f6nig"),
	.time = 1793438040,
	.subject = S("release: fewer steps"),
	.changes = sample_unknown_changes,
	.change_count = COUNT(sample_unknown_changes),
};

/* --- what is not committed ------------------------------------------------------------------ */

static struct change sample_staged_changes[] = {
	{
	    .fingerprint = "56789abcdef0",
	    .rule = RULE_DOCUMENT_OWNER_CHANGED,
	    .severity = SEVERITY_RISKY,
	    .path = S("CODEOWNERS"),
	    .line = 3,
	    .element = { "document", S(""), S("billing/"), S("finance") },
	    .field = "owner",
	    .old = S("Billing"),
	    .now = S("Finance"),
	    .message = S("14 documents belong to Finance now, no longer to Billing"),
	    .count = 14,
	},
};
static const struct commit_report sample_staged = {
	.author_name = S("Maya Ortiz"),
	.changes = sample_staged_changes,
	.change_count = COUNT(sample_staged_changes),
};

/* --- totals --------------------------------------------------------------------------------- */

static struct team_said sample_team_list[] = {
	{ S("billing"), S("Billing"), S("@acme/billing"), "internal" },
	{ S("customer-support"), S("Customer Support"), S("@acme/support"), "internal" },
	{ S("finance"), S("Finance"), S(""), "internal" },
	{ S("logistics"), S("Logistics"), S(""), "supplier" },
};
static const struct totals sample_totals = {
	.summary = { .commits = 1, .changes = 1, .breaking = 1, .cosmetic = 12, .teams = 3, .unacknowledged = 1 },
	.coverage = { .files = 320,
	    .documents = 306,
	    .partial = 0,
	    .opaque = 12,
	    .owned = 41,
	    .inferred = 12,
	    .ownerless_steps = 9 },
	.teams = sample_team_list,
	.team_count = COUNT(sample_team_list),
};
static const struct totals sample_many_totals = {
	.summary = { .commits = 4, .changes = 8, .breaking = 3, .risky = 2, .info = 3, .cosmetic = 16, .teams = 6 },
	.coverage = { .files = 12, .documents = 11, .partial = 2, .owned = 11, .inferred = 0 },
};

/* --- people who mean no good ---------------------------------------------------------------- */

#define HOSTILE                                                                                  \
	"\x1b[2J\x1b]0;x\x07 ::error file=a,line=1::b ##[error]c \u202e\u2066 \r\n::warning::d " \
	"\xff\xfe\u00a0::set-output name=e::f"

static struct hop sample_hostile_hops[] = {
	{ EDGE_FLOW, S("::error::from"), S(HOSTILE), S("evil"), S("::error file=x::\x1b[31m\xff.md"), 7, true },
};
static struct affected sample_hostile_affected[] = {
	{ S("evil"), S("\u3000::notice::name"), ROLE_DOWNSTREAM, 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 0,
	    sample_hostile_hops, 1 },
	{ S("nameless"), S(""), ROLE_REFERRER, 1, SEVERITY_RISKY, REQUIRE_NOTIFY, false, 0, NULL, 0 },
};
static struct change sample_hostile_changes[] = {
	{
	    .fingerprint = "6789abcdef01",
	    .rule = RULE_HANDOFF_REMOVED,
	    .severity = SEVERITY_BREAKING,
	    .path = S("::error file=x::##[group]\xff.md"),
	    .line = 1,
	    .element = { "flow", S(HOSTILE), S(HOSTILE), S("evil") },
	    .field = "whole",
	    .old = S(HOSTILE),
	    .now = S("::debug::now"),
	    .message = S(HOSTILE HOSTILE HOSTILE HOSTILE HOSTILE),
	    .count = 2,
	    .affected = sample_hostile_affected,
	    .affected_count = COUNT(sample_hostile_affected),
	},
	{ .rule = RULE_STEP_REMOVED, .severity = SEVERITY_RISKY, .count = 1 },
};
static struct team_affected sample_hostile_teams[] = {
	{ S("evil"), S("\u3000::notice::name"), 1, SEVERITY_BREAKING, REQUIRE_ACKNOWLEDGE, false, 1, NULL, 0 },
	{ S("nameless"), S(""), 1, SEVERITY_RISKY, REQUIRE_NOTIFY, false, 1, NULL, 0 },
};
static const struct commit_report sample_hostile_commit = {
	.id = S("abc"),
	.author_name = S(HOSTILE),
	.author_email = S("\x1b"),
	.time = INT64_MAX,
	.subject = S(" \u00a0::error::subject " HOSTILE),
	.changes = sample_hostile_changes,
	.change_count = COUNT(sample_hostile_changes),
	.affected = sample_hostile_teams,
	.affected_count = COUNT(sample_hostile_teams),
};

#endif
