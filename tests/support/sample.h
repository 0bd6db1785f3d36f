/*
 * sample - the repository of Tern Mobile (fixtures/stories/mvno), told once for tests that only look at it
 *
 * Setup and teardown of a group of tests; what `mvno` holds is as in story.h.
 */
#ifndef TESTS_SUPPORT_SAMPLE_H
#define TESTS_SUPPORT_SAMPLE_H

#include "tests/support/story.h"

extern struct story mvno;

int sample_begin(void **state);
int sample_end(void **state);

str sample_run(const char *arguments); /* status 0 and nothing on standard error */
void sample_says(const char *arguments, const char *words);

#endif
