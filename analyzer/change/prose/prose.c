#include "analyzer/change/prose/sentences.h"

#include "analyzer/change/equals.h"
#include "base/map.h"
#include "base/text.h"

#include <stdlib.h>

/* Sections and the text in them. Sections pair by anchor, then by half of their units, then by place
 * between paired neighbours; units (paragraphs, items, rows, code) pair by hash, then by words. */

struct unit {
	uint64_t hash, letters; /* letters: of prose and of labels of diagrams */
	str text;
	struct place place;
	bool code, header, taken;
	bool told;         /* by findings of its own */
	uint32_t contract; /* whose row or sentence it is, or NONE */
	bool spoken;       /* running text: a paragraph or an item */
	bool item;
	bool worded, sketched; /* words and sketch are there */
	str n1;                /* empty until it is asked for */
	struct words words;
	struct sketch sketch;
};

struct source { /* of a unit: enough to tell whether it is as it was */
	uint64_t hash;
	struct place place;
	enum { FROM_PROSE, FROM_CONTRACT, FROM_OPAQUE } from;
	uint32_t number; /* in the image */
};

struct part { /* a section with its units */
	uint32_t section;
	uint32_t first, count; /* of its sources */
	uint32_t partner;
	struct unit *units; /* NULL until they are asked for: most sections are as they were */
};

struct pages {
	const struct view *view;
	uint32_t pair;
	enum side side;
	struct part *parts;
	uint32_t part_count;
	LIST_OF(struct source) sources;
};

/* --- gathering ----------------------------------------------------------------------------------------------- */

static bool is_prose_here(const struct view *view, uint32_t claim)
{
	return !claim || !view->claim_on[claim];
}

/* The row or the sentence of a contract. */
static struct unit unit_of_contract(struct comparison *c, const struct view *view, const struct contract *contract)
{
	const struct image *image = view->image;
	const str gap = STR(" ");
	str text = ARENA_JOIN(c->arena, image_text(image, contract->id), gap, image_text(image, contract->qualifier),
	    gap, image_text(image, contract->what), gap, image_text(image, contract->when.text), gap,
	    image_text(image, contract->where));

	for (uint32_t i = 0; i < contract->attrs.count; i++)
		text = ARENA_JOIN(
		    c->arena, text, gap, image_text(image, image_attrs(image)[contract->attrs.first + i].value));
	if (contract->provider != NONE)
		text = ARENA_JOIN(
		    c->arena, image_text(image, image_teams(image)[contract->provider].name), STR(": "), text);
	text = text_n0(c->arena, text);
	return (struct unit){ .hash = str_hash(text) ^ 0x636f6e,
		.text = text,
		.place = contract->place,
		.contract = (uint32_t)(contract - image_contracts(image)) };
}

static int by_section(const void *a, const void *b)
{
	const struct source *left = a, *right = b;

	if (left->place.section != right->place.section)
		return left->place.section < right->place.section ? -1 : 1;
	return left->place.line < right->place.line ? -1 : left->place.line > right->place.line;
}

static struct unit unit_of_prose(struct comparison *c, const struct pages *pages, uint32_t number)
{
	const struct image *image = pages->view->image;
	const struct prose *prose = &image_prose(image)[number];
	struct unit unit = { .hash = prose->hash,
		.letters = prose->letters,
		.text = image_text(image, prose->text),
		.place = prose->place,
		.code = prose->kind == PROSE_CODE,
		.header = prose->kind == PROSE_HEADER,
		.told = prose_is_told(c, pages->pair, pages->side, number),
		.contract = NONE };

	unit.item = prose->kind == PROSE_ITEM;
	unit.spoken = !unit.told && (unit.item || prose->kind == PROSE_PARAGRAPH);
	return unit;
}

static struct unit unit_of_opaque(const struct pages *pages, uint32_t number)
{
	const struct image *image = pages->view->image;
	const struct opaque *opaque = &image_opaque(image)[number];
	str label = image_text(image, opaque->label);

	return (struct unit){ .hash = opaque->hash,
		.letters = hash_of_letters(label),
		.text = label,
		.place = opaque->place,
		.code = true,
		.contract = NONE };
}

