#include "model/rules.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/output.h"
#include "reports/wrap.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_LEAST = 60, WIDTH_MOST = 120, WIDTH_ANY = 100000, LABEL = 10, SUGGESTIONS = 4 };

struct audience_row {
	unsigned bit;
	const char *name, *words;
};

static const struct audience_row audiences[] = {
	{ AUDIENCE_OWNER, "owner", "the team whose work it is" },
	{ AUDIENCE_DOWNSTREAM, "downstream", "every team behind it" },
	{ AUDIENCE_DOWNSTREAM_1, "downstream-1", "the next team behind it" },
	{ AUDIENCE_UPSTREAM, "upstream", "the teams that hand in" },
	{ AUDIENCE_COUNTERPARTY, "counterparty", "the other party" },
	{ AUDIENCE_REFERRER, "referrer", "those who link to it" },
	{ AUDIENCE_TARGET, "target", "the owner of what the link leads to" },
	{ AUDIENCE_NEIGHBOURS, "neighbours", "every team one handoff or promise away" },
	{ AUDIENCE_NAMED, "named", "the teams that are named" },
};
enum { AUDIENCE_COUNT = sizeof audiences / sizeof *audiences };

/* --- JSON ----------------------------------------------------------------------------------- */

static void put_json_rule(struct json *json, const struct rule *rule)
{
	json_object(json);
	json_put_str(json, "id", str_of(rule->id));
	json_put_str(json, "area", str_of(area_name(rule->area)));
	json_put_str(json, "severity", str_of(severity_name(rule->severity)));
	json_key(json, "audience");
	json_flat(json);
	json_array(json);
	for (int i = 0; i < AUDIENCE_COUNT; i++)
		if (rule->audience & audiences[i].bit)
			json_str(json, str_of(audiences[i].name));
	json_end_array(json);
	json_put_bool(json, "self", rule->flags & RULE_SELF);
	json_put_bool(json, "raised", rule->flags & RULE_RAISED);
	json_put_str(json, "mirror", str_of(rule->mirror));
	json_put_str(json, "what", str_of(rule->what));
	json_put_str(json, "why", str_of(rule->why));
	json_put_str(json, "remedy", str_of(rule->remedy));
	json_end_object(json);
}

static void put_json(struct buf *out, enum rule_id only)
{
	struct json json;

	json_begin(&json, out, true);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/rules/1"));
	json_key(&json, "rules");
	json_array(&json);
	for (int i = RULE_NONE + 1; i < RULE_COUNT; i++)
		if (only == RULE_NONE || (int)only == i)
			put_json_rule(&json, &rules[i]);
	json_end_array(&json);
	json_end_object(&json);
	buf_putc(out, '\n');
}

/* --- text ----------------------------------------------------------------------------------- */

static void put_wrapped(struct buf *out, str words, unsigned indent, unsigned width)
{
	str line;

	for (bool first = true; wrap_next(&words, width - indent, &line); first = false)
		buf_putf(out, "%*s%.*s\n", first ? 0 : (int)indent, "", STR_ARG(line));
}

static int longest_id(void)
{
	size_t longest = 0;

	for (int i = RULE_NONE + 1; i < RULE_COUNT; i++)
		if (strlen(rules[i].id) > longest)
			longest = strlen(rules[i].id);
	return (int)longest;
}

static void put_list(struct buf *out, unsigned width)
{
	int id_width = longest_id() + 1; /* and the star */

	for (int i = RULE_NONE + 1; i < RULE_COUNT; i++) {
		const struct rule *rule = &rules[i];
		if (i == RULE_NONE + 1 || rule->area != rules[i - 1].area)
			buf_putf(out, "%s%s\n\n", i == RULE_NONE + 1 ? "" : "\n", area_name(rule->area));
		char id[64];
		snprintf(id, sizeof id, "%s%s", rule->id, rule->flags & RULE_RAISED ? "" : "*");
		buf_putf(out, "  %-9s %-*s  ", severity_name(rule->severity), id_width, id);
		put_wrapped(out, str_of(rule->what), 14 + (unsigned)id_width, width);
	}
	buf_puts(out, "\n* described here, and not looked for by this version\n");
}

static void put_row(struct buf *out, const char *label, str words, unsigned width)
{
	buf_putf(out, "  %-*s", LABEL - 2, label);
	put_wrapped(out, words, LABEL, width);
}

