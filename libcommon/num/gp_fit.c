#include "gp_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "elementary.h"
#include "linalg.h"
#include "minimise.h"
#include "xalloc.h"

enum { FEW_WEIGHTS = 10 }; /* up to which their prior does not scale */

static const double weight_bound = 9; /* of its logarithm, both ways */
static const double scale_low = -7, scale_high = 5;
static const double noise_low = 1e-6;
/* Of ln l: the mean is this and half of the logarithm of their number. */
static const double length_mean = 1.4142135623730951; /* sqrt(2) */
static const double length_variance = 3;

struct gp_fit_state {
	struct gp *gp;
	struct gp_fit how;
	double *slope;   /* n x n, dk/d(r^2) below the diagonal */
	double *inverse; /* n x n */
	double *row;     /* 2 n */
};

struct gp_fit_state *
gp_fit_open(struct gp *gp, const struct gp_fit *how)
{
	struct gp_fit_state *f = xcalloc(1, sizeof(*f));

	f->gp = gp;
	f->how = *how;
	f->slope = xreallocarray(NULL, gp->n * gp->n + 1, sizeof(double));
	f->inverse = xreallocarray(NULL, gp->n * gp->n + 1, sizeof(double));
	f->row = xcalloc(2 * gp->n + 1, sizeof(double));
	return f;
}

void
gp_fit_close(struct gp_fit_state *f)
{
	free(f->slope);
	free(f->inverse);
	free(f->row);
	free(f);
}

/* Of the logarithm of a weight: the prior's part of the objective. */
static double
weight_prior(size_t weights, double log_a, double *slope)
{
	const double a = portable_exp(log_a);
	const double mu = length_mean + portable_log((double)weights) / 2;
	double off;

	if (weights <= FEW_WEIGHTS) {
		*slope += 0.1 * (a - 1 / a);
		return 0.1 * (a + 1 / a);
	}
	/* ln l + (ln l - mu)^2 / (2 variance), where ln l = -ln a / 2 */
	off = -log_a / 2 - mu;
	*slope += -0.5 - off / (2 * length_variance);
	return -log_a / 2 + off * off / (2 * length_variance);
}

static double
prior(const struct gp_fit_state *f, const double *theta, double *gradient)
{
	const size_t d = f->gp->kernel.weights;
	const double s = f->gp->kernel.scale;
	double sum = 0;

	for (size_t j = 0; j < d; j++)
		sum += weight_prior(d, theta[j], &gradient[j]);
	sum += s - theta[d];
	gradient[d] += s - 1;
	if (f->how.noisy) {
		sum += 30 * f->gp->noise - 0.1 * theta[d + 1];
		gradient[d + 1] += 30 * f->gp->noise - 0.1;
	}
	return sum;
}

static void
take_theta(struct gp *gp, const double *theta)
{
	const size_t d = gp->kernel.weights;

	for (size_t j = 0; j < d; j++)
		gp->kernel.weight[j] = portable_exp(theta[j]);
	gp->kernel.scale = portable_exp(theta[d]);
	gp->noise = portable_exp(theta[d + 1]);
}

/* The covariance's factor, and the slopes. */
static bool
factorise(struct gp_fit_state *f)
{
	struct gp *gp = f->gp;

	for (size_t i = 0; i < gp->n; i++) {
		double *row = gp->factor + i * gp->cap;

		kernel_distances(&gp->kernel, gp->x, gp->cap, i,
		    gp->points + i * gp->kernel.columns, row);
		kernel_values(&gp->kernel, row, f->slope + i * gp->n, i);
		row[i] =
		    gp->kernel.scale + gp->noise * gp->share[i] + gp->extra[i];
	}
	return linalg_cholesky(gp->factor, gp->n, gp->cap) == 0;
}

/* alpha and the mean, from the inverse. */
static void
settle(struct gp_fit_state *f)
{
	struct gp *gp = f->gp;
	const size_t n = gp->n;
	double above = 0, below = 0;

	linalg_inverse(gp->factor, n, gp->cap, f->inverse, n);
	for (size_t i = 0; i < n; i++)
		f->row[i] = 1;
	linalg_product(f->inverse, n, n, n, f->row, f->row + n);
	for (size_t i = 0; i < n; i++) {
		above += f->row[n + i] * gp->y[i];
		below += f->row[n + i];
	}
	gp->mean =
	    isnan(f->how.mean) ? below > 0 ? above / below : 0 : f->how.mean;
	for (size_t i = 0; i < n; i++)
		f->row[i] = gp->y[i] - gp->mean;
	linalg_product(f->inverse, n, n, n, f->row, gp->alpha);
}

