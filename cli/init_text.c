#include "cli/init.h"

#include "analyzer/git/branches.h"
#include "base/json.h"
#include "cli/nearest.h"
#include "reports/escape.h"

#include <stdlib.h>
#include <string.h>

enum { TEAMS_SHOWN = 200, OWNS_SHOWN = 12, ALIKE_SHOWN = 3, COMPARED_MAX = 2000 };

/* --- words ----------------------------------------------------------------------------------------------------------
 */

static bool is_plain(str words)
{
	static const char *const special[] = { "yes", "no", "on", "off", "true", "false", "null", "y", "n" };

	if (!words.size || !byte_is_letter(words.at[0]) || words.at[words.size - 1] == ' ')
		return false;
	for (size_t i = 0; i < words.size; i++)
		if (!byte_is_letter(words.at[i]) && !byte_is_digit(words.at[i]) && words.at[i] != ' ' &&
		    words.at[i] != '-')
			return false;
	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (str_ieq(words, str_of(special[i])))
			return false;
	return true;
}

/* A text of YAML; what is more than letters stands in the quotes of JSON, which YAML reads as well. */
static void put_value(struct buf *out, str words)
{
	struct json json;

	if (is_plain(words)) {
		buf_put(out, words);
		return;
	}
	json_begin(&json, out, false);
	json_str(&json, words);
}

/* --- names that look alike
 * --------------------------------------------------------------------------------------------- */

static const struct survey_node *node_of(const struct survey *survey, const struct survey_team *team)
{
	return &survey->nodes.items[team->node];
}

static bool is_team(const struct survey *survey, const struct survey_team *team)
{
	return team->known && node_of(survey, team)->kind == SURVEY_TEAM;
}

/* One or two letters apart, or one is the beginning of the other's words. */
static bool look_alike(str a, str b)
{
	str shorter = a.size < b.size ? a : b, longer = a.size < b.size ? b : a;

	if (shorter.size < 4 || str_eq(a, b))
		return false;
	if (str_starts(longer, shorter) && longer.at[shorter.size] == '-')
		return true;
	unsigned distance = nearest_distance(a, b);
	return shorter.size >= 6 && a.at[0] == b.at[0] && distance <= (shorter.size >= 10 ? 2u : 1u);
}

/* Said with the team that is named more often. */
static bool comes_first(const struct survey_team *a, const struct survey_team *b, str id_a, str id_b)
{
	if (a->sources.count != b->sources.count)
		return a->sources.count > b->sources.count;
	return str_cmp(id_a, id_b) < 0;
}

static void put_alike(struct buf *out, const struct survey *survey, const struct survey_team *team)
{
	str id = node_of(survey, team)->id;
	unsigned found = 0;

	for (uint32_t i = 0; i < survey->teams.count && i < COMPARED_MAX && found < ALIKE_SHOWN; i++) {
		const struct survey_team *other = &survey->teams.items[i];
		str other_id = node_of(survey, other)->id;
		if (other == team || !is_team(survey, other) || !look_alike(id, other_id) ||
		    !comes_first(team, other, id, other_id))
			continue;
		buf_puts(out, found++ ? ", " : "    # aliases: [");
		put_value(out, node_of(survey, other)->name);
	}
	if (found)
		buf_puts(out, "]   # looks alike: is it the same team?\n");
}

/* --- what a team owns
 * --------------------------------------------------------------------------------------------------- */

struct folder {
	str path; /* "support/"; "" all */
	uint32_t team;
	bool mixed;
};

struct folders {
	struct map at; /* hash of a path -> number + 1 */
	LIST_OF(struct folder) list;
};

