#include "analyzer/change/promises/contracts.h"

#include "analyzer/change/promises/parts.h"
#include "base/text.h"

enum { SEEDS_MAX = 200 };

/* --- gathering ---------------------------------------------------------------------------------------------- */

uint64_t promise_place(uint32_t pair, uint32_t number)
{
	return ((uint64_t)(pair + 1) << 32) | number;
}

/* A time on a step or an arrow is compared with that step or arrow. */
static bool stands_for_itself(const struct contract *contract)
{
	return contract->rule && contract->rule != PROMISE_OF_STEP;
}

bool is_sentence(const struct promise *p)
{
	return p->record->rule >= PROMISE_OF_SENTENCE;
}

/* A name that nobody knows as a team is told from others by its words. */
static uint64_t party_key(const struct view *view, uint32_t team)
{
	if (team == NONE)
		return 0;
	team_id known = view->team[team];
	return known ? known
	             : str_hash(image_text(view->image, image_teams(view->image)[team].key)) | (uint64_t)1 << 63;
}

/* The heading above a matrix is read as its team: "SLA of customers with own servers" is none. */
static bool is_heading_without_team(const struct view *view, const struct contract *record)
{
	return record->rule == PROMISE_OF_LEVELS && record->provider != NONE && !view->team[record->provider];
}

static uint64_t n1_hash(struct arena *arena, str text)
{
	return str_hash(text_n1(arena, text));
}

static uint64_t column_key(uint32_t pair, str key)
{
	return hash_mix(str_hash(key), pair + 1u) | 1;
}

bool promise_column(const struct comparison *c, const struct promise *p, enum side side, const char *key)
{
	return map_find(&c->promises->columns[side], column_key(p->pair, str_of(key))) != NULL;
}

static void add_promise(struct comparison *c, uint32_t pair, enum side side, uint32_t number)
{
	const struct view *view = c->pairs[pair].view[side];
	const struct contract *record = &image_contracts(view->image)[number];
	struct promise_side *to = &c->promises->side[side];
	struct promise *p = LIST_ADD(c->arena, &to->list);
	team_id owner = view_owner(view);

	*p = (struct promise){ .view = view, .record = record, .pair = pair, .number = number, .partner = NONE };
	p->provider_key = is_heading_without_team(view, record) ? 0 : party_key(view, record->provider);
	p->consumer_key = party_key(view, record->consumer);
	p->provider = p->provider_key ? view->team[record->provider] : owner;
	p->guessed = !p->provider_key && (!owner || view->owners.inferred);
	if (record->consumer != NONE)
		p->consumer = view->team[record->consumer];
	else if (p->provider != owner &&
	    !view->owners.inferred) /* who keeps the page of somebody else's promise relies on it */
		p->consumer = owner;
	p->what = str_hash(image_text(view->image, record->what_n1));
	p->qualifier = n1_hash(c->arena, image_text(view->image, record->qualifier));
	p->words = text_n2(c->arena, image_text(view->image, record->what_n1));
	to->at[pair][number] = to->list.count;
	for (uint32_t i = 0; i < record->attrs.count; i++)
		*map_add(&c->promises->columns[side],
		    column_key(pair, promise_text(p, image_attrs(view->image)[record->attrs.first + i].key))) = 1;
	if (is_sentence(p))
		*map_add(&c->promises->spoken[side], promise_place(pair, image_line(view->image, record->place))) =
		    SENTENCE_IS_OLD;
}

static bool is_on_arrow(const struct image *image, const struct contract *contract)
{
	str format = image_text(image, image_containers(image)[contract->container].format);
	return !contract->rule && str_eq(format, STR("mermaid"));
}

