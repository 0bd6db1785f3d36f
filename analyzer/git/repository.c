#include "analyzer/git/repository.h"

#include "analyzer/git/packs.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <git2/sys/mempack.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- ids ------------------------------------------------------------------------------------------------- */

bool oid_is_zero(const struct oid *oid)
{
	static const struct oid zero;
	return oid_equal(oid, &zero);
}

uint64_t oid_hash(const struct oid *oid)
{
	uint64_t hash;

	memcpy(&hash, oid->bytes, sizeof hash);
	return hash ? hash : 1;
}

str oid_text(struct arena *arena, const struct oid *oid)
{
	char *text = arena_alloc(arena, OID_HEX + 1);

	for (size_t i = 0; i < sizeof oid->bytes; i++) {
		text[2 * i] = "0123456789abcdef"[oid->bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[oid->bytes[i] & 15];
	}
	return (str){ text, OID_HEX };
}

static git_oid to_git(const struct oid *oid)
{
	git_oid git;
	git_oid_fromraw(&git, oid->bytes);
	return git;
}

static struct oid from_git(const git_oid *git)
{
	struct oid oid;
	memcpy(oid.bytes, git->id, sizeof oid.bytes);
	return oid;
}

/* --- opening ------------------------------------------------------------------------------------------------ */

static bool begin_library(bool verify_objects)
{
	static bool begun;

	if (!begun) {
		if (git_libgit2_init() < 0)
			return false;
		const char *extensions[] = { "worktreeconfig" };
		git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)1);
		git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)(24 << 20));
		begun = true;
	}
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, (int)verify_objects);
	return true;
}

static const char *git_words(void)
{
	const git_error *said = git_error_last();
	return said && said->message ? said->message : "git gives no reason";
}

/* The top of the work tree, or where we stand: what has to be trusted. */
static void find_top(char *out, size_t size)
{
	char here[4096], dot[4200];

	if (!getcwd(here, sizeof here))
		strcpy(here, ".");
	snprintf(out, size, "%s", here);
	for (char *slash; (slash = strrchr(here, '/')); *slash = 0) {
		snprintf(dot, sizeof dot, "%s/.git", here);
		if (access(dot, F_OK) == 0) {
			snprintf(out, size, "%s", here);
			return;
		}
	}
}

static bool cannot_open(const char *folder, int answer, struct error *error)
{
	char top[4096];

	/* without any safe.directory at all libgit2 only says that there is none */
	if (strstr(git_words(), "owned by") || strstr(git_words(), "safe.directory")) {
		find_top(top, sizeof top);
		return error_set(error, ERROR_INCOMPLETE, folder, 0,
		    "this repository belongs to somebody else; to trust it: git config --global --add safe.directory "
		    "'%s'",
		    top);
	}
	if (strstr(git_words(), "objectformat"))
		return error_set(error, ERROR_INCOMPLETE, folder, 0,
		    "this repository names its objects by SHA-256, which is not supported; a clone with SHA-1 is");
	if (answer == GIT_ENOTFOUND)
		return error_set(
		    error, ERROR_INCOMPLETE, folder, 0, "this is no git repository, nor is any folder above it");
	return error_set(error, ERROR_INCOMPLETE, folder, 0, "%s", git_words());
}

/* remote.NAME.promisor: the other side promised to give what was left out. */
static bool is_partial(git_repository *git)
{
	git_config *config = NULL;
	git_config_iterator *all = NULL;
	git_config_entry *entry;
	bool partial = false;

	if (git_repository_config_snapshot(&config, git) == 0 && git_config_iterator_new(&all, config) == 0)
		while (!partial && git_config_next(&entry, all) == 0)
			partial = str_ends(str_of(entry->name), STR(".promisor")) ||
			    strcmp(entry->name, "extensions.partialclone") == 0;
	git_config_iterator_free(all);
	git_config_free(config);
	return partial;
}

bool repository_was_whole(const struct repository *repository, struct error *error)
{
	return !repository->partial || !repository->missing ||
	    error_set(error, ERROR_INCOMPLETE, NULL, 0,
	        "this clone is partial (git clone --filter) and %u files are not here; to fetch them: git config "
	        "--unset "
	        "remote.origin.partialclonefilter && git fetch --refetch",
	        repository->missing);
}

