/*
 * The teams that a commit affects, each with the end of the shortest path to it:
 *
 *   affects   Customer Support   1 handoff    must acknowledge
 *               Raise first invoice -> Notify customer        processes/activation.bpmn:57
 */
#include "reports/listing.h"
#include "reports/text_parts.h"

#include "base/map.h"
#include "base/text.h"

enum {
	TEAMS_SHOWN = 12,
	PATHS_SHOWN = 3,
	COLUMN_GAP = 3,
	HOP_INDENT = TEXT_LABEL + 2,
	HOP_GAP = 8,     /* between a hop and its path, where there is room */
	FILE_LEAST = 28, /* columns that are enough for the end of a path */
};

struct said { /* what the listed changes say of one team */
	const struct team_affected *team;
	const struct affected *paths[PATHS_SHOWN]; /* the best first; of different places */
	unsigned path_count, changes;
	bool others; /* a change that is not the team's own */
};

struct hop_line {
	str words, file;
	unsigned words_width, file_width;
};

struct block { /* the columns of a commit's teams */
	struct said *items;
	unsigned count;
	unsigned name_width, way_width, hop_width, file_width;
};

/* --- what is said of whom ------------------------------------------------------------------- */

static uint64_t key_of(str team)
{
	return str_hash(team) | 1;
}

static bool is_better(const struct affected *a, const struct affected *b)
{
	if (a->requirement != b->requirement)
		return a->requirement > b->requirement;
	if (a->severity != b->severity)
		return a->severity > b->severity;
	return a->distance < b->distance;
}

static bool same_evidence(const struct affected *a, const struct affected *b)
{
	if (!a->path_count || !b->path_count)
		return !a->path_count == !b->path_count;
	const struct hop *x = &a->path[a->path_count - 1], *y = &b->path[b->path_count - 1];
	return x->line == y->line && str_eq(x->file, y->file) && str_eq(x->from, y->from) && str_eq(x->to, y->to);
}

static void take(struct said *said, const struct affected *affected)
{
	unsigned at = 0;

	said->changes++;
	for (unsigned i = 0; i < said->path_count; i++)
		if (same_evidence(said->paths[i], affected)) {
			if (!is_better(affected, said->paths[i]))
				return;
			said->path_count--;
			for (unsigned k = i; k < said->path_count; k++)
				said->paths[k] = said->paths[k + 1];
		}
	while (at < said->path_count && !is_better(affected, said->paths[at]))
		at++;
	if (said->path_count < PATHS_SHOWN)
		said->path_count++;
	for (unsigned i = said->path_count; i-- > at + 1;)
		said->paths[i] = said->paths[i - 1];
	if (at < said->path_count)
		said->paths[at] = affected;
}

/* A team's own change says something of it only where nothing else does: then the change moved something. */
static bool is_taken(const struct affected *affected, const struct said *said, bool own)
{
	bool is_own = affected->role == ROLE_OWNER && affected->requirement == REQUIRE_NONE;
	return is_own == own && (!own || !said->others);
}

static void take_changes(const struct text_out *t, const struct commit_report *commit, struct block *block,
    const struct map *places, bool own)
{
	for (unsigned i = 0; i < commit->change_count; i++) {
		const struct change *change = &commit->changes[i];
		if (!change_is_listed(t->run, commit, change))
			continue;
		for (unsigned k = 0; k < change->affected_count; k++) {
			const uint32_t *place = map_find(places, key_of(change->affected[k].team));
			if (!place || !is_taken(&change->affected[k], &block->items[*place], own))
				continue;
			take(&block->items[*place], &change->affected[k]);
			block->items[*place].others |= !own;
		}
	}
}

/* Keeps, in the order of the commit, the teams that a listed change reaches. */
static struct block gather(const struct text_out *t, const struct commit_report *commit)
{
	struct block block = { .items = ARENA_ARRAY(t->arena, struct said, commit->affected_count + 1) };
	struct map places = { 0 };

	for (unsigned i = 0; i < commit->affected_count; i++) {
		block.items[i].team = &commit->affected[i];
		if (!t->run->team.size || str_eq(t->run->team, commit->affected[i].team))
			*map_add(&places, key_of(commit->affected[i].team)) = i;
	}
	take_changes(t, commit, &block, &places, false);
	take_changes(t, commit, &block, &places, true);
	for (unsigned i = 0; i < commit->affected_count; i++)
		if (block.items[i].changes)
			block.items[block.count++] = block.items[i];
	map_release(&places);
	return block;
}

