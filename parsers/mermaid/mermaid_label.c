/*
 * Words of a diagram: labels and their markup, the inside of @{ }, targets of links.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid.h"

#include <string.h>

/* --- labels --- */

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

/* --- the inside of @{ } --- */

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

/* --- links --- */

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
