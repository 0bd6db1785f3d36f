/*
 * A flowchart's records: subgraphs become teams or groups, vertices steps, arrows flows.
 *
 * A subgraph is a team where the diagram says so (a lane of a swimlane diagram, a title such as "Support
 * Team") or the settings do. Else it is a group with a claim: its title is the name of a team known elsewhere, or
 * at least half of the other subgraphs beside it are such teams.
 */
#include "parsers/mermaid_chart.h"

#include "base/limits.h"
#include "base/text.h"

/* --- names and subgraphs while the text is read --------------------------------------------------------------- */

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

	if (opening.name != NONE)
		c->names.items[opening.name].open++;
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
	else
		c->names.items[closing->name].open--;
	struct chart_name *subgraph = &c->names.items[closing->name];
	if (!subgraph->subgraph)
		subgraph->title_line = closing->line;
	subgraph->subgraph = true;
	subgraph->title = closing->title;
	subgraph->opening = c->open;
	for (uint32_t i = closing->first_mention; i < c->mentions.count; i++) {
		struct chart_name *mentioned = &c->names.items[c->mentions.items[i]];
		if (mentioned->owner == NONE && !mentioned->open && mentioned != subgraph)
			mentioned->owner = closing->name;
	}
	c->mentions.count = closing->first_mention;
	closing->closed = c->turns++;
	c->open = closing->outer;
	c->depth--;
	c->closings++;
	chart_mention(c, closing->name);
}

/* --- the tree of subgraphs ------------------------------------------------------------------------------------------
 */

struct place_in_tree {        /* of a subgraph, by the number of its name */
	uint32_t parent, top; /* subgraphs with a name to show, or NONE */
	uint32_t depth;       /* 0: not known yet */
	uint32_t team, own_claim, beside_claim;
	uint32_t first_child, next_child; /* a list of those with the same parent, by number + 1 */
	str words;                        /* the title, N0 */
};

struct records {
	struct chart *c;
	struct mermaid *m;
	struct place_in_tree *tree;
	uint32_t first_top; /* the subgraphs that lie in no other one */
	uint32_t never;     /* the claim that never holds, 0: not made yet */
	uint32_t *steps;    /* of a name, or NONE */
	struct mermaid_table team_ids, flow_ids;
};

/* Owners may go round in a circle, where two subgraphs name each other: one that is met again lies in nothing. */
static void find_parent(struct records *r, uint32_t name, uint32_t *path)
{
	struct chart *c = r->c;
	uint32_t count = 0;

	for (uint32_t at = name; at != NONE && !r->tree[at].depth; at = c->names.items[at].owner) {
		r->tree[at].depth = 1; /* being looked at, and right for one that has no owner */
		r->tree[at].parent = NONE;
		path[count++] = at;
	}
	while (count-- > 0) {
		struct place_in_tree *here = &r->tree[path[count]];
		uint32_t owner = c->names.items[path[count]].owner;
		bool known = owner != NONE && r->tree[owner].top != NONE;
		if (known && r->tree[owner].depth < LIMIT_DEPTH) {
			here->parent = r->tree[owner].words.size ? owner : r->tree[owner].parent;
			here->depth = r->tree[owner].depth + 1;
		}
		here->top = here->parent == NONE ? path[count] : r->tree[here->parent].top;
	}
}

static str words_of_title(struct records *r, const struct chart_name *name)
{
	str words = mermaid_name(r->m, name->title);

	return words.size || name->anonymous ? words : mermaid_name(r->m, mermaid_label_of(name->id));
}

