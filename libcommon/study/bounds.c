/*
 * Chance is that of values which are uniform in the coordinate that samplers
 * see, or of the parameter's prior: one lies near a bound with probability p,
 * the share of the coordinate that counts as near, so the number of those that
 * do is binomial.
 */
#include "bounds.h"

#include <math.h>
#include <stdbool.h>

#include "encode_value.h"

/* How much of the scale is near a bound, and how many have to be there. */
static const double near = 0.05, most = 0.8;

enum {
	FLAG = 2,  /* levels of what has nothing beyond its bounds */
	FEW = 5,   /* below, nothing is said of what may be chance */
	PART = 10, /* the best tenth */
};

size_t
bounds_best(size_t n)
{
	const size_t part = (n + PART - 1) / PART;
	const size_t best = part < FEW ? FEW : part;

	return n < 2 * best ? 0 : best;
}

double
bounds_chance(size_t parameters)
{
	/* Each bound of each parameter may be hit (Bonferroni). */
	return 0.001 / (2 * (double)parameters);
}

double
bounds_tail(size_t n, size_t k, double p)
{
	double term, sum = 0;

	if ((double)k <= (double)n * p) /* half or more of it */
		return 1;
	term = lgamma((double)n + 1) - lgamma((double)k + 1) -
	       lgamma((double)(n - k) + 1) + (double)k * log(p) +
	       (double)(n - k) * log1p(-p);
	term = exp(term);
	for (size_t i = k; i <= n; i++) {
		sum += term;
		term *= (double)(n - i) / (double)(i + 1) * p / (1 - p);
	}
	return fmin(sum, 1);
}

/* A parameter and what of its coordinate is near its bounds. */
struct scale {
	const struct param *p;
	struct range range;
	double low, high; /* as parts, in (0, 1) */
	double chance[2]; /* of a value near these */
};

/* Trials may be spread evenly or by the prior: what is likelier. */
static void
set_chance(struct scale *s)
{
	const struct prior *prior = &s->p->prior;

	s->chance[0] = fmax(s->low, prior_cdf(prior, s->low));
	s->chance[1] = fmax(s->high, 1 - prior_cdf(prior, 1 - s->high));
}

static struct scale
make_scale(const struct param *p)
{
	struct scale s = {p, value_range(p), near, near, {0}};
	double low, high;

	if (p->levels > 0) {
		value_cell(p, &s.range, 0, &low, &high);
		s.low = fmax(high, near);
		value_cell(p, &s.range, p->levels - 1, &low, &high);
		s.high = fmax(1 - low, near);
	}
	set_chance(&s);
	return s;
}

/* Count a value in at[0] or at[1] if it is near a bound; false: it is none. */
static bool
count(const struct scale *s, json_t *value, size_t at[2])
{
	const double x = json_number_value(value);
	double low, high;
	uint64_t k;

	if (!json_is_number(value) || x < s->p->low || x > s->p->high)
		return false;
	if (s->p->levels == 0) {
		low = high = value_coordinate(s->p, &s->range, x);
	} else {
		if (!value_find_number(s->p, x, &k))
			return false;
		value_cell(s->p, &s->range, k, &low, &high);
	}
	at[0] += high <= s->low;
	at[1] += low >= 1 - s->high;
	return true;
}

/* Whether there may be anything beyond the bounds of p: those of a share or of
 * a place in an order are none that somebody wrote. */
static bool
has_beyond(const struct space *space, const struct param *p)
{
	const json_t *domain = space->fields[p->field].json;

	return json_object_get(domain, "low") && !param_is_bound(p) &&
	       (p->levels == 0 || p->levels > FLAG) && p->low != p->high;
}

struct bound
bounds_find(const struct space *space, size_t i, json_t *const *params,
    size_t n, double chance)
{
	const struct param *p = &space->params[i];
	struct bound bound = {0};
	struct scale scale;
	size_t at[2] = {0};
	int high;

	if (!has_beyond(space, p))
		return bound;
	scale = make_scale(p);
	for (size_t k = 0; k < n; k++) {
		json_t *value = field_value(space, i, params[k]);

		bound.of += count(&scale, value, at);
		json_decref(value);
	}
	high = at[1] > at[0];
	bound.at = at[high];
	if (bound.of > 0 && (double)bound.at >= most * (double)bound.of &&
	    bounds_tail(bound.of, bound.at, scale.chance[high]) < chance)
		bound.end = high ? 1 : -1;
	return bound;
}
