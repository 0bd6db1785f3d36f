/*
 * moment - seconds since 1970 as people and programs write them, in UTC
 *
 * A commit can carry any number at all: what lies outside of the years 0 to 9999 becomes their end.
 */
#ifndef REPORTS_MOMENT_H
#define REPORTS_MOMENT_H

#include "base/buf.h"

void put_day(struct buf *out, int64_t seconds);     /* 2 Nov 2026 */
void put_instant(struct buf *out, int64_t seconds); /* 2026-11-02T09:14:00Z */
uint32_t moment_day(int64_t seconds);               /* 20261102 */

#endif
