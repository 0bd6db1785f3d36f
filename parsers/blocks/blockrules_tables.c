#include "parsers/blocks/blockrules_tables.h"

#include "base/text.h"

#include <string.h>

/* Tables: a grid of cells, what its columns hold, and which rule it belongs to. */

str table_text(const struct table *t, uint32_t row, uint32_t column)
{
	const struct block *cell = table_cell(t, row, column);

	return cell ? cell_text(t->r, cell) : STR("");
}

uint32_t table_column(const struct table *t, enum column_slot slot)
{
	for (uint32_t c = 0; c < t->columns; c++)
		if (t->slots[c] == slot)
			return c;
	return COLUMN_NONE;
}

bool table_row_is_empty(const struct table *t, uint32_t row)
{
	for (uint32_t c = 0; c < t->columns; c++)
		if (table_text(t, row, c).size)
			return false;
	return true;
}

uint32_t table_line(const struct table *t, uint32_t row)
{
	return t->lines[row]->line;
}

str table_phase(const struct table *t, uint32_t row)
{
	const struct block *only = NULL;

	for (uint32_t c = 0; c < t->columns; c++) {
		const struct block *cell = table_cell(t, row, c);
		if (!cell || !cell_text(t->r, cell).size)
			continue;
		if (only)
			return STR("");
		only = cell;
	}
	if (!only || t->columns < 2)
		return STR("");
	const struct block *text = block_own_text(t->r->blocks, only);
	bool bold = text && block_covered(t->r->blocks, text, RUN_STRONG, 0, text->text_size);
	return bold || only->columns >= t->columns || only->header ? cell_text(t->r, only) : STR("");
}

/* --- names in columns ---------------------------------------------------------------------------------- */

struct names table_names(struct table *t, uint32_t row, uint32_t column)
{
	const struct block *cell = table_cell(t, row, column);
	struct names names = { 0 };

	if (!cell || row >= KEPT_ROWS) {
		cell_names(&names, t->r, cell, false);
		return names;
	}
	struct kept_names **kept = &t->kept[column];
	if (!*kept)
		*kept = ARENA_ARRAY(t->r->arena, struct kept_names, t->rows < KEPT_ROWS ? t->rows : KEPT_ROWS);
	struct kept_names *here = *kept + row;
	if (!here->read)
		cell_names(&here->names, t->r, cell, false);
	here->read = true;
	return here->names;
}

static struct key_count *count_of(const struct table *t, str key)
{
	uint64_t hash = str_hash(key) | 1;
	uint32_t at = (uint32_t)(hash >> 20) & (t->key_room - 1);

	while (t->keys[at].hash && t->keys[at].hash != hash)
		at = (at + 1) & (t->key_room - 1);
	return &t->keys[at];
}

static void grow_keys(struct table *t, uint32_t wanted)
{
	struct table old = *t;
	uint32_t room = 64;

	while (room < wanted * 2)
		room *= 2;
	if (room <= t->key_room)
		return;
	t->keys = ARENA_ARRAY(t->r->arena, struct key_count, room);
	t->key_room = room;
	for (uint32_t i = 0; i < old.key_room; i++) {
		uint32_t at = (uint32_t)(old.keys[i].hash >> 20) & (room - 1);
		if (!old.keys[i].hash)
			continue;
		while (t->keys[at].hash)
			at = (at + 1) & (room - 1);
		t->keys[at] = old.keys[i];
	}
}

static void count_row(struct table *t, const struct names *names, uint32_t row, uint32_t weight, uint32_t *used)
{
	grow_keys(t, *used + names->count + 1);
	for (unsigned i = 0; i < names->count; i++) {
		str key = key_of_name(t->r, &names->items[i]);
		struct key_count *count = count_of(t, key);
		*used += !count->hash;
		count->hash = str_hash(key) | 1;
		if (count->last != row + 1)
			count->rows += weight;
		count->last = row + 1;
	}
}

/* An empty cell means the names above it, here too. */
void table_count_names(struct table *t, uint32_t column)
{
	struct names names = { 0 };

	if (column == COLUMN_NONE)
		return;
	uint32_t used = 0, weight = column_is_of_teams(t->r->arena, t->titles[column]) ? 2 : 1;
	for (uint32_t i = 0; i < t->key_room; i++)
		used += t->keys[i].hash != 0;
	for (uint32_t row = 0; row < t->rows; row++) {
		if (t->slots[column] != SLOT_WHO || table_text(t, row, column).size)
			names = table_names(t, row, column);
		count_row(t, &names, row, weight, &used);
	}
}

