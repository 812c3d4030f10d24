#include "dist.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_erf.h>
#include <math.h>

static const double log_sqrt_2pi = 0.91893853320467274178;

/* Below it erfc(-z / sqrt(2)) loses digits to underflow. */
static const double tail = -35;

/* A ratio of e^(-80/2) is below what a double shows. */
static const double nothing = 80;

double
dist_cdf(double z)
{
	return z > 9 ? 1 : erfc(-z * M_SQRT1_2) / 2;
}

double
dist_quantile(double p)
{
	return gsl_cdf_ugaussian_Pinv(p);
}

/* ln Phi(z), z in the tail. */
static double
log_tail(double z)
{
	return gsl_sf_log_erfc(-z * M_SQRT1_2) - M_LN2;
}

/*
 * The mass of a narrow interval by Taylor's series of the density about the
 * middle m: phi(m) width (1 + (m^2 - 1) width^2 / 24 + ...).  The next term is
 * below (m width)^4 / 1920, so it is for m width up to 1e-2.
 */
static double
log_narrow(double m, double width)
{
	return -m * m / 2 - log_sqrt_2pi + log(width) +
	       log1p((m * m - 1) * width * width / 24);
}

/* ln P(a < Z < b), the middle not being above 0. */
static double
log_lower(double a, double b)
{
	if (b < tail)
		return log_tail(b) + log1p(-exp(log_tail(a) - log_tail(b)));
	if (a * a > nothing + (b < 0 ? b * b : 0))
		return log(dist_cdf(b));
	return log(dist_cdf(b) - dist_cdf(a));
}

double
dist_log_mass(double a, double b)
{
	const double middle = a / 2 + b / 2;
	const double width = b - a;

	if (width < 1e-4 && fabs(middle) * width < 1e-2)
		return log_narrow(middle, width);
	/* Differences are exact in the lower tail only. */
	return middle > 0 ? log_lower(-b, -a) : log_lower(a, b);
}

double
dist_log_normaliser(const struct truncated *t)
{
	return dist_log_mass(
	    (t->low - t->mu) / t->sigma, (t->high - t->mu) / t->sigma);
}

double
dist_log_density(const struct truncated *t, double x)
{
	const double z = (x - t->mu) / t->sigma;

	if (x < t->low || x > t->high)
		return -INFINITY;
	return -z * z / 2 - log_sqrt_2pi - log(t->sigma) -
	       dist_log_normaliser(t);
}

double
dist_sample(const struct truncated *t, double u)
{
	const double below = dist_cdf((t->low - t->mu) / t->sigma);
	const double above = dist_cdf((t->high - t->mu) / t->sigma);
	const double p = below + u * (above - below);
	const double x = t->mu + t->sigma * dist_quantile(p);

	/* p of 0 or 1 gives infinities, rounding what is just outside. */
	return x < t->low ? t->low : x > t->high ? t->high : x;
}
