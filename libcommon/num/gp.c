#include "gp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linalg.h"
#include "xalloc.h"

static const double variance_least = 1e-12;
static const double jitter_first = 1e-8;
static const double awaited_noise = 1e-6; /* of the scale */

enum { JITTERS = 6 };

void
gp_init(struct gp *gp, const struct kernel_column *column, size_t columns,
    size_t weights, size_t cap)
{
	*gp = (struct gp){.noise = 1e-6, .cap = cap > 0 ? cap : 1};
	gp->kernel = (struct kernel){.column = column,
	    .columns = columns,
	    .weights = weights,
	    .weight = xcalloc(weights + 1, sizeof(double)),
	    .scale = 1};
	for (size_t j = 0; j < weights; j++)
		gp->kernel.weight[j] = 1;
	cap = gp->cap;
	gp->x = xcalloc(cap * (columns + 1), sizeof(double));
	gp->points = xcalloc(cap * (columns + 1), sizeof(double));
	gp->y = xcalloc(cap, sizeof(double));
	gp->share = xcalloc(cap, sizeof(double));
	gp->extra = xcalloc(cap, sizeof(double));
	gp->factor = xreallocarray(NULL, cap * cap, sizeof(double));
	gp->alpha = xcalloc(cap, sizeof(double));
}

void
gp_release(struct gp *gp)
{
	free(gp->kernel.weight);
	free(gp->x);
	free(gp->points);
	free(gp->y);
	free(gp->share);
	free(gp->extra);
	free(gp->factor);
	free(gp->alpha);
	*gp = (struct gp){0};
}

/* Put a point behind the others, which has index i. */
static void
store(struct gp *gp, size_t i, const double *point)
{
	const size_t columns = gp->kernel.columns;

	memcpy(gp->points + i * columns, point, columns * sizeof(*point));
	for (size_t c = 0; c < columns; c++)
		gp->x[c * gp->cap + i] = point[c];
}

void
gp_add(struct gp *gp, const double *point, double y, double share, double extra)
{
	store(gp, gp->n, point);
	gp->y[gp->n] = y;
	gp->share[gp->n] = share;
	gp->extra[gp->n] = extra;
	gp->n++;
}

/* Row i of the covariance, up to the diagonal, raised by jitter. */
static void
fill_row(const struct gp *gp, size_t i, double variance)
{
	double *row = gp->factor + i * gp->cap;

	kernel_distances(&gp->kernel, gp->x, gp->cap, i,
	    gp->points + i * gp->kernel.columns, row);
	kernel_values(&gp->kernel, row, NULL, i);
	row[i] = gp->kernel.scale + variance;
}

static bool
factorise(struct gp *gp)
{
	for (size_t i = 0; i < gp->n; i++)
		fill_row(gp, i,
		    gp->noise * gp->share[i] + gp->extra[i] + gp->jitter);
	return linalg_cholesky(gp->factor, gp->n, gp->cap) == 0;
}

/* (1' K^-1 y) / (1' K^-1 1) */
static double
least_squares_mean(const struct gp *gp)
{
	double *ones = gp->alpha; /* is written to later */
	double above = 0, below = 0;

	for (size_t i = 0; i < gp->n; i++)
		ones[i] = 1;
	linalg_solve_lower(gp->factor, gp->n, gp->cap, ones, 1, 1);
	linalg_solve_upper(gp->factor, gp->n, gp->cap, ones, 1, 1);
	for (size_t i = 0; i < gp->n; i++) {
		above += ones[i] * gp->y[i];
		below += ones[i];
	}
	return below > 0 ? above / below : 0;
}

void
gp_condition(struct gp *gp, double fixed)
{
	gp->jitter = 0;
	gp->pending = 0;
	for (int k = 0; !factorise(gp) && k < JITTERS; k++)
		gp->jitter =
		    (gp->kernel.scale + gp->noise) * jitter_first * pow(10, k);
	gp->mean = isnan(fixed) ? least_squares_mean(gp) : fixed;
	for (size_t i = 0; i < gp->n; i++)
		gp->alpha[i] = gp->y[i] - gp->mean;
	linalg_solve_lower(gp->factor, gp->n, gp->cap, gp->alpha, 1, 1);
	linalg_solve_upper(gp->factor, gp->n, gp->cap, gp->alpha, 1, 1);
}

void
gp_await(struct gp *gp, const double *point)
{
	const size_t i = gp->n + gp->pending;
	double jitter =
	    fmin(gp->noise, awaited_noise * gp->kernel.scale) + gp->jitter;

	store(gp, i, point);
	fill_row(gp, i, jitter);
	while (linalg_cholesky_extend(gp->factor, i, i + 1, gp->cap) != 0) {
		jitter = fmax(10 * jitter, jitter_first);
		fill_row(gp, i, jitter);
	}
	gp->pending++;
}

size_t
gp_predict_size(const struct gp *gp, size_t m)
{
	return (gp->n + gp->pending) * m;
}

void
gp_predict(const struct gp *gp, const struct gp_places *at, double *v,
    double *mean, double *variance)
{
	const size_t m = at->m;
	const size_t all = gp->n + gp->pending;
	const size_t columns = gp->kernel.columns;

	for (size_t j = 0; j < m; j++) {
		mean[j] = gp->mean;
		variance[j] = gp->kernel.scale;
	}
	for (size_t i = 0; i < all; i++)
		kernel_distances(&gp->kernel, at->x, at->ld, m,
		    gp->points + i * columns, v + i * m);
	kernel_values(&gp->kernel, v, NULL, all * m);
	for (size_t i = 0; i < gp->n; i++)
		for (size_t j = 0; j < m; j++)
			mean[j] += gp->alpha[i] * v[i * m + j];
	linalg_solve_lower(gp->factor, all, gp->cap, v, m, m);
	for (size_t i = 0; i < all; i++)
		for (size_t j = 0; j < m; j++)
			variance[j] -= v[i * m + j] * v[i * m + j];
	for (size_t j = 0; j < m; j++)
		variance[j] = fmax(variance[j], variance_least);
}
