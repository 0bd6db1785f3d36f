#include "parsers/blocks/blockrules_tables.h"

#include <string.h>

/* R7: who, what, where, when and why as labels with values, in the lines of a paragraph, in items, in definitions or
 * in the rows of a table of two columns. Two labels make a contract only if the one who is named is a team, and there
 * is a receiver or a time: notices of events look the same otherwise. */

enum label {
	LABEL_NONE,
	LABEL_WHO,
	LABEL_WHAT,
	LABEL_WHERE,
	LABEL_WHEN,
	LABEL_WHY,
	LABEL_TO,
	LABEL_SLA, /* these open a block */
	LABEL_FROM,
	LABEL_OWNER,
	LABEL_TRIGGER,
	LABEL_INPUT,
	LABEL_OUTPUT,
	LABEL_ESCALATION,
	LABEL_FREQUENCY,
	LABEL_SCOPE,
	LABEL_CONTACT,
	LABEL_COUNT
};

static const struct {
	const char *word;
	enum label label;
} labels[] = {
	{ "who", LABEL_WHO },
	{ "what", LABEL_WHAT },
	{ "where", LABEL_WHERE },
	{ "when", LABEL_WHEN },
	{ "why", LABEL_WHY },
	{ "to", LABEL_TO },
	{ "sla", LABEL_SLA },
	{ "ola", LABEL_SLA },
	{ "deadline", LABEL_SLA },
	{ "response time", LABEL_SLA },
	{ "from", LABEL_FROM },
	{ "owner", LABEL_OWNER },
	{ "team", LABEL_OWNER },
	{ "responsible", LABEL_OWNER },
	{ "trigger", LABEL_TRIGGER },
	{ "input", LABEL_INPUT },
	{ "inputs", LABEL_INPUT },
	{ "output", LABEL_OUTPUT },
	{ "outputs", LABEL_OUTPUT },
	{ "escalation", LABEL_ESCALATION },
	{ "frequency", LABEL_FREQUENCY },
	{ "purpose", LABEL_WHY },
	{ "scope", LABEL_SCOPE },
	{ "contact", LABEL_CONTACT },
};

struct field {
	const struct block *block; /* its text holds the value */
	uint32_t from, to;         /* of the value */
	uint32_t line;
	enum label label;
	bool opens; /* one of the five, to, sla: Purpose counts as a why only behind them */
};

enum { FIELDS = 32, FIELD_BLOCKS = 24 };

struct fields {
	struct field items[FIELDS];
	unsigned count;
};

static enum label label_of(str word, bool *opens)
{
	char first = word.size ? byte_lower(word.at[0]) : 0;

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (labels[i].word[0] == first && str_ieq(word, str_of(labels[i].word))) {
			*opens = labels[i].label <= LABEL_SLA && !str_ieq(word, STR("purpose"));
			return labels[i].label;
		}
	return LABEL_NONE;
}

static bool may_begin_word(char c) /* of labels */
{
	const uint32_t letters = 1u << ('w' - 'a') | 1u << ('t' - 'a') | 1u << ('s' - 'a') | 1u << ('o' - 'a') |
	    1u << ('d' - 'a') | 1u << ('r' - 'a') | 1u << ('f' - 'a') | 1u << ('i' - 'a') | 1u << ('e' - 'a') |
	    1u << ('u' - 'a') | 1u << ('p' - 'a') | 1u << ('c' - 'a');

	return byte_is_letter(c) && letters >> ((c | 32) - 'a') & 1;
}

static bool is_marked(const struct rules *r, const struct block *block, uint32_t from, uint32_t to)
{
	return block_covered(r->blocks, block, RUN_STRONG, from, to) ||
	    block_covered(r->blocks, block, RUN_EMPHASIS, from, to);
}

/* A label at a place of a text: its word, then a colon, or a dash if the word is marked. value: where its value begins.
 */
static enum label label_at(const struct rules *r, const struct block *block, uint32_t at, uint32_t *value, bool *opens)
{
	str text = block_text(r->blocks, block);
	uint32_t end = at;

