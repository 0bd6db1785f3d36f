/*
 * OWNERS: YAML with approvers and reviewers, `filters` of them by regular expressions on the path below the
 * file's folder, and options.no_parent_owners. OWNERS_ALIASES at the root says which persons a name stands for.
 *
 * The regular expressions become globs; one that is more than literals, ., .*, .+, [...], alternatives
 * and anchors names nobody.
 */
#include "analyzer/owners/owners_inner.h"

#include "base/buf.h"
#include "base/glob.h"

#include <string.h>

const struct yaml *owners_yaml(struct owners_input *in, unsigned options)
{
	const struct yaml *root;
	struct yaml_error error;

	if (yaml_read(&root, in->arena, in->bytes, options, &error))
		return root;
	in->file->trouble = arena_dup(in->arena, str_of(error.message));
	in->file->trouble_line = error.line;
	return NULL;
}

/* --- regular expressions --------------------------------------------------------------------------- */

/* The number of bytes of one atom that stands for itself, one byte or any bytes; 0: it is none of these. */
static size_t put_atom(struct buf *out, str expression)
{
	char c = expression.at[0], next = expression.size > 1 ? expression.at[1] : 0;
	ptrdiff_t close = c == '[' ? str_find_char(expression, ']') : STR_NONE;

	if (c == '.' && (next == '*' || next == '+')) {
		buf_puts(out, next == '*' ? "**" : "?**");
		return 2;
	}
	if (c == '.') {
		buf_puts(out, "?");
		return 1;
	}
	if (close != STR_NONE) {
		buf_put(out, str_sub(expression, 0, (size_t)close + 1));
		return (size_t)close + 1;
	}
	if (c == '\\') {
		if (!next || byte_is_letter(next) || byte_is_digit(next))
			return 0;
		buf_putc(out, '\\');
		buf_putc(out, next);
		return 2;
	}
	if (strchr("[]()|*+?{}^$", c))
		return 0;
	if (c == ',')
		buf_putc(out, '\\');
	buf_putc(out, c);
	return 1;
}

static bool is_repeated(str rest)
{
	return rest.size && strchr("*+?{", rest.at[0]);
}

/* One alternative; `open` ends are those without ^ and $. */
static bool put_alternative(struct buf *out, str expression)
{
	bool from_start = str_starts(expression, STR("^"));
	bool to_end = str_ends(expression, STR("$")) && !str_ends(expression, STR("\\$"));
	str rest = str_sub(expression, from_start, expression.size - (to_end && expression.size > from_start));

	buf_puts(out, from_start ? "" : "**");
	while (rest.size) {
		size_t size = put_atom(out, rest);
		if (!size || is_repeated(str_sub(rest, size, rest.size)))
			return false;
		rest = str_sub(rest, size, rest.size);
	}
	buf_puts(out, to_end ? "" : "**");
	return true;
}

/* a|b and (a|b)$: one group at most, at the start or end of the whole. */
static bool put_expression(struct buf *out, str expression)
{
	struct str_cut open = str_cut(expression, '('), close = str_rcut(open.tail, ')');
	str inner = open.found && close.found ? close.head : expression, part = inner;
	str before = open.found ? open.head : STR(""), after = open.found ? close.tail : STR("");

	if (open.found && (!close.found || str_find_char(inner, '(') != STR_NONE || is_repeated(after)))
		return false;
	if (str_starts(part, STR("?:")))
		inner = str_sub(inner, 2, inner.size);
	buf_puts(out, "{");
	for (bool more = true; more;) {
		struct str_cut cut = str_cut(inner, '|');
		struct buf one = { 0 };
		buf_put(&one, before);
		buf_put(&one, cut.head);
		buf_put(&one, after);
		more = cut.found;
		inner = cut.tail;
		bool fine = put_alternative(out, buf_str(&one));
		buf_release(&one);
		if (!fine)
			return false;
		buf_puts(out, more ? "," : "}");
	}
	return true;
}

/* "" where it is too much for a glob. */
static str glob_of_expression(struct arena *arena, str expression)
{
	struct buf out = { 0 };
	bool fine = expression.size <= GLOB_BYTES && put_expression(&out, expression) && out.size <= GLOB_BYTES;
	str glob = fine ? arena_dup(arena, buf_str(&out)) : STR("");

	buf_release(&out);
	return glob;
}

/* --- the file -------------------------------------------------------------------------------------- */

static void add_people(struct owners_input *in, const struct yaml *list, bool reviewer)
{
	if (!list || list->kind != YAML_SEQUENCE)
		return;
	YAML_EACH(item, list) {
		str name = str_trim(yaml_text(item));
		enum owner_kind kind = str_find_char(name, '/') != STR_NONE ? OWNER_IS_TEAM : OWNER_IS_NAME;
		if (!name.size)
			continue;
		if (str_find_char(name, '@') != STR_NONE && !owners_name_kind(name, &kind))
			continue;
		owners_add_name(in, name, kind, item->line, reviewer);
	}
}

static void add_filter(struct owners_input *in, str expression, const struct yaml *node)
{
	struct owners_rule rule = { .first = in->file->names.count, .line = node->line };

	rule.everything = !expression.size || str_eq(expression, STR(".*"));
	rule.glob = rule.everything ? STR("**") : glob_of_expression(in->arena, expression);
	if (!rule.glob.size)
		return;
	add_people(in, yaml_get(node, "approvers"), false);
	add_people(in, yaml_get(node, "reviewers"), true);
	rule.count = in->file->names.count - rule.first;
	if (rule.count)
		*LIST_ADD(in->arena, &in->file->rules) = rule;
}

void owners_parse_kubernetes(struct owners_input *in)
{
	const struct yaml *root = owners_yaml(in, 0), *filters = yaml_get(root, "filters");
	bool stops = false;

	if (!root)
		return;
	yaml_bool(yaml_get(yaml_get(root, "options"), "no_parent_owners"), &stops);
	in->file->stops = stops;
	add_filter(in, STR(""), root);
	if (filters && filters->kind == YAML_MAPPING)
		YAML_EACH(filter, filters)
			add_filter(in, filter->key, filter);
}

void owners_parse_aliases(struct owners_input *in)
{
	const struct yaml *aliases = yaml_get(owners_yaml(in, 0), "aliases");

	if (!aliases || aliases->kind != YAML_MAPPING)
		return;
	YAML_EACH(alias, aliases) {
		struct owners_rule rule = { .line = alias->key_line, .glob = alias->key };
		rule.first = in->file->names.count;
		YAML_EACH(person, alias->kind == YAML_SEQUENCE ? alias : NULL)
			if (yaml_text(person).size)
				owners_add_name(in, yaml_text(person), OWNER_IS_USER, person->line, false);
		rule.count = in->file->names.count - rule.first;
		*LIST_ADD(in->arena, &in->file->rules) = rule;
	}
}
