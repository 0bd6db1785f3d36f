#include "tests/support/check.h"

#include "base/buf.h"
#include "model/canonical.h"
#include "model/dump.h"
#include "parsers/markdown/fragments.h"
#include "parsers/markdown/markdown_internal.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct image *parse(str bytes, struct fragment_cache *cache)
{
	struct parse_in in = { .bytes = bytes, .settings = &reading_default, .fragments = cache };
	struct image *image = parse_document(STR("page.md"), &in, NULL);

	assert_non_null(image);
	return image;
}

static struct image *parse_either_way(str bytes, bool uncut)
{
	struct arena arena = { 0 }, scratch = { 0 };
	struct builder out;
	struct parse_in in = { .bytes = bytes, .settings = &reading_default };

	builder_begin(&out, &arena, "markdown");
	if (!markdown_parse_uncut(&out, &in, uncut))
		out.partial = true;
	struct image *image = builder_freeze(&out, &scratch);
	arena_release(&arena);
	arena_release(&scratch);
	return image;
}

static void assert_same_dump(const struct image *a, const struct image *b)
{
	struct buf first = { 0 }, second = { 0 };

	document_dump(&first, a);
	document_dump(&second, b);
	assert_str(buf_str(&first), buf_str(&second));
	buf_release(&first);
	buf_release(&second);
}

static str canonical_of(struct arena *arena, str bytes)
{
	struct image *image = parse(bytes, NULL);
	struct arena scratch = { 0 };
	struct buf out = { 0 };

	canonical_put(&out, image, &scratch);
	str kept = arena_dup(arena, buf_str(&out));
	buf_release(&out);
	arena_release(&scratch);
	free(image);
	return kept;
}

/* --- every fixture, and every file of the folder that KNOCKON_CORPUS names ------------------------------- */

static void each_file(struct arena *arena, const char *folder, unsigned depth, void (*check)(str bytes))
{
	DIR *entries = opendir(folder);

	for (struct dirent *it = entries ? readdir(entries) : NULL; it; it = readdir(entries)) {
		char path[2048];
		if (it->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, it->d_name);
		str name = str_of(it->d_name);
		if (str_ends(name, STR(".md")) || str_ends(name, STR(".mdx")))
			check(read_file(arena, path));
		else if (depth)
			each_file(arena, path, depth - 1, check);
	}
	if (entries)
		closedir(entries);
}

static void each_document(struct arena *arena, void (*check)(str bytes))
{
	const char *corpus = getenv("KNOCKON_CORPUS");

	each_file(arena, FIXTURES "/parsers/markdown", 1, check);
	if (corpus)
		each_file(arena, corpus, 12, check);
}

static void check_both_ways(str bytes)
{
	struct image *cut = parse_either_way(bytes, false), *uncut = parse_either_way(bytes, true);

	if (!cut->partial) /* what is refused in one chunk is refused for all of an uncut document */
		assert_same_dump(cut, uncut);
	free(cut);
	free(uncut);
}

static void a_document_cut_at_its_headings_says_the_same_as_an_uncut_one(void **state)
{
	each_document(*state, check_both_ways);
}

static struct fragment_cache *shared_cache;

static void check_with_cache(str bytes)
{
	struct image *fresh = parse(bytes, NULL);

	for (unsigned round = 0; round < 2; round++) {
		struct image *again = parse(bytes, shared_cache);
		assert_int_equal(fresh->size, again->size);
		assert_true(fresh->canonical == again->canonical);
		assert_same_dump(fresh, again);
		free(again);
	}
	free(fresh);
}

static void a_cache_of_sections_changes_nothing(void **state)
{
	shared_cache = fragments_new(64 << 20);
	each_document(*state, check_with_cache);
	fragments_free(shared_cache);
	shared_cache = fragments_new(1); /* holds one part at a time */
	each_document(*state, check_with_cache);
	fragments_free(shared_cache);
}

