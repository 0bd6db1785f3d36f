/*
 * limits - the one table of bounds (limits.def)
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define LIMIT(name, value, unit, message) LIMIT_##name = (value),
enum limit {
#include "base/limits.def"
};
#undef LIMIT

#define LIMIT(name, value, unit, message) LIMIT_INDEX_##name,
enum limit_index {
#include "base/limits.def"
	LIMIT_COUNT
};
#undef LIMIT

/* The sentence that is said when the limit is reached: LIMIT_SAYS(DEPTH). */
extern const char *const limit_messages[LIMIT_COUNT];
#define LIMIT_SAYS(name) (limit_messages[LIMIT_INDEX_##name])

#endif
