#include "analyzer/config/config_take.h"

#include "base/buf.h"
#include "base/glob.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- errors ---------------------------------------------------------------------------------------- */

static bool __attribute__((format(printf, 4, 0)))
wrong_at(struct config_input *in, uint32_t line, uint32_t column, const char *format, va_list words)
{
	char message[sizeof in->error->message];

	if (in->error->code != ERROR_NONE)
		return false;
	vsnprintf(message, sizeof message, format, words);
	error_set(in->error, ERROR_USAGE, in->config->path, line, "%s", message);
	in->error->column = column;
	return false;
}

bool config_wrong(struct config_input *in, const struct yaml *at, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	wrong_at(in, at->line, at->column, format, words);
	va_end(words);
	return false;
}

bool config_wrong_key(struct config_input *in, const struct yaml *at, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	wrong_at(in, at->key_line, at->key_column, format, words);
	va_end(words);
	return false;
}

bool config_expect(struct config_input *in, const struct yaml *node, enum yaml_kind kind, const char *what)
{
	static const char *const kinds[] = { "one value", "a list", "a mapping" };

	if (node->kind == kind)
		return true;
	return config_wrong(in, node, "%s must be %s, not %s", what, kinds[kind], kinds[node->kind]);
}

/* --- the nearest word ------------------------------------------------------------------------------ */

enum { WORD_BYTES = 40 };

static char plain(char c) /* not_teams and Not-Teams are not-teams */
{
	return c == '_' || c == ' ' ? '-' : byte_lower(c);
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Letters to add, drop, change or swap with their neighbour, until a is b. */
static unsigned distance(str a, str b)
{
	unsigned rows[3][WORD_BYTES + 1];

	if (a.size > WORD_BYTES || b.size > WORD_BYTES)
		return WORD_BYTES;
	for (size_t k = 0; k <= b.size; k++)
		rows[0][k] = (unsigned)k;
	for (size_t i = 1; i <= a.size; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];
		row[0] = (unsigned)i;
		for (size_t k = 1; k <= b.size; k++) {
			unsigned same = plain(a.at[i - 1]) == plain(b.at[k - 1]);
			row[k] = least(least(row[k - 1], above[k]) + 1, above[k - 1] + !same);
			if (i > 1 && k > 1 && plain(a.at[i - 1]) == plain(b.at[k - 2]) &&
			    plain(a.at[i - 2]) == plain(b.at[k - 1]))
				row[k] = least(row[k], higher[k - 2] + 1);
		}
	}
	return rows[a.size % 3][b.size];
}

const char *config_nearest(str word, const char *(*name_at)(const void *names, unsigned number), const void *names)
{
	const char *found = NULL, *name;
	unsigned best = 1 + (unsigned)word.size / 3;

	for (unsigned i = 0; (name = name_at(names, i)); i++) {
		unsigned apart = distance(word, str_of(name));
		if (apart < best || (!found && word.size >= 4 && str_starts(str_of(name), word))) {
			best = apart;
			found = name;
		}
	}
	return found;
}

struct key_table {
	const struct config_key *keys;
	unsigned count;
};

static const char *key_at(const void *names, unsigned number)
{
	const struct key_table *table = names;
	return number < table->count ? table->keys[number].name : NULL;
}

static const char *word_at(const void *names, unsigned number)
{
	return ((const struct config_word *)names)[number].text;
}

/* --- mappings -------------------------------------------------------------------------------------- */

static bool unknown_key(struct config_input *in, const struct yaml *item, const struct config_key *keys, unsigned count)
{
	struct key_table table = { keys, count };
	const char *near = config_nearest(item->key, key_at, &table);
	struct buf known = { 0 };

	for (unsigned i = 0; i < count && !near; i++)
		buf_putf(&known, "%s%s", i ? ", " : "", keys[i].name);
	if (near)
		config_wrong_key(in, item, "unknown key \"%.*s\"; did you mean \"%s\"?", STR_ARG(item->key), near);
	else
		config_wrong_key(
		    in, item, "unknown key \"%.*s\"; known here: %.*s", STR_ARG(item->key), STR_ARG(buf_str(&known)));
	buf_release(&known);
	return false;
}

static const struct config_key *find_key(const struct config_key *keys, unsigned count, str name)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq(name, str_of(keys[i].name)))
			return &keys[i];
	return NULL;
}

bool config_take(
    struct config_input *in, const struct yaml *node, const struct config_key *keys, unsigned key_count, void *base)
{
	unsigned none;

	YAML_EACH(item, node) {
		const struct config_key *key = find_key(keys, key_count, item->key);
		if (!key)
			return unknown_key(in, item, keys, key_count);
		unsigned *count = key->count == NO_COUNT ? &none : (unsigned *)(void *)((char *)base + key->count);
		if (!yaml_is_null(item) && !key->take(in, item, (char *)base + key->at, count))
			return false;
	}
	return true;
}

/* --- values ---------------------------------------------------------------------------------------- */

static const char *what(const struct yaml *value)
{
	return value->key.size ? value->key.at : "an item"; /* a key has a NUL behind it */
}

bool config_take_word(struct config_input *in, const struct yaml *value, const struct config_word *words, int *out)
{
	struct buf known = { 0 };

	if (!config_expect(in, value, YAML_SCALAR, what(value)))
		return false;
	for (unsigned i = 0; words[i].text; i++) {
		if (str_eq(value->text, str_of(words[i].text))) {
			*out = words[i].value;
			buf_release(&known);
			return true;
		}
		buf_putf(&known, "%s%s", i ? ", " : "", words[i].text);
	}
	const char *near = config_nearest(value->text, word_at, words);
	config_wrong(in, value, "%s cannot be \"%.*s\"%s%s%s; it is one of %.*s", what(value), STR_ARG(value->text),
	    near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "", STR_ARG(buf_str(&known)));
	buf_release(&known);
	return false;
}

bool config_take_text(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	(void)count;
	if (!config_expect(in, value, YAML_SCALAR, what(value)))
		return false;
	if (str_is_blank(value->text))
		return config_wrong(in, value, "%s must not be empty", what(value));
	*(str *)into = str_trim(value->text);
	return true;
}

bool config_take_texts(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_SEQUENCE, what(value)))
		return false;
	str *items = ARENA_ARRAY(in->arena, str, value->count + 1);
	*count = 0;
	YAML_EACH(item, value) {
		if (!config_expect(in, item, YAML_SCALAR, "an item"))
			return false;
		if (yaml_is_null(item) || str_is_blank(item->text))
			return config_wrong(in, item, "an item of %s is empty", what(value));
		items[(*count)++] = str_trim(item->text);
	}
	*(const str **)into = items;
	return true;
}

bool config_take_patterns(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_take_texts(in, value, into, count))
		return false;
	YAML_EACH(item, value)
		if (item->text.size > GLOB_BYTES)
			return config_wrong(in, item, "a pattern may have %d bytes at most", GLOB_BYTES);
		else if (str_starts(item->text, STR("!")))
			return config_wrong(in, item, "a pattern cannot begin with \"!\"; use exclude");
	return true;
}
