#include "reports/inspect.h"

#include "analyzer/graph/handoffs.h"
#include "reports/escape.h"

struct inspection {
	struct json *json;
	struct arena *scratch;
	const struct view *view;
	const struct image *image;
	struct registry *registry;
	str path;
	bool why;
};

static str text_of(const struct inspection *in, struct text text)
{
	return image_text(in->image, text);
}

static bool is_group(const struct inspection *in, uint32_t team)
{
	const struct team *it = &image_teams(in->image)[team];
	return it->kind == TEAM_GROUP && !(it->claim && in->view->claim_on[it->claim]);
}

static bool is_shown(const struct inspection *in, uint32_t claim)
{
	return in->view->claim_on[claim];
}

/* A team under a claim that does not hold is still shown as the group that it is; a mention is not. */
static bool team_is_shown(const struct inspection *in, const struct team *team)
{
	return is_shown(in, team->claim) || team->strength == TEAM_WEAK || team->parts.count;
}

static str team_id_of(const struct inspection *in, uint32_t team)
{
	return team == NONE ? STR("") : text_of(in, image_teams(in->image)[team].id);
}

static void put_when(const struct inspection *in, const struct when *when)
{
	json_key(in->json, "when");
	if (when->op == WHEN_NONE && !when->text.size) {
		json_null(in->json);
		return;
	}
	json_object(in->json);
	json_put_str(in->json, "text", text_of(in, when->text));
	json_put_str(in->json, "op", str_of(when_op_name(when->op)));
	json_put_str(in->json, "basis", str_of(when_basis_name(when->basis)));
	json_key(in->json, "amount");
	if (when->op == WHEN_NONE || when->op == WHEN_VAGUE)
		json_null(in->json);
	else
		json_number(in->json, when->amount);
	json_key(in->json, "percent");
	if (when->percent < 0)
		json_null(in->json);
	else
		json_number(in->json, when->percent);
	json_put_str(in->json, "anchor", text_of(in, when->anchor));
	json_end_object(in->json);
}

static void put_attrs(const struct inspection *in, struct span attrs)
{
	json_key(in->json, "attrs");
	json_object(in->json);
	for (uint32_t i = attrs.first; i < attrs.first + attrs.count; i++) {
		const struct attr *attr = &image_attrs(in->image)[i];
		str key = text_of(in, attr->key);
		bool repeated = false;
		for (uint32_t k = attrs.first; k < i; k++)
			repeated = repeated || str_eq(text_of(in, image_attrs(in->image)[k].key), key);
		if (!repeated)
			json_put_str(in->json, arena_dup(in->scratch, key).at, text_of(in, attr->value));
	}
	json_end_object(in->json);
}

static void put_rule(const struct inspection *in, unsigned rule)
{
	if (in->why && rule)
		json_put_str(in->json, "rule", arena_printf(in->scratch, "R%u", rule));
}

static void put_teams(const struct inspection *in, uint32_t container)
{
	struct span span = image_teams_of(in->image, container);

	json_key(in->json, "teams");
	json_array(in->json);
	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct team *team = &image_teams(in->image)[i];
		if (!team_is_shown(in, team))
			continue;
		enum team_kind kind = team->kind == TEAM_GROUP && !is_group(in, i) ? TEAM_TEAM : team->kind;
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "id", text_of(in, team->id));
		json_put_str(in->json, "key", text_of(in, team->key));
		json_put_str(in->json, "name", text_of(in, team->name));
		json_put_str(in->json, "kind", str_of(team_kind_name(kind)));
		json_put_str(in->json, "parent", team_id_of(in, team->parent));
		json_put_int(in->json, "line", image_line(in->image, team->place));
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

/* The nearest record around a step that is a team and no group. */
static uint32_t team_of_step(const struct inspection *in, const struct step *step)
{
	uint32_t team = step->team;

	while (team != NONE && is_group(in, team))
		team = image_teams(in->image)[team].parent;
	return team;
}