/* Objects are to be verified by libgit2 only, and it knows where those of a hook lie. */
static struct packs *open_packs(git_repository *git, bool verify_objects)
{
	char folder[4096];
	int size = snprintf(folder, sizeof folder, "%sobjects/pack", git_repository_commondir(git));

	return verify_objects || size >= (int)sizeof folder ? NULL : packs_open(folder);
}

bool repository_open(struct repository *out, const char *folder, bool verify_objects, struct error *error)
{
	git_repository *git = NULL;
	git_odb *odb = NULL;

	*out = (struct repository){ 0 };
	if (!begin_library(verify_objects))
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "libgit2 does not start");
	/* within a hook git names its index and where new objects are kept apart */
	bool named = getenv("GIT_DIR") || getenv("GIT_INDEX_FILE") || getenv("GIT_OBJECT_DIRECTORY");
	unsigned flags = named ? GIT_REPOSITORY_OPEN_FROM_ENV : 0;
	int answer = git_repository_open_ext(&git, flags ? NULL : folder, flags, NULL);
	if (answer < 0)
		return cannot_open(folder, answer, error);
	if (git_repository_odb(&odb, git) < 0) {
		git_repository_free(git);
		return error_set(error, ERROR_INCOMPLETE, folder, 0, "%s", git_words());
	}
	*out = (struct repository){
		.git = git,
		.odb = odb,
		.packs = open_packs(git, verify_objects),
		.shallow = git_repository_is_shallow(git) == 1,
		.bare = git_repository_is_bare(git) == 1,
		.partial = is_partial(git),
		.folder = strdup(folder),
	};
	return true;
}

void repository_close(struct repository *repository)
{
	if (repository->packs)
		packs_close(repository->packs);
	git_odb_free(repository->odb);
	git_repository_free(repository->git);
	free(repository->folder);
	*repository = (struct repository){ 0 };
}

static const char *remedy(const struct repository *repository)
{
	if (repository->partial)
		return "; this clone is partial: git config --unset remote.origin.partialclonefilter && git fetch "
		       "--refetch";
	return repository->shallow ? "; this clone is shallow: git fetch --unshallow"
	                           : "; git fsck tells what is missing";
}

/* --- revisions ------------------------------------------------------------------------------------------------- */

bool repository_has_head(struct repository *repository)
{
	return git_repository_head_unborn(repository->git) != 1;
}

bool repository_resolve(struct repository *repository, const char *revision, struct oid *out, struct error *error)
{
	git_object *found = NULL, *commit = NULL;

	if (revision[0] == '-' || !revision[0])
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no revision", revision);
	if (git_revparse_single(&found, repository->git, revision) < 0) {
		if (!repository_has_head(repository))
			return error_set(error, ERROR_INCOMPLETE, NULL, 0, "there is no commit here yet");
		if (repository->shallow)
			return error_set(error, ERROR_INCOMPLETE, NULL, 0,
			    "'%s' is not there; this clone is shallow: git fetch --unshallow", revision);
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' names no revision of this repository", revision);
	}
	int answer = git_object_peel(&commit, found, GIT_OBJECT_COMMIT);
	if (answer == 0)
		*out = from_git(git_object_id(commit));
	git_object_free(commit);
	git_object_free(found);
	return answer == 0 || error_set(error, ERROR_USAGE, NULL, 0, "'%s' names no commit", revision);
}

static str first_paragraph(struct arena *arena, const char *message)
{
	str rest = str_of(message), line, subject = STR("");

	while (str_next_line(&rest, &line) && !(subject.size && str_is_blank(line)))
		if (!str_is_blank(line))
			subject = subject.size
			    ? arena_printf(arena, "%.*s %.*s", STR_ARG(subject), STR_ARG(str_trim(line)))
			    : arena_dup(arena, str_trim(line));
	return subject;
}

bool repository_commit(struct repository *repository, const struct oid *id, struct arena *arena,
    struct commit_info *out, struct error *error)
{
	git_commit *commit = NULL;
	git_oid git = to_git(id);

