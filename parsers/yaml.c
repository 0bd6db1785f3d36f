/*
 * A tree out of libyaml's events. Events, not its own document API: that one resolves aliases, and has a
 * bound on nothing.
 */
#include "parsers/yaml.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct frame { /* an open sequence or mapping */
	struct yaml *node, *last;
	str key;
	uint32_t key_line, key_column;
	bool has_key; /* the next node of a mapping is a value */
};

struct reading_yaml {
	yaml_parser_t parser;
	yaml_event_t event;
	struct arena *arena;
	str bytes;
	unsigned options;
	struct yaml_error *error;
	struct yaml *root, *last_root;
	struct frame frames[LIMIT_YAML_DEPTH];
	uint32_t depth;
	jmp_buf out_of_memory;
};

static bool refuse(struct reading_yaml *r, uint32_t line, uint32_t column, const char *message, str about)
{
	static const char *const shown = "%s%.*s";
	size_t size = about.size < 80 ? about.size : 80;

	r->error->line = line;
	r->error->column = column;
	snprintf(r->error->message, sizeof r->error->message, shown, message, (int)size, size ? about.at : "");
	return false;
}

static uint32_t line_of(yaml_mark_t mark)
{
	return (uint32_t)mark.line + 1;
}

static uint32_t column_of(yaml_mark_t mark)
{
	return (uint32_t)mark.column + 1;
}

static bool refuse_here(struct reading_yaml *r, const char *message)
{
	return refuse(r, line_of(r->event.start_mark), column_of(r->event.start_mark), message, STR(""));
}

/* Where libyaml's reader stopped is a byte, without a mark: it reads far ahead. */
static bool broken_bytes(struct reading_yaml *r, const char *problem)
{
	uint32_t line = 1, column = 1;

	for (size_t i = 0; i < r->parser.problem_offset && i < r->bytes.size; i++) {
		column += (r->bytes.at[i] & 0xc0) != 0x80;
		if (r->bytes.at[i] == '\n') {
			line++;
			column = 1;
		}
	}
	return refuse(r, line, column, problem, STR(""));
}

static bool broken(struct reading_yaml *r)
{
	yaml_mark_t mark = r->parser.problem_mark;
	const char *problem = r->parser.problem ? r->parser.problem : "this is no YAML";

	if (r->parser.error == YAML_READER_ERROR)
		return broken_bytes(r, problem);
	return refuse(r, line_of(mark), column_of(mark), problem, STR(""));
}

/* --- nodes ----------------------------------------------------------------------------------------- */

static bool is_default_tag(const yaml_char_t *tag)
{
	static const char *const names[] = { "str", "int", "float", "bool", "null", "map", "seq", "timestamp" };
	str text = str_of((const char *)tag), core = STR("tag:yaml.org,2002:");

	if (!tag || str_eq(text, STR("!")))
		return true;
	for (size_t i = 0; str_starts(text, core) && i < sizeof names / sizeof *names; i++)
		if (str_eq(str_sub(text, core.size, text.size), str_of(names[i])))
			return true;
	return false;
}

static bool fits(struct reading_yaml *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return refuse_here(r, "anchors (&name) are not allowed");
	if (!is_default_tag(tag))
		return refuse(r, line_of(r->event.start_mark), column_of(r->event.start_mark),
		    "tags are not allowed: ", str_of((const char *)tag));
	return true;
}

static struct yaml *add_node(struct reading_yaml *r, enum yaml_kind kind)
{
	struct frame *frame = r->depth ? &r->frames[r->depth - 1] : NULL;
	struct yaml *node = ARENA_NEW(r->arena, struct yaml);
	struct yaml **last = frame ? &frame->last : &r->last_root;

	node->kind = kind;
	node->line = line_of(r->event.start_mark);
	node->column = column_of(r->event.start_mark);
	if (*last)
		(*last)->next = node;
	else if (frame)
		frame->node->first = node;
	else
		r->root = node;
	*last = node;
	if (frame) {
		frame->node->count++;
		node->key = frame->key;
		node->key_line = frame->key_line;
		node->key_column = frame->key_column;
		frame->has_key = false;
	}
	return node;
}

static bool wants_key(const struct reading_yaml *r)
{
	return r->depth && r->frames[r->depth - 1].node->kind == YAML_MAPPING && !r->frames[r->depth - 1].has_key;
}

static bool take_scalar(struct reading_yaml *r)
{
	str text = { (const char *)r->event.data.scalar.value, r->event.data.scalar.length };
	bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	if (!fits(r, r->event.data.scalar.anchor, r->event.data.scalar.tag))
		return false;
	text = arena_dup(r->arena, text);
	if (!wants_key(r)) {
		struct yaml *node = add_node(r, YAML_SCALAR);
		node->text = text;
		node->plain = plain;
		return true;
	}
	if (plain && str_eq(text, STR("<<")))
		return refuse_here(r, "merge keys (<<) are not allowed");
	struct frame *frame = &r->frames[r->depth - 1];
	frame->key = text;
	frame->key_line = line_of(r->event.start_mark);
	frame->key_column = column_of(r->event.start_mark);
	frame->has_key = true;
	return true;
}

static bool open_node(struct reading_yaml *r, enum yaml_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (!fits(r, anchor, tag))
		return false;
	if (wants_key(r))
		return refuse_here(r, "a key must be text");
	if (r->depth == LIMIT_YAML_DEPTH)
		return refuse_here(r, LIMIT_SAYS(YAML_DEPTH));
	struct yaml *node = add_node(r, kind);
	r->frames[r->depth++] = (struct frame){ .node = node };
	return true;
}

