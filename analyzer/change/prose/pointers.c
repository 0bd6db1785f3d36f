#include "analyzer/change/prose/pointers.h"

#include "analyzer/change/prose/sentences_inner.h"

enum {
	POINTER_WORDS = 45,    /* at most, of what is left */
	TEXT_WORDS = 60,       /* at least, of what was there */
	TEXT_TIMES = 4,        /* as much was there, at least, as is left */
	SECTIONS_LOOKED = 100, /* of one page */
};

/* Some sections of a page, in the order of the page: [first, end). */
struct stretch {
	const struct image *image;
	uint32_t first, end;
};

static struct stretch whole_page(const struct view *view)
{
	return (struct stretch){ view->image, 0, view->image->sections.count };
}

/* A section with all below it. */
static struct stretch below_heading(const struct image *image, uint32_t section)
{
	uint32_t end = section + 1;

	while (end < image->sections.count && image_sections(image)[end].level > image_sections(image)[section].level)
		end++;
	return (struct stretch){ image, section, end };
}

static bool is_within(const struct stretch *stretch, struct place place)
{
	return place.section >= stretch->first && place.section < stretch->end;
}

/* How many words there are; as soon as there are enough, the others are not counted. */
static uint32_t words_of(const struct stretch *stretch, uint32_t enough)
{
	uint32_t words = 0;

	for (uint32_t i = 0; i < stretch->image->prose.count && words < enough; i++) {
		const struct prose *prose = &image_prose(stretch->image)[i];
		str rest = image_text(stretch->image, prose->text), word;
		if (is_within(stretch, prose->place))
			while (words < enough && str_next_word(&rest, " ", &word))
				words++;
	}
	return words;
}

/* --- what says that a text is elsewhere --------------------------------------------------------------------- */

static bool has_word(str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		ptrdiff_t at = str_ifind(text, str_of(words[i]));
		if (at != STR_NONE && (!at || !byte_is_word(text.at[at - 1])))
			return true;
	}
	return false;
}

/* It says so itself, even without a link. */
static bool tells_of_move(str text)
{
	static const char *const pages[] = { "page", "document", "doc", "file", "content", "information", "section",
		"handbook", "process", "project", "handler", "this" };
	static const char *const words[] = { "moved to", "has moved", "have moved", "been moved", "was moved",
		"relocated", "migrated to", "merged with", "merged into", "renamed to", "superseded by", "replaced by",
		"redirects to" };

	return has_word(text, words, sizeof words / sizeof *words) &&
	    (has_word(text, pages, sizeof pages / sizeof *pages) || str_find(text, STR("://")) != STR_NONE);
}

/* It says so if it has a link. */
static bool refers(str text)
{
	static const char *const words[] = { "see", "refer", "instead", "found", "defined in", "described in",
		"documented in", "maintained in", "kept in", "lives in", "moved", "now in", "placeholder",
		"deprecated" };

	return has_word(text, words, sizeof words / sizeof *words);
}

static bool had_link(const struct image *before, str target)
{
	for (uint32_t i = 0; i < before->links.count; i++)
		if (str_eq(image_text(before, image_links(before)[i].target), target))
			return true;
	return false;
}

/* A link in that paragraph that the page did not have. */
static bool has_new_link(const struct image *before, const struct image *image, struct place place)
{
	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		if (link->place.section == place.section && link->place.line >= place.line &&
		    link->place.line < place.line + 3 && link->kind != LINK_PERSON &&
		    !had_link(before, image_text(image, link->target)))
			return true;
	}
	return false;
}

static bool points(const struct image *before, const struct image *image, str text, struct place place)
{
	return tells_of_move(text) ||
	    (refers(text) && (has_new_link(before, image, place) || str_find(text, STR("://")) != STR_NONE));
}

/* The sentence that points elsewhere, or the heading that does; empty: none does. */
static str pointing_text(const struct image *before, const struct stretch *now)
{
	for (uint32_t i = 0; i < now->image->prose.count; i++) {
		const struct prose *prose = &image_prose(now->image)[i];
		str text = image_text(now->image, prose->text);
		bool text_kind =
		    prose->kind == PROSE_PARAGRAPH || prose->kind == PROSE_ITEM || prose->kind == PROSE_QUOTE;
		if (text_kind && is_within(now, prose->place) && points(before, now->image, text, prose->place))
			return text;
	}
	for (uint32_t i = now->first; i < now->end; i++) {
		str title = image_text(now->image, image_sections(now->image)[i].title);
		if (tells_of_move(title))
			return title;
	}
	return STR("");
}

/* Empty: it is no pointer, or was one before. */
static str pointer_in(const struct stretch *was, const struct stretch *now)
{
	uint32_t left = words_of(now, POINTER_WORDS + 1);
	uint32_t wanted = left * TEXT_TIMES > TEXT_WORDS ? left * TEXT_TIMES : TEXT_WORDS;

	if (left > POINTER_WORDS || words_of(was, wanted) < wanted)
		return STR("");
	return pointing_text(was->image, now);
}

/* --- findings ------------------------------------------------------------------------------------------------------
 */

static bool is_of_page(const struct difference *d)
{
	return d->rule == RULE_STATUS_LOWERED || d->rule == RULE_STATUS_RAISED || d->of_document;
}

