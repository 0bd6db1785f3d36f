#include "parsers/blocks/blockrules_tables.h"

#include "base/text.h"

#include <string.h>

/* R4: a table that says who does what. Each row is a step; rows follow each other unless the table is a schedule. */

struct row_step {
	uint32_t step, team; /* NONE: the row is none, nobody is named */
	uint32_t to, from;   /* teams that the row hands over to, gets from */
};

struct plan {
	uint32_t who, what, when, sla, to, from, consumer;
	bool schedule;
	bool *used;
	struct row_step *rows;
};

static unsigned names_in_column(struct table *t, uint32_t column, unsigned *refused)
{
	unsigned count = 0;

	*refused = 0;
	for (uint32_t row = 0; row < t->rows && row < 500; row++) {
		struct names names = table_names(t, row, column);
		count += names.count + names.persons > 0;
		*refused += names.refused > names.count + names.persons;
	}
	return count;
}

/* The column whose cells are names more than anything else; of several the one with the most. */
static uint32_t who_column(struct table *t)
{
	uint32_t best = COLUMN_NONE;
	unsigned most = 0;
	bool seen = false;

	for (uint32_t c = 0; c < t->columns; c++) {
		unsigned refused, count;
		if (t->slots[c] != SLOT_WHO)
			continue;
		seen = true;
		count = names_in_column(t, c, &refused);
		if (count > most && count >= refused) {
			most = count;
			best = c;
		}
	}
	if (seen && best == COLUMN_NONE && table_column(t, SLOT_WHAT) != COLUMN_NONE) {
		builder_note(
		    t->r->out, "table-ambiguous", t->header->line, "the cells below its names of teams are no names");
		t->r->out->notes.items[t->r->out->notes.count - 1].why_only = 1;
	}
	return best;
}

/* "Step" may be a column of numbers beside the one that says what is done. */
static uint32_t what_column(const struct table *t)
{
	for (uint32_t c = 0; c < t->columns; c++) {
		unsigned words = 0, filled = 0;
		if (t->slots[c] != SLOT_WHAT)
			continue;
		for (uint32_t row = 0; row < t->rows; row++) {
			str text = table_text(t, row, c);
			filled += text.size > 0;
			words += has_words(text);
		}
		if (filled && words * 2 > filled)
			return c;
	}
	return COLUMN_NONE;
}

static void put_service_level(struct table *t, struct plan *p, uint32_t row, uint32_t step)
{
	struct builder *out = t->r->out;
	str text = p->sla == COLUMN_NONE ? STR("") : table_text(t, row, p->sla);

	if (is_placeholder(text))
		return;
	struct duration found = table_time(t, text);
	if (found.answer == DURATION_NONE) {
		builder_note(out, "duration-unparsed", table_line(t, row), "\"%.*s\" is no time", STR_ARG(text));
		builder_attr(out, &out->steps.items[step].attrs, STR("sla"), text);
		return;
	}
	struct when when = duration_when(out, text, &found);
	out->steps.items[step].when = when;
	out->steps.items[step].when_role = WHEN_IS_SERVICE_LEVEL;
}

static void put_moment(struct table *t, struct plan *p, uint32_t row, uint32_t step)
{
	struct builder *out = t->r->out;
	str text = p->when == COLUMN_NONE ? STR("") : table_text(t, row, p->when);
	uint32_t year = 0;

	if (!text.size)
		return;
	struct duration found = p->schedule ? (struct duration){ .answer = DURATION_NONE } : table_time(t, text);
	bool taken = out->steps.items[step].when.text.size > 0;
	if (found.answer == DURATION_VALUE && !taken) {
		struct when when = duration_when(out, text, &found);
		out->steps.items[step].when = when;
		out->steps.items[step].when_role = WHEN_IS_TIMER;
	} else if ((p->schedule || date_ordinal(text, &year)) && !taken) {
		out->steps.items[step].when.text = builder_text(out, text);
		out->steps.items[step].when_role = WHEN_IS_DATE;
	} else if (!is_placeholder(text))
		builder_attr(out, &out->steps.items[step].attrs, STR("when"), text);
}

static void put_performers(struct table *t, struct plan *p, uint32_t row, uint32_t step, const struct names *names)
{
	struct builder *out = t->r->out;

	for (unsigned i = 0; i < names->count; i++) {
		const struct name *name = &names->items[i];
		put_performer(t->r, step, team_of_name(t->r, name, table_knows(t, name), table_line(t, row)), name);
	}
	p->rows[row].team = out->steps.items[step].team;
	str said = table_text(t, row, p->who);
	if (names->persons || (!names->count && said.size && !is_placeholder(said)))
		builder_attr(out, &out->steps.items[step].attrs, STR("who"), said);
}

static void put_contract(struct table *t, struct plan *p, uint32_t row, uint32_t step)
{
	struct builder *out = t->r->out;
	struct row_step *here = &p->rows[row];
	uint32_t consumer = table_team(t, row, p->consumer, NULL);

	if (consumer == NONE)
		consumer = here->to != NONE ? here->to : here->from;
	if (consumer == NONE || out->steps.items[step].when_role != WHEN_IS_SERVICE_LEVEL ||
	    !out->steps.items[step].when.text.size)
		return;
	str what = arena_dup(t->r->arena, builder_str(out, out->steps.items[step].name));
	uint32_t contract = builder_contract(out, CONTRACT_OLA, what, table_line(t, row));
	struct contract *record = &out->contracts.items[contract];
	record->provider = here->team;
	record->consumer = consumer;
	record->step = step;
	record->when = out->steps.items[step].when;
	record->rule = 4;
}

