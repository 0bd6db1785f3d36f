/*
 * A flowchart's records: vertices become steps, arrows flows, a deadline on an arrow into another team a contract.
 */
#include "parsers/mermaid/mermaid_chart.h"

#include "base/text.h"

/* --- steps --- */

static bool is_event_name(struct mermaid *m, str words)
{
	static const char *const names[] = { "start", "begin", "end", "stop", "done", "finish", "started", "ended",
		"stopped", "finished", "exit", "complete", "completed", "close", "closed", "cancel", "cancelled",
		"canceled", "abort", "aborted", "success", "fail", "failed", "failure", "fin" };
	str n1 = text_n1(m->arena, words);

	return STR_IS_ONE_OF(n1, names);
}

static enum step_kind kind_of(struct chart_records *r, const struct chart_name *name, str words)
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

static void make_steps(struct chart_records *r)
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
		uint32_t inner = chart_subgraph_of(r, i);
		r->steps[i] = builder_step(out, name->id, is_strong_id(name->id), words, kind, name->line);
		struct text type = builder_text(out, str_of(types[kind])), group = { 0 };
		if (r->c->swimlanes && inner != NONE && r->tree[inner].top != inner)
			group = builder_text(out, r->tree[inner].words);
		struct step *step = &out->steps.items[r->steps[i]];
		step->type = type;
		step->group = group;
		step->team = chart_team_of(r, i);
	}
}

/* --- flows --- */

static bool end_of(const struct chart_records *r, uint32_t name, struct end *end)
{
	if (r->steps[name] != NONE)
		*end = end_step(r->steps[name]);
	else
		*end = end_team(r->c->names.items[name].subgraph ? chart_team_of(r, name) : NONE);
	return end->number != NONE;
}

static bool leaves_gateway(const struct chart_records *r, struct end from)
{
	return from.kind == END_STEP && r->m->out->steps.items[from.number].kind == STEP_GATEWAY;
}

static str id_of_flow(struct chart_records *r, const struct chart_edge *edge, const struct mermaid_timed *timed)
{
	if (edge->has_id)
		return r->c->links.items[edge->link].id;
	return mermaid_flow_id(
	    r->m, &r->flow_ids, r->c->names.items[edge->from].id, r->c->names.items[edge->to].id, timed->label);
}

static void make_flow(
    struct chart_records *r, const struct chart_edge *edge, bool back, str id, const struct mermaid_timed *timed)
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
static bool claim_of_both(struct chart_records *r, uint32_t a, uint32_t b, uint32_t *claim)
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

/* "within 4h" on an arrow into another team: that team promises the step to the one that hands in. */
static void make_contract(struct chart_records *r, const struct chart_edge *edge, const struct mermaid_timed *timed)
{
	uint32_t consumer = chart_party_of(r, edge->from), provider = chart_party_of(r, edge->to), claim;
	struct builder *out = r->m->out;
	struct end from, to;
	str what = timed->what;

	if (consumer == NONE || provider == NONE || consumer == provider || !end_of(r, edge->from, &from) ||
	    !end_of(r, edge->to, &to))
		return;
	if (to.kind == END_STEP)
		what = arena_dup(r->m->arena, builder_str(out, out->steps.items[to.number].name));
	if (!what.size || !claim_of_both(r, provider, consumer, &claim))
		return;
	uint32_t contract = mermaid_contract(
	    r->m, timed, what, r->tree[provider].team, r->tree[consumer].team, r->c->links.items[edge->link].line);
	out->contracts.items[contract].claim = claim;
	out->contracts.items[contract].step = to.kind == END_STEP ? to.number : NONE;
}

static void make_flows(struct chart_records *r)
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
		if (timed.promises && drawn->has_head && !drawn->cancelled)
			make_contract(r, edge, &timed);
	}
}

/* --- the rest --- */

static void make_links(struct chart_records *r)
{
	for (uint32_t i = 0; i < r->c->clicks.count; i++) {
		const struct chart_click *click = &r->c->clicks.items[i];
		const struct chart_name *name = &r->c->names.items[click->name];
		struct mermaid_label words =
		    name->label.given ? name->label : (struct mermaid_label){ .raw = name->id };
		if (name->vertex || name->subgraph)
			mermaid_link(r->m, click->target, click->tip.raw.size ? click->tip : words,
			    r->steps[click->name], click->line);
	}
}

/* A lane that draws an arrow to a step of another lane, and closes before that one says whose the step is, gets it. */
static void note_steals(struct chart_records *r)
{
	for (uint32_t i = 0; i < r->c->names.count; i++) {
		const struct chart_name *name = &r->c->names.items[i];
		if (r->steps[i] == NONE || name->declared == NONE || name->owner == NONE)
			continue;
		const struct chart_opening *declared = &r->c->openings.items[name->declared];
		const struct chart_opening *owner = &r->c->openings.items[r->c->names.items[name->owner].opening];
		if (declared->name == name->owner || chart_encloses(declared, owner))
			continue;
		builder_note(r->m->out, "mermaid-lane-steal", name->declared_line,
		    "%.*s is drawn in %.*s, which names it in an arrow and closes first, not in %.*s",
		    STR_ARG(mermaid_cut(name->id, 80)), STR_ARG(mermaid_cut(r->tree[name->owner].words, 200)),
		    STR_ARG(mermaid_cut(r->tree[declared->name].words, 200)));
	}
}

void chart_make_records(struct chart *c)
{
	struct chart_records r = { .c = c, .m = c->m };

	chart_plant_tree(&r);
	chart_make_teams(&r);
	make_steps(&r);
	make_flows(&r);
	make_links(&r);
	note_steals(&r);
}