/* Lines of which every kind of piece is made, and what lies between them. */
static const char *const odd_lines[] = { "- a", "- b **c**", "* x", "1. one", "2. two", "14. no", "2.      code",
	"-      code", "1) p", "text", "Title", "===", "---", "* * *", "- - -", "> quote", "  cont", "    four", "\tta",
	"  - sub", "", "", "", "", "", "| a | b |", "|---|---|", "| 1 | 2 |", "|3|", "a | b", "--|--", "x `|` y | z |",
	"```", "  ```", "~~~", "[l]: http://x.y", "[l]", "- [l]", "| [l] | t |", "# H", "<b>x</b> y", "<!-- c -->",
	"<http://a.b> link", "-", "- [x] done", " - one", " text", "   three", "text  ", "Term\n: meaning", "[t](u.md)",
	"!!! note \"T\"", "    inside", "|", "||a|", " |---|---|", "- | a | b |", "  | 1 | 2 |" };

static const char *const odd_markup[] = { "<div>", "</div>", "<div id=a>", "<table>", "</table>", "<tr><td>x</td>",
	"<td>", "<ul>", "<li>one", "</ul>", "<!-- open", "end -->", "<!---->", "<!-->", "<!-- step:x -->",
	"  <!-- step:y -->", "- <!-- step:z -->", "- <!-- open", "<foo>", "<foo bar", "<a name=q></a>",
	"<a href=u>l</a>", "<img src=i.png>", "<br/>text", "<pre>", "</pre>", "<script>", "</script>", "<?php",
	"<!DOCTYPE x>", "- <div>", "    <div>", "> <div>", "<h2 id=k>Head</h2>", "<table><tr><td>a</td></tr></table>",
	"<DIV>", "| <b>x</b> | y |", "* <table>" };

static str odd_document(struct arena *arena, uint64_t seed)
{
	unsigned lines = 4 + (unsigned)(seed % 21);
	str text = STR("");

	for (unsigned i = 0; i < lines; i++) {
		uint64_t at = hash_mix(seed, i);
		const char *line = seed % 2 && at % 3 == 0
		    ? odd_markup[(at >> 8) % (sizeof odd_markup / sizeof *odd_markup)]
		    : odd_lines[at % (sizeof odd_lines / sizeof *odd_lines)];
		text = text_joined(arena, text, "\n", str_of(line));
	}
	return text;
}

static void a_section_read_in_pieces_says_the_same(void **state)
{
	struct arena *arena = *state;

	for (uint64_t seed = 1; seed <= 1500; seed++)
		check_both_ways(odd_document(arena, seed));
}

static void a_cache_of_pieces_changes_nothing(void **state)
{
	struct arena *arena = *state;

	shared_cache = fragments_new(1 << 20);
	for (uint64_t seed = 1; seed <= 600; seed++)
		check_with_cache(odd_document(arena, seed));
	fragments_free(shared_cache);
}

