#include "analyzer/graph/paths.h"

#include <string.h>

str path_folder(str path)
{
	struct str_cut cut = str_rcut(path, '/');
	return cut.found ? cut.head : STR("");
}

str path_base(str path)
{
	struct str_cut cut = str_rcut(path, '/');
	return cut.found ? cut.tail : path;
}

str path_stem(str path)
{
	str base = path_base(path);
	ptrdiff_t dot = str_find_char(base, '.');
	return dot > 0 ? str_sub(base, 0, (size_t)dot) : base;
}

str path_bare(str path)
{
	static const char *const ends[] = { ".md", ".mdx", ".markdown", ".html", "/index", "/README", "/_index",
		"/readme" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(path, str_of(ends[i])))
			path = str_sub(path, 0, path.size - strlen(ends[i]));
	return path;
}

/* Two texts and what stands between them. */
static str joined(struct arena *arena, str left, str between, str right)
{
	size_t size = left.size + between.size + right.size;
	char *out = arena_alloc(arena, size + 1);

	memcpy(out, left.at, left.size);
	memcpy(out + left.size, between.at, between.size);
	memcpy(out + left.size + between.size, right.at, right.size);
	return (str){ out, size };
}

/* "a/b/../c/./d" -> "a/c/d"; "" where it climbs out of the root. */
static str normalised(struct arena *arena, str path)
{
	char *out = arena_alloc(arena, path.size + 1);
	size_t size = 0;
	str name;

	while (str_next_word(&path, "/", &name)) {
		if (str_eq(name, STR(".")))
			continue;
		if (str_eq(name, STR(".."))) {
			if (!size)
				return STR("");
			while (size && out[size - 1] != '/')
				size--;
			size -= size > 0;
			continue;
		}
		if (size)
			out[size++] = '/';
		memcpy(out + size, name.at, name.size);
		size += name.size;
	}
	return (str){ out, size };
}

static str below_site(const struct config *config, str target, bool *found)
{
	*found = false;
	for (unsigned i = 0; i < config->site_url_count; i++) {
		str site = config->site_urls[i];
		if (str_starts(target, site)) {
			*found = true;
			return str_sub(target, site.size, target.size);
		}
	}
	return target;
}

static str in_docs_root(struct arena *arena, const struct config *config, str path)
{
	return config->docs_root.size ? joined(arena, config->docs_root, STR("/"), path) : path;
}

str link_path(struct arena *arena, const struct config *config, str document, str target)
{
	bool on_site;

	if (!target.size)
		return document;
	str rest = below_site(config, target, &on_site);
	if (on_site)
		return normalised(arena, in_docs_root(arena, config, rest));
	if (str_has(str_sub(target, 0, 12), STR(":/")) || str_istarts(target, STR("mailto:")))
		return STR("");
	if (target.at[0] == '/')
		return normalised(arena, in_docs_root(arena, config, target));
	return normalised(arena, joined(arena, path_folder(document), STR("/"), target));
}

static const char *const page_suffixes[] = { ".md", ".mdx", ".markdown" };
static const char *const index_names[] = { "index", "README", "_index", "readme", "Readme" };

static bool is_index(str path)
{
	return str_eq(path_base(path), STR("index.html"));
}

unsigned path_names(struct arena *arena, str path, str names[PATH_NAMES])
{
	unsigned count = 0;

	names[count++] = path;
	for (size_t i = 0; i < sizeof page_suffixes / sizeof *page_suffixes; i++) {
		str suffix = str_of(page_suffixes[i]);
		if (!str_iends(path, suffix))
			continue;
		str bare = str_sub(path, 0, path.size - suffix.size);
		names[count++] = bare;
		names[count++] = joined(arena, bare, STR(".html"), STR(""));
		for (size_t k = 0; k < sizeof index_names / sizeof *index_names; k++)
			if (str_eq(path_base(bare), str_of(index_names[k]))) {
				names[count++] = path_folder(bare);
				if (!str_eq(path_base(bare), STR("index")))
					names[count++] =
					    joined(arena, str_sub(bare, 0, bare.size - path_base(bare).size),
					        STR("index.html"), STR(""));
				break;
			}
		break;
	}
	return count;
}

unsigned path_candidates(struct arena *arena, str called, str files[PATH_NAMES])
{
	unsigned count = 0;

	files[count++] = called;
	if (str_iends(called, STR(".html")))
		files[count++] = joined(arena, str_sub(called, 0, called.size - 5), STR(".md"), STR(""));
	if (is_index(called)) /* made of the README of its folder by mdBook and others */
		files[count++] = joined(arena, str_sub(called, 0, called.size - 10), STR("README.md"), STR(""));
	for (size_t i = 0; i < 2; i++)
		files[count++] = joined(arena, called, str_of(page_suffixes[i]), STR(""));
	str slash = called.size ? STR("/") : STR("");
	static const char *const pages[] = { "index.md", "README.md", "_index.md", "index.mdx", "readme.md",
		"Readme.md" };
	for (size_t i = 0; i < sizeof pages / sizeof *pages && count < PATH_NAMES; i++)
		files[count++] = joined(arena, called, slash, str_of(pages[i]));
	return count;
}

/* Names are small letters; most differ in the first one. */
static bool is_one_of(str name, const char *const *names, size_t count)
{
	char first = name.size ? byte_lower(name.at[0]) : 0;

	for (size_t i = 0; i < count; i++)
		if (first == names[i][0] && str_ieq(name, str_of(names[i])))
			return true;
	return false;
}

bool path_names_team(str parent, str folder)
{
	static const char *const parents[] = { "teams", "departments", "squads", "groups", "roles" };
	static const char *const kinds[] = { "archive", "assets", "common", "docs", "guides", "images", "img",
		"interviews", "misc", "old", "policies", "process", "processes", "resources", "shared", "static",
		"templates", "tools" };

	return is_one_of(parent, parents, sizeof parents / sizeof *parents) &&
	    !is_one_of(folder, kinds, sizeof kinds / sizeof *kinds);
}

bool path_is_example(str path)
{
	static const char *const names[] = { "test", "tests", "spec", "specs", "__tests__", "fixtures", "testdata",
		"test-data" };
	str rest = path, name;

	while (str_next_word(&rest, "/", &name))
		if (is_one_of(name, names, sizeof names / sizeof *names))
			return true;
	return false;
}
