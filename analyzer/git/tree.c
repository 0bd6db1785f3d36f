#include "analyzer/git/tree.h"

#include "base/limits.h"

#include <string.h>

/* A tree object is a run of "mode SP name NUL id"; folders sort as if their name ended in "/". */

struct entry {
	str name;
	struct oid id;
	bool folder, file;
};

static bool next_entry(str *rest, struct entry *out)
{
	struct str_cut mode = str_cut(*rest, ' '), name = str_cut(mode.tail, '\0');

	if (!mode.found || !name.found || name.tail.size < sizeof out->id.bytes)
		return false;
	out->name = name.head;
	memcpy(out->id.bytes, name.tail.at, sizeof out->id.bytes);
	out->folder = str_eq(mode.head, STR("40000")) || str_eq(mode.head, STR("040000"));
	out->file = str_starts(mode.head, STR("100"));
	*rest = str_sub(name.tail, sizeof out->id.bytes, name.tail.size);
	return true;
}

/* In the order that git sorts by. */
static int entry_order(const struct entry *a, const struct entry *b)
{
	size_t shared = a->name.size < b->name.size ? a->name.size : b->name.size;
	int order = memcmp(a->name.at, b->name.at, shared);

	if (order)
		return order;
	unsigned char left = a->name.size > shared ? (unsigned char)a->name.at[shared] : a->folder ? '/' : 0;
	unsigned char right = b->name.size > shared ? (unsigned char)b->name.at[shared] : b->folder ? '/' : 0;
	return left < right ? -1 : left > right;
}

struct path_room {
	char at[LIMIT_PATH_BYTES + 1];
	size_t size;
	unsigned depth;
};

static bool compare_folders(struct tree_walk *walk, struct path_room *path, const struct oid *before,
    const struct oid *after, struct error *error);

static bool push_name(struct path_room *path, str name)
{
	if (path->size + name.size + 1 > LIMIT_PATH_BYTES || memchr(name.at, '/', name.size))
		return false;
	if (path->size)
		path->at[path->size++] = '/';
	memcpy(path->at + path->size, name.at, name.size);
	path->size += name.size;
	return true;
}

static bool visit_pair(struct tree_walk *walk, struct path_room *path, const struct entry *before,
    const struct entry *after, struct error *error)
{
	static const struct oid none;
	const struct entry *named = before ? before : after;
	size_t outer = path->size;
	bool going = true;

	if (++walk->entries > LIMIT_TREE_ENTRIES) {
		walk->truncated = true;
		return true;
	}
	if (!push_name(path, named->name))
		return true;
	str whole = { path->at, path->size };
	const struct oid *old_tree = before && before->folder ? &before->id : &none;
	const struct oid *new_tree = after && after->folder ? &after->id : &none;
	const struct oid *old_file = before && before->file ? &before->id : &none;
	const struct oid *new_file = after && after->file ? &after->id : &none;
	if (!oid_equal(old_file, new_file) && walk->wants(walk->data, whole)) {
		struct tree_change change = { whole, *old_file, *new_file };
		going = walk->visit(walk->data, &change, error);
	}
	if (going && !oid_equal(old_tree, new_tree) && path->depth < LIMIT_TREE_DEPTH &&
	    (!walk->enters || walk->enters(walk->data, whole))) {
		path->depth++;
		going = compare_folders(walk, path, old_tree, new_tree, error);
		path->depth--;
	}
	path->size = outer;
	return going;
}

/* Most entries of two versions of a folder are equal byte by byte: those need not be looked into. */
static void skip_equal(str *before, str *after)
{
	size_t least = before->size < after->size ? before->size : after->size, at = 0;

	for (;;) {
		const char *name = memchr(before->at + at, '\0', least - at);
		size_t next = name ? (size_t)(name - before->at) + 1 + sizeof((struct oid){ 0 }.bytes) : least + 1;
		if (next > least || memcmp(before->at + at, after->at + at, next - at) != 0)
			break;
		at = next;
	}
	*before = str_sub(*before, at, before->size);
	*after = str_sub(*after, at, after->size);
}

static bool merge_entries(struct tree_walk *walk, struct path_room *path, str before, str after, struct error *error)
{
	struct entry old, new;

	skip_equal(&before, &after);
	bool has_old = next_entry(&before, &old), has_new = next_entry(&after, &new);

	while ((has_old || has_new) && !walk->truncated) {
		int order = !has_old ? 1 : !has_new ? -1 : entry_order(&old, &new);
		bool same =
		    order == 0 && oid_equal(&old.id, &new.id) && old.folder == new.folder &&old.file == new.file;
		if (!same && !visit_pair(walk, path, order <= 0 ? &old : NULL, order >= 0 ? &new : NULL, error))
			return false;
		if (order == 0)
			skip_equal(&before, &after);
		if (order <= 0)
			has_old = next_entry(&before, &old);
		if (order >= 0)
			has_new = next_entry(&after, &new);
	}
	return true;
}

static bool compare_folders(struct tree_walk *walk, struct path_room *path, const struct oid *before,
    const struct oid *after, struct error *error)
{
	struct object_loan old = { .bytes = STR("") }, new = { .bytes = STR("") };

	bool read = (oid_is_zero(before) || repository_tree(walk->repository, before, &old, error)) &&
	    (oid_is_zero(after) || repository_tree(walk->repository, after, &new, error));
	bool going = read && merge_entries(walk, path, old.bytes, new.bytes, error);
	repository_done(&old);
	repository_done(&new);
	return going;
}

bool tree_compare(struct tree_walk *walk, const struct oid *before, const struct oid *after, struct error *error)
{
	struct path_room path;

	path.size = 0;
	path.depth = 0;
	return oid_equal(before, after) || compare_folders(walk, &path, before, after, error);
}

/* The entry of a name; false (without an error) where there is none. */
static bool find_entry(
    struct repository *repository, const struct oid *tree, str name, struct entry *out, struct error *error)
{
	struct object_loan loan;
	bool found = false;

	if (!repository_tree(repository, tree, &loan, error))
		return false;
	str bytes = loan.bytes;
	while (!found && next_entry(&bytes, out))
		found = str_eq(out->name, name);
	repository_done(&loan);
	return found;
}

bool tree_holds_folder(struct repository *repository, const struct oid *tree, str path, struct error *error)
{
	struct oid at = *tree;
	struct entry entry;
	str name;

	while (str_next_word(&path, "/", &name)) {
		if (!find_entry(repository, &at, name, &entry, error) || !entry.folder)
			return false;
		at = entry.id;
	}
	return true;
}

bool tree_find(struct repository *repository, const struct oid *tree, str path, struct oid *out, struct error *error)
{
	struct oid at = *tree;
	str name;

	while (str_next_word(&path, "/", &name)) {
		struct entry entry;
		if (!find_entry(repository, &at, name, &entry, error) || !(path.size ? entry.folder : entry.file))
			return false;
		at = entry.id;
	}
	*out = at;
	return true;
}
