#include "analyzer/graph/site.h"

#include "model/names.h"

bool site_is_first_page(str path)
{
	return str_ieq(path, STR("README.md")) || str_ieq(path, STR("index.md"));
}

static bool is_about_all(str word)
{
	static const char *const words[] = { "handbook", "documentation", "docs", "wiki", "guide", "manual", "playbook",
		"intranet" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(word, str_of(words[i])))
			return true;
	return false;
}

/* The words with a capital right before "handbook" and the like. */
str site_key(struct arena *arena, str title)
{
	str rest = title, word, name = STR("");

	while (str_next_word(&rest, " ", &word)) {
		if (is_about_all(word))
			return name.size ? team_key(arena, name) : STR("");
		bool letters = byte_is_letter(word.at[0]);
		for (size_t i = 0; i < word.size; i++)
			letters = letters && !(word.at[i] & 0x80);
		if (!letters || !byte_is_upper(word.at[0]))
			name = STR("");
		else
			name = name.size
			    ? str_sub(title, (size_t)(name.at - title.at), (size_t)(word.at + word.size - title.at))
			    : word;
	}
	return STR("");
}
