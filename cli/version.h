/*
 * version - which program this is
 */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

#include "base/buf.h"

/* build: what it was built with besides. */
void version_put(struct buf *out, bool build);

#endif
