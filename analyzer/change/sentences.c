#include "analyzer/change/sentences.h"

#include "analyzer/change/duties.h"
#include "analyzer/change/vocabulary.h"

#include <stdlib.h>
#include <string.h>

enum {
	SENTENCES_MAX = 400,  /* of a section; a longer one is compared as text only */
	LIKENESS_MAX = 40000, /* pairs of sentences that are held against each other */
	LONE_MAX = 100,       /* of a page */
	LINKS_AROUND = 16,
};

/* --- cutting ------------------------------------------------------------------------------------------------- */

static bool is_abbreviation(str text, size_t dot)
{
	static const char *const words[] = { "e.g", "i.e", "vs", "approx", "no", "dr", "mr", "mrs", "ms", "st", "incl",
		"cf", "ca", "max", "min", "fig", "resp" };
	size_t from = dot;

	while (from > 0 && text.at[from - 1] != ' ' && text.at[from - 1] != '(')
		from--;
	str word = str_sub(text, from, dot);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is_word(word, words[i]))
			return true;
	return word.size <= 1;
}

static bool ends_here(str text, size_t at)
{
	size_t next = at + 1;

	if (text.at[at] != '.' && text.at[at] != '!' && text.at[at] != '?')
		return false;
	while (next < text.size && (text.at[next] == '"' || text.at[next] == ')' || text.at[next] == '\''))
		next++;
	if (next + 1 >= text.size || text.at[next] != ' ' || byte_is_lower(text.at[next + 1]))
		return false;
	return text.at[at] != '.' || !is_abbreviation(text, at);
}

static bool next_sentence(str *rest, str *out)
{
	*rest = str_trim(*rest);
	if (!rest->size)
		return false;
	size_t at = 0;
	while (at < rest->size && !ends_here(*rest, at))
		at++;
	at += at < rest->size;
	*out = str_trim(str_sub(*rest, 0, at));
	*rest = str_sub(*rest, at, rest->size);
	return true;
}

struct list {
	LIST_OF(struct sentence) all;
};

static str heading_at(const struct view *view, struct place place)
{
	const struct image *image = view->image;
	return place.section < image->sections.count ? image_text(image, image_sections(image)[place.section].title)
	                                             : STR("");
}

static void cut(struct list *out, struct comparison *c, const struct speech *speech, const struct said_unit *unit)
{
	str rest = unit->text, text;
	bool of_contacts = unit->item && str_ifind(heading_at(speech->view, unit->place), STR("contact")) != STR_NONE;

	while (out->all.count < SENTENCES_MAX && next_sentence(&rest, &text)) {
		struct sentence *sentence = LIST_ADD(c->arena, &out->all);
		sentence->text = text;
		sentence->place = unit->place;
		sentence->letters = hash_of_letters(text);
		sentence->of_contacts = of_contacts;
	}
}

/* --- links around a sentence --------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const struct link_at *left = a, *right = b;

	if (left->place.section != right->place.section)
		return left->place.section < right->place.section ? -1 : 1;
	if (left->place.line != right->place.line)
		return left->place.line < right->place.line ? -1 : 1;
	return left->number < right->number ? -1 : left->number > right->number;
}

static void gather_links(struct comparison *c, struct speech *speech)
{
	const struct image *image = speech->view->image;

	if (speech->has_links)
		return;
	speech->has_links = true;
	speech->links = ARENA_ARRAY(c->arena, struct link_at, image->links.count + 1);
	for (uint32_t i = 0; i < image->links.count; i++)
		if (image_links(image)[i].text.size && !image_links(image)[i].container)
			speech->links[speech->link_count++] = (struct link_at){ image_links(image)[i].place, i };
	if (speech->link_count > 1)
		qsort(speech->links, speech->link_count, sizeof *speech->links, by_place);
}

/* The texts of links that stand in a sentence. */
static unsigned links_in(
    struct comparison *c, struct speech *speech, const struct sentence *s, str out[LINKS_AROUND], bool documents)
{
	const struct image *image = speech->view->image;
	uint32_t low = 0, high;
	unsigned count = 0;

