#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* What cmark makes of a line is known without it where it holds nothing but
 *
 *	words		`code`		*words*, **words**
 *	[words](to)	[words][label]	[label]
 *	![words](to)	<https://to>
 *
 * and marks that mean nothing where they stand. Whatever could mean more (other marks, entities, HTML, tabs) is left
 * to cmark. */

enum { FEWEST_BYTES = 2, LONGEST_ENTITY = 40, LONGEST_LABEL = 900 };

struct words {
	str text; /* one line */
	size_t at;
	size_t from;        /* of the words in hand, which are not put yet */
	struct blocks *out; /* NULL: they are only looked at */
	const struct markdown_scan *scan;
	uint32_t line;
	uint8_t marks; /* how many end the stressed words in hand; 0: none are */
	bool in_link;
	bool first; /* line of its paragraph */
};

static bool take_words(struct words *w, char end);

/* --- marks ----------------------------------------------------------------------------------------------------- */

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
		['\\'] = 1, ['~'] = 1, ['&'] = 1, ['!'] = 1 };
	return marks[(unsigned char)c];
}

/* What an address needs brackets, escapes or decoding for; a ; may end an entity. */
static bool is_odd_in_address(char c)
{
	static const uint8_t odd[256] = { CONTROLS, [' '] = 1, ['('] = 1, [')'] = 1, ['<'] = 1, ['>'] = 1, ['\\'] = 1,
		['"'] = 1, ['\''] = 1, [';'] = 1 };
	return odd[(unsigned char)c] || (unsigned char)c >= 0x80;
}

bool markdown_is_plain_address(str address)
{
	for (size_t i = 0; i < address.size; i++)
		if (is_odd_in_address(address.at[i]))
			return false;
	return address.size && !str_starts(address, STR("wiki:"));
}

