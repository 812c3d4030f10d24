#include "gp_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gp_pool.h"
#include "minimise.h"
#include "point.h"
#include "rng.h"
#include "xalloc.h"

enum {
	EXHAUSTIVE = 16,  /* values, all of which are looked at */
	BITS = 64,        /* of the number of values */
	OPTIONS = 128,    /* values of one parameter, at most: 2 * BITS */
	EVALUATIONS = 40, /* of the gradient, in one cycle */
	BLOCK = 256,      /* candidates at a time */
};

static const double worth = 1e-3; /* a cycle that gains less is the last */

/* One point that is being improved. */
struct climb {
	const struct gp_search *search;
	const struct space *space;
	struct gp_pool options; /* values of one parameter */
	double *u, *row, *x;
	double value;
	size_t *free; /* continuous parameters, their columns and how many */
	size_t *column;
	size_t nfree;
	double *t, *low, *high, *work, *gradient;
	double *trial_u, *trial_row;
};

static void
climb_init(struct climb *c, const struct gp_search *search)
{
	const struct space *space = search->columns->space;
	const size_t d = space->dim + 1, n = search->columns->n + 1;

	*c = (struct climb){.search = search, .space = space};
	gp_pool_init(&c->options, search->columns, OPTIONS);
	c->u =
	    xcalloc(5 * d + 2 * n + 2 * (space->n + 1) + minimise_workspace(d),
		sizeof(double));
	c->trial_u = c->u + d;
	c->t = c->trial_u + d;
	c->low = c->t + d;
	c->high = c->low + d;
	c->x = c->high + d;
	c->gradient = c->x + n;
	c->row = c->gradient + n;
	c->trial_row = c->row + space->n + 1;
	c->work = c->trial_row + space->n + 1;
	c->free = xcalloc(2 * d, sizeof(*c->free));
	c->column = c->free + d;
}

static void
climb_release(struct climb *c)
{
	gp_pool_release(&c->options);
	free(c->u);
	free(c->free);
}

/* What is believed of a row counts as so much of the acquisition. */
static double
believed(const struct gp_search *search, const double *row)
{
	return search->belief > 0
		   ? search->belief *
			 point_log_prior(search->columns->space, row)
		   : 0;
}

static void
evaluate_pool(const struct gp_search *search, struct gp_pool *pool)
{
	acquisition_many(
	    search->acquisition, pool->x, pool->cap, pool->n, pool->value);
	for (size_t i = 0; i < pool->n; i++)
		pool->value[i] +=
		    believed(search, pool->row + i * pool->space->n);
}

static double
evaluate(struct climb *c, const double *row)
{
	double value;

	gp_columns_point(c->search->columns, row, c->x, 1);
	acquisition_many(c->search->acquisition, c->x, 1, 1, &value);
	return value + believed(c->search, row);
}

static void
start_at(struct climb *c, const double *u, const double *row, double value)
{
	memcpy(c->u, u, c->space->dim * sizeof(*u));
	memcpy(c->row, row, c->space->n * sizeof(*row));
	c->value = value;
}

/* Add the point that has u as coordinate j, but for it as it is. */
static void
add_option(struct climb *c, size_t j, double u)
{
	memcpy(c->trial_u, c->u, c->space->dim * sizeof(u));
	c->trial_u[j] = u;
	(void)gp_pool_add(&c->options, c->search->columns, c->trial_u);
}

/*
 * How many values of a parameter are looked at one by one, from end to end; 0:
 * those that powers of two are away.
 */
static uint64_t
values_of(const struct param *p)
{
	const uint64_t most = gp_is_choice(p) ? OPTIONS : EXHAUSTIVE;

	if (p->levels > 0 && p->levels <= most)
		return p->levels;
	return param_is_bound(p) ? EXHAUSTIVE : 0;
}

size_t
gp_search_options(const struct space *space)
{
	size_t n = 0;

	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];
		const uint64_t values = values_of(p);

		if (p->levels < 2 || p->coordinate == SPACE_NONE)
			continue;
		n += (size_t)values;
		for (int k = 0;
		     values == 0 && k < BITS && (uint64_t)1 << k < p->levels;
		     k++)
			n += 2;
	}
	return n;
}

/* Values of parameter i: all, or some below and above what it has. */
static void
add_options(struct climb *c, size_t i)
{
	const struct param *p = &c->space->params[i];
	const uint64_t levels = p->levels, n = values_of(p);
	const double now = c->row[i];

	for (uint64_t k = 0; k < n; k++)
		add_option(c, p->coordinate, ((double)k + 0.5) / (double)n);
	if (n > 0)
		return;
	for (int k = 0; k < BITS && (uint64_t)1 << k < levels; k++)
		for (int side = -1; side <= 1; side += 2) {
			const double level = now + side * ldexp(1, k);

			if (level < 0 || level >= (double)levels)
				continue;
			memcpy(c->trial_row, c->row,
			    c->space->n * sizeof(*c->row));
			c->trial_row[i] = level;
			add_option(c, p->coordinate,
			    point_coordinate(c->space, i, c->trial_row));
		}
}

