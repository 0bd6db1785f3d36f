/*
 * The statements of sequence diagrams (formats.md 4.4):
 *
 *     participant B as Billing      box Aqua Back office ... end      alt paid ... else ... end
 *     B->>+S: hand over dispute (within 4h)      Note over B,S: text      link B: Wiki @ https://...
 *
 * Names may hold spaces, dashes and slashes, and end where an arrow begins. A text ends at the end of the line, at
 * a semicolon or at a #. autonumber, activate, deactivate, destroy, rect, properties and details say nothing about
 * the process. Mermaid wants a colon behind each message; a message without one is a note and counts.
 */
#include "parsers/mermaid_sequence.h"

#include "base/limits.h"

#include <string.h>

/* --- blocks --------------------------------------------------------------------------------------------------- */

enum block_kind { BLOCK_PLAIN, BLOCK_BOX, BLOCK_CHOICE, BLOCK_CRITICAL };

struct block {
	enum block_kind kind;
	const char *word; /* NULL: adds no condition */
	str outer;        /* the conditions around it */
	str condition;    /* these and its own */
	uint32_t branch;  /* of the section in hand */
	uint32_t outer_branch, number, section;
	uint32_t blocks; /* alternatives begun in the section in hand */
	unsigned level;  /* how many sections of alternatives it stands in, itself included */
};

struct script {
	struct sequence s;
	LIST_OF(struct block) open;
	uint32_t blocks; /* alternatives begun outside of all sections */
	uint32_t box;    /* the open box, or NONE */
	struct mermaid_timed note;
	uint32_t note_from, note_to;
};

static const struct block no_block = { .outer = { "", 0 }, .condition = { "", 0 } };

static const struct block *innermost(const struct script *script)
{
	return script->open.count ? &script->open.items[script->open.count - 1] : &no_block;
}

/* What counts the alternatives of the section in hand. */
static uint32_t *block_counter(struct script *script)
{
	for (uint32_t i = script->open.count; i-- > 0;)
		if (script->open.items[i].section)
			return &script->open.items[i].blocks;
	return &script->blocks;
}

/* mermaid_sequence.h has the layout. Numbers that do not fit begin again, sections that do not fit are told apart no
 * more. */
static uint32_t branch_of(const struct block *block)
{
	static const struct {
		unsigned shift;
		uint32_t most;
	} levels[BRANCH_LEVELS] = { { 16, 4095 }, { 8, 15 }, { 0, 15 } };

	if (!block->section || block->level > BRANCH_LEVELS)
		return block->outer_branch;
	uint32_t most = levels[block->level - 1].most;
	uint32_t number = (block->number - 1) % most + 1, section = block->section < 15 ? block->section : 15;
	return block->outer_branch | ((number << 4 | section) << levels[block->level - 1].shift);
}

static str stacked(struct script *script, const struct block *block, const char *word, str text)
{
	struct mermaid *m = script->s.m;
	str words = mermaid_name(m, mermaid_label_of(text));

	if (!block->word)
		return block->outer;
	return mermaid_cut(arena_printf(m->arena, "%.*s%s%s%s%.*s", STR_ARG(block->outer),
	                       block->outer.size ? " / " : "", word, words.size ? " " : "", STR_ARG(words)),
	    LIMIT_LABEL_BYTES);
}

static void open_block(struct script *script, enum block_kind kind, const char *word, str text)
{
	const struct block *around = innermost(script);
	struct block block = {
		.kind = kind,
		.word = word,
		.outer = around->condition,
		.outer_branch = around->branch,
		.level = around->level,
	};

	if (script->open.count >= LIMIT_DEPTH) {
		mermaid_stop(script->s.m, script->s.m->at, "depth-limit", LIMIT_SAYS(DEPTH));
		return;
	}
	if (kind == BLOCK_CHOICE || kind == BLOCK_CRITICAL) {
		block.number = ++*block_counter(script);
		block.level++;
		block.section =
		    kind == BLOCK_CHOICE; /* the options of a critical block exclude each other, not the block */
	}
	block.branch = branch_of(&block);
	block.condition = stacked(script, &block, word, text);
	LIST_PUSH(script->s.m->arena, &script->open, block);
}

