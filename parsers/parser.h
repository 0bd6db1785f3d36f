/*
 * parser - what a notation offers, and the list of all notations
 *
 * A parser gets bytes and makes records: no path, no repository, no registry of teams, no other
 * file. It keeps nothing between calls, so any two calls may run side by side.
 *
 * Trouble: parse answers false where it could not read to the end; the image is then partial and a
 * note says where. Budgets count bytes and records, never time; where the memory budget runs out the
 * arena's oom jumps back to parse_document.
 */
#ifndef PARSERS_PARSER_H
#define PARSERS_PARSER_H

#include "base/arena.h"
#include "model/builder.h"

/* The settings of `reading:` in the configuration; part of what an image is a function of. */
enum group_reading { GROUPS_AUTO, GROUPS_TEAM, GROUPS_GROUP };
enum column_slot {
	SLOT_NONE,
	SLOT_WHO,
	SLOT_WHAT,
	SLOT_WHERE,
	SLOT_WHEN,
	SLOT_WHY,
	SLOT_SLA,
	SLOT_TO,
	SLOT_FROM,
	SLOT_PRIO,
	SLOT_CONSUMER,
	SLOT_PROVIDER,
	SLOT_OUTPUT,
	SLOT_INPUT,
	SLOT_FORMAT,
	SLOT_CONTACT,
	SLOT_HOURS,
	SLOT_PENALTY,
	SLOT_THRESHOLD,
	SLOT_CUTOFF,
	SLOT_ESCALATION,
	SLOT_SCOPE,
	SLOT_COUNT
};
struct column_word { /* a header word of the configuration: N1 of it, and what it means */
	str word;
	enum column_slot slot;
};
struct reading {
	enum group_reading mermaid_subgraph, plantuml_partition;
	bool open_links_flow; /* mermaid-open-links: flow */
	bool returns_handoff; /* sequence-returns: handoff */
	const struct column_word *columns;
	unsigned column_count;
	uint64_t hash; /* of all of it; 0 for the defaults */
};
extern const struct reading reading_default;

struct fragment_cache; /* parsers/markdown/fragments.h: sections read before, shared by all parses of a run */

struct parse_in {
	str bytes; /* as they are in the file */
	const struct reading *settings;
	struct fragment_cache *fragments; /* may be NULL */
};

struct parser {
	const char *name;
	const char *suffixes; /* ".md .markdown"; longest match wins */
	bool shared_suffix; /* some suffix is shared (.xml): there recognise decides; otherwise the suffix is enough */
	uint32_t limit;     /* bytes of a file */
	bool (*recognise)(str bytes);
	bool (*parse)(struct builder *out, const struct parse_in *in);
};

extern const struct parser parser_bpmn, parser_markdown, parser_mermaid;

extern const struct parser *const parsers[];
extern const unsigned parser_count;

/* Which parsers a path of that name may belong to, the first one in *first; 0: no notation reads such files. */
bool parser_may_read(str path);
/* The parser of a file, or NULL. `as` (may be NULL) names the format outright. */
const struct parser *parser_for(str path, str bytes, const char *as);

/* Reads a file whole. NULL where no parser reads it. Never fails otherwise: limits and broken syntax are notes, and
 * the image is partial. The image is malloc'd; free() it. */
struct image *parse_document(str path, const struct parse_in *in, const char *as);

/* For front ends that find a diagram in a text: reads bytes into a container of its own of the builder.
 * language: "mermaid", "plantuml", "dot", ...; false: no parser of that language here, nothing was added. line: of the
 * first line of the diagram, in the lines of the builder. */
bool parse_embedded(struct builder *out, const struct parse_in *in, str language, str bytes, uint32_t line);

const char *markdown_library(void); /* version of the library behind parser_markdown */

#endif