static struct unit unit_of(struct comparison *c, const struct pages *pages, const struct source *source)
{
	if (source->from == FROM_PROSE)
		return unit_of_prose(c, pages, source->number);
	if (source->from == FROM_OPAQUE)
		return unit_of_opaque(pages, source->number);
	struct unit unit = unit_of_contract(c, pages->view, &image_contracts(pages->view->image)[source->number]);
	unit.told = contract_is_told(c, pages->pair, pages->side, source->number);
	return unit;
}

static struct unit *units_of(struct comparison *c, struct pages *pages, struct part *part)
{
	if (part->units)
		return part->units;
	part->units = arena_take(c->arena, (part->count + 1) * sizeof *part->units);
	for (uint32_t i = 0; i < part->count; i++)
		part->units[i] = unit_of(c, pages, &pages->sources.items[part->first + i]);
	return part->units;
}

static void gather_sources(struct pages *out, struct comparison *c)
{
	const struct view *view = out->view;
	const struct image *image = view->image;
	struct source *at;

	out->sources.room = image->prose.count + image->contracts.count + image->opaque.count;
	out->sources.items = at = arena_take(c->arena, (out->sources.room + 1) * sizeof *at);
	for (uint32_t i = 0; i < image->prose.count; i++) {
		const struct prose *prose = &image_prose(image)[i];
		if (is_prose_here(view, prose->claim))
			*at++ = (struct source){ prose->hash, prose->place, FROM_PROSE, i };
	}
	const struct source *sorted = at;
	for (uint32_t i = 0; i < image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(image)[i];
		if (view->claim_on[contract->claim] && contract->step == NONE && !contract->container && contract->rule)
			*at++ = (struct source){ unit_of_contract(c, view, contract).hash, contract->place,
				FROM_CONTRACT, i };
	}
	for (uint32_t i = 0; i < image->opaque.count; i++)
		*at++ = (struct source){ image_opaque(image)[i].hash, image_opaque(image)[i].place, FROM_OPAQUE, i };
	out->sources.count = (uint32_t)(at - out->sources.items);
	if (at > sorted)
		qsort(out->sources.items, out->sources.count, sizeof *out->sources.items, by_section);
}

static void gather(struct pages *out, struct comparison *c, uint32_t pair, enum side side)
{
	const struct view *view = c->pairs[pair].view[side];

	*out = (struct pages){ .view = view, .pair = pair, .side = side };
	gather_sources(out, c);
	out->part_count = view->image->sections.count;
	out->parts = arena_take(c->arena, (out->part_count + 1) * sizeof *out->parts);
	uint32_t at = 0;
	for (uint32_t s = 0; s < out->part_count; s++) {
		out->parts[s] = (struct part){ .section = s, .first = at, .partner = NONE };
		while (at < out->sources.count && out->sources.items[at].place.section <= s)
			at++;
		out->parts[s].count = at - out->parts[s].first;
	}
}

/* --- pairing sections -------------------------------------------------------------------------------------------- */

static const struct section *heading_of(const struct pages *pages, uint32_t part)
{
	return &image_sections(pages->view->image)[part];
}

static str heading_text(const struct pages *pages, uint32_t part)
{
	return image_text(pages->view->image, heading_of(pages, part)->title);
}

static void join(struct pages *old, uint32_t i, struct pages *new, uint32_t j)
{
	old->parts[i].partner = j;
	new->parts[j].partner = i;
}

static str anchor_of(const struct pages *pages, uint32_t part)
{
	return image_text(pages->view->image, heading_of(pages, part)->anchor);
}

static bool same_anchor(const struct pages *old, uint32_t i, const struct pages *new, uint32_t j)
{
	return (heading_of(old, i)->level == 0) == (heading_of(new, j)->level == 0) &&
	    str_eq(anchor_of(old, i), anchor_of(new, j));
}

