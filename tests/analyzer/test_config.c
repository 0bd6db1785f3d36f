#include "tests/support/check.h"

#include "analyzer/config/config.h"

#include <stdio.h>
#include <string.h>

static const struct config *read_config(struct arena *arena, const char *text)
{
	struct config *config = ARENA_NEW(arena, struct config);
	struct error error = { 0 };

	if (!config_read(config, arena, str_of(text), ".knockon.yml", &error))
		fail_msg("%u:%u: %s", error.line, error.column, error.message);
	return config;
}

static const char whole[] =
    "version: 1\n"
    "include: [\"processes/**\", \"docs/**\"]\n"
    "exclude: [\"**/archive/**\"]\n"
    "docs-root: /docs/\n"
    "site-urls: [\"https://acme.example/handbook/\"]\n"
    "teams:\n"
    "  - name: Customer Support\n"
    "    aliases: [CS, Care, Helpdesk, \"@acme/care\"]\n"
    "    kind: internal\n"
    "    parent: Operations\n"
    "    contact: \"@acme/support\"\n"
    "    members: [maya@acme.example]\n"
    "    owns: [\"support/**\", \"processes/care-*.bpmn\"]\n"
    "  - { name: SIM Vendor, kind: supplier }\n"
    "not-teams: [Note, Description]\n"
    "registries: [{ file: data/teams.yml, name: title, aliases: slug }, { file: ./x.yaml, aliases: [a, b] }]\n"
    "synonyms: [[raise, issue, create]]\n"
    "calendar: { business-day: 7.5h, business-week: 6d, hours: \"08:00-16:00\", timezone: Europe/London, notice: 15bd "
    "}\n"
    "reading: { mermaid-subgraph: team, mermaid-open-links: flow, plantuml-partition: group, sequence-returns: "
    "handoff,\n"
    "           columns: { who: [Zuständig], sla: [Frist, \"Reaktionszeit:\"] } }\n"
    "policy:\n"
    "  fail-on: risky\n"
    "  acknowledge: { breaking: 2, risky: 1 }\n"
    "  notify: { info: 3 }\n"
    "  incomplete: warn\n"
    "  override: [ops-lead@acme.example]\n"
    "rules:\n"
    "  step-renamed: risky\n"
    "  step-added: off\n"
    "suppress:\n"
    "  - { rule: handoff-without-contract, path: \"legacy/**\", until: 2027-03-31, reason: \"retired in Q1\" }\n";

static void the_whole_file_is_read(void **state)
{
	const struct config *c = read_config(*state, whole);

	assert_string_equal(c->path, ".knockon.yml");
	assert_int_equal(c->include_count, 2);
	assert_str(c->include[1], STR("docs/**"));
	assert_str(c->exclude[0], STR("**/archive/**"));
	assert_str(c->docs_root, STR("docs"));
	assert_str(c->site_urls[0], STR("https://acme.example/handbook/"));
	assert_int_equal(c->not_team_count, 2);
	assert_int_equal(c->registry_count, 2);
	assert_str(c->registries[0].name, STR("title"));
	assert_str(c->registries[0].aliases[0], STR("slug"));
	assert_str(c->registries[1].file, STR("x.yaml"));
	assert_str(c->registries[1].name, STR("name"));
	assert_int_equal(c->registries[1].alias_count, 2);
	assert_int_equal(c->synonym_count, 1);
	assert_str(c->synonyms[0][2], STR("create"));
	assert_int_equal(c->synonyms[0][3].size, 0);
	assert_true(c->calendar.business_day == 7.5 && c->calendar.business_week == 6);
	assert_str(c->calendar.hours, STR("08:00-16:00"));
	assert_str(c->calendar.timezone, STR("Europe/London"));
	assert_int_equal(c->calendar.notice_days, 15);
}

