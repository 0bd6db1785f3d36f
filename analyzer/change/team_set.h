/*
 * team_set - a few teams, in the order in which they came
 *
 * A set holds so many and drops what comes behind them.
 */
#ifndef ANALYZER_CHANGE_TEAM_SET_H
#define ANALYZER_CHANGE_TEAM_SET_H

#include "analyzer/change/inner.h"

enum { TEAM_SET_MAX = 8 };

struct team_set {
	team_id items[TEAM_SET_MAX];
	unsigned count;
};

bool team_set_holds(const struct team_set *set, team_id team);
void team_set_add(struct team_set *set, team_id team); /* 0 and repeated ones are nothing */
struct team_set team_set_without(const struct team_set *set, const struct team_set *other);
str team_set_words(struct comparison *c, const struct team_set *set); /* "Sales, Planning and Finance" */

#endif
