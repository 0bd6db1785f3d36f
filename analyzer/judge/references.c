#include "analyzer/judge/judge_inner.h"

#include "analyzer/graph/paths.h"
#include "base/text.h"

#include <string.h>

/* Pages that refer to what changed, and links that came with a commit or lost their target. */

/* --- references -------------------------------------------------------------------------------------------------- */

enum { LINKS_MAX = 400, HUB_DOCUMENTS = 10, HUB_TEAMS = 4 };

/* Below a heading Members, Team, Contact or People a link is no reference. */
static bool stands_among_people(const struct image *image, const struct link *link)
{
	static const char *const words[] = { "members", "team", "contact", "contacts", "people", "table of contents",
		"contents" };

	if (link->place.section >= image->sections.count)
		return false;
	str title = image_text(image, image_sections(image)[link->place.section].title);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(title, str_of(words[i])))
			return true;
	return false;
}

static bool is_index_of(const struct graph *graph, path_id from, path_id to)
{
	str page = graph_path_text(graph, from), folder = path_folder(page), stem = path_stem(page);
	str target = graph_path_text(graph, to);

	if (!str_ieq(stem, STR("index")) && !str_ieq(stem, STR("readme")) && !str_ieq(stem, STR("_index")) &&
	    !str_ieq(stem, STR("summary")))
		return false;
	return !folder.size ||
	    (str_starts(target, folder) && target.size > folder.size && target.at[folder.size] == '/');
}

static bool has_word(str words, str wanted)
{
	str word;

	while (str_next_word(&words, " ", &word))
		if (str_eq(word, wanted))
			return true;
	return false;
}

static bool same_without_hyphens(str a, str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.size && a.at[i] == '-')
			i++;
		while (j < b.size && b.at[j] == '-')
			j++;
		if (i == a.size || j == b.size)
			return i == a.size && j == b.size;
		if (a.at[i++] != b.at[j++])
			return false;
	}
}

/* By the anchor, by an id that the author gave (there may be several), then as one that spells without hyphens. */
static uint32_t section_of_anchor(const struct image *image, str anchor)
{
	const struct section *sections = image_sections(image);

	for (uint32_t i = 0; i < image->sections.count; i++)
		if (str_eq(image_text(image, sections[i].anchor), anchor) ||
		    (sections[i].id.size && has_word(image_text(image, sections[i].id), anchor)))
			return i;
	for (uint32_t i = 0; anchor.size && i < image->sections.count; i++)
		if (same_without_hyphens(image_text(image, sections[i].anchor), anchor))
			return i;
	return NONE;
}

/* Whether the section with that anchor is, or contains, another. */
static bool section_covers(const struct image *image, str anchor, str inner)
{
	uint32_t at = section_of_anchor(image, inner), outer = section_of_anchor(image, anchor);

	for (unsigned hops = 0; at != NONE && outer != NONE && hops < 8; hops++) {
		if (at == outer)
			return image_sections(image)[outer].level > 1;
		at = image_sections(image)[at].parent;
	}
	return false;
}

static bool link_still_there(struct judge *j, path_id path, uint32_t called, str fragment)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		if (facts->path[BEFORE] != path)
			continue;
		const struct image *image = facts->image[AFTER];
		for (uint32_t i = 0; image && i < image->links.count; i++) {
			const struct link *link = &image_links(image)[i];
			if ((!fragment.size || str_eq(image_text(image, link->fragment), fragment)) &&
			    graph_called(j->graph, facts->path[AFTER], image_text(image, link->target)) == called)
				return true;
		}
		return false;
	}
	return true; /* an untouched page */
}

static bool is_gone(const struct difference *d)
{
	return d->rule == RULE_DOCUMENT_REMOVED || d->rule == RULE_SECTION_REMOVED || d->rule == RULE_DOCUMENT_MOVED ||
	    d->rule == RULE_REFERENCE_BROKEN;
}

/* What readers of a page plan with, wherever in it they look. */
static bool is_hard(const struct difference *d)
{
	return d->rule == RULE_RESPONSIBILITY_CHANGED || d->rule == RULE_RESPONSIBILITY_ADDED ||
	    d->rule == RULE_RESPONSIBILITY_REMOVED || d->rule == RULE_SECTION_QUANTITY_CHANGED ||
	    d->rule == RULE_OBLIGATION_LOWERED || d->rule == RULE_OBLIGATION_RAISED;
}