static void teams_have_all_that_is_said_of_them(void **state)
{
	const struct config *c = read_config(*state, whole);
	const struct config_team *support = &c->teams[0];

	assert_int_equal(c->team_count, 2);
	assert_str(support->name, STR("Customer Support"));
	assert_int_equal(support->alias_count, 4);
	assert_str(support->aliases[3], STR("@acme/care"));
	assert_int_equal(support->kind, CONFIG_KIND_INTERNAL);
	assert_str(support->parent, STR("Operations"));
	assert_str(support->contact, STR("@acme/support"));
	assert_str(support->members[0], STR("maya@acme.example"));
	assert_str(support->owns[1], STR("processes/care-*.bpmn"));
	assert_int_equal(support->line, 7);
	assert_int_equal(c->teams[1].kind, CONFIG_KIND_SUPPLIER);
}

static void policy_rules_and_suppressions_are_read(void **state)
{
	const struct config *c = read_config(*state, whole);

	assert_int_equal(c->policy.fail_on, CONFIG_RISKY);
	assert_int_equal(c->policy.acknowledge_count, 2);
	assert_int_equal(c->policy.acknowledge[0].severity, CONFIG_BREAKING);
	assert_int_equal(c->policy.acknowledge[0].distance, 2);
	assert_int_equal(c->policy.notify_count, 1);
	assert_int_equal(c->policy.notify[0].severity, CONFIG_INFO);
	assert_true(c->policy.incomplete_warns);
	assert_str(c->policy.override[0], STR("ops-lead@acme.example"));
	assert_false(c->policy.override_anybody);
	assert_int_equal(c->rule_count, 2);
	assert_str(c->rules[0].id, STR("step-renamed"));
	assert_int_equal(c->rules[0].severity, CONFIG_RISKY);
	assert_int_equal(c->rules[0].line, 28);
	assert_int_equal(c->rules[1].severity, CONFIG_OFF);
	assert_int_equal(c->suppression_count, 1);
	assert_str(c->suppressions[0].path, STR("legacy/**"));
	assert_int_equal(c->suppressions[0].until_day, 20270331);
}

static void settings_for_reading_have_a_hash(void **state)
{
	const struct config *c = read_config(*state, whole);

	assert_int_equal(c->reading.mermaid_subgraph, GROUPS_TEAM);
	assert_true(c->reading.open_links_flow);
	assert_int_equal(c->reading.plantuml_partition, GROUPS_GROUP);
	assert_true(c->reading.returns_handoff);
	assert_int_equal(c->reading.column_count, 3);
	assert_str(c->reading.columns[0].word, STR("zuständig"));
	assert_int_equal(c->reading.columns[0].slot, SLOT_WHO);
	assert_str(c->reading.columns[2].word, STR("reaktionszeit"));
	assert_int_equal(c->reading.columns[2].slot, SLOT_SLA);
	assert_true(c->reading.hash != 0);
	assert_true(read_config(*state, whole)->reading.hash == c->reading.hash);
	assert_true(read_config(*state, "reading: { mermaid-subgraph: team }")->reading.hash != c->reading.hash);
	assert_true(
	    read_config(*state, "reading: { mermaid-subgraph: auto, sequence-returns: return }")->reading.hash == 0);
}

static void without_a_file_the_built_in_values_hold(void **state)
{
	struct config built_in;
	const struct config *empty = read_config(*state, "# nothing yet\n");

	config_default(&built_in);
	assert_null(built_in.path);
	assert_int_equal(empty->policy.fail_on, CONFIG_BREAKING);
	assert_int_equal(empty->policy.acknowledge[0].severity, CONFIG_BREAKING);
	assert_int_equal(empty->policy.acknowledge[0].distance, 1);
	assert_int_equal(empty->policy.notify[0].severity, CONFIG_RISKY);
	assert_int_equal(empty->policy.notify[0].distance, 2);
	assert_int_equal(empty->calendar.notice_days, 10);
	assert_true(empty->calendar.business_day == 8 && empty->calendar.business_week == 5);
	assert_true(empty->reading.hash == 0);
	assert_int_equal(read_config(*state, "teams:\npolicy:\n  override:\n")->team_count, 0);
}

