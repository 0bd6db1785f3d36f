#include "tests/support/check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "parsers/xml.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct xml read_all(void **state, str bytes)
{
	struct xml xml;

	xml_read(&xml, *state, bytes, NULL);
	return xml;
}

static struct xml_element *root_of(void **state, str bytes)
{
	struct xml xml = read_all(state, bytes);

	assert_null(xml.trouble);
	assert_non_null(xml.root);
	return xml.root;
}

static void assert_trouble(const struct xml *xml, const char *code, uint32_t line)
{
	assert_non_null(xml->trouble);
	assert_string_equal(xml->trouble, code);
	assert_int_equal(xml->trouble_line, line);
}

/* --- the tree --------------------------------------------------------------------------------------------- */

static void elements_have_names_attributes_and_places(void **state)
{
	struct xml_element *root = root_of(state,
	    STR("<?xml version='1.0'?>\n<a xmlns='u:one' xmlns:p='u:two'>\n <p:b\n\n  x='1' p:x='2'/><c>t</c>\n</a>"));

	assert_true(xml_is(root, STR("u:one"), STR("a")));
	assert_int_equal(root->line, 2);
	struct xml_element *b = root->first, *c = b->next;
	assert_true(xml_is(b, STR("u:two"), STR("b")));
	assert_int_equal(b->line, 3);
	assert_str(xml_attribute(b, "x"), STR("1"));
	assert_str(xml_attribute_in(b, STR("u:two"), "x"), STR("2"));
	assert_str(xml_attribute(b, "y"), STR(""));
	assert_int_equal(c->line, 5);
	assert_str(c->text, STR("t"));
	assert_ptr_equal(c->parent, root);
	assert_null(c->next);
}

static void text_keeps_its_place_between_elements(void **state)
{
	struct xml_element *root = root_of(state, STR("<p>one<b>two</b> three <i/><![CDATA[<four>]]></p>"));

	assert_str(root->text, STR("one"));
	assert_str(root->first->text, STR("two"));
	assert_str(root->first->tail, STR(" three "));
	assert_str(root->first->next->tail, STR("<four>"));
	assert_str(xml_text(*state, root), STR("onetwo three <four>"));
	assert_str(xml_markup(*state, root), STR("one<b>two</b> three <i></i><four>"));
}

static void ampersands_come_out_once_in_values_and_texts(void **state)
{
	struct xml_element *root = root_of(
	    state, STR("<a b='1 &amp; 2 &lt; &#38; &amp;amp; &#x41;'>1 &amp; 2 &lt; &#38; &amp;amp; &#x41;</a>"));

	assert_str(xml_attribute(root, "b"), STR("1 & 2 < & &amp; A"));
	assert_str(root->text, STR("1 & 2 < & &amp; A"));
}

static void a_prefix_without_a_namespace_stays_in_the_name(void **state)
{
	struct xml_element *root = root_of(state, STR("<ac:link ri:title='x'/>"));

	assert_true(xml_is(root, STR(""), STR("ac:link")));
	assert_str(xml_attribute(root, "ri:title"), STR("x"));
}

static uint16_t skip_noise(str space, str local)
{
	(void)space;
	return str_eq(local, STR("noise")) ? XML_SKIP : str_eq(local, STR("keep")) ? 7 : XML_UNKNOWN;
}

static void what_is_skipped_makes_no_tree(void **state)
{
	struct xml xml;

	assert_true(
	    xml_read(&xml, *state, STR("<a>x<noise>y<keep/>z</noise>w<keep/><noise><noise/></noise></a>"), skip_noise));
	assert_int_equal(xml.elements, 2);
	assert_str(xml.root->text, STR("xw"));
	assert_int_equal(xml.root->first->name->word, 7);
	assert_null(xml.root->first->next);
}

static void walks_see_every_element_once(void **state)
{
	struct xml_element *root = root_of(state, STR("<a><b><c/><d/></b><e/></a>"));
	struct buf seen = { 0 };

	for (struct xml_element *at = root; at; at = xml_next(root, at))
		buf_put(&seen, at->name->local);
	assert_str(buf_str(&seen), STR("abcde"));
	buf_clear(&seen);
	for (struct xml_element *at = root->first; at; at = xml_over(root, at))
		buf_put(&seen, at->name->local);
	assert_str(buf_str(&seen), STR("be"));
	buf_release(&seen);
}

/* --- encodings ------------------------------------------------------------------------------------------------ */

