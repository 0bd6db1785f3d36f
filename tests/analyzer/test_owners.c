#include "tests/support/check.h"

#include "analyzer/owners/owners.h"

#include <stdio.h>
#include <string.h>

struct source {
	const char *path, *text;
};

static const struct owners_file *parse(struct arena *arena, const char *path, const char *text)
{
	const struct config_registry *registry;

	return owners_parse(arena, owners_format_of(NULL, str_of(path), &registry), registry, str_of(text));
}

static void combine(struct arena *arena, struct owners *out, const struct source *sources, uint32_t count)
{
	struct owners_place *places = ARENA_ARRAY(arena, struct owners_place, count);

	for (uint32_t i = 0; i < count; i++)
		places[i] =
		    (struct owners_place){ str_of(sources[i].path), parse(arena, sources[i].path, sources[i].text) };
	owners_combine(out, places, count);
}

/* "@a/x:3 @b" : the names in order, with the line where it is not what the test is about left out. */
static str names_of(struct arena *arena, const struct owners *owners, const char *path)
{
	struct owner all[16];
	uint32_t count = owners_of(owners, str_of(path), all, 16);
	str names = STR("");

	for (uint32_t i = 0; i < count; i++)
		names = arena_printf(arena, "%.*s%s%.*s", STR_ARG(names), i ? " " : "", STR_ARG(all[i].name));
	return names;
}

struct row {
	const char *path, *names;
};

static void check_rows(
    struct arena *arena, const struct source *sources, uint32_t source_count, const struct row *rows, size_t count)
{
	struct owners owners;

	combine(arena, &owners, sources, source_count);
	for (size_t i = 0; i < count; i++) {
		str names = names_of(arena, &owners, rows[i].path);
		if (!str_eq(names, str_of(rows[i].names)))
			fail_msg("%s is owned by \"%.*s\", not \"%s\"", rows[i].path, STR_ARG(names), rows[i].names);
	}
	owners_release(&owners);
}
#define CHECK(arena, sources, rows) \
	check_rows(arena, sources, sizeof(sources) / sizeof *(sources), rows, sizeof(rows) / sizeof *(rows))

static void files_are_known_by_their_paths(void **state)
{
	static const struct {
		const char *path;
		enum owners_format format;
	} rows[] = {
		{ "CODEOWNERS", OWNERS_FILE_CODEOWNERS },
		{ ".github/CODEOWNERS", OWNERS_FILE_CODEOWNERS },
		{ "docs/CODEOWNERS", OWNERS_FILE_CODEOWNERS },
		{ ".gitlab/CODEOWNERS", OWNERS_FILE_GITLAB },
		{ "src/CODEOWNERS", OWNERS_NO_FILE },
		{ "OWNERS", OWNERS_FILE_KUBERNETES },
		{ "a/b/OWNERS", OWNERS_FILE_KUBERNETES },
		{ "OWNERS_ALIASES", OWNERS_FILE_ALIASES },
		{ "a/OWNERS_ALIASES", OWNERS_NO_FILE },
		{ "a/CODENOTIFY", OWNERS_FILE_CODENOTIFY },
		{ "data/product_teams.yml", OWNERS_FILE_TITLES },
		{ "data/product_teams.json", OWNERS_NO_FILE },
		{ "teams/billing.yml", OWNERS_NO_FILE },
		{ "catalog-info.yaml", OWNERS_FILE_CATALOG },
		{ "org/teams.catalog.yaml", OWNERS_FILE_CATALOG },
		{ "README.md", OWNERS_NO_FILE },
	};
	static const struct config_registry listed[] = { { .file = { "org/list.yml", 12 } } };
	const struct config config = { .registries = listed, .registry_count = 1 };
	const struct config_registry *registry;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(owners_format_of(&config, str_of(rows[i].path), &registry), rows[i].format);
	assert_int_equal(owners_format_of(&config, STR("org/list.yml"), &registry), OWNERS_FILE_REGISTRY);
	assert_ptr_equal(registry, &listed[0]);
}

