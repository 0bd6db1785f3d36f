#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* Most lines that change are a heading, a paragraph, an item or a row with nothing in it but words, links, codes and
 * something bold. What cmark makes of them is known without it:
 *
 *	[words](address)	`code`		**words**		| words | words |
 *
 * Whatever could mean more (other marks, entities, HTML, escapes, tabs, ids in braces) is left to cmark. */

enum { FEWEST_BYTES = 2, LONGEST_ENTITY = 40 };

struct words {
	str text; /* one line */
	size_t at;
	struct blocks *out; /* NULL: they are only looked at */
	uint32_t line;
	bool in_link, in_strong;
};

static bool take_words(struct words *w, char end);

/* --- words of a line --------------------------------------------------------------------------------------------- */

static char byte_at(str text, size_t at)
{
	return at < text.size ? text.at[at] : ' ';
}

static bool is_word_byte(char c)
{
	return byte_is_letter(c) || byte_is_digit(c);
}

static bool is_sign(char c)
{
	return c > ' ' && c < 0x7f && !is_word_byte(c);
}

#define EIGHT(at) [(at)] = 1, 1, 1, 1, 1, 1, 1, 1
#define CONTROLS  EIGHT(0), EIGHT(8), EIGHT(16), EIGHT(24), [0x7f] = 1

/* What may be more than a word: marks, and what is no printed character. */
static bool is_mark(char c)
{
	static const uint8_t marks[256] = { CONTROLS, ['*'] = 1, ['_'] = 1, ['`'] = 1, ['['] = 1, [']'] = 1, ['<'] = 1,
		['\\'] = 1, ['~'] = 1, ['{'] = 1, ['}'] = 1, ['|'] = 1, ['&'] = 1, ['!'] = 1 };
	return marks[(unsigned char)c];
}

/* What an address needs brackets, escapes or decoding for; a ; may end an entity. */
static bool is_odd_in_address(char c)
{
	static const uint8_t odd[256] = { CONTROLS, [' '] = 1, ['('] = 1, [')'] = 1, ['<'] = 1, ['>'] = 1, ['\\'] = 1,
		['"'] = 1, ['\''] = 1, [';'] = 1 };
	return odd[(unsigned char)c] || (unsigned char)c >= 0x80;
}

/* A mark that is none where it stands. */
static bool means_nothing(str text, size_t at)
{
	char before = at ? text.at[at - 1] : ' ', next = byte_at(text, at + 1);

	switch (text.at[at]) {
	case '&': return next == ' ' || str_find_char(str_sub(text, at, at + LONGEST_ENTITY), ';') == STR_NONE;
	case '!': return next > 0 && next != '[';
	case '_': return is_word_byte(before) && is_word_byte(next);
	case '~': return before != '~' && next != '~';
	default: return false;
	}
}

/* Where the words from there on end. */
static size_t end_of_words(str text, size_t at)
{
	for (;; at++) {
		while (at < text.size && !is_mark(text.at[at]))
			at++;
		if (at == text.size || !means_nothing(text, at))
			return at;
	}
}

static uint32_t begin_run(struct words *w, enum run_kind kind, str target)
{
	return w->out ? blocks_run(w->out, kind, target.size ? arena_dup(w->out->arena, target) : STR(""), w->line) : 0;
}

static void end_run(struct words *w, uint32_t run)
{
	if (w->out)
		blocks_end_run(w->out, run);
}

static bool take_code(struct words *w)
{
	size_t from = w->at + 1;
	ptrdiff_t size = str_find_char(str_sub(w->text, from, w->text.size), '`');

	if (size <= 0)
		return false;
	str code = str_sub(w->text, from, from + (size_t)size);
	w->at = from + code.size + 1;
	if (code.at[0] == ' ' || code.at[code.size - 1] == ' ' || str_find_char(code, '\t') != STR_NONE ||
	    byte_at(w->text, w->at) == '`')
		return false;
	uint32_t run = begin_run(w, RUN_CODE, STR(""));
	if (w->out)
		blocks_text(w->out, code);
	end_run(w, run);
	return true;
}

static bool is_plain_address(str address)
{
	for (size_t i = 0; i < address.size; i++)
		if (is_odd_in_address(address.at[i]))
			return false;
	return address.size && !str_starts(address, STR("wiki:"));
}

/* The address is needed before the words that it stands behind. */
static bool take_link(struct words *w)
{
	struct words look = *w;

	look.out = NULL;
	look.in_link = true;
	look.at++;
	if (w->in_link || !take_words(&look, ']') || look.at == w->at + 1 || byte_at(w->text, look.at + 1) != '(')
		return false;
	ptrdiff_t size = str_find_char(str_sub(w->text, look.at + 2, w->text.size), ')');
	str address = str_sub(w->text, look.at + 2, look.at + 2 + (size_t)(size == STR_NONE ? 0 : size));
	if (!is_plain_address(address))
		return false;
	if (w->out) {
		uint32_t run = begin_run(w, RUN_LINK, address);
		w->in_link = true;
		w->at++;
		take_words(w, ']');
		w->in_link = false;
		end_run(w, run);
	}
	w->at = look.at + 2 + address.size + 1;
	return true;
}

/* The marks stand where they can do nothing but open and close. */
static bool take_strong(struct words *w)
{
	str text = w->text;
	char before = w->at ? text.at[w->at - 1] : ' ', first = byte_at(text, w->at + 2);

	if (w->in_strong || byte_at(text, w->at + 1) != '*' || first == '*' ||
	    !(before == ' ' ? first > ' ' && first < 0x7f : strchr("([\"", before) && is_word_byte(first)))
		return false;
	uint32_t run = begin_run(w, RUN_STRONG, STR(""));
	w->in_strong = true;
	w->at += 2;
	if (!take_words(w, '*'))
		return false;
	w->in_strong = false;
	end_run(w, run);
	char last = text.at[w->at - 1], behind = byte_at(text, w->at + 2);
	w->at += 2;
	return behind == ' ' ? is_sign(last) || is_word_byte(last)
	                     : is_word_byte(last) && is_sign(behind) && behind != '*';
}

