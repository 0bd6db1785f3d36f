/*
 * dump - the records of an image as they are, one a line
 *
 * For tests and for people who look for a mistake: lines of the file, claims and notes are shown. It
 * is not the canonical form.
 */
#ifndef MODEL_DUMP_H
#define MODEL_DUMP_H

#include "base/buf.h"
#include "model/image.h"

void document_dump(struct buf *out, const struct image *image);

#endif
