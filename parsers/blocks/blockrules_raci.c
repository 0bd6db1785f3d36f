#include "parsers/blocks/blockrules_tables.h"

#include "base/text.h"

#include <string.h>

/* R2, tables whose cells are letters (R, A, C, I ...) below the names of teams, and R3, tables whose columns are
 * called responsible, accountable, consulted, informed. */

static const char letters[] = "RASCIVQ";
enum { R = 1, A = 2, S = 4, C = 8, I = 16, V = 32, Q = 64 };

struct raci_cell {
	bool empty, fits;
	bool single; /* one letter, or letters with something between them */
	unsigned set;
	str note; /* what stands in a bracket */
};

static unsigned letter_of(char c)
{
	const char *found = c ? strchr(letters, c >= 'a' ? c - 32 : c) : NULL;

	return found ? 1u << (found - letters) : 0;
}

static unsigned word_of(str word)
{
	static const char *const words[] = { "responsible", "accountable", "support", "consulted", "informed",
		"verifies", "quality" };

	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(word, str_of(words[i])))
			return 1u << i;
	if (str_ieq(word, STR("consult")))
		return C;
	if (str_ieq(word, STR("inform")))
		return I;
	return str_ieq(word, STR("supports")) || str_ieq(word, STR("supporting")) ? S : 0;
}

static struct raci_cell raci_cell_of(str text)
{
	struct raci_cell cell = { .single = true };
	str rest = str_trim(text), word;

	while (str_ends(rest, STR("*")))
		rest = str_trim_right(str_sub(rest, 0, rest.size - 1));
	cell.empty = !rest.size || str_eq(rest, STR("-")) || str_eq(rest, STR("\u2013")) ||
	    str_eq(rest, STR("\u2014")) || str_ieq(rest, STR("x")) || str_ieq(rest, STR("n/a"));
	if (cell.empty)
		return cell;
	if (str_ends(rest, STR(")"))) {
		struct str_cut cut = str_cut(str_sub(rest, 0, rest.size - 1), '(');
		if (!cut.found || !cut.tail.size || cut.tail.size > 60)
			return cell;
		cell.note = cut.tail;
		rest = str_trim(cut.head);
	}
	if (rest.size > 60)
		return cell;
	while (str_next_word(&rest, " /,&+", &word)) {
		while (word.size > 1 && word.at[word.size - 1] == '*')
			word.size--;
		unsigned letter = word.size == 1 ? letter_of(word.at[0]) : word_of(word);
		if (!letter && (str_ieq(word, STR("RA")) || str_ieq(word, STR("AR")))) {
			letter = R | A;
			cell.single = false;
		}
		if (!letter)
			return cell;
		if (word.size > 2)
			cell.single = false;
		cell.set |= letter;
	}
	cell.fits = cell.set != 0;
	return cell;
}

/* RA without a mark between is taken only where nearly all cells are plain. */
static bool joined_is_rare(const struct table *t, const bool *roles)
{
	unsigned filled = 0, plain = 0, joined = 0;

	for (uint32_t row = 0; row < t->rows; row++)
		for (uint32_t c = 0; c < t->columns; c++) {
			if (!roles[c])
				continue;
			str text = str_trim(table_text(t, row, c));
			struct raci_cell cell = raci_cell_of(text);
			if (cell.empty)
				continue;
			filled++;
			plain += cell.single;
			joined += str_ieq(text, STR("RA")) || str_ieq(text, STR("AR"));
		}
	return !joined || plain * 5 >= filled * 4;
}

static bool role_columns(const struct table *t, bool *roles)
{
	unsigned count = 0, all = 0;

	for (uint32_t c = 0; c < t->columns; c++) {
		unsigned filled = 0, set = 0;
		bool fits = true;
		for (uint32_t row = 0; row < t->rows && fits; row++) {
			struct raci_cell cell = raci_cell_of(table_text(t, row, c));
			fits = cell.empty || cell.fits;
			filled += !cell.empty;
			set |= cell.set;
		}
		roles[c] = fits && filled && name_is_plausible(t->r->arena, t->titles[c]);
		if (roles[c]) {
			count++;
			all |= set;
		}
	}
	return count >= 2 && (all & R) && (all & A) && (all & (C | I)) && joined_is_rare(t, roles);
}

