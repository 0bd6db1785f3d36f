#include "tests/support/check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "model/canonical.h"
#include "parsers/mermaid/mermaid_sequence.h"

#include <stdlib.h>
#include <string.h>

static struct image *read_with(const char *text, size_t size, const struct reading *settings)
{
	struct parse_in in = { .bytes = { text, size }, .settings = settings };
	struct image *image = parse_document(STR("a.mmd"), &in, NULL);

	assert_non_null(image);
	return image;
}

static struct image *read_diagram(const char *text)
{
	return read_with(text, strlen(text), &reading_default);
}

static bool has_note(const struct image *image, const char *code, uint32_t line)
{
	for (uint32_t i = 0; i < image->notes.count; i++) {
		const struct note *note = &image_notes(image)[i];
		if (str_eq(image_text(image, note->code), str_of(code)) &&
		    (!line || image_line(image, note->place) == line))
			return true;
	}
	return false;
}

static const struct team *team_called(const struct image *image, const char *name)
{
	for (uint32_t i = 0; i < image->teams.count; i++)
		if (str_eq(image_text(image, image_teams(image)[i].name), str_of(name)))
			return &image_teams(image)[i];
	fail_msg("no team is called %s", name);
	return NULL;
}

static const struct step *step_called(const struct image *image, const char *name)
{
	for (uint32_t i = 0; i < image->steps.count; i++)
		if (str_eq(image_text(image, image_steps(image)[i].name), str_of(name)))
			return &image_steps(image)[i];
	fail_msg("no step is called %s", name);
	return NULL;
}

static str team_of_step(const struct image *image, const char *name)
{
	const struct step *step = step_called(image, name);

	return step->team == NONE ? STR("") : image_text(image, image_teams(image)[step->team].name);
}

static str flow_id(const struct image *image, uint32_t number)
{
	return image_text(image, image_flows(image)[number].id);
}

/* --- what changes nothing --- */

static str canonical_of(struct arena *arena, const char *text)
{
	struct image *image = read_diagram(text);
	struct buf out = { 0 };

	canonical_put(&out, image, arena);
	str canonical = arena_dup(arena, buf_str(&out));
	buf_release(&out);
	free(image);
	return canonical;
}

static void edits_without_a_meaning_leave_the_canonical_form(void **state)
{
	static const char *const same[] = {
		"swimlane-beta TB\n subgraph b[Billing]\n A([Start])-->R[Raise invoice]-->D{Paid?}\n end\n"
		" subgraph s[Support Team]\n C[Call]\n end\n D-->|no, within 4h|C\n",
		"swimlane-beta LR\n\n %% remark\n subgraph s[Support Team]\n  C(Call)\n end\n subgraph b[Billing]\n"
		"  A((Start)) ---> X1[\"Raise  invoice\"] ==> D{{Paid?}}\n end\n D -- no, within 4h --> C\n style C "
		"fill:#fff\n",
		"swimlane-beta\r\n direction LR\r\n subgraph lane1 [Billing]\r\n A([Start]):::c --> R[Raise invoice] "
		"-.-> D{Paid?}\r\n"
		" end\r\n subgraph lane2 [\"Support Team\"]\r\n C[Call]\r\n end\r\n A ~~~ C\r\n D -->|\"no, within "
		"4h\"| C;\r\n"
		" classDef c fill:#f9f\r\n",
	};
	str first = canonical_of(*state, same[0]);

	for (size_t i = 1; i < sizeof same / sizeof *same; i++)
		assert_str(canonical_of(*state, same[i]), first);
	assert_str(canonical_of(*state, "sequenceDiagram\nA->>+B: ask\nB-->>-A: tell\n"),
	    canonical_of(*state, "sequenceDiagram\n autonumber\n A ->> B:ask\n activate B\n B -->> A : tell # so\n"));
}

static void a_longer_time_is_a_change(void **state)
{
	str before = canonical_of(*state, "sequenceDiagram\nA->>B: ask, within 4h\n");
	str after = canonical_of(*state, "sequenceDiagram\nA->>B: ask, within 8h\n");

	assert_false(str_eq(before, after));
}

