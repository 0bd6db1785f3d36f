/*
 * What was found, both texts, whom it reaches and by which way, why it matters, what to do:
 *
 *	Billing has the step 'Score order' now, no longer Fraud
 *	step-owner-changed, breaking, 3fa9c1d2e0b7
 *
 *	  where     journeys/order-to-activate.bpmn:56
 *	  commit    1f2e3d4 of 2 Nov 2026, Maya Lind: Scoring moves
 *	  before    Fraud
 *	  after     Billing
 *
 *	  Sales, hands in, must acknowledge
 *	      Score order ← Take order          journeys/order-to-activate.bpmn:132
 */
#include "reports/explain.h"

#include "base/text.h"
#include "reports/moment.h"
#include "reports/teams.h"
#include "reports/trace.h"

enum { LABEL = 12, LINES = 200, HOPS_INDENT = 6, SHORT_ID = 10 };

/* --- rows ----------------------------------------------------------------------------------------------------------
 */

static void put_row(const struct text_out *t, const char *label, str words, enum style style)
{
	if (!words.size)
		return;
	text_put_blanks(t, 2);
	text_put_padded(t, STYLE_FAINT, str_of(label), LABEL - 2);
	text_put_wrapped(t, style, words, LABEL, LINES);
}

static void put_rule(const struct text_out *t, enum rule_id rule)
{
	put_row(t, "why", str_of(rules[rule].why), STYLE_PLAIN);
	put_row(t, "do", str_of(rules[rule].remedy), STYLE_PLAIN);
}

static void put_title(const struct text_out *t, str message, enum rule_id rule, enum severity severity, const char *id)
{
	text_put_wrapped(t, STYLE_STRONG, message.size ? message : str_of(rules[rule].what), 0, LINES);
	text_put(t, STYLE_PLAIN, str_of(rules[rule].id));
	buf_puts(t->out, ", ");
	text_put(t, style_of_severity(severity), str_of(severity_name(severity)));
	buf_putf(t->out, ", %s\n\n", id);
}

static void put_places(const struct text_out *t, const struct place_said *places, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		put_row(t, i ? "" : "also", text_path(t, places[i].path, places[i].line), STYLE_PLAIN);
}

/* --- a change ------------------------------------------------------------------------------------------------------
 */

static void put_commit(const struct text_out *t, const struct explained_change *it)
{
	const struct commit_report *commit = it->commit;
	struct buf words = { 0 };

	if (!commit->id.size)
		buf_puts(&words, "not committed yet");
	else {
		buf_putf(&words, "%.*s of ", STR_ARG(str_sub(commit->id, 0, SHORT_ID)));
		put_day(&words, commit->time);
		buf_puts(&words, ", ");
		buf_put(&words, text_clean(t, commit->author_name));
		buf_puts(&words, ": ");
		buf_put(&words, text_clean(t, commit->subject));
		if (it->net)
			buf_puts(&words, " (the range up to it, as one change)");
	}
	put_row(t, "commit", arena_dup(t->arena, buf_str(&words)), STYLE_PLAIN);
	buf_release(&words);
}

static str modifiers_of(const struct text_out *t, unsigned modifiers)
{
	str out = STR("");

	for (unsigned bit = 1; bit <= MODIFIER_INFERRED; bit <<= 1)
		if (modifiers & bit)
			out =
			    arena_printf(t->arena, "%.*s%s%s", STR_ARG(out), out.size ? ", " : "", modifier_name(bit));
	return out;
}

static str way_of(const struct text_out *t, const struct affected *team)
{
	static const char *const words[] = { "whose work it is", "does this step", "", "hands in", "other party",
		"links here" };
	str way = team->role == ROLE_DOWNSTREAM ? text_count(t, team->distance, "handoff away", "handoffs away")
	                                        : str_of(words[team->role]);
	const char *must = team->acknowledged          ? ", has acknowledged"
	    : team->requirement == REQUIRE_ACKNOWLEDGE ? ", must acknowledge"
	    : team->requirement == REQUIRE_NOTIFY      ? ", is told"
	                                               : "";
	return arena_printf(t->arena, ", %.*s, %s%s", STR_ARG(way), severity_name(team->severity), must);
}

static void put_affected(const struct text_out *t, const struct affected *team)
{
	text_put_blanks(t, 2);
	text_put(t, STYLE_STRONG, text_name(t, team->name, team->team));
	buf_put(t->out, way_of(t, team));
	buf_putc(t->out, '\n');
	text_put_hops(t, team->path, team->path_count, HOPS_INDENT, team->role == ROLE_UPSTREAM);
}