static void put_steps(const struct inspection *in, uint32_t container)
{
	struct span span = image_steps_of(in->image, container);

	json_key(in->json, "steps");
	json_array(in->json);
	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct step *step = &image_steps(in->image)[i];
		if (!is_shown(in, step->claim))
			continue;
		bool grouped = step->team != NONE && is_group(in, step->team) &&
		    image_teams(in->image)[step->team].strength != TEAM_MENTION;
		str group = step->group.size ? text_of(in, step->group)
		    : grouped                ? text_of(in, image_teams(in->image)[step->team].name)
		                             : STR("");
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "id", text_of(in, step->id));
		json_put_str(in->json, "name", text_of(in, step->name));
		json_put_str(in->json, "kind", str_of(step_kind_name(step->kind)));
		json_put_str(in->json, "type", text_of(in, step->type));
		json_put_str(in->json, "team", team_id_of(in, team_of_step(in, step)));
		json_key(in->json, "with");
		json_array(in->json);
		for (uint32_t k = 0; k < step->with.count; k++)
			if (!is_group(in, image_performers(in->image)[step->with.first + k]))
				json_str(in->json, team_id_of(in, image_performers(in->image)[step->with.first + k]));
		json_end_array(in->json);
		json_put_str(in->json, "group", group);
		put_when(in, &step->when);
		put_attrs(in, step->attrs);
		json_put_int(in->json, "line", image_line(in->image, step->place));
		json_put_str(in->json, "where", text_of(in, step->where));
		put_rule(in, step->rule);
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

static str end_id(const struct inspection *in, struct end end)
{
	if (end.number == NONE)
		return STR("");
	return end.kind == END_TEAM ? team_id_of(in, end.number) : text_of(in, image_steps(in->image)[end.number].id);
}

static void put_flows(const struct inspection *in, uint32_t container)
{
	struct span span = image_flows_of(in->image, container);

	json_key(in->json, "flows");
	json_array(in->json);
	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct flow *flow = &image_flows(in->image)[i];
		if (!is_shown(in, flow->claim))
			continue;
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "id", text_of(in, flow->id));
		json_put_str(in->json, "from", end_id(in, flow->from));
		json_put_str(in->json, "to", end_id(in, flow->to));
		json_put_str(in->json, "kind", str_of(flow_kind_name(flow->kind)));
		json_put_str(in->json, "label", text_of(in, flow->label));
		json_put_str(in->json, "condition", text_of(in, flow->condition));
		put_when(in, &flow->when);
		json_put_int(in->json, "line", image_line(in->image, flow->place));
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

