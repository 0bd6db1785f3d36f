/*
 * report - what an output format offers, and the list of all
 *
 * A format sees finished commit reports one after the other and writes each as soon as it is known,
 * so memory does not grow with history. One that needs the totals first spools what it has rendered.
 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include "base/buf.h"
#include "model/analysis.h"

struct report_out {
	struct buf *out;  /* emptied by the caller after each call, unless spool is set */
	struct buf spool; /* a format's own store */
	unsigned written; /* a format's own count */
};

struct report_format {
	const char *name, *summary;
	void (*begin)(struct report_out *out, const struct run *run);
	void (*commit)(struct report_out *out, const struct run *run, const struct commit_report *commit);
	void (*end)(struct report_out *out, const struct run *run, const struct totals *totals);
};

extern const struct report_format report_text, report_json, report_jsonl;

const struct report_format *report_find(const char *name); /* NULL: none of that name */

#endif
