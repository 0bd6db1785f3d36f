/*
 * knockon/lint/1: one object; knockon/defect/1: a defect a line. Keys stand in a fixed order; places, remedy and state
 * are there where they say something.
 */
#include "reports/lint.h"

#include "reports/json_parts.h"
#include "reports/json_path.h"

bool lint_lists(const struct lint_report *report, const struct defect *defect)
{
	bool concerns = !report->team.size;

	for (unsigned i = 0; i < defect->team_count && !concerns; i++)
		concerns = str_eq(defect->teams[i], report->team);
	return concerns && defect->severity >= report->min_severity;
}

static void put_fields(struct json *json, const struct defect *d)
{
	static const char *const states[] = { "", "introduced", "resolved" };

	json_put_str(json, "fingerprint", str_of(d->fingerprint));
	json_put_str(json, "rule", str_of(rules[d->rule].id));
	json_put_str(json, "severity", str_of(severity_name(d->severity)));
	json_key(json, "modifiers");
	json_flat(json);
	json_array(json);
	if (d->overridden)
		json_str(json, str_of(modifier_name(MODIFIER_OVERRIDE)));
	json_end_array(json);
	if (d->state != DEFECT_STANDS)
		json_put_str(json, "state", str_of(states[d->state]));
	json_put_path(json, "path", d->path);
	json_put_int(json, "line", d->line);
	json_put_element(json, &d->element);
	json_put_str(json, "field", str_of(d->field));
	json_put_str(json, "detail", d->detail);
	json_put_str(json, "message", d->message);
	if (d->remedy.size)
		json_put_str(json, "remedy", d->remedy);
	if (d->place_count)
		json_put_places(json, d->places, d->place_count);
	json_key(json, "teams");
	json_flat(json);
	json_array(json);
	for (unsigned i = 0; i < d->team_count; i++)
		json_str(json, d->teams[i]);
	json_end_array(json);
}

void json_put_defect(struct json *json, const struct defect *d)
{
	json_object(json);
	put_fields(json, d);
	json_end_object(json);
}

static str day_text(struct buf *room, uint32_t day)
{
	buf_clear(room);
	buf_putf(room, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
	return buf_str(room);
}

static void put_summary(struct json *json, const struct lint_report *report)
{
	const struct defects *defects = report->defects;

	json_key(json, "summary");
	json_flat(json);
	json_object(json);
	json_put_int(json, "defects", defects->list.count);
	json_put_int(json, "breaking", defects->counts[SEVERITY_BREAKING]);
	json_put_int(json, "risky", defects->counts[SEVERITY_RISKY]);
	json_put_int(json, "info", defects->counts[SEVERITY_INFO]);
	json_put_int(json, "introduced", defects->introduced);
	json_put_int(json, "resolved", defects->resolved);
	json_put_int(json, "suppressed", defects->suppressed);
	json_put_int(json, "documents", report->documents);
	json_end_object(json);
}

void lint_put_json(struct buf *out, const struct lint_report *report)
{
	struct json json;
	struct buf day = { 0 };

	json_begin(&json, out, true);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/lint/1"));
	json_put_tool(&json);
	json_put_str(&json, "commit", report->commit);
	json_put_str(&json, "base", report->base);
	json_put_str(&json, "as_of", day_text(&day, report->today));
	put_summary(&json, report);
	json_key(&json, "defects");
	json_array(&json);
	for (uint32_t i = 0; i < report->defects->list.count; i++)
		if (lint_lists(report, &report->defects->list.items[i]))
			json_put_defect(&json, &report->defects->list.items[i]);
	json_end_array(&json);
	json_end_object(&json);
	buf_putc(out, '\n');
	buf_release(&day);
}

void lint_put_jsonl(struct buf *out, const struct lint_report *report)
{
	for (uint32_t i = 0; i < report->defects->list.count; i++) {
		struct json json;
		if (!lint_lists(report, &report->defects->list.items[i]))
			continue;
		json_begin(&json, out, false);
		json_object(&json);
		json_put_str(&json, "schema", STR("knockon/defect/1"));
		json_put_str(&json, "commit", report->commit);
		put_fields(&json, &report->defects->list.items[i]);
		json_end_object(&json);
		buf_putc(out, '\n');
	}
}
