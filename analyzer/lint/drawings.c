/*
 * Steps of a drawn process that no path leads to, or that lead nowhere.
 *
 * Only a notation that draws where a process begins and ends (BPMN) can have them, and only within a process
 * or subprocess that draws both.
 */

#include "analyzer/lint/lint_inner.h"

#include <stdlib.h>

/* --- beginnings and ends ------------------------------------------------------------------------------------------ */

struct drawing {
	struct linting *l;
	const struct linted *document;
	struct span steps, flows;
	uint32_t *in, *out; /* per step: flows that lead to it, and away */
	bool *special;      /* started or ended by something else than a flow */
};

static str type_of(const struct drawing *d, const struct step *step)
{
	return image_text(d->document->image, step->type);
}

static bool is_type(const struct drawing *d, const struct step *step, const char *type)
{
	return str_eq(type_of(d, step), str_of(type));
}

static bool counts(const struct drawing *d, const struct step *step)
{
	return step->kind != STEP_DATA && step->host == NONE && d->document->view->claim_on[step->claim];
}

static uint32_t at(const struct drawing *d, uint32_t step)
{
	return step - d->steps.first;
}

static void count_flows(struct drawing *d)
{
	const struct flow *flows = image_flows(d->document->image);

	for (uint32_t i = d->flows.first; i < d->flows.first + d->flows.count; i++) {
		const struct flow *flow = &flows[i];
		bool goes_on = flow->kind == FLOW_SEQUENCE || flow->kind == FLOW_ESCALATION;
		bool from = flow->from.kind == END_STEP && flow->from.number != NONE,
		     to = flow->to.kind == END_STEP && flow->to.number != NONE;
		if (goes_on && from && to) {
			d->out[at(d, flow->from.number)]++;
			d->in[at(d, flow->to.number)]++;
			continue;
		}
		/* a message may start a step; an association joins a step with what undoes it */
		if (to)
			d->special[at(d, flow->to.number)] = true;
		if (from && flow->kind != FLOW_DATA)
			d->special[at(d, flow->from.number)] = true;
	}
}

/* Event subprocesses and what undoes a step start by themselves; what stands in an ad hoc subprocess has no order;
 * links jump. */
static void mark_special(struct drawing *d)
{
	const struct image *image = d->document->image;

	for (uint32_t i = d->steps.first; i < d->steps.first + d->steps.count; i++) {
		const struct step *step = &image_steps(image)[i];
		const struct step *around = step->within == NONE ? NULL : &image_steps(image)[step->within];
		if (image_attr(image, step->attrs, "triggered-by-event").size ||
		    image_attr(image, step->attrs, "for-compensation").size ||
		    (around && is_type(d, around, "adHocSubProcess")) ||
		    (step->kind == STEP_EVENT && str_has(image_attr(image, step->attrs, "event"), STR("link"))))
			d->special[at(d, i)] = true;
	}
}

static void tell(struct drawing *d, enum rule_id rule, const struct step *step)
{
	const struct image *image = d->document->image;
	struct defect *defect = lint_add(d->l, rule, d->document, image_line(image, step->place));
	str name = image_text(image, step->name);

	if (!defect)
		return;
	defect->element.kind = "step";
	defect->element.id = step->strong_id ? image_text(image, step->id) : STR("");
	defect->element.name = name;
	defect->element.team =
	    lint_team_key(d->l, view_step_team(d->document->view, (uint32_t)(step - image_steps(image))));
	lint_concerns(d->l, defect, view_step_team(d->document->view, (uint32_t)(step - image_steps(image))));
	str shown = name.size            ? arena_printf(d->l->arena, "'%.*s'", STR_ARG(name))
	    : step->kind == STEP_GATEWAY ? STR("a decision without a name")
	                                 : STR("a step without a name");
	defect->message = rule == RULE_STEP_UNREACHABLE
	    ? arena_printf(d->l->arena, "No arrow leads to %.*s", STR_ARG(shown))
	    : arena_printf(d->l->arena, "No arrow leads on from %.*s, and it is no end", STR_ARG(shown));
}

/* Steps of one process or subprocess. */
struct level {
	uint32_t nodes, alone; /* alone: no arrow at all */
	bool begins, ends;     /* an arrow leaves a start, and one leads to an end */
};

static uint64_t level_of(const struct step *step)
{
	return hash_mix(step->place.section + 1u, step->within) | 1;
}

static void look_at_level(struct drawing *d, struct level *level, uint32_t number)
{
	const struct step *step = &image_steps(d->document->image)[number];
	uint32_t in = d->in[at(d, number)], out = d->out[at(d, number)];

	if (!counts(d, step))
		return;
	level->nodes++;
	level->alone += !in && !out;
	level->begins = level->begins || (out && is_type(d, step, "startEvent"));
	level->ends = level->ends || (in && is_type(d, step, "endEvent"));
}

/* A sheet of shapes is no process: it is drawn from a beginning to an end, and most of it is joined. */
static bool is_process(const struct level *level)
{
	return level->begins && level->ends && level->alone * 3 <= level->nodes;
}

static void look_at_step(struct drawing *d, uint32_t number)
{
	const struct step *step = &image_steps(d->document->image)[number];
	bool in = d->in[at(d, number)] || is_type(d, step, "startEvent"),
	     out = d->out[at(d, number)] || is_type(d, step, "endEvent");

	if (!counts(d, step) || d->special[at(d, number)])
		return;
	if (!in)
		tell(d, RULE_STEP_UNREACHABLE, step);
	else if (!out)
		tell(d, RULE_STEP_DEAD_END, step);
}

static void look_at_drawing(struct drawing *d)
{
	struct map numbers = { 0 };
	LIST_OF(struct level) levels = { 0 };

	count_flows(d);
	mark_special(d);
	for (uint32_t i = d->steps.first; i < d->steps.first + d->steps.count; i++) {
		uint32_t *number = map_add(&numbers, level_of(&image_steps(d->document->image)[i]));
		if (!*number) {
			LIST_ADD(d->l->arena, &levels);
			*number = levels.count;
		}
		look_at_level(d, &levels.items[*number - 1], i);
	}
	for (uint32_t i = d->steps.first; i < d->steps.first + d->steps.count; i++)
		if (is_process(&levels.items[*map_find(&numbers, level_of(&image_steps(d->document->image)[i])) - 1]))
			look_at_step(d, i);
	map_release(&numbers);
}

void lint_drawings(struct linting *l)
{
	for (uint32_t i = 0; i < l->documents.count; i++) {
		const struct linted *document = &l->documents.items[i];
		for (uint32_t c = 0; c < document->image->containers.count; c++) {
			if (!str_eq(
			        image_text(document->image, image_containers(document->image)[c].format), STR("bpmn")))
				continue;
			struct drawing d = { .l = l,
				.document = document,
				.steps = image_steps_of(document->image, c),
				.flows = image_flows_of(document->image, c) };
			d.in = ARENA_ARRAY(l->arena, uint32_t, d.steps.count + 1);
			d.out = ARENA_ARRAY(l->arena, uint32_t, d.steps.count + 1);
			d.special = ARENA_ARRAY(l->arena, bool, d.steps.count + 1);
			look_at_drawing(&d);
		}
	}
}
