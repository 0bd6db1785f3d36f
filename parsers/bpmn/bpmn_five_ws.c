/* Contracts that a text spells out, one line a field: "Who: Billing", "What: dispute file", "To: Support", "When:
 * within 4 hours". The step that the text hangs on stands for a missing who and what. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"
#include "model/names.h"
#include "parsers/duration/duration.h"

enum slot { W_WHO, W_WHAT, W_WHERE, W_WHEN, W_WHY, W_TO, W_ESCALATION, W_CONTACT, W_COUNT };

static const struct {
	const char *label;
	enum slot slot;
} labels[] = {
	{ "who", W_WHO },
	{ "owner", W_WHO },
	{ "team", W_WHO },
	{ "from", W_WHO },
	{ "what", W_WHAT },
	{ "output", W_WHAT },
	{ "where", W_WHERE },
	{ "when", W_WHEN },
	{ "sla", W_WHEN },
	{ "ola", W_WHEN },
	{ "deadline", W_WHEN },
	{ "response time", W_WHEN },
	{ "why", W_WHY },
	{ "purpose", W_WHY },
	{ "to", W_TO },
	{ "escalation", W_ESCALATION },
	{ "contact", W_CONTACT },
};

enum { CONTRACTS_MAX = 1000 };

struct block {
	str values[W_COUNT];
	unsigned filled;
};

static void take_line(struct bpmn *b, struct block *block, str line)
{
	str words = name_n0(b->arena, line, MARKUP_HTML | MARKUP_ESCAPES | MARKUP_EMPHASIS);
	struct str_cut cut = str_cut(words, ':');
	str label = str_trim(cut.head), value = str_trim(cut.tail);

	while (label.size && str_find_char(STR("-*+ "), label.at[0]) != STR_NONE)
		label = str_sub(label, 1, label.size);
	if (!cut.found || !value.size)
		return;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (str_ieq(label, str_of(labels[i].label)) && !block->values[labels[i].slot].size) {
			block->values[labels[i].slot] = value;
			block->filled++;
			return;
		}
}

/* The team that a field names: one of this file, or a mention that counts where the name is a known team. */
static uint32_t team_named(struct bpmn *b, str name, uint32_t line)
{
	str key = team_key(b->arena, name);

	if (!key.size)
		return NONE;
	for (uint32_t i = 0; i < b->out->teams.count; i++)
		if (b->out->teams.items[i].container == b->out->container &&
		    str_eq(builder_str(b->out, b->out->teams.items[i].key), key))
			return i;
	if (!team_has_suffix(b->arena, name)) {
		b->out->claim = builder_claim(b->out, 1);
		builder_claim_key(b->out, b->out->claim, name);
	}
	uint32_t team = builder_team_named(b->out, name, TEAM_TEAM, line);
	b->out->claim = 0;
	b->out->teams.items[team].strength = TEAM_MENTION;
	return team;
}

static void put_contract(
    struct bpmn *b, const struct block *block, uint32_t step, uint32_t line, const struct duration *time)
{
	uint32_t provider = block->values[W_WHO].size ? team_named(b, block->values[W_WHO], line)
	    : step == NONE                            ? NONE
	                                              : b->out->steps.items[step].team;
	uint32_t consumer = block->values[W_TO].size ? team_named(b, block->values[W_TO], line) : NONE;

	if (provider == NONE || !bpmn_room(b))
		return;
	str what = block->values[W_WHAT];
	if (!what.size && step != NONE)
		what = arena_dup(b->arena, builder_str(b->out, b->out->steps.items[step].name));
	uint32_t provider_claim = b->out->teams.items[provider].claim;
	b->out->claim = provider_claim;
	uint32_t number = builder_contract(b->out, bpmn_contract_kind(b, provider, consumer), what, line);
	b->out->claim = 0;
	struct when when =
	    block->values[W_WHEN].size ? duration_when(b->out, block->values[W_WHEN], time) : when_none();
	struct text where = builder_text(b->out, block->values[W_WHERE]),
	            why = builder_text(b->out, block->values[W_WHY]);
	struct span attrs = { 0 };
	bpmn_attr(b, &attrs, "escalation", block->values[W_ESCALATION]);
	bpmn_attr(b, &attrs, "contact", block->values[W_CONTACT]);
	struct contract *contract = &b->out->contracts.items[number];
	contract->provider = provider;
	contract->consumer = consumer;
	contract->step = step;
	contract->when = when;
	contract->where = where;
	contract->why = why;
	contract->attrs = attrs;
	contract->rule = 7;
}

void bpmn_five_ws(struct bpmn *b, str markup, uint32_t step, uint32_t line)
{
	struct block block = { 0 };
	str rest = markup, one;

	if (str_find_char(markup, ':') == STR_NONE || b->out->contracts.count >= CONTRACTS_MAX)
		return;
	while (bpmn_next_line(&rest, &one))
		take_line(b, &block, one);
	if (block.filled < 2 || (!block.values[W_WHO].size && !block.values[W_WHAT].size))
		return;
	struct duration time = duration_read(b->arena, block.values[W_WHEN]);
	if (time.answer != DURATION_VALUE && !block.values[W_TO].size)
		return;
	put_contract(b, &block, step, line, &time);
}
