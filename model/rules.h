/*
 * rules - the catalogue of what can be said of a change (rules.def)
 *
 * A row is a rule: id, area, default severity, audience, flags, and three sentences: what changed,
 * why it matters, what to do.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "base/str.h"

enum severity { SEVERITY_COSMETIC, SEVERITY_INFO, SEVERITY_RISKY, SEVERITY_BREAKING };

enum rule_area { AREA_STEPS, AREA_CONTRACTS, AREA_DOCUMENTS, AREA_DEFECTS, AREA_GATE };

enum audience {                     /* bits */
	AUDIENCE_OWNER = 1,         /* O */
	AUDIENCE_DOWNSTREAM = 2,    /* D: all distances */
	AUDIENCE_DOWNSTREAM_1 = 4,  /* D1: distance 1 */
	AUDIENCE_UPSTREAM = 8,      /* U */
	AUDIENCE_COUNTERPARTY = 16, /* C */
	AUDIENCE_REFERRER = 32,     /* R */
	AUDIENCE_TARGET = 64,       /* T */
	AUDIENCE_NEIGHBOURS = 128,  /* N */
	AUDIENCE_NAMED = 256,       /* every team that the text or column names, before or after */
};

enum rule_flag {
	RULE_SELF = 1,   /* keeps its severity though nobody outside is reached */
	RULE_RAISED = 2, /* this version raises it */
};

#define RULE(name, id, area, severity, audience, flags, mirror, what, why, remedy) RULE_##name,
enum rule_id {
	RULE_NONE,
#include "model/rules.def"
	RULE_COUNT
};
#undef RULE

struct rule {
	const char *id;
	enum rule_area area;
	enum severity severity;
	unsigned audience, flags;
	const char *mirror; /* the id of the rule with the opposite direction; "" none */
	const char *what, *why, *remedy;
};

extern const struct rule rules[RULE_COUNT];

enum rule_id rule_find(str id); /* RULE_NONE where there is none */
const char *severity_name(enum severity severity);
bool severity_find(str name, enum severity *out);
const char *area_name(enum rule_area area);

#endif
