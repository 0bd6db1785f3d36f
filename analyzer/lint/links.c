/*
 * Links that lead nowhere, headings that are not there, processes that nobody defines, arrows without an end.
 *
 * Where links are written in a form that most of them do not resolve in (absolute ones, ones without a suffix), a site
 * generator knows better than we where they lead, and nothing is said of that form. Headings are compared without
 * anything but letters and digits, as there are many dialects of anchors, and last in the text of the target itself.
 */

#include "analyzer/graph/paths.h"
#include "analyzer/lint/lint_inner.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

enum form { FORM_FILE, FORM_PAGE, FORM_ROOT, FORMS }; /* a/b.md; a/b; /a/b */

struct dead {
	const struct linted *document;
	uint32_t link;
	enum form form;
	str called;
};

struct looking {
	struct linting *l;
	struct map there;   /* hash of a path -> 1 it is there, 2 it is not */
	struct map anchors; /* hash of (document, letters of an anchor) -> 1; of a document -> 1 where they are known */
	struct map told;    /* hash of document and target -> number of a defect + 1 */
	struct map named;   /* hash of a path, of a file's name -> number of the document + 1; NONE: several */
	unsigned good[FORMS], bad[FORMS];
	struct map suffixes; /* of which at least one file is linked to and there */
	LIST_OF(struct dead) dead;
	struct buf bytes;
};

/* --- the tree ---------------------------------------------------------------------------------------------------- */

/* The entry of a name in the raw bytes of a tree: its mode, 0 where there is none. */
static unsigned mode_of(str bytes, str name, struct oid *id)
{
	while (bytes.size) {
		struct str_cut mode = str_cut(bytes, ' ');
		struct str_cut entry = str_cut(mode.tail, '\0');
		if (!mode.found || !entry.found || entry.tail.size < sizeof id->bytes)
			return 0;
		if (str_eq(entry.head, name)) {
			unsigned value = 0;
			for (size_t i = 0; i < mode.head.size && i < 6; i++)
				value = value * 8 + (unsigned)(mode.head.at[i] - '0');
			memcpy(id->bytes, entry.tail.at, sizeof id->bytes);
			return value;
		}
		bytes = str_sub(entry.tail, sizeof id->bytes, entry.tail.size);
	}
	return 0;
}

/* A file, a folder, a symbolic link; what lies behind a symbolic link or a submodule is taken to be there. */
static bool tree_has(struct looking *k, str path)
{
	enum { MODE_FOLDER = 040000, MODE_KIND = 0170000 };
	struct linting *l = k->l;
	uint32_t *known = map_add(&k->there, str_hash(path) | 1);
	struct oid at = l->graph->tree;
	str rest = path, name;
	bool found = true;

	if (*known)
		return *known == 1;
	while (found && str_next_word(&rest, "/", &name)) {
		struct object_loan loan;
		if (!repository_tree(l->graph->repository, &at, &loan, l->error))
			return true;
		unsigned mode = mode_of(loan.bytes, name, &at);
		repository_done(&loan);
		found = mode != 0;
		if (found && (mode & MODE_KIND) != MODE_FOLDER) {
			found = !rest.size || (mode & MODE_KIND) != 0100000;
			break;
		}
	}
	*known = found ? 1 : 2;
	return found;
}

static bool is_there(struct looking *k, str called)
{
	struct arena scratch = { 0 };
	str files[PATH_NAMES];
	bool found = tree_has(k, called);
	unsigned count = found ? 0 : path_candidates(&scratch, called, files);

	for (unsigned i = 0; i < count && !found; i++)
		found = tree_has(k, files[i]);
	arena_release(&scratch);
	return found;
}

/* --- targets ----------------------------------------------------------------------------------------------------- */

static bool is_template(str target)
{
	for (size_t i = 0; i < target.size; i++)
		if (strchr("{}<>$*|\\`", target.at[i]))
			return true;
	return str_has(target, STR("...")) || str_starts(target, STR("#")) || str_starts(target, STR("//")) ||
	    str_starts(target, STR("@")) || str_starts(target, STR("~"));
}

/* A suffix of letters: "b.md", "logo.svg"; "v1.2" has none. */
static bool has_suffix(str target)
{
	str base = path_base(target);
	struct str_cut cut = str_rcut(base, '.');

	if (!cut.found || !cut.tail.size || cut.tail.size > 8)
		return false;
	for (size_t i = 0; i < cut.tail.size; i++)
		if (!byte_is_letter(cut.tail.at[i]) && !(i && byte_is_digit(cut.tail.at[i])))
			return false;
	return true;
}