/* Up to the end of the line (0), the bracket that ends a link, or the ** that ends what is bold. */
static bool take_words(struct words *w, char end)
{
	for (;;) {
		size_t to = end_of_words(w->text, w->at);
		if (to > w->at && w->out)
			blocks_text(w->out, str_sub(w->text, w->at, to));
		w->at = to;
		if (to == w->text.size)
			return !end;
		char mark = w->text.at[to];
		if (mark == end && (mark == ']' || byte_at(w->text, to + 1) == '*'))
			return true;
		if (!(mark == '`' ? take_code(w) : mark == '[' ? take_link(w) : mark == '*' ? take_strong(w) : false))
			return false;
	}
}

static bool put_words(struct blocks *to, str line, uint32_t number)
{
	struct words words = { .text = line, .out = to, .line = number };
	return take_words(&words, 0);
}

/* --- lines ---------------------------------------------------------------------------------------------------------
 */

/* Nothing but words begins like that. A number is one only where it does not count items. */
static bool begins_words(str line)
{
	size_t digits = 0;

	if (line.size < FEWEST_BYTES)
		return false;
	unsigned char c = (unsigned char)line.at[0];
	while (digits < line.size && byte_is_digit(line.at[digits]))
		digits++;
	if (digits)
		return digits < line.size && line.at[digits] != '.' && line.at[digits] != ')';
	return byte_is_letter((char)c) || (c >= 0xc3 && c != 0xef) || c == '(' || c == '"' || c == '[' || c == '`' ||
	    str_starts(line, STR("**"));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_empty(str lines)
{
	for (size_t i = 0; i < lines.size; i++)
		if (!is_blank(lines.at[i]))
			return false;
	return true;
}

static str without_blank_end(str text)
{
	while (text.size && is_blank(text.at[text.size - 1]))
		text.size--;
	return text;
}

/* What stands behind a marker or behind the marks of a heading. */
static bool find_words(struct markdown_plain *out, str line, size_t marker)
{
	size_t from = marker;

	while (from < line.size && line.at[from] == ' ')
		from++;
	out->words = without_blank_end(str_sub(line, from, line.size));
	return marker && from > marker && begins_words(out->words);
}

bool markdown_plain(struct markdown_plain *out, str piece, bool item)
{
	str rest = piece, line;

	*out = (struct markdown_plain){ .kind = BLOCK_PARA, .words = without_blank_end(piece) };
	if (!str_next_line(&rest, &line))
		return false;
	if (item) {
		size_t marker = markdown_marker_size(line);
		out->kind = BLOCK_ITEM;
		out->mark = line.at[marker ? marker - 1 : 0];
		return is_empty(rest) && find_words(out, line, marker) && out->words.at - (line.at + marker) <= 4;
	}
	out->level = markdown_heading_level(line);
	if (!out->level)
		return begins_words(out->words);
	out->kind = BLOCK_HEADING;
	return is_empty(rest) && find_words(out, line, out->level) && !str_ends(out->words, STR("#"));
}

/* The next cell of what is left of a row; "" behind the last one. */
static str next_cell(str *rest)
{
	struct str_cut cut = str_cut(*rest, '|');

	*rest = cut.tail;
	return str_trim(cut.head);
}

bool markdown_plain_row(struct markdown_plain *out, str piece, uint32_t columns)
{
	str rest = without_blank_end(piece);

	*out = (struct markdown_plain){ .kind = BLOCK_ROW, .columns = columns };
	if (rest.size < 2 || rest.at[0] != '|' || rest.at[rest.size - 1] != '|' ||
	    str_find_char(rest, '\n') != STR_NONE || str_find_char(rest, '\\') != STR_NONE)
		return false;
	out->words = str_sub(rest, 1, rest.size);
	return columns > 0;
}

static bool put_cells(struct blocks *to, const struct markdown_plain *plain, uint32_t line)
{
	str rest = plain->words;
	bool plainly = true;

	for (uint32_t i = 0; i < plain->columns && plainly; i++) {
		blocks_open(to, BLOCK_CELL, line);
		plainly = put_words(to, next_cell(&rest), line);
		blocks_close(to);
	}
	return plainly;
}

static bool put_lines(struct blocks *to, str lines, uint32_t number)
{
	str line;

	for (uint32_t i = 0; str_next_line(&lines, &line); i++) {
		if (i && !begins_words(line))
			return false;
		if (i)
			blocks_break(to, number + i, false);
		if ((lines.size && line.at[line.size - 1] == ' ') || !put_words(to, line, number + i))
			return false;
	}
	return true;
}

uint32_t markdown_put_plain(struct blocks *to, const struct markdown_plain *plain, uint32_t line)
{
	uint32_t number = blocks_open(to, plain->kind, line);
	bool plainly;

	if (plain->kind == BLOCK_ROW)
		plainly = put_cells(to, plain, line);
	else if (plain->kind == BLOCK_ITEM) {
		blocks_open(to, BLOCK_PARA, line);
		plainly = put_words(to, plain->words, line);
		blocks_close(to);
	} else {
		blocks_top(to)->level = plain->level;
		plainly = put_lines(to, plain->words, line);
	}
	blocks_close(to);
	return plainly ? number : 0;
}
