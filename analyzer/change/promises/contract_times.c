#include "analyzer/change/promises/contract_fields.h"

#include "analyzer/change/promises/hours.h"
#include "base/text.h"

/* Times of promises: how long, how often, until when, in how many of the cases, at which hours. And the times of a step
 * or an arrow that somebody on the other side relies on. */

enum sense { A_PROMISE, A_PERIOD, A_LEAD_TIME, A_CUT_OFF, A_RHYTHM };

struct time_row {
	enum rule_id rule;
	const char *field, *words;
};

static const struct time_row longer[] = {
	[A_PROMISE] = { RULE_SLA_RELAXED, "when", "may take longer" },
	[A_PERIOD] = { RULE_SLA_RELAXED, "when", "is promised for a shorter time" },
	[A_LEAD_TIME] = { RULE_SLA_LEADTIME_DECREASED, "leadtime", "may be asked for later" },
	[A_CUT_OFF] = { RULE_SLA_CUTOFF_LATER, "cutoff", "may be handed in later" },
	[A_RHYTHM] = { RULE_SLA_FREQUENCY_DECREASED, "frequency", "comes less often" },
};

static const struct time_row shorter[] = {
	[A_PROMISE] = { RULE_SLA_TIGHTENED, "when", "is promised sooner" },
	[A_PERIOD] = { RULE_SLA_TIGHTENED, "when", "is promised for a longer time" },
	[A_LEAD_TIME] = { RULE_SLA_LEADTIME_INCREASED, "leadtime", "has to be asked for earlier" },
	[A_CUT_OFF] = { RULE_SLA_CUTOFF_EARLIER, "cutoff", "has to be handed in earlier" },
	[A_RHYTHM] = { RULE_SLA_FREQUENCY_INCREASED, "frequency", "comes more often" },
};

static const struct time_row gone[] = {
	[A_PROMISE] = { RULE_SLA_RELAXED, "when", "has no time any more, it was" },
	[A_PERIOD] = { RULE_SLA_RELAXED, "when", "has no time any more, it was" },
	[A_LEAD_TIME] = { RULE_SLA_LEADTIME_DECREASED, "leadtime", "need not be asked for ahead any more, it was" },
	[A_CUT_OFF] = { RULE_SLA_CUTOFF_LATER, "cutoff", "has no last moment to hand in any more, it was" },
	[A_RHYTHM] = { RULE_SLA_RELAXED, "when", "has no rhythm any more, it was" },
};

static const struct time_row come[] = {
	[A_PROMISE] = { RULE_SLA_TIGHTENED, "when", "has a time now" },
	[A_PERIOD] = { RULE_SLA_TIGHTENED, "when", "has a time now" },
	[A_LEAD_TIME] = { RULE_SLA_LEADTIME_INCREASED, "leadtime", "has to be asked for ahead now" },
	[A_CUT_OFF] = { RULE_SLA_CUTOFF_EARLIER, "cutoff", "has a last moment to hand in now" },
	[A_RHYTHM] = { RULE_SLA_TIGHTENED, "when", "has a rhythm now" },
};

static bool begins_with_one_of(str n1, const char *const *words, size_t count)
{
	str first = str_cut(n1, ' ').head;

	for (size_t i = 0; i < count; i++)
		if (str_eq(first, str_of(words[i])))
			return true;
	return false;
}

#define HAS(n1, words)    has_one_of((n1), (words), sizeof(words) / sizeof *(words))
#define BEGINS(n1, words) begins_with_one_of((n1), (words), sizeof(words) / sizeof *(words))

/* "at least 5 days' notice" is asked of those who order, unless the sentence says that its team gives the notice. */
static bool asks_ahead(const struct promise *p, str what, str text)
{
	static const char *const ahead[] = { "notice", "advance", "ahead", "prior", "beforehand", "before" };
	static const char *const giving[] = { "give", "notify", "inform", "announce", "tell", "send", "provide",
		"publish", "communicate" };

	if (is_sentence(p) && BEGINS(what, giving))
		return false;
	return HAS(text, ahead) || HAS(what, ahead);
}