/* Anchors are other each in its page: what is alike at the beginning and at the end needs no looking for. */
static void pair_by_anchor(struct pages *old, struct pages *new)
{
	uint32_t head = 0, old_end = old->part_count, new_end = new->part_count;
	struct map anchors = { 0 };

	for (; head < old_end && head < new_end && same_anchor(old, head, new, head); head++)
		join(old, head, new, head);
	while (old_end > head && new_end > head && same_anchor(old, old_end - 1, new, new_end - 1))
		join(old, --old_end, new, --new_end);
	for (uint32_t j = head; j < new_end && head < old_end; j++)
		*map_add(&anchors, str_hash(anchor_of(new, j)) | 1) = j + 1;
	for (uint32_t i = head; i < old_end; i++) {
		uint32_t *found = map_find(&anchors, str_hash(anchor_of(old, i)) | 1);
		if (found && *found && new->parts[*found - 1].partner == NONE &&
		    (heading_of(old, i)->level == 0) == (heading_of(new, *found - 1)->level == 0))
			join(old, i, new, *found - 1);
	}
	map_release(&anchors);
}

static uint32_t shared_units(const struct pages *old, uint32_t i, const struct pages *new, uint32_t j)
{
	const struct part *a = &old->parts[i], *b = &new->parts[j];
	uint32_t shared = 0;

	for (uint32_t x = 0; x < a->count && x < 200; x++)
		for (uint32_t y = 0; y < b->count && y < 200; y++)
			if (old->sources.items[a->first + x].hash == new->sources.items[b->first + y].hash) {
				shared++;
				break;
			}
	return shared;
}

enum { LIKE_SECTIONS = 300 };

static void pair_by_units(struct pages *old, struct pages *new)
{
	if (old->part_count > LIKE_SECTIONS || new->part_count > LIKE_SECTIONS)
		return;
	for (uint32_t i = 0; i < old->part_count; i++)
		for (uint32_t j = 0; old->parts[i].partner == NONE && j < new->part_count; j++) {
			uint32_t larger =
			    old->parts[i].count > new->parts[j].count ? old->parts[i].count : new->parts[j].count;
			if (new->parts[j].partner == NONE && larger &&shared_units(old, i, new, j) * 2 >= larger)
				join(old, i, new, j);
		}
}

static void pair_by_place(struct pages *old, struct pages *new)
{
	for (uint32_t i = 1; i < old->part_count; i++) {
		uint32_t before = old->parts[i - 1].partner,
		         after = i + 1 < old->part_count ? old->parts[i + 1].partner : new->part_count;
		if (old->parts[i].partner != NONE || before == NONE || after == NONE || before + 2 != after)
			continue;
		uint32_t j = before + 1;
		if (new->parts[j].partner == NONE && heading_of(old, i)->level == heading_of(new, j)->level)
			join(old, i, new, j);
	}
}

/* --- pairing what is left by its words ---------------------------------------------------------------------------- */

enum { LIKE_WORDED = 60, WORDED_UNITS = 100, WORDED_LEAST = 6, TOLD_APART = 20 };

static void find_words(struct comparison *c, struct unit *unit);

/* All words of a section; none where there are too few to tell sections apart. */
static struct words words_of_part(struct comparison *c, struct pages *pages, uint32_t number)
{
	struct part *part = &pages->parts[number];
	struct unit *units = units_of(c, pages, part);
	LIST_OF(uint64_t) all = { 0 };

	for (uint32_t x = 0; x < part->count && x < WORDED_UNITS; x++) {
		struct unit *unit = &units[x];
		if (unit->code)
			continue;
		find_words(c, unit);
		for (uint32_t k = 0; k < unit->words.count; k++)
			LIST_PUSH(c->arena, &all, unit->words.items[k]);
	}
	if (all.count < WORDED_LEAST)
		return (struct words){ 0 };
	struct words words = { all.items, all.count };
	words_sort(c->arena, words);
	return words;
}

/* Sections without a partner; none where there are too many to look at each of them. */
static uint32_t gather_lone(const struct pages *pages, uint32_t numbers[LIKE_WORDED])
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < pages->part_count; i++) {
		if (pages->parts[i].partner != NONE || !pages->parts[i].count)
			continue;
		if (count == LIKE_WORDED)
			return 0;
		numbers[count++] = i;
	}
	return count;
}

