#include "cli/standing.h"

#include "cli/nearest.h"

#include <string.h>

static bool revision_of(const struct options *options, const char **out, struct error *error)
{
	*out = options->argument_count ? options->arguments[0] : "HEAD";
	if (options->argument_count > 1)
		return error_set(error, ERROR_USAGE, NULL, 0, "%s takes one revision, not %u", options->command,
		    options->argument_count);
	if (strstr(*out, ".."))
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "%s takes one revision, not the range '%s'", options->command, *out);
	return **out != '-' || error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no revision", *out);
}

bool standing_open_at(struct standing *out, const struct options *options, const char *revision, struct error *error)
{
	struct arena *arena = &out->setting.arena;
	struct oid id;

	if (!setting_open(&out->setting, options, error))
		return false;
	struct repository *repository = &out->setting.repository;
	if (!repository_resolve(repository, revision, &id, error) ||
	    !repository_commit(repository, &id, arena, &out->commit, error) ||
	    !setting_configure(&out->setting, options, &out->commit.tree, error))
		return false;
	store_begin(&out->store, repository, &out->setting.config.reading);
	graph_begin(&out->graph, repository, &out->store, &out->setting.config);
	out->began = true;
	if (!graph_move(&out->graph, &out->commit.tree, &out->commit.id, error))
		return false;
	survey_make(&out->survey, arena, &out->graph);
	return true;
}

bool standing_open(struct standing *out, const struct options *options, struct error *error)
{
	const char *revision;

	return revision_of(options, &revision, error) && standing_open_at(out, options, revision, error);
}

void standing_close(struct standing *standing)
{
	if (standing->began) {
		graph_release(&standing->graph);
		store_release(&standing->store);
	}
	setting_close(&standing->setting);
}

static bool no_such_team(const struct standing *standing, const char *words, struct error *error)
{
	struct nearest nearest = { .word = str_of(words) };
	struct buf hint = { 0 };

	for (uint32_t i = 0; i < standing->survey.teams.count; i++)
		nearest_offer(&nearest, standing->survey.nodes.items[standing->survey.teams.items[i].node].name);
	nearest_put(&hint, &nearest);
	error_set(error, ERROR_USAGE, NULL, 0, "there is no team '%.200s'%.*s", words,
	    STR_ARG(hint.size ? buf_str(&hint) : STR("; 'knockon teams' lists them")));
	buf_release(&hint);
	return false;
}

bool standing_team(struct standing *standing, const char *words, uint32_t *out, struct error *error)
{
	*out = words ? survey_find_team(&standing->survey, &standing->graph, str_of(words)) : NONE;
	return !words || *out != NONE || no_such_team(standing, words, error);
}
