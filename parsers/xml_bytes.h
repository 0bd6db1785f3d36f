/*
 * xml_bytes - what is done to the bytes of an XML file before libxml2 sees them
 *
 * Shared by the files xml*.c only.
 */
#ifndef PARSERS_XML_BYTES_H
#define PARSERS_XML_BYTES_H

#include "parsers/xml.h"

/* The file as UTF-8 without a byte order mark. False: refused, out says why. */
bool xml_decode(struct xml *out, struct arena *arena, str bytes, str *utf8);

/* Cuts declaration, DOCTYPE, comments and processing instructions off the front of utf8, and counts what nests in
 * the rest. False: refused, out says why. *line: of the first byte that is left, from 1. */
bool xml_guard(struct xml *out, str *utf8, uint32_t *line);

#endif