static bool carries_page(const struct difference *d)
{
	return d->rule == RULE_DOCUMENT_REMOVED || d->rule == RULE_STATUS_LOWERED || d->rule == RULE_STATUS_RAISED ||
	    d->rule == RULE_PARSE_FAILED || d->rule == RULE_REFERENCE_BROKEN ||
	    d->rule == RULE_DOCUMENT_OWNER_CHANGED || is_hard(d) ||
	    rules[d->rule].area == AREA_CONTRACTS; /* what a contract says is a value, a duty or a contact */
}

struct referrer_search {
	struct judge *j;
	struct finding *finding;
	const struct image *target; /* image of the document that links lead to */
	path_id path;
	team_id owner;
	bool before;
};

static bool holds_word(struct words words, uint64_t word)
{
	for (uint32_t i = 0; i < words.count; i++)
		if (words.items[i] == word)
			return true;
	return false;
}

str judge_quoted(str message)
{
	ptrdiff_t from = str_find_char(message, '\''), to = str_rfind_char(message, '\'');
	str text = from >= 0 && to > from ? str_sub(message, (size_t)from + 1, (size_t)to) : STR("");

	if (str_ends(text, STR(" ...")))
		text.size -= 4;
	return text;
}

/* The words around a link have one in common with the sentence that changed, or its heading, besides those of the
 * page's title: "see Expenses for what a laptop may cost" hangs on the price of laptops, "thanks to Finance" does not.
 */
static bool speaks_of_it(const struct referrer_search *s, const struct image *image, const struct link *link)
{
	struct arena *arena = s->j->arena;
	const struct difference *d = s->finding->d;
	str title = image_text(s->target, image_containers(s->target)[0].title), around = image_text(image, link->text);

	for (uint32_t i = 0; i < image->prose.count; i++) {
		const struct prose *prose = &image_prose(image)[i];
		str text = image_text(image, prose->text);
		if (prose->place.section == link->place.section && prose->place.line <= link->place.line &&
		    str_find(text, image_text(image, link->text)) != STR_NONE)
			around = arena_printf(arena, "%.*s %.*s", STR_ARG(around), STR_ARG(text));
	}
	if (link->place.section < image->sections.count)
		around = arena_printf(arena, "%.*s %.*s", STR_ARG(around),
		    STR_ARG(image_text(image, image_sections(image)[link->place.section].title)));
	struct words known = text_n2(arena, text_n1(arena, title));
	struct words these = text_n2(arena, text_n1(arena, around));
	struct words those = text_n2(arena,
	    text_n1(arena, arena_printf(arena, "%.*s %.*s", STR_ARG(d->name), STR_ARG(judge_quoted(d->message)))));
	for (uint32_t i = 0; i < these.count; i++)
		if (!holds_word(known, these.items[i]) && holds_word(those, these.items[i]))
			return true;
	return false;
}

static bool refers(
    const struct referrer_search *s, const struct node *node, const struct image *image, const struct link *link)
{
	const struct difference *d = s->finding->d;
	str fragment = image_text(image, link->fragment);

	if (link->stands == LINK_ALONE || link->stands == LINK_IN_HEADING || stands_among_people(image, link) ||
	    is_index_of(s->j->graph, node->path, s->path))
		return false;
	if (is_gone(d)) {
		uint32_t called = graph_called(s->j->graph, node->path, image_text(image, link->target));
		bool section = d->rule == RULE_SECTION_REMOVED || (d->rule == RULE_REFERENCE_BROKEN && d->section.size);
		if (section && !str_eq(fragment, d->section))
			return false;
		return link_still_there(s->j, node->path, called, section ? fragment : STR(""));
	}
	if (fragment.size && d->section.size && section_covers(s->target, fragment, d->section))
		return true;
	/* whom to contact is said of the page as a whole, whatever part of it a link names */
	bool contact = strcmp(d->field, "contact") == 0 ||
	    (is_hard(d) && strcmp(d->field, "responsibility") == 0 && !d->named_count);
	return carries_page(d) && (!fragment.size || contact) &&
	    (!is_hard(d) || contact || speaks_of_it(s, image, link));
}

