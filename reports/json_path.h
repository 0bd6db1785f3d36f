/*
 * json_path - a path in JSON: what is no UTF-8 is shown with U+FFFD and given as bytes in path_hex
 */
#ifndef REPORTS_JSON_PATH_H
#define REPORTS_JSON_PATH_H

#include "base/json.h"

void json_put_path(struct json *json, const char *key, str path);

#endif
