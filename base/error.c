#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *error, enum error_code code, const char *path, uint32_t line, const char *format, ...)
{
	if (error->code != ERROR_NONE)
		return false;
	error->code = code;
	error->line = line;
	snprintf(error->path, sizeof error->path, "%s", path ? path : "");
	va_list words;
	va_start(words, format);
	vsnprintf(error->message, sizeof error->message, format, words);
	va_end(words);
	return false;
}
