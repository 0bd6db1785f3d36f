#include "parsers/blocks/blockrules_internal.h"

#include <string.h>

/* R11: headings that are steps ("Step 3: Approve"), and what a title says of its document. */

/* "Step 3: Approve" -> the word, and what is done; "" where the heading is none. */
static str step_word(str title, str *name)
{
	static const char *const words[] = { "step", "phase", "stage" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		str word = str_of(words[i]);
		if (!str_istarts(title, word) || title.size <= word.size || title.at[word.size] != ' ')
			continue;
		str rest = str_trim(str_sub(title, word.size, title.size));
		size_t digits = 0;
		while (digits < rest.size && (byte_is_digit(rest.at[digits]) || (digits && rest.at[digits] == '.')))
			digits++;
		if (!digits && rest.size > 1 && byte_is_upper(rest.at[0]) && strchr(":.-", rest.at[1]))
			digits = 1;
		if (!digits)
			continue;
		str after = str_trim(str_sub(rest, digits, rest.size));
		static const char *const marks[] = { ":", ".", ")", "-", "\u2013", "\u2014" };
		bool marked = rest.at[digits - 1] == '.';
		for (size_t m = 0; m < sizeof marks / sizeof *marks && after.size; m++)
			if (str_starts(after, str_of(marks[m]))) {
				after = str_trim(str_sub(after, strlen(marks[m]), after.size));
				marked = true;
				break;
			}
		if (!marked || !has_words(after)) /* "Step 4" alone is a reference, not a step */
			continue;
		*name = after;
		return word;
	}
	return STR("");
}

/* "Owner: Billing" in the first paragraph or item below the heading. */
static str owner_below(struct rules *r, uint32_t heading)
{
	static const char *const words[] = { "owner", "team", "who", "responsible", "performed by",
		"responsible team" };
	uint32_t first = block_at(r->blocks, heading)->next;

	if (!first)
		return STR("");
	const struct block *block = block_at(r->blocks, first);
	if (block->kind == BLOCK_LIST && block->child)
		block = block_at(r->blocks, block->child);
	if (block->kind == BLOCK_HEADING)
		return STR("");
	const struct block *text = block_own_text(r->blocks, block);
	if (!text || !text->text_size)
		return STR("");
	uint32_t end = text->text_size;
	for (uint32_t i = text->run_count; i-- > 0;)
		if (block_runs(r->blocks, text)[i].kind == RUN_BREAK)
			end = block_runs(r->blocks, text)[i].from;
	struct str_cut cut = str_cut(str_sub(block_text(r->blocks, text), 0, end), ':');
	if (!cut.found || !ONE_OF(str_trim(cut.head), words))
		return STR("");
	struct names names = { 0 };
	read_names(&names, r, text, (uint32_t)cut.head.size + 1, end, false);
	return names.count == 1 && !names.refused ? names.items[0].text : STR("");
}

void take_heading_step(struct rules *r, uint32_t heading)
{
	const struct block *block = block_at(r->blocks, heading);
	str name = STR(""), word = step_word(block_text(r->blocks, block), &name);

	if (!word.size || !records_left(r))
		return;
	uint32_t step = builder_step(r->out, block->id, block->id.size > 0, name, STEP_ACTIVITY, block->line);
	r->out->steps.items[step].rule = 11;
	r->out->steps.items[step].type = builder_text(r->out, word);
	r->heading_step = step;
	str owner = owner_below(r, heading);
	if (owner.size) {
		uint32_t team = team_of_sort(
		    r, owner, team_has_suffix(r->arena, owner) ? TEAM_IS_TYPED : TEAM_IS_CLAIMED, block->line);
		r->out->steps.items[step].team = team;
	}
}

/* "Q2", "FY21": goals of a quarter or a year. */
static bool is_period(str word)
{
	size_t lead = str_istarts(word, STR("fy")) ? 2 : str_istarts(word, STR("q")) ? 1 : 0;
	size_t digits = 0;

	while (lead && lead + digits < word.size && byte_is_digit(word.at[lead + digits]))
		digits++;
	return lead && digits &&
	    (lead + digits == word.size || (lead == 2 && byte_lower(word.at[lead + digits]) == 'q'));
}

/* Goals, calendars and rules stand in an order as well, but no work passes from one to the next. */
static bool says_no_order(str title)
{
	static const char *const words[] = { "okr", "okrs", "goal", "goals", "objective", "objectives", "roadmap",
		"timeline", "timelines", "schedule", "calendar", "milestone", "milestones", "policy", "policies",
		"agenda", "deadlines", "vision", "mission", "principles", "values" };
	str rest = title, word;

	while (str_next_word(&rest, " -_/:,.()", &word))
		if (is_period(word) || ONE_OF(word, words))
			return true;
	return false;
}

bool stands_without_order(struct rules *r)
{
	r->context->used = true;
	for (unsigned level = 0; level <= HEADING_LEVELS; level++)
		if (says_no_order(r->titles[level]))
			return true;
	return false;
}

bool blockrules_is_process(str title)
{
	static const char *const words[] = { "process", "processes", "workflow", "workflows", "procedure", "procedures",
		"runbook", "sop", "playbook" };
	str rest = title, word;

	while (str_next_word(&rest, " -_/:,.()", &word))
		if (ONE_OF(word, words))
			return true;
	return false;
}
