#include "analyzer/gate/gate_inner.h"

#include "model/names.h"

#include <stdlib.h>
#include <string.h>

enum { ID_SHOWN = 7 };

enum severity gate_at_most(enum severity severity, enum severity most)
{
	return severity < most ? severity : most;
}

bool gate_is_member(const struct config_team *team, str email)
{
	for (unsigned i = 0; team && i < team->member_count; i++)
		if (str_ieq(team->members[i], email))
			return true;
	return false;
}

str gate_commit_words(struct gate *gate, unsigned commit)
{
	const struct commit_info *info = &gate->in->net->commits[commit].info;

	if (oid_is_zero(&info->id))
		return STR("what is not committed yet");
	return arena_printf(
	    gate->arena, "commit %.*s", STR_ARG(str_sub(oid_text(gate->arena, &info->id), 0, ID_SHOWN)));
}

/* --- findings ------------------------------------------------------------------------------------------------------
 */

struct change *gate_add(struct gate *gate, enum rule_id rule, const struct change *about, str team)
{
	if (gate->finding_count == gate->finding_room) {
		unsigned room = gate->finding_room ? 2 * gate->finding_room : 16;
		gate->findings = arena_grow(gate->arena, gate->findings, gate->finding_count * sizeof *gate->findings,
		    room * sizeof *gate->findings);
		gate->finding_room = room;
	}
	struct change *found = &gate->findings[gate->finding_count++];
	*found = (struct change){ .rule = rule,
		.severity = rules[rule].severity,
		.element = { .kind = "gate", .team = team },
		.field = "whole",
		.line = 1,
		.count = 1 };
	if (about) {
		found->path = about->path;
		found->line = about->line;
		found->commit = about->commit;
		found->element.id = str_of(about->fingerprint);
		found->element.name = about->element.name;
	}
	return found;
}

static int by_severity(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	int order = place_order((struct finding_place){ left->severity, left->path, left->line, left->rule },
	    (struct finding_place){ right->severity, right->path, right->line, right->rule });
	if (!order)
		order = str_cmp(left->element.team, right->element.team);
	return order ? order : str_cmp(left->message, right->message);
}

/* Of the rule, the change it is about, the team and what it names; equal ones are counted. */
static void number_findings(struct gate *gate)
{
	struct map seen = { 0 };

	for (unsigned i = 0; i < gate->finding_count; i++) {
		struct change *found = &gate->findings[i];
		uint64_t hash = hash_mix(0x67617465, str_hash(str_of(rules[found->rule].id)));
		hash = hash_mix(hash, str_hash(found->element.id));
		hash = hash_mix(hash, str_hash(found->element.team));
		hash = hash_mix(hash, str_hash(found->element.name));
		unsigned ordinal = (*map_add(&seen, hash | 1))++;
		hash = ordinal ? hash_mix(hash, ordinal) : hash;
		for (unsigned d = 0; d < 12; d++)
			found->fingerprint[d] = "0123456789abcdef"[(hash >> (60 - 4 * d)) & 15];
	}
	map_release(&seen);
}

/* --- who must ------------------------------------------------------------------------------------------------------
 */

const struct config_team *gate_config_team(const struct gate *gate, team_id team)
{
	struct registry *registry = &gate->in->impact->graph.registry;
	const struct config *config = gate->in->config;
	struct arena scratch = { 0 };
	const struct config_team *found = NULL;

	for (unsigned i = 0; i < config->team_count && !found; i++)
		if (registry_key(registry, team_key(&scratch, text_n0(&scratch, config->teams[i].name))) == team)
			found = &config->teams[i];
	arena_release(&scratch);
	return found;
}

static team_id id_of(const struct gate *gate, str key)
{
	return registry_key(&gate->in->impact->graph.registry, key);
}

static int by_team(const void *a, const void *b)
{
	const struct demand *left = a, *right = b;
	int order = str_cmp(left->affected->team, right->affected->team);

	if (order)
		return order;
	return left->change < right->change ? -1 : left->change > right->change;
}

