#include "parsers/blocks/blockrules_internal.h"

#include "base/text.h"

#include <string.h>

/* Names of teams in cells and at the beginning of lines, and their records. */

enum { NAME_BYTES = 60, NAME_WORDS = 6 };

bool is_placeholder(str n0)
{
	static const char *const nothing[] = { "-", "--", "---", "n/a", "na", "n.a.", "tbd", "tba", "tbc", "none",
		"nobody", "no one", "no", "yes", "x", "y", "n", "?", "??", "unknown", "open", "to be determined",
		"to be decided", "not applicable", "any", "anyone", "anybody", "all", "everyone", "everybody",
		"various", "multiple", "other", "others", "same", "true", "false", "optional", "required", "varies",
		"see below", "as above", "ditto", "vacant", "done", "\u2013", "\u2014", "\u2713", "\u2714", "\u2705",
		"\u274c", "..." };

	n0 = str_trim(n0);
	return !n0.size || ONE_OF(n0, nothing);
}

/* Words that begin an order or a sentence, never a name. */
static bool begins_otherwise(str word)
{
	static const char *const words[] = { "a", "an", "add", "and", "any", "are", "as", "ask", "assign", "at", "be",
		"because", "by", "check", "close", "collect", "complete", "confirm", "contact", "create", "do", "draft",
		"each", "else", "ensure", "every", "find", "follow", "for", "from", "get", "go", "how", "i", "if", "in",
		"inform", "is", "it", "keep", "let", "make", "may", "must", "my", "no", "not", "notify", "of", "on",
		"only", "or", "per", "please", "prepare", "provide", "read", "remove", "run", "see", "send", "set",
		"shall", "should", "since", "submit", "take", "talk", "that", "then", "there", "these", "they", "this",
		"those", "to", "try", "unless", "until", "update", "use", "verify", "wait", "we", "what", "when",
		"where", "whether", "which", "while", "whoever", "why", "will", "with", "within", "write", "you" };

	return ONE_OF(word, words);
}

/* Words within that make a text a sentence. */
static bool makes_sentence(str word)
{
	static const char *const words[] = { "is", "are", "was", "will", "shall", "must", "should", "can", "may", "has",
		"have", "if", "when", "that", "who", "which", "via", "until", "per", "depends", "assigned", "including",
		"please", "or" };

	return ONE_OF(word, words);
}

bool begins_upper(str word)
{
	int32_t c = 0;

	if (!word.size)
		return false;
	text_next(word, &c);
	return c > 0 && char_is_upper(c);
}

/* IT is a department, it is none. */
static bool is_acronym(str word)
{
	for (size_t i = 0; i < word.size; i++)
		if (!byte_is_upper(word.at[i]))
			return false;
	return word.size > 1;
}

bool has_words(str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (byte_is_letter(text.at[i]) || (text.at[i] & 0x80))
			return true;
	return false;
}

static bool names_time(str word)
{
	static const char *const words[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
		"sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "january", "february", "march", "april",
		"june", "july", "august", "september", "october", "november", "december", "week", "day", "hours",
		"days", "minutes", "weeks", "hour" };

	return ONE_OF(word, words);
}

bool name_is_plausible(struct arena *arena, str n0)
{
	str rest = n0, word;
	unsigned count = 0, digits = 0;

	(void)arena;
	if (n0.size < 2 || n0.size > NAME_BYTES || is_placeholder(n0) || !has_words(n0))
		return false;
	if (strchr(".?!:", n0.at[n0.size - 1]) || strchr("\"'(<>=+*/|~$%`{}", n0.at[0]) || str_has(n0, STR("://")))
		return false;
	while (str_next_word(&rest, " ", &word)) {
		str bare = word;
		while (bare.size && strchr(".,;:)('\"", bare.at[bare.size - 1]))
			bare.size--;
		if (count == 0 && begins_otherwise(bare) && !is_acronym(bare))
			return false;
		if (count > 0 && makes_sentence(bare))
			return false;
		if (names_time(bare))
			return false;
		digits += bare.size && byte_is_digit(bare.at[0]);
		count++;
	}
	return count <= NAME_WORDS && digits < 2 && !byte_is_digit(n0.at[0]) && !str_has(n0, STR("=")) &&
	    !str_has(n0, STR("_")) && !str_has(n0, STR("->")) && !str_has(n0, STR("\u2192")) &&
	    str_find_char(n0, '<') == STR_NONE;
}

/* --- persons ----------------------------------------------------------------------------------------- */