static void who_must_acknowledge_follows_the_threshold(void **state)
{
	const struct config *risky = read_config(*state, "policy: { fail-on: risky }");
	const struct config *never = read_config(*state, "policy: { fail-on: never }");

	assert_int_equal(risky->policy.acknowledge[0].severity, CONFIG_RISKY);
	assert_int_equal(risky->policy.acknowledge[0].distance, 1);
	assert_int_equal(never->policy.fail_on, CONFIG_OFF);
	assert_int_equal(never->policy.acknowledge[0].severity, CONFIG_BREAKING);
	assert_true(read_config(*state, "policy: { override: anybody }")->policy.override_anybody);
	assert_false(read_config(*state, "policy: { override: nobody }")->policy.override_anybody);
	assert_int_equal(read_config(*state, "policy: { acknowledge: {} }")->policy.acknowledge_count, 0);
}

static const struct {
	const char *text;
	unsigned line, column;
	const char *message;
} mistakes[] = {
	{ "version: 2\n", 1, 10, "this program reads version 1" },
	{ "team: []\n", 1, 1, "unknown key \"team\"; did you mean \"teams\"?" },
	{ "not_teams: []\n", 1, 1, "did you mean \"not-teams\"?" },
	{ "inlcude: []\n", 1, 1, "did you mean \"include\"?" },
	{ "zzz: 1\n", 1, 1, "unknown key \"zzz\"; known here: version, include" },
	{ "teams:\n  - name: A\n    alias: [B]\n", 3, 5, "did you mean \"aliases\"?" },
	{ "policy:\n  failon: risky\n", 2, 3, "did you mean \"fail-on\"?" },
	{ "policy: { fail-on: braking }\n", 1, 20, "fail-on cannot be \"braking\" (did you mean \"breaking\"?)" },
	{ "policy: { fail-on: [risky] }\n", 1, 20, "fail-on must be one value, not a list" },
	{ "include: docs/**\n", 1, 10, "include must be a list, not one value" },
	{ "include: [\"!docs/**\"]\n", 1, 11, "use exclude" },
	{ "include: [a, ]\nexclude: [{a: b}]\n", 2, 11, "an item must be one value, not a mapping" },
	{ "teams: { a: b }\n", 1, 8, "teams must be a list, not a mapping" },
	{ "teams: [Billing]\n", 1, 9, "a team must be a mapping" },
	{ "teams: [{ kind: role }]\n", 1, 9, "a team needs a name" },
	{ "teams: [{ name: \"--\" }]\n", 1, 17, "has no letter" },
	{ "teams: [{ name: A1, kind: vendor }]\n", 1, 27, "kind cannot be \"vendor\"" },
	{ "teams:\n - name: Dev-Ops\n - name: DevOps\n", 3, 10, "\"DevOps\" already stands for \"Dev-Ops\" (line 2)" },
	{ "teams:\n - name: Billing\n - name: Care\n   aliases: [The Billing Team]\n", 4, 14,
	    "already stands for \"Billing\"" },
	{ "teams:\n - name: A1\n - name: B1\nteams: []\n", 4, 1, "the key is there twice: teams" },
	{ "teams: &x []\n", 1, 8, "anchors" },
	{ "policy: *x\n", 1, 9, "aliases (*name)" },
	{ "- a\n", 1, 1, "the configuration must be a mapping, not a list" },
	{ "a: b: c\n", 1, 5, "mapping values are not allowed" },
	{ "registries: [{ name: x }]\n", 1, 14, "a registry needs a file" },
	{ "registries: [{ file: teams.json }]\n", 1, 22, "a registry is a YAML file" },
	{ "synonyms: [[a]]\n", 1, 12, "two words at least" },
	{ "site-urls: [acme.example]\n", 1, 13, "begins with https://" },
	{ "calendar: { business-day: 30h }\n", 1, 27, "business-day must be hours, like 8h" },
	{ "calendar: { business-week: 8d }\n", 1, 28, "business-week must be days, like 5d" },
	{ "calendar: { notice: 10 }\n", 1, 21, "notice must be business days, like 10bd" },
	{ "calendar: { hours: 9-17 }\n", 1, 20, "hours must be like" },
	{ "calendar: { hours: \"17:00-09:00\" }\n", 1, 20, "hours must be like" },
	{ "reading: { mermaid-subgraph: teams }\n", 1, 30, "did you mean \"team\"?" },
	{ "reading: { columns: { wer: [x] } }\n", 1, 23, "a column cannot be \"wer\"" },
	{ "policy: { acknowledge: { breaking: far } }\n", 1, 36, "\"far\" is no number from 0 to 1000" },
	{ "policy: { acknowledge: { breaking: 99999999999999999999 } }\n", 1, 36, "no number from 0 to 1000" },
	{ "policy: { acknowledge: { cosmetic: 1 } }\n", 1, 26, "a severity cannot be \"cosmetic\"" },
	{ "policy: { override: ops@acme.example }\n", 1, 21, "override must be a list: [ops@acme.example]" },
	{ "rules: { step-renamed: high }\n", 1, 24, "step-renamed cannot be \"high\"" },
	{ "suppress: [{ path: x }]\n", 1, 12, "a suppression needs a rule" },
	{ "suppress: [{ rule: x, until: 2027-02-31 }]\n", 1, 30, "is no date like 2027-03-31" },
};

