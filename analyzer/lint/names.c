/*
 * Names of teams that are almost the same: one letter or two, or the first letters of the other's words. What is only
 * suggested, never merged.
 */

#include "analyzer/graph/paths.h"
#include "analyzer/lint/lint_inner.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 8, LETTERS_MAX = 48 };

struct named { /* a team that is known by a source of its own */
	uint32_t node;
	const struct survey_team *team;
	str key, name;
	str words[WORDS_MAX];
	unsigned word_count;
	uint32_t weight; /* how often it is named */
};

static bool is_configured(const struct survey_team *team)
{
	for (uint32_t i = 0; i < team->sources.count; i++)
		if (strcmp(team->sources.items[i].what, "configuration") == 0)
			return true;
	return false;
}

static void split_key(struct named *named)
{
	str rest = named->key, word;

	while (named->word_count < WORDS_MAX && str_next_word(&rest, "-", &word))
		named->words[named->word_count++] = word;
}

/* --- letters --------------------------------------------------------------------------------------------- */

/* Letters to add, drop, change or swap with their neighbour. */
static unsigned letters_between(str a, str b)
{
	unsigned rows[3][LETTERS_MAX + 1];

	if (a.size > LETTERS_MAX || b.size > LETTERS_MAX)
		return LETTERS_MAX;
	for (size_t k = 0; k <= b.size; k++)
		rows[0][k] = (unsigned)k;
	for (size_t i = 1; i <= a.size; i++) {
		unsigned *now = rows[i % 3], *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
		now[0] = (unsigned)i;
		for (size_t k = 1; k <= b.size; k++) {
			bool same = a.at[i - 1] == b.at[k - 1];
			unsigned best = last[k - 1] + !same;
			best = last[k] + 1 < best ? last[k] + 1 : best;
			best = now[k - 1] + 1 < best ? now[k - 1] + 1 : best;
			if (i > 1 && k > 1 && a.at[i - 1] == b.at[k - 2] && a.at[i - 2] == b.at[k - 1] &&
			    before[k - 2] + 1 < best)
				best = before[k - 2] + 1;
			now[k] = best;
		}
	}
	return rows[a.size % 3][b.size];
}

static bool has_digit(str word)
{
	for (size_t i = 0; i < word.size; i++)
		if (byte_is_digit(word.at[i]))
			return true;
	return false;
}

/* One word is a slip of the other: the same first letter, long enough, no number. */
static bool is_slip(str a, str b)
{
	size_t shorter = a.size < b.size ? a.size : b.size;

	if (shorter < 5 || has_digit(a) || has_digit(b) || a.at[0] != b.at[0])
		return false;
	unsigned letters = letters_between(a, b);
	return letters == 1 || (letters == 2 && shorter >= 8);
}

static bool differ_by_a_slip(const struct named *a, const struct named *b)
{
	unsigned different = NONE;

	if (a->word_count != b->word_count || a->key.size < 6 || b->key.size < 6)
		return false;
	for (unsigned i = 0; i < a->word_count; i++)
		if (!str_eq(a->words[i], b->words[i])) {
			if (different != NONE)
				return false;
			different = i;
		}
	return different != NONE && is_slip(a->words[different], b->words[different]);
}

/* --- first letters --------------------------------------------------------------------------------------- */

static bool is_little_word(str word)
{
	return str_eq(word, STR("and")) || str_eq(word, STR("of")) || str_eq(word, STR("the")) ||
	    str_eq(word, STR("for"));
}

/* "CS" of "Customer Support": at least two words, each with its letter. */
static bool is_acronym_of(const struct named *letters, const struct named *words)
{
	size_t at = 0;

	if (letters->word_count != 1 || words->word_count < 2 || letters->key.size < 2 || letters->key.size > 5)
		return false;
	for (unsigned i = 0; i < words->word_count; i++) {
		if (is_little_word(words->words[i]))
			continue;
		if (at == letters->key.size || words->words[i].at[0] != letters->key.at[at])
			return false;
		at++;
	}
	return at == letters->key.size;
}

/* Written in capitals: "CS", not "cs" or "Ops". */
static bool is_in_capitals(str name)
{
	for (size_t i = 0; i < name.size; i++)
		if (byte_is_lower(name.at[i]))
			return false;
	return name.size > 1;
}

/* --- telling --------------------------------------------------------------------------------------------- */

/* Named side by side by one author, in one picture or one head of a table, who tells them apart. */
static bool stand_side_by_side(const struct survey_team *a, const struct survey_team *b)
{
	for (uint32_t i = 0; i < a->sources.count; i++)
		for (uint32_t k = 0; k < b->sources.count; k++)
			if (str_eq(a->sources.items[i].path, b->sources.items[k].path))
				return true;
	return false;
}

