#include "analyzer/gate/target.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BASES_MAX = 16, ID_SHOWN = 7 };

static str short_id(struct arena *arena, const struct oid *id)
{
	return str_sub(oid_text(arena, id), 0, ID_SHOWN);
}

static str count_of(struct arena *arena, unsigned count)
{
	return count ? arena_printf(arena, "%u %s", count, count == 1 ? "commit" : "commits") : STR("no commits");
}

static str since_words(struct arena *arena, const struct target *target, bool related)
{
	const struct net_range *range = &target->range;
	str words = STR("");

	if (!range->base_count)
		return STR("; all of it is new");
	if (!related)
		return STR("; the two sides have no commit in common and are compared as they stand");
	if (range->base_count == 1)
		return arena_printf(arena, " since %.*s", STR_ARG(short_id(arena, &range->bases[0])));
	for (unsigned i = 0; i < range->base_count; i++)
		words = arena_printf(
		    arena, "%.*s%s%.*s", STR_ARG(words), i ? ", " : "", STR_ARG(short_id(arena, &range->bases[i])));
	return arena_printf(arena, " since several common ancestors (%.*s)", STR_ARG(words));
}

/* What is known now: bases, commits, the head. */
static bool finish(struct target *out, struct repository *repository, struct arena *arena, const struct oid *head,
    str shown, bool related, struct error *error)
{
	struct commit_info base;

	if (!repository_commit(repository, head, arena, &out->range.head, error))
		return false;
	if (out->range.base_count) {
		if (!repository_commit(repository, &out->range.bases[0], arena, &base, error))
			return false;
		out->base_tree = out->policy_tree = base.tree;
		out->policy = base.id;
	}
	out->shown = arena_printf(arena, "%.*s: %.*s%.*s", STR_ARG(shown),
	    STR_ARG(count_of(arena, out->range.commit_count)), STR_ARG(since_words(arena, out, related)));
	return true;
}

/* One revision means that commit, compared with its parents. */
static bool one_commit(struct target *out, struct repository *repository, struct arena *arena,
    const struct range *range, struct error *error)
{
	struct commit_info info;

	if (!repository_commit(repository, &range->head, arena, &info, error))
		return false;
	out->range.bases = info.parents;
	out->range.base_count = info.parent_count < BASES_MAX ? info.parent_count : BASES_MAX;
	out->range.commits = range->commits.items;
	out->range.commit_count = range->commits.count;
	return finish(out, repository, arena, &range->head, range->shown, true, error);
}

static bool from_range(struct target *out, struct repository *repository, struct arena *arena,
    const struct range *range, const struct oid *left, str shown, struct error *error)
{
	struct oid *bases = ARENA_ARRAY(arena, struct oid, BASES_MAX);
	unsigned count = 0;

	if (!repository_merge_bases(repository, left, &range->head, bases, BASES_MAX, &count, error))
		return false;
	bool related = count > 0;
	if (!related && repository->shallow)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0,
		    "where the two sides parted is not here; this clone is shallow: git fetch --unshallow (on a build "
		    "server: fetch-depth: 0)");
	if (!related)
		bases[count++] = *left;
	out->range.bases = bases;
	out->range.base_count = count;
	out->range.commits = range->commits.items;
	out->range.commit_count = range->commits.count;
	struct commit_info into;
	if (!finish(out, repository, arena, &range->head, shown, related, error) ||
	    !repository_commit(repository, left, arena, &into, error))
		return false;
	out->policy = into.id;
	out->policy_tree = into.tree;
	return true;
}

static bool no_base(const struct repository *repository, struct error *error)
{
	if (repository->shallow)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0,
		    "the branch that this one would go into is not here; this clone is shallow: git fetch --unshallow "
		    "(on a "
		    "build server: fetch-depth: 0)");
	return error_set(error, ERROR_USAGE, NULL, 0,
	    "there is no origin/HEAD, no upstream of this branch and no branch main or master to compare with; name "
	    "the "
	    "range: knockon check BASE..HEAD");
}

bool target_find(
    struct target *out, struct repository *repository, struct arena *arena, const char *words, struct error *error)
{
	struct range_wish wish = { .words = words };
	struct branch base = { 0 };
	struct range range;
	struct oid left;