	if (git_commit_lookup(&commit, repository->git, &git) < 0) {
		str hex = oid_text(arena, id);
		return error_set(
		    error, ERROR_INCOMPLETE, NULL, 0, "commit %.*s is not here%s", STR_ARG(hex), remedy(repository));
	}
	const git_signature *author = git_commit_author(commit), *committer = git_commit_committer(commit);
	*out = (struct commit_info){
		.id = *id,
		.tree = from_git(git_commit_tree_id(commit)),
		.parent_count = git_commit_parentcount(commit),
		.author_name = arena_dup(arena, str_of(author ? author->name : "")),
		.author_email = arena_dup(arena, str_of(author ? author->email : "")),
		.committer_email = arena_dup(arena, str_of(committer ? committer->email : "")),
		.message = arena_dup(arena, str_of(git_commit_message(commit))),
		.subject = first_paragraph(arena, git_commit_message(commit)),
		.time = git_commit_time(commit),
	};
	out->parents = ARENA_ARRAY(arena, struct oid, out->parent_count + 1);
	for (unsigned i = 0; i < out->parent_count; i++)
		out->parents[i] = from_git(git_commit_parent_id(commit, i));
	git_commit_free(commit);
	return true;
}

bool repository_merge_bases(struct repository *repository, const struct oid *a, const struct oid *b, struct oid *out,
    unsigned max, unsigned *count, struct error *error)
{
	git_oid one = to_git(a), two = to_git(b);
	git_oidarray found = { 0 };

	*count = 0;
	int answer = git_merge_bases(&found, repository->git, &one, &two);
	if (answer < 0 && answer != GIT_ENOTFOUND)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "%s%s", git_words(), remedy(repository));
	for (size_t i = 0; answer == 0 && i < found.count && *count < max; i++)
		out[(*count)++] = from_git(&found.ids[i]);
	git_oidarray_dispose(&found);
	return true;
}

/* --- objects -------------------------------------------------------------------------------------------------------
 */

static bool take_packed(
    struct repository *repository, const struct oid *id, enum pack_kind kind, size_t limit, struct object_loan *out)
{
	struct pack_object *packed = repository->packs ? packs_lend(repository->packs, id, kind, limit) : NULL;

	if (packed)
		*out = (struct object_loan){ .bytes = pack_object_bytes(packed), .packed = packed };
	return packed != NULL;
}

static bool take_object(struct repository *repository, const git_oid *id, struct object_loan *out)
{
	git_odb_object *object = NULL;

	if (git_odb_read(&object, repository->odb, id) < 0)
		return false;
	*out = (struct object_loan){ { git_odb_object_data(object), git_odb_object_size(object) }, object, NULL };
	return true;
}

enum blob_answer repository_blob_bytes(
    struct repository *repository, const struct oid *id, size_t limit, struct object_loan *out)
{
	git_oid git = to_git(id);
	size_t size;
	git_object_t type;

	*out = (struct object_loan){ .bytes = STR("") };
	if (take_packed(repository, id, PACK_BLOB, limit, out))
		return BLOB_READ;
	if (git_odb_read_header(&size, &type, repository->odb, &git) < 0 || type != GIT_OBJECT_BLOB) {
		repository->missing++;
		return BLOB_MISSING;
	}
	if (size > limit)
		return BLOB_TOO_LARGE;
	return take_object(repository, &git, out) ? BLOB_READ : BLOB_MISSING;
}

enum blob_answer repository_blob(struct repository *repository, const struct oid *id, size_t limit, struct buf *out)
{
	struct object_loan loan;
	enum blob_answer answer = repository_blob_bytes(repository, id, limit, &loan);

	buf_put(out, loan.bytes);
	repository_done(&loan);
	return answer;
}

bool repository_tree(struct repository *repository, const struct oid *id, struct object_loan *out, struct error *error)
{
	git_oid git = to_git(id);
	char hex[OID_HEX + 1];

	*out = (struct object_loan){ .bytes = STR("") };
	if (take_packed(repository, id, PACK_TREE, SIZE_MAX, out) ||
	    (take_object(repository, &git, out) && git_odb_object_type(out->object) == GIT_OBJECT_TREE))
		return true;
	repository_done(out);
	git_oid_tostr(hex, sizeof hex, &git);
	return error_set(error, ERROR_INCOMPLETE, NULL, 0, "tree %s is not here%s", hex, remedy(repository));
}

