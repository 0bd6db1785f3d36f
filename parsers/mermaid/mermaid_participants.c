/*
 * Who takes part in a sequence diagram: names, declarations and boxes.
 *
 *     participant B as Billing      actor Ann      participant L@{ "type": "database" } as Ledger      box Aqua Title
 *
 * Names may hold spaces, dashes and slashes, and end where an arrow begins.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid_sequence.h"

#include <string.h>

bool script_has_room(struct script *script)
{
	const struct builder *out = script->s.m->out;
	const struct sequence *s = &script->s;

	if (out->steps.count + out->flows.count + s->participants.count + s->boxes.count + s->messages.count <
	    LIMIT_RECORDS)
		return true;
	mermaid_stop(script->s.m, script->s.m->at, "size-limit", LIMIT_SAYS(RECORDS));
	return false;
}

uint32_t script_participant(struct script *script, str id, size_t at)
{
	struct sequence *s = &script->s;
	uint32_t *slot = mermaid_slot(s->m, &s->ids, id);

	if (!*slot) {
		*LIST_ADD(s->m->arena, &s->participants) = (struct participant){ .id = id,
			.label = { .raw = id },
			.line = mermaid_line(s->m, at),
			.box = script->box,
			.team = NONE };
		*slot = s->participants.count;
	}
	struct participant *participant = &s->participants.items[*slot - 1];
	if (participant->box == NONE)
		participant->box = script->box;
	return *slot - 1;
}

static bool ends_name(char c)
{
	return !c || c == '\n' || strchr("+<>:,;-", c);
}

static size_t letter_size(const struct mermaid *m, size_t at) /* #quot; is one */
{
	size_t entity = m->text.at[at] == '#' ? mermaid_entity_size(m->text, at) : 0;

	return entity ? entity : 1;
}

/* An arrow at a dash, slash or backslash; the names "a-b", "a/b" go on over others. */
static bool arrow_begins(const struct mermaid *m, size_t at)
{
	static const char *const begins[] = { "-x", "-X", "--", "-)", "-|\\", "-\\", "-/", "-|/", "/|-", "\\|-", "//-",
		"\\\\-", "()" };

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (mermaid_is_at(m, at, str_of(begins[i])))
			return true;
	return false;
}

/* Mermaid's ACTOR: a run without / \ + ( ) < - > : , ; and then runs that may have dashes before them. */
str script_take_name(struct mermaid *m)
{
	size_t begin = mermaid_skip_blanks(m, m->at), at = begin;

	while (!ends_name(mermaid_byte(m, at)) && !strchr("/\\()", m->text.at[at]))
		at += letter_size(m, at);
	if (at == begin)
		return STR("");
	while (!arrow_begins(m, at)) {
		size_t end = at;
		while (mermaid_byte(m, end) == '-')
			end++;
		size_t run = end;
		while (!ends_name(mermaid_byte(m, run)))
			run += letter_size(m, run);
		if (run == end)
			break;
		at = run;
	}
	m->at = at;
	return str_trim(str_sub(m->text, begin, at));
}

/* wrap: and nowrap: before a text are for the layout. */
static str without_wrap(str text)
{
	text = str_trim(text);
	if (str_starts(text, STR(":")) && (str_starts(text, STR(":wrap:")) || str_starts(text, STR(":nowrap:"))))
		text = str_sub(text, 1, text.size);
	if (str_starts(text, STR("wrap:")))
		return str_trim(str_sub(text, 5, text.size));
	return str_starts(text, STR("nowrap:")) ? str_trim(str_sub(text, 7, text.size)) : text;
}

str script_take_text(struct mermaid *m)
{
	size_t begin = m->at;

	m->at = mermaid_statement_end(m, begin, "#");
	return without_wrap(str_sub(m->text, begin, m->at));
}

/* Behind the id of a declaration: @{ "type": "database", "alias": "Ledger" } */
static bool take_config(struct mermaid *m, struct participant *participant)
{
	size_t end = mermaid_brace(m, m->at + 2);

	if (end >= m->text.size)
		return false;
	struct mermaid_data data = mermaid_data_of(str_sub(m->text, m->at + 2, end));
	while (mermaid_next_pair(&data)) {
		if (str_eq(data.key, STR("type")))
			participant->type = data.value.raw;
		else if (str_eq(data.key, STR("alias")) && data.value.raw.size)
			participant->label = data.value;
	}
	m->at = end + 1;
	return true;
}