static int by_key(const void *left, const void *right)
{
	const struct yaml *a = *(const struct yaml *const *)left, *b = *(const struct yaml *const *)right;
	int order = str_cmp(a->key, b->key);

	if (order)
		return order;
	return a->key_line != b->key_line ? (a->key_line < b->key_line ? -1 : 1)
	                                  : (a->key_column < b->key_column ? -1 : 1);
}

/* The first key of the mapping that was there before. */
static const struct yaml *repeated_key(struct arena *arena, const struct yaml *mapping)
{
	const struct yaml **all = ARENA_ARRAY(arena, const struct yaml *, mapping->count + 1), *found = NULL;
	uint32_t count = 0;

	YAML_EACH(item, mapping)
		all[count++] = item;
	qsort(all, count, sizeof *all, by_key);
	for (uint32_t i = 1; i < count; i++) {
		bool earlier = !found || all[i]->key_line < found->key_line ||
		    (all[i]->key_line == found->key_line && all[i]->key_column < found->key_column);
		if (str_eq(all[i - 1]->key, all[i]->key) && earlier)
			found = all[i];
	}
	return found;
}

static bool close_node(struct reading_yaml *r)
{
	const struct yaml *node = r->frames[--r->depth].node;

	if (node->kind != YAML_MAPPING || !(r->options & YAML_UNIQUE_KEYS))
		return true;
	const struct yaml *again = repeated_key(r->arena, node);
	return again ? refuse(r, again->key_line, again->key_column, "the key is there twice: ", again->key) : true;
}

/* --- events ---------------------------------------------------------------------------------------- */

static bool take_event(struct reading_yaml *r)
{
	switch (r->event.type) {
	case YAML_SCALAR_EVENT: return take_scalar(r);
	case YAML_SEQUENCE_START_EVENT:
		return open_node(
		    r, YAML_SEQUENCE, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return open_node(r, YAML_MAPPING, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: return close_node(r);
	case YAML_ALIAS_EVENT: return refuse_here(r, "aliases (*name) are not allowed");
	case YAML_DOCUMENT_START_EVENT:
		if (r->root && !(r->options & YAML_DOCUMENTS))
			return refuse_here(r, "a second document begins here");
		return true;
	default: return true;
	}
}

static bool take_events(struct reading_yaml *r)
{
	for (bool end = false; !end;) {
		if (!yaml_parser_parse(&r->parser, &r->event))
			return broken(r);
		end = r->event.type == YAML_STREAM_END_EVENT;
		if (!take_event(r))
			return false;
		yaml_event_delete(&r->event);
	}
	return true;
}

/* --- memory: the arena's oom does not return, libyaml's blocks must go before it is called ------------ */

static void jump_out(void *data)
{
	struct reading_yaml *r = data;
	longjmp(r->out_of_memory, 1);
}

static void give_back(struct reading_yaml *r, const struct arena *before)
{
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
	r->arena->oom = before->oom;
	r->arena->oom_data = before->oom_data;
}

bool yaml_read(const struct yaml **root, struct arena *arena, str utf8, unsigned options, struct yaml_error *error)
{
	struct arena before = *arena;

	*root = NULL;
	*error = (struct yaml_error){ 0 };
	struct reading_yaml *r = ARENA_NEW(arena, struct reading_yaml);
	r->arena = arena;
	r->options = options;
	r->error = error;
	if (utf8.size > LIMIT_YAML_BYTES)
		return refuse(r, 1, 1, LIMIT_SAYS(YAML_BYTES), STR(""));
	if (str_starts(utf8, STR("\xef\xbb\xbf")))
		utf8 = str_sub(utf8, 3, utf8.size);
	r->bytes = utf8;
	if (!yaml_parser_initialize(&r->parser))
		return refuse(r, 1, 1, "out of memory", STR(""));
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)utf8.at, utf8.size);
	if (setjmp(r->out_of_memory)) {
		give_back(r, &before);
		arena_alloc(arena, SIZE_MAX / 2); /* runs out again, now for the caller */
		return false;
	}
	arena->oom = jump_out;
	arena->oom_data = r;
	bool read = take_events(r);
	give_back(r, &before);
	*root = read ? r->root : NULL;
	return read;
}

/* --- looking at a tree ------------------------------------------------------------------------------ */

const struct yaml *yaml_get(const struct yaml *node, const char *key)
{
	str wanted = str_of(key);

	if (node && node->kind == YAML_MAPPING)
		YAML_EACH(item, node)
			if (str_eq(item->key, wanted))
				return item;
	return NULL;
}

bool yaml_is_null(const struct yaml *node)
{
	if (!node)
		return true;
	return node->kind == YAML_SCALAR && node->plain &&
	    (!node->text.size || str_eq(node->text, STR("~")) || str_ieq(node->text, STR("null")));
}

str yaml_text(const struct yaml *node)
{
	return !yaml_is_null(node) && node->kind == YAML_SCALAR ? node->text : STR("");
}

bool yaml_bool(const struct yaml *node, bool *value)
{
	static const struct {
		const char *text;
		bool value;
	} words[] = { { "true", true }, { "yes", true }, { "on", true }, { "false", false }, { "no", false },
		{ "off", false } };
	str text = yaml_text(node);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(text, str_of(words[i].text))) {
			*value = words[i].value;
			return true;
		}
	return false;
}

const char *yaml_library(void)
{
	return yaml_get_version_string();
}
