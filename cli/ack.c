#include "base/json.h"
#include "cli/command.h"
#include "cli/judging.h"
#include "cli/output.h"
#include "model/names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- what is asked for -------------------------------------------------------------------------------------------- */

static bool is_fingerprint(const char *word)
{
	return strlen(word) == 12 && strspn(word, "0123456789abcdef") == 12;
}

static bool check_options(const struct options *options, struct error *error)
{
	if (!options->argument_count)
		return error_set(error, ERROR_USAGE, NULL, 0, "name the team: knockon ack TEAM [FINGERPRINT...]");
	for (unsigned i = 1; i < options->argument_count; i++)
		if (!is_fingerprint(options->arguments[i]))
			return error_set(error, ERROR_USAGE, NULL, 0,
			    "'%.200s' is no fingerprint of twelve characters from 0-9 and a-f; a team of several words "
			    "stands "
			    "in quotes",
			    options->arguments[i]);
	if (options->until && !config_day(str_of(options->until)))
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "--until takes a day like 2027-03-31, not '%.200s'", options->until);
	if (options->verdict && strcmp(options->verdict, "acknowledged") != 0 &&
	    strcmp(options->verdict, "approved") != 0 && strcmp(options->verdict, "blocked") != 0)
		return error_set(error, ERROR_USAGE, NULL, 0,
		    "--verdict takes acknowledged, approved or blocked, not '%.200s'", options->verdict);
	return true;
}

/* --- what the file says ------------------------------------------------------------------------------------------- */

struct ack_run {
	const struct options *options;
	struct setting setting;
	struct judging judging;
	str team, name; /* key and name */
	str who, email;
	const char **fingerprints;
	unsigned count;
};

static const struct asked *asked_team(const struct ack_run *it, str key)
{
	const struct check *check = &it->judging.check;

	for (unsigned i = 0; i < check->asked_count; i++)
		if (str_eq(check->asked[i].team, key))
			return &check->asked[i];
	return NULL;
}

static bool find_team(struct ack_run *it, struct error *error)
{
	struct registry *registry = &it->judging.impact.graph.registry;
	struct arena *arena = &it->setting.arena;
	str key = team_key(arena, text_n0(arena, text_utf8(arena, str_of(it->options->arguments[0]), NULL)));
	team_id team = key.size ? registry_resolve(registry, registry_key(registry, key)) : 0;

	if (team)
		key = arena_dup(arena, registry_team_key(registry, team));
	const struct asked *asked = asked_team(it, key);
	it->team = key;
	it->name = asked ? asked->name : team ? arena_dup(arena, registry_team_name(registry, team)) : key;
	return asked || (team && registry_knows(registry, team)) ||
	    error_set(error, ERROR_USAGE, NULL, 0, "there is no team '%.200s'; 'knockon teams' lists them",
	        it->options->arguments[0]);
}

/* Those of the command line, else all that the team has not acknowledged. */
static void find_fingerprints(struct ack_run *it)
{
	const struct options *options = it->options;
	const struct asked *asked = asked_team(it, it->team);

	it->count = options->argument_count - 1;
	it->fingerprints =
	    ARENA_ARRAY(&it->setting.arena, const char *, it->count + (asked ? asked->open_count : 0) + 1);
	for (unsigned i = 0; i < it->count; i++)
		it->fingerprints[i] = options->arguments[i + 1];
	for (unsigned i = 0; options->argument_count == 1 && asked && i < asked->open_count; i++)
		it->fingerprints[it->count++] = asked->open[i]->fingerprint;
}

static void put_text(struct buf *out, const char *key, str value)
{
	struct json json;

	buf_putf(out, "%s: ", key);
	json_begin(&json, out, false);
	json_str(&json, value); /* a text in double quotes of JSON is one of YAML */
	buf_putc(out, '\n');
}

static void put_file(struct buf *out, struct ack_run *it)
{
	const struct options *options = it->options;

	buf_puts(out, "fingerprints: [");
	for (unsigned i = 0; i < it->count; i++)
		buf_putf(out, "%s%s", i ? ", " : "", it->fingerprints[i]);
	buf_puts(out, "]\n");
	put_text(out, "by",
	    it->who.size ? arena_printf(&it->setting.arena, "%.*s <%.*s>", STR_ARG(it->who), STR_ARG(it->email))
	                 : it->email);
	if (options->verdict && strcmp(options->verdict, "acknowledged") != 0)
		buf_putf(out, "verdict: %s\n", options->verdict);
	if (options->until)
		buf_putf(out, "until: %s\n", options->until);
	if (options->reason)
		put_text(out, "reason", str_of(options->reason));
}

/* --- where it goes ------------------------------------------------------------------------------------------------ */

/* Down one folder, made where it is not there; a symbolic link is no folder. -1: trouble. */
static int enter(int at, const char *name)
{
	if (at < 0 || (mkdirat(at, name, 0777) < 0 && errno != EEXIST))
		return -1;
	int folder = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int trouble = errno;
	close(at);
	errno = trouble;
	return folder;
}

static bool write_file(int folder, const char *name, str bytes)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

	if (file < 0)
		return false;
	bool written = write(file, bytes.at, bytes.size) == (ssize_t)bytes.size;
	int trouble = errno;
	written = close(file) == 0 && written;
	if (!written)
		unlinkat(folder, name, 0);
	errno = trouble;
	return written;
}