	gather_links(c, speech);
	high = speech->link_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct place place = speech->links[middle].place;
		bool before = place.section < s->place.section ||
		    (place.section == s->place.section && place.line < s->place.line);
		low = before ? middle + 1 : low;
		high = before ? high : middle;
	}
	for (uint32_t i = low; i < speech->link_count && i < low + 64 && count < LINKS_AROUND; i++) {
		const struct link *link = &image_links(image)[speech->links[i].number];
		str text = image_text(image, link->text);
		if (link->place.section != s->place.section)
			break;
		if ((!documents || link->kind == LINK_DOC) && str_has(s->text, text))
			out[count++] = text;
	}
	return count;
}

/* --- what a sentence is made of ------------------------------------------------------------------------------ */

static void know(struct comparison *c, struct speech *speech, struct sentence *s)
{
	str links[LINKS_AROUND];

	if (s->mentions)
		return;
	s->mentions = ARENA_NEW(c->arena, struct mentions);
	unsigned count = links_in(c, speech, s, links, true);
	mentions_find(s->mentions, c->arena, c->context->registry, s->text, links, count);
	for (unsigned i = 0; s->of_contacts && i < s->mentions->count; i++)
		if (!s->mentions->items[i].team)
			s->mentions->routes = s->mentions->items[i].routed = true;
}

/* With one word for each name of a team or contact. */
static str without_names(struct comparison *c, const struct sentence *s)
{
	char *out = arena_alloc(c->arena, s->text.size + MENTIONS_MAX * 8 + 1);
	const char *at = s->text.at;
	size_t size = 0;

	for (unsigned i = 0; i < s->mentions->count; i++) {
		str name = s->mentions->items[i].text;
		size_t plain = (size_t)(name.at - at);
		memcpy(out + size, at, plain);
		memcpy(out + size + plain, "whoever", 7);
		size += plain + 7;
		at = name.at + name.size;
	}
	size_t rest = s->text.size - (size_t)(at - s->text.at);
	memcpy(out + size, at, rest);
	return (str){ out, size + rest };
}

static void find_words(struct comparison *c, struct speech *speech, struct sentence *s)
{
	if (s->worded)
		return;
	s->worded = true;
	know(c, speech, s);
	s->words = text_n2(c->arena, text_n1(c->arena, s->mentions->count ? without_names(c, s) : s->text));
}

/* --- pairing ------------------------------------------------------------------------------------------------- */

static void drop_equal(struct list *old, struct list *new)
{
	struct map counts = { 0 };

	for (uint32_t j = 0; j < new->all.count; j++)
		++*map_add(&counts, new->all.items[j].letters | 1);
	for (uint32_t i = 0; i < old->all.count; i++) {
		uint32_t *count = map_find(&counts, old->all.items[i].letters | 1);
		if (!count || !*count)
			continue;
		--*count;
		old->all.items[i].paired = old->all.items[i].letters_paired = true;
	}
	for (uint32_t j = new->all.count; j-- > 0;) {
		uint32_t *count = map_find(&counts, new->all.items[j].letters | 1);
		bool left = count && *count;
		if (left)
			--*count;
		new->all.items[j].paired = new->all.items[j].letters_paired = !left;
	}
	map_release(&counts);
}

struct likeness {
	double dice;
	uint32_t old, new;
};

static int by_likeness(const void *a, const void *b)
{
	const struct likeness *left = a, *right = b;

	if (left->dice < right->dice || left->dice > right->dice)
		return left->dice < right->dice ? 1 : -1;
	if (left->old != right->old)
		return left->old < right->old ? -1 : 1;
	return left->new < right->new ? -1 : left->new > right->new;
}

struct likenesses {
	LIST_OF(struct likeness) list;
};

