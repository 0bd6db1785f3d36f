#include "analyzer/lint/lint.h"

#include "analyzer/config/suppress.h"
#include "analyzer/graph/paths.h"
#include "analyzer/lint/lint_inner.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- documents --------------------------------------------------------------------------------------------------- */

/* What is kept of other times. */
static bool is_kept(str path)
{
	static const char *const names[] = { "legacy", "archive", "archived", "archives", "versioned_docs", "old",
		"deprecated", "retired", "historic" };
	str rest = path_folder(path), name;

	while (str_next_word(&rest, "/", &name))
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_ieq(name, str_of(names[i])))
				return true;
	return false;
}

static bool is_active(const struct image *image)
{
	static const char *const words[] = { "draft", "proposed", "deprecated", "retired", "archived", "superseded",
		"rejected", "withdrawn", "obsolete" };
	str status = image_text(image, image_containers(image)[0].status);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(status, str_of(words[i])))
			return false;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct linted *)a)->name, ((const struct linted *)b)->name);
}

static void gather_documents(struct linting *l)
{
	for (path_id path = 1; path < l->graph->room; path++) {
		struct view *view = graph_view(l->graph, path);
		str name = graph_path_text(l->graph, path);
		if (!view || path_is_example(name) || is_kept(name))
			continue;
		struct linted document = { path, name, view, view->image, is_active(view->image),
			image_containers(view->image)[0].generated || str_ends(name, STR("-draft.md")) };
		LIST_PUSH(l->arena, &l->documents, document);
	}
	if (l->documents.count)
		qsort(l->documents.items, l->documents.count, sizeof *l->documents.items, by_name);
}