static void declared_encodings_are_decoded(void **state)
{
	const str files[] = {
		STR("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc</a>"),
		STR("<?xml version='1.0' encoding=\"windows-1252\"?><a>\xfc</a>"),
		STR("<?xml version='1.0' encoding='UTF-8'?><a>\xc3\xbc</a>"),
		STR("<a>\xc3\xbc</a>"),
		STR("\xef\xbb\xbf<a>\xc3\xbc</a>"),
		STR("  \n<?xml version='1.0'?><a>\xc3\xbc</a>"),
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct xml xml = read_all(state, files[i]);
		assert_null(xml.trouble);
		assert_str(xml.root->text, STR("\xc3\xbc"));
		assert_int_equal(xml.mended_line, 0);
	}
}

static void bytes_that_do_not_fit_are_windows_1252_and_told(void **state)
{
	struct xml xml = read_all(state, STR("<?xml version='1.0' encoding='UTF-8'?>\n<a>\n\x93\xfc\x94</a>"));

	assert_null(xml.trouble);
	assert_int_equal(xml.mended_line, 3);
	assert_str(xml.root->text, STR("\n\xe2\x80\x9c\xc3\xbc\xe2\x80\x9d"));
	xml = read_all(state, STR("<?xml version='1.0' encoding='ISO-8859-1'?><a>\x80</a>"));
	assert_int_equal(xml.mended_line, 1);
	assert_str(xml.root->text, STR("\xe2\x82\xac"));
}

static void utf_16_with_its_mark_is_read(void **state)
{
	static const char little[] = "\xff\xfe<\0a\0>\0\xfc\0<\0/\0a\0>\0",
	                  big[] = "\xfe\xff\0<\0a\0>\0\xfc\0<\0/\0a\0>";

	assert_str(root_of(state, (str){ little, sizeof little - 1 })->text, STR("\xc3\xbc"));
	assert_str(root_of(state, (str){ big, sizeof big - 1 })->text, STR("\xc3\xbc"));
}

static void other_wide_encodings_are_refused(void **state)
{
	const str files[] = {
		STR("<\0a\0/\0>\0"),
		STR("\0<\0a\0/\0>"),
		STR("\xff\xfe\0\0<\0\0\0"),
		STR("\0\0\xfe\xff\0\0\0<"),
		STR("<a>\0</a>"),
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct xml xml = read_all(state, files[i]);
		assert_trouble(&xml, "parse-failed", 1);
		assert_null(xml.root);
	}
}

/* --- attacks --------------------------------------------------------------------------------------------------------
 */

static void internal_subsets_are_refused(void **state)
{
	static const char *const files[] = {
		"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
		"<!DOCTYPE a SYSTEM 'x' [ ]><a/>",
		"<!-- c --><!DOCTYPE a PUBLIC 'p' \"]>\" [<!ENTITY % p SYSTEM 'http://x/'> %p;]><a/>",
		"<a><!DOCTYPE a [<!ENTITY x 'y'>]></a>",
		"<a><!ENTITY x 'y'></a>",
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct xml xml = read_all(state, str_of(files[i]));
		assert_trouble(&xml, "dtd-refused", 1);
		assert_null(xml.root);
	}
}

static void no_external_subset_is_loaded(void **state)
{
	char canary[] = "/tmp/canary-XXXXXX";
	int file = mkstemp(canary);
	struct stat before, after;

	assert_true(file >= 0);
	assert_int_equal(write(file, "<!ENTITY x 'leaked'>", 20), 20);
	fstat(file, &before);
	struct arena *arena = *state;
	struct xml_element *root = root_of(state, arena_printf(arena, "<!DOCTYPE a SYSTEM '%s'><a>fine</a>", canary));
	assert_str(root->text, STR("fine"));
	struct xml xml = read_all(state, arena_printf(arena, "<!DOCTYPE a SYSTEM '%s'><a>&x;</a>", canary));
	assert_trouble(&xml, "parse-failed", 1);
	assert_str(xml.root->text, STR(""));
	fstat(file, &after);
	assert_int_equal(before.st_atim.tv_nsec, after.st_atim.tv_nsec);
	close(file);
	unlink(canary);
}

static str repeated(void **state, const char *before, const char *piece, unsigned count, const char *after)
{
	struct buf out = { 0 };

	buf_puts(&out, before);
	for (unsigned i = 0; i < count; i++)
		buf_puts(&out, piece);
	buf_puts(&out, after);
	str copy = arena_dup(*state, buf_str(&out));
	buf_release(&out);
	return copy;
}

