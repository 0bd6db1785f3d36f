/*
 * The vertices of flowcharts: id, shape with its label, :::class, @{ shape: x, label: "..." }.
 *
 *     A  A[text]  A("text")  A{{"`**text**`"}}  A:::urgent  A@{ shape: diam, label: "Paid?" }
 *
 * Text that stands in no quotes may hold no brackets, but may go over several lines. Mermaid refuses
 * A[send (by mail)]; here it is a note, and the label ends at the bracket that fits, on the same line.
 */
#include "parsers/mermaid/mermaid_arrow.h"
#include "parsers/mermaid/mermaid_chart.h"

#include <string.h>

/* --- ids --- */

static bool is_id_sign(char c)
{
	return c && strchr("!\"#$%&'*+.`?\\_/,:=", c);
}

static bool belongs_to_id(const struct mermaid *m, size_t at)
{
	char c = mermaid_byte(m, at), next = mermaid_byte(m, at + 1);

	if (c == '-')
		return next && next != '-' && next != '.' && next != '>';
	if (c == '=')
		return next != '=';
	if (c == ':')
		return !mermaid_is_at(m, at, STR(":::"));
	return byte_is_word(c) || is_id_sign(c);
}

static size_t token_size(const struct mermaid *m, size_t at)
{
	size_t end = at + 1;
	char c = m->text.at[at];

	if (byte_is_digit(c)) {
		while (byte_is_digit(mermaid_byte(m, end)))
			end++;
	} else if (byte_is_letter(c) || (is_id_sign(c) && !strchr(":,=#&*", c))) {
		while (belongs_to_id(m, end) && !(m->text.at[end] & 0x80) && !strchr(":,=", m->text.at[end]))
			end++;
	}
	return end - at;
}

/* Mermaid cuts an id into tokens (digits, letters and signs, other characters one by one) and looks for an arrow
 * before each of them: 2x-->B is "2", an arrow with a cross at its begin and "B", while ax-->B begins with "ax". */
static str take_id(const struct mermaid *m, size_t at)
{
	size_t begin = at;

	if (mermaid_byte(m, at) == '"')
		return STR("");
	while (belongs_to_id(m, at)) {
		if (at > begin && mermaid_arrow_at(m->text, at).size)
			break;
		at += token_size(m, at);
	}
	return str_sub(m->text, begin, at);
}

/* --- shapes --- */

struct bracket {
	const char *open, *close, *other_close;
	enum chart_shape shape;
};

static const struct bracket brackets[] = {
	/* the longer ones first */
	{ "(((", ")))", NULL, CHART_ROUND },
	{ "((", "))", NULL, CHART_ROUND },
	{ "([", "])", NULL, CHART_ROUND },
	{ "(-", "-)", NULL, CHART_PROCESS },
	{ "(", ")", NULL, CHART_PROCESS },
	{ "[[", "]]", NULL, CHART_PROCESS },
	{ "[(", ")]", NULL, CHART_DATA },
	{ "[|", "]", NULL, CHART_PROCESS },
	{ "[/", "/]", "\\]", CHART_PROCESS },
	{ "[\\", "\\]", "/]", CHART_PROCESS },
	{ "[", "]", NULL, CHART_PROCESS },
	{ "{{", "}}", NULL, CHART_DECISION },
	{ "{", "}", NULL, CHART_DECISION },
	{ ">", "]", NULL, CHART_PROCESS },
};

static const struct bracket *bracket_at(const struct mermaid *m, size_t at)
{
	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++)
		if (mermaid_is_at(m, at, str_of(brackets[i].open)))
			return &brackets[i];
	return NULL;
}

/* The size of the closing bracket at at; 0 if there is another byte. */
static size_t closes(const struct mermaid *m, size_t at, const struct bracket *bracket)
{
	if (mermaid_is_at(m, at, str_of(bracket->close)))
		return strlen(bracket->close);
	if (bracket->other_close && mermaid_is_at(m, at, str_of(bracket->other_close)))
		return strlen(bracket->other_close);
	return 0;
}

