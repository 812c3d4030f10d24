/* The axis of a parameter that is searched by what it lacks of 1. */
#ifndef HPO_AXES_RLOG_H
#define HPO_AXES_RLOG_H
#include <stddef.h>

#include "buf.h"
#include "plot.h"
#include "space.h"

/*
 * Append what sets the x axis for p with rlog, as axes_set_x() does.  gnuplot
 * knows no such scale: x is the place on it, and the tics say the values.
 */
void axes_set_rlog(struct buf *script, const struct param *p, size_t columns,
    const struct canvas *c);

/* The place of x. */
double axes_rlog(double x);

#endif
