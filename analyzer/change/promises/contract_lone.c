#include "analyzer/change/promises/contracts.h"

#include "analyzer/graph/contract_key.h"
#include "base/text.h"

/* Promises that stand on one side only: gone, come, said without a time, or told in words that make no contract. */

/* --- what is left of a promise as text --------------------------------------------------------------------------- */

enum { SEARCHES_MAX = 100, WORDS_FOUND = 12 };

/* The prose of the other side of the document that still says what was promised, by whom; NONE: there is none. */
static uint32_t find_in_text(struct comparison *c, const struct promise *p, enum side other)
{
	const struct view *view = c->pairs[p->pair].view[other];
	str what = promise_text(p, p->record->what), qualifier = promise_text(p, p->record->qualifier);
	str who = p->record->provider == NONE ? STR("")
	                                      : promise_text(p, image_teams(p->view->image)[p->record->provider].name);

	if (!view || what.size + qualifier.size < WORDS_FOUND || c->promises->searches++ >= SEARCHES_MAX)
		return NONE;
	for (uint32_t i = 0; i < view->image->prose.count; i++) {
		const struct prose *prose = &image_prose(view->image)[i];
		str text = image_text(view->image, prose->text);
		bool row = prose->kind == PROSE_ROW, sentence = is_sentence(p);
		if (prose->kind == PROSE_CODE || prose->kind == PROSE_HEADER ||
		    (sentence ? row : !row && p->record->rule < PROMISE_OF_FIELDS) ||
		    (prose->claim && view->claim_on[prose->claim]))
			continue;
		if (str_ifind(text, what) != STR_NONE &&
		    (sentence ? str_ifind(text, who) != STR_NONE : str_ifind(text, qualifier) != STR_NONE))
			return i;
	}
	return NONE;
}

static bool is_step_there(struct comparison *c, const struct promise *p, enum side other)
{
	const struct view *view = c->pairs[p->pair].view[other];

	for (uint32_t i = 0; view && p->words.count && i < view->image->steps.count; i++)
		if (str_hash(image_text(view->image, image_steps(view->image)[i].n1)) == p->what)
			return c->promises->searches++ < SEARCHES_MAX;
	return false;
}

/* A sentence that gives no time any more, or none that can be measured, is no contract to the reader of documents; the
 * promise is there all the same. */
static void say_time_came_or_went(
    struct comparison *c, enum side side, const struct promise *p, uint32_t prose_number, bool vague)
{
	bool gone = side == BEFORE;
	enum side other = gone ? AFTER : BEFORE;
	const struct view *view = c->pairs[p->pair].view[other];
	const struct prose *prose = &image_prose(view->image)[prose_number];
	enum rule_id rule = vague ? gone ? RULE_SLA_BECAME_VAGUE : RULE_SLA_BECAME_MEASURABLE
	    : gone                ? RULE_SLA_RELAXED
	                          : RULE_SLA_TIGHTENED;
	struct difference *d = about_promise(c, rule, side, p, "when");
	str time = promise_text(p, p->record->when.text);

	if (gone) {
		d->at_side = AFTER;
		d->line = image_line(view->image, prose->place);
	}
	*(gone ? &d->old : &d->now) = time;
	static const char *const said[2][2] = { { "has a time now:", "has a time that can be measured now:" },
		{ "has no time any more, it was", "has no time that can be measured any more, it was" } };
	d->message =
	    arena_printf(c->arena, "%.*s %s %.*s", STR_ARG(promise_words(c, p)), said[gone][vague], STR_ARG(time));
	seed_promise(c, d, side, p);
	*map_add(&c->promises->prose[other], promise_place(p->pair, prose_number)) = 1;
}

/* True: the words stand there still, and no promise came or went. */
static bool stands_as_text(struct comparison *c, enum side side, struct promise *p)
{
	enum side other = side == BEFORE ? AFTER : BEFORE;
	uint32_t found = find_in_text(c, p, other);

	if (found == NONE)
		return is_step_there(c, p, other);
	if (is_sentence(p)) /* its handoff is as old as its words */
		*map_add(&c->promises->spoken[side],
		    promise_place(p->pair, image_line(p->view->image, p->record->place))) = SENTENCE_IS_OLD;
	const struct view *view = c->pairs[p->pair].view[other];
	str text = image_text(view->image, image_prose(view->image)[found].text);
	p->unread = side == BEFORE && image_prose(view->image)[found].kind == PROSE_ROW;
	struct timed timed = timed_read(c->arena, text), own = time_of_promise(c, p);
	if (str_ifind(text, time_spoken(own.text)) != STR_NONE)
		return true; /* "withing 1 day" gives a time to people */
	if (is_sentence(p) && timed.op == WHEN_NONE && own.op != WHEN_VAGUE) {
		say_time_came_or_went(c, side, p, found, false);
		p->told = true;
	} else if (is_sentence(p) && timed.op == WHEN_VAGUE && own.op != WHEN_VAGUE) {
		say_time_came_or_went(c, side, p, found, true);
		p->told = true;
	}
	return true;
}

/* --- gone and come ------------------------------------------------------------------------------------------------ */

/* The same is promised to somebody else on both sides: a team joined, or was dropped. */
static uint64_t key_of_service(const struct promise *p)
{
	return p->words.count && p->consumer_key
	    ? promise_in_document(hash_mix(p->provider_key, promise_subject(p)), p) | 1
	    : 0;
}

