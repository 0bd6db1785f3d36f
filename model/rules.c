#include "model/rules.h"

#define RULE(name, id, area, severity, audience, flags, mirror, what, why, remedy) \
	[RULE_##name] = { id, AREA_##area, SEVERITY_##severity, audience, flags, mirror, what, why, remedy },
const struct rule rules[RULE_COUNT] = {
	[RULE_NONE] = { "", AREA_STEPS, SEVERITY_COSMETIC, 0, 0, "", "", "", "" },
#include "model/rules.def"
};
#undef RULE

enum rule_id rule_find(str id)
{
	for (int i = 1; i < RULE_COUNT; i++)
		if (str_eq(str_of(rules[i].id), id))
			return (enum rule_id)i;
	return RULE_NONE;
}

static const char *const severities[] = { "cosmetic", "info", "risky", "breaking" };

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

bool severity_find(str name, enum severity *out)
{
	for (int i = 0; i < 4; i++)
		if (str_eq(str_of(severities[i]), name)) {
			*out = (enum severity)i;
			return true;
		}
	return false;
}

const char *area_name(enum rule_area area)
{
	static const char *const names[] = { "steps and flows", "contracts", "teams, references, documents",
		"defects of the documentation", "the gate" };
	return names[area];
}
