#include "reports/schema.h"

#include "cli/command.h"
#include "cli/nearest.h"
#include "cli/output.h"

#include <string.h>

static void put_names(struct buf *out)
{
	for (const struct schema *schema = schemas; schema->name; schema++)
		buf_putf(out, "%s\n", schema->name);
}

static bool no_such_schema(const char *name, struct error *error)
{
	struct nearest nearest = { .word = str_of(name) };
	struct buf hint = { 0 };

	for (const struct schema *schema = schemas; schema->name; schema++)
		nearest_offer(&nearest, str_of(schema->name));
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no schema '%.100s'%.*s", name,
	    STR_ARG(hint.size ? buf_str(&hint) : STR("; 'knockon schema' lists them")));
	buf_release(&hint);
	return false;
}

static bool put_schema(struct buf *out, const char *name, struct error *error)
{
	for (const struct schema *schema = schemas; schema->name; schema++)
		if (strcmp(schema->name, name) == 0) {
			buf_put(out, schema->text);
			return true;
		}
	return no_such_schema(name, error);
}

static int run_schema(const struct options *options, struct error *error)
{
	struct buf out = { 0 };
	bool found = true;

	if (options->argument_count > 1) {
		error_set(error, ERROR_USAGE, NULL, 0, "schema takes one NAME");
		return 2;
	}
	if (options->argument_count)
		found = put_schema(&out, options->arguments[0], error);
	else
		put_names(&out);
	if (found)
		output_flush(&out, error);
	buf_release(&out);
	return 0;
}

static const char *const schema_options[] = { NULL };
const struct command command_schema = {
	.name = "schema",
	.arguments = "[NAME]",
	.summary = "the JSON Schemas of the outputs",
	.help = "  NAME                of an output: the schema of its JSON; without one their names\n\n"
	        "An output says which one it follows: \"schema\": \"knockon/impact/1\" is that of 'knockon schema "
	        "impact'.\n"
	        "Within a version fields are added, never renamed or removed.\n",
	.allowed = schema_options,
	.run = run_schema,
};
