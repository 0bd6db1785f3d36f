/*
 * The subgraphs of a flowchart: which lies in which, and which of them are teams.
 *
 * A subgraph is a team where the diagram says so (a lane of a swimlane diagram, a title such as "Support
 * Team") or the settings do. Else it is a group with a claim: its title is the name of a team known elsewhere, or
 * at least half of the other subgraphs beside it are such teams.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid_chart.h"

/* --- names and subgraphs while the text is read --- */

static uint32_t add_name(struct chart *c, str id)
{
	*LIST_ADD(c->m->arena, &c->names) =
	    (struct chart_name){ .id = id, .owner = NONE, .declared = NONE, .opening = NONE };
	return c->names.count - 1;
}

uint32_t chart_name(struct chart *c, str id)
{
	uint32_t *slot = mermaid_slot(c->m, &c->ids, id);

	if (!*slot)
		*slot = add_name(c, id) + 1;
	return *slot - 1;
}

void chart_mention(struct chart *c, uint32_t name)
{
	if (c->open != NONE)
		LIST_PUSH(c->m->arena, &c->mentions, name);
}

void chart_open(struct chart *c, str id, struct mermaid_label title, uint32_t line)
{
	struct chart_opening opening = {
		.name = id.size ? chart_name(c, id) : NONE,
		.outer = c->open,
		.first_mention = c->mentions.count,
		.title = title,
		.line = line,
		.opened = c->turns++,
	};

	c->open = c->openings.count;
	c->depth++;
	LIST_PUSH(c->m->arena, &c->openings, opening);
}

/* Mermaid calls a subgraph without an id subGraph0, subGraph1, ... as they close; an edge may end there. */
static uint32_t name_nameless(struct chart *c)
{
	uint32_t name = chart_name(c, arena_printf(c->m->arena, "subGraph%u", c->closings));

	if (c->names.items[name].subgraph)
		name = add_name(c, STR(""));
	c->names.items[name].anonymous = true;
	return name;
}

void chart_close(struct chart *c)
{
	struct chart_opening *closing = &c->openings.items[c->open];

	if (closing->name == NONE)
		closing->name = name_nameless(c);
	struct chart_name *subgraph = &c->names.items[closing->name];
	if (!subgraph->subgraph) {
		subgraph->title_line = closing->line;
		subgraph->opening = c->open;
	}
	subgraph->subgraph = true;
	subgraph->title = closing->title;
	for (uint32_t i = closing->first_mention; i < c->mentions.count; i++)
		if (c->names.items[c->mentions.items[i]].owner == NONE)
			c->names.items[c->mentions.items[i]].owner = closing->name;
	c->mentions.count = closing->first_mention;
	closing->closed = c->turns++;
	c->open = closing->outer;
	c->depth--;
	c->closings++;
	chart_mention(c, closing->name);
}

/* --- the tree of subgraphs --- */

bool chart_encloses(const struct chart_opening *outer, const struct chart_opening *inner)
{
	return outer->opened < inner->opened && inner->closed < outer->closed;
}

/* The subgraph that another one lies in. An arrow from within to the subgraph itself puts no lane into its own part. */
static uint32_t owner_of_subgraph(const struct chart *c, uint32_t number)
{
	const struct chart_name *name = &c->names.items[number];

	if (name->owner == NONE ||
	    chart_encloses(&c->openings.items[name->opening], &c->openings.items[c->names.items[name->owner].opening]))
		return NONE;
	return name->owner;
}

/* Owners may go round in a circle ("subgraph A / A --> B / end"): a subgraph that is met again lies in nothing. */
static void find_parent(struct chart_records *r, uint32_t name, uint32_t *path)
{
	uint32_t count = 0;

	for (uint32_t at = name; at != NONE && !r->tree[at].depth; at = owner_of_subgraph(r->c, at)) {
		r->tree[at].depth = 1; /* being looked at, and right for one that has no owner */
		path[count++] = at;
	}
	while (count-- > 0) {
		struct chart_place *here = &r->tree[path[count]];
		uint32_t owner = owner_of_subgraph(r->c, path[count]);
		bool known = owner != NONE && r->tree[owner].top != NONE;
		if (known && r->tree[owner].depth < LIMIT_DEPTH) {
			here->parent = r->tree[owner].words.size ? owner : r->tree[owner].parent;
			here->depth = r->tree[owner].depth + 1;
		}
		here->top = here->parent == NONE ? path[count] : r->tree[here->parent].top;
	}
}

static str words_of_title(struct chart_records *r, const struct chart_name *name)
{
	str words = mermaid_name(r->m, name->title);

	return words.size || name->anonymous ? words : mermaid_name(r->m, mermaid_label_of(name->id));
}

void chart_plant_tree(struct chart_records *r)
{
	struct chart *c = r->c;
	uint32_t *path = ARENA_ARRAY(r->m->arena, uint32_t, c->names.count + 1);

	r->tree = ARENA_ARRAY(r->m->arena, struct chart_place, c->names.count + 1);
	for (uint32_t i = 0; i < c->names.count; i++) {
		r->tree[i] = (struct chart_place){ .parent = NONE, .top = NONE, .team = NONE };
		if (c->names.items[i].subgraph)
			r->tree[i].words = words_of_title(r, &c->names.items[i]);
	}
	for (uint32_t i = 0; i < c->names.count; i++)
		if (c->names.items[i].subgraph)
			find_parent(r, i, path);
	for (uint32_t i = c->names.count; i-- > 0;) {
		if (!c->names.items[i].subgraph || !r->tree[i].words.size)
			continue;
		uint32_t parent = r->tree[i].parent;
		uint32_t *first = parent == NONE ? &r->first_top : &r->tree[parent].first_child;
		r->tree[i].next_child = *first;
		*first = i + 1;
	}
}

