#include "cli/setting.h"

#include "analyzer/gate/policy.h"
#include "cli/files.h"
#include "model/rules.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool setting_open(struct setting *out, const struct options *options, struct error *error)
{
	*out = (struct setting){ 0 };
	config_default(&out->config);
	return repository_open(&out->repository, ".", options->verify_objects, error);
}

const char *setting_rule_at(unsigned number)
{
	return number + 1 < RULE_COUNT ? rules[number + 1].id : NULL; /* the first one is none */
}

bool setting_configure(
    struct setting *setting, const struct options *options, const struct oid *tree, struct error *error)
{
	bool read = true, found;

	if (options->config)
		read = config_from_file(&setting->config, &setting->arena, options->config, error);
	else if (tree)
		read = config_from_tree(&setting->config, &setting->arena, &setting->repository, tree, &found, error);
	return read && config_check_rules(&setting->config, setting_rule_at, error);
}

void setting_close(struct setting *setting)
{
	if (setting->repository.git)
		repository_close(&setting->repository);
	arena_release(&setting->arena);
}

bool setting_use_color(const struct options *options, int file)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return isatty(file) && !(no_color && *no_color) && !(terminal && strcmp(terminal, "dumb") == 0);
}

bool setting_speaks_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strcmp(value, "C") != 0 && strcmp(value, "POSIX") != 0;
	}
	return true; /* nothing said: what nearly every terminal does */
}

unsigned setting_width(const struct options *options)
{
	enum { NARROWEST = 40, WIDEST = 140, USUAL = 100 };
	struct winsize size;
	unsigned width = USUAL;

	if (options->width)
		width = (unsigned)strtoul(options->width, NULL, 10);
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		width = size.ws_col;
	return width < NARROWEST ? NARROWEST : width > WIDEST && !options->width ? WIDEST : width;
}