static void the_hash_of_an_unread_type_forgets_blanks_and_comments(void **state)
{
	(void)state;
	struct image *one = read_diagram("gantt\n  section A\n  Task :a, 1d\n");
	struct image *same = read_diagram("%% plan\ngantt   \n\n  section A\t\n%% more\n  Task :a, 1d");
	struct image *other = read_diagram("gantt\n  section A\n  Task :a, 2d\n");

	assert_int_equal(image_opaque(one)->hash, image_opaque(same)->hash);
	assert_int_not_equal(image_opaque(one)->hash, image_opaque(other)->hash);
	assert_false(one->partial);
	free(one);
	free(same);
	free(other);
}

/* --- lines --- */

static void line_of_step_is(const char *text, size_t size, const char *name, uint32_t line)
{
	struct image *image = read_with(text, size, &reading_default);

	assert_int_equal(image_line(image, step_called(image, name)->place), line);
	assert_false(image->partial);
	free(image);
}
#define LINE_OF_STEP_IS(text, name, line) line_of_step_is((text), sizeof(text) - 1, (name), (line))

static void a_step_keeps_its_line_through_all_that_is_cut_out(void **state)
{
	(void)state;
	LINE_OF_STEP_IS("flowchart LR\nA[Go] --> B\n", "Go", 2);
	LINE_OF_STEP_IS("\xef\xbb\xbf"
	                "flowchart LR\r\n\r\nA[Go] --> B\r\n",
	    "Go", 3);
	LINE_OF_STEP_IS("flowchart LR\rA --> B\rB --> C[Go]\r", "Go", 3);
	LINE_OF_STEP_IS(
	    "\n\n---\ntitle: x\nconfig:\n  a: b\n---\n%%{init:\n{}}%%\n%% c\nflowchart LR\nA[Go]\n", "Go", 12);
	LINE_OF_STEP_IS("flowchart LR\nX[\"three\nlines\nlong\"] --> A[Go]\n", "Go", 4);
	LINE_OF_STEP_IS("flowchart LR\nX\n\n  -->\n\n A[Go]\n", "Go", 6);
	LINE_OF_STEP_IS("\xff\xfe"
	                "g\0r\0a\0p\0h\0\n\0A\0[\0G\0o\0]\0\n\0",
	    "Go", 2);
}

static void an_embedded_diagram_has_the_lines_of_its_document(void **state)
{
	struct arena *arena = *state;
	struct builder out;
	struct parse_in in = { .settings = &reading_default };

	builder_begin(&out, arena, "markdown");
	assert_true(parse_embedded(&out, &in, STR("mermaid"), STR("graph LR\n  A[Go] --> B -> C\n"), 11));
	struct image *image = builder_freeze(&out, arena);
	assert_int_equal(image->containers.count, 2);
	assert_int_equal(image_line(image, step_called(image, "Go")->place), 12);
	assert_true(has_note(image, "mermaid-invalid", 12));
	assert_int_equal(image_containers(image)[1].partial, 0);
	free(image);
}

/* --- teams --- */

static void the_settings_say_what_a_subgraph_is(void **state)
{
	static const char text[] = "graph LR\nsubgraph Sales\nA\nend\nsubgraph Tax Desk\nB\nend\n";
	static const struct {
		enum group_reading reading;
		enum team_kind sales, desk;
	} cases[] = {
		{ GROUPS_AUTO, TEAM_GROUP, TEAM_TEAM },
		{ GROUPS_TEAM, TEAM_TEAM, TEAM_TEAM },
		{ GROUPS_GROUP, TEAM_GROUP, TEAM_GROUP },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reading settings = { .mermaid_subgraph = cases[i].reading };
		struct image *image = read_with(text, strlen(text), &settings);
		assert_int_equal(team_called(image, "Sales")->kind, cases[i].sales);
		assert_int_equal(team_called(image, "Tax Desk")->kind, cases[i].desk);
		assert_int_equal(
		    team_called(image, "Tax Desk")->strength, cases[i].desk == TEAM_TEAM ? TEAM_STRONG : TEAM_WEAK);
		free(image);
	}
}

static const struct claim *claim_of_team(const struct image *image, const char *name)
{
	return &image_claims(image)[team_called(image, name)->claim];
}

