#include "analyzer/judge/judge_inner.h"

#include "base/limits.h"

/* A new page draws what others told in a sentence: that one team hands work to another is no news then. */

enum { PAIRS_LOOKED = 20 }; /* of a commit */

static bool is_bound(str text, size_t from, size_t to)
{
	return (from == 0 || !byte_is_word(text.at[from - 1])) &&
	    (to == text.size || !byte_is_word(text.at[to]) || text.at[to] == 's');
}

/* Without a word like "team" behind it. */
static str bare_name(str name)
{
	static const char *const words[] = { "team", "department", "desk", "group", "squad" };
	struct str_cut cut = str_rcut(name, ' ');

	for (size_t i = 0; cut.found && i < sizeof words / sizeof *words; i++)
		if (str_ieq(cut.tail, str_of(words[i])))
			return cut.head;
	return name;
}

/* A name of several words in any letters, a single word with its own. */
static bool names(str text, str name)
{
	bool several = str_find_char(name, ' ') != STR_NONE;
	ptrdiff_t at;

	while ((at = several ? str_ifind(text, name) : str_find(text, name)) != STR_NONE) {
		if (is_bound(text, (size_t)at, (size_t)at + name.size))
			return true;
		text = str_sub(text, (size_t)at + 1, text.size);
	}
	return false;
}

/* Words by which something goes from one to another, as they begin. */
static bool moves_work(str sentence)
{
	static const char *const stems[] = { "hand", "send", "sent", "pass", "forward", "give", "rout", "escalat",
		"assign", "notif", "contact", "reach", "request", "ask", "deliver", "provid", "submit", "review",
		"approv", "involv", "tell", "inform", "get", "receiv", "transfer", "turn" };

	for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
		str rest = sentence;
		ptrdiff_t at;
		while ((at = str_ifind(rest, str_of(stems[i]))) != STR_NONE) {
			if (at == 0 || !byte_is_word(rest.at[at - 1]))
				return true;
			rest = str_sub(rest, (size_t)at + 1, rest.size);
		}
	}
	return false;
}

static bool tells_in(str text, str from, str to)
{
	for (struct str_cut cut = str_cut_str(text, STR(". ")); text.size; cut = str_cut_str(text, STR(". "))) {
		if (names(cut.head, from) && names(cut.head, to) && moves_work(cut.head))
			return true;
		text = cut.tail;
	}
	return false;
}

static bool tells(const struct image *image, str from, str to)
{
	for (uint32_t i = 0; i < image->prose.count; i++)
		if (image_prose(image)[i].kind != PROSE_CODE &&
		    tells_in(image_text(image, image_prose(image)[i].text), from, to))
			return true;
	for (uint32_t i = 0; i < image->steps.count; i++)
		if (tells_in(image_text(image, image_steps(image)[i].name), from, to))
			return true;
	return false;
}

void look_for_told_pair(struct judge *j, struct finding *finding)
{
	struct difference *d = finding->d;
	str from = bare_name(judge_team(j, d->named[0])->name), to = bare_name(judge_team(j, d->named[1])->name);
	struct graph *graph = j->graph;

	if (from.size < 2 || to.size < 2 || j->pairs_looked++ >= PAIRS_LOOKED)
		return;
	str first = STR("");
	for (path_id path = 1; path < graph->room; path++) {
		const struct view *view = graph_view(graph, path);
		if (!view)
			continue;
		j->bytes_looked += view->image->size;
		if (j->bytes_looked > LIMIT_SEARCH_BYTES)
			return; /* whatever was found: another order would have found something else */
		str name = graph_path_text(graph, path);
		if ((!first.size || str_cmp(name, first) < 0) && tells(view->image, from, to))
			first = name;
	}
	if (!first.size)
		return;
	d->mild = true;
	d->message = arena_printf(j->arena, "%.*s hands work to %.*s, as a new page shows; %.*s told of both before",
	    STR_ARG(judge_team(j, d->named[0])->name), STR_ARG(judge_team(j, d->named[1])->name), STR_ARG(first));
}
