#include "analyzer/owners/owners.h"

#include "analyzer/owners/owners_inner.h"
#include "base/glob.h"
#include "base/limits.h"
#include "base/text.h"

/* --- which file is what ---------------------------------------------------------------------------- */

static const struct known_path {
	const char *path;
	enum owners_format format;
} codeowners_paths[] = {
	/* the first one there is counts */
	{ ".github/CODEOWNERS", OWNERS_FILE_CODEOWNERS },
	{ "CODEOWNERS", OWNERS_FILE_CODEOWNERS },
	{ "docs/CODEOWNERS", OWNERS_FILE_CODEOWNERS },
	{ ".gitlab/CODEOWNERS", OWNERS_FILE_GITLAB },
};
enum { CODEOWNERS_PATHS = sizeof codeowners_paths / sizeof *codeowners_paths };

static bool is_yaml(str name)
{
	return str_iends(name, STR(".yml")) || str_iends(name, STR(".yaml"));
}

static bool is_catalog(str name)
{
	return str_eq(name, STR("catalog-info.yaml")) || str_eq(name, STR("catalog-info.yml")) ||
	    str_ends(name, STR(".catalog.yaml"));
}

enum owners_format owners_format_of(const struct config *config, str path, const struct config_registry **registry)
{
	str name = str_rcut(path, '/').found ? str_rcut(path, '/').tail : path;

	*registry = NULL;
	for (unsigned i = 0; config && i < config->registry_count; i++)
		if (str_eq(path, config->registries[i].file)) {
			*registry = &config->registries[i];
			return OWNERS_FILE_REGISTRY;
		}
	for (size_t i = 0; i < CODEOWNERS_PATHS; i++)
		if (str_eq(path, str_of(codeowners_paths[i].path)))
			return codeowners_paths[i].format;
	if (str_eq(name, STR("OWNERS")))
		return OWNERS_FILE_KUBERNETES;
	if (str_eq(path, STR("OWNERS_ALIASES")))
		return OWNERS_FILE_ALIASES;
	if (str_eq(name, STR("CODENOTIFY")))
		return OWNERS_FILE_CODENOTIFY;
	if (is_catalog(name))
		return OWNERS_FILE_CATALOG;
	return is_yaml(name) && str_ifind(name, STR("team")) != STR_NONE ? OWNERS_FILE_TITLES : OWNERS_NO_FILE;
}

bool owners_may_name(enum owners_format format, str bytes)
{
	return format != OWNERS_FILE_TITLES || bytes.size > LIMIT_TEXT_BYTES || owners_may_have_titles(bytes);
}

const struct owners_file *owners_parse(
    struct arena *arena, enum owners_format format, const struct config_registry *registry, str bytes)
{
	struct owners_file *file = ARENA_NEW(arena, struct owners_file);
	struct owners_input in = { arena, file, text_utf8(arena, bytes, NULL) };

	file->format = format;
	if (str_starts(in.bytes, STR("\xef\xbb\xbf")))
		in.bytes = str_sub(in.bytes, 3, in.bytes.size);
	if (bytes.size > LIMIT_TEXT_BYTES) {
		file->trouble = str_of(LIMIT_SAYS(TEXT_BYTES));
		return file;
	}
	switch (format) {
	case OWNERS_FILE_CODEOWNERS:
	case OWNERS_FILE_GITLAB: owners_parse_codeowners(&in); break;
	case OWNERS_FILE_KUBERNETES: owners_parse_kubernetes(&in); break;
	case OWNERS_FILE_ALIASES: owners_parse_aliases(&in); break;
	case OWNERS_FILE_CODENOTIFY: owners_parse_codenotify(&in); break;
	case OWNERS_FILE_REGISTRY: owners_parse_registry(&in, registry); break;
	case OWNERS_FILE_TITLES: owners_parse_titles(&in); break;
	case OWNERS_FILE_CATALOG: owners_parse_catalog(&in); break;
	case OWNERS_NO_FILE: break;
	}
	return file;
}

/* --- the files of a revision ----------------------------------------------------------------------- */

static uint64_t key_of(str text)
{
	return str_hash(text) | 1;
}

static str folder_of(str path)
{
	struct str_cut cut = str_rcut(path, '/');
	return cut.found ? cut.head : STR("");
}

static size_t codeowners_rank(str path)
{
	size_t rank = 0;

	while (rank < CODEOWNERS_PATHS && !str_eq(path, str_of(codeowners_paths[rank].path)))
		rank++;
	return rank;
}

static void add_place(struct owners *out, const struct owners_place *place, uint32_t number)
{
	switch (place->file->format) {
	case OWNERS_FILE_CODEOWNERS:
	case OWNERS_FILE_GITLAB:
		if (!out->codeowners || codeowners_rank(place->path) < codeowners_rank(out->codeowners->path))
			out->codeowners = place;
		break;
	case OWNERS_FILE_KUBERNETES: *map_add(&out->folders, key_of(folder_of(place->path))) = number + 1; break;
	case OWNERS_FILE_CODENOTIFY: *map_add(&out->notify, key_of(folder_of(place->path))) = number + 1; break;
	case OWNERS_FILE_ALIASES: out->aliases = place; break;
	default: break;
	}
}