/* A page of one person: mailto:, github.com/name, linkedin.com/in/name, a profile in a chat. */
static bool links_to_person(str target)
{
	static const char *const hosts[] = { "github.com/", "gitlab.com/", "twitter.com/", "x.com/",
		"www.linkedin.com/in/", "linkedin.com/in/", "keybase.io/", "www.github.com/", "people.zulipchat.com/" };

	if (str_istarts(target, STR("mailto:")))
		return true;
	struct str_cut scheme = str_cut_str(target, STR("://"));
	if (!scheme.found)
		return str_starts(target, STR("@")) && str_find_char(target, '/') == STR_NONE;
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
		if (str_istarts(scheme.tail, str_of(hosts[i]))) {
			str path = str_sub(scheme.tail, strlen(hosts[i]), scheme.tail.size);
			while (str_ends(path, STR("/")))
				path.size--;
			return path.size && str_find_char(path, '/') == STR_NONE;
		}
	return str_has(scheme.tail, STR(".slack.com/team/")) || str_has(scheme.tail, STR("/user/")) ||
	    str_has(scheme.tail, STR("/users/"));
}

static bool is_mail(str text)
{
	ptrdiff_t at = str_find_char(text, '@');

	return at > 0 && str_find_char(str_sub(text, (size_t)at, text.size), '.') != STR_NONE &&
	    str_find_char(text, ' ') == STR_NONE;
}

static bool is_handle_of_person(str text)
{
	return str_starts(text, STR("@")) && str_find_char(text, '/') == STR_NONE;
}

static bool is_person(const struct blocks *blocks, const struct block *block, uint32_t from, uint32_t to)
{
	str text = str_trim(str_sub(block_text(blocks, block), from, to));

	if (is_handle_of_person(text) || is_mail(text))
		return true;
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block_runs(blocks, block)[i];
		if (run->from < from || run->from >= to || run->to <= run->from)
			continue;
		if (run->kind == RUN_PERSON || (run->kind == RUN_LINK && links_to_person(run->target)))
			return true;
	}
	return false;
}

/* --- names ----------------------------------------------------------------------------------------------- */

struct piece {
	uint32_t from, to;
};

static struct piece trim_piece(str text, struct piece piece)
{
	while (piece.from < piece.to && strchr(" *", text.at[piece.from]))
		piece.from++;
	while (piece.to > piece.from && strchr(" *", text.at[piece.to - 1]))
		piece.to--;
	return piece;
}

/* "Branch Manager (@x, @y)" is the role; what stands in the bracket are persons. "Billing (EMEA)" stays whole. */
static struct piece drop_bracket(const struct rules *r, const struct block *block, str text, struct piece piece)
{
	str part = str_sub(text, piece.from, piece.to);
	ptrdiff_t open = str_find_char(part, '(');

	if (open <= 0 || part.at[part.size - 1] != ')')
		return piece;
	str inside = str_sub(part, (size_t)open, part.size);
	if (str_find_char(inside, '@') == STR_NONE &&
	    !is_person(r->blocks, block, piece.from + (uint32_t)open + 1, piece.to - 1))
		return piece;
	return trim_piece(text, (struct piece){ piece.from, piece.from + (uint32_t)open });
}

static void cut_compound(struct name *name, struct arena *arena)
{
	static const char *const joins[] = { " / ", "/", " & ", " and ", " + " };

	for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
		struct str_cut cut = str_cut_str(name->text, str_of(joins[i]));
		if (!cut.found)
			continue;
		str rest = name->text;
		name->part_count = 0;
		while (cut.found && name->part_count < NAME_PARTS - 1) {
			name->parts[name->part_count++] = str_trim(cut.head);
			rest = cut.tail;
			cut = str_cut_str(rest, str_of(joins[i]));
		}
		name->parts[name->part_count++] = str_trim(rest);
		for (unsigned p = 0; p < name->part_count; p++)
			if (!name_is_plausible(arena, name->parts[p])) {
				name->part_count = 0;
				break;
			}
		return;
	}
}

/* Most cells hold one or two. */
static void put_name(struct names *out, struct arena *arena, const struct name *name)
{
	if (!out->room) {
		out->room = 2;
		out->items = arena_take(arena, sizeof *out->items * out->room);
	}
	LIST_PUSH(arena, out, *name);
}

static void take_piece(struct names *out, struct rules *r, const struct block *block, str text, struct piece piece)
{
	piece = trim_piece(text, piece);
	if (piece.from >= piece.to)
		return;
	struct piece bare = drop_bracket(r, block, text, piece);
	str part = str_sub(text, bare.from, bare.to);
	if (is_placeholder(part))
		return;
	if (is_person(r->blocks, block, bare.from, bare.to)) {
		out->persons++;
		return;
	}
	if (bare.to < piece.to)
		out->persons++;
	bool handle = str_starts(part, STR("@"));
	if (block_covered(r->blocks, block, RUN_CODE, bare.from, bare.to) ||
	    (!handle && !name_is_plausible(r->arena, part))) {
		out->refused++;
		return;
	}
	struct name name = { .text = part };
	name.key = team_key_typed(r->arena, part, &name.typed);
	if (!name.key.size) {
		out->refused++;
		return;
	}
	if (out->count == NAMES_IN_CELL)
		return;
	name.typed = name.typed || handle;
	if (!handle)
		cut_compound(&name, r->arena);
	put_name(out, r->arena, &name);
}

