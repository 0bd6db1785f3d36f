/*
 * xml - one careful reader of XML for every notation that is written in it
 *
 * Bytes become a compact tree of elements. Whatever a hostile file may try is stopped here, once:
 *
 *   encodings    UTF-8, ISO-8859-1, Windows-1252, UTF-16 with its byte order mark. Bytes that do not fit what the
 *                file declares are read as Windows-1252. UTF-32, and UTF-16 without a mark, are refused.
 *   DOCTYPE      skipped and never loaded; with an internal subset the file is refused. No entity is ever defined
 *                or expanded but the five of XML, and no other file or address is opened.
 *   size         nesting, attributes of a tag and namespaces in scope are counted before libxml2 sees the bytes.
 *
 * The texts of a tree are UTF-8. A prefix that nothing declares stays part of the name ("ac:link").
 *
 * Memory:  the tree lives in the arena that is passed; where that runs out its oom is called as usual, after
 *          libxml2 has been left behind.
 * Lines:   those of the "<" of a start tag, counted from 1 in the bytes that were passed.
 * Trouble: what was read before a mistake is kept; struct xml says what happened. Files that are refused have no root.
 * Threads: any number of calls may run side by side.
 */
#ifndef PARSERS_XML_H
#define PARSERS_XML_H

#include "base/arena.h"

struct builder;

struct xml_name {         /* one per distinct name of a document */
	str space, local; /* namespace URI, "" for none */
	uint16_t word;    /* what the reader's xml_words said of it */
};

struct xml_attribute {
	const struct xml_name *name;
	str value;
};

struct xml_element {
	const struct xml_name *name;
	const struct xml_attribute *attributes;
	str text; /* before the first child; CDATA included */
	str tail; /* behind the end tag, before the next element */
	struct xml_element *parent, *first, *next;
	uint32_t line;
	uint32_t mark; /* 0; for the front end's own use */
	uint16_t attribute_count;
};

enum { XML_UNKNOWN = 0, XML_SKIP = 0xffff };

/* What a front end calls an element: a number of its own, XML_UNKNOWN, or XML_SKIP for "nothing in here is of
 * interest": then no tree is made of it. Asked once per distinct name. */
typedef uint16_t xml_words(str space, str local);

struct xml {
	struct xml_element *root; /* NULL: there is none */
	uint32_t elements;        /* in the tree */
	uint32_t lines;           /* of the file, as far as it was read */
	const char *trouble;      /* code of the note that says why it was not read to the end, or NULL */
	const char *message;
	uint32_t trouble_line;
	uint32_t mended_line; /* of the first byte that did not fit the declared encoding; 0: none */
};

/* Prepares libxml2 once for the process. xml_read does so itself; a program with threads calls it before the first. */
void xml_begin(void);

/* False where the document was not read to the end. words may be NULL. */
bool xml_read(struct xml *out, struct arena *arena, str bytes, xml_words *words);

/* Notes of what went wrong, in the builder's own lines. */
void xml_tell(struct builder *builder, const struct xml *xml);

/* The name of the root element, from the first bytes of a file alone. False where they are no XML. The texts hold
 * as long as the sniff. */
struct xml_sniff {
	str prefix, space, local;
	str tag; /* from "<" on, as far as it was looked at */
	char copy[16 * 1024];
};
bool xml_sniff(struct xml_sniff *out, str bytes);

bool xml_is(const struct xml_element *element, str space, str local);
/* The value of an attribute, "" where it is not there; without a namespace, and in one. */
str xml_attribute(const struct xml_element *element, const char *local);
str xml_attribute_in(const struct xml_element *element, str space, const char *local);
/* The next element in document order below top, or NULL; at may be top itself. xml_over does not enter at. */
struct xml_element *xml_next(const struct xml_element *top, const struct xml_element *at);
struct xml_element *xml_over(const struct xml_element *top, const struct xml_element *at);
/* All text below the element, in document order. */
str xml_text(struct arena *arena, const struct xml_element *element);
/* The same with the tags of the elements in between, <p>, <br>, <a href="...">, as name_n0 reads them. */
str xml_markup(struct arena *arena, const struct xml_element *element);

const char *xml_library(void); /* version of the library behind it; of one thread at a time */

#endif
