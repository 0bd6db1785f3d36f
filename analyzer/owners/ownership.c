#include "analyzer/owners/ownership.h"

#include "analyzer/owners/owners.h"
#include "base/glob.h"
#include "base/limits.h"
#include "model/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parsed_file { /* once per blob and format */
	struct arena arena;
	struct oid blob;
	enum owners_format format;
	const struct owners_file *file;
};

struct ownership_file { /* at a path of the tree in hand */
	char *path;
	const struct owners_file *file;
};

static void *need(void *memory)
{
	if (!memory) {
		fputs("knockon: out of memory\n", stderr);
		exit(3);
	}
	return memory;
}

void ownership_begin(struct ownership *out, const struct config *config)
{
	*out = (struct ownership){ .config = config };
}

static void forget_combination(struct ownership *o)
{
	if (o->combined) {
		owners_release(o->combined);
		free(o->combined);
		free(o->places);
	}
	o->combined = NULL;
	o->places = NULL;
}

void ownership_release(struct ownership *o)
{
	forget_combination(o);
	for (uint32_t i = 0; i < o->count; i++) {
		free(o->files[i]->path);
		free(o->files[i]);
	}
	free(o->files);
	for (uint32_t i = 0; i < o->parsed_count; i++) {
		arena_release(&o->numbered[i]->arena);
		free(o->numbered[i]);
	}
	free(o->numbered);
	map_release(&o->by_blob);
	map_release(&o->by_path);
	map_release(&o->keys);
	map_release(&o->teams);
	*o = (struct ownership){ 0 };
}

bool ownership_wants(const struct ownership *o, str path)
{
	const struct config_registry *registry;
	return owners_format_of(o->config, path, &registry) != OWNERS_NO_FILE;
}

