/*
 * Names that occur more than once, and ids for what the diagram gives none. A table of the arena, not of the
 * heap: where the arena runs out it leaves by a jump, and nobody could release one.
 */
#include "parsers/mermaid/mermaid.h"

bool mermaid_listed(str word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_ieq(word, str_of(words[i])))
			return true;
	return false;
}

static uint32_t place_of(const struct mermaid_table *table, uint64_t key)
{
	uint32_t at = (uint32_t)(key >> 32) & (table->room - 1);

	while (table->keys[at] && table->keys[at] != key)
		at = (at + 1) & (table->room - 1);
	return at;
}

static void grow_table(struct mermaid *m, struct mermaid_table *table)
{
	struct mermaid_table old = *table;

	table->room = old.room ? old.room * 2 : 64;
	table->keys = ARENA_ARRAY(m->arena, uint64_t, table->room);
	table->values = ARENA_ARRAY(m->arena, uint32_t, table->room);
	for (uint32_t i = 0; i < old.room; i++) {
		if (!old.keys[i])
			continue;
		uint32_t at = place_of(table, old.keys[i]);
		table->keys[at] = old.keys[i];
		table->values[at] = old.values[i];
	}
}

uint32_t *mermaid_slot(struct mermaid *m, struct mermaid_table *table, str name)
{
	uint64_t key = str_hash(name);

	key = key ? key : 1;
	if (table->count >= table->room / 2)
		grow_table(m, table);
	uint32_t at = place_of(table, key);
	if (!table->keys[at]) {
		table->keys[at] = key;
		table->count++;
	}
	return &table->values[at];
}

str mermaid_unique(struct mermaid *m, struct mermaid_table *table, str name)
{
	uint32_t ordinal = ++*mermaid_slot(m, table, name);

	if (ordinal == 1)
		return name;
	name = arena_printf(m->arena, "%.*s (%u)", STR_ARG(name), ordinal);
	++*mermaid_slot(m, table, name);
	return name;
}

enum { ID_LABEL = 80 }; /* bytes of a label that an id takes over */

str mermaid_flow_id(struct mermaid *m, struct mermaid_table *table, str from, str to, str label)
{
	str id = arena_printf(m->arena, "%.*s->%.*s%s%.*s", STR_ARG(from), STR_ARG(to), label.size ? ": " : "",
	    STR_ARG(mermaid_cut(label, ID_LABEL)));

	return mermaid_unique(m, table, id);
}
