#include "tests/support/check.h"

#include "tests/support/changeset.h"

#include <stdio.h>
#include <string.h>

/* What holds of any document: pages and drawings are drawn from a seed, changed in one place or told in another way. */

enum { ROOM = 32768, SEEDS = 150 };

static const char *const teams[] = { "Sales", "Billing", "Customer Support", "Fraud", "SIM Logistics" };
static const char *const verbs[] = { "Take", "Check", "Send", "Count", "Print", "Close", "Scan", "Weigh" };
static const char *const things[] = { "order", "parcel", "letter", "invoice", "contract", "card", "meter", "file" };
static const char *const times[] = { "1 hour", "4 hours", "1 business day", "2 business days", "5 days" };

struct drawn { /* a page under way */
	char *out;
	size_t size;
	unsigned state;
};

static unsigned draw(struct drawn *page, unsigned below)
{
	page->state = page->state * 1103515245u + 12345u;
	return (page->state >> 16) % below;
}

__attribute__((format(printf, 2, 3))) static void put(struct drawn *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	page->size += (size_t)vsnprintf(page->out + page->size, ROOM - page->size, format, arguments);
	va_end(arguments);
	assert_true(page->size < ROOM);
}

static void put_heading(struct drawn *page, const char *title)
{
	put(page, "# %s\n\n", title);
}

/* A row of its own for each number, so that rows can be told apart. */
static void put_steps(struct drawn *page, unsigned first, unsigned count, unsigned changed)
{
	put(page, "## Steps from %u\n\n| Step | Team | SLA |\n|---|---|---|\n", first);
	for (unsigned i = first; i < first + count; i++) {
		page->state = (i + 1) * 2654435761u;
		unsigned verb = draw(page, 8), thing = draw(page, 8), team = draw(page, 5), time = draw(page, 5);
		bool here = i == changed;
		put(page, "| %s %s number%c%c | %s Team | %s |\n", verbs[verb], things[thing],
		    (char)('a' + (char)(i / 26 % 26)), (char)('a' + (char)(i % 26)),
		    teams[here && page->state % 2 ? (team + 1) % 5 : team],
		    times[here && page->state % 2 == 0 ? (time + 1) % 5 : time]);
	}
	put(page, "\n");
}

static void put_promises(struct drawn *page, unsigned first, unsigned count, unsigned changed)
{
	put(page, "## Promises from %u\n\n| From | To | What | Time |\n|---|---|---|---|\n", first);
	for (unsigned i = first; i < first + count; i++) {
		page->state = (i + 7) * 2654435761u;
		unsigned from = draw(page, 5), time = draw(page, 5);
		put(page, "| %s Team | %s Team | list %c%c of the day | %s |\n", teams[from],
		    teams[(from + 1 + draw(page, 4)) % 5], (char)('a' + (char)(i / 26 % 26)),
		    (char)('a' + (char)(i % 26)), times[i == changed ? (time + 1) % 5 : time]);
	}
	put(page, "\n");
}

static void put_words(struct drawn *page, unsigned first, unsigned count)
{
	put(page, "## Words from %u\n\n", first);
	for (unsigned i = first; i < first + count; i++) {
		page->state = (i + 3) * 2654435761u;
		put(page, "Whoever has to %s a %s looks at the %s of day%u first, then at the %s.\n\n",
		    verbs[draw(page, 8)], things[draw(page, 8)], things[draw(page, 8)], i, things[draw(page, 8)]);
	}
}

enum { UNCHANGED = 0xffff };

/* A whole page; changed: the row that is another one. */
static void put_page(char *out, unsigned seed, unsigned changed)
{
	struct drawn page = { .out = out };
	unsigned steps = 3 + seed % 9, promises = 2 + seed % 5;

	put_heading(&page, "How we work");
	put_steps(&page, seed, steps, changed == UNCHANGED || changed >= steps ? UNCHANGED : seed + changed);
	put_promises(&page, seed, promises,
	    changed == UNCHANGED || changed < steps ? UNCHANGED : seed + (changed - steps) % promises);
	put_words(&page, seed, 1 + seed % 4);
}

/* --- properties --------------------------------------------------------------------------------------------------- */

static void no_page_differs_from_itself(void **state)
{
	static char page[ROOM];

	(void)state;
	for (unsigned seed = 1; seed < SEEDS; seed++) {
		struct changeset set;
		put_page(page, seed, UNCHANGED);
		changeset_compare(&set, "markdown", page, page);
		assert_int_equal(set.found.list.count, 0);
		assert_int_equal(set.found.cosmetic, 1); /* the page itself: it was touched */
		changeset_release(&set);
	}
}

static const char *reverse_of(enum rule_id rule)
{
	return rules[rule].mirror[0] ? rules[rule].mirror : rules[rule].id;
}

static bool has_rule(const struct changeset *set, const char *id)
{
	for (uint32_t i = 0; i < set->found.list.count; i++)
		if (strcmp(rules[set->found.list.items[i].rule].id, id) == 0)
			return true;
	return false;
}

