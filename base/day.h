/*
 * day - days of the Gregorian calendar as numbers
 *
 * Source: H. Hinnant, chrono-Compatible Low-Level Date Algorithms (days_from_civil).
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdint.h>

/* Days since 1970-01-01; month and day from 1. */
int32_t day_number(int32_t year, int32_t month, int32_t day);

#endif
