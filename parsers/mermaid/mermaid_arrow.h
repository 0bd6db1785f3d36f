/*
 * mermaid_arrow - the links of flowcharts
 *
 *     [xo<] --...  == ===  -.- -..-  [xo>]     an arrow without a label in it
 *     [xo<] --  or  ==  or  -.                 the opening of one: text and a closing arrow follow
 *     ~~~                                      invisible, for layout
 */
#ifndef PARSERS_MERMAID_MERMAID_ARROW_H
#define PARSERS_MERMAID_MERMAID_ARROW_H

#include "base/str.h"

struct mermaid_arrow {
	size_t size;      /* bytes; 0: there is no arrow here */
	char stroke;      /* - = . ~ */
	char first, last; /* head at the begin and at the end: < > x o, or 0 */
	bool opens;
};

struct mermaid_arrow mermaid_arrow_at(str text, size_t at);

struct mermaid_arrow_text {
	size_t label_end;             /* the label is what lies before it */
	struct mermaid_arrow closing; /* size 0: the text is not closed */
};
/* The text behind an opening arrow of that stroke, from at to its closing arrow. */
struct mermaid_arrow_text mermaid_arrow_text(str text, size_t at, char stroke);

#endif
