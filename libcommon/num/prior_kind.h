/* What each kind of prior.h provides, u and p being in [0, 1]. */
#ifndef HPO_PRIOR_KIND_H
#define HPO_PRIOR_KIND_H
#include "prior.h"

struct prior_kind {
	double (*log_density)(const struct prior *prior, double u);
	double (*cdf)(const struct prior *prior, double u);
	double (*quantile)(const struct prior *prior, double p);
};

extern const struct prior_kind prior_kind_normal, prior_kind_beta,
    prior_kind_split, prior_kind_steps;

#endif