static bool is_touched(const struct judge *j, path_id path)
{
	for (uint32_t p = 0; p < j->pair_count; p++)
		if (j->facts[p].path[BEFORE] == path)
			return true;
	return false;
}

static void add_referrer(const struct referrer_search *s, const struct node *node, const struct image *image,
    const struct link *link, team_id owner)
{
	struct judge *j = s->j;
	struct reached one = { .team = owner,
		.role = ROLE_REFERRER,
		.distance = 1,
		.path = ARENA_NEW(j->arena, struct hop),
		.path_count = 1 };
	str title = image_text(image, image_containers(image)[0].title), name = s->finding->d->name;

	if (!name.size)
		name = graph_path_text(j->graph, s->path);
	one.path[0] = (struct hop){
		.edge = EDGE_REFERENCE,
		.from = name,
		.to = title.size ? title : graph_path_text(j->graph, node->path),
		.team = registry_team_key(&j->graph->registry, owner),
		.file = graph_path_text(j->graph, node->path),
		.line = image_line(image, link->place),
		.before = s->before && (is_gone(s->finding->d) || is_touched(j, node->path)),
	};
	reach_add(&s->finding->reach, j->arena, &one);
}

/* Of a page that this commit touches the owner that it has afterwards. */
static team_id owner_now(const struct judge *j, path_id path, team_id before)
{
	for (uint32_t p = 0; p < j->pair_count; p++)
		if (j->facts[p].path[BEFORE] == path && j->facts[p].path[AFTER])
			return j->facts[p].owner[AFTER].team;
	return before;
}

void look_for_referrers(struct judge *j, struct finding *finding, enum side side)
{
	const struct difference *d = finding->d;
	const struct pair_facts *facts = &j->facts[d->pair];
	struct node nodes[LINKS_MAX];
	struct map documents = { 0 }, teams = { 0 };
	struct referrer_search s = { j, finding, facts->image[side], facts->path[side], facts->owner[side].team,
		side == BEFORE };

	if (!s.path || !s.target)
		return;
	unsigned total = graph_links_to(j->graph, s.path, nodes, LINKS_MAX),
	         given = total < LINKS_MAX ? total : LINKS_MAX;
	for (unsigned i = 0; i < given; i++) {
		struct view *view = graph_view(j->graph, nodes[i].path);
		*map_add(&documents, nodes[i].path) = 1;
		if (view && view_owner(view))
			*map_add(&teams, view_owner(view)) = 1;
	}
	bool hub = documents.count > HUB_DOCUMENTS || teams.count > HUB_TEAMS;
	for (unsigned i = 0; i < given && (!hub || is_gone(d)); i++) {
		struct view *view = graph_view(j->graph, nodes[i].path);
		const struct link *link = view ? &image_links(view->image)[nodes[i].number] : NULL;
		team_id owner = view ? owner_now(j, nodes[i].path, view_owner(view)) : 0;
		if (!view || !refers(&s, &nodes[i], view->image, link))
			continue;
		finding->readers++;
		if (!owner || owner == s.owner)
			continue;
		add_referrer(&s, &nodes[i], view->image, link, owner);
	}
	map_release(&documents);
	map_release(&teams);
}

/* --- calls ---------------------------------------------------------------------------------------------------------
 */

/* A file that is gone with a process that others still call. */
void look_for_callers(struct judge *j, struct finding *finding)
{
	enum { CALLERS_MAX = 50 };
	struct difference *d = finding->d;
	const struct pair_facts *facts = d->pair < j->pair_count ? &j->facts[d->pair] : NULL;
	const struct image *image = facts ? facts->image[BEFORE] : NULL;
	struct node nodes[CALLERS_MAX];

	if (d->rule != RULE_DOCUMENT_REMOVED || !image ||
	    !str_eq(image_text(image, image_containers(image)[0].format), STR("bpmn")))
		return;
	for (uint32_t i = 0; i < image->sections.count; i++) {
		str process = image_text(image, image_sections(image)[i].id);
		unsigned count = process.size ? graph_calls_of(j->graph, process, nodes, CALLERS_MAX) : 0;
		for (unsigned k = 0; k < count && k < CALLERS_MAX; k++) {
			struct view *view =
			    nodes[k].path == facts->path[BEFORE] ? NULL : graph_view(j->graph, nodes[k].path);
			if (!view || is_touched(j, nodes[k].path))
				continue;
			const struct link *link = &image_links(view->image)[nodes[k].number];
			team_id team = link->step == NONE ? view_owner(view) : view_step_team(view, link->step);
			d->rule = RULE_CALLED_PROCESS_REMOVED;
			d->name = process;
			d->message = arena_printf(
			    j->arena, "The process '%.*s' is gone, and others still call it", STR_ARG(process));
			finding->readers++;
			if (!team)
				continue;
			struct reached one = { .team = team,
				.role = ROLE_REFERRER,
				.distance = 1,
				.path = ARENA_NEW(j->arena, struct hop),
				.path_count = 1 };
			one.path[0] = (struct hop){ EDGE_CALL, process,
				link->step == NONE ? graph_path_text(j->graph, nodes[k].path)
				                   : image_text(view->image, image_steps(view->image)[link->step].name),
				registry_team_key(&j->graph->registry, team), graph_path_text(j->graph, nodes[k].path),
				image_line(view->image, link->place), true };
			reach_add(&finding->reach, j->arena, &one);
		}
	}
}

