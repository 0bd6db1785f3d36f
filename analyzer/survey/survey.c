#include "analyzer/survey/survey.h"

#include "analyzer/graph/paths.h"
#include "analyzer/survey/survey_inner.h"
#include "model/names.h"

#include <stdlib.h>
#include <string.h>

/* --- looking things up ----------------------------------------------------------------------------------------- */

struct surveyed *survey_document(struct survey_walk *walk, path_id path)
{
	const uint32_t *number = path ? map_find(&walk->by_path, path) : NULL;
	return number ? &walk->documents.items[*number - 1] : NULL;
}

uint32_t survey_team_node(const struct survey_walk *walk, team_id team)
{
	const uint32_t *number = team ? map_find(&walk->teams, team) : NULL;
	return number ? *number - 1 : NONE;
}

static bool is_machine(const struct survey_walk *walk, const struct view *view, uint32_t record)
{
	struct registry *registry = &walk->graph->registry;
	const struct team *team = &image_teams(view->image)[record];
	str key = image_text(view->image, team->key);

	if (!key.size || view->team[record] || team->kind == TEAM_PERSON || team->kind == TEAM_GROUP ||
	    !view->claim_on[team->claim])
		return false;
	if (team->kind == TEAM_SYSTEM)
		return true;
	team_id id = registry_resolve_key(registry, key);
	return id && registry_team_kind(registry, id) == TEAM_SYSTEM;
}

/* Names of one system compare like names of a team. */
static uint64_t system_key(struct survey_walk *walk, str key, str *shown)
{
	struct registry *registry = &walk->graph->registry;
	team_id id = registry_resolve_key(registry, key);

	*shown = id && registry->entries[id].spelling_count ? registry_team_key(registry, id) : key;
	return str_hash(*shown) | 1;
}

uint32_t survey_system_named(struct survey_walk *walk, str key)
{
	str shown;
	const uint32_t *number = key.size ? map_find(&walk->systems, system_key(walk, key, &shown)) : NULL;

	return number ? *number - 1 : NONE;
}

uint32_t survey_system_node(struct survey_walk *walk, const struct view *view, uint32_t record)
{
	if (record == NONE || !is_machine(walk, view, record))
		return NONE;
	return survey_system_named(walk, image_text(view->image, image_teams(view->image)[record].key));
}

team_id survey_end_team(const struct view *view, struct end end)
{
	const struct team *teams = image_teams(view->image);
	team_id team;

	if (end.kind == END_TEAM && end.number != NONE &&
	    image_containers(view->image)[teams[end.number].container].ordered)
		while (teams[end.number].parent != NONE)
			end.number = teams[end.number].parent;
	view_end_team(view, end, &team);
	return team;
}

void survey_parties(const struct view *view, const struct contract *contract, team_id *provider, team_id *consumer)
{
	team_id owner = view_owner(view);

	view_end_team(view, end_team(contract->provider), provider);
	view_end_team(view, end_team(contract->consumer), consumer);
	if (!*provider && *consumer != owner)
		*provider = owner;
	else if (!*consumer && *provider != owner)
		*consumer = owner;
}

const char *survey_kind_name(enum survey_kind kind)
{
	static const char *const names[] = { "team", "system", "document", "step", "contract" };
	return names[kind];
}

/* --- documents ---------------------------------------------------------------------------------------------------- */

static int by_path_text(const void *a, const void *b, void *graph)
{
	return str_cmp(graph_path_text(graph, ((const struct surveyed *)a)->path),
	    graph_path_text(graph, ((const struct surveyed *)b)->path));
}

static void collect_documents(struct survey_walk *walk)
{
	for (path_id path = 1; path < walk->graph->room; path++) {
		struct view *view = graph_view(walk->graph, path);
		if (view)
			LIST_PUSH(walk->arena, &walk->documents, ((struct surveyed){ .path = path, .view = view }));
	}
	if (walk->documents.count)
		qsort_r(walk->documents.items, walk->documents.count, sizeof *walk->documents.items, by_path_text,
		    walk->graph);
	for (uint32_t i = 0; i < walk->documents.count; i++)
		*map_add(&walk->by_path, walk->documents.items[i].path) = i + 1;
}

