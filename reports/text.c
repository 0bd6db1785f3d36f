/*
 * The report for people: a block for each commit that says something, a line for each that does not, and what was
 * read at the end.
 */
#include "reports/listing.h"
#include "reports/moment.h"
#include "reports/text_parts.h"

#include "base/text.h"

enum {
	WIDTH_LEAST = 60,
	WIDTH_USUAL = 80, /* where none is known */
	WIDTH_MOST = 120, /* longer lines are hard to read */
	ID_SHOWN = 7,
	SUBJECT_LINES = 3,
	SUBJECT_LEAST = 18, /* columns of a subject that still say something */
	AUTHOR_MOST = 24,
};

enum written {               /* bits of report_out.written */
	WRITTEN_LINE = 1,    /* what stands above: a line, */
	WRITTEN_BLOCK = 2,   /* or a block */
	WRITTEN_UNKNOWN = 4, /* a change of which nobody knows whom it affects was met */
};

struct text_out text_begin_call(struct buf *out, const struct run *run, struct arena *arena)
{
	unsigned width = run->width ? run->width : WIDTH_USUAL;

	width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
	return (struct text_out){ out, arena, run, width };
}

static str text_of_buf(const struct text_out *t, struct buf *buf)
{
	str out = arena_dup(t->arena, buf_str(buf));

	buf_release(buf);
	return out;
}

/* --- a commit ------------------------------------------------------------------------------- */

struct heading {
	str commit, day, author, subject;
};

static struct heading heading_of(const struct text_out *t, const struct commit_report *commit)
{
	struct heading out = { .author = text_fit(t, text_clean(t, commit->author_name), AUTHOR_MOST, CUT_MIDDLE),
		.subject = text_clean(t, commit->subject) };
	struct buf day = { 0 };

	if (!commit->id.size) {
		out.commit = STR("not committed yet");
		return out;
	}
	out.commit = text_clean(t, arena_printf(t->arena, "commit %.*s", STR_ARG(str_sub(commit->id, 0, ID_SHOWN))));
	put_day(&day, commit->time);
	out.day = text_of_buf(t, &day);
	return out;
}

static void put_piece(const struct text_out *t, enum style style, str piece)
{
	if (!piece.size)
		return;
	buf_puts(t->out, "  ");
	text_put(t, style, piece);
}

/* The piece where it fits into the room with its gap and leaves `kept` columns; nothing otherwise. */
static str grant(unsigned *room, str piece, unsigned gap, unsigned kept)
{
	unsigned wide = gap + text_width(piece);

	if (!piece.size || wide + kept > *room)
		return STR("");
	*room -= wide;
	return piece;
}

struct tally { /* of the changes that reach the team of --team, or of all */
	unsigned listed, hidden[SEVERITY_BREAKING + 1];
	bool unknown; /* one of them may affect somebody, and nobody knows whom */
};

static struct tally count_changes(const struct run *run, const struct commit_report *commit)
{
	struct tally tally = { 0 };

	for (unsigned i = 0; i < commit->change_count; i++) {
		const struct change *change = &commit->changes[i];
		tally.unknown |= change->audience_unknown && change->severity > SEVERITY_INFO;
		if (change_is_listed(run, commit, change))
			tally.listed++;
		else if (change_reaches(run, commit, change))
			tally.hidden[change->severity]++;
	}
	return tally;
}

/* "2 breaking, 1 risky and 3 info changes"; empty where there are none. */
static str say_changes(const struct text_out *t, const unsigned *of)
{
	struct buf out = { 0 };
	unsigned total = of[SEVERITY_BREAKING] + of[SEVERITY_RISKY] + of[SEVERITY_INFO], left = total;

	for (int severity = SEVERITY_BREAKING; severity >= SEVERITY_INFO; severity--) {
		if (!of[severity])
			continue;
		buf_puts(&out, left == total ? "" : left == of[severity] ? " and " : ", ");
		buf_putf(&out, "%u %s", of[severity], severity_name((enum severity)severity));
		left -= of[severity];
	}
	if (total)
		buf_puts(&out, total == 1 ? " change" : " changes");
	return text_of_buf(t, &out);
}

/* What is said of a commit that has nothing to list. */
static str verdict_of(const struct text_out *t, const struct commit_report *commit, bool unknown, str hidden)
{
	if (t->run->team.size && !hidden.size)
		return arena_printf(t->arena, "nothing that affects %.*s",
		    STR_ARG(text_fit(t, text_clean(t, t->run->team), AUTHOR_MOST, CUT_MIDDLE)));
	if ((!commit->affected_count && !unknown) || !hidden.size)
		return STR("nothing that affects another team");
	return arena_printf(t->arena, "only %.*s", STR_ARG(hidden));
}

static str in_brackets(const struct text_out *t, str a, str b)
{
	if (!a.size && !b.size)
		return STR("");
	return arena_printf(t->arena, " (%.*s%s%.*s)", STR_ARG(a), a.size && b.size ? ", " : "", STR_ARG(b));
}

