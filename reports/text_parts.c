#include "reports/text_parts.h"

#include "base/text.h"
#include "reports/escape.h"

static str kept(const struct text_out *t, struct buf *words)
{
	str out = arena_dup(t->arena, buf_str(words));

	if (!buf_ok(words))
		t->out->failed = true;
	buf_release(words);
	return out;
}

/* Also those beyond ASCII: a build server that trims them would see what stands behind at the start of a line. */
static bool is_blank(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* One plain space for each run of blanks, none around. */
static str with_plain_blanks(const struct text_out *t, str words)
{
	struct buf out = { 0 };
	size_t from = 0, at = 0;

	for (size_t step; at < words.size; at += step) {
		int32_t c;
		step = text_next((str){ words.at + at, words.size - at }, &c);
		if (!is_blank(c))
			continue;
		if (from < at && out.size)
			buf_putc(&out, ' ');
		buf_put(&out, str_sub(words, from, at));
		from = at + step;
	}
	if (from < at && out.size)
		buf_putc(&out, ' ');
	buf_put(&out, str_sub(words, from, at));
	return kept(t, &out);
}

str text_clean(const struct text_out *t, str words)
{
	struct buf out = { 0 };

	put_untrusted(&out, with_plain_blanks(t, words));
	return kept(t, &out);
}

str text_path(const struct text_out *t, str path, uint32_t line)
{
	struct buf out = { 0 };

	put_path(&out, path);
	if (line)
		buf_putf(&out, ":%u", line);
	return text_clean(t, kept(t, &out));
}

str text_name(const struct text_out *t, str name, str key)
{
	str shown = text_clean(t, name);

	if (!shown.size)
		shown = text_clean(t, key);
	return shown.size ? shown : STR("(no name)");
}

str text_ellipsis(const struct text_out *t)
{
	return t->run->ascii ? STR("...") : STR("\u2026");
}

str text_arrow(const struct text_out *t, bool back)
{
	if (t->run->ascii)
		return back ? STR(" <- ") : STR(" -> ");
	return back ? STR(" \u2190 ") : STR(" \u2192 ");
}

str text_fit(const struct text_out *t, str clean, unsigned width, enum cut cut)
{
	return text_shortened(t->arena, clean, width, cut, text_ellipsis(t));
}

str text_count(const struct text_out *t, unsigned count, const char *one, const char *many)
{
	return arena_printf(t->arena, "%u %s", count, count == 1 ? one : many);
}

enum style style_of_severity(enum severity severity)
{
	return (enum style)((int)STYLE_COSMETIC + (int)severity);
}

void text_put(const struct text_out *t, enum style style, str clean)
{
	static const char *const codes[] = { "", "1", "2", "33", "2", "36", "1;33", "1;31", "31", "32" };

	if (!t->run->color || style == STYLE_PLAIN || !clean.size) {
		buf_put(t->out, clean);
		return;
	}
	buf_putf(t->out, "\x1b[%sm", codes[style]);
	buf_put(t->out, clean);
	buf_puts(t->out, "\x1b[0m");
}

void text_put_blanks(const struct text_out *t, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		buf_putc(t->out, ' ');
}

void text_put_padded(const struct text_out *t, enum style style, str clean, unsigned width)
{
	unsigned taken = text_width(clean);

	text_put(t, style, clean);
	text_put_blanks(t, taken < width ? width - taken : 0);
}

void text_put_wrapped(const struct text_out *t, enum style style, str clean, unsigned indent, unsigned lines)
{
	enum { ESCAPED = 3 }; /* columns that the escape of a colon needs besides */
	unsigned room = t->width - indent;
	str rest = text_fit(t, clean, room * lines, CUT_MIDDLE), line;
	bool command = false;

	if (!rest.size)
		buf_putc(t->out, '\n');
	for (bool first = true; wrap_next(&rest, command ? room - ESCAPED : room, &line); first = false) {
		text_put_blanks(t, first ? 0 : indent);
		text_put(t, style, command ? text_clean(t, line) : line);
		buf_putc(t->out, '\n');
		command = str_starts(rest, STR("::"));
	}
}
