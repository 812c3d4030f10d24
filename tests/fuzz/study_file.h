/*
 * A trial file behind options: lines "-X ARGUMENT" or "--WORD ARGUMENT" at the
 * beginning of an input, for commands that read one.
 */
#ifndef HPO_STUDY_FILE_H
#define HPO_STUDY_FILE_H
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "history.h"
#include "memory_file.h"
#include "xalloc.h"

enum { GIVEN_MAX = 8 };

struct study_file {
	char *option[GIVEN_MAX]; /* n, each with its dashes, own */
	char *argument[GIVEN_MAX];
	size_t n;
	const char *text; /* what is behind them */
	size_t len;
};

static inline struct study_file
study_file(const uint8_t *data, size_t size)
{
	struct study_file f = {.text = (const char *)data, .len = size};

	while (f.n < GIVEN_MAX && f.len > 0 && *f.text == '-') {
		const char *end = memchr(f.text, '\n', f.len);
		char *line, *blank;

		if (!end)
			break;
		line = xstrndup(f.text, (size_t)(end - f.text));
		blank = line + strcspn(line, " ");
		f.argument[f.n] = xstrdup(*blank ? blank + 1 : "");
		*blank = '\0';
		f.option[f.n++] = line;
		f.len -= (size_t)(end + 1 - f.text);
		f.text = end + 1;
	}
	return f;
}

/* The argument of the last option so called, or NULL. */
static inline const char *
study_file_option(const struct study_file *f, const char *name)
{
	for (size_t i = f->n; i-- > 0;)
		if (strcmp(f->option[i], name) == 0)
			return f->argument[i];
	return NULL;
}

static inline void
study_file_release(struct study_file *f)
{
	while (f->n > 0) {
		free(f->option[--f->n]);
		free(f->argument[f->n]);
	}
}

/* Have the trials of an input looked at, if it is a trial file. */
static inline void
study_file_look(const uint8_t *data, size_t size,
    void (*look)(struct history *h, const struct study_file *f))
{
	struct study_file f = study_file(data, size);
	struct memory_file file = memory_file(f.text, f.len);
	struct history h;
	struct err e = {0};

	if (history_open(&h, file.path, false, &e) == 0) {
		look(&h, &f);
		history_close(&h);
	}
	close(file.fd);
	study_file_release(&f);
}

#endif