static void pieces_of_one_list_or_table_are_put_together(void **state)
{
	static const char *const texts[] = {
		"- a\n- b\n\n- c\n\n  more\n\n* d\n\n---\n\n* e\n",
		"Text:\n- a\n- b\n1. one\n2. two\n3. three\n",
		"1.      code\ntext\n2.      text\n\n2. item\n\n3. item\n",
		"| a | b |\n|---|---|\n| 1 | 2 |\n|3|\n| 4 | 5 | 6 |\n\nend\n\nlast\n",
		"| a |\n|---|\n---\n| no row |\n\nend\n\nlast\n",
		"- - -\n   text\n2. text\n\none\n\ntwo\n\nthree\n",
		"- a\n\n  ```\n  code\n- b\n```\n- no item\n\n- no item\n```\n\n- c\n",
		"[l]: http://x.y\n\n- [l]\n- [l]\n\n| [l] |\n|---|\n| [l] |\n| [l] |\n",
		"* x\n\n      code\n\ntext\n\n    code\n\n# Next\n\n    code\n",
		"<hr>\n<!-- open\n\n~~~\n- <!-- step:z -->\n\n1. one\n",
		"<foo bar\n<!-- open\n\n## No heading\n",
		"<!-->\n</div>\n<!-->\n# Heading\n",
		"<ul>\n<table>\n\n## Heading\n",
		"<table>\n| <b>x</b> | y |\n\n  text\n1. one\n\n2. two\n\n3. three\n",
		"2021 a [x]: y\n- [x] [x]: y\n\n## Next\n\n[x]\n",
		"- [X] done\n  - more\n- [x]\n- [ ] [l]\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check_both_ways(str_of(texts[i]));
}

/* What lines are made of that cmark need not be asked about, and what looks like it. */
static const char *const line_starts[] = { "", "", "- ", "* ", "1. ", "12. ", "3) ", "## ", "# ", "-  ", "-     ", "> ",
	"- [ ] ", "- [x] ", "* [X] ", "- [x]" };
static const char *const line_parts[] = { "word", "Billing", "a", "b.", "c,", "(d)", "\"q\"", "'s", "x:y", "5", "7.",
	"8)", "2021", "word", "more", "&", "&amp;", "&x", "!", "Hi!", "![i](u.png)", "[t](u.md)",
	"[two words](https://x.y/a_b*c#d)", "[t](u.md \"T\")", "[t]()", "[](u)", "[t](a b)", "[t](<u>)", "[t](u(v))",
	"[`c`](u)", "[**b**](u)", "**b**", "**two words**", "** x **", "**a**b", "a**b**", "**a.**", "***z***", "*e*",
	"a_b", "`c`", "`c d`", "` c `", "``c``", "`c", "`[x](y)`", "`**`", "<b>", "a < b", "\\*", "~~s~~", "{x}", "|",
	"#", "a  b", "\xc3\xa9", "\xe4\xb8\xad", "\xe2\x80\x94", "\xc2\xa0", "e\xcc\x81", "!\xcc\xb8", "\xe3\x80\x80x",
	"[x]", "[l]: y", "=", "---", "\t", "[w](wiki:x)", "[t](\xc3\xa9)", "[t](a&b)", "[A &](u)", "[a!](u)", "Q&A",
	"&copy", "[t](a?b&c=d)", "~5", "#12", "[#12](u)", "[`c`](u)", "a>b", "(**b c**)", "**b c:**", "**b** c",
	"**a [t](u) b**", "[a **b** c](u)", "[a [t](u)](v)", "**[t](u)", "_x_y", "**[t](u)**", "(**b**)", "**b**,",
	"_e_", "*e f*,", "(_e_)", "_a *b* c_", "*a _b*", "__s__", "* ", "_ ", "[l]", "[t][l]", "[l][]", "[t][no]",
	"[L ]", "[m  n]", "[two words][M N]", "[no words]", "[[l]]", "[a [l] b]", "[**l**]", "[`l`]", "[t][o]", "[p]",
	"[l]:", "![two words](u#a)", "![a_b](u)", "![*a*](u)", "[![a](b)](c)", "![l]", "<https://a.b/c>",
	"<http://a&b>", "<a:b>", "a <- b", "\\[l]", "\\a", "]", "[", "[ ]", "{#x}", "`{x}`", "}", "a|b", "*e**",
	"_e__f_", "[\xcc\x81x]", "\\=\xcc\xb8" };

/* What the brackets above may refer to. */
static const char definitions[] = "[l]: y#a\n[m n]: <z>\n[o]: /o (title)\n[p]: https://p.q/r?s=1\n\n";

/* One part of so many may be any, the others are words. */
static str line_with_odd_parts(struct arena *arena, uint64_t seed, unsigned so_many)
{
	str line = str_of(line_starts[hash_mix(seed, 91) % (sizeof line_starts / sizeof *line_starts)]);
	unsigned count = 1 + (unsigned)(hash_mix(seed, 92) % 5);

	for (unsigned i = 0; i < count; i++) {
		uint64_t at = hash_mix(seed, i);
		at %= (at >> 40) % so_many ? 15 : sizeof line_parts / sizeof *line_parts;
		line = text_joined(arena, line, i && hash_mix(seed, 50 + i) % 8 ? " " : "", str_of(line_parts[at]));
	}
	return text_joined(arena, line, seed % 5 ? "" : "  ", STR("\n"));
}

static str line_of_parts(struct arena *arena, uint64_t seed)
{
	return line_with_odd_parts(arena, seed, 3);
}

static void assert_same_runs(
    const struct blocks *got, const struct block *a, const struct blocks *want, const struct block *b)
{
	assert_int_equal(a->run_count, b->run_count);
	for (uint32_t i = 0; i < a->run_count; i++) {
		const struct run *one = &block_runs(got, a)[i], *other = &block_runs(want, b)[i];
		assert_int_equal(one->kind, other->kind);
		assert_int_equal(one->from, other->from);
		assert_int_equal(one->to, other->to);
		assert_int_equal(one->line, other->line);
		assert_int_equal(one->hard, other->hard);
		assert_str(one->target, other->target);
		assert_str(one->label, other->label);
	}
}

static void assert_same_blocks(const struct blocks *got, const struct blocks *want)
{
	assert_int_equal(got->list.count, want->list.count);
	for (uint32_t i = 0; i < got->list.count; i++) {
		const struct block *a = block_at(got, i), *b = block_at(want, i);
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->line, b->line);
		assert_int_equal(a->child, b->child);
		assert_int_equal(a->next, b->next);
		assert_int_equal(a->level, b->level);
		assert_int_equal(a->ordered, b->ordered);
		assert_int_equal(a->header, b->header);
		assert_str(a->info, b->info);
		assert_str(a->bytes, b->bytes);
		assert_str(a->id, b->id);
		assert_str(block_text(got, a), block_text(want, b));
		assert_same_runs(got, a, want, b);
	}
}