static void note_owner(struct folders *folders, struct arena *arena, str path, uint32_t team)
{
	for (size_t i = 0; i < path.size; i++) {
		if (path.at[i] != '/')
			continue;
		str folder = str_sub(path, 0, i + 1);
		uint32_t *number = map_add(&folders->at, str_hash(folder) | 1);
		if (!*number) {
			LIST_PUSH(arena, &folders->list, ((struct folder){ folder, team, false }));
			*number = folders->list.count;
		}
		struct folder *one = &folders->list.items[*number - 1];
		one->mixed = one->mixed || one->team != team;
	}
}

static void note_owners(struct folders *folders, struct arena *arena, const struct survey *survey)
{
	for (uint32_t i = 0; i < survey->nodes.count; i++) {
		const struct survey_node *node = &survey->nodes.items[i];
		if (node->kind == SURVEY_DOCUMENT && node->document == NONE)
			note_owner(folders, arena, node->path, node->team);
	}
}

static bool is_owned_above(const struct folders *folders, str path)
{
	for (size_t i = 0; i + 1 < path.size; i++) {
		if (path.at[i] != '/')
			continue;
		const uint32_t *number = map_find(&folders->at, str_hash(str_sub(path, 0, i + 1)) | 1);
		if (number && !folders->list.items[*number - 1].mixed)
			return true;
	}
	return false;
}

/* The highest folders whose documents all belong to the team. */
static void put_owns(struct buf *out, struct arena *arena, const struct folders *folders, uint32_t team)
{
	unsigned found = 0;

	for (uint32_t i = 0; i < folders->list.count && found < OWNS_SHOWN; i++) {
		const struct folder *folder = &folders->list.items[i];
		if (folder->mixed || folder->team != team || is_owned_above(folders, folder->path))
			continue;
		buf_puts(out, found++ ? ", " : "    # owns: [");
		put_value(out, arena_printf(arena, "%.*s**", STR_ARG(folder->path)));
	}
	if (found)
		buf_puts(out, "]\n");
}

/* --- the file --------------------------------------------------------------------------------------------------------
 */

static void put_team(struct buf *out, struct arena *arena, const struct survey *survey, const struct folders *folders,
    const struct survey_team *team)
{
	const struct survey_node *node = node_of(survey, team);

	buf_puts(out, "  - name: ");
	put_value(out, node->name);
	buf_putc(out, '\n');
	put_alike(out, survey, team);
	put_owns(out, arena, folders, team->node);
}

static void put_teams(struct buf *out, struct arena *arena, const struct survey *survey)
{
	struct folders folders = { 0 };
	unsigned shown = 0;

	note_owners(&folders, arena, survey);
	for (uint32_t i = 0; i < survey->teams.count; i++) {
		const struct survey_team *team = &survey->teams.items[i];
		if (!is_team(survey, team) || node_of(survey, team)->id.size > 80)
			continue;
		if (!shown)
			buf_puts(out, "teams:\n");
		if (shown++ < TEAMS_SHOWN)
			put_team(out, arena, survey, &folders, team);
	}
	if (!shown)
		buf_puts(out, "# teams:\n#   - name: Customer Support\n");
	if (shown > TEAMS_SHOWN)
		buf_putf(out, "  # and %u more: knockon teams\n", shown - TEAMS_SHOWN);
	map_release(&folders.at);
}

/* git@host:group/name.git and https://host/group/name.git are pages below https://host/group/name; else "". */
static str site_of(struct standing *standing)
{
	struct arena *arena = &standing->setting.arena;
	str url = repository_remote_url(&standing->setting.repository, arena, "origin");

	if (str_starts(url, STR("ssh://")))
		url = arena_printf(arena, "https://%.*s", STR_ARG(str_sub(url, 6, url.size)));
	else if (str_find_char(url, '@') != STR_NONE && !str_has(url, STR("://"))) {
		struct str_cut host = str_cut(str_cut(url, '@').tail, ':');
		url = arena_printf(arena, "https://%.*s/%.*s", STR_ARG(host.head), STR_ARG(host.tail));
	}
	if (!str_starts(url, STR("https://")))
		return STR("");
	return str_ends(url, STR(".git")) ? str_sub(url, 0, url.size - 4) : url;
}

