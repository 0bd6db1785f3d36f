#include "analyzer/graph/handoffs.h"
#include "analyzer/graph/paths.h"
#include "analyzer/graph/same.h"
#include "analyzer/survey/survey_inner.h"
#include "model/names.h"

#include <stdlib.h>

static void add_edge(struct survey_walk *walk, struct survey_edge edge)
{
	if (edge.from != NONE && edge.to != NONE && edge.from != edge.to)
		LIST_PUSH(walk->arena, &walk->out->edges, edge);
}

/* --- flows -------------------------------------------------------------------------------------------------------- */

static uint32_t end_node(struct survey_walk *walk, const struct surveyed *document, struct end end)
{
	team_id team;

	if (end.number == NONE)
		return NONE;
	if (end.kind == END_STEP)
		return document->steps[end.number];
	uint32_t system = survey_system_node(walk, document->view, end.number);
	if (system != NONE)
		return system;
	view_end_team(document->view, end, &team);
	return survey_team_node(walk, team);
}

static str label_of(const struct image *image, const struct flow *flow)
{
	str label = image_text(image, flow->label), condition = image_text(image, flow->condition);
	return label.size ? label : condition.size ? condition : image_text(image, flow->when.text);
}

static void add_flows(struct survey_walk *walk, const struct surveyed *document)
{
	const struct view *view = document->view;
	const struct image *image = view->image;

	for (uint32_t i = 0; i < image->flows.count; i++) {
		const struct flow *flow = &image_flows(image)[i];
		bool depends = flow->kind == FLOW_DEPENDENCY;
		if (!view->claim_on[flow->claim] || !(depends || flow_hands_on(flow) || flow->kind == FLOW_RETURN))
			continue;
		uint32_t from = end_node(walk, document, flow->from), to = end_node(walk, document, flow->to);
		add_edge(walk,
		    (struct survey_edge){
		        .kind = depends ? EDGE_DEPENDENCY : EDGE_FLOW,
		        .from = depends ? to : from,
		        .to = depends ? from : to,
		        .label = label_of(image, flow),
		        .path = graph_path_text(walk->graph, document->path),
		        .line = image_line(image, flow->place),
		        .declared = !flow->implicit,
		    });
	}
}

/* --- what joins documents --------------------------------------------------------------------------------------- */

static void add_same(struct survey_walk *walk, const struct surveyed *document, struct same *same)
{
	const struct image *image = document->view->image;
	struct same_step found[SAME_MAX];

	for (uint32_t i = 0; i < image->steps.count; i++) {
		unsigned count = document->steps[i] == NONE ? 0 : same_steps(same, document->path, i, found);
		for (unsigned k = 0; k < count; k++) {
			struct surveyed *other = survey_document(walk, found[k].node.path);
			uint32_t step = other ? other->steps[found[k].node.number] : NONE;
			if (step == NONE || step < document->steps[i])
				continue;
			add_edge(walk,
			    (struct survey_edge){
			        .kind = EDGE_SAME,
			        .from = document->steps[i],
			        .to = step,
			        .label = image_text(image, image_steps(image)[i].name),
			        .path = graph_path_text(walk->graph, document->path),
			        .line = image_line(image, image_steps(image)[i].place),
			        .declared = found[k].written,
			    });
		}
	}
}

enum { CALLED_MAX = 8 };

/* Into the first steps of the called process, and back from its last ones. */
static void add_call(struct survey_walk *walk, const struct surveyed *document, const struct link *link,
    const struct surveyed *called, uint32_t container)
{
	const struct image *image = called->view->image;
	struct span steps = image_steps_of(image, container);
	struct survey_edge edge = {
		.kind = EDGE_CALL,
		.label = image_text(document->view->image, link->text),
		.path = graph_path_text(walk->graph, document->path),
		.line = image_line(document->view->image, link->place),
		.declared = true,
	};

	for (uint32_t i = steps.first; i < steps.first + steps.count; i++) {
		if (image_steps(image)[i].kind != STEP_ACTIVITY)
			continue;
		edge.from = document->steps[link->step];
		edge.to = called->steps[i];
		if (!image_pred(image)[i].count)
			add_edge(walk, edge);
		edge.to = edge.from;
		edge.from = called->steps[i];
		if (!image_succ(image)[i].count)
			add_edge(walk, edge);
	}
}

static void add_calls(struct survey_walk *walk, const struct surveyed *document)
{
	const struct image *image = document->view->image;
	struct node nodes[CALLED_MAX];

	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		if (link->kind != LINK_CALL || link->step == NONE)
			continue;
		unsigned count = graph_definitions_of(walk->graph, image_text(image, link->target), nodes, CALLED_MAX);
		for (unsigned k = 0; k < count && k < CALLED_MAX; k++) {
			const struct surveyed *called = survey_document(walk, nodes[k].path);
			if (called && called != document)
				add_call(walk, document, link, called, nodes[k].number);
		}
	}
}

