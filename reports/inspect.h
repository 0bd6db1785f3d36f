/*
 * inspect - what a parser saw in a file, as JSON or text
 */
#ifndef REPORTS_INSPECT_H
#define REPORTS_INSPECT_H

#include "analyzer/graph/view.h"
#include "base/arena.h"
#include "base/json.h"

/* The documents of one file: itself and each diagram in it. path: as it is to be shown. */
void inspect_put_json(
    struct json *json, struct arena *scratch, const struct view *view, struct registry *registry, str path, bool why);
void inspect_put_text(
    struct buf *out, struct arena *scratch, const struct view *view, struct registry *registry, str path, bool why);

#endif
