#include "base/limits.h"

#define LIMIT(name, value, unit, message) [LIMIT_INDEX_##name] = message,
const char *const limit_messages[LIMIT_COUNT] = {
#include "base/limits.def"
};
#undef LIMIT
