/*
 * Cells of a picture that points have taken: of the many points that would lie
 * upon each other one is drawn.
 */
#ifndef HPO_RASTER_H
#define HPO_RASTER_H
#include <stdbool.h>
#include <stddef.h>

struct raster {
	size_t columns, rows;
	unsigned char *taken; /* a byte a cell */
};

void raster_init(struct raster *r, size_t columns, size_t rows);
void raster_release(struct raster *r);

/*
 * Take the cell of the point (x, y), both 0 to 1, what is beyond being at the
 * edge.  Returns whether it was free.
 */
bool raster_take(struct raster *r, double x, double y);

#endif
