#include "parsers/parser.h"

#include "base/limits.h"

#include <assert.h>
#include <setjmp.h>
#include <string.h>

const struct reading reading_default = { 0 };

const struct parser *const parsers[] = { &parser_bpmn, &parser_mermaid, &parser_markdown };
const unsigned parser_count = sizeof parsers / sizeof *parsers;

/* The longest suffix of the parser that the path ends with; 0: none. */
static size_t suffix_size(const struct parser *parser, str path)
{
	size_t longest = 0;

	for (const char *at = parser->suffixes; *at;) {
		size_t size = 1;
		while (at[size] && at[size] != ' ')
			size++;
		if (size > longest && path.size > size &&
		    byte_lower(path.at[path.size - 1]) == byte_lower(at[size - 1]) &&
		    str_iends(path, (str){ at, size }))
			longest = size;
		at += size;
		at += *at == ' ';
	}
	return longest;
}

/* Endings that many kinds of files have: there the content decides whose a file is. Elsewhere the ending does, so that
 * a file that is broken stays a document, one that cannot be read. */
static bool is_shared(str path)
{
	static const char *const endings[] = { ".xml", ".json", ".yaml", ".yml", ".html", ".htm", ".svg", ".png",
		".txt" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_iends(path, str_of(endings[i])))
			return true;
	return false;
}

/* The endings of all parsers, chained by the low bits of their last letter: each path of a tree is asked about. */
enum { MOST_ENDINGS = 100, LETTERS = 32 };
struct endings {
	str items[MOST_ENDINGS + 1]; /* from 1 */
	uint8_t next[MOST_ENDINGS + 1], first[LETTERS];
	unsigned count;
};

static void gather_endings(struct endings *out)
{
	for (unsigned i = 0; i < parser_count; i++) {
		str rest = str_of(parsers[i]->suffixes), ending;
		while (str_next_word(&rest, " ", &ending)) {
			assert(out->count < MOST_ENDINGS);
			unsigned letter = (unsigned char)ending.at[ending.size - 1] % LETTERS;
			out->items[++out->count] = ending;
			out->next[out->count] = out->first[letter];
			out->first[letter] = (uint8_t)out->count;
		}
	}
}

bool parser_may_read(str path)
{
	static _Thread_local struct endings all;

	if (!all.count)
		gather_endings(&all);
	unsigned letter = path.size ? (unsigned char)path.at[path.size - 1] % LETTERS : 0;
	for (unsigned i = all.first[letter]; i; i = all.next[i])
		if (path.size > all.items[i].size && str_iends(path, all.items[i]))
			return true;
	return false;
}

const struct parser *parser_for(str path, str bytes, const char *as)
{
	const struct parser *best = NULL;
	size_t longest = 0;

	for (unsigned i = 0; i < parser_count; i++) {
		if (as) {
			if (strcmp(parsers[i]->name, as) == 0)
				return parsers[i];
			continue;
		}
		size_t size = suffix_size(parsers[i], path);
		if (size <= longest || (parsers[i]->shared_suffix && is_shared(path) && !parsers[i]->recognise(bytes)))
			continue;
		longest = size;
		best = parsers[i];
	}
	return best;
}

/* --- reading within a budget ---------------------------------------------------------------------------- */

static void leave_parse(void *data)
{
	longjmp(*(jmp_buf *)data, 1);
}

static struct image *nothing_but(const struct parser *parser, const char *code, const char *message)
{
	struct arena arena = { 0 };
	struct builder out;

	builder_begin(&out, &arena, parser->name);
	builder_note(&out, code, 1, "%s", message);
	out.containers.items[0].partial = 1;
	out.partial = true;
	struct image *image = builder_freeze(&out, &arena);
	arena_release(&arena);
	return image;
}

struct reading_in_hand { /* kept outside the frame that longjmp returns to */
	struct arena arena;
	struct builder out;
	jmp_buf out_of_budget;
};

static struct image *read_within_budget(const struct parser *parser, const struct parse_in *in)
{
	struct reading_in_hand hand = { 0 };
	struct image *image;

	hand.arena.budget = LIMIT_PARSE_BYTES;
	hand.arena.oom = leave_parse;
	hand.arena.oom_data = &hand.out_of_budget;
	if (setjmp(hand.out_of_budget)) {
		image = nothing_but(parser, "too-complex", LIMIT_SAYS(PARSE_BYTES));
	} else {
		builder_begin(&hand.out, &hand.arena, parser->name);
		bool whole = parser->parse(&hand.out, in);
		struct arena scratch = { 0 };
		if (!whole || hand.out.partial) {
			hand.out.partial = true;
			hand.out.containers.items[0].partial = 1;
		}
		image = builder_freeze(&hand.out, &scratch);
		arena_release(&scratch);
	}
	arena_release(&hand.arena);
	return image;
}

struct image *parse_document(str path, const struct parse_in *in, const char *as)
{
	const struct parser *parser = parser_for(path, in->bytes, as);

	if (!parser)
		return NULL;
	if (in->bytes.size > parser->limit)
		return nothing_but(parser, "size-limit",
		    parser->limit == LIMIT_TEXT_BYTES ? LIMIT_SAYS(TEXT_BYTES) : LIMIT_SAYS(MARKUP_BYTES));
	return read_within_budget(parser, in);
}

/* --- diagrams in texts ----------------------------------------------------------------------------------- */

static const struct {
	const char *language, *parser;
} embedded[] = {
	{ "mermaid", "mermaid" },
};

static const struct parser *parser_of_language(str language)
{
	for (size_t i = 0; i < sizeof embedded / sizeof *embedded; i++)
		if (str_ieq(language, str_of(embedded[i].language)))
			return parser_for(STR(""), STR(""), embedded[i].parser);
	return NULL;
}

static unsigned count_of_format(const struct builder *out, const char *format)
{
	unsigned count = 0;

	for (uint32_t i = 1; i < out->containers.count; i++)
		count += str_eq(builder_str(out, out->containers.items[i].format), str_of(format));
	return count;
}

bool parse_embedded(struct builder *out, const struct parse_in *in, str language, str bytes, uint32_t line)
{
	const struct parser *parser = parser_of_language(language);

	if (!parser || out->containers.count > LIMIT_DIAGRAMS)
		return false;
	uint32_t outer = out->container, first_line = out->first_line, claim = out->claim;
	bool partial = out->partial;
	str name = arena_printf(out->arena, "%s %u", parser->name, count_of_format(out, parser->name) + 1);
	out->container = builder_container(out, name, parser->name, line);
	out->first_line = first_line + line - 1;
	out->claim = 0;
	out->partial = false;
	struct parse_in inner = *in;
	inner.bytes = bytes;
	if (!parser->parse(out, &inner) || out->partial)
		out->containers.items[out->container].partial = 1;
	out->partial = partial;
	out->container = outer;
	out->first_line = first_line;
	out->claim = claim;
	return true;
}
