/*
 * view - an image at a place
 *
 * What a document says depends on where it stands and on which names are teams. A view holds the
 * answers: a team_id for each team record (0: a group, a system, a person, nobody) and which claims hold.
 *
 * Memory: one malloc'd block, view_free; it borrows the image.
 */
#ifndef ANALYZER_GRAPH_VIEW_H
#define ANALYZER_GRAPH_VIEW_H

#include "analyzer/graph/registry.h"
#include "model/image.h"

typedef uint32_t path_id;

enum { OWNERS_MAX = 4 };

struct owners_found {
	team_id teams[OWNERS_MAX]; /* the first one owns, further ones co-own */
	uint8_t count;
	bool inferred;  /* from the home folder */
	uint8_t source; /* enum owner_source */
	bool people;    /* a file names somebody for it, who is no team */
};

enum owner_source { OWNER_NOBODY, OWNER_FRONT_MATTER, OWNER_CONFIG, OWNER_CODEOWNERS, OWNER_OWNERS, OWNER_HOME };

struct view {
	const struct image *image;
	path_id path;
	struct owners_found owners;
	team_id *team;  /* per team record */
	bool *claim_on; /* per claim */
};

struct view *view_make(const struct image *image, path_id path, struct registry *registry);
void view_free(struct view *view);

static inline team_id view_team(const struct view *view, uint32_t team)
{
	return team == NONE ? 0 : view->team[team];
}
static inline team_id view_owner(const struct view *view)
{
	return view->owners.count ? view->owners.teams[0] : 0;
}
/* The team of a step: its lane's, else its pool's, else the owner of the document. */
team_id view_step_team(const struct view *view, uint32_t step);
team_id view_step_lane(const struct view *view, uint32_t step);             /* without the owner of the document */
bool view_end_team(const struct view *view, struct end end, team_id *team); /* of a flow's end */

#endif
