#include "analyzer/gate/gate_inner.h"

/* Which acknowledgements hold, for what, and what is wrong with those that do not. */

enum { ACKS_OF_TEAM_MAX = 64 }; /* the newest ones; the older ones say the same of less */

static void accept(struct ack *ack, struct demand *demand)
{
	ack->counts = true;
	demand->affected->acknowledged = true;
}

/* A line that is not written as it should be says nothing. */
static bool is_flawed(const struct ack *ack)
{
	return ack->misplaced || ack->no_colon || ack->second;
}

/* Whoever acknowledges in a commit knows what that commit and those before it did. */
static void apply_trailer(struct gate *gate, const struct team_asked *team, struct ack *ack, bool *marks)
{
	const struct net *net = gate->in->net;

	for (unsigned i = 0; i < net->count; i++)
		marks[i] = i == ack->commit;
	net_mark_ancestors(net, marks);
	for (unsigned i = 0; i < team->count; i++) {
		struct demand *demand = &gate->demands[team->first + i];
		if (!marks[demand->last])
			continue;
		ack->covers = true;
		if (ack->entitled)
			accept(ack, demand);
	}
}

static void apply_trailers(struct gate *gate, const struct team_asked *team, bool *marks)
{
	unsigned applied = 0;

	for (unsigned i = gate->acks.count; i-- > 0 && applied < ACKS_OF_TEAM_MAX;) {
		struct ack *ack = &gate->acks.items[i];
		if (ack->kind != ACK_TRAILER || ack->team != team->id || is_flawed(ack))
			continue;
		const struct commit_info *info = &gate->in->net->commits[ack->commit].info;
		ack->entitled = !team->config || !team->config->member_count ||
		    gate_is_member(team->config, info->author_email) ||
		    gate_is_member(team->config, info->committer_email);
		apply_trailer(gate, team, ack, marks);
		applied++;
	}
}

static void apply_option(struct gate *gate, const struct team_asked *team, struct ack *ack)
{
	for (unsigned i = 0; i < team->count; i++)
		accept(ack, &gate->demands[team->first + i]);
}

/* --- what is wrong with them ---------------------------------------------------------------------------------------
 */

bool gate_asked_then(const struct change *change, str team)
{
	for (unsigned i = 0; i < change->affected_count; i++)
		if (change->affected[i].requirement == REQUIRE_ACKNOWLEDGE && str_eq(change->affected[i].team, team))
			return true;
	return false;
}

/* The change of this place that stood there when the acknowledgement was made. */
static bool stood_otherwise(struct gate *gate, const struct ack *ack, const struct demand *demand)
{
	const struct net_commit *commit = &gate->in->net->commits[ack->commit];
	struct arena scratch = { 0 };
	bool found = false;

	for (unsigned i = 0; i < commit->item_count && !found; i++)
		found = gate_asked_then(commit->items[i].change, demand->affected->team) &&
		    net_same_place(&scratch, commit->items[i].change, demand->change);
	arena_release(&scratch);
	return found;
}

static void tell_stale(struct gate *gate, struct team_asked *team, struct demand *demand)
{
	unsigned looked = 0;

	for (unsigned i = gate->acks.count; i-- > 0 && looked < ACKS_OF_TEAM_MAX;) {
		struct ack *ack = &gate->acks.items[i];
		if (ack->kind != ACK_TRAILER || ack->team != team->id || !ack->entitled || is_flawed(ack))
			continue;
		looked++;
		if (!stood_otherwise(gate, ack, demand))
			continue;
		ack->covers = true;
		struct change *stale = gate_add(gate, RULE_ACK_STALE, demand->change, team->key);
		stale->severity = gate_at_most(stale->severity, demand->change->severity);
		stale->message = arena_printf(gate->arena, "%.*s acknowledged this in %.*s, and %.*s edits it again",
		    STR_ARG(team->name), STR_ARG(gate_commit_words(gate, ack->commit)),
		    STR_ARG(gate_commit_words(gate, demand->last)));
		return;
	}
}

static void tell_not_entitled(struct gate *gate, const struct team_asked *team, const struct ack *ack)
{
	enum severity most = SEVERITY_INFO;
	const struct change *about = NULL;

	for (unsigned i = 0; i < team->count; i++) {
		const struct demand *demand = &gate->demands[team->first + i];
		about = about ? about : demand->change;
		if (demand->affected->acknowledged || demand->change->severity <= most)
			continue;
		most = demand->change->severity;
		about = demand->change;
	}
	struct change *found = gate_add(gate, RULE_ACK_NOT_ENTITLED, about, team->key);
	found->severity = most;
	found->element.name = arena_printf(gate->arena, "%.*s", STR_ARG(gate_commit_words(gate, ack->commit)));
	found->message = arena_printf(gate->arena, "%.*s is no member of %.*s and cannot acknowledge for it (%.*s)",
	    STR_ARG(gate->in->net->commits[ack->commit].info.author_name), STR_ARG(team->name),
	    STR_ARG(gate_commit_words(gate, ack->commit)));
}

