/*
 * One block per rule, the most severe first; in it one per document:
 *
 *	reference-broken, risky: A link leads to something that is not there.
 *	  handbook/billing.md
 *	     12  3fa9c1d2e0b7  A link leads to 'refunds.md', which is not there
 *
 * Where hundreds are alike, the first documents stand for all of them, and a count.
 */
#include "reports/lint.h"

#include "base/text.h"

#include <stdlib.h>

enum { DOCUMENTS_SHOWN = 25, LINES_SHOWN = 12, LINE_COLUMN = 8, FINGERPRINT = 12, MESSAGE_COLUMN = 22, LINES = 6 };

struct lint_text {
	const struct text_out *t;
	const struct lint_report *report;
	const struct defect **listed; /* by rule, state, path, line */
	uint32_t count;
};

static int by_rule_and_place(const void *a, const void *b)
{
	const struct defect *left = *(const struct defect *const *)a, *right = *(const struct defect *const *)b;

	if (left->state != right->state)
		return left->state < right->state ? -1 : 1;
	if (left->severity != right->severity)
		return left->severity > right->severity ? -1 : 1;
	if (left->rule != right->rule)
		return left->rule < right->rule ? -1 : 1;
	int order = str_cmp(left->path, right->path);
	if (order)
		return order;
	return left < right ? -1 : left > right; /* of one list, which is sorted */
}

static void gather(struct lint_text *it)
{
	const struct defects *defects = it->report->defects;

	it->listed = ARENA_ARRAY(it->t->arena, const struct defect *, defects->list.count + 1);
	for (uint32_t i = 0; i < defects->list.count; i++)
		if (lint_lists(it->report, &defects->list.items[i]))
			it->listed[it->count++] = &defects->list.items[i];
	if (it->count)
		qsort(it->listed, it->count, sizeof *it->listed, by_rule_and_place);
}

/* --- a defect ------------------------------------------------------------------------------------------------------
 */

/* Further places: lines of the same document in one row. */
static void put_places(const struct lint_text *it, const struct defect *d)
{
	const struct text_out *t = it->t;
	str lines = STR("");

	for (unsigned i = 0; i < d->place_count; i++)
		if (str_eq(d->places[i].path, d->path))
			lines = arena_printf(
			    t->arena, "%.*s%s%u", STR_ARG(lines), lines.size ? ", " : "also in ", d->places[i].line);
	if (lines.size) {
		text_put_blanks(t, MESSAGE_COLUMN);
		text_put_wrapped(t, STYLE_FAINT, lines, MESSAGE_COLUMN, LINES);
	}
	for (unsigned i = 0; i < d->place_count; i++) {
		if (str_eq(d->places[i].path, d->path))
			continue;
		text_put_blanks(t, MESSAGE_COLUMN);
		text_put_wrapped(t, STYLE_FAINT,
		    arena_printf(t->arena, "see %.*s", STR_ARG(text_path(t, d->places[i].path, d->places[i].line))),
		    MESSAGE_COLUMN, LINES);
	}
}

static void put_defect(const struct lint_text *it, const struct defect *d)
{
	const struct text_out *t = it->t;
	str line = d->line ? arena_printf(t->arena, "%6u", d->line) : STR("");

	text_put_padded(t, STYLE_PLAIN, line, LINE_COLUMN);
	text_put(t, STYLE_FAINT, str_of(d->fingerprint));
	text_put_blanks(t, MESSAGE_COLUMN - LINE_COLUMN - FINGERPRINT);
	text_put_wrapped(t, STYLE_PLAIN, text_clean(t, d->message), MESSAGE_COLUMN, LINES);
	put_places(it, d);
	if (d->remedy.size) {
		text_put_blanks(t, MESSAGE_COLUMN);
		text_put_wrapped(t, STYLE_NEW,
		    arena_printf(t->arena, "add to 'teams' in .knockon.yml: %.*s", STR_ARG(text_clean(t, d->remedy))),
		    MESSAGE_COLUMN, LINES);
	}
}

/* --- a document ----------------------------------------------------------------------------------------------------
 */

static uint32_t of_document(const struct lint_text *it, uint32_t first, uint32_t end)
{
	uint32_t count = 1;

	while (first + count < end && str_eq(it->listed[first + count]->path, it->listed[first]->path))
		count++;
	return count;
}

static void put_document(const struct lint_text *it, uint32_t first, uint32_t count)
{
	const struct text_out *t = it->t;

	text_put_blanks(t, 2);
	text_put(t, STYLE_STRONG,
	    it->listed[first]->path.size ? text_path(t, it->listed[first]->path, 0)
	                                 : STR("(the repository as a whole)"));
	buf_putc(t->out, '\n');
	uint32_t shown = count <= LINES_SHOWN + 2 ? count : LINES_SHOWN;
	for (uint32_t i = 0; i < shown; i++)
		put_defect(it, it->listed[first + i]);
	if (shown < count) {
		text_put_blanks(t, MESSAGE_COLUMN);
		buf_putf(t->out, "and %u more of this kind in this document\n", count - shown);
	}
}

