/*
 * The answer of `knockon check`, for people:
 *
 *   main...topic: 2 commits
 *
 *     breaking  ...                            (as in the report of a commit)
 *     affects   ...
 *
 *   Fraud must acknowledge 9dda79ab8890. The line, at the end of the message of this commit or a later one on the
 *   branch:
 *
 *       Impact-Ack: fraud
 *
 *   FAIL: 1 team has not acknowledged what affects it
 */
#include "reports/check.h"

#include "reports/listing.h"
#include "reports/text_parts.h"

enum { NOTES_SHOWN = 30, FINGERPRINTS_SHOWN = 8, MEMBERS_SHOWN = 6, TOLD_SHOWN = 12, NOTE_INDENT = 2 };

static str taken(const struct text_out *t, struct buf *words)
{
	str out = arena_dup(t->arena, buf_str(words));

	buf_release(words);
	return out;
}

/* --- the net change --------------------------------------------------------------------------------------------- */

static void put_changes(const struct text_out *t, const struct commit_report *report)
{
	bool any = false;

	for (unsigned i = 0; i < report->change_count; i++) {
		if (!change_is_listed(t->run, report, &report->changes[i]))
			continue;
		buf_putc(t->out, '\n');
		text_put_change(t, &report->changes[i], true);
		any = true;
	}
	if (!any)
		return;
	buf_putc(t->out, '\n');
	text_put_teams(t, report, false);
}

/* --- who has to do what ------------------------------------------------------------------------------------------ */

static str fingerprints_of(const struct text_out *t, const struct asked *asked)
{
	struct buf out = { 0 };

	for (unsigned i = 0; i < asked->open_count && i < FINGERPRINTS_SHOWN; i++)
		buf_putf(&out, "%s%s", i ? ", " : "", asked->open[i]->fingerprint);
	if (asked->open_count > FINGERPRINTS_SHOWN)
		buf_putf(&out, " and %u more", asked->open_count - FINGERPRINTS_SHOWN);
	return taken(t, &out);
}

static str members_of(const struct text_out *t, const struct asked *asked)
{
	struct buf out = { 0 };

	for (unsigned i = 0; i < asked->member_count && i < MEMBERS_SHOWN; i++) {
		buf_puts(&out, !i ? "" : i + 1 == asked->member_count ? " or " : ", ");
		buf_put(&out, text_clean(t, asked->members[i]));
	}
	if (asked->member_count > MEMBERS_SHOWN)
		buf_putf(&out, " and %u more", asked->member_count - MEMBERS_SHOWN);
	return taken(t, &out);
}

static void put_asked(const struct text_out *t, const struct asked *asked)
{
	str name = text_name(t, asked->name, asked->team);
	const char *how = !asked->remedy.size            ? ""
	    : str_starts(asked->remedy, STR("knockon ")) ? ". The command that writes it down:"
	                                                 : ". The line, at the end of the message of this commit or a "
	                                                   "later one on the branch:";

	buf_putc(t->out, '\n');
	text_put_wrapped(t, STYLE_STRONG,
	    arena_printf(
	        t->arena, "%.*s must acknowledge %.*s%s", STR_ARG(name), STR_ARG(fingerprints_of(t, asked)), how),
	    0, 3);
	if (!asked->remedy.size)
		return;
	buf_puts(t->out, "\n    ");
	text_put(t, STYLE_STRONG, text_clean(t, asked->remedy));
	buf_putc(t->out, '\n');
	if (!asked->member_count)
		return;
	buf_putc(t->out, '\n');
	text_put_wrapped(
	    t, STYLE_PLAIN, arena_printf(t->arena, "It counts from %.*s only.", STR_ARG(members_of(t, asked))), 0, 3);
}

/* --- what else the gate says ------------------------------------------------------------------------------------- */

