#include "reports/check.h"

#include "base/json.h"
#include "reports/json_parts.h"

static void put_verdict(struct json *json, const struct check *check)
{
	json_put_str(json, "verdict", check->passes ? STR("pass") : STR("fail"));
	json_put_str(json, "fail_on", check->never ? STR("never") : str_of(severity_name(check->fail_on)));
	json_put_bool(json, "would_fail", check->would_fail);
	json_put_str(json, "policy", check->policy);
}

static void put_gate(struct json *json, const struct check *check)
{
	json_key(json, "gate");
	json_array(json);
	for (unsigned i = 0; i < check->gate_count; i++)
		json_put_change(json, &check->gate[i]);
	json_end_array(json);
}

static void put_acks(struct json *json, const struct check *check)
{
	json_key(json, "acknowledgements");
	json_array(json);
	for (unsigned i = 0; i < check->ack_count; i++) {
		json_flat(json);
		json_object(json);
		json_put_str(json, "team", check->acks[i].team);
		json_put_str(json, "by", check->acks[i].by);
		json_put_str(json, "place", check->acks[i].place);
		json_put_str(json, "reason", check->acks[i].reason);
		json_end_object(json);
	}
	json_end_array(json);
}

void check_json(struct buf *out, const struct run *run, const struct check *check, const struct commit_report *report,
    const struct totals *totals, bool line)
{
	struct json json;

	json_begin(&json, out, !line);
	json_object(&json);
	json_put_str(&json, "schema", STR("knockon/check/1"));
	json_put_run(&json, run);
	put_verdict(&json, check);
	put_gate(&json, check);
	put_acks(&json, check);
	json_put_summary(&json, &totals->summary);
	json_put_coverage(&json, &totals->coverage);
	json_key(&json, "commits");
	json_array(&json);
	json_put_commit(&json, run, report, NULL);
	json_end_array(&json);
	json_put_teams(&json, totals);
	json_end_object(&json);
	buf_putc(out, '\n');
}