/* --- a rule --------------------------------------------------------------------------------------------------------
 */

static uint32_t of_rule(const struct lint_text *it, uint32_t first)
{
	uint32_t count = 1;

	while (first + count < it->count && it->listed[first + count]->rule == it->listed[first]->rule &&
	    it->listed[first + count]->severity == it->listed[first]->severity &&
	    it->listed[first + count]->state == it->listed[first]->state)
		count++;
	return count;
}

static void put_heading(const struct lint_text *it, const struct defect *d, uint32_t count)
{
	static const char *const states[] = { "", "introduced: ", "resolved: " };
	const struct text_out *t = it->t;

	text_put(t, STYLE_STRONG, str_of(states[d->state]));
	text_put(t, style_of_severity(d->severity), str_of(rules[d->rule].id));
	str rest = arena_printf(t->arena, ", %s, %u: %s", severity_name(d->severity), count, rules[d->rule].what);
	unsigned indent = text_width(str_of(states[d->state])) + text_width(str_of(rules[d->rule].id));
	if (indent + text_width(rest) <= t->width) {
		buf_put(t->out, rest);
		buf_putc(t->out, '\n');
		return;
	}
	buf_putf(t->out, ", %s, %u:\n", severity_name(d->severity), count);
	text_put_blanks(t, 2);
	text_put_wrapped(t, STYLE_PLAIN, str_of(rules[d->rule].what), 2, LINES);
}

/* One document a line, where each has one defect that says nothing but the rule again. */
static bool is_alike(enum rule_id rule)
{
	return rule == RULE_DOCUMENT_OWNERLESS;
}

static void put_paths(const struct lint_text *it, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++) {
		text_put_blanks(it->t, 2);
		text_put(it->t, STYLE_PLAIN, text_path(it->t, it->listed[i]->path, 0));
		buf_putc(it->t->out, '\n');
	}
}

static void put_rule(const struct lint_text *it, uint32_t first, uint32_t count)
{
	uint32_t documents = 0, at = first, end = first + count;

	put_heading(it, it->listed[first], count);
	if (is_alike(it->listed[first]->rule)) {
		at = first + (count <= DOCUMENTS_SHOWN ? count : DOCUMENTS_SHOWN);
		put_paths(it, first, at - first);
	}
	for (uint32_t here; at < end && documents < DOCUMENTS_SHOWN && !is_alike(it->listed[first]->rule);
	     documents++) {
		here = of_document(it, at, end);
		put_document(it, at, here);
		at += here;
	}
	if (at < end) {
		uint32_t left = 0, defects = end - at;
		for (; at < end; at += of_document(it, at, end))
			left++;
		buf_putf(it->t->out, "  and %u more in %u further %s; --format json lists all\n", defects, left,
		    left == 1 ? "document" : "documents");
	}
	buf_putc(it->t->out, '\n');
}

/* --- the end -------------------------------------------------------------------------------------------------------
 */

static void put_unlisted(const struct lint_text *it, struct buf *line)
{
	uint32_t left = it->report->defects->list.count - it->count;
	bool team = it->report->team.size > 0, severity = it->report->min_severity > SEVERITY_INFO;

	if (left)
		buf_putf(line, "; %u %s not listed: %s%s%s", left, left == 1 ? "is" : "are",
		    severity ? "see --min-severity info" : "", team && severity ? ", and " : "",
		    team ? "they do not concern the team" : "");
}

static void put_end(const struct lint_text *it)
{
	const struct defects *defects = it->report->defects;
	struct buf line = { 0 };

	if (!defects->list.count)
		buf_putf(&line, it->report->range ? "no defect introduced or resolved" : "no defects");
	else if (it->report->range)
		buf_putf(&line, "%u introduced, %u resolved", defects->introduced, defects->resolved);
	else
		buf_putf(&line, "%u %s: %u breaking, %u risky, %u info", defects->list.count,
		    defects->list.count == 1 ? "defect" : "defects", defects->counts[SEVERITY_BREAKING],
		    defects->counts[SEVERITY_RISKY], defects->counts[SEVERITY_INFO]);
	put_unlisted(it, &line);
	if (defects->suppressed)
		buf_putf(&line, "; %u left out by .knockon.yml", defects->suppressed);
	buf_putf(&line, "; %u documents", it->report->documents);
	text_put_wrapped(it->t, STYLE_STRONG, arena_dup(it->t->arena, buf_str(&line)), 0, LINES);
	buf_release(&line);
}

void lint_put_text(const struct text_out *out, const struct lint_report *report)
{
	struct lint_text it = { .t = out, .report = report };

	gather(&it);
	for (uint32_t i = 0, count; i < it.count; i += count) {
		count = of_rule(&it, i);
		put_rule(&it, i, count);
	}
	put_end(&it);
}
