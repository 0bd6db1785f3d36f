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
#ifndef PARSERS_MERMAID_MERMAID_SEQUENCE_H
#define PARSERS_MERMAID_MERMAID_SEQUENCE_H

#include "parsers/mermaid/mermaid.h"

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

enum block_kind { BLOCK_PLAIN, BLOCK_BOX, BLOCK_CHOICE, BLOCK_CRITICAL };

struct block {
	enum block_kind kind;
	size_t begin;     /* where it opens */
	const char *word; /* NULL: adds no condition */
	str outer;        /* the conditions around it */
	str condition;    /* these and its own */
	uint32_t branch;  /* of the section in hand */
	uint32_t outer_branch, number, section;
	uint32_t blocks; /* alternatives begun in the section in hand */
	unsigned level;  /* how many sections of alternatives it stands in, itself included */
};

struct script {
	struct sequence s;
	LIST_OF(struct block) open;
	uint32_t blocks; /* alternatives begun outside of all sections */
	uint32_t box;    /* the open box, or NONE */
	struct mermaid_timed note;
	uint32_t note_from, note_to;
};

/* The innermost open block; one without conditions where none is open. */
const struct block *script_innermost(const struct script *script);
/* A block that opens at begin. word: what its conditions begin with; NULL: it is no condition. */
void script_open(struct script *script, size_t begin, enum block_kind kind, const char *word, str text);
bool script_next_section(struct script *script, const char *word, str text); /* else, and, option */
bool script_close(struct script *script);

bool script_has_room(struct script *script); /* false, with a note: too many steps and flows */
/* The number of the participant of that id, which a message or a note brings into being. */
uint32_t script_participant(struct script *script, str id, size_t at);
str script_take_name(struct mermaid *m); /* empty: there is none */
str script_take_text(struct mermaid *m); /* up to the end of the statement */
bool script_take_participant(struct script *script, str type);
bool script_take_box(struct script *script);

bool mermaid_excludes(uint32_t branch, uint32_t other);

void sequence_make_records(struct sequence *s);

#endif