static void gather(struct comparison *c, uint32_t pair, enum side side)
{
	const struct view *view = c->pairs[pair].view[side];
	uint32_t count = view ? view->image->contracts.count : 0;

	if (!count)
		return;
	c->promises->side[side].at[pair] = ARENA_ARRAY(c->arena, uint32_t, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct contract *contract = &image_contracts(view->image)[i];
		if (!view->claim_on[contract->claim])
			continue;
		if (stands_for_itself(contract))
			add_promise(c, pair, side, i);
		else if (contract->rule == PROMISE_OF_STEP && contract->step != NONE)
			*map_add(&c->promises->rows[side], promise_place(pair, contract->step)) = i + 1;
		else if (is_on_arrow(view->image, contract))
			*map_add(&c->promises->arrows[side],
			    promise_place(pair, image_line(view->image, contract->place))) = i + 1;
	}
}

/* --- pairing by keys ------------------------------------------------------------------------------------------ */

typedef uint64_t (*promise_key)(struct comparison *c, const struct promise *p);

uint64_t promise_in_document(uint64_t key, const struct promise *p)
{
	return hash_mix(key, p->pair + 1u);
}

uint64_t promise_parties(const struct promise *p)
{
	return hash_mix(p->provider_key, p->consumer_key);
}

uint64_t promise_subject(const struct promise *p)
{
	return hash_mix(p->what, p->qualifier);
}

static uint64_t identity(struct comparison *c, const struct promise *p)
{
	(void)c;
	return hash_mix(hash_mix(promise_parties(p), promise_subject(p)), p->record->kind);
}

static uint64_t identity_here(struct comparison *c, const struct promise *p)
{
	return promise_in_document(identity(c, p), p);
}

/* Of several matrices of one page each keeps its own rows. */
static uint64_t identity_in_section(struct comparison *c, const struct promise *p)
{
	const struct image *image = p->view->image;
	uint32_t section = p->record->place.section;

	if (section >= image->sections.count)
		return 0;
	return hash_mix(identity_here(c, p), str_hash(image_text(image, image_sections(image)[section].title)));
}

static uint64_t identity_of_any_kind(struct comparison *c, const struct promise *p)
{
	(void)c;
	return hash_mix(promise_parties(p), promise_subject(p)) | 1;
}

static uint64_t content(struct comparison *c, const struct promise *p)
{
	const struct contract *record = p->record;
	uint64_t hash = hash_mix(identity(c, p), n1_hash(c->arena, promise_text(p, record->when.text)));

	hash = hash_mix(hash, n1_hash(c->arena, promise_text(p, record->where)));
	hash = hash_mix(hash, n1_hash(c->arena, promise_text(p, record->why)));
	for (uint32_t i = 0; i < record->attrs.count; i++) {
		const struct attr *attr = &image_attrs(p->view->image)[record->attrs.first + i];
		hash = hash_mix(hash, n1_hash(c->arena, promise_text(p, attr->key)));
		hash = hash_mix(hash, n1_hash(c->arena, promise_text(p, attr->value)));
	}
	return hash;
}

static uint64_t content_here(struct comparison *c, const struct promise *p)
{
	return promise_in_document(content(c, p), p);
}

/* Case, marks, order and endings of words do not count. */
static uint64_t subject_in_other_letters(struct comparison *c, const struct promise *p)
{
	(void)c;
	if (!p->words.count)
		return 0;
	return promise_in_document(hash_mix(hash_mix(promise_parties(p), words_hash(p->words)), p->qualifier), p);
}

/* Of front matter there is one of each kind. */
static uint64_t subject_with_provider(struct comparison *c, const struct promise *p)
{
	(void)c;
	if (!p->words.count && p->record->rule != PROMISE_OF_FRONT_MATTER)
		return 0;
	return promise_in_document(hash_mix(hash_mix(p->provider_key, 1), promise_subject(p)), p);
}

static uint64_t subject_with_consumer(struct comparison *c, const struct promise *p)
{
	(void)c;
	if (!p->words.count && p->record->rule != PROMISE_OF_FRONT_MATTER)
		return 0;
	return promise_in_document(hash_mix(hash_mix(2, p->consumer_key), promise_subject(p)), p);
}

static void join(struct comparison *c, uint32_t old, uint32_t new)
{
	c->promises->side[BEFORE].list.items[old].partner = new;
	c->promises->side[AFTER].list.items[new].partner = old;
}

