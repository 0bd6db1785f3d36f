#include "analyzer/config/config.h"

#include "analyzer/gate/policy.h"
#include "analyzer/git/tree.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "model/rules.h"
#include "parsers/yaml.h"
#include "reports/escape.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME ".knockon.yml"
enum { KEY_COLUMN = 30, VALUE_COLUMN = 40 };

struct config_run {
	const struct options *options;
	struct setting setting;
	struct buf bytes;
	str file;  /* as it is called in messages */
	str where; /* which one that is, in words */
	bool found;
	const struct yaml *root;
	struct buf out;
	struct json json;
	bool as_json;
};

/* --- which file --------------------------------------------------------------------------------------------------- */

static bool from_revision(struct config_run *it, const char *revision, struct error *error)
{
	struct repository *repository = &it->setting.repository;
	struct oid id, blob;
	struct commit_info info;

	if (!repository_resolve(repository, revision, &id, error) ||
	    !repository_commit(repository, &id, &it->setting.arena, &info, error))
		return false;
	it->found = tree_find(repository, &info.tree, STR(NAME), &blob, error);
	it->where = arena_printf(&it->setting.arena, NAME " of %s", revision);
	if (!it->found)
		return error->code == ERROR_NONE;
	return repository_blob(repository, &blob, LIMIT_YAML_BYTES, &it->bytes) == BLOB_READ ||
	    error_set(error, ERROR_INCOMPLETE, NAME, 0, "its contents are missing or too large");
}

/* The file as it stands here, committed or not: this is where it is written. */
static bool from_folder(struct config_run *it, struct error *error)
{
	const char *root = repository_workdir(&it->setting.repository);
	str path = arena_printf(&it->setting.arena, "%s" NAME, root ? root : "");

	if (!root || access(path.at, F_OK) < 0)
		return !repository_has_head(&it->setting.repository) || from_revision(it, "HEAD", error);
	it->found = true;
	it->where =
	    STR(NAME " as it stands here; it counts for a change when the branch that the change goes into has it");
	return file_read(&it->bytes, path.at, error);
}

static bool find_file(struct config_run *it, struct error *error)
{
	const struct options *options = it->options;

	it->file = STR(NAME);
	it->where = STR("no " NAME " here: all values are built in");
	if (options->argument_count > 1)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "config takes one revision, not %u", options->argument_count);
	if (options->config) {
		it->found = true;
		it->file = it->where = str_of(options->config);
		return file_read(&it->bytes, options->config, error);
	}
	if (!setting_open(&it->setting, options, error))
		return false;
	bool read = options->argument_count ? from_revision(it, options->arguments[0], error) : from_folder(it, error);
	if (read && !it->found)
		it->where = STR("no " NAME " here: all values are built in");
	return read;
}

