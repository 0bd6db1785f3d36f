#include "analyzer/gate/gate_inner.h"

#include "analyzer/config/suppress.h"
#include "analyzer/gate/trailers.h"
#include "analyzer/git/tree.h"
#include "base/glob.h"

#include <string.h>

/* --- what the range would make weaker ------------------------------------------------------------------------------
 */

static void tell_relaxed(struct gate *gate, const char *path, uint32_t line, str key, str message)
{
	struct change *found = gate_add(gate, RULE_POLICY_RELAXED, NULL, STR(""));

	found->path = str_of(path);
	found->line = line;
	found->element.name = key;
	found->message = message;
}

static bool names_members(const struct config *config)
{
	for (unsigned i = 0; i < config->team_count; i++)
		if (config->teams[i].member_count)
			return true;
	return config->policy.override_count > 0;
}

static struct oid mailmap_in(struct gate *gate, const struct oid *tree)
{
	struct error ignored = { 0 };
	struct oid blob = { 0 };

	if (!oid_is_zero(tree) && !tree_find(gate->in->impact->repository, tree, STR(".mailmap"), &blob, &ignored))
		return (struct oid){ 0 };
	return blob;
}

void gate_tell_policy(struct gate *gate)
{
	const struct gate_input *in = gate->in;

	for (unsigned i = 0; i < in->relaxed_count; i++)
		tell_relaxed(gate, ".knockon.yml", in->relaxed[i].line, in->relaxed[i].key, in->relaxed[i].message);
	if (!names_members(in->config) || oid_is_zero(&in->base_tree))
		return;
	struct oid before = mailmap_in(gate, &in->base_tree), after = mailmap_in(gate, &in->net->range->head.tree);
	if (!oid_equal(&before, &after))
		tell_relaxed(gate, ".mailmap", 1, STR("mailmap"),
		    STR("who has which addresses changes; for this range that of the base holds"));
}

/* --- what the configuration leaves out -----------------------------------------------------------------------------
 */

/* It would leave out a finding of this range if it still held. */
static bool would_leave_out(const struct gate *gate, const struct config_suppression *one)
{
	const struct commit_report *report = gate->in->report;

	for (unsigned i = 0; i < report->change_count; i++)
		if (suppression_is_about(one, str_of(rules[report->changes[i].rule].id), report->changes[i].path))
			return true;
	return false;
}

/* A line for pages that are all gone can only hide what nobody meant it to hide. */
static bool matches_a_page(struct gate *gate, const struct config_suppression *one)
{
	struct graph *graph = &gate->in->impact->graph;

	for (path_id path = 1; path < graph->room; path++)
		if (!oid_is_zero(&graph->slots[path].blob) && glob_match(one->path, graph_path_text(graph, path)))
			return true;
	return false;
}

static struct change *tell_suppression(
    struct gate *gate, enum rule_id rule, const struct config_suppression *one, str message)
{
	struct change *found = gate_add(gate, rule, NULL, STR(""));

	found->path = STR(".knockon.yml");
	found->line = one->line;
	found->element.name = arena_printf(gate->arena, "%.*s %.*s", STR_ARG(one->rule), STR_ARG(one->path));
	found->message = message;
	return found;
}

void gate_tell_suppressions(struct gate *gate)
{
	const struct config *config = gate->in->config;
	uint32_t day = ymd_of_time(gate->in->as_of);

	for (unsigned i = 0; i < config->suppression_count; i++) {
		const struct config_suppression *one = &config->suppressions[i];
		if (suppression_has_ended(one, day) && would_leave_out(gate, one))
			tell_suppression(gate, RULE_SUPPRESSION_EXPIRED, one,
			    arena_printf(gate->arena, "%.*s was to be left out%s%.*s until %.*s; it counts again",
			        STR_ARG(one->rule), one->path.size ? " in " : "", STR_ARG(one->path),
			        STR_ARG(one->until)));
		else if (one->path.size && !matches_a_page(gate, one))
			tell_suppression(gate, RULE_SUPPRESSION_UNUSED, one,
			    arena_printf(gate->arena, "%.*s is left out in %.*s, where no file is any more",
			        STR_ARG(one->rule), STR_ARG(one->path)));
	}
}

/* --- overrides ------------------------------------------------------------------------------------------------------
 */

static bool may_override(const struct gate *gate, const struct commit_info *info)
{
	const struct config *config = gate->in->config;

	for (unsigned i = 0; i < config->policy.override_count; i++)
		if (str_ieq(config->policy.override[i], info->author_email) ||
		    str_ieq(config->policy.override[i], info->committer_email))
			return true;
	return config->policy.override_anybody;
}

static void take_override(struct gate *gate, unsigned commit, const struct trailer *trailer)
{
	const struct commit_info *info = &gate->in->net->commits[commit].info;
	bool counts = may_override(gate, info) && trailer->value.size && !trailer->misplaced;
	struct change *found = gate_add(gate, counts ? RULE_OVERRIDE_USED : RULE_ACK_UNKNOWN, NULL, STR(""));
	str place = gate_commit_words(gate, commit);

	found->element.name = arena_printf(gate->arena, "Impact-Override in %.*s", STR_ARG(place));
	if (counts) {
		if (!gate->overridden)
			gate->overridden = ARENA_ARRAY(gate->arena, bool, gate->in->net->count + 1);
		gate->overridden[commit] = true;
		found->message = arena_printf(gate->arena, "%.*s lets this pass (%.*s): %.*s",
		    STR_ARG(info->author_name), STR_ARG(place), STR_ARG(trailer->value));
	} else
		found->message = arena_printf(gate->arena, "Impact-Override in %.*s does not count: %s", STR_ARG(place),
		    !trailer->value.size     ? "it gives no reason"
		        : trailer->misplaced ? "it does not stand in the last paragraph of the message"
		                             : "the policy does not name who wrote it");
}

void gate_apply_overrides(struct gate *gate)
{
	const struct net *net = gate->in->net;

	for (unsigned i = 0; i < net->count; i++) {
		struct trailer found[TRAILERS_MAX];
		unsigned count =
		    trailers_find(gate->arena, net->commits[i].info.message, STR("Impact-Override"), found);
		for (unsigned k = 0; k < count; k++)
			if (!found[k].no_colon)
				take_override(gate, i, &found[k]);
	}
	if (gate->overridden)
		net_mark_ancestors(net, gate->overridden);
}
