#include "analyzer/change/prose/sentences_inner.h"

#include "analyzer/change/prose/duties.h"
#include "analyzer/change/prose/renaming.h"
#include "analyzer/change/prose/vocabulary.h"
#include "base/limits.h"
#include "model/names.h"

#include <string.h>

/* What pairs of sentences, and those without a partner, say otherwise. */

/* --- saying -------------------------------------------------------------------------------------------------- */

str sentence_shown(struct comparison *c, str text)
{
	enum { SHOWN = 90 };
	size_t end = SHOWN;

	while (text.size && (text.at[text.size - 1] == '.' || text.at[text.size - 1] == ':'))
		text.size--;
	if (text.size <= SHOWN)
		return arena_printf(c->arena, "'%.*s'", STR_ARG(text));
	while (end > SHOWN / 2 && text.at[end] != ' ')
		end--;
	while (end && (text.at[end] & 0xc0) == 0x80)
		end--;
	return arena_printf(c->arena, "'%.*s ...'", STR_ARG(str_sub(text, 0, end)));
}

static struct difference *say(
    struct comparison *c, enum rule_id rule, uint32_t pair, enum side side, const struct sentence *s, const char *field)
{
	struct difference *d = difference_add(c, rule, pair, side, s->place);
	const struct image *image = c->pairs[pair].view[side]->image;

	d->kind = "section";
	d->field = field;
	d->name = sentence_heading(c->pairs[pair].view[side], s->place);
	if (s->place.section < image->sections.count)
		d->id = image_text(image, image_sections(image)[s->place.section].anchor);
	return d;
}

static bool same_mention(const struct mention *a, const struct mention *b)
{
	team_id left = a->team ? a->team : a->called, right = b->team ? b->team : b->called;

	return left == right && (left || str_ieq(a->text, b->text));
}

/* A contact of a list that stands in the other in no form. */
static bool has_other_contact(const struct mentions *list, const struct mentions *other)
{
	for (unsigned i = 0; i < list->count; i++) {
		bool found = list->items[i].team != 0;
		for (unsigned k = 0; k < other->count && !found; k++)
			found = same_mention(&list->items[i], &other->items[k]);
		if (!found)
			return true;
	}
	return false;
}

/* "#billing" is Billing, and no longer said where "#ask-billing" stands instead. */
static bool is_replaced(const struct mention *one, const struct mentions *own, const struct mentions *other)
{
	if (one->team || !one->called || !has_other_contact(other, own))
		return false;
	for (unsigned i = 0; i < other->count; i++)
		if (!other->items[i].team && same_mention(one, &other->items[i]))
			return false;
	return true;
}

bool mentions_hold(const struct mentions *list, const struct mention *one)
{
	for (unsigned i = 0; i < list->count; i++)
		if (same_mention(&list->items[i], one))
			return true;
	return false;
}

static bool has_capital(str name)
{
	for (size_t i = 0; i < name.size; i++)
		if (byte_is_upper(name.at[i]))
			return true;
	return false;
}

/* As the registry spells it; a team that is known by its folder or handle, as the sentence does. */
static str mention_words(struct comparison *c, const struct mention *one)
{
	str name = one->team ? team_words(c, one->team) : one->text;
	return !has_capital(name) && has_capital(one->text) ? one->text : name;
}

/* What is in one list and not in the other. */
struct named mentions_only_in(struct comparison *c, const struct mentions *list, const struct mentions *other)
{
	struct named out = { STR(""), 0, 0, false };

	for (unsigned i = 0; i < list->count; i++) {
		const struct mention *one = &list->items[i];
		struct mentions before = { .count = i };
		memcpy(before.items, list->items, i * sizeof *list->items);
		if ((mentions_hold(other, one) && !is_replaced(one, list, other)) || mentions_hold(&before, one))
			continue;
		str name = mention_words(c, one);
		out.words = out.count ? arena_printf(c->arena, "%.*s, %.*s", STR_ARG(out.words), STR_ARG(name)) : name;
		out.count++;
		out.team = one->team;
		out.routed = out.routed || one->routed;
	}
	return out;
}

