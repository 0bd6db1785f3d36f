/*
 * The statements of sequence diagrams:
 *
 *     participant B as Billing      box Aqua Back office ... end      alt paid ... else ... end
 *     B->>+S: hand over dispute (within 4h)      Note over B,S: text      link B: Wiki @ https://...
 *
 * A text ends at the end of the line, at a semicolon or at a #. autonumber, activate, deactivate, destroy,
 * rect, properties and details say nothing about the process. Mermaid wants a colon behind each message; a
 * message without one is a note and counts.
 */
#include "parsers/mermaid/mermaid_sequence.h"

#include <string.h>

/* --- messages --- */

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
	str from = script_take_name(m);

	if (!from.size)
		return false;
	m->at = mermaid_skip_blanks(m, m->at);
	if (mermaid_is_at(m, m->at, STR("()")))
		m->at += 2;
	const struct arrow *arrow = take_arrow(m);
	if (!arrow)
		return false;
	skip_marks(m);
	str to = script_take_name(m);
	size_t colon = mermaid_skip_blanks(m, m->at);
	char c = mermaid_byte(m, colon);
	if (!to.size || !script_has_room(script) || !strchr(":\n;#", c))
		return false;
	if (c == ':')
		m->at = colon + 1;
	else
		mermaid_invalid(m, begin, "a message needs a colon");
	struct message message = {
		.from = script_participant(script, from, begin),
		.to = script_participant(script, to, begin),
		.condition = script_innermost(script)->condition,
		.branch = script_innermost(script)->branch,
		.line = mermaid_line(m, begin),
		.is_return = arrow->is_return,
		.both_ways = arrow->both_ways,
		.cancelled = arrow->cancelled,
	};
	message.label = mermaid_name(m, (struct mermaid_label){ .raw = script_take_text(m) });
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

/* --- notes and links --- */

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
	str first = script_take_name(m), second = STR("");
	m->at = mermaid_skip_blanks(m, m->at);
	if (mermaid_byte(m, m->at) == ',') {
		m->at++;
		second = script_take_name(m);
		m->at = mermaid_skip_blanks(m, m->at);
	}
	if (!first.size || mermaid_byte(m, m->at) != ':' || !script_has_room(script))
		return false;
	m->at++;
	uint32_t from = script_participant(script, first, begin), to = NONE;
	if (second.size)
		to = script_participant(script, second, begin);
	str words = mermaid_name(m, (struct mermaid_label){ .raw = script_take_text(m) });
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
	str name = script_take_name(m);

	m->at = mermaid_skip_blanks(m, m->at);
	if (!name.size || mermaid_byte(m, m->at) != ':')
		return false;
	script_participant(script, name, begin);
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
	str name = script_take_name(m);
	size_t brace = mermaid_skip_blanks(m, mermaid_skip_blanks(m, m->at) + 1), end;

	if (!name.size || mermaid_byte(m, brace) != '{' || (end = mermaid_brace(m, brace + 1)) >= m->text.size)
		return false;
	script_participant(script, name, begin);
	struct mermaid_data data = mermaid_data_of(str_sub(m->text, brace + 1, end));
	data.several_lines = false;
	while (mermaid_next_pair(&data))
		mermaid_link(m, data.value.raw, mermaid_label_of(data.key), NONE, mermaid_line(m, begin));
	m->at = end + 1;
	return true;
}

/* --- statements --- */

static bool take_declaration(struct script *script)
{
	return script_take_participant(script, STR("participant"));
}

static bool take_actor(struct script *script)
{
	return script_take_participant(script, STR("actor"));
}

static bool take_create(struct script *script)
{
	if (skip_word(script->s.m, "participant"))
		return take_declaration(script);
	return skip_word(script->s.m, "actor") && take_actor(script);
}

static bool take_rest(struct script *script)
{
	script_take_text(script->s.m);
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
	mermaid_set_title(m, script_take_text(m));
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
	{ "box", script_take_box, BLOCK_PLAIN, false, false },
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
	{ "end", script_close, BLOCK_PLAIN, false, false },
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
	size_t begin = m->at;
	m->at += strlen(statement->word);
	if (statement->take)
		return statement->take(script);
	str text = script_take_text(m);
	if (statement->goes_on)
		return script_next_section(script, statement->word, text);
	script_open(script, begin, statement->opens, statement->quiet ? NULL : statement->word, text);
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

	while (!m->stopped && script_has_room(&script)) {
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
		mermaid_invalid(m, script_innermost(&script)->begin, "a block is not closed");
	sequence_make_records(&script.s);
}
