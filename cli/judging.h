/*
 * judging - one target, judged by the gate
 *
 * Several may follow each other in one repository: each has its own graph, policy and answer, and all live in the
 * arena of the setting.
 */
#ifndef CLI_JUDGING_H
#define CLI_JUDGING_H

#include "analyzer/gate/gate.h"
#include "analyzer/gate/target.h"
#include "cli/setting.h"

struct judging {
	const struct options *options;
	struct setting *setting;
	struct target target;
	struct policy policy;
	struct mailmap mailmap;
	struct impact impact;
	struct net net;
	struct commit_report report;
	struct check check;
	bool opened;
};

/* options, setting and target are there. */
bool judging_judge(struct judging *judging, struct error *error);
void judging_close(struct judging *judging);

#endif
