#include "parsers/blocks/blockrules_internal.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* What headers of columns mean: N1 of them, without brackets. Sorted, for a binary search. */
static const struct {
	const char *word;
	enum column_slot slot;
} words[] = {
	{ "abteilung", SLOT_WHO },
	{ "accountable team", SLOT_WHO },
	{ "acteur", SLOT_WHO },
	{ "action", SLOT_WHAT },
	{ "action item", SLOT_WHAT },
	{ "action items", SLOT_WHAT },
	{ "actions", SLOT_WHAT },
	{ "actividad", SLOT_WHAT },
	{ "activities", SLOT_WHAT },
	{ "activity", SLOT_WHAT },
	{ "activité", SLOT_WHAT },
	{ "actor", SLOT_WHO },
	{ "amount", SLOT_THRESHOLD },
	{ "application", SLOT_WHERE },
	{ "assigned team", SLOT_WHO },
	{ "assigned to", SLOT_WHO },
	{ "assignee", SLOT_WHO },
	{ "aufgabe", SLOT_WHAT },
	{ "business reason", SLOT_WHY },
	{ "by whom", SLOT_WHO },
	{ "cadence", SLOT_WHEN },
	{ "category", SLOT_PRIO },
	{ "channel", SLOT_WHERE },
	{ "class", SLOT_PRIO },
	{ "consumer", SLOT_CONSUMER },
	{ "contact", SLOT_CONTACT },
	{ "cut off", SLOT_CUTOFF },
	{ "cut-off", SLOT_CUTOFF },
	{ "cut-off time", SLOT_CUTOFF },
	{ "cutoff", SLOT_CUTOFF },
	{ "deadline", SLOT_WHEN },
	{ "deliverable", SLOT_WHAT },
	{ "department", SLOT_WHO },
	{ "directly responsible individual", SLOT_WHO },
	{ "dri", SLOT_WHO },
	{ "due", SLOT_WHEN },
	{ "due by", SLOT_WHEN },
	{ "due date", SLOT_WHEN },
	{ "délai", SLOT_SLA },
	{ "equipo", SLOT_WHO },
	{ "escalate to", SLOT_ESCALATION },
	{ "escalated to", SLOT_ESCALATION },
	{ "escalates to", SLOT_ESCALATION },
	{ "escalation", SLOT_ESCALATION },
	{ "escalation contact", SLOT_ESCALATION },
	{ "escalation path", SLOT_ESCALATION },
	{ "escalation point", SLOT_ESCALATION },
	{ "escalation to", SLOT_ESCALATION },
	{ "expected response", SLOT_SLA },
	{ "expected response time", SLOT_SLA },
	{ "file format", SLOT_FORMAT },
	{ "first response", SLOT_SLA },
	{ "first response time", SLOT_SLA },
	{ "format", SLOT_FORMAT },
	{ "frequency", SLOT_WHEN },
	{ "frist", SLOT_SLA },
	{ "from", SLOT_FROM },
	{ "from team", SLOT_FROM },
	{ "hand off to", SLOT_TO },
	{ "hand over to", SLOT_TO },
	{ "hand-off to", SLOT_TO },
	{ "handoff to", SLOT_TO },
	{ "handover to", SLOT_TO },
	{ "hands off to", SLOT_TO },
	{ "hands over to", SLOT_TO },
	{ "impact", SLOT_PRIO },
	{ "informs", SLOT_TO },
	{ "initial response time", SLOT_SLA },
	{ "input", SLOT_INPUT },
	{ "input from", SLOT_FROM },
	{ "inputs", SLOT_INPUT },
	{ "lane", SLOT_WHO },
	{ "latest", SLOT_CUTOFF },
	{ "lead", SLOT_WHO },
	{ "lead time", SLOT_SLA },
	{ "level", SLOT_PRIO },
	{ "limit", SLOT_THRESHOLD },
	{ "location", SLOT_WHERE },
	{ "lösungszeit", SLOT_SLA },
	{ "mailbox", SLOT_CONTACT },
	{ "max time", SLOT_SLA },
	{ "maximum time", SLOT_SLA },
	{ "needs", SLOT_INPUT },
	{ "next", SLOT_TO },
	{ "next actor", SLOT_TO },
	{ "next owner", SLOT_TO },
	{ "next team", SLOT_TO },
	{ "objective", SLOT_WHY },
	{ "occurrence", SLOT_WHEN },
	{ "ola", SLOT_SLA },
	{ "output", SLOT_OUTPUT },
	{ "output to", SLOT_TO },
	{ "outputs", SLOT_OUTPUT },
	{ "owner", SLOT_WHO },
	{ "owner team", SLOT_WHO },
	{ "owners", SLOT_WHO },
	{ "owning team", SLOT_WHO },
	{ "party", SLOT_WHO },
	{ "paso", SLOT_WHAT },
	{ "passed to", SLOT_TO },
	{ "penalty", SLOT_PENALTY },
	{ "performed by", SLOT_WHO },
	{ "platform", SLOT_WHERE },
	{ "prerequisite", SLOT_INPUT },
	{ "prerequisites", SLOT_INPUT },
	{ "primary actor", SLOT_WHO },
	{ "primary actors", SLOT_WHO },
	{ "priority", SLOT_PRIO },
	{ "procedure", SLOT_WHAT },
	{ "process", SLOT_WHAT },
	{ "process owner", SLOT_WHO },
	{ "process step", SLOT_WHAT },
	{ "provider", SLOT_PROVIDER },
	{ "purpose", SLOT_WHY },
	{ "queue", SLOT_WHERE },
	{ "raised by", SLOT_FROM },
	{ "rationale", SLOT_WHY },
	{ "reaktionszeit", SLOT_SLA },
	{ "reason", SLOT_WHY },
	{ "received from", SLOT_FROM },
	{ "receiver", SLOT_TO },
	{ "receiving team", SLOT_TO },
	{ "recipient", SLOT_TO },
	{ "requested by", SLOT_CONSUMER },
	{ "requester", SLOT_CONSUMER },
	{ "resolution time", SLOT_SLA },
	{ "responsable", SLOT_WHO },
	{ "response time", SLOT_SLA },
	{ "responsible", SLOT_WHO },
	{ "responsible party", SLOT_WHO },
	{ "responsible team", SLOT_WHO },
	{ "rol", SLOT_WHO },
	{ "role", SLOT_WHO },
	{ "rolle", SLOT_WHO },
	{ "rôle", SLOT_WHO },
	{ "schedule", SLOT_WHEN },
	{ "schritt", SLOT_WHAT },
	{ "scope", SLOT_SCOPE },
	{ "sending team", SLOT_FROM },
	{ "service credit", SLOT_PENALTY },
	{ "service hours", SLOT_HOURS },
	{ "service level", SLOT_SLA },
	{ "sev", SLOT_PRIO },
	{ "severity", SLOT_PRIO },
	{ "severity level", SLOT_PRIO },
	{ "sla", SLOT_SLA },
	{ "source team", SLOT_FROM },
	{ "stage", SLOT_WHAT },
	{ "step", SLOT_WHAT },
	{ "steps", SLOT_WHAT },
	{ "sub-process", SLOT_WHAT },
	{ "submit by", SLOT_CUTOFF },
	{ "subprocess", SLOT_WHAT },
	{ "support hours", SLOT_HOURS },
	{ "support team", SLOT_WHO },
	{ "swimlane", SLOT_WHO },
	{ "system", SLOT_WHERE },
	{ "system/tool", SLOT_WHERE },
	{ "systems", SLOT_WHERE },
	{ "target", SLOT_SLA },
	{ "target resolution time", SLOT_SLA },
	{ "target response time", SLOT_SLA },
	{ "target time", SLOT_SLA },
	{ "task", SLOT_WHAT },
	{ "tasks", SLOT_WHAT },
	{ "tat", SLOT_SLA },
	{ "team", SLOT_WHO },
	{ "teams", SLOT_WHO },
	{ "threshold", SLOT_THRESHOLD },
	{ "tier", SLOT_PRIO },
	{ "time frame", SLOT_SLA },
	{ "time limit", SLOT_SLA },
	{ "timeframe", SLOT_SLA },
	{ "timing", SLOT_WHEN },
	{ "to", SLOT_TO },
	{ "to team", SLOT_TO },
	{ "tool", SLOT_WHERE },
	{ "tools", SLOT_WHERE },
	{ "trigger", SLOT_WHEN },
	{ "turnaround", SLOT_SLA },
	{ "turnaround time", SLOT_SLA },
	{ "tâche", SLOT_WHAT },
	{ "tätigkeit", SLOT_WHAT },
	{ "urgency", SLOT_PRIO },
	{ "verantwortlich", SLOT_WHO },
	{ "what", SLOT_WHAT },
	{ "when", SLOT_WHEN },
	{ "where", SLOT_WHERE },
	{ "which team is responsible", SLOT_WHO },
	{ "who", SLOT_WHO },
	{ "why", SLOT_WHY },
	{ "work", SLOT_WHAT },
	{ "workstream", SLOT_WHAT },
	{ "zuständig", SLOT_WHO },
	{ "équipe", SLOT_WHO },
	{ "étape", SLOT_WHAT },
};

