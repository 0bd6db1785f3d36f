/*
 * blockrules_sentences - what the files about running text share
 */
#ifndef PARSERS_BLOCKS_BLOCKRULES_SENTENCES_H
#define PARSERS_BLOCKS_BLOCKRULES_SENTENCES_H

#include "parsers/blocks/blockrules_internal.h"

enum { HITS = 16 };

struct hits {
	uint32_t modals[HITS], suffixes[HITS]; /* places of "shall" and the like, and of "team" and the like */
	unsigned modal_count, suffix_count;
	bool time; /* a digit, or a word that a time is made of */
};

struct promise {
	str subject, object; /* provider and, if one is told, receiver */
	bool subject_typed, object_typed;
	bool escalates;
	str what;
	struct duration when;
	str time_text;
	bool weak;         /* should */
	uint32_t from, to; /* of the sentence, in the text of the block */
	str clause;        /* its number */
};

/* --- blockrules_words.c */
struct known_text {
	struct text_sums sums;
	bool calm;  /* no words in it that R9, R10 or a name are found by */
	bool quiet; /* there are such words, but in one line nothing is found by them */
};
struct known_text *know_text(str text); /* holds until the next one is asked for */
void scan_words(struct hits *out, str text);
bool is_pointer(str word); /* "our", "each", "see": part of no name */
/* The capitalised words before a word like "team" at a place, at most three; 0 size: none. */
str capitals_before(str text, size_t suffix);
/* Whether a team was found. */
bool take_inferred(struct rules *r, const struct block *block, str text, size_t suffix);

/* --- blockrules_promises.c */
/* The promise around a modal, between low and high. The subject is read also where no promise follows: clauses below
 * it may go on with it. */
bool read_promise(
    struct rules *r, const struct block *block, uint32_t modal, uint32_t low, uint32_t high, struct promise *out);
bool read_deed(struct rules *r, str tail, struct promise *out); /* what is promised, behind the modal */
/* Its records; the claim they stand under, or 0 where the name says itself that it is a team. */
uint32_t put_promise(struct rules *r, const struct block *block, const struct promise *promise);

#endif