static void a_group_is_a_team_where_its_title_or_half_of_the_others_are(void **state)
{
	(void)state;
	struct image *image = read_diagram("graph LR\nsubgraph A1[Sales]\nend\nsubgraph A2[Fraud]\nend\nsubgraph "
	                                   "A3[Legal]\nend\nsubgraph A4[Tax]\nend\n");
	const struct claim *own = claim_of_team(image, "Sales");

	assert_int_equal(own->need, 1);
	assert_int_equal(own->keys.count, 1);
	const struct claim *beside = &image_claims(image)[own->either];
	assert_int_equal(beside->need, 2); /* half of three others, rounded up */
	assert_int_equal(beside->keys.count, 4);
	assert_ptr_equal(&image_claims(image)[claim_of_team(image, "Tax")->either], beside);
	free(image);
}

static void a_group_among_enough_teams_needs_no_registry(void **state)
{
	(void)state;
	struct image *image =
	    read_diagram("graph LR\nsubgraph Tax Desk\nA\nend\nsubgraph Fraud Team\nB\nend\nsubgraph Sales\nC\nend\n");
	const struct claim *own = claim_of_team(image, "Sales");

	assert_int_equal(image_claims(image)[own->either].need, 0);
	free(image);
}

static void a_lone_group_counts_by_its_title_alone(void **state)
{
	(void)state;
	struct image *image = read_diagram("graph LR\nsubgraph Sales\nC\nend\n");

	assert_int_equal(claim_of_team(image, "Sales")->either, 0);
	free(image);
}

static void the_first_subgraph_to_close_gets_the_step(void **state)
{
	(void)state;
	struct image *image =
	    read_diagram("swimlane-beta\nsubgraph Billing\nA --> D\nend\nsubgraph Support\nD[Close]\nend\n");

	assert_str(team_of_step(image, "Close"), STR("Billing"));
	assert_true(has_note(image, "mermaid-lane-steal", 6));
	free(image);
	image = read_diagram("swimlane-beta\nsubgraph Billing\nA[Ask]\nend\nsubgraph Support\nD[Close] --> A\nend\n");
	assert_str(team_of_step(image, "Ask"), STR("Billing"));
	assert_false(has_note(image, "mermaid-lane-steal", 0));
	free(image);
}

static void subgraphs_that_name_each_other_lie_in_no_circle(void **state)
{
	(void)state;
	struct image *image = read_diagram(
	    "graph LR\nsubgraph A\nx --> B\nend\nsubgraph B\ny --> A\nend\nsubgraph C\nC --> z\nend\nx --> C\n");

	for (uint32_t i = 0; i < image->teams.count; i++) {
		unsigned hops = 0;
		for (uint32_t at = i; at != NONE && hops < 10; at = image_teams(image)[at].parent)
			hops++;
		assert_true(hops < 10);
	}
	assert_int_equal(team_called(image, "C")->parent, NONE);
	free(image);
}

