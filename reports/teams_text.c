/*
 * One block per team:
 *
 *	Billing (internal)
 *	  id         billing
 *	  spelled    Billing (12), Billing Team (2)
 *	  named by   lane in journeys/activation.bpmn:12
 *	  does       9 steps: billing/run.md (7), journeys/activation.bpmn (2)
 */
#include "reports/teams.h"

#include "base/text.h"

enum { LABEL = 15, ITEMS_MOST = 8, LINES = 200 };

struct teams_text {
	const struct text_out *t;
	const struct teams_report *report;
	const struct survey *survey;
	struct buf words; /* of the row in hand */
	uint32_t items;
	uint32_t left; /* items that are not said */
};

static const struct survey_node *node_at(const struct teams_text *it, uint32_t number)
{
	return &it->survey->nodes.items[number];
}

static str name_of(const struct teams_text *it, uint32_t number)
{
	return text_name(it->t, node_at(it, number)->name, node_at(it, number)->id);
}

/* --- a row of items -------------------------------------------------------------------------------------- */

static void begin_row(struct teams_text *it, str before)
{
	buf_clear(&it->words);
	buf_put(&it->words, before);
	it->items = it->left = 0;
}

/* Whether one more item is said; counts those that are not. */
static bool next_item(struct teams_text *it)
{
	if (it->items == ITEMS_MOST && it->report->only == NONE) {
		it->left++;
		return false;
	}
	buf_puts(&it->words, it->items++ ? ", " : "");
	return true;
}

static void end_row(struct teams_text *it, const char *label)
{
	if (!it->items)
		return;
	if (it->left)
		buf_putf(&it->words, " and %u more", it->left);
	text_put_blanks(it->t, 2);
	text_put_padded(it->t, STYLE_FAINT, str_of(label), LABEL - 2);
	text_put_wrapped(it->t, STYLE_PLAIN, arena_dup(it->t->arena, buf_str(&it->words)), LABEL, LINES);
}

static void put_counted(struct teams_text *it, str words, uint32_t count, uint32_t unsaid)
{
	if (!next_item(it))
		return;
	buf_put(&it->words, words);
	if (count != unsaid)
		buf_putf(&it->words, " (%u)", count);
}

/* --- the rows of a team ---------------------------------------------------------------------------------- */

static void put_spellings(struct teams_text *it, const struct survey_team *team)
{
	begin_row(it, STR(""));
	for (uint32_t i = 0; i < team->spellings.count; i++)
		put_counted(it, text_clean(it->t, team->spellings.items[i].name), team->spellings.items[i].count, 0);
	end_row(it, "spelled");
}

/* lane in a.bpmn:12, b.bpmn:4; CODEOWNERS:3 */
static void put_sources_of(struct teams_text *it, const struct survey_team *team, const char *what, const char *label)
{
	str kind = str_of(what);

	begin_row(it, arena_printf(it->t->arena, "%.*s in ", STR_ARG(kind)));
	for (uint32_t i = 0; i < team->sources.count; i++) {
		const struct survey_source *source = &team->sources.items[i];
		if (str_eq(str_of(source->what), kind))
			put_counted(it, text_path(it->t, source->path, source->line), source->count, 1);
	}
	end_row(it, label);
}

static void put_sources(struct teams_text *it, const struct survey_team *team)
{
	const char *label = "named by";

	for (uint32_t i = 0; i < team->sources.count; i++) {
		bool said = false;
		for (uint32_t k = 0; k < i && !said; k++)
			said = str_eq(str_of(team->sources.items[k].what), str_of(team->sources.items[i].what));
		if (said)
			continue;
		put_sources_of(it, team, team->sources.items[i].what, label);
		label = "";
	}
}

static void put_files(
    struct teams_text *it, const struct survey_numbers *numbers, const char *label, const char *one, const char *many)
{
	struct teams_counts counts = teams_files(it->t->arena, it->survey, numbers);

	begin_row(it, arena_printf(it->t->arena, "%.*s: ", STR_ARG(text_count(it->t, numbers->list.count, one, many))));
	for (uint32_t i = 0; i < counts.list.count; i++)
		put_counted(it, text_path(it->t, node_at(it, counts.list.items[i].node)->path, 0),
		    counts.list.items[i].count, counts.list.count == 1 ? counts.list.items[i].count : 1);
	end_row(it, label);
}