/* How words begin that a topic may be in, by their first letter. */
static const struct {
	const char *stem;
	uint8_t topic;
} stems[26][6] = {
	['a' - 'a'] = { { "assign", TOPIC_ROUTES }, { "approv", TOPIC_ROUTES }, { "annual", TOPIC_QUANTITY } },
	['b' - 'a'] = { { "biweek", TOPIC_QUANTITY } },
	['c' - 'a'] = { { "contact", TOPIC_ROUTES }, { "can", TOPIC_DUTY } },
	['d' - 'a'] = { { "day", TOPIC_QUANTITY }, { "daily", TOPIC_QUANTITY }, { "dollar", TOPIC_QUANTITY } },
	['e' - 'a'] = { { "escalat", TOPIC_ROUTES }, { "euro", TOPIC_QUANTITY } },
	['f' - 'a'] = { { "fortnight", TOPIC_QUANTITY } },
	['h' - 'a'] = { { "hand", TOPIC_ROUTES }, { "hour", TOPIC_QUANTITY } },
	['m' - 'a'] = { { "must", TOPIC_DUTY }, { "may", TOPIC_DUTY }, { "mandatory", TOPIC_DUTY },
	    { "month", TOPIC_QUANTITY }, { "minute", TOPIC_QUANTITY } },
	['n' - 'a'] = { { "notif", TOPIC_ROUTES } },
	['o' - 'a'] = { { "owned", TOPIC_ROUTES }, { "optional", TOPIC_DUTY } },
	['p' - 'a'] = { { "percent", TOPIC_QUANTITY } },
	['q' - 'a'] = { { "quarter", TOPIC_QUANTITY } },
	['r' - 'a'] = { { "rout", TOPIC_ROUTES }, { "reach", TOPIC_ROUTES }, { "review", TOPIC_ROUTES },
	    { "responsib", TOPIC_ROUTES }, { "required", TOPIC_DUTY } },
	['s' - 'a'] = { { "send", TOPIC_ROUTES }, { "sent", TOPIC_ROUTES }, { "sign", TOPIC_ROUTES },
	    { "shall", TOPIC_DUTY }, { "should", TOPIC_DUTY } },
	['w' - 'a'] = { { "week", TOPIC_QUANTITY } },
	['y' - 'a'] = { { "year", TOPIC_QUANTITY } },
};

static bool begins_with(str text, size_t at, const char *stem)
{
	while (*stem && at < text.size && (text.at[at] | 32) == *stem) {
		stem++;
		at++;
	}
	return !*stem;
}

/* What there may be to compare in a sentence. */
static unsigned topics_of(struct sentence *s)
{
	bool inside = false; /* a word */

	if (s->topics)
		return s->topics;
	s->topics = TOPIC_LOOKED | (s->of_contacts ? TOPIC_ROUTES : 0);
	for (size_t at = 0; at < s->text.size; at++) {
		unsigned letter = (unsigned)((s->text.at[at] | 32) - 'a');
		if (letter >= 26) {
			s->topics |= byte_is_digit(s->text.at[at]) ? TOPIC_QUANTITY : 0;
			inside = false;
			continue;
		}
		for (unsigned i = 0; !inside && i < 6 && stems[letter][i].stem; i++)
			if (!(s->topics & stems[letter][i].topic) && begins_with(s->text, at, stems[letter][i].stem))
				s->topics |= stems[letter][i].topic;
		inside = true;
	}
	return s->topics;
}

static const double ALIKE = 0.6;

static double likeness_of(struct comparison *c, struct speech speech[2], struct sentence *old, struct sentence *new)
{
	find_words(c, &speech[BEFORE], old);
	find_words(c, &speech[AFTER], new);
	return old->words.count && new->words.count ? words_dice(old->words, new->words) : 0;
}

static void find_alike(
    struct likenesses *out, struct comparison *c, struct speech speech[2], struct list *old, struct list *new)
{
	uint32_t held = 0;

