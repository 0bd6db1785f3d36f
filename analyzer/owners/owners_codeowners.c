/*
 * CODEOWNERS: "pattern @owner ...", the last line that matches counts. Patterns are those of .gitignore, but a
 * star as the last name does not reach deeper, and nothing is negated. GitLab adds sections ("[Name][2] @default",
 * each with a last match of its own), "!pattern" and sets in brackets; there a pattern without a leading
 * slash counts at any depth. All become patterns of base/glob, seen from the root. GitLab wants a slash
 * behind the name of a folder; who left it out meant the folder all the same.
 *
 * CODENOTIFY (Sourcegraph) has the same lines; its patterns are globs below the file's folder.
 */
#include "analyzer/owners/owners_inner.h"

#include "base/buf.h"
#include "base/glob.h"

#include <string.h>

struct codeowners {
	struct owners_input *in;
	bool gitlab;
	uint32_t section, line;
	struct map numbers; /* hash of a section's name -> its number, from 1 */
	/* owners in the header of the section, for lines without any: names [first, first + count) */
	uint32_t default_first, default_count;
};

/* The word at the start of rest; a backslash keeps the next byte in it. */
static str take_word(str *rest)
{
	str line = str_trim_left(*rest);
	size_t end = 0;

	while (end < line.size && !byte_is_space(line.at[end]))
		end += line.at[end] == '\\' && end + 1 < line.size ? 2 : 1;
	*rest = str_sub(line, end, line.size);
	return str_sub(line, 0, end);
}

/* --- patterns -------------------------------------------------------------------------------------- */

/* What base/glob would read and CODEOWNERS does not. */
static void put_plain(struct buf *out, str pattern, bool gitlab)
{
	for (size_t i = 0; i < pattern.size; i++) {
		char c = pattern.at[i];
		if (c == '\\' && i + 1 < pattern.size)
			buf_putc(out, pattern.at[i++]);
		else if (strchr(gitlab ? "{}," : "{},[", c))
			buf_putc(out, '\\');
		buf_putc(out, pattern.at[i]);
	}
}

static bool has_middle_slash(str pattern) /* or a leading one */
{
	ptrdiff_t slash = str_find_char(pattern, '/');

	return slash != STR_NONE && (size_t)slash + 1 < pattern.size;
}

/* "docs/": whatever lies in a folder of that name; "/docs": that file or folder of the root, and what is below it. */
static str glob_of(struct arena *arena, str pattern, bool gitlab)
{
	struct buf out = { 0 };
	bool rooted = gitlab ? str_starts(pattern, STR("/")) : has_middle_slash(pattern);
	str body = str_starts(pattern, STR("/")) ? str_sub(pattern, 1, pattern.size) : pattern;
	bool folder = str_ends(body, STR("/")) || !body.size;
	str last = str_rcut(body, '/').found ? str_rcut(body, '/').tail : body;
	bool only_itself = folder || str_eq(last, STR("*")) || str_ends(last, STR("**"));

	if (!only_itself)
		buf_puts(&out, "{");
	for (int below = 0; below < (only_itself ? 1 : 2); below++) {
		buf_puts(&out, below ? "," : "");
		if (!rooted && !str_starts(body, STR("**/")))
			buf_puts(&out, "**/");
		put_plain(&out, body, gitlab);
		buf_puts(&out, below ? "/**" : "");
	}
	buf_puts(&out, folder ? "**" : only_itself ? "" : "}");
	str glob = arena_dup(arena, buf_str(&out));
	buf_release(&out);
	return glob;
}

str owners_needed_piece(str glob)
{
	str longest = STR("");
	size_t from = 0;

	for (size_t i = 0; i <= glob.size; i++) {
		if (i < glob.size && !strchr("*?[]{},\\/", glob.at[i]))
			continue;
		if (i - from > longest.size)
			longest = str_sub(glob, from, i);
		ptrdiff_t close =
		    i < glob.size && glob.at[i] == '[' ? str_find_char(str_sub(glob, i, glob.size), ']') : STR_NONE;
		if (close != STR_NONE)
			i += (size_t)close;
		else if (i < glob.size && glob.at[i] == '\\')
			i++;
		from = i + 1;
	}
	return longest;
}

/* --- lines ----------------------------------------------------------------------------------------- */

bool owners_name_kind(str name, enum owner_kind *kind)
{
	bool at = str_starts(name, STR("@"));

	if (name.size < 2 || str_starts(name, STR("@@"))) /* @@role is GitLab's for "whoever has the role" */
		return false;
	if (!at && str_find_char(name, '@') == STR_NONE)
		return false;
	*kind = !at ? OWNER_IS_MAIL : str_find_char(name, '/') != STR_NONE ? OWNER_IS_TEAM : OWNER_IS_USER;
	return true;
}

void owners_add_name(struct owners_input *in, str name, enum owner_kind kind, uint32_t line, bool reviewer)
{
	*LIST_ADD(in->arena, &in->file->names) =
	    (struct owners_name){ arena_dup(in->arena, name), kind, line, reviewer };
}

/* Adds the owners in the rest of a line; returns how many words stood there, owners or not. */
static uint32_t take_owners(struct codeowners *c, str rest)
{
	uint32_t words = 0;

	for (str word = take_word(&rest); word.size; word = take_word(&rest)) {
		enum owner_kind kind;
		if (str_starts(word, STR("#"))) {
			if (!c->gitlab)
				break;
			word = str_sub(word, 1, word.size); /* GitLab reads owners in comments behind a pattern */
		}
		words++;
		if (owners_name_kind(word, &kind))
			owners_add_name(c->in, word, kind, c->line, false);
	}
	return words;
}