/* --- teams and systems ------------------------------------------------------------------------------------------ */

struct named {
	team_id team; /* 0: a system */
	str key, name;
	uint64_t hash;
};

struct named_list {
	LIST_OF(struct named) list;
	struct map seen;
};

static void name_team(struct survey_walk *walk, struct named_list *out, team_id team)
{
	struct registry *registry = &walk->graph->registry;

	if (!team || registry_team_kind(registry, team) == TEAM_SYSTEM || *map_add(&out->seen, team))
		return;
	*map_add(&out->seen, team) = out->list.count + 1;
	struct named named = {
		.team = team, .key = registry_team_key(registry, team), .name = registry_team_name(registry, team)
	};
	LIST_PUSH(walk->arena, &out->list, named);
}

/* A participant, and the box around it. */
static void name_end(struct survey_walk *walk, struct named_list *out, const struct view *view, struct end end)
{
	team_id team;

	if (end.kind != END_TEAM || !view_end_team(view, end, &team))
		return;
	name_team(walk, out, team);
	name_team(walk, out, survey_end_team(view, end));
}

static void name_teams_of(struct survey_walk *walk, struct named_list *out, const struct view *view)
{
	const struct image *image = view->image;

	for (unsigned i = 0; i < view->owners.count; i++)
		name_team(walk, out, view->owners.teams[i]);
	for (uint32_t i = 0; i < image->steps.count; i++)
		if (view->claim_on[image_steps(image)[i].claim])
			name_team(walk, out, view_step_team(view, i));
	for (uint32_t i = 0; i < image->flows.count; i++) {
		const struct flow *flow = &image_flows(image)[i];
		if (!view->claim_on[flow->claim])
			continue;
		name_end(walk, out, view, flow->from);
		name_end(walk, out, view, flow->to);
	}
	for (uint32_t i = 0; i < image->contracts.count; i++) {
		team_id provider, consumer;
		if (!view->claim_on[image_contracts(image)[i].claim])
			continue;
		survey_parties(view, &image_contracts(image)[i], &provider, &consumer);
		name_team(walk, out, provider);
		name_team(walk, out, consumer);
	}
}

/* A name that only stands where it counts by a claim is not in the registry: it is shown as it is written. */
static void name_unregistered(struct survey_walk *walk, struct named_list *out, const struct view *view)
{
	const struct image *image = view->image;

	for (uint32_t i = 0; i < image->teams.count; i++) {
		const uint32_t *number = view->team[i] ? map_find(&out->seen, view->team[i]) : NULL;
		struct named *named = number && *number ? &out->list.items[*number - 1] : NULL;
		if (!named || walk->graph->registry.entries[view->team[i]].spelling_count)
			continue;
		str name = image_text(image, image_teams(image)[i].name);
		if (str_eq(named->name, named->key) || str_cmp(name, named->name) < 0)
			named->name = name;
	}
}

/* Those that are known, and those that do something though only one document names them. */
static void name_teams(struct survey_walk *walk, struct named_list *out)
{
	struct registry *registry = &walk->graph->registry;

	for (team_id team = 1; team <= registry->keys.texts.count; team++)
		if (registry_knows(registry, team) && registry_resolve(registry, team) == team)
			name_team(walk, out, team);
	for (uint32_t d = 0; d < walk->documents.count; d++)
		name_teams_of(walk, out, walk->documents.items[d].view);
	for (uint32_t d = 0; d < walk->documents.count; d++)
		name_unregistered(walk, out, walk->documents.items[d].view);
}

static void name_system(struct survey_walk *walk, struct named_list *out, str key, str name)
{
	str shown;

	if (!key.size)
		return;
	uint64_t hash = system_key(walk, key, &shown);
	uint32_t *number = map_add(&out->seen, hash);
	if (!*number) {
		*number = out->list.count + 1;
		LIST_PUSH(walk->arena, &out->list, ((struct named){ 0, shown, name, hash }));
	} else if (str_cmp(name, out->list.items[*number - 1].name) < 0)
		out->list.items[*number - 1].name = name;
}

/* The name that a step table's column gives to the tool of a row. */
static str tool_of(const struct view *view, const struct step *step)
{
	return image_attr(view->image, step->attrs, "system");
}

