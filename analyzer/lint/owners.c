/* Documents and steps that nobody answers for, and reviews that are overdue. */

#include "analyzer/lint/lint_inner.h"
#include "base/text.h"

static bool does_count(const struct linted *document, uint32_t step)
{
	const struct step *it = &image_steps(document->image)[step];

	return it->kind == STEP_ACTIVITY && it->name.size && document->view->claim_on[it->claim];
}

struct workers { /* the first two, and whether there are more */
	team_id teams[2];
	bool more;
};

static void add_worker(struct workers *workers, team_id team)
{
	if (!team || team == workers->teams[0] || team == workers->teams[1])
		return;
	workers->more = workers->teams[1] != 0;
	if (!workers->more)
		workers->teams[workers->teams[0] != 0] = team;
}

/* The teams that have steps or promises in a document. */
static struct workers workers_in(const struct linted *document)
{
	const struct image *image = document->image;
	struct workers workers = { 0 };

	for (uint32_t i = 0; i < image->steps.count && !workers.more; i++)
		if (does_count(document, i))
			add_worker(&workers, view_step_team(document->view, i));
	for (uint32_t i = 0; i < image->contracts.count && !workers.more; i++)
		if (document->view->claim_on[image_contracts(image)[i].claim])
			add_worker(&workers, view_team(document->view, image_contracts(image)[i].provider));
	return workers;
}

enum { HEADING_STEP = 11, WORDS_MOST = 12 };

/* Somebody who is no team, or who is known when it runs, or a machine. */
static bool is_done_by_others(const struct linted *document, const struct step *step)
{
	static const char *const attrs[] = { "assignee", "candidateGroups", "candidateUsers", "responsible", "who" };
	static const char *const types[] = { "serviceTask", "scriptTask", "businessRuleTask", "callActivity" };

	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
		if (image_attr(document->image, step->attrs, attrs[i]).size)
			return true;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(image_text(document->image, step->type), str_of(types[i])))
			return true;
	return false;
}

/* A heading has its text to say who; a long name is a text itself; a row of a schedule may be an event. */
static bool is_row_or_box(struct linting *l, const struct linted *document, const struct step *step)
{
	return step->rule != HEADING_STEP && !step->schedule && step->team == NONE &&
	    !is_done_by_others(document, step) &&
	    text_n2(l->arena, image_text(document->image, step->n1)).count <= WORDS_MOST;
}

/* Only where other steps of the same diagram or table have a team: there somebody forgot it. */
static void find_ownerless_steps(struct linting *l, const struct linted *document)
{
	const struct image *image = document->image;

	for (uint32_t c = 0; c < image->containers.count; c++) {
		struct span span = image_steps_of(image, c);
		unsigned with = 0, without = 0;
		for (uint32_t i = span.first; i < span.first + span.count; i++)
			if (does_count(document, i)) {
				with += view_step_team(document->view, i) != 0;
				without += image_steps(image)[i].team == NONE;
			}
		for (uint32_t i = span.first; i < span.first + span.count && with > without; i++) {
			const struct step *step = &image_steps(image)[i];
			if (!does_count(document, i) || !is_row_or_box(l, document, step) ||
			    view_step_team(document->view, i))
				continue;
			struct defect *d = lint_add(l, RULE_STEP_OWNERLESS, document, image_line(image, step->place));
			if (!d)
				continue;
			d->element.kind = "step";
			d->element.id = step->strong_id ? image_text(image, step->id) : STR("");
			d->element.name = image_text(image, step->name);
			d->field = "team";
			d->message =
			    arena_printf(l->arena, "No team is named for the step '%.*s'", STR_ARG(d->element.name));
		}
	}
}

/* "Process owner: ...", for readers if not for programs. */
static bool says_whose(const struct image *image)
{
	static const char *const words[] = { "process owner", "document owner", "page owner", "owner:", "owned by",
		"maintained by", "propri\u00e9taire" };

	for (uint32_t i = 0; i < image->prose.count; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (str_ifind(image_text(image, image_prose(image)[i].text), str_of(words[k])) != STR_NONE)
				return true;
	return false;
}

/* Goals belong to those who stand in them. */
static bool is_of_plans(str path)
{
	static const char *const names[] = { "goals", "okr", "okrs", "roadmap", "roadmaps", "strategy" };
	str rest = path, name;

	while (str_next_word(&rest, "/.", &name))
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_ieq(name, str_of(names[i])))
				return true;
	return false;
}

void lint_owners(struct linting *l)
{
	for (uint32_t i = 0; i < l->documents.count; i++) {
		const struct linted *document = &l->documents.items[i];
		if (view_owner(document->view) || !document->active || document->generated)
			continue;
		find_ownerless_steps(l, document);
		/* where only one team works, or nobody is named, the text says whose page it is */
		struct workers workers = workers_in(document);
		bool answered = document->view->owners.people || is_of_plans(document->name);
		if (answered || !workers.teams[1] || says_whose(document->image))
			continue;
		struct defect *d = lint_add(l, RULE_DOCUMENT_OWNERLESS, document, 1);
		if (!d)
			continue;
		d->element.name = document->name;
		d->field = "owner";
		d->message = arena_printf(l->arena, "No team answers for this document, in which %.*s%s %.*s%s work",
		    STR_ARG(registry_team_name(&l->graph->registry, workers.teams[0])), workers.more ? "," : " and",
		    STR_ARG(registry_team_name(&l->graph->registry, workers.teams[1])),
		    workers.more ? " and others" : "");
	}
}

/* --- reviews ------------------------------------------------------------------------------------------------------ */

/* 20261102 of "2026-11-02"; 0: no such date. */
static uint32_t day_of(str words)
{
	uint32_t day = 0;

	for (size_t i = 0; i < 10; i++) {
		if (i >= words.size || (i == 4 || i == 7 ? words.at[i] != '-' : !byte_is_digit(words.at[i])))
			return 0;
		if (i != 4 && i != 7)
			day = day * 10 + (uint32_t)(words.at[i] - '0');
	}
	bool ends = words.size == 10 || !byte_is_word(words.at[10]) || words.at[10] == 'T';
	uint32_t month = day / 100 % 100;
	return ends && month >= 1 && month <= 12 && day % 100 >= 1 && day % 100 <= 31 ? day : 0;
}

void lint_reviews(struct linting *l)
{
	static const char *const keys[] = { "review-by", "next-review", "review" };

	for (uint32_t i = 0; i < l->documents.count; i++) {
		const struct linted *document = &l->documents.items[i];
		struct span attrs = image_containers(document->image)[0].attrs;
		str said = STR("");
		for (size_t k = 0; k < sizeof keys / sizeof *keys && !said.size; k++)
			said = str_trim(image_attr(document->image, attrs, keys[k]));
		uint32_t day = day_of(said);
		if (!day || day >= l->wish->today || !document->active)
			continue;
		struct defect *d = lint_add(l, RULE_REVIEW_OVERDUE, document, 1);
		if (!d)
			continue;
		d->element.name = document->name;
		d->field = "date";
		d->detail = str_sub(said, 0, 10);
		d->message = arena_printf(l->arena, "The review was due on %.*s", STR_ARG(d->detail));
	}
}