/* One line holds what was found, and as much of the rest as there is room for: subject, counts, author. */
static void put_line(const struct text_out *t, const struct commit_report *commit, const struct tally *tally)
{
	struct heading heading = heading_of(t, commit);
	str hidden = say_changes(t, tally->hidden), verdict = verdict_of(t, commit, tally->unknown, hidden);
	str cosmetic = commit->cosmetic ? text_count(t, commit->cosmetic, "cosmetic edit", "cosmetic edits") : STR("");
	str details = in_brackets(t, str_starts(verdict, STR("only ")) ? STR("") : hidden, cosmetic);
	unsigned room = t->width - text_width(heading.commit) - 3;

	verdict = text_fit(t, verdict, room, CUT_END);
	room -= text_width(verdict);
	unsigned subject = text_width(heading.subject), least = 2 + (subject < SUBJECT_LEAST ? subject : SUBJECT_LEAST);
	details = grant(&room, details, 0, least);
	heading.day = grant(&room, heading.day, 2, least);
	if (heading.day.size || !commit->id.size)
		heading.author = grant(&room, heading.author, 2, least);
	else
		heading.author = STR("");
	text_put(t, STYLE_COMMIT, heading.commit);
	put_piece(t, STYLE_FAINT, heading.day);
	put_piece(t, STYLE_FAINT, heading.author);
	if (room > 2)
		put_piece(t, STYLE_PLAIN, text_fit(t, heading.subject, room - 2, CUT_END));
	buf_puts(t->out, "   ");
	text_put(t, STYLE_FAINT, arena_printf(t->arena, "%.*s%.*s", STR_ARG(verdict), STR_ARG(details)));
	buf_putc(t->out, '\n');
}

static void put_heading(const struct text_out *t, const struct commit_report *commit)
{
	struct heading heading = heading_of(t, commit);

	text_put(t, STYLE_COMMIT, heading.commit);
	put_piece(t, STYLE_PLAIN, heading.day);
	put_piece(t, STYLE_PLAIN, heading.author);
	buf_putc(t->out, '\n');
	if (heading.subject.size)
		text_put_wrapped(t, STYLE_STRONG, heading.subject, 0, SUBJECT_LINES);
}

/* Where it holds for all changes of a commit it is said once, below them. */
static bool all_reach_nobody_known(const struct text_out *t, const struct commit_report *commit)
{
	if (commit->affected_count)
		return false;
	for (unsigned i = 0; i < commit->change_count; i++)
		if (change_is_listed(t->run, commit, &commit->changes[i]) &&
		    !text_reaches_nobody_known(&commit->changes[i]))
			return false;
	return true;
}

static void put_block(const struct text_out *t, const struct commit_report *commit)
{
	bool unknown = all_reach_nobody_known(t, commit);

	put_heading(t, commit);
	for (unsigned i = 0; i < commit->change_count; i++) {
		if (!change_is_listed(t->run, commit, &commit->changes[i]))
			continue;
		buf_putc(t->out, '\n');
		text_put_change(t, &commit->changes[i], !unknown);
	}
	buf_putc(t->out, '\n');
	text_put_teams(t, commit, unknown);
}

static void text_commit(struct report_out *out, const struct run *run, const struct commit_report *commit)
{
	struct arena arena = { 0 };
	struct text_out t = text_begin_call(out->out, run, &arena);
	struct tally tally = count_changes(run, commit);

	if (tally.listed || !run->quiet) {
		unsigned above = out->written & (WRITTEN_LINE | WRITTEN_BLOCK);
		if (above == WRITTEN_BLOCK || (above && tally.listed))
			buf_putc(out->out, '\n');
		if (tally.listed)
			put_block(&t, commit);
		else
			put_line(&t, commit, &tally);
		out->written = (out->written & WRITTEN_UNKNOWN) | (tally.listed ? WRITTEN_BLOCK : WRITTEN_LINE);
	}
	if (tally.unknown)
		out->written |= WRITTEN_UNKNOWN;
	arena_release(&arena);
}

static void text_begin(struct report_out *out, const struct run *run)
{
	struct arena arena = { 0 };
	struct text_out t = text_begin_call(out->out, run, &arena);

	out->written = 0;
	if (run->net && run->shown.size) {
		str shown = arena_printf(&arena, "%.*s, as one change", STR_ARG(text_clean(&t, run->shown)));
		text_put_wrapped(&t, STYLE_PLAIN, shown, 0, 2);
		out->written = WRITTEN_BLOCK;
	}
	arena_release(&arena);
}

/* --- the end -------------------------------------------------------------------------------- */

