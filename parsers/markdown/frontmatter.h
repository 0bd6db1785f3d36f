/*
 * frontmatter - what a text document says about itself before it begins
 *
 * YAML between --- and ---, TOML between +++, JSON between braces, or a YAML head that only ends with ---: who owns
 * the document, whom it feeds, which process it describes, since when it holds (R1 of the text rules).
 *
 * Lines:   from 1, in the bytes given.
 * Trouble: what is no well-formed YAML is read line by line as far as it has the form "key: value".
 */
#ifndef PARSERS_MARKDOWN_FRONTMATTER_H
#define PARSERS_MARKDOWN_FRONTMATTER_H

#include "model/builder.h"

enum front_kind { FRONT_NONE, FRONT_YAML, FRONT_TOML, FRONT_JSON };

struct front_matter {
	enum front_kind kind;
	str body;       /* without its marks */
	uint32_t line;  /* of the body's first byte */
	uint32_t size;  /* bytes of the document that it takes, marks and the last line end included */
	uint32_t lines; /* the same in lines */
};

struct front_facts { /* what the rules of the text need to know */
	bool titled, is_process;
};

void front_matter_find(struct front_matter *out, str document);
/* Records go into the builder's current container and section. */
void front_matter_read(struct builder *out, const struct front_matter *front, struct front_facts *facts);

/* One key with its values, where a front end has them in another form (page properties). False: the key means nothing.
 */
bool front_matter_take(struct builder *out, str key, str value, uint32_t line, struct front_facts *facts);

#endif
