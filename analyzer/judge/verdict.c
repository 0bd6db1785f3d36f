#include "analyzer/judge/verdict.h"

#include "analyzer/config/suppress.h"
#include "analyzer/judge/judge_inner.h"
#include "base/limits.h"
#include "base/text.h"
#include "model/names.h"

#include <stdlib.h>
#include <string.h>

/* --- who made the change ---------------------------------------------------------------------------------------- */

static const struct config_team *configured_team(const struct judge *j, team_id team)
{
	struct registry *registry = &j->graph->registry;

	if (!team || !registry->entries[team].configured)
		return NULL;
	for (unsigned i = 0; i < j->config->team_count; i++) {
		str key = team_key(j->arena, text_n0(j->arena, j->config->teams[i].name));
		if (registry_key(registry, key) == team)
			return &j->config->teams[i];
	}
	return NULL;
}

static bool is_member(const struct config_team *team, str email)
{
	for (unsigned i = 0; team && i < team->member_count; i++)
		if (str_ieq(team->members[i], email))
			return true;
	return false;
}

static bool wrote_it(const struct judge *j, const struct config_team *team)
{
	return is_member(team, j->writer->author_email) || is_member(team, j->writer->committer_email);
}

/* A team made the change of its own step itself where the page is its own or nobody's, and one of its members wrote it
 * or it names none. */
static bool made_it_itself(const struct judge *j, const struct difference *d, team_id team)
{
	struct doc_owner owner = { 0 };

	if (d->pair < j->pair_count) {
		const struct pair_facts *facts = &j->facts[d->pair];
		owner = facts->path[BEFORE] ? facts->owner[BEFORE] : facts->owner[AFTER];
	}
	if (d->move && owner.team && !owner.inferred &&
	    (owner.team == d->performer || owner.team == d->performer_before))
		return true; /* of a move between the owner of the page and another both are owners */
	if (owner.team && !owner.inferred && owner.team != team)
		return false;
	const struct config_team *configured = configured_team(j, team);
	return !configured || !configured->member_count || wrote_it(j, configured);
}

/* --- severity ------------------------------------------------------------------------------------------------------
 */

static enum severity lowered(enum severity severity)
{
	return severity > SEVERITY_INFO ? severity - 1 : SEVERITY_INFO;
}

static enum severity at_most(enum severity severity, enum severity most)
{
	return severity < most ? severity : most;
}

static bool overridden(const struct judge *j, enum rule_id rule, enum severity *out, bool *off)
{
	const struct config_rule *said = config_rule_of(j->config, rules[rule].id);

	if (!said)
		return false;
	*off = said->severity == CONFIG_OFF;
	*out = said->severity == CONFIG_BREAKING ? SEVERITY_BREAKING
	    : said->severity == CONFIG_RISKY     ? SEVERITY_RISKY
	                                         : SEVERITY_INFO;
	return true;
}

static enum severity of_rule(
    const struct judge *j, const struct finding *f, bool has_performer, unsigned *modifiers, bool *off)
{
	const struct difference *d = f->d;
	enum severity severity = rules[d->rule].severity, configured;

	*off = false;
	if (d->doubtful)
		severity = at_most(severity, SEVERITY_RISKY);
	if (d->mild)
		severity = SEVERITY_INFO;
	if (has_performer &&
	    (d->rule == RULE_TIMER_SHORTENED || d->rule == RULE_SLA_TIGHTENED || d->rule == RULE_STEP_ADDED_ASIDE))
		severity = SEVERITY_RISKY;
	if (d->rule == RULE_SECTION_REMOVED && f->readers)
		severity = SEVERITY_RISKY;
	if (d->rule == RULE_DOCUMENT_REMOVED)
		severity = d->seeds.count || f->readers ? SEVERITY_BREAKING : SEVERITY_INFO;
	if (d->rule == RULE_STEP_ADDED_ASIDE && d->seeds.count) /* work was put on its team */
		severity = SEVERITY_RISKY;
	if (overridden(j, d->rule, &configured, off)) {
		severity = configured;
		*modifiers |= MODIFIER_OVERRIDE;
	}
	return severity;
}

