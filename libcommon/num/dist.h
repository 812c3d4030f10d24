/*
 * The normal distribution, whole and cut off at both ends, and the beta one.
 * This, dist.c and dist_beta.c are the only files that know GSL's
 * distributions.
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

/*
 * ln P(a < Z < b), a < b, one of which may be infinite: also where the mass is
 * too little for a double, to about 1e-9 there.
 */
double dist_log_mass(double a, double b);

/*
 * The z below which there is the share p in [0, 1] of what is between a and b.
 * Beyond 30, and where the width is below 1e-4, the density is taken to be
 * exponential in between.
 */
double dist_between(double a, double b, double p);

/*
 * The beta distribution of x in [0, 1], its parameters from 0.01 to 10000: the
 * mass below x, to about 1e-12, and the x below which there is the mass p, to
 * about 1e-15 or what the former allows.
 */
double dist_beta_cdf(double a, double b, double x);
double dist_beta_quantile(double a, double b, double p);

#endif
