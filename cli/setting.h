/*
 * setting - what commands that look at a repository begin with
 */
#ifndef CLI_SETTING_H
#define CLI_SETTING_H

#include "analyzer/config/config.h"
#include "analyzer/git/history.h"
#include "cli/options.h"

struct setting {
	struct arena arena;
	struct repository repository;
	struct config config;
};

bool setting_open(struct setting *out, const struct options *options, struct error *error);
/* The configuration: --config FILE, else .knockon.yml at the root of a commit (NULL: of the built-in values). */
bool setting_configure(
    struct setting *setting, const struct options *options, const struct oid *tree, struct error *error);
void setting_close(struct setting *setting);
const char *setting_rule_at(unsigned number); /* the ids of all rules one by one, then NULL */

bool setting_use_color(const struct options *options, int file);
bool setting_speaks_utf8(void);                        /* the locale */
unsigned setting_width(const struct options *options); /* of the terminal */

#endif