/* Improve a parameter that has levels. */
static void
improve_level(struct climb *c, size_t i)
{
	struct gp_pool *o = &c->options;
	size_t best = 0;

	o->n = 0;
	add_options(c, i);
	if (o->n == 0)
		return;
	evaluate_pool(c->search, o);
	for (size_t k = 1; k < o->n; k++)
		if (o->value[k] > o->value[best])
			best = k;
	if (o->value[best] > c->value)
		start_at(c, o->u + best * c->space->dim,
		    o->row + best * c->space->n, o->value[best]);
}

/* What is believed at the coordinates that are tried. */
static double
believed_there(struct climb *c)
{
	(void)point_decode(c->space, c->trial_u, c->trial_row);
	return believed(c->search, c->trial_row);
}

/* Its slope in coordinate j. */
static double
belief_slope(struct climb *c, size_t j)
{
	const double h = 1e-6, u = c->trial_u[j];
	double above, below;

	c->trial_u[j] = fmin(u + h, 1 - h);
	above = believed_there(c);
	c->trial_u[j] = fmax(u - h, h);
	below = believed_there(c);
	c->trial_u[j] = u;
	return (above - below) / (2 * h);
}

/* Minus the value, of the free numbers in units of their lengths. */
static double
descend(void *arg, const double *t, double *gradient)
{
	struct climb *c = arg;
	double value;

	for (size_t k = 0; k < c->nfree; k++) {
		const size_t j = c->space->params[c->free[k]].coordinate;

		c->trial_u[j] = t[k] / c->high[k];
		c->x[c->column[k]] = c->trial_u[j];
	}
	if (c->space->nrules > 0 &&
	    (!point_decode(c->space, c->trial_u, c->trial_row) ||
		point_broken(c->space, c->trial_row)))
		return INFINITY;
	value = acquisition_at(c->search->acquisition, c->x, c->gradient);
	for (size_t k = 0; k < c->nfree; k++) {
		const size_t j = c->space->params[c->free[k]].coordinate;

		gradient[k] = c->gradient[c->column[k]];
		if (c->search->belief > 0)
			gradient[k] += belief_slope(c, j);
		gradient[k] /= -c->high[k];
	}
	if (c->search->belief > 0)
		value += believed_there(c);
	return -value;
}

/* The continuous parameters that are there. */
static void
find_free(struct climb *c)
{
	const struct gp_columns *columns = c->search->columns;
	const struct kernel *kernel = &c->search->acquisition->gp->kernel;

	c->nfree = 0;
	for (size_t k = 0; k < columns->n; k++) {
		const size_t i = columns->param[k];

		if (columns->column[k].category ||
		    c->space->params[i].levels > 0 || isnan(c->row[i]))
			continue;
		c->column[c->nfree] = k;
		c->high[c->nfree] =
		    sqrt(fmax(kernel->weight[columns->column[k].weight], 1e-2));
		c->free[c->nfree++] = i;
	}
}

static void
improve_continuous(struct climb *c)
{
	const struct minimise m = {.low = c->low,
	    .high = c->high,
	    .gradient = 1e-3,
	    .decrease = 1e-6,
	    .step = 0.3,
	    .evaluations = EVALUATIONS};
	struct minimise sized = m;
	double value;

	find_free(c);
	if (c->nfree == 0)
		return;
	sized.n = c->nfree;
	memcpy(c->trial_u, c->u, c->space->dim * sizeof(*c->u));
	gp_columns_point(c->search->columns, c->row, c->x, 1);
	for (size_t k = 0; k < c->nfree; k++)
		c->t[k] =
		    c->high[k] * c->u[c->space->params[c->free[k]].coordinate];
	if (minimise(&sized, descend, c, c->t, c->work) >= -c->value)
		return;
	for (size_t k = 0; k < c->nfree; k++)
		c->trial_u[c->space->params[c->free[k]].coordinate] =
		    fmin(c->t[k] / c->high[k], 1 - 0x1p-33);
	if (!point_decode(c->space, c->trial_u, c->trial_row) ||
	    point_broken(c->space, c->trial_row))
		return;
	value = evaluate(c, c->trial_row);
	if (value > c->value)
		start_at(c, c->trial_u, c->trial_row, value);
}

