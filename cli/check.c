#include "cli/check_answer.h"
#include "cli/check_hooks.h"
#include "cli/command.h"
#include "cli/deadline.h"
#include "cli/files.h"

#include <string.h>

enum { SECONDS = 60, SECONDS_ON_A_SERVER = 10 };

/* --- what is asked for ----------------------------------------------------------------------------------------- */

static bool is_format(const char *format)
{
	return strcmp(format, "text") == 0 || strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0;
}

static bool check_options(const struct options *options, struct error *error)
{
	bool hook = options->pre_push || options->pre_receive;

	if (options->staged + options->pre_push + options->pre_receive > 1)
		return error_set(
		    error, ERROR_USAGE, NULL, 0, "--staged, --pre-push or --pre-receive, not several of them");
	if (options->staged && options->argument_count)
		return error_set(error, ERROR_USAGE, NULL, 0, "--staged takes no range");
	if (!hook && options->argument_count > 1)
		return error_set(error, ERROR_USAGE, NULL, 0, "check takes one range, not %u; a range is A..B",
		    options->argument_count);
	if (options->argument_count && options->arguments[0][0] == '-')
		return error_set(error, ERROR_USAGE, NULL, 0, "'%s' is no range", options->arguments[0]);
	if (options->format && !is_format(options->format))
		return error_set(error, ERROR_USAGE, NULL, 0, "check has the formats text, json and jsonl, not '%s'",
		    options->format);
	for (unsigned i = 0; i < options->output_count; i++)
		if (options->outputs[i].format && !is_format(options->outputs[i].format))
			return error_set(error, ERROR_USAGE, NULL, 0,
			    "check has the formats text, json and jsonl, not '%s'", options->outputs[i].format);
	enum severity severity;
	return !options->min_severity || severity_find(str_of(options->min_severity), &severity) ||
	    error_set(error, ERROR_USAGE, NULL, 0, "--min-severity takes cosmetic, info, risky or breaking, not '%s'",
	        options->min_severity);
}

/* --- runs -----------------------------------------------------------------------------------------------------------
 */

static bool find_target(struct judging *it, struct error *error)
{
	struct setting *setting = it->setting;
	const struct options *options = it->options;

	struct oid merged[1];

	if (options->staged || (!options->argument_count && repository_merge_heads(&setting->repository, merged, 1)))
		return target_staged(&it->target, &setting->repository, &setting->arena, error);
	return target_find(&it->target, &setting->repository, &setting->arena,
	    options->argument_count ? options->arguments[0] : NULL, error);
}

/* The hook pre-commit runs knockon: then it also sees the commit that completes a merge by hand. */
static bool commit_is_checked(struct setting *setting)
{
	str folder = repository_hooks(&setting->repository, &setting->arena);
	struct error ignored = { 0 };
	struct buf hook = { 0 };

	bool checked =
	    file_read(&hook, arena_printf(&setting->arena, "%.*s/pre-commit", STR_ARG(folder)).at, &ignored) &&
	    str_has(buf_str(&hook), STR("knockon"));
	buf_release(&hook);
	return checked;
}

static void take_merge(struct judging *it)
{
	it->check.merges = it->target.merges;
	it->check.commit_unchecked = it->target.merges && !commit_is_checked(it->setting);
}

static bool judge(struct judging *it, struct error *error)
{
	if (!find_target(it, error) || !judging_judge(it, error))
		return false;
	take_merge(it);
	return check_answer(it, error);
}

static int run_hook(const struct options *options, struct error *error)
{
	struct setting setting = { 0 };
	bool passes = true;
	bool going = check_options(options, error) && setting_open(&setting, options, error) &&
	    check_hook(&setting, options, &passes, error);

	setting_close(&setting);
	return going && passes ? 0 : 1;
}

static int run_check(const struct options *options, struct error *error)
{
	struct setting setting = { 0 };
	struct judging it = { .options = options, .setting = &setting };

	deadline_set(options, options->pre_receive ? SECONDS_ON_A_SERVER : SECONDS);
	if (options->pre_push || options->pre_receive)
		return run_hook(options, error);
	bool going = check_options(options, error) && setting_open(&setting, options, error) && judge(&it, error);
	bool passes = going && it.check.passes;
	judging_close(&it);
	setting_close(&setting);
	return passes ? 0 : 1;
}

static const char *const check_options_allowed[] = { "--format", "--output", "--min-severity", "--staged", "--pre-push",
	"--pre-receive", "--ack", "--as-of", "--config", "--policy-file", "--timeout", "--quiet", "--width",
	"--verify-objects", NULL };
const struct command command_check = {
	.name = "check",
	.arguments = "[RANGE]",
	.summary = "may this be merged: have all who must know said so?",
	.help = "  RANGE               A..B, A...B or one revision. Without one: from where HEAD left origin/HEAD, "
	        "else the\n"
	        "                      upstream of its branch, else main or master; while a merge is open, the merge\n"
	        "  --staged            what git would commit now; while git merges, the merge\n"
	        "  --pre-push          as the hook of that name: what git is about to push\n"
	        "  --pre-receive       as the hook of that name, on a server: what was pushed\n"
	        "                      Both refuse only what goes into the branch that changes go into (HEAD of the\n"
	        "                      other side, else main or master), or into those that are named behind it,\n"
	        "                      patterns like 'release/*'; of other branches a line says what would be asked\n"
	        "  --ack TEAM          this team knows and agrees; may be given for several teams\n"
	        "  --min-severity S    list changes from info, risky (default) or breaking up\n"
	        "  --format text|json|jsonl\n"
	        "  --output [FMT=]FILE write there instead; may be given for several formats\n"
	        "  --policy-file FILE  the configuration, from outside of the repository; otherwise that of the base "
	        "of the\n"
	        "                      range holds, so that a range cannot relax its own gate\n"
	        "  --as-of DATE        as if it were that day; otherwise that of the head\n"
	        "  --timeout SECONDS   give up after that; 60 where it is not given, 10 with --pre-receive\n"
	        "\n"
	        "  Status 0: it may be merged. 1: a team has not acknowledged what it must. 2: wrong usage or "
	        "configuration.\n"
	        "  3: it could not be decided; the message says what is missing.\n",
	.allowed = check_options_allowed,
	.run = run_check,
};