/* --- what documents embed --------------------------------------------------------------------------------------------
 */

/* An image, a PDF or another binary that changed and that a document embeds: nobody can see what changed in it. */
void look_at_artifacts(struct judge *j, const struct artifact *artifacts, uint32_t count)
{
	enum { EMBEDDED_MAX = 50 };
	struct node nodes[EMBEDDED_MAX];

	for (uint32_t i = 0; i < count; i++) {
		unsigned links = graph_files_linked(j->graph, artifacts[i].path, nodes, EMBEDDED_MAX);
		struct view *first = links ? graph_view(j->graph, nodes[0].path) : NULL;
		if (!first)
			continue;
		struct difference *d = judge_difference(j, RULE_OPAQUE_ARTIFACT_CHANGED, j->pair_count, AFTER);
		d->name = graph_path_text(j->graph, artifacts[i].path);
		d->field = "whole";
		d->message = arena_printf(j->arena,
		    "%.*s changed, and %.*s shows it: nobody can see from here what is other in it", STR_ARG(d->name),
		    STR_ARG(graph_path_text(j->graph, nodes[0].path)));
		difference_owner(d, view_owner(first));
		struct finding *finding = judge_add(j, d);
		for (unsigned k = 1; k < links && k < EMBEDDED_MAX; k++) {
			struct view *view = graph_view(j->graph, nodes[k].path);
			team_id owner = view ? view_owner(view) : 0;
			if (!owner || owner == view_owner(first))
				continue;
			struct reached one = { .team = owner,
				.role = ROLE_REFERRER,
				.distance = 1,
				.path = ARENA_NEW(j->arena, struct hop),
				.path_count = 1 };
			one.path[0] = (struct hop){ EDGE_REFERENCE, d->name, graph_path_text(j->graph, nodes[k].path),
				registry_team_key(&j->graph->registry, owner), graph_path_text(j->graph, nodes[k].path),
				image_line(view->image, image_links(view->image)[nodes[k].number].place), false };
			reach_add(&finding->reach, j->arena, &one);
		}
	}
}

/* --- links of this commit -------------------------------------------------------------------------------------------
 */

/* A link of the side that the graph stands at leads nowhere: no such file, or no such heading. */
static bool leads_nowhere(
    struct judge *j, const struct pair_facts *facts, enum side side, const struct link *link, struct error *error)
{
	const struct image *image = facts->image[side];
	str files[PATH_NAMES], fragment = image_text(image, link->fragment);
	struct oid blob;

	path_id target = graph_link_target(j->graph, facts->path[side], image, link);
	if (target) {
		struct view *view = graph_view(j->graph, target);
		if (!fragment.size || !view ||
		    !str_eq(image_text(view->image, image_containers(view->image)[0].format), STR("markdown")))
			return false;
		return false; /* a missing heading is said by lint: anchors have too many dialects to be sure of */
	}
	str called = link_path(
	    j->arena, j->config, graph_path_text(j->graph, facts->path[side]), image_text(image, link->target));
	str raw = image_text(image, link->target);
	if (!called.size || raw.at[0] == '/' || !(str_iends(called, STR(".md")) || str_iends(called, STR(".mdx"))))
		return false; /* an absolute path may be one of a site */
	struct str_cut top = str_cut(called, '/');
	if (top.found && !tree_holds_folder(j->graph->repository, &j->graph->tree, top.head, error))
		return false; /* it leads out of the part of the documentation that is kept here */
	unsigned count = path_candidates(j->arena, called, files);
	for (unsigned i = 0; i < count; i++)
		if (tree_find(j->graph->repository, &j->graph->tree, files[i], &blob, error))
			return false;
	return error->code == ERROR_NONE;
}

