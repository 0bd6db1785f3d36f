/*
 * Words of a diagram: labels and their markup, the inside of @{ }, times in labels, targets of links,
 * and ids for what the diagram gives none.
 */
#include "base/limits.h"
#include "parsers/mermaid.h"

#include <string.h>

/* --- labels --------------------------------------------------------------------------------------------------- */

static bool is_quoted(str text, char quote)
{
	return text.size >= 2 && text.at[0] == quote && text.at[text.size - 1] == quote;
}

struct mermaid_label mermaid_label_of(str raw)
{
	struct mermaid_label label = { .raw = str_trim(raw), .given = true };

	if (is_quoted(label.raw, '"'))
		label.raw = str_trim(str_sub(label.raw, 1, label.raw.size - 1));
	if (is_quoted(label.raw, '`')) {
		label.raw = str_trim(str_sub(label.raw, 1, label.raw.size - 1));
		label.markdown = true;
	}
	return label;
}

/* #quot; and #35; are what HTML writes as &quot; and &#35;. */
static str with_html_entities(struct mermaid *m, str raw)
{
	if (str_find_char(raw, '#') == STR_NONE)
		return raw;
	char *out = arena_alloc(m->arena, raw.size * 2);
	size_t size = 0;
	for (size_t i = 0; i < raw.size; i++) {
		size_t entity = raw.at[i] == '#' ? mermaid_entity_size(raw, i) : 0;
		bool quoted = i && raw.at[i - 1] == '&';
		if (entity && !quoted)
			out[size++] = '&';
		if (!entity || quoted || byte_is_digit(raw.at[i + 1]))
			out[size++] = raw.at[i];
	}
	return (str){ out, size };
}

str mermaid_name(struct mermaid *m, struct mermaid_label label)
{
	unsigned markup = MARKUP_HTML | MARKUP_ESCAPES | (label.markdown ? MARKUP_EMPHASIS : 0u);

	return name_n0(m->arena, with_html_entities(m, label.raw), markup);
}

/* --- the inside of @{ } ---------------------------------------------------------------------------------------- */

struct mermaid_data mermaid_data_of(str inside)
{
	struct mermaid_data data = { .rest = str_trim(inside) };
	bool quoted = false;

	for (size_t i = 0; i < data.rest.size && !data.several_lines; i++) {
		quoted = data.rest.at[i] == '"' ? !quoted : quoted;
		data.several_lines = !quoted && data.rest.at[i] == '\n';
	}
	return data;
}

static str take_until(str *rest, const char *ends)
{
	size_t end = 0;

	while (end < rest->size && !strchr(ends, rest->at[end] ? rest->at[end] : ' '))
		end++;
	str taken = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end, rest->size);
	return taken;
}

/* A quoted text, else all up to one of ends. */
static str take_scalar(str *rest, const char *ends)
{
	char quote = rest->size ? rest->at[0] : 0;
	ptrdiff_t close =
	    quote == '"' || quote == '\'' ? str_find_char(str_sub(*rest, 1, rest->size), quote) : STR_NONE;

	if (close == STR_NONE)
		return str_trim(take_until(rest, ends));
	str inside = str_sub(*rest, 1, (size_t)close + 1);
	*rest = str_sub(*rest, (size_t)close + 2, rest->size);
	return inside;
}

/* As in YAML a blank stands behind the colon, unless the key is in quotes. */
static bool take_colon(str *rest, bool quoted)
{
	str behind = str_trim_left(*rest);

	if (!behind.size || behind.at[0] != ':' || (!quoted && behind.size > 1 && !byte_is_space(behind.at[1])))
		return false;
	*rest = str_sub(behind, 1, behind.size);
	while (rest->size && (rest->at[0] == ' ' || rest->at[0] == '\t'))
		*rest = str_sub(*rest, 1, rest->size);
	return true;
}

bool mermaid_next_pair(struct mermaid_data *data)
{
	const char *ends = data->several_lines ? "\n" : ",\n";
	bool found = false;

	while (!found) {
		while (data->rest.size && (byte_is_space(data->rest.at[0]) || data->rest.at[0] == ','))
			data->rest = str_sub(data->rest, 1, data->rest.size);
		if (!data->rest.size)
			return false;
		bool quoted = data->rest.at[0] == '"' || data->rest.at[0] == '\'';
		data->key = take_scalar(&data->rest, ":,\n");
		found = take_colon(&data->rest, quoted);
		if (!found)
			take_until(&data->rest, ends);
	}
	data->value = mermaid_label_of(take_scalar(&data->rest, ends));
	take_until(&data->rest, ends);
	return true;
}

/* --- times ------------------------------------------------------------------------------------------------------ */

/* A deadline and nothing else: what is at least, every or of something stays in the words too. */
static bool is_plain_deadline(const struct duration *time)
{
	return time->answer == DURATION_VALUE && (time->op == WHEN_AT_MOST || time->op == WHEN_BY) &&
	    !time->anchor.size && time->percent < 0;
}

struct mermaid_timed mermaid_time(struct mermaid *m, str n0)
{
	struct mermaid_timed timed = { .label = n0 };