static enum form form_of(str target)
{
	return target.at[0] == '/' ? FORM_ROOT : has_suffix(target) ? FORM_FILE : FORM_PAGE;
}

/* The path that a link means, seen from the page, and seen from the page as a folder, as sites without suffixes do. */
static bool resolves(struct looking *k, const struct linted *document, str target, str *called)
{
	static const char *const roots[] = { "docs", "content", "static", "public", "src", "website", "assets" };
	struct linting *l = k->l;

	*called = link_path(l->arena, l->wish->config, document->name, target);
	if (!called->size)
		return true; /* it leads out of the repository, or to its root */
	str top = str_cut(document->name, '/').head;
	if (is_there(k, *called) || is_there(k, arena_printf(l->arena, "%.*s/%.*s", STR_ARG(top), STR_ARG(*called))))
		return true; /* a site may have its root in that folder */
	if (target.at[0] != '/') {
		str inner = arena_printf(l->arena, "%.*s/x", STR_ARG(path_bare(document->name)));
		str second = link_path(l->arena, l->wish->config, inner, target);
		return form_of(target) == FORM_PAGE && (!second.size || is_there(k, second));
	}
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (is_there(k, arena_printf(l->arena, "%s%.*s", roots[i], STR_ARG(target))))
			return true;
	return false;
}

static bool is_page(str target)
{
	static const char *const suffixes[] = { ".md", ".mdx", ".markdown", ".html", ".bpmn", ".mmd" };

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (str_iends(target, str_of(suffixes[i])))
			return true;
	return false;
}

static uint64_t suffix_hash(str target)
{
	struct str_cut cut = str_rcut(path_base(target), '.');
	return cut.found ? str_hash(cut.tail) | 1 : 1;
}

static bool is_judged(const struct link *link)
{
	return link->kind == LINK_DOC || link->kind == LINK_FILE || link->kind == LINK_INCLUDE;
}

/* --- headings ---------------------------------------------------------------------------------------------------- */

/* Letters and digits alone, in small and without accents, which some sites keep in their anchors and some do not. */
static uint64_t letters_hash(str words)
{
	struct arena scratch = { 0 };
	str folded = text_unaccented(&scratch, text_fold(&scratch, text_n0(&scratch, words)));
	uint64_t hash = 1469598103934665603u;

	for (size_t i = 0; i < folded.size; i++)
		if (byte_is_word(folded.at[i]))
			hash = (hash ^ (uint8_t)folded.at[i]) * 1099511628211u;
	arena_release(&scratch);
	return hash;
}

static void know_anchors(struct looking *k, const struct view *view)
{
	const struct image *image = view->image;
	uint32_t *known = map_add(&k->anchors, hash_mix(view->path, 7) | 1);

	if (*known)
		return;
	*known = 1;
	for (uint32_t i = 0; i < image->sections.count; i++) {
		const struct section *section = &image_sections(image)[i];
		str rest = image_text(image, section->id), id;
		*map_add(&k->anchors, hash_mix(view->path, letters_hash(image_text(image, section->anchor))) | 1) = 1;
		*map_add(&k->anchors, hash_mix(view->path, letters_hash(image_text(image, section->title))) | 1) = 1;
		while (str_next_word(&rest, " ", &id))
			*map_add(&k->anchors, hash_mix(view->path, letters_hash(id)) | 1) = 1;
	}
}

/* What is no heading: a line, a highlighted text, a comment. */
static bool is_other_fragment(str fragment)
{
	static const char *const beginnings[] = { "L", "l", ":~:", "issuecomment", "discussion", "diff-", "page=", "fn",
		"user-content", "/", "!", "?", "slide" };

	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		str with = str_of(beginnings[i]);
		if (str_starts(fragment, with) &&
		    (with.size > 1 || !byte_is_letter(with.at[0]) ||
		        (fragment.size > 1 && byte_is_digit(fragment.at[1]))))
			return true;
	}
	return str_ieq(fragment, STR("top")) || str_ieq(fragment, STR("readme")) || str_has(fragment, STR("=")) ||
	    is_template(fragment);
}

/* What may be an id in the text of the page, known once it is asked for: id="x", name=x, {#x}. A page that a program
 * puts headings into has them all: true. */