const struct linted *lint_document(const struct linting *l, str path)
{
	uint32_t low = 0, high = l->documents.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (str_cmp(l->documents.items[middle].name, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < l->documents.count && str_eq(l->documents.items[low].name, path) ? &l->documents.items[low] : NULL;
}

/* --- the configuration ------------------------------------------------------------------------------------------ */

/* False: the rule is off. */
static bool severity_of(const struct linting *l, enum rule_id rule, enum severity *out, bool *overridden)
{
	static const enum severity severities[] = { SEVERITY_INFO, SEVERITY_INFO, SEVERITY_RISKY, SEVERITY_BREAKING };
	const struct config_rule *said = config_rule_of(l->wish->config, rules[rule].id);

	*out = said ? severities[said->severity] : rules[rule].severity;
	*overridden = *out != rules[rule].severity;
	return !said || said->severity != CONFIG_OFF;
}

/* --- adding ------------------------------------------------------------------------------------------------------ */

str lint_team_name(const struct linting *l, team_id team)
{
	return team ? registry_team_name(&l->graph->registry, team) : STR("nobody");
}

str lint_team_key(const struct linting *l, team_id team)
{
	return team ? registry_team_key(&l->graph->registry, team) : STR("");
}

void lint_concerns(struct linting *l, struct defect *defect, team_id team)
{
	enum { TEAMS_MAX = 8 };
	str key = lint_team_key(l, team);

	if (!defect || !key.size || defect->team_count == TEAMS_MAX)
		return;
	for (unsigned i = 0; i < defect->team_count; i++)
		if (str_eq(defect->teams[i], key))
			return;
	if (!defect->teams)
		defect->teams = ARENA_ARRAY(l->arena, str, TEAMS_MAX);
	defect->teams[defect->team_count++] = key;
}

void lint_place(struct linting *l, struct defect *defect, str path, uint32_t line)
{
	enum { PLACES_MAX = 20 };

	if (!defect || defect->place_count == PLACES_MAX)
		return;
	if (!defect->places)
		defect->places = ARENA_ARRAY(l->arena, struct place_said, PLACES_MAX);
	defect->places[defect->place_count++] = (struct place_said){ arena_dup(l->arena, path), line };
}

struct defect *lint_add(struct linting *l, enum rule_id rule, const struct linted *document, uint32_t line)
{
	enum severity severity;
	bool overridden;

	if (!severity_of(l, rule, &severity, &overridden))
		return NULL;
	if (config_suppresses(
	        l->wish->config, str_of(rules[rule].id), document ? document->name : STR(""), l->wish->today)) {
		l->out->suppressed++;
		return NULL;
	}
	struct defect *defect = LIST_ADD(l->arena, &l->out->list);
	*defect = (struct defect){
		.rule = rule,
		.severity = severity,
		.overridden = overridden,
		.path = document ? arena_dup(l->arena, document->name) : STR(""),
		.line = line,
		.element.kind = "document",
		.field = "whole",
	};
	if (document)
		for (unsigned i = 0; i < document->view->owners.count; i++)
			lint_concerns(l, defect, document->view->owners.teams[i]);
	return defect;
}

/* --- fingerprints ------------------------------------------------------------------------------------------------ */

static uint64_t loose_hash(struct arena *arena, const struct defect *d)
{
	uint64_t hash = hash_mix(0x6b6e6f636b6f6e31, str_hash(str_of(rules[d->rule].id)));

	hash = hash_mix(hash, str_hash(str_of(d->element.kind)));
	hash = hash_mix(hash, hash_mix(str_hash(d->element.id), str_hash(text_n1(arena, d->element.name))));
	hash = hash_mix(hash, hash_mix(str_hash(d->element.team), str_hash(str_of(d->field))));
	return hash_mix(hash, str_hash(text_n1(arena, d->detail)));
}

static void put_fingerprint(struct defect *d)
{
	for (unsigned i = 0; i < 12; i++)
		d->fingerprint[i] = "0123456789abcdef"[(d->hash >> (60 - 4 * i)) & 15];
}

/* Equal ones are numbered in their order, so that each has a fingerprint of its own. */
static void make_fingerprints(struct arena *arena, struct defects *out)
{
	struct map seen = { 0 }, seen_loose = { 0 };

	for (uint32_t i = 0; i < out->list.count; i++) {
		struct defect *d = &out->list.items[i];
		d->loose = loose_hash(arena, d);
		d->hash = hash_mix(d->loose, str_hash(d->path));
		uint32_t ordinal = (*map_add(&seen, d->hash | 1))++, loose = (*map_add(&seen_loose, d->loose | 1))++;
		d->hash = ordinal ? hash_mix(d->hash, ordinal) : d->hash;
		d->loose = loose ? hash_mix(d->loose, loose) : d->loose;
		put_fingerprint(d);
	}
	map_release(&seen);
	map_release(&seen_loose);
}

/* --- all of it --------------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const struct defect *left = a, *right = b;

	int order = place_order((struct finding_place){ left->severity, left->path, left->line, left->rule },
	    (struct finding_place){ right->severity, right->path, right->line, right->rule });
	if (!order)
		order = str_cmp(left->element.name, right->element.name);
	return order ? order : str_cmp(left->message, right->message);
}

static void settle(struct defects *out)
{
	if (out->list.count)
		qsort(out->list.items, out->list.count, sizeof *out->list.items, by_place);
	memset(out->counts, 0, sizeof out->counts);
	out->introduced = out->resolved = 0;
	for (uint32_t i = 0; i < out->list.count; i++) {
		const struct defect *d = &out->list.items[i];
		out->counts[d->severity]++;
		out->introduced += d->state == DEFECT_INTRODUCED;
		out->resolved += d->state == DEFECT_RESOLVED;
	}
}

/* The graph moves on and takes its texts with it. */
static void keep_texts(struct arena *arena, struct defects *out)
{
	for (uint32_t i = 0; i < out->list.count; i++) {
		struct defect *d = &out->list.items[i];
		str *texts[] = { &d->element.id, &d->element.name, &d->element.team, &d->detail, &d->message,
			&d->remedy };
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			*texts[k] = arena_dup(arena, *texts[k]);
		for (unsigned k = 0; k < d->team_count; k++)
			d->teams[k] = arena_dup(arena, d->teams[k]);
	}
}

bool lint_make(struct defects *out, struct arena *arena, struct graph *graph, const struct survey *survey,
    const struct lint_wish *wish, struct error *error)
{
	struct linting l = {
		.out = out, .arena = arena, .graph = graph, .survey = survey, .wish = wish, .error = error
	};

	*out = (struct defects){ 0 };
	gather_documents(&l);
	lint_owners(&l);
	lint_reviews(&l);
	lint_names(&l);
	lint_raci(&l);
	lint_drawings(&l);
	lint_loops(&l);
	lint_ids(&l);
	lint_contracts(&l);
	lint_views(&l);
	if (!lint_links(&l))
		return false;
	settle(out);
	make_fingerprints(arena, out);
	keep_texts(arena, out);
	return true;
}

/* --- ranges ------------------------------------------------------------------------------------------------------ */

static void hashes_of(const struct defects *defects, struct map *whole, struct map *loose)
{
	for (uint32_t i = 0; i < defects->list.count; i++) {
		*map_add(whole, defects->list.items[i].hash | 1) = 1;
		if (loose)
			(*map_add(loose, defects->list.items[i].loose | 1))++;
	}
}

/* Those of one side that the other has not. A page that moved has other paths, but its defects are the old ones: what
 * is left over on both sides and differs by nothing but the path is no news. */
static void add_news(struct defects *out, struct arena *arena, const struct defects *mine, const struct defects *other,
    enum defect_state state)
{
	struct map theirs = { 0 }, left = { 0 }, ours = { 0 };

	hashes_of(other, &theirs, NULL);
	hashes_of(mine, &ours, NULL);
	for (uint32_t i = 0; i < other->list.count; i++)
		if (!map_find(&ours, other->list.items[i].hash | 1))
			(*map_add(&left, other->list.items[i].loose | 1))++;
	for (uint32_t i = 0; i < mine->list.count; i++) {
		const struct defect *d = &mine->list.items[i];
		uint32_t *moved = map_find(&left, d->loose | 1);
		if (map_find(&theirs, d->hash | 1))
			continue;
		if (moved && *moved) {
			--*moved;
			continue;
		}
		struct defect *added = LIST_ADD(arena, &out->list);
		*added = *d;
		added->state = state;
	}
	map_release(&theirs);
	map_release(&left);
	map_release(&ours);
}

void lint_compare(struct defects *out, struct arena *arena, const struct defects *before, const struct defects *after)
{
	*out = (struct defects){ .suppressed = after->suppressed };
	add_news(out, arena, after, before, DEFECT_INTRODUCED);
	add_news(out, arena, before, after, DEFECT_RESOLVED);
	settle(out);
}

bool lint_fails(const struct defects *defects, enum config_severity fail_on)
{
	static const enum severity severities[] = { SEVERITY_BREAKING, SEVERITY_INFO, SEVERITY_RISKY,
		SEVERITY_BREAKING };

	if (fail_on == CONFIG_OFF)
		return false;
	for (uint32_t i = 0; i < defects->list.count; i++)
		if (defects->list.items[i].state != DEFECT_RESOLVED &&
		    defects->list.items[i].severity >= severities[fail_on])
			return true;
	return false;
}