bool sentences_same_but_names(struct comparison *c, const struct sentence *a, const struct sentence *b)
{
	return a->mentions->count == b->mentions->count &&
	    hash_of_letters(sentence_without_names(c, a)) == hash_of_letters(sentence_without_names(c, b));
}

/* The one team that is in one list and not in the other; NULL: none is, or several. */
static const struct mention *only_team_in(const struct mentions *list, const struct mentions *other)
{
	const struct mention *found = NULL;

	for (unsigned i = 0; i < list->count; i++) {
		const struct mention *one = &list->items[i];
		if (!one->team || mentions_hold(other, one) || (found && found->team == one->team))
			continue;
		if (found)
			return NULL;
		found = one;
	}
	return found;
}

static void note_near(struct comparison *c, struct difference *d, team_id one, team_id other)
{
	d->near[BEFORE] = one;
	d->near[AFTER] = other;
	d->near_words =
	    arena_printf(c->arena, "%.*s and %.*s", STR_ARG(team_words(c, one)), STR_ARG(team_words(c, other)));
}

void note_near_names(struct comparison *c, struct difference *d, const struct mentions *was, const struct mentions *is)
{
	const struct mention *gone = only_team_in(was, is), *come = only_team_in(is, was);

	if (!gone || !come ||
	    !(names_are_near(gone->text, come->text) || names_are_near(mention_words(c, gone), mention_words(c, come))))
		return;
	note_near(c, d, gone->team, come->team);
}

static bool has_team(const struct mentions *list, const struct mentions *other)
{
	for (unsigned i = 0; i < list->count; i++)
		if (list->items[i].team && !mentions_hold(other, &list->items[i]))
			return true;
	return false;
}

static bool is_owner(const struct view *view, team_id team)
{
	for (unsigned i = 0; i < view->owners.count; i++)
		if (view->owners.teams[i] == team)
			return true;
	return false;
}

/* What a sentence says in the place of a team that the other one names: a name that the registry does not know, or
 * somebody without one. True: nobody else need be meant. */
static bool add_instead(struct comparison *c, uint32_t pair, struct named *named, const struct mention *one,
    const struct sentence *from, const struct sentence *in)
{
	const struct view *page = c->pairs[pair].view[AFTER];
	str words;
	enum instead instead = said_instead(&words, from->text, one->text, in->text);

	if (instead == INSTEAD_NOTHING)
		return false;
	named->words =
	    named->count ? arena_printf(c->arena, "%.*s, %.*s", STR_ARG(words), STR_ARG(named->words)) : words;
	named->count++;
	switch (instead) {
	case INSTEAD_NAME: return names_are_near(words, one->text);
	case INSTEAD_WE: return !page->owners.count || is_owner(page, one->team);
	default: return true;
	}
}

