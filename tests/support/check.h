/*
 * check - cmocka, what it needs first, and asserts on our own types
 */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

/* Equal bytes; shows both otherwise. */
#define assert_str(got, want) assert_str_at_((got), (want), __FILE__, __LINE__)
void assert_str_at_(str got, str want, const char *file, int line);

/* Compares with a golden file; UPDATE_GOLDEN=1 in the environment writes it. */
#define assert_golden(path, got) assert_golden_at_((path), (got), __FILE__, __LINE__)
void assert_golden_at_(const char *path, str got, const char *file, int line);

str read_file(struct arena *arena, const char *path); /* fails the test where it cannot */

/* cmocka setup and teardown: *state is an arena for the test. */
int arena_setup(void **state);
int arena_teardown(void **state);
#define TEST(function) cmocka_unit_test_setup_teardown(function, arena_setup, arena_teardown)

#endif