static void put_ack(const struct text_out *t, const struct ack_said *ack)
{
	str name = text_name(t, ack->name, ack->team), by = text_clean(t, ack->by), place = text_clean(t, ack->place),
	    reason = text_clean(t, ack->reason);

	text_put_blanks(t, NOTE_INDENT);
	text_put_wrapped(t, STYLE_PLAIN,
	    arena_printf(t->arena, "%.*s has acknowledged: %.*s%s%.*s%s%.*s", STR_ARG(name), STR_ARG(by),
	        by.size ? ", " : "", STR_ARG(place), reason.size ? ": " : "", STR_ARG(reason)),
	    NOTE_INDENT, 3);
}

static void put_note(const struct text_out *t, const struct change *found)
{
	static const enum style styles[] = { STYLE_COSMETIC, STYLE_INFO, STYLE_RISKY, STYLE_BREAKING };

	text_put_blanks(t, NOTE_INDENT);
	text_put_padded(t, styles[found->severity], str_of(severity_name(found->severity)), TEXT_LABEL - NOTE_INDENT);
	text_put_wrapped(t, STYLE_PLAIN,
	    arena_printf(t->arena, "%.*s (%s)", STR_ARG(text_clean(t, found->message)), rules[found->rule].id),
	    TEXT_LABEL, 4);
}

static void put_notes(const struct text_out *t, const struct check *check)
{
	bool first = true;

	for (unsigned i = 0; i < check->ack_count; i++, first = false) {
		buf_puts(t->out, first ? "\n" : "");
		put_ack(t, &check->acks[i]);
	}
	unsigned notes = 0;
	for (unsigned i = 0; i < check->gate_count; i++) {
		if (check->gate[i].rule == RULE_IMPACT_UNACKNOWLEDGED || notes++ >= NOTES_SHOWN)
			continue;
		buf_puts(t->out, notes == 1 ? "\n" : "");
		put_note(t, &check->gate[i]);
	}
	if (notes > NOTES_SHOWN) {
		text_put_blanks(t, TEXT_LABEL);
		buf_putf(t->out, "and %u more; --format json lists them\n", notes - NOTES_SHOWN);
	}
}

/* --- the verdict ------------------------------------------------------------------------------------------------- */

static unsigned open_teams(const struct check *check)
{
	unsigned count = 0;

	for (unsigned i = 0; i < check->asked_count; i++)
		count += check->asked[i].open_count > 0;
	return count;
}

static bool has_unknown_audience(const struct commit_report *report)
{
	for (unsigned i = 0; i < report->change_count; i++)
		if (report->changes[i].audience_unknown && report->changes[i].severity > SEVERITY_INFO)
			return true;
	return false;
}

/* "2 teams are told: Billing and Sales"; "" where none is. */
static str told_of(const struct text_out *t, const struct commit_report *report)
{
	struct buf names = { 0 };
	unsigned count = 0, shown = 0;

	for (unsigned i = 0; i < report->affected_count; i++)
		count += report->affected[i].requirement != REQUIRE_NONE;
	for (unsigned i = 0; i < report->affected_count && shown < TOLD_SHOWN; i++) {
		if (report->affected[i].requirement == REQUIRE_NONE)
			continue;
		shown++;
		buf_puts(&names, shown == 1 ? "" : shown == count ? " and " : ", ");
		buf_put(&names, text_name(t, report->affected[i].name, report->affected[i].team));
	}
	if (count > shown)
		buf_putf(&names, " and %u more", count - shown);
	str all = taken(t, &names);
	if (!count)
		return STR("");
	return arena_printf(
	    t->arena, "%.*s: %.*s", STR_ARG(text_count(t, count, "team is told", "teams are told")), STR_ARG(all));
}

