#include "analyzer/change/prose/sentences_inner.h"

/* A step that a text tells is a sentence too: "Decide, and hand the request to Finance". */

static struct mentions mentions_of(struct comparison *c, const struct step_side *side, uint32_t index)
{
	struct mentions out;

	mentions_find(&out, c->arena, c->context->registry, side_text(side, side_step(side, index)->name), NULL, 0);
	return out;
}

static const struct mention *only_in(const struct mentions *list, const struct mentions *other)
{
	for (unsigned i = 0; i < list->count; i++)
		if (!mentions_hold(other, &list->items[i]))
			return &list->items[i];
	return NULL;
}

/* Equal before the one name and behind it. */
static bool same_around(str was, str old_name, str is, str new_name)
{
	size_t head = (size_t)(old_name.at - was.at), other = (size_t)(new_name.at - is.at);

	return str_eq(str_sub(was, 0, head), str_sub(is, 0, other)) &&
	    str_eq(str_sub(was, head + old_name.size, was.size), str_sub(is, other + new_name.size, is.size));
}

bool compare_step_routing(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	struct step_side *before = &cp->side[BEFORE], *after = &cp->side[AFTER];

	if (!side_step(before, old)->rule || !side_step(after, new)->rule)
		return false;
	struct mentions was = mentions_of(c, before, old), is = mentions_of(c, after, new);
	if (!was.routes || !is.routes)
		return false;
	struct named went = mentions_only_in(c, &was, &is), came = mentions_only_in(c, &is, &was);
	if (!went.count || !came.count || !went.routed || !came.routed)
		return false;
	struct difference *d = step_changed(c, cp, RULE_RESPONSIBILITY_CHANGED, old, new, "responsibility");
	d->old = went.words;
	d->now = came.words;
	note_near_names(c, d, &was, &is);
	for (unsigned i = 0; i < was.count; i++)
		difference_name(d, was.items[i].team);
	for (unsigned i = 0; i < is.count; i++)
		difference_name(d, is.items[i].team);
	if (went.count == 1 && came.count == 1 &&
	    same_around(side_text(before, side_step(before, old)->name), only_in(&was, &is)->text,
	        side_text(after, side_step(after, new)->name), only_in(&is, &was)->text)) {
		d->renamed[BEFORE] = went.team;
		d->renamed[AFTER] = came.team;
	}
	d->message = arena_printf(c->arena, "The step %.*s names %.*s now, no longer %.*s",
	    STR_ARG(step_words(c, after, new)), STR_ARG(came.words), STR_ARG(went.words));
	return true;
}