void repository_done(struct object_loan *loan)
{
	git_odb_object_free(loan->object);
	pack_object_give_back(loan->packed);
	*loan = (struct object_loan){ .bytes = STR("") };
}

/* --- what is not committed yet ---------------------------------------------------------------------------------------
 */

/* Trees and blobs that are written from now on stay in memory. */
static bool keep_in_memory(struct repository *repository, struct error *error)
{
	git_odb_backend *memory = NULL;

	if (git_mempack_new(&memory) < 0 || git_odb_add_backend(repository->odb, memory, 999) < 0)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "%s", git_words());
	return true;
}

bool repository_staged_tree(struct repository *repository, struct oid *out, struct error *error)
{
	git_index *index = NULL;
	git_oid tree;

	if (repository->bare)
		return error_set(error, ERROR_USAGE, NULL, 0, "a bare repository has nothing staged");
	if (!keep_in_memory(repository, error))
		return false;
	int answer = git_repository_index(&index, repository->git);
	if (answer == 0 && git_index_has_conflicts(index)) {
		git_index_free(index);
		return error_set(error, ERROR_USAGE, NULL, 0, "the index has conflicts: settle them and git add");
	}
	if (answer == 0)
		answer = git_index_write_tree(&tree, index);
	git_index_free(index);
	if (answer < 0)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "the index cannot be read: %s", git_words());
	*out = from_git(&tree);
	return true;
}

static bool read_work_file(const char *folder, const char *path, struct buf *out, mode_t *mode)
{
	char whole[8192];
	struct stat about;

	if (snprintf(whole, sizeof whole, "%s%s", folder, path) >= (int)sizeof whole || lstat(whole, &about) < 0)
		return false;
	*mode = about.st_mode;
	if (!S_ISREG(about.st_mode) || about.st_size > LIMIT_MARKUP_BYTES)
		return false;
	int file = open(whole, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (file < 0)
		return false;
	for (;;) {
		char piece[65536];
		ssize_t size = read(file, piece, sizeof piece);
		if (size < 0 && errno == EINTR)
			continue;
		if (size <= 0)
			break;
		buf_put(out, (str){ piece, (size_t)size });
	}
	close(file);
	return buf_ok(out);
}

static int put_work_file(struct repository *repository, git_index *index, const char *path)
{
	struct buf bytes = { 0 };
	git_index_entry entry = { .path = path, .mode = GIT_FILEMODE_BLOB };
	mode_t mode;
	int answer = 0;

	git_index_remove(index, path, 0);
	if (read_work_file(git_repository_workdir(repository->git), path, &bytes, &mode)) {
		answer = git_odb_write(&entry.id, repository->odb, buf_str(&bytes).at, bytes.size, GIT_OBJECT_BLOB);
		if (answer == 0)
			answer = git_index_add(index, &entry);
	}
	buf_release(&bytes);
	return answer;
}

struct merge_heads {
	struct oid *items;
	unsigned count, room;
};

static int take_merge_head(const git_oid *id, void *data)
{
	struct merge_heads *heads = data;

	if (heads->count < heads->room)
		memcpy(heads->items[heads->count++].bytes, id->id, sizeof heads->items->bytes);
	return 0;
}

unsigned repository_merge_heads(struct repository *repository, struct oid *out, unsigned max)
{
	struct merge_heads heads = { out, 0, max };

	if (git_repository_mergehead_foreach(repository->git, take_merge_head, &heads) < 0)
		return 0;
	return heads.count;
}

bool repository_worktree_tree(struct repository *repository, struct oid *out, struct error *error)
{
	git_index *index = NULL, *staged = NULL;
	git_status_list *status = NULL;
	git_status_options options;
	git_oid tree;

	if (repository->bare)
		return error_set(error, ERROR_USAGE, NULL, 0, "a bare repository has no work tree");
	if (!keep_in_memory(repository, error))
		return false;
	git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
	    GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
	int answer = git_repository_index(&staged, repository->git);
	if (answer == 0)
		answer = git_index_write_tree(&tree, staged);
	git_tree *base = NULL;
	if (answer == 0)
		answer = git_tree_lookup(&base, repository->git, &tree);
	if (answer == 0)
		answer = git_index_new(&index);
	if (answer == 0)
		answer = git_index_read_tree(index, base);
	if (answer == 0)
		answer = git_status_list_new(&status, repository->git, &options);
	for (size_t i = 0; answer == 0 && i < git_status_list_entrycount(status); i++) {
		const git_status_entry *entry = git_status_byindex(status, i);
		const unsigned here = GIT_STATUS_WT_NEW | GIT_STATUS_WT_MODIFIED | GIT_STATUS_WT_DELETED |
		    GIT_STATUS_WT_TYPECHANGE | GIT_STATUS_WT_RENAMED;
		if (entry->index_to_workdir && (entry->status & here)) {
			answer = put_work_file(repository, index, entry->index_to_workdir->new_file.path);
			if (answer == 0 && (entry->status & GIT_STATUS_WT_RENAMED))
				git_index_remove(index, entry->index_to_workdir->old_file.path, 0);
		}
	}
	if (answer == 0)
		answer = git_index_write_tree_to(&tree, index, repository->git);
	git_status_list_free(status);
	git_tree_free(base);
	git_index_free(index);
	git_index_free(staged);
	if (answer < 0)
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "the work tree cannot be read: %s", git_words());
	*out = from_git(&tree);
	return true;
}

