/*
 * standing - the graph at one revision, for commands that show it
 */
#ifndef CLI_STANDING_H
#define CLI_STANDING_H

#include "analyzer/survey/survey.h"
#include "cli/setting.h"

struct standing {
	struct setting setting;
	struct store store;
	struct graph graph;
	struct commit_info commit;
	struct survey survey;
	bool began;
};

/* At the revision that is the command's only argument, HEAD where there is none. */
bool standing_open(struct standing *out, const struct options *options, struct error *error);
bool standing_open_at(struct standing *out, const struct options *options, const char *revision, struct error *error);
void standing_close(struct standing *standing);

/* The team of --team; NONE where the option is not given. */
bool standing_team(struct standing *standing, const char *words, uint32_t *out, struct error *error);

#endif
