#include "analyzer/gate/trailers.h"

enum { VALUE_BYTES = 1000 }; /* what continues a longer value is left out */

static bool is_comment(str line)
{
	return str_starts(line, STR("#"));
}

/* Where the last paragraph begins: behind the last empty line that has a line behind it. A message of one paragraph is
 * that paragraph: git would not look for a trailer there, but who writes nothing else means it. */
static size_t last_paragraph(str message)
{
	str rest = message, line;
	size_t begin = message.size;
	bool open = false;

	while (str_next_line(&rest, &line)) {
		if (is_comment(line))
			continue;
		if (str_is_blank(line)) {
			open = false;
			continue;
		}
		if (!open)
			begin = (size_t)(line.at - message.at);
		open = true;
	}
	return begin;
}

static bool take_name(str line, str name, str *value)
{
	struct str_cut cut = str_cut(line, ':');

	*value = str_trim(cut.tail);
	return cut.found && str_ieq(str_trim_right(cut.head), name);
}

/* "Impact-Ack fraud" */
static bool lacks_colon(str line, str name, str *value)
{
	*value = str_trim(str_sub(line, name.size, line.size));
	return line.size > name.size && (line.at[name.size] == ' ' || line.at[name.size] == '\t') && value->size &&
	    value->at[0] != ':' && str_ieq(str_sub(line, 0, name.size), name);
}

unsigned trailers_find(struct arena *arena, str message, str name, struct trailer out[TRAILERS_MAX])
{
	size_t begin = last_paragraph(message);
	str rest = message, line, value;
	unsigned count = 0;
	bool within = false;

	while (str_next_line(&rest, &line) && count < TRAILERS_MAX) {
		if (within && line.size && (line.at[0] == ' ' || line.at[0] == '\t') && !str_is_blank(line)) {
			struct trailer *last = &out[count - 1];
			if (last->value.size > VALUE_BYTES)
				continue;
			last->value = arena_printf(arena, "%.*s %.*s", STR_ARG(last->value), STR_ARG(str_trim(line)));
			continue;
		}
		within = take_name(line, name, &value);
		if (within)
			out[count++] =
			    (struct trailer){ .value = value, .misplaced = (size_t)(line.at - message.at) < begin };
		else if ((size_t)(line.at - message.at) >= begin && lacks_colon(line, name, &value))
			out[count++] = (struct trailer){ .value = value, .no_colon = true };
	}
	return count;
}