	if (at >= text.size || !may_begin_word(text.at[at]))
		return LABEL_NONE;
	while (end < text.size && end - at < 16 && (byte_is_letter(text.at[end]) || text.at[end] == ' '))
		end++;
	if (end == text.size || (text.at[end] != ':' && text.at[end] != '-' && !(text.at[end] & 0x80)))
		return LABEL_NONE;
	uint32_t word_end = end;
	while (word_end > at && text.at[word_end - 1] == ' ')
		word_end--;
	enum label label = word_end > at ? label_of(str_sub(text, at, word_end), opens) : LABEL_NONE;
	if (label == LABEL_NONE || end >= text.size)
		return LABEL_NONE;
	if (text.at[end] == ':') {
		*value = end + 1;
		return label;
	}
	str rest = str_sub(text, end, text.size);
	size_t dash = str_starts(rest, STR("- "))                                  ? 1
	    : str_starts(rest, STR("\u2013 ")) || str_starts(rest, STR("\u2014 ")) ? 3
	                                                                           : 0;
	if (!dash || end == word_end || !is_marked(r, block, at, word_end))
		return LABEL_NONE;
	*value = end + (uint32_t)dash;
	return label;
}

static void add_field(struct fields *out, struct field field)
{
	if (out->count < FIELDS)
		out->items[out->count++] = field;
}

static void trim_field(const struct rules *r, struct field *field)
{
	str text = block_text(r->blocks, field->block);

	while (field->from < field->to && strchr(" ;", text.at[field->from]))
		field->from++;
	while (field->to > field->from && strchr(" ;", text.at[field->to - 1]))
		field->to--;
}

/* Places where a label may begin: the beginning, after a break or a gap, after a semicolon, at a bold word. */
static bool may_begin_label(const struct rules *r, const struct block *block, uint32_t at)
{
	str text = block_text(r->blocks, block);

	if (at == 0 || (at >= 2 && text.at[at - 1] == ' ' && text.at[at - 2] == ';'))
		return true;
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block_runs(r->blocks, block)[i];
		if ((run->kind == RUN_BREAK || run->kind == RUN_GAP) && (run->from + 1 == at || run->from == at))
			return true;
		if (run->kind == RUN_STRONG && run->from == at && run->to > at)
			return true;
	}
	return false;
}

static bool starts_with_label(const struct rules *r, const struct block *block)
{
	uint32_t value;
	bool opens;

	return label_at(r, block, 0, &value, &opens) != LABEL_NONE;
}

static void fields_of_text(struct fields *out, struct rules *r, const struct block *block)
{
	str text = block_text(r->blocks, block);
	struct field open = { .label = LABEL_NONE };

	if (text.size > 4000)
		return;
	for (uint32_t at = 0; at < text.size; at++) {
		uint32_t value;
		bool opens = false;
		if (at && text.at[at - 1] != ' ')
			continue;
		enum label label = label_at(r, block, at, &value, &opens);
		if (label == LABEL_NONE || !may_begin_label(r, block, at))
			continue;
		if (open.label != LABEL_NONE) {
			open.to = at;
			trim_field(r, &open);
			add_field(out, open);
		}
		open = (struct field){ block, value, text.size > 0xffffffffu ? 0 : (uint32_t)text.size,
			block_line(r->blocks, block, at), label, opens };
		at = value - 1;
	}
	if (open.label != LABEL_NONE) {
		trim_field(r, &open);
		add_field(out, open);
	}
}

/* --- the contract --------------------------------------------------------------------------------------- */

static const struct field *field_of(const struct fields *fields, enum label label)
{
	for (unsigned i = 0; i < fields->count; i++)
		if (fields->items[i].label == label && fields->items[i].to > fields->items[i].from)
			return &fields->items[i];
	return NULL;
}

static str value_of(const struct rules *r, const struct field *field)
{
	return field ? str_sub(block_text(r->blocks, field->block), field->from, field->to) : STR("");
}