/* --- audience -------------------------------------------------------------------------------------------------------
 */

struct audience_list {
	LIST_OF(struct affected) list;
	struct arena *arena;
};

static bool is_listed(const struct audience_list *to, str team)
{
	for (uint32_t i = 0; i < to->list.count; i++)
		if (str_eq(to->list.items[i].team, team))
			return true;
	return false;
}

static enum requirement requirement_of(
    struct judge *j, const struct affected *a, enum severity severity, team_id team, bool asked)
{
	enum requirement found = REQUIRE_NONE;
	const struct config *config = j->config;

	for (unsigned i = 0; i < config->policy.notify_count; i++)
		if ((int)severity >= (int)config->policy.notify[i].severity &&
		    a->distance <= config->policy.notify[i].distance)
			found = REQUIRE_NOTIFY;
	bool must = false;
	for (unsigned i = 0; i < config->policy.acknowledge_count; i++)
		must = must ||
		    ((int)severity >= (int)config->policy.acknowledge[i].severity &&
		        a->distance <= config->policy.acknowledge[i].distance);
	const struct config_team *configured = configured_team(j, team);
	bool outside = judge_team(j, team)->outside && !(configured && configured->member_count);
	if (must && asked)
		return outside ? REQUIRE_NOTIFY : REQUIRE_ACKNOWLEDGE;
	return a->role == ROLE_OWNER && !asked ? REQUIRE_NONE : found;
}

struct verdict {
	struct judge *j;
	struct finding *f;
	struct change *change;
	struct audience_list to;
	enum severity severity;
	struct doc_owner owner;
};

static void add_affected(struct verdict *v, team_id team, enum role role, unsigned distance,
    const struct reached *reached, bool inferred, bool asked)
{
	str key = judge_team(v->j, team)->key;
	struct affected a = { .team = key,
		.name = judge_team(v->j, team)->name,
		.role = role,
		.distance = distance,
		.severity = v->severity };

	if (!team || is_listed(&v->to, key))
		return;
	if (distance >= 2 && role == ROLE_DOWNSTREAM) {
		a.severity = lowered(a.severity);
		a.modifiers |= MODIFIER_DISTANCE;
	}
	if (role == ROLE_REFERRER && a.severity > SEVERITY_RISKY && v->f->d->rule != RULE_CALLED_PROCESS_REMOVED) {
		a.severity = SEVERITY_RISKY;
		a.modifiers |= MODIFIER_REFERRER;
	}
	if (inferred && a.severity > SEVERITY_RISKY) {
		a.severity = SEVERITY_RISKY;
		a.modifiers |= MODIFIER_INFERRED;
	}
	if (reached && reached->low && a.severity > SEVERITY_RISKY) {
		a.severity = SEVERITY_RISKY;
		a.modifiers |= MODIFIER_LOW_CONFIDENCE;
	}
	enum severity asked_at = v->severity;
	if (v->f->d->rule == RULE_STEP_DATE_LATER && role == ROLE_PERFORMER)
		a.severity = asked_at = at_most(a.severity, SEVERITY_INFO);
	a.requirement = requirement_of(
	    v->j, &a, asked_at, team, asked && role != ROLE_REFERRER && !inferred && !(reached && reached->low));
	const struct config_team *configured = configured_team(v->j, team);
	a.acknowledged = configured && configured->member_count && wrote_it(v->j, configured);
	if (reached) {
		a.path = reached->path;
		a.path_count = reached->path_count;
	}
	LIST_PUSH(v->to.arena, &v->to.list, a);
}

static struct reached performs(struct verdict *v, const struct difference *d, team_id team)
{
	struct reached one = { .team = team,
		.role = ROLE_PERFORMER,
		.distance = 1,
		.path = ARENA_NEW(v->to.arena, struct hop),
		.path_count = 1 };

	one.path[0] = (struct hop){ EDGE_PERFORMS, v->change->path, d->name, judge_team(v->j, team)->key,
		v->change->path, d->line, d->at_side == BEFORE };
	return one;
}