/* --- words ---------------------------------------------------------------------------------- */

static str way_of(const struct text_out *t, const struct affected *affected)
{
	static const char *const words[] = { "moved", "does this step", "", "hands in", "other party", "links here" };

	if (affected->role != ROLE_DOWNSTREAM)
		return str_of(words[affected->role]);
	return affected->distance ? text_count(t, affected->distance, "handoff", "handoffs") : STR("moved");
}

static str hop_notes(const struct text_out *t, const struct hop *hop)
{
	static const char *const words[] = { "", "same step", "called", "contract", "link", "dependency", "used", "",
		"named" };
	const char *word = words[hop->edge];

	if (!word[0] && !hop->before)
		return STR("");
	return arena_printf(
	    t->arena, " (%s%s%s)", word, word[0] && hop->before ? ", " : "", hop->before ? "before" : "");
}

/* The last hop, and those before it until one begins at something that has a name. */
static unsigned first_shown(const struct affected *affected)
{
	unsigned i = affected->path_count - 1;

	while (i && str_is_blank(affected->path[i].from))
		i--;
	return i;
}

static str hop_words(const struct text_out *t, const struct affected *affected, unsigned room)
{
	const struct hop *last = &affected->path[affected->path_count - 1];
	unsigned first = first_shown(affected);
	str from = text_clean(t, affected->path[first].from), to = text_clean(t, last->to), notes = hop_notes(t, last),
	    arrow = from.size ? text_arrow(t, affected->role == ROLE_UPSTREAM) : STR("");
	str dots = first ? arena_printf(t->arena, "%.*s ", STR_ARG(text_ellipsis(t))) : STR("");

	if (!to.size)
		to = text_name(t, affected->name, affected->team);
	unsigned names = room - text_width(dots) - text_width(arrow) - text_width(notes), from_width = text_width(from);
	if (from_width + text_width(to) > names) {
		to = text_fit(t, to, from_width < names / 2 ? names - from_width : names - names / 2, CUT_MIDDLE);
		from = text_fit(t, from, names - text_width(to), CUT_MIDDLE);
	}
	return arena_printf(t->arena, "%.*s%.*s%.*s%.*s%.*s", STR_ARG(dots), STR_ARG(from), STR_ARG(arrow), STR_ARG(to),
	    STR_ARG(notes));
}

static struct hop_line line_of(const struct text_out *t, const struct affected *affected)
{
	const struct hop *last = &affected->path[affected->path_count - 1];
	struct hop_line line = { .words = hop_words(t, affected, t->width - HOP_INDENT) };

	line.file = last->file.size ? text_path(t, last->file, last->line) : STR("");
	line.words_width = text_width(line.words);
	line.file_width = text_width(line.file);
	return line;
}

/* --- columns -------------------------------------------------------------------------------- */