static void gather_demands(struct gate *gate)
{
	struct commit_report *report = gate->in->report;
	unsigned room = 0;

	for (unsigned i = 0; i < report->change_count; i++)
		room += report->changes[i].affected_count;
	gate->demands = ARENA_ARRAY(gate->arena, struct demand, room + 1);
	for (unsigned i = 0; i < report->change_count; i++)
		for (unsigned k = 0; k < report->changes[i].affected_count; k++) {
			struct affected *affected = &report->changes[i].affected[k];
			if (affected->requirement == REQUIRE_ACKNOWLEDGE)
				gate->demands[gate->demand_count++] = (struct demand){ .affected = affected,
					.change = &report->changes[i],
					.written = affected->acknowledged,
					.team = id_of(gate, affected->team),
					.last = net_last(gate->in->net, &report->changes[i]) };
		}
	if (gate->demand_count > 1)
		qsort(gate->demands, gate->demand_count, sizeof *gate->demands, by_team);
}

static void gather_teams(struct gate *gate)
{
	gate->teams = ARENA_ARRAY(gate->arena, struct team_asked, gate->demand_count + 1);
	for (unsigned i = 0; i < gate->demand_count; i++) {
		const struct demand *demand = &gate->demands[i];
		if (!i || gate->demands[i - 1].team != demand->team)
			gate->teams[gate->team_count++] = (struct team_asked){ .id = demand->team,
				.config = gate_config_team(gate, demand->team),
				.key = demand->affected->team,
				.name = demand->affected->name.size ? demand->affected->name : demand->affected->team,
				.first = i };
		gate->teams[gate->team_count - 1].count++;
	}
}

/* --- who has -------------------------------------------------------------------------------------------------------
 */

static team_id find_team(void *data, str words)
{
	struct gate *gate = data;
	struct registry *registry = &gate->in->impact->graph.registry;
	struct arena scratch = { 0 };
	str key = team_key(&scratch, text_n0(&scratch, text_utf8(&scratch, words, NULL)));
	team_id team = key.size ? registry_resolve(registry, registry_key(registry, key)) : 0;

	arena_release(&scratch);
	if (team && registry_knows(registry, team))
		return team;
	for (unsigned i = 0; i < gate->team_count; i++)
		if (team == gate->teams[i].id)
			return team;
	return 0;
}

static bool take_acks(struct gate *gate, struct error *error)
{
	const struct ack_names names = { find_team, gate };

	gate->acks = (struct acks){ 0 };
	acks_take_trailers(&gate->acks, gate->arena, gate->in->net, &names);
	if (!acks_take_files(&gate->acks, gate->arena, gate->in->net, &names, error) ||
	    !gate_take_blocks(gate, &names, error))
		return false;
	for (unsigned i = 0; i < gate->in->ack_count; i++)
		acks_take_option(&gate->acks, gate->arena, str_of(gate->in->acks[i]), &names);
	return true;
}

/* A team may be known before, after, or both: what the head does not know, the base may. */
static bool gather_acks(struct gate *gate, struct error *error)
{
	const struct net_range *range = gate->in->net->range;
	struct graph *graph = &gate->in->impact->graph;

	if (!graph_move(graph, &range->head.tree, &range->head.id, error) || !take_acks(gate, error))
		return false;
	bool unknown = false;
	for (unsigned i = 0; i < gate->acks.count; i++)
		unknown = unknown || (!gate->acks.items[i].team && !gate->acks.items[i].second);
	if (!unknown || !range->base_count)
		return true;
	struct acks after = gate->acks;
	if (!graph_move(graph, &gate->in->base_tree, &range->bases[0], error) || !take_acks(gate, error))
		return false;
	for (unsigned i = 0; i < after.count; i++)
		if (after.items[i].team)
			gate->acks.items[i] = after.items[i];
	return true;
}

/* --- the verdict ---------------------------------------------------------------------------------------------------
 */

