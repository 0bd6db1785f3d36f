/*
 * check - the outputs of `knockon check`
 *
 * Text for people: the range, what changes and whom it reaches, what each team that has not acknowledged it has to do,
 * the verdict. JSON (knockon/check/1): the net change as in knockon/impact/1, and the gate.
 */
#ifndef REPORTS_CHECK_H
#define REPORTS_CHECK_H

#include "base/buf.h"
#include "model/check.h"

void check_text(struct buf *out, const struct run *run, const struct check *check, const struct commit_report *report,
    const struct totals *totals);
/* What the answer would be, in a line: of a branch that may be pushed whatever it is. into: where it would go then. */
void check_line(struct buf *out, const struct run *run, const struct check *check, str into);
/* line: on one line, for jsonl. */
void check_json(struct buf *out, const struct run *run, const struct check *check, const struct commit_report *report,
    const struct totals *totals, bool line);

#endif
