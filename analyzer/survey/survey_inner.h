/*
 * survey_inner - what the pieces of the survey share while it is made
 */
#ifndef ANALYZER_SURVEY_SURVEY_INNER_H
#define ANALYZER_SURVEY_SURVEY_INNER_H

#include "analyzer/survey/survey.h"

struct surveyed { /* a document of the tree */
	path_id path;
	struct view *view;
	uint32_t *containers; /* numbers of nodes; a diagram without steps has that of its file */
	uint32_t *steps;      /* numbers of nodes; NONE: does not count */
	uint32_t *contracts;
};

struct survey_walk {
	struct survey *out;
	struct arena *arena;
	struct graph *graph;
	LIST_OF(struct surveyed) documents; /* by path */
	struct map by_path;                 /* path_id -> number in documents + 1 */
	struct map teams;                   /* team_id -> number of a node + 1 */
	struct map systems;                 /* hash of a key -> number of a node + 1 */
	struct map ids;                     /* hash of an id -> how often it was asked for */
};

struct surveyed *survey_document(struct survey_walk *walk, path_id path); /* NULL where there is none */
uint32_t survey_team_node(const struct survey_walk *walk, team_id team);  /* NONE for nobody */
/* The system that a team record stands for, or NONE. */
uint32_t survey_system_node(struct survey_walk *walk, const struct view *view, uint32_t record);
uint32_t survey_system_named(struct survey_walk *walk, str key); /* likewise, by the key of its name */
/* The team that a flow's end belongs to; in a sequence diagram the box around a participant. */
team_id survey_end_team(const struct view *view, struct end end);
/* The two parties of a contract; the owner of the page stands in where one is not named. */
void survey_parties(const struct view *view, const struct contract *contract, team_id *provider, team_id *consumer);

void survey_edges(struct survey_walk *walk);
void survey_handoffs(struct survey_walk *walk);
void survey_teams(struct survey_walk *walk);

#endif
