#include "analyzer/graph/registry.h"

#include "analyzer/config/config.h"
#include "model/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *widened(void *items, uint32_t *room, uint32_t needed, size_t size)
{
	if (needed <= *room)
		return items;
	uint32_t wider = *room ? *room : 16;
	while (wider < needed)
		wider *= 2;
	char *grown = realloc(items, (size_t)wider * size);
	if (!grown) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	memset(grown + (size_t)*room * size, 0, (size_t)(wider - *room) * size);
	*room = wider;
	return grown;
}

/* --- names that are no team ---------------------------------------------------------------------------- */

static const char *const no_teams[] = { "participant", "pool", "lane", "process", "team", "system", "main", "user",
	"all", "everyone", "community", "holiday", "bot", "tbd", "na", "none", "note", "unknown", "anyone", "nobody",
	"various", "other", "others", "external", "internal", "users", "teams", "you", "me", "we", "us", "they",
	/* a lone one stands for the owner */
	"lead", "leads", "owner", "owners", "teamlead" };

static bool is_no_team(str squeezed)
{
	if (squeezed.size < 2)
		return true;
	for (size_t i = 0; i < sizeof no_teams / sizeof *no_teams; i++)
		if (str_eq(squeezed, str_of(no_teams[i])))
			return true;
	str digits = STR("");
	if (str_starts(squeezed, STR("lane")) || str_starts(squeezed, STR("pool")))
		digits = str_sub(squeezed, 4, squeezed.size);
	else if (str_starts(squeezed, STR("participant")))
		digits = str_sub(squeezed, 11, squeezed.size);
	else
		digits = squeezed;
	for (size_t i = 0; i < digits.size; i++)
		if (!byte_is_digit(digits.at[i]))
			return false;
	return true;
}

/* --- keys -------------------------------------------------------------------------------------------------- */

enum { KEY_BYTES = 512 };

/* "data-&-analytics" and "data-and-analytics" are "data-analytics", as a folder is called. */
static bool is_joining(str rest) /* at a hyphen */
{
	return str_starts(rest, STR("-&-")) || str_starts(rest, STR("-and-"));
}

static str squeeze(char *out, str key)
{
	size_t size = 0;

	for (size_t i = 0; i < key.size && size < KEY_BYTES; i++) {
		bool may_join =
		    key.at[i] == '-' && i && i + 2 < key.size && (key.at[i + 1] == '&' || key.at[i + 1] == 'a');
		if (may_join && is_joining(str_sub(key, i, key.size)))
			i += key.at[i + 1] == '&' ? 1 : 3;
		else if (key.at[i] != '-' && key.at[i] != '/')
			out[size++] = key.at[i];
	}
	return (str){ out, size };
}

team_id registry_key(struct registry *registry, str key)
{
	char room[KEY_BYTES];
	str squeezed = squeeze(room, key);
	team_id id = intern_add(&registry->keys, squeezed);

	if (id >= registry->room || !registry->entries) {
		uint32_t before = registry->room;
		registry->entries = widened(registry->entries, &registry->room, id + 1, sizeof *registry->entries);
		for (uint32_t i = before; i < registry->room; i++)
			registry->entries[i].kind = -1;
	}
	struct team_entry *entry = &registry->entries[id];
	if (id && !entry->spelling_room) {
		entry->spellings = widened(NULL, &entry->spelling_room, 2, sizeof *entry->spellings);
		entry->banned = is_no_team(squeezed);
	}
	return id;
}

static team_id find_key(const struct registry *registry, str key)
{
	char room[KEY_BYTES];
	return intern_find(&registry->keys, squeeze(room, key));
}

team_id registry_find(const struct registry *registry, str key)
{
	return key.size ? find_key(registry, key) : 0;
}

team_id registry_find_squeezed(const struct registry *registry, str key)
{
	return intern_find(&registry->keys, key);
}

bool registry_knows(const struct registry *registry, team_id team)
{
	const struct team_entry *entry = &registry->entries[team];
	return team && !entry->banned &&
	    (entry->configured || entry->strong > 0 || (entry->inferred >= INFERRED_ENOUGH && !entry->sites));
}

