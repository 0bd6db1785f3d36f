#include "parsers/blocks/blockrules_tables.h"

#include "base/text.h"

#include <string.h>

/* R5, tables in which one team gives something to another, and R6, tables of service levels. */

static str heading_word(struct table *t)
{
	return section_title(t->r);
}

static bool is_customer(str n0)
{
	static const char *const words[] = { "customer", "customers", "client", "clients", "end user", "end users",
		"end customer", "subscriber", "subscribers" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(n0, str_of(words[i])))
			return true;
	return false;
}

/* The column that says what is given: a what, an output, else the first one that nothing else is known of. */
static uint32_t subject_column(const struct table *t, const bool *used)
{
	static const enum column_slot slots[] = { SLOT_WHAT, SLOT_OUTPUT, SLOT_INPUT };

	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
		uint32_t column = table_column(t, slots[i]);
		if (column != COLUMN_NONE && !used[column])
			return column;
	}
	for (uint32_t c = 0; c < t->columns; c++)
		if (!used[c] && t->slots[c] == SLOT_NONE && t->titles[c].size > 2)
			return c;
	return COLUMN_NONE;
}

struct terms { /* columns of one contract a row */
	uint32_t provider, consumer, what, when, where, why, prio, who;
	bool *used;
	uint8_t rule;
	enum contract_kind kind;
};

static void use(struct terms *terms, uint32_t column)
{
	if (column != COLUMN_NONE)
		terms->used[column] = true;
}

/* What a cell says; "-" and "n/a" are nothing. */
static struct text filled_text(struct table *t, uint32_t row, uint32_t column)
{
	str text = column == COLUMN_NONE ? STR("") : table_text(t, row, column);
	return builder_text(t->r->out, is_placeholder(text) ? STR("") : text);
}

static void put_terms(struct table *t, struct terms *terms, uint32_t row, uint32_t contract)
{
	struct builder *out = t->r->out;
	str when = terms->when == COLUMN_NONE ? STR("") : table_text(t, row, terms->when);
	struct duration found = table_time(t, when);

	if (found.answer != DURATION_NONE) {
		struct when value = duration_when(out, when, &found);
		out->contracts.items[contract].when = value;
	} else if (!is_placeholder(when)) {
		builder_attr(out, &out->contracts.items[contract].attrs, STR("when"), when);
		if (t->slots[terms->when] == SLOT_SLA)
			builder_note(
			    out, "duration-unparsed", table_line(t, row), "\"%.*s\" is no time", STR_ARG(when));
	}
	struct text where = filled_text(t, row, terms->where), why = filled_text(t, row, terms->why);
	struct text qualifier = filled_text(t, row, terms->prio);
	out->contracts.items[contract].where = where;
	out->contracts.items[contract].why = why;
	out->contracts.items[contract].qualifier = qualifier;
	table_attrs(t, row, &out->contracts.items[contract].attrs, terms->used, false);
}

static void put_one_contract(struct table *t, struct terms *terms, uint32_t row, uint32_t provider, uint32_t consumer)
{
	struct builder *out = t->r->out;
	str what = terms->what == COLUMN_NONE ? heading_word(t) : table_text(t, row, terms->what);
	enum contract_kind kind = terms->kind;

	if (kind == CONTRACT_OLA && is_customer(table_text(t, row, terms->consumer)))
		kind = CONTRACT_SLA;
	uint32_t contract = builder_contract(out, kind, what, table_line(t, row));
	out->contracts.items[contract].provider = provider;
	out->contracts.items[contract].consumer = consumer;
	out->contracts.items[contract].rule = terms->rule;
	put_terms(t, terms, row, contract);
}