struct worded {
	struct words text, title;
};

static void find_section_words(
    struct worded out[LIKE_WORDED], struct comparison *c, struct pages *pages, const uint32_t *numbers, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		out[i].text = words_of_part(c, pages, numbers[i]);
		out[i].title = text_n2(c->arena, text_n1(c->arena, heading_text(pages, numbers[i])));
	}
}

/* The words of the shorter title stand in the longer one: "Billing" and "Billing and dunning". */
static bool titles_agree(struct words a, struct words b)
{
	uint32_t shorter = a.count < b.count ? a.count : b.count;

	return shorter && words_dice(a, b) * (a.count + b.count) / 2 > shorter - 0.5;
}

/* How alike the words of two sections are; where one is a part of the other, their titles have to agree. */
static double likeness(struct words a, struct words b, bool titled)
{
	double dice = a.count && b.count ? words_dice(a, b) : 0;
	uint32_t shorter = a.count < b.count ? a.count : b.count;
	double part = shorter ? dice * (a.count + b.count) / 2 / shorter : 0;

	if (dice < 0.6 && titled && part >= 0.5)
		return 0.6;
	return shorter < TOLD_APART && !titled ? 0 : dice;
}

/* A section under another name, its sentences mended here and there: the most alike first. */
static void pair_by_words(struct comparison *c, struct pages *old, struct pages *new)
{
	uint32_t from[LIKE_WORDED], to[LIKE_WORDED];
	struct worded gone[LIKE_WORDED], come[LIKE_WORDED];
	uint32_t gone_count = gather_lone(old, from), come_count = gone_count ? gather_lone(new, to) : 0;

	if (!come_count)
		return;
	find_section_words(gone, c, old, from, gone_count);
	find_section_words(come, c, new, to, come_count);
	double *alike = ARENA_ARRAY(c->arena, double, gone_count *come_count + 1);

	for (uint32_t i = 0; i < gone_count; i++)
		for (uint32_t j = 0; j < come_count; j++)
			alike[i * come_count + j] =
			    likeness(gone[i].text, come[j].text, titles_agree(gone[i].title, come[j].title));
	for (;;) {
		uint32_t best = NONE;
		for (uint32_t k = 0; k < gone_count * come_count; k++)
			if (alike[k] >= 0.6 && (best == NONE || alike[k] > alike[best]) &&
			    old->parts[from[k / come_count]].partner == NONE &&
			    new->parts[to[k % come_count]].partner == NONE)
				best = k;
		if (best == NONE)
			return;
		join(old, from[best / come_count], new, to[best % come_count]);
	}
}

/* --- units ----------------------------------------------------------------------------------------------- */

struct leftovers { /* the units of both sections, and numbers of those that have no equal */
	struct unit *a, *b;
	LIST_OF(uint32_t) old, new;
};

/* Those that are not told by findings of their own; numbers: where each stands. */
static struct hashes untold(struct arena *arena, const struct unit *units, uint32_t count, uint32_t *numbers)
{
	uint64_t *hashes = arena_take(arena, count * sizeof *hashes);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++)
		if (!units[i].told) {
			numbers[kept] = i;
			hashes[kept++] = units[i].hash;
		}
	return (struct hashes){ hashes, kept };
}

static void find_leftovers(struct leftovers *out, struct arena *arena, uint32_t old_count, uint32_t new_count)
{
	uint32_t *olds = arena_take(arena, old_count * sizeof *olds),
	         *news = arena_take(arena, new_count * sizeof *news);
	struct hashes old = untold(arena, out->a, old_count, olds), new = untold(arena, out->b, new_count, news);
	bool *old_paired = arena_take(arena, old.count), *new_paired = arena_take(arena, new.count);

	pair_equals(old, new, old_paired, new_paired);
	for (uint32_t x = 0; x < old.count; x++)
		if (!old_paired[x])
			LIST_PUSH(arena, &out->old, olds[x]);
	for (uint32_t y = new.count; y-- > 0;)
		if (!new_paired[y])
			LIST_PUSH(arena, &out->new, news[y]);
}

