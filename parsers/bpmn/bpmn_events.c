/* What an event waits for or throws: its definitions, in it or referred to, and what they name. */

#include "parsers/bpmn/bpmn.h"

#include "model/names.h"

const struct xml_element *bpmn_definition(const struct bpmn *b, const struct xml_element *child)
{
	if (*bpmn_said(child->name->word))
		return child;
	if (child->name->word != BPMN_DEFINITION_REF)
		return NULL;
	const struct bpmn_item *shared = bpmn_find(b, xml_text(b->arena, child), WANT_NAMED);
	return shared && *bpmn_said(shared->word) ? shared->at : NULL;
}

/* The message, signal, error or escalation that a definition refers to: its name, else its code. */
static str named_by(struct bpmn *b, const struct xml_element *definition)
{
	static const struct {
		uint16_t word;
		const char *reference, *code;
	} rows[] = {
		{ BPMN_MESSAGE_DEFINITION, "messageRef", "" },
		{ BPMN_SIGNAL_DEFINITION, "signalRef", "" },
		{ BPMN_ERROR_DEFINITION, "errorRef", "errorCode" },
		{ BPMN_ESCALATION_DEFINITION, "escalationRef", "escalationCode" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].word != definition->name->word)
			continue;
		str reference = xml_attribute(definition, rows[i].reference);
		const struct bpmn_item *named = bpmn_find(b, reference, WANT_NAMED);
		if (!named)
			return name_n0(
			    b->arena, bpmn_bare(reference), MARKUP_PLAIN); /* some tools write the code itself */
		str name = bpmn_name(b, named->at);
		return name.size ? name : bpmn_n0(b, xml_attribute(named->at, rows[i].code));
	}
	return STR("");
}

static str time_of(struct bpmn *b, const struct xml_element *definition)
{
	for (const struct xml_element *child = definition->first; child; child = child->next)
		if (child->name->word >= BPMN_TIME_DURATION && child->name->word <= BPMN_TIME_CYCLE)
			return bpmn_expression(b, child);
	return STR("");
}

static str detail_of(struct bpmn *b, const struct xml_element *definition)
{
	switch (definition->name->word) {
	case BPMN_TIMER_DEFINITION: return time_of(b, definition);
	case BPMN_CONDITIONAL_DEFINITION: return bpmn_expression(b, bpmn_child(definition, BPMN_CONDITION));
	case BPMN_LINK_DEFINITION: return bpmn_name(b, definition);
	default: return named_by(b, definition);
	}
}

str bpmn_event_words(struct bpmn *b, const struct bpmn_item *item)
{
	str all = STR("");

	for (const struct xml_element *child = item->at->first; child; child = child->next) {
		const struct xml_element *definition = bpmn_definition(b, child);
		if (!definition || all.size > 1000)
			continue;
		str detail = detail_of(b, definition);
		all = arena_printf(b->arena, "%.*s%s%s%s%.*s", STR_ARG(all), all.size ? " or " : "",
		    bpmn_said(definition->name->word), detail.size ? " " : "", STR_ARG(detail));
	}
	return all;
}

bool bpmn_escalates(const struct bpmn *b, const struct bpmn_item *item)
{
	for (const struct xml_element *child = item->at->first; child; child = child->next) {
		const struct xml_element *definition = bpmn_definition(b, child);
		uint16_t word = definition ? definition->name->word : 0;
		if (word == BPMN_TIMER_DEFINITION || word == BPMN_ERROR_DEFINITION ||
		    word == BPMN_ESCALATION_DEFINITION)
			return true;
	}
	return false;
}

/* "message", "timer or signal": what an event waits for or throws, in the order of the catalogue. */
static str kinds_of(struct bpmn *b, uint32_t kinds)
{
	str all = STR("");

	for (uint16_t word = BPMN_MESSAGE_DEFINITION; word <= BPMN_TERMINATE_DEFINITION; word++)
		if (kinds >> (word - BPMN_MESSAGE_DEFINITION) & 1)
			all = arena_printf(b->arena, "%.*s%s%s", STR_ARG(all), all.size ? " or " : "", bpmn_said(word));
	return all;
}

/* event="message", message="Order received"; the time of a timer is no attribute. */
void bpmn_event_attrs(struct bpmn *b, const struct bpmn_item *item, struct span *attrs)
{
	bool boundary = item->word == BPMN_BOUNDARY_EVENT;
	str interrupting = str_trim(xml_attribute(item->at, boundary ? "cancelActivity" : "isInterrupting"));
	uint32_t kinds = 0;

	for (const struct xml_element *child = item->at->first; child; child = child->next) {
		const struct xml_element *definition = bpmn_definition(b, child);
		if (!definition)
			continue;
		uint16_t word = definition->name->word;
		kinds |= 1u << (word - BPMN_MESSAGE_DEFINITION);
		if (word != BPMN_TIMER_DEFINITION)
			bpmn_attr(b, attrs, bpmn_said(word), detail_of(b, definition));
	}
	bpmn_attr(b, attrs, "event", kinds_of(b, kinds));
	if (boundary && kinds)
		bpmn_attr(b, attrs, "interrupting", str_ieq(interrupting, STR("false")) ? STR("false") : STR("true"));
	else if (item->word == BPMN_START_EVENT && str_ieq(interrupting, STR("false")))
		bpmn_attr(b, attrs, "interrupting", STR("false"));
}