static bool is_opened(const struct fields *fields)
{
	bool seen[LABEL_COUNT] = { false };
	unsigned distinct = 0;

	for (unsigned i = 0; i < fields->count; i++)
		if (fields->items[i].opens && !seen[fields->items[i].label]) {
			seen[fields->items[i].label] = true;
			distinct++;
		}
	return distinct >= 2 && (seen[LABEL_WHO] || seen[LABEL_WHAT]);
}

/* "Billing -> Support": the place of the arrow, and behind it. */
static bool find_arrow(str text, uint32_t *at, uint32_t *behind)
{
	static const char *const arrows[] = { "-->", "->", "=>", "\u2192", "\u21d2", "\u279c" };

	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
		ptrdiff_t place = str_find(text, str_of(arrows[i]));
		if (place > 0) {
			*at = (uint32_t)place;
			*behind = (uint32_t)place + (uint32_t)strlen(arrows[i]);
			return true;
		}
	}
	return false;
}

struct parties {
	struct name provider;
	struct names consumers;
};

static void all_names(struct rules *r, const struct field *field, uint32_t from, uint32_t to, struct names *out)
{
	*out = (struct names){ 0 };
	read_names(out, r, field->block, from, to, false);
	if (out->refused)
		out->count = 0;
}

static bool one_name(struct rules *r, const struct field *field, uint32_t from, uint32_t to, struct name *out)
{
	struct names names = { 0 };

	read_names(&names, r, field->block, from, to, false);
	if (!names.count || names.refused)
		return false;
	*out = names.items[0];
	return true;
}

static bool find_parties(struct rules *r, const struct fields *fields, struct parties *out)
{
	static const enum label order[] = { LABEL_WHO, LABEL_FROM, LABEL_OWNER };
	const struct field *who = NULL;

	*out = (struct parties){ 0 };
	for (size_t i = 0; i < sizeof order / sizeof *order && !who; i++)
		who = field_of(fields, order[i]);
	if (!who)
		return false;
	uint32_t arrow = 0, behind = 0, end = who->to;
	if (find_arrow(value_of(r, who), &arrow, &behind)) {
		end = who->from + arrow;
		all_names(r, who, who->from + behind, who->to, &out->consumers);
	}
	if (!one_name(r, who, who->from, end, &out->provider))
		return false;
	const struct field *to = field_of(fields, LABEL_TO);
	if (to && !out->consumers.count)
		all_names(r, to, to->from, to->to, &out->consumers);
	return true;
}

static const struct field *find_time(struct rules *r, const struct fields *fields, struct duration *found)
{
	for (unsigned i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		if (field->label != LABEL_WHEN && field->label != LABEL_SLA && field->label != LABEL_FREQUENCY)
			continue;
		str value = value_of(r, field);
		*found = duration_read(r->arena, value);
		if (found->answer == DURATION_NONE)
			*found = duration_find(r->arena, value);
		if (found->answer == DURATION_VALUE)
			return field;
	}
	return NULL;
}

static const char *const attr_names[LABEL_COUNT] = {
	[LABEL_WHEN] = "when",
	[LABEL_TO] = "to", /* where it names no team */
	[LABEL_SLA] = "sla",
	[LABEL_TRIGGER] = "trigger",
	[LABEL_INPUT] = "input",
	[LABEL_OUTPUT] = "output",
	[LABEL_ESCALATION] = "escalation",
	[LABEL_FREQUENCY] = "frequency",
	[LABEL_SCOPE] = "scope",
	[LABEL_CONTACT] = "contact",
};

/* A name without its capitals of a team is only a mention: R7 makes nobody known. */
static uint32_t mentioned(struct rules *r, const struct name *name, uint32_t line)
{
	return team_of_sort(r, name->text, name->typed ? TEAM_IS_TYPED : TEAM_IS_CLAIMED, line);
}

