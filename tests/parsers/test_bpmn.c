#include "tests/support/check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "model/canonical.h"
#include "parsers/parser.h"

#include <stdlib.h>
#include <string.h>

#define MODEL "http://www.omg.org/spec/BPMN/20100524/MODEL"

static struct image *read_file_as(str bytes, const char *path)
{
	struct parse_in in = { .bytes = bytes, .settings = &reading_default };
	struct image *image = parse_document(str_of(path), &in, NULL);

	assert_non_null(image);
	return image;
}

/* The body of a process. */
static struct image *read_process(void **state, str body)
{
	str bytes = arena_printf(*state,
	    "<definitions xmlns='" MODEL "'>\n<process id='P' name='Process'>\n%.*s</process>\n</definitions>\n",
	    STR_ARG(body));

	return read_file_as(bytes, "a.bpmn");
}

static str canonical(void **state, str bytes)
{
	struct image *image = read_file_as(bytes, "a.bpmn");
	struct buf out = { 0 };

	canonical_put(&out, image, *state);
	str copy = arena_dup(*state, buf_str(&out));
	buf_release(&out);
	free(image);
	return copy;
}

static str repeated(void **state, const char *before, const char *format, unsigned count, const char *after)
{
	struct buf out = { 0 };

	buf_puts(&out, before);
	for (unsigned i = 0; i < count; i++) {
		str rest = str_of(format);
		for (struct str_cut cut = { .found = true }; cut.found; rest = cut.tail) {
			cut = str_cut(rest, '#');
			buf_put(&out, cut.head);
			if (cut.found)
				buf_putf(&out, "%u", i);
		}
	}
	buf_puts(&out, after);
	str copy = arena_dup(*state, buf_str(&out));
	buf_release(&out);
	return copy;
}

static bool has_note(const struct image *image, const char *code)
{
	for (uint32_t i = 0; i < image->notes.count; i++)
		if (str_eq(image_text(image, image_notes(image)[i].code), str_of(code)))
			return true;
	return false;
}

/* --- recognising ---------------------------------------------------------------------------------------------- */

