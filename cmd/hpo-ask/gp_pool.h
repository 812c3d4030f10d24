/* Points to look at: scattered over the space, and near to the best trials. */
#ifndef HPO_GP_POOL_H
#define HPO_GP_POOL_H
#include <stdbool.h>
#include <stddef.h>

#include "gp_search.h"

/* n points: coordinates, of which inactive ones have one too; and rows. */
struct gp_pool {
	const struct space *space;
	size_t n, cap;
	double *u;     /* cap x dim */
	double *row;   /* cap x space->n */
	double *x;     /* columns x cap, by column */
	double *value; /* of the acquisition */
};

void gp_pool_init(
    struct gp_pool *pool, const struct gp_columns *columns, size_t cap);
void gp_pool_release(struct gp_pool *pool);

/*
 * Add the point at coordinates u, which are copied, if it is one: false if
 * bounds are empty or rules are broken there.
 */
bool gp_pool_add(
    struct gp_pool *pool, const struct gp_columns *columns, const double *u);

/* Fill an empty one for a search, which takes its size from. */
void gp_pool_fill(struct gp_pool *pool, const struct gp_search *search);

/* Points in a pool so filled, at most. */
size_t gp_pool_size(const struct gp_search *search);

#endif
