/*
 * BPMN 2.0 XML. Read are teams (pools, lanes, who performs a task), steps (activities, events, gateways, data), flows
 * with their conditions, timers as deadlines and the contracts they make, calls of other processes, annotations and
 * documentation. The drawing (bpmndi) is not looked at, nor what only editors and engines need.
 *
 * Elements are told by namespace URI and local name, references by the part behind the last colon. One file is one
 * container; its processes are the sections, with their ids, so that a call finds the steps of the process it names.
 */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"
#include "parsers/parser.h"

enum { SNIFFED = 4096 };

/* --- recognising ------------------------------------------------------------------------------------------- */

/* A file that names the namespace and does not even begin like XML is a damaged model (marks of a merge at its top):
 * it is read, and says that it cannot be read. */
static bool bpmn_recognise(str bytes)
{
	struct xml_sniff root;

	if (!xml_sniff(&root, bytes))
		return str_find(str_sub(bytes, 0, SNIFFED), str_of(bpmn_space)) != STR_NONE;
	return str_eq(root.local, STR("definitions")) && str_eq(root.space, str_of(bpmn_space));
}

/* --- the document as a whole ----------------------------------------------------------------------------------- */

static const struct bpmn_item *named_one(struct bpmn *b, uint16_t word)
{
	for (uint32_t i = 1; i < b->items.count; i++)
		if (b->items.items[i].word == word && bpmn_name(b, b->items.items[i].at).size)
			return &b->items.items[i];
	return NULL;
}

/* An id that a tool drew by lot tells documents apart; "Definitions_1" does not. */
static bool is_drawn(str id)
{
	size_t tail = 0;
	bool digit = false;

	while (
	    tail < id.size && (byte_is_letter(id.at[id.size - 1 - tail]) || byte_is_digit(id.at[id.size - 1 - tail])))
		digit |= byte_is_digit(id.at[id.size - 1 - tail++]);
	return tail >= 6 && digit;
}

static void name_document(struct bpmn *b)
{
	const struct bpmn_item *collaboration = named_one(b, BPMN_COLLABORATION), *process = named_one(b, BPMN_PROCESS);
	str process_name = process ? bpmn_name(b, process->at) : STR("");
	str title = collaboration ? bpmn_name(b, collaboration->at) : process_name;
	str id = str_trim(xml_attribute(b->xml.root, "id"));

	if (!title.size)
		title = bpmn_name(b, b->xml.root);
	struct text words = builder_text(b->out, title);
	struct text process_words = b->processes == 1 && process_name.size ? builder_text(b->out, process_name) : words;
	struct text doc_id = builder_text(b->out, is_drawn(id) ? id : STR(""));
	struct container *container = &b->out->containers.items[b->out->container];
	container->title = words;
	container->process = process_words;
	container->doc_id = doc_id;
}

static uint32_t add_section(struct bpmn *b, str title, str id, uint8_t level, uint32_t line)
{
	struct section section = {
		.title = builder_text(b->out, title),
		.id = builder_text(b->out, id),
		.first_line = line + b->out->first_line - 1,
		.parent = NONE,
		.level = level,
	};

	section.anchor = section.id;
	LIST_PUSH(b->arena, &b->out->sections, section);
	return b->out->sections.count - 1;
}

static void make_sections(struct bpmn *b)
{
	b->whole_file = b->out->container == 0 && b->out->sections.count == 0;
	if (!b->whole_file)
		return;
	add_section(b, STR(""), STR(""), 0, 1);
	for (uint32_t i = 1; i < b->items.count && b->out->sections.count < LIMIT_RECORDS; i++) {
		struct bpmn_item *item = &b->items.items[i];
		if (item->class == CLASS_PROCESS)
			item->section =
			    add_section(b, bpmn_name(b, item->at), bpmn_unique_id(b, item), 1, item->at->line);
	}
	b->out->section = 0;
}

/* --- settings of processes ------------------------------------------------------------------------------------- */

static void add_setting(struct bpmn *b, const struct bpmn_item *process, const char *key, str value)
{
	str name = bpmn_name(b, process->at);

	if (!name.size && process->team != NONE)
		name = arena_dup(b->arena, builder_str(b->out, b->out->teams.items[process->team].name));
	if (b->processes > 1 && name.size)
		value = arena_printf(b->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(value));
	bpmn_attr(b, &b->out->containers.items[b->out->container].attrs, key, value);
}

