#include "tests/support/answer.h"
#include "tests/support/check.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* --- reading ---------------------------------------------------------------------------------------------------- */

static str text_of(struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		fail_msg("no text '%s'", key);
	return arena_dup(arena, (str){ json_string_value(value), json_string_length(value) });
}

static unsigned number_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		fail_msg("no number '%s'", key);
	return (unsigned)json_integer_value(value);
}

static const json_t *list_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_array(value))
		fail_msg("no list '%s'", key);
	return value;
}

static str word_at(struct arena *arena, const json_t *list, size_t index)
{
	const json_t *value = json_array_get(list, index);
	return arena_dup(arena, (str){ json_string_value(value), json_string_length(value) });
}

static void take_path(struct arena *arena, const json_t *affected, struct answered_team *out)
{
	const json_t *list = list_of(affected, "path");

	out->hops = (unsigned)json_array_size(list);
	out->path = ARENA_ARRAY(arena, struct answered_hop, out->hops + 1);
	for (unsigned i = 0; i < out->hops; i++) {
		const json_t *hop = json_array_get(list, i);
		out->path[i] = (struct answered_hop){ text_of(arena, hop, "team"), text_of(arena, hop, "file"),
			text_of(arena, hop, "graph"), number_of(hop, "line") };
	}
}

static int by_distance_and_name(const void *a, const void *b)
{
	const struct answered_team *left = a, *right = b;

	if (left->distance != right->distance)
		return left->distance < right->distance ? -1 : 1;
	return str_cmp(left->team, right->team);
}

static void take_teams(struct arena *arena, const json_t *change, struct answered_change *out)
{
	const json_t *list = list_of(change, "affected");

	out->team_count = (unsigned)json_array_size(list);
	out->teams = ARENA_ARRAY(arena, struct answered_team, out->team_count + 1);
	for (unsigned i = 0; i < out->team_count; i++) {
		const json_t *affected = json_array_get(list, i);
		struct answered_team *team = &out->teams[i];
		team->team = text_of(arena, affected, "team");
		team->role = text_of(arena, affected, "role");
		team->severity = text_of(arena, affected, "severity");
		team->requirement = text_of(arena, affected, "requirement");
		team->distance = number_of(affected, "distance");
		team->acknowledged = json_is_true(json_object_get(affected, "acknowledged"));
		take_path(arena, affected, team);
	}
	qsort(out->teams, out->team_count, sizeof *out->teams, by_distance_and_name);
}

static str modifiers_of(struct arena *arena, const json_t *change)
{
	const json_t *list = list_of(change, "modifiers");
	str words = STR("");

	for (size_t i = 0; i < json_array_size(list); i++)
		words = arena_printf(
		    arena, "%.*s%s%.*s", STR_ARG(words), words.size ? ", " : "", STR_ARG(word_at(arena, list, i)));
	return words;
}

static void take_change(struct arena *arena, const json_t *change, struct answered_change *out)
{
	out->fingerprint = text_of(arena, change, "fingerprint");
	out->rule = text_of(arena, change, "rule");
	out->severity = text_of(arena, change, "severity");
	out->modifiers = modifiers_of(arena, change);
	out->path = text_of(arena, change, "path");
	out->element = text_of(arena, json_object_get(change, "element"), "name");
	out->old = text_of(arena, change, "old");
	out->now = text_of(arena, change, "new");
	out->audience_unknown = str_eq(text_of(arena, change, "audience"), STR("unknown"));
	out->line = number_of(change, "line");
	out->count = json_object_get(change, "count") ? number_of(change, "count") : 1;
	take_teams(arena, change, out);
}

static void take_sums(struct arena *arena, const json_t *commit, struct answer *out)
{
	const json_t *list = list_of(commit, "affected");

	out->sum_count = (unsigned)json_array_size(list);
	out->sums = ARENA_ARRAY(arena, struct answered_sum, out->sum_count + 1);
	for (unsigned i = 0; i < out->sum_count; i++) {
		const json_t *team = json_array_get(list, i), *changes = list_of(team, "changes");
		struct answered_sum *sum = &out->sums[i];
		sum->team = text_of(arena, team, "team");
		sum->severity = text_of(arena, team, "severity");
		sum->requirement = text_of(arena, team, "requirement");
		sum->distance = number_of(team, "distance");
		sum->change_count = (unsigned)json_array_size(changes);
		sum->changes = ARENA_ARRAY(arena, str, sum->change_count + 1);
		for (unsigned k = 0; k < sum->change_count; k++)
			sum->changes[k] = word_at(arena, changes, k);
	}
}

/* --- answers ---------------------------------------------------------------------------------------------------- */

static unsigned rank_of(str word)
{
	static const char *const ranks[] = { "none", "notify", "acknowledge", "info", "risky", "breaking" };

	for (unsigned i = 0; i < sizeof ranks / sizeof *ranks; i++)
		if (str_eq(word, str_of(ranks[i])))
			return i;
	fail_msg("no such severity or requirement: %.*s", STR_ARG(word));
	return 0;
}