bool say_responsibility(struct comparison *c, uint32_t pair, const struct sentence *a, const struct sentence *b)
{
	if (!a->mentions->routes || !b->mentions->routes)
		return false;
	struct named went = mentions_only_in(c, a->mentions, b->mentions),
	             came = mentions_only_in(c, b->mentions, a->mentions);
	if ((!went.count || !went.routed) && (!came.count || !came.routed))
		return false;
	struct difference *d = say(c, RULE_RESPONSIBILITY_CHANGED, pair, AFTER, b, "responsibility");
	note_near_names(c, d, a->mentions, b->mentions);
	for (unsigned i = 0; i < a->mentions->count; i++)
		difference_name(d, a->mentions->items[i].team);
	for (unsigned i = 0; i < b->mentions->count; i++)
		difference_name(d, b->mentions->items[i].team);
	if (went.count == 1 && came.count == 1 && sentences_same_but_names(c, a, b)) {
		d->renamed[BEFORE] = went.team;
		d->renamed[AFTER] = came.team;
	}
	const struct mention *gone = only_team_in(a->mentions, b->mentions),
	                     *come = only_team_in(b->mentions, a->mentions);
	if (gone && !has_team(b->mentions, a->mentions))
		d->mild = add_instead(c, pair, &came, gone, a, b);
	else if (come && !has_team(a->mentions, b->mentions))
		d->mild = add_instead(c, pair, &went, come, b, a);
	d->old = went.words;
	d->now = came.words;
	str text = b->of_contacts
	    ? arena_printf(c->arena, "The section %.*s",
	          STR_ARG(sentence_shown(c, sentence_heading(c->pairs[pair].view[AFTER], b->place))))
	    : sentence_shown(c, b->text);
	d->message = went.count && came.count ? arena_printf(c->arena, "%.*s names %.*s now, no longer %.*s",
	                                            STR_ARG(text), STR_ARG(came.words), STR_ARG(went.words))
	    : came.count ? arena_printf(c->arena, "%.*s names %.*s now", STR_ARG(text), STR_ARG(came.words))
	                 : arena_printf(c->arena, "%.*s no longer names %.*s", STR_ARG(text), STR_ARG(went.words));
	return true;
}

/* Texts of links are names of other things: no quantity in them counts. */
static str without_links(struct comparison *c, struct speech *speech, const struct sentence *s)
{
	str links[LINKS_AROUND];
	unsigned count = sentence_links(c, speech, s, links, false);

	if (!count)
		return s->text;
	str copy = arena_dup(c->arena, s->text);
	for (unsigned i = 0; i < count; i++) {
		ptrdiff_t at = str_find(copy, links[i]);
		for (size_t k = 0; at != STR_NONE && k < links[i].size; k++)
			((char *)(uintptr_t)copy.at)[(size_t)at + k] = k ? '_' : '#';
	}
	return copy;
}

