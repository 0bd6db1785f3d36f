/*
 * changeset - two revisions of a document, compared without a repository
 */
#ifndef TESTS_SUPPORT_CHANGESET_H
#define TESTS_SUPPORT_CHANGESET_H

#include "analyzer/change/compare.h"
#include "analyzer/config/config.h"

enum { CHANGESET_FILES = 8 };

struct changeset {
	struct arena arena;
	struct config config;
	struct registry registry;
	struct image *image[2]; /* of the first document */
	struct view *view[2];
	struct image *images[CHANGESET_FILES][2];
	struct pair pairs[CHANGESET_FILES];
	unsigned count;
	struct differences found;
};

/* Texts are read as `format`; either may be NULL: not there on that side. */
void changeset_compare(struct changeset *out, const char *format, const char *before, const char *after);
/* The same, judged on a day: "2026-03-02". */
void changeset_compare_on(
    struct changeset *out, const char *day, const char *format, const char *before, const char *after);
/* Several documents as one commit; a text that is NULL: the document is not there on that side. */
struct changeset_file {
	const char *format, *before, *after;
};
void changeset_compare_files(
    struct changeset *out, const char *day, const struct changeset_file *files, unsigned count);
/* Compares what was read once more: the comparison alone, to be timed. */
void changeset_compare_again(struct changeset *set, const char *day);
void changeset_release(struct changeset *changeset);

/* The ids of the rules that were found, sorted, with a space between: "step-added step-removed". */
str changeset_rules(struct changeset *changeset);

#endif
