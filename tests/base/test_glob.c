#include "tests/support/check.h"

#include "base/glob.h"

#include <string.h>

struct row {
	const char *pattern, *path;
};

static void check_rows(const struct row *rows, size_t count, bool match)
{
	for (size_t i = 0; i < count; i++)
		if (glob_match(str_of(rows[i].pattern), str_of(rows[i].path)) != match)
			fail_msg("%s %s %s", rows[i].pattern, match ? "does not match" : "matches", rows[i].path);
}

static void what_matches(void **state)
{
	static const struct row rows[] = {
		{ "processes/**", "processes/a.md" },
		{ "processes/**", "processes/a/b/c.md" },
		{ "**/archive/**", "archive/a.md" },
		{ "**/archive/**", "x/y/archive/z/a.md" },
		{ "**/*.md", "a.md" },
		{ "**/*.md", "x/y/a.md" },
		{ "**.md", "x/y/a.md" },
		{ "**", "x/y/a.md" },
		{ "*", "a.md" },
		{ "processes/care-*.bpmn", "processes/care-.bpmn" },
		{ "processes/care-*.bpmn", "processes/care-in.out.bpmn" },
		{ "/docs/a.md", "docs/a.md" },
		{ "./docs/a.md", "docs/a.md" },
		{ "docs", "docs/a/b.md" },
		{ "docs/", "docs/a/b.md" },
		{ "docs", "docs" },
		{ "*/docs", "x/docs/a.md" },
		{ "/", "docs/a.md" },
		{ "a?c", "abc" },
		{ "a[b-d]c", "acc" },
		{ "a[!x]c", "abc" },
		{ "a[]]c", "a]c" },
		{ "a[\\]]c", "a]c" },
		{ "{docs,processes}/**", "processes/a.md" },
		{ "{docs,processes}", "processes/a.md" },
		{ "x{a,b{c,d}}y", "xbdy" },
		{ "x{,a}y", "xy" },
		{ "{**/,}a.md", "x/a.md" },
		{ "*.{md,bpmn}", "a.bpmn" },
		{ "a/**/b/**/c", "a/b/c" },
		{ "a/**/b/**/c", "a/x/y/b/z/c" },
		{ "\\*.md", "*.md" },
		{ "{a.md", "{a.md" },
		{ "a[b.md", "a[b.md" },
		{ "a,b.md", "a,b.md" },
		{ "a}b.md", "a}b.md" },
		{ "{a,b", "{a,b" },
		{ "caf\xc3\xa9/**", "caf\xc3\xa9/a.md" },
	};

	(void)state;
	check_rows(rows, sizeof rows / sizeof *rows, true);
}

static void what_does_not(void **state)
{
	static const struct row rows[] = {
		{ "processes/**", "processes" },
		{ "processes/**", "process/a.md" },
		{ "**/archive/**", "x/archives/a.md" },
		{ "*.md", "x/a.md" },
		{ "docs/*", "docs/a/b.md" },
		{ "docs/", "docs" },
		{ "*/", "docs" },
		{ "docs", "docs2/a.md" },
		{ "**/b", "a/xb" },
		{ "a/**/b", "a/xb" },
		{ "a/**/b", "ab" },
		{ "a?c", "a/c" },
		{ "a[!x]c", "a/c" },
		{ "a[b-d]c", "aec" },
		{ "{docs,processes}/**", "other/a.md" },
		{ "{d*,x}", "docs/a.md" },
		{ "*.{md,bpmn}", "a.txt" },
		{ "", "a" },
		{ "", "" },
		{ "\\*.md", "a.md" },
		{ "Docs/**", "docs/a.md" },
	};

	(void)state;
	check_rows(rows, sizeof rows / sizeof *rows, false);
}

static void the_literal_beginning_ends_at_the_first_wildcard(void **state)
{
	(void)state;
	assert_int_equal(glob_literal(STR("support/**")), 8);
	assert_int_equal(glob_literal(STR("/support/a.md")), 12);
	assert_int_equal(glob_literal(STR("**/a")), 0);
	assert_int_equal(glob_literal(STR("a{b,c}")), 1);
	assert_int_equal(glob_literal(STR("")), 0);
}

static void long_patterns_match_nothing(void **state)
{
	char pattern[GLOB_BYTES + 2];

	(void)state;
	memset(pattern, '*', sizeof pattern);
	assert_true(glob_match((str){ pattern, GLOB_BYTES }, STR("a")));
	assert_false(glob_match((str){ pattern, GLOB_BYTES + 1 }, STR("a")));
}

static void fill(char *out, size_t size, const char *piece)
{
	for (size_t i = 0; i < size; i++)
		out[i] = piece[i % strlen(piece)];
}

/* Each of these takes a backtracking matcher longer than anybody can wait. */
static void hostile_patterns_end_soon(void **state)
{
	static const char *const pieces[] = { "*a", "**/", "{a,aa}", "{a,b", "[", "[!", "\\", "**", "*?", "a/**/",
		"{*,{**,", "}", "{,}" };
	char pattern[GLOB_BYTES], path[4096];

	(void)state;
	fill(path, sizeof path, "aaaaaaa/");
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		for (size_t size = GLOB_BYTES - 7; size <= GLOB_BYTES; size++) {
			fill(pattern, size, pieces[i]);
			pattern[size - 1] = 'x';
			glob_match((str){ pattern, size }, (str){ path, sizeof path });
		}
}

/* A straightforward matcher without braces, to hold the sets of places against. */
static bool slow_match(const char *pattern, const char *path, bool start)
{
	if (!*pattern)
		return !*path;
	if (pattern[0] == '*' && pattern[1] == '*') {
		if (pattern[2] == '/' && start && slow_match(pattern + 3, path, true))
			return true;
		return slow_match(pattern + 2, path, false) || (*path && slow_match(pattern, path + 1, false));
	}
	if (*pattern == '*')
		return slow_match(pattern + 1, path, false) ||
		    (*path && *path != '/' && slow_match(pattern, path + 1, false));
	return *path && (*pattern == '?' ? *path != '/' : *pattern == *path) &&
	    slow_match(pattern + 1, path + 1, *pattern == '/');
}

static void all_short_patterns_agree_with_a_plain_matcher(void **state)
{
	static const char letters[] = "a/*?";
	static const char *const paths[] = { "a", "aa", "a/a", "aa/a", "a/a/a", "a/aa/a", "a/a/a/a", "aaa" };

	(void)state;
	for (unsigned number = 0; number < 4 * 4 * 4 * 4 * 4 * 4; number++) {
		char pattern[8] = "";
		for (unsigned i = 0, rest = number; i < 6; i++, rest /= 4)
			pattern[i] = letters[rest % 4];
		if (pattern[0] == '/' || pattern[5] == '/' || pattern[5] == 'a' || strstr(pattern, "***"))
			continue;
		for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
			if (glob_match(str_of(pattern), str_of(paths[i])) != slow_match(pattern, paths[i], true))
				fail_msg("%s %s", pattern, paths[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_matches),
		TEST(what_does_not),
		TEST(the_literal_beginning_ends_at_the_first_wildcard),
		TEST(long_patterns_match_nothing),
		TEST(hostile_patterns_end_soon),
		TEST(all_short_patterns_agree_with_a_plain_matcher),
	};
	return cmocka_run_group_tests_name("base/glob", tests, NULL, NULL);
}
