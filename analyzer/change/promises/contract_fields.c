#include "analyzer/change/promises/contract_fields.h"

#include "analyzer/change/promises/dates.h"
#include "analyzer/change/promises/parts.h"
#include "base/text.h"

#include <string.h>

/* What differs between two revisions of one promise. What is promised gets weaker or stronger, what the other side has
 * to do heavier or lighter; each has its rule. */

struct difference *say_field(struct both *b, enum rule_id rule, const char *field, str old, str now)
{
	struct difference *d = about_promise(b->c, rule, AFTER, b->new, field);

	d->old = old;
	d->now = now;
	if (b->old->provider && d->performer)
		d->performer = b->old->provider;
	seed_promise(b->c, d, BEFORE, b->old);
	seed_promise(b->c, d, AFTER, b->new);
	return d;
}

/* The same change in several rows of a page is one, but for times, shares and limits: there each row counts. */
void group_alike(struct both *b, struct difference *d)
{
	if (d->rule == RULE_SLA_RATE_LOWERED || d->rule == RULE_SLA_RATE_RAISED || d->rule == RULE_THRESHOLD_CHANGED)
		return;
	d->group = arena_printf(b->c->arena, "%s of %.*s: %.*s > %.*s", d->field,
	    STR_ARG(team_words(b->c, b->new->provider)), STR_ARG(d->old), STR_ARG(d->now));
}

/* "'Response time (P1)' of Support holds for fewer cases: 99% became 95%". */
void say_values(struct both *b, enum rule_id rule, const char *field, const char *words, str old, str now)
{
	struct difference *d = say_field(b, rule, field, old, now);

	group_alike(b, d);
	d->message = arena_printf(b->c->arena, "%.*s %s: %.*s became %.*s", STR_ARG(promise_words(b->c, b->new)), words,
	    STR_ARG(short_text(b->c, old)), STR_ARG(short_text(b->c, now)));
}

void say_texts(struct both *b, enum rule_id rule, const char *field, const char *words, str old, str now)
{
	say_values(b, rule, field, words, old, now);
	struct difference *d = &b->c->out->list.items[b->c->out->list.count - 1];
	d->message = arena_printf(b->c->arena, "%.*s %s: '%.*s' became '%.*s'", STR_ARG(promise_words(b->c, b->new)),
	    words, STR_ARG(short_text(b->c, old)), STR_ARG(short_text(b->c, now)));
}

void say_one(struct both *b, enum rule_id rule, const char *field, const char *words, str old, str now)
{
	struct difference *d = say_field(b, rule, field, old, now);

	group_alike(b, d);
	d->message = arena_printf(b->c->arena, "%.*s %s '%.*s'", STR_ARG(promise_words(b->c, b->new)), words,
	    STR_ARG(short_text(b->c, now.size ? now : old)));
}

/* In a mailbox, a #channel or a path every letter counts. */
static bool is_address(str text)
{
	return str_find_char(text, '@') != STR_NONE || str_find_char(text, '#') != STR_NONE ||
	    str_find_char(text, '/') != STR_NONE || str_find_char(text, '_') != STR_NONE;
}

/* The same but for letters; counted. */
bool is_cosmetic_field(struct both *b, str old, str now)
{
	if (str_eq(old, now))
		return true;
	if (!old.size || !now.size)
		return false;
	bool address = is_address(old) || is_address(now);
	if (address ? !str_eq(text_n1(b->c->arena, old), text_n1(b->c->arena, now))
	            : !is_cosmetic_wording(b->c, old, now))
		return false;
	b->c->out->cosmetic++;
	return true;
}

/* A column that the table did not have, or has no more: what stood there before nobody knows. */
bool is_other_column(struct both *b, const char *key)
{
	bool table = b->old->record->rule < PROMISE_OF_FIELDS && b->new->record->rule < PROMISE_OF_FIELDS;
	bool was = promise_attr(b->old, key).size > 0, is = promise_attr(b->new, key).size > 0;

	if (!table || was == is)
		return false;
	bool there = promise_column(b->c, was ? b->new : b->old, was ? AFTER : BEFORE, key);
	b->untold = b->untold || !there;
	return !there;
}

bool has_one_of(str n1, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(n1, str_of(words[i])))
			return true;
	return false;
}

/* --- lists of things ---------------------------------------------------------------------------------------------- */