static void a_third_of_machines_or_calls_makes_a_diagram_technical(void **state)
{
	static const struct {
		const char *text;
		bool technical;
	} cases[] = {
		{ "sequenceDiagram\nSales->>Fraud: ask\nFraud->>Billing: tell\n", false },
		{ "sequenceDiagram\nSales->>CRM API: ask\nCRM API->>Billing: tell\n", true },
		{ "sequenceDiagram\nSales->>orderService: ask\nFraud->>Billing: tell\n", false },
		{ "sequenceDiagram\nSales->>Customer Service: ask\nCustomer Service->>Billing: tell\n", false },
		{ "sequenceDiagram\nA->>B: GET /orders\nB->>C: tell\nC->>A: tell\n", true },
		{ "sequenceDiagram\nA->>B: book(order, 3)\nB->>C: tell\nC->>A: tell\n", true },
		{ "sequenceDiagram\nA->>B: hand over (by mail)\nB->>C: send invoice(s)\nC->>A: tell\n", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct image *image = read_diagram(cases[i].text);
		assert_int_equal(image_containers(image)->technical, cases[i].technical);
		assert_int_equal(image_containers(image)->ordered, 1);
		assert_int_equal(image_teams(image)->strength, cases[i].technical ? TEAM_WEAK : TEAM_STRONG);
		free(image);
	}
}

/* --- flows --- */

static void an_arrow_with_two_heads_is_two_flows(void **state)
{
	(void)state;
	struct image *image = read_diagram("graph LR\nA e1@<--> B\n");

	assert_int_equal(image->flows.count, 2);
	assert_str(flow_id(image, 0), STR("e1"));
	assert_str(flow_id(image, 1), STR("e1~"));
	assert_int_equal(image_flows(image)[0].from.number, image_flows(image)[1].to.number);
	assert_int_equal(image_flows(image)[0].strong_id, 1);
	free(image);
}

static void an_edge_id_is_borne_by_one_edge_of_a_group(void **state)
{
	(void)state;
	struct image *image = read_diagram("graph LR\nA & B e1@--> C & D\nA e1@--> D\ne1@{ animate: true }\n");

	assert_int_equal(image->flows.count, 5);
	assert_str(flow_id(image, 2), STR("e1")); /* the last of A & B with the first of C & D */
	assert_int_equal(image_flows(image)[4].strong_id, 0);
	assert_int_equal(image->steps.count, 4);
	free(image);
}

static void a_made_id_does_not_move_with_other_lines(void **state)
{
	(void)state;
	struct image *before = read_diagram("graph LR\nA -->|yes| B\nA -->|yes| B\n");
	struct image *after = read_diagram("graph LR\nX --> A\nA -->|yes| B\nA --> C\nA -->|yes| B\n");

	assert_str(flow_id(before, 0), STR("A->B: yes"));
	assert_str(flow_id(before, 1), STR("A->B: yes (2)"));
	assert_str(flow_id(after, 1), flow_id(before, 0));
	assert_str(flow_id(after, 3), flow_id(before, 1));
	assert_int_equal(image_flows(before)[0].strong_id, 0);
	free(before);
	free(after);
}

static void a_line_without_a_head_is_a_flow_where_the_settings_say_so(void **state)
{
	static const char text[] = "graph LR\nA --- B\n";
	struct reading settings = { .open_links_flow = true };

	(void)state;
	struct image *plain = read_diagram(text), *flow = read_with(text, strlen(text), &settings);
	assert_int_equal(image_flows(plain)->kind, FLOW_ASSOCIATION);
	assert_int_equal(image_flows(flow)->kind, FLOW_SEQUENCE);
	free(plain);
	free(flow);
}

static void a_deadline_between_two_teams_is_a_contract(void **state)
{
	(void)state;
	struct image *image =
	    read_diagram("swimlane-beta\nsubgraph Billing\nA[Raise]\nend\nsubgraph Support\nC[Call]\nend\n"
	                 "A -->|yes, within 4h| C\nA -->|4h| C\nC -->|if not paid within 4h| A\n");
	const struct contract *contract = image_contracts(image);

	assert_int_equal(image->contracts.count, 1);
	assert_str(image_text(image, image_flows(image)->label), STR("yes"));
	assert_str(image_text(image, contract->what), STR("Call"));
	assert_str(image_text(image, image_teams(image)[contract->provider].name), STR("Support"));
	assert_str(image_text(image, image_teams(image)[contract->consumer].name), STR("Billing"));
	assert_true(contract->when.amount > 14399 && contract->when.amount < 14401);
	assert_ptr_equal(&image_steps(image)[contract->step], step_called(image, "Call"));
	free(image);
}

static void a_contract_of_groups_wants_both_to_be_teams(void **state)
{
	(void)state;
	struct image *image = read_diagram("graph LR\nsubgraph Billing\nA[Raise]\nend\nsubgraph Support\nC[Call]\nend\n"
	                                   "A -->|within 4h| C\n");

	assert_int_equal(image_claims(image)[image_contracts(image)->claim].need, 2);
	free(image);
	image = read_diagram("swimlane-beta\nsubgraph Billing\nA[Raise]\nsubgraph Part\nC[Call]\nend\nend\n"
	                     "A -->|within 4h| C\nA -->|within 4h| Part\n");
	assert_int_equal(image->contracts.count, 0); /* one lane */
	free(image);
}

static uint32_t branch_of_message(const struct image *image, const char *label)
{
	for (uint32_t i = 0; i < image->flows.count; i++)
		if (str_eq(image_text(image, image_flows(image)[i].label), str_of(label)))
			return image_flows(image)[i].branch;
	fail_msg("no message says %s", label);
	return 0;
}

static void branches_of_one_choice_exclude_each_other(void **state)
{
	static const struct {
		const char *one, *other;
		bool exclude;
	} pairs[] = {
		{ "a", "b", true },
		{ "a", "c", true },
		{ "b1", "b2", true },
		{ "a", "b1", true },
		{ "b", "b1", false },
		{ "a", "d", false },
		{ "d", "e", true },
		{ "a", "o", false },
		{ "b1", "n1", false },
		{ "n1", "n2", true },
		{ "k", "k1", false },
		{ "k1", "k2", true },
		{ "l", "a", false },
		{ "l", "m", true },
	};

	(void)state;
	struct image *image = read_diagram(
	    "sequenceDiagram\nA->>B: o\nalt x\nA->>B: a\nelse y\nA->>B: b\n"
	    "alt p\nA->>B: b1\nelse q\nA->>B: b2\nend\nalt r\nA->>B: n1\nelse s\nA->>B: n2\nend\nelse\nA->>B: c\nend\n"
	    "loop w\npar u\nA->>B: d\nand v\nA->>B: e\nend\nend\n"
	    "critical z\nA->>B: k\noption f\nA->>B: k1\noption g\nA->>B: k2\nend\n"
	    "alt t\nopt h\nA->>B: l\nend\nelse\nA->>B: m\nend\n");
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		uint32_t one = branch_of_message(image, pairs[i].one), other = branch_of_message(image, pairs[i].other);
		if (mermaid_excludes(one, other) != pairs[i].exclude ||
		    mermaid_excludes(other, one) != pairs[i].exclude)
			fail_msg("%s %08x and %s %08x", pairs[i].one, one, pairs[i].other, other);
		assert_false(mermaid_excludes(one, one));
	}
	free(image);
}

