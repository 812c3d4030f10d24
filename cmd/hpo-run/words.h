/* A list of strings that grows, as execve(2) wants it.  All zero is empty. */
#ifndef HPO_WORDS_H
#define HPO_WORDS_H
#include <stddef.h>

#include "buf.h"

struct words {
	struct buf text; /* each with its NUL */
	size_t n;
};

/* Append text, which holds no NUL within len bytes, as one string. */
void words_add(struct words *s, const char *text, size_t len);

/* The same, made of name, "=" and value. */
void words_set(struct words *s, const char *name, const char *value);

/* The same, as printf(3) makes it. */
void words_printf(struct words *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * The strings of first (NULL: none), then those of s, NULL last.  The vector
 * is to be freed; what it points to is first's and, until it changes, s's.
 */
char **words_vector(const struct words *s, char *const *first);

void words_release(struct words *s);

#endif