static void put_contract(struct rules *r, const struct fields *fields, const struct name *from, const struct name *to,
    const struct field *time, const struct duration *found)
{
	struct builder *out = r->out;
	const struct field *what = field_of(fields, LABEL_WHAT), *where = field_of(fields, LABEL_WHERE);
	const struct field *why = field_of(fields, LABEL_WHY);
	uint32_t line = fields->items[0].line;
	uint32_t provider = mentioned(r, from, line);
	uint32_t consumer = to ? mentioned(r, to, line) : NONE;
	bool sla = false;

	for (unsigned i = 0; i < fields->count; i++)
		sla = sla || (fields->items[i].label == LABEL_SLA && time == &fields->items[i]);
	uint32_t contract =
	    builder_contract(out, sla ? CONTRACT_SLA : CONTRACT_OLA, what ? value_of(r, what) : section_title(r), line);
	struct contract *record = &out->contracts.items[contract];
	record->provider = provider;
	record->consumer = consumer;
	record->rule = 7;
	record->where = builder_text(out, value_of(r, where));
	record->why = builder_text(out, value_of(r, why));
	if (time) {
		struct when when = duration_when(out, value_of(r, time), found);
		out->contracts.items[contract].when = when;
	}
	for (unsigned i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		str value = value_of(r, field);
		bool named = field->label == LABEL_TO && to;
		if (field != time && attr_names[field->label] && value.size && !named)
			builder_attr(
			    out, &out->contracts.items[contract].attrs, str_of(attr_names[field->label]), value);
	}
}

/* The contract of some fields; false: they make none. claim: 0 if it holds in any case. */
static bool put_fields(struct rules *r, const struct fields *fields, uint32_t *claim)
{
	struct parties parties;
	struct duration found;

	if (!is_opened(fields) || !find_parties(r, fields, &parties))
		return false;
	const struct field *time = find_time(r, fields, &found);
	if (!time && !parties.consumers.count)
		return false;
	*claim = parties.provider.typed ? 0 : claim_of_key(r, parties.provider.text);
	r->out->claim = *claim;
	put_contract(
	    r, fields, &parties.provider, parties.consumers.count ? parties.consumers.items : NULL, time, &found);
	for (unsigned i = 1; i < parties.consumers.count && records_left(r); i++)
		put_contract(r, fields, &parties.provider, &parties.consumers.items[i], time, &found);
	r->out->claim = 0;
	return true;
}

/* --- where labels stand ------------------------------------------------------------------------------------ */

/* Items of which more than half begin with a label. */
static bool is_list_of_fields(struct rules *r, const struct block *list)
{
	unsigned items = 0, fields = 0;

	for (uint32_t i = list->child; i && items < 40; i = block_at(r->blocks, i)->next) {
		const struct block *text = block_own_text(r->blocks, block_at(r->blocks, i));
		items++;
		fields += text && starts_with_label(r, text);
	}
	return fields && fields * 2 > items;
}

static str term_of(const struct rules *r, const struct block *pair)
{
	str term = block_text(r->blocks, pair);

	if (str_ends(term, STR(":")))
		term.size--;
	return str_trim(term);
}

static bool holds_fields(struct rules *r, const struct block *block)
{
	bool opens;

	if (block->kind == BLOCK_LIST)
		return is_list_of_fields(r, block);
	if (block->kind == BLOCK_PAIR)
		return label_of(term_of(r, block), &opens) != LABEL_NONE;
	return block->kind == BLOCK_PARA && starts_with_label(r, block);
}

static void gather(struct fields *out, struct rules *r, const struct block *block)
{
	if (block->kind == BLOCK_PARA) {
		fields_of_text(out, r, block);
		return;
	}
	if (block->kind == BLOCK_PAIR) {
		bool opens = false;
		const struct block *value =
		    block->child ? block_own_text(r->blocks, block_at(r->blocks, block->child)) : NULL;
		enum label label = label_of(term_of(r, block), &opens);
		if (label != LABEL_NONE && value)
			add_field(out, (struct field){ value, 0, value->text_size, block->line, label, opens });
		return;
	}
	for (uint32_t i = block->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *text = block_own_text(r->blocks, block_at(r->blocks, i));
		if (text)
			fields_of_text(out, r, text);
	}
}