static void note_change(struct registry *registry, team_id team, bool was_known, enum team_kind was_kind)
{
	struct team_entry *entry = &registry->entries[team];

	registry->turns++;
	if (entry->noted)
		return;
	entry->noted = true;
	entry->was_known = was_known;
	entry->was_kind = (uint8_t)was_kind;
	entry->was_alias = entry->alias_of;
	registry->changed =
	    widened(registry->changed, &registry->changed_room, registry->changed_count + 1, sizeof *registry->changed);
	registry->changed[registry->changed_count++] = team;
}

void registry_settle_changes(struct registry *registry)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < registry->changed_count; i++) {
		team_id team = registry->changed[i];
		struct team_entry *entry = &registry->entries[team];
		entry->noted = false;
		if (entry->was_known != registry_knows(registry, team) ||
		    entry->was_kind != registry_team_kind(registry, team) || entry->was_alias != entry->alias_of)
			registry->changed[kept++] = team;
	}
	registry->changed_count = kept;
}

/* What the key of a name is shown as: a desk or an office is more than a word for "team" where nobody leaves it out. */
static str whole_key(char room[KEY_BYTES], str name, str key)
{
	static const char *const words[] = { "desk", "office" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		str word = str_of(words[i]);
		size_t at = name.size - word.size;
		if (name.size <= word.size || byte_is_letter(name.at[at - 1]) ||
		    !str_ieq(str_sub(name, at, name.size), word) || str_ends(key, word) ||
		    key.size + word.size + 1 > KEY_BYTES)
			continue;
		memcpy(room, key.at, key.size);
		room[key.size] = '-';
		memcpy(room + key.size + 1, word.at, word.size);
		return (str){ room, key.size + 1 + word.size };
	}
	return key;
}

static struct spelling *spelling_of(struct registry *registry, struct team_entry *entry, str name, str key)
{
	char room[KEY_BYTES];
	uint32_t name_word = intern_add(&registry->words, name),
	         key_word = intern_add(&registry->words, whole_key(room, name, key));

	for (uint32_t i = 0; i < entry->spelling_count; i++)
		if (entry->spellings[i].name == name_word && entry->spellings[i].key == key_word)
			return &entry->spellings[i];
	entry->spellings =
	    widened(entry->spellings, &entry->spelling_room, entry->spelling_count + 1, sizeof *entry->spellings);
	struct spelling *added = &entry->spellings[entry->spelling_count++];
	*added = (struct spelling){ name_word, key_word, 0 };
	return added;
}

static void count(
    struct registry *registry, str key, str name, enum team_kind kind, enum team_strength strength, int by)
{
	if (!key.size || kind == TEAM_PERSON || kind == TEAM_GROUP || strength == TEAM_WEAK)
		return;
	team_id id = registry_key(registry, key);
	struct team_entry *entry = &registry->entries[id];
	bool known = registry_knows(registry, id);
	enum team_kind before = registry_team_kind(registry, id);
	bool strong = entry->strong > 0;
	spelling_of(registry, entry, name, key)->count += (uint32_t)by;
	if (strength == TEAM_MENTION)
		return; /* how it is spelled, and nothing more */
	entry->kinds[kind] += (uint32_t)by;
	if (kind != TEAM_SYSTEM) {
		if (strength == TEAM_STRONG)
			entry->strong += (uint32_t)by;
		else
			entry->inferred += (uint32_t)by;
	}
	registry->turns += strong != (entry->strong > 0);
	if (known != registry_knows(registry, id) || before != registry_team_kind(registry, id))
		note_change(registry, id, known, before);
}

void registry_add(struct registry *registry, str key, str name, enum team_kind kind, enum team_strength strength)
{
	count(registry, key, name, kind, strength, 1);
}

void registry_remove(struct registry *registry, str key, str name, enum team_kind kind, enum team_strength strength)
{
	count(registry, key, name, kind, strength, -1);
}