static bool next_section(struct script *script, const char *word, str text)
{
	if (!script->open.count)
		return false;
	struct block *block = &script->open.items[script->open.count - 1];
	if (block->kind != BLOCK_CHOICE && block->kind != BLOCK_CRITICAL)
		return false;
	block->section++;
	block->blocks = 0;
	block->branch = branch_of(block);
	block->condition = stacked(script, block, word, text);
	return true;
}

static bool close_block(struct script *script)
{
	if (!script->open.count)
		return false;
	if (script->open.items[--script->open.count].kind == BLOCK_BOX)
		script->box = NONE;
	return true;
}

/* --- participants ---------------------------------------------------------------------------------------------- */

static bool has_room(struct script *script)
{
	const struct builder *out = script->s.m->out;

	if (out->steps.count + out->flows.count + script->s.participants.count + script->s.messages.count <
	    LIMIT_RECORDS)
		return true;
	mermaid_stop(script->s.m, script->s.m->at, "size-limit", LIMIT_SAYS(RECORDS));
	return false;
}

/* The participant of that id, which a message or a note brings into being. */
static uint32_t participant_of(struct script *script, str id, size_t at)
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
static str take_name(struct mermaid *m)
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

/* The text up to the end of the statement. */
static str take_text(struct mermaid *m)
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

static bool take_participant(struct script *script, str type)
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
		str text = take_text(m);
		if (text.size)
			declared.label = mermaid_label_of(text);
	}
	size_t end = mermaid_skip_blanks(m, m->at);
	if (!strchr("\n;#", mermaid_byte(m, end)))
		return false;
	uint32_t number = participant_of(script, id, begin);
	struct participant *participant = &script->s.participants.items[number];
	participant->type = declared.type;
	if (declared.label.raw.size)
		participant->label = declared.label;
	return true;
}

/* --- boxes ------------------------------------------------------------------------------------------------------- */

static const char colours[] =
    " aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood "
    "cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod "
    "darkgray "
    "darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen "
    "darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey "
    "dodgerblue "
    "firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey "
    "honeydew "
    "hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan "
    "lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue "
    "lightslategray "
    "lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue "
    "mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred "
    "midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid "
    "palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple "
    "rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue "
    "slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent turquoise violet "
    "wheat "
    "white whitesmoke yellow yellowgreen ";

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

static bool take_box(struct script *script)
{
	struct mermaid *m = script->s.m;
	uint32_t line = mermaid_line(m, m->at);
	str text = take_text(m);
	struct participant_box box = { .line = line, .team = NONE };

	box.title = mermaid_label_of(without_wrap(str_sub(text, colour_size(text), text.size)));
	LIST_PUSH(m->arena, &script->s.boxes, box);
	open_block(script, BLOCK_BOX, NULL, STR(""));
	script->box = script->s.boxes.count - 1;
	return true;
}

/* --- messages ------------------------------------------------------------------------------------------------------
 */

struct arrow {
	const char *sign;
	bool is_return, both_ways, cancelled, backwards;
};

static const struct arrow arrows[] = {
	/* the longer ones first */
	{ "<<-->>", false, true, false, false },
	{ "<<->>", false, true, false, false },
	{ "-->>", true, false, false, false },
	{ "->>", false, false, false, false },
	{ "-->", true, false, false, false },
	{ "->", false, false, false, false },
	{ "--x", false, false, true, false },
	{ "--X", false, false, true, false },
	{ "-x", false, false, true, false },
	{ "-X", false, false, true, false },
	{ "--)", true, false, false, false },
	{ "-)", false, false, false, false },
	{ "--|\\", true, false, false, false },
	{ "--|/", true, false, false, false },
	{ "--\\\\", true, false, false, false },
	{ "--//", true, false, false, false },
	{ "/|--", true, false, false, true },
	{ "\\|--", true, false, false, true },
	{ "//--", true, false, false, true },
	{ "\\\\--", true, false, false, true },
	{ "-|\\", false, false, false, false },
	{ "-|/", false, false, false, false },
	{ "-\\\\", false, false, false, false },
	{ "-//", false, false, false, false },
	{ "/|-", false, false, false, true },
	{ "\\|-", false, false, false, true },
	{ "//-", false, false, false, true },
	{ "\\\\-", false, false, false, true },
};

