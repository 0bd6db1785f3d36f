/*
 * sentences - what the sentences of a changed section say otherwise: who, how much, whether one must
 *
 * The changed units of a section on both sides are cut into sentences; these pair by likeness of their words, names of
 * teams and contacts counting as one word. Only within a pair a quantity or a duty is compared, and who is named where
 * the sentence sends work or people somewhere. A sentence of that kind without a partner counts by itself, where it
 * names a team other than the owner and the page did not name it so before (or does no longer).
 */
#ifndef ANALYZER_CHANGE_PROSE_SENTENCES_H
#define ANALYZER_CHANGE_PROSE_SENTENCES_H

#include "analyzer/change/inner.h"
#include "analyzer/change/prose/mentions.h"
#include "analyzer/change/prose/quantities.h"
#include "base/text.h"

enum topic {
	TOPIC_LOOKED = 1,
	TOPIC_ROUTES = 2,
	TOPIC_QUANTITY = 4,
	TOPIC_DUTY = 8,
	TOPICS = TOPIC_ROUTES | TOPIC_QUANTITY | TOPIC_DUTY
};

struct sentence {
	str text;
	struct place place;
	struct mentions *mentions; /* NULL until they were looked for */
	struct words words;
	unsigned topics; /* bits of enum topic */
	bool worded, paired;
	bool letters_paired; /* with one that has the same letters */
	bool of_contacts;    /* an item below a heading Contact */
	bool renamed;        /* the other side has another name for the team that it names; or it is told otherwise */
};

/* Running text of one side of a pair of documents: what of it changed. */
struct speech {
	const struct view *view;
	LIST_OF(struct sentence) lone; /* routing sentences without a partner, of the whole page */
	struct link_at {               /* links with a text, by section and line; made when first needed */
		struct place place;
		uint32_t number;
	} * links;
	uint32_t link_count;
	bool has_links;
};

struct said_unit { /* a paragraph or an item that changed */
	str text;
	struct place place;
	bool item;
};

/* What the changed units of a section pair say; returns how many differences it added. *renamed gets two teams where
 * all sentences differ by nothing but the one being named as the other. */
unsigned compare_sentences(struct comparison *c, uint32_t pair, struct speech speech[2],
    const struct said_unit *units[2], const uint32_t counts[2], team_id renamed[2]);
/* The units of a section that has no partner. */
void hear_sentences(
    struct comparison *c, struct speech speech[2], enum side side, const struct said_unit *units, uint32_t count);
/* Routing sentences that came and went, once all sections of a page were heard. */
void say_lone_sentences(struct comparison *c, uint32_t pair, struct speech speech[2]);

#endif
