#include "analyzer/config/config.h"

#include "analyzer/config/config_take.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool take_version(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	(void)into;
	(void)count;
	return str_eq(yaml_text(value), STR("1")) || config_wrong(in, value, "this program reads version 1");
}

static bool take_docs_root(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	str *root = into;

	if (!config_take_text(in, value, into, count))
		return false;
	while (str_starts(*root, STR("./")))
		*root = str_sub(*root, 2, root->size);
	while (str_starts(*root, STR("/")))
		*root = str_sub(*root, 1, root->size);
	while (str_ends(*root, STR("/")))
		*root = str_sub(*root, 0, root->size - 1);
	if (str_eq(*root, STR(".")))
		*root = STR("");
	return true;
}

static bool take_urls(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_take_texts(in, value, into, count))
		return false;
	YAML_EACH(item, value)
		if (!str_istarts(str_trim(item->text), STR("https://")) &&
		    !str_istarts(str_trim(item->text), STR("http://")))
			return config_wrong(in, item, "a site url begins with https://");
	return true;
}

#define CONFIG(field) offsetof(struct config, field)
static const struct config_key keys[] = {
	{ "version", take_version, 0, NO_COUNT },
	{ "include", config_take_patterns, CONFIG(include), CONFIG(include_count) },
	{ "exclude", config_take_patterns, CONFIG(exclude), CONFIG(exclude_count) },
	{ "docs-root", take_docs_root, CONFIG(docs_root), NO_COUNT },
	{ "site-urls", take_urls, CONFIG(site_urls), CONFIG(site_url_count) },
	{ "teams", config_take_teams, CONFIG(teams), CONFIG(team_count) },
	{ "not-teams", config_take_texts, CONFIG(not_teams), CONFIG(not_team_count) },
	{ "registries", config_take_registries, CONFIG(registries), CONFIG(registry_count) },
	{ "synonyms", config_take_synonyms, CONFIG(synonyms), CONFIG(synonym_count) },
	{ "calendar", config_take_calendar, CONFIG(calendar), NO_COUNT },
	{ "reading", config_take_reading, CONFIG(reading), NO_COUNT },
	{ "policy", config_take_policy, CONFIG(policy), NO_COUNT },
	{ "rules", config_take_rules, CONFIG(rules), CONFIG(rule_count) },
	{ "suppress", config_take_suppressions, CONFIG(suppressions), CONFIG(suppression_count) },
};

void config_default(struct config *out)
{
	*out = (struct config){
		.docs_root = STR(""),
		.calendar = {
			.business_day = 8,
			.business_week = 5,
			.hours = STR("09:00-17:00"),
			.timezone = STR("UTC"),
			.notice = STR("10bd"),
			.notice_days = 10,
		},
		.reading = reading_default,
		.policy = {
			.fail_on = CONFIG_BREAKING,
			.acknowledge = { { CONFIG_BREAKING, 1 } },
			.acknowledge_count = 1,
			.notify = { { CONFIG_RISKY, 2 } },
			.notify_count = 1,
		},
	};
}

bool config_read(struct config *out, struct arena *arena, str bytes, const char *path, struct error *error)
{
	struct config_input in = { .arena = arena, .config = out, .error = error };
	const struct yaml *root;
	struct yaml_error broken;

	config_default(out);
	out->path = arena_dup(arena, str_of(path)).at;
	if (!yaml_read(&root, arena, bytes, YAML_UNIQUE_KEYS, &broken)) {
		struct yaml at = { .line = broken.line, .column = broken.column };
		return config_wrong(&in, &at, "%s", broken.message);
	}
	if (yaml_is_null(root))
		return true;
	return config_expect(&in, root, YAML_MAPPING, "the configuration") &&
	    config_take(&in, root, keys, COUNT(keys), out) && config_check_teams(&in, yaml_get(root, "teams"));
}
