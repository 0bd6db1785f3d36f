#include "analyzer/graph/paths.h"
#include "analyzer/owners/owners.h"
#include "analyzer/survey/survey_inner.h"
#include "model/names.h"

#include <stdlib.h>
#include <string.h>

static struct survey_team *team_at(struct survey_walk *walk, uint32_t node)
{
	return node == NONE || node >= walk->out->teams.count ? NULL : &walk->out->teams.items[node];
}

/* --- spellings ------------------------------------------------------------------------------------------------------
 */

enum { CONFIGURED = 1u << 20 }; /* how the registry lets the spelling of the configuration win */

static void add_spelling(struct survey_walk *walk, struct survey_team *team, str name, uint32_t count)
{
	for (uint32_t i = 0; i < team->spellings.count; i++)
		if (str_eq(team->spellings.items[i].name, name)) {
			team->spellings.items[i].count += count;
			return;
		}
	LIST_PUSH(walk->arena, &team->spellings, ((struct survey_spelling){ name, count }));
}

static int by_count_and_name(const void *a, const void *b)
{
	const struct survey_spelling *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return str_cmp(left->name, right->name);
}

/* Each key of the registry, with those that are other names of a team. */
static void take_spellings(struct survey_walk *walk)
{
	struct registry *registry = &walk->graph->registry;

	for (team_id id = 1; id <= registry->keys.texts.count; id++) {
		const struct team_entry *entry = &registry->entries[id];
		team_id means = registry_resolve(registry, id);
		uint32_t node = survey_team_node(walk, means);
		if (node == NONE && means)
			node = survey_system_named(walk, registry_team_key(registry, means));
		struct survey_team *team = team_at(walk, node);
		for (uint32_t i = 0; team && i < entry->spelling_count; i++) {
			uint32_t count = entry->spellings[i].count;
			if (count)
				add_spelling(walk, team, intern_text(&registry->words, entry->spellings[i].name),
				    count >= CONFIGURED ? count - CONFIGURED : count);
		}
	}
	for (uint32_t i = 0; i < walk->out->teams.count; i++) {
		struct survey_team *team = &walk->out->teams.items[i];
		if (team->spellings.count)
			qsort(team->spellings.items, team->spellings.count, sizeof *team->spellings.items,
			    by_count_and_name);
	}
}

/* --- sources --------------------------------------------------------------------------------------------- */

static void add_source(struct survey_walk *walk, uint32_t node, const char *what, str path, uint32_t line)
{
	struct survey_team *team = team_at(walk, node);

	if (!team)
		return;
	/* documents come one after the other: an equal source stands near the end */
	for (uint32_t i = team->sources.count; i > 0; i--) {
		struct survey_source *source = &team->sources.items[i - 1];
		if (!str_eq(source->path, path))
			break;
		if (strcmp(source->what, what) == 0) {
			source->count++;
			if (line < source->line)
				source->line = line;
			return;
		}
	}
	LIST_PUSH(walk->arena, &team->sources, ((struct survey_source){ what, path, line, 1 }));
}

/* What of a text names teams, by the rule that read it. */
static const char *const rule_words[] = { NULL, "front matter", "RACI", "RACI", "step table", "contract table",
	"service levels", "who does what", "list", "sentence", "clause", "heading" };
enum { RULE_WORDS = sizeof rule_words / sizeof *rule_words };

/* For each team record of a text, the rules whose records use it, as bits. */
static void note_rules(const struct image *image, uint32_t *bits)
{
	for (uint32_t i = 0; i < image->said.count; i++)
		if (image_said(image)[i].team != NONE)
			bits[image_said(image)[i].team] |= 1u << 1;
	for (uint32_t i = 0; i < image->steps.count; i++) {
		const struct step *step = &image_steps(image)[i];
		if (step->team != NONE && step->rule < RULE_WORDS)
			bits[step->team] |= 1u << step->rule;
		for (uint32_t k = 0; k < step->with.count && step->rule < RULE_WORDS; k++)
			bits[image_performers(image)[step->with.first + k]] |= 1u << step->rule;
	}
	for (uint32_t i = 0; i < image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(image)[i];
		uint32_t parties[] = { contract->provider, contract->consumer };
		for (int k = 0; k < 2; k++)
			if (parties[k] != NONE && contract->rule < RULE_WORDS)
				bits[parties[k]] |= 1u << contract->rule;
	}
}

/* A column of a matrix in which a team has no work of its own is known by its neighbours in the same line. */
static void spread_rules(const struct image *image, uint32_t *bits)
{
	struct map lines = { 0 };

	for (uint32_t i = 0; i < image->teams.count; i++) {
		struct place place = image_teams(image)[i].place;
		if (bits[i] >> 1)
			*map_add(&lines, ((uint64_t)place.section << 32 | place.line) + 1) |= bits[i] >> 2 << 2;
	}
	for (uint32_t i = 0; i < image->teams.count; i++) {
		struct place place = image_teams(image)[i].place;
		const uint32_t *known = map_find(&lines, ((uint64_t)place.section << 32 | place.line) + 1);
		if (!(bits[i] >> 1) && known)
			bits[i] = *known;
	}
	map_release(&lines);
}

