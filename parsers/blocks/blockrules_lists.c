#include "parsers/blocks/blockrules_lists.h"

#include <string.h>

/* R8: an ordered list whose items begin with the one who acts; R11: a list below the heading of a team. Both count only
 * where the names turn out to be teams. */

enum { LIST_ITEMS = 400 };

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
	if (i + 1 < count && (to_next || !stands_without_order(r))) {
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
		take_team_names(r, at->text);
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
