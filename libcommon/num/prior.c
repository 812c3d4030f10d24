#include "prior.h"

#include <math.h>

#include "dist.h"
#include "prior_kind.h"

static double
clip(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

double
prior_log_density(const struct prior *prior, double u)
{
	const double end = 0x1p-33;

	if (!prior->kind)
		return 0;
	return prior->kind->log_density(prior, fmin(fmax(u, end), 1 - end));
}

double
prior_cdf(const struct prior *prior, double u)
{
	return prior->kind ? clip(prior->kind->cdf(prior, clip(u))) : clip(u);
}

double
prior_quantile(const struct prior *prior, double p)
{
	return prior->kind ? clip(prior->kind->quantile(prior, clip(p)))
			   : clip(p);
}

double
prior_mass(const struct prior *prior, double low, double high)
{
	const double lost = 1e-9; /* of a difference of numbers up to 1 */
	const double mass = prior_cdf(prior, high) - prior_cdf(prior, low);

	if (!prior->kind || mass > lost || !(low < high))
		return mass;
	return (high - low) * exp(prior_log_density(prior, low / 2 + high / 2));
}

struct prior
prior_beta(double a, double b)
{
	return (struct prior){.kind = &prior_kind_beta, .a = a, .b = b};
}

static double
beta_log_density(const struct prior *prior, double u)
{
	const double a = prior->a, b = prior->b;

	return (a - 1) * log(u) + (b - 1) * log1p(-u) - lgamma(a) - lgamma(b) +
	       lgamma(a + b);
}

static double
beta_cdf(const struct prior *prior, double u)
{
	return dist_beta_cdf(prior->a, prior->b, u);
}

static double
beta_quantile(const struct prior *prior, double p)
{
	return dist_beta_quantile(prior->a, prior->b, p);
}

const struct prior_kind prior_kind_beta = {
    beta_log_density, beta_cdf, beta_quantile};