struct part_rules { /* of each change of a part: NONE is told as text */
	const char *field;
	struct {
		enum rule_id rule;
		const char *words;
	} of[PART_REPLACED + 1];
};

static const struct part_rules outputs = { "output",
	{ [PART_REMOVED] = { RULE_OUTPUT_REMOVED, "no longer includes" },
	    [PART_ADDED] = { RULE_OUTPUT_ADDED, "now includes" },
	    [PART_FORMAT] = { RULE_OUTPUT_FORMAT_CHANGED, "comes in another form" },
	    [PART_REWORDED] = { RULE_OUTPUT_REWORDED, "is described in other words" },
	    [PART_REPLACED] = { RULE_OUTPUT_REWORDED, "is described in other words" } } };

static const struct part_rules inputs = { "input",
	{ [PART_REMOVED] = { RULE_INPUT_REQUIRED_REMOVED, "no longer needs" },
	    [PART_ADDED] = { RULE_INPUT_REQUIRED_ADDED, "now needs" } } };

static const struct part_rules channels = { "where",
	{ [PART_REMOVED] = { RULE_CHANNEL_REMOVED, "no longer goes through" },
	    [PART_ADDED] = { RULE_CHANNEL_ADDED, "now also goes through" },
	    [PART_FORMAT] = { RULE_CHANNEL_CHANGED, "goes through another place" },
	    [PART_REWORDED] = { RULE_CHANNEL_CHANGED, "goes through another place" },
	    [PART_REPLACED] = { RULE_CHANNEL_CHANGED, "goes through another place" } } };

static void say_part(struct both *b, const struct part_rules *rows, const struct part *part)
{
	enum rule_id rule = rows->of[part->change].rule;

	if (rule == RULE_NONE &&
	    part->change == PART_REPLACED) { /* one thing for another: the old one, and the new one */
		say_part(b, rows, &(struct part){ PART_REMOVED, part->old, STR("") });
		say_part(b, rows, &(struct part){ PART_ADDED, STR(""), part->now });
	} else if (rule == RULE_NONE)
		b->untold = true;
	else if (part->old.size && part->now.size)
		say_texts(b, rule, rows->field, rows->of[part->change].words, part->old, part->now);
	else
		say_one(b, rule, rows->field, rows->of[part->change].words, part->old, part->now);
}

static void compare_list(struct both *b, const struct part_rules *rows, str was, str is)
{
	struct parts parts;

	if (is_cosmetic_field(b, was, is))
		return;
	parts_compare(&parts, b->c->arena, was, is);
	b->c->out->cosmetic += !parts.count;
	for (unsigned i = 0; i < parts.count; i++)
		say_part(b, rows, &parts.items[i]);
}

static void compare_what(struct both *b)
{
	str row_was = promise_text(b->old, b->old->record->qualifier),
	    row_is = promise_text(b->new, b->new->record->qualifier);
	struct part_rules of_what = outputs;
	struct difference *d;

	of_what.field = "what";
	compare_list(
	    b, &of_what, promise_text(b->old, b->old->record->what), promise_text(b->new, b->new->record->what));
	if (is_cosmetic_field(b, row_was, row_is))
		return;
	d = say_field(b, RULE_OUTPUT_REWORDED, "what", row_was, row_is);
	group_alike(b, d);
	d->message = arena_printf(b->c->arena, "%.*s is called '%.*s' now, no longer '%.*s'",
	    STR_ARG(promise_words(b->c, b->new)), STR_ARG(row_is), STR_ARG(row_was));
}

/* A column of what is handed over, beside a column that names it. */
static void compare_outputs(struct both *b)
{
	str was = promise_attr(b->old, "format"), is = promise_attr(b->new, "format");

	compare_list(b, &outputs, promise_attr(b->old, "output"), promise_attr(b->new, "output"));
	if (is_cosmetic_field(b, was, is))
		return;
	if (was.size && is.size)
		say_texts(b, RULE_OUTPUT_FORMAT_CHANGED, "format", "comes in another form", was, is);
	else /* a form that nobody had written down */
		say_one(b, RULE_OUTPUT_REWORDED, "format",
		    is.size ? "names its form now:" : "no longer names its form, it was", was, is);
}

/* --- scope -------------------------------------------------------------------------------------------------------- */

