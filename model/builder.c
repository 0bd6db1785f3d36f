#include "model/builder.h"

#include "base/limits.h"
#include "model/names.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void builder_begin(struct builder *out, struct arena *arena, const char *format)
{
	*out = (struct builder){ .arena = arena, .first_line = 1, .section = NONE };
	*LIST_ADD(arena, &out->claims) = (struct claim){ 0 };
	struct container *file = LIST_ADD(arena, &out->containers);
	file->format = builder_text(out, str_of(format));
	file->place = builder_at(out, 1);
}

/* --- texts and places ------------------------------------------------------------------------------ */

static void make_room(struct builder *b, size_t more)
{
	if (b->pool.room - b->pool.count >= more)
		return;
	uint32_t room = b->pool.room ? b->pool.room : 1024;
	while (room - b->pool.count < more)
		room *= 2;
	char *wider = arena_take(b->arena, room);
	if (b->pool.count)
		memcpy(wider, b->pool.items, b->pool.count);
	b->pool.items = wider;
	b->pool.room = room;
}

void builder_expect(struct builder *b, size_t bytes)
{
	make_room(b, bytes);
}

struct text builder_long_text(struct builder *b, str text)
{
	if (!text.size)
		return (struct text){ 0 };
	make_room(b, text.size);
	struct text kept = { b->pool.count, (uint32_t)text.size };
	memmove(b->pool.items + b->pool.count, text.at, text.size);
	b->pool.count += kept.size;
	return kept;
}

struct text builder_text(struct builder *b, str text)
{
	if (text.size > LIMIT_LABEL_BYTES) {
		size_t end = LIMIT_LABEL_BYTES;
		while (end && (text.at[end] & 0xc0) == 0x80)
			end--;
		text = str_sub(text, 0, end);
	}
	return builder_long_text(b, text);
}

str builder_str(const struct builder *b, struct text text)
{
	return text.size ? (str){ b->pool.items + text.at, text.size } : STR("");
}

struct place builder_at(const struct builder *b, uint32_t line)
{
	uint32_t absolute = line ? line + b->first_line - 1 : 0;

	if (b->section == NONE || b->section >= b->sections.count)
		return (struct place){ NONE, absolute };
	uint32_t first = b->sections.items[b->section].first_line;
	return (struct place){ b->section, absolute > first ? absolute - first : 0 };
}

/* --- records ----------------------------------------------------------------------------------------- */

static bool name_is_taken(const struct builder *b, str name)
{
	for (uint32_t i = 0; i < b->containers.count; i++)
		if (str_eq(builder_str(b, b->containers.items[i].name), name))
			return true;
	return false;
}

uint32_t builder_container(struct builder *b, str name, const char *format, uint32_t line)
{
	for (unsigned again = 2; name_is_taken(b, name) && again < LIMIT_DIAGRAMS; again++)
		name = arena_printf(b->arena, "%.*s (%u)", STR_ARG(name), again);
	struct text kept = builder_text(b, name), word = builder_text(b, str_of(format));
	struct container *container = LIST_ADD(b->arena, &b->containers);
	container->name = kept;
	container->format = word;
	container->place = builder_at(b, line);
	return b->containers.count - 1;
}

uint32_t builder_team(struct builder *b, str id, str name, enum team_kind kind, uint32_t line)
{
	str key = team_key(b->arena, name);
	struct team team = {
		.id = builder_text(b, id.size ? id : key),
		.key = builder_text(b, key),
		.name = builder_text(b, name),
		.place = builder_at(b, line),
		.container = b->container,
		.parent = NONE,
		.claim = b->claim,
		.kind = (uint8_t)kind,
		.strength = b->claim ? TEAM_MENTION : TEAM_STRONG,
	};
	LIST_PUSH(b->arena, &b->teams, team);
	return b->teams.count - 1;
}

uint32_t builder_find_team(const struct builder *b, str id)
{
	for (uint32_t i = b->teams.count; i-- > 0;)
		if (b->teams.items[i].container == b->container && str_eq(builder_str(b, b->teams.items[i].id), id))
			return i;
	return NONE;
}

uint32_t builder_team_named(struct builder *b, str name, enum team_kind kind, uint32_t line)
{
	str key = team_key(b->arena, name);

	for (uint32_t i = 0; i < b->teams.count; i++) {
		const struct team *team = &b->teams.items[i];
		if (team->container == b->container && team->claim == b->claim && team->parts.count == 0 &&
		    str_eq(builder_str(b, team->key), key))
			return i;
	}
	return builder_team(b, STR(""), name, kind, line);
}

