#include "cli/init.h"

#include "analyzer/config/config.h"
#include "cli/command.h"
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME ".knockon.yml"

bool init_write(const char *path, str bytes, unsigned mode)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (file < 0)
		return false;
	bool written = write(file, bytes.at, bytes.size) == (ssize_t)bytes.size;
	int trouble = errno;
	written = close(file) == 0 && written;
	if (!written)
		unlink(path);
	errno = trouble;
	return written;
}

static bool check_options(const struct options *options, struct error *error)
{
	return !options->argument_count ||
	    error_set(error, ERROR_USAGE, NULL, 0, "init takes no '%.200s'", options->arguments[0]);
}

/* What was made up from names of the repository is a configuration that can be read, or it is not written. */
static bool can_be_read(struct standing *standing, str text, struct error *error)
{
	struct config config;
	return config_read(&config, &standing->setting.arena, arena_dup(&standing->setting.arena, text), NAME, error);
}

static bool write_configuration(struct standing *standing, const struct options *options, struct error *error)
{
	struct arena *arena = &standing->setting.arena;
	const char *root = repository_workdir(&standing->setting.repository);
	struct buf text = { 0 };

	if (!root)
		return error_set(error, ERROR_USAGE, NULL, 0, "a bare repository has no files to write into");
	str path = arena_printf(arena, "%s" NAME, root);
	init_put_text(&text, standing);
	bool written = can_be_read(standing, buf_str(&text), error);
	if (written && !init_write(path.at, buf_str(&text), 0666))
		written = errno == EEXIST
		    ? error_set(error, ERROR_USAGE, NAME, 0, "it is there already; 'knockon config' shows what it says")
		    : error_set(error, ERROR_INCOMPLETE, NAME, 0, "cannot write: %s", strerror(errno));
	buf_clear(&text);
	buf_puts(&text, NAME "\n");
	written = written && output_flush(&text, error);
	buf_release(&text);
	if (written && !options->quiet)
		fputs("Read it, change what is wrong, and commit it: from then on it counts.\n"
		      "'knockon config --check' tells whether it can be read; 'knockon check' asks the teams.\n",
		    stderr);
	return written;
}

static int run_init(const struct options *options, struct error *error)
{
	if (!check_options(options, error))
		return 2;
	if (options->hook) {
		struct setting setting = { 0 };
		if (setting_open(&setting, options, error))
			init_hook(&setting, options->hook, options->quiet, error);
		setting_close(&setting);
		return 0;
	}
	struct standing standing = { 0 };
	if (standing_open(&standing, options, error))
		write_configuration(&standing, options, error);
	standing_close(&standing);
	return 0;
}

static const char *const init_options[] = { "--hook", "--quiet", NULL };
const struct command command_init = {
	.name = "init",
	.arguments = "[--hook NAME]",
	.summary = "write a configuration to begin with, or install a hook of git",
	.help = "  Writes " NAME
	        " with what HEAD shows: teams, names that look alike, who owns which folder, the addresses of\n"
	        "  the site. What is only a proposal stands behind a #. Nothing that is there is written over.\n"
	        "\n"
	        "  --hook NAME         installs a hook of three lines that runs 'knockon check': pre-push, "
	        "pre-merge-commit,\n"
	        "                      pre-commit, or on a server pre-receive\n",
	.allowed = init_options,
	.run = run_init,
};
