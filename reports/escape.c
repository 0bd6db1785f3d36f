#include "reports/escape.h"

#include "base/text.h"

static bool is_hidden(int32_t c)
{
	return (c >= 0x80 && c < 0xa0) || c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x61c || (c >= 0xe0000 && c <= 0xe007f);
}

/* Where a blank is all that stands before "::", a build server would read a command. */
static size_t leading_blanks(str text)
{
	size_t at = 0;

	while (at < text.size) {
		int32_t c;
		size_t step = text_next((str){ text.at + at, text.size - at }, &c);
		if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != 0xa0 && c != 0x3000 &&
		    !(c >= 0x2000 && c <= 0x200a))
			break;
		at += step;
	}
	return at;
}

void put_untrusted(struct buf *out, str text)
{
	size_t from = 0, at = 0, start = leading_blanks(text);

	while (at < text.size) {
		int32_t c;
		size_t step = text_next((str){ text.at + at, text.size - at }, &c);
		bool command = c == '#' && str_starts(str_sub(text, at, text.size), STR("##["));
		bool colons = c == ':' && at == start && str_starts(str_sub(text, at, text.size), STR("::"));
		if (c >= ' ' && c != 0x7f && !is_hidden(c) && !command && !colons) {
			at += step;
			continue;
		}
		buf_put(out, str_sub(text, from, at));
		if (c == '\n' || c == '\t' || c == '\r')
			buf_putc(out, ' ');
		else if (c < 0)
			buf_putf(out, "\\x%02x", (unsigned char)text.at[at]);
		else if (c < 0x80)
			buf_putf(out, "\\x%02x", (unsigned)c);
		else
			buf_putf(out, "\\u{%04x}", (unsigned)c);
		at += step;
		from = at;
	}
	buf_put(out, str_sub(text, from, at));
}

void put_path(struct buf *out, str path)
{
	bool plain = !str_starts(path, STR("::")) && !str_has(path, STR("##["));

	for (size_t i = 0; i < path.size && plain; i++) {
		unsigned char c = (unsigned char)path.at[i];
		plain = c > ' ' && c < 0x7f && c != '"' && c != '\\';
	}
	if (plain) {
		buf_put(out, path);
		return;
	}
	buf_putc(out, '"');
	put_untrusted(out, path);
	buf_putc(out, '"');
}

void put_dot_label(struct buf *out, str text)
{
	for (size_t i = 0; i < text.size; i++) {
		char c = text.at[i], next = i + 1 < text.size ? text.at[i + 1] : ' ';
		if (c == '"' || c == '\\')
			buf_putc(out, '\\');
		buf_putc(out, (unsigned char)c < ' ' ? ' ' : c);
		if (c == '&' && (next == '#' || byte_is_letter(next)))
			buf_puts(out, "amp;"); /* or it might be read as an entity */
	}
}

void put_mermaid_label(struct buf *out, str text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c < ' ')
			buf_putc(out, ' ');
		else if (c == '"' || c == '#' || c == '<' || c == '>' || c == '&' || c == ';' || c == '`' || c == '%')
			buf_putf(out, "#%u;", c); /* %%{...}%% is taken for a directive even within quotes */
		else
			buf_putc(out, (char)c);
	}
}
