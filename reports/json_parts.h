/*
 * json_parts - pieces that several outputs in JSON have in common
 */
#ifndef REPORTS_JSON_PARTS_H
#define REPORTS_JSON_PARTS_H

#include "base/json.h"
#include "model/defect.h"

void json_put_run(struct json *json, const struct run *run); /* tool and range */
void json_put_summary(struct json *json, const struct summary *summary);
void json_put_coverage(struct json *json, const struct coverage *coverage);
void json_put_element(struct json *json, const struct element *element);                  /* key and value */
void json_put_places(struct json *json, const struct place_said *places, unsigned count); /* likewise */
void json_put_change(struct json *json, const struct change *change);                     /* an object */
void json_put_hops(struct json *json, const struct hop *path, unsigned count);            /* key and value: "path" */
void json_put_defect(struct json *json, const struct defect *defect);                     /* an object */
/* schema: of a commit that stands for itself; NULL within another object. */
void json_put_commit(struct json *json, const struct run *run, const struct commit_report *commit, const char *schema);
void json_put_teams(struct json *json, const struct totals *totals);

#endif