void registry_change_site(struct registry *registry, str key, bool come)
{
	if (!key.size)
		return;
	team_id team = registry_key(registry, key);
	bool known = registry_knows(registry, team);
	enum team_kind kind = registry_team_kind(registry, team);

	registry->entries[team].sites += come ? 1u : -1u;
	if (known != registry_knows(registry, team))
		note_change(registry, team, known, kind);
}

/* "Manager" of a pool is spelled "Manager (Sales)". */
static void count_generic(struct registry *registry, const struct image *image, const struct team *team, int by)
{
	struct arena scratch = { 0 };
	const struct team *pool = &image_teams(image)[team->parent];
	str pool_key = image_text(image, pool->key), key = image_text(image, team->key);

	if (pool_key.size && !str_eq(pool_key, key))
		count(registry, arena_printf(&scratch, "%.*s.%.*s", STR_ARG(pool_key), STR_ARG(key)),
		    arena_printf(&scratch, "%.*s (%.*s)", STR_ARG(image_text(image, team->name)),
		        STR_ARG(image_text(image, pool->name))),
		    team->kind, team->strength, by);
	else
		count(registry, key, image_text(image, team->name), team->kind, team->strength, by);
	arena_release(&scratch);
}

static void count_image(struct registry *registry, const struct image *image, int by)
{
	const struct team *teams = image_teams(image);

	for (uint32_t i = 0; i < image->teams.count; i++)
		if (teams[i].claim || !teams[i].key.size || team_is_nameless(image, &teams[i]))
			continue;
		else if (teams[i].generic && teams[i].parent != NONE)
			count_generic(registry, image, &teams[i], by);
		else
			count(registry, image_text(image, teams[i].key), image_text(image, teams[i].name),
			    teams[i].kind, teams[i].strength, by);
}

void registry_add_image(struct registry *registry, const struct image *image)
{
	count_image(registry, image, 1);
}

void registry_remove_image(struct registry *registry, const struct image *image)
{
	count_image(registry, image, -1);
}

static team_id key_of_name(struct registry *registry, str name)
{
	struct arena scratch = { 0 };
	team_id id = registry_key(registry, team_key(&scratch, text_n0(&scratch, name)));

	arena_release(&scratch);
	return id;
}

static void configure_alias(struct registry *registry, str alias, str name)
{
	team_id from = key_of_name(registry, alias), to = key_of_name(registry, name);

	if (from && to && from != to && !registry->entries[from].configured) {
		registry->entries[from].alias_of = to;
		registry->entries[from].alias_configured = true;
	}
}

/* Of several teams that files mean by one alias, the first by name. */
static team_id alias_by_files(const struct registry *registry, const struct team_entry *entry)
{
	team_id best = 0;

	for (uint32_t i = 0; i < entry->alias_count; i++)
		if (entry->aliases[i].count &&
		    (!best ||
		        str_cmp(intern_text(&registry->keys, entry->aliases[i].to),
		            intern_text(&registry->keys, best)) < 0))
			best = entry->aliases[i].to;
	return best;
}

void registry_change_alias(struct registry *registry, str alias, str name, bool come)
{
	team_id from = key_of_name(registry, alias), to = key_of_name(registry, name);
	struct team_entry *entry = &registry->entries[from];
	uint32_t at = 0;

	if (!from || !to || from == to || entry->configured || entry->alias_configured)
		return;
	while (at < entry->alias_count && entry->aliases[at].to != to)
		at++;
	if (at == entry->alias_count) {
		entry->aliases = widened(entry->aliases, &entry->alias_room, at + 1, sizeof *entry->aliases);
		entry->aliases[entry->alias_count++] = (struct alias_source){ to, 0 };
	}
	note_change(registry, from, registry_knows(registry, from), registry_team_kind(registry, from));
	entry->aliases[at].count += come ? 1u : -1u;
	entry->alias_of = alias_by_files(registry, entry);
}

/* --- what a key means ---------------------------------------------------------------------------------------- */

