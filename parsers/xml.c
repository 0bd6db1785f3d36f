/* The one place that knows libxml2. Its SAX2 interface calls us for each start tag, end tag and run of text; the tree
 * is ours. What a version of libxml2 would say in its own words (messages, lines beyond 65535) is said in ours, so that
 * the same bytes give the same notes everywhere. */

#include "parsers/xml.h"

#include "base/buf.h"
#include "base/limits.h"
#include "model/builder.h"
#include "parsers/xml_bytes.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- libxml2, kept from the outside world ---------------------------------------------------------------- */

static xmlParserInputPtr open_nothing(const char *url, const char *id, xmlParserCtxtPtr context)
{
	(void)url;
	(void)id;
	(void)context;
	return NULL;
}

static void prepare(void)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(open_nothing);
}

void xml_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, prepare);
}

/* --- memory ------------------------------------------------------------------------------------------------ */

struct known_name { /* libxml2 keeps one copy of each name, so the pointers tell names apart */
	const xmlChar *local, *space;
	bool declared;
	struct xml_name *name;
};

struct take {
	struct arena *arena;
	xmlParserCtxtPtr context;
	xml_words *words;
	str body;
	size_t at; /* offset in body up to which lines are counted */
	uint32_t line, first_line;
	struct xml *out;
	struct xml_element *open, *last; /* the element around, and its last child so far */
	uint32_t skipping;               /* open elements that no tree is made of */
	struct buf text;
	struct known_name *names;
	uint32_t name_count, name_room;
	size_t refused; /* bytes that the arena had no room for */
	int code;       /* of libxml2's first fatal error */
};

/* Memory that may run out must not do so in a callback: the arena's oom would jump out of libxml2's hands. */
static void *piece(struct take *t, size_t size)
{
	if (t->refused)
		return NULL;
	if (t->arena->budget && t->arena->used + size + 16 > t->arena->budget) {
		t->refused = size + 16;
		xmlStopParser(t->context);
		return NULL;
	}
	return arena_alloc(t->arena, size);
}

static str keep(struct take *t, const char *at, size_t size)
{
	char *copy = size ? piece(t, size) : NULL;

	if (!copy)
		return STR("");
	memcpy(copy, at, size);
	return (str){ copy, size };
}

static str words_of(const xmlChar *text)
{
	return str_of((const char *)text);
}

/* --- names --------------------------------------------------------------------------------------------------- */

static struct known_name *slot_of(struct known_name *slots, uint32_t room, const struct known_name *wanted)
{
	uint64_t hash = hash_mix((uintptr_t)wanted->local, (uintptr_t)wanted->space);
	uint32_t place = (uint32_t)(hash >> 20) & (room - 1);

	while (slots[place].name &&
	    (slots[place].local != wanted->local || slots[place].space != wanted->space ||
	        slots[place].declared != wanted->declared))
		place = (place + 1) & (room - 1);
	return &slots[place];
}

static bool widen_names(struct take *t)
{
	uint32_t room = t->name_room ? t->name_room * 2 : 64;
	struct known_name *wider = piece(t, room * sizeof *wider);

	if (!wider)
		return false;
	for (uint32_t i = 0; i < t->name_room; i++)
		if (t->names[i].name)
			*slot_of(wider, room, &t->names[i]) = t->names[i];
	t->names = wider;
	t->name_room = room;
	return true;
}

static str qualified(struct take *t, const xmlChar *prefix, const xmlChar *local)
{
	str a = words_of(prefix), b = words_of(local);
	char *name = piece(t, a.size + 1 + b.size);

	if (!name)
		return STR("");
	memcpy(name, a.at, a.size);
	name[a.size] = ':';
	memcpy(name + a.size + 1, b.at, b.size);
	return (str){ name, a.size + 1 + b.size };
}

/* NULL where memory ran out. */
static const struct xml_name *name_of(struct take *t, const xmlChar *local, const xmlChar *prefix, const xmlChar *space)
{
	struct known_name wanted = { local, space ? space : prefix, space || !prefix, NULL };

	if (t->name_count * 2 >= t->name_room && !widen_names(t))
		return NULL;
	struct known_name *slot = slot_of(t->names, t->name_room, &wanted);
	if (slot->name)
		return slot->name;
	struct xml_name *name = piece(t, sizeof *name);
	if (!name)
		return NULL;
	if (wanted.declared) {
		name->local = keep(t, (const char *)local, words_of(local).size);
		name->space = keep(t, (const char *)space, words_of(space).size);
	} else {
		name->local = qualified(t, prefix, local);
		name->space = STR("");
	}
	name->word = t->words ? t->words(name->space, name->local) : XML_UNKNOWN;
	wanted.name = name;
	*slot = wanted;
	t->name_count++;
	return name;
}

