/*
 * wrap - text in the columns of a terminal
 *
 * Widths are columns, not bytes. A character is never broken, and a combining mark stays with its
 * letter. The text must have gone through put_untrusted or put_path before.
 *
 * Memory: a line or a shortened text that needs no ellipsis is a part of its argument.
 */
#ifndef REPORTS_WRAP_H
#define REPORTS_WRAP_H

#include "base/arena.h"

enum cut {
	CUT_END,    /* Raise first inv... */
	CUT_MIDDLE, /* Raise fi...voice */
	CUT_PATH,   /* processes/.../activation.bpmn:41: whole folders where that is enough */
};

/* Text of at most width columns; what is left out is shown by the ellipsis. */
str text_shortened(struct arena *arena, str text, unsigned width, enum cut cut, str ellipsis);

/* Takes the next line of at most width columns off rest, broken at a space where there is one, else behind a
 * slash; false when rest is empty. A single character that is wider than width is a line of its own. */
bool wrap_next(str *rest, unsigned width, str *line);

#endif
