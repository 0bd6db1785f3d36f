/*
 * What one configuration makes weaker than another: fewer are asked, more is left out, more people may speak.
 */
#include "analyzer/gate/policy.h"

#include "model/names.h"
#include "model/rules.h"

struct comparing {
	struct policy *out;
	struct arena *arena;
	const struct config *base, *head;
};

static void tell(struct comparing *c, uint32_t line, const char *key, str message)
{
	policy_tell(c->out, c->arena, line, key,
	    arena_printf(c->arena, "%.*s; this does not hold for this range", STR_ARG(message)));
}

#define TELL(c, line, key, ...) tell((c), (line), (key), arena_printf((c)->arena, __VA_ARGS__))

static bool has(const str *list, unsigned count, str item)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq(list[i], item))
			return true;
	return false;
}

/* --- policy ----------------------------------------------------------------------------------------------------------
 */

/* never, breaking, risky, info: the further the stricter. */
static int strictness(enum config_severity fail_on)
{
	return fail_on == CONFIG_OFF ? 0 : CONFIG_BREAKING - (int)fail_on + 1;
}

static const char *word_of(enum config_severity severity)
{
	return severity == CONFIG_OFF ? "never" : severity_name((enum severity)severity);
}

static void compare_fail_on(struct comparing *c)
{
	enum config_severity was = c->base->policy.fail_on, is = c->head->policy.fail_on;

	if (strictness(is) < strictness(was))
		TELL(c, 0, "policy.fail-on", "fail-on goes from %s to %s", word_of(was), word_of(is));
}

/* The farthest distance at which teams are meant at that severity, and 1; 0: none are. */
static unsigned reach_of(const struct config_requirement *list, unsigned count, enum config_severity severity)
{
	unsigned reach = 0;

	for (unsigned i = 0; i < count; i++)
		if (list[i].severity <= severity && list[i].distance + 1 > reach)
			reach = list[i].distance + 1;
	return reach;
}

static void compare_reach(struct comparing *c, const char *key, const struct config_requirement *was,
    unsigned was_count, const struct config_requirement *is, unsigned is_count)
{
	for (int severity = CONFIG_BREAKING; severity >= CONFIG_INFO; severity--)
		if (reach_of(is, is_count, (enum config_severity)severity) <
		    reach_of(was, was_count, (enum config_severity)severity)) {
			TELL(c, 0, key, "%s reaches fewer teams at %s changes", key,
			    word_of((enum config_severity)severity));
			return;
		}
}

static void compare_policy(struct comparing *c)
{
	const struct config *base = c->base, *head = c->head;

	compare_fail_on(c);
	compare_reach(c, "policy.acknowledge", base->policy.acknowledge, base->policy.acknowledge_count,
	    head->policy.acknowledge, head->policy.acknowledge_count);
	compare_reach(c, "policy.notify", base->policy.notify, base->policy.notify_count, head->policy.notify,
	    head->policy.notify_count);
	if (head->policy.incomplete_warns && !base->policy.incomplete_warns)
		TELL(c, 0, "policy.incomplete", "documents that cannot be read would only be warned of");
	if (head->policy.override_anybody && !base->policy.override_anybody)
		TELL(c, 0, "policy.override", "anybody might override the gate");
	for (unsigned i = 0; i < head->policy.override_count && !base->policy.override_anybody; i++)
		if (!has(base->policy.override, base->policy.override_count, head->policy.override[i])) {
			TELL(
			    c, 0, "policy.override", "%.*s might override the gate", STR_ARG(head->policy.override[i]));
			break;
		}
	if (head->calendar.notice_days < base->calendar.notice_days)
		TELL(c, 0, "calendar.notice", "the notice goes from %u to %u working days", base->calendar.notice_days,
		    head->calendar.notice_days);
}

/* --- rules, and what is left out -------------------------------------------------------------------------------------
 */

static enum severity severity_in(const struct config *config, enum rule_id rule)
{
	const struct config_rule *said = config_rule_of(config, rules[rule].id);
	return said ? (enum severity)said->severity : rules[rule].severity; /* off counts as cosmetic */
}

static uint32_t line_of_rule(const struct config *config, enum rule_id rule)
{
	const struct config_rule *said = config_rule_of(config, rules[rule].id);
	return said ? said->line : 1;
}

static void compare_rules(struct comparing *c)
{
	for (int rule = 1; rule < RULE_COUNT; rule++) {
		enum severity was = severity_in(c->base, (enum rule_id)rule),
		              is = severity_in(c->head, (enum rule_id)rule);
		if (is < was)
			TELL(c, line_of_rule(c->head, (enum rule_id)rule), "rules", "%s goes from %s to %s",
			    rules[rule].id, severity_name(was), is == SEVERITY_COSMETIC ? "off" : severity_name(is));
	}
}