/* --- what libxml2 calls ---------------------------------------------------------------------------------------- */

/* libxml2 calls at the end of a start tag. A "<" cannot stand in a tag but at its beginning. */
static uint32_t line_of_tag(struct take *t)
{
	long consumed = xmlByteConsumed(t->context);
	size_t end = consumed < 0 || (size_t)consumed > t->body.size ? t->body.size : (size_t)consumed;

	while (end > t->at && t->body.at[end - 1] != '<')
		end--;
	t->line += str_count_lines(str_sub(t->body, t->at, end));
	t->at = end;
	return t->line;
}

static void end_text(struct take *t)
{
	if (!t->text.size || !t->open)
		return;
	str text = keep(t, t->text.at, t->text.size);
	if (t->last)
		t->last->tail = text;
	else
		t->open->text = text;
	buf_clear(&t->text);
}

static struct xml_element *new_element(struct take *t, const xmlChar **attributes, int count)
{
	size_t size = sizeof(struct xml_element) + (size_t)count * sizeof(struct xml_attribute);

	for (int i = 0; i < count; i++)
		size += (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]);
	return piece(t, size);
}

/* An attribute's value comes with each "&" as "&#38;", for a second reading that the tree of libxml2 does. */
static size_t copy_value(char *to, const xmlChar *value, size_t size)
{
	str rest = { (const char *)value, size };
	size_t written = 0;

	for (struct str_cut cut = { .found = true }; cut.found; rest = cut.tail) {
		cut = str_cut_str(rest, STR("&#38;"));
		if (cut.head.size)
			memcpy(to + written, cut.head.at, cut.head.size);
		written += cut.head.size;
		if (cut.found)
			to[written++] = '&';
	}
	return written;
}

static void take_attributes(struct take *t, struct xml_element *element, const xmlChar **attributes, int count)
{
	struct xml_attribute *to = (struct xml_attribute *)(void *)(element + 1);
	char *values = (char *)(to + count);

	element->attributes = to;
	for (int i = 0; i < count; i++, attributes += 5) {
		to[i].name = name_of(t, attributes[0], attributes[1], attributes[2]);
		if (!to[i].name)
			return;
		size_t size = copy_value(values, attributes[3], (size_t)(attributes[4] - attributes[3]));
		to[i].value = (str){ values, size };
		values += size;
		element->attribute_count++;
	}
}

static void stop(struct take *t, const char *code, const char *message)
{
	if (!t->out->trouble) {
		t->out->trouble = code;
		t->out->message = message;
		t->out->trouble_line = line_of_tag(t);
	}
	xmlStopParser(t->context);
}

/* libxml2 2.9 finds names in a table that stops growing: a file of many different ones would take for ever. */
static bool has_few_names(struct take *t)
{
	if (xmlDictSize(t->context->dict) <= LIMIT_NAMES)
		return true;
	stop(t, "too-complex", LIMIT_SAYS(NAMES));
	return false;
}

static void on_start(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *space, int space_count,
    const xmlChar **spaces, int count, int defaulted, const xmlChar **attributes)
{
	struct take *t = data;

	(void)space_count;
	(void)spaces;
	(void)defaulted;
	if (!has_few_names(t) || t->refused || t->skipping) {
		t->skipping++;
		return;
	}
	const struct xml_name *name = name_of(t, local, prefix, space);
	if (!name || name->word == XML_SKIP) {
		t->skipping = 1;
		return;
	}
	end_text(t);
	struct xml_element *element = new_element(t, attributes, count);
	if (!element)
		return;
	element->name = name;
	element->parent = t->open;
	element->line = line_of_tag(t);
	take_attributes(t, element, attributes, count);
	if (t->last)
		t->last->next = element;
	else if (t->open)
		t->open->first = element;
	else
		t->out->root = element;
	t->open = element;
	t->last = NULL;
	t->out->elements++;
}