bool table_knows(const struct table *t, const struct name *name)
{
	return name->typed || (t->key_room && count_of(t, key_of_name(t->r, name))->rows >= 2);
}

uint32_t table_named(struct table *t, uint32_t row, const struct name *name)
{
	if (t->claimed && !name->part_count)
		return team_of_sort(t->r, name->text, TEAM_IS_CLAIMED, table_line(t, row));
	return team_of_name(t->r, name, table_knows(t, name), table_line(t, row));
}

uint32_t table_team(struct table *t, uint32_t row, uint32_t column, struct names *names)
{
	struct names own;

	if (!names)
		names = &own;
	*names = (struct names){ 0 };
	if (column == COLUMN_NONE)
		return NONE;
	*names = table_names(t, row, column);
	return names->count ? table_named(t, row, &names->items[0]) : NONE;
}

/* --- attributes ------------------------------------------------------------------------------------------ */

static const char *const slot_names[SLOT_COUNT] = {
	[SLOT_WHO] = "who",
	[SLOT_WHAT] = "what",
	[SLOT_WHERE] = "where",
	[SLOT_WHEN] = "when",
	[SLOT_WHY] = "why",
	[SLOT_SLA] = "sla",
	[SLOT_TO] = "to",
	[SLOT_FROM] = "from",
	[SLOT_PRIO] = "priority",
	[SLOT_CONSUMER] = "consumer",
	[SLOT_PROVIDER] = "provider",
	[SLOT_OUTPUT] = "output",
	[SLOT_INPUT] = "input",
	[SLOT_FORMAT] = "format",
	[SLOT_CONTACT] = "contact",
	[SLOT_HOURS] = "hours",
	[SLOT_PENALTY] = "penalty",
	[SLOT_THRESHOLD] = "threshold",
	[SLOT_CUTOFF] = "cutoff",
	[SLOT_ESCALATION] = "escalation",
	[SLOT_SCOPE] = "scope",
};

/* Numbers of rows are no attribute: they move when a row is added. */
static bool is_number_column(str title)
{
	static const char *const words[] = { "", "#", "no", "no.", "nr", "nr.", "id", "number", "step", "s.no",
		"sr. no." };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(title, str_of(words[i])))
			return true;
	return false;
}

static bool is_number(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (!byte_is_digit(text.at[i]) && !strchr(".)( #", text.at[i]))
			return false;
	return text.size > 0;
}

void table_attrs(struct table *t, uint32_t row, struct span *attrs, const bool *used, bool of_step)
{
	for (uint32_t c = 0; c < t->columns; c++) {
		str text = table_text(t, row, c), key = t->titles[c];
		if (used[c] || !text.size || is_placeholder(text) || (is_number_column(key) && is_number(text)))
			continue;
		if (t->slots[c] != SLOT_NONE)
			key = of_step && t->slots[c] == SLOT_WHERE ? STR("system") : str_of(slot_names[t->slots[c]]);
		else
			key = key.size ? text_n1(t->r->arena, key) : arena_printf(t->r->arena, "column %u", c + 1);
		builder_attr(t->r->out, attrs, key, text);
	}
}

void table_links(struct table *t, uint32_t row, uint32_t step)
{
	for (uint32_t i = t->lines[row]->child; i; i = block_at(t->r->blocks, i)->next) {
		const struct block *cell = block_at(t->r->blocks, i);
		put_links(t->r, cell, LINK_IN_ITEM, step);
		for (uint32_t k = cell->child; k; k = block_at(t->r->blocks, k)->next)
			put_links(t->r, block_at(t->r->blocks, k), LINK_IN_ITEM, step);
	}
}

struct duration table_time(struct table *t, str text)
{
	if (is_placeholder(text))
		return (struct duration){ .answer = DURATION_NONE, .percent = -1 };
	struct duration found = duration_read(t->r->arena, text);
	return found.answer == DURATION_NONE ? duration_find(t->r->arena, text) : found;
}