static bool is_suppressed(const struct config *config, const struct config_suppression *one)
{
	for (unsigned i = 0; i < config->suppression_count; i++) {
		const struct config_suppression *other = &config->suppressions[i];
		if (str_eq(other->rule, one->rule) && str_eq(other->path, one->path) &&
		    (!other->until_day || (one->until_day && one->until_day <= other->until_day)))
			return true;
	}
	return false;
}

static void compare_suppressions(struct comparing *c)
{
	for (unsigned i = 0; i < c->head->suppression_count; i++) {
		const struct config_suppression *one = &c->head->suppressions[i];
		if (!is_suppressed(c->base, one))
			TELL(c, one->line, "suppress", "%.*s would be left out%s%.*s", STR_ARG(one->rule),
			    one->path.size ? " in " : "", STR_ARG(one->path));
	}
}

/* --- documents -------------------------------------------------------------------------------------------------------
 */

static void compare_patterns(struct comparing *c)
{
	const struct config *base = c->base, *head = c->head;

	for (unsigned i = 0; i < head->exclude_count; i++)
		if (!has(base->exclude, base->exclude_count, head->exclude[i]))
			TELL(c, 0, "exclude", "'%.*s' would not be read any more", STR_ARG(head->exclude[i]));
	if (head->include_count && !base->include_count)
		TELL(c, 0, "include", "only what 'include' names would be read");
	for (unsigned i = 0; i < base->include_count && head->include_count; i++)
		if (!has(head->include, head->include_count, base->include[i]))
			TELL(c, 0, "include", "'%.*s' would not be read any more", STR_ARG(base->include[i]));
	for (unsigned i = 0; i < head->not_team_count; i++)
		if (!has(base->not_teams, base->not_team_count, head->not_teams[i]))
			TELL(c, 0, "not-teams", "'%.*s' would be no team any more", STR_ARG(head->not_teams[i]));
}

/* --- teams -----------------------------------------------------------------------------------------------------------
 */

static const struct config_team *team_called(struct comparing *c, const struct config *config, str name)
{
	str key = team_key(c->arena, text_n0(c->arena, name));

	for (unsigned i = 0; i < config->team_count; i++)
		if (str_eq(team_key(c->arena, text_n0(c->arena, config->teams[i].name)), key))
			return &config->teams[i];
	return NULL;
}

static void compare_members(struct comparing *c, const struct config_team *was, const struct config_team *is)
{
	if (!was->member_count)
		return;
	if (!is || !is->member_count) {
		TELL(c, is ? is->line : 0, "teams.members", "anybody might speak for %.*s", STR_ARG(was->name));
		return;
	}
	for (unsigned i = 0; i < is->member_count; i++)
		if (!has(was->members, was->member_count, is->members[i])) {
			TELL(c, is->line, "teams.members", "%.*s might speak for %.*s", STR_ARG(is->members[i]),
			    STR_ARG(was->name));
			return;
		}
	if (is->member_count < was->member_count)
		TELL(c, is->line, "teams.members", "fewer people would speak for %.*s", STR_ARG(was->name));
}

static void compare_owned(struct comparing *c, const struct config_team *was, const struct config_team *is)
{
	for (unsigned i = 0; i < was->owns_count; i++)
		if (!is || !has(is->owns, is->owns_count, was->owns[i])) {
			TELL(c, is ? is->line : 0, "teams.owns", "'%.*s' would not belong to %.*s any more",
			    STR_ARG(was->owns[i]), STR_ARG(was->name));
			return;
		}
}

static void compare_kind(struct comparing *c, const struct config_team *was, const struct config_team *is)
{
	static const char *const kinds[] = { "internal", "supplier", "customer", "system", "role" };
	enum config_kind before = was ? was->kind : CONFIG_KIND_INTERNAL;
	str parent = was ? was->parent : STR("");

	if (is->kind != before && is->kind != CONFIG_KIND_INTERNAL)
		TELL(c, is->line, "teams.kind", "%.*s would be of the kind %s", STR_ARG(is->name), kinds[is->kind]);
	if (is->parent.size && !str_eq(is->parent, parent))
		TELL(c, is->line, "teams.parent", "%.*s would be part of %.*s", STR_ARG(is->name), STR_ARG(is->parent));
}

static void compare_teams(struct comparing *c)
{
	for (unsigned i = 0; i < c->base->team_count; i++) {
		const struct config_team *was = &c->base->teams[i], *is = team_called(c, c->head, was->name);
		compare_members(c, was, is);
		compare_owned(c, was, is);
	}
	for (unsigned i = 0; i < c->head->team_count; i++)
		compare_kind(c, team_called(c, c->base, c->head->teams[i].name), &c->head->teams[i]);
}

void policy_compare(struct policy *out, struct arena *arena, const struct config *base, const struct config *head)
{
	struct comparing c = { out, arena, base, head };

	compare_policy(&c);
	compare_rules(&c);
	compare_suppressions(&c);
	compare_patterns(&c);
	compare_teams(&c);
}
