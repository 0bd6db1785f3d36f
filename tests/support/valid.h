/*
 * valid - whether JSON follows its schema
 *
 * Understands of JSON Schema what ours use: type, properties, required, enum, const, items, additionalProperties, $ref
 * into $defs. It is stricter than the schemas are to others: a property that is not in them is wrong, so that none is
 * written that nobody described.
 */
#ifndef TESTS_SUPPORT_VALID_H
#define TESTS_SUPPORT_VALID_H

#include "base/buf.h"

#include <jansson.h>

/* "" or what is wrong and where: "/commits/0/changes: is no array". */
bool json_is_valid(const json_t *value, const json_t *schema, struct buf *why);

/* Against the schema that the value names ("knockon/impact/1"), in reports/schemas. Fails the test. */
void assert_follows_its_schema(const char *what, const json_t *value);
/* The name of that schema: "impact"; NULL where it names none. */
const char *schema_named_by(const json_t *value, char room[32]);

#endif
