/* The lines of an input, as strings. */
#ifndef HPO_LINES_OF_H
#define HPO_LINES_OF_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

struct text_lines {
	char **line; /* n, then NULL; in text */
	size_t n;
	char *text;
};

/* A line with a NUL ends there, as arguments of programs do. */
static inline struct text_lines
lines_of(const uint8_t *data, size_t size)
{
	struct text_lines l = {.text = xmalloc(size + 1)};
	char *at = l.text, *end = l.text + size;

	if (size > 0)
		memcpy(l.text, data, size);
	*end = '\n';
	l.line = xcalloc(size + 2, sizeof(*l.line));
	for (; at <= end; at++) {
		l.line[l.n++] = at;
		at = memchr(at, '\n', (size_t)(end - at) + 1);
		*at = '\0';
	}
	return l;
}

static inline void
text_lines_release(struct text_lines *l)
{
	free(l->line);
	free(l->text);
}

#endif