static str numbered(void **state, const char *before, const char *format, unsigned count, const char *after)
{
	struct buf out = { 0 };

	buf_puts(&out, before);
	for (unsigned i = 0; i < count; i++) {
		str rest = str_of(format);
		struct str_cut cut = str_cut(rest, '#');
		buf_put(&out, cut.head);
		buf_putf(&out, "%u", i);
		buf_put(&out, cut.tail);
	}
	buf_puts(&out, after);
	str copy = arena_dup(*state, buf_str(&out));
	buf_release(&out);
	return copy;
}

static void thousands_of_attributes_are_refused(void **state)
{
	struct xml xml = read_all(state, numbered(state, "<x>\n<a ", "a#='1' ", 100000, "/></x>"));

	assert_trouble(&xml, "too-complex", 2);
	xml = read_all(state, numbered(state, "<a ", "a#='1' ", LIMIT_ATTRIBUTES, "/>"));
	assert_null(xml.trouble);
	assert_int_equal(xml.root->attribute_count, LIMIT_ATTRIBUTES);
}

static void depth_is_limited(void **state)
{
	struct xml xml = read_all(state, repeated(state, "", "<a>", 100000, ""));

	assert_trouble(&xml, "depth-limit", 1);
	str closed = repeated(state, "", "</a>", LIMIT_DEPTH, "");
	str open = repeated(state, "", "<a>", LIMIT_DEPTH, "");
	xml = read_all(state, arena_printf(*state, "%.*s%.*s", STR_ARG(open), STR_ARG(closed)));
	assert_null(xml.trouble);
	assert_int_equal(xml.elements, LIMIT_DEPTH);
}

static void depth_does_not_count_what_is_no_element(void **state)
{
	struct xml xml =
	    read_all(state, repeated(state, "<r>", "<b x='>'/><!-- <c> --><?p <d> ?><![CDATA[<e>]]>", 1000, "</r>"));

	assert_null(xml.trouble);
	assert_int_equal(xml.elements, 1001);
}

static void namespaces_in_scope_are_limited(void **state)
{
	str tag = numbered(state, "<a ", "xmlns:p#='u' ", 200, ">");
	struct xml xml = read_all(state, arena_printf(*state, "<r>\n%.*s%.*s</a></a></r>", STR_ARG(tag), STR_ARG(tag)));

	assert_trouble(&xml, "too-complex", 2);
	xml = read_all(state,
	    arena_printf(*state, "<r>%.*s</a>%.*s</a></r>", STR_ARG(tag), STR_ARG(tag))); /* one after the other */
	assert_null(xml.trouble);
}

static void names_are_limited(void **state)
{
	struct xml xml = read_all(state, numbered(state, "<r>", "<n#/>", 100000, "</r>"));

	assert_trouble(&xml, "too-complex", 1);
	xml = read_all(state, numbered(state, "<r>", "<?n#?>", 100000, "</r>"));
	assert_trouble(&xml, "too-complex", 1);
}

static void a_million_elements_end_at_the_budget(void **state)
{
	str bytes = repeated(state, "<r>", "<a/>", 1000000, "</r>");
	struct arena small = { .budget = 4 << 20 };
	jmp_buf out_of_budget;
	struct xml xml;

	small.oom = (void (*)(void *))(void (*)(void))longjmp;
	if (setjmp(out_of_budget) == 0) {
		small.oom_data = &out_of_budget;
		xml_read(&xml, &small, bytes, NULL);
		fail();
	}
	assert_true(small.used <= small.budget);
	arena_release(&small);
}

static void brackets_without_end_are_read_once(void **state)
{
	static const char *const pieces[] = { "<!--", "<![CDATA[", "<?a ", "<a b=\"", "<", "</", "]]>", "&", "&#",
		"<a " };

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct xml xml = read_all(state, repeated(state, "<r>", pieces[i], 200000, ""));
		assert_non_null(xml.trouble);
		xml = read_all(state, repeated(state, "", pieces[i], 200000, ""));
		assert_non_null(xml.trouble);
	}
}

/* --- mistakes -------------------------------------------------------------------------------------------- */

static void what_stands_before_a_mistake_is_kept(void **state)
{
	struct xml xml = read_all(state, STR("<?xml version='1.0'?>\n<!-- -->\n<a>\n<b>one</b>\n<c></a>"));

	assert_trouble(&xml, "parse-failed", 5);
	assert_string_equal(xml.message, "not well-formed: an end tag does not fit its start tag");
	assert_str(xml.root->first->text, STR("one"));
}

