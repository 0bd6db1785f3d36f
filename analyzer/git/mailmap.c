#include "analyzer/git/mailmap.h"

#include "analyzer/git/tree.h"
#include "base/limits.h"

#include <git2.h>

void mailmap_read(struct mailmap *out, struct repository *repository, const struct oid *tree)
{
	struct buf bytes = { 0 };
	struct error ignored = { 0 };
	struct oid blob;
	git_mailmap *map = NULL;

	*out = (struct mailmap){ 0 };
	if (oid_is_zero(tree) || !tree_find(repository, tree, STR(".mailmap"), &blob, &ignored))
		return;
	if (repository_blob(repository, &blob, LIMIT_YAML_BYTES, &bytes) == BLOB_READ && bytes.size &&
	    git_mailmap_from_buffer(&map, bytes.at, bytes.size) == 0)
		out->git = map;
	buf_release(&bytes);
}

void mailmap_release(struct mailmap *mailmap)
{
	git_mailmap_free(mailmap->git);
	mailmap->git = NULL;
}

static str resolve(const struct mailmap *mailmap, struct arena *arena, str name, str email, bool name_asked)
{
	const char *real_name = NULL, *real_email = NULL;
	str whole_name = arena_dup(arena, name), whole_email = arena_dup(arena, email);

	if (!mailmap->git ||
	    git_mailmap_resolve(&real_name, &real_email, mailmap->git, whole_name.at, whole_email.at) < 0)
		return name_asked ? name : email;
	return arena_dup(arena, str_of(name_asked ? real_name : real_email));
}

str mailmap_email(const struct mailmap *mailmap, struct arena *arena, str name, str email)
{
	return resolve(mailmap, arena, name, email, false);
}

str mailmap_name(const struct mailmap *mailmap, struct arena *arena, str name, str email)
{
	return resolve(mailmap, arena, name, email, true);
}
