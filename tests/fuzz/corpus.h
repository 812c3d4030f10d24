/*
 * Many inputs in one file, which gzip(1) makes a tenth of: for each its length
 * in decimal digits, a newline, its bytes, a newline.
 */
#ifndef HPO_CORPUS_H
#define HPO_CORPUS_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "xalloc.h"

/*
 * The next input of f, to be freed, its length in *len; NULL at the end, *len
 * being 0 if the file ends there, else 1.
 */
static inline uint8_t *
corpus_next(FILE *f, size_t *len)
{
	enum { LENGTH_MAX = 1 << 24 }; /* bytes: more is no length */
	unsigned long n;
	uint8_t *data;
	const int found = fscanf(f, "%lu", &n);

	*len = found != EOF;
	if (found != 1 || n > LENGTH_MAX || getc(f) != '\n')
		return NULL;
	data = xmalloc(n + 1);
	if (fread(data, 1, n, f) != n || getc(f) != '\n') {
		free(data);
		return NULL;
	}
	*len = n;
	return data;
}

static inline void
corpus_add(FILE *f, const uint8_t *data, size_t len)
{
	fprintf(f, "%zu\n", len);
	fwrite(data, 1, len, f);
	putc('\n', f);
}

#endif
