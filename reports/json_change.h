/*
 * json_change - a change, a defect and evidence in JSON, as every output writes them
 */
#ifndef REPORTS_JSON_CHANGE_H
#define REPORTS_JSON_CHANGE_H

#include "base/json.h"
#include "model/defect.h"

void json_put_change(struct json *json, const struct change *change);          /* an object */
void json_put_hops(struct json *json, const struct hop *path, unsigned count); /* key and value: "path" */
void json_put_defect(struct json *json, const struct defect *defect);          /* an object */

#endif
