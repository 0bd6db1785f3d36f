#include "tests/support/check.h"

#include "analyzer/graph/registry.h"
#include "analyzer/graph/site.h"

/* What a key means depends on the sources that count now, never on those that went: a registry that has seen much
 * answers as one that is new. */

struct asked {
	const char *key, *means; /* means: "" where it is nobody */
	bool known;
};

static void add(struct registry *registry, const char *key, const char *name)
{
	registry_add(registry, str_of(key), str_of(name), TEAM_TEAM, TEAM_STRONG);
}

static void fill(struct registry *registry)
{
	add(registry, "comms", "Comms");
	add(registry, "account-manager", "Account Manager");
	add(registry, "billing", "Billing");
}

static void add_and_take_back(struct registry *registry)
{
	static const char *const keys[] = { "comms-lead", "commslead", "account-managers", "comms-shadows", "devops" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		add(registry, keys[i], keys[i]);
		registry_remove(registry, str_of(keys[i]), str_of(keys[i]), TEAM_TEAM, TEAM_STRONG);
	}
}

static void check(struct registry *registry)
{
	static const struct asked rows[] = {
		{ "comms", "comms", true },
		{ "comms-lead", "comms", true },
		{ "comms-lead-shadows", "comms", true },
		{ "account-managers", "account-manager", true },
		{ "account-managers-lead", "account-manager", true },
		{ "bill-ing", "billing", true },
		{ "commslead", "commslead", false },
		{ "sales-lead", "saleslead", false },
		{ "team", "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		team_id team = registry_resolve_key(registry, str_of(rows[i].key));
		assert_str(registry_team_key(registry, team), str_of(rows[i].means));
		assert_int_equal(registry_resolves_known(registry, str_of(rows[i].key)), rows[i].known);
	}
}

static void a_key_means_the_same_whatever_was_known_before(void **state)
{
	struct registry fresh, used;

	(void)state;
	registry_begin(&fresh, NULL);
	registry_begin(&used, NULL);
	add_and_take_back(&used);
	fill(&used);
	fill(&fresh);
	check(&fresh);
	check(&used);
	registry_release(&fresh);
	registry_release(&used);
}

static void a_desk_is_left_out_of_a_key_only_where_a_source_does(void **state)
{
	struct registry registry;

	(void)state;
	registry_begin(&registry, NULL);
	add(&registry, "deal", "Deal Desk");
	team_id deal = registry_resolve_key(&registry, STR("deal"));
	assert_str(registry_team_key(&registry, deal), STR("deal-desk"));
	assert_int_equal(registry_resolve_key(&registry, STR("deal-desk")), deal);
	add(&registry, "deal", "Deal Team");
	assert_str(registry_team_key(&registry, deal), STR("deal"));
	registry_remove(&registry, STR("deal"), STR("Deal Team"), TEAM_TEAM, TEAM_STRONG);
	assert_str(registry_team_key(&registry, deal), STR("deal-desk"));
	registry_release(&registry);
}

static void an_and_between_words_makes_no_other_team(void **state)
{
	struct registry registry;

	(void)state;
	registry_begin(&registry, NULL);
	add(&registry, "data-&-analytics", "Data & Analytics");
	team_id team = registry_resolve_key(&registry, STR("data-analytics"));
	assert_true(registry_knows(&registry, team));
	assert_int_equal(registry_resolve_key(&registry, STR("data-and-analytics")), team);
	assert_false(registry_resolves_known(&registry, STR("data-sand-analytics")));
	assert_str(registry_team_key(&registry, team), STR("data-&-analytics"));
	registry_release(&registry);
}

static void the_name_of_the_whole_is_no_team_of_running_text(void **state)
{
	struct registry registry;
	struct arena *arena = *state;

	assert_str(site_key(arena, STR("The Acme Mobile handbook")), STR("acme-mobile"));
	assert_str(site_key(arena, STR("\xf0\x9f\x93\x98 Acme Documentation")), STR("acme"));
	assert_str(site_key(arena, STR("SIG Release")), STR(""));
	assert_str(site_key(arena, STR("handbook")), STR(""));
	registry_begin(&registry, NULL);
	for (int i = 0; i < 3; i++)
		registry_add(&registry, STR("acme"), STR("Acme team"), TEAM_TEAM, TEAM_INFERRED);
	team_id acme = registry_key(&registry, STR("acme"));
	assert_true(registry_knows(&registry, acme));
	registry_change_site(&registry, STR("acme"), true);
	assert_false(registry_knows(&registry, acme));
	add(&registry, "acme", "Acme");
	assert_true(registry_knows(&registry, acme));
	registry_remove(&registry, STR("acme"), STR("Acme"), TEAM_TEAM, TEAM_STRONG);
	registry_change_site(&registry, STR("acme"), false);
	assert_true(registry_knows(&registry, acme));
	registry_release(&registry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_desk_is_left_out_of_a_key_only_where_a_source_does),
		cmocka_unit_test(an_and_between_words_makes_no_other_team),
		TEST(the_name_of_the_whole_is_no_team_of_running_text),
		cmocka_unit_test(a_key_means_the_same_whatever_was_known_before),
	};
	return cmocka_run_group_tests_name("analyzer/registry", tests, NULL, NULL);
}
