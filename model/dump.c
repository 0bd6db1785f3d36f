#include "model/dump.h"

#define T(text) STR_ARG(image_text(image, (text)))

static void put_claim(struct buf *out, const struct image *image, uint32_t number)
{
	if (!number)
		return;
	const struct claim *claim = &image_claims(image)[number];
	buf_putf(out, " claim=%u", number);
	buf_putf(out, "(need %u of", claim->need);
	for (uint32_t i = 0; i < claim->keys.count && i < 20; i++)
		buf_putf(out, " %.*s", T(image_keys(image)[claim->keys.first + i]));
	buf_puts(out, ")");
	if (claim->either)
		buf_putf(out, " or %u", claim->either);
	if (claim->unless)
		buf_putf(out, " unless %u", claim->unless);
}

static void put_when(struct buf *out, const struct image *image, const struct when *when)
{
	if (when->op == WHEN_NONE && !when->text.size)
		return;
	buf_putf(out, " when[%s %s %.10g", when_op_name(when->op), when_basis_name(when->basis), when->amount);
	if (when->low < when->amount || when->low > when->amount)
		buf_putf(out, " low %.10g", when->low);
	if (when->percent >= 0)
		buf_putf(out, " %.10g%%", when->percent);
	if (when->anchor.size)
		buf_putf(out, " of \"%.*s\"", T(when->anchor));
	buf_putf(out, " \"%.*s\"]", T(when->text));
}

static void put_attrs(struct buf *out, const struct image *image, struct span attrs)
{
	for (uint32_t i = attrs.first; i < attrs.first + attrs.count; i++)
		buf_putf(out, " %.*s=\"%.*s\"", T(image_attrs(image)[i].key), T(image_attrs(image)[i].value));
}

static void put_end(struct buf *out, const struct image *image, struct end end)
{
	if (end.number == NONE)
		buf_puts(out, "?");
	else if (end.kind == END_TEAM)
		buf_putf(out, "@%.*s", T(image_teams(image)[end.number].key));
	else if (image_steps(image)[end.number].name.size)
		buf_putf(out, "\"%.*s\"", T(image_steps(image)[end.number].name));
	else
		buf_putf(out, "<%.*s>", T(image_steps(image)[end.number].id));
}

static void put_team_key(struct buf *out, const struct image *image, const char *word, uint32_t team)
{
	if (team != NONE)
		buf_putf(out, " %s %.*s", word, T(image_teams(image)[team].key));
}

static void put_teams(struct buf *out, const struct image *image, uint32_t container)
{
	static const char *const strengths[] = { "", " weak", " mention", " inferred" };
	struct span span = image_teams_of(image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct team *team = &image_teams(image)[i];
		buf_putf(out, "%5u team %.*s %s \"%.*s\"%s", image_line(image, team->place), T(team->key),
		    team_kind_name(team->kind), T(team->name), strengths[team->strength]);
		put_team_key(out, image, "in", team->parent);
		for (uint32_t k = 0; k < team->parts.count; k++)
			put_team_key(out, image, "part", image_parts(image)[team->parts.first + k]);
		put_claim(out, image, team->claim);
		buf_putc(out, '\n');
	}
}

static void put_steps(struct buf *out, const struct image *image, uint32_t container)
{
	struct span span = image_steps_of(image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct step *step = &image_steps(image)[i];
		buf_putf(out, "%5u step %s%s%.*s \"%.*s\"", image_line(image, step->place), step_kind_name(step->kind),
		    step->type.size ? " " : "", T(step->type), T(step->name));
		if (step->id.size)
			buf_putf(out, " %sid=%.*s", step->strong_id ? "" : "weak-", T(step->id));
		put_team_key(out, image, "by", step->team);
		for (uint32_t k = 0; k < step->with.count; k++)
			put_team_key(out, image, "with", image_performers(image)[step->with.first + k]);
		if (step->group.size)
			buf_putf(out, " group \"%.*s\"", T(step->group));
		put_when(out, image, &step->when);
		put_attrs(out, image, step->attrs);
		if (step->schedule)
			buf_puts(out, " schedule");
		put_claim(out, image, step->claim);
		buf_putc(out, '\n');
	}
}

static void put_flows(struct buf *out, const struct image *image, uint32_t container)
{
	struct span span = image_flows_of(image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct flow *flow = &image_flows(image)[i];
		buf_putf(out, "%5u flow ", image_line(image, flow->place));
		put_end(out, image, flow->from);
		buf_puts(out, " -> ");
		put_end(out, image, flow->to);
		buf_putf(out, " %s%s", flow_kind_name(flow->kind), flow->implicit ? " implicit" : "");
		if (flow->label.size)
			buf_putf(out, " \"%.*s\"", T(flow->label));
		if (flow->condition.size)
			buf_putf(out, " if \"%.*s\"", T(flow->condition));
		if (flow->branch)
			buf_putf(out, " branch %u", flow->branch);
		put_when(out, image, &flow->when);
		put_claim(out, image, flow->claim);
		buf_putc(out, '\n');
	}
}

