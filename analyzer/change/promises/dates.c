#include "analyzer/change/promises/dates.h"

#include "analyzer/change/promises/notice.h"
#include "base/map.h"
#include "base/text.h"

#include <string.h>

/* --- what is stated ------------------------------------------------------------------------------------------ */

struct stated {
	int32_t effective, sunset; /* days, or DAY_NONE */
	str effective_text, sunset_text, status, notice;
	bool deprecated;
};

/* Keys of front matter have hyphens, titles of columns have spaces. */
static bool same_key(str key, const char *wanted)
{
	size_t size = strlen(wanted);

	if (key.size != size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (byte_lower(key.at[i]) != wanted[i] && !(wanted[i] == '-' && (key.at[i] == ' ' || key.at[i] == '_')))
			return false;
	return true;
}

static bool is_one_of(str key, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (same_key(key, keys[i]))
			return true;
	return false;
}
#define ONE_OF(key, keys) is_one_of((key), (keys), sizeof(keys) / sizeof *(keys))

static bool is_deprecated(str status)
{
	static const char *const words[] = { "deprecated", "retired", "obsolete", "superseded", "sunset" };
	return ONE_OF(status, words);
}

static void take_date(str value, int32_t *day, str *text)
{
	int32_t found = day_of_text(value);

	if (found == DAY_NONE || *day != DAY_NONE)
		return;
	*day = found;
	*text = value;
}

static const char *const effective_keys[] = { "effective", "effective-date", "effective-from", "valid-from" },
                         *const sunset_keys[] = { "sunset", "sunset-date", "valid-until", "valid-to", "end",
	                         "end-date" },
                         *const deprecated_keys[] = { "deprecated" }, *const status_keys[] = { "status" },
                         *const notice_keys[] = { "notice", "notice-period" };

bool is_date_key(str key)
{
	return ONE_OF(key, effective_keys) || ONE_OF(key, sunset_keys) || ONE_OF(key, deprecated_keys) ||
	    ONE_OF(key, status_keys) || ONE_OF(key, notice_keys);
}

static struct stated stated_in(const struct image *image, struct span attrs, str status)
{
	struct stated out = { .effective = DAY_NONE, .sunset = DAY_NONE, .status = status };
	str since = STR("");

	for (uint32_t i = 0; i < attrs.count; i++) {
		const struct attr *attr = &image_attrs(image)[attrs.first + i];
		str key = image_text(image, attr->key), value = image_text(image, attr->value);
		if (ONE_OF(key, effective_keys))
			take_date(value, &out.effective, &out.effective_text);
		else if (ONE_OF(key, sunset_keys))
			take_date(value, &out.sunset, &out.sunset_text);
		else if (ONE_OF(key, deprecated_keys))
			since = value;
		else if (ONE_OF(key, status_keys))
			out.status = value;
		else if (ONE_OF(key, notice_keys))
			out.notice = value;
	}
	if (since.size) /* "deprecated: 2027-01-31" */
		take_date(since, &out.sunset, &out.sunset_text);
	out.deprecated = is_deprecated(out.status) || (since.size && day_of_text(since) != DAY_NONE);
	return out;
}

static struct stated stated_by_document(const struct view *view)
{
	const struct container *container = view ? &image_containers(view->image)[0] : NULL;

	if (!container)
		return (struct stated){ .effective = DAY_NONE, .sunset = DAY_NONE };
	return stated_in(view->image, container->attrs, image_text(view->image, container->status));
}

static struct stated stated_by_contract(const struct view *view, const struct contract *contract)
{
	if (!contract)
		return (struct stated){ .effective = DAY_NONE, .sunset = DAY_NONE };
	return stated_in(view->image, contract->attrs, STR(""));
}

int32_t sunset_of(const struct image *image, uint32_t line)
{
	int32_t whole = stated_in(image, image_containers(image)[0].attrs, STR("")).sunset;

	for (uint32_t i = 0; line && i < image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(image)[i];
		if (image_line(image, contract->place) != line)
			continue;
		int32_t own = stated_in(image, contract->attrs, STR("")).sunset;
		if (own != DAY_NONE)
			return own;
	}
	return whole;
}

/* --- saying -------------------------------------------------------------------------------------------------- */

struct subject { /* a document, or one contract in it */
	uint32_t pair;
	const struct view *view;         /* after */
	const struct contract *contract; /* NULL: the document */
	struct stated was, is;
	struct notice notice;
	str name; /* in words */
};

static void name_parties(struct difference *d, const struct view *view, const struct contract *contract)
{
	difference_name(d, view_team(view, contract->provider));
	difference_name(d, view_team(view, contract->consumer));
}

static bool counts(const struct view *view, const struct contract *contract)
{
	return view->claim_on[contract->claim];
}

static struct difference *say(struct comparison *c, const struct subject *s, enum rule_id rule, const char *field)
{
	const struct image *image = s->view->image;
	struct place top = { 0, 0 };
	struct difference *d = difference_add(c, rule, s->pair, AFTER, s->contract ? s->contract->place : top);

	d->field = field;
	if (s->contract) {
		d->kind = "contract";
		d->id = image_text(image, s->contract->id);
		d->strong_id = s->contract->id.size > 0;
		d->name = image_text(image, s->contract->what);
		d->team = view_team(s->view, s->contract->provider);
		difference_owner(d, d->team);
		name_parties(d, s->view, s->contract);
		return d;
	}
	d->name = image_text(image, image_containers(image)[0].title);
	d->section = STR("");
	d->section_is_known = false;
	for (uint32_t i = 0; i < image->contracts.count; i++)
		if (counts(s->view, &image_contracts(image)[i]))
			name_parties(d, s->view, &image_contracts(image)[i]);
	return d;
}

/* --- effective ----------------------------------------------------------------------------------------------- */

static void announce(struct comparison *c, const struct subject *s)
{
	struct announced *one = LIST_ADD(c->arena, &c->out->announced);

	one->pair = s->pair;
	one->line = s->contract ? image_line(s->view->image, s->contract->place) : 0;
}

static void compare_effective(struct comparison *c, const struct subject *s)
{
	int32_t was = s->was.effective, is = s->is.effective;
	struct difference *d;

	if (is == DAY_NONE || is == was)
		return;
	bool kept = notice_is_kept(c->context->config, s->notice, c->context->as_of, is);
	if (kept)
		announce(c, s);
	if (was != DAY_NONE && is > was) {
		d = say(c, s, RULE_EFFECTIVE_DATE_LATER, "effective");
		d->message = arena_printf(c->arena, "%.*s takes effect on %.*s, later than %.*s", STR_ARG(s->name),
		    STR_ARG(s->is.effective_text), STR_ARG(s->was.effective_text));
	} else if (!kept) {
		d = say(c, s, RULE_EFFECTIVE_DATE_TOO_SOON, "effective");
		d->message = arena_printf(c->arena, "%.*s takes effect on %.*s, sooner than the agreed notice allows",
		    STR_ARG(s->name), STR_ARG(s->is.effective_text));
		d->of_document = !s->contract;
		d->only_beside_others = was == DAY_NONE && is <= c->context->as_of;
		if (s->contract && s->contract->step != NONE) {
			struct seed *seed = difference_seed(c, d, AFTER, s->view->path);
			seed->from = s->contract->step;
			seed->team = d->team;
		}
	} else if (was != DAY_NONE) {
		d = say(c, s, RULE_EFFECTIVE_DATE_EARLIER, "effective");
		d->message = arena_printf(c->arena, "%.*s takes effect on %.*s, earlier than %.*s", STR_ARG(s->name),
		    STR_ARG(s->is.effective_text), STR_ARG(s->was.effective_text));
	} else
		return;
	d->old = s->was.effective_text;
	d->now = s->is.effective_text;
}

/* --- sunset -------------------------------------------------------------------------------------------------- */

static void compare_sunset(struct comparison *c, const struct subject *s)
{
	int32_t was = s->was.sunset, is = s->is.sunset;
	bool ends = is != DAY_NONE && is != was, deprecated = s->is.deprecated && !s->was.deprecated;

	if (!ends && !deprecated)
		return;
	bool later = ends && was != DAY_NONE && is > was;
	bool kept = is != DAY_NONE &&
	    (later || (!ends && was != DAY_NONE) ||
	        notice_is_kept(c->context->config, s->notice, c->context->as_of, is));
	struct difference *d =
	    say(c, s, kept ? RULE_CONTRACT_DEPRECATED : RULE_CONTRACT_DEPRECATED_TOO_SOON, "effective");
	d->old = s->was.sunset_text;
	d->now = s->is.sunset_text;
	d->message = is == DAY_NONE ? arena_printf(c->arena, "%.*s is to end, and nobody says when", STR_ARG(s->name))
	                            : arena_printf(c->arena,
	                                  later      ? "%.*s ends later, on %.*s"
	                                      : kept ? "%.*s ends on %.*s"
	                                             : "%.*s ends on %.*s, sooner than the agreed notice allows",
	                                  STR_ARG(s->name), STR_ARG(s->is.sunset_text));
}

/* --- documents and contracts --------------------------------------------------------------------------------- */

static struct notice notice_of(struct comparison *c, str was, str is, bool is_new)
{
	struct notice found;

	if ((was.size && notice_of_text(c->arena, was, &found)) ||
	    (is_new && is.size && notice_of_text(c->arena, is, &found)))
		return found;
	return notice_of_config(c->context->config);
}

static bool has_contracts(const struct view *view)
{
	for (uint32_t i = 0; i < view->image->contracts.count; i++)
		if (counts(view, &image_contracts(view->image)[i]))
			return true;
	return false;
}

static uint64_t identity_of(const struct view *view, const struct contract *contract)
{
	const struct image *image = view->image;
	uint64_t hash = hash_mix(view_team(view, contract->provider), view_team(view, contract->consumer));

	hash = hash_mix(hash, str_hash(image_text(image, contract->what_n1)));
	return hash_mix(hash, str_hash(image_text(image, contract->qualifier))) | 1;
}

/* Some row has a column of dates. */
static bool states_dates(const struct view *view)
{
	for (uint32_t i = 0; i < view->image->contracts.count; i++) {
		struct stated stated = stated_by_contract(view, &image_contracts(view->image)[i]);
		if (stated.effective != DAY_NONE || stated.sunset != DAY_NONE || stated.deprecated)
			return true;
	}
	return false;
}

static void compare_contract_dates(struct comparison *c, uint32_t pair, struct notice whole)
{
	const struct view *before = c->pairs[pair].view[BEFORE], *after = c->pairs[pair].view[AFTER];
	struct map old = { 0 };

	if (!states_dates(after))
		return;
	for (uint32_t i = 0; before && i < before->image->contracts.count; i++)
		*map_add(&old, identity_of(before, &image_contracts(before->image)[i])) = i + 1;
	for (uint32_t i = 0; i < after->image->contracts.count; i++) {
		const struct contract *contract = &image_contracts(after->image)[i];
		if (!counts(after, contract))
			continue;
		const uint32_t *found = map_find(&old, identity_of(after, contract));
		const struct contract *partner = found ? &image_contracts(before->image)[*found - 1] : NULL;
		struct subject s = { .pair = pair,
			.view = after,
			.contract = contract,
			.was = stated_by_contract(before, partner),
			.is = stated_by_contract(after, contract) };
		struct notice own;
		s.notice = s.was.notice.size && notice_of_text(c->arena, s.was.notice, &own) ? own : whole;
		str what = image_text(after->image, contract->what);
		s.name = what.size ? arena_printf(c->arena, "'%.*s'", STR_ARG(what)) : STR("The promise");
		compare_effective(c, &s);
		if (partner)
			compare_sunset(c, &s);
	}
	map_release(&old);
}

void compare_dates(struct comparison *c, uint32_t pair)
{
	const struct view *before = c->pairs[pair].view[BEFORE], *after = c->pairs[pair].view[AFTER];
	struct subject s = {
		.pair = pair, .view = after, .was = stated_by_document(before), .is = stated_by_document(after)
	};

	s.notice = notice_of(c, s.was.notice, s.is.notice, !before);
	str title = image_text(after->image, image_containers(after->image)[0].title);
	s.name = title.size ? arena_printf(c->arena, "'%.*s'", STR_ARG(title)) : STR("The page");
	compare_effective(c, &s);
	if (before && has_contracts(after))
		compare_sunset(c, &s);
	if (after->image->contracts.count)
		compare_contract_dates(c, pair, s.notice);
}
