/*
 * What stands on both sides: few are held against each other, many go through a map, and both say the same.
 */
#include "tests/support/check.h"

#include "analyzer/change/equals.h"

enum { MOST = 200 };

static void the_first_of_equal_ones_pair(void **state)
{
	const uint64_t old[] = { 8, 4, 8, 6, 8 }, new[] = { 2, 8, 4, 8, 4 };
	bool old_paired[5], new_paired[5];
	const bool old_wanted[] = { true, true, true, false, false }, new_wanted[] = { false, true, true, true, false };

	(void)state;
	pair_equals((struct hashes){ old, 5 }, (struct hashes){ new, 5 }, old_paired, new_paired);
	assert_memory_equal(old_paired, old_wanted, sizeof old_wanted);
	assert_memory_equal(new_paired, new_wanted, sizeof new_wanted);
	pair_equals((struct hashes){ old, 5 }, (struct hashes){ new, 0 }, old_paired, new_paired);
	for (unsigned i = 0; i < 5; i++)
		assert_false(old_paired[i]);
}

/* The nth of a kind pairs where the other side has as many. */
static void check_paired(
    const uint64_t *own, unsigned count, const uint64_t *others, unsigned other_count, const bool *is)
{
	for (unsigned i = 0; i < count; i++) {
		unsigned before = 0, there = 0;
		for (unsigned k = 0; k < i; k++)
			before += own[k] == own[i];
		for (unsigned k = 0; k < other_count; k++)
			there += others[k] == own[i];
		assert_int_equal(is[i], before < there);
	}
}

static void few_and_many_pair_alike(void **state)
{
	static uint64_t old[MOST], new[MOST];
	bool old_paired[MOST], new_paired[MOST];
	uint64_t random = 7;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		unsigned olds = round, news = (round * 7) % MOST, kinds = 1 + round % 50;
		for (unsigned i = 0; i < MOST; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			old[i] = (random >> 33) % kinds * 2 + 2;
			new[i] = (random >> 45) % kinds * 2 + 2;
		}
		pair_equals((struct hashes){ old, olds }, (struct hashes){ new, news }, old_paired, new_paired);
		check_paired(old, olds, new, news, old_paired);
		check_paired(new, news, old, olds, new_paired);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_of_equal_ones_pair),
		TEST(few_and_many_pair_alike),
	};
	return cmocka_run_group_tests_name("analyzer/equals", tests, NULL, NULL);
}
