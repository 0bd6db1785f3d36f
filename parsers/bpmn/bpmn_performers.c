/* Who performs a task where a tool says so outright: candidate groups, assignees, resources. A lane or pool wins; the
 * others are kept as attributes. Names are gathered first and become teams in the order of their keys, so that the
 * order of the elements says nothing. */

#include "parsers/bpmn/bpmn.h"

#include "model/names.h"

#include <stdlib.h>

/* --- gathering ------------------------------------------------------------------------------------------- */

static void add_name(struct bpmn *b, struct bpmn_item *item, uint8_t kind, str raw)
{
	str name = bpmn_n0(b, raw);
	str key = team_key(b->arena, name);

	if (!key.size || !bpmn_room(b))
		return;
	if (!item->performer_count)
		item->performers = b->performers.count;
	item->performer_count++;
	LIST_PUSH(b->arena, &b->performers,
	    ((struct bpmn_performer){ .name = name, .key = key, .line = item->at->line, .team = NONE, .kind = kind }));
}

/* FEEL: ="billing" and =["billing", "tax"] are plain names; any other ="..." is known at run time only. */
static str without_literal(str list)
{
	list = str_trim(list);
	if (!str_starts(list, STR("=")))
		return list;
	str inside = str_trim(str_sub(list, 1, list.size));
	if (str_starts(inside, STR("[")) && str_ends(inside, STR("]")))
		return str_sub(inside, 1, inside.size - 1);
	return inside.size > 1 && inside.at[0] == '"' && inside.at[inside.size - 1] == '"' ? inside : list;
}

static str unquoted(str name)
{
	name = str_trim(name);
	if (name.size > 1 && (name.at[0] == '"' || name.at[0] == '\'') && name.at[name.size - 1] == name.at[0])
		return str_sub(name, 1, name.size - 1);
	return name;
}

/* "user(kermit), group(management)" */
static str in_brackets(str name, uint8_t *kind)
{
	bool user = str_istarts(name, STR("user(")), group = str_istarts(name, STR("group("));

	if ((!user && !group) || !str_ends(name, STR(")")))
		return name;
	*kind = user ? TEAM_PERSON : TEAM_TEAM;
	return str_sub(name, user ? 5 : 6, name.size - 1);
}

void bpmn_name_performers(struct bpmn *b, struct bpmn_item *item, uint8_t kind, str list)
{
	str rest = without_literal(list), name;

	if (bpmn_is_runtime(rest))
		return;
	while (str_next_word(&rest, ",;", &name)) {
		uint8_t of = kind;
		str plain = in_brackets(unquoted(name), &of);
		add_name(b, item, of, plain);
	}
}

static uint8_t kind_of_role(uint16_t word)
{
	return word == BPMN_POTENTIAL_OWNER ? TEAM_TEAM : word == BPMN_HUMAN_PERFORMER ? TEAM_PERSON : TEAM_ROLE;
}

/* <potentialOwner><resourceRef>R1</resourceRef></potentialOwner>, or an expression in its place. */
static void take_role(struct bpmn *b, struct bpmn_item *item, const struct xml_element *role)
{
	const struct xml_element *reference = bpmn_child(role, BPMN_RESOURCE_REF);
	const struct xml_element *assignment = bpmn_child(role, BPMN_ASSIGNMENT_EXPRESSION);
	const struct bpmn_item *resource = reference ? bpmn_find(b, xml_text(b->arena, reference), WANT_NAMED) : NULL;
	uint8_t kind = kind_of_role(role->name->word);

	if (resource && resource->word == BPMN_RESOURCE)
		add_name(b, item, kind == TEAM_PERSON ? TEAM_ROLE : kind, xml_attribute(resource->at, "name"));
	else if (assignment)
		bpmn_name_performers(b, item, kind, xml_text(b->arena, assignment));
}

void bpmn_gather_performers(struct bpmn *b, struct bpmn_item *item)
{
	for (const struct xml_element *child = item->at->first; child; child = child->next)
		if (child->name->word >= BPMN_RESOURCE_ROLE && child->name->word <= BPMN_POTENTIAL_OWNER)
			take_role(b, item, child);
	bpmn_extension_performers(b, item);
}

/* --- names become teams -------------------------------------------------------------------------------------- */