	*out = (struct target){ 0 };
	if (!repository_resolve(repository, "HEAD", &left, error) && !words)
		return false;
	*error = (struct error){ 0 };
	if (!words) {
		if (!branch_base(repository, arena, &base))
			return no_base(repository, error);
		wish.words = arena_printf(arena, "%.*s..HEAD", STR_ARG(oid_text(arena, &base.tip))).at;
	}
	if (!range_find(&range, repository, arena, &wish, error))
		return false;
	if (!strstr(wish.words, ".."))
		return one_commit(out, repository, arena, &range, error);
	str shown = words ? range.shown : arena_printf(arena, "%.*s...HEAD", STR_ARG(base.name));
	struct str_cut cut = str_cut_str(str_of(wish.words), STR(".."));
	const char *begin = cut.head.size ? arena_dup(arena, cut.head).at : "HEAD";
	return repository_resolve(repository, begin, &left, error) &&
	    from_range(out, repository, arena, &range, &left, shown, error);
}

bool target_between(struct target *out, struct repository *repository, struct arena *arena, const struct oid *base,
    const struct oid *head, str shown, struct error *error)
{
	struct range range;
	struct range_wish wish = { .history = true, .words = oid_text(arena, head).at };

	*out = (struct target){ 0 };
	if (!oid_is_zero(base)) {
		wish.history = false;
		wish.words =
		    arena_printf(arena, "%.*s..%.*s", STR_ARG(oid_text(arena, base)), STR_ARG(oid_text(arena, head)))
		        .at;
	}
	if (!range_find(&range, repository, arena, &wish, error))
		return false;
	struct oid *bases = ARENA_NEW(arena, struct oid);
	bases[0] = *base;
	out->range.bases = bases;
	out->range.base_count = !oid_is_zero(base);
	out->range.commits = range.commits.items;
	out->range.commit_count = range.commits.count;
	return finish(out, repository, arena, head, shown, true, error);
}

/* --- what is staged ------------------------------------------------------------------------------------------------
 */

enum { MERGED_MAX = 64 };

/* GITHEAD_<id>=name stands in the environment for each head that is being merged. */
static unsigned merged_heads(struct repository *repository, struct oid *out)
{
	unsigned count = 0;

	for (char **at = environ; *at && count < MERGED_MAX; at++) {
		char id[OID_HEX + 1];
		struct error ignored = { 0 };
		if (strncmp(*at, "GITHEAD_", 8) != 0 || strlen(*at) < 8 + OID_HEX + 1 || (*at)[8 + OID_HEX] != '=')
			continue;
		memcpy(id, *at + 8, OID_HEX);
		id[OID_HEX] = 0;
		count += repository_resolve(repository, id, &out[count], &ignored);
	}
	return count;
}

static bool stage(struct target *out, struct repository *repository, struct arena *arena, struct error *error)
{
	struct commit_info *head = &out->range.head;

	*head = (struct commit_info){ .time = (int64_t)time(NULL) };
	if (!repository_staged_tree(repository, &head->tree, error))
		return false;
	repository_identity(repository, arena, &head->author_name, &head->author_email);
	head->committer_email = head->author_email;
	return true;
}

bool target_staged(struct target *out, struct repository *repository, struct arena *arena, struct error *error)
{
	struct oid heads[MERGED_MAX], *parents = ARENA_ARRAY(arena, struct oid, MERGED_MAX + 1);
	struct commit_info base;
	struct oid_list commits;

	*out = (struct target){ 0 };
	if (!stage(out, repository, arena, error))
		return false;
	if (!repository_has_head(repository)) {
		out->shown = STR("what is staged: the first commit; all of it is new");
		return true;
	}
	unsigned count = merged_heads(repository, heads);
	if (!count)
		count = repository_merge_heads(repository, heads, MERGED_MAX);
	if (!repository_resolve(repository, "HEAD", &parents[0], error) ||
	    !repository_commit(repository, &parents[0], arena, &base, error) ||
	    !commits_between(&commits, repository, arena, parents, 1, heads, count, error))
		return false;
	for (unsigned i = 0; i < count; i++)
		parents[i + 1] = heads[i];
	out->range.head.parents = parents;
	out->range.head.parent_count = count + 1;
	out->range.bases = parents;
	out->range.base_count = 1;
	out->range.commits = commits.list.items;
	out->range.commit_count = commits.list.count;
	out->base_tree = out->policy_tree = base.tree;
	out->policy = base.id;
	out->staged = !count;
	out->merges = count > 0;
	out->shown = count ? arena_printf(arena, "the merge into %.*s: %.*s", STR_ARG(short_id(arena, parents)),
	                         STR_ARG(count_of(arena, commits.list.count)))
	                   : arena_printf(arena, "what is staged on %.*s", STR_ARG(short_id(arena, parents)));
	return true;
}