const struct team_asked *gate_team(const struct gate *gate, team_id id)
{
	for (unsigned i = 0; i < gate->team_count; i++)
		if (gate->teams[i].id == id)
			return &gate->teams[i];
	return NULL;
}

static str place_of(struct gate *gate, const struct ack *ack)
{
	return ack->kind == ACK_TRAILER ? gate_commit_words(gate, ack->commit) : STR("--ack");
}

static void tell_unknown(struct gate *gate, const struct ack *ack)
{
	const struct team_asked *team = gate_team(gate, ack->team);
	struct change *found = gate_add(gate, RULE_ACK_UNKNOWN, NULL, team ? team->key : STR(""));
	str place = place_of(gate, ack);

	found->element.name = arena_printf(gate->arena, "%.*s in %.*s", STR_ARG(ack->words), STR_ARG(place));
	if (ack->misplaced)
		found->message = arena_printf(gate->arena,
		    "'Impact-Ack: %.*s' in %.*s does not stand in the last paragraph of the message and does not count",
		    STR_ARG(ack->words), STR_ARG(place));
	else if (ack->no_colon)
		found->message = arena_printf(gate->arena,
		    "'Impact-Ack %.*s' in %.*s lacks its colon and does not count: 'Impact-Ack: %.*s'",
		    STR_ARG(ack->words), STR_ARG(place), STR_ARG(ack->words));
	else if (ack->second)
		found->message = arena_printf(gate->arena,
		    "'%.*s' stands behind another team in %.*s and does not count; each team has a line of its own: "
		    "'Impact-Ack: %.*s'",
		    STR_ARG(ack->words), STR_ARG(place), STR_ARG(ack->words));
	else if (!ack->team)
		found->message = arena_printf(
		    gate->arena, "'%.*s' (%.*s) is no team that is known here", STR_ARG(ack->words), STR_ARG(place));
	else if (!team)
		found->message = arena_printf(gate->arena, "nothing here has to be acknowledged by '%.*s' (%.*s)",
		    STR_ARG(ack->words), STR_ARG(place));
	else
		found->message =
		    arena_printf(gate->arena, "'%.*s' acknowledges nothing in %.*s: what %.*s is asked for came later",
		        STR_ARG(ack->words), STR_ARG(place), STR_ARG(team->name));
}

static bool is_open(const struct gate *gate, const struct team_asked *team)
{
	for (unsigned i = 0; team && i < team->count; i++)
		if (!gate->demands[team->first + i].affected->acknowledged)
			return true;
	return false;
}

/* Words that may be prose are told only where a team is meant. */
static bool is_meant(const struct gate *gate, const struct ack *ack)
{
	if (ack->second)
		return ack->team && is_open(gate, gate_team(gate, ack->team));
	return !ack->no_colon || ack->team;
}

static void tell_trouble(struct gate *gate)
{
	for (unsigned t = 0; t < gate->team_count; t++)
		for (unsigned i = 0; i < gate->teams[t].count; i++) {
			struct demand *demand = &gate->demands[gate->teams[t].first + i];
			if (!demand->affected->acknowledged && !demand->blocked)
				tell_stale(gate, &gate->teams[t], demand);
		}
	for (unsigned i = 0; i < gate->acks.count; i++) {
		const struct ack *ack = &gate->acks.items[i];
		if (ack->counts || ack->kind == ACK_FILE || !is_meant(gate, ack))
			continue;
		if (ack->kind == ACK_TRAILER && ack->covers && !ack->entitled)
			tell_not_entitled(gate, gate_team(gate, ack->team), ack);
		else if (!ack->covers)
			tell_unknown(gate, ack);
	}
}

void gate_apply_acks(struct gate *gate)
{
	bool *marks = ARENA_ARRAY(gate->arena, bool, gate->in->net->count + 1);

	for (unsigned t = 0; t < gate->team_count; t++) {
		apply_trailers(gate, &gate->teams[t], marks);
		for (unsigned i = 0; i < gate->acks.count; i++)
			if (gate->acks.items[i].kind == ACK_OPTION && gate->acks.items[i].team == gate->teams[t].id)
				apply_option(gate, &gate->teams[t], &gate->acks.items[i]);
	}
	gate_apply_files(gate);
	tell_trouble(gate);
	gate_tell_files(gate);
}
