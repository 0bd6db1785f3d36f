/* Texts in a model: documentation, annotations, and the addresses in them. What hangs on a step is an attribute of it;
 * all else is prose of the process. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"
#include "model/names.h"
#include "parsers/duration/duration.h"

#include <stdlib.h>

enum { RAW_TEXT = 64 * 1024 };

str bpmn_documentation(struct bpmn *b, const struct xml_element *element)
{
	str all = STR("");

	for (const struct xml_element *child = element->first; child && all.size < RAW_TEXT; child = child->next)
		if (child->name->word == BPMN_DOCUMENTATION) {
			str markup = str_sub(xml_markup(b->arena, child), 0, RAW_TEXT);
			all = all.size ? arena_printf(b->arena, "%.*s\n%.*s", STR_ARG(all), STR_ARG(markup)) : markup;
		}
	return str_is_blank(all) ? STR("") : all;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

/* The size of a tag at the front of rest that ends a line, or 0. */
static size_t line_tag(str rest)
{
	static const char *const tags[] = { "<br", "</p", "</div", "</li", "</tr", "</h" };

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (str_istarts(rest, str_of(tags[i]))) {
			struct str_cut cut = str_cut(str_sub(rest, 0, 80), '>');
			return cut.found ? cut.head.size + 1 : 0;
		}
	return 0;
}

bool bpmn_next_line(str *markup, str *line)
{
	if (!markup->size)
		return false;
	for (size_t i = 0; i < markup->size; i++) {
		str rest = str_sub(*markup, i, markup->size);
		size_t tag = rest.at[0] == '\n' ? 1 : rest.at[0] == '<' ? line_tag(rest) : 0;
		if (!tag)
			continue;
		*line = str_sub(*markup, 0, i);
		*markup = str_sub(rest, tag, rest.size);
		return true;
	}
	*line = *markup;
	*markup = STR("");
	return true;
}

/* --- addresses -------------------------------------------------------------------------------------------------- */

static bool ends_address(char c)
{
	return byte_is_space(c) || str_find_char(STR("<>\"'()[]{}|\\^`"), c) != STR_NONE;
}

static str address_at(str rest)
{
	size_t size = 0;

	while (size < rest.size && !ends_address(rest.at[size]))
		size++;
	while (size && str_find_char(STR(".,;:!?"), rest.at[size - 1]) != STR_NONE)
		size--;
	return str_sub(rest, 0, size);
}

static str percent_decoded(struct bpmn *b, str text)
{
	char *out = arena_alloc(b->arena, text.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++) {
		char digits[3] = { 0 };
		if (text.at[i] == '%' && i + 2 < text.size) {
			digits[0] = text.at[i + 1];
			digits[1] = text.at[i + 2];
		}
		char *end = digits;
		long value = strtol(digits, &end, 16);
		bool escape = end == digits + 2 && value > 0;
		out[size++] = escape ? (char)value : text.at[i];
		i += escape ? 2 : 0;
	}
	return text_utf8(b->arena, (str){ out, size }, NULL);
}

static void add_link(struct bpmn *b, str target, uint32_t step, uint32_t line)
{
	bool external = str_istarts(target, STR("http://")) || str_istarts(target, STR("https://"));
	bool mail = str_istarts(target, STR("mailto:"));
	struct str_cut fragment = str_cut(target, '#');
	str path = external || mail ? fragment.head : percent_decoded(b, str_cut(fragment.head, '?').head);
	enum link_kind kind = external ? LINK_EXTERNAL : mail ? LINK_PERSON : LINK_DOC;
	uint32_t link =
	    builder_link(b->out, kind, mail ? str_sub(path, 7, path.size) : path, fragment.tail, STR(""), line);

	b->out->links.items[link].step = step;
	b->out->links.items[link].stands = step == NONE ? LINK_IN_TEXT : LINK_IN_ITEM;
}

