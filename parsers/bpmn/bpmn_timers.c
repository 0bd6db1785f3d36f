/* Timers are deadlines. On a boundary the time is that of the activity: a deadline where the timer interrupts it, a
 * reminder where it does not. An intermediate timer is a wait, behind an event-based gateway the deadline of the other
 * branches; a timer that starts a process is its schedule. */

#include "parsers/bpmn/bpmn.h"

#include "model/names.h"
#include "parsers/duration/duration.h"

struct timer {
	str text;
	struct duration duration;
	enum when_role role;
	bool found;
};

/* --- reading one ------------------------------------------------------------------------------------------ */

/* 2024-05-01T12:00:00Z */
static bool is_date(str text)
{
	if (text.size < 10 || text.at[4] != '-' || text.at[7] != '-')
		return false;
	for (size_t i = 0; i < 10; i++)
		if (i != 4 && i != 7 && !byte_is_digit(text.at[i]))
			return false;
	return true;
}

static struct timer timer_of(struct bpmn *b, const struct xml_element *definition, str event_name)
{
	struct timer timer = { .found = true };

	for (const struct xml_element *child = definition->first; child && !timer.text.size; child = child->next)
		if (child->name->word >= BPMN_TIME_DURATION && child->name->word <= BPMN_TIME_CYCLE) {
			timer.text = bpmn_expression(b, child);
			if (str_eq(timer.text, STR("_undefined"))) /* Bizagi's word for nothing */
				timer.text = STR("");
		}
	if (timer.text.size) {
		timer.duration = duration_read(b->arena, timer.text);
		if (timer.duration.answer == DURATION_NONE)
			timer.duration = duration_find(b->arena, timer.text);
		return timer;
	}
	timer.duration = duration_read(b->arena, event_name); /* drawn only: "after 2 days" is its name */
	if (timer.duration.answer == DURATION_NONE)
		timer.duration = duration_find(b->arena, event_name);
	timer.text = timer.duration.answer == DURATION_NONE ? STR("") : event_name;
	return timer;
}

static struct timer timer_on(struct bpmn *b, const struct bpmn_item *event)
{
	for (const struct xml_element *child = event->at->first; child; child = child->next) {
		const struct xml_element *definition = bpmn_definition(b, child);
		if (definition && definition->name->word == BPMN_TIMER_DEFINITION)
			return timer_of(b, definition, bpmn_name(b, event->at));
	}
	return (struct timer){ 0 };
}

static bool is_off(const struct xml_element *event, const char *attribute)
{
	return str_ieq(str_trim(xml_attribute(event, attribute)), STR("false"));
}

static enum when_role role_of(const struct bpmn_item *event, const struct timer *timer)
{
	if (event->word == BPMN_BOUNDARY_EVENT)
		return is_off(event->at, "cancelActivity") ? WHEN_IS_REMINDER : WHEN_IS_TIMER;
	if (is_date(timer->text))
		return WHEN_IS_DATE;
	if (event->word == BPMN_START_EVENT)
		return is_off(event->at, "isInterrupting") ? WHEN_IS_REMINDER : WHEN_IS_TIMER;
	return WHEN_IS_WAIT;
}

/* --- giving it to a step ------------------------------------------------------------------------------------ */

static void tell(struct bpmn *b, const struct bpmn_item *event, const struct timer *timer)
{
	if (timer->duration.answer == DURATION_VAGUE)
		builder_note(b->out, "duration-vague", event->at->line, "'%.*s' cannot be measured",
		    STR_ARG(bpmn_clip(timer->text)));
	else if (timer->duration.answer == DURATION_NONE && !bpmn_is_runtime(timer->text) && !is_date(timer->text))
		builder_note(b->out, "duration-unparsed", event->at->line, "'%.*s' is no time that is understood",
		    STR_ARG(bpmn_clip(timer->text)));
}

static void give(struct bpmn *b, uint32_t step, const struct timer *timer)
{
	struct when when = duration_when(b->out, timer->text, &timer->duration);

	b->out->steps.items[step].when = when;
	b->out->steps.items[step].when_role = (uint8_t)timer->role;
}

/* Of several timers on one activity the deadline is the one that interrupts it, and of these the shortest. */
static bool comes_before(const struct timer *a, const struct timer *b)
{
	if ((a->role == WHEN_IS_REMINDER) != (b->role == WHEN_IS_REMINDER))
		return b->role == WHEN_IS_REMINDER;
	if ((a->duration.answer == DURATION_VALUE) != (b->duration.answer == DURATION_VALUE))
		return a->duration.answer == DURATION_VALUE;
	if (a->duration.basis == b->duration.basis && a->duration.amount < b->duration.amount)
		return true;
	if (a->duration.basis == b->duration.basis && a->duration.amount > b->duration.amount)
		return false;
	return str_cmp(a->text, b->text) < 0;
}

static void take_boundary_timer(struct bpmn *b, struct timer *timers, uint32_t number)
{
	const struct bpmn_item *event = &b->items.items[number];
	struct bpmn_item *host = bpmn_find(b, xml_attribute(event->at, "attachedToRef"), WANT_ACTIVITY);

	if (!host || host->class != CLASS_ACTIVITY || host->step == NONE) {
		give(b, event->step, &timers[number]);
		return;
	}
	uint32_t other = host->timer, own = number;
	if (other && !comes_before(&timers[number], &timers[other])) {
		own = other;
		other = number;
	}
	host->timer = own;
	give(b, host->step, &timers[own]);
	if (other)
		give(b, b->items.items[other].step, &timers[other]);
}

static void give_due_dates(struct bpmn *b)
{
	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *item = &b->items.items[i];
		if (!item->due.size || item->step == NONE)
			continue;
		struct timer timer = {
			.text = item->due, .duration = duration_read(b->arena, item->due), .role = WHEN_IS_DATE
		};
		if (!item->timer && timer.duration.answer != DURATION_NONE)
			give(b, item->step, &timer);
		else
			bpmn_attr(b, &b->out->steps.items[item->step].attrs, "dueDate", item->due);
	}
}

void bpmn_take_timers(struct bpmn *b)
{
	struct timer *timers = ARENA_ARRAY(b->arena, struct timer, b->items.count + 1); /* by item */

	for (uint32_t i = 1; i < b->items.count; i++) {
		const struct bpmn_item *event = &b->items.items[i];
		if (event->class != CLASS_EVENT || event->step == NONE)
			continue;
		struct timer timer = timer_on(b, event);
		if (!timer.found || !timer.text.size)
			continue;
		timer.role = role_of(event, &timer);
		timers[i] = timer;
		bpmn_enter(b, event);
		tell(b, event, &timer);
		if (event->word == BPMN_BOUNDARY_EVENT)
			take_boundary_timer(b, timers, i);
		else
			give(b, event->step, &timer);
	}
	give_due_dates(b);
}
