/*
 * Promises: what they leave out, what cannot be measured in them, what two pages say of one differently, and handoffs
 * that none covers.
 *
 * One promise may be told in several places. Statements are one promise where provider, consumer, qualifier and the
 * words of *what* are equal; what one of them leaves out another may say. Where the words are only alike, they are
 * compared, if each is the other's only match, and never joined.
 */

#include "analyzer/lint/lint_inner.h"
#include "analyzer/survey/survey_inner.h"
#include "base/text.h"
#include "parsers/duration/duration.h"

#include <stdlib.h>

enum { FROM_TABLE = 5, FROM_MATRIX = 6, FROM_FIVE_WS = 7 }; /* struct contract: rule */
enum { COMPARED_MAX = 100 };                                /* statements between the same two teams */

enum w { W_PROVIDER = 1, W_CONSUMER = 2, W_WHAT = 4, W_WHERE = 8, W_WHEN = 16, W_WHY = 32 };

struct statement {
	const struct linted *document;
	const struct contract *contract;
	team_id provider, consumer;
	str provider_key, consumer_key, what, qualifier;
	struct words words;
	unsigned told;     /* enum w */
	unsigned expected; /* what its form asks for */
	uint64_t promise;  /* equal for statements that are one */
	uint32_t table;    /* rows below each other have the same number */
};

struct promising {
	struct linting *l;
	LIST_OF(struct statement) all;
	uint32_t tables;
	struct map told; /* of a promise -> what is told of it anywhere */
};

/* --- statements ------------------------------------------------------------------------------------------ */

static bool says(const struct image *image, const struct contract *contract, const char *key)
{
	return image_attr(image, contract->attrs, key).size > 0;
}

static unsigned told_in(const struct statement *s)
{
	const struct image *image = s->document->image;
	const struct contract *c = s->contract;
	unsigned told = 0;

	if (s->provider || c->provider != NONE || c->who.size)
		told |= W_PROVIDER;
	if (s->consumer || c->consumer != NONE || says(image, c, "to"))
		told |= W_CONSUMER;
	if (c->what.size)
		told |= W_WHAT;
	if (c->where.size || says(image, c, "contact") || says(image, c, "channel"))
		told |= W_WHERE;
	if (c->when.text.size || says(image, c, "when") || says(image, c, "frequency") || says(image, c, "cutoff") ||
	    says(image, c, "hours") || says(image, c, "leadtime"))
		told |= W_WHEN;
	if (c->why.size)
		told |= W_WHY;
	return told;
}

/* Contracts of a table come row by row, several from one row where it has several times. */
static bool is_row_below(const struct statement *last, const struct linted *document, const struct contract *contract)
{
	if (last->document != document || last->contract->rule != contract->rule)
		return false;
	uint32_t line = image_line(document->image, contract->place),
	         before = image_line(document->image, last->contract->place);
	return line == before || line == before + 1;
}

static void take(struct promising *p, const struct linted *document, const struct contract *contract)
{
	struct arena *arena = p->l->arena;
	const struct image *image = document->image;
	struct statement *s = LIST_ADD(arena, &p->all);

	if (p->all.count < 2 || !is_row_below(&s[-1], document, contract))
		p->tables++;
	*s = (struct statement){ .document = document, .contract = contract, .table = p->tables };
	survey_parties(document->view, contract, &s->provider, &s->consumer);
	s->provider_key = lint_team_key(p->l, s->provider);
	s->consumer_key = lint_team_key(p->l, s->consumer);
	s->what = image_text(image, contract->what);
	s->qualifier = text_n1(arena, image_text(image, contract->qualifier));
	s->words = text_n2(arena, image_text(image, contract->what_n1));
	s->told = told_in(s);
	s->promise = hash_mix(hash_mix(str_hash(s->provider_key), str_hash(s->consumer_key)),
	    hash_mix(words_hash(s->words), str_hash(s->qualifier)));
	*map_add(&p->told, s->promise | 1) |= s->told;
}

/* A form asks for all five; a table for what it has a column for, which shows where one of its rows fills it. Who
 * stands in a row may be a person, or a word that is no team: nothing is said of that. */
static void expect(struct promising *p)
{
	unsigned *told = ARENA_ARRAY(p->l->arena, unsigned, p->tables + 1);

	for (uint32_t i = 0; i < p->all.count; i++)
		told[p->all.items[i].table] |= p->all.items[i].told;
	for (uint32_t i = 0; i < p->all.count; i++) {
		struct statement *s = &p->all.items[i];
		if (s->contract->rule == FROM_FIVE_WS)
			s->expected = W_PROVIDER | W_CONSUMER | W_WHAT | W_WHERE | W_WHEN | W_WHY;
		else if (s->contract->rule == FROM_TABLE || s->contract->rule == FROM_MATRIX)
			s->expected = told[s->table] & ~(unsigned)(W_PROVIDER | W_CONSUMER);
	}
}