static void blocks_of(struct blocks *out, struct arena *arena, str text)
{
	uint32_t lines = str_count_lines(str_of(definitions));

	blocks_begin(out, arena, text.size);
	assert_true(markdown_blocks(out, arena, text_joined(arena, str_of(definitions), "", text), lines, NULL));
}

/* False: cmark would be asked about it. */
static bool check_plain_piece(struct arena *arena, str piece, enum piece_kind kind)
{
	str document = text_joined(arena, str_of(definitions), "", piece);
	struct markdown_scan scan;
	struct markdown_plain plain;
	struct blocks got, want;

	markdown_scan(&scan, arena, document);
	if (scan.whole || !markdown_plain(&plain, piece, kind, 0))
		return false;
	blocks_begin(&got, arena, piece.size);
	if (kind == PIECE_ITEM) {
		uint32_t list = blocks_open(&got, BLOCK_LIST, 1);
		got.list.items[list].ordered = byte_is_digit(piece.at[0]);
	}
	if (!markdown_put_plain(&got, &plain, &scan, 1))
		return false;
	blocks_of(&want, arena, piece);
	assert_same_blocks(&got, &want);
	return true;
}

static bool check_plain(struct arena *arena, str piece)
{
	return check_plain_piece(arena, piece, markdown_marker_size(piece) ? PIECE_ITEM : PIECE_TEXT);
}

static bool check_plain_row(struct arena *arena, str row)
{
	str head = STR("|a|b|c|\n|-|-|-|\n"), both = text_joined(arena, head, "", row);
	struct markdown_scan scan;
	struct markdown_plain plain;
	struct blocks got, want;

	markdown_scan(&scan, arena, str_of(definitions));
	if (!markdown_plain(&plain, row, PIECE_ROW, 3))
		return false;
	blocks_of(&want, arena, both);
	blocks_of(&got, arena, head);
	blocks_reopen(&got, 1, 2);
	if (!markdown_put_plain(&got, &plain, &scan, 3))
		return false;
	blocks_close(&got);
	assert_same_blocks(&got, &want);
	return true;
}

