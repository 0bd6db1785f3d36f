#include "base/json.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

void json_begin(struct json *json, struct buf *out, bool pretty)
{
	*json = (struct json){ .out = out, .pretty = pretty };
}

static void break_line(struct json *json)
{
	if (!json->pretty || json->compact[json->depth])
		return;
	buf_putc(json->out, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		buf_puts(json->out, "  ");
}

static void before_value(struct json *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->filled[json->depth]) {
		buf_putc(json->out, ',');
		if (json->pretty && json->compact[json->depth])
			buf_putc(json->out, ' ');
	}
	json->filled[json->depth] = true;
	if (json->depth)
		break_line(json);
}

static void open_level(struct json *json, char mark)
{
	before_value(json);
	buf_putc(json->out, mark);
	bool compact = json->compact[json->depth] || (json->depth + 1 < JSON_DEPTH && json->compact[json->depth + 1]);
	json->depth++;
	json->filled[json->depth] = false;
	json->compact[json->depth] = compact;
	if (json->depth + 1 < JSON_DEPTH)
		json->compact[json->depth + 1] = false;
}

static void close_level(struct json *json, char mark)
{
	bool filled = json->filled[json->depth], compact = json->compact[json->depth];

	json->compact[json->depth] = false;
	json->depth--;
	if (filled && !compact)
		break_line(json);
	buf_putc(json->out, mark);
}

void json_flat(struct json *json)
{
	json->compact[json->depth + 1] = true;
}

void json_object(struct json *json)
{
	open_level(json, '{');
}

void json_array(struct json *json)
{
	open_level(json, '[');
}

void json_end_object(struct json *json)
{
	close_level(json, '}');
}

void json_end_array(struct json *json)
{
	close_level(json, ']');
}

/* High bits where one of eight bytes is zero; those behind one may be wrong. */
static uint64_t zeros_in(uint64_t eight)
{
	return (eight - 0x0101010101010101u) & ~eight & 0x8080808080808080u;
}

/* How many bytes from there on stand for themselves, in steps of eight. */
static size_t plain_size(str text, size_t at)
{
	const uint64_t ones = 0x0101010101010101u;
	size_t from = at;
	uint64_t eight;

	for (; at + sizeof eight <= text.size; at += sizeof eight) {
		memcpy(&eight, text.at + at, sizeof eight);
		uint64_t below_space = (eight - ones * ' ') & ~eight;
		if (((eight | below_space) & ones << 7) || zeros_in(eight ^ ones * '"') ||
		    zeros_in(eight ^ ones * '\\') || zeros_in(eight ^ ones * '#') || zeros_in(eight ^ ones * 0x7f))
			break;
	}
	return at - from;
}

static void put_escaped(struct buf *out, str text)
{
	size_t from = 0, at = 0;

	buf_putc(out, '"');
	at += plain_size(text, at);
	while (at < text.size) {
		unsigned char c = (unsigned char)text.at[at];
		bool command = c == '#' && text.size - at > 2 && text.at[at + 1] == '#' && text.at[at + 2] == '[';
		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && !command) {
			at++;
			continue;
		}
		buf_put(out, str_sub(text, from, at));
		int32_t code;
		size_t step = text_next((str){ text.at + at, text.size - at }, &code);
		if (code < 0)
			buf_puts(out, "\xef\xbf\xbd");
		else if (c == '"' || c == '\\')
			buf_putf(out, "\\%c", c);
		else if (command) /* "##[" is a command to some build servers */
			buf_puts(out, "\\u0023");
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c < 0x20 || c == 0x7f || (code >= 0x80 && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
		    (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
			buf_putf(out, "\\u%04x", (unsigned)code);
		else
			buf_put(out, str_sub(text, at, at + step));
		at += step;
		from = at;
		at += plain_size(text, at);
	}
	buf_put(out, str_sub(text, from, at));
	buf_putc(out, '"');
}

void json_key(struct json *json, const char *key)
{
	before_value(json);
	buf_putc(json->out, '"');
	buf_puts(json->out, key);
	buf_puts(json->out, json->pretty ? "\": " : "\":");
	json->after_key = true;
}

void json_str(struct json *json, str value)
{
	before_value(json);
	put_escaped(json->out, value);
}

void json_int(struct json *json, long long value)
{
	char digits[24];
	size_t at = sizeof digits;
	unsigned long long rest = value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;

	before_value(json);
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	buf_put(json->out, (str){ digits + at, sizeof digits - at });
}

void json_number(struct json *json, double value)
{
	before_value(json);
	if (!isfinite(value))
		buf_puts(json->out, "null");
	else if (floor(value) == value && fabs(value) < 1e15)
		buf_putf(json->out, "%.0f", value);
	else
		buf_putf(json->out, "%.10g", value);
}

void json_bool(struct json *json, bool value)
{
	before_value(json);
	buf_puts(json->out, value ? "true" : "false");
}

void json_null(struct json *json)
{
	before_value(json);
	buf_puts(json->out, "null");
}

void json_put_str(struct json *json, const char *key, str value)
{
	json_key(json, key);
	json_str(json, value);
}

void json_put_int(struct json *json, const char *key, long long value)
{
	json_key(json, key);
	json_int(json, value);
}

void json_put_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

void json_put_tool(struct json *json)
{
	json_key(json, "tool");
	json_flat(json);
	json_object(json);
	json_put_str(json, "name", STR("knockon"));
	json_put_str(json, "version", STR(KNOCKON_VERSION));
	json_end_object(json);
}