static str n1_of(struct comparison *c, struct unit *unit)
{
	if (!unit->n1.size)
		unit->n1 = text_n1(c->arena, unit->text);
	return unit->n1;
}

static void find_words(struct comparison *c, struct unit *unit)
{
	if (unit->worded)
		return;
	unit->worded = true;
	unit->words = text_n2(c->arena, n1_of(c, unit));
}

static struct sketch sketch_of(struct comparison *c, struct unit *unit)
{
	if (!unit->sketched)
		unit->sketch = text_sketch(n1_of(c, unit));
	unit->sketched = true;
	return unit->sketch;
}

/* Leaves of two texts what stands between the words that both begin and end with. */
static void drop_equal_ends(str *a, str *b)
{
	size_t least = a->size < b->size ? a->size : b->size, head = 0, tail = 0;

	while (head < least && a->at[head] == b->at[head])
		head++;
	while (head && a->at[head - 1] != ' ')
		head--;
	while (tail < least - head && a->at[a->size - 1 - tail] == b->at[b->size - 1 - tail])
		tail++;
	while (tail && a->at[a->size - tail] != ' ')
		tail--;
	*a = str_sub(*a, head, a->size - tail);
	*b = str_sub(*b, head, b->size - tail);
}

/* The same but for case, punctuation, stop words, inflection, or a typo. */
static bool says_the_same(struct comparison *c, struct unit *a, struct unit *b)
{
	size_t shorter = a->text.size < b->text.size ? a->text.size : b->text.size;
	size_t longer = a->text.size < b->text.size ? b->text.size : a->text.size;

	if (longer > shorter * 3 / 2 + 20)
		return false;
	str old = n1_of(c, a), new = n1_of(c, b);
	if (str_eq(old, new) && old.size)
		return true;
	drop_equal_ends(&old, &new);
	bool alike = (old.size + new.size) * 2 < a->n1.size + b->n1.size; /* most of it is equal: only the rest tells */
	struct sketch was = alike ? text_sketch(old) : sketch_of(c, a), is = alike ? text_sketch(new) : sketch_of(c, b);
	bool may_be = was.count == is.count && was.letters == is.letters && sketch_of(c, a).count;
	if (may_be && words_equal(text_n2(c->arena, old), text_n2(c->arena, new)))
		return true;
	return was.count + 2 >= is.count && is.count + 2 >= was.count && is_typo(c->arena, a->text, b->text);
}

/* Takes out pairs of units that say the same in other letters; true if something is left. */
static bool drop_cosmetic(struct comparison *c, struct leftovers *left)
{
	bool rest = false;

	if ((uint64_t)left->old.count * left->new.count > 40000)
		return true;
	for (uint32_t x = 0; x < left->old.count; x++) {
		struct unit *a = &left->a[left->old.items[x]];
		for (uint32_t y = 0; y < left->new.count && !a->taken; y++) {
			struct unit *b = &left->b[left->new.items[y]];
			if (!b->taken && !a->code && !b->code && says_the_same(c, a, b)) {
				a->taken = b->taken = true;
				c->out->cosmetic++;
			}
		}
		rest = rest || !a->taken;
	}
	for (uint32_t y = 0; y < left->new.count; y++)
		rest = rest || !left->b[left->new.items[y]].taken;
	return rest;
}

static str section_words(struct comparison *c, const struct pages *pages, uint32_t part)
{
	str title = heading_text(pages, part);

	return title.size ? ARENA_JOIN(c->arena, STR("'"), title, STR("'")) : STR("the beginning of the page");
}

static struct difference *about_section(struct comparison *c, enum rule_id rule, uint32_t pair, enum side side,
    const struct pages *pages, uint32_t part, struct place place)
{
	struct difference *d = difference_add(c, rule, pair, side, place);
	const struct section *heading = heading_of(pages, part);

	d->kind = "section";
	d->field = "text";
	d->name = heading_text(pages, part);
	d->id = image_text(pages->view->image, heading->anchor);
	d->section = d->id;
	d->section_is_known = heading->level > 1;
	return d;
}