static void
climb_up(struct climb *c)
{
	for (size_t cycle = 0; cycle < c->search->cycles; cycle++) {
		const double before = c->value;

		improve_continuous(c);
		for (size_t i = 0; i < c->space->n; i++)
			if (c->space->params[i].levels > 1 &&
			    c->space->params[i].coordinate != SPACE_NONE &&
			    !isnan(c->row[i]))
				improve_level(c, i);
		if (!(c->value > before + worth))
			return;
	}
}

/*
 * The points from which to climb: the best, then some by chance, in proportion
 * to the exponential of their value (E. J. Gumbel's trick: the largest of the
 * values plus a number of his distribution).
 */
static void
pick_starts(
    const struct gp_search *search, const struct gp_pool *pool, size_t *start)
{
	double *key = xcalloc(pool->n + 1, sizeof(*key));
	struct rng rng;

	rng_init(&rng, search->seed, search->trial, "gp/start", 0);
	for (size_t i = 0; i < pool->n; i++)
		key[i] =
		    pool->value[i] - log(-log(rng_uniform(&rng) + 0x1p-54));
	for (size_t k = 0; k < search->starts; k++) {
		const double *by = k == 0 ? pool->value : key;
		size_t most = SIZE_MAX;

		for (size_t i = 0; i < pool->n; i++)
			if (!isnan(key[i]) &&
			    (most == SIZE_MAX || by[i] > by[most]))
				most = i;
		start[k] = most;
		if (most != SIZE_MAX)
			key[most] = NAN;
	}
	free(key);
}

/* The best of a pool that is new, or any, if it is better than *value. */
static bool
take_best(const struct gp_search *search, const struct gp_pool *pool, bool any,
    double *row, double *value)
{
	const size_t n = pool->space->n;
	bool found = false;

	for (size_t i = 0; i < pool->n; i++)
		if (pool->value[i] > *value &&
		    (any || !evidence_has(
				search->evidence, pool->row + i * n, false))) {
			*value = pool->value[i];
			memcpy(row, pool->row + i * n, n * sizeof(*row));
			found = true;
		}
	return found;
}

bool
gp_search(const struct gp_search *search, double *row, double *value)
{
	const struct space *space = search->columns->space;
	size_t *start = xcalloc(search->starts + 1, sizeof(*start));
	struct gp_pool pool, tops;
	struct climb climb;

	gp_pool_init(&pool, search->columns, gp_pool_size(search));
	gp_pool_init(&tops, search->columns, search->starts);
	gp_pool_fill(&pool, search);
	evaluate_pool(search, &pool);
	pick_starts(search, &pool, start);
	climb_init(&climb, search);
	for (size_t k = 0; k < search->starts && start[k] != SIZE_MAX; k++) {
		start_at(&climb, pool.u + start[k] * space->dim,
		    pool.row + start[k] * space->n, pool.value[start[k]]);
		climb_up(&climb);
		if (gp_pool_add(&tops, search->columns, climb.u))
			tops.value[tops.n - 1] = climb.value;
	}
	for (size_t i = 0; i < tops.n; i++)
		shortlist_offer(search->shortlist, space,
		    tops.row + i * space->n, tops.value[i]);
	for (size_t i = 0; search->shortlist && i < pool.n; i++)
		shortlist_offer(search->shortlist, space,
		    pool.row + i * space->n, pool.value[i]);
	*value = -INFINITY;
	if (!take_best(search, &tops, false, row, value) &&
	    !take_best(search, &pool, false, row, value) && search->repeats)
		(void)take_best(search, &tops, true, row, value);
	climb_release(&climb);
	gp_pool_release(&tops);
	gp_pool_release(&pool);
	free(start);
	return *value > -INFINITY;
}

size_t
gp_search_among(const struct gp_search *search,
    const struct candidates *candidates, double *value)
{
	double *x = xcalloc(BLOCK * search->columns->n + 1, sizeof(*x));
	size_t index[BLOCK], n = 0, best = candidates->n;
	double values[BLOCK];

	*value = -INFINITY;
	for (size_t i = 0; i < candidates->n; i++) {
		if (!candidates->used[i]) {
			gp_columns_point(search->columns,
			    candidates_row(candidates, i), x + n, BLOCK);
			index[n++] = i;
		}
		if (n < BLOCK && i + 1 < candidates->n)
			continue;
		acquisition_many(search->acquisition, x, BLOCK, n, values);
		for (size_t k = 0; k < n; k++) {
			values[k] += believed(
			    search, candidates_row(candidates, index[k]));
			shortlist_offer(search->shortlist,
			    search->columns->space,
			    candidates_row(candidates, index[k]), values[k]);
			if (values[k] > *value) {
				*value = values[k];
				best = index[k];
			}
		}
		n = 0;
	}
	free(x);
	return best;
}