uint32_t builder_step(struct builder *b, str id, bool strong_id, str name, enum step_kind kind, uint32_t line)
{
	struct step step = {
		.id = builder_text(b, id),
		.name = builder_text(b, name),
		.when = when_none(),
		.place = builder_at(b, line),
		.container = b->container,
		.team = NONE,
		.claim = b->claim,
		.host = NONE,
		.within = NONE,
		.kind = (uint8_t)kind,
		.strong_id = strong_id && id.size,
	};
	LIST_PUSH(b->arena, &b->steps, step);
	return b->steps.count - 1;
}

uint32_t builder_flow(struct builder *b, str id, struct end from, struct end to, enum flow_kind kind, uint32_t line)
{
	struct flow flow = {
		.id = builder_text(b, id),
		.when = when_none(),
		.place = builder_at(b, line),
		.from = from,
		.to = to,
		.container = b->container,
		.claim = b->claim,
		.kind = (uint8_t)kind,
		.strong_id = id.size > 0,
	};
	LIST_PUSH(b->arena, &b->flows, flow);
	return b->flows.count - 1;
}

uint32_t builder_contract(struct builder *b, enum contract_kind kind, str what, uint32_t line)
{
	struct contract contract = {
		.what = builder_text(b, what),
		.when = when_none(),
		.place = builder_at(b, line),
		.container = b->container,
		.claim = b->claim,
		.provider = NONE,
		.consumer = NONE,
		.step = NONE,
		.kind = (uint8_t)kind,
	};
	LIST_PUSH(b->arena, &b->contracts, contract);
	return b->contracts.count - 1;
}

uint32_t builder_link(struct builder *b, enum link_kind kind, str target, str fragment, str text, uint32_t line)
{
	struct link link = {
		.target = builder_text(b, target),
		.fragment = builder_text(b, fragment),
		.text = builder_text(b, text),
		.place = builder_at(b, line),
		.container = b->container,
		.step = NONE,
		.kind = (uint8_t)kind,
	};
	LIST_PUSH(b->arena, &b->links, link);
	return b->links.count - 1;
}

/* The last section of a lower level: the one before, or one of those around it. */
static uint32_t section_around(const struct builder *b, uint8_t level)
{
	uint32_t at = b->sections.count ? b->sections.count - 1 : NONE;

	while (at != NONE && b->sections.items[at].level >= level)
		at = b->sections.items[at].parent;
	return at != NONE && b->sections.items[at].level ? at : NONE;
}

uint32_t builder_section(struct builder *b, str title, uint8_t level, uint32_t line)
{
	struct section section = {
		.title = builder_text(b, title),
		.first_line = line + b->first_line - 1,
		.parent = NONE,
		.level = level,
	};
	if (level)
		section.parent = section_around(b, level);
	LIST_PUSH(b->arena, &b->sections, section);
	return b->sections.count - 1;
}

struct text_sums text_sums(str n0)
{
	return (struct text_sums){ str_hash(n0), hash_of_letters(n0) };
}

static uint32_t add_prose(struct builder *b, enum prose_kind kind, str text, struct text_sums sums, uint32_t line)
{
	struct prose prose = {
		.text = builder_long_text(b, text),
		.hash = hash_mix(sums.hash, kind == PROSE_CODE),
		.letters = sums.letters,
		.place = builder_at(b, line),
		.container = b->container,
		.claim = b->claim,
		.kind = (uint8_t)kind,
	};
	LIST_PUSH(b->arena, &b->prose, prose);
	return b->prose.count - 1;
}

uint32_t builder_summed_prose(struct builder *b, enum prose_kind kind, str n0, struct text_sums sums, uint32_t line)
{
	return add_prose(b, kind, n0, sums, line);
}

uint32_t builder_prose(struct builder *b, enum prose_kind kind, str n0, uint32_t line)
{
	if (kind == PROSE_CODE)
		return add_prose(b, kind, STR(""), (struct text_sums){ .hash = str_hash(n0) }, line);
	return add_prose(b, kind, n0, text_sums(n0), line);
}

