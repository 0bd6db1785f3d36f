/*
 * Every JSON that this program writes follows the schema that it names: the expected files of all tests, and what each
 * command says of Tern Mobile.
 */
#include "tests/support/check.h"
#include "tests/support/story.h"
#include "tests/support/valid.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>

static struct story mvno; /* told once: tests only look at it */

static int begin(void **state)
{
	(void)state;
	story_begin(&mvno, "mvno");
	return 0;
}

static int end(void **state)
{
	(void)state;
	story_end(&mvno);
	return 0;
}

/* --- the validator itself ------------------------------------------------------------------------------------------
 */

static bool valid(const char *value, const char *schema)
{
	json_t *one = json_loads(value, JSON_DECODE_ANY, NULL), *of = json_loads(schema, 0, NULL);
	struct buf why = { 0 };

	assert_non_null(one);
	assert_non_null(of);
	bool answer = json_is_valid(one, of, &why);
	assert_int_equal(answer, why.size == 0);
	buf_release(&why);
	json_decref(one);
	json_decref(of);
	return answer;
}

static void the_validator_sees_what_is_wrong(void **state)
{
	static const char object[] =
	    "{ \"type\": \"object\", \"properties\": { \"a\": { \"type\": \"string\" }, \"b\": { \"$ref\": "
	    "\"#/$defs/b\" } },"
	    "  \"required\": [\"a\"], \"$defs\": { \"b\": { \"type\": \"array\", \"items\": { \"enum\": [1, 2] } } } }";
	static const char map[] =
	    "{ \"type\": \"object\", \"additionalProperties\": { \"type\": [\"integer\", \"null\"] } }";

	(void)state;
	assert_true(valid("{ \"a\": \"x\" }", object));
	assert_true(valid("{ \"a\": \"x\", \"b\": [1, 2, 2] }", object));
	assert_false(valid("{ \"b\": [1] }", object));               /* a is missing */
	assert_false(valid("{ \"a\": 1 }", object));                 /* is no string */
	assert_false(valid("{ \"a\": \"x\", \"b\": [3] }", object)); /* none of the values */
	assert_false(valid("{ \"a\": \"x\", \"c\": 1 }", object));   /* nobody described c */
	assert_false(valid("[]", object));                           /* is no object */
	assert_true(valid("{ \"x\": 1, \"y\": null }", map));
	assert_false(valid("{ \"x\": true }", map));
	assert_true(valid("1", "{ \"type\": \"number\" }"));
	assert_false(valid("1.5", "{ \"type\": \"integer\" }"));
	assert_false(valid("\"b\"", "{ \"const\": \"a\" }"));
	assert_false(valid("1", "{ \"$ref\": \"#/$defs/none\" }"));
}

/* --- expected files ------------------------------------------------------------------------------------------------
 */

static unsigned files_seen;

static void look_at(const char *path, const char *text, size_t size)
{
	json_t *value = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	char name[32];

	if (value && schema_named_by(value, name)) {
		assert_follows_its_schema(path, value);
		files_seen++;
	}
	json_decref(value);
}

static int look_at_file(const char *path, const struct stat *about, int type, struct FTW *where)
{
	str name = str_of(path), rest, line;

	(void)about;
	(void)where;
	if (type != FTW_F || !(str_ends(name, STR(".json")) || str_ends(name, STR(".jsonl"))))
		return 0;
	struct arena arena = { 0 };
	rest = read_file(&arena, path);
	if (str_ends(name, STR(".json")))
		look_at(path, rest.at, rest.size);
	else
		while (str_next_line(&rest, &line))
			look_at(path, line.at, line.size);
	arena_release(&arena);
	return 0;
}

static void expected_files_follow_their_schemas(void **state)
{
	(void)state;
	assert_int_equal(nftw(FIXTURES, look_at_file, 32, FTW_PHYS), 0);
	assert_true(files_seen >= 5);
}

/* --- what the commands say -----------------------------------------------------------------------------------------
 */