/* Others called that page before, or this one did, and it was not there then: it is made elsewhere, or known to be
 * missing. */
static bool is_missed_already(struct judge *j, const struct difference *d, struct error *error)
{
	const struct pair_facts *facts = &j->facts[d->pair];
	str target = image_text(facts->image[AFTER], image_links(facts->image[AFTER])[d->link].target),
	    files[PATH_NAMES];
	str called = link_path(j->arena, j->config, graph_path_text(j->graph, facts->path[AFTER]), target);
	struct oid blob;

	if (!graph_calling(j->graph, graph_called(j->graph, facts->path[AFTER], target), 0))
		return false;
	unsigned count = path_candidates(j->arena, called, files);
	for (unsigned i = 0; i < count; i++)
		if (tree_find(j->graph->repository, &j->graph->tree, files[i], &blob, error))
			return false;
	return true;
}

/* The link with the same words before, which is gone now, was dead itself. */
static bool was_dead_before(struct judge *j, const struct difference *d, struct error *error)
{
	const struct pair_facts *facts = &j->facts[d->pair];
	const struct image *old = facts->image[BEFORE], *new = facts->image[AFTER];
	str words = image_text(new, image_links(new)[d->link].text);

	for (uint32_t i = 0; old && words.size && i < old->links.count; i++) {
		const struct link *link = &image_links(old)[i];
		bool kept = link->kind != LINK_DOC || !str_eq(image_text(old, link->text), words);
		for (uint32_t k = 0; k < new->links.count && !kept; k++)
			kept = str_eq(image_text(new, image_links(new)[k].target), image_text(old, link->target));
		if (!kept && leads_nowhere(j, facts, BEFORE, link, error))
			return true;
	}
	return false;
}

void look_at_link(struct judge *j, struct finding *finding, enum side side, struct error *error)
{
	const struct difference *d = finding->d;
	const struct pair_facts *facts = &j->facts[d->pair];

	if (d->link != NONE && d->rule == RULE_REFERENCE_BROKEN && side == BEFORE && !finding->swallowed)
		finding->swallowed = was_dead_before(j, d, error) || is_missed_already(j, d, error);
	if (d->link == NONE || d->at_side != side)
		return;
	if (d->rule == RULE_REFERENCE_BROKEN) {
		finding->swallowed = !leads_nowhere(j, facts, AFTER, &image_links(facts->image[AFTER])[d->link], error);
		return;
	}
	path_id target = graph_link_target(
	    j->graph, facts->path[side], facts->image[side], &image_links(facts->image[side])[d->link]);
	struct view *view = graph_view(j->graph, target);
	if (!view || target == facts->path[side]) {
		finding->swallowed = true;
		return;
	}
	team_id owner = view_owner(view);
	finding->swallowed = owner && owner == facts->owner[side].team; /* between two pages of one team */
	if (!owner || finding->swallowed)
		return;
	struct reached one = { .team = owner,
		.role = ROLE_COUNTERPARTY,
		.distance = 1,
		.inferred = view->owners.inferred,
		.path = ARENA_NEW(j->arena, struct hop),
		.path_count = 1 };
	one.path[0] = (struct hop){ EDGE_REFERENCE, d->name, graph_path_text(j->graph, target),
		registry_team_key(&j->graph->registry, owner), graph_path_text(j->graph, facts->path[side]), d->line,
		side == BEFORE };
	reach_add(&finding->reach, j->arena, &one);
}

/* --- neighbours ------------------------------------------------------------------------------------------ */