static unsigned smaller(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static void widen(unsigned *width, unsigned to)
{
	if (*width < to)
		*width = to;
}

static void measure_hop(const struct text_out *t, struct block *block, const struct affected *affected)
{
	struct hop_line line = line_of(t, affected);

	if (line.words_width + 2 + smaller(line.file_width, FILE_LEAST) > t->width - HOP_INDENT)
		return;
	widen(&block->hop_width, line.words_width);
	widen(&block->file_width, line.file_width);
}

static void measure(const struct text_out *t, struct block *block)
{
	for (unsigned i = 0; i < block->count && i < TEAMS_SHOWN; i++) {
		const struct said *said = &block->items[i];
		widen(&block->name_width, text_width(text_name(t, said->team->name, said->team->team)));
		widen(&block->way_width, text_width(way_of(t, said->paths[0])));
		for (unsigned k = 0; k < said->path_count; k++)
			if (said->paths[k]->path_count)
				measure_hop(t, block, said->paths[k]);
	}
	unsigned others = TEXT_LABEL + 2 * COLUMN_GAP + block->way_width + (unsigned)sizeof "must acknowledge" - 1;
	block->name_width = smaller(block->name_width, t->width - others);
}

static void put_hop(const struct text_out *t, const struct block *block, const struct affected *affected)
{
	struct hop_line line = line_of(t, affected);
	unsigned room = t->width - HOP_INDENT, aligned = block->hop_width + 2;

	text_put_blanks(t, HOP_INDENT);
	text_put(t, STYLE_PLAIN, line.words);
	if (room > aligned + block->file_width)
		aligned += smaller(HOP_GAP - 2, room - aligned - block->file_width);
	if (!line.file.size) {
		buf_putc(t->out, '\n');
		return;
	}
	if (line.words_width <= block->hop_width && aligned + line.file_width <= room)
		text_put_blanks(t, aligned - line.words_width);
	else if (line.words_width + 2 + smaller(line.file_width, FILE_LEAST) <= room)
		text_put_blanks(t, 2);
	else {
		buf_putc(t->out, '\n');
		text_put_blanks(t, HOP_INDENT + 2);
		line.words_width = 0;
	}
	text_put(t, STYLE_FAINT, text_fit(t, line.file, room - line.words_width - 2, CUT_PATH));
	buf_putc(t->out, '\n');
}

/* --- the block ------------------------------------------------------------------------------ */

static str requirement_words(const struct said *said)
{
	if (said->team->requirement == REQUIRE_ACKNOWLEDGE)
		return said->team->acknowledged ? STR("acknowledged") : STR("must acknowledge");
	return said->team->requirement == REQUIRE_NOTIFY ? STR("told") : STR("");
}

static enum style requirement_style(const struct said *said)
{
	if (said->team->requirement != REQUIRE_ACKNOWLEDGE)
		return STYLE_PLAIN;
	return said->team->acknowledged ? STYLE_NEW : STYLE_BREAKING;
}

/* "3 changes, owner inferred from the folder" */
static str remarks(const struct text_out *t, const struct said *said)
{
	bool inferred = said->paths[0]->modifiers & MODIFIER_INFERRED, several = said->changes > 1;

	return arena_printf(t->arena, "%s%s%s", several ? text_count(t, said->changes, "change", "changes").at : "",
	    several && inferred ? ", " : "", inferred ? "owner inferred from its folder" : "");
}

static void put_team(const struct text_out *t, const struct block *block, const struct said *said)
{
	str name = text_fit(t, text_name(t, said->team->name, said->team->team), block->name_width, CUT_MIDDLE),
	    way = way_of(t, said->paths[0]), requirement = requirement_words(said), remark = remarks(t, said);
	unsigned column = TEXT_LABEL + block->name_width + COLUMN_GAP;

	text_put_padded(t, STYLE_STRONG, name, block->name_width + COLUMN_GAP);
	text_put(t, STYLE_PLAIN, way);
	if (requirement.size) {
		text_put_blanks(t, block->way_width + COLUMN_GAP - text_width(way));
		text_put(t, requirement_style(said), requirement);
		column += block->way_width + COLUMN_GAP + text_width(requirement);
	} else
		column += text_width(way);
	if (remark.size && column + 2 + text_width(remark) <= t->width)
		text_put_blanks(t, 2);
	else if (remark.size) {
		buf_putc(t->out, '\n');
		text_put_blanks(t, HOP_INDENT);
	}
	text_put(t, STYLE_PLAIN, remark);
	buf_putc(t->out, '\n');
	for (unsigned i = 0; i < said->path_count; i++)
		if (said->paths[i]->path_count)
			put_hop(t, block, said->paths[i]);
}

/* Why no team stands there. */
static const char *nobody_words(const struct text_out *t, const struct commit_report *commit, bool nobody_known)
{
	for (unsigned i = 0; i < commit->change_count && !nobody_known; i++)
		if (commit->changes[i].audience_unknown && change_is_listed(t->run, commit, &commit->changes[i]))
			return "no team that is known";
	return nobody_known ? TEXT_NOBODY_KNOWN : "no other team";
}

void text_put_teams(const struct text_out *t, const struct commit_report *commit, bool nobody_known)
{
	struct block block = gather(t, commit);

	measure(t, &block);
	text_put_blanks(t, 2);
	text_put_padded(t, STYLE_STRONG, STR("affects"), TEXT_LABEL - 2);
	if (!block.count)
		buf_putf(t->out, "%s\n", nobody_words(t, commit, nobody_known));
	for (unsigned i = 0; i < block.count && i < TEAMS_SHOWN; i++) {
		text_put_blanks(t, i ? TEXT_LABEL : 0);
		put_team(t, &block, &block.items[i]);
	}
	if (block.count > TEAMS_SHOWN) {
		text_put_blanks(t, TEXT_LABEL);
		buf_putf(t->out, "and %u more\n", block.count - TEAMS_SHOWN);
	}
}