static void put_text(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth, uint32_t claim)
{
	r->out->claim = claim;
	if (claim && block->text_size)
		put_prose(r, kind, block_text(r->blocks, block), block->line, depth);
	r->out->claim = 0;
	put_links(r, block, LINK_IN_ITEM, NONE);
}

static void put_block(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth, uint32_t claim)
{
	if (block->kind == BLOCK_PARA || block->kind == BLOCK_PAIR)
		put_text(r, block, kind, depth, claim);
	for (uint32_t i = block->kind == BLOCK_PARA ? 0 : block->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *item = block_at(r->blocks, i), *text = block_own_text(r->blocks, item);
		uint32_t rest = item->child;
		if (text && (starts_with_label(r, text) || block->kind == BLOCK_PAIR)) {
			put_text(r, text, PROSE_ITEM, depth, claim);
			if (text != item && rest && block_at(r->blocks, rest) == text)
				rest = text->next;
		} else if (text == item)
			put_text(r, text, PROSE_ITEM, depth, 0);
		if (block->kind != BLOCK_PAIR)
			read_blocks(r, rest, PROSE_ITEM, depth + 1);
	}
}

bool take_fields(struct rules *r, uint32_t number, enum prose_kind kind, unsigned depth, uint32_t *next)
{
	struct fields fields;
	uint32_t claim = 0, end = number;
	unsigned blocks = 0;

	if (!holds_fields(r, block_at(r->blocks, number)))
		return false;
	fields.count = 0;
	while (end && blocks++ < FIELD_BLOCKS && holds_fields(r, block_at(r->blocks, end))) {
		gather(&fields, r, block_at(r->blocks, end));
		end = block_at(r->blocks, end)->next;
	}
	if (!fields.count || !put_fields(r, &fields, &claim))
		return false;
	for (uint32_t i = number; i != end; i = block_at(r->blocks, i)->next)
		put_block(r, block_at(r->blocks, i), kind, depth, claim);
	*next = end;
	return true;
}

/* --- tables of two columns ------------------------------------------------------------------------------------ */

static bool take_row(struct fields *out, struct rules *r, const struct block *label, const struct block *value)
{
	bool opens = false;
	const struct block *text = value ? block_own_text(r->blocks, value) : NULL;

	if (!label || !text)
		return false;
	str word = str_trim(cell_text(r, label));
	if (str_ends(word, STR(":")))
		word = str_trim(str_sub(word, 0, word.size - 1));
	enum label found = label_of(word, &opens);
	if (found == LABEL_NONE)
		return false;
	add_field(out, (struct field){ text, 0, text->text_size, label->line, found, opens });
	return true;
}

bool take_field_table(struct rules *r, const struct table *t)
{
	struct fields fields;
	uint32_t claim = 0;
	unsigned found = 0;

	if (t->columns != 2 || t->rows > FIELDS)
		return false;
	fields.count = 0;
	if (t->header)
		found += take_row(&fields, r, t->headers[0], t->headers[1]);
	for (uint32_t row = 0; row < t->rows; row++)
		found += take_row(&fields, r, table_cell(t, row, 0), table_cell(t, row, 1));
	if (found < 2 || !put_fields(r, &fields, &claim))
		return false;
	for (uint32_t row = 0; row < t->rows; row++) {
		str left = table_text(t, row, 0), right = table_text(t, row, 1);
		r->out->claim = claim;
		if (claim)
			put_prose(
			    r, PROSE_ROW, text_joined(r->arena, left, " | ", right), table_line(t, row), t->depth);
		r->out->claim = 0;
		for (uint32_t c = 0; c < 2; c++)
			if (table_cell(t, row, c))
				put_links(r, table_cell(t, row, c), LINK_IN_ITEM, NONE);
		t->spoken[row] = true;
	}
	return true;
}