static void put_row_step(struct table *t, struct plan *p, uint32_t row, str name, str phase, struct names *inherited)
{
	struct builder *out = t->r->out;
	struct row_step *here = &p->rows[row];
	struct names names = table_names(t, row, p->who);
	uint32_t step = table_id_step(t, row, name);

	out->steps.items[step].rule = 4;
	out->steps.items[step].schedule = p->schedule;
	out->steps.items[step].group = builder_text(out, phase);
	here->step = step;
	if (!p->schedule && !table_text(t, row, p->who).size) {
		names = *inherited;
		out->steps.items[step].inherited = 1;
	}
	*inherited = names;
	put_performers(t, p, row, step, &names);
	here->to = table_team(t, row, p->to, NULL);
	here->from = table_team(t, row, p->from, NULL);
	put_service_level(t, p, row, step);
	put_moment(t, p, row, step);
	put_contract(t, p, row, step);
	table_attrs(t, row, &out->steps.items[step].attrs, p->used, true);
	table_links(t, row, step);
	t->spoken[row] = true;
}

static void put_flow(struct table *t, uint32_t row, struct end from, struct end to, bool implicit)
{
	bool between_steps = from.kind == END_STEP && to.kind == END_STEP;
	uint32_t flow = builder_flow(
	    t->r->out, STR(""), from, to, between_steps ? FLOW_SEQUENCE : FLOW_MESSAGE, table_line(t, row));

	t->r->out->flows.items[flow].implicit = implicit;
}

/* From the last row up, so that the next row of each team is at hand. */
static void put_flows(struct table *t, struct plan *p)
{
	uint32_t *next_of = ARENA_ARRAY(t->r->arena, uint32_t, t->r->out->teams.count + 1); /* step + 1 */
	uint32_t *targets = ARENA_ARRAY(t->r->arena, uint32_t, t->rows + 1), next = NONE;

	for (uint32_t row = t->rows; row-- > 0;) {
		const struct row_step *here = &p->rows[row];
		if (here->step == NONE)
			continue;
		if (here->to != NONE)
			targets[row] = next_of[here->to];
		if (here->team != NONE)
			next_of[here->team] = here->step + 1;
	}
	uint32_t *last_of = ARENA_ARRAY(t->r->arena, uint32_t, t->r->out->teams.count + 1);
	bool ordered = !p->schedule && !stands_without_order(t->r);
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++) {
		const struct row_step *here = &p->rows[row];
		if (here->step == NONE)
			continue;
		for (next = row + 1; next < t->rows && p->rows[next].step == NONE;)
			next++;
		const struct row_step *after = next < t->rows ? &p->rows[next] : NULL;
		bool hands_on = here->to != NONE && here->to != here->team;
		if (hands_on)
			put_flow(t, row, end_step(here->step),
			    targets[row] ? end_step(targets[row] - 1) : end_team(here->to), false);
		if (after && ordered && after->from == NONE && (!hands_on || after->team == here->team))
			put_flow(t, next, end_step(here->step), end_step(after->step), true);
		if (here->from != NONE && here->from != here->team)
			put_flow(t, row, last_of[here->from] ? end_step(last_of[here->from] - 1) : end_team(here->from),
			    end_step(here->step), false);
		if (here->team != NONE)
			last_of[here->team] = here->step + 1;
	}
}

static bool make_plan(struct table *t, struct plan *p)
{
	*p = (struct plan){
		.who = who_column(t),
		.what = what_column(t),
		.when = table_column(t, SLOT_WHEN),
		.sla = table_column(t, SLOT_SLA),
		.to = table_column(t, SLOT_TO),
		.from = table_column(t, SLOT_FROM),
		.consumer = table_column(t, SLOT_CONSUMER),
	};
	if (p->who == COLUMN_NONE || p->what == COLUMN_NONE)
		return false;
	p->schedule = table_is_schedule(t, p->when);
	p->used = ARENA_ARRAY(t->r->arena, bool, t->columns);
	p->rows = ARENA_ARRAY(t->r->arena, struct row_step, t->rows + 1);
	uint32_t taken[] = { p->who, p->what, p->when, p->sla, p->to, p->from, p->consumer };
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (taken[i] != COLUMN_NONE)
			p->used[taken[i]] = true;
	for (uint32_t row = 0; row < t->rows; row++)
		p->rows[row] = (struct row_step){ NONE, NONE, NONE, NONE };
	table_count_names(t, p->who);
	table_count_names(t, p->to);
	table_count_names(t, p->from);
	table_count_names(t, p->consumer);
	return true;
}

bool take_steps(struct table *t)
{
	struct plan plan;
	struct names inherited = { 0 };
	str phase = STR("");

	if (!make_plan(t, &plan))
		return false;
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++) {
		str group = table_phase(t, row), name = table_text(t, row, plan.what);
		if (group.size) {
			phase = group;
			inherited.count = inherited.persons = 0;
			t->spoken[row] = true;
		} else if (has_words(name))
			put_row_step(t, &plan, row, name, phase, &inherited);
	}
	put_flows(t, &plan);
	return true;
}