/* What has equal keys pairs in the order in which it stands. */
static void pair_by_key(struct comparison *c, promise_key key)
{
	struct promise_side *before = &c->promises->side[BEFORE], *after = &c->promises->side[AFTER];
	uint32_t *next = ARENA_ARRAY(c->arena, uint32_t, after->list.count + 1);
	struct map heads = { 0 };

	for (uint32_t j = after->list.count; j-- > 0;) {
		uint64_t of = after->list.items[j].partner == NONE ? key(c, &after->list.items[j]) : 0;
		if (!of)
			continue;
		uint32_t *head = map_add(&heads, of);
		next[j] = *head;
		*head = j + 1;
	}
	for (uint32_t i = 0; i < before->list.count; i++) {
		uint64_t of = before->list.items[i].partner == NONE ? key(c, &before->list.items[i]) : 0;
		uint32_t *head = of ? map_find(&heads, of) : NULL;
		if (!head || !*head)
			continue;
		uint32_t j = *head - 1;
		*head = next[j];
		join(c, i, j);
	}
	map_release(&heads);
}

/* --- pairing by likeness ---------------------------------------------------------------------------------------- */

enum { LIKE_CANDIDATES = 50, LIKE_CALLS = 50000 };

static bool same_time(struct comparison *c, const struct promise *a, const struct promise *b)
{
	struct timed was = time_of_promise(c, a), is = time_of_promise(c, b);
	return was.text.size && timed_compare(c->context->config, &was, &is) == TIME_SAME;
}

static bool is_list(const struct promise *p)
{
	str what = promise_text(p, p->record->what);
	return str_find_char(what, ',') != STR_NONE || str_find_char(what, ';') != STR_NONE ||
	    str_has(what, STR(" and "));
}

/* How well two promises of the same teams fit; below 0.5 they do not. */
static double likeness(struct comparison *c, const struct promise *a, const struct promise *b)
{
	str left = promise_text(a, a->record->qualifier), right = promise_text(b, b->record->qualifier);

	if (a->qualifier != b->qualifier) { /* a row of a matrix with another name */
		struct words was = text_n2(c->arena, text_n1(c->arena, left)),
		             is = text_n2(c->arena, text_n1(c->arena, right));
		bool near = left.size && right.size && (words_dice(was, is) >= 0.5 || same_time(c, a, b));
		return a->what == b->what && near ? 0.6 : 0;
	}
	double dice = a->words.count && b->words.count ? words_dice(a->words, b->words) : 0;
	bool same_clause = a->record->id.size && str_eq(promise_text(a, a->record->id), promise_text(b, b->record->id));
	if (dice < 0.5 && dice >= 0.25 && same_clause)
		return 0.5;
	if (dice < 0.5 && dice > 0 && (is_list(a) || is_list(b)) &&
	    parts_share_one(c->arena, promise_text(a, a->record->what), promise_text(b, b->record->what)))
		return 0.5;
	return dice;
}

static uint64_t parties_here(struct comparison *c, const struct promise *p)
{
	(void)c;
	return promise_in_document(promise_parties(p), p) | 1;
}

/* Sentences of one team: to whom it promises may be said in words that are not understood. */
static uint64_t provider_here(struct comparison *c, const struct promise *p)
{
	(void)c;
	return is_sentence(p) && p->provider_key ? promise_in_document(hash_mix(p->provider_key, 3), p) | 1 : 0;
}

