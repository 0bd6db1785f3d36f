/*
 * mermaid - what the readers of Mermaid diagrams share
 *
 * mermaid_open makes a clean text of a diagram's bytes (UTF-8, LF, no front matter, no directives, no
 * comments) in which every byte stands on the line that it came from. The readers move `at` through
 * that text and never back beyond the statement in hand, so reading takes time in proportion to it.
 *
 * Memory:  everything lives in the arena of the builder, hash tables too: the arena may leave by a jump.
 * Units:   lines count from 1 in the diagram's bytes.
 * Trouble: a statement that cannot be understood becomes a note and the rest still counts; `stopped`
 *          says that a limit was reached and that a note says which.
 */
#ifndef PARSERS_MERMAID_MERMAID_H
#define PARSERS_MERMAID_MERMAID_H

#include "model/names.h"
#include "parsers/duration/duration.h"
#include "parsers/parser.h"

struct mermaid {
	struct builder *out;
	struct arena *arena;
	const struct reading *settings;
	str text;
	str title; /* of the front matter, as written */
	size_t at;
	uint32_t *lines; /* offset at which each line begins */
	uint32_t line_count;
	uint32_t invalid;        /* statements that were not understood */
	bool no_brace, no_quote; /* none follows: it was looked for to the end in vain */
	bool stopped;
};

void mermaid_open(struct mermaid *m, struct builder *out, const struct parse_in *in);
uint32_t mermaid_line(const struct mermaid *m, size_t at);
void mermaid_invalid(struct mermaid *m, size_t at, const char *why);
void mermaid_stop(struct mermaid *m, size_t at, const char *code, const char *why);
void mermaid_set_title(struct mermaid *m, str raw);
str mermaid_cut(str text, size_t most); /* at most so many bytes, whole characters */

/* The readers, called behind the type's keyword. */
void mermaid_read_flowchart(struct mermaid *m, bool swimlanes);
void mermaid_read_sequence(struct mermaid *m);

/* --- moving through the text --- */

static inline char mermaid_byte(const struct mermaid *m, size_t at) /* 0 at the end */
{
	return at < m->text.size ? m->text.at[at] : 0;
}
bool mermaid_is_at(const struct mermaid *m, size_t at, str what);
size_t mermaid_skip_blanks(const struct mermaid *m, size_t at); /* spaces and tabs */
size_t mermaid_skip_space(const struct mermaid *m, size_t at);  /* line ends too */
size_t mermaid_line_end(const struct mermaid *m, size_t at);
/* The size of the #quot; or #35; that begins at the # at at; 0: there is none. */
size_t mermaid_entity_size(str text, size_t at);
/* The end of a statement: line end, semicolon or one of stops; #entities; are stepped over. */
size_t mermaid_statement_end(const struct mermaid *m, size_t at, const char *stops);
bool mermaid_ends_statement(const struct mermaid *m, size_t at); /* a comment behind it is passed over */
/* The closing quote of the string that opens at at, which may go over several lines; at if there is none. */
size_t mermaid_string_end(struct mermaid *m, size_t at);
/* The closing brace behind at, "strings" stepped over; text.size if there is none. */
size_t mermaid_brace(struct mermaid *m, size_t at);

/* --- labels --- */

struct mermaid_label {
	str raw;
	bool markdown; /* "`a string with **emphasis**`" */
	bool given;
};

struct mermaid_label mermaid_label_of(str raw);                  /* trims, takes off quotes */
str mermaid_name(struct mermaid *m, struct mermaid_label label); /* N0 */

/* The inside of @{ }: `key: value` pairs, parted by commas on one line and by line ends on several ones. */
struct mermaid_data {
	str rest, key;
	struct mermaid_label value;
	bool several_lines;
};
struct mermaid_data mermaid_data_of(str inside);
bool mermaid_next_pair(struct mermaid_data *data); /* false at the end */

/* A label and the time in it: "yes, within 4h" is "yes" and 4 hours. */
struct mermaid_timed {
	str label;  /* without its time where that is put plainly */
	str what;   /* without its time */
	str phrase; /* the time as written */
	struct duration time;
	bool promises; /* a deadline: where it goes to another team, that one promises it */
};
struct mermaid_timed mermaid_time(struct mermaid *m, str n0);
/* What a flow with a time in its label says: its time, and where promises a contract of provider and consumer. */
void mermaid_promise(struct mermaid *m, uint32_t flow, const struct mermaid_timed *timed);
uint32_t mermaid_contract(struct mermaid *m, const struct mermaid_timed *timed, str what, uint32_t provider,
    uint32_t consumer, uint32_t line);

void mermaid_link(struct mermaid *m, str target, struct mermaid_label text, uint32_t step, uint32_t line);

/* Whether a word is in a list, whatever its capitals. */
bool mermaid_listed(str word, const char *const *words, size_t count);
#define MERMAID_LISTED(word, words) mermaid_listed((word), (words), sizeof(words) / sizeof *(words))

/* --- names that occur more than once --- */

struct mermaid_table {
	uint64_t *keys;
	uint32_t *values;
	uint32_t count, room;
};
/* The value of a name, 0 when it is new; holds until the next call. */
uint32_t *mermaid_slot(struct mermaid *m, struct mermaid_table *table, str name);
/* The name, or the name with an ordinal where the table has it already. */
str mermaid_unique(struct mermaid *m, struct mermaid_table *table, str name);
/* The id of a flow that has none: "A->B: label". */
str mermaid_flow_id(struct mermaid *m, struct mermaid_table *table, str from, str to, str label);

#endif