static void on_end(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *space)
{
	struct take *t = data;

	(void)local;
	(void)prefix;
	(void)space;
	if (t->skipping) {
		t->skipping--;
		return;
	}
	if (!t->open)
		return;
	end_text(t);
	t->last = t->open;
	t->open = t->open->parent;
}

static void on_text(void *data, const xmlChar *text, int size)
{
	struct take *t = data;

	if (!t->skipping && !t->refused)
		buf_put(&t->text, (str){ (const char *)text, (size_t)size });
}

static void on_subset(void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	struct take *t = data;

	(void)name;
	(void)public_id;
	(void)system_id;
	stop(t, "dtd-refused", "a document type stands inside the document");
}

static void on_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
	(void)target;
	(void)text;
	has_few_names(data);
}

static const char *words_for(int code)
{
	static const struct {
		int code;
		const char *words;
	} rows[] = {
		{ XML_ERR_TAG_NAME_MISMATCH, "not well-formed: an end tag does not fit its start tag" },
		{ XML_ERR_TAG_NOT_FINISHED, "not well-formed: the file ends inside of an element" },
		{ XML_ERR_DOCUMENT_END, "not well-formed: something follows the root element" },
		{ XML_ERR_UNDECLARED_ENTITY, "not well-formed: an entity is not declared" },
		{ XML_ERR_ATTRIBUTE_REDEFINED, "not well-formed: an attribute stands twice in one tag" },
		{ XML_ERR_ATTRIBUTE_NOT_STARTED, "not well-formed: an attribute has no quotes" },
		{ XML_ERR_INVALID_CHAR, "not well-formed: a control character stands in the text" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].code == code)
			return rows[i].words;
	return "not well-formed XML";
}

#if LIBXML_VERSION >= 21200
static void on_error(void *data, const xmlError *error)
#else
static void on_error(void *data, xmlErrorPtr error)
#endif
{
	struct take *t = data;

	if (error->level != XML_ERR_FATAL || t->out->trouble)
		return;
	t->out->trouble = "parse-failed";
	t->out->message = words_for(error->code);
	t->out->trouble_line = t->first_line + (error->line > 1 ? (uint32_t)error->line - 1 : 0);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static xmlSAXHandler handler_of(void)
{
	return (xmlSAXHandler){
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.internalSubset = on_subset,
		.processingInstruction = on_instruction,
		.serror = on_error,
	};
}

static void run(struct take *t)
{
	int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES;

#if LIBXML_VERSION >= 21300
	options |= XML_PARSE_NO_XXE;
#endif
	*t->context->sax = handler_of();
	t->context->userData = t;
	xmlDocPtr none = xmlCtxtReadMemory(t->context, t->body.at, (int)t->body.size, NULL, NULL, options);
	if (none)
		xmlFreeDoc(none);
}

bool xml_read(struct xml *out, struct arena *arena, str bytes, xml_words *words)
{
	struct take take = { .arena = arena, .words = words, .out = out };

	*out = (struct xml){ 0 };
	xml_begin();
	if (!xml_decode(out, arena, bytes, &take.body) || !xml_guard(out, &take.body, &take.line))
		return false;
	if (take.body.size > INT32_MAX)
		return false;
	take.context = xmlNewParserCtxt();
	if (!take.context)
		arena_alloc(arena, SIZE_MAX); /* the machine has no more: ends as any allocation would */
	take.first_line = take.line;
	run(&take);
	xmlFreeParserCtxt(take.context);
	if (!buf_ok(&take.text))
		take.refused = SIZE_MAX;
	buf_release(&take.text);
	if (take.refused)
		arena_alloc(arena, take.refused); /* does not fit, and so calls the arena's oom from here */
	out->lines = take.line + str_count_lines(str_sub(take.body, take.at, take.body.size));
	return !out->trouble;
}

void xml_tell(struct builder *builder, const struct xml *xml)
{
	if (xml->mended_line)
		builder_note(builder, "encoding-mismatch", xml->mended_line,
		    "bytes that do not fit the declared encoding were read as Windows-1252");
	if (xml->trouble)
		builder_note(builder, xml->trouble, xml->trouble_line, "%s", xml->message);
}

const char *xml_library(void)
{
	static char version[32];
	unsigned long number = strtoul(xmlParserVersion, NULL, 10); /* 20914 */

	snprintf(version, sizeof version, "%lu.%lu.%lu", number / 10000, number / 100 % 100, number % 100);
	return version;
}
