/*
 * The rows of a finite space in which parameters depend on each other in any
 * way: all combinations of levels, numbered, of which some are no points.
 */
#ifndef HPO_PRODUCT_H
#define HPO_PRODUCT_H
#include <stdbool.h>
#include <stdint.h>

#include "space.h"

enum {
	PRODUCT_QUICK = 20000,  /* combinations: some ms to look at */
	PRODUCT_MAX = 10000000, /* some seconds */
};

/* How many there are, saturating; 0 if a parameter is continuous. */
uint64_t product_size(const struct space *space);

/*
 * Combination number index, the first parameter slowest, into row (point.h).
 * False if it is no point; each point is one combination only.
 */
bool product_row(const struct space *space, uint64_t index, double *row);

/*
 * Whether a row that has a level for every parameter is such a point: if so,
 * inactive ones become NAN.
 */
bool product_is(const struct space *space, double *row);

/* How many are points.  A look at each: O(size parameters). */
uint64_t product_points(const struct space *space);

#endif
