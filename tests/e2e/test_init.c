/*
 * `knockon init` writes a configuration to begin with; `knockon config` shows which values hold.
 */
#include "tests/support/check.h"
#include "tests/support/verdict.h"

static void init_names_what_the_repository_shows(void **state)
{
	struct telling *telling = *state;

	shell(telling, "git remote add origin git@git.example:acme/processes.git");
	assert_int_equal(story_run(&telling->story, "init"), 0);
	assert_str(buf_str(&telling->story.out), STR(".knockon.yml\n"));
	shell(telling, "cat .knockon.yml");
	assert_said(telling, "version: 1");
	assert_said(telling, "- name: finance # owns: [\"billing/**\", \"finance/**\"]");
	assert_said(telling, "# /.knockon/acks/finance/ @acme/finance");
	assert_said(telling, "# site-urls: [\"https://git.example/acme/processes/blob/main/\"]");
	assert_int_equal(story_run(&telling->story, "config --check"), 0);
	/* with it everything is judged as before */
	assert_int_equal(story_run(&telling->story, "impact HEAD --config .knockon.yml"), 0);
	assert_int_equal(story_run(&telling->story, "init"), 2);
	assert_said(telling, "it is there already");
}

static void init_proposes_names_that_look_alike_as_one_team(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
	write_file(telling, "desk.md",
	    "| Step | What | Team |\n|---|---|---|\n| 1 | Answer the phone | Provisionning |\n| 2 | Look at it | "
	    "Provisioning Night Shift |\n");
	commit_all(telling, "a desk");
	assert_int_equal(story_run(&telling->story, "init"), 0);
	shell(telling, "grep -A1 'name: Provisioning$' .knockon.yml");
	assert_said(
	    telling, "# aliases: [Provisioning Night Shift, Provisionning] # looks alike: is it the same team?");
}

/* Names are made up by whoever writes the pages. */
static void names_from_pages_cannot_break_the_file(void **state)
{
	struct telling *telling = *state;

	commits_as(telling, "Nadia Haddad", "nadia.haddad@acme.example");
	write_file(telling, "evil.mmd",
	    "sequenceDiagram\n  participant A as \"]: } # *x\n  participant B as yes\n  participant C as Null\n  "
	    "A->>B: hi "
	    "there\n  B->>C: hi you\n");
	commit_all(telling, "a picture");
	assert_int_equal(story_run(&telling->story, "init"), 0);
	assert_int_equal(story_run(&telling->story, "config --check"), 0);
}

static void config_says_where_each_value_comes_from(void **state)
{
	struct telling *telling = *state;

	write_file(telling, ".knockon.yml",
	    "version: 1\nteams:\n  - name: Fraud\n    aliases: [Risk]\npolicy:\n  fail-on: risky\nrules:\n  "
	    "step-renamed: "
	    "risky\n");
	assert_int_equal(story_run(&telling->story, "config"), 0);
	assert_said(telling, "policy.fail-on risky .knockon.yml:6");
	assert_said(telling, "policy.acknowledge {risky: 1} built in");
	assert_said(telling, "policy.notify {risky: 2} built in");
	assert_said(telling, "teams {name: Fraud, aliases: [Risk]} .knockon.yml:3");
	assert_said(telling, "rules.step-renamed risky .knockon.yml:8");
	assert_int_equal(story_run(&telling->story, "config HEAD"), 0);
	assert_said(telling, "policy.fail-on breaking built in");
	assert_int_equal(story_run(&telling->story, "config --format json"), 0);
	assert_said(telling, "\"schema\": \"knockon/config/1\"");
	assert_said(
	    telling, "\"key\": \"policy.fail-on\", \"value\": \"risky\", \"origin\": \".knockon.yml\", \"line\": 6");
}

static void config_tells_mistakes_with_their_place(void **state)
{
	struct telling *telling = *state;

	write_file(telling, ".knockon.yml", "version: 1\npolicy:\n  fail_on: risky\n");
	assert_int_equal(story_run(&telling->story, "config --check"), 2);
	assert_said(telling, ".knockon.yml:3:3: unknown key \"fail_on\"; did you mean \"fail-on\"?");
	assert_int_equal(story_run(&telling->story, "config"), 2);
	write_file(telling, ".knockon.yml", "rules: { step-gone: off }\n");
	assert_int_equal(story_run(&telling->story, "config --check"), 2);
	assert_int_equal(story_run(&telling->story, "config --config nowhere.yml"), 2);
	assert_int_equal(story_run(&telling->story, "config HEAD HEAD"), 2);
	shell(telling, "rm .knockon.yml");
	assert_int_equal(story_run(&telling->story, "config --check"), 0);
	assert_said(telling, "there is no .knockon.yml; all values are built in");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELLS(init_names_what_the_repository_shows, "v-owner-line"),
		TELLS(init_proposes_names_that_look_alike_as_one_team, "a-task-changes-lane"),
		TELLS(names_from_pages_cannot_break_the_file, "a-task-changes-lane"),
		TELLS(config_says_where_each_value_comes_from, "a-task-changes-lane"),
		TELLS(config_tells_mistakes_with_their_place, "a-task-changes-lane"),
	};
	return cmocka_run_group_tests_name("e2e/init", tests, NULL, NULL);
}