static void mistakes_say_where_and_what_was_meant(void **state)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct config config;
		struct error error = { 0 };
		assert_false(config_read(&config, *state, str_of(mistakes[i].text), ".knockon.yml", &error));
		assert_int_equal(error.code, ERROR_USAGE);
		assert_string_equal(error.path, ".knockon.yml");
		if (!strstr(error.message, mistakes[i].message) || error.line != mistakes[i].line ||
		    error.column != mistakes[i].column)
			fail_msg("%s%u:%u: %s", mistakes[i].text, error.line, error.column, error.message);
	}
}

static const char *some_rule(unsigned number)
{
	static const char *const ids[] = { "step-renamed", "step-added", "handoff-without-contract", NULL };
	return ids[number];
}

static void rules_that_do_not_exist_are_told(void **state)
{
	struct error error = { 0 };

	assert_true(config_check_rules(read_config(*state, whole), some_rule, &error));
	assert_false(config_check_rules(read_config(*state, "rules:\n  step-rename: off\n"), some_rule, &error));
	assert_int_equal(error.line, 2);
	assert_string_equal(error.message, "there is no rule \"step-rename\"; did you mean \"step-renamed\"?");
	error = (struct error){ 0 };
	assert_false(
	    config_check_rules(read_config(*state, "suppress:\n - rule: nothing-like-it\n"), some_rule, &error));
	assert_string_equal(error.message, "there is no rule \"nothing-like-it\"");
}

/* Each beginning of the whole file is read or refused, and nothing else happens. */
static void cut_files_are_harmless(void **state)
{
	for (size_t size = 0; size < sizeof whole; size += 7) {
		struct config config;
		struct error error = { 0 };
		if (!config_read(&config, *state, arena_dup(*state, (str){ whole, size }), "x", &error))
			assert_int_equal(error.code, ERROR_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_whole_file_is_read),
		TEST(teams_have_all_that_is_said_of_them),
		TEST(policy_rules_and_suppressions_are_read),
		TEST(settings_for_reading_have_a_hash),
		TEST(without_a_file_the_built_in_values_hold),
		TEST(who_must_acknowledge_follows_the_threshold),
		TEST(mistakes_say_where_and_what_was_meant),
		TEST(rules_that_do_not_exist_are_told),
		TEST(cut_files_are_harmless),
	};
	return cmocka_run_group_tests_name("analyzer/config", tests, NULL, NULL);
}
