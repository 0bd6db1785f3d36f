/*
 * explain - one finding, team or defect in full, as text or JSON
 */
#ifndef REPORTS_EXPLAIN_H
#define REPORTS_EXPLAIN_H

#include "analyzer/survey/route.h"
#include "model/defect.h"
#include "reports/text_parts.h"

struct explained_change {
	const struct commit_report *commit;
	const struct change *change;
	bool net; /* of a range as one change, told by its head */
};

struct explained_team {
	const struct survey *survey;
	const struct survey_team *team;
	str commit;                  /* hexadecimal */
	struct route before, behind; /* what it depends on; who depends on it */
};

void explain_put_change_text(const struct text_out *out, const struct explained_change *it);
void explain_put_change_json(struct buf *out, const struct explained_change *it);
void explain_put_defect_text(const struct text_out *out, const struct defect *defect);
void explain_put_defect_json(struct buf *out, const struct defect *defect, str commit);
void explain_put_team_text(const struct text_out *out, const struct explained_team *it);
void explain_put_team_json(struct buf *out, const struct explained_team *it);

#endif
