/*
 * An expression over the parameters of a space: a condition, a bound, a rule.
 * Its values come from rows (point.h), or from boxes of them.
 */
#ifndef HPO_FORMULA_H
#define HPO_FORMULA_H
#include <stdbool.h>
#include <stddef.h>

#include "expr.h"

struct space;

struct formula {
	const char *text; /* borrowed, or the same as own */
	char *own;
	struct expr *expr;
	size_t *params; /* by name of expr: index in the space */
	size_t n;
};

/*
 * A set of rows: numbers of each parameter from low to high, both included, if
 * it is active.
 */
struct box {
	double *low, *high;      /* by parameter, as in rows */
	bool *active, *inactive; /* whether it may be */
};

/*
 * Read text, all of whose names the space has.  O(length log n).  Returns NULL
 * if it is no expression over the space: the text was not checked.
 */
struct formula *formula_make(const char *text, const struct space *space);
void formula_free(struct formula *f);

/*
 * The same of a text that is taken over, in which e0, e1, ... are parameter
 * first and those behind it.
 */
struct formula *formula_make_own(char *text, size_t first);

/* Its truth, or its number (NAN: none), at a row.  Allocates nothing. */
enum expr_truth formula_test(
    const struct formula *f, const struct space *space, const double *row);
double formula_number(
    const struct formula *f, const struct space *space, const double *row);

/* What it may be over a box: bits as of expr_may(); an interval of numbers. */
unsigned formula_may(
    const struct formula *f, const struct space *space, const struct box *box);
struct expr_span formula_span(
    const struct formula *f, const struct space *space, const struct box *box);

/* Whether parameter i is named in it. */
bool formula_names(const struct formula *f, size_t i);

#endif
