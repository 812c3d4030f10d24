/*
 * The normal distribution, whole and cut off at both ends.  This and dist.c are
 * the only files that know GSL's distributions.
 *
 * Z stands for a standard normal variable, Phi for its distribution function.
 */
#ifndef HPO_DIST_H
#define HPO_DIST_H

extern const double dist_peak; /* the density at 0, 1 / sqrt(2 pi) */

/* Phi(z), to a few units in the last place also in the lower tail. */
double dist_cdf(double z);

/*
 * The z with Phi(z) = p, for p in (0, 1): M. J. Wichura, "Algorithm AS 241: the
 * percentage points of the normal distribution", Appl. Stat. 37 (1988).
 */
double dist_quantile(double p);

/* A probability exp(log) factor, of which products take no logarithm. */
struct dist_mass {
	double log, factor;
};

/*
 * P(|Z - middle| < width / 2), to about 1e-12 however narrow that is; where it
 * is not, up to 37 away from 0: beyond, the factor may vanish.
 */
struct dist_mass dist_mass(double middle, double width);

/* A normal distribution with this mean and deviation, cut to [low, high]. */
struct truncated {
	double mu, sigma;
	double low, high; /* low <= mu <= high */
};

/* P(low < mu + sigma Z < high), what density and mass are divided by. */
double dist_normaliser(const struct truncated *t);

/* The value below which the share u of the mass lies, u in [0, 1). */
double dist_sample(const struct truncated *t, double u);

#endif