void repository_identity(struct repository *repository, struct arena *arena, str *name, str *email)
{
	git_signature *who = NULL;

	*name = *email = STR("");
	if (git_signature_default(&who, repository->git) == 0) {
		*name = arena_dup(arena, str_of(who->name));
		*email = arena_dup(arena, str_of(who->email));
	}
	git_signature_free(who);
	const char *named = getenv("GIT_AUTHOR_NAME"), *mailed = getenv("GIT_AUTHOR_EMAIL");
	if (named && *named)
		*name = arena_dup(arena, str_of(named));
	if (mailed && *mailed)
		*email = arena_dup(arena, str_of(mailed));
}

const char *repository_workdir(struct repository *repository)
{
	return git_repository_workdir(repository->git);
}

str repository_setting(struct repository *repository, struct arena *arena, const char *name)
{
	git_config *config = NULL;
	git_buf value = { 0 };
	str out = STR("");

	if (git_repository_config_snapshot(&config, repository->git) == 0 &&
	    git_config_get_string_buf(&value, config, name) == 0)
		out = arena_dup(arena, str_of(value.ptr));
	git_buf_dispose(&value);
	git_config_free(config);
	return out;
}

/* Hooks run at the top of the work tree, in a bare repository in its own folder; a relative path begins there. */
str repository_hooks(struct repository *repository, struct arena *arena)
{
	git_config *config = NULL;
	git_buf path = { 0 };
	str out = STR("");

	if (git_repository_config_snapshot(&config, repository->git) == 0 &&
	    git_config_get_path(&path, config, "core.hooksPath") == 0) {
		const char *top = git_repository_workdir(repository->git);
		out = path.ptr[0] == '/'
		    ? arena_dup(arena, str_of(path.ptr))
		    : arena_printf(arena, "%s%s", top ? top : git_repository_path(repository->git), path.ptr);
	}
	git_buf_dispose(&path);
	git_config_free(config);
	return out.size ? out : arena_printf(arena, "%shooks", git_repository_commondir(repository->git));
}

str repository_remote_url(struct repository *repository, struct arena *arena, const char *remote)
{
	str url = repository_setting(repository, arena, arena_printf(arena, "remote.%s.url", remote).at);
	struct str_cut scheme = str_cut_str(url, STR("://"));
	struct str_cut host = str_cut(scheme.tail, '/');
	struct str_cut user = str_rcut(host.head, '@');
	return scheme.found && user.found
	    ? arena_printf(arena, "%.*s://%.*s/%.*s", STR_ARG(scheme.head), STR_ARG(user.tail), STR_ARG(host.tail))
	    : url;
}

const char *repository_library(void)
{
	static char version[32];
	int major, minor, patch;

	git_libgit2_version(&major, &minor, &patch);
	snprintf(version, sizeof version, "%d.%d.%d", major, minor, patch);
	return version;
}