static bool same_units(const struct pages *old, const struct part *a, const struct pages *new, const struct part *b)
{
	bool same = a->count == b->count;

	for (uint32_t x = 0; x < a->count && same; x++)
		same = old->sources.items[a->first + x].hash == new->sources.items[b->first + x].hash;
	return same;
}

struct spoken {
	LIST_OF(struct said_unit) list;
};

static void take_spoken(struct spoken *out, struct arena *arena, const struct unit *unit)
{
	if (unit->spoken && !unit->taken)
		LIST_PUSH(arena, &out->list, ((struct said_unit){ unit->text, unit->place, unit->item }));
}

/* The sentences of what is left of a section; true: they say all that is to be said. */
static bool hear_section(struct comparison *c, uint32_t pair, const struct leftovers *left, team_id renamed[2])
{
	struct spoken spoken[2] = { 0 };
	struct speech *speech = c->speech;

	for (uint32_t x = 0; x < left->old.count; x++)
		take_spoken(&spoken[BEFORE], c->arena, &left->a[left->old.items[x]]);
	for (uint32_t y = left->new.count; y-- > 0;)
		take_spoken(&spoken[AFTER], c->arena, &left->b[left->new.items[y]]);
	const struct said_unit *units[2] = { spoken[BEFORE].list.items, spoken[AFTER].list.items };
	const uint32_t counts[2] = { spoken[BEFORE].list.count, spoken[AFTER].list.count };
	return compare_sentences(c, pair, speech, units, counts, renamed) > 0;
}

static void compare_section(struct comparison *c, uint32_t pair, struct pages *old, uint32_t i, struct pages *new,
    uint32_t j, unsigned *changed)
{
	str was = heading_text(old, i), is = heading_text(new, j);

	if (str_eq(was, is) && same_units(old, &old->parts[i], new, &new->parts[j]))
		return;
	struct leftovers left = { .a = units_of(c, old, &old->parts[i]), .b = units_of(c, new, &new->parts[j]) };
	find_leftovers(&left, c->arena, old->parts[i].count, new->parts[j].count);
	bool text = (left.old.count || left.new.count) && drop_cosmetic(c, &left);
	bool renamed = !str_eq(was, is) && !is_cosmetic_wording(c, was, is);
	if (!str_eq(was, is) && !renamed)
		c->out->cosmetic++;
	if (!text && !renamed)
		return;
	team_id names[2] = { 0, 0 };
	bool said = text && hear_section(c, pair, &left, names);
	if (said && !renamed) {
		++*changed;
		return;
	}
	const struct unit *first_new = left.new.count ? &left.b[left.new.items[left.new.count - 1]] : NULL;
	bool code = first_new && first_new->code;
	for (uint32_t y = 0; y < left.new.count; y++) {
		const struct unit *unit = &left.b[left.new.items[y]];
		code = code && (unit->code || unit->taken);
	}
	for (uint32_t x = 0; x < left.old.count; x++)
		code = code && (left.a[left.old.items[x]].code || left.a[left.old.items[x]].taken);
	++*changed;
	struct place place = first_new ? first_new->place : (struct place){ new->parts[j].section, 0 };
	struct difference *d =
	    about_section(c, code && !renamed ? RULE_CODE_CHANGED : RULE_SECTION_CHANGED, pair, AFTER, new, j, place);
	d->asks_referrers = code && !renamed;
	str name = section_words(c, new, j);
	if (code && !renamed)
		d->message = ARENA_JOIN(c->arena, STR("A code block in "), name, STR(" changed"));
	else if (renamed && !text)
		d->message =
		    ARENA_JOIN(c->arena, STR("The section "), section_words(c, old, i), STR(" is now called "), name);
	else
		d->message = ARENA_JOIN(c->arena, STR("The text of "), name, STR(" changed"));
	if (renamed) {
		d->old = was;
		d->now = is;
		return;
	}
	d->renamed[BEFORE] = names[BEFORE];
	d->renamed[AFTER] = names[AFTER];
}