static void the_last_matching_line_owns(void **state)
{
	static const struct source sources[] = { { "CODEOWNERS",
	    "# everybody\n"
	    "*.md @acme/writers\n"
	    "/docs/ @acme/docs @maya # the docs folk\n"
	    "docs/*.bpmn @acme/process\n"
	    "apps/ @acme/apps\n"
	    "/build/logs/ @acme/build\n"
	    "  /a\\ b.md @acme/blank\n"
	    "/plans/* @acme/plans\n"
	    "/free/\n"
	    "legal @acme/legal ops@acme.example not-an-owner\n"
	    "**/logs @acme/logs\n" } };
	static const struct row rows[] = {
		{ "a/x.md", "@acme/writers" },
		{ "docs/a/x.md", "@acme/docs @maya" },
		{ "docs/x.bpmn", "@acme/process" },
		{ "docs/a/x.bpmn", "@acme/docs @maya" },
		{ "x/docs/x.bpmn", "" },
		{ "x/apps/y.txt", "@acme/apps" },
		{ "apps", "" },
		{ "build/logs/y.txt", "@acme/logs" },
		{ "x/build/logs.txt", "" },
		{ "a b.md", "@acme/blank" },
		{ "plans/x.md", "@acme/plans" },
		{ "plans/a/x.txt", "" },
		{ "free/x.md", "" },
		{ "x/legal/y.md", "@acme/legal ops@acme.example" },
		{ "x/legal", "@acme/legal ops@acme.example" },
		{ "x/illegal", "" },
	};

	CHECK(*state, sources, rows);
}

static void characters_of_globs_are_plain_in_codeowners(void **state)
{
	static const struct source sources[] = { { "CODEOWNERS",
	    "/a{b,c}.md @acme/x\n/d,e.md @acme/y\n/f[1].md @acme/z\n\\#g @acme/g\n" } };
	static const struct row rows[] = {
		{ "a{b,c}.md", "@acme/x" },
		{ "ab.md", "" },
		{ "d,e.md", "@acme/y" },
		{ "d", "" },
		{ "f[1].md", "@acme/z" },
		{ "f1.md", "" },
		{ "x/#g", "@acme/g" },
	};

	CHECK(*state, sources, rows);
}

static void a_catch_all_comes_last(void **state)
{
	static const struct source sources[] = {
		{ "CODEOWNERS", "* @acme/everyone\n/docs/ @acme/docs\n" },
		{ "ops/OWNERS", "approvers: [acme/ops]\n" },
	};
	static const struct row rows[] = {
		{ "docs/a.md", "@acme/docs" },
		{ "ops/a.md", "acme/ops @acme/everyone" },
		{ "a.md", "@acme/everyone" },
	};
	struct owners owners;
	struct owner found[4];

	CHECK(*state, sources, rows);
	combine(*state, &owners, sources, 2);
	assert_int_equal(owners_of(&owners, STR("ops/a.md"), found, 4), 2);
	assert_false(found[0].catch_all);
	assert_true(found[1].catch_all);
	assert_int_equal(owners_of(&owners, STR("ops/a.md"), found, 1), 1);
	owners_release(&owners);
}

static void each_section_of_gitlab_has_its_own_last_match(void **state)
{
	static const struct source sources[] = { { ".gitlab/CODEOWNERS",
	    "*.md @acme/writers\n"
	    "[Billing][2] @acme/billing\n"
	    "billing/\n"
	    "billing/legal.md @acme/legal # @acme/second\n"
	    "!billing/generated/\n"
	    "^[Optional]\n"
	    "/billing/x[0-9].md @@developer @acme/tests\n"
	    "[BILLING]\n"
	    "/payroll @acme/payroll\n" } };
	static const struct row rows[] = {
		{ "a.md", "@acme/writers" },
		{ "x/billing/a.md", "@acme/writers @acme/billing" },
		{ "x/billing/legal.md", "@acme/writers @acme/legal @acme/second" },
		{ "billing/generated/a.txt", "" },
		{ "billing/x1.md", "@acme/writers @acme/billing @acme/tests" },
		{ "payroll", "@acme/payroll" },
		{ "payroll/a.txt", "@acme/payroll" },
	};

	CHECK(*state, sources, rows);
}

static void one_codeowners_counts(void **state)
{
	static const struct source sources[] = {
		{ "docs/CODEOWNERS", "a.md @acme/third\n" },
		{ "CODEOWNERS", "a.md @acme/second\n" },
		{ ".github/CODEOWNERS", "a.md @acme/first\n" },
	};
	static const struct row rows[] = { { "a.md", "@acme/first" } };

	CHECK(*state, sources, rows);
}

