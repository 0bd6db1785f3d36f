/*
 * renaming - names that may be one team's, and what a sentence says instead of a name
 *
 * A name is near another where all significant words of the one stand in the other ("Release Team" and "Release
 * Management Team"), or where the one is made of the first letters of the other. That says nothing of two teams that
 * both stand for themselves: whether they do, the judge sees in the tree.
 *
 * Memory: texts point into the sentences.
 */
#ifndef ANALYZER_CHANGE_PROSE_RENAMING_H
#define ANALYZER_CHANGE_PROSE_RENAMING_H

#include "base/str.h"

enum { NAME_WORDS_MAX = 8 };

bool names_are_near(str one, str other);
/* The same, where what one of them has besides is a word like "operations". */
bool names_are_nearly_equal(str one, str other);
/* A name with a word like "team" behind it that is near another stands in a text; *out: as it stands there. */
bool says_near_name(str *out, str text, str name);

enum instead {
	INSTEAD_NOTHING, /* or what is no name */
	INSTEAD_NAME,    /* what looks like the name of a team */
	INSTEAD_ANY,     /* "the team": somebody without a name */
	INSTEAD_WE,      /* "our team", "us": whoever writes the page */
};

/* What stands in a sentence where another, that is equal around it, has a name; name: a part of `from`. Somebody
 * without a name with the article before. */
enum instead said_instead(str *out, str from, str name, str in);

#endif
