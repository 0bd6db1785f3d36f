#include "cli/judging.h"

#include "analyzer/change/promises/notice.h"
#include "cli/files.h"

#include <time.h>

static bool find_policy(struct judging *it, struct error *error)
{
	const struct options *options = it->options;
	const struct policy_input input = {
		.repository = &it->setting->repository,
		.base_tree = it->target.policy_tree,
		.base = it->target.policy,
		.fork_tree = it->target.base_tree,
		.head_tree = it->target.range.head.tree,
		.rule_at = setting_rule_at,
	};
	const char *file = options->policy_file ? options->policy_file : options->config;

	if (file) {
		it->policy.origin = str_of(file);
		return config_from_file(&it->policy.config, &it->setting->arena, file, error) &&
		    config_check_rules(&it->policy.config, setting_rule_at, error);
	}
	return policy_find(&it->policy, &it->setting->arena, &input, error);
}

static void mend(void *data, struct commit_info *info)
{
	struct judging *it = data;
	struct arena *arena = &it->setting->arena;

	info->committer_email = mailmap_email(&it->mailmap, arena, STR(""), info->committer_email);
	str email = mailmap_email(&it->mailmap, arena, info->author_name, info->author_email);
	info->author_name = mailmap_name(&it->mailmap, arena, info->author_name, info->author_email);
	info->author_email = email;
}

static bool take_time(const struct judging *it, int64_t *out, struct error *error)
{
	*out = it->target.range.head.time;
	return !it->options->as_of || date_read(str_of(it->options->as_of), (int64_t)time(NULL), out) ||
	    error_set(
	        error, ERROR_USAGE, NULL, 0, "--as-of takes a date like 2026-11-02, not '%s'", it->options->as_of);
}

bool judging_judge(struct judging *it, struct error *error)
{
	struct arena *arena = &it->setting->arena;
	const struct net_range *range = &it->target.range;
	struct gate_input input = {
		.impact = &it->impact,
		.config = &it->policy.config,
		.mailmap = &it->mailmap,
		.net = &it->net,
		.report = &it->report,
		.base_tree = it->target.base_tree,
		.into = it->target.policy,
		.acks = it->options->acks,
		.ack_count = it->options->ack_count,
		.staged = it->target.staged,
	};

	if (!find_policy(it, error) || !take_time(it, &input.as_of, error))
		return false;
	input.relaxed = it->policy.relaxed.items;
	input.relaxed_count = it->policy.relaxed.count;
	mailmap_read(&it->mailmap, &it->setting->repository, &it->target.policy_tree);
	it->net.mend = mend;
	it->net.mend_data = it;
	impact_open(&it->impact, &it->setting->repository, &it->policy.config);
	it->impact.as_of = day_of_time(input.as_of);
	it->opened = true;
	bool judged = impact_cover(&it->impact, &range->head.tree, &range->head.id, error) &&
	    net_judge(&it->net, &it->impact, range, arena, &it->report, error) &&
	    gate_judge(&it->check, &input, arena, error) && repository_was_whole(&it->setting->repository, error);
	it->check.policy = it->policy.origin;
	return judged;
}

void judging_close(struct judging *it)
{
	net_release(&it->net);
	mailmap_release(&it->mailmap);
	if (it->opened)
		impact_close(&it->impact);
	it->opened = false;
}
