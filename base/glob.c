/*
 * All ways through a pattern are walked at once: a set of places in it, moved on by each byte of the path. Places
 * that are reached without a byte (behind a star, the alternatives of braces) always lie further right,
 * so one sweep from left to right finds them all.
 */
#include "base/glob.h"

#include <string.h>

enum { PLACES = GLOB_BYTES + 1, WORDS = (PLACES + 63) / 64 };

struct places {
	uint64_t bits[WORDS];
};

struct glob {
	str text;
	size_t words; /* of a set that are used */
	/* of a brace or a comma in braces: the next comma or closing brace of the same braces; 0: none */
	uint16_t next[PLACES];
	uint16_t behind[PLACES]; /* of a comma or closing brace: the place behind the braces */
	bool below;              /* everything below a match matches too */
	bool folder;             /* and nothing else does */
};

static void put(struct places *set, size_t place)
{
	set->bits[place / 64] |= (uint64_t)1 << place % 64;
}

static bool has(const struct places *set, size_t place)
{
	return set->bits[place / 64] >> place % 64 & 1;
}

static bool is_empty(const struct glob *glob, const struct places *set)
{
	for (size_t i = 0; i < glob->words; i++)
		if (set->bits[i])
			return false;
	return true;
}

static char at(str text, size_t place)
{
	return place < text.size ? text.at[place] : 0;
}

/* The place behind a set in brackets, 0 where it does not close. A ] that stands first is part of it. */
static size_t behind_set(str text, size_t place)
{
	size_t i = place + 1;

	if (at(text, i) == '!' || at(text, i) == '^')
		i++;
	for (size_t first = i; i < text.size; i++) {
		if (text.at[i] == ']' && i > first)
			return i + 1;
		if (text.at[i] == '/')
			return 0;
		if (text.at[i] == '\\')
			i++;
	}
	return 0;
}

static bool set_has(str set, char c) /* set: with its brackets */
{
	str in = str_sub(set, 1, set.size - 1);
	bool negated = at(in, 0) == '!' || at(in, 0) == '^', found = false;

	for (size_t i = negated; i < in.size; i++) {
		i += in.at[i] == '\\' && i + 1 < in.size;
		unsigned char low = (unsigned char)in.at[i], high = low;
		if (at(in, i + 1) == '-' && i + 2 < in.size) {
			high = (unsigned char)in.at[i + 2];
			i += 2;
		}
		found |= low <= (unsigned char)c && (unsigned char)c <= high;
	}
	return found != negated && c != '/';
}

/* --- braces ---------------------------------------------------------------------------------------- */

enum { BRACES_DEPTH = 16 };

struct open_braces {
	size_t first, last; /* the brace, and its latest comma */
};

static void close_braces(struct glob *glob, const struct open_braces *open, size_t place)
{
	glob->next[open->last] = (uint16_t)place;
	for (size_t i = open->first; i != place;) {
		i = glob->next[i];
		glob->behind[i] = (uint16_t)(place + 1);
	}
}

/* Braces that stay open are forgotten again, so they are ordinary characters. */
static void forget_braces(struct glob *glob, const struct open_braces *open)
{
	size_t i = open->first;

	do {
		size_t next = glob->next[i];
		glob->next[i] = 0;
		i = next;
	} while (i);
}

static void find_braces(struct glob *glob)
{
	struct open_braces open[BRACES_DEPTH];
	size_t depth = 0;

	memset(glob->next, 0, (glob->text.size + 1) * sizeof *glob->next);
	memset(glob->behind, 0, (glob->text.size + 1) * sizeof *glob->behind);
	for (size_t i = 0; i < glob->text.size; i++) {
		char c = glob->text.at[i];
		if (c == '\\') {
			i++;
		} else if (c == '[' && behind_set(glob->text, i)) {
			i = behind_set(glob->text, i) - 1;
		} else if (c == '{' && depth < BRACES_DEPTH) {
			open[depth++] = (struct open_braces){ i, i };
		} else if (c == ',' && depth) {
			glob->next[open[depth - 1].last] = (uint16_t)i;
			open[depth - 1].last = i;
		} else if (c == '}' && depth) {
			close_braces(glob, &open[--depth], i);
		}
	}
	while (depth)
		forget_braces(glob, &open[--depth]);
}

/* --- walking --------------------------------------------------------------------------------------- */

static bool starts_name(const struct glob *glob, size_t place)
{
	return place == 0 || glob->text.at[place - 1] == '/' ||
	    (glob->text.at[place - 1] == '{' && glob->next[place - 1]) ||
	    (glob->text.at[place - 1] == ',' && glob->behind[place - 1]);
}