/* The size of the `as` between spaces that stands behind an id; 0 if there is none. */
static size_t as_size(const struct mermaid *m, size_t at)
{
	size_t word = mermaid_skip_blanks(m, at);

	if (word == at || !(mermaid_is_at(m, word, STR("as")) || mermaid_is_at(m, word, STR("AS"))) ||
	    !byte_is_space(mermaid_byte(m, word + 2)) || mermaid_byte(m, word + 2) == '\n')
		return 0;
	return word + 2 - at;
}

/* An id without spaces if @{ or `as` follows it, else all of the line. */
static str take_declared_id(struct mermaid *m)
{
	size_t begin = mermaid_skip_blanks(m, m->at), end = begin;

	while (mermaid_byte(m, end) && !byte_is_space(m->text.at[end]) && !strchr("<>:,;@", m->text.at[end]))
		end += letter_size(m, end);
	if (!mermaid_is_at(m, end, STR("@{")) && !as_size(m, end)) {
		end = begin;
		while (mermaid_byte(m, end) && m->text.at[end] != '\n' && !strchr("<>:,;@", m->text.at[end]))
			end += letter_size(m, end);
	}
	m->at = end;
	return str_trim(str_sub(m->text, begin, end));
}

bool script_take_participant(struct script *script, str type)
{
	struct mermaid *m = script->s.m;
	size_t begin = m->at;
	struct participant declared = { .type = type };
	str id = take_declared_id(m);

	if (!id.size || (mermaid_is_at(m, m->at, STR("@{")) && !take_config(m, &declared)))
		return false;
	size_t as = as_size(m, m->at);
	if (as) {
		m->at += as;
		str text = script_take_text(m);
		if (text.size)
			declared.label = mermaid_label_of(text);
	}
	size_t end = mermaid_skip_blanks(m, m->at);
	if (!strchr("\n;#", mermaid_byte(m, end)))
		return false;
	uint32_t number = script_participant(script, id, begin);
	struct participant *participant = &script->s.participants.items[number];
	participant->type = declared.type;
	if (declared.label.raw.size)
		participant->label = declared.label;
	return true;
}

/* --- boxes --- */

static const char colours[] =
    " aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown "
    "burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan "
    "darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid "
    "darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet "
    "deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro "
    "ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki "
    "lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow "
    "lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray "
    "lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine "
    "mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise "
    "mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab "
    "orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru "
    "pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown "
    "seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan "
    "teal thistle tomato transparent turquoise violet wheat white whitesmoke yellow yellowgreen ";

/* The size of the colour that a box's text begins with: rgb(...), a name of CSS; 0 if it begins with none. */
static size_t colour_size(str text)
{
	static const char *const functions[] = { "rgb", "rgba", "hsl", "hsla" };
	size_t end = 0;

	while (end < text.size && (byte_is_letter(text.at[end]) || byte_is_digit(text.at[end]) || text.at[end] == '_'))
		end++;
	str word = str_sub(text, 0, end), rest = str_sub(text, end, text.size);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (str_ieq(word, str_of(functions[i])) && str_starts(str_trim_left(rest), STR("("))) {
			ptrdiff_t close = str_find_char(rest, ')');
			return close == STR_NONE ? 0 : end + (size_t)close + 1;
		}
	char name[32];
	if (!end || end + 2 > sizeof name)
		return 0;
	name[0] = name[end + 1] = ' ';
	for (size_t i = 0; i < end; i++)
		name[i + 1] = byte_lower(word.at[i]);
	return memmem(colours, sizeof colours - 1, name, end + 2) ? end : 0;
}

bool script_take_box(struct script *script)
{
	struct mermaid *m = script->s.m;
	size_t begin = m->at;
	str text = script_take_text(m);
	struct participant_box box = { .line = mermaid_line(m, begin), .team = NONE };

	box.title = mermaid_label_of(without_wrap(str_sub(text, colour_size(text), text.size)));
	LIST_PUSH(m->arena, &script->s.boxes, box);
	script_open(script, begin, BLOCK_BOX, NULL, STR(""));
	script->box = script->s.boxes.count - 1;
	return true;
}
