#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

void
words_add(struct words *s, const char *text, size_t len)
{
	buf_add(&s->text, text, len);
	buf_add(&s->text, "", 1);
	s->n++;
}

void
words_set(struct words *s, const char *name, const char *value)
{
	buf_puts(&s->text, name);
	buf_puts(&s->text, "=");
	words_add(s, value, strlen(value));
}

void
words_printf(struct words *s, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len == -1)
		out_of_memory();
	words_add(s, text, (size_t)len);
	free(text);
}

char **
words_vector(const struct words *s, char *const *first)
{
	size_t before = 0;
	char **vector;
	char *text = s->text.data;

	while (first && first[before])
		before++;
	vector = xcalloc(before + s->n + 1, sizeof(*vector));
	for (size_t i = 0; i < before; i++)
		vector[i] = first[i];
	for (size_t i = 0; i < s->n; i++) {
		vector[before + i] = text;
		text += strlen(text) + 1;
	}
	return vector;
}

void
words_release(struct words *s)
{
	buf_release(&s->text);
	s->n = 0;
}