static uint32_t activity_column(const struct table *t, const bool *roles)
{
	uint32_t first = COLUMN_NONE;

	for (uint32_t c = 0; c < t->columns; c++) {
		unsigned words = 0, filled = 0;
		if (roles[c])
			break;
		for (uint32_t row = 0; row < t->rows; row++) {
			str text = table_text(t, row, c);
			filled += text.size > 0;
			words += text.size > 3;
		}
		if (filled && words * 2 >= filled && (first == COLUMN_NONE || t->slots[c] == SLOT_WHAT))
			first = c;
	}
	return first;
}

static void put_letters(struct table *t, uint32_t row, uint32_t step, const bool *roles)
{
	struct builder *out = t->r->out;
	str notes = STR("");

	for (unsigned k = 1; k < sizeof letters - 1; k++) {
		str teams = STR("");
		for (uint32_t c = 0; c < t->columns; c++) {
			struct raci_cell cell =
			    roles[c] ? raci_cell_of(table_text(t, row, c)) : (struct raci_cell){ 0 };
			if (!(cell.set & 1u << k))
				continue;
			str key = team_key(t->r->arena, t->titles[c]);
			teams = teams.size ? arena_printf(t->r->arena, "%.*s,%.*s", STR_ARG(teams), STR_ARG(key)) : key;
			if (cell.note.size)
				notes = arena_printf(t->r->arena, "%.*s%s%.*s: %.*s", STR_ARG(notes),
				    notes.size ? "; " : "", STR_ARG(key), STR_ARG(cell.note));
		}
		if (teams.size)
			builder_attr(out, &out->steps.items[step].attrs, (str){ letters + k, 1 }, teams);
	}
	if (notes.size)
		builder_attr(out, &out->steps.items[step].attrs, STR("note"), notes);
}

static void put_performers(struct table *t, uint32_t row, uint32_t step, const bool *roles)
{
	bool responsible = false;

	for (uint32_t c = 0; c < t->columns && !responsible; c++)
		responsible = roles[c] && (raci_cell_of(table_text(t, row, c)).set & R);
	for (uint32_t c = 0; c < t->columns; c++) {
		if (!roles[c] || !(raci_cell_of(table_text(t, row, c)).set & (responsible ? R : A)))
			continue;
		struct name name = { .text = t->titles[c], .typed = true };
		put_performer(t->r, step, team_of_name(t->r, &name, true, t->header->line), &name);
	}
}

static void name_columns(struct table *t, const bool *roles)
{
	for (uint32_t c = 0; c < t->columns; c++)
		if (roles[c]) {
			struct name name = { .text = t->titles[c], .typed = true };
			team_of_name(t->r, &name, true, t->header->line);
		}
}

bool take_raci_matrix(struct table *t)
{
	bool *roles = ARENA_ARRAY(t->r->arena, bool, t->columns), *used = ARENA_ARRAY(t->r->arena, bool, t->columns);
	str phase = STR("");

	if (t->columns < 3 || !role_columns(t, roles))
		return false;
	uint32_t activity = activity_column(t, roles);
	if (activity == COLUMN_NONE)
		return false;
	memcpy(used, roles, t->columns * sizeof *used);
	used[activity] = true;
	name_columns(t, roles);
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++) {
		str group = table_phase(t, row), name = table_text(t, row, activity);
		if (group.size) {
			phase = group;
			t->spoken[row] = true;
			continue;
		}
		if (!name.size)
			continue;
		uint32_t step = table_id_step(t, row, name);
		t->r->out->steps.items[step].rule = 2;
		t->r->out->steps.items[step].group = builder_text(t->r->out, phase);
		put_performers(t, row, step, roles);
		put_letters(t, row, step, roles);
		table_attrs(t, row, &t->r->out->steps.items[step].attrs, used, true);
		table_links(t, row, step);
		t->spoken[row] = true;
	}
	return true;
}

