/*
 * buf - text that grows as it is written
 *
 * A failed put is remembered and all later ones are ignored, so a writer is a straight run of puts
 * and its caller asks buf_ok once.
 *
 * Memory: the bytes belong to the buf; buf_release frees them. A zeroed struct is an empty buf.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	char *at;
	size_t size, room;
	bool failed;
};

void buf_put(struct buf *buf, str text);
void buf_puts(struct buf *buf, const char *words);
void buf_putc(struct buf *buf, char c);
void buf_putf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_ok(const struct buf *buf);
str buf_str(const struct buf *buf);
void buf_clear(struct buf *buf); /* keeps the memory */
void buf_release(struct buf *buf);

#endif