static str remedy_of(struct gate *gate, const struct team_asked *team)
{
	if (gate->in->staged)
		return arena_printf(gate->arena, "knockon ack %.*s --staged", STR_ARG(team->key));
	return arena_printf(gate->arena, "Impact-Ack: %.*s", STR_ARG(team->key));
}

static void tell_open(struct gate *gate, const struct team_asked *team, struct asked *asked)
{
	asked->open = ARENA_ARRAY(gate->arena, const struct change *, team->count + 1);
	asked->blocked = ARENA_ARRAY(gate->arena, const struct change *, team->count + 1);
	for (unsigned i = 0; i < team->count; i++) {
		const struct demand *demand = &gate->demands[team->first + i];
		if (demand->blocked)
			asked->blocked[asked->blocked_count++] = demand->change;
		if (demand->affected->acknowledged || demand->blocked)
			continue;
		asked->open[asked->open_count++] = demand->change;
		struct change *found = gate_add(gate, RULE_IMPACT_UNACKNOWLEDGED, demand->change, team->key);
		found->severity = demand->change->severity;
		found->message = arena_printf(gate->arena, "%.*s has not acknowledged: %.*s", STR_ARG(team->name),
		    STR_ARG(demand->change->message));
	}
}

static void tell_asked(struct gate *gate)
{
	struct commit_report *report = gate->in->report;
	struct check *out = gate->out;

	out->asked = ARENA_ARRAY(gate->arena, struct asked, gate->team_count + 1);
	report->remedies = ARENA_ARRAY(gate->arena, struct remedy, gate->team_count + 1);
	for (unsigned t = 0; t < gate->team_count; t++) {
		const struct team_asked *team = &gate->teams[t];
		struct asked *asked = &out->asked[out->asked_count++];
		*asked = (struct asked){ .team = team->key, .name = team->name };
		if (team->config) {
			asked->members = team->config->members;
			asked->member_count = team->config->member_count;
		}
		tell_open(gate, team, asked);
		if (!asked->open_count)
			continue;
		asked->remedy = remedy_of(gate, team);
		report->remedies[report->remedy_count++] = (struct remedy){ team->key, asked->remedy };
	}
}

static const struct asked *asked_of(const struct check *check, str team)
{
	for (unsigned i = 0; i < check->asked_count; i++)
		if (str_eq(check->asked[i].team, team))
			return &check->asked[i];
	return NULL;
}

static void mark_teams(struct gate *gate)
{
	struct commit_report *report = gate->in->report;

	for (unsigned i = 0; i < report->affected_count; i++) {
		const struct asked *asked = asked_of(gate->out, report->affected[i].team);
		if (asked)
			report->affected[i].acknowledged = !asked->open_count && !asked->blocked_count;
	}
}

/* A team whose member wrote what it would be asked for. */
static void tell_writers(struct gate *gate, const struct team_asked *team)
{
	struct check *out = gate->out;

	for (unsigned i = 0; i < team->count; i++) {
		const struct demand *demand = &gate->demands[team->first + i];
		const struct commit_info *info = &gate->in->net->commits[demand->last].info;
		if (!demand->written)
			continue;
		out->acks[out->ack_count++] = (struct ack_said){ .team = team->key,
			.name = team->name,
			.by = info->author_name,
			.place =
			    arena_printf(gate->arena, "wrote %.*s", STR_ARG(gate_commit_words(gate, demand->last))) };
		return;
	}
}

/* A file says who, and the commit that touched it last says who says so. */
static str ack_by(struct gate *gate, const struct ack *ack)
{
	str author = ack->commit == NONE ? STR("") : gate->in->net->commits[ack->commit].info.author_name;

	if (ack->kind == ACK_TRAILER || !ack->by.size)
		return author;
	if (!author.size || str_starts(ack->by, author))
		return ack->by;
	return arena_printf(gate->arena, "%.*s, written down by %.*s", STR_ARG(ack->by), STR_ARG(author));
}