void owners_combine(struct owners *out, const struct owners_place *places, uint32_t count)
{
	*out = (struct owners){ .places = places };
	for (uint32_t i = 0; i < count; i++)
		add_place(out, &places[i], i);
	for (uint32_t i = 0; out->aliases && i < out->aliases->file->rules.count; i++)
		*map_add(&out->alias_names, key_of(out->aliases->file->rules.items[i].glob)) = i + 1;
}

void owners_release(struct owners *owners)
{
	map_release(&owners->folders);
	map_release(&owners->notify);
	map_release(&owners->alias_names);
	*owners = (struct owners){ 0 };
}

/* --- who owns a path ------------------------------------------------------------------------------- */

struct answer {
	struct owner *items;
	uint32_t count, max;
};

static void put_names(
    struct answer *out, const struct owners_place *place, const struct owners_rule *rule, uint32_t levels)
{
	for (uint32_t i = rule->first; i < rule->first + rule->count && out->count < out->max; i++) {
		const struct owners_name *name = &place->file->names.items[i];
		out->items[out->count++] = (struct owner){
			.name = name->name,
			.kind = name->kind,
			.source = place->file->format,
			.path = place->path,
			.line = name->line,
			.levels = levels,
			.reviewer = name->reviewer,
			.catch_all = rule->catch_all,
		};
	}
}

static bool rule_matches(const struct owners_rule *rule, str path)
{
	return rule->everything || (str_has(path, rule->needs) && glob_match(rule->glob, path));
}

/* The last line of a section that matches; NULL: none, or one that takes the path out of the section. */
static const struct owners_rule *last_match(const struct owners_file *file, uint32_t first, uint32_t end, str path)
{
	const struct owners_rule *found = NULL;

	for (uint32_t i = end; i > first; i--) {
		const struct owners_rule *rule = &file->rules.items[i - 1];
		if ((found && !rule->excludes) || !rule_matches(rule, path))
			continue;
		if (rule->excludes)
			return NULL;
		found = rule;
	}
	return found;
}

enum { CATCH_ALLS = 8 };

struct late { /* catch-alls, which come last */
	const struct owners_rule *rules[CATCH_ALLS];
	uint32_t count;
};

static void put_codeowners(struct answer *out, const struct owners_place *place, str path, struct late *late)
{
	const struct owners_file *file = place->file;

	for (uint32_t first = 0, end = 0; first < file->rules.count; first = end) {
		while (end < file->rules.count && file->rules.items[end].section == file->rules.items[first].section)
			end++;
		const struct owners_rule *found = last_match(file, first, end, path);
		if (found && !found->catch_all)
			put_names(out, place, found, 0);
		else if (found && late->count < CATCH_ALLS)
			late->rules[late->count++] = found;
	}
}

static enum owner_kind kind_in(const struct owners *owners, const struct owner *owner)
{
	bool known = owner->kind == OWNER_IS_NAME && map_find(&owners->alias_names, key_of(owner->name));

	return known ? OWNER_IS_ALIAS : owner->kind;
}

static str below(str folder, str path)
{
	return folder.size ? str_sub(path, folder.size + 1, path.size) : path;
}

/* The files of the folders above, the nearest first. */
static void put_from_folders(const struct owners *owners, const struct map *folders, str path, struct answer *out)
{
	str folder = path;
	bool stops = false;

	for (uint32_t levels = 0; folder.size && !stops && folders->count; levels++) {
		folder = folder_of(folder);
		const uint32_t *number = map_find(folders, key_of(folder));
		if (!number)
			continue;
		const struct owners_place *place = &owners->places[*number - 1];
		for (uint32_t i = 0; i < place->file->rules.count; i++)
			if (rule_matches(&place->file->rules.items[i], below(folder, path)))
				put_names(out, place, &place->file->rules.items[i], levels);
		stops = place->file->stops;
	}
}

uint32_t owners_of(const struct owners *owners, str path, struct owner *out, uint32_t max)
{
	struct answer all = { out, 0, max };
	struct late late = { 0 };

	if (owners->codeowners)
		put_codeowners(&all, owners->codeowners, path, &late);
	put_from_folders(owners, &owners->folders, path, &all);
	put_from_folders(owners, &owners->notify, path, &all);
	for (uint32_t i = 0; i < late.count; i++)
		put_names(&all, owners->codeowners, late.rules[i], 0);
	for (uint32_t i = 0; i < all.count; i++)
		out[i].kind = kind_in(owners, &out[i]);
	return all.count;
}
