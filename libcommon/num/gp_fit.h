/*
 * The weights, the scale and the noise of a Gaussian process that are most
 * probable given its results (maximum a posteriori).
 *
 * C. E. Rasmussen, C. K. I. Williams, "Gaussian processes for machine
 * learning" (2006), equations 5.8 and 5.9.  Priors: of each weight a, up to
 * ten of them, exp(-0.1 (a + 1 / a)), which Optuna has; of more, the lognormal
 * one of lengths l = a^(-1/2), which grow with the square root of their number
 * (C. Hvarfner, E. O. Hellsten, L. Nardi, "Vanilla Bayesian optimization
 * performs great in high dimensions", ICML 2024); of the scale Gamma(2, 1) and
 * of the noise Gamma(1.1, 30), for results of variance 1.
 */
#ifndef HPO_GP_FIT_H
#define HPO_GP_FIT_H
#include "gp.h"

struct gp_fit {
	bool noisy;      /* find the noise; else it stays as it is */
	int evaluations; /* of the likelihood, at most */
	double mean;     /* as of gp_condition() */
};

/*
 * Find them from where they are.  Returns the objective there.
 * O(evaluations (n^3 + n^2 columns)).
 */
double gp_fit(struct gp *gp, const struct gp_fit *how);

/*
 * The negative logarithm of the posterior density but for a constant, at the
 * logarithms of the weights, scale and noise; and its gradient there.
 * INFINITY if the covariance is not positive definite.
 */
struct gp_fit_state; /* the workspace */
struct gp_fit_state *gp_fit_open(struct gp *gp, const struct gp_fit *how);
double gp_fit_objective(void *state, const double *theta, double *gradient);
void gp_fit_close(struct gp_fit_state *state);

#endif
