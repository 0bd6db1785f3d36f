/*
 * dates - since when and until when documents and contracts say they hold
 *
 * `effective` (`valid-from`), `sunset` (`valid-until`, `end`, `deprecated: DATE`), `status` and `notice` of the front
 * matter and of columns of contract tables. A date that came or changed with the change is held against the notice
 * period: the document's own, as it was before, else the configuration's.
 */
#ifndef ANALYZER_CHANGE_PROMISES_DATES_H
#define ANALYZER_CHANGE_PROMISES_DATES_H

#include "analyzer/change/inner.h"

/* Findings about dates, and what was announced in time: both sides of a pair, or a new document. */
void compare_dates(struct comparison *c, uint32_t pair);

/* The promises on a line of a page, or all of the page (line 0), had an end that has come; DAY_NONE: none was said. */
int32_t sunset_of(const struct image *image, uint32_t line);

/* An attribute that such a date stands in. */
bool is_date_key(str key);

#endif