static void put_audience(struct buf *out, unsigned audience, unsigned width)
{
	struct buf words = { 0 };

	for (int i = 0; i < AUDIENCE_COUNT; i++)
		if (audience & audiences[i].bit)
			buf_putf(&words, "%s%s", words.size ? "; " : "", audiences[i].words);
	if (words.size)
		put_row(out, "tells", buf_str(&words), width);
	buf_release(&words);
}

static void put_rule(struct buf *out, const struct rule *rule, unsigned width)
{
	buf_putf(out, "%s: %s (%s)\n\n", rule->id, severity_name(rule->severity), area_name(rule->area));
	put_row(out, "what", str_of(rule->what), width);
	put_row(out, "why", str_of(rule->why), width);
	put_row(out, "do", str_of(rule->remedy), width);
	put_audience(out, rule->audience, width);
	if (rule->mirror[0])
		put_row(out, "mirror", str_of(rule->mirror), width);
	if (rule->audience && rule->flags & RULE_SELF)
		put_row(out, "", STR("It keeps its severity though it reaches nobody outside the team."), width);
	if (!(rule->flags & RULE_RAISED))
		put_row(out, "", STR("This version does not look for it."), width);
}

void catalogue_put_rule(struct buf *out, enum rule_id rule, bool json, unsigned width)
{
	if (json)
		put_json(out, rule);
	else
		put_rule(out, &rules[rule], width);
}

/* --- the command ---------------------------------------------------------------------------- */

static bool width_of(const struct options *options, unsigned *out, struct error *error)
{
	struct winsize window;

	*out = WIDTH_ANY; /* one rule a line, for grep */
	if (options->width) {
		if (!options_number(options->width, "--width", out, error))
			return false;
	} else if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) < 0 || !window.ws_col)
		return true;
	else
		*out = window.ws_col < WIDTH_MOST ? window.ws_col : WIDTH_MOST;
	*out = *out < WIDTH_LEAST ? WIDTH_LEAST : *out;
	return true;
}

static bool no_such_rule(const char *name, struct error *error)
{
	struct buf near = { 0 };
	unsigned count = 0;

	for (int i = RULE_NONE + 1; i < RULE_COUNT && count < SUGGESTIONS; i++)
		if (name[0] && strstr(rules[i].id, name))
			buf_putf(&near, "%s%s", count++ ? ", " : "; did you mean ", rules[i].id);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no rule '%.100s'%.*s%s", name, STR_ARG(buf_str(&near)),
	    count ? "?" : "; see 'knockon rules'");
	buf_release(&near);
	return false;
}

static bool wants_json(const struct options *options, bool *out, struct error *error)
{
	*out = options->format && strcmp(options->format, "json") == 0;
	if (!options->format || *out || strcmp(options->format, "text") == 0)
		return true;
	return error_set(error, ERROR_USAGE, NULL, 0, "rules has the formats text and json, not '%s'", options->format);
}

static bool rule_of(const struct options *options, enum rule_id *out, struct error *error)
{
	*out = RULE_NONE;
	if (!options->argument_count)
		return true;
	if (options->argument_count > 1)
		return error_set(error, ERROR_USAGE, NULL, 0, "rules takes one RULE");
	*out = rule_find(str_of(options->arguments[0]));
	return *out != RULE_NONE || no_such_rule(options->arguments[0], error);
}

static int run_rules(const struct options *options, struct error *error)
{
	struct buf out = { 0 };
	enum rule_id only;
	bool json;
	unsigned width;

	if (!wants_json(options, &json, error) || !rule_of(options, &only, error) || !width_of(options, &width, error))
		return 2;
	if (json)
		put_json(&out, only);
	else if (only == RULE_NONE)
		put_list(&out, width);
	else
		put_rule(&out, &rules[only], width);
	output_flush(&out, error);
	buf_release(&out);
	return 0;
}

static const char *const rules_options[] = { "--format", "--width", NULL };
const struct command command_rules = {
	.name = "rules",
	.arguments = "[RULE]",
	.summary = "the catalogue of what can be said of a change",
	.help = "  --format text|json   (default text)\n"
	        "  --width N            break lines at N columns\n",
	.allowed = rules_options,
	.run = run_rules,
};
