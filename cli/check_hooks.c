#include "cli/check_hooks.h"

#include "base/glob.h"
#include "cli/check_answer.h"
#include "cli/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pushed {                   /* one reference */
	str name;                 /* "refs/heads/main" */
	struct oid before, after; /* zero: not there */
};

struct hook {
	struct setting *setting;
	const struct options *options;
	const char *remote;         /* that is pushed to */
	const char *const *guarded; /* patterns; none: the branch that changes go into */
	unsigned guarded_count;
	str into; /* that branch; "" where it has to be guessed */
	bool passes;
	unsigned judged;
};

static bool read_oid(struct oid *out, str hex)
{
	*out = (struct oid){ 0 };
	if (hex.size != OID_HEX)
		return false;
	for (size_t i = 0; i < hex.size; i++) {
		char c = hex.at[i];
		int digit = byte_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (digit < 0)
			return false;
		out->bytes[i / 2] = (uint8_t)(out->bytes[i / 2] << 4 | digit);
	}
	return true;
}

/* "refs/heads/main" is "main" to people. */
static str short_name(str reference)
{
	static const char *const prefixes[] = { "refs/heads/", "refs/" };

	for (size_t i = 0; i < 2; i++)
		if (str_starts(reference, str_of(prefixes[i])))
			return str_sub(reference, strlen(prefixes[i]), reference.size);
	return reference;
}

/* --- where a pushed branch begins ----------------------------------------------------------------------------------
 */

static bool has_commit(struct hook *it, const struct oid *id)
{
	struct error ignored = { 0 };
	struct commit_info info;

	return !oid_is_zero(id) &&
	    repository_commit(&it->setting->repository, id, &it->setting->arena, &info, &ignored);
}

static bool since(
    struct hook *it, struct target *target, const struct oid *left, const struct pushed *pushed, struct error *error)
{
	struct arena *arena = &it->setting->arena;
	str words = arena_printf(
	    arena, "%.*s...%.*s", STR_ARG(oid_text(arena, left)), STR_ARG(oid_text(arena, &pushed->after)));

	if (!target_find(target, &it->setting->repository, arena, words.at, error))
		return false;
	struct str_cut cut = str_cut_str(target->shown, STR(": "));
	target->shown = arena_printf(arena, "%.*s: %.*s", STR_ARG(short_name(pushed->name)), STR_ARG(cut.tail));
	return true;
}

static bool all_new(struct hook *it, struct target *target, const struct pushed *pushed, struct error *error)
{
	static const struct oid none;
	return target_between(target, &it->setting->repository, &it->setting->arena, &none, &pushed->after,
	    short_name(pushed->name), error);
}

/* What the other side has already: the branch itself, else what it would go into there. */
static bool find_push(struct hook *it, struct target *target, const struct pushed *pushed, struct error *error)
{
	struct repository *repository = &it->setting->repository;
	struct branch there;

	if (has_commit(it, &pushed->before) && branch_contains(repository, &pushed->after, &pushed->before))
		return since(it, target, &pushed->before, pushed, error);
	if (branch_of_remote(repository, &it->setting->arena, it->remote, &there))
		return since(it, target, &there.tip, pushed, error);
	return all_new(it, target, pushed, error);
}

/* On the server what stood there before is what counts, also where history is written anew. */
static bool find_received(struct hook *it, struct target *target, const struct pushed *pushed, struct error *error)
{
	struct repository *repository = &it->setting->repository;
	struct arena *arena = &it->setting->arena;
	struct branch into;
	struct oid head;

	if (!oid_is_zero(&pushed->before))
		return target_between(
		    target, repository, arena, &pushed->before, &pushed->after, short_name(pushed->name), error);
	str name = branch_of_head(repository, arena);
	if (name.size && branch_at(repository, arena_printf(arena, "refs/heads/%.*s", STR_ARG(name)).at, &head))
		return since(it, target, &head, pushed, error);
	if (branch_base(repository, arena, &into))
		return since(it, target, &into.tip, pushed, error);
	return all_new(it, target, pushed, error);
}

/* --- one reference --------------------------------------------------------------------------------------------------
 */

/* Where changes go: HEAD of the remote, or of the server that this is. */
static str find_into(struct hook *it)
{
	struct repository *repository = &it->setting->repository;
	struct arena *arena = &it->setting->arena;
	struct branch there;
	struct oid ignored;

	if (it->options->pre_receive) {
		str name = branch_of_head(repository, arena);
		bool stands = name.size &&
		    branch_at(repository, arena_printf(arena, "refs/heads/%.*s", STR_ARG(name)).at, &ignored);
		return stands ? name : STR("");
	}
	if (branch_of_remote(repository, arena, it->remote, &there) ||
	    branch_of_remote(repository, arena, "origin", &there))
		return str_cut(there.name, '/').tail;
	return STR("");
}

static bool is_branch(const struct hook *it, str reference)
{
	if (str_starts(reference, STR("refs/tags/")) || str_starts(reference, STR("refs/notes/")))
		return false;
	return !it->options->pre_receive || str_starts(reference, STR("refs/heads/"));
}

