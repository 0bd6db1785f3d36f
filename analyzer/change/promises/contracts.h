/*
 * contracts - which promise of one revision is which of the other, and what differs between the two
 *
 * The promises of all documents of a commit pair as one set: what says the same, wherever it stands; then by who
 * promises what to whom; then by like words between the same two teams; then by the same words with one party equal.
 */
#ifndef ANALYZER_CHANGE_PROMISES_CONTRACTS_H
#define ANALYZER_CHANGE_PROMISES_CONTRACTS_H

#include "analyzer/change/inner.h"
#include "analyzer/change/times.h"
#include "base/text.h"

struct promise { /* a contract of one side */
	const struct view *view;
	const struct contract *record;
	uint32_t pair, number;               /* of the document, of the contract in its image */
	team_id provider, consumer;          /* who they are in the end; 0: nobody known */
	uint64_t provider_key, consumer_key; /* who is named; 0: nobody is */
	bool guessed;                        /* the provider is nobody that the page names, but who seems to own it */
	uint64_t what, qualifier;            /* hashes of N1 */
	struct words words;                  /* of what */
	uint32_t partner;
	enum confidence confidence; /* of the pairing */
	bool told;                  /* by findings about its fields, or there is nothing to tell */
	bool unread;                /* its row stands there after, and makes no promise */
};

struct promise_side {
	LIST_OF(struct promise) list;
	uint32_t **at; /* by document: number of a contract -> place in the list + 1; NULL where none was gathered */
};

enum { SENTENCE_IS_OLD = 1, SENTENCE_IS_NEW = 2 };

struct promises {
	struct promise_side side[2];
	struct map rows[2];    /* document and step of a row -> number of its contract + 1 */
	struct map arrows[2];  /* document and line of an arrow with a time -> number of its contract + 1 */
	struct map spoken[2];  /* document and line of promises that are sentences -> whether they are new: their flows
	                          follow */
	struct map columns[2]; /* document and key of an attribute that some promise in it has */
	struct map prose[2];   /* document and number of prose that a finding tells of */
	unsigned searches;     /* for text that is left of a promise: counted */
};

static inline str promise_text(const struct promise *p, struct text text)
{
	return image_text(p->view->image, text);
}
static inline str promise_attr(const struct promise *p, const char *key)
{
	return image_attr(p->view->image, p->record->attrs, key);
}

enum { /* rules by which documents are read that make promises */
	PROMISE_OF_FRONT_MATTER = 1,
	PROMISE_OF_STEP = 4,
	PROMISE_OF_LEVELS = 6,
	PROMISE_OF_FIELDS = 7,
	PROMISE_OF_SENTENCE = 9,
};

uint64_t promise_place(uint32_t pair, uint32_t number);
uint64_t promise_parties(const struct promise *p);
uint64_t promise_subject(const struct promise *p);
uint64_t promise_in_document(uint64_t key, const struct promise *p);
/* Some promise in the same document has a value for this key. */
bool promise_column(const struct comparison *c, const struct promise *p, enum side side, const char *key);
bool promise_step_is_gone(struct comparison *c, enum side side, const struct promise *p);

/* "'dispute file' of Billing for Customer Support", "the promise of Host MNO to 'deliver SIM cards'". */
str promise_words(struct comparison *c, const struct promise *p);
/* What was promised, with the row of a matrix: "Response time (P1)". */
str promise_name(struct comparison *c, const struct promise *p);
bool is_sentence(const struct promise *p);
str short_text(struct comparison *c, str text); /* of at most a hundred bytes, for a sentence */

/* A difference about a promise, told on the side where it stands; its provider is told of it. */
struct difference *about_promise(
    struct comparison *c, enum rule_id rule, enum side side, const struct promise *p, const char *field);
/* The other party, and those behind the step that it came from. */
void seed_promise(struct comparison *c, struct difference *d, enum side side, const struct promise *p);

str party_words(struct comparison *c, const struct promise *p, uint32_t record, team_id team); /* never empty */

void compare_parties(struct comparison *c, const struct promise *old, const struct promise *new);
void say_consumer(struct comparison *c, enum side side, const struct promise *p);
/* Everything but the parties. False: something differs that no finding tells. */
bool compare_fields(struct comparison *c, const struct promise *old, const struct promise *new);
bool compare_promised_time(struct comparison *c, const struct promise *old, const struct promise *new);
struct timed time_of_promise(struct comparison *c, const struct promise *p);
str time_spoken(str text); /* "within 4 hours" is said as "4 hours" */
/* What stands on one side only. */
void compare_lone_contracts(struct comparison *c);
void compare_unread_contracts(struct comparison *c); /* after them */

#endif
