/*
 * suppress - findings that the configuration leaves out
 */
#ifndef ANALYZER_CONFIG_SUPPRESS_H
#define ANALYZER_CONFIG_SUPPRESS_H

#include "analyzer/config/config.h"

/* Rule and path are what the line is about, whether it still holds or not. */
bool suppression_is_about(const struct config_suppression *one, str rule, str path);
/* day: 20270331. */
bool suppression_has_ended(const struct config_suppression *one, uint32_t day);
/* A line that holds on that day leaves the finding out. */
bool config_suppresses(const struct config *config, str rule, str path, uint32_t day);
uint32_t ymd_of_time(int64_t seconds); /* since 1970, in UTC */

#endif
