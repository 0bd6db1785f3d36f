#include "parsers/blocks/blockrules_internal.h"

#include "base/text.h"

#include <string.h>

/* What needs the whole document: equal anchors are numbered, steps get their process and their id, heading steps
 * follow each other, and a team that several parts name has one record. */

struct seen { /* a set of hashes with a count each, in an arena */
	uint64_t *hashes;
	uint32_t *counts;
	uint32_t room;
};

static struct seen seen_for(struct arena *arena, uint32_t count)
{
	struct seen seen = { .room = 16 };

	while (seen.room < count * 2)
		seen.room *= 2;
	seen.hashes = ARENA_ARRAY(arena, uint64_t, seen.room);
	seen.counts = ARENA_ARRAY(arena, uint32_t, seen.room);
	return seen;
}

static uint32_t *seen_at(struct seen *seen, uint64_t hash)
{
	uint32_t at = (uint32_t)(hash >> 32 ^ hash) & (seen->room - 1);

	if (!hash)
		hash = 1;
	while (seen->hashes[at] && seen->hashes[at] != hash)
		at = (at + 1) & (seen->room - 1);
	seen->hashes[at] = hash;
	return &seen->counts[at];
}

struct block_mark blockrules_begin(const struct builder *out)
{
	return (struct block_mark){ out->sections.count, out->teams.count, out->steps.count, out->flows.count };
}

static void number_anchors(struct builder *out, uint32_t first)
{
	struct seen seen = seen_for(out->arena, out->sections.count - first);

	for (uint32_t i = first; i < out->sections.count; i++) {
		struct section *section = &out->sections.items[i];
		str anchor = builder_str(out, section->anchor);
		if (!section->level)
			continue;
		uint32_t *count = seen_at(&seen, str_hash(anchor));
		if (*count)
			section->anchor =
			    builder_text(out, arena_printf(out->arena, "%.*s-%u", STR_ARG(anchor), *count));
		++*count;
	}
}

/* --- groups ---------------------------------------------------------------------------------------------------- */

/* The headings around a section, from level 2 on, joined; of a heading step, those around it. */
static str process_of(struct builder *out, uint32_t section, uint32_t first)
{
	str path = STR("");
	unsigned depth = 0;

	for (uint32_t i = section; i != NONE && i >= first && depth++ <= HEADING_LEVELS;
	     i = out->sections.items[i].parent) {
		const struct section *at = &out->sections.items[i];
		str title = builder_str(out, at->title);
		if (!title.size || (at->level == 1 && path.size))
			continue;
		path = path.size ? arena_printf(out->arena, "%.*s / %.*s", STR_ARG(title), STR_ARG(path))
		                 : arena_dup(out->arena, title);
	}
	return path;
}

static bool is_heading_step(const struct builder *out, const struct step *step)
{
	return step->rule == 11 && step->type.size && step->container == out->container;
}

static void put_groups(struct builder *out, struct block_mark from)
{
	struct text *groups = ARENA_ARRAY(out->arena, struct text, out->sections.count + 1);
	bool *known = ARENA_ARRAY(out->arena, bool, out->sections.count + 1);

	for (uint32_t i = from.steps; i < out->steps.count; i++) {
		struct step *step = &out->steps.items[i];
		uint32_t section = step->place.section;
		if (!step->rule || step->container != out->container || section == NONE)
			continue;
		if (is_heading_step(out, step))
			section = out->sections.items[section].parent;
		if (section == NONE)
			continue;
		if (!known[section]) {
			groups[section] = builder_text(out, process_of(out, section, from.sections));
			known[section] = true;
		}
		if (!step->group.size) {
			step->group = groups[section];
		} else if (groups[section].size) {
			str phase = arena_dup(out->arena, builder_str(out, step->group));
			str path = arena_dup(out->arena, builder_str(out, groups[section]));
			step->group =
			    builder_text(out, arena_printf(out->arena, "%.*s / %.*s", STR_ARG(path), STR_ARG(phase)));
		}
	}
}

/* --- ids --------------------------------------------------------------------------------------------------------- */

