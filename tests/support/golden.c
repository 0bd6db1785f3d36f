#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

void assert_str_at_(str got, str want, const char *file, int line)
{
	if (str_eq(got, want))
		return;
	print_error("got:  \"%.*s\"\nwant: \"%.*s\"\n", STR_ARG(got), STR_ARG(want));
	_fail(file, line);
}

static str read_or_nothing(struct arena *arena, const char *path, bool *found)
{
	FILE *file = fopen(path, "rb");

	*found = file != NULL;
	if (!file)
		return STR("");
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *bytes = arena_alloc(arena, (size_t)size + 1);
	size_t read = fread(bytes, 1, (size_t)size, file);
	fclose(file);
	return (str){ bytes, read };
}

str read_file(struct arena *arena, const char *path)
{
	bool found;
	str bytes = read_or_nothing(arena, path, &found);

	if (!found)
		fail_msg("cannot open %s", path);
	return bytes;
}

static void show_first_difference(str got, str want)
{
	str got_line, want_line;
	unsigned line = 0;

	for (;;) {
		bool more_got = str_next_line(&got, &got_line), more_want = str_next_line(&want, &want_line);
		line++;
		if (more_got && more_want && str_eq(got_line, want_line))
			continue;
		if (!more_got)
			got_line = STR("<end>");
		if (!more_want)
			want_line = STR("<end>");
		print_error("line %u\n got:  %.*s\n want: %.*s\n", line, STR_ARG(got_line), STR_ARG(want_line));
		return;
	}
}

void assert_golden_at_(const char *path, str got, const char *file, int line)
{
	struct arena arena = { 0 };
	bool found;
	str want = read_or_nothing(&arena, path, &found);
	bool equal = found && str_eq(got, want);

	if (!equal && getenv("UPDATE_GOLDEN")) {
		FILE *out = fopen(path, "wb");
		if (out) {
			fwrite(got.at, 1, got.size, out);
			fclose(out);
			equal = true;
		}
	}
	if (!equal) {
		print_error("%s differs%s\n", path, found ? "" : " (it is not there)");
		show_first_difference(got, want);
	}
	arena_release(&arena);
	if (!equal)
		_fail(file, line);
}

int arena_setup(void **state)
{
	*state = calloc(1, sizeof(struct arena));
	return *state ? 0 : -1;
}

int arena_teardown(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}
