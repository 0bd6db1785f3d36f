/*
 * trace - who is downstream or upstream of something, as text or JSON
 */
#ifndef REPORTS_TRACE_H
#define REPORTS_TRACE_H

#include "analyzer/survey/route.h"
#include "reports/text_parts.h"

struct trace_report {
	const struct survey *survey;
	const struct route *route;
	const struct route_wish *wish;
	str words;  /* that were asked for */
	str commit; /* hexadecimal */
};

void trace_put_text(const struct text_out *out, const struct trace_report *report);
void trace_put_json(struct buf *out, const struct trace_report *report);

/* The hops of a path, one a line with the place where it is written. back: they lead against the flow. */
void text_put_hops(const struct text_out *out, const struct hop *path, unsigned count, unsigned indent, bool back);
/* The teams of a route, each with the part of its way that no team above has shown. */
void text_put_route(const struct text_out *out, const struct route *route, bool upstream);

#endif
