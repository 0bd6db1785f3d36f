#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* Most lines that change are a heading, a paragraph or an item of a list, on one line, with nothing in it but words, a
 * link, a code or something bold. What cmark makes of such a line is known without it:
 *
 *	[words](address)	`code`		**words**
 *
 * Whatever could mean more (other marks, entities, HTML, escapes, tabs, an id in braces) is left to cmark. */

enum { FEWEST_BYTES = 2 };

struct words {
	str text;
	size_t at;
	struct blocks *out; /* NULL: they are only looked at */
	uint32_t line;
};

/* --- words of a line --------------------------------------------------------------------------------------------- */

static bool is_mark(unsigned char c)
{
	static const bool marks[256] = { ['*'] = true, ['_'] = true, ['`'] = true, ['['] = true, [']'] = true,
		['<'] = true, ['>'] = true, ['\\'] = true, ['~'] = true, ['{'] = true, ['}'] = true, ['|'] = true,
		['#'] = true, ['&'] = true, ['!'] = true, [0x7f] = true };
	return c < ' ' || marks[c];
}

/* A mark that is none where it stands: an entity needs a letter behind it, an image a bracket. */
static bool means_nothing(str text, size_t at)
{
	unsigned char c = (unsigned char)text.at[at], next = at + 1 < text.size ? (unsigned char)text.at[at + 1] : ' ';

	return (c == '&' && next == ' ') || (c == '!' && next < 0x80 && next != '[');
}

/* Where the words from there on end. */
static size_t end_of_words(str text, size_t at)
{
	while (at < text.size && (!is_mark((unsigned char)text.at[at]) || means_nothing(text, at)))
		at++;
	return at;
}

static void put_run(struct words *w, enum run_kind kind, str target, str words)
{
	if (!w->out)
		return;
	uint32_t run =
	    blocks_run(w->out, kind, target.size ? arena_dup(w->out->arena, target) : STR(""), w->line);
	blocks_text(w->out, words);
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
	    (w->at < w->text.size && w->text.at[w->at] == '`'))
		return false;
	put_run(w, RUN_CODE, STR(""), code);
	return true;
}

static bool is_plain_address(str address)
{
	for (size_t i = 0; i < address.size; i++) {
		unsigned char c = (unsigned char)address.at[i];
		if (c <= ' ' || c >= 0x7f || strchr("()<>\\&\"'", c))
			return false;
	}
	return address.size && !str_starts(address, STR("wiki:"));
}

static bool take_link(struct words *w)
{
	size_t from = w->at + 1, to = end_of_words(w->text, from);

	if (to == from || !str_starts(str_sub(w->text, to, w->text.size), STR("](")))
		return false;
	ptrdiff_t size = str_find_char(str_sub(w->text, to + 2, w->text.size), ')');
	if (size == STR_NONE)
		return false;
	str address = str_sub(w->text, to + 2, to + 2 + (size_t)size);
	w->at = to + 2 + address.size + 1;
	if (!is_plain_address(address))
		return false;
	put_run(w, RUN_LINK, address, str_sub(w->text, from, to));
	return true;
}

static bool is_word_byte(unsigned char c)
{
	return byte_is_letter((char)c) || byte_is_digit((char)c);
}

/* The marks stand where nothing else could be meant: spaces outside, letters or digits inside. */
static bool take_strong(struct words *w)
{
	size_t from = w->at + 2, to = end_of_words(w->text, from);
	str text = w->text;

	if (!str_starts(str_sub(text, w->at, text.size), STR("**")) || (w->at && text.at[w->at - 1] != ' ') ||
	    to == from || !str_starts(str_sub(text, to, text.size), STR("**")) ||
	    !is_word_byte((unsigned char)text.at[from]) || !is_word_byte((unsigned char)text.at[to - 1]) ||
	    (to + 2 < text.size && text.at[to + 2] != ' '))
		return false;
	w->at = to + 2;
	put_run(w, RUN_STRONG, STR(""), str_sub(text, from, to));
	return true;
}

static bool take_words(struct words *w)
{
	w->at = 0;
	while (w->at < w->text.size) {
		size_t end = end_of_words(w->text, w->at);
		if (end > w->at && w->out)
			blocks_text(w->out, str_sub(w->text, w->at, end));
		w->at = end;
		if (end == w->text.size)
			break;
		switch (w->text.at[end]) {
		case '`':
			if (!take_code(w))
				return false;
			break;
		case '[':
			if (!take_link(w))
				return false;
			break;
		case '*':
			if (!take_strong(w))
				return false;
			break;
		default: return false;
		}
	}
	return true;
}

/* --- the line ------------------------------------------------------------------------------------------------------
 */

/* Nothing but words begins like that. A number is one only where it does not count items. */
static bool begins_words(str words)
{
	size_t digits = 0;

	if (words.size < FEWEST_BYTES)
		return false;
	unsigned char c = (unsigned char)words.at[0];
	while (digits < words.size && byte_is_digit(words.at[digits]))
		digits++;
	if (digits)
		return digits < words.size && words.at[digits] != '.' && words.at[digits] != ')';
	return byte_is_letter((char)c) || (c >= 0xc3 && c != 0xef) || c == '(' || c == '"' || c == '[' || c == '`' ||
	    str_starts(words, STR("**"));
}

static bool is_empty(str lines)
{
	for (size_t i = 0; i < lines.size; i++)
		if (lines.at[i] != '\n' && lines.at[i] != ' ' && lines.at[i] != '\t')
			return false;
	return true;
}

bool markdown_plain(struct markdown_plain *out, str piece, bool item)
{
	str rest = piece, line;
	size_t marker = 0;

	if (!str_next_line(&rest, &line) || !is_empty(rest))
		return false;
	*out = (struct markdown_plain){ .kind = BLOCK_PARA };
	if (item) {
		marker = markdown_marker_size(line);
		out->kind = BLOCK_ITEM;
		out->mark = line.at[marker ? marker - 1 : 0];
	} else if ((out->level = markdown_heading_level(line))) {
		marker = out->level;
		out->kind = BLOCK_HEADING;
	}
	size_t from = marker;
	while (marker && from < line.size && line.at[from] == ' ')
		from++;
	if ((marker && from == marker) || (item && (!marker || from - marker > 4)))
		return false;
	struct words words = { .text = str_trim_right(str_sub(line, from, line.size)) };
	out->words = words.text;
	return begins_words(words.text) && take_words(&words);
}

uint32_t markdown_put_plain(struct blocks *to, const struct markdown_plain *plain, uint32_t line)
{
	uint32_t number = blocks_open(to, plain->kind, line);
	struct words words = { .text = plain->words, .out = to, .line = line };

	if (plain->kind == BLOCK_ITEM)
		blocks_open(to, BLOCK_PARA, line);
	else if (plain->kind == BLOCK_HEADING)
		blocks_top(to)->level = plain->level;
	take_words(&words);
	if (plain->kind == BLOCK_ITEM)
		blocks_close(to);
	blocks_close(to);
	return number;
}
