#include "cli/init.h"

#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *name, *comment, *line;
} hooks[] = {
	{ "pre-push",
	    "Have all who must know said so? For main; branches may follow that are guarded instead: main 'release/*'",
	    "exec knockon check --pre-push \"$@\"" },
	{ "pre-merge-commit", "Who must hear of what this merge brings?", "exec knockon check --staged" },
	{ "pre-commit", "Who must hear of what is about to be committed?", "exec knockon check --staged" },
	{ "pre-receive",
	    "Have all who must know said so? For HEAD; branches may follow that are guarded instead: main 'release/*'",
	    "exec knockon check --pre-receive" },
};

/* What a hook does not see. */
static void tell_holes(const char *name)
{
	if (strcmp(name, "pre-receive") == 0)
		return;
	fprintf(stderr, "It runs in this clone only, and --no-verify leaves it out; a check on the server does not.\n");
	if (strcmp(name, "pre-merge-commit") == 0)
		fprintf(stderr,
		    "A merge that it refuses stays open, and 'git commit' would complete it unchecked: 'knockon init "
		    "--hook "
		    "pre-commit'\n"
		    "closes this hole (and checks each other commit too). A fast-forward merge runs no hook: 'git "
		    "config merge.ff "
		    "false'\n"
		    "makes real merges of them.\n");
}

static bool find_hook(const char *name, size_t *out, struct error *error)
{
	for (*out = 0; *out < sizeof hooks / sizeof *hooks; ++*out)
		if (strcmp(hooks[*out].name, name) == 0)
			return true;
	return error_set(error, ERROR_USAGE, NULL, 0,
	    "--hook takes pre-push, pre-merge-commit, pre-commit or pre-receive, not '%.200s'", name);
}

bool init_hook(struct setting *setting, const char *name, bool quiet, struct error *error)
{
	struct arena *arena = &setting->arena;
	size_t hook;

	if (!find_hook(name, &hook, error))
		return false;
	str folder = repository_hooks(&setting->repository, arena);
	str path = arena_printf(arena, "%.*s/%s", STR_ARG(folder), name);
	str text = arena_printf(arena, "#!/bin/sh\n# %s\n%s\n", hooks[hook].comment, hooks[hook].line);
	if (mkdir(folder.at, 0777) < 0 && errno != EEXIST)
		return error_set(error, ERROR_INCOMPLETE, folder.at, 0, "cannot make the folder: %s", strerror(errno));
	if (!init_write(path.at, text, 0777)) {
		if (errno == EEXIST)
			return error_set(error, ERROR_USAGE, path.at, 0,
			    "there is such a hook already; add this line to it: %s",
			    strstr(hooks[hook].line, "knockon"));
		return error_set(error, ERROR_INCOMPLETE, path.at, 0, "cannot write: %s", strerror(errno));
	}
	struct buf said = { 0 };
	char here[4096];
	if (getcwd(here, sizeof here) && str_starts(path, str_of(here)) && path.at[strlen(here)] == '/')
		path = str_sub(path, strlen(here) + 1, path.size);
	buf_putf(&said, "%.*s\n", STR_ARG(path));
	bool written = output_flush(&said, error);
	buf_release(&said);
	if (written && !quiet)
		tell_holes(name);
	return written;
}
