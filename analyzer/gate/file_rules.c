#include "analyzer/gate/gate_inner.h"

#include "analyzer/config/suppress.h"

/* What files of acknowledgements come to. Each names fingerprints; a file that names none says nothing. */

enum { LOST_MAX = 100 }; /* fingerprints of a file that are looked for in earlier states */

static uint64_t key_of(str fingerprint)
{
	return str_hash(fingerprint) | 1;
}

static void index_changes(struct map *out, const struct commit_report *report)
{
	for (unsigned i = 0; i < report->change_count; i++)
		*map_add(out, key_of(str_of(report->changes[i].fingerprint))) = i + 1;
}

static struct change *change_of(const struct gate *gate, const struct map *changes, str fingerprint)
{
	const uint32_t *found = map_find(changes, key_of(fingerprint));
	return found ? &gate->in->report->changes[*found - 1] : NULL;
}

static struct affected *affected_of(const struct gate *gate, struct change *change, team_id team)
{
	for (unsigned i = 0; i < change->affected_count; i++)
		if (registry_key(&gate->in->impact->graph.registry, change->affected[i].team) == team)
			return &change->affected[i];
	return NULL;
}

static struct demand *demand_of(struct gate *gate, const struct affected *affected)
{
	for (unsigned i = 0; i < gate->demand_count; i++)
		if (gate->demands[i].affected == affected)
			return &gate->demands[i];
	return NULL;
}

static bool has_ended(const struct gate *gate, const struct ack *ack)
{
	return ack->until_day && ack->until_day < ymd_of_time(gate->in->as_of);
}

/* A file says who says so. Members have their address of .mailmap. */
static bool is_entitled(struct gate *gate, const struct ack *ack)
{
	const struct config_team *team = gate_config_team(gate, ack->team);
	str name = str_trim(str_rcut(ack->by, '<').head), address = ack_address(ack->by);

	return !team || !team->member_count || gate_is_member(team, address) ||
	    gate_is_member(team, mailmap_email(gate->in->mailmap, gate->arena, name, address));
}

/* Where a file that blocks stands, or who took it away without being asked to. */
static str block_place(struct gate *gate, const struct ack *ack, str team)
{
	const struct config_team *config = gate_config_team(gate, ack->team);

	if (!ack->gone)
		return ack->path;
	if (ack->commit == NONE)
		return arena_printf(gate->arena, "%.*s, which stands where this would go", STR_ARG(ack->path));
	str who = gate->in->net->commits[ack->commit].info.author_name;
	if (config && config->member_count)
		return arena_printf(gate->arena, "%.*s, taken away in %.*s by %.*s, who is no member of %.*s",
		    STR_ARG(ack->path), STR_ARG(gate_commit_words(gate, ack->commit)), STR_ARG(who), STR_ARG(team));
	return arena_printf(gate->arena, "%.*s, taken away in %.*s by %.*s, who did not write it", STR_ARG(ack->path),
	    STR_ARG(gate_commit_words(gate, ack->commit)), STR_ARG(who));
}

static void block(struct gate *gate, struct ack *ack, struct change *change, struct affected *affected)
{
	struct demand *demand = demand_of(gate, affected);
	str name = affected->name.size ? affected->name : affected->team;

	if (demand) {
		demand->blocked = true;
		affected->acknowledged = false;
	}
	struct change *found = gate_add(gate, RULE_IMPACT_BLOCKED, change, affected->team);
	found->message = arena_printf(gate->arena, "%.*s blocks this%s%.*s (%.*s%s%.*s): %.*s", STR_ARG(name),
	    ack->reason.size ? ", " : "", STR_ARG(ack->reason), STR_ARG(ack->by), ack->by.size ? ", " : "",
	    STR_ARG(block_place(gate, ack, name)), STR_ARG(change->message));
}

static bool is_blocked(const struct gate *gate, const struct change *change, const struct affected *affected)
{
	for (unsigned i = 0; i < gate->finding_count; i++)
		if (gate->findings[i].rule == RULE_IMPACT_BLOCKED &&
		    str_eq(gate->findings[i].element.id, str_of(change->fingerprint)) &&
		    str_eq(gate->findings[i].element.team, affected->team))
			return true;
	return false;
}

static void apply_file(struct gate *gate, struct ack *ack, const struct map *changes, bool blocks)
{
	if ((ack->verdict == ACK_BLOCKED) != blocks)
		return;
	for (unsigned i = 0; i < ack->fingerprint_count; i++) {
		struct change *change = change_of(gate, changes, ack->fingerprints[i]);
		struct affected *affected = change ? affected_of(gate, change, ack->team) : NULL;
		if (!affected || (ack->gone && is_blocked(gate, change, affected)))
			continue;
		ack->covers = true;
		if (!ack->entitled)
			continue;
		struct demand *demand = demand_of(gate, affected);
		if (blocks)
			block(gate, ack, change, affected);
		else if (demand) {
			ack->counts = true;
			affected->acknowledged = true;
		}
	}
}

