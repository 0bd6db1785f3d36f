/*
 * blockrules_tables - a table in the hands of the rules
 */
#ifndef PARSERS_BLOCKS_BLOCKRULES_TABLES_H
#define PARSERS_BLOCKS_BLOCKRULES_TABLES_H

#include "parsers/blocks/blockrules_internal.h"

struct key_count {
	uint64_t hash;
	uint32_t rows, last; /* rows that name it; the last of them, + 1 */
};

enum { KEPT_ROWS = 500 };
struct kept_names { /* of a cell: columns of teams are read to find out what they hold, then to make records */
	struct names names;
	bool read;
};

struct table {
	struct rules *r;
	const struct block *block;
	unsigned depth;
	uint32_t rows, columns;       /* of the body */
	const struct block **lines;   /* a row's block */
	const struct block **cells;   /* rows x columns; NULL: there is none */
	const struct block *header;   /* the row of names, or NULL */
	const struct block **headers; /* columns; NULL: without a name */
	str *titles;                  /* N0 of the headers, empty where there is none */
	enum column_slot *slots;
	bool *spoken;             /* rows that records speak for: they are no prose */
	struct kept_names **kept; /* columns, each with the first rows; NULL: none read */
	struct key_count *keys;   /* names in columns of teams; a power of two of them */
	uint32_t key_room;
	bool claimed; /* no name in it is more than a claim */
};

#define COLUMN_NONE 0xffffffffu

static inline const struct block *table_cell(const struct table *t, uint32_t row, uint32_t column)
{
	return column == COLUMN_NONE ? NULL : t->cells[(size_t)row * t->columns + column];
}
str table_text(const struct table *t, uint32_t row, uint32_t column);
uint32_t table_column(const struct table *t, enum column_slot slot); /* the first one, or COLUMN_NONE */
bool table_row_is_empty(const struct table *t, uint32_t row);
/* The heading of a group of rows: one bold cell, the others empty. "" for any other row. */
str table_phase(const struct table *t, uint32_t row);
/* The names in a cell of a column of teams. */
struct names table_names(struct table *t, uint32_t row, uint32_t column);
/* Counts the rows that name somebody in a column; a name counts as known from two rows on. */
void table_count_names(struct table *t, uint32_t column);
bool table_knows(const struct table *t, const struct name *name);
/* The record of one name that stands in a cell of that row. */
uint32_t table_named(struct table *t, uint32_t row, const struct name *name);
/* The first team of a cell, or NONE; names (may be NULL) gets all of them. */
uint32_t table_team(struct table *t, uint32_t row, uint32_t column, struct names *names);
void table_links(struct table *t, uint32_t row, uint32_t step);
/* Attributes of a record: all filled cells of columns that nothing else was made of (used). */
void table_attrs(struct table *t, uint32_t row, struct span *attrs, const bool *used, bool of_step);
struct duration table_time(struct table *t, str text);
uint32_t table_line(const struct table *t, uint32_t row);
uint32_t table_id_step(struct table *t, uint32_t row, str name); /* a step at the row, with the id given there */

bool take_raci_matrix(struct table *t);
bool take_raci_list(struct table *t);
bool take_steps(struct table *t);
bool take_contracts(struct table *t);
bool take_levels(struct table *t);

/* --- blockrules_dates.c */
/* A number that grows with the date in a text ("Mon 9th Sep 2024", "2024-09-09", "week 3"); 0: there is none. Days
 * and weeks without a year are counted from year *year, which a year in the text sets. */
uint32_t date_ordinal(str n0, uint32_t *year);
bool is_month(str word);
bool table_is_schedule(const struct table *t, uint32_t when);

#endif