/* Where the text that begins at at ends if it is as Mermaid wants it, before its closing bracket; else 0. */
static size_t plain_end(struct mermaid *m, size_t at, const struct bracket *bracket)
{
	size_t begin = mermaid_skip_blanks(m, at);

	if (mermaid_byte(m, begin) == '"') {
		size_t close = mermaid_string_end(m, begin),
		       end = close > begin ? mermaid_skip_blanks(m, close + 1) : 0;
		return end && closes(m, end, bracket) ? end : 0;
	}
	for (; at < m->text.size; at++) {
		if (closes(m, at, bracket))
			return at;
		if (strchr("[](){}|\"", m->text.at[at] ? m->text.at[at] : ' '))
			return 0;
	}
	return 0;
}

/* The same for text that breaks the rules: the closing bracket on the line that leaves no other one open. */
static size_t nested_end(const struct mermaid *m, size_t at, const struct bracket *bracket)
{
	unsigned depth = 0;

	for (; at < m->text.size && m->text.at[at] != '\n'; at++) {
		char c = m->text.at[at];
		if (!depth && closes(m, at, bracket))
			return at;
		if (c == '[' || c == '(' || c == '{')
			depth++;
		else if ((c == ']' || c == ')' || c == '}') && depth)
			depth--;
	}
	return 0;
}

/* [|key:value|text] */
static str without_field(str text)
{
	struct str_cut cut = str_cut(text, '|');

	return cut.found ? cut.tail : text;
}

static bool take_shape(struct chart *c, uint32_t name)
{
	struct mermaid *m = c->m;
	const struct bracket *bracket = bracket_at(m, m->at);
	size_t begin = m->at + strlen(bracket->open);
	bool has_field = str_eq(str_of(bracket->open), STR("[|"));
	size_t end = has_field ? 0 : plain_end(m, begin, bracket);

	if (!end) {
		end = nested_end(m, begin, bracket);
		if (!end)
			return false;
		if (!has_field)
			mermaid_invalid(m, m->at, "a label with brackets or quotes needs quotes around it");
	}
	str raw = str_sub(m->text, begin, end);
	struct chart_name *vertex = &c->names.items[name];
	vertex->label = mermaid_label_of(has_field ? without_field(raw) : raw);
	vertex->shape = (uint8_t)bracket->shape;
	m->at = end + closes(m, end, bracket);
	return true;
}

/* --- @{ } --- */

struct shape_word {
	const char *word;
	enum chart_shape shape;
};

static const struct shape_word shape_words[] = {
	/* of shapes.ts; all others are processes */
	{ "diam", CHART_DECISION }, { "decision", CHART_DECISION }, { "diamond", CHART_DECISION },
	{ "question", CHART_DECISION }, { "hex", CHART_DECISION }, { "hexagon", CHART_DECISION },
	{ "prepare", CHART_DECISION }, { "fork", CHART_DECISION }, { "join", CHART_DECISION },
	{ "f-circ", CHART_DECISION }, { "junction", CHART_DECISION }, { "filled-circle", CHART_DECISION },
	{ "cross-circ", CHART_DECISION }, { "summary", CHART_DECISION }, { "crossed-circle", CHART_DECISION },
	{ "hourglass", CHART_DECISION }, { "collate", CHART_DECISION }, { "circle", CHART_ROUND },
	{ "circ", CHART_ROUND }, { "stadium", CHART_ROUND }, { "terminal", CHART_ROUND }, { "pill", CHART_ROUND },
	{ "doublecircle", CHART_ROUND }, { "dbl-circ", CHART_EVENT }, { "double-circle", CHART_EVENT },
	{ "sm-circ", CHART_EVENT }, { "start", CHART_EVENT }, { "small-circle", CHART_EVENT },
	{ "fr-circ", CHART_EVENT }, { "stop", CHART_EVENT }, { "framed-circle", CHART_EVENT }, { "event", CHART_EVENT },
	{ "cyl", CHART_DATA }, { "db", CHART_DATA }, { "database", CHART_DATA }, { "cylinder", CHART_DATA },
	{ "datastore", CHART_DATA }, { "data-store", CHART_DATA }, { "folder", CHART_DATA },
	{ "directory", CHART_DATA }, { "bucket", CHART_DATA }, { "doc", CHART_DATA }, { "document", CHART_DATA },
	{ "docs", CHART_DATA }, { "documents", CHART_DATA }, { "st-doc", CHART_DATA },
	{ "stacked-document", CHART_DATA }, { "tag-doc", CHART_DATA }, { "tagged-document", CHART_DATA },
	{ "lin-doc", CHART_DATA }, { "lined-document", CHART_DATA }, { "h-cyl", CHART_DATA }, { "das", CHART_DATA },
	{ "horizontal-cylinder", CHART_DATA }, { "lin-cyl", CHART_DATA }, { "disk", CHART_DATA },
	{ "lined-cylinder", CHART_DATA }, { "win-pane", CHART_DATA }, { "internal-storage", CHART_DATA },
	{ "window-pane", CHART_DATA }, { "bow-rect", CHART_DATA }, { "stored-data", CHART_DATA },
	{ "bow-tie-rectangle", CHART_DATA }, { "flag", CHART_DATA }, { "paper-tape", CHART_DATA },
	{ "text", CHART_DATA }, { "brace", CHART_DATA }, { "comment", CHART_DATA }, { "brace-l", CHART_DATA },
	{ "brace-r", CHART_DATA }, { "braces", CHART_DATA }, /* remarks: passed like data */
};