/* To each team that the row names the same is promised. */
static void put_contract_row(struct table *t, struct terms *terms, uint32_t row)
{
	struct names names;
	uint32_t provider = table_team(t, row, terms->provider, NULL),
	         consumer = table_team(t, row, terms->consumer, &names);

	if (provider == NONE && consumer == NONE)
		return;
	put_one_contract(t, terms, row, provider, consumer);
	for (unsigned i = 1; i < names.count && records_left(t->r); i++)
		put_one_contract(t, terms, row, provider, table_named(t, row, &names.items[i]));
	table_links(t, row, NONE);
	t->spoken[row] = true;
}

/* SIPOC: supplier, input, process, output, customer; each row is a step between two flows. */
static void put_sipoc_row(struct table *t, struct terms *terms, uint32_t row)
{
	struct builder *out = t->r->out;
	uint32_t from = table_team(t, row, terms->provider, NULL), to = table_team(t, row, terms->consumer, NULL);
	str name = table_text(t, row, terms->what);
	uint32_t input = table_column(t, SLOT_INPUT), output = table_column(t, SLOT_OUTPUT);

	if (!name.size)
		return;
	uint32_t step = table_id_step(t, row, name);
	out->steps.items[step].rule = 5;
	terms->used[input] = terms->used[output] = true;
	table_attrs(t, row, &out->steps.items[step].attrs, terms->used, true);
	if (from != NONE) {
		uint32_t flow =
		    builder_flow(out, STR(""), end_team(from), end_step(step), FLOW_MESSAGE, table_line(t, row));
		out->flows.items[flow].label = builder_text(out, table_text(t, row, input));
	}
	if (to != NONE) {
		uint32_t flow =
		    builder_flow(out, STR(""), end_step(step), end_team(to), FLOW_MESSAGE, table_line(t, row));
		out->flows.items[flow].label = builder_text(out, table_text(t, row, output));
	}
	table_links(t, row, step);
	t->spoken[row] = true;
}

static bool is_sipoc(const struct table *t)
{
	return table_column(t, SLOT_INPUT) != COLUMN_NONE && table_column(t, SLOT_OUTPUT) != COLUMN_NONE &&
	    table_column(t, SLOT_WHAT) != COLUMN_NONE && table_column(t, SLOT_FROM) != COLUMN_NONE &&
	    table_column(t, SLOT_TO) != COLUMN_NONE;
}

/* "From team" says that teams stand below it; "From" does not. */
static bool is_typed_title(const struct table *t, uint32_t column)
{
	str title = t->titles[column];

	return str_ifind(title, STR("team")) != STR_NONE || str_ifind(title, STR("department")) != STR_NONE ||
	    t->slots[column] == SLOT_PROVIDER || t->slots[column] == SLOT_CONSUMER;
}

/* Names below From and To: a claim that seven of ten are known teams; 0: too few names to ask. */
static uint32_t claim_of_columns(struct table *t, uint32_t from, uint32_t to)
{
	uint32_t filled = 0, count = 0;
	struct names names;
	uint32_t columns[] = { from, to };

	for (uint32_t row = 0; row < t->rows; row++)
		for (unsigned i = 0; i < 2; i++) {
			filled += !is_placeholder(table_text(t, row, columns[i]));
			names = table_names(t, row, columns[i]);
			count += names.count == 1;
		}
	uint32_t need = (filled * 7 + 9) / 10;
	if (!count || count < need)
		return 0;
	uint32_t claim = builder_claim(t->r->out, need);
	for (uint32_t row = 0; row < t->rows; row++)
		for (unsigned i = 0; i < 2; i++) {
			names = table_names(t, row, columns[i]);
			if (names.count == 1)
				builder_claim_key(t->r->out, claim, names.items[0].text);
		}
	return claim;
}

static void put_claimed_prose(struct table *t, uint32_t row)
{
	struct rules *r = t->r;
	str all = STR("");

	for (uint32_t c = 0; c < t->columns; c++) {
		str text = table_text(t, row, c);
		all = c ? text_joined(r->arena, all, " | ", text) : text;
	}
	put_prose(r, PROSE_ROW, all, table_line(t, row), t->depth);
}

