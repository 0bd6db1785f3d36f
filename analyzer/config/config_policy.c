/*
 * policy, rules and suppressions of the configuration
 */
#include "analyzer/config/config_take.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct config_word severities[] = {
	{ "breaking", CONFIG_BREAKING },
	{ "risky", CONFIG_RISKY },
	{ "info", CONFIG_INFO },
	{ NULL, 0 },
};
static const struct config_word severities_or_off[] = {
	{ "breaking", CONFIG_BREAKING },
	{ "risky", CONFIG_RISKY },
	{ "info", CONFIG_INFO },
	{ "off", CONFIG_OFF },
	{ NULL, 0 },
};
static const struct config_word severities_or_never[] = {
	{ "breaking", CONFIG_BREAKING },
	{ "risky", CONFIG_RISKY },
	{ "info", CONFIG_INFO },
	{ "never", CONFIG_OFF },
	{ NULL, 0 },
};

/* --- policy ---------------------------------------------------------------------------------------- */

enum { DISTANCE_MAX = 1000 };

static bool take_number(struct config_input *in, const struct yaml *value, unsigned most, unsigned *out)
{
	unsigned number = 0;

	if (!config_expect(in, value, YAML_SCALAR, "a number"))
		return false;
	for (size_t i = 0; i < value->text.size; i++) {
		if (!byte_is_digit(value->text.at[i]) || number > most)
			return config_wrong(
			    in, value, "\"%.*s\" is no number from 0 to %u", STR_ARG(value->text), most);
		number = number * 10 + (unsigned)(value->text.at[i] - '0');
	}
	*out = number;
	return number <= most || config_wrong(in, value, "\"%.*s\" is more than %u", STR_ARG(value->text), most);
}

/* { breaking: 1, risky: 2 } */
static bool take_requirements(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct config_requirement *all = into;

	if (!config_expect(in, value, YAML_MAPPING, value->key.at))
		return false;
	*count = 0;
	YAML_EACH(item, value) {
		struct yaml word = { .kind = YAML_SCALAR,
			.line = item->key_line,
			.column = item->key_column,
			.text = item->key,
			.key = STR("a severity") };
		struct config_requirement *one = &all[*count];
		int severity;
		if (!config_take_word(in, &word, severities, &severity) ||
		    !take_number(in, item, DISTANCE_MAX, &one->distance))
			return false;
		one->severity = (enum config_severity)severity;
		++*count; /* keys are unique, so there are three at most */
	}
	return true;
}

static bool take_fail_on(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	int severity;

	(void)count;
	if (!config_take_word(in, value, severities_or_never, &severity))
		return false;
	*(enum config_severity *)into = (enum config_severity)severity;
	return true;
}

static bool take_incomplete(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word words[] = { { "fail", false }, { "warn", true }, { NULL, 0 } };
	int warns;

	(void)count;
	if (!config_take_word(in, value, words, &warns))
		return false;
	*(bool *)into = warns;
	return true;
}

/* [ops@acme.example], anybody or nobody */
static bool take_override(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word words[] = { { "anybody", true }, { "nobody", false }, { NULL, 0 } };
	int anybody;

	if (value->kind == YAML_SEQUENCE)
		return config_take_texts(in, value, into, count);
	*count = 0;
	if (value->kind == YAML_SCALAR && str_find_char(value->text, '@') != STR_NONE)
		return config_wrong(in, value, "override must be a list: [%.*s]", STR_ARG(value->text));
	if (!config_take_word(in, value, words, &anybody))
		return false;
	in->config->policy.override_anybody = anybody;
	return true;
}

#define POLICY(field) offsetof(struct config, policy.field)
static const struct config_key policy_keys[] = {
	{ "fail-on", take_fail_on, POLICY(fail_on), NO_COUNT },
	{ "acknowledge", take_requirements, POLICY(acknowledge), POLICY(acknowledge_count) },
	{ "notify", take_requirements, POLICY(notify), POLICY(notify_count) },
	{ "incomplete", take_incomplete, POLICY(incomplete_warns), NO_COUNT },
	{ "override", take_override, POLICY(override), POLICY(override_count) },
};

bool config_take_policy(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	(void)into;
	(void)count;
	if (!config_expect(in, value, YAML_MAPPING, "policy") ||
	    !config_take(in, value, policy_keys, COUNT(policy_keys), in->config))
		return false;
	if (yaml_is_null(yaml_get(value, "acknowledge")) && in->config->policy.fail_on != CONFIG_OFF)
		in->config->policy.acknowledge[0] = (struct config_requirement){ in->config->policy.fail_on, 1 };
	return true;
}