static void tell_acks(struct gate *gate)
{
	struct check *out = gate->out;

	out->acks = ARENA_ARRAY(gate->arena, struct ack_said, gate->acks.count + gate->demand_count + 1);
	for (unsigned t = 0; t < gate->team_count; t++) {
		tell_writers(gate, &gate->teams[t]);
		for (unsigned i = 0; i < gate->acks.count; i++) {
			const struct ack *ack = &gate->acks.items[i];
			if (!ack->counts || ack->team != gate->teams[t].id)
				continue;
			out->acks[out->ack_count++] = (struct ack_said){ .team = gate->teams[t].key,
				.name = gate->teams[t].name,
				.by = ack_by(gate, ack),
				.place = ack->kind == ACK_TRAILER ? gate_commit_words(gate, ack->commit)
				    : ack->kind == ACK_FILE       ? ack->path
				                                  : STR("--ack"),
				.reason = ack->reason };
		}
	}
}

static void tell_reverted(struct gate *gate)
{
	const struct commit_report *report = gate->in->report;

	for (unsigned i = 0; i < report->reverted_count; i++) {
		const struct change *change = &report->reverted[i];
		if (change->severity < SEVERITY_RISKY)
			continue;
		struct change *found = gate_add(gate, RULE_CHANGE_REVERTED, change, STR(""));
		found->message =
		    arena_printf(gate->arena, "taken back within the range: %.*s", STR_ARG(change->message));
	}
}

/* An override lets pass what its commit and those before it did; a team that blocks is never overridden. */
static bool is_overridden(struct gate *gate, const struct map *numbers, const struct change *found)
{
	if (!gate->overridden || found->rule == RULE_IMPACT_BLOCKED)
		return false;
	const uint32_t *number = found->commit.size ? map_find(numbers, str_hash(found->commit) | 1) : NULL;
	bool lifted = number ? gate->overridden[*number] : !found->commit.size;
	gate->out->overridden = gate->out->overridden || lifted;
	return lifted;
}

static void number_commits(struct gate *gate, struct map *out)
{
	const struct net *net = gate->in->net;

	for (unsigned i = 0; i < net->count && gate->overridden; i++)
		*map_add(out, str_hash(oid_text(gate->arena, &net->commits[i].info.id)) | 1) = i;
}

static void decide(struct gate *gate)
{
	struct check *out = gate->out;
	enum config_severity fail_on = gate->in->config->policy.fail_on;

	out->never = fail_on == CONFIG_OFF;
	out->fail_on = out->never ? SEVERITY_BREAKING : (enum severity)fail_on;
	if (gate->finding_count > 1)
		qsort(gate->findings, gate->finding_count, sizeof *gate->findings, by_severity);
	number_findings(gate);
	out->gate = gate->findings;
	out->gate_count = gate->finding_count;
	struct map numbers = { 0 };
	number_commits(gate, &numbers);
	for (unsigned i = 0; i < gate->finding_count; i++)
		if (gate->findings[i].severity >= out->fail_on && !is_overridden(gate, &numbers, &gate->findings[i]))
			out->would_fail = true;
	map_release(&numbers);
	out->passes = out->never || !out->would_fail;
}

bool gate_judge(struct check *out, const struct gate_input *input, struct arena *arena, struct error *error)
{
	struct gate gate = { .in = input, .arena = arena, .out = out };

	*out = (struct check){ .commits = input->net->range->commit_count };
	gather_demands(&gate);
	gather_teams(&gate);
	if (!gather_acks(&gate, error))
		return false;
	gate_apply_acks(&gate);
	tell_asked(&gate);
	mark_teams(&gate);
	tell_acks(&gate);
	tell_reverted(&gate);
	gate_tell_policy(&gate);
	gate_tell_suppressions(&gate);
	if (!gate_tell_unread(&gate, error))
		return false;
	gate_apply_overrides(&gate);
	decide(&gate);
	return true;
}
