#include "cli/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_read(struct buf *out, const char *path, struct error *error)
{
	bool standard = strcmp(path, "-") == 0;
	int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (file < 0 || fstat(file, &about) < 0)
		return error_set(error, ERROR_USAGE, path, 0, "cannot open: %s", strerror(errno));
	bool read_all = !S_ISDIR(about.st_mode);
	int trouble = EISDIR;
	while (read_all) {
		char piece[65536];
		ssize_t size = read(file, piece, sizeof piece);
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0) {
			read_all = false;
			trouble = errno;
		}
		if (size <= 0)
			break;
		buf_put(out, (str){ piece, (size_t)size });
	}
	if (!standard)
		close(file);
	if (!read_all)
		return error_set(error, ERROR_USAGE, path, 0, "cannot read: %s", strerror(trouble));
	return buf_ok(out) || error_set(error, ERROR_INCOMPLETE, path, 0, "out of memory");
}

bool config_from_file(struct config *out, struct arena *arena, const char *path, struct error *error)
{
	struct buf bytes = { 0 };
	bool read =
	    file_read(&bytes, path, error) && config_read(out, arena, arena_dup(arena, buf_str(&bytes)), path, error);

	buf_release(&bytes);
	return read;
}