static void owners_of_kubernetes_come_nearest_first(void **state)
{
	static const struct source sources[] = {
		{ "OWNERS",
		    "approvers:\n  - sig-release-leads\nreviewers: "
		    "[release-engineering-approvers]\nemeritus_approvers: [gone]\n" },
		{ "a/OWNERS", "approvers: [acme/alpha, maya]\n" },
		{ "a/b/OWNERS", "options: { no_parent_owners: true }\napprovers: [beta]\n" },
		{ "f/OWNERS",
		    "filters:\n  \".*\": { approvers: [all] }\n  \"\\\\.md$\": { approvers: [writers] }\n"
		    "  \"^(Makefile|go\\\\.mod)$\": { reviewers: [build] }\n  \"a{3}\": { approvers: [nobody] }\n" },
		{ "OWNERS_ALIASES", "aliases:\n  sig-release-leads: [puerco, saschagrunert]\n  beta: [x]\n" },
	};
	static const struct row rows[] = {
		{ "x/y.md", "sig-release-leads release-engineering-approvers" },
		{ "a/c/y.md", "acme/alpha maya sig-release-leads release-engineering-approvers" },
		{ "a/b/y.md", "beta" },
		{ "f/y.md", "all writers sig-release-leads release-engineering-approvers" },
		{ "f/Makefile", "all build sig-release-leads release-engineering-approvers" },
		{ "f/x/Makefile", "all sig-release-leads release-engineering-approvers" },
		{ "f/aaa", "all sig-release-leads release-engineering-approvers" },
	};
	struct owners owners;
	struct owner found[8];

	CHECK(*state, sources, rows);
	combine(*state, &owners, sources, 5);
	assert_int_equal(owners_of(&owners, STR("a/c/y.md"), found, 8), 4);
	assert_int_equal(found[0].kind, OWNER_IS_TEAM);
	assert_int_equal(found[1].kind, OWNER_IS_NAME);
	assert_int_equal(found[2].kind, OWNER_IS_ALIAS);
	assert_int_equal(found[3].kind, OWNER_IS_NAME);
	assert_int_equal(found[0].levels, 1);
	assert_int_equal(found[2].levels, 2);
	assert_false(found[2].reviewer);
	assert_true(found[3].reviewer);
	assert_str(found[2].path, STR("OWNERS"));
	assert_int_equal(found[2].line, 2);
	owners_release(&owners);
}

static void codenotify_counts_below_its_folder(void **state)
{
	static const struct source sources[] = {
		{ "CODENOTIFY", "# all\n**/* @root\n" },
		{ "docs/CODENOTIFY", "*.md @acme/docs\n{a,b}/** @acme/ab\n" },
	};
	static const struct row rows[] = {
		{ "x.txt", "@root" },
		{ "docs/x.md", "@acme/docs @root" },
		{ "docs/b/x.txt", "@acme/ab @root" },
		{ "docs/c/x.md", "@root" },
	};

	CHECK(*state, sources, rows);
}

static void registries_name_teams_and_their_aliases(void **state)
{
	static const str fields[] = { { "slug", 4 }, { "also", 4 } };
	static const struct config_registry registry = {
		.file = { "t.yml", 5 }, .name = { "title", 5 }, .aliases = fields, .alias_count = 2
	};
	static const char mapping[] =
	    "code_search:\n  title: Code Search\n  slug: cs\n  also: [search, find]\nplatform: { brief: x }\n";
	const struct owners_file *file = owners_parse(*state, OWNERS_FILE_REGISTRY, &registry, str_of(mapping));

	assert_int_equal(file->teams.count, 2);
	assert_str(file->teams.items[0].name, STR("Code Search"));
	assert_int_equal(file->teams.items[0].alias_count, 4);
	assert_str(file->teams.items[0].aliases[0], STR("code_search"));
	assert_str(file->teams.items[0].aliases[1], STR("cs"));
	assert_str(file->teams.items[0].aliases[3], STR("find"));
	assert_int_equal(file->teams.items[0].line, 1);
	assert_str(file->teams.items[1].name, STR("platform"));
	assert_int_equal(file->teams.items[1].alias_count, 0);
	file = owners_parse(*state, OWNERS_FILE_REGISTRY, &registry,
	    STR("version: 1\nteams:\n  - title: A B\n    slug: ab\n  - { x: y }\n"));
	assert_int_equal(file->teams.count, 1);
	assert_str(file->teams.items[0].aliases[0], STR("ab"));
	file = owners_parse(*state, OWNERS_FILE_REGISTRY, &registry, STR("[Billing, Care, \"--\", {a: b}]\n"));
	assert_int_equal(file->teams.count, 2);
}

static void titles_of_teams_are_no_titles_of_persons(void **state)
{
	const struct owners_file *file = parse(*state, "data/product_teams.yml",
	    "code_search:\n  title: Code Search\n  em: peter_guy\nmaya:\n  title: Engineer\n  email: "
	    "maya@acme.example\nx: y\n");

	assert_int_equal(file->teams.count, 1);
	assert_str(file->teams.items[0].name, STR("Code Search"));
	assert_str(file->teams.items[0].aliases[0], STR("code_search"));
}