static const struct arrow *take_arrow(struct mermaid *m)
{
	m->at = mermaid_skip_blanks(m, m->at);
	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
		if (mermaid_is_at(m, m->at, str_of(arrows[i].sign))) {
			m->at += strlen(arrows[i].sign);
			return &arrows[i];
		}
	return NULL;
}

/* () + - before and behind an arrow: connections and activations */
static void skip_marks(struct mermaid *m)
{
	m->at = mermaid_skip_blanks(m, m->at);
	if (mermaid_is_at(m, m->at, STR("()")))
		m->at += 2;
	else if (mermaid_byte(m, m->at) == '+' || mermaid_byte(m, m->at) == '-')
		m->at++;
}

static bool take_message(struct script *script)
{
	struct mermaid *m = script->s.m;
	size_t begin = m->at;
	str from = take_name(m);

	if (!from.size)
		return false;
	m->at = mermaid_skip_blanks(m, m->at);
	if (mermaid_is_at(m, m->at, STR("()")))
		m->at += 2;
	const struct arrow *arrow = take_arrow(m);
	if (!arrow)
		return false;
	skip_marks(m);
	str to = take_name(m);
	size_t colon = mermaid_skip_blanks(m, m->at);
	char c = mermaid_byte(m, colon);
	if (!to.size || !has_room(script) || !strchr(":\n;#", c))
		return false;
	if (c == ':')
		m->at = colon + 1;
	else
		mermaid_invalid(m, begin, "a message needs a colon");
	struct message message = {
		.from = participant_of(script, from, begin),
		.to = participant_of(script, to, begin),
		.condition = innermost(script)->condition,
		.branch = innermost(script)->branch,
		.line = mermaid_line(m, begin),
		.is_return = arrow->is_return,
		.both_ways = arrow->both_ways,
		.cancelled = arrow->cancelled,
	};
	message.label = mermaid_name(m, (struct mermaid_label){ .raw = take_text(m) });
	if (arrow->backwards) {
		uint32_t sender = message.to;
		message.to = message.from;
		message.from = sender;
	}
	if ((message.from == script->note_from && message.to == script->note_to) ||
	    (message.from == script->note_to && message.to == script->note_from))
		message.note = script->note;
	script->note_from = script->note_to = NONE;
	LIST_PUSH(m->arena, &script->s.messages, message);
	return true;
}

/* --- notes and links
 * -------------------------------------------------------------------------------------------------- */

static bool skip_word(struct mermaid *m, const char *word)
{
	size_t at = mermaid_skip_blanks(m, m->at), size = strlen(word);

	if (!str_ieq(str_sub(m->text, at, at + size), str_of(word)) || !byte_is_space(mermaid_byte(m, at + size)))
		return false;
	m->at = at + size;
	return true;
}

/* Note over A,B: text. A time over both ends belongs to the message that follows; other notes are kept unread. */
static bool take_note(struct script *script)
{
	struct mermaid *m = script->s.m;
	size_t begin = m->at;
	uint32_t line = mermaid_line(m, begin);

	if (!skip_word(m, "over") && !skip_word(m, "left of") && !skip_word(m, "right of"))
		return false;
	str first = take_name(m), second = STR("");
	m->at = mermaid_skip_blanks(m, m->at);
	if (mermaid_byte(m, m->at) == ',') {
		m->at++;
		second = take_name(m);
		m->at = mermaid_skip_blanks(m, m->at);
	}
	if (!first.size || mermaid_byte(m, m->at) != ':' || !has_room(script))
		return false;
	m->at++;
	uint32_t from = participant_of(script, first, begin), to = NONE;
	if (second.size)
		to = participant_of(script, second, begin);
	str words = mermaid_name(m, (struct mermaid_label){ .raw = take_text(m) });
	struct mermaid_timed timed = to == NONE ? (struct mermaid_timed){ 0 } : mermaid_time(m, words);
	if (timed.promises) {
		script->note = timed;
		script->note_from = from;
		script->note_to = to;
	} else if (words.size) {
		builder_opaque(m->out, STR("note"), words, str_hash(words), line);
	}
	return true;
}