static void name_systems(struct survey_walk *walk, struct named_list *out)
{
	for (uint32_t d = 0; d < walk->documents.count; d++) {
		const struct view *view = walk->documents.items[d].view;
		const struct image *image = view->image;
		for (uint32_t i = 0; i < image->teams.count; i++)
			if (is_machine(walk, view, i))
				name_system(walk, out, image_text(image, image_teams(image)[i].key),
				    image_text(image, image_teams(image)[i].name));
		for (uint32_t i = 0; i < image->steps.count; i++) {
			str tool = tool_of(view, &image_steps(image)[i]);
			if (tool.size && view->claim_on[image_steps(image)[i].claim])
				name_system(walk, out, team_key(walk->arena, tool), tool);
		}
	}
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

static void add_named(struct survey_walk *walk, struct named_list *named, enum survey_kind kind)
{
	struct registry *registry = &walk->graph->registry;

	if (named->list.count)
		qsort(named->list.items, named->list.count, sizeof *named->list.items, by_key);
	for (uint32_t i = 0; i < named->list.count; i++) {
		const struct named *it = &named->list.items[i];
		*map_add(kind == SURVEY_TEAM ? &walk->teams : &walk->systems,
		    kind == SURVEY_TEAM ? it->team : it->hash) = walk->out->nodes.count + 1;
		struct survey_node node = {
			.kind = kind,
			.type = kind == SURVEY_TEAM ? str_of(registry_kind_name(registry, it->team)) : STR("system"),
			.id = it->key,
			.name = it->name,
			.team = NONE,
			.document = NONE,
		};
		LIST_PUSH(walk->arena, &walk->out->nodes, node);
	}
	map_release(&named->seen);
}

/* --- ids ------------------------------------------------------------------------------------------------------- */

/* path#container/id; equal ones get ~2, ~3 ... in their order. */
static str unique_id(struct survey_walk *walk, str path, str container, str id)
{
	str whole = arena_printf(walk->arena, "%.*s#%.*s%s%.*s", STR_ARG(path), STR_ARG(container),
	    container.size && id.size ? "/" : "", STR_ARG(id));
	uint32_t times = ++*map_add(&walk->ids, str_hash(whole) | 1);

	return times == 1 ? whole : arena_printf(walk->arena, "%.*s~%u", STR_ARG(whole), times);
}

/* --- documents, steps, contracts ---------------------------------------------------------------------------------- */

static str name_of_file(const struct image *image, str path)
{
	const struct container *file = &image_containers(image)[0];
	str process = image_text(image, file->process), title = image_text(image, file->title);

	return process.size ? process : title.size ? title : path_stem(path);
}

static str name_of_container(struct survey_walk *walk, const struct image *image, uint32_t container, str path)
{
	const struct container *it = &image_containers(image)[container];
	str process = image_text(image, it->process), title = image_text(image, it->title);
	str name = process.size ? process : title;

	if (!container)
		return name_of_file(image, path);
	return name.size ? name
	                 : arena_printf(walk->arena, "%.*s (%.*s)", STR_ARG(name_of_file(image, path)),
	                       STR_ARG(image_text(image, it->name)));
}

static void add_document(struct survey_walk *walk, struct surveyed *document)
{
	const struct image *image = document->view->image;
	str path = graph_path_text(walk->graph, document->path);
	uint32_t file = walk->out->nodes.count;

	document->containers = ARENA_ARRAY(walk->arena, uint32_t, image->containers.count + 1);
	for (uint32_t i = 0; i < image->containers.count; i++) {
		const struct container *container = &image_containers(image)[i];
		document->containers[i] = file;
		if (i && !image_steps_of(image, i).count && !image_flows_of(image, i).count)
			continue;
		document->containers[i] = walk->out->nodes.count;
		struct survey_node node = {
			.kind = SURVEY_DOCUMENT,
			.type = image_text(image, container->format),
			.id = i ? unique_id(walk, path, image_text(image, container->name), STR("")) : path,
			.name = name_of_container(walk, image, i, path),
			.path = path,
			.line = i ? image_line(image, container->place) : 1,
			.team = survey_team_node(walk, view_owner(document->view)),
			.document = i ? file : NONE,
			.inferred = document->view->owners.inferred,
		};
		LIST_PUSH(walk->arena, &walk->out->nodes, node);
	}
}

static void add_steps(struct survey_walk *walk, struct surveyed *document)
{
	const struct view *view = document->view;
	const struct image *image = view->image;
	str path = graph_path_text(walk->graph, document->path);

	document->steps = ARENA_ARRAY(walk->arena, uint32_t, image->steps.count + 1);
	for (uint32_t i = 0; i < image->steps.count; i++) {
		const struct step *step = &image_steps(image)[i];
		document->steps[i] = NONE;
		if (!view->claim_on[step->claim])
			continue;
		document->steps[i] = walk->out->nodes.count;
		struct survey_node node = {
			.kind = SURVEY_STEP,
			.type = str_of(step_kind_name(step->kind)),
			.id = unique_id(walk, path, image_text(image, image_containers(image)[step->container].name),
			    image_text(image, step->id)),
			.name = image_text(image, step->name),
			.n1 = image_text(image, step->n1),
			.path = path,
			.line = image_line(image, step->place),
			.record = i,
			.team = survey_team_node(walk, view_step_team(view, i)),
			.document = document->containers[step->container],
		};
		LIST_PUSH(walk->arena, &walk->out->nodes, node);
	}
}

static str contract_name(struct survey_walk *walk, const struct image *image, const struct contract *contract)
{
	str what = image_text(image, contract->what), qualifier = image_text(image, contract->qualifier);

	if (!qualifier.size)
		return what;
	return what.size ? arena_printf(walk->arena, "%.*s (%.*s)", STR_ARG(what), STR_ARG(qualifier)) : qualifier;
}

static void add_contracts(struct survey_walk *walk, struct surveyed *document)
{
	const struct view *view = document->view;
	const struct image *image = view->image;
	str path = graph_path_text(walk->graph, document->path);

	document->contracts = ARENA_ARRAY(walk->arena, uint32_t, image->contracts.count + 1);
	for (uint32_t i = 0; i < image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(image)[i];
		team_id provider, consumer;
		document->contracts[i] = NONE;
		if (!view->claim_on[contract->claim])
			continue;
		document->contracts[i] = walk->out->nodes.count;
		survey_parties(view, contract, &provider, &consumer);
		str id = image_text(image, contract->id), name = contract_name(walk, image, contract);
		struct survey_node node = {
			.kind = SURVEY_CONTRACT,
			.type = str_of(contract_kind_name(contract->kind)),
			.id = unique_id(walk, path, STR("contract"), id.size ? id : text_fold(walk->arena, name)),
			.name = name,
			.path = path,
			.line = image_line(image, contract->place),
			.record = i,
			.team = survey_team_node(walk, provider),
			.document = document->containers[contract->container],
		};
		LIST_PUSH(walk->arena, &walk->out->nodes, node);
	}
}

/* --- all of it -----------------------------------------------------------------------------------------------------
 */

void survey_make(struct survey *out, struct arena *arena, struct graph *graph)
{
	struct survey_walk walk = { .out = out, .arena = arena, .graph = graph };
	struct named_list teams = { 0 }, systems = { 0 };

	*out = (struct survey){ .files = graph->files, .documents = graph->documents, .partial = graph->partial };
	collect_documents(&walk);
	name_teams(&walk, &teams);
	add_named(&walk, &teams, SURVEY_TEAM);
	name_systems(&walk, &systems);
	add_named(&walk, &systems, SURVEY_SYSTEM);
	for (uint32_t i = 0; i < walk.documents.count; i++)
		add_document(&walk, &walk.documents.items[i]);
	for (uint32_t i = 0; i < walk.documents.count; i++)
		add_steps(&walk, &walk.documents.items[i]);
	for (uint32_t i = 0; i < walk.documents.count; i++)
		add_contracts(&walk, &walk.documents.items[i]);
	survey_edges(&walk);
	survey_handoffs(&walk);
	survey_teams(&walk);
	map_release(&walk.by_path);
	map_release(&walk.teams);
	map_release(&walk.systems);
	map_release(&walk.ids);
}
