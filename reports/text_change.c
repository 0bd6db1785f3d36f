/*
 * One change:
 *
 *   breaking  Billing hands 'Raise first invoice' to Logistics now, no longer to Customer Support
 *             - Notify customer        + Print letter
 *             processes/activation.bpmn:41            handoff-retargeted 3fa9c1d2e0b7
 */
#include "reports/text_parts.h"

#include "base/text.h"

enum {
	MESSAGE_LINES = 6,
	VALUE_COLUMN = 25,  /* of the new value, behind the old one */
	RULE_COLUMN = 40,   /* of the rule, behind the path */
	VALUE_CONTEXT = 12, /* columns of what old and new have in common that stay before the difference */
	PLACES_SHOWN = 3,
	ID_SHOWN = 7,
};

static const char *const modifier_says[] = {
	/* in the order of the bits */
	"severity set in .knockon.yml",
	"one level less: the document is a draft",
	"reaches nobody outside the team",
	"one level less: announced in time",
	"not certain: old and new were matched by likeness",
};

static void put_message(const struct text_out *t, const struct change *change)
{
	str message = text_clean(t, change->message);

	text_put_blanks(t, 2);
	text_put_padded(
	    t, style_of_severity(change->severity), str_of(severity_name(change->severity)), TEXT_LABEL - 2);
	text_put_wrapped(
	    t, STYLE_PLAIN, message.size ? message : str_of(rules[change->rule].what), TEXT_LABEL, MESSAGE_LINES);
}

/* --- old and new value ---------------------------------------------------------------------- */

static size_t common_beginning(str a, str b)
{
	size_t i = 0;

	while (i < a.size && i < b.size && a.at[i] == b.at[i])
		i++;
	while (i && i < a.size && (a.at[i] & 0xc0) == 0x80)
		i--;
	return i;
}

static size_t word_before(str value, size_t at)
{
	while (at && value.at[at - 1] == ' ')
		at--;
	while (at && value.at[at - 1] != ' ')
		at--;
	return at;
}

/* The offset from which two long values are shown, so that what is different in them can be seen: a word or two
 * before the difference, more where there is room for it. */
static size_t shown_from(str a, str b, unsigned room)
{
	size_t common = common_beginning(a, b), from = word_before(a, common);

	if (common - from > VALUE_CONTEXT)
		return common;
	while (from) {
		size_t earlier = word_before(a, from);
		str tail_a = str_sub(a, earlier, a.size), tail_b = str_sub(b, earlier, b.size);
		bool near = common - earlier <= VALUE_CONTEXT;
		if (!near && (text_width(tail_a) > room || text_width(tail_b) > room))
			break;
		from = earlier;
	}
	return from;
}

static str value_from(const struct text_out *t, str value, size_t from, unsigned room)
{
	if (!from)
		return text_fit(t, value, room, CUT_END);
	str dots = text_ellipsis(t);
	str tail = text_fit(t, str_sub(value, from, value.size), room - text_width(dots), CUT_END);
	return arena_printf(t->arena, "%.*s%.*s", STR_ARG(dots), STR_ARG(tail));
}

static void put_value(const struct text_out *t, enum style style, char sign, str value)
{
	text_put(t, style, arena_printf(t->arena, "%c %.*s", sign, STR_ARG(value)));
}

static void put_values(const struct text_out *t, const struct change *change)
{
	str old = text_clean(t, change->old), now = text_clean(t, change->now),
	    message = text_clean(t, change->message);
	unsigned room = t->width - TEXT_LABEL - 2, old_width = text_width(old), now_width = text_width(now);

	if (!old.size && !now.size)
		return;
	str only = !old.size ? now : !now.size ? old : STR("");
	if (only.size && (str_has(message, only) || text_width(only) > room))
		return; /* it is said already */
	unsigned column = old_width + 4 > VALUE_COLUMN ? old_width + 4 : VALUE_COLUMN;
	bool one_line = old.size && now.size && column + now_width <= room;
	bool cut = old.size && now.size && (old_width > room || now_width > room);
	size_t from = cut ? shown_from(old, now, room - text_width(text_ellipsis(t))) : 0;
	text_put_blanks(t, TEXT_LABEL);
	if (old.size)
		put_value(t, STYLE_OLD, '-', value_from(t, old, from, room));
	if (one_line)
		text_put_blanks(t, column - old_width - 2);
	else if (old.size && now.size) {
		buf_putc(t->out, '\n');
		text_put_blanks(t, TEXT_LABEL);
	}
	if (now.size)
		put_value(t, STYLE_NEW, '+', value_from(t, now, from, room));
	buf_putc(t->out, '\n');
}

