/* Priors that are even between edges: two steps, or many. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "prior_kind.h"
#include "xalloc.h"

/* One step, and the mass below it. */
struct step {
	double low, high;   /* in u */
	double below, mass; /* of the prior */
};

static double
step_log_density(const struct step *s)
{
	return log(s->mass) - log(s->high - s->low);
}

static double
step_cdf(const struct step *s, double u)
{
	return s->below + s->mass * ((u - s->low) / (s->high - s->low));
}

static double
step_quantile(const struct step *s, double p)
{
	const double part = s->mass > 0 ? (p - s->below) / s->mass : 0.5;

	return s->low + part * (s->high - s->low);
}

static struct step
split_step(const struct prior *prior, bool upper)
{
	return upper ? (struct step){prior->a, 1, prior->b, 1 - prior->b}
		     : (struct step){0, prior->a, 0, prior->b};
}

static double
split_log_density(const struct prior *prior, double u)
{
	const struct step s = split_step(prior, u >= prior->a);

	return step_log_density(&s);
}

static double
split_cdf(const struct prior *prior, double u)
{
	const struct step s = split_step(prior, u >= prior->a);

	return step_cdf(&s, u);
}

static double
split_quantile(const struct prior *prior, double p)
{
	const struct step s = split_step(prior, p >= prior->b);

	return step_quantile(&s, p);
}

const struct prior_kind prior_kind_split = {
    split_log_density, split_cdf, split_quantile};

struct prior
prior_split(double edge, double below)
{
	return (struct prior){.kind = &prior_kind_split, .a = edge, .b = below};
}

struct prior_steps *
prior_steps_make(size_t n, const double *edge, const double *weight)
{
	struct prior_steps *s = xcalloc(1, sizeof(*s));
	double sum = 0, largest = 0;

	s->n = n;
	s->edge = xcalloc(2 * (n + 1), sizeof(*s->edge));
	s->below = s->edge + n + 1;
	for (size_t i = 0; weight && i < n; i++)
		largest = fmax(largest, weight[i]);
	for (size_t i = 0; i < n; i++) {
		s->edge[i] = edge ? edge[i] : (double)i / (double)n;
		s->below[i] = sum;
		sum += weight ? weight[i] / largest : 1;
	}
	for (size_t i = 0; i < n; i++)
		s->below[i] /= sum;
	s->edge[n] = s->below[n] = 1;
	return s;
}

void
prior_steps_free(struct prior_steps *steps)
{
	if (steps)
		free(steps->edge);
	free(steps);
}

/* The last step that begins at x or below, in list. */
static size_t
find(const double *list, size_t n, double x)
{
	size_t from = 0, to = n;

	while (to - from > 1) {
		const size_t middle = from + (to - from) / 2;

		if (list[middle] <= x)
			from = middle;
		else
			to = middle;
	}
	return from;
}

static struct step
step_of(const struct prior_steps *s, size_t i)
{
	return (struct step){s->edge[i], s->edge[i + 1], s->below[i],
	    s->below[i + 1] - s->below[i]};
}

/* The step to which p leads: one that has a mass, also at p = 1. */
static size_t
find_mass(const struct prior_steps *s, double p)
{
	size_t i = find(s->below, s->n, p);

	while (i > 0 && s->below[i] >= s->below[i + 1])
		i--;
	return i;
}

static double
steps_log_density(const struct prior *prior, double u)
{
	const struct prior_steps *all = prior->steps;
	const struct step s = step_of(all, find(all->edge, all->n, u));

	return step_log_density(&s);
}

static double
steps_cdf(const struct prior *prior, double u)
{
	const struct prior_steps *all = prior->steps;
	const struct step s = step_of(all, find(all->edge, all->n, u));

	return step_cdf(&s, u);
}

static double
steps_quantile(const struct prior *prior, double p)
{
	const struct step s = step_of(prior->steps, find_mass(prior->steps, p));

	return step_quantile(&s, p);
}

const struct prior_kind prior_kind_steps = {
    steps_log_density, steps_cdf, steps_quantile};

struct prior
prior_by_steps(const struct prior_steps *steps)
{
	return (struct prior){.kind = &prior_kind_steps, .steps = steps};
}
