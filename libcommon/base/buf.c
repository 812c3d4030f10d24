#include "buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "xalloc.h"

enum { LEAST = 64 }; /* bytes: most texts are short, and grow once */

/* Make room for len more bytes. */
static void
grow(struct buf *b, size_t len)
{
	if (b->cap - b->len >= len)
		return;
	b->cap = 2 * b->cap + (len > LEAST ? len : LEAST);
	b->data = xreallocarray(b->data, b->cap, 1);
}

void
buf_add(struct buf *b, const char *data, size_t len)
{
	if (len == 0)
		return;
	grow(b, len);
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len <= 0)
		return;
	grow(b, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

char *
buf_text(struct buf *b)
{
	grow(b, 1);
	b->data[b->len] = '\0';
	return b->data;
}

char *
buf_steal(struct buf *b)
{
	char *text = buf_text(b);

	*b = (struct buf){0};
	return text;
}

void
buf_drop(struct buf *b, size_t len)
{
	if (len == 0)
		return;
	b->len -= len;
	memmove(b->data, b->data + len, b->len);
}

void
buf_release(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

ssize_t
buf_read(struct buf *b, int fd, size_t max)
{
	ssize_t n;

	grow(b, max);
	do
		n = read(fd, b->data + b->len, max);
	while (n == -1 && errno == EINTR);
	if (n > 0)
		b->len += (size_t)n;
	return n;
}

size_t
buf_lines(const struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->len; i++)
		n += b->data[i] == '\n';
	return n;
}