struct keyed {
	str key, name;
	uint32_t number; /* of a team; or NONE: of the performer below */
	uint32_t performer;
	uint8_t kind;
};

static int by_key(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	int order = str_cmp(a->key, b->key);

	if (order)
		return order;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1; /* a lane or pool of that name comes before */
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	order = str_cmp(a->name, b->name);
	return order ? order : a->performer < b->performer ? -1 : 1;
}

static uint32_t add_performer(struct bpmn *b, const struct bpmn_performer *performer)
{
	str id = performer->key;

	if (!bpmn_room(b))
		return NONE;
	while (bpmn_find(b, id, 0))
		id = arena_printf(b->arena, "%.*s~", STR_ARG(id));
	uint32_t team = builder_team(b->out, id, performer->name, performer->kind, performer->line);
	if (performer->kind == TEAM_PERSON)
		b->out->teams.items[team].strength = TEAM_MENTION;
	return team;
}

void bpmn_settle_performers(struct bpmn *b)
{
	uint32_t teams = b->out->teams.count, count = 0;
	struct keyed *all = ARENA_ARRAY(b->arena, struct keyed, teams + b->performers.count + 1);

	if (!b->performers.count)
		return;
	for (uint32_t i = 0; i < teams; i++)
		if (b->out->teams.items[i].container == b->out->container)
			all[count++] =
			    (struct keyed){ .key = arena_dup(b->arena, builder_str(b->out, b->out->teams.items[i].key)),
				    .number = i };
	for (uint32_t i = 0; i < b->performers.count; i++) {
		const struct bpmn_performer *performer = &b->performers.items[i];
		all[count++] = (struct keyed){ performer->key, performer->name, NONE, i, performer->kind };
	}
	qsort(all, count, sizeof *all, by_key);
	bpmn_enter(b, NULL);
	for (uint32_t i = 0; i < count; i++) {
		if (all[i].number != NONE)
			continue;
		struct bpmn_performer *performer = &b->performers.items[all[i].performer];
		bool known = i && str_eq(all[i].key, all[i - 1].key);
		all[i].number = known ? all[i - 1].number : add_performer(b, performer);
		performer->team = all[i].number;
	}
}

/* --- assigning --------------------------------------------------------------------------------------------------- */

/* "billing-ops" is "billing" where that is known. */
static bool is_longer_form(const struct bpmn *b, uint32_t a, uint32_t c)
{
	str left = builder_str(b->out, b->out->teams.items[a].key),
	    right = builder_str(b->out, b->out->teams.items[c].key);
	str shorter = left.size < right.size ? left : right, longer = left.size < right.size ? right : left;

	return shorter.size && str_starts(longer, shorter) && longer.size > shorter.size &&
	    longer.at[shorter.size] == '-';
}

static void tell_conflict(struct bpmn *b, const struct bpmn_item *item, uint32_t team)
{
	const struct bpmn_performer *first = NULL;

	for (uint32_t i = 0; i < item->performer_count; i++) {
		const struct bpmn_performer *performer = &b->performers.items[item->performers + i];
		if (performer->kind != TEAM_TEAM || performer->team == NONE)
			continue;
		if (bpmn_related(b, team, performer->team) || is_longer_form(b, team, performer->team))
			return;
		first = first ? first : performer;
	}
	if (first)
		builder_note(b->out, "team-conflict", item->at->line,
		    "the lane says '%.*s', the task '%.*s': the lane counts",
		    STR_ARG(builder_str(b->out, b->out->teams.items[team].name)), STR_ARG(first->name));
}

void bpmn_assign(struct bpmn *b, const struct bpmn_item *item)
{
	uint32_t team = bpmn_team_of(b, item);
	struct step *step = &b->out->steps.items[item->step];

	step->team = team;
	if (team != NONE) {
		if (item->lane && item->class == CLASS_ACTIVITY)
			tell_conflict(b, item, team);
		return;
	}
	for (uint32_t i = 0; i < item->performer_count; i++) {
		const struct bpmn_performer *performer = &b->performers.items[item->performers + i];
		if (performer->kind == TEAM_PERSON || performer->team == NONE)
			continue;
		if (step->team == NONE)
			step->team = performer->team;
		else if (performer->team != step->team)
			builder_with(b->out, &step->with, performer->team);
	}
}