/* --- trouble --- */

static void what_is_not_understood_leaves_the_rest(void **state)
{
	(void)state;
	struct image *image = read_diagram("graph LR\nA --> B\nnot a statement\nC[Go] --> D\n");

	assert_true(has_note(image, "mermaid-invalid", 3));
	assert_int_equal(image->flows.count, 2);
	assert_false(image->partial);
	free(image);
}

static void a_diagram_of_nothing_but_errors_is_partial(void **state)
{
	static const char *const texts[] = { "graph LR\n)\n(\n", "sequenceDiagram\nhello\nworld\n" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct image *image = read_diagram(texts[i]);
		assert_true(image->partial);
		assert_true(has_note(image, "mermaid-invalid", 2));
		free(image);
	}
}

static void an_empty_diagram_and_an_unknown_type_are_notes(void **state)
{
	(void)state;
	struct image *empty = read_diagram("  \n%% nothing\n"), *unknown = read_diagram("\nhologram-beta\n A\n");

	assert_false(empty->partial);
	assert_true(has_note(empty, "mermaid-invalid", 1));
	assert_false(unknown->partial);
	assert_true(has_note(unknown, "mermaid-unknown-type", 2));
	assert_int_equal(unknown->opaque.count, 1);
	free(empty);
	free(unknown);
}

static const char *repeated(struct arena *arena, const char *head, const char *part, size_t size)
{
	size_t begin = strlen(head), step = strlen(part), count = size / step;
	char *text = arena_alloc(arena, begin + count * step + 1);

	memcpy(text, head, begin);
	for (size_t i = 0; i < count; i++)
		memcpy(text + begin + i * step, part, step);
	return text;
}

static void limits_are_notes_and_the_document_is_partial(void **state)
{
	static const struct {
		const char *head, *part, *code;
		size_t size;
	} cases[] = {
		{ "graph LR\n", "subgraph a\n", "depth-limit", 11 * (LIMIT_DEPTH + 1) },
		{ "sequenceDiagram\n", "loop a\n", "depth-limit", 7 * (LIMIT_DEPTH + 1) },
		{ "graph LR\nA", "-->A", "size-limit", 4 * (LIMIT_RECORDS + 1) },
		{ "sequenceDiagram\n", "A->B:x\n", "size-limit", 7 * (LIMIT_RECORDS + 1) },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct image *image = read_diagram(repeated(*state, cases[i].head, cases[i].part, cases[i].size));
		assert_true(image->partial);
		assert_true(has_note(image, cases[i].code, 0));
		assert_true(image->flows.count <= LIMIT_RECORDS);
		free(image);
	}
}

static void a_group_times_a_group_stops_at_the_limit(void **state)
{
	const char *many = repeated(*state, "graph LR\n", "a & ", 4 * 3000);
	const char *text = arena_printf(*state, "%sb --> %sb\n", many, many + strlen("graph LR\n")).at;
	struct image *image = read_diagram(text);

	assert_true(image->partial);
	assert_true(image->flows.count < LIMIT_RECORDS);
	free(image);
}

