#include "reports/graph.h"

#include "reports/escape.h"

enum { EDGES_MAX = 480, BYTES_MAX = 49000, EDGES_LEAST = 8 };

static void put_node(struct buf *out, const struct picture *picture, uint32_t number)
{
	const struct survey_node *node = &picture->chart->survey->nodes.items[number];
	const char *open = "[\"", *close = "\"]";

	if (str_eq(node->type, STR("gateway")))
		open = "{\"", close = "\"}";
	else if (str_eq(node->type, STR("event")))
		open = "([\"", close = "\"])";
	else if (node->kind == SURVEY_SYSTEM || str_eq(node->type, STR("data")))
		open = "[(\"", close = "\")]";
	buf_putf(out, "    n%u%s", picture->numbers[number], open);
	put_mermaid_label(out, picture_name(picture, number));
	buf_putf(out, "%s\n", close);
}

static void put_nodes(struct buf *out, const struct picture *picture)
{
	uint32_t open = NONE;

	for (uint32_t i = 0; i < picture->count; i++) {
		const struct survey_node *node = &picture->chart->survey->nodes.items[picture->order[i]];
		uint32_t team = node->kind == SURVEY_STEP ? node->team : NONE;
		if (open != team && open != NONE)
			buf_puts(out, "    end\n");
		if (open != team && team != NONE) {
			buf_putf(out, "    subgraph t%u[\"", i + 1);
			put_mermaid_label(out, picture_name(picture, team));
			buf_puts(out, "\"]\n");
		}
		open = team;
		put_node(out, picture, picture->order[i]);
	}
	if (open != NONE)
		buf_puts(out, "    end\n");
}

static void put_edge(struct buf *out, const struct picture *picture, const struct chart_edge *edge)
{
	static const char *const arrows[] = {
		[EDGE_FLOW] = "-->",
		[EDGE_SAME] = "<-.->",
		[EDGE_CALL] = "==>",
		[EDGE_CONTRACT] = "-.->",
		[EDGE_REFERENCE] = "-.->",
		[EDGE_DEPENDENCY] = "-.->",
		[EDGE_USES] = "-.->",
	};
	str label = picture_label(picture, edge);

	buf_putf(out, "    n%u %s", picture->numbers[edge->from], arrows[edge->kind]);
	if (label.size) {
		buf_puts(out, "|\"");
		put_mermaid_label(out, label);
		buf_puts(out, "\"|");
	}
	buf_putf(out, " n%u\n", picture->numbers[edge->to]);
}

/* Edges that a picture without bounds would have. */
static uint32_t put_picture(struct buf *out, const struct chart *chart, uint32_t edges_max)
{
	struct arena arena = { 0 };
	struct picture whole, picture;

	picture_make(&whole, &arena, chart, NONE);
	picture_make(&picture, &arena, chart, edges_max);
	buf_puts(out, "flowchart LR\n");
	if (picture.edge_count < whole.edge_count)
		buf_putf(out, "    %%%% %u edges are left out\n", whole.edge_count - picture.edge_count);
	put_nodes(out, &picture);
	for (uint32_t i = 0; i < picture.edge_count; i++)
		put_edge(out, &picture, &chart->edges.items[picture.edges[i]]);
	uint32_t left_out = whole.edge_count - picture.edge_count;
	arena_release(&arena);
	return left_out;
}

unsigned graph_put_mermaid(struct buf *out, const struct graph_report *report)
{
	for (uint32_t most = EDGES_MAX;; most = most * 3 / 4) {
		struct buf picture = { 0 };
		uint32_t left_out = put_picture(&picture, report->chart, most);
		if (picture.size <= BYTES_MAX || most <= EDGES_LEAST) {
			buf_put(out, buf_str(&picture));
			buf_release(&picture);
			return left_out;
		}
		buf_release(&picture);
	}
}