static str row_of_parts(struct arena *arena, uint64_t seed, uint64_t cells)
{
	str row = STR("|");

	for (uint64_t cell = 0; cell < cells; cell++) {
		str words = line_of_parts(arena, hash_mix(seed, cell));
		row = text_joined(arena, row, seed % 3 ? " " : "", str_sub(words, 0, words.size - 1));
		row = text_joined(arena, row, cell % 2 ? " " : "", STR("|"));
	}
	return text_joined(arena, row, "", STR("\n"));
}

/* A header and what stands below it. */
static str table_of_parts(struct arena *arena, uint64_t seed)
{
	static const char *const below[] = { "|-|-|\n", "| --- | :-: |\n", "|-|\n", "|-|-|-|\n", "|-|x|\n", "-|-\n" };

	return text_joined(arena, row_of_parts(arena, seed, 2), "", str_of(below[hash_mix(seed, 5) % 6]));
}

/* Any start only for one in so many, or nothing would be plain. */
static str words_below(struct arena *arena, uint64_t seed)
{
	str line = line_with_odd_parts(arena, hash_mix(seed, 7), 12);

	while (seed % 8 && (markdown_marker_size(line) || markdown_heading_level(line) || line.at[0] == '>'))
		line = line_with_odd_parts(arena, ++seed, 12);
	return line;
}

/* An item or a quote, and more lines with some space or a mark before them. */
static str lines_of_parts(struct arena *arena, uint64_t seed)
{
	static const char *const fronts[] = { "", "  ", "  ", "    ", "   ", " ", "      ", "  - ", "  - ", "    - ",
		"  * ", "   1. ", "  2) ", "      - ", "  - [ ] ", "  -     ", "   > ", "\n", "\n  ", "\n    ",
		"\n  - ", "\n    * " };
	bool quote = seed % 5 == 0;
	str text = text_joined(arena, str_of(quote ? "> " : seed % 3 ? "- " : "1. "), "", words_below(arena, seed));
	unsigned count = 1 + (unsigned)(hash_mix(seed, 93) % 4);

	for (unsigned i = 0; i < count; i++) {
		uint64_t own = hash_mix(seed, 100 + i);
		str front = str_of(quote ? own % 4 ? "> " : ">" : fronts[own % (sizeof fronts / sizeof *fronts)]);
		text = text_joined(arena, text, "", text_joined(arena, front, "", words_below(arena, own)));
	}
	return text;
}

/* A fence, perhaps with something wrong. */
static str fence_of_parts(struct arena *arena, uint64_t seed)
{
	static const char *const marks[] = { "```", "~~~", "````", "``` ", " ```" };
	static const char *const infos[] = { "", "mermaid", " js {1,2}", "{.sh}", "a&amp;b", "a\\b", " c#", "x`y" };
	str text = text_joined(arena, str_of(marks[seed % 4]), str_of(infos[hash_mix(seed, 1) % 8]).at, STR("\n"));

	for (unsigned i = 0; i < hash_mix(seed, 2) % 4; i++)
		text = text_joined(arena, text, i % 2 ? "\t" : "\n", line_of_parts(arena, hash_mix(seed, i)));
	return text_joined(arena, text, str_of(marks[hash_mix(seed, 3) % 7 ? seed % 4 : seed % 5]).at, STR("\n"));
}

