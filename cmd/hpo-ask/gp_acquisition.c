#include "gp_acquisition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition.h"
#include "dist.h"
#include "elementary.h"
#include "linalg.h"
#include "sobol.h"
#include "xalloc.h"

enum {
	DRAWS = 32,       /* of pending points */
	PENDING_MAX = 16, /* above, only what is expected of them */
	BLOCK = 128,      /* points at a time */
};

static const double success_least = 0.05;
static const double variance_least = 1e-12;

/* Standard normal numbers for the pending points of each draw. */
static void
draw_tails(struct acquisition *a, uint64_t seed)
{
	const size_t w = a->gp->pending;

	if (a->draws == 1)
		return; /* zeros: at what is expected of them */
	for (size_t s = 0; s < a->draws; s++) {
		double *tail = a->tail + s * w;

		sobol_point(seed, (uint32_t)s, w, tail);
		for (size_t i = 0; i < w; i++)
			tail[i] = dist_quantile(tail[i]);
	}
}

/* The least of the values that pending points have in a draw, or best. */
static double
best_of_draw(const struct gp *gp, const double *z, double best)
{
	for (size_t i = gp->n; i < gp->n + gp->pending; i++)
		best = fmin(best,
		    gp->mean + linalg_dot(gp->factor + i * gp->cap, z, i + 1));
	return best;
}

void
acquisition_init(struct acquisition *a, const struct gp *gp,
    const struct gp *success, double best, uint64_t seed)
{
	const size_t w = gp->pending, all = gp->n + w;

	*a = (struct acquisition){.gp = gp, .success = success};
	a->crowded = w > PENDING_MAX;
	a->draws = w > 0 && !a->crowded ? DRAWS : 1;
	a->tail = xcalloc(a->draws * w + 1, sizeof(double));
	a->alpha = xcalloc(a->draws * all + 1, sizeof(double));
	a->best = xcalloc(a->draws, sizeof(double));
	a->work =
	    xcalloc((all + (success ? success->n : 0)) * BLOCK +
			6 * (all + gp->kernel.columns) + (size_t)4 * BLOCK + 1,
		sizeof(double));
	draw_tails(a, seed);
	for (size_t i = 0; i < gp->n; i++)
		a->work[i] = gp->y[i] - gp->mean;
	linalg_solve_lower(gp->factor, gp->n, gp->cap, a->work, 1, 1);
	for (size_t s = 0; s < a->draws; s++) {
		double *z = a->alpha + s * all;

		memcpy(z, a->work, gp->n * sizeof(*z));
		memcpy(z + gp->n, a->tail + s * w, w * sizeof(*z));
		a->best[s] = best_of_draw(gp, z, best);
		linalg_solve_upper(gp->factor, all, gp->cap, z, 1, 1);
	}
}

void
acquisition_release(struct acquisition *a)
{
	free(a->tail);
	free(a->alpha);
	free(a->best);
	free(a->work);
	*a = (struct acquisition){0};
}

/*
 * ln of the mean over draws of h(z_s); share: of each draw in it, times its
 * slope in z.
 */
static double
log_mean(const struct acquisition *a, const double *z, double *share)
{
	double h[DRAWS], slope[DRAWS];
	double most = -INFINITY, sum = 0;

	for (size_t s = 0; s < a->draws; s++) {
		h[s] = log_improvement(z[s], &slope[s]);
		most = fmax(most, h[s]);
	}
	for (size_t s = 0; s < a->draws; s++)
		sum += h[s] = portable_exp(h[s] - most);
	for (size_t s = 0; share && s < a->draws; s++)
		share[s] = h[s] / sum * slope[s];
	return most + portable_log(sum / (double)a->draws);
}

/* What the labels say of success: its logarithm, and the slope in mean / sd. */
static double
log_success(double mean, double sd, double *slope)
{
	const double t = mean / sd;
	const double p = dist_cdf(t);

	*slope =
	    p > success_least ? dist_peak * portable_exp(-t * t / 2) / p : 0;
	return portable_log(fmax(p, success_least));
}

/* Of the variance that results leave: what pending points leave of it, too. */
static double
log_share_left(const double *end, size_t ld, size_t w, double variance)
{
	double told = 0;

	for (size_t i = 0; i < w; i++)
		told += end[i * ld] * end[i * ld];
	return portable_log(variance / (variance + told));
}

/* A block of at most BLOCK points. */
static void
block(const struct acquisition *a, const double *x, size_t ld, size_t m,
    double *value)
{
	const struct gp *gp = a->gp;
	const size_t w = gp->pending;
	double *mean = a->work, *variance = mean + BLOCK, *v = variance + BLOCK;
	const double *end = v + gp->n * m;

	gp_predict(gp, &(struct gp_places){x, ld, m}, v, mean, variance);
	for (size_t j = 0; j < m; j++) {
		const double sd = sqrt(variance[j]);
		double z[DRAWS];

		for (size_t s = 0; s < a->draws; s++) {
			double at = mean[j];

			for (size_t i = 0; i < w; i++)
				at += end[i * m + j] * a->tail[s * w + i];
			z[s] = (a->best[s] - at) / sd;
		}
		value[j] = log_mean(a, z, NULL) + portable_log(sd);
		if (a->crowded)
			value[j] += log_share_left(end + j, m, w, variance[j]);
	}
	if (!a->success)
		return;
	gp_predict(
	    a->success, &(struct gp_places){x, ld, m}, v, mean, variance);
	for (size_t j = 0; j < m; j++) {
		double slope;

		value[j] += log_success(mean[j], sqrt(variance[j]), &slope);
	}
}