void bpmn_links(struct bpmn *b, str markup, uint32_t step, uint32_t line)
{
	str last = STR("");

	for (size_t i = 0; i < markup.size; i++) {
		str rest = str_sub(markup, i, markup.size), target;
		bool tagged = str_istarts(rest, STR("href=\"")) || str_istarts(rest, STR("href='"));
		if (tagged)
			target = str_cut(str_sub(rest, 6, 6 + LIMIT_LABEL_BYTES), rest.at[5]).head;
		else if (str_istarts(rest, STR("http://")) || str_istarts(rest, STR("https://")))
			target = address_at(rest);
		else
			continue;
		if (target.size > (tagged ? 0 : 8) && !str_eq(target, last)) /* <a href="x">x</a> is one link */
			add_link(b, target, step, line);
		last = target;
		i += target.size + (tagged ? 6 : 0);
	}
}

/* --- prose ----------------------------------------------------------------------------------------------------------
 */

struct passage {
	str markup;
	uint32_t line, item;
	bool sorted; /* its place in the file says nothing: by its words */
};

typedef LIST_OF(struct passage) passage_list;

static void add_passage(
    struct bpmn *b, passage_list *list, const struct xml_element *element, str markup, uint32_t item)
{
	bool sorted = b->items.items[item].class != CLASS_PROCESS && b->items.items[item].class != CLASS_TEAM;

	if (markup.size)
		LIST_PUSH(b->arena, list, ((struct passage){ markup, element->line, item, sorted }));
}

static int by_place(const void *left, const void *right)
{
	const struct passage *a = left, *b = right;

	if (a->sorted != b->sorted)
		return a->sorted ? 1 : -1;
	if (a->sorted) {
		int order = str_cmp(a->markup, b->markup);
		if (order)
			return order;
	}
	return a->item < b->item ? -1 : a->item > b->item;
}

static bool begins_item(str words)
{
	return str_starts(words, STR("- ")) || str_starts(words, STR("* ")) || str_starts(words, STR("\u2022"));
}

/* Paragraphs end at an empty line, before the next item of a list, and where a tag says so. */
static void put_prose(struct bpmn *b, const struct passage *passage)
{
	str rest = passage->markup, line;
	str paragraph = STR("");
	uint32_t number = passage->line, first = number;

	while (bpmn_next_line(&rest, &line)) {
		bool broken =
		    line.at + line.size < passage->markup.at + passage->markup.size && line.at[line.size] == '\n';
		str words = name_n0(b->arena, line, MARKUP_HTML | MARKUP_ESCAPES);
		if (paragraph.size && begins_item(words)) {
			builder_prose(b->out, PROSE_PARAGRAPH, paragraph, first);
			paragraph = STR("");
		}
		if (words.size) {
			if (!paragraph.size)
				first = number;
			paragraph = paragraph.size
			    ? arena_printf(b->arena, "%.*s %.*s", STR_ARG(paragraph), STR_ARG(words))
			    : words;
		}
		if (paragraph.size && (!broken || !words.size)) {
			builder_prose(b->out, PROSE_PARAGRAPH, paragraph, first);
			paragraph = STR("");
		}
		number += broken;
	}
	if (paragraph.size)
		builder_prose(b->out, PROSE_PARAGRAPH, paragraph, first);
}

static bool hangs_on_step(const struct bpmn_item *item)
{
	return item && item->step != NONE;
}

/* Marks the annotations that an association joins to a step. */
static void mark_hanging(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		if (item->word != BPMN_ASSOCIATION)
			continue;
		struct bpmn_item *a = bpmn_find(b, xml_attribute(item->at, "sourceRef"), WANT_END | WANT_NAMED);
		struct bpmn_item *c = bpmn_find(b, xml_attribute(item->at, "targetRef"), WANT_END | WANT_NAMED);
		if (a && a->word == BPMN_ANNOTATION && hangs_on_step(c))
			a->referred = true;
		if (c && c->word == BPMN_ANNOTATION && hangs_on_step(a))
			c->referred = true;
	}
}