static void raise_severity(struct verdict *v, team_id team, enum severity severity)
{
	str key = judge_team(v->j, team)->key;

	for (uint32_t i = 0; i < v->to.list.count; i++)
		if (str_eq(v->to.list.items[i].team, key) && v->to.list.items[i].severity < severity)
			v->to.list.items[i].severity = severity;
}

/* The teams of one changed element. Of a row of a schedule each is told at the severity of its own rows. */
static bool add_owners_of(struct verdict *v, const struct difference *d, enum severity severity)
{
	enum severity whole = v->severity;
	bool performer = false;

	v->severity = severity;
	for (unsigned i = 0; i < d->owner_count; i++) {
		team_id team = d->owners[i];
		bool of_step = d->performer || d->performer_before;
		if (of_step && !made_it_itself(v->j, d, team)) {
			struct reached one = performs(v, d, team);
			add_affected(v, team, ROLE_PERFORMER, 1, &one, false, true);
			performer = true;
		} else
			add_affected(v, team, ROLE_OWNER, 0, NULL, false,
			    d->move && !(v->owner.team == team && !v->owner.inferred));
		if (v->f->row_count)
			raise_severity(v, team, severity);
	}
	v->severity = whole;
	return performer;
}

/* Of a list that is gone as a whole: its own steps are gone with others, and those that it worked with are too. */
static bool is_left_behind(const struct verdict *v, const struct difference *row)
{
	if (row == v->f->d || row->rule != RULE_STEP_REMOVED || !row->owner_count)
		return false;
	for (uint32_t i = 0; i < v->f->reach.list.count; i++)
		if (v->f->reach.list.items[i].team == row->owners[0] && row->owners[0] != v->f->d->owners[0])
			return true;
	return false;
}

/* Owners and performers come first: a team that is one of them is not listed as anything else. */
static bool add_owners(struct verdict *v)
{
	bool performer = false, off;
	unsigned ignored = 0;

	if (!v->f->row_count)
		performer = add_owners_of(v, v->f->d, v->severity);
	for (unsigned i = 0; i < v->f->row_count; i++) {
		struct finding row = { .d = v->f->rows[i] };
		if (is_left_behind(v, v->f->rows[i]))
			continue;
		enum severity own = of_rule(v->j, &row, true, &ignored, &off);
		if (v->f->rows[i]->rule == RULE_STEP_DATE_LATER)
			own = SEVERITY_INFO;
		performer = add_owners_of(v, v->f->rows[i], at_most(own, v->severity)) || performer;
	}
	if (v->owner.team)
		add_affected(v, v->owner.team, ROLE_OWNER, 0, NULL, v->owner.inferred, false);
	return performer;
}

static int by_role(const void *a, const void *b)
{
	const struct affected *left = a, *right = b;

	if (left->distance != right->distance)
		return left->distance < right->distance ? -1 : 1;
	if (left->severity != right->severity)
		return left->severity > right->severity ? -1 : 1;
	if (left->role != right->role)
		return left->role < right->role ? -1 : 1;
	return str_cmp(left->team, right->team);
}

static int by_distance(const void *a, const void *b)
{
	const struct reached *left = a, *right = b;
	return left->distance < right->distance ? -1 : left->distance > right->distance;
}

static bool has_outside(const struct verdict *v)
{
	const struct finding *f = v->f;

	if (f->d->move && f->d->owner_count > 1)
		return true;
	for (uint32_t i = 0; i < f->reach.list.count; i++) {
		const struct reached *one = &f->reach.list.items[i];
		bool owner = one->team == v->owner.team;
		for (unsigned k = 0; k < f->d->owner_count; k++)
			owner = owner || f->d->owners[k] == one->team;
		if (!owner)
			return true;
	}
	return false;
}

/* --- fingerprints ---------------------------------------------------------------------------------------- */

/* What is said of one element, whatever document it stands in. */
static uint64_t mix_element(const struct verdict *v, const struct difference *d, uint64_t hash)
{
	struct arena *arena = v->to.arena;

	hash = hash_mix(hash,
	    d->strong_id ? str_hash(d->id)
	                 : hash_mix(str_hash(text_n1(arena, d->name)), str_hash(judge_team(v->j, d->team)->key)));
	hash = hash_mix(hash, str_hash(str_of(d->field)));
	hash = hash_mix(hash, str_hash(text_n1(arena, d->old)));
	return hash_mix(hash, str_hash(text_n1(arena, d->now)));
}

