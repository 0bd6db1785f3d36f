#include "parsers/markdown/markdown_internal.h"

#include <string.h>

/* [label]: address, wherever in the document, gives its address to [label] everywhere in it. A chunk is read with
 * those that it uses in front of it. */

/* --- labels ---------------------------------------------------------------------------------------------------- */

static uint64_t label_hash(str label)
{
	char small[1024];
	size_t size = 0;

	label = str_trim(label);
	for (size_t i = 0; i < label.size && size < sizeof small; i++) {
		bool space = byte_is_space(label.at[i]);
		if (space && size && small[size - 1] == ' ')
			continue;
		small[size++] = space ? ' ' : byte_lower(label.at[i]);
	}
	uint64_t hash = str_hash((str){ small, size });
	return hash ? hash : 1;
}

/* The first letters of labels with a certain last letter, a bit each: most brackets hold none of them by that alone. */
static unsigned edge_of(str label, uint64_t *bit)
{
	label = str_trim(label);
	*bit = label.size ? (uint64_t)1 << (byte_lower(label.at[0]) & 63) : 1;
	return label.size ? byte_lower(label.at[label.size - 1]) & 63 : 0;
}

/* [label]: at the beginning of rest; false: none. */
bool markdown_definition_label(str rest, str *label)
{
	if (rest.size < 4 || rest.at[0] != '[')
		return false;
	ptrdiff_t close = str_find_char(rest, ']');
	if (close <= 1 || close > 999 || (size_t)close + 1 == rest.size || rest.at[close + 1] != ':')
		return false;
	*label = str_sub(rest, 1, (size_t)close);
	return str_find_char(*label, '[') == STR_NONE && !str_is_blank(*label);
}

/* --- all of a document ------------------------------------------------------------------------------------------- */

void markdown_define(struct markdown_scan *scan, struct arena *arena, str label, str line)
{
	struct markdown_definition *found = LIST_ADD(arena, &scan->definitions);
	uint64_t bit;
	unsigned edge = edge_of(label, &bit);

	*found = (struct markdown_definition){ label, line, label_hash(label), str_hash(line) };
	scan->edges[edge] |= bit;
}

void markdown_index_definitions(struct markdown_scan *out, struct arena *arena)
{
	out->slot_room = 16;
	while (out->slot_room < out->definitions.count * 2)
		out->slot_room *= 2;
	out->slots = ARENA_ARRAY(arena, uint32_t, out->slot_room);
	for (uint32_t i = 0; i < out->definitions.count; i++) {
		uint32_t at = (uint32_t)out->definitions.items[i].hash & (out->slot_room - 1);
		while (
		    out->slots[at] && out->definitions.items[out->slots[at] - 1].hash != out->definitions.items[i].hash)
			at = (at + 1) & (out->slot_room - 1);
		if (!out->slots[at]) /* the first definition of a label counts */
			out->slots[at] = i + 1;
	}
}

/* --- which a chunk uses ---------------------------------------------------------------------------------------- */

static uint32_t definition_of(const struct markdown_scan *scan, str label)
{
	uint64_t bit;
	unsigned edge = edge_of(label, &bit);
	if (!(scan->edges[edge] & bit))
		return 0;
	uint64_t hash = label_hash(label);
	uint32_t at = (uint32_t)hash & (scan->slot_room - 1);

	while (scan->slots[at] && scan->definitions.items[scan->slots[at] - 1].hash != hash)
		at = (at + 1) & (scan->slot_room - 1);
	return scan->slots[at];
}

str markdown_definition_address(str line, str label)
{
	return str_trim(str_sub(line, label.size + strlen("[]:"), line.size));
}

bool markdown_definition_find(const struct markdown_scan *scan, str label, str *address)
{
	uint32_t number = scan->definitions.count ? definition_of(scan, label) : 0;

	if (!number)
		return false;
	const struct markdown_definition *found = &scan->definitions.items[number - 1];
	*address = markdown_definition_address(found->line, found->label);
	return true;
}

struct used_definitions {
	LIST_OF(uint32_t) numbers; /* in order of their first use */
	uint8_t *seen;
};

static void use(struct used_definitions *used, const struct markdown_scan *scan, struct arena *arena, str label)
{
	uint32_t number = definition_of(scan, label);

	if (!number)
		return;
	if (!used->seen)
		used->seen = ARENA_ARRAY(arena, uint8_t, scan->definitions.count);
	if (!used->seen[number - 1])
		LIST_PUSH(arena, &used->numbers, number - 1);
	used->seen[number - 1] = 1;
}

static void find_used(struct used_definitions *used, const struct markdown_scan *scan, struct arena *arena, str chunk)
{
	*used = (struct used_definitions){ 0 };
	if (!scan->definitions.count)
		return;
	ptrdiff_t open = str_find_char(chunk, '[');
	while (open != STR_NONE) {
		size_t from = (size_t)open + 1, to = from;
		while (to < chunk.size && to - from < 1000 && chunk.at[to] != '[' && chunk.at[to] != ']')
			to++;
		if (to < chunk.size && chunk.at[to] == ']')
			use(used, scan, arena, str_sub(chunk, from, to));
		open = str_find_char(str_sub(chunk, to, chunk.size), '[');
		if (open != STR_NONE)
			open += (ptrdiff_t)to;
	}
}

/* Each apart from the next one: one may turn out to be none. */
str markdown_definitions(const struct markdown_scan *scan, struct arena *arena, str chunk)
{
	struct used_definitions used;
	size_t size = 0;

	find_used(&used, scan, arena, chunk);
	if (!used.numbers.count)
		return STR("");
	for (uint32_t i = 0; i < used.numbers.count; i++)
		size += scan->definitions.items[used.numbers.items[i]].line.size + 2;
	char *text = arena_alloc(arena, size + 1), *at = text;
	for (uint32_t i = 0; i < used.numbers.count; i++) {
		str line = scan->definitions.items[used.numbers.items[i]].line;
		memcpy(at, line.at, line.size);
		at += line.size;
		*at++ = '\n';
		*at++ = '\n';
	}
	return (str){ text, size };
}

uint64_t markdown_definitions_hash(const struct markdown_scan *scan, struct arena *arena, str chunk)
{
	struct used_definitions used;
	uint64_t hash = 0;

	find_used(&used, scan, arena, chunk);
	for (uint32_t i = 0; i < used.numbers.count; i++)
		hash = hash_mix(hash + 1, scan->definitions.items[used.numbers.items[i]].line_hash);
	return hash;
}
