/*
 * Names and aliases of the head's configuration that the base does not know hold at once: nobody is asked less for
 * them. What would make one team of two that the base knows is told, and does not hold.
 */
#include "analyzer/gate/policy.h"

#include "analyzer/graph/graph.h"
#include "model/names.h"

struct naming {
	struct policy *out;
	struct arena *arena;
	struct registry *registry; /* of the base */
	const struct config *base, *head;
	struct config_team *teams;
	unsigned team_count;
};

static team_id id_of(struct naming *n, str name)
{
	str key = team_key(n->arena, text_n0(n->arena, name));
	return key.size ? registry_key(n->registry, key) : 0;
}

/* The team of the base that a name means, 0 where the base has none. */
static team_id known(struct naming *n, str name)
{
	team_id id = id_of(n, name), team = id ? registry_resolve(n->registry, id) : 0;
	return team && registry_knows(n->registry, team) ? team : 0;
}

static struct config_team *team_with(struct naming *n, team_id id)
{
	for (unsigned i = 0; i < n->team_count; i++)
		if (id_of(n, n->teams[i].name) == id)
			return &n->teams[i];
	return NULL;
}

static bool is_listed(const struct config_team *team, str alias)
{
	for (unsigned i = 0; i < team->alias_count; i++)
		if (str_eq(team->aliases[i], alias))
			return true;
	return false;
}

static void add_alias(struct naming *n, struct config_team *team, str alias)
{
	str *aliases = ARENA_ARRAY(n->arena, str, team->alias_count + 1);

	for (unsigned i = 0; i < team->alias_count; i++)
		aliases[i] = team->aliases[i];
	aliases[team->alias_count++] = alias;
	team->aliases = aliases;
}

static void take_alias(struct naming *n, struct config_team *team, str alias, uint32_t line)
{
	team_id of_alias = known(n, alias), of_team = known(n, team->name);

	if (is_listed(team, alias) || (of_alias && of_alias == of_team))
		return;
	if (of_alias)
		policy_tell(n->out, n->arena, line, "teams.aliases",
		    arena_printf(n->arena,
		        "'%.*s' would become another name of %.*s; this does not hold for this range", STR_ARG(alias),
		        STR_ARG(team->name)));
	else if (!id_of(n, alias) || !team_with(n, id_of(n, alias)))
		add_alias(n, team, alias);
}

/* The team itself, with what the base says of it; nothing but its name where the base says nothing. */
static struct config_team *take_team(struct naming *n, const struct config_team *team)
{
	team_id id = id_of(n, team->name), meant = known(n, team->name);
	struct config_team *there = team_with(n, meant ? meant : id);

	if (there)
		return there;
	there = &n->teams[n->team_count++];
	*there = (struct config_team){ .name = team->name, .contact = team->contact, .line = team->line };
	return there;
}

static bool says_more(const struct config *base, const struct config *head)
{
	for (unsigned i = 0; i < head->team_count; i++) {
		bool same = false;
		for (unsigned k = 0; k < base->team_count && !same; k++) {
			same = str_eq(base->teams[k].name, head->teams[i].name);
			for (unsigned a = 0; same && a < head->teams[i].alias_count; a++)
				same = is_listed(&base->teams[k], head->teams[i].aliases[a]);
		}
		if (!same)
			return true;
	}
	return false;
}

static void take_names(struct naming *n)
{
	n->teams = ARENA_ARRAY(n->arena, struct config_team, n->base->team_count + n->head->team_count + 1);
	for (unsigned i = 0; i < n->base->team_count; i++)
		n->teams[n->team_count++] = n->base->teams[i];
	for (unsigned i = 0; i < n->head->team_count; i++) {
		const struct config_team *team = &n->head->teams[i];
		struct config_team *there = take_team(n, team);
		for (unsigned a = 0; a < team->alias_count; a++)
			take_alias(n, there, team->aliases[a], team->line);
	}
	n->out->config.teams = n->teams;
	n->out->config.team_count = n->team_count;
}

bool policy_take_names(struct policy *out, struct arena *arena, const struct policy_input *input,
    const struct config *base, const struct config *head, struct error *error)
{
	struct store store;
	struct graph graph;

	if (!says_more(base, head))
		return true;
	store_begin(&store, input->repository, &base->reading);
	graph_begin(&graph, input->repository, &store, base);
	bool moved = graph_move(&graph, &input->base_tree, &input->base, error);
	if (moved) {
		struct naming n = {
			.out = out, .arena = arena, .registry = &graph.registry, .base = base, .head = head
		};
		take_names(&n);
	}
	graph_release(&graph);
	store_release(&store);
	return moved;
}