/* A file that is renamed on the way keeps its name of before; what stands for several takes all of them, in whatever
 * order. */
static uint64_t fingerprint_of(const struct verdict *v)
{
	const struct difference *d = v->f->d;
	const struct pair_facts *facts = d->pair < v->j->pair_count ? &v->j->facts[d->pair] : NULL;
	uint64_t hash = hash_mix(0x6b6e6f636b6f6e31, str_hash(str_of(rules[d->rule].id))), members = 0;
	str document = v->change->path;

	if (facts && facts->path[BEFORE])
		document = graph_path_text(v->j->graph, facts->path[BEFORE]);
	if (v->f->members <= 1)
		hash = hash_mix(hash, str_hash(document));
	if (!v->f->row_count)
		return mix_element(v, d, hash);
	for (unsigned i = 0; i < v->f->row_count; i++)
		members += mix_element(v, v->f->rows[i], 0);
	return hash_mix(hash, members);
}

static void number_fingerprints(struct arena *arena, struct change *changes, uint64_t *hashes, uint32_t count)
{
	(void)arena;
	for (uint32_t i = 0; i < count; i++) {
		unsigned ordinal = 0;
		for (uint32_t k = 0; k < i; k++)
			ordinal += hashes[k] == hashes[i];
		uint64_t whole = ordinal ? hash_mix(hashes[i], ordinal) : hashes[i];
		for (unsigned d = 0; d < 12; d++)
			changes[i].fingerprint[d] = "0123456789abcdef"[(whole >> (60 - 4 * d)) & 15];
	}
}

/* --- a change -------------------------------------------------------------------------------------------- */

static void fill_change(struct verdict *v)
{
	struct judge *j = v->j;
	struct difference *d = v->f->d;
	struct change *c = v->change;
	const struct pair_facts *facts = d->pair < j->pair_count ? &j->facts[d->pair] : NULL;

	c->rule = d->rule;
	c->confidence = d->confidence;
	c->path = facts ? graph_path_text(j->graph, facts->path[d->at_side]) : d->name;
	c->line = d->line ? d->line : 1;
	c->element.kind = d->kind;
	c->element.id = d->id;
	c->element.name = d->name;
	c->element.team = judge_team(j, d->team)->key;
	c->field = d->field;
	c->old = d->old;
	c->now = d->now;
	c->message = d->message;
	c->count = v->f->members;
	c->places = v->f->places;
	c->place_count = v->f->place_count;
	if (facts)
		v->owner = facts->path[BEFORE] ? facts->owner[BEFORE] : facts->owner[AFTER];
}

static bool announced_at(const struct judge *j, const struct difference *d)
{
	for (uint32_t i = 0; i < j->differences->announced.count; i++) {
		const struct announced *one = &j->differences->announced.items[i];
		if (one->pair == d->pair && (!one->line || (one->line == d->line && d->at_side == AFTER)))
			return true;
	}
	return false;
}

/* A date that came or changed with the change leaves the agreed notice, in all places of the finding. */
static bool is_announced(const struct verdict *v)
{
	const struct finding *f = v->f;

	if (judge_is_about_dates(f->d->rule) || f->d->rule == RULE_REFERENCE_BROKEN || f->d->rule == RULE_PARSE_FAILED)
		return false;
	for (unsigned i = 0; i < f->row_count; i++)
		if (!announced_at(v->j, f->rows[i]))
			return false;
	return announced_at(v->j, f->d);
}

