#include "base/intern.h"

static uint64_t key_of(str text)
{
	uint64_t hash = str_hash(text);
	return hash ? hash : 1;
}

uint32_t intern_find(const struct intern *intern, str text)
{
	if (!text.size)
		return 0;
	for (uint64_t key = key_of(text);; key += 2) { /* another text with this hash stands further on */
		uint32_t *number = map_find(&intern->numbers, key ? key : 1);
		if (!number)
			return 0;
		if (str_eq(intern_text(intern, *number), text))
			return *number;
	}
}

uint32_t intern_add(struct intern *intern, str text)
{
	if (!text.size)
		return 0;
	for (uint64_t key = key_of(text);; key += 2) {
		uint32_t *number = map_add(&intern->numbers, key ? key : 1);
		if (!*number) {
			LIST_PUSH(&intern->arena, &intern->texts, arena_dup(&intern->arena, text));
			*number = intern->texts.count;
			return *number;
		}
		if (str_eq(intern_text(intern, *number), text))
			return *number;
	}
}

str intern_text(const struct intern *intern, uint32_t number)
{
	return number && number <= intern->texts.count ? intern->texts.items[number - 1] : STR("");
}

void intern_release(struct intern *intern)
{
	arena_release(&intern->arena);
	map_release(&intern->numbers);
	*intern = (struct intern){ 0 };
}
