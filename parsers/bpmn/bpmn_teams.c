/* Pools and lanes. A lane lists its nodes by reference; a node that no lane lists belongs to its host (boundary
 * events), to the subprocess around it, or to the pool. A lane without a name stands for what is around it. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"

/* --- pools ---------------------------------------------------------------------------------------------- */

static uint32_t add_team(struct bpmn *b, const struct bpmn_item *item, str name, enum team_kind kind)
{
	if (!bpmn_room(b))
		return NONE;
	bpmn_enter(b, item);
	return builder_team(b->out, bpmn_unique_id(b, item), name, kind, item->at->line);
}

static void take_pool(struct bpmn *b, struct bpmn_item *pool)
{
	str reference = str_trim(xml_attribute(pool->at, "processRef"));
	struct bpmn_item *process = bpmn_find(b, reference, WANT_PROCESS);
	str name = bpmn_name(b, pool->at);

	if (process && process->class != CLASS_PROCESS)
		process = NULL;
	if (!name.size && process)
		name = bpmn_name(b, process->at);
	bool named = name.size > 0;
	str id = bpmn_unique_id(b, pool);
	pool->team = add_team(b, pool, named ? name : id, reference.size ? TEAM_TEAM : TEAM_EXTERNAL);
	if (pool->team == NONE)
		return;
	if (!named)
		b->out->teams.items[pool->team].strength = TEAM_MENTION;
	if (process && process->team == NONE)
		process->team = pool->team;
}

/* --- who lists whom ----------------------------------------------------------------------------------------- */

static bool is_further_in(const struct bpmn *b, const struct bpmn_item *lane, uint32_t other)
{
	const struct bpmn_item *old = &b->items.items[other];

	return !other || lane->level > old->level || (lane->level == old->level && lane->depth > old->depth);
}

/* The nodes that a lane lists; returns how many there are. */
static uint32_t list_nodes(struct bpmn *b, uint32_t number)
{
	const struct bpmn_item *lane = &b->items.items[number];
	uint32_t listed = 0;

	for (const struct xml_element *child = lane->at->first; child; child = child->next) {
		if (child->name->word != BPMN_FLOW_NODE_REF)
			continue;
		struct bpmn_item *node = bpmn_find(b, xml_text(b->arena, child), WANT_NODE);
		if (!node || node->class < CLASS_ACTIVITY || node->class > CLASS_DATA)
			continue;
		listed++;
		if (node->level >= lane->level && is_further_in(b, lane, node->lane))
			node->lane = number;
	}
	return listed;
}

struct tally { /* of a process */
	uint32_t first_lane, listed, nodes;
};

static void list_all_nodes(struct bpmn *b)
{
	struct tally *tallies = ARENA_ARRAY(b->arena, struct tally, b->items.count);

	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		struct tally *tally = &tallies[bpmn_process_of(b, item)];
		if (item->word == BPMN_LANE) {
			tally->listed += list_nodes(b, i);
			if (!tally->first_lane && bpmn_name(b, item->at).size)
				tally->first_lane = i;
		}
		tally->nodes += item->class == CLASS_ACTIVITY;
	}
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct tally *tally = &tallies[i];
		if (!tally->first_lane || tally->listed || !tally->nodes)
			continue;
		const struct bpmn_item *lane = &b->items.items[tally->first_lane];
		bpmn_enter(b, lane);
		builder_note(b->out, "lane-without-members", lane->at->line,
		    "no lane of the process lists its steps: they belong to the pool");
	}
}

/* --- lanes ------------------------------------------------------------------------------------------------------ */

static uint32_t team_around(const struct bpmn *b, const struct bpmn_item *lane)
{
	for (const struct xml_element *at = lane->at->parent; at; at = at->parent) {
		const struct bpmn_item *around = bpmn_item_of(b, at);
		if (around && around->word == BPMN_LANE)
			return around->team;
		if (around && around->class == CLASS_PROCESS)
			return around->team;
		if (around && bpmn_is_scope(around->word))
			return bpmn_team_of(b, around);
	}
	return NONE;
}

static void take_lane(struct bpmn *b, struct bpmn_item *lane)
{
	str name = bpmn_name(b, lane->at);
	uint32_t around = team_around(b, lane);

	lane->team = around;
	if (!name.size)
		return;
	lane->team = add_team(b, lane, name, TEAM_TEAM);
	if (lane->team != NONE)
		b->out->teams.items[lane->team].parent = around;
}

/* A lane inside a subprocess stands in the lane of that subprocess, so the outer ones come first. */
static void take_lanes(struct bpmn *b)
{
	unsigned deepest = 0;

	for (unsigned level = 0; level <= deepest; level++)
		for (uint32_t i = 1; i < b->items.count; i++) {
			struct bpmn_item *item = &b->items.items[i];
			if (item->word != BPMN_LANE)
				continue;
			if (item->level > deepest)
				deepest = item->level;
			if (item->level == level)
				take_lane(b, item);
		}
}

void bpmn_take_teams(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++)
		if (b->items.items[i].word == BPMN_PARTICIPANT)
			take_pool(b, &b->items.items[i]);
	list_all_nodes(b);
	take_lanes(b);
}

/* --- whose a node is -----------------------------------------------------------------------------------------------
 */

static const struct bpmn_item *host_of(const struct bpmn *b, const struct bpmn_item *node)
{
	if (node->word != BPMN_BOUNDARY_EVENT)
		return NULL;
	const struct bpmn_item *host = bpmn_find(b, xml_attribute(node->at, "attachedToRef"), WANT_ACTIVITY);
	return host && host->class == CLASS_ACTIVITY ? host : NULL;
}

uint32_t bpmn_team_of(const struct bpmn *b, const struct bpmn_item *node)
{
	const struct bpmn_item *place = node;

	for (unsigned hops = 0; hops < 2 * LIMIT_DEPTH; hops++) {
		if (place->lane)
			return b->items.items[place->lane].team;
		if (place->class == CLASS_PROCESS)
			return place->team;
		const struct bpmn_item *host = host_of(b, place);
		if (!host && !place->scope)
			return NONE;
		place = host ? host : &b->items.items[place->scope];
	}
	return NONE;
}

static bool lies_in(const struct bpmn *b, uint32_t team, uint32_t around)
{
	for (unsigned hops = 0; team != NONE && hops < 2 * LIMIT_DEPTH; hops++) {
		if (team == around)
			return true;
		team = b->out->teams.items[team].parent;
	}
	return false;
}

bool bpmn_related(const struct bpmn *b, uint32_t a, uint32_t team)
{
	const struct team *teams = b->out->teams.items;

	return lies_in(b, a, team) || lies_in(b, team, a) ||
	    str_eq(builder_str(b->out, teams[a].key), builder_str(b->out, teams[team].key));
}
