#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct option_row {
	const char *name;
	size_t at;
	bool takes_value;
};

#define FLAG(name, field)                                    \
	{                                                    \
		name, offsetof(struct options, field), false \
	}
#define VALUE(name, field)                                  \
	{                                                   \
		name, offsetof(struct options, field), true \
	}
static const struct option_row rows[] = {
	VALUE("-C", folder),
	VALUE("--format", format),
	VALUE("--team", team),
	VALUE("--min-severity", min_severity),
	VALUE("--since", since),
	VALUE("--until", until),
	VALUE("--as", as),
	VALUE("--as-of", as_of),
	VALUE("--config", config),
	VALUE("--cache", cache),
	VALUE("--level", level),
	VALUE("--around", around),
	VALUE("--depth", depth),
	VALUE("--jobs", jobs),
	VALUE("--timeout", timeout),
	VALUE("--width", width),
	FLAG("--net", net),
	FLAG("--history", history),
	FLAG("--staged", staged),
	FLAG("--worktree", worktree),
	FLAG("--reverse", reverse),
	FLAG("--quiet", quiet),
	FLAG("-q", quiet),
	FLAG("--stats", stats),
	FLAG("--no-cache", no_cache),
	FLAG("--why", why),
	FLAG("--upstream", upstream),
	FLAG("--verify-objects", verify_objects),
	FLAG("--verify-graph", verify_graph),
	FLAG("--help", help),
	FLAG("-h", help),
	FLAG("--version", version),
	FLAG("--build", build),
};

static const struct option_row *row_named(str name)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(str_of(rows[i].name), name))
			return &rows[i];
	return NULL;
}

static bool take_color(struct options *out, const char *value, struct error *error)
{
	static const char *const names[] = { "auto", "always", "never" };

	for (int i = 0; i < 3; i++)
		if (strcmp(value, names[i]) == 0) {
			out->color = (enum color_choice)i;
			return true;
		}
	return error_set(error, ERROR_USAGE, NULL, 0, "--color takes auto, always or never, not '%s'", value);
}

static bool take_output(struct options *out, const char *value, struct error *error)
{
	const char *equals = strchr(value, '=');

	if (out->output_count == OUTPUTS_MAX)
		return error_set(error, ERROR_USAGE, NULL, 0, "--output may be given %d times at most", OUTPUTS_MAX);
	struct output_choice *choice = &out->outputs[out->output_count++];
	if (equals && !memchr(value, '/', (size_t)(equals - value))) {
		choice->format = strndup(value, (size_t)(equals - value));
		choice->file = equals + 1;
	} else
		choice->file = value;
	return true;
}

/* Distance of two short words, for "did you mean". */
static unsigned word_distance(const char *a, const char *b)
{
	enum { LONGEST = 40 };
	unsigned before[LONGEST + 1], now[LONGEST + 1];
	size_t size = strlen(b);

	if (size > LONGEST || strlen(a) > LONGEST)
		return LONGEST;
	for (unsigned j = 0; j <= size; j++)
		before[j] = j;
	for (unsigned i = 0; a[i]; i++) {
		now[0] = i + 1;
		for (unsigned j = 0; j < size; j++) {
			unsigned best = before[j] + (a[i] != b[j]);
			if (before[j + 1] + 1 < best)
				best = before[j + 1] + 1;
			if (now[j] + 1 < best)
				best = now[j] + 1;
			now[j + 1] = best;
		}
		memcpy(before, now, sizeof now);
	}
	return before[size];
}

static bool unknown_option(const char *word, struct error *error)
{
	const char *nearest = NULL;
	unsigned least = 4;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned distance = word_distance(word, rows[i].name);
		if (distance < least && rows[i].name[1] == '-') {
			least = distance;
			nearest = rows[i].name;
		}
	}
	if (nearest)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "there is no option '%s'; did you mean '%s'?", word, nearest);
	return error_set(error, ERROR_USAGE, NULL, 0, "there is no option '%s'; see 'knockon --help'", word);
}

static bool take_option(struct options *out, int *at, int count, char **words, struct error *error)
{
	str word = str_of(words[*at]);
	struct str_cut cut = str_starts(word, STR("--")) ? str_cut(word, '=') : (struct str_cut){ .head = word };
	const char *value = cut.found ? cut.tail.at : NULL;

	bool color = str_eq(cut.head, STR("--color")), output = str_eq(cut.head, STR("--output"));
	const struct option_row *row = row_named(cut.head);
	if (!row && !color && !output)
		return unknown_option(words[*at], error);
	if (row && !row->takes_value) {
		if (cut.found)
			return error_set(error, ERROR_USAGE, NULL, 0, "%s takes no value", row->name);
		*(bool *)((char *)out + row->at) = true;
		return true;
	}
	if (!value) {
		if (*at + 1 >= count)
			return error_set(error, ERROR_USAGE, NULL, 0, "%s needs a value", words[*at]);
		value = words[++*at];
	}
	if (color)
		return take_color(out, value, error);
	if (output)
		return take_output(out, value, error);
	*(const char **)(void *)((char *)out + row->at) = value;
	return true;
}

bool options_read(struct options *out, int count, char **words, struct error *error)
{
	static const char *arguments[4096];
	bool only_arguments = false;

	*out = (struct options){ .arguments = arguments };
	for (int i = 1; i < count; i++) {
		const char *word = words[i];
		if (!only_arguments && (strcmp(word, "--") == 0 || strcmp(word, "--end-of-options") == 0)) {
			only_arguments = true;
			continue;
		}
		if (!only_arguments && word[0] == '-' && word[1]) {
			if (!take_option(out, &i, count, words, error))
				return false;
			continue;
		}
		if (!out->command && !only_arguments) {
			out->command = word;
			continue;
		}
		if (out->argument_count == sizeof arguments / sizeof *arguments)
			return error_set(error, ERROR_USAGE, NULL, 0, "more than 4,096 arguments");
		arguments[out->argument_count++] = word;
	}
	return true;
}

bool options_number(const char *word, const char *option, unsigned *out, struct error *error)
{
	char *end = NULL;

	errno = 0;
	unsigned long value = word[0] >= '0' && word[0] <= '9' ? strtoul(word, &end, 10) : 0;
	if (!end || *end || errno || value > 1000000)
		return error_set(error, ERROR_USAGE, NULL, 0, "%s takes a number, not '%s'", option, word);
	*out = (unsigned)value;
	return true;
}