static void find_services(struct comparison *c, struct map *out)
{
	const struct promise_side *before = &c->promises->side[BEFORE], *after = &c->promises->side[AFTER];

	for (uint32_t i = 0; i < before->list.count; i++) {
		const struct promise *p = &before->list.items[i];
		if (p->partner != NONE && key_of_service(p) &&
		    key_of_service(p) == key_of_service(&after->list.items[p->partner]))
			*map_add(out, key_of_service(p)) = 1;
	}
}

/* A cell of a matrix that is empty now: its row stands there still. */
static uint64_t key_of_row(const struct promise *p)
{
	bool row = p->record->rule == PROMISE_OF_LEVELS && p->record->qualifier.size;
	return row ? promise_in_document(hash_mix(promise_parties(p), p->qualifier), p) | 1 : 0;
}

/* The columns of a matrix: one that came or went as a whole is a promise, an empty cell is a time. */
static uint64_t key_of_column(const struct promise *p)
{
	return p->record->rule == PROMISE_OF_LEVELS ? promise_in_document(hash_mix(promise_parties(p), p->what), p) | 1
	                                            : 0;
}

static uint64_t key_of_cell(const struct promise *p)
{
	return promise_in_document(hash_mix(promise_parties(p), promise_subject(p)), p) | 1;
}

struct remains { /* what of matrices is there on both sides */
	struct map services, rows, columns, cells;
};

static void find_remains(struct comparison *c, struct remains *out)
{
	const struct promise_side *before = &c->promises->side[BEFORE];

	find_services(c, &out->services);
	for (uint32_t i = 0; i < before->list.count; i++) {
		const struct promise *p = &before->list.items[i];
		if (p->partner == NONE || !key_of_row(p))
			continue;
		*map_add(&out->rows, key_of_row(p)) = 1;
		*map_add(&out->columns, key_of_column(p)) = 1;
		*map_add(&out->cells, key_of_cell(p)) = 1;
	}
}

static void release_remains(struct remains *remains)
{
	map_release(&remains->services);
	map_release(&remains->rows);
	map_release(&remains->columns);
	map_release(&remains->cells);
}

/* Its row and its column are there on both sides, and the cell is empty on one. */
static bool is_empty_cell(struct comparison *c, const struct promise *p, const struct remains *remains)
{
	uint64_t row = key_of_row(p), column = key_of_column(p);

	return row && map_find(&remains->rows, row) && map_find(&remains->columns, column) &&
	    !map_find(&remains->cells, key_of_cell(p)) && time_of_promise(c, p).text.size;
}

static str group_of(struct comparison *c, const struct promise *p)
{
	return is_sentence(p) ? STR("")
	                      : arena_printf(c->arena, "%u of %.*s for %.*s", p->record->place.section,
	                            STR_ARG(team_words(c, p->provider)), STR_ARG(team_words(c, p->consumer)));
}

static void say_lone(struct comparison *c, enum side side, struct promise *p, const struct remains *remains)
{
	bool gone = side == BEFORE;
	struct difference *d;
	uint64_t service = key_of_service(p);

	if (stands_as_text(c, side, p))
		return;
	p->told = true;
	if (service && map_find(&remains->services, service)) {
		say_consumer(c, side, p);
		return;
	}
	if (is_empty_cell(c, p, remains)) {
		d = about_promise(c, gone ? RULE_SLA_RELAXED : RULE_SLA_TIGHTENED, side, p, "when");
		*(gone ? &d->old : &d->now) = promise_text(p, p->record->when.text);
		d->message = arena_printf(c->arena,
		    gone ? "%.*s has no time any more, it was %.*s" : "%.*s has a time now: %.*s",
		    STR_ARG(promise_words(c, p)), STR_ARG(promise_text(p, p->record->when.text)));
		seed_promise(c, d, side, p);
		return;
	}
	d = about_promise(c, gone ? RULE_CONTRACT_REMOVED : RULE_CONTRACT_ADDED, side, p, "whole");
	*(gone ? &d->old : &d->now) = d->name;
	d->promised = contract_key(p->view, p->number);
	d->group = group_of(c, p); /* the rows of one table that come or go together are one finding */
	if (is_sentence(p) && time_of_promise(c, p).op == WHEN_VAGUE)
		d->confidence = CONFIDENCE_LOW; /* "will do its best as soon as possible" may be a promise or none */
	const char *said = is_sentence(p) ? gone ? "is gone" : "is new"
	    : gone                        ? "is no longer promised"
	                                  : "is promised now";
	d->message = arena_printf(c->arena, "%.*s %s", STR_ARG(promise_words(c, p)), said);
	seed_promise(c, d, side, p);
}

static bool both_there(const struct comparison *c, uint32_t pair)
{
	return c->pairs[pair].view[BEFORE] && c->pairs[pair].view[AFTER];
}

void compare_lone_contracts(struct comparison *c)
{
	struct remains remains = { .services = { 0 } };

	find_remains(c, &remains);
	for (int side = BEFORE; side <= AFTER; side++) {
		struct promise_side *list = &c->promises->side[side];
		for (uint32_t i = 0; i < list->list.count; i++) {
			struct promise *p = &list->list.items[i];
			if (p->partner == NONE && both_there(c, p->pair) &&
			    !promise_step_is_gone(c, (enum side)side, p))
				say_lone(c, (enum side)side, p, &remains);
			else if (p->partner == NONE)
				p->told = true;
		}
	}
	release_remains(&remains);
}