	if (!n0.size || n0.size > LIMIT_LABEL_BYTES)
		return timed;
	timed.time = duration_find(m->arena, n0);
	timed.phrase = timed.time.phrase;
	if (timed.time.answer == DURATION_NONE) { /* nothing but a time: "4h" */
		timed.time = duration_read(m->arena, n0);
		timed.phrase = n0;
		timed.promises = is_plain_deadline(&timed.time);
		timed.label = timed.promises ? STR("") : n0;
	} else if (is_plain_deadline(&timed.time)) {
		timed.promises = true;
		timed.label = duration_strip(m->arena, n0, &timed.time);
	}
	return timed;
}

void mermaid_promise(struct mermaid *m, uint32_t flow, const struct mermaid_timed *timed)
{
	struct text label = builder_text(m->out, timed->label);
	struct when when = when_none();

	if (timed->time.answer != DURATION_NONE)
		when = duration_when(m->out, timed->phrase, &timed->time);
	m->out->flows.items[flow].label = label;
	m->out->flows.items[flow].when = when;
}

uint32_t mermaid_contract(
    struct mermaid *m, const struct mermaid_timed *timed, str what, uint32_t provider, uint32_t consumer, uint32_t line)
{
	struct when when = duration_when(m->out, timed->phrase, &timed->time);
	uint32_t number = builder_contract(m->out, CONTRACT_OLA, what, line);
	struct contract *contract = &m->out->contracts.items[number];

	contract->when = when;
	contract->provider = provider;
	contract->consumer = consumer;
	return number;
}

/* --- links -------------------------------------------------------------------------------------------------------- */

static int hex_value(char c)
{
	return byte_is_digit(c)                            ? c - '0'
	    : byte_lower(c) >= 'a' && byte_lower(c) <= 'f' ? byte_lower(c) - 'a' + 10
	                                                   : -1;
}

static str percent_decoded(struct mermaid *m, str text)
{
	if (str_find_char(text, '%') == STR_NONE)
		return text;
	char *out = arena_alloc(m->arena, text.size);
	size_t size = 0;
	for (size_t i = 0; i < text.size; i++) {
		int high = text.at[i] == '%' && i + 2 < text.size ? hex_value(text.at[i + 1]) : -1;
		int low = high >= 0 ? hex_value(text.at[i + 2]) : -1;
		bool decodes = low >= 0 && high * 16 + low >= ' ';
		out[size++] = decodes ? (char)(high * 16 + low) : text.at[i];
		i += decodes ? 2 : 0;
	}
	return text_utf8(m->arena, (str){ out, size }, NULL);
}

static enum link_kind kind_of_target(str target)
{
	if (str_istarts(target, STR("mailto:")))
		return LINK_PERSON;
	if (str_has(target, STR("://")) || str_starts(target, STR("//")))
		return LINK_EXTERNAL;
	return LINK_DOC;
}

void mermaid_link(struct mermaid *m, str target, struct mermaid_label text, uint32_t step, uint32_t line)
{
	target = str_trim(target);
	if (!target.size || str_istarts(target, STR("javascript:")))
		return;
	struct str_cut cut = str_cut(target, '#');
	str path = percent_decoded(m, str_cut(cut.head, '?').head), fragment = percent_decoded(m, cut.tail);
	uint32_t number = builder_link(m->out, kind_of_target(target), path, fragment, mermaid_name(m, text), line);

	m->out->links.items[number].step = step;
	m->out->links.items[number].stands = LINK_IN_ITEM;
}

/* --- names that occur more than once --------------------------------------------------------------------------------
 */

static uint32_t place_of(const struct mermaid_table *table, uint64_t key)
{
	uint32_t at = (uint32_t)(key >> 32) & (table->room - 1);

	while (table->keys[at] && table->keys[at] != key)
		at = (at + 1) & (table->room - 1);
	return at;
}

static void grow_table(struct mermaid *m, struct mermaid_table *table)
{
	struct mermaid_table old = *table;

	table->room = old.room ? old.room * 2 : 64;
	table->keys = ARENA_ARRAY(m->arena, uint64_t, table->room);
	table->values = ARENA_ARRAY(m->arena, uint32_t, table->room);
	for (uint32_t i = 0; i < old.room; i++) {
		if (!old.keys[i])
			continue;
		uint32_t at = place_of(table, old.keys[i]);
		table->keys[at] = old.keys[i];
		table->values[at] = old.values[i];
	}
}

uint32_t *mermaid_slot(struct mermaid *m, struct mermaid_table *table, str name)
{
	uint64_t key = str_hash(name);

	key = key ? key : 1;
	if (table->count >= table->room / 2)
		grow_table(m, table);
	uint32_t at = place_of(table, key);
	if (!table->keys[at]) {
		table->keys[at] = key;
		table->count++;
	}
	return &table->values[at];
}

str mermaid_unique(struct mermaid *m, struct mermaid_table *table, str name)
{
	uint32_t ordinal = ++*mermaid_slot(m, table, name);

	if (ordinal == 1)
		return name;
	name = arena_printf(m->arena, "%.*s (%u)", STR_ARG(name), ordinal);
	++*mermaid_slot(m, table, name);
	return name;
}

enum { ID_LABEL = 80 }; /* bytes of a label that an id takes over */

str mermaid_flow_id(struct mermaid *m, struct mermaid_table *table, str from, str to, str label)
{
	str id = arena_printf(m->arena, "%.*s->%.*s%s%.*s", STR_ARG(from), STR_ARG(to), label.size ? ": " : "",
	    STR_ARG(mermaid_cut(label, ID_LABEL)));

	return mermaid_unique(m, table, id);
}
