#include "analyzer/change/prose/sentences_inner.h"

#include "analyzer/change/equals.h"
#include "analyzer/change/prose/duties.h"
#include "analyzer/change/prose/renaming.h"
#include "analyzer/change/prose/vocabulary.h"

#include <stdlib.h>
#include <string.h>

enum {
	SENTENCES_MAX = 400,  /* of a section; a longer one is compared as text only */
	LIKENESS_MAX = 40000, /* pairs of sentences that are held against each other */
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

	while (next < text.size && (text.at[next] == '"' || text.at[next] == ')' || text.at[next] == '\''))
		next++;
	if (next + 1 >= text.size || text.at[next] != ' ' || byte_is_lower(text.at[next + 1]))
		return false;
	return text.at[at] != '.' || !is_abbreviation(text, at);
}

static bool is_end(char c)
{
	return c == '.' || c == '!' || c == '?';
}

/* Not 0 where some of eight bytes is one of those; eight are looked at at once. */
static uint64_t ends_among(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t dots = bytes ^ ones * '.', calls = bytes ^ ones * '!', questions = bytes ^ ones * '?';

	return (((dots - ones) & ~dots) | ((calls - ones) & ~calls) | ((questions - ones) & ~questions)) & tops;
}

static size_t next_end(str text, size_t at)
{
	uint64_t bytes;

	for (; at + sizeof bytes <= text.size; at += sizeof bytes) {
		memcpy(&bytes, text.at + at, sizeof bytes);
		if (ends_among(bytes))
			break;
	}
	while (at < text.size && !is_end(text.at[at]))
		at++;
	return at;
}

static bool next_sentence(str *rest, str *out)
{
	*rest = str_trim(*rest);
	if (!rest->size)
		return false;
	size_t at = next_end(*rest, 0);
	while (at < rest->size && !ends_here(*rest, at))
		at = next_end(*rest, at + 1);
	at += at < rest->size;
	*out = str_trim(str_sub(*rest, 0, at));
	*rest = str_sub(*rest, at, rest->size);
	return true;
}

struct list {
	LIST_OF(struct sentence) all;
};

str sentence_heading(const struct view *view, struct place place)
{
	const struct image *image = view->image;
	return place.section < image->sections.count ? image_text(image, image_sections(image)[place.section].title)
	                                             : STR("");
}