/* A mark that is none where it stands. */
static bool means_nothing(str text, size_t at)
{
	char before = at ? text.at[at - 1] : ' ', next = byte_at(text, at + 1);

	switch (text.at[at]) {
	case '&': return next == ' ' || str_find_char(str_sub(text, at, at + LONGEST_ENTITY), ';') == STR_NONE;
	case '!': return next > 0 && next != '[';
	case '*': return before == ' ' && next == ' ';
	case '_': return (is_word_byte(before) && is_word_byte(next)) || (before == ' ' && next == ' ');
	case '~': return before != '~' && next != '~';
	case '<': return next == ' ' || next == '=' || next == '-' || byte_is_digit(next);
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

/* --- runs ------------------------------------------------------------------------------------------------------ */

static str kept(struct words *w, str text)
{
	return text.size ? arena_dup(w->out->arena, text) : STR("");
}

/* Up to there: words are put in one piece, as what they are made of may depend on their neighbours. */
static void put_words(struct words *w, size_t to)
{
	if (w->out && to > w->from)
		blocks_text(w->out, str_sub(w->text, w->from, to));
	w->from = to;
}

static void go_on_at(struct words *w, size_t at)
{
	w->at = w->from = at;
}

static uint32_t begin_run(struct words *w, enum run_kind kind, str target)
{
	put_words(w, w->at);
	return w->out ? blocks_run(w->out, kind, kept(w, target), w->line) : 0;
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
	size_t end = from + code.size;
	if (code.at[0] == ' ' || code.at[code.size - 1] == ' ' || str_find_char(code, '\t') != STR_NONE ||
	    byte_at(w->text, end + 1) == '`')
		return false;
	uint32_t run = begin_run(w, RUN_CODE, STR(""));
	go_on_at(w, from);
	put_words(w, end);
	end_run(w, run);
	go_on_at(w, end + 1);
	return true;
}

/* From the bracket on; what stands between it and the next ) has to be an address. */
static bool find_address(const struct words *w, size_t open, str *out)
{
	ptrdiff_t size = str_find_char(str_sub(w->text, open + 1, w->text.size), ')');

	*out = str_sub(w->text, open + 1, open + 1 + (size_t)(size == STR_NONE ? 0 : size));
	return markdown_is_plain_address(*out);
}

static bool is_plain_label(str label)
{
	for (size_t i = 0; i < label.size; i++)
		if (label.at[i] < ' ' || label.at[i] == 0x7f || strchr("\\[]", label.at[i]))
			return false;
	return label.size && label.size < LONGEST_LABEL && !str_is_blank(label);
}

enum bracket { BRACKET_LINK, BRACKET_WORDS, BRACKET_ELSE };

/* What the brackets that close there are; *end: behind the link. */
static enum bracket look_behind(const struct words *w, size_t close, str *address, size_t *end)
{
	str label = str_sub(w->text, w->at + 1, close);
	char next = byte_at(w->text, close + 1);

	*end = close + 1;
	if (next == '(') {
		bool found = find_address(w, close + 1, address);
		*end = close + 1 + address->size + 2;
		return found ? BRACKET_LINK : BRACKET_ELSE;
	}
	if (next == '[') {
		ptrdiff_t size = str_find_char(str_sub(w->text, close + 2, w->text.size), ']');
		if (size == STR_NONE)
			return BRACKET_ELSE;
		if (size)
			label = str_sub(w->text, close + 2, close + 2 + (size_t)size);
		*end = close + 2 + (size_t)size + 1;
	}
	if (!is_plain_label(label) || (next == ':' && w->first && !w->at)) /* it may define something */
		return BRACKET_ELSE;
	if (markdown_definition_find(w->scan, label, address))
		return markdown_is_plain_address(*address) && str_find_char(*address, '{') == STR_NONE ? BRACKET_LINK
		                                                                                       : BRACKET_ELSE;
	return next == '[' ? BRACKET_ELSE : BRACKET_WORDS;
}

/* The address is needed before the words that it stands behind. */
static bool take_bracket(struct words *w)
{
	struct words look = *w;
	str address;
	size_t end;

	look.out = NULL;
	look.in_link = true;
	look.at++;
	if (w->in_link || !take_words(&look, ']') || look.at == w->at + 1)
		return false;
	switch (look_behind(w, look.at, &address, &end)) {
	case BRACKET_WORDS: w->at++; return true; /* the other one will mean nothing, too */
	case BRACKET_LINK: break;
	default: return false;
	}
	if (w->out) {
		uint32_t run = begin_run(w, RUN_LINK, address);
		w->in_link = true;
		go_on_at(w, w->at + 1);
		take_words(w, ']');
		w->in_link = false;
		end_run(w, run);
	}
	go_on_at(w, end);
	return true;
}

static bool take_image(struct words *w)
{
	size_t from = w->at + 2, to = end_of_words(w->text, from);
	str address;

	if (byte_at(w->text, to) != ']' || byte_at(w->text, to + 1) != '(' || !find_address(w, to + 1, &address))
		return false;
	put_words(w, w->at);
	if (w->out)
		blocks_image(w->out, kept(w, address), kept(w, str_sub(w->text, from, to)), w->line);
	go_on_at(w, to + 1 + address.size + 2);
	return true;
}

static bool take_address(struct words *w)
{
	str rest = str_sub(w->text, w->at + 1, w->text.size);
	ptrdiff_t size = str_find_char(rest, '>');

	if (size == STR_NONE || w->in_link || !(str_starts(rest, STR("https://")) || str_starts(rest, STR("http://"))))
		return false;
	str address = str_sub(rest, 0, (size_t)size);
	if (!markdown_is_plain_address(address) || str_find_char(address, '&') != STR_NONE)
		return false;
	uint32_t run = begin_run(w, RUN_LINK, address);
	go_on_at(w, w->at + 1);
	put_words(w, w->at + address.size);
	end_run(w, run);
	go_on_at(w, w->at + address.size + 1);
	return true;
}

/* *stressed* or **strong**: the marks stand where they can do nothing but open and close. */
static bool take_stressed(struct words *w)
{
	str text = w->text;
	char mark = text.at[w->at], before = w->at ? text.at[w->at - 1] : ' ';
	uint8_t marks = byte_at(text, w->at + 1) == mark ? 2 : 1;
	char first = byte_at(text, w->at + marks);

	if (w->marks || first == mark ||
	    !(before == ' ' ? first > ' ' && first < 0x7f : strchr("([\"", before) && is_word_byte(first)))
		return false;
	uint32_t run = begin_run(w, marks == 2 ? RUN_STRONG : RUN_EMPHASIS, STR(""));
	w->marks = marks;
	go_on_at(w, w->at + marks);
	if (!take_words(w, mark))
		return false;
	w->marks = 0;
	end_run(w, run);
	char last = text.at[w->at - 1], behind = byte_at(text, w->at + marks);
	go_on_at(w, w->at + marks);
	return behind == ' ' ? is_sign(last) || is_word_byte(last)
	                     : is_word_byte(last) && is_sign(behind) && behind != mark;
}

/* A sign that means itself. */
static bool take_escape(struct words *w)
{
	if (!is_sign(byte_at(w->text, w->at + 1)) || (w->at && w->text.at[w->at - 1] & 0x80))
		return false;
	put_words(w, w->at);
	w->from = w->at + 1;
	w->at += 2;
	return true;
}

/* --- a line ---------------------------------------------------------------------------------------------------- */

static bool ends_words(const struct words *w, char end)
{
	if (byte_at(w->text, w->at) != end)
		return false;
	return end == ']' || (byte_at(w->text, w->at + 1) == end ? 2 : 1) == w->marks;
}

static bool take_mark(struct words *w)
{
	switch (w->text.at[w->at]) {
	case '`': return take_code(w);
	case '[': return take_bracket(w);
	case '!': return take_image(w);
	case '<': return take_address(w);
	case '*':
	case '_': return take_stressed(w);
	default: return false;
	}
}

/* Up to the end of the line (0), the bracket that ends a link, or the marks that end what is stressed. */
static bool take_words(struct words *w, char end)
{
	for (;;) {
		w->at = end_of_words(w->text, w->at);
		if (w->at == w->text.size || (end && ends_words(w, end))) {
			put_words(w, w->at);
			return (w->at == w->text.size) == !end;
		}
		char mark = w->text.at[w->at];
		if (mark == ']' && !w->in_link) /* nothing is open that it would close */
			w->at++;
		else if (mark == '\\' ? !take_escape(w) : !take_mark(w))
			return false;
	}
}

bool markdown_put_words(struct blocks *to, const struct markdown_scan *scan, str line, uint32_t number, bool first)
{
	struct words words = { .text = line, .out = to, .scan = scan, .line = number, .first = first };
	return take_words(&words, 0);
}

/* A stress or a code, and no line across the page and no fence. */
static bool begins_with_mark(str line)
{
	size_t marks = line.at[1] == line.at[0] ? 2 : 1;
	char next = byte_at(line, marks);

	return is_word_byte(next) || next == '[' || next == '`' || next == '(';
}

/* A number is one only where it does not count items. */
bool markdown_begins_words(str line)
{
	size_t digits = 0;

	if (line.size < FEWEST_BYTES)
		return false;
	unsigned char c = (unsigned char)line.at[0];
	while (digits < line.size && byte_is_digit(line.at[digits]))
		digits++;
	if (digits)
		return digits < line.size && line.at[digits] != '.' && line.at[digits] != ')';
	if (byte_is_letter((char)c) || (c >= 0xc3 && c != 0xef))
		return true;
	switch (c) {
	case '*':
	case '_': return begins_with_mark(line);
	case '`': return line.at[1] != '`';
	case '#': return !markdown_heading_level(line);
	case '<': return line.at[1] == 'h';
	case '!': return line.at[1] == '[';
	default: return c && strchr("([\"'@$/.\\&", c);
	}
}
