/*
 * canonical - a document without what has no meaning
 *
 * Records sorted by what they say, without lines, places and weak ids. An edit of the layout leaves
 * the text as it was; where two texts are equal nothing changed in meaning.
 */
#ifndef MODEL_CANONICAL_H
#define MODEL_CANONICAL_H

#include "base/buf.h"
#include "model/image.h"

struct arena;

void canonical_put(struct buf *out, const struct image *image, struct arena *scratch);
/* Equal for equal texts. Links are many and are added up by themselves: canonical_links. */
uint64_t canonical_hash(const struct image *image, struct arena *scratch);
uint64_t canonical_links(const struct image *image);

#endif
