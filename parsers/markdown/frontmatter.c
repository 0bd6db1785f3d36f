#include "parsers/markdown/frontmatter.h"

#include "model/names.h"
#include "parsers/blocks/blockrules.h"
#include "parsers/duration/duration.h"
#include "parsers/yaml.h"

#include <string.h>

enum { HEAD_LINES = 200 };

/* --- where it stands ------------------------------------------------------------------------------------ */

static str line_at(str document, size_t at)
{
	str rest = str_sub(document, at, document.size);
	ptrdiff_t end = str_find_char(rest, '\n');

	return end == STR_NONE ? rest : str_sub(rest, 0, (size_t)end);
}

static bool ends_front(str line, str mark)
{
	line = str_trim_right(line);
	return str_eq(line, mark) || (str_eq(mark, STR("---")) && str_eq(line, STR("...")));
}

static void find_marked(struct front_matter *out, str document, str mark, enum front_kind kind)
{
	size_t start = line_at(document, 0).size + 1;
	uint32_t lines = 1;

	for (size_t at = start; at < document.size; lines++) {
		str line = line_at(document, at);
		size_t next = at + line.size + 1;
		if (ends_front(line, mark)) {
			*out = (struct front_matter){ .kind = kind,
				.body = str_sub(document, start, at),
				.line = 2,
				.size = (uint32_t)(next > document.size ? document.size : next),
				.lines = lines + 1 };
			return;
		}
		at = next;
	}
}

/* { ... } with its closing brace alone on a line. */
static void find_json(struct front_matter *out, str document)
{
	uint32_t lines = 1;

	for (size_t at = line_at(document, 0).size + 1; at < document.size && lines < HEAD_LINES; lines++) {
		str line = line_at(document, at);
		size_t next = at + line.size + 1;
		if (str_eq(str_trim_right(line), STR("}"))) {
			*out = (struct front_matter){ .kind = FRONT_JSON,
				.body = str_sub(document, 0, at + 1),
				.line = 1,
				.size = (uint32_t)(next > document.size ? document.size : next),
				.lines = lines + 1 };
			return;
		}
		at = next;
	}
}

/* key: value, an indented line, an item or a comment. */
static bool is_yaml_line(str line, bool first)
{
	size_t i = 0;

	if (!line.size)
		return false;
	if (!first && (line.at[0] == ' ' || line.at[0] == '#' || str_starts(line, STR("- "))))
		return true;
	while (i < line.size && (byte_is_word(line.at[i]) || line.at[i] == '-' || line.at[i] == '_') && i < 40)
		i++;
	return i && i < line.size && line.at[i] == ':' && (i + 1 == line.size || line.at[i + 1] == ' ');
}

/* A head without its opening mark: nothing but lines of YAML down to ---. */
static void find_headless(struct front_matter *out, str document)
{
	uint32_t lines = 0;

	for (size_t at = 0; at < document.size && lines < HEAD_LINES; lines++) {
		str line = str_trim_right(line_at(document, at));
		size_t next = at + line_at(document, at).size + 1;
		if (lines && str_eq(line, STR("---"))) {
			*out = (struct front_matter){ .kind = FRONT_YAML,
				.body = str_sub(document, 0, at),
				.line = 1,
				.size = (uint32_t)(next > document.size ? document.size : next),
				.lines = lines + 1 };
			return;
		}
		if (!is_yaml_line(line, lines == 0))
			return;
		at = next;
	}
}

void front_matter_find(struct front_matter *out, str document)
{
	str first = str_trim_right(line_at(document, 0));

	*out = (struct front_matter){ .kind = FRONT_NONE };
	if (str_eq(first, STR("---")))
		find_marked(out, document, STR("---"), FRONT_YAML);
	else if (str_eq(first, STR("+++")))
		find_marked(out, document, STR("+++"), FRONT_TOML);
	else if (str_eq(first, STR("{")))
		find_json(out, document);
	else if (is_yaml_line(first, true) && str_find_char(first, '`') == STR_NONE)
		find_headless(out, document);
}

/* --- what it says ------------------------------------------------------------------------------------------- */

enum front_sense {
	SENSE_NONE,
	SENSE_OWNER,
	SENSE_UPSTREAM,
	SENSE_DOWNSTREAM,
	SENSE_LEVEL,
	SENSE_TITLE,
	SENSE_PROCESS,
	SENSE_ID,
	SENSE_STATUS,
	SENSE_FLAG,
	SENSE_ATTRIBUTE,
	SENSE_TYPE
};

