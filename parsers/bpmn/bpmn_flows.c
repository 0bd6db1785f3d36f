/* Sequence flows, message flows, and the ways of data. A flow out of a boundary event leaves the activity that the
 * event sits on. */

#include "parsers/bpmn/bpmn.h"

#include "parsers/duration/duration.h"

bool bpmn_end(const struct bpmn *b, const struct bpmn_item *item, struct end *out)
{
	(void)b;
	if (!item)
		return false;
	if (item->step != NONE)
		*out = end_step(item->step);
	else if (item->class == CLASS_TEAM && item->team != NONE)
		*out = end_team(item->team);
	else
		return false;
	return true;
}

static void tell_dangling(struct bpmn *b, const struct bpmn_item *flow)
{
	builder_note(b->out, "edge-dangling", flow->at->line, "an end of '%.*s' is not in the file",
	    STR_ARG(bpmn_clip(flow->id)));
}

/* --- sequence ------------------------------------------------------------------------------------------------ */

static void mark_default_flows(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *node = &b->items.items[i];
		if (node->class != CLASS_ACTIVITY && node->class != CLASS_GATEWAY)
			continue;
		struct bpmn_item *flow = bpmn_find(b, xml_attribute(node->at, "default"), WANT_FLOW);
		if (flow && flow->word == BPMN_SEQUENCE_FLOW)
			flow->is_default = true;
	}
}

/* The deadline of the other branches, where a timer stands behind an event-based gateway. */
static void mark_deadline(struct bpmn *b, const struct bpmn_item *from, const struct bpmn_item *to)
{
	if (from->word == BPMN_EVENT_GATEWAY && to->class == CLASS_EVENT &&
	    b->out->steps.items[to->step].when_role == WHEN_IS_WAIT)
		b->out->steps.items[to->step].when_role = WHEN_IS_TIMER;
}

static const struct bpmn_item *host_of(const struct bpmn *b, const struct bpmn_item *item)
{
	const struct bpmn_item *host = item->word == BPMN_BOUNDARY_EVENT
	    ? bpmn_find(b, xml_attribute(item->at, "attachedToRef"), WANT_ACTIVITY)
	    : NULL;

	return host && host->class == CLASS_ACTIVITY && host->step != NONE ? host : NULL;
}

static void take_sequence_flow(struct bpmn *b, struct bpmn_item *item)
{
	const struct bpmn_item *from = bpmn_find(b, xml_attribute(item->at, "sourceRef"), WANT_NODE);
	const struct bpmn_item *to = bpmn_find(b, xml_attribute(item->at, "targetRef"), WANT_NODE);

	if (!from || !to || from->step == NONE || to->step == NONE) {
		tell_dangling(b, item);
		return;
	}
	const struct bpmn_item *host = host_of(b, from);
	enum flow_kind kind = host && bpmn_escalates(b, from) ? FLOW_ESCALATION : FLOW_SEQUENCE;
	str condition = bpmn_expression(b, bpmn_child(item->at, BPMN_CONDITION_EXPRESSION));
	if (item->is_default)
		condition = STR("default");
	if (host)
		condition = bpmn_event_words(b, from);
	uint32_t number = builder_flow(b->out, bpmn_unique_id(b, item), end_step(host ? host->step : from->step),
	    end_step(to->step), kind, item->at->line);
	struct text label = builder_text(b->out, bpmn_name(b, item->at)), when = builder_text(b->out, condition);
	struct flow *flow = &b->out->flows.items[number];
	flow->label = label;
	flow->condition = when;
	flow->strong_id = item->id.size && !item->twin;
	mark_deadline(b, from, to);
}

/* --- messages --------------------------------------------------------------------------------------------------- */

static str label_of(struct bpmn *b, const struct bpmn_item *item)
{
	str name = bpmn_name(b, item->at);
	const struct bpmn_item *message =
	    name.size ? NULL : bpmn_find(b, xml_attribute(item->at, "messageRef"), WANT_NAMED);

	return message && message->word == BPMN_MESSAGE ? bpmn_name(b, message->at) : name;
}