/* link A: Label @ url */
static bool take_one_link(struct script *script)
{
	struct mermaid *m = script->s.m;
	size_t begin = m->at;
	str name = take_name(m);

	m->at = mermaid_skip_blanks(m, m->at);
	if (!name.size || mermaid_byte(m, m->at) != ':')
		return false;
	participant_of(script, name, begin);
	str rest = str_sub(m->text, m->at + 1, mermaid_line_end(m, m->at));
	struct str_cut cut = str_cut(rest, '@');
	m->at = mermaid_line_end(m, m->at);
	if (cut.found)
		mermaid_link(m, cut.tail, mermaid_label_of(cut.head), NONE, mermaid_line(m, begin));
	return true;
}

/* links A: {"Label": "url", ...} */
static bool take_links(struct script *script)
{
	struct mermaid *m = script->s.m;
	size_t begin = m->at;
	str name = take_name(m);
	size_t brace = mermaid_skip_blanks(m, mermaid_skip_blanks(m, m->at) + 1), end;

	if (!name.size || mermaid_byte(m, brace) != '{' || (end = mermaid_brace(m, brace + 1)) >= m->text.size)
		return false;
	participant_of(script, name, begin);
	struct mermaid_data data = mermaid_data_of(str_sub(m->text, brace + 1, end));
	data.several_lines = false;
	while (mermaid_next_pair(&data))
		mermaid_link(m, data.value.raw, mermaid_label_of(data.key), NONE, mermaid_line(m, begin));
	m->at = end + 1;
	return true;
}

/* --- statements
 * ---------------------------------------------------------------------------------------------------------- */

static bool take_declaration(struct script *script)
{
	return take_participant(script, STR("participant"));
}

static bool take_actor(struct script *script)
{
	return take_participant(script, STR("actor"));
}

static bool take_create(struct script *script)
{
	if (skip_word(script->s.m, "participant"))
		return take_declaration(script);
	return skip_word(script->s.m, "actor") && take_actor(script);
}

static bool take_rest(struct script *script)
{
	take_text(script->s.m);
	return true;
}

static bool take_line(struct script *script)
{
	script->s.m->at = mermaid_line_end(script->s.m, script->s.m->at);
	return true;
}

static bool take_title(struct script *script)
{
	struct mermaid *m = script->s.m;

	m->at = mermaid_skip_blanks(m, m->at);
	m->at += mermaid_byte(m, m->at) == ':';
	mermaid_set_title(m, take_text(m));
	return true;
}

static bool take_description(struct script *script) /* accDescr { lines } */
{
	struct mermaid *m = script->s.m;
	size_t at = mermaid_skip_blanks(m, m->at), end;

	if (mermaid_byte(m, at) == '{' && (end = mermaid_brace(m, at + 1)) < m->text.size) {
		m->at = end + 1;
		return true;
	}
	return take_line(script);
}

struct statement {
	const char *word;
	bool (*take)(struct script *script);
	enum block_kind opens; /* without take: a block of this kind */
	bool quiet;            /* whose text is no condition */
	bool goes_on;          /* else, and, option */
};

