/*
 * markdown_internal - what the files of the Markdown front end share
 *
 * A document is cut at the headings that begin a line; each chunk is made ready (what cmark would misread is
 * blanked), read into blocks piece by piece, by cmark unless it is plain, and the rules make a part of an image out of
 * them. Where a construct may reach over a heading the document is one chunk and one piece.
 */
#ifndef PARSERS_MARKDOWN_MARKDOWN_INTERNAL_H
#define PARSERS_MARKDOWN_MARKDOWN_INTERNAL_H

#include "parsers/blocks/blockrules.h"

struct blocks_pack;
struct fragment;

struct markdown_chunk {
	uint32_t from, to; /* bytes of the document */
	uint32_t line;     /* of its first byte */
	uint8_t level;     /* of the heading that it begins with; 0: none */
};

struct markdown_definition { /* [label]: address */
	str label, line;
	uint64_t hash, line_hash; /* of the label, whatever its case and spaces; of the line */
};

struct markdown_scan {
	LIST_OF(struct markdown_chunk) chunks;
	LIST_OF(struct markdown_definition) definitions;
	uint32_t *slots; /* definitions by the hash of their label, + 1 */
	uint32_t slot_room;
	uint64_t edges[64]; /* of the labels: first and last letters that go together */
	bool whole;         /* the document cannot be cut */
};

/* --- lines */
uint8_t markdown_heading_level(str line);            /* of a heading at the margin; 0: it is none */
size_t markdown_fence_size(str line, size_t indent); /* of the marks that open one there; 0: they do not */
str markdown_fence_language(str info);               /* the first word behind the marks, in braces or not */
bool markdown_ends_fence(str line, size_t indent, char mark, size_t size);
bool markdown_reaches_over_lines(str markup); /* HTML that ends neither on its first line nor at an empty one */
/* Where the list marker at the margin ends; 0: there is none, or nothing stands behind it. */
size_t markdown_marker_size(str line);
size_t markdown_box_size(str words);           /* of the [ ] or [x] that they begin with; 0: they do not */
uint32_t markdown_delimiter_columns(str line); /* of the line below a table's header; 0: it is none */

/* Where to cut. doc: UTF-8 without carriage returns. */
void markdown_scan(struct markdown_scan *out, struct arena *arena, str doc);

/* --- definitions of links */
bool markdown_definition_label(str line, str *label); /* [label]: that a line begins with; false: it does not */
void markdown_define(struct markdown_scan *scan, struct arena *arena, str label, str line);
void markdown_index_definitions(struct markdown_scan *scan, struct arena *arena); /* once all are there */
/* What stands behind [label]: on the line, perhaps with a title. */
str markdown_definition_address(str line, str label);
bool markdown_definition_find(const struct markdown_scan *scan, str label, str *address);
/* Those that a chunk uses, as text to be put in front of it; "" for none. */
str markdown_definitions(const struct markdown_scan *scan, struct arena *arena, str chunk);
uint64_t markdown_definitions_hash(const struct markdown_scan *scan, struct arena *arena, str chunk);

/* The chunk for cmark: the same lines, without templates, containers and admonitions. */
str markdown_prepare(const struct markdown_scan *scan, struct arena *arena, str chunk);

/* Why a text must not be given to cmark, or NULL; *line: where. */
const char *markdown_guard(str text, uint32_t *line);

struct markdown_shape { /* what the blocks do not tell */
	bool open;      /* a table of HTML, with which later blocks may go on */
	bool first_is_list, last_is_list, last_is_table;
};

/* Reads a text into blocks; skip: lines in front of it that are not its own; shape may be NULL. False: it needs more
 * memory than a text of its size may. */
bool markdown_blocks(struct blocks *out, struct arena *arena, str text, uint32_t skip, struct markdown_shape *shape);

/* --- Pieces of a chunk */
enum piece_kind { PIECE_TEXT, PIECE_ITEM, PIECE_TABLE, PIECE_ROW }; /* table: its header and the line below */

struct markdown_piece {
	uint32_t from, to; /* bytes of the text */
	uint32_t line;
	enum piece_kind kind;
};

struct markdown_cut {
	LIST_OF(struct markdown_piece) pieces;
	bool whole; /* the text cannot be cut */
};
void markdown_cut(struct markdown_cut *out, struct arena *arena, str text);
/* By which cmark knows whether two items are of one list; 0: the line begins no item. */
char markdown_list_mark(str line);

/* --- Pieces that cmark need not be asked about */

struct markdown_plain {
	enum block_kind kind; /* root: definitions, of which nothing is seen */
	uint8_t level;        /* of a heading */
	char mark;            /* of an item: by which lists differ */
	uint32_t columns;     /* of a table or row */
	str lines;
};
/* False: it is none of these. What is may still turn out to hold more. columns: of the table that it goes on with. */
bool markdown_plain(struct markdown_plain *out, str piece, enum piece_kind kind, uint32_t columns);
/* Into the innermost block that is open, for an item a list, for a row a table. False: cmark has to read it, and what
 * was put is to be taken back. */
bool markdown_put_plain(
    struct blocks *to, const struct markdown_plain *plain, const struct markdown_scan *scan, uint32_t line);

/* Whether a line begins with a word or a mark within a line, and not with one of a block. */
bool markdown_begins_words(str line);
/* The words of a line into the innermost block; first: of their paragraph. False: they may be more than that. */
bool markdown_put_words(struct blocks *to, const struct markdown_scan *scan, str line, uint32_t number, bool first);
bool markdown_is_plain_address(str address); /* without brackets, escapes or anything to be decoded */

/* --- A chunk, piece by piece: those that were read before come from the cache. */
struct piece_reader {
	const struct markdown_scan *scan;
	struct fragment_cache *cache; /* may be NULL */
	struct arena *scratch;        /* of one piece at a time; of a reader that may be left by a jump */
	struct fragment *taken;       /* in hand */
	struct blocks_pack *own;      /* in hand, without a cache */
};
bool markdown_pieces(struct blocks *out, struct piece_reader *in, str text, uint32_t skip);
void markdown_pieces_leave(struct piece_reader *in); /* gives back what is in hand */

/* --- HTML within Markdown: blocks of it, and tags within a line */
struct markdown_html {
	struct blocks *blocks;
	uint32_t depth;    /* open blocks before the first tag */
	uint32_t table;    /* depth of a table that a later piece may go on with; 0: none */
	uint32_t links[8]; /* runs of <a>, <strong>, <code> that are open */
	uint8_t link_kinds[8];
	unsigned link_count;
	bool silent; /* inside of <script> or <style> */
};
void markdown_html_block(struct markdown_html *html, str bytes, uint32_t line);
void markdown_html_tag(struct markdown_html *html, str tag, uint32_t line);
void markdown_html_end(struct markdown_html *html); /* closes whatever is open */

/* The parser, for tests also without cutting the document: both ways make the same records. */
bool markdown_parse_uncut(struct builder *out, const struct parse_in *in, bool uncut);

#endif
