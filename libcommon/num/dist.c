#include "dist.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

const double dist_peak = 0.39894228040143267794;

/* A ratio of e^(-80/2) is below what a double shows. */
static const double nothing = 80;

/* From here on Phi is taken by its logarithm. */
static const double tail = 30;

/* Of numbers about 1. */
static const double rounding = 1e-16;

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

/* Whether narrow_ratio() is for it. */
static bool
is_narrow(double middle, double width)
{
	return width <= 1 && fabs(middle) * width <= 2;
}

/*
 * The mass about the middle m, divided by the density there.
 *
 * phi^(n)(m) = (-1)^n He_n(m) phi(m), so that Taylor's series about the middle
 * has terms width He_2k(m) h^2k / (2k + 1)!, h = width / 2.  With m h and h at
 * most 1 and 1/2 the first one left out, of k = 9, is below 1e-14 of the sum;
 * so is that of k = 5 or 3 with the sum of their squares below 1/100 or
 * 1/10000.
 */
static double
narrow_ratio(double middle, double width)
{
	static const double inverse[] = {1.0 / (2 * 3), 1.0 / (4 * 5),
	    1.0 / (6 * 7), 1.0 / (8 * 9), 1.0 / (10 * 11), 1.0 / (12 * 13),
	    1.0 / (14 * 15), 1.0 / (16 * 17)};
	const double h = width / 2, mh = middle * h, hh = h * h;
	const double size = mh * mh + hh;
	const int terms = size < 1e-4 ? 2 : size < 0.01 ? 4 : 8;
	double he[2] = {1, mh}; /* of an even and an odd n, times h^n */
	double scale = 1, sum = 1;

	for (int k = 0; k < terms; k++) {
		const double n = 2 * k + 1;

		he[0] = mh * he[1] - n * hh * he[0];
		scale *= inverse[k];
		sum += he[0] * scale;
		he[1] = mh * he[0] - (n + 1) * hh * he[1];
	}
	return width * sum;
}

/* P(a < Z < b), the middle not being above 0. */
static double
lower_mass(double a, double b)
{
	if (a * a > nothing + (b < 0 ? b * b : 0))
		return dist_cdf(b);
	return dist_cdf(b) - dist_cdf(a);
}

struct dist_mass
dist_mass(double middle, double width)
{
	/* Differences are exact in the lower tail only. */
	const double lower = -fabs(middle);

	if (is_narrow(middle, width))
		return (struct dist_mass){-middle * middle / 2,
		    dist_peak * narrow_ratio(middle, width)};
	return (struct dist_mass){
	    0, lower_mass(lower - width / 2, lower + width / 2)};
}

double
dist_normaliser(const struct truncated *t)
{
	const struct dist_mass mass =
	    dist_mass((t->low / 2 + t->high / 2 - t->mu) / t->sigma,
		(t->high - t->low) / t->sigma);

	return exp(mass.log) * mass.factor;
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

/* ln Phi(z), z not above 0: where Phi vanishes, by its asymptotic series. */
static double
log_cdf(double z)
{
	const double zz = z * z;

	if (z > -tail)
		return log(dist_cdf(z));
	return -zz / 2 + log(dist_peak) - log(-z) +
	       log1p(-1 / zz + 3 / (zz * zz));
}

double
dist_log_mass(double a, double b)
{
	const double width = b - a, middle = a / 2 + b / 2;
	double lower, upper;

	if (isfinite(width) && is_narrow(middle, width)) {
		const struct dist_mass mass = dist_mass(middle, width);

		return mass.log + log(mass.factor);
	}
	lower = a + b > 0 ? -b : a; /* the lower tail is the exact one */
	upper = a + b > 0 ? -a : b;
	if (upper > 0)
		return log(dist_cdf(upper) - dist_cdf(lower));
	return log_cdf(upper) + log1p(-exp(log_cdf(lower) - log_cdf(upper)));
}

/* Exponential from a to b, as the normal density is about the middle. */
static double
exponential_between(double a, double b, double middle, double p)
{
	const double width = b - a;
	const double fall = isfinite(width) ? -expm1(-middle * width) : 1;

	if (fabs(middle) * width < rounding)
		return a + p * width;
	return a - log1p(-p * fall) / middle;
}

double
dist_between(double a, double b, double p)
{
	const double narrow = 1e-4;
	double z, below;

	if (a + b > 0) /* the lower tail is the exact one */
		return -dist_between(-b, -a, 1 - p);
	if (b < -tail)
		return -exponential_between(-b, -a, -b, 1 - p);
	if (b - a < narrow)
		return exponential_between(a, b, a / 2 + b / 2, p);
	below = dist_cdf(a);
	z = dist_quantile(below + p * (dist_cdf(b) - below));
	return fmin(fmax(z, a), b);
}
