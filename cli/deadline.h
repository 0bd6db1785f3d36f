/*
 * deadline - a run that takes too long ends, and says so
 *
 * It only ends a run; it never decides what a document says.
 */
#ifndef CLI_DEADLINE_H
#define CLI_DEADLINE_H

#include "cli/options.h"

/* --timeout, else that many seconds; 0: none. The program ends with 3 when they have passed. */
void deadline_set(const struct options *options, unsigned seconds);

#endif
