#include "analyzer/git/history.h"

#include "base/day.h"

#include <git2.h>
#include <string.h>
#include <time.h>

/* --- dates ------------------------------------------------------------------------------------------------ */

static bool take_number(str *rest, size_t most, int *out)
{
	size_t digits = 0;

	*out = 0;
	while (digits < rest->size && digits < most && byte_is_digit(rest->at[digits]))
		*out = *out * 10 + (rest->at[digits++] - '0');
	*rest = str_sub(*rest, digits, rest->size);
	return digits > 0;
}

static bool take_byte(str *rest, char byte)
{
	if (!rest->size || rest->at[0] != byte)
		return false;
	*rest = str_sub(*rest, 1, rest->size);
	return true;
}

static bool read_calendar_date(str words, int64_t *out)
{
	int year, month, day, hour = 0, minute = 0, second = 0;

	if (!take_number(&words, 4, &year) || year < 1970 || !take_byte(&words, '-') ||
	    !take_number(&words, 2, &month) || month < 1 || month > 12 || !take_byte(&words, '-') ||
	    !take_number(&words, 2, &day) || day < 1 || day > 31)
		return false;
	if ((take_byte(&words, 'T') || take_byte(&words, ' ')) &&
	    (!take_number(&words, 2, &hour) || !take_byte(&words, ':') || !take_number(&words, 2, &minute)))
		return false;
	if (take_byte(&words, ':') && !take_number(&words, 2, &second))
		return false;
	take_byte(&words, 'Z');
	*out = (int64_t)day_number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
	return words.size == 0;
}

static bool read_ago(str words, int64_t now, int64_t *out)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = { { "minute", 60 }, { "hour", 3600 }, { "day", 86400 }, { "week", 604800 }, { "month", 2629800 },
		{ "year", 31557600 } };
	int count;

	if (str_ieq(words, STR("yesterday")) || str_ieq(words, STR("today")) || str_ieq(words, STR("now"))) {
		*out = now - (str_ieq(words, STR("yesterday")) ? 86400 : 0);
		return true;
	}
	if (!take_number(&words, 6, &count))
		return false;
	while (words.size && (words.at[0] == ' ' || words.at[0] == '.'))
		words = str_sub(words, 1, words.size);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_istarts(words, str_of(units[i].name))) {
			*out = now - count * units[i].seconds;
			return true;
		}
	return false;
}

bool date_read(str words, int64_t now, int64_t *out)
{
	words = str_trim(words);
	return read_calendar_date(words, out) || read_ago(words, now, out);
}

/* --- ranges ------------------------------------------------------------------------------------------------- */

struct narrowing {
	git_revwalk *walk;
	int64_t since, until;
	bool has_since, has_until;
};

static git_oid raw(const struct oid *oid)
{
	git_oid git;
	git_oid_fromraw(&git, oid->bytes);
	return git;
}

static bool hide(git_revwalk *walk, const struct oid *oid)
{
	git_oid git = raw(oid);
	return git_revwalk_hide(walk, &git) == 0;
}

static bool resolve_or_date(struct repository *repository, const char *words, struct oid *out, struct error *error)
{
	struct error unknown = { 0 };

	if (repository_resolve(repository, words, out, &unknown))
		return true;
	if (unknown.code == ERROR_USAGE)
		return error_set(error, ERROR_USAGE, NULL, 0,
		    "'%s' is no date (2026-11-02, 3 weeks ago) and names no revision", words);
	*error = unknown;
	return false;
}

static bool narrow(struct narrowing *n, struct repository *repository, const struct range_wish *wish, struct oid *head,
    struct error *error)
{
	int64_t now = (int64_t)time(NULL);
	struct oid oid;

	if (wish->since) {
		n->has_since = date_read(str_of(wish->since), now, &n->since);
		if (!n->has_since &&
		    (!repository_resolve(repository, wish->since, &oid, error) || !hide(n->walk, &oid)))
			return false;
	}
	if (wish->until) {
		n->has_until = date_read(str_of(wish->until), now, &n->until);
		if (!n->has_until) {
			if (!resolve_or_date(repository, wish->until, &oid, error))
				return false;
			*head = oid;
		}
	}
	return true;
}

static bool commit_time(struct repository *repository, const git_oid *id, int64_t *out)
{
	git_commit *commit = NULL;

	if (git_commit_lookup(&commit, repository->git, id) < 0)
		return false;
	*out = git_commit_time(commit);
	git_commit_free(commit);
	return true;
}

static void turn_round(struct range *range)
{
	for (uint32_t i = 0; i < range->commits.count / 2; i++) {
		struct oid other = range->commits.items[range->commits.count - 1 - i];
		range->commits.items[range->commits.count - 1 - i] = range->commits.items[i];
		range->commits.items[i] = other;
	}
}