static bool asks_to_hand_in(str what, str text)
{
	static const char *const words[] = { "cut-off", "cutoff", "cut off", "submit", "received", "order by",
		"request by" };
	static const char *const verbs[] = { "order", "request" };

	return HAS(text, words) || HAS(what, words) || BEGINS(what, verbs) || BEGINS(text, verbs);
}

static enum sense sense_of(struct comparison *c, const struct promise *p, const struct timed *time)
{
	str what = promise_text(p, p->record->what_n1), text = text_n1(c->arena, time->text);

	switch (time->op) {
	case WHEN_EVERY: return A_RHYTHM;
	case WHEN_AT_LEAST: return asks_ahead(p, what, text) ? A_LEAD_TIME : A_PERIOD;
	case WHEN_BY: return asks_to_hand_in(what, text) ? A_CUT_OFF : A_PROMISE;
	default: return A_PROMISE;
	}
}

/* Where a column of times holds one that is none ("soon"), the table is read as if it had no times: they are in the
 * attributes then. */
static const char *const time_keys[] = { "when", "sla", "time" };

str loose_time(const struct promise *p)
{
	str found = STR("");

	if (p->record->when.text.size || p->record->when.op != WHEN_NONE)
		return found;
	for (size_t i = 0; i < sizeof time_keys / sizeof *time_keys && !found.size; i++)
		found = promise_attr(p, time_keys[i]);
	return found;
}

struct timed time_of_promise(struct comparison *c, const struct promise *p)
{
	str loose = loose_time(p);
	return loose.size ? timed_read(c->arena, loose) : timed_of(p->view->image, &p->record->when);
}

str time_spoken(str text)
{
	static const char *const leads[] = { "within ", "in " };

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (str_istarts(text, str_of(leads[i])))
			return str_sub(text, str_of(leads[i]).size, text.size);
	return text;
}

static void say_time_row(struct both *b, const struct time_row *row, str was, str is)
{
	struct difference *d = say_field(b, row->rule, row->field, was, is);
	str words = promise_words(b->c, b->new), old = short_text(b->c, time_spoken(was));
	str now = short_text(b->c, time_spoken(is));

	d->message = was.size && is.size ? arena_printf(b->c->arena, "%.*s %s: %.*s became %.*s", STR_ARG(words),
	                                       row->words, STR_ARG(old), STR_ARG(now))
	                                 : arena_printf(b->c->arena, "%.*s %s%s%.*s", STR_ARG(words), row->words,
	                                       was.size ? " " : ": ", STR_ARG(was.size ? old : now));
}

static bool has_digit(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (byte_is_digit(text.at[i]))
			return true;
	return false;
}

/* There is more in the text than the time that was understood. */
static bool says_more(str text)
{
	static const char *const signs[] = { "(", ";", " or ", "except", "unless", " if " };
	return HAS(text, signs);
}

/* A share that is not given is all of them. */
static void compare_rate(struct both *b, const struct timed *was, const struct timed *is)
{
	double old = was->percent < 0 ? 100 : was->percent, now = is->percent < 0 ? 100 : is->percent;

	if (now < old)
		say_values(b, RULE_SLA_RATE_LOWERED, "rate", "holds for fewer cases", was->text, is->text);
	else if (now > old)
		say_values(b, RULE_SLA_RATE_RAISED, "rate", "holds for more cases", was->text, is->text);
}

