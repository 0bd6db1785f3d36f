/*
 * config_take - values of the configuration out of a tree, by tables of their keys
 *
 * Shared by the files config*.c only. A table says which keys a mapping may have, where in a struct
 * the value goes and which function takes it; all other keys are errors.
 */
#ifndef ANALYZER_CONFIG_CONFIG_TAKE_H
#define ANALYZER_CONFIG_CONFIG_TAKE_H

#include "analyzer/config/config.h"
#include "parsers/yaml.h"

#include <stddef.h>

struct config_input {
	struct arena *arena;
	struct config *config;
	struct error *error;
};

/* Stores a value at `into`; the number of a list's items at `count`. What is null was not said: it is not called. */
typedef bool config_taker(struct config_input *in, const struct yaml *value, void *into, unsigned *count);

enum { NO_COUNT = 0xffff };

struct config_key {
	const char *name;
	config_taker *take;
	size_t at, count; /* offsets in the struct; count: NO_COUNT where it is no list */
};

/* Takes each key of a mapping into the struct at base. */
bool config_take(
    struct config_input *in, const struct yaml *node, const struct config_key *keys, unsigned key_count, void *base);

/* An error at a node, or at its key; always false. */
bool config_wrong(struct config_input *in, const struct yaml *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool config_wrong_key(struct config_input *in, const struct yaml *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Words that a value may be; ends with a NULL. */
struct config_word {
	const char *text;
	int value;
};
bool config_take_word(struct config_input *in, const struct yaml *value, const struct config_word *words, int *out);

/* The nearest of the names to a word, NULL where none is near. name_at gives them one by one, then NULL. */
const char *config_nearest(str word, const char *(*name_at)(const void *names, unsigned number), const void *names);

bool config_expect(struct config_input *in, const struct yaml *node, enum yaml_kind kind, const char *what);

config_taker config_take_text;     /* str */
config_taker config_take_texts;    /* const str *, and its count */
config_taker config_take_patterns; /* likewise, each a glob */
config_taker config_take_teams, config_take_registries, config_take_synonyms, config_take_calendar, config_take_reading,
    config_take_policy, config_take_rules, config_take_suppressions;

/* No name stands for two teams. */
bool config_check_teams(struct config_input *in, const struct yaml *teams);

#endif