/* What is known of the audience where nobody outside was found. */
static void settle_severity(struct verdict *v, bool outside)
{
	const struct difference *d = v->f->d;
	struct change *c = v->change;
	const struct pair_facts *facts = d->pair < v->j->pair_count ? &v->j->facts[d->pair] : NULL;
	bool draft = facts && facts->draft[AFTER] && (facts->draft[BEFORE] || !facts->path[BEFORE]);

	if (facts && facts->example && v->severity > SEVERITY_INFO) {
		v->severity = SEVERITY_INFO;
		c->modifiers |= MODIFIER_DRAFT;
	}

	if (draft && v->severity > SEVERITY_INFO) {
		v->severity = lowered(v->severity);
		c->modifiers |= MODIFIER_DRAFT;
	}
	bool ownerless = v->f->reach.unknown || (!v->owner.team && !d->owner_count) || d->open_ended;
	c->audience_unknown = d->open_ended && v->severity > SEVERITY_INFO;
	if (!outside && !(rules[d->rule].flags & RULE_SELF)) {
		if (ownerless && v->severity > SEVERITY_INFO) {
			c->audience_unknown = true;
			if (!facts || !facts->names_teams)
				v->severity = at_most(v->severity, SEVERITY_RISKY);
		} else if (v->severity > SEVERITY_INFO) {
			v->severity = SEVERITY_INFO;
			c->modifiers |= MODIFIER_NOBODY_OUTSIDE;
		}
	}
	if (is_announced(v) && v->severity > SEVERITY_INFO) {
		v->severity = lowered(v->severity);
		c->modifiers |= MODIFIER_ANNOUNCED;
	}
	if (d->confidence == CONFIDENCE_LOW && v->severity > SEVERITY_RISKY) {
		v->severity = SEVERITY_RISKY;
		c->modifiers |= MODIFIER_LOW_CONFIDENCE;
	}
}

static bool has_performer(const struct verdict *v)
{
	for (unsigned r = 0; r == 0 || r < v->f->row_count; r++) {
		const struct difference *d = v->f->row_count ? v->f->rows[r] : v->f->d;
		for (unsigned i = 0; i < d->owner_count; i++)
			if ((d->performer || d->performer_before) && !made_it_itself(v->j, d, d->owners[i]))
				return true;
	}
	return false;
}

static bool make_change(struct judge *j, struct finding *f, struct change *out, uint64_t *hash)
{
	struct verdict v = { .j = j, .f = f, .change = out, .to = { .arena = j->arena } };
	bool off;

	fill_change(&v);
	*hash = fingerprint_of(&v);
	const struct commit_info *writer = j->writers ? j->writers(j->writers_data, *hash) : NULL;
	j->writer = writer ? writer : j->commit;
	bool performer = has_performer(&v);
	v.severity = of_rule(j, f, performer, &out->modifiers, &off);
	if (off || v.severity == SEVERITY_COSMETIC)
		return false;
	settle_severity(&v, performer || has_outside(&v));
	out->severity = v.severity;
	add_owners(&v);
	if (f->reach.list.count > 1)
		qsort(f->reach.list.items, f->reach.list.count, sizeof *f->reach.list.items, by_distance);
	for (uint32_t i = 0; i < f->reach.list.count; i++) {
		const struct reached *one = &f->reach.list.items[i];
		if (j->depth && one->distance > j->depth)
			continue;
		if (v.to.list.count >= LIMIT_TEAMS_REACHED)
			out->truncated++;
		else
			add_affected(&v, one->team, one->role, one->distance, one, one->inferred || f->inferred, true);
	}
	if (v.to.list.count > 1)
		qsort(v.to.list.items, v.to.list.count, sizeof *v.to.list.items, by_role);
	out->affected = v.to.list.items;
	out->affected_count = v.to.list.count;
	return true;
}

/* --- the commit ------------------------------------------------------------------------------------------ */

void commit_sort(struct commit_report *report)
{
	if (report->change_count > 1)
		qsort(report->changes, report->change_count, sizeof *report->changes, changes_order);
}

static struct team_affected *summary_of(struct team_affected *list, unsigned *count, const struct affected *a)
{
	for (unsigned i = 0; i < *count; i++)
		if (str_eq(list[i].team, a->team))
			return &list[i];
	list[*count] = (struct team_affected){
		.team = a->team, .name = a->name, .distance = a->distance, .acknowledged = a->acknowledged
	};
	return &list[(*count)++];
}

