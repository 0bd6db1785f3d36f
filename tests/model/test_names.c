#include "tests/support/check.h"

#include "model/names.h"

struct row {
	const char *from, *to;
};

static void spellings_of_a_team_have_one_key(void **state)
{
	static const struct row rows[] = {
		{ "Billing", "billing" },
		{ "Billing Team", "billing" },
		{ "The billing team", "billing" },
		{ "billing-team", "billing" },
		{ "@acme/billing", "billing" },
		{ "group:default/billing", "billing" },
		{ "HR/Finance", "hr-finance" },
		{ "Customer Support", "customer-support" },
		{ "customerSupportDesk", "customer-support" },
		{ "DevOps", "devops" },
		{ "Department of Tax", "tax" },
		{ "Branch Manager ([@x](https://x))", "branch-manager" },
		{ "billing-ops", "billing-ops" },
		{ "Team", "team" },
		{ "#billing", "billing" },
		{ "Branch Manager (TBD)", "branch-manager" },
		{ "Process Office", "process-office" },
		{ "The System Team", "system-team" },
		{ "---", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_str(team_key(*state, str_of(rows[i].from)), str_of(rows[i].to));
}

static void suffix_words_tell_a_team(void **state)
{
	assert_true(team_has_suffix(*state, STR("Billing Team")));
	assert_true(team_has_suffix(*state, STR("Department of Tax")));
	assert_false(team_has_suffix(*state, STR("Billing")));
	assert_false(team_has_suffix(*state, STR("Team")));
}

static void markup_leaves_words(void **state)
{
	assert_str(name_n0(*state, STR("<b>Raise</b><br/>invoice &amp; pay"), MARKUP_HTML), STR("Raise invoice & pay"));
	assert_str(name_n0(*state, STR("&lt;ohne Namen&gt; &copy"), 0), STR("&lt;ohne Namen&gt; &copy"));
	assert_str(name_n0(*state, STR("a\\nb"), MARKUP_ESCAPES), STR("a b"));
	assert_str(name_n0(*state, STR("fa:fa-ban #quot;no#quot; #35;1"), MARKUP_MERMAID), STR("\"no\" #1"));
	assert_str(name_n0(*state, STR("**Billing** _team_ a*b"), MARKUP_EMPHASIS), STR("Billing team a*b"));
	assert_str(name_n0(*state, STR("<$actor>\\nPayer\\n"), MARKUP_CREOLE | MARKUP_ESCAPES), STR("Payer"));
	assert_str(name_n0(*state, STR("a < b > c"), MARKUP_HTML), STR("a < b > c"));
}

static void entities_need_a_semicolon(void **state)
{
	(void)state;
	assert_int_equal(name_entity(STR("nbsp")), 160);
	assert_int_equal(name_entity(STR("#x26")), 38);
	assert_int_equal(name_entity(STR("nosuch")), -1);
	assert_int_equal(name_entity(STR("#0")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(spellings_of_a_team_have_one_key),
		TEST(suffix_words_tell_a_team),
		TEST(markup_leaves_words),
		TEST(entities_need_a_semicolon),
	};
	return cmocka_run_group_tests_name("model/names", tests, NULL, NULL);
}