static void drop_of_page(struct comparison *c, uint32_t pair)
{
	struct difference *list = c->out->list.items;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->out->list.count; i++)
		if (list[i].pair != pair || is_of_page(&list[i]))
			list[kept++] = list[i];
	c->out->list.count = kept;
}

/* From the line of the heading to that of the next one. */
static bool has_line(const struct stretch *stretch, uint32_t line)
{
	const struct section *sections = image_sections(stretch->image);

	return line >= sections[stretch->first].first_line &&
	    (stretch->end == stretch->image->sections.count || line < sections[stretch->end].first_line);
}

static bool is_loss(enum rule_id rule)
{
	switch (rule) {
	case RULE_STEP_REMOVED:
	case RULE_SECTION_REMOVED:
	case RULE_CONTRACT_REMOVED:
	case RULE_HANDOFF_REMOVED:
	case RULE_FLOW_REMOVED:
	case RULE_RESPONSIBILITY_REMOVED:
	case RULE_CONTROL_REMOVED:
	case RULE_ESCALATION_PATH_REMOVED:
	case RULE_OUTCOME_REMOVED: return true;
	default: return false;
	}
}

static bool is_loss_in(const struct difference *d, uint32_t pair, const struct stretch *was)
{
	return d->pair == pair && d->at_side == BEFORE && is_loss(d->rule) && has_line(was, d->line);
}

static bool has_loss_in(const struct differences *out, uint32_t pair, const struct stretch *was)
{
	for (uint32_t i = 0; i < out->list.count; i++)
		if (is_loss_in(&out->list.items[i], pair, was))
			return true;
	return false;
}

static void drop_losses(struct comparison *c, uint32_t pair, const struct stretch *was)
{
	struct difference *list = c->out->list.items;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->out->list.count; i++)
		if (!is_loss_in(&list[i], pair, was))
			list[kept++] = list[i];
	c->out->list.count = kept;
}

static void say_pointer(struct comparison *c, uint32_t pair, str text)
{
	struct difference *d = difference_add(c, RULE_DOCUMENT_REWRITTEN, pair, AFTER, (struct place){ 0, 0 });
	const struct image *image = c->pairs[pair].view[AFTER]->image;

	d->kind = "document";
	d->field = "text";
	d->name = image_text(image, image_containers(image)[0].title);
	d->asks_referrers = true;
	d->message =
	    arena_printf(c->arena, "The page only points elsewhere now: %.*s", STR_ARG(sentence_shown(c, text)));
}

/* The section of the same heading; NONE: there is none. */
static uint32_t same_heading(const struct image *image, str anchor)
{
	for (uint32_t i = 0; i < image->sections.count; i++)
		if (str_eq(image_text(image, image_sections(image)[i].anchor), anchor))
			return i;
	return NONE;
}

static void say_section(struct comparison *c, uint32_t pair, const struct stretch *now, str text)
{
	const struct section *heading = &image_sections(now->image)[now->first];
	str anchor = image_text(now->image, heading->anchor);
	struct difference *d = NULL;

	for (uint32_t i = 0; i < c->out->list.count && !d; i++) {
		struct difference *one = &c->out->list.items[i];
		if (one->pair == pair && one->rule == RULE_SECTION_CHANGED && str_eq(one->id, anchor))
			d = one;
	}
	if (!d)
		d = difference_add(c, RULE_SECTION_CHANGED, pair, AFTER, (struct place){ now->first, 0 });
	d->kind = "section";
	d->field = "text";
	d->id = d->section = anchor;
	d->section_is_known = heading->level > 1;
	d->name = image_text(now->image, heading->title);
	d->message = arena_printf(c->arena, "The section '%.*s' only points elsewhere now: %.*s", STR_ARG(d->name),
	    STR_ARG(sentence_shown(c, text)));
}

static bool has_loss(const struct differences *out, uint32_t pair)
{
	for (uint32_t i = 0; i < out->list.count; i++)
		if (out->list.items[i].pair == pair && is_loss(out->list.items[i].rule))
			return true;
	return false;
}

static void settle_sections(struct comparison *c, uint32_t pair, const struct image *before, const struct image *after)
{
	unsigned looked = 0;

	for (uint32_t i = 0; i < before->sections.count && looked < SECTIONS_LOOKED; i++) {
		const struct section *heading = &image_sections(before)[i];
		struct stretch was = below_heading(before, i);
		if (!heading->level || !heading->anchor.size || !has_loss_in(c->out, pair, &was))
			continue;
		looked++;
		uint32_t there = same_heading(after, image_text(before, heading->anchor));
		if (there == NONE)
			continue;
		struct stretch now = below_heading(after, there);
		str text = pointer_in(&was, &now);
		if (!text.size)
			continue;
		drop_losses(c, pair, &was);
		say_section(c, pair, &now, text);
	}
}

void settle_pointers(struct comparison *c, uint32_t pair)
{
	const struct view *before = c->pairs[pair].view[BEFORE], *after = c->pairs[pair].view[AFTER];

	if (!has_loss(c->out, pair) || !before->image->prose.count)
		return;
	struct stretch was = whole_page(before), now = whole_page(after);
	str text = pointer_in(&was, &now);
	if (!text.size) {
		settle_sections(c, pair, before->image, after->image);
		return;
	}
	drop_of_page(c, pair);
	say_pointer(c, pair, text);
}
