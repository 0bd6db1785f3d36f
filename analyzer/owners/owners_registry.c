/*
 * Files that list teams: registries named in the configuration (a YAML mapping whose keys are aliases, a list of
 * mappings, a list of names, or one of these below a single key), mapping files called *team* with the field
 * `title`, and Backstage catalogs (entities of kind Group).
 */
#include "analyzer/owners/owners_inner.h"

#include "base/text.h"
#include "model/names.h"

#include <string.h>

static bool has_field(const struct yaml *entries, str name)
{
	YAML_EACH(entry, entries)
		if (entry->kind == YAML_MAPPING && yaml_get(entry, name.at))
			return true;
	return false;
}

static bool is_list_of_names(const struct yaml *node)
{
	return node->kind == YAML_SEQUENCE && node->first && node->first->kind == YAML_SCALAR;
}

/* The entries: the root itself, else the first of its values that has them ("teams: [...]"). */
static const struct yaml *find_entries(const struct yaml *root, str name)
{
	if (root->kind == YAML_SCALAR || has_field(root, name) || is_list_of_names(root))
		return root;
	YAML_EACH(value, root)
		if (value->kind != YAML_SCALAR && (has_field(value, name) || is_list_of_names(value)))
			return value;
	return root;
}

static bool is_name(struct arena *arena, str name)
{
	return name.size && team_key(arena, text_n0(arena, name)).size;
}

static void add_aliases(struct owners_input *in, const struct yaml *field, const str **aliases, uint32_t *count)
{
	if (!field)
		return;
	str *list = ARENA_ARRAY(in->arena, str, *count + field->count + 1);
	if (*count)
		memcpy(list, *aliases, *count * sizeof *list);
	*aliases = list;
	if (yaml_text(field).size)
		list[(*count)++] = yaml_text(field);
	YAML_EACH(item, field)
		if (yaml_text(item).size)
			list[(*count)++] = yaml_text(item);
}

static void add_entry(struct owners_input *in, const struct config_registry *registry, const struct yaml *entry)
{
	struct owners_team team = { .line = entry->key.size ? entry->key_line : entry->line };
	struct yaml key = { .kind = YAML_SCALAR, .text = entry->key };
	const str *aliases = NULL;

	team.name = entry->kind == YAML_SCALAR ? yaml_text(entry) : yaml_text(yaml_get(entry, registry->name.at));
	if (!team.name.size)
		team.name = entry->key;
	if (!is_name(in->arena, team.name))
		return;
	if (!str_eq(team.name, entry->key))
		add_aliases(in, &key, &aliases, &team.alias_count);
	for (unsigned i = 0; i < registry->alias_count; i++)
		add_aliases(in, yaml_get(entry, registry->aliases[i].at), &aliases, &team.alias_count);
	team.aliases = aliases;
	*LIST_ADD(in->arena, &in->file->teams) = team;
}

void owners_parse_registry(struct owners_input *in, const struct config_registry *registry)
{
	const struct yaml *root = owners_yaml(in, 0);
	/* yaml_get wants words with a NUL behind them */
	struct config_registry own = { .name = arena_dup(in->arena, registry->name),
		.alias_count = registry->alias_count };
	str *fields = ARENA_ARRAY(in->arena, str, registry->alias_count + 1);

	for (unsigned i = 0; i < registry->alias_count; i++)
		fields[i] = arena_dup(in->arena, registry->aliases[i]);
	own.aliases = fields;
	if (!root)
		return;
	YAML_EACH(entry, find_entries(root, own.name))
		add_entry(in, &own, entry);
}

/* A person's title is a job. */
static bool is_person(const struct yaml *entry)
{
	static const char *const fields[] = { "email", "github", "role", "reports_to", "pronouns", "manager",
		"location", "linkedin" };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (yaml_get(entry, fields[i]))
			return true;
	return false;
}

/* A key called title stands at the beginning of some line, behind a byte order mark, a brace or a comma: without one
 * the file needs no reading, and files of persons are large and change often. */
bool owners_may_have_titles(str bytes)
{
	str rest = bytes;

	for (ptrdiff_t at = str_find(rest, STR("title")); at != STR_NONE; at = str_find(rest, STR("title"))) {
		ptrdiff_t before = at - 1;
		while (before >= 0 && (rest.at[before] == ' ' || rest.at[before] == '"' || rest.at[before] == '\''))
			before--;
		char mark = before >= 0 ? rest.at[before] : '\n';
		if (mark == '\n' || mark == '\r' || mark == '{' || mark == ',' || mark == '-' || (mark & 0x80))
			return true;
		rest = str_sub(rest, (size_t)at + 5, rest.size);
	}
	return false;
}

void owners_parse_titles(struct owners_input *in)
{
	const struct yaml *root = owners_may_have_titles(in->bytes) ? owners_yaml(in, 0) : NULL;

	if (!root || root->kind != YAML_MAPPING)
		return;
	YAML_EACH(entry, root) {
		str title = yaml_text(yaml_get(entry, "title"));
		if (!is_name(in->arena, title) || is_person(entry))
			continue;
		struct owners_team *team = LIST_ADD(in->arena, &in->file->teams);
		*team = (struct owners_team){ .name = title, .line = entry->key_line };
		struct yaml key = { .kind = YAML_SCALAR, .text = entry->key };
		add_aliases(in, &key, &team->aliases, &team->alias_count);
	}
}

/* "group:default/billing" -> "billing" */
static str reference_name(str reference)
{
	struct str_cut kind = str_cut(reference, ':');
	str name = kind.found ? kind.tail : reference;
	struct str_cut space = str_rcut(name, '/');

	return space.found ? space.tail : name;
}

static void add_group(struct owners_input *in, const struct yaml *entity)
{
	const struct yaml *metadata = yaml_get(entity, "metadata"), *spec = yaml_get(entity, "spec");
	const struct yaml *name = yaml_get(metadata, "name"), *profile = yaml_get(spec, "profile");
	struct owners_team team = { .name = yaml_text(yaml_get(profile, "displayName")), .line = entity->line };

	if (!team.name.size)
		team.name = yaml_text(yaml_get(metadata, "title"));
	if (!team.name.size)
		team.name = yaml_text(name);
	if (!is_name(in->arena, team.name))
		return;
	if (!str_eq(team.name, yaml_text(name)))
		add_aliases(in, name, &team.aliases, &team.alias_count);
	team.parent = reference_name(yaml_text(yaml_get(spec, "parent")));
	team.contact = yaml_text(yaml_get(profile, "email"));
	*LIST_ADD(in->arena, &in->file->teams) = team;
}

void owners_parse_catalog(struct owners_input *in)
{
	for (const struct yaml *entity = owners_yaml(in, YAML_DOCUMENTS); entity; entity = entity->next)
		if (str_starts(yaml_text(yaml_get(entity, "apiVersion")), STR("backstage.io/")) &&
		    str_eq(yaml_text(yaml_get(entity, "kind")), STR("Group")))
			add_group(in, entity);
}