static void pair_by_likeness(struct comparison *c, promise_key group, double least)
{
	struct promise_side *before = &c->promises->side[BEFORE], *after = &c->promises->side[AFTER];
	uint32_t *next = ARENA_ARRAY(c->arena, uint32_t, after->list.count + 1);
	struct map heads = { 0 };
	unsigned calls = 0;

	for (uint32_t j = after->list.count; j-- > 0;)
		if (after->list.items[j].partner == NONE && group(c, &after->list.items[j])) {
			uint32_t *head = map_add(&heads, group(c, &after->list.items[j]));
			next[j] = *head;
			*head = j + 1;
		}
	for (uint32_t i = 0; i < before->list.count && calls < LIKE_CALLS; i++) {
		struct promise *old = &before->list.items[i];
		uint64_t of = old->partner == NONE ? group(c, old) : 0;
		uint32_t *head = of ? map_find(&heads, of) : NULL;
		uint32_t best = NONE;
		double most = least;
		for (uint32_t at = head ? *head : 0, tried = 0; at && tried < LIKE_CANDIDATES;
		     at = next[at - 1], tried++) {
			if (after->list.items[at - 1].partner != NONE)
				continue;
			double score = likeness(c, old, &after->list.items[at - 1]);
			calls++;
			if (score > most || (best == NONE && score >= least)) {
				best = at - 1;
				most = score;
			}
		}
		if (best == NONE)
			continue;
		join(c, i, best);
		old->confidence = after->list.items[best].confidence = CONFIDENCE_MEDIUM;
	}
	map_release(&heads);
}

/* A promise that came from a step goes on where that step does. */
bool promise_step_is_gone(struct comparison *c, enum side side, const struct promise *p)
{
	for (uint32_t k = 0; p->record->step != NONE && k < c->containers.count; k++) {
		const struct container_pair *cp = &c->containers.items[k];
		if (cp->pair != p->pair || cp->container[side] != p->record->container)
			continue;
		uint32_t index = side_index(&cp->side[side], p->record->step);
		return index == NONE || cp->side[side].partner[index] == NONE;
	}
	return false;
}

void pair_contracts(struct comparison *c)
{
	static const promise_key keys[] = { content_here, content, identity_in_section, identity_here, identity,
		identity_of_any_kind, subject_in_other_letters };

	c->promises = ARENA_NEW(c->arena, struct promises);
	for (int side = BEFORE; side <= AFTER; side++)
		c->promises->side[side].at = ARENA_ARRAY(c->arena, uint32_t *, c->pair_count + 1);
	uint32_t last = NONE; /* the containers of a document stand together */
	for (uint32_t k = 0; k < c->containers.count; k++) {
		uint32_t pair = c->containers.items[k].pair;
		for (int side = BEFORE; pair != last && side <= AFTER; side++)
			gather(c, pair, (enum side)side);
		last = pair;
	}
	if (!c->promises->side[BEFORE].list.count && !c->promises->side[AFTER].list.count)
		return;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		pair_by_key(c, keys[i]);
	pair_by_likeness(c, parties_here, 0.8);
	pair_by_likeness(c, parties_here, 0.5);
	pair_by_key(c, subject_with_provider);
	pair_by_key(c, subject_with_consumer);
	pair_by_likeness(c, provider_here, 0.6);
}

void release_contracts(struct comparison *c)
{
	for (int side = BEFORE; side <= AFTER; side++) {
		map_release(&c->promises->rows[side]);
		map_release(&c->promises->arrows[side]);
		map_release(&c->promises->spoken[side]);
		map_release(&c->promises->columns[side]);
		map_release(&c->promises->prose[side]);
	}
}

/* --- flows of promises --------------------------------------------------------------------------------------- */

static bool is_about_flow(const struct difference *d)
{
	return d->rule == RULE_HANDOFF_ADDED || d->rule == RULE_HANDOFF_REMOVED || d->rule == RULE_HANDOFF_RETARGETED ||
	    d->rule == RULE_HANDOFF_SENDER_CHANGED || d->rule == RULE_HANDOFF_CONTENT_CHANGED ||
	    d->rule == RULE_FLOW_ADDED || d->rule == RULE_FLOW_REMOVED;
}

/* "Billing shall send the file to Support within 2 days" makes a promise and a handoff: what is told of the one is not
 * told of the other. Of a new sentence the handoff is told, as it may be work that nobody agreed to. */
