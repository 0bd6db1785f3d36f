#include "reports/listing.h"

static bool is_affected(const struct commit_report *commit, str team)
{
	for (unsigned i = 0; i < commit->affected_count; i++)
		if (str_eq(commit->affected[i].team, team))
			return true;
	return false;
}

/* Who has a step or a page from now on, or no longer, wants to know it. */
static bool is_move(const struct change *change)
{
	return change->rule == RULE_STEP_OWNER_CHANGED || change->rule == RULE_DOCUMENT_OWNER_CHANGED;
}

bool change_reaches(const struct run *run, const struct commit_report *commit, const struct change *change)
{
	if (!run->team.size)
		return true;
	for (unsigned i = 0; i < change->affected_count; i++)
		if (str_eq(change->affected[i].team, run->team))
			return change->affected[i].role != ROLE_OWNER || is_move(change) ||
			    is_affected(commit, run->team);
	return false;
}

bool change_is_listed(const struct run *run, const struct commit_report *commit, const struct change *change)
{
	return change->severity >= run->min_severity && change_reaches(run, commit, change);
}