static const struct {
	const char *key;
	enum front_sense sense;
} keys[] = {
	{ "owner", SENSE_OWNER },
	{ "owners", SENSE_OWNER },
	{ "team", SENSE_OWNER },
	{ "teams", SENSE_OWNER },
	{ "process-owner", SENSE_OWNER },
	{ "owner-slack", SENSE_OWNER },
	{ "dri", SENSE_OWNER },
	{ "dris", SENSE_OWNER },
	{ "responsible", SENSE_OWNER },
	{ "owning-team", SENSE_OWNER },
	{ "responsible-team", SENSE_OWNER },
	{ "upstream", SENSE_UPSTREAM },
	{ "inputs-from", SENSE_UPSTREAM },
	{ "depends-on", SENSE_UPSTREAM },
	{ "downstream", SENSE_DOWNSTREAM },
	{ "outputs-to", SENSE_DOWNSTREAM },
	{ "hands-off-to", SENSE_DOWNSTREAM },
	{ "consumers", SENSE_DOWNSTREAM },
	{ "sla", SENSE_LEVEL },
	{ "ola", SENSE_LEVEL },
	{ "response-time", SENSE_LEVEL },
	{ "title", SENSE_TITLE },
	{ "process", SENSE_PROCESS },
	{ "id", SENSE_ID },
	{ "permalink", SENSE_ID },
	{ "slug", SENSE_ID },
	{ "status", SENSE_STATUS },
	{ "draft", SENSE_FLAG },
	{ "deprecated", SENSE_FLAG },
	{ "archived", SENSE_FLAG },
	{ "retired", SENSE_FLAG },
	{ "type", SENSE_TYPE },
	{ "doc-type", SENSE_TYPE },
	{ "effective", SENSE_ATTRIBUTE },
	{ "effective-date", SENSE_ATTRIBUTE },
	{ "valid-from", SENSE_ATTRIBUTE },
	{ "sunset", SENSE_ATTRIBUTE },
	{ "valid-until", SENSE_ATTRIBUTE },
	{ "end", SENSE_ATTRIBUTE },
	{ "review", SENSE_ATTRIBUTE },
	{ "review-by", SENSE_ATTRIBUTE },
	{ "next-review", SENSE_ATTRIBUTE },
	{ "notice", SENSE_ATTRIBUTE },
	{ "redirect-from", SENSE_ATTRIBUTE },
	{ "aliases", SENSE_ATTRIBUTE },
	{ "control", SENSE_ATTRIBUTE },
};

static str plain_key(struct arena *arena, str key)
{
	str copy = arena_dup(arena, str_trim(key));

	for (size_t i = 0; i < copy.size; i++) {
		char c = byte_lower(copy.at[i]);
		((char *)copy.at)[i] = c == '_' || c == ' ' ? '-' : c;
	}
	return copy;
}

static enum front_sense sense_of(str key)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_eq(key, str_of(keys[i].key)))
			return keys[i].sense;
	return SENSE_NONE;
}

static bool is_person(str value)
{
	ptrdiff_t at = str_find_char(value, '@');

	if (at == 0)
		return str_find_char(value, '/') == STR_NONE;
	return at != STR_NONE;
}

static bool is_document(str value)
{
	value = str_cut(value, '#').head;
	return str_iends(value, STR(".md")) || str_iends(value, STR(".mdx")) || str_iends(value, STR(".html")) ||
	    str_starts(value, STR("./")) || str_starts(value, STR("../")) || str_starts(value, STR("/")) ||
	    str_has(value, STR("://"));
}

static void take_party(struct builder *out, enum said_kind kind, str value, uint32_t line)
{
	str name = text_n0(out->arena, value);

	if (kind != SAID_OWNER && is_document(name)) {
		struct str_cut cut = str_cut(name, '#');
		builder_link(
		    out, str_has(name, STR("://")) ? LINK_EXTERNAL : LINK_DOC, cut.head, cut.tail, STR(""), line);
		return;
	}
	if (is_person(name) || !team_key(out->arena, name).size || name.size > 80)
		return;
	builder_said(out, kind, name, line);
}

static uint32_t first_owner(const struct builder *out)
{
	for (uint32_t i = 0; i < out->said.count; i++)
		if (out->said.items[i].kind == SAID_OWNER)
			return out->said.items[i].team;
	return NONE;
}

static void take_level(struct builder *out, str key, str value, uint32_t line)
{
	struct duration found = duration_read(out->arena, value);

	if (found.answer == DURATION_NONE)
		found = duration_find(out->arena, value);
	if (found.answer == DURATION_NONE) {
		if (value.size)
			builder_note(out, "duration-unparsed", line, "\"%.*s\" is no time", STR_ARG(value));
		return;
	}
	struct when when = duration_when(out, value, &found);
	uint32_t contract = builder_contract(out, str_eq(key, STR("ola")) ? CONTRACT_OLA : CONTRACT_SLA, STR(""), line);
	out->contracts.items[contract].when = when;
	out->contracts.items[contract].rule = 1;
	out->contracts.items[contract].provider = first_owner(out);
}