static const char *const trailing_words[] = { "ops", "operations", "lead", "leads", "shadow", "shadows", "chair",
	"chairs", "member", "members", "approvers", "reviewers", "maintainers", "subteam", "wg", "desk",
	"office" }; /* as shown, see whole_key */

static bool drop_word(str *key)
{
	struct str_cut cut = str_rcut(*key, '-');

	if (!cut.found || !cut.head.size)
		return false;
	if (!STR_IS_ONE_OF(cut.tail, trailing_words))
		return false;
	*key = cut.head;
	return true;
}

static team_id known_singular(const struct registry *registry, str key)
{
	char room[KEY_BYTES];

	if (key.size < 4 || key.size >= KEY_BYTES || !str_ends(key, STR("s")) || str_ends(key, STR("ss")))
		return 0;
	team_id found = find_key(registry, str_sub(key, 0, key.size - 1));
	if (found && registry_knows(registry, found))
		return found;
	if (!str_ends(key, STR("ies")))
		return 0;
	memcpy(room, key.at, key.size - 3);
	room[key.size - 3] = 'y';
	found = find_key(registry, (str){ room, key.size - 2 });
	return found && registry_knows(registry, found) ? found : 0;
}

static team_id through_alias(const struct registry *registry, team_id id)
{
	for (unsigned hops = 0; hops < 8 && registry->entries[id].alias_of; hops++)
		id = registry->entries[id].alias_of;
	return id;
}

team_id registry_resolve(const struct registry *registry, team_id id)
{
	id = through_alias(registry, id);
	return registry->entries[id].banned ? 0 : id;
}

team_id registry_resolve_key(struct registry *registry, str key)
{
	team_id id = key.size ? registry_resolve(registry, registry_key(registry, key)) : 0;

	if (!id || registry_knows(registry, id))
		return id;
	team_id found = known_singular(registry, key);
	while (!found && drop_word(&key)) {
		found = find_key(registry, key);
		if (!found || !registry_knows(registry, through_alias(registry, found)))
			found = known_singular(registry, key);
	}
	return found ? through_alias(registry, found) : id;
}

bool registry_resolves_known(struct registry *registry, str key)
{
	team_id team = registry_resolve_key(registry, key);
	return team && registry_knows(registry, team);
}

/* --- names ----------------------------------------------------------------------------------------------------- */

bool registry_spells(const struct registry *registry, team_id key, str name)
{
	const struct team_entry *entry = &registry->entries[key];
	uint32_t word = intern_find(&registry->words, name);

	for (uint32_t i = 0; i < entry->spelling_count; i++) {
		if (!entry->spellings[i].count)
			continue;
		if (word && entry->spellings[i].name == word)
			return true;
		str spelled = intern_text(&registry->words, entry->spellings[i].name);
		if (str_find_char(name, ' ') != STR_NONE && spelled.size > name.size && str_starts(spelled, name) &&
		    spelled.at[name.size] == ' ')
			return true; /* "Customer Support" of "Customer Support Team" */
	}
	return false;
}

static const struct spelling *best_spelling(const struct registry *registry, team_id team)
{
	const struct team_entry *entry = &registry->entries[team];
	const struct spelling *best = NULL;

	for (uint32_t i = 0; i < entry->spelling_count; i++) {
		const struct spelling *one = &entry->spellings[i];
		if (!one->count || (best && one->count < best->count))
			continue;
		str name = intern_text(&registry->words, one->name);
		if (!best || one->count > best->count || str_cmp(name, intern_text(&registry->words, best->name)) < 0)
			best = one;
	}
	return best;
}

static bool is_whole(const struct registry *registry, team_id team, const struct spelling *one)
{
	return find_key(registry, intern_text(&registry->words, one->key)) != team;
}