static const char *bpmn_word(const struct image *image, uint32_t number, bool is_parent)
{
	const struct team *team = &image_teams(image)[number];

	if (team->parent != NONE)
		return "lane";
	if (team->kind == TEAM_EXTERNAL || is_parent)
		return "pool";
	/* who is assigned to a task has an id that is made from the name */
	return str_starts(image_text(image, team->id), image_text(image, team->key)) ? "assignment" : "pool or lane";
}

static const char *diagram_word(const struct image *image, uint32_t number, bool is_parent)
{
	const struct container *container = &image_containers(image)[image_teams(image)[number].container];

	if (container->ordered)
		return "participant";
	return str_eq(image_text(image, container->format), STR("bpmn")) ? bpmn_word(image, number, is_parent) : "lane";
}

static bool is_text_format(const struct image *image, uint32_t container)
{
	str format = image_text(image, image_containers(image)[container].format);
	return !str_eq(format, STR("bpmn")) && !str_eq(format, STR("mermaid"));
}

static bool is_source(const struct image *image, const struct team *team)
{
	return !team->claim && team->key.size && team->kind != TEAM_PERSON && team->kind != TEAM_GROUP &&
	    (team->strength == TEAM_STRONG || team->strength == TEAM_INFERRED) && !team_is_nameless(image, team);
}

static void take_text_sources(
    struct survey_walk *walk, const struct team *team, uint32_t node, uint32_t bits, str path, uint32_t line)
{
	if (team->strength == TEAM_INFERRED) {
		add_source(walk, node, "running text", path, line);
		return;
	}
	for (uint32_t i = 1; i < RULE_WORDS; i++)
		if (bits & 1u << i)
			add_source(walk, node, rule_words[i], path, line);
	if (!(bits >> 1))
		add_source(walk, node, "column", path, line);
}

static void take_document_sources(struct survey_walk *walk, const struct surveyed *document)
{
	const struct view *view = document->view;
	const struct image *image = view->image;
	str path = graph_path_text(walk->graph, document->path);
	uint32_t *bits = ARENA_ARRAY(walk->arena, uint32_t, image->teams.count + 1);

	bool *is_parent = ARENA_ARRAY(walk->arena, bool, image->teams.count + 1);

	note_rules(image, bits);
	spread_rules(image, bits);
	for (uint32_t i = 0; i < image->teams.count; i++)
		if (image_teams(image)[i].parent != NONE)
			is_parent[image_teams(image)[i].parent] = true;
	for (uint32_t i = 0; i < image->teams.count; i++) {
		const struct team *team = &image_teams(image)[i];
		uint32_t node =
		    view->team[i] ? survey_team_node(walk, view->team[i]) : survey_system_node(walk, view, i);
		if (!is_source(image, team))
			continue;
		uint32_t line = image_line(image, team->place);
		if (is_text_format(image, team->container))
			take_text_sources(walk, team, node, bits[i], path, line);
		else
			add_source(walk, node, diagram_word(image, i, is_parent[i]), path, line);
	}
}

static uint32_t node_of_name(struct survey_walk *walk, str name)
{
	struct registry *registry = &walk->graph->registry;
	str key = team_key(walk->arena, text_n0(walk->arena, name));
	team_id team = registry_resolve_key(registry, key);
	uint32_t node = survey_team_node(walk, team);

	return node == NONE ? survey_system_named(walk, key) : node;
}

/* A folder directly below teams/, departments/ ... names a team. */
static void take_folder_source(struct survey_walk *walk, const struct surveyed *document)
{
	str path = graph_path_text(walk->graph, document->path), rest = path_folder(path), name, before = STR("");

	while (str_next_word(&rest, "/", &name)) {
		if (path_names_team(before, name))
			add_source(walk, node_of_name(walk, name), "folder",
			    str_sub(path, 0, (size_t)(name.at - path.at) + name.size), 0);
		before = name;
	}
}

static const char *word_of_format(enum owners_format format)
{
	switch (format) {
	case OWNERS_FILE_CODEOWNERS:
	case OWNERS_FILE_GITLAB: return "CODEOWNERS";
	case OWNERS_FILE_CODENOTIFY: return "CODENOTIFY";
	case OWNERS_FILE_REGISTRY: return "registry";
	case OWNERS_FILE_TITLES: return "titles";
	case OWNERS_FILE_CATALOG: return "catalog";
	default: return "OWNERS";
	}
}

static void take_file_sources(struct survey_walk *walk)
{
	const struct owners_file *file;
	str path;

	for (uint32_t number = 0; (file = ownership_file(&walk->graph->ownership, number, &path)); number++) {
		const char *what = word_of_format(file->format);
		for (uint32_t i = 0; i < file->names.count; i++)
			if (file->names.items[i].kind == OWNER_IS_TEAM)
				add_source(walk, node_of_name(walk, file->names.items[i].name), what, path,
				    file->names.items[i].line);
		for (uint32_t i = 0; i < file->teams.count; i++)
			add_source(
			    walk, node_of_name(walk, file->teams.items[i].name), what, path, file->teams.items[i].line);
	}
}

