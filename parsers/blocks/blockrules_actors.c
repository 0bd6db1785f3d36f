#include "parsers/blocks/blockrules_lists.h"

#include <string.h>

/* item  := actor sep action [ '(' time ')' ] [ arrow team ]
 * actor := '**' NAME '**' | '**' NAME ':**' | '[' NAME ']' | NAME
 * item  := NAME verb rest, the verb in the third person: "Billing raises the invoice" */

static bool is_suffix(str word)
{
	static const char *const words[] = { "team", "department", "dept", "desk", "group", "squad", "unit", "division",
		"office", "crew", "staff", "ops", "operations", "support" };

	return ONE_OF(word, words);
}

static bool is_modal(str word)
{
	static const char *const words[] = { "must", "shall", "will", "should", "may", "can" };

	return ONE_OF(word, words);
}

/* --- the actor ------------------------------------------------------------------------------------------- */

/* **Billing**: raise ... and **Billing:** raise ... and **Billing** - raise ...: the bold beginning. */
static bool take_bold_actor(struct rules *r, struct actor_item *out)
{
	str text = block_text(r->blocks, out->text);
	const struct run *run = block_runs(r->blocks, out->text);

	for (uint32_t i = 0; i < out->text->run_count; i++, run++) {
		if (run->kind != RUN_STRONG || run->from != 0 || !run->to)
			continue;
		str actor = str_sub(text, 0, run->to), rest = str_trim(str_sub(text, run->to, text.size));
		bool inside = str_ends(actor, STR(":"));
		if (inside)
			actor.size--;
		static const char *const marks[] = { ":", "- ", "\u2013 ", "\u2014 " };
		bool outside = false;
		for (size_t m = 0; m < sizeof marks / sizeof *marks && !inside && !outside; m++)
			if (str_starts(rest, str_of(marks[m]))) {
				rest = str_trim(str_sub(rest, strlen(marks[m]), rest.size));
				outside = true;
			}
		out->actor = str_trim(actor);
		out->action = rest;
		return (inside || outside) && rest.size;
	}
	return false;
}

/* Billing: raise ..., Billing - raise ..., [Billing] raise ... */
static bool take_marked_actor(struct rules *r, struct actor_item *out)
{
	str text = block_text(r->blocks, out->text);
	static const char *const marks[] = { ": ", " \u2013 ", " - ", " \u2014 " };

	if (str_starts(text, STR("["))) {
		struct str_cut cut = str_cut(text, ']');
		out->actor = str_trim(str_sub(cut.head, 1, cut.head.size));
		out->action = str_trim(cut.tail);
		return cut.found && out->action.size && !str_starts(cut.tail, STR("("));
	}
	for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
		struct str_cut cut = str_cut_str(str_sub(text, 0, 80), str_of(marks[m]));
		if (!cut.found)
			continue;
		out->actor = str_trim(cut.head);
		out->action = str_trim(str_sub(text, cut.head.size + strlen(marks[m]), text.size));
		return out->action.size > 0;
	}
	return false;
}

/* raises -> raise, carries -> carry, passes -> pass */
static str verb_stem(struct arena *arena, str verb)
{
	static const char *const hissing[] = { "ches", "shes", "sses", "xes", "zzes", "oes" };

	if (verb.size > 4 && str_ends(verb, STR("ies"))) {
		str stem = arena_dup(arena, str_sub(verb, 0, verb.size - 2));
		((char *)stem.at)[stem.size - 1] = 'y';
		return stem;
	}
	for (size_t i = 0; i < sizeof hissing / sizeof *hissing; i++)
		if (str_ends(verb, str_of(hissing[i])))
			return str_sub(verb, 0, verb.size - 2);
	return str_sub(verb, 0, verb.size - 1);
}

/* Words that follow a name without being what it does. */
static bool is_no_verb(str word)
{
	static const char *const words[] = { "to", "for", "in", "on", "at", "by", "with", "from", "as", "is", "are",
		"was", "were", "the", "a", "an", "or", "if", "when", "that", "this", "their", "its", "your", "our",
		"not", "via", "per", "into", "using" };

	return ONE_OF(word, words);
}

/* "The Billing team raises the invoice": capitalised words (and a suffix), then a verb in the third person; of
 * several that are joined, "People Ops/Legal review the contract", any verb. */