static bool holds_names(struct table *t, uint32_t column)
{
	unsigned good = 0, bad = 0;
	struct names names;

	for (uint32_t row = 0; row < t->rows; row++) {
		if (is_placeholder(table_text(t, row, column)))
			continue;
		names = table_names(t, row, column);
		good += names.count > 0 && !names.refused;
		bad += names.refused > 0;
	}
	return good && good * 10 >= (good + bad) * 7;
}

static bool find_parties(struct table *t, struct terms *terms, bool *typed)
{
	terms->provider = table_column(t, SLOT_PROVIDER);
	terms->consumer = table_column(t, SLOT_CONSUMER);
	if (terms->provider == COLUMN_NONE)
		terms->provider = table_column(t, SLOT_FROM);
	if (terms->consumer == COLUMN_NONE)
		terms->consumer = table_column(t, SLOT_TO);
	if (terms->provider == COLUMN_NONE || terms->consumer == COLUMN_NONE)
		return false;
	*typed = is_typed_title(t, terms->provider) && is_typed_title(t, terms->consumer);
	return true;
}

/* Every claim that an unknown team makes would feed itself: names below From and To are mentions only. */
static void put_claimed_rows(struct table *t, struct terms *terms, uint32_t claim)
{
	t->r->out->claim = claim;
	t->claimed = true;
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++) {
		struct names provider = table_names(t, row, terms->provider);
		struct names consumer = table_names(t, row, terms->consumer);
		if (!provider.count || !consumer.count)
			continue;
		put_claimed_prose(t, row);
		put_contract_row(t, terms, row);
		t->spoken[row] = true;
	}
	t->r->out->claim = 0;
}

bool take_contracts(struct table *t)
{
	struct terms terms = { .when = table_column(t, SLOT_SLA),
		.where = table_column(t, SLOT_WHERE),
		.why = table_column(t, SLOT_WHY),
		.prio = table_column(t, SLOT_PRIO),
		.rule = 5,
		.kind = CONTRACT_OLA,
		.used = ARENA_ARRAY(t->r->arena, bool, t->columns) };
	bool typed = false;

	if (!find_parties(t, &terms, &typed))
		return false;
	bool steps = table_column(t, SLOT_WHO) != COLUMN_NONE && table_column(t, SLOT_WHAT) != COLUMN_NONE;
	if (steps && !typed)
		return false;
	if (terms.when == COLUMN_NONE)
		terms.when = table_column(t, SLOT_WHEN);
	uint32_t taken[] = { terms.provider, terms.consumer, terms.when, terms.where, terms.why, terms.prio };
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		use(&terms, taken[i]);
	bool sipoc = is_sipoc(t);
	terms.what = sipoc ? table_column(t, SLOT_WHAT) : subject_column(t, terms.used);
	use(&terms, terms.what);
	if (!typed && !sipoc) {
		uint32_t claim = claim_of_columns(t, terms.provider, terms.consumer);
		if (claim)
			put_claimed_rows(t, &terms, claim);
		return claim != 0;
	}
	if (!holds_names(t, terms.provider) || !holds_names(t, terms.consumer))
		return false;
	table_count_names(t, terms.provider);
	table_count_names(t, terms.consumer);
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++)
		if (sipoc)
			put_sipoc_row(t, &terms, row);
		else
			put_contract_row(t, &terms, row);
	return true;
}

/* --- R6 ------------------------------------------------------------------------------------------------------- */

static bool is_level_word(str word)
{
	static const char *const words[] = { "sla", "slas", "ola", "olas", "slo", "slos", "service", "level", "levels",
		"agreement", "agreements", "response", "resolution", "time", "times", "target", "targets", "matrix",
		"objectives", "objective", "commitments", "our", "the", "and", "&", "priority", "priorities",
		"severity", "severities", "table", "overview", "by", "for", "of" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(word, str_of(words[i])))
			return true;
	return false;
}