static void cut(struct list *out, struct comparison *c, const struct speech *speech, const struct said_unit *unit)
{
	str rest = unit->text, text;
	bool of_contacts =
	    unit->item && str_ifind(sentence_heading(speech->view, unit->place), STR("contact")) != STR_NONE;

	while (out->all.count < SENTENCES_MAX && next_sentence(&rest, &text)) {
		struct sentence *sentence = LIST_ADD(c->arena, &out->all);
		sentence->text = text;
		sentence->place = unit->place;
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
	bool sorted = true;
	for (uint32_t i = 0; i < image->links.count; i++) {
		if (!image_links(image)[i].text.size || image_links(image)[i].container)
			continue;
		struct link_at *link = &speech->links[speech->link_count++];
		*link = (struct link_at){ image_links(image)[i].place, i };
		sorted = sorted && (link == speech->links || by_place(link - 1, link) < 0);
	}
	if (!sorted)
		qsort(speech->links, speech->link_count, sizeof *speech->links, by_place);
}

/* The texts of links that stand in a sentence. */
unsigned sentence_links(
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

void sentence_know(struct comparison *c, struct speech *speech, struct sentence *s)
{
	str links[LINKS_AROUND];

	if (s->mentions)
		return;
	s->mentions = ARENA_NEW(c->arena, struct mentions);
	unsigned count = sentence_links(c, speech, s, links, true);
	mentions_find(s->mentions, c->arena, c->context->registry, s->text, links, count);
	for (unsigned i = 0; s->of_contacts && i < s->mentions->count; i++)
		if (!s->mentions->items[i].team)
			s->mentions->routes = s->mentions->items[i].routed = true;
}

/* With one word for each name of a team or contact. */
str sentence_without_names(struct comparison *c, const struct sentence *s)
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

/* --- pairing ------------------------------------------------------------------------------------------------- */

static struct hashes find_letters(struct list *list, struct arena *arena)
{
	uint64_t *letters = arena_take(arena, list->all.count * sizeof *letters);

	for (uint32_t i = 0; i < list->all.count; i++)
		letters[i] = hash_of_letters(list->all.items[i].text);
	return (struct hashes){ letters, list->all.count };
}

static void drop_equal(struct list *old, struct list *new, struct arena *arena)
{
	bool old_paired[SENTENCES_MAX], new_paired[SENTENCES_MAX];

	pair_equals(find_letters(old, arena), find_letters(new, arena), old_paired, new_paired);
	for (uint32_t i = 0; i < old->all.count; i++)
		old->all.items[i].paired = old->all.items[i].letters_paired = old_paired[i];
	for (uint32_t j = 0; j < new->all.count; j++)
		new->all.items[j].paired = new->all.items[j].letters_paired = new_paired[j];
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

/* Which letters stand second in those, by the first one: most words are told by that. */
#define LETTER(c) (1u << ((c) - 'a'))
static const uint32_t second_letters[26] = {
	['a' - 'a'] = LETTER('s') | LETTER('p') | LETTER('n'),
	['b' - 'a'] = LETTER('i'),
	['c' - 'a'] = LETTER('o') | LETTER('a'),
	['d' - 'a'] = LETTER('a') | LETTER('o'),
	['e' - 'a'] = LETTER('s') | LETTER('u'),
	['f' - 'a'] = LETTER('o'),
	['h' - 'a'] = LETTER('a') | LETTER('o'),
	['m' - 'a'] = LETTER('u') | LETTER('a') | LETTER('o') | LETTER('i'),
	['n' - 'a'] = LETTER('o'),
	['o' - 'a'] = LETTER('w') | LETTER('p'),
	['p' - 'a'] = LETTER('e'),
	['q' - 'a'] = LETTER('u'),
	['r' - 'a'] = LETTER('o') | LETTER('e'),
	['s' - 'a'] = LETTER('e') | LETTER('i') | LETTER('h'),
	['w' - 'a'] = LETTER('e'),
	['y' - 'a'] = LETTER('e'),
};

static bool may_begin(str text, size_t at)
{
	unsigned first = (unsigned)((text.at[at] | 32) - 'a'),
	         second = at + 1 < text.size ? (unsigned)((text.at[at + 1] | 32) - 'a') : 26;
	return second < 26 && second_letters[first] >> second & 1;
}

/* Its first letter is the same. */
static bool begins_with(str text, size_t at, const char *stem)
{
	size_t same = 1;

	while (stem[same] && at + same < text.size && (text.at[at + same] | 32) == stem[same])
		same++;
	return !stem[same];
}

static unsigned topics_of_word(str text, size_t at, unsigned known)
{
	unsigned letter = (unsigned)((text.at[at] | 32) - 'a'), topics = 0;

	for (unsigned i = 0; i < 6 && stems[letter][i].stem; i++)
		if (!((known | topics) & stems[letter][i].topic) && begins_with(text, at, stems[letter][i].stem))
			topics |= stems[letter][i].topic;
	return topics;
}

/* What there may be to compare in a sentence. */
static unsigned topics_of(struct sentence *s)
{
	str text = s->text;

	if (s->topics)
		return s->topics;
	s->topics = TOPIC_LOOKED | (s->of_contacts ? TOPIC_ROUTES : 0);
	uint64_t goes_on = 0; /* a word that the last stretch ended in */
	for (size_t at = 0; at < text.size && (s->topics & TOPICS) != TOPICS; at += 64) {
		uint64_t letters = str_letters_at(text, at), begins = letters & ~(letters << 1 | goes_on);
		goes_on = letters >> 63;
		if (!(s->topics & TOPIC_QUANTITY) && str_digits_at(text, at))
			s->topics |= TOPIC_QUANTITY;
		for (; begins; begins &= begins - 1) {
			size_t word = at + (unsigned)__builtin_ctzll(begins);
			if (may_begin(text, word))
				s->topics |= topics_of_word(text, word, s->topics);
		}
	}
	return s->topics;
}

/* Names are looked for only where work may be sent to them: elsewhere one name more or less weighs little. */
static void find_words(struct comparison *c, struct speech *speech, struct sentence *s)
{
	if (s->worded)
		return;
	s->worded = true;
	if (topics_of(s) & TOPIC_ROUTES)
		sentence_know(c, speech, s);
	bool named = s->mentions && s->mentions->count;
	s->words = text_n2(c->arena, text_n1(c->arena, named ? sentence_without_names(c, s) : s->text));
}

static const double ALIKE = 0.6;
/* Less alike, one says something else rather than the same with another force. */
static const double DUTY_LIKENESS = 0.7;

double sentences_likeness(struct comparison *c, struct speech speech[2], struct sentence *old, struct sentence *new)
{
	find_words(c, &speech[BEFORE], old);
	find_words(c, &speech[AFTER], new);
	return old->words.count && new->words.count ? words_dice(old->words, new->words) : 0;
}

struct open { /* a sentence without a partner that there is something to compare in */
	uint32_t number;
	unsigned topics;
	size_t size;
};

static uint32_t gather_open(struct open *out, struct list *list)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < list->all.count; i++) {
		struct sentence *s = &list->all.items[i];
		unsigned topics = s->paired ? 0 : topics_of(s) & TOPICS;
		if (topics)
			out[count++] = (struct open){ i, topics, s->text.size };
	}
	return count;
}

static void find_alike(
    struct likenesses *out, struct comparison *c, struct speech speech[2], struct list *old, struct list *new)
{
	struct open gone[SENTENCES_MAX], come[SENTENCES_MAX];
	uint32_t held = 0, olds = gather_open(gone, old), news = olds ? gather_open(come, new) : 0;

	for (uint32_t x = 0; x < olds; x++)
		for (uint32_t y = 0; y < news && held < LIKENESS_MAX; y++) {
			const struct open *a = &gone[x], *b = &come[y];
			size_t less = a->size < b->size ? a->size : b->size,
			       more = a->size < b->size ? b->size : a->size;
			if (more > less * 3 + 40 || !(a->topics & b->topics))
				continue;
			held++;
			double dice =
			    sentences_likeness(c, speech, &old->all.items[a->number], &new->all.items[b->number]);
			if (dice >= ALIKE)
				LIST_PUSH(c->arena, &out->list, ((struct likeness){ dice, a->number, b->number }));
		}
	if (out->list.count > 1)
		qsort(out->list.items, out->list.count, sizeof *out->list.items, by_likeness);
}

/* --- a section ----------------------------------------------------------------------------------------------- */

/* A routing sentence that another one is like, though that sends nobody anywhere, has not come or gone. */
static bool has_likeness(
    struct comparison *c, struct speech speech[2], enum side side, struct sentence *s, struct list *others)
{
	for (uint32_t i = 0; i < others->all.count && i < LONE_MAX; i++) {
		struct sentence *other = &others->all.items[i];
		if (!other->paired &&
		    sentences_likeness(c, speech, side == BEFORE ? s : other, side == BEFORE ? other : s) >= ALIKE)
			return true;
	}
	return false;
}

/* A sentence has a name that is near this one, and that the registry does not know as another team's. */
static bool says_other_name(const struct sentence *s, const struct mention *one)
{
	str name;

	if (str_starts(one->text, STR("@")) || !says_near_name(&name, s->text, one->text))
		return false;
	for (unsigned i = 0; i < s->mentions->count; i++) {
		const char *at = s->mentions->items[i].text.at;
		if (at < name.at + name.size && at + s->mentions->items[i].text.size > name.at)
			return false;
	}
	return true;
}

/* All teams to which it sends somebody are named in what changed on the other side, if in other words. */
static bool names_the_same(struct comparison *c, struct speech *speech, struct sentence *s, struct list *others)
{
	for (unsigned k = 0; k < s->mentions->count; k++) {
		const struct mention *one = &s->mentions->items[k];
		bool found = !one->team || !one->routed;
		for (uint32_t i = 0; i < others->all.count && i < LONE_MAX && !found; i++) {
			struct sentence *other = &others->all.items[i];
			if (other->letters_paired)
				continue;
			sentence_know(c, speech, other);
			found = mentions_hold(other->mentions, one);
			s->renamed = s->renamed || (!found && s->mentions->count == 1 && says_other_name(other, one));
		}
		if (!found)
			return false;
	}
	return !s->of_contacts;
}

/* An item that is nothing but a link says the title of another page. */
static bool is_link(struct comparison *c, struct speech *speech, const struct sentence *s)
{
	str links[LINKS_AROUND];
	unsigned count = sentence_links(c, speech, s, links, false);

	for (unsigned i = 0; i < count; i++)
		if (links[i].size + 2 >= s->text.size)
			return true;
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
		if (!s->mentions && !s->of_contacts && !may_route(s->text))
			continue;
		sentence_know(c, own, s);
		if (!s->mentions->routes || !s->mentions->count || is_link(c, own, s))
			continue;
		if (!others ||
		    (!has_likeness(c, speech, side, s, others) &&
		        !names_the_same(c, &speech[side == BEFORE ? AFTER : BEFORE], s, others)))
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

static struct sentence *next_changed(struct list *list, uint32_t *at)
{
	while (*at < list->all.count)
		if (!list->all.items[(*at)++].letters_paired)
			return &list->all.items[*at - 1];
	return NULL;
}

/* As many sentences changed on both sides, each in a place where a name may stand. */
static bool may_all_be_renamed(struct list lists[2])
{
	uint32_t i = 0, j = 0;

	for (;;) {
		struct sentence *a = next_changed(&lists[BEFORE], &i), *b = next_changed(&lists[AFTER], &j);
		if (!a || !b)
			return a == b;
		if (!may_be_renamed(a->text, b->text))
			return false;
	}
}

/* All that is left of a section is equal but for one team, that is named as another throughout. */
static void find_renamed(struct comparison *c, struct speech speech[2], struct list lists[2], team_id renamed[2])
{
	uint32_t i = 0, j = 0;

	if (!may_all_be_renamed(lists))
		return;
	for (;;) {
		struct sentence *a = next_changed(&lists[BEFORE], &i), *b = next_changed(&lists[AFTER], &j);
		if (!a)
			return;
		sentence_know(c, &speech[BEFORE], a);
		sentence_know(c, &speech[AFTER], b);
		struct named went = mentions_only_in(c, a->mentions, b->mentions),
		             came = mentions_only_in(c, b->mentions, a->mentions);
		bool fits = went.count == 1 && came.count == 1 && went.team && came.team &&
		    sentences_same_but_names(c, a, b) &&
		    (!renamed[BEFORE] || (renamed[BEFORE] == went.team && renamed[AFTER] == came.team));
		renamed[BEFORE] = fits ? went.team : 0;
		renamed[AFTER] = fits ? came.team : 0;
		if (!fits)
			return;
	}
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
	drop_equal(&lists[BEFORE], &lists[AFTER], c->arena);
	find_alike(&alike, c, speech, &lists[BEFORE], &lists[AFTER]);
	for (uint32_t i = 0; i < alike.list.count; i++) {
		struct sentence *a = &lists[BEFORE].all.items[alike.list.items[i].old],
		                *b = &lists[AFTER].all.items[alike.list.items[i].new];
		if (a->paired || b->paired)
			continue;
		a->paired = b->paired = true;
		unsigned topics = topics_of(a) & topics_of(b);
		if (topics & TOPIC_ROUTES)
			said += say_responsibility(c, pair, a, b);
		if (topics & TOPIC_QUANTITY)
			said += say_quantity(c, pair, speech, a, b);
		if (topics & TOPIC_DUTY && alike.list.items[i].dice >= DUTY_LIKENESS)
			said += say_duty(c, pair, &speech[AFTER], a, b);
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
