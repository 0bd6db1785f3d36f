/* Questions to a tree of elements, and walks over it that need no stack. */

#include "parsers/xml.h"

#include <string.h>

bool xml_is(const struct xml_element *element, str space, str local)
{
	return str_eq(element->name->local, local) && str_eq(element->name->space, space);
}

str xml_attribute_in(const struct xml_element *element, str space, const char *local)
{
	str wanted = str_of(local);

	for (unsigned i = 0; i < element->attribute_count; i++) {
		const struct xml_attribute *attribute = &element->attributes[i];
		if (str_eq(attribute->name->local, wanted) && str_eq(attribute->name->space, space))
			return attribute->value;
	}
	return STR("");
}

str xml_attribute(const struct xml_element *element, const char *local)
{
	return xml_attribute_in(element, STR(""), local);
}

struct xml_element *xml_over(const struct xml_element *top, const struct xml_element *at)
{
	while (at != top) {
		if (at->next)
			return at->next;
		at = at->parent;
	}
	return NULL;
}

struct xml_element *xml_next(const struct xml_element *top, const struct xml_element *at)
{
	return at->first ? at->first : xml_over(top, at);
}

/* --- text ------------------------------------------------------------------------------------------------ */

struct pen { /* measures first, then writes */
	char *at;
	size_t size;
};

static void put(struct pen *pen, str text)
{
	if (pen->at && text.size)
		memcpy(pen->at + pen->size, text.at, text.size);
	pen->size += text.size;
}

static void put_start(struct pen *pen, const struct xml_element *element)
{
	str target = xml_attribute(element, "href");

	put(pen, STR("<"));
	put(pen, element->name->local);
	if (target.size) {
		put(pen, STR(" href=\""));
		put(pen, target);
		put(pen, STR("\""));
	}
	put(pen, STR(">"));
}

static void put_end(struct pen *pen, const struct xml_element *element)
{
	put(pen, STR("</"));
	put(pen, element->name->local);
	put(pen, STR(">"));
}

static void write_all(struct pen *pen, const struct xml_element *top, bool tags)
{
	const struct xml_element *at = top;
	bool entering = true;

	for (;;) {
		if (entering) {
			if (tags && at != top)
				put_start(pen, at);
			put(pen, at->text);
			if (at->first) {
				at = at->first;
				continue;
			}
		}
		if (at == top)
			return;
		if (tags)
			put_end(pen, at);
		put(pen, at->tail);
		entering = at->next != NULL;
		at = entering ? at->next : at->parent;
	}
}

static str written(struct arena *arena, const struct xml_element *element, bool tags)
{
	struct pen pen = { 0 };

	if (!element->first)
		return element->text;
	write_all(&pen, element, tags);
	pen = (struct pen){ .at = arena_alloc(arena, pen.size + 1) };
	write_all(&pen, element, tags);
	return (str){ pen.at, pen.size };
}

str xml_text(struct arena *arena, const struct xml_element *element)
{
	return written(arena, element, false);
}

str xml_markup(struct arena *arena, const struct xml_element *element)
{
	return written(arena, element, true);
}
