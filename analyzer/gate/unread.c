#include "analyzer/gate/gate_inner.h"

#include "analyzer/git/tree.h"

/* Documents of the range that could not be read to the end: somebody may be affected whom nobody sees. */

struct unread {
	path_id path;
	bool before; /* it was unreadable at the base too */
};

struct looking {
	struct gate *gate;
	LIST_OF(struct unread) list;
};

static const struct image *image_at(const struct graph *graph, path_id path)
{
	const struct stored *held = path < graph->room ? graph->slots[path].held : NULL;
	return held ? held->image : NULL;
}

static bool wants(void *data, str path)
{
	struct looking *looking = data;
	return graph_wants(&looking->gate->in->impact->graph, path);
}

static bool visit(void *data, const struct tree_change *change, struct error *error)
{
	struct looking *looking = data;
	struct graph *graph = &looking->gate->in->impact->graph;
	path_id path = graph_path(graph, change->path);
	const struct image *image = image_at(graph, path);

	(void)error;
	if (!oid_is_zero(&change->after) && image && image->partial)
		LIST_PUSH(looking->gate->arena, &looking->list, ((struct unread){ .path = path }));
	return true;
}

static str why_of(const struct gate *gate, const struct image *image, uint32_t *line)
{
	*line = 1;
	for (uint32_t i = 0; i < image->notes.count; i++) {
		const struct note *note = &image_notes(image)[i];
		if (note->why_only)
			continue;
		*line = image_line(image, note->place);
		return arena_dup(gate->arena, image_text(image, note->message));
	}
	return STR("it cannot be read to the end");
}

static void tell(struct gate *gate, const struct unread *unread, str why, uint32_t line)
{
	struct change *found = gate_add(gate, RULE_ANALYSIS_INCOMPLETE, NULL, STR(""));

	found->path = graph_path_text(&gate->in->impact->graph, unread->path);
	found->line = line ? line : 1;
	found->element.name = found->path;
	if (unread->before)
		found->severity = SEVERITY_INFO;
	else if (gate->in->config->policy.incomplete_warns)
		found->severity = SEVERITY_RISKY;
	found->message = arena_printf(gate->arena, "%.*s cannot be read to the end%s: %.*s", STR_ARG(found->path),
	    unread->before ? ", as before" : "", STR_ARG(why));
}

bool gate_tell_unread(struct gate *gate, struct error *error)
{
	const struct net_range *range = gate->in->net->range;
	struct graph *graph = &gate->in->impact->graph;
	struct looking looking = { .gate = gate };
	struct tree_walk walk = {
		.repository = gate->in->impact->repository, .wants = wants, .visit = visit, .data = &looking
	};

	if (!graph_move(graph, &range->head.tree, &range->head.id, error) ||
	    !tree_compare(&walk, &gate->in->base_tree, &range->head.tree, error))
		return false;
	if (walk.truncated) {
		struct change *found = gate_add(gate, RULE_ANALYSIS_INCOMPLETE, NULL, STR(""));
		found->message = STR("the range touches more files than can be looked at");
	}
	str *whys = ARENA_ARRAY(gate->arena, str, looking.list.count + 1);
	uint32_t *lines = ARENA_ARRAY(gate->arena, uint32_t, looking.list.count + 1);
	for (uint32_t i = 0; i < looking.list.count; i++)
		whys[i] = why_of(gate, image_at(graph, looking.list.items[i].path), &lines[i]);
	if (looking.list.count && range->base_count &&
	    !graph_move(graph, &gate->in->base_tree, &range->bases[0], error))
		return false;
	for (uint32_t i = 0; i < looking.list.count; i++) {
		struct unread *unread = &looking.list.items[i];
		const struct image *before = range->base_count ? image_at(graph, unread->path) : NULL;
		unread->before = before && before->partial;
		tell(gate, unread, whys[i], lines[i]);
	}
	return true;
}