static void put_handoffs(const struct inspection *in, uint32_t container)
{
	struct handoff_list found = { 0 };

	handoffs_shown(&found, in->scratch, in->view, container);
	json_key(in->json, "handoffs");
	json_array(in->json);
	for (uint32_t i = 0; i < found.list.count; i++) {
		const struct handoff *it = &found.list.items[i];
		const struct flow *flow = &image_flows(in->image)[it->flow];
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "from", end_id(in, it->from));
		json_put_str(in->json, "to", end_id(in, it->to));
		json_put_str(in->json, "from_team", it->from_team);
		json_put_str(in->json, "to_team", it->to_team);
		json_put_str(in->json, "label", text_of(in, flow->label));
		json_put_int(in->json, "line", image_line(in->image, flow->place));
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

static str team_key_shown(const struct inspection *in, uint32_t team)
{
	return team == NONE || !team_is_shown(in, &image_teams(in->image)[team])
	    ? STR("")
	    : text_of(in, image_teams(in->image)[team].key);
}

static void put_contracts(const struct inspection *in, uint32_t container)
{
	json_key(in->json, "contracts");
	json_array(in->json);
	for (uint32_t i = 0; i < in->image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(in->image)[i];
		if (contract->container != container || !is_shown(in, contract->claim))
			continue;
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "id", text_of(in, contract->id));
		json_put_str(in->json, "kind", str_of(contract_kind_name(contract->kind)));
		json_put_str(in->json, "provider", team_key_shown(in, contract->provider));
		json_put_str(in->json, "consumer", team_key_shown(in, contract->consumer));
		json_put_str(in->json, "who", text_of(in, contract->who));
		json_put_str(in->json, "what", text_of(in, contract->what));
		json_put_str(in->json, "where", text_of(in, contract->where));
		json_put_str(in->json, "qualifier", text_of(in, contract->qualifier));
		put_when(in, &contract->when);
		json_put_str(in->json, "why", text_of(in, contract->why));
		put_attrs(in, contract->attrs);
		json_put_int(in->json, "line", image_line(in->image, contract->place));
		put_rule(in, contract->rule);
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

static void put_links(const struct inspection *in, uint32_t container)
{
	json_key(in->json, "links");
	json_array(in->json);
	for (uint32_t i = 0; i < in->image->links.count; i++) {
		const struct link *link = &image_links(in->image)[i];
		if (link->container != container)
			continue;
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "kind", str_of(link_kind_name(link->kind)));
		json_put_str(in->json, "target", text_of(in, link->target));
		json_put_str(in->json, "fragment", text_of(in, link->fragment));
		json_put_str(in->json, "text", text_of(in, link->text));
		json_put_int(in->json, "line", image_line(in->image, link->place));
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

static void put_rest(const struct inspection *in, uint32_t container)
{
	json_key(in->json, "opaque");
	json_array(in->json);
	for (uint32_t i = 0; i < in->image->opaque.count; i++) {
		const struct opaque *opaque = &image_opaque(in->image)[i];
		if (opaque->container != container)
			continue;
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "kind", text_of(in, opaque->kind));
		json_put_str(in->json, "label", text_of(in, opaque->label));
		json_put_str(in->json, "hash", arena_printf(in->scratch, "%016llx", (unsigned long long)opaque->hash));
		json_put_int(in->json, "line", image_line(in->image, opaque->place));
		json_end_object(in->json);
	}
	json_end_array(in->json);
	json_key(in->json, "findings");
	json_array(in->json);
	for (uint32_t i = 0; i < in->image->notes.count; i++) {
		const struct note *note = &image_notes(in->image)[i];
		if (note->container != container || (note->why_only && !in->why))
			continue;
		json_flat(in->json);
		json_object(in->json);
		json_put_str(in->json, "code", text_of(in, note->code));
		json_put_str(in->json, "severity", STR("info"));
		json_put_int(in->json, "line", image_line(in->image, note->place));
		json_put_str(in->json, "message", text_of(in, note->message));
		json_end_object(in->json);
	}
	json_end_array(in->json);
}

static str owner_shown(const struct inspection *in)
{
	for (uint32_t i = 0; i < in->image->said.count; i++) {
		const struct said *said = &image_said(in->image)[i];
		if (said->kind == SAID_OWNER)
			return team_key_shown(in, said->team);
	}
	return STR("");
}

static void put_document(const struct inspection *in, uint32_t number)
{
	const struct container *container = &image_containers(in->image)[number];
	str status = text_of(in, container->status);

	json_object(in->json);
	json_put_str(in->json, "path", in->path);
	json_put_str(in->json, "container", text_of(in, container->name));
	json_put_str(in->json, "format", text_of(in, container->format));
	json_put_str(in->json, "title", text_of(in, container->title));
	json_put_str(in->json, "process", text_of(in, container->process));
	json_put_str(in->json, "owner", owner_shown(in));
	json_put_str(in->json, "status", status.size ? status : STR("active"));
	json_put_bool(in->json, "partial", container->partial);
	put_teams(in, number);
	put_steps(in, number);
	put_flows(in, number);
	put_handoffs(in, number);
	put_contracts(in, number);
	put_links(in, number);
	put_rest(in, number);
	json_end_object(in->json);
}

void inspect_put_json(
    struct json *json, struct arena *scratch, const struct view *view, struct registry *registry, str path, bool why)
{
	struct inspection in = { json, scratch, view, view->image, registry, path, why };

	for (uint32_t i = 0; i < view->image->containers.count; i++)
		put_document(&in, i);
}

/* --- text -------------------------------------------------------------------------------------------------- */

static void put_value(struct buf *out, str value)
{
	put_untrusted(out, value);
}

static void say_count(struct buf *out, uint32_t count, const char *one, const char *many, bool *said)
{
	if (!count)
		return;
	buf_putf(out, "%s%u %s", *said ? ", " : "", count, count == 1 ? one : many);
	*said = true;
}

static void text_steps(const struct inspection *in, struct buf *out, uint32_t container)
{
	struct span span = image_steps_of(in->image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct step *step = &image_steps(in->image)[i];
		if (!is_shown(in, step->claim) || (step->kind != STEP_ACTIVITY && !in->why))
			continue;
		str name = text_of(in, step->name);
		buf_putf(out, "  %5u  ", image_line(in->image, step->place));
		put_value(out, name.size ? name : text_of(in, step->id));
		if (step->team != NONE && !is_group(in, step->team)) {
			buf_puts(out, "  [");
			put_value(out, text_of(in, image_teams(in->image)[step->team].name));
			buf_puts(out, "]");
		}
		if (step->when.text.size) {
			buf_puts(out, "  (");
			put_value(out, text_of(in, step->when.text));
			buf_puts(out, ")");
		}
		if (in->why && step->rule)
			buf_putf(out, "  R%u", step->rule);
		buf_putc(out, '\n');
	}
}

static void text_handoffs(const struct inspection *in, struct buf *out, uint32_t container)
{
	struct handoff_list found = { 0 };

	handoffs_shown(&found, in->scratch, in->view, container);
	for (uint32_t i = 0; i < found.list.count; i++) {
		const struct handoff *it = &found.list.items[i];
		buf_putf(out, "  %5u  ", image_line(in->image, image_flows(in->image)[it->flow].place));
		put_value(out, it->from_team);
		buf_puts(out, " -> ");
		put_value(out, it->to_team);
		buf_putc(out, '\n');
	}
}

static void text_contracts(const struct inspection *in, struct buf *out, uint32_t container)
{
	for (uint32_t i = 0; i < in->image->contracts.count; i++) {
		const struct contract *it = &image_contracts(in->image)[i];
		if (it->container != container || !is_shown(in, it->claim))
			continue;
		buf_putf(out, "  %5u  ", image_line(in->image, it->place));
		put_value(out, it->provider == NONE ? STR("?") : team_key_shown(in, it->provider));
		buf_puts(out, " owes ");
		put_value(out, it->consumer == NONE ? STR("?") : team_key_shown(in, it->consumer));
		buf_puts(out, " '");
		put_value(out, text_of(in, it->what));
		buf_puts(out, "'");
		if (it->when.text.size) {
			buf_puts(out, " ");
			put_value(out, text_of(in, it->when.text));
		}
		if (in->why && it->rule)
			buf_putf(out, "  R%u", it->rule);
		buf_putc(out, '\n');
	}
}

static void text_notes(const struct inspection *in, struct buf *out, uint32_t container)
{
	for (uint32_t i = 0; i < in->image->notes.count; i++) {
		const struct note *note = &image_notes(in->image)[i];
		if (note->container != container || (note->why_only && !in->why))
			continue;
		buf_putf(out, "  %5u  note ", image_line(in->image, note->place));
		put_value(out, text_of(in, note->code));
		buf_puts(out, ": ");
		put_value(out, text_of(in, note->message));
		buf_putc(out, '\n');
	}
}

static void text_document(const struct inspection *in, struct buf *out, uint32_t number)
{
	const struct container *container = &image_containers(in->image)[number];
	struct handoff_list handoffs = { 0 };
	uint32_t contracts = 0, links = 0, teams = 0, steps = 0;
	struct span team_span = image_teams_of(in->image, number), step_span = image_steps_of(in->image, number);
	bool said = false;

	handoffs_shown(&handoffs, in->scratch, in->view, number);
	for (uint32_t i = 0; i < in->image->contracts.count; i++)
		contracts += image_contracts(in->image)[i].container == number &&
		    is_shown(in, image_contracts(in->image)[i].claim);
	for (uint32_t i = 0; i < in->image->links.count; i++)
		links += image_links(in->image)[i].container == number;
	for (uint32_t i = team_span.first; i < team_span.first + team_span.count; i++)
		teams += team_is_shown(in, &image_teams(in->image)[i]) && !is_group(in, i);
	for (uint32_t i = step_span.first; i < step_span.first + step_span.count; i++)
		steps += is_shown(in, image_steps(in->image)[i].claim);
	put_value(out, in->path);
	if (number) {
		buf_puts(out, ", ");
		put_value(out, text_of(in, container->name));
	}
	buf_puts(out, ": ");
	put_value(out, text_of(in, container->format));
	if (container->title.size) {
		buf_puts(out, ", '");
		put_value(out, text_of(in, container->title));
		buf_puts(out, "'");
	}
	buf_puts(out, container->partial ? ", not read to the end\n  " : "\n  ");
	say_count(out, teams, "team", "teams", &said);
	say_count(out, steps, "step", "steps", &said);
	say_count(out, image_flows_of(in->image, number).count, "flow", "flows", &said);
	say_count(out, handoffs.list.count, "handoff", "handoffs", &said);
	say_count(out, contracts, "contract", "contracts", &said);
	say_count(out, links, "link", "links", &said);
	buf_puts(out, said ? "\n" : "nothing that says who does what\n");
	text_steps(in, out, number);
	text_handoffs(in, out, number);
	text_contracts(in, out, number);
	text_notes(in, out, number);
}

void inspect_put_text(
    struct buf *out, struct arena *scratch, const struct view *view, struct registry *registry, str path, bool why)
{
	struct inspection in = { NULL, scratch, view, view->image, registry, path, why };

	for (uint32_t i = 0; i < view->image->containers.count; i++)
		text_document(&in, out, i);
}