static bool take_acting_name(struct rules *r, struct actor_item *out)
{
	str text = block_text(r->blocks, out->text), rest = text, word;
	size_t end = 0;
	unsigned names = 0;
	bool several = false;

	while (str_next_word(&rest, " ", &word)) {
		size_t from = (size_t)(word.at - text.at);
		bool both = str_ieq(word, STR("and")) || str_eq(word, STR("&"));
		bool joins = both || str_eq(word, STR("of"));
		if (names && (is_modal(word) || (byte_is_lower(word.at[0]) && !is_suffix(word) && !joins)))
			break;
		if (from == 0 && str_ieq(word, STR("the")))
			continue;
		if (!begins_upper(word) && !(names && (is_suffix(word) || joins)))
			return false;
		if (strchr(",.;:!?)", word.at[word.size - 1]) || ++names > 5)
			return false;
		several = several || (both && names > 1) || str_find_char(word, '/') != STR_NONE;
		end = from + word.size;
	}
	bool modal = is_modal(word);
	bool third = word.size >= 3 && str_ends(word, STR("s")) && !str_ends(word, STR("ss"));
	bool plural = several && word.size >= 3 && !is_no_verb(word);
	if (!names || !rest.size || (!modal && !third && !plural) || (modal && str_starts(str_trim(rest), STR("be "))))
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (!byte_is_letter(word.at[i]))
			return false;
	out->actor = str_sub(text, 0, end);
	str tail = str_trim(rest);
	str verb = third ? verb_stem(r->arena, word) : word;
	out->action = modal ? tail : arena_printf(r->arena, "%.*s %.*s", STR_ARG(verb), STR_ARG(tail));
	return true;
}

/* "Display name: the name that others see" explains a word and tells nobody to do anything. */
static bool is_explanation(str action)
{
	static const char *const words[] = { "a", "an", "the", "your", "you", "our", "this", "that", "these", "those",
		"it", "its", "they", "we", "i", "he", "she", "there", "how", "what", "when", "where", "who", "why",
		"which", "if", "is", "are", "was", "were", "for", "in", "on", "at", "by", "with", "of", "from", "as",
		"some", "any", "all", "each", "every", "no", "not", "yes", "one", "two", "because", "such", "more",
		"most", "many", "much", "used", "defined", "means" };
	str rest = action, first;

	return !str_next_word(&rest, " ,;:", &first) || ONE_OF(first, words) || str_starts(first, STR("http"));
}

bool take_actor(struct rules *r, struct actor_item *out)
{
	if (!out->text || !out->text->text_size)
		return false;
	bool marked = take_bold_actor(r, out) || take_marked_actor(r, out);
	if (marked && is_explanation(out->action))
		return false;
	if (marked && name_is_plausible(r->arena, out->actor) && out->actor.size <= 40 &&
	    team_key(r->arena, out->actor).size)
		return true;
	return take_acting_name(r, out) && name_is_plausible(r->arena, out->actor);
}

/* --- what follows the action -------------------------------------------------------------------------------- */

static void cut_target(struct rules *r, struct actor_item *out)
{
	static const char *const arrows[] = { " --> ", " -> ", " => ", " \u2192 ", " \u21d2 ", " \u279c " };
	static const char *const phrases[] = { " hands off to ", " hand off to ", " hands over to ", " hand over to ",
		" hands it off to ", " hands it over to ", " hand it over to ", " hand it off to " };
	str text = out->action;

	for (size_t i = 0; i < sizeof arrows / sizeof *arrows && !out->target.size; i++) {
		char tip = arrows[i][strlen(arrows[i]) - 2]; /* few texts hold one, and all have spaces */
		if (str_find_char(text, tip) == STR_NONE)
			continue;
		struct str_cut cut = str_cut_str(text, str_of(arrows[i]));
		if (cut.found && !str_has(cut.tail, str_of(arrows[i]))) {
			out->target = str_trim(cut.tail);
			text = str_trim(cut.head);
		}
	}
	bool handed = !out->target.size && str_ifind(text, STR(" hand")) != STR_NONE;
	for (size_t i = 0; handed && i < sizeof phrases / sizeof *phrases && !out->target.size; i++) {
		ptrdiff_t at = str_ifind(text, str_of(phrases[i]));
		if (at <= 0)
			continue;
		out->target = str_trim(str_sub(text, (size_t)at + strlen(phrases[i]), text.size));
		text = str_trim(str_sub(text, 0, (size_t)at));
		if (str_ends(text, STR(" and")))
			text = str_trim(str_sub(text, 0, text.size - 4));
	}
	while (out->target.size && strchr(".;,", out->target.at[out->target.size - 1]))
		out->target.size--;
	if (!name_is_plausible(r->arena, out->target)) {
		out->target = STR("");
		text = out->action;
	}
	out->action = text;
}

static void cut_time(struct rules *r, struct actor_item *out)
{
	str text = out->action;

	while (text.size && strchr(".;", text.at[text.size - 1]))
		text = str_trim_right(str_sub(text, 0, text.size - 1));
	ptrdiff_t open = str_rfind_char(text, '(');
	if (open <= 0 || !str_ends(text, STR(")")))
		return;
	str inside = str_sub(text, (size_t)open + 1, text.size - 1);
	if (duration_read(r->arena, inside).answer == DURATION_NONE)
		return;
	out->time = inside;
	out->action = str_trim(str_sub(text, 0, (size_t)open));
}

void cut_action(struct rules *r, struct actor_item *out)
{
	cut_time(r, out);
	cut_target(r, out);
	if (!out->time.size)
		cut_time(r, out);
}
