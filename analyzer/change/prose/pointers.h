/*
 * pointers - pages and sections that hold no more than where their text is to be found now
 *
 * "This file has moved to https://…": what stood there is not given up, it is told in another place, maybe one outside
 * of the repository. So nothing of it counts as removed; that the page points elsewhere is one finding.
 */
#ifndef ANALYZER_CHANGE_PROSE_POINTERS_H
#define ANALYZER_CHANGE_PROSE_POINTERS_H

#include "analyzer/change/inner.h"

/* Takes what was said of the old text of such pages and sections of a pair out of the differences, and says that they
 * point elsewhere. To be called once all else of the pair was said. */
void settle_pointers(struct comparison *c, uint32_t pair);

#endif