static str reason_to_pass(const struct text_out *t, const struct check *check, const struct commit_report *report)
{
	if (check->overridden)
		return STR("somebody who may do so lets it pass; those who were not asked still have to hear of it");
	if (!check->commits && !report->change_count)
		return STR("there is nothing to check");
	if (!report->change_count)
		return report->reverted_count ? STR("what was changed was taken back")
		    : report->cosmetic        ? STR("no change of meaning")
		                              : STR("no process document was changed");
	if (check->asked_count && !open_teams(check))
		return STR("every team that must acknowledge has done so");
	str told = told_of(t, report);
	if (told.size)
		return arena_printf(t->arena, "nobody has to acknowledge this; %.*s", STR_ARG(told));
	if (report->affected_count)
		return STR("nobody has to acknowledge this");
	return has_unknown_audience(report) ? STR("no team is known that this affects")
	                                    : STR("nothing here affects another team");
}

static unsigned count_of(const struct check *check, enum rule_id rule)
{
	unsigned count = 0;

	for (unsigned i = 0; i < check->gate_count; i++)
		count += check->gate[i].rule == rule;
	return count;
}

static str reason_to_fail(const struct text_out *t, const struct check *check)
{
	unsigned open = open_teams(check), blocks = count_of(check, RULE_IMPACT_BLOCKED);

	if (blocks)
		return arena_printf(t->arena, "%.*s blocked; only the team that blocks it can take that back",
		    STR_ARG(text_count(t, blocks, "change is", "changes are")));
	if (!open && count_of(check, RULE_ANALYSIS_INCOMPLETE))
		return STR("not everything could be read, so not everybody is known who is affected");

	if (open)
		return arena_printf(t->arena, "%.*s not acknowledged what affects %s",
		    STR_ARG(text_count(t, open, "team has", "teams have")), open == 1 ? "it" : "them");
	return STR("see above");
}

static void put_verdict(const struct text_out *t, const struct check *check, const struct commit_report *report)
{
	str words;

	if (!check->passes)
		words = arena_printf(t->arena, "FAIL: %.*s", STR_ARG(reason_to_fail(t, check)));
	else if (check->would_fail)
		words =
		    arena_printf(t->arena, "PASS, for the policy says 'fail-on: never'; otherwise it would fail: %.*s",
		        STR_ARG(reason_to_fail(t, check)));
	else
		words = arena_printf(t->arena, "PASS: %.*s", STR_ARG(reason_to_pass(t, check, report)));
	buf_putc(t->out, '\n');
	text_put_wrapped(t, check->passes ? STYLE_NEW : STYLE_OLD, words, 0, 3);
}

/* git says "use 'git commit' to complete the merge" behind this. */
static void put_way_out(const struct text_out *t, const struct check *check)
{
	if (check->passes || !check->merges)
		return;
	if (check->commit_unchecked)
		text_put_wrapped(
		    t, STYLE_PLAIN, STR("'git commit' would complete this merge here without a check."), 0, 3);
	text_put_wrapped(t, STYLE_PLAIN,
	    STR("'git merge --abort' takes the merge back; let the teams acknowledge on the branch, then merge again."),
	    0, 3);
}

void check_text(struct buf *out, const struct run *run, const struct check *check, const struct commit_report *report,
    const struct totals *totals)
{
	struct arena arena = { 0 };
	struct text_out t = text_begin_call(out, run, &arena);

	text_put_wrapped(&t, STYLE_COMMIT, text_clean(&t, run->shown), 0, 3);
	put_changes(&t, report);
	for (unsigned i = 0; i < check->asked_count; i++)
		if (check->asked[i].open_count)
			put_asked(&t, &check->asked[i]);
	put_notes(&t, check);
	buf_putc(out, '\n');
	if (report->suppressed)
		text_put_wrapped(&t, STYLE_PLAIN,
		    arena_printf(&arena, "%.*s left out by 'suppress' in .knockon.yml",
		        STR_ARG(text_count(&t, report->suppressed, "finding is", "findings are"))),
		    0, 2);
	text_put_coverage(&t, &totals->coverage);
	put_verdict(&t, check, report);
	put_way_out(&t, check);
	arena_release(&arena);
}
