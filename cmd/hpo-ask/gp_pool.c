#include "gp_pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "point.h"
#include "repair.h"
#include "rng.h"
#include "sobol.h"
#include "xalloc.h"

enum {
	BEST = 5,    /* trials whose neighbours are looked at */
	CHANGED = 3, /* coordinates of a neighbour that differ, at most */
	MADE = 32,   /* points, where rules leave fewer */
};

void
gp_pool_init(struct gp_pool *pool, const struct gp_columns *columns, size_t cap)
{
	const struct space *space = columns->space;

	*pool = (struct gp_pool){.space = space, .cap = cap};
	pool->u = xcalloc(cap * (space->dim + 1), sizeof(double));
	pool->row = xcalloc(cap * (space->n + 1), sizeof(double));
	pool->x = xcalloc(cap * (columns->n + 1), sizeof(double));
	pool->value = xcalloc(cap + 1, sizeof(double));
}

void
gp_pool_release(struct gp_pool *pool)
{
	free(pool->u);
	free(pool->row);
	free(pool->x);
	free(pool->value);
	*pool = (struct gp_pool){0};
}

bool
gp_pool_add(
    struct gp_pool *pool, const struct gp_columns *columns, const double *u)
{
	const struct space *space = pool->space;
	double *row = pool->row + pool->n * space->n;

	if (pool->n == pool->cap || !point_decode(space, u, row) ||
	    point_broken(space, row))
		return false;
	gp_columns_point(columns, row, pool->x + pool->n, pool->cap);
	memcpy(pool->u + pool->n * space->dim, u, space->dim * sizeof(*u));
	pool->n++;
	return true;
}

/* Where rules refuse nearly all that is scattered: points near to some of it.
 */
static void
make_some(struct gp_pool *pool, const struct gp_search *search,
    const double *scattered)
{
	const struct space *space = pool->space;
	double *u = xcalloc(space->dim + space->n + 1, sizeof(*u));
	double *row = u + space->dim;

	for (size_t i = 0; i < MADE && i < search->scattered; i++) {
		if (!repair_point(space, scattered + i * space->dim,
			search->seed, search->trial, (uint32_t)i, row))
			continue;
		point_encode(space, row, u);
		(void)gp_pool_add(pool, search->columns, u);
	}
	free(u);
}

static void
scatter(struct gp_pool *pool, const struct gp_search *search)
{
	const struct space *space = pool->space;
	const size_t n = search->scattered, dim = space->dim;
	double *u = xcalloc(n * dim + 1, sizeof(*u));
	struct rng rng;

	rng_init(&rng, search->seed, search->trial, "gp", 0);
	sobol_points(rng_bits(&rng), 0, n, dim, u);
	for (size_t i = 0; i < n; i++)
		(void)gp_pool_add(pool, search->columns, u + i * dim);
	if (pool->n < MADE)
		make_some(pool, search, u);
	free(u);
}

/* The indices of the best trials, equal points once; how many. */
static size_t
best_trials(const struct evidence *ev, size_t *best)
{
	size_t n = 0;

	for (size_t i = 0; i < ev->n; i++) {
		size_t at = n;

		if (ev->at[i].class != EVIDENCE_COMPLETE)
			continue;
		while (at > 0 && ev->at[best[at - 1]].value > ev->at[i].value)
			at--;
		if (at == BEST)
			continue;
		n += n < BEST;
		memmove(best + at + 1, best + at, (n - at - 1) * sizeof(*best));
		best[at] = i;
	}
	return n;
}

/* Another value of parameter i, as its coordinate. */
static double
moved(const struct space *space, size_t i, const double *row, double u,
    double width, struct rng *rng)
{
	const struct param *p = &space->params[i];
	const double step = width * dist_quantile(rng_uniform(rng) + 0x1p-54);
	const double least = p->levels > 0 ? 1 / (double)p->levels : 0;

	if (gp_is_choice(p) || isnan(row[i]))
		return rng_uniform(rng);
	u += fabs(step) < least ? copysign(least, step) : step;
	if (u < 0)
		u = -u;
	if (u >= 1)
		u = 2 - u;
	return u >= 0 && u < 1 ? u : rng_uniform(rng);
}

/* Change up to three coordinates of what is at u. */
static void
move(const struct space *space, const double *row, double *u, struct rng *rng)
{
	const uint32_t most =
	    space->dim < CHANGED ? (uint32_t)space->dim : CHANGED;
	const uint32_t changes = 1 + rng_below(rng, most);
	const double width = pow(10, -3 * rng_uniform(rng));

	for (uint32_t k = 0; k < changes; k++) {
		const uint32_t j = rng_below(rng, (uint32_t)space->dim);

		for (size_t i = 0; i < space->n; i++)
			if (space->params[i].coordinate == j)
				u[j] = moved(space, i, row, u[j], width, rng);
	}
}

static void
look_around(struct gp_pool *pool, const struct gp_search *search)
{
	const struct space *space = pool->space;
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	size_t best[BEST + 1];
	const size_t n = best_trials(search->evidence, best);
	struct rng rng;

	for (size_t k = 0; n > 0 && space->dim > 0 && k < search->near; k++) {
		const double *row = evidence_row(search->evidence, best[k % n]);

		rng_init(
		    &rng, search->seed, search->trial, "gp/near", (uint32_t)k);
		point_encode(space, row, u);
		for (size_t i = 0; i < space->n; i++)
			if (isnan(row[i]) &&
			    space->params[i].coordinate != SPACE_NONE)
				u[space->params[i].coordinate] =
				    rng_uniform(&rng);
		if (k >= n) /* the first are the trials themselves */
			move(space, row, u, &rng);
		(void)gp_pool_add(pool, search->columns, u);
	}
	free(u);
}

size_t
gp_pool_size(const struct gp_search *search)
{
	return search->scattered + search->near + MADE;
}

void
gp_pool_fill(struct gp_pool *pool, const struct gp_search *search)
{
	look_around(pool, search);
	scatter(pool, search);
}