static void a_changed_row_and_its_way_back_mirror_each_other(void **state)
{
	static char before[ROOM], after[ROOM];
	unsigned said = 0;

	(void)state;
	for (unsigned seed = 1; seed < SEEDS; seed++) {
		struct changeset there, back;
		put_page(before, seed, UNCHANGED);
		put_page(after, seed, seed % 11);
		changeset_compare(&there, "markdown", before, after);
		changeset_compare(&back, "markdown", after, before);
		assert_int_equal(there.found.list.count, back.found.list.count);
		for (uint32_t i = 0; i < there.found.list.count; i++)
			assert_true(has_rule(&back, reverse_of(there.found.list.items[i].rule)));
		said += there.found.list.count > 0;
		changeset_release(&there);
		changeset_release(&back);
	}
	assert_true(said > SEEDS * 3 / 4);
}

static void put_drawing(char *out, unsigned seed, const char *prefix)
{
	struct drawn page = { .out = out, .state = seed };
	unsigned count = 3 + seed % 12;

	put(&page,
	    "<?xml version=\"1.0\"?>\n<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
	    "id=\"%sd\" targetNamespace=\"t\">\n<collaboration id=\"%sc\"><participant id=\"%sp\" "
	    "name=\"Company\" processRef=\"%sr\"/></collaboration>\n<process id=\"%sr\"><laneSet id=\"%sl\">\n",
	    prefix, prefix, prefix, prefix, prefix, prefix);
	for (unsigned team = 0; team < 3; team++) {
		put(&page, "<lane id=\"%sL%u\" name=\"%s\">", prefix, team, teams[team]);
		for (unsigned i = team; i < count; i += 3)
			put(&page, "<flowNodeRef>%sT%u</flowNodeRef>", prefix, i);
		put(&page, "</lane>\n");
	}
	put(&page, "</laneSet>\n");
	for (unsigned i = 0; i < count; i++) {
		page.state = (seed + i + 1) * 2654435761u;
		put(&page, "<task id=\"%sT%u\" name=\"%s %s of day%u\"/>\n", prefix, i, verbs[draw(&page, 8)],
		    things[draw(&page, 8)], i);
	}
	for (unsigned i = 0; i + 1 < count; i++)
		put(&page, "<sequenceFlow id=\"%sF%u\" sourceRef=\"%sT%u\" targetRef=\"%sT%u\"/>\n", prefix, i, prefix,
		    i, prefix, i + 1);
	put(&page, "</process></definitions>\n");
}

static void other_ids_say_nothing(void **state)
{
	static char before[ROOM], after[ROOM];

	(void)state;
	for (unsigned seed = 1; seed < SEEDS; seed++) {
		struct changeset set;
		put_drawing(before, seed, "a");
		put_drawing(after, seed, "Activity_0x9f3");
		changeset_compare(&set, "bpmn", before, after);
		assert_str(changeset_rules(&set), STR(""));
		changeset_release(&set);
	}
}

static bool is_of_steps_or_promises(const struct difference *d)
{
	return rules[d->rule].area == AREA_STEPS || rules[d->rule].area == AREA_CONTRACTS;
}

/* The first half stays, the second one goes to a page of its own. */
static void a_page_cut_in_two_changes_no_step_and_no_promise(void **state)
{
	static char before[ROOM], first[ROOM], second[ROOM];

	(void)state;
	for (unsigned seed = 1; seed < SEEDS; seed++) {
		struct drawn whole = { .out = before }, left = { .out = first }, right = { .out = second };
		unsigned steps = 2 + seed % 6, promises = 2 + seed % 4;
		put_heading(&whole, "How we work");
		put_heading(&left, "How we work");
		put_heading(&right, "How we promise");
		for (unsigned half = 0; half < 2; half++) {
			struct drawn *to = half ? &right : &left;
			put_steps(&whole, seed + half * 100, steps, UNCHANGED);
			put_steps(to, seed + half * 100, steps, UNCHANGED);
			put_promises(&whole, seed + half * 100, promises, UNCHANGED);
			put_promises(to, seed + half * 100, promises, UNCHANGED);
			put_words(&whole, seed + half * 100, 3);
			put_words(to, seed + half * 100, 3);
		}
		const struct changeset_file files[] = { { "markdown", before, first }, { "markdown", NULL, second } };
		struct changeset set;
		changeset_compare_files(&set, "2026-03-02", files, 2);
		for (uint32_t i = 0; i < set.found.list.count; i++)
			if (is_of_steps_or_promises(&set.found.list.items[i]))
				fail_msg("seed %u: %s: %.*s", seed, rules[set.found.list.items[i].rule].id,
				    STR_ARG(set.found.list.items[i].message));
		changeset_release(&set);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_page_differs_from_itself),
		cmocka_unit_test(a_changed_row_and_its_way_back_mirror_each_other),
		cmocka_unit_test(other_ids_say_nothing),
		cmocka_unit_test(a_page_cut_in_two_changes_no_step_and_no_promise),
	};
	return cmocka_run_group_tests_name("analyzer/properties", tests, NULL, NULL);
}
