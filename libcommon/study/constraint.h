/*
 * What a study wants of the metrics of its trials: the expressions of
 * subject_to, hpo-space(5).  A trial that has ended and breaks one, which is
 * then false, is infeasible: it is never the best.
 */
#ifndef HPO_CONSTRAINT_H
#define HPO_CONSTRAINT_H
#include <jansson.h>
#include <stddef.h>

#include "expr.h"

struct constraint {
	const char *text; /* borrowed */
	struct expr *expr;
};

struct constraints {
	struct constraint *list;
	size_t n;
};

/* From the array of a canonical header, which outlives them; NULL: none. */
void constraints_init(struct constraints *c, const json_t *texts);
void constraints_release(struct constraints *c);

/*
 * The metric that a name of such an expression stands for: what follows
 * "metrics.", else the name.
 */
const char *constraint_metric(const char *name);

/* The metric of this name that one of them names, borrowed; NULL: none does. */
const char *constraints_name(const struct constraints *c, const char *metric);

/* All metrics that they name, each once: a new array of strings. */
json_t *constraints_metrics(const struct constraints *c);

/*
 * Of n trials in how much they break k constraints in all: c[i * k + j] is what
 * expr_violation() has of trial i and constraint j.  Each that is above 0
 * counts in units of the median of |c| over the trials where it is known, if
 * that is above 0; total[i] is their sum, finite, and above 0 exactly if there
 * is one.  O(k n log n).
 */
void constraints_total(const double *c, size_t n, size_t k, double *total);

#endif
