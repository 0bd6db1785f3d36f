#include "parsers/blockrules_internal.h"

#include "base/text.h"

#include <string.h>

/* R8: an ordered list whose items begin with the one who acts; R11: headings that are steps, and lists below the
 * heading of a team. All of it counts only where the names turn out to be teams (formats.md 7.4 has the grammar). */

enum { LIST_ITEMS = 400 };

struct actor_item {
	const struct block *item, *text;
	str actor, action, target; /* target: whom an arrow or "hands off to" names */
	str time;                  /* in a bracket at the end */
	uint32_t step, team, to;
};

static bool begins_upper(str word)
{
	int32_t c = 0;

	if (!word.size)
		return false;
	text_next(word, &c);
	return c > 0 && char_is_upper(c);
}

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

/* "The Billing team raises the invoice": capitalised words (and a suffix), then a verb in the third person. */
static bool take_acting_name(struct rules *r, struct actor_item *out)
{
	str text = block_text(r->blocks, out->text), rest = text, word;
	size_t end = 0;
	unsigned names = 0;

	while (str_next_word(&rest, " ", &word)) {
		size_t from = (size_t)(word.at - text.at);
		bool joins = str_ieq(word, STR("and")) || str_eq(word, STR("&")) || str_eq(word, STR("of"));
		if (names && (is_modal(word) || (byte_is_lower(word.at[0]) && !is_suffix(word) && !joins)))
			break;
		if (from == 0 && str_ieq(word, STR("the")))
			continue;
		if (!begins_upper(word) && !(names && (is_suffix(word) || joins)))
			return false;
		if (strchr(",.;:!?)", word.at[word.size - 1]) || ++names > 5)
			return false;
		end = from + word.size;
	}
	bool modal = is_modal(word);
	if (!names || !rest.size ||
	    (!modal && (word.size < 3 || !str_ends(word, STR("s")) || str_ends(word, STR("ss")))))
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (!byte_is_letter(word.at[i]))
			return false;
	out->actor = str_sub(text, 0, end);
	str tail = str_trim(rest);
	out->action =
	    modal ? tail : arena_printf(r->arena, "%.*s %.*s", STR_ARG(verb_stem(r->arena, word)), STR_ARG(tail));
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

static bool take_actor(struct rules *r, struct actor_item *out)
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
		struct str_cut cut = str_cut_str(text, str_of(arrows[i]));
		if (cut.found && !str_has(cut.tail, str_of(arrows[i]))) {
			out->target = str_trim(cut.tail);
			text = str_trim(cut.head);
		}
	}
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases && !out->target.size; i++) {
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

static void cut_action(struct rules *r, struct actor_item *out)
{
	cut_time(r, out);
	cut_target(r, out);
	if (!out->time.size)
		cut_time(r, out);
}

/* --- R8 -------------------------------------------------------------------------------------------------------- */

static uint32_t claim_of_list(struct rules *r, const struct actor_item *items, unsigned count)
{
	uint32_t claim = builder_claim(r->out, 2);

	for (unsigned i = 0; i < count; i++)
		if (items[i].actor.size)
			builder_claim_key(r->out, claim, items[i].actor);
	return claim;
}

static void put_item_step(struct rules *r, struct actor_item *at, uint32_t claim, uint8_t rule)
{
	struct builder *out = r->out;
	str id = at->item->id.size ? at->item->id : at->text ? at->text->id : STR("");

	at->team = at->actor.size ? team_of_sort(r, at->actor, TEAM_IS_CLAIMED, at->item->line) : NONE;
	at->to = at->target.size ? team_of_sort(r, at->target, TEAM_IS_CLAIMED, at->item->line) : NONE;
	out->claim = claim;
	at->step = builder_step(out, id, id.size > 0, at->action, STEP_ACTIVITY, at->item->line);
	out->steps.items[at->step].rule = rule;
	out->steps.items[at->step].team = at->team;
	if (at->time.size) {
		struct duration found = duration_read(r->arena, at->time);
		struct when when = duration_when(out, at->time, &found);
		out->steps.items[at->step].when = when;
		out->steps.items[at->step].when_role = WHEN_IS_SERVICE_LEVEL;
	}
	out->claim = 0;
}

/* The implicit flow to the next item; where an arrow names somebody else, only if nobody of that name is known. */
static void put_item_flows(struct rules *r, struct actor_item *items, unsigned count, unsigned i, uint32_t claim)
{
	struct builder *out = r->out;
	struct actor_item *at = &items[i];
	struct end next = i + 1 < count ? end_step(items[i + 1].step) : end_team(NONE);
	bool handed = at->to != NONE && at->to != at->team,
	     to_next = handed && i + 1 < count && items[i + 1].team == at->to;

	if (handed && !to_next) {
		struct end to = end_team(at->to);
		for (unsigned k = i + 1; k < count && to.kind == END_TEAM; k++)
			if (items[k].team == at->to)
				to = end_step(items[k].step);
		out->claim = claim;
		builder_flow(out, STR(""), end_step(at->step), to, to.kind == END_STEP ? FLOW_SEQUENCE : FLOW_MESSAGE,
		    at->item->line);
	}
	if (i + 1 < count) {
		uint32_t alone = claim;
		if (handed && !to_next && items[i + 1].team != at->team) {
			uint32_t unless = claim_of_key(r, at->target);
			alone = builder_claim(out, 1); /* of no keys: as the list's claim, unless the other one holds */
			out->claims.items[alone].either = claim;
			out->claims.items[alone].unless = unless;
		}
		out->claim = alone;
		uint32_t flow =
		    builder_flow(out, STR(""), end_step(at->step), next, FLOW_SEQUENCE, items[i + 1].item->line);
		out->flows.items[flow].implicit = !to_next;
	}
	out->claim = 0;
}

static void put_item_text(struct rules *r, const struct actor_item *at, uint32_t claim, unsigned depth)
{
	uint32_t rest = at->item->child;

	if (at->text) {
		r->out->claim = claim;
		put_prose(r, PROSE_ITEM, block_text(r->blocks, at->text), at->text->line, depth);
		r->out->claim = 0;
		put_links(r, at->text, LINK_IN_ITEM, at->step);
		if (at->text != at->item && rest && block_at(r->blocks, rest) == at->text)
			rest = at->text->next;
	}
	read_blocks(r, rest, PROSE_ITEM, depth + 1);
}

static unsigned gather_items(struct rules *r, const struct block *list, struct actor_item *items, unsigned *actors)
{
	unsigned count = 0;

	*actors = 0;
	for (uint32_t i = list->child; i; i = block_at(r->blocks, i)->next) {
		if (count == LIST_ITEMS)
			return 0;
		struct actor_item *at = &items[count++];
		*at = (struct actor_item){ .item = block_at(r->blocks, i), .step = NONE, .team = NONE, .to = NONE };
		at->text = block_own_text(r->blocks, at->item);
		if (take_actor(r, at)) {
			cut_action(r, at);
			++*actors;
		} else {
			at->actor = STR("");
			at->action = at->text ? block_text(r->blocks, at->text) : STR("");
		}
	}
	return count;
}

/* Headings that are about something, and nobody's name: the registry need not be asked. */
static bool is_topic(str title)
{
	static const char *const words[] = { "process", "processes", "procedure", "procedures", "workflow", "workflows",
		"steps", "step", "prerequisites", "requirements", "overview", "introduction", "background", "actions",
		"notes", "setup", "summary", "goals", "goal", "purpose", "scope", "resources", "references", "faq",
		"faqs", "timeline", "schedule", "cadence", "values", "principles", "practices", "guidelines", "policy",
		"policies", "checklist", "tasks", "examples", "example", "instructions", "installation",
		"configuration", "usage", "basics", "questions", "tips", "criteria", "expectations", "benefits",
		"playbook", "runbook", "template", "templates", "contents", "details", "options", "definitions",
		"terminology", "glossary", "context", "status", "metrics", "meetings", "meeting", "responsibilities",
		"roles", "links", "history", "changelog", "troubleshooting", "freeze", "release", "releases", "launch",
		"plan", "planning", "strategy", "approach", "guide", "guides", "motivation" };
	str rest = title, word, last = STR("");

	bool doing = false; /* "Making a release"; Billing alone is a team */
	for (unsigned count = 0; str_next_word(&rest, " ", &word); count++) {
		if (count == 0)
			doing = str_iends(word, STR("ing"));
		else if (doing && byte_is_lower(word.at[0]))
			return true;
		last = word;
	}
	return ONE_OF(last, words);
}

static bool may_be_team(struct rules *r, str title)
{
	unsigned words = 1;

	for (size_t i = 0; i < title.size; i++)
		words += title.at[i] == ' ';
	return words <= 4 && begins_upper(title) && !is_topic(title) && name_is_plausible(r->arena, title);
}

static unsigned count_items(const struct rules *r, const struct block *list)
{
	unsigned count = 0;

	for (uint32_t i = list->child; i && count < LIST_ITEMS + 1; i = block_at(r->blocks, i)->next)
		count++;
	return count;
}

static bool worth_a_look(struct rules *r, const struct block *list)
{
	str title = r->titles[r->level];

	for (uint32_t i = list->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *text = block_own_text(r->blocks, block_at(r->blocks, i));
		if (text && text->text_size)
			return begins_upper(block_text(r->blocks, text)) || text->run_count || title.size;
	}
	return false;
}

static void put_list(
    struct rules *r, struct actor_item *items, unsigned count, uint32_t claim, uint8_t rule, unsigned depth)
{
	for (unsigned i = 0; i < count; i++)
		if (records_left(r))
			put_item_step(r, &items[i], claim, rule);
	for (unsigned i = 0; i < count && records_left(r); i++)
		put_item_flows(r, items, count, i, claim);
	for (unsigned i = 0; i < count; i++)
		put_item_text(r, &items[i], claim, depth);
}

/* Items without an actor in a list of actors, for those who ask why. */
static void note_silent_items(struct rules *r, const struct actor_item *items, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (!items[i].actor.size) {
			builder_note(
			    r->out, "list-actor-unresolved", items[i].item->line, "the item begins with nobody's name");
			r->out->notes.items[r->out->notes.count - 1].why_only = 1;
		}
}

static bool take_team_list(struct rules *r, struct actor_item *items, unsigned count, unsigned depth)
{
	str title = r->titles[r->level];

	if (!may_be_team(r, title) || count < 2)
		return false;
	r->context->used = true;
	if (!r->context->is_process)
		return false;
	uint32_t claim = claim_of_key(r, title);
	for (unsigned i = 0; i < count; i++) {
		items[i].actor = title;
		items[i].target = items[i].time = STR("");
		items[i].action = items[i].text ? block_text(r->blocks, items[i].text) : STR("");
		if (!items[i].action.size)
			return false;
		cut_action(r, &items[i]);
	}
	put_list(r, items, count, claim, 11, depth);
	return true;
}

bool take_process_list(struct rules *r, uint32_t number, unsigned depth)
{
	const struct block *list = block_at(r->blocks, number);
	unsigned room = count_items(r, list), actors, count;

	if (room < 2 || room > LIST_ITEMS || !worth_a_look(r, list))
		return false;
	struct actor_item *items = ARENA_ARRAY(r->arena, struct actor_item, room);
	count = gather_items(r, list, items, &actors);
	if (!count)
		return false;
	for (unsigned i = 0; i < count; i++)
		if (!items[i].action.size)
			return false;
	if (actors < 2)
		return take_team_list(r, items, count, depth);
	uint32_t claim = claim_of_list(r, items, count);
	put_list(r, items, count, claim, 8, depth);
	note_silent_items(r, items, count);
	return true;
}

/* --- tables of contents ------------------------------------------------------------------------------------------ */

static bool all_fragments(struct rules *r, const struct block *list, unsigned *items, unsigned depth)
{
	for (uint32_t i = list->child; i; i = block_at(r->blocks, i)->next) {
		const struct block *item = block_at(r->blocks, i), *text = block_own_text(r->blocks, item);
		const struct run *link = NULL;
		if (!text)
			return false;
		for (uint32_t k = 0; k < text->run_count && !link; k++)
			if (block_runs(r->blocks, text)[k].kind == RUN_LINK)
				link = &block_runs(r->blocks, text)[k];
		if (!link || link->from != 0 || link->to < text->text_size || !str_starts(link->target, STR("#")))
			return false;
		++*items;
		for (uint32_t k = item->child; k; k = block_at(r->blocks, k)->next)
			if (block_at(r->blocks, k)->kind == BLOCK_LIST &&
			    (depth > 8 || !all_fragments(r, block_at(r->blocks, k), items, depth + 1)))
				return false;
	}
	return true;
}

bool is_contents(struct rules *r, uint32_t number)
{
	unsigned items = 0;

	return all_fragments(r, block_at(r->blocks, number), &items, 0) && items >= 2;
}

/* --- headings that are steps -------------------------------------------------------------------------------------- */

static bool has_words(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (byte_is_letter(text.at[i]) || (text.at[i] & 0x80))
			return true;
	return false;
}

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