static int by_word(const void *key, const void *row)
{
	return str_cmp(*(const str *)key, str_of(*(const char *const *)row));
}

/* "Owner (team)" and "Owner [1]" are "Owner". */
static str without_brackets(struct arena *arena, str header)
{
	if (str_find_char(header, '(') == STR_NONE && str_find_char(header, '[') == STR_NONE)
		return header;
	char *out = arena_alloc(arena, header.size + 1);
	size_t size = 0;
	unsigned depth = 0;
	for (size_t i = 0; i < header.size; i++) {
		char c = header.at[i];
		if (c == '(' || c == '[')
			depth++;
		else if (depth && (c == ')' || c == ']'))
			depth--;
		else if (!depth)
			out[size++] = c;
	}
	return text_n0(arena, (str){ out, size });
}

/* "step(s)" and "activity(-ies)" lose their bracket; "team/role" is team where both halves say who. */
static enum column_slot known_slot(str n1)
{
	const void *row = bsearch(&n1, words, sizeof words / sizeof *words, sizeof *words, by_word);

	return row ? words[((const char *)row - (const char *)words) / (ptrdiff_t)sizeof *words].slot : SLOT_NONE;
}

enum column_slot column_slot_of(const struct reading *settings, struct arena *arena, str header)
{
	if (!header.size || header.size > 60)
		return SLOT_NONE;
	str n1 = text_n1(arena, without_brackets(arena, header));