static str annotation_markup(struct bpmn *b, const struct bpmn_item *annotation)
{
	const struct xml_element *text = bpmn_child(annotation->at, BPMN_TEXT);
	str markup = text ? str_sub(xml_markup(b->arena, text), 0, RAW_TEXT) : STR("");

	return str_is_blank(markup) ? STR("") : markup;
}

static bool has_prose(const struct bpmn_item *item)
{
	return item->class == CLASS_PROCESS || item->class == CLASS_TEAM || item->class == CLASS_FLOW ||
	    item->word == BPMN_COLLABORATION;
}

void bpmn_take_docs(struct bpmn *b)
{
	passage_list list = { 0 };

	mark_hanging(b);
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		const struct xml_element *first = bpmn_child(item->at, BPMN_DOCUMENTATION);
		if (has_prose(item) && first)
			add_passage(b, &list, first, bpmn_documentation(b, item->at), i);
		if (first && item->step != NONE) {
			bpmn_enter(b, item);
			bpmn_five_ws(b, bpmn_documentation(b, item->at), item->step, first->line);
		}
		if (item->word == BPMN_ANNOTATION && !item->referred)
			add_passage(b, &list, item->at, annotation_markup(b, item), i);
	}
	if (list.count)
		qsort(list.items, list.count, sizeof *list.items, by_place);
	for (uint32_t i = 0; i < list.count; i++) {
		bpmn_enter(b, &b->items.items[list.items[i].item]);
		put_prose(b, &list.items[i]);
		bpmn_links(b, list.items[i].markup, NONE, list.items[i].line);
		bpmn_five_ws(b, list.items[i].markup, NONE, list.items[i].line);
	}
}

/* --- annotations of steps -------------------------------------------------------------------------------- */

struct note_on {
	str text;
	uint32_t item;
};

typedef LIST_OF(struct note_on) note_list;

static int by_step_and_text(const void *left, const void *right)
{
	const struct note_on *a = left, *b = right;

	if (a->item != b->item)
		return a->item < b->item ? -1 : 1;
	return str_cmp(a->text, b->text);
}

static void add_note(struct bpmn *b, note_list *notes, const struct bpmn_item *annotation, const struct bpmn_item *node)
{
	if (!annotation || annotation->word != BPMN_ANNOTATION || !hangs_on_step(node))
		return;
	str markup = annotation_markup(b, annotation);
	str text = name_n0(b->arena, markup, MARKUP_HTML | MARKUP_ESCAPES);
	if (!text.size)
		return;
	LIST_PUSH(b->arena, notes, ((struct note_on){ text, node->at->mark }));
	bpmn_enter(b, annotation);
	bpmn_links(b, markup, node->step, annotation->at->line);
	bpmn_five_ws(b, markup, node->step, annotation->at->line);
}

static void take_service_level(struct bpmn *b, uint32_t step, str text)
{
	if (b->out->steps.items[step].when.text.size)
		return;
	struct duration time = duration_find(b->arena, text);
	if (time.answer != DURATION_VALUE)
		return;
	struct when when = duration_when(b->out, time.phrase, &time);
	b->out->steps.items[step].when = when;
	b->out->steps.items[step].when_role = WHEN_IS_SERVICE_LEVEL;
}

void bpmn_take_notes(struct bpmn *b)
{
	note_list notes = { 0 };

	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		if (item->word != BPMN_ASSOCIATION)
			continue;
		const struct bpmn_item *from =
		    bpmn_find(b, xml_attribute(item->at, "sourceRef"), WANT_END | WANT_NAMED);
		const struct bpmn_item *to = bpmn_find(b, xml_attribute(item->at, "targetRef"), WANT_END | WANT_NAMED);
		add_note(b, &notes, from, to);
		add_note(b, &notes, to, from);
	}
	if (notes.count)
		qsort(notes.items, notes.count, sizeof *notes.items, by_step_and_text);
	for (uint32_t i = 0; i < notes.count; i++) {
		uint32_t step = b->items.items[notes.items[i].item].step;
		bpmn_attr(b, &b->out->steps.items[step].attrs, "note", notes.items[i].text);
		take_service_level(b, step, notes.items[i].text);
	}
}
