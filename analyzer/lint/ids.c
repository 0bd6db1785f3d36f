/* The same id twice: elements of a model, headings of a page, documents of a folder. */

#include "analyzer/graph/paths.h"
#include "analyzer/graph/same.h"
#include "analyzer/lint/lint_inner.h"

static void tell(
    struct linting *l, const struct linted *document, uint32_t line, const char *kind, str id, unsigned times)
{
	struct defect *d = lint_add(l, RULE_DUPLICATE_ID, document, line);

	if (!d)
		return;
	d->element.kind = kind;
	d->element.id = id;
	d->element.name = id;
	d->message = times == 2 ? arena_printf(l->arena, "The id '%.*s' stands twice", STR_ARG(id))
	                        : arena_printf(l->arena, "The id '%.*s' stands %u times", STR_ARG(id), times);
}

/* What the parser of a model saw: "the id 'Task_1' is used twice". */
static void find_in_model(struct linting *l, const struct linted *document)
{
	for (uint32_t i = 0; i < document->image->notes.count; i++) {
		const struct note *note = &image_notes(document->image)[i];
		if (!str_eq(image_text(document->image, note->code), STR("duplicate-id")))
			continue;
		str id = str_cut(str_cut(image_text(document->image, note->message), '\'').tail, '\'').head;
		tell(l, document, image_line(document->image, note->place), "step", id, 2);
	}
}

/* Ids that authors gave to places of a page. */
static void find_in_page(struct linting *l, const struct linted *document)
{
	const struct image *image = document->image;
	struct map all = { 0 }, seen = { 0 };
	str id;

	if (!str_eq(image_text(image, image_containers(image)[0].format), STR("markdown")))
		return;
	for (uint32_t i = 0; i < image->sections.count; i++) {
		str rest = image_text(image, image_sections(image)[i].id);
		while (str_next_word(&rest, " ", &id))
			++*map_add(&all, str_hash(id) | 1);
	}
	for (uint32_t i = 0; i < image->sections.count; i++) {
		str rest = image_text(image, image_sections(image)[i].id);
		while (str_next_word(&rest, " ", &id))
			if (++*map_add(&seen, str_hash(id) | 1) == 2)
				tell(l, document, image_sections(image)[i].first_line, "section", id,
				    *map_find(&all, str_hash(id) | 1));
	}
	map_release(&all);
	map_release(&seen);
}

/* The id of a document is one of its folder; one that begins with a slash, of the whole site. */
static void find_documents(struct linting *l)
{
	struct map seen = { 0 };

	for (uint32_t i = 0; i < l->documents.count; i++) {
		const struct linted *document = &l->documents.items[i];
		str id = image_text(document->image, image_containers(document->image)[0].doc_id);
		if (!id.size ||
		    !str_eq(image_text(document->image, image_containers(document->image)[0].format), STR("markdown")))
			continue;
		bool global = id.at[0] == '/' && id.size > 1;
		uint64_t key = hash_mix(str_hash(id), global ? 1 : str_hash(path_folder(document->name)) | 2) | 1;
		uint32_t *first = map_add(&seen, key);
		if (!*first) {
			*first = i + 1;
			continue;
		}
		const struct linted *other = &l->documents.items[*first - 1];
		struct defect *d = same_are_copies(l->graph, document->path, other->path)
		    ? NULL
		    : lint_add(l, RULE_DUPLICATE_ID, document, 1);
		if (!d)
			continue;
		d->element.id = id;
		d->element.name = document->name;
		d->detail = id;
		d->message =
		    arena_printf(l->arena, "The id '%.*s' is also that of %.*s", STR_ARG(id), STR_ARG(other->name));
		lint_place(l, d, other->name, 1);
	}
	map_release(&seen);
}

void lint_ids(struct linting *l)
{
	for (uint32_t i = 0; i < l->documents.count; i++) {
		if (l->documents.items[i].generated)
			continue;
		find_in_model(l, &l->documents.items[i]);
		find_in_page(l, &l->documents.items[i]);
	}
	find_documents(l);
}