uint32_t table_id_step(struct table *t, uint32_t row, str name)
{
	str id = t->lines[row]->id;

	for (uint32_t i = t->lines[row]->child; i && !id.size; i = block_at(t->r->blocks, i)->next)
		id = block_at(t->r->blocks, i)->id;
	return builder_step(t->r->out, id, id.size > 0, name, STEP_ACTIVITY, table_line(t, row));
}

/* --- making it --------------------------------------------------------------------------------------------- */

static uint32_t width_of(const struct rules *r, const struct block *row)
{
	uint32_t width = 0;

	for (uint32_t i = row->child; i; i = block_at(r->blocks, i)->next)
		width += block_at(r->blocks, i)->columns > 1 ? block_at(r->blocks, i)->columns : 1;
	return width;
}

/* A table without a header row, whose first row is all header cells or all bold, has that one. */
static bool looks_like_header(const struct rules *r, const struct block *row)
{
	unsigned filled = 0;

	if (row->header)
		return true;
	for (uint32_t i = row->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *cell = block_at(r->blocks, i), *text = block_own_text(r->blocks, cell);
		if (cell->header) {
			filled++;
			continue;
		}
		if (!text || !text->text_size || !block_covered(r->blocks, text, RUN_STRONG, 0, text->text_size))
			return false;
		filled++;
	}
	return filled > 1;
}

/* taken: rows that a cell above still reaches down in each column; its place stays empty. */
static void fill_cells(
    const struct rules *r, const struct block *row, const struct block **cells, uint32_t columns, uint8_t *taken)
{
	uint32_t column = 0;

	for (uint32_t i = row->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *cell = block_at(r->blocks, i);
		while (column < columns && taken[column])
			taken[column++]--;
		if (column == columns)
			return;
		cells[column] = cell;
		for (uint32_t width = cell->columns > 1 ? cell->columns : 1; width && column < columns; width--)
			taken[column++] = (uint8_t)(cell->rows > 1 ? cell->rows - 1 : 0);
	}
	for (; column < columns; column++)
		if (taken[column])
			taken[column]--;
}

static bool make_table(struct table *t, struct rules *r, uint32_t number, unsigned depth)
{
	const struct block *block = block_at(r->blocks, number);
	uint32_t rows = 0;

	*t = (struct table){ .r = r, .block = block, .depth = depth };
	for (uint32_t i = block->child; i; i = block_at(r->blocks, i)->next) {
		uint32_t width = width_of(r, block_at(r->blocks, i));
		t->columns = width > t->columns ? width : t->columns;
		rows++;
	}
	if (!rows || !t->columns || t->columns > LIMIT_TABLE_COLUMNS ||
	    (uint64_t)rows * t->columns > 2 * LIMIT_TABLE_CELLS)
		return false;
	t->lines = ARENA_ARRAY(r->arena, const struct block *, rows);
	t->cells = ARENA_ARRAY(r->arena, const struct block *, (size_t)rows * t->columns);
	t->headers = ARENA_ARRAY(r->arena, const struct block *, t->columns);
	t->titles = ARENA_ARRAY(r->arena, str, t->columns);
	t->slots = ARENA_ARRAY(r->arena, enum column_slot, t->columns);
	t->kept = ARENA_ARRAY(r->arena, struct kept_names *, t->columns);
	t->spoken = ARENA_ARRAY(r->arena, bool, rows);
	uint8_t *taken = ARENA_ARRAY(r->arena, uint8_t, t->columns);
	for (uint32_t i = block->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *row = block_at(r->blocks, i);
		if (!t->header && !t->rows && looks_like_header(r, row)) {
			t->header = row;
			fill_cells(r, row, t->headers, t->columns, taken);
			continue;
		}
		t->lines[t->rows] = row;
		fill_cells(r, row, t->cells + (size_t)t->rows * t->columns, t->columns, taken);
		t->rows++;
	}
	for (uint32_t c = 0; c < t->columns; c++) {
		t->titles[c] = cell_text(r, t->headers[c]);
		t->slots[c] = column_slot_of(r->context->in->settings, r->arena, t->titles[c]);
	}
	return true;
}

