/* The complaints about a file, collected to be told all at once. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "node.h"
#include "xalloc.h"

enum { GROW_FIRST = 8 };

static PRINTF_LIKE(5, 0) void add(struct problems *p, struct place at,
    const char *field, bool warning, const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) == -1)
		text = xstrdup(fmt);
	if (p->n == p->cap) {
		p->cap = p->cap ? 2 * p->cap : GROW_FIRST;
		p->list = xreallocarray(p->list, p->cap, sizeof(*p->list));
	}
	p->list[p->n++] = (struct problem){
	    .at = at,
	    .field = xstrdup(field),
	    .text = text,
	    .warning = warning,
	};
	p->errors += warning ? 0 : 1;
}

void
problem_add(struct problems *p, struct place at, const char *field,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(p, at, field, false, fmt, ap);
	va_end(ap);
}

void
problem_warn(struct problems *p, struct place at, const char *field,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(p, at, field, true, fmt, ap);
	va_end(ap);
}

/* A problem and where it stood, so that qsort(3) is stable. */
struct ranked {
	struct problem problem;
	size_t rank;
};

static int
compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->problem.at.line != y->problem.at.line)
		return x->problem.at.line < y->problem.at.line ? -1 : 1;
	if (x->problem.at.column != y->problem.at.column)
		return x->problem.at.column < y->problem.at.column ? -1 : 1;
	return x->rank < y->rank ? -1 : x->rank > y->rank;
}

void
problems_sort(struct problems *p)
{
	struct ranked *ranked = xcalloc(p->n + 1, sizeof(*ranked));

	for (size_t i = 0; i < p->n; i++)
		ranked[i] = (struct ranked){p->list[i], i};
	qsort(ranked, p->n, sizeof(*ranked), compare);
	for (size_t i = 0; i < p->n; i++)
		p->list[i] = ranked[i].problem;
	free(ranked);
}

void
problems_release(struct problems *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->list[i].field);
		free(p->list[i].text);
	}
	free(p->list);
	*p = (struct problems){0};
}
