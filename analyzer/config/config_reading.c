/*
 * reading and calendar of the configuration
 */
#include "analyzer/config/config_take.h"

#include "base/text.h"
#include "parsers/duration/duration.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- reading --------------------------------------------------------------------------------------- */

static bool take_groups(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word words[] = {
		{ "auto", GROUPS_AUTO },
		{ "team", GROUPS_TEAM },
		{ "group", GROUPS_GROUP },
		{ NULL, 0 },
	};
	int groups;

	(void)count;
	if (!config_take_word(in, value, words, &groups))
		return false;
	*(enum group_reading *)into = (enum group_reading)groups;
	return true;
}

static bool take_open_links(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word words[] = { { "association", false }, { "flow", true }, { NULL, 0 } };
	int flow;

	(void)count;
	if (!config_take_word(in, value, words, &flow))
		return false;
	*(bool *)into = flow;
	return true;
}

static bool take_returns(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word words[] = { { "return", false }, { "handoff", true }, { NULL, 0 } };
	int handoff;

	(void)count;
	if (!config_take_word(in, value, words, &handoff))
		return false;
	*(bool *)into = handoff;
	return true;
}

static const struct config_word slots[] = {
	{ "who", SLOT_WHO },
	{ "what", SLOT_WHAT },
	{ "where", SLOT_WHERE },
	{ "when", SLOT_WHEN },
	{ "why", SLOT_WHY },
	{ "sla", SLOT_SLA },
	{ "to", SLOT_TO },
	{ "from", SLOT_FROM },
	{ "prio", SLOT_PRIO },
	{ "consumer", SLOT_CONSUMER },
	{ "provider", SLOT_PROVIDER },
	{ "output", SLOT_OUTPUT },
	{ "input", SLOT_INPUT },
	{ "format", SLOT_FORMAT },
	{ "contact", SLOT_CONTACT },
	{ "hours", SLOT_HOURS },
	{ "penalty", SLOT_PENALTY },
	{ "threshold", SLOT_THRESHOLD },
	{ "cutoff", SLOT_CUTOFF },
	{ "escalation", SLOT_ESCALATION },
	{ "scope", SLOT_SCOPE },
	{ NULL, 0 },
};

static unsigned words_in(const struct yaml *value)
{
	unsigned words = 0;

	YAML_EACH(item, value)
		words += item->count;
	return words;
}

/* { who: [zuständig], what: [Tätigkeit, Schritt] } */
static bool take_columns(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_expect(in, value, YAML_MAPPING, "columns"))
		return false;
	struct column_word *all = ARENA_ARRAY(in->arena, struct column_word, words_in(value) + 1);
	*count = 0;
	YAML_EACH(item, value) {
		struct yaml name = { .kind = YAML_SCALAR,
			.line = item->key_line,
			.column = item->key_column,
			.text = item->key,
			.key = STR("a column") };
		const str *words;
		unsigned word_count;
		int slot;
		if (!config_take_word(in, &name, slots, &slot) || !config_take_texts(in, item, &words, &word_count))
			return false;
		for (unsigned i = 0; i < word_count; i++)
			all[(*count)++] = (struct column_word){ text_n1(in->arena, text_n0(in->arena, words[i])),
				(enum column_slot)slot };
	}
	*(const struct column_word **)into = all;
	return true;
}

#define READING(field) offsetof(struct reading, field)
static const struct config_key reading_keys[] = {
	{ "mermaid-subgraph", take_groups, READING(mermaid_subgraph), NO_COUNT },
	{ "mermaid-open-links", take_open_links, READING(open_links_flow), NO_COUNT },
	{ "plantuml-partition", take_groups, READING(plantuml_partition), NO_COUNT },
	{ "sequence-returns", take_returns, READING(returns_handoff), NO_COUNT },
	{ "columns", take_columns, READING(columns), READING(column_count) },
};

