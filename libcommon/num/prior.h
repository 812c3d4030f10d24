/*
 * What is believed of a coordinate u in [0, 1] before anything is known of it:
 * a distribution, of which there are density, distribution function and
 * quantiles.  The one without a kind, that of {0}, is uniform.
 *
 * A quantile takes one uniform number to one place, so that sequences which
 * cover the unit cube evenly stay what they are: L. Devroye, "Non-uniform
 * random variate generation" (1986), chapter II.2.
 */
#ifndef HPO_PRIOR_H
#define HPO_PRIOR_H
#include <stddef.h>

#include "spacing.h"

struct prior_kind; /* a row of the table of kinds */

/* What u = 0 and u = 1 stand for, in places on a scale. */
struct prior_axis {
	double low, high;
	enum spacing spacing;
};

/* Steps between n + 1 edges that rise from 0 to 1. */
struct prior_steps {
	size_t n;
	double *edge;  /* n + 1, in u */
	double *below; /* n + 1: the mass below each edge */
};

struct prior {
	const struct prior_kind *kind; /* NULL: uniform */
	double a, b;
	struct prior_axis axis; /* of prior_normal() */
	enum spacing of;
	const struct prior_steps *steps; /* of prior_by_steps(), borrowed */
};

/*
 * The normal distribution with mean a and standard deviation b > 0 of places on
 * the scale `of`, cut to what u in [0, 1] stands for; the mean may be outside.
 * With `of` SPACING_LOG the values have a lognormal distribution.
 */
struct prior prior_normal(
    double a, double b, const struct prior_axis *axis, enum spacing of);

/* How much of such a prior is left by the cut; 0 of one without a kind. */
double prior_uncut(const struct prior *prior);

/* The beta distribution of u; a and b from 0.01 to 10000. */
struct prior prior_beta(double a, double b);

/* The share `below` of the mass, evenly, below u = edge, and the rest above. */
struct prior prior_split(double edge, double below);

/* The share of each step, evenly within. */
struct prior prior_by_steps(const struct prior_steps *steps);

/*
 * Steps in proportion to n weights, not negative and not all 0, or of equal
 * shares; of n equal widths, or between n + 1 edges.  NULL leaves them equal.
 */
struct prior_steps *prior_steps_make(
    size_t n, const double *edge, const double *weight);
void prior_steps_free(struct prior_steps *steps);

/*
 * The logarithm of the density at u, -INFINITY where there is none; 0 of the
 * uniform one.  Next to 0 and 1 it is that at 2^-33 from these.
 */
double prior_log_density(const struct prior *prior, double u);

/* The mass below u, and the u below which there is the mass p. */
double prior_cdf(const struct prior *prior, double u);
double prior_quantile(const struct prior *prior, double p);

/* The mass between low and high, also where it is too little for the above. */
double prior_mass(const struct prior *prior, double low, double high);

#endif