static void counts_are_right(const struct answers *answers, const unsigned *counted)
{
	unsigned of[6] = { 0 }, changes = 0;

	for (unsigned i = 0; i < answers->count; i++)
		for (unsigned c = 0; c < answers->commits[i].change_count; c++, changes++)
			of[rank_of(answers->commits[i].changes[c].severity)]++;
	assert_int_equal(counted[0], answers->count);
	assert_int_equal(counted[1], changes);
	assert_int_equal(counted[2], of[5]);
	assert_int_equal(counted[3], of[4]);
	assert_int_equal(counted[4], of[3]);
}

static struct answer take_commit(struct arena *arena, const json_t *commit)
{
	const json_t *list = list_of(commit, "changes");
	struct answer answer = { .id = text_of(arena, commit, "id"), .subject = text_of(arena, commit, "summary") };

	answer.change_count = (unsigned)json_array_size(list);
	answer.changes = ARENA_ARRAY(arena, struct answered_change, answer.change_count + 1);
	for (unsigned i = 0; i < answer.change_count; i++)
		take_change(arena, json_array_get(list, i), &answer.changes[i]);
	take_sums(arena, commit, &answer);
	return answer;
}

struct answers answers_of(struct arena *arena, struct story *story, const char *arguments)
{
	static const char *const counts[] = { "commits", "changes", "breaking", "risky", "info" };
	str line = arena_printf(arena, "impact %s --format json", arguments);
	struct answers answers = { 0 };
	unsigned counted[5];
	json_error_t error;

	if (story_run(story, line.at) != 0)
		fail_msg("%s: status %d, %.*s", line.at, story->status, STR_ARG(buf_str(&story->err)));
	assert_str(buf_str(&story->err), STR(""));
	json_t *root = json_loadb(story->out.at, story->out.size, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_msg("%s: line %d: %s", line.at, error.line, error.text);
	const json_t *list = list_of(root, "commits"), *summary = json_object_get(root, "summary");
	str schema = text_of(arena, root, "schema");
	answers.count = (unsigned)json_array_size(list);
	answers.commits = ARENA_ARRAY(arena, struct answer, answers.count + 1);
	for (unsigned i = 0; i < answers.count; i++)
		answers.commits[i] = take_commit(arena, json_array_get(list, i));
	for (unsigned i = 0; i < 5; i++)
		counted[i] = number_of(summary, counts[i]);
	answers.cosmetic = number_of(summary, "cosmetic");
	json_decref(root);
	assert_str(schema, STR("knockon/impact/1"));
	counts_are_right(&answers, counted);
	return answers;
}

struct answer answer_of(struct arena *arena, struct story *story, const char *arguments)
{
	struct answers answers = answers_of(arena, story, arguments);

