/*
 * json - writes JSON as it comes
 *
 * A small streaming writer: begin, key, value, end; commas and indentation are its business. Text is
 * made valid UTF-8 (broken bytes become U+FFFD) and escaped.
 *
 * Memory: writes into a buf that the caller owns and may empty between values.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH = 32 };

struct json {
	struct buf *out;
	unsigned depth;
	bool pretty; /* one value a line, indented by two spaces */
	bool after_key;
	bool filled[JSON_DEPTH];  /* something stands in this level already */
	bool compact[JSON_DEPTH]; /* this level stands on one line */
};

void json_begin(struct json *json, struct buf *out, bool pretty);
void json_object(struct json *json); /* { */
void json_array(struct json *json);  /* [ */
void json_flat(struct json *json);   /* the next object or array stands on one line */
void json_end_object(struct json *json);
void json_end_array(struct json *json);
void json_key(struct json *json, const char *key);
void json_str(struct json *json, str value);
void json_int(struct json *json, long long value);
void json_number(struct json *json, double value); /* whole numbers without a point */
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* key and value in one call */
void json_put_str(struct json *json, const char *key, str value);
void json_put_tool(struct json *json); /* "tool": the name and the version of this program, on one line */
void json_put_int(struct json *json, const char *key, long long value);
void json_put_bool(struct json *json, const char *key, bool value);

#endif
