#include "analyzer/change/promises/contracts.h"

/* Who is told of a promise, how it is called, and what happens where it goes to other teams. */

/* --- words ----------------------------------------------------------------------------------------------------- */

str short_text(struct comparison *c, str text)
{
	size_t end = 97;

	if (text.size <= 100)
		return text;
	while (end && (text.at[end] & 0xc0) == 0x80)
		end--;
	return arena_printf(c->arena, "%.*s...", STR_ARG(str_sub(text, 0, end)));
}

str promise_name(struct comparison *c, const struct promise *p)
{
	str what = short_text(c, promise_text(p, p->record->what)), row = promise_text(p, p->record->qualifier);

	if (!what.size)
		return row.size ? short_text(c, row) : STR("service level of the page");
	return row.size ? arena_printf(c->arena, "%.*s (%.*s)", STR_ARG(what), STR_ARG(short_text(c, row))) : what;
}

str promise_words(struct comparison *c, const struct promise *p)
{
	str name = promise_name(c, p), of = STR(""), whom = STR("");

	if (p->provider || p->provider_key)
		of = arena_printf(c->arena, " of %.*s", STR_ARG(party_words(c, p, p->record->provider, p->provider)));
	if (is_sentence(p))
		return arena_printf(c->arena, "The promise%.*s to '%.*s'", STR_ARG(of), STR_ARG(name));
	if (p->record->consumer != NONE)
		whom =
		    arena_printf(c->arena, " for %.*s", STR_ARG(party_words(c, p, p->record->consumer, p->consumer)));
	return arena_printf(c->arena, p->record->what.size ? "'%.*s'%.*s%.*s" : "The %.*s%.*s%.*s", STR_ARG(name),
	    STR_ARG(of), STR_ARG(whom));
}

/* --- parties -------------------------------------------------------------------------------------------------- */

static bool is_outside(struct comparison *c, team_id team)
{
	return registry_is_outside(c->context->registry, team);
}

static void seed_party(
    struct comparison *c, struct difference *d, enum side side, const struct promise *p, team_id team)
{
	if (!team || p->number == NONE)
		return;
	struct seed *seed = difference_seed(c, d, side, p->view->path);
	seed->party = team;
	seed->contract = p->number;
}

void seed_promise(struct comparison *c, struct difference *d, enum side side, const struct promise *p)
{
	unsigned audience = rules[d->rule].audience;

	if (is_outside(c, p->provider))
		seed_party(c, d, side, p, p->provider);
	if (p->consumer != p->provider)
		seed_party(c, d, side, p, p->consumer);
	if (p->record->step == NONE)
		return;
	for (int upstream = 0; upstream < 2; upstream++)
		if (audience & (upstream ? AUDIENCE_UPSTREAM : AUDIENCE_DOWNSTREAM_1)) {
			struct seed *seed = difference_seed(c, d, side, p->view->path);
			seed->from = p->record->step;
			seed->team = p->provider;
			seed->upstream = upstream;
			seed->of_promise = true;
		}
}

struct difference *about_promise(
    struct comparison *c, enum rule_id rule, enum side side, const struct promise *p, const char *field)
{
	struct difference *d = difference_add(c, rule, p->pair, side, p->record->place);

	d->kind = "contract";
	d->field = field;
	d->confidence = p->confidence;
	d->id = promise_text(p, p->record->id);
	d->name = promise_name(c, p);
	d->team = p->provider;
	d->other = p->consumer;
	d->open_ended = !p->consumer;
	if (p->provider && !is_outside(c, p->provider)) {
		difference_owner(d, p->provider);
		d->performer = p->provider;
	}
	return d;
}

str party_words(struct comparison *c, const struct promise *p, uint32_t record, team_id team)
{
	if (team)
		return team_words(c, team);
	return record == NONE ? STR("nobody") : promise_text(p, image_teams(p->view->image)[record].name);
}

static void say_provider(struct comparison *c, const struct promise *old, const struct promise *new)
{
	struct difference *d = about_promise(c, RULE_CONTRACT_PROVIDER_CHANGED, AFTER, new, "provider");

	d->owner_count = 0;
	d->performer = d->performer_before = 0;
	if (old->provider && !is_outside(c, old->provider)) {
		difference_owner(d, old->provider);
		d->performer_before = old->provider;
	}
	if (new->provider && !is_outside(c, new->provider)) {
		difference_owner(d, new->provider);
		d->performer = new->provider;
	}
	d->move = true;
	d->old = party_words(c, old, old->record->provider, old->provider);
	d->now = party_words(c, new, new->record->provider, new->provider);
	str whom = new->consumer &&new->record->consumer != NONE
	    ? arena_printf(c->arena, " for %.*s", STR_ARG(team_words(c, new->consumer)))
	    : STR("");
	d->group = arena_printf(c->arena, "provider %.*s > %.*s", STR_ARG(d->old), STR_ARG(d->now));
	d->message = arena_printf(c->arena, "'%.*s'%.*s comes from %.*s now, no longer from %.*s", STR_ARG(d->name),
	    STR_ARG(whom), STR_ARG(d->now), STR_ARG(d->old));
	seed_promise(c, d, BEFORE, old);
	seed_promise(c, d, AFTER, new);
}

void say_consumer(struct comparison *c, enum side side, const struct promise *p)
{
	bool gone = side == BEFORE;
	struct difference *d =
	    about_promise(c, gone ? RULE_CONTRACT_CONSUMER_REMOVED : RULE_CONTRACT_CONSUMER_ADDED, side, p, "consumer");
	str whom = party_words(c, p, p->record->consumer, p->consumer);

	*(gone ? &d->old : &d->now) = whom;
	str from = p->provider ? arena_printf(c->arena, " of %.*s", STR_ARG(team_words(c, p->provider))) : STR("");
	d->message = arena_printf(c->arena, gone ? "'%.*s'%.*s is no longer for %.*s" : "'%.*s'%.*s is for %.*s now",
	    STR_ARG(d->name), STR_ARG(from), STR_ARG(whom));
	seed_promise(c, d, side, p);
}

static bool other_party(uint64_t old_key, team_id old, uint64_t new_key, team_id new)
{
	if (!old_key && !new_key)
		return false; /* the owner of the page on both sides */
	return old && new ? old != new : old_key != new_key;
}

/* "Shall send Support the file" names whom it is for as well as "shall send the file to Support", though only the
 * second is understood. */
static bool still_names(const struct promise *named, const struct promise *other)
{
	if (!is_sentence(named) || !is_sentence(other) || named->record->consumer == NONE || other->consumer_key)
		return false;
	str name = promise_text(named, image_teams(named->view->image)[named->record->consumer].name);
	return str_ifind(promise_text(other, other->record->what), name) != STR_NONE;
}

void compare_parties(struct comparison *c, const struct promise *old, const struct promise *new)
{
	if (!old->guessed && !new->guessed &&
	    other_party(old->provider_key, old->provider, new->provider_key, new->provider))
		say_provider(c, old, new);
	if (!other_party(old->consumer_key, old->consumer, new->consumer_key, new->consumer) || still_names(old, new) ||
	    still_names(new, old))
		return;
	if (old->consumer_key)
		say_consumer(c, BEFORE, old);
	if (new->consumer_key)
		say_consumer(c, AFTER, new);
}
