/* Normal distributions of values on a scale, cut to a range. */
#include <math.h>

#include "dist.h"
#include "prior_kind.h"

struct prior
prior_normal(double a, double b, const struct prior_axis *axis, enum spacing of)
{
	return (struct prior){.kind = &prior_kind_normal,
	    .a = a,
	    .b = b,
	    .axis = *axis,
	    .of = of};
}

/* Written so that a range as wide as doubles go does not overflow. */
static double
place_at(const struct prior_axis *axis, double u)
{
	return axis->low * (1 - u) + axis->high * u;
}

/* How many deviations from the mean u is. */
static double
away(const struct prior *prior, double u)
{
	const double place = place_at(&prior->axis, u);
	double x;

	if (prior->axis.spacing == prior->of)
		return (place - prior->a) / prior->b;
	x = spacing_value(prior->axis.spacing, place);
	if (prior->of == SPACING_LOG && x <= 0)
		return -INFINITY;
	return (spacing_place(prior->of, x) - prior->a) / prior->b;
}

double
prior_uncut(const struct prior *prior)
{
	return prior->kind ? exp(dist_log_mass(away(prior, 0), away(prior, 1)))
			   : 0;
}

static double
normal_log_density(const struct prior *prior, double u)
{
	const struct prior_axis *axis = &prior->axis;
	const double z = away(prior, u);
	double slope = 0;

	if (isinf(z))
		return -INFINITY;
	if (axis->spacing != prior->of) {
		const double x =
		    spacing_value(axis->spacing, place_at(axis, u));

		slope = spacing_log_slope(prior->of, x) -
			spacing_log_slope(axis->spacing, x);
	}
	return -z * z / 2 + log(dist_peak) - log(prior->b) -
	       dist_log_mass(away(prior, 0), away(prior, 1)) + slope +
	       log(axis->high - axis->low);
}

static double
normal_cdf(const struct prior *prior, double u)
{
	const double low = away(prior, 0), high = away(prior, 1);
	const double z = away(prior, u);

	if (!(z > low))
		return 0;
	if (low + high > 0) /* the upper part is the exact one */
		return -expm1(
		    dist_log_mass(z, high) - dist_log_mass(low, high));
	return exp(dist_log_mass(low, z) - dist_log_mass(low, high));
}

static double
normal_quantile(const struct prior *prior, double p)
{
	const struct prior_axis *axis = &prior->axis;
	const double z = dist_between(away(prior, 0), away(prior, 1), p);
	const double place = prior->a + prior->b * z;
	const double at =
	    axis->spacing == prior->of
		? place
		: spacing_place(axis->spacing, spacing_value(prior->of, place));

	if (!(at > axis->low))
		return 0;
	return (at / 2 - axis->low / 2) / (axis->high / 2 - axis->low / 2);
}

const struct prior_kind prior_kind_normal = {
    normal_log_density, normal_cdf, normal_quantile};
