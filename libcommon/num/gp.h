/*
 * A Gaussian process over numbers and categories: C. E. Rasmussen, C. K. I.
 * Williams, "Gaussian processes for machine learning" (2006), chapters 2 and
 * 5.  The mean is one number, found by generalised least squares (equation
 * 2.44 with h = 1); the covariance is that of kernel.h.
 *
 * A result's variance is noise * share + extra: share is 1 / r of a mean of r
 * repeats, extra what is known of its own.
 */
#ifndef HPO_GP_H
#define HPO_GP_H
#include <stdbool.h>
#include <stddef.h>

#include "kernel.h"

struct gp {
	struct kernel kernel; /* owns its weights */
	double noise;
	double mean;
	size_t n, cap;  /* results, and points to come there is room for */
	size_t pending; /* of these, that have no result yet */
	double *x;      /* by column, ld = cap */
	double *points; /* cap x columns */
	double *y;
	double *share, *extra;
	double *factor; /* cap x cap, of all n + pending points */
	double *alpha;  /* K^-1 (y - mean), n */
	double jitter;  /* what the diagonal was raised by; mostly 0 */
};

/*
 * An empty one, with room for cap points and defaults: weights and scale 1,
 * noise 1e-6.  column is borrowed.
 */
void gp_init(struct gp *gp, const struct kernel_column *column, size_t columns,
    size_t weights, size_t cap);
void gp_release(struct gp *gp);

/* Add a result. */
void gp_add(
    struct gp *gp, const double *point, double y, double share, double extra);

/*
 * Factor the covariance of the results, find mean and alpha.  If it is not
 * positive definite, the diagonal is raised by 1e-8 of its mean, then by ten
 * times more, up to 1e-3.  fixed: use this mean, unless NAN.  O(n^3).
 */
void gp_condition(struct gp *gp, double fixed);

/*
 * Add a point that is being evaluated, to a process that is conditioned: what
 * it is worth is awaited, without the noise of a result.
 */
void gp_await(struct gp *gp, const double *point);

/* Points to look at, m of them, by column. */
struct gp_places {
	const double *x;
	size_t ld, m;
};

/*
 * What is known at some places: the columns of v (n + pending rows, m columns)
 * become L^-1 k, mean and variance (at least 1e-12) those given all points, the
 * pending ones at what is expected of them.  O(m n^2).
 */
void gp_predict(const struct gp *gp, const struct gp_places *at, double *v,
    double *mean, double *variance);

/* Doubles that gp_predict() needs at v. */
size_t gp_predict_size(const struct gp *gp, size_t m);

#endif