	for (uint32_t i = 0; i < old->all.count; i++) {
		struct sentence *a = &old->all.items[i];
		if (a->paired)
			continue;
		for (uint32_t j = 0; j < new->all.count &&held < LIKENESS_MAX; j++) {
			struct sentence *b = &new->all.items[j];
			size_t less = a->text.size < b->text.size ? a->text.size : b->text.size,
			       more = a->text.size < b->text.size ? b->text.size : a->text.size;
			if (b->paired || more > less * 3 + 40 || !(topics_of(a) & topics_of(b) & TOPICS))
				continue;
			held++;
			double dice = likeness_of(c, speech, a, b);
			if (dice >= ALIKE)
				LIST_PUSH(c->arena, &out->list, ((struct likeness){ dice, i, j }));
		}
	}
	if (out->list.count > 1)
		qsort(out->list.items, out->list.count, sizeof *out->list.items, by_likeness);
}

/* --- saying -------------------------------------------------------------------------------------------------- */

static str shown(struct comparison *c, str text)
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
	d->name = heading_at(c->pairs[pair].view[side], s->place);
	if (s->place.section < image->sections.count)
		d->id = image_text(image, image_sections(image)[s->place.section].anchor);
	return d;
}

static bool same_mention(const struct mention *a, const struct mention *b)
{
	team_id left = a->team ? a->team : a->called, right = b->team ? b->team : b->called;

	return left == right && (left || str_ieq(a->text, b->text));
}

static bool holds(const struct mentions *list, const struct mention *one)
{
	for (unsigned i = 0; i < list->count; i++)
		if (same_mention(&list->items[i], one))
			return true;
	return false;
}

struct named {
	str words; /* "Billing, Finance" */
	unsigned count;
	team_id team; /* the last one; 0: a contact */
	bool routed;
};

/* What is in one list and not in the other. */
static struct named only_in(struct comparison *c, const struct mentions *list, const struct mentions *other)
{
	struct named out = { STR(""), 0, 0, false };

	for (unsigned i = 0; i < list->count; i++) {
		const struct mention *one = &list->items[i];
		struct mentions before = { .count = i };
		memcpy(before.items, list->items, i * sizeof *list->items);
		if (holds(other, one) || holds(&before, one))
			continue;
		str name = one->team ? team_words(c, one->team) : one->text;
		out.words = out.count ? arena_printf(c->arena, "%.*s, %.*s", STR_ARG(out.words), STR_ARG(name)) : name;
		out.count++;
		out.team = one->team;
		out.routed = out.routed || one->routed;
	}
	return out;
}

static bool same_but_names(struct comparison *c, const struct sentence *a, const struct sentence *b)
{
	return a->mentions->count == b->mentions->count &&
	    hash_of_letters(without_names(c, a)) == hash_of_letters(without_names(c, b));
}

