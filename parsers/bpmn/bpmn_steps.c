/* Nodes become steps: activities, events, gateways, and the data that they read and write. */

#include "parsers/bpmn/bpmn.h"

#include "model/names.h"

/* --- names ----------------------------------------------------------------------------------------------- */

static str state_of(struct bpmn *b, const struct bpmn_item *item)
{
	const struct xml_element *state = bpmn_child(item->at, BPMN_DATA_STATE);
	return state ? bpmn_name(b, state) : STR("");
}

static bool is_reference(const struct bpmn_item *item)
{
	return item->word == BPMN_OBJECT_REFERENCE || item->word == BPMN_STORE_REFERENCE;
}

/* Data goes by its own name, else by that of the object or store it shows; the state it is shown in stands behind. */
static str data_name(struct bpmn *b, const struct bpmn_item *item)
{
	str name = bpmn_name(b, item->at), state = is_reference(item) ? state_of(b, item) : STR("");

	if (!name.size) {
		bool store = item->word == BPMN_STORE_REFERENCE;
		const struct bpmn_item *shown = bpmn_find(
		    b, xml_attribute(item->at, store ? "dataStoreRef" : "dataObjectRef"), WANT_DATA | WANT_NAMED);
		if (shown && (shown->word == BPMN_DATA_OBJECT || shown->word == BPMN_DATA_STORE))
			name = bpmn_name(b, shown->at);
	}
	if (!state.size || str_ends(name, arena_printf(b->arena, "[%.*s]", STR_ARG(state)))) /* some tools write both */
		return name;
	return arena_printf(b->arena, "%.*s%s[%.*s]", STR_ARG(name), name.size ? " " : "", STR_ARG(state));
}

static enum step_kind kind_of(const struct bpmn_item *item)
{
	switch (item->class) {
	case CLASS_EVENT: return STEP_EVENT;
	case CLASS_GATEWAY: return STEP_GATEWAY;
	case CLASS_DATA: return STEP_DATA;
	default: return STEP_ACTIVITY;
	}
}

/* A data object that a reference shows is a step by that reference. */
static bool is_step(const struct bpmn_item *item)
{
	switch (item->class) {
	case CLASS_ACTIVITY:
	case CLASS_GLOBAL:
	case CLASS_EVENT:
	case CLASS_GATEWAY: return true;
	case CLASS_DATA: return item->word != BPMN_DATA_OBJECT || !item->referred;
	default: return false;
	}
}

static void mark_shown_data(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		if (item->word != BPMN_OBJECT_REFERENCE)
			continue;
		struct bpmn_item *shown = bpmn_find(b, xml_attribute(item->at, "dataObjectRef"), WANT_DATA);
		if (shown)
			shown->referred = true;
	}
}

/* --- attributes ----------------------------------------------------------------------------------------------- */

static bool says(const struct xml_element *element, const char *attribute, str value)
{
	return str_ieq(str_trim(xml_attribute(element, attribute)), value);
}

static void add_repetition(struct bpmn *b, const struct bpmn_item *item, struct span *attrs)
{
	const struct xml_element *multiple = bpmn_child(item->at, BPMN_MULTI_INSTANCE);

	if (multiple)
		bpmn_attr(b, attrs, "loop",
		    says(multiple, "isSequential", STR("true")) ? STR("one by one") : STR("side by side"));
	else if (bpmn_child(item->at, BPMN_STANDARD_LOOP))
		bpmn_attr(b, attrs, "loop", STR("again"));
}

static void add_called(struct bpmn *b, const struct bpmn_item *item, struct span *attrs)
{
	str called = name_n0(b->arena, xml_attribute(item->at, "calledElement"), MARKUP_PLAIN);

	if (item->word != BPMN_CALL_ACTIVITY || !called.size)
		return;
	if (!bpmn_is_runtime(called))
		called = bpmn_bare(called);
	bpmn_attr(b, attrs, "calls", called);
	if (bpmn_is_runtime(called))
		return;
	uint32_t link = builder_link(b->out, LINK_CALL, called, STR(""), STR(""), item->at->line);
	b->out->links.items[link].step = item->step;
	b->out->links.items[link].stands = LINK_IN_ITEM;
}

static void add_message(struct bpmn *b, const struct bpmn_item *item, struct span *attrs)
{
	const struct bpmn_item *message = bpmn_find(b, xml_attribute(item->at, "messageRef"), WANT_NAMED);

	if ((item->word == BPMN_SEND_TASK || item->word == BPMN_RECEIVE_TASK) && message)
		bpmn_attr(b, attrs, "message", bpmn_name(b, message->at));
}