/* --- what is left out -------------------------------------------------------------------------------------------- */

static str missing_words(struct arena *arena, unsigned missing)
{
	static const struct {
		unsigned bit;
		const char *words;
	} all[] = { { W_PROVIDER, "who gives it" }, { W_CONSUMER, "who gets it" }, { W_WHAT, "what is given" },
		{ W_WHERE, "where" }, { W_WHEN, "when" }, { W_WHY, "why" } };
	str out = STR("");
	unsigned left = 0;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		left += (missing & all[i].bit) != 0;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (missing & all[i].bit) {
			left--;
			out = arena_printf(arena, "%.*s%s%s", STR_ARG(out),
			    !out.size  ? ""
			        : left ? ", "
			               : " or ",
			    all[i].words);
		}
	return out;
}

static str name_of(struct promising *p, const struct statement *s)
{
	struct arena *arena = p->l->arena;
	str qualifier = image_text(s->document->image, s->contract->qualifier);
	str name = s->what.size ? s->what : qualifier;

	if (s->what.size && qualifier.size)
		name = arena_printf(arena, "%.*s (%.*s)", STR_ARG(s->what), STR_ARG(qualifier));
	if (!name.size)
		name = STR("without a name");
	str shown = arena_printf(arena, "'%.*s'", STR_ARG(name));
	if (s->provider)
		shown = arena_printf(arena, "%.*s of %.*s", STR_ARG(shown), STR_ARG(lint_team_name(p->l, s->provider)));
	return s->consumer
	    ? arena_printf(arena, "%.*s to %.*s", STR_ARG(shown), STR_ARG(lint_team_name(p->l, s->consumer)))
	    : shown;
}

static struct defect *tell(struct promising *p, enum rule_id rule, const struct statement *s, const char *field)
{
	struct defect *d = lint_add(p->l, rule, s->document, image_line(s->document->image, s->contract->place));

	if (!d)
		return NULL;
	d->element.kind = "contract";
	d->element.id = image_text(s->document->image, s->contract->id);
	d->element.name = s->qualifier.size
	    ? arena_printf(p->l->arena, "%.*s (%.*s)", STR_ARG(s->what), STR_ARG(s->qualifier))
	    : s->what;
	d->element.team = s->provider_key;
	d->field = field;
	lint_concerns(p->l, d, s->provider);
	lint_concerns(p->l, d, s->consumer);
	return d;
}

static void find_incomplete(struct promising *p)
{
	struct map said = { 0 };

	for (uint32_t i = 0; i < p->all.count; i++) {
		const struct statement *s = &p->all.items[i];
		const uint32_t *told = map_find(&p->told, s->promise | 1);
		unsigned missing = s->expected & ~(told ? *told : s->told);
		if (!missing || (*map_add(&said, s->promise | 1))++)
			continue;
		struct defect *d = tell(p, RULE_CONTRACT_INCOMPLETE, s, missing & W_WHEN ? "when" : "what");
		if (!d)
			continue;
		d->detail = missing_words(p->l->arena, missing);
		d->message = arena_printf(
		    p->l->arena, "The promise %.*s does not say %.*s", STR_ARG(name_of(p, s)), STR_ARG(d->detail));
	}
	map_release(&said);
}

/* "" where it can be measured, or says no time at all. A form keeps words that are no time as an attribute. */
static str vague_words(struct promising *p, const struct statement *s)
{
	str words = image_attr(s->document->image, s->contract->attrs, "when");

	if (s->contract->when.op == WHEN_VAGUE)
		return image_text(s->document->image, s->contract->when.text);
	if (s->contract->when.op != WHEN_NONE || !words.size)
		return STR("");
	struct duration found = duration_read(p->l->arena, words);
	if (found.answer == DURATION_NONE)
		found = duration_find(p->l->arena, words);
	return found.answer == DURATION_VAGUE ? words : STR("");
}

