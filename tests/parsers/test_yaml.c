#include "tests/support/check.h"

#include "base/limits.h"
#include "parsers/yaml.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

static const struct yaml *read_all(struct arena *arena, const char *text, unsigned options)
{
	const struct yaml *root;
	struct yaml_error error;

	if (!yaml_read(&root, arena, str_of(text), options, &error))
		fail_msg("%u:%u: %s", error.line, error.column, error.message);
	return root;
}

static void refused(struct arena *arena, const char *text, unsigned line, unsigned column, const char *about)
{
	const struct yaml *root;
	struct yaml_error error;

	assert_false(yaml_read(&root, arena, str_of(text), YAML_UNIQUE_KEYS, &error));
	assert_null(root);
	if (!strstr(error.message, about))
		fail_msg("\"%s\" does not speak of \"%s\"", error.message, about);
	assert_int_equal(error.line, line);
	assert_int_equal(error.column, column);
}

static void a_tree_keeps_order_places_and_quotes(void **state)
{
	const struct yaml *root = read_all(*state, "name: Billing\naliases: [CS, \"5\"]\nowns:\n  - support/**\n", 0);

	assert_int_equal(root->kind, YAML_MAPPING);
	assert_int_equal(root->count, 3);
	assert_str(root->first->key, STR("name"));
	assert_str(yaml_text(root->first), STR("Billing"));
	const struct yaml *aliases = yaml_get(root, "aliases");
	assert_int_equal(aliases->kind, YAML_SEQUENCE);
	assert_int_equal(aliases->line, 2);
	assert_int_equal(aliases->key_column, 1);
	assert_true(aliases->first->plain);
	assert_false(aliases->first->next->plain);
	assert_int_equal(aliases->first->next->column, 15);
	assert_str(yaml_text(yaml_get(root, "owns")->first), STR("support/**"));
	assert_null(yaml_get(root, "nothing"));
	assert_null(yaml_get(NULL, "nothing"));
}

static void an_empty_text_has_no_tree(void **state)
{
	assert_null(read_all(*state, "", 0));
	assert_null(read_all(*state, "# only a remark\n", 0));
	assert_true(yaml_is_null(read_all(*state, "---\n", 0)));
}

static void nothing_is_null_and_null_in_quotes_is_a_word(void **state)
{
	const struct yaml *root = read_all(*state, "a:\nb: ~\nc: null\nd: \"null\"\ne: \"\"\n", 0);

	assert_true(yaml_is_null(yaml_get(root, "a")));
	assert_true(yaml_is_null(yaml_get(root, "b")));
	assert_true(yaml_is_null(yaml_get(root, "c")));
	assert_false(yaml_is_null(yaml_get(root, "d")));
	assert_false(yaml_is_null(yaml_get(root, "e")));
	assert_str(yaml_text(yaml_get(root, "b")), STR(""));
	assert_str(yaml_text(root), STR(""));
}

static void truth_has_its_words(void **state)
{
	bool value = false;

	assert_true(yaml_bool(read_all(*state, "yes", 0), &value) && value);
	assert_true(yaml_bool(read_all(*state, "False", 0), &value) && !value);
	assert_false(yaml_bool(read_all(*state, "maybe", 0), &value));
}

static void what_is_hard_to_trust_is_refused(void **state)
{
	refused(*state, "a: &x 1\nb: 2\n", 1, 4, "anchors");
	refused(*state, "a: 1\nb: *x\n", 2, 4, "aliases");
	refused(*state, "a:\n  <<: {b: 1}\n", 2, 3, "merge keys");
	refused(*state, "a: !ruby/object 1\n", 1, 4, "tags");
	refused(*state, "a: !!binary aGk=\n", 1, 4, "tags");
	refused(*state, "[a, b]: 1\n", 1, 1, "a key must be text");
	refused(*state, "a: 1\nb: 2\na: 3\nb: 4\n", 3, 1, "twice: a");
	refused(*state, "a: 1\n---\nb: 2\n", 2, 1, "second document");
	assert_non_null(read_all(*state, "a: !!str 1\n\"<<\": 2\na: 3\n", 0));
}