void explain_put_change_text(const struct text_out *t, const struct explained_change *it)
{
	const struct change *change = it->change;

	put_title(t, text_clean(t, change->message), change->rule, change->severity, change->fingerprint);
	put_row(t, "where", text_path(t, change->path, change->line), STYLE_PLAIN);
	put_places(t, change->places, change->place_count);
	put_commit(t, it);
	put_row(t, "before", text_clean(t, change->old), STYLE_OLD);
	put_row(t, "after", text_clean(t, change->now), STYLE_NEW);
	put_row(t, "severity", modifiers_of(t, change->modifiers), STYLE_PLAIN);
	put_rule(t, change->rule);
	buf_putc(t->out, '\n');
	for (unsigned i = 0; i < change->affected_count; i++)
		put_affected(t, &change->affected[i]);
	if (!change->affected_count)
		text_put_wrapped(t, STYLE_PLAIN,
		    change->audience_unknown ? STR(TEXT_NOBODY_KNOWN) : STR("It reaches no team."), 0, LINES);
}

/* --- a defect ------------------------------------------------------------------------------------------------------
 */

void explain_put_defect_text(const struct text_out *t, const struct defect *d)
{
	str path = d->path.size ? text_path(t, d->path, d->line) : STR("");

	put_title(t, text_clean(t, d->message), d->rule, d->severity, d->fingerprint);
	put_row(t, "where", path, STYLE_PLAIN);
	put_places(t, d->places, d->place_count);
	put_row(t, "add", text_clean(t, d->remedy), STYLE_NEW);
	for (unsigned i = 0; i < d->team_count; i++)
		put_row(t, i ? "" : "concerns", text_clean(t, d->teams[i]), STYLE_PLAIN);
	put_rule(t, d->rule);
}

/* --- a team --------------------------------------------------------------------------------------------------------
 */

static const struct survey_node *node_at(const struct explained_team *it, uint32_t number)
{
	return &it->survey->nodes.items[number];
}

static void put_contracts(const struct text_out *t, const struct explained_team *it, bool provides)
{
	const struct survey_numbers *numbers = provides ? &it->team->provides : &it->team->receives;

	if (numbers->list.count)
		buf_puts(t->out, provides ? "\npromises\n" : "\nis promised\n");
	for (uint32_t i = 0; i < numbers->list.count; i++) {
		const struct survey_node *contract = node_at(it, numbers->list.items[i]);
		uint32_t other = provides ? teams_receiver(it->survey, numbers->list.items[i]) : contract->team;
		str words = contract->name.size
		    ? arena_printf(t->arena, "'%.*s'", STR_ARG(text_clean(t, contract->name)))
		    : STR("something");
		if (other != NONE)
			words = arena_printf(t->arena, "%.*s %s %.*s", STR_ARG(words), provides ? "to" : "by",
			    STR_ARG(text_name(t, node_at(it, other)->name, node_at(it, other)->id)));
		text_put_blanks(t, 2);
		text_put_wrapped(t, STYLE_PLAIN, words, 2, LINES);
		text_put_blanks(t, HOPS_INDENT);
		text_put_wrapped(t, STYLE_FAINT, text_path(t, contract->path, contract->line), HOPS_INDENT, LINES);
	}
}

static void put_route(const struct text_out *t, const struct route *route, const char *heading, bool back)
{
	if (!route->teams.count)
		return;
	buf_putf(t->out, "\n%s\n", heading);
	text_put_route(t, route, back);
}

void explain_put_team_text(const struct text_out *t, const struct explained_team *it)
{
	const struct survey_node *node = node_at(it, it->team->node);

	text_put(t, STYLE_STRONG, text_name(t, node->name, node->id));
	buf_putf(t->out, ", %.*s, %.*s, %.*s\n", STR_ARG(node->type),
	    STR_ARG(text_count(t, it->team->steps.list.count, "step", "steps")),
	    STR_ARG(text_count(t, it->team->owns.count, "document", "documents")));
	put_row(t, "contact", text_clean(t, it->team->contact), STYLE_PLAIN);
	put_row(t, "part of", text_clean(t, it->team->parent), STYLE_PLAIN);
	put_contracts(t, it, true);
	put_contracts(t, it, false);
	put_route(t, &it->before, "depends on", true);
	put_route(t, &it->behind, "is depended on by", false);
	if (!it->before.teams.count && !it->behind.teams.count)
		buf_puts(t->out, "\nno document tells of a handoff, promise or link between it and another team\n");
}
