/* Whether numbers may be of a distribution: alpha is 1e-6, for fixed seeds. */
#ifndef HPO_CHANCE_TEST_H
#define HPO_CHANCE_TEST_H
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const double chance_alpha = 1e-6;

static inline int
chance_compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov: n numbers, which are sorted, and all between 0 and 1.
 */
static inline bool
are_uniform(double *p, size_t n)
{
	double distance = 0;

	qsort(p, n, sizeof(*p), chance_compare);
	for (size_t i = 0; i < n; i++)
		distance =
		    fmax(distance, fmax((double)(i + 1) / (double)n - p[i],
				       p[i] - (double)i / (double)n));
	return distance * sqrt((double)n) < sqrt(-log(chance_alpha / 2) / 2);
}

#endif