static bool is_guarded(const struct hook *it, str reference)
{
	str name = short_name(reference);

	for (unsigned i = 0; i < it->guarded_count; i++)
		if (glob_match(str_of(it->guarded[i]), name))
			return true;
	if (str_eq(name, STR("HEAD"))) /* the framework did not say which branch it is */
		return true;
	if (it->guarded_count)
		return false;
	return it->into.size ? str_eq(name, it->into) : str_eq(name, STR("main")) || str_eq(name, STR("master"));
}

static void put_distance(struct hook *it)
{
	if (it->judged++ && !it->options->format && !it->options->output_count)
		putchar('\n');
	fflush(stdout);
}

static bool judge_guarded(struct hook *it, const struct pushed *pushed, struct error *error)
{
	struct judging judging = { .options = it->options, .setting = it->setting };

	put_distance(it);
	bool found = it->options->pre_receive ? find_received(it, &judging.target, pushed, error)
	                                      : find_push(it, &judging.target, pushed, error);
	bool going = found && judging_judge(&judging, error) && check_answer(&judging, error);
	it->passes = it->passes && going && judging.check.passes;
	judging_close(&judging);
	return going;
}

/* What will be asked one day is told; nothing of it stops the push, not even that it cannot be told. */
static bool judge_other(struct hook *it, const struct pushed *pushed, struct error *error)
{
	struct judging judging = { .options = it->options, .setting = it->setting };
	struct pushed whole = { .name = pushed->name, .after = pushed->after };
	struct error trouble = { 0 };
	bool going = true;

	put_distance(it);
	bool found = it->options->pre_receive ? find_received(it, &judging.target, &whole, &trouble)
	                                      : find_push(it, &judging.target, &whole, &trouble);
	if (found && judging_judge(&judging, &trouble))
		going = check_answer_line(&judging, short_name(pushed->name),
		    it->guarded_count   ? STR("a branch that is guarded")
		        : it->into.size ? it->into
		                        : STR("main"),
		    error);
	else if (!it->options->quiet)
		fprintf(stderr, "knockon: a branch that is not guarded could not be judged: %s\n", trouble.message);
	judging_close(&judging);
	return going;
}

static bool judge(struct hook *it, const struct pushed *pushed, struct error *error)
{
	if (!is_branch(it, pushed->name) || oid_is_zero(&pushed->after))
		return true;
	return is_guarded(it, pushed->name) ? judge_guarded(it, pushed, error) : judge_other(it, pushed, error);
}

/* pre-push: LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID; pre-receive: OLD-ID NEW-ID REF */
static bool take_line(struct hook *it, str line, struct error *error)
{
	struct pushed pushed;
	str words[4] = { 0 };
	unsigned count = 0;

	while (count < 4 && str_next_word(&line, " \t", &words[count]))
		count++;
	bool receive = it->options->pre_receive;
	bool read = receive ? count == 3 && read_oid(&pushed.before, words[0]) && read_oid(&pushed.after, words[1])
	                    : count == 4 && read_oid(&pushed.after, words[1]) && read_oid(&pushed.before, words[3]);
	pushed.name = words[2];
	return read ? judge(it, &pushed, error)
	            : error_set(error, ERROR_USAGE, NULL, 0,
	                  "standard input has no line like git gives the hook %s; 'knockon init --hook' writes it",
	                  receive ? "pre-receive" : "pre-push");
}

/* --- pre-commit, which reads standard input itself -----------------------------------------------------------------
 */

static bool from_framework(struct hook *it, struct error *error)
{
	struct repository *repository = &it->setting->repository;
	const char *from = getenv("PRE_COMMIT_FROM_REF"), *to = getenv("PRE_COMMIT_TO_REF"),
	           *branch = getenv("PRE_COMMIT_REMOTE_BRANCH");
	struct pushed pushed = { .name = str_of(branch ? branch : "HEAD") };

	return repository_resolve(repository, to && *to ? to : "HEAD", &pushed.after, error) &&
	    (!from || !*from || repository_resolve(repository, from, &pushed.before, error)) &&
	    judge(it, &pushed, error);
}

static bool is_framework(void)
{
	const char *framework = getenv("PRE_COMMIT");
	return framework && strcmp(framework, "1") == 0;
}

/* git gives the hook pre-push the remote and its address; what stands behind them is guarded. */
static void take_arguments(struct hook *it)
{
	const struct options *options = it->options;
	const char *remote = getenv("PRE_COMMIT_REMOTE_NAME");
	unsigned first = options->pre_receive || is_framework() ? 0
	    : options->argument_count < 2                       ? options->argument_count
	                                                        : 2;

	it->remote = first ? options->arguments[0] : remote && *remote ? remote : "origin";
	it->guarded = options->arguments + first;
	it->guarded_count = options->argument_count - first;
	it->into = find_into(it);
}

bool check_hook(struct setting *setting, const struct options *options, bool *passes, struct error *error)
{
	struct hook it = { .setting = setting, .options = options, .passes = true };
	struct buf input = { 0 };

	if (options->format && strcmp(options->format, "json") == 0)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "a hook may have several answers: --format jsonl gives one a line");
	bool going = true;
	take_arguments(&it);
	if (options->pre_push && is_framework())
		going = from_framework(&it, error);
	else {
		going = file_read(&input, "-", error);
		str rest = buf_str(&input), line;
		while (going && str_next_line(&rest, &line))
			going = str_is_blank(line) || take_line(&it, line, error);
	}
	buf_release(&input);
	*passes = it.passes;
	return going;
}