static bool excludes(struct comparison *c, str text)
{
	static const char *const words[] = { "exclud", "except", "only", "without", "not " };
	return has_one_of(text_n1(c->arena, text), words, sizeof words / sizeof *words);
}

/* What is covered: a part less narrows it, but for a part that says what is left out. */
static void compare_scope(struct both *b)
{
	str was = promise_attr(b->old, "scope"), is = promise_attr(b->new, "scope");
	struct parts parts;
	bool narrower = false, wider = false;

	if (is_cosmetic_field(b, was, is))
		return;
	if (!was.size || !is.size) {
		b->untold = true;
		return;
	}
	parts_compare(&parts, b->c->arena, was, is);
	for (unsigned i = 0; i < parts.count; i++) {
		const struct part *part = &parts.items[i];
		bool out_was = excludes(b->c, part->old), out_is = excludes(b->c, part->now);
		bool other = part->change == PART_REPLACED;
		narrower = narrower || (part->change == PART_REMOVED && !out_was) ||
		    (part->change == PART_ADDED && out_is) || (out_is && !out_was) || other;
		wider = wider || (part->change == PART_REMOVED && out_was) || (part->change == PART_ADDED && !out_is) ||
		    (out_was && !out_is) || other;
	}
	if (narrower)
		say_texts(b, RULE_SCOPE_NARROWED, "scope", "no longer covers all that it did", was, is);
	if (wider)
		say_texts(b, RULE_SCOPE_WIDENED, "scope", "covers more than before", was, is);
	b->untold = b->untold || (!narrower && !wider);
}

/* --- the other fields -----------------------------------------------------------------------------------------------
 */

/* The digits of a text, number by number. */
static uint64_t numbers_of(str text)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < text.size; i++) {
		bool divides = i && i + 1 < text.size && (text.at[i] == ',' || text.at[i] == '.') &&
		    byte_is_digit(text.at[i - 1]) && byte_is_digit(text.at[i + 1]);
		if (byte_is_digit(text.at[i]))
			hash = hash_mix(hash, (uint64_t)text.at[i]);
		else if (i && byte_is_digit(text.at[i - 1]) && !(divides && text.at[i] == ','))
			hash = hash_mix(hash, 1);
	}
	return text.size && byte_is_digit(text.at[text.size - 1]) ? hash_mix(hash, 1) : hash;
}

static void compare_threshold(struct both *b)
{
	str was = promise_attr(b->old, "threshold"), is = promise_attr(b->new, "threshold");

	if (is_cosmetic_field(b, was, is) || is_other_column(b, "threshold"))
		return;
	if (!was.size || !is.size)
		say_one(b, RULE_THRESHOLD_CHANGED, "threshold",
		    is.size ? "has a limit now:" : "has no limit any more, it was", was, is);
	else if (numbers_of(was) && numbers_of(was) == numbers_of(is))
		b->untold = true; /* other words around the same amount */
	else
		say_values(b, RULE_THRESHOLD_CHANGED, "threshold", "has another limit", was, is);
}

struct field_rules { /* of a text that came, went or is another */
	const char *key, *field;
	enum rule_id added, removed, changed;
	const char *added_words, *removed_words, *changed_words;
};

static const struct field_rules contact = { "contact", "contact", RULE_CONTRACT_CONTACT_CHANGED,
	RULE_CONTRACT_CONTACT_CHANGED, RULE_CONTRACT_CONTACT_CHANGED,
	"names a contact now:", "no longer names a contact, it was", "has another contact" };
static const struct field_rules escalation = { "escalation", "escalation", RULE_CONTRACT_ESCALATION_ADDED,
	RULE_CONTRACT_ESCALATION_REMOVED, RULE_CONTRACT_ESCALATION_CHANGED,
	"names whom to turn to when it is missed:", "no longer names whom to turn to when it is missed, it was",
	"names somebody else to turn to when it is missed" };
static const struct field_rules penalty = { "penalty", "penalty", RULE_PENALTY_CHANGED, RULE_PENALTY_CHANGED,
	RULE_PENALTY_CHANGED,
	"has a consequence when it is missed:", "has no consequence any more when it is missed, it was",
	"has another consequence when it is missed" };
static const struct field_rules purpose = { "why", "why", RULE_PURPOSE_ADDED, RULE_PURPOSE_REMOVED,
	RULE_PURPOSE_CHANGED, "gives a reason now:", "gives no reason any more, it was", "gives another reason" };
