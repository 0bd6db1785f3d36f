/*
 * A sequence diagram's records: participants and boxes become teams, messages flows between them, and
 * a message to oneself a step. In a technical diagram the participants are systems, unless the diagram says
 * otherwise (actor, box) or their names are known as teams from elsewhere, which a claim asks for.
 */
#include "parsers/mermaid/mermaid_sequence.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* --- what is technical --- */

static const char *const machine_types[] = { "database", "queue", "collections", "entity", "control", "boundary" };

static const char *const machine_words[] = { "api", "apis", "db", "dao", "sdk", "cli", "ui", "sql", "http", "https",
	"service", "microservice", "server", "servers", "apiserver", "adapter", "handler", "queue", "broker", "client",
	"proxy", "database", "backend", "frontend", "endpoint", "webhook", "controller", "scheduler", "cache", "daemon",
	"kafka", "redis", "postgres", "postgresql", "mysql", "mongodb", "s3", "lambda", "kubelet", "container",
	"browser", "middleware", "loadbalancer" };

/* Words that make people of the "service" or the "client" next to them. */
static const char *const people_words[] = { "customer", "customers", "field", "shared", "financial", "desk", "manager",
	"managers", "agent", "agents", "representative", "advisor", "provider", "delivery", "management", "operations",
	"owner", "lead" };

/* kebab-case, snake_case and CamelCase; DevOps and the like are people. */
static bool is_identifier(str name)
{
	bool upper = false, kebab = false, snake = false, hump = false;

	for (size_t i = 0; i < name.size; i++) {
		char c = name.at[i], before = i ? name.at[i - 1] : 0, next = i + 1 < name.size ? name.at[i + 1] : 0;
		if (byte_is_space(c))
			return false;
		upper = upper || byte_is_upper(c);
		kebab = kebab || (c == '-' && byte_is_word(before) && byte_is_word(next));
		snake = snake || (c == '_' && byte_is_word(before) && byte_is_word(next));
		hump = hump || (byte_is_upper(c) && byte_is_lower(before) && byte_is_lower(next));
	}
	return snake || (kebab && !upper) || (hump && !str_ends(name, STR("Ops")));
}

static bool has_machine_word(str folded)
{
	bool machine = false, people = false;
	str rest = folded, word;

	while (str_next_word(&rest, " /()[],.:;-_", &word)) {
		machine = machine || MERMAID_LISTED(word, machine_words);
		people = people || MERMAID_LISTED(word, people_words);
	}
	return machine && !people;
}

static bool is_machine(struct mermaid *m, const struct participant *participant, str name)
{
	if (MERMAID_LISTED(participant->type, machine_types))
		return true;
	if (team_has_suffix(m->arena, name))
		return false;
	return is_identifier(name) || has_machine_word(text_fold(m->arena, name));
}

static size_t identifier_size(str text)
{
	size_t end = 0;

	while (end < text.size && (byte_is_word(text.at[end]) || strchr("_.$", text.at[end] ? text.at[end] : ' ')))
		end++;
	return end;
}