/* "Support SLA" -> "Support": what is left of a heading without the words of service levels. */
static str name_in_heading(struct rules *r, str title)
{
	str rest = title, word, name = STR("");

	while (str_next_word(&rest, " ", &word)) {
		str bare = word;
		while (bare.size && strchr(",:()", bare.at[bare.size - 1]))
			bare.size--;
		if (!is_level_word(bare))
			name = name.size ? text_joined(r->arena, name, " ", bare) : bare;
	}
	return name_is_plausible(r->arena, name) ? name : STR("");
}

static uint32_t provider_of_headings(struct table *t)
{
	struct rules *r = t->r;
	struct name name = { 0 };

	r->context->used = true;
	for (unsigned level = r->level; level >= 1; level--) {
		str found = name_in_heading(r, r->titles[level]);
		if (!found.size)
			continue;
		if (!name.text.size)
			name.text = found;
		if (team_has_suffix(r->arena, found)) {
			name.text = found;
			break;
		}
	}
	if (!name.text.size)
		return NONE;
	return team_of_sort(
	    r, name.text, team_has_suffix(r->arena, name.text) ? TEAM_IS_TYPED : TEAM_IS_CLAIMED, t->header->line);
}

static bool says_ola(str text)
{
	return str_has(text, STR("OLA")) || str_ifind(text, STR("operational level")) != STR_NONE;
}

/* A first column without a name is one of levels where its cells say so: P1, Sev 2, high. */
static bool is_level(str text)
{
	static const char *const words[] = { "critical", "urgent", "high", "medium", "low", "normal", "minor", "major",
		"trivial", "blocker", "gold", "silver", "bronze", "standard", "premium" };
	str rest = text, first;

	if (!text.size || text.size > 60 || !str_next_word(&rest, " :(-", &first))
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(first, str_of(words[i])))
			return true;
	if (str_ieq(first, STR("priority")) || str_ieq(first, STR("severity")) || str_ieq(first, STR("sev")) ||
	    str_ieq(first, STR("level")) || str_ieq(first, STR("tier")))
		return true;
	return (str_istarts(first, STR("p")) || str_istarts(first, STR("s")) || str_istarts(first, STR("sev"))) &&
	    byte_is_digit(first.at[first.size - 1]) && first.size <= 5;
}

static uint32_t level_column(const struct table *t)
{
	uint32_t column = table_column(t, SLOT_PRIO);
	unsigned filled = 0, levels = 0;

	if (column != COLUMN_NONE || t->titles[0].size)
		return column;
	for (uint32_t row = 0; row < t->rows; row++) {
		str text = table_text(t, row, 0);
		filled += text.size > 0;
		levels += is_level(text);
	}
	return levels && levels * 3 >= filled * 2 ? 0 : COLUMN_NONE;
}

/* Cells of a column of service levels that are times, and how many hold anything. */
static unsigned times_in_column(struct table *t, uint32_t column, unsigned *filled)
{
	unsigned times = 0;

	*filled = 0;
	for (uint32_t row = 0; row < t->rows; row++) {
		str text = table_text(t, row, column);
		if (is_placeholder(text))
			continue;
		struct duration found = table_time(t, text);
		*filled += found.answer != DURATION_VAGUE; /* "soon" speaks neither for nor against */
		times += found.answer == DURATION_VALUE;
	}
	return times;
}

static uint32_t party_in_cell(struct table *t, const struct duration *found, uint32_t row)
{
	if (!found->to.size || !byte_is_upper(found->to.at[0]) || !name_is_plausible(t->r->arena, found->to))
		return NONE;
	/* "4 hours -> CISO" names whoever gets it next: it counts here, and makes nobody known */
	return team_of_sort(t->r, arena_dup(t->r->arena, found->to), TEAM_IS_TYPED, table_line(t, row));
}