uint32_t builder_opaque(struct builder *b, str kind, str label, uint64_t hash, uint32_t line)
{
	struct opaque opaque = {
		.kind = builder_text(b, kind),
		.label = builder_text(b, label),
		.hash = hash,
		.place = builder_at(b, line),
		.container = b->container,
	};
	LIST_PUSH(b->arena, &b->opaque, opaque);
	return b->opaque.count - 1;
}

void builder_note(struct builder *b, const char *code, uint32_t line, const char *format, ...)
{
	char message[1024];
	va_list words;

	va_start(words, format);
	vsnprintf(message, sizeof message, format, words);
	va_end(words);
	struct note note = {
		.code = builder_text(b, str_of(code)),
		.message = builder_text(b, str_of(message)),
		.place = builder_at(b, line),
		.container = b->container,
	};
	LIST_PUSH(b->arena, &b->notes, note);
}

uint32_t builder_claim(struct builder *b, uint32_t need)
{
	struct claim claim = { .keys = { b->keys.count, 0 }, .need = need };

	LIST_PUSH(b->arena, &b->claims, claim);
	return b->claims.count - 1;
}

void builder_claim_key(struct builder *b, uint32_t claim, str name)
{
	struct text key = builder_text(b, team_key(b->arena, name));

	LIST_PUSH(b->arena, &b->keys, key);
	b->claims.items[claim].keys.count++;
}

void builder_said(struct builder *b, enum said_kind kind, str name, uint32_t line)
{
	uint32_t team = builder_team_named(b, name, TEAM_TEAM, line);
	struct said *said = LIST_ADD(b->arena, &b->said); /* the bytes behind its kind are part of the image, too */

	said->name = builder_text(b, name);
	said->place = builder_at(b, line);
	said->team = team;
	said->kind = (uint8_t)kind;
}

void builder_attr(struct builder *b, struct span *attrs, str key, str value)
{
	if (attrs->count && attrs->first + attrs->count != b->attrs.count) { /* others came between: move to the end */
		uint32_t first = b->attrs.count;
		for (uint32_t i = 0; i < attrs->count; i++) {
			struct attr kept = b->attrs.items[attrs->first + i];
			LIST_PUSH(b->arena, &b->attrs, kept);
		}
		attrs->first = first;
	}
	if (!attrs->count)
		attrs->first = b->attrs.count;
	struct attr attr = { builder_text(b, key), builder_text(b, value) };
	LIST_PUSH(b->arena, &b->attrs, attr);
	attrs->count++;
}

void builder_with(struct builder *b, struct span *with, uint32_t team)
{
	if (with->count && with->first + with->count != b->performers.count) {
		uint32_t first = b->performers.count;
		for (uint32_t i = 0; i < with->count; i++) {
			uint32_t kept = b->performers.items[with->first + i];
			LIST_PUSH(b->arena, &b->performers, kept);
		}
		with->first = first;
	}
	if (!with->count)
		with->first = b->performers.count;
	LIST_PUSH(b->arena, &b->performers, team);
	with->count++;
}

/* --- appending a part ------------------------------------------------------------------------------------ */

struct move { /* what is added to the numbers of a part */
	uint32_t pool, containers, container, teams, steps, sections, claims, attrs, performers, parts, keys, branch;
	uint32_t line;
};

static struct text moved_text(struct text text, const struct move *by)
{
	return text.size ? (struct text){ text.at + by->pool, text.size } : text;
}

static uint32_t moved(uint32_t number, uint32_t by)
{
	return number == NONE ? NONE : number + by;
}

static uint32_t moved_container(uint32_t container, const struct move *by)
{
	return container == 0 ? by->container : container - 1 + by->containers;
}

static struct place moved_place(struct place place, const struct move *by)
{
	return (struct place){ moved(place.section, by->sections), place.line };
}

static struct when moved_when(struct when when, const struct move *by)
{
	when.text = moved_text(when.text, by);
	when.anchor = moved_text(when.anchor, by);
	return when;
}

static struct span moved_span(struct span span, uint32_t by)
{
	return span.count ? (struct span){ span.first + by, span.count } : span;
}

static struct end moved_end(struct end end, const struct move *by)
{
	end.number = moved(end.number, end.kind == END_STEP ? by->steps : by->teams);
	return end;
}

static uint32_t moved_claim(uint32_t claim, const struct move *by)
{
	return claim ? claim + by->claims : 0;
}

static void put_records(void *list, uint32_t at, const void *records, uint32_t count, size_t size)
{
	if (count)
		memcpy((char *)list + at * size, records, count * size);
}