static void broken_text_says_where(void **state)
{
	refused(*state, "a: 1\n b: 2\n", 2, 3, "mapping values are not allowed");
	refused(*state, "a: [1, 2\n", 2, 1, "did not find expected");
	refused(*state, "a: \"open\n", 2, 1, "end of stream");
	refused(*state, "a: 1\nb: \x01\n", 2, 4, "control characters");
	refused(*state, "a: caf\xe9 \n", 1, 8, "UTF-8");
}

static void documents_follow_each_other(void **state)
{
	const struct yaml *root = read_all(*state, "kind: Group\n---\nkind: User\n", YAML_DOCUMENTS);

	assert_str(yaml_text(yaml_get(root, "kind")), STR("Group"));
	assert_str(yaml_text(yaml_get(root->next, "kind")), STR("User"));
	assert_null(root->next->next);
}

static void a_byte_order_mark_is_no_text(void **state)
{
	assert_str(yaml_text(yaml_get(read_all(*state,
	                                  "\xef\xbb\xbf"
	                                  "a: 1\n",
	                                  0),
	               "a")),
	    STR("1"));
}

static void depth_and_size_have_limits(void **state)
{
	char deep[LIMIT_YAML_DEPTH * 2 + 3] = "";
	struct yaml_error error;
	const struct yaml *root;

	for (unsigned i = 0; i < LIMIT_YAML_DEPTH; i++) {
		deep[i] = '[';
		deep[2 * LIMIT_YAML_DEPTH - 1 - i] = ']';
	}
	assert_non_null(read_all(*state, deep, 0));
	memset(deep, '[', LIMIT_YAML_DEPTH + 1);
	refused(*state, deep, 1, LIMIT_YAML_DEPTH + 1, "32 levels");
	str large = { arena_alloc(*state, LIMIT_YAML_BYTES + 1), LIMIT_YAML_BYTES + 1 };
	assert_false(yaml_read(&root, *state, large, 0, &error));
	assert_non_null(strstr(error.message, "1 MiB"));
}

static jmp_buf ran_out;

static void note_oom(void *data)
{
	(void)data;
	longjmp(ran_out, 1);
}

static const char *many_lines(struct arena *arena)
{
	char *text = arena_alloc(arena, 200000);
	size_t size = 0;

	while (size < 190000)
		size += (size_t)sprintf(text + size, "- key%zu: value\n", size);
	return text;
}

/* LeakSanitizer sees to it that libyaml's memory is given back. */
static void an_exhausted_budget_leaves_nothing_behind(void **state)
{
	struct arena small = { .budget = 64 << 10, .oom = note_oom };
	struct yaml_error error;
	const struct yaml *root;
	str text = { many_lines(*state), 190000 };

	if (!setjmp(ran_out)) {
		yaml_read(&root, &small, text, 0, &error);
		fail_msg("the budget held");
	}
	assert_ptr_equal(small.oom, note_oom);
	arena_release(&small);
}

static void large_and_hostile_texts_stay_linear(void **state)
{
	static const char *const patterns[] = { "[", "{", "- ", "? ", "a: ", "[a,", "\"a\": \n", "- - - a\n", "a: b\n",
		"{a: ", "| ", "!!str ", "#", "? a\n" };
	struct yaml_error error;
	const struct yaml *root;
	char *text = arena_alloc(*state, LIMIT_YAML_BYTES);

	for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
		size_t size = 0, step = strlen(patterns[p]);
		struct arena own = { 0 };
		for (; size + step <= LIMIT_YAML_BYTES / 4; size += step)
			memcpy(text + size, patterns[p], step);
		yaml_read(&root, &own, (str){ text, size }, YAML_UNIQUE_KEYS, &error);
		arena_release(&own);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_tree_keeps_order_places_and_quotes),
		TEST(an_empty_text_has_no_tree),
		TEST(nothing_is_null_and_null_in_quotes_is_a_word),
		TEST(truth_has_its_words),
		TEST(what_is_hard_to_trust_is_refused),
		TEST(broken_text_says_where),
		TEST(documents_follow_each_other),
		TEST(a_byte_order_mark_is_no_text),
		TEST(depth_and_size_have_limits),
		TEST(an_exhausted_budget_leaves_nothing_behind),
		TEST(large_and_hostile_texts_stay_linear),
	};
	return cmocka_run_group_tests_name("parsers/yaml", tests, NULL, NULL);
}