static void compare_timed(struct both *b, struct timed was, struct timed is, const enum sense *fixed)
{
	static const struct time_row vague = { RULE_SLA_BECAME_VAGUE, "when",
		"has no time that can be measured any more" };
	static const struct time_row measurable = { RULE_SLA_BECAME_MEASURABLE, "when",
		"has a time that can be measured now" };
	static const struct time_row calendar = { RULE_SLA_CALENDAR_CHANGED, "when", "counts its time in another way" };
	struct timed old = was, now = is;
	bool values = was.op && is.op && was.op != WHEN_VAGUE && is.op != WHEN_VAGUE;

	old.percent = now.percent = -1;
	enum time_change change = timed_compare(b->c->context->config, &old, &now);
	if ((change == TIME_VAGUE && has_digit(is.text)) || (change == TIME_MEASURABLE && has_digit(was.text)))
		change = TIME_REWORDED; /* it may well be measured, only not by us */
	enum sense sense =
	    fixed ? *fixed : sense_of(b->c, b->new, change == TIME_GONE || change == TIME_VAGUE ? &was : &is);
	switch (change) {
	case TIME_LONGER: say_time_row(b, &longer[sense], was.text, is.text); break;
	case TIME_SHORTER: say_time_row(b, &shorter[sense], was.text, is.text); break;
	case TIME_GONE: say_time_row(b, &gone[sense], was.text, STR("")); break;
	case TIME_NEW: say_time_row(b, &come[sense], STR(""), is.text); break;
	case TIME_VAGUE: say_time_row(b, &vague, was.text, is.text); break;
	case TIME_MEASURABLE: say_time_row(b, &measurable, was.text, is.text); break;
	case TIME_UNDECIDED: say_time_row(b, &calendar, was.text, is.text); break;
	case TIME_REWORDED: b->untold = true; break;
	case TIME_SAME:
		if (says_more(was.text) != says_more(is.text) ||
		    (says_more(is.text) && !is_cosmetic_field(b, was.text, is.text)))
			b->untold = true; /* "4 hours (8 hours at weekends)" */
		else
			b->c->out->cosmetic += !str_eq(was.text, is.text) && !(values && was.percent != is.percent);
	}
	if (values)
		compare_rate(b, &was, &is);
}

/* A clock time alone is the last moment: "17:00". */
static struct timed moment_of(struct comparison *c, str text)
{
	struct timed time = timed_read(c->arena, text);
	int clock = time.op == WHEN_NONE ? clock_of(text) : -1;

	if (clock >= 0) {
		time.op = WHEN_BY;
		time.basis = BASIS_TIME_OF_DAY;
		time.amount = clock;
		time.percent = -1;
	}
	return time;
}

static void compare_moment(struct both *b, const char *key, enum sense sense)
{
	str was = promise_attr(b->old, key), is = promise_attr(b->new, key);

	if (is_cosmetic_field(b, was, is) || is_other_column(b, key))
		return;
	compare_timed(b, moment_of(b->c, was), moment_of(b->c, is), &sense);
}

bool compare_promised_time(struct comparison *c, const struct promise *old, const struct promise *new)
{
	struct both b = { c, old, new, false };

	compare_timed(&b, time_of_promise(c, old), time_of_promise(c, new), NULL);
	return !b.untold;
}

static void compare_hours(struct both *b)
{
	str was = promise_attr(b->old, "hours"), is = promise_attr(b->new, "hours");

	if (is_cosmetic_field(b, was, is))
		return;
	if (!was.size || !is.size) { /* hours that nobody gave may have been any */
		b->untold = true;
		return;
	}
	switch (hours_compare(was, is)) {
	case HOURS_REDUCED:
		say_values(b, RULE_SLA_HOURS_REDUCED, "hours", "has shorter hours of service", was, is);
		break;
	case HOURS_EXTENDED:
		say_values(b, RULE_SLA_HOURS_EXTENDED, "hours", "has longer hours of service", was, is);
		break;
	case HOURS_UNDECIDED:
		say_values(b, RULE_SLA_CALENDAR_CHANGED, "hours", "has other hours of service", was, is);
		break;
	case HOURS_SAME: b->c->out->cosmetic++;
	}
}

