#include "gp_columns.h"

#include <math.h>
#include <stdlib.h>

#include "point.h"
#include "xalloc.h"

static const double absent = 0.5; /* the number of what is not there */

bool
gp_is_choice(const struct param *p)
{
	return p->type == PARAM_CATEGORICAL || p->type == PARAM_BOOL;
}

static void
add(struct gp_columns *columns, size_t param, bool category)
{
	columns->column[columns->n] =
	    (struct kernel_column){columns->weights, category};
	columns->param[columns->n++] = param;
}

void
gp_columns_init(struct gp_columns *columns, const struct space *space)
{
	*columns = (struct gp_columns){.space = space};
	columns->column = xcalloc(2 * space->n + 1, sizeof(*columns->column));
	columns->param = xcalloc(2 * space->n + 1, sizeof(*columns->param));
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];

		if (p->coordinate == SPACE_NONE)
			continue;
		add(columns, i, gp_is_choice(p));
		if (p->when && !gp_is_choice(p))
			add(columns, i, true);
		columns->weights++;
	}
}

void
gp_columns_release(struct gp_columns *columns)
{
	free(columns->column);
	free(columns->param);
	*columns = (struct gp_columns){0};
}

void
gp_columns_point(
    const struct gp_columns *columns, const double *row, double *x, size_t ld)
{
	const struct space *space = columns->space;

	for (size_t c = 0; c < columns->n; c++) {
		const size_t i = columns->param[c];
		const bool there = !isnan(row[i]);

		double *to = x + c * ld;

		if (!columns->column[c].category)
			*to = there ? point_coordinate(space, i, row) : absent;
		else if (gp_is_choice(&space->params[i]))
			*to = there ? row[i] : -1;
		else
			*to = there;
	}
}
