#include "reports/wrap.h"

#include "base/text.h"

/* One character with the marks that combine with it. */
static size_t next_letter(str text, unsigned *width)
{
	int32_t c;
	size_t size = text_next(text, &c);

	*width = text_width(str_sub(text, 0, size));
	while (size < text.size) {
		size_t more = text_next((str){ text.at + size, text.size - size }, &c);
		if (text_width((str){ text.at + size, more }))
			break;
		size += more;
	}
	return size;
}

static str head_within(str text, unsigned width)
{
	size_t size = 0;

	while (size < text.size) {
		unsigned wide;
		size_t step = next_letter((str){ text.at + size, text.size - size }, &wide);
		if (wide > width)
			break;
		width -= wide;
		size += step;
	}
	return (str){ text.at, size };
}

static str tail_within(str text, unsigned width)
{
	unsigned left = text_width(text);
	size_t from = 0;

	while (left > width && from < text.size) {
		unsigned wide;
		from += next_letter((str){ text.at + from, text.size - from }, &wide);
		left -= wide;
	}
	return str_sub(text, from, text.size);
}

static str joined(struct arena *arena, str head, str ellipsis, str tail)
{
	return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(ellipsis), STR_ARG(tail));
}

/* first/.../last folders, as many of the last ones as there is room for; empty where not even the name fits. */
static str without_folders(struct arena *arena, str path, unsigned width, str ellipsis)
{
	ptrdiff_t first = str_find_char(path, '/');
	str tail = { 0 }, head = str_sub(path, 0, first == STR_NONE ? 0 : (size_t)first + 1);
	unsigned taken = text_width(ellipsis);

	for (str rest = path; first != STR_NONE;) {
		struct str_cut cut = str_rcut(rest, '/');
		if (!cut.found)
			break;
		str longer = str_sub(path, cut.head.size, path.size);
		if (taken + text_width(longer) > width)
			break;
		tail = longer;
		rest = cut.head;
	}
	if (!tail.size)
		return tail;
	bool both = text_width(head) + taken + text_width(tail) <= width && tail.size + head.size < path.size;
	return joined(arena, both ? head : STR(""), ellipsis, tail);
}

str text_shortened(struct arena *arena, str text, unsigned width, enum cut cut, str ellipsis)
{
	unsigned dots = text_width(ellipsis);

	if (text_width(text) <= width)
		return text;
	if (width <= dots)
		return head_within(text, width);
	str path = cut == CUT_PATH ? without_folders(arena, text, width, ellipsis) : STR("");
	if (path.size)
		return path;
	unsigned room = width - dots, behind = cut == CUT_END ? 0 : cut == CUT_MIDDLE ? room / 2 : room - room / 3;
	return joined(arena, str_trim_right(head_within(text, room - behind)), ellipsis, tail_within(text, behind));
}

bool wrap_next(str *rest, unsigned width, str *line)
{
	str text = str_trim_left(*rest);

	if (!text.size) {
		*rest = text;
		return false;
	}
	str head = head_within(text, width);
	if (!head.size) {
		unsigned wide;
		head.size = next_letter(text, &wide);
	}
	if (head.size < text.size && text.at[head.size] != ' ') {
		ptrdiff_t space = str_rfind_char(head, ' '), slash = str_rfind_char(head, '/');
		if (space != STR_NONE)
			head.size = (size_t)space;
		else if (slash > (ptrdiff_t)head.size / 2)
			head.size = (size_t)slash + 1;
	}
	*line = str_trim_right(head);
	*rest = str_trim_left(str_sub(text, head.size, text.size));
	return true;
}
