/* Expressions of a file, read and held against the parameters there are. */
#ifndef HPO_DEFINE_WRITTEN_H
#define HPO_DEFINE_WRITTEN_H
#include <jansson.h>
#include <stddef.h>

#include "define_parts.h"
#include "expr.h"

/* One of them, on its way. */
struct written {
	const struct node *node; /* a string */
	const char *field;       /* "params.b.when" */
	struct expr *expr;       /* own; NULL: refused */
	size_t *params;          /* by name: its definition; SPACE_NONE: none */
	size_t *elements;        /* by name: which parameter of that */
	size_t n;                /* names */
};

/* The syntax of a string only; NULL after a complaint. */
struct expr *define_parse(
    const struct node *node, const char *field, struct problems *p);

/*
 * Read w->node, which is to come to one of the kinds `wanted` (bits as of
 * expr_check()): syntax, names, values that a parameter never has, types.
 * Mistakes are added to all->problems.
 */
void define_written(
    struct written *w, const struct definitions *all, unsigned wanted);
void define_written_release(struct written *w);

#endif