	assert_int_equal(answers.count, 1);
	return answers.commits[0];
}

static void put_change(struct buf *out, const struct answered_change *change)
{
	buf_putf(out, "%.*s %.*s", STR_ARG(change->rule), STR_ARG(change->severity));
	if (change->count > 1)
		buf_putf(out, " x%u", change->count);
	if (change->modifiers.size)
		buf_putf(out, " [%.*s]", STR_ARG(change->modifiers));
	buf_puts(out, change->audience_unknown ? " audience unknown\n" : "\n");
	for (unsigned i = 0; i < change->team_count; i++) {
		const struct answered_team *team = &change->teams[i];
		buf_putf(out, "  %.*s %.*s %u %.*s %.*s%s\n", STR_ARG(team->team), STR_ARG(team->role), team->distance,
		    STR_ARG(team->severity), STR_ARG(team->requirement), team->acknowledged ? " acknowledged" : "");
	}
}

str answer_lines(struct arena *arena, const struct answer *answer, const char *least)
{
	struct buf lines = { 0 };

	for (unsigned i = 0; i < answer->change_count; i++)
		if (rank_of(answer->changes[i].severity) >= rank_of(str_of(least)))
			put_change(&lines, &answer->changes[i]);
	str text = arena_dup(arena, buf_str(&lines));
	buf_release(&lines);
	return text;
}

const struct answered_change *answer_change(const struct answer *answer, const char *rule)
{
	const struct answered_change *found = NULL;

	for (unsigned i = 0; i < answer->change_count; i++)
		if (str_eq(answer->changes[i].rule, str_of(rule))) {
			assert_null(found);
			found = &answer->changes[i];
		}
	if (!found)
		fail_msg("no %s", rule);
	return found;
}

str defect_lines(struct arena *arena, struct story *story, const char *range)
{
	str line = arena_printf(arena, "lint %s --min-severity info --format json", range), lines = STR("");
	json_error_t error;

	if (story_run(story, line.at) > 1)
		fail_msg("%s: status %d, %.*s", line.at, story->status, STR_ARG(buf_str(&story->err)));
	json_t *root = json_loadb(story->out.at, story->out.size, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_msg("%s: line %d: %s", line.at, error.line, error.text);
	const json_t *list = list_of(root, "defects");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *defect = json_array_get(list, i);
		lines = arena_printf(arena, "%.*s%.*s %.*s %.*s %.*s:%u\n", STR_ARG(lines),
		    STR_ARG(text_of(arena, defect, "state")), STR_ARG(text_of(arena, defect, "rule")),
		    STR_ARG(text_of(arena, defect, "severity")), STR_ARG(text_of(arena, defect, "path")),
		    number_of(defect, "line"));
	}
	json_decref(root);
	return lines;
}

/* --- what holds of every answer --------------------------------------------------------------------------------- */

static void has_path(const struct answered_team *team)
{
	bool owner = str_eq(team->role, STR("owner"));

	if ((team->distance == 0) != owner || (team->hops == 0) != owner)
		fail_msg("%.*s: %.*s at %u with %u hops", STR_ARG(team->team), STR_ARG(team->role), team->distance,
		    team->hops);
	for (unsigned i = 0; i < team->hops; i++) {
		const struct answered_hop *hop = &team->path[i];
		if (!hop->file.size || !hop->line ||
		    !(str_eq(hop->graph, STR("before")) || str_eq(hop->graph, STR("after"))))
			fail_msg("%.*s: hop %u has no place", STR_ARG(team->team), i);
	}
	if (team->hops)
		assert_str(team->path[team->hops - 1].team, team->team);
}

void assert_has_evidence(const struct answer *answer)
{
	for (unsigned c = 0; c < answer->change_count; c++)
		for (unsigned i = 0; i < answer->changes[c].team_count; i++) {
			const struct answered_change *change = &answer->changes[c];
			has_path(&change->teams[i]);
			for (unsigned k = 0; k < i; k++)
				assert_false(str_eq(change->teams[k].team, change->teams[i].team));
		}
}

static const struct answered_sum *sum_of(const struct answer *answer, str team)
{
	for (unsigned i = 0; i < answer->sum_count; i++)
		if (str_eq(answer->sums[i].team, team))
			return &answer->sums[i];
	fail_msg("%.*s is not in the list of the commit", STR_ARG(team));
	return NULL;
}

static bool names_change(const struct answered_sum *sum, str fingerprint)
{
	for (unsigned i = 0; i < sum->change_count; i++)
		if (str_eq(sum->changes[i], fingerprint))
			return true;
	return false;
}

static str stricter(str a, str b)
{
	return a.size && rank_of(a) >= rank_of(b) ? a : b;
}

static void sum_is_right(const struct answer *answer, const struct answered_sum *sum)
{
	str severity = STR(""), requirement = STR("");
	unsigned distance = UINT32_MAX, changes = 0;

	for (unsigned c = 0; c < answer->change_count; c++)
		for (unsigned i = 0; i < answer->changes[c].team_count; i++) {
			const struct answered_team *one = &answer->changes[c].teams[i];
			if (!str_eq(one->team, sum->team))
				continue;
			severity = stricter(severity, one->severity);
			requirement = stricter(requirement, one->requirement);
			distance = one->distance < distance ? one->distance : distance;
			changes++;
			if (!names_change(sum, answer->changes[c].fingerprint))
				fail_msg("%.*s: %.*s of %.*s is not in the list of the commit",
				    STR_ARG(answer->subject), STR_ARG(answer->changes[c].rule), STR_ARG(sum->team));
		}
	assert_int_equal(sum->change_count, changes);
	assert_str(sum->severity, severity);
	assert_str(sum->requirement, requirement);
	assert_int_equal(sum->distance, distance);
}

void assert_adds_up(const struct answer *answer)
{
	for (unsigned c = 0; c < answer->change_count; c++)
		for (unsigned i = 0; i < answer->changes[c].team_count; i++)
			sum_of(answer, answer->changes[c].teams[i].team);
	for (unsigned i = 0; i < answer->sum_count; i++)
		sum_is_right(answer, &answer->sums[i]);
}

/* --- tests ----------------------------------------------------------------------------------------------------------
 */

int telling_setup(void **state)
{
	struct telling *telling = calloc(1, sizeof *telling);

	if (!telling)
		return -1;
	story_begin(&telling->story, *state);
	*state = telling;
	return 0;
}

int telling_teardown(void **state)
{
	struct telling *telling = *state;

	story_end(&telling->story);
	arena_release(&telling->arena);
	free(telling);
	return 0;
}

struct answer assert_says_at_(
    struct telling *telling, const char *arguments, const char *lines, const char *file, int line)
{
	struct answer answer = answer_of(&telling->arena, &telling->story, arguments);
	str got = answer_lines(&telling->arena, &answer, "info");

	if (!str_eq(got, str_of(lines))) {
		print_error("impact %s\n--- got\n%.*s--- want\n%s", arguments, STR_ARG(got), lines);
		_fail(file, line);
	}
	assert_has_evidence(&answer);
	assert_adds_up(&answer);
	return answer;
}