static bool splits_at(str text, uint32_t at, bool slashes)
{
	char c = text.at[at];

	return c == ',' || c == ';' || (slashes && (c == '/' || c == '+'));
}

static bool hard_break_at(const struct rules *r, const struct block *block, uint32_t at)
{
	for (uint32_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block_runs(r->blocks, block)[i];
		if (run->kind == RUN_BREAK && run->hard && run->from == at)
			return true;
	}
	return false;
}

void read_names(struct names *out, struct rules *r, const struct block *block, uint32_t from, uint32_t to, bool slashes)
{
	str text = block_text(r->blocks, block);
	uint32_t start = from;
	unsigned depth = 0;

	if (to - from > 400) { /* a text, not a list of names */
		out->refused++;
		return;
	}
	for (uint32_t i = from; i < to; i++) {
		char c = text.at[i];
		depth += c == '(';
		depth -= c == ')' && depth;
		bool handle = start < i && text.at[start] == '@';
		if (!depth && (splits_at(text, i, slashes && !handle) || (c == ' ' && hard_break_at(r, block, i)))) {
			take_piece(out, r, block, text, (struct piece){ start, i });
			start = i + 1;
		}
	}
	take_piece(out, r, block, text, (struct piece){ start, to });
}

static void names_below(struct names *out, struct rules *r, uint32_t first, bool slashes, unsigned depth)
{
	for (uint32_t i = first; i && depth < 8; i = block_at(r->blocks, i)->next) {
		const struct block *block = block_at(r->blocks, i);
		if (block->text_size)
			read_names(out, r, block, 0, block->text_size, slashes);
		names_below(out, r, block->child, slashes, depth + 1);
	}
}

void cell_names(struct names *out, struct rules *r, const struct block *cell, bool slashes)
{
	*out = (struct names){ 0 };
	if (!cell)
		return;
	if (cell->text_size)
		read_names(out, r, cell, 0, cell->text_size, slashes);
	names_below(out, r, cell->child, slashes, 0);
}

static str text_below(struct rules *r, uint32_t first, str so_far, unsigned depth)
{
	for (uint32_t i = first; i && depth < 8; i = block_at(r->blocks, i)->next) {
		const struct block *block = block_at(r->blocks, i);
		str text = block_text(r->blocks, block);
		if (text.size)
			so_far = so_far.size ? text_joined(r->arena, so_far, " ", text) : text;
		if (so_far.size < LIMIT_LABEL_BYTES)
			so_far = text_below(r, block->child, so_far, depth + 1);
	}
	return so_far;
}

str cell_text(struct rules *r, const struct block *cell)
{
	if (!cell)
		return STR("");
	str own = block_text(r->blocks, cell);
	return cell->child ? text_below(r, cell->child, own, 0) : own;
}

/* --- records ------------------------------------------------------------------------------------------------ */

static enum team_kind kind_of_name(str name)
{
	static const char *const roles[] = { "manager", "engineer", "lead", "owner", "analyst", "director", "officer",
		"coordinator", "editor", "developer", "architect", "specialist", "agent", "representative", "admin",
		"administrator", "head", "president", "clerk", "supervisor", "leader", "consultant", "designer",
		"accountant", "technician", "operator", "reviewer", "approver", "assistant", "author", "writer",
		"leads", "engineers", "managers", "developers", "sponsor", "chair", "chairs", "shadow", "shadows" };
	static const char *const outside[] = { "customer", "customers", "client", "clients", "end user", "end users",
		"subscriber", "subscribers", "end customer", "supplier", "suppliers", "vendor", "vendors" };
	struct str_cut last = str_rcut(name, ' ');

	if (ONE_OF(name, outside))
		return TEAM_EXTERNAL;
	if (ONE_OF(last.found ? last.tail : name, roles) || str_istarts(name, STR("head of ")) ||
	    str_istarts(name, STR("chief ")) || str_istarts(name, STR("vp ")) || str_istarts(name, STR("director of ")))
		return TEAM_ROLE;
	return TEAM_TEAM;
}

