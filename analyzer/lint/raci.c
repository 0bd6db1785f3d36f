/* Rows of a RACI matrix that nobody, or more than one, is accountable for. */

#include "analyzer/lint/lint_inner.h"

enum { RULE_MATRIX = 2, RULE_LIST = 3 };

static unsigned count_of(str keys)
{
	unsigned count = 0;
	str key;

	while (str_next_word(&keys, ",", &key))
		count++;
	return count;
}

static str names_of(struct linting *l, str keys)
{
	struct registry *registry = &l->graph->registry;
	str out = STR(""), key;

	for (bool first = true; str_next_word(&keys, ",", &key); first = false) {
		team_id team = registry_resolve(registry, registry_key(registry, key));
		str name = team ? registry_team_name(registry, team) : key;
		out = arena_printf(l->arena, "%.*s%s%.*s", STR_ARG(out),
		    first           ? ""
		        : keys.size ? ", "
		                    : " and ",
		    STR_ARG(name));
	}
	return out;
}

static void look_at_row(struct linting *l, const struct linted *document, const struct step *step)
{
	const struct image *image = document->image;
	str accountable = image_attr(image, step->attrs, "A");
	unsigned count = count_of(accountable);

	/* in a list a person may be accountable, who is no team; a row without letters is a heading */
	if (count == 1 || (!count && (step->rule == RULE_LIST || step->team == NONE)))
		return;
	struct defect *d = lint_add(l, RULE_RACI_ACCOUNTABLE, document, image_line(image, step->place));
	if (!d)
		return;
	d->element.kind = "step";
	d->element.name = image_text(image, step->name);
	d->field = "team";
	d->detail = accountable;
	d->message = count ? arena_printf(l->arena, "%u teams are accountable for '%.*s': %.*s", count,
	                         STR_ARG(d->element.name), STR_ARG(names_of(l, accountable)))
	                   : arena_printf(l->arena, "Nobody is accountable for '%.*s'", STR_ARG(d->element.name));
}

void lint_raci(struct linting *l)
{
	for (uint32_t i = 0; i < l->documents.count; i++) {
		const struct linted *document = &l->documents.items[i];
		for (uint32_t s = 0; s < document->image->steps.count; s++) {
			const struct step *step = &image_steps(document->image)[s];
			if ((step->rule == RULE_MATRIX || step->rule == RULE_LIST) &&
			    document->view->claim_on[step->claim])
				look_at_row(l, document, step);
		}
	}
}
