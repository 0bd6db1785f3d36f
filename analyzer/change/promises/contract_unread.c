#include "analyzer/change/promises/contracts.h"

/* Tables of promises that nobody can read as such any more: their rows stand there still, and the column that said who
 * promises has another heading. */

enum { LEAST = 2 };

static uint64_t section_of(const struct promise *p)
{
	return promise_place(p->pair, p->record->place.section) | (uint64_t)1 << 63;
}

static str heading_of(const struct promise *p)
{
	const struct image *image = p->view->image;
	uint32_t section = p->record->place.section;

	return section < image->sections.count ? image_text(image, image_sections(image)[section].title) : STR("");
}

static void say_unread(struct comparison *c, uint32_t first, uint32_t count)
{
	const struct promise_side *before = &c->promises->side[BEFORE];
	const struct promise *p = &before->list.items[first];
	struct difference *d = about_promise(c, RULE_CONTRACT_REMOVED, BEFORE, p, "whole");
	str title = heading_of(p),
	    place = title.size ? arena_printf(c->arena, "'%.*s'", STR_ARG(short_text(c, title))) : STR("this page");

	d->doubtful = true; /* people read them as before */
	if (title.size)
		d->name = title;
	d->old = arena_printf(c->arena, "%u promises", count);
	d->message = arena_printf(c->arena,
	    "%u promises of %.*s can no longer be read: their rows are still there, but the table no longer says who "
	    "promises what",
	    count, STR_ARG(place));
	for (uint32_t i = first; i < before->list.count; i++) {
		const struct promise *other = &before->list.items[i];
		if (!other->unread || section_of(other) != section_of(p))
			continue;
		if (i != first)
			difference_owner(d, other->provider);
		d->open_ended = d->open_ended && !other->consumer;
		seed_promise(c, d, BEFORE, other);
	}
	d->move = d->owner_count > 1; /* of several teams one made the change, and the others are to hear of it */
}

/* Where no promise of the section is left, and at least two of them are rows without a reader. */
void compare_unread_contracts(struct comparison *c)
{
	const struct promise_side *before = &c->promises->side[BEFORE];
	struct map unread = { 0 }, left = { 0 };

	for (uint32_t i = 0; i < before->list.count; i++) {
		const struct promise *p = &before->list.items[i];
		if (p->unread)
			++*map_add(&unread, section_of(p));
		else if (p->partner != NONE)
			*map_add(&left, section_of(p)) = 1;
	}
	for (uint32_t i = 0; i < before->list.count; i++) {
		uint32_t *count =
		    before->list.items[i].unread ? map_find(&unread, section_of(&before->list.items[i])) : NULL;
		if (!count || *count < LEAST || map_find(&left, section_of(&before->list.items[i])))
			continue;
		say_unread(c, i, *count);
		*count = 0;
	}
	map_release(&unread);
	map_release(&left);
}