static void take_message_flow(struct bpmn *b, struct bpmn_item *item)
{
	struct bpmn_item *from = bpmn_find(b, xml_attribute(item->at, "sourceRef"), WANT_END);
	struct bpmn_item *to = bpmn_find(b, xml_attribute(item->at, "targetRef"), WANT_END);
	struct end start, end;

	if (!bpmn_end(b, from, &start) || !bpmn_end(b, to, &end)) {
		tell_dangling(b, item);
		return;
	}
	uint32_t number = builder_flow(b->out, bpmn_unique_id(b, item), start, end, FLOW_MESSAGE, item->at->line);
	str label = label_of(b, item);
	struct duration time = duration_find(b->arena, label);
	struct when when = when_none();
	if (time.answer == DURATION_VALUE) {
		when = duration_when(b->out, time.phrase, &time);
		label = duration_strip(b->arena, label, &time);
	}
	struct text words = builder_text(b->out, label);
	struct flow *flow = &b->out->flows.items[number];
	flow->label = words;
	flow->when = when;
	flow->strong_id = item->id.size && !item->twin;
}

static void mark_messaged(struct bpmn *b)
{
	static const char *const ends[] = { "sourceRef", "targetRef" };

	for (uint32_t i = 1; i < b->items.count; i++)
		for (unsigned k = 0; k < 2 && b->items.items[i].word == BPMN_MESSAGE_FLOW; k++) {
			struct bpmn_item *end = bpmn_find(b, xml_attribute(b->items.items[i].at, ends[k]), WANT_END);
			if (end)
				end->messaged = true;
		}
}

/* --- data ------------------------------------------------------------------------------------------------------------
 */

/* The step that shows a piece of data: itself, or the first reference to a data object. */
static uint32_t data_step(const struct bpmn_item *item)
{
	return item && item->class == CLASS_DATA ? item->step : NONE;
}

static void take_data_association(
    struct bpmn *b, const struct bpmn_item *node, const struct xml_element *association, bool inward)
{
	uint16_t wanted = inward ? BPMN_SOURCE_REF : BPMN_TARGET_REF;

	for (const struct xml_element *child = association->first; child; child = child->next) {
		if (child->name->word != wanted)
			continue;
		uint32_t data = data_step(bpmn_find(b, xml_text(b->arena, child), WANT_DATA));
		if (data == NONE || !bpmn_room(b))
			continue;
		struct end from = end_step(inward ? data : node->step), to = end_step(inward ? node->step : data);
		uint32_t flow =
		    builder_flow(b->out, xml_attribute(association, "id"), from, to, FLOW_DATA, association->line);
		b->out->flows.items[flow].strong_id = false;
	}
}

static void take_data_ways(struct bpmn *b, const struct bpmn_item *node)
{
	for (const struct xml_element *child = node->at->first; child; child = child->next)
		if (child->name->word == BPMN_INPUT_ASSOCIATION || child->name->word == BPMN_OUTPUT_ASSOCIATION)
			take_data_association(b, node, child, child->name->word == BPMN_INPUT_ASSOCIATION);
}

/* A dotted line between two steps. Those to annotations and flows are read elsewhere or say nothing. */
static void take_association(struct bpmn *b, struct bpmn_item *item)
{
	const struct bpmn_item *from = bpmn_find(b, xml_attribute(item->at, "sourceRef"), WANT_END);
	const struct bpmn_item *to = bpmn_find(b, xml_attribute(item->at, "targetRef"), WANT_END);

	if (!from || !to || from->step == NONE || to->step == NONE)
		return;
	enum flow_kind kind = from->class == CLASS_DATA || to->class == CLASS_DATA ? FLOW_DATA : FLOW_ASSOCIATION;
	str id = bpmn_unique_id(b, item);
	bool both = str_ieq(xml_attribute(item->at, "associationDirection"), STR("both"));
	uint32_t there = builder_flow(b->out, id, end_step(from->step), end_step(to->step), kind, item->at->line);
	b->out->flows.items[there].strong_id = item->id.size && !item->twin;
	if (!both || !bpmn_room(b))
		return;
	uint32_t back = builder_flow(b->out, arena_printf(b->arena, "%.*s~", STR_ARG(id)), end_step(to->step),
	    end_step(from->step), kind, item->at->line);
	b->out->flows.items[back].strong_id = item->id.size && !item->twin;
}

/* --- all ------------------------------------------------------------------------------------------------- */

void bpmn_take_flows(struct bpmn *b)
{
	mark_default_flows(b);
	mark_messaged(b);
	for (uint32_t i = 1; i < b->items.count && bpmn_room(b); i++) {
		struct bpmn_item *item = &b->items.items[i];
		bpmn_enter(b, item);
		if (item->word == BPMN_SEQUENCE_FLOW)
			take_sequence_flow(b, item);
		else if (item->word == BPMN_MESSAGE_FLOW)
			take_message_flow(b, item);
		else if (item->word == BPMN_ASSOCIATION)
			take_association(b, item);
		else if (item->step != NONE && item->class != CLASS_DATA)
			take_data_ways(b, item);
	}
}
