/*
 * sentences_inner - what the files about sentences share
 */
#ifndef ANALYZER_CHANGE_PROSE_SENTENCES_INNER_H
#define ANALYZER_CHANGE_PROSE_SENTENCES_INNER_H

#include "analyzer/change/prose/sentences.h"

enum {
	LONE_MAX = 100, /* routing sentences without a partner, of a page */
	LINKS_AROUND = 16,
};

struct named {
	str words; /* "Billing, Finance" */
	unsigned count;
	team_id team; /* the last one; 0: a contact */
	bool routed;
};

/* --- sentences.c */
str sentence_heading(const struct view *view, struct place place);
void sentence_know(struct comparison *c, struct speech *speech, struct sentence *s); /* fills in its mentions */
/* The texts of links that stand in a sentence; documents: of links to pages only. */
unsigned sentence_links(
    struct comparison *c, struct speech *speech, const struct sentence *s, str out[LINKS_AROUND], bool documents);
/* How alike their words are, each name being one word; both are of a kind that names were looked for. */
double sentences_likeness(struct comparison *c, struct speech speech[2], struct sentence *old, struct sentence *new);
str sentence_without_names(struct comparison *c, const struct sentence *s); /* with one word for each name */

/* --- moved_sentences.c */
bool text_stands_in(const struct image *image, str text);
/* A sentence without a partner stands on that side, in whichever document of the change, in these words or others. */
bool sentence_stands(struct comparison *c, enum side side, const struct sentence *s);

/* --- sentence_findings.c */
str sentence_shown(struct comparison *c, str text); /* 'its first words ...' */
bool mentions_hold(const struct mentions *list, const struct mention *one);
struct named mentions_only_in(struct comparison *c, const struct mentions *list, const struct mentions *other);
/* One team alone is named before and one after, by names that may be one team's. */
void note_near_names(struct comparison *c, struct difference *d, const struct mentions *was, const struct mentions *is);
bool sentences_same_but_names(struct comparison *c, const struct sentence *a, const struct sentence *b);
/* What a pair of sentences says otherwise; true: there is a finding. */
bool say_responsibility(struct comparison *c, uint32_t pair, const struct sentence *a, const struct sentence *b);
bool say_quantity(
    struct comparison *c, uint32_t pair, struct speech speech[2], const struct sentence *a, const struct sentence *b);
bool say_duty(struct comparison *c, uint32_t pair, struct speech *after, const struct sentence *a, struct sentence *b);

#endif