static enum chart_shape shape_of_word(str word)
{
	for (size_t i = 0; i < sizeof shape_words / sizeof *shape_words; i++)
		if (str_eq(word, str_of(shape_words[i].word)))
			return shape_words[i].shape;
	return CHART_PROCESS;
}

/* Of a vertex; for a subgraph or an edge it says how to draw it. */
static bool take_data(struct chart *c, uint32_t name)
{
	struct mermaid *m = c->m;
	size_t end = mermaid_brace(m, m->at + 2);

	if (end >= m->text.size)
		return false;
	struct mermaid_data data = mermaid_data_of(str_sub(m->text, m->at + 2, end));
	while (mermaid_next_pair(&data)) {
		struct chart_name *vertex = &c->names.items[name];
		if (str_eq(data.key, STR("shape")))
			vertex->shape = (uint8_t)shape_of_word(data.value.raw);
		else if (str_eq(data.key, STR("label")) && data.value.raw.size)
			vertex->label = data.value;
	}
	m->at = end + 1;
	return true;
}

/* --- the whole of it --- */

static bool take_class(struct mermaid *m)
{
	str name = take_id(m, m->at + 3);

	m->at += 3 + name.size;
	return name.size > 0;
}

/* A shape stands right behind the id; Mermaid refuses spaces between them. */
static bool find_shape(struct mermaid *m)
{
	size_t at = mermaid_skip_blanks(m, m->at);
	char c = mermaid_byte(m, at);

	if (at > m->at && (c == '[' || c == '(' || c == '{')) {
		mermaid_invalid(m, at, "no space may stand before a shape");
		m->at = at;
	}
	c = mermaid_byte(m, m->at);
	return c && strchr("[({>", c);
}

uint32_t chart_take_vertex(struct chart *c)
{
	struct mermaid *m = c->m;
	size_t begin = m->at;
	str id = take_id(m, m->at);

	if (!id.size || str_eq(id, STR("end")) || str_eq(id, STR("subgraph")))
		return NONE;
	uint32_t name = chart_name(c, id);
	m->at += id.size;
	if (c->names.items[name].line == 0)
		c->names.items[name].line = mermaid_line(m, begin);
	c->bare_vertex = true;
	if (find_shape(m)) {
		if (!take_shape(c, name))
			return NONE;
		c->bare_vertex = false;
	}
	for (;;) {
		if (mermaid_is_at(m, m->at, STR(":::"))) {
			if (!take_class(m))
				return NONE;
		} else if (mermaid_is_at(m, m->at, STR("@{"))) {
			if (!take_data(c, name))
				return NONE;
			c->bare_vertex = false;
		} else
			break;
	}
	return name;
}
