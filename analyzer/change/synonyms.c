#include "analyzer/change/synonyms.h"

#include "base/buf.h"

/* Stems with a space around each: " raise first invoice ". */
static str stems_of(struct arena *arena, str n1)
{
	str rest = n1, word, stems = STR(" ");

	while (str_next_word(&rest, " ,.;:()/-'\"", &word))
		stems = arena_printf(arena, "%.*s%.*s ", STR_ARG(stems), STR_ARG(text_stem(arena, word)));
	return stems;
}

static str replaced(struct arena *arena, str text, str what, str with)
{
	str done = STR("");

	for (;;) {
		ptrdiff_t at = str_find(text, what);
		if (at == STR_NONE)
			return arena_printf(arena, "%.*s%.*s", STR_ARG(done), STR_ARG(text));
		done = arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(done), STR_ARG(str_sub(text, 0, (size_t)at)),
		    STR_ARG(str_sub(with, 0, with.size - 1)));
		text = str_sub(text, (size_t)at + what.size - 1, text.size); /* the space serves the next word too */
	}
}

struct words synonyms_n2(const struct config *config, struct arena *arena, str n1)
{
	if (!config || !config->synonym_count || n1.size > 400)
		return text_n2(arena, n1);
	str stems = stems_of(arena, n1);
	for (unsigned i = 0; i < config->synonym_count; i++) {
		const str *list = config->synonyms[i];
		str first = stems_of(arena, text_n1(arena, list[0]));
		for (unsigned k = 1; list[k].size; k++) {
			str other = stems_of(arena, text_n1(arena, list[k]));
			if (other.size > 1 && first.size > 1 && !str_eq(other, first))
				stems = replaced(arena, stems, other, first);
		}
	}
	return text_n2(arena, stems);
}
