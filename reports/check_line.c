/*
 * What a check would say of a branch that is not guarded, in a line:
 *
 *   topic: 4 teams must acknowledge this before it goes into main: Customer Support, Fraud, Onboarding and Provisioning
 */
#include "reports/check.h"

#include "reports/text_parts.h"

enum { NAMES_SHOWN = 6 };

static void put_names(const struct text_out *t, struct buf *out, const struct check *check, unsigned count)
{
	unsigned shown = 0;

	for (unsigned i = 0; i < check->asked_count && shown < NAMES_SHOWN; i++) {
		const struct asked *asked = &check->asked[i];
		if (!asked->open_count)
			continue;
		shown++;
		buf_puts(out, shown == 1 ? ": " : shown == count ? " and " : ", ");
		buf_put(out, text_name(t, asked->name, asked->team));
	}
	if (count > shown)
		buf_putf(out, " and %u more", count - shown);
}

static void put_what(const struct text_out *t, struct buf *out, const struct check *check, str into)
{
	unsigned open = 0;
	bool blocked = false;

	for (unsigned i = 0; i < check->asked_count; i++)
		open += check->asked[i].open_count > 0;
	for (unsigned i = 0; i < check->gate_count; i++)
		blocked = blocked || check->gate[i].rule == RULE_IMPACT_BLOCKED;
	if (open) {
		buf_putf(out, "%.*s must acknowledge this before it goes into %.*s",
		    STR_ARG(text_count(t, open, "team", "teams")), STR_ARG(into));
		put_names(t, out, check, open);
	} else if (!check->would_fail)
		buf_putf(out, "nothing is to be acknowledged before it goes into %.*s", STR_ARG(into));
	else if (!blocked)
		buf_putf(out, "it could not go into %.*s; 'knockon check' says why", STR_ARG(into));
	if (blocked)
		buf_putf(out, "%s", open ? "; a team blocks it" : "a team blocks it");
}

void check_line(struct buf *out, const struct run *run, const struct check *check, str into)
{
	struct arena arena = { 0 };
	struct text_out t = text_begin_call(out, run, &arena);
	struct buf words = { 0 };

	buf_putf(&words, "%.*s: ", STR_ARG(text_clean(&t, run->shown)));
	put_what(&t, &words, check, text_clean(&t, into));
	text_put_wrapped(&t, STYLE_PLAIN, buf_str(&words), 0, 4);
	buf_release(&words);
	arena_release(&arena);
}