static void put_level(struct table *t, struct terms *terms, uint32_t row, uint32_t column, uint32_t provider, str what)
{
	struct builder *out = t->r->out;
	str text = table_text(t, row, column);
	struct duration found = table_time(t, text);

	if (is_placeholder(text))
		return;
	uint32_t named = table_team(t, row, terms->provider, NULL), to = table_team(t, row, terms->consumer, NULL);
	if (to == NONE)
		to = party_in_cell(t, &found, row);
	uint32_t contract = builder_contract(out, terms->kind, what, table_line(t, row));
	struct contract *record = &out->contracts.items[contract];
	record->provider = named != NONE ? named : provider;
	record->consumer = to;
	record->rule = 6;
	terms->when = column;
	put_terms(t, terms, row, contract);
}

static bool use_level_columns(struct table *t, struct terms *terms, bool *levels)
{
	unsigned all_times = 0, all_filled = 0;
	bool seen = false;

	for (uint32_t c = 0; c < t->columns; c++) {
		unsigned filled, times;
		if (t->slots[c] != SLOT_SLA)
			continue;
		seen = true;
		times = times_in_column(t, c, &filled);
		levels[c] = times > 0;
		terms->used[c] = levels[c];
		all_times += times;
		all_filled += filled;
	}
	if (seen && (!all_times || all_times * 2 < all_filled)) {
		builder_note(
		    t->r->out, "table-ambiguous", t->header->line, "the cells below its service levels are no times");
		t->r->out->notes.items[t->r->out->notes.count - 1].why_only = 1;
		return false;
	}
	return all_times > 0;
}

bool take_levels(struct table *t)
{
	bool *levels = ARENA_ARRAY(t->r->arena, bool, t->columns);
	struct terms terms = { .prio = level_column(t),
		.provider = table_column(t, SLOT_WHO),
		.consumer = table_column(t, SLOT_CONSUMER),
		.where = table_column(t, SLOT_WHERE),
		.why = table_column(t, SLOT_WHY),
		.what = table_column(t, SLOT_WHAT),
		.rule = 6,
		.used = ARENA_ARRAY(t->r->arena, bool, t->columns) };

	if (terms.provider == COLUMN_NONE)
		terms.provider = table_column(t, SLOT_PROVIDER);
	if (terms.consumer == COLUMN_NONE)
		terms.consumer = table_column(t, SLOT_TO);
	if (table_column(t, SLOT_SLA) == COLUMN_NONE || (terms.prio == COLUMN_NONE && terms.provider == COLUMN_NONE) ||
	    (terms.provider != COLUMN_NONE && terms.prio == COLUMN_NONE && !holds_names(t, terms.provider)) ||
	    !use_level_columns(t, &terms, levels))
		return false;
	uint32_t taken[] = { terms.prio, terms.provider, terms.consumer, terms.where, terms.why, terms.what };
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		use(&terms, taken[i]);
	if (terms.what == COLUMN_NONE && terms.prio == COLUMN_NONE)
		terms.what = subject_column(t, terms.used);
	use(&terms, terms.what);
	terms.kind = says_ola(heading_word(t)) ? CONTRACT_OLA : CONTRACT_SLA;
	table_count_names(t, terms.provider);
	table_count_names(t, terms.consumer);
	uint32_t provider = terms.provider == COLUMN_NONE ? provider_of_headings(t) : NONE;
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++) {
		for (uint32_t c = 0; c < t->columns; c++) {
			str what = terms.what != COLUMN_NONE ? table_text(t, row, terms.what) : t->titles[c];
			if (!levels[c])
				continue;
			if (terms.what == COLUMN_NONE && str_ieq(what, STR("sla")) && heading_word(t).size)
				what = heading_word(t);
			put_level(t, &terms, row, c, provider, what);
			t->spoken[row] = true;
		}
		if (t->spoken[row])
			table_links(t, row, NONE);
	}
	return true;
}