static struct team_slot *slot_for(struct rules *r, uint64_t hash)
{
	if (r->slot_count * 2 >= r->slot_room) {
		uint32_t room = r->slot_room ? r->slot_room * 2 : 64;
		struct team_slot *slots = ARENA_ARRAY(r->arena, struct team_slot, room);
		for (uint32_t i = 0; i < r->slot_room; i++) {
			if (!r->slots[i].hash)
				continue;
			uint32_t at = (uint32_t)r->slots[i].hash & (room - 1);
			while (slots[at].hash)
				at = (at + 1) & (room - 1);
			slots[at] = r->slots[i];
		}
		r->slots = slots;
		r->slot_room = room;
	}
	uint32_t at = (uint32_t)hash & (r->slot_room - 1);
	while (r->slots[at].hash && r->slots[at].hash != hash)
		at = (at + 1) & (r->slot_room - 1);
	return &r->slots[at];
}

static uint64_t slot_hash(str key, uint64_t sort)
{
	uint64_t hash = hash_mix(str_hash(key), sort + 17);

	return hash ? hash : 1;
}

uint32_t claim_of_key(struct rules *r, str name)
{
	struct team_slot *slot = slot_for(r, slot_hash(team_key(r->arena, name), 9));

	if (!slot->hash) {
		slot->hash = slot_hash(team_key(r->arena, name), 9);
		r->slot_count++;
		slot->claim = builder_claim(r->out, 1);
		builder_claim_key(r->out, slot->claim, name);
	}
	return slot->claim;
}

static enum team_strength strength_of(enum team_sort sort)
{
	return sort == TEAM_IS_KNOWN ? TEAM_STRONG : sort == TEAM_IS_INFERRED ? TEAM_INFERRED : TEAM_MENTION;
}

static uint32_t add_team(struct rules *r, str name, uint32_t claim, enum team_strength strength, uint32_t line)
{
	uint32_t outer = r->out->claim;

	r->out->claim = claim;
	/* a group until its claim holds */
	uint32_t team = builder_team(r->out, STR(""), name, claim ? TEAM_GROUP : kind_of_name(name), line);
	r->out->claim = outer;
	r->out->teams.items[team].strength = (uint8_t)strength;
	return team;
}

static uint32_t team_of_key(struct rules *r, str name, str key, enum team_sort sort, uint32_t line)
{
	uint64_t hash = slot_hash(key, sort);
	uint32_t claim = sort == TEAM_IS_CLAIMED ? claim_of_key(r, name) : 0;
	struct team_slot *slot = slot_for(r, hash);

	if (slot->hash)
		return slot->team;
	uint32_t team = add_team(r, name, claim, strength_of(sort), line);
	slot->hash = hash;
	slot->team = team;
	r->slot_count++;
	return team;
}

uint32_t team_of_sort(struct rules *r, str name, enum team_sort sort, uint32_t line)
{
	return team_of_key(r, name, team_key(r->arena, name), sort, line);
}

str key_of_name(const struct rules *r, const struct name *name)
{
	return name->key.size ? name->key : team_key(r->arena, name->text);
}

/* "Sales and Finance" is two teams where both are known, else one: the records of the parts stand under that claim,
 * and the whole is the record around them. */
static uint32_t team_of_parts(struct rules *r, const struct name *name, bool known, uint32_t line)
{
	uint64_t hash = slot_hash(name->text, 11 + known);
	struct team_slot *slot = slot_for(r, hash);

	if (slot->hash)
		return slot->team;
	uint32_t claim = builder_claim(r->out, name->part_count);
	for (unsigned i = 0; i < name->part_count; i++)
		builder_claim_key(r->out, claim, name->parts[i]);
	uint32_t alone = builder_claim(r->out, !known);
	if (!known)
		builder_claim_key(r->out, alone, name->text);
	r->out->claims.items[alone].unless = claim;
	uint32_t whole = add_team(r, name->text, alone, TEAM_MENTION, line), first = NONE;
	for (unsigned i = 0; i < name->part_count; i++) {
		uint32_t part = add_team(r, name->parts[i], claim, TEAM_MENTION, line);
		r->out->teams.items[part].parent = i ? NONE : whole;
		first = i ? first : part;
	}
	slot = slot_for(r, hash);
	slot->hash = hash;
	slot->team = first;
	r->slot_count++;
	return first;
}

uint32_t team_of_name(struct rules *r, const struct name *name, bool known, uint32_t line)
{
	if (name->part_count)
		return team_of_parts(r, name, known || name->typed, line);
	enum team_sort sort = known || name->typed ? TEAM_IS_KNOWN : TEAM_IS_CLAIMED;
	return team_of_key(r, name->text, key_of_name(r, name), sort, line);
}

void put_performer(struct rules *r, uint32_t step, uint32_t team, const struct name *name)
{
	struct builder *out = r->out;

	if (out->steps.items[step].team == NONE)
		out->steps.items[step].team = team;
	else
		builder_with(out, &out->steps.items[step].with, team);
	for (unsigned i = 1; i < name->part_count; i++) /* the parts' records follow each other */
		builder_with(out, &out->steps.items[step].with, team + i);
}