void
acquisition_many(const struct acquisition *a, const double *x, size_t ld,
    size_t m, double *value)
{
	for (size_t from = 0; from < m; from += BLOCK)
		block(a, x + from, ld, m - from < BLOCK ? m - from : BLOCK,
		    value + from);
}

/* A process at one point. */
struct look {
	double *k;      /* covariances with all points */
	double *slope;  /* dk / d(r^2) */
	double *solved; /* K^-1 k */
	double *alone;  /* the same of results alone */
	double variance;
	double variance_alone;
};

/* The variance that n points leave. */
static double
left_of(const struct gp *gp, const double *v, size_t n)
{
	return fmax(variance_least, gp->kernel.scale - linalg_dot(v, v, n));
}

static void
look_at(const struct gp *gp, const double *point, struct look *to)
{
	const size_t all = gp->n + gp->pending;

	kernel_distances(&gp->kernel, gp->x, gp->cap, all, point, to->k);
	kernel_values(&gp->kernel, to->k, to->slope, all);
	memcpy(to->solved, to->k, all * sizeof(*to->k));
	linalg_solve_lower(gp->factor, all, gp->cap, to->solved, 1, 1);
	memcpy(to->alone, to->solved, gp->n * sizeof(*to->alone));
	to->variance = left_of(gp, to->solved, all);
	to->variance_alone = left_of(gp, to->alone, gp->n);
	linalg_solve_upper(gp->factor, all, gp->cap, to->solved, 1, 1);
}

/*
 * Add to the gradient that of a sum over points of factor[i] k_i, factor being
 * of n points.
 */
static void
add_gradient(const struct gp *gp, const double *point, const struct look *at,
    double *factor, size_t n, double *gradient)
{
	const struct kernel *k = &gp->kernel;

	for (size_t i = 0; i < n; i++)
		factor[i] *= at->slope[i];
	for (size_t c = 0; c < k->columns; c++) {
		const double *x = gp->x + c * gp->cap;
		double sum = 0;

		if (k->column[c].category)
			continue;
		for (size_t i = 0; i < n; i++)
			sum += factor[i] * (point[c] - x[i]);
		gradient[c] += 2 * k->weight[k->column[c].weight] * sum;
	}
}

static struct look
look_place(double *work, size_t n)
{
	return (struct look){.k = work,
	    .slope = work + n,
	    .solved = work + 2 * n,
	    .alone = work + 3 * n};
}

static double
success_at(const struct acquisition *a, const double *point, double *gradient)
{
	const struct gp *gp = a->success;
	struct look at = look_place(a->work, gp->n);
	double *factor = a->work + 4 * gp->n;
	double mean, sd, slope, value;

	look_at(gp, point, &at);
	mean = gp->mean + linalg_dot(gp->alpha, at.k, gp->n);
	sd = sqrt(at.variance);
	value = log_success(mean, sd, &slope);
	/* d(mean / sd) = dmean / sd - mean / (2 sd^3) dvariance */
	for (size_t i = 0; i < gp->n; i++)
		factor[i] = slope * (gp->alpha[i] / sd +
					mean / (sd * sd * sd) * at.solved[i]);
	add_gradient(gp, point, &at, factor, gp->n, gradient);
	return value;
}

/* The same as log_share_left(), and what it adds to the factors. */
static double
share_left_at(const struct gp *gp, struct look *at, double *factor)
{
	linalg_solve_upper(gp->factor, gp->n, gp->cap, at->alone, 1, 1);
	for (size_t i = 0; i < gp->n; i++)
		factor[i] += 2 * at->alone[i] / at->variance_alone;
	for (size_t i = 0; i < gp->n + gp->pending; i++)
		factor[i] -= 2 * at->solved[i] / at->variance;
	return portable_log(at->variance / at->variance_alone);
}

double
acquisition_at(
    const struct acquisition *a, const double *point, double *gradient)
{
	const struct gp *gp = a->gp;
	const size_t all = gp->n + gp->pending;
	struct look at = look_place(a->work, all);
	double *factor = a->work + 4 * all;
	double z[DRAWS], share[DRAWS];
	double sd, value, by_sd = 1;

	memset(gradient, 0, gp->kernel.columns * sizeof(*gradient));
	look_at(gp, point, &at);
	sd = sqrt(at.variance);
	for (size_t s = 0; s < a->draws; s++) {
		const double mean =
		    gp->mean + linalg_dot(a->alpha + s * all, at.k, all);

		z[s] = (a->best[s] - mean) / sd;
	}
	value = log_mean(a, z, share) + portable_log(sd);
	/* d = sum share (-dmean / sd - z dsd / sd) + dsd / sd */
	for (size_t s = 0; s < a->draws; s++)
		by_sd -= share[s] * z[s];
	for (size_t i = 0; i < all; i++) /* dvariance = -2 K^-1 k dk */
		factor[i] = -by_sd / at.variance * at.solved[i];
	for (size_t s = 0; s < a->draws; s++)
		for (size_t i = 0; i < all; i++)
			factor[i] -= share[s] / sd * a->alpha[s * all + i];
	if (a->crowded)
		value += share_left_at(gp, &at, factor);
	add_gradient(gp, point, &at, factor, all, gradient);
	return a->success ? value + success_at(a, point, gradient) : value;
}
