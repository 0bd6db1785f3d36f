#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(struct buf *buf, size_t more)
{
	if (buf->failed)
		return false;
	if (buf->room - buf->size >= more)
		return true;
	size_t room = buf->room ? buf->room : 256;
	while (room - buf->size < more) {
		if (room > SIZE_MAX / 2) {
			buf->failed = true;
			return false;
		}
		room *= 2;
	}
	char *at = realloc(buf->at, room);
	if (!at) {
		buf->failed = true;
		return false;
	}
	buf->at = at;
	buf->room = room;
	return true;
}

void buf_put(struct buf *buf, str text)
{
	if (text.size == 0 || !make_room(buf, text.size))
		return;
	memcpy(buf->at + buf->size, text.at, text.size);
	buf->size += text.size;
}

void buf_puts(struct buf *buf, const char *words)
{
	buf_put(buf, str_of(words));
}

void buf_putc(struct buf *buf, char c)
{
	if (make_room(buf, 1))
		buf->at[buf->size++] = c;
}

void buf_putf(struct buf *buf, const char *format, ...)
{
	va_list words, again;
	size_t room = buf->room - buf->size;

	va_start(words, format);
	va_copy(again, words);
	int size = vsnprintf(room ? buf->at + buf->size : NULL, room, format, words);
	va_end(words);
	if (size < 0)
		buf->failed = true;
	else if (make_room(buf, (size_t)size + 1)) {
		if ((size_t)size >= room)
			vsnprintf(buf->at + buf->size, (size_t)size + 1, format, again);
		buf->size += (size_t)size;
	}
	va_end(again);
}

bool buf_ok(const struct buf *buf)
{
	return !buf->failed;
}

str buf_str(const struct buf *buf)
{
	return (str){ buf->at ? buf->at : "", buf->size };
}

void buf_clear(struct buf *buf)
{
	buf->size = 0;
}

void buf_release(struct buf *buf)
{
	free(buf->at);
	*buf = (struct buf){ 0 };
}