static void put_contracts(struct buf *out, const struct image *image, uint32_t container)
{
	for (uint32_t i = 0; i < image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(image)[i];
		if (contract->container != container)
			continue;
		buf_putf(out, "%5u contract %s \"%.*s\"", image_line(image, contract->place),
		    contract_kind_name(contract->kind), T(contract->what));
		put_team_key(out, image, "from", contract->provider);
		put_team_key(out, image, "to", contract->consumer);
		if (contract->id.size)
			buf_putf(out, " id=%.*s", T(contract->id));
		if (contract->qualifier.size)
			buf_putf(out, " for \"%.*s\"", T(contract->qualifier));
		put_when(out, image, &contract->when);
		if (contract->where.size)
			buf_putf(out, " where \"%.*s\"", T(contract->where));
		if (contract->why.size)
			buf_putf(out, " why \"%.*s\"", T(contract->why));
		put_attrs(out, image, contract->attrs);
		put_claim(out, image, contract->claim);
		buf_putc(out, '\n');
	}
}

static void put_rest(struct buf *out, const struct image *image, uint32_t container)
{
	static const char *const stands[] = { "", " item", " alone", " heading" };
	static const char *const prose_kinds[] = { "text", "item", "row", "quote", "code", "header" };

	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		if (link->container == container)
			buf_putf(out, "%5u link %s%s \"%.*s\" #%.*s \"%.*s\"\n", image_line(image, link->place),
			    link_kind_name(link->kind), stands[link->stands], T(link->target), T(link->fragment),
			    T(link->text));
	}
	for (uint32_t i = 0; i < image->prose.count; i++) {
		const struct prose *prose = &image_prose(image)[i];
		if (prose->container != container)
			continue;
		buf_putf(out, "%5u prose %s \"%.*s\"", image_line(image, prose->place), prose_kinds[prose->kind],
		    T(prose->text));
		put_claim(out, image, prose->claim);
		buf_putc(out, '\n');
	}
	for (uint32_t i = 0; i < image->opaque.count; i++) {
		const struct opaque *opaque = &image_opaque(image)[i];
		if (opaque->container == container)
			buf_putf(out, "%5u opaque %.*s \"%.*s\"\n", image_line(image, opaque->place), T(opaque->kind),
			    T(opaque->label));
	}
	for (uint32_t i = 0; i < image->notes.count; i++) {
		const struct note *note = &image_notes(image)[i];
		if (note->container == container)
			buf_putf(out, "%5u note %.*s%s \"%.*s\"\n", image_line(image, note->place), T(note->code),
			    note->why_only ? " (why)" : "", T(note->message));
	}
}

static void put_container(struct buf *out, const struct image *image, uint32_t number)
{
	const struct container *c = &image_containers(image)[number];

	buf_putf(out, "container \"%.*s\" %.*s", T(c->name), T(c->format));
	if (c->title.size)
		buf_putf(out, " title \"%.*s\"", T(c->title));
	if (c->process.size)
		buf_putf(out, " process \"%.*s\"", T(c->process));
	if (c->doc_id.size)
		buf_putf(out, " id \"%.*s\"", T(c->doc_id));
	if (c->status.size)
		buf_putf(out, " status \"%.*s\"", T(c->status));
	put_attrs(out, image, c->attrs);
	buf_putf(out, "%s%s%s%s\n", c->technical ? " technical" : "", c->ordered ? " ordered" : "",
	    c->partial ? " partial" : "", c->generated ? " generated" : "");
}

void document_dump(struct buf *out, const struct image *image)
{
	static const char *const said_words[] = { "owner", "upstream", "downstream" };

	if (image->partial)
		buf_puts(out, "partial\n");
	for (uint32_t i = 0; i < image->sections.count; i++) {
		const struct section *section = &image_sections(image)[i];
		buf_putf(out, "%5u section %u \"%.*s\" #%.*s%s%.*s\n", section->first_line, section->level,
		    T(section->title), T(section->anchor), section->id.size ? " id " : "", T(section->id));
	}
	for (uint32_t i = 0; i < image->said.count; i++) {
		const struct said *said = &image_said(image)[i];
		buf_putf(out, "%5u says %s \"%.*s\"\n", image_line(image, said->place), said_words[said->kind],
		    T(said->name));
	}
	for (uint32_t i = 0; i < image->containers.count; i++) {
		put_container(out, image, i);
		put_teams(out, image, i);
		put_steps(out, image, i);
		put_flows(out, image, i);
		put_contracts(out, image, i);
		put_rest(out, image, i);
	}
}