	for (unsigned i = 0; settings && i < settings->column_count; i++)
		if (str_eq(settings->columns[i].word, n1))
			return settings->columns[i].slot;
	if (str_ends(n1, STR("?")))
		n1 = str_trim_right(str_sub(n1, 0, n1.size - 1));
	if (str_starts(n1, STR("time to ")))
		return SLOT_SLA;
	enum column_slot slot = known_slot(n1);
	struct str_cut halves = str_cut(n1, '/');
	if (slot == SLOT_NONE && halves.found) {
		slot = known_slot(str_trim(halves.head));
		if (slot != known_slot(str_trim(halves.tail)))
			slot = SLOT_NONE;
	}
	return slot;
}

/* "Owner" may be a person; what stands below "Team" or "Hand-off to" is none. */
bool column_is_of_teams(struct arena *arena, str header)
{
	static const char *const signs[] = { "team", "department", "role", "lane", "abteilung", "equipo", "équipe",
		"rôle", "rolle", "rol", "hand", "receiv", "provider", "consumer", "supplier", "customer", "passed to",
		"next" };
	str n1 = text_n1(arena, without_brackets(arena, header));

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_has(n1, str_of(signs[i])))
			return true;
	return false;
}

bool column_is_doubtful(struct arena *arena, str header)
{
	return header.size && header.size < 20 && str_eq(text_n1(arena, without_brackets(arena, header)), STR("time"));
}