static uint64_t hash_reading(const struct reading *reading)
{
	uint64_t hash = hash_mix(reading->mermaid_subgraph, reading->plantuml_partition);
	bool built_in = reading->mermaid_subgraph == reading_default.mermaid_subgraph &&
	    reading->plantuml_partition == reading_default.plantuml_partition &&
	    reading->open_links_flow == reading_default.open_links_flow &&
	    reading->returns_handoff == reading_default.returns_handoff && !reading->column_count;

	hash = hash_mix(hash, (uint64_t)reading->open_links_flow << 1 | reading->returns_handoff);
	for (unsigned i = 0; i < reading->column_count; i++)
		hash = hash_mix(hash_mix(hash, reading->columns[i].slot), str_hash(reading->columns[i].word));
	return built_in ? 0 : hash | 1;
}

bool config_take_reading(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct reading *reading = into;

	(void)count;
	if (!config_expect(in, value, YAML_MAPPING, "reading") ||
	    !config_take(in, value, reading_keys, COUNT(reading_keys), reading))
		return false;
	reading->hash = hash_reading(reading);
	return true;
}

/* --- calendar -------------------------------------------------------------------------------------- */

static bool take_duration(struct config_input *in, const struct yaml *value, struct duration *out)
{
	if (!config_expect(in, value, YAML_SCALAR, value->key.at))
		return false;
	*out = duration_read(in->arena, text_n0(in->arena, value->text));
	return out->answer == DURATION_VALUE && out->op == WHEN_AT_MOST;
}

static bool take_business_day(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct duration day;

	(void)count;
	if (!take_duration(in, value, &day) || day.basis != BASIS_ELAPSED || day.amount < 3600 ||
	    day.amount > 24 * 3600)
		return config_wrong(in, value, "business-day must be hours, like 8h");
	*(double *)into = day.amount / 3600;
	return true;
}

static bool take_business_week(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct duration week;
	bool read = take_duration(in, value, &week);
	double days = !read                     ? 0
	    : week.basis == BASIS_BUSINESS_DAYS ? week.amount
	    : week.basis == BASIS_ELAPSED       ? week.amount / 86400
	                                        : 0;

	(void)count;
	if (days < 1 || days > 7)
		return config_wrong(in, value, "business-week must be days, like 5d");
	*(double *)into = days;
	return true;
}

static bool take_notice(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct duration notice;

	if (!take_duration(in, value, &notice) || notice.basis != BASIS_BUSINESS_DAYS || notice.amount > 1000)
		return config_wrong(in, value, "notice must be business days, like 10bd");
	in->config->calendar.notice_days = (unsigned)(notice.amount + 0.5);
	return config_take_text(in, value, into, count);
}

static bool is_clock(str text) /* 09:00 */
{
	return text.size == 5 && byte_is_digit(text.at[0]) && byte_is_digit(text.at[1]) && text.at[2] == ':' &&
	    byte_is_digit(text.at[3]) && byte_is_digit(text.at[4]) &&
	    (text.at[0] - '0') * 10 + text.at[1] - '0' <= 24 && text.at[3] < '6';
}

static bool take_hours(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	struct str_cut cut = str_cut(yaml_text(value), '-');

	if (!is_clock(str_trim(cut.head)) || !is_clock(str_trim(cut.tail)) ||
	    str_cmp(str_trim(cut.head), str_trim(cut.tail)) >= 0)
		return config_wrong(in, value, "hours must be like \"09:00-17:00\"");
	return config_take_text(in, value, into, count);
}

#define CALENDAR(field) offsetof(struct config, calendar.field)
static const struct config_key calendar_keys[] = {
	{ "business-day", take_business_day, CALENDAR(business_day), NO_COUNT },
	{ "business-week", take_business_week, CALENDAR(business_week), NO_COUNT },
	{ "hours", take_hours, CALENDAR(hours), NO_COUNT },
	{ "timezone", config_take_text, CALENDAR(timezone), NO_COUNT },
	{ "notice", take_notice, CALENDAR(notice), NO_COUNT },
};

bool config_take_calendar(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	(void)into;
	(void)count;
	return config_expect(in, value, YAML_MAPPING, "calendar") &&
	    config_take(in, value, calendar_keys, COUNT(calendar_keys), in->config);
}
