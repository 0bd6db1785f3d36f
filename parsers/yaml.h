/*
 * yaml - a YAML text as a tree, without what makes YAML hard to trust
 *
 * Anchors, aliases, merge keys, tags beyond the defaults, keys that are no plain text, more than
 * LIMIT_YAML_DEPTH levels or LIMIT_YAML_BYTES bytes are refused. Scalars stay text: what a number or a
 * truth value is, the reader of the tree decides.
 *
 * Memory:  nodes and texts live in the arena; on exhaustion its oom is called after libyaml's memory is given back.
 * Lines:   lines and columns count from 1 in the bytes given.
 * Order:   children stand in the order of the file.
 * Trouble: yaml_read answers false and says where; there is no partial tree.
 */
#ifndef PARSERS_YAML_H
#define PARSERS_YAML_H

#include "base/arena.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml {
	enum yaml_kind kind;
	bool plain; /* a scalar without quotes: "5" is text, 5 may be a number */
	uint32_t line, column;
	str text; /* of a scalar */
	str key;  /* that it stands under in a mapping */
	uint32_t key_line, key_column;
	uint32_t count;           /* of children */
	const struct yaml *first; /* child */
	const struct yaml *next;  /* in the same sequence or mapping; of a root: the next document */
};

enum yaml_options {
	YAML_UNIQUE_KEYS = 1, /* a key twice in one mapping is an error */
	YAML_DOCUMENTS = 2,   /* several documents are allowed */
};

struct yaml_error {
	uint32_t line, column;
	char message[256];
};

/* *root: the first document, NULL where there is none. */
bool yaml_read(const struct yaml **root, struct arena *arena, str utf8, unsigned options, struct yaml_error *error);

/* The value of a key, NULL where there is none or where it is no mapping; node may be NULL. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);
/* The text of a scalar; "" for null, NULL and what is no scalar. */
str yaml_text(const struct yaml *node);
/* No value at all: empty, ~ or null, without quotes. */
bool yaml_is_null(const struct yaml *node);
/* true and false as YAML 1.2 has them, besides yes, no, on, off; false where it is none of them. */
bool yaml_bool(const struct yaml *node, bool *value);

const char *yaml_library(void); /* version of the library behind it */

#define YAML_EACH(item, node) for (const struct yaml *item = (node) ? (node)->first : NULL; item; item = item->next)

#endif
