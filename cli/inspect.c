#include "reports/inspect.h"
#include "analyzer/config/config.h"
#include "analyzer/graph/view.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/output.h"
#include "model/canonical.h"
#include "model/dump.h"
#include "parsers/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum inspect_format { INSPECT_TEXT, INSPECT_JSON, INSPECT_CANONICAL, INSPECT_DUMP };

static bool format_of(const struct options *options, enum inspect_format *out, struct error *error)
{
	static const char *const names[] = { "text", "json", "canonical", "dump" };

	*out = INSPECT_TEXT;
	if (!options->format)
		return true;
	for (int i = 0; i < 4; i++)
		if (strcmp(options->format, names[i]) == 0) {
			*out = (enum inspect_format)i;
			return true;
		}
	return error_set(error, ERROR_USAGE, NULL, 0,
	    "inspect has the formats text, json, canonical and dump, not '%s'", options->format);
}

struct inspector {
	const struct options *options;
	const struct config *config;
	enum inspect_format format;
	struct buf out;
	struct json json;
};

static void show(struct inspector *it, const char *path, const struct image *image)
{
	struct registry registry;
	struct arena scratch = { 0 };

	registry_begin(&registry, it->config);
	registry_add_image(&registry, image);
	struct view *view = view_make(image, 0, &registry);
	if (it->format == INSPECT_JSON)
		inspect_put_json(&it->json, &scratch, view, &registry, str_of(path), it->options->why);
	else if (it->format == INSPECT_CANONICAL)
		canonical_put(&it->out, image, &scratch);
	else if (it->format == INSPECT_DUMP)
		document_dump(&it->out, image);
	else
		inspect_put_text(&it->out, &scratch, view, &registry, str_of(path), it->options->why);
	view_free(view);
	registry_release(&registry);
	arena_release(&scratch);
}

static bool inspect_file(struct inspector *it, const char *path, struct error *error)
{
	struct buf bytes = { 0 };

	if (!file_read(&bytes, path, error))
		return false;
	struct parse_in in = { .bytes = buf_str(&bytes), .settings = &it->config->reading };
	str name = strcmp(path, "-") == 0 ? STR("") : str_of(path);
	struct image *image = parse_document(name, &in, it->options->as);
	if (image)
		show(it, path, image);
	else if (it->format == INSPECT_TEXT)
		buf_putf(&it->out, "%s: no notation that knockon reads\n", path);
	free(image);
	buf_release(&bytes);
	return it->format == INSPECT_JSON || output_flush(&it->out, error);
}

static bool known_format(const char *name, struct error *error)
{
	if (!name || parser_for(STR(""), STR(""), name))
		return true;
	return error_set(
	    error, ERROR_USAGE, NULL, 0, "--as '%s': there is no such notation (bpmn, markdown, mermaid)", name);
}

static int run_inspect(const struct options *options, struct error *error)
{
	struct arena arena = { 0 };
	struct config config;
	struct inspector it = { .options = options, .config = &config };

	if (!options->argument_count) {
		error_set(
		    error, ERROR_USAGE, NULL, 0, "inspect needs a FILE ('-' reads standard input, with --as FORMAT)");
		return 2;
	}
	config_default(&config);
	bool going = format_of(options, &it.format, error) && known_format(options->as, error) &&
	    (!options->config || config_from_file(&config, &arena, options->config, error));
	json_begin(&it.json, &it.out, true);
	if (going && it.format == INSPECT_JSON) {
		json_object(&it.json);
		json_put_str(&it.json, "schema", STR("knockon/inspect/1"));
		json_key(&it.json, "documents");
		json_array(&it.json);
	}
	for (unsigned i = 0; going && i < options->argument_count; i++)
		going = inspect_file(&it, options->arguments[i], error);
	if (going && it.format == INSPECT_JSON) {
		json_end_array(&it.json);
		json_end_object(&it.json);
		buf_putc(&it.out, '\n');
		going = output_flush(&it.out, error);
	}
	buf_release(&it.out);
	arena_release(&arena);
	return 0;
}

static const char *const inspect_options[] = { "--format", "--as", "--config", "--why", NULL };
const struct command command_inspect = {
	.name = "inspect",
	.arguments = "FILE...",
	.summary = "what a parser sees in a file; needs no repository",
	.help = "  --format text|json|canonical|dump   (default text)\n"
	        "  --as FORMAT      read it as bpmn, markdown or mermaid; '-' is standard input\n"
	        "  --why            name the rule behind each record\n"
	        "  --config FILE    teams and settings for reading\n",
	.allowed = inspect_options,
	.run = run_inspect,
};
