/*
 * listing - which changes of a commit are listed
 *
 * --min-severity and --team narrow what is listed, in every format alike; they never touch a summary.
 */
#ifndef REPORTS_LISTING_H
#define REPORTS_LISTING_H

#include "model/analysis.h"

/* Whether it reaches the team of --team; without one it always does. A team's own changes do not reach it, except
 * where something moved to it or away from it. */
bool change_reaches(const struct run *run, const struct commit_report *commit, const struct change *change);
bool change_is_listed(const struct run *run, const struct commit_report *commit, const struct change *change);

#endif