/* Adds what is reached from a place without a byte. name: the path stands at the start of a name. */
static void reach(const struct glob *glob, struct places *set, size_t place, bool name)
{
	str text = glob->text;
	char c = at(text, place);

	if (place >= text.size)
		return;
	if (glob->behind[place]) { /* the end of an alternative */
		put(set, glob->behind[place]);
	} else if (c == '{' && glob->next[place]) {
		put(set, place + 1);
		for (size_t i = glob->next[place]; i && at(text, i) == ','; i = glob->next[i])
			put(set, i + 1);
	} else if (c == '*' && at(text, place + 1) == '*') {
		put(set, place + 2);
		if (name && at(text, place + 2) == '/' && starts_name(glob, place))
			put(set, place + 3);
	} else if (c == '*') {
		put(set, place + 1);
	}
}

/* Where a byte of the path leads from a place; SIZE_MAX: nowhere. */
static size_t step(const struct glob *glob, size_t place, char c)
{
	str text = glob->text;
	char p = at(text, place);

	if (place >= text.size || glob->behind[place] || (p == '{' && glob->next[place]))
		return SIZE_MAX;
	if (p == '*')
		return at(text, place + 1) == '*' || c != '/' ? place : SIZE_MAX;
	if (p == '?')
		return c != '/' ? place + 1 : SIZE_MAX;
	size_t end = p == '[' ? behind_set(text, place) : 0;
	if (end)
		return set_has(str_sub(text, place, end), c) ? end : SIZE_MAX;
	if (p == '\\' && place + 1 < text.size)
		return text.at[place + 1] == c ? place + 2 : SIZE_MAX;
	return p == c ? place + 1 : SIZE_MAX;
}

static void close_set(const struct glob *glob, struct places *set, bool name)
{
	for (size_t word = 0; word < glob->words; word++)
		for (uint64_t left = set->bits[word]; left;) {
			size_t bit = (size_t)__builtin_ctzll(left);
			reach(glob, set, word * 64 + bit, name);
			left = bit == 63 ? 0 : set->bits[word] & ~(uint64_t)0 << (bit + 1);
		}
}

static struct places move(const struct glob *glob, const struct places *set, char c)
{
	struct places moved = { 0 };

	for (size_t word = 0; word < glob->words; word++)
		for (uint64_t left = set->bits[word]; left; left &= left - 1) {
			size_t to = step(glob, word * 64 + (size_t)__builtin_ctzll(left), c);
			if (to != SIZE_MAX)
				put(&moved, to);
		}
	close_set(glob, &moved, c == '/');
	return moved;
}

static bool walk(const struct glob *glob, str path)
{
	struct places set = { 0 };

	put(&set, 0);
	close_set(glob, &set, true);
	for (size_t i = 0; i < path.size; i++) {
		if (glob->below && path.at[i] == '/' && has(&set, glob->text.size))
			return true;
		set = move(glob, &set, path.at[i]);
		if (is_empty(glob, &set))
			return false;
	}
	return !glob->folder && has(&set, glob->text.size);
}

static str without_start(str pattern)
{
	if (str_starts(pattern, STR("./")))
		pattern = str_sub(pattern, 2, pattern.size);
	return str_starts(pattern, STR("/")) ? str_sub(pattern, 1, pattern.size) : pattern;
}

static size_t literal_of(str pattern)
{
	size_t size = 0;

	while (size < pattern.size && !strchr("*?[{\\", pattern.at[size]))
		size++;
	return size;
}

size_t glob_literal(str pattern)
{
	return literal_of(without_start(pattern));
}

static bool has_wildcard(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (strchr("*?[", text.at[i]))
			return true;
	return false;
}

static bool is_below(str folder, str path)
{
	return !folder.size || (path.size > folder.size && path.at[folder.size] == '/');
}

bool glob_match(str pattern, str path)
{
	struct glob glob;

	glob.text = without_start(pattern);
	glob.folder = str_ends(pattern, STR("/"));
	if (glob.folder && glob.text.size)
		glob.text.size--;
	size_t literal = literal_of(glob.text);
	if (!pattern.size || glob.text.size > GLOB_BYTES || !str_starts(path, str_sub(glob.text, 0, literal)))
		return false;
	if (literal == glob.text.size)
		return (!glob.folder && path.size == literal) || is_below(glob.text, path);
	struct str_cut last = str_rcut(glob.text, '/');
	bool braces = str_find_char(glob.text, '{') != STR_NONE;
	glob.below = glob.folder || !has_wildcard(braces || !last.found ? glob.text : last.tail);
	glob.words = glob.text.size / 64 + 1;
	find_braces(&glob);
	return walk(&glob, path);
}
