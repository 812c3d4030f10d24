/*
 * Made up Gaussian processes: numbers, choices and numbers that are not always
 * there, with results at random points.
 */
#ifndef HPO_MADE_GP_TEST_H
#define HPO_MADE_GP_TEST_H
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gp.h"
#include "rng.h"

enum { MADE_COLUMNS = 80 };

/* The variance of what is awaited, for a scale of 1 and noisier results. */
static const double made_awaited = 1e-6;

/* How many parameters of each kind. */
struct made_kinds {
	size_t numbers, choices, sometimes;
};

struct made_gp {
	struct made_kinds kinds;
	struct kernel_column column[MADE_COLUMNS];
	size_t columns, weights;
	struct rng rng;
	struct gp gp;
};

/* No results yet.  Its weights are from 1/4 to 4. */
static inline void
made_init(struct made_gp *m, const struct made_kinds *kinds, size_t cap,
    uint32_t which)
{
	m->kinds = *kinds;
	m->columns = m->weights = 0;
	for (size_t i = 0; i < kinds->numbers; i++)
		m->column[m->columns++] =
		    (struct kernel_column){m->weights++, false};
	for (size_t i = 0; i < kinds->choices; i++)
		m->column[m->columns++] =
		    (struct kernel_column){m->weights++, true};
	for (size_t i = 0; i < kinds->sometimes; i++) {
		m->column[m->columns++] =
		    (struct kernel_column){m->weights, false};
		m->column[m->columns++] =
		    (struct kernel_column){m->weights++, true};
	}
	rng_init(&m->rng, 7, which, "test", 0);
	gp_init(&m->gp, m->column, m->columns, m->weights, cap);
	for (size_t j = 0; j < m->weights; j++)
		m->gp.kernel.weight[j] = pow(4, 2 * rng_uniform(&m->rng) - 1);
}

/* A point, whose numbers are x. */
static inline void
made_point(struct made_gp *m, double *x)
{
	for (size_t i = 0; i < m->kinds.numbers; i++)
		*x++ = rng_uniform(&m->rng);
	for (size_t i = 0; i < m->kinds.choices; i++)
		*x++ = rng_below(&m->rng, 3);
	for (size_t i = 0; i < m->kinds.sometimes; i++) {
		const uint32_t there = rng_below(&m->rng, 2);

		*x++ = there ? rng_uniform(&m->rng) : 0.5;
		*x++ = there;
	}
}

/* What is to be learnt: a wave along the diagonal. */
static inline double
made_value(const struct made_gp *m, const double *x)
{
	double sum = 0;

	for (size_t c = 0; c < m->columns; c++)
		sum += x[c] / (1 + (double)c);
	return sin(3 * sum);
}

/* Add n results; with shares below 1 and known variances, or exact ones. */
static inline void
made_results(struct made_gp *m, size_t n, bool exact)
{
	for (size_t i = 0; i < n; i++) {
		double x[MADE_COLUMNS], share = 1, extra = 0;

		made_point(m, x);
		if (!exact) {
			share = 1 / (1 + (double)rng_below(&m->rng, 3));
			extra = .01 * rng_below(&m->rng, 2);
		}
		gp_add(&m->gp, x, made_value(m, x), share, extra);
	}
}

static inline void
made_await(struct made_gp *m, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double x[MADE_COLUMNS];

		made_point(m, x);
		gp_await(&m->gp, x);
	}
}

/* Mean and variance at one point. */
static inline void
made_predict(const struct gp *gp, const double *x, double *mean, double *var)
{
	double *v = calloc(gp_predict_size(gp, 1) + 1, sizeof(*v));

	gp_predict(gp, &(struct gp_places){x, 1, 1}, v, mean, var);
	free(v);
}

#endif