/* A folder's name, or a name in running text: of two such names neither is surely a team. */
static bool is_sure(const struct survey_team *team)
{
	for (uint32_t i = 0; i < team->sources.count; i++)
		if (strcmp(team->sources.items[i].what, "folder") != 0 &&
		    strcmp(team->sources.items[i].what, "running text") != 0)
			return true;
	return false;
}

static bool is_example_only(const struct survey_team *team)
{
	for (uint32_t i = 0; i < team->sources.count; i++)
		if (!path_is_example(team->sources.items[i].path))
			return false;
	return team->sources.count > 0;
}

/* As YAML wants it. */
static str in_quotes(struct arena *arena, str name)
{
	char *out = arena_alloc(arena, 2 * name.size + 3);
	size_t size = 0;

	out[size++] = '"';
	for (size_t i = 0; i < name.size; i++) {
		if (name.at[i] == '"' || name.at[i] == '\\')
			out[size++] = '\\';
		out[size++] = name.at[i];
	}
	out[size++] = '"';
	return (str){ out, size };
}

/* The line for .knockon.yml, with the name that is used less as the alias. */
static void tell(struct linting *l, const struct named *one, const struct named *other, bool acronym)
{
	bool swap = acronym                                          ? false
	    : is_configured(other->team) != is_configured(one->team) ? is_configured(other->team)
	                                                             : other->weight > one->weight;
	const struct named *main = swap ? other : one, *alias = swap ? one : other;
	const struct survey_source *source = alias->team->sources.count ? alias->team->sources.items : NULL;
	const struct linted *document = source ? lint_document(l, source->path) : NULL;
	struct defect *d = lint_add(l, RULE_TEAM_NEAR_DUPLICATE, document, source ? source->line : 0);

	if (!d)
		return;
	if (!document && source)
		d->path = arena_dup(l->arena, source->path);
	d->element.kind = "team";
	d->element.id = alias->key;
	d->element.name = alias->name;
	d->element.team = alias->key;
	d->field = "name";
	d->detail = main->key;
	d->message = arena_printf(l->arena, "'%.*s' and '%.*s' count as two teams; is '%.*s' the same team?",
	    STR_ARG(main->name), STR_ARG(alias->name), STR_ARG(alias->name));
	str quoted = in_quotes(l->arena, alias->name);
	d->remedy = is_configured(main->team) ? arena_printf(l->arena, "aliases: [%.*s]", STR_ARG(quoted))
	                                      : arena_printf(l->arena, "- { name: %.*s, aliases: [%.*s] }",
	                                            STR_ARG(in_quotes(l->arena, main->name)), STR_ARG(quoted));
	const struct named *both[] = { main, alias };
	for (unsigned i = 0; i < 2; i++)
		lint_concerns(l, d, registry_key(&l->graph->registry, both[i]->key));
	if (main->team->sources.count)
		lint_place(l, d, main->team->sources.items[0].path, main->team->sources.items[0].line);
}

static void find_acronyms(struct linting *l, const struct named *all, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct named *meant = NULL;
		unsigned found = 0;
		if (!is_in_capitals(all[i].name) || is_configured(all[i].team))
			continue;
		for (uint32_t k = 0; k < count; k++)
			if (k != i && is_acronym_of(&all[i], &all[k]) &&
			    !stand_side_by_side(all[i].team, all[k].team)) {
				found++;
				meant = &all[k];
			}
		if (found == 1) /* of two it may be either */
			tell(l, meant, &all[i], true);
	}
}

static int by_first_word(const void *a, const void *b)
{
	return str_cmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

enum { TEAMS_COMPARED = 3000 };

void lint_names(struct linting *l)
{
	const struct survey *survey = l->survey;
	struct named *all = ARENA_ARRAY(l->arena, struct named, survey->teams.count + 1);
	uint32_t count = 0;

	for (uint32_t i = 0; i < survey->teams.count && count < TEAMS_COMPARED; i++) {
		const struct survey_node *node = &survey->nodes.items[survey->teams.items[i].node];
		if (node->kind != SURVEY_TEAM || !survey->teams.items[i].known ||
		    is_example_only(&survey->teams.items[i]))
			continue;
		all[count] = (struct named){ .node = survey->teams.items[i].node,
			.team = &survey->teams.items[i],
			.key = node->id,
			.name = node->name };
		for (uint32_t k = 0; k < all[count].team->sources.count; k++)
			all[count].weight += all[count].team->sources.items[k].count;
		split_key(&all[count++]);
	}
	if (count)
		qsort(all, count, sizeof *all, by_first_word);
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = i + 1; k < count && all[k].key.at[0] == all[i].key.at[0]; k++)
			if ((is_sure(all[i].team) || is_sure(all[k].team)) &&
			    !(is_configured(all[i].team) && is_configured(all[k].team)) &&
			    differ_by_a_slip(&all[i], &all[k]) && !stand_side_by_side(all[i].team, all[k].team))
				tell(l, &all[i], &all[k], false);
	find_acronyms(l, all, count);
}
