#include "cli/deadline.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void give_up(int signal_number)
{
	static const char words[] = "knockon: the time limit is reached and nothing was decided; --timeout SECONDS "
	                            "sets another one\n";

	(void)signal_number;
	if (write(STDERR_FILENO, words, sizeof words - 1) < 0)
		_exit(3);
	_exit(3);
}

void deadline_set(const struct options *options, unsigned seconds)
{
	if (options->timeout)
		seconds = (unsigned)strtoul(options->timeout, NULL, 10);
	if (!seconds)
		return;
	signal(SIGALRM, give_up);
	alarm(seconds);
}
