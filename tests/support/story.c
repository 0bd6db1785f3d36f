#include "tests/support/story.h"
#include "tests/support/check.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program_path(void)
{
	const char *named = getenv("KNOCKON");
	return named && *named ? named : KNOCKON_PROGRAM;
}

/* --- in the child: only what may be called between fork and exec, the test is single-threaded ------------------ */

static void forget_git_variables(void)
{
	for (char **at = environ; *at;) {
		char name[128];
		const char *end = strchr(*at, '=');
		size_t size = end ? (size_t)(end - *at) : 0;
		if (size && size < sizeof name && strncmp(*at, "GIT_", 4) == 0) {
			memcpy(name, *at, size);
			name[size] = 0;
			unsetenv(name); /* moves the rest up */
		} else {
			at++;
		}
	}
}

static void set_environment(const struct story *story)
{
	char *program = realpath(program_path(), NULL); /* the folder changes */

	if (!program)
		_exit(127);
	forget_git_variables();
	setenv("KNOCKON", program, 1);
	setenv("HOME", story->home, 1);
	setenv("XDG_CONFIG_HOME", story->home, 1);
	setenv("XDG_CACHE_HOME", story->home, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("LSAN_OPTIONS", "print_suppressions=0:suppressions=" SOURCE_FOLDER "/tests/support/leaks.supp", 1);
}

static void become_shell(const struct story *story, const char *line, int out, int err)
{
	int nothing = open("/dev/null", O_RDONLY);

	set_environment(story);
	if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 || chdir(story->repository) < 0)
		_exit(126);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

/* --- in the test ----------------------------------------------------------------------------------------------- */

static void take_output(struct buf *out, int file)
{
	char piece[65536];
	ssize_t size;

	buf_clear(out);
	lseek(file, 0, SEEK_SET);
	while ((size = read(file, piece, sizeof piece)) > 0)
		buf_put(out, (str){ piece, (size_t)size });
	close(file);
	if (size < 0 || !buf_ok(out))
		fail_msg("cannot read what the program wrote");
}

static int wait_for(pid_t child)
{
	int how;

	while (waitpid(child, &how, 0) < 0)
		if (errno != EINTR)
			fail_msg("waitpid: %s", strerror(errno));
	return WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
}

int story_shell(struct story *story, const char *line)
{
	/* Files rather than pipes: nobody waits for anybody, however much is written. */
	int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC);

	if (out < 0 || err < 0)
		fail_msg("memfd_create: %s", strerror(errno));
	fflush(NULL);
	pid_t child = fork();
	if (child < 0)
		fail_msg("fork: %s", strerror(errno));
	if (child == 0)
		become_shell(story, line, out, err);
	story->status = wait_for(child);
	take_output(&story->out, out);
	take_output(&story->err, err);
	return story->status;
}

int story_run(struct story *story, const char *arguments)
{
	struct buf line = { 0 };

	buf_puts(&line, "exec \"$KNOCKON\" ");
	buf_puts(&line, arguments);
	buf_putc(&line, '\0');
	if (!buf_ok(&line))
		fail_msg("out of memory");
	int status = story_shell(story, line.at);
	buf_release(&line);
	return status;
}

static void make_folders(struct story *story)
{
	const char *temporary = getenv("TMPDIR");

	snprintf(story->folder, sizeof story->folder, "%s/knockon-story.XXXXXX",
	    temporary && *temporary ? temporary : "/tmp");
	if (!mkdtemp(story->folder))
		fail_msg("%s: %s", story->folder, strerror(errno));
	snprintf(story->repository, sizeof story->repository, "%s/repository", story->folder);
	snprintf(story->home, sizeof story->home, "%s/home", story->folder);
	if (mkdir(story->repository, 0777) < 0 || mkdir(story->home, 0777) < 0)
		fail_msg("%s: %s", story->folder, strerror(errno));
}

void story_begin(struct story *story, const char *name)
{
	char line[1024];

	*story = (struct story){ 0 };
	make_folders(story);
	snprintf(line, sizeof line, "cd / && exec '%s/script/story' '%s/stories/%s' '%s'", SOURCE_FOLDER, FIXTURES,
	    name, story->repository);
	if (story_shell(story, line) != 0)
		fail_msg("%s: %.*s", name, STR_ARG(buf_str(&story->err)));
}

void story_begin_empty(struct story *story)
{
	*story = (struct story){ 0 };
	make_folders(story);
	if (story_shell(story, "git init -q --template= .") != 0)
		fail_msg("git init: %.*s", STR_ARG(buf_str(&story->err)));
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

void story_end(struct story *story)
{
	if (*story->folder)
		nftw(story->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	buf_release(&story->out);
	buf_release(&story->err);
	*story = (struct story){ 0 };
}
