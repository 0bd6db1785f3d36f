#include "tests/support/valid.h"
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH_MOST = 64 };

struct validation {
	const json_t *root;
	struct buf *why;
	char path[1024];
	unsigned depth;
};

static bool validate(struct validation *v, const json_t *value, const json_t *schema);

static bool wrong(struct validation *v, const char *words, const char *more)
{
	buf_putf(v->why, "%s: %s%s", v->path[0] ? v->path : "/", words, more);
	return false;
}

static bool is_type(const json_t *value, const char *type)
{
	static const struct {
		const char *name;
		json_type type;
	} types[] = { { "object", JSON_OBJECT }, { "array", JSON_ARRAY }, { "string", JSON_STRING },
		{ "integer", JSON_INTEGER }, { "number", JSON_REAL }, { "null", JSON_NULL } };

	if (strcmp(type, "boolean") == 0)
		return json_is_boolean(value);
	if (strcmp(type, "number") == 0 && json_is_integer(value))
		return true;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, type) == 0)
			return json_typeof(value) == types[i].type;
	return false;
}

static bool has_type(struct validation *v, const json_t *value, const json_t *type)
{
	if (!type)
		return true;
	if (json_is_string(type))
		return is_type(value, json_string_value(type)) || wrong(v, "is no ", json_string_value(type));
	for (size_t i = 0; i < json_array_size(type); i++)
		if (is_type(value, json_string_value(json_array_get(type, i))))
			return true;
	return wrong(v, "is of none of the types", "");
}

static bool has_value(struct validation *v, const json_t *value, const json_t *schema)
{
	const json_t *only = json_object_get(schema, "const"), *choice = json_object_get(schema, "enum");
	const char *shown = json_is_string(value) ? json_string_value(value) : "";

	if (only && !json_equal(value, only))
		return wrong(v, "is another value: ", shown);
	for (size_t i = 0; choice && i < json_array_size(choice); i++)
		if (json_equal(value, json_array_get(choice, i)))
			return true;
	return !choice || wrong(v, "is none of the values: ", shown);
}

/* One level deeper: the name of a property, or a number. */
static bool validate_below(struct validation *v, const json_t *value, const json_t *schema, const char *name)
{
	size_t size = strlen(v->path);

	snprintf(v->path + size, sizeof v->path - size, "/%s", name);
	bool valid = validate(v, value, schema);
	v->path[size] = '\0';
	return valid;
}

static bool has_required(struct validation *v, const json_t *value, const json_t *required)
{
	for (size_t i = 0; i < json_array_size(required); i++) {
		const char *name = json_string_value(json_array_get(required, i));
		if (!json_object_get(value, name))
			return wrong(v, "lacks ", name);
	}
	return true;
}

static bool validate_object(struct validation *v, const json_t *value, const json_t *schema)
{
	const json_t *properties = json_object_get(schema, "properties"),
	             *others = json_object_get(schema, "additionalProperties");
	const char *name;
	json_t *member;

	if (!has_required(v, value, json_object_get(schema, "required")))
		return false;
	json_object_foreach((json_t *)(uintptr_t)value, name, member)
	{
		const json_t *of = json_object_get(properties, name);
		if (!of && others && json_is_object(others))
			of = others;
		if (!of && (properties || json_is_false(others)))
			return wrong(v, "has what the schema has not: ", name);
		if (of && !validate_below(v, member, of, name))
			return false;
	}
	return true;
}

static bool validate_array(struct validation *v, const json_t *value, const json_t *schema)
{
	const json_t *items = json_object_get(schema, "items");
	char number[24];

	for (size_t i = 0; items && i < json_array_size(value); i++) {
		snprintf(number, sizeof number, "%zu", i);
		if (!validate_below(v, json_array_get(value, i), items, number))
			return false;
	}
	return true;
}

static const json_t *referred(const struct validation *v, const json_t *schema)
{
	static const char beginning[] = "#/$defs/";
	const char *to = json_string_value(json_object_get(schema, "$ref"));

	if (!to)
		return schema;
	if (strncmp(to, beginning, sizeof beginning - 1) != 0)
		return NULL;
	return json_object_get(json_object_get(v->root, "$defs"), to + sizeof beginning - 1);
}

static bool validate(struct validation *v, const json_t *value, const json_t *schema)
{
	const json_t *of = referred(v, schema);

	if (!of)
		return wrong(v, "its schema refers to nothing", "");
	if (v->depth == DEPTH_MOST)
		return wrong(v, "is too deep", "");
	v->depth++;
	bool valid = has_type(v, value, json_object_get(of, "type")) && has_value(v, value, of) &&
	    (!json_is_object(value) || validate_object(v, value, of)) &&
	    (!json_is_array(value) || validate_array(v, value, of));
	v->depth--;
	return valid;
}

bool json_is_valid(const json_t *value, const json_t *schema, struct buf *why)
{
	struct validation v = { .root = schema, .why = why };
	return validate(&v, value, schema);
}

const char *schema_named_by(const json_t *value, char room[32])
{
	const char *named = json_string_value(json_object_get(value, "schema"));
	unsigned version = 0;

	return named && sscanf(named, "knockon/%31[a-z]/%u", room, &version) == 2 && version == 1 ? room : NULL;
}

void assert_follows_its_schema(const char *what, const json_t *value)
{
	char name[32], path[512];
	struct buf why = { 0 };

	if (!schema_named_by(value, name))
		fail_msg("%s: names no schema", what);
	snprintf(path, sizeof path, SOURCE_FOLDER "/reports/schemas/%s.json", name);
	json_t *schema = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	if (!schema)
		fail_msg("%s: no schema %s", what, path);
	if (!json_is_valid(value, schema, &why))
		fail_msg("%s: %.*s", what, STR_ARG(buf_str(&why)));
	buf_release(&why);
	json_decref(schema);
}
