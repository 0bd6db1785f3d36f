#include "analyzer/git/branches.h"

#include <git2.h>
#include <stdio.h>
#include <string.h>

static bool peel(git_reference *reference, struct oid *out)
{
	git_object *commit = NULL;
	bool peeled = git_reference_peel(&commit, reference, GIT_OBJECT_COMMIT) == 0;

	if (peeled)
		memcpy(out->bytes, git_object_id(commit)->id, sizeof out->bytes);
	git_object_free(commit);
	return peeled;
}

bool branch_at(struct repository *repository, const char *name, struct oid *out)
{
	git_reference *reference = NULL;
	bool found = git_reference_lookup(&reference, repository->git, name) == 0 && peel(reference, out);

	git_reference_free(reference);
	return found;
}

/* "refs/remotes/origin/HEAD" stands for another one, whose name says more. */
static bool take(struct repository *repository, struct arena *arena, const char *name, struct branch *out)
{
	git_reference *reference = NULL, *target = NULL;
	bool found = git_reference_lookup(&reference, repository->git, name) == 0 &&
	    git_reference_resolve(&target, reference) == 0 && peel(target, &out->tip);

	if (found)
		out->name = arena_dup(arena, str_of(git_reference_shorthand(target)));
	git_reference_free(target);
	git_reference_free(reference);
	return found;
}

/* By the settings of the branch; libgit2's own way over the remote loses memory. */
static bool take_upstream(struct repository *repository, struct arena *arena, struct branch *out)
{
	str name = branch_of_head(repository, arena);
	str remote = repository_setting(repository, arena, arena_printf(arena, "branch.%.*s.remote", STR_ARG(name)).at);
	str merge = repository_setting(repository, arena, arena_printf(arena, "branch.%.*s.merge", STR_ARG(name)).at);

	if (!name.size || !remote.size || !str_starts(merge, STR("refs/heads/")))
		return false;
	str reference = str_eq(remote, STR("."))
	    ? merge
	    : arena_printf(arena, "refs/remotes/%.*s/%.*s", STR_ARG(remote), STR_ARG(str_sub(merge, 11, merge.size)));
	return take(repository, arena, reference.at, out);
}

bool branch_base(struct repository *repository, struct arena *arena, struct branch *out)
{
	return take(repository, arena, "refs/remotes/origin/HEAD", out) || take_upstream(repository, arena, out) ||
	    take(repository, arena, "refs/heads/main", out) || take(repository, arena, "refs/heads/master", out);
}

bool branch_of_remote(struct repository *repository, struct arena *arena, const char *remote, struct branch *out)
{
	static const char *const names[] = { "HEAD", "main", "master" };
	char whole[512];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (snprintf(whole, sizeof whole, "refs/remotes/%s/%s", remote, names[i]) < (int)sizeof whole &&
		    take(repository, arena, whole, out))
			return true;
	return false;
}

str branch_of_head(struct repository *repository, struct arena *arena)
{
	git_reference *head = NULL;
	str name = STR("");

	if (git_reference_lookup(&head, repository->git, "HEAD") == 0 &&
	    git_reference_type(head) == GIT_REFERENCE_SYMBOLIC) {
		str target = str_of(git_reference_symbolic_target(head));
		if (str_starts(target, STR("refs/heads/")))
			name = arena_dup(arena, str_sub(target, 11, target.size));
	}
	git_reference_free(head);
	return name;
}

bool branch_contains(struct repository *repository, const struct oid *b, const struct oid *a)
{
	git_oid left, right;

	git_oid_fromraw(&left, b->bytes);
	git_oid_fromraw(&right, a->bytes);
	return git_oid_equal(&left, &right) || git_graph_descendant_of(repository->git, &left, &right) == 1;
}