static str id_from_name(struct arena *arena, str n1)
{
	char *out = arena_alloc(arena, n1.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < n1.size && size < 80; i++) {
		if (byte_is_word(n1.at[i]))
			out[size++] = n1.at[i];
		else if (size && out[size - 1] != '-')
			out[size++] = '-';
	}
	while (size && (out[size - 1] == '-' || ((unsigned char)out[size - 1] & 0xc0) == 0x80))
		if (out[size - 1] != '-')
			break;
		else
			size--;
	while (size && size >= 80 && ((unsigned char)out[size - 1] & 0x80)) /* a letter that may be cut */
		size--;
	return (str){ out, size };
}

static void put_step_ids(struct builder *out, uint32_t first)
{
	struct seen seen = seen_for(out->arena, out->steps.count - first);

	for (uint32_t i = first; i < out->steps.count; i++) {
		struct step *step = &out->steps.items[i];
		if (step->container != out->container || !step->rule)
			continue;
		str n1 = step->n1.size ? builder_str(out, step->n1) : text_n1(out->arena, builder_str(out, step->name));
		str id =
		    step->id.size ? arena_dup(out->arena, builder_str(out, step->id)) : id_from_name(out->arena, n1);
		uint32_t *count = seen_at(&seen, str_hash(id));
		if (++*count > 1)
			id = arena_printf(out->arena, "%.*s-%u", STR_ARG(id), *count);
		if (!step->id.size || *count > 1) {
			step->strong_id = step->strong_id && *count == 1;
			step->id = builder_text(out, id);
		}
	}
}

/* --- heading steps -------------------------------------------------------------------------------------------------
 */

static void join_heading_steps(struct builder *out, struct block_mark from)
{
	uint32_t sections = out->sections.count;
	uint32_t *last = ARENA_ARRAY(out->arena, uint32_t, sections + 1); /* heading step within a section, + 1 */

	for (uint32_t i = from.steps, count = out->steps.count; i < count; i++) {
		const struct step *step = &out->steps.items[i];
		if (!is_heading_step(out, step) || step->place.section >= sections)
			continue;
		uint32_t parent = out->sections.items[step->place.section].parent;
		uint32_t *before = &last[parent == NONE ? sections : parent];
		if (*before &&
		    str_eq(builder_str(out, step->type), builder_str(out, out->steps.items[*before - 1].type))) {
			struct place place = step->place;
			uint32_t flow =
			    builder_flow(out, STR(""), end_step(*before - 1), end_step(i), FLOW_SEQUENCE, 1);
			out->flows.items[flow].place = place;
			out->flows.items[flow].implicit = 1;
		}
		*before = i + 1;
	}
}

/* --- teams ----------------------------------------------------------------------------------------------------------
 */

static uint64_t hash_of_claim(const struct builder *out, uint32_t number, unsigned depth)
{
	const struct claim *claim = &out->claims.items[number];
	uint64_t hash = hash_mix(claim->need + 1, claim->keys.count);

	if (!number || depth > 4)
		return 0;
	for (uint32_t i = 0; i < claim->keys.count; i++)
		hash = hash_mix(hash, str_hash(builder_str(out, out->keys.items[claim->keys.first + i])));
	return hash_mix(
	    hash_mix(hash, hash_of_claim(out, claim->either, depth + 1)), hash_of_claim(out, claim->unless, depth + 1));
}

/* Counts wherever its key is known, and nothing else is asked. */
static bool asks_own_key(const struct builder *out, const struct team *team)
{
	const struct claim *claim = &out->claims.items[team->claim];

	return !team->claim ||
	    (claim->need == 1 && claim->keys.count == 1 && !claim->either && !claim->unless &&
	        str_eq(builder_str(out, out->keys.items[claim->keys.first]), builder_str(out, team->key)));
}

static uint64_t key_hash(const struct builder *out, const struct team *team, uint64_t sort)
{
	return hash_mix(hash_mix(str_hash(builder_str(out, team->key)), team->container + 5), sort);
}

static uint32_t renumbered(uint32_t team, uint32_t first, const uint32_t *where)
{
	return team == NONE || team < first ? team : where[team - first];
}

