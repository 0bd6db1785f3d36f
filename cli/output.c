#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int file, str bytes)
{
	while (bytes.size) {
		ssize_t done = write(file, bytes.at, bytes.size);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes = str_sub(bytes, (size_t)done, bytes.size);
	}
	return true;
}

bool output_flush(struct buf *buf, struct error *error)
{
	if (!buf_ok(buf))
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "out of memory");
	if (!write_all(STDOUT_FILENO, buf_str(buf))) {
		if (errno == EPIPE)
			_exit(141);
		return error_set(error, ERROR_INCOMPLETE, NULL, 0, "cannot write the output: %s", strerror(errno));
	}
	buf_clear(buf);
	return true;
}

/* A device, a pipe, whatever stands behind /dev/stdout: nothing that a new file may take the place of. */
static bool is_special(const char *path)
{
	struct stat about;

	return str_starts(str_of(path), STR("/dev/")) || str_starts(str_of(path), STR("/proc/")) ||
	    (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode));
}

static bool write_special(const char *path, str bytes, struct error *error)
{
	int file = open(path, O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);
	bool written = file >= 0 && write_all(file, bytes);
	int trouble = errno;

	if (file >= 0)
		close(file);
	return written || error_set(error, ERROR_INCOMPLETE, path, 0, "cannot write: %s", strerror(trouble));
}

bool output_file(const char *path, str bytes, struct error *error)
{
	char temporary[4096];

	if (is_special(path))
		return write_special(path, bytes, error);
	if (snprintf(temporary, sizeof temporary, "%s.knockon-%ld", path, (long)getpid()) >= (int)sizeof temporary)
		return error_set(error, ERROR_INCOMPLETE, path, 0, "the path is too long");
	int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (file < 0)
		return error_set(error, ERROR_INCOMPLETE, path, 0, "cannot write: %s", strerror(errno));
	bool written = write_all(file, bytes);
	int trouble = errno;
	if (close(file) < 0 && written) {
		written = false;
		trouble = errno;
	}
	if (written && rename(temporary, path) < 0) {
		written = false;
		trouble = errno;
	}
	if (!written) {
		unlink(temporary);
		return error_set(error, ERROR_INCOMPLETE, path, 0, "cannot write: %s", strerror(trouble));
	}
	return true;
}
