/*
 * catalogue - one rule as `rules RULE` prints it
 */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

#include "base/buf.h"
#include "model/rules.h"

void catalogue_put_rule(struct buf *out, enum rule_id rule, bool json, unsigned width);

#endif
