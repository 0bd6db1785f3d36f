#include "tests/support/verdict.h"
#include "tests/support/check.h"
#include "tests/support/valid.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *word_of(const json_t *object, const char *key)
{
	const char *word = json_string_value(json_object_get(object, key));

	if (!word)
		fail_msg("no text '%s'", key);
	return word ? word : "";
}

static unsigned put_findings(struct buf *out, const json_t *gate)
{
	unsigned open = 0;

	for (size_t i = 0; i < json_array_size(gate); i++) {
		const json_t *found = json_array_get(gate, i), *element = json_object_get(found, "element");
		const char *team = word_of(element, "team");
		assert_string_equal(word_of(element, "kind"), "gate");
		assert_true(word_of(found, "message")[0] != 0);
		assert_int_equal(strlen(word_of(found, "fingerprint")), 12);
		open += strcmp(word_of(found, "rule"), "impact-unacknowledged") == 0;
		buf_putf(
		    out, "%s %s%s%s\n", word_of(found, "rule"), word_of(found, "severity"), *team ? " " : "", team);
	}
	return open;
}

/* Each team that has not acknowledged what it must has a line to add, and no other team has one. */
static unsigned count_remedies(const json_t *commit)
{
	const json_t *teams = json_object_get(commit, "affected");
	unsigned remedies = 0;

	for (size_t i = 0; i < json_array_size(teams); i++) {
		const json_t *team = json_array_get(teams, i);
		if (!json_object_get(team, "remedy"))
			continue;
		assert_string_equal(word_of(team, "requirement"), "acknowledge");
		assert_false(json_is_true(json_object_get(team, "acknowledged")));
		remedies++;
	}
	return remedies;
}

str verdict_lines(struct arena *arena, struct story *story, const char *arguments)
{
	str line = arena_printf(arena, "check %s --format json", arguments);
	struct buf out = { 0 };
	json_error_t error;

	int status = story_run(story, line.at);
	json_t *root = json_loadb(story->out.at ? story->out.at : "", story->out.size, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_msg("%s: status %d: %.*s%s", line.at, status, STR_ARG(buf_str(&story->err)), error.text);
	assert_string_equal(word_of(root, "schema"), "knockon/check/1");
	assert_follows_its_schema(line.at, root);
	assert_int_equal(status, strcmp(word_of(root, "verdict"), "pass") != 0);
	const json_t *commits = json_object_get(root, "commits");
	assert_int_equal(json_array_size(commits), 1);
	buf_putf(&out, "%s %d\n", word_of(root, "verdict"), status);
	unsigned open = put_findings(&out, json_object_get(root, "gate"));
	assert_int_equal(open > 0, count_remedies(json_array_get(commits, 0)) > 0);
	json_decref(root);
	str lines = arena_dup(arena, buf_str(&out));
	buf_release(&out);
	return lines;
}

void assert_verdict_at_(struct telling *telling, const char *arguments, const char *lines, const char *file, int line)
{
	str got = verdict_lines(&telling->arena, &telling->story, arguments);

	if (str_eq(got, str_of(lines)))
		return;
	print_error("check %s\n--- got\n%.*s--- want\n%s", arguments, STR_ARG(got), lines);
	_fail(file, line);
}

/* Lines are broken where the terminal ends: every run of blanks is one. */
static str squeezed(struct arena *arena, str text)
{
	struct buf out = { 0 };
	str word;

	while (str_next_word(&text, " \n", &word)) {
		if (out.size)
			buf_putc(&out, ' ');
		buf_put(&out, word);
	}
	str whole = arena_dup(arena, buf_str(&out));
	buf_release(&out);
	return whole;
}

void assert_said_at_(struct telling *telling, const char *words, const char *file, int line)
{
	struct arena *arena = &telling->arena;
	str out = buf_str(&telling->story.out), err = buf_str(&telling->story.err),
	    want = squeezed(arena, str_of(words));

	if (str_has(squeezed(arena, out), want) || str_has(squeezed(arena, err), want))
		return;
	print_error("'%s' is not in\n%.*s%.*s", words, STR_ARG(out), STR_ARG(err));
	_fail(file, line);
}

/* --- what a test does in between -----------------------------------------------------------------------------------
 */

void shell(struct telling *telling, const char *line)
{
	if (story_shell(&telling->story, line) != 0)
		fail_msg(
		    "%s: %.*s%.*s", line, STR_ARG(buf_str(&telling->story.out)), STR_ARG(buf_str(&telling->story.err)));
}

void commits_as(struct telling *telling, const char *name, const char *email)
{
	shell(telling,
	    arena_printf(&telling->arena, "git config user.name '%s' && git config user.email '%s'", name, email).at);
}

void write_file(struct telling *telling, const char *path, const char *bytes)
{
	shell(telling, arena_printf(&telling->arena, "mkdir -p \"$(dirname '%s')\"", path).at);
	str whole = arena_printf(&telling->arena, "%s/%s", telling->story.repository, path);
	FILE *file = fopen(whole.at, "w");
	if (!file)
		fail_msg("%s cannot be written", path);
	assert_int_equal(fwrite(bytes, 1, strlen(bytes), file), strlen(bytes));
	assert_int_equal(fclose(file), 0);
}

void commit_all(struct telling *telling, const char *message)
{
	shell(telling, arena_printf(&telling->arena, "git add -A && git commit -q --allow-empty -m '%s'", message).at);
}

str shell_says(struct telling *telling, const char *line)
{
	shell(telling, line);
	return str_trim(arena_dup(&telling->arena, buf_str(&telling->story.out)));
}
