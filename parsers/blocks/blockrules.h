/*
 * blockrules - what the blocks of a text say about teams, steps and contracts
 *
 * The rules R1 (front matter) to R12 (links) of the text formats; every front end uses these and no others:
 *
 *	R2 RACI matrix		R5 contract table	R8 ordered list of actors	R11 heading step
 *	R3 RACI list		R6 service level matrix	R9 sentence that commits	R12 links
 *	R4 step table		R7 who, what, when ...	R10 numbered clause
 *
 * What no rule takes becomes prose. Where a rule counts only if a name is a known team, its records stand under a
 * claim; a team whose own claim does not hold is nobody.
 *
 * Order:   begin, read (once, or once for each part of the document), finish.
 * Memory:  records go into the builder; the tree may go away after reading.
 * Trouble: never fails; where a limit is reached a note says so and the builder is partial.
 */
#ifndef PARSERS_BLOCKS_BLOCKRULES_H
#define PARSERS_BLOCKS_BLOCKRULES_H

#include "parsers/blocks/blocks.h"
#include "parsers/parser.h"

enum { HEADING_LEVELS = 6 };

struct block_context {
	const struct parse_in *in;      /* settings; what diagrams in code blocks are read with */
	str titles[HEADING_LEVELS + 1]; /* of the headings around the blocks, by level; empty: none */
	bool is_process;                /* the document says that it describes a process */
	bool used;                      /* set where the records depend on titles or is_process */
};

struct block_mark { /* where the records of a document begin in a builder */
	uint32_t sections, teams, steps, flows;
};

struct block_mark blockrules_begin(const struct builder *out);
/* Records of the blocks, section by section. Blocks before the first heading get a section of level 0 only where the
 * builder's current section is NONE. */
void blockrules_read(struct builder *out, const struct blocks *blocks, struct block_context *context);
/* What needs all parts: anchors, groups and ids of steps, flows between heading steps, one record per team. */
void blockrules_finish(struct builder *out, struct block_mark from);

/* Process, workflow, procedure, runbook, SOP: in a title or a type. */
bool blockrules_is_process(str title);
/* The heading as a link's fragment has to name it, before equal ones are numbered. */
str blockrules_anchor(struct arena *arena, str title);

/* Two texts with something between them. */
str text_joined(struct arena *arena, str a, const char *between, str b);

/* What a column of that name holds (N0 of its header); SLOT_NONE: nothing that the rules know. */
enum column_slot column_slot_of(const struct reading *settings, struct arena *arena, str header);
/* Whose words are *SLA* only where the cells are times: "time". */
bool column_is_doubtful(struct arena *arena, str header);

#endif