static bool is_there(const struct map *others, uint64_t letters)
{
	return letters && map_find(others, letters);
}

/* 70 % of a section, with what it contains, stands somewhere on the other side of the commit, as text or as headings.
 */
static bool lives_elsewhere(struct comparison *c, struct pages *pages, uint32_t part, const struct map *others)
{
	uint32_t found = 0, all = 0;
	uint8_t level = heading_of(pages, part)->level;

	for (uint32_t s = part; s < pages->part_count && (s == part || (level && heading_of(pages, s)->level > level));
	     s++) {
		struct part *it = &pages->parts[s];
		const struct unit *units = units_of(c, pages, it);
		if (s != part) {
			all++;
			found += is_there(others, hash_of_letters(heading_text(pages, s)));
		}
		all += it->count;
		for (uint32_t x = 0; x < it->count; x++) {
			const struct unit *unit = &units[x];
			found += unit->contract == NONE
			    ? is_there(others, unit->letters)
			    : contract_lives_on(c, pages->pair, pages->side, unit->contract);
		}
	}
	return all && found * 10 >= all * 7;
}

static void add_letters(struct map *out, uint64_t letters)
{
	if (letters)
		*map_add(out, letters) = 1;
}

/* All that stands on the other side of the commit. */
static const struct map *texts_opposite(struct comparison *c, enum side side)
{
	enum side other = side == BEFORE ? AFTER : BEFORE;
	struct map *out = &c->texts[other];
	uint32_t count = 0;

	for (uint32_t p = 0; !c->has_texts[other] && p < c->pair_count; p++) {
		const struct view *view = c->pairs[p].view[other];
		count += view ? view->image->prose.count + view->image->sections.count : 0;
	}
	if (count)
		map_reserve(out, count);
	for (uint32_t p = 0; !c->has_texts[other] && p < c->pair_count; p++) {
		const struct view *view = c->pairs[p].view[other];
		for (uint32_t i = 0; view && i < view->image->prose.count; i++)
			add_letters(out, image_prose(view->image)[i].letters);
		for (uint32_t i = 0; view && i < view->image->sections.count; i++)
			add_letters(
			    out, hash_of_letters(image_text(view->image, image_sections(view->image)[i].title)));
	}
	c->has_texts[other] = true;
	return out;
}

/* How much of a page's text stands on the other side of the commit: 0 to 1. */
double share_elsewhere(struct comparison *c, uint32_t pair, enum side side)
{
	const struct image *image = c->pairs[pair].view[side]->image;
	const struct map *others = texts_opposite(c, side);
	uint32_t found = 0, all = 0;

	for (uint32_t i = 0; i < image->prose.count; i++) {
		str text = image_text(image, image_prose(image)[i].text);
		all += text.size > 0;
		found += text.size && is_there(others, image_prose(image)[i].letters);
	}
	return all ? (double)found / all : 0;
}

static void hear_lone_section(struct comparison *c, enum side side, struct pages *pages, uint32_t part)
{
	struct part *it = &pages->parts[part];
	const struct unit *units = units_of(c, pages, it);
	struct spoken spoken = { 0 };

	for (uint32_t x = 0; x < it->count; x++)
		take_spoken(&spoken, c->arena, &units[x]);
	hear_sentences(c, c->speech, side, spoken.list.items, spoken.list.count);
}

/* A section that holds nothing but what findings of its own tell, such as the rows of a table of promises. */
static bool is_all_told(struct comparison *c, struct pages *pages, struct part *part)
{
	const struct unit *units = units_of(c, pages, part);
	bool told = false;

	for (uint32_t x = 0; x < part->count; x++) {
		if (!units[x].told && !units[x].header)
			return false;
		told = told || units[x].told;
	}
	return told;
}

