#include "cli/options.h"

#include "cli/nearest.h"

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
	VALUE("--policy-file", policy_file),
	VALUE("--reason", reason),
	VALUE("--hook", hook),
	VALUE("--verdict", verdict),
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
	FLAG("--pre-push", pre_push),
	FLAG("--pre-receive", pre_receive),
	FLAG("--check", check),
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
	static char formats[OUTPUTS_MAX][32]; /* as long as the program */
	const char *equals = strchr(value, '=');
	bool named = equals && !memchr(value, '/', (size_t)(equals - value));

	if (out->output_count == OUTPUTS_MAX)
		return error_set(error, ERROR_USAGE, NULL, 0, "--output may be given %d times at most", OUTPUTS_MAX);
	if (named && (size_t)(equals - value) >= sizeof *formats)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "--output takes FILE or FORMAT=FILE, not '%.200s'", value);
	struct output_choice *choice = &out->outputs[out->output_count];
	*choice = (struct output_choice){ .file = named ? equals + 1 : value };
	if (named) {
		memcpy(formats[out->output_count], value,
		    (size_t)(equals - value)); /* a NUL stands behind it from the start */
		choice->format = formats[out->output_count];
	}
	out->output_count++;
	return choice->file[0] || error_set(error, ERROR_USAGE, NULL, 0, "--output '%.200s' names no file", value);
}

static bool take_ack(struct options *out, const char *value, struct error *error)
{
	if (out->ack_count == ACKS_MAX)
		return error_set(error, ERROR_USAGE, NULL, 0, "--ack may be given %d times at most", ACKS_MAX);
	out->acks[out->ack_count++] = value;
	return true;
}

static bool unknown_option(const char *word, struct error *error)
{
	struct nearest nearest = { .word = str_of(word) };
	struct buf hint = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].name[1] == '-')
			nearest_offer(&nearest, str_of(rows[i].name));
	nearest_offer(&nearest, STR("--color"));
	nearest_offer(&nearest, STR("--output"));
	nearest_offer(&nearest, STR("--ack"));
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no option '%.200s'%.*s", word,
	    STR_ARG(hint.size ? buf_str(&hint) : STR("; see 'knockon --help'")));
	buf_release(&hint);
	return false;
}

static void note_given(struct options *out, const char *name)
{
	for (unsigned i = 0; i < out->given_count; i++)
		if (strcmp(out->given[i], name) == 0)
			return;
	if (out->given_count < GIVEN_MAX)
		out->given[out->given_count++] = name;
}

static bool take_option(struct options *out, int *at, int count, char **words, struct error *error)
{
	str word = str_of(words[*at]);
	struct str_cut cut = str_starts(word, STR("--")) ? str_cut(word, '=') : (struct str_cut){ .head = word };
	const char *value = cut.found ? cut.tail.at : NULL;

	bool color = str_eq(cut.head, STR("--color")), output = str_eq(cut.head, STR("--output")),
	     ack = str_eq(cut.head, STR("--ack"));
	const struct option_row *row = row_named(cut.head);
	if (!row && !color && !output && !ack)
		return unknown_option(words[*at], error);
	note_given(out, color ? "--color" : output ? "--output" : ack ? "--ack" : row->name);
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
	if (ack)
		return take_ack(out, value, error);
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

static bool is_one_of(const char *name, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool check_numbers(const struct options *options, struct error *error)
{
	const struct {
		const char *option, *value;
		unsigned least;
	} numbers[] = {
		{ "--jobs", options->jobs, 1 },
		{ "--timeout", options->timeout, 1 },
		{ "--width", options->width, 1 },
		{ "--depth", options->depth, 0 },
	};
	unsigned value = 0;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (!numbers[i].value)
			continue;
		if (!options_number(numbers[i].value, numbers[i].option, &value, error))
			return false;
		if (value < numbers[i].least)
			return error_set(error, ERROR_USAGE, NULL, 0, "%s takes a number from %u on, not '%s'",
			    numbers[i].option, numbers[i].least, numbers[i].value);
	}
	return true;
}

bool options_check(const struct options *options, const char *const *allowed, struct error *error)
{
	static const char *const general[] = { "-C", "--color", "--help", "-h", "--version", "--build", "--quiet", "-q",
		"--width", NULL };

	for (unsigned i = 0; i < options->given_count; i++)
		if (!is_one_of(options->given[i], general) && !is_one_of(options->given[i], allowed))
			return error_set(error, ERROR_USAGE, NULL, 0, "%s has no option %s; see 'knockon %s --help'",
			    options->command, options->given[i], options->command);
	return check_numbers(options, error);
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
