#include "analyzer/change/prose/vocabulary.h"

/* Letter by letter: lists are long, and most words differ in the first one. */
static bool begins_like(str word, const char *wanted, size_t *size)
{
	size_t i = 0;

	while (wanted[i] && i < word.size && byte_lower(word.at[i]) == wanted[i])
		i++;
	*size = i;
	return !wanted[i];
}

bool is_word(str word, const char *wanted)
{
	size_t size;
	return begins_like(word, wanted, &size) && size == word.size;
}

bool word_begins(str word, const char *wanted)
{
	size_t size;
	return begins_like(word, wanted, &size);
}

bool is_word_of(str word, const char *const *words, size_t count)
{
	char first = word.size ? byte_lower(word.at[0]) : 0;

	for (size_t i = 0; i < count; i++)
		if (words[i][0] == first && is_word(word, words[i]))
			return true;
	return false;
}

static bool is_mark(char c)
{
	switch (c) {
	case '.':
	case ',':
	case ';':
	case ':':
	case '!':
	case '?':
	case '(':
	case ')':
	case '[':
	case ']':
	case '{':
	case '}':
	case '<':
	case '>':
	case '"':
	case '\'':
	case '*':
	case '_':
	case '|': return true;
	default: return false;
	}
}

bool is_team_suffix(str word)
{
	static const char *const words[] = { "team", "teams", "department", "dept", "desk", "group", "squad" };
	return word.size >= 4 && word.size <= 10 && IS_WORD_OF(word, words);
}

str bare_word(str raw)
{
	while (raw.size && is_mark(raw.at[0]))
		raw = (str){ raw.at + 1, raw.size - 1 };
	while (raw.size && is_mark(raw.at[raw.size - 1]))
		raw.size--;
	return raw;
}
