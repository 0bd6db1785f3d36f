/* What the tools of vendors add to a task: who does it, by when, with which form, rule or worker. Attributes of
 * Camunda, Flowable and Activiti stand on the element itself, those of Zeebe on elements of their own in
 * extensionElements. All else that vendors write (colours, listeners, editors' settings) has no meaning here. */

#include "parsers/bpmn/bpmn.h"

#include "model/names.h"

enum use {
	USE_GROUPS, /* teams */
	USE_PERSONS,
	USE_KEEP, /* an attribute of the step */
	USE_DUE,
	USE_FORM,     /* a link to a form */
	USE_DECISION, /* a link to a table of decisions */
	USE_CALL,     /* a link to a process */
};

static const struct row {
	const char *element; /* "": the task itself */
	const char *attribute;
	enum use use;
	const char *key;
} rows[] = {
	{ "", "assignee", USE_PERSONS, "assignee" },
	{ "", "candidateGroups", USE_GROUPS, "candidateGroups" },
	{ "", "candidateUsers", USE_PERSONS, "candidateUsers" },
	{ "", "candidateStarterGroups", USE_GROUPS, "candidateStarterGroups" },
	{ "", "dueDate", USE_DUE, "dueDate" },
	{ "", "followUpDate", USE_KEEP, "followUpDate" },
	{ "", "priority", USE_KEEP, "priority" },
	{ "", "formKey", USE_FORM, "form" },
	{ "", "formRef", USE_FORM, "form" },
	{ "", "type", USE_KEEP, "type" },
	{ "", "topic", USE_KEEP, "topic" },
	{ "", "decisionRef", USE_DECISION, "decision" },
	{ "assignmentDefinition", "assignee", USE_PERSONS, "assignee" },
	{ "assignmentDefinition", "candidateGroups", USE_GROUPS, "candidateGroups" },
	{ "assignmentDefinition", "candidateUsers", USE_PERSONS, "candidateUsers" },
	{ "taskSchedule", "dueDate", USE_DUE, "dueDate" },
	{ "taskSchedule", "followUpDate", USE_KEEP, "followUpDate" },
	{ "priorityDefinition", "priority", USE_KEEP, "priority" },
	{ "formDefinition", "formId", USE_FORM, "form" },
	{ "formDefinition", "formKey", USE_FORM, "form" },
	{ "formDefinition", "externalReference", USE_FORM, "form" },
	{ "taskDefinition", "type", USE_KEEP, "type" },
	{ "calledElement", "processId", USE_CALL, "calls" },
	{ "calledDecision", "decisionId", USE_DECISION, "decision" },
	{ "linkedResource", "resourceId", USE_KEEP, "resource" },
};

bool bpmn_is_runtime(str text)
{
	text = str_trim(text);
	return str_has(text, STR("${")) || str_has(text, STR("#{")) || str_starts(text, STR("="));
}

/* --- walking over the rows ------------------------------------------------------------------------------------ */

typedef void use_row(struct bpmn *b, struct bpmn_item *item, const struct row *row, str value, void *data);

static void use_attributes(
    struct bpmn *b, struct bpmn_item *item, const struct xml_element *element, bool itself, use_row *use, void *data)
{
	for (unsigned i = 0; i < element->attribute_count; i++) {
		const struct xml_attribute *attribute = &element->attributes[i];
		if (itself && !bpmn_is_vendor(attribute->name->space))
			continue;
		str name = itself ? STR("") : element->name->local;
		for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
			if (str_eq(name, str_of(rows[k].element)) &&
			    str_eq(attribute->name->local, str_of(rows[k].attribute)) &&
			    !str_is_blank(attribute->value))
				use(b, item, &rows[k], attribute->value, data);
	}
}

static void use_all(struct bpmn *b, struct bpmn_item *item, use_row *use, void *data)
{
	const struct xml_element *extensions = bpmn_child(item->at, BPMN_EXTENSION_ELEMENTS);

	use_attributes(b, item, item->at, true, use, data);
	if (!extensions)
		return;
	for (const struct xml_element *child = extensions->first; child; child = child->next)
		if (bpmn_is_vendor(child->name->space))
			use_attributes(b, item, child, false, use, data);
}

/* --- who ------------------------------------------------------------------------------------------------------- */

static void use_performers(struct bpmn *b, struct bpmn_item *item, const struct row *row, str value, void *data)
{
	(void)data;
	if (row->use == USE_GROUPS)
		bpmn_name_performers(b, item, TEAM_TEAM, value);
	else if (row->use == USE_PERSONS)
		bpmn_name_performers(b, item, TEAM_PERSON, value);
}

void bpmn_extension_performers(struct bpmn *b, struct bpmn_item *item)
{
	use_all(b, item, use_performers, NULL);
}

/* --- attributes and links ------------------------------------------------------------------------------------------
 */

/* "embedded:app:forms/x.html" -> "forms/x.html" */
static str form_path(str form)
{
	static const char *const leads[] = { "embedded:app:", "embedded:deployment:", "camunda-forms:deployment:",
		"camunda-forms:app:", "camunda-forms:bpmn:", "app:", "deployment:" };

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (str_starts(form, str_of(leads[i])))
			return str_sub(form, str_of(leads[i]).size, form.size);
	return form;
}

static void add_link(struct bpmn *b, const struct bpmn_item *item, enum link_kind kind, str target)
{
	struct str_cut query = str_cut(target, '?');
	uint32_t link = builder_link(b->out, kind, query.head, STR(""), STR(""), item->at->line);

	b->out->links.items[link].step = item->step;
	b->out->links.items[link].stands = LINK_IN_ITEM;
}

static void use_attrs(struct bpmn *b, struct bpmn_item *item, const struct row *row, str raw, void *data)
{
	struct span *attrs = data;
	str value = name_n0(b->arena, raw, MARKUP_PLAIN);
	bool runtime = bpmn_is_runtime(value);

	if (row->use == USE_DUE) {
		item->due = value;
		return;
	}
	bpmn_attr(b, attrs, row->key, value);
	if (item->step == NONE || runtime)
		return;
	if (row->use == USE_FORM)
		add_link(b, item, LINK_FORM, form_path(value));
	else if (row->use == USE_DECISION)
		add_link(b, item, LINK_FORM, value);
	else if (row->use == USE_CALL)
		add_link(b, item, LINK_CALL, value);
}

/* Signavio keeps what its dictionary says of a task in pairs of a key and a value. */
static void take_signavio(struct bpmn *b, struct bpmn_item *item, const struct xml_element *meta, struct span *attrs)
{
	static const char *const keys[] = { "responsible", "accountable", "consulted", "informed", "participants" };
	str key = xml_attribute(meta, "metaKey"),
	    value = name_n0(b->arena, xml_attribute(meta, "metaValue"), MARKUP_PLAIN);

	if (!value.size || str_eq(value, STR("[]")) || str_eq(value, STR("{}")))
		return;
	if (str_eq(key, STR("externaldocuments")))
		bpmn_links(b, value, item->step, meta->line);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_eq(key, str_of(keys[i])))
			bpmn_attr(b, attrs, keys[i], value);
}

void bpmn_extension_attrs(struct bpmn *b, struct bpmn_item *item, struct span *attrs)
{
	const struct xml_element *extensions = bpmn_child(item->at, BPMN_EXTENSION_ELEMENTS);

	use_all(b, item, use_attrs, attrs);
	if (!extensions)
		return;
	for (const struct xml_element *child = extensions->first; child; child = child->next)
		if (child->name->word == BPMN_EXTENSION && str_eq(child->name->local, STR("signavioMetaData")))
			take_signavio(b, item, child, attrs);
}