static void plant_tree(struct records *r)
{
	struct chart *c = r->c;
	uint32_t *path = ARENA_ARRAY(r->m->arena, uint32_t, c->names.count + 1);

	r->tree = ARENA_ARRAY(r->m->arena, struct place_in_tree, c->names.count + 1);
	for (uint32_t i = 0; i < c->names.count; i++) {
		r->tree[i] = (struct place_in_tree){ .parent = NONE, .top = NONE, .team = NONE };
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

/* --- teams ----------------------------------------------------------------------------------------------------------
 */

enum reading_of_subgraph { READ_TEAM, READ_CLAIM, READ_GROUP };

static enum reading_of_subgraph reading_of(const struct records *r, uint32_t name)
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
static void claim_beside(struct records *r, uint32_t first)
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

static uint32_t claim_own(struct records *r, uint32_t name)
{
	uint32_t claim = builder_claim(r->m->out, 1);

	builder_claim_key(r->m->out, claim, r->tree[name].words);
	r->m->out->claims.items[claim].either = r->tree[name].beside_claim;
	return claim;
}

static uint32_t claim_never(struct records *r)
{
	if (!r->never)
		r->never = builder_claim(r->m->out, 1);
	return r->never;
}

static void make_team(struct records *r, uint32_t number)
{
	const struct chart_name *name = &r->c->names.items[number];
	struct place_in_tree *place = &r->tree[number];
	enum reading_of_subgraph reading = reading_of(r, number);
	str id = name->anonymous ? team_key(r->m->arena, place->words) : name->id;

	place->team = builder_team(r->m->out, mermaid_unique(r->m, &r->team_ids, id), place->words,
	    reading == READ_TEAM ? TEAM_TEAM : TEAM_GROUP, name->title_line);
	if (reading == READ_TEAM)
		return;
	place->own_claim = reading == READ_CLAIM ? claim_own(r, number) : claim_never(r);
	r->m->out->teams.items[place->team].claim = place->own_claim;
	r->m->out->teams.items[place->team].strength = TEAM_WEAK;
}

static void make_teams(struct records *r)
{
	struct chart *c = r->c;

	if (!c->swimlanes && r->m->settings->mermaid_subgraph == GROUPS_AUTO) {
		claim_beside(r, r->first_top);
		for (uint32_t i = 0; i < c->names.count; i++)
			claim_beside(r, r->tree[i].first_child);
	}
	for (uint32_t i = 0; i < c->names.count; i++) /* written ids first: they stay as they are */
		if (c->names.items[i].subgraph && r->tree[i].words.size && !c->names.items[i].anonymous)
			make_team(r, i);
	for (uint32_t i = 0; i < c->names.count; i++)
		if (c->names.items[i].subgraph && r->tree[i].words.size && c->names.items[i].anonymous)
			make_team(r, i);
	for (uint32_t i = 0; i < c->names.count; i++)
		if (r->tree[i].team != NONE && r->tree[i].parent != NONE)
			r->m->out->teams.items[r->tree[i].team].parent = r->tree[r->tree[i].parent].team;
}

/* --- steps ----------------------------------------------------------------------------------------------------------
 */

/* The subgraph with a name to show in which a name lies; a subgraph stands for itself. NONE: in none. */
static uint32_t subgraph_of(const struct records *r, uint32_t number)
{
	const struct chart_name *name = &r->c->names.items[number];
	uint32_t at = name->subgraph ? number : name->owner;

	if (at != NONE && !r->tree[at].words.size)
		at = r->tree[at].parent;
	return at;
}

static uint32_t team_of(const struct records *r, uint32_t number)
{
	uint32_t at = subgraph_of(r, number);

	if (at == NONE)
		return NONE;
	return r->tree[r->c->swimlanes && !r->c->names.items[number].subgraph ? r->tree[at].top : at].team;
}

static bool is_event_name(struct mermaid *m, str words)
{
	static const char *const names[] = { "start", "begin", "end", "stop", "done", "finish", "started", "ended",
		"stopped", "finished", "exit", "complete", "completed", "close", "closed", "cancel", "cancelled",
		"canceled", "abort", "aborted", "success", "fail", "failed", "failure", "fin" };
	str n1 = text_n1(m->arena, words);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(n1, str_of(names[i])))
			return true;
	return false;
}

static enum step_kind kind_of(struct records *r, const struct chart_name *name, str words)
{
	switch ((enum chart_shape)name->shape) {
	case CHART_DECISION: return STEP_GATEWAY;
	case CHART_EVENT: return STEP_EVENT;
	case CHART_DATA: return STEP_DATA;
	case CHART_ROUND: /* begins or ends a path, and says so */
		return !(name->has_in && name->has_out) && is_event_name(r->m, words) ? STEP_EVENT : STEP_ACTIVITY;
	case CHART_PROCESS: break;
	}
	return STEP_ACTIVITY;
}

/* Weak: ^[A-Za-z]{1,2}\d*$ and ^(n|node|step|s|id|box)_?\d+$, which shift when a step is put in between. */
static bool is_strong_id(str id)
{
	static const char *const words[] = { "n", "node", "step", "s", "id", "box" };
	size_t letters = 0, digits = id.size;

	while (letters < id.size && byte_is_letter(id.at[letters]))
		letters++;
	while (digits > letters && byte_is_digit(id.at[digits - 1]))
		digits--;
	if (letters == digits && (letters == 1 || letters == 2))
		return false;
	bool numbered = digits < id.size && (digits == letters || (digits == letters + 1 && id.at[letters] == '_'));
	for (size_t i = 0; numbered && i < sizeof words / sizeof *words; i++)
		if (str_eq(str_sub(id, 0, letters), str_of(words[i])))
			return false;
	return true;
}

static void make_steps(struct records *r)
{
	static const char *const types[] = { "process", "terminal", "decision", "data" }; /* by enum step_kind */
	struct builder *out = r->m->out;

	r->steps = ARENA_ARRAY(r->m->arena, uint32_t, r->c->names.count + 1);
	for (uint32_t i = 0; i < r->c->names.count; i++) {
		const struct chart_name *name = &r->c->names.items[i];
		r->steps[i] = NONE;
		if (!name->vertex || name->subgraph)
			continue;
		str words = name->label.given ? mermaid_name(r->m, name->label) : STR("");
		if (!words.size)
			words = mermaid_name(r->m, (struct mermaid_label){ .raw = name->id });
		enum step_kind kind = kind_of(r, name, words);
		uint32_t inner = subgraph_of(r, i);
		r->steps[i] = builder_step(out, name->id, is_strong_id(name->id), words, kind, name->line);
		struct text type = builder_text(out, str_of(types[kind])), group = { 0 };
		if (r->c->swimlanes && inner != NONE && r->tree[inner].top != inner)
			group = builder_text(out, r->tree[inner].words);
		struct step *step = &out->steps.items[r->steps[i]];
		step->type = type;
		step->group = group;
		step->team = team_of(r, i);
	}
}

/* --- flows
 * ------------------------------------------------------------------------------------------------------------ */

static bool end_of(const struct records *r, uint32_t name, struct end *end)
{
	if (r->steps[name] != NONE)
		*end = end_step(r->steps[name]);
	else
		*end = end_team(r->c->names.items[name].subgraph ? team_of(r, name) : NONE);
	return end->number != NONE;
}

static bool leaves_gateway(const struct records *r, struct end from)
{
	return from.kind == END_STEP && r->m->out->steps.items[from.number].kind == STEP_GATEWAY;
}

static str id_of_flow(struct records *r, const struct chart_edge *edge, const struct mermaid_timed *timed)
{
	if (edge->has_id)
		return r->c->links.items[edge->link].id;
	return mermaid_flow_id(
	    r->m, &r->flow_ids, r->c->names.items[edge->from].id, r->c->names.items[edge->to].id, timed->label);
}

static void make_flow(
    struct records *r, const struct chart_edge *edge, bool back, str id, const struct mermaid_timed *timed)
{
	const struct chart_link *link = &r->c->links.items[edge->link];
	uint32_t from_name = back ? edge->to : edge->from, to_name = back ? edge->from : edge->to;
	struct builder *out = r->m->out;
	struct end from, to;
	bool drawn = link->has_head || r->m->settings->open_links_flow;

	if (!end_of(r, from_name, &from) || !end_of(r, to_name, &to))
		return;
	if (back)
		id = arena_printf(r->m->arena, "%.*s~", STR_ARG(id));
	uint32_t flow = builder_flow(out, id, from, to, drawn ? FLOW_SEQUENCE : FLOW_ASSOCIATION, link->line);
	mermaid_promise(r->m, flow, timed);
	out->flows.items[flow].strong_id = edge->has_id;
	out->flows.items[flow].cancelled = link->cancelled;
	if (leaves_gateway(r, from))
		out->flows.items[flow].condition = out->flows.items[flow].label;
}

/* Both parties have to be teams: holds where the claims of both would, as far as one claim can say it. */
static bool claim_of_both(struct records *r, uint32_t a, uint32_t b, uint32_t *claim)
{
	uint32_t first = r->tree[a].own_claim, second = r->tree[b].own_claim;

	*claim = first ? first : second;
	if (!first || !second)
		return !r->never || *claim != r->never;
	if (first == r->never || second == r->never)
		return false;
	*claim = builder_claim(r->m->out, 2);
	builder_claim_key(r->m->out, *claim, r->tree[a].words);
	builder_claim_key(r->m->out, *claim, r->tree[b].words);
	if (r->tree[a].beside_claim == r->tree[b].beside_claim)
		r->m->out->claims.items[*claim].either = r->tree[a].beside_claim;
	return true;
}

static uint32_t party_of(const struct records *r, uint32_t name)
{
	uint32_t at = subgraph_of(r, name);

	return at != NONE && r->c->swimlanes ? r->tree[at].top : at;
}

/* "within 4h" on an arrow into another team: that team promises the step to the one that hands in. */
static void make_contract(struct records *r, const struct chart_edge *edge, const struct mermaid_timed *timed)
{
	uint32_t consumer = party_of(r, edge->from), provider = party_of(r, edge->to), claim;
	struct builder *out = r->m->out;
	str what = timed->label;

	if (consumer == NONE || provider == NONE || consumer == provider ||
	    !claim_of_both(r, provider, consumer, &claim))
		return;
	if (r->steps[edge->to] != NONE)
		what = arena_dup(r->m->arena, builder_str(out, out->steps.items[r->steps[edge->to]].name));
	uint32_t contract = mermaid_contract(
	    r->m, timed, what, r->tree[provider].team, r->tree[consumer].team, r->c->links.items[edge->link].line);
	out->contracts.items[contract].claim = claim;
	out->contracts.items[contract].step = r->steps[edge->to];
}

static void make_flows(struct records *r)
{
	struct mermaid_timed timed = { 0 };
	uint32_t link = NONE;

	for (uint32_t i = 0; i < r->c->edges.count; i++)
		if (r->c->edges.items[i].has_id) /* written ids stay as they are */
			mermaid_unique(r->m, &r->flow_ids, r->c->links.items[r->c->edges.items[i].link].id);
	for (uint32_t i = 0; i < r->c->edges.count; i++) {
		const struct chart_edge *edge = &r->c->edges.items[i];
		const struct chart_link *drawn = &r->c->links.items[edge->link];
		if (edge->link != link)
			timed = mermaid_time(r->m, drawn->label.given ? mermaid_name(r->m, drawn->label) : STR(""));
		link = edge->link;
		str id = id_of_flow(r, edge, &timed);
		make_flow(r, edge, false, id, &timed);
		if (drawn->both_ways)
			make_flow(r, edge, true, id, &timed);
		if (timed.promises && drawn->has_head)
			make_contract(r, edge, &timed);
	}
}

/* --- the rest
 * --------------------------------------------------------------------------------------------------------- */

static void make_links(struct records *r)
{
	for (uint32_t i = 0; i < r->c->clicks.count; i++) {
		const struct chart_click *click = &r->c->clicks.items[i];
		const struct chart_name *name = &r->c->names.items[click->name];
		if (name->vertex || name->subgraph)
			mermaid_link(r->m, click->target, click->tip.raw.size ? click->tip : name->label,
			    r->steps[click->name], click->line);
	}
}

/* A lane that draws an arrow to a step of another lane, and closes before that one says whose the step is, gets it. */
static void note_steals(struct records *r)
{
	for (uint32_t i = 0; i < r->c->names.count; i++) {
		const struct chart_name *name = &r->c->names.items[i];
		if (r->steps[i] == NONE || name->declared == NONE || name->owner == NONE)
			continue;
		const struct chart_opening *declared = &r->c->openings.items[name->declared];
		const struct chart_opening *owner = &r->c->openings.items[r->c->names.items[name->owner].opening];
		if (declared->name == name->owner ||
		    (owner->opened > declared->opened && owner->closed < declared->closed))
			continue;
		builder_note(r->m->out, "mermaid-lane-steal", name->declared_line,
		    "%.*s is drawn in %.*s, which names it in an arrow and closes first, not in %.*s",
		    STR_ARG(mermaid_cut(name->id, 80)), STR_ARG(mermaid_cut(r->tree[name->owner].words, 200)),
		    STR_ARG(mermaid_cut(r->tree[declared->name].words, 200)));
	}
}

void chart_make_records(struct chart *c)
{
	struct records r = { .c = c, .m = c->m };

	plant_tree(&r);
	make_teams(&r);
	make_steps(&r);
	make_flows(&r);
	make_links(&r);
	note_steals(&r);
}