/* --- rules and suppressions ------------------------------------------------------------------------ */

bool config_take_rules(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_MAPPING, "rules"))
		return false;
	struct config_rule *all = ARENA_ARRAY(in->arena, struct config_rule, value->count + 1);
	*count = 0;
	YAML_EACH(item, value) {
		int severity;
		if (!config_take_word(in, item, severities_or_off, &severity))
			return false;
		all[(*count)++] = (struct config_rule){ item->key, (enum config_severity)severity, item->key_line };
	}
	*(const struct config_rule **)into = all;
	return true;
}

uint32_t config_day(str text)
{
	static const unsigned days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned parts[3] = { 0 };

	if (text.size != 10)
		return 0;
	for (size_t i = 0; i < text.size; i++) {
		unsigned part = i < 4 ? 0 : i < 7 ? 1 : 2;
		if (i == 4 || i == 7) {
			if (text.at[i] != '-')
				return 0;
			continue;
		}
		if (!byte_is_digit(text.at[i]))
			return 0;
		parts[part] = parts[part] * 10 + (unsigned)(text.at[i] - '0');
	}
	bool valid = parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= days[parts[1] - 1];
	return valid ? parts[0] * 10000 + parts[1] * 100 + parts[2] : 0;
}

static bool take_pattern(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct yaml list = *value;
	struct yaml item = *value;
	const str *patterns;
	unsigned one;

	if (!config_take_text(in, value, into, count))
		return false;
	item.next = NULL;
	list.kind = YAML_SEQUENCE;
	list.count = 1;
	list.first = &item;
	return config_take_patterns(in, &list, &patterns, &one);
}

#define SUPPRESSION(field) offsetof(struct config_suppression, field)
static const struct config_key suppression_keys[] = {
	{ "rule", config_take_text, SUPPRESSION(rule), NO_COUNT },
	{ "path", take_pattern, SUPPRESSION(path), NO_COUNT },
	{ "until", config_take_text, SUPPRESSION(until), NO_COUNT },
	{ "reason", config_take_text, SUPPRESSION(reason), NO_COUNT },
};

static bool take_suppression(struct config_input *in, const struct yaml *node, struct config_suppression *out)
{
	out->line = node->line;
	if (!config_expect(in, node, YAML_MAPPING, "a suppression") ||
	    !config_take(in, node, suppression_keys, COUNT(suppression_keys), out))
		return false;
	if (!out->rule.size)
		return config_wrong(in, node, "a suppression needs a rule");
	if (!out->until.size)
		return true;
	out->until_day = config_day(out->until);
	return out->until_day ||
	    config_wrong(in, yaml_get(node, "until"), "\"%.*s\" is no date like 2027-03-31", STR_ARG(out->until));
}

bool config_take_suppressions(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_SEQUENCE, "suppress"))
		return false;
	struct config_suppression *all = ARENA_ARRAY(in->arena, struct config_suppression, value->count + 1);
	*count = 0;
	YAML_EACH(item, value)
		if (!take_suppression(in, item, &all[(*count)++]))
			return false;
	*(const struct config_suppression **)into = all;
	return true;
}

/* --- ids of rules ---------------------------------------------------------------------------------- */

struct rule_names {
	const char *(*at)(unsigned number);
};

static const char *rule_name_at(const void *names, unsigned number)
{
	return ((const struct rule_names *)names)->at(number);
}

static bool check_rule(
    const struct config *config, str id, uint32_t line, const struct rule_names *names, struct error *error)
{
	const char *name;

	for (unsigned i = 0; (name = names->at(i)); i++)
		if (str_eq(id, str_of(name)))
			return true;
	const char *near = config_nearest(id, rule_name_at, names);
	return error_set(error, ERROR_USAGE, config->path, line, "there is no rule \"%.*s\"%s%s%s", STR_ARG(id),
	    near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

bool config_check_rules(const struct config *config, const char *(*rule_at)(unsigned number), struct error *error)
{
	struct rule_names names = { rule_at };

	for (unsigned i = 0; i < config->rule_count; i++)
		if (!check_rule(config, config->rules[i].id, config->rules[i].line, &names, error))
			return false;
	for (unsigned i = 0; i < config->suppression_count; i++)
		if (!check_rule(config, config->suppressions[i].rule, config->suppressions[i].line, &names, error))
			return false;
	return true;
}

const struct config_rule *config_rule_of(const struct config *config, const char *id)
{
	for (unsigned i = 0; i < config->rule_count; i++)
		if (str_eq(config->rules[i].id, str_of(id)))
			return &config->rules[i];
	return NULL;
}
