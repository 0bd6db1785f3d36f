/*
 * builder - records of a document on their way into an image
 *
 * A parser adds records to a builder in any order; builder_freeze copies them into an image. Records
 * that are returned may be filled in until the next one of their kind is added.
 *
 * Texts: builder_text keeps a copy; a str from the input may be passed to every function.
 * Lines: a place is made with builder_at(line), line counted from 1 in the bytes that the parser was
 * given; the builder adds builder.first_line - 1 (a diagram in a fence) and finds the section.
 *
 * Memory: everything lives in the arena; on exhaustion its oom jumps back to the caller of the parser.
 */
#ifndef MODEL_BUILDER_H
#define MODEL_BUILDER_H

#include "base/arena.h"
#include "model/image.h"

struct builder {
	struct arena *arena;
	uint32_t container;  /* that new records belong to */
	uint32_t first_line; /* line of the file at which the bytes in hand begin, from 1 */
	uint32_t section;    /* that new records stand in; NONE: found by line at freezing */
	uint32_t claim;      /* of new records; 0 outside of claims */
	LIST_OF(char) pool;
	LIST_OF(struct container) containers;
	LIST_OF(struct team) teams;
	LIST_OF(struct step) steps;
	LIST_OF(struct flow) flows;
	LIST_OF(struct contract) contracts;
	LIST_OF(struct link) links;
	LIST_OF(struct section) sections;
	LIST_OF(struct prose) prose;
	LIST_OF(struct opaque) opaque;
	LIST_OF(struct note) notes;
	LIST_OF(struct claim) claims;
	LIST_OF(struct attr) attrs;
	LIST_OF(struct said) said;
	LIST_OF(uint32_t) performers;
	LIST_OF(uint32_t) parts;
	LIST_OF(struct text) keys;
	bool partial;
};

void builder_begin(struct builder *out, struct arena *arena, const char *format); /* makes container 0 */
void builder_expect(struct builder *b, size_t bytes); /* of texts, about: spares to grow for them */
struct image *builder_freeze(struct builder *builder, struct arena *scratch); /* malloc'd; scratch has no budget */
struct image *builder_freeze_part(
    struct builder *builder, struct arena *scratch); /* for builder_append: no canonical, no succ */

struct text builder_text(struct builder *builder, str text);      /* cut at LIMIT_LABEL_BYTES, with a note */
struct text builder_long_text(struct builder *builder, str text); /* uncut: prose */
str builder_str(const struct builder *builder, struct text text); /* holds until the next text */
struct place builder_at(const struct builder *builder, uint32_t line);

/* A further container; later records go there. Returns its number. name is made unique. */
uint32_t builder_container(struct builder *builder, str name, const char *format, uint32_t line);

/* name is N0; key is made from it. Container, claim and place are those of the builder; team, parent, host, with and
 * the like begin as NONE or empty, when as none. Empty id: made from the name. */
uint32_t builder_team(struct builder *builder, str id, str name, enum team_kind kind, uint32_t line);
uint32_t builder_find_team(const struct builder *builder, str id); /* in the current container, or NONE */
uint32_t builder_team_named(
    struct builder *builder, str name, enum team_kind kind, uint32_t line); /* found by key, or added */
uint32_t builder_step(struct builder *builder, str id, bool strong_id, str name, enum step_kind kind, uint32_t line);
uint32_t builder_flow(
    struct builder *builder, str id, struct end from, struct end to, enum flow_kind kind, uint32_t line);
uint32_t builder_contract(struct builder *builder, enum contract_kind kind, str what, uint32_t line);
uint32_t builder_link(struct builder *builder, enum link_kind kind, str target, str fragment, str text, uint32_t line);
uint32_t builder_section(struct builder *builder, str title, uint8_t level, uint32_t line);
uint32_t builder_prose(struct builder *builder, enum prose_kind kind, str n0, uint32_t line);
/* The same of a text (no code) whose sums are known. */
struct text_sums {
	uint64_t hash, letters;
};
struct text_sums text_sums(str n0);
uint32_t builder_summed_prose(
    struct builder *builder, enum prose_kind kind, str n0, struct text_sums sums, uint32_t line);
uint32_t builder_opaque(struct builder *builder, str kind, str label, uint64_t hash, uint32_t line);
void builder_note(struct builder *builder, const char *code, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
uint32_t builder_claim(struct builder *builder, uint32_t need); /* keys are added with builder_claim_key */
void builder_claim_key(
    struct builder *builder, uint32_t claim, str name); /* a name; its key is made; claim: the latest */
void builder_said(struct builder *builder, enum said_kind kind, str name, uint32_t line);

/* Attributes and performers of one record are added one after the other, nothing of another record between. */
void builder_attr(struct builder *builder, struct span *attrs, str key, str value);
void builder_with(struct builder *builder, struct span *with, uint32_t team);

/* Adds the records of a part that was read by itself (a section): its container 0 becomes the current one, its places
 * move to builder's section and line, its ordinals stay. */
void builder_append(struct builder *builder, const struct image *part, uint32_t line);

#endif