static const struct field_rules person = { "who", "contact", RULE_CONTRACT_CONTACT_CHANGED,
	RULE_CONTRACT_CONTACT_CHANGED, RULE_CONTRACT_CONTACT_CHANGED,
	"names somebody to ask:", "no longer names somebody to ask, it was", "names somebody else to ask" };

static void compare_text(struct both *b, const struct field_rules *rows, str was, str is)
{
	if (is_cosmetic_field(b, was, is))
		return;
	if (!was.size)
		say_one(b, rows->added, rows->field, rows->added_words, was, is);
	else if (!is.size)
		say_one(b, rows->removed, rows->field, rows->removed_words, was, is);
	else
		say_texts(b, rows->changed, rows->field, rows->changed_words, was, is);
}

static void compare_attr(struct both *b, const struct field_rules *rows)
{
	compare_text(b, rows, promise_attr(b->old, rows->key), promise_attr(b->new, rows->key));
}

/* "should" for "shall" and the reverse. */
static void compare_duty(struct both *b)
{
	str was = promise_attr(b->old, "duty"), is = promise_attr(b->new, "duty");

	if (str_eq(was, is) || !is_sentence(b->old) || !is_sentence(b->new))
		return;
	bool lower = is.size > 0;
	struct difference *d = say_field(b, lower ? RULE_OBLIGATION_LOWERED : RULE_OBLIGATION_RAISED, "duty", was, is);
	d->message = arena_printf(b->c->arena, lower ? "%.*s is no longer binding" : "%.*s is binding now",
	    STR_ARG(promise_words(b->c, b->new)));
}

/* Columns that have no meaning here, the time of a trigger. */
static bool is_untold(const struct promise *p, const struct attr *attr, str loose)
{
	static const char *const told[] = { "contact", "escalation", "hours", "penalty", "threshold", "cutoff", "input",
		"output", "format", "scope", "frequency", "why", "where", "duty", "who" };
	str key = promise_text(p, attr->key);

	if (loose.size && loose.at == promise_text(p, attr->value).at)
		return false;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (str_eq(key, str_of(told[i])))
			return false;
	return !is_date_key(key);
}

/* What no field tells, in one text. */
static str rest_of(struct comparison *c, const struct promise *p)
{
	const struct attr *attrs = image_attrs(p->view->image) + p->record->attrs.first;
	str loose = loose_time(p);
	size_t size = 0, room = 0;
	char *out;

	for (uint32_t i = 0; i < p->record->attrs.count; i++)
		room += is_untold(p, &attrs[i], loose) ? attrs[i].key.size + attrs[i].value.size + 2u : 0;
	out = arena_alloc(c->arena, room + 1);
	for (uint32_t i = 0; i < p->record->attrs.count; i++) {
		const struct text *texts[2] = { &attrs[i].key, &attrs[i].value };
		for (unsigned k = 0; k < 2 && is_untold(p, &attrs[i], loose); k++) {
			str text = promise_text(p, *texts[k]);
			memcpy(out + size, text.at, text.size);
			size += text.size;
			out[size++] = ' ';
		}
	}
	return (str){ out, size };
}

static str place_of(const struct promise *p)
{
	return p->record->where.size ? promise_text(p, p->record->where) : promise_attr(p, "where");
}

static str reason_of(const struct promise *p)
{
	return p->record->why.size ? promise_text(p, p->record->why) : promise_attr(p, "why");
}

bool compare_fields(struct comparison *c, const struct promise *old, const struct promise *new)
{
	struct both b = { c, old, new, false };

	compare_what(&b);
	compare_times(&b);
	compare_outputs(&b);
	if (!is_other_column(&b, "input"))
		compare_list(&b, &inputs, promise_attr(old, "input"), promise_attr(new, "input"));
	compare_list(&b, &channels, place_of(old), place_of(new));
	compare_scope(&b);
	compare_threshold(&b);
	compare_attr(&b, &contact);
	compare_attr(&b, &escalation);
	compare_attr(&b, &penalty);
	compare_text(&b, &person, promise_text(old, old->record->who), promise_text(new, new->record->who));
	compare_text(&b, &purpose, reason_of(old), reason_of(new));
	compare_duty(&b);
	str was = rest_of(c, old), is = rest_of(c, new);
	return !b.untold && (str_eq(was, is) || (was.size && is.size && is_cosmetic_wording(c, was, is)));
}
