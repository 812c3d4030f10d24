/*
 * The least value of a smooth function of n numbers within bounds, near to
 * where one starts: a quasi-Newton method along projected directions.
 *
 * J. Nocedal, S. J. Wright, "Numerical optimization", 2nd ed. (2006): BFGS
 * (6.17) with the first scale (6.20) up to 60 numbers, above that L-BFGS,
 * algorithm 7.4, with 10 pairs; D. P. Bertsekas, "Projected Newton methods for
 * optimization problems with simple constraints", SIAM J. Control Optim. 20
 * (1982): what is at a bound and pushed outwards rests; the others move along
 * the projected direction until the decrease is Armijo's.  Deviations: bounds
 * that are near but not reached do not count as reached, which may cost a start
 * with steepest descent, and of what rests nothing is learnt about curvature.
 */
#ifndef HPO_MINIMISE_H
#define HPO_MINIMISE_H
#include <stddef.h>

/*
 * f(x), and its gradient.  INFINITY, or NAN: the function does not exist here,
 * and neither does the gradient.
 */
typedef double minimise_function(void *arg, const double *x, double *gradient);

struct minimise {
	size_t n;
	const double *low, *high;
	double gradient; /* stop if none that may move has more than this */
	double decrease; /* or if a step gains less than this share of |f| */
	double step;     /* no number moves further in the first step */
	int evaluations; /* of f at most; one is always made */
};

/* How many doubles of workspace n numbers take, or fewer numbers. */
size_t minimise_workspace(size_t n);

/*
 * From x, which is moved into the bounds first, to the result, in place;
 * returns f there.  That is never above f at the start; INFINITY if that is
 * nowhere, x being the start then.  The search is deterministic, and allocates
 * nothing.  O(n^2), or O(n) above 60 numbers, for each evaluation.
 */
double minimise(const struct minimise *m, minimise_function *f, void *arg,
    double *x, double *work);

#endif
