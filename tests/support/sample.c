#include "tests/support/sample.h"

#include "tests/support/check.h"

struct story mvno;

int sample_begin(void **state)
{
	(void)state;
	story_begin(&mvno, "mvno");
	return 0;
}

int sample_end(void **state)
{
	(void)state;
	story_end(&mvno);
	return 0;
}

str sample_run(const char *arguments)
{
	assert_int_equal(story_run(&mvno, arguments), 0);
	assert_str(buf_str(&mvno.err), STR(""));
	return buf_str(&mvno.out);
}

void sample_says(const char *arguments, const char *words)
{
	str answer = sample_run(arguments);

	if (!str_has(answer, str_of(words)))
		fail_msg("%s does not say '%s':\n%.*s", arguments, words, STR_ARG(answer));
}
