/*
 * mermaid_sequence - a sequence diagram between its text and its records
 *
 * mermaid_sequence.c fills it while it reads, mermaid_talk.c makes teams, steps and flows of it: whether
 * participants are teams or systems is known only when all messages have been seen.
 *
 * flow.branch tells which alternatives a message stands in, three levels deep. Bits 31-20 number the
 * alt or par among those outside of any other, 19-16 the section in it; 15-12 and 11-8 the same within
 * that section; 7-4 and 3-0 within that one. Two flows exclude each other if, at the first level at
 * which they differ, both have a section of one and the same block: see mermaid_excludes. 0: in none.
 */
#ifndef PARSERS_MERMAID_SEQUENCE_H
#define PARSERS_MERMAID_SEQUENCE_H

#include "parsers/mermaid.h"

enum { BRANCH_LEVELS = 3 };

struct participant {
	str id;
	struct mermaid_label label;
	str type; /* actor, participant, database, queue, ...; empty: never declared */
	uint32_t line, box, team;
	bool machine;
};

struct participant_box {
	struct mermaid_label title;
	uint32_t line, team;
};

struct message {
	uint32_t from, to;
	str label, condition;      /* N0 */
	struct mermaid_timed note; /* a time in a note over both ends, right before the message */
	uint32_t branch, line;
	bool is_return, both_ways, cancelled;
};

struct sequence {
	struct mermaid *m;
	struct mermaid_table ids; /* number of the participant + 1 */
	LIST_OF(struct participant) participants;
	LIST_OF(struct participant_box) boxes;
	LIST_OF(struct message) messages;
};

bool mermaid_excludes(uint32_t branch, uint32_t other);

void sequence_make_records(struct sequence *s);

#endif
