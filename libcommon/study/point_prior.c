#include "point.h"

#include <math.h>

/* The least that is believed of a place, of what is even: ln 0.01. */
static const double log_least = -4.605170185988091;

/* Of level k: its mass, in units of what is even among those that have any. */
static double
level_log_ratio(const struct param *domain, uint64_t k)
{
	const struct range r = value_range(domain);
	double low, high, mass;

	value_cell(domain, &r, k, &low, &high);
	mass = prior_mass(&domain->prior, low, high);
	return mass > 0 ? log(mass / prior_mass(&domain->even, low, high))
			: log_least;
}

static double
log_belief(const struct space *space, size_t i, const double *row)
{
	struct param own;
	const struct param *domain = point_domain(space, i, row, &own);
	double u;

	if (!domain || !domain->belief.kind || domain->levels == 1)
		return 0;
	if (domain->levels > 0)
		return level_log_ratio(
		    domain, (uint64_t)point_level(space, i, domain, row[i]));
	u = point_coordinate(space, i, row);
	return prior_log_density(&domain->prior, u) -
	       prior_log_density(&domain->even, u);
}

double
point_log_prior(const struct space *space, const double *row)
{
	double sum = 0;

	for (size_t i = 0; i < space->n; i++)
		if (!isnan(row[i]) && space->params[i].belief.kind)
			sum += fmax(log_belief(space, i, row), log_least);
	return sum;
}
