/*
 * teams - the teams of a revision, as text or JSON: spellings, sources, steps, promises, documents, neighbours
 *
 * Order: by id; within a team as in the survey.
 */
#ifndef REPORTS_TEAMS_H
#define REPORTS_TEAMS_H

#include "analyzer/survey/survey.h"
#include "reports/text_parts.h"

struct teams_report {
	const struct survey *survey;
	str commit;    /* hexadecimal */
	uint32_t only; /* number of a node, or NONE: all; of one team everything is listed, nothing cut */
};

void teams_put_text(const struct text_out *out, const struct teams_report *report);
void teams_put_json(struct buf *out, const struct teams_report *report);

struct teams_count { /* of something, per team or document */
	uint32_t node, count;
};
struct teams_counts {
	LIST_OF(struct teams_count) list;
};

/* Neighbours of a team with the number of handoffs: those it gives to, or gets from. */
struct teams_counts teams_neighbours(
    struct arena *arena, const struct survey *survey, const struct survey_team *team, bool gives);
/* Files that steps or contracts stand in, with their number. */
struct teams_counts teams_files(struct arena *arena, const struct survey *survey, const struct survey_numbers *numbers);
/* The other party of a contract of which the team is one; NONE: nobody is named. */
uint32_t teams_receiver(const struct survey *survey, uint32_t contract);
bool teams_shows(const struct teams_report *report, const struct survey_team *team);

#endif