static void add_documentation(struct bpmn *b, const struct bpmn_item *item, struct span *attrs)
{
	str markup = bpmn_documentation(b, item->at);
	const struct xml_element *first = bpmn_child(item->at, BPMN_DOCUMENTATION);

	if (!markup.size)
		return;
	bpmn_attr(b, attrs, "doc", name_n0(b->arena, markup, MARKUP_HTML | MARKUP_ESCAPES));
	bpmn_links(b, markup, item->step, first->line);
}

static void take_attrs(struct bpmn *b, struct bpmn_item *item)
{
	struct span attrs = { 0 };

	if (item->class == CLASS_EVENT)
		bpmn_event_attrs(b, item, &attrs);
	if (says(item->at, "triggeredByEvent", STR("true")))
		bpmn_attr(b, &attrs, "triggered-by-event", STR("true"));
	if (says(item->at, "isForCompensation", STR("true")))
		bpmn_attr(b, &attrs, "for-compensation", STR("true"));
	add_repetition(b, item, &attrs);
	if (item->class == CLASS_DATA && !is_reference(item))
		bpmn_attr(b, &attrs, "state", state_of(b, item));
	add_message(b, item, &attrs);
	add_called(b, item, &attrs);
	bpmn_extension_attrs(b, item, &attrs);
	add_documentation(b, item, &attrs);
	b->out->steps.items[item->step].attrs = attrs;
}

/* --- groups and places ----------------------------------------------------------------------------------------- */

static str group_of(struct bpmn *b, const struct bpmn_item *item)
{
	const struct xml_element *reference = bpmn_child(item->at, BPMN_CATEGORY_VALUE_REF);
	const struct bpmn_item *value = reference ? bpmn_find(b, xml_text(b->arena, reference), WANT_NAMED) : NULL;

	return value && value->word == BPMN_CATEGORY_VALUE ? bpmn_n0(b, xml_attribute(value->at, "value")) : STR("");
}

enum { PATH_PARTS = 6 };

/* Where a whole model stands in one line, the line of a step says nothing: pool "Shop" / "Check order" / "Weigh" */
static str where_of(struct bpmn *b, const struct bpmn_item *item)
{
	str path = arena_printf(
	    b->arena, "\"%.*s\"", STR_ARG(bpmn_clip(builder_str(b->out, b->out->steps.items[item->step].name))));
	unsigned parts = 0;

	for (uint32_t scope = item->scope; parts < PATH_PARTS && scope; scope = b->items.items[scope].scope, parts++)
		if (b->items.items[scope].class != CLASS_PROCESS)
			path = arena_printf(b->arena, "\"%.*s\" / %.*s",
			    STR_ARG(bpmn_clip(bpmn_name(b, b->items.items[scope].at))), STR_ARG(path));
	uint32_t team = b->out->steps.items[item->step].team;
	for (; parts < PATH_PARTS && team != NONE; team = b->out->teams.items[team].parent, parts++)
		path = arena_printf(b->arena, "%s \"%.*s\" / %.*s",
		    b->out->teams.items[team].parent == NONE ? "pool" : "lane",
		    STR_ARG(bpmn_clip(builder_str(b->out, b->out->teams.items[team].name))), STR_ARG(path));
	return path;
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

static void take_step(struct bpmn *b, struct bpmn_item *item)
{
	str name = item->class == CLASS_DATA ? data_name(b, item) : bpmn_name(b, item->at);

	bpmn_enter(b, item);
	item->step = builder_step(
	    b->out, bpmn_unique_id(b, item), item->id.size && !item->twin, name, kind_of(item), item->at->line);
	struct text type = builder_text(b->out, item->at->name->local), group = builder_text(b->out, group_of(b, item));
	struct step *step = &b->out->steps.items[item->step];
	step->type = type;
	step->group = group;
	step->within = item->scope ? b->items.items[item->scope].step : NONE;
	if (item->class != CLASS_DATA)
		bpmn_assign(b, item);
	take_attrs(b, item);
	if (b->needs_where)
		b->out->steps.items[item->step].where = builder_text(b->out, where_of(b, item));
}

static void seat_boundary_events(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		if (item->word != BPMN_BOUNDARY_EVENT || item->step == NONE)
			continue;
		const struct bpmn_item *host = bpmn_find(b, xml_attribute(item->at, "attachedToRef"), WANT_ACTIVITY);
		if (host && host->class == CLASS_ACTIVITY)
			b->out->steps.items[item->step].host = host->step;
	}
}

void bpmn_take_steps(struct bpmn *b)
{
	mark_shown_data(b);
	for (uint32_t i = 1; i < b->items.count; i++)
		if (is_step(&b->items.items[i]) || b->items.items[i].class == CLASS_PROCESS)
			bpmn_gather_performers(b, &b->items.items[i]);
	bpmn_settle_performers(b);
	for (uint32_t i = 1; i < b->items.count && !b->full; i++)
		if (is_step(&b->items.items[i]) && bpmn_room(b))
			take_step(b, &b->items.items[i]);
	seat_boundary_events(b);
}
