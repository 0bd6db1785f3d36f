#include "tests/support/cases.h"
#include "tests/support/check.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct reading {
	struct rule_cases *out;
	struct arena *arena;
	unsigned line;
	struct buf text[2]; /* of the file that is read */
	bool in_says;
};

static void wrong(const struct reading *r, const char *what)
{
	fprintf(stderr, "%s:%u: %s\n", r->out->path, r->line, what);
	exit(1);
}

static struct rule_case *current(const struct reading *r)
{
	if (!r->out->list.count)
		wrong(r, "a file before the first case");
	return &r->out->list.items[r->out->list.count - 1];
}

/* Empty lines at the end are there to be looked at. */
static str trimmed(struct arena *arena, const struct buf *text)
{
	str all = buf_str(text);

	while (str_ends(all, STR("\n\n")))
		all.size--;
	if (str_eq(all, STR("\n")))
		all.size = 0;
	return arena_dup(arena, all);
}

static void close_file(struct reading *r)
{
	struct rule_case *it = r->out->list.count ? current(r) : NULL;

	for (int side = 0; side < 2; side++) {
		if (r->in_says && side == 0)
			it->says = trimmed(r->arena, &r->text[side]);
		else if (it && it->files.count && !r->in_says)
			it->files.items[it->files.count - 1].text[side] = trimmed(r->arena, &r->text[side]);
		buf_clear(&r->text[side]);
	}
}

static void open_case(struct reading *r, str head)
{
	static const char *const kinds[] = {
		[CASE_RAISES] = "raises", [CASE_NEARLY] = "nearly", [CASE_FOLDS] = "folds into "
	};
	struct str_cut cut = str_cut(head, ':');
	struct rule_case *it = LIST_ADD(r->arena, &r->out->list);
	bool known = false;

	for (unsigned kind = CASE_RAISES; kind <= CASE_FOLDS && !known; kind++) {
		str word = str_of(kinds[kind]);
		known = kind == CASE_FOLDS ? str_starts(cut.head, word) : str_eq(cut.head, word);
		if (kind == CASE_RAISES && str_eq(cut.head, STR("raises one way")))
			known = it->one_way = true;
		it->kind = (enum case_kind)kind;
		if (kind == CASE_FOLDS)
			it->larger = str_sub(cut.head, word.size, cut.head.size);
	}
	it->title = str_trim(cut.tail);
	it->day = STR("2026-03-02");
	if (!known || !cut.found || !it->title.size)
		wrong(r, "expected raises:, raises one way:, nearly: or folds into RULE:, and a title");
	it->name =
	    arena_printf(r->arena, "%.*s %.*s: %.*s", STR_ARG(r->out->rule), STR_ARG(cut.head), STR_ARG(it->title)).at;
}

static void open_file(struct reading *r, str head, size_t next)
{
	struct rule_case *it = current(r);

	r->in_says = str_eq(head, STR("says"));
	if (r->in_says) {
		it->says_at = next;
		return;
	}
	if (str_starts(head, STR("day: "))) {
		it->day = str_trim(str_sub(head, 5, head.size));
		return;
	}
	bool before = str_starts(head, STR("before: ")), after = str_starts(head, STR("after: "));
	struct case_file *file = LIST_ADD(r->arena, &it->files);
	file->path = str_trim(str_sub(head, before ? 8 : after ? 7 : 0, head.size));
	file->there[0] = !after;
	file->there[1] = !before;
	if (!file->path.size || str_has(file->path, STR(" ")))
		wrong(r, "expected a path");
}

static void take_line(struct reading *r, str line)
{
	bool before = str_starts(line, STR("-:")), after = str_starts(line, STR("+:"));

	if (before || after)
		line = str_sub(line, line.size > 2 && line.at[2] == ' ' ? 3 : 2, line.size);
	for (int side = 0; side < 2; side++)
		if (side ? !before : !after) {
			buf_put(&r->text[side], line);
			buf_putc(&r->text[side], '\n');
		}
}

void cases_read(struct rule_cases *out, struct arena *arena, const char *folder, const char *file)
{
	struct reading r = { .out = out, .arena = arena };
	str line;

	*out = (struct rule_cases){ .path = arena_printf(arena, "%s/%s", folder, file).at,
		.rule = arena_dup(arena, str_cut(str_of(file), '.').head) };
	out->text = read_file(arena, out->path);
	str rest = out->text;
	while (str_next_line(&rest, &line)) {
		r.line++;
		bool opens_case = str_starts(line, STR("@@ ")), opens_file = str_starts(line, STR("@ "));
		if (opens_case || opens_file)
			close_file(&r);
		if (opens_case) {
			r.in_says = false;
			open_case(&r, str_sub(line, 3, line.size));
		} else if (opens_file)
			open_file(&r, str_sub(line, 2, line.size), out->text.size - rest.size);
		else if (out->list.count)
			take_line(&r, line);
	}
	close_file(&r);
	buf_release(&r.text[0]);
	buf_release(&r.text[1]);
	for (uint32_t i = 0; i < out->list.count; i++)
		if (!out->list.items[i].says_at) {
			fprintf(stderr, "%s: '%.*s' says nothing of what is said\n", out->path,
			    STR_ARG(out->list.items[i].title));
			exit(1);
		}
}

/* --- as commits --------------------------------------------------------------------------------------------------- */

static void put_data(struct buf *out, str bytes)
{
	buf_putf(out, "data %zu\n", bytes.size);
	buf_put(out, bytes);
	buf_puts(out, "\n");
}

/* Nine in the morning of a day. */
static long long seconds_of(const struct rule_case *it, str day)
{
	int year, month, date;

	if (day.size != 10 || sscanf(day.at, "%4d-%2d-%2d", &year, &month, &date) != 3) {
		fprintf(stderr, "%s: no such day: %.*s\n", it->name, STR_ARG(day));
		exit(1);
	}
	struct tm when = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = date, .tm_hour = 9 };
	return (long long)timegm(&when);
}

static void put_commit(
    struct buf *out, const struct rule_case *it, const char *branch, int side, bool backwards, str day)
{
	buf_putf(out, "commit refs/heads/%s\n", branch);
	for (int who = 0; who < 2; who++)
		buf_putf(out, "%s Priya Raman <priya.raman@acme.example> %lld +0000\n", who ? "committer" : "author",
		    seconds_of(it, day));
	put_data(out, str_of(side == backwards ? "before" : branch));
	buf_puts(out, "deleteall\n");
	for (uint32_t i = 0; i < it->files.count; i++) {
		const struct case_file *file = &it->files.items[i];
		if (!file->there[side])
			continue;
		buf_putf(out, "M 100644 inline %.*s\n", STR_ARG(file->path));
		put_data(out, file->text[side]);
	}
	buf_puts(out, "\n");
}

void case_import(struct buf *out, const struct rule_case *it, const char *branch, bool backwards)
{
	buf_putf(out, "reset refs/heads/%s\n", branch);
	put_commit(out, it, branch, backwards, backwards, STR("2026-03-01"));
	put_commit(out, it, branch, !backwards, backwards, it->day);
}
