/*
 * changeset - two revisions of a document, compared without a repository
 */
#ifndef TESTS_SUPPORT_CHANGESET_H
#define TESTS_SUPPORT_CHANGESET_H

#include "analyzer/change/compare.h"
#include "analyzer/config/config.h"

struct changeset {
	struct arena arena;
	struct config config;
	struct registry registry;
	struct image *image[2];
	struct view *view[2];
	struct differences found;
};

/* Texts are read as `format`; either may be NULL: not there on that side. */
void changeset_compare(struct changeset *out, const char *format, const char *before, const char *after);
/* The same, judged on a day: "2026-03-02". */
void changeset_compare_on(
    struct changeset *out, const char *day, const char *format, const char *before, const char *after);
void changeset_release(struct changeset *changeset);

/* The ids of the rules that were found, sorted, with a space between: "step-added step-removed". */
str changeset_rules(struct changeset *changeset);

#endif
