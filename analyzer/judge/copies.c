#include "analyzer/judge/judge_inner.h"

#include "base/text.h"

/* A removed document or step of which a copy stays: nobody's work ends with it. */

enum { COPIES_MAX = 32, COPY_STEPS_MIN = 2 };

static bool holds_step(struct judge *j, path_id path, str n1)
{
	struct node nodes[COPIES_MAX];
	unsigned count = graph_steps_named(j->graph, n1, nodes, COPIES_MAX);

	for (unsigned i = 0; i < count && i < COPIES_MAX; i++)
		if (nodes[i].path == path)
			return true;
	return false;
}

static bool holds_all_steps(struct judge *j, path_id path, const struct image *image)
{
	const struct step *steps = image_steps(image);

	for (uint32_t i = 0; i < image->steps.count; i++)
		if (steps[i].kind == STEP_ACTIVITY && steps[i].n1.size &&
		    !holds_step(j, path, image_text(image, steps[i].n1)))
			return false;
	return true;
}

enum { TELLING_WORDS = 4, TELLING_BYTES = 20, LINKS_READ = 200 };

static bool has_text(const struct image *image, str text)
{
	for (uint32_t i = 0; i < image->prose.count; i++)
		if (str_find(image_text(image, image_prose(image)[i].text), text) != STR_NONE)
			return true;
	return false;
}

/* What is gone from a page that points now at one where it stands. */
static void look_in_linked_pages(struct judge *j, struct finding *finding, str text)
{
	struct difference *d = finding->d;
	path_id path = j->facts[d->pair].path[AFTER];
	struct view *page = path ? graph_view(j->graph, path) : NULL;

	if (!page || text.size < TELLING_BYTES)
		return;
	for (uint32_t i = 0; i < page->image->links.count && i < LINKS_READ; i++) {
		path_id target = graph_link_target(j->graph, path, page->image, &image_links(page->image)[i]);
		struct view *view = target && target != path ? graph_view(j->graph, target) : NULL;
		if (!view || !has_text(view->image, text))
			continue;
		d->mild = true;
		d->message = arena_printf(j->arena, "%.*s; %.*s still says so", STR_ARG(d->message),
		    STR_ARG(graph_path_text(j->graph, target)));
		return;
	}
}

/* A removed step of which another page still tells, in the same words and as the same team's. */
static void look_for_step(struct judge *j, struct finding *finding)
{
	struct difference *d = finding->d;
	str n1 = text_n1(j->arena, d->name);
	struct node nodes[COPIES_MAX];

	if (text_n2(j->arena, n1).count < TELLING_WORDS)
		return;
	unsigned count = graph_steps_named(j->graph, n1, nodes, COPIES_MAX);
	for (unsigned i = 0; i < count && i < COPIES_MAX; i++) {
		struct view *view = graph_view(j->graph, nodes[i].path);
		if (!view || nodes[i].path == j->facts[d->pair].path[AFTER] ||
		    view_step_lane(view, nodes[i].number) != d->team)
			continue;
		d->mild = true;
		d->message = arena_printf(j->arena, "%.*s; %.*s still tells of it", STR_ARG(d->message),
		    STR_ARG(graph_path_text(j->graph, nodes[i].path)));
		return;
	}
}

void look_for_copy(struct judge *j, struct finding *finding)
{
	struct difference *d = finding->d;
	const struct image *image = d->pair < j->pair_count ? j->facts[d->pair].image[BEFORE] : NULL;
	struct node nodes[COPIES_MAX];
	uint32_t activities = 0;
	str first = STR("");

	if (d->rule == RULE_STEP_REMOVED && image)
		look_for_step(j, finding);
	if (d->rule == RULE_STEP_REMOVED && image &&
	    !d->mild) /* behind its verb, which a list of actors has in another form */
		look_in_linked_pages(j, finding, str_trim(str_cut(d->name, ' ').tail));
	if (d->rule == RULE_RESPONSIBILITY_REMOVED && image)
		look_in_linked_pages(j, finding, judge_quoted(d->message));
	if (d->rule != RULE_DOCUMENT_REMOVED || !image)
		return;
	for (uint32_t i = 0; i < image->steps.count; i++) {
		const struct step *step = &image_steps(image)[i];
		bool named = step->kind == STEP_ACTIVITY && step->n1.size;
		if (named && !activities)
			first = image_text(image, step->n1);
		activities += named;
	}
	if (activities < COPY_STEPS_MIN)
		return;
	unsigned count = graph_steps_named(j->graph, first, nodes, COPIES_MAX);
	for (unsigned i = 0; i < count && i < COPIES_MAX; i++) {
		if (!holds_all_steps(j, nodes[i].path, image))
			continue;
		d->seeds.count = 0;
		d->message = arena_printf(j->arena, "The document %.*s is gone; its steps stand in %.*s too",
		    STR_ARG(graph_path_text(j->graph, j->facts[d->pair].path[BEFORE])),
		    STR_ARG(graph_path_text(j->graph, nodes[i].path)));
		return;
	}
}
