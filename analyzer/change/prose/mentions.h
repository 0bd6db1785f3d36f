/*
 * mentions - the teams and contacts that a sentence names, and what it says of them
 *
 * A name of the registry counts only with the capitals of one of its sources, as a link or @handle, or with a suffix
 * word
 * ("the billing team"); a name of one word that opens a sentence, or that stands among other capitals or before a noun,
 * only as a link or with a suffix. A contact is a mailbox or a #channel.
 *
 * Memory: texts point into the sentence.
 */
#ifndef ANALYZER_CHANGE_PROSE_MENTIONS_H
#define ANALYZER_CHANGE_PROSE_MENTIONS_H

#include "analyzer/graph/registry.h"

struct mention {
	team_id team;   /* 0: a contact */
	team_id called; /* of a contact: the team that is called so; 0 none */
	str text;       /* as written */
	bool routed;    /* the sentence sends work or people there, or says that the work is done there */
};

enum { MENTIONS_MAX = 8 }; /* of one sentence; further ones are not looked at */

struct mentions {
	struct mention items[MENTIONS_MAX];
	unsigned count;
	bool routes; /* there is a routing word in the sentence, as a verb */
};

/* False: in no words does such a sentence send work or people anywhere; cheap. */
bool may_route(str n0);
/* links: texts of the links to pages around the sentence. */
void mentions_find(struct mentions *out, struct arena *arena, struct registry *registry, str n0, const str *links,
    unsigned link_count);

#endif