static void what_is_plain_is_what_cmark_makes_of_it(void **state)
{
	unsigned plain = 0, rows = 0, tables = 0, lines = 0, fences = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 6000; seed++) {
		struct arena arena = { 0 };
		str one = line_of_parts(&arena, seed), other = line_of_parts(&arena, seed + 7919);
		plain += check_plain(&arena, one);
		plain += check_plain(&arena, text_joined(&arena, one, "", other));
		rows += check_plain_row(&arena, row_of_parts(&arena, seed, seed % 5));
		tables += check_plain_piece(&arena, table_of_parts(&arena, seed), PIECE_TABLE);
		lines += check_plain(&arena, lines_of_parts(&arena, seed));
		fences += check_plain(&arena, fence_of_parts(&arena, seed));
		arena_release(&arena);
	}
	assert_in_range(plain, 2000, 8000);
	assert_in_range(rows, 1000, 5000);
	assert_in_range(tables, 500, 3000);
	assert_in_range(lines, 200, 5000);
	assert_in_range(fences, 500, 5000);
}

static void most_of_a_page_is_plain(void **state)
{
	static const char *const pieces[] = {
		"- **Billing** hands [the order](../order.md#a_b) to `ops` & waits!\n\n",
		"Sales asks **[Billing](b.md)** for\nthe `id`, see [`x` **y**](z.md) and [L].\n",
		"- a paragraph\n  over two lines\nand a third\n\n  and another one\n\n",
		"1. one\n   - two *and*\n     - three\n   - [ ] four\n   1. five\n",
		"- Fixed it ([#1](u), [@b](v)) [SIG Node and Testing]\n",
		"> quoted\n> words\n>\n> and more\n",
		"```sh\nmake\n```\n",
		"[l]: y#a\n[p]: https://p.q\n",
	};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		assert_true(check_plain(*state, str_of(pieces[i])));
	assert_true(check_plain_row(*state, STR("| Ship | **SIM Logistics** | [2 days](sla.md) |\n")));
	assert_true(check_plain_piece(*state, STR("| **Who** | What |\n|---|:---|\n"), PIECE_TABLE));
	assert_false(check_plain(*state, STR("- a\n\n      code\n")));
	assert_false(check_plain(*state, STR("text\0\n")));
}

static void a_section_that_asks_its_headings_is_kept_once_for_each_of_them(void **state)
{
	struct fragment_cache *cache = fragments_new(1 << 20);
	struct arena *arena = *state;
	str table = STR("\n## Levels\n\n| Priority | Response time |\n|---|---|\n| P1 | 1 hour |\n");
	str one = arena_printf(arena, "# Care Team\n%.*s", STR_ARG(table));
	str two = arena_printf(arena, "# Night Team\n%.*s", STR_ARG(table));

	for (unsigned round = 0; round < 2; round++) {
		struct image *first = parse(one, cache), *second = parse(two, cache);
		assert_str(image_text(first, image_teams(first)[image_contracts(first)->provider].key), STR("care"));
		assert_str(
		    image_text(second, image_teams(second)[image_contracts(second)->provider].key), STR("night"));
		free(first);
		free(second);
	}
	fragments_free(cache);
}

static void *read_with_shared_cache(void *data)
{
	for (unsigned round = 0; round < 40; round++)
		free(parse(*(const str *)data, shared_cache));
	return NULL;
}

static void threads_share_a_cache(void **state)
{
	struct arena *arena = *state;
	str texts[4];
	pthread_t threads[4];

	for (unsigned i = 0; i < 4; i++)
		texts[i] = arena_printf(arena,
		    "# Same\n\n~~struck~~ [a](b.md) text\n\n# Own %u\n\n| Step | Team |\n|---|---|\n| Pack | Store |\n",
		    i % 2);
	shared_cache = fragments_new(2000);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_with_shared_cache, &texts[i]), 0);
	for (unsigned i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (unsigned i = 0; i < 4; i++)
		check_with_cache(texts[i]);
	fragments_free(shared_cache);
}

/* --- what changes no meaning ------------------------------------------------------------------------------- */

static void a_line_that_looks_like_a_tag_hides_no_definition(void **state)
{
	(void)state;
	check_both_ways(STR("<http://a.b> link\n***\n[l]: http://x.y\n\n# Next\n\nsee [l]\n"));
}