static void files_that_are_no_xml_say_so(void **state)
{
	static const char *const files[] = { "", " \n", "words", "<<<<<<< HEAD\n<a/>", "<?xml version='1.0'?>",
		"<!-- x", "<a", "<a/><b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>\x01</a>" };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct xml xml = read_all(state, str_of(files[i]));
		assert_non_null(xml.trouble);
		assert_string_equal(xml.trouble, "parse-failed");
		assert_int_equal(xml.trouble_line, i == 1 ? 2 : 1);
	}
}

static void lines_beyond_65535_are_right(void **state)
{
	struct xml_element *root = root_of(state, repeated(state, "<r>", "\n<a/>", 70000, "\n</r>"));
	struct xml_element *last = root->first;

	while (last->next)
		last = last->next;
	assert_int_equal(last->line, 70001);
}

/* --- recognising ----------------------------------------------------------------------------------------- */

static void the_root_is_found_in_the_first_bytes(void **state)
{
	static const char *const files[] = {
		"<definitions xmlns='u'>",
		"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <x/> --><?pi?><q:definitions a='>' xmlns:q='u' xmlns='v'",
		"<!DOCTYPE definitions SYSTEM 'x'>\n<definitions\n\txmlns = \"u\"/>",
		"<!DOCTYPE d [<!ENTITY x 'y'>]><definitions xmlns='u'>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct xml_sniff root;
		assert_true(xml_sniff(&root, str_of(files[i])));
		assert_str(root.local, STR("definitions"));
		assert_str(root.space, STR("u"));
	}
	struct xml_sniff root;
	assert_true(xml_sniff(&root, STR("\xff\xfe<\0a\0 \0x\0m\0l\0n\0s\0=\0'\0u\0'\0>\0")));
	assert_str(root.local, STR("a"));
	assert_str(root.space, STR("u"));
	assert_false(xml_sniff(&root, STR("words <a/>")));
	assert_false(xml_sniff(&root, STR("")));
}

/* --- threads --------------------------------------------------------------------------------------------- */

static void *read_often(void *data)
{
	for (unsigned i = 0; i < 200; i++) {
		struct arena arena = { 0 };
		struct xml xml;
		bool whole = xml_read(&xml, &arena, *(str *)data, NULL);
		bool right = whole && xml.elements == 101;
		arena_release(&arena);
		if (!right)
			return NULL;
	}
	return data;
}

static void threads_do_not_disturb_each_other(void **state)
{
	str bytes = numbered(state, "<r>", "<n# a='&amp;'>x</n#>", 0, "</r>");
	pthread_t threads[4];

	bytes = repeated(state, "<r>", "<n a='&amp;'>x</n>", 100, "</r>");
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_often, &bytes), 0);
	for (unsigned i = 0; i < 4; i++) {
		void *answer;
		pthread_join(threads[i], &answer);
		assert_non_null(answer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(elements_have_names_attributes_and_places),
		TEST(text_keeps_its_place_between_elements),
		TEST(ampersands_come_out_once_in_values_and_texts),
		TEST(a_prefix_without_a_namespace_stays_in_the_name),
		TEST(what_is_skipped_makes_no_tree),
		TEST(walks_see_every_element_once),
		TEST(declared_encodings_are_decoded),
		TEST(bytes_that_do_not_fit_are_windows_1252_and_told),
		TEST(utf_16_with_its_mark_is_read),
		TEST(other_wide_encodings_are_refused),
		TEST(internal_subsets_are_refused),
		TEST(no_external_subset_is_loaded),
		TEST(thousands_of_attributes_are_refused),
		TEST(depth_is_limited),
		TEST(depth_does_not_count_what_is_no_element),
		TEST(namespaces_in_scope_are_limited),
		TEST(names_are_limited),
		TEST(a_million_elements_end_at_the_budget),
		TEST(brackets_without_end_are_read_once),
		TEST(what_stands_before_a_mistake_is_kept),
		TEST(files_that_are_no_xml_say_so),
		TEST(lines_beyond_65535_are_right),
		TEST(the_root_is_found_in_the_first_bytes),
		TEST(threads_do_not_disturb_each_other),
	};

	return cmocka_run_group_tests_name("parsers/xml", tests, NULL, NULL);
}