/* "luca.ferri-3fa9c1d2e0b7": who, and the first change that it is about. */
static str file_name(struct ack_run *it)
{
	struct buf name = { 0 };
	str person = str_cut(it->email, '@').head;

	for (size_t i = 0; i < person.size && name.size < 40; i++) {
		char c = byte_lower(person.at[i]);
		bool plain = byte_is_lower(c) || byte_is_digit(c) || ((c == '.' || c == '-' || c == '_') && name.size);
		if (plain)
			buf_putc(&name, c);
	}
	str out = arena_printf(
	    &it->setting.arena, "%.*s%s%s.yml", STR_ARG(buf_str(&name)), name.size ? "-" : "", it->fingerprints[0]);
	buf_release(&name);
	return out;
}

static bool write_ack(struct ack_run *it, struct error *error)
{
	struct arena *arena = &it->setting.arena;
	const char *root = repository_workdir(&it->setting.repository);
	struct buf bytes = { 0 };
	str name = file_name(it), team = arena_dup(arena, it->team);
	str path = arena_printf(arena, ".knockon/acks/%.*s/%.*s", STR_ARG(team), STR_ARG(name));

	if (str_find_char(team, '/') != STR_NONE || str_starts(team, STR(".")))
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' cannot be the name of a folder", team.at);
	put_file(&bytes, it);
	int folder = enter(enter(enter(open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ".knockon"), "acks"), team.at);
	bool written = folder >= 0 && write_file(folder, name.at, buf_str(&bytes));
	int trouble = errno;
	if (folder >= 0)
		close(folder);
	buf_release(&bytes);
	if (!written && trouble == EEXIST)
		return error_set(
		    error, ERROR_USAGE, path.at, 0, "it is there already; take it away to write another one");
	if (!written)
		return error_set(error, ERROR_INCOMPLETE, path.at, 0, "cannot write: %s", strerror(trouble));
	struct buf said = { 0 };
	buf_putf(&said, "%.*s\n", STR_ARG(path));
	written = output_flush(&said, error);
	buf_release(&said);
	if (written && !it->options->quiet)
		fprintf(stderr, "It counts as soon as it is committed: git add '%s' && git commit\n", path.at);
	return written;
}

/* --- runs ----------------------------------------------------------------------------------------------------------
 */

static bool is_member(const struct asked *asked, str email)
{
	for (unsigned i = 0; asked && i < asked->member_count; i++)
		if (str_ieq(asked->members[i], email))
			return true;
	return !asked || !asked->member_count;
}

static bool find_who(struct ack_run *it, struct error *error)
{
	struct setting *setting = &it->setting;

	repository_identity(&setting->repository, &setting->arena, &it->who, &it->email);
	if (!it->email.size)
		return error_set(error, ERROR_USAGE, NULL, 0,
		    "git does not know who you are: git config user.email you@example.org");
	return repository_workdir(&setting->repository) ||
	    error_set(error, ERROR_USAGE, NULL, 0, "a bare repository has no files to write into");
}

static bool find_target(struct ack_run *it, struct error *error)
{
	struct setting *setting = &it->setting;
	struct target *target = &it->judging.target;

	if (it->options->staged)
		return target_staged(target, &setting->repository, &setting->arena, error);
	struct error unknown = { 0 };
	if (target_find(target, &setting->repository, &setting->arena, NULL, &unknown))
		return true;
	/* no branch to compare with: with fingerprints nothing has to be looked for */
	if (unknown.code == ERROR_USAGE && it->options->argument_count > 1)
		return target_find(target, &setting->repository, &setting->arena, "HEAD", error);
	*error = unknown;
	return false;
}

static bool acknowledge(struct ack_run *it, struct error *error)
{
	find_fingerprints(it);
	if (!it->count) {
		if (!it->options->quiet)
			fprintf(stderr, "%.*s: nothing here has to be acknowledged by %s\n",
			    STR_ARG(it->judging.target.shown), it->options->arguments[0]);
		return true;
	}
	if (!is_member(asked_team(it, it->team), it->email))
		fprintf(stderr, "knockon: %s is not among the members of this team; it will not count\n", it->email.at);
	return write_ack(it, error);
}

static int run_ack(const struct options *options, struct error *error)
{
	struct ack_run it = { .options = options };

	it.judging = (struct judging){ .options = options, .setting = &it.setting };
	if (check_options(options, error) && setting_open(&it.setting, options, error) && find_who(&it, error) &&
	    find_target(&it, error) && judging_judge(&it.judging, error) && find_team(&it, error))
		acknowledge(&it, error);
	judging_close(&it.judging);
	setting_close(&it.setting);
	return 0;
}

static const char *const ack_options[] = { "--reason", "--until", "--verdict", "--staged", "--config", "--policy-file",
	"--quiet", NULL };
const struct command command_ack = {
	.name = "ack",
	.arguments = "TEAM [FINGERPRINT...]",
	.summary = "write down that a team knows of a change, in a file to commit",
	.help = "  TEAM                for whom you speak\n"
	        "  FINGERPRINT         of what; without any: of all that the team has not acknowledged yet, as "
	        "'knockon check'\n"
	        "                      finds it\n"
	        "  --reason WORDS      why it is all right, or why not\n"
	        "  --until DATE        the last day on which this holds\n"
	        "  --verdict V         acknowledged (where it is not given), approved, or blocked: then it must not be "
	        "merged\n"
	        "  --staged            look at what git would commit now\n"
	        "\n"
	        "  The file .knockon/acks/TEAM/... says what, who and why. A trailer 'Impact-Ack: TEAM' in a commit "
	        "does the\n"
	        "  same; the file survives where commits are squashed.\n",
	.allowed = ack_options,
	.run = run_ack,
};