static bool know_text(struct looking *k, path_id path)
{
	enum { ID_MOST = 200 };
	const struct oid *blob = &k->l->graph->slots[path].blob;
	uint32_t *known = map_add(&k->anchors, hash_mix(path, 11) | 1);

	if (*known)
		return *known == 2;
	*known = 1;
	buf_clear(&k->bytes);
	bool read = repository_blob(k->l->graph->repository, blob, LIMIT_TEXT_BYTES, &k->bytes) == BLOB_READ;
	str text = buf_str(&k->bytes);
	if (!read || str_has(text, STR("{{")) || str_has(text, STR("{%"))) {
		*known = 2;
		return true;
	}
	for (size_t at = 1; at < text.size; at++) {
		char before = text.at[at - 1];
		if (before != '"' && before != '\'' && before != '=' &&
		    !(before == '#' && at > 1 && text.at[at - 2] == '{'))
			continue;
		size_t end = at;
		while (end < text.size && end - at < ID_MOST && !strchr("\"'>} \t\r\n", text.at[end]))
			end++;
		if (end > at)
			*map_add(&k->anchors, hash_mix(path, letters_hash(str_sub(text, at, end))) | 1) = 1;
	}
	return false;
}

static bool has_heading(struct looking *k, const struct view *target, str fragment)
{
	const struct image *image = target->image;

	if (!str_eq(image_text(image, image_containers(image)[0].format), STR("markdown")) || image->partial ||
	    image_containers(image)[0].generated || is_other_fragment(fragment))
		return true;
	know_anchors(k, target);
	uint64_t key = hash_mix(target->path, letters_hash(fragment)) | 1;
	return map_find(&k->anchors, key) || know_text(k, target->path) || map_find(&k->anchors, key);
}

/* --- telling ----------------------------------------------------------------------------------------------------- */

static struct defect *tell(
    struct looking *k, const struct linted *document, const struct link *link, str target, const char *field)
{
	uint32_t line = image_line(document->image, link->place);
	uint32_t *told =
	    map_add(&k->told, hash_mix(document->path, hash_mix(str_hash(target), str_hash(str_of(field)))) | 1);

	if (*told) { /* once a page and target */
		lint_place(k->l, &k->l->out->list.items[*told - 1], document->name, line);
		return NULL;
	}
	struct defect *d = lint_add(k->l, RULE_REFERENCE_BROKEN, document, line);
	if (!d)
		return NULL;
	*told = k->l->out->list.count;
	d->element.kind = "link";
	d->element.name = target;
	d->field = field;
	d->detail = target;
	return d;
}

/* Without capitals, of a whole path or of a file's name. */
static uint64_t name_hash(str name, bool whole)
{
	uint64_t hash = whole ? 0x70617468 : 0x6e616d65;

	for (size_t i = 0; i < name.size; i++)
		hash = (hash ^ (uint8_t)byte_lower(name.at[i])) * 1099511628211u;
	return hash | 1;
}

static void know_names(struct looking *k)
{
	for (uint32_t i = 0; i < k->l->documents.count; i++) {
		str name = k->l->documents.items[i].name;
		uint32_t *whole = map_add(&k->named, name_hash(name, true));
		*whole = *whole ? NONE : i + 1;
		uint32_t *base = map_add(&k->named, name_hash(path_base(name), false));
		*base = *base ? NONE : i + 1;
	}
}

/* With other capitals, or the only file of that name. */
static str somewhere_else(struct looking *k, str called)
{
	const uint32_t *known = map_find(&k->named, name_hash(called, true));

	if (!known)
		known = map_find(&k->named, name_hash(path_base(called), false));
	if (!known || !*known || *known == NONE)
		return STR("");
	return arena_printf(k->l->arena, "; there is one at %.*s", STR_ARG(k->l->documents.items[*known - 1].name));
}

static void tell_dead(struct looking *k)
{
	for (uint32_t i = 0; i < k->dead.count; i++) {
		const struct dead *dead = &k->dead.items[i];
		const struct link *link = &image_links(dead->document->image)[dead->link];
		str target = image_text(dead->document->image, link->target);
		if (dead->form != FORM_FILE && k->good[dead->form] < 4 * k->bad[dead->form])
			continue;
		if (dead->form != FORM_PAGE && has_suffix(target) && !is_page(target) &&
		    !map_find(&k->suffixes, suffix_hash(target)))
			continue; /* no such file at all: pictures are kept elsewhere */
		if (str_iends(target, STR(".html")) && !is_there(k, path_folder(dead->called)))
			continue; /* nor the folder: a program makes it */
		struct defect *d = tell(k, dead->document, link, target, "target");
		if (d)
			d->message = arena_printf(k->l->arena, "A link leads to '%.*s', which is not there%.*s",
			    STR_ARG(target), STR_ARG(somewhere_else(k, dead->called)));
	}
}

