/* The parameters that a picture has axes for, and what stands along these. */
#ifndef HPO_AXES_H
#define HPO_AXES_H
#include <jansson.h>
#include <stddef.h>

#include "buf.h"
#include "plot.h"
#include "space.h"

enum { AXES_MAX = 40 }; /* more are no picture */

struct axes {
	const struct space *space;
	const struct param **list;
	size_t n;
	size_t all; /* what n would be without AXES_MAX */
};

/*
 * Those that vary, or all if none does; the first AXES_MAX of them.  Of a
 * permutation there are none.
 */
void axes_init(struct axes *axes, const struct space *space);
void axes_release(struct axes *axes);

/* The value of parameter i of the list in params, a new reference, or NULL. */
json_t *axes_value(const struct axes *axes, size_t i, json_t *params);

/*
 * Append ": the first N of M parameters" if not all are shown, as a part of a
 * string for gnuplot.
 */
void axes_note(struct buf *script, const struct axes *axes);

/*
 * Append what sets the x axis for p: its range, scale, and tics whose labels
 * take no more than `columns` letters in all.
 */
void axes_set_x(struct buf *script, const struct param *p, size_t columns,
    const struct canvas *c);

/*
 * Where value lies on that axis: the number, with `rlog` its place on that
 * scale, or the place of a choice from 0, and to its side by up to a quarter,
 * depending on the number of the trial, so that equal ones can be told apart.
 * NAN if it is none of p.
 */
double axes_x(const struct param *p, json_t *value, unsigned long trial);

/* Which part of the axis is left of x = axes_x() of value: 0 to 1. */
double axes_part(const struct param *p, json_t *value, double x);

#endif