/* "We will do our best": nobody is to be held to a time. */
static bool is_courtesy(const struct statement *s)
{
	static const char *const words[] = { "our best", "their best", "its best", "best effort", "try to", "strive" };
	str what = image_text(s->document->image, s->contract->what);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ifind(what, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

static void find_vague(struct promising *p)
{
	for (uint32_t i = 0; i < p->all.count; i++) {
		const struct statement *s = &p->all.items[i];
		str words = vague_words(p, s);
		if (!words.size || is_courtesy(s))
			continue;
		struct defect *d = tell(p, RULE_CONTRACT_VAGUE, s, "when");
		if (!d)
			continue;
		d->detail = words;
		d->message = arena_printf(p->l->arena, "The promise %.*s is due '%.*s', which cannot be measured",
		    STR_ARG(name_of(p, s)), STR_ARG(d->detail));
	}
}

/* --- two sides --------------------------------------------------------------------------------------------------- */

static int by_parties(const void *a, const void *b)
{
	const struct statement *left = a, *right = b;
	int order = str_cmp(left->provider_key, right->provider_key);

	if (!order)
		order = str_cmp(left->consumer_key, right->consumer_key);
	if (!order)
		order = str_cmp(left->document->name, right->document->name);
	if (order)
		return order;
	uint32_t line = image_line(left->document->image, left->contract->place),
	         other = image_line(right->document->image, right->contract->place);
	if (line != other)
		return line < other ? -1 : 1;
	return left->contract < right->contract ? -1 : left->contract > right->contract;
}

static bool are_alike(const struct statement *a, const struct statement *b)
{
	return a->document != b->document && str_eq(a->qualifier, b->qualifier) && a->words.count >= 2 &&
	    b->words.count >= 2 && words_dice(a->words, b->words) >= 0.75;
}

/* The only statement of the same parties in that document that is alike; NULL: none, or several. */
static const struct statement *match_of(
    const struct statement *first, uint32_t count, const struct statement *of, const struct linted *within)
{
	const struct statement *found = NULL;

	for (uint32_t i = 0; i < count; i++) {
		if (first[i].document != within || !are_alike(of, &first[i]))
			continue;
		if (found)
			return NULL;
		found = &first[i];
	}
	return found;
}

static bool has_value(const struct statement *s)
{
	return s->contract->when.op != WHEN_NONE && s->contract->when.op != WHEN_VAGUE;
}

static bool is_side_of(const struct statement *s, team_id team)
{
	const struct owners_found *owners = &s->document->view->owners;

	for (unsigned i = 0; i < owners->count; i++)
		if (owners->teams[i] == team)
			return team != 0;
	return false;
}

static str side_words(struct promising *p, const struct statement *s)
{
	team_id owner = view_owner(s->document->view);
	str when = image_text(s->document->image, s->contract->when.text);

	return owner ? arena_printf(p->l->arena, "the page of %.*s says '%.*s'", STR_ARG(lint_team_name(p->l, owner)),
	                   STR_ARG(when))
	             : arena_printf(p->l->arena, "%.*s says '%.*s'", STR_ARG(s->document->name), STR_ARG(when));
}

/* A page that neither side keeps may repeat what one of them says; where both have a page of their own, they count. */
static void tell_divergence(struct promising *p, const struct statement *a, const struct statement *b)
{
	const struct statement *first = is_side_of(b, b->provider) && !is_side_of(a, a->provider) ? b : a,
	                       *second = first == a ? b : a;
	struct defect *d = tell(p, RULE_CONTRACT_SIDES_DIVERGE, first, "when");

	if (!d)
		return;
	str mine = image_text(first->document->image, first->contract->when.text),
	    other = image_text(second->document->image, second->contract->when.text);
	d->detail = arena_printf(p->l->arena, "%.*s / %.*s", STR_ARG(mine), STR_ARG(other));
	d->message = arena_printf(p->l->arena, "Of the promise %.*s %.*s, and %.*s", STR_ARG(name_of(p, first)),
	    STR_ARG(side_words(p, first)), STR_ARG(side_words(p, second)));
	lint_place(p->l, d, second->document->name, image_line(second->document->image, second->contract->place));
	for (unsigned i = 0; i < second->document->view->owners.count; i++)
		lint_concerns(p->l, d, second->document->view->owners.teams[i]);
}

static void compare_bucket(struct promising *p, const struct statement *first, uint32_t count)
{
	if (count > COMPARED_MAX)
		count = COMPARED_MAX;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = i + 1; k < count; k++) {
			const struct statement *a = &first[i], *b = &first[k];
			if (!has_value(a) || !has_value(b) || !are_alike(a, b) ||
			    when_equal(a->contract->when, b->contract->when) ||
			    match_of(first, count, a, b->document) != b || match_of(first, count, b, a->document) != a)
				continue;
			tell_divergence(p, a, b);
		}
}

static bool same_parties(const struct statement *a, const struct statement *b)
{
	return str_eq(a->provider_key, b->provider_key) && str_eq(a->consumer_key, b->consumer_key);
}

static void find_divergence(struct promising *p)
{
	for (uint32_t i = 0, end; i < p->all.count; i = end) {
		for (end = i + 1; end < p->all.count && same_parties(&p->all.items[i], &p->all.items[end]);)
			end++;
		if (p->all.items[i].provider && end - i > 1)
			compare_bucket(p, &p->all.items[i], end - i);
	}
}

/* --- handoffs ---------------------------------------------------------------------------------------------------- */

static uint64_t pair_of(str a, str b)
{
	return hash_mix(str_hash(a), str_hash(b)) | 1;
}

static bool is_inside(const struct survey_node *team)
{
	return team->kind == SURVEY_TEAM &&
	    (str_eq(team->type, STR("internal")) || str_eq(team->type, STR("supplier")));
}

/* Once a pair of teams. A promise in either direction covers it: what is handed in is often what was promised back. */
static void tell_handoffs(struct promising *p, uint32_t first, uint32_t count)
{
	const struct survey *survey = p->l->survey;
	const struct survey_handoff *handoff = &survey->handoffs.items[first];
	const struct survey_node *from = &survey->nodes.items[handoff->from_team],
	                         *to = &survey->nodes.items[handoff->to_team];
	const struct linted *document = lint_document(p->l, handoff->path);
	struct defect *d = document ? lint_add(p->l, RULE_HANDOFF_WITHOUT_CONTRACT, document, handoff->line) : NULL;

	if (!d)
		return;
	d->element.kind = "flow";
	d->element.name = arena_printf(p->l->arena, "%.*s -> %.*s", STR_ARG(from->id), STR_ARG(to->id));
	d->element.team = from->id;
	d->message = count == 1
	    ? arena_printf(p->l->arena, "%.*s hands work to %.*s, and no promise between them is written down",
	          STR_ARG(from->name), STR_ARG(to->name))
	    : arena_printf(p->l->arena,
	          "%.*s hands work to %.*s in %u places, and no promise between them is written down",
	          STR_ARG(from->name), STR_ARG(to->name), count);
	lint_concerns(p->l, d, registry_key(&p->l->graph->registry, from->id));
	lint_concerns(p->l, d, registry_key(&p->l->graph->registry, to->id));
	for (uint32_t i = first + 1; i < first + count; i++)
		lint_place(p->l, d, survey->handoffs.items[i].path, survey->handoffs.items[i].line);
}

static void find_uncovered(struct promising *p)
{
	const struct survey *survey = p->l->survey;
	struct map covered = { 0 };
	bool written = false; /* as promises, not only as sentences in passing */

	for (uint32_t i = 0; i < p->all.count; i++) {
		const struct statement *s = &p->all.items[i];
		written = written || s->contract->kind != CONTRACT_COMMITMENT;
		/* "shall deliver within 5 days" on somebody's page is a promise to all of the company */
		if (s->contract->consumer == NONE && s->contract->step == NONE)
			*map_add(&covered, pair_of(s->provider_key, STR(""))) = 1;
		if (!s->provider || !s->consumer || s->provider == s->consumer)
			continue;
		*map_add(&covered, pair_of(s->provider_key, s->consumer_key)) = 1;
		*map_add(&covered, pair_of(s->consumer_key, s->provider_key)) = 1;
	}
	/* where nobody writes promises down, that is one decision and no list of gaps */
	for (uint32_t i = 0, end; written && i < survey->handoffs.count; i = end) {
		const struct survey_handoff *handoff = &survey->handoffs.items[i];
		const struct survey_node *from = &survey->nodes.items[handoff->from_team],
		                         *to = &survey->nodes.items[handoff->to_team];
		for (end = i + 1; end < survey->handoffs.count &&
		     survey->handoffs.items[end].from_team == handoff->from_team &&
		     survey->handoffs.items[end].to_team == handoff->to_team;)
			end++;
		if (is_inside(from) && is_inside(to) && !map_find(&covered, pair_of(from->id, to->id)) &&
		    !map_find(&covered, pair_of(from->id, STR(""))) && !map_find(&covered, pair_of(to->id, STR(""))))
			tell_handoffs(p, i, end - i);
	}
	map_release(&covered);
}

void lint_contracts(struct linting *l)
{
	struct promising p = { .l = l };

	for (uint32_t i = 0; i < l->documents.count; i++) {
		const struct linted *document = &l->documents.items[i];
		for (uint32_t c = 0; c < document->image->contracts.count && document->active; c++)
			if (document->view->claim_on[image_contracts(document->image)[c].claim])
				take(&p, document, &image_contracts(document->image)[c]);
	}
	if (p.all.count)
		qsort(p.all.items, p.all.count, sizeof *p.all.items, by_parties);
	expect(&p);
	find_incomplete(&p);
	find_vague(&p);
	find_divergence(&p);
	find_uncovered(&p);
	map_release(&p.told);
}