static bool say_responsibility(struct comparison *c, uint32_t pair, const struct sentence *a, const struct sentence *b)
{
	if (!a->mentions->routes || !b->mentions->routes)
		return false;
	struct named went = only_in(c, a->mentions, b->mentions), came = only_in(c, b->mentions, a->mentions);
	if ((!went.count || !went.routed) && (!came.count || !came.routed))
		return false;
	struct difference *d = say(c, RULE_RESPONSIBILITY_CHANGED, pair, AFTER, b, "responsibility");
	d->old = went.words;
	d->now = came.words;
	for (unsigned i = 0; i < a->mentions->count; i++)
		difference_name(d, a->mentions->items[i].team);
	for (unsigned i = 0; i < b->mentions->count; i++)
		difference_name(d, b->mentions->items[i].team);
	if (went.count == 1 && came.count == 1 && same_but_names(c, a, b)) {
		d->renamed[BEFORE] = went.team;
		d->renamed[AFTER] = came.team;
	}
	str text = shown(c, b->text);
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
	unsigned count = links_in(c, speech, s, links, false);

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

static bool say_quantity(
    struct comparison *c, uint32_t pair, struct speech speech[2], const struct sentence *a, const struct sentence *b)
{
	struct quantities old, new;
	str was, is;

	quantities_find(&old, a->text);
	if (!old.count)
		return false;
	quantities_find(&old, without_links(c, &speech[BEFORE], a));
	quantities_find(&new, without_links(c, &speech[AFTER], b));
	if (tells_of_itself(b->text) || is_among_people(heading_at(speech[AFTER].view, b->place)) ||
	    !quantities_differ(c->arena, &old, &new, &was, &is))
		return false;
	struct difference *d = say(c, RULE_SECTION_QUANTITY_CHANGED, pair, AFTER, b, "quantity");
	d->old = was;
	d->now = is;
	d->message = arena_printf(
	    c->arena, "%.*s says %.*s now, no longer %.*s", STR_ARG(shown(c, b->text)), STR_ARG(is), STR_ARG(was));
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

/* Less alike, a sentence says something else rather than the same with another force. */
static const double DUTY_LIKENESS = 0.7;

static bool say_duty(
    struct comparison *c, uint32_t pair, const struct sentence *a, const struct sentence *b, double dice)
{
	struct duty was = duty_of(a->text), is = duty_of(b->text);
	enum duty_change change = duties_compare(was, is);

	if (change == DUTY_SAME || dice < DUTY_LIKENESS)
		return false;
	bool raised = change == DUTY_RAISED;
	struct difference *d =
	    say(c, raised ? RULE_OBLIGATION_RAISED : RULE_OBLIGATION_LOWERED, pair, AFTER, b, "duty");
	d->old = was.words;
	d->now = is.words;
	d->message = arena_printf(c->arena, "%.*s says '%.*s' now, no longer '%.*s'", STR_ARG(shown(c, b->text)),
	    STR_ARG(is.words), STR_ARG(was.words));
	for (unsigned i = 0; is_clause(b->text) && i < b->mentions->count; i++)
		difference_name(d, b->mentions->items[i].team);
	return true;
}

/* --- a section ----------------------------------------------------------------------------------------------- */

/* A routing sentence that another one is like, though that sends nobody anywhere, has not come or gone. */
static bool has_likeness(
    struct comparison *c, struct speech speech[2], enum side side, struct sentence *s, struct list *others)
{
	for (uint32_t i = 0; i < others->all.count && i < LONE_MAX; i++) {
		struct sentence *other = &others->all.items[i];
		if (!other->paired &&
		    likeness_of(c, speech, side == BEFORE ? s : other, side == BEFORE ? other : s) >= ALIKE)
			return true;
	}
	return false;
}

static void keep_lone(
    struct comparison *c, struct speech speech[2], enum side side, struct list *list, struct list *others)
{
	struct speech *own = &speech[side];

	for (uint32_t i = 0; i < list->all.count && own->lone.count < LONE_MAX; i++) {
		struct sentence *s = &list->all.items[i];
		if (s->paired || !(topics_of(s) & TOPIC_ROUTES))
			continue;
		know(c, own, s);
		if (s->mentions->routes && s->mentions->count && !(others && has_likeness(c, speech, side, s, others)))
			LIST_PUSH(c->arena, &own->lone, *s);
	}
}

/* Where the two texts differ, and that a name may stand there. */
static bool may_be_renamed(str old, str new)
{
	size_t head = 0, tail = 0, least = old.size < new.size ? old.size : new.size;
	bool capital = false;

	while (head < least && old.at[head] == new.at[head])
		head++;
	while (tail < least - head && old.at[old.size - 1 - tail] == new.at[new.size - 1 - tail])
		tail++;
	while (head && byte_is_letter(old.at[head - 1]))
		head--;
	for (size_t i = head; i < old.size - tail; i++)
		capital = capital || byte_is_upper(old.at[i]);
	return capital && old.size - tail - head < 60;
}

/* All that is left of a section is equal but for one team, that is named as another throughout. */
static void find_renamed(struct comparison *c, struct speech speech[2], struct list lists[2], team_id renamed[2])
{
	uint32_t j = 0;

	for (uint32_t i = 0; i < lists[BEFORE].all.count; i++) {
		struct sentence *a = &lists[BEFORE].all.items[i];
		if (a->letters_paired)
			continue;
		while (j < lists[AFTER].all.count && lists[AFTER].all.items[j].letters_paired)
			j++;
		struct sentence *b = j < lists[AFTER].all.count ? &lists[AFTER].all.items[j++] : NULL;
		if (!b || !may_be_renamed(a->text, b->text)) {
			renamed[BEFORE] = renamed[AFTER] = 0;
			return;
		}
		know(c, &speech[BEFORE], a);
		know(c, &speech[AFTER], b);
		struct named went = only_in(c, a->mentions, b->mentions), came = only_in(c, b->mentions, a->mentions);
		bool fits = went.count == 1 && came.count == 1 && went.team && came.team && same_but_names(c, a, b) &&
		    (!renamed[BEFORE] || (renamed[BEFORE] == went.team && renamed[AFTER] == came.team));
		renamed[BEFORE] = fits ? went.team : 0;
		renamed[AFTER] = fits ? came.team : 0;
		if (!fits)
			return;
	}
	while (j < lists[AFTER].all.count)
		if (!lists[AFTER].all.items[j++].letters_paired)
			renamed[BEFORE] = renamed[AFTER] = 0;
}

unsigned compare_sentences(struct comparison *c, uint32_t pair, struct speech speech[2],
    const struct said_unit *units[2], const uint32_t counts[2], team_id renamed[2])
{
	struct list lists[2] = { 0 };
	struct likenesses alike = { 0 };
	unsigned said = 0;

	for (int side = BEFORE; side <= AFTER; side++)
		for (uint32_t i = 0; i < counts[side]; i++)
			cut(&lists[side], c, &speech[side], &units[side][i]);
	drop_equal(&lists[BEFORE], &lists[AFTER]);
	find_alike(&alike, c, speech, &lists[BEFORE], &lists[AFTER]);
	for (uint32_t i = 0; i < alike.list.count; i++) {
		struct sentence *a = &lists[BEFORE].all.items[alike.list.items[i].old],
		                *b = &lists[AFTER].all.items[alike.list.items[i].new];
		if (a->paired || b->paired)
			continue;
		a->paired = b->paired = true;
		said += say_responsibility(c, pair, a, b);
		said += say_quantity(c, pair, speech, a, b);
		said += say_duty(c, pair, a, b, alike.list.items[i].dice);
	}
	if (!said)
		find_renamed(c, speech, lists, renamed);
	keep_lone(c, speech, BEFORE, &lists[BEFORE], &lists[AFTER]);
	keep_lone(c, speech, AFTER, &lists[AFTER], &lists[BEFORE]);
	return said;
}

void hear_sentences(
    struct comparison *c, struct speech speech[2], enum side side, const struct said_unit *units, uint32_t count)
{
	struct list list = { 0 };

	for (uint32_t i = 0; i < count; i++)
		cut(&list, c, &speech[side], &units[i]);
	keep_lone(c, speech, side, &list, NULL);
}

/* --- sentences without a partner ----------------------------------------------------------------------------- */

static bool stands_in(const struct image *image, str text)
{
	for (uint32_t i = 0; i < image->prose.count; i++)
		if (image_prose(image)[i].text.size >= text.size &&
		    str_ifind(image_text(image, image_prose(image)[i].text), text) != STR_NONE)
			return true;
	for (uint32_t i = 0; i < image->steps.count; i++)
		if (image_steps(image)[i].name.size >= text.size &&
		    str_ifind(image_text(image, image_steps(image)[i].name), text) != STR_NONE)
			return true;
	return false;
}

/* Moved to another section or page, or written into another form. */
static bool stands_elsewhere(const struct comparison *c, enum side other, str text)
{
	while (text.size && (text.at[text.size - 1] == '.' || text.at[text.size - 1] == '!'))
		text.size--;
	for (uint32_t p = 0; p < c->pair_count; p++)
		if (c->pairs[p].view[other] && stands_in(c->pairs[p].view[other]->image, text))
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

static bool names_routed(const struct speech *speech, team_id team)
{
	for (uint32_t i = 0; i < speech->lone.count; i++)
		for (unsigned k = 0; k < speech->lone.items[i].mentions->count; k++)
			if (speech->lone.items[i].mentions->items[k].team == team)
				return true;
	return false;
}

static void say_lone(struct comparison *c, uint32_t pair, enum side side, const struct sentence *s,
    const struct speech *speech, const struct speech *other)
{
	team_id teams[MENTIONS_MAX];
	unsigned count = 0;
	str words = STR("");

	for (unsigned i = 0; i < s->mentions->count; i++) {
		const struct mention *one = &s->mentions->items[i];
		bool listed = false;
		for (unsigned k = 0; k < count; k++)
			listed = listed || teams[k] == one->team;
		if (!one->team || !one->routed || listed || is_owner(speech->view, one->team) ||
		    names_routed(other, one->team))
			continue;
		str name = team_words(c, one->team);
		words = count ? arena_printf(c->arena, "%.*s, %.*s", STR_ARG(words), STR_ARG(name)) : name;
		teams[count++] = one->team;
	}
	if (!count || stands_elsewhere(c, side == BEFORE ? AFTER : BEFORE, s->text))
		return;
	struct difference *d = say(c, side == BEFORE ? RULE_RESPONSIBILITY_REMOVED : RULE_RESPONSIBILITY_ADDED, pair,
	    side, s, "responsibility");
	if (side == BEFORE)
		d->old = words;
	else
		d->now = words;
	for (unsigned i = 0; i < count; i++)
		difference_name(d, teams[i]);
	d->message = arena_printf(c->arena,
	    side == BEFORE ? "A sentence that named %.*s is gone: %.*s" : "A new sentence names %.*s: %.*s",
	    STR_ARG(words), STR_ARG(shown(c, s->text)));
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
		if (prose->kind == PROSE_CODE || str_ifind(heading_at(view, prose->place), STR("contact")) == STR_NONE)
			continue;
		looked++;
		mentions_find(&mentions, c->arena, c->context->registry, image_text(view->image, prose->text), NULL, 0);
		if (names_contact(&mentions) || mentions.count)
			return true;
	}
	return false;
}

/* The contacts of a page are gone, and no others stand where they stood. */
static void say_contacts_gone(struct comparison *c, uint32_t pair, struct speech speech[2])
{
	const struct mentions none = { 0 };
	const struct sentence *first = NULL;

	for (uint32_t i = 0; i < speech[BEFORE].lone.count && !first; i++) {
		const struct sentence *s = &speech[BEFORE].lone.items[i];
		if (s->of_contacts && names_contact(s->mentions) && !stands_elsewhere(c, AFTER, s->text))
			first = s;
	}
	if (!first || has_contacts(c, speech[AFTER].view))
		return;
	struct named went = only_in(c, first->mentions, &none);
	struct difference *d = say(c, RULE_RESPONSIBILITY_REMOVED, pair, BEFORE, first, "contact");
	d->old = went.words;
	d->message = arena_printf(c->arena, "The page no longer says whom to contact; it was %.*s: %.*s",
	    STR_ARG(went.words), STR_ARG(shown(c, first->text)));
}

void say_lone_sentences(struct comparison *c, uint32_t pair, struct speech speech[2])
{
	say_contacts_gone(c, pair, speech);
	for (int side = BEFORE; side <= AFTER; side++)
		for (uint32_t i = 0; i < speech[side].lone.count; i++)
			say_lone(c, pair, (enum side)side, &speech[side].lone.items[i], &speech[side], &speech[!side]);
}
