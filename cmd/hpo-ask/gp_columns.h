/*
 * The columns of numbers that a Gaussian process has of points (kernel.h):
 * coordinates, choices, and whether what has a condition is there.
 */
#ifndef HPO_GP_COLUMNS_H
#define HPO_GP_COLUMNS_H
#include <stddef.h>

#include "kernel.h"
#include "space.h"

struct gp_columns {
	const struct space *space;
	struct kernel_column *column;
	size_t *param; /* by column, whose it is */
	size_t n;
	size_t weights; /* parameters that can have more than one value */
};

void gp_columns_init(struct gp_columns *columns, const struct space *space);
void gp_columns_release(struct gp_columns *columns);

/* The numbers of a row (point.h), that of column c into x[c * ld]. */
void gp_columns_point(
    const struct gp_columns *columns, const double *row, double *x, size_t ld);

/* Whether a parameter is a set of choices without order. */
bool gp_is_choice(const struct param *p);

#endif
