#include "tests/support/check.h"

#include "base/buf.h"
#include "model/canonical.h"
#include "model/dump.h"
#include "parsers/parser.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One test per folder of fixtures/parsers/<format>/<case>: input.* against expected.model. */

struct fixture {
	char name[256], folder[1024], input[1400];
};

static struct fixture fixtures[2048];
static size_t fixture_count;

static void agrees_with_its_golden_file(void **state)
{
	const struct fixture *fixture = *state;
	struct arena arena = { 0 };
	struct buf dump = { 0 };
	char golden[1400];
	struct parse_in in = { .bytes = read_file(&arena, fixture->input), .settings = &reading_default };

	struct image *image = parse_document(str_of(fixture->input), &in, NULL);
	assert_non_null(image);
	document_dump(&dump, image);
	snprintf(golden, sizeof golden, "%s/expected.model", fixture->folder);
	assert_golden(golden, buf_str(&dump));

	struct image *again = parse_document(str_of(fixture->input), &in, NULL);
	assert_int_equal(image->size, again->size);
	assert_memory_equal(image, again, image->size);
	free(again);
	free(image);
	buf_release(&dump);
	arena_release(&arena);
}

static void add_case(const char *format, const char *name)
{
	struct fixture *it = &fixtures[fixture_count];

	snprintf(it->name, sizeof it->name, "%s/%s", format, name);
	snprintf(it->folder, sizeof it->folder, FIXTURES "/parsers/%s/%s", format, name);
	DIR *folder = opendir(it->folder);
	if (!folder)
		return;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
		if (strncmp(entry->d_name, "input.", 6) == 0) {
			snprintf(
			    it->input, sizeof it->input, FIXTURES "/parsers/%s/%s/%s", format, name, entry->d_name);
			fixture_count++;
			break;
		}
	closedir(folder);
}

static void each_entry(const char *path, const char *format, void (*visit)(const char *, const char *))
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.' && fixture_count < sizeof fixtures / sizeof *fixtures)
			visit(format ? format : entries[i]->d_name, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void add_format(const char *format, const char *name)
{
	char path[1024];

	(void)name;
	snprintf(path, sizeof path, FIXTURES "/parsers/%s", format);
	each_entry(path, format, add_case);
}

int main(void)
{
	static struct CMUnitTest tests[sizeof fixtures / sizeof *fixtures];

	each_entry(FIXTURES "/parsers", NULL, add_format);
	for (size_t i = 0; i < fixture_count; i++)
		tests[i] =
		    (struct CMUnitTest){ fixtures[i].name, agrees_with_its_golden_file, NULL, NULL, &fixtures[i] };
	return _cmocka_run_group_tests("fixtures", tests, fixture_count, NULL, NULL);
}
