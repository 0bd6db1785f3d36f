/*
 * handoffs - where work passes from one team to another
 *
 * Derived, never read: a path from an activity of one team to an activity of another that passes
 * only gateways, events and data nodes along sequence, message and escalation flows; or such a flow
 * that begins or ends at a team itself.
 */
#ifndef ANALYZER_GRAPH_HANDOFFS_H
#define ANALYZER_GRAPH_HANDOFFS_H

#include "analyzer/graph/view.h"
#include "base/arena.h"

struct handoff {
	struct end from, to;
	uint32_t flow;          /* that it begins with */
	str from_team, to_team; /* keys */
};

struct handoff_list {
	LIST_OF(struct handoff) list;
};

/* Those of one container as its records show them, for `inspect`: every participant counts, machines too. In order
 * of from, then to. */
void handoffs_shown(struct handoff_list *out, struct arena *arena, const struct view *view, uint32_t container);

/* Whether flows of that kind hand work on. */
bool flow_hands_on(const struct flow *flow);

#endif
