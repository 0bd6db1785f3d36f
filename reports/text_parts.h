/*
 * text_parts - what the pieces of the text report share: safe words, columns, colours
 *
 * All words from a repository become safe in text_clean or text_path, once; the functions that put
 * take safe words only. A line never begins with "::" (behind blanks), so no build server takes it
 * for a command.
 *
 * Memory: safe words live in the arena of the call.
 */
#ifndef REPORTS_TEXT_PARTS_H
#define REPORTS_TEXT_PARTS_H

#include "reports/report.h"
#include "reports/wrap.h"

enum { TEXT_LABEL = 12 }; /* the column behind "  breaking  " */

enum style {
	STYLE_PLAIN,
	STYLE_STRONG,
	STYLE_FAINT,
	STYLE_COMMIT,
	STYLE_COSMETIC, /* the four severities, in their order */
	STYLE_INFO,
	STYLE_RISKY,
	STYLE_BREAKING,
	STYLE_OLD,
	STYLE_NEW,
};

struct text_out {
	struct buf *out;
	struct arena *arena;
	const struct run *run;
	unsigned width;
};

struct text_out text_begin_call(struct buf *out, const struct run *run, struct arena *arena);

str text_clean(const struct text_out *t, str words);              /* one line, no blanks around it */
str text_path(const struct text_out *t, str path, uint32_t line); /* path:line */
str text_name(const struct text_out *t, str name, str key);       /* of a team: the key where it has no name */
str text_fit(const struct text_out *t, str clean, unsigned width, enum cut cut);
str text_count(const struct text_out *t, unsigned count, const char *one, const char *many); /* 2 handoffs */
str text_arrow(const struct text_out *t, bool back);
str text_ellipsis(const struct text_out *t);

enum style style_of_severity(enum severity severity);
void text_put(const struct text_out *t, enum style style, str clean);
void text_put_padded(const struct text_out *t, enum style style, str clean, unsigned width);
void text_put_blanks(const struct text_out *t, unsigned count);
/* Writes from column indent on and to the end of the line; further lines begin there too. At most `lines` of them,
 * the middle of what is longer is left out. */
void text_put_wrapped(const struct text_out *t, enum style style, str clean, unsigned indent, unsigned lines);

#define TEXT_NOBODY_KNOWN "nobody is known who depends on it"

/* Somebody may depend on it, and no team is known who does. */
bool text_reaches_nobody_known(const struct change *change);
/* tells_unknown: that nobody is known is said here, not once for the whole commit. */
void text_put_change(const struct text_out *t, const struct change *change, bool tells_unknown);
/* What was read, and of how much the owner is known. */
void text_put_coverage(const struct text_out *t, const struct coverage *coverage);
/* The teams that the listed changes of a commit reach; nobody_known: none, and not because there are none. */
void text_put_teams(const struct text_out *t, const struct commit_report *commit, bool nobody_known);

#endif