/* "Last updated on 3 May 2021" is no plan. */
static bool tells_of_itself(str text)
{
	static const char *const words[] = { "last updated", "last reviewed", "last modified", "last changed",
		"last edited", "as of ", "last revised", "updated on", "was updated", "effective ",
		"version:", "author:", "authors:" };

	if (str_istarts(text, STR("updated")))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ifind(text, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

/* When somebody joined is no plan either. */
static bool is_among_people(str heading)
{
	static const char *const words[] = { "members", "team", "the team", "people", "team members", "hiring",
		"growth plan", "hiring status" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is_word(heading, words[i]))
			return true;
	return false;
}

bool say_quantity(
    struct comparison *c, uint32_t pair, struct speech speech[2], const struct sentence *a, const struct sentence *b)
{
	struct quantities old, new;
	str was, is;

	quantities_find(&old, without_links(c, &speech[BEFORE], a));
	if (!old.count)
		return false;
	quantities_find(&new, without_links(c, &speech[AFTER], b));
	if (tells_of_itself(b->text) || is_among_people(sentence_heading(speech[AFTER].view, b->place)) ||
	    !quantities_differ(c->arena, &old, &new, &was, &is))
		return false;
	struct difference *d = say(c, RULE_SECTION_QUANTITY_CHANGED, pair, AFTER, b, "quantity");
	d->old = was;
	d->now = is;
	d->message = arena_printf(c->arena, "%.*s says %.*s now, no longer %.*s", STR_ARG(sentence_shown(c, b->text)),
	    STR_ARG(is), STR_ARG(was));
	return true;
}

/* "3.2 The Host MNO must ..." is a clause: those that it names are its parties. */
static bool is_clause(str text)
{
	size_t at = 0;

	while (at < text.size && (byte_is_digit(text.at[at]) || text.at[at] == '.'))
		at++;
	return at >= 3 && at < text.size && text.at[at] == ' ' && byte_is_digit(text.at[0]) &&
	    str_find_char(str_sub(text, 0, at - 1), '.') != STR_NONE;
}

bool say_duty(struct comparison *c, uint32_t pair, struct speech *after, const struct sentence *a, struct sentence *b)
{
	struct duty was = duty_of(a->text), is = duty_of(b->text);
	enum duty_change change = duties_compare(was, is);

	if (change == DUTY_SAME)
		return false;
	sentence_know(c, after, b);
	bool raised = change == DUTY_RAISED;
	struct difference *d =
	    say(c, raised ? RULE_OBLIGATION_RAISED : RULE_OBLIGATION_LOWERED, pair, AFTER, b, "duty");
	d->old = was.words;
	d->now = is.words;
	d->message = arena_printf(c->arena, "%.*s says '%.*s' now, no longer '%.*s'",
	    STR_ARG(sentence_shown(c, b->text)), STR_ARG(is.words), STR_ARG(was.words));
	for (unsigned i = 0; is_clause(b->text) && i < b->mentions->count; i++)
		difference_name(d, b->mentions->items[i].team);
	return true;
}

/* --- sentences without a partner ----------------------------------------------------------------------------- */

static bool names_routed(const struct speech *speech, team_id team)
{
	for (uint32_t i = 0; i < speech->lone.count; i++)
		for (unsigned k = 0; k < speech->lone.items[i].mentions->count; k++)
			if (speech->lone.items[i].mentions->items[k].team == team)
				return true;
	return false;
}

/* "@acme/billing": one that stands in another place of the page is no news. */
static bool is_handle(str text)
{
	return text.size > 2 && text.at[0] == '@';
}

/* A page that is called as the team is its own, whatever its folder says. */
static bool is_titled(struct comparison *c, const struct view *view, team_id team)
{
	str key = team_key(c->arena, image_text(view->image, image_containers(view->image)[0].title));
	team_id titled = registry_find(c->context->registry, key);

	return titled && registry_resolve(c->context->registry, titled) == team;
}

static void say_lone(struct comparison *c, uint32_t pair, enum side side, const struct sentence *s,
    const struct speech *speech, const struct speech *other)
{
	team_id teams[MENTIONS_MAX];
	unsigned count = 0;
	str words = STR("");

	if (s->renamed)
		return;
	for (unsigned i = 0; i < s->mentions->count; i++) {
		const struct mention *one = &s->mentions->items[i];
		bool listed = false;
		for (unsigned k = 0; k < count; k++)
			listed = listed || teams[k] == one->team;
		if (!one->team || !one->routed || listed || is_owner(speech->view, one->team) ||
		    names_routed(other, one->team) ||
		    (is_handle(one->text) && text_stands_in(other->view->image, one->text)))
			continue;
		str name = mention_words(c, one);
		words = count ? arena_printf(c->arena, "%.*s, %.*s", STR_ARG(words), STR_ARG(name)) : name;
		teams[count++] = one->team;
	}
	if (!count || sentence_stands(c, side == BEFORE ? AFTER : BEFORE, s))
		return;
	struct difference *d = say(c, side == BEFORE ? RULE_RESPONSIBILITY_REMOVED : RULE_RESPONSIBILITY_ADDED, pair,
	    side, s, "responsibility");
	if (side == BEFORE)
		d->old = words;
	else
		d->now = words;
	for (unsigned i = 0; i < count; i++)
		difference_name(d, teams[i]);
	d->mild = count == 1 && is_titled(c, speech->view, teams[0]);
	for (unsigned i = 0; count == 1 && i < speech->view->owners.count; i++)
		if (names_are_nearly_equal(team_words(c, speech->view->owners.teams[i]), words))
			note_near(c, d, teams[0], speech->view->owners.teams[i]);
	d->message = arena_printf(c->arena,
	    side == BEFORE ? "A sentence that named %.*s is gone: %.*s" : "A new sentence names %.*s: %.*s",
	    STR_ARG(words), STR_ARG(sentence_shown(c, s->text)));
}

static bool names_contact(const struct mentions *mentions)
{
	for (unsigned i = 0; i < mentions->count; i++)
		if (!mentions->items[i].team)
			return true;
	return false;
}

/* Below a heading Contact of a page a contact stands. */
static bool has_contacts(struct comparison *c, const struct view *view)
{
	struct mentions mentions;
	unsigned looked = 0;

	for (uint32_t i = 0; i < view->image->prose.count && looked < LONE_MAX; i++) {
		const struct prose *prose = &image_prose(view->image)[i];
		if (prose->kind == PROSE_CODE ||
		    str_ifind(sentence_heading(view, prose->place), STR("contact")) == STR_NONE)
			continue;
		looked++;
		mentions_find(&mentions, c->arena, c->context->registry, image_text(view->image, prose->text), NULL, 0);
		if (names_contact(&mentions) || mentions.count)
			return true;
	}
	return false;
}

static unsigned places_of(const struct image *image, str text)
{
	unsigned places = 0;

	for (uint32_t i = 0; i < image->prose.count; i++)
		places += str_ifind(image_text(image, image_prose(image)[i].text), text) != STR_NONE;
	return places;
}

/* As often as before: they stand below another heading. */
static bool stands_as_often(const struct speech speech[2], const struct sentence *s)
{
	for (unsigned i = 0; i < s->mentions->count; i++)
		if (!s->mentions->items[i].team)
			return places_of(speech[AFTER].view->image, s->mentions->items[i].text) >=
			    places_of(speech[BEFORE].view->image, s->mentions->items[i].text);
	return false;
}

/* The contacts of a page are gone, and no others stand where they stood. */
static void say_contacts_gone(struct comparison *c, uint32_t pair, struct speech speech[2])
{
	const struct mentions none = { 0 };
	const struct sentence *first = NULL;

	for (uint32_t i = 0; i < speech[BEFORE].lone.count && !first; i++) {
		const struct sentence *s = &speech[BEFORE].lone.items[i];
		if (s->of_contacts && names_contact(s->mentions) && !sentence_stands(c, AFTER, s))
			first = s;
	}
	if (!first || has_contacts(c, speech[AFTER].view) || stands_as_often(speech, first))
		return;
	struct named went = mentions_only_in(c, first->mentions, &none);
	struct difference *d = say(c, RULE_RESPONSIBILITY_REMOVED, pair, BEFORE, first, "contact");
	d->old = went.words;
	d->message = arena_printf(c->arena, "The page no longer says whom to contact; it was %.*s: %.*s",
	    STR_ARG(went.words), STR_ARG(sentence_shown(c, first->text)));
}

/* A sentence that moved to another section of the page, and that names somebody else there. */
static void pair_lone_sentences(struct comparison *c, uint32_t pair, struct speech speech[2])
{
	static const double THE_SAME = 0.9;

	for (uint32_t i = 0; i < speech[BEFORE].lone.count; i++) {
		struct sentence *old = &speech[BEFORE].lone.items[i];
		for (uint32_t j = 0; j < speech[AFTER].lone.count && !old->renamed; j++) {
			struct sentence *new = &speech[AFTER].lone.items[j];
			size_t less = old->text.size < new->text.size ? old->text.size : new->text.size,
			       more = old->text.size + new->text.size - less;
			if (new->renamed || old->of_contacts || new->of_contacts || more > less * 2 + 40 ||
			    sentences_likeness(c, speech, old, new) < THE_SAME)
				continue;
			say_responsibility(c, pair, old, new);
			old->renamed = new->renamed = true;
		}
	}
}

void say_lone_sentences(struct comparison *c, uint32_t pair, struct speech speech[2])
{
	pair_lone_sentences(c, pair, speech);
	say_contacts_gone(c, pair, speech);
	for (int side = BEFORE; side <= AFTER; side++)
		for (uint32_t i = 0; i < speech[side].lone.count; i++)
			say_lone(c, pair, (enum side)side, &speech[side].lone.items[i], &speech[side], &speech[!side]);
}
