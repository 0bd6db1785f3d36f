#include "analyzer/graph/contract_key.h"

#include "base/map.h"

uint64_t contract_key(const struct view *view, uint32_t number)
{
	const struct contract *contract = &image_contracts(view->image)[number];
	team_id provider = contract->provider == NONE ? view_owner(view) : view->team[contract->provider];

	if (!provider || !contract->what_n1.size)
		return 0;
	uint64_t parties = hash_mix(provider, view_team(view, contract->consumer));
	uint64_t subject = hash_mix(str_hash(image_text(view->image, contract->what_n1)),
	    str_hash(image_text(view->image, contract->qualifier)));
	return hash_mix(parties, subject) | 1;
}

void graph_contract_keys(struct graph *graph, struct map *out)
{
	for (path_id path = 1; path < graph->room; path++) {
		const struct view *view = graph_view(graph, path);
		for (uint32_t i = 0; view && i < view->image->contracts.count; i++) {
			uint64_t key =
			    view->claim_on[image_contracts(view->image)[i].claim] ? contract_key(view, i) : 0;
			if (key)
				*map_add(out, key) = 1;
		}
	}
}
