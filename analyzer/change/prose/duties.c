#include "analyzer/change/prose/duties.h"

#include "analyzer/change/prose/vocabulary.h"

/* The modals of the main clause. What a subordinate clause says ("if you must ...") is no duty of the sentence. */

static bool is_be(str word)
{
	static const char *const words[] = { "is", "are", "be", "been", "was", "were", "not", "always", "strictly",
		"longer", "also", "isn't", "aren't" };
	return IS_WORD_OF(word, words);
}

static bool subordinates(str word)
{
	static const char *const words[] = { "if", "when", "whenever", "because", "unless", "which", "who", "whose",
		"where", "while", "that", "until", "whether", "once", "since", "although", "though", "what", "how",
		"why", "as", "so", "before", "after" };
	return IS_WORD_OF(word, words);
}

static const struct {
	const char *word;
	int rank;
	bool state; /* counts only behind a form of "be" */
	bool negated;
} modals[] = { { "must", 3, false, false }, { "shall", 3, false, false }, { "required", 3, true, false },
	{ "mandatory", 3, true, false }, { "should", 2, false, false }, { "may", 1, false, false },
	{ "can", 1, false, false }, { "optional", 1, true, false }, { "cannot", 1, false, true },
	{ "can't", 1, false, true }, { "can\u2019t", 1, false, true }, { "shouldn't", 2, false, true },
	{ "shouldn\u2019t", 2, false, true }, { "mustn't", 3, false, true }, { "mustn\u2019t", 3, false, true } };

static bool is_negation(str word)
{
	static const char *const words[] = { "not", "never", "no" };
	return IS_WORD_OF(word, words);
}

struct duty duty_of(str n0)
{
	struct duty duty = { 0 };
	str rest = n0, word, before = STR("");
	bool main_clause = true, negation_before = false;
	for (bool first = true; str_next_word(&rest, " \t\n()[]\"*_", &word); first = false) {
		str bare = word;
		while (bare.size &&
		    (bare.at[bare.size - 1] == ',' || bare.at[bare.size - 1] == '.' || bare.at[bare.size - 1] == ':' ||
		        bare.at[bare.size - 1] == ';'))
			bare.size--;
		if (subordinates(bare))
			main_clause = false;
		bool is_month = str_eq(bare, STR("May")) && !first;
		for (size_t i = 0; main_clause && !is_month && i < sizeof modals / sizeof *modals; i++) {
			bool alike = bare.size && byte_lower(bare.at[0]) == modals[i].word[0];
			if (!alike || !is_word(bare, modals[i].word) || (modals[i].state && !is_be(before)))
				continue;
			str ahead = rest, next = STR(""), second = STR("");
			str_next_word(&ahead, " \t\n", &next);
			str_next_word(&ahead, " \t\n", &second);
			if (is_word(next, "be") && is_word(second, "able"))
				continue; /* what may happen, no duty */
			bool negated = modals[i].negated || (modals[i].state ? negation_before : is_negation(next));
			int rank = modals[i].rank == 1 && negated && is_word(bare, "may") ? 3 : modals[i].rank;
			duty.modals++;
			if (rank <= duty.rank)
				continue;
			bool takes_next = negated && !modals[i].negated && !modals[i].state;
			str from = modals[i].state && negated ? before : bare, to = takes_next ? next : bare;
			duty = (struct duty){ rank, negated, duty.modals,
				{ from.at, (size_t)(to.at + to.size - from.at) } };
		}
		negation_before = is_negation(bare) || (negation_before && is_be(bare)) || is_word(bare, "isn't") ||
		    is_word(bare, "aren't");
		if (bare.size < word.size)
			main_clause = true;
		before = bare;
	}
	return duty;
}

enum duty_change duties_compare(struct duty old, struct duty new)
{
	if (!old.rank || !new.rank || old.modals != new.modals)
		return DUTY_SAME;
	if (old.rank != new.rank)
		return new.rank > old.rank ? DUTY_RAISED : DUTY_LOWERED;
	if (old.negated == new.negated)
		return DUTY_SAME;
	/* a duty that is denied is none any more; a permission that is denied forbids */
	return (old.rank == 1) == new.negated ? DUTY_RAISED : DUTY_LOWERED;
}
