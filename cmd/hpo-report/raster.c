#include "raster.h"

#include <stdlib.h>

#include "xalloc.h"

void
raster_init(struct raster *r, size_t columns, size_t rows)
{
	*r = (struct raster){.columns = columns, .rows = rows};
	r->taken = xcalloc(columns, rows);
}

void
raster_release(struct raster *r)
{
	free(r->taken);
	*r = (struct raster){0};
}

/* Which of n parts of 0 to 1 x is in; NAN is in the first. */
static size_t
part(double x, size_t n)
{
	const double i = x * (double)n;

	if (!(i >= 0))
		return 0;
	return i >= (double)n ? n - 1 : (size_t)i;
}

bool
raster_take(struct raster *r, double x, double y)
{
	unsigned char *cell =
	    &r->taken[part(y, r->rows) * r->columns + part(x, r->columns)];
	const bool was_free = *cell == 0;

	*cell = 1;
	return was_free;
}
