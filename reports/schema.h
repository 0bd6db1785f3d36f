/*
 * schema - the JSON Schemas (draft 2020-12) of the outputs
 *
 * Kept in reports/schemas, one file each; the build puts their bytes into the program.
 */
#ifndef REPORTS_SCHEMA_H
#define REPORTS_SCHEMA_H

#include "base/str.h"

struct schema {
	const char *name; /* NULL behind the last one */
	str text;
};

extern const struct schema schemas[];

#endif