/* --- a link ------------------------------------------------------------------------------------------------------ */

static void look_at_heading(struct looking *k, const struct linted *document, const struct link *link, path_id target)
{
	struct view *view = target ? graph_view(k->l->graph, target) : NULL;
	str fragment = image_text(document->image, link->fragment);

	if (!view || !fragment.size || has_heading(k, view, fragment))
		return;
	struct defect *d = tell(k, document, link,
	    arena_printf(
	        k->l->arena, "%.*s#%.*s", STR_ARG(image_text(document->image, link->target)), STR_ARG(fragment)),
	    "link");
	if (d)
		d->message = target == document->path
		    ? arena_printf(k->l->arena, "A link leads to the heading '#%.*s' of this page, which is not there",
		          STR_ARG(fragment))
		    : arena_printf(k->l->arena, "A link leads to the heading '#%.*s' of %.*s, which is not there",
		          STR_ARG(fragment), STR_ARG(graph_path_text(k->l->graph, target)));
}

static void look_at_call(struct looking *k, const struct linted *document, const struct link *link)
{
	str process = image_text(document->image, link->target);
	struct node node;

	if (!process.size || is_template(process) || graph_definitions_of(k->l->graph, process, &node, 1))
		return;
	struct defect *d = tell(k, document, link, process, "target");
	if (!d)
		return;
	str step = link->step == NONE
	    ? STR("The document")
	    : arena_printf(k->l->arena, "'%.*s'",
	          STR_ARG(image_text(document->image, image_steps(document->image)[link->step].name)));
	d->message = arena_printf(k->l->arena, "%.*s calls the process '%.*s', which no document here describes",
	    STR_ARG(step), STR_ARG(process));
}

static void look_at_link(struct looking *k, const struct linted *document, uint32_t number)
{
	const struct link *link = &image_links(document->image)[number];
	str target = image_text(document->image, link->target), called;

	if (link->kind == LINK_CALL)
		look_at_call(k, document, link);
	if (!is_judged(link) || is_template(target))
		return;
	path_id found =
	    target.size ? graph_link_target(k->l->graph, document->path, document->image, link) : document->path;
	if (found) {
		if (target.size) {
			k->good[form_of(target)]++;
			*map_add(&k->suffixes, suffix_hash(target)) = 1;
		}
		look_at_heading(k, document, link, found);
		return;
	}
	enum form form = form_of(target);
	bool good = resolves(k, document, target, &called);
	if (good) {
		k->good[form]++;
		*map_add(&k->suffixes, suffix_hash(target)) = 1;
	} else
		k->bad[form]++;
	if (!good)
		LIST_PUSH(k->l->arena, &k->dead, ((struct dead){ document, number, form, called }));
}

/* Arrows of a model of which an end is not in the file. */
static void look_at_arrows(struct looking *k, const struct linted *document)
{
	for (uint32_t i = 0; i < document->image->notes.count; i++) {
		const struct note *note = &image_notes(document->image)[i];
		if (!str_eq(image_text(document->image, note->code), STR("edge-dangling")))
			continue;
		struct defect *d =
		    lint_add(k->l, RULE_REFERENCE_BROKEN, document, image_line(document->image, note->place));
		if (!d)
			continue;
		str id = str_cut(str_cut(image_text(document->image, note->message), '\'').tail, '\'').head;
		d->element.kind = "flow";
		d->element.id = id;
		d->field = "target";
		d->message = arena_printf(k->l->arena, "The arrow '%.*s' begins or ends at nothing", STR_ARG(id));
	}
}

/* A template of issues or pull requests: whoever fills it in puts the links there. */
static bool is_form(str path)
{
	return str_has(path, STR("ISSUE_TEMPLATE")) || str_ifind(path, STR("pull_request_template")) != STR_NONE;
}

bool lint_links(struct linting *l)
{
	struct looking k = { .l = l };

	know_names(&k);
	for (uint32_t i = 0; i < l->documents.count && l->error->code == ERROR_NONE; i++) {
		const struct linted *document = &l->documents.items[i];
		if (document->generated || is_form(document->name))
			continue;
		for (uint32_t n = 0; n < document->image->links.count; n++)
			look_at_link(&k, document, n);
		look_at_arrows(&k, document);
	}
	tell_dead(&k);
	map_release(&k.there);
	map_release(&k.anchors);
	map_release(&k.named);
	map_release(&k.told);
	map_release(&k.suffixes);
	buf_release(&k.bytes);
	return l->error->code == ERROR_NONE;
}