static bool is_true(str value)
{
	return str_ieq(value, STR("true")) || str_ieq(value, STR("yes")) || str_ieq(value, STR("on"));
}

static bool is_false(str value)
{
	return str_ieq(value, STR("false")) || str_ieq(value, STR("no")) || str_ieq(value, STR("off")) || !value.size;
}

bool front_matter_take(struct builder *out, str key, str value, uint32_t line, struct front_facts *facts)
{
	str plain = plain_key(out->arena, key);
	enum front_sense sense = sense_of(plain);
	struct container *container = &out->containers.items[out->container];

	value = str_trim(value);
	if (!value.size || sense == SENSE_NONE)
		return false;
	switch (sense) {
	case SENSE_OWNER: take_party(out, SAID_OWNER, value, line); break;
	case SENSE_UPSTREAM: take_party(out, SAID_UPSTREAM, value, line); break;
	case SENSE_DOWNSTREAM: take_party(out, SAID_DOWNSTREAM, value, line); break;
	case SENSE_LEVEL: take_level(out, plain, text_n0(out->arena, value), line); break;
	case SENSE_TITLE:
		container->title = builder_text(out, text_n0(out->arena, value));
		facts->titled = true;
		facts->is_process = facts->is_process || blockrules_is_process(value);
		break;
	case SENSE_PROCESS:
		container->process = builder_text(out, text_n0(out->arena, value));
		facts->is_process = true;
		break;
	case SENSE_ID:
		if (!container->doc_id.size || str_eq(plain, STR("id")))
			container->doc_id = builder_text(out, value);
		break;
	case SENSE_STATUS: container->status = builder_text(out, text_n0(out->arena, value)); break;
	case SENSE_FLAG:
		if (is_true(value) && !container->status.size)
			container->status = builder_text(out, plain);
		else if (!is_true(value) && !is_false(value))
			builder_attr(out, &container->attrs, plain, value);
		break;
	case SENSE_TYPE:
		facts->is_process = facts->is_process || blockrules_is_process(value);
		builder_attr(out, &container->attrs, STR("type"), value);
		break;
	default: builder_attr(out, &container->attrs, plain, value); break;
	}
	return true;
}

/* Owners come first, so that a service level finds the one who gives it. */
static bool is_late(str key)
{
	return str_istarts(key, STR("sla")) || str_istarts(key, STR("ola")) || str_istarts(key, STR("response"));
}

static void take_node(struct builder *out, str key, const struct yaml *node, uint32_t offset, struct front_facts *facts)
{
	static const char *const names[] = { "team", "name", "title", "slug", "group" };

	if (node->kind == YAML_SCALAR) {
		front_matter_take(out, key, yaml_text(node), node->line + offset, facts);
		return;
	}
	if (node->kind == YAML_SEQUENCE) {
		YAML_EACH(item, node)
			if (item->kind != YAML_SEQUENCE)
				take_node(out, key, item, offset, facts);
		return;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct yaml *name = yaml_get(node, names[i]);
		if (name && name->kind == YAML_SCALAR) {
			front_matter_take(out, key, yaml_text(name), name->line + offset, facts);
			return;
		}
	}
}

static void read_tree(struct builder *out, const struct yaml *root, uint32_t offset, struct front_facts *facts)
{
	for (unsigned late = 0; late < 2; late++)
		YAML_EACH(node, root)
			if (is_late(node->key) == (late == 1))
				take_node(out, node->key, node, offset, facts);
}

static str unquoted(str value)
{
	value = str_trim(value);
	if (value.size >= 2 && (value.at[0] == '"' || value.at[0] == '\'') && value.at[value.size - 1] == value.at[0])
		value = str_sub(value, 1, value.size - 1);
	return value;
}

static void read_lines(struct builder *out, const struct front_matter *front, char mark, struct front_facts *facts)
{
	str rest = front->body, line;

	for (uint32_t number = front->line; str_next_line(&rest, &line); number++) {
		struct str_cut cut = str_cut(line, mark);
		if (cut.found && cut.head.size && !byte_is_space(line.at[0]) && line.at[0] != '#' && line.at[0] != '-')
			front_matter_take(out, cut.head, unquoted(cut.tail), number, facts);
	}
}

void front_matter_read(struct builder *out, const struct front_matter *front, struct front_facts *facts)
{
	const struct yaml *root = NULL;
	struct yaml_error error;

	if (front->kind == FRONT_NONE)
		return;
	if (front->kind == FRONT_TOML)
		read_lines(out, front, '=', facts);
	else if (yaml_read(&root, out->arena, front->body, 0, &error)) {
		if (root && root->kind == YAML_MAPPING)
			read_tree(out, root, front->line - 1, facts);
	} else
		read_lines(out, front, ':', facts);
}
