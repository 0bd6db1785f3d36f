#include "cli/sinks.h"

#include "cli/output.h"

#include <string.h>

static bool no_such_format(
    const struct options *options, const char *const *formats, const char *name, struct error *error)
{
	struct buf list = { 0 };

	for (unsigned i = 0; formats[i]; i++)
		buf_putf(&list, "%s%s", i == 0 ? "" : formats[i + 1] ? ", " : " and ", formats[i]);
	error_set(error, ERROR_USAGE, NULL, 0, "%s has the formats %.*s, not '%.100s'", options->command,
	    STR_ARG(buf_str(&list)), name);
	buf_release(&list);
	return false;
}

static bool add_sink(struct sinks *out, const struct options *options, const char *const *formats, const char *name,
    const char *file, struct error *error)
{
	for (unsigned i = 0; formats[i]; i++)
		if (!name || strcmp(formats[i], name) == 0) {
			out->items[out->count++] = (struct sink_choice){ i, file };
			return true;
		}
	return no_such_format(options, formats, name, error);
}

bool sinks_read(struct sinks *out, const struct options *options, const char *const *formats, struct error *error)
{
	*out = (struct sinks){ 0 };
	for (unsigned i = 0; i < options->output_count; i++) {
		const struct output_choice *choice = &options->outputs[i];
		if (!add_sink(
		        out, options, formats, choice->format ? choice->format : options->format, choice->file, error))
			return false;
	}
	return options->output_count || add_sink(out, options, formats, options->format, NULL, error);
}

bool sink_write(const struct sink_choice *sink, struct buf *bytes, struct error *error)
{
	if (!sink->file)
		return output_flush(bytes, error);
	bool written = buf_ok(bytes) ? output_file(sink->file, buf_str(bytes), error)
	                             : error_set(error, ERROR_INCOMPLETE, NULL, 0, "out of memory");
	buf_clear(bytes);
	return written;
}