static void put_owned(struct teams_text *it, const struct survey_team *team)
{
	begin_row(it, STR(""));
	for (uint32_t i = 0; i < team->owns.count; i++) {
		const struct survey_owned *owned = &team->owns.items[i];
		if (!next_item(it))
			continue;
		buf_put(&it->words, text_path(it->t, node_at(it, owned->document)->path, 0));
		buf_putf(&it->words, " (%s%s)", owned->how, owned->co_owner ? ", with others" : "");
	}
	end_row(it, "owns");
}

static void put_contracts(struct teams_text *it, const struct survey_numbers *numbers, bool provides)
{
	begin_row(it, STR(""));
	for (uint32_t i = 0; i < numbers->list.count; i++) {
		uint32_t number = numbers->list.items[i],
		         other = provides ? teams_receiver(it->survey, number) : node_at(it, number)->team;
		if (!next_item(it))
			continue;
		buf_put(&it->words, text_name(it->t, node_at(it, number)->name, STR("something")));
		if (other != NONE) {
			buf_puts(&it->words, provides ? " to " : " by ");
			buf_put(&it->words, name_of(it, other));
		}
		buf_puts(&it->words, " (");
		buf_put(&it->words, text_path(it->t, node_at(it, number)->path, node_at(it, number)->line));
		buf_puts(&it->words, ")");
	}
	end_row(it, provides ? "promises" : "is promised");
}

static void put_neighbours(struct teams_text *it, const struct survey_team *team, bool gives)
{
	struct teams_counts counts = teams_neighbours(it->t->arena, it->survey, team, gives);

	begin_row(it, STR(""));
	for (uint32_t i = 0; i < counts.list.count; i++)
		put_counted(it, name_of(it, counts.list.items[i].node), counts.list.items[i].count, 1);
	end_row(it, gives ? "hands to" : "gets from");
}

static void put_word(struct teams_text *it, const char *label, str words)
{
	begin_row(it, STR(""));
	if (words.size && next_item(it))
		buf_put(&it->words, text_clean(it->t, words));
	end_row(it, label);
}

static void put_team(struct teams_text *it, const struct survey_team *team)
{
	const struct survey_node *node = node_at(it, team->node);

	text_put(it->t, STYLE_STRONG, name_of(it, team->node));
	buf_putf(it->t->out, " (%.*s%s)\n", STR_ARG(node->type), team->known ? "" : ", only spoken of");
	put_word(it, "id", node->id);
	put_spellings(it, team);
	put_sources(it, team);
	put_word(it, "part of", team->parent);
	put_word(it, "contact", team->contact);
	put_owned(it, team);
	put_files(it, &team->steps, "does", "step", "steps");
	put_neighbours(it, team, true);
	put_neighbours(it, team, false);
	put_contracts(it, &team->provides, true);
	put_contracts(it, &team->receives, false);
	buf_putc(it->t->out, '\n');
}

/* --- the end --------------------------------------------------------------------------------------------- */

static void put_total(struct teams_text *it)
{
	static const char *const kinds[][2] = { { "internal", "internal" }, { "role", "roles" },
		{ "supplier", "suppliers" }, { "customer", "customers" }, { "external", "external" },
		{ "system", "systems" } };
	uint32_t teams = 0;
	struct buf out = { 0 };

	for (uint32_t i = 0; i < it->survey->teams.count; i++)
		teams += node_at(it, i)->kind == SURVEY_TEAM;
	buf_put(&out, text_count(it->t, teams, "team", "teams"));
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		uint32_t count = 0;
		for (uint32_t i = 0; i < it->survey->teams.count; i++)
			count += str_eq(node_at(it, i)->type, str_of(kinds[k][0]));
		if (count)
			buf_putf(&out, ", %u %s", count, kinds[k][count != 1]);
	}
	buf_putf(&out, ", in %u of %u files", it->survey->documents, it->survey->files);
	text_put_wrapped(it->t, STYLE_STRONG, arena_dup(it->t->arena, buf_str(&out)), 0, 3);
	buf_release(&out);
}

void teams_put_text(const struct text_out *out, const struct teams_report *report)
{
	struct teams_text it = { .t = out, .report = report, .survey = report->survey };

	if (!it.survey->documents && !it.survey->teams.count) {
		text_put_wrapped(out, STYLE_PLAIN,
		    STR("no process documents here: knockon reads Markdown, Mermaid and BPMN files"), 0, 2);
		return;
	}
	for (uint32_t i = 0; i < it.survey->teams.count; i++)
		if (teams_shows(report, &it.survey->teams.items[i]))
			put_team(&it, &it.survey->teams.items[i]);
	if (report->only == NONE)
		put_total(&it);
	buf_release(&it.words);
}
