/*
 * lint - defects of the documentation, as text or JSON
 */
#ifndef REPORTS_LINT_H
#define REPORTS_LINT_H

#include "model/defect.h"
#include "reports/text_parts.h"

struct lint_report {
	const struct defects *defects;
	str commit, base; /* hexadecimal; base: "" at one revision */
	uint32_t today;   /* 20261102 */
	bool range;
	str team; /* listed only if it concerns this one; "" all */
	enum severity min_severity;
	unsigned documents; /* that were looked at */
};

void lint_put_text(const struct text_out *out, const struct lint_report *report);
void lint_put_json(struct buf *out, const struct lint_report *report);
void lint_put_jsonl(struct buf *out, const struct lint_report *report); /* a defect a line */

/* --team and --min-severity narrow what is listed, never the summary. */
bool lint_lists(const struct lint_report *report, const struct defect *defect);

#endif