static void groups_of_a_catalog_are_teams(void **state)
{
	const struct owners_file *file = parse(*state, "catalog-info.yaml",
	    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: shop }\n---\n"
	    "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: billing\nspec:\n  type: team\n"
	    "  profile: { displayName: Billing Operations, email: billing@acme.example }\n  parent: "
	    "group:default/finance\n"
	    "  children: []\n---\napiVersion: v1\nkind: Group\nmetadata: { name: other }\n");

	assert_int_equal(file->teams.count, 1);
	assert_str(file->teams.items[0].name, STR("Billing Operations"));
	assert_str(file->teams.items[0].aliases[0], STR("billing"));
	assert_str(file->teams.items[0].parent, STR("finance"));
	assert_str(file->teams.items[0].contact, STR("billing@acme.example"));
}

static void broken_files_name_nobody_and_say_why(void **state)
{
	const struct owners_file *file = parse(*state, "OWNERS", "approvers:\n  - a\n b: c\n");

	assert_int_equal(file->rules.count, 0);
	assert_true(file->trouble.size > 0);
	assert_int_equal(file->trouble_line, 3);
	assert_int_equal(parse(*state, "OWNERS", "approvers: &a [x]\nreviewers: *a\n")->rules.count, 0);
	assert_int_equal(parse(*state, "OWNERS", "just text\n")->rules.count, 0);
	assert_int_equal(parse(*state, "OWNERS_ALIASES", "aliases: [x]\n")->rules.count, 0);
	assert_int_equal(parse(*state, "catalog-info.yaml", "- a\n---\n- b\n")->teams.count, 0);
	assert_int_equal(parse(*state, "CODEOWNERS", "\xef\xbb\xbf* @acme/caf\xe9\n")->names.count, 1);
}

static void large_files_are_answered_soon(void **state)
{
	struct arena *arena = *state;
	struct owners owners;
	struct owner found[4];
	size_t size = 0;
	char *text = arena_alloc(arena, 1 << 18);

	for (unsigned i = 0; i < 4000; i++)
		size += (size_t)sprintf(text + size, "%sdir%u/*.md @acme/team%u\n", i % 2 ? "/" : "", i, i);
	text[size] = 0;
	const struct source sources[] = { { "CODEOWNERS", text } };
	combine(arena, &owners, sources, 1);
	for (unsigned i = 0; i < 300; i++) {
		str path = arena_printf(arena, "dir%u/some/page.md", i);
		assert_int_equal(owners_of(&owners, path, found, 4), 0);
	}
	assert_int_equal(owners_of(&owners, STR("dir3999/page.md"), found, 4), 1);
	assert_str(found[0].name, STR("@acme/team3999"));
	owners_release(&owners);
}

/* Any bytes, read as any of the files. */
static void any_bytes_are_harmless(void **state)
{
	static const char text[] =
	    "[A][1 @x\n^[b] @y/z\n!\n! x\n\\\n* \\\n[] @a\n[[x]] @b\na[ @c/d\n{,}\\{ @e/f\nfilters: {\"(a|b)(\": 1}\n";
	static const struct config_registry registry = { .name = { "name", 4 } };

	for (size_t from = 0; from < sizeof text; from++)
		for (int format = OWNERS_FILE_CODEOWNERS; format <= OWNERS_FILE_CATALOG; format++) {
			str part = arena_dup(*state, (str){ text + from, sizeof text - from });
			struct owners_place place = { STR("CODEOWNERS"),
				owners_parse(*state, (enum owners_format)format, &registry, part) };
			struct owners owners;
			struct owner found[4];
			owners_combine(&owners, &place, 1);
			owners_of(&owners, STR("a/b"), found, 4);
			owners_release(&owners);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_are_known_by_their_paths),
		TEST(the_last_matching_line_owns),
		TEST(characters_of_globs_are_plain_in_codeowners),
		TEST(a_catch_all_comes_last),
		TEST(each_section_of_gitlab_has_its_own_last_match),
		TEST(one_codeowners_counts),
		TEST(owners_of_kubernetes_come_nearest_first),
		TEST(codenotify_counts_below_its_folder),
		TEST(registries_name_teams_and_their_aliases),
		TEST(titles_of_teams_are_no_titles_of_persons),
		TEST(groups_of_a_catalog_are_teams),
		TEST(broken_files_name_nobody_and_say_why),
		TEST(large_files_are_answered_soon),
		TEST(any_bytes_are_harmless),
	};
	return cmocka_run_group_tests_name("analyzer/owners", tests, NULL, NULL);
}
