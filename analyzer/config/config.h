/*
 * config - `.knockon.yml`, as plain values
 *
 * Everything works without the file: config_default gives the built-in values. Unknown keys, wrong
 * types, duplicate keys, anchors and aliases are errors with path, line, column and the nearest known key.
 *
 * Memory:  texts and lists live in the arena that was given.
 * Trouble: ERROR_USAGE; the first one in the order of the file, but for what needs two places (a name of two teams).
 */
#ifndef ANALYZER_CONFIG_CONFIG_H
#define ANALYZER_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/error.h"
#include "parsers/parser.h"

enum config_kind {
	CONFIG_KIND_INTERNAL,
	CONFIG_KIND_SUPPLIER,
	CONFIG_KIND_CUSTOMER,
	CONFIG_KIND_SYSTEM,
	CONFIG_KIND_ROLE
};
enum config_severity { CONFIG_OFF, CONFIG_INFO, CONFIG_RISKY, CONFIG_BREAKING };

struct config_team {
	str name, parent, contact;
	const str *aliases, *members, *owns;
	unsigned alias_count, member_count, owns_count;
	enum config_kind kind;
	uint32_t line;
};

struct config_registry {    /* a file that names teams: a YAML mapping or list, one entry a team */
	str file, name;     /* name: the field that holds a team's name */
	const str *aliases; /* fields that hold other names */
	unsigned alias_count;
	uint32_t line;
};

struct config_rule {
	str id;
	enum config_severity severity; /* OFF: never said */
	uint32_t line;
};

struct config_suppression {
	str rule, path, until, reason; /* path: empty for all */
	uint32_t until_day;            /* 20270331, the last day it holds; 0: for ever */
	uint32_t line;
};

struct config_requirement { /* acknowledge: { breaking: 1 } */
	enum config_severity severity;
	unsigned distance;
};

struct config {
	const char *path; /* where it came from; NULL: built in */
	const str *include, *exclude, *site_urls, *not_teams;
	unsigned include_count, exclude_count, site_url_count, not_team_count;
	str docs_root;
	const struct config_team *teams;
	unsigned team_count;
	const struct config_registry *registries;
	unsigned registry_count;
	const str *const *synonyms; /* each list ends with an empty str */
	unsigned synonym_count;
	struct {
		double business_day;  /* hours */
		double business_week; /* days */
		str hours, timezone, notice;
		unsigned notice_days; /* business days */
	} calendar;
	struct reading reading;
	struct {
		enum config_severity fail_on; /* OFF: never */
		struct config_requirement acknowledge[4], notify[4];
		unsigned acknowledge_count, notify_count;
		bool incomplete_warns;
		const str *override; /* e-mails */
		unsigned override_count;
		bool override_anybody;
	} policy;
	const struct config_rule *rules;
	unsigned rule_count;
	const struct config_suppression *suppressions;
	unsigned suppression_count;
};

uint32_t config_day(str text); /* 2027-03-31 as 20270331; 0 where it is no date */
void config_default(struct config *out);
/* What the file does not say is as in config_default; the texts are copied. */
bool config_read(struct config *out, struct arena *arena, str bytes, const char *path, struct error *error);

/* What the configuration says of a rule; NULL: nothing. */
const struct config_rule *config_rule_of(const struct config *config, const char *id);

/* The ids that `rules` and `suppress` name exist: rule_at gives them one by one, then NULL. */
bool config_check_rules(const struct config *config, const char *(*rule_at)(unsigned number), struct error *error);

#endif
