/*
 * owners_inner - what the files owners*.c share
 */
#ifndef ANALYZER_OWNERS_OWNERS_INNER_H
#define ANALYZER_OWNERS_OWNERS_INNER_H

#include "analyzer/owners/owners.h"
#include "parsers/yaml.h"

struct owners_input {
	struct arena *arena;
	struct owners_file *file;
	str bytes;
};

void owners_parse_codeowners(struct owners_input *in);
void owners_parse_codenotify(struct owners_input *in);
void owners_parse_kubernetes(struct owners_input *in);
void owners_parse_aliases(struct owners_input *in);
void owners_parse_registry(struct owners_input *in, const struct config_registry *registry);
bool owners_may_have_titles(str bytes);
void owners_parse_titles(struct owners_input *in);
void owners_parse_catalog(struct owners_input *in);

/* NULL where the file is empty or broken; the latter is its trouble. */
const struct yaml *owners_yaml(struct owners_input *in, unsigned options);
/* @org/team, @user, mail; false: neither. */
bool owners_name_kind(str name, enum owner_kind *kind);
void owners_add_name(struct owners_input *in, str name, enum owner_kind kind, uint32_t line, bool reviewer);
/* The longest piece without wildcards of a glob. */
str owners_needed_piece(str glob);

#endif