static void take_configuration(struct survey_walk *walk)
{
	const struct config *config = walk->graph->config;

	for (unsigned i = 0; i < config->team_count; i++) {
		uint32_t node = node_of_name(walk, config->teams[i].name);
		struct survey_team *team = team_at(walk, node);
		if (!team)
			continue;
		team->contact = config->teams[i].contact;
		team->parent = config->teams[i].parent;
		add_source(walk, node, "configuration", str_of(config->path), config->teams[i].line);
	}
}

static int by_path_and_word(const void *a, const void *b)
{
	const struct survey_source *left = a, *right = b;
	int order = str_cmp(left->path, right->path);

	return order ? order : strcmp(left->what, right->what);
}

/* Those of one path that stood apart become one. */
static void settle_sources(struct survey_team *team)
{
	uint32_t kept = 0;

	if (team->sources.count)
		qsort(team->sources.items, team->sources.count, sizeof *team->sources.items, by_path_and_word);
	for (uint32_t i = 0; i < team->sources.count; i++) {
		struct survey_source *source = &team->sources.items[i],
		                     *before = kept ? &team->sources.items[kept - 1] : NULL;
		if (before && by_path_and_word(before, source) == 0) {
			before->count += source->count;
			before->line = before->line < source->line ? before->line : source->line;
		} else
			team->sources.items[kept++] = *source;
	}
	team->sources.count = kept;
}

/* --- what they own, do, promise and hand on --------------------------------------------------------------------------
 */

static const char *word_of_owner(const struct owners_found *owners)
{
	static const char *const words[] = { "", "front matter", "configuration", "CODEOWNERS", "OWNERS", "folder" };
	return words[owners->source];
}

static void take_owned(struct survey_walk *walk, const struct surveyed *document)
{
	const struct owners_found *owners = &document->view->owners;

	for (unsigned i = 0; i < owners->count; i++) {
		struct survey_team *team = team_at(walk, survey_team_node(walk, owners->teams[i]));
		if (team)
			LIST_PUSH(walk->arena, &team->owns,
			    ((struct survey_owned){ document->containers[0], word_of_owner(owners), i > 0 }));
	}
}

static void add_number(struct survey_walk *walk, uint32_t team, size_t at, uint32_t number)
{
	struct survey_team *it = team_at(walk, team);

	if (it) {
		struct survey_numbers *numbers = (struct survey_numbers *)(void *)((char *)it + at);
		LIST_PUSH(walk->arena, &numbers->list, number);
	}
}

static void take_work(struct survey_walk *walk)
{
	const struct survey *out = walk->out;

	for (uint32_t i = 0; i < out->nodes.count; i++) {
		const struct survey_node *node = &out->nodes.items[i];
		if (node->kind == SURVEY_STEP && str_eq(node->type, STR("activity")))
			add_number(walk, node->team, offsetof(struct survey_team, steps), i);
		else if (node->kind == SURVEY_CONTRACT)
			add_number(walk, node->team, offsetof(struct survey_team, provides), i);
	}
	for (uint32_t i = 0; i < out->edges.count; i++) {
		const struct survey_edge *edge = &out->edges.items[i];
		if (edge->kind == EDGE_CONTRACT && out->nodes.items[edge->from].kind == SURVEY_CONTRACT)
			add_number(walk, edge->to, offsetof(struct survey_team, receives), edge->from);
	}
	for (uint32_t i = 0; i < out->handoffs.count; i++) {
		add_number(walk, out->handoffs.items[i].from_team, offsetof(struct survey_team, hands_out), i);
		add_number(walk, out->handoffs.items[i].to_team, offsetof(struct survey_team, takes_in), i);
	}
}

void survey_teams(struct survey_walk *walk)
{
	struct survey *out = walk->out;

	/* teams and systems are the first nodes, so a team has the number of its node */
	for (uint32_t i = 0; i < out->nodes.count && out->nodes.items[i].kind <= SURVEY_SYSTEM; i++)
		LIST_PUSH(walk->arena, &out->teams,
		    ((struct survey_team){ .node = i, .known = out->nodes.items[i].kind == SURVEY_SYSTEM }));
	for (uint32_t i = 0; i < walk->teams.room; i++)
		if (walk->teams.keys[i])
			out->teams.items[walk->teams.values[i] - 1].known =
			    registry_knows(&walk->graph->registry, (team_id)walk->teams.keys[i]);
	take_spellings(walk);
	for (uint32_t i = 0; i < walk->documents.count; i++) {
		take_document_sources(walk, &walk->documents.items[i]);
		take_folder_source(walk, &walk->documents.items[i]);
		take_owned(walk, &walk->documents.items[i]);
	}
	take_file_sources(walk);
	take_configuration(walk);
	for (uint32_t i = 0; i < out->teams.count; i++)
		settle_sources(&out->teams.items[i]);
	take_work(walk);
}
