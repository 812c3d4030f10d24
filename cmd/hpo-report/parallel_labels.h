/* What stands at the axes of plot_parallel.c, which go from x = 0 to 1. */
#ifndef HPO_PARALLEL_LABELS_H
#define HPO_PARALLEL_LABELS_H
#include <jansson.h>

#include "buf.h"
#include "plot.h"

enum {
	PARALLEL_LEFT = 150, /* points of a picture, for names and low ends */
	PARALLEL_RIGHT = 90, /* and for high ends */
	PARALLEL_NAME = 18,  /* letters of a name, and of a low end */
	PARALLEL_HIGH = 10,  /* of a high end */
};

/* Append labels for the ends of the axis at y. */
void parallel_ends(struct buf *script, const struct canvas *c, double low,
    double high, double y);

/*
 * The same for choices, with those within if there is room for them.  These lie
 * below the axis, where lines go: of a picture append to *backing what has to
 * be white behind them, a line "x y dx dy" for each rectangle, dx and dy being
 * half its size.
 */
void parallel_choices(struct buf *script, struct buf *backing,
    const struct canvas *c, json_t *choices, double y);

#endif
