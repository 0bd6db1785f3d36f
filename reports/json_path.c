#include "reports/json_path.h"

#include "base/text.h"

static bool is_utf8(str text)
{
	int32_t c;

	for (size_t i = 0; i < text.size;) {
		i += text_next((str){ text.at + i, text.size - i }, &c);
		if (c < 0)
			return false;
	}
	return true;
}

void json_put_path(struct json *json, const char *key, str path)
{
	json_put_str(json, key, path);
	if (is_utf8(path))
		return;
	struct buf hex = { 0 };
	for (size_t i = 0; i < path.size; i++)
		buf_putf(&hex, "%02x", (unsigned char)path.at[i]);
	json_put_str(json, "path_hex", buf_str(&hex));
	buf_release(&hex);
}
