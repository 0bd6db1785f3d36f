/*
 * error - why an operation stopped
 *
 * A function that can fail returns false and fills the struct once; the first error wins and each
 * caller passes it on unchanged. main prints it as `path:line: message` and ends with its status.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/str.h"

enum error_code {
	ERROR_NONE,
	ERROR_USAGE,      /* exit status 2: wrong usage, configuration, unknown name */
	ERROR_INCOMPLETE, /* exit status 3: no repository, missing objects, failed write */
};

struct error {
	enum error_code code;
	uint32_t line;   /* 0: none */
	uint32_t column; /* from 1; 0: none */
	char path[512];
	char message[1024];
};

/* Always false, so that a caller can return it. */
bool error_set(struct error *error, enum error_code code, const char *path, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
