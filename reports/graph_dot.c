#include "reports/graph.h"

#include "reports/escape.h"

static const char *shape_of(const struct survey_node *node)
{
	if (node->kind == SURVEY_TEAM)
		return "box, style=\"rounded,bold\"";
	if (node->kind == SURVEY_SYSTEM || str_eq(node->type, STR("data")))
		return "cylinder";
	if (node->kind == SURVEY_DOCUMENT)
		return "note";
	if (str_eq(node->type, STR("gateway")))
		return "diamond";
	return str_eq(node->type, STR("event")) ? "ellipse" : "box, style=rounded";
}

static const char *style_of(enum edge kind)
{
	static const char *const styles[] = {
		[EDGE_FLOW] = "",
		[EDGE_SAME] = ", style=dashed, dir=both",
		[EDGE_CALL] = ", style=bold",
		[EDGE_CONTRACT] = ", style=dashed",
		[EDGE_REFERENCE] = ", style=dotted",
		[EDGE_DEPENDENCY] = ", style=dashed, arrowhead=vee",
		[EDGE_USES] = ", style=dotted",
	};
	return styles[kind];
}

static void put_node(struct buf *out, const struct picture *picture, uint32_t node)
{
	buf_putf(out, "\tn%u [label=\"", picture->numbers[node]);
	put_dot_label(out, picture_name(picture, node));
	buf_putf(out, "\", shape=%s];\n", shape_of(&picture->chart->survey->nodes.items[node]));
}

static void put_nodes(struct buf *out, const struct picture *picture)
{
	const struct survey *survey = picture->chart->survey;
	uint32_t open = NONE;

	for (uint32_t i = 0; i < picture->count; i++) {
		const struct survey_node *node = &survey->nodes.items[picture->order[i]];
		uint32_t team = node->kind == SURVEY_STEP ? node->team : NONE;
		if (open != team && open != NONE)
			buf_puts(out, "\t}\n");
		if (open != team && team != NONE) {
			buf_putf(out, "\tsubgraph cluster_%u {\n\tlabel=\"", i + 1);
			put_dot_label(out, picture_name(picture, team));
			buf_puts(out, "\"; style=rounded;\n");
		}
		open = team;
		put_node(out, picture, picture->order[i]);
	}
	if (open != NONE)
		buf_puts(out, "\t}\n");
}

void graph_put_dot(struct buf *out, const struct graph_report *report)
{
	struct arena arena = { 0 };
	struct picture picture;

	picture_make(&picture, &arena, report->chart, NONE);
	buf_puts(out,
	    "digraph knockon {\n\trankdir=LR;\n\tnode [fontname=\"sans-serif\"];\n"
	    "\tedge [fontname=\"sans-serif\", fontsize=10];\n");
	put_nodes(out, &picture);
	for (uint32_t i = 0; i < picture.edge_count; i++) {
		const struct chart_edge *edge = &report->chart->edges.items[picture.edges[i]];
		buf_putf(out, "\tn%u -> n%u [label=\"", picture.numbers[edge->from], picture.numbers[edge->to]);
		put_dot_label(out, picture_label(&picture, edge));
		buf_putf(out, "\"%s];\n", style_of(edge->kind));
	}
	buf_puts(out, "}\n");
	arena_release(&arena);
}