/* --- R3 ------------------------------------------------------------------------------------------------------ */

static uint32_t titled(const struct table *t, unsigned bit)
{
	for (uint32_t c = 0; c < t->columns; c++) {
		str title = str_trim(t->titles[c]);
		struct str_cut bracket = str_cut(title, '(');
		if (bracket.found)
			title = str_trim(bracket.head);
		if ((title.size == 1 && letter_of(title.at[0]) == bit) || (title.size > 1 && word_of(title) == bit))
			return c;
	}
	return COLUMN_NONE;
}

static str keys_of_cell(struct table *t, uint32_t row, uint32_t column)
{
	struct names names;
	str keys = STR("");

	cell_names(&names, t->r, table_cell(t, row, column), true);
	for (unsigned i = 0; i < names.count; i++) {
		team_of_name(t->r, &names.items[i], true, table_line(t, row));
		str key = key_of_name(t->r, &names.items[i]);
		keys = keys.size ? arena_printf(t->r->arena, "%.*s,%.*s", STR_ARG(keys), STR_ARG(key)) : key;
	}
	return keys;
}

static void put_responsible(struct table *t, uint32_t row, uint32_t column, uint32_t step)
{
	struct names names;

	cell_names(&names, t->r, table_cell(t, row, column), true);
	for (unsigned i = 0; i < names.count; i++)
		put_performer(
		    t->r, step, team_of_name(t->r, &names.items[i], true, table_line(t, row)), &names.items[i]);
}

/* Cells that hold names, and not letters or marks, in most rows. */
static bool holds_names(struct table *t, uint32_t column)
{
	unsigned good = 0, bad = 0;
	struct names names;

	for (uint32_t row = 0; row < t->rows; row++) {
		str text = table_text(t, row, column);
		if (is_placeholder(text))
			continue;
		cell_names(&names, t->r, table_cell(t, row, column), true);
		if (names.count + names.persons > names.refused)
			good++;
		else
			bad++;
	}
	return good && good >= bad;
}

bool take_raci_list(struct table *t)
{
	static const unsigned bits[] = { A, C, I };
	uint32_t columns[3], responsible = titled(t, R), activity = table_column(t, SLOT_WHAT);
	bool *used = ARENA_ARRAY(t->r->arena, bool, t->columns);

	for (unsigned i = 0; i < 3; i++)
		columns[i] = titled(t, bits[i]);
	if (responsible == COLUMN_NONE || columns[0] == COLUMN_NONE ||
	    (columns[1] == COLUMN_NONE && columns[2] == COLUMN_NONE) || !holds_names(t, responsible))
		return false;
	used[responsible] = true;
	for (unsigned i = 0; i < 3; i++)
		if (columns[i] != COLUMN_NONE)
			used[columns[i]] = true;
	for (uint32_t c = 0; activity == COLUMN_NONE && c < t->columns; c++)
		if (!used[c])
			activity = c;
	if (activity == COLUMN_NONE || used[activity])
		return false;
	used[activity] = true;
	for (uint32_t row = 0; row < t->rows && records_left(t->r); row++) {
		str name = table_text(t, row, activity);
		if (!name.size || table_phase(t, row).size)
			continue;
		uint32_t step = table_id_step(t, row, name);
		t->r->out->steps.items[step].rule = 3;
		put_responsible(t, row, responsible, step);
		for (unsigned i = 0; i < 3; i++) {
			str keys = columns[i] == COLUMN_NONE ? STR("") : keys_of_cell(t, row, columns[i]);
			if (keys.size)
				builder_attr(
				    t->r->out, &t->r->out->steps.items[step].attrs, (str){ &"ACI"[i], 1 }, keys);
		}
		table_attrs(t, row, &t->r->out->steps.items[step].attrs, used, true);
		table_links(t, row, step);
		t->spoken[row] = true;
	}
	return true;
}