/* Add what row i says of the slope in each weight: W_ik dk_ik / d ln a. */
static void
add_weights(struct gp_fit_state *f, size_t i, double *gradient)
{
	const struct gp *gp = f->gp;
	const struct kernel *k = &gp->kernel;
	const double *inverse = f->inverse + i * gp->n;
	const double *slope = f->slope + i * gp->n;
	double *w = f->row, *square = f->row + gp->n;

	for (size_t j = 0; j < i; j++)
		w[j] = (gp->alpha[i] * gp->alpha[j] - inverse[j]) * slope[j];
	for (size_t c = 0; c < k->columns; c++) {
		const double *x = gp->x + c * gp->cap;
		const size_t of = k->column[c].weight;

		if (k->column[c].category)
			for (size_t j = 0; j < i; j++)
				square[j] = x[j] == x[i] ? 0 : 1;
		else
			for (size_t j = 0; j < i; j++)
				square[j] = (x[j] - x[i]) * (x[j] - x[i]);
		gradient[of] -= k->weight[of] * linalg_dot(w, square, i);
	}
}

static double
likelihood(struct gp_fit_state *f, double *gradient)
{
	const struct gp *gp = f->gp;
	const size_t d = gp->kernel.weights;
	double log_det = 0, fit = 0, known = 0, noise = 0;

	for (size_t i = 0; i < gp->n; i++) {
		const double w =
		    gp->alpha[i] * gp->alpha[i] - f->inverse[i * gp->n + i];

		log_det += portable_log(gp->factor[i * gp->cap + i]);
		fit += (gp->y[i] - gp->mean) * gp->alpha[i];
		noise += w * gp->noise * gp->share[i];
		known += w * gp->extra[i];
	}
	for (size_t i = 0; i < gp->n; i++)
		add_weights(f, i, gradient);
	/* tr(W K) / 2, but for what is noise */
	gradient[d] -= (fit - (double)gp->n - noise - known) / 2;
	gradient[d + 1] -= noise / 2;
	return log_det + fit / 2;
}

double
gp_fit_objective(void *state, const double *theta, double *gradient)
{
	struct gp_fit_state *f = state;

	take_theta(f->gp, theta);
	memset(gradient, 0, (f->gp->kernel.weights + 2) * sizeof(*gradient));
	if (!factorise(f))
		return INFINITY;
	settle(f);
	return likelihood(f, gradient) + prior(f, theta, gradient);
}

double
gp_fit(struct gp *gp, const struct gp_fit *how)
{
	const size_t d = gp->kernel.weights, n = d + 2;
	struct gp_fit_state *f = gp_fit_open(gp, how);
	double *theta = xcalloc(3 * n + minimise_workspace(n), sizeof(*theta));
	double *low = theta + n, *high = low + n, *work = high + n;
	double least;
	const struct minimise m = {.n = n,
	    .low = low,
	    .high = high,
	    .gradient = 1e-2, /* tighter is no better: Optuna */
	    .decrease = 1e-6,
	    .step = 1,
	    .evaluations = how->evaluations};

	for (size_t j = 0; j < d; j++) {
		theta[j] = portable_log(gp->kernel.weight[j]);
		low[j] = -weight_bound;
		high[j] = weight_bound;
	}
	theta[d] = portable_log(gp->kernel.scale);
	low[d] = scale_low;
	high[d] = scale_high;
	theta[d + 1] = portable_log(gp->noise);
	low[d + 1] = how->noisy ? portable_log(noise_low) : theta[d + 1];
	high[d + 1] = how->noisy ? 0 : theta[d + 1];
	least = minimise(&m, gp_fit_objective, f, theta, work);
	if (least < INFINITY)
		take_theta(gp, theta);
	gp_fit_close(f);
	free(theta);
	return least;
}
