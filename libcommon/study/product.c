#include "product.h"

#include <math.h>
#include <stdlib.h>

#include "point.h"
#include "xalloc.h"

uint64_t
product_size(const struct space *space)
{
	uint64_t n = 1;

	for (size_t i = 0; i < space->n; i++) {
		const uint64_t levels = space->params[i].levels;

		if (levels == 0)
			return 0;
		n = n > UINT64_MAX / levels ? UINT64_MAX : n * levels;
	}
	return n;
}

bool
product_is(const struct space *space, double *row)
{
	/* An inactive parameter has its first level, and no other. */
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];

		if (point_active(space, i, row))
			continue;
		if (row[i] != 0)
			return false;
		row[i] = NAN;
	}
	return point_is(space, row);
}

bool
product_row(const struct space *space, uint64_t index, double *row)
{
	for (size_t i = space->n; i-- > 0;) {
		row[i] = (double)(index % space->params[i].levels);
		index /= space->params[i].levels;
	}
	return product_is(space, row);
}

uint64_t
product_points(const struct space *space)
{
	const uint64_t size = product_size(space);
	double *row = xcalloc(space->n + 1, sizeof(*row));
	uint64_t n = 0;

	for (uint64_t i = 0; i < size; i++)
		n += product_row(space, i, row);
	free(row);
	return n;
}