/* The pieces of "[Name][2] @default" and "^[Name]"; false: the line is no header. */
static bool is_header(str line, str *name, str *rest)
{
	if (str_starts(line, STR("^")))
		line = str_sub(line, 1, line.size);
	struct str_cut cut = str_cut(line, ']');
	if (!str_starts(line, STR("[")) || !cut.found || cut.head.size < 2)
		return false;
	*name = str_trim(str_sub(cut.head, 1, cut.head.size));
	*rest = cut.tail;
	if (str_starts(*rest, STR("["))) {
		struct str_cut approvals = str_cut(*rest, ']');
		*rest = approvals.found ? approvals.tail : *rest;
	}
	return !rest->size || byte_is_space(rest->at[0]);
}

/* Sections of one name, whatever their capitals, are one. */
static uint32_t section_of(struct codeowners *c, str name)
{
	struct owners_file *file = c->in->file;
	char *lower = arena_alloc(c->in->arena, name.size + 1);

	for (size_t i = 0; i < name.size; i++)
		lower[i] = byte_lower(name.at[i]);
	uint32_t *number = map_add(&c->numbers, str_hash((str){ lower, name.size }) | 1);
	if (!*number) {
		*number = file->sections.count;
		LIST_PUSH(c->in->arena, &file->sections, arena_dup(c->in->arena, name));
	}
	return *number;
}

static void open_section(struct codeowners *c, str name, str rest)
{
	c->section = section_of(c, name);
	c->default_first = c->in->file->names.count;
	take_owners(c, rest);
	c->default_count = c->in->file->names.count - c->default_first;
}

static void add_rule(struct codeowners *c, str pattern, str rest)
{
	bool excludes = c->gitlab && str_starts(pattern, STR("!"));

	if (excludes)
		pattern = str_sub(pattern, 1, pattern.size);
	str glob = glob_of(c->in->arena, pattern, c->gitlab);
	if (glob.size > GLOB_BYTES || !pattern.size)
		return;
	struct owners_rule rule = {
		.glob = glob,
		.needs = owners_needed_piece(glob),
		.first = c->in->file->names.count,
		.line = c->line,
		.section = c->section,
		.excludes = excludes,
		.catch_all = str_eq(pattern, STR("*")) || str_eq(pattern, STR("**")) || str_eq(pattern, STR("/")),
	};
	uint32_t words = excludes ? 0 : take_owners(c, rest);
	rule.count = c->in->file->names.count - rule.first;
	if (!words && !excludes) {
		rule.first = c->default_first;
		rule.count = c->default_count;
	}
	*LIST_ADD(c->in->arena, &c->in->file->rules) = rule;
}

static void take_line(struct codeowners *c, str line)
{
	str name, rest = line;

	line = str_trim(line);
	if (!line.size || line.at[0] == '#')
		return;
	if (is_header(line, &name, &rest)) {
		open_section(c, name, rest);
		return;
	}
	rest = line;
	str pattern = take_word(&rest);
	add_rule(c, pattern, rest);
}

/* Rules of one section stand together, in the order of the file: a stable sort by counting. */
static void sort_by_section(struct owners_input *in)
{
	struct owners_file *file = in->file;
	uint32_t *next = ARENA_ARRAY(in->arena, uint32_t, file->sections.count + 1);
	struct owners_rule *sorted = ARENA_ARRAY(in->arena, struct owners_rule, file->rules.count + 1);

	for (uint32_t i = 0; i < file->rules.count; i++)
		next[file->rules.items[i].section + 1]++;
	for (uint32_t i = 1; i <= file->sections.count; i++)
		next[i] += next[i - 1];
	for (uint32_t i = 0; i < file->rules.count; i++)
		sorted[next[file->rules.items[i].section]++] = file->rules.items[i];
	file->rules.items = sorted;
}

static bool has_sections(str bytes)
{
	str line, name, rest;

	while (str_next_line(&bytes, &line))
		if (is_header(str_trim(line), &name, &rest))
			return true;
	return false;
}

void owners_parse_codeowners(struct owners_input *in)
{
	bool gitlab = in->file->format == OWNERS_FILE_GITLAB || has_sections(in->bytes);
	struct codeowners c = { .in = in, .gitlab = gitlab };
	str rest = in->bytes, line;

	LIST_PUSH(in->arena, &in->file->sections, STR(""));
	while (str_next_line(&rest, &line)) {
		c.line++;
		take_line(&c, line);
	}
	map_release(&c.numbers);
	sort_by_section(in);
}

void owners_parse_codenotify(struct owners_input *in)
{
	struct codeowners c = { .in = in };
	str rest = in->bytes, line;

	LIST_PUSH(in->arena, &in->file->sections, STR(""));
	while (str_next_line(&rest, &line)) {
		c.line++;
		line = str_trim(line);
		if (!line.size || line.at[0] == '#')
			continue;
		str glob = arena_dup(in->arena, take_word(&line));
		struct owners_rule rule = { .glob = glob, .line = c.line };
		if (str_find_char(glob, '{') == STR_NONE) /* the pieces of alternatives are not needed */
			rule.needs = owners_needed_piece(glob);
		rule.first = in->file->names.count;
		take_owners(&c, line);
		rule.count = in->file->names.count - rule.first;
		if (glob.size <= GLOB_BYTES)
			*LIST_ADD(in->arena, &in->file->rules) = rule;
	}
}
