#include "model/image.h"

uint32_t image_line(const struct image *image, struct place place)
{
	if (place.section >= image->sections.count)
		return 0;
	return image_sections(image)[place.section].first_line + place.line;
}

str image_attr(const struct image *image, struct span attrs, const char *key)
{
	const struct attr *all = image_attrs(image);

	for (uint32_t i = attrs.first; i < attrs.first + attrs.count; i++)
		if (str_eq(image_text(image, all[i].key), str_of(key)))
			return image_text(image, all[i].value);
	return STR("");
}

#define RANGE_OF(field, type)                                                         \
	struct span image_##field##_of(const struct image *image, uint32_t container) \
	{                                                                             \
		const struct type *all = image_##field(image);                        \
		uint32_t low = 0, high = image->field.count;                          \
		while (low < high) {                                                  \
			uint32_t middle = low + (high - low) / 2;                     \
			if (all[middle].container < container)                        \
				low = middle + 1;                                     \
			else                                                          \
				high = middle;                                        \
		}                                                                     \
		uint32_t end = low;                                                   \
		while (end < image->field.count && all[end].container == container)   \
			end++;                                                        \
		return (struct span){ low, end - low };                               \
	}
RANGE_OF(steps, step)
RANGE_OF(flows, flow)
RANGE_OF(teams, team)

bool team_is_nameless(const struct image *image, const struct team *team)
{
	return str_eq(image_text(image, image_containers(image)[team->container].format), STR("bpmn")) &&
	    team->id.size && str_eq(image_text(image, team->id), image_text(image, team->name));
}

bool flow_branches_exclude(uint32_t branch, uint32_t other)
{
	static const struct {
		unsigned shift;
		uint32_t mask;
	} levels[] = { { 16, 0xffff }, { 8, 0xff }, { 0, 0xff } };

	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		uint32_t a = (branch >> levels[i].shift) & levels[i].mask,
		         b = (other >> levels[i].shift) & levels[i].mask;
		if (a != b)
			return a && b && a >> 4 == b >> 4;
	}
	return false;
}

#define NAMES(function, type, ...)                                  \
	const char *function(type value)                            \
	{                                                           \
		static const char *const names[] = { __VA_ARGS__ }; \
		return names[value];                                \
	}
NAMES(when_op_name, enum when_op, "", "<=", ">=", "every", "by", "vague")
NAMES(when_basis_name, enum when_basis, "", "elapsed", "business-days", "business-hours", "time-of-day")
NAMES(team_kind_name, enum team_kind, "team", "role", "system", "person", "external", "group")
NAMES(step_kind_name, enum step_kind, "activity", "event", "gateway", "data")
NAMES(
    flow_kind_name, enum flow_kind, "sequence", "message", "return", "dependency", "data", "association", "escalation")
NAMES(contract_kind_name, enum contract_kind, "ola", "sla", "uc", "commitment")
NAMES(link_kind_name, enum link_kind, "doc", "file", "include", "call", "form", "external", "person")