static void drop_flows(struct comparison *c)
{
	struct map *spoken = c->promises->spoken;
	struct map handed = { 0 };
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->out->list.count; i++) {
		const struct difference *d = &c->out->list.items[i];
		uint32_t *lone =
		    is_about_flow(d) ? map_find(&spoken[d->at_side], promise_place(d->pair, d->line)) : NULL;
		if (lone && *lone == SENTENCE_IS_NEW && d->rule == RULE_HANDOFF_ADDED)
			*map_add(&handed, promise_place(d->pair, d->line)) = 1;
	}
	for (uint32_t i = 0; i < c->out->list.count; i++) {
		const struct difference *d = &c->out->list.items[i];
		uint32_t *sentence =
		    is_about_flow(d) ? map_find(&spoken[d->at_side], promise_place(d->pair, d->line)) : NULL;
		bool told = d->rule == RULE_CONTRACT_ADDED && map_find(&handed, promise_place(d->pair, d->line));
		if (told || (sentence && *sentence != SENTENCE_IS_NEW))
			continue;
		c->out->list.items[kept++] = *d;
	}
	c->out->list.count = kept;
	map_release(&handed);
}

static void note_new_sentences(struct comparison *c)
{
	const struct promise_side *after = &c->promises->side[AFTER];

	for (uint32_t j = 0; j < after->list.count; j++) {
		const struct promise *p = &after->list.items[j];
		if (is_sentence(p) && p->partner == NONE)
			*map_add(&c->promises->spoken[AFTER],
			    promise_place(p->pair, image_line(p->view->image, p->record->place))) = SENTENCE_IS_NEW;
	}
}

/* --- all of it ------------------------------------------------------------------------------------------- */

void compare_contracts(struct comparison *c)
{
	struct promise_side *before = &c->promises->side[BEFORE], *after = &c->promises->side[AFTER];

	for (uint32_t j = 0; j < after->list.count; j++) {
		struct promise *new = &after->list.items[j];
		if (new->partner == NONE)
			continue;
		struct promise *old = &before->list.items[new->partner];
		old->told = new->told = true;
		if (content(c, old) == content(c, new))
			continue;
		compare_parties(c, old, new);
		old->told = new->told = compare_fields(c, old, new);
	}
	note_new_sentences(c);
	compare_lone_contracts(c);
	compare_unread_contracts(c);
	drop_flows(c);
}

static const struct promise *promise_at(const struct comparison *c, uint32_t pair, enum side side, uint32_t contract)
{
	const struct promise_side *list = &c->promises->side[side];
	uint32_t at = list->at[pair] ? list->at[pair][contract] : 0;

	return at ? &list->list.items[at - 1] : NULL;
}

bool contract_is_told(const struct comparison *c, uint32_t pair, enum side side, uint32_t contract)
{
	const struct promise *p = promise_at(c, pair, side, contract);
	return p && p->told;
}

bool contract_lives_on(const struct comparison *c, uint32_t pair, enum side side, uint32_t contract)
{
	const struct promise *p = promise_at(c, pair, side, contract);
	return p && p->partner != NONE;
}

bool prose_is_told(const struct comparison *c, uint32_t pair, enum side side, uint32_t prose)
{
	return map_find(&c->promises->prose[side], promise_place(pair, prose)) != NULL;
}

/* The page promises that team something as well. */
static bool is_promised(const struct promise_side *list, const struct promise *by)
{
	for (uint32_t i = 0; i < list->list.count; i++)
		if (list->list.items[i].pair == by->pair && list->list.items[i].consumer == by->provider)
			return true;
	return false;
}

void seed_contracts(struct comparison *c, struct difference *d, uint32_t pair, enum side side)
{
	struct promise_side *list = &c->promises->side[side];
	uint32_t count = list->at[pair] ? c->pairs[pair].view[side]->image->contracts.count : 0;

	for (uint32_t i = 0; i < count && d->seeds.count < SEEDS_MAX; i++) {
		const struct promise *p = list->at[pair][i] ? &list->list.items[list->at[pair][i] - 1] : NULL;
		if (!p || p->partner != NONE)
			continue;
		bool owns = !view_owner(p->view) && p->provider && !is_promised(list, p);
		if (owns && !registry_is_outside(c->context->registry, p->provider))
			difference_owner(d, p->provider);
		seed_promise(c, d, side, p);
	}
}
