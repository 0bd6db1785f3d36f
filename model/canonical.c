#include "model/canonical.h"

#include "base/arena.h"
#include "base/map.h"

#include <stdlib.h>

/* A step, a team and a flow's end are named in other records by their canonical names: a strong id, else N1 of
 * the name, the team's key and an ordinal among equals. */

struct canon {
	const struct image *image;
	struct arena *arena;
	str *steps, *teams, *claims;
	LIST_OF(str) lines;
};

static str text_of(const struct canon *c, struct text text)
{
	return image_text(c->image, text);
}

/* Made once per claim: a list of items has one claim and hundreds of records under it. */
static str claim_name(const struct canon *c, uint32_t number)
{
	if (!number)
		return STR("");
	if (c->claims[number].size)
		return c->claims[number];
	const struct claim *claim = &image_claims(c->image)[number];
	str name = arena_printf(c->arena, " if %u of", claim->need);
	for (uint32_t i = 0; i < claim->keys.count && i < 50; i++)
		name = arena_printf(c->arena, "%.*s %.*s", STR_ARG(name),
		    STR_ARG(text_of(c, image_keys(c->image)[claim->keys.first + i])));
	c->claims[number] = name;
	return name;
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static int by_ordinal_name(const void *a, const void *b)
{
	const struct {
		str name;
		uint32_t number;
	} *left = a, *right = b;
	int order = str_cmp(left->name, right->name);

	return order ? order : left->number < right->number ? -1 : left->number > right->number;
}

static void name_teams(struct canon *c)
{
	const struct team *teams = image_teams(c->image);

	c->teams = ARENA_ARRAY(c->arena, str, c->image->teams.count + 1);
	for (uint32_t i = 0; i < c->image->teams.count; i++)
		c->teams[i] = text_of(c, teams[i].key);
}

static str team_at(const struct canon *c, uint32_t number)
{
	return number == NONE ? STR("-") : c->teams[number];
}

static void name_steps(struct canon *c)
{
	const struct step *steps = image_steps(c->image);
	uint32_t count = c->image->steps.count, same = 0;
	struct {
		str name;
		uint32_t number;
	} *sorted = arena_alloc(c->arena, (count + 1) * sizeof *sorted);

	c->steps = ARENA_ARRAY(c->arena, str, count + 1);
	for (uint32_t i = 0; i < count; i++) {
		str name = steps[i].strong_id ? arena_printf(c->arena, "#%.*s", STR_ARG(text_of(c, steps[i].id)))
		                              : arena_printf(c->arena, "%.*s|%.*s|%u", STR_ARG(text_of(c, steps[i].n1)),
		                                    STR_ARG(team_at(c, steps[i].team)), steps[i].container);
		sorted[i].name = name;
		sorted[i].number = i;
	}
	qsort(sorted, count, sizeof *sorted, by_ordinal_name);
	for (uint32_t i = 0; i < count; i++) {
		same = i && str_eq(sorted[i].name, sorted[i - 1].name) ? same + 1 : 0;
		c->steps[sorted[i].number] =
		    same ? arena_printf(c->arena, "%.*s|%u", STR_ARG(sorted[i].name), same) : sorted[i].name;
	}
}

static str end_name(const struct canon *c, struct end end)
{
	if (end.number == NONE)
		return STR("?");
	return end.kind == END_STEP ? c->steps[end.number]
	                            : arena_printf(c->arena, "@%.*s", STR_ARG(c->teams[end.number]));
}

static str when_name(const struct canon *c, const struct when *when)
{
	if (when->op == WHEN_NONE && !when->text.size)
		return STR("");
	if (when->op == WHEN_NONE || when->op == WHEN_VAGUE)
		return arena_printf(c->arena, " when=%s %.*s", when_op_name(when->op), STR_ARG(text_of(c, when->text)));
	return arena_printf(c->arena, " when=%s %s %.3f..%.3f %.2f%% %.*s", when_op_name(when->op),
	    when_basis_name(when->basis), when->low, when->amount, when->percent, STR_ARG(text_of(c, when->anchor)));
}

static str attrs_name(const struct canon *c, struct span span)
{
	str *sorted = ARENA_ARRAY(c->arena, str, span.count + 1);
	str all = STR("");

	for (uint32_t i = 0; i < span.count; i++) {
		const struct attr *attr = &image_attrs(c->image)[span.first + i];
		sorted[i] = arena_printf(
		    c->arena, " %.*s=%.*s", STR_ARG(text_of(c, attr->key)), STR_ARG(text_of(c, attr->value)));
	}
	qsort(sorted, span.count, sizeof *sorted, by_text);
	for (uint32_t i = 0; i < span.count; i++)
		all = arena_printf(c->arena, "%.*s%.*s", STR_ARG(all), STR_ARG(sorted[i]));
	return all;
}

static void add_line(struct canon *c, str line)
{
	LIST_PUSH(c->arena, &c->lines, line);
}

static void sort_lines(struct canon *c, uint32_t from)
{
	if (c->lines.count > from + 1)
		qsort(c->lines.items + from, c->lines.count - from, sizeof *c->lines.items, by_text);
}

static void say_container(struct canon *c, uint32_t number)
{
	const struct container *container = &image_containers(c->image)[number];

	add_line(c,
	    arena_printf(c->arena, "container %.*s (%.*s) title=%.*s process=%.*s id=%.*s status=%.*s%s%s%.*s",
	        STR_ARG(text_of(c, container->name)), STR_ARG(text_of(c, container->format)),
	        STR_ARG(text_of(c, container->title)), STR_ARG(text_of(c, container->process)),
	        STR_ARG(text_of(c, container->doc_id)), STR_ARG(text_of(c, container->status)),
	        container->technical ? " technical" : "", container->partial ? " partial" : "",
	        STR_ARG(attrs_name(c, container->attrs))));
}

static void say_teams(struct canon *c, uint32_t container)
{
	uint32_t from = c->lines.count;
	struct span span = image_teams_of(c->image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct team *team = &image_teams(c->image)[i];
		add_line(c,
		    arena_printf(c->arena, "team %.*s \"%.*s\" %s in %.*s%.*s", STR_ARG(c->teams[i]),
		        STR_ARG(text_of(c, team->name)), team_kind_name(team->kind), STR_ARG(team_at(c, team->parent)),
		        STR_ARG(claim_name(c, team->claim))));
	}
	sort_lines(c, from);
}

static void say_steps(struct canon *c, uint32_t container)
{
	uint32_t from = c->lines.count;
	struct span span = image_steps_of(c->image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct step *step = &image_steps(c->image)[i];
		str with = STR("");
		for (uint32_t k = 0; k < step->with.count; k++)
			with = arena_printf(c->arena, "%.*s +%.*s", STR_ARG(with),
			    STR_ARG(team_at(c, image_performers(c->image)[step->with.first + k])));
		add_line(c,
		    arena_printf(c->arena, "step %.*s \"%.*s\" %s %.*s by %.*s%.*s group=%.*s%.*s%.*s%.*s",
		        STR_ARG(c->steps[i]), STR_ARG(text_of(c, step->name)), step_kind_name(step->kind),
		        STR_ARG(text_of(c, step->type)), STR_ARG(team_at(c, step->team)), STR_ARG(with),
		        STR_ARG(text_of(c, step->group)), STR_ARG(when_name(c, &step->when)),
		        STR_ARG(attrs_name(c, step->attrs)), STR_ARG(claim_name(c, step->claim))));
	}
	sort_lines(c, from);
}

static void say_flows(struct canon *c, uint32_t container)
{
	uint32_t from = c->lines.count;
	struct span span = image_flows_of(c->image, container);

	for (uint32_t i = span.first; i < span.first + span.count; i++) {
		const struct flow *flow = &image_flows(c->image)[i];
		add_line(c,
		    arena_printf(c->arena, "flow %.*s -> %.*s %s \"%.*s\" if=%.*s%.*s%s%.*s",
		        STR_ARG(end_name(c, flow->from)), STR_ARG(end_name(c, flow->to)), flow_kind_name(flow->kind),
		        STR_ARG(text_of(c, flow->label)), STR_ARG(text_of(c, flow->condition)),
		        STR_ARG(when_name(c, &flow->when)), flow->cancelled ? " cancelled" : "",
		        STR_ARG(claim_name(c, flow->claim))));
	}
	if (!image_containers(c->image)[container].ordered)
		sort_lines(c, from);
}

static void say_agreements(struct canon *c, uint32_t container)
{
	uint32_t from = c->lines.count;

	for (uint32_t i = 0; i < c->image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(c->image)[i];
		if (contract->container != container)
			continue;
		add_line(c,
		    arena_printf(c->arena,
		        "contract %s %.*s -> %.*s \"%.*s\" q=%.*s who=%.*s where=%.*s why=%.*s%.*s%.*s%.*s",
		        contract_kind_name(contract->kind), STR_ARG(team_at(c, contract->provider)),
		        STR_ARG(team_at(c, contract->consumer)), STR_ARG(text_of(c, contract->what)),
		        STR_ARG(text_of(c, contract->qualifier)), STR_ARG(text_of(c, contract->who)),
		        STR_ARG(text_of(c, contract->where)), STR_ARG(text_of(c, contract->why)),
		        STR_ARG(when_name(c, &contract->when)), STR_ARG(attrs_name(c, contract->attrs)),
		        STR_ARG(claim_name(c, contract->claim))));
	}
	for (uint32_t i = 0; i < c->image->links.count; i++) {
		const struct link *link = &image_links(c->image)[i];
		if (link->container == container)
			add_line(c,
			    arena_printf(c->arena, "link %s %.*s#%.*s \"%.*s\"", link_kind_name(link->kind),
			        STR_ARG(text_of(c, link->target)), STR_ARG(text_of(c, link->fragment)),
			        STR_ARG(text_of(c, link->text))));
	}
	for (uint32_t i = 0; i < c->image->opaque.count; i++) {
		const struct opaque *opaque = &image_opaque(c->image)[i];
		if (opaque->container == container)
			add_line(c,
			    arena_printf(c->arena, "opaque %.*s \"%.*s\" %016llx", STR_ARG(text_of(c, opaque->kind)),
			        STR_ARG(text_of(c, opaque->label)), (unsigned long long)opaque->hash));
	}
	sort_lines(c, from);
}

static void say_said(struct canon *c)
{
	static const char *const words[] = { "owner", "upstream", "downstream" };
	uint32_t from = c->lines.count;

	for (uint32_t i = 0; i < c->image->said.count; i++) {
		const struct said *said = &image_said(c->image)[i];
		add_line(c, arena_printf(c->arena, "says %s %.*s", words[said->kind], STR_ARG(text_of(c, said->name))));
	}
	sort_lines(c, from);
}

static void gather(struct canon *c, const struct image *image, struct arena *scratch)
{
	*c = (struct canon){ .image = image, .arena = scratch };
	c->claims = ARENA_ARRAY(scratch, str, image->claims.count + 1);
	name_teams(c);
	name_steps(c);
	for (uint32_t i = 0; i < image->containers.count; i++) {
		say_container(c, i);
		if (i == 0)
			say_said(c);
		say_teams(c, i);
		say_steps(c, i);
		say_flows(c, i);
		say_agreements(c, i);
	}
}

/* --- the hash ------------------------------------------------------------------------------------------------- */

/* The same fields as in the text, as hashes: what is sorted there is summed here, and only the flows of an ordered
 * container depend on their order. */

struct hasher {
	const struct image *image;
	struct arena *arena;
	uint64_t *steps, *teams, *claims;
};

static uint64_t of_text(const struct hasher *h, struct text text)
{
	return text.size ? str_hash(image_text(h->image, text)) : 0;
}

static uint64_t of_number(double value)
{
	return (uint64_t)(int64_t)(value * 1000);
}

static uint64_t of_when(const struct hasher *h, const struct when *when)
{
	if (when->op == WHEN_NONE && !when->text.size)
		return 0;
	if (when->op == WHEN_NONE || when->op == WHEN_VAGUE)
		return hash_mix(when->op + 1u, of_text(h, when->text));
	uint64_t hash = hash_mix(when->op + 16u * when->basis, of_text(h, when->anchor));
	return hash_mix(
	    hash, hash_mix(of_number(when->low), hash_mix(of_number(when->amount), of_number(when->percent))));
}

static uint64_t of_attrs(const struct hasher *h, struct span span)
{
	uint64_t sum = span.count;

	for (uint32_t i = span.first; i < span.first + span.count; i++)
		sum += hash_mix(of_text(h, image_attrs(h->image)[i].key), of_text(h, image_attrs(h->image)[i].value));
	return sum;
}

static uint64_t of_end(const struct hasher *h, struct end end)
{
	if (end.number == NONE)
		return 7;
	return hash_mix(end.kind, end.kind == END_STEP ? h->steps[end.number] : h->teams[end.number]);
}

static uint64_t of_team(const struct hasher *h, uint32_t team)
{
	return team == NONE ? 3 : h->teams[team];
}

static void hash_names(struct hasher *h)
{
	const struct image *image = h->image;
	struct map same = { 0 };

	h->teams = ARENA_ARRAY(h->arena, uint64_t, image->teams.count + 1);
	h->steps = ARENA_ARRAY(h->arena, uint64_t, image->steps.count + 1);
	h->claims = ARENA_ARRAY(h->arena, uint64_t, image->claims.count + 1);
	for (uint32_t i = 0; i < image->teams.count; i++)
		h->teams[i] = of_text(h, image_teams(image)[i].key);
	for (uint32_t i = 1; i < image->claims.count; i++) {
		const struct claim *claim = &image_claims(image)[i];
		h->claims[i] = claim->need + 1u;
		for (uint32_t k = 0; k < claim->keys.count; k++)
			h->claims[i] = hash_mix(h->claims[i], of_text(h, image_keys(image)[claim->keys.first + k]));
	}
	for (uint32_t i = 0; i < image->steps.count; i++) {
		const struct step *step = &image_steps(image)[i];
		uint64_t name = step->strong_id
		    ? hash_mix(1, of_text(h, step->id))
		    : hash_mix(hash_mix(2, of_text(h, step->n1)), hash_mix(of_team(h, step->team), step->container));
		h->steps[i] = hash_mix(name, (*map_add(&same, name | 1))++);
	}
	map_release(&same);
}

static uint64_t of_team_record(const struct hasher *h, uint32_t number)
{
	const struct team *team = &image_teams(h->image)[number];
	uint64_t hash = hash_mix(h->teams[number], of_text(h, team->name));

	return hash_mix(
	    hash, hash_mix(team->kind + 8u * team->strength, of_team(h, team->parent)) + h->claims[team->claim]);
}

static uint64_t of_step(const struct hasher *h, uint32_t number)
{
	const struct step *step = &image_steps(h->image)[number];
	uint64_t hash = hash_mix(h->steps[number], of_text(h, step->name));

	hash = hash_mix(hash, hash_mix(of_text(h, step->type) + step->kind, of_team(h, step->team)));
	for (uint32_t i = 0; i < step->with.count; i++)
		hash = hash_mix(hash, of_team(h, image_performers(h->image)[step->with.first + i]));
	hash = hash_mix(hash, hash_mix(of_text(h, step->group), of_when(h, &step->when)));
	return hash_mix(hash, of_attrs(h, step->attrs) + h->claims[step->claim]);
}

static uint64_t of_flow(const struct hasher *h, const struct flow *flow)
{
	uint64_t hash = hash_mix(of_end(h, flow->from), of_end(h, flow->to));

	hash = hash_mix(
	    hash, hash_mix(of_text(h, flow->label), of_text(h, flow->condition)) + flow->kind + 16u * flow->cancelled);
	return hash_mix(hash, of_when(h, &flow->when) + h->claims[flow->claim]);
}

static uint64_t of_contract(const struct hasher *h, const struct contract *contract)
{
	uint64_t hash = hash_mix(of_team(h, contract->provider), of_team(h, contract->consumer));

	hash = hash_mix(hash, hash_mix(of_text(h, contract->what), of_text(h, contract->qualifier)) + contract->kind);
	hash = hash_mix(hash, hash_mix(of_text(h, contract->who), of_text(h, contract->where)));
	hash = hash_mix(hash, hash_mix(of_text(h, contract->why), of_when(h, &contract->when)));
	return hash_mix(hash, of_attrs(h, contract->attrs) + h->claims[contract->claim]);
}

static uint64_t of_container(const struct hasher *h, uint32_t number)
{
	const struct container *c = &image_containers(h->image)[number];
	struct span teams = image_teams_of(h->image, number), steps = image_steps_of(h->image, number);
	struct span flows = image_flows_of(h->image, number);
	uint64_t hash = hash_mix(of_text(h, c->name), of_text(h, c->format)), sum = 0;

	hash = hash_mix(hash, hash_mix(of_text(h, c->title), of_text(h, c->process)));
	hash = hash_mix(hash, hash_mix(of_text(h, c->doc_id), of_text(h, c->status)) + c->technical + 2u * c->partial);
	hash = hash_mix(hash, of_attrs(h, c->attrs));
	for (uint32_t i = teams.first; i < teams.first + teams.count; i++)
		sum += of_team_record(h, i);
	for (uint32_t i = steps.first; i < steps.first + steps.count; i++)
		sum += of_step(h, i);
	for (uint32_t i = flows.first; i < flows.first + flows.count; i++) {
		uint64_t flow = of_flow(h, &image_flows(h->image)[i]);
		sum = c->ordered ? hash_mix(sum, flow) : sum + flow;
	}
	return hash_mix(hash, sum);
}

static const char *const prose_words[] = { "text", "item", "row", "quote", "code", "header" };

void canonical_put(struct buf *out, const struct image *image, struct arena *scratch)
{
	struct canon c;
	uint32_t section = NONE;

	gather(&c, image, scratch);
	for (uint32_t i = 0; i < c.lines.count; i++) {
		buf_put(out, c.lines.items[i]);
		buf_putc(out, '\n');
	}
	for (uint32_t i = 0; i < image->prose.count; i++) {
		const struct prose *prose = &image_prose(image)[i];
		if (prose->place.section != section && prose->place.section < image->sections.count) {
			section = prose->place.section;
			const struct section *heading = &image_sections(image)[section];
			buf_putf(out, "section %u \"%.*s\" %.*s\n", heading->level,
			    STR_ARG(image_text(image, heading->title)), STR_ARG(image_text(image, heading->id)));
		}
		buf_putf(out, "%s %016llx %.*s%.*s\n", prose_words[prose->kind], (unsigned long long)prose->hash,
		    STR_ARG(image_text(image, prose->text)), STR_ARG(claim_name(&c, prose->claim)));
	}
	for (uint32_t i = 0; i < image->sections.count; i++)
		buf_putf(out, "heading %u \"%.*s\"\n", image_sections(image)[i].level,
		    STR_ARG(image_text(image, image_sections(image)[i].title)));
}

uint64_t canonical_links(const struct image *image)
{
	uint64_t sum = image->links.count;

	for (uint32_t i = 0; i < image->links.count; i++) {
		const struct link *link = &image_links(image)[i];
		sum += hash_mix(
		    hash_mix(str_hash(image_text(image, link->target)), str_hash(image_text(image, link->fragment))),
		    hash_mix(str_hash(image_text(image, link->text)), link->kind + 8u * link->container));
	}
	return sum;
}

static uint64_t hash_records(const struct image *image, struct arena *scratch, uint64_t hash)
{
	struct hasher h = { .image = image, .arena = scratch };
	uint64_t sum = 0;

	hash_names(&h);
	for (uint32_t i = 0; i < image->containers.count; i++)
		hash = hash_mix(hash, of_container(&h, i));
	for (uint32_t i = 0; i < image->contracts.count; i++)
		sum += hash_mix(of_contract(&h, &image_contracts(image)[i]), image_contracts(image)[i].container);
	for (uint32_t i = 0; i < image->opaque.count; i++) {
		const struct opaque *opaque = &image_opaque(image)[i];
		sum += hash_mix(
		    hash_mix(of_text(&h, opaque->kind), of_text(&h, opaque->label)), opaque->hash + opaque->container);
	}
	for (uint32_t i = 0; i < image->said.count; i++)
		sum += hash_mix(of_text(&h, image_said(image)[i].name), image_said(image)[i].kind + 11u);
	return hash_mix(hash, sum);
}

uint64_t canonical_hash(const struct image *image, struct arena *scratch)
{
	uint64_t hash = hash_records(image, scratch, hash_mix(image->partial, image->link_sum));

	for (uint32_t i = 0; i < image->prose.count; i++)
		hash = hash_mix(hash_mix(hash, image_prose(image)[i].hash), image_prose(image)[i].claim);
	for (uint32_t i = 0; i < image->sections.count; i++)
		hash = hash_mix(
		    hash, str_hash(image_text(image, image_sections(image)[i].title)) + image_sections(image)[i].level);
	return hash ? hash : 1;
}