/* That of its most frequent spelling, among those that leave "desk" out where there are any. */
static str best_key(const struct registry *registry, team_id team)
{
	const struct team_entry *entry = &registry->entries[team];
	const struct spelling *best = best_spelling(registry, team);

	for (uint32_t i = 0; best && is_whole(registry, team, best) && i < entry->spelling_count; i++)
		if (entry->spellings[i].count && !is_whole(registry, team, &entry->spellings[i]))
			best = &entry->spellings[i];
	return best ? intern_text(&registry->words, best->key) : intern_text(&registry->keys, team);
}

str registry_team_key(const struct registry *registry, team_id team)
{
	return team ? best_key(registry, team) : STR("");
}

str registry_team_name(const struct registry *registry, team_id team)
{
	const struct spelling *best = team ? best_spelling(registry, team) : NULL;
	return best ? intern_text(&registry->words, best->name) : registry_team_key(registry, team);
}

enum team_kind registry_team_kind(const struct registry *registry, team_id team)
{
	const struct team_entry *entry = &registry->entries[team];
	static const uint8_t order[] = { TEAM_TEAM, TEAM_ROLE, TEAM_EXTERNAL, TEAM_SYSTEM };

	if (entry->configured && entry->kind >= 0)
		return entry->kind == CONFIG_KIND_SYSTEM  ? TEAM_SYSTEM
		    : entry->kind == CONFIG_KIND_ROLE     ? TEAM_ROLE
		    : entry->kind == CONFIG_KIND_INTERNAL ? TEAM_TEAM
		                                          : TEAM_EXTERNAL;
	for (size_t i = 0; i < sizeof order; i++)
		if (entry->kinds[order[i]])
			return order[i];
	return TEAM_TEAM;
}

const char *registry_kind_name(const struct registry *registry, team_id team)
{
	static const char *const configured[] = { "internal", "supplier", "customer", "system", "role" };
	const struct team_entry *entry = &registry->entries[team];

	if (entry->configured && entry->kind >= 0)
		return configured[entry->kind];
	switch (registry_team_kind(registry, team)) {
	case TEAM_EXTERNAL: return "external";
	case TEAM_ROLE: return "role";
	case TEAM_SYSTEM: return "system";
	default: return "internal";
	}
}

bool registry_is_outside(const struct registry *registry, team_id team)
{
	return team && registry_team_kind(registry, team) == TEAM_EXTERNAL;
}

/* --- beginning and end ------------------------------------------------------------------------------------------ */

static void configure(struct registry *registry)
{
	const struct config *config = registry->config;
	struct arena scratch = { 0 };

	for (unsigned i = 0; i < config->team_count; i++) {
		const struct config_team *team = &config->teams[i];
		str name = text_n0(&scratch, team->name), key = team_key(&scratch, name);
		team_id id = registry_key(registry, key);
		struct team_entry *entry = &registry->entries[id];
		entry->configured = true;
		entry->banned = false;
		entry->kind = (int8_t)team->kind;
		spelling_of(registry, entry, name, key)->count += 1u << 20; /* the configuration's spelling wins */
		for (unsigned k = 0; k < team->alias_count; k++)
			configure_alias(registry, team->aliases[k], name);
		if (team->parent.size) {
			team_id parent = registry_key(registry, team_key(&scratch, text_n0(&scratch, team->parent)));
			registry->entries[id].parent = parent;
		}
	}
	for (unsigned i = 0; i < config->not_team_count; i++) {
		team_id id = registry_key(registry, team_key(&scratch, text_n0(&scratch, config->not_teams[i])));
		registry->entries[id].banned = !registry->entries[id].configured;
	}
	arena_release(&scratch);
}

void registry_begin(struct registry *out, const struct config *config)
{
	*out = (struct registry){ .config = config };
	registry_key(out, STR("")); /* entry 0 is there from the start */
	if (config)
		configure(out);
}

void registry_release(struct registry *registry)
{
	for (uint32_t i = 0; i < registry->room; i++) {
		free(registry->entries[i].spellings);
		free(registry->entries[i].aliases);
	}
	free(registry->entries);
	free(registry->changed);
	intern_release(&registry->keys);
	intern_release(&registry->words);
	*registry = (struct registry){ 0 };
}
