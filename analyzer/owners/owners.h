/*
 * owners - files of a tree that say who owns what, and which teams there are
 *
 * CODEOWNERS (GitHub, GitLab), OWNERS with OWNERS_ALIASES (Kubernetes), CODENOTIFY, files that the
 * configuration's `registries` name, mapping files called *team*, Backstage catalogs. Each is parsed by
 * itself, once per blob and format; the files of one revision are then combined and asked for a path. Names are as
 * written: what team a name means, and whether it is known, the caller's registry decides.
 *
 * Memory:  a file's records live in the arena that it was parsed into. struct owners borrows the places it was made of
 *          and owns its indexes; owners_release.
 * Order:   of the answers: source (CODEOWNERS, OWNERS, CODENOTIFY), section, line; a catch-all comes last.
 * Trouble: what cannot be read says so in `trouble` and names nobody.
 */
#ifndef ANALYZER_OWNERS_OWNERS_H
#define ANALYZER_OWNERS_OWNERS_H

#include "analyzer/config/config.h"
#include "base/map.h"

enum owners_format {
	OWNERS_NO_FILE, /* the path is none of these files */
	OWNERS_FILE_CODEOWNERS,
	OWNERS_FILE_GITLAB,     /* CODEOWNERS in .gitlab */
	OWNERS_FILE_KUBERNETES, /* OWNERS */
	OWNERS_FILE_ALIASES,    /* OWNERS_ALIASES at the root */
	OWNERS_FILE_CODENOTIFY,
	OWNERS_FILE_REGISTRY, /* named in the configuration */
	OWNERS_FILE_TITLES,   /* a mapping file whose name contains "team": its titles are teams, inferred */
	OWNERS_FILE_CATALOG,  /* Backstage: entities of kind Group */
};

enum owner_kind {
	OWNER_IS_TEAM, /* @org/team */
	OWNER_IS_USER, /* @user, or a login of an alias */
	OWNER_IS_MAIL,
	OWNER_IS_ALIAS, /* of OWNERS_ALIASES: persons; a team where the registry knows the alias's name */
	OWNER_IS_NAME,  /* in OWNERS: a login, or an alias that no file explains */
};

struct owners_name {
	str name; /* as written: "@acme/billing" */
	enum owner_kind kind;
	uint32_t line;
	bool reviewer; /* in OWNERS: reviews, does not approve */
};

struct owners_rule {           /* a line of CODEOWNERS or CODENOTIFY, a filter of OWNERS */
	str glob;              /* of base/glob, seen from the root (CODEOWNERS) or the file's folder */
	str needs;             /* a piece that every path it matches has */
	uint32_t first, count; /* names */
	uint32_t line, section;
	bool excludes;   /* GitLab's !pattern: nobody of this section */
	bool catch_all;  /* the pattern * */
	bool everything; /* of OWNERS: no filter */
};

struct owners_team { /* that a registry, a catalog or a title names */
	str name, parent, contact;
	const str *aliases;
	uint32_t alias_count, line;
};

struct owners_file {
	enum owners_format format;
	LIST_OF(struct owners_name) names;
	LIST_OF(struct owners_rule) rules; /* sorted by section */
	LIST_OF(str) sections;             /* names; section 0 is that before the first header */
	LIST_OF(struct owners_team) teams;
	bool stops;  /* OWNERS: no_parent_owners */
	str trouble; /* why it could not be read; empty otherwise */
	uint32_t trouble_line;
};

/* What a path is by its name; *registry: the entry of the configuration, for OWNERS_FILE_REGISTRY. config may be NULL.
 */
enum owners_format owners_format_of(const struct config *config, str path, const struct config_registry **registry);

/* False: such a file names nobody; what owners_parse makes of nothing says all of it. */
bool owners_may_name(enum owners_format format, str bytes);
const struct owners_file *owners_parse(
    struct arena *arena, enum owners_format format, const struct config_registry *registry, str bytes);

struct owners_place {
	str path;
	const struct owners_file *file;
};

struct owners {
	const struct owners_place *codeowners, *aliases; /* the ones that count; NULL: none */
	const struct owners_place *places;
	struct map folders, notify, alias_names; /* hash of folder -> place + 1; hash of alias -> its name + 1 */
};

/* The files of one revision, in any order; the places must stay. */
void owners_combine(struct owners *out, const struct owners_place *places, uint32_t count);
void owners_release(struct owners *owners);

struct owner {
	str name;
	enum owner_kind kind;
	enum owners_format source;
	str path; /* of the file that says so */
	uint32_t line;
	uint32_t levels; /* folders between the file and the document: 0 is nearest (OWNERS, CODENOTIFY) */
	bool reviewer, catch_all;
};

/* Who owns a path, in at most max answers; returns how many. */
uint32_t owners_of(const struct owners *owners, str path, struct owner *out, uint32_t max);

#endif