bool ownership_decides(const struct ownership *o, str path)
{
	const struct config_registry *registry;
	enum owners_format format = owners_format_of(o->config, path, &registry);

	return format != OWNERS_NO_FILE && format != OWNERS_FILE_REGISTRY && format != OWNERS_FILE_TITLES &&
	    format != OWNERS_FILE_CATALOG;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

static const struct owners_file *read_file(
    struct ownership *o, struct repository *repository, str path, const struct oid *blob)
{
	const struct config_registry *registry = NULL;
	enum owners_format format = owners_format_of(o->config, path, &registry);
	struct object_loan loan;

	uint32_t *number = map_add(&o->by_blob, hash_mix(oid_hash(blob), format + 1u) | 1);
	if (*number)
		return o->numbered[*number - 1]->file;
	struct parsed_file *parsed = need(calloc(1, sizeof *parsed));
	parsed->blob = *blob;
	parsed->format = format;
	bool read = repository_blob_bytes(repository, blob, LIMIT_TEXT_BYTES, &loan) == BLOB_READ;
	str kept = read && owners_may_name(format, loan.bytes) ? arena_dup(&parsed->arena, loan.bytes) : STR("");
	parsed->file = owners_parse(&parsed->arena, format, registry, kept);
	if (o->parsed_count == o->parsed_room) {
		o->parsed_room = o->parsed_room ? o->parsed_room * 2 : 16;
		o->numbered = need(realloc(o->numbered, o->parsed_room * sizeof(struct parsed_file *)));
	}
	o->numbered[o->parsed_count++] = parsed;
	*number = o->parsed_count;
	repository_done(&loan);
	return parsed->file;
}

/* --- the teams that files name --------------------------------------------------------------------------------------
 */

/* A name is made a key once. */
static str key_of_name(struct ownership *o, struct registry *registry, str name)
{
	uint32_t *known = map_add(&o->keys, str_hash(name) | 1);

	if (!*known) {
		struct arena scratch = { 0 };
		str key = team_key(&scratch, text_n0(&scratch, name));
		*known = intern_add(&registry->words, key) + 1;
		arena_release(&scratch);
	}
	return intern_text(&registry->words, *known - 1);
}

static void change_name(struct ownership *o, struct registry *registry, struct arena *scratch, str name, bool come)
{
	str words = text_n0(scratch, name), key = key_of_name(o, registry, name);

	if (!key.size)
		return;
	if (str_starts(words, STR("@"))) { /* shown without its organisation */
		struct str_cut cut = str_rcut(words, '/');
		words = cut.found ? cut.tail : str_sub(words, 1, words.size);
	}
	(come ? registry_add : registry_remove)(registry, key, words, TEAM_TEAM, TEAM_STRONG);
}

static void count_teams(struct ownership *o, struct registry *registry, const struct owners_file *file, bool come)
{
	struct arena scratch = { 0 };

	for (uint32_t i = 0; i < file->names.count; i++)
		if (file->names.items[i].kind == OWNER_IS_TEAM)
			change_name(o, registry, &scratch, file->names.items[i].name, come);
	for (uint32_t i = 0; i < file->teams.count; i++) {
		const struct owners_team *team = &file->teams.items[i];
		change_name(o, registry, &scratch, team->name, come);
		for (uint32_t a = 0; a < team->alias_count; a++)
			registry_change_alias(registry, team->aliases[a], team->name, come);
	}
	arena_release(&scratch);
}

static void drop_place(struct ownership *o, uint32_t place)
{
	free(o->files[place]->path);
	free(o->files[place]);
	o->files[place] = o->files[--o->count];
	if (place < o->count)
		*map_add(&o->by_path, str_hash(str_of(o->files[place]->path)) | 1) = place + 1;
}

void ownership_change(
    struct ownership *o, struct registry *registry, struct repository *repository, str path, const struct oid *blob)
{
	uint32_t *place = map_add(&o->by_path, str_hash(path) | 1);

	forget_combination(o);
	if (*place) {
		uint32_t at = *place - 1;
		count_teams(o, registry, o->files[at]->file, false);
		*place = 0;
		drop_place(o, at);
	}
	if (oid_is_zero(blob))
		return;
	if (o->count == o->room) {
		o->room = o->room ? o->room * 2 : 16;
		o->files = need(realloc(o->files, o->room * sizeof(struct ownership_file *)));
	}
	struct ownership_file *file = need(calloc(1, sizeof *file));
	file->path = need(strndup(path.at, path.size));
	file->file = read_file(o, repository, path, blob);
	o->files[o->count++] = file;
	*map_add(&o->by_path, str_hash(path) | 1) = o->count;
	count_teams(o, registry, file->file, true);
}

static const struct owners *combination(struct ownership *o)
{
	if (o->combined)
		return o->combined;
	struct owners_place *places = need(calloc(o->count + 1, sizeof *places));
	for (uint32_t i = 0; i < o->count; i++)
		places[i] = (struct owners_place){ str_of(o->files[i]->path), o->files[i]->file };
	o->places = places;
	o->combined = need(calloc(1, sizeof *o->combined));
	owners_combine(o->combined, places, o->count);
	return o->combined;
}

const struct owners_file *ownership_file(const struct ownership *o, uint32_t number, str *path)
{
	if (number >= o->count)
		return NULL;
	*path = str_of(o->files[number]->path);
	return o->files[number]->file;
}

/* --- owners of a document -------------------------------------------------------------------------------- */

static void add_owner(struct owners_found *out, team_id team, enum owner_source source)
{
	for (unsigned i = 0; i < out->count; i++)
		if (out->teams[i] == team)
			return;
	if (team && out->count < OWNERS_MAX) {
		out->teams[out->count++] = team;
		out->source = (uint8_t)source;
	}
}

/* Few names own many documents: what each means is asked once as long as the registry knows the same. */
static team_id team_named(struct ownership *o, struct registry *registry, str name)
{
	if (o->teams_turn != registry->turns && o->teams.count)
		map_clear(&o->teams);
	o->teams_turn = registry->turns;
	uint32_t *known = map_add(&o->teams, str_hash(name) | 1);
	if (!*known)
		*known = registry_resolve_key(registry, key_of_name(o, registry, name)) + 1;
	return *known - 1;
}

static void by_front_matter(struct registry *registry, const struct view *view, struct owners_found *out)
{
	for (uint32_t i = 0; i < view->image->said.count; i++) {
		const struct said *said = &image_said(view->image)[i];
		if (said->kind == SAID_OWNER)
			add_owner(out, view_team(view, said->team), OWNER_FRONT_MATTER);
	}
	(void)registry;
}

/* The pattern with the longest literal beginning; several teams with the same one co-own. */
static void by_configuration(struct ownership *o, struct registry *registry, str path, struct owners_found *out)
{
	size_t longest = 0;

	for (unsigned i = 0; i < o->config->team_count; i++) {
		const struct config_team *team = &o->config->teams[i];
		for (unsigned k = 0; k < team->owns_count; k++) {
			size_t literal = glob_literal(team->owns[k]) + 1;
			if (literal < longest || !glob_match(team->owns[k], path))
				continue;
			if (literal > longest)
				*out = (struct owners_found){ 0 };
			longest = literal;
			add_owner(out, team_named(o, registry, team->name), OWNER_CONFIG);
		}
	}
}

enum { ANSWERS_MAX = 64 };

static team_id team_of_owner(struct ownership *o, struct registry *registry, const struct owner *owner)
{
	if (owner->kind == OWNER_IS_USER || owner->kind == OWNER_IS_MAIL)
		return 0;
	team_id team = team_named(o, registry, owner->name);
	return owner->kind == OWNER_IS_TEAM || registry_knows(registry, team) ? team : 0;
}

static void by_files(struct ownership *o, struct registry *registry, str path, struct owners_found *out)
{
	struct owner answers[ANSWERS_MAX];
	uint32_t count = o->count ? owners_of(combination(o), path, answers, ANSWERS_MAX) : 0;
	const struct owner *first = NULL;

	for (uint32_t i = 0; i < count && i < ANSWERS_MAX; i++) {
		const struct owner *answer = &answers[i];
		if (first && (answer->source != first->source || !str_eq(answer->path, first->path)))
			break;
		team_id team = answer->reviewer ? 0 : team_of_owner(o, registry, answer);
		out->people = out->people || (!team && !answer->reviewer);
		if (!team)
			continue;
		first = first ? first : answer;
		bool codeowners = answer->source == OWNERS_FILE_CODEOWNERS || answer->source == OWNERS_FILE_GITLAB;
		add_owner(out, team, codeowners ? OWNER_CODEOWNERS : OWNER_OWNERS);
	}
}

void ownership_find(
    struct ownership *o, struct registry *registry, const struct view *view, str path, struct owners_found *out)
{
	*out = (struct owners_found){ 0 };
	by_front_matter(registry, view, out);
	if (!out->count)
		by_configuration(o, registry, path, out);
	if (!out->count)
		by_files(o, registry, path, out);
}