/* "Time" holds times only if most of its cells are such; "customer" and "supplier" mean something as a pair. */
static void settle_slots(struct table *t)
{
	uint32_t customer = COLUMN_NONE, supplier = COLUMN_NONE;

	for (uint32_t c = 0; c < t->columns; c++) {
		str title = t->titles[c];
		if (str_ieq(title, STR("customer")) || str_ieq(title, STR("customers")))
			customer = c;
		if (str_ieq(title, STR("supplier")) || str_ieq(title, STR("suppliers")))
			supplier = c;
		if (t->slots[c] != SLOT_NONE || !column_is_doubtful(t->r->arena, title))
			continue;
		unsigned filled = 0, times = 0;
		for (uint32_t row = 0; row < t->rows && row < 200; row++) {
			str text = table_text(t, row, c);
			filled += text.size > 0;
			times += text.size && table_time(t, text).answer != DURATION_NONE;
		}
		if (filled && times * 5 >= filled * 3)
			t->slots[c] = SLOT_SLA;
	}
	if (customer != COLUMN_NONE && supplier != COLUMN_NONE) {
		t->slots[customer] = SLOT_TO;
		t->slots[supplier] = SLOT_FROM;
	} else if (customer != COLUMN_NONE && t->slots[customer] == SLOT_NONE &&
	    (table_column(t, SLOT_PROVIDER) != COLUMN_NONE || table_column(t, SLOT_SLA) != COLUMN_NONE))
		t->slots[customer] = SLOT_CONSUMER;
}

/* --- rows that no rule took --------------------------------------------------------------------------------- */

static str row_text(struct table *t, const struct block *row)
{
	str texts[LIMIT_TABLE_COLUMNS];
	size_t count = 0, size = 0, room = 0;
	bool filled = false;

	for (uint32_t i = row->child; i && count < LIMIT_TABLE_COLUMNS; i = block_at(t->r->blocks, i)->next) {
		texts[count] = cell_text(t->r, block_at(t->r->blocks, i));
		filled = filled || texts[count].size;
		room += texts[count++].size + 3;
	}
	if (!filled)
		return STR("");
	char *all = arena_alloc(t->r->arena, room + 1);
	for (size_t i = 0; i < count; i++) {
		if (i)
			memcpy(all + size, " | ", 3);
		size += i ? 3 : 0;
		if (texts[i].size)
			memcpy(all + size, texts[i].at, texts[i].size);
		size += texts[i].size;
	}
	return (str){ all, size };
}

static void put_row(struct table *t, const struct block *row, enum prose_kind kind)
{
	str text = row_text(t, row);

	if (text.size)
		put_prose(t->r, kind, text, row->line, t->depth);
}

/* Blocks within cells that have records of their own: lists, code, tables. */
static void read_inner_blocks(struct table *t, const struct block *row)
{
	for (uint32_t i = row->child; i; i = block_at(t->r->blocks, i)->next)
		for (uint32_t k = block_at(t->r->blocks, i)->child; k; k = block_at(t->r->blocks, k)->next) {
			const struct block *inner = block_at(t->r->blocks, k);
			if (inner->kind == BLOCK_CODE || inner->kind == BLOCK_TABLE || inner->kind == BLOCK_MACRO) {
				struct block alone = *inner;
				(void)alone;
				read_blocks(t->r, k, PROSE_ROW, t->depth + 1);
				break;
			}
		}
}

static void put_rest(struct table *t)
{
	for (uint32_t row = 0; row < t->rows; row++) {
		read_inner_blocks(t, t->lines[row]);
		if (t->spoken[row])
			continue;
		put_row(t, t->lines[row], PROSE_ROW);
		table_links(t, row, NONE);
	}
}

void read_table(struct rules *r, uint32_t number, unsigned depth)
{
	struct table t;

	if (!make_table(&t, r, number, depth)) {
		if (block_at(r->blocks, number)->child) {
			builder_note(
			    r->out, "too-complex", block_at(r->blocks, number)->line, "%s", LIMIT_SAYS(TABLE_CELLS));
			r->out->partial = true;
		}
		return;
	}
	settle_slots(&t);
	if (t.header) {
		put_row(&t, t.header, PROSE_HEADER);
		for (uint32_t c = 0; c < t.columns; c++)
			if (t.headers[c])
				put_links(r, t.headers[c], LINK_IN_ITEM, NONE);
	}
	if (!take_field_table(r, &t) && t.header && t.rows)
		(void)(take_raci_matrix(&t) || take_raci_list(&t) || take_contracts(&t) || take_steps(&t) ||
		    take_levels(&t));
	put_rest(&t);
}