static void summarise(struct arena *arena, struct team_affected *list, unsigned *count, const struct change *change,
    const struct affected *a, unsigned change_count)
{
	struct team_affected *team = summary_of(list, count, a);

	if (a->severity > team->severity)
		team->severity = a->severity;
	if (a->distance < team->distance)
		team->distance = a->distance;
	if (a->requirement > team->requirement)
		team->requirement = a->requirement;
	if (!team->changes)
		team->changes = ARENA_ARRAY(arena, const char *, 2 * change_count + 1);
	for (unsigned i = 0; i < a->path_count; i++)
		if (a->path[i].edge == EDGE_FLOW) {
			team->handoffs++;
			break;
		}
	team->changes[team->change_count++] = change->fingerprint;
}

static void add_owned(struct team_affected *team, const struct team_affected *owned)
{
	if (owned->severity > team->severity)
		team->severity = owned->severity;
	if (owned->distance < team->distance)
		team->distance = owned->distance;
	for (unsigned i = 0; i < owned->change_count; i++) {
		bool known = false;
		for (unsigned k = 0; k < team->change_count; k++)
			known = known || strcmp(team->changes[k], owned->changes[i]) == 0;
		if (!known)
			team->changes[team->change_count++] = owned->changes[i];
	}
}

static int by_urgency(const void *a, const void *b)
{
	const struct team_affected *left = a, *right = b;

	if (left->severity != right->severity)
		return left->severity > right->severity ? -1 : 1;
	if (left->distance != right->distance)
		return left->distance < right->distance ? -1 : 1;
	return str_cmp(left->team, right->team);
}

void commit_summarise(struct arena *arena, struct commit_report *out)
{
	unsigned room = 0;

	out->affected_count = out->owner_count = 0;

	for (unsigned i = 0; i < out->change_count; i++)
		room += out->changes[i].affected_count;
	out->affected = ARENA_ARRAY(arena, struct team_affected, room + 1);
	out->owners = ARENA_ARRAY(arena, struct team_affected, room + 1);
	for (unsigned i = 0; i < out->change_count; i++) {
		const struct change *change = &out->changes[i];
		for (unsigned k = 0; k < change->affected_count; k++) {
			const struct affected *a = &change->affected[k];
			bool owner = a->role == ROLE_OWNER && a->requirement == REQUIRE_NONE;
			if (owner)
				summarise(arena, out->owners, &out->owner_count, change, a, out->change_count);
			else
				summarise(arena, out->affected, &out->affected_count, change, a, out->change_count);
		}
	}
	/* a team that is affected by one change and owner of another is listed once, as affected, with both */
	unsigned kept = 0;
	for (unsigned i = 0; i < out->owner_count; i++) {
		struct team_affected *listed = NULL;
		for (unsigned k = 0; k < out->affected_count && !listed; k++)
			if (str_eq(out->affected[k].team, out->owners[i].team))
				listed = &out->affected[k];
		if (listed)
			add_owned(listed, &out->owners[i]);
		else
			out->owners[kept++] = out->owners[i];
	}
	out->owner_count = kept;
	qsort(out->affected, out->affected_count, sizeof *out->affected, by_urgency);
	qsort(out->owners, out->owner_count, sizeof *out->owners, by_urgency);
}

void verdict_make(struct judge *j, struct commit_report *out)
{
	uint64_t *hashes = ARENA_ARRAY(j->arena, uint64_t, j->finding_count + 1);
	uint32_t day = ymd_of_time((int64_t)j->differences->as_of * 86400);

	out->changes = ARENA_ARRAY(j->arena, struct change, j->finding_count + 1);
	out->cosmetic = j->differences->cosmetic;
	for (uint32_t i = 0; i < j->finding_count; i++) {
		struct finding *f = &j->findings[i];
		bool empty_link = f->d->rule == RULE_REFERENCE_BROKEN && f->d->link == NONE && !f->readers;
		if (f->swallowed || empty_link)
			continue;
		struct change *change = &out->changes[out->change_count];
		*change = (struct change){ 0 };
		if (!make_change(j, f, change, &hashes[out->change_count]))
			out->cosmetic++;
		else if (config_suppresses(j->config, str_of(rules[change->rule].id), change->path, day))
			out->suppressed++;
		else
			out->change_count++;
	}
	number_fingerprints(j->arena, out->changes, hashes, out->change_count);
	commit_sort(out);
	commit_summarise(j->arena, out);
}
