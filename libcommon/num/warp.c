#include "warp.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "elementary.h"
#include "xalloc.h"

enum { FEWEST = 5 };

static const double skew = 3;

/* Differences of values are taken of their halves, which do not overflow. */
static double
half_difference(double a, double b)
{
	return a / 2 - b / 2;
}

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double *
sorted_copy(const double *y, size_t n)
{
	double *sorted = xcalloc(n, sizeof(*sorted));

	memcpy(sorted, y, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare);
	return sorted;
}

static double
median_of(const double *sorted, size_t n)
{
	return sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2;
}

/* Keep one of each; how many these are. */
static size_t
keep_distinct(double *sorted, size_t n)
{
	size_t kept = 1;

	for (size_t i = 1; i < n; i++)
		if (sorted[i] > sorted[kept - 1])
			sorted[kept++] = sorted[i];
	return kept;
}

/* The root of the mean square of the halved distances of n values to one. */
static double
half_spread(const double *y, size_t n, double from)
{
	double most = 0, sum = 0;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, fabs(half_difference(y[i], from)));
	for (size_t i = 0; i < n && most > 0; i++) {
		const double part = half_difference(y[i], from) / most;

		sum += part * part;
	}
	return n > 0 ? most * sqrt(sum / (double)n) : 0;
}

/* How many of n sorted values are below x, or with `equal` are x or below. */
static size_t
count_below(const double *sorted, size_t n, double x, bool equal)
{
	size_t low = 0;

	while (low < n) {
		const size_t middle = low + (n - low) / 2;

		if (sorted[middle] < x || (equal && sorted[middle] == x))
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

void
warp_half_rank(double *y, size_t n)
{
	double *sorted, median, half, worse;
	size_t distinct, good;

	if (n == 0)
		return;
	sorted = sorted_copy(y, n);
	median = median_of(sorted, n);
	distinct = keep_distinct(sorted, n);
	good = count_below(sorted, distinct, median, true);
	half = half_spread(sorted, good, median);
	if (half == 0)
		half = half_spread(sorted, distinct, median);
	worse = (double)(distinct - good);
	if (good > 0 && sorted[good - 1] == median)
		worse += 0.5;
	for (size_t i = 0; i < n; i++) {
		const size_t below = count_below(sorted, distinct, y[i], false);
		const double rank = (double)(distinct - below);

		if (y[i] > median)
			y[i] = median -
			       2 * half *
				   dist_quantile(0.5 * (rank - 0.5) / worse);
	}
	free(sorted);
}

/* The least and the greatest of n >= 1 values. */
static void
extremes(const double *y, size_t n, double *least, double *most)
{
	*least = *most = y[0];
	for (size_t i = 1; i < n; i++) {
		*least = fmin(*least, y[i]);
		*most = fmax(*most, y[i]);
	}
}

void
warp_stretch(double *y, size_t n)
{
	const double log_stretch = .40546510810816438198; /* ln 1.5 */
	double least, most;

	if (n == 0)
		return;
	extremes(y, n, &least, &most);
	for (size_t i = 0; i < n; i++) {
		const double t = least < most ? half_difference(y[i], least) /
						    half_difference(most, least)
					      : 0;

		y[i] = least < most
			   ? portable_log(1 + 0.5 * t) / log_stretch - 0.5
			   : 0;
	}
}

/* Whether the bad values are so far off that they hide the good ones. */
static bool
is_skewed(const double *y, size_t n)
{
	double *sorted = sorted_copy(y, n);
	const double median = median_of(sorted, n);
	const bool skewed = half_difference(sorted[n - 1], median) >
			    skew * half_difference(median, sorted[0]);

	free(sorted);
	return skewed;
}

bool
warp_values(double *y, size_t n)
{
	if (n < FEWEST || !is_skewed(y, n))
		return false;
	warp_half_rank(y, n);
	warp_stretch(y, n);
	return true;
}

double
warp_failure(const double *y, size_t n)
{
	double least, most;

	extremes(y, n, &least, &most);
	if (least == most)
		return fmin(most + fmax(fabs(most), 1), DBL_MAX);
	return fmin(most + half_difference(most, least), DBL_MAX);
}

/* All is done with u in [0, 1]: y = least + 2 half u. */
void
standardise(double *y, size_t n, double *mean, double *sd)
{
	double least = 0, most = 0, half, sum = 0, square = 0, middle, spread;

	if (n > 0)
		extremes(y, n, &least, &most);
	*mean = least;
	*sd = 1;
	half = half_difference(most, least);
	for (size_t i = 0; i < n; i++) {
		y[i] = half > 0 ? half_difference(y[i], least) / half : 0;
		sum += y[i];
	}
	if (!(half > 0))
		return;
	middle = sum / (double)n;
	for (size_t i = 0; i < n; i++) {
		y[i] -= middle;
		square += y[i] * y[i];
	}
	spread = sqrt(square / (double)n);
	for (size_t i = 0; i < n; i++)
		y[i] /= spread;
	*mean = 2 * (least / 2 + half * middle);
	*sd = half * (2 * spread);
}
