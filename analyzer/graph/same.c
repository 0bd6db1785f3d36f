#include "analyzer/graph/same.h"

#include "analyzer/graph/paths.h"
#include "base/text.h"

enum { LINKS_MAX = 2000 }; /* of a document, that are looked at for one that leads to the other */

/* --- names ------------------------------------------------------------------------------------------------------- */

static bool is_plain_word(str word)
{
	static const char *const words[] = { "review", "approve", "check", "confirm", "notify", "inform", "send",
		"receive", "create", "update", "close", "open", "handle", "process", "customer", "request", "ticket",
		"task", "step", "form", "start", "end" };
	return STR_IS_ONE_OF(word, words);
}

static bool may_be_same(struct arena *arena, str n1)
{
	struct words words = text_n2(arena, n1);
	str rest = n1, word;
	bool special = false;

	if (words.count < 2)
		return false;
	while (str_next_word(&rest, " ,.;:()/-'\"", &word))
		special = special || (word.size > 2 && !is_plain_word(word) && !is_plain_word(text_stem(arena, word)));
	return special;
}

/* --- pairs of documents --------------------------------------------------------------------------------------- */

/* One process name, a link between them, or one file stem in one folder: the join is as good as written. */
bool same_are_related(struct graph *graph, path_id a, path_id b)
{
	struct view *left = graph_view(graph, a), *right = graph_view(graph, b);
	str left_path = graph_path_text(graph, a), right_path = graph_path_text(graph, b);

	if (str_eq(path_folder(left_path), path_folder(right_path)) &&
	    str_eq(path_stem(left_path), path_stem(right_path)))
		return true;
	for (unsigned way = 0; way < 2; way++) {
		const struct image *one = (way ? right : left)->image, *other = (way ? left : right)->image;
		str process = image_text(one, image_containers(one)[0].process),
		    title = image_text(other, image_containers(other)[0].title);
		str second = image_text(other, image_containers(other)[0].process);
		if (process.size && (str_ieq(process, title) || str_ieq(process, second)))
			return true;
		for (uint32_t i = 0; i < one->links.count && i < LINKS_MAX; i++)
			if (graph_link_target(graph, way ? b : a, one, &image_links(one)[i]) == (way ? a : b))
				return true;
	}
	str left_title = image_text(left->image, image_containers(left->image)[0].title);
	return left_title.size &&
	    str_ieq(left_title, image_text(right->image, image_containers(right->image)[0].title));
}

static bool is_version_segment(str name)
{
	static const char *const words[] = { "legacy", "archive", "archived", "versioned_docs", "old", "deprecated" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(name, str_of(words[i])))
			return true;
	size_t digits = 0;
	for (size_t i = 0; i < name.size; i++)
		digits += byte_is_digit(name.at[i]);
	return digits > 0 || (name.size == 2 && byte_is_lower(name.at[0])) || (name.size == 5 && name.at[2] == '-');
}

/* Copies: paths that differ only in a version, a year, a locale, an archive. */
bool same_are_copies(const struct graph *graph, path_id a, path_id b)
{
	str left = graph_path_text(graph, a), right = graph_path_text(graph, b), x, y;
	unsigned different = 0;

	if (!str_eq(path_base(left), path_base(right)))
		return false;
	for (;;) {
		bool more_left = str_next_word(&left, "/", &x), more_right = str_next_word(&right, "/", &y);
		if (!more_left || !more_right)
			return different <= 2 && (more_left == more_right);
		if (!str_eq(x, y)) {
			if (!is_version_segment(x) && !is_version_segment(y))
				return false;
			different++;
		}
	}
}

static bool share_most_names(struct graph *graph, path_id a, path_id b)
{
	const struct image *one = graph_view(graph, a)->image, *other = graph_view(graph, b)->image;
	struct map names = { 0 };
	uint32_t total = 0, shared = 0;

	for (uint32_t i = 0; i < other->steps.count; i++)
		if (image_steps(other)[i].n1.size)
			*map_add(&names, str_hash(image_text(other, image_steps(other)[i].n1)) | 1) = 1;
	for (uint32_t i = 0; i < one->steps.count; i++)
		if (image_steps(one)[i].n1.size) {
			total++;
			shared += map_find(&names, str_hash(image_text(one, image_steps(one)[i].n1)) | 1) != NULL;
		}
	map_release(&names);
	return shared * 2 > total && total > 2;
}

enum relation { RELATION_UNKNOWN, RELATION_NONE, RELATION_LOW, RELATION_WRITTEN };

static enum relation find_relation(struct graph *graph, path_id a, path_id b)
{
	if (same_are_related(graph, a, b))
		return RELATION_WRITTEN;
	if (same_are_copies(graph, a, b) || share_most_names(graph, a, b) || share_most_names(graph, b, a))
		return RELATION_NONE;
	return RELATION_LOW;
}

static enum relation relation_of(struct same *same, path_id a, path_id b)
{
	uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
	uint32_t *known = map_add(&same->relations, pair);

	if (*known == RELATION_UNKNOWN)
		*known = find_relation(same->graph, a, b);
	return (enum relation) * known;
}

/* --- steps ------------------------------------------------------------------------------------------------------- */

/* Whether the name of nodes[i] occurs once in its document and once in the document of path. */
static bool stands_once(const struct node *nodes, unsigned count, unsigned i, path_id path)
{
	unsigned there = 0, here = 0;

	for (unsigned k = 0; k < count; k++) {
		there += nodes[k].path == nodes[i].path;
		here += nodes[k].path == path;
	}
	return there == 1 && here <= 1;
}

static bool is_told_alike(struct view *view, uint32_t step, struct view *other, uint32_t other_step)
{
	const struct step *one = &image_steps(view->image)[step], *second = &image_steps(other->image)[other_step];
	team_id team = view_step_team(view, step);

	return team && team == view_step_team(other, other_step) && other->claim_on[second->claim] &&
	    str_eq(image_text(view->image, one->n1), image_text(other->image, second->n1));
}

unsigned same_steps(struct same *same, path_id path, uint32_t number, struct same_step *out)
{
	struct view *view = graph_view(same->graph, path);
	const struct step *step = &image_steps(view->image)[number];
	struct node nodes[SAME_MAX + 2];
	str name = image_text(view->image, step->n1);
	unsigned found = 0;

	if (step->kind != STEP_ACTIVITY || !name.size || !may_be_same(same->arena, name))
		return 0;
	unsigned count = graph_steps_named(same->graph, name, nodes, SAME_MAX + 2);
	for (unsigned i = 0; i < count && count <= SAME_MAX; i++) {
		struct view *other = nodes[i].path == path ? NULL : graph_view(same->graph, nodes[i].path);
		if (!other || !stands_once(nodes, count, i, path) ||
		    !is_told_alike(view, number, other, nodes[i].number))
			continue;
		enum relation relation = relation_of(same, path, nodes[i].path);
		if (relation != RELATION_NONE)
			out[found++] = (struct same_step){ nodes[i], relation == RELATION_WRITTEN };
	}
	return found;
}

void same_release(struct same *same)
{
	map_release(&same->relations);
}