/* --- teams --- */

enum reading_of_subgraph { READ_TEAM, READ_CLAIM, READ_GROUP };

static enum reading_of_subgraph reading_of(const struct chart_records *r, uint32_t name)
{
	enum group_reading settings = r->m->settings->mermaid_subgraph;

	if (r->c->swimlanes)
		return r->tree[name].parent == NONE ? READ_TEAM : READ_GROUP;
	if (settings == GROUPS_GROUP)
		return READ_GROUP;
	if (settings == GROUPS_TEAM || team_has_suffix(r->m->arena, r->tree[name].words))
		return READ_TEAM;
	return READ_CLAIM;
}

/* At least half of the others: where the claim is asked, the group's own title is known not to be a team, so that all
 * of them may stand in one list. Those that are teams outright need no registry. */
static void claim_beside(struct chart_records *r, uint32_t first)
{
	uint32_t count = 0, teams = 0, claim;

	for (uint32_t at = first; at; at = r->tree[at - 1].next_child) {
		count++;
		teams += reading_of(r, at - 1) == READ_TEAM;
	}
	if (count < 2 || teams == count)
		return;
	uint32_t half = count / 2; /* of count - 1, rounded up */
	claim = builder_claim(r->m->out, half > teams ? half - teams : 0);
	for (uint32_t at = first; at; at = r->tree[at - 1].next_child) {
		r->tree[at - 1].beside_claim = claim;
		if (half > teams && reading_of(r, at - 1) == READ_CLAIM)
			builder_claim_key(r->m->out, claim, r->tree[at - 1].words);
	}
}

static uint32_t claim_own(struct chart_records *r, uint32_t name)
{
	uint32_t claim = builder_claim(r->m->out, 1);

	builder_claim_key(r->m->out, claim, r->tree[name].words);
	r->m->out->claims.items[claim].either = r->tree[name].beside_claim;
	return claim;
}

/* The claim that never holds: of what is a group for good. */
static uint32_t claim_never(struct chart_records *r)
{
	if (!r->never)
		r->never = builder_claim(r->m->out, 1);
	return r->never;
}

static void make_team(struct chart_records *r, uint32_t number)
{
	const struct chart_name *name = &r->c->names.items[number];
	struct chart_place *place = &r->tree[number];
	enum reading_of_subgraph reading = reading_of(r, number);
	str id = name->id;

	if (name->anonymous)
		id = mermaid_unique(r->m, &r->team_ids, team_key(r->m->arena, place->words));
	place->team =
	    builder_team(r->m->out, id, place->words, reading == READ_TEAM ? TEAM_TEAM : TEAM_GROUP, name->title_line);
	if (reading == READ_TEAM)
		return;
	place->own_claim = reading == READ_CLAIM ? claim_own(r, number) : claim_never(r);
	r->m->out->teams.items[place->team].claim = place->own_claim;
	r->m->out->teams.items[place->team].strength = TEAM_WEAK;
}

/* In the order in which they open. */
void chart_make_teams(struct chart_records *r)
{
	struct chart *c = r->c;

	if (!c->swimlanes && r->m->settings->mermaid_subgraph == GROUPS_AUTO) {
		claim_beside(r, r->first_top);
		for (uint32_t i = 0; i < c->names.count; i++)
			claim_beside(r, r->tree[i].first_child);
	}
	for (uint32_t i = 0; i < c->names.count; i++)
		if (c->names.items[i].subgraph && !c->names.items[i].anonymous)
			++*mermaid_slot(r->m, &r->team_ids, c->names.items[i].id);
	for (uint32_t i = 0; i < c->openings.count; i++) {
		uint32_t name = c->openings.items[i].name;
		if (c->names.items[name].opening == i && r->tree[name].words.size)
			make_team(r, name);
	}
	for (uint32_t i = 0; i < c->names.count; i++)
		if (r->tree[i].team != NONE && r->tree[i].parent != NONE)
			r->m->out->teams.items[r->tree[i].team].parent = r->tree[r->tree[i].parent].team;
}

/* --- whose a name is --- */

uint32_t chart_subgraph_of(const struct chart_records *r, uint32_t number)
{
	const struct chart_name *name = &r->c->names.items[number];
	uint32_t at = name->subgraph ? number : name->owner;

	if (at != NONE && !r->tree[at].words.size)
		at = r->tree[at].parent;
	return at;
}

uint32_t chart_team_of(const struct chart_records *r, uint32_t number)
{
	uint32_t at = chart_subgraph_of(r, number);

	if (at == NONE)
		return NONE;
	return r->tree[r->c->swimlanes && !r->c->names.items[number].subgraph ? r->tree[at].top : at].team;
}

uint32_t chart_party_of(const struct chart_records *r, uint32_t name)
{
	uint32_t at = chart_subgraph_of(r, name);

	return at != NONE && r->c->swimlanes ? r->tree[at].top : at;
}
