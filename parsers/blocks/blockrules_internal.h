/*
 * blockrules_internal - what the files of the rule engine share
 */
#ifndef PARSERS_BLOCKS_BLOCKRULES_INTERNAL_H
#define PARSERS_BLOCKS_BLOCKRULES_INTERNAL_H

#include "model/names.h"
#include "parsers/blocks/blockrules.h"
#include "parsers/duration/duration.h"

struct team_slot { /* of the index of teams: a record per key and sort */
	uint64_t hash;
	uint32_t team, claim;
};

enum team_sort { TEAM_IS_KNOWN, TEAM_IS_TYPED, TEAM_IS_CLAIMED, TEAM_IS_INFERRED };

enum { CLAUSE_DEPTH = 8 };
struct clause { /* its number, and who is bound by it */
	str id, subject;
};

struct rules {
	struct builder *out;
	struct arena *arena;
	const struct blocks *blocks;
	struct block_context *context;
	str titles[HEADING_LEVELS + 1]; /* the headings around the block in hand */
	uint8_t level;                  /* of the innermost of them */
	struct team_slot *slots;
	uint32_t slot_count, slot_room;
	LIST_OF(str) ids;                    /* that the author gave in the section in hand */
	struct clause clauses[CLAUSE_DEPTH]; /* R10: around the text in hand */
	unsigned clause_count;
	uint32_t heading_step; /* the step that the heading in hand is, or NONE */
};

/* Whether a word is one of a list of words in small letters; its own case does not matter. */
static inline bool word_is_one_of(str word, const char *const *words, size_t count)
{
	char first = word.size ? byte_lower(word.at[0]) : 0;

	for (size_t i = 0; i < count; i++)
		if (words[i][0] == first && str_ieq(word, str_of(words[i])))
			return true;
	return false;
}
#define ONE_OF(word, words) word_is_one_of((word), (words), sizeof(words) / sizeof *(words))

/* A name in a cell or at the beginning of a line. */
enum { NAME_PARTS = 4, NAMES_IN_CELL = 24 };
struct name {
	str text;              /* N0, without persons in brackets */
	str key;               /* of the team of that name; empty: not asked yet */
	str parts[NAME_PARTS]; /* of a compound name; part_count 0: a simple one */
	unsigned part_count;
	bool typed; /* "Billing Team", "@org/billing": says itself that it is a team */
};
struct names {
	struct name *items;
	uint32_t count, room;
	unsigned persons; /* that were left out */
	unsigned refused; /* pieces that are no names */
};

/* --- blockrules_columns.c: whether the header says that teams stand below it, and no persons */
bool column_is_of_teams(struct arena *arena, str header);

/* --- blockrules.c */
void read_blocks(struct rules *r, uint32_t first, enum prose_kind kind, unsigned depth);
void put_prose(struct rules *r, enum prose_kind kind, str text, uint32_t line, unsigned depth);
void put_links(struct rules *r, const struct block *block, enum link_place stands, uint32_t step);
str section_title(struct rules *r);
bool records_left(struct rules *r); /* false: the limit on steps and flows is reached */
void put_when(struct rules *r, struct when *when, str text, const struct duration *found);

/* --- blockrules_names.c */
bool begins_upper(str word);
bool has_words(str text);    /* a letter of any kind */
bool is_placeholder(str n0); /* "-", "n/a", "TBD", "none", "" */
bool name_is_plausible(struct arena *arena, str n0);
void read_names(
    struct names *out, struct rules *r, const struct block *block, uint32_t from, uint32_t to, bool slashes);
void cell_names(struct names *out, struct rules *r, const struct block *cell, bool slashes);
str cell_text(struct rules *r, const struct block *cell);
uint32_t team_of_sort(struct rules *r, str name, enum team_sort sort, uint32_t line);
str key_of_name(const struct rules *r, const struct name *name);
/* The record of a name: known, or (unless it is typed) only where it turns out to be a team. */
uint32_t team_of_name(struct rules *r, const struct name *name, bool known, uint32_t line);
/* The first performer of a step is its team, further ones and parts of a name are with it. */
void put_performer(struct rules *r, uint32_t step, uint32_t team, const struct name *name);
uint32_t claim_of_key(struct rules *r, str name); /* holds where the name is a known team */

/* --- blockrules_tables.c, _steps.c, _contracts.c */
struct table;
void read_table(struct rules *r, uint32_t number, unsigned depth);

/* --- blockrules_fivews.c: the block after the last one that belongs to it, or 0: no such thing here */
bool take_fields(struct rules *r, uint32_t number, enum prose_kind kind, unsigned depth, uint32_t *next);
bool take_field_table(struct rules *r, const struct table *table);

/* --- blockrules_lists.c */
bool take_process_list(struct rules *r, uint32_t list, unsigned depth);
bool is_contents(struct rules *r, uint32_t list);
void take_heading_step(struct rules *r, uint32_t heading);

/* --- blockrules_sentences.c: true where the paragraph's prose has been written */
struct known_text;
bool take_sentences(
    struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth, struct known_text *known);

/* Below a heading that speaks of goals, dates or rules the order of rows and items is no flow of work. */
bool stands_without_order(struct rules *r);

/* --- blockrules_words.c: teams that are named in a text that another rule speaks for */
void take_team_names(struct rules *r, const struct block *block);

#endif
