/*
 * glob - patterns of paths, as the configuration has them
 *
 *     *         any bytes within a folder's or file's name      ?      one byte of it
 *     **        any bytes, slashes too; "**" and a slash may also be nothing at all
 *     [a-z]     one byte of a set, [!a-z] one that is not in it {a,b}  either
 *     \*        the character itself
 *
 * The whole path has to match. A leading slash means nothing, a trailing one everything below; so does a
 * last name without wildcards, where the path goes on ("docs" matches docs/a.md).
 *
 * Trouble: braces and brackets that do not close are ordinary characters. A pattern of more than GLOB_BYTES bytes
 * matches nothing; whoever reads patterns refuses it. The work is at most pattern times path.
 */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include "base/str.h"

enum { GLOB_BYTES = 511 };

bool glob_match(str pattern, str path);
/* How many bytes of the pattern stand before its first wildcard, the leading slash not counted. */
size_t glob_literal(str pattern);

#endif