static bool read_file(struct config_run *it, struct error *error)
{
	struct arena *arena = &it->setting.arena;
	struct yaml_error broken;

	if (!it->found)
		return true;
	str bytes = arena_dup(arena, buf_str(&it->bytes));
	if (!config_read(&it->setting.config, arena, bytes, it->file.at, error) ||
	    !config_check_rules(&it->setting.config, setting_rule_at, error))
		return false;
	return yaml_read(&it->root, arena, bytes, YAML_UNIQUE_KEYS, &broken) || true;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

/* A value as YAML in one line. */
static void put_yaml(struct buf *out, const struct yaml *node, unsigned depth)
{
	const char *brackets = node->kind == YAML_SEQUENCE ? "[]" : "{}";
	bool first = true;

	if (node->kind == YAML_SCALAR) {
		buf_put(out, node->text);
		return;
	}
	buf_putc(out, brackets[0]);
	YAML_EACH(item, node) {
		buf_puts(out, first ? "" : ", ");
		first = false;
		if (node->kind == YAML_MAPPING)
			buf_putf(out, "%.*s: ", STR_ARG(item->key));
		if (depth < LIMIT_YAML_DEPTH)
			put_yaml(out, item, depth + 1);
	}
	buf_putc(out, brackets[1]);
}

/* line 0: built in */
static void put_value(struct config_run *it, str key, str value, uint32_t line)
{
	str origin = line ? arena_printf(&it->setting.arena, "%.*s:%u", STR_ARG(it->file), line) : STR("built in");

	if (it->as_json) {
		json_flat(&it->json);
		json_object(&it->json);
		json_put_str(&it->json, "key", key);
		json_put_str(&it->json, "value", value);
		json_put_str(&it->json, "origin", line ? it->file : STR("built in"));
		json_put_int(&it->json, "line", line);
		json_end_object(&it->json);
		return;
	}
	put_untrusted(&it->out, key);
	for (size_t i = key.size; i < KEY_COLUMN; i++)
		buf_putc(&it->out, ' ');
	put_untrusted(&it->out, value);
	for (size_t i = value.size; i < VALUE_COLUMN; i++)
		buf_putc(&it->out, ' ');
	buf_puts(&it->out, "  ");
	put_untrusted(&it->out, origin);
	buf_putc(&it->out, '\n');
}

static void put_node(struct config_run *it, str key, const struct yaml *node, uint32_t line)
{
	struct buf value = { 0 };

	put_yaml(&value, node, 0);
	put_value(it, key, buf_str(&value), line);
	buf_release(&value);
}

static const struct yaml *node_at(const struct config_run *it, const char *key)
{
	str rest = str_of(key), name;
	const struct yaml *node = it->root;

	while (node && str_next_word(&rest, ".", &name)) {
		const struct yaml *found = NULL;
		if (node->kind == YAML_MAPPING)
			YAML_EACH(item, node)
				if (str_eq(item->key, name))
					found = item;
		node = found;
	}
	return node && !yaml_is_null(node) ? node : NULL;
}

static void put_key(struct config_run *it, const char *key, str built_in)
{
	const struct yaml *node = node_at(it, key);

	if (node)
		put_node(it, str_of(key), node, node->key_line);
	else
		put_value(it, str_of(key), built_in, 0);
}

/* Each item of a list, each entry of a mapping, on a line of its own. */
static void put_each(struct config_run *it, const char *key, const char *built_in)
{
	const struct yaml *node = node_at(it, key);

	if (!node || !node->count) {
		put_value(it, str_of(key), str_of(built_in), 0);
		return;
	}
	YAML_EACH(item, node)
		if (node->kind == YAML_MAPPING)
			put_node(it, arena_printf(&it->setting.arena, "%s.%.*s", key, STR_ARG(item->key)), item,
			    item->key_line);
		else
			put_node(it, str_of(key), item, item->line);
}

static void put_values(struct config_run *it)
{
	static const struct {
		const char *key, *built_in;
	} keys[] = { { "version", "1" }, { "include", "every file that knockon reads" },
		{ "exclude", "node_modules/ and vendor/" }, { "docs-root", "the root of the repository" },
		{ "site-urls", "none" }, { "not-teams", "none" }, { "registries", "none" }, { "synonyms", "none" },
		{ "calendar.business-day", "8h" }, { "calendar.business-week", "5d" },
		{ "calendar.hours", "09:00-17:00" }, { "calendar.timezone", "UTC" }, { "calendar.notice", "10bd" },
		{ "reading.mermaid-subgraph", "auto" }, { "reading.mermaid-open-links", "association" },
		{ "reading.plantuml-partition", "auto" }, { "reading.sequence-returns", "return" },
		{ "reading.columns", "none besides the built-in ones" }, { "policy.fail-on", "breaking" },
		{ "policy.acknowledge", NULL }, { "policy.notify", "{risky: 2}" }, { "policy.incomplete", "fail" },
		{ "policy.override", "nobody" } };
	const struct config_requirement *must = &it->setting.config.policy.acknowledge[0];

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		put_key(it, keys[i].key,
		    keys[i].built_in ? str_of(keys[i].built_in)
		                     : arena_printf(&it->setting.arena, "{%s: %u}",
		                           severity_name((enum severity)must->severity), must->distance));
	put_each(it, "teams", "those that the documents name");
	put_each(it, "rules", "as 'knockon rules' shows them");
	put_each(it, "suppress", "none");
}

/* --- runs --------------------------------------------------------------------------------------------------------- */

static bool answer(struct config_run *it, struct error *error)
{
	if (it->options->check) {
		buf_puts(&it->out, it->found ? "" : "there is no " NAME "; ");
		if (it->found)
			put_untrusted(&it->out, it->file);
		buf_puts(&it->out, it->found ? " can be read: " : "all values are built in: ");
		buf_putf(&it->out, "%u teams, %u rules, %u suppressions\n", it->setting.config.team_count,
		    it->setting.config.rule_count, it->setting.config.suppression_count);
		return output_flush(&it->out, error);
	}
	it->as_json = it->options->format && strcmp(it->options->format, "json") == 0;
	if (it->as_json) {
		json_begin(&it->json, &it->out, true);
		json_object(&it->json);
		json_put_str(&it->json, "schema", STR("knockon/config/1"));
		json_put_tool(&it->json);
		json_put_str(&it->json, "file", it->found ? it->file : STR(""));
		json_key(&it->json, "values");
		json_array(&it->json);
	} else {
		put_untrusted(&it->out, it->where);
		buf_puts(&it->out, "\n\n");
	}
	put_values(it);
	if (it->as_json) {
		json_end_array(&it->json);
		json_end_object(&it->json);
		buf_putc(&it->out, '\n');
	}
	return output_flush(&it->out, error);
}

static int run_config(const struct options *options, struct error *error)
{
	struct config_run it = { .options = options };

	config_default(&it.setting.config);
	if (options->format && strcmp(options->format, "text") != 0 && strcmp(options->format, "json") != 0)
		error_set(
		    error, ERROR_USAGE, NULL, 0, "config has the formats text and json, not '%s'", options->format);
	else if (find_file(&it, error) && read_file(&it, error))
		answer(&it, error);
	buf_release(&it.out);
	buf_release(&it.bytes);
	setting_close(&it.setting);
	return 0;
}

static const char *const config_options[] = { "--check", "--config", "--format", NULL };
const struct command command_config = {
	.name = "config",
	.arguments = "[REV]",
	.summary = "every value of the configuration that holds, and where it comes from",
	.help = "  REV                 as committed there; otherwise the file as it stands here\n"
	        "  --check             only whether it can be read: status 2 with place and reason where it cannot\n"
	        "  --config FILE       this file instead\n"
	        "  --format text|json\n",
	.allowed = config_options,
	.run = run_config,
};
