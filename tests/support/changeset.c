#include "tests/support/changeset.h"

#include "analyzer/change/promises/notice.h"
#include "parsers/parser.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static str path_of(void *data, path_id path)
{
	(void)data;
	return path ? STR("page") : STR("");
}

static uint32_t called(void *data, path_id from, str target)
{
	(void)data;
	(void)from;
	return target.size ? (uint32_t)str_hash(target) | 1 : 0;
}

static str called_text(void *data, uint32_t number)
{
	(void)data;
	(void)number;
	return STR("target");
}

void changeset_compare(struct changeset *out, const char *format, const char *before, const char *after)
{
	changeset_compare_on(out, "2026-03-02", format, before, after);
}

static void read_side(struct changeset *out, unsigned number, enum side side, const char *format, const char *text)
{
	struct parse_in in = { .bytes = str_of(text), .settings = &reading_default };

	if (!text)
		return;
	out->images[number][side] = parse_document(STR(""), &in, format);
	registry_add_image(&out->registry, out->images[number][side]);
}

void changeset_compare_again(struct changeset *set, const char *day)
{
	struct compare_context context = { .registry = &set->registry,
		.config = &set->config,
		.as_of = day_of_text(str_of(day)),
		.path_text = path_of,
		.called = called,
		.called_text = called_text };

	set->found = (struct differences){ .arena = &set->arena };
	compare_documents(&set->found, set->pairs, set->count, &context);
}

void changeset_compare_files(struct changeset *out, const char *day, const struct changeset_file *files, unsigned count)
{
	*out = (struct changeset){ .count = count };
	config_default(&out->config);
	registry_begin(&out->registry, &out->config);
	for (unsigned i = 0; i < count; i++) {
		read_side(out, i, BEFORE, files[i].format, files[i].before);
		read_side(out, i, AFTER, files[i].format, files[i].after);
	}
	for (unsigned i = 0; i < count; i++)
		for (int side = BEFORE; side <= AFTER; side++)
			if (out->images[i][side])
				out->pairs[i].view[side] = view_make(out->images[i][side], i + 1, &out->registry);
	for (int side = BEFORE; side <= AFTER; side++) {
		out->image[side] = out->images[0][side];
		out->view[side] = (struct view *)(uintptr_t)out->pairs[0].view[side];
	}
	changeset_compare_again(out, day);
}

void changeset_compare_on(
    struct changeset *out, const char *day, const char *format, const char *before, const char *after)
{
	const struct changeset_file file = { format, before, after };

	changeset_compare_files(out, day, &file, 1);
}

void changeset_release(struct changeset *set)
{
	for (unsigned i = 0; i < set->count; i++)
		for (int side = BEFORE; side <= AFTER; side++) {
			view_free((struct view *)(uintptr_t)set->pairs[i].view[side]);
			free(set->images[i][side]);
		}
	registry_release(&set->registry);
	arena_release(&set->arena);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

str changeset_rules(struct changeset *set)
{
	const char **ids = ARENA_ARRAY(&set->arena, const char *, set->found.list.count + 1);
	str all = STR("");

	for (uint32_t i = 0; i < set->found.list.count; i++)
		ids[i] = rules[set->found.list.items[i].rule].id;
	qsort(ids, set->found.list.count, sizeof *ids, by_text);
	for (uint32_t i = 0; i < set->found.list.count; i++)
		all = arena_printf(&set->arena, "%.*s%s%s", STR_ARG(all), i ? " " : "", ids[i]);
	return all;
}
