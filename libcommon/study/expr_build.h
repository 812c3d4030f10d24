/* An expression while it is read: nodes, literals and names are added. */
#ifndef HPO_EXPR_BUILD_H
#define HPO_EXPR_BUILD_H
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "expr_node.h"

struct expr_build {
	struct expr *expr; /* own */
	size_t height;     /* of the stack when the nodes so far have run */
};

/* An expression without nodes, for expr_free(). */
void expr_build_init(struct expr_build *b);

/* Add an operator with its list; at is the byte of the text, below 2^32. */
void expr_build_list(
    struct expr_build *b, enum expr_op op, size_t at, size_t first, size_t n);
void expr_build_node(struct expr_build *b, enum expr_op op, size_t at);

/* Take back the last node, which is that of the last literal. */
void expr_build_drop(struct expr_build *b);

/* Add a literal, a reference that is taken over; returns its number. */
size_t expr_build_literal(struct expr_build *b, json_t *value, size_t at);

/*
 * Give a number the other sign: a new value; and literal i, its sign being at
 * `at`.
 */
json_t *expr_negative(const json_t *number);
void expr_build_negate(struct expr_build *b, size_t i, size_t at);

/* The number of a name, which may be a new one; EXPR_NO_NAME: no UTF-8. */
#define EXPR_NO_NAME SIZE_MAX
size_t expr_build_name(struct expr_build *b, const char *name, size_t at);

#endif
