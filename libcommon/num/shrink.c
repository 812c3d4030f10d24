#include "shrink.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "xalloc.h"

enum { FEWEST = 5 }; /* points, from which a prior can be told */

/* Interquartile range of a normal distribution, in standard deviations. */
static const double quartiles = 1.3489795003921634;
/* Least share of the spread of means that is taken to be that of points. */
static const double least_share = 0.01;
static const double exact = 1e-12; /* variance of what has no error, likewise */

static int
ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The q-quantile of n sorted numbers, linear between them. */
static double
quantile(const double *sorted, size_t n, double q)
{
	const double at = q * (double)(n - 1);
	const size_t i = (size_t)at;
	const double next = sorted[i + 1 < n ? i + 1 : i];

	return sorted[i] + (at - (double)i) * (next - sorted[i]);
}

/* Plain means of the points. */
static void
find_means(const struct shrink_result *r, size_t n, struct shrink_mean *mean,
    size_t points)
{
	for (size_t i = 0; i < points; i++)
		mean[i] = (struct shrink_mean){.sd = NAN};
	for (size_t i = 0; i < n; i++) { /* of equal ones exactly these */
		struct shrink_mean *m = &mean[r[i].point];

		m->mean += (r[i].value - m->mean) / (double)++m->n;
	}
}

/* The variance of a result that does not know its own; 0: not known. */
static double
find_variance(const struct shrink_result *r, size_t n, double sd,
    const struct shrink_mean *mean, size_t points)
{
	double within = 0, told = 0;
	size_t errors = 0;

	if (sd > 0)
		return sd * sd;
	for (size_t i = 0; i < n; i++) {
		const double d = r[i].value - mean[r[i].point].mean;

		within += d * d;
		told += isnan(r[i].sd) ? 0 : r[i].sd * r[i].sd;
		errors += isnan(r[i].sd) ? 0 : 1;
	}
	if (n > points && within > 0)
		return fmin(within / (double)(n - points), DBL_MAX);
	return errors > 0 ? fmin(told / (double)errors, DBL_MAX) : 0;
}

/* The middle and the spread of the means; false if they have none. */
static bool
find_spread(const struct shrink_mean *mean, size_t points, double *middle,
    double *spread)
{
	double *sorted = xcalloc(points, sizeof(*sorted));

	for (size_t i = 0; i < points; i++)
		sorted[i] = mean[i].mean;
	qsort(sorted, points, sizeof(*sorted), ascending);
	*middle = quantile(sorted, points, 0.5);
	*spread =
	    (quantile(sorted, points, 0.75) - quantile(sorted, points, 0.25)) /
	    quartiles;
	if (!(*spread > 0)) /* most are equal */
		*spread = (sorted[points - 1] - sorted[0]) / 2;
	free(sorted);
	return *spread > 0 && *spread <= DBL_MAX;
}

/* The median of the variances of means, in units of the spread. */
static double
middle_variance(const double *precision, size_t points)
{
	double *sorted = xcalloc(points, sizeof(*sorted));
	double middle;

	for (size_t i = 0; i < points; i++)
		sorted[i] = 1 / precision[i];
	qsort(sorted, points, sizeof(*sorted), ascending);
	middle = quantile(sorted, points, 0.5);
	free(sorted);
	return middle;
}

/* Posterior means; weight has two numbers of room for each point. */
static void
draw(const struct shrink_result *r, size_t n, double variance,
    struct shrink_mean *mean, size_t points, double *weight)
{
	double *precision = weight, *sum = weight + points;
	double middle = 0, spread = 1, prior = 0;

	if (!find_spread(mean, points, &middle, &spread))
		return;
	for (size_t i = 0; i < n; i++) { /* in units of the spread */
		const double own =
		    isnan(r[i].sd) ? variance : r[i].sd * r[i].sd;
		const double w =
		    fmax(1 / fmax(own / spread / spread, exact), DBL_MIN);

		precision[r[i].point] += w;
		sum[r[i].point] += w * ((r[i].value - middle) / spread);
	}
	if (points >= FEWEST)
		prior = 1 / fmax(1 - middle_variance(precision, points),
				least_share);
	for (size_t i = 0; i < points; i++) {
		const double all = prior + precision[i];

		mean[i].mean = middle + spread * (sum[i] / all);
		mean[i].sd = spread / sqrt(all);
	}
}

void
shrink(const struct shrink_result *results, size_t n, double sd,
    struct shrink_mean *mean, size_t points)
{
	double variance;
	double *weight;

	find_means(results, n, mean, points);
	variance = find_variance(results, n, sd, mean, points);
	if (variance == 0 || points == 0)
		return;
	weight = xcalloc(2 * points + 1, sizeof(*weight));
	draw(results, n, variance, mean, points, weight);
	free(weight);
}
