#include <gsl/gsl_cdf.h>
#include <math.h>

#include "dist.h"

double
dist_beta_cdf(double a, double b, double x)
{
	return gsl_cdf_beta_P(x, a, b);
}

/* One of the parameters being 1, the distribution function is a power. */
static double
power_quantile(double a, double b, double p)
{
	return a == 1 ? -expm1(log1p(-p) / b) : pow(p, 1 / a);
}

/* Newton's steps, halving what is left where they lead out of it. */
double
dist_beta_quantile(double a, double b, double p)
{
	enum { STEPS = 100 };
	const double exact = 1e-15;
	const double constant = lgamma(a + b) - lgamma(a) - lgamma(b);
	double low = 0, high = 1, x = a / (a + b);

	if (a == 1 || b == 1)
		return power_quantile(a, b, p);
	for (int i = 0; i < STEPS && high - low > exact; i++) {
		const double error = dist_beta_cdf(a, b, x) - p;
		const double before = x;

		if (error > 0)
			high = x;
		else
			low = x;
		x -= error *
		     exp((1 - a) * log(x) + (1 - b) * log1p(-x) - constant);
		if (!(x > low && x < high))
			x = low / 2 + high / 2;
		if (fabs(x - before) <= exact / 2 * x)
			break;
	}
	return x;
}
