/*
 * story - a real git repository to run the program on
 *
 * A story is a folder of fixtures/stories; script/story makes a repository out of it, with the same commits on every
 * machine. The program runs in its work tree, with a home folder that is empty and without any GIT_ variable.
 *
 * The program is the one that the environment variable KNOCKON names, else the one of this build.
 *
 * Memory:  output of the last run belongs to the story; story_end frees it and removes the repository.
 * Trouble: what cannot be set up fails the test; what the program does is a result.
 */
#ifndef TESTS_SUPPORT_STORY_H
#define TESTS_SUPPORT_STORY_H

#include "base/buf.h"

struct story {
	char folder[256];     /* holds the two below */
	char repository[280]; /* the work tree */
	char home[280];
	int status; /* of the last run; 128 + signal where one ended it */
	struct buf out, err;
};

void story_begin(struct story *story, const char *name); /* of a folder in fixtures/stories */
void story_begin_empty(struct story *story);             /* a repository without a commit */

/* The arguments are read by the shell: "impact HEAD~1 --format 'json'". Returns the status. */
int story_run(struct story *story, const char *arguments);
/* Any command line in the work tree, for what a test does with git; the program is $KNOCKON. */
int story_shell(struct story *story, const char *line);

void story_end(struct story *story);

#endif