static void put_severities(struct buf *out, const struct summary *summary)
{
	const unsigned counts[] = { summary->breaking, summary->risky, summary->info };
	bool first = true;

	for (int i = 0; i < 3; i++) {
		if (!counts[i])
			continue;
		buf_putf(out, "%s%u %s", first ? " (" : ", ", counts[i],
		    severity_name((enum severity)(SEVERITY_BREAKING - i)));
		first = false;
	}
	buf_puts(out, first ? "" : ")");
}

static void put_total(const struct text_out *t, const struct summary *summary, bool unknown)
{
	struct buf out = { 0 };

	if (!summary->commits)
		buf_puts(&out, "no commits");
	else
		buf_put(&out, text_count(t, summary->commits, "commit", "commits"));
	if (!summary->commits && t->run->shown.size) {
		buf_puts(&out, " in ");
		buf_put(&out, text_clean(t, t->run->shown));
	}
	if (summary->changes) {
		buf_puts(&out, ", ");
		buf_put(&out, text_count(t, summary->changes, "change", "changes"));
		put_severities(&out, summary);
	} else if (summary->commits)
		buf_puts(&out, ", no change of meaning");
	if (summary->cosmetic) {
		buf_puts(&out, ", ");
		buf_put(&out, text_count(t, summary->cosmetic, "cosmetic edit", "cosmetic edits"));
	}
	if (summary->teams) {
		buf_puts(&out, "; ");
		buf_put(&out, text_count(t, summary->teams, "team affected", "teams affected"));
	} else if (summary->commits)
		buf_puts(
		    &out, unknown ? "; no team is known that this affects" : "; nothing here affects another team");
	text_put_wrapped(t, STYLE_STRONG, text_of_buf(t, &out), 0, 3);
}

static void put_not_shown(const struct text_out *t, const struct summary *summary)
{
	static const char *const kinds[] = { "changes", "changes", "risky and breaking changes", "breaking changes" };
	unsigned of[] = { 0, summary->info, summary->risky, summary->breaking };
	str words = { 0 };

	for (int severity = (int)t->run->min_severity; severity <= SEVERITY_BREAKING; severity++)
		of[severity] = 0;
	str hidden = say_changes(t, of);
	if (t->run->team.size)
		words = arena_printf(t->arena, "only %s that reach %.*s are listed", kinds[t->run->min_severity],
		    STR_ARG(text_clean(t, t->run->team)));
	else if (hidden.size)
		words = arena_printf(t->arena, "and %.*s not shown: --min-severity %s lists %s", STR_ARG(hidden),
		    summary->info ? "info" : "risky", of[SEVERITY_INFO] + of[SEVERITY_RISKY] == 1 ? "it" : "them");
	if (words.size)
		text_put_wrapped(t, STYLE_PLAIN, words, 0, 2);
}

static void put_owners(struct buf *out, const struct coverage *coverage)
{
	unsigned owned = coverage->owned, inferred = coverage->inferred;

	if (!owned)
		buf_puts(out, "; no document has a team");
	else if (owned == 1)
		buf_puts(
		    out, inferred ? "; 1 document has a team, inferred from its folder" : "; 1 document has a team");
	else
		buf_putf(out, owned < coverage->documents ? "; %u documents have a team" : "; all of them have a team",
		    owned);
	if (owned > 1 && inferred == owned)
		buf_puts(out, ", all inferred from folders");
	else if (owned > 1 && inferred)
		buf_putf(out, ", %u of these inferred from folders", inferred);
	if (owned < coverage->documents)
		buf_putf(out, "; nothing can be said about the owners of %s: `owns:` in .knockon.yml names them",
		    owned ? "the rest" : "any of them");
}

void text_put_coverage(const struct text_out *t, const struct coverage *coverage)
{
	struct buf out = { 0 };

	if (!coverage->documents)
		buf_puts(&out, "no process documents here: knockon reads Markdown, Mermaid and BPMN files");
	else {
		buf_putf(&out, "%u of %u %s read", coverage->documents, coverage->files,
		    coverage->files == 1 ? "file" : "files");
		if (coverage->partial)
			buf_putf(&out, ", %u of them not to the end", coverage->partial);
		put_owners(&out, coverage);
	}
	text_put_wrapped(t, STYLE_PLAIN, text_of_buf(t, &out), 0, 4);
}

static void text_end(struct report_out *out, const struct run *run, const struct totals *totals)
{
	struct arena arena = { 0 };
	struct text_out t = text_begin_call(out->out, run, &arena);

	if (out->written & (WRITTEN_LINE | WRITTEN_BLOCK))
		buf_putc(out->out, '\n');
	put_total(&t, &totals->summary, out->written & WRITTEN_UNKNOWN);
	put_not_shown(&t, &totals->summary);
	text_put_coverage(&t, &totals->coverage);
	arena_release(&arena);
}

const struct report_format report_text = {
	.name = "text",
	.summary = "for people, in lines that fit the terminal",
	.begin = text_begin,
	.commit = text_commit,
	.end = text_end,
};
