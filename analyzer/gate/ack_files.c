/*
 * Files .knockon/acks/TEAM/NAME.yml of the head. Old ones stay there for ever, so what is wrong with a file is told
 * only where the range touches it.
 */
#include "analyzer/gate/acks.h"
#include "analyzer/git/tree.h"
#include "base/limits.h"

#define FOLDER ".knockon/acks/"

struct found_file {
	str path;
	struct oid blob;
};

struct looking {
	struct arena *arena;
	LIST_OF(struct found_file) files;
	struct map touched; /* hash of a path -> commit that touched it last */
	unsigned commit;
	bool collects;
};

static bool enters(void *data, str path)
{
	(void)data;
	return str_eq(path, STR(".knockon")) || str_eq(path, STR(".knockon/acks")) ||
	    (str_starts(path, STR(FOLDER)) &&
	        str_find_char(str_sub(path, sizeof FOLDER - 1, path.size), '/') == STR_NONE);
}

static bool wants(void *data, str path)
{
	(void)data;
	return str_starts(path, STR(FOLDER)) && (str_ends(path, STR(".yml")) || str_ends(path, STR(".yaml"))) &&
	    str_find_char(str_sub(path, sizeof FOLDER - 1, path.size), '/') != STR_NONE;
}

static bool visit(void *data, const struct tree_change *change, struct error *error)
{
	struct looking *looking = data;

	if (!looking->collects) {
		*map_add(&looking->touched, str_hash(change->path) | 1) = looking->commit + 1;
		return true;
	}
	if (looking->files.count == LIMIT_ACK_FILES)
		return error_set(error, ERROR_INCOMPLETE, FOLDER, 0, "%s; take old ones out", LIMIT_SAYS(ACK_FILES));
	struct found_file file = { arena_dup(looking->arena, change->path), change->after };
	LIST_PUSH(looking->arena, &looking->files, file);
	return true;
}

bool acks_compare(struct repository *repository, const struct oid *before, const struct oid *after, ack_visit *visits,
    void *data, struct error *error)
{
	struct tree_walk walk = {
		.repository = repository, .enters = enters, .wants = wants, .visit = visits, .data = data
	};
	return tree_compare(&walk, before, after, error);
}

static bool compare(struct looking *looking, const struct net *net, const struct oid *before, const struct oid *after,
    struct error *error)
{
	return acks_compare(net->impact->repository, before, after, visit, looking, error);
}

/* Which commit of the range touched which file last; a merge only brings together what others did. */
static bool find_touched(struct looking *looking, const struct net *net, struct error *error)
{
	for (unsigned i = 0; i < net->count; i++) {
		const struct commit_info *info = &net->commits[i].info;
		struct commit_info parent = { 0 };
		if (info->parent_count > 1)
			continue;
		if (info->parent_count &&
		    !repository_commit(net->impact->repository, &info->parents[0], looking->arena, &parent, error))
			return false;
		looking->commit = i;
		if (!compare(looking, net, &parent.tree, &info->tree, error))
			return false;
	}
	return true;
}

static void read_file(struct ack *ack, struct arena *arena, struct repository *repository, const struct oid *blob)
{
	struct buf bytes = { 0 };
	struct error error = { 0 };
	struct ack_file file = { 0 };
	str path = arena_dup(arena, ack->path);

	enum blob_answer answer = repository_blob(repository, blob, LIMIT_ACK_BYTES, &bytes);
	if (answer != BLOB_READ)
		ack->trouble = answer == BLOB_MISSING ? STR("its contents are missing in this repository")
		                                      : str_of(LIMIT_SAYS(ACK_BYTES));
	else if (!ack_file_read(&file, arena, buf_str(&bytes), path.at, &error)) {
		ack->trouble = arena_dup(arena, str_of(error.message));
		ack->line = error.line;
	} else {
		ack->fingerprints = file.fingerprints;
		ack->fingerprint_count = file.fingerprint_count;
		ack->by = file.by;
		ack->reason = file.reason;
		ack->verdict = file.verdict;
		ack->until_day = file.until_day;
	}
	buf_release(&bytes);
}

void acks_read_file(struct ack *out, struct arena *arena, struct repository *repository, const struct ack_names *names,
    str path, const struct oid *blob)
{
	*out = (struct ack){ .kind = ACK_FILE, .commit = NONE, .path = path };
	out->words = str_cut(str_sub(path, sizeof FOLDER - 1, path.size), '/').head;
	out->team = names->find(names->data, out->words);
	read_file(out, arena, repository, blob);
}

bool acks_take_files(
    struct acks *out, struct arena *arena, const struct net *net, const struct ack_names *names, struct error *error)
{
	static const struct oid none;
	struct looking looking = { .arena = arena, .collects = true };

	bool found = compare(&looking, net, &none, &net->range->head.tree, error);
	looking.collects = false;
	found = found && (!looking.files.count || find_touched(&looking, net, error));
	for (uint32_t i = 0; found && i < looking.files.count; i++) {
		struct ack *ack = acks_add(out, arena);
		const struct found_file *file = &looking.files.items[i];
		const uint32_t *touched = map_find(&looking.touched, str_hash(file->path) | 1);
		acks_read_file(ack, arena, net->impact->repository, names, file->path, &file->blob);
		ack->commit = touched ? *touched - 1 : NONE;
	}
	map_release(&looking.touched);
	return found;
}