static bool not_all_here(const struct repository *repository, struct error *error)
{
	return error_set(error, ERROR_INCOMPLETE, NULL, 0, "the history is not all here%s",
	    repository->shallow ? "; this clone is shallow: git fetch --unshallow"
	                        : "; git fsck tells what is missing");
}

bool commits_between(struct oid_list *out, struct repository *repository, struct arena *arena, const struct oid *hidden,
    unsigned hidden_count, const struct oid *heads, unsigned head_count, struct error *error)
{
	git_revwalk *walk = NULL;
	git_oid id;
	int answer = git_revwalk_new(&walk, repository->git);

	*out = (struct oid_list){ 0 };
	if (answer == 0)
		git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	for (unsigned i = 0; i < head_count && answer == 0; i++) {
		id = raw(&heads[i]);
		answer = git_revwalk_push(walk, &id);
	}
	for (unsigned i = 0; i < hidden_count && answer == 0; i++)
		answer = hide(walk, &hidden[i]) ? 0 : -1;
	while (answer == 0 && (answer = git_revwalk_next(&id, walk)) == 0)
		memcpy(LIST_ADD(arena, &out->list)->bytes, id.id, sizeof out->list.items->bytes);
	git_revwalk_free(walk);
	return answer == GIT_ITEROVER || not_all_here(repository, error);
}

static bool collect(
    struct range *out, struct repository *repository, struct arena *arena, struct narrowing *n, struct error *error)
{
	git_oid id, head = raw(&out->head);
	int answer;

	git_revwalk_sorting(n->walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	if (git_revwalk_push(n->walk, &head) < 0)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "the history cannot be walked");
	while ((answer = git_revwalk_next(&id, n->walk)) == 0) {
		int64_t when = 0;
		if ((n->has_since || n->has_until) && commit_time(repository, &id, &when) &&
		    ((n->has_since && when < n->since) || (n->has_until && when > n->until)))
			continue;
		struct oid *commit = LIST_ADD(arena, &out->commits);
		memcpy(commit->bytes, id.id, sizeof commit->bytes);
	}
	if (answer != GIT_ITEROVER)
		return not_all_here(repository, error);
	return true;
}

static const char *word(struct arena *arena, str text)
{
	return text.size ? arena_dup(arena, text).at : "HEAD";
}

static bool find_ends(struct range *out, struct repository *repository, struct arena *arena,
    const struct range_wish *wish, bool *whole, struct error *error)
{
	str words = str_of(wish->words ? wish->words : "HEAD");
	struct str_cut three = str_cut_str(words, STR("...")), two = str_cut_str(words, STR(".."));
	bool ranged = two.found;

	str left = three.found ? three.head : two.head, right = three.found ? three.tail : two.tail;
	*whole = false;
	if (!ranged) {
		*whole = wish->history || wish->since || wish->until;
		out->shown =
		    *whole ? arena_printf(arena, "the history of %.*s", STR_ARG(words)) : arena_dup(arena, words);
		return repository_resolve(repository, word(arena, words), &out->head, error);
	}
	out->shown = arena_dup(arena, words);
	if (!repository_resolve(repository, word(arena, left), &out->base, error) ||
	    !repository_resolve(repository, word(arena, right), &out->head, error))
		return false;
	if (!three.found && !wish->net)
		return true;
	out->bases = ARENA_ARRAY(arena, struct oid, 16);
	if (!repository_merge_bases(repository, &out->base, &out->head, out->bases, 16, &out->base_count, error))
		return false;
	if (!out->base_count && wish->net)
		return error_set(
		    error, ERROR_INCOMPLETE, NULL, 0, "%s: the two sides have no commit in common", wish->words);
	return true;
}

bool range_find(struct range *out, struct repository *repository, struct arena *arena, const struct range_wish *wish,
    struct error *error)
{
	struct narrowing n = { 0 };
	bool whole;

	*out = (struct range){ 0 };
	if (!find_ends(out, repository, arena, wish, &whole, error))
		return false;
	if (!whole && oid_is_zero(&out->base)) { /* one commit */
		LIST_PUSH(arena, &out->commits, out->head);
		struct commit_info info;
		if (!repository_commit(repository, &out->head, arena, &info, error))
			return false;
		if (info.parent_count)
			out->base = info.parents[0];
		return true;
	}
	if (git_revwalk_new(&n.walk, repository->git) < 0)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "the history cannot be walked");
	bool found = narrow(&n, repository, wish, &out->head, error);
	if (found && !oid_is_zero(&out->base)) {
		found = hide(n.walk, &out->base);
		for (unsigned i = 0; found && i < out->base_count; i++)
			found = hide(n.walk, &out->bases[i]);
		if (out->base_count)
			out->base = out->bases[0];
	}
	found = found && collect(out, repository, arena, &n, error);
	git_revwalk_free(n.walk);
	if (found && wish->reverse)
		turn_round(out);
	return found;
}