/* --- place and name ------------------------------------------------------------------------- */

static void put_place(const struct text_out *t, const struct change *change)
{
	str commit = text_clean(t, str_sub(change->commit, 0, ID_SHOWN));
	str name = str_trim(arena_printf(t->arena, "%s %s%s%.*s", rules[change->rule].id, change->fingerprint,
	    commit.size ? " in " : "", STR_ARG(commit)));
	str path = text_path(t, change->path, change->line);
	unsigned room = t->width - TEXT_LABEL, path_width = text_width(path), name_width = text_width(name);

	text_put_blanks(t, TEXT_LABEL);
	unsigned column = room < RULE_COLUMN + name_width ? room - name_width : RULE_COLUMN;
	if (path.size && path_width + 2 <= column)
		text_put_padded(t, STYLE_FAINT, path, column);
	else if (path.size && path_width + 2 + name_width <= room) {
		text_put(t, STYLE_FAINT, path);
		text_put_blanks(t, 2);
	} else if (path.size) {
		text_put(t, STYLE_FAINT, text_fit(t, path, room, CUT_PATH));
		buf_putc(t->out, '\n');
		text_put_blanks(t, TEXT_LABEL);
	}
	text_put(t, STYLE_FAINT, text_fit(t, name, room, CUT_MIDDLE));
	buf_putc(t->out, '\n');
}

static void put_places(const struct text_out *t, const struct change *change)
{
	struct buf line = { 0 };
	unsigned room = t->width - TEXT_LABEL;
	str above = change->path;

	if (change->count <= 1)
		return;
	buf_putf(&line, "in %u places", change->count);
	for (unsigned i = 0; i < change->place_count && i < PLACES_SHOWN; i++) {
		const struct place_said *place = &change->places[i];
		buf_puts(&line, i ? ", " : "; also ");
		if (str_eq(place->path, above))
			buf_putf(&line, ":%u", place->line);
		else
			buf_put(&line, text_fit(t, text_path(t, place->path, place->line), room - 1, CUT_PATH));
		above = place->path;
	}
	if (change->place_count && change->count - 1 > PLACES_SHOWN)
		buf_putf(&line, " and %u more", change->count - 1 - PLACES_SHOWN);
	text_put_blanks(t, TEXT_LABEL);
	text_put_wrapped(t, STYLE_PLAIN, arena_dup(t->arena, buf_str(&line)), TEXT_LABEL, PLACES_SHOWN + 2);
	buf_release(&line);
}

static void put_note(const struct text_out *t, str note)
{
	text_put_blanks(t, TEXT_LABEL);
	text_put_wrapped(t, STYLE_PLAIN, note, TEXT_LABEL, 2);
}

bool text_reaches_nobody_known(const struct change *change)
{
	for (unsigned i = 0; i < change->affected_count; i++)
		if (change->affected[i].role != ROLE_OWNER)
			return false;
	return change->audience_unknown;
}

static void put_notes(const struct text_out *t, const struct change *change, bool tells_unknown)
{
	unsigned said = change->modifiers;

	if (rules[change->rule].severity <= SEVERITY_INFO)
		said &= ~(unsigned)MODIFIER_NOBODY_OUTSIDE; /* it took nothing away */
	for (unsigned i = 0; i < sizeof modifier_says / sizeof *modifier_says; i++)
		if (said & 1u << i)
			put_note(t, str_of(modifier_says[i]));
	if (change->audience_unknown && !text_reaches_nobody_known(change))
		put_note(t, STR("others may depend on it: not everything behind it has a team"));
	else if (change->audience_unknown && tells_unknown)
		put_note(t, STR(TEXT_NOBODY_KNOWN));
	if (change->truncated)
		put_note(t,
		    arena_printf(
		        t->arena, "%s farther away left out", text_count(t, change->truncated, "team", "teams").at));
}

void text_put_change(const struct text_out *t, const struct change *change, bool tells_unknown)
{
	put_message(t, change);
	put_values(t, change);
	put_place(t, change);
	put_places(t, change);
	put_notes(t, change, tells_unknown);
}