static const struct statement statements[] = {
	{ "participant", take_declaration, BLOCK_PLAIN, false, false },
	{ "actor", take_actor, BLOCK_PLAIN, false, false },
	{ "create", take_create, BLOCK_PLAIN, false, false },
	{ "box", take_box, BLOCK_PLAIN, false, false },
	{ "note", take_note, BLOCK_PLAIN, false, false },
	{ "link", take_one_link, BLOCK_PLAIN, false, false },
	{ "links", take_links, BLOCK_PLAIN, false, false },
	{ "title", take_title, BLOCK_PLAIN, false, false },
	{ "acctitle", take_line, BLOCK_PLAIN, false, false },
	{ "accdescr", take_description, BLOCK_PLAIN, false, false },
	{ "properties", take_line, BLOCK_PLAIN, false, false },
	{ "details", take_line, BLOCK_PLAIN, false, false },
	{ "destroy", take_rest, BLOCK_PLAIN, false, false },
	{ "activate", take_rest, BLOCK_PLAIN, false, false },
	{ "deactivate", take_rest, BLOCK_PLAIN, false, false },
	{ "autonumber", take_rest, BLOCK_PLAIN, false, false },
	{ "end", close_block, BLOCK_PLAIN, false, false },
	{ "alt", NULL, BLOCK_CHOICE, false, false },
	{ "par", NULL, BLOCK_CHOICE, false, false },
	{ "par_over", NULL, BLOCK_CHOICE, false, false },
	{ "critical", NULL, BLOCK_CRITICAL, false, false },
	{ "opt", NULL, BLOCK_PLAIN, false, false },
	{ "loop", NULL, BLOCK_PLAIN, false, false },
	{ "break", NULL, BLOCK_PLAIN, false, false },
	{ "rect", NULL, BLOCK_PLAIN, true, false },
	{ "else", NULL, BLOCK_PLAIN, false, true },
	{ "and", NULL, BLOCK_PLAIN, false, true },
	{ "option", NULL, BLOCK_PLAIN, false, true },
};

/* The statement whose word stands here, or NULL: a message, whose sender may begin like one ("end-user"). */
static const struct statement *statement_at(const struct mermaid *m, size_t at)
{
	size_t end = at;

	while (byte_is_letter(mermaid_byte(m, end)) || mermaid_byte(m, end) == '_')
		end++;
	str word = str_sub(m->text, at, end);
	char next = mermaid_byte(m, end);
	bool described = next == ':' && (str_ieq(word, STR("title")) || str_istarts(word, STR("acc")));

	if (end < m->text.size && !byte_is_space(next) && next != ';' && next != '#' && next != '{' && !described)
		return NULL;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		if (str_ieq(word, str_of(statements[i].word)))
			return &statements[i];
	return NULL;
}

static bool take_statement(struct script *script)
{
	struct mermaid *m = script->s.m;
	const struct statement *statement = statement_at(m, m->at);

	if (!statement)
		return take_message(script);
	m->at += strlen(statement->word);
	if (statement->take)
		return statement->take(script);
	str text = take_text(m);
	if (statement->goes_on)
		return next_section(script, statement->word, text);
	open_block(script, statement->opens, statement->quiet ? NULL : statement->word, text);
	return true;
}

/* Between statements Mermaid passes over what can begin none. */
static size_t skip_between(const struct mermaid *m, size_t at)
{
	while (mermaid_byte(m, at) && (byte_is_space(m->text.at[at]) || strchr(";/\\()<>", m->text.at[at])))
		at++;
	return at;
}

void mermaid_read_sequence(struct mermaid *m)
{
	struct script script = { .s.m = m, .box = NONE, .note_from = NONE, .note_to = NONE };

	while (!m->stopped) {
		m->at = skip_between(m, m->at);
		if (m->at >= m->text.size)
			break;
		size_t begin = m->at;
		char c = m->text.at[begin];
		if ((c == '#' && !mermaid_entity_size(m->text, begin)) || c == '%') {
			m->at = mermaid_line_end(m, begin);
			continue;
		}
		if (take_statement(&script))
			continue;
		if (!m->stopped)
			mermaid_invalid(m, begin, "not understood");
		m->at = mermaid_line_end(m, begin);
	}
	if (script.open.count && !m->stopped)
		mermaid_invalid(m, m->text.size, "a block is not closed");
	sequence_make_records(&script.s);
}