/* A page that moved: links of untouched pages still lead to its old place. */
void find_broken_links(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		if (!facts->path[BEFORE] || !facts->path[AFTER] || facts->path[BEFORE] == facts->path[AFTER])
			continue;
		struct difference *d = LIST_ADD(j->arena, &j->differences->list);
		*d = (struct difference){
			.rule = RULE_REFERENCE_BROKEN,
			.pair = p,
			.at_side = AFTER,
			.kind = "document",
			.field = "link",
			.link = NONE,
			.name = graph_path_text(j->graph, facts->path[BEFORE]),
			.message = arena_printf(j->arena, "Links to %.*s lead nowhere: the page is at %.*s now",
			    STR_ARG(graph_path_text(j->graph, facts->path[BEFORE])),
			    STR_ARG(graph_path_text(j->graph, facts->path[AFTER]))),
			.asks_referrers = true,
		};
		judge_add(j, d);
	}
}

static bool same_anchor(const struct image *old, uint32_t i, const struct image *new, uint32_t j)
{
	return str_eq(image_text(old, image_sections(old)[i].anchor), image_text(new, image_sections(new)[j].anchor));
}

/* Headings are as they were at the beginning and at the end of most pages: only those between are looked for. */
static bool lost_a_heading(const struct image *old, const struct image *new)
{
	uint32_t head = 0, old_end = old->sections.count, new_end = new->sections.count;
	struct map anchors = { 0 };
	bool lost = false;

	while (head < old_end && head < new_end && same_anchor(old, head, new, head))
		head++;
	while (old_end > head && new_end > head && same_anchor(old, old_end - 1, new, new_end - 1)) {
		old_end--;
		new_end--;
	}
	for (uint32_t i = 0; i < new->sections.count &&head < old_end; i++)
		*map_add(&anchors, str_hash(image_text(new, image_sections(new)[i].anchor)) | 1) = 1;
	for (uint32_t i = head; i < old_end && !lost; i++)
		lost = !map_find(&anchors, str_hash(image_text(old, image_sections(old)[i].anchor)) | 1);
	map_release(&anchors);
	return lost;
}

/* Headings that went: fragments that name them from other pages. */
void find_lost_headings(struct judge *j)
{
	for (uint32_t p = 0; p < j->pair_count; p++) {
		const struct pair_facts *facts = &j->facts[p];
		const struct image *old = facts->image[BEFORE], *new = facts->image[AFTER];
		if (!old || !new || facts->path[BEFORE] != facts->path[AFTER] || old->canonical == new->canonical ||
		    old->partial || new->partial || !lost_a_heading(old, new))
			continue;
		struct node nodes[LINKS_MAX];
		unsigned count = graph_links_to(j->graph, facts->path[BEFORE], nodes, LINKS_MAX);
		for (unsigned i = 0; i < count && i < LINKS_MAX; i++) {
			struct view *view = graph_view(j->graph, nodes[i].path);
			str fragment = view
			    ? image_text(view->image, image_links(view->image)[nodes[i].number].fragment)
			    : STR("");
			bool was = fragment.size && section_of_anchor(old, fragment) != NONE;
			if (!was || section_of_anchor(new, fragment) != NONE ||
			    image_sections(old)[section_of_anchor(old, fragment)].level < 2)
				continue; /* of the page's own title the link still opens the page */
			bool said = false;
			for (uint32_t k = 0; k < j->finding_count && !said; k++) {
				const struct difference *d = j->findings[k].d;
				said = d->pair == p && str_eq(d->section, fragment) &&
				    (d->rule == RULE_SECTION_REMOVED ||
				        (d->rule == RULE_REFERENCE_BROKEN && d->link == NONE));
			}
			if (said)
				continue;
			struct difference *d = LIST_ADD(j->arena, &j->differences->list);
			*d = (struct difference){
				.rule = RULE_REFERENCE_BROKEN,
				.pair = p,
				.at_side = BEFORE,
				.line = image_sections(old)[section_of_anchor(old, fragment)].first_line,
				.kind = "section",
				.field = "link",
				.link = NONE,
				.section = fragment,
				.name = image_text(old, image_sections(old)[section_of_anchor(old, fragment)].title),
				.asks_referrers = true,
			};
			d->message = arena_printf(j->arena,
			    "Links to the heading '%.*s' lead nowhere: it is gone or has another name",
			    STR_ARG(d->name));
			judge_add(j, d);
		}
	}
}

bool needs_referrers(const struct difference *d)
{
	return !d->asks_nobody && (d->asks_referrers || (rules[d->rule].audience & AUDIENCE_REFERRER));
}