static void lines_that_are_not_understood_are_listed_a_few_times(void **state)
{
	struct image *image = read_diagram(repeated(*state, "graph LR\nA\n", ")\n", 20000));

	assert_int_equal(image->notes.count, 20);
	free(image);
}

/* Read in a time that grows with the text: what is opened and never closed is looked for once. */
static void hostile_texts_are_read_to_their_end(void **state)
{
	static const struct {
		const char *head, *part;
	} texts[] = {
		{ "graph LR\n", "A[x\n" },
		{ "graph LR\n", "A[x(" },
		{ "graph LR\n", "A[\"x\n" },
		{ "graph LR\nA[\"", "x\n" },
		{ "graph LR\n", "A -- x\n" },
		{ "graph LR\n", "A -. x\n" },
		{ "graph LR\nA -. ", "." },
		{ "graph LR\nA -. ", "-" },
		{ "graph LR\nA ", "-" },
		{ "graph LR\nA ", "~" },
		{ "graph LR\nA -- ", "x" },
		{ "graph LR\n", "A@{\n" },
		{ "graph LR\nA@{", "\n" },
		{ "graph LR\n", "A -->|x(" },
		{ "graph LR\n", "A-->|\"\n" },
		{ "graph LR\nA", " e1" },
		{ "graph LR\nA ", "e-->" },
		{ "graph LR\nA[", "#aaaa" },
		{ "graph LR\n", "<a b=\"" },
		{ "graph LR\n", "click A \"x\n" },
		{ "graph LR\n", "accDescr {\n" },
		{ "graph LR\n", "\n \n" },
		{ "graph LR\n", "1x" },
		{ "graph LR\n", "\xc3\xa9" },
		{ "graph LR\n", "\xff" },
		{ "graph LR\nsubgraph a[", "[" },
		{ "", "%%{" },
		{ "", "---\n" },
		{ "graph LR\n", "style A a:b;" },
		{ "sequenceDiagram\n", "a-" },
		{ "sequenceDiagram\nA->>B: ", "#a" },
		{ "sequenceDiagram\nlinks A: {", "\"a\":" },
		{ "sequenceDiagram\n", "/" },
		{ "sequenceDiagram\nalt a\n", "else b\n" },
		{ "sequenceDiagram\n", "box red\n" },
		{ "sequenceDiagram\n", "participant A@{" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(read_diagram(repeated(*state, texts[i].head, texts[i].part, 200000)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(edits_without_a_meaning_leave_the_canonical_form),
		TEST(a_longer_time_is_a_change),
		TEST(the_hash_of_an_unread_type_forgets_blanks_and_comments),
		TEST(a_step_keeps_its_line_through_all_that_is_cut_out),
		TEST(an_embedded_diagram_has_the_lines_of_its_document),
		TEST(the_settings_say_what_a_subgraph_is),
		TEST(a_group_is_a_team_where_its_title_or_half_of_the_others_are),
		TEST(a_group_among_enough_teams_needs_no_registry),
		TEST(a_lone_group_counts_by_its_title_alone),
		TEST(the_first_subgraph_to_close_gets_the_step),
		TEST(subgraphs_that_name_each_other_lie_in_no_circle),
		TEST(a_third_of_machines_or_calls_makes_a_diagram_technical),
		TEST(an_arrow_with_two_heads_is_two_flows),
		TEST(an_edge_id_is_borne_by_one_edge_of_a_group),
		TEST(a_made_id_does_not_move_with_other_lines),
		TEST(a_line_without_a_head_is_a_flow_where_the_settings_say_so),
		TEST(a_deadline_between_two_teams_is_a_contract),
		TEST(a_contract_of_groups_wants_both_to_be_teams),
		TEST(branches_of_one_choice_exclude_each_other),
		TEST(what_is_not_understood_leaves_the_rest),
		TEST(a_diagram_of_nothing_but_errors_is_partial),
		TEST(an_empty_diagram_and_an_unknown_type_are_notes),
		TEST(limits_are_notes_and_the_document_is_partial),
		TEST(a_group_times_a_group_stops_at_the_limit),
		TEST(lines_that_are_not_understood_are_listed_a_few_times),
		TEST(hostile_texts_are_read_to_their_end),
	};
	return cmocka_run_group_tests_name("parsers/mermaid", tests, NULL, NULL);
}