void compare_times(struct both *b)
{
	b->untold = !compare_promised_time(b->c, b->old, b->new) || b->untold;
	compare_moment(b, "cutoff", A_CUT_OFF);
	compare_moment(b, "frequency", A_RHYTHM);
	compare_hours(b);
}

/* --- rows of step tables -------------------------------------------------------------------------------------------
 */

/* The row's step with its time, as a promise to whoever receives it. */
static struct promise promise_of_row(
    struct comparison *c, const struct container_pair *cp, enum side side, uint32_t index, uint32_t number)
{
	const struct step_side *steps = &cp->side[side];
	const struct step *step = side_step(steps, index);
	struct contract *record = ARENA_NEW(c->arena, struct contract);
	struct promise p = { .view = steps->view, .record = record, .pair = cp->pair, .number = number };

	*record = (struct contract){ .what = step->name,
		.what_n1 = step->n1,
		.when = step->when,
		.place = step->place,
		.container = step->container,
		.provider = step->team,
		.consumer = number == NONE ? NONE : image_contracts(steps->view->image)[number].consumer,
		.step = steps->steps[index],
		.rule = PROMISE_OF_STEP };
	p.provider = steps->teams[index];
	p.consumer = view_team(steps->view, record->consumer);
	p.confidence = steps->confidence[index];
	return p;
}

bool compare_row_time(struct comparison *c, struct container_pair *cp, uint32_t old, uint32_t new)
{
	const uint32_t indexes[2] = { old, new };
	struct promise row[2];
	bool received = false;

	for (int side = BEFORE; side <= AFTER; side++) {
		uint32_t *number =
		    map_find(&c->promises->rows[side], promise_place(cp->pair, cp->side[side].steps[indexes[side]]));
		row[side] = promise_of_row(c, cp, (enum side)side, indexes[side], number ? *number - 1 : NONE);
		received = received || number;
	}
	for (int side = BEFORE; side <= AFTER; side++)
		if (!row[side].consumer)
			row[side].consumer = row[!side].consumer;
	return received && (compare_promised_time(c, &row[BEFORE], &row[AFTER]) || received);
}

/* --- arrows ---------------------------------------------------------------------------------------------------------
 */

/* The time on an arrow, as the promise that the diagram makes of it; a side that makes none takes the parties of the
 * other. */
static struct promise promise_of_arrow(
    struct comparison *c, uint32_t pair, enum side side, const struct flow *flow, const uint32_t *number)
{
	const struct view *view = c->pairs[pair].view[side];
	struct contract *record = ARENA_NEW(c->arena, struct contract);
	struct promise p = { .view = view, .record = record, .pair = pair, .number = number ? *number - 1 : NONE };

	*record = (struct contract){ .what = flow->label, .provider = NONE, .consumer = NONE, .step = NONE };
	if (number)
		*record = image_contracts(view->image)[*number - 1];
	record->when = flow->when;
	record->place = flow->place;
	p.provider = view_team(view, record->provider);
	p.consumer = view_team(view, record->consumer);
	return p;
}

void compare_arrow_time(struct comparison *c, uint32_t pair, const struct flow *old, const struct flow *new)
{
	const struct flow *flows[2] = { old, new };
	struct promise arrow[2];
	bool promised = false;

	if (!old->when.text.size && !new->when.text.size)
		return;
	for (int side = BEFORE; side <= AFTER; side++) {
		const struct image *image = c->pairs[pair].view[side]->image;
		uint32_t *number =
		    map_find(&c->promises->arrows[side], promise_place(pair, image_line(image, flows[side]->place)));
		arrow[side] = promise_of_arrow(c, pair, (enum side)side, flows[side], number);
		promised = promised || number;
	}
	for (int side = BEFORE; side <= AFTER; side++)
		if (arrow[side].number == NONE) {
			arrow[side].provider = arrow[!side].provider;
			arrow[side].consumer = arrow[!side].consumer;
		}
	if (promised)
		compare_promised_time(c, &arrow[BEFORE], &arrow[AFTER]);
}