/* Puts the records of a part behind those that are there; the number of the first one. What they refer to is moved in
 * place. */
#define COPY(field)                                                                                              \
	(LIST_ROOM(b->arena, &b->field, b->field.count + part->field.count),                                     \
	    put_records(                                                                                         \
	        b->field.items, b->field.count, image_##field(part), part->field.count, sizeof *b->field.items), \
	    (b->field.count += part->field.count) - part->field.count)

static void append_lists(struct builder *b, const struct image *part, const struct move *by)
{
	for (uint32_t i = COPY(attrs); i < b->attrs.count; i++) {
		struct attr *attr = &b->attrs.items[i];
		attr->key = moved_text(attr->key, by);
		attr->value = moved_text(attr->value, by);
	}
	for (uint32_t i = COPY(performers); i < b->performers.count; i++)
		b->performers.items[i] += by->teams;
	for (uint32_t i = COPY(parts); i < b->parts.count; i++)
		b->parts.items[i] += by->teams;
	for (uint32_t i = COPY(keys); i < b->keys.count; i++)
		b->keys.items[i] = moved_text(b->keys.items[i], by);
	for (uint32_t i = 1; i < part->claims.count; i++) {
		struct claim claim = image_claims(part)[i];
		claim.keys = moved_span(claim.keys, by->keys);
		claim.either = moved_claim(claim.either, by);
		claim.unless = moved_claim(claim.unless, by);
		LIST_PUSH(b->arena, &b->claims, claim);
	}
}

/* "mermaid 1" of a part is the third one of the document: diagrams are counted over all of it. */
static struct text counted_name(struct builder *b, const struct image *part, const struct container *of)
{
	str name = image_text(part, of->name), format = image_text(part, of->format);
	unsigned count = 1;

	if (!str_starts(name, format) || name.size <= format.size || name.at[format.size] != ' ')
		return builder_text(b, name);
	for (uint32_t i = 1; i < b->containers.count; i++)
		count += str_eq(builder_str(b, b->containers.items[i].format), format);
	return builder_text(b, arena_printf(b->arena, "%.*s %u", STR_ARG(format), count));
}

static void append_structure(struct builder *b, const struct image *part, const struct move *by)
{
	for (uint32_t i = 1; i < part->containers.count; i++) {
		struct container container = image_containers(part)[i];
		container.name = counted_name(b, part, &container);
		container.format = moved_text(container.format, by);
		container.title = moved_text(container.title, by);
		container.process = moved_text(container.process, by);
		container.doc_id = moved_text(container.doc_id, by);
		container.status = moved_text(container.status, by);
		container.attrs = moved_span(container.attrs, by->attrs);
		container.place = moved_place(container.place, by);
		LIST_PUSH(b->arena, &b->containers, container);
	}
	for (uint32_t i = 0; i < part->sections.count; i++) {
		struct section section = image_sections(part)[i];
		section.title = moved_text(section.title, by);
		section.anchor = moved_text(section.anchor, by);
		section.id = moved_text(section.id, by);
		section.first_line += by->line;
		section.parent = NONE;
		if (section.level)
			section.parent = section_around(b, section.level);
		LIST_PUSH(b->arena, &b->sections, section);
	}
}

static void append_actors(struct builder *b, const struct image *part, const struct move *by)
{
	for (uint32_t i = COPY(teams); i < b->teams.count; i++) {
		struct team *team = &b->teams.items[i];
		team->id = moved_text(team->id, by);
		team->key = moved_text(team->key, by);
		team->name = moved_text(team->name, by);
		team->place = moved_place(team->place, by);
		team->container = moved_container(team->container, by);
		team->parent = moved(team->parent, by->teams);
		team->claim = moved_claim(team->claim, by);
		team->parts = moved_span(team->parts, by->parts);
	}
	for (uint32_t i = COPY(steps); i < b->steps.count; i++) {
		struct step *step = &b->steps.items[i];
		step->id = moved_text(step->id, by);
		step->name = moved_text(step->name, by);
		step->n1 = moved_text(step->n1, by);
		step->type = moved_text(step->type, by);
		step->group = moved_text(step->group, by);
		step->where = moved_text(step->where, by);
		step->when = moved_when(step->when, by);
		step->place = moved_place(step->place, by);
		step->container = moved_container(step->container, by);
		step->team = moved(step->team, by->teams);
		step->with = moved_span(step->with, by->performers);
		step->attrs = moved_span(step->attrs, by->attrs);
		step->claim = moved_claim(step->claim, by);
		step->host = moved(step->host, by->steps);
		step->within = moved(step->within, by->steps);
	}
	for (uint32_t i = COPY(said); i < b->said.count; i++) {
		struct said *said = &b->said.items[i];
		said->name = moved_text(said->name, by);
		said->place = moved_place(said->place, by);
		said->team = moved(said->team, by->teams);
	}
}

static void append_relations(struct builder *b, const struct image *part, const struct move *by)
{
	for (uint32_t i = COPY(flows); i < b->flows.count; i++) {
		struct flow *flow = &b->flows.items[i];
		flow->id = moved_text(flow->id, by);
		flow->label = moved_text(flow->label, by);
		flow->condition = moved_text(flow->condition, by);
		flow->when = moved_when(flow->when, by);
		flow->place = moved_place(flow->place, by);
		flow->from = moved_end(flow->from, by);
		flow->to = moved_end(flow->to, by);
		flow->container = moved_container(flow->container, by);
		flow->claim = moved_claim(flow->claim, by);
	}
	for (uint32_t i = COPY(contracts); i < b->contracts.count; i++) {
		struct contract *contract = &b->contracts.items[i];
		contract->id = moved_text(contract->id, by);
		contract->what = moved_text(contract->what, by);
		contract->where = moved_text(contract->where, by);
		contract->why = moved_text(contract->why, by);
		contract->qualifier = moved_text(contract->qualifier, by);
		contract->who = moved_text(contract->who, by);
		contract->what_n1 = moved_text(contract->what_n1, by);
		contract->when = moved_when(contract->when, by);
		contract->place = moved_place(contract->place, by);
		contract->container = moved_container(contract->container, by);
		contract->claim = moved_claim(contract->claim, by);
		contract->provider = moved(contract->provider, by->teams);
		contract->consumer = moved(contract->consumer, by->teams);
		contract->step = moved(contract->step, by->steps);
		contract->attrs = moved_span(contract->attrs, by->attrs);
	}
}

static void append_text(struct builder *b, const struct image *part, const struct move *by)
{
	for (uint32_t i = COPY(links); i < b->links.count; i++) {
		struct link *link = &b->links.items[i];
		link->target = moved_text(link->target, by);
		link->fragment = moved_text(link->fragment, by);
		link->text = moved_text(link->text, by);
		link->place = moved_place(link->place, by);
		link->container = moved_container(link->container, by);
		link->step = moved(link->step, by->steps);
	}
	for (uint32_t i = COPY(prose); i < b->prose.count; i++) {
		struct prose *prose = &b->prose.items[i];
		prose->text = moved_text(prose->text, by);
		prose->place = moved_place(prose->place, by);
		prose->container = moved_container(prose->container, by);
		prose->claim = moved_claim(prose->claim, by);
	}
	for (uint32_t i = COPY(opaque); i < b->opaque.count; i++) {
		struct opaque *opaque = &b->opaque.items[i];
		opaque->kind = moved_text(opaque->kind, by);
		opaque->label = moved_text(opaque->label, by);
		opaque->place = moved_place(opaque->place, by);
		opaque->container = moved_container(opaque->container, by);
	}
	for (uint32_t i = COPY(notes); i < b->notes.count; i++) {
		struct note *note = &b->notes.items[i];
		note->code = moved_text(note->code, by);
		note->message = moved_text(note->message, by);
		note->place = moved_place(note->place, by);
		note->container = moved_container(note->container, by);
	}
}

void builder_append(struct builder *b, const struct image *part, uint32_t line)
{
	struct move by = {
		.containers = b->containers.count,
		.container = b->container,
		.teams = b->teams.count,
		.steps = b->steps.count,
		.sections = b->sections.count,
		.claims = b->claims.count - 1,
		.attrs = b->attrs.count,
		.performers = b->performers.count,
		.parts = b->parts.count,
		.keys = b->keys.count,
		.line = line + b->first_line - 2,
	};

	by.pool = builder_long_text(b, (str){ (const char *)part + part->pool.first, part->pool.count }).at;
	append_lists(b, part, &by);
	append_structure(b, part, &by);
	append_actors(b, part, &by);
	append_relations(b, part, &by);
	append_text(b, part, &by);
	b->partial = b->partial || part->partial;
}
#undef COPY
