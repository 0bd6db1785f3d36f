/* A timer on an activity that another team hands work to is a promise to that team: this long at most. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"

struct search {
	struct bpmn *b;
	uint32_t *first, *flows; /* flows into step i: flows[first[i]] .. flows[first[i + 1]] */
	uint32_t *seen, *queue;
	uint32_t round, budget;
	LIST_OF(uint32_t) found; /* teams that hand over to the activity at hand */
};

static bool leads_on(const struct flow *flow)
{
	return flow->to.kind == END_STEP &&
	    (flow->kind == FLOW_SEQUENCE || flow->kind == FLOW_MESSAGE || flow->kind == FLOW_ESCALATION);
}

static struct search begin_search(struct bpmn *b)
{
	const struct builder *out = b->out;
	struct search s = { .b = b, .budget = 20 * LIMIT_RECORDS };

	s.first = ARENA_ARRAY(b->arena, uint32_t, out->steps.count + 2);
	s.flows = ARENA_ARRAY(b->arena, uint32_t, out->flows.count + 1);
	s.seen = ARENA_ARRAY(b->arena, uint32_t, out->steps.count + 1);
	s.queue = ARENA_ARRAY(b->arena, uint32_t, out->steps.count + 1);
	for (uint32_t i = 0; i < out->flows.count; i++)
		if (leads_on(&out->flows.items[i]))
			s.first[out->flows.items[i].to.number + 2]++;
	for (uint32_t i = 2; i < out->steps.count + 2; i++)
		s.first[i] += s.first[i - 1];
	for (uint32_t i = 0; i < out->flows.count; i++)
		if (leads_on(&out->flows.items[i]))
			s.flows[s.first[out->flows.items[i].to.number + 1]++] = i;
	return s;
}

static void add_sender(struct search *s, uint32_t team, uint32_t own)
{
	if (team == NONE || bpmn_related(s->b, team, own))
		return;
	for (uint32_t i = 0; i < s->found.count; i++)
		if (bpmn_related(s->b, s->found.items[i], team))
			return;
	LIST_PUSH(s->b->arena, &s->found, team);
}

/* Backwards from an activity through events, gateways and data to the activities and pools that hand over to it. */
static bool find_senders(struct search *s, uint32_t activity)
{
	const struct builder *out = s->b->out;
	uint32_t head = 0, tail = 0, own = out->steps.items[activity].team;

	s->round++;
	s->found.count = 0;
	s->queue[tail++] = activity;
	s->seen[activity] = s->round;
	while (head < tail) {
		uint32_t at = s->queue[head++];
		for (uint32_t i = s->first[at]; i < s->first[at + 1]; i++) {
			const struct end *from = &out->flows.items[s->flows[i]].from;
			if (!s->budget || s->found.count >= LIMIT_TEAMS_REACHED)
				return false;
			s->budget--;
			if (from->kind == END_TEAM)
				add_sender(s, from->number, own);
			else if (out->steps.items[from->number].kind == STEP_ACTIVITY)
				add_sender(s, out->steps.items[from->number].team, own);
			else if (s->seen[from->number] != s->round) {
				s->seen[from->number] = s->round;
				s->queue[tail++] = from->number;
			}
		}
	}
	return true;
}

enum contract_kind bpmn_contract_kind(const struct bpmn *b, uint32_t provider, uint32_t consumer)
{
	if (b->out->teams.items[provider].kind == TEAM_EXTERNAL)
		return CONTRACT_UC;
	return consumer != NONE && b->out->teams.items[consumer].kind == TEAM_EXTERNAL ? CONTRACT_SLA : CONTRACT_OLA;
}

static void promise(struct bpmn *b, const struct bpmn_item *host, uint32_t consumer)
{
	const struct step step = b->out->steps.items[host->step];
	const struct bpmn_item *timer = &b->items.items[host->timer];
	str what = arena_dup(b->arena, builder_str(b->out, step.name));

	bpmn_enter(b, timer);
	uint32_t number = builder_contract(b->out, bpmn_contract_kind(b, step.team, consumer), what, timer->at->line);
	struct contract *contract = &b->out->contracts.items[number];
	contract->provider = step.team;
	contract->consumer = consumer;
	contract->step = host->step;
	contract->when = step.when;
}

void bpmn_take_contracts(struct bpmn *b)
{
	struct search search = { 0 };

	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *host = &b->items.items[i];
		if (!host->timer || host->step == NONE || b->out->steps.items[host->step].team == NONE)
			continue;
		if (!search.b)
			search = begin_search(b);
		if (!find_senders(&search, host->step) && !search.budget) {
			builder_note(
			    b->out, "too-complex", host->at->line, "too many ways lead to activities with timers");
			b->out->partial = true;
			return;
		}
		for (uint32_t k = 0; k < search.found.count && bpmn_room(b); k++)
			promise(b, host, search.found.items[k]);
	}
}