static void follows(const char *arguments, const char *name)
{
	char named[32];
	int status = story_run(&mvno, arguments);
	str rest = buf_str(&mvno.out), line;
	bool lines = strcmp(name, "commit") == 0 || strcmp(name, "defect") == 0;

	if (status > 1)
		fail_msg("%s: status %d: %.*s", arguments, status, STR_ARG(buf_str(&mvno.err)));
	while (lines ? str_next_line(&rest, &line) : rest.size > 0) {
		json_t *value = lines ? json_loadb(line.at, line.size, JSON_REJECT_DUPLICATES, NULL)
		                      : json_loadb(rest.at, rest.size, JSON_REJECT_DUPLICATES, NULL);
		if (!value)
			fail_msg("%s: is no JSON", arguments);
		assert_follows_its_schema(arguments, value);
		assert_string_equal(schema_named_by(value, named), name);
		json_decref(value);
		if (!lines)
			break;
	}
}

static void every_command_follows_its_schema(void **state)
{
	static const struct {
		const char *arguments, *name;
	} cases[] = {
		{ "impact --history --format json", "impact" },
		{ "impact --net HEAD~20..HEAD --format json", "impact" },
		{ "impact --history --min-severity cosmetic --format jsonl", "commit" },
		{ "check HEAD~10..HEAD --format json", "check" },
		{ "graph --format json", "graph" },
		{ "graph --level teams --format json", "graph" },
		{ "teams --format json", "teams" },
		{ "rules --format json", "rules" },
		{ "lint --format json", "lint" },
		{ "lint HEAD~30..HEAD --format json", "lint" },
		{ "lint --format jsonl", "defect" },
		{ "trace Billing --format json", "trace" },
		{ "trace Activate SIM --upstream --format json", "trace" },
		{ "explain Billing --format json", "explain" },
		{ "explain step-removed --format json", "rules" },
		{ "explain $($KNOCKON lint --format jsonl | head -n 1 | sed 's/.*\"fingerprint\":\"//; s/\".*//') "
		  "--format json",
		    "explain" },
		{ "explain $($KNOCKON impact --history --format jsonl | tr '{' '\\n' | grep '\"rule\":\"step-removed' "
		  "| "
		  "head -n 1 | sed 's/.*\"fingerprint\":\"//; s/\".*//') --history --format json",
		    "explain" },
		{ "inspect --format json $(git ls-files '*.md' '*.bpmn')", "inspect" },
		{ "inspect --why --format json $(git ls-files '*.md' '*.bpmn')", "inspect" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		follows(cases[i].arguments, cases[i].name);
}

/* --- the command ---------------------------------------------------------------------------------------------------
 */

static void the_schemas_are_those_of_the_sources(void **state)
{
	static const char *const names[] = { "impact", "commit", "check", "inspect", "graph", "teams", "rules", "lint",
		"defect", "trace", "explain" };
	char line[512], path[512];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(line, sizeof line, "schema %s", names[i]);
		snprintf(path, sizeof path, SOURCE_FOLDER "/reports/schemas/%s.json", names[i]);
		assert_int_equal(story_run(&mvno, line), 0);
		assert_str(buf_str(&mvno.out), read_file(*state, path));
		json_t *schema = json_loadb(mvno.out.at, mvno.out.size, JSON_REJECT_DUPLICATES, NULL);
		assert_non_null(schema);
		assert_string_equal(json_string_value(json_object_get(schema, "$schema")),
		    "https://json-schema.org/draft/2020-12/schema");
		json_decref(schema);
	}
	assert_int_equal(story_run(&mvno, "schema"), 0);
	assert_true(str_has(buf_str(&mvno.out), STR("impact\ncommit\n")));
	assert_int_equal(story_run(&mvno, "schema impakt"), 2);
	assert_true(str_has(buf_str(&mvno.err), STR("did you mean 'impact'?")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_validator_sees_what_is_wrong),
		TEST(expected_files_follow_their_schemas),
		TEST(every_command_follows_its_schema),
		TEST(the_schemas_are_those_of_the_sources),
	};
	return cmocka_run_group_tests_name("e2e/schema", tests, begin, end);
}