void gate_apply_files(struct gate *gate)
{
	struct map changes = { 0 };

	index_changes(&changes, gate->in->report);
	/* A block beats what else the team says; one that somebody took away is told where no other one is. */
	for (int pass = 0; pass <= 2; pass++)
		for (unsigned i = 0; i < gate->acks.count; i++) {
			struct ack *ack = &gate->acks.items[i];
			if (ack->kind != ACK_FILE || ack->gone != (pass == 2) || !ack->team || ack->trouble.size ||
			    has_ended(gate, ack))
				continue;
			ack->entitled = is_entitled(gate, ack);
			apply_file(gate, ack, &changes, pass > 0);
		}
	map_release(&changes);
}

/* --- what is wrong with them ---------------------------------------------------------------------------------------
 */

static struct change *tell(struct gate *gate, enum rule_id rule, const struct ack *ack, const struct change *about)
{
	const struct team_asked *team = gate_team(gate, ack->team);
	struct change *found = gate_add(gate, rule, about, team ? team->key : STR(""));

	if (!about) {
		found->path = ack->path;
		found->line = ack->line ? ack->line : 1;
	}
	found->element.name = ack->path;
	return found;
}

/* What the file acknowledged stood there once, and stands there otherwise now. */
static const struct demand *edited_since(struct gate *gate, const struct ack *ack, str fingerprint)
{
	const struct team_asked *team = gate_team(gate, ack->team);
	const struct change *then = NULL;
	const struct demand *found = NULL;
	struct arena scratch = { 0 };

	for (unsigned i = gate->in->net->count; i-- > 0 && !then && gate->in->net->exact;)
		then = net_finding(gate->in->net, i, fingerprint);
	for (unsigned i = 0; then && team && i < team->count && !found; i++) {
		const struct demand *demand = &gate->demands[team->first + i];
		if (!demand->affected->acknowledged && !demand->blocked &&
		    net_same_place(&scratch, then, demand->change))
			found = demand;
	}
	arena_release(&scratch);
	return found;
}

static bool tell_stale(struct gate *gate, const struct ack *ack)
{
	for (unsigned i = 0; i < ack->fingerprint_count && i < LOST_MAX; i++) {
		const struct demand *demand = edited_since(gate, ack, ack->fingerprints[i]);
		if (!demand)
			continue;
		struct change *found = tell(gate, RULE_ACK_STALE, ack, demand->change);
		found->severity = gate_at_most(found->severity, demand->change->severity);
		found->message = arena_printf(gate->arena,
		    "%.*s acknowledged this as it was (%.*s), and %.*s edits it again", STR_ARG(demand->affected->name),
		    STR_ARG(ack->path), STR_ARG(gate_commit_words(gate, demand->last)));
		return true;
	}
	return false;
}

static void tell_not_entitled(struct gate *gate, const struct ack *ack)
{
	struct map changes = { 0 };
	struct change *found = NULL;

	index_changes(&changes, gate->in->report);
	for (unsigned i = 0; i < ack->fingerprint_count && !found; i++) {
		struct change *change = change_of(gate, &changes, ack->fingerprints[i]);
		struct affected *affected = change ? affected_of(gate, change, ack->team) : NULL;
		struct demand *demand = affected ? demand_of(gate, affected) : NULL;
		if (!affected)
			continue;
		found = tell(gate, RULE_ACK_NOT_ENTITLED, ack, change);
		found->severity =
		    demand && !affected->acknowledged && !demand->blocked ? change->severity : SEVERITY_INFO;
		found->message = arena_printf(gate->arena, "%.*s is no member of %.*s and cannot speak for it (%.*s)",
		    STR_ARG(ack->by.size ? ack->by : STR("nobody")),
		    STR_ARG(affected->name.size ? affected->name : affected->team), STR_ARG(ack->path));
	}
	map_release(&changes);
}

static void tell_unknown(struct gate *gate, const struct ack *ack)
{
	struct change *found = tell(gate, RULE_ACK_UNKNOWN, ack, NULL);

	if (ack->trouble.size)
		found->message = arena_printf(gate->arena, "it cannot be read: %.*s", STR_ARG(ack->trouble));
	else if (!ack->team)
		found->message =
		    arena_printf(gate->arena, "the folder '%.*s' is no team that is known here", STR_ARG(ack->words));
	else if (!ack->fingerprint_count)
		found->message = STR("it names no fingerprint and acknowledges nothing");
	else if (has_ended(gate, ack))
		found->message = arena_printf(gate->arena, "it held until %u-%02u-%02u", ack->until_day / 10000,
		    ack->until_day / 100 % 100, ack->until_day % 100);
	else
		found->message = STR("nothing that this team is told of has a fingerprint that stands in it");
	found->message = arena_printf(gate->arena, "%.*s: %.*s", STR_ARG(ack->path), STR_ARG(found->message));
}

void gate_tell_files(struct gate *gate)
{
	for (unsigned i = 0; i < gate->acks.count; i++) {
		struct ack *ack = &gate->acks.items[i];
		if (ack->kind != ACK_FILE || ack->counts || ack->gone || ack->commit == NONE)
			continue;
		if (ack->covers && !ack->entitled)
			tell_not_entitled(gate, ack);
		else if (!ack->covers && (has_ended(gate, ack) || !tell_stale(gate, ack)))
			tell_unknown(gate, ack);
	}
}
