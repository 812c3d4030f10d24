/*
 * Expressions of hpo-space(5).  Only conditions on one parameter
 * can be read so far: comparisons of its name with literals by ==, = or
 * `in (...)`, joined by `or`, in parentheses.  What else the language is to
 * have is refused by name.
 */
#ifndef HPO_EXPR_H
#define HPO_EXPR_H
#include <jansson.h>
#include <stddef.h>

#include "die.h"

/* parent == one of allowed. */
struct condition {
	char *parent;
	size_t parent_at; /* byte of the text where it is first named */
	json_t *allowed;  /* array of scalars, no two equal, in order */
	size_t *at;       /* for each of them, the byte of the text */
};

enum { EXPR_DEPTH_MAX = 64 }; /* of parentheses */

/*
 * Read a condition.  Returns 0, or -1 with *e set, *c empty, and e->column the
 * byte of text, from 1.
 */
int expr_condition(const char *text, struct condition *c, struct err *e);
void condition_release(struct condition *c);

/*
 * The order of two scalars, below, at or above 0; 0 exactly if they are equal.
 * Numbers go by value, so that 1 is 1.0, but "1" is not 1.  Of a and b one may
 * be an array or an object: it equals no scalar.
 */
int expr_compare(const json_t *a, const json_t *b);

/*
 * A string, to be freed, that two scalars share exactly if expr_compare() has
 * them equal: for sets of many.
 */
char *expr_key(json_t *value);

#endif
