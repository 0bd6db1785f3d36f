/*
 * trailers - lines at the end of a commit message that say something to programs
 *
 * A trailer stands in the last paragraph of a message, at the start of its line: "Impact-Ack: fraud reason". Its name
 * is the same in any case. Lines that continue it are indented.
 *
 * Memory: texts point into the message, but for those of several lines.
 */
#ifndef ANALYZER_GATE_TRAILERS_H
#define ANALYZER_GATE_TRAILERS_H

#include "base/arena.h"

struct trailer {
	str value;
	bool misplaced; /* it stands in another paragraph, where git does not take it for a trailer */
	bool no_colon;  /* "Impact-Ack fraud", in the last paragraph */
};

enum { TRAILERS_MAX = 64 };

/* All trailers of that name, and lines of the last paragraph that lack nothing but the colon; returns how many there
 * are, at most TRAILERS_MAX. */
unsigned trailers_find(struct arena *arena, str message, str name, struct trailer out[TRAILERS_MAX]);

#endif
