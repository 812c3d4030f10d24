/* Whether the best trials crowd at a bound, beyond which may be better ones. */
#ifndef HPO_BOUNDS_H
#define HPO_BOUNDS_H
#include <jansson.h>
#include <stddef.h>

#include "space.h"

struct bound {
	int end;       /* -1: the low one, 1: the high one, 0: neither */
	size_t at, of; /* so many of so many that have the parameter */
};

/*
 * How many of n complete trials are the best ones: a tenth, no fewer than 5; 0
 * if these would hardly be better than the others.
 */
size_t bounds_best(size_t n);

/* The chance for bounds_find() at which one warning in 1000 spaces of so many
 * parameters is none. */
double bounds_chance(size_t parameters);

/*
 * Look at numeric parameter i in n params objects: at least 80 % of those that
 * have it lie near the bound, which is within 5 % of its scale, or its first
 * level or last.  Were the values independent, and spread evenly over the scale
 * or as its prior has them, that would happen with less than the given
 * probability.  Nothing is said of two levels, which mean yes and no, nor of
 * bounds that depend on others.  O(n).
 */
struct bound bounds_find(const struct space *space, size_t i,
    json_t *const *params, size_t n, double chance);

/*
 * P(X >= k) of the binomial distribution: n times, each with p, 0 < p < 1; for
 * k up to the mean it is said to be 1.  O(n - k).
 */
double bounds_tail(size_t n, size_t k, double p);

#endif
