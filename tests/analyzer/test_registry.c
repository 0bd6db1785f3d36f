#include "tests/support/check.h"

#include "analyzer/graph/registry.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_means_the_same_whatever_was_known_before),
	};
	return cmocka_run_group_tests_name("analyzer/registry", tests, NULL, NULL);
}