static void layout_changes_nothing(void **state)
{
	static const char *const pairs[][2] = {
		{ "# Title\n\ntext\nover lines\n", "Title\n=====\n\n\ntext over\nlines\n" },
		{ "- one\n- two\n", "* one\n\n* two\n" },
		{ "1. one\n2. two\n", "1) one\n1) two\n" },
		{ "**bold** and *soft*\n", "__bold__ and _soft_\n" },
		{ "| a | b |\n|---|---|\n| 1 | 2 |\n", "|a|b\n|:-:|-\n|1|2|\n" },
		{ "[a](b.md)\n", "[a][x]\n\n[x]: b.md\n" },
		{ "text\n\nmore\n", "text\n\n<!-- a comment -->\n\nmore\n" },
		{ "text\n", "\xef\xbb\xbftext  \r\n" },
		{ "## Title ##\n", "## Title\n" },
	};
	struct arena *arena = *state;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_str(canonical_of(arena, str_of(pairs[i][0])), canonical_of(arena, str_of(pairs[i][1])));
}

static void text_above_moves_no_place_in_a_later_section(void **state)
{
	struct image *before = parse(STR("# A\n\nx\n\n# B\n\n| Step | Team |\n|---|---|\n| Pack | Store |\n"), NULL);
	struct image *after = parse(
	    STR("---\nowner: Sales\n---\n\n# A\n\nx\n\ny\n\n# B\n\n| Step | Team |\n|---|---|\n| Pack | Store |\n"),
	    NULL);

	(void)state;
	assert_int_equal(image_steps(before)->place.line, image_steps(after)->place.line);
	assert_int_equal(image_line(before, image_steps(before)->place), 9);
	assert_int_equal(image_line(after, image_steps(after)->place), 15);
	free(before);
	free(after);
}

static void a_step_keeps_the_id_that_a_comment_gives_it(void **state)
{
	struct image *image = parse(STR("| Step | Team |\n|---|---|\n| Pack <!-- step:pack --> | Store |\n"), NULL);

	(void)state;
	assert_str(image_text(image, image_steps(image)->id), STR("pack"));
	assert_true(image_steps(image)->strong_id);
	free(image);
}

/* --- hostile text ------------------------------------------------------------------------------------------------ */