static void renumber_teams(struct builder *out, uint32_t first, const uint32_t *where)
{
	for (uint32_t i = 0; i < out->teams.count; i++)
		out->teams.items[i].parent = renumbered(out->teams.items[i].parent, first, where);
	for (uint32_t i = 0; i < out->steps.count; i++)
		out->steps.items[i].team = renumbered(out->steps.items[i].team, first, where);
	for (uint32_t i = 0; i < out->flows.count; i++) {
		struct flow *flow = &out->flows.items[i];
		if (flow->from.kind == END_TEAM)
			flow->from.number = renumbered(flow->from.number, first, where);
		if (flow->to.kind == END_TEAM)
			flow->to.number = renumbered(flow->to.number, first, where);
	}
	for (uint32_t i = 0; i < out->contracts.count; i++) {
		out->contracts.items[i].provider = renumbered(out->contracts.items[i].provider, first, where);
		out->contracts.items[i].consumer = renumbered(out->contracts.items[i].consumer, first, where);
	}
	for (uint32_t i = 0; i < out->performers.count; i++)
		out->performers.items[i] = renumbered(out->performers.items[i], first, where);
	for (uint32_t i = 0; i < out->parts.count; i++)
		out->parts.items[i] = renumbered(out->parts.items[i], first, where);
	for (uint32_t i = 0; i < out->said.count; i++)
		out->said.items[i].team = renumbered(out->said.items[i].team, first, where);
}

enum { SORT_KNOWN = 100, SORT_NAMED };

/* The record that stands for a team: the known one if there is any, else the first that counts where this one does.
 * A name in running text and one that says itself that it is a team count alike. */
static uint32_t keeper_of(struct builder *out, struct seen *seen, uint32_t number)
{
	const struct team *team = &out->teams.items[number];
	uint32_t known = *seen_at(seen, key_hash(out, team, SORT_KNOWN));

	if (known && asks_own_key(out, team))
		return known - 1;
	uint64_t around = team->parent == NONE ? 0 : str_hash(builder_str(out, out->teams.items[team->parent].key));
	uint64_t sort = hash_mix(SORT_NAMED + hash_of_claim(out, team->claim, 0), around);
	uint32_t *first = seen_at(seen, key_hash(out, team, sort));
	if (!*first)
		*first = number + 1;
	if (team->strength == TEAM_INFERRED)
		out->teams.items[*first - 1].strength = TEAM_INFERRED;
	return *first - 1;
}

static void merge_teams(struct builder *out, uint32_t first)
{
	uint32_t count = out->teams.count - first, kept = first;
	uint32_t *where = ARENA_ARRAY(out->arena, uint32_t, count + 1);
	struct seen seen = seen_for(out->arena, 3 * count);

	if (count < 2)
		return;
	for (uint32_t i = first; i < out->teams.count; i++) {
		const struct team *team = &out->teams.items[i];
		uint32_t *known = seen_at(&seen, key_hash(out, team, SORT_KNOWN));
		if (team->container == out->container && !team->claim && team->strength == TEAM_STRONG && !*known)
			*known = i + 1;
	}
	for (uint32_t i = first; i < out->teams.count; i++) {
		bool ours = out->teams.items[i].container == out->container;
		where[i - first] = ours ? keeper_of(out, &seen, i) : i;
	}
	uint32_t *place = ARENA_ARRAY(out->arena, uint32_t, count + 1);
	for (uint32_t i = first; i < out->teams.count; i++)
		if (where[i - first] == i) {
			place[i - first] = kept;
			out->teams.items[kept++] = out->teams.items[i];
		}
	for (uint32_t i = 0; i < count; i++)
		where[i] = place[where[i] - first];
	out->teams.count = kept;
	renumber_teams(out, first, where);
}

void blockrules_finish(struct builder *out, struct block_mark from)
{
	out->section = NONE;
	number_anchors(out, from.sections);
	if (out->steps.count > from.steps) {
		put_groups(out, from);
		put_step_ids(out, from.steps);
		join_heading_steps(out, from);
	}
	merge_teams(out, from.teams);
}
