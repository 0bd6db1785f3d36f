/*
 * judge_inner - what the files of the judge share
 */
#ifndef ANALYZER_JUDGE_JUDGE_INNER_H
#define ANALYZER_JUDGE_JUDGE_INNER_H

#include "analyzer/judge/judge.h"

struct finding *judge_add(struct judge *judge, struct difference *difference);
/* A difference that the judge makes itself, about a pair of documents (or none: pair_count). */
struct difference *judge_difference(struct judge *judge, enum rule_id rule, uint32_t pair, enum side side);
bool judge_is_about_dates(enum rule_id rule);
bool judge_knew(const struct judge *judge, enum side side, team_id team);

/* Referrers of what changed; references.c. The sentence that a message quotes, up to where it is cut: */
str judge_quoted(str message);
void look_for_referrers(struct judge *judge, struct finding *finding, enum side side);
void look_at_link(struct judge *judge, struct finding *finding, enum side side, struct error *error);
void find_broken_links(struct judge *judge);
void find_lost_headings(struct judge *judge);
void look_for_callers(struct judge *judge, struct finding *finding);
bool needs_referrers(const struct difference *difference);

/* While the graph stands at the tree after; copies.c. */
void look_for_copy(struct judge *judge, struct finding *finding);

/* Two names that may be one team's; the graph stands at the tree after. near_names.c. */
void look_at_near_names(struct judge *judge, struct finding *finding);

/* A new page's handoff of which another told before; the graph stands at the tree before. told_before.c. */
void look_for_told_pair(struct judge *judge, struct finding *finding);

/* Documents that changed hands, teams that came; changed_hands.c. */
void compare_owners(struct judge *judge, struct error *error);
void compare_teams(struct judge *judge);

/* One cause, one finding; fold.c. */
void fold_findings(struct judge *judge);

#endif