static str repeated(struct arena *arena, const char *piece, size_t times)
{
	size_t size = strlen(piece);
	char *out = arena_alloc(arena, size * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(out + i * size, piece, size);
	return (str){ out, size * times };
}

static str joined(struct arena *arena, str a, str b, str c)
{
	char *out = arena_alloc(arena, a.size + b.size + c.size + 1);

	if (a.size)
		memcpy(out, a.at, a.size);
	if (b.size)
		memcpy(out + a.size, b.at, b.size);
	if (c.size)
		memcpy(out + a.size + b.size, c.at, c.size);
	return (str){ out, a.size + b.size + c.size };
}

static void assert_refused(str bytes, bool refused)
{
	struct image *image = parse(bytes, NULL);

	assert_int_equal(image->partial, refused);
	if (refused)
		assert_str(image_text(image, image_notes(image)->code), STR("too-complex"));
	free(image);
}

static str table_of(struct arena *arena, size_t columns, size_t rows, const char *row)
{
	str head = joined(arena, STR("|"), repeated(arena, "a|", columns), STR("\n|"));

	return joined(
	    arena, head, repeated(arena, "-|", columns), joined(arena, STR("\n"), repeated(arena, row, rows), STR("")));
}

static void what_takes_quadratic_time_elsewhere_is_refused(void **state)
{
	struct arena *arena = *state;
	str none = STR("");

	assert_refused(table_of(arena, 1000, 20000, "|\n"), true);
	assert_refused(table_of(arena, 128, 100, "|x|\n"), false);
	assert_refused(repeated(arena, ">", 40000), true);
	assert_refused(joined(arena, repeated(arena, " -", 20000), repeated(arena, "\n", 500), none), true);
	assert_refused(joined(arena, repeated(arena, "- ", 99), STR("a"), repeated(arena, "\n", 500000)), true);
	assert_refused(joined(arena, repeated(arena, "|", 30000), STR("\n|"), repeated(arena, "-|", 15000)), true);
	assert_refused(repeated(arena, "a|b\n|-|-|-|\n", 40000), true);
	assert_refused(repeated(arena, "![[]() ![[]() ![[]() ![[]()\n", 20000), true);
	assert_refused(repeated(arena, "a <!A \n", 60000), true);
	assert_refused(repeated(arena, "x", 70000), true);
	assert_refused(repeated(arena, "www.a_\n", 30000), false);
}

static void a_long_but_ordinary_document_is_read(void **state)
{
	struct arena *arena = *state;
	str section =
	    STR("## A heading\n\nSome text with a [link](page.md#part) and **bold** words, over\ntwo lines.\n\n"
	        "- item one\n- item [two](x.md)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n");
	char *piece = arena_alloc(arena, section.size + 1);

	memcpy(piece, section.at, section.size);
	assert_refused(repeated(arena, piece, 8000), false);
}

static void lists_nested_deeper_than_the_limit_make_a_partial_document(void **state)
{
	struct arena *arena = *state;
	str text = STR("");

	for (unsigned i = 0; i < 99; i++)
		text = joined(arena, text, repeated(arena, "  ", i), STR("- a\n"));
	assert_refused(text, false);
	for (unsigned i = 99; i < 200; i++)
		text = joined(arena, text, repeated(arena, "  ", i), STR("- a\n"));
	assert_refused(text, true);
}

static void leave(void *data)
{
	longjmp(*(jmp_buf *)data, 1);
}

static void running_out_of_memory_leaves_nothing_behind(void **state)
{
	struct arena *test = *state;
	str text = repeated(test, "# A\n\nThe Billing Team must answer within 2 days.\n\n", 400);

	for (size_t budget = 1000; budget < 600000; budget += 40000) {
		struct arena arena = { .budget = budget };
		struct fragment_cache *cache = fragments_new(1 << 20);
		struct parse_in in = {
			.bytes = text, .settings = &reading_default, .fragments = budget % 80000 ? cache : NULL
		};
		jmp_buf out_of_budget;
		struct builder out;

		arena.oom = leave;
		arena.oom_data = &out_of_budget;
		if (!setjmp(out_of_budget)) {
			builder_begin(&out, &arena, "markdown");
			markdown_parse_uncut(&out, &in, false);
		}
		arena_release(&arena);
		fragments_free(cache);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_document_cut_at_its_headings_says_the_same_as_an_uncut_one),
		TEST(a_cache_of_sections_changes_nothing),
		TEST(a_section_read_in_pieces_says_the_same),
		TEST(a_cache_of_pieces_changes_nothing),
		TEST(pieces_of_one_list_or_table_are_put_together),
		TEST(what_is_plain_is_what_cmark_makes_of_it),
		TEST(most_of_a_page_is_plain),
		TEST(a_section_that_asks_its_headings_is_kept_once_for_each_of_them),
		TEST(threads_share_a_cache),
		TEST(a_line_that_looks_like_a_tag_hides_no_definition),
		TEST(layout_changes_nothing),
		TEST(text_above_moves_no_place_in_a_later_section),
		TEST(a_step_keeps_the_id_that_a_comment_gives_it),
		TEST(what_takes_quadratic_time_elsewhere_is_refused),
		TEST(a_long_but_ordinary_document_is_read),
		TEST(lists_nested_deeper_than_the_limit_make_a_partial_document),
		TEST(running_out_of_memory_leaves_nothing_behind),
	};
	return cmocka_run_group_tests_name("parsers/markdown", tests, NULL, NULL);
}
