/*
 * teams, registries and synonyms of the configuration
 */
#include "analyzer/config/config_take.h"

#include "base/map.h"
#include "base/text.h"
#include "model/names.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool take_kind(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word kinds[] = {
		{ "internal", CONFIG_KIND_INTERNAL },
		{ "supplier", CONFIG_KIND_SUPPLIER },
		{ "customer", CONFIG_KIND_CUSTOMER },
		{ "system", CONFIG_KIND_SYSTEM },
		{ "role", CONFIG_KIND_ROLE },
		{ NULL, 0 },
	};
	int kind;

	(void)count;
	if (!config_take_word(in, value, kinds, &kind))
		return false;
	*(enum config_kind *)into = (enum config_kind)kind;
	return true;
}

#define TEAM(field) offsetof(struct config_team, field)
static const struct config_key team_keys[] = {
	{ "name", config_take_text, TEAM(name), NO_COUNT },
	{ "aliases", config_take_texts, TEAM(aliases), TEAM(alias_count) },
	{ "kind", take_kind, TEAM(kind), NO_COUNT },
	{ "parent", config_take_text, TEAM(parent), NO_COUNT },
	{ "contact", config_take_text, TEAM(contact), NO_COUNT },
	{ "members", config_take_texts, TEAM(members), TEAM(member_count) },
	{ "owns", config_take_patterns, TEAM(owns), TEAM(owns_count) },
};

static str key_of(struct arena *arena, str name)
{
	return team_key(arena, text_n0(arena, name));
}

static bool take_team(struct config_input *in, const struct yaml *node, struct config_team *team)
{
	if (!config_expect(in, node, YAML_MAPPING, "a team"))
		return false;
	team->line = node->line;
	if (!config_take(in, node, team_keys, COUNT(team_keys), team))
		return false;
	if (!team->name.size)
		return config_wrong(in, node, "a team needs a name");
	if (!key_of(in->arena, team->name).size)
		return config_wrong(in, yaml_get(node, "name"), "\"%.*s\" has no letter: no team can be called that",
		    STR_ARG(team->name));
	return true;
}

bool config_take_teams(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_SEQUENCE, "teams"))
		return false;
	struct config_team *teams = ARENA_ARRAY(in->arena, struct config_team, value->count + 1);
	*count = 0;
	YAML_EACH(item, value)
		if (!take_team(in, item, &teams[(*count)++]))
			return false;
	*(const struct config_team **)into = teams;
	return true;
}

/* --- one name, one team ---------------------------------------------------------------------------- */

static uint64_t name_key(struct arena *arena, str name) /* DevOps = Dev-Ops */
{
	str key = key_of(arena, name);
	char *squeezed = arena_alloc(arena, key.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < key.size; i++)
		if (key.at[i] != '-')
			squeezed[size++] = key.at[i];
	return size ? str_hash((str){ squeezed, size }) | 1 : 0;
}

static bool claim_name(struct config_input *in, struct map *owners, const struct yaml *at, str name, unsigned team)
{
	uint64_t key = name_key(in->arena, name);
	uint32_t *owner = key ? map_add(owners, key) : NULL;

	if (!owner || *owner == team + 1)
		return true;
	if (*owner)
		return config_wrong(in, at, "\"%.*s\" already stands for \"%.*s\" (line %u)", STR_ARG(name),
		    STR_ARG(in->config->teams[*owner - 1].name), in->config->teams[*owner - 1].line);
	*owner = team + 1;
	return true;
}

bool config_check_teams(struct config_input *in, const struct yaml *teams)
{
	struct map owners = { 0 };
	unsigned number = 0;
	bool fine = true;

	YAML_EACH(team, teams) {
		fine = fine && claim_name(in, &owners, yaml_get(team, "name"), in->config->teams[number].name, number);
		number++;
	}
	number = 0;
	YAML_EACH(team, teams) {
		YAML_EACH(alias, yaml_get(team, "aliases"))
			fine = fine && claim_name(in, &owners, alias, str_trim(alias->text), number);
		number++;
	}
	map_release(&owners);
	return fine;
}

/* --- registries and synonyms ----------------------------------------------------------------------- */

static bool take_text_or_texts(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (value->kind == YAML_SEQUENCE)
		return config_take_texts(in, value, into, count);
	str *one = ARENA_NEW(in->arena, str);
	*count = 1;
	*(const str **)into = one;
	return config_take_text(in, value, one, count);
}

static bool take_file(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	str *file = into;

	if (!config_take_text(in, value, into, count))
		return false;
	while (str_starts(*file, STR("./")))
		*file = str_sub(*file, 2, file->size);
	if (str_starts(*file, STR("/")))
		*file = str_sub(*file, 1, file->size);
	if (!str_iends(*file, STR(".yml")) && !str_iends(*file, STR(".yaml")))
		return config_wrong(in, value, "a registry is a YAML file (.yml, .yaml)");
	return true;
}

#define REGISTRY(field) offsetof(struct config_registry, field)
static const struct config_key registry_keys[] = {
	{ "file", take_file, REGISTRY(file), NO_COUNT },
	{ "name", config_take_text, REGISTRY(name), NO_COUNT },
	{ "aliases", take_text_or_texts, REGISTRY(aliases), REGISTRY(alias_count) },
};

bool config_take_registries(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_SEQUENCE, "registries"))
		return false;
	struct config_registry *all = ARENA_ARRAY(in->arena, struct config_registry, value->count + 1);
	*count = 0;
	YAML_EACH(item, value) {
		struct config_registry *registry = &all[(*count)++];
		*registry = (struct config_registry){ .name = STR("name"), .line = item->line };
		if (!config_expect(in, item, YAML_MAPPING, "a registry") ||
		    !config_take(in, item, registry_keys, COUNT(registry_keys), registry))
			return false;
		if (!registry->file.size)
			return config_wrong(in, item, "a registry needs a file");
	}
	*(const struct config_registry **)into = all;
	return true;
}

bool config_take_synonyms(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_SEQUENCE, "synonyms"))
		return false;
	const str **lists = ARENA_ARRAY(in->arena, const str *, value->count + 1);
	*count = 0;
	YAML_EACH(item, value) {
		unsigned words = 0;
		if (!config_take_texts(in, item, &lists[*count], &words))
			return false;
		if (words < 2)
			return config_wrong(in, item, "a list of synonyms needs two words at least");
		++*count;
	}
	*(const str *const **)into = lists;
	return true;
}