static void put_site(struct buf *out, struct standing *standing, str site)
{
	struct arena *arena = &standing->setting.arena;
	struct branch branch;

	if (!site.size)
		return;
	str name = branch_of_remote(&standing->setting.repository, arena, "origin", &branch)
	    ? str_cut(branch.name, '/').tail
	    : STR("main");
	buf_puts(out, "\n# Links to these addresses are links to files here.\n# site-urls: [");
	put_value(out,
	    arena_printf(
	        arena, "%.*s/%sblob/%.*s/", STR_ARG(site), str_has(site, STR("gitlab")) ? "-/" : "", STR_ARG(name)));
	buf_puts(out, "]\n");
}

static void put_codeowners(struct buf *out, const struct survey *survey, str site)
{
	str group = str_cut(str_sub(site, sizeof "https://" - 1, site.size), '/').tail;
	unsigned shown = 0;

	group = str_cut(group, '/').head;
	if (!group.size)
		group = STR("your-group");
	buf_puts(out,
	    "\n# Who may change this file and write acknowledgements down: lines for CODEOWNERS.\n"
	    "#   /.knockon.yml  @");
	put_untrusted(out, group);
	buf_puts(out, "/those-who-keep-the-rules\n");
	for (uint32_t i = 0; i < survey->teams.count && shown < TEAMS_SHOWN; i++) {
		const struct survey_team *team = &survey->teams.items[i];
		if (!is_team(survey, team) || node_of(survey, team)->id.size > 80)
			continue;
		buf_puts(out, "#   /.knockon/acks/");
		put_untrusted(out, node_of(survey, team)->id);
		buf_puts(out, "/  @");
		put_untrusted(out, group);
		buf_putc(out, '/');
		put_untrusted(out, node_of(survey, team)->id);
		buf_putc(out, '\n');
		shown++;
	}
}

void init_put_text(struct buf *out, struct standing *standing)
{
	struct arena *arena = &standing->setting.arena;
	str site = site_of(standing);

	buf_puts(out,
	    "# What the pages of this repository do not say of themselves. 'knockon config' shows what holds.\n"
	    "version: 1\n\n"
	    "# Teams that knockon finds. Other names of a team go into 'aliases'; 'members' are the e-mails of those "
	    "who may\n"
	    "# acknowledge for it (anybody, where none stands there); a supplier or a customer is told and never "
	    "asked.\n");
	put_teams(out, arena, &standing->survey);
	buf_puts(out,
	    "# Of a team may also be said:\n"
	    "#     aliases: [Care, Helpdesk]\n"
	    "#     members: [maya@acme.example]\n"
	    "#     kind: supplier             # internal, supplier, customer, system or role\n");
	buf_puts(out,
	    "\n# Words in the place of a team that are none.\n"
	    "# not-teams: [Note, Description]\n"
	    "\n# Which files are read: all that knockon understands, without these.\n"
	    "# exclude: [\"**/archive/**\"]\n");
	put_site(out, standing, site);
	buf_puts(out,
	    "\n# Begin with 'never': check then says what would fail, and lets everything pass.\n"
	    "policy:\n"
	    "  fail-on: breaking              # breaking, risky, info or never\n"
	    "  # acknowledge: { breaking: 1 } # who must: breaking changes, up to one handoff away\n"
	    "  # notify: { risky: 2 }         # who is told\n"
	    "  # override: [ops-lead@acme.example]   # who may let a change pass all the same\n"
	    "\n# rules:\n"
	    "#   step-renamed: risky          # another severity, or off; 'knockon rules' lists them\n"
	    "\n# suppress:\n"
	    "#   - { rule: step-removed, path: \"legacy/**\", until: 2027-03-31, reason: \"retired in spring\" }\n");
	put_codeowners(out, &standing->survey, site);
}
