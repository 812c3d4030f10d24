/*
 * The good trials of a history, and the others: what the tree-structured Parzen
 * estimator has a density of each of.
 */
#ifndef HPO_SPLIT_H
#define HPO_SPLIT_H
#include <stddef.h>

#include "evidence.h"

/* Indices into the evidence, ascending. */
struct split {
	size_t *good, ngood; /* the best of those that have ended */
	size_t *bad, nbad;   /* the rest of them, failed and pending ones */
	double limit;        /* the best value that is not good; NAN: none */
};

enum { GOOD_MAX = 25 }; /* trials: hyperopt, Optuna, and Watanabe 2023 */

/*
 * Complete trials go by value; pruned ones follow, by the step that they came
 * to, then by value; then infeasible ones, by how much they break constraints,
 * so that they are good only where the others are too few; ties by seq and
 * number.  Of these n the best ceil(gamma n), but no more than GOOD_MAX, are
 * good.  O(n log n).
 */
void split_init(struct split *s, const struct evidence *ev, double gamma);
void split_release(struct split *s);

#endif
