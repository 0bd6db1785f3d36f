#include "analyzer/survey/survey.h"

#include "model/names.h"

uint32_t survey_find_team(const struct survey *survey, struct graph *graph, str words)
{
	struct arena scratch = { 0 };
	struct registry *registry = &graph->registry;
	str key = team_key(&scratch, text_n0(&scratch, words));
	team_id team = registry_resolve_key(registry, key);
	str id = team ? registry_team_key(registry, team) : key;
	uint32_t found = NONE;

	for (uint32_t i = 0; i < survey->teams.count && found == NONE && id.size; i++)
		if (str_eq(survey->nodes.items[survey->teams.items[i].node].id, id))
			found = survey->teams.items[i].node;
	arena_release(&scratch);
	return found;
}

struct search {
	const struct survey *survey;
	struct arena scratch;
	str words, n1;
	struct words n2;
	uint32_t *out;
	unsigned max, count;
};

static void found(struct search *s, uint32_t node)
{
	if (s->count < s->max)
		s->out[s->count] = node;
	s->count++;
}

static str name_of(struct search *s, const struct survey_node *node)
{
	return node->kind == SURVEY_STEP ? node->n1 : text_n1(&s->scratch, node->name);
}

/* "billing/run.md" and "run.md" name the file billing/run.md. */
static bool is_path(const struct survey_node *node, str words)
{
	if (node->kind != SURVEY_DOCUMENT || node->document != NONE || !words.size || !str_ends(node->path, words))
		return false;
	return node->path.size == words.size || node->path.at[node->path.size - words.size - 1] == '/';
}

/* "a/b.md:41": what stands in that line. */
static bool is_place(const struct survey_node *node, str words)
{
	struct str_cut cut = str_rcut(words, ':');

	if (!cut.found || !cut.tail.size || cut.tail.size > 9 || node->path.size < cut.head.size || !cut.head.size ||
	    (node->kind == SURVEY_DOCUMENT && node->document == NONE))
		return false;
	uint32_t line = 0;
	for (size_t i = 0; i < cut.tail.size; i++) {
		if (!byte_is_digit(cut.tail.at[i]))
			return false;
		line = line * 10 + (uint32_t)(cut.tail.at[i] - '0');
	}
	return node->line == line && str_eq(node->path, cut.head);
}

/* All words in any order: "sim activation" is "Activate the SIM". */
static bool has_all_words(struct search *s, str n1)
{
	struct arena scratch = { 0 };
	struct words name = text_n2(&scratch, n1);
	uint32_t at = 0, shared = 0;

	for (uint32_t i = 0; i < name.count && at < s->n2.count; i++) /* both are sorted */
		if (name.items[i] == s->n2.items[at]) {
			shared++;
			at++;
		} else if (name.items[i] > s->n2.items[at])
			break;
	arena_release(&scratch);
	return s->n2.count && shared == s->n2.count;
}

static bool matches(struct search *s, const struct survey_node *node, unsigned round)
{
	if (round == 0)
		return is_path(node, s->words) || is_place(node, s->words) ||
		    (node->kind > SURVEY_SYSTEM && str_eq(node->id, s->words));
	if (!s->n1.size || node->kind <= SURVEY_SYSTEM || (node->kind == SURVEY_DOCUMENT && node->document != NONE))
		return false;
	str name = name_of(s, node);
	return round == 1 ? str_eq(name, s->n1) : round == 2 ? str_has(name, s->n1) : has_all_words(s, name);
}

unsigned survey_find(const struct survey *survey, struct graph *graph, str words, uint32_t *out, unsigned max)
{
	struct search s = { .survey = survey, .words = words, .out = out, .max = max };
	uint32_t team = survey_find_team(survey, graph, words);

	s.n1 = text_n1(&s.scratch, text_n0(&s.scratch, text_utf8(&s.scratch, words, NULL)));
	s.n2 = text_n2(&s.scratch, s.n1);
	if (team != NONE)
		found(&s, team);
	for (unsigned round = 0; round < 4 && !s.count; round++)
		for (uint32_t i = 0; i < survey->nodes.count; i++)
			if (matches(&s, &survey->nodes.items[i], round))
				found(&s, i);
	arena_release(&s.scratch);
	return s.count;
}
