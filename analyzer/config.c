#include "analyzer/config.h"

void config_default(struct config *out)
{
	*out = (struct config){ .reading = reading_default };
}

bool config_read(struct config *out, struct arena *arena, str bytes, const char *path, struct error *error)
{
	(void)out;
	(void)arena;
	(void)bytes;
	return error_set(error, ERROR_USAGE, path, 0, "cannot be read yet");
}