/* GET /path, POST https://..., createOrder(id) */
static bool is_call(str label)
{
	static const char *const verbs[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" };
	struct str_cut cut = str_cut(label, ' ');
	str path = str_trim(cut.tail);
	size_t name = identifier_size(label);

	if (MERMAID_LISTED(cut.head, verbs) &&
	    (str_starts(path, STR("/")) || str_starts(path, STR("http")) || str_starts(path, STR("{"))))
		return true;
	return name && name < label.size && label.at[name] == '(' && str_ends(label, STR(")")) &&
	    !str_ends(label, STR("(s)"));
}

static bool is_technical(struct sequence *s, const str *names)
{
	uint32_t machines = 0, calls = 0;

	for (uint32_t i = 0; i < s->participants.count; i++) {
		struct participant *participant = &s->participants.items[i];
		participant->machine = is_machine(s->m, participant, names[i]);
		machines += participant->machine;
	}
	for (uint32_t i = 0; i < s->messages.count; i++)
		calls += is_call(s->messages.items[i].label);
	return (machines && machines * 3 >= s->participants.count) || (calls && calls * 3 >= s->messages.count);
}

/* --- teams --- */

static void make_box(struct sequence *s, struct mermaid_table *ids, struct participant_box *box)
{
	str words = mermaid_name(s->m, box->title);

	box->team = NONE;
	if (!words.size)
		return;
	str id = mermaid_unique(s->m, ids, arena_printf(s->m->arena, "box %.*s", STR_ARG(words)));
	box->team = builder_team(s->m->out, id, words, TEAM_TEAM, box->line);
}

static void make_participant(struct sequence *s, struct participant *participant, str name, bool technical)
{
	bool actor = str_eq(participant->type, STR("actor"));
	bool system = !actor && technical && !team_has_suffix(s->m->arena, name);
	struct builder *out = s->m->out;
	uint32_t claim = 0;
	enum team_kind kind = actor ? TEAM_ROLE : TEAM_TEAM;

	if (system) { /* a team if its name is known from elsewhere */
		claim = builder_claim(out, 1);
		builder_claim_key(out, claim, name);
	}
	if (system || MERMAID_LISTED(participant->type, machine_types))
		kind = TEAM_SYSTEM;
	participant->team = builder_team(out, participant->id, name, kind, participant->line);
	out->teams.items[participant->team].claim = claim;
	out->teams.items[participant->team].strength = claim ? TEAM_WEAK : TEAM_STRONG;
}

/* Boxes and participants in the order of the text. */
static void make_teams(struct sequence *s, struct mermaid_table *ids, const str *names, bool technical)
{
	uint32_t box = 0;

	for (uint32_t i = 0; i < s->participants.count; i++) {
		while (box < s->boxes.count && s->boxes.items[box].line <= s->participants.items[i].line)
			make_box(s, ids, &s->boxes.items[box++]);
		make_participant(s, &s->participants.items[i], names[i], technical);
	}
	while (box < s->boxes.count)
		make_box(s, ids, &s->boxes.items[box++]);
	for (uint32_t i = 0; i < s->participants.count; i++) {
		const struct participant *participant = &s->participants.items[i];
		if (participant->box != NONE)
			s->m->out->teams.items[participant->team].parent = s->boxes.items[participant->box].team;
	}
}

/* --- messages --- */

struct talk {
	struct sequence *s;
	const str *names; /* of the participants */
	struct mermaid_table flow_ids, step_ids;
	str condition; /* of the message before, and its copy: those of one block share it */
	struct text kept_condition;
};

static void make_step(struct talk *t, const struct message *message)
{
	struct mermaid *m = t->s->m;
	const struct participant *who = &t->s->participants.items[message->from];

	if (!message->label.size)
		return;
	str id = arena_printf(m->arena, "%.*s: %.*s", STR_ARG(who->id), STR_ARG(mermaid_cut(message->label, 80)));
	uint32_t step = builder_step(
	    m->out, mermaid_unique(m, &t->step_ids, id), false, message->label, STEP_ACTIVITY, message->line);
	m->out->steps.items[step].team = who->team;
}

static void make_flow(
    struct talk *t, const struct message *message, bool back, str id, const struct mermaid_timed *timed)
{
	struct builder *out = t->s->m->out;
	uint32_t from = t->s->participants.items[back ? message->to : message->from].team;
	uint32_t to = t->s->participants.items[back ? message->from : message->to].team;

	if (back)
		id = arena_printf(t->s->m->arena, "%.*s~", STR_ARG(id));
	uint32_t number = builder_flow(
	    out, id, end_team(from), end_team(to), message->is_return ? FLOW_RETURN : FLOW_MESSAGE, message->line);
	mermaid_promise(t->s->m, number, timed);
	if (message->condition.at != t->condition.at)
		t->kept_condition = builder_text(out, message->condition);
	t->condition = message->condition;
	struct flow *flow = &out->flows.items[number];
	flow->condition = t->kept_condition;
	flow->branch = message->branch;
	flow->cancelled = message->cancelled;
	flow->strong_id = 0;
}

/* Holds where both are teams. */
static uint32_t claim_of_both(struct talk *t, uint32_t a, uint32_t b)
{
	struct builder *out = t->s->m->out;
	uint32_t first = out->teams.items[t->s->participants.items[a].team].claim;
	uint32_t second = out->teams.items[t->s->participants.items[b].team].claim;

	if (!first || !second)
		return first ? first : second;
	uint32_t claim = builder_claim(out, 2);
	builder_claim_key(out, claim, t->names[a]);
	builder_claim_key(out, claim, t->names[b]);
	return claim;
}

/* The receiver does the timed work, or, where it answers, the sender. */
static void make_contract(struct talk *t, const struct message *message, const struct mermaid_timed *timed)
{
	const struct participant *all = t->s->participants.items;
	uint32_t provider = message->is_return ? message->from : message->to;
	uint32_t consumer = message->is_return ? message->to : message->from;

	if (all[provider].box != NONE && all[provider].box == all[consumer].box &&
	    t->s->boxes.items[all[provider].box].team != NONE)
		return;
	uint32_t claim = claim_of_both(t, provider, consumer);
	uint32_t contract =
	    mermaid_contract(t->s->m, timed, timed->what, all[provider].team, all[consumer].team, message->line);
	t->s->m->out->contracts.items[contract].claim = claim;
}

static void make_message(struct talk *t, const struct message *message)
{
	struct mermaid *m = t->s->m;
	const struct participant *all = t->s->participants.items;

	if (message->from == message->to) {
		make_step(t, message);
		return;
	}
	struct mermaid_timed timed = mermaid_time(m, message->label);
	if (timed.time.answer == DURATION_NONE && message->note.promises) {
		timed = message->note;
		timed.label = timed.what = message->label;
	}
	str id = mermaid_flow_id(m, &t->flow_ids, all[message->from].id, all[message->to].id, timed.label);
	make_flow(t, message, false, id, &timed);
	if (message->both_ways)
		make_flow(t, message, true, id, &timed);
	if (timed.promises && timed.what.size && !message->cancelled)
		make_contract(t, message, &timed);
}

void sequence_make_records(struct sequence *s)
{
	struct mermaid *m = s->m;
	struct mermaid_table ids = { 0 };
	str *names = ARENA_ARRAY(m->arena, str, s->participants.count + 1);

	for (uint32_t i = 0; i < s->participants.count; i++) {
		const struct participant *participant = &s->participants.items[i];
		++*mermaid_slot(m, &ids, participant->id);
		names[i] = mermaid_name(m, participant->label);
		if (!names[i].size)
			names[i] = mermaid_name(m, (struct mermaid_label){ .raw = participant->id });
	}
	bool technical = is_technical(s, names);
	struct container *container = &m->out->containers.items[m->out->container];
	container->technical = technical;
	container->ordered = 1;
	make_teams(s, &ids, names, technical);
	struct talk talk = { .s = s, .names = names };
	for (uint32_t i = 0; i < s->messages.count; i++)
		make_message(&talk, &s->messages.items[i]);
}
