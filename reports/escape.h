/*
 * escape - words from a repository, on their way into an output
 *
 * One function per place that text can land in. Words from documents reach an output through one of
 * them only; our own words go through buf_puts.
 */
#ifndef REPORTS_ESCAPE_H
#define REPORTS_ESCAPE_H

#include "base/buf.h"

/* A terminal or a log: no control character, no bidirectional control, no invalid byte; "::" at the start and "##["
 * cannot become a command of a build server. Shown as \x1b, \u{202e}. */
void put_untrusted(struct buf *out, str text);
void put_dot_label(struct buf *out, str text);     /* within "..." of DOT */
void put_mermaid_label(struct buf *out, str text); /* within "..." of Mermaid */
void put_path(struct buf *out, str path);          /* for a terminal, quoted like git does where it must be */

#endif