static void say_lone_sections(
    struct comparison *c, uint32_t pair, enum side side, struct pages *pages, unsigned *changed)
{
	for (uint32_t i = 0; i < pages->part_count; i++) {
		if (pages->parts[i].partner != NONE || (!pages->parts[i].count && !heading_text(pages, i).size))
			continue;
		bool told = is_all_told(c, pages, &pages->parts[i]);
		if (told || lives_elsewhere(c, pages, i, texts_opposite(c, side))) {
			if (!told)
				hear_lone_section(c, side, pages, i); /* not all of it need be as it was */
			c->out->cosmetic++;
			continue;
		}
		if (heading_of(pages, i)->level && !heading_text(pages, i).size) {
			c->out->cosmetic++; /* a mark of a heading without any words: no section that one could speak of
			                     */
			continue;
		}
		++*changed;
		hear_lone_section(c, side, pages, i);
		struct difference *d = about_section(c, side == BEFORE ? RULE_SECTION_REMOVED : RULE_SECTION_ADDED,
		    pair, side, pages, i, (struct place){ pages->parts[i].section, 0 });
		d->field = "whole";
		str name = section_words(c, pages, i);
		d->message = side == BEFORE ? ARENA_JOIN(c->arena, STR("The section "), name,
		                                  STR(" is gone, or stands under another name and in other words"))
		                            : ARENA_JOIN(c->arena, STR("There is a new section "), name);
	}
}

enum { REWRITTEN_SECTIONS = 4 };

/* More than half of the sections of a document: one finding. */
static void fold_rewritten(struct comparison *c, uint32_t pair, const struct pages *new, uint32_t first)
{
	struct difference *list = c->out->list.items;
	uint32_t kept = first;

	for (uint32_t i = first; i < c->out->list.count; i++)
		if (list[i].rule != RULE_SECTION_CHANGED && list[i].rule != RULE_SECTION_ADDED &&
		    list[i].rule != RULE_CODE_CHANGED)
			list[kept++] = list[i];
	c->out->list.count = kept;
	struct difference *d = difference_add(c, RULE_DOCUMENT_REWRITTEN, pair, AFTER, (struct place){ 0, 0 });
	d->kind = "document";
	d->field = "text";
	d->name = image_text(new->view->image, image_containers(new->view->image)[0].title);
	d->message = STR("Most of the page was rewritten");
}

/* Of a section of which a sentence that came or went is told, nothing is left to be told as other words. */
static void drop_told_sections(struct comparison *c, uint32_t first, uint32_t told)
{
	struct difference *list = c->out->list.items;
	uint32_t kept = first;

	for (uint32_t i = first; i < c->out->list.count; i++) {
		bool drop = false;
		for (uint32_t k = told; i < told && k < c->out->list.count && !drop; k++)
			drop =
			    list[i].rule == RULE_SECTION_CHANGED && str_eq(list[i].id, list[k].id) && !list[i].old.size;
		if (!drop)
			list[kept++] = list[i];
	}
	c->out->list.count = kept;
}

void compare_prose(struct comparison *c, uint32_t pair)
{
	struct pages old, new;
	unsigned changed = 0;
	uint32_t first = c->out->list.count;

	if (!c->pairs[pair].view[BEFORE] || !c->pairs[pair].view[AFTER])
		return;
	gather(&old, c, pair, BEFORE);
	gather(&new, c, pair, AFTER);
	struct speech speech[2] = { { .view = old.view }, { .view = new.view } };
	c->speech = speech;
	pair_by_anchor(&old, &new);
	pair_by_units(&old, &new);
	pair_by_place(&old, &new);
	pair_by_words(c, &old, &new);
	for (uint32_t i = 0; i < old.part_count; i++)
		if (old.parts[i].partner != NONE)
			compare_section(c, pair, &old, i, &new, old.parts[i].partner, &changed);
	say_lone_sections(c, pair, BEFORE, &old, &changed);
	say_lone_sections(c, pair, AFTER, &new, &changed);
	bool generated = image_containers(new.view->image)[0].generated && changed;
	if (generated || (new.part_count >= REWRITTEN_SECTIONS &&changed * 2 > new.part_count))
		fold_rewritten(c, pair, &new, first);
	uint32_t before_lone = c->out->list.count;
	say_lone_sentences(c, pair, speech);
	drop_told_sections(c, first, before_lone);
	c->speech = NULL;
}
