#include "tests/support/planted.h"
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void import(const struct planted *planted, const struct planted_file *files)
{
	static const char message[] = "Plant";
	char command[1200];

	snprintf(command, sizeof command,
	    "git init -q --bare '%s' && git -C '%s' fast-import --quiet && git -C '%s' symbolic-ref HEAD "
	    "refs/heads/main",
	    planted->folder, planted->folder, planted->folder);
	FILE *git = popen(command, "w");
	assert_non_null(git);
	fprintf(git, "commit refs/heads/main\ncommitter Test <test@acme.example> 1793610840 +0000\ndata %zu\n%s\n",
	    strlen(message), message);
	for (; files->path; files++)
		fprintf(git, "M 100644 inline %s\ndata %zu\n%s\n", files->path, strlen(files->text), files->text);
	assert_int_equal(pclose(git), 0);
}

void planted_begin(struct planted *out, const struct planted_file *files)
{
	struct error error = { 0 };
	struct oid id;

	*out = (struct planted){ .folder = "/tmp/knockon-planted-XXXXXX" };
	assert_non_null(mkdtemp(out->folder));
	import(out, files);
	config_default(&out->config);
	for (const struct planted_file *file = files; file->path; file++)
		if (strcmp(file->path, ".knockon.yml") == 0 &&
		    !config_read(&out->config, &out->arena, str_of(file->text), file->path, &error))
			fail_msg("%s:%u: %s", error.path, error.line, error.message);
	assert_true(repository_open(&out->repository, out->folder, false, &error));
	assert_true(repository_resolve(&out->repository, "HEAD", &id, &error));
	assert_true(repository_commit(&out->repository, &id, &out->arena, &out->commit, &error));
	store_begin(&out->store, &out->repository, &out->config.reading);
	graph_begin(&out->graph, &out->repository, &out->store, &out->config);
	assert_true(graph_move(&out->graph, &out->commit.tree, &out->commit.id, &error));
}

void planted_pull_up(struct planted *planted)
{
	char command[1200];

	graph_release(&planted->graph);
	store_release(&planted->store);
	repository_close(&planted->repository);
	arena_release(&planted->arena);
	snprintf(command, sizeof command, "rm -rf '%s'", planted->folder);
	assert_int_equal(system(command), 0);
}
