/* Points by their coordinates, for tests. */
#ifndef HPO_POINTS_TEST_H
#define HPO_POINTS_TEST_H
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "numbers.h"
#include "point.h"
#include "xalloc.h"

/*
 * The params object of the encoded point u, a new reference; NULL if u stands
 * for no point.
 */
static inline json_t *
params_at(const struct space *space, const double *u)
{
	double *row = xcalloc(space->n + 1, sizeof(*row));
	json_t *params = NULL;

	if (point_decode(space, u, row) && !point_broken(space, row))
		params = point_params(space, row);
	free(row);
	return params;
}

/* The other way: the coordinates u of a params object that is a point. */
static inline void
coordinates_of(const struct space *space, json_t *params, double *u)
{
	double *row = xcalloc(space->n + 1, sizeof(*row));
	struct numbers numbers;

	numbers_init(&numbers, space);
	numbers_row(&numbers, params, row);
	point_encode(space, row, u);
	numbers_release(&numbers);
	free(row);
}

#endif
