/*
 * contract_fields - what is shared by the files that compare two revisions of one promise
 */
#ifndef ANALYZER_CHANGE_PROMISES_CONTRACT_FIELDS_H
#define ANALYZER_CHANGE_PROMISES_CONTRACT_FIELDS_H

#include "analyzer/change/promises/contracts.h"

struct both { /* a promise on both sides, and what could not be told of it */
	struct comparison *c;
	const struct promise *old, *new;
	bool untold;
};

/* A difference of one field, told to the parties of both sides; the others give it its sentence, too. */
struct difference *say_field(struct both *both, enum rule_id rule, const char *field, str old, str now);
void say_values(struct both *both, enum rule_id rule, const char *field, const char *words, str old, str now);
void say_texts(struct both *both, enum rule_id rule, const char *field, const char *words, str old, str now);
void say_one(struct both *both, enum rule_id rule, const char *field, const char *words, str old, str now);
void group_alike(struct both *both, struct difference *difference); /* one finding with its like in other rows */

bool is_cosmetic_field(struct both *both, str old, str now); /* the same but for letters; counted */
/* A column that the table did not have, or has no more: what stood there before nobody knows. */
bool is_other_column(struct both *both, const char *key);
bool has_one_of(str n1, const char *const *words, size_t count);

/* contract_times.c */
void compare_times(struct both *both);
str loose_time(const struct promise *promise); /* of an attribute, where the record has none */

#endif
