/*
 * registry - which names are teams, at one revision
 *
 * Counts, per key of a name, the sources that make it known: strong ones (lanes, columns, front
 * matter, CODEOWNERS, ...) and inferred ones ("the Billing Team" in running text, from three
 * documents on). Its state depends on the set of sources, never on the order in which they came.
 *
 * A team_id is the number of a key within a process: never printed, never sorted by. Spellings of
 * one key with and without hyphens are one team.
 *
 * Memory: heap; registry_release. Texts of ids stay until then.
 */
#ifndef ANALYZER_GRAPH_REGISTRY_H
#define ANALYZER_GRAPH_REGISTRY_H

#include "base/intern.h"
#include "model/image.h"

typedef uint32_t team_id; /* 0: nobody */

struct config;

struct spelling {
	uint32_t name, key; /* interned */
	uint32_t count;
};

struct team_entry {
	uint32_t strong, inferred;
	uint32_t kinds[6]; /* enum team_kind: how many sources say so */
	struct spelling *spellings;
	uint32_t spelling_count, spelling_room;
	team_id alias_of;     /* by configuration, else by files of the tree; 0 none */
	struct alias_source { /* files of the tree that say so */
		team_id to;
		uint32_t count;
	} * aliases;
	uint32_t alias_count, alias_room;
	bool alias_configured;
	team_id parent;
	int8_t kind;    /* by configuration, or -1 */
	uint32_t sites; /* first pages that call the whole repository so: running text makes no team of it */
	bool configured, banned;
	bool noted; /* its change is in the list; so it was before: */
	bool was_known;
	team_id was_alias;
	uint8_t was_kind;
};

struct registry {
	struct intern keys;  /* squeezed keys: no hyphens */
	struct intern words; /* names and keys as written */
	struct team_entry *entries;
	uint32_t room;
	const struct config *config;
	uint64_t turns; /* how often what is known of some key became other */
	/* Keys whose being known may have changed since registry_take_changes. */
	team_id *changed;
	uint32_t changed_count, changed_room;
};

enum { INFERRED_ENOUGH = 3 };

void registry_begin(struct registry *out, const struct config *config); /* config may be NULL */
void registry_release(struct registry *registry);

team_id registry_key(struct registry *registry, str key); /* the id of a full key, whether known or not */
void registry_add(struct registry *registry, str key, str name, enum team_kind kind, enum team_strength strength);
void registry_remove(struct registry *registry, str key, str name, enum team_kind kind, enum team_strength strength);
/* All sources in an image; ids of its teams are in order of its array. */
void registry_add_image(struct registry *registry, const struct image *image);
void registry_remove_image(struct registry *registry, const struct image *image);
/* The first page of the tree calls the whole of it by this name. */
void registry_change_site(struct registry *registry, str key, bool come);
/* A file of the tree calls a team by another name; come: or no longer does. */
void registry_change_alias(struct registry *registry, str alias, str name, bool come);

team_id registry_find(const struct registry *registry, str key); /* as registry_key, but 0 where nobody ever said it */
team_id registry_find_squeezed(const struct registry *registry, str key); /* of a key without hyphens and slashes */
bool registry_knows(const struct registry *registry, team_id team);       /* by its own sources */
/* A source writes the name of that key so, with these capitals (or so and a suffix behind it). */
bool registry_spells(const struct registry *registry, team_id key, str name);
/* The team that a key means: its alias; a shorter key ("agents", "billing-ops") if only that is known; else itself.
 * 0 where the name is no team at all. The key as it is written: an id has forgotten its hyphens. */
team_id registry_resolve_key(struct registry *registry, str key);
bool registry_resolves_known(struct registry *registry, str key); /* and the answer is known */
/* The same of an id, by aliases alone. */
team_id registry_resolve(const struct registry *registry, team_id id);

/* Leaves in `changed` those that are other than they were at the last call, and forgets the rest; the caller sets
 * changed_count to 0 when it has seen them. */
void registry_settle_changes(struct registry *registry);

str registry_team_key(const struct registry *registry, team_id team); /* "customer-support" */
str registry_team_name(
    const struct registry *registry, team_id team); /* "Customer Support": its most frequent spelling */
enum team_kind registry_team_kind(const struct registry *registry, team_id team);
/* supplier, customer, external, role or internal, as shown */
const char *registry_kind_name(const struct registry *registry, team_id team);
bool registry_is_outside(const struct registry *registry, team_id team); /* supplier, customer, external */

#endif