static str version_of(const struct bpmn_item *process)
{
	const struct xml_element *extensions = bpmn_child(process->at, BPMN_EXTENSION_ELEMENTS);

	for (unsigned i = 0; i < process->at->attribute_count; i++) {
		const struct xml_attribute *attribute = &process->at->attributes[i];
		if (bpmn_is_vendor(attribute->name->space) && str_eq(attribute->name->local, STR("versionTag")))
			return attribute->value;
	}
	for (const struct xml_element *child = extensions ? extensions->first : NULL; child; child = child->next)
		if (bpmn_is_vendor(child->name->space) && str_eq(child->name->local, STR("versionTag")))
			return xml_attribute(child, "value");
	return STR("");
}

static void take_settings(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++) {
		struct bpmn_item *process = &b->items.items[i];
		if (process->class != CLASS_PROCESS)
			continue;
		str version = bpmn_n0(b, version_of(process));
		if (str_ieq(str_trim(xml_attribute(process->at, "isExecutable")), STR("true")))
			add_setting(b, process, "isExecutable", STR("true"));
		if (version.size)
			add_setting(b, process, "versionTag", version);
		bpmn_extension_attrs(b, process, &b->out->containers.items[b->out->container].attrs);
	}
}

/* --- what is not understood ------------------------------------------------------------------------------------ */

static uint64_t hash_below(const struct xml_element *top)
{
	uint64_t hash = 0;

	for (const struct xml_element *at = top; at; at = xml_next(top, at)) {
		hash = hash_mix(hash, str_hash(at->name->local));
		for (unsigned i = 0; i < at->attribute_count; i++) /* in any order */
			if (!str_eq(at->attributes[i].name->local, STR("id")))
				hash += hash_mix(
				    str_hash(at->attributes[i].name->local), str_hash(at->attributes[i].value));
		if (!str_is_blank(at->text))
			hash = hash_mix(hash, str_hash(str_trim(at->text)));
	}
	return hash;
}

static void take_foreign(struct bpmn *b)
{
	bpmn_enter(b, NULL);
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		if (item->class == CLASS_FOREIGN)
			builder_opaque(b->out, item->at->name->local, bpmn_name(b, item->at), hash_below(item->at),
			    item->at->line);
	}
}

static void take_imports(struct bpmn *b)
{
	for (const struct xml_element *child = b->xml.root->first; child; child = child->next) {
		str location = child->name->word == BPMN_IMPORT ? str_trim(xml_attribute(child, "location")) : STR("");
		bool external = str_istarts(location, STR("http://")) || str_istarts(location, STR("https://"));
		if (location.size)
			builder_link(
			    b->out, external ? LINK_EXTERNAL : LINK_INCLUDE, location, STR(""), STR(""), child->line);
	}
}

/* --- all of it -----------------------------------------------------------------------------------------------------
 */

static bool bpmn_parse(struct builder *out, const struct parse_in *in)
{
	struct bpmn b = { .out = out, .arena = out->arena };
	bool whole = xml_read(&b.xml, out->arena, in->bytes, bpmn_word_of);

	xml_tell(out, &b.xml);
	if (!b.xml.root)
		return false;
	if (!xml_is(b.xml.root, str_of(bpmn_space), STR("definitions"))) {
		builder_note(out, "parse-failed", b.xml.root->line, "the root element is not BPMN's definitions");
		return false;
	}
	uint32_t section = out->section;
	b.needs_where = b.xml.lines <= b.xml.elements / 4;
	bpmn_take_items(&b);
	name_document(&b);
	make_sections(&b);
	take_imports(&b);
	take_foreign(&b);
	bpmn_take_teams(&b);
	bpmn_take_steps(&b);
	take_settings(&b);
	bpmn_take_timers(&b);
	bpmn_take_flows(&b);
	bpmn_join_events(&b);
	bpmn_take_contracts(&b);
	bpmn_take_notes(&b);
	bpmn_take_docs(&b);
	out->section = section;
	return whole && !b.full;
}

const struct parser parser_bpmn = {
	.name = "bpmn",
	.suffixes = ".bpmn .bpmn2 .bpmn20.xml .xml",
	.shared_suffix = true,
	.limit = LIMIT_MARKUP_BYTES,
	.recognise = bpmn_recognise,
	.parse = bpmn_parse,
};