/* --- contracts and systems ---------------------------------------------------------------------------------------- */

static void add_contract_edges(struct survey_walk *walk, const struct surveyed *document)
{
	const struct view *view = document->view;
	const struct image *image = view->image;

	for (uint32_t i = 0; i < image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(image)[i];
		team_id provider, consumer;
		if (document->contracts[i] == NONE)
			continue;
		survey_parties(view, contract, &provider, &consumer);
		struct survey_edge edge = {
			.kind = EDGE_CONTRACT,
			.from = document->contracts[i],
			.to = survey_team_node(walk, consumer),
			.label = image_text(image, contract->when.text),
			.path = graph_path_text(walk->graph, document->path),
			.line = image_line(image, contract->place),
			.declared = true,
		};
		add_edge(walk, edge);
		edge.from = contract->step == NONE ? NONE : document->steps[contract->step];
		add_edge(walk, edge);
	}
}

static void add_uses(struct survey_walk *walk, const struct surveyed *document)
{
	const struct view *view = document->view;
	const struct image *image = view->image;

	for (uint32_t i = 0; i < image->steps.count; i++) {
		const struct step *step = &image_steps(image)[i];
		str tool = image_attr(image, step->attrs, "system");
		if (document->steps[i] == NONE)
			continue;
		struct survey_edge edge = {
			.kind = EDGE_USES,
			.from = survey_system_node(walk, view, step->team),
			.to = document->steps[i],
			.path = graph_path_text(walk->graph, document->path),
			.line = image_line(image, step->place),
			.declared = true,
		};
		add_edge(walk, edge);
		uint32_t used = tool.size ? survey_system_named(walk, team_key(walk->arena, tool)) : NONE;
		if (used != edge.from) {
			edge.from = used;
			add_edge(walk, edge);
		}
	}
}

/* --- references -----------------------------------------------------------------------------------------------------
 */

/* The index of a folder links to what lies below it and relies on none of it. */
static bool is_index_of(str page, str target)
{
	static const char *const stems[] = { "index", "readme", "_index", "summary" };
	str folder = path_folder(page), stem = path_stem(page);

	for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
		if (str_ieq(stem, str_of(stems[i])))
			return !folder.size ||
			    (str_starts(target, folder) && target.size > folder.size && target.at[folder.size] == '/');
	return false;
}

static void add_references(struct survey_walk *walk, const struct surveyed *document)
{
	const struct image *image = document->view->image;
	str page = graph_path_text(walk->graph, document->path);
	team_id owner = view_owner(document->view);

	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		if ((link->kind != LINK_DOC && link->kind != LINK_FILE && link->kind != LINK_INCLUDE) ||
		    link->stands == LINK_ALONE || link->stands == LINK_IN_HEADING)
			continue;
		const struct surveyed *target =
		    survey_document(walk, graph_link_target(walk->graph, document->path, image, link));
		if (!target || target == document || (owner && owner == view_owner(target->view)) ||
		    is_index_of(page, graph_path_text(walk->graph, target->path)))
			continue;
		add_edge(walk,
		    (struct survey_edge){
		        .kind = EDGE_REFERENCE,
		        .from = target->containers[0],
		        .to = document->containers[0],
		        .label = image_text(image, link->fragment),
		        .path = page,
		        .line = image_line(image, link->place),
		        .declared = true,
		    });
	}
}

/* --- all of them -----------------------------------------------------------------------------------------------------
 */

static int by_kind_and_nodes(const void *a, const void *b)
{
	const struct survey_edge *left = a, *right = b;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	if (left->to != right->to)
		return left->to < right->to ? -1 : 1;
	int order = str_cmp(left->path, right->path);
	if (order)
		return order;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	return str_cmp(left->label, right->label);
}

void survey_edges(struct survey_walk *walk)
{
	struct same same = { .graph = walk->graph, .arena = walk->arena };

	for (uint32_t i = 0; i < walk->documents.count; i++) {
		const struct surveyed *document = &walk->documents.items[i];
		add_flows(walk, document);
		add_same(walk, document, &same);
		add_calls(walk, document);
		add_contract_edges(walk, document);
		add_uses(walk, document);
		add_references(walk, document);
	}
	same_release(&same);
	if (walk->out->edges.count)
		qsort(
		    walk->out->edges.items, walk->out->edges.count, sizeof *walk->out->edges.items, by_kind_and_nodes);
}