static void bpmn_is_known_by_its_root(void **state)
{
	static const struct {
		const char *path, *bytes;
		bool bpmn;
	} files[] = {
		{ "a.xml", "<definitions xmlns='" MODEL "'/>", true },
		{ "a.bpmn20.xml", "<?xml version='1.0'?><!-- c --><b:definitions xmlns='x' xmlns:b='" MODEL "'/>",
		    true },
		{ "a.bpmn", "\xef\xbb\xbf<semantic:definitions xmlns:semantic='" MODEL "'/>", true },
		{ "a.xml", "<definitions xmlns='http://www.omg.org/spec/DMN/20151101/dmn.xsd'/>", false },
		{ "a.xml", "<wsdl:definitions xmlns:wsdl='http://schemas.xmlsoap.org/wsdl/' xmlns='" MODEL "'/>",
		    false },
		{ "a.xml", "<project/>", false },
		{ "a.bpmn", "<<<<<<< HEAD\n<definitions xmlns='" MODEL "'>\n=======\n", true },
		{ "a.xml", "<!-- " MODEL " --><project/>", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		assert_int_equal(
		    parser_for(str_of(files[i].path), str_of(files[i].bytes), NULL) == &parser_bpmn, files[i].bpmn);
}

/* --- layout ---------------------------------------------------------------------------------------------------------
 */

static void layout_changes_nothing(void **state)
{
	str before = STR(
	    "<definitions xmlns='" MODEL "' xmlns:t='urn:t'><collaboration id='C'><participant id='A' name='Sales' "
	    "processRef='t:P'/><messageFlow id='M1' sourceRef='T1' targetRef='B'/><messageFlow id='M2' sourceRef='B' "
	    "targetRef='T2'/><participant id='B' name='Vendor'/></collaboration><process id='P' name='Order'>"
	    "<documentation>Text of the process</documentation>"
	    "<task id='T1' name='One'><incoming>F1</incoming></task><task id='T2' name='Two'/>"
	    "<textAnnotation id='N1'><text>b</text></textAnnotation><textAnnotation "
	    "id='N2'><text>a</text></textAnnotation>"
	    "<textAnnotation id='N3'><text>loose</text></textAnnotation><textAnnotation id='N4'><text>also "
	    "loose</text></textAnnotation>"
	    "<association id='A1' sourceRef='T1' targetRef='N1'/><association id='A2' sourceRef='T1' targetRef='N2'/>"
	    "<sequenceFlow id='F1' sourceRef='T1' targetRef='T2'/></process></definitions>");
	str after = STR(
	    "<?xml version='1.0'?>\n<x:definitions exporter='Another' xmlns:u='urn:t' xmlns:x='" MODEL "'>\n"
	    "<x:collaboration id='C'>\n<!-- note --><x:participant processRef='u:P' name='Sales' id='A'/>\n"
	    "<x:messageFlow targetRef='T2' id='M2' sourceRef='B'/><x:messageFlow id='M1' sourceRef='T1' targetRef='B'/>"
	    "<x:participant id='B' name='Vendor'/>\n</x:collaboration>\n<x:process name='Order' id='P'>\n"
	    "<x:documentation>Text of the process</x:documentation>\n"
	    "<x:textAnnotation id='N4'><x:text>also loose</x:text></x:textAnnotation>\n"
	    "<x:association id='A2' sourceRef='T1' targetRef='N2'/>\n<x:textAnnotation "
	    "id='N2'><x:text>a</x:text></x:textAnnotation>"
	    "<x:task id='T2' name='Two'/><x:sequenceFlow id='F1' sourceRef='T1' targetRef='T2'/>"
	    "<x:textAnnotation id='N3'><x:text>loose</x:text></x:textAnnotation>"
	    "<x:association id='A1' sourceRef='N1' targetRef='T1'/><x:task id='T1' name='One'/>"
	    "<x:textAnnotation id='N1'><x:text>b</x:text></x:textAnnotation></x:process>\n"
	    "<di:BPMNDiagram xmlns:di='http://www.omg.org/spec/BPMN/20100524/DI'><di:BPMNPlane "
	    "bpmnElement='C'/></di:BPMNDiagram>"
	    "</x:definitions>");

	assert_str(canonical(state, before), canonical(state, after));
}

static void lines_are_those_of_the_file(void **state)
{
	struct image *image = read_process(state, STR("<task id='A'/>\n\n<task\n\tid='B'\n/>\n"));

	assert_int_equal(image->steps.count, 2);
	assert_int_equal(image_line(image, image_steps(image)[0].place), 3);
	assert_int_equal(image_line(image, image_steps(image)[1].place), 5);
	free(image);
}

static void processes_are_sections_with_their_ids(void **state)
{
	struct image *image = read_process(state, STR("<callActivity id='A' calledElement='x:P'/>"));
	const struct step *step = &image_steps(image)[0];
	const struct section *section = &image_sections(image)[step->place.section];

	assert_str(image_text(image, section->id), STR("P"));
	assert_str(image_text(image, section->title), STR("Process"));
	assert_str(image_text(image, image_links(image)[0].target), STR("P"));
	assert_int_equal(image_links(image)[0].step, 0);
	free(image);
}

static void steps_know_their_host_and_their_subprocess(void **state)
{
	struct image *image = read_process(state,
	    STR("<boundaryEvent id='B' attachedToRef='S'/><subProcess id='S'><task id='T'/></subProcess><task "
	        "id='U'/>"));
	const struct step *steps = image_steps(image);

	assert_int_equal(steps[0].host, 1);
	assert_int_equal(steps[0].within, NONE);
	assert_int_equal(steps[1].within, NONE);
	assert_int_equal(steps[2].within, 1);
	assert_int_equal(steps[2].host, NONE);
	assert_int_equal(steps[3].within, NONE);
	free(image);
}

static void a_model_in_one_line_has_paths(void **state)
{
	struct image *image =
	    read_file_as(STR("<definitions xmlns='" MODEL "'><collaboration id='C'><participant id='A' name='Shop' "
	                     "processRef='P'/></collaboration><process id='P'><laneSet><lane id='L' "
	                     "name='Desk'><flowNodeRef>S</flowNodeRef></lane>"
	                     "</laneSet><subProcess id='S' name='Check'><task id='T' "
	                     "name='Weigh'/></subProcess></process></definitions>"),
	        "a.bpmn");

	assert_str(image_text(image, image_steps(image)[1].where),
	    STR("pool \"Shop\" / lane \"Desk\" / \"Check\" / \"Weigh\""));
	free(image);
	image = read_process(state, STR("<task\nid='T'\nname='Weigh'/>\n"));
	assert_str(image_text(image, image_steps(image)[0].where), STR(""));
	free(image);
}

static void times_have_their_roles(void **state)
{
	struct image *image = read_process(state,
	    STR("<task id='A'/><boundaryEvent id='B' attachedToRef='A'><timerEventDefinition>"
	        "<timeDuration>PT4H</timeDuration></timerEventDefinition></boundaryEvent><task id='C'/>"
	        "<boundaryEvent id='D' attachedToRef='C' "
	        "cancelActivity='false'><timerEventDefinition><timeDuration>PT4H</timeDuration>"
	        "</timerEventDefinition></boundaryEvent><intermediateCatchEvent "
	        "id='E'><timerEventDefinition><timeDuration>PT4H"
	        "</timeDuration></timerEventDefinition></intermediateCatchEvent><eventBasedGateway "
	        "id='G'/><intermediateCatchEvent id='H'>"
	        "<timerEventDefinition><timeDuration>PT4H</timeDuration></timerEventDefinition></"
	        "intermediateCatchEvent>"
	        "<sequenceFlow id='F' sourceRef='G' targetRef='H'/>"));
	const struct step *steps = image_steps(image);

	assert_int_equal(steps[0].when_role, WHEN_IS_TIMER);
	assert_int_equal(steps[0].when.op, WHEN_AT_MOST);
	assert_int_equal(steps[1].when.op, WHEN_NONE);
	assert_int_equal(steps[2].when_role, WHEN_IS_REMINDER);
	assert_int_equal(steps[4].when_role, WHEN_IS_WAIT);
	assert_int_equal(steps[6].when_role, WHEN_IS_TIMER);
	free(image);
}

/* --- hostile input --------------------------------------------------------------------------------------- */

static void too_many_records_make_a_partial_document(void **state)
{
	struct image *image = read_process(state, repeated(state, "", "<task id='t#'/>", LIMIT_RECORDS + 10, ""));

	assert_true(image->partial);
	assert_true(has_note(image, "too-complex"));
	assert_int_equal(image->steps.count, LIMIT_RECORDS);
	free(image);
}

static void every_throw_meeting_every_catch_is_bounded(void **state)
{
	struct image *image = read_process(state,
	    repeated(state, "",
	        "<endEvent id='e#'><signalEventDefinition signalRef='S'/></endEvent>"
	        "<startEvent id='s#'><signalEventDefinition signalRef='S'/></startEvent>",
	        2000, ""));

	assert_true(image->partial);
	assert_true(image->flows.count < LIMIT_RECORDS);
	free(image);
}

static void circles_of_references_end(void **state)
{
	struct image *image = read_process(state,
	    STR("<boundaryEvent id='A' attachedToRef='B'/><boundaryEvent id='B' attachedToRef='A'/>"
	        "<subProcess id='S'><boundaryEvent id='C' attachedToRef='S'/><laneSet><lane "
	        "id='L'><flowNodeRef>S</flowNodeRef></lane></laneSet>"
	        "</subProcess><sequenceFlow id='F' sourceRef='F' targetRef='F'/><dataObjectReference id='D' "
	        "dataObjectRef='D'/>"));

	assert_false(image->partial);
	assert_int_equal(image->steps.count, 5);
	free(image);
}

static void timers_behind_a_net_of_gateways_are_bounded(void **state)
{
	str nodes = repeated(state,
	    "<laneSet><lane name='A'><flowNodeRef>a</flowNodeRef></lane><lane name='B'>"
	    "<flowNodeRef>t0</flowNodeRef></lane></laneSet><task id='a'/>",
	    "<exclusiveGateway id='g#'/><task id='t#'/><boundaryEvent id='b#' attachedToRef='t#'><timerEventDefinition>"
	    "<timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><sequenceFlow sourceRef='g#' "
	    "targetRef='g0'/>"
	    "<sequenceFlow sourceRef='g0' targetRef='g#'/><sequenceFlow sourceRef='g#' targetRef='t#'/>",
	    1500, "");
	struct image *image = read_process(state, nodes);

	assert_int_equal(image->steps.count, 4501);
	free(image);
}

static void labels_of_any_length_are_read(void **state)
{
	str label = repeated(state, "<task id='t' name='", "&lt;a &lt;!-- \\n &amp;auml; ", 50000, "'/>");
	struct image *image = read_process(state, label);

	assert_int_equal(image->steps.count, 1);
	assert_true(image_steps(image)[0].name.size <= LIMIT_LABEL_BYTES);
	free(image);
}

static void notes_and_documents_of_any_length_are_read(void **state)
{
	str body = repeated(state, "<task id='t'><documentation><![CDATA[", "href=\"<!-- http://x.example/# Who: a\n",
	    20000, "]]></documentation></task>");
	struct image *image = read_process(state, body);

	assert_int_equal(image->steps.count, 1);
	free(image);
	image = read_process(state,
	    repeated(state, "<task id='t'/>",
	        "<textAnnotation id='n#'><text>n#</text></textAnnotation><association sourceRef='t' targetRef='n#'/>",
	        5000, ""));
	assert_int_equal(image_steps(image)[0].attrs.count, 1);
	free(image);
}

static void what_a_mistake_leaves_is_shown_and_partial(void **state)
{
	struct image *image = read_process(state, STR("<task id='A' name='Kept'/><task id='B'>"));

	assert_true(image->partial);
	assert_true(has_note(image, "parse-failed"));
	assert_int_equal(image->steps.count, 2);
	free(image);
}

static void the_same_bytes_make_the_same_image(void **state)
{
	struct arena *arena = *state;
	str bytes = read_file(arena, FIXTURES "/parsers/bpmn/event-pairs/input.bpmn");
	struct image *a = read_file_as(bytes, "a.bpmn"), *b = read_file_as(bytes, "a.bpmn");

	assert_int_equal(a->size, b->size);
	assert_memory_equal(a, b, a->size);
	free(a);
	free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bpmn_is_known_by_its_root),
		TEST(layout_changes_nothing),
		TEST(lines_are_those_of_the_file),
		TEST(processes_are_sections_with_their_ids),
		TEST(steps_know_their_host_and_their_subprocess),
		TEST(a_model_in_one_line_has_paths),
		TEST(times_have_their_roles),
		TEST(too_many_records_make_a_partial_document),
		TEST(every_throw_meeting_every_catch_is_bounded),
		TEST(circles_of_references_end),
		TEST(timers_behind_a_net_of_gateways_are_bounded),
		TEST(labels_of_any_length_are_read),
		TEST(notes_and_documents_of_any_length_are_read),
		TEST(what_a_mistake_leaves_is_shown_and_partial),
		TEST(the_same_bytes_make_the_same_image),
	};

	return cmocka_run_group_tests_name("parsers/bpmn", tests, NULL, NULL);
}
