#include "analyzer/change/promises/parts.h"

#include "base/text.h"

#include <string.h>

struct piece {
	str text, n1, core; /* core: without brackets and words of format */
	struct words words;
	bool bracketed, formatted, taken;
};

struct pieces {
	struct piece items[PARTS_MAX];
	unsigned count;
};

static const char *const formats[] = { "csv", "tsv", "xml", "json", "pdf", "xls", "xlsx", "excel", "doc", "docx", "odt",
	"ods", "edifact", "txt", "html", "zip", "yaml", "parquet", "paper", "template", "schema", "format",
	"spreadsheet", "fixed-width" };

static bool is_format(str word)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (str_eq(word, str_of(formats[i])))
			return true;
	return false;
}

static void put_word(struct piece *piece, char *out, str word)
{
	if (is_format(word)) {
		piece->formatted = true;
		return;
	}
	if (piece->core.size)
		out[piece->core.size++] = ' ';
	memcpy(out + piece->core.size, word.at, word.size);
	piece->core.size += word.size;
}

/* What is left of N1 without what stands in brackets and without words of format. */
static void find_core(struct piece *piece, struct arena *arena)
{
	char *open = arena_alloc(arena, piece->n1.size + 1), *out = arena_alloc(arena, piece->n1.size + 1);
	size_t size = 0;
	unsigned depth = 0;
	str rest, word;

	for (size_t i = 0; i < piece->n1.size; i++) {
		char byte = piece->n1.at[i];
		piece->bracketed = piece->bracketed || byte == '(';
		depth += byte == '(';
		if (!depth)
			open[size++] = byte;
		depth -= depth && byte == ')';
	}
	piece->core = (str){ out, 0 };
	rest = (str){ open, size };
	while (str_next_word(&rest, " ", &word))
		put_word(piece, out, word);
}

static bool add_piece(struct pieces *out, struct arena *arena, str text)
{
	text = str_trim(text);
	if (!text.size)
		return true;
	if (out->count == PARTS_MAX)
		return false;
	struct piece *piece = &out->items[out->count++];
	*piece = (struct piece){ .text = text, .n1 = text_n1(arena, text) };
	piece->words = text_n2(arena, piece->n1);
	find_core(piece, arena);
	return true;
}

/* The length of what divides at a place: a comma, a semicolon, " and ". */
static size_t divider_at(str text, size_t at)
{
	static const char *const words[] = { " and ", " & " };

	if (strchr(",;", text.at[at])) /* 1,500 is a number */
		return at + 1 < text.size && byte_is_digit(text.at[at + 1]) ? 0 : 1;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_istarts(str_sub(text, at, text.size), str_of(words[i])))
			return strlen(words[i]);
	return 0;
}

static bool cut(struct pieces *out, struct arena *arena, str text)
{
	size_t from = 0;
	unsigned depth = 0;

	out->count = 0;
	for (size_t at = 0; at < text.size;) {
		char byte = text.at[at];
		depth += byte == '(';
		depth -= depth && byte == ')';
		size_t divider = depth ? 0 : divider_at(text, at);
		if (divider) {
			if (!add_piece(out, arena, str_sub(text, from, at)))
				return false;
			from = at + divider;
		}
		at += divider ? divider : 1;
	}
	return add_piece(out, arena, str_sub(text, from, text.size));
}

static void take_apart(struct pieces *out, struct arena *arena, str text)
{
	if (cut(out, arena, text))
		return;
	out->count = 0;
	add_piece(out, arena, text);
}

static bool same(const struct piece *a, const struct piece *b)
{
	return str_eq(a->n1, b->n1) || (a->words.count && words_equal(a->words, b->words));
}

static bool differ_in_format(const struct piece *a, const struct piece *b)
{
	return a->core.size && str_eq(a->core, b->core) &&
	    ((a->bracketed && b->bracketed) || (a->formatted && b->formatted));
}

static bool alike(const struct piece *a, const struct piece *b)
{
	return (a->core.size && str_eq(a->core, b->core)) || words_dice(a->words, b->words) >= 0.5;
}

static void put(struct parts *out, enum part_change change, str old, str now)
{
	out->items[out->count++] = (struct part){ change, old, now };
}

static void pair(struct parts *out, struct pieces *old, struct pieces *now,
    bool (*matches)(const struct piece *, const struct piece *), enum part_change change)
{
	for (unsigned i = 0; i < old->count; i++)
		for (unsigned k = 0; k < now->count && !old->items[i].taken; k++) {
			struct piece *a = &old->items[i], *b = &now->items[k];
			if (b->taken || !matches(a, b))
				continue;
			a->taken = b->taken = true;
			if (matches == same)
				out->kept++;
			else
				put(out, change, a->text, b->text);
		}
}

static unsigned left_in(const struct pieces *pieces, const struct piece **last)
{
	unsigned left = 0;

	for (unsigned i = 0; i < pieces->count; i++)
		if (!pieces->items[i].taken) {
			left++;
			*last = &pieces->items[i];
		}
	return left;
}

void parts_compare(struct parts *out, struct arena *arena, str old, str now)
{
	struct pieces before, after;
	const struct piece *lost = NULL, *won = NULL;

	out->count = out->kept = 0;
	take_apart(&before, arena, old);
	take_apart(&after, arena, now);
	pair(out, &before, &after, same, PART_REWORDED);
	pair(out, &before, &after, differ_in_format, PART_FORMAT);
	pair(out, &before, &after, alike, PART_REWORDED);
	if (left_in(&before, &lost) == 1 && left_in(&after, &won) == 1) {
		put(out, PART_REPLACED, lost->text, won->text);
		return;
	}
	for (unsigned i = 0; i < before.count; i++)
		if (!before.items[i].taken)
			put(out, PART_REMOVED, before.items[i].text, STR(""));
	for (unsigned k = 0; k < after.count; k++)
		if (!after.items[k].taken)
			put(out, PART_ADDED, STR(""), after.items[k].text);
}

bool parts_share_one(struct arena *arena, str old, str now)
{
	struct pieces before, after;

	take_apart(&before, arena, old);
	take_apart(&after, arena, now);
	for (unsigned i = 0; i < before.count; i++)
		for (unsigned k = 0; k < after.count; k++)
			if (before.items[i].words.count && same(&before.items[i], &after.items[k]))
				return true;
	return false;
}
