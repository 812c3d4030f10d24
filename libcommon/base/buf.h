/* A byte string that grows.  All zero is an empty one. */
#ifndef HPO_BUF_H
#define HPO_BUF_H
#include <stddef.h>
#include <sys/types.h>

struct buf {
	char *data; /* not terminated, but by buf_text() */
	size_t len, cap;
};

void buf_add(struct buf *b, const char *data, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_drop(struct buf *b, size_t len); /* the first len bytes */
void buf_release(struct buf *b);          /* leaves an empty one */
size_t buf_lines(const struct buf *b);    /* newlines */

/* The bytes as a string, terminated behind len; lasts until b changes. */
char *buf_text(struct buf *b);

/* The same bytes as a string of its own, to be freed; leaves an empty buf. */
char *buf_steal(struct buf *b);

/* Append what one read(2) of at most max bytes gives; returns as read(2). */
ssize_t buf_read(struct buf *b, int fd, size_t max);

#endif
