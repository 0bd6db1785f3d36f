#include "parsers/mermaid/mermaid_arrow.h"

static char byte_at(str text, size_t at)
{
	return at < text.size ? text.at[at] : 0;
}

static size_t run_of(str text, size_t at, char c)
{
	size_t end = at;

	while (byte_at(text, end) == c)
		end++;
	return end - at;
}

static char head_at(str text, size_t at)
{
	char c = byte_at(text, at);

	return c == '>' || c == 'x' || c == 'o' ? c : 0;
}

/* --, -->, ---, and the same with =: two of them and no head open a label. */
static struct mermaid_arrow lined(str text, size_t at, char stroke)
{
	size_t run = run_of(text, at, stroke);
	char head = run >= 2 ? head_at(text, at + run) : 0;

	if (run < 2)
		return (struct mermaid_arrow){ 0 };
	return (struct mermaid_arrow){ run + (head ? 1 : 0), stroke, 0, head, !head && run == 2 };
}

/* -.-, -..->, .-> close themselves; anything else behind -. is a label. */
static struct mermaid_arrow dotted(str text, size_t at)
{
	size_t lead = byte_at(text, at) == '-', dots = run_of(text, at + lead, '.'), size = lead + dots;

	if (!dots)
		return (struct mermaid_arrow){ 0 };
	if (byte_at(text, at + size) == '-') {
		char head = head_at(text, at + size + 1);
		return (struct mermaid_arrow){ size + (head ? 2 : 1), '.', 0, head, false };
	}
	return lead ? (struct mermaid_arrow){ 2, '.', 0, 0, true } : (struct mermaid_arrow){ 0 };
}

struct mermaid_arrow mermaid_arrow_at(str text, size_t at)
{
	char c = byte_at(text, at), first = c == '<' || c == 'x' || c == 'o' ? c : 0;
	struct mermaid_arrow arrow = { 0 };

	if (c == '~') {
		size_t run = run_of(text, at, '~');
		return run >= 3 ? (struct mermaid_arrow){ run, '~', 0, 0, false } : arrow;
	}
	at += first != 0;
	c = byte_at(text, at);
	if (c == '=' || (c == '-' && byte_at(text, at + 1) == '-'))
		arrow = lined(text, at, c);
	else if (c == '-' || c == '.')
		arrow = dotted(text, at);
	if (arrow.size && first) {
		arrow.first = first;
		arrow.size++;
	}
	return arrow;
}

static bool may_close(str text, size_t at, char stroke)
{
	char c = text.at[at];

	return c == '<' || c == 'x' || c == 'o' || c == stroke ||
	    (c == '-' && stroke == '.' && byte_at(text, at + 1) == '.');
}

/* A label ends in vain where a line of its own stroke begins that is no closing arrow: "A -- b -- c". Mermaid
 * looks for the closing arrow at each byte, so the o of "-- no--> B" is part of it and the label is "n". */
struct mermaid_arrow_text mermaid_arrow_text(str text, size_t at, char stroke)
{
	struct mermaid_arrow_text found = { 0 };

	for (; at < text.size; at++) {
		if (!may_close(text, at, stroke))
			continue;
		struct mermaid_arrow arrow = mermaid_arrow_at(text, at);
		if (arrow.size && arrow.stroke == stroke && !arrow.opens) {
			found = (struct mermaid_arrow_text){ at, arrow };
			break;
		}
		if (arrow.size && arrow.stroke == stroke && !arrow.first)
			break;
		if (text.at[at] == '.') /* "1...": no need to look at each of them */
			at += run_of(text, at, '.') - 1;
	}
	return found;
}
